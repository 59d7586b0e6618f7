"""Methods about the bot itself: who it is, its commands, texts and menu button; chats and files."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.messages import Params
from sandbox.refusals import bad
from sandbox.schema import known_only
from sandbox.state import Sandbox
from sandbox.world import Contact

MAX_COMMANDS = 100
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(sandbox: Sandbox, _: Params) -> Any:
    """Carries out getMe."""
    return sandbox.world.bot() | {
        "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True,
        "can_connect_to_business": False, "has_main_web_app": False,
    }  # fmt: skip


def _language(params: Params) -> str:
    code: str = params.get("language_code", "")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


def commands_key(scope: dict[str, Any] | None, language: str) -> str:
    """The key under which commands of a scope and language are kept."""
    scope = scope or {"type": "default"}
    parts = [scope["type"], str(scope.get("chat_id", "")), str(scope.get("user_id", "")), language]
    return "|".join(parts)


def set_my_commands(sandbox: Sandbox, params: Params) -> Any:
    """Carries out setMyCommands."""
    key = commands_key(params.get("scope"), _language(params))
    commands = [known_only("BotCommand", command) for command in params["commands"]]
    if len(commands) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        command["command"] = command["command"].removeprefix("/").lower()
        if not _COMMAND.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    sandbox.world.commands[key] = commands
    return True


def get_my_commands(sandbox: Sandbox, params: Params) -> Any:
    """Carries out getMyCommands."""
    return sandbox.world.commands.get(commands_key(params.get("scope"), _language(params)), [])


def delete_my_commands(sandbox: Sandbox, params: Params) -> Any:
    """Carries out deleteMyCommands."""
    sandbox.world.commands.pop(commands_key(params.get("scope"), _language(params)), None)
    return True


def commands_for(sandbox: Sandbox, contact: Contact) -> list[dict[str, str]]:
    """What the contact's menu shows: the narrowest scope first, their language before none."""
    language = (contact.language_code or "")[:2]
    scopes: list[dict[str, Any]] = [
        {"type": "chat", "chat_id": contact.id}, {"type": "all_private_chats"}, {"type": "default"},
    ]  # fmt: skip
    for scope in scopes:
        for code in (language, ""):
            found = sandbox.world.commands.get(commands_key(scope, code))
            if found:
                return found
    return []


def _setter(what: str) -> Callable[[Sandbox, Params], Any]:
    def set_text(sandbox: Sandbox, params: Params) -> Any:
        language, text = _language(params), params.get(what, "")
        if len(text) > _LIMITS[what]:
            raise bad(f"bot {what.replace('_', ' ')} is too long")
        if text:
            sandbox.world.names[what][language] = text
        else:
            sandbox.world.names[what].pop(language, None)
        return True

    return set_text


def _getter(what: str) -> Callable[[Sandbox, Params], Any]:
    def get_text(sandbox: Sandbox, params: Params) -> Any:
        texts = sandbox.world.names[what]
        fallback = sandbox.world.bot()["first_name"] if what == "name" else ""
        return {what: texts.get(_language(params)) or texts.get("") or fallback}

    return get_text


def set_menu_button(sandbox: Sandbox, params: Params) -> Any:
    """Carries out setChatMenuButton; key 0 is the default for all chats."""
    chat_id = params.get("chat_id", 0)
    if chat_id:
        sandbox.world.known(chat_id)
    sandbox.world.menu_buttons[chat_id] = params.get("menu_button", {"type": "default"})
    return True


def get_menu_button(sandbox: Sandbox, params: Params) -> Any:
    """Carries out getChatMenuButton."""
    buttons = sandbox.world.menu_buttons
    return buttons.get(params.get("chat_id", 0)) or buttons.get(0) or {"type": "commands"}


def get_chat(sandbox: Sandbox, params: Params) -> Any:
    """Carries out getChat."""
    contact = sandbox.world.known(params["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return contact.chat() | {
        "accent_color_id": contact.id % 7, "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }  # fmt: skip


def get_chat_member(sandbox: Sandbox, params: Params) -> Any:
    """Carries out getChatMember of a private chat: the contact or the bot."""
    contact = sandbox.world.known(params["chat_id"])
    users = {contact.id: contact.user(), sandbox.world.bot_id: sandbox.world.bot()}
    user = users.get(params["user_id"])
    if user is None:
        raise bad("invalid user_id specified")
    if user["is_bot"] and contact.blocked:
        return {"status": "kicked", "user": user, "until_date": 0}
    return {"status": "member", "user": user}


def get_file(sandbox: Sandbox, params: Params) -> Any:
    """Carries out getFile."""
    file = sandbox.world.files.get(params["file_id"])
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > MAX_DOWNLOAD_BYTES:
        raise bad("file is too big")
    return file.described() | {"file_path": file.path}


def agree(_: Sandbox, __: Params) -> Any:
    """Carries out logOut and close: nothing to leave here, so they only say yes."""
    return True


METHODS: dict[str, Callable[[Sandbox, Params], Any]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getFile": get_file,
    "logOut": agree,
    "close": agree,
}
