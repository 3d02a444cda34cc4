"""Small pictures of attached photos, read and scaled beside the window's thread, remembered by their file."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Optional, Set

from qgis.PyQt.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QImage, QImageReader, QPixmap

SIDE = 96
_REMEMBERED = 300


class Thumbnails(QObject):
    """``made`` tells the path of a picture that is there now."""

    made = pyqtSignal(str)
    _read = pyqtSignal(str, QImage)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._icons: OrderedDict[str, QIcon] = OrderedDict()
        self._asked: Set[str] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def icon(self, path: Path) -> Optional[QIcon]:
        """The small picture, or ``None`` while it is being read and for what is no picture."""
        key = str(path)
        if key in self._icons:
            self._icons.move_to_end(key)
            return self._icons[key]
        if key not in self._asked:
            self._asked.add(key)
            self._pool.start(_Reading(key, self))
        return None

    def stop(self) -> None:
        """Let go of what is not read yet, and wait for what is being read."""
        self._pool.clear()
        self._pool.waitForDone()

    def tell(self, path: str, image: QImage) -> None:
        """From the reading thread: a picture, null where the file holds none."""
        self._read.emit(path, image)

    def _keep(self, path: str, image: QImage) -> None:
        if image.isNull():
            return
        self._icons[path] = QIcon(QPixmap.fromImage(image))
        self._asked.discard(path)
        while len(self._icons) > _REMEMBERED:
            self._icons.popitem(last=False)
        self.made.emit(path)


class _Reading(QRunnable):
    """Reads one file at the size it is shown in: a JPEG of 20 megapixels is not unpacked whole."""

    def __init__(self, path: str, told: Thumbnails) -> None:
        super().__init__()
        self._path, self._told = path, told

    def run(self) -> None:
        self._told.tell(self._path, read_small(self._path))


def read_small(path: str) -> QImage:
    """The picture in a file, upright, at most `SIDE` pixels either way; a null image where there is none."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and (size.width() > SIDE or size.height() > SIDE):
        reader.setScaledSize(size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
