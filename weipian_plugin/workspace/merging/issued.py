"""The patches that another office sends: which are new here, which are the same, which were issued differently."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Optional, Sequence, Set

from ...domain.areas.parcel_parts import OWN_SOURCE
from ...domain.records import DRAFT, SIGNED, SUPERSEDED, UNJUDGED
from ...domain.review.office_state import Row
from ..batches import Place
from ..database import delete, insert
from ..events import IMPORTED, to_json
from ..geometry import blob_of, hex_of, same_shape, wkb_of
from ..quarantine import Quarantine
from ..schema import BATCHES, ISSUED_FIELDS, PATCHES
from .incoming import Incoming
from .portions import among, portioned, put, rows_among
from .told import ISSUE, ISSUED, SETTLING, mapping, named, parts_of

_CHANGED_HERE = ("XZMC", "QSX", "HSX")
"""What may be said of a patch that was drawn by an office; of an issued one it stays as it was issued."""


@dataclass
class Sorted:
    """Uuids of patches: ``new`` here, ``known`` (of them ``same`` as here), ``differing`` from what was imported here
    (by theirs, ours), ``contested``: issued differently by two others; ``refused`` by a decision, ``secret``: in our
    quarantine; ``replaced``: ours that were issued anew there; ``owners``: by batch, the workspace that has it.
    """

    new: List[str] = field(default_factory=list)
    known: Set[str] = field(default_factory=set)
    differing: Dict[str, str] = field(default_factory=dict)
    refused: Set[str] = field(default_factory=set)
    secret: Set[str] = field(default_factory=set)
    replaced: List[str] = field(default_factory=list)
    released: Set[str] = field(default_factory=set)
    same: Set[str] = field(default_factory=set)
    contested: Set[str] = field(default_factory=set)
    owners: Dict[str, str] = field(default_factory=dict)

    def owner(self, batch: object) -> str:
        """The workspace that a batch came from; of several that have it the one with the smaller id."""
        return self.owners.get(str(batch), str(batch))

    @property
    def held(self) -> Set[str]:
        """Patches of which nothing enters."""
        return {*self.differing, *self.refused, *self.secret}


def sort_out(connection: sqlite3.Connection, quarantine: Quarantine, place: Place, incoming: Incoming) -> Sorted:
    """Hold the patches of another office against the workspace's."""
    stubs = {row[0] for row in connection.execute("SELECT jcbh_hash FROM stubs").fetchall()}
    names = ("geom", "batch_uuid", "superseded", "extra", *ISSUED_FIELDS)
    current = {str(jcbh): str(uuid) for jcbh, uuid in among(
        connection, "SELECT JCBH, uuid FROM patches WHERE superseded = 0 AND JCBH IN",
        (str(row.get("JCBH")) for row in incoming.patches.values()))}
    decided = {(parts_of(str(row[0]))[1], str(row[1])) for row in connection.execute(
        "SELECT stream, head FROM conflicts WHERE kind = ? AND decided <> ''", (ISSUED,)).fetchall()}
    decided |= _decided_there(incoming)
    own = own_batches(connection)
    found = Sorted(owners=_owners(connection, incoming))
    for some in portioned(list(incoming.patches)):
        ours = rows_among(connection, PATCHES.name, names, "uuid", some)
        for uuid, row in ((uuid, incoming.patches[uuid]) for uuid in some):
            jcbh = str(row.get("JCBH") or "")
            if stubs and quarantine.fingerprint(jcbh) in stubs:
                found.secret.add(uuid)
            elif uuid in ours:
                if is_same(ours[uuid], row, place):
                    found.same.add(uuid)
                elif decided and {(uuid, digest_of(row)), (uuid, digest_of(ours[uuid]))} <= decided:
                    found.known.add(uuid)
                elif str(ours[uuid]["batch_uuid"]) in own or row.get("TBLY") == OWN_SOURCE:
                    found.differing[uuid] = uuid
                else:
                    found.contested.add(uuid)
            else:
                _sort_unknown(found, incoming, uuid, row, current.get(jcbh), decided)
    found.known |= found.same | found.contested
    found.released = {patch for patch, _ in decided if patch in found.known}
    return found


def own_batches(connection: sqlite3.Connection) -> Set[str]:
    """The batches that were imported here."""
    return {str(json.loads(row[0]).get("batch")) for row in connection.execute(
        "SELECT payload FROM events WHERE parcel_uuid = '' AND kind = ?", (IMPORTED,)).fetchall()}


def _owners(connection: sqlite3.Connection, incoming: Incoming) -> Dict[str, str]:
    found = dict.fromkeys(incoming.batches, incoming.workspace_id)
    for workspace, counts in connection.execute("SELECT office_workspace, counts FROM packages").fetchall():
        for batch in json.loads(counts).get("batches", ()):
            found[batch] = min(found.get(batch, workspace), workspace)
    return found


def _decided_there(incoming: Incoming) -> Set[tuple[str, str]]:
    """The issues between which the other office has decided, by patch."""
    found: Dict[str, Set[str]] = {}
    for row in incoming.events:
        payload = mapping(row["payload"])
        if ISSUE in payload and payload.get(SETTLING) == named(ISSUED, str(row["parcel_uuid"])):
            sides = payload.get("sides")
            heads = {str(one.get("head")) for one in sides if isinstance(one, dict)} if isinstance(sides, list) else ()
            found[str(row["parcel_uuid"])] = set(heads)
    return {(patch, head) for patch, heads in found.items() for head in heads}


def _sort_unknown(found: Sorted, incoming: Incoming, uuid: str, row: Row, here: Optional[str],
                  decided: Set[tuple[str, str]]) -> None:
    theirs = incoming.patches.get(here or "")
    if here is None or row.get("superseded"):
        found.new.append(uuid)
    elif theirs is not None and theirs.get("superseded"):
        found.replaced.append(here)
        found.new.append(uuid)
    elif (uuid, digest_of(row)) in decided:
        found.refused.add(uuid)
    else:
        found.differing[uuid] = here


def is_same(ours: Mapping[str, object], theirs: Row, place: Place) -> bool:
    """Was the patch issued alike: the same attributes, the same shape to the noise of a projection?"""
    if (ours.get("extra") or "{}") != (theirs.get("extra") or "{}"):
        return False
    own = ours.get("TBLY") == OWN_SOURCE
    if any(ours.get(code) != theirs.get(code) for code in ISSUED_FIELDS if not (own and code in _CHANGED_HERE)):
        return False
    blob = ours.get("geom")
    text = str(theirs.get("geom") or "")
    return same_shape(wkb_of(blob if isinstance(blob, bytes) else None), bytes.fromhex(text) or None, place.geographic)


def issued_part(row: Mapping[str, object]) -> Dict[str, object]:
    """What of a patch's row was issued: attributes, what no definition claims, shape (hexadecimal)."""
    values = {code: row[code] for code in ISSUED_FIELDS if row.get(code) is not None}
    shape = row.get("geom")
    text = hex_of(shape) if isinstance(shape, bytes) else str(shape or "")
    return {**values, "extra": str(row.get("extra") or "{}"), "geom": text}


def digest_of(row: Mapping[str, object]) -> str:
    """By what one issue of a patch is told from another."""
    return hashlib.sha256(to_json(issued_part(row)).encode()).hexdigest()


def list_differing(connection: sqlite3.Connection, incoming: Incoming, found: Sorted, office: str,
                   workspace_id: str) -> int:
    """Keep both issues of a patch beside each other until a person decides; how many are new in the list."""
    before = {tuple(row) for row in connection.execute(
        "SELECT stream, side, head FROM conflicts WHERE kind = ?", (ISSUED,)).fetchall()}
    ours = rows_among(connection, PATCHES.name, ("geom", "extra", *ISSUED_FIELDS), "uuid", found.differing.values())
    fresh = 0
    for uuid, here in found.differing.items():
        stream, row = named(ISSUED, uuid), incoming.patches[uuid]
        owner = found.owner(row.get("batch_uuid"))
        if (stream, owner, digest_of(row)) in before:
            continue
        fresh += 1
        for side, name, head, state in ((workspace_id, "", digest_of(ours[here]), issued_part(ours[here])),
                                        (owner, office, digest_of(row), issued_part(row))):
            connection.execute("DELETE FROM conflicts WHERE stream = ? AND side = ?", (stream, side))
            insert(connection, "conflicts", [{
                "stream": stream, "side": side, "kind": ISSUED, "patch_uuid": here, "office": name,
                "actor": "", "recorded_at": "", "head": head, "state": to_json(state)}])
    return fresh


def enter_patches(connection: sqlite3.Connection, place: Place, incoming: Incoming, found: Sorted) -> None:
    """Batches and patches that are new here; the same batch once."""
    for uuid in found.replaced:
        connection.execute("UPDATE patches SET superseded = 1 WHERE uuid = ?", (uuid,))
        connection.execute("UPDATE parcels SET status = ? WHERE patch_uuid = ? AND status IN (?, ?, ?)",
                           (SUPERSEDED, uuid, UNJUDGED, DRAFT, SIGNED))
    _close_entering(connection, found)
    moved = _with_lower_batch(connection, incoming, found)
    known = {row[0] for row in connection.execute("SELECT uuid FROM batches").fetchall()}
    wanted = {incoming.patches[uuid].get("batch_uuid") for uuid in (*found.new, *moved)}
    put(connection, BATCHES, [row for uuid, row in incoming.batches.items() if uuid in wanted and uuid not in known])
    connection.executemany(  # of a batch of which only a part came first, nothing was told
        "UPDATE batches SET findings = ? WHERE uuid = ? AND findings = '[]'",
        [(row.get("findings") or "[]", uuid) for uuid, row in incoming.batches.items() if uuid in known])
    for some in portioned(found.new):
        put(connection, PATCHES, [
            {**row, "geom": blob_of(bytes.fromhex(str(row.get("geom") or "")) or None, place.srid)}
            for row in map(incoming.patches.__getitem__, some)])
    _move_batches(connection, incoming, moved)
    _link(connection, incoming, found.new)


def _close_entering(connection: sqlite3.Connection, found: Sorted) -> None:
    """A patch that waited outside, since another had its number, enters: one of the two has another number now, or was
    taken back where it was drawn.
    """
    waiting = connection.execute(
        "SELECT DISTINCT stream FROM conflicts WHERE kind = ? AND decided = ''", (ISSUED,)).fetchall()
    entering = {named(ISSUED, uuid) for uuid in found.new} if waiting else set()
    for stream in [row[0] for row in waiting if row[0] in entering]:
        connection.execute("DELETE FROM conflicts WHERE stream = ?", (stream,))


def _with_lower_batch(connection: sqlite3.Connection, incoming: Incoming, found: Sorted) -> List[str]:
    """Known patches that came in another batch of another office: of two such batches the one whose owner is smaller
    has them, whichever came first. What was imported here stays in our own batch.
    """
    batches = {str(uuid): str(batch) for uuid, batch in among(
        connection, "SELECT uuid, batch_uuid FROM patches WHERE uuid IN", found.same | found.contested)}
    if all(batch == incoming.patches[uuid].get("batch_uuid") for uuid, batch in batches.items()):
        return []
    own = own_batches(connection)
    return [uuid for uuid, batch in batches.items()
            if batch not in own and _rank(found, incoming.patches[uuid].get("batch_uuid")) < _rank(found, batch)]


def _rank(found: Sorted, batch: object) -> tuple[str, str]:
    return found.owner(batch), str(batch)


def _move_batches(connection: sqlite3.Connection, incoming: Incoming, moved: Sequence[str]) -> None:
    places = [(incoming.patches[uuid].get("batch_uuid"), incoming.patches[uuid].get("position"), uuid)
              for uuid in moved]
    connection.executemany("UPDATE patches SET batch_uuid = ?, position = ? WHERE uuid = ?", places)
    connection.executemany("UPDATE parcels SET batch_uuid = ?, position = ? WHERE patch_uuid = ?", places)
    if moved:
        for row in connection.execute("""SELECT uuid FROM batches WHERE uuid NOT IN (SELECT batch_uuid FROM patches)
                AND uuid NOT IN (SELECT batch_uuid FROM parcels)""").fetchall():
            delete(connection, "batches", "uuid", row[0])


def _link(connection: sqlite3.Connection, incoming: Incoming, new: Sequence[str]) -> None:
    pairs = [(uuid, *pair) for uuid in new for pair in _pairs(incoming.patches[uuid].get("earlier"))]
    if pairs:
        known = {row[0] for row in connection.execute("SELECT uuid FROM patches").fetchall()}
        insert(connection, "links", [{"patch_uuid": uuid, "earlier_uuid": earlier, "iou": iou}
                                     for uuid, earlier, iou in pairs if earlier in known])


def _pairs(value: object) -> List[tuple[str, float]]:
    return [(str(pair[0]), float(pair[1])) for pair in value] if isinstance(value, list) else []
