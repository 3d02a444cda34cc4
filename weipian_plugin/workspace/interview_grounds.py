"""Grounds of 约谈 that a person says hold of a unit in a scope: each said as an event of the workspace's own chain."""

from __future__ import annotations

import json
from typing import Dict, List, NamedTuple, Sequence

from . import events
from .database import Database

STATED = "ground"
"""The kind of these events. They stay in the office that said so."""
_SAID = "SELECT payload, actor, recorded_at FROM events WHERE kind = ? AND parcel_uuid = '' ORDER BY sequence"


class StatedGround(NamedTuple):
    """A ground (as the profile calls it) of a unit (by its key), who said so, and when (ISO time)."""

    unit: str
    name: str
    by: str
    at: str


def state(database: Database, actor: str, scope: str, unit: str, name: str, holds: bool, day: str = "") -> bool:
    """Say that a ground holds of a unit in a scope from a day on (ISO; empty: today), or no more from that day on;
    False where that was said already.
    """
    since = day or events.now()[:10]
    with database.transaction() as connection:
        known = any((one.unit, one.name) == (unit, name) for one in grounds(database, scope, since))
        if known == holds:
            return False
        payload = {"scope": scope, "unit": unit, "ground": name, "holds": holds, "day": since}
        events.append(connection, STATED, actor, payload)
        return True


def grounds(database: Database, scope: str, day: str = "") -> List[StatedGround]:
    """What people said holds in a scope on a day (ISO; empty: whichever), in the order they said it."""
    found: Dict[Sequence[str], StatedGround] = {}
    for text, actor, at in database.tuples(_SAID, (STATED,)):
        said = json.loads(text)
        if said["scope"] != scope or (day and said["day"] > day):
            continue
        key = (said["unit"], said["ground"])
        found.pop(key, None)
        if said["holds"]:
            found[key] = StatedGround(*key, actor, at)
    return list(found.values())
