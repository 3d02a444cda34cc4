"""A menu that stays open while choices are ticked, so that three of them need not be three ways through it."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent
from qgis.PyQt.QtWidgets import QAction, QMenu


class StayingMenu(QMenu):
    """Ticks by mouse or Space without closing; Enter ticks and closes."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if _is_ticked_only(action):
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and _is_ticked_only(action):
            action.trigger()
            return
        super().keyPressEvent(event)


def _is_ticked_only(action: QAction) -> bool:
    return action is not None and action.isEnabled() and action.isCheckable() and action.actionGroup() is None
