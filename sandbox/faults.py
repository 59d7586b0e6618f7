"""Planned faults by call number: what goes wrong, at which method, how often."""

from dataclasses import asdict, dataclass
from typing import Any

KINDS = {"429", "500", "502_html", "hang_before", "hang_after", "drop_after", "slow", "message_id_0"}


@dataclass(slots=True)
class Fault:
    """`skip` matching calls pass, then `times` calls meet the fault."""

    kind: str
    method: str | None = None
    skip: int = 0
    times: int = 1
    retry_after: int = 5
    seconds: float = 2

    def __post_init__(self) -> None:
        """Refuses an unknown kind."""
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind {self.kind!r}; known: {', '.join(sorted(KINDS))}")


class Faults:
    """The plan, in order; each call meets at most one fault, and each entry counts its own matching calls."""

    def __init__(self) -> None:
        self.plan: list[Fault] = []

    def add(self, entries: list[dict[str, Any]]) -> None:
        """Appends entries; raises ValueError or TypeError if one isn't a fault."""
        self.plan += [Fault(**entry) for entry in entries]

    def take(self, method: str) -> Fault | None:
        """The fault this call meets, or None."""
        if not self.plan:
            return None
        for fault in self.plan:
            if fault.method not in {None, method}:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.plan.remove(fault)
            return fault
        return None

    def view(self) -> list[dict[str, Any]]:
        """What is left of the plan."""
        return [asdict(fault) for fault in self.plan]
