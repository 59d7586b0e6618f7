"""Plain language over every text a contact sees: the interface and the content, in each language with a catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import yaml

from locales.catalogues import DOMAINS, languages, load, path_of
from locales.extract import ROOT, code_sentences, content_texts
from locales.languages import SOURCE
from locales.plain_names import LEAST_CAPITALS, exceptions, unexplained
from locales.plain_rules import RULES

ABBREVIATION = "abbreviation"
ABBREVIATION_SAYS = (
    f"an abbreviation ({LEAST_CAPITALS} capitals, or capitals within a word) stands in the glossary, "
    "is a scheme's short name, or is explained in brackets"
)


class Said(NamedTuple):
    """One text that a contact sees: where it stands, its language, what else is said of the record, and the field."""

    where: str
    language: str
    text: str
    record: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class PlainFault:
    """One fault: place, language, rule, what was found, and the mend."""

    where: str
    language: str
    rule: str
    found: str
    mend: str

    def __str__(self) -> str:
        """One line for an editor's or a person's eye."""
        return f"{self.where}: {self.language}: {self.rule}: {self.found}; {self.mend}"


def plain_faults(only: Iterable[str] = ()) -> list[PlainFault]:
    """List every fault, of these languages or of all; empty when all is plain."""
    wanted = set(only) or {SOURCE, *languages()}
    return [fault for text in texts(wanted) if text.language in wanted for fault in text_faults(text)]


def text_faults(said: Said) -> Iterator[PlainFault]:
    """What breaks a rule in one text, but for what an editor has let pass."""
    for rule in RULES:
        if not _is_let_pass(rule.name, said.text):
            for found, mend in rule.find(said.language, said.text):
                yield PlainFault(said.where, said.language, rule.name, found, mend)
    if said.field in exceptions()["fields"]:
        return
    for short in unexplained(said.text, said.record):
        mend = "say it in other words, or explain it in brackets or in the glossary"
        yield PlainFault(said.where, said.language, ABBREVIATION, short, mend)


def _is_let_pass(rule: str, text: str) -> bool:
    return any(one["rule"] == rule and text.startswith(one["text"]) for one in exceptions().get("texts", ()))


def thresholds() -> list[str]:
    """The rules and their thresholds, a line each."""
    return [f"{rule.name:12} {rule.says}" for rule in RULES] + [f"{ABBREVIATION:12} {ABBREVIATION_SAYS}"]


def counts(faults: Iterable[PlainFault]) -> list[str]:
    """How many faults each language has, and of which rules."""
    by_language: dict[str, Counter[str]] = {code: Counter() for code in (SOURCE, *languages())}
    for fault in faults:
        by_language[fault.language][fault.rule] += 1
    return [
        f"{code}: {rules.total()} faults" + "".join(f" · {rule} {number}" for rule, number in rules.most_common())
        for code, rules in by_language.items()
    ]


def texts(wanted: Container[str]) -> Iterator[Said]:
    """Every text a contact sees: English from the code and the content, wanted translations from their catalogues."""
    for one in code_sentences():
        messages = [one.messages] if isinstance(one.messages, str) else one.messages
        yield from (Said(f"{one.file}:{one.line}", SOURCE, message) for message in messages)
    found = list(content_texts())
    records = _joined((text.context, text.english) for text in found)
    for text in found:
        line = _lines(text.file).get(text.english, 0)
        yield Said(f"{text.file}:{line}", SOURCE, text.english, records[_record(text.context)], _field(text.context))
    for language in filter(wanted.__contains__, languages()):
        for domain in DOMAINS:
            yield from _translations(language, domain)


def _translations(language: str, domain: str) -> Iterator[Said]:
    file = path_of(language, domain).relative_to(ROOT)
    entries = [entry for entry in load(language, domain) if not entry.obsolete]
    records = _joined((entry.msgctxt, entry.msgstr) for entry in entries if entry.msgctxt)
    for entry in entries:
        where = f"{file}:{entry.linenum}" + (f" {entry.msgctxt}" if entry.msgctxt else "")
        record = records.get(_record(entry.msgctxt or ""), "")
        for text in dict.fromkeys((entry.msgstr, *entry.msgstr_plural.values())):
            if text:
                yield Said(where, language, text, record, _field(entry.msgctxt or ""))


def _joined(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """All that is said of each record."""
    found: dict[str, list[str]] = {}
    for context, text in texts:
        found.setdefault(_record(context), []).append(text)
    return {record: "\n".join(parts) for record, parts in found.items()}


def _record(context: str) -> str:
    return context.partition(":")[0]


def _field(context: str) -> str:
    return context.partition(":")[2]


@cache
def _lines(file: str) -> dict[str, int]:
    """The line of each text of a YAML file, from 1; of a table they aren't known."""
    found: dict[str, int] = {}
    if not file.endswith(".yaml"):
        return found
    stack = [yaml.compose((ROOT / file).read_text("utf-8"), Loader=yaml.CSafeLoader)]
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.ScalarNode):
            line = node.start_mark.line + 1
            found[node.value] = min(line, found.get(node.value, line))
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value
        elif isinstance(node, yaml.MappingNode):
            stack += [value for _key, value in node.value]
    return found
