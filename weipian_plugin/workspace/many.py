"""What is decided of many parcels at once: who judges them, a flag with a reason. One event, to be undone as one."""

from __future__ import annotations

import sqlite3
from typing import Dict, List, Mapping, Sequence, Tuple
from uuid import uuid4

from ..domain.errors import WeipianError
from ..domain.records import Event
from . import events
from .database import MOST_MARKS, Database, marks_for
from .decisions import project, state_now

ASSIGNED, FLAG = "assigned", "flag"
_KINDS = {ASSIGNED: events.ASSIGNED, FLAG: events.FLAGGED_TOGETHER}
_TEXTS = {
    ASSIGNED: "SELECT p.uuid, p.assigned FROM open_parcels p WHERE p.uuid IN",
    FLAG: """SELECT p.uuid, coalesce(d.flag, '') FROM open_parcels p LEFT JOIN drafts d ON d.parcel_uuid = p.uuid
        WHERE p.uuid IN""",
}


class ManyDesk:
    """Decides of many parcels; a judgement is never among it: each is signed by itself."""

    def __init__(self, database: Database, actor: str) -> None:
        self.database, self.actor = database, actor

    def assign(self, uuids: Sequence[str], name: str) -> Tuple[str, ...]:
        """Say who judges these parcels, nobody in particular for ``""``; those of them for which that is new."""
        return self._decide(ASSIGNED, uuids, name.strip())

    def flag(self, uuids: Sequence[str], reason: str) -> Tuple[str, ...]:
        """Flag these parcels with one reason, ``""`` takes their flags away; those for which that is new."""
        return self._decide(FLAG, uuids, reason.strip())

    def _decide(self, what: str, uuids: Sequence[str], text: str) -> Tuple[str, ...]:
        with self.database.transaction() as connection:
            known = _texts(connection, what, uuids)
            before = {uuid: known[uuid] for uuid in dict.fromkeys(uuids) if known.get(uuid, text) != text}
            if before:
                self._append(connection, _KINDS[what], what, before, dict.fromkeys(before, text), str(uuid4()))
            return tuple(before)

    def compensate(self, event: Event, kind: str) -> Event:
        """Take back what an event did, as an event of this ``kind``; parcels that are not judged here any more stay.

        Raises ``UNDO_OVERTAKEN`` where someone has decided otherwise of one of them since.
        """
        what = str(event.payload["what"])
        before, after = _side(event, "before"), _side(event, "after")
        with self.database.transaction() as connection:
            now = _texts(connection, what, list(after))
            if any(now[uuid] != after[uuid] for uuid in now):
                raise WeipianError("UNDO_OVERTAKEN", actor=self.actor)
            uuid = self._append(connection, kind, what, now, {each: before[each] for each in now}, event.parcel_uuid,
                                event.uuid)
        return events.event(self.database, uuid)

    def _append(self, connection: sqlite3.Connection, kind: str, what: str, before: Mapping[str, str],
                after: Mapping[str, str], chain: str, undoes: str = "") -> str:
        payload = {"what": what, "parcels": list(after), "together": {"before": dict(before), "after": dict(after)}}
        event = events.append(connection, kind, self.actor, payload, chain, undoes, concerns=list(after))
        if what == ASSIGNED:
            connection.executemany("UPDATE parcels SET assigned = ? WHERE uuid = ?",
                                   [(text, uuid) for uuid, text in after.items()])
        else:
            for uuid, text in after.items():
                project(connection, uuid, events.merged(state_now(connection, uuid), {FLAG: text}))
        return event


def _texts(connection: sqlite3.Connection, what: str, uuids: Sequence[str]) -> Dict[str, str]:
    """What holds now of those of the parcels that are judged here."""
    found: Dict[str, str] = {}
    for start in range(0, len(uuids), MOST_MARKS):
        some: List[str] = list(uuids[start:start + MOST_MARKS])
        rows = connection.execute(" ".join((_TEXTS[what], marks_for(some))), some).fetchall()
        found.update((str(row[0]), str(row[1])) for row in rows)
    return found


def _side(event: Event, side: str) -> Dict[str, str]:
    both = event.payload["together"]
    part = both.get(side) if isinstance(both, dict) else None
    return {str(uuid): str(text) for uuid, text in part.items()} if isinstance(part, dict) else {}
