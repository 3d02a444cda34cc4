"""Reference layers of a worker: opened once, kept from job to job, seen by each job near its patches."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ..domain.areas.landclass import FARMLAND_LEVEL
from ..domain.errors import WeipianError
from ..domain.roles import DEDUCTION_FIELDS, EVIDENCE, LANDCLASS, ROLES, Role
from .engines import Tick
from .kernels.arrays import Floats, Geometries, Indices
from .kernels.plane import JobPlane, SourceCrs
from .kernels.polygons import IndexedPolygons, Polygons, indexed
from .kernels.reduction import near_patches, reduce_far
from .kernels.validity import suspects
from .patchset import PatchSet
from .prepared.prepared import PreparedLayer, find_prepared
from .readers.base import Found, Looked, LookingReader, Reader
from .readers.opening import open_reader
from .shapes import Fit, made_fit, made_valid
from .sources import Source, open_source, texts
from .views import LayerView

_LAYERS_KEPT = 16


@dataclass(frozen=True)
class LayerRequest:
    """A layer in a role. ``source`` as `sources.open_source` takes it. An empty ``class_field`` and ``attributes`` of
    None leave the choice to the role's own lists of fields.
    """

    role: str
    source: str
    class_field: str = ""
    attributes: Optional[Tuple[str, ...]] = None


@dataclass(frozen=True)
class Fields:
    """The layer's own spelling of what is read: classes and deduction ("" where there is none), attributes."""

    class_field: str
    deduction: str
    attributes: Tuple[str, ...]

    @property
    def columns(self) -> Tuple[str, ...]:
        """What to read, each once."""
        return tuple(dict.fromkeys(name for name in (self.class_field, self.deduction, *self.attributes) if name))


def fields_of(request: LayerRequest, source: Source) -> Fields:
    """The fields of ``request`` in ``source``. Raises WeipianError CLASS_FIELD_MISSING, ATTRIBUTE_MISSING."""
    role = ROLES.get(request.role)
    known = ", ".join(source.fields)
    class_field = source.field(request.class_field) if request.class_field else _first(
        role.class_fields if role else (), source)
    if not class_field and (request.class_field or (role is not None and role.kind == LANDCLASS)):
        raise WeipianError("CLASS_FIELD_MISSING", file=source.place, layer=source.layer, role=request.role,
                           field=request.class_field or "、".join(role.class_fields if role else ()), fields=known)
    deduction = _first(DEDUCTION_FIELDS, source) if class_field else ""
    if request.attributes is None:
        return Fields(class_field or "", deduction, _papers(role, source))
    found = []
    for name in request.attributes:
        field = source.field(name)
        if field is None:
            raise WeipianError("ATTRIBUTE_MISSING", file=source.place, layer=source.layer, role=request.role,
                               field=name, fields=known)
        found.append(field)
    return Fields(class_field or "", deduction, tuple(found))


def _first(names: Tuple[str, ...], source: Source) -> str:
    return next((field for field in map(source.field, names) if field), "")


def _papers(role: Optional[Role], source: Source) -> Tuple[str, ...]:
    """The fields that name the paper a polygon of an evidence layer stands for."""
    if role is None or role.kind != EVIDENCE:
        return ()
    wanted = (*role.number_fields, *role.date_fields, *role.expiry_fields, *role.name_fields, *role.mineral_fields)
    return tuple(dict.fromkeys(field for field in map(source.field, wanted) if field))


class OpenLayer:
    """One layer of a job: read near the patches, or its prepared copy."""

    def __init__(self, request: LayerRequest, source: Source, plane: JobPlane, reader: Optional[Reader],
                 prepared: Optional[PreparedLayer], state: str) -> None:
        """``reader`` where there is no ``prepared`` copy; ``state`` of the copy as `prepared.find_prepared` tells."""
        self.request = request
        self.source = source
        self.fields = fields_of(request, source)
        self.state = state
        self.is_prepared = prepared is not None
        self._plane = plane
        self._reader = reader
        self._prepared = prepared

    def view(self, patches: PatchSet, simplify: bool, tick: Tick) -> LayerView:
        """The layer near ``patches``; ``simplify`` what is far away, where the engine allows it."""
        if self._prepared is not None:
            return self._prepared.view(patches.plane, self.fields.attributes, tick)
        crs = self.source.crs
        outlines, margin = patches.in_crs(crs), patches.margin(crs)
        found, looked, source = self._looked(outlines, margin, simplify, tick)
        tick()
        whole = _Whole(source, len(looked.reduced), self._plane, crs)
        # What was looked at as it was read, and is whole, nobody asks for again in the layer's own coordinates.
        is_whole = not looked.reduced.any()
        projected = self._plane.project(looked.polygons, crs, given_up=found.looked is not None and is_whole)
        if is_whole:
            whole.projected = projected
        fit = made_fit(projected, np.flatnonzero(looked.suspect), whole.raw)
        tick()
        whole.fit, whole.reduced = fit, looked.reduced & ~np.isfinite(fit.changed_m2)
        classes, factor, bad_net = self._classes(found)
        repaired = fit.changed_m2[np.isfinite(fit.changed_m2)]
        counts = {**found.lost, **found.told}
        emptied = int(np.count_nonzero((np.diff(fit.polygons.start) == 0) & (np.diff(found.polygons.start) > 0)))
        if emptied:
            counts["FEATURES_WITHOUT_SHAPE"] = counts.get("FEATURES_WITHOUT_SHAPE", 0) + emptied
        if len(repaired):
            counts["FEATURES_REPAIRED"] = len(repaired)
        return LayerView(indexed(fit.polygons), found.patch, found.feature, classes, factor, self._attributes(found),
                         whole, whole.reduced, None, counts, float(repaired.sum()), bad_net, found.read)

    def _looked(self, patches: IndexedPolygons, margin: float, simplify: bool,
                tick: Tick) -> Tuple[Found, Looked, Callable[[Indices], Polygons]]:
        """What the layer has near ``patches`` (in its own coordinates), and a way to whole features by their rows."""
        reader, columns = self._reader, self.fields.columns

        def look(polygons: Polygons, patch: Indices, feature: Indices) -> Looked:
            return looked_at(indexed(polygons), patches, patch, feature, margin)

        if reader is None:
            raise WeipianError("SOURCE_UNREADABLE", file=self.source.place, detail="")
        if simplify and isinstance(reader, LookingReader):
            found = reader.near_looked(patches, margin, columns, look, tick)
            if found.looked is not None and found.looked.reduced.any():
                again = partial(reader.again, tick=tick)
                return found, found.looked, lambda rows: again(found.fids[rows])
        else:
            found = reader.near(patches, margin, columns, tick)
            tick()
        looked = found.looked or (look(found.polygons, found.patch, found.feature) if simplify
                                  else looked_at_as_they_are(indexed(found.polygons)))
        return found, looked, found.polygons.take

    def _classes(self, found: Found) -> Tuple[NDArray[np.object_], Floats, int]:
        """Class texts, 1−KCXS for cultivated features (1 elsewhere), and how many KCXS are no share of 0 ≤ k < 1."""
        count = len(found.fids)
        if not self.fields.class_field:
            return np.full(count, "", dtype=object), np.ones(count), 0
        classes = texts(found.columns[self.fields.class_field])
        if not self.fields.deduction:
            return classes, np.ones(count), 0
        return (classes, *net_factors(classes, found.columns[self.fields.deduction]))

    def _attributes(self, found: Found) -> List[Tuple[Any, ...]]:
        if not self.fields.attributes:
            return []
        return list(zip(*([plain_value(value) for value in found.columns[name]] for name in self.fields.attributes)))


def looked_at(features: IndexedPolygons, patches: IndexedPolygons, patch: Indices, feature: Indices,
              margin: float) -> Looked:
    """``features`` for kernels that measure them in the patches they are paired with; all in the layer's coordinates,
    ``margin`` in its units.
    """
    near = near_patches(features, patches, patch, feature, margin)
    suspect = np.zeros(len(features), dtype=bool)
    suspect[suspects(features, near)] = True
    return Looked(*reduce_far(features, near), suspect, features.index.box)


def looked_at_as_they_are(features: IndexedPolygons) -> Looked:
    """``features`` for GEOS."""
    suspect = np.zeros(len(features), dtype=bool)
    suspect[suspects(features, None)] = True
    return Looked(features.polygons, np.zeros(len(features), dtype=bool), suspect, features.boxes)


def net_factors(classes: NDArray[np.object_], values: NDArray[Any]) -> Tuple[Floats, int]:
    """1−KCXS for cultivated features, 1 elsewhere; and how many of their KCXS are there but no share of 0 ≤ k < 1."""
    factors = np.ones(len(classes))
    texts_of = classes.tolist()
    cultivated = {text for text in set(texts_of) if text.startswith(FARMLAND_LEVEL)}
    farmland = np.flatnonzero(np.fromiter((text in cultivated for text in texts_of), dtype=bool, count=len(classes)))
    given = values[farmland]
    if given.dtype == object:
        shares = np.array([_share(value) for value in given.tolist()], dtype=np.float64)
    else:
        shares = np.nan_to_num(given.astype(np.float64), nan=0.0)
    good = (shares >= 0) & (shares < 1)
    factors[farmland[good]] = 1 - shares[good]
    return factors, int(np.count_nonzero(~good))


def _share(value: object) -> float:
    """KCXS as a number; 0 where nothing is said, −1 where it is no number."""
    if type(value) is float:  # as it comes from a GeoPackage
        return value if value == value else 0.0
    text = str(value).strip()
    if value is None or text in ("", "nan", "None"):
        return 0.0
    try:
        return float(text)
    except ValueError:
        return -1.0


class _Whole:
    """Features of a view as whole, valid shapely polygons of the plane, also where the view has them simplified."""

    def __init__(self, source: Callable[[Indices], Polygons], count: int, plane: JobPlane, crs: SourceCrs) -> None:
        """``source`` gives the ``count`` features as the layer has them, by their rows. The rest is set once it is
        known: all of them ``projected``, where none is simplified; ``fit``; ``reduced``.
        """
        self._source = source
        self._plane = plane
        self._crs = crs
        self._kept: Dict[int, Any] = {}
        self.projected: Optional[Polygons] = None
        self.fit: Optional[Fit] = None
        self.reduced = np.zeros(count, dtype=bool)

    def raw(self, rows: Indices) -> Geometries:
        """As the layer has them, valid or not."""
        if self.projected is not None:
            return self.projected.take(rows).geometries()
        return self._plane.project(self._source(rows), self._crs).geometries()

    def __call__(self, rows: Indices) -> Geometries:
        if self.fit is None:
            return self.raw(rows)
        shapes = self.fit.shapes[rows]
        unseen = np.flatnonzero(shapely.is_missing(shapes))
        shapes[unseen] = self.fit.polygons.take(rows[unseen]).geometries()
        for place in unseen[self.reduced[rows[unseen]]].tolist():
            row = int(rows[place])
            if row not in self._kept:
                # Far from the patches nobody has looked at it, and GEOS takes all of it or nothing.
                self._kept[row] = made_valid(self.raw(rows[place:place + 1]))[0]
            shapes[place] = self._kept[row]
        return shapes


class LayerCache:
    """Layers kept from job to job, so that measuring one patch again is instant; a changed source is opened anew."""

    def __init__(self) -> None:
        """Empty."""
        self._readers: OrderedDict[Tuple[Any, ...], Reader] = OrderedDict()
        self._prepared: Dict[Tuple[Any, ...], Tuple[Optional[PreparedLayer], str]] = {}
        self._sources: Dict[str, Source] = {}

    def source(self, request: LayerRequest) -> Source:
        """Look at the layer of ``request``: it is there, has a CRS and the fields, or WeipianError."""
        source = self._sources.get(request.source)
        if source is None or not source.is_current:
            source = open_source(request.source)
            self._sources[request.source] = source
        fields_of(request, source)
        return source

    def open(self, request: LayerRequest, source: Source, plane: JobPlane, prepared: Optional[Path]) -> OpenLayer:
        """The layer for a job; ``prepared`` is the folder of prepared copies, where these are wanted."""
        copy, state = self._copy(request, source, plane, prepared)
        reader = None if copy is not None else self._reader(source)
        return OpenLayer(request, source, plane, reader, copy, state)

    def _copy(self, request: LayerRequest, source: Source, plane: JobPlane,
              folder: Optional[Path]) -> Tuple[Optional[PreparedLayer], str]:
        if folder is None:
            return None, "none"
        fields = fields_of(request, source)
        key = (str(folder), source.identity, request.role, fields.class_field, plane)
        kept = self._prepared.get(key)
        if kept is None or kept[0] is None or not kept[0].is_current:
            kept = find_prepared(folder, source, request.role, fields.class_field, plane)
            self._prepared[key] = kept
        copy, state = kept
        # Attributes beyond those the copy keeps are read from the source.
        lacking = copy is not None and not set(fields.attributes) <= set(copy.attributes)
        return (None if lacking else copy), state

    def _reader(self, source: Source) -> Reader:
        reader = self._readers.get(source.identity)
        if reader is None:
            reader = open_reader(source)
            self._readers[source.identity] = reader
        self._readers.move_to_end(source.identity)
        while len(self._readers) > _LAYERS_KEPT:
            self._readers.popitem(last=False)
        return reader


def plain_value(value: Any) -> Any:
    """A column's value as JSON knows it."""
    if value is None or value != value:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strip() if isinstance(value, str) else value if isinstance(value, (int, float, bool)) else str(value)
