"""Land class inside zones: squares whose figures are known by hand, and the scene against geopandas."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, Tuple

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from weipian_plugin.overlay.kernels.plane import source_crs
from weipian_plugin.overlay.layers import LayerRequest
from weipian_plugin.overlay.measure import Measurement
from weipian_plugin.overlay.sources import open_source, read_features

CEA = "+proj=cea +lon_0=111 +ellps=GRS80 +units=m"
Nested = Dict[Tuple[int, Tuple[str, ...], str], Tuple[float, float]]


def square(x: float, y: float, width: float, height: float) -> object:
    return shapely.box(37500000 + x, 2500000 + y, 37500000 + x + width, 2500000 + y + height)


def layer_of(folder: Path, role: str, shapes: List[object], classes: List[str], kcxs: float = 0.0) -> LayerRequest:
    path = folder / f"{role}.gpkg"
    pyogrio.raw.write(path, np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object),
                      [np.array(classes, dtype=object), np.full(len(shapes), kcxs)], ["DLBM", "KCXS"],
                      geometry_type="Unknown", crs="EPSG:4525")
    return LayerRequest(role, str(path), "DLBM" if role == "dltb" else "", ())


def nested_of(patches: List[object], layers: List[LayerRequest], inside: List[List[str]], **options) -> Nested:
    job = Measurement(np.array(patches, dtype=object), source_crs("EPSG:4525", "test"), layers, inside=inside,
                      **options)
    return {(row.patch, row.zones, row.class_text): (row.area_m2, row.net_area_m2)
            for batch in job.batches() for row in batch.nested}


@pytest.mark.parametrize("engine", ["auto", "exact", "geos"])
def test_farmland_in_basic_farmland_in_the_redline(tmp_path: Path, engine: str) -> None:
    layers = [layer_of(tmp_path, "dltb", [square(0, 0, 40, 60), square(40, 0, 20, 60)], ["0103", "0301"], 0.1),
              layer_of(tmp_path, "yjjbnt", [square(20, 0, 40, 60)], [""]),
              layer_of(tmp_path, "stbhhx", [square(0, 30, 60, 30)], [""])]
    both = ["yjjbnt", "stbhhx"]
    found = nested_of([square(0, 0, 60, 60)], layers, [["yjjbnt"], ["stbhhx"], both], engine=engine)
    whole = 60 * 60
    expected = {(("yjjbnt",), ""): 40 * 60, (("yjjbnt",), "0103"): 20 * 60, (("yjjbnt",), "0301"): 20 * 60,
                (("stbhhx",), ""): 60 * 30, (("stbhhx",), "0103"): 40 * 30, (("stbhhx",), "0301"): 20 * 30,
                (tuple(both), ""): 40 * 30, (tuple(both), "0103"): 20 * 30, (tuple(both), "0301"): 20 * 30}
    assert {key[1:] for key in found} == set(expected)
    scale = found[0, ("yjjbnt",), ""][0] / (40 * 60)
    assert scale == pytest.approx(1, rel=1e-3)
    for (_, zones, text), (area, net) in found.items():
        assert area == pytest.approx(expected[zones, text] * scale, rel=2e-6)
        assert area < whole
        assert net == pytest.approx(area * (0.9 if text == "0103" else 1), rel=1e-12)


def test_a_zone_over_all_of_the_patch_has_the_patchs_own_areas(tmp_path: Path) -> None:
    layers = [layer_of(tmp_path, "dltb", [square(0, 0, 40, 60), square(40, 0, 20, 60)], ["0103", "0301"]),
              layer_of(tmp_path, "yjjbnt", [square(-50, -50, 300, 300)], [""])]
    job = Measurement(np.array([square(0, 0, 60, 60)], dtype=object), source_crs("EPSG:4525", "test"), layers,
                      inside=[["yjjbnt"]])
    batch = next(job.batches())
    nested = {row.class_text: row.area_m2 for row in batch.nested}
    assert {text: nested[text] for text in ("0103", "0301")} == dict(zip(batch.classes, batch.area.tolist()[:2]))
    assert nested[""] == pytest.approx(job.patch_areas[0], rel=1e-12)


def test_zones_that_overlap_themselves_and_land_classes_that_do_count_ground_once(tmp_path: Path) -> None:
    layers = [layer_of(tmp_path, "dltb", [square(0, 0, 40, 60), square(20, 0, 40, 60)], ["0103", "0103"]),
              layer_of(tmp_path, "yjjbnt", [square(0, 0, 30, 60), square(10, 0, 30, 60)], ["", ""])]
    found = nested_of([square(0, 0, 60, 60)], layers, [["yjjbnt"]])
    assert found[0, ("yjjbnt",), ""][0] == pytest.approx(40 * 60, rel=1e-3)
    assert found[0, ("yjjbnt",), "0103"][0] == pytest.approx(found[0, ("yjjbnt",), ""][0], rel=1e-9)


def test_a_combination_with_a_role_that_is_not_loaded_is_left_out(tmp_path: Path) -> None:
    layers = [layer_of(tmp_path, "dltb", [square(0, 0, 60, 60)], ["0103"])]
    assert nested_of([square(0, 0, 60, 60)], layers, [["yjjbnt"], ["yjjbnt", "stbhhx"]]) == {}


def test_the_scene_agrees_with_geopandas(demo: Path) -> None:
    scene = str(demo / "beihai_scene.gpkg")
    layers = [LayerRequest("dltb", f"{scene}|dltb_pseudo"), LayerRequest("yjjbnt", f"{scene}|yjjbnt_pseudo")]
    source = open_source(f"{scene}|wptb_auto")
    job = Measurement(read_features(source, []).geometries, source.crs, layers, inside=[["yjjbnt"]])
    ours = {(row.patch, row.class_text): row.area_m2 for batch in job.batches() for row in batch.nested
            if row.class_text}

    def read(name: str) -> geopandas.GeoDataFrame:
        frame = geopandas.read_file(scene, layer=name)
        frame["geometry"] = frame.geometry.segmentize(70)
        return frame.to_crs(CEA)

    patches = read("wptb_auto")
    patches["patch"] = range(len(patches))
    farmland = read("yjjbnt_pseudo")[["geometry"]].dissolve()
    inside = geopandas.overlay(patches[["patch", "geometry"]], farmland, how="intersection", keep_geom_type=True)
    pieces = geopandas.overlay(inside, read("dltb_pseudo")[["DLBM", "geometry"]], how="intersection",
                               keep_geom_type=True)
    theirs = {key: area for key, area in pieces.dissolve(by=["patch", "DLBM"]).area.items() if area >= 1e-4}
    assert len(theirs) > 50
    assert {key for key, area in ours.items() if area >= 1e-4} == set(theirs)
    assert max(abs(ours[key] - theirs[key]) for key in theirs) < 1e-4
