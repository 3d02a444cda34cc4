"""How much of the ground a reviewer's shape and the filed one have in common, where a reviewer changed it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING, List, Mapping, Optional, Sequence, Tuple

from qgis.core import QgsGeometry

from ...domain.areas.units import mu
from ...domain.errors import WeipianError
from ...domain.review.intervals import Interval, z_of
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
        """Of the mean, as if it were normal, within 0 and 1; ``None`` for fewer than two."""
        mean, number = self.mean, len(self.each)
        if mean is None or number < 2:
            return None
        half = z_of() * sqrt(sum((one.iou - mean) ** 2 for one in self.each) / (number - 1) / number)
        return Interval(max(0.0, mean - half), min(1.0, mean + half))


def overlaps_of(workspace: Workspace, shapes: Sequence[Tuple[str, str, str]], names: Mapping[str, str]) -> Overlaps:
    """``shapes``: (parcel, reader, WKT in the workspace's CRS)."""
    ground = Ground(workspace.crs_authid)
    filed = dict(workspace.parcel_shapes([uuid for uuid, _, _ in shapes])) if shapes else {}
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
