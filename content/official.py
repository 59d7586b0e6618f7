"""Which web addresses are official, so that only those are shown as links to act on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from content.files import FOLDER, read_yaml


@cache
def _known(kind: str) -> tuple[str, ...]:
    return tuple(read_yaml(FOLDER / "official_domains.yaml")[kind])


def is_official(url: str | None) -> bool:
    """Whether content may link to an address: it stands under a listed domain, or under an ending of government."""
    host = urlsplit(url or "").hostname or ""
    return is_listed(host) or is_government(host)


def is_listed(host: str, more: Iterable[str] = ()) -> bool:
    """Whether a host, in lower case, is one of the listed domains or of `more`, or stands under one."""
    return _stands_under(host, (*_known("domains"), *more))


def is_government(host: str) -> bool:
    """Whether a host, in lower case, has an ending of government; whose site it is, that doesn't say."""
    return _stands_under(host, _known("endings"))


def listed_domains() -> tuple[str, ...]:
    """The listed domains."""
    return _known("domains")


def ordinary_names() -> frozenset[str]:
    """Names of official hosts that many others have too: who bears one doesn't imitate."""
    return frozenset(_known("ordinary"))


def is_shortener(host: str) -> bool:
    """Whether a host, in lower case, makes short links that hide where they lead."""
    return host.removeprefix("www.") in _known("shorteners")


def _stands_under(host: str, domains: Iterable[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
