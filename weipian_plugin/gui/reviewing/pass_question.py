"""One question before many are passed: how many pass, what is left out, and why; in line, Esc passes nothing."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...domain.forms.codes import label
from ...jobs.reviewing.returning import Passing
from ..messages import language


class PassQuestion(QFrame):
    """Hidden until something is asked. ``answered``: pass them, those on which readers disagree too (True) or not."""

    answered = pyqtSignal(bool)
    withdrawn = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.passing = Passing()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.wordsLabel, self.disputedCheck = QLabel(self), QCheckBox(self)
        self.wordsLabel.setWordWrap(True)
        self.disputedCheck.setToolTip(self.tr("They pass as they were filed, whatever the readers said"))
        self.yesButton, self.noButton = QPushButton(self), QPushButton(self.tr("Pass nothing"), self)
        self.yesButton.setToolTip(self.tr("Keeps an audit for each of them; undo takes all of them back at once"))
        self.noButton.setToolTip(self.tr("Nothing is passed (Esc)"))
        layout, row = QVBoxLayout(self), QHBoxLayout()
        layout.addWidget(self.wordsLabel)
        layout.addLayout(row)
        row.addWidget(self.disputedCheck, 1)
        row.addStretch()
        for button, slot in ((self.yesButton, self._yes), (self.noButton, self.withdraw)):
            button.clicked.connect(lambda _checked, slot=slot: slot())
            row.addWidget(button)
        self.yesButton.setAutoDefault(True)
        self.noButton.setAutoDefault(False)
        self.disputedCheck.toggled.connect(lambda _on: self._count())
        self.hide()

    def ask(self, passing: Passing, level: str) -> None:
        """Say what will happen, and wait for an answer; Enter passes."""
        self.passing = passing
        lines = [self.tr("{n} of the selected patches will be passed at {level}; one undo takes them back.").format(
            n=len(passing.ready), level=label("SHJB", level, language()))]
        if passing.disputed:
            lines.append(self.tr("On {n} more readers disagree, or read something else than what was filed, and nobody "
                                 "has ruled: they stay.").format(n=len(passing.disputed)))
        if passing.unopened:
            lines.append(self.tr("{n} violations that you have not opened stay.").format(n=len(passing.unopened)))
        if passing.stays:
            lines.append(self.tr("{n} cannot be passed at this level now.").format(n=passing.stays))
        self.wordsLabel.setText("\n".join(lines))
        self.disputedCheck.setChecked(False)
        self.disputedCheck.setVisible(bool(passing.disputed))
        self.disputedCheck.setText(self.tr("Pass these {n} too").format(n=len(passing.disputed)))
        self._count()
        self.show()
        (self.yesButton if self.yesButton.isEnabled() else self.disputedCheck).setFocus()

    def withdraw(self) -> None:
        """Nothing is passed."""
        if not self.isHidden():
            self.hide()
            self.withdrawn.emit()

    def _count(self) -> None:
        count = len(self.passing.ready) + (len(self.passing.disputed) if self.disputedCheck.isChecked() else 0)
        self.yesButton.setText(self.tr("Pass {n}").format(n=count))
        self.yesButton.setEnabled(count > 0)

    def _yes(self) -> None:
        self.hide()
        self.answered.emit(self.disputedCheck.isChecked())
