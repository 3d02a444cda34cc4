"""The maps of one patch: both dates at one extent and scale, the overlay, its place, and where photos were taken."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack QgsCsException
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsMapLayer,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsPointXY,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ....delivery.dossier.layouts import DrawnMap
from ....domain.records import Record
from ...imagery.chip import carried, chip_extents, map_crs
from ...imagery.scene_shelf import SceneShelf
from ...imagery.scenes import AFTER_DATE, BEFORE_DATE, Picture, PictureState, picture_of
from ...maps.frames import about, at_round_scale, fitted
from ...maps.outcomes import veil
from ...maps.references import DrawnReferences, Occurring
from ...maps.shapes import SECTOR_M, View, frame_of, outlines, sectors
from .contents import Contents

if TYPE_CHECKING:
    from ....workspace.workspace import Workspace

DATES = (("前时相", BEFORE_DATE), ("后时相", AFTER_DATE))
_CHIP_PIXELS = 1600
_FAINT = 215
"""How dense the white is between imagery and layers, so that these have the colours of the legend."""
_LOCATION_TIMES, _LOCATION_LEAST = 12.0, 2400.0
_FARTHEST_PHOTO_M = 2000.0
_WORLD = QgsCoordinateReferenceSystem("EPSG:4326")
_TROUBLES = {
    PictureState.NO_DATE: "没有时相日期", PictureState.NO_SCENE: "没有该时相的影像",
    PictureState.UNCONFIRMED: "影像未确认非涉密，未使用", PictureState.NO_FILE: "影像文件不在",
    PictureState.PRIVACY: "在线影像未获同意", PictureState.WAITING: "在线影像无响应",
    PictureState.OFFLINE: "在线影像无响应",
    PictureState.ELSEWHERE: "影像未覆盖图斑", PictureState.UNREADABLE: "影像文件打不开",
    PictureState.NOT_PLACED: "影像没有坐标，无法放置"}


@dataclass(frozen=True)
class Dated:
    """The imagery of one of the dates: its layers, and why there are none."""

    name: str
    field: str
    picture: Picture
    layers: Tuple[QgsMapLayer, ...]
    trouble: str = ""

    @property
    def source(self) -> str:
        """What the imagery is, or why there is none."""
        if self.trouble:
            return self.trouble
        titles = "、".join(dict.fromkeys(scene.title for scene in self.picture.scenes[:2] if scene.title))
        return f"影像来源：{titles or '未注明'}" + ("（未配准）" if self.picture.unregistered else "")


class MapDesk:
    """What maps of all patches of a workspace have in common: its imagery and its reference layers, opened once."""

    def __init__(self, workspace: Workspace) -> None:
        self.crs = QgsCoordinateReferenceSystem(workspace.crs_authid)
        self.references = workspace.references()
        self.scenes = workspace.scenes()
        self._shelf = SceneShelf()
        self._drawn: Optional[DrawnReferences] = None

    @property
    def drawn(self) -> DrawnReferences:
        """The reference layers, opened at the first map."""
        if self._drawn is None:
            self._drawn = DrawnReferences(self.references)
        return self._drawn

    def of(self, contents: Contents) -> Optional[PatchMaps]:
        """The maps of a patch; ``None`` where it has no shape."""
        shapes = [(part.name, _geometry(part.parcel.wkb)) for part in contents.parts if part.parcel.wkb is not None]
        return PatchMaps(self, contents, shapes) if shapes else None

    def dated(self, contents: Contents, box: Optional[QgsRectangle]) -> Dict[str, Dated]:
        """The imagery of both dates, by field."""
        found = {}
        for name, field in DATES:
            picture = self._shelf.settled(picture_of(contents.attributes, field, self.scenes), self.crs, box)
            layers = tuple(self._shelf.layers_of(picture, self.crs))
            trouble = "" if layers else _TROUBLES.get(picture.state, "没有可用影像")
            found[field] = Dated(name, field, picture, layers, trouble)
        return found

    def shut_down(self) -> None:
        """Close the images."""
        self._drawn = None
        self._shelf.shut_down()


class PatchMaps:
    """The maps of one patch. Extents are in metres, in the CRS its maps are drawn in."""

    def __init__(self, desk: MapDesk, contents: Contents, shapes: Sequence[Tuple[str, QgsGeometry]]) -> None:
        self._desk = desk
        box = QgsRectangle(shapes[0][1].boundingBox())
        for _, shape in shapes[1:]:
            box.combineExtentWith(shape.boundingBox())
        self.crs = map_crs(desk.crs, box)
        self.box = carried(box, desk.crs, self.crs)
        self.dated = desk.dated(contents, box)
        several = len(shapes) > 1
        self._outline = outlines([(_ending(name) if several else "", shape) for name, shape in shapes], desk.crs,
                                 named=several)
        self._bare = outlines([("", shape) for _, shape in shapes], desk.crs)

    @property
    def centre(self) -> Tuple[float, float]:
        """Longitude and latitude of the middle of the patch's box."""
        point = _carried_point(self.box.center(), self.crs, _WORLD)
        return point.x(), point.y()

    def compared(self, field: str, size: Tuple[float, float]) -> Optional[DrawnMap]:
        """A date at the chip's extent, as wide as a map of this size (mm) needs at a round scale."""
        dated = self.dated[field]
        if not dated.layers:
            return None
        return DrawnMap([self._outline, *dated.layers], self._chip_at(size), self.crs)

    def scale(self, size: Tuple[float, float]) -> int:
        """1 : what, of the maps of both dates."""
        return round(self._chip_at(size).width() / size[0] * 1000)

    def overlay(self, size: Tuple[float, float]) -> Tuple[DrawnMap, List[Occurring]]:
        """The patch upon the reference layers and the newer imagery, and what occurs on the map."""
        extent = self._chip_at(size)
        layers, keys = self._desk.drawn.on(extent, self.crs)
        below: Sequence[QgsMapLayer] = self.dated[AFTER_DATE].layers or self.dated[BEFORE_DATE].layers
        below = [veil(extent, self.crs, _FAINT), *below] if below else []
        return DrawnMap([self._outline, *layers, *below], extent, self.crs), keys

    def location(self, size: Tuple[float, float]) -> DrawnMap:
        """The patch small in its surroundings, the ground of the other maps framed."""
        reach = max(self.box.width() * _LOCATION_TIMES, self.box.height() * _LOCATION_TIMES, _LOCATION_LEAST)
        extent = fitted(about(self.box, reach, reach), size)
        below = self.dated[AFTER_DATE].layers or self.dated[BEFORE_DATE].layers
        return DrawnMap([self._bare, frame_of(chip_extents(self.box)[1], self.crs), *below], extent, self.crs)

    def photo_map(self, views: Sequence[Tuple[str, Record]], size: Tuple[float, float]) -> Optional[DrawnMap]:
        """Camera points near the patch with the way they look; ``None`` where none has a position there."""
        placed = [view for name, one in views if (view := self._view(name, one)) is not None]
        if not placed:
            return None
        extent = QgsRectangle(chip_extents(self.box)[0])
        for view in placed:
            extent.combineExtentWith(QgsRectangle(view.x - SECTOR_M, view.y - SECTOR_M, view.x + SECTOR_M,
                                                  view.y + SECTOR_M))
        below = self.dated[AFTER_DATE].layers or self.dated[BEFORE_DATE].layers
        return DrawnMap([*sectors(placed, self.crs), self._bare, *below], fitted(extent, size), self.crs)

    def chip(self, field: str) -> Tuple[Optional[QImage], QgsRectangle]:
        """The picture of a date by the chip rule (§9.3), outlined, and its extent; no picture without imagery."""
        extent = chip_extents(self.box)[0]
        dated = self.dated[field]
        if not dated.layers:
            return None, extent
        longest = max(extent.width(), extent.height())
        wide, high = (max(1, round(_CHIP_PIXELS * side / longest)) for side in (extent.width(), extent.height()))
        settings = QgsMapSettings()
        settings.setDestinationCrs(self.crs)
        settings.setOutputSize(QSize(wide, high))
        settings.setOutputDpi(300)
        settings.setBackgroundColor(QColor("white"))
        settings.setLayers([self._bare, *dated.layers])
        settings.setExtent(extent)
        image = QImage(QSize(wide, high), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        try:
            QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
        finally:
            painter.end()
        return image, extent

    def _chip_at(self, size: Tuple[float, float]) -> QgsRectangle:
        return at_round_scale(chip_extents(self.box)[0], size)

    def _view(self, name: str, photo: Record) -> Optional[View]:
        place = [photo.values.get(code) for code in ("PSDJD", "PSDWD")]
        if not all(isinstance(value, (int, float)) for value in place):
            return None
        longitude, latitude = (float(str(value)) for value in place)
        try:
            point = _carried_point(QgsPointXY(longitude, latitude), _WORLD, self.crs)
        except QgsCsException:
            return None
        if not math.isfinite(point.x()) or self.box.buffered(_FARTHEST_PHOTO_M).contains(point) is False:
            return None
        azimuth = photo.values.get("PSJD")
        return View(name, point.x(), point.y(), float(str(azimuth)) if isinstance(azimuth, (int, float)) else None)


def world_file(extent: QgsRectangle, image: QImage) -> str:
    """Where a picture lies: the six lines of a .jgw."""
    wide, high = extent.width() / image.width(), extent.height() / image.height()
    lines = (wide, 0.0, 0.0, -high, extent.xMinimum() + wide / 2, extent.yMaximum() - high / 2)
    return "".join(f"{value:.10f}\n" for value in lines)


def _carried_point(point: QgsPointXY, source: QgsCoordinateReferenceSystem,
                   target: QgsCoordinateReferenceSystem) -> QgsPointXY:
    return QgsCoordinateTransform(source, target, QgsCoordinateTransformContext()).transform(point)


def _ending(name: str) -> str:
    return name.rpartition("_")[2] or name[-4:]


def _geometry(wkb: Optional[bytes]) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb or b"")
    return geometry
