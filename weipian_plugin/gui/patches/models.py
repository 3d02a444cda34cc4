"""The queue as a table: one model of all rows, which filters, orders and groups them itself, as arrays."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

import numpy as np
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont
from qgis.PyQt.QtWidgets import QApplication

from ...domain.errors import WeipianError
from ...domain.records import UNJUDGED, QueueRow
from ..wording import readable
from .cells import (
    AREA,
    ASSIGNED,
    BASIC,
    CLASS,
    DEADLINE,
    FARMLAND,
    GLYPHS,
    NUMBER,
    OUTCOME,
    REDLINE,
    RETURNED,
    STATED,
    STATUS,
    SUGGESTION,
    TASK,
    TOWNSHIP,
    USUAL,
    Cells,
    DueDay,
    DueOf,
    alignments,
    area_text,
    headings,
    mu_in_words,
    no_answers,
    short_number,
)
from .filters import Filter, mask_of
from .lines import ShownOrder, counts, grouped, plain
from .orders import COLUMN, ISSUE, Order, arranged
from .queue_table import DUE_BY, FLAGGED, Alone, QueueTable, is_answered, state_of
from .shown_farmland import FarmlandOf

__all__ = [
    "AREA", "ASSIGNED", "BASIC", "CLASS", "DEADLINE", "FARMLAND", "FLAGGED", "GLYPHS", "GROUP_ROLE", "NUMBER",
    "OUTCOME", "REDLINE", "SEARCH_ROLE", "STATED", "STATE_ROLE", "STATUS", "SUGGESTION", "TASK", "TOWNSHIP",
    "USUAL", "UUID_ROLE", "DueDay", "DueOf", "QueueModel", "TextFilter", "area_text", "mu_in_words", "short_number",
    "state_of",
]

UUID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SEARCH_ROLE = UUID_ROLE + 1
STATE_ROLE = UUID_ROLE + 2
GROUP_ROLE = UUID_ROLE + 3

_SORTED_BY = {
    STATUS: "state", NUMBER: "number", AREA: "area_m2", FARMLAND: "farmland_m2", BASIC: "basic_farmland_m2",
    REDLINE: "redline_m2", DEADLINE: "days", SUGGESTION: "suggestion", OUTCOME: "outcome", TOWNSHIP: "township",
    TASK: "jclb", CLASS: "tblx", ASSIGNED: "assigned",
}
_ALIGNED = alignments()
_ONE_BY_ONE = 20
_TOLD = frozenset(map(int, (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.FontRole, UUID_ROLE, SEARCH_ROLE, STATE_ROLE, GROUP_ROLE)))
"""What a cell is ever asked and answers; the rest is turned away at once, a screen asks thousands of times."""
_BETWEEN_MS = 40
"""Between the making of one column and of the next, so that keys and mouse are never kept waiting."""
_TEXTS_KEPT = 4096
_READ_AHEAD = 4
"""Lines for which 耕地 is read at once; no more than can be read while a key is answered."""
_LINE_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class CellLook(NamedTuple):
    """What a cell looks like; no colour: the theme's."""

    text: str
    alignment: Qt.AlignmentFlag
    colour: Optional[QColor]


class QueueModel(QAbstractTableModel):
    """Rows of `Workspace.queue`. ``shownChanged``: other lines than before are listed, or in another order."""

    shownChanged = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.table = QueueTable()
        self.filter, self.order, self.seed = Filter(), Order(), ""
        self.is_grouped = False
        self.collapsed: Set[str] = set()
        self._cells = Cells()
        self._texts: Dict[Tuple[int, int], str] = {}  # of cells that were painted, by row and column
        self._lines = plain(np.empty(0, dtype=np.int32), 0)
        self._ranks: Any = np.empty(0, dtype=np.int64)
        self._read_farmland: Callable[[Sequence[QueueRow]], None] = lambda _rows: None
        self._headings = headings()
        self._ahead = QTimer(self)
        self._ahead.setInterval(_BETWEEN_MS)
        self._ahead.timeout.connect(self._prepare)
        self.labels = self._cells.labels

    def set_rows(self, rows: Sequence[QueueRow], due_of: DueOf, farmland_of: FarmlandOf = lambda _row: None,
                 read_farmland: Callable[[Sequence[QueueRow]], None] = lambda _rows: None,
                 area_of: FarmlandOf = lambda _row: None, alone: Alone = None, in_review: bool = False) -> None:
        """Show these rows, filtered and in order as before. ``farmland_of``: 耕地 as panel and tables show it, as
        ``area_of`` the area of a part of a patch; where it is ``None`` the area is rounded by itself;
        ``read_farmland`` is told of the rows it will be asked for next. ``alone``: see `queue_table.Alone`;
        ``in_review``: `queue_table.is_answered`.
        """
        def days_of(row: QueueRow) -> Any:
            due = due_of(row)
            return None if due is None else (due.days, due.light)

        self._cells = Cells(due_of, farmland_of, area_of)
        self._read_farmland = read_farmland
        self._arrange(QueueTable(rows, days_of, alone, in_review))
        self._ahead.start()

    def _prepare(self) -> None:
        """The columns of filters, one after the other while the person looks: the first filter need not make them."""
        if not self.table.prepare():
            self._ahead.stop()

    def replace_rows(self, uuids: Sequence[str], rows: Sequence[QueueRow]) -> None:
        """These parcels were cut otherwise: ``rows`` stand where the first of them stood, or last in their batch."""
        table, changed = self.table, frozenset(uuids).union(row.parcel_uuid for row in rows)
        known = [place for place in map(table.place, changed) if place >= 0]
        of_batch = np.flatnonzero(table.text("batch_uuid").among({row.batch_uuid for row in rows}))
        last = int(of_batch[-1]) if len(of_batch) else len(table) - 1
        self._arrange(table.with_rows(min(known, default=last + 1), rows, changed))

    def begin_anew(self, wanted: Filter, order: Order, seed: str, grouped: bool, collapsed: Sequence[str]) -> None:
        """No rows yet; those that come are filtered, ordered and grouped like this."""
        self.filter, self.order, self.seed = wanted, order, seed
        self.is_grouped, self.collapsed = grouped, set(collapsed)
        self._arrange(QueueTable())

    def set_filter(self, wanted: Filter) -> None:
        """Only the rows that meet these conditions."""
        if wanted != self.filter:
            self.filter = wanted
            self._list_anew()

    def set_order(self, order: Order, seed: Optional[str] = None) -> None:
        """In this order; ``seed`` draws the lots."""
        self.order, self.seed = order, self.seed if seed is None else seed
        self._arrange(self.table)

    def set_grouped(self, on: bool, collapsed: Sequence[str] = ()) -> None:
        """Under the headings of the townships, those of ``collapsed`` without their rows."""
        self.is_grouped, self.collapsed = on, set(collapsed)
        self._list_anew()

    def toggle_group(self, line: int) -> None:
        """Show or hide the rows under the heading in this line."""
        name = self._lines.groups[-1 - int(self._lines.lines[line])].name
        self.set_grouped(True, sorted(self.collapsed ^ {name}))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of issue."""
        kind = COLUMN if column >= 0 else ISSUE
        self.set_order(replace(self.order, kind=kind, column=_SORTED_BY.get(column, ""),
                               descending=order == Qt.SortOrder.DescendingOrder))

    def sorted_column(self) -> int:
        """The column the list is sorted by, -1 for none."""
        return next((column for column, name in _SORTED_BY.items() if name == self.order.column), -1)

    def _arrange(self, table: QueueTable) -> None:
        order = arranged(table, self.order, self.seed)
        self._ranks = np.empty(len(table), dtype=np.int64)
        self._ranks[order] = np.arange(len(table))
        self._list_anew(table, order)

    def _list_anew(self, table: Optional[QueueTable] = None, order: Any = None) -> None:
        table = self.table if table is None else table
        order = np.argsort(self._ranks, kind="stable") if order is None else order
        places = order[mask_of(table, self.filter, self._cells.kind)[order]]
        lines = grouped(table, places, self.collapsed) if self.is_grouped else plain(places, len(table))
        self._texts.clear()
        self.beginResetModel()
        self.table, self._lines = table, lines
        self.endResetModel()
        self.shownChanged.emit()

    def put_row(self, row: QueueRow) -> None:
        """Another state of one row, which comes or goes as the filter says; its place in the order stays until the next
        sorting.
        """
        place = self.table.place(row.parcel_uuid)
        if place < 0:
            return
        known = self.table.rows[place]
        in_review = self.table.in_review
        was, moved = is_answered(known, in_review), self.is_grouped and known.township != row.township
        self.table.put(row)
        for column in range(self.columnCount()):
            self._texts.pop((place, column), None)
        if moved:
            self._list_anew()
            return
        line = int(self._lines.line_of[place])
        meets = bool(mask_of(self.table.alone_of(row), self.filter, self._cells.kind)[0])
        if line >= 0 and meets:
            if self._lines.groups:
                self._count_anew(line, int(is_answered(row, in_review)) - int(was))
            self._tell_changed(line)
        elif self.is_grouped:
            self._list_anew()
        elif line >= 0:
            self._take_out(line)
        elif meets:
            self._put_in(place)

    def _count_anew(self, line: int, more: int) -> None:
        heading = self._lines.heading_of(line)
        self._lines = self._lines.counted(heading, more)
        self._tell_changed(heading)

    def _tell_changed(self, line: int) -> None:
        """Cell by cell: told of several at once, Qt's views paint all that they show."""
        for column in range(self.columnCount()):
            cell = self.index(line, column)
            self.dataChanged.emit(cell, cell)

    def _take_out(self, line: int) -> None:
        self.beginRemoveRows(QModelIndex(), line, line)
        self._lines = self._lines.without(line)
        self.endRemoveRows()
        self.shownChanged.emit()

    def _put_in(self, place: int) -> None:
        line = int(np.searchsorted(self._ranks[self._lines.lines], self._ranks[place]))
        self.beginInsertRows(QModelIndex(), line, line)
        self._lines = self._lines.with_row(line, place)
        self.endInsertRows()
        self.shownChanged.emit()

    def put_rows(self, rows: Sequence[QueueRow]) -> None:
        """Other states of rows; of many at once the list is made anew."""
        if len(rows) <= _ONE_BY_ONE:
            for row in rows:
                self.put_row(row)
            return
        for row in rows:
            if self.table.place(row.parcel_uuid) >= 0:
                self.table.put(row)
        self._list_anew()

    def uuids_between(self, first: int, last: int) -> List[str]:
        """The parcels in these lines, both included."""
        return [self.table.uuids[place] for place in self._lines.lines[first:last + 1] if place >= 0]

    def update_row(self, uuid: str, **values: Any) -> None:
        """Change something of one row; see `put_row`."""
        place = self.table.place(uuid)
        if place >= 0:
            self.put_row(replace(self.table.rows[place], **values))

    def shown_order(self) -> ShownOrder:
        """The parcels that are listed, for whoever steps through them."""
        return ShownOrder(self.table, self._lines)

    def leaves_out(self, uuid: str) -> bool:
        """Is this a parcel of the workspace that the filter does not list? One under a folded heading is listed."""
        place = self.table.place(uuid)
        if place < 0 or self._lines.line_of[place] >= 0:
            return False
        row = self.table.alone_of(self.table.rows[place])
        return not bool(mask_of(row, self.filter, self._cells.kind)[0])

    def counts(self) -> Dict[str, int]:
        """How many rows there are in each status, ``answered``, ``to_do`` and ``total``: of the batch, and of what is
        given to somebody, if the filter asks for any; however it narrows the list otherwise.
        """
        return counts(self.table, self.filter.batch, self.filter.assigned)

    def count_met(self) -> int:
        """How many rows meet the filter, those under closed headings too."""
        groups = self._lines.groups
        return sum(group.total for group in groups) if groups else len(self._lines)

    def group_lines(self) -> List[int]:
        """The lines that are headings."""
        return [int(line) for line in np.flatnonzero(self._lines.lines < 0)] if self._lines.groups else []

    def row_of(self, uuid: str) -> int:
        """The line of a parcel, -1 if it is not listed."""
        place = self.table.place(uuid)
        return -1 if place < 0 else int(self._lines.line_of[place])

    def queue_row(self, line: int) -> QueueRow:
        """The row in this line, which is no heading."""
        return self.table.rows[self._lines.lines[line]]

    @property
    def uuids(self) -> List[str]:
        """Parcels as they are listed."""
        return self.shown_order().uuids()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation,
                   role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section][0]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._headings[section][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(getattr(_ALIGNED[section], "value", _ALIGNED[section]))
        return None

    def flags(self, index: QModelIndex) -> Any:
        if index.isValid() and self._lines.lines[index.row()] < 0:
            return Qt.ItemFlag.ItemIsEnabled
        return _LINE_FLAGS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _TOLD:
            return None
        place = int(self._lines.lines[index.row()])
        if place < 0:
            return self._heading(-1 - place, role)
        row, column = self.table.rows[place], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.row(), column)
        if role == UUID_ROLE:
            return row.parcel_uuid
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(getattr(_ALIGNED[column], "value", _ALIGNED[column]))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._cells.tip(row, column)
        if role == STATE_ROLE:
            return state_of(row)
        if role == SEARCH_ROLE:
            return " ".join((row.dkbh, row.jcbh, row.township, row.tblx, row.suggestion, row.outcome, row.flag,
                             self._cells.kind(row.suggestion), self._cells.kind(row.outcome)))
        return None

    def cell(self, line: int, column: int) -> Optional[CellLook]:
        """All that is painted of a cell at once; ``None`` for a heading."""
        place = int(self._lines.lines[line])
        if place < 0:
            return None
        row, key, text = self.table.rows[place], (place, column), ""
        with suppress(WeipianError):  # what cannot be read just now is asked for again when it is painted again
            if key not in self._texts:
                self._write(key, self._text(row, line, column))
            text = self._texts[key]
        return CellLook(text, _ALIGNED[column], self._colour(row, column))

    def make_ready(self, line: int) -> bool:
        """What takes long of a line that may be painted next; False where it was ready, or there is no such line."""
        place = int(self._lines.lines[line]) if 0 <= line < len(self._lines) else -1
        if place < 0 or (place, FARMLAND) in self._texts:
            return False
        self._write((place, FARMLAND), self._text(self.table.rows[place], line, FARMLAND))
        return True

    def _write(self, key: Tuple[int, int], text: str) -> None:
        if len(self._texts) >= _TEXTS_KEPT:
            self._texts.clear()
        self._texts[key] = text

    def _colour(self, row: QueueRow, column: int) -> Optional[QColor]:
        colour = self._cells.colour(row, column)
        return readable(QColor(colour), QApplication.palette()) if colour else None

    def _text(self, row: QueueRow, line: int, column: int) -> str:
        if column == FARMLAND and row.farmland_m2 is not None:
            some = self._lines.lines[line:line + _READ_AHEAD]
            self._read_farmland([self.table.rows[place] for place in some if place >= 0])
        return self._cells.text(row, column)

    def _heading(self, number: int, role: int) -> Any:
        group = self._lines.groups[number]
        if role == GROUP_ROLE:
            return group.name
        if role == UUID_ROLE:
            return ""
        if role == Qt.ItemDataRole.DisplayRole:
            sign = "▸" if group.name in self.collapsed else "▾"
            name = group.name or self.tr("No township")
            return f"{sign} {name}   {group.answered}/{group.total}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("{answered} of {total} answered; click to fold or unfold").format(
                answered=group.answered, total=group.total)
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def widest(self, column: int) -> List[str]:
        """Texts among which the widest of a column is, without writing out every row."""
        table = self.table
        if column == STATUS:
            back = RETURNED if table.values("returned").any() else ""
            texts = [f"{GLYPHS[state]} {self.labels[state]}{STATED if state == UNJUDGED else back}"
                     for state in (*GLYPHS,)[:-1]]
            return [*texts, *no_answers()] if table.in_review else texts  # whoever reads again may give none
        if column == NUMBER:
            lengths = {len(number): place for place, number in enumerate(table.column("dkbh"))}
            return sorted({short_number(table.rows[place]) for place in lengths.values()}, key=len)
        if column == DEADLINE:
            days = table.values("days")
            dated = np.flatnonzero(table.values("lights") >= 0)
            ends = [dated[days[dated].argmin()], dated[days[dated].argmax()]] if len(dated) else []
            some = [table.rows[int(place)] for place in (*table.kinds(DUE_BY)[1], *ends)]
            return [self._cells.text(replace(row, status=UNJUDGED), column) for row in some]
        if AREA <= column <= REDLINE:
            areas = table.values(_SORTED_BY[column])
            return [area_text(float(np.nanmax(areas)) if np.isfinite(areas).any() else 100.0)]
        texts = table.text(_SORTED_BY[column]).texts
        return [self._cells.kind(text) for text in texts] if column in (SUGGESTION, OUTCOME) else texts


class TextFilter(QSortFilterProxyModel):
    """Lets pass the rows whose number, township, suggestion, outcome or flag holds the text: for lists of their own."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.setFilterRole(SEARCH_ROLE)
        self.setFilterKeyColumn(0)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The model below sorts."""
        self.sourceModel().sort(column, order)
