"""Getting paid: a bill in four questions, the last day, reminders, interest, the letter, paid."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from locales.letter_pdf import can_write
from tests.conversations.chat import Chat
from tests.conversations.house import INDIA, House


@pytest.fixture
async def chat(sandbox: House, language: str) -> Chat:
    """Somebody who agreed, in a house whose clock moves."""
    chat = Chat(sandbox, language)
    await chat.settles()
    return chat


@pytest.fixture
async def owner(sandbox: House) -> Chat:
    """The same, in English."""
    chat = Chat(sandbox)
    await chat.settles()
    return chat


def today(house: House) -> datetime:
    return datetime.fromisoformat(house.sees("clock")["now"]).astimezone(INDIA)


async def adds(chat: Chat, amount: str = "5 lakh", days_ago: int = 0, terms: str = "45") -> None:
    """Add a bill of Arora Traders."""
    await chat.tap("⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    await chat.type("Arora Traders", amount)
    accepted = today(chat.house) - timedelta(days=days_ago)
    await chat.type(f"{accepted:%d-%m-%Y}", terms)


async def test_bill_is_kept_reminded_of_and_marked_as_paid(sandbox: House, chat: Chat) -> None:
    await adds(chat)
    assert chat.sees("Arora Traders", "Last day to pay: %(date)s", "%(n)s days left")
    assert "₹5,00,000" in chat.text
    (kept,) = (await chat.data())["reminders"]
    due = today(sandbox).date() + timedelta(days=45)
    assert kept["rule"] == f"leads 10:00 10,3,0,-7,-15,-30 of {due}"
    sandbox.asks("clock", {"to": f"{due - timedelta(days=10)}T10:01:00+05:30"})
    await chat.hears("%(n)s days left", 2)
    sandbox.asks("clock", {"to": f"{due + timedelta(days=7)}T10:01:00+05:30"})
    await chat.hears("Owed today: %(amount)s")
    assert chat.sees("Interest to today: %(amount)s", "Now: send the letter with the interest")
    await chat.tap("✅ Paid")
    assert chat.sees("✅ Paid on %(date)s")
    assert (await chat.data())["reminders"] == []
    sandbox.moves_clock(days=30)
    assert len(chat.heard("Owed today: %(amount)s")) == 0


async def test_late_bill_shows_interest_letter_and_how_it_grows(chat: Chat) -> None:
    await adds(chat, "10 lakh", 75, "30")
    assert chat.sees("%(n)s days late", "Now: file the case on the ODR portal.")
    await chat.tap("🧮 How the interest grows")
    assert chat.sees("Three times the bank rate, added to the bill every month.")
    assert "16.5%" in chat.text
    await chat.tap("⬅ Back", "✉ Letter")
    assert "Under section 15 the last day to pay is" in chat.text
    assert "Arora Traders" in chat.text
    if chat.code != "en":
        await chat.tap({"hi": "हिन्दी", "ta": "தமிழ்"}[chat.code])
        assert chat.sees("Under section 15 the last day to pay is %(due)s.")
    if can_write():
        await chat.tap("📄 As PDF")
        assert chat.downloads().startswith(b"%PDF")


async def test_slips_are_asked_again_and_nothing_typed_is_lost(owner: Chat) -> None:
    await owner.tap("⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    await owner.type("Arora Traders", "much")
    assert owner.sees("We could not read an amount in “much”.", "Arora Traders")
    await owner.type("2.5 lakh", "yesteryear")
    assert owner.sees("We could not read a day in “yesteryear”.", "₹2.5 lakh")
    await owner.type(f"{today(owner.house) + timedelta(days=2):%d-%m-%Y}")
    assert owner.sees("That day is still to come.")
    await owner.tap("Today")
    await owner.type("1000")
    assert owner.sees("Type a number of days from 0 to 365.", "Arora Traders · ₹2.5 lakh")
    await owner.tap("Nothing in writing")
    assert owner.sees("Nothing agreed in writing", "15 days left")


async def test_bills_are_listed_summed_and_deleted(owner: Chat) -> None:
    await adds(owner, "1 lakh", 60, "0")
    await owner.tap("🏠 Home")
    await adds(owner, "2 lakh", 1, "30")
    await owner.tap("🏠 Home", "⏰ My reminders", "💸 Getting paid")
    assert owner.sees("Late with you: %(amount)s, interest included")
    assert [label[:4] for label in owner.labels()[:2]] == ["1. 🔴", "2. 🕓"]
    data = await owner.data()
    assert [one["buyer"] for one in data["bills"]] == ["Arora Traders", "Arora Traders"]
    await owner.tap("🏠 Home", "⏰ My reminders", "💸 Getting paid", "1. 🔴", "🗑 Delete", "🗑 Delete")
    assert len((await owner.data())["bills"]) == 1
