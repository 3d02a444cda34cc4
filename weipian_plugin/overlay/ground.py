"""From areas of pairs to rows: sums by class, by paper and in total, ground counted once where features overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from .engines import BORDER_NOISE, Engine, Tick
from .kernels.arrays import Floats, Geometries, Indices
from .kernels.polygons import IndexedPolygons, boxes_touch
from .kernels.tiling import tiled_patches
from .shapes import common_areas, ground_once, intersections
from .views import LayerView

# A pair below this (m²) is the noise of two polygons that only touch.
NOISE = 1e-9
# Rows below this (m²) are hairs along densified borders: in the totals, but no row of their own.
SMALLEST_ROW = 1e-7


@dataclass(frozen=True)
class Pairs:
    """Pairs with ground, of one role and some patches: which view and feature, area (m²), and what tells rows apart."""

    patch: Indices
    view: Indices
    feature: Indices
    area: Floats
    classes: NDArray[np.object_]
    factor: Floats
    attributes: List[Tuple[Any, ...]]

    def of(self, rows: Indices) -> Pairs:
        """Some of them."""
        attributes = [self.attributes[row] for row in rows.tolist()] if self.attributes else []
        return Pairs(self.patch[rows], self.view[rows], self.feature[rows], self.area[rows], self.classes[rows],
                     self.factor[rows], attributes)


def pairs_of(views: Sequence[LayerView], areas: Sequence[Floats]) -> Pairs:
    """The pairs of a role's views that share ground, in the order of patch, view, feature."""
    kept = [np.flatnonzero(area > NOISE) for area in areas]
    patch = np.concatenate([view.patch[rows] for view, rows in zip(views, kept)])
    number = np.repeat(np.arange(len(views)), [len(rows) for rows in kept])
    feature = np.concatenate([view.feature[rows] for view, rows in zip(views, kept)])
    order = np.lexsort((feature, number, patch))
    every = Pairs(
        patch, number, feature, np.concatenate([area[rows] for area, rows in zip(areas, kept)]),
        np.concatenate([view.classes[view.feature[rows]] for view, rows in zip(views, kept)]),
        np.concatenate([view.net_factor[view.feature[rows]] for view, rows in zip(views, kept)]),
        [view.attributes[row] if view.attributes else () for view, rows in zip(views, kept)
         for row in view.feature[rows].tolist()] if any(view.attributes for view in views) else [])
    return every.of(order)


@dataclass
class Ground:
    """One role's pairs for some patches, and the pieces of those patches where features share ground."""

    patches: IndexedPolygons
    views: Sequence[LayerView]
    pairs: Pairs
    shared_m2: Floats
    _crowded: NDArray[np.bool_]
    _pieces: Dict[int, Any]

    @classmethod
    def measured(cls, patches: IndexedPolygons, views: Sequence[LayerView], areas: Sequence[Floats], engine: Engine,
                 tick: Tick) -> Ground:
        """Find where features of the role share ground inside a patch (m² a patch, summed over pairs)."""
        pairs = pairs_of(views, areas)
        left, right = _sharing(patches, views, pairs, engine, tick)
        members, place = np.unique(np.concatenate([left, right]), return_inverse=True)
        pieces = _pieces_of(patches, views, pairs.of(members), tick)
        common = common_areas(pieces[place[:len(left)]], pieces[place[len(left):]])
        shared = np.bincount(pairs.patch[left], common, minlength=len(patches))
        crowded = shared > BORDER_NOISE
        return cls(patches, views, pairs, shared, crowded,
                   {row: piece for row, piece in zip(members.tolist(), pieces) if crowded[pairs.patch[row]]})

    def pieces(self, rows: Indices) -> Geometries:
        """The ground of the given pairs as polygons, also where they were not needed before."""
        missing = np.array([row for row in rows.tolist() if row not in self._pieces], dtype=np.int64)
        made = _pieces_of(self.patches, self.views, self.pairs.of(missing), _no_tick)
        self._pieces.update(zip(missing.tolist(), made))
        found = np.empty(len(rows), dtype=object)
        found[:] = [self._pieces[row] for row in rows.tolist()]
        return found

    def is_crowded(self, patch: int) -> bool:
        """Whether features share ground inside the patch."""
        return bool(self._crowded[patch])

    def summed(self, group: Indices, count: int) -> Tuple[Floats, Floats]:
        """Area and net area of groups 0 … count−1 of the pairs, ground once within a group."""
        area = np.bincount(group, self.pairs.area, minlength=count)
        net = np.bincount(group, self.pairs.area * self.pairs.factor, minlength=count)
        order = np.argsort(group, kind="stable")
        begins = np.searchsorted(group[order], np.arange(count + 1))
        for number in np.unique(group[self._crowded[self.pairs.patch]]).tolist():
            members = order[begins[number]:begins[number + 1]]
            area[number], net[number] = ground_once(self.pieces(members), self.pairs.factor[members])
        return area, net

    def totals(self) -> Tuple[Floats, Floats]:
        """Area and net area of each patch, ground once across classes."""
        return self.summed(self.pairs.patch, len(self.patches))

    def by_class(self) -> Tuple[Indices, List[str], Floats, Floats]:
        """(patch, class, area, net area), each patch and class once, in that order."""
        names, number = unique_texts(self.pairs.classes)
        key, group = np.unique(self.pairs.patch * max(len(names), 1) + number, return_inverse=True)
        area, net = self.summed(group, len(key))
        kept = np.flatnonzero(area >= SMALLEST_ROW)
        rows = key[kept]
        return rows // max(len(names), 1), [names[row] for row in rows % max(len(names), 1)], area[kept], net[kept]

    def by_attributes(self) -> List[Tuple[int, str, Tuple[Any, ...], int, float, float]]:
        """(patch, class, attributes, view, area, net area) for what the papers tell apart; [] where none were asked."""
        pairs = self.pairs
        if not any(pairs.attributes):
            return []
        keys: Dict[Tuple[Any, ...], int] = {}
        group = np.array([keys.setdefault(key, len(keys)) for key in zip(
            pairs.patch.tolist(), pairs.classes.tolist(), pairs.attributes, pairs.view.tolist())], dtype=np.int64)
        area, net = self.summed(group, len(keys))
        return [(*key, float(area[row]), float(net[row])) for key, row in keys.items() if area[row] >= SMALLEST_ROW]


def unique_texts(texts: NDArray[np.object_]) -> Tuple[List[str], Indices]:
    """The different texts in order, and for each entry its place among them."""
    names = sorted(set(texts.tolist()))
    place = {name: number for number, name in enumerate(names)}
    return names, np.fromiter((place[text] for text in texts.tolist()), dtype=np.int64, count=len(texts))


def _sharing(patches: IndexedPolygons, views: Sequence[LayerView], pairs: Pairs, engine: Engine,
             tick: Tick) -> Tuple[Indices, Indices]:
    """Positions of two pairs of one patch whose features may share ground in it: not those where that is disproved."""
    seen = np.zeros((len(views), len(patches)), dtype=bool)
    seen[pairs.view, pairs.patch] = True
    alone = seen.sum(axis=0) == 1
    found = [_in_several_views(views, pairs, np.flatnonzero(~alone[pairs.patch]))]
    for number, view in enumerate(views):
        rows = np.flatnonzero((pairs.view == number) & alone[pairs.patch])
        left, right = _in_one_view(patches, view, pairs.of(rows), engine, tick)
        found.append((rows[left], rows[right]))
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


def _in_several_views(views: Sequence[LayerView], pairs: Pairs, rows: Indices) -> Tuple[Indices, Indices]:
    """Of layers that nobody has compared, whatever has boxes that touch."""
    boxes = np.empty((len(rows), 4))
    for number, view in enumerate(views):
        mine = pairs.view[rows] == number
        boxes[mine] = view.features.boxes[pairs.feature[rows[mine]]]
    left, right = _boxes_that_touch(pairs.patch[rows], boxes)
    return rows[left], rows[right]


def _in_one_view(patches: IndexedPolygons, view: LayerView, pairs: Pairs, engine: Engine,
                 tick: Tick) -> Tuple[Indices, Indices]:
    """Positions in ``pairs`` (of one view) of features that share ground somewhere."""
    count = len(view.features)
    if view.shared is not None:
        known = np.zeros(count, dtype=bool)
        known[view.shared.ravel()] = True
        rows = np.flatnonzero(known[pairs.feature])
        left, right = _feature_pairs(view, pairs, rows)
        key = _key(pairs.feature[left], pairs.feature[right], count)
        sharing = np.isin(key, _key(view.shared[:, 0], view.shared[:, 1], count))
        return left[sharing], right[sharing]
    covered = np.bincount(pairs.patch, pairs.area, minlength=len(patches))
    tiled = tiled_patches(patches, view.features, view.patch, view.feature, covered)
    left, right = _feature_pairs(view, pairs, np.flatnonzero(~tiled[pairs.patch]))
    one, two = pairs.feature[left], pairs.feature[right]
    sharing = view.reduced[one] | view.reduced[two]  # no kernel can compare what is simplified: GEOS will
    plain = np.flatnonzero(~sharing)
    unique, place = np.unique(_key(one, two, count)[plain], return_inverse=True)
    sharing[plain] = engine.share_ground(view.features, unique // count, unique % count, view.whole, tick)[place]
    return left[sharing], right[sharing]


def _key(one: Indices, two: Indices, count: int) -> Indices:
    """One number for a pair of features, whichever comes first."""
    return np.asarray(np.minimum(one, two) * count + np.maximum(one, two), dtype=np.int64)


def _feature_pairs(view: LayerView, pairs: Pairs, rows: Indices) -> Tuple[Indices, Indices]:
    """Positions (among ``rows``, sorted by patch) of two features of one patch whose boxes touch."""
    left, right = _boxes_that_touch(pairs.patch[rows], view.features.boxes[pairs.feature[rows]])
    return rows[left], rows[right]


def _boxes_that_touch(patch: Indices, boxes: Floats) -> Tuple[Indices, Indices]:
    """Positions of two boxes of one patch (sorted by patch) that touch."""
    starts = np.flatnonzero(np.diff(patch, prepend=-1))
    counts = np.diff(np.append(starts, len(patch)))
    later = np.repeat(starts + counts, counts) - np.arange(len(patch)) - 1
    left = np.repeat(np.arange(len(patch)), later)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(later) - later, later)
    touch = boxes_touch(boxes[left], boxes[right])
    return left[touch], right[touch]


def _pieces_of(patches: IndexedPolygons, views: Sequence[LayerView], pairs: Pairs, tick: Tick) -> Geometries:
    """The ground of each pair, by GEOS."""
    pieces = np.full(len(pairs.patch), None, dtype=object)
    for number, view in enumerate(views):
        rows = np.flatnonzero(pairs.view == number)
        if len(rows):
            tick()
            features, place = np.unique(pairs.feature[rows], return_inverse=True)
            owners, own = np.unique(pairs.patch[rows], return_inverse=True)
            pieces[rows] = intersections(patches.polygons.take(owners).geometries()[own], view.whole(features)[place])
    return pieces


def _no_tick() -> None:
    """Nobody asks."""
