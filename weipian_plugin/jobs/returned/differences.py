"""Holds a file that came back against the workspace as it is now: what would change, and what cannot be placed."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Set, Tuple

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.table_forms import TABLE_FORMS, form_of
from ...domain.records import Finding
from ...intake.returned.book import Sheet, opened
from ...intake.returned.review_list import find_list
from ...intake.returned.table import IDENTITY, OurTable, Row, find_table
from ...intake.values import as_id
from .base import Base
from .change import REVIEWS, Change, Returned, Wish, trouble
from .comparing import Comparing
from .known_rows import KnownRows
from .rows_of_forms import TAKEN, known_rows

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_TOLD_EVERY = 200
_NAMED = 8
MOST_UNKNOWN = 1000
"""Rows of unknown patches that are listed one by one; of more only the number is told."""
_PART = re.compile(r"[-_－—]\d{1,3}$")


def differences(workspace: Workspace, path: Path, wish: Optional[Wish] = None,
                feedback: Optional[Feedback] = None) -> Returned:
    """Read a table of ours or a reviewers' list and hold it against the workspace; nothing is changed by it.

    Raises what `intake.returned.book.opened` raises, ``RETURNED_UNKNOWN``, ``RETURNED_NOT_TAKEN``,
    ``RETURNED_NO_NUMBERS``, ``RETURNED_LIST_COLUMNS``, ``RETURNED_OF_ANOTHER``, ``NOTHING_TO_EXPORT`` (an empty
    workspace), ``JOB_CANCELLED``.
    """
    wish, feedback = wish or Wish(), feedback or NullFeedback()
    with opened(path) as sheets:
        remarks = [Finding("RETURNED_OPEN", "W", {"file": path.name})] if _is_open(path) else []
        if any(sheet.has_formulas for sheet in sheets):
            remarks.append(Finding("RETURNED_FORMULAS", "W", {}))
        forms = [form_of(wish.form)] if wish.form not in ("", REVIEWS) else list(TABLE_FORMS.values())
        table = find_table(sheets, forms) if wish.form != REVIEWS else None
        if table is not None:
            return _of_table(workspace, path, table, remarks, feedback)
        return _of_list(workspace, path, sheets, wish, remarks, feedback)


def _of_list(workspace: Workspace, path: Path, sheets: Sequence[Sheet], wish: Wish, remarks: List[Finding],
             feedback: Feedback) -> Returned:
    from .reviews import reviews

    found = find_list(sheets, path.stem, wish.columns)
    if found is None or (not found.is_complete and not found.places and wish.form != REVIEWS):
        raise WeipianError("RETURNED_UNKNOWN", file=path.name, sheets="、".join(sheet.name for sheet in sheets))
    return reviews(workspace, path, found, wish, tuple(remarks), feedback)


def _of_table(workspace: Workspace, path: Path, table: OurTable, remarks: List[Finding],
              feedback: Feedback) -> Returned:
    form = table.form
    if form.id not in TAKEN:
        raise WeipianError("RETURNED_NOT_TAKEN", file=path.name, form=form.name)
    if not any(code in table.columns.places for code in IDENTITY[form.id]):
        raise WeipianError("RETURNED_NO_NUMBERS", file=path.name, form=form.name, codes="、".join(IDENTITY[form.id]))
    feedback.progress(0, 0, path.name)
    known = known_rows(workspace, form)
    base = Base.of(workspace, table.state)
    remarks = [*remarks, *_remarks_on(table, base)]
    rows = _Rows(workspace, table, known, Comparing(table, known, base, workspace.returned.refused()))
    rows.go_through(feedback)
    if rows.count and not rows.placed:
        first = next((one.label for one in rows.changes if one.label), "")
        if first:
            raise WeipianError("RETURNED_OF_ANOTHER", file=path.name, count=rows.count, first=first)
    if rows.untold:
        remarks.append(Finding("RETURNED_MORE_UNKNOWN", "W", {"count": rows.untold, "listed": MOST_UNKNOWN}))
    left = len(known.items) - len(rows.placed)
    if left > 0:
        remarks.append(Finding("RETURNED_ROWS_MISSING", "W", {"count": left}))
    return Returned(path, form.id, form.name, table.sheet.name, rows.count, rows.same, tuple(rows.changes),
                    tuple(remarks))


class _Rows:
    """The rows of a table, each once."""

    def __init__(self, workspace: Workspace, table: OurTable, known: KnownRows, comparing: Comparing) -> None:
        self._workspace, self._table, self._known, self._comparing = workspace, table, known, comparing
        self.count = self.same = self.untold = 0
        self.changes: List[Change] = []
        self.placed: Set[int] = set()
        self._unknown: List[Tuple[int, str, str]] = []  # row, its number, its patch's number
        self._rows_of: Dict[Tuple[int, ...], List[int]] = defaultdict(list)
        self._labels: Dict[Tuple[int, ...], str] = {}
        self._changes_of: Dict[int, List[Change]] = {}

    def go_through(self, feedback: Feedback) -> None:
        """Read and compare."""
        expected = len(self._known.items)
        for row in self._table.rows():
            if self.count % _TOLD_EVERY == 0:
                stop_if_cancelled(feedback)
                feedback.progress(min(self.count, expected), expected, self._table.sheet.name)
            self.count += 1
            self._take(row)
        self._refuse_twice()
        self._tell_unknown()
        self.changes += [change for changes in self._changes_of.values() for change in changes]
        self.changes.sort(key=lambda change: change.row)
        self.same = self.count - self.untold - len({change.row for change in self.changes})

    def _take(self, row: Row) -> None:
        if row.classified:
            self.changes.append(trouble(row.number, "RETURNED_CLASSIFIED"))
            return
        items, why = self._known.find(row)
        if why is not None:
            if why.code == "RETURNED_NUMBER_UNKNOWN":
                self._unknown.append((row.number, str(why.values["value"]), as_id(row.values.get("JCBH"))))
                return
            if why.code == "RETURNED_NUMBER_MISSING" and self._is_one_of(row, self._known.items):
                return
            self.changes.append(Change(row.number, self._cell_of_number(row.number), why=(why,)))
            return
        self.placed.update(id(item) for item in items)
        about = tuple(id(item) for item in items)
        self._rows_of[about].append(row.number)
        self._labels[about] = self._known.label(items[0])
        if len(items) == 1:
            self._changes_of[row.number] = self._comparing.changes(row, items[0])
        elif not self._is_one_of(row, items):
            self.changes.append(trouble(row.number, "RETURNED_NUMBER_OF_SEVERAL", self._cell_of_number(row.number),
                                        self._known.label(items[0]), self._known.parcels(items[0])[0],
                                        value=self._known.label(items[0]), count=len(items)))

    def _is_one_of(self, row: Row, items: Sequence[object]) -> bool:
        """Does the row stand as one of these is shown, so that nobody has to know which?"""
        return len(items) <= _NAMED * _NAMED and any(not self._comparing.changes(row, item) for item in items)

    def _refuse_twice(self) -> None:
        for about, numbers in self._rows_of.items():
            if len(numbers) <= len(about):
                continue
            gone = [self._changes_of.pop(number, []) for number in numbers]
            if any(gone):
                rows = "、".join(map(str, numbers[:_NAMED]))
                label = self._labels[about]
                self.changes += [trouble(number, "RETURNED_NUMBER_TWICE", label=label, value=label, rows=rows)
                                 for number in numbers]

    def _tell_unknown(self) -> None:
        """Nothing is said of a patch that was set apart but its row."""
        apart = self._workspace.many.set_apart(sorted({
            each for _, number, patch in self._unknown for each in _meant(number, patch)}))
        told = 0
        for row, number, patch in self._unknown:
            if apart.intersection(_meant(number, patch)):
                self.changes.append(trouble(row, "RETURNED_SET_APART"))
                continue
            told += 1
            if told <= MOST_UNKNOWN:
                self.changes.append(trouble(row, "RETURNED_NUMBER_UNKNOWN", self._cell_of_number(row), number,
                                            value=number))
        self.untold = max(told - MOST_UNKNOWN, 0)

    def _cell_of_number(self, row: int) -> str:
        places = self._table.columns.places
        code = next((code for code in (*IDENTITY[self._table.form.id], "JCBH") if code in places), "")
        return self._table.cell(code, row) if code else ""


def _meant(number: str, patch: str) -> Set[str]:
    """The patches that a row's numbers may name: a parcel's is its patch's with the number of the part behind."""
    return {patch, number, _PART.sub("", number)} - {""}


def _remarks_on(table: OurTable, base: Optional[Base]) -> List[Finding]:
    found = []
    if table.state is None:
        found.append(Finding("RETURNED_WITHOUT_STATE", "W", {}))
    elif base is None:
        found.append(Finding("RETURNED_OTHER_STATE", "W", {}))
    if not table.columns.by_codes:
        found.append(Finding("RETURNED_BY_HEADINGS", "W", {"count": len(table.columns.places)}))
    unknown = [heading.strip().replace("\n", "") for heading in table.columns.unknown]
    if unknown:
        found.append(Finding("RETURNED_COLUMNS_UNKNOWN", "W", {
            "count": len(unknown), "headings": "、".join(unknown[:_NAMED])}))
    return found


def _is_open(path: Path) -> bool:
    """Excel and LibreOffice lay a file beside one they have open."""
    return any(path.with_name(name).exists() for name in (f"~${path.name}", f".~lock.{path.name}#"))
