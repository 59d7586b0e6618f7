"""Learning: a course read, asked about, finished and remembered; words and answers found by typing."""

from __future__ import annotations

from tests.conversations.chat import Chat


async def read(chat: Chat, lessons: int) -> None:
    """Read on to the questions."""
    for n in range(1, lessons):
        assert chat.text.startswith(f"{n}/{lessons} · ")
        await chat.tap("Next ▶")
    await chat.tap("❔ The questions")


async def test_course_is_read_asked_and_remembered(chat: Chat) -> None:
    await chat.type("/learn")
    await chat.tap("🎒 Courses", "UPI and digital payments without loss", "▶ Start")
    await chat.tap("Next ▶", "⬅ Back")
    assert chat.sees("%(done)s of %(all)s lessons read.")
    await chat.tap("⏰ Every day", "✅ Save")
    assert chat.sees("✅ Saved. Next: %(date)s")
    await chat.type("/learn")
    await chat.tap("🎒 Courses", "UPI and digital payments without loss", "▶ Go on")
    assert chat.text.startswith("3/6 · ")
    await chat.tap("Next ▶", "Next ▶", "Next ▶", "❔ The questions")
    for choice, right in ((0, False), (1, True), (0, True)):
        await chat.tap(chat.labels()[choice])
        assert chat.sees("✅ Right." if right else "❌ Not quite. Right is: %(answer)s")
        await chat.tap("Next ▶")
    assert chat.sees("Course finished", "This note is no government certificate.")
    data = await chat.data()
    assert "passed" in data["courses"]["upi-safety"]
    assert not [one for one in data["reminders"] if one["state"] == "active" and one["about"] == "course:upi-safety"]


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
    await chat.type("/learn")
    await chat.tap("🌱 What others do")
    await chat.tap(chat.labels()[0])
    assert chat.sees("Tomorrow")
