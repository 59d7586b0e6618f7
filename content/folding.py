"""Making words of any script comparable: folded to Latin letters, and their consonant skeleton."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

LONGEST_KEPT = 100  # characters; names are shorter, and long messages must not fill the cache
_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
_NUKTAS = (0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x0CBC)  # a dot below a letter, that owners write or leave out
_CHANGED = dict.fromkeys((*_BIDI, *_NUKTAS)) | {ord("श"): "sh"}  # a wedding (शादी) is no saree (साड़ी)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ASPIRATED = re.compile(r"(?<=[bcdgjkprstz])h")
_NASAL = re.compile(r"(?<!^)[nm](?=[bdgjkpcstz])")
_VOWELS = re.compile(r"(?<!^)[aeiouy]")
_DOUBLE = re.compile(r"(.)\1+")
_CLASSES = str.maketrans({"p": "b", "f": "b", "t": "d", "k": "g", "q": "g", "c": "j", "s": "j", "z": "j", "w": "v"})


def fold(text: str) -> str:
    """Lower-case Latin letters and digits of a text in any script, words apart by one space."""
    return _folded(text) if len(text) <= LONGEST_KEPT else _folded.__wrapped__(text)


@lru_cache(maxsize=8_192)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_CHANGED).casefold()
    return _NOT_WORD.sub(" ", anyascii(plain).lower()).strip()


def skeleton(text: str) -> str:
    """What is left when spelling habits are taken away: voicing merged, vowels and aspiration dropped."""
    return _skeleton(text) if len(text) <= LONGEST_KEPT else _skeleton.__wrapped__(text)


@lru_cache(maxsize=32_768)
def _skeleton(text: str) -> str:
    return " ".join(filter(None, map(_bones, fold(text).split())))


def _bones(word: str) -> str:
    word = _ASPIRATED.sub("", word)
    word = _NASAL.sub("", word)
    word = word.translate(_CLASSES)
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", word))


def similarity(query: str, candidate: str) -> float:
    """How alike two texts are, 0 to 100, whatever their scripts."""
    bones = fuzz.token_set_ratio(skeleton(query), skeleton(candidate))
    return 0.5 * bones + 0.5 * fuzz.token_sort_ratio(fold(query), fold(candidate))


def ascii_digits(text: str) -> str:
    """The same text with the digits of any script as 0–9."""
    return "".join(str(unicodedata.decimal(character)) if character.isdecimal() else character for character in text)
