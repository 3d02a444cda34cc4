"""The keys with which a search box is left: Enter for the first hit, Esc back to the list."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLineEdit

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class SearchKeys(QObject):
    """Esc takes away what was written and not confirmed; what Enter confirmed goes on being searched."""

    confirmed = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, edit: QLineEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._edit, self._kept = edit, edit.text()
        edit.installEventFilter(self)

    def keep(self) -> None:
        """What is written now is confirmed."""
        self._kept = self._edit.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or event.key() not in _KEYS:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            if self._edit.text() != self._kept:
                self._edit.clear()
                self.keep()
            self.left.emit()
        else:
            self.keep()
            self.confirmed.emit()
        return True
