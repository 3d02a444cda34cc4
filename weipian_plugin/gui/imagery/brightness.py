"""Brightness and contrast by hand, of the two dates that are shown."""

from __future__ import annotations

from typing import Dict, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QPushButton, QSlider, QWidget

MOST_BRIGHTNESS, MOST_CONTRAST = 120, 80
"""Of QGIS's −255…255 and −100…100: beyond that a picture is white, black or grey."""
SLIDER_LETTERS = 18


class BrightnessPanel(QWidget):
    """One row a date, two sliders; a double line of numbers nobody needs is left out."""

    changed = pyqtSignal(str, int, int)  # date, brightness, contrast

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._sliders: Dict[str, Tuple[QSlider, QSlider]] = {}

    def show_dates(self, dates: Sequence[str], by_hand: Dict[str, Tuple[int, int]]) -> None:
        """The dates (ISO) that are on the screen, and how they were set."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        self._sliders = {}
        for column, text in enumerate((self.tr("Brightness"), self.tr("Contrast")), start=1):
            self._grid.addWidget(QLabel(text, self), 0, column, Qt.AlignmentFlag.AlignHCenter)
        for row, date in enumerate(dates, start=1):
            self._grid.addWidget(QLabel(date, self), row, 0)
            values = by_hand.get(date, (0, 0))
            pair = (self._slider(date, values[0], MOST_BRIGHTNESS), self._slider(date, values[1], MOST_CONTRAST))
            for column, slider in enumerate(pair, start=1):
                self._grid.addWidget(slider, row, column)
            self._sliders[date] = pair
        reset = QPushButton(self.tr("As it was"), self)
        reset.clicked.connect(self.reset)
        self._grid.addWidget(reset, len(dates) + 1, 1, 1, 2)

    def reset(self) -> None:
        """Nothing by hand any more."""
        for pair in self._sliders.values():
            for slider in pair:
                slider.setValue(0)

    def _slider(self, date: str, value: int, most: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(-most, most)
        slider.setValue(value)
        slider.setMinimumWidth(SLIDER_LETTERS * self.fontMetrics().averageCharWidth())
        slider.valueChanged.connect(lambda _value: self._tell(date))
        return slider

    def _tell(self, date: str) -> None:
        brightness, contrast = self._sliders[date]
        self.changed.emit(date, brightness.value(), contrast.value())
