"""Calculators: typed and tapped, mended, asked again with one answer changed, shared."""

from __future__ import annotations

import pytest

from tests.conversations.chat import Chat

LAKHS = {"en": "12 lakh", "hi": "१२ लाख", "ta": "12 லட்சம்"}
TOOLS = (
    "Am I micro, small or medium?",
    "Interest on a late bill",
    "Grant for a common facility centre",
    "PMEGP subsidy (margin money)",
    "Yearly guarantee fee (CGTMSE)",
    "Loan: what to pay each month (EMI)",
    "Is my group a cluster?",
    "What type of cluster are we?",
    "Which common facility suits us?",
)
BILL = ("5 lakh", "1-3-2026", "90", "30-5-2026")


async def test_emi_is_worked_out_from_what_is_typed(chat: Chat) -> None:
    await chat.type("emi")
    await chat.tap("Loan: what to pay each month (EMI)")
    assert chat.sees("How large is the loan?", "What a loan costs every month.")
    await chat.type(LAKHS[chat.code])
    assert chat.sees("What is the interest, in percent a year?")
    assert "12,00,000" in chat.text
    await chat.type("10.5")
    assert chat.sees("Type a number of months, or 3 years.")
    await chat.type({"en": "3 years", "hi": "3 साल", "ta": "3 வருடம்"}[chat.code])
    assert "36" in chat.text
    await chat.type("0")
    assert chat.sees("To pay each month (EMI)", "Interest in all")
    assert "₹39,003" in chat.text


async def test_loan_with_months_of_rest_is_paid_in_those_that_remain(chat: Chat) -> None:
    await chat.start("x_emi")
    await chat.type("10 lakh", "12", "60", "6")
    assert chat.sees("Months in which it is paid")
    assert "₹25,537" in chat.text
    assert ": 54" in chat.text
    await chat.tap("Months of rest")
    await chat.type("24")
    await chat.tap("Months")
    await chat.type("24")
    assert chat.sees("The months of rest must be fewer than the months in all.")


async def test_facility_fits_a_small_screen_and_its_steps_are_one_tap_further(chat: Chat) -> None:
    await chat.start("x_facility")
    await chat.tap(chat.labels()[10])
    result = chat.text
    assert chat.sees("Efficient furnace, boiler, compressed air, roof solar", "Ask: %(offices)s")
    assert len(result.splitlines()) < 10
    assert "1. " not in result
    await chat.tap("☑ First steps")
    assert "\n1. " in chat.text
    assert "\n7. " in chat.text
    await chat.tap("⬅ Back")
    assert chat.text == result
    await chat.taps_old(chat.screen()["message_id"], "calc.steps:emi:500000,12,36,0")  # has none
    assert not chat.says("First steps")


async def test_late_bill_is_reckoned_and_one_answer_changed(chat: Chat) -> None:
    await chat.type("late payment interest")
    await chat.tap("Interest on a late bill")
    await chat.type(*BILL)
    assert chat.sees("The bill was paid late: interest is owed.", "The law allows at most 45 days")
    assert chat.sees("Counted from the day after the last day: full months, then single days.")
    assert "₹10,312" in chat.text
    await chat.tap("Bill")
    await chat.type("10 lakh")
    assert "₹20,624" in chat.text
    await chat.tap("ℹ How and source")
    assert chat.sees("Sources", "Not known")
    await chat.tap("⬅ Back")
    assert "₹20,624" in chat.text


@pytest.mark.parametrize(
    ("shared", "said"),
    [
        ("=cfc 0,80000000,0", "These figures are known up to"),
        ("=pmegp 0,1000000,0,1,1", "These figures are known up to"),
        ("=cfc 1,80000000,0", "This older table no longer holds"),
        ("=late 100000,250101,30,251231", "The bank rate changed in between"),
        ("=late 100000,260301,30,260701", "These figures are known up to 1 Jun 2026"),
    ],
)
async def test_result_says_what_it_rests_on(owner: Chat, shared: str, said: str) -> None:
    (card,) = await owner.asks_inline(shared)
    assert said in card["input_message_content"]["message_text"]


async def test_what_cannot_be_taken_says_why_and_how(chat: Chat) -> None:
    await chat.start("x_late")
    await chat.type("much")
    assert chat.sees("“%(text)s” can't be read. %(how)s", "Type it like 12 lakh, 1.2 crore or 3,50,000.")
    await chat.type("5 lakh", "25-12-2036")
    assert chat.sees("That day is still to come. Type a day up to today.")
    await chat.type("1-3-2026", "500")
    assert chat.sees("It must be at least %(least)s and at most %(most)s.")
    await chat.type("30", "1-2-2026")
    assert chat.sees("That is before the day of acceptance.")
    await chat.type("12,5")
    assert chat.sees("“%(text)s” can't be read. %(how)s")
    await chat.tap("⬅ Back")
    assert chat.sees("How many days of credit are written in the order?")


@pytest.mark.parametrize("place", range(len(TOOLS)))
async def test_every_calculator_comes_to_a_result(chat: Chat, place: int) -> None:
    await chat.start("x_" + ("size", "late", "cfc", "pmegp", "cgtmse", "emi", "cluster", "type", "facility")[place])
    assert chat.sees(TOOLS[place])
    answers = iter(("5-3-2026", "12-5-2026"))
    for _ in range(12):
        if any("✏" in label for label in chat.labels()):
            break
        if chat.says("Type it like 5-3-2026 or 5 March."):
            await chat.type(next(answers))
        elif chat.says("Type it like 12 lakh, 1.2 crore or 3,50,000."):
            await chat.type("12 lakh")
        elif any(
            map(chat.says, ("Type a whole number.", "Type it like 10.5.", "Type a number of months, or 3 years."))
        ):
            await chat.type("12")
        else:
            await chat.tap(chat.labels()[0])
            if any("✅" in label for label in chat.labels()):
                await chat.tap("▶ Go on")
    assert any("✏" in label for label in chat.labels()), chat.text
    await chat.tap("🧮 All calculators")
    assert len(chat.labels()) == len(TOOLS) + 1


async def test_result_is_shared_into_another_chat(chat: Chat) -> None:
    (card,) = await chat.asks_inline("=emi 1000000,12,60,0")
    assert "22,244" in card["input_message_content"]["message_text"]
    assert await chat.asks_inline("=emi 1000000,12") == []
    assert await chat.asks_inline("=emi x") == []
    assert await chat.asks_inline("=emi 1e999,12,36,0") == []
    assert await chat.asks_inline("=nothing 1") == []
