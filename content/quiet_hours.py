"""When a contact may be written to, and when digests go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DIGEST_TIME = time(9, 0)
DIGEST_WEEKDAY = 0  # Monday


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times between which nothing is sent; they may span midnight."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether a local time is quiet; equal ends mean never."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def allowed_from(moment: datetime, zone: ZoneInfo, quiet: QuietHours | None) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls in (aware UTC).

    Where the clocks go back over their end, they have ended the first time.
    """
    local = moment.astimezone(zone)
    if quiet is None or not quiet.holds(local.time()):
        return moment.astimezone(UTC)
    day = local.date() if local.time() < quiet.end else local.date() + timedelta(days=1)
    return max(moment, datetime.combine(day, quiet.end, zone)).astimezone(UTC)


def next_digest(rhythm: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The next digest (aware UTC) of a daily or weekly rhythm, later than `after`."""
    local = after.astimezone(zone)
    day = local.date()
    for _ in range(9):
        slot = datetime.combine(day, DIGEST_TIME, zone).astimezone(UTC)
        if slot > after and (rhythm != "weekly" or day.weekday() == DIGEST_WEEKDAY):
            return slot
        day += timedelta(days=1)
    raise AssertionError("nine days hold every weekday")
