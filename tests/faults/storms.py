"""Rows 5 and 6: storms of 429, and answers of every bad kind, to answers, taps, reminders and alerts."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

from bot.lanes import MOST_OPEN
from tests.cluster import Cluster, add_contacts, bugs_in, cluster, wait_for
from tests.faults.outages import polling
from tests.faults.scene import announce, answered, arrived, doubtful, heard, remind, say, sent_at, settle

KINDS = ("429", "500", "502_html", "garbage", "away", "hang_before", "hang_after", "drop_after", "slow", "loris")
TAKEN = ("hang_after", "drop_after", "slow", "loris")  # Telegram takes the message, and its answer may be lost
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery")
HANG = 60  # seconds, far beyond the deadline of a call
LATE = 12  # seconds after which Telegram takes a slow one, when nobody waits for it any more
DEADLINE = 10  # seconds that a call may take
REACTION = 1.0  # seconds until both workers know of a pause: what was marked before is sent still
PROMPT = 1.0  # seconds until an owner is answered while others' updates pile up
SLOWER, GRAIN = 1.2, 0.03  # how much slower others may be answered, and the seconds that no clock here tells apart
QUESTIONS = 40


def storms(folder: Path, kind: str, seconds: float) -> str:
    """Row 5: one chat is refused for an hour, then everybody for seconds; all replicas obey, others don't feel it."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 200)
        polling(made)
        made.start("worker")
        wait_for(lambda: sum(call["method"] == "getMe" for call in made.calls()) >= 2, "two workers", 60)
        before = slow_answer(made, chats[1 : QUESTIONS + 1])
        made.asks("faults", [{"kind": "429", "chat_id": chats[0], "retry_after": 3600, "until_seconds": 3600}])
        say(made, chats[:1], "/help")
        wait_for(lambda: refused(made), "the first refusal", 30)
        after = slow_answer(made, chats[1 : QUESTIONS + 1])
        announce(made, "The window is open")
        wait_for(lambda: len(arrived(made, "The window")) > 30, "the first alerts", 30)
        whole = {"kind": "429", "method": "sendMessage", "retry_after": int(seconds), "until_seconds": seconds}
        made.asks("faults", [whole])
        wait_for(lambda: len(arrived(made, "The window")) == 199, "the others", 60)
        got, to_one = arrived(made, "The window"), [one for one in refused(made) if one["chat_id"] == chats[0]]
        inside, storm = in_the_pause(made, chats[0], seconds)
        assert max(got.values()) == 1, "an alert came twice"
        assert len(to_one) == 1, f"{len(to_one)} calls to the chat that is to be left alone"
        assert inside == 0, f"{inside} calls begun inside the pause"
        assert after <= before * SLOWER + GRAIN, f"p95 of other chats' answers {before:.3f} → {after:.3f} s"
        told = f"{storm} refused, then 0 calls for {seconds:.0f} s; one chat an hour: {len(to_one)} call"
        return f"{told}; others' answers p95 {before * 1000:.0f} → {after * 1000:.0f} ms; 0 alerts twice"


def updates_pile_up(folder: Path, kind: str, number: int) -> str:
    """Row 5: one chat is refused for an hour and another owner never stops writing; others are answered at once."""
    with cluster(folder, kind) as made:
        left_alone, restless, *others = add_contacts(made, QUESTIONS + 2)
        made.start("run")
        slow_answer(made, others[:1])  # it is up
        made.asks("faults", [{"kind": "429", "chat_id": left_alone, "retry_after": 3600, "until_seconds": 3600}])
        piles = [say(made, [chat] * number, "/help") for chat in (left_alone, restless)]
        slowest = slow_answer(made, others)
        waiting = [number - answered(made, pile) for pile in piles]
        assert min(waiting) > MOST_OPEN, f"only {waiting} waited: no pile"
        assert len(refused(made)) == 1, "calls to the chat that is to be left alone"
        assert slowest < PROMPT, f"p95 of others' answers {slowest:.3f} s"
        return (
            f"{waiting[0]} and {waiting[1]} of two owners' updates wait; others' answers p95 {slowest * 1000:.0f} ms"
        )


def refused(made: Cluster) -> list[dict[str, Any]]:
    """The calls that met a 429."""
    return [call for call in made.calls() if call["error_code"] == 429]


def in_the_pause(made: Cluster, alone: int, seconds: float) -> tuple[int, int]:
    """Messages begun after everybody was told of the pause and before its end; and how many were refused in all.

    One chat's refusal is that chat's; the second chat's is everybody's, and one chat has been refused before.
    """
    storm = [sent_at(call) for call in refused(made) if call["chat_id"] != alone]
    from_, to = storm[0] + REACTION, storm[0] + seconds - 0.1
    sends = [sent_at(call) for call in made.calls() if call["method"] == "sendMessage"]
    return sum(from_ < at < to for at in sends), len(storm)


def slow_answer(made: Cluster, chats: list[int]) -> float:
    """The p95 of the seconds from a question to its answer, one owner after the other."""
    last, waits = made.sees("record")["last"], []
    for chat in chats:
        asked = time.time()
        say(made, [chat], "/help")
        waits.append(wait_for(partial(answer_to, made, chat, last), "an answer", 30) - asked)
        time.sleep(0.05)
    return sorted(waits)[int(len(waits) * 0.95)]


def answer_to(made: Cluster, chat: int, after: int) -> float | None:
    """When a chat got a message, by the first call behind a number; None while it hasn't."""
    calls = (call for call in made.calls(after) if call["method"] == "sendMessage" and call["accepted"])
    return next((sent_at(call) for call in calls if call["chat_id"] == chat), None)


def bad_answers(folder: Path, kind: str) -> str:
    """Row 6: every bad kind at each method, while an owner taps and writes; no turn fails, all is answered."""
    with cluster(folder, kind, LOG_LEVEL="info") as made:
        [chat] = add_contacts(made, 1)
        polling(made)
        tried = 0
        say(made, [chat], "/start")
        wait_for(lambda: arrived(made, "Samooh")[chat] == 1, "the first screen", 30)
        for bad in KINDS:
            for method in METHODS:
                made.asks("faults", [{"kind": bad, "method": method, "seconds": 0.3, "retry_after": 1}])
                act(made, chat, method)
                wait_for(lambda: made.sees("faults") == [], f"{bad} at {method}", 30)
                tried += 1
        wait_for(lambda: made.rows("SELECT count(*) FROM updates WHERE state <> 'done'")[0][0] == 0, "all", 60)
        copies = arrived(made, "Help")[chat] - len(KINDS)
        assert 0 <= copies <= len(TAKEN), f"{copies} answers too many"
        printed = made.outputs()
        assert not bugs_in(printed), printed[-3000:]
        return f"{tried} bad answers: all survived, {copies} answers repeated, 0 bugs told"


def act(made: Cluster, chat: int, method: str) -> None:
    """What makes the bot call a method."""
    if method == "sendMessage":
        say(made, [chat], "/help")
        return
    shown = [one for one in made.sees(f"contacts/{chat}/messages")["messages"] if one["inline_keyboard"]][-1]
    there = [
        button["callback_data"] for row in shown["inline_keyboard"] for button in row if "callback_data" in button
    ]
    data = next(one for one in there if one.startswith(("settings.menu", "home.")))
    made.asks(f"contacts/{chat}/tap", {"message_id": shown["message_id"], "callback_data": data, "wait": 0})


def bad_deliveries(folder: Path, kind: str) -> str:
    """Row 6: every bad kind at an answer, a reminder and an alert at once; Telegram hangs far beyond the deadline."""
    with cluster(folder, kind, LOG_LEVEL="info") as made:
        asking, reminded, told = (add_contacts(made, len(KINDS), topic) for topic in ("none:a", "none:b", "theme:x"))
        polling(made)
        made.asks("faults", [fault for chats in (asking, reminded, told) for fault in map(bad_at, KINDS, chats)])
        started = time.monotonic()
        announce(made, "news1", "theme:x")
        remind(made, reminded, "thing1")
        updates = say(made, asking, "/help")
        in_hand = "SELECT count(*) FROM outbox WHERE state = 'sending'"
        wait_for(lambda: made.sees("faults") == [], "every fault to be met", 60)
        met = time.monotonic() - started
        wait_for(lambda: made.rows(in_hand)[0][0] == 0, "the last call to end", 30)
        held = time.monotonic() - started - met
        assert held < DEADLINE + 5, f"a call was held for {held:.0f} s"  # its lease alone would end after 30 s
        wait_for(lambda: answered(made, updates) == len(updates), "every answer", 60)
        settle(made, 90)
        copies = no_more_than_once(made, asking, reminded, told)
        printed = made.outputs()
        assert not bugs_in(printed), printed[-3000:]
        return f"{3 * len(KINDS)} bad answers at once, hung calls given up after {held:.0f} s; {copies}; 0 bugs told"


def bad_at(kind: str, chat: int) -> dict[str, object]:
    """A fault that the next message to a chat meets."""
    seconds = LATE if kind == "slow" else HANG
    return {"kind": kind, "chat_id": chat, "method": "sendMessage", "seconds": seconds, "retry_after": 1}


def no_more_than_once(made: Cluster, asking: list[int], reminded: list[int], told: list[int]) -> str:
    """Count what arrived: an alert at most once, a reminder or an answer at most twice, nothing lost silently."""
    got, unsure, helped = heard(made), doubtful(made), arrived(made, "Help")
    news = [got["news1", chat] for chat in told]
    things = [got["thing1", chat] for chat in reminded]
    answers = [helped[chat] for chat in asking]
    assert max(news) == 1, "an alert came twice"
    assert all(1 <= times <= 2 for times in [*things, *answers]), f"reminders {things}, answers {answers}"
    assert all(got["news1", chat] or unsure["news1", chat] for chat in told), "an alert is lost without a doubt"
    twice = [kind for kind, *times in zip(KINDS, things, answers, strict=True) if max(times) > 1]
    assert set(twice) <= set(TAKEN), f"repeated though Telegram refused: {twice}"
    repeats = sum(times - 1 for times in things), sum(times - 1 for times in answers)
    return f"0 alerts twice, {repeats[0]} reminders and {repeats[1]} answers repeated"
