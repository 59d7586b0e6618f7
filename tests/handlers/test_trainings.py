"""Standing courses: whose page is a link, and whose is only named."""

from __future__ import annotations

from content.official import is_listed
from content.portals import host_of
from handlers.dispatch import open_screen
from handlers.screen import LinkButton
from handlers.turn import Turn


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
