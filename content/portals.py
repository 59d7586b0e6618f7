"""Is this address official? What was typed is compared with the official domains and with what imitates them.

Nothing off the list is ever called official or safe: at best it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import urlsplit

from content.folding import ascii_digits, fold
from content.imitations import imitated, named_after
from content.official import is_government, is_listed, is_shortener
from content.records import PartialDate, RecordId, Sourced
from content.web_addresses import Found, find_hosts, find_payees, is_numeric

TRANSLATABLE = ("old", "today", "note")
Kind = Literal["payee", "imitation", "letters", "numeric", "short", "unknown", "government", "official"]
WORST_FIRST: tuple[Kind, ...] = get_args(Kind)
WARNINGS = frozenset({"payee", "imitation", "letters", "numeric", "short"})
OF_INDIA = 12  # digits of a mobile number with the country's code
_PHONE = re.compile(  # a mobile number before the figures behind it, else what is long enough
    r"(?<!\d)(?:(?:\+?91[\s-]?|0)?[6-9]\d{4}[\s-]?\d{5}|(?:\+?\d[\s-]?){10,13})(?!\d)"
)
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:20)?\d\d"
_DATE = re.compile(rf"(?<!\d)(?:{_DAY}([-/.]){_DAY}\1{_YEAR}|20\d\d([-/.]){_DAY}\2{_DAY})(?!\d)")
_AADHAAR = re.compile(  # not a mobile number behind the country's code, nor a part of a longer number
    r"(?<![\d+])(?<!\d[ -])(?!91[6-9]\d{9})[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?![ -]?\d)"
)
_ENDING = re.compile(r"\.(?:gov|nic)\.in$")
_PLAIN = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


class Moved(Sourced):
    """An old name or portal, what took its place, the callback data of today's, and when it changed."""

    id: RecordId
    old: str
    words: tuple[str, ...]
    today: str
    route: str
    changed_on: PartialDate
    note: str

    def names(self, host: str) -> bool:
        """Whether a host of government's is called by the old name: samadhaan.msme.gov.in, by "MSME Samadhaan".

        Names of hosts are read from their end.
        """
        called = "".join(reversed(fold(_ENDING.sub("", host.removeprefix("www."))).split()))
        return is_government(host) and called in {fold(word).replace(" ", "") for word in self.words}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of an address, or of the host of an e-mail address.

    It is on the list; it looks like one that is; it is a payment address with an official name; it is written with
    letters that look alike, or with figures; it leads to an unseen place; its ending is government's but the list
    doesn't have it; or nothing is known.
    """

    kind: Kind
    host: str
    like: str | None = None  # the official host that it imitates
    of_mail: bool = False


def check_text(text: str, official: Sequence[str]) -> Checked | None:
    """The worst verdict on the addresses in a text; None without one. `official` are hosts beside the list."""
    verdicts = [_check(found, official) for found in find_hosts(text)]
    verdicts += filter(None, (_check_payee(payee, official) for payee in find_payees(text)))
    return min(verdicts, key=lambda one: WORST_FIRST.index(one.kind), default=None)


def phones_in(text: str) -> list[str]:
    """The telephone numbers in a text, without the country's code and the first zero; dates aren't any."""
    found = ("".join(filter(str.isdigit, one)).lstrip("0") for one in _PHONE.findall(_undated(text)))
    return [one.removeprefix("91") if len(one) == OF_INDIA else one for one in found]


def without_phones(text: str) -> str:
    """The same text without its telephone numbers, its digits as 0–9."""
    spans = reversed([one.span() for one in _PHONE.finditer(_undated(text))])
    plain = ascii_digits(text)
    for start, end in spans:
        plain = f"{plain[:start]} {plain[end:]}"
    return plain


def has_aadhaar(text: str) -> bool:
    """Whether a text holds twelve figures that may be an Aadhaar number."""
    return _AADHAAR.search(_undated(text)) is not None


def check_host(host: str, official: Sequence[str]) -> Checked:
    """Compare a host, in lower case, with the list and with other official ones."""
    if is_numeric(host):
        return Checked("numeric", host)
    if not _PLAIN.fullmatch(host) or host.startswith("xn--") or ".xn--" in host:
        return Checked("letters", host, imitated(host, official)[1])
    if is_listed(host, official):
        return Checked("official", host)
    if is_shortener(host):
        return Checked("short", host)
    imitates, like = imitated(host, official)
    if imitates:
        return Checked("imitation", host, like)
    return Checked("government" if is_government(host) else "unknown", host)


def host_of(url: str | None) -> str | None:
    """The host of an address, without www."""
    return (urlsplit(url or "").hostname or "").removeprefix("www.") or None


def _undated(text: str) -> str:
    """A text with plain figures, as long as it was, in which dates have none."""
    return _DATE.sub(lambda date: "." * len(date[0]), ascii_digits(text))


def _check(found: Found, official: Sequence[str]) -> Checked:
    """An address that pretends to lead to another host imitates that one, unless it leads to an official one."""
    checked = replace(check_host(found.host, official), of_mail=found.of_mail)
    if checked.kind == "official" or not found.claimed:
        return checked
    return replace(checked, kind="imitation", like=found.claimed if is_listed(found.claimed, official) else None)


def _check_payee(payee: str, official: Sequence[str]) -> Checked | None:
    """A payment address, `name@handle`, that bears an official name; None for any other."""
    pretends, like = named_after(payee.partition("@")[0], official)
    return Checked("payee", payee, like) if pretends else None
