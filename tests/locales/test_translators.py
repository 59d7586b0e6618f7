"""Languages and translators: what is on offer, what is said, and what falls back to English."""

import os
import shutil
from gettext import GNUTranslations
from pathlib import Path

import pytest

from locales import LANGUAGES, N_, available, match, translator
from locales.compiled import compiled
from locales.languages import FOLDER


def test_a_language_is_on_offer_by_its_catalogue_alone() -> None:
    assert available() == tuple(
        code for code in LANGUAGES if code == "en" or (FOLDER / code / "messages.po").exists()
    )
    assert available()[0] == "en"
    assert {"hi", "ta"} <= set(available())


@pytest.mark.parametrize(
    ("client", "code"),
    [("hi-IN", "hi"), ("TA", "ta"), ("en-GB", "en"), ("fr", "en"), ("te", "en"), ("", "en"), (None, "en")],
)
def test_the_apps_language_is_matched_to_one_on_offer(client: str | None, code: str) -> None:
    assert match(client) == code


def test_each_language_is_named_in_its_own_script() -> None:
    assert LANGUAGES["ta"].name == "தமிழ்"
    assert [code for code, language in LANGUAGES.items() if language.rtl] == ["ur"]
    assert len(LANGUAGES) == 13


def test_sentences_are_translated_and_english_is_itself() -> None:
    assert translator("hi").gettext("Home") == "मुख्य पेज"
    assert translator("en").gettext("Home") == "Home"
    assert translator("xx").code == "en"
    assert N_("Home") == "Home"


def test_counting_sentences_have_their_forms() -> None:
    said = [translator("hi").ngettext("%(n)s scheme", "%(n)s schemes", n) for n in (0, 1, 2)]
    assert said == ["%(n)s योजना", "%(n)s योजना", "%(n)s योजनाएँ"]


def test_changed_english_falls_back_to_itself() -> None:
    t = translator("ta")
    known = "Udyam registration"
    assert t.content("udyam", "title", known) == "Udyam பதிவு"
    assert t.has_content("udyam", "title", known)
    assert t.content("udyam", "title", "Udyam registration, new promise") == "Udyam registration, new promise"
    assert not t.has_content("udyam", "title", "Udyam registration, new promise")
    assert t.content("udyam", "note", "") == ""


def test_language_without_a_catalogue_speaks_english() -> None:
    assert translator("te").gettext("Home") == "Home"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return Path(shutil.copy(FOLDER / "hi" / "messages.po", tmp_path / "messages.po"))


def _home(source: Path) -> str:
    with compiled(source) as file:
        return GNUTranslations(file).gettext("Home")


def test_catalogue_is_compiled_anew_only_when_it_changed(catalogue: Path) -> None:
    assert _home(catalogue) == "मुख्य पेज"
    target = catalogue.with_suffix(".mo")
    first = target.stat().st_mtime_ns
    assert _home(catalogue) == "मुख्य पेज"
    assert target.stat().st_mtime_ns == first
    catalogue.write_text(catalogue.read_text("utf-8").replace("मुख्य पेज", "घर"), "utf-8")
    os.utime(catalogue, (target.stat().st_mtime + 5,) * 2)
    assert _home(catalogue) == "घर"


def test_read_only_installation_keeps_it_in_memory(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _content: bytes) -> int:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert _home(catalogue) == "मुख्य पेज"
    assert not catalogue.with_suffix(".mo").exists()
