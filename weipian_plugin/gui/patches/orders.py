"""In which order the queue is listed: as issued, worst overlay, deadline, along a curve, by lot, by a column."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Sequence, Tuple

import numpy as np

from .queue_table import QueueTable

ISSUE, WORST, DEADLINE, NEAR, LOT, COLUMN = "issue", "worst", "deadline", "near", "lot", "column"
ORDERS = (ISSUE, WORST, DEADLINE, NEAR, LOT)
_WORST = ("basic_farmland_m2", "redline_m2", "farmland_m2")
_CELLS = 1024
"""Cells of the curve's grid in each direction: in a county of 60 km one is 60 m wide."""


@dataclass(frozen=True)
class Order:
    """``kind`` of `ORDERS`, or `COLUMN` with a ``column`` of `QueueTable`; ``returned_first``: what came back
    stands on top, whatever the order.
    """

    kind: str = ISSUE
    column: str = ""
    descending: bool = False
    returned_first: bool = False


def arranged(table: QueueTable, order: Order, seed: str = "") -> Any:
    """The places of all rows in this order; equal ones stay in the order of issue. ``seed`` draws the lots."""
    if order.kind == WORST:
        places = _by(*(_missing_last(-table.values(name)) for name in _WORST))
    elif order.kind == DEADLINE:
        places = np.argsort(table.values("days"), kind="stable")
    elif order.kind == NEAR:
        places = along_curve(table.values("x"), table.values("y"))
    elif order.kind == LOT:
        places = _by_lot(table.uuids, seed)
    elif order.kind == COLUMN:
        places = _by_column(table, order.column, order.descending)
    else:
        places = np.arange(len(table))
    if order.returned_first:
        places = places[np.argsort(~table.values("returned")[places], kind="stable")]
    return places


def _missing_last(values: Any) -> Any:
    return np.where(np.isnan(values), np.inf, values)


def _by(*keys: Any) -> Any:
    """Sorted by the first key, then by the second …"""
    return np.lexsort(keys[::-1])


def _by_lot(uuids: Sequence[str], seed: str) -> Any:
    """A shuffle that is the same whenever it is made anew: by the hash of each parcel with the seed."""
    start = hashlib.sha256(seed.encode())
    keys = []
    for uuid in uuids:
        each = start.copy()
        each.update(uuid.encode())
        keys.append(each.digest()[:8])
    return np.argsort(np.frombuffer(b"".join(keys), dtype=">u8"), kind="stable")


def _by_column(table: QueueTable, column: str, descending: bool) -> Any:
    """What has no value stays at the end, whichever way the rest is sorted."""
    values, empty = _sortable(table, column)
    places = np.argsort(-values if descending else values, kind="stable")
    return np.concatenate([places[~empty[places]], places[empty[places]]])


def _sortable(table: QueueTable, column: str) -> Tuple[Any, Any]:
    if column == "number":
        numbers = zip(table.column("dkbh"), table.column("jcbh"))
        texts = np.array([dkbh or jcbh for dkbh, jcbh in numbers] or [""])[:len(table)]
        ranks = np.empty(len(table), dtype=np.int64)
        ranks[np.argsort(texts, kind="stable")] = np.arange(len(table))
        return ranks, np.zeros(len(table), dtype=bool)
    if column in ("tblx", "jclb", "township", "suggestion", "outcome", "assigned"):
        return table.text(column).ranks(), table.text(column).among(("",))
    values = table.values(column).astype(float)
    if column == "days":
        return values, table.values("lights") < 0
    return np.nan_to_num(values), np.isnan(values)


def along_curve(x: Any, y: Any) -> Any:
    """Places along a Hilbert curve over the extent, so that the next patch lies near; what has no place comes last."""
    known = ~(np.isnan(x) | np.isnan(y))
    distance = np.full(len(x), np.iinfo(np.int64).max, dtype=np.int64)
    if known.any():
        left, bottom = x[known].min(), y[known].min()
        wide = max(float(x[known].max() - left), float(y[known].max() - bottom)) or 1.0
        column = ((x[known] - left) / wide * (_CELLS - 1)).astype(np.int64)
        row = ((y[known] - bottom) / wide * (_CELLS - 1)).astype(np.int64)
        distance[known] = _hilbert(column, row)
    return np.argsort(distance, kind="stable")


def _hilbert(x: Any, y: Any) -> Any:
    """How far along the curve each cell lies (Hilbert 1891; the usual turning of quadrants, from large to small)."""
    x, y = x.copy(), y.copy()
    distance = np.zeros(len(x), dtype=np.int64)
    side = _CELLS // 2
    while side:
        right, upper = (x & side) > 0, (y & side) > 0
        distance += side * side * ((3 * right) ^ upper)
        turned = ~upper
        flipped = turned & right
        x[flipped], y[flipped] = _CELLS - 1 - x[flipped], _CELLS - 1 - y[flipped]
        x[turned], y[turned] = y[turned], x[turned]
        side //= 2
    return distance


