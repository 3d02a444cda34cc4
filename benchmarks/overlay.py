"""The scene's overlay by this project and by its peers, in interleaved rounds of one run; writes benchmarks/results.

``python benchmarks/overlay.py [--rounds 5] [--methods ours,shapely_loop,…]``
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

HERE = Path(__file__).resolve().parent
SCENE = HERE.parent / "resources" / "demo" / "beihai_scene.gpkg"
METHODS = ("ours", "shapely_loop", "geopandas_sjoin", "geopandas_overlay", "pyqgis", "qgis_intersection")
# The wheels and QGIS bring their own PROJ and GDAL: QGIS runs in the system's Python.
QGIS_PYTHON = Path("/usr/bin/python3")
Rows = Dict[Tuple[str, ...], float]


def run_once(method: str, folder: Path) -> Optional[Dict[str, Any]]:
    """One process, one job; None where it cannot run here."""
    python = str(QGIS_PYTHON) if "qgis" in method else sys.executable
    command = [python, str(HERE / "peers.py"), method, str(SCENE), str(folder / f"{method}.csv")]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"{method}: left out ({str(getattr(error, 'stderr', '') or error).strip().splitlines()[-1]})")
        return None
    return dict(json.loads(ended.stdout.strip().splitlines()[-1]))


def rows_of(path: Path) -> Rows:
    """(patch, role, class) → m²."""
    with path.open(encoding="utf-8", newline="") as file:
        return {tuple(row[:3]): float(row[3]) for row in csv.reader(file)}


def agreement(ours: Rows, theirs: Rows) -> Tuple[float, float]:
    """Largest difference of a row, and of the sum, in m²."""
    keys = ours.keys() | theirs.keys()
    rows = max(abs(ours.get(key, 0.0) - theirs.get(key, 0.0)) for key in keys)
    return rows, abs(sum(ours.values()) - sum(theirs.values()))


def machine() -> str:
    """Processor, cores, memory, system."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def report(runs: Dict[str, List[Dict[str, Any]]], folder: Path) -> str:
    """The table in Markdown."""
    ours = rows_of(folder / "ours.csv")
    base_wall, base_cpu = (statistics.median(run[key] for run in runs["ours"]) for key in ("wall_s", "cpu_s"))
    lines = [
        "# Overlay: the scene's job by us and by others", "",
        "405 patches × 3,902 land-class, 133 farmland and 41 redline polygons of the bundled scene → m² per patch, "
        "role and class. Each run is a process of its own; rounds are interleaved; medians; imports not counted.",
        f"{machine()}; {len(runs['ours'])} rounds; load {os.getloadavg()[0]:.1f}.", "",
        "| method | wall s | CPU s | wall × | CPU × | memory MB | rows | largest row diff. m² | sum diff. m² |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for method, measured in runs.items():
        wall, cpu, memory = (statistics.median(run[key] for run in measured) for key in
                             ("wall_s", "cpu_s", "memory_mb"))
        rows = rows_of(folder / f"{method}.csv")
        row, total = agreement(ours, rows)
        lines.append(f"| {method} ({measured[0]['version']}) | {wall:.3f} | {cpu:.3f} | {wall / base_wall:.1f} | "
                     f"{cpu / base_cpu:.1f} | {memory:.0f} | {len(rows)} | {row:.1e} | {total:.1e} |")
    lines += ["", "`geopandas_sjoin`, `pyqgis` and `qgis_intersection` count ground as often as the farmland layer "
                  "covers it (two patches); the QGIS methods measure with QgsDistanceArea after clipping in the map "
                  "plane.", ""]
    return "\n".join(lines)


def main() -> int:
    """0 when the methods of the same kind agree to 1e-5 m² a row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--methods", default=",".join(METHODS))
    given = parser.parse_args()
    methods = list(dict.fromkeys(["ours", *given.methods.split(",")]))
    runs: Dict[str, List[Dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for number in range(given.rounds):
            for method in list(methods):
                measured = run_once(method, folder)
                if measured is None:
                    methods.remove(method)
                    continue
                print(f"round {number + 1}: {method} {measured['wall_s']:.3f} s, {measured['memory_mb']:.0f} MB")
                runs.setdefault(method, []).append(measured)
        text = report(runs, folder)
        worst = max((agreement(rows_of(folder / "ours.csv"), rows_of(folder / f"{method}.csv"))[0]
                     for method in ("shapely_loop", "geopandas_overlay") if method in runs), default=0.0)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / "overlay.md").write_text(text, encoding="utf-8")
    with (results / "overlay.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["method", "wall_s", "cpu_s", "memory_mb", "version"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(run for measured in runs.values() for run in measured)
    print(text)
    if worst > 1e-5:
        print(f"Rows differ by {worst:.1e} m²: that is too much.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
