"""Twelve owners and what follows for them from 46 schemes, worked out by hand from the schemes' conditions."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.catalog import Catalog, load_catalog
from content.eligibility import Change, Verdict, verdict
from content.profile import Profile
from content.sectors import with_sector

PERSONAS = sorted((Path(__file__).parent / "personas").glob("*.yaml"))
KINDS = ("fits", "may_fit", "does_not_fit")
persona = pytest.mark.parametrize("path", PERSONAS, ids=lambda path: path.stem)


@cache
def catalog() -> Catalog:
    return load_catalog()


@cache
def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def judged(path: Path) -> dict[str, Verdict]:
    """The persona's verdict for each scheme that its file speaks of."""
    owner = with_sector(Profile.from_answers(read(path)["profile"]), catalog().sectors)
    ids = [scheme for kind in KINDS for scheme in read(path)[kind]]
    return {scheme: verdict(catalog().schemes[scheme].eligibility, owner) for scheme in ids}


@persona
def test_what_fits(path: Path) -> None:
    fitting = {scheme for scheme, found in judged(path).items() if found.kind == "fits"}
    assert fitting == set(read(path)["fits"])


@persona
def test_what_may_fit_and_which_questions_would_decide(path: Path) -> None:
    open_ones = {scheme: list(found.unknown) for scheme, found in judged(path).items() if found.kind == "may_fit"}
    assert open_ones == read(path)["may_fit"]


@persona
def test_what_does_not_fit_and_why(path: Path) -> None:
    failed = {scheme: set(found.failed) for scheme, found in judged(path).items() if found.failed}
    assert failed == {scheme: set(reasons) for scheme, reasons in read(path)["does_not_fit"].items()}


@persona
def test_which_change_would_make_it_fit(path: Path) -> None:
    offered = {scheme: [*map(_words, found.changes)] for scheme, found in judged(path).items() if found.changes}
    assert offered == read(path)["changes"]


def _words(change: Change) -> str:
    return f"{change.name} {change.count}" if change.count else change.name


def test_all_personas_speak_of_the_same_schemes_each_once() -> None:
    listed = [[scheme for kind in KINDS for scheme in read(path)[kind]] for path in PERSONAS]
    assert len(listed) == 12
    assert all(sorted(ids) == sorted(set(listed[0])) for ids in listed)
    assert len(listed[0]) == 46


@persona
def test_every_answer_of_a_persona_is_one_that_can_be_given(path: Path) -> None:
    assert Profile.from_answers(read(path)["profile"]).answers() == read(path)["profile"]
