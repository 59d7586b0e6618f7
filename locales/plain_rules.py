"""Plain language, rule by rule: what an editor would mend in one text; thresholds stand at the top."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

import regex

MOST_WORDS = {"en": 25, "hi": 25, "ta": 20, "te": 20, "kn": 20, "ml": 20}  # in a sentence; Dravidian words are longer
MOST_WORDS_ELSEWHERE = 25
MOST_LETTERS = 700  # in one text, as a reader counts them: a vowel sign belongs to its letter
MOST_LINES = 12  # in one text: what a small phone shows at once
GROUPED_FROM = 100_000  # from here on the groups of India and of the west differ

SLOT = regex.compile(r"%\(\w+\)[sd]")
_TAG = regex.compile(r"</?[a-z]+[^>]*>")
_ADDRESS = regex.compile(r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:in|com|org|net|io)\b(?:/\S*)?")
_WORD = regex.compile(r"\S*[\p{L}\p{N}]\S*")
_END = regex.compile(r"(?<=[.!?।…][\"'”’)\]]*)\s+(?![\p{Ll}])|\s[·•]\s|\n+")
_NO_END = regex.compile(r"\b(No|Dr|Rs|Smt|Shri|Ltd|Co|Sec|Sr|s|vs|e\.g|i\.e)\.\s")
_NUMBER = regex.compile(r"(?<![\w,.-])\d+(?:,\d+)*(?![\w-])")
_INDIAN = regex.compile(r"\d{1,2}(?:,\d{2})*,\d{3}")
_RUPEE_WORD = "rupees?|रुपये|रुपए|रुपया|ரூபாய்|ரூபாய்கள்"
_PERCENT_WORD = "per ?cent|pct|प्रतिशत|फ़ीसदी|फीसदी|சதவீத|சதவிகித|விழுக்காடு|விழுக்காட்டு"

Found = tuple[str, str]  # what was found, and the mend


class Rule(NamedTuple):
    """One rule: its name, its threshold in words, and what finds its faults in a text of a language."""

    name: str
    says: str
    find: Callable[[str, str], Iterator[Found]]


class Pattern(NamedTuple):
    """A way of writing that isn't ours, and the one that is."""

    wrong: regex.Pattern[str]
    mend: str


def _patterns(*pairs: tuple[str, str]) -> tuple[Pattern, ...]:
    return tuple(Pattern(regex.compile(wrong), mend) for wrong, mend in pairs)


MONEY = _patterns(
    (r"\bRs\b\.?(?: ?\d[\d,.]*)?|\bRe \d|\bINR\b", "write ₹ before the figure"),
    (r"(?<!\p{L}\p{M}*)(?:रु|ரூ)(?![\p{L}\p{M}])\.?", "write ₹ before the figure"),
    (rf"\d[\d,.]*(?: (?:lakh|crore|लाख|करोड़|லட்சம்|கோடி))? (?:{_RUPEE_WORD})", "write ₹ before the figure"),
    (r"₹\s+\d[\d,.]*", "write ₹ without a space"),
    (r"\d ?(?:lakhs|crores|lacs?|Lakhs?|Crores?|Lacs?|Cr|cr|L)\b", "write lakh or crore"),
    (r"(?i)\b(?:million|billion|trillion)s?\b|मिलियन|बिलियन|மில்லியன்|பில்லியன்", "say it in lakh or crore"),
)
SHARES = _patterns(
    (rf"(?i)\d[\d,.]* ?(?:{_PERCENT_WORD})", "write % after the figure"),
    (r"\d\s+%", "write % without a space"),
)
MEASURES = _patterns(
    (r"\d(?:kg|km|kW|kWh|kVA|MW|mm|cm|HP|KLD|KL|sq)\b", "put a space between figure and unit"),
    (r"\d ?(?:Kgs?|KGs?|kgs)\b", "write kg"),
    (r"\d ?(?:Kms?|KMs?|kms)\b", "write km"),
    (r"\d ?(?:KW|Kw|kw|KVA|kva|Kva)\b", "write kW, kVA"),
    (r"\d ?(?:[Hh]rs?|[Mm]ins?)\b\.?", "write hours, minutes"),
)


def words_allowed(language: str) -> int:
    """How many words a sentence may have."""
    return MOST_WORDS.get(language, MOST_WORDS_ELSEWHERE)


def shown(text: str) -> str:
    """A text as it is read: no tags, a word for each slot, one % for two."""
    return _TAG.sub("", SLOT.sub("…", text).replace("%%", "%"))


def without_addresses(text: str) -> str:
    """A text as it is read, without addresses of pages and mailboxes."""
    return _ADDRESS.sub("…", shown(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line, and a part between dots of a list, is one too."""
    kept = _NO_END.sub(lambda found: found[1] + "\N{NO-BREAK SPACE}", SLOT.sub("x", _TAG.sub("", text)))
    return [one.strip() for one in _END.split(kept) if one and one.strip()]


def _long_sentences(language: str, text: str) -> Iterator[Found]:
    most = words_allowed(language)
    for sentence in sentences(text):
        count = len(_WORD.findall(sentence))
        if count > most:
            yield f"a sentence of {count} words: “{sentence[:60]}…”", f"make two of it, at most {most} words each"


def _long_text(_language: str, text: str) -> Iterator[Found]:
    count = len(regex.findall(r"\X", shown(text)))
    if count > MOST_LETTERS:
        yield f"{count} letters in one text", f"shorten it to {MOST_LETTERS}, or make two texts"
    lines = text.strip().count("\n") + 1
    if lines > MOST_LINES:
        yield f"{lines} lines in one text", f"shorten it to {MOST_LINES}, or make two texts"


def _numbers(_language: str, text: str) -> Iterator[Found]:
    read = without_addresses(text)
    for found in _NUMBER.finditer(read):
        if _is_western(found[0], after_rupee=read[: found.start()].rstrip().endswith(("₹", "Rs", "Rs.", "INR"))):
            yield f"the number {found[0]}", "group it as 12,34,567, or say it in lakh or crore"


def _is_western(number: str, *, after_rupee: bool) -> bool:
    """Whether a number isn't grouped as India does; digits without commas may be a PIN code or a telephone."""
    if "," in number:
        return not _INDIAN.fullmatch(number)
    return int(number) >= GROUPED_FROM and (after_rupee or number.endswith("000"))


def _digits(_language: str, text: str) -> Iterator[Found]:
    zeros = {ord(letter) - unicodedata.digit(letter) for letter in text if letter.isdecimal()}
    if len(zeros) > 1:
        yield "digits of two scripts", "write 0 to 9 throughout"


def _spaces(_language: str, text: str) -> Iterator[Found]:
    if found := regex.search(r"\S+[ \N{NO-BREAK SPACE}]{2,}\S*", text):
        yield f"two spaces in “{found[0]}”", "leave one"


def _any_of(patterns: tuple[Pattern, ...]) -> Callable[[str, str], Iterator[Found]]:
    def find(_language: str, text: str) -> Iterator[Found]:
        read = without_addresses(text)
        for pattern in patterns:
            for found in pattern.wrong.finditer(read):
                yield f"“{found[0].strip()}”", pattern.mend

    return find


RULES = (
    Rule(
        "sentence",
        f"a sentence has at most {MOST_WORDS['en']} words, {MOST_WORDS['ta']} in Tamil and its sisters",
        _long_sentences,
    ),
    Rule("length", f"a text has at most {MOST_LETTERS} letters and {MOST_LINES} lines", _long_text),
    Rule("number", f"a number from {GROUPED_FROM} on is grouped as 12,34,567, or said in lakh or crore", _numbers),
    Rule("digits", "a text has the digits of one script", _digits),
    Rule("money", "money is ₹5,000, ₹5 lakh, ₹5 crore", _any_of(MONEY)),
    Rule("share", "a share is 5%", _any_of(SHARES)),
    Rule("unit", "a measure is 5 kg, 5 km, 5 kW, 5 hours", _any_of(MEASURES)),
    Rule("spaces", "no two spaces stand together", _spaces),
)
