"""Reference layers being prepared in the background: one after the other, each in QGIS's task manager."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import WeipianError
from ...domain.records import ReferenceLayer
from ...domain.roles import ADMIN, ROLES
from ...jobs.measuring.prepare import PrepareJob, PrepareReport, prepared_folder
from ..messages import language
from ..session import Session
from ..tasks import FaceTask, TaskRunner
from .reference_sources import shown_name

Key = Tuple[str, str, str]  # role, source, layer


def key_of(reference: ReferenceLayer) -> Key:
    """What is prepared once: a layer in a role."""
    return reference.role, reference.source, reference.layer


class Preparations(QObject):
    """Outlives the layers dialog: who closes it does not stop what was begun there."""

    progressed = pyqtSignal(object, int, int, str)  # key, done, total, what is being done; total 0: waiting
    ended = pyqtSignal(object)  # key, whatever the outcome
    started = pyqtSignal(str)  # path of the report that will be written anew
    reported = pyqtSignal(object)  # PrepareReport

    def __init__(self, session: Session, runner: TaskRunner, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session, self._runner = session, runner
        self._waiting: List[ReferenceLayer] = []
        self._job: Optional[PrepareJob] = None
        self._face: Optional[FaceTask] = None
        self._progress: Tuple[int, int, str] = (0, 0, "")

    @property
    def folder(self) -> Path:
        """Where the prepared layers are."""
        return prepared_folder(self._session.settings.prepared_folder)

    def report_path(self, reference: ReferenceLayer) -> Path:
        """The report of a layer lies beside the workspace, in a folder of its own."""
        workspace = self._session.workspace
        folder = Path(str(workspace.path)).parent if workspace is not None else self.folder
        role = ROLES[reference.role]
        name = f"{role.zh if language() == 'zh' else role.en} {shown_name((reference.source, reference.layer))}"
        return folder / self.tr("layer reports") / (re.sub(r'[\\/:*?"<>|\s]+', " ", name).strip()[:80] + ".gpkg")

    def running(self) -> Dict[Key, Tuple[int, int, str]]:
        """What is being prepared or waits, with its progress and what is being done to it."""
        found = {key_of(reference): (0, 0, "") for reference in self._waiting}
        if self._job is not None:
            found[key_of(self._job.reference)] = self._progress
        return found

    def start(self, reference: ReferenceLayer) -> None:
        """Prepare a layer, at once or after the one that runs."""
        if key_of(reference) in self.running():
            return
        self._waiting.append(reference)
        self.progressed.emit(key_of(reference), 0, 0, "")
        self._start_next()

    def cancel(self, key: Key) -> None:
        """Stop preparing this layer; a copy that was there stays."""
        if self._job is not None and key_of(self._job.reference) == key:
            self._job.cancel()
            return
        self._waiting = [each for each in self._waiting if key_of(each) != key]
        self.ended.emit(key)

    def _start_next(self) -> None:
        if self._job is not None or not self._waiting:
            return
        with self._session.guard():
            reference = self._waiting.pop(0)
            report = self.report_path(reference)
            self.started.emit(str(report))
            report.parent.mkdir(parents=True, exist_ok=True)
            county = self._county() if ROLES[reference.role].kind != ADMIN else ""
            job = PrepareJob(reference, self.folder, report, county, self._session.settings.python)
            self._job, self._progress = job, (0, 100, "")
            self._face = FaceTask(self.tr("Weipian: prepare {layer}").format(
                layer=shown_name((reference.source, reference.layer))))
            self._face.taskTerminated.connect(job.cancel)
            job.progressed.connect(self._show_progress)
            job.finished.connect(self._finished)
            job.failed.connect(self._failed)
            self._runner.start(self._face)
            self._show_progress(0, 100, "")
            job.start()

    def _county(self) -> str:
        """The boundary that tells what lies outside the county: the administrative layer, where there is one."""
        workspace = self._session.workspace
        for reference in workspace.references() if workspace is not None else []:
            if ROLES[reference.role].kind == ADMIN and reference.source:
                return f"{reference.source}|{reference.layer}" if reference.layer else reference.source
        return ""

    def _show_progress(self, done: int, total: int, text: str) -> None:
        if self._job is None:
            return
        self._progress = (done, max(total, 1), text)
        if self._face is not None:
            self._face.setProgress(100.0 * done / max(total, 1))
        self.progressed.emit(key_of(self._job.reference), *self._progress)

    def _finished(self, report: PrepareReport) -> None:
        self._end_job()
        name = shown_name((report.reference.source, report.reference.layer))
        text = self.tr("{layer} is prepared: {n} features in {seconds} s.").format(
            layer=name, n=report.features, seconds=f"{report.seconds:.1f}")
        level = Qgis.MessageLevel.Success
        if report.source_changed:
            text = self.tr("{layer} changed while it was prepared: prepare it again.").format(layer=name)
            level = Qgis.MessageLevel.Warning
        self._session.tell(text, int(level), report.report)
        self.reported.emit(report)
        self._start_next()

    def _failed(self, error: WeipianError) -> None:
        self._end_job()
        level = Qgis.MessageLevel.Info if error.code == "JOB_CANCELLED" else Qgis.MessageLevel.Warning
        self._session.tell(error.sentence(language()), int(level))
        self._start_next()

    def _end_job(self) -> None:
        job, self._job = self._job, None
        face, self._face = self._face, None
        if face is not None and job is not None:
            face.taskTerminated.disconnect(job.cancel)
            face.end()
        if job is not None:
            self.ended.emit(key_of(job.reference))

    def stop(self) -> None:
        """For the plugin's unload: nothing is told any more, and no process stays behind."""
        self._waiting = []
        if self._job is not None:
            self._job.blockSignals(True)
            self._job.abandon()
            self._end_job()
