"""All dates at once: days of one's own are asked for and listed, and a changed answer ends what it must."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db import reminders
from handlers.dispatch import ROUTES
from handlers.routes import follow
from handlers.screen import Button, Screen
from handlers.turn import Turn

MONTHLY = {
    "gst_scheme": "monthly",
    "entity": "proprietorship",
    "state": "IN-KA",
    "sector": "food",
    "employees": "0",
    "turnover": "0",
    "accounts": "plain",
    "udyam": False,
    "gem": False,
    "holds": ["boiler", "fire-noc"],
}


@pytest.fixture
async def owner(turn: Turn) -> Turn:
    """Somebody who files GST every month and holds two permits that run out."""
    await turn.change(agreed_at=turn.now, profile=MONTHLY)
    return turn


async def _open(turn: Turn, callback_data: str, typed: str = "") -> Screen:
    turn.typed = typed
    return await follow(ROUTES, turn, callback_data)


def _labels(screen: Screen) -> dict[str, str]:
    return {one.text: one.callback_data for row in screen.rows for one in row if isinstance(one, Button)}


async def _about(turn: Turn) -> set[str]:
    return {one.about or "" for one in await reminders.get_reminders(turn.session, turn.contact.id)}


async def test_dates_with_a_day_of_ones_own_are_named_and_asked_for(owner: Turn) -> None:
    screen = await _open(owner, "calendar.all")
    assert "For these dates we need a day from you:" in str(screen.text)
    labels = _labels(screen)
    asked = {data for label, data in labels.items() if label.startswith("✏ Tell us the day: ")}
    assert asked == {"calendar.ask:env-boiler", "calendar.ask:lic-fire", "calendar.ask:lic-fssai-fee"}
    await _open(owner, labels["✏ Tell us the day: Renew the fire permit (NOC)"])
    await _open(owner, "calendar.day:lic-fire", "15-1-2027")
    again = _labels(await _open(owner, "calendar.all"))
    assert "✏ Tell us the day: Renew the fire permit (NOC)" not in again
    assert "✏ Tell us the day: Boiler: inspection certificate" in again


async def test_many_days_of_ones_own_have_pages(owner: Turn) -> None:
    holds = ["boiler", "fire-noc", "consent", "groundwater-noc", "weights", "bis", "zed", "cash-credit"]
    owner.contact = replace(owner.contact, profile=MONTHLY | {"holds": holds})
    asked = set()
    for page in range(2):
        labels = _labels(await _open(owner, f"calendar.all:{page}"))
        asked |= {data for label, data in labels.items() if label.startswith("✏ Tell us the day: ")}
    assert len(asked) == len(holds) + 1


async def test_own_days_stand_in_the_list_of_this_month_and_next(owner: Turn) -> None:
    await _open(owner, "calendar.ask:lic-fire")
    await _open(owner, "calendar.day:lic-fire", "15-1-2027")
    await _open(owner, "calendar.ask:lic-fssai-fee")
    await _open(owner, "calendar.day:lic-fssai-fee", "28-12-2026")
    found = {label for page in range(3) for label in _labels(await _open(owner, f"calendar.menu:{page}"))}
    assert sum("16 Dec 2026 · Renew the fire permit (NOC)" in label for label in found) == 1
    assert sum("28 Dec 2026 · FSSAI yearly fee" in label for label in found) == 1


async def test_a_changed_answer_offers_to_end_what_no_longer_applies(owner: Turn) -> None:
    await _open(owner, "calendar.all")
    before = await _about(owner)
    screen = await _open(owner, "profile.save:gst_scheme:composition:edit")
    text = str(screen.text)
    assert "➖ You are reminded of " in text
    assert "GSTR-3B, return and tax (every month)" in text
    assert "and have no reminder:" in text
    menu = await _open(owner, "calendar.menu")
    assert "➖ You are reminded of " in str(menu.text)
    all_ = await _open(owner, _labels(screen)["🔔 Remind me of all"])
    kept = await _about(owner)
    assert before < kept
    assert f"You are reminded of {len(kept)} dates." in str(all_.text)
    after = await _open(owner, _labels(all_)["🔕 End them"])
    assert "➖" not in str(after.text)
    left = await _about(owner)
    assert "date:gst-gstr3b-monthly" not in left
    assert "date:gst-cmp08" in left
    all_ = await _open(owner, "calendar.all")
    assert f"You are reminded of {len(left)} dates." in str(all_.text)
    assert "🔕 End them" not in _labels(all_)


async def test_the_last_of_the_questions_leads_to_what_it_changed(owner: Turn) -> None:
    await _open(owner, "calendar.remind:gst-gstr3b-monthly")
    screen = await _open(owner, "profile.save:gst_scheme:none:dates")
    assert "➖ You are reminded of 1 date that doesn't apply to you:" in str(screen.text).replace("&#39;", "'")
    assert "No GST number" not in str(screen.text)


async def test_who_is_reminded_of_nothing_comes_back_to_the_answers(owner: Turn) -> None:
    assert "✏ My answers" in str((await _open(owner, "profile.save:gst_scheme:composition:edit")).text)
    assert "✏ My answers" in str((await _open(owner, "places.save:profile:IN-TN")).text)
