"""Goals 2, search and the rest of 10: the HTTP client under the bot, and what is computed for a screen."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.calls import screen_calls
from bot.loop import run_loop
from bot.request import AiohttpRequest
from content.catalog import Catalog, load_catalog
from content.search import search as find
from content.search_entries import names_of, texts_of, words_of
from handlers.screen import Button, Screen
from locales import available, translator
from locales.formats import rupees
from tests.benchmarks.side_by_side import ROUNDS, Line, at_least, at_most, fake_api
from tests.search_report import read_queries, said_of

IN_FLIGHT, CALLS = 32, 1600
FIND = "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT 8"


def client(_folder: Path) -> list[Line]:
    """Goal 2: messages sent by one bot through our request class, the default one and a bare protocol."""
    with fake_api() as fake:
        rates = run_loop(_clients(fake.base))
    against_default = median(own / default for own, default, _bare in rates)
    against_bare = median(own / bare for own, _default, bare in rates)
    return [
        at_least("2 request class, calls/s at 32 in flight, against the default", against_default, 8),
        at_least("2 request class, calls/s, against a bare protocol", against_bare, 0.65),
    ]


async def _clients(base: str) -> list[tuple[float, float, float]]:
    default = HTTPXRequest(connection_pool_size=IN_FLIGHT, httpx_kwargs={"trust_env": False})
    bots = [Bot("21:x", f"{base}/bot", request=one) for one in (AiohttpRequest(), default, _Bare(base))]
    async with AsyncExitStack() as stack:
        ways = [partial((await stack.enter_async_context(bot)).send_message, 1, "udyam") for bot in bots]
        for way in ways:
            await _rate(way, 200)
        return [
            (await _rate(ways[0], CALLS), await _rate(ways[1], CALLS // 8), await _rate(ways[2], CALLS))
            for _ in range(ROUNDS)
        ]


async def _rate(call: Callable[[], Awaitable[Any]], number: int) -> float:
    async def caller() -> None:
        for _ in range(number // IN_FLIGHT):
            await call()

    start = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
    return number / (time.perf_counter() - start)


class _Bare(BaseRequest):
    """The least that a client can do behind the library's bot: kept streams, JSON out, the whole answer in."""

    read_timeout = None

    def __init__(self, base: str) -> None:
        self._host, _, self._port = base.removeprefix("http://").partition(":")
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()

    async def initialize(self) -> None:
        for _ in range(IN_FLIGHT):
            self._free.put_nowait(await asyncio.open_connection(self._host, int(self._port)))

    async def shutdown(self) -> None:
        while not self._free.empty():
            self._free.get_nowait()[1].close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: Any,
        **_timeouts: Any,
    ) -> tuple[int, bytes]:
        body = orjson.dumps(request_data.parameters if request_data else {})
        reader, writer = await self._free.get()
        path = url.partition("//")[2].partition("/")[2]
        head = f"POST /{path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}"
        writer.write(head.encode() + b"\r\n\r\n" + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().partition(b"content-length:")[2].partition(b"\r")[0])
        found = await reader.readexactly(length)
        self._free.put_nowait((reader, writer))
        return 200, found


def screens(_folder: Path) -> list[Line]:
    """Goal 10: a screen of twelve buttons as plain data beside the library's objects; rupees beside Babel."""
    from babel.numbers import format_currency

    buttons = [Button(f"Button {number}", "schemes.show", f"scheme-{number}") for number in range(12)]
    screen = Screen("Choose", rows=[buttons[n : n + 2] for n in range(0, 12, 2)])

    def as_data() -> bytes:
        return orjson.dumps(screen_calls(screen, 5, 6)[0][1])

    def as_objects() -> str:
        made = [InlineKeyboardButton(f"Button {n}", callback_data=f"schemes.show:scheme-{n}") for n in range(12)]
        return InlineKeyboardMarkup([made[n : n + 2] for n in range(0, 12, 2)]).to_json()

    words = [translator(code) for code in available()]
    places = ["hi_IN", "ta_IN", "mr_IN", "ml_IN", "en_IN"]
    assert {rupees(one, 12_345_678).lstrip("₹ ") for one in words} == {"1,23,45,678"}
    return [
        at_most("10 a screen of twelve buttons, against library objects", _times(as_data, as_objects, 400), 0.1),
        at_most(
            "10 rupees, against Babel",
            _times(
                lambda: [rupees(one, 12_345_678) for one in words for _ in range(5)],
                lambda: [format_currency(12_345_678, "INR", locale=place) for place in places for _ in words],
                200,
            ),
            0.2,
        ),
    ]


def search(_folder: Path) -> list[Line]:
    """A whole search beside SQLite's full-text search over the same texts, for the queries of the test set."""
    catalog = load_catalog()
    queries = [(query.text, said_of(query.language)) for query in read_queries()]
    tables = {language: _full_texts(catalog, language) for language in ("en", "hi", "ta")}
    asked = [
        (tables[said[0] if said else "en"], " OR ".join(f'"{word}"*' for word in text.replace('"', " ").split()))
        for text, said in queries
    ]
    return [
        at_most(
            "search, against SQLite's full-text search",
            _times(
                lambda: [find(catalog, text, said) for text, said in queries],
                lambda: [table.execute(FIND, (words,)).fetchall() for table, words in asked],
                2,
            ),
            1.5,
        )
    ]


def _full_texts(catalog: Catalog, language: str) -> sqlite3.Connection:
    """What a contact of a language searches: the names, words and texts in English and in the own language."""
    entries = [*names_of(catalog), *words_of(catalog), *texts_of(catalog)]
    if language != "en":
        say = translator(language).content
        entries += [*names_of(catalog, say), *texts_of(catalog, say)]
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize=\"unicode61 categories 'L* N* Co M*'\")")
    table.executemany("INSERT INTO names VALUES (?)", [(name,) for entry in entries for name in entry.names])
    return table


def _times(one: Callable[[], object], other: Callable[[], object], number: int) -> float:
    """The median of paired ratios of processor time."""

    def spent(work: Callable[[], object]) -> float:
        start = time.process_time()
        for _ in range(number):
            work()
        return time.process_time() - start

    spent(one), spent(other)
    return float(median(spent(one) / spent(other) for _ in range(ROUNDS)))
