"""A reminder of a scheme or a training follows its day; a time of the owner's own stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import operator
from bot.content_room import ContentRoom
from bot.subject_days import WINDOWS_MARK, follow_windows, import_trainings
from content.catalog import Catalog
from content.schemes import Window
from db import reminders, trainings
from db.kept import get_kept
from db.reminders import Reminder
from db.store import Session
from handlers.reminder_subjects import closing_rules
from handlers.training_reminders import rules_for
from handlers.turn import Turn
from tests.bot.conftest import Office
from tests.handlers.conftest import NOW, turn
from tests.handlers.test_training_reminders import PLEDGE

__all__ = ["turn"]
SCHEME, LAST = "eclgs-5", date(2027, 3, 31)
AT_TEN = (4, 30)  # in India, as UTC


def _closing(catalog: Catalog, last: str) -> Catalog:
    scheme = catalog.schemes[SCHEME].model_copy(update={"window": Window(closes=last)})
    return replace(catalog, schemes={**catalog.schemes, SCHEME: scheme})


async def _remind(session: Session, contact: int, about: str, rule: str, due: datetime | None = NOW) -> int:
    columns: dict[str, Any] = {"title": "x", "rule": rule, "zone": "Asia/Kolkata", "about": about, "next_due_at": due}
    return await reminders.add_reminder(session, contact, NOW, **columns)


async def _kept(turn: Turn, number: int) -> Reminder:
    found = await reminders.get_reminder(turn.session, turn.contact.id, number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("2027-09-30", datetime(2027, 9, 23, *AT_TEN, tzinfo=UTC)),
        ("2026-11-28", datetime(2026, 11, 27, *AT_TEN, tzinfo=UTC)),
        ("2026-11-20", NOW),  # over: it says so at once
    ],
)
async def test_it_comes_before_the_day_on_which_the_window_closes_now(turn: Turn, last: str, due: datetime) -> None:
    assert turn.catalog.schemes[SCHEME].closes == str(LAST)
    await follow_windows(turn.session, turn.catalog, NOW)
    proposed = closing_rules(LAST)[0].to_text()
    set_, own, came = [
        await _remind(turn.session, turn.contact.id, f"scheme:{SCHEME}", rule, at)
        for rule, at in ((proposed, NOW), ("once 2027-03-25T11:00", NOW), (proposed, None))
    ]
    await follow_windows(turn.session, turn.catalog, NOW)
    assert (await _kept(turn, set_)).rule == proposed
    await follow_windows(turn.session, _closing(turn.catalog, last), NOW)
    assert (await _kept(turn, set_)).next_due_at == due
    assert (await _kept(turn, own)).rule == "once 2027-03-25T11:00"
    assert (await _kept(turn, came)).next_due_at == (None if due == NOW else due)


async def test_a_day_that_was_unknown_for_a_time_is_still_compared(turn: Turn) -> None:
    number = await _remind(turn.session, turn.contact.id, f"scheme:{SCHEME}", closing_rules(LAST)[0].to_text())
    await follow_windows(turn.session, turn.catalog, NOW)
    scheme = turn.catalog.schemes[SCHEME].model_copy(update={"window": "unknown"})
    unknown = replace(turn.catalog, schemes={**turn.catalog.schemes, SCHEME: scheme})
    await follow_windows(turn.session, unknown, NOW)
    await follow_windows(turn.session, _closing(turn.catalog, "2027-01-31"), NOW)
    assert (await _kept(turn, number)).rule == "once 2027-01-24T10:00"


async def test_a_training_that_was_brought_forward_is_told_of_in_time(turn: Turn) -> None:
    one = replace(PLEDGE, last_date=None)
    await trainings.import_trainings(turn.session, [one.as_record()])
    number = await _remind(turn.session, turn.contact.id, f"training:{one.code}", rules_for(one)[0].to_text())
    earlier = replace(one, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1))
    await import_trainings(turn.session, [earlier.as_record()], NOW)
    assert (await _kept(turn, number)).next_due_at == datetime(2026, 11, 30, *AT_TEN, tzinfo=UTC)


async def test_a_weekly_training_that_moves_to_another_day_of_the_week_is_followed(turn: Turn) -> None:
    one = replace(PLEDGE, last_date=None, repeats="weekly", ends_on=date(2027, 3, 1))
    await trainings.import_trainings(turn.session, [one.as_record()])
    later = replace(one, starts_on=date(2026, 12, 14))  # the reminder was set in the second week
    number = await _remind(turn.session, turn.contact.id, f"training:{one.code}", rules_for(later)[0].to_text())
    moved = replace(one, starts_on=date(2026, 12, 9))
    await import_trainings(turn.session, [moved.as_record()], NOW)
    kept = await _kept(turn, number)
    assert (kept.rule, kept.next_due_at) == ("weekly 2026-12-08T10:00", datetime(2026, 12, 8, *AT_TEN, tzinfo=UTC))


async def test_whoever_reads_the_files_looks_at_the_last_days(office: Office, room: ContentRoom) -> None:
    await room.seed(office.desk)
    async with office.desk.store.unit() as session:
        kept = json.loads(await get_kept(session, WINDOWS_MARK) or "{}")
    assert kept[SCHEME] == str(LAST)


async def test_a_sheet_that_is_imported_again_moves_the_reminders(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[str] = []

    async def note(_session: Session, records: Sequence[dict[str, Any]], _now: datetime) -> None:
        followed.extend(one["id"] for one in records)

    monkeypatch.setattr(operator, "import_trainings", note)
    monkeypatch.setattr(operator, "read_trainings", lambda _path, _today: [PLEDGE])
    assert await operator.import_file(office.desk, "trainings", tmp_path, dry_run=True) == ([], 1)
    assert followed == []
    assert await operator.import_file(office.desk, "trainings", tmp_path, dry_run=False) == ([], 1)
    assert followed == [PLEDGE.id]
