"""A short note as a picture with a QR code, in any script of the plan; needs the extra `pictures`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from locales.languages import LANGUAGES

FONTS = Path(__file__).parent / "fonts"
WIDTH, MARGIN, CODE = 900, 60, 240  # pixels; CODE is the side of the QR code
TITLE, TEXT = 44, 30  # pixels of the letters: the first line, the others
INK, PAPER = "#1d3b36", "#f4f8f6"
_LATIN = re.compile(r"([\x20-\x7e₹–—“”…·]+)")  # what the Indian fonts leave to the Latin one


def can_draw() -> bool:
    """Whether the extra is installed, with a Pillow that shapes Indian scripts."""
    if find_spec("PIL") is None or find_spec("qrcode") is None:
        return False
    from PIL import features

    return bool(features.check("raqm"))


def draw_note(code: str, lines: Sequence[str], link: str) -> bytes:
    """The lines, the first one large, above the QR code of a link, as PNG.

    Raises ImportError without the extra.
    """
    import qrcode
    from PIL import Image, ImageDraw, ImageFont

    language = LANGUAGES[code]
    sizes = [TITLE, *[TEXT] * (len(lines) - 1)]
    height = MARGIN * 3 + sum(size * 2 for size in sizes) + CODE
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(picture)
    top = MARGIN
    for line, size in zip(lines, sizes, strict=True):
        fonts = {
            latin: ImageFont.truetype(str(FONTS / f"{script}.ttf"), size, layout_engine=ImageFont.Layout.RAQM)
            for latin, script in ((True, "Latn"), (False, language.script))
        }
        _write(draw, line, fonts, top + size, rtl=language.rtl)
        top += size * 2
    made = qrcode.make(link, border=1).get_image().resize((CODE, CODE))
    picture.paste(made, (MARGIN, top + MARGIN))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _write(draw: Any, line: str, fonts: dict[bool, Any], base: int, *, rtl: bool) -> None:
    """Write one line on its base line, stretch by stretch, each in the font that has its letters."""
    left = float(WIDTH - MARGIN if rtl else MARGIN)
    for stretch, latin in _stretches(line):
        wide = fonts[latin].getlength(stretch)
        left -= wide if rtl else 0
        draw.text((left, base), stretch, fill=INK, font=fonts[latin], anchor="ls")
        left += 0 if rtl else wide


def _stretches(line: str) -> Iterator[tuple[str, bool]]:
    for place, part in enumerate(_LATIN.split(line)):
        if part:
            yield part, place % 2 == 1
