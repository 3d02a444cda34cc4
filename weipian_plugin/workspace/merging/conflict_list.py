"""The list of what offices say differently: which streams stand open, and what each side says."""

from __future__ import annotations

import json
import sqlite3
from typing import Dict, List, Mapping, Sequence

from ...domain.review.office_state import Conflict, Side
from ..database import Database
from ..migrations import read_meta
from ..schema import CONFLICTS
from . import log
from .issued import digest_of, own_batches
from .levels import LEVEL
from .office_names import office_names
from .portions import among, put, remove
from .streams import Stream, streams_of
from .told import ISSUED, RECORD, REMARK, PatchOf, Values, mapping, parts_of


def relist(connection: sqlite3.Connection, streams: Mapping[str, Stream], patch_of: PatchOf,
           offices: Mapping[str, str]) -> int:
    """Bring the list to what these streams say; how many conflicts are new or have a new side."""
    listed: Dict[str, set[str]] = {}
    for stream, head in among(connection, "SELECT stream, head FROM conflicts WHERE stream IN", streams):
        listed.setdefault(str(stream), set()).add(str(head))
    fresh = 0
    rows: List[Dict[str, object]] = []
    for name, stream in streams.items():
        if stream.is_open:
            fresh += set(stream.heads) != listed.get(name, set())
            rows += [_row(stream, head, patch_of, offices) for head in stream.heads]
    remove(connection, CONFLICTS.name, "stream", listed)
    put(connection, CONFLICTS, rows)
    return fresh


def _row(stream: Stream, head: str, patch_of: PatchOf, offices: Mapping[str, str]) -> Dict[str, object]:
    told, (kind, uuid) = stream.word_of(head), parts_of(stream.name)
    return {"stream": stream.name, "side": side_of(stream, head), "kind": kind, "office":
            offices.get(told.workspace_id, ""), "patch_uuid": patch_of_conflict(stream, kind, uuid, patch_of),
            "actor": told.actor, "recorded_at": told.recorded_at, "head": head, "state": "{}"}


def side_of(stream: Stream, head: str) -> str:
    """The workspace that a side is from; two sides of one (a copy of its file was worked in) are told apart."""
    workspace = stream.word_of(head).workspace_id
    alike = sorted(each for each in stream.heads if stream.word_of(each).workspace_id == workspace)
    return workspace if alike.index(head) == 0 else f"{workspace}/{head}"


def patch_of_conflict(stream: Stream, kind: str, uuid: str, patch_of: PatchOf) -> str:
    """The patch that a conflict is about."""
    if kind == RECORD:
        return next((patch_of[parcel] for parcel in parcels_of_record(stream) if parcel in patch_of), "")
    return patch_of.get(uuid, "") if kind == REMARK else uuid


def parcels_of_record(stream: Stream) -> List[str]:
    """The parcels that any side names."""
    found: Dict[str, None] = {}
    for each in stream.told:
        named = each.payload.get("parcels")
        found.update(dict.fromkeys(str(uuid) for uuid in named) if isinstance(named, list) else {})
    return list(found)


def conflicts(database: Database) -> List[Conflict]:
    """What stands open, as it is now, in the order in which it was found."""
    rows = [dict(row) for row in database.rows(
        "SELECT * FROM conflicts WHERE decided = '' AND kind <> ? ORDER BY fid", (LEVEL,))]
    by_stream: Dict[str, List[Dict[str, object]]] = {}
    for row in rows:
        by_stream.setdefault(str(row["stream"]), []).append(row)
    patch_of, parcels = log.parcels_by_patch(database.connection)
    streams = streams_now(database.connection, by_stream, patch_of, parcels)
    own = read_meta(database.connection)["workspace_id"]
    offices = {str(row["side"]).partition("/")[0]: str(row["office"]) for row in rows if row["side"] != own}
    found: List[Conflict] = []
    for name, known in by_stream.items():
        if str(known[0]["kind"]) == ISSUED:
            found.append(_issued(database, known, parcels, own))
        elif name in streams and streams[name].is_open:
            found.append(_conflict(database, streams[name], patch_of, parcels, offices))
    return found


def streams_now(connection: sqlite3.Connection, names: Sequence[str] | Mapping[str, object], patch_of: PatchOf,
                parcels: Mapping[str, Sequence[str]]) -> Dict[str, Stream]:
    """These streams as the workspace knows them."""
    chains: List[str] = []
    for name in names:
        kind, uuid = parts_of(name)
        patch = log.patch_of_stream(kind, uuid, patch_of)
        chains += log.cluster(patch, parcels) if patch else (uuid,)
    found = streams_of(log.told_about(connection, chains), patch_of)
    return {name: found[name] for name in names if name in found}


def _conflict(database: Database, stream: Stream, patch_of: PatchOf, parcels: Mapping[str, Sequence[str]],
              offices: Mapping[str, str]) -> Conflict:
    kind, uuid = parts_of(stream.name)
    patch, standing = patch_of_conflict(stream, kind, uuid, patch_of), stream.standing
    about = {RECORD: [each for each in parcels_of_record(stream) if each in patch_of], REMARK: [uuid]}
    sides = []
    for head in stream.heads:
        told = stream.word_of(head)
        sides.append(Side(side_of(stream, head), offices.get(told.workspace_id, ""), told.actor, told.recorded_at, head,
                          readable(kind, stream.values(head)), head == standing))
    return Conflict(stream.name, kind, patch, _jcbh(database, patch), tuple(about.get(kind, parcels.get(patch, ()))),
                    tuple(sides))


def readable(kind: str, values: Values) -> Dict[str, object]:
    """The state of a side as it is shown: of a record its content, of a remark note and flag, of a patch by parcel
    answers, judgements and shape (``None``: the parcel does not stand), and attributes of the patch.
    """
    if kind == RECORD:
        return dict(mapping(values.get((RECORD,))))
    if kind == REMARK:
        return {key[0]: value for key, value in values.items()}
    found: Dict[str, object] = {}
    for key, value in values.items():
        if key[0] in ("attribute", "drawn"):
            found[key[-1]] = value
            continue
        parcel = found.setdefault(key[1], {})
        if not isinstance(parcel, dict):
            continue
        if key[0] == "answer":
            if value is not None:
                parcel.setdefault("answers", {})[key[2]] = value
        else:
            parcel[key[0]] = value
    return found


def _issued(database: Database, rows: Sequence[Mapping[str, object]], parcels: Mapping[str, Sequence[str]], own: str
            ) -> Conflict:
    patch = str(rows[0]["patch_uuid"])
    row_now = dict(database.rows("SELECT * FROM patches WHERE uuid = ?", (patch,))[0])
    now, sender = digest_of(row_now), _sender_of(database, str(row_now["batch_uuid"]))
    sides = [Side(str(row["side"]), sender if row["side"] == own else str(row["office"]), "", "", str(row["head"]),
                  json.loads(str(row["state"])), str(row["head"]) == now) for row in rows]
    return Conflict(str(rows[0]["stream"]), ISSUED, patch, _jcbh(database, patch), tuple(parcels.get(patch, ())),
                    tuple(sides))


def _sender_of(database: Database, batch: str) -> str:
    """The office with whose package a batch came; "" for one that was imported here."""
    senders = sorted(str(row["office_workspace"]) for row in database.rows(
        "SELECT office_workspace, counts FROM packages") if batch in json.loads(row["counts"]).get("batches", ()))
    if not senders or batch in own_batches(database.connection):
        return ""
    return office_names(database.connection).get(senders[0], "")


def _jcbh(database: Database, patch: str) -> str:
    return str(database.value("SELECT JCBH FROM patches WHERE uuid = ?", (patch,)) or "")
