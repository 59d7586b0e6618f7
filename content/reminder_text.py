"""A typed sentence from which time words are cut, so that what remains is the owner's own title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from content.folding import ascii_digits
from content.reminder_vocabulary import AFTER_DAY, DAY_PARTS, FILLERS, MONTHS, RELATIVE_DAYS, WEAK, WEEKDAYS, Words

CUT = "\x00"
LONGEST = 1_000  # characters; a Telegram message has up to 4,096, a title 200
# Neither letters nor vowel signs nor "-" and "/" end a word: "कला" isn't "कल", "GSTR-3B" holds no 3.
_BEFORE = r"(?<![^\s\x00,;:(\[|।–—])"
EDGE = r"(?![^\s\x00,;:)\]|।–—.!?])"
_LONG_WORD = re.compile(r"(?<![\w\-])[a-z]{7,}(?![\w\-])")
_EDGES = " ,:;-–—.|।"


class Sentence:
    """The words as typed, beside the same words made comparable, from which time words are cut."""

    def __init__(self, text: str) -> None:
        self._words = [word for word in text[:LONGEST].split() if comparable(word)]
        self._plain = [comparable(word) for word in self._words]
        self.rest = " ".join(self._plain)

    def find(self, pattern: str) -> re.Match[str] | None:
        """Find a pattern that starts and ends with words."""
        return _compiled(pattern).search(self.rest)

    def take(self, pattern: str) -> re.Match[str] | None:
        """Find a pattern that starts and ends with words, and cut it out."""
        match = self.find(pattern)
        if match:
            self.cut(*match.span())
        return match

    def take_word(self, words: Words, before: str = "", *, led: bool = False) -> tuple[str, re.Match[str]] | None:
        """Cut the first of the words out and say what it means.

        Weak ones need a time word after them, or before them where they may be led by one.
        """
        pattern = rf"(?P<before>{before})(?P<word>{one_of_all(words)})(?: {one_of(AFTER_DAY)})?"
        for match in _compiled(pattern).finditer(self.rest):
            if match["word"] not in WEAK or match["before"] or self._beside_time(match, led):
                self.cut(*match.span())
                return _meaning(words, match["word"]), match
        return None

    def cut(self, start: int, end: int) -> None:
        """Take a stretch out of the rest."""
        self.rest = self.rest[:start] + CUT * (end - start) + self.rest[end:]

    def _beside_time(self, match: re.Match[str], led: bool) -> bool:
        following = self.rest[match.end() :].lstrip()
        if following and (following[0].isdigit() or following[0] == CUT or match.end() > match.end("word")):
            return True
        return (led or not following) and self.rest[: match.start()].rstrip().endswith(CUT)

    def title(self) -> str:
        """What was not cut, as typed, without the words that only introduce it."""
        kept, at = [], 0
        for word, plain in zip(self._words, self._plain, strict=True):
            kept.append(_left(word, self.rest[at : at + len(plain)]))
            at += len(plain) + 1
        words = [word for word in kept if word]
        while words and _introduces(words[0]):
            words.pop(0)
        while words and _introduces(words[-1]):
            words.pop()
        return " ".join(words).strip(_EDGES)


def comparable(word: str) -> str:
    """A word without its spelling habits: case, invisible characters, other scripts' digits, a slip."""
    seen = "".join(c for c in word if unicodedata.category(c) not in {"Cf", "Cc", "Cs"})
    plain = ascii_digits(unicodedata.normalize("NFKC", seen)).casefold()
    return _LONG_WORD.sub(lambda match: _mended(match[0]), plain)


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return _alternatives(tuple(words))


@cache
def _alternatives(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(_plain(words), key=lambda word: (-len(word), word))))})"


def one_of_all(words: Words) -> str:
    """A pattern for any of the words of every group."""
    return one_of(tuple(word for group in words.values() for word in group))


def _left(word: str, rest: str) -> str:
    """What cutting left of a typed word; one that was made comparable by other letters goes whole."""
    if CUT not in rest:
        return word
    if len(word) != len(rest):
        return ""
    return "".join(typed for typed, left in zip(word, rest, strict=True) if left != CUT).strip(_EDGES)


def _introduces(word: str) -> bool:
    bare = comparable(word).strip(_EDGES)
    return not bare or bare in FILLERS


@cache
def _plain(words: tuple[str, ...]) -> frozenset[str]:
    """Words of the vocabulary as they look in a sentence made comparable."""
    return frozenset(" ".join(map(comparable, word.split())) for word in words)


def _meaning(words: Words, found: str) -> str:
    return next(key for key, group in words.items() if found in _plain(tuple(group)))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{pattern}){EDGE}")


@cache
def _long_words() -> frozenset[str]:
    groups = (group for words in (RELATIVE_DAYS, WEEKDAYS, MONTHS, DAY_PARTS) for group in words.values())
    return frozenset(word for group in groups for word in group if _LONG_WORD.fullmatch(word))


def _mended(word: str) -> str:
    """A long time word with one slip in it, set right: "tomorow", "wednsday"; the first letter must be right."""
    if word in _long_words():
        return word
    near = (
        known for known in _long_words() if known[0] == word[0] and OSA.distance(known, word, score_cutoff=1) <= 1
    )
    return min(near, default=word)
