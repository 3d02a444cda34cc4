"""Searching a tree of boxes: what comes near a patch's boundary or lies inside it, against asking every box."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Callable, List, Sequence, Set, Tuple

import numpy as np
import pytest
import shapely

from weipian_plugin.overlay.kernels import boxtree, jit
from weipian_plugin.overlay.kernels.arrays import Floats, Indices
from weipian_plugin.overlay.kernels.boxtree import BoxTree, hilbert_order
from weipian_plugin.overlay.kernels.polygons import IndexedPolygons, from_geometries, indexed

ROOT = Path(__file__).parents[2]
Query = Callable[[BoxTree, IndexedPolygons, float], Tuple[Indices, Indices]]


@pytest.fixture(params=["compiled", "arrays", "arrays in small pieces"])
def query(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Query:
    if request.param == "compiled":
        if not jit.HAS_NUMBA:
            pytest.skip("numba is not there")
        return BoxTree.query
    monkeypatch.setattr(boxtree, "HAS_NUMBA", False)
    if request.param == "arrays in small pieces":
        monkeypatch.setattr(boxtree, "_NODES_AT_ONCE", 3)
        monkeypatch.setattr(boxtree, "_TESTS_AT_ONCE", 5)
    return BoxTree.query


def patches_of(*shapes: shapely.Geometry) -> IndexedPolygons:
    return indexed(from_geometries(np.array(shapes, dtype=object)))


def star(x: float, y: float, size: float, corners: int, rng: np.random.Generator) -> shapely.Polygon:
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radii = size * rng.uniform(0.3, 1, corners)
    return shapely.Polygon(np.column_stack([x + radii * np.cos(angles), y + radii * np.sin(angles)]))


def asked_one_by_one(boxes: Floats, patches: IndexedPolygons, margin: float) -> Set[Tuple[int, int]]:
    shapes, index = patches.polygons.geometries(), patches.index
    owner = patches.polygons.owner_of_rings()[index.chunk_ring]
    found = set()
    for i, shape in enumerate(shapes):
        if shape is None:
            continue
        for k, (xmin, ymin, xmax, ymax) in enumerate(boxes + np.array([-1, -1, 1, 1]) * margin):
            if np.isnan(boxes[k]).any():
                continue
            chunks = index.chunk_box[owner == i]
            touches = (chunks <= [xmax, ymax, np.inf, np.inf]) & (chunks >= [-np.inf, -np.inf, xmin, ymin])
            if touches.all(axis=1).any() or shape.contains(shapely.Point(xmin, ymin)):
                found.add((i, k))
    return found


def random_boxes(count: int, reach: float, rng: np.random.Generator) -> Floats:
    middles, halves = rng.uniform(0, reach, (count, 2)), rng.uniform(0, 12, (count, 2))
    return np.hstack([middles - halves, middles + halves])


@pytest.mark.parametrize("margin", [0.0, 7.5])
def test_what_is_found_is_what_asking_every_box_finds(query: Query, margin: float) -> None:
    rng = np.random.default_rng(11)
    boxes = random_boxes(700, 1000, rng)
    boxes[17, 2] = np.nan
    shapes = [star(*rng.uniform(0, 1000, 2), size, corners, rng)
              for size, corners in ((10, 5), (60, 40), (300, 9), (400, 900), (2000, 300))]
    holed = shapely.box(200, 200, 800, 800).difference(shapely.box(300, 300, 600, 600).segmentize(7))
    patches = patches_of(*shapes, None, holed, shapely.MultiPolygon([shapely.box(0, 0, 90, 90), holed]))
    patch, item = query(BoxTree.from_boxes(boxes), patches, margin)
    assert list(zip(patch.tolist(), item.tolist())) == sorted(asked_one_by_one(boxes, patches, margin))
    assert len(patch) > 500


def test_what_lies_in_a_hole_or_beside_a_thin_patch_is_not_found(query: Query) -> None:
    ring = shapely.box(0, 0, 100, 100).segmentize(2).difference(shapely.box(10, 10, 90, 90).segmentize(2))
    diagonal = shapely.LineString([(0, 0), (1000, 1000)]).buffer(1).segmentize(5)
    boxes = np.array([[40, 40, 60, 60], [4, 40, 5, 60], [700, 100, 710, 110], [500, 500, 501, 501], [0, 0, 100, 100.0]])
    patch, item = query(BoxTree.from_boxes(boxes), patches_of(ring, diagonal), 0.0)
    assert list(zip(patch.tolist(), item.tolist())) == [(0, 1), (0, 4), (1, 0), (1, 3), (1, 4)]


def test_all_that_lies_deep_inside_a_large_patch_is_found(query: Query) -> None:
    boxes = random_boxes(3000, 1000, np.random.default_rng(3))
    huge = shapely.Point(500, 500).buffer(1e5, quad_segs=400)
    assert query(BoxTree.from_boxes(boxes), patches_of(huge), 0.0)[1].tolist() == list(range(3000))


def test_boxes_that_touch_a_patch_are_found(query: Query) -> None:
    square = shapely.box(0, 0, 10, 10)
    boxes = np.array([[10, 10, 12, 12], [10.5, 0, 12, 3], [-5, -5, 0, 0.0]])
    assert query(BoxTree.from_boxes(boxes), patches_of(square), 0.0)[1].tolist() == [0, 2]
    assert query(BoxTree.from_boxes(boxes), patches_of(square), 0.5)[1].tolist() == [0, 1, 2]


@pytest.mark.parametrize("boxes", [np.empty((0, 4)), np.full((3, 4), np.nan)], ids=["none", "without ground"])
def test_an_empty_tree_finds_nothing(query: Query, boxes: Floats) -> None:
    assert [len(part) for part in query(BoxTree.from_boxes(boxes), patches_of(shapely.box(0, 0, 1, 1)), 0.0)] == [0, 0]


def test_no_patches_find_nothing(query: Query) -> None:
    tree = BoxTree.from_boxes(np.array([[0, 0, 1, 1.0]] * 40))
    assert [len(part) for part in query(tree, patches_of(), 0.0)] == [0, 0]
    assert [len(part) for part in query(tree, patches_of(None, shapely.Polygon()), 0.0)] == [0, 0]


@pytest.mark.parametrize("count", [1, 2, 16, 17, 256, 257, 5000])
def test_every_item_is_in_the_tree_once_and_in_the_boxes_of_its_nodes(count: int) -> None:
    boxes = random_boxes(count, 1000, np.random.default_rng(count))
    tree = BoxTree.from_boxes(boxes)
    leaves = np.repeat(tree.is_leaf, np.diff(tree.first))
    assert sorted(tree.child[leaves]) == list(range(count))
    assert np.diff(tree.first).max() <= 16
    for entry in np.flatnonzero(~leaves):
        inner = tree.box[tree.first[tree.child[entry]]:tree.first[tree.child[entry] + 1]]
        assert tree.box[entry].tolist() == [*inner[:, :2].min(axis=0), *inner[:, 2:].max(axis=0)]


def test_the_curve_goes_from_neighbour_to_neighbour() -> None:
    cells = np.array([(x, y) for x in range(32) for y in range(32)], dtype=float)
    walked = cells[hilbert_order(np.hstack([cells, cells]))]
    assert (np.abs(np.diff(walked, axis=0)).sum(axis=1) == 1).all()


def test_a_memory_mapped_tree_finds_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    tree = BoxTree.from_boxes(random_boxes(900, 500, rng))
    for mode in ("r", "c"):
        kept: List[Floats] = []
        for name in ("box", "child", "first", "is_leaf"):
            np.save(tmp_path / f"{name}.npy", getattr(tree, name))
            kept.append(np.load(tmp_path / f"{name}.npy", mmap_mode=mode))  # type: ignore[call-overload]
        patches = patches_of(star(250, 250, 200, 50, rng))
        for mapped, own in zip(BoxTree(*kept).query(patches), tree.query(patches)):  # type: ignore[arg-type]
            np.testing.assert_array_equal(mapped, own)


def rtree_nodes(count: int) -> Tuple[List[Tuple[int, bytes]], Floats]:
    """The nodes of an SQLite R-tree, and the boxes put into it (item k is k+100)."""
    boxes = random_boxes(count, 1000, np.random.default_rng(count)).astype(np.float32).astype(np.float64)
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE r USING rtree(id, minx, maxx, miny, maxy)")
        db.executemany("INSERT INTO r VALUES (?, ?, ?, ?, ?)",
                       [(k + 100, b[0], b[2], b[1], b[3]) for k, b in enumerate(boxes.tolist())])
        return db.execute("SELECT nodeno, data FROM r_node").fetchall(), boxes


def tree_of_nodes(nodes: Sequence[Tuple[int, bytes]]) -> BoxTree:
    cell = np.dtype([("id", ">i8"), ("box", ">f4", (4,))])
    held = [int.from_bytes(data[2:4], "big") for _, data in nodes]
    cells = np.concatenate([np.frombuffer(data, cell, count, 4) for (_, data), count in zip(nodes, held)])
    return BoxTree.from_nodes(
        np.array([number for number, _ in nodes]), np.concatenate([[0], np.cumsum(held)]),
        cells["box"][:, [0, 2, 1, 3]].astype(np.float64), cells["id"].astype(np.int64), 1,
        int.from_bytes(dict(nodes)[1][:2], "big"))


@pytest.mark.parametrize("count", [0, 5, 300, 4000])
def test_the_rtree_of_a_geopackage_is_a_tree(query: Query, count: int) -> None:
    nodes, boxes = rtree_nodes(count)
    rng = np.random.default_rng(1)
    patches = patches_of(*(star(*rng.uniform(0, 1000, 2), 150, 30, rng) for _ in range(10)))
    patch, item = query(tree_of_nodes(nodes[::-1]), patches, 1.0)
    expected = query(BoxTree.from_boxes(boxes), patches, 1.0)
    np.testing.assert_array_equal(patch, expected[0])
    np.testing.assert_array_equal(item, expected[1] + 100)


def test_a_torn_rtree_is_refused() -> None:
    nodes, _ = rtree_nodes(4000)
    with pytest.raises(ValueError, match="missing"):
        tree_of_nodes(nodes[:-1])
    with pytest.raises(ValueError, match="missing"):
        BoxTree.from_nodes(np.empty(0, int), np.zeros(1, int), np.empty((0, 4)), np.empty(0, int), 1, 0)
    box = np.zeros((3, 4))
    for children in ([1, 2, 2], [2, 2, 7], [1, 1, 1]):
        with pytest.raises(ValueError, match="two places|missing"):
            BoxTree.from_nodes(np.array([1, 2]), np.array([0, 2, 3]), box, np.array(children), 1, 2)
