"""What the rules say of each parcel, and the 政策口径 by which a batch is judged."""

from __future__ import annotations

import json
import sqlite3
from typing import Dict, Mapping, Optional, Tuple

from ..domain.errors import WeipianError
from . import events
from .database import Database, replace, select
from .events import to_json


def store(
    database: Database, actor: str, suggestions: Mapping[str, Mapping[str, object]], profiles: Mapping[str, str],
    digests: Mapping[str, str],
) -> None:
    """Put new suggestions in the place of those parcels' old ones, and record by which profile (by batch) they hold.

    ``kind`` in a suggestion is what is counted; ``digests`` (by parcel) say what they follow from.
    Raises ``UNKNOWN_BATCH``.
    """
    with database.transaction() as connection:
        for batch, profile_id in profiles.items():
            _set_profile(connection, actor, batch, profile_id)
        known = {row[0] for row in connection.execute("SELECT uuid FROM open_parcels").fetchall()}
        at = events.now()
        for parcel, suggestion in suggestions.items():
            if parcel in known:
                replace(connection, "suggestions", "parcel_uuid", {
                    "parcel_uuid": parcel, "kind": str(suggestion.get("kind", "")),
                    "content": to_json(dict(suggestion)), "recorded_at": at, "digest": digests.get(parcel, ""),
                })


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
    """The suggestion for a parcel, as it was stored."""
    row = database.row("SELECT content FROM suggestions WHERE parcel_uuid = ?", (parcel,))
    return None if row is None else dict(json.loads(row[0]))


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
