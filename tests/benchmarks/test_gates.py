"""Ratios of processor time that are stable enough for CI to watch: none may be a fifth beyond its goal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks import clients
from tests.benchmarks.side_by_side import Line, at_least, at_most

SLACK = 1.2


@pytest.mark.parametrize("measure", [clients.screens, clients.search])
def test_ratio_is_near_its_goal(measure: Callable[[Path], list[Line]], tmp_path: Path) -> None:
    lines = measure(tmp_path)
    assert lines
    assert [str(line) for line in lines if line.distance > SLACK] == []


def test_distance_tells_what_is_enough() -> None:
    near = [at_most("x", 0.9, 1), at_most("x", 0, 0), at_least("x", 2, 1)]
    far = [at_most("x", 1.1, 1), at_most("x", 1, 0), at_least("x", 1, 2), at_least("x", 0, 2)]
    assert [line.ok for line in near + far] == [True] * 3 + [False] * 4
