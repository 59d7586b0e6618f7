"""The office of the owner's own place first: "district industries centre" is typed by whoever looks for theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from content.folding import fold
from content.meanings import FILLERS
from content.name_search import LONGEST, ONE_SLIP, Hit
from content.places import PLACES
from content.providers import body_and_place
from content.search_entries import Say

if TYPE_CHECKING:
    from content.catalog import Catalog


def own_office_first(
    catalog: Catalog, say: Say, query: str, hits: list[Hit], here: Iterable[str | None]
) -> list[Hit]:
    """The same hits, before the first office that of one of the places `here`, where only its body was typed.

    With the name of a place in the query they stay as they are.
    """
    own_places = {fold(place) for place in here if place}
    first = next((at for at, hit in enumerate(hits) if hit.kind == "provider"), None)
    words = [word for word in fold(query[:LONGEST]).split() if word not in FILLERS or PLACES.called(word)]
    if not own_places or first is None or not _is_body(words, catalog.provider_names[hits[first].id], say):
        return hits
    own = [
        Hit("provider", code, hits[first].score)
        for code, name in catalog.provider_names.items()
        if fold(body_and_place(name)[1]) in own_places and _is_body(words, name, say)
    ]
    codes = {hit.id for hit in own}
    return [*hits[:first], *own, *(hit for hit in hits[first:] if hit.id not in codes)]


def _is_body(words: list[str], name: str, say: Say) -> bool:
    """Whether all words, slips forgiven, are of the body in an office's name."""
    body, _ = body_and_place(name)
    known = f"{fold(body)} {fold(say('provider', 'body', body))}".split()
    return all(
        word in known or process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=ONE_SLIP) for word in words
    )
