"""A letter as a PDF whose Indian scripts are shaped as they are written; needs the extra `pdf`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from locales.languages import LANGUAGES, SOURCE

FONTS = Path(__file__).parent / "fonts"
SIZE, LINE = 11, 7  # points; millimetres from line to line, wide enough for stacked letters
MARGIN = 22  # millimetres


def can_write(code: str = SOURCE, paragraphs: Sequence[str] = ()) -> bool:
    """Whether the extra is installed, and the fonts have every letter of the paragraphs."""
    if find_spec("fpdf") is None or find_spec("uharfbuzz") is None:
        return False
    return not _fonts(code, paragraphs)[1]


def _fonts(code: str, paragraphs: Sequence[str]) -> tuple[list[str], set[int]]:
    """The scripts whose fonts a letter needs, the language's own first, and the letters that no font has."""
    own, *others = dict.fromkeys((LANGUAGES[code].script, *(one.script for one in LANGUAGES.values())))
    needed, left = [own], {ord(letter) for letter in "".join(paragraphs) if not letter.isspace()} - _letters(own)
    for script in others:
        if found := left & _letters(script):
            needed.append(script)
            left -= found
    return needed, left


@cache
def _letters(script: str) -> frozenset[int]:
    """The code points for which the font of a script has a glyph."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / f"{script}.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def write_letter(code: str, paragraphs: Sequence[str]) -> bytes:
    """Lay paragraphs out on A4 pages in the script of a language, names in their own; an empty one is an empty line.

    Raises ImportError without the extra.
    """
    from fpdf import FPDF

    language = LANGUAGES[code]
    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN)
    pdf.add_page()
    (own, *others), _missing = _fonts(code, paragraphs)
    for script in (own, *others):
        pdf.add_font(script, fname=FONTS / f"{script}.ttf")
    pdf.set_font(own, size=SIZE)
    pdf.set_fallback_fonts(others)
    pdf.set_text_shaping(use_shaping_engine=True, direction="rtl" if language.rtl else "ltr")
    for paragraph in paragraphs:
        if paragraph:
            pdf.multi_cell(0, LINE, paragraph, align="R" if language.rtl else "L", new_x="LMARGIN", new_y="NEXT")
        else:
            pdf.ln(LINE)
    return bytes(pdf.output())
