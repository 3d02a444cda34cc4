"""What every editor of a field is: one value, shown and told."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QToolButton, QWidget

from ...domain.forms.fields import Field
from .field_help import field_help

translate = QCoreApplication.translate
"""Not ``self.tr``: that looks in the subclass's context only."""


class Editor(QWidget):
    """Edits one field. ``changed`` tells a finished value, ``typing`` that one is being written."""

    changed = pyqtSignal()
    typing = pyqtSignal()

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setObjectName(f"field_{field.code}")
        self.setWhatsThis(field_help(field))
        self._proposed: object = None
        self.take: Optional[QToolButton] = None

    def value(self) -> object:
        """What stands there, as it is stored; ``None`` for nothing."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Show a stored value without telling it as an edit."""
        raise NotImplementedError

    def refresh_value(self, value: object) -> None:
        """The value as it was saved: what a person is writing, and means the same, is left as it is."""
        self.show_value(value)

    def leave_keyboard(self) -> None:
        """Chosen with the mouse it takes nobody's keyboard. A field that is written in needs it."""

    def settle(self) -> None:
        """What stands here has been saved: leaving the field need not tell it again."""

    def set_read_only(self, read_only: bool) -> None:
        """A signed or foreign answer can be read and copied, not changed."""
        self.setEnabled(not read_only)

    def propose(self, value: object, words: str) -> None:
        """Offer at a button what was stated elsewhere, ``None`` for nothing. It is never put in by itself."""
        self._proposed = value
        if self.take is None and value is not None:
            self.take = QToolButton(self)
            self.take.clicked.connect(lambda _checked: self._take_proposed())
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self.take)
        if self.take is not None:
            self.take.setVisible(value is not None)
            self.take.setText(translate("Editor", "◇ Fill in “{value}”").format(value=words))
            self.take.setToolTip(translate("Editor", "Stated among the facts; only a click puts it in"))

    def _take_proposed(self) -> None:
        self.show_value(self._proposed)
        self.changed.emit()

    def complaint(self) -> str:
        """What is wrong with the text as it stands, in words; empty if nothing is."""
        return ""
