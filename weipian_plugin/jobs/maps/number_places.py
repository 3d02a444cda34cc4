"""Where the numbers of patches stand on paper: beside their marks where there is room, else further off on a line."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Dict, Iterator, List, Sequence, Tuple

Box = Tuple[float, float, float, float]
"""Left, bottom, right, top, mm."""
Point = Tuple[float, float]

_CELL = 6.0
_FARTHEST, _STEP, _ANGLES = 16.0, 0.9, 16
_GAP = 0.35
_DIGIT, _HIGH = 0.60, 0.80
"""Of a bold figure, in shares of its size."""
_POINT_MM = 25.4 / 72


def places_of(anchors: Sequence[Point], texts: Sequence[str], points: float, mark_mm: float, frame: Box) -> List[Point]:
    """The lower left corner (mm) of each text at its anchor's mark. Those named first get the better places; no text
    lies upon another or upon a mark while there is room within 16 mm, and none outside the ``frame``.
    """
    taken = _Taken()
    half = mark_mm / 2
    for x, y in anchors:
        taken.add((x - half, y - half, x + half, y + half))
    found = []
    for (x, y), text in zip(anchors, texts):
        size = len(text) * points * _POINT_MM * _DIGIT, points * _POINT_MM * _HIGH
        least, best = math.inf, (x + half, y + half)
        for corner in _around((x, y), size, half):
            box = (corner[0], corner[1], corner[0] + size[0], corner[1] + size[1])
            if not _within(box, frame):
                continue
            covered = taken.covered(box)
            if covered < least:
                least, best = covered, corner
            if not covered:
                break
        taken.add((best[0], best[1], best[0] + size[0], best[1] + size[1]))
        found.append(best)
    return found


def _around(anchor: Point, size: Tuple[float, float], half: float) -> Iterator[Point]:
    """Corners from near to far: first beside the mark, to the right of it."""
    x, y = anchor
    wide, high = size
    away = half + _GAP
    while away < _FARTHEST:
        for number in range(_ANGLES):
            turn = math.tau * number / _ANGLES
            across, up = math.cos(turn), math.sin(turn)
            yield (x + across * (away + wide / 2) - wide / 2, y + up * (away + high / 2) - high / 2)
        away += _STEP


def _within(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


class _Taken:
    """Boxes that are taken, by cells of a grid."""

    def __init__(self) -> None:
        self._cells: Dict[Tuple[int, int], List[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self._cells[cell].append(box)

    def covered(self, box: Box) -> float:
        """How much of what is taken it would cover, mm²."""
        near = {one for cell in _cells(box) for one in self._cells.get(cell, ())}
        return sum(max(0.0, min(box[2], one[2]) - max(box[0], one[0])) *
                   max(0.0, min(box[3], one[3]) - max(box[1], one[1])) for one in near)


def _cells(box: Box) -> Iterator[Tuple[int, int]]:
    for column in range(math.floor(box[0] / _CELL), math.floor(box[2] / _CELL) + 1):
        for row in range(math.floor(box[1] / _CELL), math.floor(box[3] / _CELL) + 1):
            yield column, row
