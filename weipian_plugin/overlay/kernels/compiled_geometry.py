"""Exact decisions about points and edges, compiled: sides, crossings, winding numbers, with no degenerate case left.

Degeneracies. The area that a patch P and a feature Q share is continuous in P, so P may be moved by (ε, ε²) with an ε
that is positive and smaller than any number met: the area changes by nothing that can be seen, and no vertex of the
moved P lies on an edge of Q or the other way round, no edges are collinear, no vertices coincide. Nothing is really
moved: only where an exact comparison comes out equal does the direction of the move decide (`side_after_shift`,
`winding`). A vertex of P moves by +(ε, ε²) against the edges of Q; a vertex of Q by −(ε, ε²) against those of P.

Exactness. The side of point p against edge a→b is the sign of (b−a) × (p−a), two products of differences. Each
difference and each product is rounded once (relative error at most u = 2⁻⁵³), so the computed terms differ from the
true ones by less than 3.01·u of themselves, and a computed sum beyond 4·u of both has the right sign whatever the
coordinates. Nearer than that the products are compared exactly (Dekker's two-product), which is right where the
differences are exact: so they are on the plane's lattice of 2⁻²⁹ m, and among numbers of one magnitude. Where even that
does not hold the answer is UNKNOWN, and the pair is not certified.
"""

from __future__ import annotations

from typing import NamedTuple

from .arrays import Floats, Indices
from .jit import inlined, jit

UNKNOWN = 2
"""In place of a side (−1, 1): double precision cannot tell."""
UNKNOWN_TURNS = 2 ** 40
"""In place of what some edges add to a winding number: no other edges bring it back to 0 or 1."""

_SURE = 4 * 2.0 ** -53
# Products outside these are taken for unsure: their rounding errors might be lost below the smallest number.
_TINY = 2.0 ** -900
_SMALLEST, _LARGEST = 2.0 ** -400, 2.0 ** 400
_SPLITTER = 2.0 ** 27 + 1


class Shapes(NamedTuple):
    """The arrays of `IndexedPolygons` (see `Polygons` and `EdgeIndex`), as compiled functions take them."""

    xy: Floats
    ring_start: Indices
    part_start: Indices
    start: Indices
    ring_area: Floats
    chunk_first: Indices
    chunk_last: Indices
    chunk_ring: Indices
    chunk_box: Floats
    group_first: Indices
    group_last: Indices
    group_box: Floats
    group_start: Indices
    box: Floats


@inlined
def side_after_shift(ax: float, ay: float, bx: float, by: float, px: float, py: float, shift: int) -> int:
    """Side of point p, moved by ``shift``·(ε, ε²), against the edge a→b: 1 left, −1 right, or UNKNOWN.

    On the line itself (b−a) × (ε, ε²) = (bx−ax)·ε² − (by−ay)·ε decides: its second term, unless the edge is level.
    An edge without length has every point on one side, so nothing ever crosses it.
    """
    first, second = (bx - ax) * (py - ay), (by - ay) * (px - ax)
    gap = first - second
    if abs(gap) > _SURE * (abs(first) + abs(second)) + _TINY:
        return 1 if gap > 0 else -1
    side = exact_side(ax, ay, bx, by, px, py)
    if side == 0:
        if by != ay:
            return -shift if by > ay else shift
        return shift if bx > ax else -shift
    return side


@jit
def exact_side(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> int:
    """Side of p against a→b: 1 left, −1 right, 0 on the line, or UNKNOWN where a difference is not exact."""
    if not (is_exact_difference(bx, ax) and is_exact_difference(py, ay) and is_exact_difference(by, ay)
            and is_exact_difference(px, ax)):
        return UNKNOWN
    first, second = (bx - ax) * (py - ay), (by - ay) * (px - ax)
    # Rounding never turns an order round: where the rounded products differ, so do the products, the same way.
    if first != second:
        return 1 if first > second else -1
    first_rest = product_rest(bx - ax, py - ay, first)
    second_rest = product_rest(by - ay, px - ax, second)
    if first_rest == second_rest:
        return 0
    return 1 if first_rest > second_rest else -1


@jit
def cross_product(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> float:
    """(b−a) × (p−a), m², right to 3·2⁻⁵³ of itself however small; NaN where a difference is not exact."""
    if not (is_exact_difference(bx, ax) and is_exact_difference(py, ay) and is_exact_difference(by, ay)
            and is_exact_difference(px, ax)):
        return float("nan")
    first, second = (bx - ax) * (py - ay), (by - ay) * (px - ax)
    first_rest = product_rest(bx - ax, py - ay, first)
    second_rest = product_rest(by - ay, px - ax, second)
    rest = first_rest - second_rest
    # What rounding took from ``rest`` counts where the large terms cancel it (two-sum).
    taken = first_rest - rest
    lost = (taken - second_rest) + (first_rest - (rest + taken))
    return ((first - second) + rest) + lost


@jit
def is_exact_difference(a: float, b: float) -> bool:
    """Whether a − b is a double (two-sum leaves no rest), and of a size whose products lose nothing."""
    difference = a - b
    taken = a - difference
    rest = (taken - b) + (a - (difference + taken))
    size = abs(difference)
    return rest == 0.0 and (size == 0.0 or _SMALLEST < size < _LARGEST)


@jit
def product_rest(a: float, b: float, product: float) -> float:
    """a·b − ``product``, exactly, for ``product`` = a·b rounded (Dekker 1971)."""
    high = _SPLITTER * a
    a_high = high - (high - a)
    a_low = a - a_high
    high = _SPLITTER * b
    b_high = high - (high - b)
    b_low = b - b_high
    return a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)


@jit
def winding(shapes: Shapes, row: int, x: float, y: float, shift: int) -> int:
    """How often feature ``row`` winds around the point (x, y) moved by ``shift``·(ε, ε²): 1 inside, 0 outside, another
    number where it overlaps itself or where a side is unknown.

    Edges are counted that cross the ray from the point to the right, upward ones as 1, downward ones as −1. A run of
    edges that lies wholly to the right counts as the one edge from its beginning to its end.
    """
    turns = 0
    for group in range(shapes.group_start[row], shapes.group_start[row + 1]):
        if not ray_meets(shapes.group_box, group, x, y, shift):
            continue
        if shapes.group_box[group, 0] > x:
            first = shapes.chunk_first[shapes.group_first[group]]
            last = shapes.chunk_last[shapes.group_last[group] - 1]
            turns += is_above(shapes.xy[last, 1], y, shift) - is_above(shapes.xy[first, 1], y, shift)
            continue
        for chunk in range(shapes.group_first[group], shapes.group_last[group]):
            if not ray_meets(shapes.chunk_box, chunk, x, y, shift):
                continue
            first, last = shapes.chunk_first[chunk], shapes.chunk_last[chunk]
            if shapes.chunk_box[chunk, 0] > x:
                turns += is_above(shapes.xy[last, 1], y, shift) - is_above(shapes.xy[first, 1], y, shift)
            else:
                turns += turns_of_edges(shapes.xy, first, last, x, y, shift)
    return turns


@jit
def turns_of_edges(xy: Floats, first: int, last: int, x: float, y: float, shift: int) -> int:
    """What edges ``first`` … ``last``−1 add to the winding number around the moved point."""
    turns = 0
    for edge in range(first, last):
        direction = is_above(xy[edge + 1, 1], y, shift) - is_above(xy[edge, 1], y, shift)
        if direction == 0 or (xy[edge, 0] < x and xy[edge + 1, 0] < x):
            continue
        if xy[edge, 0] > x and xy[edge + 1, 0] > x:
            turns += direction
            continue
        side = side_after_shift(xy[edge, 0], xy[edge, 1], xy[edge + 1, 0], xy[edge + 1, 1], x, y, shift)
        if side == UNKNOWN:
            return UNKNOWN_TURNS
        if side == direction:
            turns += direction
    return turns


@inlined
def ray_meets(boxes: Floats, k: int, x: float, y: float, shift: int) -> bool:
    """Whether edges in box k can cross the ray from the moved point to the right."""
    return boxes[k, 2] >= x and is_above(boxes[k, 3], y, shift) == 1 and is_above(boxes[k, 1], y, shift) == 0


@inlined
def is_above(other: float, y: float, shift: int) -> int:
    """1 where a vertex at ``other`` lies above the point's y moved by ``shift``·ε², else 0."""
    return 1 if other > y or (shift < 0 and other == y) else 0
