"""First contact: language, notice, four questions, home; and going on without agreeing."""

from __future__ import annotations

import pytest

from tests.conversations.chat import Chat
from tests.conversations.house import House


async def test_newcomer_tells_four_things_and_comes_home(newcomer: Chat) -> None:
    await newcomer.start()
    assert newcomer.sees("Choose your language")
    await newcomer.tap({"en": "English", "hi": "हिन्दी", "ta": "தமிழ்"}[newcomer.code])
    assert newcomer.sees("Before we start", "You must be 18 or older.")
    await newcomer.tap("✅ I agree")
    assert newcomer.sees("What do you make or do?")
    await newcomer.type("hosiery")
    assert newcomer.sees("Where is your unit?")
    await newcomer.type("Tiruppur")
    assert newcomer.sees("You seem to be in %(place)s, right?")
    await newcomer.tap("✅ Yes")
    assert newcomer.sees("How big is your unit?", "By yearly sales and the price of your machines.")
    await newcomer.tap("Micro: sales up to ₹10 crore")
    assert newcomer.sees("Is your unit registered on Udyam?")
    await newcomer.tap("No")
    assert newcomer.sees("Do you sell on GeM?")
    await newcomer.tap("Yes")
    assert newcomer.sees("%(n)s schemes fit you", "Udyam: not yet", "GeM: yes")
    fits, may_fit = newcomer.number()[:2]
    assert fits > 0
    assert may_fit > 0
    kept = (await newcomer.data())["contact"]["profile"]
    assert (kept["state"], kept["district"], kept["size"]) == ("IN-TN", "Tiruppur", "micro")


@pytest.mark.parametrize("code", ["hi", "ta"])
async def test_the_language_of_the_app_stands_first(shared_house: House, code: str) -> None:
    chat = Chat(shared_house, code)
    await chat.start()
    assert chat.labels()[0] == {"hi": "हिन्दी", "ta": "தமிழ்"}[code]


async def test_place_by_shared_location(newcomer: Chat) -> None:
    await newcomer.agrees()
    await newcomer.tap("Skip", "📍 Share my location")
    assert newcomer.sees("Press the button under the message field.")
    await newcomer.shares(28.84, 78.77)
    assert newcomer.sees("You seem to be in %(place)s, right?")
    await newcomer.tap("✅ Yes")
    assert newcomer.sees("How big is your unit?")
    assert (await newcomer.data())["contact"]["profile"]["district"] == "Moradabad"


async def test_place_by_pin_code_after_a_wrong_one(newcomer: Chat) -> None:
    await newcomer.agrees()
    await newcomer.tap("Skip")
    await newcomer.type("000000")
    assert newcomer.sees("We could not find that place.")
    await newcomer.type("360002")
    await newcomer.tap("✅ Yes")
    assert newcomer.sees("How big is your unit?")
    assert (await newcomer.data())["contact"]["profile"]["district"] == "Rajkot"


async def test_place_by_state_and_district(newcomer: Chat) -> None:
    await newcomer.agrees()
    await newcomer.tap("Skip", "🗺 Choose the state")
    assert newcomer.sees("Choose the state")
    state = {"en": "Andhra Pradesh", "hi": "आंध्र प्रदेश", "ta": "ஆந்திர"}[newcomer.code]
    await newcomer.finds(state)
    assert newcomer.sees("Choose the district")
    await newcomer.tap("Only the state")
    assert newcomer.sees("How big is your unit?")
    assert (await newcomer.data())["contact"]["profile"]["state"] == "IN-AP"


async def test_everything_can_be_skipped(newcomer: Chat) -> None:
    await newcomer.agrees()
    await newcomer.tap("Skip", "Skip", "Skip", "Skip", "Skip")
    assert newcomer.sees("Tell us what you make and where, and see which schemes fit you.")
    assert (await newcomer.data())["contact"]["profile"] == {}


async def test_without_agreement_one_reads_and_is_asked_when_something_would_be_kept(newcomer: Chat) -> None:
    await newcomer.start()
    await newcomer.tap({"en": "English", "hi": "हिन्दी", "ta": "தமிழ்"}[newcomer.code], "Go on without")
    assert newcomer.sees("Tell us what you make and where, and see which schemes fit you.")
    await newcomer.type("cgtmse")
    await newcomer.tap("1.")
    assert newcomer.sees("%(status)s · as of %(date)s")
    await newcomer.type("/nearby")
    await newcomer.tap("Testing and quality")
    await newcomer.type("641604")
    await newcomer.tap("✅ Yes")
    assert newcomer.sees("Tiruppur")
    await newcomer.type("/alerts")
    await newcomer.tap("✅ What fits me")
    assert newcomer.sees("To remember this for you, Samooh must keep it.")
    await newcomer.tap("What is kept?")
    assert newcomer.sees("What is kept about you, and why")
    await newcomer.type("/udyam")
    await newcomer.tap("▶ Start", "✅ Done, next", "✅ I agree")
    await newcomer.tap("✅ Done, next")
    data = await newcomer.data()
    assert len(data["guides"]["udyam"]) == 1
    assert data["consents"]
