"""In which direction, and how far, a parcel goes beyond its mining rights (越界): from the layer while it is there."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Tuple

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

from ...domain.exchange.connections import is_database
from ...domain.judging.facts import FactValue, collect_facts
from ...domain.judging.minerals import concerns_mining
from ...domain.judging.paper_facts import is_valid_on
from ...domain.profiles import PolicyProfile
from ...domain.records import Measured, ReferenceLayer
from ...domain.roles import ROLES
from ..measuring.asking import zone_of
from ..measuring.reuse import Layers, stale_roles

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

RIGHTS = "ckq"
WINDS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")
_NOISE_M2 = 1.0  # less outside than this is how boundaries are drawn, no direction


class Beyond:
    """Looks at the mining rights under the parcels that are partly outside of them.

    Nothing is said (the facts stay unknown) of a parcel without mining, wholly inside or wholly outside, of a layer
    that QGIS cannot read by itself (a database among them), or that has changed since the parcel was measured.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        crs = QgsCoordinateReferenceSystem(workspace.crs_authid)
        self._crs, self._ruler = crs, QgsDistanceArea()
        self._ruler.setSourceCrs(crs, QgsCoordinateTransformContext())
        self._ruler.setEllipsoid("EPSG:7019")  # GRS 1980, CGCS2000's to the millimetre

    def of(self, uuid: str, wkb: Optional[bytes], issued: Mapping[str, object], measured: Optional[Measured],
           stated: Mapping[str, FactValue], profile: PolicyProfile) -> Dict[str, FactValue]:
        """`outside_direction` and `outside_reach_m` (metres) of a parcel; empty where they cannot be told."""
        areas = measured.roles.get(RIGHTS) if measured is not None else None
        if measured is None or areas is None or not wkb or areas.total_m2 <= 0:
            return {}
        if measured.area_m2 - areas.total_m2 < _NOISE_M2 and all(is_valid_on(ROLES[RIGHTS], each.attributes, issued)
                                                                 for each in areas.features):
            return {}
        if not concerns_mining(collect_facts(issued, None, profile.grouping, stated), profile):
            return {}
        if not self._layers or self._is_stale(uuid, measured, wkb):
            return {}
        parcel = QgsGeometry()
        parcel.fromWkb(wkb)
        rights = self._rights_under(parcel, issued)
        return {} if rights is None else self._told(parcel, rights)

    @cached_property
    def _layers(self) -> List[QgsVectorLayer]:
        return _readable(self._workspace.references())

    def _is_stale(self, uuid: str, measured: Measured, wkb: bytes) -> bool:
        now, zone = self._measured_in
        return RIGHTS in stale_roles(now, measured, wkb, zone, self._workspace.overlay_digests(uuid).get(uuid, {}))

    @cached_property
    def _measured_in(self) -> Tuple[Layers, int]:
        """The layers as they are now, and the zone of the figures."""
        run = self._workspace.overlay_run()
        zone = 0 if run is None else zone_of(run.provenance)
        return Layers(self._workspace.references()), zone

    def _rights_under(self, parcel: QgsGeometry, issued: Mapping[str, object]) -> Optional[QgsGeometry]:
        """The valid rights that meet a parcel, as one geometry of the workspace's CRS; ``None`` where there is none."""
        found: List[QgsGeometry] = []
        for layer in self._layers:
            there = QgsCoordinateTransform(self._crs, layer.crs(), QgsCoordinateTransformContext())
            try:
                box = there.transformBoundingBox(parcel.boundingBox())
                for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(box)):
                    shape, attributes = QgsGeometry(feature.geometry()), feature.attributeMap()
                    shape.transform(there, QgsCoordinateTransform.ReverseTransform)
                    if shape.intersects(parcel) and is_valid_on(ROLES[RIGHTS], _plain(attributes), issued):
                        found.append(shape)
            except QgsCsException:
                return None
        return QgsGeometry.unaryUnion(found) if found else None

    def _told(self, parcel: QgsGeometry, rights: QgsGeometry) -> Dict[str, FactValue]:
        parts = [QgsGeometry(part) for part in _polygons(parcel.difference(rights))]
        if not parts:
            return {}
        largest = max(parts, key=lambda part: float(part.area()))
        if self._ruler.measureArea(largest) < _NOISE_M2:
            return {}
        middle = largest.centroid()
        begun = rights.nearestPoint(middle) if not rights.intersects(middle) else rights.centroid()
        bearing = math.degrees(self._ruler.bearing(begun.asPoint(), middle.asPoint())) % 360
        reach = max(self._from(rights, QgsPointXY(vertex)) for vertex in largest.vertices())
        return {"outside_direction": WINDS[round(bearing / 45) % 8], "outside_reach_m": round(reach, 1)}

    def _from(self, rights: QgsGeometry, point: QgsPointXY) -> float:
        """How far a point is from the rights, m."""
        nearest = rights.nearestPoint(QgsGeometry.fromPointXY(point)).asPoint()
        return float(self._ruler.measureLine(nearest, point))


def _readable(references: List[ReferenceLayer]) -> List[QgsVectorLayer]:
    """The layers of mining rights; none where one of them cannot be read here."""
    found = []
    for reference in references:
        if reference.role != RIGHTS or not reference.source:
            continue
        source = f"{reference.source}|layername={reference.layer}" if reference.layer else reference.source
        layer = None if is_database(reference.source) else QgsVectorLayer(source, RIGHTS, "ogr")
        if layer is None or not layer.isValid() or not layer.crs().isValid():
            return []
        found.append(layer)
    return found


def _polygons(geometry: QgsGeometry) -> List[QgsGeometry]:
    return [part for part in geometry.asGeometryCollection() if part.area() > 0] if not geometry.isEmpty() else []


def _plain(attributes: Mapping[str, object]) -> Dict[str, object]:
    """Attributes as text, as the overlay has them; a NULL as ``None``."""
    return {name: None if value is None or str(value) == "NULL" else
            (value.toString("yyyy-MM-dd") if hasattr(value, "toString") else value)
            for name, value in attributes.items()}
