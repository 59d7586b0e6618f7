"""Search by typing: any record in any script, what isn't found, fake portals, old names."""

from __future__ import annotations

import pytest

from tests.conversations.chat import Chat

LOAN = {"en": "loan", "hi": "karj chahiye", "ta": "கடன்"}


async def test_a_word_leads_to_schemes_of_its_theme(chat: Chat) -> None:
    await chat.type(LOAN[chat.code])
    await chat.tap(chat.labels()[0])
    assert chat.sees("💰 Loans and subsidy")


async def test_what_is_not_found_is_led_to_the_nearest_branch(owner: Chat) -> None:
    await owner.type("register my pigeon")
    assert owner.sees("Nothing found for “%(text)s”.")
    assert any("Udyam registration" in label for label in owner.labels())
    await owner.type("puncture pigeon training xqz")
    assert owner.sees("Nothing found for “%(text)s”.")
    assert "🎓 Trainings" in owner.labels()
    await owner.tap("🎓 Trainings")
    assert owner.sees("🎓 Trainings")


async def test_what_is_not_found_is_counted_and_can_be_asked_for(chat: Chat) -> None:
    await chat.type("biryani recipe 98765")
    assert chat.sees("Nothing found for “%(text)s”.")
    await chat.tap("✍ Tell us that it is missing")
    assert chat.sees("Thank you. Those who run Samooh will see it.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "udyam-registration.org",
            "⚠ Careful: this is not on our list of official addresses, and it looks like one.",
        ),
        ("https://udyamregistration.gov.in", "✅ This address is on our list of official ones."),
        ("is example.com real", "❔ This address is not on our list. We can't say that it is safe."),
        ("call 98765 43210", "We can't check whose number that is."),
        ("udyam fee 1500", "The official fee is nil. Who asks for money isn't the government."),
    ],
)
async def test_portals_numbers_and_fees_are_checked(owner: Chat, typed: str, said: str) -> None:
    await owner.type(typed)
    assert owner.sees(said)


async def test_an_old_name_leads_to_todays(chat: Chat) -> None:
    await chat.type("udyog aadhaar")
    await chat.tap(next(label for label in chat.labels() if "🔁" in label))
    assert chat.sees("Today: %(name)s, since %(date)s.", "Sources")
    await chat.tap("Udyam")
    assert chat.sees("%(done)s of %(all)s steps done.")


CARDS = {
    "udyam registration": ("guide-udyam", "g_udyam"),
    "What is an MSME cluster?": ("faq-faq-01", "q_faq-01"),
    "SPV": ("term-spv", "w_spv"),
    "Loan EMI": ("tool-emi", "x_emi"),
    "renew the factory licence": ("date-lic-factory", "d_lic-factory"),
}


@pytest.mark.parametrize("query", CARDS)
async def test_whatever_is_found_can_be_shared_and_opened(owner: Chat, query: str) -> None:
    name, payload = CARDS[query]
    card = next(one for one in await owner.asks_inline(query) if one["id"] == name)
    assert card["reply_markup"]["inline_keyboard"][0][0]["url"].endswith(f"start={payload}")
    assert "<" not in card["title"]
    await owner.start(payload)
    assert owner.says_not("schemes fit you")
    assert "🏠 Home" in owner.labels()


@pytest.mark.parametrize("label", ["⏰ My reminders", "📚 Learn", "🏘 Clusters", "⚙ Settings", "📋 Schemes for me"])
async def test_a_label_that_is_typed_anywhere_opens_its_branch(chat: Chat, label: str) -> None:
    await chat.type("/start")
    said = chat.button(label)["text"]
    await chat.tap(label)
    opened = chat.labels()
    await chat.type("cgtmse", said.partition(" ")[2])
    assert chat.labels() == opened


async def test_what_a_cluster_may_share_leads_to_the_clusters_until_one_is_mine(owner: Chat) -> None:
    await owner.type("raw material bank")
    await owner.tap(next(label for label in owner.labels() if "🤝" in label))
    assert owner.sees("🏘 Clusters")


async def test_a_practice_is_found_by_its_country(owner: Chat) -> None:
    await owner.type("silicon valley")
    await owner.tap(owner.labels()[0])
    assert owner.sees("Tomorrow")
