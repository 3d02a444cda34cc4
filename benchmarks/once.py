"""One method, one job, one process: ``python -m benchmarks.once METHOD PATCHES_COUNTY COUNTY LAYER ROWS.csv``.

Everything the job needs is imported, and the tiny county XS done once, before the clock starts: what a process pays
once is not the job's. Prints a JSON line.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path

from benchmarks.job import CannotRun, Job, Method, peak_memory, timed

MODULES = {
    "benchmarks.ours": ("ours", "ours_prepared", "ours_geos", "ours_numpy"),
    "benchmarks.peers_python": ("strtree", "geopandas_sjoin", "geopandas_overlay"),
    "benchmarks.peers_sql": ("duckdb", "sedonadb", "postgis"),
    "benchmarks.peers_qgis": ("pyqgis", "qgis_intersection", "qgis_intersection_plain", "qgis_overlaps"),
}
OURS = MODULES["benchmarks.ours"]
METHODS = tuple(method for methods in MODULES.values() for method in methods)
# QGIS's own algorithms measure pieces with QgsAbstractGeometry::area, which is good to some cm² here: told, not judged.
NOT_EXACT = ("qgis_overlaps",)


def method_named(name: str) -> Method:
    """The method, its libraries imported. Raises CannotRun."""
    module = next(module for module, names in MODULES.items() if name in names)
    try:
        made: Method = getattr(importlib.import_module(module), name)()
    except ImportError as error:
        raise CannotRun(str(error)) from error
    return made


def main(name: str, patches_county: str, county: str, layer: str, out: str) -> int:
    """0, or 3 with a reason in the JSON line where the method cannot run here."""
    job = Job(Path(patches_county), Path(county), layer)
    tiny = Job(job.county.parent / "XS", job.county.parent / "XS", layer)
    try:
        method = method_named(name)
        if method.before:
            method.before(tiny)
        before = method.before(job) if method.before else 0.0
        warm = time.perf_counter()
        method.run(tiny)
        warm = time.perf_counter() - warm
        rows, measured = timed(method, job)
    except CannotRun as reason:
        print(json.dumps({"method": name, "left_out": str(reason)}), flush=True)
        return 3
    memory = peak_memory() + method.others_memory()
    rows.write(Path(out))
    print(json.dumps({"method": name, **measured, "memory_mb": memory, "before_s": before, "warm_s": warm,
                      "version": method.version}), flush=True)
    return 0


if __name__ == "__main__":
    code = main(*sys.argv[1:6])
    os._exit(code)  # QGIS's own exit can crash outside its application
