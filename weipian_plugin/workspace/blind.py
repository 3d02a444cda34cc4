"""A review file (复判文件): a workspace of its own with the patches of a sample and nothing that anybody said of them.

It is written anew, row by row, from columns that are named here; no file is copied, so that nothing is in it that is
not meant to be: neither in a table nor in a page that was freed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from qgis.core import QgsGeometry, QgsWkbTypes

from ..domain.areas.parcel_parts import OWN_SOURCE
from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.forms.codes import is_classified
from ..domain.forms.record_kinds import checked
from ..domain.records import UNJUDGED, Measured, Record
from ..domain.review.blind_files import ISSUED_SHAPES, TELLING, HandedOut, ReviewFile, by_lot
from . import areas, events, opening
from .database import MOST_MARKS, Database, insert, marks_for
from .geometry import blob_of, wkb_of
from .geopackage import update_extents
from .migrations import read_meta, write_meta
from .records import Register
from .schema import ISSUED_FIELDS, values_of
from .together import together

Row = Mapping[str, object]
StrPath = Union[str, Path]
HANDED = "handed"
"""The kind of the workspace's events that remember which review files were made."""
_REVIEW, _SHAPES = "review_file", "review_shapes"
_STAMP = 16
_AT_ONCE = 300
_TOLD = tuple(code for code in ISSUED_FIELDS if code not in TELLING)
_PATCHES = "SELECT * FROM patches WHERE uuid IN"
_PARTS = """SELECT p.uuid, p.patch_uuid, p.batch_uuid, p.dkbh, p.geom, p.status, o.run_uuid FROM parcels p
    LEFT JOIN overlay_parcels o ON o.parcel_uuid = p.uuid WHERE p.patch_uuid IN"""
_PATCHES_OF = "SELECT uuid, patch_uuid FROM open_parcels WHERE uuid IN"
_STANDING = ("todo", "draft", "signed")


@dataclass(frozen=True)
class MadeFile:
    """A review file that was made: where, its id, how many patches and parcels; ``left_out``: parcels by reason;
    ``dealt``: what stands for each patch (`BlindDesk.stands_for`).
    """

    path: Path
    file_id: str
    patches: int
    parcels: int
    unmeasured: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    dealt: FrozenSet[str] = frozenset()


class ShapeStamps(NamedTuple):
    """Of a parcel of a review file: its shape as it was handed out, and the shapes of its patch's parcels as they stood
    in the workspace that it was made from.
    """

    given: str
    stood: str


class Reading(NamedTuple):
    """A second reading and where it comes from: of which file, how far that was worked on, when it was read."""

    record: Record
    origin: Mapping[str, object]


class _Shown(NamedTuple):
    """One parcel as the file shows it; ``parts``: the parcels here whose ground it is; ``run``: of their areas."""

    uuid: str
    patch: Row
    dkbh: str
    wkb: Optional[bytes]
    parts: Tuple[str, ...]
    run: str
    stood: str


def review_of(meta: Mapping[str, str]) -> Optional[ReviewFile]:
    """What a workspace knows of itself as a review file; ``None`` for any other."""
    text = meta.get(_REVIEW)
    return ReviewFile.from_json(text) if text else None


class BlindDesk:
    """Makes review files out of a workspace, remembers them, and keeps what comes back in them."""

    def __init__(self, database: Database, meta: Mapping[str, str], actor: str) -> None:
        self._database, self._meta, self._actor = database, meta, actor

    def make(self, path: StrPath, review: ReviewFile, drawn: Sequence[str], feedback: Optional[Feedback] = None,
             training: bool = False) -> MadeFile:
        """Write the review file of these parcels; it stands at ``path`` once it is whole.

        Quarantined parcels, those that say military or classified, and those that stand no more are left out, and
        counted. Raises ``WORKSPACE_NAME``, ``WORKSPACE_EXISTS``, ``WORKSPACE_NOT_WRITABLE``, ``BLIND_OF_BLIND``,
        JOB_CANCELLED.
        """
        place = Path(path).resolve()
        if review_of(self._meta) is not None:
            raise WeipianError("BLIND_OF_BLIND", file=self._database.path.name)
        if place.suffix.lower() != ".gpkg":
            raise WeipianError("WORKSPACE_NAME", file=str(place))
        if place.exists():
            raise WeipianError("WORKSPACE_EXISTS", file=str(place))
        if not place.parent.is_dir():
            raise WeipianError("WORKSPACE_NOT_WRITABLE", file=str(place))
        unfinished = place.with_name(place.name + ".making")
        unfinished.unlink(missing_ok=True)
        try:
            meta = opening.make(unfinished, self._meta["crs"], "", training)
            made = self._fill(unfinished, meta, review, drawn, feedback or NullFeedback())
            unfinished.replace(place)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return replace(made, path=place)

    def _fill(self, path: Path, meta: Mapping[str, str], review: ReviewFile, drawn: Sequence[str],
              feedback: Feedback) -> MadeFile:
        left_out: Dict[str, int] = {}
        shown = self._shown(review, drawn, left_out)
        order = {uuid: place for place, uuid in enumerate(by_lot([one.uuid for one in shown], review.seed))}
        shown.sort(key=lambda one: order[one.uuid])
        stamps, measured = {}, 0
        target = Database(path, "rw")
        try:
            srid = int(meta["srs_id"])
            with target.transaction() as connection:
                insert(connection, "batches", self._batches({str(one.patch["batch_uuid"]) for one in shown}))
                for table in ("scenes", "reference_layers"):
                    insert(connection, table, self._as_they_are(table))
                insert(connection, "overlay_runs", self._runs({one.run for one in shown}))
                for start in range(0, len(shown), _AT_ONCE):
                    stop_if_cancelled(feedback)
                    feedback.progress(start, len(shown), "")
                    some = shown[start:start + _AT_ONCE]
                    insert(connection, "parcels", [_parcel_row(one, order[one.uuid], srid) for one in some])
                    for run, found in self._measured(some).items():
                        areas.put_measured(connection, run, found, {})
                        measured += sum(bool(each.roles) for each in found.values())
                    stamps.update({one.uuid: (_stamp(meta["salt"], [one.wkb]), one.stood) for one in some})
                patches = {str(one.patch["uuid"]): one.patch for one in shown}
                insert(connection, "patches", [_patch_row(patch, n) for n, patch in enumerate(patches.values())])
                update_extents(connection)
                write_meta(connection, _REVIEW, review.to_json())
                write_meta(connection, _SHAPES, json.dumps(stamps, sort_keys=True))
        finally:
            target.close()
        return MadeFile(path, meta["workspace_id"], len(patches), len(shown), len(shown) - measured, left_out,
                        frozenset(map(self.stands_for, patches)))

    def _shown(self, review: ReviewFile, drawn: Sequence[str], left_out: Dict[str, int]) -> List[_Shown]:
        patch_of = self._patch_of(drawn)
        gone = len({*drawn} - {*patch_of})
        if gone:
            left_out["gone"] = gone
        shown: List[_Shown] = []
        patches = list(dict.fromkeys(patch_of.values()))
        for start in range(0, len(patches), MOST_MARKS):
            some = patches[start:start + MOST_MARKS]
            parts: Dict[str, List[Row]] = {}
            for row in self._database.rows(" ".join((_PARTS, marks_for(some), "ORDER BY p.fid")), some):
                parts.setdefault(str(row["patch_uuid"]), []).append(dict(row))
            for row in self._database.rows(" ".join((_PATCHES, marks_for(some))), some):
                patch = dict(row)
                if is_classified(values_of(ISSUED_FIELDS, patch)):
                    left_out["classified"] = left_out.get("classified", 0) + 1
                    continue
                mine = parts[str(patch["uuid"])]
                shown += [_whole(patch, mine, self._stood(mine))] if review.shapes == ISSUED_SHAPES else [
                    _part(patch, part, self._stood(mine)) for part in mine if str(part["uuid"]) in patch_of]
        return shown

    def _patch_of(self, parcels: Sequence[str]) -> Dict[str, str]:
        found: Dict[str, str] = {}
        for start in range(0, len(parcels), MOST_MARKS):
            some = list(parcels[start:start + MOST_MARKS])
            found.update(self._database.tuples(" ".join((_PATCHES_OF, marks_for(some))), some))
        return {uuid: found[uuid] for uuid in parcels if uuid in found}

    def patches_of(self, parcels: Sequence[str]) -> Dict[str, List[str]]:
        """By patch, those of these parcels that are judged here."""
        patches: Dict[str, List[str]] = {}
        for parcel, patch in self._patch_of(parcels).items():
            patches.setdefault(patch, []).append(parcel)
        return patches

    def stood(self, patches: Sequence[str]) -> Dict[str, str]:
        """By patch, what `ShapeStamps.stood` would be now."""
        found: Dict[str, str] = {}
        for start in range(0, len(patches), MOST_MARKS):
            some = list(patches[start:start + MOST_MARKS])
            parts: Dict[str, List[Row]] = {}
            for row in self._database.rows(" ".join((_PARTS, marks_for(some))), some):
                parts.setdefault(str(row["patch_uuid"]), []).append(dict(row))
            found.update({patch: self._stood(mine) for patch, mine in parts.items()})
        return found

    def _stood(self, parts: Sequence[Row]) -> str:
        """Told only to whoever has this workspace: its salt is the key."""
        standing = sorted((str(part["uuid"]), _wkb(part)) for part in parts if part["status"] in _STANDING)
        return _stamp(self._meta["salt"], [wkb for _, wkb in standing])

    def _batches(self, uuids: set[str]) -> List[Dict[str, object]]:
        """Neither the file they came in nor who let them in."""
        return [{"uuid": row["uuid"], "label": row["label"], "issued": row["issued"], "profile_id": row["profile_id"],
                 "county": row["county"], "source": OWN_SOURCE if row["source"] == OWN_SOURCE else ""}
                for row in self._database.rows("SELECT * FROM batches ORDER BY fid") if row["uuid"] in uuids]

    def _as_they_are(self, table: str) -> List[Dict[str, object]]:
        query = {"scenes": "SELECT * FROM scenes ORDER BY fid",
                 "reference_layers": "SELECT * FROM reference_layers ORDER BY fid"}[table]
        return [{name: value for name, value in dict(row).items() if name != "fid"}
                for row in self._database.rows(query)]

    def _runs(self, uuids: set[str]) -> List[Dict[str, object]]:
        """How the areas were measured; what was remarked names other parcels and stays here, as does who measured."""
        return [{"uuid": row["uuid"], "recorded_at": row["recorded_at"], "provenance": row["provenance"]}
                for row in self._database.rows("SELECT * FROM overlay_runs ORDER BY fid") if row["uuid"] in uuids]

    def _measured(self, some: Sequence[_Shown]) -> Dict[str, Dict[str, Measured]]:
        """By run: the areas of each parcel shown, those of its parts together; none where one is not measured."""
        parts = [part for one in some for part in one.parts]
        known: Dict[str, Measured] = {}
        for start in range(0, len(parts), MOST_MARKS):
            known.update(areas.measured_among(self._database, parts[start:start + MOST_MARKS]))
        found: Dict[str, Dict[str, Measured]] = {}
        for one in some:
            if one.parts and all(part in known for part in one.parts):
                found.setdefault(one.run, {})[one.uuid] = together([known[part] for part in one.parts])
        return found

    # What was handed out, and what comes back

    def remember(self, handed: HandedOut) -> None:
        """Keep that these files were made, as an event of the workspace."""
        payload = {"sample": handed.sample, "rounds": list(handed.rounds), "files": [list(one) for one in handed.files],
                   "shapes": handed.shapes, "hides_suggestions": handed.hides_suggestions,
                   "left_out": dict(handed.left_out),
                   "dealt": {file: sorted(patches) for file, patches in handed.dealt.items()}}
        with self._database.transaction() as connection:
            events.append(connection, HANDED, self._actor, payload)

    def handed_out(self, sample: str = "") -> List[HandedOut]:
        """What was made (of a sample), oldest first."""
        found = []
        for row in self._database.rows("SELECT * FROM events WHERE kind = ? ORDER BY sequence", (HANDED,)):
            kept = json.loads(row["payload"])
            if sample in ("", kept["sample"]):
                files = tuple((str(a), str(b), str(c), int(d)) for a, b, c, d in kept["files"])
                found.append(HandedOut(kept["sample"], tuple(kept["rounds"]), files, row["recorded_at"], row["actor"],
                                       kept["shapes"], kept["hides_suggestions"], kept["left_out"],
                                       {file: frozenset(told) for file, told in kept.get("dealt", {}).items()}))
        return found

    def stands_for(self, patch: str) -> str:
        """A patch in what is remembered of files: its uuid is not kept there, for a patch that is set apart later
        leaves no trace.
        """
        return _stamp(self._meta["salt"], [patch.encode()])

    def shapes(self) -> Dict[str, ShapeStamps]:
        """Of a review file: by parcel the stamps of its shape. Empty for any other workspace."""
        with self._database.errors():
            text = read_meta(self._database.connection).get(_SHAPES, "{}")
        return {uuid: ShapeStamps(*both) for uuid, both in json.loads(text).items()}

    def stamp(self, wkb: Optional[bytes]) -> str:
        """What `ShapeStamps.given` is of this shape, in this review file."""
        return _stamp(self._meta["salt"], [wkb])

    def take(self, readings: Sequence[Reading], gone: Sequence[str], origin: Mapping[str, object]) -> List[Record]:
        """Keep readings, each as an event that says of which file it is, and take those away (by uuid) that the file
        of this ``origin`` says no more: all of it in one transaction, or nothing.
        """
        sound = [(checked(one.record), one.origin) for one in readings]
        with self._database.transaction() as connection:
            kept = [Register(self._database, self._actor, said).put_within(connection, record)
                    for record, said in sound]
            for uuid in gone:
                Register(self._database, self._actor, origin).remove_within(connection, uuid)
            return kept


def _wkb(row: Row, column: str = "geom") -> bytes:
    shape = row[column]
    return wkb_of(shape if isinstance(shape, bytes) else None) or b""


def _stamp(salt: str, shapes: Sequence[Optional[bytes]]) -> str:
    whole = b"|".join(shape or b"" for shape in shapes)
    return hmac.new(bytes.fromhex(salt), whole, hashlib.sha256).hexdigest()[:_STAMP]


def _part(patch: Row, part: Row, stood: str) -> _Shown:
    return _Shown(str(part["uuid"]), patch, str(part["dkbh"]), _wkb(part) or None, (str(part["uuid"]),),
                  str(part["run_uuid"] or ""), stood)


def _whole(patch: Row, parts: Sequence[Row], stood: str) -> _Shown:
    """The patch as it was issued. Its parcel is the one that came in with it: the first of all, whatever became of it.

    A parcel that was never cut has the shape it came in with, mended where the issued one was no polygon.
    """
    standing = [part for part in parts if part["status"] in _STANDING]
    wkb = _wkb(parts[0]) if len(parts) == 1 else _mended(_wkb(patch))
    runs = [str(part["run_uuid"] or "") for part in standing]
    return _Shown(str(parts[0]["uuid"]), patch, str(patch["JCBH"] or ""), wkb or None,
                  tuple(str(part["uuid"]) for part in standing), max(runs, default=""), stood)


def _mended(wkb: bytes) -> bytes:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    if not wkb or geometry.isGeosValid():
        return wkb
    mended = geometry.makeValid()
    mended.convertGeometryCollectionToSubclass(QgsWkbTypes.PolygonGeometry)
    return bytes(mended.asWkb())


def _parcel_row(one: _Shown, position: int, srid: int) -> Dict[str, object]:
    return {"geom": blob_of(one.wkb, srid), "uuid": one.uuid, "patch_uuid": one.patch["uuid"],
            "batch_uuid": one.patch["batch_uuid"], "position": position, "dkbh": one.dkbh, "status": UNJUDGED}


def _patch_row(patch: Row, position: int) -> Dict[str, object]:
    return {"geom": patch["geom"], "uuid": patch["uuid"], "batch_uuid": patch["batch_uuid"], "position": position,
            **{code: patch[code] for code in _TOLD}}
