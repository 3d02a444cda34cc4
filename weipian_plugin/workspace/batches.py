"""How a package enters: held against what is there, then in one transaction, as one event."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Dict, List, Mapping, Optional, Sequence, Tuple
from uuid import UUID, uuid4, uuid5

from ..domain.errors import WeipianError
from ..domain.records import (
    KEEP,
    REPLACE,
    SUPERSEDED,
    UNJUDGED,
    BatchReceipt,
    Comparison,
    Difference,
    Finding,
    IssuedPatch,
    NewBatch,
    Scene,
    Value,
)
from . import events
from .areas import put_scene
from .database import Database, insert
from .events import to_json
from .geometry import blob_of, same_shape, wkb_of
from .geopackage import update_extents
from .migrations import read_meta
from .quarantine import Quarantine, wiping
from .schema import ISSUED_FIELDS, as_stored
from .training import is_training

Links = Mapping[str, Sequence[Tuple[str, float]]]
_NAMED_IN_A_SENTENCE = 5
_ISSUED = UUID("6b1f4f0e-52f1-5d0b-9c55-6e6f3c6a4a10")
"""Whose names the uuids of issued patches are: the same patch has the same in every office, so that what two offices
say of it meets."""


@dataclass(frozen=True)
class Place:
    """What the file's CRS means for a shape: its srs_id, and whether coordinates are degrees."""

    srid: int
    geographic: bool


def compare(
    database: Database, quarantine: Quarantine, place: Place, patches: Sequence[IssuedPatch]
) -> Comparison:
    """Hold a package against the workspace: what is new, the same, different, known to be in quarantine."""
    secret = quarantine.known(patches)
    present = _current(database)
    new: List[str] = []
    identical: List[str] = []
    differing: List[Difference] = []
    for patch in patches:
        if patch.jcbh in secret:
            continue
        if patch.jcbh not in present:
            new.append(patch.jcbh)
            continue
        difference = _difference(patch, present[patch.jcbh], place)
        if difference is None:
            identical.append(patch.jcbh)
        else:
            differing.append(difference)
    return Comparison(tuple(new), tuple(identical), tuple(differing), len(secret))


def _current(database: Database) -> Dict[str, Dict[str, object]]:
    found = database.rows("SELECT * FROM patches WHERE superseded = 0")
    return {str(row["JCBH"]): dict(row) for row in found}


def _difference(patch: IssuedPatch, row: Mapping[str, object], place: Place) -> Optional[Difference]:
    columns = issued_columns(patch)
    fields: List[Tuple[str, Value, Value]] = [
        (code, row.get(code), columns[code]) for code in ISSUED_FIELDS if row.get(code) != columns[code]]
    if row["extra"] != columns["extra"]:
        fields.append(("extra", row["extra"], columns["extra"]))
    shape = row["geom"]
    old = wkb_of(shape if isinstance(shape, bytes) else None)
    new = wkb_of(_blob(patch, patch.wkb, place))
    shape_differs = not same_shape(old, new, place.geographic)
    return Difference(patch.jcbh, tuple(fields), shape_differs) if fields or shape_differs else None


def issued_columns(patch: IssuedPatch) -> Dict[str, object]:
    """A patch's attributes as the columns of its table."""
    claimed = {**patch.attributes, "JCBH": patch.jcbh}
    unclaimed = {code: value for code, value in claimed.items() if code not in ISSUED_FIELDS}
    values = {code: as_stored(field, claimed.get(code)) for code, field in ISSUED_FIELDS.items()}
    return {**values, "extra": to_json({**patch.extra, **unclaimed})}


def _blob(patch: IssuedPatch, wkb: Optional[bytes], place: Place) -> Optional[bytes]:
    try:
        return blob_of(wkb, place.srid)
    except WeipianError as error:
        raise WeipianError("WORKSPACE_GEOMETRY", **{**error.values, "jcbh": patch.jcbh}) from error


def findings_json(findings: Sequence[Finding]) -> str:
    """Findings as they are kept."""
    return to_json([{"code": f.code, "severity": f.severity, "values": dict(f.values)} for f in findings])


class Intake:
    """One package on its way in."""

    def __init__(self, database: Database, quarantine: Quarantine, place: Place, actor: str) -> None:
        self.database, self.quarantine, self.place = database, quarantine, place
        self.actor = actor

    def add(
        self, batch: NewBatch, patches: Sequence[IssuedPatch], classified: Sequence[IssuedPatch],
        decisions: Mapping[str, str], links: Links, scenes: Sequence[Scene] = (),
    ) -> BatchReceipt:
        """Let a package in. Raises ``REISSUE_UNDECIDED``, ``DUPLICATE_ID``, ``WORKSPACE_GEOMETRY``: nothing changes."""
        self.database.require_writable()
        _require_distinct(patches)
        secret_ids = self.quarantine.known(patches) | {patch.jcbh for patch in classified}
        secret = [*classified, *(p for p in patches if p.jcbh in secret_ids)]
        plain = [patch for patch in patches if patch.jcbh not in secret_ids]
        comparison = compare(self.database, self.quarantine, self.place, plain)
        chosen = _decided(comparison, decisions)
        entering = {*comparison.new, *(jcbh for jcbh, choice in chosen.items() if choice == REPLACE)}
        with wiping(self.database) if secret else nullcontext(), self.database.transaction() as connection:
            chosen_patches = [patch for patch in plain if patch.jcbh in entering]
            receipt = self._write(connection, batch, chosen_patches, comparison, chosen, links)
            for scene in scenes if receipt.batch_uuid else ():
                put_scene(connection, self.actor, scene)
            fresh = self.quarantine.admit(connection, secret, receipt.batch_uuid) if secret else 0
        if receipt.batch_uuid or receipt.kept or fresh:
            return replace(receipt, quarantined=len(secret_ids),
                           findings=(*receipt.findings, *self.quarantine.remarks))
        said = Finding("IMPORT_CHANGED_NOTHING", "W", {"count": receipt.identical})
        return replace(receipt, quarantined=len(secret_ids), findings=(said,))

    def _write(
        self, connection: sqlite3.Connection, batch: NewBatch, entering: Sequence[IssuedPatch],
        comparison: Comparison, chosen: Mapping[str, str], links: Links,
    ) -> BatchReceipt:
        kept = [jcbh for jcbh, choice in chosen.items() if choice == KEEP]
        replaced = [jcbh for jcbh, choice in chosen.items() if choice == REPLACE]
        for jcbh in kept:
            self._mark(connection, jcbh, events.KEPT, {"package": batch.digest})
        if not entering:
            return BatchReceipt("", kept=len(kept), identical=len(comparison.identical))
        uuid = str(uuid4())
        for jcbh in replaced:
            for parcel in self._mark(connection, jcbh, events.SUPERSEDED, {"batch": uuid}):
                connection.execute("UPDATE parcels SET status = ? WHERE uuid = ?", (SUPERSEDED, parcel))
            connection.execute("UPDATE patches SET superseded = 1 WHERE JCBH = ? AND superseded = 0", (jcbh,))
        insert(connection, "batches", [{
            "uuid": uuid, "label": batch.label, "issued": batch.issued, "source": batch.source, "digest": batch.digest,
            "profile_id": batch.profile_id, "county": batch.county, "imported_at": events.now(),
            "imported_by": self.actor, "findings": findings_json(batch.findings),
        }])
        linked = self._insert(connection, uuid, entering, links)
        update_extents(connection)
        receipt = BatchReceipt(
            uuid, len(entering) - len(replaced), len(replaced), len(kept), len(comparison.identical), 0, linked,
            batch.findings,
        )
        events.append(connection, events.IMPORTED, self.actor, {
            "batch": uuid, "label": batch.label, "source": batch.source, "digest": batch.digest,
            "added": receipt.added, "replaced": receipt.replaced, "kept": receipt.kept,
            "identical": receipt.identical, "linked": linked,
        })
        return receipt

    def _insert(
        self, connection: sqlite3.Connection, batch: str, patches: Sequence[IssuedPatch], links: Links
    ) -> int:
        rows, parcels, linked = [], [], []
        known = {row[0] for row in connection.execute("SELECT uuid FROM patches").fetchall()}
        before, training = _times_issued(connection), is_training(read_meta(connection))
        for position, patch in enumerate(patches):
            uuid = uuid_of_issued(patch.jcbh, before[patch.jcbh], training)
            issued = _blob(patch, patch.wkb, self.place)
            rows.append({
                "geom": issued, "uuid": uuid, "batch_uuid": batch, "position": position, "superseded": 0,
                "findings": findings_json(patch.findings), **issued_columns(patch),
            })
            parcels.append({
                "geom": issued if patch.repaired is None else _blob(patch, patch.repaired, self.place),
                "uuid": uuid_of_whole(uuid), "patch_uuid": uuid, "batch_uuid": batch, "position": position,
                "dkbh": patch.jcbh, "status": UNJUDGED,
            })
            linked += [{"patch_uuid": uuid, "earlier_uuid": earlier, "iou": iou}
                       for earlier, iou in links.get(patch.jcbh, ()) if earlier in known]
        insert(connection, "patches", rows)
        insert(connection, "parcels", parcels)
        insert(connection, "links", linked)
        return len({link["patch_uuid"] for link in linked})

    def _mark(self, connection: sqlite3.Connection, jcbh: str, kind: str, payload: Mapping[str, object]) -> List[str]:
        """An event for each parcel into which the patch is split; the parcels."""
        parcels = [str(row[0]) for row in connection.execute(
            """SELECT p.uuid FROM open_parcels p JOIN patches t ON t.uuid = p.patch_uuid
               WHERE t.JCBH = ? AND t.superseded = 0 ORDER BY p.fid""", (jcbh,)).fetchall()]
        for parcel in parcels:
            events.append(connection, kind, self.actor, payload, parcel)
        return parcels


def uuid_of_issued(jcbh: str, times_before: int, training: bool = False) -> str:
    """The uuid of a patch that was issued so many times before. In a ``training`` it is another than the real patch's:
    nothing that was said there is ever taken for something that was said of that.
    """
    return str(uuid5(_ISSUED, f"{'training/' if training else ''}{jcbh}/{times_before}"))


def uuid_of_whole(patch: str) -> str:
    """The uuid of the parcel that is the whole of an issued patch."""
    return str(uuid5(_ISSUED, f"{patch}/whole"))


def _times_issued(connection: sqlite3.Connection) -> Counter[str]:
    """How often each JCBH is in the workspace, as issued here or as it was before."""
    found = connection.execute("SELECT JCBH, count(*) FROM patches GROUP BY JCBH").fetchall()
    return Counter({str(jcbh): int(count) for jcbh, count in found})


def _require_distinct(patches: Sequence[IssuedPatch]) -> None:
    doubled = [jcbh for jcbh, count in Counter(patch.jcbh for patch in patches).items() if count > 1]
    if doubled:
        raise WeipianError("DUPLICATE_ID", jcbh="、".join(sorted(doubled)[:_NAMED_IN_A_SENTENCE]), count=len(doubled))


def _decided(comparison: Comparison, decisions: Mapping[str, str]) -> Dict[str, str]:
    chosen = {d.jcbh: decisions.get(d.jcbh, "") for d in comparison.differing}
    open_ones = [difference for difference in comparison.differing if chosen[difference.jcbh] not in (KEEP, REPLACE)]
    if open_ones:
        raise WeipianError("REISSUE_UNDECIDED", count=len(open_ones), jcbh=_in_words(open_ones))
    return chosen


def _in_words(differences: Sequence[Difference]) -> str:
    """The first few differences: ``…0031（TBLX、图形）``."""
    told = []
    for difference in differences[:_NAMED_IN_A_SENTENCE]:
        names = [code for code, _, _ in difference.fields] + (["图形"] if difference.shape_differs else [])
        told.append(f"{difference.jcbh}（{'、'.join(names)}）")
    return "；".join(told) + (" …" if len(differences) > _NAMED_IN_A_SENTENCE else "")
