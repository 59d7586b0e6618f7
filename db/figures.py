"""What an operator watches: how much waits, for how long, and what needs a person. No text and no chat is in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from db.backup import LAST_BACKUP
from db.broadcasts import count_states
from db.budget import CHAT_BURST, CHAT_SPACE, clock_of
from db.hold import get_hold
from db.kept import get_kept
from db.leases import get_lease
from db.letters import count_by_kind
from db.models import broadcasts, budget, contacts, outbox, permits, updates
from db.needs import count_told
from db.states import IS_DOUBTFUL, IS_OPEN, IS_READY, IS_SENDING, is_state
from db.store import Session

NEWEST = 20  # broadcasts whose messages are counted by state
LANES = {0: "personal", 1: "bulk"}
ASIDE = select(func.count(updates.c.update_id)).where(is_state(updates.c.state, "quarantined"))


@dataclass(frozen=True, slots=True)
class Figures:
    """One look at the database; ages and spans in seconds, None where there is nothing to be old."""

    inbox_open: int
    inbox_lag: float
    quarantined: int
    ready_age: dict[str, float]  # of the oldest message whose time has come, by lane
    sending: int
    uncertain: dict[str, int]  # by kind
    repeated: int  # reminders among them whose one repeat is in doubt too: nothing more is tried
    dead: dict[str, int]  # by cause, without numbers
    of_broadcasts: dict[str, int]  # messages of the newest broadcasts by state
    pause: float  # that Telegram asked for, all chats together
    paused_chats: int
    permits: int
    permits_in_use: int
    poller: float | None  # seconds for which somebody holds the right to poll
    backup_age: float | None
    held: bool  # what a restore holds back
    active: int
    languages: dict[str, int]
    groups: int  # that were told that they are large enough for what they would share


async def get_figures(session: Session, now: datetime, machine: datetime) -> Figures:
    """Look once; `now` is the wall time, `machine` the time of leases."""
    moment = (await session.execute(select(clock_of(session, machine)))).scalar_one()
    return Figures(
        **await _inbox(session, now),
        **await _outbox(session, now),
        **await _budget(session, moment),
        **await _rest(session, now, machine),
    )


def _age(now: datetime, then: datetime | None) -> float:
    return max((now - then).total_seconds(), 0.0) if then else 0.0


async def _inbox(session: Session, now: datetime) -> dict[str, Any]:
    query = select(func.count(), func.min(updates.c.received_at)).where(IS_OPEN)
    number, oldest = tuple((await session.execute(query)).one())
    quarantined = (await session.execute(ASIDE)).scalar_one()
    return {"inbox_open": number, "inbox_lag": _age(now, oldest), "quarantined": quarantined}


async def _outbox(session: Session, now: datetime) -> dict[str, Any]:
    ready_age = {}
    for lane, name in LANES.items():
        due = (IS_READY, outbox.c.lane == lane, outbox.c.not_before <= now)
        oldest = (await session.execute(select(func.min(outbox.c.not_before)).where(*due))).scalar()
        ready_age[name] = _age(now, oldest)
    on_its_way = select(func.count()).select_from(outbox).where(IS_SENDING)
    newest = (await session.execute(select(broadcasts.c.id).order_by(broadcasts.c.id.desc()).limit(NEWEST))).scalars()
    return {
        "ready_age": ready_age,
        "sending": (await session.execute(on_its_way)).scalar_one(),
        "uncertain": await count_by_kind(session, "uncertain"),
        "repeated": await _repeated(session),
        "dead": await _causes(session),
        "of_broadcasts": await count_states(session, *newest),
    }


async def _repeated(session: Session) -> int:
    doubtful = (IS_DOUBTFUL, outbox.c.state == "uncertain", outbox.c.kind == "reminder", outbox.c.repeats > 0)
    return int((await session.execute(select(func.count()).select_from(outbox).where(*doubtful))).scalar_one())


async def _causes(session: Session) -> dict[str, int]:
    query = select(outbox.c.error, func.count().label("number")).where(IS_DOUBTFUL, outbox.c.state == "dead")
    found: Counter[str] = Counter()
    for row in await session.execute(query.group_by(outbox.c.error)):
        found[re.sub(r"\d+", "…", row.error or "unknown")[:60]] += row.number
    return dict(found)


async def _budget(session: Session, moment: float) -> dict[str, Any]:
    until = (await session.execute(select(budget.c.paused_until).where(budget.c.id == 1))).scalar() or 0.0
    held = contacts.c.free_at > moment + CHAT_BURST + CHAT_SPACE  # beyond what its own talk may have booked
    chats = (await session.execute(select(func.count()).select_from(contacts).where(held))).scalar_one()
    all_permits = (await session.execute(select(func.count()).select_from(permits))).scalar_one()
    in_use = select(func.count()).select_from(permits).where(permits.c.free_at > moment)
    return {
        "pause": max(until - moment, 0.0),
        "paused_chats": chats,
        "permits": all_permits,
        "permits_in_use": (await session.execute(in_use)).scalar_one(),
    }


async def _rest(session: Session, now: datetime, machine: datetime) -> dict[str, Any]:
    lease = await get_lease(session, "poller")
    backup = await get_kept(session, LAST_BACKUP)
    spoken = func.coalesce(contacts.c.language, "none")
    query = select(spoken.label("code"), func.count().label("number")).where(contacts.c.active).group_by(spoken)
    languages = {row.code: row.number for row in await session.execute(query)}
    return {
        "poller": max((lease[1] - machine).total_seconds(), 0.0) if lease else None,
        "backup_age": _age(now, datetime.fromisoformat(backup)) if backup else None,
        "held": await get_hold(session) is not None,
        "active": sum(languages.values()),
        "languages": languages,
        "groups": await count_told(session),
    }
