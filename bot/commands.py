"""The command menu, in every language that is there."""

from __future__ import annotations

from typing import Any

from bot.telegram import Api
from locales import N_, Translator, available, translator

MENU = {
    "start": N_("Home"),
    "schemes": N_("Schemes for me"),
    "udyam": N_("Udyam registration, step by step"),
    "gem": N_("Selling on GeM, step by step"),
    "nearby": N_("Help near me"),
    "trainings": N_("Trainings"),
    "reminders": N_("My reminders"),
    "alerts": N_("Alerts"),
    "learn": N_("Learn and tools"),
    "search": N_("Search"),
    "language": N_("Change the language"),
    "help": N_("Help"),
    "privacy": N_("What is kept about you"),
    "stop": N_("Stop alerts"),
}


async def set_commands(api: Api) -> None:
    """Tell Telegram the menu: English for all, and each language for those whose app uses it."""
    for code in available():
        scope: dict[str, Any] = {} if code == "en" else {"language_code": code}
        await api.call("setMyCommands", {"commands": menu(translator(code)), **scope})


def menu(t: Translator) -> list[dict[str, str]]:
    """The menu in one language."""
    return [{"command": name, "description": t.gettext(text)} for name, text in MENU.items()]
