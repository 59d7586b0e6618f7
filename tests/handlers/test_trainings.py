"""Standing courses: whose page is a link, and whose is only named."""

from __future__ import annotations

from dataclasses import replace

from content.official import is_listed
from content.portals import host_of
from content.trainings import Training
from db import trainings
from handlers.dispatch import answer_text, open_screen
from handlers.screen import Button, LinkButton
from handlers.turn import Turn
from tests.handlers.conftest import NOW


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


SAMPLE = Training(
    code="sample", id="sample", kind="zed-aware", title="ZED pledge and first check", organiser="MSME-DFO, QCI, NPC",
    starts_on=NOW.date(), ends_on=NOW.date(), starts_at=None, ends_at=None, place="Tiruppur", online=False,
    state="IN-TN", latitude=None, longitude=None, language="Tamil", fee_inr=0, seats=30, last_date=None, url="",
    contact="", source="", checked_on=None, sample=True,
)  # fmt: skip


async def test_a_training_is_found_by_its_title_unless_it_is_a_sample(turn: Turn) -> None:
    real = replace(SAMPLE, code="real", id="real", title="ZED pledge with Ravi", sample=False)
    over = replace(real, code="over", id="over", title="ZED pledge with Mala", ends_on=NOW.date().replace(day=1))
    await trainings.import_trainings(turn.session, [one.as_record() for one in (SAMPLE, real, over)])
    shown = await answer_text(replace(turn, typed="zed pledge"))
    opened = {button.callback_data for row in shown.rows for button in row if isinstance(button, Button)}
    assert "trainings.show:real" in opened
    assert opened.isdisjoint({f"trainings.show:{SAMPLE.code}", "trainings.show:over"})
    renamed = replace(real, title="Accounts with Ravi")
    await trainings.import_trainings(turn.session, [renamed.as_record()])
    again = await answer_text(replace(turn, typed="accounts with ravi"))
    assert "trainings.show:real" in str(again.rows)
