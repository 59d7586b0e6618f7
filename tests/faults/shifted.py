"""A replica on a machine whose clock goes wrong: python -m tests.faults.shifted SECONDS run|web|worker."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo

from bot import clock
from bot.__main__ import main


def shifted(seconds: float) -> type[datetime]:
    """The class of times whose present is so far from the machine's."""

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=seconds)

    return Shifted


if __name__ == "__main__":
    vars(clock)["datetime"] = shifted(float(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
