"""The operator's chat: a group that has become large enough is told of there, by one process and once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.desk import Desk
from bot.telegram import Sent, Unsure, send
from bot.texts import cut
from db import needs
from db.kept import get_kept, keep
from db.leases import take_lease
from db.needs import Shared
from db.store import DatabaseTrouble, Session, told
from handlers.needs import is_enough

log = structlog.get_logger("samooh.operator")
LOOK_EVERY, AFTER_REFUSAL = 60.0, 3600.0  # seconds
LEASE = timedelta(seconds=150)  # longer than between two looks
TELLER = "operator"
TOLD = "operator_told_of_groups"


async def keep_telling(desk: Desk, chat_id: int | None) -> None:
    """Look again and again for groups that have just been told; the operator may have no chat."""
    while chat_id is not None:
        pause = LOOK_EVERY
        try:
            if not await tell_of_groups(desk, chat_id):
                pause = AFTER_REFUSAL
        except DatabaseTrouble as trouble:
            log.warning("the database is in trouble", trouble=told(trouble))
        await asyncio.sleep(pause)


async def tell_of_groups(desk: Desk, chat_id: int) -> bool:
    """Tell of each group whose members were told and the operator not yet; noted first, so that it comes once.

    One that is too small again meanwhile waits until it has grown; one that is told of anew is new here too.
    False where the chat refused it: then it is tried again.
    """
    async with desk.store.unit() as session:
        if not await take_lease(session, TELLER, desk.owner, desk.clock.machine(), LEASE):
            return True
        told_of = [one for one in await needs.get_shared(session) if one.told_at]
        before = await _known(session)
        known = before & {_name(one) for one in told_of}
        groups = [one for one in told_of if _name(one) not in known and _is_enough(desk, one)]
        now_known = known | {_name(one) for one in groups}
        if now_known != before:
            await _keep_known(session, now_known)
    if not groups:
        return True
    outcome = await send(desk.api, ("sendMessage", {"chat_id": chat_id, "text": groups_text(desk, groups)}))
    if isinstance(outcome, Sent):
        return True
    log.warning("the operator couldn't be told of groups; `python -m bot needs` lists them", outcome=repr(outcome))
    if isinstance(outcome, Unsure):
        return True
    async with desk.store.unit() as session:
        await _keep_known(session, await _known(session) - {_name(one) for one in groups})
    return False


async def _known(session: Session) -> set[str]:
    """The groups of which the operator was told."""
    return set(json.loads(await get_kept(session, TOLD) or "[]"))


async def _keep_known(session: Session, names: set[str]) -> None:
    await keep(session, TOLD, json.dumps(sorted(names)))


def _name(group: Shared) -> str:
    return f"{group.cluster}:{group.need}"


def _is_enough(desk: Desk, group: Shared) -> bool:
    """Whether a group that the content knows is large enough now."""
    catalog = desk.catalog()
    known = group.cluster in catalog.clusters and group.need in catalog.needs
    return known and is_enough(catalog, catalog.needs[group.need], group.count)


def groups_text(desk: Desk, groups: Sequence[Shared]) -> str:
    """What the operator is told: which clusters, what they would share, and how many, from five on."""
    catalog = desk.catalog()
    lines = [
        f"• {catalog.clusters[one.cluster].name}: {catalog.needs[one.need].name.lower()}, {count_text(one.count)}"
        for one in groups
    ]
    return cut("\n".join(["Owners who would share something are enough for a group. They were told.", *lines]))


def count_text(count: int | None) -> str:
    """A count as it may be shown to anybody."""
    return f"fewer than {needs.FEWEST}" if count is None else f"{count} owners"
