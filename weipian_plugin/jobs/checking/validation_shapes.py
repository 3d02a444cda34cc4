"""What checks need to know of shapes: are they sound, do parcels of one patch overlap, in which county do they lie."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsSpatialIndex,
    QgsVectorLayer,
)

from ...domain.exchange.connections import is_database
from ...domain.records import ReferenceLayer
from ...domain.validation import County, Overlap, Shape

COUNTIES = "xzq"
_CODE_FIELDS = ("XZQDM", "XZDM", "XDM", "PAC", "XZQHDM", "行政区代码", "行政区划代码", "县代码")
_NAME_FIELDS = ("XZQMC", "XMC", "行政区名称", "县名称", "NAME", "MC")


def geometry_of(wkb: Optional[bytes]) -> Optional[QgsGeometry]:
    """The shape, ``None`` where there is none."""
    if not wkb:
        return None
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return None if geometry.isNull() else geometry


class Ruler:
    """Areas in the plane of the workspace's CRS, m²; of degrees on its ellipsoid."""

    def __init__(self, crs: str) -> None:
        system = QgsCoordinateReferenceSystem(crs)
        self._round: Optional[QgsDistanceArea] = None
        if system.isGeographic():
            self._round = QgsDistanceArea()
            self._round.setSourceCrs(system, QgsCoordinateTransformContext())
            self._round.setEllipsoid(system.ellipsoidAcronym())

    def area(self, geometry: QgsGeometry) -> float:
        """m²."""
        return float(self._round.measureArea(geometry)) if self._round is not None else float(geometry.area())

    def shape(self, geometry: QgsGeometry) -> Shape:
        """Is it valid, where not, and its area."""
        if geometry.isGeosValid():
            return Shape(True, self.area(geometry))
        errors = geometry.validateGeometry(QgsGeometry.ValidatorGeos)
        return Shape(False, self.area(geometry), errors[0].what() if errors else "")

    def overlaps(self, parcels: Sequence[Tuple[str, QgsGeometry]]) -> Tuple[Overlap, ...]:
        """Where parcels of one patch lie on the same ground."""
        found = []
        for number, (one, first) in enumerate(parcels):
            for other, second in parcels[number + 1:]:
                common = first.intersection(second) if first.boundingBoxIntersects(second) else QgsGeometry()
                if not common.isNull() and (area := self.area(common)) > 0:
                    found.append(Overlap(one, other, area))
        return tuple(found)


class Counties:
    """The layer in the role of administrative areas, asked for the county of a point of the workspace."""

    def __init__(self, layer: QgsVectorLayer, code: int, name: int, crs: str) -> None:
        self._code, self._name = code, name
        self._areas: Dict[int, QgsFeature] = {}
        request = QgsFeatureRequest().setSubsetOfAttributes([place for place in (code, name) if place >= 0])
        self._index = QgsSpatialIndex()
        for feature in layer.getFeatures(request):
            self._areas[feature.id()] = feature
            self._index.addFeature(feature)
        self._transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(crs), layer.crs(),
                                                 QgsCoordinateTransformContext())

    def of(self, geometry: QgsGeometry) -> County:
        """The county that holds the centre of a shape; one without a code where none does."""
        centre: QgsPointXY = self._transform.transform(geometry.centroid().asPoint())
        point = QgsGeometry.fromPointXY(centre)
        for fid in self._index.intersects(point.boundingBox()):
            feature = self._areas[fid]
            if feature.geometry().intersects(point):
                name = str(feature[self._name] or "") if self._name >= 0 else ""
                return County(str(feature[self._code] or "").strip(), name)
        return County("")


def counties_of(references: Sequence[ReferenceLayer], crs: str) -> Optional[Counties]:
    """The counties by a loaded layer of theirs that has codes; ``None`` where there is none."""
    for reference in references:
        if reference.role != COUNTIES or not reference.source or is_database(reference.source):
            continue
        source = f"{reference.source}|layername={reference.layer}" if reference.layer else reference.source
        layer = QgsVectorLayer(source, COUNTIES, "ogr")
        if layer.isValid():
            code = _field(layer, [reference.class_field, *_CODE_FIELDS])
            if code >= 0:
                return Counties(layer, code, _field(layer, list(_NAME_FIELDS)), crs)
    return None


def _field(layer: QgsVectorLayer, names: List[str]) -> int:
    there = {str(name).upper(): place for place, name in enumerate(layer.fields().names())}
    return next((there[name.upper()] for name in names if name.upper() in there), -1)
