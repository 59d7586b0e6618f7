"""What owners of a cluster would share, and how far they are on Udyam and GeM: no count below FEWEST leaves here.

What an owner is shown leaves that owner out and moves in steps of FEWEST, so that nobody learns of the others by
ticking and looking again. Who blocked the bot counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Function, Integer, Label, Text, delete, func, select, type_coerce

from db.models import consents, contacts, need_notices, outbox, shared_needs
from db.store import Session
from db.upsert import insert_new

FEWEST = 5  # owners: a smaller number could point at somebody
NOBODY = 0  # looks: no contact has this id
AGAIN_AFTER = timedelta(days=365)  # who was told of a group hears of it again
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
    """How many owners of a cluster share a need (None: fewer than FEWEST), and when they were told so, if ever.

    `count` is for the operator and decides whether they are enough; `others` is what the owner who looks may see.
    """

    cluster: str
    need: str
    count: int | None
    told_at: datetime | None
    others: int | None = None


def enough_for(least: int) -> int:
    """How many owners make a group: as many as a scheme asks for, and so many that each has FEWEST others."""
    return max(least, FEWEST + 1)


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


async def get_shared(session: Session, clusters: Iterable[str] | None = None, viewer: int = NOBODY) -> list[Shared]:
    """The needs of these clusters, or of all, that FEWEST owners share or whose members were told, by cluster."""
    keys = (shared_needs.c.cluster, shared_needs.c.need)
    others = func.count().filter(shared_needs.c.contact_id != viewer).label("others")
    counting = select(*keys, func.count().label("number"), others).group_by(*keys).having(func.count() >= FEWEST)
    counting = counting.join(contacts, contacts.c.id == shared_needs.c.contact_id).where(contacts.c.active)
    telling = select(need_notices.c.cluster, need_notices.c.need, need_notices.c.told_at)
    if clusters is not None:
        wanted = list(clusters)
        counting = counting.where(shared_needs.c.cluster.in_(wanted))
        telling = telling.where(need_notices.c.cluster.in_(wanted))
    counts = {(row.cluster, row.need): (row.number, _in_steps(row.others)) for row in await session.execute(counting)}
    told = {(row.cluster, row.need): row.told_at for row in await session.execute(telling)}
    found = []
    for key in sorted({*counts, *told}):
        count, seen = counts.get(key, (None, None))
        found.append(Shared(*key, count, told.get(key), seen))
    return found


async def claim_notice(session: Session, cluster: str, need: str, least: int, now: datetime) -> list[int]:
    """The contacts who are to be told that a group is large enough, and the note that they were.

    Empty while they aren't enough for a group, and as long as the note stands. It falls when a group that has become
    smaller grows again, so that new members hear of theirs; who was told within AGAIN_AFTER doesn't.
    """
    await _one_after_the_other(session, cluster, need)
    here = (shared_needs.c.cluster == cluster, shared_needs.c.need == need, contacts.c.active)
    query = select(shared_needs.c.contact_id).join(contacts, contacts.c.id == shared_needs.c.contact_id).where(*here)
    # Locked against deletion only: each of them is to get a row of the outbox in this unit.
    locked = query.order_by(shared_needs.c.contact_id).with_for_update(of=contacts, read=True, key_share=True)
    members = list((await session.execute(locked)).scalars())
    note = {"cluster": cluster, "need": need}
    if len(members) < enough_for(least):
        await session.execute(delete(need_notices).filter_by(**note))
        return []
    noted = await session.execute(
        insert_new(session, need_notices).returning(need_notices.c.need), note | {"told_at": now}
    )
    if not noted.first():
        return []
    told = await _get_told(session, members, f"{notice_key(cluster, need)}:", now - AGAIN_AFTER)
    return [one for one in members if one not in told]


def notice_key(cluster: str, need: str) -> str:
    """How the keys of a group's messages in the outbox begin."""
    return f"need:{cluster}:{need}"


async def _get_told(session: Session, members: list[int], key: str, since: datetime) -> set[int]:
    """Which of them were told of their group since then, or are about to be."""
    query = select(outbox.c.contact_id).where(
        outbox.c.contact_id.in_(members), outbox.c.key.startswith(key, autoescape=True)
    )
    rows = await session.execute(query.where(outbox.c.created_at > since, outbox.c.state != "suppressed"))
    return set(rows.scalars())


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


async def get_progress(session: Session, cluster: str, viewer: int = NOBODY) -> Progress | None:
    """How far the other owners of a cluster are, in steps; None while fewer than FEWEST said that it is theirs."""
    others = (contacts.c.active, contacts.c.id != viewer, _at(session, f'{_OWN}{cluster}"') > 0)
    row = (await session.execute(select(*_counts(session)).where(*others))).one()
    return Progress(_in_steps(row.udyam), _in_steps(row.gem)) if row.owners >= FEWEST else None


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


def _in_steps(number: int) -> int | None:
    """At least so many; None for fewer than FEWEST."""
    return _enough(number // FEWEST * FEWEST)


async def count_told(session: Session) -> int:
    """How many groups were told that they are large enough."""
    return int((await session.execute(select(func.count()).select_from(need_notices))).scalar_one())
