"""The single findings of a report as a table: sorted by any column, of one kind or of all."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from qgis.core import QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ...jobs.measuring.prepare import finding_title
from ..messages import language

# As `overlay.report` writes them: the problem in words, features, identification, class, area, what is wrong, its code.
PROBLEM, FEATURE, OTHER, NUMBER, CLASS, AREA, VALUE, KIND = (
    "问题", "要素号", "另一要素号", "标识码", "地类编码", "面积_平方米", "值", "代码")
FID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_HIDDEN = frozenset({"fid", KIND})

Row = Tuple[int, List[Any]]


class FindingsModel(QAbstractTableModel):
    """Attributes only: the geometry of a finding is read when somebody goes there."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._columns: List[str] = []
        self._all: List[Row] = []
        self._rows: List[Row] = []
        self._kind = ""
        self._kinds: Dict[int, str] = {}
        self._sorted: Tuple[int, bool] = (-1, False)
        self._titles = {
            PROBLEM: self.tr("Finding"), FEATURE: self.tr("Feature"), OTHER: self.tr("Other feature"),
            NUMBER: self.tr("BSM"), CLASS: self.tr("Class"), AREA: self.tr("Area (m²)"), VALUE: self.tr("Value")}

    def listed(self, kind: str) -> int:
        """How many findings of this kind (all for an empty text) are listed."""
        return len(self._all) if not kind else sum(each == kind for each in self._kinds.values())

    def read(self, layer: QgsVectorLayer) -> None:
        """Read every finding that the report lists."""
        self.beginResetModel()
        names = [str(name) for name in layer.fields().names()]
        places = [place for place, name in enumerate(names) if name.lower() not in _HIDDEN]
        self._columns = [names[place] for place in places]
        kind = names.index(KIND)
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.NoGeometry)
        for feature in layer.getFeatures(request):
            self._kinds[feature.id()] = str(feature[kind])
            self._all.append((feature.id(), [_plain(feature[place]) for place in places]))
        self._arrange()
        self.endResetModel()

    def show_kind(self, kind: str) -> None:
        """Show the findings of this kind, or all for an empty text."""
        if kind != self._kind:
            self.beginResetModel()
            self._kind = kind
            self._arrange()
            self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sorted = (column, order == Qt.SortOrder.DescendingOrder)
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self._rows = [row for row in self._all if not self._kind or self._kinds[row[0]] == self._kind]
        column, descending = self._sorted
        if 0 <= column < len(self._columns):
            self._rows.sort(key=lambda row: _sort_key(row[1][column]), reverse=descending)

    def rowCount(self, parent: Optional[QModelIndex] = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Optional[QModelIndex] = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == int(Qt.ItemDataRole.DisplayRole):
            return self._titles.get(self._columns[section], self._columns[section])
        return None

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        fid, values = self._rows[index.row()]
        value = values[index.column()]
        if role == FID_ROLE:
            return fid
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)):
            if self._columns[index.column()] == PROBLEM:
                return finding_title(self._kinds[fid], language())
            return f"{value:,.2f}" if isinstance(value, float) else "" if value is None else str(value)
        if role == int(Qt.ItemDataRole.TextAlignmentRole) and isinstance(value, (int, float)):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


def _plain(value: Any) -> Any:
    """QGIS's NULL is no value; numbers and texts stay."""
    return value if isinstance(value, (int, float, str)) else None if _is_null(value) else str(value)


def _is_null(value: Any) -> bool:
    return value is None or (hasattr(value, "isNull") and bool(value.isNull()))


def _sort_key(value: Any) -> Tuple[int, float, str]:
    """Nothing first, then numbers, then texts."""
    if value is None:
        return 0, 0.0, ""
    return (1, float(value), "") if isinstance(value, (int, float)) else (2, 0.0, str(value))
