"""The report on a reference layer: a summary, and a GeoPackage to click through, each finding over its place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Sequence

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from ...domain.errors import WeipianError, sentence
from ..engines import Tick
from ..kernels.arrays import Floats, Geometries, Indices
from ..kernels.plane import SourceCrs, from_degrees
from ..kernels.projection import INVERSE_FLATTENING, PLANE_MERIDIAN, SEMI_MAJOR
from . import report_checks as checks
from .coverage import Coverage
from .prepared import PreparedLayer
from .report_checks import Columns, Rows

FINDINGS_LAYER, SUMMARY_LAYER = "图层检查", "图层检查汇总"
FINDING_FIELDS = ("问题", "要素号", "另一要素号", "标识码", "地类编码", "面积_平方米", "值", "代码")
SUMMARY_FIELDS = ("问题", "个数", "面积_平方米", "说明", "代码")
# What a row's problem is called, in a few words; the kind itself is the sentence of the summary.
NAMES: Dict[str, str] = {
    checks.LOST: "REPORT_LOST_NAME", checks.REPAIRED: "REPORT_REPAIRED_NAME", checks.OVERLAP: "REPORT_OVERLAP_NAME",
    checks.GAP: "REPORT_GAP_NAME", checks.HAIR: "REPORT_HAIR_NAME",
    checks.NO_FEATURES: "REPORT_NO_FEATURES_NAME",
    checks.GAPS_NOT_SOUGHT: "REPORT_GAPS_NOT_SOUGHT_NAME", checks.CLASS_EMPTY: "REPORT_CLASS_EMPTY_NAME",
    checks.CLASS_UNKNOWN: "REPORT_CLASS_UNKNOWN_NAME", checks.KCXS_RANGE: "REPORT_KCXS_RANGE_NAME",
    checks.KCXS_ELSEWHERE: "REPORT_KCXS_ELSEWHERE_NAME", checks.NUMBER_DOUBLED: "REPORT_BSM_DOUBLED_NAME",
    checks.SHAPE_DOUBLED: "REPORT_SHAPE_DOUBLED_NAME", checks.FAR_AWAY: "REPORT_FAR_AWAY_NAME",
    checks.OTHER_COUNTY: "REPORT_OTHER_COUNTY_NAME", checks.OUTSIDE_COUNTY: "REPORT_OUTSIDE_COUNTY_NAME",
}
_ROWS_AT_ONCE = 2_000
_NEWTON_STEPS = 6


@dataclass
class Findings:
    """What was found of one layer."""

    layer: PreparedLayer
    crs: SourceCrs
    columns: Columns
    coverage: Coverage
    rows: List[Rows] = field(default_factory=list)

    def add(self, *rows: Rows) -> None:
        """What a check found, if it found anything."""
        self.rows.extend(some for some in rows if some.count)

    def summary(self) -> List[Dict[str, Any]]:
        """One entry a kind: ``kind`` (a code of the catalogue, whose sentence takes the others), count, m²."""
        return [{"kind": rows.kind, "count": rows.count, "area_m2": round(rows.area_m2, 4)} for rows in self.rows]


def write_report(path: Path, findings: Findings, tick: Tick) -> None:
    """A GeoPackage at ``path`` (replaced): polygons of the findings in the layer's CRS, and the summary as a table.

    Raises WeipianError OUTPUT_NOT_WRITTEN.
    """
    part = path.with_name(f".{uuid.uuid4().hex[:12]}.gpkg")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_findings(part, findings, tick)
        _write_summary(part, findings)
        part.replace(path)
    except (OSError, RuntimeError, pyogrio.errors.DataSourceError) as error:
        raise WeipianError("OUTPUT_NOT_WRITTEN", file=str(path), detail=str(error)) from error
    finally:
        for leftover in part.parent.glob(part.name + "*"):
            leftover.unlink()


def _write_findings(path: Path, findings: Findings, tick: Tick) -> None:
    pieces = [some for rows in findings.rows for some in _pieces(rows)]
    for number, rows in enumerate(pieces or [_no_rows()]):
        tick()
        shapes = rows.shapes if rows.shapes is not None else findings.layer.whole(rows.feature)
        columns = _finding_columns(rows, findings)
        pyogrio.raw.write(path, shapely.to_wkb(in_crs(_multi(shapes), findings.crs)), columns, np.array(FINDING_FIELDS),
                          layer=FINDINGS_LAYER, driver="GPKG", geometry_type="MultiPolygon", crs=findings.crs.text,
                          append=number > 0)


def _pieces(rows: Rows) -> List[Rows]:
    return [_cut(rows, slice(start, start + _ROWS_AT_ONCE)) for start in range(0, len(rows.feature), _ROWS_AT_ONCE)]


def _cut(rows: Rows, some: slice) -> Rows:
    return Rows(rows.kind, rows.feature[some], rows.other[some], rows.area[some], rows.values[some],
                None if rows.shapes is None else rows.shapes[some], rows.count, rows.area_m2)


def _no_rows() -> Rows:
    nothing = np.empty(0, dtype=np.int64)
    return Rows("", nothing, nothing, np.empty(0), [], np.empty(0, dtype=object), 0, 0.0)


def _finding_columns(rows: Rows, findings: Findings) -> List[NDArray[Any]]:
    layer, count = findings.layer, len(rows.feature)
    numbers = findings.columns.numbers
    known = rows.feature >= 0
    fids = _numbers_or_none(layer.arrays["fid"], rows.feature)
    others = _numbers_or_none(layer.arrays["fid"], rows.other)
    bsm = np.full(count, None, dtype=object)
    if len(numbers):
        bsm[known] = numbers[rows.feature[known]]
    classes = np.full(count, None, dtype=object)
    classes[known] = layer.classes[rows.feature[known]]
    values = ["；".join(f"{name}={value}" for name, value in some.items()) or None for some in rows.values]
    name = sentence(NAMES[rows.kind]) if rows.kind else ""
    return [_objects([name] * count), _as_texts(fids), _as_texts(others), bsm, classes,
            np.asarray(rows.area, dtype=np.float64), _objects(values),
            _objects([rows.kind] * count)]


def _numbers_or_none(fids: Indices, rows: Indices) -> List[Any]:
    return [int(fids[row]) if row >= 0 else None for row in rows.tolist()]


def _as_texts(values: Sequence[Any]) -> NDArray[Any]:
    """Whole numbers where one may be missing: a column of numbers would make them fractions."""
    return _objects([None if value is None else str(value) for value in values])


def _objects(values: Sequence[Any]) -> NDArray[np.object_]:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _write_summary(path: Path, findings: Findings) -> None:
    summary = findings.summary()
    told = [sentence(entry["kind"], count=entry["count"], area=f"{entry['area_m2']:.4f}") for entry in summary]
    columns = [_objects([sentence(NAMES[entry["kind"]]) for entry in summary]),
               np.array([entry["count"] for entry in summary], dtype=np.int64),
               np.array([entry["area_m2"] for entry in summary], dtype=np.float64), _objects(told),
               _objects([entry["kind"] for entry in summary])]
    pyogrio.raw.write(path, None, columns, np.array(SUMMARY_FIELDS), layer=SUMMARY_LAYER, driver="GPKG",
                      geometry_type=None, append=path.exists())


def _multi(shapes: Geometries) -> Geometries:
    """As MultiPolygons; None stays None."""
    made = shapes.copy()
    for row in np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).tolist():
        made[row] = shapely.multipolygons([shapes[row]])
    return made


def in_crs(shapes: Geometries, crs: SourceCrs) -> Geometries:
    """Shapes of the plane in a layer's own coordinates."""
    return np.asarray(shapely.transform(shapes, lambda xy: from_degrees(plane_to_degrees(xy), crs)), dtype=object)


def plane_to_degrees(xy: Floats) -> Floats:
    """(n×2 metres of the equal-area plane) → longitude, latitude in degrees, to 1e-12 of a degree.

    The latitude B of y = ∫ a(1−e²)cos B dB/(1−e² sin² B)² by Newton's steps on sin B, of which y is nearly linear.
    """
    flattening = 1 / INVERSE_FLATTENING
    e2 = flattening * (2 - flattening)
    e, scale = np.sqrt(e2), SEMI_MAJOR * (1 - e2)
    sine = xy[:, 1] / scale
    for _ in range(_NEWTON_STEPS):
        square = 1 - e2 * sine * sine
        y = 0.5 * scale * (sine / square + np.arctanh(e * sine) / e)
        sine = np.clip(sine - (y - xy[:, 1]) * square * square / scale, -1.0, 1.0)
    longitude = PLANE_MERIDIAN + np.degrees(xy[:, 0] / SEMI_MAJOR)
    return np.column_stack([longitude, np.degrees(np.arcsin(sine))])
