"""Finding clusters by what they make and where: product words of any language beside the names of places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from content.clusters import Cluster
from content.folding import fold, skeleton
from content.meanings import meanings_within
from content.name_search import ByLength, Hit
from content.places import PLACES
from content.states import STATES

BOTH, PRODUCT, THERE = 96, 89, 95  # of 100: product and place, the product alone, any cluster of a place
ELSEWHERE = 84  # of 100, at most, in another state than the one that is named
MOST = 3
ONE_SLIP, SAME_BONES, SAME_TOWN = 84, 72, 66  # of 100
LEAST_LETTERS = 5  # of a word in which a slip is forgiven
LONGEST_PHRASE = 3  # words
CLUSTER = frozenset(fold("cluster clusters samooh kuzhumam क्लस्टर कलस्टर கிளஸ்டர் தொகுப்பு ক্লাস্টার క్లస్టర్").split())
_SAYS_LITTLE = frozenset(fold("and of the for in goods products making work craft product made re e").split())

Means = dict[str, frozenset[str]]


class ClusterFinder:
    """Built once; `products` gives what else is said for an English word of a product."""

    def __init__(self, clusters: Iterable[Cluster], products: Mapping[str, Iterable[str]]) -> None:
        self._made: dict[str, frozenset[str]] = {}
        self._there: dict[str, frozenset[str]] = {}
        self._state: dict[str, str] = {}
        self._states = {_naming(names["name"]): code for code, names in STATES.names.items()}
        for one in clusters:
            self._state[one.code] = one.state
            self._made[one.code] = frozenset(_product_words(f"{one.product} {one.gi_name}")) - {fold(one.place)}
            self._there[one.code] = frozenset(filter(None, (fold(one.place), fold(one.district))))
        made, there = frozenset().union(*self._made.values()), frozenset().union(*self._there.values())
        self._products: Means = {word: frozenset([word]) for word in made - there}
        self._places: Means = {word: frozenset([word]) for word in there}
        for name, others in products.items():
            for other in map(fold, others):
                self._products[other] = self._products.get(other, frozenset()) | frozenset(
                    map(_stem, fold(name).split())
                )
        self._bones: dict[str, list[str]] = {}
        for word in [*self._products, *self._places]:
            self._bones.setdefault(skeleton(word), []).append(word)
        self._words = [word for word in [*self._products, *self._places] if len(word) >= LEAST_LETTERS]
        self._spellings = ByLength(self._words)

    def find(self, words: list[str]) -> list[Hit]:
        """The clusters of the product, the place, or both that folded words name; none where other words are left.

        Those of a state that is named come alone, where it has any; without a product the state itself is found.
        """
        products: set[str] = set()
        places: set[str] = set()
        states: set[str] = set()
        asked, left = False, 0
        for phrase in self._phrases([word for word in words if word not in _SAYS_LITTLE]):
            if phrase in CLUSTER:
                asked = True
            elif phrase in self._states:
                states.add(self._states[phrase])
            elif phrase in self._places:
                places |= self._places[phrase]
            elif phrase in self._products:
                products |= self._products[phrase]
            else:
                left += 1
        if not products and not places and asked and not left:
            return [Hit("state-clusters", state, THERE) for state in sorted(states)]
        if not products and not (places and asked):
            return []
        found = self._matching(products, places, left if not asked else 0)
        return (self._first_in(states, found) if states else found)[:MOST]

    def _first_in(self, states: set[str], found: list[Hit]) -> list[Hit]:
        """Those of the states; where they have none, those of others, less surely."""
        there = [hit for hit in found if self._state[hit.id] in states]
        return there or [Hit(hit.kind, hit.id, min(hit.score, ELSEWHERE)) for hit in found]

    def products_in(self, words: list[str]) -> set[str]:
        """The folded words themselves, and the English words of the products that they name in any language."""
        return {*words, *(product for word in words for product in self._products.get(word, ()))}

    def _matching(self, products: set[str], places: set[str], left: int) -> list[Hit]:
        found = [
            (self._share(code, products), code)
            for code in self._made
            if (not places or places & self._there[code]) and (not products or products & self._made[code])
        ]
        if left > (1 if places and products else 0):
            return []
        base = THERE if not products else BOTH - 5 * left if places else PRODUCT
        ranked = sorted(found, key=lambda pair: -pair[0])
        return [Hit("cluster", code, base + 3 * share) for share, code in ranked]

    def _share(self, code: str, products: set[str]) -> float:
        """How much of the product was named, and how much of what was named is made, 0 to 1."""
        made = self._made[code]
        both = len(products & made)
        return both * both / (len(made) * len(products)) if made and products else 0.0

    def _phrases(self, words: list[str]) -> Iterator[str]:
        """The longest known phrases first; of an unknown word the known one that it is like."""
        at = 0
        while at < len(words):
            for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
                known = self._known(" ".join(words[at : at + length]), alike=length == 1)
                if known:
                    break
            yield known or words[at]
            at += length

    def _known(self, phrase: str, *, alike: bool) -> str | None:
        if phrase in self._states or phrase in self._products or phrase in self._places or phrase in CLUSTER:
            return phrase
        if (stem := _stem(phrase)) in self._products:
            return stem
        for place in PLACES.called(phrase):
            if (name := _naming(place.name)) in (self._states if place.kind == "state" else self._places):
                return name
        return self._alike(phrase) if alike and len(phrase) >= LEAST_LETTERS else None

    def _alike(self, word: str) -> str | None:
        same = process.extractOne(
            word, self._bones.get(skeleton(word), ()), scorer=fuzz.ratio, score_cutoff=SAME_TOWN
        )
        if same and (same[1] >= SAME_BONES or same[0] in self._places):
            return same[0]
        near = [] if meanings_within(word) else self._spellings.like(word, ONE_SLIP, 1)  # license isn't incense
        return self._words[near[0][0]] if near else None


def _naming(text: str) -> str:
    """A name as it stands in a text that is left of the words that say little."""
    return " ".join(word for word in fold(text).split() if word not in _SAYS_LITTLE)


def _product_words(text: str) -> list[str]:
    return [_stem(word) for word in fold(text).split() if word not in _SAYS_LITTLE]


def _stem(word: str) -> str:
    """An English word without the ending of the plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
