"""Events: every decision and every import, appended once; and what they add up to."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import datetime
from typing import Dict, FrozenSet, Iterable, List, Mapping, Optional, Sequence, Tuple
from uuid import uuid4

from ..domain.definitions import LAND, MINERAL
from ..domain.records import Event
from .database import Database, insert, marks_for
from .migrations import current_version

DRAFTED, NOTED, FLAGGED, RATED, SIGNED, UNDONE = "draft", "note", "flag", "confidence", "sign", "undo"
ORIGIN, REFUSED = "origin", "refuse"  # in the payload of what a returned table brought: its file and row; not wanted
AT_ONCE = "at_once"  # in the payload of records that were kept by one act: its name; they are undone as one
DESPITE = "despite"  # in a signature's payload: the checks that stood open against it, and what they said
REDONE = "redo"
RECORDED, UNRECORDED = "record", "unrecord"
ASSIGNED, FLAGGED_TOGETHER, TOWNSHIP_NAMED, DATES_GIVEN = "assign", "flags", "township", "dates"
SPLIT, MERGED, RESHAPED, ACTUAL, DRAWN = "split", "merge", "reshape", "actual", "draw"
IMPORTED, SUPERSEDED, KEPT, QUARANTINED = "import", "supersede", "keep", "quarantine"
PROFILE, REFERENCE, SCENE = "profile", "reference", "scene"
KEPT_AS = {LAND: "judgement", MINERAL: "mineral"}  # under which name a state holds the judgement of each subject
SETTLED = "settle"  # a person decided between what offices say differently

# Of the decisions that can be undone those that still concern something here: a record, a parcel that is judged here, a
# patch that was not issued anew (one that was drawn here, and is no more since that was undone). ?1 the person, ?2 the
# workspace, ?3 the name they decided under before they gave theirs, ?4 the last event before that (`Nameless`).
_STANDING = """(e.actor = ?1 OR (e.actor = ?3 AND e.sequence > ?4)) AND e.workspace_id = ?2
    AND (e.kind IN ('record', 'unrecord', 'settle')
         OR (e.kind IN ('draft', 'note', 'flag', 'confidence', 'sign')
             AND EXISTS (SELECT 1 FROM open_parcels p WHERE p.uuid = e.parcel_uuid))
         OR (e.kind IN ('assign', 'flags', 'township', 'dates') AND EXISTS (SELECT 1 FROM event_parcels c
             JOIN open_parcels p ON p.uuid = c.parcel_uuid WHERE c.event_uuid = e.uuid))
         OR e.kind = 'draw' OR (e.kind IN ('split', 'merge', 'reshape', 'actual')
             AND EXISTS (SELECT 1 FROM patches t WHERE t.uuid = e.parcel_uuid AND t.superseded = 0)))"""

# What is undone counts again once its undoing is undone.
_LAST_DECISION = " ".join(("SELECT e.* FROM events e WHERE", _STANDING, """
    AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.uuid AND u.undoes <> ''
                    AND NOT EXISTS (SELECT 1 FROM events r WHERE r.undoes = u.uuid AND r.undoes <> ''))
    ORDER BY e.sequence DESC LIMIT 1"""))

_LAST_UNDONE = " ".join((
    "SELECT u.* FROM events u JOIN events e ON e.uuid = u.undoes WHERE u.kind = 'undo' AND", _STANDING, """
    AND NOT EXISTS (SELECT 1 FROM events r WHERE r.undoes = u.uuid AND r.undoes <> '')
    AND u.sequence > coalesce((SELECT d.sequence FROM events d
        WHERE (d.actor = ?1 OR (d.actor = ?3 AND d.sequence > ?4))
        AND d.workspace_id = u.workspace_id AND d.kind IN ('record', 'unrecord', 'draft', 'note', 'flag', 'confidence',
        'sign', 'assign', 'flags', 'township', 'dates', 'draw', 'split', 'merge', 'reshape', 'actual', 'settle')
        ORDER BY d.sequence DESC LIMIT 1), 0)
    ORDER BY u.sequence DESC LIMIT 1"""))

# What a note, a flag, who judges, a record say of a parcel changes neither its answers nor its shape.
_OF_OTHERS = """e.sequence > ? AND e.kind NOT IN ('record', 'unrecord', 'note', 'flag', 'flags', 'confidence', 'assign',
    'township', 'dates') AND (e.kind = 'settle' OR e.actor <> ?
    OR e.workspace_id <> (SELECT value FROM meta WHERE key = 'workspace_id'))"""
_CHANGED_ALONE = " ".join((
    "SELECT e.parcel_uuid, e.sequence FROM events e WHERE e.parcel_uuid <> '' AND", _OF_OTHERS))
_CHANGED_TOGETHER = " ".join((
    "SELECT c.parcel_uuid, e.sequence FROM events e JOIN event_parcels c ON c.event_uuid = e.uuid WHERE", _OF_OTHERS))
_PARCEL_OF = ("e.parcel_uuid", "c.parcel_uuid")

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))  # made once: many are kept

Nameless = Tuple[str, int]
"""The name under which a person decided here before they gave their own (the login's), and the last event before."""
NEVER_NAMELESS: Nameless = ("", 0)

State = Dict[str, object]  # answers, note, confidence, flag, judgement (of the land), mineral (judgement)


def now() -> str:
    """Wall time with its zone, ISO 8601, to the millisecond. Information only: order is the sequence."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def to_json(value: object) -> str:
    """JSON as the workspace keeps it: readable Chinese, keys in order."""
    return _JSON.encode(value)


def append(
    connection: sqlite3.Connection, kind: str, actor: str, payload: Mapping[str, object], parcel: str = "",
    undoes: str = "", concerns: Sequence[str] = (),
) -> str:
    """Append an event to its chain (a parcel's, a record's; without either the workspace's) and return its UUID.

    ``concerns`` are the parcels that an event of a record is shown with.
    """
    workspace_id = connection.execute("SELECT value FROM meta WHERE key = 'workspace_id'").fetchone()[0]
    last = connection.execute(
        "SELECT uuid FROM events WHERE parcel_uuid = ? ORDER BY sequence DESC LIMIT 1", (parcel,)
    ).fetchone()
    uuid = str(uuid4())
    insert(connection, "events", [{
        "uuid": uuid, "workspace_id": workspace_id, "parcel_uuid": parcel, "kind": kind, "actor": actor,
        "recorded_at": now(), "predecessor": last[0] if last else "", "schema_version": current_version(),
        "undoes": undoes, "payload": to_json(payload),
    }])
    insert(connection, "event_parcels", [{"event_uuid": uuid, "parcel_uuid": each} for each in concerns])
    return uuid


def with_origin(origin: Optional[Mapping[str, object]]) -> Dict[str, object]:
    """What an event's payload has of the table a decision comes from."""
    return {ORIGIN: dict(origin)} if origin else {}


def history(database: Database, parcel: str) -> List[Event]:
    """The events of a parcel and of the records about it (or of one record), oldest first; of the workspace itself
    for ``""``.
    """
    found = database.rows(
        """SELECT * FROM events WHERE parcel_uuid = ?
           OR uuid IN (SELECT event_uuid FROM event_parcels WHERE parcel_uuid = ?) ORDER BY sequence""",
        (parcel, parcel))
    return [event_of(dict(row)) for row in found]


def last_decision(database: Database, actor: str, workspace_id: str, nameless: Nameless = NEVER_NAMELESS
                  ) -> Optional[Event]:
    """The actor's last decision in this workspace that is not undone: upon a record, a parcel that is still judged
    here, or the shapes of a patch's parcels. What they decided ``nameless`` is theirs too.
    """
    found = database.row(_LAST_DECISION, (actor, workspace_id, *nameless))
    return None if found is None else event_of(dict(found))


def last_undone(database: Database, actor: str, workspace_id: str, nameless: Nameless = NEVER_NAMELESS
                ) -> Optional[Event]:
    """The event by which the actor undid last what can be done again; nothing once they have decided anew."""
    found = database.row(_LAST_UNDONE, (actor, workspace_id, *nameless))
    return None if found is None else event_of(dict(found))


def event(database: Database, uuid: str) -> Event:
    """One event."""
    found = database.row("SELECT * FROM events WHERE uuid = ?", (uuid,))
    return event_of(dict(found) if found else {})


def kept_at_once(database: Database, event: Event) -> List[Event]:
    """The events of the act that an event is of, the latest first; the event alone where it was an act by itself.

    They were written in one transaction: they stand one after another.
    """
    name = event.payload.get(AT_ONCE)
    if not name:
        return [event]
    found: List[Event] = []
    with database.errors():
        rows = database.connection.execute("SELECT * FROM events WHERE sequence <= ? ORDER BY sequence DESC",
                                           (event.sequence,))
        for row in rows:
            each = event_of(dict(row))
            if each.payload.get(AT_ONCE) != name or _way(each.kind) != _way(event.kind):
                rows.close()
                break
            found.append(each)
    return found


def _way(kind: str) -> str:
    """Was something done, taken back, or done again?"""
    return kind if kind in (UNDONE, REDONE) else ""


def undone_by(database: Database, uuid: str) -> Optional[Event]:
    """The decision that an event took back; ``None`` for one that took nothing back."""
    found = database.row("SELECT e.* FROM events u JOIN events e ON e.uuid = u.undoes WHERE u.uuid = ?", (uuid,))
    return None if found is None else event_of(dict(found))


def answered_by(database: Database, actor: str, among: Sequence[str] = ()) -> Dict[str, int]:
    """The parcels whose answers are as this person has left them here: it was they who answered last, or took that
    back, in this workspace, not somebody of the same name in another. By parcel the event; the last comes last.
    ``among``: only these (at most `database.MOST_MARKS`), at the cost of them.
    """
    of_these = " ".join(("AND parcel_uuid IN", marks_for(among))) if among else ""
    found = database.tuples(" ".join((
        """SELECT parcel_uuid, latest FROM (SELECT parcel_uuid, actor, workspace_id, max(sequence) AS latest FROM events
           WHERE kind IN ('draft', 'undo', 'redo') AND parcel_uuid <> ''""", of_these, """GROUP BY parcel_uuid)
           WHERE actor = ? AND workspace_id = (SELECT value FROM meta WHERE key = 'workspace_id')
           ORDER BY latest""")), (*among, actor))
    return {str(parcel): int(latest) for parcel, latest in found}


def last_sequence(database: Database) -> int:
    """The number of the last event there is, 0 for none."""
    return int(str(database.value("SELECT max(sequence) FROM events") or 0))


def seen_as_they_are(database: Database, actor: str, shown: Mapping[str, int],
                     among: Sequence[str] = ()) -> FrozenSet[str]:
    """The parcels that this person has had before them as they are now. ``shown``: those that were shown to them, with
    the last event there was then; to these come those that they answered here (`answered_by`). What somebody else, or
    another office's package, or a decision between offices changed since they have not seen. ``among``: see
    `answered_by`.
    """
    seen = answered_by(database, actor, among)
    for parcel in set(shown).intersection(among) if among else shown:
        seen[parcel] = max(shown[parcel], seen.get(parcel, 0))
    changed: Dict[str, int] = {}
    given = (min(seen.values(), default=0), actor)
    of_these = [" ".join(("AND", column, "IN", marks_for(among))) if among else "" for column in _PARCEL_OF]
    query = " ".join((_CHANGED_ALONE, of_these[0], "UNION ALL", _CHANGED_TOGETHER, of_these[1]))
    for parcel, sequence in database.tuples(query, (*given, *among, *given, *among)) if seen else ():
        changed[str(parcel)] = max(int(sequence), changed.get(str(parcel), 0))
    return frozenset(parcel for parcel, sequence in seen.items() if changed.get(parcel, 0) <= sequence)


def last_answered_by(database: Database, actor: str, but: str = "", nameless: Nameless = NEVER_NAMELESS) -> str:
    """The last of `answered_by` but the parcel ``but`` that has an outcome (PDLX, KPDLX: what was taken back has none),
    ``""`` for none; found from the end, however many there are.
    """
    return str(database.value(
        """SELECT e.parcel_uuid FROM events e
           WHERE e.kind IN ('draft', 'undo', 'redo') AND e.parcel_uuid NOT IN ('', ?2)
           AND (e.actor = ?1 OR (e.actor = ?3 AND e.sequence > ?4))
           AND e.workspace_id = (SELECT value FROM meta WHERE key = 'workspace_id') AND NOT EXISTS (
             SELECT 1 FROM events l WHERE l.parcel_uuid = e.parcel_uuid AND l.sequence > e.sequence
             AND l.kind IN ('draft', 'undo', 'redo'))
           AND EXISTS (SELECT 1 FROM drafts d WHERE d.parcel_uuid = e.parcel_uuid
             AND (coalesce(d.PDLX, '') <> '' OR coalesce(d.KPDLX, '') <> ''))
           ORDER BY e.sequence DESC LIMIT 1""", (actor, but, *nameless)) or "")


def standing(database: Database) -> Tuple[str, int, str]:
    """The latest wall time among events and measurements (ISO), the number of events, and a digest of which of both
    the workspace holds: two that stand alike show the same.
    """
    events = database.rows("SELECT uuid, recorded_at FROM events ORDER BY sequence")
    runs = database.rows("SELECT uuid, recorded_at FROM overlay_runs ORDER BY fid")
    digest = hashlib.sha256("".join(str(row["uuid"]) for row in (*events, *runs)).encode())
    latest = max((str(row["recorded_at"]) for row in (*events, *runs)), key=datetime.fromisoformat, default="")
    return latest, len(events), digest.hexdigest()


def event_of(row: Mapping[str, object]) -> Event:
    """A row of the table as the record other rooms know."""
    return Event(
        uuid=str(row["uuid"]), sequence=int(str(row["sequence"])), workspace_id=str(row["workspace_id"]),
        parcel_uuid=str(row["parcel_uuid"]), kind=str(row["kind"]), actor=str(row["actor"]),
        recorded_at=str(row["recorded_at"]), predecessor=str(row["predecessor"]),
        schema_version=int(str(row["schema_version"])), payload=json.loads(str(row["payload"])),
    )


def blank_state() -> State:
    """A parcel nobody has said anything about."""
    return {"answers": {}, "note": "", "confidence": "", "flag": "", "judgement": None, "mineral": None}


def merged(state: Mapping[str, object], change: Mapping[str, object]) -> State:
    """``state`` after ``change``: answers field by field (``None`` takes one away), everything else as a whole."""
    result = {**state, **change}
    answers = {**_mapping(state["answers"]), **_mapping(change.get("answers", {}))}
    result["answers"] = {code: value for code, value in answers.items() if value is not None}
    return result


def reverse(state: Mapping[str, object], change: Mapping[str, object]) -> State:
    """What of ``state`` a ``change`` overwrites: the change that takes it back."""
    before: State = {key: state[key] for key in change if key != "answers"}
    if "answers" in change:
        answers = _mapping(state["answers"])
        before["answers"] = {code: answers.get(code) for code in _mapping(change["answers"])}
    return before


def difference(old: Mapping[str, object], new: Mapping[str, object]) -> State:
    """The change that makes ``new`` of ``old``."""
    change: State = {key: value for key, value in new.items() if key != "answers" and value != old[key]}
    before, after = _mapping(old["answers"]), _mapping(new["answers"])
    answers = {code: after.get(code) for code in (*before, *after) if before.get(code) != after.get(code)}
    return {**change, "answers": answers} if answers else change


def replay(events: Iterable[Event]) -> Dict[str, State]:
    """The state of each parcel as its events add up to it; the tables of drafts and judgements must say the same."""
    states: Dict[str, State] = {}
    for event in events:
        if event.changes_shapes:
            changes = _mapping(_mapping(event.payload["states"])["after"])
        elif event.of_many:
            after = _mapping(_mapping(event.payload["together"])["after"])
            changes = {uuid: {"flag": text} for uuid, text in after.items()} if event.payload["what"] == "flag" else {}
        else:
            changes = {event.parcel_uuid: event.payload.get("after")} if event.parcel_uuid and not event.record else {}
        for uuid, change in changes.items():
            if isinstance(change, dict):
                states[uuid] = merged(states.get(uuid, blank_state()), change)
    return states


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
