"""What offices are called: as their own packages say it, else as an office says it that has merged their packages."""

from __future__ import annotations

import json
import sqlite3
from typing import Collection, Dict, Mapping

from ...domain.review.office_state import OFFICES

_LONGEST = 100


def office_names(connection: sqlite3.Connection) -> Dict[str, str]:
    """By workspace, what its office calls itself, else what another office calls it."""
    own: Dict[str, str] = {}
    said: Dict[str, str] = {}
    for workspace, office, counts in connection.execute(
            "SELECT office_workspace, office, counts FROM packages ORDER BY fid").fetchall():
        own[str(workspace)] = str(office)
        _add(said, json.loads(counts).get(OFFICES))
    return {**said, **own}


def with_package(known: Mapping[str, str], meta: Mapping[str, str], sender: str) -> Dict[str, str]:
    """The same with what a package says that comes in now."""
    said = names_in(meta)
    return {**said, **known, meta.get("workspace_id", ""): sender}


def names_in(meta: Mapping[str, str]) -> Dict[str, str]:
    """What a package says of offices whose packages its office has merged."""
    found: Dict[str, str] = {}
    try:
        _add(found, json.loads(meta.get(OFFICES) or "{}"))
    except ValueError:  # a name is no reason to refuse a package
        return {}
    return found


def told_on(connection: sqlite3.Connection, workspaces: Collection[str]) -> str:
    """The names of these workspaces' offices for the meta data of a state, as JSON; "" where none is known."""
    known = {uuid: name for uuid, name in office_names(connection).items() if uuid in workspaces and name}
    return json.dumps(known, ensure_ascii=False, sort_keys=True) if known else ""


def _add(found: Dict[str, str], named: object) -> None:
    """Of several names that others say the first in order, whatever came first."""
    if not isinstance(named, dict):
        return
    for workspace, name in named.items():
        if isinstance(name, str) and name.strip():
            short = name.strip()[:_LONGEST]
            found[str(workspace)] = min(found.get(str(workspace), short), short)
