"""The pictures of a review's sheet: each parcel on the imagery of its two dates, and on the layers of its overlay."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, NamedTuple, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsMapLayer,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ...domain.records import ParcelRecord, ReferenceLayer
from ...domain.roles import ROLES
from ..field_sheets.field_sheet_maps import SheetMaps
from ..imagery.scenes import AFTER_DATE, BEFORE_DATE
from ..maps.references import opened_reference

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

SIZE = (480, 400)
"""Of a picture, in pixels: three stand beside each other on a page."""
_DPI, _QUALITY = 150, 85
_ROOM = 2.4
_LEAST_METRES = 120.0
# From below: what a parcel is held against, and how it is drawn. Names stand in the caption.
_DRAWN = (
    ("dltb", "地类界（灰线）", {"style": "no", "outline_color": "#8a8a8a", "outline_width": "0.15"}),
    ("yjjbnt", "永久基本农田（绿）", {"color": "90,170,60,90", "outline_color": "#4b8a2a", "outline_width": "0.2"}),
    ("stbhhx", "生态保护红线（紫）", {"color": "170,60,160,70", "outline_color": "#8a2a80", "outline_width": "0.3"}),
    ("czkfbj", "城镇开发边界（橙）", {"style": "no", "outline_color": "#e66100", "outline_width": "0.4"}),
    ("pzyd", "批准用地（蓝）", {"color": "60,110,200,70", "outline_color": "#1c4f9c", "outline_width": "0.3"}),
    ("ckq", "采矿权（棕）", {"style": "b_diagonal", "color": "#7a4a1e", "outline_color": "#7a4a1e",
                         "outline_width": "0.3"}),
)


class DrawnMap(NamedTuple):
    """A picture (JPEG; empty: there is none) and what stands under it."""

    caption: str
    jpeg: bytes = b""


class ReviewMaps:
    """Draws the maps of parcels. The layers are opened once; it lives in the thread that made it."""

    def __init__(self, workspace: Workspace) -> None:
        self._maps = SheetMaps(workspace)
        self._layers, self._lacking = _overlay_layers(workspace.references())

    def of(self, parcel: ParcelRecord) -> Tuple[DrawnMap, ...]:
        """Before, after, overlay; nothing of a parcel without a shape."""
        extent = self._maps.extent_of(parcel)
        if extent is None:
            return ()
        crs, patch = self._maps.crs_of(parcel), self._maps.patch(parcel)
        return (*(self._picture(parcel, name, field, patch, extent, crs)
                  for name, field in (("前时相", BEFORE_DATE), ("后时相", AFTER_DATE))),
                self._overlay(patch, extent, crs))

    def _picture(self, parcel: ParcelRecord, name: str, field: str, patch: QgsVectorLayer, extent: QgsRectangle,
                 crs: QgsCoordinateReferenceSystem) -> DrawnMap:
        found, layers = self._maps.pictures(parcel, field)
        if not layers:
            return DrawnMap(f"{name} {found.date or '—'}（无可用影像）")
        shown = self._maps.around(patch, layers, named=False)
        return DrawnMap(f"{name} {found.date}（红线为本地块）", _drawn(shown, extent, crs))

    def _overlay(self, patch: QgsVectorLayer, extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> DrawnMap:
        caption = "套合图（红线为本地块）：" + ("、".join(name for name, _ in self._layers) or "没有可绘的图层")
        if self._lacking:
            caption += "；未能绘出：" + "、".join(self._lacking)
        layers: List[QgsMapLayer] = [layer for _, layer in reversed(self._layers)]
        return DrawnMap(caption, _drawn(self._maps.around(patch, layers, named=False), extent, crs))


def _overlay_layers(references: List[ReferenceLayer]) -> Tuple[List[Tuple[str, QgsVectorLayer]], List[str]]:
    """The layers that can be drawn with their names, from below, and the names of those that cannot."""
    drawn: List[Tuple[str, QgsVectorLayer]] = []
    lacking: List[str] = []
    for role, name, style in _DRAWN:
        for reference in (one for one in references if one.role == role and one.source):
            layer = opened_reference(reference)
            if layer is None:
                lacking.append(ROLES[role].zh)
                continue
            layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(style)))
            version = f" {reference.version_date}" if reference.version_date else ""
            drawn.append((name + version, layer))
    return drawn, list(dict.fromkeys(lacking))


def _drawn(layers: List[QgsMapLayer], extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> bytes:
    settings = QgsMapSettings()
    settings.setDestinationCrs(crs)
    settings.setOutputSize(QSize(*SIZE))
    settings.setOutputDpi(_DPI)
    settings.setBackgroundColor(QColor("white"))
    settings.setLayers(layers)
    settings.setExtent(_around(extent))
    image = QImage(QSize(*SIZE), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    try:
        QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
    finally:
        painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", _QUALITY)
    return bytes(content)


def _around(extent: QgsRectangle) -> QgsRectangle:
    """The parcel with room about it; a tiny one with its surroundings."""
    wide, high = (max(side * _ROOM, _LEAST_METRES) for side in (extent.width(), extent.height()))
    centre = extent.center()
    return QgsRectangle(centre.x() - wide / 2, centre.y() - high / 2, centre.x() + wide / 2, centre.y() + high / 2)
