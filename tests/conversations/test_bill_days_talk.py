"""Bills again: a step back, the day of payment, reminders of a bill that is late already, half a bill kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.conversations.chat import Chat
from tests.conversations.house import House
from tests.conversations.test_bills_talk import adds, settled, today


@pytest.fixture
async def chat(sandbox: House, language: str) -> Chat:
    """Somebody with Udyam who agreed."""
    return await settled(Chat(sandbox, language))


@pytest.fixture
async def owner(sandbox: House) -> Chat:
    """The same, in English."""
    return await settled(Chat(sandbox))


async def begins(chat: Chat) -> None:
    """Come to the terms of a bill."""
    await chat.tap("⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    await chat.type("Arora Traders", "2 lakh", "5-3-2026")


async def test_back_asks_the_question_before_and_keeps_what_was_told(chat: Chat) -> None:
    await begins(chat)
    for asked in ("On which day did the buyer accept", "How much is the bill?", "Who is the buyer?"):
        await chat.tap("⬅ Back")
        assert chat.sees(asked)
        assert "Arora Traders · ₹2 " in chat.text
    await chat.tap("▶ Go on")
    await chat.type("3 lakh")
    await chat.tap("▶ Go on")
    assert chat.sees("How many days to pay were agreed in writing?")
    await chat.type("30")
    assert "₹3,00,000" in chat.text
    (kept,) = (await chat.data())["bills"]
    assert (kept["buyer"], kept["amount"], kept["accepted_on"]) == ("Arora Traders", "300000.00", "2026-03-05")


async def test_new_bill_begins_empty(owner: Chat) -> None:
    await begins(owner)
    await owner.tap("🏠 Home", "⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    assert "Arora" not in owner.text.replace("Arora Traders, 17/26", "")
    assert "▶ Go on" not in owner.labels()


async def test_answer_in_the_profile_leaves_half_a_bill_and_half_a_reminder(owner: Chat) -> None:
    await owner.type("remind me 25 Dec 10 am FSSAI")
    await owner.tap("🏠 Home")
    await begins(owner)
    bill = owner.screen()["message_id"]
    half = (await owner.data())["contact"]["profile"]
    await owner.type("/start")
    await owner.tap("⚙ Settings", "✏ My answers", "Size", "Small: sales up to ₹100 crore")
    kept = (await owner.data())["contact"]["profile"]
    assert kept == half | {"size": "small"}
    await owner.taps_old(bill, "bills.save:30")
    assert owner.sees("Arora Traders", "Last day to pay: %(date)s")


async def test_interest_of_a_bill_paid_late_stays_owed(chat: Chat) -> None:
    await adds(chat, "10 lakh", 100, "30")
    paid = today(chat.house) - timedelta(days=10)
    await chat.tap("✅ Paid")
    assert chat.sees("On which day did the buyer pay?")
    await chat.type("someday")
    assert chat.sees("We could not read a day in “%(text)s”.")
    await chat.type(f"{today(chat.house) + timedelta(days=1):%d-%m-%Y}")
    assert chat.sees("That day is still to come.")
    await chat.type(f"{paid - timedelta(days=200):%d-%m-%Y}")
    assert chat.sees("That is before the day of acceptance.")
    await chat.type(f"{paid:%d-%m-%Y}")
    assert chat.sees("✅ Paid on %(date)s", "%(n)s days late", "Interest to that day: %(amount)s")
    grown = interest_of(chat)
    assert grown.startswith("₹2")  # 60 days of 16.5 % on 10 lakh
    await chat.tap("🧮 How the interest grows")
    assert chat.sees("Three times the bank rate, added to the bill every month.")
    await chat.tap("⬅ Back", "✉ Letter")
    assert f"Interest to {paid.day} " in chat.text
    assert f"Please pay {grown} by" in chat.text
    assert "Owed in all" not in chat.text
    (kept,) = (await chat.data())["bills"]
    assert kept["paid_on"] == paid.date().isoformat()


def interest_of(chat: Chat) -> str:
    """The amount on the line that tells the interest to the day of payment."""
    (line,) = (one for one in chat.text.splitlines() if chat._means("Interest to that day: %(amount)s", one))
    return line.rpartition(" ")[2]


async def test_bill_paid_in_time_owes_nothing_and_gets_no_letter(owner: Chat) -> None:
    await adds(owner, "1 lakh", 3, "30")
    shown = owner.screen()["message_id"]
    letter = owner.button("✉ Letter")["callback_data"]
    await owner.tap("✅ Paid", "Today")
    assert owner.sees("✅ Paid on")
    assert not owner.says("Interest")
    assert "✉ Letter" not in owner.labels()
    await owner.taps_old(shown, letter)
    assert owner.sees("✅ Paid on")
    await owner.tap("↩ Not paid yet")
    assert len((await owner.data())["reminders"]) == 1


@pytest.mark.parametrize(("late", "following"), [(1, 6), (8, 7), (29, 1), (72, 31), (500, 31)])
async def test_bill_that_is_late_already_is_reminded_of_within_a_month(
    owner: Chat, late: int, following: int
) -> None:
    await adds(owner, "1 lakh", 15 + late, "0")
    (kept,) = (await owner.data())["reminders"]
    comes = datetime.fromisoformat(kept["next_due_at"]) - today(owner.house)
    assert timedelta(0) < comes <= timedelta(days=following)
    if late < 30:
        assert comes > timedelta(days=following - 1)


async def test_late_bill_is_reminded_of_every_month_until_it_is_paid(sandbox: House, owner: Chat) -> None:
    await adds(owner, "1 lakh", 15 + 72, "0")
    for _month in range(2):
        due = datetime.fromisoformat((await owner.data())["reminders"][0]["next_due_at"])
        sandbox.asks("clock", {"to": (due + timedelta(minutes=1)).isoformat()})
        number = f"-{due.astimezone(UTC):%m%d%H%M}"  # of the reminder: the bill's own screen says the same
        message = await owner.hears(number)
        assert "Claim by" in message["text"]
        await owner.tap("🏠 Home")
    await owner.tap("⏰ My reminders", "💸 Getting paid", "1. 🔴", "✅ Paid", "Today")
    assert (await owner.data())["reminders"] == []


async def test_bill_three_years_late_says_that_no_reminder_comes(owner: Chat) -> None:
    await adds(owner, "1 lakh", 15 + 3 * 366, "0")
    assert owner.sees("More than three years late: a claim can be refused.", "No more reminders come.")
    assert (await owner.data())["reminders"] == []


async def test_what_the_warning_asks_for_leads_back_to_the_bill(sandbox: House) -> None:
    chat = await settled(Chat(sandbox), size="Skip", udyam="Skip")
    await adds(chat, "10 lakh", 75, "30")
    await chat.tap("✏ Size", "Micro: sales up to ₹10 crore")
    assert chat.sees("Arora Traders", "Last day to pay: %(date)s")
    await chat.tap("✉ Letter", "✏ Udyam", "Yes")
    assert chat.sees("Arora Traders", "Last day to pay: %(date)s")
    await chat.tap("✉ Letter")
    assert chat.sees("Yours faithfully,")


async def test_source_of_a_bill_is_one_tap_away(chat: Chat) -> None:
    await adds(chat, "10 lakh", 75, "30")
    await chat.tap("ℹ How and source")
    assert chat.sees("Sources")
    await chat.tap("⬅ Back")
    assert chat.sees("Last day to pay: %(date)s")
