"""Where the fault tests cut the power: CRASH_AT=point:n kills this process when it comes to a point the n-th time."""

from __future__ import annotations

import os
import signal

_POINT, _, _COUNT = os.environ.get("CRASH_AT", "").partition(":")
_left = int(_COUNT or 1)


def crash_point(name: str) -> None:
    """A point of the protocol; nothing happens there unless CRASH_AT names it."""
    global _left  # noqa: PLW0603  (it counts for the whole process)
    if name != _POINT:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
