"""The layers on the maps of a 外业核查表: the patch, its neighbours, and the imagery of its two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Optional, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ...delivery.layout_text import font_family, text_format
from ...domain.records import ParcelRecord
from ..imagery.chip import carried, map_crs
from ..imagery.scene_shelf import SceneShelf
from ..imagery.scenes import Picture, picture_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_SHAPE_OF_NEIGHBOUR = {"style": "no", "outline_color": "#ffd400", "outline_width": "0.25"}
_SHAPE_OF_PATCH = {"style": "no", "outline_color": "#e01b24", "outline_width": "0.7"}
_NAMED_BY = -4
"""The last digits of a number tell patches of one place apart."""


class SheetMaps:
    """The layers of the maps: outlines of all parcels that are judged here, the patch itself, the imagery."""

    def __init__(self, workspace: Workspace) -> None:
        self.crs = QgsCoordinateReferenceSystem(workspace.crs_authid)
        self._scenes, self._shelf = workspace.scenes(), SceneShelf()
        names = {row.parcel_uuid: row.dkbh or row.jcbh for row in workspace.queue()}
        self._shapes = {uuid: bytes(wkb) for uuid, wkb in workspace.parcel_shapes()}
        self._neighbours = self._layer({uuid: names.get(uuid, "") for uuid in self._shapes}, _SHAPE_OF_NEIGHBOUR)
        _label_by_name(self._neighbours)

    def extent_of(self, parcel: ParcelRecord) -> Optional[QgsRectangle]:
        """Where the patch is, in the CRS of its map; ``None`` without a shape."""
        wkb = self._shapes.get(parcel.uuid)
        return None if wkb is None else carried(_geometry(wkb).boundingBox(), self.crs, self.crs_of(parcel))

    def crs_of(self, parcel: ParcelRecord) -> QgsCoordinateReferenceSystem:
        """The CRS, in metres, in which the patch is drawn."""
        wkb = self._shapes.get(parcel.uuid)
        return self.crs if wkb is None else map_crs(self.crs, _geometry(wkb).boundingBox())

    def patch(self, parcel: ParcelRecord) -> QgsVectorLayer:
        """The patch alone, outlined."""
        return self._layer({parcel.uuid: ""}, _SHAPE_OF_PATCH)

    def around(self, patch: QgsVectorLayer, pictures: List[QgsMapLayer], named: bool) -> List[QgsMapLayer]:
        """The layers of one map, from above: patch, neighbours where they are ``named``, imagery."""
        return [patch, *([self._neighbours] if named else []), *pictures]

    def pictures(self, parcel: ParcelRecord, date_field: str) -> Tuple[Picture, List[QgsMapLayer]]:
        """The imagery of a date that a person has said to be 非涉密 and that is there."""
        wkb = self._shapes.get(parcel.uuid)
        around = None if wkb is None else _geometry(wkb).boundingBox()
        found = self._shelf.settled(picture_of(parcel.attributes, date_field, self._scenes), self.crs, around)
        return found, list(self._shelf.layers_of(found, self.crs))

    def _layer(self, names: Dict[str, str], style: Dict[str, str]) -> QgsVectorLayer:
        layer = QgsVectorLayer("MultiPolygon?field=name:string", "outlines", "memory")
        layer.setCrs(self.crs)
        features = []
        for uuid, name in names.items():
            feature = QgsFeature(layer.fields())
            feature.setGeometry(_geometry(self._shapes[uuid]))
            feature.setAttributes([name[_NAMED_BY:]])
            features.append(feature)
        provider, renderer = layer.dataProvider(), QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(style))
        if provider is not None:
            provider.addFeatures(features)
        layer.updateExtents()
        layer.setRenderer(renderer)
        return layer


def _geometry(wkb: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def _label_by_name(layer: QgsVectorLayer) -> None:
    """The last digits of a neighbour's number, yellow on a dark edge."""
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    text = text_format(font_family(), 6, False, "#ffd400")
    edge = QgsTextBufferSettings()
    edge.setEnabled(True)
    edge.setSize(0.5)
    edge.setColor(QColor("black"))
    text.setBuffer(edge)
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
