"""What may wait for the next turn of the event loop, unless somebody needs it before."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import QObject, QTimer


class InTurn(QObject):
    """Something to be done: `later`, in the next turn, or `now` where it is due. Asked for twice it is done once."""

    def __init__(self, what: Callable[[], None], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._what, self.is_due = what, False
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self.now)

    def later(self) -> None:
        """It is due from now on."""
        self.is_due = True
        self._turn.start(0)

    def now(self) -> None:
        """It is done, if it is due."""
        if self.is_due:
            self.drop()
            self._what()

    def drop(self) -> None:
        """It need not be done any more."""
        self.is_due = False
        self._turn.stop()
