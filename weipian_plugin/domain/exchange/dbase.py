"""The layout of a dBASE table (the .dbf of a shapefile) from its bytes: its columns, its records, its raw texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Optional, Tuple

TEXT_TYPES = "CM"
_HEADER = 32
_DESCRIPTION = 32
_END_OF_DESCRIPTIONS = 0x0D
_DELETED = 0x2A


@dataclass(frozen=True)
class Column:
    """One column: where it stands in a record, in bytes."""

    name: bytes
    type: str
    start: int
    width: int


@dataclass(frozen=True)
class Layout:
    """What the header says: bytes before the first record, bytes and number of records, the language driver id."""

    columns: Tuple[Column, ...]
    header: int
    width: int
    count: int
    ldid: int

    @property
    def is_sound(self) -> bool:
        """Whether there are columns, and a record has room for them."""
        return bool(self.columns) and sum(column.width for column in self.columns) + 1 <= self.width

    @property
    def size(self) -> int:
        """The bytes a whole file has at the least."""
        return self.header + self.count * self.width


def layout_of(content: bytes) -> Optional[Layout]:
    """The layout of a table that begins with ``content``; None where that is too short for a header."""
    if len(content) <= _HEADER:
        return None
    header, width = int.from_bytes(content[8:10], "little"), int.from_bytes(content[10:12], "little")
    return Layout(tuple(_columns(content[:header])), header, width, int.from_bytes(content[4:8], "little"), content[29])


def _columns(header: bytes) -> Iterator[Column]:
    start = 1  # a record begins with the mark of deletion
    for position in range(_HEADER, len(header) - _DESCRIPTION + 1, _DESCRIPTION):
        described = header[position:position + _DESCRIPTION]
        if described[0] == _END_OF_DESCRIPTIONS:
            return
        yield Column(described[:11].split(b"\0")[0].strip(), chr(described[11]), start, described[16])
        start += described[16]


def records_in(content: bytes, layout: Layout) -> Iterator[Tuple[int, bytes]]:
    """(number from 0, record) of the records of a sound table that are not deleted, as far as ``content`` goes."""
    there = min(layout.count, max(0, len(content) - layout.header) // layout.width)
    for number in range(there):
        record = content[layout.header + number * layout.width:layout.header + (number + 1) * layout.width]
        if record[0] != _DELETED:
            yield number, record


def texts_in(content: bytes, layout: Layout) -> Iterator[bytes]:
    """The headings and the text values of a sound table without their padding, undecoded."""
    yield from (column.name for column in layout.columns)
    texts = [column for column in layout.columns if column.type in TEXT_TYPES]
    for _, record in records_in(content, layout):
        for column in texts:
            yield text_of(record, column)


def text_of(record: bytes, column: Column) -> bytes:
    """A text value without its padding, undecoded."""
    return record[column.start:column.start + column.width].rstrip(b"\0 ")
