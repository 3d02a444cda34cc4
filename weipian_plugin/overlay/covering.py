"""Boxes that together cover each patch, close to its shape: a road's own box holds a whole township.

A box is halved until it is small. One that touches no piece of the boundary (by the boxes of its chunks) lies wholly
inside the patch or wholly outside; outside it is dropped. What is left covers the patch, inner ground and all.
"""

from __future__ import annotations

import numpy as np

from .arrays import Floats, Indices
from .compiled_geometry import Shapes, winding
from .compiled_pairs import shapes_of
from .jit import HAS_NUMBA, jit
from .polygons import IndexedPolygons

# Halvings in hand at once: a box is halved at most some thirty times along each side.
_DEEPEST = 256


def covering_boxes(patches: IndexedPolygons, margin: float, finest: float) -> Floats:
    """(k×4) boxes that cover every point within ``margin`` (along an axis) of a patch, few wider than ``finest``.

    Without numba: the patches' own boxes.
    """
    own = patches.index.box
    own = own[own[:, 0] <= own[:, 2]]
    if not HAS_NUMBA:
        return own + np.array([-margin, -margin, margin, margin])
    return _covering(shapes_of(patches), margin, finest)


@jit
def _covering(patches: Shapes, margin: float, finest: float) -> Floats:
    # Arrays taken out of their tuple once: in an inner loop that costs more than what is done there.
    group_start, group_first, group_last = patches.group_start, patches.group_first, patches.group_last
    group_box, chunk_box = patches.group_box, patches.chunk_box
    found = np.empty((2 * len(patches.box) + 64, 4))
    count = 0
    stack = np.empty((_DEEPEST, 4))
    for i in range(len(patches.box)):
        box = patches.box[i]
        if not box[0] <= box[2]:
            continue
        stack[0] = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
        height = 1
        while height > 0:
            height -= 1
            x0, y0, x1, y1 = stack[height, 0], stack[height, 1], stack[height, 2], stack[height, 3]
            small = max(x1 - x0, y1 - y0) <= finest + 2 * margin or height + 2 > _DEEPEST
            touches = (small and height == 0) or _touches_boundary(
                x0 - margin, y0 - margin, x1 + margin, y1 + margin, group_start[i], group_start[i + 1], group_first,
                group_last, group_box, chunk_box)
            if touches and not small:
                if x1 - x0 >= y1 - y0:
                    middle = 0.5 * (x0 + x1)
                    stack[height] = x0, y0, middle, y1
                    stack[height + 1] = middle, y0, x1, y1
                else:
                    middle = 0.5 * (y0 + y1)
                    stack[height] = x0, y0, x1, middle
                    stack[height + 1] = x0, middle, x1, y1
                height += 2
            elif touches or winding(patches, i, 0.5 * (x0 + x1), 0.5 * (y0 + y1), 1) != 0:
                if count == len(found):
                    more = np.empty((2 * len(found), 4))
                    more[:count] = found
                    found = more
                found[count] = x0, y0, x1, y1
                count += 1
    return found[:count]


@jit
def _touches_boundary(x0: float, y0: float, x1: float, y1: float, begin: int, end: int, group_first: Indices,
                      group_last: Indices, group_box: Floats, chunk_box: Floats) -> bool:
    """Whether the box meets the box of a chunk of groups ``begin`` … ``end``−1."""
    for group in range(begin, end):
        if group_box[group, 0] > x1 or group_box[group, 2] < x0 or group_box[group, 1] > y1 or group_box[group, 3] < y0:
            continue
        for chunk in range(group_first[group], group_last[group]):
            if not (chunk_box[chunk, 0] > x1 or chunk_box[chunk, 2] < x0
                    or chunk_box[chunk, 1] > y1 or chunk_box[chunk, 3] < y0):
                return True
    return False
