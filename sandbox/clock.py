"""The sandbox's time: real time plus an offset that a person moves."""

import asyncio
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time moved by `offset`; `version` grows with every move. The real time is handed in for tests."""

    def __init__(self) -> None:
        self.offset = timedelta(0)
        self.version = 1
        self.next_due: datetime | None = None
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Sandbox time, aware UTC."""
        return datetime.now(UTC) + self.offset

    def unix(self) -> int:
        """Sandbox time in whole seconds, as messages carry it."""
        return int(self.now().timestamp())

    def move(self, by: timedelta) -> None:
        """Moves the clock and wakes who waits."""
        self.offset += by
        self.version += 1
        self.wake()

    def wake(self) -> None:
        """Wakes who waits for a move."""
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def wait_beyond(self, version: int, seconds: float) -> None:
        """Returns as soon as the version differs from `version`, at the latest after `seconds`."""
        if self.version == version:
            try:
                await asyncio.wait_for(self._moved.wait(), seconds)
            except TimeoutError:
                return

    def view(self) -> dict[str, object]:
        """The clock as the control API shows it."""
        return {
            "version": self.version,
            "now": self.now().isoformat(),
            "offset_seconds": self.offset.total_seconds(),
            "next_due": self.next_due.isoformat() if self.next_due else None,
        }
