"""Reference layers held in memory: raw features near the patches, brought into the equal-area plane when first met."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ..domain.errors import WeipianError
from ..domain.landclass import FARMLAND_LEVEL
from ..domain.roles import DEDUCTION_FIELDS
from .plane import Bounds, Floats, Geometries, Indices, JobPlane, SourceCrs, from_degrees, to_degrees
from .shapes import polygons_of, project_valid
from .sources import Source, open_source, read_features, texts

# Around a patch's box when looking for candidates: an edge straight in one plane is bowed in another.
_MARGIN_SAME_PLANE = 1.0
_MARGIN_METRES = 100.0
_MARGIN_DEGREES = 0.002
_LAYERS_KEPT = 16


@dataclass(frozen=True)
class LayerRequest:
    """A layer in a role: ``source`` is ``PATH[|LAYER]``; ``class_field`` may be empty; ``attributes`` split rows."""

    role: str
    source: str
    class_field: str = ""
    attributes: Tuple[str, ...] = ()


class ReferenceLayer:
    """The features of one layer near the patches, in file order, for one equal-area plane."""

    def __init__(self, request: LayerRequest, source: Source, plane: JobPlane, bounds: Bounds) -> None:
        """Read the features; ``bounds`` in the layer's CRS. Raises WeipianError (see `sources`)."""
        self.source = source
        self.bounds = bounds
        self._plane = plane
        fields = layer_fields(request, source)
        read = read_features(source, list(dict.fromkeys(field for field in fields.values() if field)), bounds)
        self._raw = polygons_of(read.geometries)
        self.read = len(self._raw)
        self.without_shape = int(np.count_nonzero(shapely.is_missing(self._raw)))
        self._tree = shapely.STRtree(self._raw)
        self._projected = np.full(self.read, None, dtype=object)
        self._is_projected = np.zeros(self.read, dtype=bool)
        self.changed_m2 = np.full(self.read, np.nan)
        blank = np.full(self.read, "", dtype=object)
        class_field = fields["class"]
        self.classes = texts(read.columns[class_field]) if class_field else blank
        self.attributes = [tuple(_plain(read.columns[fields[name]][row]) for name in request.attributes)
                           for row in range(self.read)] if request.attributes else []
        self.net_factor, self.bad_net = self._net_factors(read.columns.get(fields["net"]))

    def _net_factors(self, values: Optional[NDArray[Any]]) -> Tuple[Floats, NDArray[np.bool_]]:
        """1−KCXS for cultivated features, 1 elsewhere; and where KCXS is there but no share of 0 ≤ k < 1."""
        factors = np.ones(self.read)
        bad = np.zeros(self.read, dtype=bool)
        if values is None:
            return factors, bad
        for row in range(self.read):
            text = str(values[row]).strip()
            if not self.classes[row].startswith(FARMLAND_LEVEL) or text in ("", "nan", "None"):
                continue
            share = _number(text)
            if share is not None and 0 <= share < 1:
                factors[row] = 1 - share
            else:
                bad[row] = True
        return factors, bad

    def candidates(self, boxes: Geometries) -> Tuple[Indices, Indices]:
        """(box index, feature index) of every feature whose box meets one of ``boxes`` (in the layer's CRS)."""
        box, feature = self._tree.query(boxes)
        order = np.lexsort((feature, box))
        return box[order], feature[order]

    def shapes(self, features: Indices) -> Geometries:
        """The given features in the equal-area plane, valid; None where nothing usable is left."""
        missing = np.unique(features[~self._is_projected[features]])
        if len(missing):
            projected = project_valid(self._raw[missing], self.source.crs, self._plane)
            self._projected[missing] = projected.geometries
            self.changed_m2[missing] = projected.changed_m2
            self._is_projected[missing] = True
        return self._projected[features]

    def lost(self, features: Indices) -> int:
        """How many of the given features (all brought into the plane before) had nothing usable."""
        return int(np.count_nonzero(shapely.is_missing(self._projected[features])))


def layer_fields(request: LayerRequest, source: Source) -> Dict[str, str]:
    """The layer's spelling of ``class``, ``net`` (empty where there is none) and each asked attribute.

    Raises WeipianError CLASS_FIELD_MISSING, ATTRIBUTE_MISSING.
    """
    known = ", ".join(source.fields)
    found = {"class": "", "net": ""}
    if request.class_field:
        found["class"] = source.field(request.class_field) or ""
        if not found["class"]:
            raise WeipianError("CLASS_FIELD_MISSING", file=str(source.path), layer=source.layer, role=request.role,
                               field=request.class_field, fields=known)
        found["net"] = next((field for field in map(source.field, DEDUCTION_FIELDS) if field), "")
    for name in request.attributes:
        field = source.field(name)
        if field is None:
            raise WeipianError("ATTRIBUTE_MISSING", file=str(source.path), layer=source.layer, role=request.role,
                               field=name, fields=known)
        found[name] = field
    return found


class LayerCache:
    """Layers kept from job to job, so that measuring one patch again is instant; a changed file is read anew."""

    def __init__(self) -> None:
        """Empty."""
        self._kept: OrderedDict[Tuple[Any, ...], ReferenceLayer] = OrderedDict()
        self._sources: Dict[str, Source] = {}

    def open(self, request: LayerRequest) -> Source:
        """Look at the layer of ``request``: file, layer, CRS and fields are there, or WeipianError."""
        source = self._sources.get(request.source)
        if source is None or not source.is_current:
            source = open_source(request.source)
            self._sources[request.source] = source
        layer_fields(request, source)
        return source

    def layer(self, request: LayerRequest, source: Source, plane: JobPlane, bounds: Bounds) -> ReferenceLayer:
        """The layer, read to at least ``bounds`` (its CRS)."""
        key = (source.identity, request.class_field, request.attributes, plane)
        kept = self._kept.get(key)
        if kept is None or not _within(bounds, kept.bounds):
            kept = ReferenceLayer(request, source, plane, bounds)
            self._kept[key] = kept
        self._kept.move_to_end(key)
        while len(self._kept) > _LAYERS_KEPT:
            self._kept.popitem(last=False)
        return kept


def boxes_in(crs: SourceCrs, patches: Geometries, patches_crs: SourceCrs) -> Floats:
    """Each patch's box (n×4, NaN for None) in the coordinates of ``crs``, with a margin."""
    coordinates, owner = shapely.get_coordinates(patches, return_index=True)
    if patches_crs.zone != crs.zone:
        coordinates = from_degrees(to_degrees(coordinates, patches_crs), crs)
    boxes = np.full((len(patches), 4), np.nan)
    if len(owner):
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        present = owner[starts]
        boxes[present, :2] = np.minimum.reduceat(coordinates, starts, axis=0)
        boxes[present, 2:] = np.maximum.reduceat(coordinates, starts, axis=0)
    if crs.zone is None:
        margin = _MARGIN_DEGREES
    else:
        margin = _MARGIN_SAME_PLANE if patches_crs.zone == crs.zone else _MARGIN_METRES
    boxes[~np.isfinite(boxes).all(axis=1)] = np.nan
    return boxes + np.array([-margin, -margin, margin, margin])


def _within(inner: Bounds, outer: Bounds) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _number(text: str) -> Optional[float]:
    try:
        return float(text)
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """A column's value as JSON knows it."""
    if value is None or value != value:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strip() if isinstance(value, str) else value if isinstance(value, (int, float, bool)) else str(value)
