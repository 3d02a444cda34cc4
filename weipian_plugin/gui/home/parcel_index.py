"""The parcels of the open workspace for whoever asks from another thread: locator and expression functions."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, Qt, QThread, QTimer, pyqtSignal

from ...domain.records import QueueRow
from ..without_pauses import without_pauses
from .farmland import Farmland

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from ..newest import Newest
    from ..patches.models import DueOf
    from ..session import Session
    from ..tasks import TaskRunner

Cases = Mapping[str, Tuple[str, ...]]


@dataclass(frozen=True)
class Snapshot:
    """Rows in their order, findable by uuid and by number; ``cases``: numbers of the acts by parcel.

    Rows are replaced by key, one at a time: who reads beside it sees the old row or the new one.
    """

    rows: Dict[str, QueueRow] = field(default_factory=dict)
    by_number: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    cases: Cases = field(default_factory=dict)
    blind: bool = False
    due_of: Optional[DueOf] = None

    def find(self, number: str) -> Optional[QueueRow]:
        """The parcel with this uuid, parcel number or patch number; none where several share it."""
        if number in self.rows:
            return self.rows.get(number)
        found = self.find_parts(number)
        return found[0] if len(found) == 1 else None

    def find_parts(self, number: str) -> Tuple[QueueRow, ...]:
        """As `find`; of the number of a patch that was split all its parts, none where patches of several batches
        share it.
        """
        uuids = (number,) if number in self.rows else self.by_number.get(number, ())
        found = tuple(self.rows[uuid] for uuid in uuids)
        return found if len({row.batch_uuid for row in found}) == 1 else ()

    def beside(self, row: QueueRow) -> List[QueueRow]:
        """The parcels of the same patch, that one too."""
        found = (self.rows[uuid] for uuid in self.by_number.get(row.jcbh, ()))
        return [each for each in found if (each.batch_uuid, each.jcbh) == (row.batch_uuid, row.jcbh)]


def snapshot_of(rows: Sequence[QueueRow], cases: Cases, blind: bool = False,
                due_of: Optional[DueOf] = None) -> Snapshot:
    """``rows`` with what they are found by. A part has its own number; the patch's means it only if it has no other."""
    numbers: Dict[str, List[str]] = {}
    for row in rows:
        for number in {row.dkbh, row.jcbh} - {""}:
            numbers.setdefault(number, []).append(row.parcel_uuid)
    return Snapshot({row.parcel_uuid: row for row in rows},
                    {number: tuple(uuids) for number, uuids in numbers.items()}, cases, blind, due_of)


class ParcelIndex(QObject):
    """Read once somebody asks. The locator asks (`want`) and goes on; an expression's value may be stored, so it has
    what is there `now`, from whichever thread it is asked.

    ``renewed``: another snapshot is there, or a row in it. Until the first one there is none.
    """

    renewed = pyqtSignal()
    _wanted = pyqtSignal()
    _came_beside = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.snapshot: Optional[Snapshot] = None
        self.ready = threading.Event()
        self._farmland: Optional[Farmland] = None
        self._at_once = threading.RLock()  # one thread reads, the others wait for what it brings
        self._age = 0  # how often what was read has been forgotten
        self._session: Optional[Session] = None
        self._reading: Optional[Newest] = None
        self._changed: Dict[str, None] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._renew_changed)
        self._wanted.connect(self._read, Qt.ConnectionType.QueuedConnection)
        self._came_beside.connect(self._renew_changed, Qt.ConnectionType.QueuedConnection)

    @property
    def has_workspace(self) -> bool:
        """True where there is something to read."""
        session = self._session
        return session is not None and session.workspace is not None

    def attach(self, session: Session, runner: Optional[TaskRunner]) -> None:
        """From now on of this session; without a runner it is read at once, where it is asked for."""
        from ..newest import Newest

        self._session = session
        self._reading = Newest(self.tr("Read the parcels"), runner, self)
        session.workspaceChanged.connect(self._forget)
        session.queueChanged.connect(self._forget)
        session.partsChanged.connect(self._forget)
        session.blindChanged.connect(self._forget)
        session.parcelUpdated.connect(self._note_changed)
        session.rowsChanged.connect(self._note_all_changed)

    def detach(self) -> None:
        """For the plugin's unload."""
        session, self._session = self._session, None
        self._soon.stop()
        if session is not None:
            session.workspaceChanged.disconnect(self._forget)
            session.queueChanged.disconnect(self._forget)
            session.partsChanged.disconnect(self._forget)
            session.blindChanged.disconnect(self._forget)
            session.parcelUpdated.disconnect(self._note_changed)
            session.rowsChanged.disconnect(self._note_all_changed)
        self._forget()

    def want(self) -> None:
        """Ask for the snapshot, from any thread."""
        if self.snapshot is None:
            self._wanted.emit()

    def now(self) -> Optional[Snapshot]:
        """What the workspace says now, read here where it has not been; None where none is open. In the GUI thread or
        any other, over a connection of its own. Raises what reading raises.
        """
        if self._changed and QThread.currentThread() is self.thread():
            self._renew_changed()
        found = self.snapshot
        if found is not None:
            return found
        with self._at_once:
            while self.snapshot is None:
                age, session = self._age, self._session
                workspace = session.workspace if session is not None else None
                if session is None or workspace is None:
                    return None
                with without_pauses():
                    rows, cases, due_of = _all_of(session, workspace)
                self._keep(age, snapshot_of(rows, cases, session.blind, due_of))
            return self.snapshot

    def _keep(self, age: int, snapshot: Snapshot) -> None:
        """Unless it was forgotten while it was being read."""
        if age == self._age:
            self.snapshot = snapshot
            self.ready.set()
            self._came_beside.emit()  # what changed meanwhile is read in the GUI thread

    def farmland_of(self, snapshot: Snapshot, row: QueueRow) -> Optional[Decimal]:
        """耕地 of a parcel in 亩 as panel and tables show it; read here where it has not been. Raises as `now`."""
        session, farmland = self._session, self._farmland
        workspace = session.workspace if session is not None else None
        if session is None or workspace is None:
            return None
        if farmland is None or farmland.snapshot is not snapshot:
            farmland = self._farmland = Farmland(session, workspace, snapshot)
        return farmland.of(row)

    def _forget(self, *_what: object) -> None:
        """Nothing of before is told any more: a patch may have been set apart as classified."""
        asked = self.snapshot is not None
        self._age += 1
        self.snapshot = self._farmland = None
        self.ready.clear()
        self._changed.clear()
        if self._reading is not None:
            self._reading.forget()
        if asked:
            self.renewed.emit()

    def _read(self) -> None:
        session, reading = self._session, self._reading
        workspace = session.workspace if session is not None else None
        if session is None or reading is None or workspace is None:
            return
        if self.snapshot is None and not reading.is_working:
            reading.ask(lambda: _rows_and_cases(workspace), lambda read: self._show(session, *read), _say_nothing)

    def _show(self, session: Session, rows: Sequence[QueueRow], cases: Cases) -> None:
        from ..patches.deadline_lights import deadline_reader

        self.snapshot = snapshot_of(rows, cases, session.blind, deadline_reader(session))
        self.ready.set()
        self._renew_changed()
        self.renewed.emit()

    def _note_changed(self, uuid: str) -> None:
        """Never in the key press itself, and only where somebody has asked before."""
        self._changed[uuid] = None
        if self.snapshot is not None:
            self._soon.start()

    def _note_all_changed(self, uuids: Sequence[str]) -> None:
        for uuid in uuids:
            self._note_changed(uuid)

    def _renew_changed(self) -> None:
        session, snapshot = self._session, self.snapshot
        workspace = session.workspace if session is not None else None
        if session is None or workspace is None or snapshot is None:
            return
        changed = [uuid for uuid in self._changed if uuid in snapshot.rows]
        self._changed.clear()
        with session.guard():
            for row in workspace.lists.rows(changed):
                if _AREAS(row) != _AREAS(snapshot.rows[row.parcel_uuid]):
                    self._farmland = None  # a part's figure also rests on those beside it
                snapshot.rows[row.parcel_uuid] = row
        if changed:
            self.renewed.emit()


def _rows_and_cases(workspace: Workspace) -> Tuple[List[QueueRow], Cases]:
    with workspace.again() as beside:
        cases: Dict[str, Tuple[str, ...]] = {}
        for act in beside.records("act"):
            numbers = tuple(str(act.values[code]) for code in ("WFXWBH", "AJBH") if act.values.get(code))
            for parcel in act.parcels:
                cases[parcel] = cases.get(parcel, ()) + numbers
        return beside.queue(), cases


def _all_of(session: Session, workspace: Workspace) -> Tuple[List[QueueRow], Cases, DueOf]:
    from ..patches.deadline_lights import deadline_reader

    rows, cases = _rows_and_cases(workspace)
    with workspace.again() as beside:
        return rows, cases, deadline_reader(session, workspace=beside)


_AREAS = attrgetter("area_m2", "farmland_m2", "basic_farmland_m2", "redline_m2")


def _say_nothing(_error: BaseException) -> None:
    """Queue and panels tell what is wrong with a workspace; here it has no value."""
