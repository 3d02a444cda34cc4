"""Between a page that is laid out anew at each step and the window around it, which need not be."""

from __future__ import annotations

from typing import Tuple

from qgis.PyQt.QtCore import QEvent, QSize
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QWidget


class SteadyPage(QWidget):
    """Holds a page and is as large; the layout around hears of it only where the page wants another size than before.

    By itself Qt lays the docks of the whole window out anew whenever any label in one of them has another text.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page.parentWidget())
        self._page = page
        page.setParent(self)
        self._wanted = self._hints()

    def sizeHint(self) -> QSize:
        return self._page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._page.minimumSizeHint().expandedTo(self._page.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._page.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self._wanted != self._hints():
            self._wanted = self._hints()
            self.updateGeometry()
        return bool(super().event(event))

    def _hints(self) -> Tuple[QSize, QSize]:
        return self.minimumSizeHint(), self.sizeHint()
