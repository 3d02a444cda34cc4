"""Whatever GDAL reads: Shapefile, FileGDB and others. The layer goes by once in blocks; its boxes are kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

import numpy as np
import pyogrio

from ...domain.errors import WeipianError
from ..engines import Tick
from ..kernels.arrays import Floats, Indices
from ..kernels.boxtree import BoxTree
from ..kernels.polygons import IndexedPolygons
from ..sources import Source, one_line, open_options, read_raw
from .base import BLOCK_BYTES, BLOCK_FEATURES, Block, Columns, Found, Kept, find, make_sure_it_is_current
from .wkb import CURVED, Decoded, add_counts, decode

# What a feature takes in memory, for each byte that its file has of it (FileGDB packs coordinates).
_UNPACKED = 4
# Where a driver has to walk through the file to reach a block, blocks are fewer.
_BLOCK_OF_A_WALKER = 200_000
_WITH_CURVES = "OGR_GEOMETRY IN ('CURVEPOLYGON', 'MULTISURFACE', 'CIRCULARSTRING', 'COMPOUNDCURVE', 'MULTICURVE')"
_WITHOUT_CURVES = ("ESRI Shapefile", "GeoJSON", "GeoJSONSeq", "MapInfo File", "KML", "LIBKML", "CSV")


class OgrReader:
    """One layer by GDAL. No index of the file is relied on: the first search goes through the whole layer."""

    def __init__(self, source: Source) -> None:
        """Reads nothing yet."""
        self.source = source
        self._tree: Optional[BoxTree] = None
        self._fids: Indices = np.empty(0, dtype=np.int64)
        self._curved: Optional[Indices] = None
        self._nowhere: Dict[str, int] = {}
        self._kept = Kept()

    def near(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], tick: Tick) -> Found:
        """See `Reader`."""
        make_sure_it_is_current(self.source)
        if self._tree is None:
            self._learn_boxes(tick)
        tree = self._tree or BoxTree.from_boxes(np.empty((0, 4)))
        found, _ = find(tree, self._fids, patches, margin, lambda fids: self._fetch(fids, columns), tick)
        make_sure_it_is_current(self.source)
        self._kept.keep(found)
        if self._nowhere:
            lost = dict(found.lost)
            add_counts(lost, self._nowhere)
            found = replace(found, lost=lost)
        return found

    def blocks(self, columns: Sequence[str], tick: Tick) -> Iterator[Block]:
        """See `Reader`."""
        make_sure_it_is_current(self.source)
        size, start = self._block_size(), 0
        while True:
            tick()
            fids, decoded, values = self._decoded(columns, skip_features=start, max_features=size)
            if len(fids) == 0:
                break
            yield Block(fids, decoded.polygons, values, decoded.lost, decoded.told)
            start += len(fids)
            if len(fids) < size:
                break
        make_sure_it_is_current(self.source)

    def close(self) -> None:
        """Nothing is kept open."""

    def _learn_boxes(self, tick: Tick) -> None:
        fids: List[Indices] = []
        boxes: List[Floats] = []
        nowhere: Dict[str, int] = {}
        for block in self.blocks([], tick):
            fids.append(block.fids)
            boxes.append(block.polygons.boxes())
            add_counts(nowhere, block.lost)
        self._fids = np.concatenate(fids) if fids else self._fids
        self._nowhere = nowhere
        self._tree = BoxTree.from_boxes(np.concatenate(boxes) if boxes else np.empty((0, 4)))

    def _fetch(self, fids: Indices, columns: Sequence[str]) -> Tuple[Indices, Decoded, Columns]:
        if len(fids) == 0:  # GDAL would give everything
            return fids, decode([]), {name: np.empty(0, dtype=object) for name in columns}
        names = [name for name in self.source.fields if name in columns]
        return self._kept.features(fids, names) or self._decoded(columns, fids=fids.tolist())

    def _decoded(self, columns: Sequence[str], **selection: object) -> Tuple[Indices, Decoded, Columns]:
        fids, wkb, values = read_raw(self.source, columns, **selection)
        decoded = decode(list(wkb))
        curved = int(np.count_nonzero(np.isin(fids, self._curves())))
        told = {**decoded.told, CURVED: curved} if curved else decoded.told
        return fids, Decoded(decoded.polygons, decoded.lost, told, decoded.curved), values

    def _curves(self) -> Indices:
        """fids of what has arcs: GDAL has put chords in their place before anybody could see them."""
        if self._curved is None:
            self._curved = np.empty(0, dtype=np.int64)
            if self.source.driver not in _WITHOUT_CURVES:
                with suppress(WeipianError):  # databases have SQL of their own, and are not asked
                    self._curved, _, _ = read_raw(self.source, [], where=_WITH_CURVES, read_geometry=False)
        return self._curved

    def _block_size(self) -> int:
        path = self.source.path
        if path is None:
            raise WeipianError("SOURCE_UNREADABLE", file=self.source.place, detail=self.source.driver)
        try:
            info = pyogrio.read_info(path, layer=self.source.layer, **open_options(path))
        except Exception as error:  # as in `sources`: whatever a driver throws
            raise WeipianError("SOURCE_UNREADABLE", file=self.source.place, detail=one_line(error)) from error
        most = BLOCK_FEATURES if info["capabilities"]["fast_set_next_by_index"] else _BLOCK_OF_A_WALKER
        each = _UNPACKED * self.source.size / max(self.source.count, 1)
        return int(np.clip(BLOCK_BYTES / max(each, 1.0), 1, most))
