"""The axis of a chart: round steps, and numbers as short as they are true."""

from __future__ import annotations

import math
from typing import List

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(highest: float, most: int = 6, whole: bool = False) -> List[float]:
    """Round values from 0 to at least ``highest``, no more than ``most`` steps; ``whole``: whole numbers only."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = highest / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, math.ceil(step))
    count = math.ceil(highest / step - 1e-9)
    return [number * step for number in range(count + 1)]


def short(value: float) -> str:
    """``1200``, ``2.5``; never ``2.50``."""
    return f"{value:.10g}"
