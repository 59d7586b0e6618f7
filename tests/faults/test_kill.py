"""Power cuts and a Telegram that misbehaves: every update counts once, every reminder comes once."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.chat import Chat
from tests.conversations.house import TOKEN, House, wait_for

CONTACTS, TAPS, KILLS = 20, 10, 4


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house of the test's own, at ten in the morning, that prints all it can."""
    house = House(tmp_path / "house", log_level="debug")
    try:
        house.starts_in_the_morning()
        house.start_bot()
        yield house
    finally:
        house.close()


async def agreed(house: House) -> Chat:
    chat = Chat(house)
    await chat.agrees()
    await chat.tap("🏠 Home")
    return chat


async def test_each_of_200_updates_counts_once_however_often_the_bot_is_killed(house: House) -> None:
    chats = [await agreed(house) for _ in range(CONTACTS)]
    for chat in chats:
        await chat.type("/udyam")
        await chat.tap("▶ Start")
    start = house.sees("record")["last"]
    updates = [burst(house, chat, n) for n in range(TAPS) for chat in chats]
    assert len(updates) == 200
    rng = random.Random(20261125)
    in_doubt = 0
    for _kill in range(KILLS):
        await_turns(house, updates, count_done(house, updates) + rng.randrange(1, 30))
        house.kill_bot()
        in_doubt += house.rows("SELECT count(*) FROM updates WHERE state = 'answering'")[0][0]
        house.start_bot()
    for update in updates:
        await asyncio.to_thread(house.settled, update, 60)
    assert [count for (count,) in house.rows("SELECT count(*) FROM guide_progress GROUP BY contact_id")] == [5] * 20
    assert house.rows("SELECT count(*) FROM reminders") == [(100,)]
    for chat in chats:
        assert chat.sees("Saved")
    calls = [call for call in house.sees("record", after=start)["calls"] if call["accepted"]]
    assert (
        len({call["params"]["callback_query_id"] for call in calls if call["method"] == "answerCallbackQuery"}) == 100
    )
    saved = Counter(
        (call["params"]["chat_id"], str(call["params"]["text"]).partition("Next")[2])
        for call in calls
        if call["method"] == "sendMessage" and "Saved" in call["params"]["text"]
    )
    assert set(Counter(chat for chat, _next in saved).values()) == {5}
    assert len(saved) == 100
    assert saved.total() - 100 <= in_doubt  # only an answer that was on its way may come a second time
    await all_of_it_downloads(chats[0])


def burst(house: House, chat: Chat, n: int) -> int:
    """By turns a tick of a step, by tap, and a reminder, which is kept by a typed word; gives the update's id."""
    if n % 2 == 0:
        body = {"message_id": chat.screen()["message_id"], "callback_data": f"guides.done:udyam:{n // 2}", "wait": 0}
        return int(house.asks(f"contacts/{chat.id}/tap", body)["update_id"])
    house.asks(f"contacts/{chat.id}/text", {"text": f"remind me tomorrow {n} pm thing {n}"})
    return int(house.asks(f"contacts/{chat.id}/text", {"text": "Save"})["update_id"])


def await_turns(house: House, updates: list[int], least: int) -> None:
    """Let the bot come so far."""
    wait_for(lambda: count_done(house, updates) >= min(least, len(updates)), "some turns", 30)


def count_done(house: House, updates: list[int]) -> int:
    marks = ",".join("?" * len(updates))
    query = f"SELECT count(*) FROM updates WHERE state = 'done' AND update_id IN ({marks})"
    return int(house.rows(query, *updates)[0][0])


async def all_of_it_downloads(chat: Chat) -> None:
    data = await chat.data()
    assert sorted(one["title"] for one in data["reminders"]) == [f"thing {n}" for n in (1, 3, 5, 7, 9)]
    assert len(data["guides"]["udyam"]) == 5


async def remind(chat: Chat, words: str) -> None:
    await chat.type(f"remind me in 10 minutes {words}")
    await chat.tap("✅ Save")


def rung(chat: Chat, words: str) -> list[dict[str, object]]:
    """The messages with which a reminder came."""
    return [one for one in chat.from_bot() if one["text"].startswith(f"⏰ {words}")]


async def due(chat: Chat, words: str) -> None:
    """Wait until a reminder has come."""
    await asyncio.to_thread(wait_for, lambda: rung(chat, words), f"the reminder {words}")


async def test_reminder_that_falls_due_while_the_bot_is_dead_comes_once(house: House) -> None:
    chat = await agreed(house)
    await remind(chat, "boiler")
    house.kill_bot()
    house.moves_clock(minutes=15)
    house.start_bot()
    await due(chat, "boiler")
    house.kill_bot()
    house.start_bot()
    await remind(chat, "second")
    house.moves_clock(minutes=11)
    await due(chat, "second")
    assert len(rung(chat, "boiler")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "429", "retry_after": 1},
        {"kind": "500"},
        {"kind": "502_html"},
        {"kind": "hang_before", "seconds": 0.2},
        {"kind": "slow", "seconds": 0.5},
        {"kind": "drop_after"},
    ],
    ids=lambda fault: str(fault["kind"]),
)
async def test_answer_arrives_once_when_telegram_misbehaves(shared: House, fault: dict[str, object]) -> None:
    chat = await agreed(shared)
    shared.asks("faults", [{"method": "sendMessage", "times": 1, **fault}])
    await chat.type("/help")
    arrived = len(chat.heard("❓ Help"))
    assert arrived == 1 if fault["kind"] != "drop_after" else arrived in {1, 2}
    assert shared.sees("faults") == []
    assert TOKEN not in shared.outputs()


@pytest.mark.parametrize("kind", ["429", "drop_after"])
async def test_reminder_arrives_once_when_telegram_misbehaves(shared: House, kind: str) -> None:
    chat = await agreed(shared)
    await remind(chat, "pump")
    shared.asks("faults", [{"method": "sendMessage", "times": 1, "kind": kind, "retry_after": 1}])
    shared.moves_clock(minutes=11)
    wait_for(lambda: shared.sees("faults") == [], "the fault to be met")
    await due(chat, "pump")
    shared.moves_clock(minutes=3)
    await remind(chat, "witness")
    shared.moves_clock(minutes=11)
    await due(chat, "witness")
    first, *repeats = rung(chat, "pump")
    # Nobody can know whether a dropped one arrived: it is said once more, silently, under the same number.
    assert len(repeats) <= (kind == "drop_after")
    assert all(one["silent"] and one["text"] == first["text"] for one in repeats)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for the faults that need no restart."""
    house = House(tmp_path_factory.mktemp("house"), log_level="debug")
    try:
        house.starts_in_the_morning()
        house.start_bot()
        yield house
    finally:
        house.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("BOT_TOKEN", None),
        ("BOT_TOKEN", "nonsense-sekret"),
        ("BOT_API_URL", "ftp://x"),
        ("DATABASE_URL", "mysql://x"),
        ("PORT", "99999"),
        ("LOG_LEVEL", "loud"),
        ("WEBHOOK_SECRET", "short"),
    ],
)
def test_wrong_setting_stops_the_start_and_is_named(setting: str, value: str | None, tmp_path: Path) -> None:
    environment = {**os.environ, "BOT_TOKEN": TOKEN, "DATA_DIR": str(tmp_path), setting: value or ""}
    if value is None:
        del environment[setting]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], env=environment, capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 2
    assert done.stderr.startswith(setting)
    assert "sekret" not in done.stderr
