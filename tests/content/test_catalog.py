"""The catalog: rules with their faults, the cache, and the last good version of what breaks."""

import re
import shutil
from pathlib import Path

import orjson
import pytest

from content.catalog import load_catalog, reload_catalog, start_catalog
from content.checks import content_faults
from content.faults import BrokenContent, Fault
from content.files import FOLDER, Reader, read_yaml
from content.schemes import Scheme


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small copy of the content: two schemes, every kind of file."""
    folder = tmp_path / "content"
    (folder / "schemes").mkdir(parents=True)
    (folder / "guides").mkdir()
    for name in ("pmegp", "tn-needs", "clcss", "sclcss", "zed", "lean"):
        shutil.copy(FOLDER / "schemes" / f"{name}.yaml", folder / "schemes")
    for name in ("sectors.yaml", "service_categories.yaml"):
        shutil.copy(FOLDER / name, folder)
    empty = (
        "training_kinds",
        "state_portals",
        "faq_sections",
        "faq",
        "glossary",
        "practices",
        "search_words",
        "moved",
        "needs",
        "need_steps",
    )
    for name in (f"{one}.yaml" for one in empty):
        (folder / name).write_text("[]\n", "utf-8")
    for name in ("providers.csv", "clusters.csv"):
        with (FOLDER / name).open(encoding="utf-8") as table:
            (folder / name).write_text(table.readline(), "utf-8")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> int:
    """Replace a text that stands in the file; returns its line."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_small_folder_without_faults_has_none(folder: Path) -> None:
    assert content_faults(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "mend"),
    [
        ("id: pmegp", "id: pmegp2", "id", "name it pmegp, as the file"),
        ("confidence: ", "colour: red\nconfidence: ", "colour", "remove it, or correct the field's name"),
        ("max_inr: 750000", "max_inr: '750000'", "benefits.0.max_inr", "write a whole number without quotes"),
        ("percent: 15", "percent: 15%", "benefits.0.percent", "write a whole number without quotes"),
        ("percent: 15", "percent: 150", "benefits.0.percent", "Input should be less than or equal to 100"),
        (
            "max_inr: 750000",
            "min_inr: 800000\n    max_inr: 750000",
            "benefits.0.min_inr",
            "it can't be above max_inr",
        ),
        ("window: unknown", "window: sometimes", "window", "use 'continuous' or 'unknown'"),
        ("status: unknown", "status: asleep", "status", "use 'open', 'closed', 'subsumed' or 'unknown'"),
        ("level: central", "level: state", "state", "name the state of a state's scheme, and only of such a one"),
        ("- finance", "- money", "themes.0", "use one of finance"),
        ("kinds:\n  - subsidy", "kinds:\n  - gift", "kinds.0", "use one of grant"),
        ("eligibility:", "eligibility:\n  hair: red", "eligibility.hair", "remove it, or correct the field's name"),
        (
            "eligibility:",
            "eligibility:\n  sectors: [wigs]",
            "eligibility.sectors.0",
            "use a scheme_words entry of sectors.yaml",
        ),
        (
            "eligibility:",
            "eligibility:\n  states: [IN-XX]",
            "eligibility.states.0",
            "use a code of ISO 3166-2:IN such as IN-TN",
        ),
        ("status: unknown", "status: unknown\nsuccessor: [nowhere]", "successor.0", "give the id of another scheme"),
        ("status: unknown", "status: unknown\nsuccessor: [pmegp]", "successor.0", "give the id of another scheme"),
        (
            "window: unknown",
            "window: {opens: 2026-04-01, closes: 2026-03}",
            "window.closes",
            "it can't lie before opens",
        ),
        ("name: Prime", "nam: Prime", "name", "add it"),
        ("status: unknown", "status: unknown\nstatus: open", "file", "correct it"),
    ],
)
def test_each_fault_names_file_line_and_mend(folder: Path, old: str, new: str, field: str, mend: str) -> None:
    line = edit(folder, "schemes/pmegp.yaml", old, new)
    faults = {fault.field: fault for fault in content_faults(folder)}
    assert field in faults, faults
    fault = faults[field]
    assert fault.file == "pmegp.yaml"
    assert fault.line in ({1} if mend == "add it" or field == "state" else {line, line + 1}), str(fault)
    assert fault.mend.startswith(mend)
    assert str(fault).startswith(f"pmegp.yaml:{fault.line}: {field}: ")


def test_a_link_to_act_on_must_be_official(folder: Path) -> None:
    edit(
        folder,
        "schemes/pmegp.yaml",
        "apply_url: https://www.kviconline.gov.in",
        "apply_url: https://pmegp.example.com",
    )
    (fault,) = content_faults(folder)
    assert (fault.field, fault.mend) == ("apply_url", "give the official portal, or add its domain")


def test_general_knowledge_is_never_sure(folder: Path) -> None:
    path = folder / "schemes/pmegp.yaml"
    text = path.read_text("utf-8").split("sources:")[0].replace("confidence: medium", "confidence: high")
    path.write_text(f"{text}sources:\n  - {{url: 'https://kvic.gov.in', basis: general knowledge}}\n", "utf-8")
    assert [fault.field for fault in content_faults(folder)] == ["confidence"]
    path.write_text(f"{text}sources: []\n", "utf-8")
    assert [fault.field for fault in content_faults(folder)] == ["sources", "confidence"]


def test_a_fact_needs_its_date_and_a_state_its_own_scheme(folder: Path) -> None:
    edit(folder, "schemes/tn-needs.yaml", "as_of: '2023-08-28'\n", "")
    edit(folder, "schemes/tn-needs.yaml", "    - IN-TN", "    - IN-KA")
    assert {fault.field for fault in content_faults(folder)} == {"as_of", "eligibility.states"}


def test_lists_of_the_schemes_asked_for_most_stay_short(folder: Path) -> None:
    edit(folder, "schemes/pmegp.yaml", "steps:\n", "steps:\n  - One\n  - Two\n")
    (fault,) = content_faults(folder)
    assert (fault.field, fault.found, fault.mend) == ("steps", "7 lines", "keep it to 6")


def test_an_old_state_code_is_taken_for_todays(folder: Path) -> None:
    edit(folder, "schemes/pmegp.yaml", "eligibility:\n", "eligibility:\n  states: [IN-OR]\n")
    assert load_catalog(folder=folder).schemes["pmegp"].eligibility.states == ("IN-OD",)


def test_state_portals_lead_to_official_pages_and_known_schemes(folder: Path) -> None:
    text = (FOLDER / "state_portals.yaml").read_text("utf-8")
    (folder / "state_portals.yaml").write_text(
        text.replace("https://tnswp.com\n", "https://tn.example.com\n"), "utf-8"
    )
    faults = content_faults(folder)
    assert "https://tn.example.com isn't official" in {fault.found for fault in faults}
    assert "tn-mcdp is no scheme" in {fault.found for fault in faults}
    assert {fault.file for fault in faults} == {"state_portals.yaml"}


def test_the_next_start_reads_the_cache_alone(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load_catalog(cache, folder)
    kept = orjson.loads((cache / "schemes.json").read_bytes())
    kept["files"]["pmegp.yaml"]["name"] = "From the cache"
    (cache / "schemes.json").write_bytes(orjson.dumps(kept))
    assert load_catalog(cache, folder).schemes["pmegp"].name == "From the cache"
    edit(folder, "schemes/pmegp.yaml", "name: Prime", "name: Prime new")
    assert load_catalog(cache, folder).schemes["pmegp"].name.startswith("Prime new")
    assert first.schemes["lean"] == load_catalog(cache, folder).schemes["lean"]


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"mark": 1}', b'{"mark": 1, "files": []}'])
def test_a_corrupt_cache_is_read_anew(folder: Path, tmp_path: Path, broken: bytes) -> None:
    load_catalog(tmp_path, folder)
    good = (tmp_path / "schemes.json").read_bytes()
    (tmp_path / "schemes.json").write_bytes(broken)
    assert len(load_catalog(tmp_path, folder).schemes) == 6
    assert (tmp_path / "schemes.json").read_bytes() == good


def test_a_start_without_a_place_for_the_cache_works(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", "utf-8")
    assert len(load_catalog(tmp_path / "file" / "cache", folder).schemes) == 6


def test_a_broken_file_stops_a_strict_load(folder: Path, tmp_path: Path) -> None:
    edit(folder, "schemes/pmegp.yaml", "level: central", "level: village")
    edit(folder, "schemes/lean.yaml", "id: lean", "id: [lean")
    with pytest.raises(BrokenContent) as caught:
        load_catalog(tmp_path / "cache", folder)
    assert {fault.file for fault in caught.value.faults} == {"pmegp.yaml", "lean.yaml"}
    assert "use 'central' or 'state'" in str(caught.value)
    assert not (tmp_path / "cache" / "schemes.json").exists()


def test_a_running_bot_keeps_its_catalog_until_the_file_is_mended(folder: Path) -> None:
    before = load_catalog(folder=folder)
    edit(folder, "schemes/pmegp.yaml", "status: unknown", "status: asleep")
    after, faults = reload_catalog(before, folder=folder)
    assert after is before
    assert [fault.field for fault in faults] == ["status"]
    edit(folder, "schemes/pmegp.yaml", "status: asleep", "status: closed")
    mended, faults = reload_catalog(before, folder=folder)
    assert faults == []
    assert mended.schemes["pmegp"].status == "closed"


def test_a_running_bot_survives_a_vanished_table(folder: Path) -> None:
    before = load_catalog(folder=folder)
    (folder / "clusters.csv").unlink()
    after, faults = reload_catalog(before, folder=folder)
    assert after is before
    assert faults == [Fault("clusters.csv", 0, "file", "can't be read", "put it back, or check its permissions")]
    (folder / "sectors.yaml").unlink()
    assert reload_catalog(before, folder=folder)[0] is before


def test_a_start_takes_the_last_good_record_of_a_broken_file(folder: Path, tmp_path: Path) -> None:
    good = load_catalog(tmp_path, folder).schemes["pmegp"]
    edit(folder, "schemes/pmegp.yaml", "status: unknown", "status: asleep")
    for _ in range(2):  # the broken version never replaces the good one in the cache
        catalog, faults = start_catalog(tmp_path, folder)
        assert catalog.schemes["pmegp"] == good
        assert [fault.field for fault in faults] == ["status"]
    (tmp_path / "schemes.json").unlink()
    catalog, faults = start_catalog(tmp_path, folder)
    assert "pmegp" not in catalog.schemes
    assert len(catalog.schemes) == 5
    assert len(faults) == 1


def test_a_start_takes_the_last_good_list_or_says_why_not(folder: Path, tmp_path: Path) -> None:
    before = load_catalog(tmp_path, folder)
    (folder / "sectors.yaml").write_text("- {id: textiles}\n", "utf-8")
    catalog, faults = start_catalog(tmp_path, folder)
    assert catalog.sectors == before.sectors
    assert {fault.mend for fault in faults} == {"add it"}
    with pytest.raises(BrokenContent, match=r"sectors\.yaml:1"):
        start_catalog(None, folder)


def test_a_file_that_breaks_after_the_check_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_catalog(folder=folder)

    def checked_then_broken(folder: Path) -> list[Fault]:
        edit(folder, "schemes/pmegp.yaml", "status: unknown", "status: asleep")
        return []

    monkeypatch.setattr("content.catalog.content_faults", checked_then_broken)
    after, faults = reload_catalog(before, folder=folder)
    assert after is before
    assert [fault.field for fault in faults] == ["status"]


def test_a_broken_list_is_found(folder: Path) -> None:
    edit(folder, "service_categories.yaml", "name:", "title:")
    faults = content_faults(folder)
    assert {fault.file for fault in faults} == {"service_categories.yaml"}


def test_guides_keep_their_rules(folder: Path) -> None:
    shutil.copy(FOLDER / "guides" / "gem.yaml", folder / "guides" / "gem2.yaml")
    path = folder / "guides" / "gem2.yaml"
    text = path.read_text("utf-8")
    section = re.search(r"^ *section: (.*)$", text, re.MULTILINE)
    assert section
    path.write_text(text.replace(section[0], section[0].replace(section[1], "nowhere"), 1), "utf-8")
    faults = {(fault.field.split(".")[-1], fault.found) for fault in content_faults(folder)}
    assert faults == {("id", "found gem"), ("section", "found nowhere")}


def test_training_kinds_are_dated_and_never_surer_than_their_sources(folder: Path) -> None:
    (folder / "training_kinds.yaml").write_text("- {id: a, name: A, organiser: B, confidence: high}\n", "utf-8")
    assert [str(fault) for fault in content_faults(folder)] == [
        "training_kinds.yaml:1: 0.confidence: high without a page; write medium, or add the source",
        "training_kinds.yaml:1: 0.as_of: is missing; give the date of the newest source, or an as_of_note",
    ]


def test_a_row_that_stands_twice_is_found(folder: Path) -> None:
    lines = (FOLDER / "clusters.csv").read_text("utf-8").splitlines()[:2]
    (folder / "clusters.csv").write_text("\n".join((*lines, lines[1])) + "\n", "utf-8")
    assert [(fault.line, fault.mend) for fault in content_faults(folder)] == [(3, "give each row its own id")] * 2


def test_text_that_is_no_yaml_is_a_fault_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"a: 1\nb: [1\n")
    with pytest.raises(BrokenContent, match=r"bad\.yaml:3: file: not readable as YAML"):
        read_yaml(path)
    path.write_bytes(b"a: \xff\n")
    with pytest.raises(BrokenContent, match=r"bad\.yaml"):
        read_yaml(path)
    path.write_text("just words\n", "utf-8")
    with pytest.raises(BrokenContent, match=r"bad\.yaml:1: file: found 'just words'"):
        Reader().read([path], Scheme, "bad")
