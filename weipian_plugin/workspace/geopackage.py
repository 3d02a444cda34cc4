"""What makes the file a GeoPackage: its core tables, the CRS it is in, feature tables with R-tree, extents."""

from __future__ import annotations

import sqlite3
from string import Template
from typing import Optional, Tuple

from qgis.core import QgsCoordinateReferenceSystem

from ..domain.errors import WeipianError
from .database import insert, names_in_order, quoted
from .geometry import centre_of
from .schema import Table

APPLICATION_ID = 0x47504B47  # "GPKG"
_OWN_SRS_ID = 100000

CORE: Tuple[str, ...] = (
    "PRAGMA application_id = 1196444487",
    "PRAGMA user_version = 10200",
    """CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
       organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
       description TEXT)""",
    """CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
       identifier TEXT UNIQUE, description TEXT DEFAULT '',
       last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
       min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
       CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
       geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
       CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
       CONSTRAINT uk_gc_table_name UNIQUE (table_name),
       CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
       CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
       definition TEXT NOT NULL, scope TEXT NOT NULL,
       CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
)

# GeoPackage 1.2, annex F.3, as GDAL writes it; "$t" is one of our own table names.
_RTREE = Template('CREATE VIRTUAL TABLE "rtree_${t}_geom" USING rtree(id, minx, maxx, miny, maxy)')
_RTREE_DROP = Template('DROP TABLE "rtree_${t}_geom"')
_RTREE_FILL = Template(
    'INSERT INTO "rtree_${t}_geom" SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom) '
    'FROM "${t}" WHERE geom NOT NULL AND NOT ST_IsEmpty(geom)'
)
_PUT = (
    'INSERT OR REPLACE INTO "rtree_${t}_geom" VALUES '
    "(NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); "
)
_FULL, _HOLLOW = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))", "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_DROP_OLD = 'DELETE FROM "rtree_${t}_geom" WHERE id = OLD.fid; '
_DROP_BOTH = 'DELETE FROM "rtree_${t}_geom" WHERE id IN (OLD.fid, NEW.fid); '
_RTREE_TRIGGERS: Tuple[Tuple[str, str, str, str], ...] = (
    ("insert", "AFTER INSERT", _FULL, _PUT),
    ("update1", "AFTER UPDATE OF geom", "OLD.fid = NEW.fid AND " + _FULL, _PUT),
    ("update2", "AFTER UPDATE OF geom", "OLD.fid = NEW.fid AND " + _HOLLOW, _DROP_OLD),
    ("update3", "AFTER UPDATE", "OLD.fid != NEW.fid AND " + _FULL, _DROP_OLD + _PUT),
    ("update4", "AFTER UPDATE", "OLD.fid != NEW.fid AND " + _HOLLOW, _DROP_BOTH),
    ("delete", "AFTER DELETE", "OLD.geom NOT NULL", _DROP_OLD),
)

_EXTENTS: Tuple[str, ...] = (
    """UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),
       min_x = (SELECT min(ST_MinX(geom)) FROM patches), min_y = (SELECT min(ST_MinY(geom)) FROM patches),
       max_x = (SELECT max(ST_MaxX(geom)) FROM patches), max_y = (SELECT max(ST_MaxY(geom)) FROM patches)
       WHERE table_name = 'patches'""",
    """UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),
       min_x = (SELECT min(ST_MinX(geom)) FROM parcels), min_y = (SELECT min(ST_MinY(geom)) FROM parcels),
       max_x = (SELECT max(ST_MaxX(geom)) FROM parcels), max_y = (SELECT max(ST_MaxY(geom)) FROM parcels)
       WHERE table_name = 'parcels'""",
    """UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),
       min_x = (SELECT min(ST_MinX(geom)) FROM actual_parcels), min_y = (SELECT min(ST_MinY(geom)) FROM actual_parcels),
       max_x = (SELECT max(ST_MaxX(geom)) FROM actual_parcels), max_y = (SELECT max(ST_MaxY(geom)) FROM actual_parcels)
       WHERE table_name = 'actual_parcels'""",
)
_WIDER = """UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),
    min_x = min(coalesce(min_x, :x), ST_MinX(:g)), min_y = min(coalesce(min_y, :y), ST_MinY(:g)),
    max_x = max(coalesce(max_x, :x), ST_MaxX(:g)), max_y = max(coalesce(max_y, :y), ST_MaxY(:g))
    WHERE table_name = :table"""


def create_core(connection: sqlite3.Connection) -> None:
    """Make an empty GeoPackage out of an empty file."""
    for statement in CORE:
        connection.execute(statement)
    undefined = ("undefined cartesian", -1), ("undefined geographic", 0)
    insert(connection, "gpkg_spatial_ref_sys", [
        {"srs_name": name, "srs_id": srs_id, "organization": "NONE", "organization_coordsys_id": srs_id,
         "definition": "undefined", "description": name} for name, srs_id in undefined
    ])
    add_crs(connection, QgsCoordinateReferenceSystem("EPSG:4326"))


def crs_of(authid: str) -> QgsCoordinateReferenceSystem:
    """The CRS of that name. Raises ``WORKSPACE_CRS`` when QGIS does not know it."""
    crs = QgsCoordinateReferenceSystem(authid)
    if not crs.isValid():
        raise WeipianError("WORKSPACE_CRS", crs=authid)
    return crs


def add_crs(connection: sqlite3.Connection, crs: QgsCoordinateReferenceSystem) -> int:
    """Describe ``crs`` in the file as WKT and return its srs_id."""
    organization, _, number = crs.authid().partition(":")
    official = organization == "EPSG" and number.isdigit()
    srs_id = int(number) if official else _OWN_SRS_ID
    known = connection.execute("SELECT 1 FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (srs_id,)).fetchone()
    if not known:
        insert(connection, "gpkg_spatial_ref_sys", [{
            "srs_name": crs.description(), "srs_id": srs_id, "organization": organization if official else "NONE",
            "organization_coordsys_id": srs_id,
            "definition": crs.toWkt(QgsCoordinateReferenceSystem.WKT1_GDAL),
            "description": crs.description(),
        }])
    return srs_id


def create_table(connection: sqlite3.Connection, table: Table, srs_id: int) -> None:
    """Make a table and enter it in the GeoPackage's contents, as features with an R-tree or as attributes."""
    columns = [" ".join((quoted(table.key), "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"))]
    columns += ["geom MULTIPOLYGON"] if table.spatial else []
    columns += [" ".join((quoted(name), kind)) for name, kind in table.all_columns]
    connection.execute(" ".join(("CREATE TABLE", quoted(table.name), "(", ", ".join(columns), ")")))
    insert(connection, "gpkg_contents", [{
        "table_name": table.name, "data_type": "features" if table.spatial else "attributes",
        "identifier": table.identifier, "srs_id": srs_id if table.spatial else 0,
    }])
    if table.spatial:
        _make_spatial(connection, table, srs_id)


def _make_spatial(connection: sqlite3.Connection, table: Table, srs_id: int) -> None:
    insert(connection, "gpkg_geometry_columns", [{
        "table_name": table.name, "column_name": "geom", "geometry_type_name": "MULTIPOLYGON", "srs_id": srs_id,
        "z": 0, "m": 0,
    }])
    insert(connection, "gpkg_extensions", [{
        "table_name": table.name, "column_name": "geom", "extension_name": "gpkg_rtree_index",
        "definition": "http://www.geopackage.org/spec120/#extension_rtree", "scope": "write-only",
    }])
    connection.execute(_RTREE.substitute(t=table.name))
    for name, event, condition, action in _RTREE_TRIGGERS:
        trigger = quoted("_".join(("rtree", table.name, "geom", name)))
        head = ("CREATE TRIGGER", trigger, event, "ON", quoted(table.name))
        body = ("WHEN", condition, "BEGIN", Template(action).substitute(t=table.name), "END")
        connection.execute(" ".join(head + body))


def add_column(connection: sqlite3.Connection, table: str, column: str, kind: str) -> None:
    """Add a column to a table that has rows."""
    connection.execute(" ".join(("ALTER TABLE", quoted(table), "ADD COLUMN", names_in_order((column,)), kind)))


def update_extents(connection: sqlite3.Connection) -> None:
    """Bring the extents in the contents up to date: QGIS 3.40 and newer read them there and nowhere else."""
    for statement in _EXTENTS:
        connection.execute(statement)


def widen_extent(connection: sqlite3.Connection, table: str, blob: Optional[bytes]) -> None:
    """Let the extent of a table in the contents hold this shape too; reading all the others would take time."""
    centre = centre_of(blob)
    if centre is not None:
        connection.execute(_WIDER, {"x": centre[0], "y": centre[1], "g": blob, "table": table})


def rebuild_rtree(connection: sqlite3.Connection, table: str) -> None:
    """Make the index anew: a node keeps the boxes of deleted rows behind its last entry."""
    connection.execute(_RTREE_DROP.substitute(t=table))
    connection.execute(_RTREE.substitute(t=table))
    connection.execute(_RTREE_FILL.substitute(t=table))
