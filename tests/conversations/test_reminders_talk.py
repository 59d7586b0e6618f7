"""Reminders: by words, shown before they are kept, received when due, put off, changed, stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.conversations.chat import Chat
from tests.conversations.house import INDIA, House

TOMORROW = {"en": "remind me tomorrow 11 am pay EMI", "hi": "कल सुबह 11 बजे EMI", "ta": "நாளை காலை 11 மணிக்கு EMI"}
MONTHLY = {"en": "every 20th GSTR-3B", "hi": "हर महीने 20 तारीख GSTR-3B", "ta": "மாதந்தோறும் 20ஆம் தேதி GSTR-3B"}


@pytest.fixture
async def chat(sandbox: House, language: str) -> Chat:
    """Somebody who agreed and told nothing, in a house whose clock moves."""
    chat = Chat(sandbox, language)
    await chat.agrees()
    await chat.tap("🏠 Home")
    return chat


@pytest.fixture
async def owner(sandbox: House) -> Chat:
    """The same, in English."""
    chat = Chat(sandbox)
    await chat.agrees()
    await chat.tap("🏠 Home")
    return chat


def local(house: House) -> datetime:
    return datetime.fromisoformat(house.sees("clock")["now"]).astimezone(INDIA)


def to_hour(house: House, hour: int) -> None:
    """Move the clock to the next such hour in India."""
    now = local(house)
    then = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    then += timedelta(days=1) if then <= now else timedelta()
    house.asks("clock", {"to": then.isoformat()})


async def due_of(chat: Chat) -> datetime:
    """When the only reminder of the contact is due, in India."""
    return datetime.fromisoformat((await chat.data())["reminders"][0]["next_due_at"]).astimezone(INDIA)


async def test_reminder_comes_is_put_off_comes_again_and_is_done(sandbox: House, chat: Chat) -> None:
    await chat.type(TOMORROW[chat.code])
    assert chat.sees("EMI", "Once", "Right?")
    await chat.tap("✅ Save")
    assert chat.sees("✅ Saved. Next: %(date)s")
    due = await due_of(chat)
    assert (due.date(), due.hour) == (local(sandbox).date() + timedelta(days=1), 11)
    sandbox.moves_clock(hours=48)
    to_hour(sandbox, 11)
    first = await chat.hears("No. %(reference)s")
    await chat.tap("💤 In 1 hour")
    assert chat.sees("EMI", "💤 It comes again: %(date)s")
    sandbox.moves_clock(minutes=62)
    second = await chat.hears("⏰ EMI" if chat.code != "en" else "pay EMI", times=3)
    assert second["message_id"] != first["message_id"]
    await chat.tap("✅ Done")
    assert chat.sees("✅ Done.")
    await chat.type("/reminders")
    assert chat.sees("You have no reminders yet.")


async def test_reminder_may_be_typed_while_something_else_is_asked(sandbox: House) -> None:
    chat = Chat(sandbox)
    await chat.agrees()
    assert chat.sees("What do you make or do?")
    await chat.type("remind me tomorrow 11 am pay EMI")
    assert chat.sees("pay EMI", "Right?")


async def test_recurring_one_shows_three_dates_and_goes_on_after_each(sandbox: House, chat: Chat) -> None:
    await chat.type(MONTHLY[chat.code])
    assert chat.sees("GSTR-3B", "Every month")
    assert chat.text.count("• ") == 3
    assert chat.text.count("20") >= 3
    await chat.tap("✅ Save")
    before = await due_of(chat)
    assert before.day == 20
    for _month in range(2):
        due = await due_of(chat)
        sandbox.asks("clock", {"to": due.isoformat()})
        await chat.hears("No. %(reference)s")
        await chat.tap("✅ Done")
        assert chat.sees("Next: %(date)s")
        after = await due_of(chat)
        assert after.day == 20
        assert timedelta(days=27) < after - due < timedelta(days=32)


async def test_the_page_moves_the_clock_to_what_is_due_next(sandbox: House, owner: Chat) -> None:
    await owner.type("remind me in 3 minutes call the bank")
    await owner.tap("✅ Save")
    sandbox.to_next_due_before(local(sandbox) + timedelta(minutes=4))
    assert "call the bank" in (await owner.hears("No. %(reference)s"))["text"]


async def test_quiet_hours_hold_a_reminder_back_until_eight(sandbox: House, chat: Chat) -> None:
    to_hour(sandbox, 22)
    await chat.type(
        {"en": "remind me today 11 pm gas", "hi": "आज रात 11 बजे gas", "ta": "இன்று இரவு 11 மணிக்கு gas"}[chat.code]
    )
    assert chat.sees("🌙 This is in your quiet hours. It will come when they end.")
    await chat.tap("✅ Save")
    to_hour(sandbox, 23)
    other = Chat(sandbox)
    await other.agrees()
    await other.tap("🏠 Home", "⚙ Settings", "🌙 Quiet hours", "No quiet hours")
    await other.type("remind me in 5 minutes night shift")
    await other.tap("✅ Save")
    sandbox.moves_clock(minutes=6)
    await other.hears("No. %(reference)s")
    assert not chat.heard("No. %(reference)s")
    to_hour(sandbox, 8)
    assert "gas" in (await chat.hears("No. %(reference)s"))["text"]


async def test_reminder_is_changed_then_stopped(sandbox: House, chat: Chat) -> None:
    await chat.type(MONTHLY[chat.code])
    await chat.tap("✅ Save", "⏰ My reminders", "1.", "✏ Change")
    await chat.type(
        {"en": "every 5th 11 am", "hi": "हर महीने 5 तारीख 11 बजे", "ta": "மாதந்தோறும் 5ஆம் தேதி 11 மணிக்கு"}[chat.code]
    )
    assert chat.sees("GSTR-3B", "Every month")
    await chat.tap("✅ Save")
    due = await due_of(chat)
    assert (due.day, due.hour) == (5, 11)
    await chat.type("/reminders")
    await chat.tap("1.", "🗑 Stop")
    assert chat.sees("🗑 Stopped. It will not come again.")
    assert (await chat.data())["reminders"] == []
    sandbox.asks("clock", {"to": (due + timedelta(minutes=1)).isoformat()})
    await witness(sandbox)
    assert not chat.heard("No. %(reference)s")


async def witness(house: House) -> None:
    """Wait until the bot has surely sent everything that was due: somebody else's reminder came."""
    to_hour(house, 12)
    other = Chat(house)
    await other.agrees()
    await other.tap("🏠 Home")
    await other.type("remind me in 2 minutes witness")
    await other.tap("✅ Save")
    house.moves_clock(minutes=3)
    await other.hears("No. %(reference)s")


async def test_time_can_be_tapped_and_typed_later(chat: Chat) -> None:
    await chat.start("s_mudra")
    await chat.tap("⏰ Remind me")
    await chat.type("zzqx")
    assert chat.sees("When? Tap, or type the day and time.")
    await chat.tap("In a week", "Every week")
    assert chat.sees("Every week")
    assert chat.text.count("• ") == 3
    await chat.tap("✅ Save")
    old = chat.screen()
    await chat.type("/reminders")
    assert len(chat.labels()) == 5
    answer = await chat.taps_old(old["message_id"], old["inline_keyboard"][0][0]["callback_data"])
    assert answer["answered"]


async def test_a_second_tap_on_save_keeps_one_reminder(owner: Chat) -> None:
    await owner.type("remind me tomorrow 10 am once only")
    screen = owner.screen()
    save = owner.button("✅ Save")["callback_data"]
    await owner.tap("✅ Save")
    answer = await owner.taps_old(screen["message_id"], save)
    assert answer["toast"] == "This menu was refreshed."
    assert len((await owner.data())["reminders"]) == 1


async def test_time_that_is_over_is_asked_again(owner: Chat) -> None:
    await owner.type("remind me 1 Jan 2020 10 am old paper")
    assert owner.sees("That time is over. Type a later one.")
    await owner.type("tomorrow 10 am old paper")
    assert owner.sees("Right?", "old paper")


async def test_the_last_day_of_a_scheme_is_written_as_dates_are_elsewhere(chat: Chat) -> None:
    await chat.taps_old(chat.screen()["message_id"], "reminders.about:scheme:adeetie")
    assert chat.sees("%(name)s closes on %(date)s", "Right?")
    day = {"en": "31 Mar 2028", "hi": "31 मार्च 2028", "ta": "31 மார்., 2028"}[chat.code]
    assert day in chat.text.splitlines()[0]
    assert "2028-03-31" not in chat.text
