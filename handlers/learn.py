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
from handlers.words import confidence_words, sector_name, state_name
from locales.formats import list_and, partial_date, territory

A_PAGE = 6
ANY = "any"  # stands for every trade in a button


async def show_menu(turn: Turn) -> Screen:
    """The branch."""
    _ = turn.gettext
    branches: list[AnyButton] = [
        Button(_("🎒 Courses"), "courses.list"),
        Button(_("🧮 Calculators"), "calc.list"),
        Button(_("💬 About clusters"), "learn.sections"),
        Button(_("📖 Words explained"), "learn.groups"),
        Button(_("🧾 Rules and money"), "rules.menu"),
        Button(_("🌱 What others do"), "learn.others"),
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


async def show_others(turn: Turn) -> Screen:
    """The ways to what others do."""
    _ = turn.gettext
    ways: list[AnyButton] = [
        Button(_("🧩 By problem"), "learn.problems"),
        Button(_("🏭 By product or work"), "learn.trades", 0),
        Button(_("🗺 By place"), "learn.practices", 0),
    ]
    text = lines(bold(_("🌱 What others do")), _("Ideas from other clusters, each with a step for tomorrow."))
    return Screen(text, rows=[*in_columns(ways), home_row(turn, "learn.menu")])


async def list_practices(turn: Turn, page: int = 0) -> Screen:
    """What others do, by place and sector."""
    _ = turn.gettext
    shown, page, count = pages(list(turn.catalog.practices.values()), page, 8)
    rows: Keyboard = [[Button(brief(practice_name(turn, one)), "learn.practice", one.id)] for one in shown]
    text = bold(_("🗺 By place"))
    return Screen(text, rows=[*rows, page_row(turn, page, count, "learn.practices"), home_row(turn, "learn.others")])


def problem_names(turn: Turn) -> dict[str, str]:
    """What the practices help with."""
    _ = turn.gettext
    return {
        "together": _("Owners don't work together"),
        "start": _("We don't know where to begin"),
        "buyers": _("Too few buyers"),
        "quality": _("Quality and delivery"),
        "money": _("Money for the group"),
        "costs": _("Costs, waste, idle machines"),
        "knowledge": _("Testing, research, skills"),
        "office": _("Offices and rules"),
    }


async def list_problems(turn: Turn) -> Screen:
    """The problems that others have worked on."""
    rows: Keyboard = [[Button(name, "learn.problem", word, 0)] for word, name in problem_names(turn).items()]
    text = lines(bold(turn.gettext("🧩 By problem")), turn.gettext("What holds your group back?"))
    return Screen(text, rows=[*rows, home_row(turn, "learn.others")])


async def list_for_problem(turn: Turn, problem: str, page: int = 0) -> Screen:
    """What helps with one problem."""
    found = [one for one in turn.catalog.practices.values() if problem in one.problems]
    if not found:
        raise Stale
    return _steps_screen(turn, "problem", problem, "🧩 " + problem_names(turn)[problem], found, page)


async def list_trades(turn: Turn, page: int = 0) -> Screen:
    """The products that practices speak of, the owner's own first; the last button is for any."""
    _ = turn.gettext
    named = {sector for one in turn.catalog.practices.values() for sector in one.sectors}
    trades = sorted((one for one in turn.catalog.sectors if one in named), key=lambda one: one != turn.profile.sector)
    shown, page, count = pages([*trades, ANY], page, 8)
    rows: Keyboard = [[Button(brief(_trade(turn, one)), "learn.trade", one, 0)] for one in shown]
    moves = page_row(turn, page, count, "learn.trades")
    return Screen(bold(_("🏭 By product or work")), rows=[*rows, moves, home_row(turn, "learn.others")])


async def list_for_trade(turn: Turn, trade: str, page: int = 0) -> Screen:
    """What others with the same product do; "any" is what every trade can do."""
    practices = turn.catalog.practices.values()
    found = [one for one in practices if (trade in one.sectors if one.sectors else trade == ANY)]
    if not found:
        raise Stale
    return _steps_screen(turn, "trade", trade, "🏭 " + _trade(turn, trade), found, page)


def _trade(turn: Turn, trade: str) -> str:
    return turn.gettext("For every trade") if trade == ANY else sector_name(turn, trade)


def _steps_screen(turn: Turn, way: str, word: str, heading: str, found: Sequence[Practice], page: int) -> Screen:
    """Practices as their next steps, each with the button that tells who did it and how."""
    shown, page, count = pages(found, page, A_PAGE)
    steps = [f"{n}. {turn.say(one.id, 'tomorrow', one.tomorrow)}" for n, one in enumerate(shown, start=1)]
    rows: Keyboard = [
        [Button(brief(f"{n}. {practice_name(turn, one)}"), "learn.practice", one.id, way, word)]
        for n, one in enumerate(shown, start=1)
    ]
    back = ("learn.problems",) if way == "problem" else ("learn.trades", 0)
    moves = page_row(turn, page, count, f"learn.{way}", word)
    return Screen(lines(bold(heading), *steps), rows=[*rows, moves, home_row(turn, *back)])


def practice_name(turn: Turn, one: Practice) -> str:
    """A practice by its place and sector."""
    place = state_name(turn, one.place) if one.place.startswith("IN-") else territory(turn.translator, one.place)
    return f"{place} · {turn.say(one.id, 'sector', one.sector)}"


def practice_lines(turn: Turn, one: Practice) -> list[str]:
    """What others did, and the step for tomorrow."""
    return [
        bold("🌱 " + practice_name(turn, one)),
        bullets([turn.say(one.id, "practice", sentence) for sentence in one.practice]),
        "",
        bold(turn.gettext("Tomorrow")),
        turn.say(one.id, "tomorrow", one.tomorrow),
    ]


async def show_practice(turn: Turn, name: str, way: str = "", word: str = "") -> Screen:
    """One practice and the next step; `way` and `word` lead back to the problem or the trade it was found by."""
    one = turn.catalog.practices.get(name)
    if one is None or way not in {"", "problem", "trade"}:
        raise Stale
    place = ("learn.practices", list(turn.catalog.practices).index(name) // 8)
    return _record_screen(turn, name, one, practice_lines(turn, one), (f"learn.{way}", word, 0) if way else place)


async def show_source(turn: Turn, kind: str, name: str) -> Screen:
    """Where one of these records comes from."""
    tables = {"faq": turn.catalog.faq, "term": turn.catalog.glossary, "practice": turn.catalog.practices}
    record: Sourced | None = tables.get(kind, {}).get(name)
    if record is None:
        raise Stale
    text = lines(bold(turn.gettext("ℹ Source and date")), *source_lines(turn, record))
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
    "learn.others": show_others,
    "learn.practices": list_practices,
    "learn.problems": list_problems,
    "learn.problem": list_for_problem,
    "learn.trades": list_trades,
    "learn.trade": list_for_trade,
    "learn.practice": show_practice,
    "learn.source": show_source,
}
