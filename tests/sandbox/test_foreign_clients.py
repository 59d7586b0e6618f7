"""Five bot libraries nobody here wrote hold the same conversation with the sandbox."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

FIRST = 2_000_001
HERE = Path(__file__).with_name("clients")
BUILD = Path(__file__).parents[2] / "build" / "clients"
TELEBOT = "pyTelegramBotAPI==4.37.0"


def run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def python_here() -> list[str]:
    return [sys.executable]


def python_apart() -> list[str]:
    """A virtual environment of its own: the library is under the GPL and stays out of the lock."""
    folder = BUILD / "python"
    interpreter = folder / "bin" / "python"
    if not (folder / TELEBOT).exists():
        venv.create(folder, with_pip=True, clear=True)
        run(interpreter, "-m", "pip", "install", "--quiet", TELEBOT, cwd=BUILD)
        (folder / TELEBOT).touch()
    return [str(interpreter)]


def node() -> list[str]:
    """Node with the packages of the committed lock file, installed once per lock."""
    folder = BUILD / "node"
    lock = (HERE / "package-lock.json").read_bytes()
    installed = folder / "node_modules" / ".done"
    if not installed.exists() or installed.read_bytes() != lock:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder)
        installed.write_bytes(lock)
    for script in HERE.glob("*.mjs"):
        shutil.copy(script, folder)
    return ["node"]


CLIENTS = {
    "ptb_bot.py": python_here,
    "aiogram_bot.py": python_here,
    "telebot_bot.py": python_apart,
    "grammy.mjs": node,
    "telegraf.mjs": node,
}


async def heard(rig: Any, count: int) -> list[dict[str, Any]]:
    """The bot's messages, once there are `count` of them."""
    while True:
        found = [m for m in await rig.messages() if m["from_bot"]]
        if len(found) >= count:
            return found
        await asyncio.sleep(0.02)


async def converse(rig: Any) -> None:
    await rig.act("start")
    welcome = (await heard(rig, 1))[0]
    assert welcome["html"] == "<b>Welcome</b>"
    assert welcome["inline_keyboard"] == [[{"text": "Next", "callback_data": "next"}]]

    tapped = await rig.act("tap", message_id=welcome["message_id"], text="Next")
    assert tapped["toast"] == "Saved"
    while not (edited := (await heard(rig, 1))[0])["edited"]:
        await asyncio.sleep(0.02)
    assert (edited["text"], edited["inline_keyboard"]) == ("Second screen", None)

    await rig.act("text", text="file")
    document = (await heard(rig, 2))[1]["document"]
    async with rig.http.get(rig.base + document["url"]) as response:
        assert (document["file_name"], await response.read()) == ("mine.csv", b"1,2")

    await rig.act("location", latitude=11.1085, longitude=77.3411)
    venue = (await heard(rig, 3))[2]["venue"]
    assert (venue["title"], round(venue["location"]["latitude"], 4)) == ("Office", 11.1085)

    found = await rig.act("inline", query="udyam")
    assert [(r["title"], r["input_message_content"]["message_text"]) for r in found["results"]] == [
        ("udyam", "Found")
    ]

    await rig.act("text", text="wrong")
    # python-telegram-bot cuts the prefix off and changes the case, so only the words are compared.
    words = (await heard(rig, 4))[3]["text"].lower()
    assert words == "bad request: can't parse entities: can't find end tag corresponding to start tag \"b\""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("script", CLIENTS)
async def test_library_holds_the_conversation(rig: Any, script: str) -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    command = await asyncio.to_thread(CLIENTS[script])
    path = BUILD / "node" / script if command == ["node"] else HERE / script
    environment = {key: value for key, value in os.environ.items() if key != "BOT_TOKEN"}
    bot = await asyncio.create_subprocess_exec(
        *command, str(path), rig.base, rig.sandbox.token, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            await converse(rig)
    finally:
        if bot.returncode is None:
            bot.send_signal(signal.SIGKILL)
        output, _ = await bot.communicate()
        sys.stdout.write(output.decode())
