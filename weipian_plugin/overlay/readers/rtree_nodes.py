"""The R-tree of a GeoPackage as SQLite keeps it, read from the rows of its table of nodes.

A node is two bytes (the root's: the tree's depth), the number of its cells in two, and the cells: a child's or an
item's number and its box in single precision, all big-endian.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterable, Optional, Sequence, Tuple

import numpy as np

from ..kernels.arrays import Floats, Indices
from ..kernels.boxtree import BoxTree

_HEADER, _ROOT = 4, 1
_CELL = np.dtype([("id", ">i8"), ("xmin", ">f4"), ("xmax", ">f4"), ("ymin", ">f4"), ("ymax", ">f4")])
Rows = Sequence[Tuple[int, object]]


def tree_of_nodes(blocks: Iterable[Rows]) -> Tuple[BoxTree, Indices, Floats]:
    """(tree, fids and boxes of its items) from rows (nodeno, data), some at a time.

    Raises ValueError where they are no such tree, or where a fid is in it twice.
    """
    parts = [_nodes(rows) for rows in blocks]
    depths = [part.depth for part in parts if part.depth is not None]
    if len({part.size for part in parts}) != 1 or len(depths) != 1:
        raise ValueError("no root, or nodes of different sizes")
    number, held, boxes, child = (np.concatenate([getattr(part, name) for part in parts])
                                  for name in ("number", "held", "boxes", "child"))
    tree = BoxTree.from_nodes(number, np.concatenate([[0], np.cumsum(held)]), boxes, child, _ROOT, depths[0])
    # Items are numbered, so that their boxes are at hand.
    of_items = np.repeat(tree.is_leaf, np.diff(tree.first))
    fids, child = tree.child[of_items], tree.child.copy()
    child[of_items] = np.arange(len(fids))
    if _has_doubles(fids):
        raise ValueError("a feature is in the tree twice")
    return replace(tree, child=child), fids, tree.box[of_items]


@dataclass(frozen=True)
class _Nodes:
    """Some nodes: bytes of each, numbers, how many cells each holds, boxes and children of these cells; the tree's
    depth where the root is among them.
    """

    size: int
    number: Indices
    held: Indices
    boxes: Floats
    child: Indices
    depth: Optional[int]


def _nodes(rows: Rows) -> _Nodes:
    """Raises ValueError where these are no nodes of one size."""
    data = [node for _, node in rows if isinstance(node, bytes)]
    sizes = {len(node) for node in data}
    if len(data) != len(rows) or len(sizes) != 1 or min(sizes) < _HEADER + _CELL.itemsize:
        raise ValueError("no nodes of an R-tree")
    number = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
    nodes = np.frombuffer(b"".join(data), dtype=np.uint8).reshape(len(rows), min(sizes))
    depth, held = (nodes[:, place].astype(np.int64) * 256 + nodes[:, place + 1] for place in (0, 2))
    most = (nodes.shape[1] - _HEADER) // _CELL.itemsize
    if held.max() > most:
        raise ValueError("no nodes of an R-tree")
    cells = np.ascontiguousarray(nodes[:, _HEADER:_HEADER + most * _CELL.itemsize]).view(_CELL)
    cells = cells[np.arange(most)[None, :] < held[:, None]]
    boxes = np.empty((len(cells), 4))
    for column, side in enumerate(("xmin", "ymin", "xmax", "ymax")):
        boxes[:, column] = cells[side]
    root = np.flatnonzero(number == _ROOT)
    return _Nodes(min(sizes), number, held, boxes, cells["id"].astype(np.int64),
                  int(depth[root[0]]) if len(root) == 1 else None)


def _has_doubles(fids: Indices) -> bool:
    if len(fids) and fids.min() >= 0 and fids.max() < 16 * len(fids):
        return bool(np.bincount(fids).max() > 1)
    return len(np.unique(fids)) != len(fids)
