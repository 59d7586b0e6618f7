"""What is wrong in a content file: where, what was found, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

_MENDS = {
    "extra_forbidden": "remove it, or correct the field's name",
    "missing": "add it",
    "string_pattern_mismatch": "write it in the form that the schema gives",
    "literal_error": "use one of the allowed words",
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
    """Turn a schema error into faults with the line of the field each is about."""
    tree = yaml.compose(text, Loader=yaml.CSafeLoader)
    return [_fault(file, tree, dict(one)) for one in error.errors()]


def _fault(file: str, tree: yaml.Node | None, error: dict[str, Any]) -> Fault:
    path = [part for part in error["loc"] if not isinstance(part, str) or "[" not in part]
    mend = _MENDS.get(str(error["type"]), str(error["msg"]))
    if error["type"] == "literal_error":
        mend = f"use {error['ctx']['expected']}"
    found = "is missing" if error["type"] == "missing" else f"found {error['input']!r}"[:120]
    return Fault(file, line_of(tree, path), ".".join(map(str, path)), found, mend)


def line_of(node: yaml.Node | None, path: list[str | int]) -> int:
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
