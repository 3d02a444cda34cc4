"""Reads a dBASE table byte-exactly: text strictly decoded, whole numbers to their last digit, deleted rows left out.

GDAL turns whole numbers of more than 18 digits into floats and needs to be told the encoding before it opens the
file; ids and GBK without .cpg are what this plugin lives with.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from ..domain.errors import WeipianError
from ..domain.exchange.dbase import TEXT_TYPES, Column, layout_of, records_in, text_of, texts_in
from ..domain.exchange.encodings import Encoding, choose_encoding, decode
from ..domain.records import Finding

_NUMBER_TYPES = "NFIB"


@dataclass
class DbfTable:
    """``rows`` maps the record number (from 0, deleted ones missing) to values by heading."""

    headings: List[str]
    rows: Dict[int, Dict[str, object]]
    encoding: Encoding
    record_count: int
    findings: List[Finding]


def read_dbf(path: Path, file: str, cpg: Optional[str] = None, override: str = "") -> DbfTable:
    """Read the table, named ``file`` in messages. Raises ``FILE_TRUNCATED``, ``FILE_DAMAGED``, ``ENCODING_UNKNOWN``."""
    content = path.read_bytes()
    layout = layout_of(content)
    if layout is None:
        raise WeipianError("FILE_TRUNCATED", file=file)
    if not layout.is_sound:
        raise WeipianError("FILE_DAMAGED", file=file)
    if len(content) < layout.size:
        raise WeipianError("FILE_TRUNCATED", file=file)
    encoding = choose_encoding(texts_in(content, layout), file, cpg, layout.ldid, override)
    headings = _unique([decode(column.name, encoding.codec)[0] for column in layout.columns])
    cut: List[str] = []
    rows: Dict[int, Dict[str, object]] = {}
    for number, record in records_in(content, layout):
        rows[number] = {}
        for heading, column in zip(headings, layout.columns):
            value, was_cut = _value(record, column, encoding.codec)
            rows[number][heading] = value
            if was_cut:
                cut.append(f"{number + 1}:{heading}")
    findings = list(encoding.findings)
    if cut:
        findings.append(Finding("TEXT_CUT", "W", {"file": file, "count": len(cut), "first": cut[0]}))
    return DbfTable(headings, rows, encoding, layout.count, findings)


def _value(record: bytes, column: Column, codec: str) -> Tuple[object, bool]:
    """(value, cut). Dates stay YYYYMMDD texts, numbers that are no numbers stay texts: converted later, told there."""
    if column.type in TEXT_TYPES:
        text, cut = decode(text_of(record, column), codec)
        return text.strip() or None, cut
    text = record[column.start:column.start + column.width].decode("latin-1").strip("\0 ")
    if not text or set(text) <= {"*"} or (column.type == "D" and set(text) <= {"0"}):
        return None, False
    if column.type == "L":
        return {"T": 1, "Y": 1, "F": 0, "N": 0}.get(text.upper()), False
    if column.type in _NUMBER_TYPES:
        try:
            return (int(text) if text.lstrip("+-").isdigit() else float(text)), False
        except ValueError:
            return text, False
    return text, False


def _unique(names: List[str]) -> List[str]:
    """Column names as they are, the second of the same name with ``_2``: no value is lost to another."""
    seen: Dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique
