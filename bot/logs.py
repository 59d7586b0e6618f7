"""Logs for machines and people: one line an event, ids but never texts, and never the bot token.

Libraries speak of trouble only: at debug level some tell everything they send. Of an error the log has its kind and
where it comes from, not what it says, which may quote a contact.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from traceback import walk_tb
from typing import Any

import structlog

HIDDEN = "<token>"
OURS = "samooh"  # the logger of the process itself, above those of its parts
DEPTH = 6  # places of an error that are told, the innermost first
_ECHO = re.compile(r'(?<!=)".*"', re.DOTALL)  # Telegram's refusals quote what was sent to it


class _Redacting(logging.Formatter):
    """The last step before the stream, so that a traceback is cleaned too."""

    def __init__(self, inner: logging.Formatter, secret: str) -> None:
        super().__init__()
        self._inner = inner
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        return self._inner.format(record).replace(self._secret, HIDDEN)


def set_up_logs(level: str, token: str) -> None:
    """Send every log of the process to standard error, with the token's secret half replaced."""
    secret = token.partition(":")[2] or token
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[_without_words, structlog.processors.LogfmtRenderer()]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(formatter, secret))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel("ERROR" if level == "error" else "WARNING")
    logging.getLogger(OURS).setLevel(level.upper())
    logging.raiseExceptions = False  # a line that fails would be printed raw
    sys.excepthook = _excepthook


def _without_words(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out what may quote a contact: an error's words, a refusal's quotes, all but an event's first line."""
    record: logging.LogRecord = event.pop("_record")
    event.pop("_from_structlog", None)
    event["event"] = str(event["event"]).partition("\n")[0]
    for name in event.keys() & {"reason", "outcome"}:
        event[name] = _ECHO.sub('"…"', str(event[name]))
    error = _error_of(event.pop("exc_info", None))
    if error is not None:
        event["raised"] = ", from ".join(map(kind_and_places, _causes(error)))
        if record.name == OURS:  # what the process itself ends by speaks of settings and rooms
            event["said"] = str(error).partition("\n")[0]
    return event


def _error_of(given: Any) -> BaseException | None:
    """The error that a log call names by itself, by a tuple or as the one that is being handled."""
    if isinstance(given, tuple):
        given = given[1]
    found = sys.exc_info()[1] if given is True else given
    return found if isinstance(found, BaseException) else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def kind_and_places(error: BaseException) -> str:
    """An error's kind and the places it came through: `ValueError at handlers/help.py:30 < handlers/routes.py:12`."""
    places = [
        f"{'/'.join(Path(frame.f_code.co_filename).parts[-2:])}:{line}"
        for frame, line in walk_tb(error.__traceback__)
    ]
    return " at ".join(filter(None, [type(error).__name__, " < ".join(places[: -DEPTH - 1 : -1])]))


def _excepthook(kind: Any, error: Any, trace: Any) -> None:
    logging.getLogger(OURS).critical("stopped by an error", exc_info=(kind, error, trace))
