"""A chart as a picture: PNG or SVG, the same bytes for the same chart."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Callable, Dict

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, QSizeF
from qgis.PyQt.QtGui import QImage, QPainter

from ..files import in_one_move, writer_for
from .look import FAMILIES, ON_LIGHT, Look
from .painter import height_for, paint
from .spec import Chart

WIDTH = 760.0
"""In units of which a text is 12 high: what reads well across an A4 page."""
SCALE = 3.0
_FONT = re.compile(r'font-family="[^"]*"')


def png_of(chart: Chart, look: Look = ON_LIGHT, width: float = WIDTH, scale: float = SCALE,
           height: float = 0.0) -> bytes:
    """The chart as PNG, ``width × scale`` pixels wide."""
    size = QSizeF(width, height or height_for(chart, width, look))
    image = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(96 * scale / 0.0254))
    image.setDotsPerMeterY(round(96 * scale / 0.0254))
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
    painter.scale(scale, scale)
    paint(chart, painter, QRectF(0, 0, size.width(), size.height()), look)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data)


def svg_of(chart: Chart, look: Look = ON_LIGHT, width: float = WIDTH, height: float = 0.0) -> bytes:
    """The chart as SVG, its texts as texts."""
    from qgis.PyQt.QtSvg import QSvgGenerator

    size = QSizeF(width, height or height_for(chart, width, look))
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(round(size.width()), round(size.height())))
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(chart.title)
    generator.setDescription(chart.note)
    generator.setResolution(96)
    painter = QPainter(generator)
    paint(chart, painter, QRectF(0, 0, size.width(), size.height()), look)
    painter.end()
    families = ", ".join(f"'{name}'" if " " in name else name for name in FAMILIES)
    return _FONT.sub(f'font-family="{families}"', bytes(data).decode("utf-8")).encode("utf-8")


def write_chart(chart: Chart, path: Path, look: Look = ON_LIGHT) -> Path:
    """Write by the path's ending (.png, .svg), in one move. Raises ``ENDING_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``."""
    writer = writer_for(path, _WRITERS)
    with in_one_move(path) as part:
        writer(chart, part, look)
    return path


def _write_png(chart: Chart, path: Path, look: Look) -> None:
    path.write_bytes(png_of(chart, look))


def _write_svg(chart: Chart, path: Path, look: Look) -> None:
    path.write_bytes(svg_of(chart, look))


_WRITERS: Dict[str, Callable[[Chart, Path, Look], None]] = {".png": _write_png, ".svg": _write_svg}
