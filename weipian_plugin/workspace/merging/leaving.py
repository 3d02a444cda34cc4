"""A workspace's state as plain rows, as it leaves for another office."""

from __future__ import annotations

import json
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.forms.record_kinds import RECORD_KINDS
from ...domain.records import STUB
from ...domain.review.belonging import belonging
from ...domain.review.office_state import FORMAT, FORMAT_REVISION, FORMAT_VERSION, OFFICES, OfficeState
from ...domain.review.units import county_of_patch
from .. import events
from ..database import Database, quoted
from ..geometry import hex_of
from ..migrations import current_version
from ..schema import BATCHES, DRAFTS, JUDGEMENTS, OVERLAY_PARCELS, OVERLAY_RUNS, PATCHES, RECORDS, values_of
from .levels import LEVEL, settled_level
from .office_names import told_on
from .pieces import in_pieces
from .streams import followed_by_event, name_earlier, streams_of
from .told import Told, mapping

STAYS: Tuple[str, ...] = ("sample", "drawn", "recheck", "ruling")
"""Kinds of records that are a reviewer's own: a county that knew the sample would look twice just there."""

_PARCEL_COLUMNS = ("uuid", "patch_uuid", "batch_uuid", "position", "dkbh", "status", "outcome")
_EVENT_COLUMNS = ("uuid", "workspace_id", "parcel_uuid", "kind", "actor", "recorded_at", "predecessor",
                  "schema_version", "undoes", "payload", "follows")
_OF_THE_OFFICE = (events.QUARANTINED, events.IMPORTED, events.PROFILE, events.REFERENCE, events.SCENE, events.ASSIGNED)
BESIDE = (  # what belongs to a measurement: name in the row, table, columns
    ("roles", "overlay_roles", ("role", "total_m2", "net_m2", "declared_empty")),
    ("areas", "overlay_areas", ("role", "class_code", "area_m2", "net_area_m2")),
    ("features", "overlay_features", ("role", "class_code", "area_m2", "attributes")),
    ("nested", "overlay_nested", ("zones", "class_code", "area_m2", "net_area_m2")),
)

Row = Dict[str, object]


def leave(database: Database, meta: Mapping[str, str], actor: str, office: str, batches: Optional[Sequence[str]],
          parcels: Optional[Sequence[str]]) -> OfficeState:
    """The state of the patches of ``batches``, of the patches to which ``parcels`` belong, or of all.

    Patches leave whole, with everything that was said of any parcel of theirs. Nothing of quarantine does.
    """
    return _Leaving(database, batches, parcels).state(meta, actor, office)


class _Leaving:
    def __init__(self, database: Database, batches: Optional[Sequence[str]], parcels: Optional[Sequence[str]]) -> None:
        self.database = database
        self.kinds = [kind for kind in RECORD_KINDS if kind not in STAYS]
        every = database.tuples("SELECT uuid, patch_uuid, batch_uuid FROM parcels WHERE status <> ?", (STUB,))
        chosen, wanted = set(parcels or ()), set(batches or ())
        self.patches: Set[str] = {
            patch for uuid, patch, batch in every
            if (parcels is None or uuid in chosen) and (batches is None or batch in wanted)}
        self.every_patch_of: Dict[str, str] = {uuid: patch for uuid, patch, _ in every}
        self.patch_of: Dict[str, str] = {uuid: patch for uuid, patch, _ in every if patch in self.patches}
        self.is_whole = len(self.patch_of) == len(self.every_patch_of)
        self.ours: Set[str] = set()  # records that go along
        self.county_of = {uuid: county_of_patch({"XZQDM": code}, county, jcbh) for uuid, code, county, jcbh in
                          database.tuples("""SELECT p.uuid, p.XZQDM, b.county, p.JCBH FROM patches p
                              LEFT JOIN batches b ON b.uuid = p.batch_uuid""")}

    def state(self, meta: Mapping[str, str], actor: str, office: str) -> OfficeState:
        told = self._told()
        records = self._records(told)
        tables = {
            "batches": self._batches(), "patches": self._patches(), "parcels": self._shapes("parcels", "uuid"),
            "actual_parcels": self._shapes("actual_parcels", "parcel_uuid"), "overlay": self._overlay(),
            "drafts": self._of_parcels(DRAFTS.name), "judgements": self._of_parcels(JUDGEMENTS.name),
            "records": records, "events": self._events(told), "files": _files(records),
        }
        profiles = sorted({str(row["profile_id"]) for row in tables["batches"] if row.get("profile_id")})
        return OfficeState({
            "format": FORMAT, "format_version": str(FORMAT_VERSION), "format_revision": str(FORMAT_REVISION),
            "schema_version": str(current_version()),
            "workspace_id": meta["workspace_id"], "office": office, "crs": meta["crs"], "profiles": ",".join(profiles),
            "training": meta.get("training", ""), "made_at": events.now(), "made_by": actor,
            LEVEL: settled_level(self.database.connection), **self._names(tables["events"])}, tables)

    def _names(self, told: Sequence[Row]) -> Dict[str, str]:
        """What those are called who said something of it, as far as that is known here."""
        names = told_on(self.database.connection, {str(row["workspace_id"]) for row in told})
        return {OFFICES: names} if names else {}

    def _batches(self) -> List[Row]:
        used = {row[0] for row in self.database.tuples("SELECT DISTINCT batch_uuid, uuid FROM patches")
                if row[1] in self.patches}
        names = ("uuid", *(name for name, _ in BATCHES.columns if name != "uuid"))
        rows = [row for row in self._read("batches", names, "ORDER BY fid") if row["uuid"] in used]
        return rows if self.is_whole else [{**row, "findings": "[]"} for row in rows]  # they may speak of other patches

    def _patches(self) -> List[Row]:
        names = tuple(name for name, _ in PATCHES.all_columns)
        earlier: Dict[str, List[object]] = {}
        for patch, before, iou in self.database.tuples("SELECT patch_uuid, earlier_uuid, iou FROM links ORDER BY fid"):
            if patch in self.patches and before in self.patches:
                earlier.setdefault(patch, []).append([before, iou])
        rows = [row for row in self._read("patches", ("geom", *names), "ORDER BY fid") if row["uuid"] in self.patches]
        for row in rows:
            row["geom"] = hex_of(row.get("geom"))
            if row["uuid"] in earlier:
                row["earlier"] = earlier[str(row["uuid"])]
        return rows

    def _shapes(self, table: str, key: str) -> List[Row]:
        names = _PARCEL_COLUMNS if table == "parcels" else ("parcel_uuid", "area_m2")
        rows = [row for row in self._read(table, ("geom", *names), "ORDER BY fid") if row[key] in self.patch_of]
        for row in rows:
            row["geom"] = hex_of(row.get("geom"))
        return rows

    def _of_parcels(self, table: str) -> List[Row]:
        names = tuple(name for name, _ in (DRAFTS if table == DRAFTS.name else JUDGEMENTS).all_columns)
        return [row for row in self._read(table, names, "ORDER BY fid") if row["parcel_uuid"] in self.patch_of]

    def _overlay(self) -> List[Row]:
        names = [name for name, _ in OVERLAY_PARCELS.columns]
        measured = {str(row["parcel_uuid"]): row for row in self._read(OVERLAY_PARCELS.name, names, "ORDER BY fid")
                    if row["parcel_uuid"] in self.patch_of}
        for name, table, columns in BESIDE:
            listed = ", ".join(("parcel_uuid", *columns))
            for parcel, *values in self.database.tuples(" ".join(("SELECT", listed, "FROM", table, "ORDER BY fid"))):
                if parcel in measured:
                    beside = measured[parcel].setdefault(name, [])
                    if isinstance(beside, list):
                        beside.append(values)
        used = {row["run_uuid"] for row in measured.values()}
        of_runs = [name for name, _ in OVERLAY_RUNS.columns]
        runs = [row for row in self._read(OVERLAY_RUNS.name, of_runs, "ORDER BY fid") if row["uuid"] in used]
        return [*({"what": "run", **row} for row in runs), *({"what": "parcel", **row} for row in measured.values())]

    def _records(self, told: Sequence[Row]) -> List[Row]:
        links: Dict[str, List[str]] = {}
        for record, parcel in self.database.tuples(
                "SELECT record_uuid, parcel_uuid FROM record_parcels ORDER BY record_uuid, position"):
            links.setdefault(record, []).append(parcel)
        found: List[Row] = []
        for kind in self.kinds:
            fields = RECORD_KINDS[kind].by_code
            found += [{"uuid": row["uuid"], "kind": kind, "act": row["act"], "parcels": links.get(str(row["uuid"]), []),
                       "values": values_of(fields, row)}
                      for row in self._read(RECORDS[kind].name, ("uuid", "act", *fields), "ORDER BY fid")]
        if self.is_whole:
            found = [row for row in found if not row["parcels"] or self._is_ours(row["parcels"])]
            self.ours = {str(row["uuid"]) for row in found}
            return found
        # Also what was taken away, or moved to other parcels: whoever had it is to know.
        before = [{**content, "uuid": row["parcel_uuid"]} for row in told if "record" in mapping(row["payload"])
                  for content in _contents(mapping(row["payload"]))]
        self.ours = belonging([*found, *before], self.patch_of, self._counties())
        now = belonging(found, self.patch_of, self._counties())
        return [row for row in found if row["uuid"] in now]

    def _counties(self) -> Set[str]:
        return {county for patch, county in self.county_of.items() if patch in self.patches} - {""}

    def _told(self) -> List[Row]:
        """All events, in their order, their payloads read."""
        listed, place = ", ".join(_EVENT_COLUMNS), _EVENT_COLUMNS.index("payload")
        found: List[Row] = []
        for values in self.database.tuples(" ".join(("SELECT", listed, "FROM events ORDER BY sequence"))):
            row: Row = dict(zip(_EVENT_COLUMNS, values))
            row["payload"] = json.loads(values[place])
            found.append(row)
        return found

    def _events(self, every: Sequence[Row]) -> List[Row]:
        concerns: Dict[str, List[str]] = {}
        for event, parcel in self.database.tuples("SELECT event_uuid, parcel_uuid FROM event_parcels ORDER BY fid"):
            concerns.setdefault(event, []).append(parcel)
        found: List[Row] = []
        told: List[Told] = []  # of all: what leaves may follow what stays
        for row in every:
            beside = concerns.get(str(row["uuid"]), [])
            told.append(told_of(row))
            if self._leaves(row, mapping(row["payload"]), beside):
                found.append({**row, "parcels": beside})
        follows = followed_by_event(streams_of(told, self.every_patch_of))
        name_earlier(follows, {str(row["uuid"]) for row in found})
        for row in found:
            row["follows"] = follows.get(str(row["uuid"]), {})
            if "ground" in mapping(row["payload"]):
                row["payload"] = self._without_reviewers(mapping(row["payload"]))
        return in_pieces(found, self.county_of, self.every_patch_of, self.patch_of)

    def _leaves(self, row: Row, payload: Mapping[str, object], concerns: List[str]) -> bool:
        chain, kind = str(row["parcel_uuid"]), row["kind"]
        if not chain or kind in _OF_THE_OFFICE or payload.get("what") == "assigned":
            return False
        if payload.get("record") in STAYS:
            return False
        if "record" in payload:
            return chain in self.ours or (self.is_whole and (not concerns or self._is_ours(concerns)))
        return chain in self.patch_of or chain in self.patches or chain in self.ours or self._is_ours(concerns)

    def _is_ours(self, parcels: object) -> bool:
        return isinstance(parcels, list) and any(uuid in self.patch_of for uuid in parcels)

    def _without_reviewers(self, payload: Mapping[str, object]) -> Mapping[str, object]:
        """A merged parcel took the reviewers' records along: they are taken out of what leaves."""
        both = mapping(payload.get("records"))
        own = {uuid for side in both.values() for uuid, content in mapping(side).items()
               if mapping(content).get("kind", self.kinds[0]) not in self.kinds}
        if not own:
            return payload
        return {**payload, "records": {side: {uuid: content for uuid, content in mapping(part).items()
                                              if uuid not in own} for side, part in both.items()}}

    def _read(self, table: str, names: Sequence[str], order: str) -> List[Row]:
        """Rows without what is empty."""
        listed = ", ".join(quoted(name) for name in names)
        rows = self.database.tuples(" ".join(("SELECT", listed, "FROM", quoted(table), order)))
        return [{name: value for name, value in zip(names, row) if value is not None} for row in rows]


def _contents(payload: Mapping[str, object]) -> List[Mapping[str, object]]:
    """A record as it was before an event, and after it."""
    return [mapping(payload[side]) for side in ("before", "after") if payload.get(side)]


def told_of(row: Mapping[str, object]) -> Told:
    """An event as a row has it that leaves, or as the table keeps it with its payload read."""
    payload, follows = row["payload"], row.get("follows")
    if isinstance(follows, str):
        follows = json.loads(follows) if follows else None
    return Told(str(row["uuid"]), str(row["workspace_id"]), str(row["parcel_uuid"]), str(row["kind"]),
                str(row["actor"]), str(row["recorded_at"]), str(row.get("undoes") or ""), mapping(payload),
                follows if isinstance(follows, dict) else None)


def _files(records: Iterable[Row]) -> List[Row]:
    """Name, size and SHA-256 of what is attached; where it is kept is said by the record."""
    found = []
    for row in records:
        values = mapping(row["values"])
        if row["kind"] == "attachment" and values.get("SHA256"):
            found.append({"record_uuid": row["uuid"], "place": values.get("FJLJ", ""), "name": values.get("FJMC", ""),
                          "size": values.get("FJDX", 0), "sha256": values["SHA256"]})
    return found
