"""Tables of rows under fixed headings, and those of them that are filtered and sorted by whoever looks."""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt


class TableRows(QAbstractTableModel):
    """What is shown is `_shown`, a row each, under `_headings`; what stands in a cell is each table's own."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._shown: List[Any] = []
        self._headings: Sequence[str] = ()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's way
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None


class ChosenRows(TableRows):
    """Of all rows those that pass the filters, sorted by a column; as they came where none was chosen."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._all: List[Any] = []
        self._sorted: Tuple[int, bool] = (-1, False)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._change(lambda: setattr(self, "_sorted", (column, order == Qt.SortOrder.DescendingOrder)))

    def _change(self, change: Callable[[], None]) -> None:
        """Make a change, and choose and sort anew."""
        self.beginResetModel()
        change()
        self._shown = self._chosen()
        self.endResetModel()

    def _chosen(self) -> List[Any]:
        """The rows that pass, in their order."""
        passing = [row for row in self._all if self._passes(row)]
        return self._in_order(passing, *self._sorted) if self._sorted[0] >= 0 else passing

    def _in_order(self, rows: List[Any], column: int, descending: bool) -> List[Any]:
        """By `_place`; equal ones as they came."""
        return sorted(rows, key=lambda row: self._place(row, column), reverse=descending)

    def _passes(self, _row: Any) -> bool:
        """Is it shown? Without filters all are."""
        return True

    def _place(self, row: Any, column: int) -> Any:
        """By what it is sorted: its text, where a table knows nothing better."""
        return self._text(row, column)

    def _text(self, row: Any, column: int) -> str:
        """What stands in a cell."""
        return str(row[column])
