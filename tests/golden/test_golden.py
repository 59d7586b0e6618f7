"""The transcripts are the contract of the content: a changed text shows here, line by line; see `make golden`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.content_room import ContentRoom
from tests.golden.__main__ import rewrite
from tests.golden.acts import LANGUAGES, Journey, Tap, Type
from tests.golden.journeys import JOURNEYS
from tests.golden.player import FOLDER, make_template, play
from tests.golden.transcript import difference, screens

MOST_LINES = 12  # of text on a screen: what a small phone shows
MOST_LETTERS = 1000
LONG = {
    "03-scheme-card": "the page of sources names every source, and stands behind a button",
    "15-late-interest": "the result repeats the answers it rests on",
    "22-getting-paid": "the letter is meant to be copied whole",
}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, room: ContentRoom) -> Path:
    """The seeded database."""
    return asyncio.run(make_template(tmp_path_factory.mktemp("golden") / "template.db", room))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("journey", JOURNEYS, ids=[one.name for one in JOURNEYS])
async def test_journey_reads_as_agreed(
    journey: Journey, language: str, template: Path, tmp_path: Path, room: ContentRoom
) -> None:
    path = FOLDER / language / f"{journey.name}.txt"
    agreed = path.read_text("utf-8")
    said = await play(journey, language, template, tmp_path, room)
    assert said == agreed, f"if this is meant, run make golden\n{difference(agreed, said, f'{language}/{path.name}')}"


def test_there_are_twenty_journeys_and_no_transcript_is_left_over() -> None:
    assert len(JOURNEYS) >= 20
    names = {f"{journey.name}.txt" for journey in JOURNEYS}
    for language in LANGUAGES:
        assert {path.name for path in (FOLDER / language).iterdir()} == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_of_a_journey_is_a_wall_of_text(language: str) -> None:
    long = [
        f"{path.name} {act}: {len(lines)} lines, {sum(map(len, lines))} letters"
        for path in sorted((FOLDER / language).glob("*.txt"))
        for act, lines in screens(path.read_text("utf-8"))
        if path.stem not in LONG and (len(lines) > MOST_LINES or sum(map(len, lines)) > MOST_LETTERS)
    ]
    assert long == []


def test_a_changed_text_is_a_readable_difference() -> None:
    agreed = "Title\n\n▶ types: /start\n\n  Home\n  Old words.\n\n  [Next]\n"
    assert difference(agreed, agreed.replace("Old", "New"), "en/x.txt").splitlines() == [
        "--- agreed: en/x.txt",
        "+++ now: en/x.txt",
        "@@ -4,5 +4,5 @@",
        " ",
        "   Home",
        "-  Old words.",
        "+  New words.",
        " ",
        "   [Next]",
    ]


async def test_a_broken_journey_keeps_its_file_and_holds_up_no_other(tmp_path: Path) -> None:
    good = Journey("good", "Good", (Type("/start"),))
    broken = Journey("broken", "Broken", (Type("/start"), Tap("no.such_route")))
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "broken.txt").write_text("as it was")
    (tmp_path / "en" / "gone.txt").write_text("of a journey that is gone")
    changed, faults = await rewrite(tmp_path, [broken, good])
    assert changed == [f"{language}/good.txt" for language in LANGUAGES]
    assert [fault.partition(":")[0] for fault in faults] == [f"{language}/broken.txt" for language in LANGUAGES]
    assert "no button leads to 'no.such_route'" in faults[0]
    assert sorted(path.name for path in (tmp_path / "en").iterdir()) == ["broken.txt", "good.txt"]
    assert (tmp_path / "en" / "broken.txt").read_text() == "as it was"
    assert await rewrite(tmp_path, [good]) == ([], [])  # the same words, played again
