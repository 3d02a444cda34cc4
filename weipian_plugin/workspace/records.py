"""Records: acts, rectifications, papers … each kept, changed and taken away as one event, with undo and history."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple
from uuid import UUID, uuid4, uuid5

from ..domain.definitions import CORRECTION_CONCLUDED
from ..domain.errors import WeipianError
from ..domain.forms.record_kinds import RECORD_KINDS, checked, kind_of, same_key
from ..domain.records import RETIRED, STUB, Event, Record, SurveyFlag
from . import events, looked_at
from .database import MOST_MARKS, Database, delete, insert, marks_for, quoted, select
from .schema import RECORDS, values_of

Content = Dict[str, object]  # kind, parcels, act, values: a record as its events hold it


ELSEWHERE = ""
"""The kind beside a record's parcel that only another office has: it stays in the record, and is shown nowhere."""
_KEYED = UUID("0d1e7f5c-6a55-5c1f-8a0e-5f1b0c7b4d92")


class Register:
    """Where records are kept: a database and who keeps them."""

    def __init__(self, database: Database, actor: str, origin: Optional[Mapping[str, object]] = None,
                 at_once: str = "") -> None:
        """``origin``: of the table that what follows comes from; ``at_once``: the name of one act that all is part of,
        and is undone with.
        """
        self.database, self.actor, self._origin = database, actor, origin
        self._at_once = {events.AT_ONCE: at_once} if at_once else {}

    def put(self, record: Record) -> Record:
        """Keep a record, or change the one with its uuid; the record as it is kept.

        One whose kind has a key (a finding's state, a survey flag) takes the place of the one with the same key.
        Raises what `record_kinds.checked` raises, ``UNKNOWN_RECORD`` for a uuid (or an act) that is none of this kind,
        ``UNKNOWN_PARCEL``.
        """
        return self.put_all((record,))[0]

    def put_all(self, records: Sequence[Record]) -> List[Record]:
        """Keep records in one transaction, each as an event of its own: all of them, or none where one is unsound."""
        sound = [checked(record) for record in records]
        with self.database.transaction() as connection:
            return [self.put_within(connection, wanted) for wanted in sound]

    def put_with_parts(self, head: Record, parts: Sequence[Record]) -> List[Record]:
        """Keep a record and others that belong to it (their ``act`` is its uuid) in one transaction; as they are kept,
        the head first.
        """
        sound, sound_parts = checked(head), [checked(part) for part in parts]
        with self.database.transaction() as connection:
            kept = self.put_within(connection, sound)
            return [kept, *(self.put_within(connection, replace(part, act=kept.uuid)) for part in sound_parts)]

    def put_within(self, connection: sqlite3.Connection, wanted: Record) -> Record:
        """Keep a record that was `checked`, in a transaction of the caller's."""
        if not wanted.uuid:
            wanted = replace(wanted, uuid=_uuid_of_same(connection, wanted) or _new_uuid(connection, wanted))
            before = content_of(connection, wanted.kind, wanted.uuid)
        else:
            before = content_of(connection, wanted.kind, wanted.uuid)
            if before is None and not kind_of(wanted.kind).worked_out:  # those are named by what they say
                raise WeipianError("UNKNOWN_RECORD", record=wanted.uuid, kind=kind_of(wanted.kind).zh)
        _require_known(connection, wanted)
        after = _as_content(wanted)
        if before is not None:
            after["parcels"] = _with_others(connection, wanted.uuid, wanted.parcels)
        self._write(connection, events.RECORDED, wanted.uuid, before, after)
        return wanted

    def remove(self, uuid: str) -> None:
        """Take a record away. Raises ``UNKNOWN_RECORD``, ``RECORD_IN_USE`` for an act that others belong to."""
        self.remove_all((uuid,))

    def remove_all(self, uuids: Sequence[str]) -> None:
        """Take records away in this order, in one transaction. Raises as `remove`."""
        with self.database.transaction() as connection:
            for uuid in uuids:
                self.remove_within(connection, uuid)

    def remove_within(self, connection: sqlite3.Connection, uuid: str) -> None:
        """Take a record away in a transaction of the caller's; from an office that has other parcels of it, nothing is
        taken but ours.
        """
        kind = _kind_of_uuid(connection, uuid)
        parts = _parts(connection, uuid)
        if parts:
            raise WeipianError("RECORD_IN_USE", record=uuid, kind=kind_of(kind).zh, count=parts)
        before, others = content_of(connection, kind, uuid), _with_others(connection, uuid, ())
        if others and before is not None:
            self._write(connection, events.RECORDED, uuid, before, {**before, "parcels": others})
        else:
            self._write(connection, events.UNRECORDED, uuid, before, None)

    def compensate(self, done: Sequence[Event], kind: str) -> Event:
        """Take back what events (of one act, the latest first) did to records, as events of this ``kind``: all or none.
        The event of the last of them; of several with the parcels of all.

        Raises ``UNDO_OVERTAKEN`` where a record is another since.
        """
        with self.database.transaction() as connection:
            for event in done:
                self._compensate(connection, event, kind)
        last = events.history(self.database, done[-1].record)[-1]
        if len(done) == 1:
            return last
        parcels = list(dict.fromkeys(parcel for event in reversed(done) for parcel in event.parcels))
        kept = {str(event.payload["record"]): event.record for event in done}
        return replace(last, payload={**last.payload, "parcels": parcels, "kept": kept})

    def _compensate(self, connection: sqlite3.Connection, event: Event, kind: str) -> None:
        name = str(event.payload["record"])
        before, after = _part(event, "before"), _part(event, "after")
        if not _is_as_left(connection, name, event, after) or (before is None and _parts(connection, event.record)):
            raise WeipianError("UNDO_OVERTAKEN", actor=self.actor)
        if before is not None:
            here = parcels_here(connection, _texts(before["parcels"]))
            _require_known(connection, as_record(event.record, {**before, "parcels": here}))
        self._write(connection, kind, event.record, after, before, event.uuid)

    def _write(
        self, connection: sqlite3.Connection, kind: str, uuid: str, before: Optional[Content],
        after: Optional[Content], undoes: str = "",
    ) -> None:
        if before == after:
            return
        contents = [content for content in (before, after) if content is not None]
        parcels = list(dict.fromkeys(parcel for content in contents for parcel in _texts(content["parcels"])))
        payload = {**events.with_origin(self._origin), **self._at_once, "record": contents[0]["kind"],
                   "parcels": parcels, "before": before, "after": after}
        named = looked_at.upon(connection, contents[0], self._origin) if before is None else {}
        if named:
            payload[looked_at.UPON] = named
        events.append(connection, kind, self.actor, payload, uuid, undoes, parcels)
        project(connection, str(contents[0]["kind"]), uuid, after)


def _parts(connection: sqlite3.Connection, uuid: str) -> int:
    """How many records belong to an act."""
    return sum(len(select(connection, table.name, "act", uuid)) for table in RECORDS.values())


def _part(event: Event, name: str) -> Optional[Content]:
    part = event.payload.get(name)
    return dict(part) if isinstance(part, dict) else None


def _texts(value: object) -> List[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []


def _as_content(record: Record) -> Content:
    return {"kind": record.kind, "parcels": list(record.parcels), "act": record.act, "values": dict(record.values)}


def as_record(uuid: str, content: Mapping[str, object]) -> Record:
    """A record as its events hold it."""
    values = content["values"]
    return Record(uuid, str(content["kind"]), tuple(_texts(content["parcels"])), str(content["act"]),
                  dict(values) if isinstance(values, dict) else {})


def content_of(connection: sqlite3.Connection, kind: str, uuid: str) -> Optional[Content]:
    """A record as its events hold it; ``None`` where there is none."""
    rows = select(connection, RECORDS[kind].name, "uuid", uuid)
    if not rows:
        return None
    links = connection.execute(
        "SELECT parcel_uuid FROM record_parcels WHERE record_uuid = ? ORDER BY position", (uuid,)).fetchall()
    fields = kind_of(kind).by_code
    return {"kind": kind, "parcels": [row[0] for row in links], "act": rows[0]["act"],
            "values": values_of(fields, rows[0])}


def parcels_here(connection: sqlite3.Connection, parcels: Sequence[str]) -> List[str]:
    """Those of these parcels that this workspace has, in their order: of a record other offices may have others."""
    here: Set[str] = set()
    for start in range(0, len(parcels), MOST_MARKS):
        some = parcels[start:start + MOST_MARKS]
        query = " ".join(("SELECT uuid FROM parcels WHERE status <> 'stub' AND uuid IN", marks_for(some)))
        here.update(str(row[0]) for row in connection.execute(query, some).fetchall())
    return [uuid for uuid in parcels if uuid in here]


def _with_others(connection: sqlite3.Connection, uuid: str, parcels: Sequence[str]) -> List[str]:
    """A record's parcels here, as they are to be, with those of it that only other offices have, which stay in it."""
    before = connection.execute(
        "SELECT parcel_uuid, kind FROM record_parcels WHERE record_uuid = ? ORDER BY position", (uuid,)).fetchall()
    others = {str(row[0]) for row in before if row[1] == ELSEWHERE} - set(parcels)
    if not others:
        return list(parcels)
    ours, found = list(parcels), []
    for row in before:
        found += [str(row[0])] if row[0] in others else ours[:1]
        ours = ours if row[0] in others else ours[1:]
    return [*found, *ours]


def _is_as_left(connection: sqlite3.Connection, kind: str, event: Event, after: Optional[Content]) -> bool:
    """Is the record still what an event made of it?"""
    if after is not None and after["parcels"] and not parcels_here(connection, _texts(after["parcels"])):
        last = connection.execute("SELECT uuid FROM events WHERE parcel_uuid = ? ORDER BY sequence DESC LIMIT 1",
                                  (event.record,)).fetchone()
        return last is not None and bool(last[0] == event.uuid)  # it is not shown here: only its events tell
    return content_of(connection, kind, event.record) == after


def project(connection: sqlite3.Connection, kind: str, uuid: str, content: Optional[Mapping[str, object]]) -> None:
    """Write a record into its kind's table and its parcels beside it; ``None`` takes it out. One of which only other
    offices have parcels is not shown.
    """
    table = RECORDS[kind]
    present = select(connection, table.name, "uuid", uuid)
    delete(connection, table.name, "uuid", uuid)
    delete(connection, "record_parcels", "record_uuid", uuid)
    if content is None:
        return
    record = as_record(uuid, content)
    # What concerns one parcel is nowhere where that one is not.
    here = set(parcels_here(connection, record.parcels) if kind_of(kind).many_parcels else record.parcels)
    if record.parcels and not here:
        return
    place = {table.key: present[0][table.key]} if present else {}  # a record that is changed keeps its place
    values = {field.code: record.values.get(field.code) for field in table.fields}
    insert(connection, table.name, [{**place, "uuid": uuid, "act": record.act, **values}])
    insert(connection, "record_parcels", [
        {"record_uuid": uuid, "parcel_uuid": parcel, "kind": kind if parcel in here else ELSEWHERE,
         "position": position} for position, parcel in enumerate(record.parcels)])


def _uuid_of_same(connection: sqlite3.Connection, record: Record) -> str:
    kind = kind_of(record.kind)
    if kind.key is None:
        return ""
    found = connection.execute(
        "SELECT record_uuid FROM record_parcels WHERE parcel_uuid = ? AND kind = ?", (record.parcels[0], record.kind))
    for (uuid,) in found.fetchall():
        content = content_of(connection, record.kind, uuid)
        if content is not None and same_key(kind, record.values, as_record(uuid, content).values):
            return str(uuid)
    return ""


def _new_uuid(connection: sqlite3.Connection, record: Record) -> str:
    """Of what stands once by its key the same in every office, so that what two of them say of it meets."""
    kind = kind_of(record.kind)
    if kind.key is None:
        return str(uuid4())
    told = [record.kind, *record.parcels, *(str(record.values.get(code) or "") for code in kind.key)]
    uuid = str(uuid5(_KEYED, "/".join(told)))
    return str(uuid4()) if _is_there(connection, RECORDS[record.kind].name, uuid) else uuid


def _require_known(connection: sqlite3.Connection, record: Record) -> None:
    for parcel in record.parcels:
        found = connection.execute("SELECT status FROM parcels WHERE uuid = ?", (parcel,)).fetchone()
        if found is None or found[0] in (STUB, RETIRED):
            raise WeipianError("UNKNOWN_PARCEL", parcel=parcel)
    owners = kind_of(record.kind).belongs_to
    if record.act and not any(_is_there(connection, RECORDS[name].name, record.act) for name in owners):
        raise WeipianError("UNKNOWN_RECORD", record=record.act, kind=kind_of("act").zh)


def _is_there(connection: sqlite3.Connection, table: str, uuid: str) -> bool:
    """Is there a record of this uuid? Not read as a whole: a sample's design is long, and its parcels are many."""
    query = " ".join(("SELECT 1 FROM", quoted(table), "WHERE uuid = ?"))
    return connection.execute(query, (uuid,)).fetchone() is not None


def _kind_of_uuid(connection: sqlite3.Connection, uuid: str) -> str:
    for kind, table in RECORDS.items():
        if select(connection, table.name, "uuid", uuid):
            return kind
    raise WeipianError("UNKNOWN_RECORD", record=uuid, kind="记录")


def find(database: Database, kind: str, parcel: str, act: str) -> List[Record]:
    """The records of a kind (of all), about a parcel, of an act; in the order they were first kept."""
    found: List[Record] = []
    kinds: Iterable[str] = RECORD_KINDS if not kind else (kind_of(kind).name,)
    if parcel:  # asked for several times at each step of whoever judges: of most parcels there is none
        known = database.remembered(("kinds of records", parcel), lambda: _kinds_about(database, parcel))
        kinds = [name for name in kinds if name in known]
    for name in kinds:
        table = RECORDS[name]
        condition = "WHERE (? = '' OR act = ?)"
        wanted = [act, act]
        if parcel:
            condition += " AND uuid IN (SELECT record_uuid FROM record_parcels WHERE parcel_uuid = ?)"
            wanted.append(parcel)
        rows = database.rows(" ".join(("SELECT * FROM", quoted(table.name), condition, "ORDER BY fid")), wanted)
        links = _links(database, name, parcel) if rows else {}
        fields = kind_of(name).by_code
        found += [Record(row["uuid"], name, tuple(links.get(row["uuid"], ())), row["act"], values_of(fields, dict(row)))
                  for row in rows]
    return found


def _kinds_about(database: Database, parcel: str) -> Set[str]:
    """Of which kinds there are records about a parcel."""
    found = database.rows("SELECT DISTINCT kind FROM record_parcels WHERE parcel_uuid = ?", (parcel,))
    return {str(row[0]) for row in found}


def _links(database: Database, kind: str, parcel: str) -> Dict[str, List[str]]:
    """By record of a kind (that concerns ``parcel``): all its parcels."""
    links: Dict[str, List[str]] = {}
    for row in database.rows(
        """SELECT record_uuid, parcel_uuid FROM record_parcels WHERE kind = ? AND (? = '' OR record_uuid IN (
             SELECT record_uuid FROM record_parcels WHERE parcel_uuid = ?)) ORDER BY record_uuid, position""",
        (kind, parcel, parcel),
    ):
        links.setdefault(row[0], []).append(row[1])
    return links


def among(database: Database, kind: str, parcels: Sequence[str]) -> List[Record]:
    """The records of a kind about any of these parcels, at most `database.MOST_MARKS`, in the order they were kept."""
    about = " ".join(("(SELECT record_uuid FROM record_parcels WHERE kind = ? AND parcel_uuid IN",
                      marks_for(parcels), ")"))
    given = (kind, *parcels)
    rows = database.rows(
        " ".join(("SELECT * FROM", quoted(RECORDS[kind].name), "WHERE uuid IN", about, "ORDER BY fid")), given)
    links: Dict[str, List[str]] = {}
    linked = ("SELECT record_uuid, parcel_uuid FROM record_parcels WHERE kind = ? AND record_uuid IN", about,
              "ORDER BY record_uuid, position")
    for row in database.rows(" ".join(linked), (kind, *given)) if rows else ():
        links.setdefault(row[0], []).append(row[1])
    fields = kind_of(kind).by_code
    return [Record(row["uuid"], kind, tuple(links.get(row["uuid"], ())), row["act"], values_of(fields, dict(row)))
            for row in rows]


def record_of(database: Database, uuid: str) -> Record:
    """The record with this uuid. Raises ``UNKNOWN_RECORD``."""
    with database.errors():
        kind = _kind_of_uuid(database.connection, uuid)
        content = content_of(database.connection, kind, uuid) or {}
        here = parcels_here(database.connection, _texts(content.get("parcels")))
    return as_record(uuid, {**content, "parcels": here})


def replay(history: Iterable[Event]) -> Dict[str, Record]:
    """The records as their events add up to them; the tables must say the same."""
    found: Dict[str, Record] = {}
    for event in history:
        after = _part(event, "after")
        contents = {event.record: after} if event.record else _contents_after(event)
        for uuid, content in contents.items():
            if content is None:
                found.pop(uuid, None)
            else:
                found[uuid] = as_record(uuid, content)
    return found


def _contents_after(event: Event) -> Dict[str, Optional[Content]]:
    """The records that an event of shapes left, made or took away (`geometry_edits`)."""
    part = event.payload.get("records")
    after = part.get("after") if isinstance(part, dict) else None
    return dict(after) if isinstance(after, dict) else {}


def now(connection: sqlite3.Connection, uuid: str) -> Optional[Content]:
    """A record of whatever kind as its events hold it; ``None`` where there is none."""
    found = (content_of(connection, kind, uuid) for kind in RECORDS)
    return next((content for content in found if content is not None), None)


def about(connection: sqlite3.Connection, parcel: str) -> Dict[str, Content]:
    """The records about a parcel, by uuid, in the order they were kept there."""
    rows = connection.execute(
        "SELECT record_uuid, kind FROM record_parcels WHERE parcel_uuid = ? ORDER BY fid", (parcel,)).fetchall()
    contents = {str(uuid): content_of(connection, kind, uuid) for uuid, kind in rows}
    return {uuid: content for uuid, content in contents.items() if content is not None}


def has_photo(connection: sqlite3.Connection, parcel: str) -> bool:
    """Is a photo of the place attached to the parcel?"""
    return connection.execute(
        """SELECT 1 FROM record_attachment a JOIN record_parcels l ON l.record_uuid = a.uuid
           WHERE l.parcel_uuid = ? AND a.FJLX = 'photo' LIMIT 1""", (parcel,)).fetchone() is not None


def require_no_correction(connection: sqlite3.Connection, parcel: str) -> None:
    """Raises ``CORRECTION_OPEN`` while a 容错纠错 about the parcel is not concluded (domain §8.5)."""
    for row in connection.execute(
        """SELECT c.* FROM record_correction c JOIN record_parcels l ON l.record_uuid = c.uuid
           WHERE l.parcel_uuid = ?""", (parcel,)).fetchall():
        if not row[CORRECTION_CONCLUDED]:
            raise WeipianError("CORRECTION_OPEN", number=row["FKWH"] or "-", office=row["FKJG"] or "-")


def in_correction(database: Database) -> Set[str]:
    """The parcels whose 容错纠错 is open: 存疑—容错中."""
    return set(database.remembered(("in correction",), lambda: [row[0] for row in database.rows(
        """SELECT DISTINCT l.parcel_uuid FROM record_correction c JOIN record_parcels l ON l.record_uuid = c.uuid
           WHERE coalesce(c.HDJL, '') = ''""")]))


def survey_flags(database: Database) -> List[SurveyFlag]:
    """What the survey team must treat apart, in the order of issue."""
    found = database.rows(
        """SELECT s.*, p.uuid AS parcel, p.dkbh, t.JCBH AS jcbh FROM record_survey s
           JOIN record_parcels l ON l.record_uuid = s.uuid JOIN open_parcels p ON p.uuid = l.parcel_uuid
           JOIN patches t ON t.uuid = p.patch_uuid JOIN batches b ON b.uuid = p.batch_uuid
           ORDER BY b.fid, p.position, p.fid""")
    fields = kind_of("survey").by_code
    return [SurveyFlag(row["parcel"], row["dkbh"], row["jcbh"], str(row["BGDCBS"] or ""), int(row["BGDCND"] or 0),
                       values_of(fields, dict(row))) for row in found]


def attachments(database: Database) -> Dict[str, Tuple[Record, ...]]:
    """Every attachment by its parcel."""
    by_parcel: Dict[str, List[Record]] = {}
    for record in find(database, "attachment", "", ""):
        by_parcel.setdefault(record.parcels[0], []).append(record)
    return {parcel: tuple(records) for parcel, records in by_parcel.items()}
