"""Source, as-of date and confidence of any record, one tap away from its figures."""

from __future__ import annotations

from content.records import Source, Sourced
from content.sources import readable, source_name
from handlers.markup import bold, bullets, italic
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import partial_date

MOST = 6
SHOWN_CHARACTERS = 90


def source_lines(turn: Turn, record_id: str, record: Sourced) -> list[str | None]:
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
    if turn.language != "en" and (record.conflict or record.unknown):
        found += ["", italic(_("The notes are in English, as their sources are."))]
    if record.conflict:
        found += ["", bold(_("Sources disagree")), readable(turn.say(record_id, "conflict", record.conflict))]
    if record.unknown:
        found += [
            "",
            bold(_("Not known")),
            bullets([readable(turn.say(record_id, "unknown", text)) for text in record.unknown]),
        ]
    return found


def _source(turn: Turn, source: Source) -> str:
    """Named, not linked: only official portals are shown as links to act on."""
    name = source_name(source.url)
    if source.dated or source.url.startswith("http"):  # a paper says itself of when it is
        dated = partial_date(turn.translator, source.dated) if source.dated else turn.gettext("no date")
        name += f" ({dated})"
    supports = readable(source.supports)
    what = supports[:SHOWN_CHARACTERS].rstrip() + ("…" if len(supports) > SHOWN_CHARACTERS else "")
    return f"{name}: {what}" if what else name
