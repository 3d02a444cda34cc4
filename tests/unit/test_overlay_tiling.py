"""Features are proven to tile a patch exactly when they do; every overlap, gap or T-junction takes the proof away."""

from __future__ import annotations

from typing import Any, List

import numpy as np
import pytest
import shapely
from shapely import affinity

from weipian_plugin.overlay.kernels import tiling
from weipian_plugin.overlay.kernels.jit import HAS_NUMBA
from weipian_plugin.overlay.kernels.polygons import from_geometries, indexed
from weipian_plugin.overlay.kernels.tiling import tiled_patches


@pytest.fixture(autouse=True, params=["compiled", "arrays"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test once with the compiled loop, once with arrays."""
    if request.param == "arrays":
        monkeypatch.setattr(tiling, "HAS_NUMBA", False)
    elif not HAS_NUMBA:
        pytest.skip("needs numba")


BLOCKS = [shapely.box(x * 10, y * 10, x * 10 + 10, y * 10 + 10) for x in range(6) for y in range(6)]


def tiled(patch: Any, features: List[Any]) -> bool:
    """Ask about one patch, with every feature whose box meets it as a candidate."""
    shapes = np.array(features, dtype=object)
    near = np.flatnonzero(shapely.intersects(shapely.envelope(patch), shapely.envelope(shapes)))
    covered = float(shapely.area(shapely.intersection(patch, shapes[near])).sum())
    patches, others = indexed(from_geometries(np.array([patch], dtype=object))), indexed(from_geometries(shapes))
    return bool(tiled_patches(patches, others, np.zeros(len(near), dtype=np.int64), near, np.array([covered]))[0])


PATCHES = [shapely.box(12, 13, 31, 37), shapely.Polygon([(5, 5), (47, 21), (18, 44)]), shapely.box(10, 10, 20, 20),
           shapely.Polygon(shapely.box(5, 5, 55, 55).exterior, [shapely.box(14, 14, 36, 36).exterior]),
           shapely.LineString([(3, 3), (50, 57)]).buffer(0.5, cap_style="flat")]


@pytest.mark.parametrize("patch", PATCHES)
def test_a_grid_of_parcels_is_proven_to_tile_every_patch(patch: Any) -> None:
    assert tiled(patch, BLOCKS)


def test_a_parcel_moved_aside_is_noticed_although_its_overlap_equals_its_gap() -> None:
    moved = [affinity.translate(block, 1, 0) if block.bounds[:2] == (20, 20) else block for block in BLOCKS]
    patch = shapely.box(12, 13, 41, 37)
    assert abs(sum(patch.intersection(block).area for block in moved) - patch.area) < 1e-9
    assert not tiled(patch, moved)


def test_a_small_parcel_inside_another_is_noticed() -> None:
    assert not tiled(shapely.box(12, 13, 31, 37), [*BLOCKS, shapely.box(22, 22, 23, 23)])


def test_a_part_inside_the_patch_is_noticed_although_the_part_before_it_lies_in_its_bay() -> None:
    bay = shapely.box(30, 30, 170, 200)
    patch = shapely.segmentize(shapely.box(0, 0, 200, 200).difference(bay), 5)
    everything = shapely.box(-500, -500, 700, 700)
    in_the_bay, in_the_patch = shapely.box(90, 90, 95, 95), shapely.box(12, 92, 17, 97)
    assert not tiled(patch, [everything, shapely.MultiPolygon([in_the_bay, in_the_patch])])
    assert tiled(patch, [everything, in_the_bay])


def test_a_parcel_there_twice_is_noticed() -> None:
    assert not tiled(shapely.box(12, 13, 31, 37), [*BLOCKS, BLOCKS[8]])


def test_all_parcels_there_twice_are_noticed() -> None:
    assert not tiled(shapely.box(12, 13, 31, 37), [*BLOCKS, *BLOCKS])


def test_a_missing_parcel_is_noticed() -> None:
    assert not tiled(shapely.box(12, 13, 31, 37), [block for block in BLOCKS if block.bounds[:2] != (20, 20)])


def test_a_vertex_in_the_middle_of_a_neighbours_edge_takes_the_proof_away() -> None:
    finer = [shapely.segmentize(block, 5) if block.bounds[:2] == (20, 20) else block for block in BLOCKS]
    assert not tiled(shapely.box(12, 13, 31, 37), finer)


def test_what_lies_beside_the_patch_does_not_matter() -> None:
    assert tiled(shapely.box(12, 13, 17, 17), [*BLOCKS, shapely.box(52, 52, 53, 53)])


def test_a_parcel_there_twice_in_one_part_of_a_patch_is_noticed_although_another_part_has_none() -> None:
    patch = shapely.MultiPolygon([shapely.box(1, 1, 9, 9), shapely.box(41, 41, 49, 49)])
    assert not tiled(patch, [BLOCKS[0], BLOCKS[0]])
