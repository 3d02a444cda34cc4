"""A patch of one's own (自主图斑): drawn here where a region works by itself, beside what was issued."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import Dict, Mapping
from uuid import uuid4

from ..domain.areas.parcel_parts import OWN_SOURCE, own_number
from ..domain.errors import WeipianError
from ..domain.forms.fields import is_empty
from ..domain.records import IssuedPatch
from . import events
from .batches import issued_columns
from .database import insert, select
from .geometry import blob_of
from .geometry_edits import GeometryDesk
from .geopackage import widen_extent
from .ground import shape_of
from .migrations import read_meta
from .parcel_ground import patch_of

_LABEL = "自主图斑"


def draw(desk: GeometryDesk, wkb: bytes, attributes: Mapping[str, object], batch: str) -> str:
    """Keep a patch that was drawn here; the uuid of its parcel, which is judged like any other.

    ``attributes`` by field code of the issued table; without a JCBH it is given one (拟), without a TBLY it is 自主.
    ``batch``: the batch it is judged with; none: the batch of such patches, made with the first of them. Raises
    ``UNKNOWN_BATCH``, ``DUPLICATE_ID``, ``SHAPE_UNUSABLE``, ``PART_TOO_SMALL``, ``ANSWER_IS_CLASSIFIED``.
    """
    shape_of(wkb)
    with desk.database.transaction() as connection:
        row = _batch(connection, desk.actor, batch)
        given = {code: value for code, value in attributes.items() if not is_empty(value)}
        county = str(given.get("XZQDM") or row["county"] or _commonest_county(connection))
        issued = str(given.get("XFSJ") or row["issued"])
        known = [str(each[0]) for each in connection.execute("SELECT JCBH FROM patches").fetchall()]
        jcbh = str(given.get("JCBH") or own_number(
            county, issued[:4], known, read_meta(connection)["workspace_id"]))
        if select(connection, "patches", "JCBH", jcbh):
            raise WeipianError("DUPLICATE_ID", jcbh=jcbh, count=1)
        values = {"XZQDM": county, "TBLY": OWN_SOURCE, **given, "JCBH": jcbh}
        uuid = _insert(connection, desk, IssuedPatch(jcbh, values, wkb), str(row["uuid"]))
        return desk.draw(connection, patch_of(connection, uuid))


def _insert(connection: sqlite3.Connection, desk: GeometryDesk, patch: IssuedPatch, batch: str) -> str:
    uuid, blob = str(uuid4()), blob_of(patch.wkb, desk.plane.srid)
    last = connection.execute("SELECT max(position) FROM patches WHERE batch_uuid = ?", (batch,)).fetchone()[0]
    insert(connection, "patches", [{
        "geom": blob, "uuid": uuid, "batch_uuid": batch, "position": 0 if last is None else int(last) + 1,
        "superseded": 0, "findings": "[]", **issued_columns(patch)}])
    widen_extent(connection, "patches", blob)
    return uuid


def _batch(connection: sqlite3.Connection, actor: str, batch: str) -> Dict[str, object]:
    found = select(connection, "batches", *(("uuid", batch) if batch else ("source", OWN_SOURCE)))
    if found:
        return found[0]
    if batch:
        raise WeipianError("UNKNOWN_BATCH", batch=batch)
    latest = connection.execute("SELECT profile_id, county FROM batches ORDER BY fid DESC LIMIT 1").fetchone()
    row: Dict[str, object] = {
        "uuid": str(uuid4()), "label": _LABEL, "issued": _today().isoformat(), "source": OWN_SOURCE, "digest": "",
        "profile_id": latest[0] if latest else "", "county": latest[1] if latest else "", "imported_at": events.now(),
        "imported_by": actor, "findings": "[]"}
    insert(connection, "batches", [row])
    return row


def _commonest_county(connection: sqlite3.Connection) -> str:
    found = connection.execute(
        "SELECT XZQDM FROM patches WHERE XZQDM IS NOT NULL GROUP BY XZQDM ORDER BY count(*) DESC LIMIT 1").fetchone()
    return str(found[0]) if found else ""


def _today() -> date:
    return datetime.now().astimezone().date()
