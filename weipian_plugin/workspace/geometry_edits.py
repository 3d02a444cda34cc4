"""Splitting, merging and reshaping parcels: each act of a person one event of the patch, which can be taken back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple
from uuid import uuid4

from ..domain.areas.parcel_parts import joined, number_of, number_of_merged, numbers_of_parts, without_ground_areas
from ..domain.errors import WeipianError
from ..domain.records import Event
from . import events, moved_records, parcel_ground
from . import records as records_room
from .database import Database, select
from .decisions import require_open, state_now
from .events import State, blank_state, difference, merged, reverse
from .ground import pieces, shape_of, union_of, wkb_of_shape
from .parcel_ground import Content, Patch, Plane, content, content_now
from .records import Content as RecordContent


@dataclass
class Change:
    """What an act makes of parcels, of what was said of them, and of the records about them."""

    ground: Dict[str, Optional[Content]] = field(default_factory=dict)
    states: Dict[str, State] = field(default_factory=dict)  # changes, as `events.difference` makes them
    records: Dict[str, Optional[RecordContent]] = field(default_factory=dict)
    drawn: Optional[bool] = None  # of a patch of one's own: does it stand?


class _Known(NamedTuple):
    patch: Patch
    parcels: Dict[str, Content]


class GeometryDesk:
    """Where shapes are decided: a database, its plane, and who sits at it."""

    def __init__(self, database: Database, plane: Plane, crs: str, actor: str) -> None:
        self.database, self.plane, self.crs, self.actor = database, plane, crs, actor

    def split(self, uuid: str, parts: Sequence[bytes]) -> List[str]:
        """Make parts (WKB, V04: they tile the parcel) of a parcel; their uuids in this order.

        The first part is the parcel that was: it keeps the uuid, and the 实际地块. All parts have the 初判, without the
        areas stated in it, note and flag; for records see `moved_records.of_parts`. Raises ``PARCEL_SIGNED``,
        ``PARTS_DO_NOT_TILE``, ``PART_TOO_SMALL``, ``SHAPE_UNUSABLE``, ``PARCEL_WITHOUT_SHAPE``, ``UNKNOWN_PARCEL``,
        ``PARCEL_CLOSED``.
        """
        with self.database.transaction() as connection:
            patch, known = self._patch_of(connection, [uuid])
            was, shapes = known[uuid], [shape_of(part) for part in parts]
            if len(parts) < 2:
                raise WeipianError("NOTHING_TO_SPLIT")
            self.plane.ground.require_tiles(shape_of(bytes.fromhex(was["wkb"])), shapes)
            others = parcel_ground.standing_numbers(connection, patch.uuid)
            others.pop(uuid)
            numbers = numbers_of_parts(patch.jcbh, was["dkbh"], others.values(), len(parts))
            uuids = [uuid, *(str(uuid4()) for _ in parts[1:])]
            said = _of_other_ground(state_now(connection, uuid))
            change = Change({
                part: content(number, wkb_of_shape(shape), bytes.fromhex(was["actual"]) if part == uuid else None)
                for part, number, shape in zip(uuids, numbers, shapes)})
            change.states = {part: _changed(connection, part, said) for part in uuids}
            change.records = moved_records.of_parts(records_room.about(connection, uuid), uuid, uuids[1:])
            self._decide(connection, events.SPLIT, patch, change)
            return uuids

    def merge(self, uuids: Sequence[str]) -> str:
        """Make one of parcels of the same patch; the uuid of the first, which stays.

        Its answers stay, without the areas stated in them; notes and flags are joined, as are 实际地块; records come
        along (`moved_records.of_merged`). All parcels of a patch become the patch as it was. Raises
        ``OTHER_PATCH``, ``NOTHING_TO_MERGE``, ``NOT_ADJACENT`` and what `split` raises.
        """
        with self.database.transaction() as connection:
            wanted = list(dict.fromkeys(uuids))
            patch, known = self._patch_of(connection, wanted)
            if len(wanted) < 2:
                raise WeipianError("NOTHING_TO_MERGE")
            first, others = wanted[0], parcel_ground.standing_numbers(connection, patch.uuid)
            beside = [number for uuid, number in others.items() if uuid not in wanted]
            number = number_of_merged(patch.jcbh, [known[uuid]["dkbh"] for uuid in wanted], beside)
            wkb = self._merged_shape(patch, [known[uuid] for uuid in wanted], bool(beside))
            actual = union_of([bytes.fromhex(known[uuid]["actual"]) for uuid in wanted], self.crs)
            change = Change({first: content(number, wkb, actual), **dict.fromkeys(wanted[1:])})
            states = {uuid: state_now(connection, uuid) for uuid in wanted}
            said = _of_other_ground(states[first])
            said["note"] = joined(states[uuid]["note"] for uuid in wanted)
            said["flag"] = joined(states[uuid]["flag"] for uuid in wanted)
            change.states = {uuid: difference(states[uuid], said if uuid == first else blank_state())
                             for uuid in wanted}
            about = {uuid: records_room.about(connection, uuid) for uuid in wanted}
            change.records = moved_records.of_merged(about, first)
            self._decide(connection, events.MERGED, patch, change)
            return first

    def _merged_shape(self, patch: Patch, parts: Sequence[Content], others_beside: bool) -> bytes:
        shapes = [shape_of(bytes.fromhex(part["wkb"])) for part in parts]
        together = self.plane.ground.together(shapes)
        if not others_beside and patch.wkb:
            try:
                whole = shape_of(patch.wkb)
            except WeipianError:  # what was issued is not valid; the parcel was repaired when it came in
                return wkb_of_shape(together)
            if self.plane.ground.same(whole, together):
                return wkb_of_shape(whole)
        elif pieces(together) > sum(pieces(shape) for shape in shapes) - len(shapes) + 1:
            raise WeipianError("NOT_ADJACENT")
        return wkb_of_shape(together)

    def reshape(self, shapes: Mapping[str, bytes]) -> None:
        """Give parcels of one patch other shapes (WKB) that together cover the same ground: a boundary was moved.

        What was said of them stays but for the areas stated. Raises ``OTHER_PATCH``, and what `split` raises.
        """
        with self.database.transaction() as connection:
            patch, known = self._patch_of(connection, list(shapes))
            new = {uuid: shape_of(wkb) for uuid, wkb in shapes.items()}
            ground = self.plane.ground
            ground.require_tiles(ground.together([shape_of(bytes.fromhex(known[uuid]["wkb"])) for uuid in new]),
                                 list(new.values()))
            change = Change()
            for uuid, shape in new.items():
                was = known[uuid]
                now = content(was["dkbh"], wkb_of_shape(shape), bytes.fromhex(was["actual"]))
                if now != was:
                    change.ground[uuid] = now
                    change.states[uuid] = _changed(connection, uuid, _of_other_ground(state_now(connection, uuid)))
            if change.ground:
                self._decide(connection, events.RESHAPED, patch, change)

    def set_actual(self, uuid: str, wkb: Optional[bytes], answers: Mapping[str, object]) -> None:
        """Keep the extent found on the ground (实际地块), or take it away; ``answers`` are its areas, kept with it."""
        with self.database.transaction() as connection:
            patch, known = self._patch_of(connection, [uuid])
            was = known[uuid]
            actual = wkb_of_shape(shape_of(wkb)) if wkb else None
            now = content(was["dkbh"], bytes.fromhex(was["wkb"]) or None, actual)
            state = state_now(connection, uuid)
            old = state["answers"] if isinstance(state["answers"], dict) else {}
            new = {code: value for code, value in {**old, **answers}.items() if value is not None}
            change = Change({uuid: now}, {uuid: difference(state, {**state, "answers": new})})
            if now != was or change.states[uuid]:
                self._decide(connection, events.ACTUAL, patch, change)

    def draw(self, connection: sqlite3.Connection, patch: Patch) -> str:
        """Let a parcel stand for a patch of one's own, whose row the caller has written; its uuid."""
        if patch.wkb is None:
            raise WeipianError("SHAPE_UNUSABLE", detail="no polygon")
        uuid, shape = str(uuid4()), shape_of(patch.wkb)
        self.plane.ground.require_tiles(shape, [shape])
        self._decide(connection, events.DRAWN, patch, Change({uuid: content(patch.jcbh, patch.wkb)}, drawn=True))
        return uuid

    def compensate(self, event: Event, kind: str) -> Event:
        """Take back what an event did to shapes, answers and records, as an event of this ``kind``.

        Raises ``UNDO_OVERTAKEN`` where someone has changed or recorded anything of it since, ``PARCEL_SIGNED``.
        """
        before, after = _sides(event, "before"), _sides(event, "after")
        with self.database.transaction() as connection:
            patch = parcel_ground.patch_of(connection, event.parcel_uuid)
            self._require_as_left(connection, patch, before, after)
            uuid = self._decide(connection, kind, patch, before, event.uuid)
        return events.event(self.database, uuid)

    def _require_as_left(self, connection: sqlite3.Connection, patch: Patch, before: Change, after: Change) -> None:
        overtaken = WeipianError("UNDO_OVERTAKEN", actor=self.actor)
        _require_unsigned(connection, after.ground)
        for uuid, left in after.ground.items():
            state = state_now(connection, uuid)
            change = after.states.get(uuid, {})
            ends = before.ground[uuid] is None  # then nothing may have been said of it that would be lost
            if content_now(connection, uuid) != left or (
                    merged(blank_state(), change) != state if ends else reverse(state, change) != change):
                raise overtaken
            if ends and not records_room.about(connection, uuid).keys() <= after.records.keys():
                raise overtaken
        for uuid, content_left in after.records.items():
            if records_room.now(connection, uuid) != content_left:
                raise overtaken
        numbers = {uuid: dkbh for uuid, dkbh in parcel_ground.standing_numbers(connection, patch.uuid).items()
                   if uuid not in before.ground}
        returning = [each["dkbh"] for each in before.ground.values() if each is not None]
        if set(numbers.values()) & set(returning) or (before.drawn and _number_taken(connection, patch)):
            raise overtaken

    def _decide(self, connection: sqlite3.Connection, kind: str, patch: Patch, change: Change, undoes: str = "") -> str:
        """Write an event and what it changes; its uuid."""
        before = _reversed(connection, change)
        parcels = sorted(change.ground, key=lambda uuid: _standing_first(change.ground[uuid], patch.jcbh))
        payload: Dict[str, object] = {
            "parcels": parcels, "ground": {"before": before.ground, "after": change.ground},
            "states": {"before": before.states, "after": change.states},
            "records": {"before": before.records, "after": change.records},
        }
        if change.drawn is not None:
            payload["drawn"] = {"before": not change.drawn, "after": change.drawn}
            connection.execute("UPDATE patches SET superseded = ? WHERE uuid = ?", (int(not change.drawn), patch.uuid))
        concerns = [*parcels, *change.records]
        event = events.append(connection, kind, self.actor, payload, patch.uuid, undoes, concerns)
        states = {uuid: merged(state_now(connection, uuid), each) for uuid, each in change.states.items()}
        parcel_ground.write(connection, self.plane, patch, change.ground, states)
        for uuid, each in change.records.items():
            known = each or before.records[uuid]
            if known is not None:
                records_room.project(connection, str(known["kind"]), uuid, each)
        return event

    def _patch_of(self, connection: sqlite3.Connection, uuids: Sequence[str]) -> _Known:
        """The patch of parcels that may be changed, and what they are now."""
        known: Dict[str, Content] = {}
        patches = set()
        for uuid in uuids:
            require_open(connection, uuid)
            patches.add(str(select(connection, "parcels", "uuid", uuid)[0]["patch_uuid"]))
            now = content_now(connection, uuid)
            if now is None or not now["wkb"]:
                raise WeipianError("PARCEL_WITHOUT_SHAPE", parcel=now["dkbh"] if now else uuid)
            known[uuid] = now
        if len(patches) != 1:
            raise WeipianError("OTHER_PATCH")
        _require_unsigned(connection, uuids)
        return _Known(parcel_ground.patch_of(connection, patches.pop()), known)


def _standing_first(ground: Optional[Content], jcbh: str) -> Tuple[bool, int]:
    """What stands before what is gone, by number: whoever is led to the first of them comes to the lowest."""
    return ground is None, (number_of(str(ground["dkbh"]), jcbh) or 0) if ground is not None else 0


def _of_other_ground(state: State) -> State:
    """What was said of a parcel, as it holds when the shape is another."""
    answers = state["answers"] if isinstance(state["answers"], dict) else {}
    return {**state, "answers": without_ground_areas(answers)}


def _changed(connection: sqlite3.Connection, uuid: str, said: State) -> State:
    return difference(state_now(connection, uuid), said)


def _reversed(connection: sqlite3.Connection, change: Change) -> Change:
    """The change that takes a change back, before it is made."""
    return Change(
        {uuid: content_now(connection, uuid) for uuid in change.ground},
        {uuid: reverse(state_now(connection, uuid), each) for uuid, each in change.states.items()},
        {uuid: records_room.now(connection, uuid) for uuid in change.records})


def _sides(event: Event, side: str) -> Change:
    """One side (``before``, ``after``) of an event of shapes."""
    def part(name: str) -> Dict[str, Any]:
        both = event.payload.get(name)
        found = both.get(side) if isinstance(both, dict) else None
        return dict(found) if isinstance(found, dict) else {}

    drawn = event.payload.get("drawn")
    return Change(part("ground"), part("states"), part("records"),
                  bool(drawn[side]) if isinstance(drawn, dict) else None)


def _require_unsigned(connection: sqlite3.Connection, uuids: Iterable[str]) -> None:
    for uuid in uuids:
        if select(connection, "judgements", "parcel_uuid", uuid):
            raise WeipianError("PARCEL_SIGNED", parcel=select(connection, "parcels", "uuid", uuid)[0]["dkbh"])


def _number_taken(connection: sqlite3.Connection, patch: Patch) -> bool:
    return connection.execute(
        "SELECT 1 FROM patches WHERE JCBH = ? AND superseded = 0 AND uuid <> ?", (patch.jcbh, patch.uuid)
    ).fetchone() is not None


def replay(history: Iterable[Event]) -> Dict[str, Optional[Content]]:
    """The ground of each parcel whose shape was decided here, as the events add up to it; ``None``: it does not stand.
    The tables must say the same.
    """
    found: Dict[str, Optional[Content]] = {}
    for event in history:
        if event.changes_shapes:
            found.update(_sides(event, "after").ground)
    return found
