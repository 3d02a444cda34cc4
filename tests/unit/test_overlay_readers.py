"""Readers: the same features near the patches from every kind of source; what is odd is counted, never mismeasured."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import time
from pathlib import Path
from typing import Callable, Iterator

import numpy as np
import pyogrio
import pytest
import shapely

from weipian_plugin.domain.errors import WeipianError, sentence
from weipian_plugin.overlay.kernels import reduction
from weipian_plugin.overlay.kernels.polygons import IndexedPolygons, Polygons, from_geometries, indexed, ring_areas
from weipian_plugin.overlay.layers import looked_at
from weipian_plugin.overlay.readers import geopackage, wkb
from weipian_plugin.overlay.readers.base import Found, Looked, LookingReader, Reader
from weipian_plugin.overlay.readers.geopackage import GeoPackageReader
from weipian_plugin.overlay.readers.ogr import OgrReader
from weipian_plugin.overlay.readers.opening import open_reader
from weipian_plugin.overlay.sources import open_source, read_features

SERVER = os.environ.get("WEIPIAN_TEST_PG", "")
ORIGIN = np.array([37343000.0, 2391000.0])


def nothing() -> None:
    """A tick that lets everything go on."""


def patches_of(*geometries: shapely.Geometry) -> IndexedPolygons:
    return indexed(from_geometries(np.array(geometries, dtype=object)))


def areas(polygons: Polygons) -> np.ndarray:
    return np.bincount(polygons.owner_of_rings(), ring_areas(polygons.xy, polygons.ring_start), len(polygons))


# The bundled scene in every format

@pytest.fixture(scope="module")
def scene(root: Path) -> tuple[np.ndarray, np.ndarray, IndexedPolygons]:
    """Land classes (geometries, class codes) and patches of the scene, in EPSG:4525."""
    path = root / "resources" / "demo" / "beihai_scene.gpkg"
    land = read_features(open_source(f"{path}|dltb_pseudo"), ["DLBM"])
    patches = read_features(open_source(f"{path}|wptb_auto"), [])
    return land.geometries, land.columns["DLBM"], patches_of(*patches.geometries[:120])


def as_file(suffix: str) -> Callable[[Path, np.ndarray, np.ndarray], str]:
    def write(folder: Path, geometries: np.ndarray, classes: np.ndarray) -> str:
        path = folder / f"land{suffix}"
        pyogrio.raw.write(path, shapely.to_wkb(geometries), [classes, np.arange(len(classes))], ["DLBM", "NUMBER"],
                          geometry_type="MultiPolygon", crs="EPSG:4525", layer="land",
                          **({"driver": "OpenFileGDB"} if suffix == ".gdb" else {}))
        return f"{path}|land"
    return write


def as_parquet(folder: Path, geometries: np.ndarray, classes: np.ndarray) -> str:
    pytest.importorskip("pyarrow")
    geopandas = pytest.importorskip("geopandas")
    path = folder / "land.parquet"
    frame = geopandas.GeoDataFrame({"DLBM": classes, "NUMBER": np.arange(len(classes))}, geometry=geometries,
                                   crs="EPSG:4525")
    frame.to_parquet(path, row_group_size=500, write_covering_bbox=True)
    return str(path)


def as_table(folder: Path, geometries: np.ndarray, classes: np.ndarray) -> str:
    if not SERVER:
        pytest.skip("no server: WEIPIAN_TEST_PG")
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        server.execute('DROP TABLE IF EXISTS "land 地类"')
        server.execute('CREATE TABLE "land 地类" (id serial PRIMARY KEY, "DLBM" text, "NUMBER" int,'
                       " geom geometry(MultiPolygon, 4525))")
        with server.cursor() as cursor:
            cursor.executemany('INSERT INTO "land 地类" ("DLBM", "NUMBER", geom) VALUES (%s, %s,'
                               " ST_Multi(ST_GeomFromWKB(%s, 4525)))",
                               [(text, row, shapely.to_wkb(geometry)) for row, (text, geometry)
                                in enumerate(zip(classes.tolist(), geometries))])
        server.execute('CREATE INDEX ON "land 地类" USING gist (geom)')
        server.execute('ANALYZE "land 地类"')
    return f"PG:{SERVER}|public.land 地类"


KINDS = {"gpkg": as_file(".gpkg"), "shp": as_file(".shp"), "gdb": as_file(".gdb"), "fgb": as_file(".fgb"),
         "parquet": as_parquet, "postgis": as_table}


@pytest.fixture(params=list(KINDS))
def opened(request: pytest.FixtureRequest, tmp_path: Path, scene: tuple) -> Iterator[Reader]:
    """A reader of the scene's land classes, in one format after the other."""
    geometries, classes, _ = scene
    reader = open_reader(open_source(KINDS[request.param](tmp_path, geometries, classes)))
    yield reader
    reader.close()


def test_every_source_gives_what_lies_near_the_patches(opened: Reader, scene: tuple) -> None:
    geometries, classes, patches = scene
    found = opened.near(patches, 1.0, ["NUMBER", "DLBM"], nothing)
    number = found.columns["NUMBER"].astype(int)
    shapes = patches.polygons.geometries()
    patch, land = shapely.STRtree(geometries).query(shapes, predicate="intersects")
    assert set(zip(patch.tolist(), land.tolist())) <= set(zip(found.patch.tolist(), number[found.feature].tolist()))
    assert len(found.fids) < len(geometries)
    assert found.columns["DLBM"].tolist() == classes[number].tolist()
    assert np.array_equal(areas(found.polygons), areas(from_geometries(geometries[number])))
    assert shapely.equals(found.polygons.geometries(), geometries[number]).all()
    assert not found.lost and not found.told


def test_looking_while_reading_gives_what_looking_afterwards_does(tmp_path: Path, scene: tuple,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    geometries, classes, patches = scene
    monkeypatch.setattr(geopackage, "LARGE", 0)
    monkeypatch.setattr(geopackage, "LOOKED_AT_ONCE", 20_000)
    monkeypatch.setattr(reduction, "_SMALL", 20)
    reader = open_reader(open_source(as_file(".gpkg")(tmp_path, geometries, classes)))
    assert isinstance(reader, LookingReader)
    blocks = []

    def look(polygons: Polygons, patch: np.ndarray, feature: np.ndarray) -> Looked:
        blocks.append(len(polygons))
        return looked_at(indexed(polygons), patches, patch, feature, 1.0)

    whole = reader.near(patches, 1.0, ["DLBM"], nothing)
    found = reader.near_looked(patches, 1.0, ["DLBM"], look, nothing)
    assert len(blocks) > 3
    assert found.looked is not None
    assert found.fids.tolist() == whole.fids.tolist()
    assert found.columns["DLBM"].tolist() == whole.columns["DLBM"].tolist()
    assert sorted(zip(found.patch.tolist(), found.feature.tolist())) == sorted(
        zip(whole.patch.tolist(), whole.feature.tolist()))
    assert np.array_equal(found.looked.boxes, whole.polygons.boxes())
    kept = np.flatnonzero(~found.looked.reduced)
    assert np.array_equal(found.polygons.take(kept).xy, whole.polygons.take(kept).xy)
    rows = np.array([3, 0, 7])
    assert np.array_equal(reader.again(found.fids[rows], nothing).xy, whole.polygons.take(rows).xy)
    reader.close()


def test_asking_again_for_one_patch_gives_the_same_pairs(opened: Reader, scene: tuple) -> None:
    patches = scene[2]
    every = opened.near(patches, 1.0, [], nothing)
    for row in (0, 57, 119):
        one = opened.near(indexed(patches.polygons.take(np.array([row]))), 1.0, ["DLBM"], nothing)
        assert set(one.fids[one.feature].tolist()) == set(every.fids[every.feature[every.patch == row]].tolist())
        assert len(one.columns["DLBM"]) == len(one.fids)
        again = opened.near(indexed(patches.polygons.take(np.array([row]))), 1.0, [], nothing)
        assert again.fids.tolist() == one.fids.tolist()
        assert np.array_equal(again.polygons.xy, one.polygons.xy)


def test_blocks_give_the_whole_layer_once_in_its_order(opened: Reader, scene: tuple) -> None:
    geometries, classes, _ = scene
    ticks = []
    blocks = list(opened.blocks(["NUMBER", "DLBM"], lambda: ticks.append(1)))
    number = np.concatenate([block.columns["NUMBER"] for block in blocks]).astype(int)
    if opened.source.driver not in ("FlatGeobuf", "PostGIS"):  # these have an order of their own
        assert number.tolist() == list(range(len(geometries)))
    assert sorted(number.tolist()) == list(range(len(geometries)))
    shapes = np.concatenate([block.geometries for block in blocks])
    assert shapely.equals(shapes, geometries[number]).all()
    assert max(len(block.fids) for block in blocks) <= 20_000
    assert len(ticks) >= len(blocks)


def test_far_from_everything_nothing_is_found(opened: Reader) -> None:
    found = opened.near(patches_of(shapely.box(37100000, 3000000, 37100100, 3000100)), 1.0, ["DLBM"], nothing)
    assert len(found.fids) == len(found.patch) == 0
    assert len(found.columns["DLBM"]) == 0


def test_a_cancelled_search_ends_at_its_next_tick(opened: Reader, scene: tuple) -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        opened.near(scene[2], 1.0, [], stop)
    assert len(opened.near(scene[2], 1.0, [], nothing).fids) > 0, "and it can be asked again"


def test_a_source_that_changes_while_it_is_read_is_not_believed(tmp_path: Path, scene: tuple) -> None:
    geometries, classes, patches = scene
    for kind in ("gpkg", "shp", "parquet"):
        text = KINDS[kind](tmp_path, geometries[:500], classes[:500])
        for read in (Reader.near, Reader.blocks):
            source = open_source(text)
            reader = open_reader(source)
            touched = source.path

            def change(touched: Path = touched) -> None:
                later = time.time_ns() + 10**10
                os.utime(touched, ns=(later, later))

            with pytest.raises(WeipianError) as error:
                reader.near(patches, 1.0, [], change) if read is Reader.near else list(reader.blocks([], change))
            assert error.value.code == "SOURCE_CHANGED_WHILE_READ"
            assert not source.is_current
            reader.close()
            os.utime(touched)


# GeoPackages that are not as they should be

@pytest.fixture
def package(tmp_path: Path, scene: tuple) -> Path:
    geometries, classes, _ = scene
    return Path(as_file(".gpkg")(tmp_path, geometries, classes).partition("|")[0])


def alter(path: Path, *statements: tuple[str, tuple]) -> None:
    """Change a GeoPackage without its triggers."""
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for statement, values in statements:
            database.execute(statement, values)
    database.close()


def pairs(found: Found) -> set[tuple[int, int]]:
    return set(zip(found.patch.tolist(), found.fids[found.feature].tolist()))


def test_a_path_with_everything_a_uri_minds_is_opened(tmp_path: Path, package: Path, scene: tuple) -> None:
    folder = tmp_path / "县 100% #1?mode=rw&x"
    folder.mkdir()
    odd = Path(shutil.move(package, folder / "地类%20图斑?#.gpkg"))
    reader = open_reader(open_source(f"{odd}|land"))
    assert isinstance(reader, GeoPackageReader)
    assert len(reader.near(scene[2], 1.0, ["DLBM"], nothing).fids) > 0
    assert [path.name for path in folder.iterdir()] == [odd.name]


@pytest.mark.parametrize("damage", [
    ("DELETE FROM rtree_land_geom WHERE id % 7 = 0", ()),
    ("DROP TABLE rtree_land_geom", ()),
    ("UPDATE rtree_land_geom_node SET data = zeroblob(length(data)) WHERE nodeno = 1", ()),
    ("UPDATE rtree_land_geom_node SET data = randomblob(length(data)) WHERE nodeno = 3", ()),
    ("UPDATE rtree_land_geom_node SET data = substr(data, 1, 40)", ()),
    ("DELETE FROM rtree_land_geom_node WHERE nodeno = 2", ()),
    ("UPDATE rtree_land_geom SET minx = minx - 5000, maxx = maxx - 5000 WHERE id % 3 = 0", ()),
], ids=["incomplete", "none", "empty root", "noise", "cut", "hole", "boxes elsewhere"])
def test_an_index_that_cannot_be_relied_on_costs_time_not_features(package: Path, scene: tuple, damage: tuple) -> None:
    patches = scene[2]
    right = open_reader(open_source(f"{package}|land")).near(patches, 1.0, ["DLBM"], nothing)
    alter(package, damage)
    found = open_reader(open_source(f"{package}|land")).near(patches, 1.0, ["DLBM"], nothing)
    assert pairs(found) == pairs(right)
    assert found.columns["DLBM"].tolist() == right.columns["DLBM"].tolist()


def test_a_view_is_read_as_gdal_reads_it(package: Path, scene: tuple) -> None:
    alter(package, ("CREATE VIEW paddy AS SELECT fid AS OGC_FID, geom, DLBM FROM land WHERE DLBM = '0101'", ()),
          ("INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id)"
           " VALUES ('paddy', 'paddy', 'features', 4525)", ()),
          ("INSERT INTO gpkg_geometry_columns VALUES ('paddy', 'geom', 'MULTIPOLYGON', 4525, 0, 0)", ()))
    reader = open_reader(open_source(f"{package}|paddy"))
    assert isinstance(reader, OgrReader)
    found = reader.near(scene[2], 1.0, ["DLBM"], nothing)
    assert set(found.columns["DLBM"]) == {"0101"}


def test_a_spoilt_text_does_not_keep_a_layer_out(package: Path, scene: tuple) -> None:
    alter(package, ("UPDATE land SET DLBM = CAST(x'ff31' AS TEXT) WHERE fid % 2 = 0", ()))
    found = open_reader(open_source(f"{package}|land")).near(scene[2], 1.0, ["DLBM"], nothing)
    assert set(found.columns["DLBM"][found.fids % 2 == 0]) == {"\ufffd1"}


def test_a_database_cut_short_is_told(package: Path, scene: tuple) -> None:
    package.write_bytes(package.read_bytes()[:400_000])
    with pytest.raises(WeipianError) as error:
        open_reader(open_source(f"{package}|land")).near(scene[2], 1.0, ["DLBM"], nothing)
    assert error.value.code == "SOURCE_UNREADABLE"


# Odd geometries

def square(east: float, north: float, size: float = 100.0) -> shapely.Polygon:
    x, y = ORIGIN + (east, north)
    return shapely.box(x, y, x + size, y + size)


def polygon_wkb(rings: list, order: str = "<", kind: int = 3) -> bytes:
    body = struct.pack(f"{order}BII", order == "<", kind, len(rings))
    for ring in rings:
        body += struct.pack(f"{order}I", len(ring)) + b"".join(struct.pack(f"{order}{len(p)}d", *p) for p in ring)
    return body


def ring(east: float = 0.0, *more: float) -> list:
    x, y = ORIGIN + (east, 0)
    return [(x + a, y + b, *more) for a, b in ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0))]


def half_disc() -> bytes:
    """A half disc of radius 50 m: an arc of three points and its chord."""
    x, y = ORIGIN
    arc = struct.pack("<BII6d", 1, 8, 3, x, y, x + 50, y + 50, x + 100, y)
    chord = struct.pack("<BII4d", 1, 2, 2, x + 100, y, x, y)
    return struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 9, 2) + arc + chord


def spoilt(place: int, value: float) -> list:
    points = ring()
    points[place] = (value, points[place][1])
    return points


ODD = {
    "plain": (polygon_wkb([ring()]), 10000.0, None),
    "big endian": (polygon_wkb([ring()], ">"), 10000.0, None),
    "clockwise": (polygon_wkb([ring()[::-1]]), 10000.0, None),
    "height": (polygon_wkb([ring(0, 12.5)], kind=1003), 10000.0, "FEATURES_FLATTENED"),
    "measure": (polygon_wkb([ring(0, 1.0)], kind=2003), 10000.0, "FEATURES_FLATTENED"),
    "both": (polygon_wkb([ring(0, 1.0, 2.0)], kind=3003), 10000.0, "FEATURES_FLATTENED"),
    "height as PostGIS writes it": (polygon_wkb([ring(0, 12.5)], kind=0x80000003), 10000.0, "FEATURES_FLATTENED"),
    "no height where one should be": (polygon_wkb([ring(0, float("nan"))], kind=1003), 10000.0, "FEATURES_FLATTENED"),
    "open": (polygon_wkb([ring()[:-1]]), 10000.0, "FEATURES_CLOSED"),
    "an empty part": (shapely.to_wkb(shapely.MultiPolygon([square(0, 0), shapely.Polygon()])), 10000.0, None),
    "a collection": (shapely.to_wkb(shapely.GeometryCollection([shapely.Point(1, 1), square(0, 0)])), 10000.0, None),
    "nan": (polygon_wkb([spoilt(1, float("nan"))]), 0.0, "FEATURES_NOT_FINITE"),
    "infinite": (polygon_wkb([spoilt(2, float("inf"))]), 0.0, "FEATURES_NOT_FINITE"),
    "point": (shapely.to_wkb(shapely.Point(*ORIGIN)), 0.0, "FEATURES_NOT_POLYGONS"),
    "line": (shapely.to_wkb(shapely.LineString([ORIGIN, ORIGIN + 5])), 0.0, "FEATURES_NOT_POLYGONS"),
    "empty": (shapely.to_wkb(shapely.Polygon()), 0.0, "FEATURES_WITHOUT_SHAPE"),
    "nothing": (None, 0.0, "FEATURES_WITHOUT_SHAPE"),
    "cut": (polygon_wkb([ring()])[:-9], 0.0, "FEATURES_UNREADABLE"),
    "two points": (polygon_wkb([ring()[:2]]), 0.0, "FEATURES_UNREADABLE"),
    "endless count": (struct.pack("<BIII", 1, 3, 1, 2**32 - 1), 0.0, "FEATURES_UNREADABLE"),
    "endless parts": (struct.pack("<BII", 1, 6, 2**32 - 1), 0.0, "FEATURES_UNREADABLE"),
    "noise": (bytes(range(60)), 0.0, "FEATURES_UNREADABLE"),
}


@pytest.fixture(params=[True, False], ids=["compiled", "GEOS"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoding with numba, and as it is without."""
    if request.param and not wkb.HAS_NUMBA:
        pytest.skip("no numba")
    monkeypatch.setattr(wkb, "HAS_NUMBA", request.param)


@pytest.mark.parametrize("name", list(ODD))
def test_an_odd_geometry_gives_its_right_area_or_a_count(engine: None, name: str) -> None:
    blob, area, code = ODD[name]
    # Between others, so that nothing shifts.
    decoded = wkb.decode([ODD["plain"][0], blob, ODD["clockwise"][0]])
    assert areas(decoded.polygons).tolist() == [10000.0, area, 10000.0]
    assert {**decoded.lost, **decoded.told} == ({code: 1} if code else {})
    assert code not in decoded.lost or area == 0.0
    if code:
        for language in ("zh", "en"):
            assert "?" not in sentence(code, language, count=1, role="地类", layer="DLTB")


@pytest.mark.parametrize(("flags", "envelope"), [(1, 0), (3, 32), (5, 48), (7, 48), (9, 64)])
def test_every_envelope_of_a_geopackage_header_is_passed_over(engine: None, flags: int, envelope: int) -> None:
    header = b"GP\0" + bytes([flags]) + struct.pack("<i", 4525) + b"\x7f" * envelope
    assert areas(wkb.decode([header + ODD["plain"][0]], with_header=True).polygons).tolist() == [10000.0]
    assert wkb.decode([header[:-1]], with_header=True).lost == {"FEATURES_UNREADABLE": 1}


@pytest.mark.parametrize(("header", "code"), [
    (b"GP\0\x11\0\0\0\0", "FEATURES_WITHOUT_SHAPE"), (b"GP\0\x0b\0\0\0\0", "FEATURES_UNREADABLE"),
    (b"XX\0\x01\0\0\0\0", "FEATURES_UNREADABLE"), (b"GP\0\x21\0\0\0\0", "FEATURES_UNREADABLE"),
    (b"GP\0", "FEATURES_UNREADABLE"),
])
def test_a_header_that_says_empty_or_makes_no_sense_is_counted(engine: None, header: bytes, code: str) -> None:
    decoded = wkb.decode([header + ODD["plain"][0] if len(header) == 8 else header], with_header=True)
    assert decoded.lost == {code: 1}
    assert areas(decoded.polygons).tolist() == [0.0]


def test_both_ways_of_decoding_agree_on_spoilt_bytes(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not wkb.HAS_NUMBA:
        pytest.skip("no numba")
    whole = read_features(open_source_without_crs(data / "geometry" / "geos_polygons_part.gpkg"), [])
    random = np.random.default_rng(7)
    blobs = [shapely.to_wkb(geometry) for geometry in whole.geometries if geometry is not None]
    blobs = [blob for blob in blobs if len(blob) < 3000]
    for number in range(3000):
        blob = bytearray(blobs[number % len(blobs)])
        for _ in range(random.integers(1, 4)):
            blob[random.integers(0, min(len(blob), 60))] = random.integers(0, 256)
        blobs.append(bytes(blob[:random.integers(1, len(blob) + 1)] if number % 5 == 0 else blob))
    compiled = wkb.decode(blobs)
    monkeypatch.setattr(wkb, "HAS_NUMBA", False)
    careful = wkb.decode(blobs)
    assert compiled.lost == careful.lost
    assert compiled.curved.tolist() == careful.curved.tolist()
    assert np.array_equal(compiled.polygons.start, careful.polygons.start)
    assert np.array_equal(compiled.polygons.ring_start, careful.polygons.ring_start)
    assert np.array_equal(np.sort(np.abs(compiled.polygons.xy), axis=None),
                          np.sort(np.abs(careful.polygons.xy), axis=None))


def open_source_without_crs(path: Path):  # type: ignore[no-untyped-def]
    """The odd polygons have no coordinate system; they are given one."""
    from dataclasses import replace

    import weipian_plugin.overlay.sources as sources

    known = sources.source_crs
    try:
        sources.source_crs = lambda text, source: known("EPSG:4525", source)
        return replace(open_source(str(path)))
    finally:
        sources.source_crs = known


def with_blob(path: Path, blobs: list) -> Path:
    """A GeoPackage whose features have these bodies (None: null), with the boxes their first points suggest."""
    pyogrio.raw.write(path, shapely.to_wkb(np.array([square(0, 0)] * len(blobs))), [np.arange(len(blobs))], ["NUMBER"],
                      geometry_type="Unknown", crs="EPSG:4525", layer="odd")
    header = b"GP\0\x01" + struct.pack("<i", 4525)
    alter(path, *[("UPDATE odd SET geom = ? WHERE fid = ?", (None if blob is None else header + blob, row + 1))
                  for row, blob in enumerate(blobs)],
          *[("DELETE FROM rtree_odd_geom WHERE id = ?", (row + 1,)) for row, blob in enumerate(blobs) if blob is None])
    return path


@pytest.mark.parametrize("index", [True, False])
def test_a_layer_of_odd_features_is_read_with_counts(tmp_path: Path, index: bool) -> None:
    path = with_blob(tmp_path / "odd.gpkg", [blob for blob, _, _ in ODD.values()])
    if not index:
        alter(path, ("DROP TABLE rtree_odd_geom", ()))
    reader = open_reader(open_source(str(path)))
    for _ in range(2):
        found = reader.near(patches_of(square(10, 10, 50)), 1.0, ["NUMBER"], nothing)
        number = found.columns["NUMBER"].astype(int)
        measured = dict(zip(number.tolist(), areas(found.polygons).tolist()))
        assert {row: area for row, area in measured.items() if area} == {
            row: area for row, (_, area, _) in enumerate(ODD.values()) if area}
        assert found.lost == {"FEATURES_NOT_FINITE": 2, "FEATURES_NOT_POLYGONS": 2, "FEATURES_WITHOUT_SHAPE": 2,
                              "FEATURES_UNREADABLE": 5}
        assert found.told == {"FEATURES_FLATTENED": 5, "FEATURES_CLOSED": 1}
        assert len(found.patch) == np.count_nonzero(areas(found.polygons))


@pytest.mark.parametrize("reader", [GeoPackageReader, OgrReader])
def test_arcs_are_divided_finely_and_told(tmp_path: Path, reader: type) -> None:
    path = with_blob(tmp_path / "arc.gpkg", [half_disc(), ODD["plain"][0]])
    found = reader(open_source(str(path))).near(patches_of(square(0, 0)), 1.0, [], nothing)
    assert areas(found.polygons) == pytest.approx([np.pi * 50**2 / 2, 10000.0], abs=0.01)
    block, = reader(open_source(str(path))).blocks([], nothing)
    assert areas(block.polygons) == pytest.approx([np.pi * 50**2 / 2, 10000.0], abs=0.01)
    assert not found.lost and not block.lost
    if reader is GeoPackageReader:  # of a view GDAL does not say
        assert found.told == block.told == {"FEATURES_CURVED": 1}


def test_the_odd_polygons_come_as_geos_has_them(data: Path) -> None:
    source = open_source_without_crs(data / "geometry" / "geos_polygons_part.gpkg")
    raw = read_features(source, [])
    block, = open_reader(source).blocks([], nothing)
    assert block.fids.tolist() == raw.fids.tolist()
    assert len(block.fids) == source.count
    area = areas(block.polygons)
    some = ~shapely.is_empty(raw.geometries) & ~shapely.is_missing(raw.geometries)
    kept = np.array([geometry is not None for geometry in block.geometries])
    assert sum(block.lost.values()) == np.count_nonzero(~kept)
    # Signs of single rings aside, shells less holes is what GEOS says too.
    assert area[kept & some] == pytest.approx(shapely.area(raw.geometries[kept & some]), rel=1e-9, abs=1e-9)


def test_an_empty_layer_has_nothing(tmp_path: Path) -> None:
    for suffix in (".gpkg", ".shp"):
        path = tmp_path / f"none{suffix}"
        pyogrio.raw.write(path, np.empty(0, dtype=object), [np.empty(0, dtype=object)], ["DLBM"],
                          geometry_type="Polygon", crs="EPSG:4525")
        reader = open_reader(open_source(str(path)))
        assert len(reader.near(patches_of(square(0, 0)), 1.0, ["DLBM"], nothing).fids) == 0
        assert sum(len(block.fids) for block in reader.blocks(["DLBM"], nothing)) == 0


# GeoParquet

def test_row_groups_away_from_the_patches_are_not_read(tmp_path: Path, scene: tuple,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    geometries, classes, patches = scene
    order = np.argsort(shapely.bounds(geometries)[:, 0])
    reader = open_reader(open_source(as_parquet(tmp_path, geometries[order], classes[order])))
    read = []
    batches = reader._batches  # type: ignore[attr-defined]
    monkeypatch.setattr(reader, "_batches", lambda group, wanted: read.append(group) or batches(group, wanted))
    west = indexed(patches.polygons.take(np.argsort(patches.index.box[:, 0])[:1]))
    assert len(reader.near(west, 1.0, [], nothing).fids) > 0
    assert 0 < len(read) < len(geometries) / 500


@pytest.mark.parametrize(("crs", "code"), [("EPSG:4490", "EPSG:4490"), ("OGC:CRS84", "EPSG:4326"), (None, "")])
def test_the_crs_of_a_geoparquet_is_read(tmp_path: Path, crs: str, code: str) -> None:
    geopandas = pytest.importorskip("geopandas")
    pytest.importorskip("pyarrow")
    path = tmp_path / "a.parquet"
    geopandas.GeoDataFrame({"DLBM": ["0101"]}, geometry=[shapely.box(109, 21, 109.1, 21.1)], crs=crs).to_parquet(path)
    if code:
        source = open_source(str(path))
        assert source.crs.text == code
        assert source.middle_longitude == pytest.approx(109.05)
        assert source.fields == ("DLBM",)
    else:
        with pytest.raises(WeipianError) as error:
            open_source(str(path))
        assert error.value.code == "LAYER_CRS_MISSING"


def test_a_parquet_without_geometry_and_a_cut_one_are_told(tmp_path: Path, scene: tuple) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    plain = tmp_path / "plain.parquet"
    parquet.write_table(pyarrow.table({"a": [1]}), plain)
    whole = Path(as_parquet(tmp_path, *scene[:2]))
    whole.write_bytes(whole.read_bytes()[:-200])
    for path in (plain, whole):
        with pytest.raises(WeipianError) as error:
            open_source(str(path))
        assert error.value.code == "SOURCE_UNREADABLE"


@pytest.mark.parametrize(("text", "package"), [
    ("{}/a.parquet", "pyarrow"), ("PG:host=nowhere password=s3cret|t", "psycopg"),
])
def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, package: str) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    from weipian_plugin.overlay.readers import geoparquet, postgis

    for module in (geoparquet, postgis):
        monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(WeipianError) as error:
        open_source(text.format(tmp_path))
    assert error.value.code == "PACKAGE_MISSING_FOR_FORMAT"
    assert package in error.value.sentence("zh")
    assert "s3cret" not in error.value.sentence("zh")


# PostGIS

@pytest.mark.parametrize("text", [
    "PG:host=127.0.0.1 port=1 dbname=x user=me password=s3cret|public.t",
    "postgresql://me:s3cret@127.0.0.1:1/x|public.t", "PG:s3cret|public.t", "PG:host='a password=s3cret|t",
])
def test_a_password_is_never_told(text: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(WeipianError) as error:
        open_source(text)
    assert error.value.code in ("DATABASE_NOT_REACHED", "DATABASE_ADDRESS_WRONG")
    told = [error.value.sentence("zh"), error.value.sentence("en"), repr(error.value.values)]
    assert "s3cret" not in "".join(told)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_a_table_is_known_without_its_password_and_by_what_was_written_to_it(scene: tuple, tmp_path: Path) -> None:
    psycopg = pytest.importorskip("psycopg")
    text = as_table(tmp_path, *(part[:50] for part in scene[:2]))
    source = open_source(text)
    password = psycopg.conninfo.conninfo_to_dict(SERVER).get("password") or "no password"
    assert password not in repr(source) + source.place + repr(source.identity)
    assert source.fields == ("id", "DLBM", "NUMBER")
    assert source.crs.text == "EPSG:4525"
    assert source.is_current
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute('UPDATE "land 地类" SET "DLBM" = \'0102\' WHERE id = 1')
        server.execute("SELECT pg_stat_force_next_flush()")
    assert not source.is_current
    assert open_source(text).identity != source.identity


def test_a_table_without_key_and_a_view_are_read(scene: tuple, tmp_path: Path) -> None:
    geometries, classes, patches = scene
    text = as_table(tmp_path, geometries, classes)
    right = open_reader(open_source(text)).near(patches, 1.0, ["NUMBER"], nothing)
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute('DROP VIEW IF EXISTS "land view"')
        server.execute('ALTER TABLE "land 地类" DROP COLUMN id')
        server.execute('CREATE VIEW "land view" AS SELECT * FROM "land 地类"')
    try:
        for name in ("land 地类", "land view"):
            found = open_reader(open_source(f"PG:{SERVER}|public.{name}")).near(patches, 1.0, ["NUMBER"], nothing)
            assert sorted(found.columns["NUMBER"]) == sorted(right.columns["NUMBER"])
            assert len(found.patch) == len(right.patch)
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute('DROP VIEW "land view"')
