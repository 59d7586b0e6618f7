"""Letters and notes on paper: every script of the plan is shaped, and each letter has a glyph."""

from __future__ import annotations

import io
import re
import zlib

import pytest
from PIL import Image

from locales import LANGUAGES
from locales.letter_pdf import can_write, write_letter
from locales.note_picture import can_draw, draw_note

SAID = {
    "en": "Owed: ₹5,16,167",
    "hi": "क्षमा कीजिए, भुगतान: ₹5,16,167",
    "ta": "பணம் ஸ்ரீ வேலைவாய்ப்பு ₹5,16,167",
    "te": "చెల్లింపు క్షేత్రం",
    "bn": "ক্ষমা প্রদান",
    "mr": "क्षेत्र उद्योग",
    "gu": "ક્ષમા ચુકવણી",
    "kn": "ಕ್ಷಮೆ ಪಾವತಿ",
    "ml": "ക്ഷമ പണം",
    "or": "କ୍ଷମା ପାଉଣା",
    "pa": "ਭੁਗਤਾਨ ਸ੍ਰੀ",
    "as": "ক্ষমা ধন",
    "ur": "ادائیگی کی آخری تاریخ",
}


def test_the_tests_have_the_extras() -> None:
    assert can_write()
    assert can_draw()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_letter_is_shaped_and_nothing_is_missing(code: str, caplog: pytest.LogCaptureFixture) -> None:
    assert b"BT" in _drawn(write_letter(code, [SAID[code]]))
    assert not [record for record in caplog.records if "missing" in record.getMessage()]


@pytest.mark.parametrize("code", ["en", "hi", "ta", "ur"])
def test_a_name_in_another_script_is_written_too(code: str, caplog: pytest.LogCaptureFixture) -> None:
    for own, name in SAID.items():
        assert can_write(code, [name])
        assert _glyphs(code, name) == _glyphs(own, name) > 0, name
    assert not [record for record in caplog.records if "missing" in record.getMessage()]


def test_a_letter_without_a_glyph_is_found_before_it_is_dropped() -> None:
    assert can_write("en", ["Arora & Söhne\n", "अरोड़ा"])
    assert not can_write("en", ["阿羅拉"])
    assert not can_write("hi", ["अरोड़ा 🙏"])


def test_a_conjunct_is_one_glyph() -> None:
    assert _glyphs("hi", "क्ष") < len("क्ष")
    assert _glyphs("ta", "கா") <= len("கா")


def _glyphs(code: str, text: str) -> int:
    """How many glyphs a letter of one word shows."""
    shown = re.findall(rb"\(((?:\\.|[^\\)])*)\)", _drawn(write_letter(code, [text])), re.DOTALL)
    return sum(len(re.sub(rb"\\(.)", rb"\1", raw, flags=re.DOTALL)) // 2 for raw in shown)


def _drawn(pdf: bytes) -> bytes:
    """The drawing of the first page."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return next(text for text in map(_inflated, streams) if b"BT" in text or not text.strip())


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b"?"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_note_is_drawn_and_its_code_is_read(code: str) -> None:
    picture = Image.open(io.BytesIO(draw_note(code, ["Samooh", SAID[code]], "https://t.me/samooh_bot")))
    assert picture.size[0] == 900
    assert len(picture.convert("L").getcolors() or []) > 10
    assert draw_note(code, ["Samooh", SAID[code]], "https://t.me/samooh_bot") == draw_note(
        code, ["Samooh", SAID[code]], "https://t.me/samooh_bot"
    )
