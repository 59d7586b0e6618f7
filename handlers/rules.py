"""Rules and money: chapters and pages, those of my product first, each with its source and a reminder."""

from __future__ import annotations

from markupsafe import Markup

from content.rules import Chapter, Page, find_page, pages_for, rule_pages
from handlers.common import home_row, page_row
from handlers.markup import bold, brief, bullets, lines
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, LinkButton, Screen, pages
from handlers.turn import Turn
from handlers.words import confidence_words, sector_name
from locales.formats import partial_date

A_PAGE = 8  # buttons of a chapter
MOST_LINES = 12  # of a screen
FOR_ALL = ("environment-categories", "consent", "by-product")  # chapters that say where any product stands


async def show_menu(turn: Turn, part: str = "environment") -> Screen:
    """The chapters of one part, the way to the other one, and what concerns the contact's own product."""
    _ = turn.gettext
    names = {"environment": _("🏭 Environment and safety"), "money": _("💰 Loans and money")}
    if part not in names:
        raise Stale
    mine: list[AnyButton] = [Button(_("🌱 Rules for my product"), "rules.mine")] if turn.profile.sector else []
    other: list[AnyButton] = [Button(name, "rules.menu", key) for key, name in names.items() if key != part]
    rows: Keyboard = [_chapter_row(turn, one) for one in turn.catalog.rules.values() if one.part == part]
    text = lines(bold(_("🧾 Rules and money")), names[part], _("Short rules in plain words, each with its source."))
    return Screen(text, rows=[mine, *rows, other, home_row(turn, "learn.menu")])


def _chapter_row(turn: Turn, one: Chapter) -> list[AnyButton]:
    return [Button(brief(chapter_title(turn, one)), "rules.chapter", one.id, 0)]


def chapter_title(turn: Turn, one: Chapter) -> str:
    """A chapter's title in the contact's language."""
    return turn.say(f"rules-{one.id}", "title", one.title)


def _page_row(turn: Turn, one: Page) -> list[AnyButton]:
    return [Button(brief(page_title(turn, one)), "rules.page", one.id)]


def page_title(turn: Turn, one: Page) -> str:
    """A page's title in the contact's language."""
    return turn.say(one.id, "pages.title", one.title)


async def show_mine(turn: Turn) -> Screen | str:
    """The pages that concern the contact's product, then the chapters that concern everybody."""
    sector = turn.profile.sector
    if sector is None:
        return "rules.chapter:by-product:0"
    _ = turn.gettext
    found = pages_for(rule_pages(turn.catalog.rules), sector)
    none = None if found else _("There is no page for your product yet. These are for everybody.")
    rows: Keyboard = [_page_row(turn, one) for one in found]
    rows += [_chapter_row(turn, turn.catalog.rules[name]) for name in FOR_ALL if name in turn.catalog.rules]
    text = lines(bold(_("🌱 Rules for my product")), sector_name(turn, sector), none)
    return Screen(text, rows=[*rows, home_row(turn, "rules.menu")])


async def show_chapter(turn: Turn, name: str, page: int = 0) -> Screen:
    """The pages of one chapter."""
    chapter = turn.catalog.rules.get(name)
    if chapter is None:
        raise Stale
    shown, page, count = pages(chapter.pages, page, A_PAGE)
    intro = turn.say(f"rules-{name}", "intro", chapter.intro) if chapter.intro else None
    rows: Keyboard = [_page_row(turn, one) for one in shown]
    moves = page_row(turn, page, count, "rules.chapter", name)
    text = lines(bold("🧾 " + chapter_title(turn, chapter)), intro)
    return Screen(text, rows=[*rows, moves, home_row(turn, "rules.menu", chapter.part)])


async def show_page(turn: Turn, name: str, page: int = 0) -> Screen:
    """One page of rules, as much as fits a small screen; the rest follows."""
    chapter, place, one = _found(turn, name)
    head = [bold("🧾 " + page_title(turn, one)), ""]
    trust = _trust_lines(turn, one)
    shown, page, count = pages(_body(turn, one), page, MOST_LINES - len(head) - len(trust))
    rows: Keyboard = [
        page_row(turn, page, count, "rules.page", name),
        [LinkButton(turn.gettext("🌐 Official portal"), one.url)] if one.url else [],
        _renewal(turn, one),
        [
            Button(turn.gettext("⏰ Remind me"), "reminders.about", "rule", name),
            Button(turn.gettext("ℹ Source and date"), "rules.source", name),
        ],
        home_row(turn, "rules.chapter", chapter.id, place // A_PAGE),
    ]
    return Screen(lines(*head, *shown, *trust), rows=rows)


def _found(turn: Turn, name: str) -> tuple[Chapter, int, Page]:
    """A page with its chapter and place.

    Raises Stale where there is none.
    """
    found = find_page(turn.catalog.rules, name)
    if found is None:
        raise Stale
    return found


def _body(turn: Turn, one: Page) -> list[Markup | str]:
    """A line a sentence; then, where something goes wrong, how to mend it."""
    points: list[Markup | str] = [bullets([turn.say(one.id, "pages.points", text)]) for text in one.points]
    if not one.mend:
        return points
    mend = [bullets([turn.say(one.id, "pages.mend", text)]) for text in one.mend]
    return [*points, "", bold(turn.gettext("How to mend it")), *mend]


def _trust_lines(turn: Turn, one: Page) -> list[str]:
    """How old it is and how far it can be trusted; how sources disagree stands one tap away."""
    _ = turn.gettext
    found = [
        _("As of %(date)s") % {"date": partial_date(turn.translator, one.as_of)} if one.as_of else None,
        _("Sources disagree: see “Source and date”.") if one.conflict else None,
        confidence_words(turn, one.confidence),
    ]
    return ["", *(line for line in found if line)]


def _renewal(turn: Turn, one: Page) -> list[AnyButton]:
    """The way to the due date that comes with the rule: its reminders begin in time."""
    due = turn.catalog.dates.get(one.renewal or "")
    if due is None:
        return []
    return [Button(brief("📆 " + turn.say(f"date-{due.id}", "title", due.title)), "calendar.show", due.id)]


async def show_source(turn: Turn, name: str) -> Screen:
    """Where one page comes from."""
    _chapter, _place, one = _found(turn, name)
    text = lines(bold(page_title(turn, one)), *source_lines(turn, one))
    return Screen(text, rows=[home_row(turn, "rules.page", name)])


ROUTES = {
    "rules.menu": show_menu,
    "rules.mine": show_mine,
    "rules.chapter": show_chapter,
    "rules.page": show_page,
    "rules.source": show_source,
}
