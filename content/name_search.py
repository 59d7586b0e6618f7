"""Finding records by what people type: any script, slips forgiven, half words too."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from sys import intern
from typing import NamedTuple

from rapidfuzz import fuzz, process

from content.folding import fold, skeleton

WHOLE = 100  # of 100
CERTAIN = 74  # of 100; below it nothing is better than nonsense
SURE = 88  # of 100; with such a name nobody looks for others that are only like it
LONGEST = 100  # characters of a typed text that are looked at
ONE_SLIP = 83  # of 100, for a single word
RANK = {kind: place for place, kind in enumerate(("theme", "guide", "scheme", "tool", "branch"))}  # of equal hits
MOST = 150  # names that are compared in full
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """a an and for from how in is of on the to what scheme yojana
        ka kaise kare karna karo ke ki ko liye me mein kya hai enna eppadi""",
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: its kind, its id, and the names and words that lead to it."""

    kind: str
    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found, and how surely, 0 to 100."""

    kind: str
    id: str
    score: float


class _Forms(NamedTuple):
    """A name or a query, in all forms that are compared."""

    folded: str
    joined: str
    words: frozenset[str]
    bones: str

    @classmethod
    def of(cls, folded: str) -> _Forms:
        words = frozenset(map(intern, folded.split()))  # each word is kept once, however many names hold it
        return cls(folded, folded.replace(" ", ""), words, skeleton(folded))


class ByLength:
    """Texts in the order of their lengths: only those are compared that are neither too short nor too long."""

    def __init__(self, texts: list[str]) -> None:
        self._positions = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        self._texts = [texts[position] for position in self._positions]
        self._lengths = [len(text) for text in self._texts]

    def like(self, wanted: str, least: int, most: int) -> list[tuple[int, float]]:
        """Where the texts stand that are like this one by `least` of 100, and how much; the best `most`."""
        share = least / (200 - least)  # what two texts have in common is never longer than the shorter one
        first = bisect_left(self._lengths, len(wanted) * share)
        last = bisect_right(self._lengths, len(wanted) / share)
        found = process.extract(wanted, self._texts[first:last], scorer=fuzz.ratio, score_cutoff=least, limit=most)
        return [(self._positions[first + place], score) for _, score, place in found]


class Index:
    """Built once from all entries; a search reads it and keeps nothing."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._owners: list[Entry] = []
        self._names: list[_Forms] = []
        self._whole: dict[str, list[int]] = {}  # names of one word
        holders: dict[str, list[int]] = {}
        for entry in entries:
            for name in map(_Forms.of, dict.fromkeys(filter(None, map(_key, entry.names)))):
                for word in name.words:
                    holders.setdefault(word, []).append(len(self._owners))
                if name.folded == name.joined:
                    self._whole.setdefault(name.folded, []).append(len(self._owners))
                self._owners.append(entry)
                self._names.append(name)
        self._folded = ByLength([name.folded for name in self._names])
        self._bones = ByLength([name.bones for name in self._names])
        self._words = sorted(holders)
        self._spellings = ByLength(self._words)
        self._holders = holders

    def find(self, query: str, limit: int = 8, least: float = CERTAIN) -> list[Hit]:
        """The records that a query most likely means, best first: by its very words, else by what is like them.

        `least` is how sure a hit must be, 0 to 100.
        """
        named = self.named(query, limit, least)
        return named if any(hit.score >= SURE for hit in named) else self.alike(query, limit, least)

    def called(self, word: str) -> list[Hit]:
        """The records with this very word as a whole name."""
        owners = {(owner.kind, owner.id) for owner in map(self._owners.__getitem__, self._whole.get(word, ()))}
        return [Hit(kind, name, WHOLE) for kind, name in sorted(owners)]

    def named(self, query: str, limit: int, least: float) -> list[Hit]:
        """The records with a name that holds the very words, half words too, or that the query holds."""
        words = (wanted := _key(query[:LONGEST])).split()
        shared = self._sharing(words, self._begun)
        very = [one for one, count in shared.items() if count >= min(len(set(words)), len(self._names[one].words))]
        return self._hits(wanted, nsmallest(MOST, very, key=self._length), limit, least)

    def alike(self, query: str, limit: int, least: float) -> list[Hit]:
        """The records with a name that is like the query."""
        wanted = _key(query[:LONGEST])
        if len(wanted) < 2:
            return []
        near = self._folded.like(wanted, 70, 30)
        if len(bones := skeleton(wanted)) > 2:
            near += self._bones.like(bones, 75, 30)
        shared = self._sharing(wanted.split(), self._like)
        sharing = sorted(shared, key=lambda position: (-shared[position], self._length(position)))[:MOST]
        return self._hits(wanted, {*(position for position, _ in near), *sharing}, limit, least)

    def _hits(self, wanted: str, positions: Collection[int], limit: int, least: float) -> list[Hit]:
        if len(wanted) < 2:
            return []
        query = _Forms.of(wanted)
        best: dict[tuple[str, str], float] = {}
        for position in positions:
            owner = self._owners[position]
            score = _score(query, self._names[position])
            best[owner.kind, owner.id] = max(score, best.get((owner.kind, owner.id), 0))
        likely = [pair for pair in best.items() if pair[1] >= least]
        ranked = sorted(likely, key=lambda item: (-item[1], RANK.get(item[0][0], len(RANK))))
        return [Hit(kind, name, score) for (kind, name), score in ranked[:limit]]

    def _length(self, position: int) -> int:
        return len(self._names[position].folded)

    def _sharing(self, words: list[str], forms: Callable[[str], Iterable[str]]) -> Counter[int]:
        """How many of the words each name holds in one of their forms."""
        shared: Counter[int] = Counter()
        for word in words:
            shared.update({position for form in forms(word) for position in self._holders[form]})
        return shared

    def _begun(self, word: str) -> list[str]:
        """The words that begin like this."""
        return self._words[bisect_left(self._words, word) : bisect_left(self._words, word + "~")]

    def _like(self, word: str) -> set[str]:
        """The words that begin like this or are nearly spelt so."""
        return {*self._begun(word), *(self._words[one] for one, _ in self._spellings.like(word, 75, 8))}


def _score(query: _Forms, name: _Forms) -> float:
    """How surely a query means this name, 0 to 100."""
    if name.joined == query.joined:
        return 100 if name.folded == query.folded else 99
    if name.words <= query.words or query.words <= name.words:
        return 88 + 10 * fuzz.ratio(name.folded, query.folded) / 100
    if len(query.folded) > 2 and any(word.startswith(query.folded) for word in name.words):
        return 84 + 10 * fuzz.ratio(name.folded, query.folded) / 100
    whole = fuzz.token_sort_ratio(name.folded, query.folded)
    alike = fuzz.token_sort_ratio(name.bones, query.bones) if len(query.bones) > 2 else whole
    return max(0.6 * whole + 0.4 * alike, _covered(query.words, name.words))


def _covered(words: Iterable[str], others: Iterable[str]) -> float:
    """How surely each word, slips forgiven, is one of the others; 0 where one isn't."""
    least = 100.0
    for word in words:
        like = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=ONE_SLIP)
        if like is None:
            return 0
        least = min(least, like[1])
    return 60 + 0.23 * least


def _key(text: str) -> str:
    """Folded words without those that say nothing; "me" says nothing but at the beginning (ME-Card)."""
    words = fold(text).split()
    own = words[:1] if words[:1] == ["me"] else []
    return " ".join([*own, *(word for word in words if word not in _COMMON)]) or " ".join(words)
