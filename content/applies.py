"""To whom a date of the calendar applies, by what an owner has told: yes, no, or not known yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.profile import ACCOUNTS, ACTIVITIES, ENTITIES, GST_SCHEMES, HOLDINGS, SIZES, Profile
from content.records import Record, RecordId, Rupees, StateCode


class Applies(Record):
    """To whom a date applies; what is left out doesn't matter. Turnover in rupees a year."""

    gst: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    states: tuple[StateCode, ...] = ()
    sizes: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    turnover_from: Rupees | None = None
    turnover_up_to: Rupees | None = None
    employees_from: int | None = None
    employees_maybe_from: int | None = None  # from so many on it is for the owner to judge; `who` says on what
    accounts: tuple[str, ...] = ()
    or_entities: tuple[str, ...] = ()  # whatever their accounts
    sectors: tuple[RecordId, ...] = ()
    or_holds: tuple[str, ...] = ()  # whatever their sector
    holds: tuple[str, ...] = ()  # any of them
    udyam: bool = False
    gem: bool = False
    own_judgement: bool = False  # hangs on something that isn't asked; `who` says on what

    def unknown_words(self) -> Iterator[tuple[str, str]]:
        """Words that no question of the profile offers, each with its field."""
        for name, allowed in (
            ("gst", GST_SCHEMES),
            ("entities", ENTITIES),
            ("or_entities", ENTITIES),
            ("accounts", ACCOUNTS),
            ("sizes", SIZES),
            ("activities", ACTIVITIES),
            ("holds", HOLDINGS),
            ("or_holds", HOLDINGS),
        ):
            yield from ((name, word) for word in getattr(self, name) if word not in allowed)


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a date applies to an owner, by which answers, and which are missing.

    None: not known yet, or, where no answer is missing, for the owner to judge.
    """

    applies: bool | None
    reasons: tuple[str, ...]  # questions of the profile
    unknown: tuple[str, ...]


Ways = tuple[tuple[str, str], ...]  # questions, each with the field that names the answers; one of them suffices
_WAYS: tuple[Ways, ...] = (
    (("gst_scheme", "gst"),),
    (("entity", "entities"),),
    (("state", "states"),),
    (("size", "sizes"),),
    (("activity", "activities"),),
    (("sector", "sectors"), ("holds", "or_holds")),
    (("accounts", "accounts"), ("entity", "or_entities")),
    (("holds", "holds"),),
)


def fit(applies: Applies, profile: Profile) -> Fit:
    """Compare a date's conditions with what an owner has told."""
    found = dict(_answers(applies, profile))
    reasons = tuple(question for question, holds in found.items() if holds is not None)
    unknown = tuple(question for question, holds in found.items() if holds is None)
    if False in found.values():
        return Fit(False, tuple(question for question, holds in found.items() if holds is False), ())
    open_ = applies.own_judgement or _too_few_to_tell(applies, profile)
    return Fit(None if unknown or open_ else True, reasons, unknown)


def told(profile: Profile, question: str) -> Any:
    """An answer, or what follows from another one: who has no GST number doesn't file. None where it isn't told."""
    answer = getattr(profile, question)
    return "none" if answer is None and question == "gst_scheme" and profile.gst is False else answer


def _answers(applies: Applies, profile: Profile) -> Iterator[tuple[str, bool | None]]:
    """Each question that matters, and whether its answer fits; None where it isn't answered."""
    for ways in _WAYS:
        yield from _one_of(applies, profile, ways)
    if applies.employees_from is not None:
        maybe = applies.employees_maybe_from
        least = applies.employees_from if maybe is None else maybe
        yield "employees", None if profile.employees is None else int(profile.employees) >= least
    if applies.turnover_from or applies.turnover_up_to:
        yield "turnover", _in_band(applies, profile.turnover)
    if applies.udyam:
        yield "udyam", profile.udyam
    if applies.gem:
        yield "gem", profile.gem


def _one_of(applies: Applies, profile: Profile, ways: Ways) -> Iterator[tuple[str, bool | None]]:
    """The answers of those ways that fit, else of those that aren't told, else of all; none where none is wanted."""
    wanted = [(question, words) for question, field in ways if (words := getattr(applies, field))]
    found = [(question, _fits(told(profile, question), words)) for question, words in wanted]
    for verdict in (True, None, False):
        if decisive := [one for one in found if one[1] is verdict]:
            yield from decisive
            return


def _fits(answer: Any, wanted: tuple[str, ...]) -> bool | None:
    """Whether an answer, or one of several, is among those wanted; None where it isn't told."""
    answers = answer if isinstance(answer, frozenset) else {answer}
    return None if answer is None else not answers.isdisjoint(wanted)


def _too_few_to_tell(applies: Applies, profile: Profile) -> bool:
    """Whether there are fewer workers than it surely applies from."""
    return profile.employees is not None and int(profile.employees) < (applies.employees_from or 0)


def _in_band(applies: Applies, band: str | None) -> bool | None:
    """Whether a band of turnover, named by its lower end, lies within the limits."""
    if band is None:
        return None
    low = int(band)
    return low >= (applies.turnover_from or 0) and (applies.turnover_up_to is None or low < applies.turnover_up_to)
