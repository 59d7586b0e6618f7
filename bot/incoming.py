"""A raw update as what a turn needs of it: read by its shape, so that what nobody reads is never built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.request import read_json

MOST_ID = 2**63 - 1  # what a database can keep
ANSWERED = ("message", "callback_query", "inline_query", "my_chat_member")


class Malformed(ValueError):
    """An update of a kind that we answer, without what an answer needs."""


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
            number = sender.get("id") if isinstance(sender, dict) else None
            if isinstance(number, int) and abs(number) <= MOST_ID:
                return int(number)
    return 0


def read_update(payload: str) -> Incoming | None:
    """Read a stored update; None for a kind we don't answer (groups, channels, edits).

    Raises Malformed for one that lacks what an answer needs: the inbox counts it and puts it aside.
    """
    match read_json(payload.encode("utf-8", "surrogatepass")):
        case {"callback_query": dict(query)}:
            return _tap(query)
        case {"inline_query": {"id": str(query_id), "from": {"id": int(person)} as sender, "query": str(query)}}:
            return Incoming(person, _language(sender), query=query, query_id=query_id)
        case {"my_chat_member": dict(change)}:
            return _membership(change)
        case {"message": dict(message)}:
            return _message(message)
        case dict(raw) if not any(kind in raw for kind in ANSWERED):
            return None
    raise Malformed


def _language(sender: dict[str, Any]) -> str | None:
    code = sender.get("language_code")
    return code if isinstance(code, str) else None


def _tap(query: dict[str, Any]) -> Incoming:
    match query:
        case {"id": str(callback_id), "from": {"id": int(person)} as sender}:
            data = query.get("data")
            tapped = data if isinstance(data, str) else ""
            return Incoming(
                person, _language(sender), tapped=tapped, callback_id=callback_id, message_id=_shown(query)
            )
    raise Malformed


def _shown(query: dict[str, Any]) -> int | None:
    """The message that was tapped, unless it is too old for Telegram to show (its date is 0 then)."""
    match query:
        case {"message": {"message_id": int(number), "date": int(date)}} if date > 0:
            return number
    return None


def _membership(change: dict[str, Any]) -> Incoming | None:
    match change:
        case {
            "chat": {"id": int(chat), "type": "private"},
            "from": dict(sender),
            "new_chat_member": {"status": status},
        }:
            return Incoming(chat, _language(sender), blocked=status == "kicked")
        case {"chat": {"type": str()}}:
            return None
    raise Malformed


def _message(message: dict[str, Any]) -> Incoming | None:
    match message:
        case {"chat": {"id": int(chat), "type": "private"}, "from": {"id": int()} as sender}:
            typed = message.get("text") or message.get("caption") or ""
            if not isinstance(typed, str):
                raise Malformed
            return Incoming(chat, _language(sender), typed=typed, location=_place(message))
        case {"chat": {"type": str()}}:
            return None
    raise Malformed


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    match message.get("location"):
        case {"latitude": int() | float() as latitude, "longitude": int() | float() as longitude}:
            return float(latitude), float(longitude)
    return None
