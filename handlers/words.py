"""The words for codes: questions and answers of the profile, conditions, changes, kinds and confidence."""

from __future__ import annotations

from content.eligibility import Change
from content.profile import QUESTIONS
from content.states import STATES
from handlers.turn import Turn
from handlers.unit_words import unit_answers, unit_names, unit_questions
from locales.formats import number


def state_name(turn: Turn, code: str) -> str:
    """A state's name in the contact's language."""
    return STATES.name(code, turn.language)


def sector_name(turn: Turn, sector_id: str) -> str:
    """A sector's name in the contact's language."""
    return turn.say(f"sector-{sector_id}", "name", turn.catalog.sectors[sector_id].name)


def question_words(turn: Turn, question: str) -> tuple[str, str]:
    """What is asked, and a hint beneath it."""
    _ = turn.gettext
    asked = {
        "sector": (_("What do you make or do?"), _("Tap one, or type it: hosiery, brass, pickle…")),
        "state": (_("Where is your unit?"), _("Share the location, or type a town or PIN code.")),
        "size": (_("How big is your unit?"), _("By yearly sales and the price of your machines.")),
        "udyam": (_("Is your unit registered on Udyam?"), _("Udyam is the free registration of small units.")),
        "gem": (_("Do you sell on GeM?"), _("GeM is the market place where government offices buy.")),
        "activity": (_("What kind of work is it?"), ""),
        "new_unit": (_("Is it a new unit?"), _("New means that it has not started yet.")),
        "women_owned": (_("Does a woman own more than half of it?"), ""),
        "social_categories": (_("Do you belong to one of these groups?"), _("Some schemes give them more.")),
        "age": (_("How old are you?"), _("Type the number of years.")),
        "education": (_("Which class have you passed?"), ""),
        "gst": (_("Do you have a GST number?"), ""),
        "group_units": (_("Are you in a group of units?"), _("Tap one, or type how many units it has.")),
        **unit_questions(turn),
    }
    return asked[question]


def answer_words(turn: Turn, question: str) -> list[tuple[str, str]]:
    """The answers that can be tapped: stored word and label."""
    _ = turn.gettext
    if question == "sector":
        return [(sector, sector_name(turn, sector)) for sector in turn.catalog.sectors]
    if QUESTIONS[question].kind == "flag":
        return [("yes", _("Yes")), ("no", _("No"))]
    return {**_owner_answers(turn), **unit_answers(turn)}.get(question, [])


def _owner_answers(turn: Turn) -> dict[str, list[tuple[str, str]]]:
    _ = turn.gettext
    return {
        "size": [
            ("micro", _("Micro: sales up to ₹10 crore")),
            ("small", _("Small: sales up to ₹100 crore")),
            ("medium", _("Medium: sales up to ₹500 crore")),
        ],
        "activity": [
            ("manufacturing", _("I make or process goods")),
            ("artisan", _("I work with my hands, as an artisan")),
            ("service", _("I give a service")),
            ("trading", _("I buy and sell")),
        ],
        "social_categories": [
            ("sc", _("Scheduled Caste (SC)")),
            ("st", _("Scheduled Tribe (ST)")),
            ("obc", _("Other Backward Class (OBC)")),
            ("minority", _("Minority")),
            ("pwd", _("Person with disability")),
            ("ex-serviceman", _("Ex-serviceman")),
            ("none", _("None of these")),
        ],
        "education": [
            ("none", _("Below class 7")),
            ("7th", _("Class 7")),
            ("8th", _("Class 8")),
            ("10th", _("Class 10")),
            ("12th", _("Class 12")),
            ("iti", _("Industrial training institute (ITI) or diploma")),
            ("degree", _("Degree")),
        ],
        "group_units": [("0", _("No, alone")), ("5", "5"), ("10", "10"), ("20", "20")],
    }


def answer_label(turn: Turn, question: str, value: object) -> str:
    """A stored answer as words."""
    if question == "state":
        return state_name(turn, str(value))
    if isinstance(value, bool):
        return turn.gettext("Yes") if value else turn.gettext("No")
    if isinstance(value, int):
        return number(turn.translator, value)
    words = dict(answer_words(turn, question))
    if isinstance(value, (list, frozenset)):
        return ", ".join(words.get(str(one), str(one)) for one in sorted(value)) or words["none"]
    return words.get(str(value), str(value))


def short_question(turn: Turn, question: str) -> str:
    """The name of a question, for a button or a list."""
    _ = turn.gettext
    names = {
        "sector": _("Product or work"),
        "state": _("Place"),
        "size": _("Size"),
        "udyam": _("Udyam"),
        "gem": _("GeM"),
        "activity": _("Kind of work"),
        "new_unit": _("New unit?"),
        "women_owned": _("Owned by a woman?"),
        "social_categories": _("Social group"),
        "age": _("Age"),
        "education": _("Education"),
        "gst": _("GST number"),
        "group_units": _("Group of units"),
        **unit_names(turn),
    }
    return names[question]


def failed_words(turn: Turn, condition: str) -> str:
    """Why a scheme doesn't fit, by the condition that failed."""
    _ = turn.gettext
    reasons = {
        "states": _("It is for another state."),
        "sectors": _("It is for other products or work."),
        "activities": _("It is for another kind of work."),
        "sizes": _("It is for units of another size."),
        "udyam_required": _("It needs a Udyam registration."),
        "gst_required": _("It needs a GST number."),
        "group_min_units": _("It is for a group with more units."),
        "individual_ok": _("It is for groups, not for a single unit."),
        "women_only": _("It is for women only."),
        "social_categories": _("It is for other social groups."),
        "age_min": _("You are below the lowest age."),
        "age_max": _("You are above the highest age."),
        "new_units_only": _("It is for new units only."),
        "existing_units_only": _("It is for running units only."),
        "education_min": _("It asks for more schooling."),
    }
    return reasons[condition]


def change_words(turn: Turn, change: Change) -> str:
    """What an owner can do so that a scheme fits."""
    _ = turn.gettext
    n = number(turn.translator, change.count)
    if change.name == "join_group":
        words = turn.ngettext("Join %(n)s other unit in a group", "Join %(n)s other units in a group", change.count)
        return words % {"n": n}
    changes = {
        "register_udyam": _("Register on Udyam (free)"),
        "register_gst": _("Get a GST number"),
        "form_group": _("Form a group with other units"),
        "wait_until_age": _("Wait until you are %(n)s") % {"n": n},
        "start_new_unit": _("Start a new unit"),
    }
    return changes[change.name]


def status_words(turn: Turn, status: str) -> str:
    """The first line of a scheme: whether it takes applications."""
    _ = turn.gettext
    return {
        "open": _("🟢 Open"),
        "closed": _("🔴 Closed"),
        "subsumed": _("🔴 Merged into another scheme"),
        "unknown": _("🟡 Not known whether it is open: ask the office before you rely on it"),
    }[status]


def confidence_words(turn: Turn, confidence: str) -> str | None:
    """Said only below high."""
    _ = turn.gettext
    if confidence == "high":
        return None
    if confidence == "medium":
        return _("⚠ Not fully confirmed: check with the office before you rely on it.")
    return _("⚠ Not confirmed: check with the office first.")


def theme_words(turn: Turn) -> dict[str, str]:
    """The themes by which schemes are filtered and alerts are chosen."""
    _ = turn.gettext
    return {
        "finance": _("💰 Loans and subsidy"),
        "market": _("🏷 Markets"),
        "technology": _("🔧 Technology"),
        "quality": _("✅ Quality"),
        "skill": _("👷 Skills"),
        "export": _("🚢 Export"),
        "women": _("👩 Women"),
        "sc-st": _("🤝 SC and ST"),
        "artisan": _("🧵 Artisans"),
        "cluster": _("🏘 Cluster and group"),
        "energy": _("⚡ Energy"),
        "environment": _("🌱 Environment"),
        "digital": _("📱 Digital"),
        "startup": _("🚀 Start-up"),
    }
