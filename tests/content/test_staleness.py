"""The report of what is due for a review: by date and by link, the oldest first within a theme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.content_room import ContentRoom
from content.staleness import due_for_review


def test_all_is_due_one_day_and_little_the_day_it_was_written(room: ContentRoom) -> None:
    late = due_for_review(room.catalog, date(2040, 1, 1))
    early = due_for_review(room.catalog, date(2000, 1, 1))
    assert {one.record for one in late} >= {*room.catalog.schemes, *room.catalog.tools, *room.catalog.dates}
    assert all(one.reason.startswith(("carries no date", "link isn't")) for one in early)


def test_a_year_counts_to_its_end_and_a_month_to_its_last_day(room: ContentRoom) -> None:
    tool = room.catalog.tools["emi"]
    for as_of, last in (
        ("2026", date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2026-03-05", date(2026, 3, 5)),
    ):
        catalog = replace(room.catalog, tools={"emi": tool.model_copy(update={"as_of": as_of})})
        days = [date.fromordinal(last.toordinal() + 92 + n) for n in (0, 1)]
        assert ["emi" in [one.record for one in due_for_review(catalog, day)] for day in days] == [False, True]
