"""Words for what an owner tells about the unit so that the right dates are shown: questions, answers, names."""

from __future__ import annotations

from handlers.turn import Turn


def unit_questions(turn: Turn) -> dict[str, tuple[str, str]]:
    """What is asked, and a hint beneath it."""
    _ = turn.gettext
    return {
        "gst_scheme": (_("How do you file GST?"), _("Quarterly is also called QRMP.")),
        "entity": (_("What is your unit by law?"), _("Most small units are a proprietorship: one owner.")),
        "employees": (_("How many workers do you have?"), _("Count everyone you pay wages.")),
        "turnover": (_("How much are your yearly sales?"), _("For GST, all units under your PAN together.")),
        "accounts": (_("How do you file income tax for the unit?"), _("Your accountant knows it.")),
        "holds": (_("Which of these do you have or do?"), _("Tap all that hold, then go on.")),
    }


def unit_answers(turn: Turn) -> dict[str, list[tuple[str, str]]]:
    """The answers that can be tapped: stored word and label."""
    _ = turn.gettext
    return {
        "gst_scheme": [
            ("monthly", _("Every month")),
            ("qrmp", _("Every quarter")),
            ("composition", _("Composition scheme")),
            ("none", _("No GST number")),
        ],
        "entity": [
            ("proprietorship", _("Proprietorship")),
            ("huf", _("Family (HUF)")),
            ("partnership", _("Partnership")),
            ("llp", _("LLP")),
            ("company", _("Private company")),
            ("opc", _("One-person company")),
            ("coop", _("Cooperative")),
            ("trust", _("Trust or society")),
        ],
        "employees": [
            ("0", _("Nobody")),
            ("1", _("1 to 4")),
            ("5", _("5 to 9")),
            ("10", _("10 to 19")),
            ("20", _("20 or more")),
        ],
        "turnover": [
            ("0", _("Up to ₹1.5 crore")),
            ("15000000", _("₹1.5 to 2 crore")),
            ("20000000", _("₹2 to 5 crore")),
            ("50000000", _("Above ₹5 crore")),
        ],
        "accounts": [
            ("audited", _("With an audit")),
            ("plain", _("Without an audit")),
            ("presumptive", _("Presumptive: a fixed share of sales")),
        ],
        "holds": [("none", _("None of these")), *_taxes(turn), *_licences(turn)],
    }


def _taxes(turn: Turn) -> list[tuple[str, str]]:
    _ = turn.gettext
    return [
        ("deducts-tds", _("I deduct TDS")),
        ("collects-tcs", _("I collect TCS")),
        ("buys-from-small", _("I buy from small units")),
        ("exports", _("I export")),
        ("iec", _("Import-export code")),
        ("job-work-out", _("I send out job work")),
        ("cash-credit", _("Cash credit")),
        ("transfer-pricing", _("Related firm abroad")),
    ]


def _licences(turn: Turn) -> list[tuple[str, str]]:
    _ = turn.gettext
    return [
        ("trade-licence", _("Trade licence")),
        ("shop-licence", _("Shop licence")),
        ("factory-licence", _("Factory licence")),
        ("fire-noc", _("Fire permit")),
        ("weights", _("Scales, weights")),
        ("boiler", _("Boiler")),
        ("consent", _("Pollution consent")),
        ("hazardous-waste", _("Hazardous waste")),
        ("groundwater-noc", _("Ground-water permit")),
        ("fssai-licence", _("FSSAI licence")),
        ("bis", _("BIS or ISI mark")),
        ("zed", _("ZED certificate")),
        ("epr-plastic", _("Plastic packaging")),
        ("epr-ewaste", _("E-waste")),
        ("epr-battery", _("Batteries")),
    ]


def unit_names(turn: Turn) -> dict[str, str]:
    """The names of the questions, for a button or a list."""
    _ = turn.gettext
    return {
        "gst_scheme": _("GST filing"),
        "entity": _("Kind of unit"),
        "employees": _("Workers"),
        "turnover": _("Yearly sales"),
        "accounts": _("Income tax"),
        "holds": _("Licences and taxes"),
    }
