"""A page for the records of one kind: the list, and the chosen record's parcels and form, saved as they are changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ...domain.forms.record_kinds import RECORD_KINDS
from ...domain.records import Record
from ..forms import load_form
from ..session import Session
from .parcel_links import ParcelLinks, Parcels, is_linkable, pick_parcels
from .record_form import RecordForm
from .record_words import kind_name
from .records_model import ALL, CLOSED, OPEN, SIGNS, RecordsModel

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

translate = QCoreApplication.translate
"""Not ``self.tr``: that would look under the name of the page's own class."""


class RecordPage(QWidget):
    """Lists and edits the records of ``kind``. Every change is one event of the session's workspace."""

    parcelWanted = pyqtSignal(str)  # noqa: N815 - Qt's way of naming signals
    KIND = ""
    FOLLOWED = True
    """Records of this kind are open until something ends them."""

    def __init__(self, session: Session, parcels: Parcels, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("acts_page", self)
        self.session, self.parcels, self.kind = session, parcels, RECORD_KINDS[self.KIND]
        self._current: Optional[Record] = None
        self._workspace: Optional[Workspace] = None
        self.model = RecordsModel(self.kind, parcels, self.palette(), self)
        self.links = ParcelLinks(session, parcels, self.kind.many_parcels, self.detailPart)
        self.form = RecordForm(self.kind, self.detailPart)
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(200)
        self._arrange()
        self._fill_states()
        self._connect()

    @property
    def current(self) -> Optional[Record]:
        """The record that is shown."""
        return self._current

    # What kinds do in their own way

    def notes(self, record: Record) -> List[str]:
        """Lines of rich text over the form."""
        return []

    def proposed(self, record: Record) -> Mapping[str, float]:
        """Areas (m², by field code) offered at their fields."""
        return {}

    def choices(self, record: Record) -> Mapping[str, List[str]]:
        """What texts are usually one of."""
        return {}

    def nothing_yet(self) -> str:
        """What to do where there is no record of this kind."""
        return translate("RecordPage", "Nothing entered yet. Choose parcels, and a record is made about them.")

    def blank(self, parcels: Sequence[str]) -> Record:
        """A new record about these parcels, to be kept."""
        return Record("", self.kind.name, tuple(parcels))

    def to_keep(self, record: Record, workspace: Workspace) -> Record:
        """The record as it is kept; raises where it cannot be."""
        return record

    def load(self) -> List[Record]:
        """The records to list."""
        return self.session.workspace.records(self.kind.name) if self.session.workspace is not None else []

    def parts(self) -> Dict[str, List[Record]]:
        """The rectifications by act; for acts only."""
        return {}

    # What all do

    def refresh(self) -> None:
        """Read the records again; the one that is shown stays, as long as it is there."""
        chosen = self._current.uuid if self._current is not None else ""
        self._workspace = self.session.workspace
        with self.session.guard():
            self.model.show_records(self.load(), self.parts())
        self._fill_townships()
        self.fit_columns()
        self._count()
        self._choose(chosen)

    def choose(self, uuid: str) -> None:
        """Show a record, whatever the filters would let pass."""
        if self.model.row_of(uuid) < 0:
            for box in (self.stateBox, self.townshipBox):
                box.setCurrentIndex(0)
            self.searchEdit.clear()
            self._filter()
        self._choose(uuid)

    def create(self, parcels: Sequence[str]) -> Optional[Record]:
        """A new record about these parcels, kept at once and shown; where there can be but one, the one there is."""
        self.save_pending()
        kept: List[Record] = []
        with self.session.guard():
            if self.kind.key == () and self.session.workspace is not None:
                kept += self.session.workspace.records(self.kind.name, parcels[0])
            if not kept and self.session.workspace is not None:
                kept.append(self.session.put_record(self.to_keep(self.blank(parcels), self.session.workspace)))
        if not kept:
            return None
        self.choose(kept[0].uuid)
        self.form.focus_first_missing()
        return kept[0]

    def save_pending(self) -> None:
        """Save what is still being written."""
        self.form.save_pending()

    def record_changed(self, kind: str, uuid: str, record: Optional[Record]) -> None:
        """A record was kept or (``None``) taken away: here, by an undo, on another page."""
        if kind != self.kind.name:
            return
        if record is None or self.model.row_of(uuid) < 0:
            self.refresh()
            return
        self.model.update_record(record)
        if self._current is not None and self._current.uuid == uuid:
            self._current = record
            self.show_current(fresh=False)

    def enable(self) -> None:
        """What can be done now: nothing in a workspace that is only looked at."""
        writable = self.session.writable
        here = is_linkable(self.parcels.row(self.session.current)) if self.session.current else False
        self.newHereButton.setEnabled(writable and here)
        self.newButton.setEnabled(writable)
        self.removeButton.setEnabled(writable and self._current is not None)

    def show_current(self, fresh: bool = True) -> None:
        """The chosen record in parcels, notes and form."""
        record = self._current
        for widget in (self._parcels_label, self.links, self.form, self.notesLabel, self.missingLabel):
            widget.setVisible(record is not None)
        self.enable()
        self._tell_how_to_begin()
        if record is None:
            return
        if fresh:
            self.detailScroll.verticalScrollBar().setValue(0)
        read_only = not self.session.writable
        with self.session.guard():
            self.links.show_parcels(record.parcels, read_only)
            self.form.show_record(record.values, read_only, fresh)
            self.form.propose_areas(self.proposed(record))
            self.form.offer_choices(self.choices(record))
        self._show_notes()

    def showEvent(self, event: QShowEvent) -> None:
        """What is not seen was not reckoned; and who comes here finds the first record, not an empty side."""
        super().showEvent(event)
        if self._current is None and self.model.rowCount():
            self._choose(self.model.record(0).uuid)
        self._show_notes()

    def _tell_how_to_begin(self) -> None:
        """What to do where no record is shown."""
        self.beginLabel.setVisible(self._current is None)
        self.beginLabel.setText(
            translate("RecordPage", "Choose a record in the list to see and change it here.") if self.model.rowCount()
            else translate("RecordPage", "Nothing passes the filters over the list.") if self.model.count
            else self.nothing_yet())

    def fit_columns(self) -> None:
        """As wide as their headings and what is in them, none wider than reads well."""
        view = self.recordView
        view.resizeColumnsToContents()
        limit = view.fontMetrics().horizontalAdvance("疑") * 12
        for column in range(self.model.columnCount() - 1):
            view.setColumnWidth(column, min(view.columnWidth(column), limit))

    def _show_notes(self) -> None:
        record = self._current
        if record is None or not self.isVisible():
            return
        with self.session.guard():
            notes = self.notes(record)
            self.notesLabel.setText("<br>".join(notes))
            self.notesLabel.setVisible(bool(notes))
        missing = self.form.missing_in_words()
        self.missingLabel.setText(missing)
        self.missingLabel.setVisible(bool(missing))

    def _arrange(self) -> None:
        detail = self.detailPart.layout()
        name = translate("RecordPage", "Parcels")  # not inside the f-string: pylupdate does not see it there
        detail.insertWidget(0, QLabel(f"<b>{name}</b>", self.detailPart))
        self._parcels_label = detail.itemAt(0).widget()
        detail.insertWidget(1, self.links)
        detail.addWidget(self.form)
        detail.addStretch(1)
        view = self.recordView
        view.setModel(self.model)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        view.horizontalHeader().setStretchLastSection(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        view.horizontalHeader().setResizeContentsPrecision(50)  # the first rows: a thousand need not be written out
        self.splitter.setSizes([520, 600])

    def _fill_states(self) -> None:
        box = self.stateBox
        box.addItem(translate("RecordPage", "All"), ALL)
        for state in (OPEN, CLOSED):
            box.addItem(f"{SIGNS[state]} {self.model.states[state]}", state)
        box.setVisible(self.FOLLOWED)
        self.recordView.setColumnHidden(0, not self.FOLLOWED)

    def _fill_townships(self) -> None:
        box, chosen = self.townshipBox, self.townshipBox.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(translate("RecordPage", "All townships"), ALL)
        for township in self.model.townships():
            box.addItem(township, township)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)

    def _connect(self) -> None:
        self.recordView.selectionModel().selectionChanged.connect(lambda _new, _old: self._selected())
        self.stateBox.activated.connect(lambda _index: self._filter())
        self.townshipBox.activated.connect(lambda _index: self._filter())
        self.searchEdit.textChanged.connect(lambda _text: self._searching.start())
        self._searching.timeout.connect(self._filter)
        self.newHereButton.clicked.connect(lambda _checked: self._create_here())
        self.newButton.clicked.connect(lambda _checked: self._create_for_picked())
        self.removeButton.clicked.connect(lambda _checked: self._remove())
        self.links.changed.connect(lambda uuids: self._save(parcels=uuids))
        self.links.parcelWanted.connect(self.parcelWanted)
        self.form.edited.connect(self._save)
        self.session.recordChanged.connect(self.record_changed)
        self.session.currentChanged.connect(self._follow_current)

    def _follow_current(self, _uuid: str) -> None:
        # A method of the widget, so that Qt cuts the connection when the widget goes.
        self.enable()

    def _filter(self) -> None:
        self._searching.stop()
        chosen = self._current.uuid if self._current is not None else ""
        self.model.show_only(str(self.stateBox.currentData() or ALL), str(self.townshipBox.currentData() or ALL),
                             self.searchEdit.text())
        self._count()
        self._choose(chosen)

    def _count(self) -> None:
        shown, count = self.model.rowCount(), self.model.count
        self.shownLabel.setText(translate("RecordPage", "{n} of {count}").format(n=shown, count=count))

    def _choose(self, uuid: str) -> None:
        row = self.model.row_of(uuid) if uuid else -1
        if row >= 0:
            self.recordView.selectRow(row)
            self.recordView.scrollTo(self.model.index(row, 0))
        else:
            self.recordView.clearSelection()
        self._selected()

    def _selected(self) -> None:
        rows = self.recordView.selectionModel().selectedRows()
        record = self.model.record(rows[0].row()) if rows else None
        same = record is not None and self._current is not None and record.uuid == self._current.uuid
        if not same:
            self.save_pending()
        self._current = record
        self.show_current(fresh=not same)

    def _save(self, values: Optional[Mapping[str, object]] = None, parcels: Optional[Sequence[str]] = None) -> None:
        record, workspace = self._current, self._workspace
        if record is None or workspace is None or not workspace.writable:
            return
        with self.session.guard():
            wanted = self.to_keep(replace(record, values={**record.values, **(values or {})},
                                          parcels=record.parcels if parcels is None else tuple(parcels)), workspace)
            if self.session.workspace is workspace:
                self.session.put_record(wanted)
            else:
                workspace.put_record(wanted)  # what was being written when it was closed
            return
        self.show_current()  # it was not kept: the form says what is

    def _create_here(self) -> None:
        """Of the patch on the table, where it is really shown there."""
        if self.session.may_answer():
            self.create((self.session.current,))

    def _create_for_picked(self) -> None:
        picked = pick_parcels(self.parcels, (), self.window())
        if picked and self.kind.many_parcels:
            self.create(picked)
        else:
            for uuid in picked:
                self.create((uuid,))

    def _remove(self) -> None:
        record = self._current
        if record is None:
            return
        self.form.take_pending()
        with self.session.guard():
            self.session.remove_record(record)
            told = translate("RecordPage", "Removed: {kind}. Undo brings it back.")
            self.session.tell(told.format(kind=kind_name(record.kind)))
