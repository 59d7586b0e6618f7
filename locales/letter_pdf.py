"""A letter as a PDF whose Indian scripts are shaped as they are written; needs the extra `pdf`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from locales.languages import LANGUAGES

FONTS = Path(__file__).parent / "fonts"
SIZE, LINE = 11, 7  # points; millimetres from line to line, wide enough for stacked letters
MARGIN = 22  # millimetres


def can_write() -> bool:
    """Whether the extra is installed."""
    return find_spec("fpdf") is not None and find_spec("uharfbuzz") is not None


def write_letter(code: str, paragraphs: Sequence[str]) -> bytes:
    """Lay paragraphs out on A4 pages in the script of a language; an empty one is an empty line.

    Raises ImportError without the extra.
    """
    from fpdf import FPDF

    language = LANGUAGES[code]
    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN)
    pdf.add_page()
    for script in dict.fromkeys((language.script, "Latn")):
        pdf.add_font(script, fname=FONTS / f"{script}.ttf")
    pdf.set_font(language.script, size=SIZE)
    pdf.set_fallback_fonts(["Latn"])
    pdf.set_text_shaping(use_shaping_engine=True, direction="rtl" if language.rtl else "ltr")
    for paragraph in paragraphs:
        if paragraph:
            pdf.multi_cell(0, LINE, paragraph, align="R" if language.rtl else "L", new_x="LMARGIN", new_y="NEXT")
        else:
            pdf.ln(LINE)
    return bytes(pdf.output())
