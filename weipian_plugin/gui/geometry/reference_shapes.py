"""The shapes of the reference layers around a place, read beside the window: the mouse never waits for them."""

from __future__ import annotations

from functools import partial
from math import inf
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Set

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsSpatialIndex,
)
from qgis.PyQt.QtCore import QObject

from ...domain.exchange.connections import is_database
from ...domain.records import ReferenceLayer
from ...domain.roles import ROLES
from ..messages import language
from ..newest import Newest
from ..tasks import TaskRunner

MOST_READ = 5000
"""Of a layer in one box: where more lie, less ground is read when the person looks nearer."""
MOST_NEAR = 60
"""Of a layer within reach of the cursor: a place with more is too small on the screen to snap in."""
_AROUND = 8
"""So many times the reach are read at once."""
_CONNECT_SECONDS = 10
"""A database that does not answer keeps a thread no longer."""


class ReferenceShapes(QObject):
    """What was read so far; each layer comes by itself, a slow one keeps no other waiting.

    Without a runner everything is read at once. ``tell`` hears, once for each layer, why it is not snapped to.
    """

    def __init__(self, runner: Optional[TaskRunner], tell: Callable[[str], None],
                 parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._runner, self._tell = runner, tell
        self._layers: Dict[ReferenceLayer, LayerShapes] = {}
        self._told: Set[str] = set()

    def set_layers(self, references: Sequence[ReferenceLayer], crs_authid: str) -> None:
        """From now on these layers, in this CRS; of those that stay, what was read stays until it is read anew."""
        wanted = [reference for reference in references if reference.source]
        for reference in [reference for reference in self._layers if reference not in wanted]:
            self._layers.pop(reference).close()
        for reference in wanted:
            layer = self._layers.get(reference)
            if layer is None or layer.crs_authid != crs_authid:
                if layer is not None:
                    layer.close()
                self._layers[reference] = LayerShapes(reference, crs_authid, self._runner, self._say_once, self)

    def read(self, box: QgsRectangle) -> None:
        """Read what lies in this box, anew."""
        for layer in self._layers.values():
            layer.read(box)

    def near(self, point: QgsPointXY, reach: float) -> List[QgsGeometry]:
        """What is known within ``reach`` of a place; what is not known yet is read for the next time."""
        return [shape for layer in self._layers.values() for shape in layer.near(point, reach)]

    def close(self) -> None:
        """Nothing more is read or known."""
        for layer in self._layers.values():
            layer.close()
        self._layers = {}

    def _say_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._tell(text)


class LayerShapes(QObject):
    """One layer: the index of what was read of it, and the box in which that lies."""

    def __init__(self, reference: ReferenceLayer, crs_authid: str, runner: Optional[TaskRunner],
                 tell: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._reference, self.crs_authid, self._tell = reference, crs_authid, tell
        self._reading = Newest(self.tr("Read what lies around the patch"), runner, self)
        self._index: Optional[QgsSpatialIndex] = None
        self._box, self._asked, self._reach = QgsRectangle(), QgsRectangle(), inf
        self._is_whole = self._is_readable = True
        self._feedback = QgsFeedback()

    def read(self, box: QgsRectangle, reach: float = inf) -> None:
        self._feedback.cancel()
        self._feedback, self._asked, self._reach = QgsFeedback(), QgsRectangle(box), reach
        self._reading.ask(partial(shapes_in, self._reference, QgsRectangle(box), self.crs_authid, self._feedback),
                          partial(self._take, QgsRectangle(box)), self._cannot_be_read)

    def near(self, point: QgsPointXY, reach: float) -> List[QgsGeometry]:
        around = around_of(point, reach)
        looks_nearer = not self._is_whole and reach <= self._reach / 2
        if self._is_readable and (looks_nearer or not self._asked.contains(around)):
            side = _AROUND * reach
            if not looks_nearer:
                side = max(side, self._asked.width() / 2, self._asked.height() / 2)
            self.read(around_of(point, side), reach)
        if self._index is None or not self._box.intersects(around):
            return []
        found = self._index.nearestNeighbor(point, MOST_NEAR, reach)
        return [self._index.geometry(number) for number in found]

    def close(self) -> None:
        self._feedback.cancel()
        self._reading.forget()
        self._index = None
        self.deleteLater()

    def _take(self, box: QgsRectangle, found: Any) -> None:
        self._box, self._is_readable = box, True
        self._index, self._is_whole = found

    def _cannot_be_read(self, error: BaseException) -> None:
        self._index, self._is_readable = None, False
        if isinstance(error, QgsCsException):
            why = self.tr("it lies elsewhere, its coordinates cannot be transformed")
        elif isinstance(error, FileNotFoundError):
            why = self.tr("the file is not there")
        else:
            why = self.tr("it cannot be read")
        self._tell(self.tr("{layer} is not snapped to: {why}.").format(layer=self._name, why=why))

    @property
    def _name(self) -> str:
        """The role, and the name of the layer, which is never that of a database with its password."""
        role, reference = ROLES[self._reference.role], self._reference
        title = role.zh if language() == "zh" else role.en
        name = reference.layer or ("" if is_database(reference.source) else Path(reference.source).stem)
        return f"{title} ({name})" if name else title


def around_of(point: QgsPointXY, side: float) -> QgsRectangle:
    """The box that reaches so far from a point to each side."""
    return QgsRectangle(point.x() - side, point.y() - side, point.x() + side, point.y() + side)


def shapes_in(reference: ReferenceLayer, box: QgsRectangle, crs_authid: str, feedback: QgsFeedback) -> Any:
    """(index with its shapes in this CRS, whether that is all). For a thread: read by GDAL itself, whose calls keep
    nobody from going on; a layer of QGIS that is made in a thread keeps Python to itself while it is opened.

    Raises FileNotFoundError, OSError where it cannot be opened, QgsCsException.
    """
    source = _opened(reference)
    layer = source.GetLayerByName(reference.layer) if reference.layer else source.GetLayer(0)
    if layer is None:
        raise OSError(reference.role)
    own, here = layer.GetSpatialRef(), QgsCoordinateReferenceSystem(crs_authid)
    there = QgsCoordinateReferenceSystem.fromWkt(own.ExportToWkt()) if own is not None else here
    onto = QgsCoordinateTransform(there, here, QgsCoordinateTransformContext())
    wanted = onto.transformBoundingBox(box, QgsCoordinateTransform.ReverseTransform)
    layer.SetSpatialFilterRect(wanted.xMinimum(), wanted.yMinimum(), wanted.xMaximum(), wanted.yMaximum())
    index, count = QgsSpatialIndex(QgsSpatialIndex.Flag.FlagStoreFeatureGeometries), 0
    while count <= MOST_READ and not feedback.isCanceled() and (read := layer.GetNextFeature()) is not None:
        shape = read.GetGeometryRef()
        if shape is not None:
            count += _put_in(index, count, bytes(shape.ExportToIsoWkb()), onto)
    return index, count <= MOST_READ


def _put_in(index: QgsSpatialIndex, number: int, wkb: bytes, onto: QgsCoordinateTransform) -> int:
    """Put a shape into the index under this number; 1 where there is one."""
    geometry, feature = QgsGeometry(), QgsFeature(number)
    geometry.fromWkb(wkb)
    if geometry.isEmpty():
        return 0
    geometry.transform(onto)
    feature.setGeometry(geometry)
    index.addFeature(feature)
    return 1


def _opened(reference: ReferenceLayer) -> Any:
    from osgeo import gdal

    source = reference.source
    if is_database(source):
        if source.strip().upper().startswith("PG:") and "connect_timeout" not in source:
            source = f"{source} connect_timeout={_CONNECT_SECONDS}"
    elif not Path(source).exists():
        raise FileNotFoundError(source)
    try:
        opened = gdal.OpenEx(source, gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError as error:
        raise OSError(reference.role) from error
    if opened is None:
        raise OSError(reference.role)
    return opened
