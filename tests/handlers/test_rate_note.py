"""Up to when the bank rate is known: said where it was noted, and never made up."""

from __future__ import annotations

from dataclasses import replace

from content.late_payment import TOOL
from handlers.bill_interest import rate_note
from handlers.turn import Turn


async def test_day_of_the_last_look_is_said(turn: Turn) -> None:
    assert rate_note(turn) == "⚠ We know the bank rate up to 1 Jun 2026. Look at rbi.org.in before you claim."


async def test_no_day_is_made_up(turn: Turn) -> None:
    tool = turn.catalog.tools[TOOL]
    unchecked = tuple(row.model_copy(update={"checked": None}) for row in tool.parameters["bank_rate"])
    bare = tool.model_copy(update={"parameters": {**tool.parameters, "bank_rate": unchecked}})
    catalog = replace(turn.catalog, tools={**turn.catalog.tools, TOOL: bare})
    assert rate_note(replace(turn, catalog=catalog)) is None
