"""Abbreviations: which there are in a text, and which of them a contact can look up or read in full."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import regex
import yaml

from locales.extract import ROOT
from locales.plain_rules import without_addresses

EXCEPTIONS = Path(__file__).parent / "plain_exceptions.toml"
LEAST_CAPITALS = 3
UNITS = frozenset({"kW", "kWh", "kVA", "dB", "MW"})  # measures, not abbreviations; the rule `unit` looks after them
_TOKEN = regex.compile(r"(?<!\w)(?<!\w[-&])[A-Za-z0-9]+(?:[-&][A-Za-z0-9]+)*")
_PLAIN_WORD = regex.compile(r"[A-Z]?[a-z]+")
_ROMAN = regex.compile(r"[IVX]+")
_IN_BRACKETS = regex.compile(r"([^().,;:!?]{2,120}) \(([^()]{2,140})\)")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]+")
ENOUGH_WORDS = 3  # beside an abbreviation, to explain it where they are not the words of its letters
ENOUGH_INDIAN_WORDS = 2  # Indian languages join what English says in several words: सालाना बैठक (AGM)


def abbreviations(text: str) -> list[str]:
    """The abbreviations of a text, once each: three capitals together, or capitals within a word (TReDS)."""
    tokens = (_singular(token) for token in _TOKEN.findall(without_addresses(text)))
    return list(dict.fromkeys(short for token in tokens for short in _short_ones(token)))


def _short_ones(token: str) -> list[str]:
    """A whole of figures and capitals (GSTR-3B), or the short parts beside a plain word (MSME-owned)."""
    parts = _parts(token)
    short = [part for part in parts if _is_short(part)]
    return [token] if short and not any(map(_PLAIN_WORD.fullmatch, parts)) else short


def _parts(token: str) -> list[str]:
    return [_singular(part) for part in regex.split("[-&]", token)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 2 and word[-1] == "s" and word[-2].isupper() else word


def _is_short(word: str) -> bool:
    if _ROMAN.fullmatch(word) or word in UNITS:
        return False
    capitals = sum(letter.isupper() for letter in word)
    mixed = capitals >= 1 and any(letter.isupper() for letter in word[1:]) and any(map(str.islower, word))
    return capitals >= LEAST_CAPITALS or mixed


def unexplained(text: str, record: str) -> Iterator[str]:
    """The abbreviations that are neither known nor explained in the text or elsewhere in its record."""
    for short in abbreviations(text):
        if not is_known(short) and not (is_explained(short, text) or is_explained(short, record)):
            yield short


def is_known(short: str) -> bool:
    """Whether the glossary, the card of a scheme or the list of names has an abbreviation, or all of its parts."""
    known = known_names()
    return _key(short) in known or all(_key(part) in known for part in _parts(short) if _is_short(part))


def _key(word: str) -> str:
    """Search finds MUDRA under Mudra."""
    return word.casefold()


def is_explained(short: str, text: str) -> bool:
    """Whether a text explains an abbreviation in brackets: “Detailed Project Report (DPR)”, or the other way round.

    The words beside it are those of its letters, or at least three (two Indian ones): “the yearly meeting (AGM)”.
    """
    for before, inside in _IN_BRACKETS.findall(text):
        if _singular(inside.strip()) == short and _explains(short, before):
            return True
        if _singular(before.split()[-1]) == short and _explains(short, inside):
            return True
    return False


def _explains(short: str, words: str) -> bool:
    wanted = "".join(filter(str.isalpha, short)).lower()
    initials = [word[0].lower() for word in regex.findall(r"[A-Za-z]+", words)]
    found = _WORD.findall(words)
    enough = ENOUGH_WORDS if all(map(str.isascii, found)) else ENOUGH_INDIAN_WORDS
    return len(found) >= enough or any(
        _in_order(wanted, initials[start:]) for start in range(len(initials)) if initials[start] == wanted[0]
    )


def _in_order(wanted: str, initials: Iterable[str]) -> bool:
    left = iter(initials)
    return all(letter in left for letter in wanted)


@cache
def known_names() -> frozenset[str]:
    """Every abbreviation that a contact can look up, and names that are no abbreviations, all in small letters."""
    found = set(exceptions()["names"])
    for text in _glossary_words():
        found |= set(_TOKEN.findall(text))
    for short in _scheme_names():
        found |= {short, *_parts(short)}
    return frozenset(_key(_singular(word)) for word in found)


@cache
def exceptions() -> dict[str, Any]:
    """What an editor has let pass, each with the reason: `names`, and `texts` of one rule."""
    return tomllib.loads(EXCEPTIONS.read_text("utf-8"))


def _read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def _glossary_words() -> Iterator[str]:
    for term in _read(ROOT / "content" / "glossary.yaml"):
        yield from (term["term"], term.get("full_form") or "", *term.get("also_said", ()))


def _scheme_names() -> Iterator[str]:
    """What stands for a scheme whose card says it in full; search finds the card by it."""
    for path in sorted((ROOT / "content" / "schemes").glob("*.yaml")):
        scheme = _read(path)
        name, in_name = scheme["name"], set(abbreviations(scheme["name"]))
        yield from (short for short in abbreviations(scheme.get("short_name") or "") if short not in in_name)
        yield from (short for short in in_name if is_explained(short, name))
