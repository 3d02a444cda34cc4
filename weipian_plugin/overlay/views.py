"""What a job sees of one reference layer: features of the plane near its patches, with what rows are told apart by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from .engines import Whole
from .kernels.arrays import Floats, Indices
from .kernels.polygons import IndexedPolygons


@dataclass(frozen=True)
class LayerView:
    """Features (n) in the equal-area plane, valid near the patches, and the candidate pairs (patch[k], feature[k]).

    ``classes`` (n texts), ``net_factor`` (n, 1−KCXS for farmland), ``attributes`` (n tuples; empty where none were
    asked). ``reduced`` (n): simplified far from the patches, so only kernels can take it. ``shared``: (k×2) pairs of
    features known to share ground, None where nobody has looked. ``counts``: how many features near the patches entered
    with which remark (code of the catalogue), ``repaired_m2`` their change.
    """

    features: IndexedPolygons
    patch: Indices
    feature: Indices
    classes: NDArray[np.object_]
    net_factor: Floats
    attributes: Sequence[Tuple[Any, ...]]
    whole: Whole
    reduced: NDArray[np.bool_]
    shared: Optional[Indices] = None
    counts: Dict[str, int] = field(default_factory=dict)
    repaired_m2: float = 0.0
    bad_net: int = 0
    read: int = 0
