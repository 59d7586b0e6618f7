"""Settings, read once from the environment; a wrong one stops the start and names itself."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

FREE_RATE = 30  # messages a second that Telegram lets every bot send
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{7,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("expected the token that BotFather gave: digits, a colon, letters and digits")
    return value


def _web_address(value: str) -> str:
    if value and not re.match(r"https?://[^/\s]+", value):
        raise ValueError("expected an address that starts with https:// (or http:// on this machine)")
    return value.rstrip("/")


def _secret(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and not _SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("expected 16 to 256 letters, digits, _ or -")
    return value


def _networks(value: str) -> str:
    for word in filter(None, map(str.strip, value.split(","))):
        try:
            ip_network(word)
        except ValueError:
            raise ValueError("expected networks with commas between, for example 149.154.160.0/20") from None
    return value


def _database(value: str) -> str:
    if value and not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("expected sqlite:///file or postgresql://user:password@host/name")
    return value


class Settings(BaseSettings):
    """What a process needs to know; every field is an environment variable in capitals."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    bot_token: Annotated[SecretStr, AfterValidator(_token)]
    bot_api_url: Annotated[str, AfterValidator(_web_address)] = "https://api.telegram.org"
    database_url: Annotated[str, AfterValidator(_database)] = ""
    data_dir: Path = Path("data")
    webhook_url: Annotated[str, AfterValidator(_web_address)] = ""
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] = SecretStr("")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    share_port: bool = False
    webhook_sources: Annotated[str, AfterValidator(_networks)] = ""
    trusted_proxies: str = "127.0.0.1"
    answer_in_response: bool = True
    health_port: Annotated[int, Field(ge=0, le=65535)] = 0
    metrics_from: Annotated[str, AfterValidator(_networks)] = "127.0.0.0/8,::1/128"
    sends_per_second: Annotated[int, Field(ge=1, le=1000)] = FREE_RATE
    seconds_per_chat: Annotated[float, Field(ge=0, le=60)] = 1.0
    paid_broadcasts: bool = False
    operator_chat_id: int | None = None
    log_level: Annotated[str, Field(pattern="^(debug|info|warning|error)$")] = "info"

    @property
    def token(self) -> str:
        """The bot token, for the API address only."""
        return self.bot_token.get_secret_value()

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
    """Read the environment.

    Raises WrongSetting that names each variable, what was found (never for a secret) and what is allowed.
    """
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # each value is validated by the model
    except ValidationError as error:
        raise WrongSetting("\n".join(map(_sentence, error.errors(include_input=True)))) from None
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        raise WrongSetting("WEBHOOK_SECRET is missing: WEBHOOK_URL needs one of 16 to 256 letters")
    if settings.sends_per_second > FREE_RATE and not settings.paid_broadcasts:
        raise WrongSetting(f"SENDS_PER_SECOND above {FREE_RATE} needs PAID_BROADCASTS=1: Telegram charges for it")
    return settings


def _sentence(error: object) -> str:
    assert isinstance(error, dict)  # noqa: S101
    name = str(error["loc"][0]).upper()
    allowed = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "missing":
        return f"{name} is missing: set it in the environment (see .env.example)"
    found = "" if name in {"BOT_TOKEN", "WEBHOOK_SECRET"} else f" {error['input']!r}"
    return f"{name}{found} is wrong: {allowed}"
