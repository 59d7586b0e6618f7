"""One search over everything: names in the contact's language and in English, words of any, codes, places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from content.folding import ascii_digits, fold, similarity
from content.meanings import FILLERS, meanings_within
from content.name_search import CERTAIN, LONGEST, RANK, SURE, Hit, Index
from content.nic import codes_of_number, nic_hits
from content.places import PLACES, Place
from content.search_entries import Say
from content.search_trades import schemes_of_trade
from content.sentences import Sentences, content_words, find_records

if TYPE_CHECKING:
    from content.catalog import Catalog

Said = tuple[str, Say]  # a language, and record, field, English → what it says
NAMED_PLACE = 97  # of 100: before names that only hold the place's name
FROM_ELSEWHERE = 91  # a name that is only partly a town's says less than the town
LIKE_A_PLACE = 87  # at most, with a slip in it
AT_PLACES = frozenset({"cluster", "provider"})  # are called by a place
OF_TRADES = AT_PLACES | {"training"}  # are called by a trade
OWN_NAMES = frozenset({"scheme", "guide"})  # have names of one word that mean nothing else: PMEGP, Udyam
NEAR = ("branch", "clusters-near")
VERY_NAME = 99  # of 100
CODE_OF_STATE = 2  # letters; words of other scripts that fold to two aren't meant so
LONGEST_STATE = 3  # words of its name that say something
SHORTEST_PART = 2  # letters of a word that is written in two
SHORTEST = 5  # letters of a place that is misspelt
MOST_CODES = 3
LIKELY, NAMES = 60, 12  # of 100, for what is looked at, and how many names are
SENTENCE = 3  # words that say something, from which on a text is more than a name
ONLY_LIKE = 90  # of 100, at most, for a name that isn't the very words: less than the name of a town
UNSURE = 84  # of 100, at most, for a name that is only a part of a sentence
OF_KIND = 8  # points more for a record of the kind that is asked for
_KINDS = {  # that are asked for by words of this meaning
    "training": ("training", "course"),
    "course": ("training", "course"),
    "calculator": ("tool",),
    "meaning": ("term",),
    "scheme": ("scheme", "theme"),
    "help": ("theme",),
    "government": ("theme",),
    "subsidy": ("theme",),
    "practice": ("practice",),
    "example": ("practice",),
}
MOST_WORDS = 2  # of a place that is misspelt; longer texts are about something else
SUM = 2  # figures, from which on a text is a sum
_UNITS = frozenset(
    fold(
        """lakh lakhs lac lacs crore crores cr percent per cent rs year years yr yrs month months saal mahine mahina
        लाख करोड़ प्रतिशत फीसदी साल महीने लाखों வருடம் வருடங்கள் ஆண்டு மாதம் மாதங்கள் லட்சம் கோடி சதவீதம்"""
    ).split()
)
_NIC = re.compile(r"\b(?:nic|n i c|ena[iy][cs]i|en ai [cs]i|ai ?naisi|nik(?= k[ow]d)|yn ai y sy)\b")  # as folded
_ABOUT_CODES = re.compile(
    r"\b(?:codes?|kod|kodu|kotu?|kwd|numbers?|nmbr|no|smkhya|kuriyitu|kuriyittu|en|list)\b"  # as folded
)
_NUMBER = re.compile(r"\d{2,5}")
_WHOLE_CODE = re.compile(r"\d{5}")


def search(
    catalog: Catalog, query: str, said: Said | None = None, most: int = 8, least: float = CERTAIN
) -> list[Hit]:
    """The records, activity codes and places that a query most likely means, best first.

    `said` is the contact's language and its catalogue, where that isn't English; `least` is how sure a hit must be.
    """
    indexes, sentences = [catalog.index], [catalog.sentences]
    if said:
        index, told = catalog.said_in(*said)
        indexes.append(index)
        sentences.append(told)
    product = _asked_code(query)
    if product is not None:
        codes = _codes(product)
        return [*codes, *(hit for hit in _merged(_by_name(indexes, query)) if hit.score >= least)][:most]
    words = without_amounts(with_states(content_words(joined(query[:LONGEST], catalog.sentences.holds))))
    finder = catalog.cluster_finder
    asked = finder.read(words)
    offices = catalog.office_finder
    office = offices.read(words)
    found = [offices.placed(finder.placed(hit, asked), office) for hit in _by_words(sentences, indexes, query, words)]
    found = [*finder.find(asked), *offices.find(office), *found]
    if schemes := schemes_of_trade(catalog, words):
        found = [*schemes, *(_less_sure(hit) if hit.kind in OF_TRADES else hit for hit in found)]
    first, last = _places(query, found)
    if len(words) == 1 and first and first[0].score < NAMED_PLACE:
        found = [_after_place(hit, first[0]) for hit in found]
    hits = [hit for hit in _near_first(_merged([*found, *first])) if hit.score >= least]
    codes = nic_hits(query, MOST_CODES, alike=False)
    if codes and all(catalog.sentences.knows(word) or nic_hits(word, 1, alike=False) for word in words):
        last.append(Hit("nic", "-".join(code.id for code in codes), codes[0].score))
    return [*hits[: most - len(last)], *last]


def joined(text: str, known: Callable[[str], bool]) -> str:
    """The folded text with a word that is written in two as one, where a part of it says nothing: start up."""
    words: list[str] = []
    for word in fold(text).split():
        pair = (words[-1], word) if words else ()
        if pair and _may_be_parts(pair) and known("".join(pair)):
            words[-1] += word
        else:
            words.append(word)
    return " ".join(words)


def _may_be_parts(pair: tuple[str, ...]) -> bool:
    return min(map(len, pair)) >= SHORTEST_PART and not FILLERS.isdisjoint(pair) and "".join(pair) not in FILLERS


def without_amounts(words: list[str]) -> list[str]:
    """The words beside the amounts of a sum, "emi 10 lakh 12% 5 years", or the one word beside one, "12 lakh emi".

    All of them otherwise: a single amount amid more words may be the limit that is asked for.
    """
    beside = [word for word in words if not word.isdecimal() and word not in _UNITS]
    amount = any(word.isdecimal() and unit in _UNITS for word, unit in pairwise(words))
    is_sum = sum(map(str.isdecimal, words)) >= SUM or (amount and len(beside) == 1)
    return beside if beside and is_sum else words


def with_states(words: list[str]) -> list[str]:
    """The same words with the names of states as records write them: tamil nadu for tamilnadu, also in Hindi."""
    spelt: list[str] = []
    while words:
        lengths = range(min(LONGEST_STATE, len(words)), 0, -1)
        length, name = next(((n, name) for n in lengths if (name := _state(" ".join(words[:n])))), (1, words[0]))
        spelt += name.split()
        words = words[length:]
    return spelt


def _state(phrase: str) -> str | None:
    """The folded name of the state that a folded phrase is; None for others, and for letters of a code."""
    found = PLACES.called(phrase) if len(phrase) > CODE_OF_STATE else []
    return next((fold(place.name) for place in found if place.kind == "state"), None)


def _by_words(sentences: list[Sentences], indexes: list[Index], query: str, words: list[str]) -> list[Hit]:
    """Names that a short text is; of a longer one those that explain most of it; first of a kind it asks for."""
    kinds, rest = _asked_kinds(words)
    asked = [
        Hit(hit.kind, hit.id, min(hit.score + OF_KIND, VERY_NAME))
        for hit in (find_records(sentences[:1], rest, LIKELY) if kinds and rest else [])
        if hit.kind in kinds
    ]
    named = _by_name(indexes, query, alike=_may_be_misspelt(sentences, words))
    if len(words) < SENTENCE and any(hit.score >= SURE for hit in named):
        return [*asked, *named, *(find_records(sentences, words, LIKELY) if len(words) > 1 else [])]
    very = [*_called(indexes, words), *(hit for hit in named if hit.score >= VERY_NAME - 1)]
    less = [] if len(words) >= SENTENCE else list(map(_less_sure, named))
    return [*asked, *very, *less, *find_records(sentences, words, LIKELY)]


def _called(indexes: list[Index], words: list[str]) -> list[Hit]:
    """What is called by the very name that one of the words is, before what shares only the other words with it."""
    called = (hit for index in indexes for word in words for hit in index.called(word))
    return [_less_sure(hit) for hit in called if hit.kind in OWN_NAMES]


def _less_sure(hit: Hit) -> Hit:
    return Hit(hit.kind, hit.id, min(hit.score, UNSURE))


def _may_be_misspelt(sentences: list[Sentences], words: list[str]) -> bool:
    """Whether a word is known nowhere; short words are like too many others."""
    known = [any(one.knows(word) for one in sentences) for word in words]
    return not all(known) and max(map(len, words)) >= SHORTEST


def _asked_kinds(words: list[str]) -> tuple[frozenset[str], list[str]]:
    """The kinds of record that a text asks for by a word like "training", and its other words."""
    asking = {
        word: _KINDS[meant] for word in words for meant in (word, *meanings_within(word)[:1]) if meant in _KINDS
    }
    return frozenset(kind for kinds in asking.values() for kind in kinds), [one for one in words if one not in asking]


def _by_name(indexes: list[Index], query: str, *, alike: bool = True) -> list[Hit]:
    """Names with the very words in any index; only where none is sure, those that are like them.

    Without `alike`, where no word is misspelt, names that are only like a text aren't meant.
    """
    exact = [hit for index in indexes for hit in index.named(query, NAMES, LIKELY)]
    if any(hit.score >= SURE for hit in exact):
        return exact if alike else [hit for hit in exact if hit.score >= SURE]
    if not alike:
        return [hit for hit in exact if hit.score >= UNSURE]
    found = [hit for index in indexes for hit in index.alike(query, NAMES, LIKELY)]
    return [hit if hit.score >= VERY_NAME else Hit(hit.kind, hit.id, min(hit.score, ONLY_LIKE)) for hit in found]


def _after_place(hit: Hit, place: Hit) -> Hit:
    """What is called by a place comes after it, also where that place is misspelt."""
    return Hit(hit.kind, hit.id, min(hit.score, place.score - 1)) if hit.kind in AT_PLACES else hit


def _near_first(hits: list[Hit]) -> list[Hit]:
    """Where clusters near the contact are asked for, the way to them before clusters anywhere."""
    near = next((hit for hit in hits if (hit.kind, hit.id) == NEAR and hit.score >= SURE), None)
    if near is None or hits[0].kind != "cluster":
        return hits
    return [Hit(near.kind, near.id, hits[0].score), *(hit for hit in hits if hit != near)]


def _merged(hits: Iterable[Hit]) -> list[Hit]:
    """Each record once, by its best name."""
    best = {(hit.kind, hit.id): hit for hit in sorted(hits, key=lambda one: one.score)}
    return sorted(best.values(), key=lambda one: (-one.score, RANK.get(one.kind, len(RANK))))


def _asked_code(query: str) -> str | None:
    """The product or number whose activity code is asked for, perhaps none; None where no code is asked for."""
    folded = fold(query[:LONGEST])
    if not _NIC.search(folded):
        number = _WHOLE_CODE.fullmatch(ascii_digits(query).strip())
        return number[0] if number and codes_of_number(number[0]) else None
    return " ".join(_ABOUT_CODES.sub(" ", _NIC.sub(" ", folded)).split())


def _codes(product: str) -> list[Hit]:
    """The codes of a product or a number; where none is known, and where nothing is named, the way to look."""
    number = _NUMBER.fullmatch(product)
    if number:
        found = [Hit("nic", one.code, 100 if one.code == product else SURE) for one in codes_of_number(product)]
    else:  # sungudi saree: its last word says what it is
        found = nic_hits(product) or nic_hits(product.rpartition(" ")[2], alike=False)
    if product in {hit.id for hit in found} or (found and not number):
        return found[:MOST_CODES]
    return [Hit("branch", "nic", SURE), *found[:MOST_CODES]]


def _places(query: str, found: Iterable[Hit]) -> tuple[list[Hit], list[Hit]]:
    """The place that is meant, as hits to be ranked or, where it is less sure, as hits that come last.

    A state, a district or its chief town that is named is meant. Another town is where nothing but what lies there
    has that name, and what is only like a place isn't where something else is sure.
    """
    typed = query[:LONGEST]
    best = max((hit.score for hit in found if hit.kind not in AT_PLACES), default=0)
    place = next(iter(PLACES.find(typed, 1)), None) if _may_be_place(typed, best) else None
    if place is None:
        return [], []
    if not PLACES.named(typed):
        score = min(similarity(typed, place.name), LIKE_A_PLACE)
        return (_place_hits(place, score) if score >= CERTAIN else []), []
    hits = _place_hits(place, NAMED_PLACE)
    if place.kind != "town" or place.district.startswith(place.name):
        return hits, []
    return (hits, []) if best < FROM_ELSEWHERE else ([], hits if best < VERY_NAME else [])


def _may_be_place(typed: str, best: float) -> bool:
    """Whether it is worth looking: for names always, for what is like one only where nothing else is sure."""
    letters = len(fold(typed))
    if letters <= CODE_OF_STATE and not typed.isascii():
        return False
    likely = best < SURE and letters >= SHORTEST and len(typed.split()) <= MOST_WORDS
    return likely or bool(PLACES.named(typed))


def _place_hits(place: Place, score: float) -> list[Hit]:
    """Help near a place, by its point, state and name; for a state, help in it and its clusters."""
    if place.kind == "state":
        return [Hit("state", place.state, score), Hit("state-clusters", place.state, score)]
    if place.latitude is None or place.longitude is None:
        return []
    name = ", ".join(dict.fromkeys(filter(None, (place.name, place.district))))
    return [Hit("place", f"{place.latitude:.3f},{place.longitude:.3f}:{place.state}:{name}", score)]
