"""The Patches dock: the queue with status, areas, deadline and suggestion; filters, progress, and what to do next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QPoint, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMenu, QMessageBox, QWidget

from ...domain.areas.parcel_parts import OWN_SOURCE
from ...domain.records import DRAFT, SIGNED, UNJUDGED, QueueRow
from ...jobs.judging.due import extensions_by_parcel
from ...jobs.reviewing.population import labels_told_apart
from ...jobs.reviewing.return_dues import ReturnDues
from ..forms import icon, load_form
from ..session import Session
from .deadline_lights import deadline_reader
from .filter_menu import FilterMenu
from .filters import Chosen, Filter
from .kept_list import ListKeeper
from .models import NUMBER, QueueModel
from .next_step import next_step
from .order_menu import OrderMenu
from .orders import Order
from .pace import Pace, Today
from .queue_view import QueueView
from .search_keys import SearchKeys
from .selection_bar import SelectionBar
from .shown_farmland import farmland_reader

OF_THE_LIST = ("import", "layers", "measure", "measure_all", "deliver", "new_act")
"""Actions that are begun from the list, too."""


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
    foundWanted = pyqtSignal()  # noqa: N815
    flagWanted = pyqtSignal()  # noqa: N815
    actWanted = pyqtSignal()  # noqa: N815
    zoomWanted = pyqtSignal()  # noqa: N815
    historyWanted = pyqtSignal()  # noqa: N815
    townshipWanted = pyqtSignal()  # noqa: N815
    datesWanted = pyqtSignal()  # noqa: N815

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("weipianPatches")
        self.setWindowTitle(self.tr("Patches"))
        self._body = QWidget(self)
        load_form("patches", self._body)
        self.setWidget(self._body)
        self.session.has_list = True
        self.model = QueueModel(self)
        self.view = QueueView(self._body.table, self.model, session, self)
        self.filters = FilterMenu(self._body.filterButton, self._body.chipsLabel, self.model, self)
        self.orders = OrderMenu(self._body.orderButton, self.model, self)
        self._list = ListKeeper(session, self.model)
        self.selection = SelectionBar(self._body, self.view, session, self)
        self._today: Optional[Today] = None
        self._farmland = farmland_reader(session)
        self._returns: Optional[ReturnDues] = None
        self._stubs = 0
        self._actions: Mapping[str, QAction] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(120)
        self._search = SearchKeys(self._body.searchEdit, self)
        self._set_up_filters()
        self._connect()
        self.end_job()
        self._show_workspace()

    def _set_up_filters(self) -> None:
        body, labels = self._body, self.model.labels
        choices: Tuple[Tuple[str, Tuple[str, ...]], ...] = (
            (self.tr("All"), ()), (labels[UNJUDGED], (UNJUDGED,)), (labels[DRAFT], (DRAFT,)),
            (labels[SIGNED], (SIGNED,)),
        )
        for text, states in choices:
            body.stateBox.addItem(text, states)
        for button, name in ((body.importButton, "import"), (body.layersButton, "patches"),
                             (body.measureButton, "measure"), (body.exportButton, "export"),
                             (body.workspaceButton, "weipian"), (body.newButton, "import"),
                             (body.filterButton, "filter"), (body.orderButton, "order")):
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
        session.partsChanged.connect(self._replace_parcels)
        session.layersChanged.connect(self._show_hint)
        session.operatorChanged.connect(self._change_person)
        session.optionsChanged.connect(lambda names: self.reload() if "lead_days" in names else None)
        session.parcelUpdated.connect(lambda uuid: self._update_parcels([uuid]))
        session.rowsChanged.connect(self._update_parcels)
        session.currentChanged.connect(self.view.follow)
        session.currentChanged.connect(lambda _uuid: self._show_hint())
        session.blindChanged.connect(lambda _blind: self.reload())
        self.model.shownChanged.connect(self._tell_order)
        self.filters.changed.connect(self._filter)
        self.orders.chosen.connect(self._order)
        self.orders.groupingChosen.connect(self._group)
        body.batchBox.currentIndexChanged.connect(self._filter_batch)
        body.stateBox.currentIndexChanged.connect(self._filter_states)
        body.searchEdit.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self._filter_text)
        self._search.entered.connect(self._open_first_hit)
        self._search.left.connect(self._leave_search)
        body.table.doubleClicked.connect(lambda _index: self.zoomWanted.emit())
        body.table.customContextMenuRequested.connect(self._show_context_menu)
        body.workspaceButton.menu().aboutToShow.connect(self._fill_workspace_menu)
        for button, signal in ((body.importButton, self.importWanted), (body.layersButton, self.layersWanted),
                               (body.measureButton, self.measureWanted), (body.exportButton, self.exportWanted),
                               (body.cancelButton, self.cancelWanted), (body.newButton, self.newWanted),
                               (body.foundButton, self.foundWanted)):
            button.clicked.connect(lambda _checked=False, wanted=signal: wanted.emit())
        body.openButton.clicked.connect(lambda _checked=False: self.openWanted.emit(""))

    def _show_workspace(self) -> None:
        """Another workspace, or none: its name, its batches."""
        body, workspace = self._body, self.session.workspace
        body.pages.setCurrentWidget(body.queuePage if workspace is not None else body.emptyPage)
        name = self.tr("No workspace") if workspace is None else Path(str(workspace.path)).name
        if workspace is not None and not workspace.writable:
            name = self.tr("{name} (read only)").format(name=name)
        reader = self.session.second_reader
        self.setWindowTitle(self.tr("Patches · second reading by {name}").format(name=reader) if reader else
                            self.tr("Patches"))
        body.workspaceButton.setText(name)
        self._enable_buttons()
        if workspace is not None:
            self._list.restore()
            self._show_conditions()

    def _enable_buttons(self) -> None:
        body, workspace = self._body, self.session.workspace
        busy = body.jobPanel.isVisibleTo(body)
        ready = workspace is not None and not busy
        may_write = ready and self.session.writable
        body.importButton.setEnabled(self._offers("import") and not busy and (workspace is None or may_write))
        body.layersButton.setEnabled(self._offers("layers") and may_write)
        body.measureButton.setEnabled(self._offers("measure") and may_write)
        body.measureMenuButton.setEnabled(self._offers("measure_all") and may_write)
        body.exportButton.setEnabled(self._offers("deliver") and ready)

    def follow(self, actions: Mapping[str, QAction]) -> None:
        """These actions (of `OF_THE_LIST`) say what may be begun from here."""
        self._actions = actions
        for action in actions.values():
            action.changed.connect(self._enable_buttons)
        self._enable_buttons()

    def _offers(self, name: str) -> bool:
        return name not in self._actions or self._actions[name].isEnabled()

    def _fill_batches(self) -> None:
        box, workspace = self._body.batchBox, self.session.workspace
        box.blockSignals(True)
        box.clear()
        box.addItem(self.tr("All batches"), "")
        names = labels_told_apart(workspace) if workspace is not None else {}
        for batch in workspace.lists.batches() if workspace is not None else []:
            box.addItem(names.get(batch.uuid, batch.label), batch.uuid)
            box.setItemData(box.count() - 1, f"{batch.label}  {batch.issued}  {batch.profile_id}",
                            Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(0, box.findData(self.model.filter.batch)))
        box.blockSignals(False)

    @property
    def selected_count(self) -> int:
        """How many lines of the list are selected."""
        return self.view.selected_count()

    def ask_reason(self) -> None:
        """The keyboard into the line for the reason why the selected patches are flagged."""
        self.show()
        self.raise_()
        self.selection.ask_reason()

    @property
    def batch(self) -> Optional[str]:
        """The batch chosen, None for all."""
        return self.model.filter.batch or None

    def reload(self) -> None:
        """Read the queue anew."""
        with self.session.guard():
            workspace = self.session.workspace
            self._fill_batches()
            rows: Sequence[QueueRow] = () if workspace is None else workspace.lists.queue()
            rows = [self._shown(row) for row in rows] if self.session.blind else rows
            put_off = {} if workspace is None else extensions_by_parcel(workspace)
            farmland = self._farmland = farmland_reader(self.session)
            self._returns = None if workspace is None else ReturnDues(workspace, self.session.settings.answer_days)
            selected = self.selection.pause()
            self.view.updating(True)
            try:
                due_of = deadline_reader(self.session, put_off, self._returns)
                self.model.set_rows(rows, due_of, farmland, farmland.read, farmland.area, frozenset(put_off),
                                    bool(self.session.second_reader))
            finally:
                self.view.updating(False)
                self.view.follow(self.session.current)
                self.selection.go_on(selected)
            self.view.fit_columns()
            self._begin_counting()
            self._show_hint()

    def _begin_counting(self) -> None:
        """What is counted of the workspace once; each answer then changes a row of the model."""
        workspace = self.session.workspace
        today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        self._today = None if workspace is None else Today(workspace, today.isoformat())
        self._stubs = 0 if workspace is None or len(self.model.table) else workspace.progress()["stub"]
        self._show_progress()

    def _shown(self, row: QueueRow) -> QueueRow:
        """In a test without its suggestion."""
        return replace(row, suggestion="") if self.session.blind else row

    def _update_parcels(self, uuids: Sequence[str]) -> None:
        workspace = self.session.workspace
        if workspace is None:
            return
        with self.session.guard():
            if self._returns is not None:
                self._returns.forget(uuids)
            self.view.updating(True)
            try:
                self.model.put_rows([self._shown(row) for row in workspace.lists.rows(list(uuids))])
            finally:
                self.view.updating(False)
            self.view.follow(self.session.current)
            self.selection.rows_changed()
            self._show_progress()
            self._show_hint()

    def _replace_parcels(self, uuids: Sequence[str]) -> None:
        """Parcels were cut, made one, or drawn: the lines of their patches are others, and no further ones."""
        workspace = self.session.workspace
        if workspace is None:
            return
        with self.session.guard():
            beside = list(dict.fromkeys([*uuids, *(one for uuid in uuids for one in workspace.siblings(uuid))]))
            self._fill_batches()  # the first patch of one's own makes one
            self._farmland.forget()
            self.view.updating(True)
            try:
                self.model.replace_rows(beside, [self._shown(row) for row in workspace.lists.rows(beside)])
            finally:
                self.view.updating(False)
            self.view.fit_columns((NUMBER,))
            self.view.follow(self.session.current)
            self._show_progress()
            self._show_hint()

    # Filter and order.

    def _change_person(self) -> None:
        if self.session.workspace is not None and self._list.changes_hands():
            self._show_conditions()
            self.reload()

    def _show_conditions(self) -> None:
        """The controls as the filter says, without their telling it again."""
        body, wanted = self._body, self.model.filter
        for widget in (body.stateBox, body.searchEdit, body.batchBox):
            widget.blockSignals(True)
        states = [tuple(body.stateBox.itemData(place) or ()) for place in range(body.stateBox.count())]
        body.stateBox.setCurrentIndex(states.index(wanted.states) if wanted.states in states else 0)
        if body.searchEdit.text().strip() != wanted.text:
            body.searchEdit.setText(wanted.text)
            self._search.keep()
        body.batchBox.setCurrentIndex(max(0, body.batchBox.findData(wanted.batch)))
        for widget in (body.stateBox, body.searchEdit, body.batchBox):
            widget.blockSignals(False)
        self.filters.show_chips()
        self.orders.show_order()

    def _filter(self, wanted: Filter) -> None:
        """List what meets these conditions, and keep that."""
        self.model.set_filter(wanted)
        self._show_conditions()
        self._show_progress()
        self._show_hint()

    def show_chosen(self, title: str, uuids: Sequence[str]) -> None:
        """List these parcels and no others, under their name, until the person takes that away."""
        before = self.model.filter.chosen.before if self.model.filter.chosen else self.model.filter
        self._filter(Filter(chosen=Chosen(title, frozenset(uuids), before)))
        self.show()
        self.raise_()

    def _filter_batch(self) -> None:
        self._filter(replace(self.model.filter, batch=self._body.batchBox.currentData() or ""))

    def _filter_states(self) -> None:
        self._filter(replace(self.model.filter, states=tuple(self._body.stateBox.currentData() or ())))

    def _filter_text(self) -> None:
        self._filter(replace(self.model.filter, text=self._body.searchEdit.text().strip()))

    def _open_first_hit(self) -> None:
        """Enter in the search box: the first that is found lies on the table, and the keys work again. Where nothing is
        sought the list is whole and the place in it the same; what finds nothing can be bettered.
        """
        self._typing.stop()
        self._filter_text()
        if not self.model.filter.text:
            self._search.keep()
            self._body.table.setFocus()
            return
        found = self.model.uuids
        if not found and self.model.count_met():  # under headings that are folded
            self.model.set_grouped(True)
            found = self.model.uuids
        if found:
            self._search.keep()
            self.session.select(found[0])
            self._body.table.setFocus()

    def _leave_search(self) -> None:
        """Esc in the search box: what was searched is as it found something last, and the keys work again."""
        self._typing.stop()
        self._filter_text()
        self._body.table.setFocus()

    def _order(self, order: Order) -> None:
        self.model.set_order(order)

    def _group(self, on: bool) -> None:
        self.model.set_grouped(on)

    def _tell_order(self) -> None:
        """The session steps through the queue as it stands on the screen."""
        self.session.set_order(self.model.shown_order())
        self.orders.show_order()
        self._list.keep()

    def _show_progress(self) -> None:
        body = self._body
        if self._today is None:
            return
        counts = self.model.counts()
        total, signed, answered = counts["total"], counts.get(SIGNED, 0), counts["answered"]
        body.progressBar.setMaximum(max(1, total))
        body.progressBar.setValue(answered)
        text = self.tr("{answered}/{total} answered, {signed} signed")
        said = text.format(answered=answered, total=total, signed=signed)
        if self.model.filter.narrows:
            said += " · " + self.tr("{n} listed").format(n=self.model.count_met())
        body.progressBar.setFormat(said)
        body.paceLabel.setText(self._pace_text(self._today.pace(counts["to_do"])))
        body.paceLabel.setVisible(bool(body.paceLabel.text()))

    def _pace_text(self, pace: Pace) -> str:
        if pace.seconds is None or pace.left_seconds is None:
            return ""
        seconds = round(pace.seconds) or "<1"
        each = (self.tr("{n} s each").format(n=seconds) if pace.seconds < 100
                else self.tr("{n} min each").format(n=f"{pace.seconds / 60:.1f}"))
        hours, minutes = divmod(round(pace.left_seconds / 60), 60)
        left = (self.tr("{h} h {m} min left").format(h=hours, m=minutes) if hours
                else self.tr("{m} min left").format(m=minutes))
        return f"{each} · {left}"

    def _show_hint(self) -> None:
        with self.session.guard():
            text = next_step(self.session, self.model, self._stubs, self.palette())
            self._body.hintLabel.setText(text)
            self._body.hintLabel.setVisible(bool(text))

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
        menu.addAction(self.tr("Assign…")).triggered.connect(lambda _checked=False: self.selection.ask_name())
        menu.addAction(self.tr("History…")).triggered.connect(lambda _checked=False: self.historyWanted.emit())
        may_write = self.session.writable and self._is_own_patch()
        for text, wanted in ((self.tr("Township…"), self.townshipWanted), (self.tr("Image dates…"), self.datesWanted)):
            own = menu.addAction(text)
            own.setEnabled(may_write)
            own.triggered.connect(lambda _checked=False, wanted=wanted: wanted.emit())
        act = menu.addAction(self.tr("New act from this patch"))
        act.setEnabled(self._offers("new_act") and self.session.writable)
        act.triggered.connect(lambda _checked=False: self.actWanted.emit())
        menu.addSeparator()
        apart = menu.addAction(self.tr("Classified: set apart…"))
        apart.setEnabled(self.session.writable)
        apart.triggered.connect(lambda _checked=False: self.set_apart())
        menu.exec(self._body.table.viewport().mapToGlobal(position))
        menu.deleteLater()

    def _is_own_patch(self) -> bool:
        """Was the patch on the table drawn here? What was issued keeps its township."""
        workspace, uuid = self.session.workspace, self.session.current
        return workspace is not None and bool(uuid) and workspace.parcel(uuid).attributes.get("TBLY") == OWN_SOURCE

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
        return self.view.reading_width()

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
        return self.model.uuids


def _shortened(folder: str, limit: int = 40) -> str:
    return folder if len(folder) <= limit else f"…{folder[-limit:]}"
