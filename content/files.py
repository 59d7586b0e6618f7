"""Reading the YAML of the content: once with all its checks, from then on from a cache of plain data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import orjson
import yaml
from pydantic import TypeAdapter, ValidationError

from content.faults import BrokenContent, Fault, schema_faults

FOLDER = Path(__file__).parent
T = TypeVar("T")


class _Loader(yaml.CSafeLoader):
    """Safe YAML in which dates stay words and nothing can be repeated by reference."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path) -> Any:
    """Parse one file.

    Raises BrokenContent with the line for text that isn't YAML or isn't UTF-8.
    """
    try:
        return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506  (derived from the safe loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise BrokenContent([Fault(path.name, line, "file", "not readable as YAML", str(error)[:200])]) from None


class Reader:
    """Reads files into their schema; `cache` keeps the parsed form of those that haven't changed."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache

    def read(self, paths: Iterable[Path], schema: type[T], name: str) -> list[tuple[Path, T]]:
        """Read files of one schema.

        Raises BrokenContent that lists every fault of every file.
        """
        listed = sorted(paths)
        adapter: TypeAdapter[T] = TypeAdapter(schema)
        raws = self._raw(listed, name)
        read: list[tuple[Path, T]] = []
        faults: list[Fault] = []
        for path in listed:
            try:
                read.append((path, adapter.validate_python(raws[path.name])))
            except ValidationError as error:
                faults += schema_faults(path.name, path.read_text("utf-8"), error)
        if faults:
            raise BrokenContent(faults)
        return read

    def _raw(self, paths: list[Path], name: str) -> dict[str, Any]:
        mark = _fingerprint(paths)
        target = self._cache / f"{name}.json" if self._cache else None
        if target and (known := _cached(target, mark)) is not None:
            return known
        raws: dict[str, Any] = {}
        faults: list[Fault] = []
        for path in paths:
            try:
                raws[path.name] = read_yaml(path)
            except BrokenContent as error:
                faults += error.faults
        if faults:
            raise BrokenContent(faults)
        if target:
            _keep(target, {"mark": mark, "files": raws})
        return raws


def _fingerprint(paths: list[Path]) -> str:
    """Names, sizes and times of the files: cheap, and different after any edit."""
    states = ((path.name, path.stat()) for path in paths)
    words = [f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in states]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _cached(target: Path, mark: str) -> dict[str, Any] | None:
    try:
        kept = orjson.loads(target.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return kept["files"] if isinstance(kept, dict) and kept.get("mark") == mark else None


def _keep(target: Path, content: Any) -> None:
    """Write beside and rename; without a place to write, the next start parses again."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".tmp")
        draft.write_bytes(orjson.dumps(content))
        draft.replace(target)
    except OSError:
        return
