"""One line at the top of the map as soon as a drawing tool is in the hand: what to do with it, and how to end."""

from __future__ import annotations

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QLabel

from ..below_messages import BelowMessages

_ROWS_BELOW_TOP = 3
"""Below the dates of the pictures and the line for the remark of a sketch, which stand at the top."""


def how_to(name: str) -> str:
    """What is done with the tool of that name; empty for none we know."""
    return {
        "split": QCoreApplication.translate(
            "HowTo", "Click a line right across the parcel · Enter: done · Esc: cancel"),
        "cut_out": QCoreApplication.translate(
            "HowTo", "Click the outline of what is to be cut out · Enter: done · Esc: cancel"),
        "merge": QCoreApplication.translate("HowTo", "Click the neighbouring parcel to take it in · Esc: cancel"),
        "boundary": QCoreApplication.translate("HowTo", "Drag a place of the boundary between parcels · Esc: end"),
        "redraw_boundary": QCoreApplication.translate(
            "HowTo", "Click where the boundary is to run · Enter: done · Esc: cancel"),
        "actual": QCoreApplication.translate(
            "HowTo", "Click the outline of the actual parcel · Enter: done · Esc: cancel"),
        "own_patch": QCoreApplication.translate(
            "HowTo", "Click the outline of the new patch · Enter: done · Esc: cancel"),
        "sketch": QCoreApplication.translate(
            "HowTo", "Click a point, a line or an outline · Enter: write the remark · Esc: cancel"),
        "mark": QCoreApplication.translate(
            "HowTo", "For the return: click a point, a line or an outline · Enter: write the remark · Esc: back to the "
            "review"),
        "township": QCoreApplication.translate(
            "HowTo", "Write the township of this patch of your own · Enter: keep · Esc: leave it open"),
        "image_dates": QCoreApplication.translate(
            "HowTo", "Write the image dates before and after · Enter: keep · Esc: leave them as they are"),
        "measure": QCoreApplication.translate("HowTo", "Click places to measure · Enter: done · Esc: end"),
    }.get(name, "")


class HowToLine(QLabel):
    """In the middle above the map, whatever its size; it hides nothing from the mouse."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet("background: rgba(0, 0, 0, 190); color: white; padding: 3px 8px; border-radius: 3px;")
        self.hide()
        canvas.viewport().installEventFilter(self)
        self._room = BelowMessages(canvas, self)
        self._room.changed.connect(self._place)

    def say(self, text: str) -> None:
        """Show ``text``; nothing for no text."""
        self.setText(text)
        self.setVisible(bool(text))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        room = self.parentWidget().width()
        self.move(max(0, (room - self.width()) // 2),
                  self._room.height + _ROWS_BELOW_TOP * self.fontMetrics().height())
