"""What a contact does: writes, taps, shares a place or a file, asks inline, blocks the bot."""

from typing import Any

from sandbox.entities import MAX_TEXT, automatic
from sandbox.methods_messages import document_of, photo_of
from sandbox.refusals import Refusal, bad
from sandbox.requests import Upload
from sandbox.state import Query, Sandbox
from sandbox.world import Contact, Message


def _say(sandbox: Sandbox, contact: Contact, content: dict[str, Any]) -> int:
    world, chat = sandbox.world, sandbox.world.chats[contact.id]
    if contact.blocked:
        raise Refusal(409, "the contact has blocked the bot: unblock first")
    contact.started = True
    date = world.clock.unix()
    head = {"message_id": world.next_message_id(), "from": contact.user(), "chat": contact.chat(), "date": date}
    body = head | content
    chat.put(Message(body, False, chat.next_seq()))
    sandbox.events.publish("message", contact.id, chat.seq)
    return sandbox.updates.add("message", body, f"chat{contact.id}", date)


def write(sandbox: Sandbox, contact: Contact, text: str) -> int:
    """The contact sends text; gives the update's id. Raises Refusal when it is empty or too long."""
    text = text.strip()
    if not text:
        raise bad("message text is empty")
    if len(text) > MAX_TEXT:
        raise bad("message is too long")
    entities = automatic(text, [])
    return _say(sandbox, contact, {"text": text, "entities": entities} if entities else {"text": text})


def start(sandbox: Sandbox, contact: Contact, payload: str = "") -> int:
    """The contact presses Start, or follows a deep link with a payload of at most 64 characters."""
    if len(payload) > 64 or not all(c.isascii() and (c.isalnum() or c in "_-") for c in payload):
        raise bad("a start payload is 1-64 of A-Z, a-z, 0-9, _ and -")
    return write(sandbox, contact, f"/start {payload}")


def share_location(sandbox: Sandbox, contact: Contact, latitude: float, longitude: float) -> int:
    """The contact shares a point in degrees."""
    return _say(sandbox, contact, {"location": {"latitude": latitude, "longitude": longitude}})


def share_venue(sandbox: Sandbox, contact: Contact, venue: dict[str, Any]) -> int:
    """The contact shares a place with title and address."""
    place = {"latitude": float(venue["latitude"]), "longitude": float(venue["longitude"])}
    card = {"location": place, "title": str(venue["title"]), "address": str(venue["address"])}
    return _say(sandbox, contact, {"location": place, "venue": card})


def send_document(sandbox: Sandbox, contact: Contact, upload: Upload) -> int:
    """The contact sends a file."""
    file = sandbox.world.add_file(upload.name, upload.mime, upload.content)
    return _say(sandbox, contact, {"document": document_of(file)})


def send_photo(sandbox: Sandbox, contact: Contact, upload: Upload) -> int:
    """The contact sends a picture (PNG or JPEG); raises Refusal when it isn't one."""
    file = sandbox.world.add_file(upload.name, upload.mime, upload.content, "photos")
    return _say(sandbox, contact, {"photo": photo_of(file)})


def _pressed(message: Message, data: str | None, text: str | None) -> str:
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if "callback_data" in button and (button["callback_data"] == data or button["text"] == text):
            return str(button["callback_data"])
    if data is not None and text is None:
        # A keyboard that was replaced a moment ago: the app still sends what was tapped.
        return data
    raise Refusal(404, "no such button on that message")


def tap(sandbox: Sandbox, contact: Contact, message_id: int, data: str | None, text: str | None) -> tuple[int, Query]:
    """The contact taps an inline button by its data or text; gives the update's id and the open query."""
    message = sandbox.world.message(contact.id, message_id)
    if message is None:
        raise Refusal(404, "no such message in that chat")
    if contact.blocked:
        raise Refusal(409, "the contact has blocked the bot: unblock first")
    pressed = _pressed(message, data, text)
    query_id, query = sandbox.ask(contact.id)
    content = {
        "id": query_id, "from": contact.user(), "message": message.body,
        "chat_instance": str(contact.id * 7919), "data": pressed,
    }  # fmt: skip
    return sandbox.updates.add("callback_query", content, f"user{contact.id}", sandbox.clock.unix()), query


def ask_inline(sandbox: Sandbox, contact: Contact, text: str) -> tuple[int, Query]:
    """The contact types @bot and a query; gives the update's id and the open query."""
    query_id, query = sandbox.ask(contact.id)
    content = {"id": query_id, "from": contact.user(), "query": text, "offset": "", "chat_type": "private"}
    return sandbox.updates.add("inline_query", content, f"user{contact.id}", sandbox.clock.unix()), query


def _member(sandbox: Sandbox, blocked: bool) -> dict[str, Any]:
    user = sandbox.world.bot()
    return {"status": "kicked", "user": user, "until_date": 0} if blocked else {"status": "member", "user": user}


def set_blocked(sandbox: Sandbox, contact: Contact, blocked: bool) -> int:
    """The contact blocks or unblocks the bot; raises Refusal when that is so already."""
    if contact.blocked == blocked:
        raise Refusal(409, f"the bot is {'already' if blocked else 'not'} blocked")
    contact.blocked = blocked
    date = sandbox.clock.unix()
    content = {
        "chat": contact.chat(), "from": contact.user(), "date": date,
        "old_chat_member": _member(sandbox, not blocked), "new_chat_member": _member(sandbox, blocked),
    }  # fmt: skip
    sandbox.events.publish("contact", contact.id)
    return sandbox.updates.add("my_chat_member", content, f"chat{contact.id}", date)
