"""A course says what is in doubt; its note keeps the day of passing and says where nothing was kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db import contacts
from handlers.course_note import note_lines, read_note
from handlers.dispatch import open_screen
from handlers.screen import Button, Screen, ShareButton
from handlers.turn import Turn
from locales.note_picture import can_draw
from tests.handlers.conftest import NOW

LATE = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)  # 1:30 am of 26 November in India


def _leads(screen: Screen) -> list[str]:
    return [one.callback_data for row in screen.rows for one in row if isinstance(one, Button)]


def _shared(screen: Screen) -> str:
    (query,) = (one.query for row in screen.rows for one in row if isinstance(one, ShareButton))
    return query


@pytest.fixture
async def agreed(turn: Turn) -> Turn:
    """The turn of a contact who agreed."""
    await contacts.set_contact(turn.session, turn.contact.id, agreed_at=NOW)
    return replace(turn, contact=replace(turn.contact, agreed_at=NOW))


async def test_the_note_keeps_the_day_of_passing_and_stays_at_hand(agreed: Turn) -> None:
    assert "26 Nov 2026 · 3 of 3 right." in (await open_screen(replace(agreed, now=LATE), "courses.end:gem:3")).text
    later = replace(agreed, now=LATE + timedelta(days=3))
    assert "26 Nov 2026 · 3 of 3 right." in (await open_screen(later, "courses.end:gem:3")).text
    course = await open_screen(later, "courses.show:gem")
    assert "🎉 Passed on 26 Nov 2026" in course.text
    assert "courses.note:gem" in _leads(course)
    note = await open_screen(later, "courses.note:gem")
    assert "Course finished" in note.text
    assert "26 Nov 2026" in note.text
    assert "of 3 right" not in note.text
    assert "start.agree" not in " ".join(_leads(note))
    _code, _, words = _shared(note).partition(" ")
    told = read_note(later, words)
    assert told is not None
    assert note_lines(later, *told)[2] == "26 Nov 2026"


async def test_a_note_needs_a_course_that_was_passed(agreed: Turn) -> None:
    assert "courses.note:gem" not in _leads(await open_screen(agreed, "courses.show:gem"))
    assert "Course finished" not in (await open_screen(agreed, "courses.note:gem")).text
    if can_draw():
        assert not (await open_screen(agreed, "courses.picture:gem:0")).attachments
        await open_screen(agreed, "courses.end:gem:2")
        assert (await open_screen(agreed, "courses.picture:gem:0")).attachments


async def test_whoever_has_not_agreed_is_told_that_nothing_was_kept(turn: Turn) -> None:
    end = await open_screen(turn, "courses.end:gem:3")
    assert "Samooh has not kept this." in end.text
    (agree,) = (data for data in _leads(end) if data.startswith("start.agree"))
    kept = await open_screen(turn, agree)
    assert "Course finished" in kept.text
    assert "Samooh has not kept this." not in kept.text
    assert "🎉 Passed on 25 Nov 2026" in (await open_screen(turn, "courses.show:gem")).text


async def test_a_course_says_what_it_does_not_keep(turn: Turn, agreed: Turn) -> None:
    offer = "Agree, and Samooh remembers where you stopped."
    unkept = await open_screen(turn, "courses.show:gem")
    assert offer in unkept.text
    assert "start.agree:courses.show:gem" in _leads(unkept)
    assert offer not in (await open_screen(agreed, "courses.show:gem")).text


@pytest.mark.parametrize("route", ["courses.show:costing", "courses.lesson:costing:0"])
async def test_what_no_page_confirms_is_said_in_words(turn: Turn, route: str) -> None:
    assert "⚠ Not fully confirmed" in (await open_screen(turn, route)).text
    assert "⚠" not in (await open_screen(turn, route.replace("costing", "cluster-spv"))).text


async def test_an_answer_leads_to_its_source(turn: Turn) -> None:
    assert "courses.source:gem" in _leads(await open_screen(turn, "courses.answer:gem:0:0:0"))
