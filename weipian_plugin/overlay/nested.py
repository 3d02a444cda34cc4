"""Pieces inside pieces: how much of each land class lies in a zone, or in several zones at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import shapely

from ..domain.errors import WeipianError
from ..domain.roles import ROLES
from .engines import Engine, Tick
from .ground import NOISE, SMALLEST_ROW, Ground, unique_texts
from .kernels.arrays import Floats, Geometries, Indices
from .kernels.polygons import IndexedPolygons, from_geometries, indexed
from .shapes import ground_once, intersections, union_of

Zones = Tuple[str, ...]


@dataclass(frozen=True)
class NestedRow:
    """Area (m²) of a patch that is of a land class and in all of ``zones``; ``class_text`` "": of whatever class."""

    patch: int
    zones: Zones
    class_text: str
    area_m2: float
    net_area_m2: float


def asked_zones(inside: Sequence[Sequence[str]]) -> List[Zones]:
    """The combinations of roles as asked, by their keys. Raises WeipianError INSIDE_UNKNOWN_ROLE."""
    asked = [tuple(str(key).strip().lower() for key in zones) for zones in inside]
    for zones, given in zip(asked, inside):
        for key, text in zip(zones, given):
            if key not in ROLES:
                raise WeipianError("INSIDE_UNKNOWN_ROLE", role=str(text), inside="+".join(map(str, given)),
                                   known=", ".join(ROLES))
    return asked


def nested_rows(patches: IndexedPolygons, grounds: Mapping[str, Ground], land: Optional[str], wanted: Sequence[Zones],
                engine: Engine, tick: Tick, offset: int) -> List[NestedRow]:
    """Rows for each wanted combination, in its order; ``land`` is the role of the land classes, if one is loaded.

    The ground of a combination is cut out of the patch by GEOS, once: the zones of one role are a union, those of
    several roles an intersection. What it holds of each class is then measured like a patch. Where a zone covers the
    whole patch nothing is cut: the patch's own areas hold.
    """
    cut = _Cuts(patches, grounds)
    rows: List[NestedRow] = []
    for zones in wanted:
        tick()
        where, ground = cut.of(zones)
        rows.extend(NestedRow(patch + offset, zones, "", area, area) for patch, area in
                    zip(where.tolist(), shapely.area(ground).tolist()) if area >= SMALLEST_ROW)
        if land is not None and land not in zones and len(where):
            rows.extend(_classes_in(grounds[land], zones, where, ground, engine, tick, offset))
    return rows


class _Cuts:
    """The ground of each combination of zones, made from that of its first zones; patches without any left out."""

    def __init__(self, patches: IndexedPolygons, grounds: Mapping[str, Ground]) -> None:
        self._patches = patches
        self._grounds = grounds
        self._kept: Dict[Zones, Tuple[Indices, Geometries]] = {}

    def of(self, zones: Zones) -> Tuple[Indices, Geometries]:
        """(patches, their ground in all the zones)."""
        if zones not in self._kept:
            self._kept[zones] = self._zone(zones[0]) if len(zones) == 1 else self._both(zones)
        return self._kept[zones]

    def _both(self, zones: Zones) -> Tuple[Indices, Geometries]:
        where, ground = self.of(zones[:-1])
        other, more = self.of(zones[-1:])
        both, left, right = np.intersect1d(where, other, return_indices=True)
        shared = intersections(ground[left], more[right])
        some = np.nan_to_num(shapely.area(shared)) > NOISE
        return both[some], shared[some]

    def _zone(self, role: str) -> Tuple[Indices, Geometries]:
        ground = self._grounds[role]
        pairs = ground.pairs
        where, first, counts = np.unique(pairs.patch, return_index=True, return_counts=True)
        cut = np.empty(len(where), dtype=object)
        total = np.bincount(pairs.patch, pairs.area, minlength=len(self._patches))[where]
        own = self._patches.areas()[where]
        # One feature over all of the patch: nothing to cut.
        full = (counts == 1) & (total >= own - NOISE)
        cut[full] = self._patches.polygons.take(where[full]).geometries()
        for place in np.flatnonzero(~full).tolist():
            rows = np.arange(first[place], first[place] + counts[place])
            cut[place] = union_of(ground.pieces(rows))
        return where, cut


def _classes_in(land: Ground, zones: Zones, where: Indices, ground: Geometries, engine: Engine, tick: Tick,
                offset: int) -> List[NestedRow]:
    """Each land class in the given ground of patches ``where``."""
    pairs = land.pairs
    place = np.full(len(land.patches), -1, dtype=np.int64)
    place[where] = np.arange(len(where))
    rows = np.flatnonzero(place[pairs.patch] >= 0)
    own = land.patches.areas()[where]
    full = shapely.area(ground) >= own - NOISE
    area = pairs.area[rows].copy()
    part = np.flatnonzero(~full[place[pairs.patch[rows]]])
    cut = indexed(from_geometries(ground))
    for number, view in enumerate(land.views):
        mine = part[pairs.view[rows[part]] == number]
        if len(mine):
            found = engine.pair_areas(cut, view.features, place[pairs.patch[rows[mine]]], pairs.feature[rows[mine]],
                                      view.whole, tick)
            area[mine] = found.area
    net = area * pairs.factor[rows]
    names, number_of = unique_texts(pairs.classes[rows])
    key, group = np.unique(pairs.patch[rows] * max(len(names), 1) + number_of, return_inverse=True)
    area_of, net_of = np.bincount(group, area, minlength=len(key)), np.bincount(group, net, minlength=len(key))
    for one in np.unique(group[[land.is_crowded(patch) for patch in pairs.patch[rows].tolist()]]).tolist():
        members = rows[group == one]
        area_of[one], net_of[one] = _ground_once_in(land, members, ground[place[pairs.patch[members[0]]]])
    kept = np.flatnonzero(area_of >= SMALLEST_ROW)
    return [NestedRow(int(key[row] // len(names)) + offset, zones, names[int(key[row] % len(names))],
                      float(area_of[row]), float(net_of[row])) for row in kept.tolist()]


def _ground_once_in(land: Ground, members: Indices, ground: Any) -> Tuple[float, float]:
    """Area and net area of some pieces of a land class inside ``ground``, counted once."""
    inside = intersections(land.pieces(members), np.full(len(members), ground, dtype=object))
    some = np.nan_to_num(shapely.area(inside)) > 0
    factors: Floats = land.pairs.factor[members]
    return ground_once(inside[some], factors[some]) if some.any() else (0.0, 0.0)
