"""The workspace as other rooms know it: how it is opened, what comes in, and what is decided; `reading` is its other
side, what it is asked.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import List, Mapping, Optional, Sequence, Tuple, Union

from ..domain.definitions import LAND
from ..domain.errors import WeipianError
from ..domain.records import (
    BatchReceipt,
    Comparison,
    Draft,
    Event,
    Finding,
    IssuedPatch,
    Judgement,
    Measured,
    NewBatch,
    OverlayRun,
    Record,
    ReferenceLayer,
    Scene,
)
from . import areas, batches, decisions, events, opening, own_patches
from . import interview_grounds as grounds_room
from . import records as records_room
from . import suggestions as suggestions_room
from . import training as training_room
from .blind import BlindDesk, review_of
from .database import Database
from .geometry_edits import GeometryDesk
from .geopackage import crs_of
from .ground import Ground
from .lock import WriterLock
from .many import ManyDesk
from .merging.office_desk import OfficeDesk
from .parcel_ground import Plane
from .quarantine import Quarantine, default_path
from .reading import WorkspaceReader
from .returned import ReturnedDesk
from .rule_desk import RuleDesk
from .suggestions import AsOf
from .undoing import Undoing

StrPath = Union[str, Path]
DEFAULT_CRS = "EPSG:4525"


class Workspace(WorkspaceReader):
    """One 工作库. Made by `create` or `open`; every decision is on the disk when its method returns.

    ``actor`` is who is recorded with what follows. Where another window writes, ``writable`` is False and
    ``holder`` names it; whatever would change the file then raises ``WORKSPACE_READ_ONLY``.
    """

    def __init__(self, database: Database, lock: Optional[WriterLock], meta: Mapping[str, str], actor: str) -> None:
        super().__init__(database, Plane(int(meta["srs_id"]), Ground(meta["crs"])))
        self._lock, self._meta = lock, meta
        self.path = str(database.path)
        self.workspace_id = meta["workspace_id"]
        self.crs_authid = meta["crs"]
        self.srid = int(meta["srs_id"])
        self.is_training = training_room.is_training(meta)
        self.review = review_of(meta)  # what a review file knows of itself; None for any other workspace
        self.actor = actor or opening.operating_system_user()
        self.nameless = events.NEVER_NAMELESS  # as whom they decided who gave their name later
        self.quarantine_path = str(meta.get("quarantine_path") or default_path(self.workspace_id))
        self._place = batches.Place(self.srid, crs_of(self.crs_authid).isGeographic())
        self.geographic = self._place.geographic

    @classmethod
    def create(
        cls, path: StrPath, crs: str = DEFAULT_CRS, actor: str = "", quarantine_path: StrPath = "",
        training: bool = False,
    ) -> Workspace:
        """Make a new workspace in the CRS of that name and open it for writing; one for ``training`` stays one.

        Raises ``WORKSPACE_NAME``, ``WORKSPACE_EXISTS``, ``WORKSPACE_CRS``, ``WORKSPACE_NOT_WRITABLE``,
        ``WORKSPACE_DISK_FULL``.
        """
        place = Path(path).resolve()
        crs_of(crs)
        if place.suffix.lower() != ".gpkg":
            raise WeipianError("WORKSPACE_NAME", file=str(place))
        if place.exists():
            raise WeipianError("WORKSPACE_EXISTS", file=str(place))
        lock = WriterLock(place)
        if not place.parent.is_dir() or not lock.take():
            raise WeipianError("WORKSPACE_NOT_WRITABLE", file=str(place))
        try:
            meta = opening.make(place, crs, str(quarantine_path), training)
            return cls(Database(place, "rw"), lock, meta, actor)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(
        cls, path: StrPath, actor: str = "", read_only: bool = False, quarantine_path: StrPath = ""
    ) -> Workspace:
        """Open a workspace: for writing where this window can have the lock, else to look at it.

        Raises ``WORKSPACE_MISSING``, ``NOT_A_WORKSPACE``, ``WORKSPACE_NEWER``, and ``WORKSPACE_OLDER_HELD`` where
        the file would have to be brought up to date and may not be written.
        """
        place = Path(path).resolve()
        if not place.is_file():
            raise WeipianError("WORKSPACE_MISSING", file=str(place))
        opening.require_sqlite(place)
        lock, holder = (None, "") if read_only else opening.taken(place)
        try:
            database, meta = opening.connected(place, lock is not None, holder)
            if quarantine_path:
                meta["quarantine_path"] = str(quarantine_path)
            return cls(database, lock, meta, actor)
        except BaseException:
            if lock:
                lock.release()
            raise

    def again(self) -> Workspace:
        """This workspace over a connection of its own, for the thread that calls this: a connection is its thread's.

        It may write as long as this one is open, and is to be closed first.
        """
        database = Database(self._database.path, "rw" if self.writable else "ro", self.holder)
        return Workspace(database, None, self._meta, self.actor)

    def hurry(self) -> None:
        """Of a window that may only look, in the thread that draws it: raise ``WORKSPACE_BEING_WRITTEN`` within some
        35 ms instead of waiting for the one that writes.
        """
        self._database.hurry()

    @property
    def writable(self) -> bool:
        """True in the one window that may decide."""
        return self._database.writable

    @property
    def holder(self) -> str:
        """Who writes, where that is another window: ``user@host (pid 123)``."""
        return self._database.holder

    def could_be_written(self) -> bool:
        """Of a window that may only look: is nobody writing any more, so that it could if it opened the file anew? Else
        ``holder`` is who writes by now.
        """
        if self.writable:
            return False
        lock, holder = opening.taken(self._database.path)
        if lock is not None:
            lock.release()
        self._database.holder = holder or self._database.holder
        return lock is not None

    def require_writable(self) -> None:
        """Raises ``WORKSPACE_READ_ONLY`` where another window writes, ``WORKSPACE_NOT_WRITABLE`` where nobody can."""
        self._database.require_writable()

    def close(self) -> None:
        """Close the file and give the lock back; twice is no mistake."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _quarantine(self) -> Quarantine:
        return Quarantine(self._database, Path(self.quarantine_path), self.actor)

    @property
    def _desk(self) -> decisions.Desk:
        return decisions.Desk(self._database, self.actor, self.workspace_id, self.nameless)

    @property
    def _shapes(self) -> GeometryDesk:
        return GeometryDesk(self._database, self._plane, self.crs_authid, self.actor)

    @property
    def _undoing(self) -> Undoing:
        return Undoing(self._database, self._desk, self._shapes)

    @property
    def rules(self) -> RuleDesk:
        """What the rules are asked about, and where their suggestions go, a few parcels at a time."""
        return RuleDesk(self._database, self.actor)

    @property
    def many(self) -> ManyDesk:
        """What is decided of many parcels at once: who judges them, a flag with a reason; never a judgement."""
        return ManyDesk(self._database, self.actor)

    @property
    def blind(self) -> BlindDesk:
        """Review files: made of this workspace's patches, without what was said of them; and what comes back."""
        return BlindDesk(self._database, self._meta, self.actor)

    @property
    def offices(self) -> OfficeDesk:
        """What offices hand each other: a state leaves, another enters, what they say differently is decided."""
        return OfficeDesk(self._database, self._quarantine, self._plane, self._place, self._meta, self.actor)

    @property
    def returned(self) -> ReturnedDesk:
        """What comes back in a table: decided here with the row that it comes from, or refused."""
        return ReturnedDesk(self._database, self._desk)

    # What comes in

    def compare(self, patches: Sequence[IssuedPatch]) -> Comparison:
        """Hold a package against the workspace before it enters."""
        return batches.compare(self._database, self._quarantine, self._place, patches)

    def add_batch(
        self, batch: NewBatch, patches: Sequence[IssuedPatch], classified: Sequence[IssuedPatch] = (),
        decisions: Optional[Mapping[str, str]] = None, links: Optional[batches.Links] = None,
        scenes: Sequence[Scene] = (),
    ) -> BatchReceipt:
        """Let a package in, in one transaction. ``classified`` go to the second file and nowhere else; ``scenes``
        come in with a new batch.

        ``decisions`` says ``"keep"`` or ``"replace"`` for each JCBH that was issued before and differs, else
        ``REISSUE_UNDECIDED``; ``links`` gives by JCBH the earlier patches (UUID, IoU) at its place.
        """
        way_in = batches.Intake(self._database, self._quarantine, self._place, self.actor)
        return way_in.add(batch, patches, classified, decisions or {}, links or {}, scenes)

    def set_profile(self, batch_uuid: str, profile_id: str) -> None:
        """Record the 政策口径 of a batch."""
        suggestions_room.set_profile(self._database, self.actor, batch_uuid, profile_id)

    # What it is measured and judged by

    def set_reference(self, reference: ReferenceLayer) -> None:
        """Name a layer for its role, or declare the role empty."""
        areas.set_reference(self._database, self.actor, reference)

    def remove_reference(self, role: str, source: str = "") -> None:
        """Take a layer out of its role; all of the role's without a source."""
        areas.remove_reference(self._database, self.actor, role, source)

    def set_scene(self, scene: Scene) -> None:
        """Name an image and its date."""
        areas.set_scene(self._database, self.actor, scene)

    def remove_scene(self, path: str) -> None:
        """Take an image out."""
        areas.remove_scene(self._database, self.actor, path)

    def replace_references(self, layers: Sequence[ReferenceLayer]) -> None:
        """Make ``layers`` the layers in their roles, and no others."""
        areas.replace_references(self._database, self.actor, layers)

    def store_overlay(
        self, run: OverlayRun, measured: Mapping[str, Measured], layers: Optional[Sequence[ReferenceLayer]] = None,
        digests: Optional[Mapping[str, Mapping[str, str]]] = None, between: Optional[areas.Between] = None,
        read: Optional[AsOf] = None,
    ) -> None:
        """Put measurements (m², by parcel UUID) in the place of older ones, all at once or, with ``between``, a few at
        a time; ``layers``, where given, become the layers in their roles. See `areas.store_overlay`.
        """
        areas.store_overlay(self._database, self.actor, run, measured, layers, digests, between, read)

    def store_suggestions(
        self, suggestions: Mapping[str, Mapping[str, object]], profiles: Optional[Mapping[str, str]] = None,
        digests: Optional[Mapping[str, str]] = None,
    ) -> None:
        """Put suggestions (by parcel UUID; what can be JSON, counted by its ``kind``) in the place of older ones.

        ``profiles`` (by batch UUID) become the batches' 政策口径 in the same transaction; ``digests`` (by parcel) say
        what the suggestions follow from. Raises ``UNKNOWN_BATCH``.
        """
        kept = {uuid: suggestions_room.kept(one, (digests or {}).get(uuid, "")) for uuid, one in suggestions.items()}
        suggestions_room.store(self._database, self.actor, kept, profiles or {})

    def keep_for_training(self, name: str, text: str) -> None:
        """Keep a text of a training (its test, its answers). Raises ``NOT_A_TRAINING_WORKSPACE``."""
        training_room.keep(self._database, name, text)

    # What is decided

    def state_ground(self, scope: str, unit: str, name: str, holds: bool, day: Optional[date] = None) -> bool:
        """Say whether a ground of 约谈 holds of a unit in a scope from a day (today) on; False where that was said."""
        said = day.isoformat() if day is not None else ""
        return grounds_room.state(self._database, self.actor, scope, unit, name, holds, said)

    def save_draft(self, uuid: str, answers: Mapping[str, object]) -> Draft:
        """Merge answers into the 初判; see `decisions.Desk.save_draft`."""
        return self._desk.save_draft(uuid, answers)

    def set_note(self, uuid: str, text: str) -> None:
        """Keep a note with the parcel."""
        self._desk.set_note(uuid, text)

    def set_flag(self, uuid: str, reason: str) -> None:
        """Flag the parcel with a reason; ``""`` clears it."""
        self._desk.set_flag(uuid, reason)

    def set_confidence(self, uuid: str, text: str) -> None:
        """Say how sure the 初判 is."""
        self._desk.set_confidence(uuid, text)

    def sign(self, uuid: str, signed_by: str, basis: str, reason: str = "", subject: str = LAND,
             despite: Optional[Mapping[str, str]] = None) -> Judgement:
        """Make the 初判 a 判定 of the land or (``mineral``) of the mining; see `decisions.Desk.sign`."""
        return self._desk.sign(uuid, signed_by, basis, reason, subject, despite)

    def put_record(self, record: Record) -> Record:
        """Keep a record, or change the one with its uuid, as one event; see `records.Register.put`."""
        return records_room.Register(self._database, self.actor).put(record)

    def remove_record(self, uuid: str) -> None:
        """Take a record away, as one event. Raises ``UNKNOWN_RECORD``, ``RECORD_IN_USE``."""
        records_room.Register(self._database, self.actor).remove(uuid)

    def split(self, uuid: str, parts: Sequence[bytes]) -> List[str]:
        """Make parts (WKB) of a parcel; their uuids, the first the parcel's own. See `GeometryDesk.split`."""
        return self._shapes.split(uuid, parts)

    def merge(self, uuids: Sequence[str]) -> str:
        """Make one of parcels of a patch: the first stays. See `GeometryDesk.merge`."""
        return self._shapes.merge(uuids)

    def reshape(self, shapes: Mapping[str, bytes]) -> None:
        """Move boundaries between parcels of a patch (WKB by uuid). See `GeometryDesk.reshape`."""
        self._shapes.reshape(shapes)

    def set_actual(self, uuid: str, wkb: Optional[bytes], answers: Optional[Mapping[str, object]] = None) -> None:
        """Keep the extent found on the ground (实际地块), with its areas; ``None`` takes it away."""
        self._shapes.set_actual(uuid, wkb, answers or {})

    def draw_patch(self, wkb: bytes, attributes: Optional[Mapping[str, object]] = None, batch: str = "") -> str:
        """Keep a patch of one's own (自主图斑); the uuid of its parcel. See `own_patches.draw`."""
        return own_patches.draw(self._shapes, wkb, attributes or {}, batch)

    def last_decision(self) -> Optional[Event]:
        """What `undo` would take back; ``None`` for nothing."""
        return self._undoing.last_decision

    def last_undone(self) -> Optional[Event]:
        """The undoing that `redo` would take back; ``None`` for nothing."""
        return self._undoing.last_undone

    def undo(self) -> Optional[Event]:
        """Compensate this actor's last decision that is not undone: answers, records, shapes. See `Undoing.undo`."""
        return self._undoing.undo()

    def redo(self) -> Optional[Event]:
        """Do again what this actor undid last, unless they have decided anew since. See `Undoing.redo`."""
        return self._undoing.redo()

    def quarantine(self, parcel_uuid: str) -> Tuple[Finding, ...]:
        """Mark a parcel's patch military or classified: everything of it moves to the second file. No way back.

        What is told of attached files that could not be moved along.
        """
        return self._quarantine.move(parcel_uuid)
