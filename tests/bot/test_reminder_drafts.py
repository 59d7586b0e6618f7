"""A reminder that waits for its Save is kept by its own button only."""

from __future__ import annotations

from tests.bot.conftest import FIRST, Office


async def _saves(office: Office) -> list[str]:
    answer = await office.telegram.control("GET", f"/contacts/{FIRST}/messages?after_seq=0")
    keys = [key for one in answer["messages"] for row in one["inline_keyboard"] or () for key in row]
    return [key["callback_data"] for key in keys if key.get("callback_data", "").startswith("reminders.save")]


async def test_the_button_of_an_older_draft_keeps_no_other(office: Office) -> None:
    await office.meet()
    await office.say("remind me tomorrow 5 pm chore1")
    await office.say("remind me tomorrow 6 pm chore2")
    first, second = await _saves(office)
    toast = await office.tap(first, on=-2)
    assert "refreshed" in str(toast)
    assert not any("Saved" in text for text in await office.telegram.texts())
    await office.tap(second)
    [saved] = [text for text in await office.telegram.texts() if "Saved" in text]
    assert "chore2" in saved
