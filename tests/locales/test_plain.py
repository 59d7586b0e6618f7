"""Plain language: each rule finds its fault and leaves good texts alone; en, hi and ta have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from locales import plain
from locales.catalogues import languages
from locales.plain import PlainFault, Said, counts, plain_faults, text_faults, texts, thresholds
from locales.plain_names import abbreviations, exceptions, is_explained
from locales.plain_rules import MOST_LETTERS, RULES, sentences

ROOT = Path(__file__).parents[2]
FAULTS = [
    ("sentence", "en", "word " * 26),
    ("sentence", "hi", "शब्द " * 26 + "।"),
    ("sentence", "ta", "சொல் " * 21),
    ("length", "en", "Short. " * 101),
    ("length", "en", "\n".join("abcdefghijklm")),
    ("number", "en", "Sales of 1,000,000 a year"),
    ("number", "en", "Sales of 100,000 a year"),
    ("number", "hi", "₹500000 तक"),
    ("number", "ta", "2500000 வரை"),
    ("digits", "hi", "5 में से ४"),
    ("money", "en", "up to Rs 10 crore"),
    ("money", "en", "500 rupees"),
    ("money", "en", "send Re 1 first"),
    ("money", "hi", "रु 500"),
    ("money", "hi", "500 रुपये"),
    ("money", "ta", "ரூ. 500"),
    ("money", "ta", "5 லட்சம் ரூபாய்"),
    ("money", "en", "₹ 500"),
    ("money", "en", "₹5 lakhs"),
    ("money", "en", "₹5 Cr"),
    ("money", "en", "2 million people"),
    ("share", "en", "5 percent of it"),
    ("share", "en", "5 % of it"),
    ("share", "hi", "5 प्रतिशत"),
    ("share", "ta", "5 சதவீதம்"),
    ("unit", "en", "10kg of brass"),
    ("unit", "en", "10 Kgs of brass"),
    ("unit", "en", "a motor of 5 KW"),
    ("unit", "en", "it takes 2 hrs"),
    ("spaces", "en", "two  spaces"),
    ("abbreviation", "en", "Ask the ZQXY office"),
    ("abbreviation", "hi", "ZQXY कार्यालय से पूछें"),
    ("abbreviation", "en", "Ask for a ZqDS loan"),
]
GOOD = [
    ("en", " ".join(["Word"] * 25) + ". " + " ".join(["Word"] * 25)),
    ("en", "Sales of 10,00,000 or ₹12,34,567; ₹50,000; 10 lakh; PIN code 641604; call 1800 11 1955."),
    ("en", "%(done)s of %(all)s, 100%% free"),
    ("en", "35% of ₹5 lakh, 2.5% of ₹1.2 crore"),
    ("en", "How many percent a year?"),
    ("en", "GST, GSTR-3B, TReDS and the MSMEs of MSE-CDP on RuPay"),
    ("en", "The Zonal Quality Xylo Yard (ZQXY) helps. Or ZQXY (Zonal Quality Xylo Yard)."),
    ("en", "See https://example.gov.in/ABCDEF?x=1000000 or write to ABCD@example.com"),
    ("hi", "गुरु और रुपया: ₹5,000 · 10% · 5 किमी"),
    ("ta", "ரூபாய் மதிப்பு ₹5,000 · 10%"),
]


def _rules(language: str, text: str, record: str = "") -> list[str]:
    return [fault.rule for fault in text_faults(Said("x", language, text, record))]


@pytest.mark.parametrize(("rule", "language", "text"), FAULTS)
def test_each_rule_finds_its_fault(rule: str, language: str, text: str) -> None:
    assert set(_rules(language, text)) == {rule}


def test_inr_is_no_money_of_an_owner() -> None:
    assert set(_rules("en", "INR 500")) == {"money", "abbreviation"}


def test_every_rule_has_a_fault_here_that_it_finds() -> None:
    assert {rule for rule, _language, _text in FAULTS} == {rule.name for rule in RULES} | {plain.ABBREVIATION}


@pytest.mark.parametrize(("language", "text"), GOOD)
def test_good_texts_are_left_alone(language: str, text: str) -> None:
    assert list(map(str, text_faults(Said("x", language, text)))) == []


def test_letters_are_counted_as_they_are_read() -> None:
    assert _rules("ta", "கி. " * (MOST_LETTERS // 4) + "கி கி") == []  # each has two code points


def test_what_a_record_explains_once_its_other_texts_may_use() -> None:
    assert _rules("en", "Ask ZQXY", "Ask ZQXY\nThe Zonal Quality Xylo Yard (ZQXY) pays.") == []
    assert _rules("en", "Ask ZQXY", "Ask ZQXY\nZQXY pays.") == ["abbreviation"]


def test_a_translation_explains_in_its_own_words() -> None:
    assert _rules("hi", "सालाना बैठक (ZQXY) से पूछें") == []
    assert _rules("ta", "கூட்டம் (ZQXY)") == ["abbreviation"]


def test_sentences_end_at_their_stops_only() -> None:
    assert len(sentences("Pay Rs. 500 to Dr. Rao. Then go. क्या? हाँ। Costs 2.5 more")) == 5
    assert len(sentences("one\ntwo · three")) == 3


def test_abbreviations_are_words_of_capitals_and_mixed_ones() -> None:
    assert abbreviations("MSMEs of GSTR-3B, TReDS, eKYC; not Udyam, A4, II, IV or 43B(h)") == [
        "MSME",
        "GSTR-3B",
        "TReDS",
        "eKYC",
    ]
    assert abbreviations("GSTIN-ல் உள்ள (PAN) எண்") == ["GSTIN", "PAN"]


def test_brackets_explain_by_the_words_of_the_letters_or_by_three_others() -> None:
    assert is_explained("DPR", "Detailed Project Report (DPR)")
    assert is_explained("DPR", "Detailed Project Reports (DPRs)")
    assert is_explained("AGM", "Hold the AGM (meeting of all shareholders) each year")
    assert is_explained("AGM", "the yearly meeting (AGM)")
    assert not is_explained("AGM", "the bank (AGM)")
    assert not is_explained("AGM", "the schemes of three ministries (AGM, PMEGP)")


def test_english_faults_name_the_line() -> None:
    known = {said.text: said.where for said in texts(())}
    where = known["This menu was refreshed."]
    file, _, line = where.partition(":")
    assert "This menu was refreshed." in (ROOT / file).read_text("utf-8").splitlines()[int(line) - 1]
    lines = (ROOT / "content" / "glossary.yaml").read_text("utf-8").splitlines()
    place = known["Micro, Small and Medium Enterprise"].removeprefix("content/glossary.yaml:")
    assert "Micro, Small and Medium Enterprise" in lines[int(place) - 1]


def test_each_exception_has_a_reason_and_is_still_needed() -> None:
    all_texts = list(texts(languages()))
    said_short = {short for said in all_texts for short in abbreviations(said.text)}
    for name, reason in exceptions()["names"].items():
        assert reason
        assert name in said_short, f"nobody says {name} any more"
    assert all(exceptions()["fields"].values())
    assert set(exceptions()["fields"]) <= {said.field for said in all_texts}
    for one in exceptions().get("texts", ()):
        assert one["reason"]
        assert any(said.text.startswith(one["text"]) for said in all_texts), f"nobody says {one['text']} any more"


def test_an_exception_lets_one_rule_pass_for_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    let_pass = {"rule": "money", "text": "Rs 5", "reason": "a test"}
    monkeypatch.setattr(plain, "exceptions", lambda: {"texts": [let_pass], "fields": {}})
    assert _rules("en", "Rs 5 and  more") == ["spaces"]
    assert _rules("en", "Or Rs 5") == ["money"]


def test_the_command_prints_thresholds_faults_and_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = PlainFault("content/faq.yaml:7", "hi", "spaces", "two spaces", "leave one")
    monkeypatch.setattr(plain, "plain_faults", lambda: [fault])
    assert main(["check", "plain"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[: len(thresholds())] == thresholds()
    assert "content/faq.yaml:7: hi: spaces: two spaces; leave one" in said
    assert "en: 0 faults" in said
    assert "hi: 1 faults · spaces 1" in said
    monkeypatch.setattr(plain, "plain_faults", list)
    assert main(["check", "plain"]) == 0


@pytest.mark.parametrize("language", ["en", "hi", "ta"])
def test_every_text_is_plain(language: str) -> None:
    faults = plain_faults([language])
    assert not faults, "\n".join([*counts(faults), *map(str, faults[:40])])
