"""The mouse over a view: drags the line of the swipe, carries the lens, and leaves everything else to QGIS."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QObject, QPointF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QMouseEvent, QWheelEvent

from .view_picture import HANDLE_RADIUS, LEAST_LENS, MOST_LENS, Lens, Parting, ViewPicture

CLEAR_OF_DOUBT = 4.0
"""Pixels after which a drag has a direction."""
WHEEL_STEP = 120.0
LENS_STEP = 1.15


class SwipeDrag(QObject):
    """A drag with the left button moves the line; its first pixels say whether it stands upright or lies.

    While a map tool other than panning is in use, only drags that begin at the line are taken from it.
    """

    turned = pyqtSignal()  # the line lies, or stands upright again

    def __init__(self, canvas: QgsMapCanvas, picture: ViewPicture, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas, self._picture = canvas, picture
        self._pressed: Optional[QPointF] = None
        self._turning = False
        self.active = False

    def start(self) -> None:
        """The line upright in the middle of the view, its handle to be seen."""
        self.active = True
        viewport = self._canvas.viewport()
        viewport.installEventFilter(self)
        self._picture.part(Parting(viewport.width() / 2, viewport.height() / 2))

    def stop(self) -> None:
        """Leave the map whole."""
        self.active, self._pressed = False, None
        self._canvas.viewport().removeEventFilter(self)
        self._picture.part(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            return self._press(_place(event))
        if kind == QEvent.Type.MouseMove and self._pressed is not None:
            self._drag(_place(event))
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            self._pressed = None
            return True
        if kind == QEvent.Type.Resize:
            self._keep_inside()
        return False

    def _press(self, at: QPointF) -> bool:
        tool = self._canvas.mapTool()
        if tool is not None and not isinstance(tool, QgsMapToolPan) and not self._is_at_line(at):
            return False
        self._pressed, self._turning = at, True
        return True

    def _is_at_line(self, at: QPointF) -> bool:
        parting = self._picture.parting
        if parting is None:
            return False
        return abs((at.x() if parting.upright else at.y()) - parting.at) <= HANDLE_RADIUS

    def _drag(self, at: QPointF) -> None:
        parting, pressed = self._picture.parting, self._pressed
        if parting is None or pressed is None:
            return
        upright = parting.upright
        if self._turning:
            way = at - pressed
            if max(abs(way.x()), abs(way.y())) < CLEAR_OF_DOUBT:
                return
            upright, self._turning = abs(way.x()) >= abs(way.y()), False
        self._picture.part(Parting(at.x(), at.y(), True) if upright else Parting(at.y(), at.x(), False))
        if upright != parting.upright:
            self.turned.emit()

    def _keep_inside(self) -> None:
        parting, view = self._picture.parting, self._picture.boundingRect()
        if parting is not None:
            across, along = (view.width(), view.height()) if parting.upright else (view.height(), view.width())
            self._picture.part(Parting(min(parting.at, across), min(parting.grip, along), parting.upright))


class LensMouse(QObject):
    """Carries the lens with the mouse over one view; Shift and the wheel make it larger or smaller."""

    def __init__(self, canvas: QgsMapCanvas, picture: ViewPicture, radius: float, resized: Callable[[float], None],
                 parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas, self._picture, self._resized = canvas, picture, resized
        self.radius = radius
        self.active = False

    def start(self) -> None:
        """The lens at the mouse if it is over this view, else as soon as it comes."""
        self.active = True
        viewport = self._canvas.viewport()
        viewport.installEventFilter(self)
        if viewport.underMouse():
            self._carry(QPointF(viewport.mapFromGlobal(self._canvas.cursor().pos())))

    def stop(self) -> None:
        """Put it away."""
        self.active = False
        self._canvas.viewport().removeEventFilter(self)
        self._picture.look_through(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self._carry(_place(event))
        elif kind == QEvent.Type.Leave:
            self._picture.look_through(None)
        elif kind == QEvent.Type.Wheel and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._turn(event)
            return True
        return False

    def _carry(self, at: QPointF) -> None:
        self._picture.look_through(Lens(at, self.radius))

    def _turn(self, event: QWheelEvent) -> None:
        # Some systems turn the wheel sideways while Shift is held.
        turned = event.angleDelta().y() or event.angleDelta().x()
        self.radius = min(max(self.radius * LENS_STEP ** (turned / WHEEL_STEP), LEAST_LENS), MOST_LENS)
        self._resized(self.radius)
        if self._picture.lens is not None:
            self._carry(self._picture.lens.centre)


def _place(event: QMouseEvent) -> QPointF:
    """Where in the view, in parts of a pixel where Qt knows them."""
    return QPointF(event.localPos()) if hasattr(event, "localPos") else QPointF(event.position())
