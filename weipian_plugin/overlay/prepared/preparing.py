"""Prepared layers, made: a reference layer read in blocks, projected, made valid, indexed, stamped, reported on."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

import numpy as np
import shapely

from ...domain.errors import WeipianError
from ...domain.roles import LANDCLASS, ROLES
from ..engine_exact import engine_named
from ..engine_geos import blocks_by_weight
from ..engines import AUTO, Engine, Tick
from ..kernels.boxtree import BoxTree
from ..kernels.plane import JobPlane
from ..kernels.polygons import IndexedPolygons, Polygons, from_geometries, indexed
from ..layers import Fields, LayerRequest, fields_of, net_factors
from ..layers import plain_value as plain
from ..protocol import BORDERS, COUNTY, DOUBLED, GAPS, INDEXING, READING, REPORT, STORING, VALUES
from ..readers.base import Block
from ..readers.opening import open_reader
from ..shapes import VALIDITY_METHOD, Fit, all_fit, polygons_of
from ..sources import Source, open_source, texts
from .coverage import cover, while_ticking
from .prepared import (
    FEATURE_ARRAYS,
    INDEX_ARRAYS,
    PART,
    POLYGON_ARRAYS,
    SHARED,
    TREE_ARRAYS,
    PreparedLayer,
    attribute_arrays,
    copies,
)
from .report import Findings, write_report
from .report_checks import (
    Columns,
    class_codes,
    deductions,
    doubled_numbers,
    doubled_shapes,
    far_away,
    gaps,
    gaps_not_sought,
    hairs,
    is_bad_share,
    lost_shapes,
    no_features,
    other_counties,
    outside_county,
    overlaps,
    repaired_shapes,
    report_fields,
)
from .stages import At, Progress, Stages
from .stamps import Stamp, densified_in, identity_of, key_of
from .stored import GrowingArrays, sync_folder, write_array

# Vertices brought into the plane at once: some 50 ms of work.
_STEP_VERTICES = 100_000
# Repaired polygons are put on the plane's lattice; where that spoils one again it is repaired again, this often, and
# then made valid on a coarser grid of the same lattice.
_LATTICE = 2.0 ** -29
_COARSE = 2.0 ** -20
_REPAIRS = 3
# A folder of somebody who was killed is cleared away when nothing in it has changed for this long (seconds).
_FORSAKEN = 3600.0
# About what share of the time each stage takes; neighbours have borders where a layer tiles the ground.
_STAGES = {READING: 60, INDEXING: 4, BORDERS: 24, GAPS: 4, VALUES: 1, DOUBLED: 2, COUNTY: 2, REPORT: 2, STORING: 1}


@dataclass(frozen=True)
class Prepared:
    """What came of preparing: the copy's folder, how many features, seconds, the report's summary and its file.

    ``source_changed``: the source was changed while it was read; the copy counts as outdated.
    """

    folder: Path
    features: int
    seconds: float
    findings: List[Dict[str, Any]]
    report: str
    source_changed: bool


def prepare(request: LayerRequest, source: Source, plane: JobPlane, root: Path, version_date: str = "",
            title: str = "", progress: Progress = lambda done, total, text: None, tick: Tick = lambda: None, *,
            report: str = "", county: str = "", engine: Optional[Engine] = None) -> Prepared:
    """Make the copy of ``source`` in the role of ``request`` under ``root``; older copies of it are thrown away.

    ``report``: .gpkg to write what was found to; ``county``: a layer (as `sources.open_source` takes it) whose polygons
    bound the county; both empty where not wanted.
    ``progress`` is told thousandths of the whole work, and what is being done (`protocol.STAGES`).
    Nothing half made is left behind. Raises WeipianError OUTPUT_NOT_WRITTEN, those of `layers.fields_of` and of the
    readers; whatever ``tick`` raises.
    """
    started = time.monotonic()
    fields = fields_of(request, source)
    boundary = open_source(county) if county else None
    key = key_of(source.place, source.layer, request.role, fields.class_field)
    at = Stages({name: share for name, share in _STAGES.items() if name != BORDERS or _tiles(request.role)}, progress)
    with _folder_in_the_making(root, key) as part:
        made = _Making(part, request.role, source, plane, fields, tick)
        made.read(at)
        at(INDEXING, 0, 1)
        stamp = made.finish(version_date, title)
        layer = PreparedLayer.mapped(part, stamp)
        findings = _examined(layer, made, plane, boundary, engine or engine_named(AUTO, tick), tick, at)
        at(REPORT, 0, 1)
        if report:
            write_report(Path(report), findings, tick)
        at(STORING, 0, 1)
        summary = findings.summary()
        shared = write_array(part, SHARED, findings.coverage.shared)
        replace(stamp, arrays={**stamp.arrays, SHARED: shared}, report=summary).write(part)
        del layer, findings  # Windows renames no folder whose files are mapped
        # Nothing looks into the folder once it is in place: whoever finishes a newer copy next throws it away.
        PreparedLayer.mapped(part, Stamp.read(part)).note_whole()
        sync_folder(part)
        folder = _put_in_place(part, root, key)
        at(STORING, 1, 1)
    return Prepared(folder, stamp.features, time.monotonic() - started, summary, report, not source.is_current)


@contextmanager
def _folder_in_the_making(root: Path, key: str) -> Iterator[Path]:
    """A folder of one's own, gone afterwards unless it was renamed; a full disk becomes a sentence."""
    part = root / f"{key}.{uuid.uuid4().hex[:12]}{PART}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        _clear_forsaken(root, key)
        part.mkdir()
        yield part
    except OSError as error:
        detail = error.strerror or str(error)
        raise WeipianError("OUTPUT_NOT_WRITTEN", file=str(error.filename or root), detail=detail) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _clear_forsaken(root: Path, key: str) -> None:
    """Throw away what a killed process left; what somebody still writes to is left alone."""
    for part in root.glob(f"{key}.*{PART}"):
        try:
            newest = max(path.stat().st_mtime for path in (part, *part.iterdir()))
        except OSError:  # it has just been finished or thrown away by its owner
            continue
        if time.time() - newest > _FORSAKEN:
            shutil.rmtree(part, ignore_errors=True)


def _put_in_place(part: Path, root: Path, key: str) -> Path:
    """The finished folder under its own name; older copies go, unless somebody (on Windows) still reads them."""
    older = copies(root, key)
    folder = part.with_suffix("")
    part.rename(folder)
    sync_folder(root)
    for old in older:
        shutil.rmtree(old, ignore_errors=True)
    return folder


@dataclass
class _Making:
    """A copy while it grows."""

    part: Path
    role: str
    source: Source
    plane: JobPlane
    fields: Fields
    tick: Tick
    columns: Columns = field(default_factory=Columns)

    def __post_init__(self) -> None:
        shapes: Dict[str, Tuple[str, int]] = {**POLYGON_ARRAYS, **INDEX_ARRAYS, **FEATURE_ARRAYS}
        for number in range(len(self.fields.attributes)):
            data, start = attribute_arrays(number)
            shapes.update({data: ("|u1", 0), start: ("<i8", 0)})
        self._arrays = GrowingArrays(self.part, shapes)
        zero = np.zeros(1, dtype=np.int64)
        starts = {attribute_arrays(number)[1]: zero for number in range(len(self.fields.attributes))}
        self._arrays.append(ring_start=zero, part_start=zero, start=zero, group_start=zero, **starts)
        self._classes: Dict[str, int] = {}
        self._remarks: Counter[str] = Counter()
        self._checked = report_fields(self.source, self.fields.deduction)

    def read(self, at: At) -> None:
        """The whole layer, block by block."""
        wanted = dict.fromkeys((*self.fields.columns, *self._checked.names))
        reader = open_reader(self.source)
        try:
            for block in reader.blocks(tuple(wanted), self.tick):
                self._add(block)
                at(READING, self._arrays.rows("fid"), self.source.count)
        except BaseException:
            self._arrays.abandon()
            raise
        finally:
            reader.close()

    def _add(self, block: Block) -> None:
        emptied = 0
        for start, stop in _steps(block.polygons):
            self.tick()
            raw = block.polygons.take(np.arange(start, stop))
            fit = fit_on_lattice(self.plane.project(raw, self.source.crs))
            emptied += int(np.count_nonzero((np.diff(fit.polygons.start) == 0) & (np.diff(raw.start) > 0)))
            self._add_polygons(indexed(fit.polygons))
            self._arrays.append(changed_m2=fit.changed_m2)
        self._remarks.update(block.lost)
        self._remarks.update(block.told)
        self._remarks["FEATURES_WITHOUT_SHAPE"] += emptied
        self._add_columns(block)

    def _add_polygons(self, added: IndexedPolygons) -> None:
        """Append, with all that counts vertices, rings, parts, chunks and groups counting on."""
        rows = self._arrays.rows
        vertices, rings, parts = rows("xy"), rows("ring_start") - 1, rows("part_start") - 1
        chunks, groups = rows("chunk_first"), rows("group_first")
        polygons, index = added.polygons, added.index
        self._arrays.append(
            xy=polygons.xy, ring_start=polygons.ring_start[1:] + vertices, part_start=polygons.part_start[1:] + rings,
            start=polygons.start[1:] + parts, ring_area=index.ring_area, chunk_first=index.chunk_first + vertices,
            chunk_last=index.chunk_last + vertices, chunk_ring=index.chunk_ring + rings, chunk_box=index.chunk_box,
            group_first=index.group_first + chunks, group_last=index.group_last + chunks, group_box=index.group_box,
            group_start=index.group_start[1:] + groups, box=index.box)

    def _add_columns(self, block: Block) -> None:
        count = len(block.fids)
        classes = (texts(block.columns[self.fields.class_field]) if self.fields.class_field
                   else np.full(count, "", dtype=object))
        factor, bad = np.ones(count), np.zeros(count, dtype=bool)
        if self.fields.class_field and self.fields.deduction:
            values = block.columns[self.fields.deduction]
            factor, bad = net_factors(classes, values)[0], is_bad_share(classes, values)
        known = self._classes
        codes = np.fromiter((known.setdefault(text, len(known)) for text in classes.tolist()), np.int32, count)
        self._arrays.append(fid=block.fids, class_code=codes, net_factor=factor, bad_net=bad)
        for number, name in enumerate(self.fields.attributes):
            data, start = attribute_arrays(number)
            encoded = [json.dumps(plain(value), ensure_ascii=False).encode() for value in block.columns[name].tolist()]
            before = self._arrays.rows(data)
            ends = before + np.cumsum([len(value) for value in encoded], dtype=np.int64)
            self._arrays.append(**{data: np.frombuffer(b"".join(encoded), dtype=np.uint8), start: ends})
        self.columns.add(self._checked, block)

    def finish(self, version_date: str, title: str) -> Stamp:
        """Close the arrays, write the tree; the stamp as far as it goes."""
        count = self._arrays.rows("fid")
        written = while_ticking(self._arrays.close, self.tick)
        boxes = np.load(self.part / "box.npy", allow_pickle=False)
        tree = while_ticking(lambda: BoxTree.from_boxes(boxes), self.tick)
        for name, rows in zip(TREE_ARRAYS, (tree.box, tree.child, tree.first, tree.is_leaf)):
            written[name] = write_array(self.part, name, rows)
        return Stamp(
            place=self.source.place, layer=self.source.layer, role=self.role, identity=identity_of(self.source),
            crs=self.source.crs.text, zone=densified_in(self.plane), class_field=self.fields.class_field,
            deduction=self.fields.deduction, attributes=list(self.fields.attributes), classes=list(self._classes),
            version_date=version_date, title=title, features=count,
            remarks={code: number for code, number in self._remarks.items() if number},
            made_at=datetime.now(timezone.utc).isoformat(timespec="microseconds"),
            versions={"shapely": shapely.__version__, "geos": shapely.geos_version_string, "numpy": np.__version__,
                      "validity": VALIDITY_METHOD},
            arrays=written)


def _steps(polygons: Polygons) -> List[Tuple[int, int]]:
    """Runs of features of about 100,000 vertices; one feature is never divided."""
    vertices = np.diff(polygons.ring_start[polygons.first_ring])
    return blocks_by_weight(vertices + 1, _STEP_VERTICES)


def fit_on_lattice(polygons: Polygons) -> Fit:
    """``polygons`` of the plane (some not finite, some invalid) made valid, with every vertex on the plane's lattice.

    Points that repair puts where edges cross are rounded to the lattice, which may make edges cross once more.
    """
    fit = all_fit(polygons)
    repaired = np.flatnonzero(np.isfinite(fit.changed_m2) & (np.diff(fit.polygons.start) > 0))
    if len(repaired) == 0:
        return fit
    shapes = fit.polygons.geometries()
    for row in repaired.tolist():
        shapes[row] = _on_lattice(shapes[row])
    return Fit(from_geometries(shapes), fit.changed_m2, shapes)


def _on_lattice(shape: Any) -> Any:
    for _ in range(_REPAIRS):
        if shape is None:
            return None
        rounded = shapely.transform(shape, lambda xy: np.rint(xy / _LATTICE) * _LATTICE)
        if shapely.is_valid(rounded):
            return rounded
        shape = polygons_of(np.array([shapely.make_valid(rounded)], dtype=object))[0]
    return polygons_of(np.array([shapely.set_precision(shape, _COARSE)], dtype=object))[0]


def _tiles(key: str) -> bool:
    """Whether layers in this role have land classes, and are meant to cover the ground once."""
    role = ROLES.get(key)
    return role is not None and role.kind == LANDCLASS


def _examined(layer: PreparedLayer, made: _Making, plane: JobPlane, county: Optional[Source], engine: Engine,
              tick: Tick, at: At) -> Findings:
    """Everything the report has to say about the layer."""
    has_land_classes = _tiles(made.role)
    coverage = cover(layer.features, layer.tree, layer.whole, has_land_classes, engine, tick, at)
    findings = Findings(layer, made.source.crs, made.columns, coverage)
    findings.add(no_features(layer))
    findings.add(*while_ticking(lambda: [lost_shapes(layer), repaired_shapes(layer)], tick))
    findings.add(*overlaps(layer, coverage, tick))
    if coverage.gaps_sought:
        findings.add(gaps(coverage), hairs(coverage))
    else:
        findings.add(gaps_not_sought(coverage))
    at(VALUES, 0, 1)
    if has_land_classes:
        findings.add(*while_ticking(lambda: [*class_codes(layer), *deductions(layer, made.columns)], tick))
    at(DOUBLED, 0, 1)
    findings.add(*while_ticking(lambda: [
        doubled_numbers(layer, made.columns), doubled_shapes(layer, coverage), far_away(layer)], tick))
    at(COUNTY, 0, 1)
    if county is not None:
        findings.add(outside_county(layer, county, plane, tick))
    else:
        findings.add(while_ticking(lambda: other_counties(layer, made.columns), tick))
    return findings
