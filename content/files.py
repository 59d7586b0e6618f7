"""Reading the YAML of the content: once from its text, from then on from a cache of plain data."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import orjson
import yaml
from pydantic import TypeAdapter, ValidationError

from content.faults import BrokenContent, Fault, schema_faults

FOLDER = Path(__file__).parent
T = TypeVar("T")


class _Loader(yaml.CSafeLoader):
    """Safe YAML in which dates stay words, and a key that stands twice is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build one mapping."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path) -> Any:
    """Parse one file.

    Raises BrokenContent, with the line, for a file that can't be read or isn't YAML in UTF-8.
    """
    try:
        return yaml.load(path.read_bytes().decode(), Loader=_Loader)  # noqa: S506  (derived from the safe loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        found = getattr(error, "problem", None) or type(error).__name__
        line = mark.line + 1 if mark else 0
        raise BrokenContent(
            [Fault(path.name, line, "file", f"not readable as YAML: {found}", "correct it")]
        ) from None


class Reader:
    """Reads files into their schema; `cache` keeps the parsed form of the last set without a fault.

    With `rescue`, a broken file gives its last good record, or none where the cache knows none, and its faults
    are listed in `faults`; without, it raises.
    """

    def __init__(self, cache: Path | None = None, *, rescue: bool = False) -> None:
        self.faults: list[Fault] = []
        self._cache = cache
        self._rescue = rescue

    def read(self, paths: Iterable[Path], schema: type[T], name: str) -> list[tuple[Path, T]]:
        """Read files of one schema.

        Raises BrokenContent that lists every fault of every file, unless it rescues.
        """
        adapter: TypeAdapter[T] = TypeAdapter(schema)
        listed = sorted(paths)
        target = self._cache / f"{name}.json" if self._cache else None
        mark, kept = _fingerprint(listed), _kept(target)
        same = kept["mark"] == mark
        raws: dict[str, Any] = {}
        read: list[tuple[Path, T]] = []
        faults: list[Fault] = []
        for path in listed:
            try:
                raws[path.name] = kept["files"][path.name] if same else read_yaml(path)
                read.append((path, _validated(adapter, path, raws[path.name])))
            except BrokenContent as error:
                faults += error.faults
                read += _last_good(adapter, path, kept["files"])
        if faults and not self._rescue:
            raise BrokenContent(faults)
        self.faults += faults
        if target and not (same or faults):
            _keep(target, {"mark": mark, "files": raws})
        return read


def read_list(reader: Reader, path: Path, schema: type[T]) -> dict[str, T]:
    """Read a file that lists records, by their ids.

    Raises BrokenContent where not even a last good version is known.
    """
    read = reader.read([path], list[schema], path.stem)  # type: ignore[valid-type]
    if not read:
        raise BrokenContent(reader.faults)
    return {str(getattr(record, "id", number)): record for number, record in enumerate(read[0][1])}


def _validated(adapter: TypeAdapter[T], path: Path, raw: Any) -> T:
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        raise BrokenContent(schema_faults(path.name, path.read_text("utf-8"), error)) from None


def _last_good(adapter: TypeAdapter[T], path: Path, kept: Mapping[str, Any]) -> list[tuple[Path, T]]:
    try:
        return [(path, adapter.validate_python(kept[path.name]))]
    except (KeyError, ValidationError):
        return []


def _fingerprint(paths: list[Path]) -> str:
    """Names, sizes and times of the files: cheap, and different after any edit."""
    words = [f"{path.name}:{_state(path)}" for path in paths]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _state(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError:
        return "missing"
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def _kept(target: Path | None) -> dict[str, Any]:
    """What the cache holds; an empty one where it is absent, unreadable or of another form."""
    nothing: dict[str, Any] = {"mark": None, "files": {}}
    try:
        kept = orjson.loads(target.read_bytes()) if target else nothing
    except (OSError, orjson.JSONDecodeError):
        return nothing
    return kept if isinstance(kept, dict) and isinstance(kept.get("files"), dict) and "mark" in kept else nothing


def _keep(target: Path, content: Any) -> None:
    """Write beside and rename; without a place to write, the next start parses again."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".tmp")
        draft.write_bytes(orjson.dumps(content))
        draft.replace(target)
    except OSError:
        return
