"""One line over the map in which the remark of a sketch is written: no dialog, Enter keeps it, Esc leaves it."""

from __future__ import annotations

from typing import Callable

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QLineEdit

_LETTERS, _BELOW_TOP = 44, 12


class RemarkLine(QLineEdit):
    """Stands at the top of the map until Enter or Esc; an empty remark is kept too."""

    def __init__(self, canvas: QgsMapCanvas, keep: Callable[[str], None], leave: Callable[[], None]) -> None:
        super().__init__(canvas.viewport())
        self._leave = leave
        self.setPlaceholderText(self.tr("Remark on the sketch – Enter keeps it, Esc leaves it"))
        self.setToolTip(self.placeholderText())
        self.setWhatsThis(self.tr("What is to be said of the sketch. It is shown on the map to whoever opens the patch "
                                  "next, with your name."))
        width = min(_LETTERS * self.fontMetrics().averageCharWidth(), canvas.viewport().width() - 2 * _BELOW_TOP)
        self.setFixedWidth(max(width, 1))
        self.move(QPoint(max(0, (canvas.viewport().width() - self.width()) // 2), _BELOW_TOP))
        self.returnPressed.connect(lambda: keep(self.text()))
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            event.accept()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace):
            event.accept()  # the map must not take it for the pen's
