"""Standing courses: whose page is a link, and whose is only named."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.content_room import ContentRoom
from content.official import is_listed
from content.portals import host_of
from db import contacts
from db.store import open_store
from handlers.dispatch import open_screen
from handlers.screen import LinkButton
from handlers.turn import Turn
from locales import translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


@pytest.fixture
async def turn(sqlite_url: str, room: ContentRoom) -> AsyncIterator[Turn]:
    """A turn of a contact who reads English."""
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 7, "en", NOW)
        yield Turn(made, session, room.catalog, translator("en"), NOW, "samooh_bot")
    await store.close()


async def test_page_off_the_list_is_named_and_not_linked(turn: Turn) -> None:
    unlisted = set()
    for kind in turn.catalog.training_kinds.values():
        screen = await open_screen(turn, f"trainings.kind:{kind.id}")
        links = [button for row in screen.rows for button in row if isinstance(button, LinkButton)]
        host = host_of(kind.portal_url)
        listed = host is not None and is_listed(host, turn.catalog.official_hosts)
        assert [link.url for link in links] == ([kind.portal_url] if listed else [])
        if host and not listed:
            unlisted.add(kind.id)
            assert f"not on our list of official ones:\n<code>{host}</code>" in screen.text
    assert unlisted
