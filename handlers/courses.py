"""Courses: a lesson a screen, then questions; where a contact who agreed has stopped is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from content.learning import Course
from db import guides, reminders
from handlers import course_nudges
from handlers.common import home_row
from handlers.course_note import UNTOLD, can_have, note_lines, note_query
from handlers.course_nudges import PASSED, find_nudge, nudge_line
from handlers.markup import bold, brief, lines
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Document, Keyboard, Screen, ShareButton
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import number, short_date
from locales.note_picture import can_draw, draw_note


async def list_courses(turn: Turn) -> Screen:
    """All courses, those that are done marked."""
    _ = turn.gettext
    rows: Keyboard = []
    for course in turn.catalog.courses.values():
        done = await _done(turn, course)
        mark = "🎉" if PASSED in done else "▶" if done else "🎒"
        rows.append([Button(brief(f"{mark} {_say(turn, course, 'title', course.title)}"), "courses.show", course.id)])
    text = lines(bold(_("🎒 Courses")), _("A few short lessons each, and three questions at the end."))
    return Screen(text, rows=[*rows, home_row(turn, "learn.menu")])


async def show_course(turn: Turn, name: str) -> Screen:
    """What a course is for, how long it takes, and where to go on."""
    course, _ = _course(turn, name), turn.gettext
    done = await _done(turn, course)
    next_ = next((n for n, one in enumerate(course.lessons) if one.id not in done), None)
    size = _("%(lessons)s lessons · about %(minutes)s minutes") % {
        "lessons": number(turn.translator, len(course.lessons)),
        "minutes": number(turn.translator, course.minutes),
    }
    state = None
    if PASSED in done:
        state = _("🎉 Passed on %(date)s") % {"date": short_date(turn.translator, _passed_on(turn, done))}
    elif done:
        state = _("%(done)s of %(all)s lessons read.") % {"done": len(done), "all": len(course.lessons)}
    title = bold("🎒 " + _say(turn, course, "title", course.title))
    nudge = nudge_line(turn, await find_nudge(turn, name))
    lost, agree = _not_kept(turn, _("Agree, and Samooh remembers where you stopped."), "courses.show", name)
    doubt = confidence_words(turn, course.confidence)
    text = lines(title, _say(turn, course, "goal", course.goal), size, state, nudge, doubt, lost)
    go = Button(_("▶ Go on") if done else _("▶ Start"), "courses.lesson", name, next_ or 0)
    quiz = Button(_("❔ The questions"), "courses.quiz", name, 0, 0)
    daily, note = Button(_("⏰ Every day"), "courses.nudge", name), Button(_("🎉 My note"), "courses.note", name)
    rows: Keyboard = [
        [quiz] if next_ is None else [go],
        agree,
        [note if PASSED in done else daily, Button(_("📜 All lessons"), "courses.all", name)],
        [Button(_("ℹ Source and date"), "courses.source", name)],
        home_row(turn, "courses.list"),
    ]
    return Screen(text, rows=rows)


async def list_lessons(turn: Turn, name: str) -> Screen:
    """Every lesson, those that were read marked."""
    course = _course(turn, name)
    done = await _done(turn, course)
    rows: Keyboard = [
        [Button(brief(f"{'✅' if one.id in done else '⬜'} {n + 1}. {title}"), "courses.lesson", name, n)]
        for n, one in enumerate(course.lessons)
        for title in [_say(turn, course, "lessons.title", one.title)]
    ]
    title = bold("🎒 " + _say(turn, course, "title", course.title))
    return Screen(title, rows=[*rows, home_row(turn, "courses.show", name)])


async def show_lesson(turn: Turn, name: str, place: int) -> Screen:
    """One lesson; opening it counts as reading it."""
    course, _ = _course(turn, name), turn.gettext
    if not 0 <= place < len(course.lessons):
        raise Stale
    lesson, last = course.lessons[place], place == len(course.lessons) - 1
    await _mark(turn, course, lesson.id)
    text = lines(
        bold(f"{place + 1}/{len(course.lessons)} · {_say(turn, course, 'lessons.title', lesson.title)}"),
        "",
        _say(turn, course, "lessons.text", lesson.text),
        confidence_words(turn, course.confidence),
    )
    onward = (
        Button(_("❔ The questions"), "courses.quiz", name, 0, 0)
        if last
        else Button(_("Next ▶"), "courses.lesson", name, place + 1)
    )
    before: list[AnyButton] = [Button(_("◀ Before"), "courses.lesson", name, place - 1)] if place else []
    source: list[AnyButton] = [Button(_("ℹ Source and date"), "courses.source", name, place)]
    return Screen(text, rows=[[*before, onward], source, home_row(turn, "courses.show", name)])


async def ask_question(turn: Turn, name: str, place: int, right: int) -> Screen:
    """One of the questions; `right` counts the right answers so far."""
    course, _ = _course(turn, name), turn.gettext
    if not 0 <= place < len(course.questions) or not 0 <= right <= place:
        raise Stale
    one = course.questions[place]
    rows: Keyboard = [
        [Button(brief(_say(turn, course, "questions.options", option)), "courses.answer", name, place, right, n)]
        for n, option in enumerate(one.options)
    ]
    count = _("Question %(n)s of %(all)s") % {"n": place + 1, "all": len(course.questions)}
    text = lines(count, "", bold(_say(turn, course, "questions.question", one.question)))
    return Screen(text, rows=[*rows, home_row(turn, "courses.show", name)])


async def take_answer(turn: Turn, name: str, place: int, right: int, choice: int) -> Screen:
    """Say at once whether it was right, and why."""
    course, _ = _course(turn, name), turn.gettext
    if not 0 <= place < len(course.questions) or not 0 <= right <= place:
        raise Stale
    one = course.questions[place]
    good = choice == one.answer
    answer = _say(turn, course, "questions.options", one.options[one.answer])
    text = lines(
        bold(_say(turn, course, "questions.question", one.question)),
        "",
        _("✅ Right.") if good else _("❌ Not quite. Right is: %(answer)s") % {"answer": answer},
        _say(turn, course, "questions.explain", one.explain),
    )
    last = place == len(course.questions) - 1
    route = ("courses.end", name, right + good) if last else ("courses.quiz", name, place + 1, right + good)
    source: list[AnyButton] = [Button(_("ℹ Source and date"), "courses.source", name)]
    return Screen(text, rows=[[Button(_("Next ▶"), *route)], source, home_row(turn, "courses.show", name)])


async def end(turn: Turn, name: str, right: int) -> Screen:
    """Passed with two of three, and kept; else once more, at any time."""
    course, _ = _course(turn, name), turn.gettext
    if not 0 <= right <= len(course.questions):
        raise Stale
    score = _("%(right)s of %(all)s right.") % {"right": right, "all": len(course.questions)}
    title = _say(turn, course, "title", course.title)
    if right < course.enough:
        rows: Keyboard = [
            [Button(_("🔁 Once more"), "courses.quiz", name, 0, 0)],
            [Button(_("📜 All lessons"), "courses.all", name)],
            home_row(turn, "courses.list"),
        ]
        text = lines(bold(title), score, _("Two of three are needed. Try again whenever you like."))
        return Screen(text, rows=rows)
    await _mark(turn, course, PASSED)
    await reminders.end_about(turn.session, turn.contact.id, f"course:{name}")
    return await _note(turn, course, right)


async def show_note(turn: Turn, name: str) -> Screen | str:
    """The note of a course that was passed; a button of one that wasn't leads to the course."""
    course = _course(turn, name)
    if PASSED not in await _done(turn, course):
        return f"courses.show:{name}"
    return await _note(turn, course, UNTOLD)


async def _note(turn: Turn, course: Course, right: int) -> Screen:
    """The note and what can be done with it; one who hasn't agreed is told that nothing was kept."""
    _ = turn.gettext
    tools: Keyboard = [
        [Button(brief("🧮 " + turn.say(f"tool-{tool.id}", "name", tool.name)), "calc.show", tool.code)]
        for tool in map(turn.catalog.tools.__getitem__, course.tools)
    ]
    day = _passed_on(turn, await _done(turn, course))
    first, *rest = note_lines(turn, course, right, day)
    loss = _("Samooh has not kept this. Agree, and it remembers that you passed.")
    lost, agree = _not_kept(turn, loss, "courses.end", course.id, right)
    share: list[AnyButton] = [ShareButton(_("↗ Share"), note_query(course, right, day))]
    share += [Button(_("🖼 As a picture"), "courses.picture", course.id, right)] if can_draw() else []
    courses: list[AnyButton] = [Button(_("🎒 Courses"), "courses.list"), *home_row(turn)]
    return Screen(lines(bold("🎉 " + first), *rest, lost), rows=[agree, *tools, share, courses])


def _not_kept(turn: Turn, words: str, *route: object) -> tuple[str | None, list[AnyButton]]:
    """The words and the button for one who hasn't agreed, of whom nothing is kept; `route` is where to go on."""
    if turn.contact.agreed_at is not None:
        return None, []
    return words, [Button(turn.gettext("✅ I agree"), "start.agree", *route)]


async def send_picture(turn: Turn, name: str, right: int) -> Screen:
    """The note as a picture; its QR code opens the bot."""
    course = _course(turn, name)
    done = await _done(turn, course)
    if not can_have(course, right) or (right == UNTOLD and PASSED not in done) or not can_draw():
        raise Stale
    link = f"https://t.me/{turn.bot_username}"
    note = ["Samooh", *note_lines(turn, course, right, _passed_on(turn, done))]
    file = Document(f"{name}.png", draw_note(turn.language, note, link))
    text = bold(_say(turn, course, "title", course.title))
    return Screen(text, rows=[home_row(turn, "courses.list")], attachments=[file])


async def show_source(turn: Turn, name: str, place: int = -1) -> Screen:
    """Where the lessons come from; `place` is the lesson that asked, below zero the course itself."""
    course = _course(turn, name)
    text = lines(bold(_say(turn, course, "title", course.title)), *source_lines(turn, course))
    back = ("courses.lesson", name, place) if 0 <= place < len(course.lessons) else ("courses.show", name)
    return Screen(text, rows=[home_row(turn, *back)])


def _course(turn: Turn, name: str) -> Course:
    course = turn.catalog.courses.get(name)
    if course is None:
        raise Stale
    return course


def _say(turn: Turn, course: Course, field: str, english: str) -> str:
    return turn.say(f"course-{course.id}", field, english)


async def _done(turn: Turn, course: Course) -> dict[str, datetime]:
    return await guides.get_done_steps(turn.session, turn.contact.id, f"course:{course.id}")


def _passed_on(turn: Turn, done: Mapping[str, datetime]) -> date:
    """The contact's day of passing; today for one of whom nothing is kept."""
    return done[PASSED].astimezone(turn.zone).date() if PASSED in done else turn.today


async def _mark(turn: Turn, course: Course, step: str) -> None:
    if turn.contact.agreed_at is not None:
        await guides.mark_step(turn.session, turn.contact.id, f"course:{course.id}", step, turn.now)


ROUTES = {
    "courses.list": list_courses,
    "courses.show": show_course,
    "courses.all": list_lessons,
    "courses.lesson": show_lesson,
    "courses.quiz": ask_question,
    "courses.answer": take_answer,
    "courses.end": end,
    "courses.note": show_note,
    "courses.source": show_source,
    "courses.picture": send_picture,
    **course_nudges.ROUTES,
}
