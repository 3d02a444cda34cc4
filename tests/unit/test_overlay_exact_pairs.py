"""The compiled kernel: shared areas against exact fractions and GEOS, and what it must not certify."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from fractions import Fraction
from typing import List, Tuple

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from tests.unit.adversarial import LATTICE, is_wrong, large_pairs, trapezoid_area
from weipian_plugin.overlay.kernels import compiled_pairs
from weipian_plugin.overlay.kernels import jit as jit_module
from weipian_plugin.overlay.kernels.compiled_crossings import UNCERTAIN
from weipian_plugin.overlay.kernels.compiled_geometry import UNKNOWN, cross_product, side_after_shift, winding
from weipian_plugin.overlay.kernels.compiled_pairs import CERTAIN, Stretch, pair_areas, shapes_of
from weipian_plugin.overlay.kernels.jit import HAS_NUMBA, jit
from weipian_plugin.overlay.kernels.polygons import EdgeIndex, IndexedPolygons, Polygons, from_geometries, indexed

ORIGINS = [(0.0, 0.0), (3.9e6, 7.9e6), (-2.1e6, 3.5e6), (LATTICE, -LATTICE)]
L_SHAPE = Polygon([(0, 0), (6, 0), (6, 2), (2, 2), (2, 6), (0, 6)])
TOUCHING_HOLE = Polygon([(0, 0), (8, 0), (8, 8), (0, 8)], [[(0, 4), (4, 2), (4, 6)]])
COVERED = {
    "a copy": (L_SHAPE, L_SHAPE, 20.0),
    "a copy that starts elsewhere": (L_SHAPE, Polygon([(2, 2), (2, 6), (0, 6), (0, 0), (6, 0), (6, 2)]), 20.0),
    "a neighbour along an edge": (box(0, 0, 4, 4), box(4, 1, 8, 3), 0.0),
    "a neighbour in a corner": (box(0, 0, 4, 4), box(4, 4, 8, 8), 0.0),
    "a part of an edge shared, inside": (box(0, 0, 4, 4), box(2, 1, 4, 3), 4.0),
    "the patch inside": (box(2, 2, 3, 3), box(0, 0, 9, 9), 1.0),
    "the feature inside": (box(0, 0, 9, 9), L_SHAPE, 20.0),
    "the patch in a hole": (box(3, 3, 4, 4), box(0, 0, 9, 9).difference(box(2, 2, 7, 7)), 0.0),
    "the patch filling a hole": (box(2, 2, 7, 7), box(0, 0, 9, 9).difference(box(2, 2, 7, 7)), 0.0),
    "a hole that touches its shell": (box(0, 0, 8, 8), TOUCHING_HOLE, 56.0),
    "a patch whose hole touches its shell": (TOUCHING_HOLE, box(-1, 3, 9, 5), 16.0 - 6.0),
    "parts that touch": (box(1, 0, 5, 6), MultiPolygon([box(0, 0, 3, 3), box(3, 3, 6, 6)]), 6.0 + 6.0),
    "crossing in vertices": (Polygon([(0, 0), (4, 4), (0, 8), (-4, 4)]), box(0, 0, 8, 8), 16.0),
    "only boxes touch": (Polygon([(0, 0), (4, 0), (0, 4)]), Polygon([(4, 4), (4, 3), (3, 4)]), 0.0),
}


def polygons_of(*geometries: shapely.Geometry) -> IndexedPolygons:
    made = np.empty(len(geometries), dtype=object)
    made[:] = geometries
    return indexed(from_geometries(made))


def raw(rings: List[List[Tuple[float, float]]]) -> IndexedPolygons:
    """One feature of rings exactly as given: neither turned nor valid."""
    starts = np.concatenate([[0], np.cumsum([len(ring) for ring in rings])])
    return indexed(Polygons(np.array([v for ring in rings for v in ring], dtype=float), starts,
                            np.array([0, len(rings)]), np.array([0, 1])))


def measured(patch: IndexedPolygons, feature: IndexedPolygons) -> Tuple[float, bool]:
    zero = np.zeros(1, dtype=np.int64)
    area, certified = pair_areas(patch, feature, zero, zero)
    return float(area[0]), bool(certified[0])


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("case", COVERED)
def test_shared_areas_are_exact_wherever_polygons_touch(case, origin):
    patch, feature, expected = COVERED[case]
    moved = [shapely.transform(shape, lambda xy: xy + np.array(origin)) for shape in (patch, feature)]
    for one, other in (moved, moved[::-1]):
        area, certified = measured(polygons_of(one), polygons_of(other))
        assert certified
        assert area == pytest.approx(expected, abs=1e-12)


def clipped(ring: List[Tuple[Fraction, Fraction]], edges: List[Tuple[Fraction, Fraction]]
            ) -> List[Tuple[Fraction, Fraction]]:
    """A ring cut by a convex counter-clockwise one, in fractions (Sutherland-Hodgman)."""
    for (ax, ay), (bx, by) in zip(edges, edges[1:] + edges[:1]):
        heights = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in ring]
        kept = []
        for k, (x, y) in enumerate(ring):
            before, here = heights[k - 1], heights[k]
            if (before > 0 > here) or (before < 0 < here):
                t = before / (before - here)
                kept.append((ring[k - 1][0] + t * (x - ring[k - 1][0]), ring[k - 1][1] + t * (y - ring[k - 1][1])))
            if here >= 0:
                kept.append((x, y))
        ring = kept
    return ring


def twice_area(ring: List[Tuple[Fraction, Fraction]]) -> Fraction:
    return sum(((a[0] * b[1] - a[1] * b[0]) for a, b in zip(ring, ring[1:] + ring[:1])), Fraction(0))


def triangles(rng: np.random.Generator, count: int, sizes: List[float]) -> List[List[Tuple[float, float]]]:
    """Counter-clockwise triangles on the lattice, many of them slivers and sharing vertices."""
    made = []
    while len(made) < count:
        corners = np.rint(rng.integers(-3, 4, (3, 2)) * rng.choice(sizes) / LATTICE) * LATTICE
        corners = corners + LATTICE * rng.integers(-1, 2, (3, 2)) + np.array(ORIGINS[rng.integers(2)])
        twice = twice_area([(Fraction(x), Fraction(y)) for x, y in corners])
        if twice:
            made.append([tuple(c) for c in (corners if twice > 0 else corners[::-1])])
    return made


def test_triangles_agree_with_exact_fractions():
    rng = np.random.default_rng(20)
    given = triangles(rng, 600, [LATTICE, 1e-3, 1.0, 170.0])
    for one, other in zip(given[::2], given[1::2]):
        other = [(x - other[0][0] + one[0][0], y - other[0][1] + one[0][1]) for x, y in other]
        exact = [[(Fraction(x), Fraction(y)) for x, y in ring] for ring in (one, other)]
        truth = twice_area(clipped(*exact)) / 2
        area, certified = measured(raw([one + one[:1]]), raw([other + other[:1]]))
        assert certified
        assert abs(area - float(truth)) <= 1e-13 * max(abs(x - one[0][0]) + abs(y - one[0][1]) for x, y in one) ** 2


def near_lines(rng: np.random.Generator, count: int, spread: float) -> np.ndarray:
    """(count×6) ax, ay, bx, by, px, py with p within a few units in the last place of the line through a and b."""
    a, b = rng.uniform(-spread, spread, (2, count, 2))
    p = a + rng.choice([0.0, 0.25, 0.5, 1.0, rng.random()], (count, 1)) * (b - a)
    return np.hstack([a, b, p])


def exact_cross(ax, ay, bx, by, px, py) -> Fraction:
    ax, ay, bx, by, px, py = map(Fraction, (ax, ay, bx, by, px, py))
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax)


@pytest.mark.parametrize("spread", [1.0, 3e3, 4e6])
def test_sides_on_the_lattice_are_those_of_exact_arithmetic(spread):
    rows = np.rint(near_lines(np.random.default_rng(1), 3000, spread) / LATTICE) * LATTICE
    for row in rows.tolist():
        exact = exact_cross(*row)
        shifted = {side_after_shift(*row, shift) for shift in (-1, 1)}
        assert shifted == ({1} if exact > 0 else {-1} if exact < 0 else {-1, 1})
        assert cross_product(*row) == pytest.approx(float(exact), rel=4e-16, abs=0)


@pytest.mark.parametrize("spread", [1e-9, 0.7, 1e9])
def test_sides_off_the_lattice_are_right_or_unknown(spread):
    rows = near_lines(np.random.default_rng(2), 3000, spread)
    unknown = 0
    for row in rows.tolist():
        exact, side = exact_cross(*row), side_after_shift(*row, 1)
        unknown += side == UNKNOWN
        assert side == UNKNOWN or exact == 0 or (exact > 0) == (side > 0)
    assert 0 < unknown < len(rows)


@pytest.mark.parametrize("row", [(0, 0, 1e200, 1e200, 5e199, 5e199), (0, 0, 1e-200, 1e-200, 5e-201, 5e-201),
                                 (0, 0, np.nan, 1, 1, 1), (0, 0, np.inf, 1, 1, 1)])
def test_sides_beyond_the_range_of_products_are_unknown(row):
    assert side_after_shift(*map(float, row), 1) == UNKNOWN


@pytest.mark.parametrize("edge", [(0, 0, 4, 0), (0, 0, -4, 0), (0, 0, 0, 4), (0, 0, 0, -4), (0, 0, 3, 3),
                                  (0, 0, -3, 2)])
def test_a_point_on_an_edge_goes_to_the_side_it_is_shifted_to(edge):
    small = Fraction(1, 10 ** 6)
    ax, ay, bx, by = edge
    for shift in (-1, 1):
        moved = exact_cross(ax, ay, bx, by, Fraction(ax + bx, 2) + shift * small,
                            Fraction(ay + by, 2) + shift * small ** 2)
        side = side_after_shift(*map(float, edge), (ax + bx) / 2, (ay + by) / 2, shift)
        assert side == (1 if moved > 0 else -1)


def test_winding_numbers_of_moved_points_count_overlaps_and_holes():
    ring = [(0.0, 0.0), (6.0, 0.0), (6.0, 6.0), (0.0, 6.0), (0.0, 0.0)]
    twice = shapes_of(raw([ring, [(x + 2, y + 2) for x, y in ring]]))
    backwards = shapes_of(raw([ring[::-1]]))
    assert [winding(twice, 0, x, x, 1) for x in (-1.0, 1.0, 3.0, 7.0, 9.0)] == [0, 1, 2, 1, 0]
    assert winding(backwards, 0, 1.0, 1.0, 1) == -1
    one = shapes_of(raw([ring]))
    for x, y in ((0.0, 0.0), (3.0, 0.0), (0.0, 3.0)):
        assert (winding(one, 0, x, y, 1), winding(one, 0, x, y, -1)) == (1, 0)
    for x, y in ((6.0, 6.0), (3.0, 6.0), (6.0, 3.0)):
        assert (winding(one, 0, x, y, 1), winding(one, 0, x, y, -1)) == (0, 1)


def test_winding_numbers_of_long_rings_are_those_of_geos():
    rng = np.random.default_rng(3)
    angle = np.linspace(0, 2 * np.pi, 5000, endpoint=False)
    radius = 100 + rng.uniform(0, 20, 5000) + 30 * np.cos(5 * angle)
    shape = Polygon(np.rint(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]) * 4) / 4).buffer(0)
    shapes = shapes_of(polygons_of(shape))
    points = rng.uniform(-150, 150, (2000, 2))
    expected = shapely.contains_xy(shape, points)
    assert [winding(shapes, 0, x, y, 1) for x, y in points.tolist()] == expected.astype(int).tolist()


OVERLAPPING = [[(0, 0), (6, 0), (6, 6), (0, 6), (0, 0)], [(3, 3), (9, 3), (9, 9), (3, 9), (3, 3)]]
BOW_TIE = [[(0, 0), (6, 6), (6, 0), (0, 6), (0, 0)]]
UNFIT = {
    "parts that overlap": (raw([[(2, 4), (9, 4), (9, 5), (2, 5), (2, 4)]]), raw(OVERLAPPING)),
    "parts that overlap, the patch within both": (raw([[(4, 4), (5, 4), (5, 5), (4, 5), (4, 4)]]), raw(OVERLAPPING)),
    "parts that overlap, between two vertices of the patch": (raw([[(6, 4), (3, 5), (-9, 5), (-9, 2), (6, 2), (6, 4)]]),
                                                              raw(OVERLAPPING)),
    "a ring the wrong way round": (raw([[(2, 4), (9, 4), (9, 5), (2, 5), (2, 4)]]), raw([OVERLAPPING[0][::-1]])),
    "a bow-tie": (raw([[(-1, 2), (9, 2), (9, 4), (-1, 4), (-1, 2)]]), raw(BOW_TIE)),
    "a hole outside": (raw([[(-3, 2), (3, 2), (3, 3), (-3, 3), (-3, 2)]]),
                       raw([OVERLAPPING[0], [(-3, 0), (-3, 4), (-1, 4), (-1, 0), (-3, 0)]])),
    "a patch that overlaps itself": (raw(OVERLAPPING), raw([[(2, 4), (9, 4), (9, 5), (2, 5), (2, 4)]])),
    "not a number": (raw(OVERLAPPING[:1]), raw([[(0, 0), (6, np.nan), (6, 6), (0, 0)]])),
    "not a number in the patch": (raw([[(0, 0), (6, np.nan), (6, 6), (0, 0)]]), raw(OVERLAPPING[:1])),
    "infinite": (raw(OVERLAPPING[:1]), raw([[(0, 0), (np.inf, 3), (6, 6), (0, 0)]])),
    "numbers whose products are infinite": (raw(OVERLAPPING[:1]), raw([[(-1e200, -1e200), (1e200, -1e200),
                                                                       (2e200, 2e200), (-1e200, -1e200)]])),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_is_not_fit_is_not_certified(case):
    assert not measured(*UNFIT[case])[1]


def test_a_feature_may_cross_itself_where_the_patch_is_not():
    patch = raw([[(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]])
    feature = raw([[(-10, 1), (20, 1), (30, 9), (30, 1), (20, 9), (20, 3), (-10, 3), (-10, 1)]])
    assert measured(patch, feature) == (pytest.approx(8.0, abs=1e-12), True)


def test_without_parts_nothing_is_shared_and_that_is_certain():
    nothing = polygons_of(None)
    square = polygons_of(box(0, 0, 1, 1))
    assert measured(square, nothing) == measured(nothing, square) == (0.0, True)


@pytest.mark.parametrize(("inner", "answer"), [
    (Stretch(0, 0, 2.0, 0.0, 0.0, 4.0, True), CERTAIN),
    (Stretch(0, 0, 2.0, 1e-3, 0.0, 4.0, True), UNCERTAIN),
    (Stretch(0, 0, 2.0, 0.0, -1e-3, 4.0, True), UNCERTAIN),
    (Stretch(0, 0, 2.0, 0.0, 0.0, 4.0, False), UNCERTAIN),
    (Stretch(0, 0, -1.0, 0.0, 0.0, 4.0, True), UNCERTAIN),
    (Stretch(0, 0, 9.0, 0.0, 0.0, 4.0, True), UNCERTAIN),
    (Stretch(0, 0, np.nan, 0.0, 0.0, 4.0, True), UNCERTAIN)])
def test_only_a_closed_proper_sum_between_nothing_and_the_patch_is_certain(inner, answer):
    nothing = Stretch(0, 0, 0.0, 0.0, 0.0, 0.0, True)
    certified_sum = getattr(compiled_pairs.certified_sum, "py_func", compiled_pairs.certified_sum)
    corners = getattr(compiled_pairs.corners, "py_func", compiled_pairs.corners)
    patches = shapes_of(polygons_of(box(0, 0, 1, 1)))
    assert corners(patches.box, 0) == (0, 0, 1, 1)
    assert certified_sum(inner, nothing, patches, 0, 1.0)[1] == answer
    assert certified_sum(nothing, inner, patches, 0, 1.0)[1] == answer


@pytest.mark.parametrize(("turns", "proper"), [(0, True), (1, False)])
def test_a_walk_is_proper_only_if_it_ends_as_it_began(turns, proper):
    join = getattr(compiled_pairs.joined, "py_func", compiled_pairs.joined)
    nothing = Stretch(0, 0, 0.0, 0.0, 0.0, 0.0, True)
    assert join(nothing, Stretch(1, turns, 1.0, 0.0, 0.0, 4.0, True), 0).proper == proper


def comb(teeth: int, turned: bool) -> Polygon:
    """Teeth one wide, one apart, on a spine."""
    outline = [(-2, 2 * teeth), (-2, 0)]
    for k in range(teeth):
        outline += [(2 * teeth, 2 * k), (2 * teeth, 2 * k + 1), (-1, 2 * k + 1), (-1, 2 * k + 2)]
    outline = outline[:1] + outline[1:-1] + [(-1, 2 * teeth)]
    return Polygon([(y, x) for x, y in outline] if turned else outline)


@pytest.mark.parametrize("teeth", [4, 30, 100])
def test_more_crossings_than_room_was_made_for(teeth):
    one, other = comb(teeth, False), comb(teeth, True)
    area, certified = measured(polygons_of(one), polygons_of(other))
    assert certified
    assert area == pytest.approx(shapely.intersection(one, other).area, abs=1e-9)


def test_off_the_lattice_what_is_certified_is_right():
    rng = np.random.default_rng(5)
    certain = 0
    for _ in range(300):
        place = rng.choice([1e-3, 1.0, 1e3])
        ring = np.array([[0, 0], [3, 0], [3, 3], [0, 3]]) @ np.array([[0.8, 0.6], [-0.6, 0.8]]) * rng.uniform(0.1, 9)
        one = Polygon(ring + place * rng.uniform(-1, 1, 2))
        kinds = [ring * (1 + 1e-16), ring + rng.uniform(-1, 1, (4, 2)) * 1e-16, ring / 3, ring + ring[1] / 3]
        other = Polygon(kinds[rng.integers(4)] + (np.array(one.exterior.coords[0]) - ring[0]))
        area, certified = measured(polygons_of(one), polygons_of(other))
        certain += certified
        assert not certified or area == pytest.approx(one.intersection(other).area, abs=1e-9)
    assert certain > 30


def test_large_rings_are_measured_to_an_ulp_of_their_coordinates():
    for kind, patch, feature in large_pairs(7, 12, 20_000 if HAS_NUMBA else 1_500):
        area, certified = measured(indexed(from_geometries(patch)), indexed(from_geometries(feature)))
        assert certified, kind
        assert not is_wrong(area, patch[0], feature[0]), kind


def test_the_independent_measure_agrees_with_fractions_and_geos():
    one, other = Polygon([(0, 0), (7, 1), (5, 6)]), Polygon([(1, -2), (6, 3), (2, 7)])
    corners = [[(Fraction(x), Fraction(y)) for x, y in shape.exterior.coords[:-1]] for shape in (one, other)]
    truth = float(twice_area(clipped(*corners)) / 2)
    assert trapezoid_area(one, other) == pytest.approx(truth, abs=1e-14)
    assert trapezoid_area(L_SHAPE, TOUCHING_HOLE) == pytest.approx(L_SHAPE.intersection(TOUCHING_HOLE).area, abs=1e-14)


def grid_of_pairs() -> Tuple[IndexedPolygons, IndexedPolygons, np.ndarray, np.ndarray]:
    squares = [box(x, y, x + 1.5, y + 1.25) for x in range(12) for y in range(12)]
    patch, feature = np.divmod(np.arange(144 * 144), 144)
    moved = [shapely.transform(square, lambda xy: xy + 0.375) for square in squares]
    return polygons_of(*squares), polygons_of(*moved), patch, feature


def test_threads_on_parts_of_the_pairs_find_what_one_finds():
    patches, features, patch, feature = grid_of_pairs()
    whole = pair_areas(patches, features, patch, feature)
    parts: List = [None] * 4

    def work(k: int) -> None:
        parts[k] = pair_areas(patches, features, patch[k::4], feature[k::4])

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for k in range(4):
        assert np.array_equal(parts[k][0], whole[0][k::4])
        assert np.array_equal(parts[k][1], whole[1][k::4])


def test_memory_mapped_polygons_give_the_same_without_compiling_again(tmp_path):
    patches, features, patch, feature = grid_of_pairs()
    expected = pair_areas(patches, features, patch, feature)

    def mapped(name: str, array: np.ndarray) -> np.ndarray:
        np.save(tmp_path / f"{name}.npy", array)
        return np.load(tmp_path / f"{name}.npy", mmap_mode="r")

    shape, index = features.polygons, features.index
    stored = IndexedPolygons(
        Polygons(*(mapped(name, getattr(shape, name)) for name in Polygons.__dataclass_fields__)),
        EdgeIndex(*(mapped(name, getattr(index, name)) for name in EdgeIndex.__dataclass_fields__)))
    area, certified = pair_areas(patches, stored, patch, feature)
    assert np.array_equal(area, expected[0])
    assert certified.all()
    if HAS_NUMBA:
        assert len(compiled_pairs.areas_of_pairs.signatures) == 1


@pytest.mark.skipif(not HAS_NUMBA, reason="numba is not there")
def test_what_cannot_be_kept_on_disk_is_compiled_all_the_same():
    space: dict = {}
    exec("def twice(x):\n    return 2 * x", space)  # has no file, so numba finds no folder for it
    assert jit(space["twice"])(21) == 42


@pytest.mark.skipif(not HAS_NUMBA, reason="numba is not there")
@pytest.mark.parametrize("rooms", [("outer", "."), ("rings/outer", "..")], ids=["beside", "from the room above"])
def test_compiled_code_is_dropped_when_a_function_it_calls_changes(tmp_path, rooms):
    """numba alone would go on with the old ``inner``: it looks at the module of ``outer`` only."""
    place, dots = rooms
    package, outer = tmp_path / "shapes", tmp_path / "shapes" / f"{place}.py"
    outer.parent.mkdir(parents=True)
    for room in {package, outer.parent}:
        (room / "__init__.py").write_text("")
    shutil.copy(jit_module.__file__, package / "jit.py")
    outer.write_text(f"from {dots}inner import inner\nfrom {dots}jit import jit\n\n\n"
                     "@jit\ndef outer(x):\n    return inner(x) + 1\n")
    module = "shapes." + place.replace("/", ".")
    for factor in (2, 3):
        (package / "inner.py").write_text(f"from .jit import jit\n\n\n@jit\ndef inner(x):\n    return {factor} * x\n")
        done = subprocess.run([sys.executable, "-c", f"from {module} import outer; print(outer(10))"], cwd=tmp_path,
                              capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        assert done.stdout.strip() == str(10 * factor + 1), done.stderr
    assert list(package.rglob("*.nbc"))


@pytest.fixture
def doubling(tmp_path):
    """A package with one compiled function, and what calls it in a process of its own."""
    package = tmp_path / "shapes"
    package.mkdir()
    (package / "__init__.py").write_text("")
    shutil.copy(jit_module.__file__, package / "jit.py")
    (package / "double.py").write_text("from .jit import jit\n\n\n@jit\ndef double(x):\n    return 2 * x\n")

    def call(**options) -> str:
        done = subprocess.run([sys.executable, "-c", "from shapes.double import double; print(double(21))"],
                              cwd=tmp_path, capture_output=True, text=True, **options,
                              env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        return done.stdout.strip() or done.stderr

    return package, call


@pytest.mark.skipif(not HAS_NUMBA, reason="numba is not there")
@pytest.mark.parametrize("kind", ["nbi", "nbc"])
def test_compiled_code_that_was_cut_short_is_made_again(doubling, kind):
    package, call = doubling
    assert call() == "42"
    (kept,) = package.rglob(f"*.{kind}")
    whole = kept.stat().st_size
    kept.write_bytes(kept.read_bytes()[:5])
    assert call() == "42"
    (kept,) = package.rglob(f"*.{kind}")
    assert kept.stat().st_size == whole


@pytest.mark.skipif(not HAS_NUMBA or sys.platform == "win32", reason="needs numba, and limits of POSIX")
def test_where_no_room_is_left_for_compiled_code_it_is_used_all_the_same(doubling):
    import resource

    package, call = doubling
    assert call(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))) == "42"
    assert not list(package.rglob("*.nbc"))
