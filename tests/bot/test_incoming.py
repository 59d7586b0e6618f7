"""Raw updates become what a turn needs; whatever is malformed is put aside and stops nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot import answers
from bot.clock import Clock
from bot.content_room import ContentRoom
from bot.desk import Desk
from bot.incoming import Incoming, lane_of, read_update
from bot.intake import keep_updates
from bot.telegram import make_api
from bot.turns import take_next
from db import inbox
from db.budget import lay_permits
from db.store import open_store

PERSON = {"id": 7, "is_bot": False, "first_name": "A", "language_code": "ta"}
CHAT = {"id": 7, "type": "private"}
MESSAGE = {"message_id": 3, "date": 1, "chat": CHAT, "from": PERSON}
API = make_api("1:x", "http://127.0.0.1:9")


def _read(**body: Any) -> Incoming | None:
    return read_update(orjson.dumps({"update_id": 1, **body}).decode())


def test_what_happened_is_read() -> None:
    assert _read(message={**MESSAGE, "text": "வணக்கம்"}) == Incoming(7, "ta", typed="வணக்கம்")
    located = {**MESSAGE, "location": {"latitude": 11.1, "longitude": 77.3}}
    assert _read(message=located) == Incoming(7, "ta", location=(11.1, 77.3))
    photo = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
    assert _read(message={**MESSAGE, "photo": [photo], "caption": "bill"}) == Incoming(7, "ta", typed="bill")


def test_a_tap_is_read_without_the_keyboard_it_carries() -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "y", "unknown": {"a": []}}]]}
    query = {"id": "55", "from": PERSON, "chat_instance": "i", "data": "home.open"}
    tapped = {**query, "message": {**MESSAGE, "text": "t", "reply_markup": keyboard}}
    assert _read(callback_query=tapped) == Incoming(7, "ta", tapped="home.open", callback_id="55", message_id=3)
    old = {**query, "message": {"message_id": 3, "date": 0, "chat": CHAT}}
    assert _read(callback_query=old) == Incoming(7, "ta", tapped="home.open", callback_id="55")
    assert _read(callback_query=query) == Incoming(7, "ta", tapped="home.open", callback_id="55")


def test_an_inline_query_and_a_block_are_read() -> None:
    query = {"id": "9", "from": PERSON, "query": "cgtmse", "offset": ""}
    assert _read(inline_query=query) == Incoming(7, "ta", query="cgtmse", query_id="9")
    for status, blocked in (("kicked", True), ("member", False)):
        assert _read(my_chat_member=_membership(CHAT, status)) == Incoming(7, "ta", blocked=blocked)


def _membership(chat: dict[str, Any], status: str) -> dict[str, Any]:
    bot = {"id": 1, "is_bot": True, "first_name": "B"}
    member = {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
    return {"chat": chat, "from": PERSON, "date": 1, "old_chat_member": {"user": bot, "status": "left"}} | {
        "new_chat_member": member
    }


def test_groups_channels_and_edits_are_not_answered() -> None:
    group = {"id": -5, "type": "group", "title": "G"}
    assert _read(message={**MESSAGE, "chat": group, "text": "x"}) is None
    assert _read(my_chat_member=_membership(group, "member")) is None
    assert _read(edited_message={**MESSAGE, "text": "x"}) is None
    assert _read(message={"message_id": 3, "date": 1, "chat": CHAT, "text": "x"}) is None
    assert _read() is None


def test_the_lane_is_the_account_or_the_chat() -> None:
    assert lane_of({"update_id": 1, "message": MESSAGE}) == 7
    assert lane_of({"update_id": 1, "channel_post": {"chat": {"id": -9}}}) == -9
    assert lane_of({"update_id": 1, "poll": {"from": "nobody"}}) == 0
    assert lane_of({"update_id": 1}) == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
PARTS = st.sampled_from(["message", "callback_query", "inline_query", "my_chat_member", "poll", "x"])
INNER = st.dictionaries(
    st.sampled_from(["from", "chat", "text", "data", "id", "message", "location", "date", "message_id"]),
    JSON | st.just(PERSON) | st.just(CHAT),
    max_size=6,
)


@pytest.fixture
def own_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop for a test that hypothesis repeats."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=PARTS, body=JSON | INNER)
def test_no_update_stops_its_lane(
    own_loop: asyncio.AbstractEventLoop,
    sqlite_url: str,
    room: ContentRoom,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    body: Any,
) -> None:
    async def given(_desk: Desk, _answer: object) -> None:
        return

    monkeypatch.setattr(answers, "give", given)  # nobody is there to be answered

    async def play() -> None:
        desk = Desk(open_store(sqlite_url), API, Clock(), lambda: room.catalog)
        ignored = {"edited_message": {"from": {"id": lane}}} if (lane := lane_of({part: body})) else {}
        async with desk.store.unit() as session:
            await lay_permits(session, 1000)
            await inbox.forget_done(session, desk.clock.now())
        await keep_updates(desk, [{"update_id": 1, part: body}, {"update_id": 2, **ignored}])
        for _ in range(8):
            if not await _once(desk, lane):
                break
        async with desk.store.unit() as session:
            assert await inbox.get_open_lanes(session, desk.clock.machine()) == []
        await desk.store.close()

    with capture_logs():
        own_loop.run_until_complete(play())


async def _once(desk: Desk, lane: int) -> bool:
    """One try, with the answer that can't be sent here counted as given up."""
    async with desk.store.unit() as session:
        row = (await inbox.get_oldest_and_contact(session, lane))[0]
        if row is not None and row.state == "answering":
            await inbox.mark_done(session, row.update_id, desk.clock.now())
            return True
    return await take_next(desk, lane) is not None
