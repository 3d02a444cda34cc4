"""A PostgreSQL server of the benchmark's own, on its own port, kept in build/bench/postgis with what was loaded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, List

from benchmarks.county import KEPT
from benchmarks.job import EQUAL_AREA, CannotRun, peak_memory_of

PORT = 55_439
# The equal-area plane's number in spatial_ref_sys: by its text PostGIS would set the projection up for each row anew.
PLANE = 990_105
USER = "postgres"
DATA = KEPT.parent / "postgis"
SETTINGS = {
    "port": PORT, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "autovacuum": "off", "fsync": "off",
    "jit": "off", "shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "1GB", "max_wal_size": "4GB",
    "random_page_cost": 1.1, "max_parallel_workers_per_gather": 2, "parallel_setup_cost": 0, "parallel_tuple_cost": 0,
}


def address() -> str:
    """How to connect. Raises CannotRun where no server was started."""
    if not (DATA / "postmaster.pid").exists():
        raise CannotRun("no PostGIS server: apt-get install postgresql-15-postgis-3")
    return f"host=127.0.0.1 port={PORT} user={USER} dbname=postgres"


@contextmanager
def running() -> Iterator[None]:
    """The server while the benchmark runs; nothing where PostGIS is not installed."""
    programs = _programs()
    if programs is None or not _usable(DATA.parent):
        yield
        return
    if not (DATA / "PG_VERSION").exists():
        DATA.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(DATA, USER, USER)
        DATA.chmod(0o700)
        _as_postgres([str(programs / "initdb"), "-D", str(DATA), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C"])
    options = " ".join(f"-c {name}={value!r}" if value != "" else f"-c {name}=''" for name, value in SETTINGS.items())
    control = [str(programs / "pg_ctl"), "-D", str(DATA), "-w", "-l", str(DATA / "log")]
    _as_postgres([*control, "-o", options, "start"])
    try:
        yield
    finally:
        _as_postgres([*control, "-m", "fast", "stop"])


def _programs() -> Any:
    """The newest server that has PostGIS, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/lib/postgis-3.so"),
                   key=lambda path: int(path.parent.parent.name))
    return found[-1].parent.parent / "bin" if found else None


def _usable(folder: Path) -> bool:
    """Whether the server's user can get to the folder: it does not run as root."""
    return os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


def _as_postgres(command: List[str]) -> None:
    """Run to its end; the server it leaves behind must hold none of our pipes."""
    before = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*before, *command], check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def table(path: Path) -> str:
    """The table a GeoPackage is loaded into."""
    return re.sub(r"\W", "_", f"{path.parent.parent.name}_{path.parent.name}_{path.stem}".lower())


def prepare(connection: Any) -> None:
    """PostGIS and the equal-area plane are there."""
    connection.execute("create extension if not exists postgis")
    connection.execute("insert into spatial_ref_sys (srid, proj4text) values (%s, %s) on conflict do nothing",
                       [PLANE, EQUAL_AREA.replace(" +type=crs", "")])


def load(connection: Any, path: Path, column: str) -> float:
    """id, class (``column``) and geom of a GeoPackage, with an index; the seconds that took, now or an earlier time."""
    import shapely

    from benchmarks.peers_python import read_shapes

    name = table(path)
    found = connection.execute("select obj_description(to_regclass(%s))", [name]).fetchone()[0]
    if found:
        return float(found)
    started = time.perf_counter()
    shapes, values = read_shapes(path, column)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(f"drop table if exists {name}")
        cursor.execute(f"create table {name} (id integer primary key, class text, geom geometry(MultiPolygon, 4527))")
        with cursor.copy(f"copy {name} from stdin") as copy:
            for number, (shape, value) in enumerate(zip(shapely.set_srid(shapes, 4527), values)):
                copy.write_row((number, str(value), shapely.to_wkb(shape, hex=True, include_srid=True)))
        cursor.execute(f"create index on {name} using gist (geom)")
    connection.execute(f"vacuum analyze {name}")
    seconds = time.perf_counter() - started
    connection.execute(f"comment on table {name} is '{seconds:.3f}'")
    return seconds


def cpu_seconds(backend: int) -> float:
    """CPU seconds of a connection's process, and of the parallel workers that have ended."""
    time.sleep(0.1)  # workers are counted once they are gone
    postmaster = int((DATA / "postmaster.pid").read_text(encoding="ascii").split()[0])
    ticks = sum(_ticks(backend)[:2]) + sum(_ticks(postmaster)[2:])
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> List[int]:
    """utime, stime, cutime, cstime."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return [int(field) for field in fields[11:15]]


def peak_memory(backend: int) -> float:
    """MB of a connection's process; what it read of the shared buffers is in it."""
    return peak_memory_of(backend)
