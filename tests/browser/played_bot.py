"""Plays the bot's side with small Bot API calls, so that the page is tested without our own bot."""

import json
import urllib.request
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.browser.page import TOKEN, ask


@dataclass
class PlayedBot:
    """Talks to the sandbox at `address` as the bot."""

    address: str
    offset: int = field(default=0)

    def call(self, method: str, **params: Any) -> Any:
        """Call a Bot API method; give its result."""
        answer = ask(f"{self.address}/bot{TOKEN}/{method}", params)
        return answer["result"]

    def next_update(self) -> dict[str, Any]:
        """Wait up to 10 s for the next update and confirm it."""
        updates = self.call("getUpdates", offset=self.offset, timeout=10, limit=1)
        update: dict[str, Any] = updates[0]
        self.offset = update["update_id"] + 1
        return update

    def say(self, chat_id: int, text: str, rows: list[list[dict[str, Any]]] | None = None, **more: Any) -> int:
        """Send an HTML text with rows of inline buttons; give the message's id."""
        if rows is not None:
            more["reply_markup"] = {"inline_keyboard": rows}
        message: int = self.call("sendMessage", chat_id=chat_id, text=text, parse_mode="HTML", **more)["message_id"]
        return message

    def send_file(self, method: str, chat_id: int, name: str, body: bytes, mime: str, caption: str = "") -> None:
        """Upload one file by sendDocument or sendPhoto."""
        edge = uuid.uuid4().hex
        kind = method.removeprefix("send").lower()
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in {"chat_id": chat_id, "caption": caption}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{kind}"; filename="{name}"\r\n'
        head += f"Content-Type: {mime}\r\n\r\n"
        whole = "".join(parts).encode() + head.encode() + body + f"\r\n--{edge}--\r\n".encode()
        request = urllib.request.Request(
            f"{self.address}/bot{TOKEN}/{method}", whole, {"Content-Type": f"multipart/form-data; boundary={edge}"}
        )
        with urllib.request.urlopen(request, timeout=15) as answer:
            assert json.load(answer)["ok"]


def key(text: str, data: str) -> dict[str, Any]:
    """Make one inline button."""
    return {"text": text, "callback_data": data}
