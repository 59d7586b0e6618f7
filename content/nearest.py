"""Where to look on when nothing was found: the branches of a query's words, and of what is a little like it."""

from __future__ import annotations

from collections.abc import Iterable

from content.meanings import meanings_like, meanings_of, meanings_within
from content.name_search import LONGEST, Hit
from content.sentences import content_words

MOST = 3
_OF_WORDS = {  # English words, or what words of other languages mean, and the branch that is about it
    "schemes": "scheme loan credit subsidy grant capital collateral government yojana benefit apply",
    "bills": "pay payment unpaid invoice bill buyer late delay owe",
    "udyam": "registration register certificate udyam msme",
    "gem": "gem tender",
    "trainings": "training learn skill workshop class",
    "courses": "course lesson",
    "calendar": "tax gst return deadline due date penalty fine tds pf",
    "rules": "rule law act pollution effluent permission permit environment waste",
    "calculators": "calculator calculate emi interest percent",
    "nearby": "office help support consultant lawyer bank phone address near",
    "clusters": "cluster group spv association cooperative",
    "needs": "shared common together facility",
    "nic": "nic code",
    "glossary": "meaning word term",
    "practices": "practice example success",
    "reminders": "remind reminder",
    "settings": "setting language delete",
}
_MEANT = {word: branch for branch, words in _OF_WORDS.items() for word in words.split()}
_OF_KINDS = {
    "scheme": "schemes",
    "theme": "schemes",
    "training": "trainings",
    "course": "courses",
    "tool": "calculators",
    "date": "calendar",
    "rule": "rules",
    "chapter": "rules",
    "cluster": "clusters",
    "state-clusters": "clusters",
    "provider": "nearby",
    "category": "nearby",
    "place": "nearby",
    "state": "nearby",
    "term": "glossary",
    "faq": "about-clusters",
    "practice": "practices",
    "need": "needs",
    "nic": "nic",
}
GUIDES = frozenset({"udyam", "gem"})  # stand among the branches


def nearest(query: str, alike: Iterable[Hit]) -> list[Hit]:
    """At most three branches for a query without a good answer, the nearest first; none where nothing points to any.

    `alike` are the weak candidates, best first; what the query's own words mean goes before them.
    """
    said = (branch for word in content_words(query[:LONGEST]) for branch in _branches(word))
    kinds = (_OF_KINDS.get(hit.kind) or hit.id.partition(":")[0] for hit in alike if hit.kind != "moved")
    names = dict.fromkeys((*said, *kinds))
    return [Hit("guide" if name in GUIDES else "branch", name, 0) for name in names][:MOST]


def _branches(word: str) -> list[str]:
    """The branch of a word: its own, else that of its first meaning that has one."""
    meant = (word, *(meanings_of(word) or meanings_within(word) or meanings_like(word)))
    return [_MEANT[one] for one in meant if one in _MEANT][:1]
