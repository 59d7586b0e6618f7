"""A screen as the Bot API calls that show it: plain data, ready to be stored and sent."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from markupsafe import escape

from bot.texts import cut
from handlers.screen import AnyButton, Button, Document, LinkButton, Rows, Screen, Venue

Call = tuple[str, dict[str, Any]]
TOAST_LIMIT = 200
AFTER_ALERTS = "afterAlerts"  # not Telegram's: the calls behind it wait until no alert is on its way to the contact


def screen_calls(screen: Screen, chat_id: int, message_id: int | None) -> list[Call]:
    """List the calls that show a screen: files first, then an edit of `message_id` or a new message."""
    calls = [_attachment_call(item, chat_id) for item in screen.attachments]
    body = {"chat_id": chat_id, **message_body(screen)}
    if message_id is None or screen.new or screen.attachments:
        calls.append(("sendMessage", body))
    else:
        calls.append(("editMessageText", {**body, "message_id": message_id}))
    if screen.ask_location:
        calls.append(("sendMessage", {"chat_id": chat_id, **_location_request(screen.ask_location)}))
    return calls


def message_body(screen: Screen) -> dict[str, Any]:
    """Encode text and buttons; the text is escaped here unless it is Markup."""
    return {
        "text": cut(str(escape(screen.text))),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": [[_button(button) for button in row] for row in screen.rows if row]},
    }


def after_alerts_call(contact_id: int | None, until: datetime) -> Call:
    """Hold what follows until alerts on their way are settled; without a contact, until `until` (machine time)."""
    return AFTER_ALERTS, {"contact": contact_id, "until": until.isoformat()}


def is_send(call: Call) -> bool:
    """Whether a call puts a new message into a chat, which Telegram counts."""
    return call[0].startswith("send")


def toast_call(callback_id: str, screen: Screen) -> Call:
    """Answer the tap itself, so that the button stops spinning."""
    answer: dict[str, Any] = {"callback_query_id": callback_id}
    if screen.toast:
        answer |= {"text": screen.toast[:TOAST_LIMIT], "show_alert": screen.alert}
    return "answerCallbackQuery", answer


def file_content(parameters: dict[str, Any]) -> bytes:
    """Take the file back out of a stored sendDocument call."""
    return b64decode(parameters["document"])


def labels(rows: Rows) -> list[tuple[str, str]]:
    """The buttons that can also be typed: label and callback data."""
    return [(b.text, b.callback_data) for row in rows for b in row if isinstance(b, Button)]


def _button(button: AnyButton) -> dict[str, str]:
    match button:
        case Button():
            return {"text": button.text, "callback_data": button.callback_data}
        case LinkButton(text, url):
            return {"text": text, "url": url}
        case _:
            return {"text": button.text, "switch_inline_query": button.query}


def _attachment_call(item: Venue | Document, chat_id: int) -> Call:
    match item:
        case Venue(latitude, longitude, title, address):
            place = {"latitude": latitude, "longitude": longitude, "title": title, "address": address}
            return "sendVenue", {"chat_id": chat_id, **place}
        case Document(name, content, caption):
            stored = b64encode(content).decode()
            return "sendDocument", {
                "chat_id": chat_id,
                "document": stored,
                "file_name": name,
                "caption": caption,
            }


def _location_request(label: str) -> dict[str, Any]:
    keyboard: Sequence[Sequence[dict[str, Any]]] = [[{"text": label, "request_location": True}]]
    return {
        "text": "📍 " + label,
        "reply_markup": {"keyboard": keyboard, "resize_keyboard": True, "one_time_keyboard": True},
    }
