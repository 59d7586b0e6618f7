"""Words of any script become comparable."""

import pytest

from content.folding import LONGEST_KEPT, ascii_digits, fold, similarity, skeleton


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Udyam  Registration! ", "udyam registration"),
        ("मुद्रा", "mudra"),
        ("J&K", "j k"),
        ("\u200eUDYAM\u202c", "udyam"),
        ("\u2066PMEGP\u2069", "pmegp"),
        ("ＧｅＭ", "gem"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_a_text_is_folded_to_latin_words(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert fold("ड़") == fold("ड\u093c")
    assert fold("Mörda") == fold("Mo\u0308rda")


@pytest.mark.parametrize(
    ("dotted", "plain"),
    [("साड़ी", "साडी"), ("सा\u095cी", "साडी"), ("फ़ीस", "फीस"), ("ਜ਼ਰੀ", "ਜਰੀ"), ("শাড়ি", "শাডি"), ("ଶାଢ଼ୀ", "ଶାଢୀ")],
)
def test_a_dot_below_a_letter_is_nothing_and_parts_no_word(dotted: str, plain: str) -> None:
    assert fold(dotted) == fold(plain)
    assert " " not in fold(dotted)


def test_a_joiner_does_not_part_a_word() -> None:
    assert " " not in fold("ರ\u200dಕ")
    assert fold("क्\u200dष") == fold("क्ष")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tiruppur", "tirupur"),
        ("muradabad", "Moradabad"),
        ("mudhra", "mutra"),
        ("panjikaran", "panjigaran"),
        ("loan", "lon"),
    ],
)
def test_spellings_of_one_word_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_a_first_vowel_stays() -> None:
    assert skeleton("udyam") != skeleton("dyam")


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        ("udyam panjikaran", "उद्यम पंजीकरण", "मुद्रा ऋण"),
        ("mudra karz", "मुद्रा कर्ज", "उद्यम पंजीकरण"),
        ("utyam pativu", "உத்யம் பதிவு", "முத்ரா கடன்"),
    ],
)
def test_romanised_words_are_nearest_to_what_they_mean(typed: str, meant: str, other: str) -> None:
    assert similarity(typed, meant) > 60 > similarity(typed, other)
    assert 0 <= similarity(typed, other) <= 100


def test_equal_texts_are_wholly_alike() -> None:
    assert similarity("MSE-CDP", "mse cdp") == 100


@pytest.mark.parametrize("digits", ["641601", "६४१६०१", "௬௪௧௬௦௧", "৬৪১৬০১", "૬૪૧૬૦૧", "۶۴۱۶۰۱", "౬౪౧౬౦౧", "೬೪೧೬೦೧"])
def test_digits_of_any_script_are_read(digits: str) -> None:
    assert ascii_digits(f"PIN {digits}.") == "PIN 641601."


def test_long_texts_are_folded_like_short_ones() -> None:
    long = "मुद्रा " * LONGEST_KEPT
    assert set(fold(long).split()) == {"mudra"}
    assert set(skeleton(long).split()) == {skeleton("mudra")}
