"""The calendar when things change: a reminder that is put off past its day, an answer that is given anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content.recurrence import month_later
from tests.conversations.chat import Chat
from tests.conversations.house import House
from tests.conversations.test_calendar_talk import MONTHLY, answers, local, moves_to, opens


@pytest.fixture
async def owner(sandbox: House) -> Chat:
    """Somebody in Tiruppur who has agreed, in a house whose clock moves."""
    chat = Chat(sandbox)
    await chat.settles()
    return chat


async def test_a_reminder_that_is_put_off_past_its_day_says_so(sandbox: House, owner: Chat) -> None:
    due = month_later(local(sandbox).date().replace(day=20), 1)
    moves_to(sandbox, due - timedelta(days=1), 12)
    await opens(owner, "🧾 GST", MONTHLY)
    await owner.tap("⏰ Remind me")
    moves_to(sandbox, due, 11)
    await owner.hears("No. ")
    await owner.tap("💤 Tomorrow")
    sandbox.moves_clock(hours=24)
    await owner.hears("No. ")
    assert owner.sees(f"⚠ It was due on {due:%A}, {due.day} {due:%B} {due.year}. Do it now.")


async def test_an_answer_that_changes_the_dates_changes_the_reminders(owner: Chat) -> None:
    await answers(owner)
    await owner.tap("🔔 Remind me of all")
    before = {one["about"] for one in (await owner.data())["reminders"]}
    await owner.tap("🏠 Home", "⚙ Settings", "✏ My answers", "GST filing", "Composition scheme")
    assert owner.sees("📆 Your answer changes your dates", MONTHLY)
    await owner.tap("🔔 Remind me of all")
    count = owner.number()[0]
    await owner.tap("🔕 End them")
    after = {one["about"] for one in (await owner.data())["reminders"]}
    assert "date:gst-gstr3b-monthly" in before - after
    assert "date:gst-cmp08" in after - before
    assert count == len(before | after)
