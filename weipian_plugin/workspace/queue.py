"""The queue: a line for each parcel that is judged here, read in a few passes; all, or those that changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Dict, List, Optional, Sequence, Set, Tuple

from ..domain.areas.table_areas import shown_of_parts
from ..domain.forms.audits import RETURNED, is_returned
from ..domain.records import Batch, Measured, QueueRow, Record
from .areas import measured_among
from .database import MOST_MARKS, Database, marks_for
from .decisions import answered_times
from .issued_places import IssuedPlaces
from .queue_lines import PARCEL_COLUMNS, PATCH_COLUMNS, PATCH_OF_PARCEL, Beside, QueueLines, Read
from .without_collecting import without_collecting

_PARCELS_FIRST = " ".join(("SELECT", PARCEL_COLUMNS, "FROM open_parcels p"))
_PATCHES = " ".join(("SELECT", PATCH_COLUMNS, "FROM patches t"))
_OF_SOME = " ".join(("SELECT", PARCEL_COLUMNS, ",", PATCH_COLUMNS, "FROM open_parcels p",
                     "JOIN patches t ON t.uuid = p.patch_uuid JOIN batches b ON b.uuid = p.batch_uuid WHERE p.uuid IN"))
_OF_BATCH = "WHERE ? = '' OR p.batch_uuid = ? ORDER BY p.position, p.fid"
_IN_ORDER = "ORDER BY b.fid, p.position, p.fid"
_FLAGS = "SELECT parcel_uuid, flag FROM drafts WHERE flag <> ''"
_KINDS = "SELECT parcel_uuid, kind FROM suggestions"
_FIGURES = "SELECT parcel_uuid, area_m2, farmland_m2, basic_m2, redline_m2 FROM overlay_parcels"
_IN_CORRECTION = """SELECT DISTINCT l.parcel_uuid FROM record_correction c
    JOIN record_parcels l ON l.record_uuid = c.uuid WHERE coalesce(c.HDJL, '') = ''"""
# Only of parcels that were ever sent back and not answered all audits are read: who looked last decides.
_AUDITS = """SELECT l.parcel_uuid, a.SHJB, a.SHJG, a.SHSJ, a.SHLC, a.DFSJ FROM record_audit a
    JOIN record_parcels l ON l.record_uuid = a.uuid WHERE l.parcel_uuid IN (
        SELECT k.parcel_uuid FROM record_audit r JOIN record_parcels k ON k.record_uuid = r.uuid
        WHERE r.SHJG = ? AND coalesce(r.DFSJ, '') = '')"""

MOST_ANSWERS = 2000
"""More than one person gives in a day: what so many say of the pace, the ones before them would not change."""


def queue(database: Database, batch: str) -> List[QueueRow]:
    """Everything that is to be judged, in the order of issue. Areas m², ``None`` where not measured."""
    with without_collecting():
        return list(lines(database, batch))


def lines(database: Database, batch: str = "") -> QueueLines:
    """The same, each row made when it is looked at."""
    with without_collecting():
        return QueueLines(_every(database, batch), _beside(database, "", ()))


def queue_rows(database: Database, uuids: Sequence[str]) -> List[QueueRow]:
    """The lines of these parcels as they are now; what is not judged here any more is left out."""
    found: List[QueueRow] = []
    for start in range(0, len(uuids), MOST_MARKS):
        some = uuids[start:start + MOST_MARKS]
        marks = marks_for(some)
        read = database.tuples(" ".join((_OF_SOME, marks, _IN_ORDER)), some)
        found += QueueLines(read, _beside(database, " ".join(("parcel_uuid IN", marks)), some))
    return found


def _every(database: Database, batch: str) -> List[Read]:
    """Parcels and patches each in one pass, put together here: quicker than to look up each patch by its uuid."""
    batches = [uuid for uuid, in database.tuples("SELECT uuid FROM batches ORDER BY fid")]
    patches = {line[0]: line for line in database.tuples(_PATCHES)}
    parcels = database.tuples(" ".join((_PARCELS_FIRST, _OF_BATCH)), (batch, batch))
    if len(batches) > 1:
        rank = {uuid: place for place, uuid in enumerate(batches)}
        parcels.sort(key=lambda line: rank.get(line[4], -1))
    at = PATCH_OF_PARCEL
    return [line + patches[line[at]] for line in parcels if line[at] in patches]


def _beside(database: Database, among: str, parcels: Sequence[object]) -> Beside:
    def by_parcel(query: str) -> List[Read]:
        joint = "AND" if " WHERE " in query else "WHERE"
        return database.tuples(" ".join((query, joint, among)) if among else query, parcels)

    figures: Dict[str, Read] = {row[0]: row[1:] for row in by_parcel(_FIGURES)}
    issued = dict(database.tuples("SELECT uuid, issued FROM batches"))
    return Beside(dict(by_parcel(_FLAGS)), dict(by_parcel(_KINDS)), figures, _returned(database), issued,
                  _Places(database).centre)


class _Places:
    """The issued centres of what has no shape; the way into this CRS is looked up for the first of them."""

    def __init__(self, database: Database) -> None:
        self._crs = str(database.value("SELECT value FROM meta WHERE key = 'crs'") or "")
        self._places: Optional[IssuedPlaces] = None

    def centre(self, longitude: object, latitude: object) -> Optional[Tuple[float, float]]:
        if longitude is None or latitude is None:
            return None
        if self._places is None:
            self._places = IssuedPlaces(self._crs)
        return self._places.centre(longitude, latitude)


def _returned(database: Database) -> Set[str]:
    """Sent back by city or province and not answered yet, or with a 容错纠错 that is open."""
    audits: Dict[str, List[Record]] = {}
    for parcel, level, result, day, number, answered in database.tuples(_AUDITS, (RETURNED,)):
        values = {"SHJB": level, "SHJG": result, "SHSJ": day, "SHLC": number, "DFSJ": answered}
        audits.setdefault(str(parcel), []).append(Record("", "audit", values=values))
    returned = {parcel for parcel, known in audits.items() if is_returned(known)}
    return returned | {str(row[0]) for row in database.tuples(_IN_CORRECTION)}


class QueueReader:
    """What a list asks while it is worked on, each at the cost of what it is about, not of the whole queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def queue(self) -> QueueLines:
        """The whole queue in the order of issue; see `lines`."""
        return lines(self._database)

    def rows(self, uuids: Sequence[str]) -> List[QueueRow]:
        """The lines of these parcels as they are now; see `queue_rows`."""
        return queue_rows(self._database, uuids)

    def measured(self, uuids: Sequence[str]) -> Dict[str, Measured]:
        """What was measured of these parcels, at most `database.MOST_MARKS`."""
        return measured_among(self._database, uuids)

    def some_measured(self) -> List[str]:
        """The parcels measured first, last and between, three at most: what was stored together rests on the same."""
        found = self._database.tuples(
            """WITH ends AS (SELECT min(fid) AS low, max(fid) AS high FROM overlay_parcels)
               SELECT parcel_uuid FROM overlay_parcels, ends WHERE fid IN (low, high,
                 (SELECT min(m.fid) FROM overlay_parcels m WHERE m.fid >= (low + high) / 2)) ORDER BY fid""")
        return [uuid for uuid, in found]

    def shown_of_parts(self, uuids: Sequence[str]) -> Dict[str, Decimal]:
        """亩 of those of these parcels (at most `database.MOST_MARKS`) that are parts of a patch, as tables show them:
        the parts of a patch add up to it.
        """
        found = self._database.tuples(" ".join((
            "SELECT p.patch_uuid, p.uuid, o.area_m2 FROM open_parcels p",
            "LEFT JOIN overlay_parcels o ON o.parcel_uuid = p.uuid WHERE p.patch_uuid IN",
            "(SELECT patch_uuid FROM parcels WHERE uuid IN", marks_for(uuids), ") ORDER BY p.position, p.fid")), uuids)
        wanted = frozenset(uuids)
        return {uuid: area for uuid, area in shown_of_parts(found).items() if uuid in wanted}

    def is_judged_here(self, uuid: str) -> bool:
        """Is there such a parcel, neither superseded nor set apart?"""
        return self._database.row("SELECT 1 FROM open_parcels WHERE uuid = ?", (uuid,)) is not None

    def batches(self) -> List[Batch]:
        """The batches in the order they came in; how many patches came with each is not counted (0)."""
        return [Batch(*row) for row in self._database.tuples(
            """SELECT uuid, label, issued, source, profile_id, county, imported_at, imported_by, 0 FROM batches
               ORDER BY fid""")]

    def profile_ids(self) -> Dict[str, str]:
        """The 政策口径 of each batch, by the batch's uuid."""
        return dict(self._database.remembered(
            ("profiles",), lambda: self._database.tuples("SELECT uuid, profile_id FROM batches")))

    def people(self) -> List[str]:
        """Whoever parcels were given to or who signed here, by name."""
        return [row[0] for row in self._database.tuples(
            """SELECT assigned FROM parcels WHERE assigned <> '' UNION
               SELECT signed_by FROM judgements WHERE signed_by <> '' ORDER BY 1""")]

    def townships(self) -> List[str]:
        """The townships that patches are said to lie in, by name."""
        return [row[0] for row in self._database.tuples(
            "SELECT DISTINCT XZMC FROM patches WHERE XZMC <> '' AND superseded = 0 ORDER BY 1")]

    def answers_since(self, sequence: int, since: str, actor: str = "") -> Tuple[int, List[str]]:
        """When outcomes were chosen since an ISO time by events after ``sequence``, the latest `MOST_ANSWERS` at most;
        and the last event there is. With ``actor`` only what this person chose in this workspace, not what was merged.
        """
        last = self._database.value("SELECT max(sequence) FROM events")
        return int(str(last or 0)), answered_times(self._database, since, sequence, MOST_ANSWERS, actor)
