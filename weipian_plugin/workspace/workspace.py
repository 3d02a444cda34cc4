"""The workspace as other rooms know it: one object, every method one thing asked or one thing decided."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple, Union

from ..domain.definitions import LAND, MINERAL
from ..domain.errors import WeipianError
from ..domain.records import (
    Batch,
    BatchReceipt,
    Comparison,
    Draft,
    Event,
    IssuedPatch,
    Judgement,
    Measured,
    NewBatch,
    OverlayRun,
    ParcelRecord,
    QueueRow,
    Record,
    ReferenceLayer,
    Scene,
    SurveyFlag,
    TableRow,
)
from . import areas, batches, decisions, events, opening, own_patches, queries, queue
from . import records as records_room
from . import suggestions as suggestions_room
from . import training as training_room
from .database import Database
from .geometry_edits import GeometryDesk
from .geopackage import crs_of
from .ground import Ground, shape_of
from .lock import WriterLock
from .many import ManyDesk
from .migrations import require_workspace
from .parcel_ground import Plane
from .quarantine import Quarantine, default_path
from .queue import QueueReader
from .rule_desk import RuleDesk
from .suggestions import AsOf
from .undoing import Undoing

StrPath = Union[str, Path]
DEFAULT_CRS = "EPSG:4525"


class Workspace:
    """One 工作库. Made by `create` or `open`; every decision is on the disk when its method returns.

    ``actor`` is who is recorded with what follows. Where another window writes, ``writable`` is False and
    ``holder`` names it; whatever would change the file then raises ``WORKSPACE_READ_ONLY``.
    """

    def __init__(self, database: Database, lock: Optional[WriterLock], meta: Mapping[str, str], actor: str) -> None:
        self._database, self._lock, self._meta = database, lock, meta
        self.path = str(database.path)
        self.workspace_id = meta["workspace_id"]
        self.crs_authid = meta["crs"]
        self.srid = int(meta["srs_id"])
        self.is_training = training_room.is_training(meta)
        self.actor = actor or opening.operating_system_user()
        self.quarantine_path = str(meta.get("quarantine_path") or default_path(self.workspace_id))
        self._place = batches.Place(self.srid, crs_of(self.crs_authid).isGeographic())
        self._plane = Plane(self.srid, Ground(self.crs_authid))
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
            database = Database(place, "rw" if lock else "ro", holder)
        except BaseException:
            if lock:
                lock.release()
            raise
        try:
            meta = require_workspace(database)
            opening.bring_up_to_date(database)
            if quarantine_path:
                meta["quarantine_path"] = str(quarantine_path)
            return cls(database, lock, meta, actor)
        except BaseException:
            database.close()
            if lock:
                lock.release()
            raise

    def again(self) -> Workspace:
        """This workspace over a connection of its own, for the thread that calls this: a connection is its thread's.

        It may write as long as this one is open, and is to be closed first.
        """
        database = Database(self._database.path, "rw" if self.writable else "ro", self.holder)
        return Workspace(database, None, self._meta, self.actor)

    @property
    def writable(self) -> bool:
        """True in the one window that may decide."""
        return self._database.writable

    @property
    def holder(self) -> str:
        """Who writes, where that is another window: ``user@host pid 123 QGIS``."""
        return self._database.holder

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
        return decisions.Desk(self._database, self.actor, self.workspace_id)

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
    def lists(self) -> QueueReader:
        """What a list asks while it is worked on: lines that changed, who there is, answers given since."""
        return QueueReader(self._database)

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

    def batches(self) -> List[Batch]:
        """The batches in the order they came in."""
        return queries.batches(self._database)

    def batch_of(self, uuid: str) -> Optional[Batch]:
        """The batch in which a parcel came; its patches are not counted (0)."""
        return queries.batch_of(self._database, uuid)

    def set_profile(self, batch_uuid: str, profile_id: str) -> None:
        """Record the 政策口径 of a batch."""
        suggestions_room.set_profile(self._database, self.actor, batch_uuid, profile_id)

    # What is known

    def references(self) -> List[ReferenceLayer]:
        """The layers in their roles."""
        return areas.references(self._database)

    def set_reference(self, reference: ReferenceLayer) -> None:
        """Name a layer for its role, or declare the role empty."""
        areas.set_reference(self._database, self.actor, reference)

    def remove_reference(self, role: str, source: str = "") -> None:
        """Take a layer out of its role; all of the role's without a source."""
        areas.remove_reference(self._database, self.actor, role, source)

    def scenes(self) -> List[Scene]:
        """The imagery, oldest first."""
        return areas.scenes(self._database)

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

    def overlay_digests(self, uuid: str = "") -> Dict[str, Dict[str, str]]:
        """By parcel (of one), by what was measured: what the stored figures rest on."""
        return areas.overlay_digests(self._database, uuid)

    def measured(self, uuid: str) -> Optional[Measured]:
        """What was measured of a parcel."""
        return areas.measured_of(self._database, uuid)

    def all_measured(self, batch: Optional[str] = None) -> Dict[str, Measured]:
        """What was measured of every parcel (of a batch)."""
        return areas.all_measured(self._database, batch or "")

    def meets(self, role: str) -> bool:
        """Has any parcel ground in the layers of this role?"""
        return areas.meets(self._database, role)

    def overlay_run(self) -> Optional[OverlayRun]:
        """How the latest measurement was made."""
        return areas.overlay_run(self._database)

    def overlay_runs(self, batch: Optional[str] = None) -> List[OverlayRun]:
        """The measurements on which the areas of today's parcels (of a batch) rest, oldest first."""
        return areas.overlay_runs(self._database, batch or "")

    def class_totals(self, batch: Optional[str] = None) -> List[Tuple[str, str, float, float]]:
        """(role, class, m², net m²) summed over the parcels (of a batch)."""
        return areas.class_totals(self._database, batch or "")

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

    def suggestion_digests(self) -> Dict[str, Tuple[str, str]]:
        """By parcel: what its suggestion follows from, and of what kind it is."""
        return suggestions_room.digests(self._database)

    def suggestion(self, uuid: str) -> Optional[Dict[str, object]]:
        """The suggestion for a parcel."""
        return suggestions_room.of_parcel(self._database, uuid)

    def suggestion_counts(self, batch: Optional[str] = None) -> Dict[str, int]:
        """How many suggestions of each kind there are."""
        return suggestions_room.counts(self._database, batch or "")

    # What is shown

    def queue(self, batch: Optional[str] = None) -> List[QueueRow]:
        """What is to be judged, in the order of issue."""
        return queue.queue(self._database, batch or "")

    def parcel(self, uuid: str) -> ParcelRecord:
        """A parcel with its patch. Raises ``UNKNOWN_PARCEL``."""
        return queries.parcel(self._database, uuid)

    def draft(self, uuid: str) -> Draft:
        """The 初判 as it stands."""
        return decisions.draft_of(self._database, uuid)

    def drafts(self, batch: Optional[str] = None) -> Dict[str, Draft]:
        """Every 初判 (of a batch) by parcel; parcels of which nobody said anything are not there."""
        return decisions.all_drafts(self._database, batch or "")

    def judgement(self, uuid: str, subject: str = LAND) -> Optional[Judgement]:
        """The 判定 of the land (or of the mining: ``mineral``), or ``None`` until a person has signed."""
        return decisions.judgement_of(self._database, uuid, subject)

    def history(self, uuid: str = "") -> List[Event]:
        """The events of a parcel and of the records about it (or of a record), oldest first; without a uuid those of
        the workspace itself (imports, layers).
        """
        return events.history(self._database, uuid)

    def progress(self, batch: Optional[str] = None) -> Dict[str, int]:
        """Counts: total (with stubs, without what was superseded), todo, draft, signed, flagged, stub."""
        return queries.progress(self._database, batch or "")

    def answered_by(self, actor: str) -> List[str]:
        """The parcels (uuid) whose answers are as this person left them, the one answered last at the end."""
        return events.answered_by(self._database, actor)

    def answered_times(self, since_iso: str) -> List[str]:
        """When outcomes were chosen since an ISO time."""
        return decisions.answered_times(self._database, since_iso)

    def image_dates(self) -> List[Tuple[str, str]]:
        """The pairs of dates (QSX, HSX) of the patches, each once."""
        return queries.image_dates(self._database)

    def patch_shapes(self, exclude_batch: str = "") -> Iterator[Tuple[str, str, bytes]]:
        """(patch UUID, JCBH, WKB as issued) of what was issued, for overlaps with what comes."""
        return queries.patch_shapes(self._database, exclude_batch)

    def parcel_shapes(
        self, uuids: Optional[Sequence[str]] = None, batch: Optional[str] = None
    ) -> List[Tuple[str, bytes]]:
        """(parcel UUID, WKB) of those that have a shape, in queue order."""
        return queries.parcel_shapes(self._database, uuids, batch or "")

    def table_rows(self, batch: Optional[str] = None) -> List[TableRow]:
        """A row for each parcel that is judged here, in the order of issue; never a quarantined one.

        While a 容错纠错 about a parcel is open, what was signed of it before is held back (domain §8.5).
        """
        measured, held = self.all_measured(batch), self.in_correction()
        land, mineral = ({uuid: judged for uuid, judged in decisions.all_judgements(self._database, subject).items()
                          if uuid not in held} for subject in (LAND, MINERAL))
        by_uuid = {known.uuid: known for known in self.batches()}
        return [
            TableRow(parcel, by_uuid[parcel.batch_uuid], measured.get(parcel.uuid), land.get(parcel.uuid),
                     mineral.get(parcel.uuid))
            for parcel in queries.parcels(self._database, batch or "")
        ]

    def records(self, kind: str = "", parcel: str = "", act: str = "") -> List[Record]:
        """The records of a kind (of all), about a parcel, of an act. Raises ``UNKNOWN_RECORD_KIND``."""
        return records_room.find(self._database, kind, parcel, act)

    def record(self, uuid: str) -> Record:
        """One record. Raises ``UNKNOWN_RECORD``."""
        return records_room.record_of(self._database, uuid)

    def attachments(self) -> Dict[str, Tuple[Record, ...]]:
        """The papers and photos of every parcel that has any."""
        return records_room.attachments(self._database)

    def in_correction(self) -> Set[str]:
        """The parcels whose 容错纠错 is open: nothing can be signed of them, time limits run on."""
        return records_room.in_correction(self._database)

    def survey_flags(self) -> List[SurveyFlag]:
        """What the survey team must treat apart (BGDCBS), in the order of issue."""
        return records_room.survey_flags(self._database)

    def keep_for_training(self, name: str, text: str) -> None:
        """Keep a text of a training (its test, its answers). Raises ``NOT_A_TRAINING_WORKSPACE``."""
        training_room.keep(self._database, name, text)

    def kept_for_training(self, name: str) -> str:
        """What was kept under that name, or an empty text. Raises ``NOT_A_TRAINING_WORKSPACE``."""
        return training_room.kept(self._database, name)

    # What is decided

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

    def siblings(self, uuid: str) -> Dict[str, str]:
        """The DKBH of the parcels of the same patch that stand, its own too, by uuid."""
        return queries.siblings(self._database, uuid)

    def shapes_near(self, box: Tuple[float, float, float, float]) -> List[Tuple[str, bytes]]:
        """(parcel UUID, WKB) of those whose envelope meets a box: west, south, east, north in the workspace's CRS."""
        return queries.shapes_near(self._database, box)

    def own_area(self, wkb: bytes) -> float:
        """m² of a shape on the ellipsoid of CGCS2000. Raises ``SHAPE_UNUSABLE``."""
        return self._plane.ground.area(shape_of(wkb))

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

    def quarantine(self, parcel_uuid: str) -> None:
        """Mark a parcel's patch military or classified: everything of it moves to the second file. No way back."""
        self._quarantine.move(parcel_uuid)
