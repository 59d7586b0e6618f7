"""Learning: a course read, asked about, finished and remembered; words and answers found by typing."""

from __future__ import annotations

from tests.conversations.chat import Chat

FIGURES = (
    "Measure three figures in five units (rejects, delivery days, energy per piece) and share them without names."
)
SEVEN = {"en": "7 pm", "hi": "शाम 7 बजे", "ta": "மாலை 7 மணி"}


async def read(chat: Chat, lessons: int) -> None:
    """Read on to the questions."""
    for n in range(1, lessons):
        assert chat.text.startswith(f"{n}/{lessons} · ")
        await chat.tap("Next ▶")
    await chat.tap("❔ The questions")


async def shares_the_note(chat: Chat) -> None:
    """The note that is shown can be shared, and no other."""
    query = chat.button("↗ Share")["switch_inline_query"]
    (card,) = await chat.asks_inline(query)
    assert card["input_message_content"]["message_text"].splitlines()[1:] == chat.text.splitlines()[1:]
    assert await chat.asks_inline(query.replace(" 2 ", " 1 ")) == []  # nobody passes with one
    assert await chat.asks_inline(query[:-4] + "9999") == await chat.asks_inline("=course upi-safety 2") == []


async def nudges(chat: Chat) -> list[str]:
    """The hours at which the course comes by itself."""
    kept = (await chat.data())["reminders"]
    return [one["rule"][-5:] for one in kept if one["about"] == "course:upi-safety"]


async def test_nudge_is_ended_by_hand(owner: Chat) -> None:
    await owner.type("/learn")
    await owner.tap("🎒 Courses", "UPI and digital payments without loss", "⏰ Every day", "8 pm")
    assert owner.sees("⏰ Every day at 8 pm", "•")
    await owner.tap("⬅ Back")
    assert owner.sees("⏰ Every day at 8 pm")
    await owner.tap("⏰ Every day", "🔕 Don't remind me")
    assert await nudges(owner) == []


async def test_course_is_read_asked_and_remembered(chat: Chat) -> None:
    await chat.type("/learn")
    await chat.tap("🎒 Courses", "UPI and digital payments without loss", "▶ Start")
    await chat.tap("Next ▶")
    lesson = chat.text
    await chat.tap("ℹ Source and date")
    assert chat.sees("As of %(date)s")
    await chat.tap("⬅ Back")
    assert chat.text == lesson
    await chat.tap("⬅ Back")
    assert chat.sees("%(done)s of %(all)s lessons read.")
    await chat.tap("⏰ Every day")
    await chat.type("zzzz")
    assert chat.sees("We could not read a time in “%(text)s”.")
    await chat.tap(chat.labels()[2])
    assert await nudges(chat) == ["18:00"]
    await chat.type("/learn")
    await chat.tap("🎒 Courses", "UPI and digital payments without loss", "⏰ Every day")
    await chat.type(SEVEN[chat.code])  # near the button of six
    assert chat.sees("⏰ Every day at %(time)s")
    assert await nudges(chat) == ["19:00"]
    await chat.type("/learn")
    await chat.tap("🎒 Courses", "UPI and digital payments without loss", "▶ Go on")
    assert chat.text.startswith("3/6 · ")
    await chat.tap("Next ▶", "Next ▶", "Next ▶", "❔ The questions")
    for choice, right in ((0, False), (1, True), (0, True)):
        await chat.tap(chat.labels()[choice])
        assert chat.sees("✅ Right." if right else "❌ Not quite. Right is: %(answer)s")
        await chat.tap("Next ▶")
    assert chat.sees("Course finished", "This note is no government certificate.")
    await shares_the_note(chat)
    data = await chat.data()
    assert "passed" in data["courses"]["upi-safety"]
    assert await nudges(chat) == []
    await chat.type("/learn")
    await chat.tap("🎒 Courses", "UPI and digital payments without loss")
    assert chat.sees("🎉 Passed on %(date)s")
    assert len(chat.labels()) == 6  # no nudge any more
    await chat.taps_old(chat.screen()["message_id"], "courses.daily:upi-safety:480")
    assert await nudges(chat) == []


async def test_too_few_right_answers_are_asked_again(chat: Chat) -> None:
    await chat.type("/learn")
    await chat.tap("🎒 Courses", "Simple books", "▶ Start")
    await read(chat, 6)
    for _ in range(3):
        await chat.tap(chat.labels()[0], "Next ▶")
    assert chat.sees("Two of three are needed. Try again whenever you like.")
    await chat.tap("🔁 Once more")
    assert chat.sees("Question %(n)s of %(all)s")


async def test_words_and_answers_are_found_by_typing(chat: Chat) -> None:
    await chat.type("SPV")
    await chat.tap(next(label for label in chat.labels() if "📖 SPV" in label))
    assert chat.sees("Special Purpose Vehicle")
    await chat.tap("ℹ Source and date")
    assert chat.sees("Sources")
    await chat.type("/learn")
    await chat.tap("💬 About clusters", "Understanding clusters", "What is an MSME cluster?")
    assert chat.sees("We name a cluster by its product and its place.", "As of %(date)s")


async def test_what_others_do_is_found_by_problem_by_product_and_by_place(chat: Chat) -> None:
    await chat.type("/learn")
    await chat.tap("🌱 What others do", "🧩 By problem", "Quality and delivery")
    assert chat.sees(FIGURES)
    await chat.tap(chat.labels()[0])
    assert chat.sees("Tomorrow", FIGURES)
    await chat.tap("⬅ Back")
    assert chat.sees("Quality and delivery")
    await chat.tap("⬅ Back", "⬅ Back", "🏭 By product or work")
    await chat.tap(chat.labels()[0])  # the owner's own first
    assert chat.sees("Textiles and garments", "Compare your delivery time with one rival cluster.")
    await chat.tap("⬅ Back", "⬅ Back", "🗺 By place")
    await chat.tap(chat.labels()[0])
    assert chat.sees("Tomorrow")
