"""From any older workspace to today's: numbered steps, and columns for definitions that came later."""

from __future__ import annotations

import sqlite3
from typing import Callable, Dict, Set, Tuple

from ..domain.errors import WeipianError
from .database import Database, delete, names_in_order, quoted
from .geopackage import APPLICATION_ID, add_column, create_table
from .queue_columns import FILLED_BY, definitions, fill
from .schema import (
    ACTUAL_PARCELS,
    CONFLICTS,
    CONFLICTS_INDEX,
    EVENT_PARCELS,
    JUDGEMENTS,
    JUDGEMENTS_INDEX,
    LINK_INDEXES,
    META,
    MOVING,
    NESTED_INDEX,
    OVERLAY_NESTED,
    PACKAGES,
    RECORD_PARCELS,
    RECORDS,
    RULES,
    SUGGESTION_PARTS,
    TABLES,
    act_index,
)

Step = Callable[[sqlite3.Connection], None]

_KINDS_OF_3 = ("act", "rectification", "transfer", "review", "correction", "attachment", "finding", "extension",
               "survey")
"""The kinds of records that version 3 had."""


def _add_nested_areas(connection: sqlite3.Connection) -> None:
    """Version 2: areas inside areas. An older workspace has none yet: they are unknown until it is measured again."""
    create_table(connection, OVERLAY_NESTED, 0)
    connection.execute(NESTED_INDEX)


def _add_records(connection: sqlite3.Connection) -> None:
    """Version 3: records beside the answers, and a mineral judgement beside the land judgement of one parcel."""
    for table in (*(RECORDS[kind] for kind in _KINDS_OF_3), RECORD_PARCELS, EVENT_PARCELS):
        create_table(connection, table, 0)
    for index in (*LINK_INDEXES, *(act_index(RECORDS[kind]) for kind in _KINDS_OF_3)):
        connection.execute(index)
    _make_anew(connection)
    connection.execute(JUDGEMENTS_INDEX)


def _make_anew(connection: sqlite3.Connection) -> None:
    """The judgements in a table that may hold two of one parcel: SQLite cannot take a constraint away."""
    name, aside = quoted(JUDGEMENTS.name), quoted(JUDGEMENTS.name + "_2")
    connection.execute(" ".join(("ALTER TABLE", name, "RENAME TO", aside)))
    delete(connection, "gpkg_contents", "table_name", JUDGEMENTS.name)
    create_table(connection, JUDGEMENTS, 0)
    kept = [column for column, _ in JUDGEMENTS.all_columns if column.lower() in _columns(connection, "judgements_2")]
    columns = names_in_order(("fid", *kept))
    connection.execute(" ".join(("INSERT INTO", name, "(", columns, ") SELECT", columns, "FROM", aside)))
    connection.execute(" ".join(("DROP TABLE", aside)))


def _status_by_outcome(connection: sqlite3.Connection) -> None:
    """Version 4: a parcel of which only facts were stated is still to be judged."""
    connection.execute("UPDATE parcels SET status = 'todo' WHERE status = 'draft' AND outcome = ''")


def _add_letters_and_audits(connection: sqlite3.Connection) -> None:
    """Version 5: the letters that were sent, and what city and province said of a parcel, round by round."""
    for kind in ("letter", "audit"):
        create_table(connection, RECORDS[kind], 0)
        connection.execute(act_index(RECORDS[kind]))


def _add_suggestion_parts(connection: sqlite3.Connection) -> None:
    """Version 6: what suggestions have in common is kept once. Those of before stay whole until they are made anew."""
    create_table(connection, SUGGESTION_PARTS, 0)


def _add_geometry(connection: sqlite3.Connection) -> None:
    """Version 7: parcels are split, merged and reshaped here; 实际地块 beside them, sketches on the map."""
    create_table(connection, ACTUAL_PARCELS, int(read_meta(connection)["srs_id"]))
    create_table(connection, RECORDS["sketch"], 0)
    connection.execute(act_index(RECORDS["sketch"]))


def _add_reviewing(connection: sqlite3.Connection) -> None:
    """Version 8: samples, second readings, rulings; what other offices handed over, and what stands against it."""
    for kind in ("sample", "drawn", "recheck", "ruling", "image_check", "discovery"):
        create_table(connection, RECORDS[kind], 0)
        connection.execute(act_index(RECORDS[kind]))
    for table in (PACKAGES, CONFLICTS):
        create_table(connection, table, 0)
    connection.execute(CONFLICTS_INDEX)


# Step n brings a file of version n to version n + 1, n from 1 on. Append; never change one that has been released.
# A new table, index or trigger of `schema` needs a step, a column that a definition or a table gains does not.
STEPS: Tuple[Step, ...] = (
    _add_nested_areas, _add_records, _status_by_outcome, _add_letters_and_audits, _add_suggestion_parts,
    _add_geometry, _add_reviewing)


def current_version() -> int:
    """The schema version this plugin writes."""
    return 1 + len(STEPS)


def create_schema(connection: sqlite3.Connection, srs_id: int) -> None:
    """Make the tables of today in a new file, which therefore takes no step."""
    connection.execute(META)
    connection.execute(MOVING)
    for table in TABLES:
        create_table(connection, table, srs_id)
    for rule in RULES:
        connection.execute(rule)
    write_meta(connection, "schema_version", str(current_version()))
    write_meta(connection, FILLED_BY, definitions())


def read_meta(connection: sqlite3.Connection) -> Dict[str, str]:
    """The key/value pairs a workspace knows about itself."""
    return {row[0]: row[1] for row in connection.execute("SELECT key, value FROM meta").fetchall()}


def write_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Set one of them."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def require_workspace(database: Database) -> Dict[str, str]:
    """The file's meta data. Raises ``NOT_A_WORKSPACE`` for any other file, ``WORKSPACE_NEWER`` for a later schema."""
    file = str(database.path)
    has_meta = database.value("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'")
    if not has_meta or database.value("PRAGMA application_id") != APPLICATION_ID:
        raise WeipianError("NOT_A_WORKSPACE", file=file, detail="meta")
    with database.errors():
        meta = read_meta(database.connection)
    numbers = (meta.get("schema_version", ""), meta.get("srs_id", ""))
    if not {"workspace_id", "crs", "salt"} <= set(meta) or not all(number.isdigit() for number in numbers):
        raise WeipianError("NOT_A_WORKSPACE", file=file, detail="meta")
    if int(meta["schema_version"]) > current_version():
        raise WeipianError("WORKSPACE_NEWER", file=file, found=meta["schema_version"], known=current_version())
    with database.errors():
        lost = [table.name for table in TABLES if not _columns(database.connection, table.name)]
    if lost and int(meta["schema_version"]) == current_version():
        raise WeipianError("NOT_A_WORKSPACE", file=file, detail=", ".join(lost))
    return meta


def migrate(connection: sqlite3.Connection) -> None:
    """Take the steps that are missing and add the columns that are missing; the caller holds the transaction."""
    version = int(read_meta(connection)["schema_version"])
    for step in STEPS[version - 1:]:
        step(connection)
    for table, column, kind in missing_columns(connection):
        add_column(connection, table, column, kind)
    fill(connection)
    write_meta(connection, "schema_version", str(current_version()))


def is_current(connection: sqlite3.Connection) -> bool:
    """True where `migrate` would change nothing."""
    version = int(read_meta(connection)["schema_version"])
    return version == current_version() and not missing_columns(connection)


def missing_columns(connection: sqlite3.Connection) -> Tuple[Tuple[str, str, str], ...]:
    """Table, name and SQL type of each column that `schema` has and the file has not."""
    missing = []
    for table in TABLES:
        present = _columns(connection, table.name)
        missing += [(table.name, name, kind) for name, kind in table.all_columns if name.lower() not in present]
    return tuple(missing)


def _columns(connection: sqlite3.Connection, table: str) -> Set[str]:
    found = connection.execute("".join(("PRAGMA table_info(", quoted(table), ")"))).fetchall()
    return {str(row["name"]).lower() for row in found}
