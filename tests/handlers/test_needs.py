"""Shared needs on the screen: no count from 1 to 4 is ever shown, and one's own tap shows nothing of the others."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content_room import ContentRoom
from content.clusters import practices_for
from content.needs import least_units
from db import contacts, needs
from db.needs import FEWEST
from db.store import Session, open_store
from handlers.callback_data import encode
from handlers.dispatch import open_screen
from handlers.needs import need_screen
from handlers.screen import Button, Screen
from handlers.turn import Turn
from locales import available, translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
OWNERS = 8
MOST_OPEN = 25
NEEDS = ("testing", "brand")
COUNT = re.compile(r"(?<![\d.-])\d+(?![\d.])")
ACTS = st.lists(
    st.tuples(
        st.integers(0, OWNERS - 1), st.sampled_from(["tick", "tick", "tick", "untick"]), st.sampled_from(NEEDS)
    ),
    max_size=MOST_OPEN,
)


def shown(screen: Screen) -> Iterator[int]:
    """The whole numbers on a screen and on its buttons, but for those that number the steps."""
    labels = [button.text for row in screen.rows for button in row if not re.match(r"\d\. ", button.text)]
    for text in (screen.text, *labels):
        yield from map(int, COUNT.findall(text))


async def _turn(session: Session, room: ContentRoom, chat: int, language: str = "en") -> Turn:
    contact = await contacts.get_by_chat(session, chat)
    assert contact is not None
    return Turn(contact, session, room.catalog, translator(language), NOW)


async def _owners(session: Session, cluster: str) -> None:
    for chat in range(OWNERS):
        made = await contacts.get_or_add(session, chat, "en", NOW)
        told = {"cluster": cluster, "udyam": chat < 3, "gem": True}
        await contacts.set_contact(session, made.id, agreed_at=NOW, profile=told)


async def _play(template: Path, room: ContentRoom, acts: list[tuple[int, str, str]]) -> None:
    cluster = next(iter(room.catalog.clusters))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{shutil.copy(template, folder + '/s.db')}")
        async with store.unit() as session:
            await _owners(session, cluster)
            ticked: dict[str, set[int]] = {need: set() for need in NEEDS}
            for chat, act, need in acts:
                before = await open_screen(await _turn(session, room, chat), encode("needs.show", cluster))
                screen = await open_screen(await _turn(session, room, chat), encode(f"needs.{act}", cluster, need))
                (ticked[need].add if act == "tick" else ticked[need].discard)(chat)
                _check(screen, enough=any(len(who) > FEWEST for who in ticked.values()))
                assert _counts(screen) == _counts(before)
            await _look(session, room, cluster, {name: len(who) for name, who in ticked.items()})
        await store.close()


async def _look(session: Session, room: ContentRoom, cluster: str, counts: dict[str, int]) -> None:
    for language in available():
        turn = await _turn(session, room, 0, language)
        for need, count in counts.items():
            enough = need == "brand" and count > FEWEST
            _check(await open_screen(turn, encode("needs.next", cluster, need)), enough=enough)
            known = {one.need: one.count for one in await needs.get_shared(session, [cluster])}
            told = need_screen(turn, cluster, need, known.get(need))
            assert (told is not None) == enough
        card = await open_screen(turn, encode("clusters.show", cluster))
        [progress] = [line for line in card.text.split("\n") if "GeM" in line]
        assert list(map(int, COUNT.findall(progress))) == [FEWEST, FEWEST]  # fewer than, and at least


def _counts(screen: Screen) -> list[str]:
    """What the buttons of the needs say, without the signs that tell mine."""
    return [
        button.text.split(maxsplit=1)[1]
        for row in screen.rows
        for button in row
        if isinstance(button, Button) and button.callback_data.startswith(("needs.tick", "needs.untick"))
    ]


def _check(screen: Screen, *, enough: bool) -> None:
    """Nothing but the step, a scheme's minimum, and what makes a group where there is one."""
    assert set(shown(screen)) <= {FEWEST, 20} | ({FEWEST + 1} if enough else set()), screen


def test_no_small_count_is_ever_shown(sqlite_template: Path, room: ContentRoom) -> None:
    @settings(max_examples=40, database=None)
    @given(ACTS)
    def play(acts: list[tuple[int, str, str]]) -> None:
        asyncio.run(_play(sqlite_template, room, acts))

    play()


def test_the_minimum_is_what_the_scheme_says_today(room: ContentRoom) -> None:
    schemes = dict(room.catalog.schemes)
    need = room.catalog.needs["testing"]
    assert least_units(need, schemes) == schemes["mse-cdp-cfc"].eligibility.group_min_units == 20
    rules = schemes["mse-cdp-cfc"].eligibility.model_copy(update={"group_min_units": 12})
    schemes["mse-cdp-cfc"] = schemes["mse-cdp-cfc"].model_copy(update={"eligibility": rules})
    assert least_units(need, schemes) == 12
    assert least_units(need, {}) == least_units(room.catalog.needs["brand"], schemes) == 0


def test_practices_of_the_own_trade_stand_first(room: ContentRoom) -> None:
    practices = room.catalog.practices.values()
    knitwear = next(one for one in room.catalog.clusters.values() if "knitwear" in one.product.lower())
    found = practices_for(knitwear, practices, room.catalog.sectors)
    assert len(found) == len(practices)
    assert found[0].sector == "knitwear"
    foundry = next(one for one in room.catalog.clusters.values() if one.sector == "foundry-forging")
    assert "foundries" in practices_for(foundry, practices, room.catalog.sectors)[0].sector


async def _tap(turn: Turn, chat: int, act: str, cluster: str, need: str = "testing") -> Screen:
    contact = await contacts.get_by_chat(turn.session, chat)
    assert contact is not None
    return await open_screen(replace(turn, contact=contact), encode(f"needs.{act}", cluster, need))


async def test_a_group_is_enough_only_while_it_is_and_a_later_member_sees_it(turn: Turn) -> None:
    cluster = next(iter(turn.catalog.clusters))
    for chat in range(100, 122):
        made = await contacts.get_or_add(turn.session, chat, "en", NOW)
        await contacts.set_contact(turn.session, made.id, agreed_at=NOW, profile={"cluster": cluster})
    enough = "Enough owners want it: begin now."
    told = [enough in (await _tap(turn, chat, "tick", cluster)).text for chat in range(100, 121)]
    assert told == [False] * 19 + [True] * 2
    screen = await _tap(turn, 121, "next", cluster)
    assert enough in screen.text
    assert "Owners who want it: at least 20" in screen.text
    for chat in range(100, 114):
        await _tap(turn, chat, "untick", cluster)
    screen = await _tap(turn, 120, "next", cluster)
    assert enough not in screen.text
    assert "Other owners who want it: at least 5" in screen.text


async def test_the_fifth_sees_no_number_by_ticking(turn: Turn) -> None:
    cluster = next(iter(turn.catalog.clusters))
    for chat in range(100, 106):
        made = await contacts.get_or_add(turn.session, chat, "en", NOW)
        await contacts.set_contact(turn.session, made.id, agreed_at=NOW, profile={"cluster": cluster})
    for chat in range(100, 105):
        assert "Testing lab" in _counts(await _tap(turn, chat, "tick", cluster))
    assert "Testing lab · 5+" in _counts(await _tap(turn, 105, "tick", cluster))


async def test_a_message_about_what_is_gone_is_not_written(sqlite_template: Path, room: ContentRoom) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{shutil.copy(sqlite_template, folder + '/s.db')}")
        async with store.unit() as session:
            await contacts.get_or_add(session, 0, "en", NOW)
            turn = await _turn(session, room, 0)
            cluster = next(iter(room.catalog.clusters))
            assert need_screen(turn, "nowhere0", "testing", None) is None
            assert need_screen(turn, cluster, "nothing", None) is None
            assert need_screen(turn, cluster, "testing", 19) is None  # some left before it came
            told = need_screen(turn, cluster, "testing", 21)
            assert told is not None
            assert "at least 20" in told.text
            routes = [one.callback_data for row in told.rows for one in row if isinstance(one, Button)]
            assert f"needs.next:{cluster}:testing" in routes
        await store.close()


async def test_a_number_that_is_not_sure_is_said_to_be_so_wherever_it_stands(turn: Turn) -> None:
    cluster = next(iter(turn.catalog.clusters))
    made = await contacts.get_or_add(turn.session, 100, "en", NOW)
    await contacts.set_contact(turn.session, made.id, agreed_at=NOW, profile={"cluster": cluster})
    message = need_screen(turn, cluster, "testing", 20)
    assert message is not None
    for screen in (await _tap(turn, 100, "tick", cluster), await _tap(turn, 100, "next", cluster), message):
        assert "asked for a group of at least 20 units. In special cases fewer were enough." in screen.text
        assert "schemes.source:mse-cdp-cfc" in [
            one.callback_data for row in screen.rows for one in row if isinstance(one, Button)
        ]
