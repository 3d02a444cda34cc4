"""Renders map images in the background, at the screen's own pixels: one image at a time, the latest wish counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

from qgis.core import QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QImage

Key = Tuple[object, ...]


@dataclass(frozen=True)
class MapImage:
    """A rendered image, what it shows (``key``) and where it lies in map coordinates."""

    key: Key
    image: QImage
    extent: QgsRectangle


def settings_like(canvas: QgsMapCanvas, layers: List[QgsMapLayer]) -> QgsMapSettings:
    """What the canvas shows just now (extent, size, rotation, CRS), but of ``layers``."""
    settings = QgsMapSettings(canvas.mapSettings())
    settings.setLayers(layers)
    settings.setDevicePixelRatio(canvas.devicePixelRatioF())
    return settings


def key_of(settings: QgsMapSettings) -> Key:
    """Equal for settings that give the same picture, pixel by pixel."""
    extent, size = settings.visibleExtent(), settings.outputSize()
    return (
        extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum(), settings.rotation(),
        size.width(), size.height(), settings.devicePixelRatio(), settings.destinationCrs().authid(),
        tuple(layer.id() for layer in settings.layers()),
    )


class MapImageRenderer(QObject):
    """Renders one image in threads of QGIS; asking again for the same one costs nothing."""

    ready = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.image: Optional[MapImage] = None
        self.renderings = 0
        self._job: Optional[QgsMapRendererParallelJob] = None
        self._wanted: Optional[Key] = None

    def request(self, settings: QgsMapSettings) -> None:
        """Render ``settings`` unless that image is there or under way; an older wish is dropped."""
        key = key_of(settings)
        if key == self._wanted:
            return
        self.stop()
        self._wanted = key
        if not settings.hasValidSettings() or not settings.layers():
            self.image = None
            return
        self.renderings += 1
        job = QgsMapRendererParallelJob(settings)
        self._job = job
        job.finished.connect(lambda: self._take(job, key))
        job.start()

    def image_of(self, settings: QgsMapSettings) -> Optional[MapImage]:
        """The image of exactly these settings if it is ready."""
        return self.image if self.image is not None and self.image.key == key_of(settings) else None

    def stop(self) -> None:
        """Give up what is under way; the finished image stays."""
        job, self._job, self._wanted = self._job, None, None
        if job is not None and job.isActive():
            job.cancel()
        if self.image is not None:
            self._wanted = self.image.key

    def forget(self) -> None:
        """Drop everything, when the workspace closes or a patch must not be seen any more."""
        self.image = None
        self.stop()

    def _take(self, job: QgsMapRendererParallelJob, key: Key) -> None:
        if job is not self._job:
            return
        self._job = None
        self.image = MapImage(key, job.renderedImage(), job.mapSettings().visibleExtent())
        self.ready.emit()
