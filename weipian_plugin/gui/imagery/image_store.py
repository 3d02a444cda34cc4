"""Every picture is rendered once: kept within a number of bytes, wanted ones first, the next patches' after them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .rendering import Key, MapImage, Rendering, Wish

MEBIBYTE = 1024 * 1024
AGAIN_MS, TRIES = 3000, 3
"""What was read badly (a server that was late) is read again after so long, so many times before a person asks."""


class ImageStore(QObject):
    """Places (a view's picture of a date) each have one wish; what is there is handed out at once, the rest comes.

    Pictures ahead of need are rendered one at a time while nobody waits, and given up for anybody who does.
    """

    ready = pyqtSignal()

    def __init__(self, limit_bytes: int, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.limit_bytes = limit_bytes
        self.renderings = 0
        self._images: OrderedDict[Key, MapImage] = OrderedDict()
        self._places: Dict[str, Wish] = {}
        self._ahead: List[Wish] = []
        self._running: Dict[Key, Rendering] = {}
        self._ending: Set[Rendering] = set()
        self._ended: List[Rendering] = []
        self._failed: Dict[Key, int] = {}
        self._turn = self._soon(self._go_on)
        self._later = self._soon(self._read_failed_again, AGAIN_MS)
        self._let_go = self._soon(self._ended.clear)

    def _soon(self, slot: Callable[[], None], milliseconds: int = 0) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    @property
    def size_bytes(self) -> int:
        """Memory of all images kept."""
        return sum(image.size_bytes for image in self._images.values())

    @property
    def busy(self) -> bool:
        """True while anything is rendered or waits for it."""
        return bool(self._running or self._turn.isActive())

    def want(self, wishes: Mapping[str, Wish]) -> None:
        """What each place wants from now on: rendered unless it is there; nothing else is any more."""
        before = self._wanted()
        self._places = dict(wishes)
        self._give_up_unwanted()
        for wish in self._places.values():
            is_there = wish.key in self._images and (wish.key in before or wish.key not in self._failed)
            if not is_there and wish.key not in self._running:
                self._start(wish)

    def try_again(self) -> None:
        """What was read badly is read once more, now where it is wanted; until then it stays as it is."""
        self._failed = dict.fromkeys(self._failed, 0)
        self._read_failed_again()

    def _read_failed_again(self) -> None:
        for wish in self._places.values():
            if wish.key in self._failed and wish.key not in self._running:
                self._start(wish)

    def exact(self, key: Key) -> Optional[MapImage]:
        """The image of this key, if it is there."""
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        return image

    def nearest(self, wish: Wish) -> Optional[MapImage]:
        """Of the images of the same subject the one with most of this ground, then the finest; unrotated views only."""
        settings = wish.settings
        if settings.rotation():
            return None
        subject, crs = wish.subject, settings.destinationCrs()
        named = crs.authid() or crs.toWkt()
        best: Tuple[float, float] = (0.0, 0.0)
        found = None
        for image in self._images.values():
            if image.subject != subject or image.crs != named or image.rotation:
                continue
            shared = image.extent.intersect(settings.visibleExtent())
            if shared.isEmpty():
                continue  # where nothing is shared the area is 0 in QGIS 3.22, but infinite in 3.40
            rank = (round(shared.area() / settings.visibleExtent().area(), 2), -image.extent.area())
            if rank[0] > 0 and (found is None or rank > best):
                best, found = rank, image
        return found

    def prefetch(self, wishes: Sequence[Wish]) -> None:
        """Render these, first ones first, as far as they fit in memory; what was to be fetched before is given up."""
        self._ahead = list(wishes)
        self._give_up_unwanted()
        self._turn.start()

    def set_limit(self, limit_bytes: int) -> None:
        """Keep no more than this from now on (what is on the screen always stays)."""
        if limit_bytes != self.limit_bytes:
            self.limit_bytes = limit_bytes
            self._make_room()

    def forget(self) -> None:
        """Drop everything, when the workspace closes or a patch must not be seen any more."""
        self._places.clear()
        self._ahead = []
        self._give_up_unwanted()
        self._images.clear()
        self._failed.clear()

    def shut_down(self) -> None:
        """Drop everything, and wait for what still runs: no thread may outlive the layers."""
        self._turn.stop()
        self._later.stop()
        self._let_go.stop()
        for rendering in (*self._running.values(), *self._ending, *self._ended):
            rendering.stop()
        self._running.clear()
        self._ending.clear()
        self._ended.clear()
        self._places.clear()
        self._ahead = []
        self._images.clear()

    def _wanted(self) -> Set[Key]:
        return {wish.key for wish in self._places.values()}

    def _somebody_waits(self) -> bool:
        return any(wish.key not in self._images for wish in self._places.values())

    def _give_up_unwanted(self) -> None:
        """Cancel what nobody wants, and what is only fetched ahead as soon as somebody waits."""
        wanted = self._wanted()
        if not self._somebody_waits():
            wanted |= {wish.key for wish in self._ahead}
        for key in [key for key in self._running if key not in wanted]:
            rendering = self._running.pop(key)
            self._ending.add(rendering)
            rendering.cancel()

    def _start(self, wish: Wish) -> None:
        self.renderings += 1
        rendering = Rendering(wish)
        rendering.ended.connect(self._take)
        self._running[wish.key] = rendering
        rendering.start()

    def _take(self, rendering: Rendering) -> None:
        key = rendering.wish.key
        if self._running.get(key) is rendering:
            del self._running[key]
            self._images[key] = rendering.image()
            self._note_failed(key)
            self._make_room()
            if key in self._wanted():
                self.ready.emit()
        # It is still telling that it ended: let go of it afterwards.
        self._ending.discard(rendering)
        self._ended.append(rendering)
        self._let_go.start()
        self._turn.start()

    def _note_failed(self, key: Key) -> None:
        if not self._images[key].complaints:
            self._failed.pop(key, None)
            return
        self._failed[key] = self._failed.get(key, 0) + 1
        if self._failed[key] < TRIES and key in self._wanted():
            self._later.start()

    def _go_on(self) -> None:
        """Fetch the next picture ahead, unless somebody waits or there is no room for it."""
        if self._running or self._somebody_waits():
            return
        keep = [wish for wish in self._places.values() if wish.key in self._images]
        taken = sum(wish.size_bytes for wish in keep)
        for wish in self._ahead:
            taken += wish.size_bytes
            if taken > self.limit_bytes:
                return
            if wish.key not in self._images:
                self._start(wish)
                return

    def _make_room(self) -> None:
        """Oldest first; what is on the screen stays, what was fetched ahead goes last."""
        wanted = self._wanted()
        ahead = {wish.key for wish in self._ahead}
        excess = self.size_bytes - self.limit_bytes
        for spared in (wanted | ahead, wanted):
            for key in [key for key in self._images if key not in spared]:
                if excess <= 0:
                    return
                excess -= self._images.pop(key).size_bytes
                self._failed.pop(key, None)
