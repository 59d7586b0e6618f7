"""“What is this?”: the first abbreviations of a page are explained one tap away, and Back leads to the page."""

from __future__ import annotations

from tests.conversations.chat import Chat


async def test_first_words_of_a_scheme_are_explained_and_back_leads_to_it(chat: Chat) -> None:
    await chat.start("s_mse-cdp-cfc")
    page, asked = chat.text, [label for label in chat.labels() if label.startswith("❔")]
    assert 0 < len(asked) <= 2
    await chat.tap(asked[0])
    assert chat.text != page
    assert asked[0].removeprefix("❔ ") in chat.text
    await chat.tap("📖 More and source")
    assert any("ℹ" in label for label in chat.labels())
    await chat.tap("🏠 Home")


async def test_back_from_a_word_leads_to_the_page(chat: Chat) -> None:
    await chat.start("s_mse-cdp-cfc")
    page = chat.text
    word, *_ = (label for label in chat.labels() if label.startswith("❔"))
    await chat.tap(word, "⬅ Back")
    assert chat.text == page


async def test_words_of_a_result_are_explained_and_back_leads_to_it(chat: Chat) -> None:
    await chat.start("x_facility")
    await chat.tap("Testing")
    page = chat.text
    word, *_ = (label for label in chat.labels() if label.startswith("❔"))
    await chat.tap(word, "⬅ Back")
    assert chat.text == page


async def test_words_of_a_result_are_explained_after_a_typed_change(owner: Chat) -> None:
    await owner.start("x_cfc")
    await owner.tap(owner.labels()[0])
    await owner.type("3 crore")
    await owner.tap("No", "Project cost")
    await owner.type("2 crore")
    page = owner.text
    assert "₹2,00,00,000" in page
    await owner.tap("❔ MSME-DFO", "⬅ Back")
    assert owner.text == page
