"""Which imagery belongs to a patch: its dates in order, and what there is to show for each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Collection, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.records import CLIPS, TILES, Scene
from .clips import Clip, clip_folder
from .tile_sources import is_agreed

BEFORE_DATE, AFTER_DATE = "QSX", "HSX"
BEFORE, AFTER, FURTHER = "before", "after", "further"
Box = Tuple[float, float, float, float]  # west, south, east, north


class PictureState(Enum):
    """Whether there is something to show for a date, and if not, why."""

    READY = "ready"
    NO_DATE = "no date"
    NO_SCENE = "no scene"
    UNCONFIRMED = "unconfirmed"
    NO_FILE = "no file"
    PRIVACY = "privacy"
    WAITING = "waiting"
    OFFLINE = "offline"
    ELSEWHERE = "elsewhere"
    UNREADABLE = "unreadable"
    NOT_PLACED = "not placed"


@dataclass(frozen=True)
class Picture:
    """The imagery of one date: ``scenes`` are those of the date; what is in the way concerns all of them.

    ``scenes`` of a picture that is ready are the files themselves: a folder of clips has become the patch's clips.
    ``place`` is where a picture without georeference is laid, in ``place_crs``: it is ``unregistered`` (未配准).
    """

    state: PictureState
    date: str = ""
    scenes: Tuple[Scene, ...] = ()
    place: Optional[Box] = None
    place_crs: str = ""

    @property
    def unregistered(self) -> bool:
        """True where the picture was laid on the ground by the shape of its frame alone."""
        return self.place is not None


@dataclass(frozen=True)
class ImageDate:
    """A date that can be looked at: ``role`` BEFORE, AFTER or FURTHER; no date but a ``title`` for undated tiles."""

    date: str
    role: str
    title: str = ""


def dates_of(attributes: Mapping[str, object], scenes: Sequence[Scene]) -> Tuple[ImageDate, ...]:
    """The dates of a patch in order: QSX and HSX, with an image or without; further scenes'; undated tiles last."""
    issued = [ImageDate(date, role) for field, role in ((BEFORE_DATE, BEFORE), (AFTER_DATE, AFTER))
              if (date := _iso(attributes.get(field)))]
    known = {each.date for each in issued}
    found: Dict[str, ImageDate] = {}
    undated: List[ImageDate] = []
    for scene in scenes:
        if scene.kind == CLIPS:
            for clip in _clips(scene, attributes):
                if clip.date:
                    found.setdefault(clip.date, ImageDate(clip.date, FURTHER))
        elif scene.date:
            found.setdefault(scene.date[:10], ImageDate(scene.date[:10], FURTHER, scene.title))
        elif not undated:
            undated.append(ImageDate("", FURTHER, scene.title))
    further = [each for date, each in found.items() if date not in known]
    return (*sorted((*issued, *further), key=lambda each: each.date), *undated)


def picture_of(attributes: Mapping[str, object], date_field: str, scenes: Sequence[Scene]) -> Picture:
    """The imagery of a patch at ``date_field`` (QSX or HSX), matched by its ISO date."""
    date = _iso(attributes.get(date_field))
    return picture_on(attributes, date, scenes) if date else Picture(PictureState.NO_DATE)


def picture_on(attributes: Mapping[str, object], date: str, scenes: Sequence[Scene]) -> Picture:
    """The imagery of a patch on an ISO date of `dates_of`; "" for the undated.

    A scene nobody has confirmed as 非涉密 is not shown, one whose file is gone cannot be, and an address is not asked
    before a person at this machine has agreed to it; none of them hides another scene of the same date.
    """
    of_date = tuple(scene for scene in scenes if _is_of(scene, attributes, date))
    if not of_date:
        gone = tuple(scene for scene in scenes if scene.kind == CLIPS and not Path(scene.path).is_dir())
        return Picture(PictureState.NO_FILE, date, gone) if gone and date else Picture(PictureState.NO_SCENE, date)
    confirmed = tuple(scene for scene in of_date if scene.unclassified)
    if not confirmed:
        return Picture(PictureState.UNCONFIRMED, date, of_date)
    there = tuple(found for scene in confirmed for found in _present(scene, attributes, date))
    if there:
        return Picture(PictureState.READY, date, there)
    tiles = tuple(scene for scene in confirmed if scene.kind == TILES)
    return Picture(PictureState.PRIVACY, date, tiles) if tiles else Picture(PictureState.NO_FILE, date, confirmed)


def ready(picture: Picture, scenes: Collection[Scene]) -> Picture:
    """The same picture of fewer scenes."""
    return replace(picture, state=PictureState.READY, scenes=tuple(scenes))


def _is_of(scene: Scene, attributes: Mapping[str, object], date: str) -> bool:
    if scene.kind == CLIPS:
        return bool(date) and any(clip.date == date for clip in _clips(scene, attributes))
    return scene.date[:10] == date


def _present(scene: Scene, attributes: Mapping[str, object], date: str) -> List[Scene]:
    if scene.kind == TILES:
        return [scene] if is_agreed(scene.path) else []
    if scene.kind == CLIPS:
        return [replace(scene, path=clip.path, date=date, title=Path(clip.path).stem)
                for clip in _clips(scene, attributes) if clip.date == date]
    return [scene] if Path(scene.path).exists() else []


def _clips(scene: Scene, attributes: Mapping[str, object]) -> Sequence[Clip]:
    return clip_folder(scene.path).clips_of(attributes)


def _iso(value: object) -> str:
    return str(value or "").strip()[:10]
