"""The figures of a unit as a table, and one figure of all units: values, limits, conclusions, and how many patches."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QFont, QPalette

from ...domain.calculators.calculation import RATIO
from ...domain.review.review_figure import ReviewFigure, UnitFigures
from ...domain.review.units import CITY, COUNTY, TOWNSHIP
from ..messages import language
from ..wording import BAD, GOOD, WARN, muted, tone

TITLE, VALUE, INTERVAL, LIMIT, CONCLUSION, MARKS, NUMERATOR, DENOMINATOR = range(8)
translate = QCoreApplication.translate
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_DEPTH = {CITY: 1, COUNTY: 2, TOWNSHIP: 3}
_NUMBERS = (VALUE, INTERVAL, NUMERATOR, DENOMINATOR)


class _Figures(QAbstractTableModel):
    """Rows that are figures; the columns of this page are made of them."""

    columns: Tuple[int, ...] = tuple(range(8))

    def __init__(self, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._headings = (
            translate("FigureRows", "Figure"), translate("FigureRows", "Value"),
            translate("FigureRows", "95 % interval"), translate("FigureRows", "Limit"),
            translate("FigureRows", "Conclusion"), translate("FigureRows", "Mark"),
            translate("FigureRows", "Above the line"), translate("FigureRows", "Below the line"))
        self._tips = {
            NUMERATOR: translate("FigureRows", "How many patches are counted; a click lists them in the queue"),
            DENOMINATOR: translate("FigureRows", "How many it is counted over; a click lists them in the queue")}

    def figures(self) -> Sequence[Optional[ReviewFigure]]:
        """The figure of each row."""
        raise NotImplementedError

    def first(self, row: int) -> str:
        """What stands in the first column."""
        raise NotImplementedError

    def figure(self, row: int) -> Optional[ReviewFigure]:
        """The one of a row."""
        known = self.figures()
        return known[row] if 0 <= row < len(known) else None

    def patches(self, index: QModelIndex) -> Optional[Tuple[str, ...]]:
        """The patches of a cell that says how many; ``None`` for any other cell."""
        figure = self.figure(index.row()) if index.isValid() else None
        if figure is None:
            return None
        return {NUMERATOR: figure.numerator, DENOMINATOR: figure.denominator or None}.get(self.columns[index.column()])

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.figures())

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips.get(column)
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS else None

    def heading(self, column: int) -> str:
        """The word above a column."""
        return self._headings[column]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, figure = self.columns[index.column()], self.figure(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in _NUMBERS else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.first(index.row()) if column == TITLE else self._text(figure, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            shown = self.first(index.row()) if column == TITLE else self._text(figure, column)
            return self._tips.get(column) or shown
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(figure, column)
        if role == Qt.ItemDataRole.FontRole and self.patches(index):
            font = QFont()
            font.setUnderline(True)
            return font
        return None

    def _text(self, figure: Optional[ReviewFigure], column: int) -> str:
        if figure is None:
            return ""
        place = 0 if language() == "zh" else 1
        if column == VALUE:
            return figure.shown(language())
        if column == INTERVAL:
            return figure.interval.shown() if figure.interval is not None else ""
        if column == MARKS:
            return figure.mark_words(language())
        if column in (LIMIT, CONCLUSION):
            return (figure.limit if column == LIMIT else figure.conclusion)[place]
        parcels = self._parcels_of(figure, column)
        if not parcels and (figure.value is None or (column == DENOMINATOR and figure.unit != RATIO)):
            return ""
        amount = figure.shown_amount(0 if column == NUMERATOR else 1, language())
        if amount:
            return translate("FigureRows", "{amount} ({n} patches)").format(amount=amount, n=len(parcels))
        return str(len(parcels))

    def _colour(self, figure: Optional[ReviewFigure], column: int) -> Optional[QBrush]:
        if figure is None:
            return None
        if column == MARKS:
            return QBrush(tone(WARN, self._palette))
        if column == VALUE and figure.value is None:
            return QBrush(muted(self._palette))
        if column == CONCLUSION and figure.fires is not None:
            return QBrush(tone(BAD if figure.fires else GOOD, self._palette))
        return QBrush(tone(GOOD, self._palette)) if column in self._tips and self._parcels_of(figure, column) else None

    @staticmethod
    def _parcels_of(figure: ReviewFigure, column: int) -> Tuple[str, ...]:
        return figure.numerator if column == NUMERATOR else figure.denominator


class FigureRows(_Figures):
    """All figures of one unit."""

    def __init__(self, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(palette, parent)
        self._figures: Tuple[ReviewFigure, ...] = ()

    def show(self, unit: Optional[UnitFigures]) -> None:
        """Show those of this unit."""
        self.beginResetModel()
        self._figures = unit.figures if unit is not None else ()
        self.endResetModel()

    def figures(self) -> Sequence[Optional[ReviewFigure]]:
        return self._figures

    def first(self, row: int) -> str:
        return self._figures[row].title[0 if language() == "zh" else 1]

    def row_of(self, key: str) -> int:
        """Where the figure of this key stands; -1 where it is not there."""
        return next((row for row, figure in enumerate(self._figures) if figure.key == key), -1)


class UnitRows(_Figures):
    """One figure of every unit that has it."""

    columns = (TITLE, VALUE, INTERVAL, CONCLUSION, NUMERATOR, DENOMINATOR)

    def __init__(self, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(palette, parent)
        self._rows: List[Tuple[UnitFigures, ReviewFigure]] = []

    def show(self, units: Sequence[UnitFigures], key: str) -> None:
        """Show this figure."""
        self.beginResetModel()
        self._rows = [(unit, unit.by_key[key]) for unit in units if key in unit.by_key]
        self.endResetModel()

    def figures(self) -> Sequence[Optional[ReviewFigure]]:
        return [figure for _, figure in self._rows]

    def figure(self, row: int) -> Optional[ReviewFigure]:
        return self._rows[row][1] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def first(self, row: int) -> str:
        unit = self._rows[row][0].unit
        return "　" * _DEPTH.get(unit.level, 0) + unit.title

    def heading(self, column: int) -> str:
        return translate("FigureRows", "Unit") if column == TITLE else super().heading(column)

    def key_of(self, row: int) -> str:
        """The unit of a row, by its key."""
        return self._rows[row][0].unit.key
