"""The process: loopback only, no real token, graceful stop, and what survives a restart."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.__main__ import main
from sandbox.app import create_app
from sandbox.keeping import SNAPSHOT, load, save
from sandbox.server import Unsafe, serve
from sandbox.state import Sandbox

FIRST = 2_000_001
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "localhost"])
def test_other_addresses_are_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", host]) == 2
    assert "127.0.0.1 only" in capsys.readouterr().err


async def test_real_token_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123456:real")
    with pytest.raises(Unsafe) as unsafe:
        await serve()
    assert "123456:real" not in str(unsafe.value)


def test_port_in_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--port", str(taken.getsockname()[1])]) == 2
    assert "in use" in capsys.readouterr().err


async def test_process_serves_and_stops_with_polls_and_pages_open(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "BOT_TOKEN"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--data", str(tmp_path), cwd=ROOT, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    base = (await process.stdout.readline()).decode().split()[-1]
    async with aiohttp.ClientSession() as http:
        async with http.get(base) as page:
            assert page.status == 200
        async with http.post(f"{base}control/contacts/{FIRST}/text", json={"text": "keep me"}) as response:
            assert response.status == 200
        async with http.get(f"{base}control/events") as events:
            await events.content.readline()
            poll = asyncio.create_task(http.get(f"{base}bot1000001:sandbox/getUpdates?offset=2&timeout=50"))
            await asyncio.sleep(0)
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
            poll.cancel()
            await asyncio.gather(poll, return_exceptions=True)
    assert (process.returncode, errors) == (0, b"")
    assert (tmp_path / SNAPSHOT).exists()


async def test_contacts_chats_and_files_survive_a_restart(opening: Any, tmp_path: Path) -> None:
    async for rig in opening(create_app(limits=False, data=tmp_path)):
        await rig.act("start")
        await rig.ok("setMyCommands", commands=[{"command": "help", "description": "Help"}])
        form = aiohttp.FormData({"chat_id": str(FIRST)})
        form.add_field("document", b"12345", filename="a.txt", content_type="text/plain")
        await rig.http.post(f"{rig.bot}/sendDocument", data=form)
        await rig.ok("setChatMenuButton", chat_id=FIRST, menu_button={"type": "commands"})
        before = await rig.messages()
    async for rig in opening(create_app(limits=False, data=tmp_path)):
        assert await rig.messages() == before
        assert (await rig.control("GET", f"/contacts/{FIRST}/commands"))[0]["command"] == "help"
        async with rig.http.get(rig.base + before[-1]["document"]["url"]) as response:
            assert await response.read() == b"12345"
        assert (await rig.ok("getUpdates"))[0]["message"]["text"] == "/start"
        assert (await rig.ok("sendMessage", chat_id=FIRST, text="x"))["message_id"] == 3
    async for rig in opening(create_app(limits=False, data=tmp_path, fresh=True)):
        assert await rig.messages() == []
        assert not any((tmp_path / "files").iterdir())


def test_nothing_kept_is_a_fresh_start(tmp_path: Path) -> None:
    sandbox = Sandbox()
    load(sandbox, tmp_path)
    save(sandbox, tmp_path)
    assert len(sandbox.world.contacts) == 12


async def test_snapshot_is_written_while_it_runs(
    opening: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.keeping.SAVE_SECONDS", 0.001)
    async for rig in opening(create_app(limits=False, data=tmp_path)):
        await rig.act("start")
        while not (tmp_path / SNAPSHOT).exists() or b"/start" not in (tmp_path / SNAPSHOT).read_bytes():
            await asyncio.sleep(0.001)


async def test_many_queries_and_messages_are_bounded(rig: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.state.MAX_QUERIES", 2)
    monkeypatch.setattr("sandbox.world.MAX_MESSAGES_PER_CHAT", 2)
    for number in range(3):
        rig.sandbox.ask(FIRST)
        await rig.act("text", text=str(number))
    assert list(rig.sandbox.queries) == ["2", "3"]
    assert [m["text"] for m in await rig.messages()] == ["1", "2"]
