"""Telegram's sending limits: 30 messages a second over all chats, one a second per chat with a small burst."""

import math
from collections import deque

from sandbox.refusals import too_many

OVERALL_PER_SECOND = 30  # unless the sandbox is told another rate
CHAT_BURST = 5
EDIT_BURST = 20
MAX_CHATS = 50_000
_SENDS = ("send", "copyMessage", "forwardMessage")


class Limits:
    """Counts sends; edits count only per chat and more gently; answers to queries and reading never."""

    def __init__(self, enabled: bool = True, overall: int = OVERALL_PER_SECOND) -> None:
        self.enabled = enabled
        self.overall = overall
        self._recent: deque[float] = deque()
        self._chats: dict[tuple[str, object], float] = {}

    def check(self, method: str, chat_id: object, now: float) -> None:
        """Takes a permit at `now` (monotonic seconds); raises Refusal 429 when there is none."""
        if not self.enabled:
            return
        if method.startswith(_SENDS) and method != "sendChatAction":
            self._check_overall(now)
            self._check_chat("send", chat_id, CHAT_BURST, now)
            self._recent.append(now)
        elif method.startswith("editMessage"):
            self._check_chat("edit", chat_id, EDIT_BURST, now)

    def _check_overall(self, now: float) -> None:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self.overall:
            raise too_many(max(1, math.ceil(self._recent[0] + 1 - now)))

    def _check_chat(self, kind: str, chat_id: object, burst: int, now: float) -> None:
        # The theoretical arrival time: one second per message, at most `burst` of them ahead of now.
        arrival = max(self._chats.get((kind, chat_id), now), now)
        if arrival - now > burst - 1:
            raise too_many(max(1, math.ceil(arrival - now - (burst - 1))))
        if len(self._chats) >= MAX_CHATS:
            self._chats = {key: at for key, at in self._chats.items() if at > now}
        self._chats[kind, chat_id] = arrival + 1
