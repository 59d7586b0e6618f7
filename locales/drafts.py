"""Work for translators: what is still to be said, as plain JSON, and what comes back, checked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import polib

from locales.catalogues import DRAFT, key_of, load, path_of
from locales.checks import CatalogueFault, entry_faults


class Taken(NamedTuple):
    """What came of an import: how many entries were taken, and what is wrong with those that were not."""

    entries: int
    faults: list[CatalogueFault]


def export(language: str, domain: str, records: Iterable[str] = ()) -> list[dict[str, Any]]:
    """What is still to be translated, as plain data; only of these records where any are named."""
    only = set(records)
    return [
        {
            "context": entry.msgctxt or "",
            "msgid": entry.msgid,
            "msgid_plural": entry.msgid_plural or "",
            "note": entry.comment,
            "msgstr": "",
        }
        for entry in load(language, domain)
        if not entry.translated() and (not only or (entry.msgctxt or "").partition(":")[0] in only)
    ]


def take_in(language: str, domain: str, path: Path) -> Taken:
    """Take translations in from a JSON list like export()'s, marked as drafts.

    `msgstr` is a text, or a list of one text a plural form; an empty one is passed over. An entry with a fault is
    refused, keeps what it said before, and doesn't hold up the others.
    """
    catalogue = load(language, domain)
    known = {key_of(entry): entry for entry in catalogue}
    count, faults = 0, []
    for row in json.loads(path.read_text("utf-8")):
        if not row["msgstr"]:
            continue
        found = _take_row(
            path.name, known.get((row.get("context", ""), row["msgid"], row.get("msgid_plural", ""))), row
        )
        faults += found
        count += not found
    catalogue.save(str(path_of(language, domain)))
    return Taken(count, faults)


def _take_row(file: str, entry: polib.POEntry | None, row: dict[str, Any]) -> list[CatalogueFault]:
    if entry is None:
        return [CatalogueFault(file, row["msgid"], "is not a sentence of today", "export again")]
    before = entry.msgstr, entry.msgstr_plural, entry.tcomment
    said = row["msgstr"]
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(said if isinstance(said, list) else [said] * 2))
    else:
        entry.msgstr = said
    entry.tcomment = DRAFT
    faults = list(entry_faults(file, entry))
    if faults:
        entry.msgstr, entry.msgstr_plural, entry.tcomment = before
    return faults
