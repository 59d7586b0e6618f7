"""The note of a finished course: what it says, and the inline query that shares it into another chat."""

from __future__ import annotations

from datetime import date

from content.learning import Course
from handlers.turn import Turn
from locales.formats import short_date

CODE = "course"  # of the query, where those of calculators have the calculator's
UNTOLD = 0  # right answers: how many they were isn't kept with a course that was passed


def note_lines(turn: Turn, course: Course, right: int, day: date) -> list[str]:
    """What a contact may keep or show: the course, the day of passing, and the right answers where they are told."""
    _ = turn.gettext
    score = _("%(right)s of %(all)s right.") % {"right": right, "all": len(course.questions)}
    passed = short_date(turn.translator, day)
    return [
        _("Course finished"),
        turn.say(f"course-{course.id}", "title", course.title),
        passed if right == UNTOLD else _("%(date)s · %(score)s") % {"date": passed, "score": score},
        _("This note is no government certificate."),
    ]


def note_query(course: Course, right: int, day: date) -> str:
    """The inline query that gives this note, "=course simple-books 3 2026-11-25"; it names nobody."""
    return f"={CODE} {course.id} {right} {day.isoformat()}"


def read_note(turn: Turn, words: str) -> tuple[Course, int, date] | None:
    """The course, the right answers and the day of a note's query; None where nobody can have such a note."""
    name, right, day = [*words.split(), "", "", ""][:3]
    course = turn.catalog.courses.get(name)
    try:
        finished = date.fromisoformat(day)
    except ValueError:
        return None
    if course is None or not right.isdecimal() or finished > turn.today:
        return None
    return (course, int(right), finished) if can_have(course, int(right)) else None


def can_have(course: Course, right: int) -> bool:
    """Whether a note may tell so many right answers."""
    return right == UNTOLD or course.enough <= right <= len(course.questions)
