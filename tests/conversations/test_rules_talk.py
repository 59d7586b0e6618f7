"""Rules and money: from the menu to my product's rules, their source, and a reminder; pages found by typing."""

from __future__ import annotations

from tests.conversations.chat import Chat

TEXTILES = "Textiles: spinning, weaving, dyeing, printing"


async def test_owner_reads_the_rules_of_the_product_and_is_reminded(chat: Chat) -> None:
    await chat.type("/learn")
    await chat.tap("🧾 Rules and money", "🌱 Rules for my product", TEXTILES)
    assert chat.sees("What pollutes: dye water, salt, boiler smoke.", "As of %(date)s")
    assert chat.sees("⚠ Not fully confirmed: check with the office before you rely on it.")
    assert chat.sees("Sources disagree: see “Source and date”.")
    await chat.tap("ℹ Source and date")
    assert chat.sees("Sources disagree", "appcb.ap.nic.in")
    await chat.tap("⬅ Back", "⏰ Remind me")
    assert chat.sees(TEXTILES, "When? Tap, or type the day and time.")
    await chat.tap("In a week", "✅ Save")
    assert chat.sees("✅ Saved. Next: %(date)s")
    data = await chat.data()
    assert [one["about"] for one in data["reminders"]] == ["rule:env-textiles"]


async def test_a_renewal_leads_to_its_date(chat: Chat) -> None:
    await chat.type("/learn")
    await chat.tap("🧾 Rules and money", "Hazardous waste", "Keep records and file Form 4")
    await chat.tap("Form 4, yearly return on hazardous waste")
    assert chat.sees("Form 4, yearly return on hazardous waste")


async def test_a_long_page_goes_on_and_a_refusal_has_its_mend(chat: Chat) -> None:
    await chat.type("/learn")
    await chat.tap("🧾 Rules and money", "Pollution consent, step by step", "Pollution consent since January 2026")
    assert chat.text.count("\n") < 12
    assert chat.says_not("Whoever applied four months early got 5% off.")
    await chat.finds("Next ▶")
    assert chat.sees("Whoever applied four months early got 5% off.")
    await chat.tap("⬅ Back", "⬅ Back", "💰 Loans and money")
    await chat.tap("Why applications are refused, and what to do", "Own share in cash")
    assert chat.sees("How to mend it", "Let your share come through your bank account.")


async def test_pages_are_found_by_typing(chat: Chat) -> None:
    await chat.type("tanneries")
    await chat.tap("Leather and tanneries")
    assert chat.sees("Take out the salt and recover the chrome.")
    await chat.type("loan rejected")
    await chat.tap("Why applications are refused, and what to do", "Own share in cash")
    await chat.type("environment rules")
    await chat.tap("🧾 Rules and money", "Rules by product", "Plastics")
    await chat.type("/learn")
    await chat.tap("🧾 Rules and money", "💰 Loans and money", "Credit score and rank", "A wrong entry in the report")
    assert chat.sees("How to mend it")
