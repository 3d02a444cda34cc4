"""The jobs of the workbench: new, open, import, layers, measure and suggest, export; one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import Qgis
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ..domain.errors import WeipianError
from .layers.measured_text import measured_detail, measured_text
from .layers.preparations import Preparations
from .messages import language
from .session import Session
from .tasks import STOP_SECONDS, FaceTask, TaskRunner, WorkTask

if TYPE_CHECKING:
    from ..domain.feedback import Feedback
    from ..jobs.registers.survey_text import SurveyTextJob
    from ..workspace.workspace import Workspace
    from .layers.layers_dialog import LayersDialog

FILTER = "GeoPackage (*.gpkg)"
TEXT_FILTER = "TXT (*.txt)"
CALENDAR_FILTER = "iCalendar (*.ics)"


class WorkspaceJobs(QObject):
    """Asks what a job needs, runs it, tells how far it is (``progressed``) and that it ended (``ended``). ``opened``: a
    person has opened or made a workspace.
    """

    progressed = pyqtSignal(int, int, str)
    ended = pyqtSignal()
    opened = pyqtSignal()
    reportWanted = pyqtSignal(object)  # noqa: N815 - ReferenceLayer whose report is to be shown
    findingsWanted = pyqtSignal(str)  # noqa: N815 - batch of which the open errors are to be shown, "" for all

    def __init__(self, session: Session, runner: TaskRunner, window: QWidget, preparations: Preparations) -> None:
        super().__init__(window)
        self._session, self._runner, self._window = session, runner, window
        self._preparations = preparations
        self._job: Any = None
        self._face: Optional[FaceTask] = None
        self._suggesting = False
        self._export: Optional[WorkTask] = None
        self._layers: Optional[LayersDialog] = None
        self._text_job: Optional[SurveyTextJob] = None
        session.workspaceChanged.connect(self._close_layers)
        session.workspaceChanged.connect(self._leave_rules)

    @property
    def busy(self) -> bool:
        """True while a measurement, or the suggesting after it, runs."""
        return self._job is not None

    def open_workspace(self, path: str = "") -> None:
        """Open the workspace at ``path``, or the one the person chooses."""
        if not path:
            folder = str(Path(self._session.settings.workspace).parent) if self._session.settings.workspace else ""
            path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open a workspace"), folder, FILTER)
        if path:
            self._session.open(path)
            self._tell_opened()

    def _tell_opened(self) -> None:
        """A person has opened a workspace: they want to see it."""
        if self._session.workspace is not None:
            self.opened.emit()

    def new_workspace(self) -> None:
        """A new workspace begins with the package that was issued: it decides the CRS."""
        self._import(new=True)

    def import_package(self) -> None:
        """Read an issued package, show what was recognised, and enter it."""
        self._import(new=self._session.workspace is None)

    def _import(self, new: bool) -> None:
        from .import_dialog import ImportDialog

        dialog = ImportDialog(self._session, self._runner, new, self._window)
        entered = bool(dialog.exec())
        receipt = dialog.receipt
        dialog.deleteLater()
        if entered and receipt is not None:
            self._tell_opened()
            self._session.queueChanged.emit()
            self._session.begin()
            detail = "\n".join(finding.sentence(language()) for finding in receipt.findings)
            self._session.tell(self._receipt_text(receipt), int(Qgis.MessageLevel.Success), detail)

    def _receipt_text(self, receipt: Any) -> str:
        if not receipt.batch_uuid and not receipt.added and not receipt.replaced:
            return self.tr("Nothing changed: all {n} patches were here already.").format(n=receipt.identical)
        text = self.tr("{added} patches came in, {replaced} replaced, {identical} were here already, {linked} linked "
                       "to earlier batches, {quarantined} set apart.")
        return text.format(added=receipt.added, replaced=receipt.replaced, identical=receipt.identical,
                           linked=receipt.linked, quarantined=receipt.quarantined)

    def edit_layers(self) -> None:
        """Name the reference layers and the imagery."""
        from .layers.layers_dialog import LayersDialog

        if self._session.workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        with self._session.guard():
            if self._layers is None:
                # Not modal: while a layer is prepared the map and the reports are looked at.
                self._layers = LayersDialog(self._session, self._window, preparations=self._preparations)
                self._layers.reportWanted.connect(self.reportWanted)
                self._layers.accepted.connect(self._session.queueChanged)
                self._layers.finished.connect(self._forget_layers)
            self._layers.show()
            self._layers.raise_()

    def _close_layers(self) -> None:
        """Another workspace: what is shown there is not its."""
        if self._layers is not None:
            self._layers.reject()

    def _forget_layers(self) -> None:
        dialog, self._layers = self._layers, None
        if dialog is not None:
            dialog.deleteLater()

    def measure_and_suggest(self, everything: bool = False) -> None:
        """Measure the parcels in the reference layers (what has changed, or ``everything``), then apply the rules."""
        workspace = self._session.workspace
        if workspace is None or self.busy:
            return
        from ..jobs.measuring.measure import MeasureJob
        from ..jobs.measuring.prepare import prepared_folder
        from ..jobs.measuring.worker import shared_worker

        settings = self._session.settings
        with self._session.guard():
            job = MeasureJob(workspace, worker=shared_worker(settings.python), engine=settings.engine,
                             prepared=str(prepared_folder(settings.prepared_folder)), force=everything,
                             aside=self._beside)
            self._job = job
            self._face = FaceTask(self.tr("Weipian: measure and suggest"))
            self._face.taskTerminated.connect(job.cancel)
            job.progressed.connect(self._measuring)
            job.finished.connect(self._suggest)
            job.failed.connect(self._measuring_failed)
            self._runner.start(self._face)
            self.progressed.emit(0, 0, self.tr("Measuring"))
            job.start()

    def cancel(self) -> None:
        """Stop the measurement, the suggesting after it, the export."""
        if self._export is not None:
            self._export.cancel()
        if self._thread_works():
            self._face.cancel()
        if self._job is not None:
            self._job.cancel()

    def _leave_rules(self) -> None:
        """Another workspace: the thread that stores or suggests in this one ends first."""
        if self._export is not None:
            self._export.cancel()
        if self._thread_works():
            self._face.cancel()
            self._face.waitForFinished(int(STOP_SECONDS * 1000))
        elif self._job is not None:
            self._job.cancel()

    def _thread_works(self) -> bool:
        return self._face is not None and not sip.isdeleted(self._face) and self._face.is_working

    def _beside(self, work: Callable[[Any], Any], done: Callable[[Any], None],
                failed: Callable[[BaseException], None]) -> None:
        """What the measurement does in the task's thread."""
        if self._face is None or sip.isdeleted(self._face):
            failed(WeipianError("JOB_CANCELLED"))
        else:
            self._face.work(work, done, failed)

    def _measuring(self, done: int, total: int, text: str) -> None:
        if self._face is not None and total > 0:
            self._face.setProgress(100.0 * done / total)
        self.progressed.emit(done, total, (self.tr("Measuring") + f" {text}").strip())

    def _measuring_failed(self, error: BaseException) -> None:
        if isinstance(error, WeipianError) and error.code == "MEASURE_STOPPED" and self._session.workspace is not None:
            self._session.tell_measured()
        self._end_job(False, lambda: self._tell_error(error))

    def _suggest(self, report: Any) -> None:
        """Measured and stored: now the rules, in the task's thread."""
        workspace, face = self._session.workspace, self._face
        if workspace is None or face is None or sip.isdeleted(face):
            self._end_job(False, lambda: self._tell_unsuggested(report))
            return
        self._suggesting = True
        self.progressed.emit(0, 0, self.tr("Applying the rules"))
        face.stepped.connect(lambda done, total, _text: self.progressed.emit(
            done, total, self.tr("Applying the rules")))
        face.work(lambda feedback: _suggest_beside(workspace, feedback),
                  lambda counts: self._suggested(report, counts), lambda error: self._not_suggested(report, error))

    def _suggested(self, report: Any, counts: Any) -> None:
        self._suggesting, said = False, None
        with self._session.guard():
            self._session.tell_measured()
            told = "，".join(f"{name} {count}" for name, count in counts.items() if count)
            text = self.tr("{measured} Suggestions: {counts}").format(measured=measured_text(report), counts=told)
            if self._session.blind:
                text = measured_text(report)
            said = (text, int(Qgis.MessageLevel.Success), measured_detail(report))
        self._end_job(said is not None, lambda: None if said is None else self._session.tell(*said))

    def _not_suggested(self, report: Any, error: BaseException) -> None:
        self._suggesting = False
        cancelled = isinstance(error, WeipianError) and error.code == "JOB_CANCELLED"
        if self._session.workspace is not None:
            self._session.tell_measured()
        self._end_job(False, lambda: self._tell_unsuggested(report) if cancelled else self._tell_error(error))

    def _tell_unsuggested(self, report: Any) -> None:
        """The areas are there, the suggestions are those of before."""
        text = self.tr("{measured} Cancelled before the rules were applied: the suggestions are as they were.")
        self._session.tell(text.format(measured=measured_text(report)), int(Qgis.MessageLevel.Info),
                           measured_detail(report))

    def _end_job(self, succeeded: bool = False, then: Optional[Callable[[], None]] = None) -> None:
        """The job is over; ``then`` tells its outcome after QGIS has shown its task as ended."""
        job, self._job = self._job, None
        face, self._face = self._face, None
        if face is not None:
            if not sip.isdeleted(face):  # QGIS deletes a task soon after it was cancelled in its own panel
                face.taskTerminated.disconnect(job.cancel)
            face.end(succeeded, then)
        elif then is not None:
            then()
        self.ended.emit()

    def _tell_error(self, error: BaseException) -> None:
        if isinstance(error, WeipianError) and error.code == "JOB_CANCELLED":
            self._session.tell(error.sentence(language()))
            return
        with self._session.guard():
            raise error

    def export_tables(self, batch: Optional[str] = None) -> None:
        """Write 附表2-1 into a folder the person chooses."""
        workspace = self._session.workspace
        if workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Folder for the tables"),
                                                  str(Path(str(workspace.path)).parent))
        if folder:
            self.export_into(Path(folder), batch)

    def export_into(self, folder: Path, batch: Optional[str] = None, draft: bool = False, reason: str = "") -> None:
        """Write 附表2-1 into ``folder`` in a thread of its own; where errors hold it back, ask what is to be done."""
        workspace = self._session.workspace
        if workspace is None or self._export is not None:
            return

        def work(feedback: Any) -> Any:
            from ..jobs.handing_in.scope import everything, scope_of_batch
            from ..jobs.handing_in.tables import TABLE_2_1, write_tables

            with workspace.again() as own:
                scope = scope_of_batch(own, batch) if batch else everything(own)
                return write_tables(own, scope, folder, TABLE_2_1, draft=draft, reason=reason, feedback=feedback)

        def failed(error: BaseException) -> None:
            self._end_export()
            if (isinstance(error, WeipianError) and error.code == "ERRORS_HOLD_BACK"
                    and self._session.workspace is workspace):
                self._ask_for_draft(error, folder, batch)
            else:
                self._tell_error(error)

        self._export = self._runner.run(self.tr("Weipian: export table 2-1"), work, self._exported, failed,
                                        self.progressed.emit)

    def _exported(self, report: Any) -> None:
        self._end_export()
        links = "，".join(f'<a href="{QUrl.fromLocalFile(str(path)).toString()}">{path.name}</a>'
                         for path in report.paths)
        self._session.tell(self.tr("Written: {files}").format(files=links), int(Qgis.MessageLevel.Success))

    def _end_export(self) -> None:
        self._export = None
        if not self.busy:
            self.ended.emit()

    def _ask_for_draft(self, error: WeipianError, folder: Path, batch: Optional[str]) -> None:
        """Errors hold the table back: see them, or export a draft."""
        from .validation.held_back import HeldBackDialog

        dialog = HeldBackDialog(error.sentence(language()), self._window)
        accepted, reason, wants_findings = bool(dialog.exec()), dialog.reason, dialog.wants_findings
        dialog.deleteLater()
        if accepted:
            self.export_into(folder, batch, True, reason)
        elif wants_findings:
            self.findingsWanted.emit(batch or "")

    def export_survey_text(self, batch: Optional[str] = None) -> None:
        """Write the parcels as 勘测定界 TXT into a file the person chooses."""
        workspace = self._session.workspace
        if workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        proposed = str(Path(str(workspace.path)).with_suffix(".txt"))
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export survey text"), proposed, TEXT_FILTER)
        if path:
            self.write_survey_text(Path(path), batch)

    def write_survey_text(self, path: Path, batch: Optional[str] = None) -> None:
        """Write 勘测定界 TXT to ``path``; the outcome is told."""
        from ..jobs.measuring.worker import shared_worker
        from ..jobs.registers.survey_text import SurveyTextJob

        workspace = self._session.workspace
        if workspace is None:
            return
        with self._session.guard():
            self._text_job = SurveyTextJob(workspace, path, batch, worker=shared_worker(self._session.settings.python))
            self._text_job.finished.connect(self._survey_text_written)
            self._text_job.failed.connect(self._tell_error)
            self._text_job.start()

    def _survey_text_written(self, report: Any) -> None:
        link = f'<a href="{QUrl.fromLocalFile(report.path).toString()}">{Path(report.path).name}</a>'
        text = self.tr("{n} parcels written: {file}").format(n=report.parcels, file=link)
        if report.left_out:
            text += " " + self.tr("{n} without a polygon were left out.").format(n=len(report.left_out))
        self._session.tell(text, int(Qgis.MessageLevel.Success), "\n".join(report.left_out))

    def export_calendar(self, batch: Optional[str] = None) -> None:
        """Write the deadlines into a calendar file the person chooses."""
        workspace = self._session.workspace
        if workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        proposed = str(Path(str(workspace.path)).with_suffix(".ics"))
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export calendar"), proposed, CALENDAR_FILTER)
        if path:
            self.write_calendar(Path(path), batch)

    def write_calendar(self, path: Path, batch: Optional[str] = None) -> None:
        """Write the deadlines to ``path`` and say where they are and what was left out."""
        from ..jobs.judging.calendar import export_calendar

        workspace = self._session.workspace
        if workspace is None:
            return
        with self._session.guard():
            lead = self._session.settings.lead_days
            report = export_calendar(workspace, path, batch, lead if lead >= 0 else None, language=language())
            link = f'<a href="{QUrl.fromLocalFile(str(report.path)).toString()}">{report.path.name}</a>'
            self._session.tell(
                self.tr("{n} dates for {parcels} parcels written: {file}").format(
                    n=report.events, parcels=report.parcels, file=link),
                int(Qgis.MessageLevel.Success),
                "\n".join(remark.sentence(language()) for remark in report.remarks))

    def stop(self) -> None:
        """For the plugin's unload: no job tells anything any more, and the worker ends."""
        self._close_layers()
        if self._text_job is not None:
            self._text_job.blockSignals(True)
            self._text_job.abandon()
        if self._job is not None:
            self._job.blockSignals(True)
            self._leave_rules()
            self._job.cancel()
            self._end_job()
        from ..jobs.measuring.worker import stop_shared_worker

        stop_shared_worker()


def _suggest_beside(workspace: Workspace, feedback: Feedback) -> Any:
    """In a thread, over a connection of its own: the session's stays with the GUI."""
    from ..jobs.judging.suggest import suggest

    with workspace.again() as beside:
        return suggest(beside, feedback=feedback)
