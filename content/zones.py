"""A time zone that was stored, also one that this machine doesn't know: names come and go with its tables."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

log = structlog.get_logger("samooh.zones")
HOME = "Asia/Kolkata"


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; India's, told in the log once, where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, no name at all, or a folder of names
        log.error("zone unknown, taken for India's", zone=name)  # noqa: TRY400  (where it came from says nothing)
        return ZoneInfo(HOME)
