"""A parcel's ground as events hold it (number, shape, 实际地块), in and out of the tables, with its own area."""

from __future__ import annotations

import sqlite3
from typing import Dict, Mapping, NamedTuple, Optional

from ..domain.records import DRAFT, RETIRED, SIGNED, UNJUDGED
from . import decisions
from .database import delete, insert, select
from .events import State
from .geometry import blob_of, wkb_of
from .geopackage import widen_extent
from .ground import Ground, shape_of

Content = Dict[str, str]  # dkbh, wkb and actual (hexadecimal; actual is empty where there is none)
Contents = Mapping[str, Optional[Content]]  # by parcel; None: it does not stand

_OPEN = (UNJUDGED, DRAFT, SIGNED)
_ASSIGN_AS_PATCH = """UPDATE parcels SET assigned = coalesce((SELECT p.assigned FROM open_parcels p
    WHERE p.patch_uuid = ? AND p.uuid <> ? ORDER BY p.fid LIMIT 1), '') WHERE uuid = ?"""
_OF_SHAPE = ("overlay_parcels", "overlay_roles", "overlay_areas", "overlay_features", "overlay_nested", "suggestions")


class Patch(NamedTuple):
    """The patch whose parcels are changed, as its row says."""

    uuid: str
    batch: str
    jcbh: str
    position: int
    wkb: Optional[bytes]


class Plane(NamedTuple):
    """Where shapes are written: the file's srs_id, and the CRS in which areas are measured."""

    srid: int
    ground: Ground


def patch_of(connection: sqlite3.Connection, uuid: str) -> Patch:
    """A patch by its uuid."""
    row = select(connection, "patches", "uuid", uuid)[0]
    shape = row["geom"]
    return Patch(uuid, str(row["batch_uuid"]), str(row["JCBH"] or ""), int(str(row["position"] or 0)),
                 wkb_of(shape if isinstance(shape, bytes) else None))


def content_now(connection: sqlite3.Connection, uuid: str) -> Optional[Content]:
    """A parcel that stands; ``None`` for one that does not, or never did."""
    rows = select(connection, "parcels", "uuid", uuid)
    if not rows or rows[0]["status"] not in _OPEN:
        return None
    actual = select(connection, "actual_parcels", "parcel_uuid", uuid)
    return content(str(rows[0]["dkbh"]), _wkb(rows[0]), _wkb(actual[0]) if actual else None)


def content(dkbh: str, wkb: Optional[bytes], actual: Optional[bytes] = None) -> Content:
    """A parcel's ground as events hold it."""
    return {"dkbh": dkbh, "wkb": (wkb or b"").hex(), "actual": (actual or b"").hex()}


def _wkb(row: Mapping[str, object]) -> Optional[bytes]:
    shape = row["geom"]
    return wkb_of(shape if isinstance(shape, bytes) else None)


def standing_numbers(connection: sqlite3.Connection, patch: str) -> Dict[str, str]:
    """The DKBH of the patch's parcels that stand, by parcel, in their order."""
    found = connection.execute(
        "SELECT uuid, dkbh FROM open_parcels WHERE patch_uuid = ? ORDER BY position, fid", (patch,)).fetchall()
    return {row[0]: row[1] for row in found}


def write(connection: sqlite3.Connection, plane: Plane, patch: Patch, contents: Contents,
          states: Mapping[str, State]) -> None:
    """Bring the tables to what an event says. Figures and suggestions of a shape that is another now go; the parcel's
    own area is measured at once, so that none that is shown is of before.
    """
    for uuid, wanted in contents.items():
        known = content_now(connection, uuid)
        if wanted is None:
            _retire(connection, uuid)
        else:
            _stand(connection, plane, patch, uuid, wanted)
        if wanted is None or known is None or known["wkb"] != wanted["wkb"]:
            for table in _OF_SHAPE:
                delete(connection, table, "parcel_uuid", uuid)
            if wanted is not None and wanted["wkb"]:
                area = plane.ground.area(shape_of(bytes.fromhex(wanted["wkb"])))
                insert(connection, "overlay_parcels", [{"parcel_uuid": uuid, "run_uuid": "", "area_m2": area}])
    for uuid, state in states.items():
        decisions.project(connection, uuid, state)
        if contents.get(uuid, {}) is None:
            connection.execute("UPDATE parcels SET status = ? WHERE uuid = ?", (RETIRED, uuid))


def _stand(connection: sqlite3.Connection, plane: Plane, patch: Patch, uuid: str, wanted: Content) -> None:
    blob = blob_of(bytes.fromhex(wanted["wkb"]) or None, plane.srid)
    if select(connection, "parcels", "uuid", uuid):
        connection.execute(
            "UPDATE parcels SET geom = ?, dkbh = ?, status = CASE status WHEN ? THEN ? ELSE status END WHERE uuid = ?",
            (blob, wanted["dkbh"], RETIRED, UNJUDGED, uuid))
    else:
        insert(connection, "parcels", [{
            "geom": blob, "uuid": uuid, "patch_uuid": patch.uuid, "batch_uuid": patch.batch,
            "position": patch.position, "dkbh": wanted["dkbh"], "status": UNJUDGED}])
        connection.execute(_ASSIGN_AS_PATCH, (patch.uuid, uuid, uuid))
    widen_extent(connection, "parcels", blob)
    _put_actual(connection, plane, uuid, wanted["actual"])


def _put_actual(connection: sqlite3.Connection, plane: Plane, uuid: str, wkb: str) -> None:
    delete(connection, "actual_parcels", "parcel_uuid", uuid)
    if wkb:
        shape = bytes.fromhex(wkb)
        blob = blob_of(shape, plane.srid)
        insert(connection, "actual_parcels", [
            {"geom": blob, "parcel_uuid": uuid, "area_m2": plane.ground.area(shape_of(shape))}])
        widen_extent(connection, "actual_parcels", blob)


def _retire(connection: sqlite3.Connection, uuid: str) -> None:
    connection.execute(
        "UPDATE parcels SET geom = NULL, status = ?, outcome = '', flagged = 0 WHERE uuid = ?", (RETIRED, uuid))
    delete(connection, "actual_parcels", "parcel_uuid", uuid)
