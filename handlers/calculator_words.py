"""What a calculator found, in words: its findings, the names of its figures, and why an answer can't be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.calculators import Figure, Outcome
from content.late_payment import rates_from
from content.tool_answers import Wrong
from content.tools import Input, Tool
from handlers.turn import Turn
from locales.formats import date, list_and, number, partial_date, percent, rupees, rupees_short


def finding_lines(turn: Turn, tool: Tool, outcome: Outcome) -> list[str]:
    """A sentence for each finding, the most important first."""
    if tool.facilities:
        return _facility(turn, tool, outcome.findings[0])
    said = [_finding(turn, tool, finding) for finding in outcome.findings]
    return [sentence for sentence in said if sentence]


def _finding(turn: Turn, tool: Tool, finding: str) -> str:
    _ = turn.gettext
    if finding.startswith("before-"):
        return _("Under the limits until 31 March 2025: %(size)s.") % {"size": _size(turn, finding[7:])}
    if finding.startswith("theme-"):
        label = next(one.label for one in tool.inputs[-1].choices if one.id == finding[6:])
        return "• " + turn.say(f"tool-{tool.id}", "inputs.choices.label", label)
    if tool.id == "enterprise-size":
        return _("Your enterprise is: %(size)s.") % {"size": _size(turn, finding)}
    if finding == "no-rate":
        return no_rate_words(turn, tool)
    return {**_payment_words(turn), **_cluster_words(turn, tool), **_type_words(turn)}.get(finding, "")


def _size(turn: Turn, size: str) -> str:
    _ = turn.gettext
    names = {"micro": _("micro"), "small": _("small"), "medium": _("medium")}
    return names.get(size, _("above medium"))


def _payment_words(turn: Turn) -> dict[str, str]:
    _ = turn.gettext
    return {
        "late": _("The bill was paid late: interest is owed."),
        "in-time": _("The bill isn't late: no interest is owed."),
        "cut": _("The law allows at most 45 days, whatever was agreed."),
        "rates-changed": _("The bank rate changed in between: each month bears the rate of its first day."),
        "counted": counted_words(turn),
        "who": _("Only a micro or small unit with Udyam before the order can claim it."),
        "old-table": _("This older table no longer holds: the rules of May 2022 replaced it."),
        "below-minimum": _("Below the stated minimum. Ask the MSME-DFO, or look at your state's scheme."),
        "edge": _("Take care: just above the edge the grant is smaller than at the edge itself."),
        "over-limit": _("Only the cost up to the limit counts for the subsidy."),
        "rest-too-long": _("The months of rest must be fewer than the months in all. Change one of them."),
        "about": _("About this much: the rates above ₹1 crore rest on secondary pages. Ask your bank."),
    }


def counted_words(turn: Turn) -> str:
    """How the days of a late bill are counted: see content.late_payment.rests."""
    return turn.gettext("Counted from the day after the last day: full months, then single days.")


def no_rate_words(turn: Turn, tool: Tool) -> str:
    """Why no interest is shown for a bill that was due before all bank rates that are known; empty without such."""
    since = rates_from(tool)
    said = turn.gettext("⚠ We know the bank rate from %(date)s on. For a bill due before that we show no interest.")
    return said % {"date": partial_date(turn.translator, since)} if since else ""


def known_line(turn: Turn, known_until: str | None) -> str | None:
    """Up to when the figures behind a result are known to hold; None where that has no end."""
    if known_until is None:
        return None
    day = partial_date(turn.translator, known_until)
    return turn.gettext("⚠ These figures are known up to %(date)s. Ask whether they still hold.") % {"date": day}


def _cluster_words(turn: Turn, tool: Tool) -> dict[str, str]:
    _ = turn.gettext
    return {
        "too-few": _("Too few for a cluster, and for a network too."),
        "dated": _("This yardstick is of about %(year)s, and no law.") % {"year": tool.as_of},
        "sales-undated": _("The sales decide. Their yardstick carries no date, and is no law."),
        "mixed-estate": _("Not a cluster: unlike products together are an estate, not a cluster."),
        "not-one-place": _("Not a cluster: firms far apart are a sector or a value chain."),
        "meets-yardstick": _("Yes: your group meets the yardstick for a cluster."),
        "network": _("So few firms together are a network. A network can be the first step to a cluster."),
        "possible-or-small-cluster": _("Perhaps: a possible or a small cluster, below the yardstick."),
    }


def _type_words(turn: Turn) -> dict[str, str]:
    _ = turn.gettext
    return {
        "artisan-handloom": _("Artisan cluster (handloom): home work, by hand, by the family."),
        "artisan-handicraft": _("Artisan cluster (handicraft): home work, by hand, by the family."),
        "micro-enterprise": _("Cluster of micro enterprises at home."),
        "industrial": _("Industrial cluster: mostly factories with hired workers."),
        "natural": _("Natural: it grew by itself."),
        "induced": _("Induced: it came through a policy or an estate."),
        "vertical": _("Vertical: a few big buyers with their suppliers."),
        "horizontal": _("Horizontal: many similar firms side by side."),
        "exporting": _("Exporting: most of it is sold abroad."),
        "dynamic": _("Dynamic: it grows fast."),
        "declining": _("Declining: business is falling."),
    }


def _facility(turn: Turn, tool: Tool, need: str) -> list[str]:
    _ = turn.gettext
    record = f"tool-{tool.id}"
    found = next(one for one in tool.facilities if one.need == need)
    usual = [turn.say(record, "facilities.fits", one) for one in found.fits if one != "all"]
    offices = [turn.say(record, "facilities.ask", office) for office in found.ask]
    return [
        turn.say(record, "facilities.facility", found.facility),
        *([_("Usual in: %(sectors)s") % {"sectors": list_and(turn.translator, usual)}] if usual else []),
        _("Ask: %(offices)s") % {"offices": list_and(turn.translator, offices)},
    ]


def numbered_steps(turn: Turn, tool: Tool) -> list[str]:
    """What to do, in order; empty for most calculators."""
    return [f"{n}. {turn.say(f'tool-{tool.id}', 'steps', step)}" for n, step in enumerate(tool.steps, start=1)]


def figure_line(turn: Turn, figure: Figure) -> str:
    """One figure with its name."""
    return f"{_figure_names(turn)[figure.name]}: {shown(turn, figure.value, figure.unit)}"


def _figure_names(turn: Turn) -> Mapping[str, str]:
    _ = turn.gettext
    return {
        "investment_limit": _("Limit of investment"),
        "turnover_limit": _("Limit of sales"),
        "due": _("Due on"),
        "days_late": _("Days late"),
        "rate": _("Interest a year"),
        "interest": _("Interest"),
        "owed": _("Owed in all"),
        "least": _("Smallest project"),
        "grant_rate": _("Share of the grant"),
        "grant": _("Grant"),
        "rest": _("Left for the group and the state"),
        "edge": _("The edge"),
        "grant_at_edge": _("Grant at the edge"),
        "eligible": _("Cost that counts"),
        "subsidy_rate": _("Share of the subsidy"),
        "subsidy": _("Subsidy"),
        "own": _("Your own share"),
        "bank_loan": _("Bank loan"),
        "fee_rate": _("Fee a year"),
        "fee": _("To pay each year"),
        "instalments": _("Months in which it is paid"),
        "emi": _("To pay each month (EMI)"),
        "total_interest": _("Interest in all"),
        "total_paid": _("Paid in all"),
        "yardstick": _("Yardstick by number"),
        "sales_yardstick": _("Yardstick by sales"),
        "network": _("A network usually has at least"),
    }


def shown(turn: Turn, value: Any, unit: str) -> str:
    """A value in the owner's habit; rupees in full, with lakh or crore beside them."""
    t = turn.translator
    match unit:
        case "rupees":
            value = int(value) if value == int(value) else value
            full, short = rupees(t, value), rupees_short(t, value)
            return full if short == full else f"{full} ({short})"
        case "percent":
            return percent(t, value)
        case "date":
            return date(t, value)
        case _:
            return number(t, int(value))


def answer_shown(turn: Turn, tool: Tool, question: Input, value: Any) -> str:
    """A given answer, as a contact reads it."""
    _ = turn.gettext
    labels = {one.id: turn.say(f"tool-{tool.id}", "inputs.choices.label", one.label) for one in question.choices}
    match question.kind:
        case "choice":
            return labels[value]
        case "several":
            return list_and(turn.translator, [labels[one] for one in value]) if value else "–"
        case "flag":
            return _("Yes") if value == "yes" else _("No")
        case kind:
            return "–" if value is None else shown(turn, value, kind)


def wrong_words(turn: Turn, question: Input, wrong: Wrong, typed: str) -> str:
    """Why a typed answer isn't taken, and how to mend it."""
    _ = turn.gettext
    if wrong.code == "range":
        limits = {
            "least": shown(turn, question.min or 0, question.kind),
            "most": shown(turn, question.max, question.kind),
        }
        return _("It must be at least %(least)s and at most %(most)s.") % limits
    if wrong.code == "future":
        return _("That day is still to come. Type a day up to today.")
    if wrong.code == "before":
        return _("That is before the day of acceptance. Type a later day, or go back.")
    return _("“%(text)s” can't be read. %(how)s") % {"text": typed, "how": how_to_type(turn, question)}


def how_to_type(turn: Turn, question: Input) -> str:
    """What an answer of this kind looks like."""
    _ = turn.gettext
    match question.kind:
        case "rupees":
            return _("Type it like 12 lakh, 1.2 crore or 3,50,000.")
        case "date":
            return _("Type it like 5-3-2026 or 5 March.")
        case "percent":
            return _("Type it like 10.5.")
        case "months":
            return _("Type a number of months, or 3 years.")
        case _:
            return _("Type a whole number.")
