"""Run by test_gui_compare_pixels.py in a process of its own, with QT_SCALE_FACTOR: prints what it sees as JSON.

Two rasters of different extent and grid have one straight edge on the same ground; where it is seen, in device pixels.
"""

from __future__ import annotations

import json
import os
import sys
from math import floor
from pathlib import Path

import numpy as np
from osgeo import gdal, osr
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QGuiApplication, QImage
from qgis.PyQt.QtWidgets import QApplication, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from weipian_plugin.gui.imagery.image_store import ImageStore
from weipian_plugin.gui.imagery.rendering import wish_for
from weipian_plugin.gui.imagery.view_picture import Lens, Parting, Shown, ViewPicture

WEST, NORTH, EDGE_X, EDGE_Y = 500000.0, 2400000.0, 500320.0, 2399720.0


def raster(folder: Path, name: str, cell: float, west: float, north: float, bright: int) -> QgsRasterLayer:
    """North-west of the edges dark, elsewhere bright."""
    columns, rows = int(900 / cell), int(900 / cell)
    values = np.full((rows, columns), bright, dtype="uint8")
    values[:round((north - EDGE_Y) / cell), :round((EDGE_X - west) / cell)] = 30
    path = str(folder / f"{name}.tif")
    data = gdal.GetDriverByName("GTiff").Create(path, columns, rows, 1, gdal.GDT_Byte)
    data.SetGeoTransform((west, cell, 0, north, 0, -cell))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(4525)
    data.SetProjection(srs.ExportToWkt())
    data.GetRasterBand(1).WriteArray(values)
    del data
    return QgsRasterLayer(path, name)


def window_with_view(width: int, height: int, left: int) -> tuple[QMainWindow, QgsMapCanvas]:
    """A view whose corner lies at odd places, as docks and toolbars make it."""
    window, body = QMainWindow(), QWidget()
    canvas, row, column = QgsMapCanvas(), QHBoxLayout(), QVBoxLayout(body)
    for layout in (row, column):
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
    beside, above = QLabel(), QLabel()
    beside.setFixedWidth(left)
    above.setFixedHeight(left + 2)
    row.addWidget(beside)
    row.addWidget(canvas)
    column.addWidget(above)
    column.addLayout(row)
    window.setCentralWidget(body)
    window.resize(width, height)
    window.show()
    return window, canvas


def rendered(canvas: QgsMapCanvas, layer: QgsRasterLayer, store: ImageStore) -> Shown:
    wish = wish_for(canvas.mapSettings(), [layer], canvas.devicePixelRatioF(), QColor("white"))
    store.want({"view": wish})
    while store.exact(wish.key) is None:
        QApplication.processEvents()
    return Shown(store.exact(wish.key), True)


def screen(window: QMainWindow, canvas: QgsMapCanvas) -> tuple[QImage, int, int]:
    """The window's device pixels, and the view's corner in them."""
    ratio = window.devicePixelRatioF()
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    corner = QPointF(canvas.viewport().mapTo(window, canvas.viewport().rect().topLeft())) * ratio
    picture.setDevicePixelRatio(1)
    return picture, floor(corner.x() + 0.5), floor(corner.y() + 0.5)


def differing(picture: QImage, left: int, top: int, wanted: QImage, area: QRectF) -> int:
    """How many device pixels of ``area`` (of the view) are not as in the rendered image."""
    bad = 0
    for y in range(int(area.top()), int(area.bottom())):
        for x in range(int(area.left()), int(area.right())):
            bad += picture.pixel(left + x, top + y) != wanted.pixel(x, y)
    return bad


def edge_of(image: QImage, along: int) -> int:
    """The first bright device pixel of a row."""
    return next(x for x in range(image.width()) if QColor(image.pixel(x, along)).lightness() > 100)


def main(folder: Path) -> list[dict[str, object]]:
    first = raster(folder, "first", 10.0, WEST, NORTH, 200)
    second = raster(folder, "second", 4.0, WEST - 120, NORTH + 60, 250)
    store, told = ImageStore(256 * 1024 * 1024), []
    for width, height, left in ((701, 503, 3), (640, 480, 0), (555, 377, 7)):
        window, canvas = window_with_view(width, height, left)
        QApplication.processEvents()
        canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4525"))
        canvas.setExtent(QgsRectangle(500200, 2399600, 500200 + width * 0.37, 2399850))
        QApplication.processEvents()
        own, other = rendered(canvas, first, store), rendered(canvas, second, store)
        item = ViewPicture(canvas)
        item.show_dates(own, other, None)
        ratio, view = canvas.devicePixelRatioF(), item.boundingRect()
        device = QRectF(0, 0, own.image.image.width() - 1, own.image.image.height() - 1)
        found: dict[str, object] = {
            "ratio": ratio, "size": [own.image.image.width(), own.image.image.height()],
            "view": [view.width(), view.height()],
            "edges": [edge_of(shown.image.image, int(device.height() * 0.05)) for shown in (own, other)]}
        found["whole"] = differing(*screen(window, canvas), own.image.image, device)
        item.cover(True)
        found["blink"] = differing(*screen(window, canvas), other.image.image, device)
        item.cover(False)
        middle = round(view.width() / 2) + 1
        item.part(Parting(middle, 40.0))
        picture = screen(window, canvas)
        top, left_of, right_of = 80 * ratio, (middle - 6) * ratio, (middle + 6) * ratio
        tall = device.height() - top
        found["swipe"] = [
            differing(*picture, other.image.image, QRectF(0, top, left_of, tall)),
            differing(*picture, own.image.image, QRectF(right_of, top, device.width() - right_of, tall))]
        item.part(None)
        item.look_through(Lens(QPointF(150, 150), 80))
        found["lens"] = differing(*screen(window, canvas), other.image.image,
                                  QRectF(100 * ratio, 100 * ratio, 100 * ratio, 100 * ratio))
        told.append(found)
        canvas.scene().removeItem(item)
        window.close()
    store.shut_down()
    return told


if __name__ == "__main__":
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    gdal.UseExceptions()
    application = QgsApplication([], True)
    application.initQgis()
    answer = main(Path(sys.argv[1]))
    sys.stdout.write("SEEN " + json.dumps(answer) + "\n")
    sys.stdout.flush()
    os._exit(0)  # QGIS must not be taken apart with rasters open
