"""Military and classified patches: out of the workspace with every trace, into a second file (domain §8.6)."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Mapping, Optional, Sequence, Set, Tuple
from uuid import uuid4

from qgis.core import QgsApplication

from ..domain.errors import WeipianError
from ..domain.records import STUB, Finding, IssuedPatch
from . import events
from .database import Database, delete, insert, quoted, select
from .events import to_json
from .geopackage import rebuild_rtree, update_extents
from .migrations import read_meta, write_meta
from .quarantined_records import copy_files, files_of, forget_what_followed, move_records, overwrite, remove_file
from .schema import SPATIAL, SUGGESTIONS, TABLES, Table
from .suggestions import whole_row

REDACTED = "已隔离"
WIPE_PENDING, WIPE_FILES = "wipe_pending", "wipe_files"
_RECOGNISABLE = 8  # an id this long is looked for inside other texts; a shorter one only as a whole text

_TABLES = (
    """CREATE TABLE IF NOT EXISTS quarantined (stub_uuid TEXT PRIMARY KEY NOT NULL, workspace_id TEXT NOT NULL,
       jcbh TEXT NOT NULL, recorded_at TEXT NOT NULL, actor TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS quarantined_rows (stub_uuid TEXT NOT NULL, table_name TEXT NOT NULL,
       content TEXT NOT NULL, UNIQUE (stub_uuid, table_name, content))""",
)
_OF_PARCEL = ("overlay_parcels", "overlay_roles", "overlay_areas", "overlay_features", "overlay_nested", "suggestions",
              "drafts", "judgements", "events", "actual_parcels")


def default_path(workspace_id: str) -> Path:
    """Where the second file is unless someone says otherwise: with QGIS's settings, away from every project."""
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "weipian" / "quarantine"
    return folder / f"{workspace_id}.sqlite"


class Quarantine:
    """The way into the second file, and the memory of what has gone there."""

    def __init__(self, database: Database, path: Path, actor: str) -> None:
        meta = read_meta(database.connection)
        self.database, self.path, self.actor = database, path, actor
        self.remarks: List[Finding] = []
        """What is to be told of files that could not be moved along."""
        self._workspace_id = meta["workspace_id"]
        self._salt = bytes.fromhex(meta["salt"])

    def fingerprint(self, jcbh: str) -> str:
        """The salted hash a stub keeps of a JCBH. It recognises a re-import; it does not resist trying every id."""
        return hmac.new(self._salt, jcbh.strip().encode(), hashlib.sha256).hexdigest()

    def known(self, patches: Sequence[IssuedPatch]) -> Set[str]:
        """The JCBH among ``patches`` that went to quarantine before."""
        stubs = {row[0] for row in self.database.rows("SELECT jcbh_hash FROM stubs")}
        return {patch.jcbh for patch in patches if self.fingerprint(patch.jcbh) in stubs} if stubs else set()

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """A transaction in the second file. Used inside one of the workspace's, so that this one commits first:
        what is deleted there is safe here.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            detail = error.strerror or str(error)
            raise WeipianError("QUARANTINE_UNREACHABLE", file=str(self.path), detail=detail) from error
        file = Database(self.path, "rwc")
        try:
            self.path.chmod(0o600)
            with file.transaction() as connection:
                for statement in _TABLES:
                    connection.execute(statement)
                yield connection
        finally:
            file.close()

    def admit(self, connection: sqlite3.Connection, patches: Sequence[IssuedPatch], batch: str) -> int:
        """Take patches in at the door; of one that is in the workspace already everything moves.

        Returns how many were not known before; of files that stay `remarks` tell. The caller holds the workspace's
        transaction and wipes afterwards.
        """
        fresh = 0
        with self.opened() as second:
            for patch in patches:
                fresh += self._stub_of(connection, patch.jcbh) is None
                stub = self._move(connection, second, patch.jcbh, batch)
                self._keep(second, stub, "issued", {
                    "jcbh": patch.jcbh, "attributes": dict(patch.attributes), "extra": dict(patch.extra),
                    "wkb": patch.wkb, "repaired": patch.repaired,
                    "findings": [[f.code, f.severity, dict(f.values)] for f in patch.findings],
                })
        return fresh

    def move(self, parcel: str) -> Tuple[Finding, ...]:
        """Move a parcel, its patch in every version, and all that was ever said of it; then wipe. What is told of files
        that could not be moved along.

        Cannot be undone. Raises ``UNKNOWN_PARCEL``, and ``QUARANTINE_WIPE_PENDING`` where the move is done but the
        file could not be rewritten because someone reads it: the next opening does it.
        """
        self.database.require_writable()
        found = self.database.row(
            """SELECT t.JCBH, t.batch_uuid FROM parcels p JOIN patches t ON t.uuid = p.patch_uuid
               WHERE p.uuid = ?""", (parcel,))
        if found is None:
            raise WeipianError("UNKNOWN_PARCEL", parcel=parcel)
        with wiping(self.database), self.database.transaction() as connection, self.opened() as second:
            self._move(connection, second, str(found["JCBH"]), str(found["batch_uuid"]))
        return tuple(self.remarks)

    def _stub_of(self, connection: sqlite3.Connection, jcbh: str) -> Optional[str]:
        found = select(connection, "stubs", "jcbh_hash", self.fingerprint(jcbh))
        return str(found[0]["uuid"]) if found else None

    def _move(self, connection: sqlite3.Connection, second: sqlite3.Connection, jcbh: str, batch: str) -> str:
        stub = self._stub_of(connection, jcbh)
        if stub is None:
            stub = self._make_stub(connection, jcbh, batch, self._kept_as(second, jcbh) or str(uuid4()))
        second.execute(
            "INSERT OR IGNORE INTO quarantined VALUES (?, ?, ?, ?, ?)",
            (stub, self._workspace_id, jcbh, events.now(), self.actor),
        )
        patches = select(connection, "patches", "JCBH", jcbh)
        names = [jcbh, *_names_of(connection, patches)]
        for patch in patches:
            self._move_patch(connection, second, stub, patch)
        traces = sum(_redact(connection, name) for name in names)
        if patches or traces:
            for table in SPATIAL:
                rebuild_rtree(connection, table.name)
            update_extents(connection)
            write_meta(connection, WIPE_PENDING, "1")
        return stub

    def _kept_as(self, second: sqlite3.Connection, jcbh: str) -> Optional[str]:
        """The id under which an earlier attempt, cut short in the workspace, has kept it already."""
        found = second.execute(
            "SELECT stub_uuid FROM quarantined WHERE workspace_id = ? AND jcbh = ?", (self._workspace_id, jcbh)
        ).fetchone()
        return str(found[0]) if found else None

    def _make_stub(self, connection: sqlite3.Connection, jcbh: str, batch: str, stub: str) -> str:
        insert(connection, "stubs", [
            {"uuid": stub, "jcbh_hash": self.fingerprint(jcbh), "recorded_at": events.now()}])
        insert(connection, "parcels", [{"uuid": stub, "batch_uuid": batch, "dkbh": REDACTED, "status": STUB}])
        events.append(connection, events.QUARANTINED, self.actor, {}, stub)
        return stub

    def _move_patch(
        self, connection: sqlite3.Connection, second: sqlite3.Connection, stub: str, patch: Mapping[str, object]
    ) -> None:
        uuid = str(patch["uuid"])
        self._move_shapes(connection, second, stub, uuid)
        for parcel in select(connection, "parcels", "patch_uuid", uuid):
            connection.execute("INSERT INTO quarantine_moving VALUES (?)", (parcel["uuid"],))
            self._move_records(connection, second, stub, str(parcel["uuid"]))
            for table in _OF_PARCEL:
                self._move_rows(connection, second, stub, table, "parcel_uuid", parcel["uuid"])
            connection.execute("DELETE FROM quarantine_moving")
        self._move_rows(connection, second, stub, "conflicts", "patch_uuid", uuid)
        self._move_rows(connection, second, stub, "links", "patch_uuid", uuid)
        self._move_rows(connection, second, stub, "links", "earlier_uuid", uuid)
        self._move_rows(connection, second, stub, "parcels", "patch_uuid", uuid)
        self._move_rows(connection, second, stub, "patches", "uuid", uuid)

    def _move_shapes(self, connection: sqlite3.Connection, second: sqlite3.Connection, stub: str, patch: str) -> None:
        """What was decided of the shapes of the patch's parcels, and taken back: its own chain of events."""
        connection.execute("INSERT INTO quarantine_moving VALUES (?)", (patch,))
        for event in select(connection, "events", "parcel_uuid", patch):
            delete(connection, "event_parcels", "event_uuid", event["uuid"])
        self._move_rows(connection, second, stub, "events", "parcel_uuid", patch)
        forget_what_followed(connection, {patch})
        connection.execute("DELETE FROM quarantine_moving")

    def _move_records(
        self, connection: sqlite3.Connection, second: sqlite3.Connection, stub: str, parcel: str
    ) -> None:
        def keep(table: str, row: Mapping[str, object]) -> None:
            self._keep(second, stub, table, row)

        gone = move_records(connection, keep, parcel)
        lone = files_of(connection, self.database.path, gone)
        moved, told = copy_files(self.database.path, lone, self.path.with_name(self.path.name + ".files") / stub)
        self.remarks += told
        if moved:
            waiting = read_meta(connection).get(WIPE_FILES, "[]")
            write_meta(connection, WIPE_FILES, to_json([*json.loads(waiting), *moved]))

    def _move_rows(
        self, connection: sqlite3.Connection, second: sqlite3.Connection, stub: str, table: str, key: str, value: object
    ) -> None:
        for row in select(connection, table, key, value):
            self._keep(second, stub, table, whole_row(connection, row) if table == SUGGESTIONS.name else row)
        delete(connection, table, key, value)

    def _keep(self, second: sqlite3.Connection, stub: str, table: str, row: Mapping[str, object]) -> None:
        readable = {k: {"hex": v.hex()} if isinstance(v, bytes) else v for k, v in row.items()}
        second.execute("INSERT OR IGNORE INTO quarantined_rows VALUES (?, ?, ?)", (stub, table, to_json(readable)))


def _names_of(connection: sqlite3.Connection, patches: Sequence[Mapping[str, object]]) -> List[str]:
    """The uuids of patches and their parcels: they follow from the JCBH, and who guesses that can make sure by them."""
    found = [str(patch["uuid"]) for patch in patches]
    parcels = [parcel for uuid in found for parcel in select(connection, "parcels", "patch_uuid", uuid)]
    return found + [str(parcel["uuid"]) for parcel in parcels]


def _redact(connection: sqlite3.Connection, jcbh: str) -> int:
    """Take a JCBH or uuid out of every text that mentions it: findings, remarks, other patches' columns, notes, events.
    """
    found = [(table, column, row) for table in TABLES for column in table.text_columns
             for row in _mentions(connection, table, column, jcbh)]
    if found:
        connection.execute("INSERT INTO quarantine_moving VALUES ('')")
    for table, column, (key, text) in found:
        update = ("UPDATE", quoted(table.name), "SET", quoted(column), "= ? WHERE", quoted(table.key), "= ?")
        connection.execute(" ".join(update), (_without(text, jcbh), key))
    if found:
        connection.execute("DELETE FROM quarantine_moving")
    return len(found)


def _mentions(connection: sqlite3.Connection, table: Table, column: str, jcbh: str) -> List[Tuple[int, str]]:
    test = "instr(" + quoted(column) + ", ?)" if len(jcbh) >= _RECOGNISABLE else quoted(column) + " = ?"
    query = ("SELECT", quoted(table.key), ",", quoted(column), "FROM", quoted(table.name), "WHERE", test)
    return [(row[0], row[1]) for row in connection.execute(" ".join(query), (jcbh,)).fetchall()]


def _without(text: str, jcbh: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text.replace(jcbh, REDACTED)
    if isinstance(value, (dict, list)):
        return to_json(_redacted(value, jcbh))
    return text.replace(jcbh, REDACTED)


def _redacted(value: object, jcbh: str) -> object:
    if isinstance(value, dict):
        return {str(_redacted(k, jcbh)): _redacted(v, jcbh) for k, v in value.items()}
    if isinstance(value, list):
        return [_redacted(item, jcbh) for item in value]
    return str(value).replace(jcbh, REDACTED) if value is not None and jcbh in str(value) else value


@contextmanager
def wiping(database: Database) -> Iterator[None]:
    """Wipe after what is done inside. The journal stays as a file until it is overwritten."""
    with database.errors():
        database.connection.execute("PRAGMA journal_mode=PERSIST")
    try:
        yield
    finally:
        wipe(database)


def wipe(database: Database) -> None:
    """Rewrite the file without what was deleted (secure_delete has zeroed it; VACUUM leaves no page of it), then
    overwrite the journal. Does nothing where nothing is pending.
    """
    pending = WIPE_PENDING in read_meta(database.connection)
    try:
        with database.errors():
            if pending:
                database.connection.execute("PRAGMA journal_mode=PERSIST")
                database.connection.execute("VACUUM")
                for file in json.loads(read_meta(database.connection).get(WIPE_FILES, "[]")):
                    remove_file(database.path, file)
                with database.transaction() as connection:
                    delete(connection, "meta", "key", WIPE_PENDING)
                    delete(connection, "meta", "key", WIPE_FILES)
                overwrite(database.path.with_name(database.path.name + "-journal"))
            database.connection.execute("PRAGMA journal_mode=DELETE")
    except WeipianError as error:
        raise WeipianError("QUARANTINE_WIPE_PENDING", file=str(database.path), detail=str(error)) from error
