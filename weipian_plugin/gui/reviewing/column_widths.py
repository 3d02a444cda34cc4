"""Widths of a table's columns by what stands in them; an empty one gives its room to the others."""

from __future__ import annotations

from typing import Dict, List, Sequence, Set

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QHeaderView, QTableView

_LOOKED_AT = 200
"""Lines below those on the screen by which a column is measured: more would take long in a list of 200 000."""
_LEAST, _MOST = 8, 40
"""Letters: what is left of a column of words at least, and more than that none of them asks for."""
_MOST_ONCE = 26


class ColumnWidths(QObject):
    """Fits columns whenever `fit` is called or the table has another width. ``words``: columns of free text. They share
    what the others leave, so that none of them is cut while another stands empty. A column that a person has made as
    wide as they like stays so. ``optional``: not shown while all their cells are empty. ``whole``: nothing is cut, the
    table scrolls where there is no room for all; else words give way to figures.
    """

    def __init__(self, view: QTableView, words: Sequence[int], optional: Sequence[int] = (), whole: bool = False
                 ) -> None:
        super().__init__(view)
        self._view, self._words, self._optional, self._whole = view, words, optional, whole
        self._own: Set[int] = set()
        self._fitting = False
        header = view.horizontalHeader()
        header.setResizeContentsPrecision(_LOOKED_AT)
        header.setStretchLastSection(False)
        header.sectionResized.connect(lambda column, _old, _new: self._resized(column))
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Another width: the words have more room, or less."""
        if event.type() == QEvent.Type.Resize and not self._fitting:
            self.fit()
        return False

    def fit(self) -> None:
        """Each column as wide as what is in it."""
        self._fitting = True
        try:
            self._fit()
        finally:
            self._fitting = False

    def _fit(self) -> None:
        view = self._view
        for column in self._optional:
            view.setColumnHidden(column, self._is_empty(column))
        header = view.horizontalHeader()
        shown = [column for column in range(view.model().columnCount()) if not view.isColumnHidden(column)]
        needed = {column: max(view.sizeHintForColumn(column), header.sectionSizeHint(column)) + 1 for column in shown}
        words = [column for column in self._words if column in shown and column not in self._own]
        fixed = sum(view.columnWidth(column) if column in self._own else needed[column]
                    for column in shown if column not in words)
        letter = view.fontMetrics().horizontalAdvance("疑")
        widths = {column: needed[column] for column in shown if column not in self._own}
        least = {column: needed[column] if self._whole else min(needed[column], _LEAST * letter) for column in words}
        most = {column: max(min(view.sizeHintForColumn(column) + 1, _MOST * letter), least[column]) for column in words}
        widths.update(shared(view.viewport().width() - fixed, least, most))
        for column, width in widths.items():
            view.setColumnWidth(column, width)

    def _is_empty(self, column: int) -> bool:
        model = self._view.model()
        return not any(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount()))

    def _resized(self, column: int) -> None:
        if not self._fitting:
            self._own.add(column)


def shared(room: int, least: Dict[int, int], most: Dict[int, int]) -> Dict[int, int]:
    """Shares of ``room`` (pixels): each has its ``least``; what is left goes to those that need more, alike; what is
    left of that to the last.
    """
    widths = dict(least)
    left = room - sum(widths.values())
    waiting: List[int] = [column for column in widths if most[column] > widths[column]]
    while left > 0 and waiting:
        part = max(left // len(waiting), 1)
        for column in list(waiting):
            more = min(part, most[column] - widths[column], left)
            widths[column] += more
            left -= more
            if widths[column] >= most[column]:
                waiting.remove(column)
    if left > 0 and widths:
        widths[max(widths)] += left
    return widths


def fit_once(view: QTableView) -> None:
    """As wide as what stands in them, up to a width; the last one all that is left."""
    view.resizeColumnsToContents()
    widest = view.fontMetrics().horizontalAdvance("疑") * _MOST_ONCE
    for column in range(view.model().columnCount() - 1):
        view.setColumnWidth(column, min(view.columnWidth(column) + 10, widest))
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
