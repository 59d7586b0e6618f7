"""The translators' tools: extraction, update, export and import, checks, reports."""

import json
import lzma
import runpy
import shutil
import sys
from pathlib import Path

import polib
import pytest
from babel import Locale

from locales import catalogues, checks, extract
from locales.catalogues import PLURAL, PLURAL_ZERO_IS_ONE, load, update
from locales.checks import catalogue_faults, coverage, required_records
from locales.drafts import export, take_in
from locales.extract import code_messages, content_texts
from locales.languages import FOLDER, LANGUAGES


@pytest.fixture
def own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Hindi catalogues in a folder of the test's own."""
    shutil.copytree(FOLDER / "hi", tmp_path / "locales" / "hi")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path / "locales")
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "required_records", lambda: frozenset({"udyam"}))
    return tmp_path / "locales" / "hi"


def entry_of(catalogue: polib.POFile, sentence: str) -> polib.POEntry:
    found = catalogue.find(sentence)
    assert found is not None, sentence
    return found


def test_sentences_of_the_code_are_found() -> None:
    found = code_messages()
    assert found.get("Home") is not None
    assert found.get("%(time)s am", context="morning") is not None
    counted = found.get("%(n)s scheme")
    assert counted is not None
    assert counted.pluralizable


def test_content_texts_have_record_and_field_as_context() -> None:
    texts = {(text.context, text.english): text.file for text in content_texts()}
    assert texts["udyam:title", "Udyam registration"] == "content/guides/udyam.yaml"
    assert texts["sector-leather:name", "Leather and footwear"] == "content/sectors.yaml"
    assert ("udyam-size:sections.title", "Size limits") in texts
    assert any(context == "pmegp:benefits.what" for context, _english in texts)


def test_content_of_another_folder_is_read_by_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schemes = tmp_path / "content" / "schemes"
    schemes.mkdir(parents=True)
    (schemes / "x.yaml").write_text("id: x\nname: One\nwho: [A, B, A]\nbenefits:\n  - {what: C}\n  - {percent: 3}\n")
    monkeypatch.setattr(extract, "ROOT", tmp_path)
    found = [(text.context, text.english) for text in content_texts()]
    assert found == [("x:name", "One"), ("x:who", "A"), ("x:who", "B"), ("x:benefits.what", "C")]


def test_a_text_of_many_rows_is_translated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content").mkdir()
    rows = 'name,town,district,services,languages\n"Centre (DIC), Agra",Agra,Agra,testing; courses,Hindi;English\n'
    more = '"Club (old, new)",Agra,,courses,Hindi\n"Centre (DIC), Erode",Agra,,,\n'
    (tmp_path / "content" / "providers.csv").write_text(rows + more)
    with lzma.open(tmp_path / "content" / "pins.csv.xz", "wt") as file:
        file.write("638001,11.3,77.7,Erode,IN-TN\n")
    monkeypatch.setattr(extract, "ROOT", tmp_path)
    found = [(text.context, text.english) for text in content_texts()]
    services, languages = ("testing", "courses"), ("Hindi", "English")
    assert found == [
        ("place:name", "Agra"),
        *(("provider:services", one) for one in services),
        *(("provider:languages", one) for one in languages),
        ("provider:body", "Centre (DIC)"),
        ("provider:body", "Club (old, new)"),
        ("place:name", "Erode"),
    ]


def test_update_keeps_what_is_translated_and_drops_what_is_gone(own_copy: Path) -> None:
    catalogue = load("hi", "messages")
    catalogue.append(polib.POEntry(msgid="Nobody says this", msgstr="कोई नहीं"))
    catalogue.remove(entry_of(catalogue, "Home"))
    catalogue.save(str(own_copy / "messages.po"))
    fresh = update("hi", "messages")
    assert fresh.find("Nobody says this") is None
    assert entry_of(fresh, "Home").msgstr == ""
    assert entry_of(fresh, "Help").msgstr == "मदद"


def test_new_language_begins_empty(own_copy: Path) -> None:
    made = update("gu", "messages")
    assert (own_copy.parent / "gu" / "messages.po").exists()
    assert made.translated_entries() == []


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_catalogues_count_as_cldr_does(own_copy: Path, code: str) -> None:
    forms = {
        PLURAL: ["other", "one", "other", "other"],
        PLURAL_ZERO_IS_ONE: ["one", "one", "other", "other"],
    }
    cldr = Locale.parse(LANGUAGES[code].locale).plural_form
    assert forms[load(code, "messages").metadata["Plural-Forms"]] == [cldr(n) for n in (0, 1, 2, 100)]
    assert own_copy.exists()


@pytest.mark.parametrize("domain", ["messages", "content"])
def test_update_writes_the_same_file_again(own_copy: Path, domain: str) -> None:
    update("hi", domain)
    committed = (FOLDER / "hi" / f"{domain}.po").read_bytes()
    assert (own_copy / f"{domain}.po").read_bytes() == committed


def test_notes_for_translators_reach_them(tmp_path: Path, own_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "x.py").write_text("# TRANSLATORS: on a button\n_('Go')\n")
    monkeypatch.setattr(extract, "ROOT", tmp_path)
    update("gu", "messages")
    assert [(row["msgid"], row["note"]) for row in export("gu", "messages")] == [("Go", "TRANSLATORS: on a button")]
    assert own_copy.exists()


def test_translations_travel_as_plain_data_and_come_back_as_drafts(own_copy: Path, tmp_path: Path) -> None:
    update("gu", "messages")
    rows = export("gu", "messages")
    for row in rows:
        row["msgstr"] = {
            "Home": "ઘર",
            "%(n)s scheme": ["%(n)s યોજના", "%(n)s યોજનાઓ"],
            "%(n)s reminder": "%(n)s યાદ",
        }.get(row["msgid"], "")
    file = tmp_path / "gu.json"
    file.write_text(json.dumps([*rows, {"context": "", "msgid": "unknown", "msgstr": "x"}]), "utf-8")
    taken = take_in("gu", "messages", file)
    assert taken.entries == 3
    assert [fault.found for fault in taken.faults] == ["is not a sentence of today"]
    done = load("gu", "messages")
    assert (entry_of(done, "Home").msgstr, entry_of(done, "Home").tcomment) == ("ઘર", "draft")
    assert entry_of(done, "%(n)s scheme").msgstr_plural == {0: "%(n)s યોજના", 1: "%(n)s યોજનાઓ"}
    assert coverage("gu", "messages")[1:] == (3, 3)
    assert own_copy.exists()


def test_import_refuses_what_would_break_a_sentence(own_copy: Path, tmp_path: Path) -> None:
    before = (own_copy / "messages.po").read_bytes()
    rows = [
        {"msgid": "%(km)s km", "msgstr": "किमी"},
        {"msgid": "%(n)s scheme", "msgid_plural": "%(n)s schemes", "msgstr": ["%(n)s योजना"]},
        {"msgid": "%(n)s reminder", "msgid_plural": "%(n)s reminders", "msgstr": ["%(n)s रिमाइंडर", ""]},
        {"msgid": "Home", "msgstr": ""},
    ]
    file = tmp_path / "hi.json"
    file.write_text(json.dumps(rows), "utf-8")
    taken = take_in("hi", "messages", file)
    assert taken.entries == 0
    assert [fault.found for fault in taken.faults] == [
        "other slots than the English",
        "1 plural forms",
        "1 plural forms",
    ]
    assert (own_copy / "messages.po").read_bytes() == before


def test_export_can_be_narrowed_to_records(own_copy: Path) -> None:
    update("gu", "content")
    assert {row["context"].partition(":")[0] for row in export("gu", "content", ["pmegp"])} == {"pmegp"}
    assert own_copy.exists()


@pytest.mark.parametrize(
    ("english", "hindi", "told"),
    [
        ("%(n)s seats", "सीटें", "slots"),
        ("Home", "<b>मुख्य</b>", "tags"),
        ("Home", " मुख्य", "spaces"),
        ("Home", "मुख्य ५", "digits of another script"),
        ("Home", "হোম ৫", "digits of another script"),
        ("Home", "ಮುಖಪುಟ ೫", "digits of another script"),
        ("%(n)s done", "%(n)s% पूरा", "a % that is no slot"),
        ("Class 10", "कक्षा दस", "lacks the figure 10"),
        ("5% or 18%", "5 या 18%", "a share that lost its %"),
        ("Home", "क" * 4001, "too long"),
    ],
)
def test_each_kind_of_slip_is_told(english: str, hindi: str, told: str) -> None:
    entry = polib.POEntry(msgid=english, msgstr=hindi)
    assert any(told in str(fault) for fault in checks.entry_faults("hi.po", entry))


def test_percent_signs_that_are_right_pass() -> None:
    doubled = polib.POEntry(msgid="%(n)s%% done", msgstr="%(n)s%% पूरा")
    content = polib.POEntry(msgid="25% of the cost", msgstr="खर्च का 25%")
    assert [*checks.entry_faults("hi.po", doubled), *checks.entry_faults("hi.po", content)] == []


def test_fuzzy_untranslated_stale_and_missing_entries_are_told(own_copy: Path) -> None:
    catalogue = load("hi", "messages")
    entry_of(catalogue, "Home").flags.append("fuzzy")
    entry_of(catalogue, "Help").msgstr = ""
    catalogue.remove(entry_of(catalogue, "Search"))
    catalogue.append(polib.POEntry(msgid="Old words", msgstr="पुराने शब्द"))
    catalogue.save(str(own_copy / "messages.po"))
    told = [str(fault) for fault in catalogue_faults()]
    assert any("'Home'" in line and "fuzzy" in line for line in told)
    assert any("'Help'" in line and "not translated" in line for line in told)
    assert sum("not in step" in line for line in told) == 2


def test_what_must_be_whole_is_the_guides_and_the_asked_for_schemes() -> None:
    required = required_records()
    assert {"pmegp", "udyam", "step-00-ready", "gem-01", "udyam-size"} <= required
    assert "atufs" not in required


def _command(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    monkeypatch.setattr(sys, "argv", ["locales", *words])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("locales", run_name="__main__")
    return ended.value.code


def test_commands_of_the_translators(
    own_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.json"
    _command(monkeypatch, "update")
    _command(monkeypatch, "compile")
    assert (own_copy / "messages.mo").exists()
    _command(monkeypatch, "report")
    _command(monkeypatch, "export", "hi", "content", str(file), "--records", "atufs")
    _command(monkeypatch, "import", "hi", "content", str(file))
    said = capsys.readouterr().out
    assert "hi        messages" in said
    assert f"{len(json.loads(file.read_text('utf-8')))} entries" in said
    assert "0 entries taken in as drafts" in said


def test_check_command_tells_faults_by_its_exit(
    own_copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _command(monkeypatch, "check") == 0
    catalogue = load("hi", "messages")
    entry_of(catalogue, "Home").msgstr = "मुख्य ५"
    catalogue.save(str(own_copy / "messages.po"))
    assert _command(monkeypatch, "check") == 1
    assert "hi/messages.po: 'Home': digits of another script" in capsys.readouterr().out


@pytest.mark.parametrize("code", ["hi", "ta"])
def test_fixed_terms_of_a_style_guide_are_those_in_use(code: str) -> None:
    rows = [line.split("|") for line in (FOLDER / code / "STYLE.md").read_text("utf-8").splitlines() if "|" in line]
    terms = {cells[2].strip() for cells in rows[2:]}
    said = " ".join(
        text
        for domain in catalogues.DOMAINS
        for entry in load(code, domain)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    )
    assert len(terms) >= 40
    assert {term for term in terms if term not in said} == set()
