"""Reference layers, scenes, measured areas and suggestions: what is known of a parcel before anyone judges."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from typing import Dict, List, Mapping, Optional, Sequence, Tuple
from uuid import uuid4

from ..domain.records import ClassArea, FeatureArea, Measured, OverlayRun, ReferenceLayer, RoleAreas, Scene
from . import events
from .database import Database, delete, insert, replace
from .events import to_json

_MEASUREMENTS = ("overlay_parcels", "overlay_roles", "overlay_areas", "overlay_features")


def references(database: Database) -> List[ReferenceLayer]:
    """The layers in their roles, as they were named."""
    return [
        ReferenceLayer(row["role"], row["source"], row["layer"], row["class_field"], row["version_date"], row["title"],
                       bool(row["declared_empty"]))
        for row in database.rows("SELECT * FROM reference_layers ORDER BY fid")
    ]


def set_reference(database: Database, actor: str, version: int, reference: ReferenceLayer) -> None:
    """Name a layer for its role, or declare the role empty; the one takes the other's place."""
    with database.transaction() as connection:
        _set_reference(connection, actor, version, reference)


def _set_reference(connection: sqlite3.Connection, actor: str, version: int, reference: ReferenceLayer) -> None:
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
    events.append(connection, version, events.REFERENCE, actor, {"set": row})


def remove_reference(database: Database, actor: str, version: int, role: str, source: str) -> None:
    """Take a layer out of a role; all of the role's without a source."""
    with database.transaction() as connection:
        _remove_reference(connection, actor, version, role, source)


def _remove_reference(connection: sqlite3.Connection, actor: str, version: int, role: str, source: str) -> None:
    connection.execute("DELETE FROM reference_layers WHERE role = ? AND (? = '' OR source = ?)", (role, source, source))
    events.append(connection, version, events.REFERENCE, actor, {"removed": {"role": role, "source": source}})


def scenes(database: Database) -> List[Scene]:
    """The imagery, oldest first."""
    found = database.rows("SELECT path, date, title, unclassified FROM scenes ORDER BY date, fid")
    return [Scene(row["path"], row["date"], row["title"], bool(row["unclassified"])) for row in found]


def set_scene(database: Database, actor: str, version: int, scene: Scene) -> None:
    """Name an image and its date, and whether a person has said that it is 非涉密."""
    with database.transaction() as connection:
        put_scene(connection, actor, version, scene)


def put_scene(connection: sqlite3.Connection, actor: str, version: int, scene: Scene) -> None:
    """The same inside a transaction of the caller's."""
    row = {**asdict(scene), "unclassified": int(scene.unclassified)}
    replace(connection, "scenes", "path", row)
    events.append(connection, version, events.SCENE, actor, {"set": row})


def remove_scene(database: Database, actor: str, version: int, path: str) -> None:
    """Take an image out."""
    with database.transaction() as connection:
        delete(connection, "scenes", "path", path)
        events.append(connection, version, events.SCENE, actor, {"removed": {"path": path}})


def store_overlay(
    database: Database, actor: str, version: int, run: OverlayRun, measured: Mapping[str, Measured],
    layers: Optional[Sequence[ReferenceLayer]] = None,
) -> None:
    """Put new measurements in the place of those parcels' old ones. Parts of one run share its provenance.

    ``layers`` take the place of the layers there are, in the same transaction.
    """
    there = references(database) if layers is not None else []
    with database.transaction() as connection:
        for reference in there:
            if reference not in (layers or ()):
                _remove_reference(connection, actor, version, reference.role, reference.source)
        for reference in layers or ():
            _set_reference(connection, actor, version, reference)
        run_uuid = _store_run(connection, actor, run)
        # A parcel may have gone to quarantine while it was being measured.
        open_parcels = {row[0] for row in connection.execute(
            "SELECT uuid FROM parcels WHERE status IN ('todo', 'draft', 'signed')").fetchall()}
        for parcel, result in measured.items():
            if parcel in open_parcels:
                _store_measured(connection, run_uuid, parcel, result)


def _store_run(connection: sqlite3.Connection, actor: str, run: OverlayRun) -> str:
    provenance = to_json(dict(run.provenance))
    last = connection.execute(
        "SELECT uuid, provenance, remarks FROM overlay_runs ORDER BY fid DESC LIMIT 1").fetchone()
    remarks = [dict(remark) for remark in run.remarks]
    if last is not None and last["provenance"] == provenance:
        known = json.loads(last["remarks"])
        known += [remark for remark in remarks if remark not in known]
        connection.execute("UPDATE overlay_runs SET remarks = ? WHERE uuid = ?", (to_json(known), last["uuid"]))
        return str(last["uuid"])
    uuid = str(uuid4())
    insert(connection, "overlay_runs", [{
        "uuid": uuid, "recorded_at": events.now(), "actor": actor, "provenance": provenance,
        "remarks": to_json(remarks),
    }])
    return uuid


def _store_measured(connection: sqlite3.Connection, run_uuid: str, parcel: str, measured: Measured) -> None:
    for table in _MEASUREMENTS:
        delete(connection, table, "parcel_uuid", parcel)
    insert(connection, "overlay_parcels", [
        {"parcel_uuid": parcel, "run_uuid": run_uuid, "area_m2": measured.area_m2}])
    for role, areas in measured.roles.items():
        insert(connection, "overlay_roles", [{
            "parcel_uuid": parcel, "role": role, "total_m2": areas.total_m2, "net_m2": areas.net_m2,
            "declared_empty": int(areas.declared_empty),
        }])
        insert(connection, "overlay_areas", [{
            "parcel_uuid": parcel, "role": role, "class_code": part.class_code, "area_m2": part.area_m2,
            "net_area_m2": part.net_area_m2,
        } for part in areas.classes])
        insert(connection, "overlay_features", [{
            "parcel_uuid": parcel, "role": role, "class_code": part.class_code, "area_m2": part.area_m2,
            "attributes": to_json(dict(part.attributes)),
        } for part in areas.features])


def overlay_run(database: Database) -> Optional[OverlayRun]:
    """How the latest measurement was made."""
    row = database.row("SELECT provenance, remarks FROM overlay_runs ORDER BY fid DESC LIMIT 1")
    return None if row is None else OverlayRun(json.loads(row["provenance"]), tuple(json.loads(row["remarks"])))


def measured_of(database: Database, parcel: str) -> Optional[Measured]:
    """What was measured of one parcel; ``None`` where nothing was."""
    rows = (
        database.rows("SELECT * FROM overlay_parcels WHERE parcel_uuid = ?", (parcel,)),
        database.rows("SELECT * FROM overlay_roles WHERE parcel_uuid = ? ORDER BY fid", (parcel,)),
        database.rows("SELECT * FROM overlay_areas WHERE parcel_uuid = ? ORDER BY fid", (parcel,)),
        database.rows("SELECT * FROM overlay_features WHERE parcel_uuid = ? ORDER BY fid", (parcel,)),
    )
    return _assembled(*rows).get(parcel)


def all_measured(database: Database, batch: str) -> Dict[str, Measured]:
    """What was measured of every parcel (of a batch), in four queries."""
    found = _assembled(
        database.rows("SELECT * FROM overlay_parcels"),
        database.rows("SELECT * FROM overlay_roles ORDER BY fid"),
        database.rows("SELECT * FROM overlay_areas ORDER BY fid"),
        database.rows("SELECT * FROM overlay_features ORDER BY fid"),
    )
    wanted = {row[0] for row in database.rows(
        """SELECT uuid FROM parcels WHERE status IN ('todo', 'draft', 'signed')
           AND (? = '' OR batch_uuid = ?)""", (batch, batch))}
    return {parcel: measured for parcel, measured in found.items() if parcel in wanted}


def _assembled(
    parcels: List[sqlite3.Row], roles: List[sqlite3.Row], classes: List[sqlite3.Row], features: List[sqlite3.Row]
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
    return {row["parcel_uuid"]: Measured(row["area_m2"], by_parcel.get(row["parcel_uuid"], {})) for row in parcels}


def class_totals(database: Database, batch: str) -> List[Tuple[str, str, float, float]]:
    """Role, class, area and net area (m²) summed over the parcels (of a batch) that are judged here."""
    found = database.rows(
        """SELECT a.role, a.class_code, sum(a.area_m2), sum(a.net_area_m2) FROM overlay_areas a
           JOIN parcels p ON p.uuid = a.parcel_uuid
           WHERE p.status IN ('todo', 'draft', 'signed') AND (? = '' OR p.batch_uuid = ?)
           GROUP BY a.role, a.class_code ORDER BY a.role, a.class_code""", (batch, batch))
    return [(row[0], row[1], row[2], row[3]) for row in found]


def store_suggestions(database: Database, suggestions: Mapping[str, Mapping[str, object]]) -> None:
    """Put new suggestions in the place of those parcels' old ones. ``kind`` in them is what is counted."""
    with database.transaction() as connection:
        known = {row[0] for row in connection.execute(
            "SELECT uuid FROM parcels WHERE status IN ('todo', 'draft', 'signed')").fetchall()}
        at = events.now()
        for parcel, suggestion in suggestions.items():
            if parcel in known:
                replace(connection, "suggestions", "parcel_uuid", {
                    "parcel_uuid": parcel, "kind": str(suggestion.get("kind", "")),
                    "content": to_json(dict(suggestion)), "recorded_at": at,
                })


def suggestion_of(database: Database, parcel: str) -> Optional[Dict[str, object]]:
    """The suggestion for a parcel, as it was stored."""
    row = database.row("SELECT content FROM suggestions WHERE parcel_uuid = ?", (parcel,))
    return None if row is None else dict(json.loads(row[0]))


def suggestion_counts(database: Database, batch: str) -> Dict[str, int]:
    """How many suggestions of each kind there are (in a batch)."""
    found = database.rows(
        """SELECT s.kind, count(*) FROM suggestions s JOIN parcels p ON p.uuid = s.parcel_uuid
           WHERE p.status IN ('todo', 'draft', 'signed') AND (? = '' OR p.batch_uuid = ?)
           GROUP BY s.kind ORDER BY s.kind""", (batch, batch))
    return {row[0]: row[1] for row in found}
