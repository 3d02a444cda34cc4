"""A workspace as it stood at a moment: what was recorded later does not count, what was taken away since still does."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from typing import (
    AbstractSet,
    Any,
    Dict,
    FrozenSet,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from ..domain.areas.nested import is_farmland
from ..domain.definitions import LAND, MINERAL
from ..domain.forms.fields import is_empty
from ..domain.forms.record_kinds import RECORD_KINDS, kind_of
from ..domain.records import Batch, ClassArea, Judgement, Measured, ParcelRecord, Record, RoleAreas, TableRow
from . import looked_at, queries
from . import records as records_room
from .database import Database, marks_for, names_in_order, quoted
from .decisions import KEPT_AS
from .geometry import wkb_of
from .past_ground import PastGround
from .schema import ISSUED_FIELDS, RECORDS

ATTRIBUTES = ("NF", "JCLB", "XZQDM", "CMC", "XMC", "XZMC", "XFSJ", "TBLX")
"""Of what was issued: where a patch lies, when and as what it came."""
SIGNED = ("PDLX", "HFJTQX", "WFLX1", "QTJTQX", "WFMJ", "WFGDMJ", "WFJBNTMJ", "SFNRWFJS", "KPDLX", "KWFLX")
"""Of what was signed: the outcome, its case, the areas stated."""
_LAND_CLASSES, _BASIC_FARMLAND = "dltb", "yjjbnt"
_SIGNATURE = ("parcel_uuid", "signed_by", "signed_at", "basis", "reason", "subject")
_SIGNATURES = len(_SIGNATURE)

_KEPT_ATTRIBUTES = tuple(code for code in ATTRIBUTES if code in ISSUED_FIELDS)
_PATCHES = " ".join(("SELECT", names_in_order(("uuid", "JCBH", *_KEPT_ATTRIBUTES)), "FROM patches"))
_JUDGED = " ".join(("SELECT", names_in_order((*_SIGNATURE, *SIGNED)), "FROM judgements"))
# Order is the sequence; the time says only on which side of the moment an event lies. What another office had handed
# over before something that was done here until then was there, whatever that office's clock says.
_LATER = """SELECT parcel_uuid, kind, payload FROM events
    WHERE recorded_at >= ? AND julianday(recorded_at) > ? AND (workspace_id = ? OR sequence > ?) ORDER BY sequence"""
_LAST_OF_OURS = """SELECT max(sequence) FROM events
    WHERE workspace_id = ? AND recorded_at <= ? AND julianday(recorded_at) <= ?"""
_IS_OF_JUDGING = """kind NOT IN ('record', 'unrecord')
    AND (instr(payload, '"judgement":') OR instr(payload, '"mineral":')) AND"""
_JUDGED_LATER = " ".join(("SELECT parcel_uuid, julianday(recorded_at), payload FROM events WHERE", _IS_OF_JUDGING,
                          "julianday(recorded_at) > ? ORDER BY sequence"))
_STATES = " ".join(("SELECT parcel_uuid, uuid, sequence, julianday(recorded_at), payload FROM events WHERE",
                    _IS_OF_JUDGING, "parcel_uuid IN"))
_LINKS = "SELECT kind, record_uuid, parcel_uuid FROM record_parcels ORDER BY position"
_WORDS = """SELECT r.uuid, julianday(e.recorded_at), e.recorded_at, CASE WHEN instr(e.payload, '"upon":') THEN
    substr(e.payload, instr(e.payload, '"upon":')) END"""
# CROSS: the records first, for what happened to them is found by its index; there are many more events.
_FIRST = "r CROSS JOIN events e ON e.parcel_uuid = r.uuid WHERE e.kind = 'record' ORDER BY r.uuid, e.sequence"
_OTHER_TABLES = "SELECT parcel_uuid, class_table FROM overlay_parcels WHERE coalesce(class_table, '') <> ''"
_AREAS = "SELECT parcel_uuid, class_table, area_m2 FROM overlay_parcels"
_TOTALS = "SELECT parcel_uuid, total_m2, net_m2, declared_empty FROM overlay_roles WHERE role = ?"
_CLASSES = "SELECT parcel_uuid, class_code, area_m2, net_area_m2 FROM overlay_areas WHERE role = ?"

_PORTION, _MANY = 800, 50_000
_NEVER = float("inf")
_EPOCH, _SECONDS = 2440587.5, 86400.0  # 1970 as a Julian day, and seconds of a day
_OF_RECORDS = ("record", "unrecord")


class _Alike(Dict[Tuple[object, ...], Mapping[str, object]]):
    """Values of these columns by their codes, without those that are not there; the same for all rows that have the
    same, for to make as many as there are rows takes longer.
    """

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        self._codes = codes

    def __missing__(self, values: Tuple[object, ...]) -> Mapping[str, object]:
        found = self[values] = {code: value for code, value in zip(self._codes, values) if value is not None}
        return found


def julian(moment: datetime) -> float:
    """A moment (with its zone) as SQLite counts it: Julian days."""
    return moment.timestamp() / _SECONDS + _EPOCH


def end_of(day: date) -> float:
    """The end of a day where this machine stands."""
    return julian(datetime.combine(day + timedelta(days=1), time()).astimezone()) - 1e-9


class Look(NamedTuple):
    """When somebody's word was kept first (Julian days), and since when they had looked (ISO): before that, where a
    review file came back; by subject how it names the signature that stood then. ``names`` None: it names none.
    """

    recorded: float
    since: str
    names: Optional[Mapping[str, str]]


class Asked(NamedTuple):
    """By which names the signature is known that stood when a parcel was first looked at; ``unnamed`` is the moment of
    the first look that names none (infinite: all do), ``moment`` that of the first look, for names that nobody knows.
    """

    names: FrozenSet[str]
    unnamed: float
    moment: float


class Past:
    """``until``: a moment as Julian days (UTC), infinite for now. Only reads; for 100,000 parcels in seconds.

    What was done later is told by the times that events have, but for two things that no clock may decide: what
    another office had handed over by then was there, and who looked at what is named (`judged_upon`).
    """

    def __init__(self, database: Database, until: float = _NEVER) -> None:
        self._database, self._until = database, until
        self._events: Optional[List[Tuple[str, str, str]]] = None
        self._ground = PastGround(database, None if until == _NEVER else self._later)
        self._signed: Dict[str, Dict[str, Judgement]] = {}
        self._judged_later: Tuple[float, List[Tuple[Any, ...]]] = (_NEVER, [])
        self._then: Optional[Dict[str, Optional[Record]]] = None

    def rows(self, batches: Optional[Sequence[Batch]] = None,
             only: Optional[AbstractSet[str]] = None) -> List[TableRow]:
        """A row for each parcel that stood here (of these batches; ``only`` these parcels), with `ATTRIBUTES` and what
        was signed then; no shapes, no areas (`measured`). What was split, merged or issued anew since stands as it did.
        While a 容错纠错 was open what was signed before is held back.
        """
        known = {one.uuid: one for one in (queries.batches(self._database, False) if batches is None else batches)}
        land, mineral = self._judged(LAND), self._judged(MINERAL)
        held = self._in_correction()
        patches = {each[0]: (each[1], each[2:]) for each in self._database.tuples(_PATCHES)}
        alike = _Alike(_KEPT_ATTRIBUTES)  # a township's patches share their attributes
        found: Dict[str, List[TableRow]] = {uuid: [] for uuid in known}
        nothing: Dict[str, object] = {}
        for _, _, uuid, patch, batch, dkbh, status in sorted(self._ground.rows()):
            if batch not in known or patch not in patches or (only is not None and uuid not in only):
                continue
            jcbh, values = patches[patch]
            parcel = ParcelRecord(uuid, patch, batch, jcbh or "", dkbh, status, alike[values], nothing, (), None)
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
        links: Dict[str, Dict[str, List[str]]] = {}
        for name, uuid, parcel in self._database.tuples(_LINKS):
            links.setdefault(name, {}).setdefault(uuid, []).append(parcel)
        now = [record for name in ((kind_of(kind).name,) if kind else RECORD_KINDS)
               for record in self._kept(name, links.get(name, {}))]
        if self._until == _NEVER:
            return now
        then = self._contents_then()
        found = [record for record in now if record.uuid not in then]
        found += [record for record in then.values() if record is not None and kind in ("", record.kind)]
        order = {record.uuid: place for place, record in enumerate(now)}
        return sorted(found, key=lambda record: order.get(record.uuid, len(order)))

    def _kept(self, kind: str, links: Mapping[str, Sequence[str]]) -> List[Record]:
        """As `records.find`, without looking at each row by its names. ``links``: by record its parcels."""
        codes = tuple(kind_of(kind).by_code)
        table = quoted(RECORDS[kind].name)
        rows = self._database.tuples(" ".join((
            "SELECT", names_in_order(("uuid", "act", *codes)), "FROM", table, "ORDER BY fid")))
        return [Record(uuid, kind, tuple(links.get(uuid, ())), act,
                       {code: value for code, value in zip(codes, values) if value is not None})
                for uuid, act, *values in rows]

    def first_looks(self, kinds: Sequence[str]) -> Dict[str, Look]:
        """By uuid of each record of these kinds: when it was first kept, and upon which signature."""
        found: Dict[str, Look] = {}
        for kind in kinds:
            table = quoted(RECORDS[kind_of(kind).name].name)
            for uuid, recorded, text, upon in self._database.tuples(" ".join((_WORDS, "FROM", table, _FIRST))):
                if uuid not in found:
                    names = looked_at.names_in(upon) if upon else None
                    found[uuid] = Look(recorded, names.get(looked_at.AT) or text if names else text, names)
        return found

    def judged_upon(self, asked: Mapping[str, Asked], subject: str = LAND) -> Dict[str, Optional[Judgement]]:
        """What was signed of each of these parcels when it was first looked at: what the looks name, whatever any clock
        says; before the moment of one that names nothing.
        """
        now = self._signed_now(subject)
        found: Dict[str, Optional[Judgement]] = {}
        by_clock: Dict[str, float] = {}
        others: Dict[str, Asked] = {}
        for uuid, one in asked.items():
            signed = now.get(uuid)
            if not one.names:
                by_clock[uuid] = one.unnamed
            elif one.unnamed == _NEVER and signed is not None and one.names == {
                    looked_at.name_of(signed.signed_at, signed.signed_by)}:
                found[uuid] = signed
            else:
                others[uuid] = one
        chains: Dict[str, List[Tuple[Any, ...]]] = {}
        for uuid, *event in self._of(_STATES, others.keys(), order="ORDER BY sequence"):
            chains.setdefault(uuid, []).append(tuple(event))
        for uuid, one in others.items():
            found[uuid] = _first_looked_at(uuid, _telling(chains.get(uuid, []), one), one, subject)
        return {**found, **self.judged_before(by_clock, subject)}

    def ground_changed(self) -> FrozenSet[str]:
        """The parcels that stood with another shape than today's, or stand no more: what is measured is not theirs."""
        return self._ground.changed()

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

    def farmland(self, parcels: AbstractSet[str], adjustable: str, net: bool) -> Dict[str, float]:
        """m² of 耕地 of these parcels as `nested.farmland` has it of what is `measured`, summed as it is read; of which
        no land class was measured is not there. ``net``: without field ridges.
        """
        found: Dict[str, float] = {}
        tables: Dict[str, str] = dict(self._database.tuples(_OTHER_TABLES))
        for uuid, code, area, area_net in self._of(_CLASSES, parcels, _LAND_CLASSES):
            whole = found.get(uuid, 0.0)
            counts = is_farmland(code, adjustable, tables.get(uuid, ""))
            found[uuid] = whole + (area_net if net else area) if counts else whole
        for uuid, measured in self.measured(parcels - found.keys()).items():  # nothing lies in any class
            if _LAND_CLASSES in measured.roles:
                found[uuid] = 0.0
        return found

    def _of(self, query: str, parcels: AbstractSet[str], *given: str, order: str = "") -> Iterator[Tuple[Any, ...]]:
        """The rows of these parcels: asked for a portion at a time, or all and then chosen where that is quicker.
        ``order``: of a query that ends where the parcels are to be named.
        """
        wanted = sorted(parcels)
        if len(wanted) > _MANY and not order:
            yield from (row for row in self._database.tuples(query, given) if row[0] in parcels)
            return
        glue = "" if order else "AND parcel_uuid IN" if given else "WHERE parcel_uuid IN"
        for start in range(0, len(wanted), _PORTION):
            some = wanted[start:start + _PORTION]
            yield from self._database.tuples(" ".join((query, glue, marks_for(some), order)), (*given, *some))

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
        if not self._signed:
            alike = _Alike(SIGNED)  # of two in three answers are the outcome and its case
            self._signed = {LAND: {}, MINERAL: {}}
            for row in self._database.tuples(_JUDGED):
                uuid, by, at, basis, reason, told = row[:_SIGNATURES]
                self._signed[told][uuid] = Judgement(uuid, alike[row[_SIGNATURES:]], by, at, basis, reason, told)
        return self._signed[subject]

    def _rewound(self, moments: Mapping[str, float], subject: str) -> Dict[str, Optional[Judgement]]:
        """Of the parcels whose judgement was made, changed or withdrawn after their moment: what it was before that.
        Without moments: after this past's.
        """
        name = KEPT_AS[subject]
        told = f'"{name}":'
        found: Dict[str, Optional[Judgement]] = {}
        for chain, recorded, payload in self._judged_since(min(moments.values())) if moments else (
                (chain, _NEVER, payload) for chain, kind, payload in self._later() if kind not in _OF_RECORDS):
            if chain in found or told not in payload or (moments and recorded <= moments.get(chain, _NEVER)):
                continue
            for uuid, before in _states_before(chain, json.loads(payload)):
                if name in before and uuid not in found and (not moments or recorded > moments.get(uuid, _NEVER)):
                    found[uuid] = _judgement(uuid, before[name], subject)
        return found

    def _judged_since(self, moment: float) -> List[Tuple[Any, ...]]:
        if self._judged_later[0] != moment:
            self._judged_later = (moment, self._database.tuples(_JUDGED_LATER, (moment,)))
        return self._judged_later[1]

    def _later(self) -> List[Tuple[str, str, str]]:
        """(chain, kind, payload) of the events that are later than this past, in their order; read once."""
        if self._events is None:
            own = str(self._database.value("SELECT value FROM meta WHERE key = 'workspace_id'"))
            day = datetime.fromtimestamp((self._until - _EPOCH) * _SECONDS, timezone.utc)
            day_before, day_after = ((day + timedelta(days=days)).date().isoformat() for days in (-1, 2))
            last = self._database.tuples(_LAST_OF_OURS, (own, day_after, self._until))[0][0]
            self._events = self._database.tuples(_LATER, (day_before, self._until, own, -1 if last is None else last))
        return self._events

    def _contents_then(self) -> Dict[str, Optional[Record]]:
        """Of the records that something was done to later: what they were; ``None`` for one that was not there."""
        if self._then is None:
            self._then = {}
            for uuid, kind, payload in self._later():
                if kind in _OF_RECORDS or '"record":' in payload or '"records":' in payload:
                    for each, before in _contents_before(uuid, json.loads(payload)):
                        self._then.setdefault(each, before)
        return self._then

    def _in_correction(self) -> Set[str]:
        if self._until == _NEVER:
            return records_room.in_correction(self._database)
        return {parcel for record in self.records("correction") if is_empty(record.values.get("HDJL"))
                for parcel in record.parcels}


def _first_looked_at(uuid: str, chain: Sequence[Tuple[Any, ...]], asked: Asked, subject: str) -> Optional[Judgement]:
    """Of what was signed one after another (uuid, sequence, time, payload of each event) what was first looked at."""
    if len(chain) == 1 and len(asked.names) == 1 and asked.unnamed == _NEVER:  # nearly always: what made it
        kept = looked_at.state_in(json.loads(chain[0][3]), "after", uuid).get(KEPT_AS[subject])
        if isinstance(kept, dict) and looked_at.name_of(kept.get("signed_at"), kept.get("signed_by")) in asked.names:
            return _judgement(uuid, kept, subject)
    changes = list(looked_at.changes_of(((event, number, text) for event, number, _, text in chain), uuid, subject))
    times = {number: recorded for _, number, recorded, _ in chain}

    def before(moment: float) -> int:
        return next((place for place, each in enumerate(changes) if times[each.sequence] > moment), len(changes))

    named = [place for place in range(len(changes) + 1) if looked_at.names(changes, place) in asked.names][:1]
    clocked = [before(asked.unnamed)] if asked.unnamed != _NEVER else []
    place = min((*named, *clocked), default=before(asked.moment))
    return _judgement(uuid, changes[place - 1].signed, subject) if place else None


def _telling(chain: List[Tuple[Any, ...]], asked: Asked) -> List[Tuple[Any, ...]]:
    """The events of a chain, or of them the one that made the only signature that is asked for: it alone is read."""
    (name,) = asked.names if len(asked.names) == 1 and asked.unnamed == _NEVER else ("",)
    at = f'"signed_at":"{name.partition(" ")[0]}"' if name else ""
    made = next((event for event in chain if at in event[3] and at in event[3].partition('"before":')[0]), None)
    return [made] if at and made is not None else chain


def _states_before(chain: str, payload: Mapping[str, object]) -> Iterator[Tuple[str, Mapping[str, object]]]:
    """Each parcel of which an event says anything, with what was said of it before."""
    states = payload.get("states")
    both = states.get("before") if isinstance(states, dict) else {chain: payload.get("before")}
    yield from ((uuid, each) for uuid, each in (both.items() if isinstance(both, dict) else ())
                if isinstance(each, dict))


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
