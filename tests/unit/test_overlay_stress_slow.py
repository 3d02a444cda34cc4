"""Adversarial pairs against GEOS: nothing certified may be wrong. WEIPIAN_SLOW=1 tries 10⁷ small and 10³ large ones."""

from __future__ import annotations

import os

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon

from tests.unit.adversarial import LARGEST_RING, ORIGINS, is_wrong, large_pairs, small_pairs
from weipian_plugin.overlay.kernels.compiled_pairs import available, pair_areas
from weipian_plugin.overlay.kernels.polygons import from_geometries, indexed

SLOW = os.environ.get("WEIPIAN_SLOW") == "1"
SMALL, LARGE = (10_000_000, 1_000) if SLOW else (20_000 if available() else 1_000, 15)
AT_ONCE = 20_000 if SLOW else 500


def test_no_small_pair_is_certified_and_wrong():
    tried = seed = uncertified = 0
    while tried < SMALL:
        pairs = small_pairs(seed, AT_ONCE)
        rows = np.arange(len(pairs))
        area, certified = pair_areas(indexed(from_geometries(pairs.patches)), indexed(from_geometries(pairs.features)),
                                     rows, rows)
        wrong = np.flatnonzero(certified & (np.abs(area - pairs.area) > pairs.tolerance))
        assert len(wrong) == 0, (seed, wrong[0], area[wrong[0]], pairs.area[wrong[0]],
                                 pairs.patches[wrong[0]].wkt, pairs.features[wrong[0]].wkt)
        uncertified += int((~certified).sum())
        tried += len(pairs)
        seed += 1
    # All are valid and on the lattice: what is not certified costs GEOS's time for nothing.
    assert uncertified <= 1e-4 * tried


def test_no_large_pair_is_certified_and_wrong():
    uncertified = 0
    for kind, patch, feature in large_pairs(11, LARGE, LARGEST_RING if SLOW else 12_000 if available() else 1_000):
        zero = np.zeros(1, dtype=np.int64)
        area, certified = pair_areas(indexed(from_geometries(patch)), indexed(from_geometries(feature)), zero, zero)
        assert not certified[0] or not is_wrong(float(area[0]), patch[0], feature[0]), (kind, area[0])
        uncertified += int(not certified[0])
    assert uncertified <= 0.01 * LARGE


corners = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=8, unique=True)


@settings(max_examples=200_000 if SLOW else 300, deadline=None)
@given(corners, corners, st.sampled_from(ORIGINS), st.sampled_from([1.0, 2.0 ** -9, 2.0 ** -29]))
def test_what_hypothesis_finds_is_as_small_as_can_be(patch, feature, origin, scale):
    shapes = [Polygon(patch), Polygon(feature)]
    if not all(shape.is_valid and shape.area > 0 for shape in shapes):
        return
    made = [indexed(from_geometries(np.array([shapely.transform(shape, lambda xy: xy * scale + np.array(origin))])))
            for shape in shapes]
    zero = np.zeros(1, dtype=np.int64)
    area, certified = pair_areas(made[0], made[1], zero, zero)
    assert certified[0]
    assert area[0] == pytest.approx(shapes[0].intersection(shapes[1]).area * scale ** 2, abs=1e-12 * scale ** 2)
