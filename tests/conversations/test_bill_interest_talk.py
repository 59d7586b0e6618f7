"""The interest on bills: what of it is shown, what it adds up to, and where it can't be claimed or counted."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.conversations.chat import Chat
from tests.conversations.house import House
from tests.conversations.test_bills_talk import MEDIUM, adds, settled, today

UNKNOWN = "We know the bank rate from 1 Aug 2018 on. For a bill due before that we show no interest."
GROWS = "🧮 How the interest grows"


@pytest.fixture
async def owner(sandbox: House) -> Chat:
    """Somebody with Udyam who agreed, in English."""
    return await settled(Chat(sandbox))


async def opens_desk(chat: Chat) -> None:
    """Go from a bill to all of them."""
    await chat.tap("🏠 Home", "⏰ My reminders", "💸 Getting paid")


def amounts(text: str) -> list[Decimal]:
    return [Decimal(found.replace(",", "")) for found in re.findall(r"₹([\d,]+(?:\.\d+)?)", text)]


def days_since(chat: Chat, day: date) -> int:
    return (today(chat.house).date() - day).days


async def test_bill_due_before_all_known_rates_shows_no_interest_and_says_why(owner: Chat) -> None:
    await adds(owner, "10 lakh", days_since(owner, date(2018, 6, 1)), "30")
    assert owner.sees("days late", UNKNOWN)
    assert [words for words in ("Interest to today", "Owed today") if owner.says(words)] == []
    assert [label for label in owner.labels() if label in {GROWS, "✉ Letter"}] == []
    bill = owner.button("✅ Paid")["callback_data"].partition(":")[2]
    for old in (f"bills.letter:{bill}:en", f"bills.pdf:{bill}:en", f"bills.rests:{bill}"):
        await owner.taps_old(owner.screen()["message_id"], old)
        assert owner.sees("Last day to pay: %(date)s", UNKNOWN)
    await opens_desk(owner)
    assert owner.sees("Late with you: ₹10,00,000", UNKNOWN)
    assert owner.says_not("interest included")
    await owner.tap("1. 🔴", "✅ Paid")
    await owner.type("1-9-2018")
    assert owner.sees("✅ Paid on", UNKNOWN)
    assert [words for words in ("Interest to that day", "The letter asks for it.") if owner.says(words)] == []


async def test_calculator_counts_no_interest_before_all_known_rates(owner: Chat) -> None:
    await owner.start("x_late")
    await owner.type("5 lakh", "1-6-2018", "30")
    await owner.tap("Today")
    assert owner.sees("The bill was paid late: interest is owed.", UNKNOWN, "Days late")
    assert [words for words in ("Owed in all", "Interest: ₹", "Interest a year") if owner.says(words)] == []


async def test_months_of_interest_add_up_also_where_the_earlier_ones_share_a_line(owner: Chat) -> None:
    await adds(owner, "7,77,777", 30 + 800, "30")
    owed = amounts(owner.text.partition("Interest to today")[2])[0]
    await owner.tap(GROWS)
    (earlier,) = (line for line in owner.text.splitlines() if "Earlier months: " in line)
    assert owner.text.splitlines().index(earlier) == 2
    assert (len(amounts(owner.text)), sum(amounts(owner.text))) == (13, owed)


async def test_year_of_interest_has_no_earlier_months(owner: Chat) -> None:
    await adds(owner, "7,77,777", 30 + 300, "30")
    await owner.tap(GROWS)
    assert owner.says_not("Earlier months")


async def test_old_button_of_a_bill_without_interest_leads_to_the_bill(owner: Chat) -> None:
    await adds(owner, "1 lakh", 75, "30")
    grows = owner.button(GROWS)["callback_data"]
    await owner.tap("✅ Paid")
    await owner.type(f"{today(owner.house) - timedelta(days=50):%d-%m-%Y}")
    await owner.taps_old(owner.screen()["message_id"], grows)
    assert owner.sees("✅ Paid on", "Last day to pay: %(date)s")


async def test_old_button_shows_no_interest_to_a_medium_unit(sandbox: House) -> None:
    chat = await settled(Chat(sandbox), size=MEDIUM)
    await adds(chat, "10 lakh", 75, "30")
    bill = chat.button("✅ Paid")["callback_data"].partition(":")[2]
    await chat.taps_old(chat.screen()["message_id"], f"bills.rests:{bill}")
    assert chat.sees("A medium unit can't claim its interest.", "Last day to pay: %(date)s")
    await opens_desk(chat)
    assert chat.sees("Late with you: ₹10,00,000", "A medium unit can't claim its interest.")
    assert chat.says_not("interest included")


@pytest.mark.parametrize(
    ("udyam", "warning"),
    [
        ("No", "Without Udyam before the order a claim can be refused."),
        ("Skip", "Only a micro or small unit with Udyam before the order can claim."),
    ],
)
async def test_overview_with_interest_carries_the_warning_of_the_bill(
    sandbox: House, udyam: str, warning: str
) -> None:
    chat = await settled(Chat(sandbox), udyam=udyam)
    await adds(chat, "10 lakh", 75, "30")
    assert chat.sees(warning)
    await opens_desk(chat)
    assert chat.sees("interest included", warning)


async def test_overview_without_late_bills_warns_of_nothing(sandbox: House) -> None:
    chat = await settled(Chat(sandbox), udyam="No")
    await adds(chat, "10 lakh", 1, "30")
    await opens_desk(chat)
    assert chat.says_not("Without Udyam")
    assert chat.says_not("Late with you")
