"""Whether a scheme fits an owner: each condition says yes, no or not known, and so does the whole.

Every condition that is present must hold; a list means any of its values; an absent one says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from content.profile import EDUCATION, QUESTIONS, Profile
from content.records import Record, StateCode

Truth = bool | None  # None: not known
Kind = Literal["fits", "may_fit", "does_not_fit"]


class Eligibility(Record):
    """The conditions that a machine can check; `None` or an empty list is no condition.

    `education_min` holds for any project; where it depends on the project's cost, `education_note` says so
    and nothing is concluded from it.
    """

    sizes: tuple[Literal["micro", "small", "medium"], ...] = ()
    activities: tuple[Literal["manufacturing", "service", "trading", "artisan"], ...] = ()
    sectors: tuple[str, ...] = ()
    states: tuple[StateCode, ...] = ()
    udyam_required: bool = False
    gst_required: bool = False
    individual_ok: bool | None = None
    group_min_units: int | None = None
    women_only: bool = False
    social_categories: tuple[Literal["sc", "st", "obc", "minority", "women", "ex-serviceman", "pwd"], ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    new_units_only: bool = False
    existing_units_only: bool = False
    education_min: Literal["7th", "8th", "10th", "12th"] | None = None
    education_note: str | None = None

    @cached_property
    def wanted(self) -> tuple[tuple[str, Any], ...]:
        """The conditions that say something, with what they want."""
        return tuple((name, wanted) for name in CONDITIONS if _speaks(name, wanted := self._wants(name)))

    def _wants(self, name: str) -> Any:
        """One field; where a scheme is for women only, "women" among the groups opens it to no further woman."""
        if name == "social_categories" and self.women_only:
            return tuple(group for group in self.social_categories if group != "women")
        return getattr(self, name)


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest thing an owner can do about a condition: "join_group" counts the units still missing."""

    name: str  # register_udyam | register_gst | join_group | form_group | wait_until_age | start_new_unit
    count: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows for one scheme: the failed conditions, and the questions that would decide, in asking order.

    `changes` mend every failed condition together; empty where one of them isn't in the owner's hands.
    """

    kind: Kind
    failed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    changes: tuple[Change, ...] = field(default=())


def verdict(eligibility: Eligibility, profile: Profile) -> Verdict:
    """Judge one scheme's conditions for one owner."""
    failed: list[str] = []
    questions: set[str] = set()
    for name, wanted in eligibility.wanted:
        truth = CONDITIONS[name](wanted, profile)
        if truth is False:
            failed.append(name)
        elif truth is None:
            questions.update(_questions(name, wanted, profile))
    unknown = tuple(question for question in QUESTIONS if question in questions) if questions else ()
    if failed:
        return Verdict("does_not_fit", tuple(failed), unknown, _changes(failed, eligibility, profile))
    return Verdict("may_fit", unknown=unknown) if unknown else Verdict("fits")


def _size(wanted: tuple[str, ...], profile: Profile) -> Truth:
    return None if profile.size is None else profile.size in wanted


def _activity(wanted: tuple[str, ...], profile: Profile) -> Truth:
    return None if profile.activity is None else profile.activity in _with_artisans(wanted)


def _with_artisans(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """An artisan makes goods, so what is open to manufacturing is open to artisans."""
    return (*wanted, "artisan") if "manufacturing" in wanted else wanted


def _sector(wanted: tuple[str, ...], profile: Profile) -> Truth:
    return None if profile.sector is None else bool(profile.sector_words & set(wanted))


def _state(wanted: tuple[str, ...], profile: Profile) -> Truth:
    return None if profile.state is None else profile.state in wanted


def _group_size(wanted: int, profile: Profile) -> Truth:
    return None if profile.group_units is None else profile.group_units >= wanted


def _group(_wanted: bool, profile: Profile) -> Truth:
    """Not for a single enterprise: the owner must stand in a group."""
    return None if profile.group_units is None else profile.group_units > 1


def _women(_wanted: bool, profile: Profile) -> Truth:
    return profile.women_owned


def _categories(wanted: tuple[str, ...], profile: Profile) -> Truth:
    if "women" in wanted and profile.women_owned:
        return True
    groups = set(wanted) - {"women"}
    told = profile.social_categories
    if told is not None and told & groups:
        return True
    open_ended = (groups and told is None) or ("women" in wanted and profile.women_owned is None)
    return None if open_ended else False


def _age_min(wanted: int, profile: Profile) -> Truth:
    return None if profile.age is None else profile.age >= wanted


def _age_max(wanted: int, profile: Profile) -> Truth:
    return None if profile.age is None else profile.age <= wanted


def _new(_wanted: bool, profile: Profile) -> Truth:
    return profile.new_unit


def _existing(_wanted: bool, profile: Profile) -> Truth:
    return None if profile.new_unit is None else not profile.new_unit


def _education(wanted: str, profile: Profile) -> Truth:
    if profile.education is None:
        return None
    return EDUCATION.index(profile.education) >= EDUCATION.index(wanted)


CONDITIONS: Mapping[str, Callable[[Any, Profile], Truth]] = {
    "states": _state,
    "sectors": _sector,
    "activities": _activity,
    "sizes": _size,
    "udyam_required": lambda _wanted, profile: profile.udyam,
    "gst_required": lambda _wanted, profile: profile.gst,
    "group_min_units": _group_size,
    "individual_ok": _group,
    "women_only": _women,
    "social_categories": _categories,
    "age_min": _age_min,
    "age_max": _age_max,
    "new_units_only": _new,
    "existing_units_only": _existing,
    "education_min": _education,
}
_ASKED_BY = {
    "states": "state",
    "sectors": "sector",
    "activities": "activity",
    "sizes": "size",
    "udyam_required": "udyam",
    "gst_required": "gst",
    "group_min_units": "group_units",
    "individual_ok": "group_units",
    "women_only": "women_owned",
    "age_min": "age",
    "age_max": "age",
    "new_units_only": "new_unit",
    "existing_units_only": "new_unit",
    "education_min": "education",
}


def _speaks(name: str, wanted: Any) -> bool:
    if name == "individual_ok":
        return wanted is False
    return wanted not in (None, False, ())


def _questions(name: str, wanted: Any, profile: Profile) -> tuple[str, ...]:
    """What to ask for a condition that isn't known yet; either answer may decide about the groups."""
    if name != "social_categories":
        return (_ASKED_BY[name],)
    asks_woman = "women" in wanted and profile.women_owned is None
    asks_groups = set(wanted) != {"women"} and profile.social_categories is None
    return ("women_owned",) * asks_woman + ("social_categories",) * asks_groups


def _changes(failed: list[str], eligibility: Eligibility, profile: Profile) -> tuple[Change, ...]:
    """The changes that would mend every failed condition; none when one of them can't be mended."""
    changes: list[Change] = []
    for name in failed:
        change = _change(name, eligibility, profile)
        if change is None:
            return ()
        if change not in changes:
            changes.append(change)
    return tuple(changes)


def _change(name: str, eligibility: Eligibility, profile: Profile) -> Change | None:
    missing = (eligibility.group_min_units or 0) - max(profile.group_units or 1, 1)
    made: dict[str, Change] = {
        "udyam_required": Change("register_udyam"),
        "gst_required": Change("register_gst"),
        "group_min_units": Change("join_group", missing),
        "individual_ok": Change("join_group", missing) if missing > 0 else Change("form_group"),
        "age_min": Change("wait_until_age", eligibility.age_min or 0),
        "new_units_only": Change("start_new_unit"),
    }
    return made.get(name)


def after(profile: Profile, changes: tuple[Change, ...]) -> Profile:
    """The owner's answers once the changes were made."""
    for change in changes:
        match change.name:
            case "register_udyam":
                profile = replace(profile, udyam=True)
            case "register_gst":
                profile = replace(profile, gst=True)
            case "join_group":
                profile = replace(profile, group_units=max(profile.group_units or 1, 1) + change.count)
            case "form_group":
                profile = replace(profile, group_units=2)
            case "wait_until_age":
                profile = replace(profile, age=change.count)
            case _:
                profile = replace(profile, new_unit=True)
    return profile
