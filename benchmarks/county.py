"""Synthetic counties of several sizes, as GeoPackages kept in build/bench: ``python -m benchmarks.county S M``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.ground import DEDUCTIONS, SEED, SEGMENTS, Land, joined, make_land, noise
from benchmarks.outlines import patches, redline, sites

CRS = "EPSG:4527"
# What made the files that are kept: a change of the generator is a new number.
EDITION = 1
KEPT = Path(__file__).resolve().parent.parent / "build" / "bench" / f"county-{EDITION}"
LAYERS = ("dltb", "nt", "hx", "pz", "tb")


@dataclass(frozen=True)
class Scale:
    """Patches, cells to a side of the county, redline polygons, approved sites; vertices as a multiple of the usual."""

    patches: int
    side: int
    redlines: int
    approved: int
    vertices: int = 1


SCALES: Dict[str, Scale] = {
    "XS": Scale(60, 40, 4, 20),
    "S": Scale(2_000, 194, 60, 1_000),
    "M": Scale(5_000, 605, 200, 5_000),
    "L": Scale(20_000, 1_125, 400, 10_000),
    # Of S, one thing times ten. Parcels times ten are M's: S is its south-west corner.
    "S-patches10": Scale(20_000, 194, 60, 1_000),
    "S-vertices10": Scale(2_000, 194, 60, 1_000, 10),
}


def county(name: str) -> Path:
    """The folder of the county, made if it is not there: one GeoPackage a layer, named like the layer."""
    folder = KEPT / name
    if not all((folder / f"{layer}.gpkg").exists() for layer in LAYERS):
        print(f"making county {name} …", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        _make(SCALES[name], folder)
    return folder


def _make(scale: Scale, folder: Path) -> None:
    land = make_land(scale.side, scale.side, SEGMENTS * scale.vertices)
    parcels, first = joined(land.outlines, land.parcel)
    classes = land.classes[first]
    share = np.array(DEDUCTIONS)[(noise(14, first) * len(DEDUCTIONS)).astype(int)]
    cultivated = np.char.startswith(classes, "01")
    _write(folder, "dltb", parcels, BSM=np.char.add("3301", np.char.zfill((first + 1).astype(str), 14)),
           DLBM=classes, KCXS=np.where(cultivated, share, 0.0))
    farmland = _farmland(land, scale.side)
    _write(folder, "nt", farmland, JBNT=_numbered("N", len(farmland)))
    # Each layer has random numbers of its own: a county with ten times the patches has the same redline.
    drawn = redline(scale.redlines, land.bounds, np.random.default_rng([SEED, 1]), scale.vertices)
    _write(folder, "hx", drawn, HXLX=np.array([f"H{number % 3}" for number in range(len(drawn))]))
    drawn = sites(scale.approved, land.bounds, 1000.0, 50_000.0, np.random.default_rng([SEED, 2]))
    _write(folder, "pz", drawn, PZWH=_numbered("P", len(drawn)))
    drawn = patches(scale.patches, land.bounds, parcels, np.random.default_rng([SEED, 3]))
    _write(folder, "tb", drawn, TBID=np.arange(len(drawn)))


def _farmland(land: Land, side: int) -> NDArray[np.object_]:
    """Basic farmland: most of the cultivated cells, those of a 3 × 3 block together."""
    row, column = np.divmod(np.arange(len(land.classes)), side)
    protected = np.flatnonzero(np.char.startswith(land.classes, "01") & (noise(15, row, column) < 0.85))
    block = row // 3 * side + column // 3
    return joined(land.outlines[protected], block[protected])[0]


def _numbered(letter: str, count: int) -> NDArray[np.str_]:
    return np.array([f"{letter}{number}" for number in range(count)])


def _write(folder: Path, layer: str, shapes: NDArray[np.object_], **columns: NDArray[Any]) -> None:
    """A GeoPackage of MultiPolygons, whole or not at all."""
    import pyarrow
    import pyogrio

    if not shapely.is_valid(shapes).all():
        raise AssertionError(f"{layer}: invalid polygons were made")
    single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    multiple = shapes.copy()
    multiple[single] = shapely.multipolygons(shapes[single], indices=np.arange(np.count_nonzero(single)))
    table = pyarrow.table({**{name: pyarrow.array(values) for name, values in columns.items()},
                           "geom": pyarrow.array(shapely.to_wkb(multiple), type=pyarrow.binary())})
    unfinished = folder / f"unfinished-{layer}.gpkg"
    unfinished.unlink(missing_ok=True)
    pyogrio.write_arrow(table, unfinished, layer=layer, driver="GPKG", geometry_name="geom",
                        geometry_type="MultiPolygon", crs=CRS, VERSION="1.3")
    unfinished.replace(folder / f"{layer}.gpkg")


def size_of(folder: Path) -> Tuple[int, ...]:
    """Features of each layer, in the order of `LAYERS`."""
    import pyogrio

    return tuple(int(pyogrio.read_info(folder / f"{layer}.gpkg")["features"]) for layer in LAYERS)


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        print(wanted, dict(zip(LAYERS, size_of(county(wanted)))))
