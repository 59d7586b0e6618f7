"""Finding the hosts to which the addresses in a text lead, as a browser reads them and in whatever disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import regex

from content.official import is_official, is_shortener

_SURE = (  # an address without http:// is surely one with these endings
    "in|com|org|net|co|info|biz|online|site|website|xyz|app|top|shop|store|live|click|link|club|vip|icu|me|io|cc|ai|dev|"
    "page|tech|space|pro|fun|life|world|today|services|help|support|loan|finance|cloud|gov|nic"
)
_SURE_ENDING = re.compile(rf".*\.(?:{_SURE})", re.IGNORECASE)
_INDIAS_ENDING = re.compile("भारत|भारतम्|भारोत|ভারত|ভাৰত|భారత్|ભારત|ਭਾਰਤ|இந்தியா|ಭಾರತ|ഭാരതം|ଭାରତ|بھارت|بارت|ڀارت")
_UNSEEN = regex.compile(r"[\p{Cf}\uFE00-\uFE0F]")
_STOPS = re.compile(r"[。．｡․﹒]|\s*[\[({]\s*(?:\.|dot|डॉट|டாட்)\s*[\])}]\s*", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(:|/|://)\]")
_SPOKEN = re.compile(rf"\s(?:dot|डॉट|டாட்)\s+(?:{_SURE})\b", re.IGNORECASE)
_DOT = re.compile(r"\s+(?:dot|डॉट|டாட்)\s+", re.IGNORECASE)
_APART = re.compile(rf"(?<=\w)\s+\.\s*(?=(?:{_SURE})\b)", re.IGNORECASE)
_BREAKS = re.compile(r"[\s<>\"“”‘’«»|।]+")
_LISTED = re.compile(r"[,;!'()\[\]{}]+")
_SCHEME = re.compile(r"h(?:tt|xx)ps?:/*", re.IGNORECASE)
_PARTS = re.compile(r"[/?#=&,;]+")
_NAME = regex.compile(r"[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)+")
_PATH = re.compile(r"/(?!\w\.\w+$)[\w+@]")  # not the other of two degrees: B.Com/M.Com
_PAYEE = re.compile(r"(?<![\w.@/-])[\w.-]{2,}@[a-z][a-z0-9]+(?![\w@/:-]|\.\w)", re.IGNORECASE | re.ASCII)
_INDIC = r"[\u0600-\u06FF\u0900-\u0D7F]"
_GLUED_BEFORE = regex.compile(rf"^(?V1)[[\p{{L}}\p{{M}}]&&{_INDIC}]{{2,}}(?=[A-Za-z0-9])")
_GLUED_AFTER = re.compile(rf"(?<=[A-Za-z]){_INDIC}+$")
_FOUR_BYTES = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_FIGURE = re.compile(r"0x[0-9a-f]*|\d+")


@dataclass(frozen=True, slots=True)
class Found:
    """A host in lower case, and the host that its address pretends to lead to: `https://claimed@host`.

    The host of an e-mail address is where its post goes.
    """

    host: str
    claimed: str = ""
    of_mail: bool = False


def find_hosts(text: str) -> list[Found]:
    """Every host to which an address in a text leads, each once."""
    tokens = _BREAKS.split(_undisguised(text))
    return list(dict.fromkeys(found for token in tokens for found in _in_token(token)))


def find_payees(text: str) -> list[str]:
    """The payment addresses in a text, `name@handle` in lower case: what is behind their @ has no full stop."""
    return [payee.lower() for payee in _PAYEE.findall(_undisguised(text))]


def is_numeric(host: str) -> bool:
    """Whether a host is an IP address in any way of writing it, not a name."""
    return host.startswith("[") or all(map(_FIGURE.fullmatch, host.split(".")))


def _undisguised(text: str) -> str:
    """The same text with plain full stops and slashes, and without letters that nobody sees."""
    text = _STOPS.sub(".", _BRACKETED.sub(r"\1", _UNSEEN.sub("", text).replace("\\", "/")))
    text = _DOT.sub(".", text) if _SPOKEN.search(text) else text
    return _APART.sub(".", text)


def _in_token(token: str) -> Iterator[Found]:
    bare, *addressed = _SCHEME.split(token)
    for part in _LISTED.split(bare):
        yield from _in_address(part, behind_scheme=False)
    for part in addressed:
        yield from _in_address(part, behind_scheme=True)


def _in_address(address: str, behind_scheme: bool) -> Iterator[Found]:
    """The hosts of one address: its own, and those that its path and query name."""
    address = address.lstrip("/")
    authority = re.split(r"[/?#]", address, maxsplit=1)[0]
    claimed, at, place = authority.rpartition("@")
    claimed = claimed.lower().partition(":")[0]
    of_mail = bool(claimed) and not behind_scheme and not is_official(f"https://{claimed}")
    rest = unquote(address[len(authority) :])
    for host in _hosts(unquote(place), behind_scheme, _PATH.match(rest) is not None):
        yield Found(host, of_mail=True) if of_mail else Found(host, claimed if at else "")
    for part in _SCHEME.split(rest)[1:]:
        yield from _in_address(part, behind_scheme=True)
    for part in _PARTS.split(rest):
        if _NAME.fullmatch(part) and _SURE_ENDING.fullmatch(part):
            yield Found(part.lower())


def _hosts(place: str, behind_scheme: bool, has_path: bool) -> Iterator[str]:
    alone = place if place.startswith("[") else place.partition(":")[0]
    if behind_scheme and is_numeric(alone.lower()):
        yield alone.lower()
        return
    for name in _NAME.findall(place):
        plain = _without_glue(name, behind_scheme)
        if behind_scheme or plain.lower().startswith("www.") or _is_host(plain, has_path):
            yield plain.lower()


def _without_glue(name: str, behind_scheme: bool) -> str:
    """A name without the words of an Indian script that were typed onto it without a space."""
    if name.isascii():
        return name
    name = _GLUED_AFTER.sub("", name)
    return name if behind_scheme else _GLUED_BEFORE.sub("", name)


def _is_host(name: str, has_path: bool) -> bool:
    """Whether a name with full stops is an address, not a sentence, a figure or initials.

    One letter before the only full stop is an address where a path follows: t.me/name, but B.Com.
    """
    first, *_, ending = name.split(".")
    if _FOUR_BYTES.fullmatch(name):
        return all(int(number) < 256 for number in name.split("."))
    if len(first) == 1 and name.count(".") == 1 and not is_shortener(name.lower()):
        return has_path and first.isalpha() and _SURE_ENDING.fullmatch(name) is not None
    if _SURE_ENDING.fullmatch(name):
        return not first.isdecimal() or name.count(".") > 1
    if ending.isascii():
        return ending.isalpha() and ending.islower() and len(ending) > 1
    return bool(_INDIAS_ENDING.fullmatch(ending)) or not re.search(_INDIC, ending)
