"""Areas on the real scene against an independent computation; ground once; net areas; broken geometry."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Dict, List, Tuple

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from weipian_plugin.domain.errors import WeipianError, sentence
from weipian_plugin.overlay.kernels.plane import source_crs
from weipian_plugin.overlay.layers import LayerCache, LayerRequest
from weipian_plugin.overlay.measure import Batch, Cancelled, Measurement
from weipian_plugin.overlay.shapes import VALIDITY_METHOD
from weipian_plugin.overlay.sources import open_source, parse_wkb, read_features

CEA = "+proj=cea +lon_0=111 +ellps=GRS80 +units=m"
ROLES = ["dltb", "yjjbnt", "stbhhx"]
Rows = Dict[Tuple[int, str, str], float]


@pytest.fixture(scope="module")
def scene() -> str:
    return str(Path(__file__).resolve().parents[2] / "resources" / "demo" / "beihai_scene.gpkg")


@pytest.fixture(scope="module")
def scene_layers(scene: str) -> List[LayerRequest]:
    return [LayerRequest("dltb", f"{scene}|dltb_pseudo", "DLBM"), LayerRequest("yjjbnt", f"{scene}|yjjbnt_pseudo"),
            LayerRequest("stbhhx", f"{scene}|stbhhx_pseudo", "HXBH")]


def measure(source: str, layers: List[LayerRequest], **options) -> Tuple[Measurement, List[Batch]]:
    opened = open_source(source)
    measurement = Measurement(read_features(opened, []).geometries, opened.crs, layers, **options)
    return measurement, list(measurement.batches())


def measure_squares(patches: List[object], layers: List[LayerRequest]) -> Tuple[Measurement, Batch]:
    measurement = Measurement(np.array(patches, dtype=object), source_crs("EPSG:4525", "test"), layers)
    return measurement, next(measurement.batches())


def rows_of(measurement: Measurement, batches: List[Batch]) -> Rows:
    return {(patch, measurement.roles[role], text): area for batch in batches for patch, role, text, area in zip(
        batch.patch.tolist(), batch.role.tolist(), batch.classes, batch.area.tolist())}


@pytest.fixture(scope="module")
def measured(scene: str, scene_layers: List[LayerRequest]) -> Tuple[Measurement, List[Batch]]:
    return measure(f"{scene}|wptb_auto", scene_layers)


def by_geopandas(scene: str, layer: str, field: str | None) -> Rows:
    """The same method by other means: GEOS's own densifying, PROJ's projection, geopandas's overlay and dissolve."""
    def read(name: str) -> geopandas.GeoDataFrame:
        frame = geopandas.read_file(scene, layer=name)
        frame["geometry"] = frame.geometry.segmentize(70)
        return frame.to_crs(CEA)

    patches, reference = read("wptb_auto"), read(layer)
    patches["patch"] = range(len(patches))
    reference["text"] = reference[field] if field else ""
    pieces = geopandas.overlay(patches[["patch", "geometry"]], reference[["text", "geometry"]], how="intersection",
                                 keep_geom_type=True)
    dissolved = pieces.dissolve(by=["patch", "text"])
    role = layer.partition("_")[0]
    return {(patch, role, text): area for (patch, text), area in dissolved.area.items() if area >= 1e-6}


@pytest.mark.parametrize(("layer", "field"), [("dltb_pseudo", "DLBM"), ("yjjbnt_pseudo", None),
                                              ("stbhhx_pseudo", "HXBH")])
def test_every_row_agrees_with_an_independent_computation(measured, scene: str, layer: str, field: str | None) -> None:
    role = layer.split("_", maxsplit=1)[0]
    ours = {key: area for key, area in rows_of(*measured).items() if key[1] == role and area >= 1e-6}
    theirs = by_geopandas(scene, layer, field)
    assert set(ours) == set(theirs)
    assert max(abs(ours[key] - theirs[key]) for key in ours) < 1e-5
    classes = {text for _, _, text in ours}
    for text in classes:
        total, other = (sum(area for key, area in rows.items() if key[2] == text) for rows in (ours, theirs))
        assert total == pytest.approx(other, abs=1e-5)


def test_rows_of_a_patch_sum_to_the_patch(measured) -> None:
    measurement, batches = measured
    sums = np.zeros(405)
    for batch in batches:
        land = batch.role == ROLES.index("dltb")
        np.add.at(sums, batch.patch[land], batch.area[land])
    assert len(measurement.patch_areas) == 405
    assert np.abs(sums - measurement.patch_areas).max() < 0.01


def test_patch_areas_are_the_issued_ellipsoidal_ones(measured, scene: str) -> None:
    issued = geopandas.read_file(scene, layer="wptb_auto", ignore_geometry=True)["JCMJ"].to_numpy()
    assert np.abs(measured[0].patch_areas - issued).max() < 0.006


def test_ground_is_counted_once_where_the_farmland_layer_overlaps_itself(measured, scene: str) -> None:
    measurement, batches = measured
    overlapped = measurement.overlapped["yjjbnt"]
    assert len(overlapped) == 2
    assert measurement.overlapped["dltb"] == []
    patches = geopandas.read_file(scene, layer="wptb_auto")
    farmland = geopandas.read_file(scene, layer="yjjbnt_pseudo")
    for patch in overlapped:
        pairwise = farmland.intersection(patches.geometry[patch]).area.sum()
        ours = rows_of(measurement, batches)[patch, "yjjbnt", ""]
        assert ours < pairwise - 1
        assert ours <= measurement.patch_areas[patch] + 1e-6
    remark = next(item for item in measurement.remarks() if item["code"] == "LAYER_OVERLAPS_ITSELF")
    assert remark["values"] == {"role": "yjjbnt", "count": 2, "patches": overlapped}


def test_totals_are_the_sums_of_rows_and_uncovered_is_the_rest(measured) -> None:
    measurement, batches = measured
    rows = rows_of(measurement, batches)
    for batch in batches:
        for patch, role, area, free in zip(batch.total_patch, batch.total_role, batch.total_area, batch.uncovered):
            name = measurement.roles[role]
            assert area == pytest.approx(sum(a for key, a in rows.items() if key[:2] == (patch, name)), abs=0.005)
            assert free == pytest.approx(max(measurement.patch_areas[patch] - area, 0), abs=1e-9)


def test_degrees_as_delivered_give_the_areas_of_the_projected_patches(
        measured, scene: str, scene_layers: List[LayerRequest], demo: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(next((demo / "delivery").glob("*.zip"))) as package:
        for name in package.namelist():
            if Path(name).suffix.lower() in (".shp", ".shx", ".dbf", ".prj"):
                (tmp_path / f"wptb{Path(name).suffix.lower()}").write_bytes(package.read(name))
    opened = open_source(str(tmp_path / "wptb.shp"))
    read = read_features(opened, ["JCBH"])
    measurement = Measurement(read.geometries, opened.crs, scene_layers)
    assert measurement.plane.zone.central_meridian == 111
    original = geopandas.read_file(scene, layer="wptb_auto")["JCBH"].tolist()
    delivered = rows_of(measurement, list(measurement.batches()))
    projected = rows_of(*measured)
    names = [original.index(jcbh) for jcbh in read.columns["JCBH"]]
    there = {(names[patch], role, text): area for (patch, role, text), area in delivered.items() if area > 0.01}
    here = {key: area for key, area in projected.items() if area > 0.01}
    assert len(here) > 850
    assert set(there) == set(here)
    assert max(abs(here[key] - there[key]) for key in here) < 0.01


def layer_of(path: Path, features: List[Tuple[object, str]], kcxs: List[object] | None = None, role: str = "dltb",
             crs: str = "EPSG:4525") -> LayerRequest:
    """A layer on disk; ``kcxs`` as text where it holds text, else as numbers."""
    columns = [np.array([text for _, text in features], dtype=object)]
    names = ["DLBM"]
    if kcxs is not None:
        columns.append(np.array(kcxs, dtype=float))
        names.append("KCXS")
    pyogrio.raw.write(path, np.array([shapely.to_wkb(shape) for shape, _ in features], dtype=object), columns, names,
                      geometry_type="Unknown", crs=crs)
    return LayerRequest(role, str(path), "DLBM")


def square(x: float, y: float, width: float = 60, height: float = 60) -> object:
    return shapely.box(37500000 + x, 2500000 + y, 37500000 + x + width, 2500000 + y + height)


def test_neighbours_that_share_vertices_sum_to_a_millionth(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    points = rng.uniform(0, 3000, (60, 2)) + [37400000, 2900000]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))
    patches = [shapely.box(37400500.3, 2900500.7, 37401800.1, 2901900.9)]
    covered = shapely.intersection(cells, patches[0])
    corners = shapely.union_all(shapely.boundary(covered))
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(corners)))
    noded = shapely.union_all(pieces)
    layer = layer_of(tmp_path / "cells.gpkg", [(cell, f"{row:04}") for row, cell in enumerate(pieces)])
    measurement, batch = measure_squares([noded], [layer])
    assert len(batch.area) > 10
    assert batch.area.sum() == pytest.approx(measurement.patch_areas[0], abs=1e-6)


def test_net_area_leaves_out_the_ridges_of_cultivated_land_only(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(square(0, 0), "0103"), (square(60, 0), "0301"), (square(120, 0), "0101")],
                     [0.1123, 0.1123, 0.0])
    _, batch = measure_squares([square(0, 0, 180)], [layer])
    net = dict(zip(batch.classes, zip(batch.area, batch.net)))
    assert net["0103"][1] == pytest.approx(net["0103"][0] * (1 - 0.1123), abs=1e-9)
    assert net["0301"][1] == net["0301"][0]
    assert net["0101"][1] == net["0101"][0]
    assert batch.total_net[0] == pytest.approx(sum(pair[1] for pair in net.values()), abs=1e-9)


def test_a_deduction_that_is_no_share_is_not_applied_and_counted(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(square(0, 0), "0103"), (square(60, 0), "0102"), (square(120, 0), "0101"),
                                           (square(180, 0), "0101")], [11.23, -0.1, np.nan, 1.0])
    measurement, batch = measure_squares([square(0, 0, 240)], [layer])
    assert np.array_equal(batch.area, batch.net)
    assert [item["values"]["count"] for item in measurement.remarks() if item["code"] == "KCXS_NOT_A_SHARE"] == [3]


def test_overlapping_ground_with_two_deductions_goes_to_the_first_feature(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(square(0, 0), "0103"), (square(0, 0), "0103")], [0.2, 0.5])
    _, batch = measure_squares([square(0, 0)], [layer])
    assert len(batch.area) == 1
    assert batch.net[0] == pytest.approx(batch.area[0] * 0.8, abs=1e-9)


def test_ground_beside_an_overlap_keeps_its_own_deduction(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(square(0, 0, 40), "0103"), (square(20, 0, 40), "0103")], [0.2, 0.5])
    _, batch = measure_squares([square(0, 0)], [layer])
    assert batch.net[0] == pytest.approx(batch.area[0] * (40 * 0.8 + 20 * 0.5) / 60, rel=1e-6)


def test_classes_that_overlap_keep_their_rows_and_the_total_counts_ground_once(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(square(0, 0, 40), "0103"), (square(20, 0, 40), "0301")])
    measurement, batch = measure_squares([square(0, 0)], [layer])
    assert batch.classes == ["0103", "0301"]
    assert batch.area.sum() == pytest.approx(measurement.patch_areas[0] * 80 / 60, rel=1e-6)
    assert batch.total_area[0] == pytest.approx(measurement.patch_areas[0], abs=0.005)
    assert measurement.overlapped["dltb"] == [0]


def test_a_shifted_copy_is_found_though_gap_and_overlap_cancel_out(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(square(0, 0, 35), "0103"), (square(25, 0, 25), "0103")])
    measurement, batch = measure_squares([square(0, 0)], [layer])
    assert measurement.overlapped["dltb"] == [0]
    assert batch.uncovered[0] == pytest.approx(measurement.patch_areas[0] * 10 / 60, abs=0.005)


def test_two_files_of_one_role_count_shared_ground_once(tmp_path: Path) -> None:
    first = layer_of(tmp_path / "a.gpkg", [(square(0, 0), "")], role="pzyd")
    second = layer_of(tmp_path / "b.gpkg", [(square(0, 0), "")], role="pzyd")
    measurement, batch = measure_squares([square(0, 0)], [first, second])
    assert batch.area.tolist() == pytest.approx([measurement.patch_areas[0]])


def test_asked_attributes_tell_features_of_one_class_apart(scene: str) -> None:
    request = LayerRequest("stbhhx", f"{scene}|stbhhx_pseudo", "", ("HXBH", "MJ"))
    measurement, batches = measure(f"{scene}|wptb_auto", [request])
    features = [row for batch in batches for row in batch.features]
    assert features
    assert set(features[0].attributes) == {"HXBH", "MJ"}
    assert isinstance(features[0].attributes["MJ"], float)
    assert sum(row.area_m2 for row in features) == pytest.approx(sum(b.area.sum() for b in batches), abs=1e-5)


def test_a_bow_tie_is_repaired_and_told_by_how_much(tmp_path: Path) -> None:
    bow = shapely.Polygon([(37500000, 2500000), (37500060, 2500060), (37500060, 2500000), (37500000, 2500060)])
    layer = layer_of(tmp_path / "a.gpkg", [(bow, "0103")])
    measurement, batch = measure_squares([square(0, 0), bow, None, shapely.Polygon()], [layer])
    codes = {item["code"]: item["values"] for item in measurement.remarks()}
    assert codes["FEATURES_REPAIRED"]["count"] == 1
    assert codes["FEATURES_REPAIRED"]["area"] == pytest.approx(1800, rel=1e-2)
    assert codes["PATCHES_REPAIRED"]["patches"] == [1]
    assert codes["PATCHES_WITHOUT_GROUND"]["patches"] == [2, 3]
    told = measurement.provenance()
    assert told["measured"] == told["patches"] - 2
    assert batch.area.tolist() == pytest.approx([measurement.patch_areas[1]] * 2, rel=1e-9)


@pytest.mark.skipif(VALIDITY_METHOD != "structure", reason="needs shapely 2.1")
def test_ground_that_two_parts_of_one_polygon_share_is_kept(tmp_path: Path) -> None:
    doubled = shapely.MultiPolygon([square(0, 0, 40), square(20, 0, 40)])
    measurement, _ = measure_squares([doubled, square(0, 0)], [layer_of(tmp_path / "a.gpkg", [(square(0, 0), "")])])
    assert measurement.patch_areas[0] == pytest.approx(measurement.patch_areas[1], abs=0.005)


def test_a_layer_elsewhere_gets_a_remark_and_no_rows(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(square(5000, 0), "0103")])
    measurement, batch = measure_squares([square(0, 0)], [layer])
    assert len(batch.area) == 0
    assert [item["code"] for item in measurement.remarks()] == ["LAYER_COVERS_NOTHING"]
    assert batch.uncovered[0] == measurement.patch_areas[0]


def test_wgs84_degrees_are_taken_with_a_remark(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(shapely.box(110, 22, 112, 23), "0103")], crs="EPSG:4326")
    measurement, batch = measure_squares([square(0, 0)], [layer])
    assert batch.area[0] == pytest.approx(measurement.patch_areas[0])
    assert [item["code"] for item in measurement.remarks()] == ["TAKEN_AS_CGCS2000"]


def test_a_six_degree_layer_and_three_degree_patches_meet(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(shapely.box(19500000, 2500000, 19500060, 2500060), "0103")],
                     crs="EPSG:4497")
    measurement, batch = measure_squares([square(0, 0)], [layer])
    assert batch.area[0] == pytest.approx(measurement.patch_areas[0], abs=1e-6)


def test_a_missing_class_field_names_the_fields_there_are(scene: str) -> None:
    with pytest.raises(WeipianError) as error:
        measure(f"{scene}|wptb_auto", [LayerRequest("dltb", f"{scene}|dltb_pseudo", "DLDM")])
    assert error.value.code == "CLASS_FIELD_MISSING"
    assert "DLBM" in error.value.sentence("zh")


def test_no_usable_patch_is_an_error(scene_layers: List[LayerRequest]) -> None:
    with pytest.raises(WeipianError) as error:
        measure_squares([None, shapely.Polygon()], scene_layers)
    assert error.value.code == "NO_PATCHES"


def test_geometry_that_is_wrong_on_purpose_is_measured_or_left_out_with_a_count(data: Path, tmp_path: Path) -> None:
    _, _, wkb, _ = pyogrio.raw.read(data / "geometry" / "geos_polygons_part.gpkg", columns=[])
    with np.errstate(invalid="ignore"):
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    moved = shapely.transform(shapes, lambda xy: xy + [37500000, 2500000])
    layer = layer_of(tmp_path / "torture.gpkg", [(shape, "0103") for shape in moved])
    measurement, batch = measure_squares([square(-500, -500, 2000, 2000), *moved[:49]], [layer])
    codes = {item["code"] for item in measurement.remarks()}
    assert {"FEATURES_REPAIRED", "PATCHES_REPAIRED", "LAYER_OVERLAPS_ITSELF"} <= codes
    assert np.isfinite(batch.area).all()
    assert (batch.area <= measurement.patch_areas[batch.patch] + 1e-3).all()  # GEOS snaps such knots


def test_the_cache_answers_one_patch_as_the_whole_job_did_and_sees_a_changed_file(
        scene: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(scene, tmp_path / "scene.gpkg"))
    layers = [LayerRequest("dltb", f"{path}|dltb_pseudo", "DLBM")]
    cache = LayerCache()
    whole = rows_of(*measure(f"{scene}|wptb_auto", layers, cache=cache))
    source = open_source(f"{scene}|wptb_auto")
    one = read_features(source, []).geometries[17:18]

    def again() -> Rows:
        measurement = Measurement(one, source.crs, layers, cache=cache)
        return rows_of(measurement, list(measurement.batches()))

    assert again() == {(0, role, text): area for (patch, role, text), area in whole.items() if patch == 17}
    pyogrio.raw.write(path, np.array([shapely.to_wkb(shapely.box(37342000, 2382000, 37351000, 2393000))], dtype=object),
                      [np.array(["9999"], dtype=object)], ["DLBM"], layer="dltb_pseudo", geometry_type="Polygon",
                      crs="EPSG:4525")
    assert {text for _, _, text in again()} == {"9999"}


def test_a_kept_layer_is_read_again_for_patches_beyond_what_was_read(tmp_path: Path) -> None:
    layer = layer_of(tmp_path / "a.gpkg", [(square(0, 0), "0103"), (square(5000, 0), "0301")])
    cache, crs = LayerCache(), source_crs("EPSG:4525", "patches")
    for place, expected in ((0, "0103"), (5000, "0301")):
        job = Measurement(np.array([square(place, 0)], dtype=object), crs, [layer], cache=cache)
        assert [batch.classes for batch in job.batches()] == [[expected]]


def test_cancelling_ends_the_job_between_pieces_of_work(scene: str, scene_layers: List[LayerRequest]) -> None:
    told: List[Tuple[int, str]] = []
    with pytest.raises(Cancelled):
        measure(f"{scene}|wptb_auto", scene_layers, progress=lambda count, total, text: told.append((count, text)),
                cancelled=lambda: len(told) == 2)
    assert told[0] == (0, "dltb") and len(told) == 2


def test_the_bar_moves_with_the_work_of_each_layer_whatever_their_order(
        scene: str, scene_layers: List[LayerRequest]) -> None:
    for layers in (scene_layers, scene_layers[::-1]):
        told: List[Tuple[int, str]] = []
        measure(f"{scene}|wptb_auto", layers,
                progress=lambda count, total, text, told=told: told.append((count, text)))
        land = [count for count, text in told if text == "dltb"]
        others = [count for count, text in told if text not in ("", "dltb")]
        assert [count for count, _ in told] == sorted(count for count, _ in told)
        # Of 405 patches: the land classes are nearly all the features, and are not one leap.
        assert land[-1] - land[0] > 250 and max(others) - min(others) < 60


def test_the_result_says_which_layers_in_which_state_by_which_method(measured, scene: str) -> None:
    provenance = measured[0].provenance()
    land = provenance["layers"][0]
    assert (land["layer"], land["class_field"], land["crs"], land["features"]) == (
        "dltb_pseudo", "DLBM", "EPSG:4525", 3902)
    assert land["size"] == Path(scene).stat().st_size
    assert "70 m" in provenance["method"]
    assert sentence(provenance["method_code"], "en", **provenance["method_values"]) == provenance["method"]
    assert "70 米" in sentence(provenance["method_code"], "zh", **provenance["method_values"])
    assert {"shapely", "geos", "pyproj", "proj", "pyogrio", "gdal"} <= set(provenance["versions"])


def test_a_patch_with_an_open_ring_is_measured_like_a_layers_feature(tmp_path: Path) -> None:
    whole = shapely.to_wkb(square(0, 0))
    count = int.from_bytes(whole[9:13], "little")
    opened = parse_wkb([whole[:9] + (count - 1).to_bytes(4, "little") + whole[13:-16], whole])
    measurement, batch = measure_squares(list(opened), [layer_of(tmp_path / "a.gpkg", [(square(0, 0, 30), "0103")])])
    assert batch.area.tolist() == pytest.approx([measurement.patch_areas[1] / 2] * 2, rel=1e-6)
