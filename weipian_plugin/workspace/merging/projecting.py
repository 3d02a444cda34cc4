"""What streams say, written into the tables in which the workspace shows it."""

from __future__ import annotations

import sqlite3
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.forms.record_kinds import RECORD_KINDS
from ...domain.records import RETIRED, STUB, SUPERSEDED
from .. import parcel_ground
from ..database import quoted
from ..decisions import KEPT_AS, parcel_columns, state_of_rows
from ..events import State, blank_state, merged
from ..geometry import blob_of
from ..ground import shape_of
from ..parcel_ground import Content, Plane, content_now
from ..records import ELSEWHERE
from ..records import project as project_record
from ..schema import ACTUAL_PARCELS, ANSWER_FIELDS, DRAFTS, JUDGEMENTS, PARCELS, RECORD_PARCELS, RECORDS
from .portions import among, put, remove, rows_among
from .told import RECORD, REMARK, SAID, Values, parts_of

_JUDGED = ("signed_by", "signed_at", "basis", "reason")
_REMARKS = ("note", "flag")
_ELSEWHERE = (RETIRED, SUPERSEDED, STUB)

Contents = Dict[str, Dict[str, Optional[Content]]]  # by patch, by parcel


class Said:
    """The values of streams, put together by parcel, patch and record."""

    def __init__(self, values: Mapping[str, Values]) -> None:
        self.changes: Dict[str, State] = {}  # by parcel
        self.grounds: Contents = {}
        self.attributes: Dict[str, Dict[str, object]] = {}
        self.drawn: Dict[str, bool] = {}
        self.records: Dict[str, Optional[Mapping[str, object]]] = {}
        self.patches: Set[str] = set()  # of these everything is told that was ever said of them, but notes and flags
        for name, found in values.items():
            kind, uuid = parts_of(name)
            if kind == RECORD:
                content = found.get((RECORD,))
                self.records[uuid] = content if isinstance(content, dict) else None
            elif kind == REMARK:
                self.changes.setdefault(uuid, {}).update({key[0]: value for key, value in found.items()})
            elif kind == SAID:
                self.patches.add(uuid)
                self._take(uuid, found)

    def _take(self, patch: str, values: Values) -> None:
        for key, value in values.items():
            if key[0] == "answer":
                answers = self.changes.setdefault(key[1], {}).setdefault("answers", {})
                if isinstance(answers, dict):
                    answers[key[2]] = value
            elif key[0] == "ground":
                content = {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else None
                self.grounds.setdefault(patch, {})[key[1]] = content
            elif key[0] == "attribute":
                self.attributes.setdefault(patch, {})[key[1]] = value
            elif key[0] == "drawn":
                self.drawn[patch] = bool(value)
            else:
                self.changes.setdefault(key[1], {})[key[0]] = value


class Projection:
    """Writes what is said; the caller holds the transaction."""

    def __init__(self, connection: sqlite3.Connection, plane: Plane, said: Said) -> None:
        self.connection, self.plane, self.said = connection, plane, said

    def write(self, new: Sequence[Mapping[str, object]] = ()) -> None:
        """Everything that is said. ``new``: parcels of patches that have just come in, as rows of their table with
        their shape in hexadecimal.
        """
        self._attributes()
        coming = {str(row["uuid"]) for row in new}
        self._new_parcels(new)
        self._shapes({str(row["patch_uuid"]) for row in new})
        self._states([uuid for uuid in self.said.changes if uuid not in coming])
        self._records()

    def _attributes(self) -> None:
        for patch, values in self.said.attributes.items():
            for code, value in values.items():
                self.connection.execute(" ".join(("UPDATE patches SET", quoted(code), "= ? WHERE uuid = ?")),
                                        (value, patch))
        self.connection.executemany("UPDATE patches SET superseded = ? WHERE uuid = ?",
                                    [(int(not stands), patch) for patch, stands in self.said.drawn.items()])

    def _new_parcels(self, new: Sequence[Mapping[str, object]]) -> None:
        superseded = self._superseded({str(row["patch_uuid"]) for row in new})
        parcels, actual, drafts, judgements = [], [], [], []
        for row in new:
            uuid, patch = str(row["uuid"]), str(row["patch_uuid"])
            known = self.said.grounds.get(patch, {})
            shape, dkbh, stands = str(row.get("geom") or ""), row.get("dkbh"), row.get("status") != RETIRED
            if uuid in known:
                ground = known[uuid]
                shape, dkbh, stands = ((ground["wkb"], ground["dkbh"], True) if ground is not None else
                                       ("", dkbh, False))
                if ground is not None and ground["actual"]:
                    actual.append(self._actual(uuid, ground["actual"]))
            state = merged(blank_state(), self.said.changes.get(uuid, {}))
            columns = parcel_columns(state)
            if not stands:
                columns.update(status=RETIRED, outcome="", flagged=0)
            elif patch in superseded:
                columns["status"] = SUPERSEDED
            parcels.append({"geom": blob_of(bytes.fromhex(shape) or None, self.plane.srid), "uuid": uuid,
                            "patch_uuid": patch, "batch_uuid": row.get("batch_uuid"), "position": row.get("position"),
                            "dkbh": dkbh, **columns})
            if state != blank_state():
                drafts.append(_draft_row(uuid, state))
                judgements += _judgement_rows(uuid, state)
        put(self.connection, PARCELS, parcels)
        put(self.connection, ACTUAL_PARCELS, actual)
        put(self.connection, DRAFTS, drafts)
        put(self.connection, JUDGEMENTS, judgements)

    def _actual(self, uuid: str, text: str) -> Dict[str, object]:
        shape = bytes.fromhex(text)
        return {"geom": blob_of(shape, self.plane.srid), "parcel_uuid": uuid,
                "area_m2": self.plane.ground.area(shape_of(shape))}

    def _superseded(self, patches: Iterable[str]) -> Set[str]:
        return {str(row[0]) for row in among(
            self.connection, "SELECT uuid FROM patches WHERE superseded = 1 AND uuid IN", patches)}

    def _shapes(self, new: Set[str]) -> None:
        for uuid, contents in self.said.grounds.items():
            if uuid not in new:
                changed = {parcel: content for parcel, content in contents.items()
                           if content_now(self.connection, parcel) != content}
                patch = parcel_ground.patch_of(self.connection, uuid)
                parcel_ground.write(self.connection, self.plane, patch, changed, {})

    def _states(self, parcels: Sequence[str]) -> None:
        found = rows_among(self.connection, "parcels", ("status", "patch_uuid"), "uuid", parcels)
        superseded = self._superseded(str(row["patch_uuid"]) for row in found.values())
        told = [uuid for uuid, row in found.items() if row["patch_uuid"] in self.said.patches]
        others = states_among(self.connection, [uuid for uuid, row in found.items()
                                                if row["patch_uuid"] not in self.said.patches])
        remarks = rows_among(self.connection, DRAFTS.name, _REMARKS, "parcel_uuid", told)
        states = {uuid: merged(blank_state(), {**remarks.get(uuid, {}), **self.said.changes[uuid]}) for uuid in told}
        states.update((uuid, merged(state, self.said.changes[uuid])) for uuid, state in others.items())
        columns = []
        for uuid, row in found.items():
            new = parcel_columns(states[uuid])
            patch, status = str(row["patch_uuid"]), row["status"]
            ground = self.said.grounds.get(patch, {}).get(uuid, ...)
            if ground is None or (ground is ... and status == RETIRED):
                new.update(status=RETIRED, outcome="", flagged=0)
            elif patch in superseded or status in _ELSEWHERE:
                new["status"] = SUPERSEDED if patch in superseded else status
            columns.append((*new.values(), uuid))
        for table in (DRAFTS, JUDGEMENTS):
            remove(self.connection, table.name, "parcel_uuid", states)
        put(self.connection, DRAFTS, [_draft_row(uuid, state) for uuid, state in states.items()
                                      if state != blank_state()])
        put(self.connection, JUDGEMENTS, [
            row for uuid, state in states.items() for row in _judgement_rows(uuid, state)])
        self.connection.executemany(
            "UPDATE parcels SET status = ?, outcome = ?, flagged = ?, stated = ?, lacking = ? WHERE uuid = ?", columns)

    def _records(self) -> None:
        here = {str(row[0]) for row in among(
            self.connection, "SELECT uuid FROM parcels WHERE status <> 'stub' AND uuid IN",
            (parcel for content in self.said.records.values() if content for parcel in _parcels(content)))}
        by_kind: Dict[str, Dict[str, Mapping[str, object]]] = {}
        for uuid, content in self.said.records.items():
            if content is None or (_parcels(content) and here.isdisjoint(_parcels(content))):
                for kind in self._kinds_of(uuid):
                    project_record(self.connection, kind, uuid, None)
            else:
                by_kind.setdefault(str(content["kind"]), {})[uuid] = content
        for kind, contents in by_kind.items():
            self._records_of(kind, contents, here)

    def _records_of(self, kind: str, contents: Mapping[str, Mapping[str, object]], here: Set[str]) -> None:
        """Records of one kind; those that are new here all at once. ``here``: of their parcels those we have."""
        table = RECORDS[kind]
        present = rows_among(self.connection, table.name, (), "uuid", contents)
        for uuid in present:
            project_record(self.connection, kind, uuid, contents[uuid])
        new = {uuid: content for uuid, content in contents.items() if uuid not in present}
        codes = RECORD_KINDS[kind].by_code
        put(self.connection, table, [
            {"uuid": uuid, "act": str(content["act"]),
             **{code: value for code, value in _mapping(content["values"]).items() if code in codes}}
            for uuid, content in new.items()])
        put(self.connection, RECORD_PARCELS, [
            {"record_uuid": uuid, "parcel_uuid": parcel, "kind": kind if parcel in here else ELSEWHERE,
             "position": position}
            for uuid, content in new.items() for position, parcel in enumerate(_parcels(content))])

    def _kinds_of(self, uuid: str) -> List[str]:
        row = self.connection.execute(
            "SELECT kind FROM record_parcels WHERE record_uuid = ? AND kind <> ? LIMIT 1", (uuid, ELSEWHERE)).fetchone()
        return [str(row[0])] if row else list(RECORD_KINDS)


def _draft_row(uuid: str, state: State) -> Dict[str, object]:
    """Without what is empty: most of very many columns are."""
    answers = state["answers"]
    return {"parcel_uuid": uuid, "note": state["note"], "confidence": state["confidence"], "flag": state["flag"],
            **(answers if isinstance(answers, dict) else {})}


def _judgement_rows(uuid: str, state: State) -> List[Dict[str, object]]:
    """The same."""
    found: List[Dict[str, object]] = []
    for subject, name in KEPT_AS.items():
        judgement = state[name]
        if isinstance(judgement, dict):
            answers = judgement["answers"]
            found.append({"parcel_uuid": uuid, "subject": subject, **{key: judgement[key] for key in _JUDGED},
                          **(answers if isinstance(answers, dict) else {})})
    return found


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _parcels(content: Mapping[str, object]) -> List[str]:
    parcels = content.get("parcels")
    return [str(each) for each in parcels] if isinstance(parcels, list) else []


def states_among(connection: sqlite3.Connection, parcels: Sequence[str]) -> Dict[str, State]:
    """What people have said of these parcels, as the tables hold it."""
    drafts = rows_among(connection, DRAFTS.name, ("note", "confidence", "flag", *ANSWER_FIELDS), "parcel_uuid", parcels)
    query = " ".join(("SELECT parcel_uuid, subject,", ", ".join(quoted(name) for name in (*_JUDGED, *ANSWER_FIELDS)),
                      "FROM judgements WHERE parcel_uuid IN"))
    judged: Dict[Tuple[str, str], Dict[str, object]] = {
        (str(row[0]), str(row[1])): dict(zip((*_JUDGED, *ANSWER_FIELDS), row[2:]))
        for row in among(connection, query, parcels)}
    return {uuid: state_of_rows(drafts.get(uuid), judged.get((uuid, "land")), judged.get((uuid, "mineral")))
            for uuid in parcels}


def records_here(connection: sqlite3.Connection, uuids: Sequence[str], kinds: Iterable[str]) -> Set[str]:
    """Those of these records that there are, of these kinds."""
    return {str(row[0]) for kind in kinds for row in among(
        connection, " ".join(("SELECT uuid FROM", quoted(RECORDS[kind].name), "WHERE uuid IN")), uuids)}


