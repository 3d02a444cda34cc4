"""What a workspace is asked: batches, layers, areas, parcels, answers, records; nothing here changes the file."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import (
    Callable,
    Dict,
    FrozenSet,
    Hashable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
    TypeVar,
)

from ..domain.definitions import LAND, MINERAL
from ..domain.records import (
    Batch,
    Draft,
    Event,
    Judgement,
    Measured,
    OverlayRun,
    ParcelRecord,
    QueueRow,
    Record,
    ReferenceLayer,
    Scene,
    SurveyFlag,
    TableRow,
)
from . import areas, decisions, events, queries, queue
from . import interview_grounds as grounds_room
from . import records as records_room
from . import suggestions as suggestions_room
from . import training as training_room
from .database import Database
from .filed import FiledReader
from .ground import shape_of
from .interview_grounds import StatedGround
from .parcel_ground import Plane
from .past import Past, end_of
from .queue import QueueReader

Made = TypeVar("Made")


class WorkspaceReader:
    """The reading side of `workspace.Workspace`: the same file, the same names, whether it may be written or not."""

    def __init__(self, database: Database, plane: Plane) -> None:
        self._database, self._plane = database, plane

    def standing_still(self) -> AbstractContextManager[None]:
        """``with workspace.standing_still(): …`` – one step, within which nobody else's writing is looked for."""
        return self._database.standing_still()

    def remembered(self, key: Tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
        """What follows from what stands in this file, made once under this ``key`` until anything is written. Whoever
        is given it does not change it.
        """
        return self._database.remembered(key, make)

    @property
    def lists(self) -> QueueReader:
        """What a list asks while it is worked on: lines that changed, who there is, answers given since."""
        return QueueReader(self._database)

    @property
    def filed(self) -> FiledReader:
        """What whoever reviews asks of all parcels at once."""
        return FiledReader(self._database)

    def as_of(self, day: Optional[date] = None) -> Past:
        """Everything as it stood at the end of a day; now for ``None``, and for a day that is not over: what is here
        was done, whatever the clock of whoever did it says.
        """
        over = day is not None and day < datetime.now().astimezone().date()
        return Past(self._database, end_of(day)) if day is not None and over else Past(self._database)

    def grounds(self, scope: str, day: Optional[date] = None) -> List[StatedGround]:
        """The grounds of 约谈 that people said hold in a scope on a day."""
        return grounds_room.grounds(self._database, scope, day.isoformat() if day is not None else "")

    def batches(self, counted: bool = True) -> List[Batch]:
        """The batches in the order they came in; ``counted``: with how many patches each has, which takes a while."""
        return queries.batches(self._database, counted)

    def batch_of(self, uuid: str) -> Optional[Batch]:
        """The batch in which a parcel came; its patches are not counted (0)."""
        return queries.batch_of(self._database, uuid)

    def references(self) -> List[ReferenceLayer]:
        """The layers in their roles."""
        return areas.references(self._database)

    def scenes(self) -> List[Scene]:
        """The imagery, oldest first."""
        return areas.scenes(self._database)

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

    def suggestion_digests(self) -> Dict[str, Tuple[str, str]]:
        """By parcel: what its suggestion follows from, and of what kind it is."""
        return suggestions_room.digests(self._database)

    def suggestion(self, uuid: str) -> Optional[Dict[str, object]]:
        """The suggestion for a parcel."""
        return suggestions_room.of_parcel(self._database, uuid)

    def suggestion_counts(self, batch: Optional[str] = None) -> Dict[str, int]:
        """How many suggestions of each kind there are."""
        return suggestions_room.counts(self._database, batch or "")

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

    def standing(self) -> Tuple[str, int, str]:
        """The latest wall time (ISO), the number of events, and a digest of which events and measurements there are."""
        return events.standing(self._database)

    def progress(self, batch: Optional[str] = None) -> Dict[str, int]:
        """Counts: total (with stubs, without what was superseded), todo, draft, signed, flagged, stub."""
        return queries.progress(self._database, batch or "")

    def answered_by(self, actor: str) -> List[str]:
        """The parcels (uuid) whose answers are as this person left them here, the one answered last at the end."""
        return list(events.answered_by(self._database, actor))

    def last_sequence(self) -> int:
        """The number of the last event there is, 0 for none."""
        return events.last_sequence(self._database)

    def seen_as_they_are(self, actor: str, shown: Mapping[str, int], among: Sequence[str] = ()) -> FrozenSet[str]:
        """The parcels that this person has had before them as they are now; see `events.seen_as_they_are`."""
        return events.seen_as_they_are(self._database, actor, shown, among)

    def last_answered_by(self, actor: str, but: str = "", nameless: events.Nameless = events.NEVER_NAMELESS) -> str:
        """The last of `answered_by` but this parcel that has an outcome, empty for none."""
        return events.last_answered_by(self._database, actor, but, nameless)

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

    def kept_for_training(self, name: str) -> str:
        """What was kept under that name, or an empty text. Raises ``NOT_A_TRAINING_WORKSPACE``."""
        return training_room.kept(self._database, name)

    def siblings(self, uuid: str) -> Dict[str, str]:
        """The DKBH of the parcels of the same patch that stand, its own too, by uuid."""
        return queries.siblings(self._database, uuid)

    def shapes_near(self, box: Tuple[float, float, float, float]) -> List[Tuple[str, bytes]]:
        """(parcel UUID, WKB) of those whose envelope meets a box: west, south, east, north in the workspace's CRS."""
        return queries.shapes_near(self._database, box)

    def own_area(self, wkb: bytes) -> float:
        """m² of a shape on the ellipsoid of CGCS2000. Raises ``SHAPE_UNUSABLE``."""
        return self._plane.ground.area(shape_of(wkb))
