"""Whether a host looks like an official one: by its name, its ending, or a word of government's own portals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz

from content.folding import fold
from content.official import is_government, listed_domains, ordinary_names
from content.states import STATES

ALIKE, LEAST_LETTERS = 82, 5  # of 100, of two names without their endings, and of how many letters
_ENDINGS = re.compile(r"\.(?:gov|nic|org|co|com|net|in|online|info|site|xyz|app)\b")
_FALSE_ENDING = re.compile(  # mygov and egov are names of government's own
    r"(?:(?<!\bmy)(?<!\be)govt?|(?:^|[.-])nic)[.-]?in(?:[.-]|$)"
)
_SHAPES = str.maketrans("0135", "oles")  # figures that are read as letters
_SAYS = r"regist|portal|loan|yoja?na|scheme|apply|application|certif|aa?dha+r|sarkari|govt"
_OWN_WORDS = {
    "gem": re.compile(
        r"(?:^|[.-])(?:govt?gem|gem(?:[.-]?(?:portal|regist|seller|india|help|support|fee|gov)[\w-]*)?)(?:\.|$)"
    ),
    "udyam": re.compile(r"ud+h?ya+m(?!i(?!ndia|nfo))"),  # an udyami is an entrepreneur
    "pmegp": re.compile("pmegp"),
    "cgtmse": re.compile("cgtmse"),
    **{  # names that firms have too
        name: re.compile(rf"{name}.*(?:{_SAYS})|(?:{_SAYS}).*{name}")
        for name in ("msme", "udyog", "mudra", "vishwakarma", "samadhaa?n")
    },
}


def imitated(host: str, official: Sequence[str]) -> tuple[bool, str | None]:
    """Whether a host that isn't listed imitates an official one, and which, where that is clear.

    `official` are hosts beside the list of domains, those first that are meant most.
    """
    like = _copied(host, official) or _nearest(host, _names((*official, *listed_domains())))
    if like:
        return True, like
    own = _own_word(host)
    return own is not None or _ends_falsely(host), _meant(own, host, official)


def named_after(payee: str, official: Sequence[str]) -> tuple[bool, str | None]:
    """Whether the name of a payment address has an official one in it, and whose; a likeness says nothing there."""
    names, parts = _names((*official, *listed_domains())), _parts(payee)
    like = next((names[one] for one in names if len(one) >= LEAST_LETTERS and _holds(parts, one)), None)
    own = _own_word(payee) or ("msme" if "msme" in payee else None)
    return (like or own) is not None, like or _meant(own, payee, official)


def _ends_falsely(host: str) -> bool:
    return _FALSE_ENDING.search(host) is not None and not is_government(host)


def _meant(own: str | None, host: str, official: Sequence[str]) -> str | None:
    """The host that a word imitates: MSMEs are registered on Udyam; what else is called after them isn't told."""
    if own == "msme":
        own = "udyam" if "regist" in host else None
    return next((one for one in official if own and own in _bare(one)), None)


def _copied(host: str, official: Sequence[str]) -> str | None:
    """The official host that stands whole in another one, before its true ending."""
    return next((one for one in (*official, *listed_domains()) if f".{one}." in f".{host}"), None)


@lru_cache(maxsize=4)
def _names(hosts: tuple[str, ...]) -> dict[str, str]:
    """Official hosts by their names, without endings, and by the first part of these; none that many have."""
    names: dict[str, str] = {}
    for host in hosts:
        for name in (_bare(host), _bare(host.split(".")[0])):
            if len(name) >= LEAST_LETTERS - 1 and name not in ordinary_names():
                names.setdefault(name, host)
    return names


def _nearest(host: str, names: dict[str, str]) -> str | None:
    """The official host with nearly the same name, or with whose name a part of this one begins."""
    name, parts = _bare(host), _parts(host)
    alike = [one for one in names if _nearly(name, one) or (len(one) >= LEAST_LETTERS and _holds(parts, one))]
    best = max(alike, key=lambda one: fuzz.ratio(name, one), default=None)
    return names[best] if best else None


def _holds(parts: list[str], name: str) -> bool:
    """Whether a name stands in a part of a host: a short one, or one of few letters beside "india", at its start."""
    long = len(name.replace("india", "")) > LEAST_LETTERS
    return any(part.startswith(name) or (long and name in part) for part in parts)


def _nearly(name: str, other: str) -> bool:
    """Whether names are the same but for a slip: in a short one, one letter makes another name."""
    if fuzz.ratio(name, other) < ALIKE or name == other:
        return name == other
    for word in _common().findall(name):
        if word in other:
            name, other = name.replace(word, ""), other.replace(word, "")
    return min(len(name), len(other)) >= LEAST_LETTERS and fuzz.ratio(name, other) >= ALIKE


@cache
def _common() -> re.Pattern[str]:
    """Words of many names, those of the states among them: what stands beside one is compared without it."""
    states = (fold(row["name"]).replace(" ", "") for row in STATES.names.values())
    return re.compile("|".join(("india", "portal", "online", "udyami", *states)))


def _own_word(host: str) -> str | None:
    """A word of government's own portals in a host; offices of states have sites of their own for some of them."""
    words = ("gem", "udyam") if is_government(host) else _OWN_WORDS
    return next(
        (word for word in words if _OWN_WORDS[word].search(_plain(host) if word == "gem" else _bare(host))), None
    )


def _bare(host: str) -> str:
    """The letters that are left of a host without its endings."""
    return "".join(_parts(host))


def _parts(host: str) -> list[str]:
    return re.split(r"[.-]", _plain(host))


@lru_cache(maxsize=1_024)
def _plain(host: str) -> str:
    """A host without its endings, folded to Latin letters; figures as the letters they look like."""
    labels = _ENDINGS.sub("", host.removeprefix("www.")).split(".")
    name = ".".join(fold(label).replace(" ", "-") for label in labels)
    return name.translate(_SHAPES).replace("rn", "m").replace("vv", "w")
