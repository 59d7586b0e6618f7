"""Whether a text speaks of money that somebody asks for a scheme's loan or sanction, in any script, folded."""

from __future__ import annotations

from content.fee_words import ASKED, FEE, MONEY, SUM, said_words
from content.folding import fold

_SCHEMES = {  # which people are asked money for
    "pmegp": said_words(r"pmegp\w*", r"piemijipi\w*", r"p[iy]e?m iji ?pi\w*"),
    "mudra": said_words(r"mudra\w*", r"mutra\w*", "pmmy"),
    "pm-vishwakarma": said_words(
        r"(?:pm|piem|pira?tma?r) ?v[iy]s\w*ka?rma\w*", r"v[iy]s\w*ka?rma\w* (?:yojn|yojan|scheme|lon|loan|ti?ttt?)\w*"
    ),
    "pm-svanidhi": said_words(r"s[vw]a?ni[td]h?i\w*"),
    "pmfme": said_words(r"pmfme\w*", r"piemephemi\w*"),
    "stand-up-india": said_words("stand ?up india", r"sta(?:im|n)[dt] ?ap im?n?[dt]iya\w*"),
}
_ANY_SCHEME = said_words(r"yoja?na\w*", "schemes?", r"t(?:h?i)?t+h?a?m", r"t(?:h?i)?t+h?a?t+u\w*")
_LOAN = said_words("loans?", r"lon\w*", r"ka?rj\w*", r"ktn\w*", r"kadan\w*")
_AGENT = said_words(
    "agents?", r"ej[ei]m?n?t\w*", r"da?la+l\w*", "brokers?", "middlem[ae]n", r"b[iy]ch?au?liy?a\w*",
    r"(?:itai)?trkr\w*", r"th?ara?gar\w*", r"mukvr\w*", r"comm?iss?ions?", r"ka?mi[sc]h?a?n\w*",
)  # fmt: skip
_BRIBE = said_words(
    "bribes?", "bribing", r"rish?vt\w*", r"ri[sh]h?wat\w*", r"ghu+s", "ghoos", r"lncm\w*", r"lanj[ae]m\w*"
)
_AMOUNT = said_words(r"(?!20[12]\d\b)\d{3,6}")
_SHARE = said_words(r"\d+ (?:pe?r ?cent|prtish?t|pratishat|phisdi|fisdi|ctvitm|vilukkatu)\w*")
_PASSED = said_words("pass", "paas", r"pas\w*", r"sanction\w*", r"approv\w*", r"ma?[nm][jz]u+ri\w*", r"anumti\w*")
_OWED = said_words(  # what a scheme or a bank does ask for; also other figures, and who asks for the loan oneself
    r"cgtmse\w*", r"[sc]ijiti(?:emesi|emci)\w*", r"gu?ara?nt\w*", r"garmti\w*", r"uttrvat\w*", "margin", "marjin",
    r"contribut\w*", "own", "hissa", "share", r"a[nm]sh?a?da+n", r"pnku\w*", r"ptnku\w*", "interest", "byaj",
    r"vtti\w*", "emis?", "kist", "kisht", "tvnai", r"instal\w*", "collateral", "security", "insurance", "premium",
    "deposit", "otp", "pin", "nic", "digits?", "turnover", r"ma*m?n?g \w+ h(?:u|un|oon|um)", r"ma*m?n?g sa?k\w*",
    r"maim?ne", "mene", r"k(?:et|e)k+iren",
)  # fmt: skip


def find_bribe_of(text: str) -> str | None:
    """The scheme for which a text says or asks that it costs money to get it; "" where none is named; else None."""
    folded = fold(text)
    if _OWED.search(folded):
        return None
    named = next((name for name, words in _SCHEMES.items() if words.search(folded)), "")
    if named and FEE.search(folded):
        return named
    of_scheme = bool(named or _ANY_SCHEME.search(folded))
    about = of_scheme or _LOAN.search(folded)
    return named if about and _is_sold(text, folded, of_scheme) else None


def _is_sold(text: str, folded: str, of_scheme: bool) -> bool:
    """A bribe, or money that an agent wants, or that anybody asks for a scheme.

    A bank may ask for a sum for a loan, and for a share of the cost unless it is for passing the loan.
    """
    amount = _AMOUNT.search(folded) or MONEY.search(folded) or SUM.search(text)
    share = "%" in text or _SHARE.search(folded)
    of_agent = _AGENT.search(folded) and (amount or share)
    asked = of_scheme and ASKED.search(folded) and (amount or (share and _PASSED.search(folded)))
    return bool(_BRIBE.search(folded) or of_agent or asked)
