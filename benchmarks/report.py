"""What was measured, as tables (Markdown), raw rows (CSV) and pictures (SVG); and quoted in the READMEs."""

from __future__ import annotations

import csv
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Tuple

from benchmarks.cases import ROOT, Measured
from benchmarks.county import LAYERS, SCALES, size_of
from benchmarks.once import NOT_EXACT, OURS
from benchmarks.quoting import quote
from benchmarks.words import DOES, NAMES

RAW = ("case", "method", "round", "wall_s", "cpu_s", "memory_mb", "warm_s", "before_s", "version")
ABOUT = """Every run is a process of its own; rounds are interleaved; medians; files in the system's cache. All do the
same work inside what is timed: read the GeoPackages, find the pairs, divide edges over 70 m into equal parts, project
patches and features met (`qgis_intersection_plain`: all features) to the ellipsoid's equal-area plane, measure, add up
by patch and class. Not timed: imports, and the same job on a tiny county, which opens and compiles what a process opens
and compiles once. CPU is that of the process, its children and (PostGIS) the server. × is against `ours`. Rows are
compared with a referee's (shapely, every pair whose boxes meet): allowed are 10⁻⁵ m², or 4 ulp of the coordinates × the
row's perimeter."""


@dataclass(frozen=True)
class Everything:
    """Cases, cost curves, the living worker by scale, seconds to compile (first, and from the cache), counties."""

    cases: List[Measured]
    curves: List[Measured]
    living: Dict[str, Dict[str, Any]]
    compiling: Tuple[float, float]
    counties: Dict[str, Path]


def write(found: Everything, results: Path, quoted: bool) -> None:
    """All of it into ``results``; where ``quoted``, the tables in the READMEs too."""
    from benchmarks.pictures import draw_cost, draw_curves

    results.mkdir(parents=True, exist_ok=True)
    text = report(found)
    (results / "overlay.md").write_text(text, encoding="utf-8")
    with (results / "overlay.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, RAW, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(run for one in (*found.cases, *found.curves) for runs in one.runs.values() for run in runs)
    draw_cost(found.cases, results / "overlay.svg")
    draw_curves(found.curves, results / "curves.svg")
    print(text)
    if quoted:
        for language in ("en", "zh"):
            quote(ROOT, language, found.cases, found.living, machine())


def machine() -> str:
    """Processor, cores, memory, system."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {release}, Python {platform.python_version()}"


def report(found: Everything) -> str:
    """The whole page."""
    lines = ["# Overlay: this project and its peers", "", ABOUT, "", f"{machine()}; load at the end "
             f"{os.getloadavg()[0]:.1f}. Counties (`benchmarks/county.py`): {_counties(found.counties)}.", ""]
    if any(one.runs for one in found.cases):
        lines += ["![CPU seconds by method](overlay.svg)", ""]
    for one in found.cases:
        lines += _case(one)
    if found.curves:
        lines += _curves(found.curves)
    first, again = found.compiling
    if first == first:
        lines += ["## Compiling", "", f"The exact engine's first use after an installation takes {first:.1f} s until "
                  f"all is compiled; in a process started later, from numba's cache, {again:.2f} s. Not in the tables.",
                  ""]
    for scale, living in found.living.items():
        lines += _living(scale, living)
    lines += ["## Who is who", "", *(f"- `{name}` – {DOES[name]}" for name in NAMES), ""]
    return "\n".join(lines)


def _counties(counties: Dict[str, Path]) -> str:
    told = []
    for name, folder in counties.items():
        sizes = dict(zip(LAYERS, size_of(folder)))
        told.append(f"{name} {sizes['tb']:,} patches, {sizes['dltb']:,} land-class parcels, {sizes['hx']} redline "
                    "polygons")
    return "; ".join(told)


def _case(one: Measured) -> List[str]:
    rounds = max((len(runs) for runs in one.runs.values()), default=0)
    lines = [f"## {one.case.name}", "", "1 round." if rounds == 1 else f"{rounds} rounds.", "",
             "| method | wall s | CPU s | wall × | CPU × | memory MB | rows | largest row diff. m² | sum diff. m² |",
             "|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    if not one.runs:
        return [*lines, *_left_out(one)]
    base = "ours" if "ours" in one.runs else one.by_cpu()[0]
    for method in one.by_cpu():
        wall, cpu, memory = (one.median(method, what) for what in ("wall_s", "cpu_s", "memory_mb"))
        agreed = one.agreement[method]
        mark = " **✗**" if method in one.wrong() else ""
        name = f"**{method}**" if method in OURS else method
        lines.append(f"| {name} | {wall:.3f} | {cpu:.3f} | {wall / one.median(base, 'wall_s'):.1f} | "
                     f"{cpu / one.median(base, 'cpu_s'):.1f} | {memory:.0f} | {agreed.rows:,} | "
                     f"{agreed.largest_m2:.0e}{mark} | {agreed.sum_m2:.0e} |")
    notes = [f"`{method}`: {NAMES[method]}, {runs[0]['version']}." for method, runs in one.runs.items()]
    notes += [f"`{method}` had {runs[0]['before_s']:.1f} s beforehand, not in the table, to "
              + ("load and index the layers." if method == "postgis" else "prepare the layer and report on it.")
              for method, runs in one.runs.items() if runs[0]["before_s"]]
    if any(method in one.runs for method in NOT_EXACT):
        notes.append("`" + "`, `".join(NOT_EXACT) + "`: pieces are measured by QgsAbstractGeometry::area(), which at "
                     "these coordinates is good to square centimetres; told, not judged.")
    return [*lines, *_left_out(one), "", " ".join(notes), ""]


def _left_out(one: Measured) -> List[str]:
    return [f"| {method} | – | – | – | – | – | – | left out: {reason} | – |".replace("\n", " ")
            for method, reason in one.left_out.items()]


def _curves(curves: List[Measured]) -> List[str]:
    methods = list(curves[0].runs)
    lines = ["## Cost as work grows", "", "From county S, one thing times ten; CPU s (× against S as it is).", "",
             "![Cost as work grows](curves.svg)", "",
             "| | " + " | ".join(methods) + " |", "|---|" + "--:|" * len(methods)]
    for one in curves:
        cells = []
        for method in methods:
            if method not in one.runs:
                cells.append("left out")
                continue
            cpu = one.median(method, "cpu_s")
            cells.append(f"{cpu:.3f} ({cpu / curves[0].median(method, 'cpu_s'):.1f}×)")
        lines.append(f"| {one.case.name} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _living(scale: str, living: Dict[str, Any]) -> List[str]:
    title = f"## The living worker at {scale} ({SCALES[scale].patches:,} patches)"
    if "left_out" in living:
        return [title, "", f"Left out: {living['left_out']}", ""]
    lines = [title, "", "One parcel with a moved vertex, measured again by the running worker: from asking to the last "
             "frame of the answer.", "", "| layers | median ms | 95 % ms | worst ms | parcels | worker's memory MB |",
             "|---|--:|--:|--:|--:|--:|"]
    for name, told in living["latency"].items():
        lines.append(f"| {name} | {told['median_ms']:.1f} | {told['p95_ms']:.1f} | {told['max_ms']:.1f} | "
                     f"{told['parcels']} | {told['memory_mb']:.0f} |")
    lines += ["", "From `cancel` to `cancelled`, at several moments of a job over all patches (parcels and redline), "
              "and of preparing the parcels.", "",
              "| job | whole s | median s | worst s | moments | worker's memory MB |", "|---|--:|--:|--:|--:|--:|"]
    for name, told in living["cancel"].items():
        waits = [f"{told[key]:.3f}" if told[key] is not None else "–" for key in ("median_s", "max_s")]
        lines.append(f"| {name} | {told['whole_s']:.2f} | {waits[0]} | {waits[1]} | {told['moments']} | "
                     f"{told['memory_mb']:.0f} |")
    return [*lines, ""]
