"""Which ground a view shows: around a patch, as seen from another view, and ahead of time for the next patch."""

from __future__ import annotations

from typing import Optional, Tuple

from qgis.core import QgsMapSettings, QgsPointXY, QgsRectangle

from ...jobs.imagery.chip import CONTEXT_FACTOR, LEAST_GROUND_M

CORE_MARGIN = 1.1


def surroundings(ground: QgsRectangle) -> QgsRectangle:
    """The square around a patch's bounding box (metres) in which it is judged."""
    side = max(ground.width() * CONTEXT_FACTOR, ground.height() * CONTEXT_FACTOR, LEAST_GROUND_M)
    return QgsRectangle.fromCenterAndSize(ground.center(), side, side)


def around(centre: QgsPointXY, pixel: float, view: QgsMapSettings) -> QgsRectangle:
    """The ground ``view`` shows with ``centre`` in its middle and ``pixel`` map units to a pixel."""
    size = view.outputSize()
    half_width, half_height = size.width() * pixel / 2, size.height() * pixel / 2
    return QgsRectangle(centre.x() - half_width, centre.y() - half_height,
                        centre.x() + half_width, centre.y() + half_height)


def seen_from(view: QgsMapSettings, other: QgsMapSettings) -> QgsRectangle:
    """The extent ``other`` needs to show ``view``'s centre at ``view``'s pixel size."""
    return around(view.visibleExtent().center(), view.mapUnitsPerPixel(), other)


def filling(extent: QgsRectangle, core: QgsRectangle, leader: QgsMapSettings, follower: Optional[QgsMapSettings],
            pixel: Optional[float] = None) -> QgsRectangle:
    """The leader's extent in which ``extent`` is wholly seen, and its ``core`` in the follower as well, if any.

    ``pixel`` (map units) keeps that scale instead.
    """
    if pixel is None:
        pixel = _pixel_to_fit(extent, leader)
        if follower is not None:
            pixel = max(pixel, _pixel_to_fit(core, follower) * CORE_MARGIN)
    return around(extent.center(), pixel, leader)


def ahead(leader_extent: QgsRectangle, leader: QgsMapSettings,
          follower: Optional[QgsMapSettings]) -> Tuple[QgsMapSettings, Optional[QgsMapSettings]]:
    """What both views will be once the leader is given this extent, to the last digit."""
    led = QgsMapSettings(leader)
    led.setExtent(leader_extent)
    if follower is None:
        return led, None
    following = QgsMapSettings(follower)
    following.setDestinationCrs(led.destinationCrs())
    following.setRotation(led.rotation())
    following.setExtent(seen_from(led, following))
    return led, following


def _pixel_to_fit(extent: QgsRectangle, view: QgsMapSettings) -> float:
    size = view.outputSize()
    return max(extent.width() / max(size.width(), 1), extent.height() / max(size.height(), 1))
