"""Asks, where a review file is opened that was made for another than who works here, whose readings go into it."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from .session import Session


class WhoseFile(QObject):
    """One question that names both, before anything can be answered in the file."""

    def __init__(self, session: Session, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._window = session, window
        self.box: Optional[QMessageBox] = None
        """The question, while it stands."""
        session.workspaceChanged.connect(self._drop)
        # Later: the file is shown first, and nothing is asked while it is being opened.
        session.workspaceChanged.connect(self._ask, Qt.ConnectionType.QueuedConnection)

    def _ask(self) -> None:
        reader, name = self._session.second_reader, self._session.settings.operator
        if self.box is not None or not reader or reader == name or not self._session.writable:
            return
        box = self.box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Whose review file"))
        box.setText(self.tr("This review file was made for {reader}; who works here is {name}.").format(
            reader=reader, name=name) if name else
            self.tr("This review file was made for {reader}; nobody has said yet who works here.").format(
                reader=reader))
        box.setInformativeText(self.tr("What is read in it counts as {reader}'s. Where another has read it, that is "
                                       "kept with each answer, and told when the file is collected.").format(
                                           reader=reader))
        mine = box.addButton(self.tr("I am {reader}").format(reader=reader), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Read it as {name}").format(name=name or self._session.actor),
                      QMessageBox.ButtonRole.DestructiveRole)
        leave = box.addButton(self.tr("Close the file"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(mine)
        box.setEscapeButton(leave)
        box.finished.connect(lambda _result: self._answered(reader, box.clickedButton(), mine, leave))
        box.open()

    def _answered(self, reader: str, said: object, mine: object, leave: object) -> None:
        self._forget()
        if said is mine:
            self._session.set_operator(reader)
        elif said is leave:
            self._session.close()

    def _drop(self) -> None:
        """Another file, or none."""
        box = self.box
        if box is not None:
            box.blockSignals(True)
            box.reject()
            self._forget()

    def _forget(self) -> None:
        box, self.box = self.box, None
        if box is not None:
            box.deleteLater()
