"""The rules that a scheme's file must keep beyond its schema."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from content.faults import Fault
from content.official import is_official
from content.schemes import KINDS, THEMES, Scheme, Window
from content.sectors import Sectors

At = Callable[[list[str | int], str, str], Fault]  # path of the field, what was found, the mend
LONGEST_LIST = 6  # in the texts that are asked for most
GENERAL = "general knowledge"


def scheme_faults(at: At, file_id: str, scheme: Scheme, known: Collection[str], sectors: Sectors) -> Iterator[Fault]:
    """What is wrong with one scheme; `known` are the ids of all schemes."""
    if scheme.id != file_id:
        yield at(["id"], f"found {scheme.id}", f"name it {file_id}, as the file")
    for name in ("apply_url", "info_url"):
        url = getattr(scheme, name)
        if url and not is_official(url):
            yield at([name], f"{url} isn't official", "give the official portal, or add its domain")
    for number, successor in enumerate(scheme.successor):
        if successor not in known or successor == scheme.id:
            yield at(["successor", number], f"found {successor}", "give the id of another scheme")
    yield from _words(at, scheme)
    yield from _conditions(at, scheme, sectors)
    yield from _amounts(at, scheme)
    yield from _provenance(at, scheme)
    if scheme.asked_for:
        yield from _lengths(at, scheme)


def _words(at: At, scheme: Scheme) -> Iterator[Fault]:
    for name, allowed in (("kinds", KINDS), ("themes", THEMES)):
        for number, word in enumerate(getattr(scheme, name)):
            if word not in allowed:
                yield at([name, number], f"found {word}", f"use one of {', '.join(allowed)}")


def _conditions(at: At, scheme: Scheme, sectors: Sectors) -> Iterator[Fault]:
    """A state's scheme is for that state, and a sector must be one that an owner can name."""
    if (scheme.level == "state") != (scheme.state is not None):
        yield at(["state"], f"found {scheme.state}", "name the state of a state's scheme, and only of such a one")
    elif scheme.state and scheme.eligibility.states != (scheme.state,):
        yield at(["eligibility", "states"], "doesn't name the scheme's state", "list that state alone")
    sayable = {word for sector in sectors.values() for word in sector.scheme_words}
    for number, word in enumerate(scheme.eligibility.sectors):
        if word not in sayable:
            yield at(["eligibility", "sectors", number], f"found {word}", "use a scheme_words entry of sectors.yaml")


def _amounts(at: At, scheme: Scheme) -> Iterator[Fault]:
    for number, benefit in enumerate(scheme.benefits):
        if benefit.min_inr and benefit.max_inr and benefit.min_inr > benefit.max_inr:
            yield at(["benefits", number, "min_inr"], f"found {benefit.min_inr}", "it can't be above max_inr")
    window = scheme.window
    if isinstance(window, Window) and window.opens and window.closes and window.opens > window.closes:
        yield at(["window", "closes"], f"found {window.closes}", "it can't lie before opens")


def _provenance(at: At, scheme: Scheme) -> Iterator[Fault]:
    if not scheme.sources:
        yield at(["sources"], "is empty", "give at least one page and what it supports")
    general = scheme.basis == GENERAL or all(source.basis == GENERAL for source in scheme.sources)
    if general and scheme.confidence == "high":
        yield at(["confidence"], "high without a page", "write medium, or add the source")
    if scheme.as_of is None and scheme.as_of_note is None:
        yield at(["as_of"], "is missing", "give the date of the newest source, or an as_of_note")


def _lengths(at: At, scheme: Scheme) -> Iterator[Fault]:
    for name in ("who", "documents", "steps"):
        if len(getattr(scheme, name)) > LONGEST_LIST:
            yield at([name], f"{len(getattr(scheme, name))} lines", f"keep it to {LONGEST_LIST}")
