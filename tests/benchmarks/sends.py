"""Goals 5 and 6: a broadcast as fast as is allowed, and owners who talk meanwhile."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, cast

from tests.benchmarks.load import percentile
from tests.benchmarks.side_by_side import Bot, Fake, Line, at_least, at_most, fake_api, ours
from tests.benchmarks.updates import MENU
from tests.cluster import wait_for

CASES = (
    (30, None, 900, 99.0),
    (1000, None, 10_000, 99.0),
    (300, [40, 80], 6_000, 97.0),
    (1000, [40, 80], 10_000, 95.0),
)


def broadcast(folder: Path) -> list[Line]:
    """Goal 5: share of the allowed rate, 429s, and processor time of one process; then three replicas together."""
    lines = []
    with fake_api() as fake:
        for case, (rate, trip, number, least) in enumerate(CASES):
            name = f"5 {number:,} at {rate}/s, {'loopback' if trip is None else '40–80 ms'}"
            shared = {"SENDS_PER_SECOND": str(rate), "PAID_BROADCASTS": "1"}
            with ours(fake, 500 + case, folder / str(case), **shared) as bot:
                share, refused, core = send(fake, bot, folder / str(case), rate, trip, number)
            lines.append(at_least(f"{name}: share of what is allowed", share * 100, least, " %"))
            lines.append(at_most(f"{name}: refused with 429", refused, 0, ""))
            lines.append(at_most(f"{name}: of a core", core * 100, 50, " %"))
        lines.append(limiter(fake))
    return lines


def send(fake: Fake, bot: Bot, folder: Path, rate: int, trip: Any, number: int) -> tuple[float, int, float]:
    """One broadcast; gives the share of the rate, refusals, and the share of a core."""
    fake.load(bot.token, rate=rate, trip=trip, reset=True)
    announce(f"sqlite:///{folder / 'samooh.db'}", number)
    cpu, start = bot.cpu(), time.monotonic()
    wait_for(lambda: fake.view(bot.token)["calls"].get("sendMessage", 0) >= number, "the end", number / rate * 2 + 60)
    seconds, core = time.monotonic() - start, bot.cpu() - cpu
    seen = fake.view(bot.token)
    assert seen["most"] <= rate
    return (number - 1) / rate / seen["span"], seen["refused"], core / seconds


def announce(url: str, number: int) -> None:
    """An alert to so many contacts."""
    from sqlalchemy import NullPool, create_engine

    from db.models import broadcasts, contacts, subscriptions
    from tests.db.conftest import NOW

    common = {
        "language": "en",
        "agreed_at": NOW,
        "created_at": NOW,
        "seen_at": NOW,
        "quiet_from": None,
        "quiet_to": None,
    }
    with create_engine(url, poolclass=NullPool, connect_args={"timeout": 30}).begin() as connection:
        people = [common | {"id": 10_000 + n, "chat_id": 50_000 + n, "alert_rhythm": "now"} for n in range(number)]
        connection.execute(contacts.insert(), people)
        wanted = [{"contact_id": 10_000 + n, "topic": "theme:finance", "created_at": NOW} for n in range(number)]
        connection.execute(subscriptions.insert(), wanted)
        alert = {"topics": ["theme:finance"], "texts": {"en": "The window is open"}, "created_at": NOW}
        connection.execute(broadcasts.insert(), [alert])


def limiter(fake: Fake) -> Line:
    """What the library's own limiter makes of 300 a second, for comparison."""
    token = "599:benchmarks-only"
    fake.load(token, rate=300, trip=[40, 80])
    command = [sys.executable, "-m", "tests.benchmarks.sends", fake.base, token, "3000"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONWARNINGS": "ignore"}, stderr=subprocess.DEVNULL)
    seen = fake.view(token)
    share = 3000 / 300 / seen["span"]
    return Line("5   AIORateLimiter at 300/s, 40–80 ms", "—", f"{share:.0%}, {seen['refused']} × 429", 0)


async def _limited(base: str, token: str, number: int) -> None:
    from telegram.ext import AIORateLimiter, ExtBot

    from bot.request import AiohttpRequest

    bot: ExtBot[None] = ExtBot(
        token,
        base_url=f"{base}/bot",
        request=AiohttpRequest(256),
        get_updates_request=AiohttpRequest(2),
        rate_limiter=cast("Any", AIORateLimiter)(overall_max_rate=300, overall_time_period=1, max_retries=20),
    )
    room = asyncio.Semaphore(256)

    async def one(chat: int) -> None:
        async with room:
            await bot.send_message(chat, "The window is open")

    async with bot:
        await asyncio.gather(*(one(1000 + chat) for chat in range(number)))


def talk_meanwhile(folder: Path) -> list[Line]:
    """Goal 6: the p95 of a menu step, idle and while the same process broadcasts 300 a second."""
    fast = {"SENDS_PER_SECOND": "300", "PAID_BROADCASTS": "1"}
    with fake_api() as fake, ours(fake, 61, folder / "ours", **fast) as bot:
        steps(fake, bot, 100)
        idle = steps(fake, bot, 300)
        announce(f"sqlite:///{folder / 'ours' / 'samooh.db'}", 20_000)
        wait_for(lambda: fake.view(bot.token)["calls"].get("sendMessage", 0) > 300, "the broadcast", 60)
        busy = steps(fake, bot, 300)
    calm, full = percentile(idle, 0.95), percentile(busy, 0.95)
    return [
        at_most("6 menu step p95 while 300/s go out, against idle", full / calm, 3),
        Line(
            "6   in milliseconds",
            "—",
            f"{percentile(idle, 0.95) * 1e3:.1f} → {percentile(busy, 0.95) * 1e3:.1f}",
            0,
        ),
    ]


def steps(fake: Fake, bot: Bot, number: int) -> list[float]:
    """Seconds that each of some taps took, one after the other."""
    found = []
    for turn in range(number):
        before = fake.view(bot.token)["calls"].get("editMessageText", 0)
        start = time.perf_counter()
        fake.load(bot.token, taps=1, chats=1, data=[MENU[turn % 2]])
        wait_for(partial(stepped, fake, bot, before), "a step", 20, 0.0005)
        found.append(time.perf_counter() - start)
    return found


def stepped(fake: Fake, bot: Bot, before: int) -> bool:
    """Whether one more screen has been shown."""
    return bool(fake.view(bot.token)["calls"].get("editMessageText", 0) > before)


if __name__ == "__main__":
    asyncio.run(_limited(sys.argv[1], sys.argv[2], int(sys.argv[3])))
