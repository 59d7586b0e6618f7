"""The office of the owner's own place first: "district industries centre" is typed by whoever looks for theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from content.folding import fold
from content.meanings import FILLERS
from content.name_search import CERTAIN, LONGEST, ONE_SLIP, Hit
from content.places import PLACES
from content.providers import OfficeName, body_and_place
from content.search_entries import Say

if TYPE_CHECKING:
    from content.catalog import Catalog

SHORTEST_TOWN = 3  # letters that a name has more of, so that no word is taken for one


def with_towns(query: str, say: Say) -> str:
    """The same text with towns and districts called as offices call them: Coimbatore for Kovai."""
    return " ".join(_town(word, say) for word in query[:LONGEST].split())


def _town(word: str, say: Say) -> str:
    folded = fold(word)
    place = next(iter(PLACES.called(folded)), None) if len(folded) > SHORTEST_TOWN else None
    if place is None or place.kind == "state" or fold(place.name) == folded:
        return word
    return say("place", "name", place.name)


def not_elsewhere(catalog: Catalog, query: str, hits: list[Hit]) -> list[Hit]:
    """The same hits; no office in another place is sure where a place is named that has one."""
    named = {fold(place.name) for word in fold(query[:LONGEST]).split() for place in PLACES.called(word)[:1]}
    there = {code for place in named for code in catalog.offices_at.get(place, ())}
    if not there:
        return hits
    return [
        Hit(hit.kind, hit.id, min(hit.score, CERTAIN - 1)) if hit.kind == "provider" and hit.id not in there else hit
        for hit in hits
    ]


def own_office_first(
    catalog: Catalog, say: Say, query: str, hits: list[Hit], here: Iterable[str | None]
) -> list[Hit]:
    """The same hits, before the first office that of one of the places `here`, where only its body was typed.

    With the name of a place in the query they stay as they are.
    """
    own_places = {fold(place) for place in here if place}
    first = next((at for at, hit in enumerate(hits) if hit.kind == "provider"), None)
    words = [word for word in fold(query[:LONGEST]).split() if word not in FILLERS or PLACES.called(word)]
    if not own_places or first is None or not _is_body(words, catalog.offices[hits[first].id], say):
        return hits
    own = [
        Hit("provider", code, hits[first].score)
        for place in own_places
        for code in catalog.offices_at.get(place, ())
        if _is_body(words, catalog.offices[code], say)
    ]
    codes = {hit.id for hit in own}
    return [*hits[:first], *own, *(hit for hit in hits[first:] if hit.id not in codes)]


def _is_body(words: list[str], office: OfficeName, say: Say) -> bool:
    """Whether all words, slips forgiven, are of the body in an office's name, or its short one."""
    body, _ = body_and_place(office.name)
    known = fold(f"{body} {say('provider', 'body', body)} {office.short_name}").split()
    return all(
        word in known or process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=ONE_SLIP) for word in words
    )
