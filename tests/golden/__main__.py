"""Writes the transcripts anew: `make golden`, then look at the diff and commit it with what changed the words."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.content_room import ContentRoom
from tests.golden.acts import LANGUAGES, Journey
from tests.golden.journeys import JOURNEYS
from tests.golden.player import FOLDER, make_template, play


async def rewrite(folder: Path = FOLDER, journeys: Sequence[Journey] = JOURNEYS) -> tuple[list[str], list[str]]:
    """Play every journey and write its transcript; gives the files that changed, and the journeys that broke.

    A journey that breaks, because a button it taps is gone, leaves its file as it was and doesn't hold up the others.
    """
    changed, broken = [], []
    with tempfile.TemporaryDirectory() as name:
        room = ContentRoom(None)
        template = await make_template(Path(name) / "template.db", room)
        for language in LANGUAGES:
            (folder / language).mkdir(exist_ok=True)
            for journey in journeys:
                path = folder / language / f"{journey.name}.txt"
                try:
                    text = await play(journey, language, template, Path(name), room)
                except AssertionError as error:
                    broken.append(f"{language}/{path.name}: {error}")
                    continue
                if not path.exists() or path.read_text("utf-8") != text:
                    path.write_text(text, "utf-8")
                    changed.append(f"{language}/{path.name}")
            _forget_others(folder / language, journeys)
    return changed, broken


def _forget_others(folder: Path, journeys: Sequence[Journey]) -> None:
    """Take away the transcripts of journeys that are gone."""
    names = {f"{journey.name}.txt" for journey in journeys}
    for path in folder.glob("*.txt"):
        if path.name not in names:
            path.unlink()


def main() -> int:
    """Write, and say what changed."""
    changed, broken = asyncio.run(rewrite())
    for line in [*(f"changed: {name}" for name in changed), *(f"BROKEN: {fault}" for fault in broken)]:
        print(line)
    print(f"{len(LANGUAGES) * len(JOURNEYS)} transcripts, {len(changed)} changed, {len(broken)} broken.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
