"""The Udyam and GeM guides: ticked step by step, remembered, with help where one is stuck."""

from __future__ import annotations

import pytest

from tests.conversations.chat import Chat


@pytest.mark.parametrize(("guide", "steps"), [("udyam", 14), ("gem", 14)])
async def test_guide_is_walked_to_its_end(chat: Chat, guide: str, steps: int) -> None:
    await chat.type(f"/{guide}")
    assert chat.sees("%(done)s of %(all)s steps done.")
    await chat.tap("▶ Start")
    for n in range(1, steps):
        assert chat.text.startswith(f"{n}. ")
        await chat.tap("✅ Done, next")
    await chat.tap("✅ Done, next")
    assert chat.sees("🎉 All steps done", "This is open to you now:")
    await chat.type(f"/{guide}")
    assert f"{steps}" in chat.text
    await chat.tap("🎉 What it unlocks")
    data = await chat.data()
    assert len(data["guides"][guide]) == steps
    assert data["contact"]["profile"][guide] is True


async def test_guide_remembers_where_the_owner_stopped(chat: Chat) -> None:
    await chat.type("/udyam")
    await chat.tap("▶ Start", "✅ Done, next", "✅ Done, next", "🏠 Home", "🪪 Udyam", "▶ Go on")
    assert chat.text.startswith("3. ")
    await chat.tap("◀ Before", "↩ Not done yet", "⬅ Back", "▶ Go on")
    assert chat.text.startswith("2. ")
    await chat.tap("⬅ Back", "☑ All steps")
    assert [label[0] for label in chat.labels()[:3]] == ["✅", "⬜", "⬜"]


async def test_stuck_owner_finds_problem_cause_and_mend(chat: Chat) -> None:
    await chat.type("/udyam")
    await chat.tap("🆘 I am stuck")
    assert chat.sees("What do you see?")
    await chat.tap("No OTP comes")
    assert chat.sees("Why", "What to do")
    await chat.tap("☎ Helplines")
    assert "1800-180-6763" in chat.text


async def test_topics_are_read_with_their_date(chat: Chat) -> None:
    await chat.type("/udyam")
    await chat.tap("📚 Good to know", "Size limits", "Present size limits (since 1 April 2025)")
    assert chat.sees("As of %(date)s", "2025")
    await chat.tap("ℹ Source and date")
    assert chat.sees("Law: %(text)s")


async def test_activity_code_is_found_by_the_product(chat: Chat) -> None:
    await chat.type("/udyam")
    await chat.tap("▶ Start", "🔢 Find my code")
    await chat.type({"en": "hosiery", "hi": "अचार", "ta": "ஊறுகாய்"}[chat.code])
    assert {"en": "14", "hi": "10", "ta": "10"}[chat.code] in chat.text
    assert chat.sees("Codes of NIC 2008.")
    await chat.type("zzqxvw")
    assert chat.sees("No code found for “%(text)s”.")
