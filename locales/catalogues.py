"""The .po files: brought up to the sentences of today, exported for translators, taken in again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib
from babel.messages.catalog import Catalog

from locales.extract import code_messages, content_messages
from locales.languages import FOLDER, LANGUAGES, SOURCE

DOMAINS = {"messages": code_messages, "content": content_messages}
DRAFT = "draft"  # the translator's comment until a person has reviewed the entry
# CLDR's rules for Hindi count 0 as one; gettext's choose the same form for both here.
PLURALS = {"hi": "nplurals=2; plural=(n > 1);"}
PLURAL = "nplurals=2; plural=(n != 1);"


def languages() -> list[str]:
    """The languages that have a folder of catalogues."""
    return [code for code in LANGUAGES if code != SOURCE and (FOLDER / code).is_dir()]


def path_of(language: str, domain: str) -> Path:
    """Where a catalogue stands."""
    return FOLDER / language / f"{domain}.po"


def load(language: str, domain: str) -> polib.POFile:
    """Read a catalogue; an empty one where there is none yet."""
    path = path_of(language, domain)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    made = polib.POFile(wrapwidth=100)
    made.metadata = {
        "Project-Id-Version": "Samooh",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, PLURAL),
    }
    return made


def update(language: str, domain: str) -> polib.POFile:
    """Bring a catalogue up to today's sentences and write it: new ones are empty, those that are gone go."""
    known = {key_of(entry): entry for entry in load(language, domain)}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = load(language, domain).metadata
    for entry in sorted(wanted_entries(DOMAINS[domain]()), key=_order):
        old = known.get(key_of(entry))
        if old is not None:
            entry.msgstr, entry.msgstr_plural, entry.tcomment = old.msgstr, old.msgstr_plural, old.tcomment
        fresh.append(entry)
    path_of(language, domain).parent.mkdir(exist_ok=True)
    fresh.save(str(path_of(language, domain)))
    return fresh


Key = tuple[str, str, str]


def key_of(entry: polib.POEntry) -> Key:
    """What makes an entry the same: context, sentence, plural."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def _order(entry: polib.POEntry) -> Key:
    return key_of(entry)


def wanted_entries(catalog: Catalog) -> Iterable[polib.POEntry]:
    """Today's sentences as empty entries."""
    for message in catalog:
        if not message.id:
            continue
        plural = message.id[1] if isinstance(message.id, (list, tuple)) else ""
        english = message.id[0] if plural else str(message.id)
        entry = polib.POEntry(
            msgid=english, msgctxt=message.context, flags=sorted(message.flags - {"python-brace-format"})
        )
        entry.occurrences = [(file, "") for file in sorted({location[0] for location in message.locations})]
        if plural:
            entry.msgid_plural = str(plural)
            entry.msgstr_plural = {0: "", 1: ""}
        yield entry


def export(language: str, domain: str, records: Iterable[str] = ()) -> list[dict[str, Any]]:
    """What is still to be translated, as plain data; only of these records where any are named."""
    only = set(records)
    return [
        {"context": entry.msgctxt or "", "msgid": entry.msgid, "msgid_plural": entry.msgid_plural or "", "msgstr": ""}
        for entry in load(language, domain)
        if not entry.translated() and (not only or (entry.msgctxt or "").partition(":")[0] in only)
    ]


def take_in(language: str, domain: str, path: Path) -> int:
    """Take translations in from a JSON list like export()'s, marked as drafts; gives how many were taken."""
    catalogue = load(language, domain)
    known = {key_of(entry): entry for entry in catalogue}
    taken = 0
    for row in json.loads(path.read_text("utf-8")):
        entry = known.get((row.get("context", ""), row["msgid"], row.get("msgid_plural", "")))
        if entry is None or not row["msgstr"]:
            continue
        if entry.msgid_plural:
            one, many = row["msgstr"] if isinstance(row["msgstr"], list) else [row["msgstr"]] * 2
            entry.msgstr_plural = {0: one, 1: many}
        else:
            entry.msgstr = row["msgstr"]
        entry.tcomment = DRAFT
        taken += 1
    catalogue.save(str(path_of(language, domain)))
    return taken
