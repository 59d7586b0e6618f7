"""One turn: everything a handler is given, and the few things it may change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from content.catalog import Catalog
from content.profile import Profile
from content.sectors import with_sector
from content.zones import zone_of
from db import contacts, outbox
from db.contacts import Contact
from db.store import Session
from handlers.callback_data import encode
from handlers.screen import Screen
from locales import Translator

HOURS = {"zone", "quiet_from", "quiet_to", "alerts_paused_until"}  # what says when a message may come
Handler = Callable[..., Awaitable[Screen | str]]  # a screen, or the callback data of the route that goes on


@dataclass(slots=True)
class Turn:
    """What came in, who sent it, what is known and what time it is (aware UTC)."""

    contact: Contact
    session: Session
    catalog: Catalog
    translator: Translator
    now: datetime
    bot_username: str = ""
    typed: str = ""  # what the contact wrote, if this turn comes from a message
    location: tuple[float, float] | None = None  # latitude, longitude that the contact shared
    asked: bool = field(default=False, init=False)
    forgotten: bool = field(default=False, init=False)  # the contact had everything deleted
    opened: str = field(default="", init=False)  # the callback data of the page that is shown
    alerts_until: datetime | None = field(default=None, init=False)  # machine time; see `after_alerts`

    @property
    def language(self) -> str:
        """The code of the language in use."""
        return self.translator.code

    @property
    def zone(self) -> ZoneInfo:
        """The contact's time zone."""
        return zone_of(self.contact.zone)

    @property
    def today(self) -> date:
        """The contact's day."""
        return self.now.astimezone(self.zone).date()

    @property
    def profile(self) -> Profile:
        """What the contact has told so far."""
        return with_sector(Profile.from_answers(self.contact.profile), self.catalog.sectors)

    def gettext(self, message: str) -> str:
        """Translate a sentence of the interface."""
        return self.translator.gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Translate a sentence that counts."""
        return self.translator.ngettext(one, many, n)

    def say(self, record: str, field: str, english: str) -> str:
        """Translate a content text: `turn.say("mse-cdp", "summary", scheme.summary)`."""
        return self.translator.content(record, field, english)

    async def change(self, **columns: Any) -> None:
        """Change columns of the contact, in the database and in this turn; messages follow new hours at once."""
        await contacts.set_contact(self.session, self.contact.id, **columns)
        if HOURS & columns.keys():
            await outbox.bring_forward(self.session, self.contact.id, self.now)
        self.contact = replace(self.contact, **columns)

    async def after_alerts(self) -> None:
        """Hold the answer back until alerts that are on their way have arrived: it says that none will come."""
        self.alerts_until = await outbox.get_last_lease(self.session, self.contact.id)

    async def ask(self, route: str, *arguments: object) -> None:
        """Lead what the contact types next to a route; it finds the text in `turn.typed`."""
        self.asked = True
        await self.change(awaiting=encode(route, *arguments))
