"""Areas of patches in reference layers: by class, net of field ridges, ground counted once, in batches of patches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple

import numpy as np
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray

from ..domain.errors import WeipianError, sentence
from .layers import LayerCache, LayerRequest, ReferenceLayer, boxes_in
from .plane import LONGEST_EDGE, Floats, Geometries, Indices, JobPlane, SourceCrs, choose_plane, to_degrees
from .shapes import (
    VALIDITY_METHOD,
    ground_once,
    intersections,
    polygons_of,
    project_valid,
    shared_ground,
)
from .sources import Source

METHOD = "METHOD_EQUAL_AREA"
"""The catalogue's sentence that tells how areas are measured here."""
CHUNK = 50
# Rows below this (m²) are noise of the arithmetic.
SMALLEST_AREA = 1e-6
# Shared ground (m² a patch and role) up to this comes of neighbours whose edges do not share vertices: counted once
# like any other, but not told as an overlap of the layer.
OVERLAP_TOLD = 0.005
_SHARED_NOISE = 1e-9

Progress = Callable[[int, int, str], None]


class Cancelled(Exception):
    """The person who asked does not want the rest any more."""


@dataclass(frozen=True)
class FeatureArea:
    """Area of one patch in the features of a role that share class and attribute values."""

    patch: int
    role: str
    class_text: str
    attributes: Dict[str, Any]
    area_m2: float
    net_area_m2: float


@dataclass(frozen=True)
class Batch:
    """Results of patches ``start`` … ``stop``−1; columns of equal length; areas in m².

    ``role`` is a position in `Measurement.roles`; ``classes`` has the class text of each row.
    ``total_*`` has one entry a patch and role, also where it is 0; its ground is counted once across classes.
    """

    start: int
    stop: int
    patch_area: Floats
    patch: Indices
    role: Indices
    classes: List[str]
    area: Floats
    net: Floats
    total_patch: Indices
    total_role: Indices
    total_area: Floats
    total_net: Floats
    uncovered: Floats
    features: List[FeatureArea]


@dataclass(frozen=True)
class _Pieces:
    """What one role gives in one chunk: piece geometries with patch (absolute), class, net factor, attributes."""

    shapes: Geometries
    patch: Indices
    classes: NDArray[np.object_]
    factor: Floats
    attributes: List[Tuple[Tuple[str, ...], Tuple[Any, ...]]]


@dataclass
class _Met:
    """What was met of one layer during the job."""

    features: Set[int] = field(default_factory=set)
    covers: bool = False


class Measurement:
    """One job: ``patches`` (shapely geometries or None) in ``crs`` against ``layers``.

    Making it opens and reads the layers: WeipianError as `sources`, `layers` and `plane` raise. Then take `batches`,
    and afterwards `remarks` and `provenance`.
    """

    def __init__(self, patches: Geometries, crs: SourceCrs, layers: Sequence[LayerRequest], *,
                 cache: Optional[LayerCache] = None, plane: Optional[JobPlane] = None,
                 progress: Optional[Progress] = None, cancelled: Callable[[], bool] = lambda: False) -> None:
        """``progress(done, total, text)`` and ``cancelled()`` are called between chunks; ``plane`` as chosen before."""
        self._progress = progress or (lambda done, total, text: None)
        self._cancelled = cancelled
        self._raw = polygons_of(patches)
        self._crs = crs
        self.roles = list(dict.fromkeys(layer.role for layer in layers))
        self.requests = list(layers)
        cache = cache or LayerCache()
        sources = [cache.open(request) for request in layers]
        degrees = to_degrees(shapely.get_coordinates(self._raw), crs)
        if len(degrees) == 0:
            raise WeipianError("NO_PATCHES")
        middle = float(degrees[:, 0].min() + degrees[:, 0].max()) / 2
        self.plane = plane or choose_plane([crs, *(source.crs for source in sources)], middle)
        self._patches = project_valid(self._raw, crs, self.plane)
        self.patch_areas: Floats = np.nan_to_num(shapely.area(self._patches.geometries))
        self.overlapped: Dict[str, List[int]] = {role: [] for role in self.roles}
        self._layers = self._read(sources, cache)
        self._met = [_Met() for _ in layers]

    def _read(self, sources: Sequence[Source], cache: LayerCache) -> List[ReferenceLayer]:
        """The reference layers, read near the patches."""
        layers: List[ReferenceLayer] = []
        self._boxes: List[Floats] = []
        for request, source in zip(self.requests, sources):
            self._step(0, request.role)
            boxes = boxes_in(source.crs, self._raw, self._crs)
            known = boxes[np.isfinite(boxes).all(axis=1)]
            if len(known) == 0:
                raise WeipianError("NO_PATCHES")
            bounds = (*known[:, :2].min(axis=0).tolist(), *known[:, 2:].max(axis=0).tolist())
            layers.append(cache.layer(request, source, self.plane, bounds))
            self._boxes.append(boxes)
        return layers

    def _step(self, done: int, text: str) -> None:
        if self._cancelled():
            raise Cancelled
        self._progress(done, len(self._raw), text)

    def batches(self) -> Iterator[Batch]:
        """The results, 50 patches at a time in the patches' order. Raises Cancelled."""
        for start in range(0, len(self._raw), CHUNK):
            stop = min(start + CHUNK, len(self._raw))
            shapely.prepare(self._patches.geometries[start:stop])
            yield self._batch(start, stop)
            self._step(stop, "")

    def _batch(self, start: int, stop: int) -> Batch:
        rows: List[Tuple[Indices, Indices, List[str], Floats, Floats]] = []
        totals: List[Tuple[Floats, Floats]] = []
        features: List[FeatureArea] = []
        for index, role in enumerate(self.roles):
            if self._cancelled():
                raise Cancelled
            pieces = self._pieces(role, start, stop)
            shared = shared_ground(pieces.shapes, pieces.patch)
            self.overlapped[role].extend(np.flatnonzero(shared > OVERLAP_TOLD).tolist())
            crowded = np.flatnonzero(shared > _SHARED_NOISE)
            patch, classes, area, net = _by_class(pieces, crowded)
            rows.append((patch, np.full(len(patch), index, dtype=np.int64), classes, area, net))
            totals.append(_totals(pieces, crowded, start, stop))
            features.extend(_by_attributes(pieces, crowded, role))
        patch, role_of, area, net = (np.concatenate([row[part] for row in rows]) for part in (0, 1, 3, 4))
        classes = [text for row in rows for text in row[2]]
        order = sorted(range(len(patch)), key=lambda row: (patch[row], role_of[row], classes[row]))
        count, areas = stop - start, self.patch_areas[start:stop]
        total_area = np.concatenate([total[0] for total in totals])
        return Batch(start, stop, areas, patch[order], role_of[order], [classes[row] for row in order], area[order],
                     net[order], np.tile(np.arange(start, stop), len(self.roles)),
                     np.repeat(np.arange(len(self.roles)), count), total_area,
                     np.concatenate([total[1] for total in totals]),
                     np.maximum(np.tile(areas, len(self.roles)) - total_area, 0.0), features)

    def _pieces(self, role: str, start: int, stop: int) -> _Pieces:
        """Every piece of ground that patches start…stop−1 share with features of ``role``, in feature order."""
        shapes, patches, classes, factors = [], [], [], []
        attributes: List[Tuple[Tuple[str, ...], Tuple[Any, ...]]] = []
        for number, request in enumerate(self.requests):
            if request.role != role:
                continue
            layer = self._layers[number]
            patch, feature, piece = self._cut(number, start, stop)
            shapes.append(piece)
            patches.append(patch)
            classes.append(layer.classes[feature])
            factors.append(layer.net_factor[feature])
            attributes.extend((request.attributes, layer.attributes[row] if layer.attributes else ())
                              for row in feature.tolist())
        return _Pieces(np.concatenate(shapes), np.concatenate(patches), np.concatenate(classes),
                       np.concatenate(factors), attributes)

    def _cut(self, number: int, start: int, stop: int) -> Tuple[Indices, Indices, Geometries]:
        """(patch, feature, piece) for one layer; only pieces with ground."""
        layer, met = self._layers[number], self._met[number]
        boxes = self._boxes[number][start:stop]
        known = np.flatnonzero(np.isfinite(boxes).all(axis=1))
        near, feature = layer.candidates(shapely.box(*boxes[known].T))
        patch = known[near] + start
        shapes = layer.shapes(feature)
        met.features.update(feature.tolist())
        meets = shapely.intersects(self._patches.geometries[patch], shapes)
        patch, feature, shapes = patch[meets], feature[meets], shapes[meets]
        pieces = intersections(self._patches.geometries[patch], shapes)
        ground = np.nan_to_num(shapely.area(pieces)) > 0
        met.covers = met.covers or bool(ground.any())
        return patch[ground], feature[ground], pieces[ground]

    def remarks(self) -> List[Dict[str, Any]]:
        """What entered with a remark: ``{"code": …, "values": {…}}``, sentences in the catalogue."""
        found: List[Dict[str, Any]] = []
        lost = np.flatnonzero(shapely.is_missing(self._patches.geometries)).tolist()
        if lost:
            found.append(_remark("PATCHES_WITHOUT_GROUND", count=len(lost), patches=lost))
        if self._crs.taken_from_wgs84:
            found.append(_remark("TAKEN_AS_CGCS2000", role="", layer=""))
        repaired = np.isfinite(self._patches.changed_m2)
        if repaired.any():
            found.append(_remark("PATCHES_REPAIRED", count=int(repaired.sum()),
                                 area=round(float(self._patches.changed_m2[repaired].sum()), 2),
                                 patches=np.flatnonzero(repaired).tolist()))
        for request, layer, met in zip(self.requests, self._layers, self._met):
            found.extend(_layer_remarks(request, layer, met))
        for role, patches in self.overlapped.items():
            if patches:
                found.append(_remark("LAYER_OVERLAPS_ITSELF", role=role, count=len(patches), patches=patches))
        return found

    def provenance(self) -> Dict[str, Any]:
        """Which layers, in which state, read how, measured by which method and versions."""
        layers = [{
            "role": request.role, "source": str(layer.source.path), "layer": layer.source.layer,
            "class_field": request.class_field, "crs": layer.source.crs.text, "encoding": layer.source.encoding,
            "driver": layer.source.driver, "features": layer.source.count, "features_read": layer.read,
            "size": layer.source.size, "mtime_ns": layer.source.mtime,
        } for request, layer in zip(self.requests, self._layers)]
        how = {"edge": f"{LONGEST_EDGE:g}", "meridian": f"{self.plane.meridian:g}", "validity": VALIDITY_METHOD,
               "geos": shapely.geos_version_string}
        return {"method": sentence(METHOD, "en", **how), "method_code": METHOD, "method_values": how,
                "meridian": self.plane.meridian, "patches_crs": self._crs.text, "patches": len(self._raw),
                "measured": int((~shapely.is_missing(self._patches.geometries)).sum()),
                "layers": layers, "versions": versions()}


def encoding_remarks(source: Source) -> List[Dict[str, Any]]:
    """What is not sure about a shapefile's encoding: its texts, class codes among them, may be other than meant."""
    return [_remark(finding.code, **finding.values) for finding in (source.decided.findings if source.decided else ())]


def _layer_remarks(request: LayerRequest, layer: ReferenceLayer, met: _Met) -> List[Dict[str, Any]]:
    """Remarks of one layer, about the features met by this job's patches."""
    name = {"role": request.role, "layer": layer.source.layer}
    rows = np.fromiter(sorted(met.features), dtype=np.int64, count=len(met.features))
    changed = layer.changed_m2[rows][np.isfinite(layer.changed_m2[rows])]
    bad = int(layer.bad_net[rows].sum())
    found = []
    if layer.source.crs.taken_from_wgs84:
        found.append(_remark("TAKEN_AS_CGCS2000", **name))
    found.extend(encoding_remarks(layer.source))
    if not met.covers:
        found.append(_remark("LAYER_COVERS_NOTHING", **name))
    lost = layer.without_shape + layer.lost(rows)
    if lost:
        found.append(_remark("FEATURES_WITHOUT_SHAPE", count=lost, **name))
    if len(changed):
        found.append(_remark("FEATURES_REPAIRED", count=len(changed), area=round(float(changed.sum()), 2), **name))
    if bad:
        found.append(_remark("KCXS_NOT_A_SHARE", count=bad, **name))
    return found


def _remark(code: str, **values: Any) -> Dict[str, Any]:
    return {"code": code, "values": values}


def _summed(pieces: _Pieces, crowded: Indices, group: Indices, count: int) -> Tuple[Floats, Floats]:
    """Area and net area of groups 0 … count−1 of pieces, ground once within a group; crowded patches need the work."""
    areas = np.asarray(shapely.area(pieces.shapes), dtype=np.float64)
    area = np.bincount(group, areas, minlength=count)
    net = np.bincount(group, areas * pieces.factor, minlength=count)
    some = np.isin(pieces.patch, crowded)
    for number in np.unique(group[some]).tolist():
        members = np.flatnonzero(group == number)
        area[number], net[number] = ground_once(pieces.shapes[members], pieces.factor[members])
    return area, net


def _by_class(pieces: _Pieces, crowded: Indices) -> Tuple[Indices, List[str], Floats, Floats]:
    """(patch, class, area, net area) rows, each patch and class once, above the noise."""
    names, number = np.unique(pieces.classes.astype(str), return_inverse=True)
    key, group = np.unique(pieces.patch * max(len(names), 1) + number, return_inverse=True)
    area, net = _summed(pieces, crowded, group, len(key))
    kept = np.flatnonzero(area >= SMALLEST_AREA)
    rows = key[kept]
    return (rows // max(len(names), 1), [str(names[row]) for row in rows % max(len(names), 1)], area[kept], net[kept])


def _totals(pieces: _Pieces, crowded: Indices, start: int, stop: int) -> Tuple[Floats, Floats]:
    """Area and net area of each patch start…stop−1, ground once across classes."""
    return _summed(pieces, crowded, pieces.patch - start, stop - start)


def _by_attributes(pieces: _Pieces, crowded: Indices, role: str) -> List[FeatureArea]:
    """Rows told apart by the asked attributes, in feature order; none where none were asked."""
    if not any(names for names, _ in pieces.attributes):
        return []
    keys: Dict[Tuple[Any, ...], int] = {}
    group = np.array([keys.setdefault((patch, text, attributes), len(keys)) for patch, text, attributes
                      in zip(pieces.patch.tolist(), pieces.classes.tolist(), pieces.attributes)], dtype=np.int64)
    area, net = _summed(pieces, crowded, group, len(keys))
    return [FeatureArea(patch, role, text, dict(zip(names, values)), float(area[row]), float(net[row]))
            for (patch, text, (names, values)), row in keys.items() if area[row] >= SMALLEST_AREA]


def versions() -> Dict[str, str]:
    """Versions of what the areas depend on."""
    return {"shapely": str(shapely.__version__), "geos": str(shapely.geos_version_string),
            "pyproj": str(pyproj.__version__), "proj": str(pyproj.proj_version_str),
            "pyogrio": str(pyogrio.__version__), "gdal": str(pyogrio.__gdal_version_string__),
            "numpy": str(np.__version__)}
