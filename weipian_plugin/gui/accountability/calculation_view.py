"""Shows calculations so that a person can follow: result, conclusion and marks, every line, copied or exported."""

from __future__ import annotations

from html import escape
from typing import List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QModelIndex, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ...domain.calculators.calculation import Calculation, Line
from ...domain.calculators.parcels import RatioParcel
from ...jobs.accounting.calculation_file import calculations_as_text
from ..forms import load_form
from ..messages import language
from ..wording import BAD, GOOD, WARN, coloured
from .calculation_rows import AMOUNT, LABEL, LINE_ROLE, PARCEL_ROLE, SIGN, SUM, CalculationRows, exact_tip

_LINES_OF_DETAIL = 6
BOUNDARIES = frozenset({"RATIO_BOUNDARY", "AREA_BOUNDARY"})


class CalculationView(QWidget):
    """One or several calculations under one another; a parcel's line goes to the map."""

    parcelWanted = pyqtSignal(str)  # noqa: N815 - Qt's way of naming signals
    exportWanted = pyqtSignal()  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None, with_result: bool = True) -> None:
        """``with_result``: say result, conclusion and marks above the lines."""
        super().__init__(parent)
        load_form("accountability_lines", self)
        self.rows = CalculationRows(self.palette(), self)
        self.calculations: Tuple[Calculation, ...] = ()
        self.names: Mapping[str, str] = {}
        self.parcels: Mapping[str, RatioParcel] = {}
        self.training = False
        self._with_result = with_result
        self.linesView.setModel(self.rows)
        metrics = self.detailBrowser.fontMetrics()
        self.detailBrowser.setFixedHeight(metrics.lineSpacing() * _LINES_OF_DETAIL)
        self.linesView.header().setStretchLastSection(True)
        self.linesView.selectionModel().currentChanged.connect(lambda _new, _old: self._tell())
        self.linesView.activated.connect(self._go_to_parcel)
        self.copyButton.clicked.connect(lambda _checked: self.copy())
        self.exportButton.clicked.connect(lambda _checked: self.exportWanted.emit())

    def show_calculations(self, calculations: Sequence[Calculation], names: Mapping[str, str],
                          parcels: Mapping[str, RatioParcel], training: bool = False) -> None:
        """Show these; lines stay open that were open."""
        self.calculations, self.names, self.parcels = tuple(calculations), names, parcels
        self.training = training
        self.rows.show(calculations, names, parcels)
        view = self.linesView
        view.setRootIndex(self.rows.index(0, 0) if len(self.calculations) == 1 else QModelIndex())
        if len(self.calculations) > 1:
            view.expandToDepth(0)
        has_sums = any(line.side for each in self.calculations for line in each.lines)
        view.setColumnHidden(SUM, not has_sums)
        self.fit_columns()
        text = "<br>".join(headline(each, self.palette()) for each in self.calculations) if self._with_result else ""
        self.resultLabel.setText(text)
        self.resultLabel.setVisible(bool(text))
        for button in (self.copyButton, self.exportButton):
            button.setEnabled(bool(self.calculations))
        self._tell()

    def fit_columns(self) -> None:
        """What a line says is read whole where there is room; the sentence has the rest."""
        view, metrics = self.linesView, self.linesView.fontMetrics()
        for column in (LABEL, SUM, SIGN, AMOUNT):
            view.resizeColumnToContents(column)
        room = max(view.viewport().width(), metrics.horizontalAdvance("疑") * 40)
        limit = min(metrics.horizontalAdvance("疑") * 34, room // 2)
        view.setColumnWidth(LABEL, max(min(view.columnWidth(LABEL), limit), metrics.horizontalAdvance("疑") * 14))
        view.setColumnWidth(AMOUNT, view.columnWidth(AMOUNT) + metrics.horizontalAdvance("0"))

    def copy(self) -> None:
        """Everything as text into the clipboard."""
        clipboard = QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.as_text())

    def as_text(self) -> str:
        """Everything as text."""
        return calculations_as_text(self.calculations, self.names, self.parcels, language(), self.training)

    def _tell(self) -> None:
        """Under the lines: the chosen line's sentence in full, else what must be said of the calculation."""
        line = self.linesView.currentIndex().data(LINE_ROLE)
        parts = self._of_line(line) if isinstance(line, Line) else self._remarks()
        self.detailBrowser.setHtml("<br>".join(dict.fromkeys(parts)))
        self.detailBrowser.setVisible(bool(parts))

    def _remarks(self) -> List[str]:
        found = []
        for each in self.calculations:
            for remark in each.remarks:
                kind = BAD if remark.severity == "E" or remark.code in BOUNDARIES else WARN
                sign = coloured("✖" if remark.severity == "E" else "⚠", kind, self.palette())
                found.append(f"{sign} {escape(remark.sentence(language()))}")
        return found

    def _of_line(self, line: Line) -> List[str]:
        label = line.label if language() == "zh" else line.label_en
        amount = f"{line.shown(language())} ({exact_tip(line.amount, line.unit)})" if line.amount is not None else ""
        return [f"<b>{escape(label)}</b> {escape(amount)}", escape(line.basis_words(language()))]

    def _go_to_parcel(self, index: QModelIndex) -> None:
        parcel = index.data(PARCEL_ROLE)
        if parcel and parcel in self.names:
            self.parcelWanted.emit(str(parcel))


def headline(found: Calculation, palette: QPalette) -> str:
    """``问责比例（县） 25.00 % – 纳入问责范围 · 口径 … · 含：拟``, as rich text."""
    place = 0 if language() == "zh" else 1
    conclusion = found.conclusion[place]
    kind = BAD if found.result is None or found.fires else (GOOD if found.fires is False else WARN)
    parts = [f"{escape((found.title, found.title_en)[place])}&nbsp; <b>{escape(found.shown(language()))}</b>"]
    if conclusion and not (found.result is None and conclusion == found.shown(language())):
        parts.append(coloured(conclusion, kind, palette, bold=True))
    parts += [escape(found.profile)] if found.profile else []
    if found.marks:
        marks = "、".join(found.mark_words(language()))
        parts.append(coloured(f"[{marks}]", WARN, palette))
    return " · ".join(parts)
