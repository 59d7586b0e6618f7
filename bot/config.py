"""Settings, read once from the environment; a wrong one stops the start and names itself.

Plain Python: to load a library for twenty variables took a tenth of the start.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any

FREE_RATE = 30  # messages a second that Telegram lets every bot send
_ADDRESS = re.compile(r"https?://[^/\s]+")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{7,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_LEVELS = ("debug", "info", "warning", "error")
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
Read = Callable[[str], Any]  # a variable's words as its value; raises ValueError that says what is allowed


def _token(words: str) -> str:
    if not _TOKEN.fullmatch(words):
        raise ValueError("expected the token that BotFather gave: digits, a colon, letters and digits")
    return words


def _web_address(words: str) -> str:
    if not _ADDRESS.match(words):
        raise ValueError("expected an address that starts with https:// (or http:// on this machine)")
    return words.rstrip("/")


def _secret(words: str) -> str:
    if not _SECRET.fullmatch(words):
        raise ValueError("expected 16 to 256 letters, digits, _ or -")
    return words


def _networks(words: str) -> str:
    for word in filter(None, map(str.strip, words.split(","))):
        try:
            ip_network(word)
        except ValueError:
            raise ValueError("expected networks with commas between, for example 149.154.160.0/20") from None
    return words


def _database(words: str) -> str:
    if not words.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("expected sqlite:///file or postgresql://user:password@host/name")
    return words


def _level(words: str) -> str:
    if words not in _LEVELS:
        raise ValueError(f"expected one of {', '.join(_LEVELS)}")
    return words


def _yes_or_no(words: str) -> bool:
    if words.lower() not in _YES + _NO:
        raise ValueError("expected 1 or 0")
    return words.lower() in _YES


def _number(kind: type[int] | type[float], least: float | None = None, most: float | None = None) -> Read:
    between = "" if least is None else f" from {least:g} to {most:g}"
    allowed = f"expected a {'whole ' if kind is int else ''}number{between}"

    def read(words: str) -> float:
        try:
            value = kind(words)
        except ValueError:
            raise ValueError(allowed) from None
        if least is not None and most is not None and not least <= value <= most:
            raise ValueError(allowed)
        return value

    return read


def _by(read: Read) -> dict[str, Read]:
    return {"read": read}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process needs to know; every field is an environment variable in capitals, an empty one is unset."""

    bot_token: str = field(repr=False, metadata=_by(_token))
    bot_api_url: str = field(default="https://api.telegram.org", metadata=_by(_web_address))
    database_url: str = field(default="", metadata=_by(_database))
    data_dir: Path = field(default=Path("data"), metadata=_by(Path))
    webhook_url: str = field(default="", metadata=_by(_web_address))
    webhook_secret: str = field(default="", repr=False, metadata=_by(_secret))
    host: str = field(default="127.0.0.1", metadata=_by(str))
    port: int = field(default=8080, metadata=_by(_number(int, 1, 65535)))
    share_port: bool = field(default=False, metadata=_by(_yes_or_no))
    webhook_sources: str = field(default="", metadata=_by(_networks))
    trusted_proxies: str = field(default="127.0.0.1", metadata=_by(str))
    answer_in_response: bool = field(default=True, metadata=_by(_yes_or_no))
    health_port: int = field(default=0, metadata=_by(_number(int, 0, 65535)))
    metrics_from: str = field(default="127.0.0.0/8,::1/128", metadata=_by(_networks))
    sends_per_second: int = field(default=FREE_RATE, metadata=_by(_number(int, 1, 1000)))
    seconds_per_chat: float = field(default=1.0, metadata=_by(_number(float, 0, 60)))
    paid_broadcasts: bool = field(default=False, metadata=_by(_yes_or_no))
    operator_chat_id: int | None = field(default=None, metadata=_by(_number(int)))
    log_level: str = field(default="info", metadata=_by(_level))

    @property
    def token(self) -> str:
        """The bot token, for the API address only."""
        return self.bot_token

    @property
    def database(self) -> str:
        """The database in use: the given one, or a file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'samooh.db'}"

    @property
    def cache(self) -> Path:
        """Where compiled content is kept between starts."""
        return self.data_dir / "cache"


class WrongSetting(Exception):
    """One line per setting that is missing or wrong."""


def read_settings(**given: object) -> Settings:
    """Read the environment, in which what is given takes the place of a variable.

    Raises WrongSetting that names each variable, what was found (never for a secret) and what is allowed.
    """
    found: dict[str, Any] = {}
    faults: list[str] = []
    for one in fields(Settings):
        variable = one.name.upper()
        words = str(given[one.name]) if one.name in given else os.environ.get(variable, "")
        try:
            if words:
                found[one.name] = one.metadata["read"](words)
            elif one.default is MISSING:
                faults.append(f"{variable} is missing: set it in the environment (see .env.example)")
        except ValueError as error:
            faults.append(f"{variable}{f' {words!r}' if one.repr else ''} is wrong: {error}")
    if faults:
        raise WrongSetting("\n".join(faults))
    settings = Settings(**found)
    if settings.webhook_url and not settings.webhook_secret:
        raise WrongSetting("WEBHOOK_SECRET is missing: WEBHOOK_URL needs one of 16 to 256 letters")
    if settings.sends_per_second > FREE_RATE and not settings.paid_broadcasts:
        raise WrongSetting(f"SENDS_PER_SECOND above {FREE_RATE} needs PAID_BROADCASTS=1: Telegram charges for it")
    return settings
