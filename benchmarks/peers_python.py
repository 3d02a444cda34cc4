"""Peers that are Python libraries: shapely's STRtree, geopandas.

As a careful user writes them: candidates in the map plane first; only the features met are divided and projected.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Tuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.job import EQUAL_AREA, LONGEST_EDGE, MAP_CRS, PATCH_ID, Job, Method, Rows

Array = NDArray[Any]


def strtree() -> Method:
    """GeoPackage by Arrow, shapely.STRtree, shapely.intersection; no frames."""
    import pyproj
    import shapely

    to_plane = pyproj.Transformer.from_crs(MAP_CRS, EQUAL_AREA, always_xy=True)

    def run(job: Job) -> Rows:
        patches, ids = read_shapes(job.patches, PATCH_ID)
        features, classes = read_shapes(job.reference, job.field)
        patch, feature = shapely.STRtree(features).query(patches, predicate="intersects")
        met, feature = np.unique(feature, return_inverse=True)
        projected = in_plane(features[met], to_plane)
        pieces = shapely.intersection(in_plane(patches, to_plane)[patch], projected[feature])
        return summed(ids[patch], classes[met][feature], shapely.area(pieces))

    return Method(f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}", run)


def read_shapes(path: Any, column: str) -> Tuple[Array, Array]:
    """(geometries, values of ``column``) of a GeoPackage."""
    import pyogrio
    import shapely

    info, table = pyogrio.read_arrow(path, columns=[column])
    return shapely.from_wkb(table[info["geometry_name"] or "wkb_geometry"].to_numpy()), table[column].to_numpy()


def in_plane(shapes: Array, to_plane: Any) -> Array:
    """Edges over 70 m divided, then projected, all coordinates in one call."""
    import shapely

    divided = shapely.segmentize(shapes, LONGEST_EDGE)
    projected = np.column_stack(to_plane.transform(*shapely.get_coordinates(divided).T))
    return np.asarray(shapely.set_coordinates(divided, projected))


def summed(patch: Array, classes: Array, values: Array) -> Rows:
    """Pieces of the same patch and class added up."""
    names, number = np.unique(classes.astype(str), return_inverse=True)
    key, group = np.unique(patch.astype(np.int64) * len(names) + number, return_inverse=True)
    total = np.bincount(group, values, minlength=len(key))
    return Rows((key // len(names)).tolist(), names[key % len(names)].tolist(), total.tolist())


def geopandas_sjoin() -> Method:
    """geopandas.sjoin, then intersection row by row, then groupby."""
    import geopandas
    import shapely

    read = partial(geopandas.read_file, engine="pyogrio", use_arrow=True)

    def run(job: Job) -> Rows:
        patches = read(job.patches, columns=[PATCH_ID])
        features = read(job.reference, columns=[job.field])
        joined = geopandas.sjoin(patches, features[["geometry"]], predicate="intersects")
        met, other = np.unique(joined["index_right"].to_numpy(), return_inverse=True)
        projected = projected_frame(features.iloc[met])
        own = projected_frame(patches).geometry.to_numpy()[joined.index.to_numpy()]
        joined["class"] = projected[job.field].to_numpy()[other]
        joined["area"] = shapely.area(shapely.intersection(own, projected.geometry.to_numpy()[other]))
        return _grouped(joined, "class")

    return Method(f"geopandas {geopandas.__version__}", run)


def geopandas_overlay() -> Method:
    """geopandas.overlay of the patches with the features that meet one, then groupby."""
    import geopandas

    read = partial(geopandas.read_file, engine="pyogrio", use_arrow=True)

    def run(job: Job) -> Rows:
        patches = read(job.patches, columns=[PATCH_ID])
        features = read(job.reference, columns=[job.field])
        _, feature = features.sindex.query(patches.geometry, predicate="intersects")
        met = features.iloc[np.unique(feature)]
        pieces = geopandas.overlay(projected_frame(patches), projected_frame(met), how="intersection",
                                   keep_geom_type=True)
        pieces["area"] = pieces.area
        return _grouped(pieces, job.field)

    return Method(f"geopandas {geopandas.__version__}", run)


def projected_frame(frame: Any) -> Any:
    """Edges over 70 m divided, then in the equal-area plane."""
    return frame.set_geometry(frame.geometry.segmentize(LONGEST_EDGE)).to_crs(EQUAL_AREA)


def _grouped(frame: Any, classes: str) -> Rows:
    areas = frame.groupby([PATCH_ID, classes])["area"].sum()
    return Rows(areas.index.get_level_values(0).tolist(), areas.index.get_level_values(1).tolist(), areas.tolist())
