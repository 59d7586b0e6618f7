"""Who may claim interest on a late bill: what the profile says of it, in words, before a letter is written."""

from __future__ import annotations

from handlers.turn import Turn


def doubt(turn: Turn) -> str | None:
    """Why the MSMED Act may not protect this supplier: "medium", "trading", "no-udyam" or "unknown".

    Sections 15 to 24 protect micro and small enterprises, not those that only buy and sell; by the Supreme Court
    (Silpi, 2021; Mahakali, 2022) the registration must be there when the contract is made. None if nothing speaks
    against it.
    """
    profile = turn.profile
    if profile.size == "medium":
        return "medium"
    if profile.activity == "trading":
        return "trading"
    if profile.udyam is False:
        return "no-udyam"
    return "unknown" if profile.size is None or profile.udyam is None else None


def can_claim(turn: Turn) -> bool:
    """Whether interest is shown and a letter written at all: not for a medium enterprise."""
    return doubt(turn) != "medium"


def doubt_words(turn: Turn) -> str | None:
    """The doubt as a warning; None without one."""
    _ = turn.gettext
    said = {
        "medium": _("⚠ This law protects micro and small units only. A medium unit can't claim its interest."),
        "trading": _("⚠ This law doesn't protect those who only buy and sell. Ask a lawyer before you claim."),
        "no-udyam": _("⚠ Without Udyam before the order a claim can be refused. Ask a lawyer before you claim."),
        "unknown": _(
            "⚠ Only a micro or small unit with Udyam before the order can claim. Tell us your size and Udyam."
        ),
    }
    return said.get(doubt(turn) or "")
