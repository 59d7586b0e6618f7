"""The fault table with small figures, in the ordinary run; `make faults` plays the whole ones."""

from __future__ import annotations

from functools import partial
from math import inf
from pathlib import Path

import pytest

from tests.faults import broadcasts, disks, kills, oddities, outages, storms, table
from tests.faults.scene import NotPlayed
from tests.faults.table import Play, Row

pytestmark = pytest.mark.timeout(300)  # a doubtful reminder comes again after a minute
BUSY = 5.0  # seconds, where another test runs beside
SMALL: dict[str, Play] = {
    "replicas killed at random": partial(kills.replicas_killed_at_random, contacts=200, kills=3),
    "Telegram away": partial(outages.telegram_away, seconds=6, people=40),
    "database locked": partial(outages.database_locked, seconds=3),
    "poison": partial(oddities.poison, number=150, within=BUSY),
    "updates pile up": partial(storms.updates_pile_up, number=150),
    "shuffled": partial(oddities.updates_out_of_order, number=40),
    "machine's clock": oddities.machine_clock_jumps,
    "stops": partial(broadcasts.stops_in_a_broadcast, people=60, rate=60),
    "a reminder in a broadcast": partial(broadcasts.reminder_in_a_broadcast, people=600),
    "ended in a broadcast": partial(broadcasts.ended_in_a_broadcast, people=120),
}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", SMALL)
def test_the_promise_holds(name: str, kind: str, tmp_path: Path) -> None:
    print(SMALL[name](tmp_path / "row", kind))


def test_postgresql_killed_and_back(tmp_path: Path) -> None:
    print(outages.postgres_killed(tmp_path / "row", "postgresql", 2))


def test_postgresql_read_only_for_a_while(tmp_path: Path) -> None:
    print(disks.read_only(tmp_path / "row", "postgresql"))


def test_every_bad_answer_is_survived(tmp_path: Path) -> None:
    print(storms.bad_answers(tmp_path / "row", "sqlite"))


def test_bad_answers_to_deliveries_are_survived(tmp_path: Path) -> None:
    print(storms.bad_deliveries(tmp_path / "row", "sqlite"))


def test_broken_content(tmp_path: Path) -> None:
    print(disks.content_broken(tmp_path / "row", "sqlite", within=inf))  # measuring coverage doubles its time


def _raises(error: Exception) -> Play:
    def play(_folder: Path, _kind: str) -> str:
        raise error

    return play


@pytest.mark.parametrize(
    ("error", "outcome", "words"),
    [
        (NotPlayed("no disk"), "—", "not played: no disk"),
        (AssertionError("twice"), "BROKEN", "twice"),
        (KeyError("params"), "BROKEN", "KeyError 'params'"),
    ],
)
def test_a_row_is_held_only_when_it_was_played_to_its_end(
    error: Exception, outcome: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(table.ROWS, "x", Row("a row", _raises(error)))
    monkeypatch.setitem(table.ROWS, "y", Row("another", lambda _folder, _kind: "all is well", alone=True))
    lines = table.play(["x", "y"], ["sqlite"])
    assert [one for one, _line in lines] == [outcome, "held"]
    assert words in lines[0][1]
    assert "all is well" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "outcome"), [("pass", "held"), ("pytest.skip('no history')", "—"), ("assert False", "BROKEN")]
)
def test_a_skipped_test_is_not_held(body: str, outcome: str, tmp_path: Path) -> None:
    test = tmp_path / "test_one.py"
    test.write_text(f"import pytest\n\n\ndef test_one():\n    {body}\n")
    assert table.pytest_line("13", str(test))[0] == outcome
