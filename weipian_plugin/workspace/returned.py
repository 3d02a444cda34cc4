"""What comes back in a table: decisions with the row they come from, refusals remembered, the state a table is of."""

from __future__ import annotations

import hashlib
import json
from typing import Dict, Mapping, NamedTuple, Optional, Sequence, Tuple

from ..domain.records import Draft, Record
from . import events
from .database import Database
from .decisions import Desk
from .many import ManyDesk
from .records import Register

Origin = Mapping[str, object]
"""Where a decision comes from: ``file``, ``row``."""


class Refusal(NamedTuple):
    """Who would not have a change, and when (ISO)."""

    actor: str
    recorded_at: str


class Standing(NamedTuple):
    """A state of before: the ``sequence`` of its last event, whether anything was decided or measured since."""

    sequence: int
    decided_since: bool
    measured_since: bool


class ReturnedDesk:
    """Decides as the workspace does otherwise; each event says from which row of which file it is."""

    def __init__(self, database: Database, desk: Desk) -> None:
        self._database, self._desk = database, desk

    def answer(self, uuid: str, answers: Mapping[str, object], origin: Origin) -> Draft:
        """Merge answers into the 初判, as one event; see `Desk.save_draft`."""
        return self._desk.save_draft(uuid, answers, origin)

    def flag(self, uuid: str, reason: str, origin: Origin) -> None:
        """Flag a parcel, ``""`` takes the flag away."""
        self._desk.set_flag(uuid, reason, origin)

    def assign(self, uuid: str, name: str, origin: Origin) -> None:
        """Say who judges a parcel."""
        ManyDesk(self._database, self._desk.actor, origin).assign([uuid], name)

    def put(self, record: Record, origin: Origin) -> Record:
        """Keep a record, or change the one with its uuid; see `Register.put`."""
        return Register(self._database, self._desk.actor, origin).put(record)

    def refuse(self, chain: str, parcels: Sequence[str], changes: Mapping[str, Mapping[str, object]],
               origin: Origin) -> None:
        """Remember that these changes (by their keys, with what they would have been) are not wanted, as one event of
        a parcel's or a record's chain.
        """
        payload = {"refused": {key: dict(change) for key, change in changes.items()}, "parcels": list(parcels),
                   events.ORIGIN: dict(origin)}
        with self._database.transaction() as connection:
            events.append(connection, events.REFUSED, self._desk.actor, payload, chain,
                          concerns=[uuid for uuid in parcels if uuid != chain])

    def refused(self) -> Dict[str, Refusal]:
        """Every change that was refused, by its key."""
        found: Dict[str, Refusal] = {}
        for row in self._database.rows("SELECT actor, recorded_at, payload FROM events WHERE kind = ?",
                                       (events.REFUSED,)):
            for key in json.loads(str(row["payload"]))["refused"]:
                found[key] = Refusal(str(row["actor"]), str(row["recorded_at"]))
        return found

    def standing_at(self, count: int, digest: str) -> Optional[Standing]:
        """The state of this workspace with that many events and that digest (its beginning), as `standing` tells them;
        ``None`` where this workspace never stood so.
        """
        rows = self._database.tuples("SELECT sequence, uuid FROM events ORDER BY sequence")
        runs: Sequence[Tuple[str]] = self._database.tuples("SELECT uuid FROM overlay_runs ORDER BY fid")
        if not digest or count > len(rows):
            return None
        known = hashlib.sha256("".join(str(uuid) for _, uuid in rows[:count]).encode())
        for taken in range(len(runs) + 1):
            if known.hexdigest().startswith(digest):
                return Standing(int(rows[count - 1][0]) if count else 0, count < len(rows), taken < len(runs))
            if taken < len(runs):
                known.update(str(runs[taken][0]).encode())
        return None
