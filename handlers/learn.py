"""What can be learnt: the branch's menu, questions about clusters, words explained, what others do."""

from __future__ import annotations

from collections.abc import Sequence

from content.learning import Faq, Practice, Term
from content.records import Sourced
from handlers.common import home_row, in_columns, page_row
from handlers.markup import bold, brief, bullets, lines
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Screen, pages
from handlers.turn import Turn
from handlers.words import confidence_words, state_name
from locales.formats import list_and, partial_date, territory


async def show_menu(turn: Turn) -> Screen:
    """The branch."""
    _ = turn.gettext
    branches: list[AnyButton] = [
        Button(_("🎒 Courses"), "courses.list"),
        Button(_("🧮 Calculators"), "calc.list"),
        Button(_("💬 About clusters"), "learn.sections"),
        Button(_("📖 Words explained"), "learn.groups"),
        Button(_("🧾 Rules and money"), "rules.menu"),
        Button(_("🌱 What others do"), "learn.practices", 0),
    ]
    text = lines(bold(_("📚 Learn")), _("Short lessons, answers and words, each with its source."))
    return Screen(text, rows=[*in_columns(branches), home_row(turn)])


async def list_sections(turn: Turn, page: int = 0) -> Screen:
    """The headings of the questions about clusters."""
    _ = turn.gettext
    shown, page, count = pages(list(turn.catalog.faq_sections.values()), page, 9)
    rows: Keyboard = [[Button(brief(turn.say(one.id, "title", one.title)), "learn.section", one.id)] for one in shown]
    text = bold(_("💬 About clusters"))
    return Screen(text, rows=[*rows, page_row(turn, page, count, "learn.sections"), home_row(turn, "learn.menu")])


async def list_questions(turn: Turn, section: str) -> Screen:
    """The questions under one heading."""
    heading = turn.catalog.faq_sections.get(section)
    if heading is None:
        raise Stale
    rows: Keyboard = [
        [Button(brief(turn.say(one.id, "question", one.question)), "learn.faq", one.id)]
        for one in turn.catalog.faq.values()
        if one.section == section
    ]
    text = bold("💬 " + turn.say(section, "title", heading.title))
    return Screen(text, rows=[*rows, home_row(turn, "learn.sections", 0)])


async def show_answer(turn: Turn, name: str) -> Screen:
    """One question and its answer."""
    one = turn.catalog.faq.get(name)
    if one is None:
        raise Stale
    return _record_screen(turn, name, one, _answer_lines(turn, one), ("learn.section", one.section))


def _answer_lines(turn: Turn, one: Faq) -> list[str]:
    answer = [turn.say(one.id, "answer", sentence) for sentence in one.answer]
    return [bold(turn.say(one.id, "question", one.question)), "", *answer]


async def list_groups(turn: Turn) -> Screen:
    """The subjects of the words that are explained."""
    _ = turn.gettext
    groups = dict.fromkeys(term.group for term in turn.catalog.glossary.values())
    names = group_names(turn)
    buttons: list[AnyButton] = [Button(names.get(group, group), "learn.terms", group, 0) for group in groups]
    text = lines(bold(_("📖 Words explained")), _("Tap a subject, or type a word such as GSTIN or SPV."))
    return Screen(text, rows=[*in_columns(buttons), home_row(turn, "learn.menu")])


def group_names(turn: Turn) -> dict[str, str]:
    """The subjects of the glossary."""
    _ = turn.gettext
    return {
        "cluster": _("Clusters"),
        "company": _("Kinds of firm"),
        "delayed-payment": _("Getting paid"),
        "environment": _("Environment"),
        "export": _("Export"),
        "finance": _("Money and loans"),
        "institution": _("Offices"),
        "labour": _("Workers"),
        "market": _("Buying and selling"),
        "quality": _("Quality"),
        "registration": _("Registration"),
        "scheme": _("Schemes"),
        "tax": _("Tax"),
    }


async def list_terms(turn: Turn, group: str, page: int = 0) -> Screen:
    """The words of one subject."""
    terms = [term for term in turn.catalog.glossary.values() if term.group == group]
    if not terms:
        raise Stale
    shown, page, count = pages(terms, page, 12)
    buttons: list[AnyButton] = [Button(brief(_term(turn, term), 28), "learn.term", term.id) for term in shown]
    text = bold("📖 " + group_names(turn).get(group, group))
    rows: Keyboard = [*in_columns(buttons), page_row(turn, page, count, "learn.terms", group)]
    return Screen(text, rows=[*rows, home_row(turn, "learn.groups")])


async def show_term(turn: Turn, name: str) -> Screen:
    """One word explained."""
    term = turn.catalog.glossary.get(name)
    if term is None:
        raise Stale
    record = f"term-{name}"
    full = turn.say(record, "full_form", term.full_form) if term.full_form else None
    said = turn.gettext("Also said: %(words)s") % {"words": list_and(turn.translator, list(term.also_said))}
    text = [
        bold(_term(turn, term)),
        *([full] if full else []),
        "",
        turn.say(record, "plain", term.plain),
        *([said] if term.also_said else []),
    ]
    return _record_screen(turn, record, term, text, ("learn.terms", term.group, 0))


def _term(turn: Turn, term: Term) -> str:
    return turn.say(f"term-{term.id}", "term", term.term)


async def list_practices(turn: Turn, page: int = 0) -> Screen:
    """What others do, by place and sector."""
    _ = turn.gettext
    shown, page, count = pages(list(turn.catalog.practices.values()), page, 8)
    rows: Keyboard = [[Button(brief(practice_name(turn, one)), "learn.practice", one.id)] for one in shown]
    text = lines(bold(_("🌱 What others do")), _("Ideas from other clusters, each with a step for tomorrow."))
    return Screen(text, rows=[*rows, page_row(turn, page, count, "learn.practices"), home_row(turn, "learn.menu")])


def practice_name(turn: Turn, one: Practice) -> str:
    """A practice by its place and sector."""
    place = state_name(turn, one.place) if one.place.startswith("IN-") else territory(turn.translator, one.place)
    return f"{place} · {turn.say(one.id, 'sector', one.sector)}"


async def show_practice(turn: Turn, name: str) -> Screen:
    """One practice and the next step."""
    one = turn.catalog.practices.get(name)
    if one is None:
        raise Stale
    text = [
        bold("🌱 " + practice_name(turn, one)),
        bullets([turn.say(one.id, "practice", sentence) for sentence in one.practice]),
        "",
        bold(turn.gettext("Tomorrow")),
        turn.say(one.id, "tomorrow", one.tomorrow),
    ]
    return _record_screen(turn, name, one, text, ("learn.practices", list(turn.catalog.practices).index(name) // 8))


async def show_source(turn: Turn, kind: str, name: str) -> Screen:
    """Where one of these records comes from."""
    tables = {"faq": turn.catalog.faq, "term": turn.catalog.glossary, "practice": turn.catalog.practices}
    record: Sourced | None = tables.get(kind, {}).get(name)
    if record is None:
        raise Stale
    text = lines(bold(turn.gettext("ℹ Source and date")), *source_lines(turn, name, record))
    return Screen(text, rows=[home_row(turn, f"learn.{kind}", name)])


def _record_screen(
    turn: Turn, record: str, one: Faq | Term | Practice, text: Sequence[str], back: Sequence[object]
) -> Screen:
    """A record's text, how far it can be trusted, and the way to its source."""
    _ = turn.gettext
    kind = {Faq: "faq", Term: "term", Practice: "practice"}[type(one)]
    age = _("As of %(date)s") % {"date": partial_date(turn.translator, one.as_of)} if one.as_of else None
    shown = lines(*text, "", age, confidence_words(turn, one.confidence))
    return Screen(shown, rows=[[Button(_("ℹ Source and date"), "learn.source", kind, one.id)], home_row(turn, *back)])


ROUTES = {
    "learn.menu": show_menu,
    "learn.sections": list_sections,
    "learn.section": list_questions,
    "learn.faq": show_answer,
    "learn.groups": list_groups,
    "learn.terms": list_terms,
    "learn.term": show_term,
    "learn.practices": list_practices,
    "learn.practice": show_practice,
    "learn.source": show_source,
}
