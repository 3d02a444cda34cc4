"""A workspace as it stood at a moment: what was recorded later does not count, what was taken away since still does."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import AbstractSet, Any, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from ..domain.definitions import LAND, MINERAL
from ..domain.forms.fields import is_empty
from ..domain.forms.record_kinds import RECORD_KINDS, kind_of
from ..domain.records import Batch, ClassArea, Judgement, Measured, ParcelRecord, Record, RoleAreas, TableRow
from . import queries
from . import records as records_room
from .database import Database, marks_for, names_in_order, quoted
from .decisions import KEPT_AS
from .geometry import wkb_of
from .schema import ISSUED_FIELDS, RECORDS

ATTRIBUTES = ("NF", "JCLB", "XZQDM", "CMC", "XMC", "XZMC", "XFSJ", "TBLX")
"""Of what was issued: where a patch lies, when and as what it came."""
SIGNED = ("PDLX", "HFJTQX", "WFLX1", "QTJTQX", "WFMJ", "WFGDMJ", "WFJBNTMJ", "SFNRWFJS", "KPDLX", "KWFLX")
"""Of what was signed: the outcome, its case, the areas stated."""
_LAND_CLASSES, _BASIC_FARMLAND = "dltb", "yjjbnt"
_SIGNATURE = ("parcel_uuid", "signed_by", "signed_at", "basis", "reason")

# Two tables read by themselves are joined more quickly here; position and fid are the order within a batch.
_PARCELS = """SELECT coalesce(position, 0), fid, uuid, patch_uuid, batch_uuid, dkbh, status FROM parcels
    WHERE status IN ('todo', 'draft', 'signed')"""
_KEPT_ATTRIBUTES = tuple(code for code in ATTRIBUTES if code in ISSUED_FIELDS)
_PATCHES = " ".join(("SELECT", names_in_order(("uuid", "JCBH", *_KEPT_ATTRIBUTES)), "FROM patches"))
_JUDGED = " ".join(("SELECT", names_in_order((*_SIGNATURE, *SIGNED)), "FROM judgements WHERE subject = ?"))
# Order is the sequence; the time says only on which side of the moment an event lies.
_JUDGED_LATER = """SELECT parcel_uuid, julianday(recorded_at), payload FROM events
    WHERE kind NOT IN ('record', 'unrecord') AND julianday(recorded_at) > ?
    AND (instr(payload, '"judgement":') OR instr(payload, '"mineral":'))
    ORDER BY sequence"""
_RECORDED_LATER = """SELECT parcel_uuid, payload FROM events WHERE julianday(recorded_at) > ?
    AND (instr(payload, '"record":') OR instr(payload, '"records":')) ORDER BY sequence"""
_LINKS = "SELECT record_uuid, parcel_uuid FROM record_parcels WHERE kind = ? ORDER BY record_uuid, position"
_FIRST_RECORDED = """SELECT r.uuid, (SELECT min(julianday(e.recorded_at)) FROM events e
    WHERE e.parcel_uuid = r.uuid AND e.kind = 'record')"""
_OTHER_TABLES = "SELECT parcel_uuid, class_table, area_m2 FROM overlay_parcels WHERE coalesce(class_table, '') <> ''"
_AREAS = "SELECT parcel_uuid, class_table, area_m2 FROM overlay_parcels"
_TOTALS = "SELECT parcel_uuid, total_m2, net_m2, declared_empty FROM overlay_roles WHERE role = ?"
_CLASSES = "SELECT parcel_uuid, class_code, area_m2, net_area_m2 FROM overlay_areas WHERE role = ?"

_PORTION, _MANY = 800, 50_000
_NEVER = float("inf")


def julian(moment: datetime) -> float:
    """A moment (with its zone) as SQLite counts it: Julian days."""
    return moment.timestamp() / 86400.0 + 2440587.5


def end_of(day: date) -> float:
    """The end of a day where this machine stands."""
    return julian(datetime.combine(day + timedelta(days=1), time()).astimezone()) - 1e-9


class Past:
    """``until``: a moment as Julian days (UTC), infinite for now. Only reads; for 100,000 parcels in seconds."""

    def __init__(self, database: Database, until: float = _NEVER) -> None:
        self._database, self._until = database, until
        self._signed: Dict[str, Dict[str, Judgement]] = {}
        self._judged_later: Tuple[float, List[Tuple[Any, ...]]] = (_NEVER, [])
        self._then: Optional[Dict[str, Optional[Record]]] = None

    def rows(self, batches: Optional[Sequence[Batch]] = None,
             only: Optional[AbstractSet[str]] = None) -> List[TableRow]:
        """A row for each parcel judged here (of these batches; ``only`` these parcels), with `ATTRIBUTES` and what was
        signed then; no shapes, no areas (`measured`). While a 容错纠错 was open what was signed before is held back.
        """
        known = {one.uuid: one for one in (queries.batches(self._database) if batches is None else batches)}
        land, mineral = self._judged(LAND), self._judged(MINERAL)
        held = self._in_correction()
        patches = {each[0]: (each[1], each[2:]) for each in self._database.tuples(_PATCHES)}
        alike: Dict[Tuple[object, ...], Mapping[str, object]] = {}  # a township's patches share their attributes
        found: Dict[str, List[TableRow]] = {uuid: [] for uuid in known}
        for _, _, uuid, patch, batch, dkbh, status in sorted(self._database.tuples(_PARCELS)):
            if batch not in known or patch not in patches or (only is not None and uuid not in only):
                continue
            jcbh, values = patches[patch]
            issued = alike.get(values)
            if issued is None:
                issued = alike[values] = {code: value for code, value in zip(_KEPT_ATTRIBUTES, values)
                                          if value is not None}
            parcel = ParcelRecord(uuid, patch, batch, str(jcbh or ""), dkbh, status, issued, {}, (), None)
            signed = (None, None) if uuid in held else (land.get(uuid), mineral.get(uuid))
            found[batch].append(TableRow(parcel, known[batch], None, *signed))
        return [row for some in found.values() for row in some]

    def judged_before(self, moments: Mapping[str, float], subject: str = LAND) -> Dict[str, Optional[Judgement]]:
        """What was signed of each of these parcels at a moment of its own (Julian days)."""
        if not moments:
            return {}
        first = self._rewound({uuid: min(moment, self._until) for uuid, moment in moments.items()}, subject)
        now = self._signed_now(subject)
        return {uuid: first[uuid] if uuid in first else now.get(uuid) for uuid in moments}

    def records(self, kind: str = "") -> List[Record]:
        """The records of a kind (of all) as they stood, in the order they were first kept."""
        now = [record for name in ((kind_of(kind).name,) if kind else RECORD_KINDS) for record in self._kept(name)]
        if self._until == _NEVER:
            return now
        then = self._contents_then()
        found = [record for record in now if record.uuid not in then]
        found += [record for record in then.values() if record is not None and kind in ("", record.kind)]
        order = {record.uuid: place for place, record in enumerate(now)}
        return sorted(found, key=lambda record: order.get(record.uuid, len(order)))

    def _kept(self, kind: str) -> List[Record]:
        """As `records.find`, without looking at each row by its names."""
        codes = tuple(kind_of(kind).by_code)
        table = quoted(RECORDS[kind].name)
        rows = self._database.tuples(" ".join((
            "SELECT", names_in_order(("uuid", "act", *codes)), "FROM", table, "ORDER BY fid")))
        links: Dict[str, List[str]] = {}
        for record, parcel in self._database.tuples(_LINKS, (kind,)) if rows else ():
            links.setdefault(record, []).append(parcel)
        return [Record(uuid, kind, tuple(links.get(uuid, ())), act,
                       {code: value for code, value in zip(codes, values) if value is not None})
                for uuid, act, *values in rows]

    def first_recorded(self, kinds: Sequence[str]) -> Dict[str, float]:
        """When each record of these kinds was first kept, Julian days by its uuid."""
        found: Dict[str, float] = {}
        for kind in kinds:
            table = quoted(RECORDS[kind_of(kind).name].name)
            found.update(self._database.tuples(" ".join((_FIRST_RECORDED, "FROM", table, "r"))))
        return {uuid: moment for uuid, moment in found.items() if moment is not None}

    def measured(self, parcels: AbstractSet[str]) -> Dict[str, Measured]:
        """Area, land classes and 永久基本农田 of these parcels as measured now: earlier measurements are not kept."""
        classes: Dict[str, List[ClassArea]] = {}
        for uuid, code, area, net in self._of(_CLASSES, parcels, _LAND_CLASSES):
            classes.setdefault(uuid, []).append(ClassArea(code, area, net))
        roles: Dict[str, Dict[str, RoleAreas]] = {}
        for role in (_LAND_CLASSES, _BASIC_FARMLAND):
            for uuid, total, net, empty in self._of(_TOTALS, parcels, role):
                own = tuple(classes.get(uuid, ())) if role == _LAND_CLASSES else ()
                roles.setdefault(uuid, {})[role] = RoleAreas(role, total, net, own, (), bool(empty))
        return {uuid: Measured(area, roles.get(uuid, {}), {}, table or "")
                for uuid, table, area in self._of(_AREAS, parcels)}

    def land_classes(self, parcels: AbstractSet[str]) -> Dict[str, Measured]:
        """The same of the land classes alone, which is quicker: what farmland is told from."""
        classes: Dict[str, List[ClassArea]] = {}
        for uuid, code, area, net in self._of(_CLASSES, parcels, _LAND_CLASSES):
            classes.setdefault(uuid, []).append(ClassArea(code, area, net))
        tables = {uuid: table for uuid, table, _ in self._database.tuples(_OTHER_TABLES)}
        found = {uuid: Measured(0.0, {_LAND_CLASSES: RoleAreas(_LAND_CLASSES, classes=tuple(some))}, {},
                                tables.get(uuid, "")) for uuid, some in classes.items()}
        return {**found, **self.measured(parcels - classes.keys())}

    def _of(self, query: str, parcels: AbstractSet[str], *given: str) -> Iterator[Tuple[Any, ...]]:
        """The rows of these parcels: asked for a portion at a time, or all and then chosen where that is quicker."""
        wanted = sorted(parcels)
        if len(wanted) > _MANY:
            yield from (row for row in self._database.tuples(query, given) if row[0] in parcels)
            return
        glue = "AND" if given else "WHERE"
        for start in range(0, len(wanted), _PORTION):
            some = wanted[start:start + _PORTION]
            yield from self._database.tuples(
                " ".join((query, glue, "parcel_uuid IN", marks_for(some))), (*given, *some))

    def places(self, parcels: Optional[Set[str]] = None) -> List[Tuple[str, bytes]]:
        """(parcel uuid, WKB) of those judged here (of these) that have a shape."""
        rows = self._database.tuples("SELECT uuid, geom FROM open_parcels WHERE geom IS NOT NULL")
        shapes = ((uuid, wkb_of(shape)) for uuid, shape in rows if parcels is None or uuid in parcels)
        return [(uuid, wkb) for uuid, wkb in shapes if wkb is not None]

    def _judged(self, subject: str) -> Dict[str, Judgement]:
        found = dict(self._signed_now(subject))
        if self._until == _NEVER:
            return found
        for uuid, judged in self._rewound({}, subject).items():
            if judged is None:
                found.pop(uuid, None)
            else:
                found[uuid] = judged
        return found

    def _signed_now(self, subject: str) -> Dict[str, Judgement]:
        if subject not in self._signed:
            self._signed[subject] = {
                uuid: Judgement(uuid, {code: value for code, value in zip(SIGNED, values) if value is not None},
                                by, at, basis, reason, subject)
                for uuid, by, at, basis, reason, *values in self._database.tuples(_JUDGED, (subject,))}
        return self._signed[subject]

    def _rewound(self, moments: Mapping[str, float], subject: str) -> Dict[str, Optional[Judgement]]:
        """Of the parcels whose judgement was made, changed or withdrawn after their moment: what it was before that."""
        name = KEPT_AS[subject]
        told = f'"{name}":'
        since = min((self._until, *moments.values()))
        if self._judged_later[0] != since:
            self._judged_later = (since, self._database.tuples(_JUDGED_LATER, (since,)))
        found: Dict[str, Optional[Judgement]] = {}
        for uuid, recorded, payload in self._judged_later[1]:
            if uuid in found or (moments and recorded <= moments.get(uuid, _NEVER)) or told not in payload:
                continue
            before = json.loads(payload).get("before")
            if isinstance(before, dict) and name in before:
                found[uuid] = _judgement(uuid, before[name], subject)
        return found

    def _contents_then(self) -> Dict[str, Optional[Record]]:
        """Of the records that something was done to later: what they were; ``None`` for one that was not there."""
        if self._then is None:
            self._then = {}
            for uuid, payload in self._database.tuples(_RECORDED_LATER, (self._until,)):
                for each, before in _contents_before(uuid, json.loads(payload)):
                    self._then.setdefault(each, before)
        return self._then

    def _in_correction(self) -> Set[str]:
        if self._until == _NEVER:
            return records_room.in_correction(self._database)
        return {parcel for record in self.records("correction") if is_empty(record.values.get("HDJL"))
                for parcel in record.parcels}


def _judgement(uuid: str, kept: object, subject: str) -> Optional[Judgement]:
    if not isinstance(kept, dict):
        return None
    answers = kept.get("answers")
    told = answers.items() if isinstance(answers, dict) else ()
    signed = {code: value for code, value in told if code in SIGNED and value is not None}
    return Judgement(uuid, signed, str(kept.get("signed_by") or ""), str(kept.get("signed_at") or ""),
                     str(kept.get("basis") or ""), str(kept.get("reason") or ""), subject)


def _contents_before(chain: str, payload: Mapping[str, object]) -> Iterator[Tuple[str, Optional[Record]]]:
    """Each record that an event changed, with what it was before it."""
    if "record" in payload:
        yield chain, _record(chain, payload.get("before"))
    moved = payload.get("records")
    before = moved.get("before") if isinstance(moved, dict) else None
    for uuid, content in (before.items() if isinstance(before, dict) else ()):
        yield uuid, _record(uuid, content)


def _record(uuid: str, content: object) -> Optional[Record]:
    return records_room.as_record(uuid, content) if isinstance(content, dict) else None
