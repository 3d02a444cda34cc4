"""Editors of one line that is read as a value: an area in 亩, a number with its unit, a date."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtGui import QFontMetrics
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from ...domain.areas.units import exact, m2_of_mu, mu_round2
from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.forms.fields import Field, FieldType
from ..wording import mu_text, mu_unit
from .editor import Editor


class ReadLineEditor(Editor):
    """A line that is read as a value; what cannot be read is complained of and not stored."""

    LETTERS = 14

    def __init__(self, field: Field, parent: Optional[QWidget] = None, unit: str = "") -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(self)
        self.line.setMinimumWidth(QFontMetrics(self.line.font()).averageCharWidth() * self.LETTERS)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._finished)
        self._stored: object = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.line, 1)
        if unit:
            self._row.addWidget(QLabel(unit, self))
        self.setFocusProxy(self.line)

    def read(self, text: str) -> object:
        """The value that a text means; ``None`` for none."""
        raise NotImplementedError

    def write(self, value: object) -> str:
        """A stored value as people read it."""
        return "" if value is None else str(value)

    def value(self) -> object:
        return self._stored

    def show_value(self, value: object) -> None:
        self._stored = value
        self.line.setText(self.write(value))

    def refresh_value(self, value: object) -> None:
        if value != self.read(self.line.text()):
            self.show_value(value)

    def settle(self) -> None:
        self.line.setModified(False)

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def is_unreadable(self) -> bool:
        """Does something stand there that is no value?"""
        text = self.line.text().strip()
        return bool(text) and self.read(text) is None

    def _edited(self, text: str) -> None:
        self._stored = self.read(text)
        self.typing.emit()

    def _finished(self) -> None:
        if self.line.isModified():
            self.line.setModified(False)
            self.changed.emit()


class AreaEditor(ReadLineEditor):
    """An area in 亩, stored in m². The measured one is offered at a button and as a placeholder, never put in."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent, mu_unit())
        self.fill = QToolButton(self)
        self.fill.clicked.connect(self._take_measured)
        self.fill.setVisible(False)
        self._row.addWidget(self.fill)
        self._measured: Optional[float] = None
        self._limit: Optional[float] = None

    def offer(self, measured_m2: Optional[float], limit_m2: Optional[float]) -> None:
        """Offer the measured area, m²; ``limit_m2`` is the parcel's, which no part can exceed."""
        self._measured, self._limit = measured_m2, limit_m2
        self.fill.setVisible(measured_m2 is not None)
        if measured_m2 is not None:
            self.line.setPlaceholderText(self.tr("measured {area}").format(area=mu_text(measured_m2)))
            self.fill.setText(self.tr("Fill in {area}").format(area=mu_text(measured_m2)))
            self.fill.setToolTip(self.tr("Fill in the measured area"))
        else:
            self.line.setPlaceholderText("")

    def show_value(self, value: object) -> None:
        self._stored = float(str(value)) if value is not None and str(value) else None
        self.line.setText(self.write(self._stored))

    def write(self, value: object) -> str:
        return mu_text(float(str(value))) if value is not None else ""

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.fill.setEnabled(not read_only)

    def complaint(self) -> str:
        if self.is_unreadable():
            return self.tr("not an area in {unit}").format(unit=mu_unit())
        stored, limit = self._stored, self._limit
        if isinstance(stored, float) and limit is not None and mu_round2(stored) > mu_round2(limit):
            return self.tr("more than the parcel's {area}").format(area=mu_text(limit))
        return ""

    def read(self, text: str) -> Optional[float]:
        try:
            area = float(m2_of_mu(exact(text.strip().replace("，", "").replace(",", ""))))
        except WeipianError:
            return None
        return area if area >= 0 else None

    def _take_measured(self) -> None:
        self.show_value(self._measured)
        self.changed.emit()


class NumberEditor(ReadLineEditor):
    """A number (a whole one, where the field wants that) in the field's unit."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent, field.unit)

    def read(self, text: str) -> Optional[float]:
        try:
            number = float(exact(text.strip()))
        except WeipianError:
            return None
        if self.field.type is FieldType.INTEGER:
            return int(number) if number.is_integer() else None
        return number

    def write(self, value: object) -> str:
        number = self.read(str(value)) if value is not None else None
        return "" if value is None else str(value) if number is None else f"{number:.12g}"

    def complaint(self) -> str:
        return self.tr("not a number") if self.is_unreadable() else ""


class DateEditor(ReadLineEditor):
    """A day, written as people write days and stored as an ISO date."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.line.setPlaceholderText(self.tr("YYYY-MM-DD"))

    def read(self, text: str) -> Optional[str]:
        day = parse_date(text.strip())
        return day.isoformat() if day is not None else None

    def _finished(self) -> None:
        if self._stored is not None:
            modified = self.line.isModified()
            self.line.setText(self.write(self._stored))
            self.line.setModified(modified)
        super()._finished()

    def complaint(self) -> str:
        return self.tr("not a date") if self.is_unreadable() else ""
