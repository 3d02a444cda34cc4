"""This project on the job; the only place of the benchmark that calls the plugin's own code.

``python -m benchmarks.ours COUNTY LAYER`` prepares a layer (if it is not) and prints the seconds that took.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

from benchmarks.job import PATCH_ID, CannotRun, Job, Method, Rows

ROLES = {"dltb": "dltb", "nt": "yjjbnt", "hx": "stbhhx", "pz": "pzyd"}
PREPARED = "prepared"


def ours() -> Method:
    """As users have it on Linux: the exact engine, compiled; the GeoPackage as it is."""
    from weipian_plugin.overlay.kernels.jit import HAS_NUMBA

    if not HAS_NUMBA:
        raise CannotRun("numba is not installed")
    return _method("auto")


def ours_prepared() -> Method:
    """The same over a prepared copy of the reference layer, opened in the time that is told."""
    return _method("auto", prepared=True)


def ours_geos() -> Method:
    """The reference engine alone: candidates, vectorised shapely, no numba."""
    os.environ["WEIPIAN_NUMBA"] = "0"
    return _method("geos")


def ours_numpy() -> Method:
    """The exact engine without numba, as in QGIS for Windows."""
    os.environ["WEIPIAN_NUMBA"] = "0"
    return _method("exact")


def _method(engine: str, prepared: bool = False) -> Method:
    from weipian_plugin.overlay.measure import versions

    def run(job: Job) -> Rows:
        return _measured(job, engine, prepared_folder(job.county) if prepared else None)

    used = versions()
    version = f"shapely {used['shapely']}, GEOS {used['geos']}"
    if engine == "auto":
        import numba

        version = f"numba {numba.__version__}, {version}"
    return Method(version, run, _prepared if prepared else None)


def _measured(job: Job, engine: str, prepared: Optional[Path]) -> Rows:
    from weipian_plugin.overlay.measure import Measurement
    from weipian_plugin.overlay.sources import open_source, read_features

    source = open_source(str(job.patches))
    read = read_features(source, [PATCH_ID])
    measurement = Measurement(read.geometries, source.crs, [_request(job.county, job.layer)], engine=engine,
                              prepared=prepared)
    ids = read.columns[PATCH_ID].tolist()
    patch, classes, area = [], [], []
    for batch in measurement.batches():
        patch += [ids[row] for row in batch.patch.tolist()]
        classes += batch.classes
        area += batch.area.tolist()
    return Rows(patch, classes, area)


def _request(county: Path, layer: str) -> Any:
    from benchmarks.job import CLASS_FIELDS
    from weipian_plugin.overlay.layers import LayerRequest

    return LayerRequest(ROLES[layer], str(county / f"{layer}.gpkg"), CLASS_FIELDS[layer], ())


def prepared_folder(county: Path) -> Path:
    """Where a county's prepared layers are."""
    return county / PREPARED


def _prepared(job: Job) -> float:
    """The seconds preparing took; in a process of its own, so that nothing is open yet when the job starts."""
    made = subprocess.run([sys.executable, "-m", "benchmarks.ours", str(job.county), job.layer], check=True,
                          capture_output=True, text=True)
    return float(made.stdout)


def prepare_layer(county: Path, layer: str) -> float:
    """Prepare a layer of a county unless there is a copy as new as the source; the seconds that took when it was."""
    from weipian_plugin.overlay.kernels.plane import choose_plane
    from weipian_plugin.overlay.prepared.prepared import find_prepared
    from weipian_plugin.overlay.prepared.preparing import prepare
    from weipian_plugin.overlay.sources import open_source

    request, folder = _request(county, layer), prepared_folder(county)
    source = open_source(request.source)
    plane = choose_plane([source.crs], 0.0)
    told = folder / f"{layer}.seconds"
    if told.exists() and find_prepared(folder, source, request.role, request.class_field, plane)[0]:
        return float(told.read_text(encoding="ascii"))
    made = prepare(request, source, plane, folder)
    told.write_text(f"{made.seconds:.3f}", encoding="ascii")
    return made.seconds


if __name__ == "__main__":
    sys.stdout.write(str(prepare_layer(Path(sys.argv[1]), sys.argv[2])))
