"""The one place where text becomes Telegram's HTML: whatever isn't Markup is escaped on the way in."""

from __future__ import annotations

from markupsafe import Markup, escape


def bold(text: str) -> Markup:
    """Set a text in bold."""
    return Markup("<b>%s</b>") % text


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
