"""What every editor of a field is: one value, shown and told."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...domain.fields import Field


class Editor(QWidget):
    """Edits one field. ``changed`` tells a finished value, ``typing`` that one is being written."""

    changed = pyqtSignal()
    typing = pyqtSignal()

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setObjectName(f"field_{field.code}")

    def value(self) -> object:
        """What stands there, as it is stored; ``None`` for nothing."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Show a stored value without telling it as an edit."""
        raise NotImplementedError

    def refresh_value(self, value: object) -> None:
        """The value as it was saved: what a person is writing, and means the same, is left as it is."""
        self.show_value(value)

    def settle(self) -> None:
        """What stands here has been saved: leaving the field need not tell it again."""

    def set_read_only(self, read_only: bool) -> None:
        """A signed or foreign answer can be read and copied, not changed."""
        self.setEnabled(not read_only)

    def complaint(self) -> str:
        """What is wrong with the text as it stands, in words; empty if nothing is."""
        return ""
