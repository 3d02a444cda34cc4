"""Notices that the reference layers are others than those that the stored areas are of."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QObject

from ..session import Session
from ..tasks import TaskRunner


class ChangedLayers(QObject):
    """Tells the session after each change. Files are looked at in a thread: a network folder may take its time."""

    def __init__(self, session: Session, runner: TaskRunner, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session, self._runner = session, runner
        self._number = 0
        session.workspaceChanged.connect(self.look)
        session.queueChanged.connect(self.look)

    def look(self) -> None:
        """Compare the layers as they are now with what the areas rest on."""
        self._number += 1
        number, workspace = self._number, self._session.workspace
        with self._session.guard():
            if workspace is None or workspace.overlay_run() is None:
                self._session.set_changed_roles(())
                return
            from ...jobs.measuring.reuse import Layers

            references = workspace.references()
            self._runner.run(self.tr("Weipian: look at the layers"), lambda _feedback: Layers(references),
                             lambda layers: self._compare(number, layers), lambda _error: None)

    def _compare(self, number: int, layers: Any) -> None:
        """A measurement leaves its figures with the layers of its time, in its order: a few parcels speak for all."""
        workspace = self._session.workspace
        if number != self._number or workspace is None:
            return
        from ...jobs.measuring.reuse import changed_roles

        with self._session.guard():
            self._session.set_changed_roles(changed_roles(workspace, layers, workspace.lists.some_measured()))
