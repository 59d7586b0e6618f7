"""The due days of one date as its reminder sees them: which one a step speaks of, and which are ticked off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from content.compliance import ComplianceDate, due_days
from content.ladder import Ladder, due_of, next_moment


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The due days of a date, moved as `moved` says (by id and the rule's ISO day).

    `own` is the first of a yearly day of the owner's; what the rule gives before `since` is ticked off.
    """

    one: ComplianceDate
    moved: Mapping[tuple[str, str], date]
    own: date | None = None
    since: date = date.min

    def days(self, start: date) -> Iterator[date]:
        """The due days from a day on, in order."""
        return (day for day, _rule_day in self._pairs(start))

    def rule_day(self, ladder: Ladder, zone: ZoneInfo, moment: datetime) -> date | None:
        """The due day, as the rule gives it, of which a step at a moment speaks."""
        due = due_of(ladder, zone, moment, self.days)
        if due is None or ladder.due is not None:
            return due
        return next(rule_day for _day, rule_day in self._pairs(due))

    def left(self, ladder: Ladder, zone: ZoneInfo, now: datetime, coming: datetime | None) -> Self:
        """Those that aren't ticked off, seen from the moment at which the reminder comes next.

        Who ticks a day off before its last step skips the rest: the reminder then comes later than its steps say.
        After the last step nobody can tell; then the day counts as open, since one message more costs nothing.
        """
        usual = next_moment(ladder, zone, now, self.days)
        if coming is None or usual is None or coming <= usual:
            return self
        return replace(self, since=self.rule_day(ladder, zone, coming) or self.since)

    def _pairs(self, start: date) -> Iterator[tuple[date, date]]:
        found = due_days(self.one, start, self.moved, self.own)
        return ((day, rule_day) for day, rule_day in found if rule_day >= self.since)
