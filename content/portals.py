"""Is this address official? What was typed is compared with the official domains and with what imitates them.

Nothing off the list is ever called safe: at best it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from content.folding import fold
from content.official import is_official
from content.records import PartialDate, RecordId, Sourced

TRANSLATABLE = ("old", "today", "note")
ALIKE = 82  # of 100, of two names without their endings
_ADDRESS = re.compile(r"(?<![@\w.-])(?:https?://)?((?:[\w-]+\.)+[^\W\d_]{2,})(?![\w@])", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+?\d[\s-]?){10,13}(?!\d)")
_FEE = re.compile(r"\b(?:fees?|charges?|shulk|kattanam|rupees?|rs)\b|₹|फ़?ीस|शुल्क|கட்டணம்|ரூபாய்|रुपये", re.IGNORECASE)
_ENDINGS = re.compile(r"\.(?:gov|nic|org|co|com|net|in|online|info|site|xyz|app)\b")
_OWN_WORDS = ("udyam", "udyog", "msme", "samadhaan", "vishwakarma", "pmegp", "mudra", "cgtmse", "gemgov", "govgem")


class Moved(Sourced):
    """An old name or portal, what took its place, the callback data of today's, and when it changed."""

    id: RecordId
    old: str
    words: tuple[str, ...]
    today: str
    route: str
    changed_on: PartialDate
    note: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of an address: it is on the list, it looks like one that is, or nothing is known."""

    kind: Literal["official", "imitation", "unknown"]
    host: str
    like: str | None = None  # the official host that it imitates


def find_host(text: str) -> str | None:
    """The host of the first web address in a text; None without one. An e-mail address isn't one."""
    found = _ADDRESS.search(text)
    return found[1].lower() if found else None


def names_phone(text: str) -> bool:
    """Whether a text holds a telephone number."""
    return bool(_PHONE.search(text))


def names_fee(text: str) -> bool:
    """Whether a text speaks of a fee."""
    return bool(_FEE.search(text))


def check_host(host: str, official: Iterable[str]) -> Checked:
    """Compare a host with the official ones."""
    if is_official(f"https://{host}"):
        return Checked("official", host)
    name = _bare(host)
    best = max(official, key=lambda one: fuzz.ratio(name, _bare(one)), default=None)
    if best and (fuzz.ratio(name, _bare(best)) >= ALIKE or (len(_bare(best)) > 4 and _bare(best) in name)):
        return Checked("imitation", host, best)
    own = next((word for word in _OWN_WORDS if word in name), None)
    like = next((one for one in official if own and own in _bare(one)), None) if own else None
    return Checked("imitation", host, like) if own else Checked("unknown", host)


def host_of(url: str | None) -> str | None:
    """The host of an address, without www."""
    return (urlsplit(url or "").hostname or "").removeprefix("www.") or None


def _bare(host: str) -> str:
    """What is left of a host without its endings, folded to Latin letters."""
    return fold(_ENDINGS.sub("", host.removeprefix("www."))).replace(" ", "")
