"""The note of a finished course: what it says, and the inline query that shares it into another chat."""

from __future__ import annotations

from datetime import date

from content.learning import Course
from handlers.turn import Turn
from locales.formats import short_date

CODE = "course"  # of the query, where those of calculators have the calculator's


def note_lines(turn: Turn, course: Course, right: int, day: date) -> list[str]:
    """What a contact may keep or show: the course, the day, how many answers were right."""
    _ = turn.gettext
    score = _("%(right)s of %(all)s right.") % {"right": right, "all": len(course.questions)}
    return [
        _("Course finished"),
        turn.say(f"course-{course.id}", "title", course.title),
        _("%(date)s · %(score)s") % {"date": short_date(turn.translator, day), "score": score},
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
    if course is None or not right.isdecimal() or finished > note_day(turn):
        return None
    return (course, int(right), finished) if course.enough <= int(right) <= len(course.questions) else None


def note_day(turn: Turn) -> date:
    """The contact's day."""
    return turn.now.astimezone(turn.zone).date()
