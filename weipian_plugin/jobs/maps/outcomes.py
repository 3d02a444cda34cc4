"""Patches on a map by what was judged of them: told apart by colour, by pattern and by the shape of their marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Sequence, Tuple

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCentroidFillSymbolLayer,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ...delivery.layout_text import font_family, text_format
from ...domain.forms.codes import ILLEGAL, LEGAL, OTHER

DRAFTED, OPEN = "初判", "未判定"
RANKS: Tuple[str, ...] = (ILLEGAL, OTHER, LEGAL, DRAFTED, OPEN)
"""In the order of what matters on a wall."""


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
                  points: float) -> QgsVectorLayer:
    """The patches, each with its number in ``points``; what matters most lies above."""
    layer = QgsVectorLayer("MultiPolygon?field=number:integer&field=outcome:string", "图斑", "memory")
    layer.setCrs(crs)
    features = []
    for one in sorted(patches, key=lambda each: (-RANKS.index(each.outcome), each.number)):
        feature = QgsFeature(layer.fields())
        geometry = QgsGeometry()
        geometry.fromWkb(one.wkb)
        feature.setGeometry(geometry)
        feature.setAttributes([one.number, one.outcome])
        features.append(feature)
    provider = layer.dataProvider()
    if provider is not None:
        provider.addFeatures(features)
    layer.updateExtents()
    layer.setRenderer(QgsCategorizedSymbolRenderer("outcome", [
        QgsRendererCategory(rank, symbol_of(rank, mark_mm), rank) for rank in RANKS]))
    _number(layer, mark_mm, points)
    return layer


def _let_overlap(settings: QgsPalLayerSettings) -> None:
    """Every patch has its number, also where they crowd; how that is said changed with 3.26."""
    if hasattr(settings, "placementSettings"):
        settings.placementSettings().setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapIfRequired)
    else:
        settings.displayAll = True  # type: ignore[attr-defined]


def veil(box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """White that is seen through, over imagery and beyond ``box``: what lies above stands out, and paper saves ink."""
    layer = QgsVectorLayer("Polygon", "veil", "memory")
    layer.setCrs(crs)
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(box.buffered(max(box.width(), box.height()))))
    provider = layer.dataProvider()
    if provider is not None:
        provider.addFeatures([feature])
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(
        {"color": "255,255,255,110", "outline_style": "no"})))
    return layer


def _number(layer: QgsVectorLayer, mark_mm: float, points: float) -> None:
    """The numbers, beside their patches; where they crowd, those of violations have the better places."""
    settings = QgsPalLayerSettings()
    settings.fieldName = "number"
    settings.placement = QgsPalLayerSettings.Placement.AroundPoint
    settings.centroidInside = True
    settings.dist = mark_mm / 2
    ranks = " ".join(f"WHEN \"outcome\" = '{rank}' THEN {10 - 2 * place}" for place, rank in enumerate(RANKS))
    settings.dataDefinedProperties().setProperty(
        QgsPalLayerSettings.Property.Priority, QgsProperty.fromExpression(f"CASE {ranks} END"))
    text = text_format(font_family(), points, True, "#111111")
    edge = QgsTextBufferSettings()
    edge.setEnabled(True)
    edge.setSize(0.5)
    edge.setColor(QColor("white"))
    text.setBuffer(edge)
    settings.setFormat(text)
    _let_overlap(settings)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
