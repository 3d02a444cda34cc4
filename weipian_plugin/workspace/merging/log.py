"""The events of a workspace as merging reads and writes them: of whole chains, in their order."""

from __future__ import annotations

import json
import sqlite3
from typing import Dict, Iterable, List, Mapping, Sequence, Set, Tuple

from ..events import to_json
from .leaving import told_of
from .portions import among
from .told import PatchOf, Told

_COLUMNS = ("sequence", "uuid", "workspace_id", "parcel_uuid", "kind", "actor", "recorded_at", "undoes", "payload",
            "follows")
_LISTED = ", ".join(f"e.{name}" for name in _COLUMNS)
_OF_CHAINS = " ".join(("SELECT", _LISTED, "FROM events e WHERE e.parcel_uuid IN"))
_APPEND = """INSERT INTO events (uuid, workspace_id, parcel_uuid, kind, actor, recorded_at, predecessor, schema_version,
    undoes, payload, follows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_CONCERNING = " ".join(("SELECT", _LISTED,
                        "FROM event_parcels c JOIN events e ON e.uuid = c.event_uuid WHERE c.parcel_uuid IN"))


def told_about(connection: sqlite3.Connection, chains: Iterable[str]) -> List[Told]:
    """The events of chains, and those that concern them otherwise, in the order in which the workspace knows them."""
    wanted = list(dict.fromkeys(chains))
    found: Dict[int, Told] = {}
    for query in (_OF_CHAINS, _CONCERNING):
        for row in among(connection, query, wanted):
            sequence = int(str(row[0]))
            if sequence not in found:
                values: Dict[str, object] = dict(zip(_COLUMNS, row))
                values["payload"] = json.loads(str(values["payload"]))
                found[sequence] = told_of(values)
    return [found[sequence] for sequence in sorted(found)]


def parcels_by_patch(connection: sqlite3.Connection) -> Tuple[Dict[str, str], Dict[str, List[str]]]:
    """The patch of each parcel, and the parcels of each patch, whether they stand or not."""
    patch_of: Dict[str, str] = {}
    parcels: Dict[str, List[str]] = {}
    for uuid, patch in connection.execute(
            "SELECT uuid, patch_uuid FROM parcels WHERE status <> 'stub' ORDER BY fid").fetchall():
        patch_of[uuid] = patch
        parcels.setdefault(patch, []).append(uuid)
    return patch_of, parcels


def known_events(connection: sqlite3.Connection) -> Set[str]:
    """The uuids of all events."""
    return {row[0] for row in connection.execute("SELECT uuid FROM events").fetchall()}


def append_foreign(connection: sqlite3.Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Append another office's events as they are, in their order there."""
    connection.executemany(_APPEND, (
        (row["uuid"], row["workspace_id"], row["parcel_uuid"], row["kind"], row["actor"], row["recorded_at"],
         row.get("predecessor") or "", row.get("schema_version"), row.get("undoes") or "", to_json(row["payload"]),
         to_json(row["follows"]) if row.get("follows") else "{}") for row in rows))
    connection.executemany("INSERT INTO event_parcels (event_uuid, parcel_uuid) VALUES (?, ?)", (
        (row["uuid"], each) for row in rows for each in _texts(row.get("parcels"))))


def _texts(value: object) -> List[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def cluster(patch: str, parcels: Mapping[str, Sequence[str]]) -> Tuple[str, ...]:
    """The chains in which anything of a patch is decided."""
    return (patch, *parcels.get(patch, ()))


def patch_of_stream(kind: str, uuid: str, patch_of: PatchOf) -> str:
    """The patch of a stream, "" for a record's."""
    return patch_of.get(uuid, "") if kind == "remark" else uuid if kind == "said" else ""
