"""How many messages were accepted, and how many in any one second: the judge of every sending limit."""

import time
from typing import Any


class Rate:
    """Counts sends since the last reset, by the monotonic time at which each was accepted."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begins anew."""
        self._accepted: list[float] = []
        self._refused = 0

    def note(self, error_code: int | None) -> None:
        """Notes one send, refused with 429 or for another reason, or accepted."""
        if error_code is None:
            self._accepted.append(time.monotonic())
        elif error_code == 429:
            self._refused += 1

    def view(self) -> dict[str, Any]:
        """The figures; times in seconds of a clock that never jumps."""
        times, start, most = self._accepted, 0, 0
        for end, at in enumerate(times):
            while times[start] <= at - 1:
                start += 1
            most = max(most, end - start + 1)
        span = times[-1] - times[0] if times else 0.0
        return {"sends": len(times), "most_in_a_second": most, "span_seconds": span, "refused": self._refused}
