"""What is read for lists and tables: parcels with their issued attributes, progress, shapes."""

from __future__ import annotations

import json
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from ..domain.errors import WeipianError
from ..domain.records import Batch, Finding, ParcelRecord
from .database import MOST_MARKS, Database, marks_for
from .geometry import wkb_of
from .schema import ISSUED_FIELDS, values_of

Row = Mapping[str, object]

_BATCHES = """SELECT b.*,
    (SELECT count(DISTINCT p.patch_uuid) FROM open_parcels p WHERE p.batch_uuid = b.uuid) AS patch_count
    FROM batches b ORDER BY b.fid"""

# Of any status; asked for at each step of whoever judges, so it is found by its index.
_PARCEL = """SELECT t.*, p.uuid AS parcel_uuid, p.dkbh, p.status, p.geom AS shape,
    (SELECT a.geom FROM actual_parcels a WHERE a.parcel_uuid = p.uuid) AS actual FROM parcels p
    JOIN patches t ON t.uuid = p.patch_uuid WHERE p.uuid = ?"""

_PARCELS = """SELECT t.*, p.uuid AS parcel_uuid, p.dkbh, p.status, p.geom AS shape,
    (SELECT a.geom FROM actual_parcels a WHERE a.parcel_uuid = p.uuid) AS actual FROM parcels p
    JOIN patches t ON t.uuid = p.patch_uuid JOIN batches b ON b.uuid = p.batch_uuid
    WHERE (? = '' OR p.batch_uuid = ?) AND p.uuid IN (SELECT uuid FROM open_parcels)
    ORDER BY b.fid, p.position, p.fid"""

_AMONG = """SELECT t.*, p.uuid AS parcel_uuid, p.dkbh, p.status, p.geom AS shape,
    (SELECT a.geom FROM actual_parcels a WHERE a.parcel_uuid = p.uuid) AS actual FROM open_parcels p
    JOIN patches t ON t.uuid = p.patch_uuid WHERE p.uuid IN"""

_SHAPES = """SELECT p.uuid, p.geom FROM open_parcels p JOIN batches b ON b.uuid = p.batch_uuid
    WHERE p.geom IS NOT NULL AND (? = '' OR p.batch_uuid = ?)
    ORDER BY b.fid, p.position, p.fid"""

_LINKS = """SELECT l.patch_uuid, l.iou, t.JCBH AS jcbh, p.status, p.outcome, p.uuid AS parcel_uuid, b.label AS batch
    FROM links l JOIN patches t ON t.uuid = l.earlier_uuid
    JOIN parcels p ON p.patch_uuid = t.uuid AND p.status <> 'retired'
    LEFT JOIN batches b ON b.uuid = t.batch_uuid WHERE (? = '' OR l.patch_uuid = ?) ORDER BY l.iou DESC"""


def batches(database: Database, counted: bool = True) -> List[Batch]:
    """The batches in the order they came in; how many patches each has is 0 where it is not to be counted."""
    query = _BATCHES if counted else "SELECT b.*, 0 AS patch_count FROM batches b ORDER BY b.fid"
    return [
        Batch(row["uuid"], row["label"], row["issued"], row["source"], row["profile_id"], row["county"],
              row["imported_at"], row["imported_by"], row["patch_count"])
        for row in database.rows(query)
    ]


def batch_of(database: Database, parcel: str) -> Optional[Batch]:
    """The batch in which a parcel came, found at once: how many patches came with it is not counted (0)."""
    return database.remembered(("batch", parcel), lambda: _read_batch_of(database, parcel))


def _read_batch_of(database: Database, parcel: str) -> Optional[Batch]:
    row = database.row("SELECT b.* FROM parcels p JOIN batches b ON b.uuid = p.batch_uuid WHERE p.uuid = ?", (parcel,))
    return None if row is None else Batch(
        row["uuid"], row["label"], row["issued"], row["source"], row["profile_id"], row["county"], row["imported_at"],
        row["imported_by"], 0)


def findings_of(text: object) -> Tuple[Finding, ...]:
    """Findings as they are kept."""
    return tuple(Finding(item["code"], item["severity"], item["values"]) for item in json.loads(str(text)))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def parcel(database: Database, uuid: str) -> ParcelRecord:
    """One parcel with its patch, its findings and the earlier patches it is linked to. Raises ``UNKNOWN_PARCEL``."""
    found = database.remembered(("parcel", uuid), lambda: _records(database, uuid, ""))
    if not found:
        raise WeipianError("UNKNOWN_PARCEL", parcel=uuid)
    return found[0]


def parcels(database: Database, batch: str) -> List[ParcelRecord]:
    """Every parcel (of a batch) that is judged here, in the order of issue."""
    return _records(database, "", batch)


def parcels_among(database: Database, uuids: Sequence[str]) -> List[ParcelRecord]:
    """Those of these parcels (at most `database.MOST_MARKS`) that are judged here; without their earlier patches."""
    return [_record(dict(row), ()) for row in database.rows(" ".join((_AMONG, marks_for(uuids))), uuids)]


def _records(database: Database, uuid: str, batch: str) -> List[ParcelRecord]:
    rows = database.rows(_PARCEL, (uuid,)) if uuid else database.rows(_PARCELS, (batch, batch))
    patch = str(rows[0]["uuid"]) if uuid and rows else ""
    links: Dict[str, List[Row]] = {}
    for row in database.rows(_LINKS, (patch, patch)) if rows else ():
        link = dict(row)
        links.setdefault(str(link.pop("patch_uuid")), []).append(link)
    return [_record(dict(row), tuple(links.get(str(row["uuid"]), ()))) for row in rows]


def _record(row: Row, earlier: Tuple[Row, ...]) -> ParcelRecord:
    shape, actual = row["shape"], row["actual"]
    return ParcelRecord(
        uuid=str(row["parcel_uuid"]), patch_uuid=str(row["uuid"]), batch_uuid=str(row["batch_uuid"]),
        jcbh=_text(row["JCBH"]), dkbh=str(row["dkbh"]), status=str(row["status"]),
        attributes=values_of(ISSUED_FIELDS, row), extra=json.loads(str(row["extra"])),
        findings=findings_of(row["findings"]), wkb=wkb_of(shape if isinstance(shape, bytes) else None),
        earlier=earlier, actual=wkb_of(actual if isinstance(actual, bytes) else None),
    )


def shapes_near(database: Database, box: Tuple[float, float, float, float]) -> List[Tuple[str, bytes]]:
    """(parcel uuid, WKB) of those judged here whose envelope meets a box: west, south, east, north."""
    found = database.rows(
        """SELECT p.uuid, p.geom FROM rtree_parcels_geom r JOIN open_parcels p ON p.fid = r.id
           WHERE r.minx <= ? AND r.maxx >= ? AND r.miny <= ? AND r.maxy >= ?""", (box[2], box[0], box[3], box[1]))
    shapes = ((row["uuid"], wkb_of(row["geom"])) for row in found)
    return [(uuid, wkb) for uuid, wkb in shapes if wkb is not None]


def siblings(database: Database, uuid: str) -> Dict[str, str]:
    """DKBH by uuid of the parcels of the same patch that are judged here, itself among them, in their order."""
    found = database.rows(
        """SELECT p.uuid, p.dkbh FROM open_parcels p WHERE p.patch_uuid =
             (SELECT patch_uuid FROM parcels WHERE uuid = ?) ORDER BY p.position, p.fid""", (uuid,))
    return {row[0]: row[1] for row in found}


def progress(database: Database, batch: str) -> Dict[str, int]:
    """How far the work is: todo, draft, signed, flagged, stubs of quarantined patches; the total is with the stubs."""
    row = database.row(
        """SELECT total(status NOT IN ('superseded', 'retired')), total(status = 'todo'), total(status = 'draft'),
           total(status = 'signed'), total(flagged AND uuid IN (SELECT uuid FROM open_parcels)), total(status = 'stub')
           FROM parcels WHERE (? = '' OR batch_uuid = ?)""", (batch, batch))
    names = ("total", "todo", "draft", "signed", "flagged", "stub")
    return {name: int(row[i]) if row else 0 for i, name in enumerate(names)}


def image_dates(database: Database) -> List[Tuple[str, str]]:
    """The pairs of (QSX, HSX) in which patches were issued, each once; a date that is missing is empty."""
    found = database.rows(
        """SELECT DISTINCT coalesce(t.QSX, ''), coalesce(t.HSX, '') FROM patches t
           WHERE t.uuid IN (SELECT patch_uuid FROM open_parcels) ORDER BY 1, 2""")
    return [(str(row[0])[:10], str(row[1])[:10]) for row in found]


def patch_shapes(database: Database, exclude_batch: str) -> Iterator[Tuple[str, str, bytes]]:
    """(patch uuid, JCBH, WKB as issued) of the patches of the other batches, for their overlap with new ones."""
    found = database.rows(
        """SELECT uuid, JCBH, geom FROM patches WHERE geom IS NOT NULL AND superseded = 0
           AND (? = '' OR batch_uuid <> ?) ORDER BY fid""", (exclude_batch, exclude_batch))
    for row in found:
        wkb = wkb_of(row["geom"])
        if wkb is not None:
            yield row["uuid"], row["JCBH"], wkb


def parcel_shapes(database: Database, uuids: Optional[Sequence[str]], batch: str) -> List[Tuple[str, bytes]]:
    """(parcel uuid, WKB) of those that are judged here and have a shape, in queue order."""
    wanted = None if uuids is None else set(uuids)
    if uuids is not None and len(uuids) <= MOST_MARKS - 2:
        rows = database.rows(_SHAPES.replace("ORDER BY", " ".join(("AND p.uuid IN", marks_for(uuids), "ORDER BY"))),
                             (batch, batch, *uuids))
    else:
        rows = database.rows(_SHAPES, (batch, batch))
    found = ((row["uuid"], wkb_of(row["geom"])) for row in rows)
    return [(uuid, wkb) for uuid, wkb in found if wkb is not None and (wanted is None or uuid in wanted)]
