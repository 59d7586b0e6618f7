"""The letter to a buyer: what it tells of the tax, and a name that no font can write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from db import invoices
from handlers.dispatch import open_screen
from handlers.screen import Button, Screen
from handlers.turn import Turn
from tests.handlers.conftest import NOW


async def _bill(turn: Turn, buyer: str) -> int:
    return await invoices.add_invoice(
        turn.session, turn.contact.id, buyer, Decimal(100_000), date(2026, 1, 1), 30, NOW
    )


def _has_pdf(screen: Screen) -> bool:
    leads = [one.callback_data for row in screen.rows for one in row if isinstance(one, Button)]
    return any(data.startswith("bills.pdf:") for data in leads)


async def test_the_letter_names_what_the_buyer_loses_in_tax(turn: Turn) -> None:
    bill = await _bill(turn, "Arora Traders")
    text = (await open_screen(turn, f"bills.letter:{bill}:en:1")).text
    assert "A buyer who pays later than section 15 allows can deduct the expense only in the year of payment." in text
    assert "section 43B(h) up to 31 March 2026, section 37(2)(g) from tax year 2026-27." in text


async def test_a_name_that_no_font_can_write_keeps_the_letter_as_text(turn: Turn) -> None:
    hindi, chinese = [await _bill(turn, name) for name in ("अरोड़ा", "阿羅拉")]
    assert _has_pdf(await open_screen(turn, f"bills.letter:{hindi}:en:1"))
    for route in (f"bills.letter:{chinese}:en:1", f"bills.pdf:{chinese}:en:1"):
        screen = await open_screen(turn, route)
        assert not screen.attachments
        assert not _has_pdf(screen)
    said = str((await open_screen(turn, f"bills.letter:{chinese}:en:1")).text)
    assert "show every letter of this name" in said
    assert "To: 阿羅拉" in said
