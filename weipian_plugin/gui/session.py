"""Every decision on what is on the table, saved at once and told to all docks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, FrozenSet, Mapping, Optional, Sequence, Tuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..domain.definitions import JUDGEMENT, LAND
from ..domain.errors import WeipianError
from ..domain.forms.fields import FieldType
from ..domain.records import RETIRED, SIGNED, Event, Record
from ..domain.review.blind_files import REASONS_EN
from ..domain.review.states import COUNTY
from .messages import language
from .open_workspace import OpenWorkspace
from .settings import Settings

if TYPE_CHECKING:
    from ..jobs.checking.validation_cases import Surroundings
    from ..jobs.judging.suggest import SuggestAnew
    from ..workspace.workspace import Workspace

COPIED = frozenset(field.code for field in JUDGEMENT if field.type != FieldType.AREA)
"""What another patch may be given at one key: papers, facts and what was found on site are of one place."""


class Session(OpenWorkspace):
    """One person's work on one workspace. Every decision is saved at once; errors are told by ``message``."""

    parcelUpdated = pyqtSignal(str)  # noqa: N815 - Qt's way of naming signals
    rowsChanged = pyqtSignal(list)  # noqa: N815 - parcels whose line in a list is another
    recordChanged = pyqtSignal(str, str, object)  # noqa: N815 - kind, uuid, the Record (None: it is gone)
    layersChanged = pyqtSignal()  # noqa: N815
    partsChanged = pyqtSignal(list)  # noqa: N815 - parcels that were cut, made one, or drawn; some stand no more
    shapesChanged = pyqtSignal(object)  # noqa: N815 - the parcels whose shapes are others, those that stand first
    measuringBegun = pyqtSignal()  # noqa: N815 - of ``measuring``; each is told as updated when it is over
    operatorNeeded = pyqtSignal()  # noqa: N815
    nameWanted = pyqtSignal()  # noqa: N815 - something was decided, and nobody has said who decides

    def __init__(self, settings: Optional[Settings] = None, parent: Optional[QObject] = None) -> None:
        super().__init__(settings, parent)
        self.changed_roles: Tuple[str, ...] = ()
        self.compiling = False  # while the worker compiles its engine for the first time
        self.measuring: FrozenSet[str] = frozenset()  # parcels whose new shapes the worker is measuring
        self.only_measured = False  # while the queue is told as another whose images, and what is on the table, are not
        self.moves_on = False  # while a decision is told upon which another patch follows at once
        self._last_answered = ""
        self._suggest_anew: Optional[SuggestAnew] = None
        self.parcelUpdated.connect(self._think_again)  # before any dock hears of it

    def close(self) -> None:
        """Close the workspace, if one is open."""
        self._last_answered = ""
        super().close()

    def set_changed_roles(self, roles: Sequence[str]) -> None:
        """The roles whose layers are others than those that the stored areas are of."""
        if tuple(roles) != self.changed_roles:
            self.changed_roles = tuple(roles)
            self.layersChanged.emit()

    def tell_measured(self) -> None:
        """Areas and suggestions are others, of many parcels; who shows them reads them anew. The parcel on the table is
        the same, and so is whatever a person does there.
        """
        self.only_measured = True
        try:
            self.queueChanged.emit()
        finally:
            self.only_measured = False

    def answer(self, answers: Mapping[str, object], advance: bool = True) -> bool:
        """Merge ``answers`` (by field code) into the current parcel's 初判, saved at once, and move on, past what is
        signed unless nothing else follows; a patch that was sent back stays until the return is answered. False where
        they could not be saved.
        """
        workspace, uuid, saved = self.workspace, self.current, False
        if workspace is None or not uuid:
            return False
        with self.guard():
            advance = advance and not self._is_corrected(workspace, uuid)
            following = self._following(1, unsigned=True) if advance else ""
            workspace.save_draft(uuid, dict(answers))
            saved = True
            self._want_name()
            self._last_answered = uuid
            self.moves_on = bool(following)
            self.parcelUpdated.emit(uuid)
            self.moves_on = False
            if following:
                self.go_on(following)
            elif advance:
                self.tell(self._said_at_the_end())
        return saved

    def _said_at_the_end(self) -> str:
        """Nothing follows in the list: what of it is left to be gone back to."""
        left = self._order.count_unfinished()
        if not len(self._order):
            return self._nothing_listed()
        if left:
            return self.tr("That was the last patch of this list. Still unfinished in it: {n}.").format(n=left)
        return self.tr("That was the last patch of this list; all of them are finished.")

    def _is_corrected(self, workspace: Workspace, uuid: str) -> bool:
        """Was it sent back to this county, and is that not answered yet? What is asked for takes more than one key."""
        return bool(workspace.filed.open_returns([uuid])) and self.review_level == COUNTY

    def _want_name(self) -> None:
        """The name of the login is no person's: what follows is recorded with the name that is given now."""
        if not self.settings.operator:
            self.nameWanted.emit()

    def say_none(self, reason: str) -> None:
        """In a review file: no answer to the current patch, for this reason (`CANNOT_TELL`, `NOT_MINE`), and move on.

        It is a flag: the next answer, or taking the flag away, takes its place.
        """
        workspace, uuid = self.workspace, self.current
        if workspace is None or not uuid:
            return
        with self.guard():
            if workspace.review is None:
                raise WeipianError("BLIND_NOT_REVIEW_FILE", reason=reason, reason_en=REASONS_EN[reason])
            following = self._following(1, unsigned=True) if self.settings.advance else ""
            workspace.set_flag(uuid, reason)
            self._want_name()
            self.parcelUpdated.emit(uuid)
            if following:
                self.go_on(following)

    def copy_last(self) -> None:
        """Give the current parcel the answers given last to another: codes and texts, never areas."""
        workspace = self.workspace
        if workspace is None or not self.current:
            return
        answers: Dict[str, object] = {}
        with self.guard():
            if self._last_answered != self.current:
                answers = self._copied_from(workspace, self._last_answered)
            if not answers:  # also yesterday's
                answers = self._copied_from(
                    workspace, workspace.last_answered_by(self.actor, self.current, workspace.nameless))
        if answers:
            self.answer(answers)
        else:
            self.tell(self.tr("There is no earlier answer to copy yet."))

    def _copied_from(self, workspace: Workspace, uuid: str) -> Dict[str, object]:
        drafted = workspace.draft(uuid).answers if uuid and workspace.lists.is_judged_here(uuid) else {}
        return {code: value for code, value in drafted.items() if code in COPIED}

    def sign(self, basis: str, reason: str = "", subject: str = LAND,
             despite: Optional[Mapping[str, str]] = None) -> bool:
        """Sign the current parcel's complete 初判 of the land (or of the mining) upon ``basis`` (QRYJ: 实地 or 内业);
        move on where nothing of the parcel is left to be signed. ``despite``: the open errors, kept with the signature.
        False where it was not signed.
        """
        workspace, uuid, signed = self.workspace, self.current, False
        if workspace is None or not uuid:
            return False
        if not self.settings.operator:
            self.operatorNeeded.emit()
        if not self.settings.operator:
            self.tell(self.tr("Enter your name first: a judgement is signed by a person."),
                      int(Qgis.MessageLevel.Warning))
            return False
        with self.guard():
            following = self._following(1)
            workspace.sign(uuid, self.settings.operator, basis, reason, subject, despite)
            signed = True
            self.parcelUpdated.emit(uuid)
            if workspace.parcel(uuid).status != SIGNED:
                return True
            if self._is_corrected(workspace, uuid):
                self.tell(self.tr("Signed. This patch was sent back: write the answer at the top of it, then go on."))
            elif following:
                self.go_on(following)
        return signed

    def _think_again(self, uuid: str) -> None:
        """Where the decision states or attaches other facts, the suggestion follows at once."""
        if self.workspace is not None and self.workspace.writable:
            with self.guard():
                self._suggesting(self.workspace).suggest(uuid)

    def make_ready(self) -> None:
        """What a decision on the parcel on the table waits for. Raises what reading raises."""
        if self.workspace is not None and self.workspace.writable and self.current:
            self._suggesting(self.workspace).make_ready(self.current)

    def _suggesting(self, workspace: Workspace) -> SuggestAnew:
        from ..jobs.judging.suggest import SuggestAnew

        if self._suggest_anew is None or self._suggest_anew.workspace is not workspace:
            self._suggest_anew = SuggestAnew(workspace)
        return self._suggest_anew

    def sign_listed(self, around: Surroundings, uuid: str, basis: str) -> None:
        """Sign one line of the reviewed list; the parcel on the table stays. Raises what `sign_reviewed` raises."""
        from ..jobs.judging.sign_list import sign_reviewed

        sign_reviewed(around, uuid, self.opened_of([uuid]), self.settings.operator, basis)
        self.parcelUpdated.emit(uuid)

    def set_note(self, text: str) -> bool:
        """The current parcel's note (备注). False where it could not be saved."""
        workspace = self.workspace
        return workspace is not None and self._remark(lambda uuid: workspace.set_note(uuid, text))

    def set_flag(self, reason: str) -> bool:
        """Flag the current parcel with a reason; an empty one takes it away. False where it could not be saved."""
        workspace = self.workspace
        return workspace is not None and self._remark(lambda uuid: workspace.set_flag(uuid, reason))

    def set_confidence(self, confidence: str) -> bool:
        """How sure the person is of the current parcel: 高, 中, 低. False where it could not be saved."""
        workspace = self.workspace
        return workspace is not None and self._remark(lambda uuid: workspace.set_confidence(uuid, confidence))

    def _remark(self, save: Callable[[str], None]) -> bool:
        saved = False
        if self.current:
            with self.guard():
                save(self.current)
                saved = True
                self._want_name()
                self.parcelUpdated.emit(self.current)
        return saved

    def assign(self, uuids: Sequence[str], name: str) -> None:
        """Say who judges these parcels, as one decision; nobody in particular for ``""``."""
        if self.workspace is not None:
            with self.guard():
                self._tell_many(self.workspace.many.assign(uuids, name))

    def flag_together(self, uuids: Sequence[str], reason: str) -> bool:
        """Flag these parcels with one reason, as one decision; an empty one takes the flags away. False where that
        could not be saved.
        """
        saved = False
        if self.workspace is not None:
            with self.guard():
                flagged = self.workspace.many.flag(uuids, reason)
                saved = True
                self._tell_many(flagged)
        return saved

    def _tell_many(self, uuids: Sequence[str]) -> None:
        self.rowsChanged.emit(list(uuids))
        self._want_name()
        if self.current in uuids:
            self.parcelUpdated.emit(self.current)

    def last_decision(self) -> Optional[Event]:
        """What undo would take back, `None` for nothing."""
        return self.workspace.last_decision() if self.workspace is not None else None

    def undo(self) -> None:
        """Take back the last decision of this person here, what is being written too, and show its parcel."""
        if self.workspace is not None:
            self.wordsWanted.emit()
            with self.guard():
                self._tell_event(self.workspace.undo(), self.tr("Nothing to undo."))
                self._want_name()

    def redo(self) -> None:
        """Do again what this person took back last, and show its parcel."""
        if self.workspace is not None:
            self.wordsWanted.emit()
            with self.guard():
                self._tell_event(self.workspace.redo(), self.tr("Nothing to do again."))
                self._want_name()

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
        if event.kept:
            self._tell_kept(event)
        elif event.record:
            self._tell_record(str(event.payload.get("record")), event.record, event.parcels)
        else:
            for uuid in event.parcels:
                self.parcelUpdated.emit(uuid)
        if event.parcels and self.current not in event.parcels and not (event.kept and len(event.parcels) > 1):
            self.select(event.parcels[0])

    def _tell_kept(self, event: Event) -> None:
        """Many records are back or gone at once: of each kind it is told once, then everything is read anew."""
        for kind, uuid in event.kept.items():
            self._tell_record(kind, uuid, event.parcels)
        self.queueChanged.emit()
        told = self.tr("Taken back at once: {n} patches.") if event.kind == "undo" else self.tr(
            "Done again at once: {n} patches.")
        self.tell(told.format(n=len(event.parcels)))

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
        self._want_name()

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
        self._want_name()

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
            told = workspace.quarantine(uuid)
            self._show("")
            self.queueChanged.emit()
            self.select(following)
            if told:
                self.tell("\n".join(one.sentence(language()) for one in told), int(Qgis.MessageLevel.Warning))
