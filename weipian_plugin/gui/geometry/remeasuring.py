"""What follows when shapes are others: their areas are measured anew, and the session is told of it."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject

from ...jobs.drawing.shape_edits import Remeasure
from ...jobs.measuring.worker import OverlayWorker, shared_worker
from ..messages import language
from ..session import Session


class Remeasuring(QObject):
    """What the worker measures for the session that draws; what of it comes too late is not told."""

    def __init__(self, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker: Optional[OverlayWorker] = None
        self.running: List[Remeasure] = []

    def measure(self, uuids: Sequence[str]) -> None:
        """These parcels have other shapes than before."""
        workspace: Any = self._session.workspace
        if workspace is None or not workspace.writable:
            return
        worker = shared_worker()
        if worker is not self._worker:
            self._worker = worker
            worker.compilingChanged.connect(self._tell_compiling)
        again = Remeasure(workspace, uuids, worker)
        self.running.append(again)
        again.finished.connect(lambda findings: self._measured(again, workspace, uuids, findings))
        again.start()
        self._tell_measuring()
        if not again.over:
            self._session.measuringBegun.emit()

    def stop(self) -> None:
        """Nothing of it is wanted any more: another workspace follows."""
        for again in self.running:
            again.finished.disconnect()
            again.cancel()
        self.running = []
        self._tell_measuring()

    def shut_down(self) -> None:
        """For the plugin's unload: nothing is asked of the worker any more."""
        if self._worker is not None:
            self._worker.compilingChanged.disconnect(self._tell_compiling)
        self.stop()

    def _tell_compiling(self) -> None:
        self._session.compiling = self._worker is not None and self._worker.compiling
        if self.running:
            self._session.measuringBegun.emit()

    def _tell_measuring(self) -> None:
        self._session.measuring = frozenset(uuid for again in self.running for uuid in again.uuids)

    def _measured(self, again: Remeasure, workspace: Any, uuids: Sequence[str], findings: Sequence[Any]) -> None:
        if again in self.running:
            self.running.remove(again)
        self._tell_measuring()
        if workspace is not self._session.workspace:
            return
        for uuid in filter(workspace.lists.is_judged_here, uuids):  # one may have been set apart meanwhile
            self._session.parcelUpdated.emit(uuid)
        for finding in findings:
            if finding.code == "AREA_OWN_ONLY":
                detail = "\n".join(each.sentence(language()) for each in findings)
                self._session.tell(finding.sentence(language()), int(Qgis.MessageLevel.Warning), detail)
