"""How the process is: for a load balancer, for Prometheus, and as plain lines for a person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import asdict
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.desk import Desk
from db.backup import LAST_BACKUP
from db.figures import Figures, get_figures
from db.kept import get_kept
from db.store import DatabaseTrouble

SLOW_INBOX, SLOW_OUTBOX, OLD_BACKUP = 60, 3600, 7 * 86400  # seconds from which a person should look
LISTED = "`python -m bot broadcast doubts` lists them; with --yes they are closed as seen."
LABELS = {  # a figure that is a table: its metric's label
    "ready_age": "lane",
    "uncertain": "kind",
    "dead": "cause",
    "of_broadcasts": "state",
    "languages": "language",
}
METRICS = {  # figure → metric and what it says
    "inbox_open": ("inbox_open_updates", "Updates that aren't through to their answer."),
    "inbox_lag": ("inbox_lag_seconds", "Age of the oldest of them."),
    "quarantined": ("inbox_quarantined_updates", "Updates put aside after three failures."),
    "ready_age": ("outbox_oldest_ready_age_seconds", "Age of the oldest message whose time has come."),
    "sending": ("outbox_sending_messages", "Messages on their way to Telegram."),
    "uncertain": ("outbox_uncertain_messages", "Messages that may or may not have arrived."),
    "repeated": ("outbox_repeated_uncertain_messages", "Reminders that may not have arrived, nor their repeat."),
    "dead": ("outbox_dead_messages", "Messages that Telegram refuses for good."),
    "of_broadcasts": ("broadcast_messages", "Messages of the newest broadcasts."),
    "pause": ("pause_seconds", "Pause that Telegram asked for, all chats together."),
    "paused_chats": ("paused_chats", "Chats that Telegram asked a pause for."),
    "permits": ("permits", "Messages that may go out in any second."),
    "permits_in_use": ("permits_in_use", "Permits in use."),
    "poller": ("poller_lease_seconds", "For how long somebody holds the right to poll."),
    "backup_age": ("last_backup_age_seconds", "Age of the last backup."),
    "held": ("hold_active", "1 while a restore holds back what was due before it."),
    "active": ("active_contacts", "Contacts who haven't blocked the bot."),
    "languages": ("contacts", "The same by language."),
    "groups": ("groups", "Groups of owners large enough for what they would share."),
}


def health_routes(desk: Desk, networks: str, announced: asyncio.Event | None = None) -> list[Route]:
    """Routes for /healthz, and, for clients of the given networks only, /readyz and /metrics.

    `announced` is set once Telegram knows where to deliver, if it does.
    """
    known = [ip_network(word.strip()) for word in networks.split(",") if word.strip()]

    async def healthz(_request: Request) -> Response:
        lives = await _answers(desk)
        return JSONResponse({"ok": lives}, 200 if lives else 503)

    async def readyz(request: Request) -> Response:
        if not _is_from(request, known):
            return Response(status_code=403)
        missing = [reason async for reason in _missing(desk, announced)]
        return JSONResponse({"ready": not missing, "missing": missing}, 503 if missing else 200)

    async def metrics(request: Request) -> Response:
        if not _is_from(request, known):
            return Response(status_code=403)
        return await _metrics(desk)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


def _is_from(request: Request, networks: list[IPv4Network | IPv6Network]) -> bool:
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    return any(address in network for network in networks)


async def _metrics(desk: Desk) -> Response:
    try:
        figures = await look(desk)
    except DatabaseTrouble:
        return Response(status_code=503)
    return Response(exposition(figures), media_type="text/plain; version=0.0.4; charset=utf-8")


async def look(desk: Desk) -> Figures:
    """Look at the database once, beside everything else that goes on; raises DatabaseTrouble."""
    now, machine = desk.clock.now(), desk.clock.machine()
    return await desk.store.read(lambda session: get_figures(session, now, machine))


async def _answers(desk: Desk) -> bool:
    try:
        async with desk.store.unit() as session:
            await get_kept(session, LAST_BACKUP)  # a unit that asks for nothing needs no server
            return True
    except DatabaseTrouble:
        return False


async def _missing(desk: Desk, announced: asyncio.Event | None) -> AsyncIterator[str]:
    """What keeps this process from being of use, if anything."""
    if not await _answers(desk):
        yield "the database doesn't answer"
    if not desk.username:
        yield "Telegram hasn't been reached since the start"
    if announced is not None and not announced.is_set():
        yield "Telegram doesn't know the webhook yet"


def exposition(figures: Figures) -> bytes:
    """The figures in the text format of Prometheus."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest  # noqa: PLC0415  (90 ms that polling spares)

    registry = CollectorRegistry()
    for name, value in asdict(figures).items():
        metric, text = METRICS[name]
        label = LABELS.get(name)
        gauge = Gauge(f"samooh_{metric}", text, [label] if label else [], registry=registry)
        if isinstance(value, Mapping):
            for key, number in value.items():
                gauge.labels(key).set(number)
        elif value is None:
            registry.unregister(gauge)  # nothing is no age: an alert asks whether the metric is absent
        else:
            gauge.set(value)
    return generate_latest(registry)


def status_lines(figures: Figures) -> tuple[list[str], list[str]]:
    """What is, and what needs a person, each as plain lines."""
    ages = ", ".join(f"{lane} {age:.0f} s" for lane, age in figures.ready_age.items())
    languages = ", ".join(f"{code} {number}" for code, number in sorted(figures.languages.items()))
    doubts = ", ".join(f"{number} {kind}" for kind, number in sorted(figures.uncertain.items()))
    listed = ", ".join(f"{state} {number}" for state, number in sorted(figures.of_broadcasts.items()))
    lines = [
        f"Contacts: {figures.active} active ({languages or 'none yet'})",
        f"Inbox: {figures.inbox_open} open, the oldest for {figures.inbox_lag:.0f} s",
        f"Outbox: oldest ready message: {ages}; {figures.sending} on their way",
        f"In doubt: {doubts or 'none'}",
        f"Newest broadcasts: {listed or 'none'}",
        f"Rate: {figures.permits_in_use} of {figures.permits} permits in use",
        f"Polling: {'nobody (a webhook, or stopped)' if not figures.poller else 'somebody'}",
        f"Groups large enough for a shared need: {figures.groups} (python -m bot needs)",
        f"Last backup: {'never' if figures.backup_age is None else f'{figures.backup_age / 3600:.1f} hours ago'}",
    ]
    return lines, list(_needs(figures))


def _needs(figures: Figures) -> Iterator[str]:
    doubts = {kind: number for kind, number in figures.uncertain.items() if kind not in {"reminder", "need"}}
    named = ", ".join(f"{number} {kind}" for kind, number in doubts.items())
    missed = figures.uncertain.get("need", 0)
    no_backup = figures.backup_age is None or figures.backup_age > OLD_BACKUP
    needs = {
        "A restore holds back what was due before it: python -m bot release --dry-run": figures.held,
        f"Telegram asked for a pause: {figures.pause:.0f} s are left, nothing goes out until then.": figures.pause,
        f"In doubt: {named}. {LISTED}": doubts,
        f"In doubt with their repeat: {figures.repeated} reminder. {LISTED}": figures.repeated,
        f"In doubt: {missed} need. Such a notice is never sent again; python -m bot needs.": missed,
        f"Refused for good: {sum(figures.dead.values())}. python -m bot dead list": figures.dead,
        f"Put aside after three failures: {figures.quarantined} updates; the log has their ids.": figures.quarantined,
        "The inbox lags: does a bot process run?": figures.inbox_lag > SLOW_INBOX,
        "A message is ready for long: does a worker run?": max(figures.ready_age.values()) > SLOW_OUTBOX,
        "No backup for a week: python -m bot backup FILE": no_backup,
    }
    yield from (text for text, needed in needs.items() if needed)
