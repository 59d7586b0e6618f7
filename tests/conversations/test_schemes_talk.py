"""Schemes: what fits and why, the card and its parts, old names, search, links and inline cards."""

from __future__ import annotations

import re

import pytest

from content.providers import body_and_place
from tests.conversations.chat import Chat
from tests.conversations.house import House


async def test_lists_hold_as_many_schemes_as_their_buttons_say(chat: Chat) -> None:
    await chat.type("/start")
    fits, may_fit = chat.number()[:2]
    await chat.tap("📋 Schemes for me")
    said = [int(found) for label in chat.labels() for found in re.findall(r"\((\d+)\)", label)]
    assert said[:2] == [fits, may_fit]
    await chat.tap("✅ Fits you (%(n)s)")
    assert chat.sees("These fit you", f"{fits}")
    await chat.tap("Next ▶", "◀ Before", "⬅ Back", "❔ May fit (%(n)s)")
    assert chat.sees("These may fit", f"{may_fit}")


async def test_card_of_a_scheme_that_fits_has_parts_and_a_source(chat: Chat) -> None:
    await chat.tap("📋 Schemes for me", "✅ Fits you (%(n)s)", "1.")
    assert chat.sees("%(status)s · as of %(date)s", "✅ Fits you, by what you told us.")
    card = chat.text
    await chat.tap("🎁 What you get")
    assert chat.sees("What you get")
    await chat.tap("Who", "⬅ Back", "ℹ Source and date")
    assert chat.sees("Sources", "As of %(date)s")
    await chat.tap("⬅ Back")
    assert chat.text == card


async def test_scheme_that_does_not_fit_says_why_and_what_would_help(chat: Chat) -> None:
    await chat.start("s_mse-cdp")
    assert chat.sees("✖ Does not fit now.", "What would help: %(change)s.")
    await chat.tap("🪪 Register on Udyam")
    assert chat.sees("Registration is free. Anyone who asks for a fee is not the government.")


async def test_one_tap_answers_what_a_card_does_not_know(chat: Chat) -> None:
    await chat.start("s_pmegp")
    assert chat.sees("❔ May fit. We don't know yet: %(names)s.")
    await chat.tap("New unit?", "Yes")
    await chat.tap("Age")
    assert chat.sees("How old are you?")
    await chat.type("17")
    assert chat.sees("✖ Does not fit now.", "You are below the lowest age.", "Wait until you are %(n)s")
    await chat.type("/start")
    await chat.tap("⚙ Settings", "✏ My answers", "Age")
    await chat.type("३५")
    await chat.start("s_pmegp")
    assert chat.sees("✅ Fits you, by what you told us.")


async def test_merged_scheme_is_found_by_its_name_and_leads_to_its_successor(chat: Chat) -> None:
    await chat.type("samadhaan")
    await chat.tap(next(label for label in chat.labels() if "📋" in label))
    assert chat.sees("🔴 Merged into another scheme")
    await chat.tap("MSME ODR")
    assert chat.sees("🟢 Open")
    assert any(button.get("callback_data", "").startswith("schemes.part:odr:") for button in chat.buttons())


async def test_old_name_leads_to_the_scheme_of_today(owner: Chat) -> None:
    await owner.type("Udyog Aadhaar Memorandum")
    assert any("Udyam" in label for label in owner.labels())


@pytest.mark.parametrize("typed", ["cgtsme", "CGTMSE", "cgtmse scheme"])
async def test_search_forgives_slips(owner: Chat, typed: str) -> None:
    await owner.type(typed)
    assert "CGTMSE" in owner.labels()[0]


async def test_what_is_not_found_leads_on(chat: Chat) -> None:
    await chat.type("zzqxvw")
    assert chat.sees("Nothing found for “%(text)s”.", "zzqxvw")
    await chat.tap("📍 Help near me")
    assert chat.sees("What kind of help do you need?")


async def test_themes_list_what_fits_first(chat: Chat) -> None:
    await chat.tap("📋 Schemes for me", "🗂 By theme", "👩 Women")
    await chat.tap("1.")
    assert chat.sees("%(status)s · as of %(date)s")


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
async def test_deep_link_to_a_scheme(newcomer: Chat, known: bool) -> None:
    if known:
        await newcomer.settles()
    await newcomer.start("s_mse-cdp")
    if not known:
        assert newcomer.sees("Choose your language")
        await newcomer.tap({"en": "English", "hi": "हिन्दी", "ta": "தமிழ்"}[newcomer.code])
    assert newcomer.sees("%(status)s · as of %(date)s")
    assert any(button.get("callback_data", "").startswith("schemes.part:mse-cdp:") for button in newcomer.buttons())


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("p", "SELECT code, json_extract(record, '$.name') FROM providers ORDER BY code LIMIT 1"),
        ("t", "SELECT code, json_extract(record, '$.title') FROM trainings ORDER BY code LIMIT 1"),
    ],
)
@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
async def test_deep_links_to_a_provider_and_a_training(
    shared_house: House, kind: str, query: str, known: bool
) -> None:
    chat = Chat(shared_house, "ta")
    if known:
        await chat.settles()
    code, name = shared_house.rows(query)[0]
    await chat.start(f"{kind}_{code}")
    if not known:
        await chat.tap("தமிழ்")
    assert chat.sees(body_and_place(name)[0] if kind == "p" else name)


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
async def test_deep_link_to_a_cluster(shared_house: House, owner: Chat, known: bool) -> None:
    await owner.type("Cotton knitwear cluster, Tiruppur")
    code = next(one["callback_data"] for one in owner.buttons() if "clusters.show" in one["callback_data"])
    chat = owner if known else Chat(shared_house, "hi")
    await chat.start(f"c_{code.partition(':')[2]}")
    if not known:
        await chat.tap("हिन्दी")
    assert chat.sees("Tiruppur", "Source: %(source)s")


async def test_link_that_means_nothing_is_a_plain_start(chat: Chat) -> None:
    for payload in ("s_nosuch", "x_1", "s_", "help"):
        await chat.start(payload)
        assert chat.sees("Udyam: not yet")


async def test_inline_query_gives_cards_to_share(chat: Chat) -> None:
    results = await chat.asks_inline("cgtmse")
    assert results[0]["id"] == "scheme-cgtmse"
    card = results[0]["input_message_content"]["message_text"]
    assert chat._means("%(status)s · as of %(date)s", card)
    assert await chat.asks_inline("")
