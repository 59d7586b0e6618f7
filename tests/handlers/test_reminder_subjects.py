"""A reminder's own name follows the contact's language; a name that its owner gave stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from content.schemes import Window
from db import reminders
from db.reminders import Reminder
from handlers.dispatch import open_screen
from handlers.names import short_name
from handlers.reminder_list import due_screen, show_list
from handlers.reminder_subjects import closing_day, subject_title, subject_titles
from handlers.turn import Turn
from locales import translator
from tests.handlers.conftest import NOW


async def _kept(turn: Turn, title: str, about: str) -> Reminder:
    columns = {"title": title, "rule": "daily 2026-11-25T10:00", "zone": "Asia/Kolkata", "next_due_at": NOW}
    made = await reminders.add_reminder(turn.session, turn.contact.id, NOW, about=about, **columns)
    found = await reminders.get_reminder(turn.session, turn.contact.id, made)
    assert found is not None
    return found


def _abouts(turn: Turn) -> list[str]:
    catalog = turn.catalog
    course, guide = next(iter(catalog.courses)), next(iter(catalog.guides))
    page = next(iter(catalog.rules.values())).pages[0].id
    scheme = next(one.id for one in catalog.schemes.values() if one.short_name == "Digital MSME")
    return [f"course:{course}", f"guide:{guide}", f"rule:{page}", f"scheme:{scheme}"]


async def test_what_was_set_in_one_language_is_told_in_another(turn: Turn) -> None:
    for code in ("hi", "ta"):
        there = replace(turn, translator=translator(code))
        for about in _abouts(turn):
            english, said = subject_titles(turn, about)[0], subject_titles(there, about)[0]
            one = await _kept(turn, english, about)
            assert said != english
            assert subject_title(there, one) == said
            assert subject_title(turn, one._replace(title=said)) == english
            assert said in str(due_screen(there, one, NOW).text)


async def test_a_name_of_ones_own_stays(turn: Turn) -> None:
    hindi = replace(turn, translator=translator("hi"))
    for about in (*_abouts(turn), "course:gone", "training:x", ""):
        one = await _kept(turn, "Ask Ravi first", about)
        assert subject_title(hindi, one) == "Ask Ravi first"
    assert "Ask Ravi first" in str((await show_list(hindi)).text)


def test_a_window_that_closes_is_told_with_its_day(turn: Turn) -> None:
    closing = [one for one in turn.catalog.schemes.values() if (last := closing_day(one)) and last >= turn.today]
    if not closing:
        pytest.fail("no scheme has a last day: choose another way to test it")
    for one in closing:
        plain, dated = subject_titles(turn, f"scheme:{one.id}")
        assert plain == short_name(turn, one)
        assert dated.startswith(plain)
        assert "closes on" in dated


async def test_the_message_tells_the_last_day_of_today(turn: Turn) -> None:
    scheme = turn.catalog.schemes["eclgs-5"]
    titles = [
        subject_titles(replace(turn, translator=translator(code)), f"scheme:{scheme.id}")[1] for code in ("en", "ta")
    ]
    longer = scheme.model_copy(update={"window": Window(closes="2027-09-30")})
    there = replace(turn, catalog=replace(turn.catalog, schemes={**turn.catalog.schemes, scheme.id: longer}))
    for title in titles:
        one = await _kept(turn, title, f"scheme:{scheme.id}")
        text = str(due_screen(there, one, NOW).text)
        assert f"{short_name(turn, scheme)} closes on 30 Sept 2027" in text
        assert "🟢 Open until 30 Sept 2027" in text
        assert "31 Mar" not in text
        shut = str(due_screen(replace(turn, now=datetime(2027, 4, 2, 6, tzinfo=UTC)), one, NOW).text)
        assert shut.startswith(f"<b>⏰ {short_name(turn, scheme)}</b>")
        assert "🔴 The window we know of closed on 31 Mar 2027" in shut


async def test_a_scheme_that_ended_is_told_without_its_last_day(turn: Turn) -> None:
    scheme = turn.catalog.schemes["eclgs-5"]
    title = subject_titles(turn, f"scheme:{scheme.id}")[1]
    ended = scheme.model_copy(update={"status": "closed"})
    there = replace(turn, catalog=replace(turn.catalog, schemes={**turn.catalog.schemes, scheme.id: ended}))
    one = await _kept(turn, title, f"scheme:{scheme.id}")
    assert str(due_screen(there, one, NOW).text).startswith(f"<b>⏰ {short_name(turn, scheme)}</b>\n🔴 Closed")
    agreed = replace(there, contact=replace(turn.contact, agreed_at=NOW))
    assert "When?" in (await open_screen(agreed, f"reminders.about:scheme:{scheme.id}")).text
