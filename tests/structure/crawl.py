"""Walks the conversation breadth first, as a contact who taps every button and answers every question."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from bot.calls import TOAST_LIMIT, Call, screen_calls, toast_call
from bot.texts import LIMIT, units
from content.catalog import Catalog
from db.contacts import Contact, get_contact, set_contact
from db.store import Session
from handlers.dispatch import ROUTES
from handlers.routes import Route, Stale, follow
from handlers.screen import Button, Screen
from handlers.turn import Turn
from handlers.word_help import with_words
from locales import translator
from sandbox.messages import caption_content, text_content
from sandbox.refusals import Refusal
from sandbox.validate import check_request

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
TYPED: Mapping[str, tuple[str, ...]] = {
    "places.typed": ("Tiruppur", "641604", "Salem", "zzzz", "Chennai 600001"),
    "profile.typed": ("hosiery", "35", "no such thing"),
    "reminders.typed": ("25 Dec 10 am FSSAI", "1 Jan 2020 10 am past", "only words"),
    "reminders.when": ("tomorrow 9 am", "no time"),
    "search.typed": (
        "cgtmse",
        "Tiruppur knitwear",
        "Erode",
        "<zzzz> & qqq",
        "remind me tomorrow 9 am EMI",
        "udyogaadhaar.gov.in",
    ),
    "settings.zone_typed": ("Dubai", "Atlantis"),
    "calc.typed": ("12", "₹ 5 lakh", "5-3-2026", "no number", "999 crore crore"),
    "calc.retype": ("10", "no number"),
    "calc.chosen": ("something else",),
    "guides.nic_typed": ("hosiery", "zzzz"),
    "courses.daily": ("7:30 pm", "no time"),
    "calendar.day": ("5-3-2027", "5-3-2020", "no day"),
    "bills.buyer": ("Arora <Traders> & Co",),
    "bills.number_typed": ("17/26", "9" * 40),
    "bills.amount": ("2.5 lakh", "no amount"),
    "bills.day": ("5-3-2026", "5-3-2036", "no day"),
    "bills.paid_on": ("5-3-2026", "5-3-2036", "no day"),
    "bills.terms": ("45", "1000", "no number"),
}
SLIP = re.compile(r"%\(|&amp;(?:amp|lt|#)|&lt;/?[bia]&gt;|Markup\(|\bNone\b(?! \w)|\{'")
# Words of a route that say what it shows; those behind them are the list that it was opened from.
SHOWN_WORDS: Mapping[str, int] = {"clusters.show": 2, "nearby.show": 2, "nearby.source": 2}
SHOWN_STATE = ("language", "zone", "profile", "awaiting", "agreed_at", "alert_rhythm", "alerts_paused_until")


class Recorder(dict[str, Route]):
    """The routes, and which of them were run."""

    def __init__(self) -> None:
        super().__init__(ROUTES)
        self.run: set[str] = set()

    def __getitem__(self, name: str) -> Route:
        """Note the name."""
        self.run.add(name)
        return super().__getitem__(name)


@dataclass(frozen=True)
class Step:
    """A tap or a typed answer, from which screen, and what the contact was like on it."""

    callback_data: str
    typed: str
    origin: str
    contact: Contact


@dataclass
class Crawl:
    """One walk in one language; `everything` names the routes of which each instance is opened.

    With `undo` no step changes what another one finds in the tables; without, the contact lives on, and buttons
    of reminders that were ended meanwhile lead home.
    """

    session: Session
    catalog: Catalog
    language: str
    everything: frozenset[str] = frozenset()
    most: int = 3
    undo: bool = True
    faults: list[str] = field(default_factory=list)
    routes: Recorder = field(default_factory=Recorder)
    screens: int = 0
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _counts: Counter[str] = field(default_factory=Counter)
    _queue: deque[Step] = field(default_factory=deque)

    async def walk(self, contact: Contact, seeds: Iterable[str]) -> None:
        """Open the seeds and whatever they lead to; a second walk sees what the first one changed."""
        self._seen.clear()
        self._counts.clear()
        for seed in seeds:
            self._add(Step(seed, "", "a seed", contact))
        while self._queue:
            await self._take(self._queue.popleft())

    def _add(self, step: Step) -> None:
        key = (_page(step.callback_data), step.typed)
        name = step.callback_data.partition(":")[0]
        kind = f"{_place(step.callback_data)} {step.typed}"
        if key in self._seen or (name not in self.everything and self._counts[kind] >= self.most):
            return
        self._seen.add(key)
        self._counts[kind] += 1
        self._queue.append(step)

    async def _take(self, step: Step) -> None:
        """Follow one step in a savepoint."""
        await self.session.execute(text("SAVEPOINT step"))
        try:
            await self._follow(step)
        except Stale:
            if self.undo or not step.callback_data.startswith("reminders."):
                self.faults.append(f"{step.origin} leads to {step.callback_data!r}, which no route takes")
        except Exception as error:
            self.faults.append(f"{step.callback_data!r} {step.typed!r} from {step.origin}: {error!r}")
        finally:
            if self.undo or step.callback_data == "my_data.delete":
                await self.session.execute(text("ROLLBACK TO step"))
            await self.session.execute(text("RELEASE step"))

    async def _follow(self, step: Step) -> None:
        before = {name: getattr(step.contact, name) for name in SHOWN_STATE}
        await set_contact(self.session, step.contact.id, **before)
        turn = Turn(
            step.contact, self.session, self.catalog, translator(self.language), NOW, "samooh_bot", step.typed
        )
        screen = with_words(turn, await follow(self.routes, turn, step.callback_data))
        self.screens += 1
        for fault in screen_faults(screen):
            self.faults.append(f"{step.callback_data!r} {step.typed!r}: {fault}")
        after = await get_contact(self.session, step.contact.id)
        if after is not None:
            self._look_on(screen, step, after, asked=turn.asked)

    def _look_on(self, screen: Screen, step: Step, after: Contact, *, asked: bool) -> None:
        origin = f"{step.callback_data} {step.typed}".strip()
        for button in (one for row in screen.rows for one in row if isinstance(one, Button)):
            self._add(Step(button.callback_data, "", origin, after))
        if asked and after.awaiting:
            for answer in TYPED[after.awaiting.partition(":")[0]]:
                self._add(Step(after.awaiting, answer, origin, after))


def _page(callback_data: str) -> str:
    """What counts as one page: a record and how it was come to, not from which of many lists."""
    name, *words = callback_data.split(":")
    return ":".join([name, *words[: SHOWN_WORDS.get(name, len(words))]])


def _place(callback_data: str) -> str:
    """What counts as one kind of step: the route; in a course or a calculator, also which one and how far it is."""
    name, _, words = callback_data.partition(":")
    if not name.startswith(("calc.", "courses.")):
        return name
    return f"{name}:{words.partition(':')[0]}:{words.count(',')}"


def screen_faults(screen: Screen) -> Iterator[str]:
    """What Telegram, or a reader, would refuse of a screen."""
    if len(screen.toast) > TOAST_LIMIT:
        yield f"the toast has {len(screen.toast)} letters"
    for call in [toast_call("1", screen), *screen_calls(screen, 7, None)]:
        yield from call_faults(call)


def call_faults(call: Call) -> Iterator[str]:
    """What the stand-in of Telegram refuses, and signs of a slip in a text."""
    method, parameters = call
    try:
        checked = check_request(method, parameters)
        if method == "sendMessage":
            text_content(checked)
        elif method == "sendDocument":
            caption_content(checked)
    except Refusal as refusal:
        yield f"{method}: {refusal.description}"
    text_ = str(parameters.get("text", ""))
    if units(text_) >= LIMIT:
        yield "the text is cut at Telegram's limit"
    if slip := SLIP.search(text_):
        yield f"the text holds {slip[0]!r}: {text_[:120]!r}"
    for button in _buttons(parameters):
        if "callback_data" in button and button["callback_data"].partition(":")[0] not in ROUTES:
            yield f"button {button['text']!r} leads to the unknown {button['callback_data']!r}"


def _buttons(parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in parameters.get("reply_markup", {}).get("inline_keyboard", []):
        yield from row
