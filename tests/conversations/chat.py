"""A contact at the phone: starts, taps, types, shares, and looks at the screen."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import orjson

from tests.conversations.house import PATIENCE, House
from tests.conversations.phrases import in_language, plain

STEP = 0.02
Message = dict[str, Any]


class Chat:
    """One contact's chat with the bot; English words stand for those of the contact's language."""

    def __init__(self, house: House, code: str = "en", first_name: str = "Meena") -> None:
        self.house, self.code = house, code
        made = house.asks("contacts", {"first_name": first_name, "language_code": code})
        self.id = int(made["id"])

    async def _acts(self, act: str, **body: Any) -> Any:
        answer = await asyncio.to_thread(self.house.asks, f"contacts/{self.id}/{act}", body)
        await asyncio.to_thread(self.house.settled, answer["update_id"])
        return answer

    async def start(self, link: str = "") -> None:
        await self._acts("start", payload=link)

    async def type(self, *texts: str) -> None:
        for text in texts:
            await self._acts("text", text=text)

    async def types(self, english: str) -> None:
        """Type what a button says, in the contact's language."""
        label = next(b["text"] for b in self.buttons() if self._means(english, b["text"]))
        await self.type(plain(label))

    async def shares(self, latitude: float, longitude: float) -> None:
        await self._acts("location", latitude=latitude, longitude=longitude)

    async def asks_inline(self, query: str) -> list[dict[str, Any]]:
        return list((await self._acts("inline", query=query))["results"])

    async def blocks(self) -> None:
        await self._acts("block")

    async def unblocks(self) -> None:
        await self._acts("unblock")

    async def tap(self, *labels: str) -> Any:
        """Tap buttons one after another; gives the answer to the last tap (toast, alert)."""
        answer: Any = None
        for label in labels:
            button = self.button(label)
            body = {"message_id": self.screen()["message_id"], "callback_data": button["callback_data"]}
            answer = await self._acts("tap", **body)
        return answer

    async def finds(self, label: str) -> Any:
        """Tap a button that may stand on a later page."""
        while not any(self._means(label, text) for text in self.labels()):
            await self.tap("Next ▶")
        return await self.tap(label)

    async def taps_old(self, message_id: int, callback_data: str) -> Any:
        return await self._acts("tap", message_id=message_id, callback_data=callback_data)

    def messages(self) -> list[Message]:
        return list(self.house.sees(f"contacts/{self.id}/messages", after_seq=0)["messages"])

    def from_bot(self) -> list[Message]:
        return [one for one in self.messages() if one["from_bot"] and not one["deleted"]]

    def screen(self) -> Message:
        """The message that was sent or changed last."""
        return max(
            (one for one in self.from_bot() if one["text"] and not one["reply_keyboard"]),
            key=lambda one: int(one["seq"]),
        )

    @property
    def text(self) -> str:
        return str(self.screen()["text"])

    def buttons(self) -> list[dict[str, Any]]:
        return [button for row in self.screen()["inline_keyboard"] or [] for button in row]

    def button(self, english: str) -> dict[str, Any]:
        """The button of the screen that says this, whole before a part of it."""
        fits = [button for button in self.buttons() if self._means(english, button["text"])]
        assert fits, f"no button {english!r} in {self.labels()} under {self.text!r}"
        return min(fits, key=lambda button: len(button["text"]))

    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons()]

    def _means(self, english: str, label: str) -> bool:
        return any(said.search(label) for said in in_language(self.code, english))

    def sees(self, *english: str) -> bool:
        """Whether the screen says all of this."""
        text = self.text
        missing = [words for words in english if not self._means(words, text)]
        assert not missing, f"{missing} not in {text!r}"
        return True

    def says(self, english: str) -> bool:
        """Whether the screen says this."""
        return self._means(english, self.text)

    def says_not(self, english: str) -> bool:
        assert not self._means(english, self.text), self.text
        return True

    async def hears(self, english: str, times: int = 1) -> Message:
        """Wait until so many messages came that say this; gives the last of them."""
        end = time.monotonic() + PATIENCE
        while len(found := self.heard(english)) < times:
            assert time.monotonic() < end, (
                f"{english!r} came {len(found)} times: {[m['text'] for m in self.from_bot()]}"
            )
            await asyncio.sleep(STEP)
        assert len(found) == times
        return found[-1]

    def heard(self, english: str) -> list[Message]:
        return [one for one in self.from_bot() if self._means(english, one["text"])]

    def number(self) -> list[int]:
        """The whole numbers on the screen, in order."""
        return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", self.text)]

    def downloads(self) -> bytes:
        """The newest file that came."""
        last = [one for one in self.from_bot() if one["document"]][-1]
        return self.house.file(last["document"]["url"])

    async def data(self) -> dict[str, Any]:
        """Everything that is kept, as the download gives it."""
        await self.type("/privacy")
        await self.tap("🗂 My data", "⬇ Download")
        return dict(orjson.loads(self.downloads()))

    async def agrees(self) -> None:
        """Come to the first question: language and notice."""
        await self.start()
        await self.tap({"en": "English", "hi": "हिन्दी", "ta": "தமிழ்"}[self.code], "✅ I agree")

    async def settles(self) -> None:
        """Tell what a knitwear unit in Tiruppur tells, up to home."""
        await self.agrees()
        await self.type("hosiery", "Tiruppur")
        await self.tap("✅ Yes", "Micro: sales up to ₹10 crore", "No", "Skip")
