"""Which edges of features come near the patches they are paired with, compiled: groups of chunks first, then chunks.

A box that meets no chunk's box of a patch's boundary lies wholly inside the patch or wholly outside: any point of it
tells. A chunk is near a patch only where its feature's box is, so the pairs of a search by boxes name every patch that
matters to a feature.
"""

from __future__ import annotations

from typing import Tuple

import numpy as np

from .arrays import Flags, Floats, Indices
from .compiled_geometry import Shapes, winding
from .compiled_pairs import shapes_of
from .jit import jit
from .polygons import IndexedPolygons

# How a box lies to a patch.
_APART, _TOUCHING, _INSIDE = 0, 1, 2


def near_patches(features: IndexedPolygons, patches: IndexedPolygons, patch: Indices, feature: Indices,
                 margin: float) -> Tuple[Flags, Flags]:
    """(groups, chunks) of the features' index whose boxes come within ``margin`` (along an axis) of a patch.

    ``patch[k]`` and ``feature[k]``: all pairs whose boxes come so near, in any order; in the same coordinates.
    """
    order = np.argsort(feature, kind="stable")
    first = np.searchsorted(feature[order], np.arange(len(features) + 1))
    return _near_patches(shapes_of(features), shapes_of(patches), patch[order], first, margin)


@jit
def _near_patches(features: Shapes, patches: Shapes, patch: Indices, first: Indices,
                  margin: float) -> Tuple[Flags, Flags]:
    groups = np.zeros(len(features.group_first), np.bool_)
    chunks = np.zeros(len(features.chunk_first), np.bool_)
    # Arrays taken out of their tuple once: in an inner loop that costs more than what is done there.
    group_start, group_first, group_last = features.group_start, features.group_first, features.group_last
    group_box, chunk_box, box = features.group_box, features.chunk_box, patches.box
    for row in range(len(features.start) - 1):
        for k in range(first[row], first[row + 1]):
            i = patch[k]
            x0, y0, x1, y1 = box[i, 0] - margin, box[i, 1] - margin, box[i, 2] + margin, box[i, 3] + margin
            for group in range(group_start[row], group_start[row + 1]):
                if not _meets(group_box, group, x0, y0, x1, y1):
                    continue
                lies = _lies(patches, i, group_box, group, margin)
                if lies == _APART:
                    continue
                groups[group] = True
                for chunk in range(group_first[group], group_last[group]):
                    if not chunks[chunk]:
                        chunks[chunk] = lies == _INSIDE or (
                            _meets(chunk_box, chunk, x0, y0, x1, y1)
                            and _lies(patches, i, chunk_box, chunk, margin) != _APART)
    return groups, chunks


@jit
def _lies(patches: Shapes, i: int, boxes: Floats, k: int, margin: float) -> int:
    """How box k, widened by ``margin``, lies to patch i."""
    x0, y0, x1, y1 = boxes[k, 0] - margin, boxes[k, 1] - margin, boxes[k, 2] + margin, boxes[k, 3] + margin
    for group in range(patches.group_start[i], patches.group_start[i + 1]):
        if _meets(patches.group_box, group, x0, y0, x1, y1):
            for chunk in range(patches.group_first[group], patches.group_last[group]):
                if _meets(patches.chunk_box, chunk, x0, y0, x1, y1):
                    return _TOUCHING
    return _INSIDE if winding(patches, i, x0, y0, 1) != 0 else _APART


@jit
def _meets(boxes: Floats, k: int, x0: float, y0: float, x1: float, y1: float) -> bool:
    return boxes[k, 0] <= x1 and boxes[k, 2] >= x0 and boxes[k, 1] <= y1 and boxes[k, 3] >= y0
