"""The one place where text becomes Telegram's HTML: whatever isn't Markup is escaped on the way in."""

from __future__ import annotations

import regex
from markupsafe import Markup, escape

LABEL = 58  # letters that a button shows on a small phone in two lines


def bold(text: str) -> Markup:
    """Set a text in bold."""
    return Markup("<b>%s</b>") % text


def code(text: str) -> Markup:
    """Set a text as it was typed; Telegram makes no link of an address in it."""
    return Markup("<code>%s</code>") % text


def italic(text: str) -> Markup:
    """Set a text in italics."""
    return Markup("<i>%s</i>") % text


def link(text: str, url: str) -> Markup:
    """Make a text lead to a web address."""
    return Markup('<a href="%s">%s</a>') % (url, text)


def lines(*parts: str | None) -> Markup:
    """Join lines; None is left out, an empty text is an empty line."""
    return Markup("\n").join(escape(part) for part in parts if part is not None)


def bullets(items: list[str] | tuple[str, ...]) -> Markup:
    """One line an item, each with a mark."""
    return lines(*(Markup("• %s") % item for item in items))


def brief(text: str, limit: int = LABEL) -> str:
    """A text of at most `limit` letters, cut between letters and marked where it was cut."""
    if len(text) <= limit:
        return text
    letters: list[str] = regex.findall(r"\X", text)
    return text if len(letters) <= limit else "".join(letters[: limit - 1]).rstrip() + "…"
