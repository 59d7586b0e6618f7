"""Finding records by whole sentences: how much of the text a name explains, and how much of the name was typed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from math import log

from rapidfuzz import fuzz, process

from content.folding import fold
from content.meanings import FILLERS, meanings_of
from content.name_search import Entry, Hit

HALF_WORD, LONGEST_FORMS = 5, 12  # letters of a half word, and how many words it may stand for
ONE_SLIP = 83  # of 100
LEAST_LETTERS = 5  # of a word in which a slip is forgiven
STEM = 4  # letters that an ending leaves
KIN, MEANT = 0.97, 0.9  # of 1, how surely another form of a word, or a word of like meaning, is meant
FEW, MANY, SEVERAL = 40, 54, 2  # of 100, where so many words are known at least
ALONE = 0.3  # share of a sentence that a name of one word must explain
OF_TITLES = frozenset({"step", "topic", "faq", "date"})  # one word of theirs names nothing
_ENDINGS = (
    *("kalukku", "galukku", "ukku", "kku", "aikku", "udan", "ukkana", "il", "ai", "in"),  # Tamil, as folded
    *("iyom", "iyon", "aon", "om", "on", "em", "yam", "ein"),  # Hindi
    *("ing", "ed", "es", "s"),
)
_ASKING = frozenset(
    fold(
        """a an the and or of on in to for from with at by as is are am be was do does did done can could will would
        should may must i me my mine we us our you your it its this that these those what which who whom where when
        why how if there any some all many much need needs want wants wanted get got take give given please tell know
        about again have has had
        ka kaa ki kee ke ko se mein mem me main maim par pe hai hain haim hun hoon hu tha thi ho hoga hogi hota hoti
        kya kaise kese kab kahan kaha kahaam kaun kon kitna kitni kitne kyon kyu mujhe mujhko hame hamem mera meri
        mere mujh apna apni apne aap karna karne kare karen karem karu karo kar kiya karta karte karana karaye karane
        liye lie chahiye cahie chaahiye milega milegi milta mile batao bataye bataen aur ya bhi nahi yah ye wo vo koi
        kuch kaisa kaisi sakta sakte jaye jae raha rahi rahe de dena do le lena lu hona wala wale
        का की के को से में मैं मे पर है हैं हूँ हूं था थी हो होगा होगी होता होती क्या कैसे कब कहाँ कहां कौन कौनसी कितना कितनी कितने
        क्यों मुझे मेरा मेरी मेरे हमें हमारा अपना अपनी अपने आप करना करने करें करे करूँ कर कराना कराने किया लिए चाहिए मिलेगा मिलेगी
        मिलता मिले बताओ बताएं और या भी नहीं यह ये वह वो कोई कुछ रहा रही रहे दे देना ले लेना होना वाला वाले हेतु
        enna eppadi eppati eppo enge engu yaar yar ethu entha evvalavu enakku enaku en ennudaiya naan nan nam venum
        vendum ventum kidaikkum kidaikuma pannanum panna pannrathu panrathu seiya seyya irukku iruku ulla ku oru anta
        என்ன எப்படி எப்போது எப்போ எங்கே எங்கு யார் எது எந்த எவ்வளவு எனக்கு என் என்னுடைய நான் நாம் நமக்கு வேண்டும் கிடைக்கும்
        கிடைக்குமா செய்வது செய்ய செய்யலாம் இருக்கு உள்ளது உள்ள ஒரு அந்த இந்த பற்றி மற்றும் முடியுமா வேணும்
        ఎలా కావాలి ఎక్కడ ఏమి నాకు কিভাবে কবে চাই জন্য আমার কোথায় कशी कसे पाहिजे मला कुठे કેવી રીતે જોઈએ છે મારે ಹೇಗೆ ಬೇಕು
        എങ്ങനെ വേണം എവിടെ କିପରି ଦରକାର ପାଇଁ ਕਿਵੇਂ ਚਾਹੀਦਾ ਹੈ ਲਈ কেনেকৈ লাগে বাবে کیسے چاہیے کے لیے"""
    ).split()
)


def content_words(text: str) -> list[str]:
    """The folded words of a text that say what it is about; all of them where none does."""
    words = fold(text).split()
    return [word for word in words if word not in _ASKING and word not in FILLERS] or words


class Sentences:
    """Built once from all entries; a search reads it and keeps nothing."""

    def __init__(self, named: Iterable[Entry], told: Iterable[Entry] = ()) -> None:
        self._names: list[tuple[Entry, frozenset[str]]] = []
        self._holders: dict[str, list[int]] = {}
        self._add(named)
        self._texts = len(self._names)  # from here on what records tell, not what they are called
        self._add(told)
        self._words = sorted(self._holders)
        self._kin: dict[str, list[str]] = {}
        for word in self._words:
            self._kin.setdefault(_plain(word), []).append(word)
        most = len(self._names) + 1
        self._weights = {word: log(most / len(held)) for word, held in self._holders.items()}
        self._unknown = log(most / 30)

    def _add(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            for words in {frozenset(content_words(name)) for name in entry.names if name}:
                for word in words:
                    self._holders.setdefault(word, []).append(len(self._names))
                self._names.append((entry, words))

    def find(self, words: list[str], least: float) -> list[Hit]:
        """The records that are meant by content words, unordered; `least` is how sure a hit must be, 0 to 100."""
        shared: dict[int, dict[str, tuple[str, float]]] = {}
        weights: dict[str, float] = {}
        for word in words:
            forms = dict(self._forms(word))
            weights[word] = min(map(self._weight, forms), default=self._unknown)
            for form, quality in forms.items():
                for position in self._holders[form]:
                    matched = shared.setdefault(position, {})
                    if quality > matched.get(word, ("", 0.0))[1]:
                        matched[word] = form, quality
        whole = sum(weights.values())
        best: dict[tuple[str, str], float] = {}
        for position, matched in shared.items():
            entry, name = self._names[position]
            told = position >= self._texts
            score = self._told(matched, weights) if told else self._score(matched, entry, name, weights)
            best[entry.kind, entry.id] = max(score, best.get((entry.kind, entry.id), 0))
        return [Hit(kind, name, score) for (kind, name), score in best.items() if score >= least]

    def _score(
        self, matched: dict[str, tuple[str, float]], entry: Entry, name: frozenset[str], weights: dict[str, float]
    ) -> float:
        of_text = _share(matched, weights)
        forms = dict(matched.values())
        weight = sum(map(self._weight, name))
        of_name = sum(quality * self._weight(form) for form, quality in forms.items()) / max(weight, 0.1)
        if of_name < 0.95 or (len(name) == 1 and (entry.kind in OF_TITLES or of_text < ALONE)):
            least = FEW if len(matched) < SEVERAL else MANY
            return least + (98 - least) * (0.6 * of_text + 0.4 * of_name)
        return 75 + 23 * of_text

    def _told(self, matched: dict[str, tuple[str, float]], weights: dict[str, float]) -> float:
        """How surely a text is meant that holds these words: never quite."""
        if len(matched) < SEVERAL:
            return 0
        return 40 + 42 * _share(matched, weights)

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._unknown)

    def _forms(self, word: str) -> Iterator[tuple[str, float]]:
        """The known words that are meant, each with how surely, 0 to 1."""
        seen = False
        for kin, quality in ((word, KIN), *((meant, MEANT) for meant in meanings_of(word))):
            for form in self._kin.get(_plain(kin), ()):
                seen = True
                yield form, 1.0 if form == word else quality
        if seen:
            return
        if stem := self._stem(word):
            yield stem, 0.97
            return
        if len(word) >= HALF_WORD:
            begin = bisect_left(self._words, word)
            begun = self._words[begin : bisect_left(self._words, word + "~", begin)]
            if begun:
                yield from ((form, 0.8) for form in begun[:LONGEST_FORMS])
                return
        if len(word) >= LEAST_LETTERS:
            near = process.extract(word, self._words, scorer=fuzz.ratio, score_cutoff=ONE_SLIP, limit=2)
            yield from ((form, score / 100) for form, score, _ in near)

    def _stem(self, word: str) -> str | None:
        """A known word with another ending."""
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= STEM:
                for form in (stem, f"{stem}a", f"{stem}i", f"{stem}m", f"{stem}kal"):
                    if form in self._holders:
                        return form
        return None


def _plain(word: str) -> str:
    """An English word without its endings of number and time."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > STEM else word


def _share(matched: dict[str, tuple[str, float]], weights: dict[str, float]) -> float:
    """How much of a text is explained by the words that matched, 0 to 1."""
    return sum(quality * weights[word] for word, (_, quality) in matched.items()) / max(sum(weights.values()), 0.1)
