"""Peers that speak SQL: DuckDB spatial, SedonaDB, PostGIS.

The statement is the same for all: pairs that meet in the map plane; the patches and features met, divided and
projected once each; areas of the intersections, by patch and class.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.job import EQUAL_AREA, LONGEST_EDGE, MAP_CRS, PATCH_ID, CannotRun, Job, Method, Rows

THREADS = 2
# {patches}, {features}: tables (id, geom) and (id, class, geom); {plane}: what divides and projects a geometry.
PAIRS = ("select p.id as patch, f.id as feature from {patches} p join {features} f on st_intersects(p.geom, f.geom)")
OWN = "select id, {plane} as geom from {patches} where id in (select patch from pairs)"
MET = "select id, class, {plane} as geom from {features} where id in (select feature from pairs)"
AREAS = """
    select own.id as patch, met.class as class, sum(st_area(st_intersection(own.geom, met.geom))) as area
    from pairs join own on own.id = pairs.patch join met on met.id = pairs.feature
    group by own.id, met.class
"""
STATEMENT = f"with pairs as materialized ({PAIRS}), own as materialized ({OWN}), met as materialized ({MET}) {AREAS}"


def duckdb() -> Method:
    """DuckDB with its spatial extension; it has no ST_Segmentize, so edges are divided by shapely, a batch at once."""
    import duckdb as engine

    database = engine.connect(config={"allow_unsigned_extensions": "true", "threads": THREADS})
    database.execute(f"load '{_extension()}'")
    database.create_function("divided", _divided, ["BLOB"], "BLOB", type="arrow")
    plane = (f"st_transform(st_geomfromwkb(divided(st_aswkb(geom)::blob)), '{MAP_CRS}', '{EQUAL_AREA}', "
             "always_xy := true)")

    def run(job: Job) -> Rows:
        database.execute(f"create or replace temp table patches as select {PATCH_ID} as id, geom "
                         f"from st_read('{job.patches}')")
        database.execute(f"create or replace temp table features as select row_number() over () as id, "
                         f"{job.field} as class, geom from st_read('{job.reference}')")
        found = database.execute(STATEMENT.format(patches="patches", features="features", plane=plane)
                                 ).fetchnumpy()
        return Rows(found["patch"].tolist(), found["class"].tolist(), found["area"].tolist())

    return Method(f"DuckDB {engine.__version__}", run)


def _extension() -> Path:
    import duckdb_extension_spatial

    folder = Path(duckdb_extension_spatial.__file__).parent
    found = next(folder.rglob("*.duckdb_extension"), None)
    if found is None:
        raise CannotRun("the wheel of DuckDB's spatial extension holds none")
    return found


def _divided(blobs: Any) -> Any:
    """WKB in, WKB out: edges over 70 m divided."""
    import pyarrow
    import shapely

    shapes = shapely.from_wkb(blobs.to_numpy(zero_copy_only=False))
    return pyarrow.array(shapely.to_wkb(shapely.segmentize(shapes, LONGEST_EDGE)), type=pyarrow.binary())


def sedonadb() -> Method:
    """SedonaDB, in process, files read by pyogrio."""
    import pyproj
    import sedonadb as engine

    session = engine.connect()
    # It takes codes and PROJJSON only.
    target = pyproj.CRS.from_user_input(EQUAL_AREA).to_json()
    plane = f"st_transform(st_segmentize(geom, {LONGEST_EDGE}), '{target}')"

    def run(job: Job) -> Rows:
        for name, path in (("raw_patches", job.patches), ("raw_features", job.reference)):
            session.read_pyogrio(str(path)).to_view(name, overwrite=True)
        session.sql(f'select "{PATCH_ID}" as id, geom from raw_patches'
                    ).to_memtable().to_view("patches", overwrite=True)
        session.sql(f'select row_number() over () as id, "{job.field}" as class, geom from raw_features'
                    ).to_memtable().to_view("features", overwrite=True)
        # It works a common table expression out as often as it is named: each step is kept instead.
        for name, step in (("pairs", PAIRS), ("own", OWN), ("met", MET)):
            statement = step.format(patches="patches", features="features", plane=plane)
            session.sql(statement).to_memtable().to_view(name, overwrite=True)
        found = session.sql(AREAS).to_arrow_table()
        return Rows(found["patch"].to_pylist(), found["class"].to_pylist(), found["area"].to_pylist())

    return Method(f"SedonaDB {engine.__version__}", run)


def postgis() -> Method:
    """PostGIS, loaded and indexed beforehand; its server's CPU counts."""
    import psycopg

    from benchmarks import postgis_server

    connection = psycopg.connect(postgis_server.address(), autocommit=True)
    postgis_server.prepare(connection)
    plane = f"st_transform(st_segmentize(geom, {LONGEST_EDGE}), {postgis_server.PLANE})"

    def before(job: Job) -> float:
        return sum(postgis_server.load(connection, path, PATCH_ID if path == job.patches else job.field)
                   for path in (job.patches, job.reference))

    def run(job: Job) -> Rows:
        statement = STATEMENT.format(patches=postgis_server.table(job.patches),
                                     features=postgis_server.table(job.reference), plane=plane)
        found = connection.execute(statement).fetchall()
        return Rows([row[0] for row in found], [row[1] for row in found], [row[2] for row in found])

    version = connection.execute("select postgis_lib_version(), current_setting('server_version')").fetchone()
    process = connection.info.backend_pid
    return Method(f"PostGIS {version[0]}, PostgreSQL {version[1].split()[0]}", run, before,
                  lambda: postgis_server.cpu_seconds(process), lambda: postgis_server.peak_memory(process))
