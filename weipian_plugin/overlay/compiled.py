"""Everything numba compiles, compiled once and for all: the first time after an installation takes a minute or less."""

from __future__ import annotations

import gc
import threading

import numpy as np
import shapely

from ..domain.areas.zones import GaussKruger
from .engines import Tick
from .kernels.boxtree import BoxTree
from .kernels.jit import HAS_NUMBA, is_kept_on_disk
from .kernels.plane import JobPlane, SourceCrs
from .kernels.polygons import from_geometries, indexed
from .kernels.reduction import near_patches
from .kernels.tiling import tiled_patches

_LOOK_SECONDS = 0.05
_lock = threading.Lock()
_ready = threading.Event()


def make_ready(tick: Tick = lambda: None) -> None:
    """Return when everything is compiled; whoever comes second waits for the first, or stops waiting by ``tick``."""
    if not HAS_NUMBA:
        return
    while not _ready.is_set():
        if _lock.acquire(timeout=_LOOK_SECONDS):
            try:
                if not _ready.is_set():
                    _use_everything()
                    # The compiler's own half a million objects are here to stay: looking through them for garbage
                    # each time many rows are read costs more than decoding these.
                    gc.freeze()
                    _ready.set()
            finally:
                _lock.release()
        tick()


def is_ready() -> bool:
    """Whether nothing is left to compile."""
    return not HAS_NUMBA or _ready.is_set()


def is_kept() -> bool:
    """Whether an earlier process compiled everything and kept it: then there is hardly anything to wait for."""
    if is_ready():
        return True
    from .kernels import compiled_pairs, tiling

    return is_kept_on_disk(compiled_pairs.areas_of_pairs) and is_kept_on_disk(tiling._edges_cancel)


def _use_everything() -> None:
    """Call each compiled function with the types it will meet: two parcels and a patch across their border."""
    from .kernels import compiled_pairs
    from .kernels.validity import suspects
    from .readers.wkb import decode

    shapes = np.array([shapely.box(500000 + x, 2500000, 500060 + x, 2500060) for x in (0, 60)], dtype=object)
    zone = GaussKruger(3, 37, False)
    plane = JobPlane(zone)
    parcels = decode(shapely.to_wkb(shapes).tolist()).polygons
    near = near_patches(indexed(parcels), indexed(parcels), np.array([0, 1]), np.array([0, 1]), 1.0)
    suspects(indexed(parcels), near)
    features = indexed(plane.project(parcels, SourceCrs(zone, "")))
    plane.project(parcels.take(np.arange(0)), SourceCrs(None, ""))
    across = from_geometries(np.array([shapely.box(500030, 2500010, 500090, 2500050)], dtype=object))
    patches = indexed(plane.project(across, SourceCrs(zone, "")))
    patch, feature = BoxTree.from_boxes(features.index.box).query(patches, 0.0)
    compiled_pairs.warm_up()
    area, _ = compiled_pairs.pair_areas(patches, features, patch, feature)
    tiled_patches(patches, features, patch, feature, np.array([area.sum()]))
