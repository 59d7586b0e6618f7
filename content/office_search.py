"""Finding offices by what they are called and where: "dic vijayawada" is the District Industries Centre of NTR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from content.folding import fold
from content.meanings import meanings_within
from content.name_search import CERTAIN, Hit
from content.places import PLACES
from content.providers import Office, body_and_place
from content.search_entries import spelled
from content.sentences import content_words

THERE, ELSEWHERE = 98, CERTAIN - 1  # of 100: a body in the place that is named, and at most one in another place
MOST = 4
LONGEST_PHRASE = 5  # words of a body or a place
_SHORT = re.compile(r"\(([A-Z][A-Z-]+)\)")  # in a name
_BESIDE = frozenset({"office", "address", "phone", "contact", "number"})  # meanings that say nothing beside a body
Codes = dict[str, set[str]]


class AskedOffice(NamedTuple):
    """What folded words name: the offices of a body and those of places, the names of these, other words."""

    bodies: frozenset[str]
    there: frozenset[str]
    places: tuple[str, ...]
    left: tuple[str, ...]


class OfficeFinder:
    """Built once; `words` gives what else is said for a short name of a body."""

    def __init__(self, offices: Mapping[str, Office], words: Mapping[str, Iterable[str]]) -> None:
        self._bodies: Codes = {}
        self._there: Codes = {}
        self._named: dict[str, frozenset[str]] = {}
        self._states: Codes = {}
        for code, office in offices.items():
            self._named[code] = frozenset(content_words(office.name))
            self._states.setdefault(office.state, set()).add(code)
            for body in (*_bodies_of(office), *words.get(office.short_name, ())):
                self._bodies.setdefault(_naming(body), set()).add(code)
            for place in {place for name in (office.town, office.district) for place in _called(name, office.state)}:
                self._there.setdefault(place, set()).add(code)

    def read(self, words: list[str]) -> AskedOffice:
        """What folded words ask for; a state beside a place says which of two of its name."""
        bodies: set[str] = set()
        there: set[str] = set()
        within: set[str] = set()
        places, left = [], []
        for phrase in self._phrases(words):
            if phrase in self._bodies:
                bodies |= self._bodies[phrase]
            elif found := self._at(phrase):
                there |= found
                places.append(phrase)
            elif found := self._in_state(phrase):
                within |= found
                places.append(phrase)
            elif _BESIDE.isdisjoint((phrase, *meanings_within(phrase))):
                left.append(phrase)
        lying = there & within if there and within else there | within
        return AskedOffice(frozenset(bodies), frozenset(lying), tuple(places), tuple(left))

    def find(self, asked: AskedOffice) -> list[Hit]:
        """The offices of the body in the place, or in the district of a town that has no office.

        None where one isn't named, other words are left, or so many fit that none of them is meant.
        """
        there = asked.there
        if asked.bodies and asked.left and not there:
            there = self._in_district(" ".join(asked.left))
        elif asked.left:
            return []
        meant = asked.bodies & there
        return [Hit("provider", code, THERE) for code in self._named if code in meant] if len(meant) <= MOST else []

    def placed(self, hit: Hit, asked: AskedOffice) -> Hit:
        """The same hit, not sure where it is an office in another place than the one that is named."""
        if hit.kind != "provider" or not asked.places or hit.id in asked.there:
            return hit
        own = all(self._named[hit.id].issuperset(place.split()) for place in asked.places)
        return hit if own else Hit(hit.kind, hit.id, min(hit.score, ELSEWHERE))

    def _phrases(self, words: list[str]) -> Iterator[str]:
        """The longest known phrases first; unknown words one by one."""
        at = 0
        while at < len(words):
            lengths = range(min(LONGEST_PHRASE, len(words) - at), 0, -1)
            phrases = (" ".join(words[at : at + length]) for length in lengths)
            phrase = next((one for one in phrases if self._knows(one)), words[at])
            yield phrase
            at += phrase.count(" ") + 1

    def _knows(self, phrase: str) -> bool:
        return phrase in self._bodies or phrase in self._there or bool(PLACES.called(phrase))

    def _at(self, phrase: str) -> set[str]:
        """The offices in the towns and districts of a name."""
        return set().union(*(self._there.get(place, set()) for place in _called(phrase)))

    def _in_district(self, town: str) -> frozenset[str]:
        """The offices in the district that a town lies in."""
        found = PLACES.find(town, 1) if PLACES.called(town) else []
        return frozenset().union(*(self._there.get(_naming(place.district), ()) for place in found))

    def _in_state(self, phrase: str) -> set[str]:
        states = (place.state for place in PLACES.called(phrase) if place.kind == "state")
        return set().union(*(self._states.get(state, set()) for state in states))


def _bodies_of(office: Office) -> Iterator[str]:
    """What a body is called: by its name, by its short name, also spelt, and by the one that its name holds."""
    body, _ = body_and_place(office.name)
    yield _SHORT.sub("", body)
    yield from _SHORT.findall(body)
    if office.short_name[:1].isupper():  # others say what it is for
        yield office.short_name
        yield from spelled(office.short_name)


def _called(name: str, state: str = "") -> set[str]:
    """A place's name as typed and as `content.places` has it, whatever language it was in."""
    found = (place for place in PLACES.called(fold(name)) if place.kind != "state" and state in ("", place.state))
    return {_naming(name), *(_naming(place.name) for place in found)}


def _naming(text: str) -> str:
    """A name as it stands among the words of a text that say something."""
    return " ".join(content_words(text))
