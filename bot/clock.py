"""What time it is: the machine's clock, or in the sandbox the clock that a person moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """The one place where time is read; `ahead` is how far the sandbox has moved it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return datetime.now(UTC) + self.ahead
