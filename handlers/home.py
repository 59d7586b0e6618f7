"""Home: what fits now, what is missing, and every branch."""

from __future__ import annotations

from content.eligibility import verdict
from handlers.common import in_columns
from handlers.markup import bold, lines
from handlers.screen import AnyButton, Button, Screen
from handlers.turn import Turn
from locales.formats import number


async def show_home(turn: Turn) -> Screen:
    """One screen with the state of things on top."""
    _ = turn.gettext
    text = lines(
        bold("Samooh"), _summary(turn), _registrations(turn), "", _("Tap a button, or type what you look for.")
    )
    mine = turn.profile.cluster
    branches: list[AnyButton] = [
        Button(_("📋 Schemes for me"), "schemes.menu"),
        Button(_("🪪 Udyam"), "guides.open", "udyam"),
        Button(_("🛒 GeM"), "guides.open", "gem"),
        Button(_("📍 Help near me"), "nearby.menu"),
        Button(_("🎓 Trainings"), "trainings.list"),
        Button(_("⏰ My reminders"), "reminders.list"),
        Button(_("🔔 Alerts"), "alerts.menu"),
        *([Button(_("🏘 My cluster"), "clusters.show", mine)] if mine in turn.catalog.clusters else []),
        Button(_("🏘 Clusters"), "clusters.menu"),
        Button(_("📚 Learn"), "learn.menu"),
        Button(_("🧮 Calculators"), "calc.list"),
        Button(_("⚙ Settings"), "settings.menu"),
        Button(_("🔎 Search"), "search.ask"),
        Button(_("❓ Help"), "help.open"),
    ]
    return Screen(text, rows=in_columns(branches))


def count_verdicts(turn: Turn) -> dict[str, int]:
    """How many open schemes fit, may fit and don't fit this profile."""
    counts, today = {"fits": 0, "may_fit": 0, "does_not_fit": 0}, turn.today
    for scheme in turn.catalog.schemes.values():
        if not scheme.is_shut(today):
            counts[verdict(scheme.eligibility, turn.profile).kind] += 1
    return counts


def _summary(turn: Turn) -> str:
    if not turn.contact.profile:
        return turn.gettext("Tell us what you make and where, and see which schemes fit you.")
    counts = count_verdicts(turn)
    fits = turn.ngettext("%(n)s scheme fits you", "%(n)s schemes fit you", counts["fits"])
    may = turn.ngettext("%(n)s may fit", "%(n)s may fit", counts["may_fit"])
    t = turn.translator
    return f"{fits % {'n': number(t, counts['fits'])}} · {may % {'n': number(t, counts['may_fit'])}}"


def _registrations(turn: Turn) -> str | None:
    _ = turn.gettext
    profile = turn.profile
    parts = []
    if profile.udyam is not None:
        parts.append(_("Udyam: yes") if profile.udyam else _("Udyam: not yet"))
    if profile.gem is not None:
        parts.append(_("GeM: yes") if profile.gem else _("GeM: not yet"))
    return " · ".join(parts) or None


ROUTES = {"home.open": show_home}
