"""What the report on a reference layer looks at, check by check; each gives the features it has something to say of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ...domain.areas.landclass import FARMLAND_LEVEL, known
from ..engines import Tick
from ..kernels.arrays import Floats, Geometries, Indices
from ..kernels.plane import JobPlane
from ..kernels.polygons import from_geometries, indexed
from ..kernels.projection import degrees_to_plane
from ..readers.base import Block
from ..readers.opening import open_reader
from ..shapes import all_fit, intersections, polygons_of
from ..sources import Source, texts
from .coverage import NARROWEST_GAP, Coverage, at_boxes, is_hair, while_ticking
from .prepared import PreparedLayer

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

Flags: TypeAlias = NDArray[np.bool_]

LOST, REPAIRED, OVERLAP, GAP, HAIR = "REPORT_LOST", "REPORT_REPAIRED", "REPORT_OVERLAP", "REPORT_GAP", "REPORT_HAIR"
GAPS_NOT_SOUGHT, NO_FEATURES = "REPORT_GAPS_NOT_SOUGHT", "REPORT_NO_FEATURES"
CLASS_EMPTY, CLASS_UNKNOWN = "REPORT_CLASS_EMPTY", "REPORT_CLASS_UNKNOWN"
KCXS_RANGE, KCXS_ELSEWHERE = "REPORT_KCXS_RANGE", "REPORT_KCXS_ELSEWHERE"
NUMBER_DOUBLED, SHAPE_DOUBLED = "REPORT_BSM_DOUBLED", "REPORT_SHAPE_DOUBLED"
FAR_AWAY, OTHER_COUNTY, OUTSIDE_COUNTY = "REPORT_FAR_AWAY", "REPORT_OTHER_COUNTY", "REPORT_OUTSIDE_COUNTY"

# Of each kind at most so many polygons are drawn and listed; all are counted.
MOST_LISTED = 20_000
_AT_ONCE = 2_000
# Areas of one polygon computed in two ways part by less than this share.
_SAME_GROUND = 1e-9
_COUNTY_DIGITS = 6
# Codes of places, in whose first six digits the county is.
_PLACE_FIELDS = ("ZLDWDM", "XZQDM", "XJXZQHDM")
_NUMBER_FIELD = "BSM"
_CHINA_DEGREES = np.array([[73.0, 3.0], [136.0, 54.0]])


@dataclass(frozen=True)
class Rows:
    """What one check found. ``feature`` and ``other`` are rows of the layer, −1 for none; ``area`` m².

    ``shapes`` are polygons of the plane; None: the features' own. ``count`` and ``area_m2`` are of all that was found,
    also where ``feature`` lists only some of it.
    """

    kind: str
    feature: Indices
    other: Indices
    area: Floats
    values: List[Dict[str, Any]]
    shapes: Optional[Geometries]
    count: int
    area_m2: float


def found(kind: str, feature: Indices, area: Floats, values: Optional[Sequence[Dict[str, Any]]] = None,
          other: Optional[Indices] = None, shapes: Optional[Geometries] = None,
          area_m2: Optional[float] = None) -> Rows:
    """`Rows` of one kind, cut to what is listed."""
    some = slice(0, MOST_LISTED)
    total = float(np.nansum(area)) if area_m2 is None else area_m2
    return Rows(kind, feature[some], np.full(len(feature[some]), -1) if other is None else other[some], area[some],
                [{}] * len(feature[some]) if values is None else list(values[some]),
                None if shapes is None else shapes[some], len(feature), total)


@dataclass(frozen=True)
class ReportFields:
    """The layer's fields the report looks at beside classes; "" where there is none."""

    number: str
    place: str
    deduction: str

    @property
    def names(self) -> Tuple[str, ...]:
        """What to read."""
        return tuple(name for name in (self.number, self.place, self.deduction) if name)


def report_fields(source: Source, deduction: str) -> ReportFields:
    """Which fields of ``source`` the report reads; ``deduction`` is where KCXS is."""
    place = next((name for name in map(source.field, _PLACE_FIELDS) if name), "")
    return ReportFields(source.field(_NUMBER_FIELD) or "", place or "", deduction)


@dataclass
class Columns:
    """Values the report needs of every feature: identification numbers, the place's first six digits, KCXS."""

    _numbers: List[NDArray[np.object_]] = field(default_factory=list)
    _counties: List[NDArray[np.object_]] = field(default_factory=list)
    _deductions: List[Floats] = field(default_factory=list)

    def add(self, fields: ReportFields, block: Block) -> None:
        """The next features."""
        if fields.number:
            self._numbers.append(texts(block.columns[fields.number]))
        if fields.place:
            places: Dict[str, str] = {}
            self._counties.append(np.array([places.setdefault(text[:_COUNTY_DIGITS], text[:_COUNTY_DIGITS]) for text in
                                            texts(block.columns[fields.place]).tolist()], dtype=object))
        if fields.deduction:
            self._deductions.append(shares(block.columns[fields.deduction]))

    @property
    def numbers(self) -> NDArray[np.object_]:
        """BSM of each feature; empty where the layer has none."""
        return np.concatenate([np.empty(0, dtype=object), *self._numbers])

    @property
    def counties(self) -> NDArray[np.object_]:
        """County code of each feature; empty where the layer has none."""
        return np.concatenate([np.empty(0, dtype=object), *self._counties])

    @property
    def deductions(self) -> Floats:
        """KCXS of each feature as `shares` gives it; empty where the layer has none."""
        return np.concatenate([np.empty(0), *self._deductions])


def shares(values: NDArray[Any]) -> Floats:
    """KCXS as numbers: NaN where nothing is said, −1 where it is no number."""
    try:
        return values.astype(np.float64)  # None becomes NaN
    except (ValueError, TypeError):  # a text that is no number is among them
        return np.array([_share(value) for value in values.tolist()], dtype=np.float64)


def _share(value: object) -> float:
    text = "" if value is None else str(value).strip()
    if text in ("", "nan", "None"):
        return np.nan
    try:
        return float(text)
    except ValueError:
        return -1.0


def is_bad_share(classes: NDArray[np.object_], values: NDArray[Any]) -> Flags:
    """Cultivated features whose KCXS is there but no share of 0 ≤ k < 1."""
    share = shares(values)
    return _farmland(classes) & ~np.isnan(share) & ~((share >= 0) & (share < 1))


def _farmland(classes: NDArray[np.object_]) -> Flags:
    return np.fromiter((text.startswith(FARMLAND_LEVEL) for text in classes.tolist()), dtype=bool, count=len(classes))


def no_features(layer: PreparedLayer) -> Rows:
    """That the layer is empty."""
    return Rows(NO_FEATURES, *_nothing_listed(), int(layer.stamp.features == 0), 0.0)


def lost_shapes(layer: PreparedLayer) -> Rows:
    """Features without any usable polygon."""
    rows = np.flatnonzero(np.diff(layer.features.polygons.start) == 0)
    return found(LOST, rows, np.full(len(rows), np.nan))


def repaired_shapes(layer: PreparedLayer) -> Rows:
    """Invalid features that were made valid; the area is what that changed."""
    changed = layer.arrays["changed_m2"]
    rows = np.flatnonzero(np.isfinite(changed) & (np.diff(layer.features.polygons.start) > 0))
    return found(REPAIRED, rows, changed[rows])


def overlaps(layer: PreparedLayer, coverage: Coverage, tick: Tick) -> List[Rows]:
    """Pairs of features on the same ground: drawn as that ground; what is only a hair is counted apart.

    The sum is of the ground: where three features lie on each other it is counted once.
    """
    order = np.argsort(-coverage.shared_m2, kind="stable")
    pairs, area = coverage.shared[order], coverage.shared_m2[order]
    listed = pairs[:MOST_LISTED]
    shapes = np.concatenate([np.empty(0, dtype=object), *_shared_ground(layer, listed, tick)])
    told = ~is_hair(shapes)
    told_all = np.concatenate([told, ~(area[len(told):] < NARROWEST_GAP)])
    once = float(shapely.area(while_ticking(lambda: shapely.union_all(shapes[told]), tick)))
    ground = once + float(area[len(told):][told_all[len(told):]].sum())
    rows = found(OVERLAP, pairs[told_all, 0], area[told_all], other=pairs[told_all, 1], shapes=shapes[told],
                 area_m2=ground)
    if coverage.gaps_sought:  # there hairs are counted by their faces, gaps and overlaps alike
        return [rows]
    thin = ~told_all
    return [rows, Rows(HAIR, *_nothing_listed(), int(np.count_nonzero(thin)), float(area[thin].sum()))]


def _shared_ground(layer: PreparedLayer, pairs: Indices, tick: Tick) -> List[Geometries]:
    pieces = []
    for start in range(0, len(pairs), _AT_ONCE):
        tick()
        some = pairs[start:start + _AT_ONCE]
        rows, place = np.unique(some.ravel(), return_inverse=True)
        whole = layer.whole(rows)[place.reshape(some.shape)]
        pieces.append(intersections(whole[:, 0], whole[:, 1]))
    return pieces


def _nothing_listed() -> Tuple[Indices, Indices, Floats, List[Dict[str, Any]], Optional[Geometries]]:
    nothing = np.empty(0, dtype=np.int64)
    return nothing, nothing, np.empty(0), [], None


def gaps(coverage: Coverage) -> Rows:
    """Ground inside the layer that no feature covers."""
    order = np.argsort(-shapely.area(coverage.gaps), kind="stable")
    shapes = coverage.gaps[order]
    return found(GAP, np.full(len(shapes), -1), shapely.area(shapes), shapes=shapes)


def hairs(coverage: Coverage) -> Rows:
    """Faces too small or narrow to be told as gap or overlap: counted, not listed."""
    return Rows(HAIR, *_nothing_listed(), coverage.hairs, coverage.hairs_m2)


def gaps_not_sought(coverage: Coverage) -> Rows:
    """Where so many edges have no twin that the layer is no tiling, or none that its gaps could be told from."""
    return Rows(GAPS_NOT_SOUGHT, *_nothing_listed(), coverage.edges_without_twin, 0.0)


def class_codes(layer: PreparedLayer) -> List[Rows]:
    """Features whose class is empty, or a code the land classification does not know."""
    names = [*layer.stamp.classes, ""]
    unknown = np.array([bool(name) and not known(name) for name in names])[layer.arrays["class_code"]]
    empty = np.array([not name for name in names])[layer.arrays["class_code"]]
    return [_own_ground(layer, CLASS_EMPTY, empty), _own_ground(layer, CLASS_UNKNOWN, unknown)]


def deductions(layer: PreparedLayer, columns: Columns) -> List[Rows]:
    """KCXS that is no share of 0 ≤ k < 1, and KCXS other than 0 on what is not cultivated (domain table of DLTB)."""
    share = columns.deductions
    if len(share) == 0:
        return []
    said = ~np.isnan(share)
    outside = said & ~((share >= 0) & (share < 1))
    elsewhere = said & ~outside & (share != 0) & ~_farmland(layer.classes)
    return [_own_ground(layer, kind, flags, [{"KCXS": float(value)} for value in share[flags]])
            for kind, flags in ((KCXS_RANGE, outside), (KCXS_ELSEWHERE, elsewhere))]


def _own_ground(layer: PreparedLayer, kind: str, flags: Flags,
                values: Optional[Sequence[Dict[str, Any]]] = None, other: Optional[Indices] = None) -> Rows:
    rows = np.flatnonzero(flags)
    return found(kind, rows, layer.features.areas()[rows], values, other)


def doubled_numbers(layer: PreparedLayer, columns: Columns) -> Rows:
    """Features whose BSM an earlier feature has already; the other is the first that has it."""
    first, doubled = _first_of_its_kind(columns.numbers)
    doubled[[not number for number in columns.numbers.tolist()]] = False
    flags = np.zeros(len(layer.features), dtype=bool)
    flags[:len(doubled)] = doubled
    return _own_ground(layer, NUMBER_DOUBLED, flags, other=first[doubled])


def _first_of_its_kind(values: NDArray[np.object_]) -> Tuple[Indices, Flags]:
    """For each value the row of its first occurrence, and whether that is an earlier row."""
    seen: Dict[object, int] = {}
    first = np.fromiter((seen.setdefault(value, row) for row, value in enumerate(values.tolist())), np.int64,
                        len(values))
    return first, first < np.arange(len(values))


def doubled_shapes(layer: PreparedLayer, coverage: Coverage) -> Rows:
    """Features with the very ground of an earlier one: they share all they have."""
    areas = layer.features.areas()
    pairs = np.sort(coverage.shared, axis=1)
    one, two = areas[pairs[:, 0]], areas[pairs[:, 1]]
    slack = _SAME_GROUND * np.maximum(one, two) + 1e-6
    same = (np.abs(one - two) <= slack) & (np.abs(coverage.shared_m2 - one) <= slack)
    later, place = np.unique(pairs[same, 1], return_index=True)
    return found(SHAPE_DOUBLED, later, areas[later], other=pairs[same, 0][place])


def far_away(layer: PreparedLayer) -> Rows:
    """Features with coordinates that are not in China."""
    low, high = degrees_to_plane(_CHINA_DEGREES)
    box = layer.features.index.box
    there = box[:, 0] <= box[:, 2]
    return _own_ground(layer, FAR_AWAY, there & ((box[:, :2] < low).any(axis=1) | (box[:, 2:] > high).any(axis=1)))


def other_counties(layer: PreparedLayer, columns: Columns) -> Rows:
    """Features whose place code names another county than most of the layer does."""
    counties = columns.counties
    flags = np.zeros(len(layer.features), dtype=bool)
    named, number = np.unique(counties[counties != ""].astype(str), return_inverse=True)
    if len(named) > 1:
        most = named[np.argmax(np.bincount(number))]
        flags = (counties != most) & (counties != "")
    return _own_ground(layer, OTHER_COUNTY, flags, [{"XZQDM": text} for text in counties[flags[:len(counties)]]])


def outside_county(layer: PreparedLayer, county: Source, plane: JobPlane, tick: Tick) -> Rows:
    """Features that reach over the county's boundary; drawn as what lies outside."""
    boundary = _county_ground(county, plane, tick)
    shapely.prepare(boundary)
    outline = indexed(from_geometries(polygons_of(np.array([boundary], dtype=object))))
    near = np.zeros(len(layer.features), dtype=bool)
    near[at_boxes(layer.tree, outline.index.chunk_box)[1]] = True
    polygons = layer.features.polygons
    there = np.flatnonzero(np.diff(polygons.start) > 0)
    beyond = there[~near[there] & ~_first_vertex_within(layer, there, boundary)]
    parts = [layer.whole(rows) for rows in _slabs(beyond)]
    rows = [beyond]
    for some in _slabs(there[near[there]]):
        tick()
        whole = layer.whole(some)
        crossing = np.flatnonzero(~shapely.covers(boundary, whole))
        rest = shapely.difference(whole[crossing], boundary)
        told = ~is_hair(rest)
        parts.append(rest[told])
        rows.append(some[crossing[told]])
    shapes = np.concatenate([np.empty(0, dtype=object), *parts])
    return found(OUTSIDE_COUNTY, np.concatenate(rows), shapely.area(shapes), shapes=shapes)


def _slabs(rows: Indices) -> List[Indices]:
    return [rows[start:start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]


def _first_vertex_within(layer: PreparedLayer, rows: Indices, boundary: Any) -> Flags:
    polygons = layer.features.polygons
    vertex = polygons.xy[polygons.ring_start[polygons.part_start[polygons.start[rows]]]]
    return np.asarray(shapely.contains_xy(boundary, vertex[:, 0], vertex[:, 1]), dtype=bool)


def _county_ground(county: Source, plane: JobPlane, tick: Tick) -> Any:
    """The county's polygons as one, in the plane."""
    reader = open_reader(county)
    try:
        pieces = [all_fit(plane.project(block.polygons, county.crs)).polygons.geometries()
                  for block in reader.blocks((), tick)]
    finally:
        reader.close()
    shapes = np.concatenate([np.empty(0, dtype=object), *pieces])
    return while_ticking(lambda: shapely.union_all(shapes), tick)
