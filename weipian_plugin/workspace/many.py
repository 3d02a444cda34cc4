"""What is decided of many parcels at once: who judges them, a flag with a reason, township and dates of own patches.
One event, to be undone as one.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Dict, List, Mapping, Optional, Sequence, Set, Tuple
from uuid import uuid4

from ..domain.areas.parcel_parts import OWN_SOURCE
from ..domain.errors import WeipianError
from ..domain.records import Event, IssuedPatch, Record
from . import events
from .database import MOST_MARKS, Database, marks_for
from .decisions import project, state_now
from .quarantine import Quarantine
from .records import Register

ASSIGNED, FLAG, TOWNSHIP, DATES = "assigned", "flag", "township", "dates"
_KINDS = {ASSIGNED: events.ASSIGNED, FLAG: events.FLAGGED_TOGETHER, TOWNSHIP: events.TOWNSHIP_NAMED,
          DATES: events.DATES_GIVEN}
_TEXTS = {
    ASSIGNED: "SELECT p.uuid, p.assigned FROM open_parcels p WHERE p.uuid IN",
    FLAG: """SELECT p.uuid, coalesce(d.flag, '') FROM open_parcels p LEFT JOIN drafts d ON d.parcel_uuid = p.uuid
        WHERE p.uuid IN""",
    TOWNSHIP: """SELECT p.uuid, coalesce(t.XZMC, '') FROM open_parcels p JOIN patches t ON t.uuid = p.patch_uuid
        WHERE p.uuid IN""",
    DATES: """SELECT p.uuid, coalesce(t.QSX, '') || '/' || coalesce(t.HSX, '') FROM open_parcels p
        JOIN patches t ON t.uuid = p.patch_uuid WHERE p.uuid IN""",
}
_ISSUED_AMONG = """SELECT t.JCBH FROM parcels p JOIN patches t ON t.uuid = p.patch_uuid
    WHERE coalesce(t.TBLY, '') <> ? AND p.uuid IN"""
_OF_SAME_PATCHES = "SELECT uuid FROM open_parcels WHERE patch_uuid IN (SELECT patch_uuid FROM parcels WHERE uuid IN"


class ManyDesk:
    """Decides of many parcels; a judgement is never among it: each is signed by itself."""

    def __init__(self, database: Database, actor: str, origin: Optional[Mapping[str, object]] = None) -> None:
        """``origin``: of the table that what follows comes from."""
        self.database, self.actor, self._origin = database, actor, origin

    def assign(self, uuids: Sequence[str], name: str) -> Tuple[str, ...]:
        """Say who judges these parcels, nobody in particular for ``""``; those of them for which that is new."""
        return self._decide(ASSIGNED, uuids, name.strip())

    def flag(self, uuids: Sequence[str], reason: str) -> Tuple[str, ...]:
        """Flag these parcels with one reason, ``""`` takes their flags away; those for which that is new."""
        return self._decide(FLAG, uuids, reason.strip())

    def name_township(self, uuids: Sequence[str], name: str) -> Tuple[str, ...]:
        """Say in which township (乡镇街道) the patches of these parcels lie, unknown for ``""``; all parcels of these
        patches for which that is new. Only of patches that were drawn here: what was issued stays as it was, else
        ``TOWNSHIP_ISSUED``. At most `database.MOST_MARKS` parcels.
        """
        return self._decide(TOWNSHIP, self._of_own_patches(uuids, "TOWNSHIP_ISSUED"), name.strip())

    def give_dates(self, uuids: Sequence[str], before: str, after: str) -> Tuple[str, ...]:
        """Say of which days the images are (QSX, HSX: ISO dates, unknown for ``""``) upon which the patches of these
        parcels are judged; all parcels of these patches for which that is new. Only of patches that were drawn here,
        else ``DATES_ISSUED``; raises ``DATES_OF_IMAGES`` where they are no dates or not in order. At most
        `database.MOST_MARKS` parcels.
        """
        if not all(_is_day(day) for day in (before, after) if day) or (before and after and before >= after):
            raise WeipianError("DATES_OF_IMAGES", text=f"{before} {after}".strip())
        return self._decide(DATES, self._of_own_patches(uuids, "DATES_ISSUED"), f"{before}/{after}")

    def _of_own_patches(self, uuids: Sequence[str], refusal: str) -> List[str]:
        marks = marks_for(uuids)
        issued = self.database.tuples(" ".join((_ISSUED_AMONG, marks)), (OWN_SOURCE, *uuids))
        if issued:
            raise WeipianError(refusal, jcbh=issued[0][0])
        return [uuid for uuid, in self.database.tuples(" ".join((_OF_SAME_PATCHES, marks, ")")), uuids)]

    def put_records(self, records: Sequence[Record], as_one: bool = False) -> List[Record]:
        """Keep many records at once, each as an event of its own: all of them or none. Each is undone by itself, unless
        they are kept ``as_one``: then one undoing takes all of them back.
        """
        return self._register(as_one and len(records) > 1).put_all(records)

    def put_with_parts(self, head: Record, parts: Sequence[Record]) -> List[Record]:
        """Keep a record and those that belong to it, all of them or none, and undone as one; see
        `Register.put_with_parts`.
        """
        return self._register(bool(parts)).put_with_parts(head, parts)

    def remove_records(self, uuids: Sequence[str], as_one: bool = False) -> None:
        """Take records away in this order, each as an event of its own: all of them or none. ``as_one``: as kept."""
        self._register(as_one and len(uuids) > 1).remove_all(uuids)

    def _register(self, as_one: bool) -> Register:
        return Register(self.database, self.actor, at_once=str(uuid4()) if as_one else "")

    def set_apart(self, numbers: Sequence[str]) -> Set[str]:
        """Those of these JCBH whose patches went to quarantine."""
        quarantine = Quarantine(self.database, self.database.path, self.actor)
        return quarantine.known([IssuedPatch(number, {}) for number in numbers])

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
        payload = {**events.with_origin(self._origin), "what": what, "parcels": list(after),
                   "together": {"before": dict(before), "after": dict(after)}}
        event = events.append(connection, kind, self.actor, payload, chain, undoes, concerns=list(after))
        if what == ASSIGNED:
            connection.executemany("UPDATE parcels SET assigned = ? WHERE uuid = ?",
                                   [(text, uuid) for uuid, text in after.items()])
        elif what == TOWNSHIP:
            connection.executemany("UPDATE patches SET XZMC = nullif(?, '') WHERE uuid = "
                                   "(SELECT patch_uuid FROM parcels WHERE uuid = ?)",
                                   [(text, uuid) for uuid, text in after.items()])
        elif what == DATES:
            connection.executemany("UPDATE patches SET QSX = nullif(?, ''), HSX = nullif(?, '') WHERE uuid = "
                                   "(SELECT patch_uuid FROM parcels WHERE uuid = ?)",
                                   [(*text.split("/"), uuid) for uuid, text in after.items()])
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


def _is_day(text: str) -> bool:
    """As the workspace keeps dates: 2023-03-15."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _side(event: Event, side: str) -> Dict[str, str]:
    both = event.payload["together"]
    part = both.get(side) if isinstance(both, dict) else None
    return {str(uuid): str(text) for uuid, text in part.items()} if isinstance(part, dict) else {}
