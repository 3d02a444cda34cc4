"""Reference layers, scenes and measured areas: what is known of a parcel before anyone judges."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple
from uuid import uuid4

from ..domain.errors import WeipianError
from ..domain.exchange.connections import has_password, without_key, without_password
from ..domain.records import (
    ClassArea,
    FeatureArea,
    Measured,
    NestedAreas,
    OverlayRun,
    ReferenceLayer,
    RoleAreas,
    Scene,
)
from . import events
from .database import MOST_MARKS, Database, delete, insert, marks_for, quoted, replace, select
from .events import to_json
from .queue_columns import figures_of
from .suggestions import AsOf

_REFERENCES = "SELECT * FROM reference_layers ORDER BY fid"
_MEASUREMENTS = ("overlay_parcels", "overlay_roles", "overlay_areas", "overlay_features", "overlay_nested")
_BETWEEN_ZONES = "+"
_PORTION = 100
_RESHAPED = """SELECT c.parcel_uuid FROM events e JOIN event_parcels c ON c.event_uuid = e.uuid
    WHERE e.sequence > ? AND e.kind IN ('split', 'merge', 'reshape', 'undo', 'redo', 'settle')"""

Digests = Mapping[str, str]
Between = Callable[[int], None]


def references(database: Database) -> List[ReferenceLayer]:
    """The layers in their roles, as they were named."""
    return list(database.remembered(("references",), lambda: [_reference(row) for row in database.rows(_REFERENCES)]))


def _reference(row: sqlite3.Row) -> ReferenceLayer:
    return ReferenceLayer(row["role"], row["source"], row["layer"], row["class_field"], row["version_date"],
                          row["title"], bool(row["declared_empty"]), row["class_table"])


def set_reference(database: Database, actor: str, reference: ReferenceLayer) -> None:
    """Name a layer for its role, or declare the role empty; the one takes the other's place."""
    with database.transaction() as connection:
        _set_reference(connection, actor, reference)


def _set_reference(connection: sqlite3.Connection, actor: str, reference: ReferenceLayer) -> None:
    if has_password(reference.source):
        # A workspace is handed on; whoever has it would have the database.
        raise WeipianError("PASSWORD_IN_SOURCE", source=without_password(reference.source))
    if reference in [_reference(row) for row in connection.execute(_REFERENCES).fetchall()]:
        return
    if reference.declared_empty:
        delete(connection, "reference_layers", "role", reference.role)
    else:
        connection.execute(
            """DELETE FROM reference_layers
               WHERE role = ? AND (declared_empty = 1 OR (source = ? AND layer = ?))""",
            (reference.role, reference.source, reference.layer),
        )
    row = {**asdict(reference), "declared_empty": int(reference.declared_empty)}
    insert(connection, "reference_layers", [row])
    events.append(connection, events.REFERENCE, actor, {"set": {**row, "source": without_password(reference.source)}})


def remove_reference(database: Database, actor: str, role: str, source: str) -> None:
    """Take a layer out of a role; all of the role's without a source."""
    with database.transaction() as connection:
        for row in connection.execute(_REFERENCES).fetchall():
            if row["role"] == role and source in ("", row["source"]):
                _remove_reference(connection, actor, row)


def _remove_reference(connection: sqlite3.Connection, actor: str, row: sqlite3.Row) -> None:
    delete(connection, "reference_layers", "fid", row["fid"])
    events.append(connection, events.REFERENCE, actor, {
        "removed": {"role": row["role"], "source": without_password(row["source"]), "layer": row["layer"]}})


def _replace_references(connection: sqlite3.Connection, actor: str, layers: Sequence[ReferenceLayer]) -> None:
    for row in connection.execute(_REFERENCES).fetchall():
        if _reference(row) not in layers:
            _remove_reference(connection, actor, row)
    for reference in layers:
        _set_reference(connection, actor, reference)


def scenes(database: Database) -> List[Scene]:
    """The imagery, oldest first."""
    return list(database.remembered(("scenes",), lambda: _read_scenes(database)))


def _read_scenes(database: Database) -> List[Scene]:
    found = database.rows("SELECT path, date, title, unclassified, kind FROM scenes ORDER BY date, fid")
    return [Scene(row["path"], row["date"], row["title"], bool(row["unclassified"]), row["kind"]) for row in found]


def set_scene(database: Database, actor: str, scene: Scene) -> None:
    """Name an image and its date, and whether a person has said that it is 非涉密."""
    with database.transaction() as connection:
        put_scene(connection, actor, scene)


def put_scene(connection: sqlite3.Connection, actor: str, scene: Scene) -> None:
    """The same inside a transaction of the caller's."""
    row = {**asdict(scene), "unclassified": int(scene.unclassified)}
    known = select(connection, "scenes", "path", scene.path)
    if known and row.items() <= known[0].items():
        return
    replace(connection, "scenes", "path", row)
    events.append(connection, events.SCENE, actor, {"set": {**row, "path": without_key(scene.path)}})


def remove_scene(database: Database, actor: str, path: str) -> None:
    """Take an image out."""
    with database.transaction() as connection:
        delete(connection, "scenes", "path", path)
        events.append(connection, events.SCENE, actor, {"removed": {"path": without_key(path)}})


def store_overlay(
    database: Database, actor: str, run: OverlayRun, measured: Mapping[str, Measured],
    layers: Optional[Sequence[ReferenceLayer]] = None, digests: Optional[Mapping[str, Digests]] = None,
    between: Optional[Between] = None, read: Optional[AsOf] = None,
) -> None:
    """Put new measurements in the place of those parcels' old ones, in one transaction.

    ``layers`` take the place of the layers there are, in the same transaction. ``digests`` (by parcel, by what was
    measured) say what the figures rest on. With ``between`` it is a transaction for each few parcels (the first with
    run and layers): who decides meanwhile comes in between them. It is told how many parcels are stored; what it
    raises ends the storing there, and they stay, each with all of its figures. Parcels that were measured or got
    another shape since ``read`` are left out.
    """
    uuids, run_uuid = list(measured), str(uuid4())
    at_once = max(1, len(uuids)) if between is None else _PORTION
    for start in range(0, max(1, len(uuids)), at_once):
        if between is not None and start:
            between(start)
        some = uuids[start:start + at_once]
        with database.transaction() as connection:
            if not start:
                _begin_run(connection, actor, run_uuid, run, layers)
            # A parcel may have gone to quarantine while it was being measured.
            here = _open_among(connection, some) - _overtaken(connection, run_uuid, read)
            put_measured(connection, run_uuid, {uuid: measured[uuid] for uuid in some if uuid in here},
                            digests or {})


def _begin_run(connection: sqlite3.Connection, actor: str, run_uuid: str, run: OverlayRun,
               layers: Optional[Sequence[ReferenceLayer]]) -> None:
    if layers is not None:
        _replace_references(connection, actor, layers)
    insert(connection, "overlay_runs", [{
        "uuid": run_uuid, "recorded_at": events.now(), "actor": actor, "provenance": to_json(dict(run.provenance)),
        "remarks": to_json([dict(remark) for remark in run.remarks]),
    }])


def _overtaken(connection: sqlite3.Connection, run_uuid: str, read: Optional[AsOf]) -> Set[str]:
    if read is None:
        return set()
    reshaped = connection.execute(_RESHAPED, (read.event,)).fetchall()
    newer = connection.execute("SELECT uuid FROM overlay_runs WHERE fid > ? AND uuid <> ?", (read.run, run_uuid))
    return {row[0] for row in reshaped} | {str(row["parcel_uuid"]) for run in newer.fetchall()
                                           for row in select(connection, "overlay_parcels", "run_uuid", run[0])}


def _open_among(connection: sqlite3.Connection, parcels: Sequence[str]) -> Set[str]:
    if len(parcels) > MOST_MARKS:
        return {row[0] for row in connection.execute("SELECT uuid FROM open_parcels").fetchall()}
    query = ("SELECT uuid FROM open_parcels WHERE uuid IN", marks_for(parcels))
    return {row[0] for row in connection.execute(" ".join(query), tuple(parcels)).fetchall()}


def replace_references(database: Database, actor: str, layers: Sequence[ReferenceLayer]) -> None:
    """Make ``layers`` the layers in their roles."""
    with database.transaction() as connection:
        _replace_references(connection, actor, layers)


def put_measured(connection: sqlite3.Connection, run_uuid: str, measured: Mapping[str, Measured],
                    digests: Mapping[str, Digests]) -> None:
    """All parcels table by table: a statement is prepared once for them all."""
    for table in _MEASUREMENTS:
        connection.executemany(" ".join(("DELETE FROM", quoted(table), "WHERE parcel_uuid = ?")),
                               [(parcel,) for parcel in measured])
    insert(connection, "overlay_parcels", [
        {"parcel_uuid": parcel, "run_uuid": run_uuid, "area_m2": each.area_m2, "class_table": each.class_table,
         "digests": to_json(dict(digests.get(parcel, {}))), **figures_of(each.roles)}
        for parcel, each in measured.items()])
    by_role = [(parcel, role, areas) for parcel, each in measured.items() for role, areas in each.roles.items()]
    insert(connection, "overlay_roles", [
        {"parcel_uuid": parcel, "role": role, "total_m2": areas.total_m2, "net_m2": areas.net_m2,
         "declared_empty": int(areas.declared_empty)} for parcel, role, areas in by_role])
    insert(connection, "overlay_areas", [
        {"parcel_uuid": parcel, "role": role, "class_code": part.class_code, "area_m2": part.area_m2,
         "net_area_m2": part.net_area_m2} for parcel, role, areas in by_role for part in areas.classes])
    insert(connection, "overlay_features", [
        {"parcel_uuid": parcel, "role": role, "class_code": part.class_code, "area_m2": part.area_m2,
         "attributes": to_json(dict(part.attributes))} for parcel, role, areas in by_role for part in areas.features])
    insert(connection, "overlay_nested", [
        {"parcel_uuid": parcel, "zones": _BETWEEN_ZONES.join(nested.zones), "class_code": part.class_code,
         "area_m2": part.area_m2, "net_area_m2": part.net_area_m2}
        for parcel, each in measured.items() for nested in each.nested.values()
        for part in (ClassArea("", nested.total_m2, nested.total_m2), *nested.classes)])


def meets(database: Database, role: str) -> bool:
    """Was ground of any parcel found in this role?"""
    return database.row("SELECT 1 FROM overlay_roles WHERE role = ? AND total_m2 > 0 LIMIT 1", (role,)) is not None


def overlay_run(database: Database) -> Optional[OverlayRun]:
    """How the latest measurement was made."""
    return database.remembered(("overlay run",), lambda: _read_run(database))


def _read_run(database: Database) -> Optional[OverlayRun]:
    row = database.row("SELECT provenance, remarks FROM overlay_runs ORDER BY fid DESC LIMIT 1")
    return None if row is None else _run(row)


def overlay_runs(database: Database, batch: str) -> List[OverlayRun]:
    """The measurements on which the areas of parcels (of a batch) rest that are judged here, oldest first."""
    found = database.rows(
        """SELECT provenance, remarks FROM overlay_runs WHERE uuid IN (
             SELECT o.run_uuid FROM overlay_parcels o JOIN open_parcels p ON p.uuid = o.parcel_uuid
             WHERE ? = '' OR p.batch_uuid = ?) ORDER BY fid""",
        (batch, batch))
    return [_run(row) for row in found]


def _run(row: sqlite3.Row) -> OverlayRun:
    return OverlayRun(json.loads(row["provenance"]), tuple(json.loads(row["remarks"])))


def measured_of(database: Database, parcel: str) -> Optional[Measured]:
    """What was measured of one parcel; ``None`` where nothing was."""
    return database.remembered(("measured", parcel), lambda: _read_measured(database, parcel))


def _read_measured(database: Database, parcel: str) -> Optional[Measured]:
    rows = (
        database.rows("SELECT * FROM overlay_parcels WHERE parcel_uuid = ?", (parcel,)),
        database.rows("SELECT * FROM overlay_roles WHERE parcel_uuid = ? ORDER BY fid", (parcel,)),
        database.rows("SELECT * FROM overlay_areas WHERE parcel_uuid = ? ORDER BY fid", (parcel,)),
        database.rows("SELECT * FROM overlay_features WHERE parcel_uuid = ? ORDER BY fid", (parcel,)),
        database.rows("SELECT * FROM overlay_nested WHERE parcel_uuid = ? ORDER BY fid", (parcel,)),
    )
    return _assembled(*rows).get(parcel)


def measured_among(database: Database, parcels: Sequence[str]) -> Dict[str, Measured]:
    """What was measured of these parcels, at most `database.MOST_MARKS`."""
    def rows(table: str) -> List[sqlite3.Row]:
        query = ("SELECT * FROM", quoted(table), "WHERE parcel_uuid IN", marks_for(parcels), "ORDER BY fid")
        return database.rows(" ".join(query), parcels)

    return _assembled(*[rows(table) for table in _MEASUREMENTS])


def all_measured(database: Database, batch: str) -> Dict[str, Measured]:
    """What was measured of every parcel (of a batch), in a handful of queries."""
    found = _assembled(
        database.rows("SELECT * FROM overlay_parcels"),
        database.rows("SELECT * FROM overlay_roles ORDER BY fid"),
        database.rows("SELECT * FROM overlay_areas ORDER BY fid"),
        database.rows("SELECT * FROM overlay_features ORDER BY fid"),
        database.rows("SELECT * FROM overlay_nested ORDER BY fid"),
    )
    wanted = {row[0] for row in database.rows(
        "SELECT uuid FROM open_parcels WHERE ? = '' OR batch_uuid = ?", (batch, batch))}
    return {parcel: measured for parcel, measured in found.items() if parcel in wanted}


def overlay_digests(database: Database, parcel: str = "") -> Dict[str, Dict[str, str]]:
    """By parcel (of one), by what was measured: what the figures that are stored rest on."""
    found = database.rows(
        "SELECT parcel_uuid, digests FROM overlay_parcels WHERE parcel_uuid = ?", (parcel,)
    ) if parcel else database.rows("SELECT parcel_uuid, digests FROM overlay_parcels")
    return {row["parcel_uuid"]: dict(json.loads(row["digests"])) for row in found}


def _nested(rows: Iterable[sqlite3.Row]) -> Dict[str, Dict[Tuple[str, ...], NestedAreas]]:
    totals: Dict[Tuple[str, str], float] = {}
    classes: Dict[Tuple[str, str], List[ClassArea]] = {}
    for row in rows:
        key = (row["parcel_uuid"], row["zones"])
        if row["class_code"]:
            part = ClassArea(row["class_code"], row["area_m2"], row["net_area_m2"])
            classes.setdefault(key, []).append(part)
        else:
            totals[key] = row["area_m2"]
    found: Dict[str, Dict[Tuple[str, ...], NestedAreas]] = {}
    for (parcel, text), total in totals.items():
        zones = tuple(text.split(_BETWEEN_ZONES))
        found.setdefault(parcel, {})[zones] = NestedAreas(zones, total, tuple(classes.get((parcel, text), ())))
    return found


def _assembled(
    parcels: List[sqlite3.Row], roles: List[sqlite3.Row], classes: List[sqlite3.Row], features: List[sqlite3.Row],
    nested: List[sqlite3.Row],
) -> Dict[str, Measured]:
    class_areas: Dict[Tuple[str, str], List[ClassArea]] = {}
    for row in classes:
        part = ClassArea(row["class_code"], row["area_m2"], row["net_area_m2"])
        class_areas.setdefault((row["parcel_uuid"], row["role"]), []).append(part)
    feature_areas: Dict[Tuple[str, str], List[FeatureArea]] = {}
    for row in features:
        feature = FeatureArea(row["class_code"], row["area_m2"], json.loads(row["attributes"]))
        feature_areas.setdefault((row["parcel_uuid"], row["role"]), []).append(feature)
    by_parcel: Dict[str, Dict[str, RoleAreas]] = {}
    for row in roles:
        key = (row["parcel_uuid"], row["role"])
        by_parcel.setdefault(key[0], {})[key[1]] = RoleAreas(
            key[1], row["total_m2"], row["net_m2"], tuple(class_areas.get(key, ())), tuple(feature_areas.get(key, ())),
            bool(row["declared_empty"]),
        )
    inside = _nested(nested)
    return {row["parcel_uuid"]: Measured(row["area_m2"], by_parcel.get(row["parcel_uuid"], {}),
                                         inside.get(row["parcel_uuid"], {}), row["class_table"]) for row in parcels}


def class_totals(database: Database, batch: str) -> List[Tuple[str, str, float, float]]:
    """Role, class, area and net area (m²) summed over the parcels (of a batch) that are judged here."""
    found = database.rows(
        """SELECT a.role, a.class_code, sum(a.area_m2), sum(a.net_area_m2) FROM overlay_areas a
           JOIN open_parcels p ON p.uuid = a.parcel_uuid WHERE ? = '' OR p.batch_uuid = ?
           GROUP BY a.role, a.class_code ORDER BY a.role, a.class_code""", (batch, batch))
    return [(row[0], row[1], row[2], row[3]) for row in found]
