"""A parcel on the table, seen whole on a map, and a hand that clicks there: for the tests of drawing."""

from __future__ import annotations

import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from weipian_plugin.gui.geometry.geometries import Geometries
from weipian_plugin.workspace.workspace import Workspace

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
ACROSS = ((-0.2, 0.5), (1.2, 0.52))


class Table:
    """A parcel on the table, seen whole on a map, and a hand that clicks there."""

    def __init__(self, session, canvas: QgsMapCanvas) -> None:
        self.session, self.canvas = session, canvas
        self.drawing = Geometries(session, canvas)
        self.jcbh = session.workspace.parcel(session.current).jcbh
        self.look()

    @property
    def workspace(self) -> Workspace:
        return self.session.workspace

    def shape(self, uuid: str = "") -> shapely.Geometry:
        return shapely.from_wkb(self.workspace.parcel(uuid or self.session.current).wkb)

    def look(self) -> None:
        x0, y0, x1, y1 = self.shape().bounds
        box = QgsRectangle(x0, y0, x1, y1).buffered(0.4 * max(x1 - x0, y1 - y0))
        self.canvas.setExtent(self._onto().transformBoundingBox(box))
        self.box = (x0, y0, x1, y1)

    def _onto(self) -> QgsCoordinateTransform:
        crs = QgsCoordinateReferenceSystem(self.workspace.crs_authid)
        return QgsCoordinateTransform(crs, self.canvas.mapSettings().destinationCrs(), QgsProject.instance())

    def pixel(self, x: float, y: float) -> QPoint:
        """The pixel at a place of the parcel's box: 0, 0 is its lower left, 1, 1 its upper right corner."""
        x0, y0, x1, y1 = self.box
        return self.at(x0 + x * (x1 - x0), y0 + y * (y1 - y0))

    def at(self, x: float, y: float) -> QPoint:
        return self.canvas.getCoordinateTransform().transform(self._onto().transform(QgsPointXY(x, y))).toQPointF(
        ).toPoint()

    def move(self, pixel: QPoint) -> None:
        QTest.mouseMove(self.canvas.viewport(), pixel)
        QApplication.processEvents()

    def click(self, pixel: QPoint, button=LEFT) -> None:
        self.move(pixel)
        QTest.mouseClick(self.canvas.viewport(), button, NONE, pixel)

    def draw(self, *places: tuple[float, float]) -> None:
        for place in places:
            self.click(self.pixel(*place))
        self.click(self.pixel(*places[-1]), RIGHT)

    def key(self, key) -> None:
        QTest.keyClick(self.canvas, key)

    def parts(self) -> list[str]:
        return [row.parcel_uuid for row in self.workspace.queue() if row.jcbh == self.jcbh]
