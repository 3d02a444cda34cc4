"""Areas of patches in reference layers: by class, net of field ridges, ground counted once, in batches of patches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence

import numpy as np
import pyogrio
import pyproj
import shapely

from ..domain.errors import WeipianError, sentence
from ..domain.roles import LANDCLASS, ROLES
from .compiled import is_ready
from .engine_exact import engine_named
from .engines import AUTO, GEOS, Engine
from .ground import Ground
from .kernels.arrays import Floats, Geometries, Indices
from .kernels.plane import LONGEST_EDGE, JobPlane, SourceCrs, choose_plane
from .layers import LayerCache, LayerRequest, OpenLayer
from .nested import NestedRow, nested_rows
from .patchset import PatchSet, middle_longitude
from .prepared.prepared import BROKEN, OTHER_ZONE, OUTDATED
from .protocol import COMPILING
from .shapes import VALIDITY_METHOD, polygons_of
from .sources import Source
from .views import LayerView

METHOD = "METHOD_EQUAL_AREA"
"""The catalogue's sentence that tells how areas are measured here."""
CHUNK = 50
"""Patches in one `Batch`."""
# Patches looked at together: enough to pay for reading blocks of a layer, few enough to bound the memory.
_TOGETHER = 5_000
# Shared ground (m² a patch and role) up to this comes of neighbours whose edges do not share vertices: counted once
# like any other, but not told as an overlap of the layer.
OVERLAP_TOLD = 0.005

# Of the time a role takes, about this is for reading and for measuring pairs; the rest, for counting ground once.
_READ = 0.8

_STATE_TOLD = {OUTDATED: "PREPARED_OUTDATED", BROKEN: "PREPARED_BROKEN", OTHER_ZONE: "PREPARED_OTHER_ZONE"}

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
    ``nested``: land class inside zones.
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
    nested: List[NestedRow]


class Measurement:
    """One job: ``patches`` (shapely geometries or None) in ``crs`` against ``layers``.

    Making it opens the layers: WeipianError as `sources`, `layers` and `plane` raise. Then take `batches`, and
    afterwards `remarks` and `provenance`.
    """

    def __init__(self, patches: Geometries, crs: SourceCrs, layers: Sequence[LayerRequest], *,
                 cache: Optional[LayerCache] = None, plane: Optional[JobPlane] = None, engine: str = AUTO,
                 prepared: Optional[Path] = None, inside: Sequence[Sequence[str]] = (),
                 told: Optional[Mapping[str, int]] = None,
                 progress: Optional[Progress] = None, cancelled: Callable[[], bool] = lambda: False) -> None:
        """``progress(done, total, text)`` and ``cancelled()`` are called between pieces of work; ``plane`` as chosen
        before; ``prepared`` the folder of prepared copies; ``inside`` the combinations of roles in which land classes
        are wanted; ``told`` what `incoming` had to do to the patches.
        """
        self._progress = progress or (lambda done, total, text: None)
        self._cancelled = cancelled
        self._geometries = polygons_of(patches)
        self._crs = crs
        self._told = dict(told or {})
        self._folder_lacking = prepared if prepared is not None and not prepared.is_dir() else None
        if not is_ready():
            self._progress(0, 0, COMPILING)
        self._engine: Engine = engine_named(engine, self._tick)
        self.roles = list(dict.fromkeys(layer.role for layer in layers))
        self.requests = list(layers)
        self._inside = [zones for zones in map(tuple, inside) if set(zones) <= set(self.roles)]
        cache = cache or LayerCache()
        self._sources = [cache.source(request) for request in layers]
        if shapely.is_missing(self._geometries).all():
            raise WeipianError("NO_PATCHES")
        self.plane = plane or choose_plane([crs, *(source.crs for source in self._sources)],
                                           middle_longitude(self._geometries, crs))
        self._layers: List[OpenLayer] = [cache.open(request, source, self.plane, prepared)
                                         for request, source in zip(layers, self._sources)]
        self._met = [_Met() for _ in layers]
        self._lost: List[int] = []
        self._changed: Dict[int, float] = {}
        self.overlapped: Dict[str, List[int]] = {role: [] for role in self.roles}
        self.pairs, self.redone = 0, 0
        self.patch_areas: Floats = np.full(len(patches), np.nan)
        """m², as far as `batches` has come; 0 for a patch without ground."""

    def _tick(self) -> None:
        if self._cancelled():
            raise Cancelled

    def batches(self) -> Iterator[Batch]:
        """The results, 50 patches at a time in the patches' order. Raises Cancelled."""
        count = len(self._geometries)
        for start in range(0, count, _TOGETHER):
            self._tick()
            patches = PatchSet(self._geometries[start:start + _TOGETHER], self._crs, self.plane)
            self.patch_areas[start:start + _TOGETHER] = patches.plane.areas()
            self._lost.extend((patches.lost + start).tolist())
            changed = np.flatnonzero(np.isfinite(patches.changed_m2))
            self._changed.update(zip((changed + start).tolist(), patches.changed_m2[changed].tolist()))
            yield from self._measured(patches, start)
        self._progress(count, count, "")

    def _measured(self, patches: PatchSet, offset: int) -> Iterator[Batch]:
        """The batches of some patches, the first of which is number ``offset`` of the job."""
        grounds: Dict[str, Ground] = {}
        before, shares = 0.0, self._shares()
        for role in self.roles:
            grounds[role] = self._ground(role, patches, partial(self._tell, role, offset, len(patches), before,
                                                                shares[role]))
            before += shares[role]
            told = np.flatnonzero(grounds[role].shared_m2 > OVERLAP_TOLD)
            self.overlapped[role].extend((told + offset).tolist())
        rows = _Rows(self, patches, grounds, offset)
        for start in range(0, len(patches), CHUNK):
            self._tick()
            yield rows.batch(start, min(start + CHUNK, len(patches)))

    def _shares(self) -> Dict[str, float]:
        """About what share of the work each role is: as many features as its layers have, so much longer it takes."""
        weights = dict.fromkeys(self.roles, 1.0)
        for request, source in zip(self.requests, self._sources):
            weights[request.role] += max(source.count, 0)
        whole = sum(weights.values())
        return {role: weight / whole for role, weight in weights.items()}

    def _tell(self, role: str, offset: int, patches: int, before: float, share: float, part: float) -> None:
        """Progress: ``part`` of a role's ``share`` is done, as was ``before``, with the patches from ``offset`` on."""
        self._progress(offset + int(patches * (before + share * part)), len(self._geometries), role)

    def _ground(self, role: str, patches: PatchSet, tell: Callable[[float], None]) -> Ground:
        """What the patches have in the layers of one role; ``tell`` is told the part of it that is done."""
        views: List[LayerView] = []
        areas: List[Floats] = []
        layers = [each for each in zip(self.requests, self._layers, self._met) if each[0].role == role]
        for number, (_, layer, met) in enumerate(layers):
            tell(_READ * number / len(layers))
            view = layer.view(patches, self._engine.name != GEOS, self._tick)
            found = self._engine.pair_areas(patches.plane, view.features, view.patch, view.feature, view.whole,
                                            self._tick)
            self.pairs += len(found.area)
            self.redone += int(found.redone.sum())
            met.add(view, found.area)
            views.append(view)
            areas.append(found.area)
        tell(_READ)
        return Ground.measured(patches.plane, views, areas, self._engine, self._tick)

    def nested(self, patches: PatchSet, grounds: Dict[str, Ground], offset: int) -> List[NestedRow]:
        """Land classes inside the asked combinations of zones."""
        land = next((role for role in self.roles if role in ROLES and ROLES[role].kind == LANDCLASS), None)
        return nested_rows(patches.plane, grounds, land, self._inside, self._engine, self._tick, offset)

    def feature_areas(self, role: str, ground: Ground, offset: int) -> List[FeatureArea]:
        """Rows of one role told apart by the attributes of its layers."""
        layers = [layer for request, layer in zip(self.requests, self._layers) if request.role == role]
        return [FeatureArea(patch + offset, role, text, dict(zip(layers[view].fields.attributes, values)), area, net)
                for patch, text, values, view, area, net in ground.by_attributes()]

    def remarks(self) -> List[Dict[str, Any]]:
        """What entered with a remark: ``{"code": …, "values": {…}}``, sentences in the catalogue."""
        found = [_remark(code, count=count) for code, count in self._told.items()]
        if self._lost:
            found.append(_remark("PATCHES_WITHOUT_GROUND", count=len(self._lost), patches=self._lost))
        if self._crs.taken_from_wgs84:
            found.append(_remark("TAKEN_AS_CGCS2000", role="", layer=""))
        if self._changed:
            found.append(_remark("PATCHES_REPAIRED", count=len(self._changed), patches=sorted(self._changed),
                                 area=round(sum(self._changed.values()), 2)))
        if self._folder_lacking is not None:
            found.append(_remark("PREPARED_NOT_THERE", folder=str(self._folder_lacking)))
        for layer, met in zip(self._layers, self._met):
            found.extend(_layer_remarks(layer, met))
        for role, patches in self.overlapped.items():
            if patches:
                found.append(_remark("LAYER_OVERLAPS_ITSELF", role=role, count=len(patches), patches=patches))
        if self.redone:
            found.append(_remark("PAIRS_LEFT_TO_GEOS", count=self.redone, pairs=self.pairs))
        return found

    def provenance(self) -> Dict[str, Any]:
        """Which layers, in which state, read how, measured by which method and versions."""
        layers = [{
            "role": layer.request.role, "source": layer.source.place, "layer": layer.source.layer,
            "class_field": layer.fields.class_field, "attributes": list(layer.fields.attributes),
            "crs": layer.source.crs.text, "encoding": layer.source.encoding, "driver": layer.source.driver,
            "features": layer.source.count, "features_read": met.read, "size": layer.source.size,
            "mtime_ns": layer.source.mtime, "prepared": layer.is_prepared,
        } for layer, met in zip(self._layers, self._met)]
        how = {"edge": f"{LONGEST_EDGE:g}", "meridian": f"{self.plane.meridian:g}", "validity": VALIDITY_METHOD,
               "geos": shapely.geos_version_string}
        return {"method": sentence(METHOD, "en", **how), "method_code": METHOD, "method_values": how,
                "meridian": self.plane.meridian, "patches_crs": self._crs.text, "patches": len(self._geometries),
                "measured": len(self._geometries) - len(self._lost), "engine": self._engine.name,
                "pairs": self.pairs, "redone": self.redone, "layers": layers, "versions": versions()}


@dataclass
class _Met:
    """What was met of one layer during the job."""

    counts: Dict[str, int]
    repaired_m2: float = 0.0
    bad_net: int = 0
    read: int = 0
    covers: bool = False

    def __init__(self) -> None:
        self.counts = {}

    def add(self, view: LayerView, area: Floats) -> None:
        """One more view of the layer."""
        for code, count in view.counts.items():
            self.counts[code] = self.counts.get(code, 0) + count
        self.repaired_m2 += view.repaired_m2
        self.bad_net += view.bad_net
        self.read += view.read
        self.covers = self.covers or bool(np.any(area > 0))


class _Rows:
    """The results for some patches, ready to be handed out in batches."""

    def __init__(self, job: Measurement, patches: PatchSet, grounds: Dict[str, Ground], offset: int) -> None:
        self._offset = offset
        self._areas = patches.plane.areas()
        self._roles = len(job.roles)
        rows = [ground.by_class() for ground in grounds.values()]
        patch = np.concatenate([row[0] for row in rows])
        role = np.repeat(np.arange(self._roles), [len(row[0]) for row in rows])
        order = np.lexsort((role, patch))
        classes = [text for row in rows for text in row[1]]
        self._patch, self._role = patch[order], role[order]
        self._classes = [classes[row] for row in order.tolist()]
        self._area, self._net = (np.concatenate([row[part] for row in rows])[order] for part in (2, 3))
        self._totals = [ground.totals() for ground in grounds.values()]
        self._features = [row for name, ground in grounds.items() for row in job.feature_areas(name, ground, offset)]
        self._nested = job.nested(patches, grounds, offset)

    def batch(self, start: int, stop: int) -> Batch:
        """Patches start … stop−1 of these."""
        low, high = np.searchsorted(self._patch, (start, stop))
        first, last = start + self._offset, stop + self._offset
        areas = self._areas[start:stop]
        total_area = np.concatenate([total[0][start:stop] for total in self._totals])
        return Batch(first, last, areas, self._patch[low:high] + self._offset, self._role[low:high],
                     self._classes[low:high], self._area[low:high], self._net[low:high],
                     np.tile(np.arange(first, last), self._roles), np.repeat(np.arange(self._roles), stop - start),
                     total_area, np.concatenate([total[1][start:stop] for total in self._totals]),
                     np.maximum(np.tile(areas, self._roles) - total_area, 0.0),
                     [row for row in self._features if first <= row.patch < last],
                     [row for row in self._nested if first <= row.patch < last])


def encoding_remarks(source: Source) -> List[Dict[str, Any]]:
    """What is not sure about a shapefile's encoding: its texts, class codes among them, may be other than meant."""
    return [_remark(finding.code, **finding.values) for finding in (source.decided.findings if source.decided else ())]


def _layer_remarks(layer: OpenLayer, met: _Met) -> List[Dict[str, Any]]:
    """Remarks of one layer, about the features met by this job's patches."""
    name = {"role": layer.request.role, "layer": layer.source.layer}
    found = []
    if layer.source.crs.taken_from_wgs84:
        found.append(_remark("TAKEN_AS_CGCS2000", **name))
    found.extend(encoding_remarks(layer.source))
    if layer.state in _STATE_TOLD:
        found.append(_remark(_STATE_TOLD[layer.state], **name))
    if not met.covers:
        found.append(_remark("LAYER_COVERS_NOTHING" if layer.source.count else "LAYER_EMPTY", **name))
    for code, count in met.counts.items():
        more = {"area": round(met.repaired_m2, 2)} if code == "FEATURES_REPAIRED" else {}
        found.append(_remark(code, count=count, **more, **name))
    if met.bad_net:
        found.append(_remark("KCXS_NOT_A_SHARE", count=met.bad_net, **name))
    return found


def _remark(code: str, **values: Any) -> Dict[str, Any]:
    return {"code": code, "values": values}


def versions() -> Dict[str, str]:
    """Versions of what the areas depend on."""
    return {"shapely": str(shapely.__version__), "geos": str(shapely.geos_version_string),
            "pyproj": str(pyproj.__version__), "proj": str(pyproj.proj_version_str),
            "pyogrio": str(pyogrio.__version__), "gdal": str(pyogrio.__gdal_version_string__),
            "numpy": str(np.__version__)}
