"""Planned faults by call number: what goes wrong, at which method, how often."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = {
    "429", "500", "502_html", "garbage", "away", "hang_before", "hang_after", "drop_after", "slow", "loris",
    "message_id_0",
}  # fmt: skip


@dataclass(slots=True)
class Fault:
    """`skip` matching calls pass, then `times` calls meet the fault, or all of the next `until_seconds`."""

    kind: str
    method: str | None = None
    skip: int = 0
    times: int = 1
    retry_after: int = 5
    seconds: float = 2
    chat_id: int | None = None
    until_seconds: float | None = None
    end: float = field(init=False, default=0.0)  # real, monotonic

    def __post_init__(self) -> None:
        """Refuses an unknown kind."""
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind {self.kind!r}; known: {', '.join(sorted(KINDS))}")
        if self.until_seconds is not None:
            self.end = time.monotonic() + self.until_seconds

    def meets(self, method: str, chat_id: object) -> bool:
        """Whether a call is one that this fault is for."""
        return self.method in {None, method} and self.chat_id in {None, chat_id}


class Faults:
    """The plan, in order; each call meets at most one fault, and each entry counts its own matching calls."""

    def __init__(self) -> None:
        self.plan: list[Fault] = []

    def add(self, entries: list[dict[str, Any]]) -> None:
        """Appends entries; raises ValueError or TypeError if one isn't a fault."""
        self.plan += [Fault(**entry) for entry in entries]

    def take(self, method: str, chat_id: object = None) -> Fault | None:
        """The fault this call meets, or None."""
        if not self.plan:
            return None
        now = time.monotonic()
        self.plan = [fault for fault in self.plan if not fault.end or fault.end > now]
        for fault in self.plan:
            if not fault.meets(method, chat_id):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.end:
                return fault
            fault.times -= 1
            if fault.times <= 0:
                self.plan.remove(fault)
            return fault
        return None

    def view(self) -> list[dict[str, Any]]:
        """What is left of the plan."""
        return [{k: v for k, v in asdict(fault).items() if k != "end"} for fault in self.plan]
