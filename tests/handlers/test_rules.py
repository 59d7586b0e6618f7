"""Pages of rules on the screen: never more lines than a small phone shows, and every sentence on one of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from markupsafe import escape

from bot.content_room import ContentRoom
from content.rules import rule_pages
from db import contacts
from db.store import open_store
from handlers.callback_data import encode
from handlers.dispatch import open_screen
from handlers.screen import Button, Screen
from handlers.turn import Turn
from locales import available, translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
MOST_LINES = 12


def following(screen: Screen, route: str, page: int) -> bool:
    """Whether a button leads to the next page."""
    wanted = f"{route}:{page + 1}"
    return any(isinstance(one, Button) and one.callback_data == wanted for row in screen.rows for one in row)


async def test_each_page_fits_and_is_shown_to_its_end(sqlite_url: str, room: ContentRoom) -> None:
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 7, "en", NOW)
        for language in available():
            turn = Turn(made, session, room.catalog, translator(language), NOW)
            for one in rule_pages(room.catalog.rules):
                seen, page = "", 0
                while True:
                    screen = await open_screen(turn, encode("rules.page", one.id, page))
                    assert screen.text.count("\n") < MOST_LINES, (language, one.id, page)
                    seen += f"{screen.text}\n"
                    if not following(screen, f"rules.page:{one.id}", page):
                        break
                    page += 1
                for field, said in (("pages.points", one.points), ("pages.mend", one.mend)):
                    assert [text for text in said if escape(turn.say(one.id, field, text)) not in seen] == []
    await store.close()


async def test_a_product_without_a_page_is_told_what_holds_for_all(sqlite_url: str, room: ContentRoom) -> None:
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 7, "en", NOW)
        await contacts.set_contact(session, made.id, profile={"sector": "stone"})
        contact = await contacts.get_contact(session, made.id)
        assert contact is not None
        turn = Turn(contact, session, room.catalog, translator("en"), NOW)
        screen = await open_screen(turn, "rules.mine")
        assert "There is no page for your product yet." in screen.text
        assert re.findall(r"rules\.chapter:([a-z-]+)", repr(screen.rows)) == [
            "environment-categories",
            "consent",
            "by-product",
        ]
        untold = Turn(made, session, room.catalog, translator("en"), NOW)
        assert "Rules by product" in (await open_screen(untold, "rules.mine")).text
        assert "rules.mine" not in repr((await open_screen(untold, "rules.menu")).rows)
    await store.close()
