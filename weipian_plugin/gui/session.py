"""What is on the table: the open workspace, the current parcel, and every decision on it, told to all docks."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple, Union
from uuid import uuid4

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..domain.definitions import JUDGEMENT, LAND
from ..domain.errors import WeipianError
from ..domain.forms.fields import FieldType
from ..domain.records import RETIRED, SIGNED, UNJUDGED, Event, Record
from . import messages
from .queue_order import QueueOrder
from .settings import Settings

if TYPE_CHECKING:
    from ..jobs.checking.validation_cases import Surroundings
    from ..jobs.judging.suggest import SuggestAnew
    from ..workspace.workspace import Workspace

COPIED = frozenset(field.code for field in JUDGEMENT if field.type != FieldType.AREA)
"""What another patch may be given at one key: papers, facts and what was found on site are of one place."""


LEFT_AFTER_MS = 250
"""How long after a step the parcel is noted as the one to begin again with: the note costs the disk 3 ms and more."""


class Session(QObject):
    """One person's work on one workspace. Every decision is saved at once; errors are told by ``message``."""

    workspaceChanged = pyqtSignal()  # noqa: N815 - Qt's way of naming signals
    currentChanged = pyqtSignal(str)  # noqa: N815
    parcelUpdated = pyqtSignal(str)  # noqa: N815
    queueChanged = pyqtSignal()  # noqa: N815
    modeChanged = pyqtSignal(bool)  # noqa: N815
    blindChanged = pyqtSignal(bool)  # noqa: N815
    rowsChanged = pyqtSignal(list)  # noqa: N815 - parcels whose line in a list is another
    recordChanged = pyqtSignal(str, str, object)  # noqa: N815 - kind, uuid, the Record (None: it is gone)
    layersChanged = pyqtSignal()  # noqa: N815
    partsChanged = pyqtSignal(list)  # noqa: N815 - parcels that were cut, made one, or drawn; some stand no more
    shapesChanged = pyqtSignal(object)  # noqa: N815 - the parcels whose shapes are others, those that stand first
    measuringBegun = pyqtSignal()  # noqa: N815 - of ``measuring``; each is told as updated when it is over
    operatorNeeded = pyqtSignal()  # noqa: N815
    message = pyqtSignal(str, int, str)

    def __init__(self, settings: Optional[Settings] = None, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.settings = settings or Settings.load()
        self.workspace: Optional[Workspace] = None
        self.current = ""
        self.changed_roles: Tuple[str, ...] = ()
        self.measuring: FrozenSet[str] = frozenset()  # parcels whose new shapes the worker is measuring
        self._order = QueueOrder()
        self._last_answered = ""
        self.moves_on = False  # while a decision is told upon which another patch follows at once
        self._opened: Set[str] = set()
        self._interpreting = self._blind = False
        self.has_list = False  # somebody lists the queue, and tells its order
        self._resume = ""
        self._suggest_anew: Optional[SuggestAnew] = None
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(LEFT_AFTER_MS)
        self._leaving.timeout.connect(self._note_left)
        self.parcelUpdated.connect(self._think_again)  # before any dock hears of it

    def guard(self) -> AbstractContextManager[None]:
        """``with session.guard(): …`` – what goes wrong inside is told once, and ends there."""
        return messages.guard(self.tell)

    def tell(self, sentence: str, level: int = int(Qgis.MessageLevel.Info), detail: str = "") -> None:
        """Say one sentence to the person; ``detail`` goes to the log."""
        self.message.emit(sentence, level, detail)

    @property
    def actor(self) -> str:
        """Who decides: the operator's name, before it is given the name of the login."""
        return self.settings.operator or QgsApplication.userLoginName()

    def set_operator(self, name: str) -> None:
        """From now on this person decides and signs."""
        if self.settings.operator not in ("", name.strip()):  # who names themselves only now is who worked before
            self._opened = {self.current} if self.current else set()
        self.settings.store(operator=name.strip())
        if self.workspace is not None:
            self.workspace.actor = self.actor

    @property
    def writable(self) -> bool:
        """True where decisions can be saved."""
        return self.workspace is not None and bool(self.workspace.writable)

    def open(self, path: str) -> None:
        """Open the workspace at ``path`` where it was left; the one open before is closed first."""
        from ..workspace.workspace import Workspace

        if self.workspace is not None and Path(str(self.workspace.path)).resolve() == Path(path).resolve():
            return
        with self.guard():
            self.adopt(Workspace.open(str(path), actor=self.actor))

    def create(self, path: str, crs: str) -> None:
        """A new workspace at ``path`` in the projected ``crs`` (an authid)."""
        with self.guard():
            self.adopt(self.make_workspace(path, crs))

    def make_workspace(self, path: str, crs: str) -> Workspace:
        """A new workspace that nobody works on yet, with its quarantine where the settings say. Raises WORKSPACE_…"""
        from ..workspace.workspace import Workspace

        folder = self.settings.quarantine_folder
        quarantine = str(Path(folder) / f"{Path(path).stem}-{uuid4().hex[:8]}.gpkg") if folder else ""
        return Workspace.create(path, crs=crs, actor=self.actor, quarantine_path=quarantine)

    def adopt(self, workspace: Workspace) -> None:
        """Work on this open workspace; the one before is closed."""
        self.close()
        self.workspace = workspace
        self.settings.remember_workspace(str(Path(str(workspace.path)).resolve()))
        self.look_for_test()
        self.workspaceChanged.emit()
        self.queueChanged.emit()
        self.begin()
        if not workspace.writable:
            text = self.tr("This workspace is being edited by {holder}: you may look, but nothing is saved.")
            if not workspace.holder:
                text = self.tr("The file or folder of this workspace cannot be written: you may look, but nothing is "
                               "saved. Copy it to a folder of your own to work on it.")
            self.tell(text.format(holder=workspace.holder), int(Qgis.MessageLevel.Warning))
        self.tell_wrong_profiles()

    def tell_wrong_profiles(self) -> None:
        """Say what is wrong in which profile, line by line, where any is left aside."""
        from ..jobs.rules.profiles import told_problems

        with self.guard():
            told = told_problems(messages.language())
            if told:
                self.tell(told, int(Qgis.MessageLevel.Warning))

    def set_changed_roles(self, roles: Sequence[str]) -> None:
        """The roles whose layers are others than those that the stored areas are of."""
        if tuple(roles) != self.changed_roles:
            self.changed_roles = tuple(roles)
            self.layersChanged.emit()

    def begin(self) -> None:
        """Go to the parcel at which the workspace was left, else to the first."""
        workspace = self.workspace
        if workspace is None:
            return
        left = self.settings.last_parcel(workspace.workspace_id)
        if not len(self._order) and not self.has_list:
            self.set_order(workspace.rules.parcels())
        if left and workspace.lists.is_judged_here(left):
            self.select(left)
        elif len(self._order):
            self.select(self._order.uuid(0))

    def close(self) -> None:
        """Close the workspace, if one is open."""
        if self.workspace is None:
            return
        self._note_left()
        workspace, self.workspace = self.workspace, None
        self._last_answered = ""
        self._opened = set()
        self.set_order([])
        self._show("")
        self.look_for_test()
        self.workspaceChanged.emit()
        self.queueChanged.emit()
        workspace.close()

    @property
    def profile(self) -> Any:
        """The policy profile of the current parcel's batch, ``None`` where none is chosen or nothing is open."""
        if self.workspace is None or not self.current:
            return None
        batch = self.workspace.batch_of(self.current)
        return self.profile_of(batch.profile_id if batch is not None else "")

    def profile_of(self, profile_id: str) -> Any:
        """The policy profile with this id as its file says now, ``None`` for an empty id."""
        if not profile_id:
            return None
        from ..jobs.rules.profiles import load_profile

        return load_profile(profile_id)

    @property
    def blind(self) -> bool:
        """True while a test runs in this workspace: neither suggestion nor reasoning is shown."""
        return self._blind

    def look_for_test(self) -> None:
        """A test may have begun or been handed in."""
        blind, workspace = False, self.workspace
        if workspace is not None and workspace.is_training:
            from ..jobs.training.exam import exam_runs

            blind = exam_runs(workspace)
        if blind != self._blind:
            self._blind = blind
            self.blindChanged.emit(blind)

    @property
    def interpreting(self) -> bool:
        """判读 mode: our keys take precedence in our docks and on the map."""
        return self._interpreting

    def set_mode(self, on: bool) -> None:
        """Switch 判读 mode on or off."""
        if on != self._interpreting:
            self._interpreting = on
            self.modeChanged.emit(on)

    @property
    def order(self) -> List[str]:
        """The queue as it is shown, top to bottom."""
        return self._order.uuids()

    def coming(self, count: int) -> List[str]:
        """The parcels that follow the current one, as many as there are of so many."""
        place = self._order.place(self.current)
        return self._order.uuids(place + 1, min(place + 1 + count, len(self._order))) if place >= 0 else []

    def set_order(self, order: Union[QueueOrder, Sequence[str]]) -> None:
        """The queue as the Patches dock shows it now, filtered and sorted."""
        order = order if isinstance(order, QueueOrder) else QueueOrder(order, self._is_unfinished)
        place = self._order.place(self.current)
        if place >= 0 and order.place(self.current) < 0:
            # What was answered and filtered away keeps its place, so that the next one is still the next one.
            self._resume = self._order.first_among(order, place + 1)
        self._order = order

    def select(self, uuid: str) -> None:
        """Make ``uuid`` the current parcel, unless it stands no more."""
        if uuid == self.current:
            return
        with self.guard():
            if self._order.place(uuid) >= 0 or not uuid or self.workspace is None or (
                    self.workspace.parcel(uuid).status != RETIRED):
                self._show(uuid)
            else:
                self.tell(self.tr("This parcel stands no more: it was split, merged or taken back since."))

    @property
    def opened(self) -> FrozenSet[str]:
        """The parcels that this person has had before them: here in this session, or when they answered them."""
        if self.workspace is None:
            return frozenset()
        return frozenset(self._opened.union(self.workspace.answered_by(self.actor)))

    def _show(self, uuid: str) -> None:
        self.current = uuid
        self._opened.add(uuid)
        if uuid and not self._leaving.isActive():
            self._leaving.start()  # soon, and not only at the end: who is killed is not asked where the work was left
        self.currentChanged.emit(uuid)

    def _note_left(self) -> None:
        self._leaving.stop()
        if self.current and self.workspace is not None and self.workspace.writable:
            self.settings.leave_parcel(self.workspace.workspace_id, self.current)

    def step(self, by: int, unfinished: bool = False) -> None:
        """Go ``by`` places on (or back, if negative) in the order shown, to unfinished ones only if so wished."""
        with self.guard():
            following = self._following(by, unfinished)
            if following:
                self.select(following)
            else:
                self.tell(self.tr("No further patch in this direction."))

    def _following(self, by: int, unfinished: bool = False, unsigned: bool = False) -> str:
        order, direction = self._order, 1 if by > 0 else -1
        place, resumed = order.place(self.current), order.place(self._resume)
        if place >= 0:
            place += by
        elif resumed >= 0:
            place = resumed + (0 if by > 0 else -1)
        else:
            place = 0 if by > 0 else len(order) - 1
        if not 0 <= place < len(order):
            return ""
        if unsigned:
            place = order.next_unsigned(place)
        place = order.next_unfinished(place, direction) if unfinished else place
        return order.uuid(place) if place >= 0 else ""

    def _is_unfinished(self, uuid: str) -> bool:
        """Nothing said yet, or a 初判 in which something required is missing."""
        rows = self.workspace.lists.rows([uuid]) if self.workspace is not None else []
        return any(row.status == UNJUDGED or row.lacking for row in rows)

    def answer(self, answers: Mapping[str, object], advance: bool = True) -> None:
        """Merge ``answers`` (by field code) into the current parcel's 初判, saved at once, and move on, past what is
        signed unless nothing else follows.
        """
        workspace, uuid = self.workspace, self.current
        if workspace is None or not uuid:
            return
        with self.guard():
            following = self._following(1, unsigned=True) if advance else ""
            workspace.save_draft(uuid, dict(answers))
            self._last_answered = uuid
            self.moves_on = bool(following)
            self.parcelUpdated.emit(uuid)
            self.moves_on = False
            if following:
                self.select(following)
            elif advance:
                self.tell(self.tr("That was the last patch of this list."))

    def copy_last(self) -> None:
        """Give the current parcel the answers given last: codes and texts, never areas."""
        if self.workspace is None or not self.current:
            return
        answers: Dict[str, object] = {}
        with self.guard():
            last = self._last_answered or next(reversed(self.workspace.answered_by(self.actor)), "")  # also yesterday's
            if last and last != self.current:
                drafted = self.workspace.draft(last).answers
                answers = {code: value for code, value in drafted.items() if code in COPIED}
        if answers:
            self.answer(answers)
        else:
            self.tell(self.tr("There is no earlier answer to copy yet."))

    def sign(self, basis: str, reason: str = "", subject: str = LAND,
             despite: Optional[Mapping[str, str]] = None) -> None:
        """Sign the current parcel's complete 初判 of the land (or of the mining) upon ``basis`` (QRYJ: 实地 or 内业);
        move on where nothing of the parcel is left to be signed. ``despite``: the open errors, kept with the signature.
        """
        workspace, uuid = self.workspace, self.current
        if workspace is None or not uuid:
            return
        if not self.settings.operator:
            self.operatorNeeded.emit()
        if not self.settings.operator:
            self.tell(self.tr("Enter your name first: a judgement is signed by a person."),
                      int(Qgis.MessageLevel.Warning))
            return
        with self.guard():
            following = self._following(1)
            workspace.sign(uuid, self.settings.operator, basis, reason, subject, despite)
            self.parcelUpdated.emit(uuid)
            if following and workspace.parcel(uuid).status == SIGNED:
                self.select(following)

    def _think_again(self, uuid: str) -> None:
        """Where the decision states or attaches other facts, the suggestion follows at once."""
        from ..jobs.judging.suggest import SuggestAnew

        workspace = self.workspace
        if workspace is None or not workspace.writable:
            return
        with self.guard():
            if self._suggest_anew is None or self._suggest_anew.workspace is not workspace:
                self._suggest_anew = SuggestAnew(workspace)
            self._suggest_anew.suggest(uuid)

    def sign_listed(self, around: Surroundings, uuid: str, basis: str) -> None:
        """Sign one line of the reviewed list; the parcel on the table stays. Raises what `sign_reviewed` raises."""
        from ..jobs.judging.sign_list import sign_reviewed

        sign_reviewed(around, uuid, self.opened, self.settings.operator, basis)
        self.parcelUpdated.emit(uuid)

    def set_note(self, text: str) -> None:
        """The current parcel's note (备注)."""
        if self.workspace is not None and self.current:
            with self.guard():
                self.workspace.set_note(self.current, text)
                self.parcelUpdated.emit(self.current)

    def set_flag(self, reason: str) -> None:
        """Flag the current parcel with a reason; an empty one takes the flag away."""
        if self.workspace is not None and self.current:
            with self.guard():
                self.workspace.set_flag(self.current, reason)
                self.parcelUpdated.emit(self.current)

    def assign(self, uuids: Sequence[str], name: str) -> None:
        """Say who judges these parcels, as one decision; nobody in particular for ``""``."""
        if self.workspace is not None:
            with self.guard():
                self._tell_many(self.workspace.many.assign(uuids, name))

    def flag_together(self, uuids: Sequence[str], reason: str) -> None:
        """Flag these parcels with one reason, as one decision; an empty one takes the flags away."""
        if self.workspace is not None:
            with self.guard():
                self._tell_many(self.workspace.many.flag(uuids, reason))

    def _tell_many(self, uuids: Sequence[str]) -> None:
        self.rowsChanged.emit(list(uuids))
        if self.current in uuids:
            self.parcelUpdated.emit(self.current)

    def undo(self) -> None:
        """Take back the last decision of this person here, and show its parcel."""
        if self.workspace is not None:
            with self.guard():
                self._tell_event(self.workspace.undo(), self.tr("Nothing to undo."))

    def redo(self) -> None:
        """Do again what this person took back last, and show its parcel."""
        if self.workspace is not None:
            with self.guard():
                self._tell_event(self.workspace.redo(), self.tr("Nothing to do again."))

    def _tell_event(self, event: Optional[Event], nothing: str) -> None:
        if event is None:
            self.tell(nothing)
            return
        if event.changes_shapes:
            self.tell_shapes(event.parcels)
            return
        if event.of_many:
            self._tell_many(event.parcels)
            return
        if event.record:
            self._tell_record(str(event.payload.get("record")), event.record, event.parcels)
        else:
            for uuid in event.parcels:
                self.parcelUpdated.emit(uuid)
        if event.parcels and self.current not in event.parcels:
            self.select(event.parcels[0])

    def tell_shapes(self, uuids: Sequence[str]) -> None:
        """Parcels have other shapes, or came, or stand no more; the first that stands is on the table."""
        workspace = self.workspace
        if workspace is None:
            return
        standing = [uuid for uuid in uuids if workspace.parcel(uuid).status != RETIRED]
        self.partsChanged.emit(list(uuids))
        for uuid in standing:
            self.parcelUpdated.emit(uuid)
        if standing and self.current not in standing:
            self.select(standing[0])
        elif not standing and self.current in uuids:
            left = (uuid for uuid in self.order if workspace.parcel(uuid).status != RETIRED)
            self._show(next(left, ""))
        self.shapesChanged.emit(tuple(uuids))

    def put_record(self, record: Record) -> Record:
        """Keep a record, or change the one with its uuid, and tell it. Raises what the workspace raises."""
        if self.workspace is None:
            raise WeipianError("UNKNOWN_RECORD", record=record.uuid, kind=record.kind)
        kept: Record = self.workspace.put_record(record)
        self.tell_record(kept)
        return kept

    def tell_record(self, record: Record) -> None:
        """A record was kept: whoever shows it shows it anew."""
        self._tell_record(record.kind, record.uuid, record.parcels)

    def remove_record(self, record: Record) -> None:
        """Take a record away, and tell it. Raises UNKNOWN_RECORD, RECORD_IN_USE."""
        if self.workspace is not None:
            self.workspace.remove_record(record.uuid)
            self.tell_record(record)

    def _tell_record(self, kind: str, uuid: str, parcels: Sequence[str]) -> None:
        """Only the parcel on the table is told of: what the others show does not rest on records, but for dates."""
        try:
            record = self.workspace.record(uuid) if self.workspace is not None else None
        except WeipianError:
            record = None  # it was taken away
        self.recordChanged.emit(kind, uuid, record)
        if self.current in parcels:
            self.parcelUpdated.emit(self.current)
        if kind == "extension":
            self.queueChanged.emit()
        elif kind in ("correction", "audit"):
            self.rowsChanged.emit(list(parcels))

    def quarantine_current(self) -> None:
        """Move the current parcel, classified, to the quarantine file. Cannot be undone."""
        workspace, uuid = self.workspace, self.current
        if workspace is None or not uuid:
            return
        with self.guard():
            following = self._following(1) or self._following(-1)
            workspace.quarantine(uuid)
            self._show("")
            self.queueChanged.emit()
            self.select(following)
