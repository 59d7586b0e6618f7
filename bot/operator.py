"""What an operator does from the command line: alerts, imports, reports."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path

from bot.broadcast import Alert, audience, freeze, seconds_for, send_alert
from bot.config import WrongSetting
from bot.desk import Desk
from bot.operator_chat import count_text
from bot.subject_days import import_trainings
from content.codes import short_code
from content.faults import BrokenContent, Fault
from content.official import is_official
from content.providers import read_providers
from content.schemes import THEMES
from content.states import STATES
from content.trainings import read_trainings
from db import missed, needs, providers
from db.providers import get_reports
from locales import LANGUAGES, available

ALERT_LIMIT = 1500  # letters: an alert is one screen, the rest stands behind its link


async def import_file(desk: Desk, what: str, path: Path, dry_run: bool) -> tuple[list[Fault], int]:
    """Read a file whole; with a fault nothing is imported. Gives the faults and how many rows there are."""
    try:
        if what == "trainings":
            records = [one.as_record() for one in read_trainings(path, desk.clock.now().date())]
        else:
            records = [one.as_record() for one in read_providers(path)]
    except BrokenContent as error:
        return error.faults, 0
    if not dry_run:
        async with desk.store.unit() as session:
            if what == "trainings":
                await import_trainings(session, records, desk.clock.now())
            else:
                await providers.import_providers(session, records)
    return [], len(records)


async def alert(desk: Desk, options: argparse.Namespace) -> int:
    """Count who would get an alert and how long that takes, and unless it is a dry run, send it."""
    made = make_alert(desk, options)
    async with desk.store.unit() as session:
        people = len(await audience(desk, session, made))
    missing = [code for code in available() if code not in made.texts]
    if missing:
        print(f"No text in: {', '.join(missing)}. Those contacts get it in English.")  # noqa: T201
    span = span_words(seconds_for(desk, people))
    if options.dry_run:
        print(f"{people} contacts would get it, in {span} at most. Nothing was sent.")  # noqa: T201
        return 0
    number = await send_alert(desk, made)
    await freeze(desk, number)  # the workers would too; so it begins at once, and they go on should this process die
    print(f"Alert {number} is on its way to {people} contacts, in {span} at most; a digest comes later.")  # noqa: T201
    return 0


def span_words(seconds: float) -> str:
    """A length of time as a person says it."""
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < 120 else f"{round(whole / 60)} minutes"


def make_alert(desk: Desk, options: argparse.Namespace) -> Alert:
    """Check what the operator gave.

    Raises WrongSetting that names the option, what was found and what is allowed.
    """
    texts = dict(language_text("--text", word) for word in options.text)
    if "en" not in texts:
        raise WrongSetting("--text en=… is missing: English is what everybody falls back to")
    catalog = desk.catalog()
    clusters = {cluster.id: cluster.code for cluster in catalog.clusters.values()}
    _all_known("--theme", options.theme, THEMES)
    _all_known("--of-state", options.of_state, STATES.names)
    _all_known("--only-state", list(filter(None, [options.only_state])), STATES.names)
    _all_known("--cluster", options.cluster, clusters)
    _all_known("--scheme", list(filter(None, [options.scheme])), catalog.schemes)
    if options.link and not is_official(options.link):
        raise WrongSetting(f"--link {options.link} isn't official: only official pages are given as links")
    topics = (
        *(f"theme:{name}" for name in options.theme),
        *(f"state:{code}" for code in options.of_state),
        *(f"cluster:{short_code(name)}" for name in options.cluster),
        *([f"scheme:{options.scheme}"] if options.scheme else []),
    )
    if not topics:
        raise WrongSetting("say whom it concerns: --theme, --of-state, --cluster or --scheme")
    return Alert(texts, topics, options.scheme, options.only_state, options.link)


def language_text(option: str, word: str) -> tuple[str, str]:
    """Read "hi=…": a language and what is said in it.

    Raises WrongSetting that names the option.
    """
    code, equals, text = word.partition("=")
    if code not in LANGUAGES or not equals or not text.strip():
        raise WrongSetting(f"{option} {word!r}: write a language and a text, for example en=The window is open")
    if len(text) > ALERT_LIMIT:
        raise WrongSetting(
            f"{option} {code}=… has {len(text)} letters; at most {ALERT_LIMIT} are allowed: put more behind --link"
        )
    return code, text.strip()


def _all_known(option: str, given: list[str], allowed: Collection[str]) -> None:
    for word in given:
        if word not in allowed:
            examples = ", ".join(list(allowed)[:8])
            raise WrongSetting(f"{option} {word!r} isn't known; allowed are for example {examples}")


async def print_missed(desk: Desk) -> None:
    """Print what was searched twice and not found, or asked for; what was asked for most first."""
    async with desk.store.unit() as session:
        rows = await missed.get_missed(session)
    for row in rows:
        print(f"{row.last_at:%Y-%m-%d}  missed {row.times:4} ×  asked for {row.told:3} ×  {row.query}")  # noqa: T201
    print(f"{len(rows)} queries found nothing twice or more, or were asked for.")  # noqa: T201


async def print_needs(desk: Desk) -> None:
    """List what owners of a cluster would share and how many are on Udyam and GeM: counts from five on."""
    places = {code: cluster.id for code, cluster in desk.catalog().clusters.items()}
    async with desk.store.unit() as session:
        rows = await needs.get_shared(session)
        progress = await needs.get_all_progress(session)
    for row in rows:
        told = f"told {row.told_at:%Y-%m-%d %H:%M}" if row.told_at else "not told yet"
        place = places.get(row.cluster, row.cluster)
        print(f"{count_text(row.count):12}  {told:21}  {row.need:14}  {place}")  # noqa: T201
    print(f"{len(rows)} shared needs.")  # noqa: T201
    for code, found in progress.items():
        place = places.get(code, code)
        print(f"Udyam: {count_text(found.udyam):12}  GeM: {count_text(found.gem):12}  {place}")  # noqa: T201


async def print_reports(desk: Desk) -> None:
    """List what contacts reported."""
    async with desk.store.unit() as session:
        for report in await get_reports(session):
            print(f"{report['at']:%Y-%m-%d} {report['kind']:7} {report['id']}")  # noqa: T201
