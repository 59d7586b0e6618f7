"""Finding the schemes of a trade: "loan for powerloom" asks for money, not for where powerlooms are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from content.cluster_search import asks_for_cluster
from content.meanings import meanings_within
from content.name_search import Hit
from content.schemes import KINDS
from content.sectors import scheme_words

if TYPE_CHECKING:
    from content.catalog import Catalog
    from content.schemes import Scheme

MONEY, OF_TRADE, MOST = 92, 90, 3  # of 100, for the theme and for schemes, and how many of them
OF_MANY, MANY = 84, 10  # of 100, for schemes that aren't asked for by a trade, and from how many sectors on
ASKED = {  # the kinds of scheme that a word of this meaning asks for
    "scheme": frozenset(KINDS),
    "subsidy": frozenset({"subsidy", "grant"}),
    "loan": frozenset({"loan", "credit-guarantee", "interest-subvention"}),
}
OF_EVERY_TRADE = {
    "machine",
    "technology",
    "electricity",
    "solar",
    "business",
    "shop",
    "service",
    "packaging",
    "papers",
}
OF_EVERY_TRADE |= {"print", "computer", "factory", "raw", "product", "insurance", "supplier", "skill", "metal"}


def schemes_of_trade(catalog: Catalog, words: list[str]) -> list[Hit]:
    """Loans and subsidy, and open schemes that are for the trade alone; none unless folded words name both."""
    asked = [ASKED[meant] for word in words for meant in (word, *meanings_within(word)[:1]) if meant in ASKED]
    trade = _trade_words(catalog, catalog.cluster_finder.products_in(words)) if asked else frozenset()
    if not trade or any(map(asks_for_cluster, words)):
        return []
    fitting = {
        one.id: (len(trade.intersection(one.eligibility.sectors)) / len(one.eligibility.sectors), one.asked_for)
        for one in _open(catalog)
        if not trade.isdisjoint(one.eligibility.sectors) and all(kinds.intersection(one.kinds) for kinds in asked)
    }
    best = sorted(fitting, key=lambda name: fitting[name], reverse=True)[:MOST]
    return [Hit("theme", "finance", MONEY), *(Hit("scheme", name, _sureness(catalog.schemes[name])) for name in best)]


def _sureness(scheme: Scheme) -> float:
    """A scheme of many sectors that owners don't ask for by its name is about something else than the trade."""
    return OF_MANY if len(scheme.eligibility.sectors) > MANY and not scheme.asked_for else OF_TRADE


def _trade_words(catalog: Catalog, words: Iterable[str]) -> frozenset[str]:
    """How schemes name the trades that words are about."""
    own = {word for word in words if OF_EVERY_TRADE.isdisjoint((word, *meanings_within(word)[:1]))}
    return scheme_words(catalog.sectors, own)


def _open(catalog: Catalog) -> Iterable[Scheme]:
    """Schemes of the whole country that still take applications."""
    return (one for one in catalog.schemes.values() if not one.ended and not one.eligibility.states)
