"""What is wrong in a content file: where, what was found, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

_MENDS = {
    "extra_forbidden": "remove it, or correct the field's name",
    "missing": "add it",
    "string_pattern_mismatch": "write it in the form that the schema gives",
    "int_type": "write a whole number without quotes",
    "float_type": "write a number without quotes",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: file, line (from 1; 0 for the whole file), field, what was found, and the mend."""

    file: str
    line: int
    field: str
    found: str
    mend: str

    def __str__(self) -> str:
        """One line for an editor's or a person's eye."""
        return f"{self.file}:{self.line}: {self.field}: {self.found}; {self.mend}"


class BrokenContent(Exception):
    """A file that can't be used; carries its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def schema_faults(file: str, text: str, error: ValidationError) -> list[Fault]:
    """Turn a schema error into faults with the line of the field each is about; one fault a field."""
    tree = yaml.compose(text, Loader=yaml.CSafeLoader)
    faults = [_fault(file, tree, dict(one)) for one in error.errors()]
    return list({(fault.line, fault.field): fault for fault in reversed(faults)}.values())[::-1]


def _fault(file: str, tree: yaml.Node | None, error: dict[str, Any]) -> Fault:
    missing = error["type"] == "missing"
    path = [*_in_file(tree, error["loc"][:-1]), error["loc"][-1]] if missing else _in_file(tree, error["loc"])
    mend = _MENDS.get(str(error["type"]), str(error["msg"]))
    if error["type"] == "literal_error":
        mend = f"use {error['ctx']['expected']}"
    found = "is missing" if missing else f"found {error['input']!r}"[:120]
    return Fault(file, line_of(tree, path), ".".join(map(str, path)) or "file", found, mend)


def _in_file(node: yaml.Node | None, path: Sequence[str | int]) -> list[str | int]:
    """The parts of a schema's path that stand in the file, without the names of the types that were tried."""
    kept: list[str | int] = []
    for part in path:
        below, _ = _step(node, part, 0)
        if below is None:
            break
        node = below
        kept.append(part)
    return kept


def line_of(node: yaml.Node | None, path: Sequence[str | int]) -> int:
    """The line of the deepest part of `path` that a YAML tree has, from 1."""
    line = node.start_mark.line + 1 if node else 0
    for part in path:
        node, line = _step(node, part, line)
        if node is None:
            break
    return line


def _step(node: yaml.Node | None, part: str | int, line: int) -> tuple[yaml.Node | None, int]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark.line + 1
    return None, line
