"""The layers of scenes: opened once, kept outside the project, one for each scene and stretch, never changed again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple
from weakref import WeakSet

from qgis.core import (  # type: ignore[attr-defined]
    Qgis,
    QgsContrastEnhancement,
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsMultiBandColorRenderer,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.records import CLIPS, TILES, Scene
from .chip import carried, fitting_chip, map_crs
from .clips import clip_folder, forget_listings
from .scene_files import RasterFile, described, forget_descriptions, look_into, without_sidecars
from .scenes import Picture, PictureState, ready
from .stretch import PLAIN, Range, Stretch
from .tile_servers import ANSWERS, ASKING, TileServers
from .tile_sources import is_xyz

MOST_LAYERS = 96
"""Open layers that are kept: each holds a file open."""
STOP_SECONDS = 5.0
"""How long unloading waits for a folder that is being listed."""

LayerKey = Tuple[str, str, Stretch]


class SceneShelf(QObject):
    """Raster layers of scenes. ``changed``: a server has answered, or does not; what is shown is to be asked again."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._files: Dict[str, Optional[RasterFile]] = {}
        self._layers: OrderedDict[LayerKey, QgsRasterLayer] = OrderedDict()
        self._plain: OrderedDict[str, QgsRasterLayer] = OrderedDict()
        self._opened: WeakSet[QgsRasterLayer] = WeakSet()
        self._listing: List[threading.Thread] = []
        self._ended = threading.Event()
        self._servers = TileServers(self)
        self._servers.changed.connect(self.changed)

    def settled(self, picture: Picture, crs: QgsCoordinateReferenceSystem,
                patch: Optional[QgsRectangle] = None) -> Picture:
        """The picture of the scenes that show ``patch`` (its box in ``crs``), best placed first, or what is in the way.

        Files come before clips, registered clips before one that is laid on the chip's frame by its shape alone (only
        where nothing else is there), and a server is asked only for what no file shows.
        """
        if picture.state is not PictureState.READY:
            return picture
        files = [scene for scene in picture.scenes if scene.kind != TILES]
        readable = [scene for scene in files if self._file(scene.path) is not None]
        registered = [scene for scene in readable if self._place(scene) is not None]
        reaching = self._nearest_first(registered, patch, crs)
        if reaching:
            return ready(picture, reaching)
        for scene in readable:
            if scene not in registered and patch is not None:
                laid = self._laid(picture, scene, patch, crs)
                if laid is not None:
                    return laid
        tiles = [scene for scene in picture.scenes if scene.kind == TILES]
        if tiles:
            return self._asked(picture, tiles)
        return replace(picture, state=_trouble(readable, registered))

    def layers_of(self, picture: Picture, crs: QgsCoordinateReferenceSystem,
                  stretch: Optional[Stretch] = None) -> List[QgsRasterLayer]:
        """The valid layers of a picture that is ready, from the top; an image without a CRS is taken to be in ``crs``.

        The same layers for the same question, as long as they are among the last `MOST_LAYERS`.
        """
        if picture.state is not PictureState.READY:
            return []
        layers = [self._layer(scene, picture, crs, stretch or PLAIN) for scene in picture.scenes]
        return [layer for layer in layers if layer is not None and layer.isValid()]

    def reaching(self, scenes: Sequence[Scene], patch: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> List[Scene]:
        """The scenes without those known to lie elsewhere; files that cannot be read stay, so that it is said."""
        return [scene for scene in scenes if scene.kind in (CLIPS, TILES) or self._file(scene.path) is None
                or self._place(scene) is None or self._reaches(scene, patch, crs)]

    def told(self, picture: Picture) -> str:
        """What the server of a picture that is OFFLINE said ("HTTP 403"), empty where it said nothing."""
        return next((told for scene in picture.scenes if (told := self._servers.told(scene.path))), "")

    def warm(self, scenes: Sequence[Scene]) -> None:
        """List the folders of clips in a thread, so that the first patch does not wait for them."""
        folders = [scene.path for scene in scenes if scene.kind == CLIPS and scene.unclassified]
        if folders:
            self._listing = [thread for thread in self._listing if thread.is_alive()]
            self._listing.append(threading.Thread(target=self._list, args=(folders,), daemon=True))
            self._listing[-1].start()

    def _list(self, folders: Sequence[str]) -> None:
        for folder in folders:
            if not self._ended.is_set():
                clip_folder(folder)

    def clear(self) -> None:
        """Close every image, and look at files, folders and servers anew."""
        self._layers.clear()
        self._plain.clear()
        self._files.clear()
        self._servers.forget()
        forget_listings()
        forget_descriptions()

    def shut_down(self) -> None:
        """For unloading: no thread, no layer and no image stays open, whoever still holds one in Python.

        GDAL aborts QGIS when it ends before a description that is open. Nothing may be rendering any more.
        """
        self._ended.set()
        for thread in self._listing:
            thread.join(STOP_SECONDS)
        self._servers.shut_down()
        for layer in list(self._opened):
            if not sip.isdeleted(layer):
                sip.delete(layer)
        self.clear()

    def _file(self, path: str) -> Optional[RasterFile]:
        """What is known of a file; one that could not be read is tried again, one that is gone is forgotten."""
        if self._files.get(path) is None:
            self._files[path] = look_into(path)
        return self._files[path]

    def _place(self, scene: Scene) -> Optional[QgsRectangle]:
        file = self._file(scene.path)
        return QgsRectangle(*file.box) if file is not None and file.box is not None else None

    def _ground(self, scene: Scene, crs: QgsCoordinateReferenceSystem) -> Optional[QgsRectangle]:
        file, place = self._file(scene.path), self._place(scene)
        if file is None or place is None:
            return None
        try:
            return carried(place, file.crs(), crs)
        except QgsCsException:
            return None

    def _reaches(self, scene: Scene, patch: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> bool:
        ground = self._ground(scene, crs)
        return ground is not None and ground.intersects(patch)

    def _nearest_first(self, scenes: Sequence[Scene], patch: Optional[QgsRectangle],
                       crs: QgsCoordinateReferenceSystem) -> List[Scene]:
        """Of overlapping tiles the one in which the patch lies deepest on top: the edges of tiles are black or torn."""
        if patch is None:
            return list(scenes)
        centre, found = patch.center(), []
        for number, scene in enumerate(scenes):
            ground = self._ground(scene, crs)
            if ground is not None and ground.intersects(patch):
                depth = min(centre.x() - ground.xMinimum(), ground.xMaximum() - centre.x(),
                            centre.y() - ground.yMinimum(), ground.yMaximum() - centre.y())
                found.append((scene.kind == CLIPS, -depth, number, scene))
        return [each[-1] for each in sorted(found, key=lambda each: each[:3])]

    def _laid(self, picture: Picture, scene: Scene, patch: QgsRectangle,
              crs: QgsCoordinateReferenceSystem) -> Optional[Picture]:
        """A clip without georeference on the chip's extent, if its frame has that shape."""
        file = self._file(scene.path)
        if file is None or scene.kind != CLIPS:
            return None
        plane = map_crs(crs, patch)
        extent = fitting_chip(carried(patch, crs, plane), file.columns, file.rows)
        if extent is None:
            return None
        place = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
        return replace(ready(picture, (scene,)), place=place, place_crs=plane.authid() or plane.toWkt())

    def _asked(self, picture: Picture, tiles: List[Scene]) -> Picture:
        answers = [self._servers.state_of(scene.path) for scene in tiles]
        there = [scene for scene, answer in zip(tiles, answers) if answer == ANSWERS]
        if there:
            return ready(picture, there)
        state = PictureState.WAITING if ASKING in answers else PictureState.OFFLINE
        return replace(picture, state=state, scenes=tuple(tiles))

    def _layer(self, scene: Scene, picture: Picture, crs: QgsCoordinateReferenceSystem,
               stretch: Stretch) -> Optional[QgsRasterLayer]:
        key = (scene.path, str(picture.place) + crs.authid(), Stretch(((scene.path, stretch.of(scene.path)),),
                                                                      stretch.brightness, stretch.contrast))
        if key not in self._layers:
            plain = self._plain_layer(scene, picture, crs)
            if plain is None or (scene.kind == TILES and (stretch.is_plain or not is_xyz(scene.path))):
                return plain  # a WMS opened a second time would be waited for here: it is shown as it comes
            self._layers[key] = stretched(plain, stretch.of(scene.path), stretch)
            self._opened.add(self._layers[key])
            while len(self._layers) > MOST_LAYERS:
                self._layers.popitem(last=False)
        self._layers.move_to_end(key)
        return self._layers[key]

    def _plain_layer(self, scene: Scene, picture: Picture,
                     crs: QgsCoordinateReferenceSystem) -> Optional[QgsRasterLayer]:
        if scene.kind == TILES:
            return self._servers.layer(scene.path, name_of(scene))
        file = self._file(scene.path)
        if file is None:
            return None
        wanted = picture.place_crs or crs.authid() or str(crs.toWkt())
        path = described(file, wanted, place_of(picture))
        if path and path not in self._plain:
            self._plain[path] = open_described(path, name_of(scene), file)
            self._opened.add(self._plain[path])
            while len(self._plain) > MOST_LAYERS:
                self._plain.popitem(last=False)
        return self._plain.get(path)


def place_of(picture: Picture) -> Optional[QgsRectangle]:
    """Where a clip without georeference is laid; ``None`` for what lies by itself."""
    return QgsRectangle(*picture.place) if picture.place is not None else None


def open_described(path: str, name: str, file: RasterFile) -> QgsRasterLayer:
    """The layer of a description, drawn as colours or as grey; QGIS finds its alpha by itself.

    0…255 is shown as it is, whatever this QGIS is set to do with rasters it opens.
    """
    options = QgsRasterLayer.LayerOptions()
    options.skipCrsValidation = True
    options.loadDefaultStyle = False
    with without_sidecars():
        layer = QgsRasterLayer(path, name, "gdal", options)
    if file.is_byte:
        _enhance(layer.renderer(), lambda _band, _place: QgsContrastEnhancement(Qgis.DataType.Byte))
    return layer


def stretched(plain: QgsRasterLayer, ranges: Sequence[Range], stretch: Stretch) -> QgsRasterLayer:
    """A layer of the same image with the stretch's ranges and the hand's brightness and contrast."""
    with without_sidecars():
        layer: Any = plain.clone()
    if ranges:
        _enhance(layer.renderer(), lambda band, place: _between(layer, band, ranges[min(place, len(ranges) - 1)]))
    hand = layer.brightnessFilter()
    if hand is not None:
        hand.setBrightness(stretch.brightness)
        hand.setContrast(stretch.contrast)
    found: QgsRasterLayer = layer
    return found


def name_of(scene: Scene) -> str:
    """Title and date."""
    title = scene.title or Path(scene.path).stem
    return title if scene.date in title else f"{title} {scene.date}"


def open_scene(scene: Scene, crs: QgsCoordinateReferenceSystem) -> QgsRasterLayer:
    """A layer of the scene's own file for a person's project; ``crs`` where the file has none."""
    options = QgsRasterLayer.LayerOptions()
    options.skipCrsValidation = True
    layer = QgsRasterLayer(scene.path, name_of(scene), "gdal", options)
    if layer.isValid() and not layer.crs().isValid():
        layer.setCrs(crs)
    return layer


def _enhance(renderer: object, made: Callable[[int, int], QgsContrastEnhancement]) -> None:
    """Each colour of a renderer gets what is ``made`` of its band and its place (0…2)."""
    if isinstance(renderer, QgsMultiBandColorRenderer):
        renderer.setRedContrastEnhancement(made(renderer.redBand(), 0))
        renderer.setGreenContrastEnhancement(made(renderer.greenBand(), 1))
        renderer.setBlueContrastEnhancement(made(renderer.blueBand(), 2))
    elif isinstance(renderer, QgsSingleBandGrayRenderer):
        renderer.setContrastEnhancement(made(renderer.grayBand(), 0))


def _between(layer: QgsRasterLayer, band: int, limits: Range) -> QgsContrastEnhancement:
    """Black at the lower limit and white at the upper one."""
    provider = layer.dataProvider()
    kind = provider.dataType(band) if provider is not None else Qgis.DataType.Byte
    # QGIS cuts the limits to what the type can hold: those of a byte may lie below 0 and above 255.
    contrast = QgsContrastEnhancement(Qgis.DataType.Int16 if kind == Qgis.DataType.Byte else kind)
    contrast.setMinimumValue(limits[0])
    contrast.setMaximumValue(limits[1])
    contrast.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum)
    return contrast


def _trouble(readable: Sequence[Scene], registered: Sequence[Scene]) -> PictureState:
    if not readable:
        return PictureState.UNREADABLE
    return PictureState.ELSEWHERE if registered else PictureState.NOT_PLACED
