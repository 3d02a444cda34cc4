"""The exact engine: boundary integrals, compiled where numba is there; what they cannot certify is left to GEOS."""

from __future__ import annotations

import os
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Callable, List, Tuple

import numpy as np

from ..domain.errors import WeipianError
from .compiled import make_ready
from .engine_geos import GeosEngine, areas_by_geos, blocks_by_weight
from .engines import BORDER_NOISE, ENGINES, EXACT, GEOS, Engine, PairAreas, Tick, Whole
from .kernels.array_pairs import pair_areas
from .kernels.arrays import Flags, Floats, Indices
from .kernels.jit import HAS_NUMBA
from .kernels.polygons import IndexedPolygons

Kernel = Callable[[IndexedPolygons, IndexedPolygons, Indices, Indices], Tuple[Floats, Flags]]

# Chunks of edges a thread takes at once: some milliseconds, so that a cancelled job ends at once.
_BLOCK_CHUNKS = 100_000
_TICK_SECONDS = 0.05
_THREADS = min(os.cpu_count() or 1, 4)


class ExactEngine:
    """Boundary integrals by ``kernel``; blocks of pairs in threads where the kernel lets go of Python's lock."""

    name = EXACT

    def __init__(self, kernel: Kernel, threads: int = 1) -> None:
        """``threads`` above 1 only for a kernel that releases the lock."""
        self._kernel = kernel
        self._threads = threads

    def pair_areas(self, patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices,
                   whole: Whole, tick: Tick) -> PairAreas:
        """See `engines.Engine`."""
        area = np.zeros(len(patch))
        certified = np.zeros(len(patch), dtype=bool)

        def measure(start: int, stop: int) -> None:
            area[start:stop], certified[start:stop] = self._kernel(
                patches, features, patch[start:stop], feature[start:stop])

        blocks = blocks_by_weight(_chunks(patches, patch) + _chunks(features, feature), _BLOCK_CHUNKS)
        if self._threads == 1 or len(blocks) < 2:
            for start, stop in blocks:
                tick()
                measure(start, stop)
        else:
            self._in_threads(blocks, measure, tick)
        again = np.flatnonzero(~certified)
        if len(again):
            area[again] = areas_by_geos(patches, patch[again], feature[again], whole, tick)
        return PairAreas(area, ~certified)

    def share_ground(self, features: IndexedPolygons, one: Indices, two: Indices, whole: Whole, tick: Tick) -> Flags:
        """See `engines.Engine`."""
        return self.pair_areas(features, features, one, two, whole, tick).area > BORDER_NOISE

    def _in_threads(self, blocks: List[Tuple[int, int]], measure: Callable[[int, int], None], tick: Tick) -> None:
        stopped = threading.Event()

        def unless_stopped(start: int, stop: int) -> None:
            if not stopped.is_set():
                measure(start, stop)

        with ThreadPoolExecutor(self._threads) as pool:
            waiting: List[Future[None]] = [pool.submit(unless_stopped, *block) for block in blocks]
            try:
                while waiting:
                    done, left = wait(waiting, _TICK_SECONDS, FIRST_COMPLETED)
                    for ended in done:
                        ended.result()
                    waiting = list(left)
                    tick()
            finally:
                stopped.set()


def _chunks(polygons: IndexedPolygons, rows: Indices) -> Indices:
    start = polygons.index.group_start
    return np.asarray((start[rows + 1] - start[rows]) * 16, dtype=np.int64)


def engine_named(name: str, tick: Tick = lambda: None) -> Engine:
    """The engine for ``auto``, ``exact`` or ``geos``; ``auto`` is ``exact``, the faster one with numba and without.

    ``tick`` is called while the kernel is being compiled.

    Raises WeipianError UNKNOWN_ENGINE.
    """
    if name not in ENGINES:
        raise WeipianError("UNKNOWN_ENGINE", engine=name, known=", ".join(ENGINES))
    if HAS_NUMBA:
        make_ready(tick)
    if name == GEOS:
        return GeosEngine()
    if HAS_NUMBA:
        from .kernels.compiled_pairs import pair_areas as compiled_pair_areas

        return ExactEngine(compiled_pair_areas, _THREADS)
    return ExactEngine(pair_areas)
