"""How the control API shows contacts, messages and the whole state."""

from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sandbox.html import render_html
from sandbox.methods_bot import commands_for
from sandbox.state import Sandbox
from sandbox.world import Chat, Contact, File, Message

MOST_LISTED = 200  # contacts; a load test may have made thousands


def when(date: int) -> str:
    """Unix seconds as ISO text in UTC."""
    return datetime.fromtimestamp(date, UTC).isoformat()


def _summary(body: dict[str, Any]) -> str:
    for key in ("text", "caption"):
        if key in body:
            return str(body[key])
    if "venue" in body:
        return str(body["venue"]["title"])
    if "document" in body:
        return str(body["document"]["file_name"])
    return "📍" if "location" in body else "🖼"


def contact_view(contact: Contact, chat: Chat) -> dict[str, Any]:
    """A contact with what their chat list entry shows."""
    last = next((m for m in reversed(chat.messages.values()) if not m.deleted), None)
    return asdict(contact) | {
        "unread": chat.unread,
        "last_text": _summary(last.body) if last else None,
        "last_at": when(last.body["date"]) if last else None,
    }


def state_view(sandbox: Sandbox) -> dict[str, Any]:
    """Everything the contact list and the clock need."""
    world, clock = sandbox.world, sandbox.clock.view()
    bot = world.bot() | {"commands": world.commands.get("default|||", [])}
    bot |= {"description": world.names["description"].get("", "")}
    return {
        "now": clock["now"], "clock_version": clock["version"], "next_due": clock["next_due"],
        "offset_seconds": clock["offset_seconds"], "limits": sandbox.limits.enabled, "bot": bot,
        "contacts": [contact_view(c, world.chats[c.id]) for c in islice(world.contacts.values(), MOST_LISTED)],
        "contact_count": len(world.contacts),
    }  # fmt: skip


def _file_view(sandbox: Sandbox, file: File) -> dict[str, Any]:
    url = f"/file/bot{sandbox.token}/{file.path}"
    return {"file_name": file.name, "mime_type": file.mime, "size": len(file.content), "url": url}


def message_view(sandbox: Sandbox, message: Message) -> dict[str, Any]:
    """One message as the chat page draws it."""
    body, files = message.body, sandbox.world.files
    text = body.get("text", body.get("caption", ""))
    entities = body.get("entities", body.get("caption_entities", []))
    document = _file_view(sandbox, files[body["document"]["file_id"]]) if "document" in body else None
    photo = None
    if "photo" in body:
        photo = _file_view(sandbox, files[body["photo"][-1]["file_id"]]) | {"caption": body.get("caption")}
    return {
        "message_id": body["message_id"], "date": when(body["date"]), "from_bot": message.from_bot,
        "edited": message.edited, "deleted": message.deleted, "seq": message.seq, "silent": message.silent,
        "text": text, "html": render_html(text, entities), "entities": entities,
        "inline_keyboard": body.get("reply_markup", {}).get("inline_keyboard"),
        "reply_keyboard": message.reply_keyboard, "venue": body.get("venue"), "location": body.get("location"),
        "document": document, "photo": photo, "reply_to": body.get("reply_to_message", {}).get("message_id"),
    }  # fmt: skip


def messages_view(sandbox: Sandbox, contact: Contact, after_seq: int) -> dict[str, Any]:
    """The messages of a chat that came or changed after `after_seq`."""
    chat = sandbox.world.chats[contact.id]
    changed = [message_view(sandbox, m) for m in chat.messages.values() if m.seq > after_seq]
    return {"seq": chat.seq, "messages": changed}


def commands_view(sandbox: Sandbox, contact: Contact) -> list[dict[str, str]]:
    """The command menu the contact sees."""
    return commands_for(sandbox, contact)
