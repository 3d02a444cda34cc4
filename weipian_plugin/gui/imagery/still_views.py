"""Both views stay as they are on the screen for a moment, while what is to be shown next is on its way."""

from __future__ import annotations

from typing import Optional, Sequence

from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer

LONGEST_MS = 100
"""So long nobody takes a view for one that hangs; then what is there of the new ground is shown."""


class StillViews(QObject):
    """From one patch to the next its pictures are mostly there within the moment: a view painted in between would show
    half of them, and take the processor from those who render the rest.
    """

    def __init__(self, canvases: Sequence[QgsMapCanvas], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvases = canvases
        self.on = False
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(LONGEST_MS)
        self._over.timeout.connect(self.end)

    def begin(self) -> None:
        """Nothing is painted until the `end`, or for `LONGEST_MS`: also where one patch follows another at once."""
        if not self.on:
            self._over.start()
        self._set(True)

    def end(self) -> None:
        """Both views are painted as they are now."""
        self._over.stop()
        if self.on:
            self._set(False)

    def _set(self, on: bool) -> None:
        self.on = on
        for canvas in self._canvases:
            if not sip.isdeleted(canvas):
                canvas.viewport().setUpdatesEnabled(not on)
