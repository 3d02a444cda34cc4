"""Brings into view what a person goes on with: the answers after an outcome, the field that has the keyboard."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QScrollArea, QWidget

SETTLED_MS = 300


class Scrolling(QObject):
    """Scrolls ``area`` over its ``content``, once the layout knows where things are."""

    def __init__(self, area: QScrollArea, content: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._area, self._content = area, content
        self._top: Optional[QWidget] = None
        area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._scroll_to_top())

    def bring_up(self, part: QWidget) -> None:
        """This part to the top; again when new fields have made the form longer."""
        self._top = part
        QTimer.singleShot(0, self._scroll_to_top)
        QTimer.singleShot(SETTLED_MS, self.leave_alone)

    def leave_alone(self) -> None:
        """From now on a person scrolls."""
        self._top = None

    def reveal(self, part: QWidget) -> None:
        """This part into view."""
        self._area.ensureWidgetVisible(part, 0, 20)

    def show_keyboard_soon(self) -> None:
        """The field that has the keyboard into view, once the layout knows where it is."""
        QTimer.singleShot(0, self._show_keyboard)

    def _scroll_to_top(self) -> None:
        if self._top is not None:
            self._area.verticalScrollBar().setValue(self._top.y())

    def _show_keyboard(self) -> None:
        focused = self._content.window().focusWidget()
        if focused is not None and self._content.isAncestorOf(focused):
            self._area.ensureWidgetVisible(focused, 0, 2 * focused.fontMetrics().height())
            self._area.horizontalScrollBar().setValue(0)
