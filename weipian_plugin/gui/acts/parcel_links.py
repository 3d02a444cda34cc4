"""The parcels a record is about: shown by number, linked from the queue or from the map's current parcel."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QHeaderView, QListWidgetItem, QSizePolicy, QWidget

from ...domain.forms.terms import outcome_name
from ...domain.records import STUB, SUPERSEDED, QueueRow
from ..forms import fit_to_screen, load_form, name_buttons
from ..messages import language
from ..patches.cells import FURTHER
from ..patches.models import DEADLINE, NUMBER, SUGGESTION, UUID_ROLE, QueueModel, TextFilter, short_number
from ..session import Session
from ..wording import mu_text, mu_unit


class Parcels(QObject):
    """The queue of the whole workspace by uuid, read once and again when it changes."""

    def __init__(self, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: Optional[Dict[str, QueueRow]] = None
        for changed in (session.workspaceChanged, session.queueChanged, session.partsChanged):
            changed.connect(self.forget)

    def forget(self, *_what: object) -> None:
        """What was read may be otherwise now."""
        self._rows = None

    def rows(self) -> Dict[str, QueueRow]:
        """All parcels by uuid, in the order of issue."""
        if self._rows is None:
            workspace = self._session.workspace
            self._rows = {row.parcel_uuid: row for row in workspace.queue()} if workspace is not None else {}
        return self._rows

    def row(self, uuid: str) -> Optional[QueueRow]:
        """A parcel's row; ``None`` for one that is not there."""
        return self.rows().get(uuid)

    def name(self, uuid: str) -> str:
        """The parcel's number as the queue shows it; a dash for one that is set apart."""
        row = self.row(uuid)
        return short_number(row) if row is not None and row.status != STUB else "—"

    def linkable(self) -> List[QueueRow]:
        """The parcels records may be made about: none that is set apart or superseded."""
        return [row for row in self.rows().values() if is_linkable(row)]


def is_linkable(row: Optional[QueueRow]) -> bool:
    """May a record be made about this parcel?"""
    return row is not None and row.status not in (STUB, SUPERSEDED)


class ParcelLinks(QWidget):
    """The list of a record's parcels. ``changed`` carries what they should be; a double click goes to one."""

    changed = pyqtSignal(tuple)
    parcelWanted = pyqtSignal(str)  # noqa: N815 - Qt's way of naming signals

    def __init__(self, session: Session, parcels: Parcels, several: bool, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("acts_links", self)
        self._session, self._parcels, self._several = session, parcels, several
        self._uuids: Tuple[str, ...] = ()
        self._read_only = True
        height = self.parcelList.fontMetrics().lineSpacing() * 4
        self.parcelList.setFixedHeight(height + 2 * self.parcelList.frameWidth())
        self.linksLayout.setAlignment(self.parcelList, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.parcelList.itemActivated.connect(lambda item: self.parcelWanted.emit(_uuid_of(item)))
        self.parcelList.itemSelectionChanged.connect(self._enable)
        self.currentButton.clicked.connect(lambda _checked: self._link_current())
        self.pickButton.clicked.connect(lambda _checked: self._pick())
        self.unlinkButton.clicked.connect(lambda _checked: self._unlink())
        session.currentChanged.connect(self._follow_current)

    def show_parcels(self, uuids: Sequence[str], read_only: bool) -> None:
        """Show these parcels."""
        self._uuids, self._read_only = tuple(uuids), read_only
        self.parcelList.clear()
        for uuid in uuids:
            row = self._parcels.row(uuid)
            parts = [self._parcels.name(uuid)]
            if row is not None:
                parts += [row.township, f"{mu_text(row.area_m2)} {mu_unit()}" if row.area_m2 is not None else "",
                          outcome_name(row.outcome, language())]
            item = QListWidgetItem("   ".join(part for part in parts if part))
            item.setData(Qt.ItemDataRole.UserRole, uuid)
            item.setToolTip(row.dkbh or row.jcbh if row is not None else "")
            self.parcelList.addItem(item)
        self._enable()

    def link(self, uuids: Sequence[str]) -> None:
        """Ask for these parcels, too; those that cannot be linked are left out."""
        new = [uuid for uuid in uuids if uuid not in self._uuids and is_linkable(self._parcels.row(uuid))]
        if new:
            self.changed.emit((*self._uuids, *new))

    def _follow_current(self, _uuid: str) -> None:
        # A method of the widget, so that Qt cuts the connection when the widget goes.
        self._enable()

    def _link_current(self) -> None:
        """The patch on the table, where it is really shown there."""
        if self._session.may_answer():
            self.link((self._session.current,))

    def _pick(self) -> None:
        picked = pick_parcels(self._parcels, self._uuids, self.window())
        self.link(picked)

    def _unlink(self) -> None:
        gone = {_uuid_of(item) for item in self.parcelList.selectedItems()}
        if gone:
            self.changed.emit(tuple(uuid for uuid in self._uuids if uuid not in gone))

    def _enable(self) -> None:
        current = self._session.current
        can = self._several and not self._read_only
        linkable = is_linkable(self._parcels.row(current)) if current and can else False
        self.currentButton.setEnabled(linkable and current not in self._uuids)
        self.pickButton.setEnabled(can)
        self.unlinkButton.setEnabled(can and bool(self.parcelList.selectedItems()))
        for button in (self.currentButton, self.pickButton, self.unlinkButton):
            button.setVisible(self._several)


class ParcelPicker(QDialog):
    """The queue to choose parcels from, found by number, township or outcome."""

    def __init__(self, rows: Sequence[QueueRow], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("acts_pick", self)
        fit_to_screen(self)
        self.model, self.shown = QueueModel(self), TextFilter(self)
        self.shown.setSourceModel(self.model)
        self.model.set_rows(rows, lambda _row: None)
        view = self.parcelView
        view.setModel(self.shown)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        view.horizontalHeader().setStretchLastSection(True)
        for column in (DEADLINE, SUGGESTION, *FURTHER):
            view.setColumnHidden(column, True)
        letter = view.fontMetrics().averageCharWidth()
        for column in range(self.model.columnCount()):
            view.setColumnWidth(column, letter * (18 if column <= NUMBER else 9))
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.activated.connect(lambda _index: self.accept())
        view.selectionModel().selectionChanged.connect(lambda _new, _old: self._count())
        self.searchEdit.textChanged.connect(self.shown.setFilterFixedString)
        name_buttons(self.buttons, self.tr("Link"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._count()

    def chosen(self) -> List[str]:
        """The parcels that are selected."""
        return [str(index.data(UUID_ROLE)) for index in self.parcelView.selectionModel().selectedRows()]

    def _count(self) -> None:
        count = len(self.chosen())
        self.buttons.button(self.buttons.StandardButton.Ok).setEnabled(count > 0)
        self.countLabel.setText(self.tr("{n} selected").format(n=count))


def pick_parcels(parcels: Parcels, without: Sequence[str], window: QWidget) -> List[str]:
    """Let a person choose parcels of the queue; none where they change their mind."""
    left_out = set(without)
    dialog = ParcelPicker([row for row in parcels.linkable() if row.parcel_uuid not in left_out], window)
    chosen = dialog.chosen() if dialog.exec() else []
    dialog.deleteLater()
    return chosen


def _uuid_of(item: QListWidgetItem) -> str:
    return str(item.data(Qt.ItemDataRole.UserRole))
