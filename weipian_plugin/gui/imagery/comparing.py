"""The ways of comparing two dates on one map: swipe, blink while held, blink by a timer, and a lens."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..session import Session
from .date_views import DateViews
from .view_mouse import LensMouse, SwipeDrag
from .view_picture import LEAST_LENS, MOST_LENS

LEAST_BLINK_MS = 334
"""Never more than three changes in a second: flashing faster can harm people (WCAG 2.3.1)."""


class Comparing(QObject):
    """Says to the views what is looked at; the pictures come from there."""

    changed = pyqtSignal()

    def __init__(self, session: Session, views: DateViews, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session, self._views = session, views
        here, there = views.here, views.there
        self._drag = SwipeDrag(here.canvas, here, self)
        self._drag.turned.connect(self.changed)
        radius = float(min(max(session.settings.lens_radius, LEAST_LENS), MOST_LENS))
        self._lenses = tuple(LensMouse(each.canvas, each, radius, self._keep_radius, self) for each in (here, there))
        self._held = False
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._change_date)
        views.shown.connect(self._date_is_there)
        self._waiting = False

    @property
    def swiping(self) -> bool:
        """True while the main map is parted."""
        return self._drag.active

    @property
    def looking_through(self) -> bool:
        """True while the lens is out."""
        return self._lenses[0].active

    @property
    def blinking(self) -> bool:
        """True while the timer changes the dates."""
        return self._beat.isActive()

    def toggle_swipe(self) -> None:
        """Part the main map – before at the left or above, after at the right or below – or make it whole again."""
        if self.swiping:
            self._drag.stop()
        else:
            self._drag.start()
        self._tell()

    def toggle_lens(self) -> None:
        """A circle at the mouse that shows the other date, in either view."""
        for lens in self._lenses:
            if lens.active:
                lens.stop()
            else:
                lens.start()
        self._tell()

    def hold(self, on: bool) -> None:
        """The before image over the main map while held; if it is not ready yet nothing changes, never a blank."""
        self._held = on
        self._beat.stop()
        self._views.here.cover(on)
        self._tell()

    def toggle_timer(self) -> None:
        """Change the dates on the main map by themselves, as often as the options say, or stop with the after image."""
        if self.blinking:
            self._beat.stop()
            self._views.here.cover(False)
        else:
            self._beat.start(max(self._session.settings.blink_ms, LEAST_BLINK_MS))
            self._waiting = True
        self._tell()

    def stop(self) -> None:
        """Everything as it was: the map whole, showing its own date."""
        self._held = False
        self._beat.stop()
        self._drag.stop()
        for lens in self._lenses:
            lens.stop()
        self._views.here.cover(False)
        self._tell()

    def _change_date(self) -> None:
        here = self._views.here
        if not here.whole and (here.other is None or not here.other.exact):
            self._waiting = True
            return
        here.cover(not here.whole)
        self.changed.emit()

    def _date_is_there(self) -> None:
        """The first change comes as soon as there is something to change to; from then on the timer counts."""
        here = self._views.here
        if self.blinking and self._waiting and here.other is not None and here.other.exact:
            self._waiting = False
            self._beat.start()

    def _keep_radius(self, radius: float) -> None:
        self._session.settings.store(lens_radius=round(radius))
        for lens in self._lenses:
            lens.radius = radius

    def _tell(self) -> None:
        views = self._views
        views.comparing_leader = self.swiping or self.blinking or self._held or self.looking_through
        views.comparing_follower = self.looking_through
        views.look()
        self.changed.emit()
