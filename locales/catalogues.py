"""The .po files: read, and brought up to the sentences of today."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polib
from babel.messages.catalog import Catalog

from locales.extract import code_messages, content_messages
from locales.languages import FOLDER, LANGUAGES, SOURCE

DOMAINS = {"messages": code_messages, "content": content_messages}
DRAFT = "draft"  # the translator's comment until a person has reviewed the entry
# CLDR counts 0 as one in these languages; Babel writes the rule of English for all of them.
ZERO_IS_ONE = ("hi", "bn", "gu", "kn", "pa", "as")
PLURAL_ZERO_IS_ONE = "nplurals=2; plural=(n > 1);"
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
        "Plural-Forms": PLURAL_ZERO_IS_ONE if language in ZERO_IS_ONE else PLURAL,
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
            msgid=english,
            msgctxt=message.context,
            flags=sorted(message.flags - {"python-brace-format"}),
            comment="\n".join(message.auto_comments),
        )
        entry.occurrences = [(file, "") for file in sorted({location[0] for location in message.locations})]
        if plural:
            entry.msgid_plural = str(plural)
            entry.msgstr_plural = {0: "", 1: ""}
        yield entry
