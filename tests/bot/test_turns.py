"""From the inbox to an answer: in order, once each, and past every bug."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import answers
from bot.answers import LEASE
from bot.intake import keep_updates
from bot.lanes import Lanes
from bot.turns import HELD, take_next
from db import contacts, inbox
from handlers import dispatch
from handlers.routes import make_route
from handlers.screen import Screen
from handlers.turn import Turn
from tests.bot.conftest import FIRST, Office

SECOND = FIRST + 1


async def _open(office: Office) -> list[int]:
    async with office.desk.store.unit() as session:
        return await inbox.get_open_lanes(session, office.desk.clock.machine())


def _broken(monkeypatch: pytest.MonkeyPatch, route: str) -> list[str]:
    """Put a bug into a route; gives the list that each try of it grows."""
    tries: list[str] = []

    async def broken(turn: Turn) -> Screen:
        tries.append(turn.typed)
        raise LookupError("a bug")

    monkeypatch.setitem(dispatch.ROUTES, route, make_route(broken))
    return tries


async def test_start_leads_to_the_languages(office: Office) -> None:
    await office.telegram.act("start")
    await office.serve()
    [text] = await office.telegram.texts()
    assert "Samooh" in text
    assert await _open(office) == []


async def test_a_tap_edits_the_screen_and_stops_the_spinner(office: Office) -> None:
    await office.meet()
    await office.say("/start")
    before = len(await office.telegram.texts())
    assert (await office.tap("settings.menu"))["toast"] is None
    texts = await office.telegram.texts()
    assert len(texts) == before
    assert texts[-1].startswith("⚙ Settings")


async def test_a_button_of_an_old_release_opens_home_and_says_so(office: Office) -> None:
    await office.meet()
    await office.say("/start")
    assert (await office.tap("nobody.knows:1"))["toast"] == "This menu was refreshed."
    assert (await office.telegram.texts())[-1].startswith("Samooh")


async def test_a_block_and_a_return_are_noted(office: Office) -> None:
    met = await office.meet()
    for act, active in (("block", False), ("unblock", True)):
        await office.telegram.act(act)
        await office.serve()
        async with office.desk.store.unit() as session:
            found = await contacts.get_contact(session, met.id)
        assert found is not None
        assert found.active is active


async def test_an_inline_query_gets_its_cards(office: Office) -> None:
    asking = asyncio.create_task(office.telegram.act("inline", query="cgtmse"))
    while not (raws := await office.fetch()):
        await asyncio.sleep(0)
    [lane] = await keep_updates(office.desk, raws)
    assert await take_next(office.desk, lane)
    assert "scheme-cgtmse" in {card["id"] for card in (await asking)["results"]}


async def test_an_update_of_a_kind_that_is_not_answered_is_done(office: Office) -> None:
    await keep_updates(
        office.desk,
        [
            {
                "update_id": 1,
                "edited_channel_post": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "channel"}},
            },
            {"no": "id"},
        ],
    )
    assert await take_next(office.desk, 5)
    assert not await take_next(office.desk, 5)
    assert await office.telegram.calls("sendMessage") == []


async def test_updates_of_one_contact_keep_their_order_while_others_go_on(office: Office) -> None:
    for contact in (FIRST, SECOND):
        await office.meet(contact)
    words = [f"word{number}" for number in range(3)]
    for word in words:
        for contact in (FIRST, SECOND):
            await office.telegram.act("text", contact, text=word)
    lanes = Lanes(office.desk)
    for lane in await keep_updates(office.desk, await office.fetch()):
        lanes.wake(lane)
    await lanes.idle()
    for contact in (FIRST, SECOND):
        answers = [text for text in await office.telegram.texts(contact) if "word" in text]
        assert [word for answer, word in zip(answers, words, strict=True) if word not in answer] == []


async def test_a_bug_is_tried_three_times_then_told_and_the_next_update_is_fine(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meet()
    tries = _broken(monkeypatch, "help.open")
    with capture_logs() as logs:
        said = await office.say("/help")
    assert len(tries) == 3
    assert said.startswith("Something went wrong on our side.")
    failed = [entry for entry in logs if entry["event"] == "turn failed"]
    assert [entry["put_aside"] for entry in failed] == [False, False, True]
    assert "/help" not in str([{k: v for k, v in entry.items() if k != "exc_info"} for entry in logs])
    assert (await office.say("/settings")) != said
    assert await _open(office) == []


async def test_a_bug_before_anybody_is_known_is_put_aside_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = _broken(monkeypatch, "start.open")
    with capture_logs():
        await office.telegram.act("start")
        await office.serve()
    assert len(tries) == 3
    assert await _open(office) == []


async def test_what_the_database_refuses_is_put_aside_and_not_tried_for_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(turn: Turn) -> Screen:
        await turn.change(zone=None)  # PostgreSQL hears of it with the commit
        return Screen("never seen")

    await office.meet()
    monkeypatch.setitem(dispatch.ROUTES, "help.open", make_route(broken))
    with capture_logs() as logs:
        said = await office.say("/help")
    assert said.startswith("Something went wrong on our side.")
    assert [entry["put_aside"] for entry in logs if entry["event"] == "turn failed"] == [False, False, True]
    assert await _open(office) == []


async def test_a_turn_that_a_dead_process_left_is_answered_but_not_taken_again(office: Office) -> None:
    await office.meet()
    await office.telegram.act("text", text="/help")
    [raw] = await office.fetch()
    await keep_updates(office.desk, [raw])
    answer: list[Any] = [["sendMessage", {"chat_id": FIRST, "text": "what the dead process meant to say"}]]
    async with office.desk.store.unit() as session:
        lease_until = office.desk.clock.machine() + LEASE
        await inbox.mark_answering(session, raw["update_id"], answer, lease_until)
    lanes = Lanes(office.desk)
    await lanes.take_up()
    assert await take_next(office.desk, FIRST) == HELD  # the process may still be alive
    office.clock.move(seconds=LEASE.total_seconds())
    await lanes.take_up()
    await lanes.idle()
    assert (await office.telegram.texts())[-1] == "what the dead process meant to say"


@pytest.mark.parametrize(
    ("kind", "times", "copies", "pauses"),
    [("429", 2, 1, [3.0, 3.0]), ("502_html", 1, 1, [0.01]), ("drop_after", 1, 2, [0.01])],
)
async def test_an_answer_outlasts_pauses_outages_and_doubts(
    office: Office, monkeypatch: pytest.MonkeyPatch, kind: str, times: int, copies: int, pauses: list[float]
) -> None:
    """A doubtful answer is repeated once: better twice than never."""
    await office.meet()
    waited: list[float] = []

    async def note(_desk: object, _answer: object, seconds: float) -> None:
        if seconds > 0:
            waited.append(seconds)
        office.clock.move(seconds=seconds)

    await office.telegram.fault(kind, "sendMessage", times=times, retry_after=3)
    await office.telegram.act("text", text="/help")
    [lane] = await keep_updates(office.desk, await office.fetch())
    before = len([one for one in await office.telegram.calls("sendMessage") if one["accepted"]])
    monkeypatch.setattr(answers, "hold", note)
    assert await take_next(office.desk, lane)
    accepted = [one for one in await office.telegram.calls("sendMessage") if one["accepted"]]
    assert len(accepted) - before == copies
    assert waited == pauses


async def test_an_answer_to_one_who_blocked_us_marks_the_contact(office: Office) -> None:
    met = await office.meet()
    await office.telegram.act("text", text="/help")
    raws = await office.fetch()
    await office.telegram.act("block")
    for lane in await keep_updates(office.desk, raws):
        assert await take_next(office.desk, lane)
    async with office.desk.store.unit() as session:
        found = await contacts.get_contact(session, met.id)
    assert found is not None
    assert not found.active


async def test_a_refused_answer_is_logged_and_given_up(office: Office) -> None:
    await office.meet()
    await keep_updates(office.desk, [{"update_id": 900, "message": {"chat": {"id": FIRST}}}])
    async with office.desk.store.unit() as session:
        await inbox.mark_answering(session, 900, [["sendMessage", {"chat_id": FIRST, "text": ""}]], office.clock.at)
    office.clock.move(seconds=1)
    with capture_logs() as logs:
        assert await take_next(office.desk, FIRST)
    assert [entry["event"] for entry in logs] == ["call given up"]


async def test_stopping_lets_the_turn_at_hand_end_and_leaves_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meet()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_turn: Turn) -> Screen:
        begun.set()
        await go_on.wait()
        return Screen("slow but sure")

    monkeypatch.setitem(dispatch.ROUTES, "help.open", make_route(slow))
    await office.telegram.act("text", text="/help")
    lanes = Lanes(office.desk)
    for lane in await keep_updates(office.desk, await office.fetch()):
        lanes.wake(lane)
        lanes.wake(lane)
    await begun.wait()
    stopping = asyncio.create_task(lanes.stop(5))
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    assert (await office.telegram.texts())[-1] == "slow but sure"
    await lanes.stop()


async def test_a_turn_that_never_ends_is_cancelled_and_waits_in_the_inbox(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meet()
    begun = asyncio.Event()

    async def endless(_turn: Turn) -> Screen:
        begun.set()
        await asyncio.Event().wait()
        return Screen("never")

    monkeypatch.setitem(dispatch.ROUTES, "help.open", make_route(endless))
    await office.telegram.act("text", text="/help")
    lanes = Lanes(office.desk)
    for lane in await keep_updates(office.desk, await office.fetch()):
        lanes.wake(lane)
    await begun.wait()
    await lanes.stop(0.01)
    await lanes.idle()
    assert await _open(office) == [FIRST]
