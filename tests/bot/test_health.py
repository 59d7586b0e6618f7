"""What an operator watches: the endpoints, the metrics with their dashboard, and the lines for a person."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.config import read_settings
from bot.health import LABELS, LISTED, METRICS, exposition, look, status_lines
from bot.web import make_web
from db import budget, hold, inbox, leases, outbox
from db.backup import LAST_BACKUP
from db.figures import Figures
from db.inbox import Arrival
from db.kept import keep
from db.models import outbox as messages
from db.outbox import LEASE
from tests.bot.conftest import FIRST, Office

DASHBOARD = Path(__file__).parents[2] / "bot" / "dashboards" / "grafana.json"


def _client(office: Office, address: str = "127.0.0.1", announced: asyncio.Event | None = None) -> httpx.AsyncClient:
    app = make_web(office.desk, None, read_settings(bot_token="1000001:sandbox"), announced)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1)), base_url="http://x")


@pytest.fixture
async def troubled(office: Office) -> Office:
    """A house with one of everything that needs a person."""
    contact = await office.meet()
    now = office.clock.now()
    common = {"contact_id": contact.id, "payload": {}, "created_at": now, "expires_at": None}
    rows = [
        common | {"key": key, "kind": kind, "not_before": now - timedelta(hours=2), "lane": lane}
        for key, kind, lane in (("a", "alert", 1), ("b", "reminder", 0), ("c", "alert", 1))
    ]
    async with office.desk.store.unit() as session:
        await hold.set_hold(session, now - timedelta(days=9))
        await outbox.add_deliveries(session, rows)
        for state in ("uncertain", "dead"):
            [(claimed, _contact)] = await outbox.claim_ready(session, now, 1e12, 1)
            [marked] = await outbox.mark_sending(session, [claimed], now + LEASE, 0)
            await outbox.mark_ended(session, marked, state, "Bad Request: thing 4711 is wrong")
        await inbox.add_updates(session, [Arrival(99, FIRST, "{}")], now - timedelta(minutes=5))
        await inbox.add_updates(session, [Arrival(98, FIRST, "{}")], now)
        for _ in range(3):
            await inbox.mark_failed(session, 98, "bug", now)
        await leases.take_lease(session, "poller", "me", office.clock.machine(), timedelta(seconds=30))
        await keep(session, LAST_BACKUP, (now - timedelta(days=8)).isoformat())
        for chat in (FIRST, 5):
            await budget.pause(session, chat, 60, office.clock.machine())
    return office


async def test_figures_tell_what_waits_and_what_needs_a_person(troubled: Office) -> None:
    figures = await look(troubled.desk)
    assert (figures.inbox_open, figures.inbox_lag, figures.quarantined) == (1, 300, 1)
    assert figures.ready_age == {"personal": 0, "bulk": 7200}
    assert (figures.uncertain, figures.dead) == ({"reminder": 1}, {"Bad Request: thing … is wrong": 1})
    assert 55 < figures.pause <= 60
    assert (figures.paused_chats, figures.permits, figures.held) == (1, 1000, True)
    assert figures.poller is not None
    assert (figures.active, figures.languages, figures.backup_age) == (1, {"en": 1}, 8 * 86400)
    lines, needs = status_lines(figures)
    assert lines[0] == "Contacts: 1 active (en 1)"
    assert len(needs) == 7
    assert not any(str(FIRST) in line for line in (*lines, *needs))
    assert "In doubt: 1 reminder" in lines


def _calm(figures: Figures) -> Figures:
    """The same without whatever needs a person, but for doubts."""
    figures = replace(figures, dead={}, quarantined=0, inbox_lag=0, pause=0, held=False, backup_age=60)
    return replace(figures, ready_age={"personal": 0.0, "bulk": 0.0})


async def test_a_doubt_needs_a_person_only_where_nothing_more_is_tried(troubled: Office) -> None:
    """A reminder is repeated once; only then is it in doubt for good."""
    calm = _calm(await look(troubled.desk))
    assert (calm.uncertain, calm.repeated, status_lines(calm)[1]) == ({"reminder": 1}, 0, [])
    async with troubled.desk.store.unit() as session:
        await session.execute(update(messages).where(messages.c.kind == "reminder").values(repeats=1))
    again = _calm(await look(troubled.desk))
    assert (again.uncertain, again.repeated) == ({"reminder": 1}, 1)
    assert status_lines(again)[1] == [f"In doubt with their repeat: 1 reminder. {LISTED}"]
    lines, needs = status_lines(replace(calm, uncertain={"alert": 2, "reminder": 1}))
    assert needs == [f"In doubt: 2 alert. {LISTED}"]
    assert "In doubt: 2 alert, 1 reminder" in lines
    assert f"Rate: {calm.permits_in_use} of 1000 permits in use" in lines


async def test_a_look_waits_for_nobody_who_writes(troubled: Office) -> None:
    async with asyncio.timeout(20), troubled.desk.store.unit(), _client(troubled) as client:
        assert (await client.get("/metrics")).status_code == 200


async def test_a_database_that_went_away_is_noticed(office_on_server: Office, postgres_url: str) -> None:
    """The connection is kept, and whoever asks nothing of it doesn't hear that it has ended."""
    async with _client(office_on_server) as client:
        assert (await client.get("/healthz")).status_code == 200
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["missing"]) == (503, ["the database doesn't answer"])
        assert (await client.get("/healthz")).status_code == 200


async def test_metrics_of_a_database_in_trouble_are_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_given: object) -> None:
        raise OperationalError("SELECT", None, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr("bot.health.get_figures", away)
    async with _client(office) as client:
        assert (await client.get("/metrics")).status_code == 503


async def test_metrics_are_read_by_those_who_may(troubled: Office) -> None:
    async with _client(troubled) as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert 'samooh_outbox_uncertain_messages{kind="reminder"} 1.0' in answer.text
    assert "samooh_hold_active 1.0" in answer.text
    assert str(FIRST) not in answer.text
    async with _client(troubled, "203.0.113.9") as client:
        assert (await client.get("/metrics")).status_code == 403
        assert (await client.get("/readyz")).status_code == 403
        assert (await client.get("/healthz")).json() == {"ok": True}


async def test_ready_is_one_that_has_reached_telegram(office: Office) -> None:
    announced = asyncio.Event()
    async with _client(office, announced=announced) as client:
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["ready"]) == (503, False)
        announced.set()
        assert (await client.get("/readyz")).json() == {"ready": True, "missing": []}
        office.desk.username = ""
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)


async def test_nothing_is_no_age(office: Office) -> None:
    text = exposition(replace(await look(office.desk), poller=None, backup_age=None)).decode()
    assert "samooh_last_backup_age_seconds" not in text
    assert "samooh_permits 1000.0" in text


def test_every_figure_has_a_metric_and_every_metric_a_panel() -> None:
    assert set(METRICS) == {field.name for field in fields(Figures)}
    assert set(LABELS) <= set(METRICS)
    asked = set(re.findall(r"samooh_[a-z_]+", DASHBOARD.read_text("utf-8")))
    assert asked == {f"samooh_{name}" for name, _text in METRICS.values()}
    assert json.loads(DASHBOARD.read_text("utf-8"))["title"] == "Samooh"
