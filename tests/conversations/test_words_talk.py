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
