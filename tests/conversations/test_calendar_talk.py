"""The compliance calendar: a few questions, the dates that follow, reminders before them, a date that is moved."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from content.recurrence import month_later
from tests.conversations.chat import Chat
from tests.conversations.house import INDIA, House

MONTHLY = "GSTR-3B, return and tax (every month)"
MONTHLY_HINDI = "GSTR-3B, रिटर्न और टैक्स (हर महीने)"


@pytest.fixture
async def chat(sandbox: House, language: str) -> Chat:
    """Somebody in Tiruppur who has agreed, in a house whose clock moves."""
    chat = Chat(sandbox, language)
    await chat.settles()
    return chat


@pytest.fixture
async def owner(sandbox: House) -> Chat:
    """The same, in English."""
    chat = Chat(sandbox)
    await chat.settles()
    return chat


async def answers(chat: Chat, filing: str = "Every month") -> None:
    """Tell what the calendar asks: GST, kind of unit, workers, sales, income tax, GeM; one licence."""
    await chat.tap("⏰ My reminders", "📆 Dates that cost money", "✏ A few questions")
    await chat.tap(filing, "Proprietorship", "10 to 19", "₹2 to 5 crore", "Without an audit")
    await chat.tap("No", "Trade licence")
    await chat.tap("▶ Go on")


async def test_questions_lead_to_my_dates_and_each_says_why(chat: Chat) -> None:
    await answers(chat)
    assert chat.sees("📆 Dates that cost money", "%(n)s dates this month and next")
    assert chat.says_not("Tell us more, and more of your dates show.")
    await chat.finds(MONTHLY)
    assert chat.sees(MONTHLY, "By %(date)s", "✅ Applies to you: %(reasons)s", "⚠ If you are late: %(penalty)s")
    await chat.tap("ℹ Source")
    assert chat.sees("Law: %(law)s", "Sources")
    assert "CGST" in chat.text


async def test_what_does_not_apply_says_why_too(chat: Chat) -> None:
    await answers(chat)
    await chat.tap("🗂 By kind", "🏢 Company and LLP", "Hold the yearly meeting of the company (AGM)")
    assert chat.sees("➖ Doesn't apply to you: %(reasons)s", "Kind of unit")
    await chat.tap("🏠 Home", "⏰ My reminders", "📆 Dates that cost money", "🗂 By kind", "🧾 GST")
    assert any(label.startswith("✅") for label in chat.labels())


def local(house: House) -> datetime:
    return datetime.fromisoformat(house.sees("clock")["now"]).astimezone(INDIA)


async def test_reminder_comes_days_before_and_done_ends_this_months(sandbox: House, chat: Chat) -> None:
    await answers(chat)
    await chat.finds(MONTHLY)
    await chat.tap("⏰ Remind me")
    assert chat.sees("🔔 You are reminded: %(days)s")
    (kept,) = (await chat.data())["reminders"]
    assert kept["about"] == "date:gst-gstr3b-monthly"
    due = datetime.fromisoformat(kept["next_due_at"]).astimezone(INDIA)
    day = next(d for d in (due.date() + timedelta(days=n) for n in range(6)) if d.day == 20)
    assert ((day - due.date()).days, due.hour) in {(5, 10), (2, 10), (0, 10)}
    sandbox.asks("clock", {"to": (due + timedelta(minutes=1)).isoformat()})
    await chat.hears("No. %(reference)s")
    assert chat.sees(MONTHLY, "⚠ If you are late: %(penalty)s")
    await chat.tap("✅ Done")
    (kept,) = (await chat.data())["reminders"]
    again = datetime.fromisoformat(kept["next_due_at"]).astimezone(INDIA)
    assert again.date() > day


async def test_days_before_are_chosen(chat: Chat) -> None:
    await answers(chat)
    await chat.finds(MONTHLY)
    await chat.tap("⏰ Remind me", "⏱ Days before")
    await chat.tap(chat.labels()[0], "⬅ Back")
    assert chat.sees("🔔 You are reminded: %(days)s")
    (kept,) = (await chat.data())["reminders"]
    assert kept["rule"] == "leads 10:00 30,5,2,0"
    await chat.tap("🏠 Home", "⏰ My reminders", MONTHLY, "🔕 Don't remind me")
    assert (await chat.data())["reminders"] == []


async def test_all_at_once_and_none_again(chat: Chat) -> None:
    await answers(chat)
    await chat.tap("🔔 Remind me of all")
    assert chat.sees("🔔 You are reminded of %(n)s dates.")
    count = chat.number()[0]
    kept = (await chat.data())["reminders"]
    assert len({one["about"] for one in kept}) == count == len(kept)
    await chat.tap("🏠 Home", "⏰ My reminders", "📆 Dates that cost money", "🔔 Remind me of all")
    assert len((await chat.data())["reminders"]) == count
    await chat.tap("🏠 Home", "⏰ My reminders", "📆 Dates that cost money", "🔔 Remind me of all", "🔕 None of them")
    assert (await chat.data())["reminders"] == []


async def test_a_day_of_ones_own_is_read_or_refused(owner: Chat, sandbox: House) -> None:
    await owner.tap(
        "⏰ My reminders", "📆 Dates that cost money", "🗂 By kind", "📜 Licences", "Renew the fire permit"
    )
    await owner.tap("⏰ Remind me")
    assert owner.sees("Until which day does the fire NOC run?")
    await owner.type("soon")
    assert owner.sees("We could not read a day in “soon”.")
    await owner.type("5-3-2020")
    assert owner.sees("That day is over.")
    until = local(sandbox).date() + timedelta(days=200)
    await owner.type(f"{until:%d-%m-%Y}")
    assert owner.sees("You are reminded: 30 days before, on the day")
    (kept,) = (await owner.data())["reminders"]
    assert kept["rule"] == f"leads 10:00 30,0 of {until - timedelta(days=30)}"
    await owner.taps_old(owner.screen()["message_id"], "calendar.ask:lic-fire")
    await owner.type(f"{until + timedelta(days=9):%d-%m-%Y}")
    (kept,) = (await owner.data())["reminders"]
    assert kept["rule"] == f"leads 10:00 30,0 of {until - timedelta(days=21)}"


async def test_a_moved_date_is_told_and_the_reminders_follow(sandbox: House, owner: Chat) -> None:
    await answers(owner)
    await owner.finds(MONTHLY)
    await owner.tap("⏰ Remind me")
    now = local(sandbox).date()
    due = next(d for d in (now + timedelta(days=n) for n in range(40)) if d.day == 20)
    new = due + timedelta(days=4)
    said = sandbox.operator(
        "dates", "move", "gst-gstr3b-monthly", str(due), str(new), "--reason", "en=The portal was down"
    )
    assert "reminders changed" in said
    await owner.hears("No. ")
    assert owner.sees("🔁 Moved from", "The portal was down", f"By {new:%A}")
    assert str(new) in sandbox.operator("dates", "list")
    sandbox.operator("dates", "back", "gst-gstr3b-monthly", str(due))
    await owner.hears("No. ", 2)
    assert owner.sees(f"By {due:%A}")
    assert owner.says_not("🔁 Moved from")


async def test_without_agreement_dates_show_and_nothing_is_kept(sandbox: House) -> None:
    chat = Chat(sandbox)
    await chat.start()
    await chat.type("gstr-3b")
    await chat.tap(MONTHLY)
    assert chat.sees("❔ May apply to you. Not told yet: GST filing")
    await chat.tap("⏰ Remind me")
    assert chat.sees("To remember this for you, Samooh must keep it.")
    await chat.tap("✅ I agree")
    assert chat.sees("🔔 You are reminded")


def moves_to(house: House, day: date, hour: int) -> None:
    """Set the clock forward."""
    house.asks("clock", {"to": datetime.combine(day, time(hour), INDIA).isoformat()})


async def test_a_near_date_is_reminded_of_and_one_of_today_is_told_at_once(sandbox: House, owner: Chat) -> None:
    way = ("⏰ My reminders", "📆 Dates that cost money", "🗂 By kind", "💳 Bank", "Bank: monthly statement")
    due = month_later(local(sandbox).date().replace(day=10), 1)
    moves_to(sandbox, due - timedelta(days=2), 12)  # its only step, three days before, is over
    await owner.tap(*way, "⏰ Remind me")
    assert owner.sees("⏰ Next reminder: ", f", for {due:%A}, {due.day} {due:%B}")
    (kept,) = (await owner.data())["reminders"]
    soon = datetime.fromisoformat(kept["next_due_at"]).astimezone(INDIA)
    assert soon == datetime.combine(due - timedelta(days=1), time(10), INDIA)
    moves_to(sandbox, soon.date(), 11)
    await owner.hears("No. ")
    assert owner.sees(f"By {due:%A}, {due.day} {due:%B}")
    moves_to(sandbox, due, 12)
    await owner.tap("▶ Open", "🔕 Don't remind me", "⏰ Remind me")
    following = month_later(due, 1)
    assert owner.sees("⚠ It is due today.", f", for {following:%A}, {following.day} {following:%B}")
    await owner.tap("🏠 Home", "⏰ My reminders", "📆 Dates that cost money", "🔔 Remind me of all")
    assert owner.sees("⏰ Next reminder: ")
    await owner.tap("🏠 Home", "⏰ My reminders", "📆 Dates that cost money", "🗂 By kind", "📜 Licences")
    await owner.tap("Renew the fire permit", "⏰ Remind me")
    await owner.type(f"{due + timedelta(days=20):%d-%m-%Y}")
    assert owner.sees("⚠ It was due on ", "Do it now.")
    await owner.type(f"{due + timedelta(days=30):%d-%m-%Y}")
    assert owner.sees("⚠ It is due today.")


async def opens(owner: Chat, area: str, date_: str) -> None:
    """Come to one date by its kind."""
    await owner.tap("⏰ My reminders", "📆 Dates that cost money", "🗂 By kind", area)
    await owner.finds(date_)


def without_year(day: date) -> str:
    return f"{day.day} {day:%B}"


async def test_a_past_day_is_asked_for_and_read_as_past(sandbox: House, owner: Chat) -> None:
    today = local(sandbox).date()
    await opens(owner, "🧾 GST", "E-invoice: upload within 30 days")
    await owner.tap("⏰ Remind me")
    example = month_later(today.replace(day=25), -1)
    assert owner.sees("Which date does the bill carry?", f"for example {example.day}-{example.month}-{example.year}.")
    await owner.type("tomorrow")
    assert owner.sees("⚠ That day is still to come.", "Which date does the bill carry?")
    await owner.type(without_year(today - timedelta(days=21)))
    due = today + timedelta(days=9)
    assert owner.sees(f"By {due:%A}, {due.day} {due:%B} {due.year}")
    for typed, ago in (("कल", 1), ("parso", 2), ("10 நாட்களுக்கு முன்", 10)):
        await owner.tap("✏ Change")
        await owner.type(typed)
        due = today + timedelta(days=30 - ago)
        assert owner.sees(f"By {due:%A}, {due.day} {due:%B} {due.year}")
    assert len((await owner.data())["reminders"]) == 1


async def test_a_yearly_meeting_is_the_nearest_one(sandbox: House, owner: Chat) -> None:
    today = local(sandbox).date()
    await opens(owner, "🏢 Company and LLP", "MGT-7 or MGT-7A, yearly return of the company")
    await owner.tap("⏰ Remind me")
    await owner.type(without_year(today - timedelta(days=90)))
    late = today - timedelta(days=30)
    assert owner.sees(f"⚠ It was due on {late:%A}, {late.day} {late:%B} {late.year}. Do it now.")
    await owner.type(without_year(today - timedelta(days=50)))
    due = today + timedelta(days=10)
    assert owner.sees(f"By {due:%A}, {due.day} {due:%B} {due.year}")


async def test_a_limit_that_was_crossed_brings_a_note_and_no_question(owner: Chat) -> None:
    await opens(owner, "🪪 Udyam and GeM", "Sales or machines cross a size limit")
    assert owner.sees("This has no last day. From the day of the change, you keep the non-tax benefits")
    assert owner.says_not("The day isn't known.")
    assert "⏰ Remind me" not in owner.labels()


async def test_a_yearly_day_whose_due_day_is_over_is_told_and_kept_for_next_year(sandbox: House, owner: Chat) -> None:
    today = local(sandbox).date()
    await opens(owner, "💳 Bank", "Bank: renew the cash-credit limit")
    await owner.tap("⏰ Remind me")
    await owner.type(without_year(today + timedelta(days=30)))
    late = today - timedelta(days=15)
    assert owner.sees(f"⚠ It was due on {late:%A}, {late.day} {late:%B} {late.year}.", "⏰ Next reminder: ")
    (kept,) = (await owner.data())["reminders"]
    first = datetime.fromisoformat(kept["next_due_at"]).astimezone(INDIA)
    assert first == datetime.combine(month_later(late, 12) - timedelta(days=30), time(10), INDIA)


async def test_a_yearly_day_of_ones_own_comes_again_next_year(sandbox: House, owner: Chat) -> None:
    stamped = local(sandbox).date() - timedelta(days=320)
    await opens(owner, "📜 Licences", "Stamp weights and measures")
    await owner.tap("⏰ Remind me")
    await owner.type(f"{stamped - timedelta(days=100):%d-%m-%Y}")
    assert owner.sees("⚠ It was due on ", "On which day were the weights stamped last?")
    await owner.type(without_year(stamped))
    due = stamped + timedelta(days=365)
    assert owner.sees(f"By {due:%A}, {due.day} {due:%B} {due.year}")
    (kept,) = (await owner.data())["reminders"]
    assert (kept["about"], kept["rule"]) == (f"date:lic-metrology@{due}", "leads 10:00 30,7")
    await owner.tap("🏠 Home", "⏰ My reminders", "Stamp weights and measures")
    assert owner.sees(f"By {due:%A}, {due.day} {due:%B} {due.year}", "🔔 You are reminded: ")
    await owner.tap("⏱ Days before", "15 days before", "⬅ Back")
    assert owner.sees("🔔 You are reminded: 30 days before, 15 days before, 7 days before", "⏰ Next reminder: ")
    moves_to(sandbox, due - timedelta(days=30), 11)
    await owner.hears("No. ")
    assert owner.sees("Stamp weights and measures", f"By {due:%A}, {due.day} {due:%B} {due.year}")
    await owner.tap("✅ Done")
    (kept,) = (await owner.data())["reminders"]
    again = datetime.fromisoformat(kept["next_due_at"]).astimezone(INDIA)
    assert again.date() == month_later(due, 12) - timedelta(days=30)


async def test_reminders_are_called_by_the_language_of_today(sandbox: House, owner: Chat) -> None:
    await answers(owner)
    await owner.finds(MONTHLY)
    await owner.tap("⏰ Remind me")
    await owner.tap("🏠 Home", "⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    await owner.type("Arora Traders", "5 lakh", "today", "45")
    await owner.type("/language", "हिन्दी")
    owner.code = "hi"
    await owner.type("/reminders")
    assert owner.sees(MONTHLY, "Bill: %(buyer)s", "Arora Traders")
    assert any(MONTHLY_HINDI in label for label in owner.labels())
    assert MONTHLY not in owner.text
    (dated, _bill) = (await owner.data())["reminders"]
    sandbox.asks("clock", {"to": dated["next_due_at"]})
    await owner.hears("No. %(reference)s")
    await owner.tap("💤 In 1 hour")
    assert MONTHLY_HINDI in owner.text
    sandbox.moves_clock(hours=1)
    await owner.hears("No. %(reference)s")
    await owner.tap("✅ Done")
    assert MONTHLY_HINDI in owner.text
    await owner.tap("🏠 Home", "⏰ My reminders", "📆 Dates that cost money", "🔔 Remind me of all")
    assert owner.sees("🔔 You are reminded of %(n)s dates.", "⏰ Next reminder: %(moment)s, for %(date)s")
    assert MONTHLY not in owner.text
