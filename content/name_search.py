"""Finding records by what people type: any script, slips forgiven, half words too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from content.folding import fold, skeleton

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


class Index:
    """Built once from all entries; a search reads it and keeps nothing."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._owners: list[Entry] = []
        self._folded: list[str] = []
        self._bones: list[str] = []
        holders: dict[str, list[int]] = {}
        for entry in entries:
            for name in dict.fromkeys(filter(None, map(_key, entry.names))):
                for word in set(name.split()):
                    holders.setdefault(word, []).append(len(self._owners))
                self._owners.append(entry)
                self._folded.append(name)
                self._bones.append(skeleton(name))
        self._words = sorted(holders)
        self._holders = holders

    def find(self, query: str, limit: int = 8, least: float = CERTAIN, *, alike: bool = True) -> list[Hit]:
        """The records that a query most likely means, best first; `least` is how sure a hit must be, 0 to 100.

        Without `alike` only names with the very words count, half words too.
        """
        wanted = _key(query[:LONGEST])
        if len(wanted) < 2:
            return []
        best: dict[tuple[str, str], float] = {}
        for position, score in self._scores(wanted, alike=alike):
            owner = self._owners[position]
            best[owner.kind, owner.id] = max(score, best.get((owner.kind, owner.id), 0))
        ranked = sorted(best.items(), key=lambda item: (-item[1], RANK.get(item[0][0], len(RANK))))
        return [Hit(kind, name, score) for (kind, name), score in ranked[:limit] if score >= least]

    def _scores(self, wanted: str, *, alike: bool) -> list[tuple[int, float]]:
        """Names with the very words, half words too; only where none is sure, those that are like them."""
        bones, words = skeleton(wanted), wanted.split()
        found = [(one, self._score(wanted, bones, one)) for one in self._sharing(words, self._begun)]
        if not alike or any(score >= SURE for _, score in found):
            return found
        near = process.extract(wanted, self._folded, scorer=fuzz.ratio, score_cutoff=70, limit=30)
        if len(bones) > 2:
            near += process.extract(bones, self._bones, scorer=fuzz.ratio, score_cutoff=75, limit=30)
        likely = {*(match[2] for match in near), *self._sharing(words, self._like)}
        return [(one, self._score(wanted, bones, one)) for one in likely]

    def _sharing(self, words: list[str], forms: Callable[[str], Iterable[str]]) -> list[int]:
        """The names that hold most of the words in one of their forms; short names first."""
        shared: Counter[int] = Counter()
        for word in words:
            shared.update({position for form in forms(word) for position in self._holders[form]})
        most = max(shared.values(), default=0)
        ranked = sorted(
            (one for one in shared if shared[one] >= most - 1),
            key=lambda position: (-shared[position], len(self._folded[position])),
        )
        return ranked[:MOST]

    def _begun(self, word: str) -> list[str]:
        """The words that begin like this."""
        return self._words[bisect_left(self._words, word) : bisect_left(self._words, word + "~")]

    def _like(self, word: str) -> set[str]:
        near = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=75, limit=8)
        return {*self._begun(word), *(match[0] for match in near)}

    def _score(self, wanted: str, bones: str, position: int) -> float:
        name = self._folded[position]
        if name == wanted:
            return 100
        if name.replace(" ", "") == wanted.replace(" ", ""):
            return 99
        if set(name.split()) <= set(wanted.split()) or set(wanted.split()) <= set(name.split()):
            return 88 + 10 * fuzz.ratio(name, wanted) / 100
        if len(wanted) > 2 and any(word.startswith(wanted) for word in name.split()):
            return 84 + 10 * fuzz.ratio(name, wanted) / 100
        whole = fuzz.token_sort_ratio(name, wanted)
        alike = fuzz.token_sort_ratio(self._bones[position], bones) if len(bones) > 2 else whole
        return max(0.6 * whole + 0.4 * alike, _covered(wanted.split(), name.split()))


def _covered(words: list[str], others: list[str]) -> float:
    """How surely each word, slips forgiven, is one of the others; 0 where one isn't."""
    least = min(max(fuzz.ratio(word, other) for other in others) for word in words)
    return 60 + 0.23 * least if least >= ONE_SLIP else 0


def _key(text: str) -> str:
    """Folded words without those that say nothing."""
    words = fold(text).split()
    return " ".join(word for word in words if word not in _COMMON) or " ".join(words)
