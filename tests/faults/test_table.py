"""The fault table with small figures, in the ordinary run; `make faults` plays the whole ones."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.faults import kills, oddities, outages
from tests.faults.table import Row

pytestmark = pytest.mark.timeout(300)  # a doubtful reminder comes again after a minute
SMALL: dict[str, Row] = {
    "replicas killed at random": partial(kills.replicas_killed_at_random, contacts=200, kills=3),
    "Telegram away": partial(outages.telegram_away, seconds=6, people=40),
    "database locked": partial(outages.database_locked, seconds=3),
    "poison": partial(oddities.poison, number=60),
    "shuffled": partial(oddities.updates_out_of_order, number=40),
    "stops": partial(oddities.stops_in_a_broadcast, people=60),
}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", SMALL)
def test_the_promise_holds(name: str, kind: str, tmp_path: Path) -> None:
    print(SMALL[name](tmp_path / "row", kind))


def test_postgresql_killed_and_back(tmp_path: Path) -> None:
    print(outages.postgres_killed(tmp_path / "row", "postgresql", 2))


def test_every_bad_answer_is_survived(tmp_path: Path) -> None:
    print(outages.bad_answers(tmp_path / "row", "sqlite"))


def test_broken_content(tmp_path: Path) -> None:
    print(oddities.content_broken(tmp_path / "row", ""))
