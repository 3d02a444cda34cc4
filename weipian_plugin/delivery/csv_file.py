"""A table as CSV: UTF-8 with its mark for Excel, or GBK for systems that know nothing else; no text is a formula."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Iterator, List, Sequence, Tuple

from ..domain.feedback import Feedback, stop_if_cancelled
from ..domain.forms.fields import Field
from ..domain.forms.table_form import Made, Row, Rows, TableForm
from ..domain.marks import FOOTER, Mark
from ..domain.records import Finding
from .files import csv_text, in_one_move
from .sheets.cells import cell_value, heading

UTF8, GBK = "utf-8-sig", "gbk"
MISSING = "〓"
"""What stands for a character that GBK does not have: the printers' sign for a missing type."""
_BETWEEN_REPORTS, _NAMED = 500, 5


class Missing:
    """Characters that an encoding could not hold: how many, and the first of them with their places."""

    def __init__(self, encoding: str) -> None:
        self.encoding, self.count = encoding, 0
        self.places: List[str] = []

    def fit(self, text: str, place: str) -> str:
        """The text as the encoding can hold it."""
        try:
            text.encode(self.encoding)
            return text
        except UnicodeEncodeError:
            return "".join(self._fit(character, place) for character in text)

    def _fit(self, character: str, place: str) -> str:
        try:
            character.encode(self.encoding)
            return character
        except UnicodeEncodeError:
            self.count += 1
            if len(self.places) < _NAMED:
                self.places.append(f"{place}：{character}（U+{ord(character):04X}）")
            return MISSING

    def remarks(self) -> Tuple[Finding, ...]:
        """What is told of them."""
        if not self.count:
            return ()
        return (Finding("GBK_LACKS", "W", {"count": self.count, "places": "；".join(self.places)}),)


def write_csv(form: TableForm, rows: Rows, path: Path, mark: Mark, feedback: Feedback,
              encoding: str = UTF8, bare: bool = False) -> Tuple[Finding, ...]:
    """Title, headings, a line for each row, the footer of §8.7; ``bare``: headings and rows only, as systems want it.

    Values are those of the table: areas 亩, codes as 中文. Raises ``OUTPUT_NOT_WRITABLE``, ``JOB_CANCELLED``.
    """
    missing = Missing(GBK if encoding == GBK else "utf-8")
    with in_one_move(path) as part, part.open("wb") as file:
        file.write(b"" if encoding == GBK else b"\xef\xbb\xbf")
        for text in _lines(form, rows, mark, missing, feedback, bare, path.name):
            file.write(text.encode(missing.encoding))
    told = rows.told() if isinstance(rows, Made) else ()
    return (*told, *missing.remarks())


def _lines(form: TableForm, rows: Rows, mark: Mark, missing: Missing, feedback: Feedback, bare: bool,
           name: str) -> Iterator[str]:
    head: List[List[str]] = [] if bare else [[mark.title(form.name)]]
    if mark and not bare:
        head += [[f"{check} {text}".strip()] for check, text in mark.reasons]
    yield _as_text([[missing.fit(cell, "") for cell in line] for line in [*head, [heading(f) for f in form.fields]]])
    pieces: List[List[str]] = []
    for number, row in enumerate(rows, 1):
        pieces.append([missing.fit(each, f"第 {number} 行 {field.zh}")
                       for field, each in zip(form.fields, _cells(form.fields, row))])
        if number % _BETWEEN_REPORTS == 0:
            stop_if_cancelled(feedback)
            feedback.progress(number, len(rows), name)
            yield _as_text(pieces)
            pieces = []
    yield _as_text([*pieces, *([] if bare else [[FOOTER]])])


def _cells(fields: Sequence[Field], row: Row) -> Iterator[str]:
    for field in fields:
        yield csv_text(cell_value(field, row.get(field.code)))


def _as_text(lines: Sequence[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()
