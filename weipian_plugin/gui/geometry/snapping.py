"""Where the cursor means to be: on a vertex or an edge of the parcels around it, or of a reference layer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Collection, Dict, List, NamedTuple, Optional

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
)

from ...domain.exchange.connections import is_database

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

MOST_FEATURES = 60
"""Of a reference layer looked at around the cursor: a place with more is too small on the screen to snap in."""
_AROUND = 8
"""So many times the reach are read at once."""


class Place(NamedTuple):
    """A place in the workspace's CRS; ``on``: ``vertex``, ``edge``, or nothing."""

    point: QgsPointXY
    on: str = ""


class Snapper:
    """Looks around one place at a time; layers are opened when first needed, and only read."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._crs = QgsCoordinateReferenceSystem(workspace.crs_authid)
        self._layers: Optional[List[QgsVectorLayer]] = None
        self._near: Dict[str, QgsGeometry] = {}
        self._known = QgsRectangle()

    def snap(self, point: QgsPointXY, reach: float, also: Optional[QgsGeometry] = None,
             without: Collection[str] = ()) -> Place:
        """The nearest vertex within ``reach`` (units of the CRS), else the nearest place on an edge, else the place.

        ``also``: a shape besides the parcels and layers; ``without``: parcels that do not count.
        """
        box = QgsRectangle(point.x() - reach, point.y() - reach, point.x() + reach, point.y() + reach)
        vertex, edge = (reach ** 2, point), (reach ** 2, point)
        for shape in [*self._shapes(box, without), *([also] if also is not None else [])]:
            corner, _, _, _, square = shape.closestVertex(point)
            if 0 <= square < vertex[0]:
                vertex = (square, corner)
            square, place, _, _ = shape.closestSegmentWithContext(point)
            if 0 <= square < edge[0]:
                edge = (square, place)
        if vertex[0] < reach ** 2:
            return Place(QgsPointXY(vertex[1]), "vertex")
        return Place(QgsPointXY(edge[1]), "edge") if edge[0] < reach ** 2 else Place(point)

    def forget(self) -> None:
        """Shapes have changed."""
        self._known = QgsRectangle()
        self._near = {}

    def _shapes(self, box: QgsRectangle, without: Collection[str]) -> List[QgsGeometry]:
        if not self._known.contains(box):
            side = max(box.width(), box.height())
            # Where so much lies around that not all of it is read, only the place itself is looked at.
            if not self._look_around(box.buffered(_AROUND * side)):
                self._look_around(box.buffered(side))
        return [shape for name, shape in self._near.items()
                if name not in without and shape.boundingBox().intersects(box)]

    def _look_around(self, wide: QgsRectangle) -> bool:
        """Read what lies in a box, so that the next moves of the mouse read nothing; False where that is not all."""
        self._known, self._near = wide, {}
        everything = True
        around = (wide.xMinimum(), wide.yMinimum(), wide.xMaximum(), wide.yMaximum())
        for uuid, wkb in self._workspace.shapes_near(around):
            shape = QgsGeometry()
            shape.fromWkb(wkb)
            self._near[uuid] = shape
        for number, layer in enumerate(self._references()):
            request = QgsFeatureRequest(wide).setNoAttributes().setLimit(MOST_FEATURES)
            request.setDestinationCrs(self._crs, QgsCoordinateTransformContext())
            try:
                found = {f"{number} {feature.id()}": QgsGeometry(feature.geometry())
                         for feature in layer.getFeatures(request)}
            except QgsCsException:  # a layer from far away cannot be snapped to
                continue
            self._near.update(found)
            everything = everything and len(found) < MOST_FEATURES
        return everything

    def _references(self) -> List[QgsVectorLayer]:
        if self._layers is None:
            self._layers = []
            for reference in self._workspace.references():
                if reference.source and not is_database(reference.source) and Path(reference.source).exists():
                    source = f"{reference.source}|layername={reference.layer}" if reference.layer else reference.source
                    layer = QgsVectorLayer(source, reference.role, "ogr")
                    if layer.isValid():
                        self._layers.append(layer)
        return self._layers
