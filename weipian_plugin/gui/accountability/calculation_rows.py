"""Calculations as a tree: each calculation, its lines, and of each line the parcels; built as far as one looks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QFont, QPalette

from ...domain.areas.units import m2_of_mu
from ...domain.calculators.amounts import parts_of, shown_parts
from ...domain.calculators.calculation import EQUALS, MU, Calculation, Line, shown_amount, side_name
from ...domain.calculators.parcels import RatioParcel
from ...domain.profiles import OFFICIAL, TAGS
from ...jobs.accounting.calculation_file import exact_text
from ..messages import language
from ..wording import WARN, muted, tone

LABEL, SUM, SIGN, AMOUNT, BASIS = range(5)
PARCEL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
LINE_ROLE = PARCEL_ROLE + 1
_ROOM = 16  # bits for the calculation in a part's id; the line stands above them
_MASK = (1 << _ROOM) - 1
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)

Part = Tuple[str, Optional[Fraction], Optional[Decimal]]


class CalculationRows(QAbstractItemModel):
    """Level 0: calculations, level 1: lines, level 2: parcels. Nothing is made before its row is looked at."""

    def __init__(self, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._calculations: Tuple[Calculation, ...] = ()
        self._names: Mapping[str, str] = {}
        self._parcels: Mapping[str, RatioParcel] = {}
        self._parts: Dict[Tuple[int, int], List[Part]] = {}
        self._headings = (self.tr("Line"), self.tr("Sum"), "±", self.tr("Amount"), self.tr("Basis"))
        self._hint = self.tr("Figures in mu are rounded so that they add up to the sum shown; exact ones lie beneath.")

    def show(self, calculations: Sequence[Calculation], names: Mapping[str, str],
             parcels: Mapping[str, RatioParcel]) -> None:
        """Show these; ``names`` are 地块编号 by parcel uuid, ``parcels`` those they were made of."""
        self.beginResetModel()
        self._calculations, self._names, self._parcels = tuple(calculations), names, parcels
        self._parts = {}
        self.endResetModel()

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not parent.isValid():
            return self.createIndex(row, column, 0)
        inner = parent.internalId()
        if inner == 0:
            return self.createIndex(row, column, parent.row() + 1)
        return self.createIndex(row, column, (parent.row() + 1) << _ROOM | inner)

    def parent(self, index: QModelIndex) -> QModelIndex:
        inner = index.internalId() if index.isValid() else 0
        if inner == 0:
            return QModelIndex()
        if inner <= _MASK:
            return self.createIndex(inner - 1, 0, 0)
        return self.createIndex((inner >> _ROOM) - 1, 0, inner & _MASK)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._calculations)
        if parent.column() > 0 or parent.internalId() > _MASK:
            return 0
        if parent.internalId() == 0:
            return len(self._calculations[parent.row()].lines)
        return len(self._calculations[parent.internalId() - 1].lines[parent.row()].parcels)

    def columnCount(self, _parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation,
                   role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == AMOUNT:
            return self._hint
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section == AMOUNT else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, inner = index.column(), index.internalId()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return {AMOUNT: _RIGHT, SIGN: _CENTRE}.get(column)
        if inner == 0:
            return self._of_calculation(self._calculations[index.row()], column, role)
        if inner <= _MASK:
            return self._of_line(self._calculations[inner - 1].lines[index.row()], column, role)
        line = self._calculations[(inner & _MASK) - 1].lines[(inner >> _ROOM) - 1]
        return self._of_part(line, self._part(inner, index.row()), column, role)

    def _part(self, inner: int, row: int) -> Part:
        place = (inner & _MASK) - 1, (inner >> _ROOM) - 1
        if place not in self._parts:
            calculation = self._calculations[place[0]]
            line = calculation.lines[place[1]]
            parts = parts_of(line, calculation, self._parcels)
            self._parts[place] = [(*part, shown) for part, shown in zip(parts, shown_parts(line, parts))]
        return self._parts[place][row]

    def _of_calculation(self, found: Calculation, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return {LABEL: _words(found.title, found.title_en), AMOUNT: found.shown(language()),
                    BASIS: _words(*found.conclusion)}.get(column, "")
        if role == Qt.ItemDataRole.ToolTipRole and column == AMOUNT:
            return exact_tip(found.result, found.unit)
        return _bold() if role == Qt.ItemDataRole.FontRole else None

    def _of_line(self, line: Line, column: int, role: int) -> Any:
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self._line_text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._exactly(line.amount, line.unit) if column == AMOUNT else self._line_text(line, column)
        if role == Qt.ItemDataRole.FontRole and line.sign == EQUALS:
            return _bold()
        if role == Qt.ItemDataRole.ForegroundRole and column == BASIS and line.mark not in ("", OFFICIAL):
            return QBrush(tone(WARN, self._palette))
        if role == Qt.ItemDataRole.ForegroundRole and not line.sign and column in (LABEL, AMOUNT):
            return QBrush(muted(self._palette))
        return None

    def _line_text(self, line: Line, column: int) -> str:
        if column == LABEL:
            words = _words(line.words, line.words_en)
            count = self.tr(" · {n} parcels").format(n=len(line.parcels)) if len(line.parcels) > 1 else ""
            return _words(line.label, line.label_en) + (f"（{words}）" if words else "") + count
        return {SUM: side_name(line.side, language()), SIGN: line.sign, AMOUNT: line.shown(language()),
                BASIS: short_basis(line)}[column]

    def _of_part(self, line: Line, part: Part, column: int, role: int) -> Any:
        parcel, amount, rounded = part
        if role == PARCEL_ROLE:
            return parcel
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            shown = "" if amount is None else shown_amount(amount, line.unit, language(), rounded)
            return {LABEL: self._names.get(parcel, parcel), SIGN: line.sign, AMOUNT: shown}.get(column, "")
        if role == Qt.ItemDataRole.ToolTipRole and column == AMOUNT:
            return self._exactly(amount, line.unit)
        return None

    def _exactly(self, amount: Optional[Fraction], unit: str) -> str:
        """The exact amount; of an area also why the figure shown may be 0.01 away from it."""
        tip = exact_tip(amount, unit)
        return f"{tip}\n{self._hint}" if tip and unit == MU else tip


def short_basis(line: Line) -> str:
    """The mark, then the sentence: 文件原文 is said only by its source."""
    basis = line.basis
    if basis is None:
        return ""
    if basis.tag == OFFICIAL:
        return basis.citation.in_words() if basis.citation else basis.note
    text = "；".join(each for each in (basis.citation.in_words() if basis.citation else "", basis.note) if each)
    return f"[{_words(*TAGS[basis.tag])}] {text}"


def exact_tip(amount: Optional[Fraction], unit: str) -> str:
    """The amount without rounding, for an area in m² too."""
    if amount is None:
        return ""
    if unit == MU:
        return f"{exact_text(amount)} {_words('亩', 'mu')} = {exact_text(m2_of_mu(amount))} m²"
    return f"= {amount.numerator}/{amount.denominator}" if amount.denominator != 1 else exact_text(amount)


def _words(zh: str, en: str) -> str:
    return zh if language() == "zh" else en


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
