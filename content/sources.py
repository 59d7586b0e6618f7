"""Where a fact comes from, as an owner reads it; the marks of the files in which it was noted stay in the data."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

PAPERS = {  # by the numbers under which the content cites them
    "000": "Theme paper on changing paradigms of cluster development, Foundation for MSME Clusters, about 2014",
    "001": "Getting to Know Clusters, Foundation for MSME Clusters, about 2007",
    "002": "Cluster Development Policy, Wadhwani Foundation, March 2022",
}
SAME_PAPER = {"003": "002", "004": "000"}
_CITED = re.compile(
    r"\bseeds?[:\s]\s*(00[0-4])(?:/(00[0-4]))?(?:_[0-9a-f]+\.txt)?"  # what follows repeats the title
    r"(?: \(FMC,[^)]*\)| (?:theme paper|Getting to Know Clusters|Cluster Development Policy),"
    r" (?:Foundation for MSME Clusters|Wadhwani Foundation))?",
    re.IGNORECASE,
)
_PLAIN = tuple(
    (re.compile(mark), words)
    for mark, words in (
        (r"https?://(?:www\.)?([^/\s;,)]+)[^\s;,)]*", r"\1"),
        (r"\s*\b(?:GitHub )?ids? \d{5,}(?:, \d{5,})*(?:; )?", ""),
        (r" via PyPI \S+ [\d.]+", ""),
        (r"RBI/Razorpay IFSC list, ", "RBI list of bank branches, "),
        (r"public code index \(find_string\) shows this official web address", "web address seen on public pages"),
        (r"in stored pages or public code", "on public pages"),
        (r"the search tool gave no address", "its address is not known"),
        (r"public code repository", "research note"),
        (r"public code (?:index|files?)", "research notes"),
        (r"Stored public page", "public page"),
        (r"stored (pages?)", r"\1 we read"),
        (r", snapshot ", ", "),
        (r"(about 20\d\d) (?=FAQ|section)", r"\1, "),
        (r"\s*\(\s*\)", ""),
        (r" +(?=[;,)]|$)", ""),
    )
)


def readable(text: str) -> str:
    """A text about sources: papers by their titles, pages by their hosts, and no marks of files or of searches."""
    text = _CITED.sub(_titles, text)
    for mark, words in _PLAIN:
        text = mark.sub(words, text)
    return text


def source_name(source: str) -> str:
    """The host of an address; the title of a paper; else the words in which the source is told."""
    return urlsplit(source).hostname or readable(source)


def _titles(cited: re.Match[str]) -> str:
    papers = dict.fromkeys(SAME_PAPER.get(number, number) for number in cited.groups() if number)
    return "; ".join(PAPERS[number] for number in papers)
