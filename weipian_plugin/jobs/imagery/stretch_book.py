"""The stretches of the patches looked at: made beside the window's thread, remembered, always answered."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from typing import Dict, Hashable, Mapping, Optional, Set

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QObject, QRunnable, Qt, QThreadPool, pyqtSignal

from .chip import map_crs, surroundings
from .scenes import Picture
from .stretch import PLAIN, Stretch
from .stretch_reading import Surroundings, stretches_of

REMEMBERED = 200
LEAST_MATCHED_M = 1000.0
"""Side of the ground (拟): around a small patch on bare soil alone, all else would be shown black at a wider scale."""
Stretches = Mapping[str, Stretch]


class StretchBook(QObject):
    """``ready`` tells the key whose stretches are there now; it comes once for every key that was answered ``None``."""

    ready = pyqtSignal(object)
    _made = pyqtSignal(object, object, int)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._known: OrderedDict[Hashable, Stretches] = OrderedDict()
        self._asked: Set[Hashable] = set()
        self._edition = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._made.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def stretches(self, key: Hashable, pictures: Mapping[str, Picture], patch: Optional[QgsGeometry],
                  crs: QgsCoordinateReferenceSystem, matched: bool = True) -> Optional[Stretches]:
        """By date, for ``pictures`` settled around ``patch`` (in ``crs``); ``None`` while it is being made.

        The key stands for all the rest: patch, dates, ``matched``. Without ``matched`` only what is not 0…255 is
        stretched, each date on its own. Never raises for a file that cannot be read: that date stays as it is.
        """
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        around = around_of(patch, crs)
        if around is None:
            return dict.fromkeys(pictures, PLAIN)
        if key not in self._asked:
            self._asked.add(key)
            self._pool.start(_Matching(self, key, dict(pictures), around, matched, self._edition))
        return None

    def forget(self) -> None:
        """Another workspace, or other imagery: nothing that was made or is being made holds any more."""
        self._edition += 1
        self._pool.clear()
        self._known.clear()
        self._asked.clear()

    def shut_down(self) -> None:
        """Let go of what is waiting, and wait for what is being made."""
        self.forget()
        self._pool.waitForDone()

    def tell(self, key: Hashable, found: Stretches, edition: int) -> None:
        """From the thread."""
        self._made.emit(key, found, edition)

    def _keep(self, key: Hashable, found: Stretches, edition: int) -> None:
        if edition != self._edition:
            return
        self._asked.discard(key)
        self._known[key] = found
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        self.ready.emit(key)


class _Matching(QRunnable):
    def __init__(self, book: StretchBook, key: Hashable, pictures: Dict[str, Picture], around: Surroundings,
                 matched: bool, edition: int) -> None:
        super().__init__()
        self._book, self._key, self._pictures, self._around = book, key, pictures, around
        self._matched, self._edition = matched, edition

    def run(self) -> None:
        """A picture as it is in its file is better than none: whoever asked is answered in any case."""
        found: Stretches = dict.fromkeys(self._pictures, PLAIN)
        with suppress(ImportError, ValueError, RuntimeError, MemoryError):
            found = stretches_of(self._pictures, self._around, self._matched)
        self._book.tell(self._key, found, self._edition)


def around_of(patch: Optional[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> Optional[Surroundings]:
    """The ground, in metres, on which the dates of a patch are compared; ``None`` without a patch."""
    if patch is None or patch.isNull() or patch.isEmpty():
        return None
    plane = map_crs(crs, patch.boundingBox())
    shape = QgsGeometry(patch)
    if plane != crs:
        shape.transform(QgsCoordinateTransform(crs, plane, QgsCoordinateTransformContext()))
    box = surroundings(shape.boundingBox())
    if max(box.width(), box.height()) < LEAST_MATCHED_M:
        box = QgsRectangle.fromCenterAndSize(box.center(), LEAST_MATCHED_M, LEAST_MATCHED_M)
    return Surroundings((box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()), _text_of(plane),
                        bytes(shape.asWkb()), _text_of(crs))


def _text_of(crs: QgsCoordinateReferenceSystem) -> str:
    return crs.authid() or str(crs.toWkt())
