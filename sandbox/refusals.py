"""How the stand-in says no: Telegram's error code and description."""


class Refusal(Exception):
    """A call that isn't accepted; `code` is the HTTP status, `retry_after` is in seconds."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def envelope(self) -> dict[str, object]:
        """The body Telegram answers with."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad(text: str) -> Refusal:
    """400 with Telegram's `Bad Request: ` before the text."""
    return Refusal(400, f"Bad Request: {text}")


def conflict(text: str) -> Refusal:
    """409: somebody else gets the updates."""
    return Refusal(409, f"Conflict: {text}")


def too_many(seconds: int) -> Refusal:
    """429 with the seconds to wait."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", seconds)
