"""Source, as-of date and confidence of any record, one tap away from its figures."""

from __future__ import annotations

from textwrap import shorten

from content.records import Source, Sourced
from content.sources import readable, source_name
from handlers.markup import bold, bullets
from handlers.source_words import source_words
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import partial_date

MOST = 6
SHOWN_CHARACTERS = 90


def source_lines(turn: Turn, record: Sourced) -> list[str | None]:
    """The lines that say how far a record can be trusted."""
    _ = turn.gettext
    found: list[str | None] = [
        "",
        _("As of %(date)s") % {"date": partial_date(turn.translator, record.as_of)}
        if record.as_of
        else _("The sources carry no date."),
        confidence_words(turn, record.confidence) or (None if record.conflict else _("Confirmed by the sources.")),
    ]
    if record.basis == "general knowledge":
        found.append(_("Known in the field; no page was found for it."))
    if record.sources:
        found += ["", bold(_("Sources")), bullets([_source(turn, source) for source in record.sources[:MOST]])]
    if record.conflict:
        found += ["", bold(_("Sources disagree")), _note(turn, record.conflict)]
    if record.unknown:
        found += ["", bold(_("Not known")), bullets([_note(turn, text) for text in record.unknown])]
    return found


def _source(turn: Turn, source: Source) -> str:
    """Named, not linked: only official portals are shown as links to act on."""
    name = source_words(turn, source_name(source.url))
    if source.dated or source.url.startswith("http"):  # a paper says itself of when it is
        dated = partial_date(turn.translator, source.dated) if source.dated else turn.gettext("no date")
        name += f" ({dated})"
    what = shorten(_note(turn, source.supports), SHOWN_CHARACTERS, placeholder=" …")
    return f"{name}: {what}" if what else name


def _note(turn: Turn, english: str) -> str:
    return readable(turn.say("source", "note", english)) if english else ""
