"""In which township ground lies, as the registered layer of administrative areas says; nothing is guessed."""

from __future__ import annotations

from typing import Dict, List, Sequence

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsVectorLayer,
)

from ...domain.exchange.connections import is_database
from ...domain.records import ReferenceLayer
from ...domain.roles import ROLES

ROLE = "xzq"
_ENDINGS = ("镇", "乡", "街道", "街道办事处", "苏木")
"""How a township is called; the third survey's layer of 行政区 has townships, another counties, which end otherwise."""


def township_of(references: Sequence[ReferenceLayer], shape: QgsGeometry, crs: str) -> str:
    """The township most of a shape (in ``crs``) lies in; empty where no file registered as 行政区 names one there."""
    for reference in references:
        if reference.role != ROLE or not reference.source or is_database(reference.source):
            continue
        source = f"{reference.source}|layername={reference.layer}" if reference.layer else reference.source
        layer = QgsVectorLayer(source, ROLE, "ogr")
        if layer.isValid() and (found := _most_of(layer, shape, crs)):
            return found
    return ""


def _most_of(layer: QgsVectorLayer, shape: QgsGeometry, crs: str) -> str:
    wanted = [name.upper() for name in ROLES[ROLE].name_fields]
    names: List[str] = [name for name in layer.fields().names() if name.upper() in wanted]
    if not names:
        return ""
    request = QgsFeatureRequest(shape.boundingBox()).setSubsetOfAttributes(names[:1], layer.fields())
    request.setDestinationCrs(QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext())
    areas: Dict[str, float] = {}
    try:
        for feature in layer.getFeatures(request):
            name = str(feature[names[0]] or "").strip()
            if name.endswith(_ENDINGS):
                areas[name] = areas.get(name, 0.0) + feature.geometry().intersection(shape).area()
    except QgsCsException:  # a layer from far away says nothing of this place
        return ""
    most = max(areas, key=lambda name: areas[name], default="")
    return most if areas.get(most, 0.0) > 0 else ""
