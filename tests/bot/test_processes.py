"""Whole processes: they start, answer over the network, stop when asked, and survive Telegram's troubles."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot import intake, work
from bot.app import run
from bot.commands import MENU, menu
from bot.config import Settings, read_settings
from bot.health import look
from bot.intake import poll
from bot.lanes import Lanes
from bot.sandbox import run_sandbox
from bot.sandbox_clock import TOKEN
from bot.work import announce, introduce, serve_worker
from db import inbox
from db.store import open_store
from handlers.dispatch import COMMANDS
from locales import available, translator
from tests.bot.conftest import FIRST, Office, Telegram

PATIENCE = 60.0  # seconds before a process that should answer is given up


async def until(ready: Callable[[], Awaitable[Any]]) -> Any:
    """Ask again and again until there is something."""
    async with asyncio.timeout(PATIENCE):
        while not (found := await ready()):
            await asyncio.sleep(0.01)
        return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def settings(tmp_path: Path, telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a bot that talks to the stand-in."""
    for one in fields(Settings):
        monkeypatch.delenv(one.name.upper(), raising=False)
    monkeypatch.setattr(work, "ContentRoom", lambda _cache: _room)
    return read_settings(bot_token=TOKEN, bot_api_url=telegram.base, data_dir=tmp_path)


_room: Any = None


@pytest.fixture(autouse=True)
def content(room: Any) -> None:
    """Read the content once for all processes."""
    global _room  # noqa: PLW0603  (the process's own argument is a folder)
    _room = room


@pytest.fixture(autouse=True)
def no_second_signal() -> Iterator[None]:
    """Uvicorn raises the signal once more when it has stopped; it must not end the tests."""
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    yield
    signal.signal(signal.SIGTERM, before)


async def _stop(process: asyncio.Task[None]) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(PATIENCE):
        await process


async def test_one_process_polls_answers_and_stops(settings: Settings, telegram: Telegram) -> None:
    process = asyncio.create_task(run(settings))
    await telegram.act("start")
    assert "Samooh" in (await until(telegram.texts))[0]
    await until(lambda: telegram.calls("setMyCommands"))
    await _stop(process)
    store = open_store(settings.database)
    async with store.unit() as session:
        assert await inbox.count_open(session) == 0
    await store.close()


async def test_one_process_takes_the_webhook_as_soon_as_telegram_takes_its_address(
    settings: Settings, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = _free_port()
    hook = {"webhook_url": f"http://127.0.0.1:{port}", "port": port, "webhook_secret": "a-secret-of-tests"}
    given = {"bot_token": TOKEN, "bot_api_url": telegram.base, "data_dir": settings.data_dir}
    monkeypatch.setattr(work, "PAUSE", 0.001)
    for kind in ("502_html", "429"):
        await telegram.fault(kind, "setWebhook", retry_after=1)
    process = asyncio.create_task(run(read_settings(**given, **hook)))
    async with aiohttp.ClientSession() as http:

        async def asked(path: str) -> Any:
            try:
                async with http.get(f"http://127.0.0.1:{port}/{path}") as answer:
                    return answer.status, await answer.json()
            except aiohttp.ClientError:
                return None

        async def reached() -> Any:
            found = await asked("readyz")
            return found and len(found[1]["missing"]) < 2 and found

        told = await until(reached)  # within the second that the 429 asks for
        assert told == (503, {"ready": False, "missing": ["Telegram doesn't know the webhook yet"]})
        await telegram.act("start")
        assert "Samooh" in (await until(telegram.texts))[0]
        assert await asked("readyz") == (200, {"ready": True, "missing": []})
        assert (await asked("healthz"))[0] == 200
    await _stop(process)


async def test_a_worker_runs_until_it_is_asked_to_stop(office: Office, settings: Settings) -> None:
    office.desk.rate = 7
    process = asyncio.create_task(serve_worker(settings, office.desk))

    async def laid() -> bool:
        return (await look(office.desk)).permits == 7

    await until(laid)
    assert not process.done()
    await _stop(process)


@pytest.mark.parametrize("role", ["one process with a webhook", "worker"])
async def test_a_work_that_dies_beside_the_others_ends_the_process(
    role: str, office: Office, settings: Settings, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(_desk: object, chat_id: int | None) -> None:
        assert chat_id == 7, "the operator is told by whoever has the ticks"
        raise RuntimeError("a bug in what tells the operator")

    monkeypatch.setattr(work, "keep_telling", die)
    port = _free_port()
    hook = {"webhook_url": f"http://127.0.0.1:{port}", "port": port, "webhook_secret": "a-secret-of-tests"}
    given = {"bot_token": TOKEN, "bot_api_url": telegram.base, "data_dir": settings.data_dir, "operator_chat_id": 7}
    made = read_settings(**given, **(hook if "webhook" in role else {}))
    with pytest.raises(RuntimeError, match="a bug"):
        async with asyncio.timeout(20):
            await (serve_worker(made, office.desk) if role == "worker" else run(made))


async def test_the_sandbox_shows_the_next_reminder_and_follows_its_clock(
    settings: Settings, telegram: Telegram
) -> None:
    process = asyncio.create_task(run(settings))
    await telegram.act("start")
    await until(telegram.texts)
    await telegram.act("text", text="/start")
    for data in ("start.language:en", "start.agree"):
        await _tap(telegram, data)
    await telegram.act("text", text="/reminders")
    await until(lambda: _shown(telegram, "You have no reminders yet"))
    await telegram.act("text", text="remind me tomorrow 12 pm FSSAI")
    await until(lambda: _shown(telegram, "FSSAI"))
    await _tap(telegram, "reminders.save")
    await until(lambda: _next_due(telegram))
    await telegram.control("POST", "/clock", {"to_next_due": True})
    assert "FSSAI" in await until(lambda: _shown(telegram, "No. 1-"))
    await _stop(process)


async def _shown(telegram: Telegram, word: str) -> str | None:
    return next((text for text in await telegram.texts() if word in text), None)


async def _next_due(telegram: Telegram) -> Any:
    return (await telegram.control("GET", "/state"))["next_due"]


async def _tap(telegram: Telegram, begin: str) -> None:
    """Tap the newest button whose callback data begin so."""

    async def button() -> Any:
        answer = await telegram.control("GET", f"/contacts/{FIRST}/messages?after_seq=0")
        for message in reversed(answer["messages"]):
            for one in (key for row in message["inline_keyboard"] or () for key in row):
                if one.get("callback_data", "").startswith(begin):
                    return {"message_id": message["message_id"], "callback_data": one["callback_data"]}
        return None

    await telegram.act("tap", **await until(button))


async def test_server_and_bot_start_together(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = _free_port()
    (tmp_path / "kept").mkdir()
    process = asyncio.create_task(run_sandbox(port, tmp_path / "kept", fresh=True))

    async def commands() -> Any:
        try:
            async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/control/state") as answer:
                return (await answer.json())["bot"]["commands"]
        except aiohttp.ClientError:
            return None

    await until(commands)
    assert f"open http://127.0.0.1:{port} in a browser" in capsys.readouterr().out
    await _stop(process)


async def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            await run_sandbox(taken.getsockname()[1], tmp_path, fresh=False)


async def test_polling_goes_on_after_every_kind_of_trouble(
    office: Office, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PAUSE", 0.001)
    await office.desk.api.call("setWebhook", {"url": f"http://127.0.0.1:{_free_port()}/telegram"})
    await telegram.fault("500", "deleteWebhook")
    for kind in ("429", "500", "502_html", "drop_after"):
        await telegram.fault(kind, "getUpdates", retry_after=1)
    real = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds: real(min(seconds, 0.001)))
    lanes = Lanes(office.desk)
    with capture_logs() as logs:
        polling = asyncio.create_task(poll(office.desk, lanes))
        await telegram.act("start")
        assert await until(telegram.texts)
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await lanes.idle()
    events = [entry["event"] for entry in logs]
    assert events.count("Telegram can't be reached") == 1
    assert events.count("updates can't be fetched") == 3
    assert TOKEN.partition(":")[2] not in str(logs)


async def test_the_bot_introduces_itself_in_every_language(office: Office, telegram: Telegram) -> None:
    real = asyncio.sleep
    await telegram.fault("500", "getMe")
    patch = pytest.MonkeyPatch()
    patch.setattr(asyncio, "sleep", lambda _seconds: real(0))
    with capture_logs():
        await introduce(office.desk)
    patch.undo()
    assert office.desk.username == "samooh_sandbox_bot"
    told = {one["params"].get("language_code", "en") for one in await telegram.calls("setMyCommands")}
    assert told == set(available())


async def test_a_webhook_that_telegram_refuses_is_told_of_again_when_telegram_wants_it(
    office: Office, telegram: Telegram, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, pauses, announced = asyncio.sleep, list[float](), asyncio.Event()

    async def sleep(seconds: float) -> None:
        assert not announced.is_set()
        pauses.append(seconds)
        await real(0)

    await telegram.fault("429", "setWebhook", retry_after=7)
    await telegram.fault("500", "setWebhook")
    monkeypatch.setattr(asyncio, "sleep", sleep)
    with capture_logs() as logs:
        await announce(replace(settings, webhook_url="http://127.0.0.1:9"), office.desk, announced)
    monkeypatch.undo()
    assert announced.is_set()
    assert pauses == [7.0, work.PAUSE]
    assert [entry["event"] for entry in logs] == ["Telegram can't be reached"] * 2
    assert [one["accepted"] for one in await telegram.calls("setWebhook")] == [False, False, True]


@pytest.mark.parametrize("language", available())
def test_the_menu_names_commands_that_exist_within_telegrams_limits(language: str) -> None:
    listed = menu(translator(language))
    assert [one["command"] for one in listed] == list(MENU)
    assert set(MENU) == set(COMMANDS)
    assert all(3 <= len(one["description"]) <= 256 for one in listed)
