"""Reads a dBASE table byte-exactly: text strictly decoded, whole numbers to their last digit, deleted rows left out.

GDAL turns whole numbers of more than 18 digits into floats and needs to be told the encoding before it opens the
file; ids and GBK without .cpg are what this plugin lives with.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple

from ..domain.errors import WeipianError
from ..domain.records import Finding
from .encodings import Encoding, choose_encoding, decode

_TEXT_TYPES = "CM"
_NUMBER_TYPES = "NFIB"
_DELETED = 0x2A


@dataclass(frozen=True)
class Column:
    """One column: where it stands in a record, in bytes."""

    name: bytes
    type: str
    start: int
    width: int
    decimals: int


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
    if len(content) < 33:
        raise WeipianError("FILE_TRUNCATED", file=file)
    count = int.from_bytes(content[4:8], "little")
    header, width = int.from_bytes(content[8:10], "little"), int.from_bytes(content[10:12], "little")
    columns = _columns(content, header)
    if not columns or sum(column.width for column in columns) + 1 > width:
        raise WeipianError("FILE_DAMAGED", file=file)
    if len(content) < header + count * width:
        raise WeipianError("FILE_TRUNCATED", file=file)
    encoding = choose_encoding(_texts(content, header, width, count, columns), file, cpg, content[29], override)
    headings = _unique([decode(column.name, encoding.codec)[0] for column in columns])
    cut: List[str] = []
    rows: Dict[int, Dict[str, object]] = {}
    for number, record in _records(content, header, width, count):
        rows[number] = {}
        for heading, column in zip(headings, columns):
            value, was_cut = _value(record[column.start:column.start + column.width], column, encoding.codec)
            rows[number][heading] = value
            if was_cut:
                cut.append(f"{number + 1}:{heading}")
    findings = list(encoding.findings)
    if cut:
        findings.append(Finding("TEXT_CUT", "W", {"file": file, "count": len(cut), "first": cut[0]}))
    return DbfTable(headings, rows, encoding, count, findings)


def _columns(content: bytes, header: int) -> List[Column]:
    columns, start, position = [], 1, 32
    while position + 32 <= min(header, len(content)) and content[position] != 0x0D:
        described = content[position:position + 32]
        width = described[16]
        columns.append(Column(described[:11].split(b"\0")[0].strip(), chr(described[11]), start, width, described[17]))
        start += width
        position += 32
    return columns


def _records(content: bytes, header: int, width: int, count: int) -> Iterator[Tuple[int, bytes]]:
    for number in range(count):
        record = content[header + number * width:header + (number + 1) * width]
        if record[0] != _DELETED:
            yield number, record


def _texts(content: bytes, header: int, width: int, count: int, columns: List[Column]) -> Iterator[bytes]:
    yield from (column.name for column in columns)
    texts = [column for column in columns if column.type in _TEXT_TYPES]
    for _, record in _records(content, header, width, count):
        for column in texts:
            yield record[column.start:column.start + column.width].rstrip(b"\0 ")


def _value(raw: bytes, column: Column, codec: str) -> Tuple[object, bool]:
    """(value, cut). Dates stay YYYYMMDD texts, numbers that are no numbers stay texts: converted later, told there."""
    if column.type in _TEXT_TYPES:
        text, cut = decode(raw.rstrip(b"\0 "), codec)
        return text.strip() or None, cut
    text = raw.decode("latin-1").strip("\0 ")
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
