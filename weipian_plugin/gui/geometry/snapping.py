"""Where the cursor means to be: on a vertex or an edge of the parcels around it, or of a reference layer."""

from __future__ import annotations

from typing import Collection, Dict, List, NamedTuple, Optional

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle
from qgis.PyQt.QtCore import QObject

from ..session import Session
from ..tasks import TaskRunner
from .reference_shapes import ReferenceShapes, around_of

_AROUND = 8
"""So many times the reach are read at once."""
_LEAST_AROUND_M = 200.0
"""So much of the reference layers is read around a patch to each side, more around a large one."""


class Place(NamedTuple):
    """A place in the workspace's CRS; ``on``: ``vertex``, ``edge``, or nothing."""

    point: QgsPointXY
    on: str = ""


class Snapper(QObject):
    """Looks around one place at a time. Parcels are asked of the workspace; reference layers are read in the background
    from `begin` on, and caught as soon as they are there. Without a runner they are read at once.
    """

    def __init__(self, session: Session, runner: Optional[TaskRunner], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session, self._runner = session, runner
        self._references = ReferenceShapes(runner, session.tell, self)
        self._near: Dict[str, QgsGeometry] = {}
        self._known = QgsRectangle()

    def begin(self) -> Snapper:
        """A drawing begins at the patch on the table: read what lies around it. Raises what the workspace raises."""
        workspace = self._session.workspace
        self.forget()
        if workspace is not None:
            self._references.set_layers(workspace.references(), workspace.crs_authid)
            wkb = workspace.parcel(self._session.current).wkb if self._session.current else None
            if wkb is not None:
                shape = QgsGeometry()
                shape.fromWkb(wkb)
                box = shape.boundingBox()
                self._references.read(box.buffered(max(_LEAST_AROUND_M, box.width() / 2, box.height() / 2)))
        return self

    def snap(self, point: QgsPointXY, reach: float, also: Optional[QgsGeometry] = None,
             without: Collection[str] = ()) -> Place:
        """The nearest vertex within ``reach`` (units of the CRS), else the nearest place on an edge, else the place.

        ``also``: a shape besides the parcels and layers; ``without``: parcels that do not count.
        """
        shapes = [*self._parcels(around_of(point, reach), without), *self._references.near(point, reach)]
        vertex, edge = (reach ** 2, point), (reach ** 2, point)
        for shape in [*shapes, *([also] if also is not None else [])]:
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
        """Parcels have changed."""
        self._known = QgsRectangle()
        self._near = {}

    def close(self) -> None:
        """Nothing is read any more: no thread outlives the drawing."""
        self._references.close()
        if self._runner is not None:
            self._runner.stop()

    def _parcels(self, box: QgsRectangle, without: Collection[str]) -> List[QgsGeometry]:
        if not self._known.contains(box):
            self._look_around(box.buffered(_AROUND * max(box.width(), box.height())))
        return [shape for uuid, shape in self._near.items()
                if uuid not in without and shape.boundingBox().intersects(box)]

    def _look_around(self, wide: QgsRectangle) -> None:
        """Read the parcels in a box, so that the next moves of the mouse read nothing. What cannot be read is told, and
        not snapped to.
        """
        self._known, self._near = wide, {}
        workspace = self._session.workspace
        around = (wide.xMinimum(), wide.yMinimum(), wide.xMaximum(), wide.yMaximum())
        with self._session.guard():
            for uuid, wkb in workspace.shapes_near(around) if workspace is not None else ():
                shape = QgsGeometry()
                shape.fromWkb(wkb)
                self._near[uuid] = shape
