"""The Patches dock: the queue with status, areas, deadline and suggestion; filters, progress, and what to do next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from qgis.PyQt.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QDockWidget, QHeaderView, QMenu, QMessageBox, QWidget

from ...domain.definitions import MINERAL_OUTCOME
from ...domain.records import DRAFT, SIGNED, STUB, UNJUDGED, QueueRow
from ...jobs.reuse import layers_changed
from ..forms import icon, load_form
from ..messages import language
from ..session import Session
from ..wording import WARN, coloured
from . import models
from .deadline_lights import deadline_reader
from .models import FLAGGED, UUID_ROLE, QueueModel, StateFilter, TextFilter
from .pace import Pace, pace_of


class PatchesDock(QDockWidget):
    """Shows the session's queue and asks for the jobs that fill it; the jobs themselves are `workspace_jobs`'."""

    importWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals
    layersWanted = pyqtSignal()  # noqa: N815
    measureWanted = pyqtSignal()  # noqa: N815
    measureAllWanted = pyqtSignal()  # noqa: N815
    exportWanted = pyqtSignal()  # noqa: N815
    cancelWanted = pyqtSignal()  # noqa: N815
    openWanted = pyqtSignal(str)  # noqa: N815
    newWanted = pyqtSignal()  # noqa: N815
    flagWanted = pyqtSignal()  # noqa: N815
    actWanted = pyqtSignal()  # noqa: N815
    zoomWanted = pyqtSignal()  # noqa: N815
    historyWanted = pyqtSignal()  # noqa: N815

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("weipianPatches")
        self.setWindowTitle(self.tr("Patches"))
        self._body = QWidget(self)
        load_form("patches", self._body)
        self.setWidget(self._body)
        self._following = False
        self.model = QueueModel(self)
        self.states = StateFilter(self)
        self.states.setSourceModel(self.model)
        self.shown = TextFilter(self)
        self.shown.setSourceModel(self.states)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(200)
        self._set_up_table()
        self._set_up_filters()
        self._connect()
        self.end_job()
        self._show_workspace()

    def _set_up_table(self) -> None:
        table = self._body.table
        table.setModel(self.shown)
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        table.verticalHeader().hide()
        metrics = table.fontMetrics()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(int(metrics.height() * 1.5))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(metrics.horizontalAdvance("永农"))
        header.setStretchLastSection(True)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Each column as wide as its widest text in this font, the sentence of a suggestion at most 14 signs."""
        table, metrics = self._body.table, self._body.table.fontMetrics()
        limit = metrics.horizontalAdvance("疑" * 14)
        for column in range(self.model.columnCount()):
            texts = [str(self.model.headerData(column, Qt.Orientation.Horizontal)), *self.model.widest(column),
                     models.USUAL.get(column, "")]
            wide = max(metrics.horizontalAdvance(text) for text in texts)
            table.setColumnWidth(column, min(wide, limit) + metrics.averageCharWidth() * 3 // 2)

    def _set_up_filters(self) -> None:
        body, labels = self._body, self.model.labels
        choices: Tuple[Tuple[str, Tuple[str, ...]], ...] = (
            (self.tr("All"), ()), (labels[UNJUDGED], (UNJUDGED,)), (labels[DRAFT], (DRAFT,)),
            (labels[FLAGGED], (FLAGGED,)), (labels[SIGNED], (SIGNED,)), (labels[STUB], (STUB,)),
        )
        for text, states in choices:
            body.stateBox.addItem(text, states)
        for button, name in ((body.importButton, "import"), (body.layersButton, "patches"),
                             (body.measureButton, "measure"), (body.exportButton, "export"),
                             (body.workspaceButton, "weipian"), (body.newButton, "import")):
            button.setIcon(icon(name))
        size = body.table.fontMetrics().height()
        body.workspaceButton.setIconSize(QSize(size, size))
        body.workspaceButton.setMenu(QMenu(body.workspaceButton))
        menu = QMenu(body.measureMenuButton)
        menu.addAction(self.tr("Measure again, everything")).triggered.connect(
            lambda _checked=False: self.measureAllWanted.emit())
        body.measureMenuButton.setMenu(menu)
        bold = QFont(body.measureButton.font())
        bold.setBold(True)
        body.measureButton.setFont(bold)

    def _connect(self) -> None:
        body, session = self._body, self.session
        session.workspaceChanged.connect(self._show_workspace)
        session.queueChanged.connect(self.reload)
        session.layersChanged.connect(self._show_progress)
        session.parcelUpdated.connect(self._update_parcel)
        session.currentChanged.connect(self._follow_session)
        session.blindChanged.connect(lambda _blind: self.reload())
        body.batchBox.currentIndexChanged.connect(self.reload)
        body.stateBox.currentIndexChanged.connect(self._filter_states)
        body.searchEdit.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self._filter_text)
        body.table.selectionModel().currentRowChanged.connect(self._follow_table)
        body.table.doubleClicked.connect(lambda _index: self.zoomWanted.emit())
        body.table.customContextMenuRequested.connect(self._show_context_menu)
        body.workspaceButton.menu().aboutToShow.connect(self._fill_workspace_menu)
        for signal in (self.shown.layoutChanged, self.shown.modelReset, self.shown.rowsInserted,
                       self.shown.rowsRemoved):
            signal.connect(self._tell_order)
        for button, signal in ((body.importButton, self.importWanted), (body.layersButton, self.layersWanted),
                               (body.measureButton, self.measureWanted), (body.exportButton, self.exportWanted),
                               (body.cancelButton, self.cancelWanted), (body.newButton, self.newWanted)):
            button.clicked.connect(lambda _checked=False, wanted=signal: wanted.emit())
        body.openButton.clicked.connect(lambda _checked=False: self.openWanted.emit(""))

    def _show_workspace(self) -> None:
        """Another workspace, or none: its name, its batches."""
        body, workspace = self._body, self.session.workspace
        body.pages.setCurrentWidget(body.queuePage if workspace is not None else body.emptyPage)
        name = self.tr("No workspace") if workspace is None else Path(str(workspace.path)).name
        if workspace is not None and not workspace.writable:
            name = self.tr("{name} (read only)").format(name=name)
        body.workspaceButton.setText(name)
        self._enable_buttons()

    def _enable_buttons(self) -> None:
        body, workspace = self._body, self.session.workspace
        busy = body.jobPanel.isVisibleTo(body)
        ready = workspace is not None and not busy
        body.importButton.setEnabled(not busy and (workspace is None or self.session.writable))
        body.layersButton.setEnabled(ready and self.session.writable)
        for button in (body.measureButton, body.measureMenuButton):
            button.setEnabled(ready and self.session.writable)
        body.exportButton.setEnabled(ready)

    def _fill_batches(self) -> None:
        box, workspace = self._body.batchBox, self.session.workspace
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(self.tr("All batches"), "")
        for batch in workspace.batches() if workspace is not None else []:
            box.addItem(batch.label or batch.issued, batch.uuid)
            box.setItemData(box.count() - 1, f"{batch.label}  {batch.issued}  {batch.profile_id}",
                            Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    @property
    def batch(self) -> Optional[str]:
        """The batch chosen, None for all."""
        return self._body.batchBox.currentData() or None

    def reload(self) -> None:
        """Read the queue anew."""
        with self.session.guard():
            workspace = self.session.workspace
            self._fill_batches()
            rows = [self._shown(row) for row in workspace.queue(self.batch)] if workspace is not None else []
            self._following = True
            try:
                self.model.set_rows(rows, deadline_reader(self.session))
            finally:
                self._following = False
            self._fit_columns()
            self._tell_order()
            self._follow_session(self.session.current)
            self._show_progress()

    def _shown(self, row: QueueRow) -> QueueRow:
        """In a test without its suggestion."""
        return replace(row, suggestion="") if self.session.blind else row

    def _update_parcel(self, uuid: str) -> None:
        workspace = self.session.workspace
        if workspace is None or self.model.row_of(uuid) < 0:
            return
        with self.session.guard():
            draft, status = workspace.draft(uuid), workspace.parcel(uuid).status
            judged = workspace.judgement(uuid) if status == SIGNED else None
            answers = judged.answers if judged is not None else draft.answers
            self._following = True
            try:
                outcome = str(answers.get("PDLX") or answers.get(MINERAL_OUTCOME) or "")
                stored = {} if self.session.blind else workspace.suggestion(uuid) or {}
                self.model.update_row(uuid, status=status, flag=draft.flag, outcome=outcome,
                                      suggestion=str(stored.get("kind") or ""))
            finally:
                self._following = False
            self._tell_order()
            self._show_progress()

    def _filter_states(self) -> None:
        self.states.show_states(self._body.stateBox.currentData() or ())
        self._tell_order()

    def _filter_text(self) -> None:
        self.shown.setFilterFixedString(self._body.searchEdit.text().strip())
        self._tell_order()

    def _tell_order(self) -> None:
        """The session steps through the queue as it stands on the screen."""
        if self._following:
            return
        self.session.set_order([self.shown.index(row, 0).data(UUID_ROLE) for row in range(self.shown.rowCount())])

    def _show_progress(self) -> None:
        body, workspace = self._body, self.session.workspace
        if workspace is None:
            return
        progress: Dict[str, int] = workspace.progress(self.batch)
        total = progress["total"] - progress.get("stub", 0)
        answered = progress["draft"] + progress["signed"]
        body.progressBar.setMaximum(max(1, total))
        body.progressBar.setValue(answered)
        text = self.tr("{answered}/{total} answered, {signed} signed")
        body.progressBar.setFormat(text.format(answered=answered, total=total, signed=progress["signed"]))
        today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        pace = pace_of(workspace.answered_times(today.isoformat()), progress["todo"])
        body.paceLabel.setText(self._pace_text(pace))
        body.paceLabel.setVisible(bool(body.paceLabel.text()))
        self._show_hint(progress["total"])

    def _pace_text(self, pace: Pace) -> str:
        if pace.seconds is None or pace.left_seconds is None:
            return ""
        each = (self.tr("{n} s each").format(n=round(pace.seconds)) if pace.seconds < 100
                else self.tr("{n} min each").format(n=f"{pace.seconds / 60:.1f}"))
        hours, minutes = divmod(round(pace.left_seconds / 60), 60)
        left = (self.tr("{h} h {m} min left").format(h=hours, m=minutes) if hours
                else self.tr("{m} min left").format(m=minutes))
        return f"{each} · {left}"

    def _show_hint(self, total: int) -> None:
        """What to do next, while something is still to be done before judging."""
        workspace, text = self.session.workspace, ""
        if workspace is None or not total:
            text = self.tr("Next: import the package that was issued.")
        elif not workspace.references():
            text = self.tr("Next: name the reference layers (land classes, basic farmland, redline …).")
        elif workspace.overlay_run() is None:
            text = self.tr("Next: measure and suggest.")
        elif self.session.changed_roles:
            said = layers_changed(self.session.changed_roles, language()).sentence(language())
            text = coloured(f"⚠ {said}", WARN, self.palette(), bold=True)
        self._body.hintLabel.setText(text)
        self._body.hintLabel.setVisible(bool(text))

    def _follow_session(self, uuid: str) -> None:
        """Show where the session is."""
        table = self._body.table
        place = self.model.row_of(uuid) if uuid else -1
        index = QModelIndex()
        if place >= 0:
            index = self.shown.mapFromSource(self.states.mapFromSource(self.model.index(place, 0)))
        self._following = True
        try:
            if index.isValid():
                flags = QItemSelectionModel.SelectionFlag
                table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
                table.scrollTo(index)
            else:
                table.selectionModel().clear()
        finally:
            self._following = False

    def _follow_table(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._following and current.isValid():
            self.session.select(current.data(UUID_ROLE))

    def _fill_workspace_menu(self) -> None:
        menu = self._body.workspaceButton.menu()
        menu.clear()
        menu.addAction(icon("import"), self.tr("New from package…")).triggered.connect(
            lambda _checked=False: self.newWanted.emit())
        menu.addAction(self.tr("Open workspace…")).triggered.connect(
            lambda _checked=False: self.openWanted.emit(""))
        if self.session.workspace is not None:
            menu.addAction(self.tr("Close")).triggered.connect(lambda _checked=False: self.session.close())
        recent = [path for path in self.session.settings.recent if Path(path).exists()]
        if recent:
            menu.addSection(self.tr("Recent"))
        for path in recent:
            action = menu.addAction(f"{Path(path).name}    {_shortened(str(Path(path).parent))}")
            action.setToolTip(path)
            action.triggered.connect(lambda _checked=False, chosen=path: self.openWanted.emit(chosen))

    def _show_context_menu(self, position: QPoint) -> None:
        if not self._body.table.indexAt(position).isValid():
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Zoom to the patch")).triggered.connect(
            lambda _checked=False: self.zoomWanted.emit())
        menu.addAction(icon("flag"), self.tr("Flag with a reason…")).triggered.connect(
            lambda _checked=False: self.flagWanted.emit())
        menu.addAction(self.tr("History…")).triggered.connect(lambda _checked=False: self.historyWanted.emit())
        act = menu.addAction(self.tr("New act from this patch"))
        act.setEnabled(self.session.writable)
        act.triggered.connect(lambda _checked=False: self.actWanted.emit())
        menu.addSeparator()
        apart = menu.addAction(self.tr("Classified: set apart…"))
        apart.setEnabled(self.session.writable)
        apart.triggered.connect(lambda _checked=False: self.set_apart())
        menu.exec(self._body.table.viewport().mapToGlobal(position))
        menu.deleteLater()

    def set_apart(self) -> None:
        """Move the current parcel to the quarantine file, once the person has confirmed twice what that means."""
        if self.session.current and self._confirms_quarantine():
            self.session.quarantine_current()

    def _confirms_quarantine(self) -> bool:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Classified: set apart"))
        box.setText(self.tr("Set this patch apart as military or classified?"))
        box.setInformativeText(self.tr(
            "Its shape, attributes, areas and whole history move to the quarantine file and are wiped from this "
            "workspace. It will appear in no table, map or report. This cannot be undone. Handle it through the "
            "classified channel."))
        apart = box.addButton(self.tr("Set apart for good"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep it here"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        confirmed = box.clickedButton() is apart
        box.deleteLater()
        return confirmed

    def reading_width(self) -> int:
        """The width at which no column of the queue is cut off."""
        table = self._body.table
        columns = sum(table.columnWidth(column) for column in range(self.model.columnCount() - 1))
        last = table.fontMetrics().horizontalAdvance(self.model.headerData(models.OUTCOME, Qt.Orientation.Horizontal))
        letter: int = table.fontMetrics().averageCharWidth()
        return int(columns + last + table.verticalScrollBar().sizeHint().width() + 6 * letter)

    def show_job(self, done: int, total: int, text: str) -> None:
        """A job is running: how far it is (``total`` 0: not known) and what it does."""
        body = self._body
        body.jobPanel.show()
        body.jobLabel.setText(text)
        body.jobBar.setMaximum(total)
        body.jobBar.setValue(done)
        self._enable_buttons()

    def end_job(self) -> None:
        """No job is running."""
        self._body.jobPanel.hide()
        self._enable_buttons()

    def shown_uuids(self) -> List[str]:
        """The parcels on the screen, top to bottom."""
        return [self.shown.index(row, 0).data(UUID_ROLE) for row in range(self.shown.rowCount())]


def _shortened(folder: str, limit: int = 40) -> str:
    return folder if len(folder) <= limit else f"…{folder[-limit:]}"
