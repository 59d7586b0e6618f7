"""Whether the catalogues are whole: complete where they must be, with the same slots and tags, and up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polib
import yaml

from locales.catalogues import DOMAINS, key_of, languages, load, path_of, wanted_entries
from locales.extract import ROOT

SLOT = re.compile(r"%\((\w+)\)[sd]|%%")
TAG = re.compile(r"</?[a-z]+[^>]*>")
STRAY_PERCENT = re.compile(r"%(?!\(\w+\)[sd])")  # what would stop a sentence with slots from being filled
FOREIGN_DIGITS = re.compile(r"[^\D0-9]")  # digits of any script but ours
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
MESSAGE_LIMIT = 4000
PLURAL_FORMS = 2  # in each of the plan's languages
COMPLETE = ("hi", "ta")  # languages in which the interface, the guides and the asked-for schemes must be whole


@dataclass(frozen=True, slots=True)
class CatalogueFault:
    """One fault: catalogue, sentence, what was found, and the mend."""

    file: str
    sentence: str
    found: str
    mend: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.file}: {self.sentence[:70]!r}: {self.found}; {self.mend}"


def catalogue_faults() -> list[CatalogueFault]:
    """List every fault of every catalogue; empty when all is well."""
    required = required_records()
    return [fault for language in languages() for domain in DOMAINS for fault in _faults(language, domain, required)]


def required_records() -> frozenset[str]:
    """The records whose texts must be translated: the asked-for schemes, the guides and what they hold, the lists."""
    found: set[str] = set()
    for path in (ROOT / "content" / "schemes").glob("*.yaml"):
        text = path.read_text("utf-8")
        if "\nasked_for: true" in text:
            found.add(path.stem)
    for path in (ROOT / "content" / "guides").glob("*.yaml"):
        guide = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        found.add(guide["id"])
        for part in ("steps", "problems", "topics", "helplines"):
            found |= {item["id"] for item in guide[part]}
        found |= {f"{guide['id']}-{section['id']}" for section in guide["sections"]}
    return frozenset(found)


def _is_required(entry: polib.POEntry, domain: str, required: frozenset[str]) -> bool:
    if domain == "messages":
        return True
    record, _, _field = (entry.msgctxt or "").partition(":")
    return record in required or record.startswith(("sector-", "category-", "training-", "source"))


def _faults(language: str, domain: str, required: frozenset[str]) -> Iterator[CatalogueFault]:
    file = str(path_of(language, domain).relative_to(ROOT))
    catalogue = load(language, domain)
    present = {key_of(entry) for entry in catalogue}
    wanted = {key_of(entry) for entry in wanted_entries(DOMAINS[domain]())}
    for _context, sentence, _plural in sorted(wanted ^ present):
        yield CatalogueFault(file, sentence, "not in step with the code", "run make catalogues")
    for entry in catalogue:
        if "fuzzy" in entry.flags:
            yield CatalogueFault(file, entry.msgid, "is marked fuzzy", "translate it anew")
        elif entry.translated():
            yield from entry_faults(file, entry)
        elif language in COMPLETE and _is_required(entry, domain, required):
            yield CatalogueFault(file, entry.msgid, "is not translated", "translate it")


def entry_faults(file: str, entry: polib.POEntry) -> Iterator[CatalogueFault]:
    """What is wrong with a translated entry by itself, whatever else the catalogue holds."""
    sources, texts = [entry.msgid], [entry.msgstr]
    if entry.msgid_plural:
        sources, texts = [entry.msgid, entry.msgid_plural], list(entry.msgstr_plural.values())
        if len(texts) != PLURAL_FORMS or not all(texts):
            yield CatalogueFault(file, entry.msgid, f"{len(list(filter(None, texts)))} plural forms", "give two")
            return
    for source, text in zip(sources, texts, strict=True):
        for found, mend in _text_faults(source, text):
            yield CatalogueFault(file, entry.msgid, found, mend)


def _text_faults(source: str, text: str) -> Iterator[tuple[str, str]]:
    yield from _percent_faults(source, text)
    if sorted(TAG.findall(source)) != sorted(TAG.findall(text)):
        yield "other tags than the English", "keep the tags"
    if source.strip() == source and text.strip() != text:
        yield "spaces at an end", "take them away"
    if FOREIGN_DIGITS.search(text):
        yield "digits of another script", "write 0 to 9"
    if _numbers(source) - _numbers(text):
        missing = ", ".join(sorted(_numbers(source) - _numbers(text)))
        yield f"lacks the figure {missing}", "keep every figure as it is"
    if len(text) > MESSAGE_LIMIT:
        yield "too long for a message", "shorten it"


def _percent_faults(source: str, text: str) -> Iterator[tuple[str, str]]:
    """Slots, which begin with a %, and shares, which end with one."""
    if sorted(SLOT.findall(source)) != sorted(SLOT.findall(text)):
        yield "other slots than the English", "keep every %(name)s"
    if SLOT.search(source) and STRAY_PERCENT.search(text.replace("%%", "")):
        yield "a % that is no slot", "write %%"
    if SLOT.sub("", text).count("%") < SLOT.sub("", source).count("%"):
        yield "a share that lost its %", "write % after every share: 5% or 18%"


def _numbers(text: str) -> set[str]:
    return set(NUMBER.findall(SLOT.sub("", text)))


def coverage(language: str, domain: str) -> tuple[int, int, int]:
    """How many entries there are, how many are translated, and how many of those are drafts."""
    catalogue = load(language, domain)
    done = [entry for entry in catalogue if entry.translated()]
    return len(catalogue), len(done), sum("draft" in entry.tcomment for entry in done)
