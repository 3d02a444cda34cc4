"""The parcels of the open workspace for whoever asks from another thread: locator and expression functions."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal

from ...domain.records import SIGNED, QueueRow

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
        uuids = self.by_number.get(number, ())
        return self.rows.get(uuids[0]) if len(uuids) == 1 else None


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
    """Read once somebody asks, in a thread of its own; no reader ever waits for the workspace.

    ``renewed``: another snapshot is there, or a row in it. Until the first one there is none, and `want` asks for it.
    """

    renewed = pyqtSignal()
    _wanted = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.snapshot: Optional[Snapshot] = None
        self.farmland: Mapping[str, Decimal] = {}
        self.ready = threading.Event()
        self._farmland_asked = False
        self._session: Optional[Session] = None
        self._reading: Optional[Newest] = None
        self._farmland_reading: Optional[Newest] = None
        self._changed: Dict[str, None] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._renew_changed)
        self._wanted.connect(self._read, Qt.ConnectionType.QueuedConnection)

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
        self._farmland_reading = Newest(self.tr("Read the farmland"), runner, self)
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

    def want_farmland(self) -> None:
        """Ask for 耕地 as panel and tables show it, from any thread."""
        if not self._farmland_asked:
            self._farmland_asked = True
            self._wanted.emit()

    def _forget(self, *_what: object) -> None:
        """Nothing of before is told any more: a patch may have been set apart as classified."""
        asked = self.snapshot is not None
        self.snapshot, self.farmland, self._farmland_asked = None, {}, False
        self.ready.clear()
        self._changed.clear()
        for reading in (self._reading, self._farmland_reading):
            if reading is not None:
                reading.forget()
        if asked:
            self.renewed.emit()

    def _read(self) -> None:
        session, reading = self._session, self._reading
        workspace = session.workspace if session is not None else None
        if session is None or reading is None or workspace is None:
            return
        snapshot, farmland = self.snapshot, self._farmland_reading
        if snapshot is None:
            if not reading.is_working:
                reading.ask(lambda: _rows_and_cases(workspace), lambda read: self._show(session, *read), _say_nothing)
        elif self._farmland_asked and not self.farmland and farmland is not None and not farmland.is_working:
            rows, adjustable = list(snapshot.rows.values()), _adjustable(session)
            farmland.ask(lambda: _farmland(workspace, rows, adjustable), self._show_farmland, _say_nothing)

    def _show(self, session: Session, rows: Sequence[QueueRow], cases: Cases) -> None:
        from ..patches.deadline_lights import deadline_reader

        self.snapshot = snapshot_of(rows, cases, session.blind, deadline_reader(session))
        self.ready.set()
        self._renew_changed()
        self.renewed.emit()
        if self._farmland_asked:
            self._read()

    def _show_farmland(self, farmland: Mapping[str, Decimal]) -> None:
        self.farmland = farmland
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
            for uuid in changed:
                snapshot.rows[uuid] = _as_it_is_now(workspace, snapshot.rows[uuid])
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


def _adjustable(session: Session) -> Dict[str, str]:
    """By batch how its profile counts adjustable land (恢复属性); profiles are read in the GUI thread."""
    from ...domain.errors import WeipianError

    known: Dict[str, str] = {}
    for batch in session.workspace.batches() if session.workspace is not None else ():
        try:
            profile = session.profile_of(batch.profile_id)
        except WeipianError:
            continue
        if profile is not None:
            known[batch.uuid] = profile.grouping.adjustable
    return known


def _farmland(workspace: Workspace, rows: Sequence[QueueRow], adjustable: Mapping[str, str]) -> Dict[str, Decimal]:
    from ...domain.areas.landclass import SEPARATE
    from ...domain.areas.table_areas import shown_areas, shown_of_parts
    from ...domain.errors import WeipianError

    with workspace.again() as beside:
        measured = beside.all_measured()
    wholes = shown_of_parts((f"{row.batch_uuid} {row.jcbh}", row.parcel_uuid, row.area_m2) for row in rows)
    found: Dict[str, Decimal] = {}
    for row in rows:
        if row.farmland_m2 is None or row.parcel_uuid not in measured:
            continue
        try:
            areas = shown_areas(measured[row.parcel_uuid], adjustable=adjustable.get(row.batch_uuid, SEPARATE),
                                whole=wholes.get(row.parcel_uuid))
        except WeipianError:
            continue  # told by panel and checks
        mu = areas.values.get("GDMJ")
        if mu is not None:
            found[row.parcel_uuid] = mu
    return found


def _as_it_is_now(workspace: Workspace, row: QueueRow) -> QueueRow:
    from ...domain.definitions import MINERAL_OUTCOME

    parcel, draft = workspace.parcel(row.parcel_uuid), workspace.draft(row.parcel_uuid)
    judged = workspace.judgement(row.parcel_uuid) if parcel.status == SIGNED else None
    answers = judged.answers if judged is not None else draft.answers
    suggested = workspace.suggestion(row.parcel_uuid) or {}
    return replace(row, status=parcel.status, flag=draft.flag, stated=bool(draft.answers),
                   outcome=str(answers.get("PDLX") or answers.get(MINERAL_OUTCOME) or ""),
                   suggestion=str(suggested.get("kind") or ""))


def _say_nothing(_error: BaseException) -> None:
    """Queue and panels tell what is wrong with a workspace; here it has no value."""
