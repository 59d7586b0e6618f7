"""Finding clusters by what they make and where: product words of any language beside the names of places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from rapidfuzz import fuzz, process

from content.clusters import Cluster
from content.folding import fold, skeleton
from content.meanings import meanings_of, meanings_within
from content.name_search import ByLength, Hit
from content.places import PLACES
from content.sentences import content_words
from content.states import STATES

BOTH, PRODUCT, THERE = 96, 89, 95  # of 100: product and place, the product alone, any cluster of a place
ELSEWHERE = 84  # of 100, at most, where another place or state is named
INSTEAD = 86  # of 100, for the clusters of a place or state that has none of the product
MOST = 3
ONE_SLIP, SAME_BONES, SAME_TOWN = 84, 72, 66  # of 100
LEAST_LETTERS = 5  # of a word in which a slip is forgiven
LONGEST_PHRASE = 3  # words
CLUSTER = frozenset(fold("cluster clusters samooh kuzhumam क्लस्टर कलस्टर கிளஸ்டர் தொகுப்பு ক্লাস্টার క్లస్టర్").split())
_SAYS_LITTLE = frozenset(fold("and of the for in goods products making work craft product made re e").split())
_OF_ANY = frozenset({"industrial", "service", "micro", "enterprise", "it"})  # say what is made only beside "cluster"
_OF_CHIEF_TOWN = frozenset({"city", "suburban", "nagar", "urban", "rural", "metropolitan"})  # of a district

Means = dict[str, frozenset[str]]


class Asked(NamedTuple):
    """What folded words name: English product words, places, states, the word "cluster"; how many are left."""

    products: set[str]
    places: set[str]
    states: set[str]
    cluster: bool
    left: int

    @property
    def for_clusters(self) -> bool:
        """Whether clusters are asked for, whatever else is said."""
        return self.cluster and bool(self.products - _OF_ANY or self.places)

    @property
    def sureness(self) -> float:
        """How surely clusters are meant that fit, 0 to 100."""
        if not self.products:
            return THERE
        if self.places:
            return BOTH - (0 if self.cluster else 5 * self.left)
        return BOTH if self.cluster and not self.left else PRODUCT


class ClusterFinder:
    """Built once; `products` gives what else is said for an English word of a product."""

    def __init__(self, clusters: Iterable[Cluster], products: Mapping[str, Iterable[str]]) -> None:
        self._clusters = {one.code: one for one in clusters}
        self._made: dict[str, frozenset[str]] = {}
        self._sort: dict[str, frozenset[str]] = {}
        self._there: dict[str, frozenset[str]] = {}
        self._makers: dict[str, list[str]] = {}
        self._states = {_naming(names["name"]): code for code, names in STATES.names.items()}
        for code, one in self._clusters.items():
            self._made[code] = frozenset(_product_words(f"{one.product} {one.gi_name}")) - {fold(one.place)}
            self._sort[code] = frozenset(_product_words(f"{one.sector} {one.type}"))
            self._there[code] = frozenset(filter(None, (fold(one.place), fold(one.district))))
            for word in self._made[code] | self._sort[code]:
                self._makers.setdefault(word, []).append(code)
        self._places = _places_of(frozenset().union(*self._there.values()))
        named = frozenset().union(*self._made.values(), *self._sort.values()) - self._places.keys()
        self._products: Means = {word: frozenset([word]) for word in named}
        for name, others in products.items():
            for other in map(_naming, others):
                self._products[other] = self._products.get(other, frozenset()) | frozenset(
                    map(_stem, fold(name).split())
                )
        self._bones: dict[str, list[str]] = {}
        for word in [*self._products, *self._places]:
            self._bones.setdefault(skeleton(word), []).append(word)
        self._words = [word for word in [*self._products, *self._places] if len(word) >= LEAST_LETTERS]
        self._spellings = ByLength(self._words)

    def read(self, words: list[str]) -> Asked:
        """What folded words ask for."""
        products: set[str] = set()
        places: set[str] = set()
        states: set[str] = set()
        cluster, left = any(map(asks_for_cluster, words)), 0
        for phrase in self._phrases([word for word in words if word not in _SAYS_LITTLE], cluster=cluster):
            if phrase in self._states:
                states.add(self._states[phrase])
            elif phrase in self._places:
                places |= self._places[phrase]
            elif phrase in self._products and (cluster or phrase not in _OF_ANY):
                products |= self._products[phrase]
            elif not asks_for_cluster(phrase):
                left += 1
        return Asked(products, places, states, cluster, left)

    def find(self, asked: Asked) -> list[Hit]:
        """The clusters of the product, the place, or both that are named; none where other words are left.

        Where a place or state is named that has none of the product, what it has comes before those elsewhere.
        Without a product the state itself is found.
        """
        named = asked.places or asked.states
        if not asked.products and not (named and asked.cluster):
            return []
        if asked.left > (1 if asked.products and asked.places else 0) and not asked.for_clusters:
            return []
        whole = [Hit("state-clusters", state, INSTEAD) for state in sorted(asked.states)]
        if not asked.products and not asked.places:
            return [] if asked.left else [Hit(hit.kind, hit.id, THERE) for hit in whole]
        making = self._making(asked.products)
        return [*self._there_first(making, asked), *whole] if named else self._ranked(making, asked)

    def _there_first(self, making: list[str], asked: Asked) -> list[Hit]:
        """Those that lie in the place that is named; where none does, what it has instead, then those elsewhere."""
        if there := [code for code in making if self.lies_there(code, asked)]:
            return self._ranked(there, asked)
        if asked.left and not asked.cluster:
            return []
        others = (code for code in self._clusters if asked.places and self.lies_there(code, asked))
        instead = [Hit("cluster", code, INSTEAD) for code in islice(others, MOST)]
        return [*instead, *(self.placed(hit, asked) for hit in self._ranked(making, asked))]

    def lies_there(self, code: str, asked: Asked) -> bool:
        """Whether a cluster lies in a place and in a state that are named, or none is."""
        at_place = not asked.places or not asked.places.isdisjoint(self._there[code])
        return at_place and (not asked.states or self._clusters[code].state in asked.states)

    def placed(self, hit: Hit, asked: Asked) -> Hit:
        """The same hit, less sure where it is a cluster in another place or state than the one that is named."""
        far = hit.kind == "cluster" and not self.lies_there(hit.id, asked)
        return Hit(hit.kind, hit.id, min(hit.score, ELSEWHERE)) if far else hit

    def products_in(self, words: list[str]) -> set[str]:
        """The folded words themselves, and the English words of the products that they name in any language."""
        return {*words, *(product for word in words for product in self._products.get(word, ()))}

    def _making(self, products: set[str]) -> list[str]:
        """The clusters that make one of the products, or are of a sector or type of that name; all without any."""
        makers = (self._makers.get(product, ()) for product in sorted(products))
        return list(dict.fromkeys(chain.from_iterable(makers)) if products else self._clusters)

    def _ranked(self, codes: Iterable[str], asked: Asked) -> list[Hit]:
        """The clusters of which the product says most."""
        found = [(self._share(code, asked.products), len(asked.products & self._sort[code]), code) for code in codes]
        ranked = sorted(found, key=lambda one: (-one[0], -one[1]))
        return [Hit("cluster", code, asked.sureness + 3 * share) for share, _, code in ranked[:MOST]]

    def _share(self, code: str, products: set[str]) -> float:
        """How much of the product was named, and how much of what was named is made, 0 to 1."""
        made = self._made[code]
        both = len(products & made)
        return both * both / (len(made) * len(products)) if made and products else 0.0

    def _phrases(self, words: list[str], *, cluster: bool) -> Iterator[str]:
        """The longest known phrases first; of an unknown word the known one that it is like.

        Beside "cluster" also the product that an everyday word means.
        """
        at = 0
        while at < len(words):
            for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
                known = self._known(" ".join(words[at : at + length]))
                if known:
                    break
            yield known or self._unknown(words[at], cluster=cluster)
            at += length

    def _known(self, phrase: str) -> str | None:
        if phrase in self._states or phrase in self._places:
            return phrase
        for place in PLACES.called(phrase):
            if (name := _naming(place.name)) in (self._states if place.kind == "state" else self._places):
                return name  # before products: of Kutch embroidery, Kutch is a place
        return next((one for one in (phrase, _stem(phrase)) if one in self._products), None)

    def _unknown(self, word: str, *, cluster: bool) -> str:
        """What an unknown word stands for, itself where nothing is known."""
        if asks_for_cluster(word):
            return word
        meant = next((one for one in meanings_within(word) if one in self._products), None) if cluster else None
        return meant or (self._alike(word) if len(word) >= LEAST_LETTERS else None) or word

    def _alike(self, word: str) -> str | None:
        if meanings_of(word):
            return None  # weather isn't water
        same = process.extractOne(
            word, self._bones.get(skeleton(word), ()), scorer=fuzz.ratio, score_cutoff=SAME_TOWN
        )
        if same and (same[1] >= SAME_BONES or same[0] in self._places):
            return same[0]
        near = [] if meanings_within(word) else self._spellings.like(word, ONE_SLIP, 1)  # license isn't incense
        return self._words[near[0][0]] if near else None


def asks_for_cluster(word: str) -> bool:
    """Whether a folded word is "cluster", in any language and with any ending."""
    return word in CLUSTER or set(meanings_within(word)) == {"cluster"}


def _places_of(names: Iterable[str]) -> Means:
    """The places of each name: itself, and the districts whose chief town it is (Mumbai City, Kanpur Nagar)."""
    found: dict[str, set[str]] = {}
    for name in names:
        town, _, ending = name.rpartition(" ")
        found.setdefault(name, set()).add(name)
        if town and ending in _OF_CHIEF_TOWN:
            found.setdefault(town, set()).add(name)
    return {name: frozenset(places) for name, places in found.items()}


def _naming(text: str) -> str:
    """A name as it stands in a text that is left of the words that say little."""
    return " ".join(word for word in content_words(text) if word not in _SAYS_LITTLE) or fold(text)


def _product_words(text: str) -> set[str]:
    return {_stem(word) for word in fold(text).split()} - _SAYS_LITTLE


def _stem(word: str) -> str:
    """An English word without the ending of the plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
