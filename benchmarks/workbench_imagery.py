"""Two dates of made-up imagery under the synthetic patches: fields, and on the later date something new on some.

Tiled GeoTIFF with overviews, as imagery comes from a provider; the same picture at each making.
"""

from __future__ import annotations

from pathlib import Path
from typing import List, Tuple

import numpy as np
from osgeo import gdal, osr

from benchmarks.synthetic_workspace import ACROSS, BOTTOM, CRS, LEFT, STEP
from weipian_plugin.domain.records import Scene
from weipian_plugin.workspace.workspace import Workspace

METRES = 2.0
"""Ground a pixel covers."""
MARGIN_M = 500.0
DATES = ("2022-01-05", "2023-01-09")
"""As the synthetic patches are dated."""
BLOCK, FIELD = 512, 48
OVERVIEWS = (2, 4, 8, 16)


def images_for(folder: Path, count: int) -> List[Path]:
    """Before and after for so many patches, made once."""
    paths = [folder / f"synthetic_{count}_{date}.tif" for date in DATES]
    for number, path in enumerate(paths):
        if not path.exists():
            _make(path, count, seed=number)
    return paths


def register(workspace: Workspace, images: List[Path]) -> None:
    """The images as the dated scenes of a workspace."""
    for path, date in zip(images, DATES):
        workspace.set_scene(Scene(str(path), date, "synthetic", True))


def _make(path: Path, count: int, seed: int) -> None:
    west, north, columns, rows = _frame(count)
    gdal.UseExceptions()
    partial = path.with_suffix(".part.tif")
    image = gdal.GetDriverByName("GTiff").Create(
        str(partial), columns, rows, 3, gdal.GDT_Byte,
        ["TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=1", "BIGTIFF=IF_SAFER"])
    image.SetGeoTransform((west, METRES, 0.0, north, 0.0, -METRES))
    reference = osr.SpatialReference()
    reference.SetFromUserInput(CRS)
    image.SetProjection(reference.ExportToWkt())
    for top in range(0, rows, BLOCK):
        for left in range(0, columns, BLOCK):
            height, width = min(BLOCK, rows - top), min(BLOCK, columns - left)
            image.WriteArray(_ground(top, left, height, width, seed), left, top)
    image.FlushCache()
    image.BuildOverviews("AVERAGE", list(OVERVIEWS))
    del image
    partial.rename(path)


def _frame(count: int) -> Tuple[float, float, int, int]:
    """West and north edge, columns and rows."""
    south, lines = BOTTOM - MARGIN_M, -(-count // ACROSS)
    width, height = ACROSS * STEP + 2 * MARGIN_M, lines * STEP + 2 * MARGIN_M
    return LEFT - MARGIN_M, south + height, int(width / METRES), int(height / METRES)


def _ground(top: int, left: int, height: int, width: int, seed: int) -> np.ndarray:
    """Fields of one colour each with grain over them; on the later date every seventh is another."""
    y, x = np.mgrid[top:top + height, left:left + width]
    field = (y // FIELD) * 7919 + (x // FIELD) * 104729
    changed = (field % 7 == 0) * seed
    chance = np.random.default_rng((top, left, seed))
    bands = [((field * factor + changed * 90) % 120 + 60 + chance.integers(0, 24, (height, width)) + 8 * seed)
             for factor in (31, 17, 53)]
    return np.stack(bands).clip(0, 255).astype(np.uint8)
