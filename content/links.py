"""The web addresses of all content files that want a look, by their form and their host; nothing is fetched."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.files import FOLDER, read_yaml
from content.official import is_official

SOURCES = frozenset({"sources", "source", "conflict", "unknown", "as_of_note"})  # shown as such, never as links
NAMES = ("url", "link", "portal")  # a field whose name ends so holds one address and nothing else
_WHOLE = re.compile(r"https?://(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_BEGUN = re.compile(r"https?://[^\s)\]>\"']+")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that wants a look: its theme, record and file, and why."""

    theme: str
    record: str
    file: str
    fault: str


def links_to_mend(folder: Path = FOLDER) -> Iterator[Link]:
    """The addresses of every file that are broken, and those to act on that aren't official."""
    for path in sorted(folder.rglob("*.yaml")):
        yield from _of_record(read_yaml(path), path.stem, path.stem, path.relative_to(folder).as_posix())
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from _of_record(row, path.stem, path.stem, path.relative_to(folder).as_posix())


def _of_record(part: Any, theme: str, record: str, file: str) -> Iterator[Link]:
    """Walk one record; each part with an id of its own is told by that."""
    if isinstance(part, dict):
        record = str(part.get("id") or part.get("code") or record)
        theme = str((part.get("themes") or [theme])[0])
        for name, value in part.items():
            yield from (Link(theme, record, file, fault) for fault in _faults(name, value))
            if name not in SOURCES:
                yield from _of_record(value, theme, record, file)
    elif isinstance(part, list):
        for one in part:
            yield from _of_record(one, theme, record, file)


def _faults(name: str, value: Any) -> Iterator[str]:
    """What is wrong with the addresses of one field, in its own words or those of its list."""
    if name in SOURCES:
        yield from (f"link is broken: {url}" for url in _source_urls(value) if not _WHOLE.fullmatch(url))
        return
    for text in value if isinstance(value, list) else [value]:
        if not isinstance(text, str) or not text:
            continue
        if name.endswith(NAMES) and not _WHOLE.fullmatch(text):
            yield f"link is broken: {text}"
            continue
        urls = [text] if name.endswith(NAMES) else [url.rstrip(".,;") for url in _BEGUN.findall(text)]
        yield from (f"link isn't official: {url}" for url in urls if not is_official(url))


def _source_urls(value: Any) -> Iterator[str]:
    """The addresses among the sources of a record; papers are named there in words."""
    for one in value if isinstance(value, list) else []:
        url = str(one.get("url", "") if isinstance(one, dict) else one)
        if url.startswith(("http", "www.")):
            yield url
