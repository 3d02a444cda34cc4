"""One figure, large, that opens its parcels."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ...domain.statistics.figures import Figure
from ..wording import BAD, muted, tone
from .words import figure_in_words, in_words

_LARGE = 1.45


class Tile(QPushButton):
    """Name above, figure below; what was counted is its tip."""

    figureWanted = pyqtSignal(object)  # noqa: N815 - Qt's way of naming signals

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.figure: Optional[Figure] = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 5, 8, 5)
        layout.setSpacing(1)
        self.nameLabel, self.figureLabel = QLabel(self), QLabel(self)
        font = self.figureLabel.font()
        font.setPointSizeF(font.pointSizeF() * _LARGE)
        font.setBold(True)
        self.figureLabel.setFont(font)
        for label in (self.nameLabel, self.figureLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        lines = self.nameLabel.fontMetrics().height() + self.figureLabel.fontMetrics().height()
        self.setMinimumHeight(round(lines * 1.15) + 14)
        self.clicked.connect(lambda _checked=False: self._open())

    def show_figure(self, figure: Figure, is_bad: bool = False) -> None:
        """``is_bad``: a figure one has to look at."""
        self.figure = figure
        name, said = in_words(figure.title), figure_in_words(figure)
        self.nameLabel.setText(name)
        self.nameLabel.setStyleSheet(f"color: {muted(self.palette()).name()}")
        self.figureLabel.setText(said)
        self.figureLabel.setStyleSheet(f"color: {tone(BAD, self.palette()).name()}" if is_bad else "")
        self.setToolTip(figure.query)
        self.setAccessibleName(f"{name} {said}")
        wanted = max(self.nameLabel.sizeHint().width(), self.figureLabel.sizeHint().width()) + 20
        self.setMinimumWidth(wanted)

    def _open(self) -> None:
        if self.figure is not None and self.figure.parcels:
            self.figureWanted.emit(self.figure)
