"""The conversation: every route, and what a text or a stale button leads to."""

from __future__ import annotations

from handlers.dispatch import answer_inline, answer_text, apologise, open_screen

__all__ = ["answer_inline", "answer_text", "apologise", "open_screen"]
