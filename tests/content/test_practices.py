"""What others do: each practice names sectors and problems that can be looked for."""

from __future__ import annotations

from typing import get_args

from content.catalog import load_catalog
from content.learning import Problem


def test_every_practice_has_known_sectors_and_every_problem_a_practice() -> None:
    catalog = load_catalog()
    practices = catalog.practices.values()
    assert {sector for one in practices for sector in one.sectors} <= set(catalog.sectors)
    assert {problem for one in practices for problem in one.problems} == set(get_args(Problem))
    assert all(one.tomorrow for one in practices)
