"""The notice of a shared need: once to each who agreed, at a fitting hour, not to one who thought better of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot import worker
from bot.health import look, status_lines
from bot.operator import print_needs
from bot.worker import tick
from content.catalog import Catalog
from db import contacts, needs
from db.contacts import Contact
from db.models import outbox
from db.needs import FEWEST
from tests.bot.conftest import FIRST, Office

NEED = "brand"  # no scheme sets a number: enough when each has five others
GROUP = FEWEST + 1
TOLD = "Enough of you want it"


def cluster(office: Office) -> str:
    """A cluster of the directory."""
    return next(iter(office.desk.catalog().clusters))


async def owners(office: Office, count: int = GROUP, **columns: Any) -> list[Contact]:
    """Owners of one cluster, who pressed Start."""
    told = {"profile": {"cluster": cluster(office)}} | columns
    return [await office.meet(FIRST + n, **told) for n in range(count)]


async def share(office: Office, *chats: int, act: str = "tick", need: str = NEED) -> None:
    """They tap a need, one after the other."""
    for chat in chats:
        await office.tap(f"needs.{act}:{cluster(office)}:{need}", FIRST + chat)


async def send(office: Office) -> None:
    """A tick, once the answers' chats are free again."""
    office.clock.move(seconds=30)
    await tick(office.desk)


async def told(office: Office, chat: int) -> int:
    """How often an owner got the notice."""
    sent = [one["params"] for one in await office.telegram.calls("sendMessage")]
    return sum(int(one["chat_id"]) == FIRST + chat and TOLD in one["text"] for one in sent)


async def test_the_last_one_who_agrees_has_all_told_once(office: Office) -> None:
    await owners(office, 7)
    await share(office, 0, 1, 2, 3, 4)
    await send(office)
    assert await office.delivery_states() == []
    await share(office, 5)
    await send(office)
    assert [await told(office, chat) for chat in range(7)] == [1, 1, 1, 1, 1, 1, 0]
    await share(office, 0, act="untick")
    await share(office, 0, 6)
    await send(office)
    assert [await told(office, chat) for chat in range(7)] == [1, 1, 1, 1, 1, 1, 0]
    async with office.desk.store.unit() as session:
        rows = (await session.execute(select(outbox.c.key, outbox.c.kind, outbox.c.lane, outbox.c.payload))).all()
    assert {(row.kind, row.lane) for row in rows} == {("need", 0)}
    assert rows[0].key == f"need:{cluster(office)}:{NEED}:1:2026-11-25"
    assert rows[0].payload == {"cluster": cluster(office), "need": NEED}


async def test_a_notice_waits_for_nobody_when_some_left_before_it_came(office: Office) -> None:
    await owners(office, quiet_from="21:00", quiet_to="08:00")
    office.clock.move(hours=10)  # 22:00
    await share(office, *range(GROUP))
    await share(office, 0, act="untick")
    office.clock.move(hours=10)
    await send(office)
    assert await office.delivery_states() == ["suppressed"] * GROUP
    await share(office, 1, act="untick")
    await share(office, 1, 0)
    await send(office)
    assert [await told(office, chat) for chat in range(GROUP)] == [1] * GROUP


async def test_at_a_schemes_minimum_members_and_operator_are_told_once_and_nobody_below(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lower = _with_minimum(office.desk.catalog(), 8)
    monkeypatch.setattr(office.desk, "catalog", lambda: lower)
    await owners(office, 10)
    for agreed, heard in ((7, 0), (8, 8), (9, 8)):
        await share(office, *range(agreed), need="testing")
        await send(office)
        assert await office.delivery_states() == ["sent"] * heard
        assert [await told(office, chat) for chat in range(10)] == [1] * heard + [0] * (10 - heard)
        await print_needs(office.desk)
        assert ("told 2026" in capsys.readouterr().out) == bool(heard)
        lines, _needed = status_lines(await look(office.desk))
        assert f"Groups large enough for a shared need: {int(heard > 0)} (python -m bot needs)" in lines


def _with_minimum(catalog: Catalog, units: int) -> Catalog:
    scheme = catalog.schemes["mse-cdp-cfc"]
    rules = scheme.eligibility.model_copy(update={"group_min_units": units})
    return replace(catalog, schemes={**catalog.schemes, scheme.id: scheme.model_copy(update={"eligibility": rules})})


async def test_quiet_hours_put_it_off_and_a_pause_too(office: Office) -> None:
    await owners(office, quiet_from="21:00", quiet_to="08:00")
    await share(office, 0, 1, 2, 3, 4)
    await office.tap("alerts.pause", FIRST)
    office.clock.move(hours=10)  # 22:00
    await share(office, 5)
    await send(office)
    assert [await told(office, chat) for chat in range(GROUP)] == [0] * GROUP
    office.clock.move(hours=10)
    await send(office)
    assert [await told(office, chat) for chat in range(GROUP)] == [0, 1, 1, 1, 1, 1]
    office.clock.move(days=7)
    await send(office)
    assert await told(office, 0) == 1


async def test_one_who_thought_better_of_it_hears_nothing(office: Office) -> None:
    made = await owners(office, 10)
    await share(office, *range(GROUP))
    await share(office, 6, 7, 8, 9)
    await share(office, 0, act="untick")
    await office.say("/stop", FIRST + 1)
    other = list(office.desk.catalog().clusters)[1]
    await office.tap(f"clusters.mine:{other}:yes", FIRST + 2)
    async with office.desk.store.unit() as session:
        assert await needs.get_ticks(session, made[2].id) == []
        await contacts.set_contact(session, made[3].id, active=False)
    await send(office)
    assert await office.delivery_states() == ["suppressed"] * 4 + ["sent"] * 2
    assert [await told(office, chat) for chat in range(GROUP)] == [0, 0, 0, 0, 1, 1]


async def test_one_of_another_cluster_now_hears_nothing(office: Office) -> None:
    made = await owners(office)
    await share(office, *range(GROUP))
    async with office.desk.store.unit() as session:
        await contacts.set_contact(session, made[0].id, profile={"cluster": "elsewher"})
    await send(office)
    assert await office.delivery_states() == ["suppressed"] + ["sent"] * FEWEST


async def test_a_doubtful_notice_is_never_repeated(office: Office) -> None:
    await owners(office)
    await share(office, *range(GROUP))
    await office.telegram.fault("drop_after", "sendMessage")
    for _ in range(4):
        office.clock.move(minutes=2)
        await worker.send_ready(office.desk)
    assert sorted(await office.delivery_states()) == ["sent"] * 5 + ["uncertain"]
    assert sum([await told(office, chat) for chat in range(GROUP)]) <= GROUP
    _lines, needed = status_lines(await look(office.desk))
    assert any(line.startswith("In doubt: 1 need.") for line in needed)
    assert not any("broadcast list" in line for line in needed)


async def test_the_operator_is_told_counts_and_no_names(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    await owners(office)
    await share(office, *range(GROUP))
    await share(office, 0, 1, 2, 3, 4, need="testing")
    await share(office, 0, 1, need="fair")
    lines, _needed = status_lines(await look(office.desk))
    assert "Groups large enough for a shared need: 1 (python -m bot needs)" in lines
    await print_needs(office.desk)
    said = capsys.readouterr().out.splitlines()
    place = office.desk.catalog().clusters[cluster(office)].id
    assert said == [
        f"6 owners      told 2026-11-25 06:30  brand           {place}",
        f"5 owners      not told yet           testing         {place}",
        "2 shared needs.",
        f"Udyam: fewer than 5  GeM: fewer than 5  {place}",
    ]
    await share(office, 0, 1, act="untick")
    await print_needs(office.desk)
    assert capsys.readouterr().out.startswith("fewer than 5  told 2026-11-25 06:30  brand")


async def test_the_operator_sees_how_many_are_registered_from_five_on(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there, *_others = office.desk.catalog().clusters.values()
    for n in range(11):
        told = {"cluster": (here if n < 7 else there).code, "udyam": n < 6, "gem": n < 4}
        await office.meet(FIRST + n, profile=told)
    await print_needs(office.desk)
    assert capsys.readouterr().out.splitlines() == [
        "0 shared needs.",
        f"Udyam: 6 owners      GeM: fewer than 5  {here.id}",  # the other cluster has four owners
    ]
