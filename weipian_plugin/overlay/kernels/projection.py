"""From Gauss-Krüger coordinates, or degrees, straight to the equal-area plane, on a lattice of 2⁻²⁹ m.

The plane is the cylindrical equal-area projection of CGCS2000 about one meridian for all of China: x = a·(L−105°),
y = ∫ M·N·cos B dB / a (authalic). China lies within |x| < 2²², |y| < 2²³ there, so multiples of 2⁻²⁹ m are doubles, and
so is the difference of any two: kernels may subtract coordinates without rounding.

A Gauss-Krüger point is ζ = ξ + iη = (northing + i·easting)/A. Krüger's series (L. Krüger, Konforme Abbildung des
Erdellipsoids in der Ebene, 1912; C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers, 2011,
eq. 36) gives the conformal sphere's ζ' = ζ − Σ βₖ sin 2kζ; from there sin χ = sin ξ'/cosh η' (χ the conformal
latitude), tan λ = sinh η'/cos ξ', and y is a power series in sin χ: no latitude is computed on the way.

Sine, cosine, hyperbolic sine and arc tangent are power series too, so that nothing but + − × ÷ √ is left, which
IEEE 754 rounds alike everywhere: each formula is written once, numba compiles it for numbers (several at a time in
the processor's registers), numpy runs it on arrays, and both give the same bits.
"""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, List, Tuple

import numpy as np

from .jit import HAS_NUMBA, inlined, jit

if TYPE_CHECKING:
    from .arrays import Floats

SEMI_MAJOR = 6378137.0
INVERSE_FLATTENING = 298.257222101
PLANE_MERIDIAN = 105.0

_LATTICE = 2.0 ** 29
# The plane's coordinates stay below these (metres), or there are none.
_WIDEST, _HIGHEST = 2.0 ** 22, 2.0 ** 23
# Farther than this from a zone's origin (metres) is no place in China but a broken coordinate: dividing such an edge
# would fill the memory.
_FARTHEST_EAST, _FARTHEST_NORTH = 4_000_000.0, 10_000_000.0
_POLE = 90.0
# Arrays are worked through in pieces that stay in the processor's cache.
_BLOCK = 2048 if HAS_NUMBA else 8192

_ECCENTRICITY_2 = (2 - 1 / INVERSE_FLATTENING) / INVERSE_FLATTENING
_N = 1 / (2 * INVERSE_FLATTENING - 1)
_RECTIFYING_RADIUS = SEMI_MAJOR / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
# β₆ … β₁
_KRUEGER = (
    20648693 / 638668800 * _N**6,
    4583 / 161280 * _N**5 - 108847 / 3991680 * _N**6,
    4397 / 161280 * _N**4 - 11 / 504 * _N**5 - 830251 / 7257600 * _N**6,
    17 / 480 * _N**3 - 37 / 840 * _N**4 - 209 / 4480 * _N**5 + 5569 / 90720 * _N**6,
    _N**2 / 48 + _N**3 / 15 - 437 / 1440 * _N**4 + 46 / 105 * _N**5 - 1118711 / 3870720 * _N**6,
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - _N**4 / 360 - 81 / 512 * _N**5 + 96199 / 604800 * _N**6,
)


def _authalic_series(terms: int) -> Tuple[float, ...]:
    """cₙ … c₀ of y = s·Σ cₖ s²ᵏ (metres), s = sin χ; they shrink like e²ᵏ, so nine give all a double can hold.

    With σ = sin B and e the eccentricity, artanh s = artanh σ − e·artanh(eσ) defines the conformal latitude and
    y = a(1−e²)∫dσ/(1−e²σ²)²; so dσ/ds = (1−σ²)(1−e²σ²)/((1−e²)(1−s²)). Writing σ = s·S(u), u = s², both sides are
    power series in u, and the coefficient k of the right side needs only S₀ … Sₖ₋₁: the series follows term by term.
    """
    with localcontext() as context:
        context.prec = 40
        flattening = 1 / Decimal(str(INVERSE_FLATTENING))
        e2 = flattening * (2 - flattening)
        sine: List[Decimal] = []
        slope: List[Decimal] = []  # dσ/ds
        for k in range(terms):
            square = _product([Decimal(0), *sine], sine, k)  # σ²
            right = [square[j] * -(1 + e2) + e2 * _product(square, square, k)[j] for j in range(k + 1)]
            right[0] += 1
            slope.append((slope[-1] if k else 0) + right[k] / (1 - e2))  # a division by 1−u is a running sum
            sine.append(slope[k] / (2 * k + 1))
        square = _product([Decimal(0), *sine], sine, terms - 1)
        weight = [Decimal(1)] + [Decimal(0)] * (terms - 1)  # 1/(1−e²σ²)², as Σ (j+1) (e²σ²)ʲ
        power = list(weight)
        for j in range(1, terms):
            power = [e2 * term for term in _product(power, square, terms - 1)]
            weight = [old + (j + 1) * new for old, new in zip(weight, power)]
        rise = _product(weight, slope, terms - 1)
        factor = Decimal(str(SEMI_MAJOR)) * (1 - e2)
        return tuple(float(factor * rise[k] / (2 * k + 1)) for k in reversed(range(terms)))


def _product(first: List[Decimal], second: List[Decimal], degree: int) -> List[Decimal]:
    """The product of two power series up to u^degree."""
    return [sum((first[i] * second[k - i] for i in range(k + 1) if i < len(first) and k - i < len(second)), Decimal(0))
            for k in range(degree + 1)]


# y = sin χ · Σ (sin χ)²ᵏ and y = sin B · Σ (sin B)²ᵏ; in all of these the highest power comes first.
_AUTHALIC = _authalic_series(9)
_AUTHALIC_OF_DEGREES = tuple(SEMI_MAJOR * (1 - _ECCENTRICITY_2) * (k + 1) / (2 * k + 1) * _ECCENTRICITY_2**k
                             for k in range(8, -1, -1))
# sin x = x + x³·Σ, cos x = 1 + x²·Σ to |x| = π/2, sinh x = x + x³·Σ to |x| = 0.63 (4000 km): exact to 10⁻¹⁷. The arc
# tangent is taken of a quarter of the angle: arctan t = t + t³·Σ is exact to 10⁻¹⁷ for t ≤ 0.18 (40° of longitude).
_SINE = tuple((-1) ** k / math.factorial(2 * k + 1) for k in range(11, 0, -1))
_COSINE = tuple((-1) ** k / math.factorial(2 * k) for k in range(11, 0, -1))
_SINH = tuple(1 / math.factorial(2 * k + 1) for k in range(7, 0, -1))
_ARCTAN = tuple((-1) ** k / (2 * k + 1) for k in range(10, 0, -1))
_DEGREE = math.pi / 180


def zone_to_plane(coordinates: Floats, false_easting: float, central_meridian: float, in_place: bool = False) -> Floats:
    """(n×2 easting, northing in metres) of a Gauss-Krüger zone → (n×2) of the plane, in the place of the coordinates
    where these are not needed any more (and are contiguous).

    NaN where a coordinate is not finite or so far from the zone that it cannot be meant.
    """
    offset = (central_meridian - PLANE_MERIDIAN) * _DEGREE
    coordinates = np.ascontiguousarray(coordinates)
    plane = coordinates if in_place else np.empty((len(coordinates), 2))
    if HAS_NUMBA:
        _compiled_zone_to_plane(coordinates, false_easting, offset, plane)
        return plane
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        for first in range(0, len(coordinates), _BLOCK):
            block = coordinates[first:first + _BLOCK]
            east, north = block[:, 0] - false_easting, block[:, 1].copy()
            x, y = _point_of_zone(east, north, offset)
            near = _is_near(east, north) & _is_in_plane(x, y)
            plane[first:first + _BLOCK] = np.where(near, _on_lattice(np.array([x, y])), np.nan).T
    return plane


def degrees_to_plane(degrees: Floats) -> Floats:
    """(n×2 longitude, latitude in degrees) → (n×2) of the plane; NaN where that is nowhere in reach."""
    if HAS_NUMBA:
        return _compiled_degrees_to_plane(np.ascontiguousarray(degrees))
    plane = np.empty((len(degrees), 2))
    with np.errstate(invalid="ignore", over="ignore"):
        for first in range(0, len(degrees), _BLOCK):
            block = degrees[first:first + _BLOCK]
            longitude, latitude = block[:, 0].copy(), block[:, 1].copy()
            x, y = _point_of_degrees(longitude, latitude)
            near = (np.abs(latitude) <= _POLE) & _is_in_plane(x, y)
            plane[first:first + _BLOCK] = np.where(near, _on_lattice(np.array([x, y])), np.nan).T
    return plane


def within_reach(coordinates: Floats, false_easting: float) -> Floats:
    """``coordinates`` (n×2 metres of a zone) with NaN where they cannot be meant."""
    near = _is_near(coordinates[:, 0] - false_easting, coordinates[:, 1])
    return np.asarray(np.where(near[:, None], coordinates, np.nan), dtype=np.float64)


@inlined
def _is_near(east: Any, north: Any) -> Any:
    return (np.abs(east) <= _FARTHEST_EAST) & (np.abs(north) <= _FARTHEST_NORTH)


@inlined
def _is_in_plane(x: Any, y: Any) -> Any:
    return (np.abs(x) < _WIDEST) & (np.abs(y) < _HIGHEST)


@inlined
def _on_lattice(metres: Any) -> Any:
    return np.rint(metres * _LATTICE) / _LATTICE


@inlined
def _polynomial(coefficients: Tuple[float, ...], x: Any) -> Any:
    # In place, where it is an array.
    value = coefficients[0] * x
    value += coefficients[1]
    for coefficient in coefficients[2:]:
        value *= x
        value += coefficient
    return value


@inlined
def _point_of_zone(east: Any, north: Any, offset: float) -> Any:
    """(x, y) of a point ``east`` and ``north`` (metres) of its zone's origin, that ``offset`` radians east of 105°."""
    xi, eta = north / _RECTIFYING_RADIUS, east / _RECTIFYING_RADIUS
    sine, cosine = xi + xi * (xi * xi * _polynomial(_SINE, xi * xi)), 1 + xi * xi * _polynomial(_COSINE, xi * xi)
    sinh = eta + eta * (eta * eta * _polynomial(_SINH, eta * eta))
    cosh = np.sqrt(1 + sinh * sinh)
    p, q = _shift_to_sphere(sine, cosine, sinh, cosh)
    # The shift is below 0.002: the addition theorems with three terms for its functions are exact to 10⁻¹⁹.
    sine_p, cosine_p = p * (1 - p * p / 6 * (1 - p * p / 20)), 1 - p * p / 2 * (1 - p * p / 12)
    sinh_q, cosh_q = q * (1 + q * q / 6 * (1 + q * q / 20)), 1 + q * q / 2 * (1 + q * q / 12)
    conformal = (sine * cosine_p - cosine * sine_p) / (cosh * cosh_q - sinh * sinh_q)
    tangent = (sinh * cosh_q - cosh * sinh_q) / (cosine * cosine_p + sine * sine_p)
    half = tangent / (1 + np.sqrt(1 + tangent * tangent))
    quarter = half / (1 + np.sqrt(1 + half * half))
    longitude = 4 * (quarter + quarter * (quarter * quarter * _polynomial(_ARCTAN, quarter * quarter)))
    return SEMI_MAJOR * (longitude + offset), conformal * _polynomial(_AUTHALIC, conformal * conformal)


@inlined
def _shift_to_sphere(sine: Any, cosine: Any, sinh: Any, cosh: Any) -> Any:
    """(Re, Im) of Σ βₖ sin 2kζ by Clenshaw's recurrence, from sin and cos of ξ and sinh and cosh of η."""
    sine_2, cosine_2 = 2 * sine * cosine, 1 - 2 * sine * sine
    sinh_2, cosh_2 = 2 * sinh * cosh, 1 + 2 * sinh * sinh
    real_step, imag_step = 2 * cosine_2 * cosh_2, -2 * sine_2 * sinh_2  # 2·cos 2ζ
    real, imag, real_before, imag_before = 0 * sine, 0 * sine, 0 * sine, 0 * sine
    for beta in _KRUEGER:
        real_next, imag_next = real_step * real, real_step * imag
        real_next += beta
        real_next -= imag_step * imag
        real_next -= real_before
        imag_next += imag_step * real
        imag_next -= imag_before
        real_before, imag_before, real, imag = real, imag, real_next, imag_next
    real_sine, imag_sine = sine_2 * cosh_2, cosine_2 * sinh_2  # sin 2ζ
    return real * real_sine - imag * imag_sine, real * imag_sine + imag * real_sine


@inlined
def _point_of_degrees(longitude: Any, latitude: Any) -> Any:
    angle = latitude * _DEGREE
    sine = angle + angle * (angle * angle * _polynomial(_SINE, angle * angle))
    return SEMI_MAJOR * ((longitude - PLANE_MERIDIAN) * _DEGREE), (
        sine * _polynomial(_AUTHALIC_OF_DEGREES, sine * sine))


@jit
def _compiled_zone_to_plane(coordinates: Floats, false_easting: float, offset: float, plane: Floats) -> None:
    """Block by block through short arrays of one column each: loops over such become vector instructions."""
    east, north, x, y = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK)
    for first in range(0, len(coordinates), _BLOCK):
        count = min(_BLOCK, len(coordinates) - first)
        for k in range(count):
            east[k], north[k] = coordinates[first + k, 0] - false_easting, coordinates[first + k, 1]
        _points_of_zone(count, east, north, offset, x, y)
        for k in range(count):
            near = _is_near(east[k], north[k]) & _is_in_plane(x[k], y[k])
            plane[first + k, 0] = _on_lattice(x[k]) if near else np.nan
            plane[first + k, 1] = _on_lattice(y[k]) if near else np.nan


@jit
def _points_of_zone(count: int, east: Floats, north: Floats, offset: float, x: Floats, y: Floats) -> None:
    for k in range(count):
        x[k], y[k] = _point_of_zone(east[k], north[k], offset)


@jit
def _compiled_degrees_to_plane(degrees: Floats) -> Floats:
    plane = np.empty_like(degrees)
    for k in range(len(degrees)):
        x, y = _point_of_degrees(degrees[k, 0], degrees[k, 1])
        near = (np.abs(degrees[k, 1]) <= _POLE) & _is_in_plane(x, y)
        plane[k, 0] = _on_lattice(x) if near else np.nan
        plane[k, 1] = _on_lattice(y) if near else np.nan
    return plane
