"""A PostgreSQL server of the benchmark's own, on its own port, kept in build/bench/postgis with what was loaded."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Iterator, List, Optional

from benchmarks.county import KEPT
from benchmarks.job import EQUAL_AREA, CannotRun, peak_memory_of

PORT = 55_439
# The equal-area plane's number in spatial_ref_sys: by its text PostGIS would set the projection up for each row anew.
PLANE = 990_105
USER = "postgres"
DATA = KEPT.parent / "postgis"
# The environment variable that tells a method's process why there is no server.
LEFT_OUT = "BENCH_POSTGIS_LEFT_OUT"
SETTINGS = {
    "port": PORT, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "autovacuum": "off", "fsync": "off",
    "jit": "off", "shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "1GB", "max_wal_size": "4GB",
    "random_page_cost": 1.1, "max_parallel_workers_per_gather": 2, "parallel_setup_cost": 0, "parallel_tuple_cost": 0,
}


def address() -> str:
    """How to connect. Raises CannotRun where there is no server of our own."""
    if LEFT_OUT in os.environ:
        raise CannotRun(os.environ[LEFT_OUT])
    if _postmaster() is None:
        raise CannotRun("the benchmark's PostGIS server does not run")
    return f"host=127.0.0.1 port={PORT} user={USER} dbname=postgres"


@contextmanager
def running() -> Iterator[None]:
    """The server while the benchmark runs. Where it cannot run, `address` tells why, and all else goes on."""
    os.environ.pop(LEFT_OUT, None)
    with ExitStack() as until_the_end:
        try:
            _start(until_the_end)
        except (CannotRun, OSError, LookupError, subprocess.SubprocessError) as reason:
            os.environ[LEFT_OUT] = f"no PostGIS server: {reason}"
        yield


def _start(until_the_end: ExitStack) -> None:
    """Start the server, and have it stopped at the end. A server that a killed run left behind is stopped first."""
    programs = _programs()
    if programs is None:
        raise CannotRun("apt-get install postgresql-15-postgis-3")
    if not _usable(DATA.parent):
        raise CannotRun(f"its user {USER} cannot get to {DATA.parent}")
    _be_the_only_one(until_the_end)
    if not (DATA / "PG_VERSION").exists():
        _make_data(programs / "initdb")
    control = [str(programs / "pg_ctl"), "-D", str(DATA), "-w"]
    _clear_left_over(control)
    if _port_is_taken():
        raise CannotRun(f"port {PORT} is taken by another program")
    options = " ".join(f"-c {name}={value!r}" if value != "" else f"-c {name}=''" for name, value in SETTINGS.items())
    log = DATA / "log"
    told_before = log.stat().st_size if log.exists() else 0
    # Also after a start that seems to have failed: it may only have been slow.
    until_the_end.callback(_stop, control)
    try:
        _as_postgres([*control, "-l", str(log), "-o", options, "start"])
    except subprocess.CalledProcessError as error:
        told = log.read_bytes()[told_before:].decode(errors="replace") if log.exists() else ""
        fatal = [line.split("FATAL:")[1].strip() for line in told.splitlines() if "FATAL:" in line]
        raise CannotRun(f"{fatal[-1] if fatal else error}; see {log}") from error


def _be_the_only_one(until_the_end: ExitStack) -> None:
    """Two runs at once would stop each other's server. The lock of a run that was killed is gone with it."""
    lock = until_the_end.enter_context((DATA.parent / "postgis.lock").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotRun("another run of the benchmark has it") from error


def _make_data(initdb: Path) -> None:
    """The data folder; it has its name only when it is complete."""
    unfinished = DATA.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(unfinished, USER, USER)
    _as_postgres([str(initdb), "-D", str(unfinished), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C"])
    unfinished.replace(DATA)


def _clear_left_over(control: List[str]) -> None:
    """Stop the server of a run that was killed; forget a process number that is somebody else's by now."""
    told = _told_process()
    if _postmaster() is not None:
        _as_postgres([*control, "-m", "fast", "stop"])
    elif told is not None and Path(f"/proc/{told}").exists():
        (DATA / "postmaster.pid").unlink()  # pg_ctl would take that process for the server; a dead one it sees through


def _stop(control: List[str]) -> None:
    """Stop the server if it still runs; what was measured must not be lost over it."""
    if _postmaster() is not None:
        try:
            _as_postgres([*control, "-m", "fast", "stop"])
        except subprocess.SubprocessError as error:
            print(f"The PostGIS server was not stopped: {error}", flush=True)


def _postmaster() -> Optional[int]:
    """The process of the server, if it runs: a number alone may be any process by now, so where it works is asked."""
    told = _told_process()
    try:
        return told if told is not None and Path(f"/proc/{told}/cwd").resolve(strict=True) == DATA.resolve() else None
    except OSError:
        return None


def _told_process() -> Optional[int]:
    """What postmaster.pid says."""
    try:
        return int((DATA / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _port_is_taken() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", PORT), timeout=2):
            return True
    except ConnectionRefusedError:
        return False


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
    postmaster = _postmaster()
    ticks = sum(_ticks(backend)[:2]) + (sum(_ticks(postmaster)[2:]) if postmaster else 0)
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> List[int]:
    """utime, stime, cutime, cstime."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return [int(field) for field in fields[11:15]]


def peak_memory(backend: int) -> float:
    """MB of a connection's process; what it read of the shared buffers is in it."""
    return peak_memory_of(backend)
