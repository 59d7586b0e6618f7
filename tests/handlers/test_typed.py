"""What is typed on a screen: a label in any manner is its button, a search beside a label's word is a search."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.content_room import ContentRoom
from db import contacts
from db.store import open_store
from handlers.dispatch import answer_inline, answer_text, typed_route
from handlers.found import find, found_button
from handlers.home import show_home
from handlers.turn import Turn
from locales import translator
from tests.search_at_home import NOW, buttons_of, typed_on

SEARCHES = {
    "en": """udyam loan|udyam cancel|gem loan|gst help|learn emi|calculators emi|settings gst|clusters in up|home loan
        |costing|emi calculator|wine clusters in chile|schemes emi|gum""",
    "hi": "क्लस्टर लोन|क्लस्टर योजना|प्रशिक्षण केंद्र|ब्याज कैलकुलेटर|mahila udyami",
    "ta": "உதவி தொகை|உதவி மையம்|உதவி எண்|payirchi maiyam",
}
LABELS = {
    "en": "shemes>schemes.menu|Schemes for me>schemes.menu|help near>nearby.menu|remindrs>reminders.list",
    "hi": "madad>help.open|prashikshan>trainings.list|मदद>help.open|kalaster>clusters.menu",
    "ta": "udavi>help.open|payirchi>trainings.list|உதவி>help.open",
}
RESULTS = {"msme": "MSME-DI", "samadhaan": "samadhaan fee", "emi": "loan", "udyam": "udyam cancel"}


async def _typed_at_home(room: ContentRoom, language: str, typed: str) -> str:
    home = buttons_of(await show_home(typed_on(room.catalog, language, "", [])))
    return typed_route(typed_on(room.catalog, language, typed, home))


@pytest.mark.parametrize(
    ("language", "typed"), [(code, one.strip()) for code, texts in SEARCHES.items() for one in texts.split("|")]
)
async def test_a_word_beside_a_label_makes_a_search(room: ContentRoom, language: str, typed: str) -> None:
    assert await _typed_at_home(room, language, typed) == "search.typed"


@pytest.mark.parametrize(
    ("language", "typed", "route"),
    [(code, *one.split(">")) for code, texts in LABELS.items() for one in texts.split("|")],
)
async def test_a_label_is_typed_in_part_with_a_slip_or_in_other_letters(
    room: ContentRoom, language: str, typed: str, route: str
) -> None:
    assert await _typed_at_home(room, language, typed) == route


@pytest.mark.parametrize(("first", "then"), RESULTS.items())
def test_among_results_another_search_is_typed(room: ContentRoom, first: str, then: str) -> None:
    turn = typed_on(room.catalog, "en", first, [])
    hits = [found_button(turn, number, hit) for number, hit in enumerate(find(turn, first, 6), start=1)]
    shown = [(one.text, one.callback_data) for one in hits]
    assert typed_route(typed_on(room.catalog, "en", then, shown)) == "search.typed"


def test_a_result_is_typed_by_its_number_or_name(room: ContentRoom) -> None:
    shown = [("1. 📖 MSME", "learn.term:msme"), ("2. 🧾 Late buyers", "rules.page:paid-tax")]
    for typed, route in (("MSME", shown[0][1]), ("2", shown[1][1]), ("late bayers", shown[1][1])):
        assert typed_route(typed_on(room.catalog, "en", typed, shown)) == route


@pytest.mark.parametrize("awaiting", ["bills.buyer", "places.typed:near", "search.typed", "guides.nic_typed"])
@pytest.mark.parametrize("typed", ["Home Centre", "Homee"])
def test_an_answer_in_words_of_ones_own_is_no_button(room: ContentRoom, awaiting: str, typed: str) -> None:
    shown = [("🏠 Home", "home.open")]
    assert typed_route(typed_on(room.catalog, "en", typed, shown, awaiting)) == awaiting
    assert typed_route(typed_on(room.catalog, "en", "home", shown, awaiting)) == "home.open"


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [
        ("hi", "haan|ha ji|हां|जी हाँ|yes", "ना|nahi|na|जी नहीं"),
        ("ta", "aamaam|ஆமா|yes", "illai|இல்ல|no"),
        ("en", "haan", "nahi"),
    ],
)
def test_yes_and_no_are_said_in_many_ways(room: ContentRoom, language: str, yes: str, no: str) -> None:
    _ = translator(language).gettext
    shown = [(_("✅ Yes"), "places.save"), (_("No"), "places.again")]
    for said, route in [
        *((one, shown[0][1]) for one in yes.split("|")),
        *((one, shown[1][1]) for one in no.split("|")),
    ]:
        assert typed_route(typed_on(room.catalog, language, said, shown, "places.typed:profile")) == route, said


@pytest.fixture
async def chat(sqlite_url: str, room: ContentRoom) -> AsyncIterator[Turn]:
    """A turn of a contact who agreed and waits for nothing."""
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 1, "en", NOW)
        await contacts.set_contact(session, made.id, agreed_at=NOW)
        contact = await contacts.get_by_chat(session, 1)
        assert contact is not None
        yield Turn(contact, session, room.catalog, translator("en"), NOW, "samooh_bot")
    await store.close()


@pytest.mark.parametrize(
    "typed",
    [
        "25-12-2026 10 am GSTR-3B",
        "2026-12-25 10 am pay GST",
        "2027-03-31 10 am renew",
        "tomorrow 10 am call 98765 43210",
    ],
)
async def test_a_time_makes_a_reminder_before_figures_make_a_number(chat: Turn, typed: str) -> None:
    chat.typed = typed
    screen = await answer_text(chat)
    assert "Right?" in screen.text
    assert "check whose number" not in str(await answer_inline(chat, typed))


@pytest.mark.parametrize(
    "typed", ["98765 43210 asks 1500 for udyam tomorrow 10 am", "call 98765 43210", "98765 43210"]
)
async def test_a_number_without_a_time_or_with_a_fee_is_still_checked(chat: Turn, typed: str) -> None:
    chat.typed = typed
    assert "check whose number that is." in (await answer_text(chat)).text


@pytest.mark.parametrize("awaiting", [None, "bills.buyer", "reminders.typed:0", "search.typed"])
@pytest.mark.parametrize("typed", ["2345 6789 0123", "remind me tomorrow 10 am Aadhaar 2345-6789-0123"])
async def test_an_aadhaar_number_is_neither_taken_nor_repeated(chat: Turn, awaiting: str | None, typed: str) -> None:
    await chat.change(awaiting=awaiting)
    chat.typed = typed
    screen = await answer_text(chat)
    assert "Never send an Aadhaar number to a bot." in screen.text
    assert "6789" not in screen.text
    assert "6789" not in str(await answer_inline(chat, typed))
    if awaiting and awaiting != "search.typed":
        assert chat.contact.awaiting == awaiting
        assert "The question is still open" in screen.text
    assert not chat.contact.profile
