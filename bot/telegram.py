"""Telegram at the edge: one call at a time, and what its errors mean for us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.calls import Call, file_content
from bot.request import SEND_DEADLINE, AiohttpRequest, NotSent

WITH_FILE = {"sendDocument"}


class Api(Bot):
    """The Bot of python-telegram-bot with plain data in and out: no object is built that nobody reads."""

    def __repr__(self) -> str:
        """Show the bot's id; the library would show the token."""
        return f"Api[{self.token.partition(':')[0]}]"

    async def call(
        self, method: str, parameters: dict[str, Any], read_timeout: float = SEND_DEADLINE, *, wanted: bool = True
    ) -> Any:
        """Make one Bot API call and give its raw result; one that isn't wanted is None."""
        if method in WITH_FILE:
            return await self._post(method, parameters, read_timeout=read_timeout)
        request = cast("AiohttpRequest", self._request[method != "getUpdates"])
        return await request.call(f"{self._base_url}/{method}", parameters, read_timeout, wanted=wanted)


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted the call."""

    result: Any


@dataclass(frozen=True, slots=True)
class Gone:
    """The contact can't be reached any more: it blocked the bot or the account is closed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup: from now on it has another chat id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram refuses this call for good; repeating it is useless."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Telegram asks for a pause."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Retry:
    """The call surely never arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """The call may or may not have been carried out."""

    reason: str


Outcome = Sent | Gone | Moved | Refused | Wait | Retry | Unsure
NUMBERED = {"sendMessage", "sendVenue", "sendDocument"}  # the number of a message is kept
_HARMLESS = ("message is not modified", "query is too old")
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "group chat was deactivated")
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")


def make_api(token: str, base_url: str) -> Api:
    """Build the client for Telegram's server, a self-hosted one or the sandbox."""
    return Api(
        token,
        base_url=f"{base_url}/bot",
        base_file_url=f"{base_url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=2),
    )


async def send(api: Api, call: Call) -> Outcome:
    """Make a call and say what came of it; an edit of a message that is gone becomes a new message."""
    method, parameters = call
    try:
        return Sent(await api.call(method, _with_file(method, parameters), wanted=method in NUMBERED))
    except BadRequest as error:
        if method == "editMessageText" and any(text in str(error).lower() for text in _LOST):
            return await send(api, ("sendMessage", {k: v for k, v in parameters.items() if k != "message_id"}))
        return classify(error)
    except TelegramError as error:
        return classify(error)


async def is_back(api: Api) -> bool:
    """Whether Telegram answers a harmless question."""
    return isinstance(await send(api, ("getMe", {})), Sent)


def classify(error: TelegramError) -> Outcome:
    """Sort Telegram's errors by what can still be done.

    | error | outcome |
    |---|---|
    | any 429 | Wait: surely not sent |
    | 403 blocked, deactivated, kicked; 400 chat not found, peer invalid | Gone |
    | 400 migrated to a supergroup | Moved |
    | 400 not modified, query too old | Sent: there is nothing left to do |
    | any other 400 | Refused for good |
    | 401, 404: the token is refused, perhaps for a moment | Retry: nothing was sent |
    | no connection could be made | Retry |
    | no answer in time, connection broke, 409, 5xx, a success without a result, anything else | Unsure |
    """
    text = str(error)
    match error:
        case RetryAfter():
            return Wait(pause_of(error))
        case Forbidden():
            return Gone(text)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case BadRequest():
            return _bad_request(text)
        case NotSent() | InvalidToken():
            return Retry(text)
        case _:
            return Unsure(text)


def _bad_request(text: str) -> Outcome:
    small = text.lower()
    if any(harmless in small for harmless in _HARMLESS):
        return Sent(None)
    return Gone(text) if any(gone in small for gone in _GONE) else Refused(text)


def pause_of(error: RetryAfter) -> float:
    """The seconds that Telegram asks us to wait."""
    after = error.retry_after
    return float(after) if isinstance(after, (int, float)) else after.total_seconds()


def _with_file(method: str, parameters: dict[str, Any]) -> dict[str, Any]:
    if method not in WITH_FILE:
        return parameters
    document = InputFile(file_content(parameters), filename=parameters["file_name"])
    return {**{k: v for k, v in parameters.items() if k != "file_name"}, "document": document}
