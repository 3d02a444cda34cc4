"""Sketches on the map, each with what is said of it, in a colour and a line that tell what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Sequence, Tuple

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPainter
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ...domain.forms.codes import label
from ..messages import language

if TYPE_CHECKING:
    from ...jobs.drawing.sketches import Sketch

# Distinct in brightness too, and by the line: colour alone is no sign.
STYLES: Dict[str, Tuple[QColor, Qt.PenStyle]] = {
    "remark": (QColor("#0072b2"), Qt.PenStyle.SolidLine), "doubt": (QColor("#e69f00"), Qt.PenStyle.DashLine),
    "correct": (QColor("#d55e00"), Qt.PenStyle.DotLine), "evidence": (QColor("#009e73"), Qt.PenStyle.DashDotLine),
}
_WIDTH, _WIDE, _POINT, _PADDING, _MOST_LETTERS = 3, 8, 12, 4.0, 60
_BACK, _Z = QColor(0, 0, 0, 190), 550.0


class SketchText(QgsMapCanvasItem):
    """A remark at its place, as large at every scale."""

    def __init__(self, canvas: QgsMapCanvas, place: QgsPointXY, text: str, colour: QColor) -> None:
        super().__init__(canvas)
        self._canvas, self._place, self._colour = canvas, place, colour
        self._text = text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS] + "…"
        self._font = QFont(canvas.font())
        self._box = QFontMetricsF(self._font).boundingRect(self._text)
        self.setZValue(_Z)
        self.updatePosition()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._box.width() + 3 * _PADDING, self._box.height() + 2 * _PADDING)

    def updatePosition(self) -> None:
        self.setPos(self.toCanvasCoordinates(self._place) + QPointF(8, -8 - self.boundingRect().height()))

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem = None, _widget: QWidget = None) -> None:
        painter.fillRect(self.boundingRect(), _BACK)
        painter.fillRect(QRectF(0, 0, _PADDING / 2, self.boundingRect().height()), self._colour)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._font)
        painter.drawText(self.boundingRect(), int(Qt.AlignmentFlag.AlignCenter), self._text)


class SketchMarks:
    """The sketches of the parcel on the table; none of them is a layer of the person's project."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self.bands: List[QgsRubberBand] = []
        self.texts: List[SketchText] = []

    def show(self, sketches: Sequence[Sketch], crs: str) -> None:
        """These, and no others."""
        self.clear()
        system = QgsCoordinateReferenceSystem(crs)
        for sketch in sketches:
            colour, line = STYLES.get(sketch.role, STYLES["remark"])
            band = QgsRubberBand(self._canvas, sketch.shape.type())
            band.setStrokeColor(colour)
            band.setFillColor(QColor(Qt.GlobalColor.transparent))
            band.setLineStyle(line)
            band.setWidth(_WIDTH)
            if sketch.shape.type() == QgsWkbTypes.PointGeometry:
                band.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
                band.setIconSize(_POINT)
            band.setToGeometry(sketch.shape, system)
            self.bands.append(band)
            self._add_text(sketch, system, colour)

    def _add_text(self, sketch: Sketch, system: QgsCoordinateReferenceSystem, colour: QColor) -> None:
        parts = (round_in_words(sketch.level, sketch.round), sketch.text, sketch.author)
        said = "  ".join(part for part in parts if part)
        onto = QgsCoordinateTransform(system, self._canvas.mapSettings().destinationCrs(), QgsProject.instance())
        try:
            place = _beside(sketch.shape, onto)
        except QgsCsException:
            return
        if said:
            self.texts.append(SketchText(self._canvas, place, said, colour))

    def point_at(self, number: int) -> None:
        """Let the sketch with this number stand out, none for -1."""
        for place, band in enumerate(self.bands):
            band.setWidth(_WIDE if place == number else _WIDTH)
            band.setIconSize(2 * _POINT if place == number else _POINT)
            band.update()

    def at(self, place: QPoint) -> int:
        """The number of the sketch at a place of the screen, -1 where there is none."""
        view = self._canvas.viewport()
        pixel = view.mapFromGlobal(place)
        if not view.isVisible() or not view.rect().contains(pixel):
            return -1
        spot = QgsGeometry.fromPointXY(self._canvas.getCoordinateTransform().toMapCoordinates(pixel))
        away = [band.asGeometry().distance(spot) for band in self.bands]
        nearest = min(range(len(away)), key=away.__getitem__, default=-1)
        return nearest if nearest >= 0 and away[nearest] <= _POINT * self._canvas.mapUnitsPerPixel() else -1

    def clear(self) -> None:
        """Off the canvas."""
        for item in (*self.bands, *self.texts):
            self._canvas.scene().removeItem(item)
        self.bands, self.texts = [], []


def round_in_words(level: str, number: int) -> str:
    """Of which return a sketch is; empty where it was drawn for none."""
    text = QCoreApplication.translate("SketchMarks", "{level}, round {round}")
    return text.format(level=label("SHJB", level, language()), round=number) if level else ""


def _beside(shape: QgsGeometry, onto: QgsCoordinateTransform) -> QgsPointXY:
    """The upper right corner of the drawing as the map shows it: what is written from there on covers neither what was
    drawn nor what stands inside it, as the patch's number. Raises ``QgsCsException``.
    """
    shown = QgsGeometry(shape)
    shown.transform(onto)
    box = shown.boundingBox()
    return QgsPointXY(box.xMaximum(), box.yMaximum())


def sketched(points: List[QgsPointXY]) -> QgsGeometry:
    """One point, a line, or an outline where the last point is the first."""
    if len(points) == 1:
        return QgsGeometry.fromPointXY(points[0])
    if len(points) > 3 and points[0] == points[-1]:
        return QgsGeometry.fromPolygonXY([points])
    return QgsGeometry.fromPolylineXY(points)
