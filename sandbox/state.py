"""Everything one running sandbox holds together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import Clock
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.rate import Rate
from sandbox.record import Record
from sandbox.updates import Updates
from sandbox.world import World

DEFAULT_TOKEN = "1000001:sandbox"  # noqa: S105 - a made-up token, valid here only
MAX_QUERIES = 10_000


@dataclass(slots=True)
class Query:
    """A callback or inline query that waits for the bot's answer; `asked` is sandbox Unix time."""

    contact_id: int
    asked: float
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    answer: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Webhook:
    """Where updates are posted; no `url` means the bot polls."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str | None = None
    last_error_date: int | None = None


class Sandbox:
    """One bot's server: its world and the machinery around it."""

    def __init__(self, token: str = DEFAULT_TOKEN, limits: bool = True) -> None:
        self.token = token
        self.clock = Clock()
        self.events = Events()
        self.updates = Updates(self.clock)
        self.limits = Limits(limits)
        self.rate = Rate()
        self.round_trip: tuple[float, float] | None = None  # seconds, least and most
        self.webhook = Webhook()
        self.stopping = asyncio.Event()
        self.on_webhook: Callable[[], None] = lambda: None
        self.begin()

    def begin(self) -> None:
        """Starts with fresh personas and nothing said; polls and pages that wait stay connected."""
        self.world = World(self.token, self.clock)
        self.record = Record()
        self.faults = Faults()
        self.queries: dict[str, Query] = {}
        self.last_query = 0
        self.updates.pending.clear()
        self.webhook = Webhook()

    def ask(self, contact_id: int) -> tuple[str, Query]:
        """Opens a query that the bot is to answer; gives its id."""
        self.last_query += 1
        if len(self.queries) >= MAX_QUERIES:
            del self.queries[next(iter(self.queries))]
        query = Query(contact_id, self.clock.now().timestamp())
        self.queries[str(self.last_query)] = query
        return str(self.last_query), query
