"""Settings: language, place and answers, quiet hours, time zone."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from content.folding import fold
from content.profile import QUESTIONS
from handlers.cluster_words import place_word
from handlers.common import home_row, in_columns
from handlers.markup import bold, lines
from handlers.routes import Stale
from handlers.screen import Button, Keyboard, Screen
from handlers.turn import Turn
from handlers.words import answer_label, short_question
from locales import LANGUAGES, available
from locales.formats import time as clock

QUIET = {"21-08": ("21:00", "08:00"), "22-07": ("22:00", "07:00"), "20-09": ("20:00", "09:00"), "none": (None, None)}
ZONES = ("Asia/Kolkata", "Asia/Dubai", "Asia/Kathmandu", "Asia/Singapore", "Europe/London", "America/New_York")


async def show_menu(turn: Turn) -> Screen:
    """All settings with their present values."""
    _ = turn.gettext
    text = lines(
        bold(_("⚙ Settings")),
        _("Language: %(language)s") % {"language": turn.translator.language.name},
        _("Quiet hours: %(hours)s") % {"hours": quiet_words(turn)},
        _("Time zone: %(zone)s") % {"zone": zone_words(turn, turn.contact.zone)},
    )
    buttons = [
        Button(_("🗣 Language"), "settings.language"),
        Button(_("✏ My answers"), "settings.profile"),
        Button(_("🌙 Quiet hours"), "settings.quiet"),
        Button(_("🕒 Time zone"), "settings.zone"),
        Button(_("🗂 My data"), "my_data.show"),
        Button(_("🔔 Alerts"), "alerts.menu"),
    ]
    return Screen(text, rows=[*in_columns(buttons), home_row(turn)])


async def ask_language(turn: Turn) -> Screen:
    """Each language in its own script."""
    buttons = [Button(LANGUAGES[code].name, "settings.speak", code) for code in available()]
    return Screen(
        bold(turn.gettext("Choose your language")), rows=[*in_columns(buttons), home_row(turn, "settings.menu")]
    )


async def save_language(turn: Turn, code: str) -> str:
    """Keep the language and go on in it."""
    return f"start.language:{code}"


async def show_profile(turn: Turn) -> Screen:
    """What the contact has told, each to be changed or told."""
    _ = turn.gettext
    answers = turn.profile.answers()
    told = [
        f"• {short_question(turn, name)}: {_label(turn, name, answers[name])}"
        for name in QUESTIONS
        if name in answers
    ]
    buttons = [Button(short_question(turn, name), "profile.ask", name, "edit") for name in QUESTIONS]
    empty = None if told else _("You have not told us anything yet.")
    text = lines(bold(_("✏ My answers")), empty, *told, "", _("Tap one to change it."))
    return Screen(text, rows=[*in_columns(buttons), home_row(turn, "settings.menu")])


def _label(turn: Turn, question: str, value: object) -> str:
    profile = turn.profile
    if question == "state" and profile.district:
        where = (place_word(turn, name) for name in (profile.town, profile.district) if name)
        names = (*where, answer_label(turn, question, value))
        return ", ".join(dict.fromkeys(filter(None, names)))
    return answer_label(turn, question, value)


def quiet_words(turn: Turn) -> str:
    """The quiet hours as a contact says them."""
    if not turn.contact.quiet_from or not turn.contact.quiet_to:
        return turn.gettext("none")
    return _span(turn, turn.contact.quiet_from, turn.contact.quiet_to)


def _span(turn: Turn, start: str, end: str) -> str:
    times = {
        "start": clock(turn.translator, time.fromisoformat(start)),
        "end": clock(turn.translator, time.fromisoformat(end)),
    }
    return turn.gettext("%(start)s to %(end)s") % times


async def ask_quiet(turn: Turn) -> Screen:
    """When to be left alone."""
    _ = turn.gettext
    rows: Keyboard = []
    for name, (start, end) in QUIET.items():
        label = _span(turn, start, end) if start and end else _("No quiet hours")
        rows.append([Button(label, "settings.hush", name)])
    text = lines(bold(_("🌙 Quiet hours")), _("Nothing is sent in these hours."))
    return Screen(text, rows=[*rows, home_row(turn, "settings.menu")])


async def save_quiet(turn: Turn, name: str) -> Screen:
    """Keep the quiet hours."""
    if name not in QUIET:
        raise Stale
    start, end = QUIET[name]
    await turn.change(quiet_from=start, quiet_to=end)
    return await show_menu(turn)


def zone_words(turn: Turn, zone: str) -> str:
    """A zone by its city; India's by its usual name."""
    if zone == "Asia/Kolkata":
        return turn.gettext("India")
    return zone.rpartition("/")[2].replace("_", " ")


async def ask_zone(turn: Turn) -> Screen:
    """Choose the zone, or type the city."""
    await turn.ask("settings.zone_typed")
    buttons = [Button(zone_words(turn, zone), "settings.clock", *zone.split("/")) for zone in ZONES]
    text = lines(bold(turn.gettext("🕒 Time zone")), turn.gettext("Tap, or type a city: Dubai, London…"))
    return Screen(text, rows=[*in_columns(buttons), home_row(turn, "settings.menu")])


async def save_zone(turn: Turn, area: str, city: str) -> Screen:
    """Keep the zone; reminders that are set keep the zone they were set in."""
    zone = f"{area}/{city}"
    if zone not in available_timezones():
        raise Stale
    await turn.change(zone=ZoneInfo(zone).key)
    return await show_menu(turn)


async def take_zone(turn: Turn) -> Screen:
    """A city was typed."""
    wanted = fold(turn.typed).replace(" ", "_")
    for zone in sorted(available_timezones()):
        area, _, city = zone.partition("/")
        if wanted and city.lower() == wanted:
            return await save_zone(turn, area, city)
    screen = await ask_zone(turn)
    sorry = turn.gettext("We do not know that city.")
    return Screen(lines(sorry, "", screen.text), rows=screen.rows)


ROUTES = {
    "settings.menu": show_menu,
    "settings.language": ask_language,
    "settings.speak": save_language,
    "settings.profile": show_profile,
    "settings.quiet": ask_quiet,
    "settings.hush": save_quiet,
    "settings.zone": ask_zone,
    "settings.clock": save_zone,
    "settings.zone_typed": take_zone,
}
