"""Settings, my data, typing instead of tapping, stale buttons, odd texts, blocking."""

from __future__ import annotations

import pytest

from tests.conversations.chat import Chat
from tests.conversations.house import House

OTHER = {"en": ("hi", "हिन्दी"), "hi": ("ta", "தமிழ்"), "ta": ("en", "English")}


async def test_language_is_changed_and_stays(chat: Chat) -> None:
    code, name = OTHER[chat.code]
    await chat.type("/language")
    await chat.type(name)  # its name stands there in its own language
    chat.code = code
    assert chat.sees("%(n)s schemes fit you", "Udyam: not yet")
    await chat.tap("⚙ Settings")
    assert chat.sees("Language: %(language)s", name)


async def test_quiet_hours_and_zone_are_set(chat: Chat) -> None:
    await chat.tap("⚙ Settings", "🌙 Quiet hours", "No quiet hours")
    assert chat.sees("Quiet hours: %(hours)s")
    await chat.tap("🕒 Time zone")
    await chat.type("nowhere at all")
    assert chat.sees("We do not know that city.")
    await chat.type("Dubai")
    assert "Dubai" in chat.text
    kept = (await chat.data())["contact"]
    assert (kept["zone"], kept["quiet_from"], kept["quiet_to"]) == ("Asia/Dubai", None, None)


async def test_an_answer_is_changed(chat: Chat) -> None:
    await chat.tap("⚙ Settings", "✏ My answers", "Size", "Small: sales up to ₹100 crore")
    assert chat.sees("✏ My answers", "Small: sales up to ₹100 crore")
    await chat.tap("Place")
    await chat.type("360002")
    await chat.tap("✅ Yes")
    kept = (await chat.data())["contact"]["profile"]
    assert (kept["size"], kept["state"]) == ("small", "IN-GJ")


async def test_data_is_seen_downloaded_deleted_and_the_owner_comes_back(chat: Chat) -> None:
    await chat.type("/udyam")
    await chat.tap("▶ Start", "✅ Done, next")
    data = await chat.data()
    assert data["contact"]["chat_id"] == chat.id
    assert len(data["guides"]["udyam"]) == 1
    await chat.type("/privacy")
    await chat.tap("🗂 My data")
    assert chat.sees("Agreed on %(date)s.", "Nobody else received it.")
    await chat.tap("🗑 Delete my data")
    assert chat.sees("🗑 Delete my data?", "You can come back any time.")
    await chat.tap("Yes, delete everything")
    assert chat.sees("Everything is deleted. To come back, send /start.")
    assert chat.house.rows("SELECT id FROM contacts WHERE chat_id = ?", chat.id) == []
    await chat.settles()
    again = await chat.data()
    assert again["guides"]["udyam"] == {}
    assert len(again["consents"]) == len(data["consents"])


async def test_nothing_of_the_deleted_stays_in_any_table(shared_house: House, owner: Chat) -> None:
    await owner.type("/alerts")
    await owner.tap("✅ What fits me")
    await owner.type("remind me tomorrow 10 am secretword")
    await owner.tap("✅ Save")
    contact = shared_house.rows("SELECT id FROM contacts WHERE chat_id = ?", owner.id)[0][0]
    await owner.type("/privacy")
    await owner.tap("🗂 My data", "🗑 Delete my data", "Yes, delete everything")
    tables = [
        "consents",
        "guide_progress",
        "reminders",
        "subscriptions",
        "outbox",
        "digest_items",
        "provider_reports",
    ]
    assert {t: shared_house.rows(f"SELECT * FROM {t} WHERE contact_id = ?", contact) for t in tables} == {
        t: [] for t in tables
    }


async def test_words_and_numbers_do_what_buttons_do(chat: Chat) -> None:
    await chat.types("📋 Schemes for me")
    assert chat.sees("Schemes for me")
    await chat.type("1")
    assert chat.sees("These fit you")
    await chat.types("🏠 Home")
    assert chat.sees("Udyam: not yet")
    await chat.type("૨" if chat.code == "en" else "२")
    assert chat.sees("%(done)s of %(all)s steps done.")


@pytest.mark.parametrize(
    ("code", "latin", "seen"),
    [("hi", "prashikshan", "🎓 Trainings"), ("hi", "madad", "❓ Help"), ("ta", "udavi", "❓ Help")],
)
async def test_a_button_is_typed_in_latin_letters(shared_house: House, code: str, latin: str, seen: str) -> None:
    chat = Chat(shared_house, code)
    await chat.settles()
    await chat.type(latin)
    assert chat.sees(seen)


async def test_stale_button_opens_today_s_screen(chat: Chat) -> None:
    old = chat.screen()["message_id"]
    await chat.type("/alerts", "/help")
    await chat.taps_old(old, "schemes.menu")
    assert chat.screen()["message_id"] == old
    assert chat.sees("Schemes for me")


async def test_every_command_answers(chat: Chat) -> None:
    for command in chat.house.sees(f"contacts/{chat.id}/commands"):
        before = len(chat.from_bot())
        await chat.type(f"/{command['command']}")
        assert len(chat.from_bot()) == before + 1
        assert command["description"]


@pytest.mark.parametrize("typed", ["/nosuch", "/start@samooh", "/ALERTS", "/", "👍", "?", "…", " "])
async def test_odd_texts_get_an_answer(owner: Chat, typed: str) -> None:
    before = len(owner.from_bot())
    if typed.strip():
        await owner.type(typed)
        assert len(owner.from_bot()) == before + 1
        assert owner.buttons()


async def test_html_in_a_text_stays_text(chat: Chat) -> None:
    await chat.type("<b>zzqxvw</b>&amp;")
    assert "<b>zzqxvw</b>&amp;" in chat.text
    await chat.type("/reminders")
    await chat.type("remind me tomorrow 10 am <i>tea</i>")
    assert "<i>tea</i>" in chat.text
    assert not [one for one in chat.screen()["entities"] if one["type"] == "italic"]
    assert chat.heard("Something went wrong on our side.") == []


async def test_a_very_long_text_is_answered(chat: Chat) -> None:
    await chat.type("வணக்கம்नमस्ते" * 300)
    assert chat.sees("Nothing found for “%(text)s”.")
    await chat.type("remind me tomorrow 10 am " + "x" * 3900)
    assert chat.sees("Right?")
    await chat.tap("✅ Save")
    assert len((await chat.data())["reminders"][0]["title"]) == 200


async def test_blocked_bot_keeps_silent_until_it_is_unblocked(shared_house: House, owner: Chat) -> None:
    await owner.blocks()
    assert shared_house.rows("SELECT active FROM contacts WHERE chat_id = ?", owner.id) == [(0,)]
    await owner.unblocks()
    await owner.start()
    assert owner.sees("Udyam: not yet")
    assert shared_house.rows("SELECT active FROM contacts WHERE chat_id = ?", owner.id) == [(1,)]


async def test_what_was_begun_and_not_kept_is_named_and_can_be_dropped(owner: Chat) -> None:
    await owner.tap("⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    await owner.type("/privacy")
    await owner.tap("🗂 My data")
    assert owner.says_not("not finished")
    await owner.type("/reminders")
    await owner.tap("💸 Getting paid", "➕ Add a bill")
    await owner.type("Arora Traders", "5 lakh")
    await owner.type("remind me tomorrow 10 am pay the loan", "/privacy")
    await owner.tap("🗂 My data")
    assert owner.sees("Bill, not finished: Arora Traders", "Reminder, not finished: pay the loan")
    await owner.tap("🗑 Delete what isn't finished")
    assert owner.sees("🗂 My data")
    assert owner.says_not("not finished")
    assert "🗑 Delete what isn't finished" not in owner.labels()
    kept = (await owner.data())["contact"]["profile"]
    assert {"bill", "draft"}.isdisjoint(kept)
    assert kept["sector"]
