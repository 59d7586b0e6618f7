"""Load on bot, sandbox and database together: `make load` prints how fast answers come and how even a broadcast goes.

python -m tests.benchmarks.load [--kind sqlite|postgresql] [--minutes 10] [--contacts 10000] [--rate 50]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from tests.cluster import Cluster, add_contacts, cluster, wait_for

TALKERS = 400
MENUS = ("home.", "settings.menu", "alerts.menu", "alerts.themes", "reminders.list", "schemes.menu", "guides.open")
WORDS = ("cgtmse", "udyam", "loan for machines", "/help", "/alerts")
ALLOWED = 30


def main() -> int:
    """Run both loads and print a line for each promise; the exit code is 1 when one was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load")
    parser.add_argument("--kind", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=50, help="updates a second")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = [*talk(Path(folder) / "talk", options), *broadcast(Path(folder) / "broadcast", options)]
    return 0 if all(kept) else 1


def replicas(made: Cluster) -> None:
    """One process on SQLite; one web and two workers on PostgreSQL."""
    roles = ["run"] if made.database.startswith("sqlite") else ["web", "worker", "worker"]
    for role in roles:
        made.start(role)
    if "web" in roles:
        wait_for(lambda: any(call["method"] == "setWebhook" for call in made.calls()), "the webhook", 60)
    else:
        wait_for(lambda: any(call["method"] == "getUpdates" for call in made.calls()), "the poll", 60)


def talk(folder: Path, options: argparse.Namespace) -> list[bool]:
    """Updates at a steady rate, half taps, half words; gives whether each promise was kept.

    Answers aren't held to 30 a second by Telegram, nor here.
    """
    with cluster(folder, options.kind, SENDS_PER_SECOND="1000", PAID_BROADCASTS="1") as made:
        chats = add_contacts(made, TALKERS)
        replicas(made)
        asyncio.run(greet(made, chats))
        asked = asyncio.run(play(made, chats, options.rate, options.minutes * 60))
        waits = answer_times(made, asked)
    print(f"talk: {len(asked)} updates at {options.rate:.0f}/s, {len(waits)} answered")
    return [
        told("without an answer", len(asked) - len(waits), 0, ""),
        told("first answer p95", percentile(waits, 0.95) * 1000, 300, "ms"),
        told("first answer p99", percentile(waits, 0.99) * 1000, 1000, "ms"),
    ]


def broadcast(folder: Path, options: argparse.Namespace) -> list[bool]:
    """An alert to everybody at Telegram's rate, while owners talk; gives whether each promise was kept."""
    with cluster(folder, options.kind, HONEST="1") as made:
        chats = add_contacts(made, TALKERS)
        add_contacts(made, options.contacts)
        replicas(made)
        asyncio.run(greet(made, chats))
        made.asks("rate")
        made.operator("alert", "--text", "en=The window is open", "--theme", "finance")
        seconds = (options.contacts + TALKERS) / ALLOWED
        asked = asyncio.run(play(made, chats, 10, seconds * 0.9))
        wait_for(lambda: is_through(made), "the end of the broadcast", 2 * seconds + 60)
        waits, figures = answer_times(made, asked), made.sees("rate")
        unsent = made.rows("SELECT count(*) FROM outbox WHERE state <> 'sent'")[0][0]
    used = figures["sends"] / ALLOWED / figures["span_seconds"]
    print(
        f"broadcast: {figures['sends']} sends in {figures['span_seconds']:.0f} s, 10 updates/s beside, {unsent} left"
    )
    print(f"  allowed rate used   {used:8.1%}  asked ≥ 99 %  {'ok' if used >= 0.99 else 'MISSED'}")
    return [
        told("answer p95", percentile(waits, 0.95) * 1000, 500, "ms"),
        told("sends in any second", figures["most_in_a_second"], ALLOWED, ""),
        told("refused with 429", figures["refused"], 0, ""),
        told("messages left", unsent, 0, ""),
        used >= 0.99,
    ]


def is_through(made: Cluster) -> bool:
    """Whether nothing of the broadcast is waiting or on its way."""
    frozen = made.rows("SELECT count(*) FROM broadcasts WHERE frozen_at IS NULL")[0][0] == 0
    return bool(frozen and made.rows("SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending')")[0][0] == 0)


async def greet(made: Cluster, chats: Sequence[int]) -> None:
    """Let every owner have a screen with buttons."""
    async with aiohttp.ClientSession(f"{made.url}/control/") as http:
        await asyncio.gather(*(act(http, chat, "text", {"text": "/start"}) for chat in chats))
        await asyncio.sleep(20)


async def play(made: Cluster, chats: Sequence[int], rate: float, seconds: float) -> list[tuple[int, float]]:
    """Let owners tap and write at a rate; gives each chat with the wall time at which it asked."""
    rng, asked = random.Random(20261125), []
    async with aiohttp.ClientSession(f"{made.url}/control/") as http:
        start, pending = time.monotonic(), set()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
            chat = chats[number % len(chats)]
            asked.append((chat, datetime.now(UTC).timestamp()))
            task = asyncio.create_task(ask(http, chat, rng))
            pending.add(task)
            task.add_done_callback(pending.discard)
        await asyncio.gather(*pending)
        await asyncio.sleep(3)
    return asked


async def ask(http: aiohttp.ClientSession, chat: int, rng: random.Random) -> None:
    """One tap or one text."""
    if rng.random() < 0.5:
        await act(http, chat, "text", {"text": rng.choice(WORDS)})
        return
    async with http.get(f"contacts/{chat}/messages") as answer:
        shown = [one for one in (await answer.json())["messages"] if one["from_bot"] and one["inline_keyboard"]]
    buttons = [one for row in shown[-1]["inline_keyboard"] for one in row] if shown else []
    if there := [one["callback_data"] for one in buttons if one.get("callback_data", "").startswith(MENUS)]:
        body = {"message_id": shown[-1]["message_id"], "callback_data": rng.choice(there), "wait": 0}
        await act(http, chat, "tap", body)
    else:
        await act(http, chat, "text", {"text": "/start"})


async def act(http: aiohttp.ClientSession, chat: int, what: str, body: dict[str, object]) -> None:
    """Play one owner."""
    async with http.post(f"contacts/{chat}/{what}", json=body) as answer:
        await answer.read()


def answer_times(made: Cluster, asked: Sequence[tuple[int, float]]) -> list[float]:
    """Seconds from each question to the first screen in its chat that isn't an alert."""
    shown: dict[int, list[float]] = {}
    for call in made.calls():
        text = str((call["params"] or {}).get("text", ""))
        shows = call["accepted"] or "not modified" in str(call["description"])
        if shows and call["method"] in {"sendMessage", "editMessageText"} and "The window" not in text:
            shown.setdefault(call["chat_id"], []).append(datetime.fromisoformat(call["at"]).timestamp())
    waits = []
    for chat, at in asked:
        waits += [moment - at for moment in shown.get(chat, []) if moment >= at][:1]
    return waits


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of them lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else float("inf")


def told(name: str, value: float, most: float, unit: str) -> bool:
    """Print a figure beside what was asked; gives whether it was kept."""
    print(f"  {name:20}{value:8.0f} {unit:2}  asked ≤ {most:.0f}  {'ok' if value <= most else 'MISSED'}")
    return value <= most


if __name__ == "__main__":
    sys.exit(main())
