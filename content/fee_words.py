"""Whether a text speaks of money that somebody asks for Udyam or GeM, in the words of any language, folded."""

from __future__ import annotations

import re

from content.folding import fold


def said_words(*patterns: str) -> re.Pattern[str]:
    """What finds any of these words in a folded text."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_UDYAM = said_words(r"(?:ud+h?ya+m|udym|uthyam)(?!i)\w*", r"utym\w*", r"udyog\w* a+dh?a+r\w*")  # not udyami
_GEM = said_words("gem", r"jem(?!s)\w*", "jaim", "jiiem", "jeiem", "gemportal")
_REGISTERS = r"(?:regist|rejist|rjist|certif|srtiph|pra?ma+npa?tr|panji|pmji|pa?th?iv|nond|nomd|[cs]anri)\w*"
_REGISTERING = said_words(_REGISTERS)
_MSME = said_words(rf"(?:msme|emesemi)(?: \w{{1,3}})? {_REGISTERS}")
FEE = said_words(
    "fees?", "phees?", "fis", "phis?", "phiju", "k?pis", r"charg\w*", r"char?j\w*", r"carj\w*", r"sh?ulk\w*",
    r"kttn\w*", r"katt?an\w*",
)  # fmt: skip
_COST = said_words("costs?", r"khar?ch\w*", r"khrc\w*", "lagat", "lagt", r"celvu\w*", r"selavu\w*")
MONEY = said_words(
    "money", "paid", "pay", r"pais[aeo]\w*", "pnm", r"pnt\w*", r"pana?m", r"panat\w*", r"ka[cs]u", r"rupe\w*",
    r"\d+ rup", r"rupa?[iy]\w*", r"rupp?ees?", r"ruba[iy]\w*", "taka", "tnka", "duddu", "dbbu", "hn", "rkm", "rakam",
    r"(?:rs|inr|ru)\s?\d+", r"\d+\s?(?:rs|inr|ru)", r"\d+\s(?:hj ?a?r|ha[jz]+a+r|a+yira?m|thousand)",
)  # fmt: skip
ASKED = said_words(r"ma+n?g(?:a|e|i|ne|ta|te|ti)?", r"mamg\w*", "asks?", "asked", "asking", "demand(?:s|ed|ing)?",
                r"ket[kt]\w*", r"kek[ku]\w*", r"kett\w*")  # fmt: skip
SUM = re.compile(r"\d/-|\d\s*/\s*-")
_NUMBER = re.compile(r"\b\d{3,6}\b")
_ELSE = said_words(  # money that isn't a fee: of loans and schemes, of sales, or that one gets
    "loans?", "lon", r"kar[jz]\w*", r"krj\w*", r"kadan\w*", r"ktn\w*", "rin", "rn", r"subsid\w*", r"sbsidi\w*",
    r"ma+niya?m\w*", r"yoja?na\w*", "schemes?", r"tittm\w*", "grants?", "turnover", r"trnovr\w*", r"invest\w*",
    r"nives\w*", "limit", r"la?kh?s?", r"lakhs?", "lacs?", r"ltc\w*", "crores?", r"kro[dr]\w*", r"koti\w*", "cr",
    r"tenders?", r"temdr\w*", r"tentr\w*", r"orders?", r"ordr\w*", r"artr\w*", "bids?", "bills?", "invoices?",
    r"payments?", r"bhuga?ta?n\w*", r"mil(?:eg|en|em|ta|te|ti|ne|na|a|i)\w*", r"kidaik\w*", r"kitaik\w*", "buyers?",
    "sell", "sold", "sales?", "nic", "digits?",
)  # fmt: skip
_OTHER_CHARGES = said_words(  # of GeM, which aren't nil; and stones
    r"caution", "assessment", "transactions?", "milestone", "deposit", "emd", "security", "brand", r"jewel\w*",
    r"stones?", "deposits?", "orders?",
)  # fmt: skip


def find_fee_of(text: str) -> str | None:
    """The guide, "udyam" or "gem", of whose registration a text says or asks that it costs money; else None."""
    folded = fold(text)
    guide = _guide_of(folded)
    if guide is None or FEE.search(folded) or _COST.search(folded):
        return guide
    of_registering = guide == "udyam" or _REGISTERING.search(folded) or _NUMBER.search(folded)
    return guide if of_registering and _speaks_of_money(text, folded) else None  # sellers on GeM wait for money too


def _guide_of(folded: str) -> str | None:
    if _UDYAM.search(folded) or _MSME.search(folded):
        return "udyam"
    return "gem" if _GEM.search(folded) and not _OTHER_CHARGES.search(folded) else None


def _speaks_of_money(text: str, folded: str) -> bool:
    """Money without a word for fee: not where it may be a loan's, a scheme's or a sale's."""
    asked = ASKED.search(folded) and _NUMBER.search(folded)
    return bool(MONEY.search(folded) or SUM.search(text) or asked) and not _ELSE.search(folded)
