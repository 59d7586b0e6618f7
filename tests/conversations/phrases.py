"""The words of the screens in a contact's language, found by the English ones, from the catalogues."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polib

LOCALES = Path(__file__).parents[2] / "locales"
_PLACE = re.compile(r"%\(\w+\)s")
_SIGN = re.compile(r"^[^\w(“%]+")


@cache
def _table(code: str, domain: str) -> dict[str, list[str]]:
    """English to what may stand on the screen instead."""
    if code == "en":
        source = _table("hi", domain)
        return {english: [english] for english in source}
    found: dict[str, list[str]] = {}
    for entry in polib.pofile(str(LOCALES / code / f"{domain}.po")):
        said = [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]
        found.setdefault(entry.msgid, []).extend(said or [entry.msgid])
        if entry.msgid_plural:
            found.setdefault(entry.msgid_plural, []).extend(said or [entry.msgid_plural])
    return found


def plain(text: str) -> str:
    """A text without its signpost and the spaces around it."""
    return _SIGN.sub("", text).strip()


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+?".join(re.escape(part) for part in _PLACE.split(plain(text))), re.DOTALL)


@cache
def in_language(code: str, english: str) -> list[re.Pattern[str]]:
    """What an English text, or the beginning of one, is in a language; itself when no catalogue has it."""
    if re.fullmatch(r"\d+\.?", english):
        return [_pattern(english)]
    table = _table(code, "messages")
    exact = table.get(english) or [said for whole, all_ in table.items() if plain(whole) == english for said in all_]
    begun = [said for whole, all_ in table.items() if plain(whole).startswith(english) for said in all_]
    said = exact or _table(code, "content").get(english, []) or begun or [english]
    return [_pattern(text) for text in said]
