"""A facility's result: whatever the content says of it is asked of the catalogue, the offices too."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import escape

from handlers.dispatch import open_screen
from handlers.turn import Turn
from locales.translator import Translator


class Marked(Translator):
    """Marks what it was asked to translate of the content."""

    def content(self, record: str, field: str, english: str) -> str:
        return f"«{english}»"


async def test_offices_to_ask_are_translated(turn: Turn) -> None:
    turn = replace(turn, translator=Marked("en"))
    tool = turn.catalog.tools["eligible-common-facilities"]
    for place, facility in enumerate(tool.facilities):
        shown = (await open_screen(turn, f"calc.show:facility:{place}")).text
        assert [office for office in facility.ask if escape(f"«{office}»") not in shown] == []
