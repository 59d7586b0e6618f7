"""The protocol holds over all orders of steps; each seeded bug breaks it, and the shortest way to that is told."""

from __future__ import annotations

import pytest

from tests.db.explorer import BUGS, explore

FOUND_IN = {"a second repeat": "reminder", "doubtful reminder dropped": "reminder"}


@pytest.mark.parametrize("kind", ["alert", "reminder"])
def test_the_protocol_holds(kind: str) -> None:
    outcome, path, states = explore(kind)
    assert outcome == "holds", path
    assert states > 1000


@pytest.mark.parametrize("bug", BUGS)
def test_each_seeded_bug_is_found(bug: str) -> None:
    outcome, path, _states = explore(FOUND_IN.get(bug, "alert"), bug)
    print(f"{bug}: {outcome} after {' · '.join(path)}")
    assert outcome != "holds"
    assert path
