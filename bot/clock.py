"""What time it is: the wall time that contacts live by, and the machine's time for leases and the budget."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The one place where time is read; `ahead` is how far the sandbox has moved the wall time."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.align(datetime.now(UTC))

    def now(self) -> datetime:
        """The present moment, aware UTC: for everything that contacts see and set."""
        return datetime.now(UTC) + self.ahead

    def align(self, moment: datetime) -> None:
        """Take another clock's present as this process's machine time, for example the database server's."""
        self._start = moment - timedelta(seconds=time.monotonic())

    def machine(self) -> datetime:
        """Aware UTC that never jumps while the process lives, whatever happens to the wall time."""
        return self._start + timedelta(seconds=time.monotonic())
