"""Which web addresses are official, so that only those are shown as links to act on."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from content.files import FOLDER, read_yaml


@cache
def _domains() -> tuple[str, ...]:
    return tuple(read_yaml(FOLDER / "official_domains.yaml"))


def is_official(url: str | None) -> bool:
    """Whether an address stands under an official domain."""
    host = urlsplit(url or "").hostname or ""
    return any(host == domain or host.endswith(f".{domain}") for domain in _domains())
