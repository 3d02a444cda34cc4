"""Patches that were issued differently to two offices: both issues are listed, one stands, a person decides."""

from __future__ import annotations

import json
import sqlite3
from typing import Dict, List, Mapping, Sequence, Set

from ...domain.errors import WeipianError
from ...domain.records import DRAFT, RETIRED, SIGNED, STUB, SUPERSEDED, UNJUDGED, Event
from .. import events
from ..batches import uuid_of_whole
from ..database import insert, quoted, select
from ..geometry import blob_of, hex_of
from ..ground import shape_of
from ..migrations import read_meta
from ..parcel_ground import Plane
from ..schema import ISSUED_FIELDS
from .incoming import Incoming
from .issued import Sorted, digest_of, issued_part
from .portions import rows_among
from .streams import Stream
from .told import ISSUE, ISSUED, SETTLED, SETTLING, mapping, named, parts_of

SIDES = "sides"  # in the payload of a decision between issues: what each side says, as the list of conflicts has it
_OF_SHAPE = ("overlay_parcels", "overlay_roles", "overlay_areas", "overlay_features", "overlay_nested", "suggestions")
_OF_A_SIDE = ("side", "office", "head", "state")


class Contest:
    """Issues of two other offices, of which neither was imported here: that of the smaller workspace id stands, in
    whatever order they come. What is said of either enters; what was measured of it does when a person has decided.
    """

    def __init__(self, connection: sqlite3.Connection, plane: Plane, incoming: Incoming, found: Sorted,
                 offices: Mapping[str, str]) -> None:
        self.connection, self.plane, self.incoming, self.found = connection, plane, incoming, found
        self.offices = offices
        self.switched: Set[str] = set()
        self.open: Set[str] = set()  # of these nobody has decided: what others measured of them waits

    def settle(self) -> int:
        """List the sides, and let the one stand that does by the rule; how many of them are new in the list."""
        names = {named(ISSUED, uuid): uuid for uuid in (*self.found.contested, *self.found.same)}
        listed: Dict[str, List[sqlite3.Row]] = {}
        for row in self.connection.execute("SELECT * FROM conflicts WHERE kind = ?", (ISSUED,)).fetchall():
            if row["stream"] in names:
                listed.setdefault(str(row["stream"]), []).append(row)
        wanted = {*self.found.contested, *(names[name] for name in listed)}
        ours = rows_among(self.connection, "patches", ("geom", "extra", "batch_uuid", *ISSUED_FIELDS), "uuid", wanted)
        fresh = 0
        for uuid in sorted(wanted):
            rows = listed.get(named(ISSUED, uuid), [])
            fresh += self._list(uuid, rows, ours[uuid])
            if any(row["decided"] for row in rows):
                continue
            self.open.add(uuid)
            if uuid in self.found.contested:
                self._let_stand(uuid, ours[uuid])
        return fresh

    def _list(self, uuid: str, rows: Sequence[sqlite3.Row], ours: Mapping[str, object]) -> int:
        theirs = self.incoming.patches[uuid]
        known = {str(row["head"]): str(row["side"]) for row in rows}
        fresh = 0
        for head, owner, part in (
                (digest_of(ours), self.found.owner(ours["batch_uuid"]), ours),
                (digest_of(theirs), self.found.owner(theirs.get("batch_uuid")), theirs)):
            side = known.get(head)
            if side is None:
                fresh += 1
                taken = owner in known.values()
                known[head] = f"{owner}/{head}" if taken else owner
                insert(self.connection, "conflicts", [{
                    "stream": named(ISSUED, uuid), "side": known[head], "kind": ISSUED, "patch_uuid": uuid,
                    "office": self.offices.get(owner, ""), "actor": "", "recorded_at": "", "head": head,
                    "state": events.to_json(issued_part(part))}])
            elif owner < side and owner not in known.values():
                known[head] = owner
                self.connection.execute("UPDATE conflicts SET side = ?, office = ? WHERE stream = ? AND head = ?",
                                        (owner, self.offices.get(owner, ""), named(ISSUED, uuid), head))
        return int(fresh > 0)

    def _let_stand(self, uuid: str, ours: Mapping[str, object]) -> None:
        theirs = self.incoming.patches[uuid]
        if ((self.found.owner(theirs.get("batch_uuid")), digest_of(theirs))
                > (self.found.owner(ours["batch_uuid"]), digest_of(ours))):
            return
        self.switched.add(uuid)
        write_issue(self.connection, self.plane, uuid, issued_part(ours), issued_part(theirs))
        self.connection.execute("UPDATE patches SET findings = ? WHERE uuid = ?", (theirs.get("findings"), uuid))
        whole = self.incoming.parcels.get(uuid_of_whole(uuid))
        if whole is not None and whole.get("geom"):  # repaired there: what is judged is not what was issued
            blob = blob_of(bytes.fromhex(str(whole["geom"])), self.plane.srid)
            for row in select(self.connection, "parcels", "uuid", whole["uuid"]):
                if row["status"] not in (RETIRED, STUB) and row["geom"] != blob:
                    _reshape(self.connection, str(row["uuid"]), blob)


def follow(connection: sqlite3.Connection, plane: Plane, streams: Mapping[str, Stream]) -> None:
    """Let patches be issued as was decided elsewhere, and list what is decided, or stands open again."""
    for name, stream in streams.items():
        if parts_of(name)[0] != ISSUED or not stream.heads:
            continue
        patch, standing = parts_of(name)[1], stream.standing
        found = select(connection, "patches", "uuid", patch)
        wanted = mapping(stream.values(standing).get((ISSUE,)))
        if not found or not wanted:
            continue
        now = issued_part(found[0])
        if now != wanted:
            write_issue(connection, plane, patch, now, wanted)
            _measure_anew(connection, plane, patch, now, wanted)
        connection.execute("DELETE FROM conflicts WHERE stream = ?", (name,))
        insert(connection, "conflicts", _sides(stream, name, patch))


def _sides(stream: Stream, name: str, patch: str) -> List[Dict[str, object]]:
    """Every side that any decision knew, as it stands now."""
    decided = "" if stream.is_open or stream.by_uuid[stream.standing].kind == events.UNDONE else stream.standing
    found: Dict[str, Mapping[str, object]] = {}
    for each in stream.told:
        sides = each.payload.get(SIDES)
        found.update((str(one["side"]), one) for one in sides if isinstance(one, dict)) if isinstance(
            sides, list) else None
    return [{"stream": name, "kind": ISSUED, "patch_uuid": patch, "actor": "", "recorded_at": "", "decided": decided,
             **{key: one.get(key, "") for key in _OF_A_SIDE[:-1]}, "state": events.to_json(one.get("state", {}))}
            for _, one in sorted(found.items())]


class Reissue:
    """Decides between two issues of a patch, inside a transaction."""

    def __init__(self, connection: sqlite3.Connection, plane: Plane, actor: str) -> None:
        self.connection, self.plane, self.actor = connection, plane, actor

    def decide(self, name: str, side: str, reason: str) -> None:
        """Let the issue of a side be the patch's. Raises ``CONFLICT_UNKNOWN``, ``CONFLICT_SIDE``."""
        rows = {str(row["side"]): row for row in select(self.connection, "conflicts", "stream", name)
                if not row["decided"]}
        if not rows:
            raise WeipianError("CONFLICT_UNKNOWN")
        if side not in rows:
            raise WeipianError("CONFLICT_SIDE", side=side)
        patch = str(rows[side]["patch_uuid"])
        now = issued_part(select(self.connection, "patches", "uuid", patch)[0])
        wanted = mapping(json.loads(str(rows[side]["state"])))
        theirs = side != read_meta(self.connection)["workspace_id"]
        sides = [{**{key: row[key] for key in _OF_A_SIDE}, "state": json.loads(str(row["state"]))}
                 for row in rows.values()]
        also = {"reason": reason, "side": side, "chosen": rows[side]["head"], "theirs": theirs, SIDES: sides}
        uuid = self._append(SETTLED, name, patch, now, wanted, also, "")
        self.connection.execute("UPDATE conflicts SET decided = ? WHERE stream = ?", (uuid, name))

    def compensate(self, event: Event, kind: str) -> str:
        """Take it back, or do it again. Raises ``UNDO_OVERTAKEN``."""
        both, patch = mapping(event.payload[ISSUE]), event.parcel_uuid
        name = str(event.payload[SETTLING])
        shown = issued_part(select(self.connection, "patches", "uuid", patch)[0])
        if shown != both["after"]:
            raise WeipianError("UNDO_OVERTAKEN", actor=self.actor)
        uuid = self._append(kind, name, patch, mapping(both["after"]), mapping(both["before"]),
                            {"theirs": not event.payload["theirs"], SIDES: event.payload.get(SIDES, [])}, event.uuid)
        decided = uuid if kind == events.REDONE else ""
        self.connection.execute("UPDATE conflicts SET decided = ? WHERE stream = ?", (decided, name))
        return uuid

    def _append(self, kind: str, name: str, patch: str, before: Mapping[str, object], after: Mapping[str, object],
                also: Mapping[str, object], undoes: str) -> str:
        parcels = [str(row["uuid"]) for row in select(self.connection, "parcels", "patch_uuid", patch)]
        uuid = events.append(self.connection, kind, self.actor, {
            **also, SETTLING: name, "parcels": parcels, ISSUE: {"before": dict(before), "after": dict(after)}},
            patch, undoes, parcels)
        if parts_of(name)[1] != patch:
            self._give_way(patch, bool(also["theirs"]))
        elif before != after:
            write_issue(self.connection, self.plane, patch, before, after)
            _measure_anew(self.connection, self.plane, patch, before, after)
        return uuid

    def _give_way(self, patch: str, gives_way: bool) -> None:
        """Another patch has the same number: ours is not judged any more, or is again."""
        self.connection.execute("UPDATE patches SET superseded = ? WHERE uuid = ?", (int(gives_way), patch))
        statuses = (UNJUDGED, DRAFT, SIGNED) if gives_way else (SUPERSEDED,)
        for row in select(self.connection, "parcels", "patch_uuid", patch):
            if row["status"] in statuses:
                status = SUPERSEDED if gives_way else UNJUDGED
                self.connection.execute("UPDATE parcels SET status = ? WHERE uuid = ?", (status, row["uuid"]))


def write_issue(connection: sqlite3.Connection, plane: Plane, patch: str, before: Mapping[str, object],
                after: Mapping[str, object]) -> None:
    """The other attributes and the other shape; a parcel that was the whole of the patch is it again."""
    for code in (*ISSUED_FIELDS, "extra"):
        connection.execute(" ".join(("UPDATE patches SET", quoted(code), "= ? WHERE uuid = ?")),
                           (after.get(code), patch))
    if before["geom"] == after["geom"]:
        return
    blob = blob_of(bytes.fromhex(str(after["geom"])) or None, plane.srid)
    connection.execute("UPDATE patches SET geom = ? WHERE uuid = ?", (blob, patch))
    for row in select(connection, "parcels", "patch_uuid", patch):
        if row["status"] not in (RETIRED, STUB) and hex_of(row["geom"]) == before["geom"]:
            _reshape(connection, str(row["uuid"]), blob)


def _reshape(connection: sqlite3.Connection, parcel: str, blob: object) -> None:
    """Another shape; nothing that was measured of the former is true of it."""
    connection.execute("UPDATE parcels SET geom = ? WHERE uuid = ?", (blob, parcel))
    for table in _OF_SHAPE:
        connection.execute(" ".join(("DELETE FROM", quoted(table), "WHERE parcel_uuid = ?")), (parcel,))


def _measure_anew(connection: sqlite3.Connection, plane: Plane, patch: str, before: Mapping[str, object],
                  after: Mapping[str, object]) -> None:
    """The whole area of the parcels that are of the shape now."""
    if before["geom"] == after["geom"] or not after["geom"]:
        return
    area = plane.ground.area(shape_of(bytes.fromhex(str(after["geom"]))))
    for row in select(connection, "parcels", "patch_uuid", patch):
        if hex_of(row["geom"]) == after["geom"]:
            insert(connection, "overlay_parcels", [{"parcel_uuid": row["uuid"], "area_m2": area}])
