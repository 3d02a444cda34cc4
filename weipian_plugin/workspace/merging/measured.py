"""What another office measured: taken over where it is of the ground that stands here, and nobody measured here."""

from __future__ import annotations

import json
import sqlite3
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.review.office_state import Row
from ..database import marks_for, names_in_order, quoted
from ..events import to_json
from ..geometry import hex_of, same_shape, wkb_of
from ..ground import shape_of
from ..parcel_ground import Plane
from ..schema import OVERLAY_PARCELS, OVERLAY_RUNS
from .incoming import Incoming
from .leaving import BESIDE
from .portions import put, remove, rows_among
from .told import mapping

OFFICE = "office_workspace"  # in the provenance of what another office measured: its workspace's id
Rank = Tuple[int, str, str]

_FIGURES = ("parcel_uuid", "run_uuid", "area_m2", "digests", "class_table", "farmland_m2", "basic_m2", "redline_m2")
_LISTS = ("overlay_roles", "overlay_areas", "overlay_features", "overlay_nested")


def take_over(connection: sqlite3.Connection, incoming: Incoming, parcels: Sequence[str], geographic: bool) -> None:
    """Measurements of these parcels. Ours stay; of two other offices' the later run is kept, by its own clock, and the
    one with the larger uuid where clocks agree: in whatever order they come. A parcel's bare area is no measurement:
    each office has its own of it, see `own_areas`.
    """
    wanted = set(parcels)
    rows = {str(row["parcel_uuid"]): row for row in incoming.rows("overlay")
            if row.get("what") == "parcel" and row.get("parcel_uuid") in wanted and row.get("run_uuid")}
    if not rows:
        return
    theirs = {str(row["uuid"]): _as_foreign(row, incoming.workspace_id) for row in incoming.rows("overlay")
              if row.get("what") == "run"}
    ours = {str(row["uuid"]): dict(row) for row in connection.execute("SELECT * FROM overlay_runs").fetchall()}
    here = rows_among(connection, "overlay_parcels", ("run_uuid",), "parcel_uuid", rows)
    ground = rows_among(connection, "parcels", ("geom",), "uuid", rows)
    taken: List[Row] = []
    for uuid, row in rows.items():
        run, known = str(row.get("run_uuid") or ""), here.get(uuid)
        better = known is None or (str(known["run_uuid"]) != run and _rank({**theirs, **ours}, run) > _rank(
            ours, str(known["run_uuid"])))
        if better and uuid in ground and _of_same_ground(ground[uuid]["geom"], incoming.parcels.get(uuid), geographic):
            taken.append(row)
    taken.sort(key=lambda row: str(row["parcel_uuid"]))  # as the tables are looked up: an index is then only added to
    _store(connection, taken, here, [run for uuid, run in theirs.items() if uuid not in ours])


def give_up(connection: sqlite3.Connection, plane: Plane, parcels: Sequence[str]) -> None:
    """What other offices measured of these parcels goes, and their runs of which nothing is left; the area of each is
    what it is here.
    """
    if not parcels:
        return
    runs = {str(row[0]): OFFICE in mapping(json.loads(str(row[1]))) for row in connection.execute(
        "SELECT uuid, provenance FROM overlay_runs").fetchall()}
    here = rows_among(connection, OVERLAY_PARCELS.name, ("run_uuid",), "parcel_uuid", parcels)
    gone = [uuid for uuid in parcels if uuid not in here or runs.get(str(here[uuid]["run_uuid"]), True)]
    for table in (OVERLAY_PARCELS.name, *_LISTS):
        remove(connection, table, "parcel_uuid", gone)
    _put_areas(connection, plane, gone)
    used = {row[0] for row in connection.execute("SELECT DISTINCT run_uuid FROM overlay_parcels").fetchall()}
    remove(connection, OVERLAY_RUNS.name, "uuid", [run for run, foreign in runs.items() if foreign and run not in used])


def own_areas(connection: sqlite3.Connection, plane: Plane, parcels: Sequence[str]) -> None:
    """The area of each of these parcels that stands and of which nobody measured more: whichever office's shape stood
    before, and whatever it had measured.
    """
    here = rows_among(connection, OVERLAY_PARCELS.name, (), "parcel_uuid", parcels)
    _put_areas(connection, plane, [uuid for uuid in parcels if uuid not in here])


def _put_areas(connection: sqlite3.Connection, plane: Plane, parcels: Sequence[str]) -> None:
    shapes = rows_among(connection, "parcels", ("geom",), "uuid", parcels)
    put(connection, OVERLAY_PARCELS, [
        {"parcel_uuid": uuid, "area_m2": plane.ground.area(shape_of(bytes.fromhex(text)))}
        for uuid in parcels if uuid in shapes and (text := hex_of(shapes[uuid]["geom"]))])


def _as_foreign(row: Row, workspace_id: str) -> Dict[str, object]:
    provenance = mapping(json.loads(str(row.get("provenance") or "{}")))
    kept = to_json({OFFICE: workspace_id, **provenance})
    return {name: kept if name == "provenance" else row.get(name) for name, _ in OVERLAY_RUNS.columns}


def _rank(runs: Mapping[str, Mapping[str, object]], uuid: str) -> Rank:
    run = runs.get(uuid)
    if run is None:
        return (0, "", uuid)
    foreign = OFFICE in mapping(json.loads(str(run["provenance"])))
    return (1 if foreign else 2, str(run["recorded_at"]), uuid)


def _of_same_ground(blob: object, row: Optional[Row], geographic: bool) -> bool:
    text = str(row.get("geom") or "") if row is not None else ""
    return same_shape(wkb_of(blob if isinstance(blob, bytes) else None), bytes.fromhex(text) or None, geographic)


def _store(connection: sqlite3.Connection, rows: Sequence[Row], here: Mapping[str, object],
           runs: Sequence[Mapping[str, object]]) -> None:
    parcels = [uuid for uuid in (str(row["parcel_uuid"]) for row in rows) if uuid in here]
    for table in (OVERLAY_PARCELS.name, *_LISTS):
        remove(connection, table, "parcel_uuid", parcels)
    used = {row.get("run_uuid") for row in rows}
    put(connection, OVERLAY_RUNS, [run for run in runs if run["uuid"] in used])
    put(connection, OVERLAY_PARCELS, [{name: row.get(name) for name in _FIGURES} for row in rows])
    for name, table, columns in BESIDE:
        names = ("parcel_uuid", *columns)
        statement = " ".join(("INSERT INTO", quoted(table), "(", names_in_order(names), ") VALUES", marks_for(names)))
        connection.executemany(statement, (
            (row["parcel_uuid"], *values) for row in rows for values in _lists(row.get(name))))


def _lists(value: object) -> List[List[object]]:
    return [each for each in value if isinstance(each, list)] if isinstance(value, list) else []
