"""The one connection to a workspace: how it is opened, what a transaction is, and what its errors are called."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Hashable, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, TypeVar
from urllib.parse import quote

from ..domain.errors import WeipianError
from ..domain.holder import holder_in_words
from .geometry import teach_geometry

BUSY_SECONDS = 5.0
READER_SECONDS, READER_RETRIES, READER_PAUSE = 0.5, 10, 0.05
HURRIED_MS, HURRIED_PAUSES = 4, (0.001, 0.002, 0.004, 0.008)
"""How long a window that may only look waits for the one that writes: 35 ms, after that it asks again later."""
MOST_MARKS = 900  # SQLite before 3.32 takes no more than 999 values in one statement
CORRUPT = ("malformed", "not a database", "file is encrypted")
MOST_REMEMBERED = 256

Read = TypeVar("Read")


def _uri(path: Path, mode: str) -> str:
    place = path.resolve().as_posix()
    return "file://" + ("" if place.startswith("/") else "/") + quote(place) + "?mode=" + mode


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection fit for a GeoPackage that QGIS also reads: autocommit, full sync, deleted content overwritten.

    ``mode`` is ``ro``, ``rw`` or ``rwc``. A reader is really read-only: it must never take the writer's live journal
    for a dead one and roll it back, which SQLite would do once GDAL has dropped the writer's locks.
    """
    timeout = READER_SECONDS if mode == "ro" else BUSY_SECONDS
    connection = sqlite3.connect(_uri(path, mode), uri=True, timeout=timeout, isolation_level=None)
    connection.row_factory = sqlite3.Row
    teach_geometry(connection)
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA cache_size=-65536")  # 64 MiB: a large queue is looked up in other tables row by row
    connection.execute("PRAGMA synchronous=FULL")
    return connection


class Database:
    """A SQLite file with our transactions and our errors. ``holder`` says who writes where we may not."""

    def __init__(self, path: Path, mode: str, holder: str = "") -> None:
        self.path = path
        self.writable = mode != "ro"
        self.holder = holder
        self._hurries = False
        self._pauses: Tuple[float, ...] = () if self.writable else (READER_PAUSE,) * READER_RETRIES
        self._remembered: Dict[Tuple[Hashable, ...], Any] = {}
        self._as_of: Tuple[int, object] = (0, None)
        self._stands: List[object] = []  # within `standing_still`: what others had written when it began
        with self.errors():
            self._connection: Optional[sqlite3.Connection] = connect(path, mode)
            if self.writable:
                self._insist_on_rollback_journal()

    def _insist_on_rollback_journal(self) -> None:
        # In WAL another program's closing deletes our log once GDAL has looked at the file in this process.
        if self.connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            self.close()
            raise WeipianError("WORKSPACE_BUSY", file=str(self.path))

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection. Raises ``WORKSPACE_CLOSED`` after `close`."""
        if self._connection is None:
            raise WeipianError("WORKSPACE_CLOSED", file=str(self.path))
        return self._connection

    def close(self) -> None:
        """Close the connection; twice is no mistake."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def hurry(self) -> None:
        """For a reader in a thread that nobody waits for: what cannot be read at once raises
        ``WORKSPACE_BEING_WRITTEN``, and is asked again by whoever hears that.
        """
        if not self.writable:
            self._hurries, self._pauses = True, HURRIED_PAUSES
            self.connection.execute("PRAGMA busy_timeout=" + str(HURRIED_MS))

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what SQLite and the operating system say into sentences."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._named(error) from error
        except OSError as error:
            raise WeipianError("WORKSPACE_IO", file=str(self.path), detail=error.strerror or str(error)) from error

    def _named(self, error: sqlite3.Error) -> WeipianError:
        text, file = str(error), str(self.path)
        if self._hurries and _is_busy(error):
            return WeipianError("WORKSPACE_BEING_WRITTEN", file=file)
        if "is full" in text:
            return WeipianError("WORKSPACE_DISK_FULL", file=file)
        if "readonly" in text and not self.writable:  # a journal lies there that only a writer may touch
            return WeipianError("WORKSPACE_BUSY", file=file)
        if "readonly" in text or "unable to open" in text:
            return WeipianError("WORKSPACE_NOT_WRITABLE", file=file)
        if "locked" in text or "busy" in text:
            return WeipianError("WORKSPACE_BUSY", file=file)
        if any(word in text for word in CORRUPT):
            return WeipianError("NOT_A_WORKSPACE", file=file, detail=text)
        return WeipianError("WORKSPACE_IO", file=file, detail=text)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """BEGIN IMMEDIATE … COMMIT; on any exception nothing has happened.

        Raises ``WORKSPACE_READ_ONLY`` where another window writes, ``WORKSPACE_NOT_WRITABLE`` where nobody can.
        """
        self.require_writable()
        connection = self.connection
        with self.errors():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._remembered.clear()  # what was read of changes that never came to be
                raise

    def require_writable(self) -> None:
        """Raise unless this window is the one that writes."""
        if not self.writable and self.holder:
            raise WeipianError("WORKSPACE_READ_ONLY", file=str(self.path), holder=holder_in_words(self.holder, "zh"),
                                holder_en=holder_in_words(self.holder, "en"))
        if not self.writable:
            raise WeipianError("WORKSPACE_NOT_WRITABLE", file=str(self.path))

    def rows(self, sql: str, values: Sequence[object] = ()) -> List[sqlite3.Row]:
        """All rows of a query, read at once so that no cursor stays open."""
        return self._fetched(sql, values, sqlite3.Row)

    def _fetched(self, sql: str, values: Sequence[object], made: Optional[Callable[..., Any]]) -> List[Any]:
        pauses = self._pauses
        if self._hurries:
            self._pauses = ()  # once is enough: until something could be read nothing else waits
        for pause in pauses:
            try:
                found = self._execute(sql, values, made)
                self._pauses = pauses
                return found
            except sqlite3.OperationalError as error:
                if not _is_busy(error):
                    break
                time.sleep(pause)  # the writer is in the middle of a transaction: a reader may not touch it
        with self.errors():
            found = self._execute(sql, values, made)
            self._pauses = HURRIED_PAUSES if self._hurries else pauses
            return found

    def _execute(self, sql: str, values: Sequence[object], made: Optional[Callable[..., Any]]) -> List[Any]:
        cursor = self.connection.cursor()
        cursor.row_factory = made
        return cursor.execute(sql, tuple(values)).fetchall()

    def tuples(self, sql: str, values: Sequence[object] = ()) -> List[Tuple[Any, ...]]:
        """All rows as plain tuples: what is read by the hundred thousand."""
        return self._fetched(sql, values, None)

    def row(self, sql: str, values: Sequence[object] = ()) -> Optional[sqlite3.Row]:
        """The first row, or ``None``."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def value(self, sql: str, values: Sequence[object] = ()) -> object:
        """The first column of the first row, or ``None``."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def remembered(self, key: Tuple[Hashable, ...], read: Callable[[], Read]) -> Read:
        """What ``read`` reads, asked once under this ``key`` until anything is written: here, or by anybody else.

        For what several docks ask of the parcel on the table; whoever is given it does not change it.
        """
        others = self._stands[-1] if self._stands else self._written_by_others()
        as_of = (self.connection.total_changes, others)
        if as_of != self._as_of or len(self._remembered) >= MOST_REMEMBERED:
            self._remembered, self._as_of = {}, as_of
        if key not in self._remembered:
            self._remembered[key] = read()
        found: Read = self._remembered[key]
        return found

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Within, it is looked once for all whether anybody else has written: for one step, of which everything that is
        shown asks something. What is written here counts at once.
        """
        self._stands.append(self._written_by_others())
        try:
            yield
        finally:
            self._stands.pop()

    def _written_by_others(self) -> object:
        return self.value("PRAGMA data_version")


def _is_busy(error: sqlite3.Error) -> bool:
    """Is another at work on the file? Read-only is what a reader is told of a journal that only a writer may touch."""
    return any(word in str(error) for word in ("locked", "busy", "readonly"))


def quoted(name: str) -> str:
    """An identifier as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def marks_for(values: Sequence[object]) -> str:
    """As many question marks in brackets, for ``IN``; no more than `MOST_MARKS`."""
    return "(" + ", ".join("?" for _ in values) + ")"


def names_in_order(columns: Iterable[str]) -> str:
    """Identifiers with commas between."""
    return ", ".join(quoted(column) for column in columns)


def insert(connection: sqlite3.Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Append rows that all have the first row's columns."""
    if not rows:
        return
    columns = list(rows[0])
    marks = ", ".join("?" for _ in columns)
    statement = " ".join(("INSERT INTO", quoted(table), "(", names_in_order(columns), ") VALUES (", marks, ")"))
    connection.executemany(statement, [tuple(row[column] for column in columns) for row in rows])


def replace(connection: sqlite3.Connection, table: str, key: str, row: Mapping[str, object]) -> None:
    """Put ``row`` in the place of the one with the same ``key``."""
    delete(connection, table, key, row[key])
    insert(connection, table, [row])


def delete(connection: sqlite3.Connection, table: str, key: str, value: object) -> None:
    """Delete the rows of ``table`` whose ``key`` is ``value``."""
    connection.execute(" ".join(("DELETE FROM", quoted(table), "WHERE", quoted(key), "= ?")), (value,))


def select(connection: sqlite3.Connection, table: str, key: str, value: object) -> List[Dict[str, object]]:
    """The rows of ``table`` whose ``key`` is ``value``, as dictionaries."""
    found = connection.execute(" ".join(("SELECT * FROM", quoted(table), "WHERE", quoted(key), "= ?")), (value,))
    return [dict(row) for row in found.fetchall()]
