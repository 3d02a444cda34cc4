"""How a search box is left: Enter for the first hit, Esc back to the list."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QLineEdit

from .line_keys import LineKeys


class SearchKeys(QObject):
    """Esc takes away what was written and led nowhere; what was kept goes on being searched. ``entered``: Enter."""

    entered = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, edit: QLineEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._edit, self._kept = edit, edit.text()
        keys = LineKeys(edit, self)
        keys.entered.connect(self.entered)
        keys.escaped.connect(self._restore)

    def keep(self) -> None:
        """What is written now is what Esc brings back from here on."""
        self._kept = self._edit.text()

    def _restore(self) -> None:
        self._edit.setText(self._kept)
        self.left.emit()
