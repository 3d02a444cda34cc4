"""What the rules say of each parcel, and the 政策口径 by which a batch is judged."""

from __future__ import annotations

import json
import sqlite3
from typing import Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

from ..domain.errors import WeipianError
from ..domain.judging.suggestion_parts import parts_of, whole
from . import events
from .database import MOST_MARKS, Database, marks_for, select
from .events import to_json

_STORE = """INSERT OR REPLACE INTO suggestions (parcel_uuid, kind, content, recorded_at, digest, parts)
    VALUES (?, ?, ?, ?, ?, ?)"""


class Kept(NamedTuple):
    """A suggestion ready to be written: what it is counted by, its JSON, what it follows from, the parts it needs."""

    kind: str
    content: str
    digest: str
    parts: Tuple[str, ...] = ()


class AsOf(NamedTuple):
    """The moment at which a workspace was read: its last event and measurement, and the profile of each batch."""

    event: int
    run: int
    profiles: Mapping[str, str]


def kept(suggestion: Mapping[str, object], digest: str = "") -> Kept:
    """A suggestion (what can be JSON; ``kind`` in it is what is counted) as it is written."""
    return Kept(str(suggestion.get("kind", "")), to_json(dict(suggestion)), digest, parts_of(suggestion))


def as_of(database: Database) -> AsOf:
    """The moment it is now."""
    row = database.row("SELECT (SELECT max(sequence) FROM events), (SELECT max(fid) FROM overlay_runs)")
    profiles = {each[0]: each[1] for each in database.rows("SELECT uuid, profile_id FROM batches")}
    return AsOf(int(row[0] or 0) if row else 0, int(row[1] or 0) if row else 0, profiles)


def store(
    database: Database, actor: str, suggestions: Mapping[str, Kept], profiles: Mapping[str, str],
    parts: Optional[Mapping[str, str]] = None, read: Optional[AsOf] = None,
) -> FrozenSet[str]:
    """Put new suggestions in the place of those parcels' old ones, and record by which profile (by batch) they hold.

    ``parts`` are texts by digest; those that the suggestions need are kept too. Where ``read`` says as of when they
    were worked out, those are left out, and returned, of whose parcels something was said, recorded or measured since,
    or whose batch is judged by another profile. Raises ``UNKNOWN_BATCH``.
    """
    with database.transaction() as connection:
        for batch, profile_id in profiles.items():
            _set_profile(connection, actor, batch, profile_id)
        here = _open_among(connection, list(suggestions))
        overtaken = _overtaken(connection, here, read) if read is not None else set()
        at = events.now()
        rows = [(parcel, one.kind, one.content, at, one.digest, " ".join(one.parts))
                for parcel, one in suggestions.items() if parcel in here and parcel not in overtaken]
        connection.executemany(_STORE, rows)
        needed = {digest for one in suggestions.values() for digest in one.parts}
        connection.executemany("INSERT OR IGNORE INTO suggestion_parts (digest, content) VALUES (?, ?)",
                               [(digest, text) for digest, text in (parts or {}).items() if digest in needed])
    return frozenset(overtaken)


def _open_among(connection: sqlite3.Connection, parcels: Sequence[str]) -> Dict[str, str]:
    """The batches of those that are judged here, by parcel."""
    if len(parcels) > MOST_MARKS:
        found = connection.execute("SELECT uuid, batch_uuid FROM open_parcels").fetchall()
    else:
        query = ("SELECT uuid, batch_uuid FROM open_parcels WHERE uuid IN", marks_for(parcels))
        found = connection.execute(" ".join(query), tuple(parcels)).fetchall()
    wanted = set(parcels)
    return {row[0]: row[1] for row in found if row[0] in wanted}


def _overtaken(connection: sqlite3.Connection, here: Mapping[str, str], read: AsOf) -> Set[str]:
    touched = {row[0] for row in connection.execute(
        """SELECT parcel_uuid FROM events WHERE sequence > ? UNION SELECT parcel_uuid FROM event_parcels
           WHERE event_uuid IN (SELECT uuid FROM events WHERE sequence > ?)""", (read.event, read.event)).fetchall()}
    newer = connection.execute("SELECT uuid FROM overlay_runs WHERE fid > ?", (read.run,)).fetchall()
    for run in newer:
        touched |= {str(row["parcel_uuid"]) for row in select(connection, "overlay_parcels", "run_uuid", run[0])}
    profiles = {row[0]: row[1] for row in connection.execute("SELECT uuid, profile_id FROM batches").fetchall()}
    return {parcel for parcel, batch in here.items()
            if parcel in touched or profiles.get(batch) != read.profiles.get(batch)}


def drop_unused_parts(database: Database) -> None:
    """Delete the parts that no suggestion needs any more."""
    with database.transaction() as connection:
        lists = connection.execute("SELECT DISTINCT parts FROM suggestions").fetchall()
        used = {digest for row in lists for digest in row[0].split()}
        there = connection.execute("SELECT digest FROM suggestion_parts").fetchall()
        connection.executemany("DELETE FROM suggestion_parts WHERE digest = ?",
                               [(row[0],) for row in there if row[0] not in used])


def set_profile(database: Database, actor: str, batch: str, profile_id: str) -> None:
    """Record by which 政策口径 a batch is judged. Raises ``UNKNOWN_BATCH``."""
    with database.transaction() as connection:
        _set_profile(connection, actor, batch, profile_id)


def _set_profile(connection: sqlite3.Connection, actor: str, batch: str, profile_id: str) -> None:
    found = select(connection, "batches", "uuid", batch)
    if not found:
        raise WeipianError("UNKNOWN_BATCH", batch=batch)
    if found[0]["profile_id"] != profile_id:
        connection.execute("UPDATE batches SET profile_id = ? WHERE uuid = ?", (profile_id, batch))
        events.append(connection, events.PROFILE, actor, {"batch": batch, "profile_id": profile_id})


def of_parcel(database: Database, parcel: str) -> Optional[Dict[str, object]]:
    """The suggestion for a parcel, whole. Raises ``SUGGESTION_UNREADABLE``."""
    return database.remembered(("suggestion", parcel), lambda: _read_whole(database, parcel))


def _read_whole(database: Database, parcel: str) -> Optional[Dict[str, object]]:
    row = database.row("SELECT content FROM suggestions WHERE parcel_uuid = ?", (parcel,))
    if row is None:
        return None
    own = dict(json.loads(row[0]))
    wanted = parts_of(own)
    if not wanted:
        return own
    query = ("SELECT digest, content FROM suggestion_parts WHERE digest IN", marks_for(wanted))
    return whole(own, {each[0]: each[1] for each in database.rows(" ".join(query), wanted)})


def whole_row(connection: sqlite3.Connection, row: Mapping[str, object]) -> Dict[str, object]:
    """A row of the table whose content needs no parts: as it goes where the parts are not."""
    own = json.loads(str(row["content"]))
    wanted: List[str] = list(parts_of(own))
    query = ("SELECT digest, content FROM suggestion_parts WHERE digest IN", marks_for(wanted))
    parts = {each[0]: each[1] for each in connection.execute(" ".join(query), wanted).fetchall()}
    if not wanted or not set(wanted) <= parts.keys():
        return dict(row)
    return {**row, "content": to_json(whole(own, parts)), "parts": ""}


def digests(database: Database) -> Dict[str, Tuple[str, str]]:
    """By parcel: what its suggestion follows from (empty where that was not told), and of what kind it is."""
    return {row[0]: (row[1], row[2]) for row in database.rows("SELECT parcel_uuid, digest, kind FROM suggestions")}


def counts(database: Database, batch: str) -> Dict[str, int]:
    """How many suggestions of each kind there are (in a batch)."""
    found = database.rows(
        """SELECT s.kind, count(*) FROM suggestions s JOIN open_parcels p ON p.uuid = s.parcel_uuid
           WHERE ? = '' OR p.batch_uuid = ?
           GROUP BY s.kind ORDER BY s.kind""", (batch, batch))
    return {row[0]: row[1] for row in found}
