"""The lines of a table in a package between offices: each is what was written, and says what such a row says."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from math import isfinite
from typing import BinaryIO, Dict, List, NoReturn, Optional, Sequence, Set, Tuple

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, stop_if_cancelled
from ..domain.forms.codes import is_classified
from ..domain.review.office_state import Row
from ..domain.review.package_form import BLOCK_LINES, PackedMember

_CHUNK = 1 << 20
_TOLD_EVERY = 200  # blocks

_TEXTS: Dict[str, Tuple[str, ...]] = {
    "batches": ("uuid",), "patches": ("uuid",), "parcels": ("uuid", "patch_uuid"), "drafts": ("parcel_uuid",),
    "judgements": ("parcel_uuid",), "records": ("uuid", "kind"), "actual_parcels": ("parcel_uuid",),
    "events": ("uuid", "workspace_id", "kind", "actor", "recorded_at", "predecessor"), "files": ("sha256",),
}
"""The columns without which a row means nothing; all texts."""
_ONE_EACH = frozenset({"batches", "patches", "parcels", "records", "events"})
"""Tables in which no uuid stands twice."""
_ANSWERING = frozenset({"patches", "drafts", "judgements"})
_MARKS = frozenset({"SFJY", "SFSM", "是否军用", "是否涉密", "军用", "QTJTQX", "QTJTLX"})


def _refused(_constant: str) -> NoReturn:
    raise ValueError("NaN")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


_STRICT = json.JSONDecoder(parse_constant=_refused, parse_float=_finite)


def strict_json(content: bytes) -> object:
    """JSON as the standard has it: UTF-8, finite numbers. Raises ValueError."""
    text = content.decode("utf-8")
    found = _STRICT.decode(text)
    if "\\u" in text:
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
    return found


def rows_of(source: BinaryIO, table: str, member: PackedMember, file: str, feedback: Feedback, known: Dict[str, str]
            ) -> Sequence[Row]:
    """The rows of a table, whose bytes are what ``member`` says. ``known``: uuids and names that other tables of the
    package have: each is held once. Raises ``OFFICE_DAMAGED`` naming the first wrong
    lines, ``OFFICE_CLASSIFIED``, ``JOB_CANCELLED``, and what reading a damaged zip raises where no line is wrong.
    """
    reading = _Table(table, member, file, known)
    digest = hashlib.sha256()
    rest = b""
    lines: List[bytes] = []
    while True:
        stop_if_cancelled(feedback)
        try:
            chunk = source.read(_CHUNK)
        except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            raise reading.wrong_after(lines) from error
        if not chunk:
            break
        digest.update(chunk)
        parts = (rest + chunk).split(b"\n")
        rest = parts.pop()
        lines += parts
        whole = len(lines) - len(lines) % BLOCK_LINES
        for first in range(0, whole, BLOCK_LINES):
            reading.take(lines[first:first + BLOCK_LINES])
        del lines[:whole]
    if lines:
        reading.take(lines)
    if rest or len(reading.rows) != member.rows or digest.hexdigest() != member.sha256:
        raise reading.wrong(len(reading.rows) + 1)
    return reading.rows


class _Table:
    """A table while it is read, block by block."""

    def __init__(self, table: str, member: PackedMember, file: str, known: Dict[str, str]) -> None:
        self._table, self._member, self._file, self._known = table, member, file, known
        self._texts = _TEXTS.get(table, ())
        self._seen: Optional[Set[object]] = set() if table in _ONE_EACH else None
        self.rows: List[Row] = []

    def wrong(self, first: int, last: int = 0) -> WeipianError:
        """These lines are not what was written."""
        zh = f"第 {first}–{last} 行" if last > first else f"第 {first} 行"
        en = f"lines {first}–{last}" if last > first else f"line {first}"
        return WeipianError("OFFICE_DAMAGED", file=self._file, member=self._member.name, place=zh, place_en=en)

    def wrong_after(self, lines: List[bytes]) -> WeipianError:
        """Reading broke off after what was taken and these ``lines``: the first of them that is wrong, or the next."""
        for first in range(0, len(lines) - BLOCK_LINES + 1, BLOCK_LINES):
            try:
                self.take(lines[first:first + BLOCK_LINES])
            except WeipianError as error:
                return error
        return self.wrong(len(self.rows) + 1, min(len(self.rows) + BLOCK_LINES, max(self._member.rows, 1)))

    def take(self, lines: List[bytes]) -> None:
        """The next block."""
        number, before = len(self.rows) // BLOCK_LINES, len(self.rows)
        content = b"\n".join(lines)
        blocks = self._member.blocks
        if number >= len(blocks) or f"{zlib.crc32(content + bytes((10,))):08x}" != blocks[number]:
            raise self._wrong_in(lines, before)
        try:
            found = strict_json(b"[" + b",".join(lines) + b"]")
        except (ValueError, RecursionError) as error:
            raise self._wrong_in(lines, before) from error
        if not isinstance(found, list) or len(found) != len(lines):
            raise self._wrong_in(lines, before)
        for place, row in enumerate(found):
            self._require_row(row, before + place + 1)
        self.rows += found

    def _wrong_in(self, lines: Sequence[bytes], before: int) -> WeipianError:
        """The first line that is none; all of them where each could be one."""
        for place, line in enumerate(lines):
            try:
                if not isinstance(strict_json(line), dict):
                    return self.wrong(before + place + 1)
            except (ValueError, RecursionError):
                return self.wrong(before + place + 1)
        return self.wrong(before + 1, before + len(lines))

    def _require_row(self, row: object, line: int) -> None:
        if not isinstance(row, dict):
            raise self.wrong(line)
        for name in self._texts:
            text = row.get(name)
            if not isinstance(text, str):
                raise self.wrong(line)
            row[name] = self._known.setdefault(text, text)
        if self._seen is not None:
            uuid = row["uuid"]
            if uuid in self._seen:
                raise self.wrong(line)
            self._seen.add(uuid)
        if self._table in _ANSWERING and not _MARKS.isdisjoint(row) and is_classified(row):
            raise WeipianError("OFFICE_CLASSIFIED", file=self._file)
