"""Finding records by whole sentences: how much of the text a name explains, and how much of the name was typed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from math import log
from operator import itemgetter
from sys import intern
from typing import NamedTuple

from content.folding import fold
from content.meanings import FILLERS, meanings_like, meanings_of, meanings_within
from content.name_search import ByLength, Entry, Hit

HALF_WORD, LONGEST_FORMS = 5, 12  # letters of a half word, and how many words it may stand for
ONE_SLIP = 83  # of 100
LEAST_LETTERS = 5  # of a word in which a slip is forgiven
STEM = 4  # letters that an ending leaves
IN_TEXT = 0.85  # of 1, how much a word says of a record that is not in its names
LENGTHY, LONG = 0.2, 100  # so much less in a text of so many words
KIN, MEANT, SPELT = 0.97, 0.9, 0.8  # of 1, how surely another form of a word, or a word of like meaning, is meant
FEW, MANY, SEVERAL = 40, 54, 2  # of 100, where so many words are known at least
TOLD, MOST_TOLD = 62, 86  # of 100, for a record that holds several words somewhere: never quite sure
UNKNOWN = 5.3  # how much a word weighs that stands nowhere: as one of some thirty records
ALONE = 0.3  # share of a sentence that a name of one word must explain
OF_TITLES = frozenset({"step", "topic", "faq", "date"})  # one word of theirs names nothing
ONLY_NAMES = frozenset({"cluster", "provider"})  # nothing more is told of them
_ENDINGS = (
    *("kalukku", "galukku", "ukku", "kku", "aikku", "udan", "ukkana", "il", "ai", "in"),  # Tamil, as folded
    *("iyom", "iyon", "aon", "om", "on", "em", "yam", "ein"),  # Hindi
    *("ing", "ed", "es", "s"),
)

Key = tuple[str, str]  # a record's kind and id
Matched = list[tuple[str, str, float]]  # typed words, the known one that each stands for, and how surely, 0 to 1


def name_words(name: str) -> list[str]:
    """Those of a name; "me" says nothing but at its beginning (ME-Card)."""
    own = ["me"] if fold(name).startswith("me ") else []
    return [*own, *content_words(name)]


def content_words(text: str) -> list[str]:
    """The folded words of a text that say what it is about; all of them where none does."""
    words = list(map(intern, fold(text).split()))  # each word is kept once, however many texts hold it
    return [word for word in words if word not in FILLERS] or words


class Found(NamedTuple):
    """How much words weigh, how surely each record is meant by a name, and for each word the records that hold it."""

    weights: dict[str, float]
    names: dict[Key, float]
    wholes: dict[str, dict[Key, float]]


class Sentences:
    """Built once from all entries; a search reads it and keeps nothing."""

    def __init__(self, named: Iterable[Entry], told: Iterable[Entry] = ()) -> None:
        self._owners: list[Entry] = []  # of each name
        self._names: list[frozenset[str]] = []
        self._named: dict[str, list[int]] = {}  # in which names a word stands
        self._wholes: dict[str, dict[Key, float]] = {}  # which records hold it anywhere, and how much it says there
        self._add_all(list(named), told)
        self._words = sorted({*self._named, *self._wholes})
        self._spellings = ByLength(self._words)
        self._kin: dict[str, list[str]] = {}
        for word in self._words:
            self._kin.setdefault(_plain(word), []).append(word)
        most = len(self._names) + len({record for held in self._wholes.values() for record in held}) + 1
        self._weights = {
            word: log(most / (len(self._named.get(word, ())) + len(self._wholes.get(word, ()))))
            for word in self._words
        }
        self._name_weights = [max(sum(self._weights[word] for word in name), 0.1) for name in self._names]

    def _add_all(self, named: list[Entry], told: Iterable[Entry]) -> None:
        for entry in named:
            for words in {frozenset(name_words(name)): 0 for name in entry.names if name}:
                for word in words:
                    self._named.setdefault(word, []).append(len(self._names))
                self._owners.append(entry)
                self._names.append(words)
        said = _by_record(told)
        for record, called in _by_record(named).items():
            if record[0] not in ONLY_NAMES:  # all that is said of a record, not each of its names
                words = called | said.get(record, frozenset())
                in_text = IN_TEXT - LENGTHY * min(len(words), LONG) / LONG
                for word in words:
                    self._wholes.setdefault(word, {})[record] = 1.0 if word in called else in_text

    def holds(self, word: str) -> bool:
        """Whether a content word stands somewhere."""
        return word in self._weights

    def knows(self, word: str) -> bool:
        """Whether a content word stands somewhere, or its meaning is known."""
        return self.holds(word) or bool(meanings_within(word))

    def find(self, words: list[str], least: float) -> Found:
        """What content words match here; `least` is how sure a name must be, 0 to 100."""
        meant = {word: self._forms(word) | dict.fromkeys(joined, KIN) for word, joined in self._joined(words)}
        weights = {
            word: min((self._weights[form] for form in forms), default=UNKNOWN) for word, forms in meant.items()
        }
        ranked = sorted(meant, key=lambda word: -weights[word])
        matched: dict[int, Matched] = {}
        wholes: dict[str, dict[Key, float]] = {}
        lone = 1.0 if len(ranked) < SEVERAL else weights[ranked[-1]] / _whole(weights)
        for word in ranked:
            forms = sorted(meant[word].items(), key=itemgetter(1))  # the surest last
            wholes[word] = self._held(forms)
            best: dict[int, tuple[str, float]] = {}
            for pair in forms:
                best.update(dict.fromkeys(self._named.get(pair[0], ()), pair))
            if word is ranked[-1] and _too_little(lone, least):
                best = {position: best[position] for position in matched.keys() & best.keys()}
            for position, pair in best.items():
                matched.setdefault(position, []).append((word, *pair))
        return Found(weights, self._scores(matched, weights), wholes)

    def _held(self, forms: list[tuple[str, float]]) -> dict[Key, float]:
        """The records that hold one of a word's forms, and how much it says of each."""
        if len(forms) == 1 and forms[0][1] == 1:
            return self._wholes.get(forms[0][0], {})
        held: dict[Key, float] = {}
        for form, quality in forms:
            for record, said in self._wholes.get(form, {}).items():
                held[record] = max(held.get(record, 0), quality * said)
        return held

    def _scores(self, matched: dict[int, Matched], weights: dict[str, float]) -> dict[Key, float]:
        """How surely each record is meant by the best of its names."""
        whole = _whole(weights)
        names: dict[Key, float] = {}
        for position, pairs in matched.items():
            owner = self._owners[position]
            score = self._score(pairs, position, weights, whole)
            if score > names.get((owner.kind, owner.id), 0):
                names[owner.kind, owner.id] = score
        return names

    def _joined(self, words: list[str]) -> Iterator[tuple[str, list[str]]]:
        """Each word, and the known words that it gives together with the one beside it: trade mark, trademark."""
        for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
            pairs = [before + word if before else "", word + after if after else ""]
            yield word, [pair for pair in pairs if pair in self._weights]

    def _score(self, matched: Matched, position: int, weights: dict[str, float], whole: float) -> float:
        """How surely a name is meant, 0 to 100; `whole` is the weight of all that was typed."""
        of_text = of_name = 0.0
        forms = set()
        for word, form, quality in matched:
            of_text += quality * weights[word]
            if form not in forms:  # two words may stand for one
                forms.add(form)
                of_name += quality * self._weights[form]
        of_text, of_name = of_text / whole, of_name / self._name_weights[position]
        alone = len(self._names[position]) == 1
        if alone and (self._owners[position].kind in OF_TITLES or of_text < ALONE or of_name < KIN):
            return FEW + (98 - FEW) * of_text
        if of_name < 0.95:
            base = FEW if len(matched) < SEVERAL else MANY
            return base + (98 - base) * (0.6 * of_text + 0.4 * of_name)
        return 75 + 23 * of_text

    def _forms(self, word: str) -> dict[str, float]:
        """The known words that are meant, each with how surely, 0 to 1."""
        return self._meant(word) or dict(self._like(word))

    def _meant(self, word: str) -> dict[str, float]:
        """The word itself, its other forms, and words of its meanings."""
        meanings = meanings_of(word) if word in self._weights else meanings_within(word)
        forms = {one: MEANT for meant in meanings for one in self._kin.get(_plain(meant), ())}
        many = word.rstrip("s")
        forms |= {one: KIN if one.rstrip("s") == many else MEANT for one in self._kin.get(_plain(word), ())}
        if word in self._weights:
            forms[word] = 1.0
        return forms

    def _like(self, word: str) -> Iterator[tuple[str, float]]:
        """What is meant by a word that isn't known: with another ending, misspelt, or half typed."""
        if stem := self._stem(word):
            yield stem, KIN
            return
        if word.endswith("i") and len(word) > STEM and (spelt := f"{word[:-1]}y") in self._weights:
            yield spelt, KIN  # subsidi
            return
        if meant := meanings_like(word):
            yield from ((one, SPELT) for kin in meant for one in self._kin.get(_plain(kin), ()))
            return
        if len(word) >= HALF_WORD:
            begin = bisect_left(self._words, word)
            begun = self._words[begin : bisect_left(self._words, word + "~", begin)]
            if begun:
                yield from ((form, 0.8) for form in begun[:LONGEST_FORMS])
                return
        if len(word) >= LEAST_LETTERS:
            for one, score in self._spellings.like(word, ONE_SLIP, 2):
                yield self._words[one], score / 100

    def _stem(self, word: str) -> str | None:
        """A known word with another ending."""
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= STEM:
                for form in (stem, f"{stem}a", f"{stem}i", f"{stem}m", f"{stem}kal"):
                    if form in self._weights:
                        return form
        return None


def find_records(several: Iterable[Sentences], words: list[str], least: float) -> list[Hit]:
    """The records that content words mean, unordered; what one language doesn't explain of a text another may.

    `least` is how sure a hit must be, 0 to 100.
    """
    all_found = [one.find(words, least) for one in several]
    best: dict[Key, float] = {}
    for record, score in (pair for found in all_found for pair in found.names.items()):
        best[record] = max(score, best.get(record, 0))
    weights = {word: min(found.weights[word] for found in all_found) for word in words}
    for record, share in _shares([found.wholes for found in all_found], weights).items():
        best[record] = max(TOLD + (MOST_TOLD - TOLD) * share, best.get(record, 0))
    return [Hit(kind, name, score) for (kind, name), score in best.items() if score >= least]


def _shares(wholes: list[dict[str, dict[Key, float]]], weights: dict[str, float]) -> dict[Key, float]:
    """How much of a text each record holds, in any of several languages, 0 to 1; of those with several words."""
    whole = _whole(weights)
    first: dict[Key, float] = {}
    shares: dict[Key, float] = {}
    for word, weight in weights.items():
        for record, quality in _surest([held[word] for held in wholes]).items():
            share = quality * weight / whole
            if record in first:
                shares[record] = shares.get(record, first[record]) + share
            else:
                first[record] = share
    return shares


def _surest(held: list[dict[Key, float]]) -> dict[Key, float]:
    """The records of several languages, each with the most that a word says of it."""
    fewest, *others = sorted(held, key=len)
    for other in others:
        fewest = other | {record: max(said, other.get(record, 0)) for record, said in fewest.items()}
    return fewest


def _by_record(entries: Iterable[Entry]) -> dict[Key, frozenset[str]]:
    """All content words that are said of each record."""
    words: dict[Key, set[str]] = {}
    for entry in entries:
        words.setdefault((entry.kind, entry.id), set()).update(*(content_words(name) for name in entry.names if name))
    return {record: frozenset(said) for record, said in words.items()}


def _plain(word: str) -> str:
    """An English word without its endings of number and time."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > STEM else word


def _too_little(share: float, least: float) -> bool:
    """Whether a name can't be sure enough of which only a word is typed that is so much of the text, 0 to 1."""
    return share < ALONE and FEW + (98 - FEW) * (0.6 * share + 0.4) < least


def _whole(weights: dict[str, float]) -> float:
    return max(sum(weights.values()), 0.1)
