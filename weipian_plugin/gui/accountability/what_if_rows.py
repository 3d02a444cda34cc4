"""The parcels of the numerator as a table: what each would be, of how much of it, and how much that alone lowers R."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QFont, QPalette

from ...domain.areas.units import exact, round2
from ...domain.calculators.calculation import MU
from ...domain.calculators.parcels import BUCKETS, REGULARISED, RESTORED, RatioParcel
from ...domain.calculators.whatif import Assumption
from ...domain.errors import WeipianError
from ...domain.forms.codes import LEGAL, OTHER
from ...domain.forms.terms import term
from ...jobs.accounting.figures import still_possible
from ..messages import language
from ..wording import GOOD, muted, tone
from .calculation_rows import exact_tip

NAME, TOWNSHIP, CASE, FARMLAND, DONE, WISH, PART, EFFECT = range(8)
AS_IS = ""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NONE = Fraction(0)


class WhatIfRows(QAbstractTableModel):
    """Holds the assumptions; nothing of them is stored anywhere."""

    assumptionsChanged = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._language = language()  # asked once: QGIS looks it up in its settings, and a cell is asked for often
        self._rows: List[RatioParcel] = []
        self._assumed: Dict[str, Assumption] = {}
        self._effects: Optional[Mapping[str, Fraction]] = None
        self._sorted: Tuple[int, bool] = (EFFECT, True)
        self._headings = (self.tr("Parcel"), self.tr("Township"), self.tr("Case"), self.tr("Farmland (mu)"),
                          self.tr("Rectified so far"), self.tr("Would be"), self.tr("of it (mu)"),
                          self.tr("R falls by (points)"))
        self._tips = {
            WISH: self.tr("Click and choose; for several chosen rows, with the right button"),
            PART: self.tr("Double click: only so much of the farmland would be so, and the parcel is split"),
            EFFECT: self.tr("Percentage points by which R would fall if this parcel alone became so")}
        self.kinds: Dict[str, str] = {AS_IS: self.tr("as it is"), RESTORED: self.tr("demolished and restored"),
                                      REGULARISED: self.tr("regularised"), LEGAL: self.tr("legal"),
                                      OTHER: self.tr("other")}

    @property
    def assumed(self) -> Dict[str, Assumption]:
        """What would be, by parcel uuid."""
        return dict(self._assumed)

    def show_parcels(self, parcels: Sequence[RatioParcel]) -> None:
        """Show these; assumptions of parcels that are still here stay."""
        self.beginResetModel()
        self._rows = list(parcels)
        self._assumed = still_possible(self._assumed, parcels)
        self._effects = None
        self._arrange()
        self.endResetModel()

    def show_effects(self, found: Optional[Mapping[str, Fraction]]) -> None:
        """How much each parcel alone would lower R; None while it is being worked out."""
        self.beginResetModel()
        self._effects = found
        self._arrange()
        self.endResetModel()

    def assume(self, parcels: Sequence[str], kind: str) -> None:
        """These would be so, wholly; ``AS_IS`` takes the assumption back."""
        for uuid in parcels:
            if kind == AS_IS:
                self._assumed.pop(uuid, None)
            else:
                self._assumed[uuid] = Assumption(kind)
        self._tell_changed()

    def reset(self) -> None:
        """Everything as it is."""
        self._assumed.clear()
        self._tell_changed()

    def parcel(self, row: int) -> RatioParcel:
        """The parcel in this row."""
        return self._rows[row]

    def row_of(self, uuid: str) -> int:
        """Where a parcel stands now, -1 where it does not."""
        return next((place for place, parcel in enumerate(self._rows) if parcel.id == uuid), -1)

    def _tell_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, WISH), self.index(len(self._rows) - 1, PART))
        self.assumptionsChanged.emit()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation,
                   role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        return {Qt.ItemDataRole.DisplayRole: self._headings[section],
                Qt.ItemDataRole.ToolTipRole: self._tips.get(section)}.get(Qt.ItemDataRole(role))

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        editable = index.column() == WISH or (index.column() == PART and self._rows[index.row()].id in self._assumed)
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if editable else super().flags(index)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        parcel, column = self._rows[index.row()], index.column()
        wish = self._assumed.get(parcel.id)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(parcel, wish, column)
        if role == Qt.ItemDataRole.EditRole:
            return (wish.kind if wish else AS_IS) if column == WISH else self._text(parcel, wish, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (FARMLAND, PART, EFFECT):
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return exact_tip(parcel.farmland, MU) if column == FARMLAND else (
                self._tips.get(column) or self._text(parcel, wish, column))
        if column in (WISH, PART) and role == Qt.ItemDataRole.FontRole and wish:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and column in (WISH, PART):
            return QBrush(tone(GOOD, self._palette) if wish else muted(self._palette))
        return None

    def _text(self, parcel: RatioParcel, wish: Optional[Assumption], column: int) -> str:
        if column == FARMLAND:
            return self.tr("not known") if parcel.farmland is None else f"{round2(parcel.farmland)}"
        if column == WISH:
            return f"{self.kinds[wish.kind if wish else AS_IS]} ▾"
        if column == PART:
            area = (wish.farmland if wish.farmland is not None else parcel.farmland) if wish else None
            return "" if area is None else f"{round2(exact(area))}"
        if column == EFFECT:
            if self._effects is None:
                return "…"
            found = self._effects.get(parcel.id)
            return "–" if found is None else f"{round2(found)}"
        if column == CASE:
            return term("case_code", parcel.case, self._language)
        return _done(parcel, self._language) if column == DONE else {
            NAME: parcel.shown, TOWNSHIP: parcel.township}[column]

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        parcel = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == WISH:
            self.assume([parcel.id], str(value))
            return True
        return index.column() == PART and self._split(parcel, value)

    def _split(self, parcel: RatioParcel, value: Any) -> bool:
        """Only so much of the farmland; what is no area, or more than there is, is not taken."""
        wish = self._assumed.get(parcel.id)
        try:
            area = exact(str(value).replace(",", ""))
        except WeipianError:
            return False
        if wish is None or not _NONE < area <= max(parcel.farmland or _NONE, Fraction(round2(parcel.farmland or 0))):
            return False
        whole = round2(area) == round2(parcel.farmland or _NONE)
        self._assumed[parcel.id] = Assumption(wish.kind, None if whole else area)
        self._tell_changed()
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sorted = (column, order == Qt.SortOrder.DescendingOrder)
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        column, descending = self._sorted
        if column >= 0:
            self._rows.sort(key=lambda parcel: parcel.id)
            self._rows.sort(key=lambda parcel: self._key(parcel, column), reverse=descending)

    def _key(self, parcel: RatioParcel, column: int) -> Any:
        if column == EFFECT:
            found = (self._effects or {}).get(parcel.id, _NONE)
            return float(found), float(parcel.farmland or 0)  # to sort 10,000 exact fractions takes too long
        if column == FARMLAND:
            return float(parcel.farmland or 0)
        return self._text(parcel, self._assumed.get(parcel.id), column)


def _done(parcel: RatioParcel, spoken: str) -> str:
    """``拆除复耕 12.00、补办 3.00``: what the records hold of it."""
    place = 0 if spoken == "zh" else 1
    return "、".join(f"{(name, BUCKETS[name].en)[place]} {round2(area)}" for name, area in parcel.buckets.items())
