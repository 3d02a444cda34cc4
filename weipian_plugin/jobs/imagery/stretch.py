"""Brightness and contrast of several dates matched on the same ground, so that haze does not look like change.

Each band of each date is stretched between the 2nd and the 98th percentile of the patch's surroundings: of the pixels
that all dates have, without the patch itself, and without the fifth of them that differs most between the dates (what
was built next door, a cloud). Haze adds light and takes contrast away, both evenly over some hundred metres: it goes.
What changed in the patch, and the seasons' colours, stay. Moments matched to one of the dates were tried on real pairs
and left: they give the other date its season's tint.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Dict, Mapping, Optional, Tuple

if TYPE_CHECKING:
    import numpy as np

Range = Tuple[float, float]

LOW, HIGH = 2.0, 98.0
"""Percent of the ground that may be black, and from where on it may be white (拟)."""

HEADROOM = 0.1
"""Share of the range kept free at both ends, so that the patch itself is not burnt out where it is brighter (拟)."""

LEAST_PIXELS = 64
LEAST_SHARE = 0.05
CHANGED_SHARE = 0.2
ROUNDS = 2
_LEAST_SPAN_OF_BYTES, _LEAST_SPAN = 24.0, 0.05


@dataclass(frozen=True)
class Stretch:
    """How the scenes of one date are shown: ``ranges`` by scene (path; low and high of each band), the hand's offsets.

    ``brightness`` −255…255 and ``contrast`` −100…100 as QGIS's own sliders. Empty: the file as it is.
    """

    ranges: Tuple[Tuple[str, Tuple[Range, ...]], ...] = ()
    brightness: int = 0
    contrast: int = 0

    def by_hand(self, brightness: int, contrast: int) -> Stretch:
        """The same with what a person adds."""
        return replace(self, brightness=max(-255, min(255, brightness)), contrast=max(-100, min(100, contrast)))

    def of(self, path: str) -> Tuple[Range, ...]:
        """The bands' ranges of a scene; empty: as it is."""
        return next((ranges for known, ranges in self.ranges if known == path), ())

    @property
    def is_plain(self) -> bool:
        """True where nothing is changed."""
        return not self.ranges and not self.brightness and not self.contrast


PLAIN = Stretch()


@dataclass(frozen=True)
class Ground:
    """The same ground of one kind of scene: ``values`` bands × n × n, ``valid`` n × n; ``is_byte``: 0…255."""

    values: np.ndarray
    valid: np.ndarray
    is_byte: bool


def matched_ranges(grounds: Mapping[str, Ground], outside: np.ndarray) -> Dict[str, Tuple[Range, ...]]:
    """Low and high of each band of each date, on what all have in common; ``outside`` (n × n) is not the patch.

    A date that shares too little ground with the others (`LEAST_PIXELS`, `LEAST_SHARE`) is stretched on its own.
    """
    import numpy as np

    common = outside.copy()
    for ground in grounds.values():
        common &= ground.valid
    if common.sum() < max(LEAST_PIXELS, LEAST_SHARE * common.size):
        return {date: own_ranges(ground, outside) for date, ground in grounds.items()}
    used = common
    for _ in range(ROUNDS if len(grounds) > 1 else 0):
        shown = [_lightness(ground, _percentiles(ground, used)) for ground in grounds.values()]
        apart = np.max(shown, axis=0) - np.min(shown, axis=0)
        used = common & (apart <= np.quantile(apart[common], 1.0 - CHANGED_SHARE))
    return {date: _percentiles(ground, used) for date, ground in grounds.items()}


def own_ranges(ground: Ground, outside: np.ndarray) -> Tuple[Range, ...]:
    """Of one date alone; with the patch where there is nothing else; empty where there is nothing at all."""
    for used in (ground.valid & outside, ground.valid):
        if used.sum() >= LEAST_PIXELS:
            return _percentiles(ground, used)
    return ()


def _percentiles(ground: Ground, used: np.ndarray) -> Tuple[Range, ...]:
    """Rounded, so that the same ground gives the same picture; never so narrow that noise is shown as relief."""
    import numpy as np

    found = []
    for band in ground.values:
        low, high = (float(value) for value in np.percentile(band[used], (LOW, HIGH)))
        least = _LEAST_SPAN_OF_BYTES if ground.is_byte else max(abs(high), abs(low)) * _LEAST_SPAN or 1.0
        if high - low < least:
            middle = (low + high) / 2
            low, high = middle - least / 2, middle + least / 2
        spare = (high - low) * HEADROOM
        found.append((round(low - spare, 2), round(high + spare, 2)))
    return tuple(found)


def _lightness(ground: Ground, ranges: Tuple[Range, ...]) -> np.ndarray:
    import numpy as np

    shown = [np.clip((band - low) / (high - low), 0.0, 1.0) for band, (low, high) in zip(ground.values, ranges)]
    return np.asarray(np.mean(shown, axis=0))


def empty_ground(bands: int, side: int, is_byte: bool) -> Ground:
    """Nothing seen yet."""
    import numpy as np

    return Ground(np.zeros((bands, side, side), dtype="float32"), np.zeros((side, side), dtype=bool), is_byte)


def laid_over(below: Optional[Ground], above: Ground) -> Ground:
    """Tiles of one date as one: what ``above`` has not is seen ``below``."""
    import numpy as np

    if below is None:
        return above
    values = np.where(above.valid[None, :, :], above.values, below.values)
    return Ground(values, above.valid | below.valid, above.is_byte)
