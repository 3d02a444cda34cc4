"""A person decides between what offices say differently: one event, which can be taken back and travels on."""

from __future__ import annotations

import sqlite3
from typing import Any, Dict, List, Mapping, Sequence

from ...domain.errors import WeipianError
from ...domain.records import Event
from ...domain.review.office_state import LEFT, TAKEN
from .. import events
from ..database import Database
from ..geopackage import update_extents
from ..migrations import read_meta
from ..parcel_ground import Plane
from . import log
from .conflict_list import parcels_of_record, relist, side_of, streams_now
from .levels import LEVEL, decisions_in, records_with_words
from .office_names import office_names
from .projecting import Projection, Said
from .questions import related, relist_questions, settle_question, standing_values, trust_of, undo_of
from .reissued import Reissue
from .streams import Stream
from .told import (
    ISSUED,
    RECORD,
    REMARK,
    SETTLED,
    SETTLES,
    SETTLING,
    Values,
    changed,
    named,
    parts_of,
)


class Settling:
    """Where conflicts are decided: a database, its plane, and who sits at it."""

    def __init__(self, database: Database, plane: Plane, actor: str) -> None:
        self.database, self.plane, self.actor = database, plane, actor

    def decide(self, name: str, side: str, reason: str) -> None:
        """Make what ``side`` says of a stream the workspace's. Raises ``CONFLICT_WANTS_REASON``, ``CONFLICT_UNKNOWN``
        for a stream that does not stand open, ``CONFLICT_SIDE`` for a side it does not have.
        """
        if not reason.strip():
            raise WeipianError("CONFLICT_WANTS_REASON")
        with self.database.transaction() as connection:
            if parts_of(name)[0] == LEVEL:
                self._answer(connection, name, side, reason.strip())
            elif parts_of(name)[0] == ISSUED:
                Reissue(connection, self.plane, self.actor).decide(name, side, reason.strip())
            else:
                self._decide(connection, name, side, reason.strip())
            update_extents(connection)

    def _decide(self, connection: sqlite3.Connection, name: str, side: str, reason: str) -> None:
        patch_of, parcels = log.parcels_by_patch(connection)
        stream = streams_now(connection, [name], patch_of, parcels).get(name)
        if stream is None or not stream.is_open:
            raise WeipianError("CONFLICT_UNKNOWN")
        heads = {side_of(stream, head): head for head in stream.heads}
        if side not in heads:
            raise WeipianError("CONFLICT_SIDE", side=side)
        before, after = stream.values(stream.standing), stream.values(heads[side])
        others = [head for head in stream.heads if head != stream.standing]
        also = {SETTLES: {name: others}, "side": side, "chosen": heads[side], "reason": reason}
        self._append(connection, SETTLED, stream, patch_of, before, after, also)
        self._show(connection, name, patch_of, parcels)

    def compensate(self, event: Event, kind: str) -> Event:
        """Take a decision back, or do it again: the conflict stands open again, or is closed again.

        Raises ``UNDO_OVERTAKEN`` where anything of it was decided since.
        """
        name = str(event.payload[SETTLING])
        with self.database.transaction() as connection:
            if parts_of(name)[0] == LEVEL:
                uuid = self._take_answer_back(connection, event, kind)
            elif parts_of(name)[0] == ISSUED:
                uuid = Reissue(connection, self.plane, self.actor).compensate(event, kind)
            else:
                uuid = self._take_back(connection, name, event, kind)
            update_extents(connection)
        return events.event(self.database, uuid)

    def _answer(self, connection: sqlite3.Connection, name: str, side: str, reason: str) -> None:
        if connection.execute("SELECT 1 FROM conflicts WHERE stream = ?", (name,)).fetchone() is None:
            raise WeipianError("CONFLICT_UNKNOWN")
        if side not in (TAKEN, LEFT):
            raise WeipianError("CONFLICT_SIDE", side=side)
        self.judge_anew(connection, settle_question(connection, self.actor, name, side, reason))

    def _take_answer_back(self, connection: sqlite3.Connection, event: Event, kind: str) -> str:
        told = undo_of(event.payload)
        named_there = told.get("parcels")
        parcels = [str(each) for each in named_there] if isinstance(named_there, list) else []
        uuid = events.append(connection, kind, self.actor, told, event.parcel_uuid, event.uuid, parcels)
        self.judge_anew(connection, [event.parcel_uuid])
        return uuid

    def judge_anew(self, connection: sqlite3.Connection, records: Sequence[str]) -> None:
        """Show of these records what counts now, and list what is asked of them."""
        patch_of, parcels = log.parcels_by_patch(connection)
        names = [named(RECORD, uuid) for uuid in related(connection, records)]
        streams = streams_now(connection, names, patch_of, parcels)
        trust = trust_of(connection, read_meta(connection)["workspace_id"])
        decisions = decisions_in(log.told_about(connection, [parts_of(name)[1] for name in streams]))
        Projection(connection, self.plane, Said({
            name: standing_values(stream, trust, decisions.get(parts_of(name)[1], ()))
            for name, stream in streams.items()})).write()
        relist_questions(connection, streams, trust, decisions, patch_of, office_names(connection))

    def judge_all_anew(self, connection: sqlite3.Connection) -> None:
        """The same, of all that was made in other workspaces in the name of a level."""
        workspace = read_meta(connection)["workspace_id"]
        others = [str(row[0]) for row in connection.execute(
            "SELECT DISTINCT workspace_id FROM events WHERE workspace_id <> ?", (workspace,)).fetchall()]
        self.judge_anew(connection, records_with_words(connection, others))

    def _take_back(self, connection: sqlite3.Connection, name: str, event: Event, kind: str) -> str:
        patch_of, parcels = log.parcels_by_patch(connection)
        stream = streams_now(connection, [name], patch_of, parcels)[name]
        told = stream.by_uuid[event.uuid]
        before, after = (changed(told, name, side, patch_of) for side in ("before", "after"))
        shown = stream.values(stream.standing)
        if any(shown.get(key) != value for key, value in after.items()):
            raise WeipianError("UNDO_OVERTAKEN", actor=self.actor)
        uuid = self._append(connection, kind, stream, patch_of, after, before, {}, event.uuid)
        self._show(connection, name, patch_of, parcels)
        return uuid

    def _append(self, connection: sqlite3.Connection, kind: str, stream: Stream, patch_of: Mapping[str, str],
                before: Values, after: Values, also: Mapping[str, object], undoes: str = "") -> str:
        payload, concerns = _payload(stream, patch_of, before, after)
        chain = concerns[0] if "parcel" in payload else parts_of(stream.name)[1]
        return events.append(connection, kind, self.actor, {**also, SETTLING: stream.name, **payload}, chain, undoes,
                             [each for each in concerns if each != chain])

    def _show(self, connection: sqlite3.Connection, name: str, patch_of: Mapping[str, str],
              parcels: Mapping[str, List[str]]) -> None:
        """Write what stands now, and whether the stream is open."""
        stream = streams_now(connection, [name], patch_of, parcels)[name]
        if parts_of(name)[0] == RECORD:
            self.judge_anew(connection, [parts_of(name)[1]])
        else:
            Projection(connection, self.plane, Said({name: stream.values(stream.standing)})).write()
        relist(connection, {name: stream}, patch_of, office_names(connection))


def _payload(stream: Stream, patch_of: Mapping[str, str], before: Values, after: Values
             ) -> tuple[Dict[str, object], List[str]]:
    """The change as an event of its kind holds it, with every value that any side has; the parcels it concerns."""
    kind, uuid = parts_of(stream.name)
    if kind == REMARK:
        sides = {side: {key[0]: value for key, value in values.items()}
                 for side, values in (("before", before), ("after", after))}
        return {**sides, "parcels": [uuid]}, [uuid]
    if kind == RECORD:
        old, new = before.get((RECORD,)), after.get((RECORD,))
        parcels = [parcel for parcel in parcels_of_record(stream) if parcel in patch_of]
        return {"record": _kind_of(stream, old, new), "parcels": parcels, "before": old, "after": new}, parcels
    touched = list(dict.fromkeys(key[1] for key in (*before, *after) if key[0] not in ("attribute", "drawn")))
    if len(touched) == 1 and all(key[0] not in ("attribute", "drawn", "ground") for key in (*before, *after)):
        sides = {"before": _state_of(before), "after": _state_of(after)}
        return {**sides, "parcel": touched[0], "parcels": touched}, touched
    parcels = touched or [parcel for parcel, patch in patch_of.items() if patch == uuid]
    payload: Dict[str, Any] = {"parcels": parcels, "ground": {}, "states": {}, "records": {"before": {}, "after": {}}}
    for side, values in (("before", before), ("after", after)):
        payload["ground"][side] = {key[1]: value for key, value in values.items() if key[0] == "ground"}
        states: Dict[str, Any] = {}
        payload["states"][side] = states
        for key, value in values.items():
            if key[0] == "answer":
                states.setdefault(key[1], {}).setdefault("answers", {})[key[2]] = value
            elif key[0] == "attribute":
                payload.setdefault("attributes", {}).setdefault(side, {})[key[1]] = value
            elif key[0] == "drawn":
                payload.setdefault("drawn", {})[side] = value
            elif key[0] != "ground":
                states.setdefault(key[1], {})[key[0]] = value
    return payload, parcels


def _state_of(values: Values) -> Dict[str, Any]:
    """The state of the one parcel that is spoken of, as an event of its chain holds it."""
    state: Dict[str, Any] = {key[0]: value for key, value in values.items() if key[0] != "answer"}
    answers = {key[2]: value for key, value in values.items() if key[0] == "answer"}
    return {**state, "answers": answers} if answers else state


def _kind_of(stream: Stream, *contents: object) -> str:
    for content in contents:
        if isinstance(content, dict):
            return str(content["kind"])
    return next(str(each.payload["record"]) for each in stream.told if "record" in each.payload)
