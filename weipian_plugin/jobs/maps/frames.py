"""What a map shows of the ground: as wide and high as its place on the paper, at a scale that reads well."""

from __future__ import annotations

import math
from typing import Tuple

from qgis.core import QgsRectangle


def fitted(extent: QgsRectangle, size: Tuple[float, float]) -> QgsRectangle:
    """The extent made wider or higher, so that it has the proportions of a map."""
    wide, high = extent.width(), extent.height()
    if wide / high < size[0] / size[1]:
        wide = high * size[0] / size[1]
    else:
        high = wide * size[1] / size[0]
    return about(extent, wide, high)


def about(box: QgsRectangle, wide: float, high: float) -> QgsRectangle:
    """As wide and high as this about the middle of a box."""
    centre = box.center()
    return QgsRectangle(centre.x() - wide / 2, centre.y() - high / 2, centre.x() + wide / 2, centre.y() + high / 2)


def at_round_scale(extent: QgsRectangle, size: Tuple[float, float]) -> QgsRectangle:
    """The extent (metres) on a map of this size (mm), at the next scale that reads well."""
    scale = round_up(fitted(extent, size).width() / size[0] * 1000)
    return about(extent, size[0] * scale / 1000, size[1] * scale / 1000)


def round_up(scale: float) -> float:
    """To two figures that read well: 1500, 2300, 12000."""
    step = 10 ** max(0, math.floor(math.log10(scale)) - 1)
    return math.ceil(scale / step - 1e-9) * step
