"""The content of this moment, kept when a newer one is broken, and the tables that its files seed."""

from __future__ import annotations

import asyncio
import gc
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.subject_days import follow_windows
from bot.telegram import send
from bot.texts import cut
from content.catalog import Catalog, reload_catalog, start_catalog
from content.faults import Fault
from content.files import FOLDER, Reader, read_list
from content.providers import Provider, read_providers
from content.trainings import SampleTraining, sample_trainings
from db import contacts, providers, trainings
from db.kept import get_kept, keep
from db.store import DatabaseTrouble, Session, told
from locales import translator
from locales.languages import SOURCE

if TYPE_CHECKING:
    from bot.desk import Desk

log = structlog.get_logger("samooh.content")
PROVIDERS_MARK = "providers_file"
SAMPLES_MARK = "samples_laid_on"
LOOK_EVERY = 60.0  # seconds
WARM_EVERY = 10.0  # seconds
MOST_TOLD = 10


class ContentRoom:
    """Holds the catalogue; a file that breaks is told of and leaves the last good version standing."""

    def __init__(self, cache: Path | None, folder: Path = FOLDER) -> None:
        self._cache = cache
        self._folder = folder
        self._seen = _newest(folder)
        self.catalog: Catalog
        self.catalog, self.faults = start_catalog(cache, folder)
        self._settle()

    def reload(self) -> bool:
        """Read the files again; False when a fault kept everything as it was."""
        self.catalog, self.faults = reload_catalog(self.catalog, self._cache, self._folder)
        self._settle()
        return not self.faults

    def _settle(self) -> None:
        """Tell of faults, and keep the collector from what stays: to look through it holds the loop up for 0.1 s."""
        gc.freeze()
        if self.faults:
            log.error("content is broken, the last good one stays", faults=[str(fault) for fault in self.faults[:20]])

    def changed(self) -> bool:
        """Whether a file is newer than what was read last."""
        seen = _newest(self._folder)
        if seen == self._seen:
            return False
        self._seen = seen
        return True

    async def seed(self, desk: Desk) -> None:
        """Bring the tables up to the files: providers when their file changed, samples once a day.

        Reminders of schemes follow a last day that was changed.
        """
        async with desk.store.unit() as session:
            await _seed_providers(session, self._folder / "providers.csv")
            await _lay_samples(session, self, desk.clock.now().date())
            await follow_windows(session, self.catalog, desk.clock.now())


def _newest(folder: Path) -> tuple[int, int]:
    """How many content files there are, and when the newest was written."""
    times = [path.stat().st_mtime_ns for path in folder.rglob("*") if path.suffix in {".yaml", ".csv"}]
    return len(times), max(times, default=0)


async def watch(room: ContentRoom, desk: Desk, operator_chat_id: int | None) -> None:
    """Take changed files in while the bot runs; tell the operator of faults, and lay new samples each day."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await _look(room, desk, operator_chat_id)
        except DatabaseTrouble as trouble:
            log.warning("the database is in trouble, the next look goes on", trouble=told(trouble))
        except Exception:
            log.exception("content couldn't be looked at")


async def _look(room: ContentRoom, desk: Desk, operator_chat_id: int | None) -> None:
    if room.changed() and not await asyncio.to_thread(room.reload) and operator_chat_id is not None:
        await send(desk.api, ("sendMessage", {"chat_id": operator_chat_id, "text": fault_text(room.faults)}))
    await room.seed(desk)


async def keep_warm(desk: Desk) -> None:
    """Build what searches need before anybody searches, and again where the content is new."""
    while True:
        await asyncio.sleep(WARM_EVERY)
        try:
            async with desk.store.unit() as session:
                spoken = await contacts.get_languages(session)
        except DatabaseTrouble as trouble:
            log.warning("the database is in trouble, the next look goes on", trouble=told(trouble))
        else:
            await asyncio.to_thread(warm, desk.catalog(), spoken)


def warm(catalog: Catalog, spoken: Iterable[str]) -> None:
    """Build what a first search would: the offices by their names, and what is said of everything in a language."""
    languages = set(spoken) - {SOURCE}
    if catalog.is_built(languages):
        return
    _ = catalog.office_finder
    for language in languages:
        catalog.said_in(language, translator(language).content)
    gc.freeze()  # it stays as long as the content


def fault_text(faults: Sequence[Fault]) -> str:
    """What the operator is told: where, what, and the mend, the first few of them."""
    listed = "\n".join(f"• {fault}" for fault in faults[:MOST_TOLD])
    return cut(f"Content has {len(faults)} faults; the last good version stays.\n{listed}")


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


async def _seed_providers(session: Session, path: Path) -> None:
    mark = _fingerprint(path)
    if await get_kept(session, PROVIDERS_MARK) == mark:
        return
    listed = read_providers(path)
    await providers.import_providers(session, [one.as_record() for one in listed])
    await providers.forget_missing(session, {one.code for one in listed})
    await keep(session, PROVIDERS_MARK, mark)


async def _lay_samples(session: Session, room: ContentRoom, today: date) -> None:
    """Fresh samples for today while no real training is known; none at all once one is."""
    if await get_kept(session, SAMPLES_MARK) == today.isoformat():
        return
    await trainings.forget_samples(session)
    if await trainings.count_real(session) == 0:
        folder = FOLDER
        samples = read_list(Reader(), folder / "sample_trainings.yaml", SampleTraining).values()
        offices: list[Provider] = read_providers(folder / "providers.csv")
        laid = sample_trainings(samples, dict(room.catalog.training_kinds), offices, today)
        await trainings.import_trainings(session, [one.as_record() for one in laid])
    await keep(session, SAMPLES_MARK, today.isoformat())
