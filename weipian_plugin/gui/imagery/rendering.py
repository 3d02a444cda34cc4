"""What is to be rendered (a wish), what came of it (an image with its ground), and one rendering in QGIS's threads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Optional, Sequence, Tuple

from qgis.core import Qgis, QgsMapLayer, QgsMapRendererSequentialJob, QgsMapSettings, QgsRectangle
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage

Key = Tuple[object, ...]
TRANSPARENT = QColor(0, 0, 0, 0)
OPAQUE = 255
BYTES_PER_PIXEL = 4
GROUND = 9
"""So many first parts of a key say which ground is shown, and how large."""
STEPS_PER_PIXEL = 1000
"""Extents that differ by less than a thousandth of a pixel show the same picture."""


@dataclass(frozen=True, eq=False)
class Wish:
    """A picture somebody wants: settings complete with layers, and what makes it the same as another one."""

    settings: QgsMapSettings
    layers: Tuple[QgsMapLayer, ...]
    key: Key

    @property
    def subject(self) -> Tuple[str, ...]:
        """What is in the picture, however bright it is shown."""
        return tuple(layer.source() for layer in self.layers)

    @property
    def size_bytes(self) -> int:
        """What the image will take in memory."""
        size = self.settings.deviceOutputSize()
        return size.width() * size.height() * BYTES_PER_PIXEL


@dataclass(frozen=True, eq=False)
class MapImage:
    """A rendered image in device pixels (``ratio`` of them to a pixel of the view) and where it lies on the map."""

    key: Key
    image: QImage
    ratio: float
    extent: QgsRectangle
    rotation: float
    crs: str
    subject: Tuple[str, ...]
    complaints: Tuple[str, ...] = ()

    @cached_property
    def size_bytes(self) -> int:
        """What it takes in memory."""
        return int(self.image.sizeInBytes())


def wish_for(view: QgsMapSettings, layers: Sequence[QgsMapLayer], ratio: float, background: QColor,
             version: int = 0) -> Wish:
    """``layers`` (top first) on the ground of ``view``, at ``ratio`` device pixels to a pixel of the view.

    A transparent ``background`` makes a picture to be laid over another; any other colour one without transparency,
    which is painted several times as fast. ``version`` tells apart pictures of layers that change.
    """
    settings = QgsMapSettings(view)
    settings.setLayers(list(layers))
    # QGIS 3.22 gives its canvases whole ratios only; at 125 % they would be blurred.
    settings.setDevicePixelRatio(ratio)
    settings.setBackgroundColor(background)
    # A canvas draws layers one by one while they come; each would be black where it has nothing, without transparency.
    settings.setFlag(Qgis.MapSettingsFlag.RenderPartialOutput, False)
    opaque = background.alpha() == OPAQUE
    settings.setOutputImageFormat(QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied)
    return Wish(settings, tuple(layers), (*_ground_of(settings), background.rgba(), version,
                                          tuple(layer.id() for layer in layers)))


def _ground_of(settings: QgsMapSettings) -> Key:
    extent, size, step = settings.visibleExtent(), settings.outputSize(), settings.mapUnitsPerPixel() / STEPS_PER_PIXEL
    edges = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    crs = settings.destinationCrs()
    return (*(round(edge / step) if step > 0 else edge for edge in edges), settings.rotation(), size.width(),
            size.height(), settings.devicePixelRatio(), crs.authid() or crs.toWkt())


class Rendering(QObject):
    """One wish being rendered in a thread of QGIS. Whoever cancels it keeps it until it has ended."""

    ended = pyqtSignal(object)

    def __init__(self, wish: Wish, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.wish = wish  # and with it the layers: QGIS's threads read what Python must not let go
        self.cancelled = False
        # Sequential: the picture is put together in the thread, not afterwards in the window's.
        self._job = QgsMapRendererSequentialJob(wish.settings)
        self._job.finished.connect(self._end)

    def start(self) -> None:
        """Begin; ``ended`` comes always, and never at once."""
        self._job.start()

    def cancel(self) -> None:
        """Let it end soon; the window does not wait for it."""
        self.cancelled = True
        self._job.cancelWithoutBlocking()

    def stop(self) -> None:
        """End it now, waiting for its thread."""
        self.cancelled = True
        self._job.finished.disconnect(self._end)
        self._job.cancel()

    def image(self) -> MapImage:
        """What came of it."""
        settings, image = self.wish.settings, self._job.renderedImage()
        # Painted by device pixels; a ratio of its own would have Qt scale it.
        image.setDevicePixelRatio(1.0)
        crs = settings.destinationCrs()
        return MapImage(self.wish.key, image, settings.devicePixelRatio(), settings.visibleExtent(),
                        settings.rotation(), crs.authid() or crs.toWkt(), self.wish.subject,
                        tuple(str(error.message) for error in self._job.errors()))

    def _end(self) -> None:
        self.ended.emit(self)
