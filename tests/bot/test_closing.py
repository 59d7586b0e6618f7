"""Answered updates are closed together, and whoever waits hears of what went wrong."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import turns
from bot.answers import LEASE, Answer
from db import inbox
from db.inbox import Arrival
from db.store import DatabaseTrouble
from tests.bot.conftest import Office


async def _answered(office: Office, *numbers: int) -> list[Answer]:
    """Updates whose calls have been made."""
    lease = office.desk.clock.machine() + LEASE
    async with office.desk.store.unit() as session:
        await inbox.add_updates(session, [Arrival(number, number, "{}") for number in numbers], office.clock.now())
        for number in numbers:
            await inbox.mark_answering(session, number, [("getMe", {})], lease)
    return [Answer(number, number, [], lease) for number in numbers]


async def _open(office: Office) -> int:
    async with office.desk.store.unit() as session:
        return await inbox.count_open(session)


async def test_what_waits_for_the_database_is_closed_in_one_unit(office: Office) -> None:
    answers = await _answered(office, 1, 2, 3)
    units = 0
    unit = office.desk.store.unit

    def counted() -> object:
        nonlocal units
        units += 1
        return unit()

    office.desk.store.unit = counted  # type: ignore[method-assign]
    await asyncio.gather(*(office.desk.closing.close(office.desk, answer) for answer in answers))
    assert units == 1
    assert await _open(office) == 0


async def test_one_who_comes_later_starts_the_next_unit(office: Office) -> None:
    first, second = await _answered(office, 1, 2)
    await office.desk.closing.close(office.desk, first)
    assert await _open(office) == 1
    await office.desk.closing.close(office.desk, second)
    assert await _open(office) == 0


async def test_trouble_reaches_everybody_who_waits(office: Office) -> None:
    answers = await _answered(office, 1, 2)
    unit = office.desk.store.unit

    def away() -> object:
        raise DatabaseTrouble[0]("", None, Exception("away"))

    office.desk.store.unit = away  # type: ignore[method-assign]
    closing = [office.desk.closing.close(office.desk, answer) for answer in answers]
    found = await asyncio.gather(*closing, return_exceptions=True)
    assert all(isinstance(one, DatabaseTrouble) for one in found)
    office.desk.store.unit = unit  # type: ignore[method-assign]
    await office.desk.closing.close(office.desk, answers[0])
    assert await _open(office) == 1


async def test_an_answer_that_went_out_is_noted_once_the_database_is_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meet()
    monkeypatch.setattr(turns, "TROUBLE", 0.001)
    close, troubles = office.desk.closing.close, 3

    async def in_trouble(*given: Any) -> None:
        nonlocal troubles
        if troubles:
            troubles -= 1
            raise DatabaseTrouble[0]("", None, Exception("away"))
        await close(*given)

    monkeypatch.setattr(office.desk.closing, "close", in_trouble)
    before = len(await office.telegram.texts())
    with capture_logs():
        await office.say("/help")
    assert troubles == 0
    assert await _open(office) == 0
    assert len(await office.telegram.texts()) == before + 1
