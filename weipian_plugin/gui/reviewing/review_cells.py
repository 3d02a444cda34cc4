"""A small table whose cells may stand for patches: a click on one lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QFont, QPalette
from qgis.PyQt.QtWidgets import QTableView

from ..table_rows import TableRows
from ..wording import tone


@dataclass(frozen=True)
class Cell:
    """A text; ``parcels`` are behind it; ``kind`` a tone of `wording`, "" for the plain one; ``tip`` says more."""

    text: str
    parcels: Tuple[str, ...] = ()
    kind: str = ""
    tip: str = ""
    number: bool = False
    bold: bool = False


class CellRows(TableRows):
    """Rows of cells under headings."""

    def __init__(self, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._palette = palette

    @property
    def rows(self) -> List[Sequence[Cell]]:
        """What is shown, from the top."""
        return self._shown

    def show_rows(self, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """These, in place of what is shown."""
        self.beginResetModel()
        self._headings, self._shown = list(header), list(rows)
        self.endResetModel()

    def cell(self, index: QModelIndex) -> Optional[Cell]:
        """What stands there."""
        if not index.isValid() or index.column() >= len(self.rows[index.row()]):
            return None
        return self.rows[index.row()][index.column()]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole and cell.number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and cell.kind:
            return QBrush(tone(cell.kind, self._palette))
        if role == Qt.ItemDataRole.ForegroundRole and cell.parcels:
            return QBrush(self._palette.color(QPalette.ColorRole.Link))
        if role == Qt.ItemDataRole.FontRole and cell.bold:
            font = QFont()
            font.setBold(True)
            return font
        return None


def arrange(view: QTableView, model: CellRows) -> None:
    """As all tables of the review window."""
    view.setModel(model)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
    view.horizontalHeader().setStretchLastSection(True)
    view.setWordWrap(False)
