"""What owners make or do: sectors with their everyday words, and how schemes name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from rapidfuzz import fuzz

from content.folding import fold, skeleton
from content.profile import Profile
from content.records import Record, RecordId

CERTAIN = 88  # of 100


class Sector(Record):
    """One sector; `words` are what owners type, `scheme_words` how eligibility names it."""

    id: RecordId
    name: str
    examples: str
    activity: Literal["manufacturing", "service", "trading", "artisan"]
    words: tuple[str, ...] = ()
    scheme_words: tuple[str, ...] = ()


Sectors = Mapping[str, Sector]


def with_sector(profile: Profile, sectors: Sectors) -> Profile:
    """The profile, knowing how schemes name its sector; one that is no longer listed counts as not told."""
    sector = sectors.get(profile.sector or "")
    if sector is None:
        return replace(profile, sector=None)
    return replace(profile, sector_words=frozenset(sector.scheme_words))


def scheme_words(sectors: Sectors, words: Iterable[str]) -> frozenset[str]:
    """How schemes name the sectors that folded words are about; none where no sector is named."""
    return frozenset(word for one in sectors_about(sectors, words) for word in one.scheme_words)


def sectors_about(sectors: Sectors, words: Iterable[str]) -> list[Sector]:
    """The sectors that folded words name."""
    said = frozenset(words)
    return [one for one in sectors.values() if not said.isdisjoint(map(fold, (one.id, *one.words)))]


def find_sectors(sectors: Sectors, text: str) -> list[Sector]:
    """The sectors that a typed word may mean, the likeliest first; script and small slips don't matter."""
    wanted = fold(text)
    if not wanted:
        return []
    scored = [(max(_score(wanted, word) for word in _words(sector)), sector) for sector in sectors.values()]
    found = [(score, sector) for score, sector in scored if score >= CERTAIN]
    return [sector for _, sector in sorted(found, key=lambda pair: -pair[0])]


def _words(sector: Sector) -> tuple[str, ...]:
    return (sector.name, *sector.words)


def _score(wanted: str, word: str) -> float:
    folded = fold(word)
    if folded == wanted or folded in wanted.split():
        return 100
    skeletons = (skeleton(word), skeleton(wanted))
    alike = fuzz.ratio(*skeletons) if min(map(len, skeletons)) > 2 else 0.0
    return max(fuzz.ratio(folded, wanted), 0.5 * alike + 0.5 * fuzz.ratio(folded, wanted))
