"""Getting paid: a bill in four questions, the last day, reminders, interest, the letter, paid."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handlers.bill_number import name_and_number
from locales.letter_pdf import can_write
from tests.conversations.chat import Chat
from tests.conversations.house import INDIA, House

MICRO, MEDIUM = "Micro: sales up to ₹10 crore", "Medium: sales up to ₹500 crore"
CANNOT = "This law protects micro and small units only. A medium unit can't claim its interest."


@pytest.fixture
async def chat(sandbox: House, language: str) -> Chat:
    """Somebody with Udyam who agreed, in a house whose clock moves."""
    return await settled(Chat(sandbox, language))


@pytest.fixture
async def owner(sandbox: House) -> Chat:
    """The same, in English."""
    return await settled(Chat(sandbox))


async def settled(chat: Chat, *, size: str = MICRO, udyam: str = "Yes", sector: str = "hosiery") -> Chat:
    """A unit in Tiruppur; its size, and whether it is on Udyam."""
    await chat.agrees()
    await chat.type(sector, "Tiruppur")
    await chat.tap("✅ Yes", size, udyam, "Skip")
    return chat


def today(house: House) -> datetime:
    return datetime.fromisoformat(house.sees("clock")["now"]).astimezone(INDIA)


async def adds(
    chat: Chat, amount: str = "5 lakh", days_ago: int = 0, terms: str = "45", buyer: str = "Arora Traders"
) -> None:
    """Add a bill."""
    await chat.tap("⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    await chat.type(buyer, amount)
    accepted = today(chat.house) - timedelta(days=days_ago)
    await chat.type(f"{accepted:%d-%m-%Y}", terms)


def reminded(chat: Chat, buyer: str) -> int:
    """How many reminders of a buyer's bill stand in the chat."""
    return sum(one["text"].startswith("⏰") for one in chat.heard(buyer))


async def test_bill_is_kept_reminded_of_and_marked_as_paid(sandbox: House, chat: Chat) -> None:
    await adds(chat)
    assert chat.sees("Arora Traders", "Last day to pay: %(date)s", "%(n)s days left")
    assert "₹5,00,000" in chat.text
    (kept,) = (await chat.data())["reminders"]
    due = today(sandbox).date() + timedelta(days=45)
    assert kept["rule"].startswith("leads 10:00 10,3,0,-7,-15,-30,-")
    assert kept["rule"].endswith(f" of {due}")
    sandbox.asks("clock", {"to": f"{due - timedelta(days=10)}T10:01:00+05:30"})
    await chat.hears("%(n)s days left", 2)
    sandbox.asks("clock", {"to": f"{due + timedelta(days=7)}T10:01:00+05:30"})
    await chat.hears("Owed today: %(amount)s")
    assert chat.sees("Interest to today: %(amount)s", "Now: send the letter with the interest")
    await chat.tap("✅ Paid", "Today")
    assert chat.sees("✅ Paid on %(date)s")
    assert (await chat.data())["reminders"] == []
    await chat.tap("🏠 Home")
    told = reminded(chat, "Arora Traders")
    await adds(chat, "1 lakh", 0, "30", buyer="Witness")  # its day comes after those of the bill that was paid
    sandbox.moves_clock(days=30, minutes=2)
    assert "Witness" in (await chat.hears("That is today."))["text"]
    assert reminded(chat, "Arora Traders") == told


async def test_late_bill_shows_interest_letter_and_how_it_grows(chat: Chat) -> None:
    await adds(chat, "10 lakh", 75, "30")
    assert chat.sees("%(n)s days late", "Now: file the case on the ODR portal.")
    await chat.tap("🧮 How the interest grows")
    assert chat.sees("Three times the bank rate, added to the bill every month.")
    assert "16.5%" in chat.text
    await chat.tap("⬅ Back", "✉ Letter")
    assert "Last day to pay (section 15):" in chat.text
    assert chat.sees("Was your Udyam older than the order?")
    if chat.code != "en":
        await chat.tap({"hi": "हिन्दी", "ta": "தமிழ்"}[chat.code])
        assert chat.sees("Last day to pay (section 15): %(due)s")
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


async def test_letter_has_a_place_for_everything(owner: Chat) -> None:
    await adds(owner, "10 lakh", 75, "30", buyer="Arora Traders, bill no. 17/26")
    await owner.tap("✉ Letter")
    shown = owner.text.splitlines()
    places = (
        *("Date: ", "From (name and address): __", "Udyam number: __", "To: Arora Traders", "Address: __"),
        *("Subject: payment of bill no. 17/26", "Bill no. 17/26, dated __", "Supply accepted on: "),
        *("Last day to pay (section 15): ", "Amount of the bill: ₹10,00,000", "Interest to "),
        *("Owed in all (section 17)", "We are a micro or small", "The payment is late.", "Please pay "),
        "Signature, name and stamp: __",
    )
    at = [next(n for n, line in enumerate(shown) if line.startswith(place)) for place in places]
    assert at == sorted(at)
    assert "To: Arora Traders" in shown


async def test_number_is_kept_by_itself_and_told_later(owner: Chat) -> None:
    await adds(owner, "10 lakh", 75, "30", buyer="Arora Traders, bill no. 17/26")
    assert [(one["buyer"], one["number"]) for one in (await owner.data())["bills"]] == [("Arora Traders", "17/26")]
    await owner.tap("🏠 Home")
    await adds(owner, "1 lakh", 75, "30", buyer="Sharma, Sons")
    await owner.tap("✉ Letter")
    assert owner.sees("Subject: payment of bill no. ______")
    await owner.tap("➕ Bill number")
    await owner.type("9" * 40)
    assert owner.sees("⚠ That is too long for a bill's number.")
    await owner.type("INV-9")
    assert owner.sees("Subject: payment of bill no. INV-9", "To: Sharma, Sons")


@pytest.mark.parametrize(
    ("typed", "name", "number"),
    [
        ("Arora Traders", "Arora Traders", None),
        ("Arora Traders, 17/26", "Arora Traders", "17/26"),
        ("Arora Traders bill no. 17", "Arora Traders", "17"),
        ("Arora Traders, invoice INV-9", "Arora Traders", "INV-9"),
        ("अरोड़ा ट्रेडर्स, बिल नं. 17", "अरोड़ा ट्रेडर्स", "17"),
        ("Sharma, Sons", "Sharma, Sons", None),
        ("Arora Traders, Sector 17", "Arora Traders, Sector 17", None),
        ("3M India", "3M India", None),
    ],
)
def test_bill_number_is_told_from_the_name(typed: str, name: str, number: str | None) -> None:
    assert name_and_number(typed) == (name, number)


async def test_medium_unit_is_shown_no_claim_and_gets_no_letter(sandbox: House) -> None:
    chat = await settled(Chat(sandbox), size=MEDIUM)
    await adds(chat, "10 lakh", 75, "30")
    assert chat.sees(CANNOT, "Owed today: ₹10,00,000")
    assert not chat.says("Interest to today")
    assert "🧮 How the interest grows" not in chat.labels()
    assert not {"✉ Letter", "⚖ File a case (ODR)"} & set(chat.labels())
    paid = chat.button("✅ Paid")["callback_data"]
    for letter in ("letter", "pdf"):  # buttons of before the size was told
        await chat.taps_old(chat.screen()["message_id"], paid.replace("paid", letter) + ":en")
        assert chat.sees(CANNOT)
        assert [label for label in chat.labels() if "all the same" in label or "PDF" in label] == []


@pytest.mark.parametrize(
    ("told", "warning"),
    [
        ({"udyam": "No"}, "Without Udyam before the order a claim can be refused."),
        ({"udyam": "Skip"}, "Only a micro or small unit with Udyam before the order can claim."),
        ({"size": "Skip"}, "Only a micro or small unit with Udyam before the order can claim."),
    ],
)
async def test_doubtful_claim_is_warned_of_before_the_letter(
    sandbox: House, told: dict[str, str], warning: str
) -> None:
    chat = await settled(Chat(sandbox), **told)
    await adds(chat, "10 lakh", 75, "30")
    assert chat.sees(warning)
    await chat.tap("✉ Letter")
    assert chat.sees(warning)
    assert not chat.says("Yours faithfully,")
    asks = {"Udyam": "Is your unit registered on Udyam?", "Size": "How big is your unit?"}
    missing = [name for name in asks if f"✏ {name}" in chat.labels()]
    assert missing == [name for name in asks if told.get(name.lower()) == "Skip"]
    await chat.tap("✉ The letter all the same")
    assert chat.sees(warning, "Yours faithfully,")


async def test_one_day_late_bears_interest_in_desk_and_calculator_alike(owner: Chat) -> None:
    await adds(owner, "5 lakh", 46, "60")
    assert owner.sees("1 day late", "Interest to today: ₹226.03")
    accepted = today(owner.house) - timedelta(days=46)
    await owner.start("x_late")
    await owner.type("5 lakh", f"{accepted:%d-%m-%Y}", "60")
    await owner.tap("Today")
    assert owner.sees("Interest: ₹226.03", "Owed in all: ₹5,00,226.03")


async def test_amount_with_a_wrong_comma_is_asked_again(owner: Chat) -> None:
    await owner.tap("⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    await owner.type("Arora Traders", "12,5 lakh")
    assert owner.sees("We could not read an amount in “12,5 lakh”.", "12,50,000")
    await owner.type("साढ़े बारह लाख")
    assert owner.sees("Arora Traders · ₹12.5 lakh")
