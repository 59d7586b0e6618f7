"""Goals 1, 3, 4, 8 and the first half of 10: updates in, answers out."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

import aiohttp
import orjson

from sandbox.postgres import postgres
from tests.benchmarks.fake_api import text
from tests.benchmarks.side_by_side import (
    SECRET,
    Bot,
    Fake,
    Line,
    Round,
    at_least,
    at_most,
    fake_api,
    ours,
    paired,
    play,
    ratio,
    reference,
    webhook_settings,
)
from tests.cluster import free_port, wait_for

MENU = ["settings.menu", "alerts.themes"]  # twelve buttons and more, in turn, so that each edit changes the screen
UPDATES = 400
POSTERS = 32


def menu_step(folder: Path) -> list[Line]:
    """Goal 1: the full menu step beside the default echo and beside the same menu on aiogram."""
    with (
        fake_api() as fake,
        ours(fake, 11, folder / "ours") as bot,
        reference(fake, 12, "echo") as echo,
        reference(fake, 13, "menu", str(folder / "people.db")) as other,
    ):
        taps = {"taps": UPDATES, "data": MENU}
        menu, echoes, others = paired(
            [
                lambda: play(fake, bot, UPDATES, "editMessageText", **taps),
                lambda: play(fake, echo, UPDATES, "sendMessage", texts=UPDATES),
                lambda: play(fake, other, UPDATES, "editMessageText", **taps),
            ]
        )
    return [
        at_least("1 menu step, updates/s, against the default echo", ratio(menu, echoes), 2.0),
        at_most("1 menu step, CPU, against the default echo", ratio(menu, echoes, "cpu"), 0.5),
        at_least("1 menu step, updates/s, against the same on aiogram", ratio(menu, others), 1.0),
    ]


def far_away(folder: Path) -> list[Line]:
    """Goal 3: typed words at a round trip of 50 to 70 ms."""
    fast = {"SENDS_PER_SECOND": "1000", "PAID_BROADCASTS": "1"}
    with (
        fake_api() as fake,
        ours(fake, 31, folder / "ours", **fast) as bot,
        reference(fake, 32, "echo") as echo,
        reference(fake, 33, "telebot") as other,
    ):
        for number in (31, 32, 33):
            fake.load(f"{number}:benchmarks-only", trip=[50, 70])
        rounds = paired(
            [
                lambda: play(fake, bot, 300, "editMessageText", taps=300, chats=64, data=MENU),
                lambda: play(fake, echo, 20, "sendMessage", texts=20),
                lambda: play(fake, other, 300, "sendMessage", texts=300, chats=64),
            ]
        )
    mine, sequential, concurrent = rounds
    return [
        at_least("3 at 50–70 ms, updates/s, against the sequential default", ratio(mine, sequential), 25),
        at_least("3 at 50–70 ms, updates/s, against pyTelegramBotAPI async", ratio(mine, concurrent), 0.9),
    ]


def webhooks(folder: Path) -> list[Line]:
    """Goal 4: the answer in the response against our own calls and against the default client within the request."""
    fast = {"SENDS_PER_SECOND": "1000", "PAID_BROADCASTS": "1"}
    ports = {43: free_port(), 44: free_port()}
    with fake_api() as fake:
        riding, calling = webhook_settings(fake, 41), webhook_settings(fake, 42) | {"ANSWER_IN_RESPONSE": "0"}
        with (
            ours(fake, 41, folder / "riding", **riding, **fast) as ride,
            ours(fake, 42, folder / "calling", **calling, **fast) as call,
            reference(fake, 43, "webhook", str(ports[43]), "within", ready="getMe") as within,
            reference(fake, 44, "webhook", str(ports[44]), "queue", ready="getMe") as queue,
        ):
            posts = {number: f"http://127.0.0.1:{port}" for number, port in ports.items()}
            rounds = paired(
                [
                    lambda: post(fake, ride, riding["WEBHOOK_URL"], ""),
                    lambda: post(fake, call, calling["WEBHOOK_URL"], "sendMessage"),
                    lambda: post(fake, within, posts[43], "sendMessage"),
                    lambda: post(fake, queue, posts[44], "sendMessage"),
                ]
            )
    inside, outside, default, queued = rounds
    return [
        at_least("4 webhook, answers/s, in the response against our calls", ratio(inside, outside), 2.4),
        at_least("4 webhook, answers/s, against the default webhook", ratio(inside, default), 10),
        Line("4   against the default that only queues in its request", "—", f"{ratio(inside, queued):.2f}×", 0),
    ]


_posted: Counter[str] = Counter()
PERMITS_BACK = 1.3  # seconds; an answer rides only while half of the permits are free


def post(fake: Fake, bot: Bot, address: str, method: str, number: int = 300) -> Round:
    """Deliver typed words from many connections; an answer counts when it is in the response or called for."""
    time.sleep(PERMITS_BACK)
    before = fake.view(bot.token)["calls"].get(method, 0)
    cpu, start = bot.cpu(), time.perf_counter()
    first = _posted[bot.token]
    _posted[bot.token] += number
    asyncio.run(deliver(f"{address}/telegram", first, number, in_response=not method))
    if method:
        wait_for(lambda: fake.view(bot.token)["calls"].get(method, 0) - before >= number, "answers", 60, 0.005)
    return Round(number / (time.perf_counter() - start), (bot.cpu() - cpu) / number)


async def deliver(address: str, first: int, number: int, *, in_response: bool) -> None:
    """Play Telegram's webhook; each chat asks once in a round, so that none has to wait its second."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    waiting = [text(first + n + 1, 1000 + first + n, []) for n in range(number)]

    async def poster(http: aiohttp.ClientSession) -> None:
        while waiting:
            async with http.post(address, data=orjson.dumps(waiting.pop()), headers=headers) as answer:
                body = await answer.read()
                assert answer.status == 200
                assert bool(body) == in_response, body[:100]

    async with aiohttp.ClientSession() as http:
        await asyncio.gather(*(poster(http) for _ in range(POSTERS)))


def backlog(folder: Path) -> list[Line]:
    """Goal 8: 20,000 updates pending, killed at a random moment; what was acknowledged is kept and answered."""
    number = 20_000
    with fake_api() as fake:
        fake.load("81:benchmarks-only", taps=number, chats=64, data=MENU)
        fake.load("82:benchmarks-only", texts=number, trip=[50, 70])
        with ours(fake, 81, folder / "ours") as bot:
            time.sleep(2 + random.Random(8).random() * 3)
            bot.process.send_signal(signal.SIGKILL)
            bot.process.wait()
            seen = fake.view(bot.token)
        open_rows, kept = counted(folder / "ours" / "samooh.db")
        with reference(fake, 82, "echo") as echo:
            time.sleep(5)
            told = fake.view(echo.token)
        at_risk = told["offset"] - 1 - told["calls"].get("sendMessage", 0)
        with ours_again(fake, folder / "ours"):
            wait_for(lambda: counted(folder / "ours" / "samooh.db") == (0, number), "the rest", 200, 0.5)
    lost = max(seen["offset"] - 1 - kept, 0)
    return [
        at_most("8 20,000 pending, killed: acknowledged and lost", lost, 0, ""),
        at_most("8 acknowledged and not yet handled", min(open_rows, seen["offset"]), 200, ""),
        Line("8   the default at the same point", "—", f"{at_risk:,}", 0),
    ]


def ours_again(fake: Fake, folder: Path):  # type: ignore[no-untyped-def]
    """The same bot on the same database, which knows its contacts already."""
    from tests.benchmarks.side_by_side import running

    settings = {
        "BOT_API_URL": fake.base,
        "DATABASE_URL": f"sqlite:///{folder / 'samooh.db'}",
        "DATA_DIR": str(folder),
    }
    return running(fake, 81, "bot", "run", **settings)


def counted(path: Path) -> tuple[int, int]:
    """How many updates are open, and how many are kept at all."""
    connection = sqlite3.connect(path, timeout=30)
    row = connection.execute("SELECT sum(state IN ('new', 'answering')), count(*) FROM updates").fetchone()
    connection.close()
    return int(row[0] or 0), int(row[1])


def databases(folder: Path) -> list[Line]:
    """Goal 10, first part: what PostgreSQL adds to a menu step."""
    with (
        postgres() as url,
        fake_api() as fake,
        ours(fake, 101, folder / "file") as on_file,
        ours(fake, 102, folder / "server", url) as on_server,
    ):
        taps = {"taps": UPDATES, "data": MENU, "chats": 64}
        small, large = paired(
            [
                lambda: play(fake, on_file, UPDATES, "editMessageText", **taps),
                lambda: play(fake, on_server, UPDATES, "editMessageText", **taps),
            ]
        )
    return [at_most("10 menu step on PostgreSQL, CPU, against SQLite", ratio(large, small, "cpu"), 1.25)]
