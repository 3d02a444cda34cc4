"""Reading and writing of very many rows: in portions, a statement prepared once for them all."""

from __future__ import annotations

import sqlite3
from typing import Any, Dict, Iterable, Iterator, Mapping, Sequence, Tuple

from ..database import MOST_MARKS, marks_for, names_in_order, quoted
from ..schema import Table

_PORTION = 4000
_DEFAULTS = {"TEXT NOT NULL DEFAULT ''": "", "TEXT NOT NULL DEFAULT '[]'": "[]", "TEXT NOT NULL DEFAULT '{}'": "{}",
             "TEXT NOT NULL DEFAULT 'land'": "land", "INTEGER NOT NULL DEFAULT 0": 0}


def portioned(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """So many at once that a statement is worth preparing, and no more than can be held beside everything else."""
    for start in range(0, len(values), _PORTION):
        yield values[start:start + _PORTION]


def among(connection: sqlite3.Connection, query: str, values: Iterable[str]) -> Iterator[Tuple[object, ...]]:
    """The rows of a query that ends with ``IN``, for these values."""
    wanted = list(dict.fromkeys(values))
    for start in range(0, len(wanted), MOST_MARKS):
        some = wanted[start:start + MOST_MARKS]
        yield from connection.execute(" ".join((query, marks_for(some))), some).fetchall()


def rows_among(connection: sqlite3.Connection, table: str, names: Sequence[str], key: str, values: Iterable[str]
               ) -> Dict[str, Dict[str, object]]:
    """Rows by their key, of which each value has at most one."""
    query = " ".join(("SELECT", names_in_order((key, *names)), "FROM", quoted(table), "WHERE", quoted(key), "IN"))
    return {str(row[0]): dict(zip(names, row[1:])) for row in among(connection, query, values)}


def remove(connection: sqlite3.Connection, table: str, key: str, values: Iterable[str]) -> None:
    """Delete the rows of a table with these keys."""
    connection.executemany(" ".join(("DELETE FROM", quoted(table), "WHERE", quoted(key), "= ?")),
                           [(value,) for value in values])


def put(connection: sqlite3.Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Append rows that need not have all columns: what is missing is empty."""
    used = {name for row in rows for name in row}
    given = [(name, _DEFAULTS.get(kind)) for name, kind in table.all_columns if name in used]
    bare = [name for name, default in given if default is None] + (["geom"] if table.spatial else [])
    filled = [(name, default) for name, default in given if default is not None]
    if not rows:
        return
    names = [*bare, *(name for name, _ in filled)]
    marks = ", ".join("?" for _ in names)
    statement = " ".join(("INSERT INTO", quoted(table.name), "(", names_in_order(names), ") VALUES (", marks, ")"))
    connection.executemany(statement, (
        (*map(row.get, bare), *[row.get(name) or default for name, default in filled]) for row in rows))
