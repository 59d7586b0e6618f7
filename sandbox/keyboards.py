"""Checks keyboards as Telegram does: shapes, what a button does, 64 bytes, 100 buttons."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.refusals import bad
from sandbox.schema import known_only

ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip
MAX_BUTTONS = 100
MAX_PER_ROW = 8
MAX_CALLBACK_BYTES = 64
KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def _rows(markup: dict[str, Any], key: str) -> list[list[Any]]:
    rows = markup[key]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f'can\'t parse reply markup: Field "{key}" must be an Array of Arrays')
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_PER_ROW for row in rows):
        raise bad("reply markup is too long")
    return rows


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url or url.startswith(("tel:", "mailto:")) else f"http://{url}")
    except ValueError:
        parts = None
    good = parts and (
        parts.scheme in {"tg", "ton", "tel", "mailto"}
        or (parts.scheme in {"http", "https"} and parts.hostname and ("." in parts.hostname))
    )
    if not good or " " in url:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _text_of(button: Any, what: str) -> str:
    if not isinstance(button, dict):
        raise bad(f"can't parse {what}: expected an Object")
    if "text" not in button:
        raise bad(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad(f'can\'t parse {what}: Field "text" must be of type String')
    return button["text"]


def _check_inline_button(button: Any) -> None:
    what = "inline keyboard button"
    text = _text_of(button, what)
    if not any(action in button for action in ACTIONS):
        raise bad(f"can't parse {what}: Text buttons are unallowed in the inline keyboard")
    if not text.strip():
        raise bad("BUTTON_TEXT_INVALID")
    callback = button.get("callback_data")
    if callback is not None:
        if not isinstance(callback, str):
            raise bad(f'can\'t parse {what}: Field "callback_data" must be of type String')
        if not 1 <= len(callback.encode()) <= MAX_CALLBACK_BYTES:
            raise bad("BUTTON_DATA_INVALID")
    if isinstance(button.get("url"), str):
        _check_url(button["url"])


def _check_reply_button(button: Any) -> None:
    text = button if isinstance(button, str) else _text_of(button, "keyboard button")
    if not text.strip():
        raise bad("KEYBOARD_BUTTON_INVALID")


def check_markup(markup: Any) -> None:
    """Raises Refusal 400 with Telegram's text unless `markup` is a keyboard Telegram would take."""
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        for row in _rows(markup, "inline_keyboard"):
            for button in row:
                _check_inline_button(button)
    elif "keyboard" in markup:
        for row in _rows(markup, "keyboard"):
            for button in row:
                _check_reply_button(button)


def tidy_inline(markup: Any) -> dict[str, Any] | None:
    """The inline keyboard as it is kept with the message; None when there is none or it is empty."""
    rows = markup.get("inline_keyboard") if markup else None
    rows = [[known_only("InlineKeyboardButton", button) for button in row] for row in rows if row] if rows else []
    return {"inline_keyboard": rows} if rows else None
