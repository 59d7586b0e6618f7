"""Rows 1, 2 and 7: power cuts at every point of the protocol, random kills of replicas, one that stands still."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, field
from functools import partial
from itertools import repeat
from pathlib import Path

from tests.cluster import Cluster, add_contacts, cluster, wait_for
from tests.faults.broadcasts import alerts_about_stops
from tests.faults.scene import (
    Pair,
    announce,
    answered,
    arrived,
    count,
    doubtful,
    heard,
    moment,
    remind,
    say,
    set_by_owners,
    settle,
)

POINTS = ("fetched", "kept", "handled", "answering", "answered", "claimed", "sending", "sent", "marked")
WEB_POINTS = ("kept", "handled", "answering", "riding")  # of a process whose answers ride in the webhook's response
NOT_OF_WEB = ("fetched", "claimed", "sending", "sent", "marked")
FAST = {"SENDS_PER_SECOND": "1000", "PAID_BROADCASTS": "1"}
PARTS = 4  # clusters at once: most of a kill is waiting
IN_FLIGHT = 8  # messages at once: as many may be in doubt after one kill
IN_FLIGHT_FAST = 125  # at a thousand a second
LEASE = 30  # seconds: what a dead process had on its way is marked until so long after its mark
GROUPS, PEOPLE = 10, 6  # contacts take turns, since a dead process's leases hold some back for half a minute
ROUNDS, PATIENCE = 10, 8  # a bot that has not come to its point after so many seconds gets more to do
MOST_SECONDS = 15  # for row 2, whose workers are killed while it runs


@dataclass(frozen=True)
class Seen:
    """What came of some kills, in numbers."""

    kills: int
    updates: int
    doubts: int
    most: int  # doubts of one kill
    lost: int  # reminders, each of them among the doubts
    repeats: int  # of reminders


@dataclass
class Plot:
    """What goes on while bots are killed: rounds of alerts, due reminders, and owners who set reminders."""

    made: Cluster
    groups: list[list[int]]
    updates: list[int] = field(default_factory=list)
    rounds: int = 0

    def act(self) -> None:
        """Play one round with one group."""
        number, chats = self.rounds, self.chats(self.rounds)
        self.rounds += 1
        remind(self.made, chats[:3], f"thing{number}")
        announce(self.made, f"news{number}", topic_of(number))
        for text in (f"remind me tomorrow 5 pm chore{number}", "Save"):
            self.updates += say(self.made, chats[3:], text)

    def chats(self, number: int) -> list[int]:
        """Who plays in a round."""
        return self.groups[number % GROUPS]

    def pairs(self, word: str, part: slice) -> list[Pair]:
        """Everything of a kind that was to happen, once each."""
        return [(f"{word}{n}", chat) for n in range(self.rounds) for chat in self.chats(n)[part]]


def topic_of(number: int) -> str:
    """What the group of a round is subscribed to."""
    return f"theme:group{number % GROUPS}"


def killed_at_each_point(folder: Path, kind: str, times: int) -> str:
    """Row 1: kill -9 at each point; an update counts once and is answered, an alert never comes twice.

    A reminder comes twice at most. Where a web process comes too, it is the one that dies every second time.
    """
    roles: list[Sequence[str]] = [("run",)] * PARTS + [("web", "worker")]
    points = [(NOT_OF_WEB if part % 2 else POINTS) * (times // PARTS) for part in range(PARTS)]
    points.append(WEB_POINTS * (times // 2))
    folders = [folder / str(part) for part in range(len(roles))]
    with ThreadPoolExecutor(len(roles)) as pool:
        seen = list(pool.map(_killed, folders, repeat(kind), roles, points, range(len(roles))))
    kills, updates, doubts, _most, lost, repeats = (sum(numbers) for numbers in zip(*map(astuple, seen), strict=True))
    most = max(one.most for one in seen)
    of_alerts, of_reminders = (
        f"alerts 0 twice, {doubts} in doubt, at most {most} a kill",
        f"reminders {lost} in doubt for good, {repeats} repeated",
    )
    told = f"{kills} kills at their points, {seen[-1].kills} of a web"
    return f"{told}: {updates} updates once each; {of_alerts}; {of_reminders}"


def _killed(folder: Path, kind: str, roles: Sequence[str], points: Sequence[str], seed: int) -> Seen:
    """One bot of the first role after another on one database, each killed at a point of its own; then all roles."""
    with cluster(folder, kind, SECONDS_PER_CHAT="0") as made:
        plot = Plot(made, [add_contacts(made, PEOPLE, topic_of(number)) for number in range(GROUPS)])
        order = random.Random(20261125 + seed).sample(points, len(points))
        most = max(cut(plot, roles[0], f"{point}:{1 + number % 2}") for number, point in enumerate(order))
        for role in roles:
            made.start(role)
        wait_for(lambda: answered(made, plot.updates) == len(plot.updates), "every update", 120, 0.2)
        wait_for(lambda: not silent(plot), "what is delivered again to a web", 60, 0.5)
        settle(made, 150)
        return see(plot, len(points), most)


def cut(plot: Plot, role: str, point: str) -> int:
    """Start a bot that dies at a point, play until it does, and count what it had on its way."""
    made, since = plot.made, moment(plot.made, seconds=LEASE)
    bot = made.start(role, CRASH_AT=point)
    for _round in range(ROUNDS):
        plot.act()
        try:
            bot.wait(PATIENCE)
            break
        except subprocess.TimeoutExpired:
            continue
    assert bot.poll() is not None, f"{point}: never reached\n{made.outputs()[-2000:]}"
    assert bot.returncode == -signal.SIGKILL, f"{point}: exit code {bot.returncode}\n{made.outputs()[-2000:]}"
    made.replicas.remove(bot)
    on_its_way = "SELECT count(*) FROM outbox WHERE state = 'sending' AND lease_until > ?"
    doubts = int(made.rows(on_its_way, since)[0][0])
    assert doubts <= IN_FLIGHT, f"{point}: {doubts} messages in doubt after one kill"
    return doubts


def silent(plot: Plot) -> list[Pair]:
    """Whose updates have no answer: what was understood, and that it is kept."""
    got = heard(plot.made)
    return [pair for pair in plot.pairs("chore", slice(3, None)) if got[pair] < 2]


def see(plot: Plot, kills: int, most: int) -> Seen:
    """What the record says: no alert twice, every reminder, at most one repeat of it, every effect once."""
    got, unsure, kept = heard(plot.made), doubtful(plot.made), set_by_owners(plot.made)
    news, things, chores = (
        plot.pairs("news", slice(None)),
        plot.pairs("thing", slice(3)),
        plot.pairs("chore", slice(3, None)),
    )
    assert not [pair for pair in news if got[pair] > 1], "an alert came twice"
    assert not [pair for pair in things if got[pair] > 2], "a reminder came three times"
    missing = [pair for pair in [*news, *things] if not got[pair] and not unsure[pair]]
    assert not missing, f"lost without a doubt: {missing[:5]}"
    wrong = [(pair, kept[pair]) for pair in chores if kept[pair] != 1]
    assert not wrong, f"effects that aren't once: {wrong[:5]}"
    assert not silent(plot), f"updates without their answer: {silent(plot)[:5]}"
    lost = sum(not got[pair] for pair in things)
    repeats = sum(got[pair] > 1 for pair in things)
    return Seen(kills, len(plot.updates), sum(unsure[pair] for pair in news), most, lost, repeats)


def replicas_killed_at_random(folder: Path, kind: str, contacts: int, kills: int) -> str:
    """Row 2: one of three workers is killed again and again in mid-broadcast; nobody gets it twice."""
    with cluster(folder, kind, **FAST) as made:
        add_contacts(made, contacts)
        made.asks("limits", {"round_trip": [10, 30]})  # so that a kill finds messages on their way
        for _ in range(3):
            made.start("worker")
        wait_for(lambda: sum(call["method"] == "getMe" for call in made.calls()) >= 3, "three workers", 60)
        announce(made, "The window is open")
        started, rng = time.monotonic(), random.Random(7)
        for number in range(kills):
            time.sleep(0.35)
            least = 1 + number * contacts // (2 * kills)  # each kill meets a broadcast that has gone on
            wait_for(partial(gone_on, made, least), "the broadcast to go on", 30)
            made.kill(rng.choice(made.replicas))
            made.start("worker")
        wait_for(lambda: not count(made, "ready"), "the end of the broadcast", 60)
        seconds = time.monotonic() - started
        settle(made, 120)
        got = arrived(made, "The window")
        sent, doubts = count(made, "sent"), count(made, "uncertain")
        assert max(got.values()) == 1, "an alert came twice"
        assert sent + doubts == contacts, made.rows("SELECT state, count(*) FROM outbox GROUP BY state")
        assert len(got) >= sent
        assert doubts <= IN_FLIGHT_FAST * kills, f"{doubts} alerts in doubt"
        assert seconds < MOST_SECONDS, f"it took {seconds:.1f} s"
        return f"{contacts} alerts, {kills} kills amid them: 0 twice, {doubts} in doubt, {seconds:.1f} s"


def gone_on(made: Cluster, least: int) -> bool:
    """Whether so many messages have been accepted."""
    return bool(made.sees("rate")["sends"] >= least)


def a_worker_stands_still(folder: Path, kind: str, seconds: float, people: int = 150) -> str:
    """Row 7: SIGSTOP past the lease in mid-broadcast; meanwhile owners stop and reminders fall due; then SIGCONT."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, people)
        reminded, stopping = chats[:20], chats[20 : people // 2]
        still = made.start("worker")
        wait_for(lambda: any(call["method"] == "getMe" for call in made.calls()), "the worker", 60)
        announce(made, "news1")
        wait_for(lambda: len(arrived(made, "news1")) > 20, "the first alerts", 30)
        remind(made, reminded, "thing1", seconds=2)  # before it stands still, perhaps with the lock in hand
        still.send_signal(signal.SIGSTOP)
        made.start("run")
        updates = say(made, stopping, "/stop")
        time.sleep(seconds)
        still.send_signal(signal.SIGCONT)
        wait_for(lambda: answered(made, updates) == len(updates), "every stop", 90, 0.2)
        settle(made, 90)
        time.sleep(2)  # what it still had in hand would be out by now
        got, unsure = heard(made), doubtful(made)
        before, late, confirmed = alerts_about_stops(made, "news1")
        assert (len(confirmed), late) == (len(stopping), 0), f"{late} alerts after a confirmed stop"
        news, things = [("news1", chat) for chat in chats], [("thing1", chat) for chat in reminded]
        assert max(Counter(got[pair] for pair in news)) == 1, "an alert came twice"
        assert max(Counter(got[pair] for pair in things)) <= 2, "a reminder came three times"
        lost = [one for one in news if not got[one] and not unsure[one] and one[1] not in stopping]
        assert not lost + [one for one in things if not got[one] and not unsure[one]], "lost without a doubt"
        told = f"{len(stopping)} stops, 0 alerts after one, {len(things)} reminders"
        return f"still for {seconds:.0f} s: {before} alerts, 0 twice, {unsure.total()} in doubt; {told}, 0 lost"
