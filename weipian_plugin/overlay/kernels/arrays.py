"""The kinds of arrays the overlay works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Tuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Geometries: TypeAlias = NDArray[np.object_]
"""Of shapely; None where there is none."""
Bounds = Tuple[float, float, float, float]
