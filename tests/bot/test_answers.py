"""Answers that can't be given: counted like failed turns, so that they end."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot import answers
from bot.calls import Call
from bot.intake import keep_updates
from bot.telegram import Outcome, Sent
from bot.turns import take_next
from db import inbox
from tests.bot.conftest import Office


async def test_an_answer_that_cannot_be_given_is_tried_three_times_and_not_for_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    async def broken(_api: object, call: Call) -> Outcome:
        tries.append(call[0])
        if "reply_markup" in call[1] and len(tries) < 4:
            raise KeyError("result")
        return Sent(None)

    await office.meet()
    await office.telegram.act("text", text="/help")
    [lane] = await keep_updates(office.desk, await office.fetch())
    monkeypatch.setattr(answers, "send", broken)
    with capture_logs() as logs:
        for _ in range(6):
            await take_next(office.desk, lane)
            office.clock.move(seconds=16)
    assert [entry["put_aside"] for entry in logs if entry["event"] == "turn failed"] == [False, False, True]
    assert tries == ["sendMessage"] * 4  # the last one is the apology
    async with office.desk.store.unit() as session:
        assert await inbox.count_open(session) == 0
