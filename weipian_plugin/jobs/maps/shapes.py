"""Layers made for one map: outlines, frames, and the points photos were taken from with the way they look."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, List, Mapping, Optional, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ...delivery.layout_text import font_family, text_format

OUTLINE = {"style": "no", "outline_color": "#e01b24", "outline_width": "0.7"}
FRAME = {"style": "no", "outline_color": "#ffd400", "outline_width": "0.5"}
_SECTOR = {"color": "255,140,0,90", "outline_color": "#c64600", "outline_width": "0.25"}
_POINT = {"name": "circle", "color": "#ff7800", "outline_color": "#ffffff", "size": "2.2", "outline_width": "0.3"}
SECTOR_M, SECTOR_WIDTH = 30.0, 60.0
"""Of a view sector: its radius in metres and its width in degrees (§9.1)."""
_STEP = 6.0
_BESIDE_MM = 1.4
"""From the middle of a camera point to its number, so that the point is seen."""


@dataclass(frozen=True)
class View:
    """Where a photo was taken, in the CRS of the map, and its azimuth in degrees (``None``: not told)."""

    name: str
    x: float
    y: float
    azimuth: Optional[float] = None


def outlines(shapes: Sequence[Tuple[str, QgsGeometry]], crs: QgsCoordinateReferenceSystem,
             style: Mapping[str, str] = OUTLINE, named: bool = False) -> QgsVectorLayer:
    """Polygons, hollow; ``named``: each with its name."""
    layer = _filled("MultiPolygon", shapes, crs, QgsFillSymbol.createSimple(dict(style)))
    if named:
        _label(layer, "#e01b24", "white", QgsPalLayerSettings.Placement.Horizontal)
    return layer


def frame_of(box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """A rectangle, as on a location map."""
    return _filled("Polygon", [("", QgsGeometry.fromRect(box))], crs, QgsFillSymbol.createSimple(dict(FRAME)))


def sectors(views: Sequence[View], crs: QgsCoordinateReferenceSystem) -> List[QgsVectorLayer]:
    """The camera points with their numbers, and the sectors they look at, from above. ``crs`` is in metres."""
    points = _filled("Point", [(one.name, QgsGeometry.fromPointXY(QgsPointXY(one.x, one.y))) for one in views], crs,
                     QgsMarkerSymbol.createSimple(dict(_POINT)))
    _label(points, "#000000", "white", QgsPalLayerSettings.Placement.AroundPoint)
    looking = [(one.name, _sector(one)) for one in views if one.azimuth is not None]
    return [points, _filled("Polygon", looking, crs, QgsFillSymbol.createSimple(_SECTOR))]


def _sector(view: View) -> QgsGeometry:
    middle = view.azimuth or 0.0
    steps = int(SECTOR_WIDTH / _STEP)
    angles = [math.radians(middle - SECTOR_WIDTH / 2 + SECTOR_WIDTH * step / steps) for step in range(steps + 1)]
    rim = [QgsPointXY(view.x + SECTOR_M * math.sin(angle), view.y + SECTOR_M * math.cos(angle)) for angle in angles]
    centre = QgsPointXY(view.x, view.y)
    return QgsGeometry.fromPolygonXY([[centre, *rim, centre]])


def _filled(kind: str, shapes: Sequence[Tuple[str, QgsGeometry]], crs: QgsCoordinateReferenceSystem,
            symbol: Optional[QgsSymbol]) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{kind}?field=name:string", "made", "memory")
    layer.setCrs(crs)
    features = []
    for name, geometry in shapes:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes([name])
        features.append(feature)
    provider = layer.dataProvider()
    if provider is not None:
        provider.addFeatures(features)
    layer.updateExtents()
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def _label(layer: QgsVectorLayer, colour: str, edge_colour: str, placement: Any) -> None:
    settings: Any = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.placement = placement
    settings.dist = _BESIDE_MM
    settings.displayAll = True
    text = text_format(font_family(), 7, True, colour)
    edge = QgsTextBufferSettings()
    edge.setEnabled(True)
    edge.setSize(0.7)
    edge.setColor(QColor(edge_colour))
    text.setBuffer(edge)
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
