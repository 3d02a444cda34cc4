"""The keys with which a line of text is left: Enter and Esc are its own, whatever they mean in the window."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLineEdit

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class LineKeys(QObject):
    """Tells of both; what follows is the owner's."""

    entered = pyqtSignal()
    escaped = pyqtSignal()

    def __init__(self, edit: QLineEdit, parent: QObject) -> None:
        super().__init__(parent)
        edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or event.key() not in _KEYS:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            self.entered.emit()
        return True
