"""What is read for lists and tables: the queue, parcels with their issued attributes, progress, shapes."""

from __future__ import annotations

import json
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from ..domain.errors import WeipianError
from ..domain.landclass import FARMLAND_LEVEL
from ..domain.records import Batch, Finding, ParcelRecord, QueueRow
from .database import Database
from .geometry import centre_of, wkb_of
from .schema import ISSUED_FIELDS, values_of

Row = Mapping[str, object]

_BATCHES = """SELECT b.*, (SELECT count(*) FROM open_parcels p WHERE p.batch_uuid = b.uuid) AS patch_count
    FROM batches b ORDER BY b.fid"""

_PARCELS = """SELECT t.*, p.uuid AS parcel_uuid, p.dkbh, p.status, p.geom AS shape FROM parcels p
    JOIN patches t ON t.uuid = p.patch_uuid JOIN batches b ON b.uuid = p.batch_uuid
    WHERE (? = '' OR p.uuid = ?) AND (? = '' OR p.batch_uuid = ?)
    AND (? <> '' OR p.uuid IN (SELECT uuid FROM open_parcels)) ORDER BY b.fid, p.position, p.fid"""

_QUEUE = """SELECT p.uuid, p.dkbh, p.status, p.outcome, p.batch_uuid, substr(p.geom, 1, 40) AS head,
    t.JCBH, t.JCLB, t.TBLX, t.XZMC, t.XFSJ, t.NF, t.findings, b.issued, d.flag, s.kind, o.area_m2,
    (SELECT sum(a.area_m2) FROM overlay_areas a
      WHERE a.parcel_uuid = p.uuid AND a.role = 'dltb' AND substr(a.class_code, 1, 2) = ?) AS farmland_m2,
    (SELECT count(*) FROM overlay_roles r WHERE r.parcel_uuid = p.uuid AND r.role = 'dltb') AS has_classes,
    (SELECT r.total_m2 FROM overlay_roles r WHERE r.parcel_uuid = p.uuid AND r.role = 'yjjbnt') AS basic_m2,
    (SELECT r.total_m2 FROM overlay_roles r WHERE r.parcel_uuid = p.uuid AND r.role = 'stbhhx') AS redline_m2
    FROM open_parcels p JOIN patches t ON t.uuid = p.patch_uuid JOIN batches b ON b.uuid = p.batch_uuid
    LEFT JOIN drafts d ON d.parcel_uuid = p.uuid LEFT JOIN suggestions s ON s.parcel_uuid = p.uuid
    LEFT JOIN overlay_parcels o ON o.parcel_uuid = p.uuid
    WHERE ? = '' OR p.batch_uuid = ? ORDER BY b.fid, p.position, p.fid"""

_SHAPES = """SELECT p.uuid, p.geom FROM open_parcels p JOIN batches b ON b.uuid = p.batch_uuid
    WHERE p.geom IS NOT NULL AND (? = '' OR p.batch_uuid = ?)
    ORDER BY b.fid, p.position, p.fid"""

_LINKS = """SELECT l.patch_uuid, l.iou, t.JCBH AS jcbh, p.status, p.outcome, p.uuid AS parcel_uuid, b.label AS batch
    FROM links l JOIN patches t ON t.uuid = l.earlier_uuid JOIN parcels p ON p.patch_uuid = t.uuid
    LEFT JOIN batches b ON b.uuid = t.batch_uuid WHERE (? = '' OR l.patch_uuid = ?) ORDER BY l.iou DESC"""


def batches(database: Database) -> List[Batch]:
    """The batches in the order they came in."""
    return [
        Batch(row["uuid"], row["label"], row["issued"], row["source"], row["profile_id"], row["county"],
              row["imported_at"], row["imported_by"], row["patch_count"])
        for row in database.rows(_BATCHES)
    ]


def findings_of(text: object) -> Tuple[Finding, ...]:
    """Findings as they are kept."""
    return tuple(Finding(item["code"], item["severity"], item["values"]) for item in json.loads(str(text)))


def queue(database: Database, batch: str) -> List[QueueRow]:
    """Everything that is to be judged, in the order of issue, in one query. Areas m², ``None`` where not measured."""
    return [_queue_row(dict(row)) for row in database.rows(_QUEUE, (FARMLAND_LEVEL, batch, batch))]


def _queue_row(row: Row) -> QueueRow:
    measured = row["area_m2"] is not None and bool(row["has_classes"])
    return QueueRow(
        parcel_uuid=str(row["uuid"]), dkbh=str(row["dkbh"]), jcbh=str(row["JCBH"]), status=str(row["status"]),
        flag=_text(row["flag"]), jclb=_text(row["JCLB"]), tblx=_text(row["TBLX"]), township=_text(row["XZMC"]),
        issued=_text(row["XFSJ"]) or _text(row["issued"]), batch_uuid=str(row["batch_uuid"]),
        outcome=str(row["outcome"]), area_m2=_number(row["area_m2"]),
        farmland_m2=(_number(row["farmland_m2"]) or 0.0) if measured else None,
        basic_farmland_m2=_number(row["basic_m2"]), redline_m2=_number(row["redline_m2"]),
        suggestion=_text(row["kind"]), findings=0 if row["findings"] == "[]" else len(findings_of(row["findings"])),
        year=_text(row["NF"]), centre=centre_of(row["head"] if isinstance(row["head"], bytes) else None),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: object) -> Optional[float]:
    return value if isinstance(value, float) else None


def parcel(database: Database, uuid: str) -> ParcelRecord:
    """One parcel with its patch, its findings and the earlier patches it is linked to. Raises ``UNKNOWN_PARCEL``."""
    found = _records(database, uuid, "")
    if not found:
        raise WeipianError("UNKNOWN_PARCEL", parcel=uuid)
    return found[0]


def parcels(database: Database, batch: str) -> List[ParcelRecord]:
    """Every parcel (of a batch) that is judged here, in the order of issue."""
    return _records(database, "", batch)


def _records(database: Database, uuid: str, batch: str) -> List[ParcelRecord]:
    rows = database.rows(_PARCELS, (uuid, uuid, batch, batch, uuid))
    patch = str(rows[0]["uuid"]) if uuid and rows else ""
    links: Dict[str, List[Row]] = {}
    for row in database.rows(_LINKS, (patch, patch)) if rows else ():
        link = dict(row)
        links.setdefault(str(link.pop("patch_uuid")), []).append(link)
    return [_record(dict(row), tuple(links.get(str(row["uuid"]), ()))) for row in rows]


def _record(row: Row, earlier: Tuple[Row, ...]) -> ParcelRecord:
    shape = row["shape"]
    return ParcelRecord(
        uuid=str(row["parcel_uuid"]), patch_uuid=str(row["uuid"]), batch_uuid=str(row["batch_uuid"]),
        jcbh=_text(row["JCBH"]), dkbh=str(row["dkbh"]), status=str(row["status"]),
        attributes=values_of(ISSUED_FIELDS, row), extra=json.loads(str(row["extra"])),
        findings=findings_of(row["findings"]), wkb=wkb_of(shape if isinstance(shape, bytes) else None),
        earlier=earlier,
    )


def progress(database: Database, batch: str) -> Dict[str, int]:
    """How far the work is: todo, draft, signed, flagged, stubs of quarantined patches; the total is with the stubs."""
    row = database.row(
        """SELECT total(status <> 'superseded'), total(status = 'todo'), total(status = 'draft'),
           total(status = 'signed'), total(flagged AND uuid IN (SELECT uuid FROM open_parcels)), total(status = 'stub')
           FROM parcels WHERE (? = '' OR batch_uuid = ?)""", (batch, batch))
    names = ("total", "todo", "draft", "signed", "flagged", "stub")
    return {name: int(row[i]) if row else 0 for i, name in enumerate(names)}


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
    found = ((row["uuid"], wkb_of(row["geom"])) for row in database.rows(_SHAPES, (batch, batch)))
    return [(uuid, wkb) for uuid, wkb in found if wkb is not None and (wanted is None or uuid in wanted)]
