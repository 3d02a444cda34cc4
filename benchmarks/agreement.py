"""Do all methods give the same areas? A referee computes each case once, by plain GEOS, and keeps it.

``python -m benchmarks.agreement PATCHES_COUNTY COUNTY LAYER OUT.csv`` writes the referee's rows: patch, class, m²,
perimeter of the pieces (m).
"""

from __future__ import annotations

import csv
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Tuple

from benchmarks.job import EQUAL_AREA, MAP_CRS, PATCH_ID, SMALLEST_AREA, Job, read_rows

# A row may differ by 1e-5 m², or by what four units in the last place of the coordinates make on its perimeter.
LEAST_TOLERANCE = 1e-5
LARGEST_COORDINATE = 4_000_000.0
Key = Tuple[str, str]


@dataclass(frozen=True)
class Agreement:
    """Of one method with the referee: rows, largest difference of a row and of the sum (m²), rows out of tolerance,
    and the row (patch, class) that differs most.
    """

    rows: int
    largest_m2: float
    sum_m2: float
    beyond: int
    worst: Key


def judge(rows: Path, referee: Path) -> Agreement:
    """Compare what a method wrote with what the referee did."""
    theirs, ours = read_rows(rows), _referee_rows(referee)
    largest, beyond, worst = 0.0, 0, ("", "")
    for key in theirs.keys() | ours.keys():
        area, perimeter = ours.get(key, (0.0, 0.0))
        difference = abs(area - theirs.get(key, 0.0))
        if difference > largest:
            largest, worst = difference, key
        beyond += difference > max(LEAST_TOLERANCE, 4 * math.ulp(LARGEST_COORDINATE) * perimeter)
    total = math.fsum(theirs.values()) - math.fsum(area for area, _ in ours.values())
    return Agreement(len(theirs), largest, abs(total), beyond, worst)


def _referee_rows(path: Path) -> Dict[Key, Tuple[float, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(patch, text): (float(area), float(perimeter)) for patch, text, area, perimeter in csv.reader(file)}


def main(job: Job, out: Path) -> None:
    """Compute and keep the referee's rows."""
    import numpy as np
    import pyproj
    import shapely

    from benchmarks.peers_python import in_plane, read_shapes, summed

    to_plane = pyproj.Transformer.from_crs(MAP_CRS, EQUAL_AREA, always_xy=True)
    patches, ids = read_shapes(job.patches, PATCH_ID)
    features, classes = read_shapes(job.reference, job.field)
    patch, feature = shapely.STRtree(features).query(patches)
    met, feature = np.unique(feature, return_inverse=True)
    pieces = shapely.intersection(in_plane(patches, to_plane)[patch], in_plane(features[met], to_plane)[feature])
    areas = summed(ids[patch], classes[met][feature], shapely.area(pieces))
    perimeters = summed(ids[patch], classes[met][feature], shapely.length(pieces))
    unfinished = out.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows((number, text, repr(area), f"{length:.3f}") for number, text, area, length
                         in zip(areas.patch, areas.classes, areas.area, perimeters.area) if area >= SMALLEST_AREA)
    unfinished.replace(out)


if __name__ == "__main__":
    main(Job(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]), Path(sys.argv[4]))
