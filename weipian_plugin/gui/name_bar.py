"""Asks above the list who is working, as soon as something is decided by nobody; the keys go on working meanwhile."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from .session import Session


class NameBar(QFrame):
    """Stands there until a name is given; it takes nobody's keyboard and holds up no answer.

    ``standing`` tells that it does, and that it does no more: what else stands above the list gives way meanwhile.
    """

    standing = pyqtSignal(bool)

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("weipianNameBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.nameEdit = QLineEdit(self)
        self.nameEdit.setPlaceholderText(self.tr("Name"))
        self.nameEdit.setWhatsThis(self.tr("Your name as it appears in the tables (确认人)"))
        self.keepButton = QPushButton(self.tr("Keep"), self)
        self.keepButton.setWhatsThis(self.tr("Record what is decided from now on with this name"))
        self.keepButton.setEnabled(False)
        line = QHBoxLayout()
        line.addWidget(self.nameEdit, 1)
        line.addWidget(self.keepButton)
        layout = QVBoxLayout(self)
        layout.addWidget(self.label)
        layout.addLayout(line)
        self.nameEdit.textChanged.connect(lambda text: self.keepButton.setEnabled(bool(text.strip())))
        self.nameEdit.returnPressed.connect(self._keep)
        self.keepButton.clicked.connect(lambda _checked=False: self._keep())
        session.nameWanted.connect(self._ask)
        session.operatorChanged.connect(self._hide_where_known)
        self.hide()

    def _ask(self) -> None:
        self.label.setText(self.tr(
            "Who is working? What you did is kept, recorded with the name of the computer's user, {login}. Enter your "
            "name: from then on it is yours that is recorded.").format(login=self._session.actor))
        if self.isHidden():
            self.show()
            self.standing.emit(True)

    def _keep(self) -> None:
        name = self.nameEdit.text().strip()
        if name:
            self._session.set_operator(name)

    def _hide_where_known(self) -> None:
        if not self._session.settings.operator or self.isHidden():
            return
        focus = QApplication.focusWidget()
        had_keyboard = focus is not None and self.isAncestorOf(focus)
        self.hide()
        self.standing.emit(False)
        if had_keyboard and self.parentWidget() is not None:
            self.parentWidget().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter here keeps the name and signs nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)
