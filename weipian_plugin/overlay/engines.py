"""Two ways to the area that two polygons share, behind one interface: GEOS, and the exact boundary integral."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Protocol

from .kernels.arrays import Flags, Floats, Geometries, Indices
from .kernels.polygons import IndexedPolygons

AUTO, EXACT, GEOS = "auto", "exact", "geos"
ENGINES = (AUTO, EXACT, GEOS)

BORDER_NOISE = 1e-7
"""Ground that two features of a layer share up to this (m²) is the noise of a long border they have in common."""

Tick = Callable[[], None]
"""Called often; raises `Cancelled` when nobody wants the rest."""
Whole = Callable[[Indices], Geometries]
"""Features, by number, as whole valid shapely polygons of the plane."""


@dataclass(frozen=True)
class PairAreas:
    """Area (m²) of each pair, and which of them the exact kernel could not certify and GEOS did again."""

    area: Floats
    redone: Flags


class Engine(Protocol):
    """What measures pairs of a patch and a feature, both in the equal-area plane."""

    name: str

    def pair_areas(self, patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices,
                   whole: Whole, tick: Tick) -> PairAreas:
        """Area of patch[k] ∩ feature[k] for each k. Far from the patches ``features`` may be simplified: ``whole``
        gives those that GEOS can take.
        """
        ...

    def share_ground(self, features: IndexedPolygons, one: Indices, two: Indices, whole: Whole, tick: Tick) -> Flags:
        """For each k whether features one[k] and two[k], neither of them simplified, may have ground in common."""
        ...
