"""Which imagery belongs to a patch: the scenes of its two dates, and their layers, kept outside the project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Dict, List, Mapping, Sequence, Tuple

from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer

from ..domain.records import Scene

BEFORE_DATE, AFTER_DATE = "QSX", "HSX"


class PictureState(Enum):
    """Whether there is something to show for a date, and if not, why."""

    READY = "ready"
    NO_DATE = "no date"
    NO_SCENE = "no scene"
    UNCONFIRMED = "unconfirmed"
    NO_FILE = "no file"


@dataclass(frozen=True)
class Picture:
    """The imagery of one date: ``scenes`` are those of the date; what is in the way concerns all of them."""

    state: PictureState
    date: str = ""
    scenes: Tuple[Scene, ...] = ()


def picture_of(attributes: Mapping[str, object], date_field: str, scenes: Sequence[Scene]) -> Picture:
    """The imagery of a patch at ``date_field`` (QSX or HSX), matched by its ISO date.

    A scene nobody has confirmed as 非涉密 is not shown, and one whose file is gone cannot be; neither hides
    another scene of the same date.
    """
    date = str(attributes.get(date_field) or "").strip()[:10]
    if not date:
        return Picture(PictureState.NO_DATE)
    of_date = tuple(scene for scene in scenes if scene.date[:10] == date)
    if not of_date:
        return Picture(PictureState.NO_SCENE, date)
    confirmed = tuple(scene for scene in of_date if scene.unclassified)
    if not confirmed:
        return Picture(PictureState.UNCONFIRMED, date, of_date)
    there = tuple(scene for scene in confirmed if Path(scene.path).exists())
    if not there:
        return Picture(PictureState.NO_FILE, date, confirmed)
    return Picture(PictureState.READY, date, there)


class SceneShelf:
    """Raster layers of scenes by path: opened once, never in the project's tree."""

    def __init__(self) -> None:
        self._layers: Dict[str, QgsRasterLayer] = {}

    def layers_of(self, picture: Picture, crs: QgsCoordinateReferenceSystem) -> List[QgsRasterLayer]:
        """The valid layers of a picture that is ready; an image without a CRS is taken to be in ``crs``."""
        if picture.state is not PictureState.READY:
            return []
        layers = [self._layer(scene, crs) for scene in picture.scenes]
        return [layer for layer in layers if layer.isValid()]

    def clear(self) -> None:
        """Close every image."""
        self._layers.clear()

    def _layer(self, scene: Scene, crs: QgsCoordinateReferenceSystem) -> QgsRasterLayer:
        if scene.path not in self._layers:
            self._layers[scene.path] = open_scene(scene, crs)
        return self._layers[scene.path]


def open_scene(scene: Scene, crs: QgsCoordinateReferenceSystem) -> QgsRasterLayer:
    """A raster layer of the scene, named by its title and date; ``crs`` where the file has none."""
    options = QgsRasterLayer.LayerOptions()
    options.skipCrsValidation = True
    title = scene.title or Path(scene.path).stem
    name = title if scene.date in title else f"{title} {scene.date}"
    layer = QgsRasterLayer(scene.path, name, "gdal", options)
    if layer.isValid() and not layer.crs().isValid():
        layer.setCrs(crs)
    return layer
