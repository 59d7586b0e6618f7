"""What everybody in a process works with: database, Telegram, clock, content, and what it knows of the network."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.closing import Closing
from bot.jobs import Jobs
from bot.telegram import Api
from db.budget import CHAT_SPACE, TRUST, WINDOW
from db.store import Store

if TYPE_CHECKING:
    from content.catalog import Catalog

LEARNED = 200  # answers after which the smallest round trip is believed


def own_name() -> str:
    """Name the process among all replicas: machine, process number and a few letters that no other start has."""
    return f"{socket.gethostname()}:{os.getpid()}:{os.urandom(3).hex()}"


def is_dead(owner: str) -> bool:
    """Whether a process of this machine is gone for sure, so that nobody need wait for the end of its leases."""
    machine, number, _letters = owner.rsplit(":", 2)
    return machine == socket.gethostname() and not Path(f"/proc/{number}").exists() and Path("/proc/self").exists()


class RoundTrips:
    """How long Telegram takes to answer at least; it says how soon a permit may be used again."""

    def __init__(self) -> None:
        self._seen = 0
        self._smallest = 60.0

    def note(self, seconds: float) -> None:
        """Note how long one answer took."""
        self._seen += 1
        self._smallest = min(self._smallest, seconds)

    def back_after(self, since_answer: float) -> float:
        """Seconds from now until a permit may be used again whose message was answered `since_answer` seconds ago."""
        sure = self._smallest * TRUST if self._seen >= LEARNED else 0.0
        return WINDOW - sure - since_answer


@dataclass(slots=True)
class Desk:
    """What every turn and every sender needs; `catalog()` gives the content of this moment."""

    store: Store
    api: Api
    clock: Clock
    catalog: Callable[[], Catalog]
    username: str = ""
    rate: int = 30  # messages a second over all chats and replicas
    chat_space: float = CHAT_SPACE  # seconds between two messages to one chat
    paid: bool = False  # broadcasts beyond the free rate are charged by Telegram
    owner: str = field(default_factory=own_name)
    round_trips: RoundTrips = field(default_factory=RoundTrips)
    jobs: Jobs = field(default_factory=Jobs)
    closing: Closing = field(default_factory=Closing)
    after_answer: Callable[[], None] = lambda: None
