"""How a workspace file is made, taken hold of, and brought up to date."""

from __future__ import annotations

import getpass
import os
import secrets
import time
from pathlib import Path
from typing import Dict, Optional, Sequence, Tuple
from uuid import uuid4

from ..domain.errors import WeipianError
from ..domain.holder import holder_in_words
from . import events
from .database import READER_PAUSE, READER_RETRIES, Database
from .geopackage import add_crs, create_core, crs_of
from .lock import WriterLock
from .migrations import create_schema, is_current, migrate, read_meta, require_workspace, write_meta
from .quarantine import wipe
from .queue_columns import FILLED_BY, definitions, fill_answers
from .training import MARK


def make(place: Path, crs: str, quarantine_path: str, training: bool) -> Dict[str, str]:
    """The file, put at ``place`` when it is whole: a kill in between leaves nothing that could be taken for it."""
    unfinished = place.with_name(place.name + ".new")
    parts = (unfinished, unfinished.with_name(unfinished.name + "-journal"))
    database: Optional[Database] = None
    try:
        _remove(parts)  # of an earlier attempt that was killed
        database = Database(unfinished, "rwc")
        with database.transaction() as connection:
            create_core(connection)
            srs_id = add_crs(connection, crs_of(crs))
            create_schema(connection, srs_id)
            meta = {"workspace_id": str(uuid4()), "crs": crs, "srs_id": str(srs_id), "salt": secrets.token_hex(32),
                    "created_at": events.now(), "quarantine_path": quarantine_path}
            if training:
                meta[MARK] = "1"
            for key, value in meta.items():
                write_meta(connection, key, value)
        database.close()
        with database.errors():
            unfinished.replace(place)
        return meta
    except BaseException as error:
        if database is not None:
            database.close()
        _remove(parts)
        if isinstance(error, WeipianError):
            raise WeipianError(error.code, **{**error.values, "file": str(place)}) from error
        raise


def _remove(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def operating_system_user() -> str:
    """The login, for whoever has given no name."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "unknown"


def require_sqlite(path: Path) -> None:
    """Raises ``NOT_A_WORKSPACE`` for a file that is no database at all, ``WORKSPACE_IO``."""
    try:
        with path.open("rb") as file:
            magic = file.read(16)
    except OSError as error:
        raise WeipianError("WORKSPACE_IO", file=str(path), detail=error.strerror or str(error)) from error
    if magic != b"SQLite format 3\x00":
        raise WeipianError("NOT_A_WORKSPACE", file=str(path), detail="header")


def taken(path: Path) -> Tuple[Optional[WriterLock], str]:
    """The lock that lets this window write; without it who holds it, as far as that is known."""
    if not os.access(path, os.W_OK):
        return None, ""
    lock = WriterLock(path)
    if lock.take():
        return lock, ""
    return None, "" if lock.folder_is_read_only else lock.holder()


def connected(place: Path, may_write: bool, holder: str) -> Tuple[Database, Dict[str, str]]:
    """A connection to the file, brought up to date, and what the file knows about itself. Whoever only looks tries
    again for a while: the writer may be in the middle of a transaction.
    """
    for _ in range(0 if may_write else READER_RETRIES):
        try:
            return _connected(place, may_write, holder)
        except WeipianError as error:
            if error.code != "WORKSPACE_BUSY":
                raise
            time.sleep(READER_PAUSE)
    return _connected(place, may_write, holder)


def _connected(place: Path, may_write: bool, holder: str) -> Tuple[Database, Dict[str, str]]:
    database = Database(place, "rw" if may_write else "ro", holder)
    try:
        meta = require_workspace(database)
        bring_up_to_date(database)
        return database, meta
    except BaseException:
        database.close()
        raise


def bring_up_to_date(database: Database) -> None:
    """Today's tables and columns, and what a quarantine left to be wiped. Raises ``WORKSPACE_OLDER_HELD``."""
    with database.errors():
        current = is_current(database.connection)
    if not database.writable:
        if not current:
            raise WeipianError("WORKSPACE_OLDER_HELD", file=str(database.path),
                               holder=holder_in_words(database.holder, "zh") or "只读",
                               holder_en=holder_in_words(database.holder, "en") or "read-only")
        return
    if not current:
        with database.transaction() as connection:
            migrate(connection)
    with database.errors():
        judged_by = read_meta(database.connection).get(FILLED_BY, "")
    if judged_by != definitions():
        with database.transaction() as connection:
            fill_answers(connection)
    wipe(database)
