"""The plane areas are measured in: edges densified in the Gauss-Krüger zone, then cylindrical equal-area on CGCS2000.

The area formula of the Third Survey (trapezoids between a ring and the reference meridian, CGCS2000) is exactly the
shoelace formula in this plane, so an overlay made here has the regulation's areas and its pieces sum to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional, Sequence, Tuple

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from ..domain.errors import WeipianError
from ..domain.zones import BEIJING54, DEGREES, PROJECTED, WGS84, XIAN80, GaussKruger, recognise_crs, zone_of_longitude

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]
Geometries: TypeAlias = NDArray[np.object_]
Bounds = Tuple[float, float, float, float]

SEMI_MAJOR = 6378137.0
INVERSE_FLATTENING = 298.257222101
# Edges longer than this (metres, in the Gauss-Krüger plane) are divided, as the survey's software does.
LONGEST_EDGE = 70.0

_ECCENTRICITY_2 = (2 - 1 / INVERSE_FLATTENING) / INVERSE_FLATTENING
_ECCENTRICITY = _ECCENTRICITY_2 ** 0.5
# A length of n·70 m that floating point made a hair longer is still n parts.
_PARTS_SLACK = 1e-9
# Farther than this from a zone's origin (metres) is no place in China but a broken coordinate: dividing such an edge
# would fill the memory.
_FARTHEST_EAST, _FARTHEST_NORTH = 4_000_000.0, 10_000_000.0


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
    """The one equal-area plane of a job, and the zone in which its data in degrees is densified."""

    zone: GaussKruger

    @property
    def meridian(self) -> float:
        """L0 in degrees east."""
        return float(self.zone.central_meridian)

    def project(self, polygons: Geometries, crs: SourceCrs) -> Geometries:
        """``polygons`` (n Polygons or MultiPolygons in ``crs``, finite, no None) in the equal-area plane, densified.

        Coordinates a zone cannot reach come out as not finite; the caller drops those polygons.
        """
        if len(polygons) == 0:
            return polygons
        kind, coordinates, offsets = shapely.to_ragged_array(polygons, include_z=False)
        zone = crs.zone or self.zone
        planar = coordinates if crs.zone else degrees_to_zone(coordinates, zone)
        planar, ring_offsets = densify(_within_reach(planar, zone), offsets[0])
        equal_area = to_equal_area(zone_to_degrees(planar, zone), self.meridian)
        return np.asarray(shapely.from_ragged_array(kind, equal_area, (ring_offsets, *offsets[1:])), dtype=object)


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


def _within_reach(coordinates: Floats, zone: GaussKruger) -> Floats:
    """``coordinates`` with NaN where they cannot be meant."""
    near = ((np.abs(coordinates[:, 0] - zone.false_easting) <= _FARTHEST_EAST)
            & (np.abs(coordinates[:, 1]) <= _FARTHEST_NORTH))
    return np.asarray(np.where(near[:, None], coordinates, np.nan), dtype=np.float64)


def densify(coordinates: Floats, ring_offsets: Indices) -> Tuple[Floats, Indices]:
    """Rings (m×2 metres; ring r is offsets[r]:offsets[r+1]) with every edge over 70 m divided into equal parts.

    New points are counted from the edge's smaller end, whichever way it runs, so neighbours get the same ones.
    """
    steps = np.diff(coordinates, axis=0)
    parts = np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / LONGEST_EDGE - _PARTS_SLACK)
    parts = np.maximum(np.nan_to_num(parts, nan=1.0), 1).astype(np.int64)
    last = ring_offsets[1:] - 1
    parts[last[last < len(parts)]] = 1  # between two rings there is no edge
    repeats = np.append(parts, 1)
    starts = np.concatenate([[0], np.cumsum(repeats)])
    edge = np.repeat(np.arange(len(coordinates)), repeats)
    step = np.arange(starts[-1]) - starts[edge]
    inner = np.flatnonzero(step)
    here, count, position = edge[inner], repeats[edge[inner]], step[inner]
    backward = _is_greater(coordinates[here], coordinates[here + 1])
    low = np.where(backward[:, None], coordinates[here + 1], coordinates[here])
    high = np.where(backward[:, None], coordinates[here], coordinates[here + 1])
    share = np.where(backward, count - position, position) / count
    dense = coordinates[edge]
    dense[inner] = low + (high - low) * share[:, None]
    return dense, starts[ring_offsets]


def _is_greater(first: Floats, second: Floats) -> NDArray[np.bool_]:
    """Lexicographic: x, then y."""
    same = first[:, 0] == second[:, 0]
    return np.asarray((first[:, 0] > second[:, 0]) | (same & (first[:, 1] > second[:, 1])), dtype=bool)


def to_equal_area(degrees: Floats, meridian: float) -> Floats:
    """(n×2 longitude, latitude in degrees) → (x, y) metres: x = a·(L−L0), y the closed authalic integral."""
    sine = np.sin(np.radians(degrees[:, 1]))
    scaled = _ECCENTRICITY * sine
    plane = np.empty_like(degrees)
    plane[:, 0] = SEMI_MAJOR * np.radians(degrees[:, 0] - meridian)
    plane[:, 1] = 0.5 * SEMI_MAJOR * (1 - _ECCENTRICITY_2) * (
        sine / (1 - scaled * scaled) + np.arctanh(scaled) / _ECCENTRICITY)
    return plane


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
    # By parameters, not by code: needs no PROJ database and cannot swap axes.
    return pyproj.Proj(proj="tmerc", lat_0=0, lon_0=zone.central_meridian, k=1, x_0=zone.false_easting, y_0=0,
                       a=SEMI_MAJOR, rf=INVERSE_FLATTENING, units="m")
