"""What everyday words of owners mean in the English of the records: Hindi and Tamil in both letters, and synonyms."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from content.files import FOLDER
from content.folding import fold, skeleton

FILE = FOLDER / "word_meanings.csv"
NONE = "-"  # the meaning of words that say nothing of what a text is about
SHORTEST_STEM, SURE_STEM, LONGEST_ENDING = 3, 4, 5  # letters; what follows more than a sure stem may be any ending
SHORTEST_BONES, SAME_BONES = 3, 82  # consonants; of 100

_VOWELS = "aeiou"  # a Hindi word's ending: badalna, badalne, badalni
_ENDING = re.compile(  # as folded: Tamil of things, many and cases, then Hindi of many
    "(?:tt|l)?(?:ka?l|nka?l)?(?:y?il|y?ai|y?in|y?um|u?kku|u?kkan|u?[td]a?n|y?al|la)?[kctp]?"
    "|(?:i?y|a)?[ou][mn]|iya[mn]|e[mn]"
)
_PARTICIPLE = re.compile(r"\w{3,}t[aei]")
Meant = dict[str, tuple[str, ...]]


def _read() -> tuple[Meant, frozenset[str]]:
    meant: Meant = {}
    fillers: set[str] = set()
    with FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for word in map(fold, row["words"].split()):
                if row["meaning"] == NONE:
                    fillers.add(word)
                else:
                    meant[word] = (*meant.get(word, ()), *row["meaning"].split())
    return meant, frozenset(fillers | set(_inflected(fillers) - meant.keys()))


def _inflected(fillers: Iterable[str]) -> set[str]:
    """A Hindi verb's other forms: of milta also milti and milte."""
    return {f"{word[:-1]}{vowel}" for word in fillers if _PARTICIPLE.fullmatch(word) for vowel in "aei"}


_MEANT, FILLERS = _read()
_STEMS: Meant = {}
_BONES: dict[str, list[str]] = {}
for _word in _MEANT:
    _STEMS.setdefault(_word.rstrip(_VOWELS), _MEANT[_word])
    _BONES.setdefault(skeleton(_word), []).append(_word)


def meanings_of(word: str) -> tuple[str, ...]:
    """The English words that a folded word may stand for; none where it isn't known."""
    return _MEANT.get(word, ())


@lru_cache(maxsize=4_096)
def meanings_within(word: str) -> tuple[str, ...]:
    """The English words for a folded word with another ending; none where none is known."""
    for length in range(len(word), SHORTEST_STEM - 1, -1):
        stem, ending = word[:length], word[length:]
        if _ENDING.fullmatch(ending) or (length > SURE_STEM and len(ending) <= LONGEST_ENDING):
            for one in (stem, f"{stem}m", stem.rstrip(_VOWELS)):
                if found := _MEANT.get(one) or (_STEMS.get(one) if len(one) > SHORTEST_STEM else None):
                    return found
    return ()


@lru_cache(maxsize=4_096)
def meanings_like(word: str) -> tuple[str, ...]:
    """The English words of the known word that is spelt most like this one, with the same consonants; else none."""
    bones = skeleton(word)
    if len(word) <= SURE_STEM or len(bones) < SHORTEST_BONES:
        return ()
    like = process.extractOne(word, _BONES.get(bones, ()), scorer=fuzz.ratio, score_cutoff=SAME_BONES)
    return _MEANT[like[0]] if like else ()
