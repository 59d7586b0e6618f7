"""Both guides carry all that their fact sheets know, with the same figures and doubts, on screens of a phone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
import yaml

from content.files import FOLDER, Reader
from content.guides import Guide, Helpline, Problem, Step, Topic
from content.official import is_official
from tests.facts import as_shown, fact_sheet, notes_the_same, says_the_same

COUNTS = {"udyam": (14, 12, 52, 5), "gem": (14, 11, 45, 3)}  # steps, problems, topics, helplines
NOT_GUIDE = re.compile(r"(udyam|gem)-portal|nic-\d+")  # the guide's own head, and the codes, which have their table
UNSAID = {"id", "n", "as_of", "as_of_note", "confidence", "sources", "conflict", "unknown", "basis"}
UNITS = {"lakh": 100_000, "crore": 10_000_000}
ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,}[a-z]?|[A-Z][a-z]*[A-Z]+[A-Za-z]*)\b")
KNOWN = frozenset(  # to owners, to the glossary, or printed like this on the portals; a new one must be written out
    ABBREVIATION.findall(
        """PAN GST GSTIN GSTINs OTP IFSC SMS PDF PDFs QR PIN SC ST MSME MSMEs MSMED GeM GeMmy ID UDYAM XX NIC ITR DIC
        DFO TReDS NSIC PMEGP CGTMSE ZED CDP SFURTI LEAN IP ISO URN UAP HUF LLP NBFC MSE MSEs UAM EM II DND GFR CIN
        MRP OEM OEMs BIS FSSAI CRAC PRC EMD ATC BOQ PAC RA DPIIT SHGs SWAYATT KVIC WDO TRIFED CPSE CPSEs RITES QCI
        UCC"""
    )
)
Part = Step | Problem | Topic | Helpline


def read_guides() -> dict[str, Guide]:
    return {guide.id: guide for _, guide in Reader().read((FOLDER / "guides").glob("*.yaml"), Guide, "guides")}


GUIDES = read_guides()


def parts_of(guide: Guide) -> dict[str, Part]:
    parts: tuple[Part, ...] = (*guide.steps, *guide.problems, *guide.topics, *guide.helplines)
    by_id = {part.id: part for part in parts}
    assert len(by_id) == len(parts)
    return by_id


PARTS = {name: parts_of(guide) for name, guide in GUIDES.items()}


def texts_of(value: Any) -> Iterator[str]:
    """All words and figures below a value."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one)
    elif value is not None:
        yield str(value)


def figures(text: str) -> set[float]:
    """Every figure of a text, written out: 10 lakh is 1000000."""
    found = re.findall(r"(\d[\d,]*(?:\.\d+)?)(?: (lakh|crore))?", text)
    return {round(float(number.replace(",", "")) * UNITS.get(unit, 1), 2) for number, unit in found}


def said(part: Part, *, with_facts: bool) -> str:
    hidden = UNSAID if with_facts else UNSAID | {"facts"}
    return " ".join(texts_of({key: value for key, value in part.model_dump().items() if key not in hidden}))


@pytest.fixture(scope="module", params=sorted(COUNTS))
def pairs(request: pytest.FixtureRequest) -> list[tuple[dict[str, Any], Part]]:
    """Each record of a fact sheet and the part of the guide that carries it."""
    path = fact_sheet(f"{request.param}.yaml")
    records = list(records_of(yaml.safe_load(path.read_text("utf-8"))))
    parts = PARTS[request.param]
    assert {record["id"] for record in records} == set(parts)
    return [(record, parts[record["id"]]) for record in records]


def records_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "id" in value and not NOT_GUIDE.fullmatch(value["id"]):
            yield value
        for key, one in value.items():
            if key != "sources":
                yield from records_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from records_of(one)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_the_guides_are_complete(name: str) -> None:
    guide = GUIDES[name]
    counts = (len(guide.steps), len(guide.problems), len(guide.topics), len(guide.helplines))
    assert counts == COUNTS[name]
    assert guide.fee_inr == 0


def test_every_record_keeps_its_doubts(pairs: list[tuple[dict[str, Any], Part]]) -> None:
    for record, part in pairs:
        assert (part.as_of, part.as_of_note) == (record["as_of"], record.get("as_of_note")), record["id"]
        assert (part.confidence, part.basis) == (record["confidence"], record.get("basis")), record["id"]
        assert notes_the_same([part.conflict], [record.get("conflict")]), record["id"]
        assert notes_the_same(part.unknown, record.get("unknown", [])), record["id"]
        supported = [source.supports for source in part.sources]
        assert notes_the_same(supported, [one["supports"] for one in record["sources"]]), record["id"]


def test_steps_stand_in_the_order_of_the_sheet(pairs: list[tuple[dict[str, Any], Part]]) -> None:
    steps = [(record, part) for record, part in pairs if isinstance(part, Step)]
    assert [record["n"] for record, _ in steps] == sorted(record["n"] for record, _ in steps)
    ids = [part.id for _, part in steps if isinstance(part, Step)]
    assert ids in [[step.id for step in guide.steps] for guide in GUIDES.values()]


def test_steps_and_problems_say_all_that_the_sheet_says(pairs: list[tuple[dict[str, Any], Part]]) -> None:
    for record, part in pairs:
        if isinstance(part, Step):
            _same([*part.keep_ready, *part.mistakes], [*record["need"], *record["mistakes"]])
            _same([part.if_stuck, part.title], [record.get("if_stuck"), record["title"]])
            assert len(part.do) in {len(record["do"]), 1}
        if isinstance(part, Problem):
            _same([part.problem, part.cause, part.fix], [record["problem"], record["cause"], record["fix"]])


def _same(said: Sequence[str | None], sheet: Sequence[str | None]) -> None:
    assert [pair for pair in zip(said, sheet, strict=True) if not says_the_same(*pair)] == []


def test_no_figure_is_added_and_none_is_lost(pairs: list[tuple[dict[str, Any], Part]]) -> None:
    for record, part in pairs:
        sheet = " ".join(texts_of({key: value for key, value in record.items() if key not in UNSAID}))
        assert figures(said(part, with_facts=False)) <= figures(sheet), record["id"]
        kept = figures(said(part, with_facts=True))
        assert figures(sheet) - {0.0} <= kept, record["id"]  # a fee of 0 is said as "free"


def test_amounts_are_data(pairs: list[tuple[dict[str, Any], Part]]) -> None:
    limits = {part.id: part.facts for _, part in pairs if isinstance(part, Topic)}
    if "limits-2025" in limits:
        newest, before = limits["limits-2025"], limits["limits-2020"]
        assert [one["turnover_max_inr"] for one in newest["classes"]] == [100_000_000, 1_000_000_000, 5_000_000_000]
        assert (before["effective_to"], newest["effective_from"]) == ("2025-03-31", "2025-04-01")
    else:
        assert [row.get("charge_percent") for row in limits["gem-transaction-charges"]["rows"]] == [None, 0.3, None]
        assert [row["amount_inr"] for row in limits["gem-caution-money"]["earlier_slabs"]] == [5000, 10000, 25000]


def test_facts_are_those_of_the_sheet(pairs: list[tuple[dict[str, Any], Part]]) -> None:
    for record, part in pairs:
        if isinstance(part, Topic):
            assert as_shown(part.facts).items() <= as_shown(record).items(), record["id"]
            assert part.legal_basis == record.get("legal_basis"), record["id"]


def test_helplines_give_only_the_numbers_of_the_sheet(pairs: list[tuple[dict[str, Any], Part]]) -> None:
    for record, part in pairs:
        if isinstance(part, Helpline):
            assert list(part.phones) == record.get("phones", [record["phone"]] if "phone" in record else [])


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_links_to_act_on_are_official(name: str) -> None:
    guide = GUIDES[name]
    links = [guide.portal_url, *(helpline.url for helpline in guide.helplines if helpline.url)]
    assert all(is_official(link) for link in links)


@pytest.mark.parametrize(
    "step", [pytest.param(step, id=step.id) for guide in GUIDES.values() for step in guide.steps]
)
def test_a_step_fits_on_one_screen(step: Step) -> None:
    joined = [" · ".join(step.keep_ready), " · ".join(step.mistakes), step.if_stuck or ""]
    lines = [step.title, *step.do, *filter(None, joined)]
    assert len(lines) <= 12
    assert len("\n".join(lines)) <= 900


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_other_texts_fit_on_one_screen(name: str) -> None:
    guide = GUIDES[name]
    for topic in guide.topics:
        assert topic.points, topic.id
        assert len("\n".join((topic.title, *topic.points))) <= 1200, topic.id
    for problem in guide.problems:
        assert len(problem.problem) + len(problem.cause) + len(problem.fix) <= 300, problem.id
    for section in guide.sections:
        assert 1 <= len(guide.topics_of(section.id)) <= 14, section.id


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_every_topic_is_reached_through_a_section(name: str) -> None:
    guide = GUIDES[name]
    reached = [topic.id for section in guide.sections for topic in guide.topics_of(section.id)]
    assert sorted(reached) == sorted(topic.id for topic in guide.topics)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_no_new_abbreviation_goes_unexplained(name: str) -> None:
    hidden = UNSAID | {"facts", "legal_basis"}
    words = texts_of([part.model_dump(exclude=hidden) for part in PARTS[name].values()])
    assert set(ABBREVIATION.findall(" ".join(words))) <= KNOWN
