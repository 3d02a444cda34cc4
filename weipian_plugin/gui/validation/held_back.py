"""Errors hold a table back: what they are, and two ways on – see them, or export a draft."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QDialog, QWidget

from ..forms import fit_to_screen, load_form


class HeldBackDialog(QDialog):
    """Accepted means: export as a draft. ``wants_findings``: show them instead."""

    def __init__(self, sentence: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("held_back", self)
        fit_to_screen(self)
        self.wants_findings = False
        self.sentenceLabel.setText(sentence)
        self.exportButton.clicked.connect(lambda _checked: self.accept())
        self.showButton.clicked.connect(lambda _checked: self._show_findings())
        self.cancelButton.clicked.connect(lambda _checked: self.reject())

    @property
    def reason(self) -> str:
        """Why it is written all the same; may be empty."""
        return str(self.reasonEdit.text()).strip()

    def _show_findings(self) -> None:
        self.wants_findings = True
        self.reject()
