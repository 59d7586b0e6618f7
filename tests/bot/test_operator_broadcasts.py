"""An operator steers broadcasts and sends once more what didn't arrive."""

from __future__ import annotations

import argparse
from typing import Any

import pytest
from sqlalchemy import update

from bot.broadcast import Alert, freeze, send_alert
from bot.config import WrongSetting
from bot.operator_broadcasts import dead, steer
from bot.worker import tick
from db import alerts
from db.models import outbox
from tests.bot.conftest import FIRST, Office


async def _steer(office: Office, act: str, number: int | None = None, **more: Any) -> list[str]:
    return await steer(office.desk, argparse.Namespace(act=act, number=number, **{"yes": False, **more}))


async def _dead(office: Office, act: str, *ids: int, every: bool = False) -> list[str]:
    return await dead(office.desk, argparse.Namespace(act=act, ids=list(ids), all=every))


@pytest.fixture
async def number(office: Office) -> int:
    """A broadcast that is laid out to one contact."""
    contact = await office.meet(alert_rhythm="now")
    async with office.desk.store.unit() as session:
        await alerts.subscribe(session, contact.id, "theme:finance", office.clock.now())
    made = await send_alert(office.desk, Alert({"en": "A window"}, ("theme:finance",)))
    await freeze(office.desk, made)
    office.clock.move(seconds=5)
    return made


async def _arrived(office: Office) -> int:
    return sum("A window" in text for text in await office.telegram.texts(FIRST))


async def test_a_broadcast_waits_while_it_is_paused_and_goes_on(office: Office, number: int) -> None:
    assert await _steer(office, "pause", number) == [
        f"Broadcast {number}: paused; laid out to everybody.",
        "paused 1",
    ]
    await tick(office.desk)
    assert await _arrived(office) == 0
    said = await _steer(office, "resume", number)
    assert said[1:] == ["waiting 1", "At 1000 messages a second that takes 1 s."]
    await tick(office.desk)
    assert await _arrived(office) == 1
    assert "sent 1" in (await _steer(office, "list"))[0]


async def test_a_cancelled_broadcast_stays_cancelled(office: Office, number: int) -> None:
    assert "cancelled 1" in await _steer(office, "cancel", number)
    with pytest.raises(WrongSetting, match="is cancelled: resume does nothing"):
        await _steer(office, "resume", number)
    await tick(office.desk)
    assert await _arrived(office) == 0


async def test_a_doubt_is_listed_and_sent_again_only_when_a_person_says_so(office: Office, number: int) -> None:
    await office.telegram.fault("drop_after", "sendMessage")
    await tick(office.desk)
    assert "in doubt 1" in await _steer(office, "show", number)
    doubt, _hint = await _steer(office, "doubts", number)
    assert f"alert of broadcast {number}: " in doubt
    assert "--yes" in (await _steer(office, "resend", number))[1]
    office.clock.move(hours=1)
    await tick(office.desk)
    assert await _arrived(office) == 1
    assert await _steer(office, "resend", number, yes=True) == ["1 messages go out once more."]
    await tick(office.desk)
    assert await _arrived(office) == 2
    assert await _steer(office, "doubts", number) == ["No message is in doubt."]


async def test_a_dead_letter_is_listed_and_replayed(
    office: Office, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await _dead(office, "list") == ["No message is refused for good."]
    with monkeypatch.context() as patch:
        patch.setattr(
            "bot.deliveries.screen_calls", lambda *_given: [("sendMessage", {"chat_id": FIRST, "text": ""})]
        )
        await tick(office.desk)
    [letter] = await _dead(office, "list")
    assert "Message text is empty" in letter
    with pytest.raises(WrongSetting, match="say which"):
        await _dead(office, "replay")
    assert await _dead(office, "replay", 4711) == ["0 messages go out once more."]
    assert await _dead(office, "replay", every=True) == ["1 messages go out once more."]
    office.clock.move(seconds=5)
    await tick(office.desk)
    assert await _arrived(office) == 1


@pytest.mark.parametrize(("act", "state"), [("pause", "paused"), ("cancel", "cancelled")])
async def test_what_does_not_go_on_is_not_sent_once_more_and_the_operator_hears_why(
    office: Office, number: int, act: str, state: str
) -> None:
    for ended in ("dead", "uncertain"):
        async with office.desk.store.unit() as session:
            await session.execute(update(outbox).values(state=ended))
        if ended == "dead":
            await _steer(office, act, number)
            sent, reason = await _dead(office, "replay", every=True)
            assert sent == "0 messages go out once more."
            assert f"doesn't: broadcast {number} is {state}" in reason
            assert ("resume" in reason) == (act == "pause")
        else:
            with pytest.raises(WrongSetting, match=f"resend does nothing: broadcast {number} is {state}"):
                await _steer(office, "resend", number, yes=True)
        assert await office.delivery_states() == [ended]


async def test_what_is_not_there_is_said(office: Office) -> None:
    assert await _steer(office, "list") == ["No broadcast was sent yet."]
    with pytest.raises(WrongSetting, match="say which one"):
        await _steer(office, "pause")
    with pytest.raises(WrongSetting, match="broadcast 7 isn't known"):
        await _steer(office, "show", 7)
