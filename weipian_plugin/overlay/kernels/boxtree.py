"""A static tree of boxes in flat arrays (which may be memory-mapped): what comes near which patch.

A patch is searched for with the boxes of its boundary's chunks, not with its own box: a long thin patch lies in a box
full of things it never meets. A box that touches no chunk lies wholly inside the patch or wholly outside, and so does
all it contains: one of its points decides. That point lies in no chunk's box either, so a chunk as high as the point is
either all to its left or all to its right, and its two end vertices say how often a ray crosses it: nothing is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Tuple

import numpy as np
from numpy.typing import NDArray

from .array_geometry import numbered, summed
from .arrays import Floats, Indices
from .jit import HAS_NUMBA, inlined, jit
from .polygons import IndexedPolygons

NODE_ENTRIES = 16
# Steps of the Hilbert curve along each side of what is put in order.
_CURVE_BITS = 16
# Nodes that are looked into at once, and box tests made at once, where numpy does it: this bounds the memory.
_NODES_AT_ONCE = 1 << 12
_TESTS_AT_ONCE = 1 << 19
# How an entry lies to a patch.
_APART, _TOUCHING, _INSIDE = 0, 1, 2

Sides = Tuple[Floats, Floats, Floats, Floats]
"""xmin, ymin, xmax and ymax of boxes."""


@dataclass(frozen=True)
class BoxTree:
    """Entries ``first[k]`` … ``first[k+1]``−1 belong to node k; the last node is the root; no nodes: an empty tree.

    ``box`` (e×4 xmin, ymin, xmax, ymax); ``child`` (e): an item's number in a leaf, else the node inside the box;
    ``is_leaf`` (nodes). To keep a tree, keep the four arrays.
    """

    box: Floats
    child: Indices
    first: Indices
    is_leaf: NDArray[np.bool_]

    @classmethod
    def from_boxes(cls, boxes: Floats) -> BoxTree:
        """The tree of ``boxes`` (n×4), whose items are 0 … n−1; those with a NaN are in no tree and never found."""
        present = np.flatnonzero((boxes[:, 0] <= boxes[:, 2]) & (boxes[:, 1] <= boxes[:, 3]))
        child = present[hilbert_order(boxes[present])]
        box = boxes[child]
        levels_box, levels_child, counts, leaves = [], [], [], 0
        while len(box):
            begins = np.arange(0, len(box), NODE_ENTRIES)
            levels_box.append(box)
            levels_child.append(child)
            counts.append(np.diff(np.append(begins, len(box))))
            leaves = leaves or len(begins)
            if len(begins) == 1:
                break
            child = np.arange(len(begins)) + sum(map(len, counts[:-1]))
            box = np.hstack([np.minimum.reduceat(box[:, :2], begins), np.maximum.reduceat(box[:, 2:], begins)])
        if not counts:
            return cls(np.empty((0, 4)), *(np.empty(0, dtype=np.int64), np.zeros(1, dtype=np.int64)),
                       np.empty(0, dtype=bool))
        first = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
        return cls(np.concatenate(levels_box), np.concatenate(levels_child), first, np.arange(len(first) - 1) < leaves)

    @classmethod
    def from_nodes(cls, numbers: Indices, first: Indices, box: Floats, child: Indices, root: int,
                   depth: int) -> BoxTree:
        """A tree that exists elsewhere (the R-tree of a GeoPackage), of which every leaf is equally deep.

        ``numbers`` (k, in any order): how node k is called; ``first`` (k+1): its entries are first[k] … first[k+1]−1;
        ``box`` (e×4 xmin, ymin, xmax, ymax); ``child`` (e): the number of a node, or in a leaf the number of an item;
        ``root``: the root's number; ``depth``: levels below the root (0: it is the only leaf). ValueError where nodes
        are missing or hang together wrongly.
        """
        order = np.argsort(numbers, kind="stable")
        ordered = np.asarray(numbers)[order]
        child = np.array(child, dtype=np.int64)
        level = _positions(ordered, order, np.array([root]))
        seen = level
        is_leaf = np.ones(len(numbers) + 1, dtype=bool)
        for _ in range(depth):
            is_leaf[level] = False
            owner, within = numbered(first[level + 1] - first[level])
            entries = first[level][owner] + within
            child[entries] = level = _positions(ordered, order, child[entries])
            seen = np.concatenate([seen, level])
            if len(seen) > len(numbers):
                break
        if len(np.unique(seen)) != len(seen):
            raise ValueError("a node of the tree is in two places")
        # A last node that holds nothing but the root: the root of such a tree may stand anywhere.
        is_leaf[-1] = False
        everywhere = np.array([[-np.inf, -np.inf, np.inf, np.inf]])
        return cls(np.concatenate([box, everywhere]).astype(np.float64), np.append(child, seen[0]),
                   np.append(first, first[-1] + 1).astype(np.int64), is_leaf)

    def query(self, patches: IndexedPolygons, margin: float = 0.0) -> Tuple[Indices, Indices]:
        """(patch, item), sorted: the items whose box, widened by ``margin``, touches a chunk of the patch's boundary
        or lies inside the patch. ``patches``: finite, in the coordinates of the boxes.
        """
        if len(self.is_leaf) == 0 or len(patches) == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        if not HAS_NUMBA:
            return _query_arrays(self, patches, margin)
        index = patches.index
        # Neighbours one after the other: what one patch looks at, the next finds in the processor's cache.
        present = np.flatnonzero(index.box[:, 0] <= index.box[:, 2])
        order = present[hilbert_order(index.box[present])]
        searched = (index.box, index.group_start, index.group_first, index.group_last, index.group_box,
                    index.chunk_first, index.chunk_last, index.chunk_box, patches.polygons.xy)
        return _compiled_query(
            _read_only(self.box), _read_only(self.child), _read_only(self.first), _read_only(self.is_leaf),
            tuple(map(_read_only, searched)), order, margin)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """A view that numba takes for the same type, be the array in memory or a memory-mapped file."""
    view = np.ascontiguousarray(array).view(np.ndarray)
    view.flags.writeable = False
    return view


def _positions(ordered: Indices, order: Indices, numbers: Indices) -> Indices:
    """Where the nodes called ``numbers`` stand."""
    places = np.minimum(np.searchsorted(ordered, numbers), len(ordered) - 1)
    if len(ordered) == 0 or not np.array_equal(ordered[places], numbers):
        raise ValueError("a node of the tree is missing")
    return np.asarray(order[places], dtype=np.int64)


def hilbert_order(boxes: Floats) -> Indices:
    """The order of ``boxes`` (n×4, finite) along a Hilbert curve through their middles: neighbours stay together."""
    if len(boxes) < 2:
        return np.arange(len(boxes))
    middles = boxes[:, :2] + boxes[:, 2:]
    low = middles.min(axis=0)
    extent = float((middles - low).max()) or 1.0
    cells = ((middles - low) * ((2**_CURVE_BITS - 1) / extent)).astype(np.int64)
    along = _compiled_along_curve(cells) if HAS_NUMBA else _along_curve(cells[:, 0], cells[:, 1])
    return np.argsort(along, kind="stable")


@jit
def _along_curve(x: Any, y: Any) -> Any:
    """How far along the curve a cell (or each of many) lies: at each scale which quadrant, then on in the frame of that
    quadrant (the lower two are turned, the last one backwards).
    """
    distance = 0 * x
    for scale in range(_CURVE_BITS - 1, -1, -1):
        side = 1 << scale
        right, upper = (x >> scale) & 1, (y >> scale) & 1
        distance = 4 * distance + ((3 * right) ^ upper)
        backwards = right * (1 - upper) * (side - 1)
        x, y = (x & (side - 1)) ^ backwards, (y & (side - 1)) ^ backwards
        exchanged = (x - y) * (1 - upper)
        x, y = x - exchanged, y + exchanged
    return distance


@jit
def _compiled_along_curve(cells: Indices) -> Indices:
    along = np.empty(len(cells), np.int64)
    for k in range(len(cells)):
        along[k] = _along_curve(cells[k, 0], cells[k, 1])
    return along


@jit
def _compiled_query(box: Floats, child: Indices, first: Indices, is_leaf: NDArray[np.bool_], patches: Any,
                    order: Indices, margin: float) -> Tuple[Indices, Indices]:
    patch_box = patches[0]
    item = np.empty(1024, np.int64)
    stack = np.empty(1024, np.int64)  # 2·node, +1 where all of it is inside
    begins, ends = np.zeros(len(patch_box), np.int64), np.zeros(len(patch_box), np.int64)
    found = 0
    for i in order:
        west, south, east, north = patch_box[i, 0], patch_box[i, 1], patch_box[i, 2], patch_box[i, 3]
        begin, stack[0] = found, 2 * (len(is_leaf) - 1)
        waiting = 1
        while waiting > 0:
            waiting -= 1
            node, inside = stack[waiting] >> 1, stack[waiting] & 1
            entries = first[node + 1] - first[node]
            if is_leaf[node]:
                item = _with_room(item, found + entries)
            else:
                stack = _with_room(stack, waiting + entries)
            for entry in range(first[node], first[node + 1]):
                xmin, ymin = box[entry, 0] - margin, box[entry, 1] - margin
                xmax, ymax = box[entry, 2] + margin, box[entry, 3] + margin
                lies = _INSIDE
                if not inside:
                    if not (west <= xmax and east >= xmin and south <= ymax and north >= ymin):
                        continue
                    lies = _lies(xmin, ymin, xmax, ymax, i, patches)
                    if lies == _APART:
                        continue
                if is_leaf[node]:
                    item[found] = child[entry]
                    found += 1
                else:
                    stack[waiting] = 2 * child[entry] + (1 if lies == _INSIDE else 0)
                    waiting += 1
        begins[i], ends[i] = begin, found
    return _sorted_pairs(item, begins, ends)


@jit
def _sorted_pairs(item: Indices, begins: Indices, ends: Indices) -> Tuple[Indices, Indices]:
    """(patch, item) for the items begins[i] … ends[i]−1 of each patch."""
    patch, items = np.empty(np.sum(ends - begins), np.int64), np.empty(np.sum(ends - begins), np.int64)
    done = 0
    for i in range(len(begins)):
        count = ends[i] - begins[i]
        patch[done:done + count] = i
        items[done:done + count] = np.sort(item[begins[i]:ends[i]])
        done += count
    return patch, items


@jit
def _with_room(numbers: Indices, needed: int) -> Indices:
    if needed <= len(numbers):
        return numbers
    longer = np.empty(2 * needed, np.int64)
    longer[:len(numbers)] = numbers
    return longer


@inlined
def _lies(xmin: float, ymin: float, xmax: float, ymax: float, i: int, patches: Any) -> int:
    """How a box that meets the box of patch i lies to the patch."""
    _, group_start, group_first, group_last, group_box, chunk_first, chunk_last, chunk_box, xy = patches
    for g in range(group_start[i], group_start[i + 1]):
        if _meets(group_box, g, xmin, ymin, xmax, ymax):
            for c in range(group_first[g], group_last[g]):
                if _meets(chunk_box, c, xmin, ymin, xmax, ymax):
                    return _TOUCHING
    winding = 0
    for g in range(group_start[i], group_start[i + 1]):
        if group_box[g, 1] <= ymin and group_box[g, 3] > ymin and group_box[g, 2] > xmin:
            for c in range(group_first[g], group_last[g]):
                if chunk_box[c, 0] > xmin:
                    winding += (xy[chunk_last[c], 1] > ymin) - (xy[chunk_first[c], 1] > ymin)
    return _INSIDE if winding != 0 else _APART


@inlined
def _meets(boxes: Floats, k: int, xmin: float, ymin: float, xmax: float, ymax: float) -> bool:
    return boxes[k, 0] <= xmax and boxes[k, 2] >= xmin and boxes[k, 1] <= ymax and boxes[k, 3] >= ymin


def _query_arrays(tree: BoxTree, patches: IndexedPolygons, margin: float) -> Tuple[Indices, Indices]:
    """`BoxTree.query` by arrays: nodes to look into wait on a stack, a few thousand are looked into at once."""
    everyone = np.flatnonzero(patches.index.box[:, 0] <= patches.index.box[:, 2])
    waiting = [(everyone, np.full(len(everyone), len(tree.is_leaf) - 1), np.zeros(len(everyone), dtype=bool))]
    found: List[Tuple[Indices, Indices]] = []
    while waiting:
        patch, node, inside = waiting.pop()
        if len(patch) > _NODES_AT_ONCE:
            waiting.append((patch[_NODES_AT_ONCE:], node[_NODES_AT_ONCE:], inside[_NODES_AT_ONCE:]))
            patch, node, inside = (part[:_NODES_AT_ONCE] for part in (patch, node, inside))
        owner, within = numbered(tree.first[node + 1] - tree.first[node])
        entry = tree.first[node][owner] + within
        lies = np.where(inside[owner], _INSIDE, _APART)
        unknown = np.flatnonzero(~inside[owner])
        lies[unknown] = _lie(tree.box[entry[unknown]] + np.array([-margin, -margin, margin, margin]),
                             patch[owner[unknown]], patches)
        near = np.flatnonzero(lies != _APART)
        patch, child, leaf, inside = patch[owner[near]], tree.child[entry[near]], tree.is_leaf[node[owner[near]]], (
            lies[near] == _INSIDE)
        found.append((patch[leaf], child[leaf]))
        if not leaf.all():
            waiting.append((patch[~leaf], child[~leaf], inside[~leaf]))
    patch, item = (np.concatenate(part) for part in zip(*found))
    order = np.lexsort((item, patch))
    return patch[order], item[order]


def boxes_apart(boxes: Floats, patch: Indices, patches: IndexedPolygons) -> NDArray[np.bool_]:
    """Whether ``boxes[k]`` (finite) touches no chunk of the boundary of ``patch[k]`` and lies outside it."""
    return np.asarray(_lie(boxes, patch, patches) == _APART, dtype=bool)


def _lie(boxes: Floats, patch: Indices, patches: IndexedPolygons) -> NDArray[np.int64]:
    """How ``boxes[k]`` lies to ``patch[k]``."""
    index = patches.index
    lies = np.full(len(boxes), _APART)
    sides, group_sides, chunk_sides = sides_of(boxes), sides_of(index.group_box), sides_of(index.chunk_box)
    near = np.flatnonzero(touching(sides, np.arange(len(boxes)), sides_of(index.box), patch))
    groups = index.group_start[patch[near] + 1] - index.group_start[patch[near]]
    for part in _parts(near, groups):
        pair, group = _each(part, index.group_start[patch[part]], index.group_start[patch[part] + 1])
        hit = np.flatnonzero(touching(sides, pair, group_sides, group))
        pair, chunk = _each(pair[hit], index.group_first[group[hit]], index.group_last[group[hit]])
        lies[pair[touching(sides, pair, chunk_sides, chunk)]] = _TOUCHING
    apart = near[lies[near] == _APART]
    groups = index.group_start[patch[apart] + 1] - index.group_start[patch[apart]]
    for part in _parts(apart, groups):
        winding = _windings(boxes[part, :2], patch[part], patches)
        lies[part[winding != 0]] = _INSIDE
    return lies


def sides_of(boxes: Floats) -> Sides:
    """The four columns of ``boxes``, each in one piece: to pick from that costs a quarter of picking rows."""
    west, south, east, north = (np.ascontiguousarray(boxes[:, k]) for k in range(4))
    return west, south, east, north


def touching(boxes: Sides, rows: Indices, others: Sides, places: Indices) -> NDArray[np.bool_]:
    """Whether boxes rows[k] and others places[k] touch."""
    touch = boxes[0][rows] <= others[2][places]
    touch &= boxes[2][rows] >= others[0][places]
    touch &= boxes[1][rows] <= others[3][places]
    touch &= boxes[3][rows] >= others[1][places]
    return np.asarray(touch, dtype=bool)


def _windings(points: Floats, patch: Indices, patches: IndexedPolygons) -> NDArray[np.int64]:
    """How often patch[k] runs round points[k], which lie in no chunk's box."""
    index = patches.index
    pair, group = _each(np.arange(len(points)), index.group_start[patch], index.group_start[patch + 1])
    _, south, east, north = sides_of(index.group_box)
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    beside = np.flatnonzero((south[group] <= y[pair]) & (north[group] > y[pair]) & (east[group] > x[pair]))
    pair, chunk = _each(pair[beside], index.group_first[group[beside]], index.group_last[group[beside]])
    right = np.flatnonzero(index.chunk_box[chunk, 0] > x[pair])
    pair, chunk = pair[right], chunk[right]
    heights = patches.polygons.xy[:, 1]
    steps = ((heights[index.chunk_last[chunk]] > y[pair]).astype(np.int64)
             - (heights[index.chunk_first[chunk]] > y[pair]))
    return summed(pair, steps, len(points))


def _each(owners: Indices, begin: Indices, end: Indices) -> Tuple[Indices, Indices]:
    """(owner, thing) for the things begin[k] … end[k]−1 of owners[k]."""
    place, within = numbered(end - begin)
    return owners[place], begin[place] + within


def _parts(rows: Indices, weights: Indices) -> List[Indices]:
    """``rows`` in pieces whose weights sum to a bounded number (a heavier row stands alone)."""
    if len(rows) == 0:
        return []
    piece = np.cumsum(weights) // _TESTS_AT_ONCE
    return np.split(rows, np.flatnonzero(np.diff(piece)) + 1)
