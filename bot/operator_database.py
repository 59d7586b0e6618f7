"""What an operator does with the whole database: back it up, restore it, and let go what a restore holds back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.config import WrongSetting
from bot.desk import Desk
from bot.worker import due_days, followings
from db import hold, reminders
from db.backup import LAST_BACKUP, WrongBackup, back_up, restore
from db.kept import keep
from db.store import DatabaseTrouble, Session, open_store, told

BATCH = 500


async def make_backup(database: str, clock: Clock, path: Path) -> list[str]:
    """Write the database into a new file, note when, so that the operator's pages can tell, and say so.

    Raises WrongSetting that says what stands in the way.
    """
    now = clock.now()
    try:
        size = back_up(database, path)
    except (WrongBackup, OSError, *DatabaseTrouble) as error:
        raise WrongSetting(f"No backup was made: {_reason(error)}") from None
    store = open_store(database)
    async with store.unit() as session:
        await keep(session, LAST_BACKUP, now.isoformat())
    await store.close()
    return [
        f"{path} holds the database as of {_words(now)}, {size / 1e6:.1f} MB.",
        "Keep it safe, it is personal data. `python -m bot restore` brings it back, on SQLite or PostgreSQL.",
    ]


async def bring_back(database: str, clock: Clock, path: Path, over: bool) -> list[str]:
    """Put a backup in the database's place and say what is held.

    Raises WrongSetting that says what stands in the way; the database is then as it was.
    """
    held_at = clock.now()
    try:
        aside = await restore(database, path, held_at, over)
    except (WrongBackup, OSError, *DatabaseTrouble) as error:
        raise WrongSetting(f"Nothing was restored: {_reason(error)}") from None
    store = open_store(database)
    async with store.unit() as session:
        held = await hold.count_held(session, held_at)
    await store.close()
    return [
        f"The database is as {path} has it." + (f" The old one is {aside}." if aside else ""),
        f"Held back, since it may have been sent after the backup: {_counted(held)}.",
        "What falls due from now on goes out. `python -m bot release` sends what is held, with --drop it forgets it.",
        "Stops and deletions since the backup are forgotten: repeat those that you know of before you start the bot.",
    ]


async def release(desk: Desk, drop: bool, dry_run: bool) -> list[str]:
    """Say how much is held, send or drop it, and end the hold."""
    async with desk.store.unit() as session:
        held_at = await hold.get_hold(session)
        if held_at is None:
            return ["Nothing is held."]
        told_of = f"Held since {_words(held_at)}: {_counted(await hold.count_held(session, held_at))}."
        if dry_run:
            return [told_of]
        if drop:
            await hold.drop_held(session, held_at)
            await _move_on(desk, session, held_at)
        await hold.end_hold(session)
    return [told_of, "Dropped; reminders come again at their next time." if drop else "It goes out now."]


async def _move_on(desk: Desk, session: Session, held_at: datetime) -> None:
    """Move held reminders on to their next time without a message."""
    now = desk.clock.now()
    while held := await hold.get_held_reminders(session, held_at, BATCH):
        days = await due_days(desk, session, held)
        await reminders.set_next_dues(session, followings(held, now, days))


def _reason(error: BaseException) -> str:
    return str(error) if isinstance(error, WrongBackup | OSError) else told(error)


def _words(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _counted(held: dict[str, int]) -> str:
    words = [f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in sorted(held.items())]
    return ", ".join(words) or "nothing"
