"""A GeoPackage straight from SQLite: boxes from its R-tree, then the blobs of the features that are wanted.

GDAL's way to the same rows costs several times as much, and one broken blob ends it; it stays the way for views and for
dividing arcs. Where the R-tree is missing or wrong, the whole table goes by once instead. The file is opened read-only,
and nothing is left beside it.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from ...domain.errors import WeipianError
from ..engines import Tick
from ..kernels.arrays import Floats, Indices
from ..kernels.boxtree import BoxTree
from ..kernels.polygons import IndexedPolygons, Polygons
from ..sources import Source, one_line, open_options, read_raw
from .base import (
    BLOCK_BYTES,
    BLOCK_FEATURES,
    FETCHED_AT_ONCE,
    LARGE,
    LOOKED_AT_ONCE,
    Block,
    Columns,
    Found,
    Look,
    find,
    make_sure_it_is_current,
)
from .rtree_nodes import tree_of_nodes
from .wkb import CURVED, Decoded, add_counts, decode

# Nodes of the R-tree taken in at once: what is read stays in the processor's cache until it is understood.
_NODES_AT_ONCE = 500
# So many are decoded together, if they are not large: what is read stays in the processor's cache until it is decoded.
_DECODED_AT_ONCE = 4_000
# A box of the R-tree is in single precision, rounded outwards; a feature may not reach out of it.
_SLACK = 1e-6


@dataclass(frozen=True)
class _Table:
    """A layer's table: its name, integer key, geometry column and R-tree as the file spells them."""

    name: str
    key: str
    geometry: str
    tree: str


class _Unusual(Exception):
    """This layer is for GDAL to read."""


class _Mistaken(Exception):
    """The R-tree is not of this table."""


def plain_table(source: Source) -> Optional[GeoPackageReader]:
    """A reader of ``source``; None where it is a view, or a table without an integer key."""
    try:
        return GeoPackageReader(source)
    except (_Unusual, sqlite3.Error):
        return None


class GeoPackageReader:
    """One layer of a GeoPackage: its connection and the boxes of its features stay in hand."""

    def __init__(self, source: Source) -> None:
        """Reads the R-tree. Raises _Unusual, sqlite3.Error."""
        if source.path is None:
            raise _Unusual
        self.source = source
        self._connection = sqlite3.connect(_address(source.path), uri=True, check_same_thread=False)
        # Pages are taken from the system's own memory of the file: half the time.
        self._connection.execute("PRAGMA mmap_size = 268435456")
        self._tree: Optional[BoxTree] = None
        try:
            self._table = _table(self._connection, source.layer)
            with suppress(_Mistaken):
                tree, self._fids, self._boxes = _tree(self._connection, self._table)
                self._nowhere = self._count_what_is_nowhere()
                self._tree = tree
        except BaseException:
            self._connection.close()
            raise

    def near(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], tick: Tick) -> Found:
        """See `Reader`."""
        return self._near(patches, margin, columns, None, tick)

    def near_looked(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], look: Look,
                    tick: Tick) -> Found:
        """See `LookingReader`."""
        return self._near(patches, margin, columns, look, tick)

    def again(self, fids: Indices, tick: Tick) -> Polygons:
        """See `LookingReader`."""
        make_sure_it_is_current(self.source)
        try:
            found, decoded, _ = self._fetch(fids, [], tick)
        except sqlite3.Error as error:
            raise self._broken(error) from error
        make_sure_it_is_current(self.source)
        return decoded.polygons.take(np.searchsorted(found, fids))

    def _near(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], look: Optional[Look],
              tick: Tick) -> Found:
        make_sure_it_is_current(self.source)
        names = self._names(columns)
        try:
            found, items = self._find(self._tree or self._learnt(tick), patches, margin, names, look, tick)
            make_sure_it_is_current(self.source)
            if self._is_of_other_shapes(found, self._boxes[items]):
                found, _ = self._find(self._learnt(tick), patches, margin, names, look, tick)
        except sqlite3.Error as error:
            raise self._broken(error) from error
        add_counts(found.lost, self._nowhere)
        return found

    def blocks(self, columns: Sequence[str], tick: Tick) -> Iterator[Block]:
        """See `Reader`."""
        names = self._names(columns)
        make_sure_it_is_current(self.source)
        try:
            for rows in self._rows_in_blocks(names, tick):
                fids, decoded, values = self._decoded(rows, names)
                yield Block(fids, decoded.polygons, values, decoded.lost, decoded.told)
        except sqlite3.Error as error:
            raise self._broken(error) from error
        make_sure_it_is_current(self.source)

    def close(self) -> None:
        """Give back the file."""
        self._connection.close()

    def _names(self, columns: Sequence[str]) -> List[str]:
        return [name for name in self.source.fields if name in columns]

    def _broken(self, error: sqlite3.Error) -> WeipianError:
        make_sure_it_is_current(self.source)
        return WeipianError("SOURCE_UNREADABLE", file=self.source.place, detail=one_line(error))

    def _find(self, tree: BoxTree, patches: IndexedPolygons, margin: float, names: Sequence[str],
              look: Optional[Look], tick: Tick) -> Tuple[Found, Indices]:
        each = self.source.size / max(self.source.count, 1)
        block = BLOCK_BYTES if look is None or each < LARGE else LOOKED_AT_ONCE
        at_once = int(np.clip(block / max(each, 1.0), 1, _DECODED_AT_ONCE))
        return find(tree, self._fids, patches, margin, lambda fids: self._fetch(fids, names, tick), tick, at_once,
                    look)

    def _fetch(self, fids: Indices, names: Sequence[str], tick: Tick) -> Tuple[Indices, Decoded, Columns]:
        statement = self._select(names, "WHERE", quoted(self._table.key), "IN (SELECT value FROM json_each(?))",
                                 "ORDER BY 1")
        rows: List[Tuple[Any, ...]] = []
        for start in range(0, len(fids), FETCHED_AT_ONCE):
            tick()
            rows += self._rows(statement, json.dumps(fids[start:start + FETCHED_AT_ONCE].tolist()))
        return self._decoded(rows, names)

    def _rows_in_blocks(self, names: Sequence[str], tick: Tick) -> Iterator[List[Tuple[Any, ...]]]:
        statement = self._select(names, "WHERE", quoted(self._table.key), "> ? ORDER BY 1 LIMIT ?")
        last = -(2 ** 63)
        rows: List[Tuple[Any, ...]] = []
        while True:
            tick()
            more = self._rows(statement, last, FETCHED_AT_ONCE)
            rows += more
            size = sum(len(row[1]) for row in rows if isinstance(row[1], bytes))
            if rows and (not more or len(rows) + FETCHED_AT_ONCE > BLOCK_FEATURES or size > BLOCK_BYTES):
                yield rows
                rows = []
            if not more:
                return
            last = int(more[-1][0])

    def _select(self, names: Sequence[str], *more: str) -> str:
        columns = ", ".join(quoted(name) for name in (self._table.key, self._table.geometry, *names))
        return " ".join(("SELECT", columns, "FROM", quoted(self._table.name), *more))

    def _rows(self, statement: str, *values: object) -> List[Tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if "decode" not in str(error).lower():
                raise
        # One spoilt text must not keep the layer out.
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return self._connection.execute(statement, values).fetchall()

    def _decoded(self, rows: Sequence[Tuple[Any, ...]], names: Sequence[str]) -> Tuple[Indices, Decoded, Columns]:
        keys, blobs, *values = zip(*rows) if rows else [()] * (2 + len(names))
        fids = np.array(keys, dtype=np.int64)
        decoded = decode(blobs, with_header=True)
        if len(decoded.curved):
            decoded = self._with_arcs_divided(fids, decoded)
        return fids, decoded, {name: _column(column) for name, column in zip(names, values)}

    def _with_arcs_divided(self, fids: Indices, decoded: Decoded) -> Decoded:
        """GDAL puts chords in the place of arcs."""
        found, wkb, _ = read_raw(self.source, [], fids=fids[decoded.curved].tolist())
        blobs: List[Optional[bytes]] = [None] * len(decoded.curved)
        place = {fid: number for number, fid in enumerate(fids[decoded.curved].tolist())}
        for fid, blob in zip(found.tolist(), wkb):
            blobs[place[fid]] = blob
        return decoded.completed(decode(blobs), CURVED)

    def _learnt(self, tick: Tick) -> BoxTree:
        """The boxes of all features, from the features themselves."""
        fids: List[Indices] = [np.empty(0, dtype=np.int64)]
        boxes: List[Floats] = [np.empty((0, 4))]
        nowhere: Dict[str, int] = {}
        for block in self.blocks([], tick):
            fids.append(block.fids)
            boxes.append(block.polygons.boxes())
            add_counts(nowhere, block.lost)
        self._fids, self._boxes, self._nowhere = np.concatenate(fids), np.concatenate(boxes), nowhere
        self._tree = BoxTree.from_boxes(self._boxes)
        return self._tree

    def _count_what_is_nowhere(self) -> Dict[str, int]:
        """Features the R-tree does not know: null, empty and broken ones. Raises _Mistaken where one has ground."""
        key, table = quoted(self._table.key), quoted(self._table.name)
        # One question each: both at once would go through the whole table.
        first, last = (self._rows(" ".join(("SELECT", which, "(", key, ") FROM", table)))[0][0]
                       for which in ("MIN", "MAX"))
        count = len(self._fids)
        if count and (first, last) == (self._fids.min(), self._fids.max()) and last - first + 1 == count:
            return {}  # no number is free for a feature that the R-tree does not know
        if self._rows(" ".join(("SELECT COUNT(*) FROM", table)))[0][0] == count:
            return {}
        keys = np.array(self._rows(" ".join(("SELECT", key, "FROM", table))), dtype=np.int64).reshape(-1)
        missing = np.setdiff1d(keys, self._fids)
        lost: Dict[str, int] = {}
        for start in range(0, len(missing), FETCHED_AT_ONCE):
            _, decoded, _ = self._fetch(missing[start:start + FETCHED_AT_ONCE], [], lambda: None)
            if len(decoded.polygons.ring_start) > 1 or len(decoded.curved):
                raise _Mistaken
            add_counts(lost, decoded.lost)
        return lost

    @staticmethod
    def _is_of_other_shapes(found: Found, boxes: Floats) -> bool:
        """Whether a feature reaches out of its box: the R-tree is out of date, and what it misses nobody knows."""
        actual = found.looked.boxes if found.looked else found.polygons.boxes()
        boxes = boxes[actual[:, 0] <= actual[:, 2]]
        actual = actual[actual[:, 0] <= actual[:, 2]]
        return bool(np.any(actual[:, :2] < boxes[:, :2] - _SLACK) or np.any(actual[:, 2:] > boxes[:, 2:] + _SLACK))


def _address(path: Path) -> str:
    """SQLite's URI of a file, read-only; what is special in a URI is quoted."""
    name = path.absolute().as_posix()
    options = "?mode=ro" + ("&immutable=1" if open_options(path) else "")
    return "file://" + ("" if name.startswith("/") else "/") + quote(name) + options


def _table(connection: sqlite3.Connection, layer: str) -> _Table:
    """Raises _Unusual for a view, or a table without an integer key."""
    found = connection.execute(
        "SELECT m.name, g.column_name FROM gpkg_geometry_columns g JOIN sqlite_master m"
        " ON lower(m.name) = lower(g.table_name) WHERE lower(g.table_name) = lower(?) AND m.type = 'table'",
        (layer,)).fetchall()
    if len(found) != 1:
        raise _Unusual
    name, geometry = found[0]
    keys = [column for column, kind, place in connection.execute("SELECT name, type, pk FROM pragma_table_info(?)",
                                                                 (name,)) if place and kind.upper() == "INTEGER"]
    if len(keys) != 1:
        raise _Unusual
    return _Table(name, keys[0], geometry, "_".join(("rtree", name, geometry)))


def _tree(connection: sqlite3.Connection, table: _Table) -> Tuple[BoxTree, Indices, Floats]:
    """(tree, fids and boxes of its items) of the layer's R-tree. Raises _Mistaken where there is none."""
    nodes_table = table.tree + "_node"
    if not connection.execute("SELECT COUNT(*) FROM sqlite_master WHERE lower(name) IN (lower(?), lower(?))",
                              (table.tree, nodes_table)).fetchone() == (2,):
        raise _Mistaken
    cursor = connection.execute(" ".join(("SELECT nodeno, data FROM", quoted(nodes_table))))
    try:
        return tree_of_nodes(iter(lambda: cursor.fetchmany(_NODES_AT_ONCE), []))
    except ValueError as error:
        raise _Mistaken from error


def _column(values: Sequence[Any]) -> NDArray[np.object_]:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def quoted(name: str) -> str:
    """An identifier as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
