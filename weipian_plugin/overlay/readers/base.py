"""What every reader gives: the features near some patches, or the whole layer in blocks, as flat polygons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, Iterator, List, Optional, Protocol, Sequence, Tuple, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ...domain.errors import WeipianError
from ..engines import Tick
from ..kernels.arrays import Flags, Floats, Geometries, Indices
from ..kernels.boxtree import BoxTree
from ..kernels.polygons import IndexedPolygons, Polygons
from ..sources import Source
from .wkb import Decoded, add_counts, joined

Columns = Dict[str, NDArray[Any]]
# At most so many features, and about so many bytes of geometry, are in hand at once between two ticks.
FETCHED_AT_ONCE = 2000
BLOCK_FEATURES = 20_000
BLOCK_BYTES = 64_000_000
# Features larger than this (bytes) are looked at few at a time: what stays in the processor's cache costs a third.
LARGE, LOOKED_AT_ONCE = 16_000, 4_000_000


@dataclass(frozen=True)
class Block:
    """Some features of a layer, in file order; those that were lost have no parts.

    ``polygons``: in the layer's CRS, 2D, finite, closed and oriented, valid or not. ``lost`` and ``told``: code → how
    many features of this block were left out, and entered with a remark.
    """

    fids: Indices
    polygons: Polygons
    columns: Columns
    lost: Dict[str, int]
    told: Dict[str, int]

    @property
    def geometries(self) -> Geometries:
        """As shapely MultiPolygons; None where a feature was lost."""
        return self.polygons.geometries()


@dataclass(frozen=True)
class Looked:
    """n features as kernels take them: ``polygons`` with what is far from the patches made short, which of them are so
    ``reduced``, which GEOS must look at as a whole, and the boxes of the whole ones (xmin > xmax: without parts).
    """

    polygons: Polygons
    reduced: Flags
    suspect: Flags
    boxes: Floats


Look = Callable[[Polygons, Indices, Indices], Looked]
"""Features as read, and their pairs (patch[k], feature[k]) → what kernels need of them."""


@dataclass(frozen=True)
class Found:
    """The features (n) near some patches, by fid, as in `Block`, and the candidate pairs: patch[k], feature[k] (0…n−1).

    ``lost`` and ``told`` count these features, and those of the layer that are nowhere (null and empty ones).
    ``read``: how many features were looked at. ``looked``: what was seen of them, where they were looked at as they
    were read; ``polygons`` are then the short ones.
    """

    fids: Indices
    polygons: Polygons
    columns: Columns
    patch: Indices
    feature: Indices
    lost: Dict[str, int]
    told: Dict[str, int]
    read: int
    looked: Optional[Looked] = None


class Reader(Protocol):
    """One layer, open: kept while its source is current, so that asking again costs only what is new.

    Not for two threads at once. Raises WeipianError SOURCE_UNREADABLE, SOURCE_CHANGED_WHILE_READ.
    """

    source: Source

    def near(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], tick: Tick) -> Found:
        """Features whose box comes within ``margin`` of a patch; patches in the layer's CRS, margin in its units."""
        ...

    def blocks(self, columns: Sequence[str], tick: Tick) -> Iterator[Block]:
        """The whole layer, in file order, at most 20,000 features and about 64 MB of geometry at once."""
        ...

    def close(self) -> None:
        """Give back files and connections."""
        ...


@runtime_checkable
class LookingReader(Reader, Protocol):
    """A reader that lets huge features be looked at one after the other as they are read, and keeps what is near: they
    never are in memory, and never leave the processor's cache, all at once.
    """

    def near_looked(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], look: Look,
                    tick: Tick) -> Found:
        """As `near`, with ``looked``."""
        ...

    def again(self, fids: Indices, tick: Tick) -> Polygons:
        """Features of a search once more, as they are, in the given order."""
        ...


Fetch = Callable[[Indices], Tuple[Indices, Decoded, Columns]]
"""fids (in order) → those of them that are there, their shapes and columns."""


def find(tree: BoxTree, fids: Indices, patches: IndexedPolygons, margin: float, fetch: Fetch, tick: Tick,
         at_once: int = FETCHED_AT_ONCE, look: Optional[Look] = None) -> Tuple[Found, Indices]:
    """The features of ``tree`` (item k is ``fids[k]``) near the patches, fetched ``at_once``, and their items.

    With ``look`` each such block is looked at before the next is fetched.
    """
    tick()
    patch, item = tree.query(patches, margin)
    wanted, first, number = np.unique(fids[item], return_index=True, return_inverse=True)
    pairs = np.argsort(number, kind="stable")
    in_order = number[pairs]
    pieces: List[Polygons] = []
    seen: List[Looked] = []
    there: List[Indices] = []
    columns: List[Columns] = []
    lost: Dict[str, int] = {}
    told: Dict[str, int] = {}
    for start in range(0, max(len(wanted), 1), at_once):
        tick()
        found, decoded, values = fetch(wanted[start:start + at_once])
        there.append(found)
        if look is None:
            pieces.append(decoded.polygons)
        else:
            of_block = pairs[slice(*np.searchsorted(in_order, (start, start + at_once)).tolist())]
            rows, kept = _rows_of(wanted[number[of_block]], found)
            seen.append(look(decoded.polygons, patch[of_block[kept]], rows[kept]))
            pieces.append(seen[-1].polygons)
        columns.append(values)
        add_counts(lost, decoded.lost)
        add_counts(told, decoded.told)
    found, polygons = np.concatenate(there), joined(pieces)
    items = item[first][np.searchsorted(wanted, found)]
    result = paired(found, polygons, together(columns), patch, wanted[number], lost, told)
    if look is not None:
        reduced, suspect, boxes = (np.concatenate([getattr(one, name) for one in seen])
                                   for name in ("reduced", "suspect", "boxes"))
        result = replace(result, looked=Looked(polygons, reduced, suspect, boxes))
    return result, items


def _rows_of(fids: Indices, found: Indices) -> Tuple[Indices, Flags]:
    """Where ``fids`` stand among those ``found`` (ascending), and whether they do."""
    rows = np.minimum(np.searchsorted(found, fids), max(len(found) - 1, 0)).astype(np.int64)
    return rows, found[rows] == fids if len(found) else np.zeros(len(fids), dtype=bool)


def paired(fids: Indices, polygons: Polygons, columns: Columns, patch: Indices, fid: Indices, lost: Dict[str, int],
           told: Dict[str, int]) -> Found:
    """Features (``fids`` ascending) and pairs (patch[k], fid[k]) as `Found`; pairs with what was lost are dropped."""
    feature, kept = _rows_of(fid, fids)
    kept[kept] = np.diff(polygons.start)[feature[kept]] > 0
    return Found(fids, polygons, columns, patch[kept], feature[kept], lost, told, len(fids))


class Kept:
    """What the last search over many patches brought, for the next question about one of them.

    Only where nothing was lost or told: such counts are not known of single features.
    """

    def __init__(self) -> None:
        """Empty."""
        self._found: Optional[Found] = None

    def keep(self, found: Found) -> None:
        """``found``, if there is more in it than there was before."""
        if not found.lost and not found.told and (self._found is None or found.read > self._found.read):
            self._found = found

    def features(self, fids: Indices, columns: Sequence[str]) -> Optional[Tuple[Indices, Decoded, Columns]]:
        """Those ``fids`` (ascending) with ``columns``; None where one of them is not at hand."""
        kept = self._found
        if kept is None or len(kept.fids) == 0 or not set(columns) <= set(kept.columns):
            return None
        rows = np.minimum(np.searchsorted(kept.fids, fids), len(kept.fids) - 1)
        if not np.array_equal(kept.fids[rows], fids):
            return None
        return (fids, Decoded(kept.polygons.take(rows), {}, {}, rows[:0]),
                {name: kept.columns[name][rows] for name in columns})


def together(columns: Sequence[Columns]) -> Columns:
    """Columns of blocks, one after the other."""
    return {name: np.concatenate([block[name] for block in columns]) for name in columns[0]} if columns else {}


def make_sure_it_is_current(source: Source) -> None:
    """Raises WeipianError SOURCE_CHANGED_WHILE_READ where the source is not what was looked at."""
    if not source.is_current:
        raise WeipianError("SOURCE_CHANGED_WHILE_READ", file=source.place)
