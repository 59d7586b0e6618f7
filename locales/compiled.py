"""Catalogues as gettext reads them: compiled beside their source when that is newer."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import IO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compiled(source: Path) -> IO[bytes]:
    """Open the compiled form of a .po file; it is made anew when missing or older than its source."""
    target = source.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        content = _compile(source)
        try:
            _write(target, content)
        except OSError:  # a read-only installation: keep it in memory
            return io.BytesIO(content)
    return target.open("rb")


def _compile(source: Path) -> bytes:
    with source.open("rb") as file:
        catalog = read_po(file)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _write(target: Path, content: bytes) -> None:
    """Write beside and rename, so that another process never reads half a file."""
    draft = target.with_suffix(f".{os.getpid()}.tmp")
    draft.write_bytes(content)
    draft.replace(target)
