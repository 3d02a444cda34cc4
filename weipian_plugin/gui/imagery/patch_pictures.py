"""The dated pictures of a patch: read from the workspace, laid on its ground, matched in brightness, as layers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Optional, Sequence, Set, Tuple

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...jobs.imagery.scene_shelf import SceneShelf
from ...jobs.imagery.scenes import FURTHER, ImageDate, Picture, PictureState, dates_of, picture_on
from ...jobs.imagery.stretch import PLAIN, Stretch
from ...jobs.imagery.stretch_book import StretchBook
from ...workspace.issued_places import issued_centre
from ..session import Session

Key = Tuple[object, ...]
NO_PICTURE = Picture(PictureState.NO_DATE)
KEPT_AHEAD = 8


@dataclass
class PatchDates:
    """A patch, its ground (in the workspace's CRS) and its dates in order; pictures are looked up as they are shown.

    ``point``: where a patch without a shape was issued to lie.
    """

    uuid: str = ""
    ground: Optional[QgsGeometry] = None
    wkb: Optional[bytes] = None
    dates: Tuple[ImageDate, ...] = ()
    pictures: Dict[int, Picture] = field(default_factory=dict)
    settled: Dict[int, Picture] = field(default_factory=dict)
    point: Optional[QgsGeometry] = None

    @property
    def place(self) -> Optional[QgsGeometry]:
        """Its ground, else its issued centre; ``None`` where nobody knows."""
        return self.ground if self.ground is not None else self.point

    def place_of(self, role: str) -> Optional[int]:
        """Which of the dates has this role; ``None`` where the patch has no such date."""
        return next((place for place, each in enumerate(self.dates) if each.role == role), None)


class PatchPictures(QObject):
    """Opens what the views need, of the patch on the table and of the next ones; nothing of it is in the project."""

    matched = pyqtSignal()  # brightness became known
    outdated = pyqtSignal()  # a source answered, or does not

    def __init__(self, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shelf = SceneShelf(self)
        self._book = StretchBook(self)
        self._ahead: Dict[str, PatchDates] = {}
        self._asked: Set[object] = set()
        self._until_then: Dict[str, Dict[str, Stretch]] = {}
        self.by_hand: Dict[str, Tuple[int, int]] = {}
        self._shelf.changed.connect(self._look_again)
        self._book.ready.connect(self._tell_ready)

    def crs(self) -> QgsCoordinateReferenceSystem:
        """The CRS in which the patches lie."""
        workspace = self._session.workspace
        return QgsCoordinateReferenceSystem(workspace.crs_authid if workspace is not None else "")

    def read(self, uuid: str) -> PatchDates:
        """The patch as it is now. Raises what the workspace raises."""
        workspace = self._session.workspace
        if workspace is None or not uuid:
            return PatchDates()
        parcel = workspace.parcel(uuid)
        ground = None
        if parcel.wkb is not None:
            ground = QgsGeometry()
            ground.fromWkb(parcel.wkb)
        centre = issued_centre(parcel.attributes, workspace.crs_authid) if ground is None else None
        point = QgsGeometry.fromPointXY(QgsPointXY(*centre)) if centre is not None else None
        scenes, box = workspace.scenes(), _box(PatchDates(uuid, ground, point=point))
        dates = dates_of(parcel.attributes, scenes if box is None else self._shelf.reaching(scenes, box, self.crs()))
        found = PatchDates(uuid, ground, parcel.wkb, dates, point=point)
        for place, each in enumerate(dates):
            found.pictures[place] = picture_on(parcel.attributes, each.date, scenes)
        return found

    def has_changed(self, patch: PatchDates) -> bool:
        """Has the patch another shape, or other dates, than when it was read? Raises what the workspace raises."""
        workspace = self._session.workspace
        if workspace is None or not patch.uuid:
            return False
        parcel = workspace.parcel(patch.uuid)
        return parcel.wkb != patch.wkb or dates_of(parcel.attributes, ()) != tuple(
            each for each in patch.dates if each.role != FURTHER)

    def read_ahead(self, uuid: str) -> PatchDates:
        """The patch as it was when it was first looked at, a few patches before its turn."""
        if uuid not in self._ahead:
            while len(self._ahead) >= KEPT_AHEAD:
                del self._ahead[next(iter(self._ahead))]
            self._ahead[uuid] = self.read(uuid)
        return self._ahead[uuid]

    def picture(self, patch: PatchDates, place: Optional[int]) -> Picture:
        """What there is of one of the dates, once its files have been looked into."""
        if place is None or place not in patch.pictures:
            return NO_PICTURE
        if place not in patch.settled:
            picture = patch.pictures[place]
            if picture.state is PictureState.READY:
                picture = self._shelf.settled(picture, self.crs(), _box(patch))
            patch.settled[place] = picture
        return patch.settled[place]

    def layers(self, patch: PatchDates, place: Optional[int], shown: Sequence[Optional[int]],
               matched: bool) -> Optional[List[QgsRasterLayer]]:
        """Top first, none where there is nothing to show; ``None`` while its brightness is being matched.

        ``shown`` are the places whose brightness is matched, the first one to be followed by the others. A date that
        was shown already stays as bright as it was while it is matched with another one.
        """
        picture = self.picture(patch, place)
        if picture.state is not PictureState.READY:
            return []
        stretches = self._stretches(patch, shown, matched)
        if stretches is None:
            stretches = self._until_then.get(patch.uuid, {})
            if picture.date not in stretches:
                return None
        stretch = stretches.get(picture.date, PLAIN)
        if picture.date in self.by_hand:
            stretch = stretch.by_hand(*self.by_hand[picture.date])
        return list(self._shelf.layers_of(picture, self.crs(), stretch))

    @property
    def waiting(self) -> bool:
        """True while the brightness of anything is being matched."""
        return bool(self._asked)

    def told(self, picture: Picture) -> str:
        """What the server of a picture said that cannot be shown."""
        return str(self._shelf.told(picture))

    def forget_ahead(self, uuid: str = "") -> None:
        """What was read of this patch before its turn, or of all, holds no longer."""
        if uuid:
            self._ahead.pop(uuid, None)
        else:
            self._ahead.clear()

    def close(self) -> None:
        """Let go of all files; another workspace may follow."""
        self._ahead.clear()
        self._asked.clear()
        self._until_then.clear()
        self.by_hand.clear()
        self._book.forget()
        self._shelf.clear()
        workspace = self._session.workspace
        if workspace is not None:
            with self._session.guard():
                self._shelf.warm(workspace.scenes())

    def shut_down(self) -> None:
        """For the plugin's unload: no thread and no file stays."""
        self._shelf.changed.disconnect(self._look_again)
        self._book.ready.disconnect(self._tell_ready)
        self._ahead.clear()
        self._book.shut_down()
        self._shelf.shut_down()

    def _stretches(self, patch: PatchDates, shown: Sequence[Optional[int]],
                   matched: bool) -> Optional[Mapping[str, Stretch]]:
        pictures = {}
        for place in shown:
            picture = self.picture(patch, place)
            if picture.state is PictureState.READY:
                pictures[picture.date] = picture
        if not pictures:
            return {}
        key = (patch.uuid, tuple(pictures.values()), matched)
        found: Optional[Mapping[str, Stretch]] = self._book.stretches(key, pictures, patch.ground, self.crs(),
                                                                      matched=matched)
        if found is None:
            self._asked.add(key)
        else:
            self._remember(patch.uuid, found)
        return found

    def _remember(self, uuid: str, found: Mapping[str, Stretch]) -> None:
        """How bright the dates of a patch are shown now: so they stay until they are matched with others."""
        self._until_then[uuid] = {**self._until_then.pop(uuid, {}), **found}
        while len(self._until_then) > KEPT_AHEAD:
            del self._until_then[next(iter(self._until_then))]

    def _tell_ready(self, key: object) -> None:
        self._asked.discard(key)
        self.matched.emit()

    def _look_again(self, *_what: object) -> None:
        self._ahead.clear()
        self.outdated.emit()


def _box(patch: PatchDates) -> Optional[QgsRectangle]:
    return patch.place.boundingBox() if patch.place is not None else None
