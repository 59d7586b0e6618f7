"""A raw update as what a turn needs of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from telegram import Bot, Update


@dataclass(frozen=True, slots=True)
class Incoming:
    """Who did what: exactly one of typed, tapped, location, query or blocked is what happened."""

    chat_id: int
    client_language: str | None
    typed: str = ""
    tapped: str = ""
    callback_id: str = ""
    message_id: int | None = None  # the message whose button was tapped
    location: tuple[float, float] | None = None
    query: str | None = None
    query_id: str = ""
    blocked: bool | None = None


def lane_of(raw: dict[str, Any]) -> int:
    """The account or chat whose updates must stay in order; 0 when the update names none."""
    for part in raw.values():
        if isinstance(part, dict):
            sender = part.get("from") or part.get("chat") or {}
            if isinstance(sender, dict) and isinstance(sender.get("id"), int):
                return int(sender["id"])
    return 0


def read_update(payload: str, bot: Bot) -> Incoming | None:
    """Parse a stored update; None for a kind we don't answer (groups, channels, edits).

    Raises whatever the library raises for a malformed one: the inbox counts it and puts it aside.
    """
    raw = orjson.loads(payload)
    _drop_keyboard(raw)
    update = Update.de_json(raw, bot)
    if update.callback_query:
        return _tap(update)
    if update.inline_query:
        query = update.inline_query
        person = query.from_user
        return Incoming(person.id, person.language_code, query=query.query, query_id=query.id)
    if update.my_chat_member:
        return _membership(update)
    return _message(update)


def _drop_keyboard(raw: dict[str, Any]) -> None:
    """The keyboard that a tap carries is ours already; building objects of it doubles the parsing."""
    message = raw.get("callback_query", {}).get("message")
    if isinstance(message, dict):
        for unread in ("reply_markup", "entities", "text"):
            message.pop(unread, None)


def _tap(update: Update) -> Incoming:
    query = update.callback_query
    assert query is not None  # noqa: S101
    message = query.message
    return Incoming(
        query.from_user.id,
        query.from_user.language_code,
        tapped=query.data or "",
        callback_id=query.id,
        message_id=message.message_id if message and message.is_accessible else None,
    )


def _membership(update: Update) -> Incoming | None:
    member = update.my_chat_member
    assert member is not None  # noqa: S101
    if member.chat.type != "private":
        return None
    blocked = member.new_chat_member.status == "kicked"
    return Incoming(member.chat.id, member.from_user.language_code, blocked=blocked)


def _message(update: Update) -> Incoming | None:
    message = update.message
    if message is None or message.chat.type != "private" or message.from_user is None:
        return None
    place = message.location
    return Incoming(
        message.chat.id,
        message.from_user.language_code,
        typed=message.text or message.caption or "",
        location=(place.latitude, place.longitude) if place else None,
    )
