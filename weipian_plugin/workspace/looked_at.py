"""Which signature stood when somebody looked: every audit, second reading and ruling names it as it is kept.

What is named is told by the order of events in the file, never by a clock: whatever is signed or merged later is
another signature, and what was handed out to be read is what stood when it was handed out. A word that says of itself
that it is of an earlier day than the one on which it is kept names nothing: upon what it was said nobody has written.
"""

from __future__ import annotations

import json
import sqlite3
from math import inf
from typing import Any, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from . import events
from .events import KEPT_AS

DAYS: Mapping[str, str] = {"audit": "SHSJ", "recheck": "FPSJ", "ruling": "CDSJ"}
"""The kinds of records that are somebody's word about what was filed, and the field that says of which day."""
UPON = "upon"  # in the payload of the event that keeps such a record: by subject the signature's name; at: since when
AT = "at"
_PARTS = 11
_CHANGED = "event:"  # nothing was signed any more: the event since which that is so
_SIGNED = "SELECT subject, signed_at, signed_by FROM judgements WHERE parcel_uuid = ?"
_STATES = """SELECT uuid, sequence, payload FROM events WHERE parcel_uuid = ? AND kind NOT IN ('record', 'unrecord')
    AND instr(payload, ?) ORDER BY sequence"""
_HANDED = """SELECT sequence, recorded_at FROM events WHERE parcel_uuid = '' AND kind = 'handed'
    AND instr(payload, ?) ORDER BY sequence DESC LIMIT 1"""


class Change(NamedTuple):
    """A judgement that was made or withdrawn: by which event, and what is signed since, as events hold it."""

    event: str
    sequence: int
    signed: Optional[Mapping[str, object]]


def name_of(signed_at: object, signed_by: object) -> str:
    """By what a signature is named among those of one parcel."""
    return f"{signed_at} {signed_by}"


def names(changes: Sequence[Change], number: int) -> str:
    """The name of what stands after so many changes; "" where nobody had ever signed."""
    if not number:
        return ""
    last = changes[number - 1]
    return name_of(last.signed.get("signed_at"), last.signed.get("signed_by")) if last.signed else _CHANGED + last.event


def upon(connection: sqlite3.Connection, content: Mapping[str, object], origin: Optional[Mapping[str, object]]
         ) -> Dict[str, str]:
    """What the event names that keeps a record (as events hold it); empty where there is nothing to be named.

    ``origin``: of the review file that the record comes from.
    """
    parcels, values = content["parcels"], content["values"]
    code = DAYS.get(str(content["kind"]))
    if code is None or not isinstance(parcels, list) or not isinstance(values, dict):
        return {}
    handed = _handed_out(connection, origin)
    if handed is None and str(values.get(code) or "") < events.now()[:10]:
        return {}
    parcel = str(parcels[0])
    now = {} if handed is not None else {
        row[0]: name_of(row[1], row[2]) for row in connection.execute(_SIGNED, (parcel,)).fetchall()}
    before = handed[0] if handed is not None else inf
    found = {}
    for subject, name in KEPT_AS.items():
        if subject in now:
            found[subject] = now[subject]
            continue
        rows = connection.execute(_STATES, (parcel, f'"{name}":')).fetchall()
        changes = [each for each in changes_of(map(tuple, rows), parcel, subject) if each.sequence < before]
        if handed is None:  # nothing is signed now: since when?
            changes = [each for each in changes if each.signed is None][-1:]
        found[subject] = names(changes, len(changes))
    return found if handed is None else {**found, AT: handed[1]}


def names_in(text: str) -> Mapping[str, str]:
    """What a payload names, from the part of its text that says so: the last of it, for keys stand in order."""
    parts = text.split('"')
    if len(parts) == _PARTS and "\\" not in text:  # "upon":{"land":"…","mineral":"…"}}, told without a parser
        return {parts[3]: parts[5], parts[7]: parts[9]}
    found: Mapping[str, str] = json.loads("{" + text)[UPON]
    return found


def changes_of(rows: Iterable[Tuple[Any, ...]], parcel: str, subject: str) -> Iterator[Change]:
    """Of (uuid, sequence, payload) of a parcel's events, in their order, those that made or withdrew a judgement."""
    name = KEPT_AS[subject]
    for uuid, sequence, payload in rows:
        after = state_in(json.loads(payload), "after", parcel)
        if name in after:
            signed = after[name]
            yield Change(uuid, sequence, signed if isinstance(signed, dict) else None)


def state_in(payload: Mapping[str, object], side: str, parcel: str) -> Mapping[str, object]:
    """What an event says of a parcel's state (``before``, ``after``), whether it is of it alone or of many."""
    states = payload.get("states")
    found = states.get(side) if isinstance(states, dict) else None
    state = found.get(parcel) if isinstance(found, dict) else payload.get(side)
    return state if isinstance(state, dict) else {}


def _handed_out(connection: sqlite3.Connection, origin: Optional[Mapping[str, object]]) -> Optional[Tuple[int, str]]:
    """When a review file was made: the number of that event, and its time."""
    file = str((origin or {}).get("file_id") or "")
    rows: List[sqlite3.Row] = connection.execute(_HANDED, (f'"{file}"',)).fetchall() if file else []
    return (int(rows[0][0]), str(rows[0][1])) if rows else None
