"""Of a workspace that another window writes: whether that window still does, asked now and then and at each attempt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..domain.errors import WeipianError

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

ASKED_MS = 5000
"""How often it is asked: each time one small file is read, on a server maybe."""


class OtherWriter(QObject):
    """``gone``: nobody writes any more; told once. ``wanted``: and this window has just tried to."""

    gone = pyqtSignal()
    wanted = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._workspace: Optional[Workspace] = None
        self.timer = QTimer(self)
        self.timer.setInterval(ASKED_MS)
        self.timer.timeout.connect(self._ask)

    def watch(self, workspace: Optional[Workspace]) -> None:
        """This one from now on, where another window writes it; none where it is ``None``."""
        self._workspace = workspace if workspace is not None and not workspace.writable else None
        if self._workspace is not None and self._workspace.holder:
            self.timer.start()
        else:
            self.timer.stop()

    def _ask(self) -> None:
        if self._workspace is not None and self._workspace.could_be_written():
            self.timer.stop()
            self.gone.emit()

    def say_how_it_is(self, error: WeipianError) -> None:
        """After this window was refused to write: raises what is so now, where that is another thing than it knew.

        Raises WORKSPACE_FREE_AGAIN where nobody writes any more, WORKSPACE_READ_ONLY with the name of who does.
        """
        workspace = self._workspace
        if workspace is None or error.code != "WORKSPACE_READ_ONLY" or (
                Path(str(error.values.get("file"))) != Path(str(workspace.path))):
            return
        if workspace.could_be_written():
            self.timer.stop()
            QTimer.singleShot(0, self._tell_wanted)  # whoever was refused has to come to its end first
            raise WeipianError("WORKSPACE_FREE_AGAIN", file=str(workspace.path)) from error
        workspace.require_writable()

    def _tell_wanted(self) -> None:
        if self._workspace is not None:
            self.wanted.emit()
