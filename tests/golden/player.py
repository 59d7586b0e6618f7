"""Plays a journey on the real intake, turns and handlers over a real SQLite file, at a moment that stands still."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.calls import Call
from bot.clock import Clock
from bot.content_room import ContentRoom
from bot.desk import Desk
from bot.intake import keep_updates
from bot.telegram import Api
from bot.turns import take_next
from db import contacts
from db.budget import lay_permits
from db.migrate import migrate
from db.store import open_store
from locales import LANGUAGES
from tests.golden.acts import Journey, Tap, Type
from tests.golden.transcript import ACT, call_lines

FOLDER = Path(__file__).parent
NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
MOMENT = "Wednesday 25 November 2026, 11:30 in India"
OWNER = "knitwear in Tiruppur, micro, not on Udyam yet; has agreed"
PROFILE = {
    "sector": "textiles",
    "activity": "manufacturing",
    "state": "IN-TN",
    "district": "Tiruppur",
    "town": "Tiruppur",
    "latitude": 11.108,
    "longitude": 77.341,
    "size": "micro",
    "udyam": False,
}
CHAT = 7


class FixedClock(Clock):
    """A clock that stands still for everything that contacts see."""

    def now(self) -> datetime:
        """Always the same moment."""
        return NOW


class Recorded(Api):
    """A client that sends nowhere and keeps what it was to send."""

    def __init__(self, calls: list[Call]) -> None:
        super().__init__("1:golden")
        self._calls = calls

    async def call(
        self, method: str, parameters: dict[str, Any], read_timeout: float = 0, *, wanted: bool = True
    ) -> Any:
        """Keep the call."""
        self._calls.append((method, parameters))
        return {"message_id": 1}


@asynccontextmanager
async def open_desk(path: Path, room: ContentRoom, calls: list[Call]) -> AsyncIterator[Desk]:
    """A desk on a SQLite file that waits for no limit of Telegram's, and puts its calls into a list."""
    store = open_store(f"sqlite:///{path}")
    yield Desk(store, Recorded(calls), FixedClock(), lambda: room.catalog, "samooh_bot", rate=1000, chat_space=0.0)
    await store.close()


async def make_template(path: Path, room: ContentRoom) -> Path:
    """A migrated database with the providers and the sample trainings, to be copied for each journey."""
    migrate(f"sqlite:///{path}")
    async with open_desk(path, room, []) as desk:
        async with desk.store.unit() as session:
            await lay_permits(session, desk.rate)
        await room.seed(desk)
    return path


async def play(journey: Journey, language: str, template: Path, folder: Path, room: ContentRoom) -> str:
    """Play a journey in a language and give its transcript."""
    path = Path(shutil.copy(template, folder / f"{journey.name}-{language}.db"))
    lines = [journey.title, f"{LANGUAGES[language].english_name} · {MOMENT}"]
    lines.append("Owner: new" if journey.newcomer else f"Owner: {OWNER}")
    calls: list[Call] = []
    async with open_desk(path, room, calls) as desk:
        if not journey.newcomer:
            await _settle(desk, language)
        for number, act in enumerate(journey.acts, start=1):
            said, raw = await _act(desk, act, language, number)
            calls.clear()
            await keep_updates(desk, [raw])
            while await take_next(desk, CHAT):
                pass
            lines += ["", said, "", *_shown(calls)]
    return "\n".join(lines) + "\n"


async def _settle(desk: Desk, language: str) -> None:
    async with desk.store.unit() as session:
        made = await contacts.get_or_add(session, CHAT, language, NOW)
        await contacts.set_contact(session, made.id, language=language, agreed_at=NOW, profile=PROFILE)


async def _act(desk: Desk, act: Tap | Type, language: str, number: int) -> tuple[str, dict[str, Any]]:
    """What the owner does, in words and as Telegram's update."""
    person = {"id": CHAT, "is_bot": False, "first_name": "Meena", "language_code": language}
    message = {"message_id": number, "date": 1, "chat": {"id": CHAT, "type": "private"}}
    if isinstance(act, Type):
        words = act.words(language)
        return f"{ACT}types: {words}", {"update_id": number, "message": {**message, "from": person, "text": words}}
    label, data = await _button(desk, act.route.replace("{lang}", language))
    query = {"id": str(number), "from": person, "chat_instance": "x", "data": data, "message": message}
    return f"{ACT}taps: [{label}]", {"update_id": number, "callback_query": query}


async def _button(desk: Desk, route: str) -> tuple[str, str]:
    """The first button of the live screen that leads there: its label and its callback data."""
    async with desk.store.unit() as session:
        contact = await contacts.get_by_chat(session, CHAT)
    screen = contact.screen if contact and contact.screen else []
    for label, data in screen:
        if data == route or data.startswith(f"{route}:"):
            return label, data
    raise AssertionError(f"no button leads to {route!r}; there are {[data for _label, data in screen]}")


def _shown(calls: list[Call]) -> Iterator[str]:
    """What the calls show, a blank line between two; the answer to a tap first, since it has no fixed place."""
    ordered = sorted(calls, key=lambda call: call[0] != "answerCallbackQuery")
    for number, lines in enumerate(filter(None, (list(call_lines(call)) for call in ordered))):
        if number:
            yield ""
        yield from lines
