"""An operator's command line: slips are named, a dry run sends nothing, broken files change nothing."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.broadcast import Alert
from bot.config import WrongSetting
from bot.operator import alert, import_file, make_alert, print_missed, print_reports
from db import alerts, missed, providers
from db.contacts import Contact
from db.models import outbox as table
from tests.bot.conftest import Office


async def _states(office: Office) -> list[str]:
    async with office.desk.store.unit() as session:
        return list((await session.execute(select(table.c.state).order_by(table.c.id))).scalars())


async def _subscribe(office: Office, contact: Contact, *topics: str) -> None:
    async with office.desk.store.unit() as session:
        for topic in topics:
            await alerts.subscribe(session, contact.id, topic, office.clock.now())


def _options(**given: Any) -> argparse.Namespace:
    empty: dict[str, Any] = {"theme": [], "of_state": [], "cluster": [], "scheme": None, "only_state": None}
    return argparse.Namespace(**(empty | {"text": ["en=Hello"], "link": None, "dry_run": False} | given))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": ["hi=नमस्ते"]}, "--text en=… is missing"),
        ({"text": ["en"]}, "--text 'en'"),
        ({"text": ["xx=Hello"]}, "write a language and a text"),
        ({"text": ["en=  "]}, "write a language and a text"),
        ({"theme": ["money"]}, "--theme 'money' isn't known; allowed are for example finance"),
        ({"of_state": ["TN"]}, "--of-state 'TN' isn't known"),
        ({"theme": ["finance"], "only_state": "TN"}, "--only-state 'TN' isn't known"),
        ({"text": ["en=x", f"ta={'அ' * 1501}"]}, "--text ta=… has 1501 letters; at most 1500 are allowed"),
        ({"cluster": ["nowhere"]}, "--cluster 'nowhere' isn't known"),
        ({"scheme": "nothing"}, "--scheme 'nothing' isn't known"),
        ({"theme": ["finance"], "link": "https://bit.ly/x"}, "isn't official"),
        ({}, "say whom it concerns"),
    ],
)
def test_an_operators_slip_is_named(office: Office, given: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongSetting) as caught:
        make_alert(office.desk, _options(**given))
    assert said in str(caught.value)


def test_what_an_operator_wrote_becomes_an_alert(office: Office) -> None:
    cluster = next(iter(office.desk.catalog().clusters.values()))
    link = "https://msme.gov.in"
    made = make_alert(
        office.desk,
        _options(theme=["finance"], of_state=["IN-TN"], cluster=[cluster.id], scheme="pmegp", link=link),
    )
    topics = ("theme:finance", "state:IN-TN", f"cluster:{cluster.code}", "scheme:pmegp")
    assert made == Alert({"en": "Hello"}, topics, "pmegp", None, link)


async def test_a_dry_run_counts_and_sends_nothing(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    await _subscribe(office, await office.meet(), "theme:finance")
    assert await alert(office.desk, _options(theme=["finance"], dry_run=True)) == 0
    said = capsys.readouterr().out
    assert "No text in: hi, ta." in said
    assert "1 contacts would get it, in 1 s at most. Nothing was sent." in said
    assert await _states(office) == []
    texts = ["en=Hello", "hi=नमस्ते", "ta=வணக்கம்"]
    assert await alert(office.desk, _options(theme=["finance"], text=texts)) == 0
    assert "is on its way to 1 contacts" in capsys.readouterr().out
    assert await _states(office) == ["ready"]


async def test_a_broken_file_is_imported_by_no_row(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "providers.csv"
    path.write_text("id,name\nx,y\n", "utf-8")
    for what in ("providers", "trainings"):
        faults, count = await import_file(office.desk, what, path, dry_run=False)
        assert faults
        assert count == 0


async def test_reports_are_listed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    contact = await office.meet()
    record = {"code": "p1", "id": "lab", "categories": ["a"], "state": "IN-TN", "latitude": None, "longitude": None}
    async with office.desk.store.unit() as session:
        await providers.import_providers(session, [record])
        await providers.add_report(session, contact.id, "p1", "closed", datetime.fromisoformat("2026-11-25T00:00Z"))
    await print_reports(office.desk)
    assert capsys.readouterr().out == "2026-11-25 closed  lab\n"


async def test_what_was_searched_once_is_printed_only_when_it_was_asked_for(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    async with office.desk.store.unit() as session:
        for query in ("ramesh kumar", "pigeon", "biryani", "biryani"):
            await missed.add_missed(session, query, office.clock.now())
        await missed.mark_told(session, "pigeon", office.clock.now(), again=True)
    await print_missed(office.desk)
    printed = capsys.readouterr().out
    assert "ramesh" not in printed
    assert printed.index("pigeon") < printed.index("biryani")
