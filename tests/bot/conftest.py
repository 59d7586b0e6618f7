"""A desk at work: the real stand-in of Telegram on loopback, a real database, a clock that tests move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot import answers
from bot.broadcast import Alert, freeze, send_alert
from bot.clock import Clock
from bot.content_room import ContentRoom
from bot.desk import Desk
from bot.intake import ALLOWED, keep_updates
from bot.sandbox_clock import TOKEN
from bot.telegram import Api, make_api
from bot.turns import take_next
from db import alerts, contacts
from db.budget import lay_permits
from db.contacts import Contact
from db.models import metadata, outbox
from db.store import Store, open_store
from sandbox.app import create_app
from sandbox.server import serve_app

NOON = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)  # a Wednesday, 12:00 in Kolkata
NINE = datetime(2026, 11, 26, 3, 30, tzinfo=UTC)  # the next digest in Kolkata
TOPIC = "theme:finance"
FIRST = 2_000_001
RATE = 1000  # messages a second: no test waits for a permit


class SetClock(Clock):
    """A clock that stands where a test puts it."""

    def __init__(self) -> None:
        super().__init__()
        self.at = NOON

    def now(self) -> datetime:
        """The time that was set."""
        return self.at

    def machine(self) -> datetime:
        """Real time, moved as far as the test has moved the clock."""
        return super().machine() + (self.at - NOON)

    def move(self, **span: float) -> None:
        """Go on by days, hours, minutes or seconds."""
        self.at += timedelta(**span)


@dataclass
class Telegram:
    """The stand-in of Telegram, and hands to play contacts."""

    base: str
    http: aiohttp.ClientSession

    async def control(self, verb: str, path: str, body: Any = None) -> Any:
        async with self.http.request(verb, f"{self.base}/control{path}", json=body) as response:
            answer = await response.json()
            assert response.status < 300, answer
            return answer

    async def act(self, what: str, contact: int = FIRST, **body: Any) -> Any:
        return await self.control("POST", f"/contacts/{contact}/{what}", body)

    async def fault(self, kind: str, method: str | None = None, **more: Any) -> None:
        await self.control("POST", "/faults", [{"kind": kind, "method": method, **more}])

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        answer = await self.control("GET", "/record?after=0")
        return [one for one in answer["calls"] if not method or one["method"] == method]

    async def texts(self, contact: int = FIRST) -> list[str]:
        answer = await self.control("GET", f"/contacts/{contact}/messages?after_seq=0")
        return [one["text"] for one in answer["messages"] if one["from_bot"] and not one["deleted"]]


@dataclass
class Office:
    """A desk, its Telegram and its clock."""

    desk: Desk
    telegram: Telegram
    clock: SetClock
    offset: int = field(default=0)

    async def fetch(self) -> list[dict[str, Any]]:
        """Take what came in from Telegram."""
        parameters = {"offset": self.offset, "timeout": 0, "allowed_updates": ALLOWED}
        raws: list[dict[str, Any]] = await self.desk.api.call("getUpdates", parameters)
        self.offset = max([self.offset - 1, *(raw["update_id"] for raw in raws)]) + 1
        return raws

    async def serve(self) -> None:
        """Answer everything that came in."""
        for lane in dict.fromkeys(await keep_updates(self.desk, await self.fetch())):
            while await take_next(self.desk, lane):
                pass

    async def delivery_states(self) -> list[str]:
        """Where each message of the outbox stands, oldest first."""
        async with self.desk.store.unit() as session:
            return list((await session.execute(select(outbox.c.state).order_by(outbox.c.id))).scalars())

    async def say(self, text: str, contact: int = FIRST) -> str:
        """A contact writes; gives the bot's last message."""
        await self.telegram.act("text", contact, text=text)
        await self.serve()
        return (await self.telegram.texts(contact))[-1]

    async def tap_only(self, callback_data: str, contact: int = FIRST, on: int = -1) -> dict[str, Any]:
        """A contact taps a button of one of the bot's messages; gives the toast once the tap is answered."""
        answer = await self.telegram.control("GET", f"/contacts/{contact}/messages?after_seq=0")
        message = [one for one in answer["messages"] if one["from_bot"] and one["inline_keyboard"]][on]
        body = {"message_id": message["message_id"], "callback_data": callback_data}
        toast: dict[str, Any] = await self.telegram.act("tap", contact, **body)
        return toast

    async def wait_for_updates(self) -> list[dict[str, Any]]:
        """Fetch until something has come in."""
        while not (raws := await self.fetch()):
            await asyncio.sleep(0)
        return raws

    async def tap(self, callback_data: str, contact: int = FIRST, on: int = -1) -> dict[str, Any]:
        """A contact taps a button and the bot answers; gives the toast."""
        tapping = asyncio.create_task(self.tap_only(callback_data, contact, on))
        for lane in await keep_updates(self.desk, await self.wait_for_updates()):
            while await take_next(self.desk, lane):
                pass
        return await tapping

    async def meet(self, contact: int = FIRST, **columns: Any) -> Contact:
        """Someone who pressed Start, with what they told."""
        await self.telegram.act("start", contact)
        await self.serve()
        async with self.desk.store.unit() as session:
            known = await contacts.get_by_chat(session, contact)
            assert known is not None
            told = {"language": "en", "agreed_at": self.clock.now(), "quiet_from": None, "quiet_to": None}
            await contacts.set_contact(session, known.id, **(told | columns))
            found = await contacts.get_contact(session, known.id)
            assert found is not None
            return found


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """The stand-in on a free port, without its limits."""
    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    serving = asyncio.create_task(serve_app(create_app(limits=False), 0, ready.set_result, stop))
    async with aiohttp.ClientSession() as http:
        yield Telegram(f"http://127.0.0.1:{await ready}", http)
        stop.set()
        await serving


@pytest.fixture
async def api(telegram: Telegram) -> AsyncIterator[Api]:
    """Our client of it."""
    made = make_api(TOKEN, telegram.base)
    for request in made._request:
        await request.initialize()
    yield made
    for request in made._request:
        await request.shutdown()


@asynccontextmanager
async def _open_office(url: str, telegram: Telegram, api: Api, room: ContentRoom) -> AsyncIterator[Office]:
    clock = SetClock()
    desk = Desk(open_store(url), api, clock, lambda: room.catalog, "samooh_sandbox_bot", rate=RATE)
    async with desk.store.unit() as session:
        for table in reversed(metadata.sorted_tables):  # a server is shared by the tests of a process
            await session.execute(table.delete())
        await lay_permits(session, RATE)
    yield Office(desk, telegram, clock)
    await desk.store.close()


@pytest.fixture
async def office(
    sqlite_url: str, telegram: Telegram, api: Api, room: ContentRoom, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """Everything that a turn needs; nobody waits longer than the loop needs."""
    monkeypatch.setattr(answers, "PAUSES", (0.01,))
    async with _open_office(sqlite_url, telegram, api, room) as made:
        yield made


@pytest.fixture
async def office_on_server(
    postgres_url: str, telegram: Telegram, api: Api, room: ContentRoom
) -> AsyncIterator[Office]:
    """The same on PostgreSQL, where units of several replicas run side by side."""
    async with _open_office(postgres_url, telegram, api, room) as made:
        yield made


@pytest.fixture
async def office_on_each(store: Store, telegram: Telegram, api: Api, room: ContentRoom) -> Office:
    """The same on each kind of database, where a chat may get one message after the other."""
    clock = SetClock()
    desk = Desk(store, api, clock, lambda: room.catalog, "samooh_sandbox_bot", rate=RATE, chat_space=0)
    async with store.unit() as session:
        await lay_permits(session, RATE)
    return Office(desk, telegram, clock)


@pytest.fixture
async def reader(office: Office) -> Contact:
    """Somebody who gets a digest a day."""
    contact = await office.meet(alert_rhythm="daily")
    async with office.desk.store.unit() as session:
        await alerts.subscribe(session, contact.id, TOPIC, office.clock.now())
    return contact


async def send_news(office: Office, word: str, topic: str = TOPIC) -> int:
    """An alert that is laid out for whom it concerns; gives its number."""
    number = await send_alert(office.desk, Alert({"en": f"The {word} window"}, (topic,)))
    await freeze(office.desk, number)
    return number
