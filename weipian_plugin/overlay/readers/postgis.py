"""A PostGIS table, read near the patches by its spatial index; psycopg speaks to the server, where it is installed.

A search runs in one read-only transaction that sees one state of the table. Passwords stay in `Source.access`: they
are in no message, no provenance and no identity.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ...domain.errors import WeipianError
from ..engines import Tick
from ..kernels.arrays import Bounds, Floats, Indices
from ..kernels.boxtree import BoxTree
from ..kernels.plane import SourceCrs, source_crs
from ..kernels.polygons import IndexedPolygons
from ..sources import POSTGIS, Source, bounds_of, one_line
from .base import BLOCK_BYTES, BLOCK_FEATURES, FETCHED_AT_ONCE, Block, Found, paired, together
from .wkb import CURVED, UNREADABLE, add_counts, decode, joined

_SECRETS = ("password", "passfile", "sslpassword", "options")
_CONNECT_SECONDS = 10
_BOXES_AT_ONCE = 2000
# Chords of an arc for each quarter of a circle: 0.05 degrees each, as with files.
_CHORDS_A_QUARTER = 1800
_POLYGON_TYPES = ("GEOMETRY", "POLYGON", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "CURVEPOLYGON", "MULTISURFACE")
_ORDINARY_TABLE, _KEPT_VIEW = "r", "m"

_TABLES = """
    SELECT n.nspname, c.relname, g.f_geometry_column, g.srid, g.type, c.relkind::text, c.oid::bigint,
           greatest(c.reltuples, 0)::bigint
    FROM geometry_columns g
    JOIN pg_namespace n ON n.nspname = g.f_table_schema
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = g.f_table_name
"""
_COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, NULL) IN ('geometry', 'geography', 'raster', 'bytea')
    FROM pg_attribute a WHERE a.attrelid = %s::bigint::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_KEYS = """
    SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = %s::bigint::oid AND i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL
      AND a.attnotnull AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
    ORDER BY i.indisprimary DESC, a.attnum LIMIT 1
"""
# What has been written to a table since its counters began; a rewritten or new table has another file.
_STATE = """
    SELECT pg_relation_size(c.oid),
           coalesce(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0) + c.relfilenode::bigint * 1000000000
    FROM pg_class c LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid WHERE c.oid = %s::bigint::oid
"""


@dataclass(frozen=True)
class _Table:
    """A layer's table as the database knows it; ``key`` is an integer column that numbers its rows, or empty."""

    schema: str
    name: str
    geometry: str
    srid: int
    kind: str
    relkind: str
    oid: int
    estimate: int
    fields: Tuple[str, ...]
    key: str

    @property
    def is_stored(self) -> bool:
        """Rows have a place of their own, and changes are counted."""
        return self.relkind in (_ORDINARY_TABLE, _KEPT_VIEW)


def look(text: str) -> Source:
    """A table as a layer: ``PG:host=… dbname=…|SCHEMA.TABLE`` or ``postgresql://…|SCHEMA.TABLE`` (with several
    geometry columns ``SCHEMA.TABLE.COLUMN``).

    Raises WeipianError PACKAGE_MISSING_FOR_FORMAT, DATABASE_ADDRESS_WRONG, DATABASE_NOT_REACHED, LAYER_NOT_NAMED,
    LAYER_MISSING, LAYER_NOT_POLYGONS, SOURCE_UNREADABLE and those of `plane.source_crs`.
    """
    access, place, layer = _address(text)
    with _connected(access, place) as connection:
        table = _find_table(connection, place, layer)
        size, mtime = _state(connection, table)
        crs = _crs(connection, table, f"{place}|{layer}")
        bounds = _bounds(connection, table) if crs.zone is None else None
        count = table.estimate or int(connection.execute(
            _sql("SELECT count(*) FROM {table}", table)).fetchone()[0])
    return Source(place, ".".join((table.schema, table.name, table.geometry)), crs, table.fields, "UTF-8", count,
                  POSTGIS, size, mtime, table.fields, bounds=bounds, access=access)


def is_current(source: Source) -> bool:
    """Whether nothing was written to the table since it was looked at; of a view nobody knows, so it never is."""
    try:
        with _connected(source.access, source.place) as connection:
            table = _find_table(connection, source.place, source.layer)
            return table.is_stored and _state(connection, table) == (source.size, source.mtime)
    except WeipianError:
        return False


class PostgisReader:
    """One table, and its connection."""

    def __init__(self, source: Source) -> None:
        """Connects. Raises WeipianError DATABASE_NOT_REACHED."""
        self.source = source
        self._connection = _connect(source.access, source.place)
        self._table = _find_table(self._connection, source.place, source.layer)

    def near(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], tick: Tick) -> Found:
        """See `Reader`; what the server finds by boxes of patches is looked at again by their outlines."""
        tick()
        boxes = patches.index.box[patches.index.box[:, 0] <= patches.index.box[:, 2]]
        boxes = boxes + np.array([-margin, -margin, margin, margin])
        blocks: List[Block] = []
        with self._snapshot():
            for start in range(0, len(boxes), _BOXES_AT_ONCE):
                blocks.extend(self._read(columns, tick, boxes[start:start + _BOXES_AT_ONCE]))
        found = _one_of_each(blocks, self._names(columns))
        boxes = found.polygons.boxes()
        patch, row = BoxTree.from_boxes(boxes).query(patches, margin)
        return paired(found.fids, found.polygons, found.columns, patch, found.fids[row], found.lost, found.told)

    def blocks(self, columns: Sequence[str], tick: Tick) -> Iterator[Block]:
        """See `Reader`; in the order of the table."""
        with self._snapshot():
            yield from self._read(columns, tick, None)

    def close(self) -> None:
        """Give back the connection."""
        self._connection.close()

    def _names(self, columns: Sequence[str]) -> List[str]:
        return [name for name in self.source.fields if name in columns]

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        import psycopg

        try:
            if self._connection.closed:
                self._connection = _connect(self.source.access, self.source.place)
            with self._connection.transaction():
                self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield
        except psycopg.Error as error:
            raise WeipianError("SOURCE_UNREADABLE", file=self.source.place, detail=_safe(error, self.source.access)
                               ) from None

    def _read(self, columns: Sequence[str], tick: Tick, boxes: Optional[Floats]) -> Iterator[Block]:
        names = self._names(columns)
        rows: List[Tuple[Any, ...]] = []
        size = 0
        with self._connection.cursor("weipian", binary=True) as cursor:
            cursor.itersize = FETCHED_AT_ONCE
            cursor.execute(*self._query(names, boxes))
            number = 0
            while True:
                tick()
                more = cursor.fetchmany(FETCHED_AT_ONCE)
                rows += [(number + place if row[0] is None else row[0], *row[1:]) for place, row in enumerate(more)]
                number += len(more)
                size += sum(len(row[1]) for row in more if row[1])
                if rows and (not more or len(rows) + FETCHED_AT_ONCE > BLOCK_FEATURES or size > BLOCK_BYTES):
                    yield _block(rows, names)
                    rows, size = [], 0
                if not more:
                    return

    def _query(self, names: Sequence[str], boxes: Optional[Floats]) -> Tuple[Any, Tuple[Any, ...]]:
        """Rows with their number, WKB (arcs divided) and columns; with ``boxes``, those that meet one of them."""
        from psycopg import sql

        table = self._table
        number = sql.SQL("t.{}::bigint").format(sql.Identifier(table.key)) if table.key else sql.SQL(
            "((t.ctid::text::point)[0]::bigint << 16) + (t.ctid::text::point)[1]::bigint"
            if table.is_stored else "NULL::bigint")
        shape = sql.SQL("CASE WHEN ST_HasArc(t.{0}) THEN ST_AsBinary(ST_CurveToLine(t.{0}, {1}), 'NDR')"
                        " ELSE ST_AsBinary(t.{0}, 'NDR') END, ST_HasArc(t.{0})").format(
            sql.Identifier(table.geometry), sql.Literal(_CHORDS_A_QUARTER))
        chosen = sql.SQL(", ").join([number, shape, *(sql.SQL("t.{}").format(sql.Identifier(name)) for name in names)])
        query = sql.SQL("SELECT {} FROM {}.{} t").format(chosen, sql.Identifier(table.schema),
                                                        sql.Identifier(table.name))
        if boxes is None:
            return query, ()
        values = tuple(boxes[:, side].tolist() for side in range(4))
        searched = sql.SQL("unnest(%s::float8[], %s::float8[], %s::float8[], %s::float8[]) AS e(x0, y0, x1, y1)")
        meets = sql.SQL("{}.{} && ST_MakeEnvelope(e.x0, e.y0, e.x1, e.y1, {})")
        if table.is_stored:
            # By place: each row once, each box by the spatial index.
            inner = meets.format(sql.Identifier("u"), sql.Identifier(table.geometry), sql.Literal(table.srid))
            where = sql.SQL(" WHERE t.ctid = ANY(ARRAY(SELECT DISTINCT u.ctid FROM {} JOIN {}.{} u ON {}))").format(
                searched, sql.Identifier(table.schema), sql.Identifier(table.name), inner)
        else:
            inner = meets.format(sql.Identifier("t"), sql.Identifier(table.geometry), sql.Literal(table.srid))
            where = sql.SQL(" WHERE EXISTS (SELECT 1 FROM {} WHERE {})").format(searched, inner)
        return query + where, values


def _block(rows: Sequence[Tuple[Any, ...]], names: Sequence[str]) -> Block:
    """Rows of (number, WKB, has arcs, columns …)."""
    decoded = decode([row[1] for row in rows])
    told, lost = dict(decoded.told), dict(decoded.lost)
    has_ground = np.diff(decoded.polygons.start) > 0
    arcs = int(np.count_nonzero(has_ground & np.array([bool(row[2]) for row in rows])))
    add_counts(told, {CURVED: arcs} if arcs else {})
    add_counts(lost, {UNREADABLE: len(decoded.curved)} if len(decoded.curved) else {})
    fids = np.array([row[0] for row in rows], dtype=np.int64)
    return Block(fids, decoded.polygons, {name: _column([row[place] for row in rows])
                                          for place, name in enumerate(names, 3)}, lost, told)


def _one_of_each(blocks: Sequence[Block], names: Sequence[str]) -> Block:
    """The features of several searches, each once, by number."""
    nothing: Indices = np.empty(0, dtype=np.int64)
    values = together([block.columns for block in blocks]) or {name: np.empty(0, dtype=object) for name in names}
    fids, first = np.unique(np.concatenate([nothing, *(block.fids for block in blocks)]), return_index=True)
    lost: Dict[str, int] = {}
    told: Dict[str, int] = {}
    for block in blocks:
        add_counts(lost, block.lost)
        add_counts(told, block.told)
    return Block(fids, joined([block.polygons for block in blocks]).take(first),
                 {name: column[first] for name, column in values.items()}, lost, told)


def _address(text: str) -> Tuple[str, str, str]:
    """(what to connect by, what may be told of it, layer)."""
    if find_spec("psycopg") is None:
        raise WeipianError("PACKAGE_MISSING_FOR_FORMAT", format=POSTGIS, package="psycopg")
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    address, _, layer = text.rpartition("|") if "|" in text else (text, "", "")
    address = address[len("PG:"):] if address.startswith("PG:") else address
    try:
        parts = {key: value for key, value in conninfo_to_dict(address).items() if value is not None}
    except psycopg.Error:
        # Its words may quote a part of the password.
        raise WeipianError("DATABASE_ADDRESS_WRONG", file="PG:…") from None
    told = {key: value for key, value in parts.items() if key not in _SECRETS}
    return make_conninfo(**parts), "PG:" + make_conninfo(**told), layer


@contextmanager
def _connected(access: str, place: str) -> Iterator[Any]:
    connection = _connect(access, place)
    import psycopg

    try:
        yield connection
    except psycopg.Error as error:
        raise WeipianError("SOURCE_UNREADABLE", file=place, detail=_safe(error, access)) from None
    finally:
        connection.close()


def _connect(access: str, place: str) -> Any:
    import psycopg

    try:
        connection = psycopg.connect(access, autocommit=True, connect_timeout=_CONNECT_SECONDS)
        connection.execute("SET client_encoding TO 'UTF8'")
        return connection
    except psycopg.Error as error:
        raise WeipianError("DATABASE_NOT_REACHED", file=place, detail=_safe(error, access)) from None


def _safe(error: Exception, access: str) -> str:
    """What the server says, without anything secret of the address."""
    from psycopg.conninfo import conninfo_to_dict

    said = one_line(error)
    for key in _SECRETS:
        secret = conninfo_to_dict(access).get(key)
        if secret:
            said = said.replace(str(secret), "…")
    return said


def _find_table(connection: Any, place: str, layer: str) -> _Table:
    """The table ``layer`` names: TABLE, SCHEMA.TABLE or SCHEMA.TABLE.COLUMN; the only one where it names none."""
    import psycopg

    try:
        found = connection.execute(_TABLES).fetchall()
    except psycopg.errors.UndefinedTable:
        raise WeipianError("SOURCE_UNREADABLE", file=place, detail="PostGIS?") from None
    wanted = [row for row in found if layer in ("", row[1], ".".join(row[:2]), ".".join(row[:3]))]
    preferred = [row for row in wanted if row[0] == "public"] if "." not in layer else []
    if len(preferred) == 1:
        wanted = preferred
    if len(wanted) != 1:
        names = ", ".join(sorted(".".join(row[:3]) for row in wanted or found)[:30])
        raise WeipianError("LAYER_MISSING" if layer and not wanted else "LAYER_NOT_NAMED", file=place, layer=layer,
                           layers=names)
    schema, name, geometry, srid, kind, relkind, oid, estimate = wanted[0]
    if re.sub(r"Z?M?$", "", kind) not in _POLYGON_TYPES:
        raise WeipianError("LAYER_NOT_POLYGONS", file=f"{place}|{layer}", kind=kind)
    fields = tuple(column for column, is_shape in connection.execute(_COLUMNS, (oid,)).fetchall() if not is_shape)
    keys = connection.execute(_KEYS, (oid,)).fetchall()
    return _Table(schema, name, geometry, srid, kind, relkind, oid, estimate, fields, keys[0][0] if keys else "")


def _state(connection: Any, table: _Table) -> Tuple[int, int]:
    """(bytes, mark of what was written); of a view the time, for want of anything better."""
    if not table.is_stored:
        return 0, time.time_ns()
    size, mark = connection.execute(_STATE, (table.oid,)).fetchone()
    return int(size), int(mark)


def _crs(connection: Any, table: _Table, told: str) -> SourceCrs:
    found = connection.execute("SELECT auth_name, auth_srid, srtext FROM spatial_ref_sys WHERE srid = %s",
                               (table.srid,)).fetchone()
    if found is None:
        return source_crs("", told)
    name, code, text = found
    return source_crs(f"EPSG:{code}" if str(name).upper() == "EPSG" else text, told)


def _bounds(connection: Any, table: _Table) -> Optional[Bounds]:
    found = connection.execute(_sql(
        "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent({shape}) AS e FROM {table}) q",
        table)).fetchone()
    return bounds_of(None if found[0] is None else found)


def _sql(text: str, table: _Table) -> Any:
    from psycopg import sql

    return sql.SQL(text).format(table=sql.Identifier(table.schema, table.name),
                                shape=sql.Identifier(table.geometry))


def _column(values: List[Any]) -> NDArray[np.object_]:
    """A column; types the driver does not know (enumerations) come as the bytes of their text."""
    column = np.empty(len(values), dtype=object)
    column[:] = [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in values]
    return column
