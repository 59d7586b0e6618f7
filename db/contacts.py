"""Contacts: who chats, in which language, from where, and what they agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from db.models import consents, contacts, updates
from db.prepared import Prepared, Values
from db.store import Session

ANSWERS_KEPT = timedelta(days=1)  # at most; by then the text of every answer has been dropped


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of `contacts`; `screen` is the live screen's buttons as [label, callback_data] pairs."""

    id: int
    chat_id: int
    language: str | None
    client_language: str | None
    zone: str
    quiet_from: str | None
    quiet_to: str | None
    profile: Mapping[str, Any]
    awaiting: str | None
    agreed_at: datetime | None
    alert_rhythm: str
    alerts_paused_until: datetime | None
    screen: list[tuple[str, str]] | None
    active: bool
    created_at: datetime
    seen_at: datetime
    free_at: float  # when the chat may get its next message, in the budget's time


_COLUMNS = [contacts.c[field.name] for field in fields(Contact)]
_CONTACT = select(*_COLUMNS)
_BY_CHAT = Prepared(  # on PostgreSQL it waits for a sender that is just marking a message to this contact
    _CONTACT.where(contacts.c.chat_id == bindparam("chat")).with_for_update(key_share=True)
)
_ADD = Prepared(insert(contacts), ("chat_id", "client_language", "created_at", "seen_at"))


async def get_contact(session: Session, contact_id: int) -> Contact | None:
    """Find one contact by its own id."""
    row = (await session.execute(_CONTACT.where(contacts.c.id == contact_id))).mappings().first()
    return Contact(**row) if row else None


async def get_by_chat(session: Session, chat_id: int) -> Contact | None:
    """Find one contact by its chat."""
    return first(await session.run(*by_chat(chat_id)))


def by_chat(chat_id: int) -> tuple[Prepared, Values]:
    """What finds a contact by its chat, to be run together with more; `first` reads its rows."""
    return _BY_CHAT, {"chat": chat_id}


def first(rows: Sequence[Sequence[Any]]) -> Contact | None:
    """The contact of the first row, if there is one."""
    return Contact(*rows[0]) if rows else None


async def get_or_add(session: Session, chat_id: int, client_language: str | None, now: datetime) -> Contact:
    """Load the contact of a chat; the first time, make it."""
    known = await get_by_chat(session, chat_id)
    if known is not None:
        return known
    row = {"chat_id": chat_id, "client_language": client_language, "created_at": now, "seen_at": now}
    await session.run(_ADD, row)
    made = await get_by_chat(session, chat_id)
    assert made is not None  # noqa: S101  (the row above is in this transaction)
    return made


@cache
def _set(names: tuple[str, ...]) -> Prepared:
    """The statement that changes these columns: built once, since every turn makes the same change."""
    values = {name: bindparam(f"new_{name}", type_=contacts.c[name].type) for name in names}
    return Prepared(update(contacts).where(contacts.c.id == bindparam("contact")).values(values))


async def set_contact(session: Session, contact_id: int, **columns: Any) -> None:
    """Change columns of one contact."""
    given = {f"new_{name}": value for name, value in columns.items()}
    await session.run(_set(tuple(columns)), {"contact": contact_id, **given})


async def set_away(session: Session, contact_id: int, asked_at: datetime) -> None:
    """Send a contact nothing more, since what was begun then didn't reach it; unless it has come back."""
    gone = (contacts.c.id == contact_id, contacts.c.seen_at <= asked_at)
    await session.execute(update(contacts).where(*gone).values(active=False))


async def forget_contact(session: Session, contact_id: int, now: datetime) -> None:
    """Erase a contact and, by the foreign keys, everything that was kept of it; and the answers kept for Telegram."""
    chat = select(contacts.c.chat_id).where(contacts.c.id == contact_id).scalar_subquery()
    recent = (updates.c.done_at > now - ANSWERS_KEPT, updates.c.lane == chat, updates.c.answer.is_not(None))
    await session.execute(update(updates).where(*recent).values(answer=None))
    await session.execute(delete(contacts).where(contacts.c.id == contact_id))


async def get_languages(session: Session) -> list[str]:
    """The languages that contacts have chosen."""
    chosen = select(contacts.c.language).where(contacts.c.language.is_not(None)).distinct()
    return list((await session.execute(chosen)).scalars())


async def add_consent(session: Session, contact_id: int, **consent: Any) -> None:
    """Write down what was agreed to or taken back: purpose, given, language, notice_version, at."""
    await session.execute(insert(consents).values(contact_id=contact_id, **consent))


async def get_consents(session: Session, contact_id: int) -> list[dict[str, Any]]:
    """Every consent of a contact, oldest first."""
    query = select(
        consents.c.purpose, consents.c.given, consents.c.language, consents.c.notice_version, consents.c.at
    )
    rows = await session.execute(query.where(consents.c.contact_id == contact_id).order_by(consents.c.id))
    return [dict(row) for row in rows.mappings()]
