"""What owners of a cluster would share, and how far they are on Udyam and GeM: no count below FEWEST leaves here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Function, Integer, Label, Text, delete, func, select, type_coerce

from db.models import consents, contacts, need_notices, shared_needs
from db.store import Session
from db.upsert import insert_new

FEWEST = 5  # owners: a smaller number could point at somebody
PURPOSE = "needs"  # of the consent
LENGTH = 8  # letters of a cluster's code
_OWN = '"cluster":"'  # stands in a profile before it
_PROFILE = type_coerce(contacts.c.profile, Text)


@dataclass(frozen=True, slots=True)
class Tick:
    """A need that a contact would share with others of a cluster."""

    cluster: str
    need: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How many owners of a cluster are on Udyam and on GeM; None for fewer than FEWEST."""

    udyam: int | None
    gem: int | None


@dataclass(frozen=True, slots=True)
class Shared:
    """How many owners of a cluster share a need (None: fewer than FEWEST), and when they were told so, if ever."""

    cluster: str
    need: str
    count: int | None
    told_at: datetime | None


async def tick(session: Session, contact_id: int, cluster: str, need: str, now: datetime) -> None:
    """A contact would share this; once is enough."""
    row = {"contact_id": contact_id, "cluster": cluster, "need": need, "at": now}
    await session.execute(insert_new(session, shared_needs), row)


async def untick(session: Session, contact_id: int, cluster: str, need: str) -> None:
    """A contact wouldn't, after all."""
    mine = (shared_needs.c.contact_id == contact_id, shared_needs.c.cluster == cluster)
    await session.execute(delete(shared_needs).where(*mine, shared_needs.c.need == need))


async def untick_elsewhere(session: Session, contact_id: int, cluster: str) -> None:
    """Take back what a contact who is of this cluster now had ticked in others."""
    mine = shared_needs.c.contact_id == contact_id
    await session.execute(delete(shared_needs).where(mine, shared_needs.c.cluster != cluster))


async def get_ticks(session: Session, contact_id: int) -> list[Tick]:
    """What a contact would share, oldest first."""
    columns = (shared_needs.c.cluster, shared_needs.c.need, shared_needs.c.at)
    query = select(*columns).where(shared_needs.c.contact_id == contact_id)
    rows = await session.execute(query.order_by(shared_needs.c.at, shared_needs.c.need))
    return [Tick(**row) for row in rows.mappings()]


async def get_shared(session: Session, clusters: Iterable[str] | None = None) -> list[Shared]:
    """The needs of these clusters, or of all, that FEWEST owners share or whose members were told, by cluster."""
    keys = (shared_needs.c.cluster, shared_needs.c.need)
    counting = select(*keys, func.count().label("number")).group_by(*keys).having(func.count() >= FEWEST)
    telling = select(need_notices.c.cluster, need_notices.c.need, need_notices.c.told_at)
    if clusters is not None:
        wanted = list(clusters)
        counting = counting.where(shared_needs.c.cluster.in_(wanted))
        telling = telling.where(need_notices.c.cluster.in_(wanted))
    counts = {(row.cluster, row.need): int(row.number) for row in await session.execute(counting)}
    told = {(row.cluster, row.need): row.told_at for row in await session.execute(telling)}
    return [Shared(*key, counts.get(key), told.get(key)) for key in sorted({*counts, *told})]


async def claim_notice(session: Session, cluster: str, need: str, least: int, now: datetime) -> list[int]:
    """The contacts who are to be told that a group is large enough, and the note that they were.

    Empty while fewer than `least` (or FEWEST, if that is more) share the need, and for good once they were told.
    """
    await _one_after_the_other(session, cluster, need)
    here = (shared_needs.c.cluster == cluster, shared_needs.c.need == need)
    query = select(shared_needs.c.contact_id).join(contacts, contacts.c.id == shared_needs.c.contact_id).where(*here)
    # Locked against deletion only: each of them is to get a row of the outbox in this unit.
    locked = query.order_by(shared_needs.c.contact_id).with_for_update(of=contacts, read=True, key_share=True)
    members = list((await session.execute(locked)).scalars())
    if len(members) < max(least, FEWEST):
        return []
    note = {"cluster": cluster, "need": need, "told_at": now}
    noted = await session.execute(insert_new(session, need_notices).returning(need_notices.c.need), note)
    return members if noted.first() else []


async def _one_after_the_other(session: Session, cluster: str, need: str) -> None:
    """Let two who tick at once see each other: on PostgreSQL the second waits here until the first has committed."""
    if session.dialect == "postgresql":
        key = func.hashtextextended(f"need:{cluster}:{need}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(key)))


async def get_wanted(session: Session, contact_ids: Iterable[int]) -> set[tuple[int, str, str]]:
    """What these contacts still would share and want to hear of: (contact, cluster, need)."""
    ids = list(contact_ids)
    given = select(consents.c.contact_id, consents.c.given).where(consents.c.purpose == PURPOSE)
    newest = given.where(consents.c.contact_id.in_(ids)).order_by(consents.c.id)
    may = {row.contact_id: row.given for row in await session.execute(newest)}
    query = select(shared_needs.c.contact_id, shared_needs.c.cluster, shared_needs.c.need)
    rows = await session.execute(query.where(shared_needs.c.contact_id.in_(ids)))
    return {(row.contact_id, row.cluster, row.need) for row in rows if may.get(row.contact_id)}


async def get_progress(session: Session, cluster: str) -> Progress | None:
    """How far the owners of a cluster are; None while fewer than FEWEST said that it is theirs."""
    query = select(*_counts(session)).where(contacts.c.active, _at(session, f'{_OWN}{cluster}"') > 0)
    row = (await session.execute(query)).one()
    return Progress(_enough(row.udyam), _enough(row.gem)) if row.owners >= FEWEST else None


async def get_all_progress(session: Session) -> dict[str, Progress]:
    """How far the owners of each cluster are, by its code; those of FEWEST owners and more."""
    code = func.substr(_PROFILE, _at(session, _OWN) + len(_OWN), LENGTH, type_=Text).label("code")
    query = select(code, *_counts(session)).where(contacts.c.active, _at(session, _OWN) > 0).group_by("code")
    rows = await session.execute(query.having(func.count() >= FEWEST).order_by("code"))
    return {row.code: Progress(_enough(row.udyam), _enough(row.gem)) for row in rows}


def _counts(session: Session) -> list[Label[int]]:
    registered = (func.count().filter(_at(session, f'"{name}":true') > 0).label(name) for name in ("udyam", "gem"))
    return [func.count().label("owners"), *registered]


def _at(session: Session, words: str) -> Function[int]:
    """Where a profile's text says this; 0 where it doesn't.

    Not LIKE, which takes longer. What somebody told can't pass for it: a quote is written there with a backslash.
    """
    find = func.strpos if session.dialect == "postgresql" else func.instr
    return find(_PROFILE, words, type_=Integer)


def _enough(number: int) -> int | None:
    return number if number >= FEWEST else None


async def count_told(session: Session) -> int:
    """How many groups were told that they are large enough."""
    return int((await session.execute(select(func.count()).select_from(need_notices))).scalar_one())
