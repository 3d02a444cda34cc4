"""The job every method does, what it gives back, and how it is timed."""

from __future__ import annotations

import csv
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, Iterable, Optional, Tuple

PATCHES, PATCH_ID = "tb", "TBID"
CLASS_FIELDS = {"dltb": "DLBM", "nt": "JBNT", "hx": "HXLX", "pz": "PZWH"}
# Edges over this (m, in the map plane) are divided into equal parts, then all goes to the ellipsoid's equal-area plane.
LONGEST_EDGE = 70.0
MAP_CRS = "EPSG:4527"
EQUAL_AREA = "+proj=cea +lon_0=105 +ellps=GRS80 +units=m +type=crs"
# Rows below this (m²) are noise of the arithmetic.
SMALLEST_AREA = 1e-6


@dataclass(frozen=True)
class Job:
    """Area of each patch of one county in each class of a layer of the same or a larger county."""

    patches_county: Path
    county: Path
    layer: str

    @property
    def patches(self) -> Path:
        """The GeoPackage of the patches."""
        return self.patches_county / f"{PATCHES}.gpkg"

    @property
    def reference(self) -> Path:
        """The GeoPackage of the reference layer."""
        return self.county / f"{self.layer}.gpkg"

    @property
    def field(self) -> str:
        """The reference layer's class field."""
        return CLASS_FIELDS[self.layer]


@dataclass(frozen=True)
class Rows:
    """One row a patch and class, columns of equal length; m²."""

    patch: Iterable[int]
    classes: Iterable[str]
    area: Iterable[float]

    def write(self, path: Path) -> None:
        """As CSV, areas to the last digit."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows((int(patch), text, repr(float(area)))
                             for patch, text, area in zip(self.patch, self.classes, self.area)
                             if area >= SMALLEST_AREA)


def read_rows(path: Path) -> Dict[Tuple[str, str], float]:
    """What `Rows.write` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(patch, text): float(area) for patch, text, area in csv.reader(file)}


class CannotRun(Exception):
    """Why a method is left out."""


@dataclass(frozen=True)
class Method:
    """A way to do jobs: ``run`` is what is timed; ``before`` (loading, preparing) is done once and kept, and tells the
    seconds that took when it was done.

    ``others_cpu`` tells the CPU seconds so far of processes that work for this one but are not its children, and
    ``others_memory`` their peak in MB.
    """

    version: str
    run: Callable[[Job], Rows]
    before: Optional[Callable[[Job], float]] = None
    others_cpu: Callable[[], float] = lambda: 0.0
    others_memory: Callable[[], float] = lambda: 0.0


def cpu_seconds() -> float:
    """Of this process and the children it waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def peak_memory() -> float:
    """MB this process has held at most (resident)."""
    return peak_memory_of(os.getpid())


def peak_memory_of(process: int) -> float:
    """MB another process has held at most (resident)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def timed(method: Method, job: Job) -> Tuple[Rows, Dict[str, float]]:
    """Rows, and wall and CPU seconds."""
    cpu, others, wall = cpu_seconds(), method.others_cpu(), time.perf_counter()
    rows = method.run(job)
    wall = time.perf_counter() - wall
    return rows, {"wall_s": wall, "cpu_s": cpu_seconds() - cpu + method.others_cpu() - others}
