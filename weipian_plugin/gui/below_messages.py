"""How much of a map QGIS's message bar covers at the top: what we write on the map stands below it."""

from __future__ import annotations

from typing import List

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame

_MOVES = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.Move)


def covered_at_top(canvas: QgsMapCanvas) -> int:
    """Pixels at the top of the map that lie under a message bar of its window."""
    view, covered = canvas.viewport(), 0
    for bar in _bars(canvas):
        if bar.isVisible() and not bar.isAncestorOf(canvas):
            place = bar.rect().translated(view.mapFromGlobal(bar.mapToGlobal(QPoint(0, 0))))
            if place.intersects(view.rect()) and place.top() <= view.height() // 4:
                covered = max(covered, place.bottom() + 1)
    return min(covered, view.height() // 2)


def _bars(canvas: QgsMapCanvas) -> List[QFrame]:
    """QGIS's own is not known to Python by its class: it is found by its name."""
    return [frame for frame in canvas.window().findChildren(QFrame) if frame.inherits("QgsMessageBar")]


class BelowMessages(QObject):
    """Tells by ``changed`` when `height` is another: a message came, went or grew."""

    changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: QObject) -> None:
        """Watches as long as ``parent`` is there."""
        super().__init__(parent)
        self._canvas, self.height = canvas, covered_at_top(canvas)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        for bar in _bars(canvas):
            bar.installEventFilter(self)
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._soon.start(0)  # once the bar has its place
        return False

    def _look(self) -> None:
        height = covered_at_top(self._canvas)
        if height != self.height:
            self.height = height
            self.changed.emit()
