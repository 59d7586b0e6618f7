"""Up to when the bank rate is known: said of interest that runs longer, where it was noted, and never made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from content.late_payment import TOOL
from db.invoices import Invoice
from handlers.bill_interest import rate_note
from handlers.turn import Turn

LATE = Invoice(1, "Arora Traders", Decimal(100_000), date(2026, 1, 1), 30, None, None)


async def test_day_of_the_last_look_is_said(turn: Turn) -> None:
    said = "⚠ We know the bank rate up to 1 Jun 2026. Look at rbi.org.in before you claim."
    assert rate_note(turn, LATE) == said
    assert rate_note(turn, replace(LATE, paid_on=date(2026, 6, 2))) == said


async def test_interest_that_ends_in_known_time_needs_no_look(turn: Turn) -> None:
    assert rate_note(turn, replace(LATE, paid_on=date(2026, 6, 1))) is None
    assert rate_note(turn, replace(LATE, accepted_on=date(2026, 11, 20))) is None  # not late


async def test_no_day_is_made_up(turn: Turn) -> None:
    tool = turn.catalog.tools[TOOL]
    unchecked = tuple(row.model_copy(update={"checked": None}) for row in tool.parameters["bank_rate"])
    bare = tool.model_copy(update={"parameters": {**tool.parameters, "bank_rate": unchecked}})
    catalog = replace(turn.catalog, tools={**turn.catalog.tools, TOOL: bare})
    assert rate_note(replace(turn, catalog=catalog), LATE) is None
