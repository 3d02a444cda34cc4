"""Two ways to the area that two polygons share, behind one interface: GEOS, and the exact boundary integral."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Protocol

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Geometries, Indices
from .polygons import IndexedPolygons

AUTO, EXACT, GEOS = "auto", "exact", "geos"
ENGINES = (AUTO, EXACT, GEOS)

Tick = Callable[[], None]
"""Called often; raises `Cancelled` when nobody wants the rest."""
Whole = Callable[[Indices], Geometries]
"""Features, by number, as whole valid shapely polygons of the plane."""


@dataclass(frozen=True)
class PairAreas:
    """Area (m²) of each pair, and which of them the exact kernel could not certify and GEOS did again."""

    area: Floats
    redone: NDArray[np.bool_]


class Engine(Protocol):
    """What measures pairs of a patch and a feature, both in the equal-area plane."""

    name: str

    def pair_areas(self, patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices,
                   whole: Whole, tick: Tick) -> PairAreas:
        """Area of patch[k] ∩ feature[k] for each k. Far from the patches ``features`` may be simplified: ``whole``
        gives those that GEOS can take.
        """
        ...
