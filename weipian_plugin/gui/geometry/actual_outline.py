"""The extent found on the ground (实际地块) on a map: dashes in a dark casing, unlike the patch's own."""

from __future__ import annotations

from typing import Optional, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ...jobs.drawing.geometry import shape_from
from ..session import Session

INK, HALO = QColor("#00e5ff"), QColor(0, 0, 0, 190)
_WIDTH, _CASING, _Z = 3, 6, 520.0


class ActualOutline:
    """Over the outline of the patch, and hollow: it hides no ground."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self.bands = [self._band(HALO, _CASING, Qt.PenStyle.SolidLine), self._band(INK, _WIDTH, Qt.PenStyle.DashLine)]

    def show(self, geometry: Optional[QgsGeometry], crs: str) -> None:
        """Outline ``geometry`` (in ``crs``), or nothing."""
        for band in self.bands:
            band.reset(QgsWkbTypes.PolygonGeometry)
            if geometry is not None:
                band.setToGeometry(geometry, QgsCoordinateReferenceSystem(crs))

    def remove(self) -> None:
        """Off the canvas for good."""
        for band in self.bands:
            self._canvas.scene().removeItem(band)
        self.bands = []

    def _band(self, colour: QColor, width: int, line: Qt.PenStyle) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, QgsWkbTypes.PolygonGeometry)
        band.setStrokeColor(colour)
        band.setFillColor(QColor(Qt.GlobalColor.transparent))
        band.setWidth(width)
        band.setLineStyle(line)
        band.setZValue(_Z)
        return band


class ActualsShown:
    """The extent of the parcel on the table in all views; none while ``on_map`` is False."""

    def __init__(self, session: Session, views: Sequence[QgsMapCanvas]) -> None:
        self._session = session
        self.outlines = [ActualOutline(view) for view in views]
        self.on_map = True

    def show(self, uuid: str) -> None:
        """Of this parcel, nothing for ""."""
        workspace = self._session.workspace
        with self._session.guard():
            wkb = workspace.parcel(uuid).actual if workspace is not None and uuid and self.on_map else None
            crs = str(workspace.crs_authid) if workspace is not None else ""
            for outline in self.outlines:
                outline.show(shape_from(wkb) if wkb else None, crs)

    def remove(self) -> None:
        """Off all views for good."""
        for outline in self.outlines:
            outline.remove()
