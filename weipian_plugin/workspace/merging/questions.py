"""Words in the name of a level that wait for a person: listed by record, asked about by office and level, decided."""

from __future__ import annotations

import json
import sqlite3
from typing import Dict, List, Mapping, Sequence, Set, Tuple

from ...domain.review.office_state import LEFT, TAKEN, Conflict, Side
from .. import events
from ..database import Database, insert
from ..events import SETTLED, to_json
from . import log
from .conflict_list import parcels_of_record
from .levels import (
    LEVEL,
    OF_KIND,
    WORDS,
    Asked,
    Trust,
    decisions_in,
    level_of_word,
    levels_known,
    of_question,
    own_level,
    question,
)
from .streams import Stream, streams_of
from .told import RECORD, SETTLING, PatchOf, Told, Values, mapping, named, parts_of

PARCELS = "parcels"


def trust_of(connection: sqlite3.Connection, workspace: str) -> Trust:
    """Which words count in this workspace, as it is."""
    return Trust(workspace, own_level(connection), levels_known(connection), looking_up(connection))


def looking_up(connection: sqlite3.Connection) -> Asked:
    """Reads of the records about some parcels the streams, and what was decided of their words."""
    def look_up(parcels: Sequence[str]) -> List[Tuple[Stream, Sequence[Told]]]:
        records = list(dict.fromkeys(each.chain for each in log.told_about(connection, parcels)
                                     if each.payload.get("record") in OF_KIND))
        told = log.told_about(connection, records)
        decisions = decisions_in(told)
        found = streams_of(told, {})
        return [(found[named(RECORD, uuid)], decisions.get(uuid, ())) for uuid in records]
    return look_up


def standing_values(stream: Stream, trust: Trust, decisions: Sequence[Told]) -> Values:
    """What stands of a stream; of a record without the words that do not count here."""
    if parts_of(stream.name)[0] == RECORD:
        return {(RECORD,): trust.content(stream, stream.standing, decisions)}
    return stream.values(stream.standing)


def relist_questions(connection: sqlite3.Connection, streams: Mapping[str, Stream], trust: Trust,
                     decisions: Mapping[str, Sequence[Told]], patch_of: PatchOf, offices: Mapping[str, str]
                     ) -> Set[str]:
    """Bring the list to what these records' streams hold; the questions that are new, or are about more than before."""
    listed: Dict[str, Set[str]] = {}
    for stream, side, state in connection.execute(
            "SELECT stream, side, state FROM conflicts WHERE kind = ?", (LEVEL,)).fetchall():
        listed.setdefault(str(side), set()).update(f"{stream} {word}" for word in json.loads(state).get(WORDS, ()))
    fresh: Set[str] = set()
    for name, stream in streams.items():
        kind, uuid = parts_of(name)
        if kind != RECORD:
            continue
        if uuid in listed:
            connection.execute("DELETE FROM conflicts WHERE kind = ? AND side = ?", (LEVEL, uuid))
        by: Dict[str, List[Told]] = {}
        for each in trust.asked(stream, decisions.get(uuid, ())):
            by.setdefault(question(each.workspace_id, level_of_word(each, name)), []).append(each)
        parcels = _parcels_of(stream, trust, decisions.get(uuid, ()), patch_of) if by else []
        for asked, words in by.items():
            if any(f"{asked} {each.uuid}" not in listed.get(uuid, ()) for each in words):
                fresh.add(asked)
            last = words[-1]
            insert(connection, "conflicts", [{
                "stream": asked, "side": uuid, "kind": LEVEL, "office": offices.get(last.workspace_id, ""),
                "patch_uuid": patch_of[parcels[0]] if parcels else "", "actor": last.actor,
                "recorded_at": last.recorded_at, "head": last.uuid,
                "state": to_json({WORDS: sorted(each.uuid for each in words), PARCELS: parcels})}])
    return fresh


def _parcels_of(stream: Stream, trust: Trust, decisions: Sequence[Told], patch_of: PatchOf) -> List[str]:
    """The parcels of a record as it would be, or is."""
    raw = mapping(stream.values(stream.standing).get((RECORD,))) or mapping(
        trust.content(stream, stream.standing, decisions))
    named_there = raw.get(PARCELS)
    found = [str(uuid) for uuid in named_there if uuid in patch_of] if isinstance(named_there, list) else []
    return found or [uuid for uuid in parcels_of_record(stream) if uuid in patch_of]


def questions(database: Database, rows: Sequence[Mapping[str, object]], known: Mapping[str, str],
              names: Mapping[str, str]) -> List[Conflict]:
    """What is asked, by office and level; ``rows``: of the list; ``known``: levels, ``names``: offices by workspace.
    """
    by: Dict[str, List[Mapping[str, object]]] = {}
    for row in rows:
        by.setdefault(str(row["stream"]), []).append(row)
    found: List[Conflict] = []
    for stream, some in sorted(by.items()):
        workspace, level = of_question(stream)
        parcels = list(dict.fromkeys(str(uuid) for row in some for uuid in json.loads(str(row["state"]))[PARCELS]))
        last = max(some, key=lambda row: (str(row["recorded_at"]), str(row["head"])))
        state = {LEVEL: level, "office_level": known.get(workspace, ""), "records": len(some)}
        office, actor, at = names.get(workspace, ""), str(last["actor"]), str(last["recorded_at"])
        patch = str(some[0]["patch_uuid"])
        number = database.value("SELECT JCBH FROM patches WHERE uuid = ?", (patch,)) if len(some) == 1 else ""
        found.append(Conflict(stream, LEVEL, patch, str(number or ""), tuple(parcels), (
            Side(LEFT, office, actor, at, str(last["head"]), state, True),
            Side(TAKEN, office, actor, at, str(last["head"]), state))))
    return found


def settle_question(connection: sqlite3.Connection, actor: str, name: str, side: str, reason: str) -> List[str]:
    """Say of everything that is asked under this name whether it counts: an event for each record; the records."""
    rows = connection.execute("SELECT side, state FROM conflicts WHERE stream = ? ORDER BY fid", (name,)).fetchall()
    for uuid, state in rows:
        held = json.loads(state)
        events.append(connection, SETTLED, actor, {
            SETTLING: name, "side": side, "reason": reason, WORDS: held[WORDS], PARCELS: held[PARCELS]},
            str(uuid), "", held[PARCELS])
    return [str(row[0]) for row in rows]


def undo_of(told: Mapping[str, object]) -> Dict[str, object]:
    """What an event holds that takes a decision back, or makes it again."""
    return {key: told[key] for key in (SETTLING, "side", WORDS, PARCELS) if key in told}


def related(connection: sqlite3.Connection, records: Sequence[str]) -> List[str]:
    """These records, and those that parts of their parcels took over from them."""
    parcels = {str(uuid) for each in log.told_about(connection, records) for uuid in _texts(each.payload.get(PARCELS))}
    found = dict.fromkeys(records)
    for each in log.told_about(connection, sorted(parcels)) if parcels else ():
        if "ground" in each.payload:
            both = mapping(each.payload.get("records"))
            found.update((uuid, None) for side in both.values() for uuid, content in mapping(side).items()
                         if mapping(content).get("kind") in OF_KIND)
    return list(found)


def _texts(value: object) -> List[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
