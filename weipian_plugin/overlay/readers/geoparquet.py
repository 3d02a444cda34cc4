"""GeoParquet, one row group at a time; pyarrow reads it, where it is installed."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import pyproj
from numpy.typing import NDArray

from ...domain.errors import WeipianError
from ..engines import Tick
from ..kernels.arrays import Bounds, Floats, Indices
from ..kernels.boxtree import BoxTree
from ..kernels.plane import SourceCrs, source_crs
from ..kernels.polygons import IndexedPolygons
from ..sources import GEOPARQUET, Source, bounds_of, one_line, state_of
from .base import (
    BLOCK_BYTES,
    FETCHED_AT_ONCE,
    Block,
    Found,
    Kept,
    make_sure_it_is_current,
    paired,
    together,
)
from .wkb import add_counts, decode, joined

_SIDES = ("xmin", "ymin", "xmax", "ymax")
_FEWEST_ROWS = 256


def look(path: Path) -> Source:
    """What a GeoParquet file says of itself.

    Raises WeipianError PACKAGE_MISSING_FOR_FORMAT, SOURCE_UNREADABLE, LAYER_NOT_POLYGONS and those of
    `plane.source_crs`.
    """
    size, mtime = state_of(path, path.stem)
    file, geo = _opened(path)
    column = _main(geo, path)
    kinds = [str(kind) for kind in column.get("geometry_types", [])]
    if kinds and not any(kind.split()[0] in ("Polygon", "MultiPolygon", "GeometryCollection") for kind in kinds):
        raise WeipianError("LAYER_NOT_POLYGONS", file=str(path), kind=", ".join(kinds))
    if column.get("encoding") != "WKB":
        raise WeipianError("SOURCE_UNREADABLE", file=str(path), detail=f"encoding {column.get('encoding')}")
    hidden = {str(name) for name in geo["columns"]} | _covering_columns(column)
    fields = tuple(name for name in file.schema_arrow.names if name not in hidden)
    return Source(str(path), path.stem, _crs(column, path), fields, "UTF-8", int(file.metadata.num_rows), GEOPARQUET,
                  size, mtime, fields, path, bounds=_bounds(column))


class GeoParquetReader:
    """One file; the boxes of its features are kept once they have gone by."""

    def __init__(self, source: Source) -> None:
        """Opens the file. Raises WeipianError SOURCE_UNREADABLE."""
        self.source = source
        path = source.path or Path()
        self._file, geo = _opened(path)
        self._geometry = str(geo["primary_column"])
        self._covering = _covering(_main(geo, path))
        groups = [self._file.metadata.row_group(group).num_rows for group in range(self._file.metadata.num_row_groups)]
        self._starts = np.concatenate([[0], np.cumsum(groups)]).astype(np.int64)
        self._trees: Dict[int, BoxTree] = {}
        self._kept = Kept()
        self._group_boxes: List[Optional[Floats]] = [self._box_by_statistics(group) for group in range(len(groups))]

    def near(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], tick: Tick) -> Found:
        """See `Reader`; row groups that lie away from all patches are passed over."""
        make_sure_it_is_current(self.source)
        names = [name for name in self.source.fields if name in columns]
        groups = [group for group in range(len(self._group_boxes)) if self._is_near(group, patches, margin)]
        found = self._at_hand(groups, patches, margin, names, tick)
        if found is None:
            found = self._read_near(groups, patches, margin, names, tick)
            self._kept.keep(found)
        make_sure_it_is_current(self.source)
        return found

    def _at_hand(self, groups: Sequence[int], patches: IndexedPolygons, margin: float, names: Sequence[str], tick: Tick,
                 ) -> Optional[Found]:
        """From what has been read before; None where that is not everything."""
        tick()
        if not all(group in self._trees for group in groups):
            return None
        pairs = [(patch, row + self._starts[group]) for group in groups
                 for patch, row in (self._trees[group].query(patches, margin),)]
        patch, fid = _ordered(pairs)
        features = self._kept.features(np.unique(fid), names)
        if features is None:
            return None
        fids, decoded, values = features
        return paired(fids, decoded.polygons, values, patch, fid, {}, {})

    def _read_near(self, groups: Sequence[int], patches: IndexedPolygons, margin: float, names: Sequence[str],
                   tick: Tick) -> Found:
        blocks: List[Block] = []
        pairs: List[Tuple[Indices, Indices]] = []
        lost: Dict[str, int] = {}
        told: Dict[str, int] = {}
        for group in groups:
            for block, patch, fid in self._near_in_group(group, patches, margin, names, tick):
                blocks.append(block)
                pairs.append((patch, fid))
                add_counts(lost, block.lost)
                add_counts(told, block.told)
        nothing: Indices = np.empty(0, dtype=np.int64)
        values = together([block.columns for block in blocks]) or {name: np.empty(0, dtype=object) for name in names}
        return paired(np.concatenate([nothing, *(block.fids for block in blocks)]),
                      joined([block.polygons for block in blocks]), values, *_ordered(pairs), lost, told)

    def blocks(self, columns: Sequence[str], tick: Tick) -> Iterator[Block]:
        """See `Reader`."""
        make_sure_it_is_current(self.source)
        for group in range(len(self._group_boxes)):
            yield from self._blocks_of_group(group, columns, tick)
        make_sure_it_is_current(self.source)

    def close(self) -> None:
        """Give back the file."""
        self._file.close()

    def _near_in_group(self, group: int, patches: IndexedPolygons, margin: float, columns: Sequence[str], tick: Tick,
                       ) -> Iterator[Tuple[Block, Indices, Indices]]:
        """Of each block of a row group what is near, and its pairs (patch, fid)."""
        boxes: List[Floats] = [np.empty((0, 4))]
        for block in self._blocks_of_group(group, columns, tick):
            boxes.append(block.polygons.boxes())
            patch, row = BoxTree.from_boxes(boxes[-1]).query(patches, margin)
            near = np.unique(row)
            # What was lost is nowhere: it is counted with whatever block it came in.
            yield (Block(block.fids[near], block.polygons.take(near),
                         {name: values[near] for name, values in block.columns.items()}, block.lost, block.told),
                   patch, block.fids[row])
        if group not in self._trees:
            self._trees[group] = BoxTree.from_boxes(np.concatenate(boxes))
            self._group_boxes[group] = _around(np.concatenate(boxes))

    def _blocks_of_group(self, group: int, columns: Sequence[str], tick: Tick) -> Iterator[Block]:
        wanted = [name for name in self.source.fields if name in columns]
        start = int(self._starts[group])
        for batch in self._batches(group, wanted):
            tick()
            decoded = decode(batch.column(self._geometry).to_pylist())
            values = {name: _values(batch.column(name)) for name in wanted}
            fids = np.arange(start, start + batch.num_rows)
            start += batch.num_rows
            yield Block(fids, decoded.polygons, values, decoded.lost, decoded.told)

    def _batches(self, group: int, wanted: Sequence[str]) -> Iterator[Any]:
        about = self._file.metadata.row_group(group)
        each = about.total_byte_size / max(about.num_rows, 1)
        rows = int(np.clip(BLOCK_BYTES / max(each, 1.0), _FEWEST_ROWS, FETCHED_AT_ONCE))
        try:
            yield from self._file.iter_batches(rows, row_groups=[group], columns=[self._geometry, *wanted])
        except WeipianError:
            raise
        except Exception as error:  # whatever pyarrow throws, the file cannot be read
            make_sure_it_is_current(self.source)
            raise WeipianError("SOURCE_UNREADABLE", file=self.source.place, detail=one_line(error)) from error

    def _is_near(self, group: int, patches: IndexedPolygons, margin: float) -> bool:
        box = self._group_boxes[group]
        if box is None:
            return True
        near = box + np.array([-margin, -margin, margin, margin])
        own = patches.index.box
        return bool(np.any((own[:, 0] <= near[2]) & (own[:, 2] >= near[0])
                           & (own[:, 1] <= near[3]) & (own[:, 3] >= near[1])))

    def _box_by_statistics(self, group: int) -> Optional[Floats]:
        """The box of a row group by the statistics of its covering column; None where there are none."""
        if not self._covering:
            return None
        about = self._file.metadata.row_group(group)
        found: Dict[str, Tuple[float, float]] = {}
        for place in range(about.num_columns):
            column = about.column(place)
            if column.path_in_schema in self._covering and column.statistics and column.statistics.has_min_max:
                found[self._covering[column.path_in_schema]] = (column.statistics.min, column.statistics.max)
        if set(found) != set(_SIDES):
            return None
        return np.array([found["xmin"][0], found["ymin"][0], found["xmax"][1], found["ymax"][1]], dtype=np.float64)


def _opened(path: Path) -> Tuple[Any, Mapping[str, Any]]:
    """(pyarrow's file, its ``geo`` metadata)."""
    if find_spec("pyarrow") is None:
        raise WeipianError("PACKAGE_MISSING_FOR_FORMAT", format=GEOPARQUET, package="pyarrow")
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
        geo = json.loads((file.metadata.metadata or {})[b"geo"])
        geo["columns"][geo["primary_column"]]["encoding"]
    except (KeyError, TypeError, ValueError, OSError, pyarrow.ArrowException) as error:
        detail = "geo" if isinstance(error, KeyError) else one_line(error)
        raise WeipianError("SOURCE_UNREADABLE", file=str(path), detail=detail) from error
    return file, geo


def _main(geo: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    column = geo["columns"][geo["primary_column"]]
    if not isinstance(column, dict):
        raise WeipianError("SOURCE_UNREADABLE", file=str(path), detail="geo")
    return column


def _crs(column: Mapping[str, Any], path: Path) -> SourceCrs:
    """PROJJSON as what it is; without one the format means WGS84 degrees, with null it is unknown."""
    if "crs" not in column:
        return source_crs("EPSG:4326", str(path))
    if column["crs"] is None:
        return source_crs("", str(path))
    try:
        crs = pyproj.CRS.from_json_dict(column["crs"])
    except pyproj.exceptions.CRSError as error:
        raise WeipianError("LAYER_CRS_OTHER", file=str(path), crs=str(column["crs"])[:60]) from error
    if crs.to_authority() == ("OGC", "CRS84"):
        return source_crs("EPSG:4326", str(path))
    code = crs.to_epsg()
    return source_crs(f"EPSG:{code}" if code else crs.to_wkt(), str(path))


def _bounds(column: Mapping[str, Any]) -> Optional[Bounds]:
    """The box of the file, of two or three dimensions."""
    box = list(column.get("bbox") or [])
    return bounds_of(box if len(box) == 4 else [*box[:2], *box[3:5]])


def _covering(column: Mapping[str, Any]) -> Dict[str, str]:
    """Column of the file (dotted) → which side of a feature's box it holds, as the metadata says."""
    box = (column.get("covering") or {}).get("bbox") or {}
    return {".".join(box[side]): side for side in _SIDES if side in box}


def _covering_columns(column: Mapping[str, Any]) -> set[str]:
    box = (column.get("covering") or {}).get("bbox") or {}
    return {str(path[0]) for path in box.values()}


def _ordered(pairs: Sequence[Tuple[Indices, Indices]]) -> Tuple[Indices, Indices]:
    """Pairs (patch, fid) of several searches, by patch and fid."""
    nothing: Indices = np.empty(0, dtype=np.int64)
    patch = np.concatenate([nothing, *(patch for patch, _ in pairs)])
    fid = np.concatenate([nothing, *(fid for _, fid in pairs)])
    order = np.lexsort((fid, patch))
    return patch[order], fid[order]


def _around(boxes: Floats) -> Floats:
    """The box around boxes; one that is near nothing where there is none."""
    boxes = boxes[~np.isnan(boxes).any(axis=1)]
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)]) if len(boxes) else np.full(4, np.nan)


def _values(column: Any) -> NDArray[np.object_]:
    values = column.to_pylist()
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
