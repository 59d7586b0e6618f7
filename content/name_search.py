"""Finding records by what people type: any script, slips forgiven, half words too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from content.folding import fold, skeleton

CERTAIN = 74  # of 100; below it nothing is better than nonsense
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "for",
        "from",
        "how",
        "in",
        "is",
        "ka",
        "kaise",
        "kare",
        "karna",
        "karo",
        "ke",
        "ki",
        "ko",
        "liye",
        "me",
        "mein",
        "of",
        "on",
        "the",
        "to",
        "what",
        "yojana",
        "scheme",
        "kya",
        "hai",
        "enna",
        "eppadi",
    ]
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
        for entry in entries:
            for name in dict.fromkeys(filter(None, map(_key, entry.names))):
                self._owners.append(entry)
                self._folded.append(name)
                self._bones.append(skeleton(name))

    def find(self, query: str, limit: int = 8) -> list[Hit]:
        """The records that a query most likely means, best first."""
        wanted = _key(query)
        if len(wanted) < 2:
            return []
        best: dict[tuple[str, str], float] = {}
        for position, score in self._scores(wanted):
            owner = self._owners[position]
            best[owner.kind, owner.id] = max(score, best.get((owner.kind, owner.id), 0))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        return [Hit(kind, name, score) for (kind, name), score in ranked[:limit] if score >= CERTAIN]

    def _scores(self, wanted: str) -> Iterable[tuple[int, float]]:
        near = process.extract(wanted, self._folded, scorer=fuzz.WRatio, score_cutoff=60, limit=60)
        bones = skeleton(wanted)
        boned = (
            process.extract(bones, self._bones, scorer=fuzz.ratio, score_cutoff=75, limit=30)
            if len(bones) > 2
            else []
        )
        for position in {match[2] for match in (*near, *boned)}:
            yield position, self._score(wanted, bones, position)

    def _score(self, wanted: str, bones: str, position: int) -> float:
        name = self._folded[position]
        if name == wanted:
            return 100
        if set(name.split()) <= set(wanted.split()) or set(wanted.split()) <= set(name.split()):
            return 88 + 10 * fuzz.ratio(name, wanted) / 100
        if len(wanted) > 2 and any(word.startswith(wanted) for word in name.split()):
            return 84 + 10 * fuzz.ratio(name, wanted) / 100
        whole = fuzz.token_sort_ratio(name, wanted)
        alike = fuzz.token_sort_ratio(self._bones[position], bones) if len(bones) > 2 else whole
        return 0.6 * whole + 0.4 * alike


def _key(text: str) -> str:
    """Folded words without those that say nothing."""
    words = fold(text).split()
    return " ".join(word for word in words if word not in _COMMON) or " ".join(words)
