"""Patches on a map by what was judged of them: told apart by colour, by pattern and by the shape of their marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

from qgis.core import (
    Qgis,
    QgsCallout,
    QgsCategorizedSymbolRenderer,
    QgsCentroidFillSymbolLayer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRectangle,
    QgsRendererCategory,
    QgsSimpleLineCallout,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ...delivery.layout_text import font_family, text_format
from ...domain.forms.codes import ILLEGAL, LEGAL, OTHER
from .number_places import places_of

DRAFTED, OPEN = "初判", "未判定"
RANKS: Tuple[str, ...] = (ILLEGAL, OTHER, LEGAL, DRAFTED, OPEN)
"""In the order of what matters on a wall."""


@dataclass(frozen=True)
class Sheet:
    """What a map shows: its extent in its own CRS, and how wide it is on paper (mm)."""

    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    width_mm: float


@dataclass(frozen=True)
class Numbered:
    """A patch on the map: its number in the table, its outcome (of `RANKS`), its shape as WKB."""

    number: int
    outcome: str
    wkb: bytes


# Hues that the colour-blind tell apart (Okabe and Ito); brush, and the shape of the mark, tell them without colour.
_LOOKS: Dict[str, Tuple[str, str, str]] = {
    ILLEGAL: ("#d55e00", "b_diagonal", "triangle"), OTHER: ("#009e73", "dense5", "circle"),
    LEGAL: ("#0072b2", "horizontal", "square"), DRAFTED: ("#e69f00", "f_diagonal", "diamond"),
    OPEN: ("#4a4a52", "no", "cross_fill"),
}


def symbol_of(outcome: str, mark_mm: float) -> QgsFillSymbol:
    """How a patch of this outcome is drawn: its ground, and in its middle a mark that is seen at any scale."""
    colour, brush, shape = _LOOKS[outcome]
    symbol = QgsFillSymbol.createSimple({
        "color": colour, "style": brush, "outline_color": colour, "outline_width": "0.45"}) or QgsFillSymbol()
    middle = QgsCentroidFillSymbolLayer()
    middle.setSubSymbol(QgsMarkerSymbol.createSimple({
        "name": shape, "color": colour, "outline_color": "#ffffff", "outline_width": "0.12", "size": f"{mark_mm:g}"}))
    middle.setPointOnSurface(True)
    symbol.appendSymbolLayer(middle)
    return symbol


def outcome_layer(patches: Sequence[Numbered], crs: QgsCoordinateReferenceSystem, mark_mm: float,
                  points: float, sheet: Sheet) -> QgsVectorLayer:
    """The patches, each with its number in ``points`` at its place on the ``sheet``; what matters most lies above."""
    layer = QgsVectorLayer("MultiPolygon?field=number:integer&field=outcome:string&field=x:double&field=y:double",
                           "图斑", "memory")
    layer.setCrs(crs)
    ranked = sorted(patches, key=lambda each: (RANKS.index(each.outcome), each.number))
    shapes = []
    for one in ranked:
        geometry = QgsGeometry()
        geometry.fromWkb(one.wkb)
        shapes.append(geometry)
    features: List[QgsFeature] = []
    for one, geometry, place in zip(ranked, shapes, _places(ranked, shapes, crs, mark_mm, points, sheet)):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes([one.number, one.outcome, *place])
        features.insert(0, feature)
    provider = layer.dataProvider()
    if provider is not None:
        provider.addFeatures(features)
    layer.updateExtents()
    layer.setRenderer(QgsCategorizedSymbolRenderer("outcome", [
        QgsRendererCategory(rank, symbol_of(rank, mark_mm), rank) for rank in RANKS]))
    _number(layer, mark_mm, points)
    return layer


def _places(patches: Sequence[Numbered], shapes: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem,
            mark_mm: float, points: float, sheet: Sheet) -> List[Tuple[float, float]]:
    """The corner of each number in the patches' CRS."""
    extent, unit = sheet.extent, sheet.extent.width() / sheet.width_mm
    to_map = QgsCoordinateTransform(crs, sheet.crs, QgsCoordinateTransformContext())
    anchors = []
    for shape in shapes:
        inside = shape.pointOnSurface()
        at = to_map.transform(inside.asPoint() if not inside.isNull() else shape.boundingBox().center())
        anchors.append(((at.x() - extent.xMinimum()) / unit, (at.y() - extent.yMinimum()) / unit))
    found = places_of(anchors, [str(one.number) for one in patches], points, mark_mm,
                      (0.0, 0.0, sheet.width_mm, extent.height() / unit))
    back = QgsCoordinateTransform(sheet.crs, crs, QgsCoordinateTransformContext())
    corners = [back.transform(extent.xMinimum() + x * unit, extent.yMinimum() + y * unit) for x, y in found]
    return [(corner.x(), corner.y()) for corner in corners]


def _let_overlap(settings: QgsPalLayerSettings) -> None:
    """Every patch has its number, also where they crowd; how that is said changed with 3.26."""
    if hasattr(settings, "placementSettings"):
        settings.placementSettings().setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapIfRequired)
    else:
        settings.displayAll = True  # type: ignore[attr-defined]


def veil(box: QgsRectangle, crs: QgsCoordinateReferenceSystem, density: int = 110) -> QgsVectorLayer:
    """White that is seen through, over imagery and beyond ``box``: what lies above stands out, and paper saves ink.
    ``density``: 0 to 255, where nothing below is seen any more.
    """
    layer = QgsVectorLayer("Polygon", "veil", "memory")
    layer.setCrs(crs)
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(box.buffered(max(box.width(), box.height()))))
    provider = layer.dataProvider()
    if provider is not None:
        provider.addFeatures([feature])
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(
        {"color": f"255,255,255,{density}", "outline_style": "no"})))
    return layer


def _number(layer: QgsVectorLayer, mark_mm: float, points: float) -> None:
    """The numbers at the places that were found for them, those further off with a line to their mark."""
    settings = QgsPalLayerSettings()
    settings.fieldName = "number"
    pinned = settings.dataDefinedProperties()
    pinned.setProperty(QgsPalLayerSettings.Property.PositionX, QgsProperty.fromField("x"))
    pinned.setProperty(QgsPalLayerSettings.Property.PositionY, QgsProperty.fromField("y"))
    text = text_format(font_family(), points, True, "#111111")
    edge = QgsTextBufferSettings()
    edge.setEnabled(True)
    edge.setSize(0.4)
    edge.setColor(QColor("white"))
    text.setBuffer(edge)
    settings.setFormat(text)
    leader = QgsSimpleLineCallout()
    leader.setEnabled(True)
    leader.setAnchorPoint(QgsCallout.AnchorPoint.PointOnSurface)
    leader.setMinimumLength(mark_mm)
    leader.setOffsetFromAnchor(mark_mm / 2)
    leader.setLineSymbol(QgsLineSymbol.createSimple({"line_color": "#111111", "line_width": "0.12"}))
    settings.setCallout(leader)
    _let_overlap(settings)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
