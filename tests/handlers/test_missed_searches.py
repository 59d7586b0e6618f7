"""What is counted of a search that found nothing: few words, nothing that may be a number or an address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from db.models import missed_searches
from handlers.screen import Button, Screen
from handlers.search import show_results, tell
from handlers.turn import Turn


async def _kept(turn: Turn) -> list[tuple[str, int, int]]:
    columns = missed_searches.c
    rows = await turn.session.execute(select(columns.query, columns.times, columns.told))
    return [tuple(row) for row in rows]


async def _tellers(turn: Turn, typed: str) -> list[Button]:
    turn.typed = typed
    screen = await show_results(turn)
    assert isinstance(screen, Screen)
    buttons = (one for row in screen.rows for one in row if isinstance(one, Button))
    return [one for one in buttons if one.callback_data.startswith("search.tell:")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("zqxv zqyw", "zqxv zqyw"),
        ("zqxv zqyw qqzz wwqq zzxx vvqq", "zqxv zqyw qqzz wwqq"),
        ("zqxv ABCDE1234F", "zqxv"),
        ("zqxv 33ABCDE1234F1Z5 B-4", "zqxv"),
        ("zqxv अबक४५ ௧௦", "zqxv"),
        ("zqxv@zqyw", None),
        ("zqxv ＠ zqyw", None),
    ],
)
async def test_few_words_are_kept_and_none_with_a_figure(turn: Turn, typed: str, kept: str | None) -> None:
    tellers = await _tellers(turn, typed)
    assert [one.callback_data for one in tellers] == ([f"search.tell:{kept}"] if kept else [])
    assert await _kept(turn) == ([(kept, 1, 0)] if kept else [])


async def test_a_button_pressed_twice_counts_once(turn: Turn) -> None:
    (button,) = await _tellers(turn, "zqxv zqyw")
    turn.contact = replace(turn.contact, screen=[(button.text, button.callback_data)])
    await tell(turn, "zqxv zqyw")
    assert await _kept(turn) == [("zqxv zqyw", 1, 1)]
    turn.contact = replace(turn.contact, screen=[("🏠 Home", "home.open")])
    await tell(turn, "zqxv zqyw")
    await tell(turn, "what nobody searched")
    assert await _kept(turn) == [("zqxv zqyw", 1, 1)]
