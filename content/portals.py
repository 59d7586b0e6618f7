"""Is this address official? What was typed is compared with the official domains and with what imitates them.

Nothing off the list is ever called official or safe: at best it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from content.folding import ascii_digits, fold
from content.official import is_government, is_listed, is_shortener
from content.records import PartialDate, RecordId, Sourced
from content.web_addresses import Found, find_hosts, is_numeric

TRANSLATABLE = ("old", "today", "note")
ALIKE, LEAST_LETTERS = 82, 5  # of 100, of two names without their endings, and of how many letters
Kind = Literal["imitation", "letters", "numeric", "short", "unknown", "government", "official"]
WORST_FIRST: tuple[Kind, ...] = get_args(Kind)
WARNINGS = frozenset({"imitation", "letters", "numeric", "short"})
OF_INDIA = 12  # digits of a mobile number with the country's code
_PHONE = re.compile(  # a mobile number before the figures behind it, else what is long enough
    r"(?<!\d)(?:(?:\+?91[\s-]?|0)?[6-9]\d{4}[\s-]?\d{5}|(?:\+?\d[\s-]?){10,13})(?!\d)"
)
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:20)?\d\d"
_DATE = re.compile(rf"(?<!\d)(?:{_DAY}([-/.]){_DAY}\1{_YEAR}|20\d\d([-/.]){_DAY}\2{_DAY})(?!\d)")
_AADHAAR = re.compile(  # not a mobile number behind the country's code, nor a part of a longer number
    r"(?<![\d+])(?<!\d[ -])(?!91[6-9]\d{9})[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?![ -]?\d)"
)
_PLAIN = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_ENDINGS = re.compile(r"\.(?:gov|nic|org|co|com|net|in|online|info|site|xyz|app)\b")
_FALSE_ENDING = re.compile(r"(?:govt?|(?:^|[.-])nic)[.-]?in(?:[.-]|$)")
_GEM = re.compile(r"(?:^|[.-])(?:gem|gem(?:portal|registration|seller|india)\w*|govt?gem)(?:[.-]|$)")
_SHAPES = str.maketrans("0135", "oles")  # figures that are read as letters
_ORDINARY = {"bis", "csb", "dot", "wb", "india", "trade", "commerce", "rural", "champions", "chemicals", "ayush"}
_ORDINARY |= {"handicrafts", "handlooms", "civilaviation", "financialservices"}  # names that many have
_UDYAM = ("udyam", "udhyam", "uddyam", "udyaam")
_OWN_WORDS = ("udyog", "msme", "samadhaan", "vishwakarma", "pmegp", "mudra", "cgtmse", "gemgov", "govgem")


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
    """What is known of an address.

    It is on the list; it looks like one that is; it is written with letters that look alike, or with figures; it
    leads to an unseen place; its ending is government's but the list doesn't have it; or nothing is known.
    """

    kind: Kind
    host: str
    like: str | None = None  # the official host that it imitates


def check_text(text: str, official: Sequence[str]) -> Checked | None:
    """The worst verdict on the addresses in a text; None without one. `official` are hosts beside the list."""
    verdicts = [_check(found, official) for found in find_hosts(text)]
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
        return Checked("letters", host, _imitated(host, official)[1])
    if is_listed(host, official):
        return Checked("official", host)
    if is_shortener(host):
        return Checked("short", host)
    imitates, like = _imitated(host, official)
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
    checked = check_host(found.host, official)
    if checked.kind == "official" or not found.claimed:
        return checked
    return replace(checked, kind="imitation", like=found.claimed if is_listed(found.claimed, official) else None)


def _imitated(host: str, official: Sequence[str]) -> tuple[bool, str | None]:
    """Whether a host imitates an official one, and which, where that is clear."""
    like = _copied(host, official) or _nearest(_bare(host), official)
    if like:
        return True, like
    own = _own_word(host)
    meant = _meant(own, host) if own else None
    like = next((one for one in official if meant and meant in _bare(one)), None)
    return own is not None or (_FALSE_ENDING.search(host) is not None and not is_government(host)), like


def _meant(own: str, host: str) -> str | None:
    """The name that a word imitates: MSMEs are registered on Udyam; what else is called after them isn't told."""
    if own == "msme" and "regist" not in host:
        return None
    return "udyam" if own in (*_UDYAM, "msme") else own


def _copied(host: str, official: Sequence[str]) -> str | None:
    """The official host that stands whole in another one, before its true ending."""
    return next((one for one in official if f".{one}." in f".{host}"), None)


def _nearest(name: str, official: Sequence[str]) -> str | None:
    """The official host with nearly the same name, or whose name is a part of it; an ordinary word says nothing."""
    best = max(official, key=lambda one: fuzz.ratio(name, _bare(one)), default=None)
    if best is None or _bare(best) in _ORDINARY:
        return None
    return best if _nearly(name, _bare(best)) or (len(_bare(best)) > 4 and _bare(best) in name) else None


def _nearly(name: str, other: str) -> bool:
    """Whether names are the same but for a slip: in a short one, or beside "india", one letter makes another name."""
    if name == other:
        return True
    if "india" in name and "india" in other:
        name, other = name.replace("india", ""), other.replace("india", "")
    return min(len(name), len(other)) >= LEAST_LETTERS and fuzz.ratio(name, other) >= ALIKE


def _own_word(host: str) -> str | None:
    """A word of government's own portals in a host; offices of states have sites of their own for some of them."""
    if _GEM.search(host.translate(_SHAPES).replace("rn", "m")):
        return "gem"
    words = _UDYAM if is_government(host) else _UDYAM + _OWN_WORDS
    return next((word for word in words if word in _bare(host)), None)


@lru_cache(maxsize=1_024)
def _bare(host: str) -> str:
    """What is left of a host without its endings, folded to Latin letters; figures as the letters they look like."""
    name = fold(_ENDINGS.sub("", host.removeprefix("www."))).replace(" ", "")
    return name.translate(_SHAPES).replace("rn", "m").replace("vv", "w")
