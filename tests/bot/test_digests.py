"""Digests under an operator's hand: each alert comes once, counts as sent only if it was, and no doubt is hidden."""

from __future__ import annotations

import argparse
import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.broadcast import LIFE, Alert, freeze, put_back, send_alert
from bot.config import WrongSetting
from bot.deliveries import get_background
from bot.operator_broadcasts import dead, steer
from bot.worker import tick
from db import alerts, broadcasts, outbox
from db.contacts import Contact, set_contact
from db.models import digest_items
from db.outbox import LEASE
from tests.bot.conftest import NINE, TOPIC, Office, send_news
from tests.waiting import until_blocked


@pytest.fixture
def office(office_on_each: Office) -> Office:
    """A desk on each kind of database."""
    return office_on_each


async def _steer(office: Office, act: str, number: int | None = None, *, yes: bool = False) -> list[str]:
    return await steer(office.desk, argparse.Namespace(act=act, number=number, yes=yes))


async def _replay(office: Office) -> list[str]:
    return await dead(office.desk, argparse.Namespace(act="replay", ids=[], all=True))


async def _counted(office: Office, number: int) -> str:
    return (await _steer(office, "show", number))[1]


async def _tick_at(office: Office, at: datetime) -> None:
    office.clock.at = at
    await tick(office.desk)


async def _heard(office: Office, word: str) -> int:
    return sum(f"The {word} window" in text for text in await office.telegram.texts())


async def _slot(office: Office, number: int) -> str:
    """The key of the digest that carries a broadcast to its one reader."""
    query = select(digest_items.c.outbox_key).where(digest_items.c.broadcast_id == number)
    async with office.desk.store.unit() as session:
        return str((await session.execute(query)).scalar_one()).rpartition("T")[0].rpartition(":")[2]


@pytest.mark.usefixtures("reader")
async def test_a_doubtful_digest_is_listed_for_each_broadcast_and_closed_when_it_was_seen(office: Office) -> None:
    first, second = [await send_news(office, word) for word in ("first", "second")]
    await office.telegram.fault("drop_after", "sendMessage")
    await _tick_at(office, NINE)
    assert await _counted(office, first) == await _counted(office, second) == "in doubt 1"
    doubt, hint = await _steer(office, "doubts", first)
    assert f"digest of broadcasts {first}, {second}: " in doubt
    assert f"`python -m bot broadcast doubts {first} --yes`" in hint
    assert (await _steer(office, "doubts"))[0] == doubt
    early = await _steer(office, "doubts", first, yes=True)
    assert early == ["0 doubts are closed as seen.", "1 may still be on their way: try again in half a minute."]
    office.clock.move(minutes=1)
    assert await _steer(office, "doubts", first, yes=True) == ["1 doubts are closed as seen."]
    assert await _steer(office, "doubts", second) == await _steer(office, "doubts") == ["No message is in doubt."]
    assert await _counted(office, second) == "in doubt and seen 1"
    await _tick_at(office, NINE + timedelta(days=1))
    assert await _heard(office, "first") == 1


@pytest.mark.usefixtures("reader")
async def test_a_doubtful_digest_goes_out_once_more_and_silently_when_a_person_says_so(office: Office) -> None:
    first, second = [await send_news(office, word) for word in ("first", "second")]
    await office.telegram.fault("drop_after", "sendMessage")
    await _tick_at(office, NINE)
    more = (await _steer(office, "resend", first))[-1]
    assert more == f"Their digests bring these broadcasts once more too: {second}."
    assert await _steer(office, "resend", first, yes=True) == ["1 messages go out once more."]
    await tick(office.desk)
    assert await _counted(office, second) == "sent 1"
    assert await _heard(office, "first") == 2
    assert (await office.telegram.calls("sendMessage"))[-1]["params"]["disable_notification"]


@pytest.mark.usefixtures("reader")
async def test_a_paused_alert_is_left_out_and_comes_once_in_the_next_digest(office: Office) -> None:
    first, second = [await send_news(office, word) for word in ("first", "second")]
    await _steer(office, "pause", first)
    assert await _counted(office, first) == "paused 1"
    await _tick_at(office, NINE)
    assert (await _heard(office, "first"), await _heard(office, "second")) == (0, 1)
    assert (await _counted(office, first), await _counted(office, second)) == ("paused 1", "sent 1")
    assert (await _steer(office, "resume", first))[1] == "waiting 1"
    await _tick_at(office, NINE + timedelta(hours=2))
    assert await _heard(office, "first") == 0
    for day in (1, 2):
        await _tick_at(office, NINE + timedelta(days=day))
    assert (await _heard(office, "first"), await _heard(office, "second")) == (1, 1)
    assert await _counted(office, first) == "sent 1"


@pytest.mark.parametrize(("resumed", "counted"), [(True, "sent 1"), (False, "cancelled 1")])
async def test_what_was_left_out_goes_by_the_rhythm_of_the_day_it_goes_on_or_not_at_all(
    office: Office, reader: Contact, resumed: bool, counted: str
) -> None:
    number = await send_news(office, "first")
    await _steer(office, "pause", number)
    await _tick_at(office, NINE)
    assert await office.delivery_states() == ["suppressed"]
    async with office.desk.store.unit() as session:
        await set_contact(session, reader.id, alert_rhythm="now")
    await _steer(office, "resume" if resumed else "cancel", number)
    await _tick_at(office, NINE + timedelta(minutes=1))
    assert await _heard(office, "first") == int(resumed)
    assert await _counted(office, number) == counted


@pytest.mark.usefixtures("reader")
async def test_what_was_paused_for_longer_than_it_is_news_is_not_put_back(office: Office) -> None:
    number = await send_news(office, "first")
    await _steer(office, "pause", number)
    await _tick_at(office, NINE)
    office.clock.move(seconds=LIFE.total_seconds())
    assert (await _steer(office, "resume", number))[1] == "expired 1"
    await _tick_at(office, NINE + LIFE + timedelta(days=1))
    assert await _heard(office, "first") == 0


async def test_only_what_was_in_the_text_counts_as_sent(office: Office, reader: Contact) -> None:
    async with office.desk.store.unit() as session:
        await alerts.subscribe(session, reader.id, "theme:export", office.clock.now())
    cancelled, sent = [await send_news(office, word) for word in ("first", "third")]
    given_up = await send_news(office, "second", "theme:export")
    await _steer(office, "cancel", cancelled)
    assert await _counted(office, cancelled) == "cancelled 1"
    async with office.desk.store.unit() as session:
        await alerts.unsubscribe(session, reader.id, "theme:export")
    await _tick_at(office, NINE)
    assert [await _heard(office, word) for word in ("first", "second", "third")] == [0, 0, 1]
    counted = [await _counted(office, number) for number in (cancelled, given_up, sent)]
    assert counted == ["cancelled 1", "suppressed 1", "sent 1"]
    await _steer(office, "cancel", sent)
    assert await _counted(office, sent) == "sent 1"


@pytest.mark.usefixtures("reader")
async def test_an_alert_that_is_paused_while_its_digest_comes_back_unsent_waits_for_the_next(office: Office) -> None:
    first = await send_news(office, "first")
    await send_news(office, "second")
    office.clock.at = NINE
    await _begin(office, "ready")
    await _steer(office, "pause", first)
    await _tick_at(office, NINE + timedelta(minutes=1))
    assert (await _heard(office, "first"), await _heard(office, "second")) == (0, 1)
    await _steer(office, "resume", first)
    await _tick_at(office, NINE + timedelta(days=1))
    assert (await _heard(office, "first"), await _heard(office, "second")) == (1, 1)


async def _begin(office: Office, end: str = "sending") -> None:
    """A sender marks what is due, and may hear what became of it: surely not sent (ready), uncertain or dead."""
    now = office.clock.now()
    async with office.desk.store.unit() as session:
        claimed = await outbox.claim_ready(session, now, 1e12, 5)
        marked = await outbox.mark_sending(session, [one for one, _contact in claimed], now - LEASE, 0)
        for one in marked:
            if end == "ready":
                await outbox.mark_ready(session, one, now, "no connection")
            elif end != "sending":
                await outbox.mark_ended(session, one, end, "why")


@pytest.mark.usefixtures("reader")
async def test_what_a_doubtful_digest_may_have_brought_never_comes_again_by_itself(office: Office) -> None:
    first, second = [await send_news(office, word) for word in ("first", "second")]
    office.clock.at = NINE
    await _begin(office, "uncertain")
    await _steer(office, "resend", second, yes=True)
    await _steer(office, "pause", first)
    await tick(office.desk)
    await _steer(office, "resume", first)
    await _tick_at(office, NINE + timedelta(days=1))
    assert (await _heard(office, "first"), await _heard(office, "second")) == (0, 1)
    assert await _counted(office, first) == "in doubt and seen 1"


@pytest.mark.usefixtures("reader")
async def test_an_alert_that_is_laid_out_after_a_wait_takes_the_digest_that_comes_after_it(office: Office) -> None:
    number = await send_alert(office.desk, Alert({"en": "The late window"}, (TOPIC,)))
    office.clock.at = NINE - timedelta(seconds=1)
    async with office.desk.store.unit() as session:
        await broadcasts.lock_broadcast(session, number)
        laying = asyncio.create_task(freeze(office.desk, number))
        await asyncio.sleep(0)
        office.clock.at = NINE + timedelta(seconds=1)
    await laying
    assert await _slot(office, number) == "2026-11-27"


@pytest.mark.usefixtures("reader")
async def test_an_alert_for_a_digest_that_is_just_being_sent_takes_the_next(office: Office) -> None:
    await send_news(office, "first")
    late = await send_alert(office.desk, Alert({"en": "The late window"}, (TOPIC,)))
    office.clock.at = NINE - timedelta(seconds=1)  # another machine's clock is a little ahead
    async with office.desk.store.unit() as session:
        claimed = await outbox.claim_ready(session, NINE, 1e12, 5)
        laying = asyncio.create_task(freeze(office.desk, late))
        await until_blocked(office.desk.store, session)  # it reaches the row that this unit holds
        [marked] = await outbox.mark_sending(session, [one for one, _contact in claimed], NINE + LEASE, 0)
    await laying
    async with office.desk.store.unit() as session:
        await outbox.mark_sent(session, [(marked, 1)], NINE)
    assert (await _slot(office, late), await _counted(office, late)) == ("2026-11-27", "waiting 1")
    await _tick_at(office, NINE + timedelta(days=1))
    assert (await _heard(office, "late"), await _counted(office, late)) == (1, "sent 1")


@pytest.mark.usefixtures("reader")
async def test_an_alert_that_is_resumed_while_its_digest_is_written_is_in_it(office: Office) -> None:
    number = await send_news(office, "first")
    await _steer(office, "pause", number)

    async def write() -> list[int]:
        async with office.desk.store.unit() as session:
            [(digest, _contact)] = await outbox.claim_ready(session, NINE, 1e12, 5)
            known = await get_background(session, [digest])
            return [one.id for one in known.digests[digest.key]]

    async with office.desk.store.unit() as session:
        assert await broadcasts.set_broadcast_state(session, number, "sending")
        [broadcast] = (await alerts.get_broadcasts(session, [number])).values()
        writing = asyncio.create_task(write())
        await until_blocked(office.desk.store, session)  # it has read the state that was
        await put_back(session, broadcast, office.clock.now())
    assert await writing == [number]


@pytest.mark.usefixtures("reader")
async def test_a_resend_that_meets_a_cancellation_is_refused(office: Office) -> None:
    number = await send_news(office, "first")
    office.clock.at = NINE
    await _begin(office, "uncertain")
    async with office.desk.store.unit() as session:
        assert await broadcasts.set_broadcast_state(session, number, "cancelled")
        sending = asyncio.create_task(_steer(office, "resend", number, yes=True))
        await until_blocked(office.desk.store, session)  # it has read the state that was
    with pytest.raises(WrongSetting, match="is cancelled"):
        await sending
    assert await office.delivery_states() == ["uncertain"]


@pytest.mark.usefixtures("reader")
async def test_a_refused_digest_goes_out_once_more_for_what_goes_on(office: Office) -> None:
    first, second = [await send_news(office, word) for word in ("first", "second")]
    office.clock.at = NINE
    await _begin(office, "dead")
    for number in (first, second):
        await _steer(office, "pause", number)
    sent, reason = await _replay(office)
    assert sent == "0 messages go out once more."
    told = f"doesn't: broadcast {first} is paused, broadcast {second} is paused (`broadcast resume` lets it go on)"
    assert reason.endswith(told)
    await _steer(office, "resume", second)
    assert await _replay(office) == ["1 messages go out once more."]
    await tick(office.desk)
    assert (await _heard(office, "first"), await _heard(office, "second")) == (0, 1)
