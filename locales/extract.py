"""Taking out what is to be translated: sentences of the code by Babel, texts of the content from its YAML."""

from __future__ import annotations

import csv
import lzma
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parent.parent
NOTES = ("conflict", "unknown", "sources.supports")
NOTE = "source:note"  # the context of them all: the same note stands at many records
CODE = ("handlers", "bot", "locales")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


class Text(NamedTuple):
    """One content text: its context `<record>:<field>`, the English, and the file it stands in."""

    context: str
    english: str
    file: str


class Sentence(NamedTuple):
    """One sentence of the interface, or two that count; where it stands, and its notes and context."""

    file: str
    line: int
    messages: str | tuple[str, ...]
    comments: list[str]
    context: str | None


def code_sentences() -> Iterator[Sentence]:
    """The sentences of the interface, as they stand in the code."""
    for folder in CODE:
        found = extract_from_dir(
            str(ROOT / folder), [("**.py", "python")], keywords=KEYWORDS, comment_tags=("TRANSLATORS:",)
        )
        for file, line, message, comments, context in found:
            if message:
                yield Sentence(f"{folder}/{file}", line, message, comments, context)


def code_messages() -> Catalog:
    """The sentences of the interface, by sentence."""
    catalog = Catalog(project="Samooh", charset="utf-8")
    for one in code_sentences():
        catalog.add(one.messages, locations=[(one.file, None)], auto_comments=one.comments, context=one.context)  # type: ignore[list-item]
    return catalog


def content_messages() -> Catalog:
    """The texts of the content, by record and field."""
    catalog = Catalog(project="Samooh content", charset="utf-8")
    for text in content_texts():
        catalog.add(text.english, context=text.context, locations=[(text.file, None)])  # type: ignore[list-item]
    return catalog


def content_texts() -> Iterator[Text]:
    """Every translatable text of the content."""
    settings = tomllib.loads((Path(__file__).parent / "content_fields.toml").read_text("utf-8"))
    for one in settings["set"]:
        for path in sorted(ROOT.glob(one["files"])):
            read = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
            file = str(path.relative_to(ROOT))
            for record in read if isinstance(read, list) else [read]:
                yield from _record_texts(one, record, file)
            yield from (Text(NOTE, note, file) for note in dict.fromkeys(_notes(read)))
    yield from dict.fromkeys(text for one in settings["table"] for text in _table_texts(one))


def _table_texts(settings: dict[str, Any]) -> Iterator[Text]:
    """The texts of some columns: whole, those of a list parted by semicolons, or a part of it."""
    rows = [row for path in ROOT.glob(settings["file"]) for row in _rows(path, settings.get("header"))]
    for field, columns in settings["fields"].items():
        texts: Iterable[str] = (row[column] for column in columns for row in rows)
        if field in settings.get("lists", ()):
            texts = (part for text in texts for part in text.split(";"))
        elif pattern := settings.get("parts", {}).get(field):
            texts = re.findall(pattern, "\n".join(texts), re.MULTILINE)
        for text in filter(None, map(str.strip, texts)):
            yield Text(f"{settings['record']}:{field}", text, settings["file"])


def _rows(path: Path, header: list[str] | None) -> list[dict[str, str]]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, header))


def _record_texts(settings: dict[str, Any], record: dict[str, Any], file: str) -> Iterator[Text]:
    name = settings.get("prefix", "") + record[settings.get("id", "id")]
    for field in settings["fields"]:
        yield from _field_texts(name, field, record, file)
    for part in settings.get("parts", []):
        fields = [field for field in settings["part_fields"] if field.startswith(f"{part}.")]
        for item in record.get(part, []):
            owner = f"{name}-{item['id']}" if part == "sections" else item["id"]
            for field in fields:
                yield from _field_texts(owner, field, {part: item}, file)


def _field_texts(name: str, field: str, record: dict[str, Any], file: str) -> Iterator[Text]:
    for text in dict.fromkeys(_values(record, field.split("."))):
        yield Text(f"{name}:{field}", text, file)


def _notes(read: Any) -> Iterator[str]:
    """What each source supports, where sources disagree and what isn't known, of all that a file holds."""
    if isinstance(read, list):
        for item in read:
            yield from _notes(item)
    elif isinstance(read, dict):
        for field in NOTES:
            yield from _values(read, field.split("."))
        for part in read.values():
            yield from _notes(part)


def _values(value: Any, path: list[str]) -> Iterator[str]:
    """The texts at a path, through lists."""
    if isinstance(value, list):
        for item in value:
            yield from _values(item, path)
    elif not path:
        if isinstance(value, str) and value.strip():
            yield value
    elif isinstance(value, dict):
        yield from _values(value.get(path[0]), path[1:])
