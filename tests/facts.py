"""The fact sheets beside the project, which fill `content/`."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "facts"


def fact_sheet(name: str) -> Path:
    """The sheet of this name; the test that asks is skipped where the sheets aren't, as for most users."""
    if not FOLDER.exists():
        pytest.skip("compares with the fact sheets, which aren't beside the project")
    return FOLDER / name
