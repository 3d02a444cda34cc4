"""Both views' pictures: which date stands where, rendered once, and the next patches' before they are asked for."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Tuple

from qgis.core import (
    QgsCoordinateTransform,
    QgsMapLayer,
    QgsMapSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...jobs.imagery.scenes import AFTER, BEFORE
from ..session import Session
from ..settings import Settings
from .image_store import MEBIBYTE, ImageStore
from .linked_views import LinkedViews
from .patch_pictures import PatchDates, PatchPictures
from .rendering import GROUND, TRANSPARENT, MapImage, Wish, wish_for
from .still_views import StillViews
from .view_extents import ahead, surroundings
from .view_picture import Shown, ViewPicture

AHEAD = 3
PICTURES_OF_PATCH = 3
"""After and before where they stand, and before where it is compared."""
IDLE_MS, CALM_MS = 40, 10
"""How long a view has been complete before the next ones are fetched; how long a canvas may still change its mind."""
LEADER_OWN, LEADER_OTHER, FOLLOWER_OWN, FOLLOWER_OTHER = "after here", "before here", "before there", "after there"


class DateViews(QObject):
    """The after image in the leader (unless the project shows it there), the before image in the follower, and each
    date ready for the other view where it is compared there. Renders nothing twice and never for a mouse that moves.
    """

    shown = pyqtSignal()

    def __init__(self, session: Session, links: LinkedViews, pictures: PatchPictures,
                 parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session, self._links, self._pictures = session, links, pictures
        self._leader, self._follower = links.leader, links.follower
        self.patch = PatchDates()
        self.before: Optional[int] = None
        self.after: Optional[int] = None
        self.comparing_leader = self.comparing_follower = False
        self.store = ImageStore(session.settings.image_cache_mb * MEBIBYTE, self)
        self._vector_store = ImageStore(0, self)
        self._version = 0
        self.here, self.there = ViewPicture(self._leader), ViewPicture(self._follower)
        self._still = StillViews((self._leader, self._follower), self)
        self._look_soon = self._timer(0, self.look)
        self._vectors_soon = self._timer(CALM_MS, self._render_vectors)
        self._idle = self._timer(IDLE_MS, self._begin_ahead)
        self._one_ahead = self._timer(0, self._read_one_ahead)
        self.map_is_due = False  # QGIS's own map is to be drawn where the leader is now
        self._rests_around = False  # what QGIS draws around its own map
        self._to_read: List[str] = []
        self._ahead: List[Wish] = []
        self._last_vectors: Optional[MapImage] = None
        self._connect()

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _connect(self) -> None:
        self.store.ready.connect(self.look_soon)
        self._vector_store.ready.connect(self.look_soon)
        for signal in self._leader_signals():
            signal.connect(self.look_soon)
        self._leader.renderStarting.connect(self._map_is_drawn)
        self._follower.extentsChanged.connect(self.look_soon)
        self._pictures.matched.connect(self.look_soon)
        QgsProject.instance().layersWillBeRemoved.connect(self._let_go_of_vectors)

    def _leader_signals(self) -> Tuple[Any, ...]:
        leader = self._leader
        return (leader.extentsChanged, leader.rotationChanged, leader.destinationCrsChanged, leader.layersChanged)

    def look_soon(self, *_why: object) -> None:
        """Look again when the event loop turns: several reasons at once are one."""
        self._look_soon.start()

    def go(self) -> None:
        """Look at another patch: nothing is painted of it before all is there, unless that takes too long."""
        self.look()
        if not self.complete:
            self._still.begin()

    def look(self) -> None:
        """Bring both views' pictures up to date: what is ready is painted, what is not is rendered."""
        self._look_soon.stop()
        wanted = self._wanted()
        self.store.set_limit(self._limit_bytes(wanted))
        self.store.want({name: wish for name, wish in wanted.items() if wish is not None})
        shown = {name: self._shown(wish) for name, wish in wanted.items()}
        vectors = self._vectors() if LEADER_OWN in shown or LEADER_OTHER in shown else None
        self.here.show_dates(shown.get(LEADER_OWN), shown.get(LEADER_OTHER), vectors)
        self.there.show_dates(shown.get(FOLLOWER_OWN), shown.get(FOLLOWER_OTHER), None)
        if self.complete:
            self._still.end()
        self._let_map_wait()
        self._idle.start()
        self.shown.emit()

    def _limit_bytes(self, wanted: Dict[str, Optional[Wish]]) -> int:
        """What the person allows. Who never set it has room for the patch on the table and the next ones, however large
        the screen is: at 4K one picture alone takes some 30 MB.
        """
        settings = self._session.settings
        limit = settings.image_cache_mb * MEBIBYTE
        if settings.image_cache_mb != Settings.image_cache_mb:
            return limit
        largest = max((wish.size_bytes for wish in wanted.values() if wish is not None), default=0)
        return max(limit, largest * PICTURES_OF_PATCH * (AHEAD + 2))

    def _let_map_wait(self) -> None:
        """What lies under our picture is drawn when it is seen again: on a large screen putting it together alone keeps
        the window for a tenth of a second.
        """
        covered = self.here.own is not None
        self._let_maps_around_rest(covered)
        if self.map_is_due and not covered:
            self._draw_map()

    def _let_maps_around_rest(self, on: bool) -> None:
        """The eight maps that QGIS draws around its own, for a hand that drags it, are not seen under ours at all."""
        if on and self._leader.previewJobsEnabled():
            self._leader.setPreviewJobsEnabled(False)
            self._rests_around = True
        elif not on and self._rests_around:
            self._leader.setPreviewJobsEnabled(True)
            self._rests_around = False

    def _draw_map(self) -> None:
        self.map_is_due = False
        self._leader.refresh()
        if self._vectors_soon.isActive():
            self._vectors_soon.start()  # once, after QGIS has begun

    def _wanted(self) -> Dict[str, Optional[Wish]]:
        """By place, what it is to show; ``None`` where that cannot be said yet, no place where there is nothing."""
        leader, follower = self._leader.mapSettings(), self._links.seen_follower
        views: Dict[str, QgsMapSettings] = {}
        if self.paints_after:
            views[LEADER_OWN] = leader
        if self.comparing_leader:
            views[LEADER_OTHER] = leader
        if follower is not None:
            views[FOLLOWER_OWN] = follower
            if self.comparing_follower:
                views[FOLLOWER_OTHER] = follower
        return self._wishes(self.patch, {name: view for name, view in views.items() if view.hasValidSettings()})

    def _wishes(self, patch: PatchDates, views: Dict[str, QgsMapSettings]) -> Dict[str, Optional[Wish]]:
        after, before = (self.after, self.before) if patch is self.patch else (
            patch.place_of(AFTER), patch.place_of(BEFORE))
        wishes: Dict[str, Optional[Wish]] = {}
        for name, view in views.items():
            place = after if name in (LEADER_OWN, FOLLOWER_OTHER) else before
            canvas = self._follower if name in (FOLLOWER_OWN, FOLLOWER_OTHER) else self._leader
            layers = self._pictures.layers(patch, place, (after, before), self._session.settings.match_dates)
            if layers is None:
                wishes[name] = None
            elif layers:
                wishes[name] = wish_for(view, layers, canvas.devicePixelRatioF(), canvas.canvasColor())
        return wishes

    def _shown(self, wish: Optional[Wish]) -> Shown:
        if wish is None:
            return Shown(None, False)
        image = self.store.exact(wish.key)
        return Shown(image, True) if image is not None else Shown(self.store.nearest(wish), False)

    @property
    def paints_after(self) -> bool:
        """True where the leader shows the after image by us: in 判读 mode, unless the project shows it."""
        return self._session.interpreting and not self.after_is_on_map()

    def after_is_on_map(self) -> bool:
        """True where a visible layer of the project is the after image."""
        sources = {layer.source() for layer in self._leader.layers() if isinstance(layer, QgsRasterLayer)}
        picture = self._pictures.picture(self.patch, self.after)
        return bool(sources) and any(scene.path in sources for scene in picture.scenes)

    @property
    def complete(self) -> bool:
        """True where every view shows what it is to show, to the pixel."""
        shown = (self.here.own, self.here.other, self.there.own, self.there.other)
        return all(each is None or each.exact for each in shown)

    def forget(self) -> None:
        """Another workspace, or something may not be seen any more: no picture stays."""
        self.store.forget()
        self._vector_store.forget()
        self._pictures.forget_ahead()
        self._stop_ahead()
        self._last_vectors = None
        self.here.show_dates(None, None, None)
        self.there.show_dates(None, None, None)
        self._still.end()

    def shut_down(self) -> None:
        """Take everything off both canvases and wait for what is rendered."""
        for timer in (self._look_soon, self._vectors_soon, self._idle, self._one_ahead):
            timer.stop()
        self._still.end()
        if self.map_is_due:
            self._draw_map()
        self._let_maps_around_rest(False)
        for signal in self._leader_signals():
            signal.disconnect(self.look_soon)
        self._leader.renderStarting.disconnect(self._map_is_drawn)
        self._follower.extentsChanged.disconnect(self.look_soon)
        self._pictures.matched.disconnect(self.look_soon)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._let_go_of_vectors)
        for store in (self.store, self._vector_store):
            store.ready.disconnect(self.look_soon)
            store.shut_down()
        for picture in (self.here, self.there):
            picture.show_dates(None, None, None)
            picture.canvas.scene().removeItem(picture)

    # What lies on the leader's pictures: the project's vector layers, as QGIS draws them.

    def _map_is_drawn(self) -> None:
        """QGIS draws its map anew: whatever was the reason, ours on top of the picture is as old."""
        self._version += 1
        if self.here.own is not None or self.here.other is not None:
            self._vectors_soon.start()

    def _vector_wish(self) -> Optional[Wish]:
        view = self._leader.mapSettings()
        layers: List[QgsMapLayer] = [layer for layer in view.layers() if isinstance(layer, QgsVectorLayer)]
        if not layers:
            return None
        return wish_for(view, layers, self._leader.devicePixelRatioF(), TRANSPARENT, self._version)

    def _vectors(self) -> Optional[Shown]:
        wish = self._vector_wish()
        if wish is None:
            self._last_vectors = None
            return None
        image = self._vector_store.exact(wish.key)
        if image is not None:
            self._last_vectors = image
            return Shown(image, True)
        self._vectors_soon.start()
        last = self._last_vectors
        if last is None or last.rotation or wish.settings.rotation():
            return None
        # Drawn a moment ago for the same view: it stays until it is drawn anew.
        return Shown(last, last.key[:GROUND] == wish.key[:GROUND])

    def _render_vectors(self) -> None:
        """After the pictures on which they lie: what is looked at first is rendered first."""
        if not self.complete:
            return  # asked for again when the pictures are there
        wish = self._vector_wish()
        self._vector_store.want({"vectors": wish} if wish is not None else {})

    def _let_go_of_vectors(self, _ids: object) -> None:
        self._vector_store.want({})
        self._vectors_soon.start()
        self.look_soon()  # of the last layers a canvas does not tell that they are gone

    # The next patches.

    def _begin_ahead(self) -> None:
        """Both views are complete for a moment: the other date here, then what the next patches will show."""
        if not self.complete or not self._session.interpreting or not self._session.settings.prefetch:
            return
        self._to_read = self._session.coming(AHEAD)
        leader = self._leader.mapSettings()
        self._ahead = _known(self._wishes(self.patch, {LEADER_OTHER: leader}))
        self._one_ahead.start()

    def _read_one_ahead(self) -> None:
        """One patch in a turn of the event loop, so that no key waits for three."""
        if not self._to_read:
            self.store.prefetch(self._ahead)
            return
        with self._session.guard():
            self._ahead += self._next_wishes(self._to_read.pop(0))
        self._one_ahead.start()

    def _next_wishes(self, uuid: str) -> List[Wish]:
        patch = self._pictures.read_ahead(uuid)
        extent = self.extent_of(patch, kept_scale=self._session.settings.keep_scale)
        if extent is None:
            return []
        leader, follower = ahead(extent, self._leader.mapSettings(), self._links.seen_follower)
        views: Dict[str, QgsMapSettings] = {LEADER_OWN: leader} if self.paints_after else {}
        if follower is not None:
            views[FOLLOWER_OWN] = follower
        views[LEADER_OTHER] = leader
        return _known(self._wishes(patch, views))

    def _stop_ahead(self) -> None:
        self._to_read, self._ahead = [], []
        self._idle.stop()
        self._one_ahead.stop()
        self.store.prefetch([])

    def grounds_of(self, patch: PatchDates) -> Optional[Tuple[QgsRectangle, QgsRectangle]]:
        """The surroundings in which a patch is judged, and itself, in the leader's CRS."""
        if patch.place is None or patch.place.isEmpty():
            return None
        ground = patch.place.boundingBox()
        to_leader = QgsCoordinateTransform(self._pictures.crs(), self._leader.mapSettings().destinationCrs(),
                                           QgsProject.instance())
        return to_leader.transformBoundingBox(surroundings(ground)), to_leader.transformBoundingBox(ground)

    def extent_of(self, patch: PatchDates, kept_scale: bool) -> Optional[QgsRectangle]:
        """What the leader shows when it goes to this patch."""
        grounds = self.grounds_of(patch)
        if grounds is None:
            return None
        return self._links.filling(*grounds, pixel=self._leader.mapUnitsPerPixel() if kept_scale else None)


def _known(wishes: Dict[str, Optional[Wish]]) -> List[Wish]:
    return [wish for wish in wishes.values() if wish is not None]
