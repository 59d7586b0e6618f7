"""Composes what the bot sends: text with entities, replies, keyboards; puts it in the chat."""

from typing import Any

from sandbox.entities import MAX_BYTES, MAX_CAPTION, MAX_TEXT, automatic, check_given, offsets
from sandbox.html import parse_html
from sandbox.keyboards import tidy_inline
from sandbox.refusals import bad
from sandbox.state import Sandbox
from sandbox.world import Contact, Message

Params = dict[str, Any]


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    bare = text.strip()
    if bare == text:
        return text, entities
    unit = offsets(text)
    cut, size = unit(len(text) - len(text.lstrip())), unit(len(bare))
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, size)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return bare, kept


def formatted(params: Params, key: str, mode: str = "parse_mode") -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of `text` or `caption`, parsed, trimmed and within limits; raises Refusal 400."""
    source: str = params.get(key, "")
    what = "message" if key == "text" else "message caption"
    if len(source.encode()) > MAX_BYTES:
        raise bad(f"{what} is too long")
    parse_mode = params.get(mode, "").lower()
    if parse_mode == "html":
        text, entities = parse_html(source)
    elif parse_mode:
        raise bad("unsupported parse_mode")
    else:
        given = params.get("entities" if key == "text" else "caption_entities") or []
        text, entities = source, check_given(given, source)
    text, entities = _trimmed(text, entities)
    if len(text) > (MAX_TEXT if key == "text" else MAX_CAPTION):
        raise bad(f"{what} is too long")
    return text, sorted(entities + automatic(text, entities), key=lambda e: (e["offset"], -e["length"]))


def text_content(params: Params) -> dict[str, Any]:
    """The `text` and `entities` fields of a message; raises Refusal 400."""
    text, entities = formatted(params, "text")
    if not text:
        raise bad("message text is empty")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_content(params: Params) -> dict[str, Any]:
    """The `caption` and `caption_entities` fields, or nothing; raises Refusal 400."""
    text, entities = formatted(params, "caption")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def _reply(sandbox: Sandbox, contact: Contact, params: Params) -> dict[str, Any]:
    reply = params.get("reply_parameters") or {}
    message_id = reply.get("message_id", 0)
    if not message_id:
        return {}
    message = sandbox.world.message(contact.id, message_id)
    if message:
        return {"reply_to_message": {k: v for k, v in message.body.items() if k != "reply_to_message"}}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad("message to be replied not found")


def post(sandbox: Sandbox, contact: Contact, content: dict[str, Any], params: Params) -> dict[str, Any]:
    """Puts a message of the bot into the chat; gives it as a Bot API Message."""
    world = sandbox.world
    chat = world.chats[contact.id]
    reply = _reply(sandbox, contact, params)
    body = {
        "message_id": world.next_message_id(), "from": world.bot(), "chat": contact.chat(),
        "date": world.clock.unix(), **reply, **content,
    }  # fmt: skip
    markup = params.get("reply_markup")
    inline = tidy_inline(markup)
    if inline:
        body["reply_markup"] = inline
    reply_keyboard = markup if markup and "inline_keyboard" not in markup else None
    silent = bool(params.get("disable_notification"))
    chat.put(Message(body, True, chat.next_seq(), silent=silent, reply_keyboard=reply_keyboard))
    chat.unread += 1
    sandbox.events.publish("message", contact.id, chat.seq)
    return body


def replace(sandbox: Sandbox, message: Message, content: dict[str, Any], params: Params) -> dict[str, Any]:
    """Gives a message new content and keyboard; raises Refusal 400 if nothing would change."""
    dropped = {"reply_markup", "edit_date"}
    dropped |= {"entities"} if "text" in content else set()
    dropped |= {"caption", "caption_entities"} if "caption" in params or content.get("caption") else set()
    kept = {key: value for key, value in message.body.items() if key not in dropped}
    inline = tidy_inline(params.get("reply_markup"))
    body = kept | content | ({"reply_markup": inline} if inline else {})
    if body == {key: value for key, value in message.body.items() if key != "edit_date"}:
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    # A new dictionary: the record and other answers may still hold the old one.
    message.body = body | {"edit_date": sandbox.clock.unix()}
    mark_changed(sandbox, message, "edit")
    return message.body


def mark_changed(sandbox: Sandbox, message: Message, kind: str) -> None:
    """Numbers a change of a message and tells the pages."""
    contact_id = message.body["chat"]["id"]
    chat = sandbox.world.chats[contact_id]
    message.seq = chat.next_seq()
    if kind == "edit":
        message.edited = True
    else:
        message.deleted = True
    sandbox.events.publish(kind, contact_id, chat.seq)
