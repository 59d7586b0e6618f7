"""What contacts say and who they are never stands in a log, however talkative the logs and whatever goes wrong."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import signal
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock
from urllib.parse import quote, quote_plus

import pytest
import structlog
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from bot import answers, deliveries, lanes, sender, turns
from bot.answers import LEASE
from bot.intake import keep_updates
from bot.jobs import run_safely
from bot.lanes import Lanes
from bot.logs import HIDDEN, set_up_logs
from bot.sandbox_clock import TOKEN
from bot.worker import tick
from db import inbox, outbox, reminders
from db.models import contacts
from handlers import dispatch
from handlers.routes import make_route
from handlers.screen import Screen
from handlers.turn import Turn
from sandbox import world
from tests.bot.conftest import Office
from tests.cluster import add_contacts, cluster, wait_for
from tests.faults.scene import announce, answered, arrived, remind, say, settle

CHAT = 8_675_309_001
WORDS = 'kingfisher மீன்கொத்தி <nest/> "twig" & 9\''
SAID = ("kingfisher", "மீன்கொத்தி", WORDS)
NAMES = {"first_name": "Zuleikha", "last_name": "Canarywala", "username": "plumage_of_tiruppur"}
PERSON = {"id": CHAT, "is_bot": False, "language_code": "en", **NAMES}
WHO = (*NAMES.values(), str(CHAT))
UNCACHED = {"cache_logger_on_first_use": False}  # so that other tests' loggers stay as they were
Way = Callable[[Office, pytest.MonkeyPatch], Awaitable[None]]


def forms(words: str) -> set[str]:
    """Words as they may stand in a log: plain, in an address, in JSON, in HTML, in Python's own spelling."""
    coded = {json.dumps(words)[1:-1], json.dumps(words, ensure_ascii=False)[1:-1]}
    python = {repr(words)[1:-1], ascii(words)[1:-1], str(words.encode())[2:-1]}
    return {words, quote(words), quote(words, safe=""), quote_plus(words), escape(words), *coded, *python}


def leaks(printed: str) -> list[str]:
    """Lines in which a contact or the token can be recognised, however often backslashes were doubled."""
    secret = {form.casefold().replace("\\", "") for words in (*SAID, *WHO, TOKEN) for form in forms(words)}
    return [one for one in printed.splitlines() if any(form in one.casefold().replace("\\", "") for form in secret)]


@pytest.fixture(autouse=True)
def their_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sandbox's first contact have an id that no other number holds."""
    monkeypatch.setattr(world, "FIRST_CONTACT_ID", CHAT)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """All that this process prints with its own logs set up, at their most talkative."""
    configure = structlog.configure
    monkeypatch.setattr(structlog, "configure", lambda **given: configure(**given | UNCACHED))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(logging, "raiseExceptions", True)
    root, level, before = logging.getLogger(), logging.getLogger().level, structlog.get_config()
    set_up_logs("debug", TOKEN)
    [handler] = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(lines := StringIO())
    yield lambda: "".join([lines.getvalue(), *capsys.readouterr()])
    root.removeHandler(handler)
    root.setLevel(level)
    logging.getLogger("samooh").setLevel(logging.NOTSET)
    configure(**before)


def message(text: str) -> dict[str, Any]:
    """What Telegram hands over when somebody with a name, a username and a chat writes."""
    chat = {"id": CHAT, "type": "private", **NAMES}
    return {"message_id": 1, "date": 1764000000, "chat": chat, "from": PERSON, "text": text}


async def says(office: Office, text: str) -> None:
    """The contact writes, and is answered."""
    await office.telegram.control("POST", "/updates", [{"message": message(text)}])
    await office.serve()


async def all_goes_well(office: Office, _patch: pytest.MonkeyPatch) -> None:
    query = {"inline_query": {"id": "1", "from": PERSON, "query": WORDS, "offset": ""}}
    await office.telegram.control("POST", "/updates", [query])
    for text in (WORDS, f"remind me in 10 minutes {WORDS}", "Save", "/stop"):
        await says(office, text)
    office.clock.move(minutes=11)
    assert await tick(office.desk) == 1
    assert "kingfisher" in (await office.telegram.texts(CHAT))[-1]


async def a_handler_has_a_bug(office: Office, patch: pytest.MonkeyPatch) -> None:
    async def broken(turn: Turn) -> Screen:
        try:
            return Screen(str(int(turn.typed)))
        except ValueError as error:
            raise LookupError(f"nothing for {turn.typed!r} of {turn.contact}") from error

    patch.setitem(dispatch.ROUTES, "search.typed", make_route(broken))
    await says(office, WORDS)
    assert "Something went wrong" in (await office.telegram.texts(CHAT))[-1]


async def a_statement_is_wrong(office: Office, patch: pytest.MonkeyPatch) -> None:
    async def broken(turn: Turn) -> Screen:
        values = {"chat_id": CHAT, "profile": {"said": turn.typed}, "created_at": turn.now, "seen_at": turn.now}
        await turn.session.execute(insert(contacts).values(values))
        return Screen("never")

    patch.setitem(dispatch.ROUTES, "search.typed", make_route(broken))
    await says(office, WORDS)


async def an_update_cannot_be_read(office: Office, _patch: pytest.MonkeyPatch) -> None:
    await office.telegram.control("POST", "/updates", [{"message": {"from": PERSON, "text": WORDS}}])
    await office.serve()
    await keep_updates(office.desk, [{"message": message(WORDS)}])


async def _run_lane(office: Office) -> None:
    working = Lanes(office.desk)
    working.wake(CHAT)
    await working.idle()


async def _answer(office: Office, **parameters: Any) -> None:
    """Let an update wait whose answer is written already."""
    await keep_updates(office.desk, [{"update_id": 900, "message": {"chat": {"id": CHAT}, "text": WORDS}}])
    call = ["sendMessage", {"chat_id": CHAT, "parse_mode": "HTML", **parameters}]
    async with office.desk.store.unit() as session:
        await inbox.mark_answering(session, 900, [call], office.clock.machine() + LEASE)
    office.clock.move(seconds=LEASE.total_seconds())
    await _run_lane(office)


async def an_answer_is_refused(office: Office, _patch: pytest.MonkeyPatch) -> None:
    await _answer(office, text=f"<kingfisher>{WORDS}")


async def an_answer_is_in_doubt_twice(office: Office, _patch: pytest.MonkeyPatch) -> None:
    await office.telegram.fault("drop_after", "sendMessage", times=2)
    await _answer(office, text=escape(WORDS))


async def the_contact_is_gone(office: Office, _patch: pytest.MonkeyPatch) -> None:
    await office.telegram.act("block", CHAT)
    await says(office, WORDS)


async def telegram_asks_for_a_pause(office: Office, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers, "hold", AsyncMock())
    await office.telegram.fault("429", "sendMessage", retry_after=3)
    await says(office, WORDS)


async def _none_is_delivered(office: Office) -> None:
    """A reminder and an alert on their way out, as often as they are tried."""
    now, payloads = office.clock.now(), {"reminder": {"reminder": 1, "due": "now"}, "alert": {"broadcast": 1}}
    plain = {"contact_id": 1, "not_before": now, "created_at": now, "expires_at": None}
    async with office.desk.store.unit() as session:
        rows = [plain | {"key": kind, "kind": kind, "payload": payload} for kind, payload in payloads.items()]
        await outbox.add_deliveries(session, rows)
    for _ in range(4):
        await tick(office.desk)
        office.clock.move(seconds=31)
    assert await office.delivery_states() == ["dead", "dead"]


async def deliveries_are_refused(office: Office, patch: pytest.MonkeyPatch) -> None:
    call = ("sendMessage", {"chat_id": CHAT, "parse_mode": "HTML", "text": f"<kingfisher>{WORDS}"})
    patch.setattr(sender, "write", lambda *_given: call)
    await _none_is_delivered(office)


async def deliveries_cannot_be_written(office: Office, patch: pytest.MonkeyPatch) -> None:
    def broken(turn: Turn, *_given: object) -> None:
        raise LookupError(f"{WORDS} of {turn.contact}")

    patch.setattr(deliveries, "_screen", broken)
    await _none_is_delivered(office)


async def a_rule_is_spoilt(office: Office, _patch: pytest.MonkeyPatch) -> None:
    now = office.clock.now()
    async with office.desk.store.unit() as session:
        told = {"title": WORDS, "rule": WORDS, "zone": "Asia/Kolkata", "next_due_at": now}
        await reminders.add_reminder(session, 1, now, **told)
    await tick(office.desk)


async def _fails(*_given: object) -> None:
    raise RuntimeError(f"{WORDS} of {PERSON}")


async def a_lane_stops(office: Office, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(turns, "take_next", _fails)
    await _run_lane(office)


async def the_database_is_in_trouble(office: Office, patch: pytest.MonkeyPatch) -> None:
    locked = sqlite3.OperationalError("database is locked")
    trouble = OperationalError("UPDATE contacts", {"said": WORDS, "chat": CHAT}, locked)
    patch.setattr(turns, "take_next", AsyncMock(side_effect=[trouble, None]))
    patch.setattr(lanes, "TROUBLE", 0)
    await _run_lane(office)


async def a_job_fails(_office: Office, _patch: pytest.MonkeyPatch) -> None:
    await run_safely("send", _fails, {})


async def nobody_looks_at_a_task(_office: Office, _patch: pytest.MonkeyPatch) -> None:
    await asyncio.wait([asyncio.create_task(_fails())])
    gc.collect()


WAYS: list[tuple[Way, str]] = [  # each with what the log must have told of it
    (all_goes_well, ""),
    (a_handler_has_a_bug, "turn failed"),
    (a_statement_is_wrong, "IntegrityError"),
    (an_update_cannot_be_read, "what has no update id was dropped"),
    (an_answer_is_refused, "call given up"),
    (an_answer_is_in_doubt_twice, "call given up"),
    (the_contact_is_gone, ""),
    (telegram_asks_for_a_pause, "Telegram asks for a pause"),
    (deliveries_are_refused, "message refused"),
    (deliveries_cannot_be_written, "message can't be written"),
    (a_rule_is_spoilt, "reminder stopped"),
    (the_database_is_in_trouble, "database is locked"),
    (a_lane_stops, "lane stopped"),
    (a_job_fails, "job failed"),
    (nobody_looks_at_a_task, "Task exception was never retrieved"),
]


@pytest.mark.parametrize(("way", "told"), WAYS, ids=[way.__name__ for way, _told in WAYS])
async def test_nobody_is_recognised_in_the_log(
    office: Office, monkeypatch: pytest.MonkeyPatch, printed: Callable[[], str], way: Way, told: str
) -> None:
    await office.meet(CHAT)
    await way(office, monkeypatch)
    lines = printed()
    assert told in lines
    assert leaks(lines) == []


def test_the_search_for_leaks_finds_them(printed: Callable[[], str]) -> None:
    spoken = [*(form for words in (*SAID, *WHO) for form in forms(words)), WORDS.upper()]
    for one in spoken:
        structlog.get_logger("samooh.tests").debug("said", text=one)
        logging.getLogger("samooh.tests").warning("a line of %s", one)
    logging.getLogger("httpx").warning("GET https://api.example/bot%s/getMe", TOKEN)
    lines = printed()
    assert len(leaks(lines)) == 2 * len(spoken)
    assert HIDDEN in lines


def test_nobody_is_recognised_in_the_logs_of_real_processes(tmp_path: Path) -> None:
    """Here procrastinate, uvicorn and APScheduler have their say too."""
    with cluster(tmp_path / "cluster", "postgresql", LOG_LEVEL="debug") as made:
        replicas = made.start("web"), made.start("worker")
        wait_for(lambda: any(call["method"] == "setWebhook" for call in made.calls()), "the webhook", 60)
        [chat] = add_contacts(made, 1)
        made.asks("updates", [{"update_id": 900, "message": message(WORDS)}])
        made.asks("faults", [{"kind": "429", "method": "sendMessage", "retry_after": 1}])
        updates = [900]
        for text in (WORDS, f"remind me tomorrow 5 pm {WORDS}", "Save"):
            updates += say(made, [chat], text)
        remind(made, [chat], WORDS)
        announce(made, "kingfisher")
        wait_for(lambda: answered(made, updates) == len(updates), "every update", 60)
        settle(made, 60)
        assert arrived(made, "kingfisher")[chat] >= 3
        for process in replicas:
            made.kill(process, signal.SIGTERM)
        assert "Telegram asks for a pause" in made.outputs()
        assert leaks(made.outputs()) == []
