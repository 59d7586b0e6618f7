"""Help near me: by location, PIN code and name; pin on the map, source, report; trainings."""

from __future__ import annotations

from datetime import datetime, timedelta

import dateutil.parser
import pytest

from locales import translator
from tests.conversations.chat import Chat
from tests.conversations.house import House

GONE_ON = {"en": "English", "hi": "हिन्दी", "ta": "தமிழ்"}


async def looks_around(chat: Chat) -> None:
    """Come to the question of place without having told one."""
    await chat.start()
    await chat.tap(GONE_ON[chat.code], "Go on without", "📍 Help near me", "Testing and quality")
    assert chat.sees("Where is your unit?")


async def test_near_a_shared_location(newcomer: Chat) -> None:
    await looks_around(newcomer)
    await newcomer.shares(28.84, 78.77)
    await newcomer.tap("✅ Yes")
    assert newcomer.sees("Moradabad")
    assert "1. " in newcomer.text


@pytest.mark.parametrize("typed", ["641604", "Tiruppur", "tirupur"])
async def test_near_a_pin_code_or_a_name(newcomer: Chat, typed: str) -> None:
    await looks_around(newcomer)
    await newcomer.type(typed)
    await newcomer.tap("✅ Yes")
    say = translator(newcomer.code).content
    office = say("provider", "body", "Textiles Committee office / laboratory")
    town = say("place", "name", "Tiruppur")
    assert f"{office}, {town} (" in newcomer.text  # the town once


async def test_near_a_whole_state_asks_for_the_district(newcomer: Chat) -> None:
    await looks_around(newcomer)
    await newcomer.type("Goa")
    assert newcomer.sees("Choose the district")
    assert not [label for label in newcomer.labels() if newcomer._means("Only the state", label)]
    await newcomer.tap("North Goa")
    assert newcomer.sees("Kolhapur")
    assert "1. " in newcomer.text


async def test_location_shared_out_of_the_blue_opens_help_around_it(newcomer: Chat) -> None:
    await newcomer.settles()
    await newcomer.shares(22.30, 70.80)
    await newcomer.tap("✅ Yes")
    assert newcomer.sees("What kind of help do you need?")
    await newcomer.tap("Loans and finance")
    assert "Rajkot" in newcomer.text


async def test_provider_is_shown_pinned_and_reported(chat: Chat) -> None:
    await chat.tap("📍 Help near me", "Testing and quality", "1.")
    assert chat.sees("Opening hours are not known: call before you go.", "Textiles Committee office / laboratory")
    assert "Tiruppur, Tiruppur" not in chat.text
    await chat.tap("🗺 Show on the map")
    assert chat.sees("The pin shows the town, not the door.")
    venue = next(one["venue"] for one in chat.from_bot() if one["venue"])
    assert round(venue["location"]["latitude"], 1) == 11.1
    await chat.tap("⬅ Back", "ℹ Source and date")
    assert chat.sees("Source: %(source)s")
    await chat.tap("⬅ Back", "🚩 Wrong or closed?", "It is closed")
    assert chat.sees("Thank you. The operator will check it.")


async def test_back_from_a_provider_leads_to_the_list_it_came_from(shared_house: House) -> None:
    """From a cluster's card, by somebody whose own place isn't known."""
    chat = Chat(shared_house)
    await chat.start()
    await chat.tap("English", "Go on without")
    await chat.type("Moradabad brass")
    await chat.tap(next(label for label in chat.labels() if "🏘" in label))
    await chat.tap("📍 Help near me", "Advice and counselling")
    await chat.tap("Next ▶")
    listed, labels = chat.text, chat.labels()
    await chat.tap(labels[0])
    for page in ("🗺 Show on the map", "ℹ Source and date", "🚩 Wrong or closed?"):
        await chat.tap(page, "⬅ Back")
    await chat.tap("⬅ Back")
    assert (chat.text, chat.labels()) == (listed, labels)
    await chat.tap(labels[0], "🚩 Wrong or closed?", "It is closed", "⬅ Back", "Advice and counselling")
    assert "(" in chat.text.splitlines()[1]  # the nearest, with their distance; no question of place
    await chat.tap("⬅ Back", "Advice and counselling")
    assert "(" in chat.text.splitlines()[1]


async def test_operator_sees_what_was_reported(shared_house: House, owner: Chat) -> None:
    await owner.tap("📍 Help near me", "Loans and finance", "1.", "🚩 Wrong or closed?", "Address or phone is wrong")
    assert "wrong" in shared_house.operator("reports")


async def test_training_is_chosen_kept_and_put_into_the_calendar(chat: Chat) -> None:
    await chat.tap("🎓 Trainings")
    assert chat.sees("SAMPLE")
    await chat.tap("1.")
    assert chat.sees("SAMPLE: this entry is made up. Ask the office for real dates.")
    await chat.tap("🙋 I am interested")
    assert chat.sees("✅ You are interested.")
    await chat.tap("🗓 Add to calendar")
    assert chat.sees("Open the file to add it to your calendar.")
    fields = calendar_fields(chat.downloads())
    assert fields["SUMMARY"].startswith(("SAMPLE", "नमूना", "மாதிரி"))
    assert dateutil.parser.parse(fields["DTEND"]) > dateutil.parser.parse(fields["DTSTART"])
    assert len((await chat.data())["trainings"]) == 1


async def test_reminder_of_a_training_tells_its_day_and_the_last_one_to_apply(owner: Chat) -> None:
    await owner.tap("🎓 Trainings", "1.", "⏰ Remind me")
    assert owner.sees("Apply by %(date)s")
    await owner.tap("✅ Save")
    now = datetime.fromisoformat(owner.house.sees("clock")["now"])
    owner.house.to_next_due_before(now + timedelta(days=60))
    text = (await owner.hears("Apply by %(date)s"))["text"]
    assert text.startswith("⏰ SAMPLE · ")
    assert "📅 " in text
    assert "📍 " in text


def calendar_fields(content: bytes) -> dict[str, str]:
    """The event's fields by name, without their parameters."""
    text = content.decode().replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    event = text.split("BEGIN:VEVENT")[1].split("BEGIN:VALARM")[0]
    lines = [line.partition(":") for line in event.strip().split("\r\n")]
    return {name.split(";")[0]: value for name, _colon, value in lines}


async def test_training_reminds_before_it_begins(chat: Chat) -> None:
    await chat.tap("🎓 Trainings", "1.", "⏰ Remind me", "✅ Save")
    assert chat.sees("✅ Saved. Next: %(date)s")
    due = datetime.fromisoformat((await chat.data())["reminders"][0]["next_due_at"])
    assert due.tzinfo is not None
    await chat.type("/reminders")
    assert len(chat.labels()) == 5


async def test_standing_courses_are_read(chat: Chat) -> None:
    await chat.tap("🎓 Trainings", "📚 Held regularly")
    await chat.tap(chat.labels()[0])
    assert chat.sees("For: %(text)s")
    await chat.tap("ℹ Source and date")
    assert chat.sees("As of %(date)s")
