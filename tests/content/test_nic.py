"""Activity codes are found by the product, in the owner's script, with slips, and never by a mere look-alike."""

import csv
from pathlib import Path

import pytest
import yaml

from content.faults import BrokenContent
from content.files import FOLDER
from content.nic import find_nic, nic_codes, read_nic_codes
from tests.facts import fact_sheet

FILE = FOLDER / "nic_codes.csv"


def found(text: str) -> list[str]:
    return [code.code for code in find_nic(text)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("banian", "14309"),
        ("banyan", "14309"),
        ("बनियान", "14309"),
        ("பனியன்", "14309"),
        ("hosery", "14309"),
        ("पीतल", "25994"),
        ("peetal", "25999"),
        ("பித்தளை", "25994"),
        ("पीतल के बर्तन", "25994"),
        ("agarbatti", "20238"),
        ("अगरबत्ती", "20238"),
        ("ஊதுபத்தி", "20238"),
        ("साड़ी", "13121"),
        ("கைத்தறி", "13121"),
        ("हम जूते बनाते हैं", "15201"),
        ("chawal mill", "10612"),
        ("அரிசி ஆலை", "10612"),
        ("I make pickles", "10306"),
        ("pataka", "20292"),
        ("furnichar", "31001"),
        ("மீன்", "10204"),
        ("31001", "31001"),
    ],
)
def test_a_product_leads_to_its_code(typed: str, code: str) -> None:
    assert code in found(typed)


@pytest.mark.parametrize("typed", ["soap", "bread", "sofa", "honey", "cement", "xyzzy", "", "🙂"])
def test_a_product_that_is_not_listed_gets_no_guess(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize(("typed", "code"), [("चावल मिल", "10612"), ("bricks", "23921"), ("bangles", "23106")])
def test_a_look_alike_far_behind_the_best_is_left_out(typed: str, code: str) -> None:
    assert found(typed) == [code]


def test_no_more_codes_than_wanted() -> None:
    assert len(find_nic("saree", 2)) == 2


def test_every_product_and_word_leads_to_its_own_code() -> None:
    for code in nic_codes().values():
        for word in (code.activity, *code.products, *code.words):
            assert code.code in found(word), word


def test_every_code_is_known_in_hindi_and_in_tamil() -> None:
    for code in nic_codes().values():
        letters = "".join(code.words)
        assert any("\u0900" <= letter <= "\u097f" for letter in letters), code.code
        assert any("\u0b80" <= letter <= "\u0bff" for letter in letters), code.code


def test_codes_are_those_of_the_fact_sheet() -> None:
    facts = yaml.safe_load(fact_sheet("udyam.yaml").read_text("utf-8"))["nic_codes"]
    assert len(nic_codes()) == len(facts) == 71
    for fact in facts:
        code = nic_codes()[fact["code"]]
        assert code.activity == fact["official_activity_plain"]
        assert code.products == tuple(fact["cluster_products"])
        assert (code.as_of, code.confidence) == (fact["as_of"], fact["confidence"])
        assert code.source == fact["sources"][0]["url"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "1430"),
        ("code", "14309a"),
        ("activity", ""),
        ("products", ""),
        ("as_of", ""),
        ("confidence", "sure"),
        ("source", ""),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_mend(tmp_path: Path, field: str, value: str) -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        two = list(csv.DictReader(file))[:2]
    two[1][field] = value
    path = tmp_path / "nic_codes.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(two[0]))
        writer.writeheader()
        writer.writerows(two)
    with pytest.raises(BrokenContent) as broken:
        read_nic_codes(path)
    (fault,) = broken.value.faults
    assert (fault.file, fault.line, fault.field) == ("nic_codes.csv", 3, field)
    assert fault.mend
