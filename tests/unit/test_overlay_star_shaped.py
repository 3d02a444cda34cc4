"""A ring is called star-shaped only where it is simple, whatever its vertices do."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.overlay.star_shaped import star_shaped

POINTS = st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=3, max_size=9)


def is_star(points: object) -> bool:
    ring = np.array(points, dtype=np.float64).reshape(-1, 2)
    ring = np.vstack([ring, ring[:1]])
    return bool(star_shaped(ring, np.array([0, len(ring)]))[0])


@given(POINTS)
def test_whatever_is_called_star_shaped_is_valid(points: object) -> None:
    if is_star(points):
        assert shapely.is_valid(shapely.Polygon(points))


def test_a_ring_that_runs_round_twice_is_not() -> None:
    assert not is_star([(1, 0), (0, 1), (-1, 0), (0, -1)] * 2)
    assert not is_star([(np.cos(a), np.sin(a)) for a in np.arange(5) * 0.8 * np.pi])


def test_rings_are_told_one_by_one_and_a_plain_block_is_one() -> None:
    block, bow = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)], [(0, 0), (9, 9), (9, 0), (0, 9), (0, 0)]
    rings = np.array(block + bow + block, dtype=np.float64) + 4_000_000.0
    assert star_shaped(rings, np.array([0, 5, 10, 15])).tolist() == [True, False, True]
    many = np.tile(np.array(block, dtype=np.float64), (5000, 1))
    assert star_shaped(many, np.arange(0, 25001, 5)).all()
