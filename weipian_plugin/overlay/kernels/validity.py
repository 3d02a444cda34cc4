"""Which features GEOS must look at before anybody measures them: those that may touch or cross themselves."""

from __future__ import annotations

from typing import Optional

import numpy as np

from .arrays import Flags, Indices
from .jit import HAS_NUMBA
from .polygons import IndexedPolygons, indexed
from .reduction import Near

HUGE_EDGES = 1_000
"""Without the compiler, features with more edges than this gain from array kernels over GEOS; smaller ones do not."""


def edges_of(features: IndexedPolygons) -> Indices:
    """(n) how many vertices each feature has."""
    return np.diff(features.polygons.ring_start[features.polygons.first_ring])


def suspects(features: IndexedPolygons, near: Optional[Near]) -> Indices:
    """Features (in the layer's own coordinates) that may be invalid ``near`` the patches; anywhere, where that is None.

    What a feature does far from every patch changes no area there, so for a kernel only its chunks near one are
    compared. GEOS takes all of a feature or nothing: what it is to measure must be valid as a whole.
    """
    if HAS_NUMBA:
        from .compiled_contacts import contacts

        return np.flatnonzero(contacts(features, near.chunks if near else None))
    if near is None:
        return np.arange(len(features))
    from .array_contacts import contacts as array_contacts

    is_suspect = edges_of(features) <= HUGE_EDGES
    huge = np.flatnonzero(~is_suspect)
    some = indexed(features.polygons.take(huge))
    is_suspect[huge] = array_contacts(some, near.chunks[_chunks_of(features, huge)])
    return np.flatnonzero(is_suspect)


def _chunks_of(features: IndexedPolygons, rows: Indices) -> Flags:
    """Whether each chunk of the features' index is of one of ``rows``."""
    is_wanted = np.zeros(len(features), dtype=bool)
    is_wanted[rows] = True
    return is_wanted[features.polygons.owner_of_rings()][features.index.chunk_ring]
