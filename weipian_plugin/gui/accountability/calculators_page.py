"""The page of the other calculations: a list, the inputs of the chosen one, and its lines as soon as one types."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Callable, Dict, List, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtGui import QBrush, QShowEvent
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from ...domain.areas.units import exact, round2
from ...domain.calculators.calculation import MU, Calculation
from ...domain.errors import WeipianError
from ...jobs.accounting.situation import Situation
from ..forms import load_form
from ..messages import describe
from ..newest import Newest
from ..tasks import TaskRunner
from ..wording import BAD, WARN, coloured, muted
from .calculation_rows import exact_tip
from .calculation_view import CalculationView
from .calculator_inputs import AREA, CHECK, COUNT, LINES, ONE, SEVERAL, TEXT, Calculator, CalculatorInputs, Input

Reader = Callable[[], Any]
_MOST, _NOT_GIVEN = 99_999_999, -1


class CalculatorsPage(QWidget):
    """What is typed is worked out at once and kept only while the window is open."""

    def __init__(self, parent: Optional[QWidget] = None, runner: Optional[TaskRunner] = None) -> None:
        super().__init__(parent)
        load_form("accountability_calculators", self)
        self.view = CalculationView(self)
        self.resultLayout.addWidget(self.view)
        self.calculators: List[Calculator] = CalculatorInputs(self).calculators()
        self._newest = Newest(self.tr("Weipian: calculation"), runner, self)
        self._situation: Optional[Situation] = None
        self._level = "county"
        self.inputsWidget: QWidget = self.inputsWidget
        self._readers: Dict[str, Reader] = {}
        self._typed: Dict[Tuple[str, str], Any] = {}
        self._asked: List[Input] = []
        self.editors: Dict[str, QWidget] = {}
        for each in self.calculators:
            self.listWidget.addItem(QListWidgetItem(each.title))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.work_out)
        self.listWidget.currentRowChanged.connect(lambda _row: self._ask())
        letter = self.fontMetrics().horizontalAdvance("疑")
        widest = self.listWidget.sizeHintForColumn(0) + 2 * letter
        self.splitter.setSizes([widest, letter * 26, letter * 48])
        self.listWidget.setMinimumWidth(min(widest, letter * 22))
        for widget in (self.inputsArea.viewport(), self.inputsBody):
            widget.setAutoFillBackground(False)
        self.splitter.setStretchFactor(2, 1)

    @property
    def chosen(self) -> Optional[Calculator]:
        """The calculation that is shown."""
        row = self.listWidget.currentRow()
        return self.calculators[row] if row >= 0 else None

    def choose(self, key: str) -> None:
        """Show the calculation with this key."""
        self.listWidget.setCurrentRow([each.key for each in self.calculators].index(key))

    def show_situation(self, situation: Optional[Situation], level: str) -> None:
        """Another workspace, profile or level; None while it is being read."""
        if situation is not self._situation:
            self._typed.clear()
        self._situation, self._level = situation, level
        for row, each in enumerate(self.calculators):
            known = situation is None or each.is_in(situation)
            item = self.listWidget.item(row)
            item.setForeground(self.palette().text() if known else QBrush(muted(self.palette())))
            item.setToolTip("" if known else self.tr("The profile has no such rule: cannot be computed."))
        if self.chosen is None and situation is not None:
            first = next((row for row, each in enumerate(self.calculators) if each.is_in(situation)), 0)
            self.listWidget.setCurrentRow(first)
        else:
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """What was not looked at was not worked out."""
        super().showEvent(event)
        self.work_out()

    def work_out(self) -> None:
        """Read what is typed, and show the calculation or what is wrong with it."""
        chosen, situation = self.chosen, self._situation if self.isVisible() else None
        self._newest.forget()
        if chosen is None or situation is None:
            self._show(None, [])
            return
        try:
            given = {key: read() for key, read in self._readers.items()}
            missing = [asked.label for asked in self._asked if asked.needed and given[asked.key] is None]
            if missing:
                raise WeipianError("INPUTS_NEEDED", what="、".join(missing))
        except WeipianError as error:
            self._show_error(error)
            return
        work, level = chosen.work, self._level
        self.view.setEnabled(False)  # the figures shown are of what was typed before
        self._newest.ask(lambda: list(work(given, situation, level)), lambda found: self._show(situation, found),
                         self._show_error)

    def forget(self) -> None:
        """What is being worked out is not wanted any more."""
        self._newest.forget()

    def _show(self, situation: Optional[Situation], found: List[Calculation]) -> None:
        self.view.setEnabled(True)
        parcels = {parcel.id: parcel for parcel in situation.parcels} if situation is not None else {}
        self.view.show_calculations(found, situation.names if situation is not None else {}, parcels,
                                    situation.training if situation is not None else False)

    def _show_error(self, error: BaseException) -> None:
        self._show(None, [])
        is_missing = isinstance(error, WeipianError) and error.code == "INPUTS_NEEDED"
        sign, kind = ("✎", WARN) if is_missing else ("✖", BAD)
        self.view.resultLabel.setText(coloured(f"{sign} {describe(error)[0]}", kind, self.palette()))
        self.view.resultLabel.setVisible(True)

    def _ask(self) -> None:
        """The inputs of the chosen calculation, with what the workspace knows, or what was typed before."""
        old = self.inputsWidget
        self.inputsWidget = QWidget()
        self.inputsLayout.replaceWidget(old, self.inputsWidget)
        old.hide()
        old.deleteLater()
        self._readers, self.editors, self._asked = {}, {}, []
        chosen, situation = self.chosen, self._situation
        self.aboutLabel.setText(chosen.about if chosen else "")
        if chosen is not None and situation is not None:
            form = QFormLayout(self.inputsWidget)
            form.setContentsMargins(0, 0, 0, 0)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
            self._asked = chosen.inputs(situation)
            for each in self._asked:
                self._add(form, chosen, each)
        self.work_out()

    def _add(self, form: QFormLayout, chosen: Calculator, asked: Input) -> None:
        place = chosen.key, asked.key
        value = self._typed.get(place, asked.value)
        editor, read = _MAKERS[asked.kind](asked, value, lambda: self._changed(place))
        editor.setToolTip(asked.tip or editor.toolTip())
        self.editors[asked.key], self._readers[asked.key] = editor, read
        if asked.kind == CHECK:
            form.addRow("", editor)
        else:
            form.addRow(asked.label, editor)

    def _changed(self, place: Tuple[str, str]) -> None:
        try:
            self._typed[place] = self._readers[place[1]]()
        except WeipianError:
            self._typed.pop(place, None)
        self._timer.start(120)


Made = Tuple[QWidget, Reader]
Told = Callable[[], None]


def _count(_asked: Input, value: Any, told: Told) -> Made:
    """One step below nothing is: not given."""
    box = QSpinBox()
    box.setRange(_NOT_GIVEN, _MOST)
    box.setSpecialValueText(_not_given())
    box.setValue(_NOT_GIVEN if value is None else int(value))
    box.valueChanged.connect(lambda _value: told())
    return box, lambda: None if box.value() == _NOT_GIVEN else box.value()


def _area(_asked: Input, value: Any, told: Told) -> Made:
    """Two decimals are shown; while nobody types, the exact area is what is computed with."""
    given = None if value is None else exact(value)
    shown = "" if given is None else str(round2(given))
    edit = QLineEdit(shown)
    edit.setPlaceholderText(_not_given())
    edit.setAlignment(Qt.AlignmentFlag.AlignRight)
    edit.setToolTip(exact_tip(given, MU))
    edit.textChanged.connect(lambda _text: told())

    def read() -> Optional[Fraction]:
        text = edit.text().strip().replace(",", "")
        return given if text == shown else (exact(text) if text else None)
    return edit, read


def _not_given() -> str:
    return str(QCoreApplication.translate("CalculatorsPage", "not given"))


def _text(_asked: Input, value: Any, told: Told) -> Made:
    edit = QLineEdit(str(value or ""))
    edit.textChanged.connect(lambda _text: told())
    return edit, lambda: edit.text().strip()


def _check(asked: Input, value: Any, told: Told) -> Made:
    box = QCheckBox(asked.label)
    box.setChecked(bool(value))
    box.toggled.connect(lambda _on: told())
    return box, box.isChecked


def _several(asked: Input, value: Any, told: Told) -> Made:
    listing = QListWidget()
    for key, text in asked.choices:
        item = QListWidgetItem(text, listing)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setCheckState(Qt.CheckState.Checked if key in (value or ()) else Qt.CheckState.Unchecked)
    rows = max(min(listing.count(), 6), 2)
    listing.setFixedHeight(int(listing.fontMetrics().height() * 1.6 * rows) + 2 * listing.frameWidth())
    listing.itemChanged.connect(lambda _item: told())

    def read() -> Tuple[str, ...]:
        items = [listing.item(row) for row in range(listing.count())]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in items
                     if item.checkState() == Qt.CheckState.Checked)
    return listing, read


def _one(asked: Input, value: Any, told: Told) -> Made:
    box = QComboBox()
    for key, text in asked.choices:
        box.addItem(text, key)
    box.setCurrentIndex(max(box.findData(value), 0))
    box.currentIndexChanged.connect(lambda _index: told())
    return box, lambda: str(box.currentData() or "")


def _lines(_asked: Input, value: Any, told: Told) -> Made:
    edit = QPlainTextEdit(str(value or ""))
    edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    edit.setMinimumHeight(edit.fontMetrics().height() * 10)
    edit.textChanged.connect(told)
    return edit, edit.toPlainText


_MAKERS: Dict[str, Callable[[Input, Any, Told], Made]] = {
    COUNT: _count, AREA: _area, TEXT: _text, CHECK: _check, SEVERAL: _several, ONE: _one, LINES: _lines,
}
