"""Schemes for me: those that fit, may fit, don't fit; by theme; all."""

from __future__ import annotations

from collections.abc import Sequence

from content.eligibility import Verdict, verdict
from content.schemes import THEMES, Scheme
from handlers.common import home_row, in_columns, page_row
from handlers.markup import bold, brief, lines
from handlers.names import full_name, short_name
from handlers.routes import Stale
from handlers.screen import Button, Keyboard, Screen, pages
from handlers.turn import Turn
from handlers.words import short_question, theme_words
from locales.formats import number

KINDS = ("fits", "may_fit", "does_not_fit")
Judged = list[tuple[Scheme, Verdict]]


def judged(turn: Turn, theme: str = "") -> Judged:
    """Every scheme that still takes people, or may, with its verdict: the most asked for first."""
    profile = turn.profile
    today = turn.today
    open_ones = (scheme for scheme in turn.catalog.schemes.values() if not scheme.is_shut(today))
    listed = [
        (scheme, verdict(scheme.eligibility, profile)) for scheme in open_ones if not theme or theme in scheme.themes
    ]
    return sorted(listed, key=lambda pair: (not pair[0].asked_for, pair[0].level == "central", pair[0].short))


async def show_menu(turn: Turn) -> Screen:
    """How many fit, and the ways to look at them."""
    _ = turn.gettext
    found = judged(turn)
    counts = {kind: sum(verdict.kind == kind for _scheme, verdict in found) for kind in KINDS}
    labels = {
        "fits": _("✅ Fits you (%(n)s)"),
        "may_fit": _("❔ May fit (%(n)s)"),
        "does_not_fit": _("✖ Does not fit (%(n)s)"),
    }
    rows: Keyboard = [
        [Button(labels[kind] % {"n": number(turn.translator, counts[kind])}, "schemes.list", kind, "all", 0)]
        for kind in KINDS
    ]
    rows.append([Button(_("🗂 By theme"), "schemes.themes"), Button(_("🔎 Search"), "search.ask")])
    rows.append([Button(_("✏ My answers"), "settings.profile")])
    hint = None if turn.contact.profile else _("You have not told us anything yet, so most schemes may fit.")
    return Screen(lines(bold(_("Schemes for me")), hint, _missing(turn)), rows=[*rows, home_row(turn)])


def _missing(turn: Turn) -> str | None:
    """Which of the four answers would sharpen the list."""
    missing = [name for name in ("sector", "state", "size", "udyam") if getattr(turn.profile, name) is None]
    if not missing:
        return None
    names = ", ".join(short_question(turn, name) for name in missing)
    return turn.gettext("Not told yet: %(names)s.") % {"names": names}


async def show_list(turn: Turn, kind: str, theme: str = "all", page: int = 0) -> Screen:
    """One page of the schemes with one verdict."""
    if kind not in KINDS:
        raise Stale
    _ = turn.gettext
    chosen = "" if theme == "all" else theme
    found = [scheme for scheme, verdict in judged(turn, chosen) if verdict.kind == kind]
    titles = {"fits": _("These fit you"), "may_fit": _("These may fit"), "does_not_fit": _("These do not fit")}
    return list_page(turn, titles[kind], found, page, ("schemes.list", kind, theme), ("schemes.menu",))


async def show_themes(turn: Turn) -> Screen:
    """Choose a theme."""
    buttons = [Button(label, "schemes.theme", theme, 0) for theme, label in theme_words(turn).items()]
    return Screen(bold(turn.gettext("Choose a theme")), rows=[*in_columns(buttons), home_row(turn, "schemes.menu")])


async def show_theme(turn: Turn, theme: str, page: int = 0) -> Screen:
    """The schemes of one theme that fit or may fit, those that fit first."""
    if theme not in THEMES:
        raise Stale
    ranked = sorted(judged(turn, theme), key=lambda pair: KINDS.index(pair[1].kind))
    found = [scheme for scheme, verdict in ranked if verdict.kind != "does_not_fit"]
    title = theme_words(turn)[theme]
    return list_page(turn, title, found, page, ("schemes.theme", theme), ("schemes.themes",))


def list_page(
    turn: Turn, title: str, found: Sequence[Scheme], page: int, here: tuple[str, ...], back: tuple[str, ...]
) -> Screen:
    """One page of a list of schemes; `here` turns its pages, `back` leads out of it."""
    _ = turn.gettext
    shown, page, count = pages(found, page)
    text = [scheme_line(turn, number_, scheme) for number_, scheme in enumerate(shown, start=1)]
    rows: Keyboard = [
        [Button(brief(f"{n}. {short_name(turn, scheme)}"), "schemes.show", scheme.id)]
        for n, scheme in enumerate(shown, start=1)
    ]
    total = turn.ngettext("%(n)s scheme", "%(n)s schemes", len(found)) % {"n": number(turn.translator, len(found))}
    empty = None if found else _("None here. Try another list, or search.")
    rows_: Keyboard = [*rows, page_row(turn, page, count, *here), home_row(turn, *back)]
    return Screen(lines(bold(title), total, empty, "", *text), rows=rows_)


def scheme_line(turn: Turn, number_: int, scheme: Scheme) -> str:
    """One scheme on a list: its number and full name; a doubtful state of things is marked."""
    name = full_name(turn, scheme)
    mark = " 🔴" if scheme.is_shut(turn.today) else " 🟡" if scheme.status == "unknown" else ""
    return f"{number_}. {name}{mark}"


ROUTES = {
    "schemes.menu": show_menu,
    "schemes.list": show_list,
    "schemes.themes": show_themes,
    "schemes.theme": show_theme,
}
