"""How much of the ground a reviewer's shape and the filed one have in common, where a reviewer changed it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, List, Mapping, Optional, Sequence, Tuple

from qgis.core import QgsGeometry

from ...domain.areas.units import mu
from ...domain.errors import WeipianError
from ...domain.review.intervals import Interval, of_mean
from ...workspace.ground import Ground, shape_of, wkb_of_shape

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


@dataclass(frozen=True)
class Overlap:
    """``iou``: ground of both ÷ ground of either, m² on the ellipsoid; areas 亩."""

    parcel: str
    name: str
    reader: str
    iou: float
    filed_mu: Fraction
    read_mu: Fraction

    @property
    def difference(self) -> Fraction:
        """亩 read less 亩 filed."""
        return self.read_mu - self.filed_mu


@dataclass(frozen=True)
class Overlaps:
    """Of each changed shape; ``unreadable``: the numbers of those that are no polygons."""

    each: Tuple[Overlap, ...] = ()
    unreadable: Tuple[str, ...] = ()

    @property
    def parcels(self) -> Tuple[str, ...]:
        """Each once, the least overlap first."""
        return tuple(dict.fromkeys(one.parcel for one in self.each))

    @property
    def mean(self) -> Optional[float]:
        """Of the overlaps; ``None`` where no shape was changed."""
        return sum(one.iou for one in self.each) / len(self.each) if self.each else None

    @property
    def interval(self) -> Optional[Interval]:
        """Of the mean, by Student's t, within 0 and 1; ``None`` for fewer than two."""
        found = of_mean([one.iou for one in self.each])
        return None if found is None else Interval(max(0.0, found.low), min(1.0, found.high), found.level)


def overlaps_of(workspace: Workspace, shapes: Sequence[Tuple[str, str, str]], names: Mapping[str, str],
                reshaped: Optional[Mapping[str, bytes]] = None) -> Overlaps:
    """``shapes``: (parcel, reader, WKT in the workspace's CRS). ``reshaped``: the filed shape (WKB) of those parcels
    that have another by now.
    """
    ground = Ground(workspace.crs_authid)
    filed = {**dict(workspace.parcel_shapes([uuid for uuid, _, _ in shapes])), **(reshaped or {})} if shapes else {}
    each: List[Overlap] = []
    unreadable: List[str] = []
    for uuid, reader, text in shapes:
        try:
            own, theirs = shape_of(filed[uuid]), shape_of(wkb_of_shape(QgsGeometry.fromWkt(text)))
        except (WeipianError, KeyError):
            unreadable.append(names.get(uuid, uuid))
            continue
        either = ground.area(own.combine(theirs))
        both = ground.area(own.intersection(theirs))
        each.append(Overlap(uuid, names.get(uuid, uuid), reader, both / either if either else 0.0,
                            mu(ground.area(own)), mu(ground.area(theirs))))
    return Overlaps(tuple(sorted(each, key=lambda one: (one.iou, one.name))), tuple(unreadable))
