"""Asks for the operator's name once, before the first signature; never in the loop."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QWidget

from .forms import load_form, name_buttons
from .session import Session


class OperatorForm(QDialog):
    """A name, or nothing: without one there are drafts but no signatures."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("operator", self)
        name_buttons(self.buttons, self.tr("Keep"))
        self._session = session
        self.nameEdit.setText(session.settings.operator)
        self.nameEdit.textChanged.connect(self._enable)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._enable()

    def _enable(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.nameEdit.text().strip()))

    def accept(self) -> None:
        """From now on this person decides and signs."""
        self._session.set_operator(self.nameEdit.text())
        super().accept()
