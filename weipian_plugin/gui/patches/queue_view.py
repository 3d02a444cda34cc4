"""The table of the queue: its columns, its headings, which line the session is at, and which lines are selected."""

from __future__ import annotations

from contextlib import suppress
from typing import Dict, Iterable, List, Optional, Sequence, Set

import numpy as np
from qgis.PyQt.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    QTimer,
    pyqtSignal,
)
from qgis.PyQt.QtWidgets import QHeaderView, QMenu, QTableView

from ...domain.errors import WeipianError
from ..session import Session
from . import models
from .cell_delegate import CellDelegate
from .cells import BASIC, COLUMN_NAMES, FURTHER, REDLINE
from .models import GROUP_ROLE, UUID_ROLE, QueueModel
from .orders import COLUMN

LIMIT = "疑" * 14
"""No column is wider: the sentence of a suggestion is cut off, its tool tip has it whole."""
AHEAD_MS, LINES_AHEAD = 60, 12
"""How long after a step lines are made ready, and how many: with each step one more of them is seen."""
GIVING_WAY = (REDLINE, BASIC)
"""Columns that are left out, in this order, where there is no room for all."""


class QueueView(QObject):
    """Keeps table, model and session together. ``selected``: other lines than before are selected."""

    selected = pyqtSignal()

    def __init__(self, table: QTableView, model: QueueModel, session: Session,
                 parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.table, self.model, self._session = table, model, session
        self._updating = self._from_table = self._arranging = False
        self._squeezed: Set[int] = set()
        self._widths: Dict[int, int] = {}
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(AHEAD_MS)
        self._ahead.timeout.connect(self._make_ready)
        self._set_up()
        table.selectionModel().currentRowChanged.connect(self._follow_table)
        table.selectionModel().selectionChanged.connect(lambda _new, _old: self.selected.emit())
        table.clicked.connect(self._toggle_group)
        header = table.horizontalHeader()
        header.customContextMenuRequested.connect(self._choose_columns)
        header.sectionMoved.connect(lambda _which, _old, _new: self._keep_columns())
        table.viewport().installEventFilter(self)
        model.shownChanged.connect(self._list_changed)

    def _set_up(self) -> None:
        table, metrics = self.table, self.table.fontMetrics()
        table.setModel(self.model)
        table.setItemDelegate(CellDelegate(table))
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(int(metrics.height() * 1.5))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        # A selection of its own, which is never another: it would be drawn anew with each line that is selected.
        header.setSelectionModel(QItemSelectionModel(self.model, header))
        header.setMinimumSectionSize(metrics.horizontalAdvance("永农"))
        header.setStretchLastSection(True)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.fit_columns(range(self.model.columnCount()))
        self._restore_columns()

    # Columns.

    def fit_columns(self, columns: Optional[Iterable[int]] = None) -> None:
        """Each column that is shown (or these) as wide as its widest text in this font, at most `LIMIT`."""
        metrics = self.table.fontMetrics()
        limit = metrics.horizontalAdvance(LIMIT)
        for column in self.shown_columns() if columns is None else columns:
            texts = [str(self.model.headerData(column, Qt.Orientation.Horizontal)), *self.model.widest(column),
                     models.USUAL.get(column, "")]
            wide = max(metrics.horizontalAdvance(text) for text in texts)
            self._widths[column] = min(wide, limit) + metrics.averageCharWidth() * 3 // 2
            self.table.setColumnWidth(column, self._widths[column])
        self._squeeze()

    def _restore_columns(self) -> None:
        """As the person arranged them: which are shown, from the left."""
        wished = [COLUMN_NAMES.index(name) for name in self._session.settings.queue_columns if name in COLUMN_NAMES]
        header = self.table.horizontalHeader()
        self._arranging = True
        for place, column in enumerate(wished):
            header.moveSection(header.visualIndex(column), place)
        for column in range(self.model.columnCount()):
            self.table.setColumnHidden(column, column not in wished if wished else column in FURTHER)
        self._arranging = False

    def shown_columns(self) -> List[int]:
        """The columns that are shown, from the left."""
        header = self.table.horizontalHeader()
        inside = [header.logicalIndex(place) for place in range(self.model.columnCount())]
        return [column for column in inside if not self.table.isColumnHidden(column) or column in self._squeezed]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A narrower list gives up columns; see `_squeeze`."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._squeeze()
        return False

    def _squeeze(self) -> None:
        """What stands at the end, the outcome, is not to be scrolled for: on a narrow screen `GIVING_WAY` are left out
        (the facts of each patch have them, and the menu of the columns says so), unless the person has arranged the
        columns.
        """
        room, gone, shown = self.table.viewport().width(), set(), self.shown_columns()
        if not self._session.settings.queue_columns and self.table.isVisible():
            whole = sum(self._widths[column] for column in shown)
            for column in GIVING_WAY:
                if whole > room and column in shown:
                    gone.add(column)
                    whole -= self._widths[column]
        if gone != self._squeezed:
            before, self._squeezed = self._squeezed, gone
            for column in before | gone:
                self.table.setColumnHidden(column, column in gone)

    def _keep_columns(self) -> None:
        if not self._arranging:
            self._session.settings.store(queue_columns=tuple(COLUMN_NAMES[column] for column in self.shown_columns()))
            self._squeeze()
            self._span_groups()

    def _choose_columns(self, position: QPoint) -> None:
        menu = self.columns_menu()
        menu.exec(self.table.horizontalHeader().mapToGlobal(position))
        menu.deleteLater()

    def columns_menu(self) -> QMenu:
        """Which columns are shown. One that gave way says so: nobody has taken it away, and a click brings it back."""
        menu = QMenu(self.table)
        for column in range(self.model.columnCount()):
            name = str(self.model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
            gave_way = column in self._squeezed
            action = menu.addAction(self.tr("{name} – not shown: too narrow").format(name=name) if gave_way else name)
            action.setCheckable(not gave_way)
            action.setChecked(not gave_way and not self.table.isColumnHidden(column))
            action.setEnabled(column != models.NUMBER)
            action.triggered.connect(lambda on, chosen=column, whole=gave_way: self.show_column(chosen, on or whole))
        menu.addSeparator()
        menu.addAction(self.tr("Columns as at first")).triggered.connect(lambda _checked=False: self.reset_columns())
        return menu

    def show_column(self, column: int, on: bool) -> None:
        """Show or hide a column, for this person from now on."""
        self._squeezed.discard(column)
        if on:
            self.fit_columns((column,))
        self.table.setColumnHidden(column, not on)
        self._keep_columns()

    def reset_columns(self) -> None:
        """The columns as they are at first."""
        self._session.settings.store(queue_columns=())
        self._squeezed = set()
        header = self.table.horizontalHeader()
        self._arranging = True
        for column in range(self.model.columnCount()):
            header.moveSection(header.visualIndex(column), column)
            self.table.setColumnHidden(column, column in FURTHER)
        self._arranging = False
        self.fit_columns()
        self._span_groups()

    def reading_width(self) -> int:
        """The width at which no column is cut off."""
        table, shown = self.table, self.shown_columns()
        letter: int = table.fontMetrics().averageCharWidth()
        columns = sum(self._widths[column] for column in shown)
        return int(columns + table.verticalScrollBar().sizeHint().width() + 6 * letter)

    # Lines.

    def _list_changed(self) -> None:
        self._span_groups()
        self.show_sorting()
        if not self._updating:
            self.follow(self._session.current)
        self.selected.emit()

    def _span_groups(self) -> None:
        """A heading goes over all columns."""
        self.table.clearSpans()
        lines = self.model.group_lines()
        first = min(self.shown_columns())
        for line in lines if self.model.columnCount() - first > 1 else ():
            self.table.setSpan(line, first, 1, self.model.columnCount() - first)

    def show_sorting(self) -> None:
        """The arrow in the heading of the column the list is sorted by, none for another order."""
        header, order = self.table.horizontalHeader(), self.model.order
        column = self.model.sorted_column() if order.kind == COLUMN else -1
        direction = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        blocked = header.blockSignals(True)
        header.setSortIndicator(column, direction)
        header.blockSignals(blocked)
        header.viewport().update()

    def _toggle_group(self, index: QModelIndex) -> None:
        if index.data(GROUP_ROLE) is not None:
            self.model.toggle_group(index.row())

    def updating(self, on: bool) -> None:
        """While rows change, the table's current line means nothing."""
        self._updating = on

    def follow(self, uuid: str) -> None:
        """Show where the session is; who came here by the table keeps what is selected there."""
        if self._from_table:
            return
        line = self.model.row_of(uuid) if uuid else -1
        was, self._updating = self._updating, True
        try:
            if line >= 0:
                self._go_to(self.model.index(line, self.shown_columns()[0]))
            else:
                self.table.selectionModel().clear()
        finally:
            self._updating = was

    def _go_to(self, index: QModelIndex) -> None:
        chosen = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        if self.table.currentIndex().row() != index.row() or not chosen.isSelected(index):
            chosen.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)
            self._ahead.start()

    def _make_ready(self) -> None:
        """Nobody did anything for a moment: the lines below those that are seen, a few at each turn. What cannot be
        read is told when it is shown; who only looks may have to wait until the other window has written.
        """
        if not self._session.writable:
            return
        below = self.table.rowAt(self.table.viewport().height() - 1) + 1
        with suppress(WeipianError):
            if below > 0 and any(self.model.make_ready(line) for line in range(below, below + LINES_AHEAD)):
                self._ahead.start()

    def _follow_table(self, current: QModelIndex, _previous: QModelIndex) -> None:
        uuid = current.data(UUID_ROLE) if current.isValid() and not self._updating else ""
        if uuid:
            self._from_table = True
            try:
                self._session.select(uuid)
            finally:
                self._from_table = False

    def selected_uuids(self) -> List[str]:
        """The parcels that are selected, from the top."""
        parts = sorted((part.top(), part.bottom()) for part in self.table.selectionModel().selection())
        found: List[str] = []
        for top, bottom in parts:
            found += self.model.uuids_between(top, bottom)
        return list(dict.fromkeys(found))

    def selected_count(self) -> int:
        """How many lines are selected."""
        return sum(part.height() for part in self.table.selectionModel().selection())

    def select(self, uuids: Sequence[str]) -> None:
        """Select the lines of these parcels that are listed; the current one stays where it is."""
        chosen = QItemSelection()
        lines = np.sort(np.array([line for line in map(self.model.row_of, uuids) if line >= 0], dtype=np.int64))
        last = self.model.columnCount() - 1
        for run in np.split(lines, np.flatnonzero(np.diff(lines) != 1) + 1) if len(lines) else ():
            chosen.select(self.model.index(int(run[0]), 0), self.model.index(int(run[-1]), last))
        self.table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
