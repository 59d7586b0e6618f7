"""The conversation: every route, and what a text or a stale button leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handlers.dispatch import answer_inline, answer_text, apologise, open_screen

__all__ = ["answer_inline", "answer_text", "apologise", "open_screen"]


def __getattr__(name: str) -> Any:
    """Load every route when the first turn asks for them; who only wants to know what a screen is needs none."""
    if name not in __all__:
        raise AttributeError(name)
    from handlers import dispatch  # noqa: PLC0415  (as said)

    return getattr(dispatch, name)
