"""The schemes as they stand: each loads, keeps the figures of its fact sheet, and answers to its old names."""

import re
from typing import Any

import pytest
import yaml

from content.catalog import Catalog, load_catalog
from content.checks import content_faults
from content.schemes import TRANSLATABLE, Scheme
from tests.facts import fact_sheet, notes_the_same

PAPERS = {"000": "Theme paper", "004": "Theme paper", "001": "Getting to Know", "002": "Cluster Development Policy"}
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def facts() -> list[dict[str, Any]]:
    central = yaml.load(fact_sheet("schemes-central.yaml").read_bytes(), Loader=yaml.CBaseLoader)
    state = yaml.load(fact_sheet("schemes-state.yaml").read_bytes(), Loader=yaml.CBaseLoader)
    return [*central, *state["schemes"]]


def test_all_content_keeps_its_rules() -> None:
    assert content_faults() == []


def test_there_are_230_schemes_and_twelve_ended_programmes(catalog: Catalog) -> None:
    schemes = catalog.schemes.values()
    programmes = [s for s in schemes if s.who == ("no new applications",) and not s.kinds]
    assert len(programmes) == 12
    assert len(schemes) == 230 + 12
    assert sum(scheme.level == "state" for scheme in schemes) == 77
    assert len(catalog.portals) == 23


@pytest.mark.parametrize(
    ("old_name", "scheme_id", "successor"),
    [
        ("National Manufacturing Competitiveness Programme", "nmcp", "lean"),
        ("Scheme for Integrated Textile Parks", "sitp", "pm-mitra"),
        ("NABARD Cluster Development Programme", "nabard-cdp", "nabard-offfarm"),
        ("NMCC-Project Vikas along with Microsoft", "nmcc-vikas", "digital-msme"),
        ("MSME Samadhaan", "samadhaan", "odr"),
        ("Stand-Up India", "stand-up-india", "first-time-entrepreneurs"),
    ],
)
def test_an_ended_scheme_answers_to_its_name_and_leads_on(
    catalog: Catalog, old_name: str, scheme_id: str, successor: str
) -> None:
    found = [hit.id for hit in catalog.index.find(old_name) if hit.kind == "scheme"]
    scheme = catalog.schemes[scheme_id]
    assert scheme_id in found[:2]
    assert scheme.ended
    assert successor in scheme.successor
    assert catalog.schemes[successor].id == successor


def test_schemes_that_are_asked_for_most_are_in_short_words(catalog: Catalog) -> None:
    asked_for = [scheme for scheme in catalog.schemes.values() if scheme.asked_for]
    assert len(asked_for) >= 40
    for scheme in asked_for:
        assert len(scheme.summary) <= 260, scheme.id
        assert not re.search(r"\b(SPV|DIC|NBFC|KYC|LWE|DPR|SHGs?)\b(?!\))", scheme.summary), scheme.id
        assert not re.search(r"\b(NBFC|KYC|LWE|DPR|SHGs?)\b", " ".join((*scheme.who, *scheme.documents))), scheme.id


def test_figures_dates_and_sources_are_those_of_the_fact_sheets(
    catalog: Catalog, facts: list[dict[str, Any]]
) -> None:
    for fact in facts:
        scheme = catalog.schemes[fact["id"]]
        assert _figures(scheme) == [_fact_figures(benefit) for benefit in fact["benefits"]], scheme.id
        assert (scheme.as_of or "null") == fact["as_of"], scheme.id
        assert scheme.confidence == fact["confidence"], scheme.id
        assert scheme.status == fact["status"], scheme.id
        assert (scheme.apply_url or "null", scheme.info_url or "null") == (fact["apply_url"], fact["info_url"])
        supported = [source.supports for source in scheme.sources]
        assert notes_the_same(supported, [_known_copy(s["supports"]) for s in fact["sources"]]), scheme.id
        assert [s.dated for s in scheme.sources] == [_text(s.get("dated")) for s in fact["sources"]], scheme.id
        assert [s.url for s in scheme.sources] == [_paper(s["url"], scheme) for s in fact["sources"]], scheme.id


def test_doubts_are_those_of_the_fact_sheets(catalog: Catalog, facts: list[dict[str, Any]]) -> None:
    for fact in facts:
        scheme = catalog.schemes[fact["id"]]
        assert notes_the_same([scheme.conflict], [_text(fact.get("conflict"))]), scheme.id
        assert len(scheme.unknown) == len(fact.get("unknown") or []), scheme.id


def test_no_sentence_holds_a_figure_that_its_fact_sheet_lacks(catalog: Catalog, facts: list[dict[str, Any]]) -> None:
    for fact in facts:
        scheme = catalog.schemes[fact["id"]]
        benefits = [f"{benefit.what} {benefit.special}" for benefit in scheme.benefits]
        notes = (scheme.fee or "", scheme.group_note or "")
        texts = " ".join((scheme.summary, *scheme.who, *benefits, *scheme.documents, *scheme.steps, *notes))
        assert set(NUMBER.findall(texts)) <= set(NUMBER.findall(str(fact))), scheme.id


def test_translatable_fields_exist() -> None:
    fields = set(Scheme.model_fields)
    assert {name.split(".")[0] for name in TRANSLATABLE} <= fields


def _figures(scheme: Scheme) -> list[tuple[float | None, ...]]:
    return [(benefit.percent, benefit.min_inr, benefit.max_inr) for benefit in scheme.benefits]


def _fact_figures(benefit: dict[str, str]) -> tuple[float | None, ...]:
    return tuple(float(benefit[name]) if name in benefit else None for name in ("percent", "min_inr", "max_inr"))


def _text(value: str | None) -> str | None:
    return None if value in {None, "null"} else value


def _known_copy(supports: str) -> str:
    return supports.replace(" (same table in 004)", "")


def _paper(url: str, scheme: Scheme) -> str:
    """A source that is a paper is named by its title."""
    if not url.startswith("seed:"):
        return url
    (title,) = {s.url for s in scheme.sources if s.url.startswith(PAPERS[url[5:8]])}
    return title
