"""A CSV table's rows of texts: encoding found from its bytes, separator from its first lines."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import List, Optional, Tuple

from ..domain.errors import WeipianError
from ..domain.exchange.encodings import choose_encoding

MAX_BYTES = 128 * 1024**2
_SEPARATORS = (",", "\t", ";", "，")
_LOOKED_AT = 30
_BOM = b"\xef\xbb\xbf"


def read_csv(path: Path, file: str, encoding: str = "") -> Tuple[List[List[Optional[str]]], str]:
    """Rows of texts (blank: None) and the encoding as people name it.

    Raises ``TABLE_TOO_LARGE``, ``ENCODING_UNKNOWN``, ``TABLE_UNREADABLE``.
    """
    if path.stat().st_size > MAX_BYTES:
        raise WeipianError("TABLE_TOO_LARGE", file=file, limit=MAX_BYTES // 1024**2)
    content = path.read_bytes()
    marked = content.startswith(_BOM)
    content = content[len(_BOM):] if marked else content
    found = choose_encoding([line for line in content.split(b"\n") if line.strip()], file, None, 0,
                            "utf-8" if marked else encoding)
    text = content.decode(found.codec)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise WeipianError("TABLE_UNREADABLE", file=file, detail=type(error).__name__) from error
    return [[cell if cell.strip() else None for cell in row] for row in rows], found.shown


def _separator(text: str) -> str:
    """The sign that parts most in the first lines; a comma where none does."""
    head = "\n".join(text.splitlines()[:_LOOKED_AT])
    return max(_SEPARATORS, key=lambda sign: (head.count(sign), -_SEPARATORS.index(sign)))
