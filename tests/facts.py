"""The fact sheets beside the project, which fill `content/`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz

ALIKE = 40  # of 100, in plainer words
ALMOST = 90  # of 100, in parted sentences
_RUPEES = re.compile(r"\b(?:Rs\.?|INR) ?(?=\d)")
_PERCENT = re.compile(r"(?<=\d) percent\b")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
FOLDER = Path(__file__).parents[2] / "shared" / "facts"


def fact_sheet(name: str) -> Path:
    """The sheet of this name; the test that asks is skipped where the sheets aren't, as for most users."""
    if not FOLDER.exists():
        pytest.skip("compares with the fact sheets, which aren't beside the project")
    return FOLDER / name


def as_shown(value: Any) -> Any:
    """Texts of the sheets as the content has them: with the signs of rupee and share, through lists and mappings."""
    if isinstance(value, str):
        return _PERCENT.sub("%", _RUPEES.sub("₹", value))
    if isinstance(value, Mapping):
        return {key: as_shown(one) for key, one in value.items()}
    return type(value)(map(as_shown, value)) if isinstance(value, list | tuple) else value


def notes_the_same(said: Sequence[str | None], sheet: Sequence[str | None]) -> bool:
    """Whether the notes on sources are the sheet's: one that was too long a sentence may stand in two."""
    return len(said) == len(sheet) and all(map(partial(says_the_same, alike=ALMOST), said, sheet))


def says_the_same(said: str | None, sheet: str | None, alike: int = ALIKE) -> bool:
    """Whether a text is the sheet's, perhaps in plainer words: the same figures, and mostly the same words."""
    if said is None or sheet is None:
        return said is sheet
    shown = as_shown(sheet)
    same_figures = sorted(_FIGURE.findall(said)) == sorted(_FIGURE.findall(shown))
    return same_figures and fuzz.token_set_ratio(said, shown) >= alike
