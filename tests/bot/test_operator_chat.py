"""The operator hears once of a group that is large enough, whoever of many processes looks first."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot import operator_chat
from bot.operator_chat import keep_telling, tell_of_groups
from db import contacts, needs
from db.store import Session
from tests.bot.conftest import FIRST, Office

OPERATOR = FIRST + 7


async def _form(office: Office, need: str, members: int = 6) -> str:
    """So many owners of the first cluster share something and were told."""
    cluster = next(iter(office.desk.catalog().clusters))
    now = office.desk.clock.now()
    async with office.desk.store.unit() as session:
        for number in range(members):
            one = await contacts.get_or_add(session, 9000 + number, "ta", now)
            await needs.tick(session, one.id, cluster, need, now)
        assert await needs.claim_notice(session, cluster, need, 0, now)
    return cluster


async def test_a_group_is_told_of_once_and_with_a_count(office: Office) -> None:
    await office.meet(OPERATOR)
    before = len(await office.telegram.texts(OPERATOR))
    cluster = await _form(office, "fair", 7)
    other = replace(office.desk, owner="another process")
    for desk in (office.desk, office.desk, other):
        await tell_of_groups(desk, OPERATOR)
    [said] = (await office.telegram.texts(OPERATOR))[before:]
    assert office.desk.catalog().clusters[cluster].name in said
    assert "7 owners" in said
    office.clock.move(hours=1)  # the first process is gone, and with it its lease
    await _form(office, "brand")
    await tell_of_groups(other, OPERATOR)
    [_said, later] = (await office.telegram.texts(OPERATOR))[before:]
    assert "6 owners" in later
    assert "7 owners" not in later


async def test_a_group_that_became_too_small_is_told_of_when_it_has_grown(office: Office) -> None:
    await office.meet(OPERATOR)
    before = len(await office.telegram.texts(OPERATOR))
    cluster = await _form(office, "fair")
    async with office.desk.store.unit() as session:
        [first, *_others] = await _members(session)
        await needs.untick(session, first, cluster, "fair")
    await tell_of_groups(office.desk, OPERATOR)
    assert len(await office.telegram.texts(OPERATOR)) == before
    async with office.desk.store.unit() as session:
        await needs.tick(session, first, cluster, "fair", office.desk.clock.now())
    for _ in range(2):
        await tell_of_groups(office.desk, OPERATOR)
    assert len(await office.telegram.texts(OPERATOR)) == before + 1


async def test_a_later_group_is_told_of_like_the_first(office: Office) -> None:
    await office.meet(OPERATOR)
    before = len(await office.telegram.texts(OPERATOR))
    cluster = await _form(office, "fair")
    await tell_of_groups(office.desk, OPERATOR)
    async with office.desk.store.unit() as session:
        for one in await _members(session):
            await needs.untick(session, one, cluster, "fair")
        assert await needs.claim_notice(session, cluster, "fair", 0, office.desk.clock.now()) == []
    await tell_of_groups(office.desk, OPERATOR)
    await _form(office, "fair")
    await tell_of_groups(office.desk, OPERATOR)
    assert len(await office.telegram.texts(OPERATOR)) == before + 2


async def _members(session: Session) -> list[int]:
    found = [await contacts.get_by_chat(session, 9000 + number) for number in range(6)]
    return [one.id for one in found if one]


async def test_an_operator_without_a_chat_is_told_nothing(office: Office) -> None:
    await _form(office, "fair")
    await keep_telling(office.desk, None)
    assert await office.telegram.calls("sendMessage") == []


async def test_what_surely_did_not_arrive_is_told_at_the_next_look(office: Office) -> None:
    await office.meet(OPERATOR)
    before = len(await office.telegram.texts(OPERATOR))
    await _form(office, "fair")
    await office.telegram.fault("429", "sendMessage")
    assert [await tell_of_groups(office.desk, OPERATOR) for _ in range(3)] == [False, True, True]
    [said] = (await office.telegram.texts(OPERATOR))[before:]
    assert "6 owners" in said


async def test_an_operator_who_cannot_be_reached_is_logged_about(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _form(office, "fair")
    await office.telegram.fault("500", "sendMessage")
    monkeypatch.setattr(operator_chat, "LOOK_EVERY", 0.001)
    with capture_logs() as logs:
        telling = asyncio.create_task(keep_telling(office.desk, OPERATOR))
        async with asyncio.timeout(20):
            while not logs:
                await asyncio.sleep(0.001)
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
    assert logs[0]["event"].startswith("the operator couldn't be told")
    assert len(await office.telegram.calls("sendMessage")) == 1
