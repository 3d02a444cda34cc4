"""One editor per kind of fact: area in 亩, number, yes or no, date, code, text; and “not known” for all of them."""

from __future__ import annotations

from datetime import date
from typing import Dict, Optional

from qgis.PyQt.QtCore import QDate, QEvent, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from ...domain.areas.units import m2_of_mu, mu_round2
from ...domain.forms.codes import CODE_LISTS
from ...domain.judging.fact_table import AREA, DATE, FLAG, NUMBER, RATIO, YEARS, Fact, FactValue
from ..messages import language
from ..wording import mu_unit

_LARGEST = 1_000_000.0


class FactEditor(QWidget):
    """Shows the editor that fits the fact; `value` is in the fact's own unit (areas m²), ``None`` for not known."""

    edited = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._fact: Optional[Fact] = None
        self._was: Optional[FactValue] = None
        self.number, self.flag, self.day = QDoubleSpinBox(self), QComboBox(self), QDateEdit(self)
        self.code, self.text = QComboBox(self), QLineEdit(self)
        self.unknown = QCheckBox(self.tr("not known"), self)
        self._prepare()
        self._pages = QStackedWidget(self)
        self._editors: Dict[str, QWidget] = {"number": self.number, "flag": self.flag, "day": self.day,
                                             "code": self.code, "text": self.text}
        for editor in self._editors.values():
            editor.setWhatsThis(self.tr("The value of the fact as it is assumed here; nothing is saved"))
            self._pages.addWidget(editor)
        self.unknown.setWhatsThis(self.tr("As if nobody knew it: rules that ask for it cannot decide"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._pages, 1)
        row.addWidget(self.unknown)
        self._pages.setEnabled(False)

    def _prepare(self) -> None:
        self.number.setRange(0.0, _LARGEST)
        self.number.setKeyboardTracking(False)
        self.flag.addItem(self.tr("Yes"), True)
        self.flag.addItem(self.tr("No"), False)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.unknown.toggled.connect(lambda on: self._pages.setEnabled(not on))
        for box in (self.flag, self.code):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
        for editor in (self.number, self.flag, self.day, self.code):
            editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel never changes a value."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, (QAbstractSpinBox, QComboBox)):
            event.ignore()
            return True
        return bool(super().eventFilter(watched, event))

    def show_fact(self, fact: Fact, value: Optional[FactValue]) -> None:
        """Edit ``fact``, which is ``value`` now."""
        self._fact, self._was = fact, value
        self.unknown.setChecked(value is None)
        self._pages.setEnabled(value is not None)
        kind = self._kind(fact)
        self._pages.setCurrentWidget(self._editors[kind])
        if kind == "number":
            self._show_number(fact, value)
        elif kind == "flag":
            self.flag.setCurrentIndex(0 if value is None or value else 1)
        elif kind == "day":
            day = value if isinstance(value, date) else None
            self.day.setDate(QDate(day.year, day.month, day.day) if day else QDate.currentDate())
        elif kind == "code":
            self._show_code(fact, value)
        else:
            self.text.setText("" if value is None else str(value))

    def value(self) -> Optional[FactValue]:
        """What stands there; an area that was not touched is exactly what it was."""
        fact = self._fact
        if fact is None or self.unknown.isChecked():
            return None
        kind = self._kind(fact)
        if kind == "number":
            return self._number(fact)
        if kind == "flag":
            return bool(self.flag.currentData())
        if kind == "day":
            day = self.day.date()
            return date(day.year(), day.month(), day.day())
        return str(self.code.currentData()) if kind == "code" else self.text.text().strip()

    @staticmethod
    def _kind(fact: Fact) -> str:
        if fact.codes:
            return "code"
        numbers = dict.fromkeys((AREA, RATIO, NUMBER, YEARS), "number")
        return {**numbers, FLAG: "flag", DATE: "day"}.get(fact.unit, "text")

    def _show_number(self, fact: Fact, value: Optional[FactValue]) -> None:
        known = float(value) if isinstance(value, (int, float)) else 0.0
        self.number.setDecimals(4 if fact.unit == RATIO else 2)
        self.number.setSuffix(f" {mu_unit()}" if fact.unit == AREA else "")
        self.number.setValue(float(mu_round2(known)) if fact.unit == AREA else known)

    def _number(self, fact: Fact) -> float:
        shown = self.number.value()
        if fact.unit != AREA:
            return float(shown)
        if isinstance(self._was, (int, float)) and float(mu_round2(self._was)) == shown:
            return float(self._was)
        return float(m2_of_mu(f"{shown:.2f}"))

    def _show_code(self, fact: Fact, value: Optional[FactValue]) -> None:
        self.code.clear()
        for entry in CODE_LISTS[fact.codes].codes:
            name = entry.zh if language() == "zh" else entry.en
            self.code.addItem(name if entry.code == entry.zh else f"{entry.code} {name}", entry.code)
        place = self.code.findData(str(value)) if value is not None else 0
        if place < 0:
            self.code.addItem(str(value), str(value))
            place = self.code.count() - 1
        self.code.setCurrentIndex(place)
