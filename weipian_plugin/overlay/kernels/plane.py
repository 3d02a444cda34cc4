"""The plane areas are measured in: edges densified in the Gauss-Krüger zone, then cylindrical equal-area on CGCS2000.

The area formula of the Third Survey (trapezoids between a ring and the reference meridian, CGCS2000) is exactly the
shoelace formula in this plane, so an overlay made here has the regulation's areas and its pieces sum to the whole.
Areas do not depend on the meridian the plane is drawn about: it is one for all of China (see `projection`), so that a
prepared layer serves every job.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from threading import get_ident
from typing import Optional, Sequence, Tuple

import numpy as np
import pyproj
from numpy.typing import NDArray

from ...domain.areas.zones import (
    BEIJING54,
    DEGREES,
    PROJECTED,
    WGS84,
    XIAN80,
    GaussKruger,
    recognise_crs,
    zone_of_longitude,
)
from ...domain.errors import WeipianError
from .arrays import Floats, Indices
from .jit import HAS_NUMBA, jit
from .polygons import Polygons
from .projection import INVERSE_FLATTENING, PLANE_MERIDIAN, SEMI_MAJOR, degrees_to_plane, within_reach, zone_to_plane

# Edges longer than this (metres, in the Gauss-Krüger plane) are divided, as the survey's software does.
LONGEST_EDGE = 70.0

# A length of n·70 m that floating point made a hair longer is still n parts.
_PARTS_SLACK = 1e-9
# An edge whose ends are less than this many degrees apart is shorter than 70 m in any zone that reaches it: a degree is
# at most 111.7 km, and a zone stretches it by less than 1.3 within 4000 km.
_SHORT_DEGREES = LONGEST_EDGE / (111_700 * 1.3)


@dataclass(frozen=True)
class SourceCrs:
    """How a layer's coordinates are to be read: its Gauss-Krüger zone, or degrees (``zone`` None)."""

    zone: Optional[GaussKruger]
    text: str
    taken_from_wgs84: bool = False


def source_crs(text: Optional[str], source: str) -> SourceCrs:
    """The CRS of a layer from ``EPSG:n`` or WKT; WGS84 degrees are taken as CGCS2000 degrees (told in a remark).

    Raises WeipianError: LAYER_CRS_MISSING, LAYER_CRS_LEGACY (Xi'an 80, Beijing 54), LAYER_CRS_OTHER.
    """
    if not (text or "").strip():
        raise WeipianError("LAYER_CRS_MISSING", file=source)
    guess = recognise_crs(text)
    if guess.kind == PROJECTED and guess.zone is not None:
        return SourceCrs(guess.zone, f"EPSG:{guess.epsg}")
    if guess.kind in (DEGREES, WGS84):
        return SourceCrs(None, f"EPSG:{guess.epsg}", guess.kind == WGS84)
    if guess.kind in (XIAN80, BEIJING54):
        raise WeipianError("LAYER_CRS_LEGACY", file=source, crs=guess.name)
    raise WeipianError("LAYER_CRS_OTHER", file=source, crs=guess.name)


@dataclass(frozen=True)
class JobPlane:
    """The equal-area plane, and the zone in which a job's data in degrees is densified."""

    zone: GaussKruger

    @property
    def meridian(self) -> float:
        """Degrees east: the same for every job."""
        return PLANE_MERIDIAN

    def project(self, polygons: Polygons, crs: SourceCrs, given_up: bool = False) -> Polygons:
        """``polygons`` (coordinates of ``crs``) in the equal-area plane, densified, on the plane's lattice; their own
        coordinates may be overwritten where they are ``given_up``.

        Features, parts and rings stay as they are. A vertex comes out the same in every polygon that has it, and so do
        the points that divide an edge. Coordinates a zone cannot reach come out as NaN; the caller drops those
        polygons.
        """
        if crs.zone is not None:
            points, before = division(polygons.xy, polygons.ring_start, crs.zone)
            plane = _to_plane(polygons.xy, crs.zone, given_up)
            added = _to_plane(points, crs.zone)
        else:
            points, before = self._division_of_degrees(polygons)
            plane = degrees_to_plane(polygons.xy)
            added = _to_plane(points, self.zone)
        if len(before) == 0:
            return replace(polygons, xy=plane)
        xy, ring_start = _with_points(plane, polygons.ring_start, added, before)
        return replace(polygons, xy=xy, ring_start=ring_start)

    def _division_of_degrees(self, polygons: Polygons) -> Tuple[Floats, Indices]:
        """`division` in the job's zone of edges given in degrees; what the zone cannot reach is not divided."""
        edge = _longer_than(_SHORT_DEGREES, polygons.xy, polygons.ring_start)
        ends = (within_reach(degrees_to_zone(polygons.xy[end], self.zone), self.zone.false_easting)
                for end in (edge, edge + 1))
        return _divided(edge, *ends)


def choose_plane(layers: Sequence[SourceCrs], longitude: float) -> JobPlane:
    """The plane of a job: the zone of its first projected layer, else the 3° zone of ``longitude`` (degrees east).

    Raises WeipianError LAYER_OUTSIDE_CHINA where the longitude is in no zone.
    """
    for crs in layers:
        if crs.zone is not None:
            return JobPlane(crs.zone)
    try:
        return JobPlane(GaussKruger(3, zone_of_longitude(longitude), False))
    except (ValueError, OverflowError) as error:
        raise WeipianError("LAYER_OUTSIDE_CHINA", longitude=longitude) from error


def densify(coordinates: Floats, ring_start: Indices) -> Tuple[Floats, Indices]:
    """Rings (m×2 metres; ring r is ring_start[r]:ring_start[r+1]) with every edge over 70 m divided into equal parts.

    New points are counted from the edge's smaller end, whichever way it runs, so neighbours get the same ones.
    """
    edge = _longer_than(LONGEST_EDGE, coordinates, ring_start)
    return _with_points(coordinates, ring_start, *_divided(edge, coordinates[edge], coordinates[edge + 1]))


def division(coordinates: Floats, ring_start: Indices, zone: GaussKruger) -> Tuple[Floats, Indices]:
    """The points that divide edges over 70 m (k×2, metres of ``zone``), and the number of the vertex each follows."""
    edge = _longer_than(LONGEST_EDGE, coordinates, ring_start)
    ends = (within_reach(coordinates[end], zone.false_easting) for end in (edge, edge + 1))
    return _divided(edge, *ends)


def _longer_than(length: float, coordinates: Floats, ring_start: Indices) -> Indices:
    """The edges (number of their first vertex) longer than about ``length``: none that are longer are missed."""
    limit = (length * (1 - 1e-12)) ** 2
    if HAS_NUMBA:
        return _compiled_longer_than(limit, coordinates, ring_start)
    if len(coordinates) == 0:
        return np.empty(0, dtype=np.int64)
    with np.errstate(invalid="ignore", over="ignore"):
        x, y = coordinates[:, 0], coordinates[:, 1]
        is_long = np.append((x[1:] - x[:-1]) ** 2 + (y[1:] - y[:-1]) ** 2 > limit, False)
    is_long[ring_start[1:] - 1] = False  # between two rings there is no edge
    return np.flatnonzero(is_long)


@jit
def _compiled_longer_than(squared: float, coordinates: Floats, ring_start: Indices) -> Indices:
    edges = np.empty(64, np.int64)
    count = 0
    for ring in range(len(ring_start) - 1):
        for k in range(ring_start[ring], ring_start[ring + 1] - 1):
            x, y = coordinates[k + 1, 0] - coordinates[k, 0], coordinates[k + 1, 1] - coordinates[k, 1]
            if x * x + y * y > squared:
                if count == len(edges):
                    edges = np.concatenate((edges, np.empty(count, np.int64)))
                edges[count] = k
                count += 1
    return edges[:count].copy()


def _divided(edge: Indices, first: Floats, second: Floats) -> Tuple[Floats, Indices]:
    """The inner points of the given edges (from first[k] to second[k]) in their order, and the edge of each."""
    steps = second - first
    parts = np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / LONGEST_EDGE - _PARTS_SLACK)
    parts = np.maximum(np.nan_to_num(parts, nan=1.0, posinf=1.0), 1).astype(np.int64)
    inner = np.repeat(np.arange(len(edge)), parts - 1)
    position = np.arange(len(inner)) - np.repeat(np.cumsum(parts - 1) - parts, parts - 1)
    here, there, count = first[inner], second[inner], parts[inner]
    backward = _is_greater(here, there)
    low, high = np.where(backward[:, None], there, here), np.where(backward[:, None], here, there)
    share = np.where(backward, count - position, position) / count
    return low + (high - low) * share[:, None], edge[inner]


def _with_points(coordinates: Floats, ring_start: Indices, points: Floats, before: Indices) -> Tuple[Floats, Indices]:
    """Rings with ``points`` put in, each behind the vertex of its number in ``before`` (ascending)."""
    if len(before) == 0:
        return coordinates, ring_start
    places = before + np.arange(1, len(before) + 1)
    is_old = np.ones(len(coordinates) + len(points), dtype=bool)
    is_old[places] = False
    dense = np.empty((len(is_old), 2))
    dense[is_old] = coordinates
    dense[places] = points
    return dense, ring_start + np.searchsorted(before, ring_start)


def _is_greater(first: Floats, second: Floats) -> NDArray[np.bool_]:
    """Lexicographic: x, then y."""
    same = first[:, 0] == second[:, 0]
    return np.asarray((first[:, 0] > second[:, 0]) | (same & (first[:, 1] > second[:, 1])), dtype=bool)


def _to_plane(coordinates: Floats, zone: GaussKruger, in_place: bool = False) -> Floats:
    return zone_to_plane(coordinates, zone.false_easting, float(zone.central_meridian), in_place)


def zone_to_degrees(coordinates: Floats, zone: GaussKruger) -> Floats:
    """(n×2 easting, northing in metres, prefix included where the zone has one) → (longitude, latitude) degrees."""
    longitude, latitude = _projection(zone)(coordinates[:, 0], coordinates[:, 1], inverse=True)
    return np.column_stack([longitude, latitude])


def degrees_to_zone(degrees: Floats, zone: GaussKruger) -> Floats:
    """(n×2 longitude, latitude in degrees) → (easting, northing) metres."""
    easting, northing = _projection(zone)(degrees[:, 0], degrees[:, 1])
    return np.column_stack([easting, northing])


def to_degrees(coordinates: Floats, crs: SourceCrs) -> Floats:
    """A layer's own (n×2) coordinates as longitude and latitude."""
    return coordinates if crs.zone is None else zone_to_degrees(coordinates, crs.zone)


def from_degrees(degrees: Floats, crs: SourceCrs) -> Floats:
    """Longitude and latitude (n×2) as a layer's own coordinates."""
    return degrees if crs.zone is None else degrees_to_zone(degrees, crs.zone)


def _projection(zone: GaussKruger) -> pyproj.Proj:
    return _projection_of_thread(zone, get_ident())


@lru_cache(maxsize=64)
def _projection_of_thread(zone: GaussKruger, thread: int) -> pyproj.Proj:
    # One for each thread, as PROJ asks for. By parameters, not by code: needs no PROJ database and cannot swap axes.
    del thread
    return pyproj.Proj(proj="tmerc", lat_0=0, lon_0=zone.central_meridian, k=1, x_0=zone.false_easting, y_0=0,
                       a=SEMI_MAJOR, rf=INVERSE_FLATTENING, units="m")
