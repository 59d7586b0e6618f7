"""A scheme that takes applications for a time: open until its last day, and not a day longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.records import last_day
from content.schemes import Scheme, Window
from db import contacts
from handlers.dispatch import open_screen
from handlers.home import count_verdicts
from handlers.inline import answer_inline
from handlers.schemes import show_scheme, status_line
from handlers.schemes_list import judged
from handlers.screen import Button, Screen
from handlers.turn import Turn
from tests.handlers.conftest import NOW

EVENING, MIDNIGHT = (datetime(2027, 3, 31, hour, 29, tzinfo=UTC) for hour in (18, 19))  # 23:59 and 0:59 in India


def _with(turn: Turn, **columns: object) -> tuple[Turn, Scheme]:
    """A turn whose catalogue knows one scheme in another state of things."""
    scheme = turn.catalog.schemes["eclgs-5"].model_copy(update=columns)
    catalog = replace(turn.catalog, schemes={**turn.catalog.schemes, scheme.id: scheme})
    return replace(turn, catalog=catalog), scheme


def _labels(screen: Screen) -> str:
    return " ".join(one.text for row in screen.rows for one in row if isinstance(one, Button))


def test_the_first_line_knows_the_day(turn: Turn) -> None:
    scheme = turn.catalog.schemes["eclgs-5"]
    assert status_line(turn, scheme).startswith("🟢 Open until 31 Mar 2027 · as of ")
    assert status_line(replace(turn, now=EVENING), scheme).startswith("🟢 Open until 31 Mar 2027 · as of ")
    over = status_line(replace(turn, now=MIDNIGHT), scheme)
    assert over.startswith("🔴 The window we know of closed on 31 Mar 2027 · as of ")


@pytest.mark.parametrize(
    ("closes", "last"),
    [("2027-03", date(2027, 3, 31)), ("2030", date(2030, 12, 31)), ("2027-03-15", date(2027, 3, 15))],
)
def test_a_month_and_a_year_close_at_their_end(turn: Turn, closes: str, last: date) -> None:
    _there, scheme = _with(turn, window=Window(closes=closes))
    assert last_day(closes) == last
    assert not scheme.window_over(last)
    assert scheme.window_over(date.fromordinal(last.toordinal() + 1))


async def test_a_closed_window_is_no_open_scheme_but_can_open_again(turn: Turn) -> None:
    after = replace(turn, now=MIDNIGHT)
    scheme = turn.catalog.schemes["eclgs-5"]
    assert scheme in [one for one, _ in judged(turn)]
    assert scheme not in [one for one, _ in judged(after)]
    assert sum(count_verdicts(after).values()) == len(judged(after)) < len(judged(turn))
    screen = await show_scheme(after, scheme.id)
    assert "May fit" not in screen.text
    assert "Fits you" not in screen.text
    assert "❔" not in _labels(screen)
    assert "🔔 Tell me of changes" in _labels(screen)
    (card,) = [one for one in await answer_inline(after, "eclgs") if one["id"].startswith("scheme-eclgs-5")]
    assert card["input_message_content"]["message_text"].startswith("🔴 The window we know of closed on")
    later, _scheme = _with(after, window=Window(closes="2028-03-31"))
    assert len(judged(later)) == len(judged(after)) + 1


async def test_what_is_known_of_the_window_stands_on_the_page(turn: Turn) -> None:
    text = str((await show_scheme(turn, "br-mmuy")).text)
    assert text.startswith("🔴 The window we know of closed on 15 Mar 2026 · as of 26 Feb 2026\n")
    assert "📅 Opens for some weeks once a year; this was the 2026 window" in text
    doubtful, scheme = _with(turn, status="unknown", window=Window(closes="2026-03-31"))
    text = str((await show_scheme(doubtful, scheme.id)).text)
    assert text.startswith("🟡 Not known whether it is open")
    assert "📅 The window we know of closed on 31 Mar 2026" in text


@pytest.mark.parametrize(
    ("now", "proposed"),
    [
        (datetime(2027, 3, 20, 6, tzinfo=UTC), "• Wednesday, 24 March 2027, 10 am"),
        (datetime(2027, 3, 26, 6, tzinfo=UTC), "• Tuesday, 30 March 2027, 10 am"),
        (datetime(2027, 3, 31, 2, tzinfo=UTC), "• Wednesday, 31 March 2027, 10 am"),
        (datetime(2027, 3, 31, 6, tzinfo=UTC), "When? Tap, or type the day and time."),
    ],
)
async def test_a_reminder_comes_before_it_closes_and_names_the_day(turn: Turn, now: datetime, proposed: str) -> None:
    await contacts.set_contact(turn.session, turn.contact.id, agreed_at=NOW)
    there = replace(turn, now=now, contact=replace(turn.contact, agreed_at=NOW))
    text = (await open_screen(there, "reminders.about:scheme:eclgs-5")).text
    assert "closes on 31 Mar 2027" in text
    assert proposed in text
