"""The command line: its CSV, its sentences, its exit codes; as a process and in process."""

from __future__ import annotations

import csv
import json
import resource
import signal
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path
from typing import Dict, List

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.overlay.cli import layer_argument, run
from weipian_plugin.overlay.layers import LayerRequest

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "resources" / "demo" / "beihai_scene.gpkg"
LAYERS = ["--layer", f"dltb={SCENE}|dltb_pseudo:DLBM", "--layer", f"stbhhx={SCENE}|stbhhx_pseudo",
          "--layer", f"yjjbnt={SCENE}|yjjbnt_pseudo"]


def rows_of(path: Path) -> List[Dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def patches(path: Path, ids: List[object], field: str = "JCBH") -> str:
    squares = [shapely.box(37345000 + 200 * n, 2388000, 37345100 + 200 * n, 2388100) for n in range(len(ids))]
    pyogrio.raw.write(path, np.array(shapely.to_wkb(squares), dtype=object), [np.array(ids, dtype=object)], [field],
                      geometry_type="Polygon", crs="EPSG:4525")
    return str(path)


def test_as_a_process_it_writes_the_scenes_areas(tmp_path: Path) -> None:
    out = tmp_path / "areas.csv"
    command = [sys.executable, "-m", "weipian_plugin.overlay", f"{SCENE}|wptb_auto", "--id", "JCBH", *LAYERS,
               "--out", str(out), "--json", str(tmp_path / "areas.json")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)
    assert ended.returncode == 0, ended.stderr.decode()
    assert ended.stdout == b""
    assert out.read_bytes().startswith(b"patch,role,class,area_m2,net_area_m2\n450512WP1800001,dltb,0103,599.6385")
    rows = rows_of(out)
    ids = geopandas.read_file(SCENE, layer="wptb_auto", ignore_geometry=True)["JCBH"].tolist()
    order = [(ids.index(row["patch"]), ["dltb", "stbhhx", "yjjbnt"].index(row["role"]), row["class"]) for row in rows]
    assert order == sorted(order)
    assert {row["patch"] for row in rows} == set(ids)
    assert {row["class"] for row in rows if row["role"] != "dltb"} == {""}
    assert all(repr(float(row["area_m2"])) == row["area_m2"] for row in rows)
    result = json.loads((tmp_path / "areas.json").read_text(encoding="utf-8"))
    assert result["provenance"]["id_field"] == "JCBH"
    overlaps, = result["remarks"]
    assert set(overlaps["values"]["patches"]) <= set(ids)
    assert "自相重叠" in ended.stderr.decode()


@pytest.mark.parametrize(("ids", "code"), [(["1", "", "3"], "有 1 行为空（第 2 行）"), (["1", None], "第 2 行"),
                                           (["1", "2", "2"], "重复（2）")])
def test_empty_or_doubled_ids_are_one_sentence_and_no_file(ids, code, tmp_path: Path, capsys) -> None:
    source = patches(tmp_path / "p.gpkg", ids)
    assert run([source, *LAYERS, "--out", str(tmp_path / "a.csv")]) == 1
    said = capsys.readouterr().err
    assert code in said
    assert said.count("\n") == 1
    assert not (tmp_path / "a.csv").exists()


def test_without_an_id_field_the_feature_id_is_taken_and_said(tmp_path: Path, capsys) -> None:
    source = patches(tmp_path / "p.gpkg", ["a", "b"], field="NAME")
    assert run([source, *LAYERS, "--out", str(tmp_path / "a.csv")]) == 0
    assert "编号取自 fid" in capsys.readouterr().err
    assert {row["patch"] for row in rows_of(tmp_path / "a.csv")} == {"1", "2"}


def test_numbers_as_ids_are_written_whole(tmp_path: Path) -> None:
    source = patches(tmp_path / "p.gpkg", [450512001, 450512002])
    assert run([source, *LAYERS, "--out", str(tmp_path / "a.csv")]) == 0
    assert rows_of(tmp_path / "a.csv")[0]["patch"] == "450512001"


@pytest.mark.parametrize(("layer", "words"), [
    (f"dltb={SCENE}|dltb_pseudo:DLDM", "DLDM"), (f"dltx={SCENE}|dltb_pseudo:DLBM", "dltb"),
    (f"{SCENE}", "DLBM"), ("dltb=/no/such.gpkg", "/no/such.gpkg"), (f"dltb={SCENE}|nope", "dltb_pseudo"),
])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_layer_is_one_sentence_that_says_what_there_is(layer, words, language, tmp_path, capsys) -> None:
    assert run([f"{SCENE}|wptb_auto", "--layer", layer, "--out", str(tmp_path / "a.csv"), "--lang", language]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert said.isascii() == (language == "en") or "“" in said
    assert "Traceback" not in said


def test_a_shapefile_without_its_table_is_told_so(tmp_path: Path, capsys) -> None:
    source = patches(tmp_path / "a.shp", ["1"])
    (tmp_path / "a.dbf").unlink()
    assert run([source, *LAYERS, "--out", str(tmp_path / "o.csv")]) == 1
    assert "缺少 .dbf" in capsys.readouterr().err
    assert run([source, *LAYERS, "--out", str(tmp_path / "o.csv"), "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert "lacks its .dbf" in said and said.isascii()


def test_a_full_disk_leaves_the_result_that_was_there(tmp_path: Path, capsys) -> None:
    source = patches(tmp_path / "p.gpkg", [str(number) for number in range(3000)])
    out = tmp_path / "areas.csv"
    out.write_text("yesterday's")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        assert run([source, *LAYERS[:2], "--out", str(out)]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "areas.csv" in capsys.readouterr().err
    assert out.read_text() == "yesterday's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["areas.csv", "p.gpkg"]


def test_wrong_usage_ends_with_two(capsys) -> None:
    for arguments in ([], ["a.gpkg"], ["a.gpkg", "--layer", "dltb=b.gpkg"], ["--no-such"]):
        with pytest.raises(SystemExit) as ended:
            run(arguments)
        assert ended.value.code == 2


@pytest.mark.parametrize(("arguments", "named"), [
    ([], "PATCHES, --layer, --out"), (["a.gpkg", "--layer", "dltb=b.gpkg"], "--out"),
    (["a.gpkg", "--out", "c.csv"], "--layer"), (["--layer", "dltb=b.gpkg", "--out", "c.csv"], "PATCHES")])
@pytest.mark.parametrize(("language", "begin", "end"), [("zh", "缺少参数：", "。"), ("en", "Missing: ", ". ")])
def test_arguments_that_are_missing_are_named_in_the_language(arguments, named, language, begin, end, capsys) -> None:
    with pytest.raises(SystemExit):
        run([*arguments, "--lang", language])
    assert capsys.readouterr().err.startswith(f"{begin}{named}{end}")


@pytest.mark.parametrize("option", ["--out", "--json"])
def test_a_folder_that_is_not_there_is_told_before_anything_is_opened(option, tmp_path: Path, capsys) -> None:
    given = {"--out": str(tmp_path / "a.csv"), option: str(tmp_path / "no" / "a.csv")}
    assert run([str(tmp_path / "no_such.gpkg"), *LAYERS, *(part for pair in given.items() for part in pair)]) == 1
    said = capsys.readouterr().err
    assert "无法写出" in said and str(tmp_path / "no") in said and "no_such" not in said


def test_a_field_of_names_is_no_class_field(tmp_path: Path, capsys) -> None:
    scene = geopandas.read_file(SCENE, layer="dltb_pseudo")
    scene["DLMC"] = "水田"
    scene.to_file(tmp_path / "d.gpkg", layer="d", engine="pyogrio")
    out, layer = tmp_path / "a.csv", f"dltb={tmp_path / 'd.gpkg'}|d"
    assert run([f"{SCENE}|wptb_auto", "--layer", f"{layer}:DLMC", "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "DLMC" in said and "水田" in said and said.count("\n") == 1 and not out.exists()
    assert run([f"{SCENE}|wptb_auto", "--layer", f"{layer}:DLBM", "--out", str(out)]) == 0


def test_the_date_of_a_layer_is_taken_as_the_plugin_takes_it(tmp_path: Path, capsys) -> None:
    out, provenance = tmp_path / "a.csv", tmp_path / "a.json"
    layer = f"dltb={SCENE}|dltb_pseudo:DLBM"
    assert run([f"{SCENE}|wptb_auto", "--layer", f"{layer}@2022-12-31", "--out", str(out),
                "--json", str(provenance)]) == 0
    told, = json.loads(provenance.read_text("utf-8"))["provenance"]["layers"]
    assert (told["class_field"], told["version_date"]) == ("DLBM", "2022-12-31")
    capsys.readouterr()
    assert run([f"{SCENE}|wptb_auto", "--layer", f"{layer}@2022-13-31", "--out", str(out)]) == 1
    assert "[@日期]" in capsys.readouterr().err


def test_a_layer_without_features_is_called_empty(tmp_path: Path, capsys) -> None:
    empty = tmp_path / "empty.gpkg"
    geopandas.read_file(SCENE, layer="yjjbnt_pseudo").head(0).to_file(
        empty, layer="e", engine="pyogrio", geometry_type="MultiPolygon")
    assert run([f"{SCENE}|wptb_auto", "--layer", f"yjjbnt={empty}|e", "--out", str(tmp_path / "a.csv")]) == 0
    said = capsys.readouterr().err
    assert "没有要素" in said and "都不相交" not in said


@pytest.mark.parametrize(("text", "request_"), [
    ("dltb=C:\\x.gpkg|dltb:DLBM", LayerRequest("dltb", "C:\\x.gpkg|dltb", "DLBM")),
    ("dltb=C:\\x.gpkg|dltb", LayerRequest("dltb", "C:\\x.gpkg|dltb")),
    ("dltb=C:\\x.gpkg", LayerRequest("dltb", "C:\\x.gpkg")),
    ("dltb=C:/data/x.gpkg:DLBM", LayerRequest("dltb", "C:/data/x.gpkg", "DLBM")),
    ("dltb=C:/data/x.shp", LayerRequest("dltb", "C:/data/x.shp")),
    ("dltb=地类.shp:地类编码", LayerRequest("dltb", "地类.shp", "地类编码")),
    ("DLTB=a.gdb|DLTB:DLBM", LayerRequest("dltb", "a.gdb|DLTB", "DLBM")),
    ("pzyd=a.gpkg|x", LayerRequest("pzyd", "a.gpkg|x")),
    ("dltb=a.gpkg:", LayerRequest("dltb", "a.gpkg")),
])
def test_layer_arguments_mind_drive_letters(text: str, request_: LayerRequest) -> None:
    assert layer_argument(text) == request_


@pytest.mark.parametrize("text", ["dltb", "=a.gpkg", "dltb=", "a.gpkg|dltb:DLBM"])
def test_a_layer_argument_without_role_or_source_is_refused(text: str) -> None:
    with pytest.raises(WeipianError) as error:
        layer_argument(text)
    assert error.value.code == "LAYER_ARGUMENT"


def test_inside_a_role_without_a_layer_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([f"{SCENE}|wptb_auto", "--layer", f"dltb={SCENE}|dltb_pseudo", "--inside", "yjjbnt", "--lang", "en",
                "--out", str(tmp_path / "a.csv")]) == 1
    assert "--inside names yjjbnt" in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()


def test_an_unknown_role_inside_is_refused_with_where_it_stands(tmp_path: Path, capsys) -> None:
    assert run([f"{SCENE}|wptb_auto", *LAYERS, "--inside", "yjjbnt+jbnt", "--out", str(tmp_path / "a.csv")]) == 1
    said = capsys.readouterr().err
    assert "yjjbnt+jbnt" in said and "“jbnt”" in said and "请改用" in said


def test_a_prepared_folder_that_is_not_there_is_refused(tmp_path: Path, capsys) -> None:
    assert run([f"{SCENE}|wptb_auto", *LAYERS, "--prepared", str(tmp_path / "gone"), "--lang", "en",
                "--out", str(tmp_path / "a.csv")]) == 1
    assert f"no folder of prepared layers {tmp_path / 'gone'}" in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
def test_patches_with_heights_have_the_areas_of_their_plane_shapes_and_are_told(
        suffix: str, tmp_path: Path, capsys) -> None:
    scene = geopandas.read_file(SCENE, layer="wptb_auto")[["JCBH", "geometry"]].head(20)
    results = []
    for name, heights in (("flat", 0), ("raised", 7)):
        shapes = scene.geometry.where(scene.index >= heights, scene.geometry.force_3d(12.5))
        path = tmp_path / f"{name}{suffix}"
        scene.set_geometry(shapes).to_file(path, engine="pyogrio", geometry_type="Polygon Z" if heights else "Polygon")
        out = tmp_path / f"{name}.csv"
        assert run([str(path), *LAYERS, "--out", str(out), "--json", str(tmp_path / f"{name}.json")]) == 0
        remarks = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))["remarks"]
        told = [remark["values"]["count"] for remark in remarks if remark["code"] == "PATCHES_FLATTENED"]
        # Each record of a shapefile has the dimensions of all.
        assert told == ([] if not heights else [20 if suffix == ".shp" else 7])
        assert ("只取平面坐标" in capsys.readouterr().err) == bool(heights)
        results.append(rows_of(out))
    assert results[0] == results[1]


def test_patches_with_arcs_are_divided_finely_and_told(tmp_path: Path, capsys) -> None:
    path, (x, y) = Path(patches(tmp_path / "p.gpkg", ["a", "b"])), (37345000.0, 2388000.0)
    half_disc = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 9, 2) + struct.pack(
        "<BII6d", 1, 8, 3, x, y, x + 50, y + 50, x + 100, y) + struct.pack("<BII4d", 1, 2, 2, x + 100, y, x, y)
    with sqlite3.connect(path) as database:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree_p_geom_update%'"
        for (trigger,) in database.execute(triggers).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("UPDATE p SET geom = ? WHERE fid = 1", (b"GP\0\x01" + struct.pack("<i", 4525) + half_disc,))
    database.close()
    assert run([str(path), *LAYERS, "--out", str(tmp_path / "a.csv"), "--json", str(tmp_path / "a.json"),
                "--lang", "en"]) == 0
    assert "1 patches have arcs" in capsys.readouterr().err
    areas = {row["patch"]: 0.0 for row in rows_of(tmp_path / "a.csv")}
    for row in rows_of(tmp_path / "a.csv"):
        if row["role"] == "dltb":
            areas[row["patch"]] += float(row["area_m2"])
    assert areas["b"] > 0 and areas["a"] == pytest.approx(areas["b"] * np.pi / 8, rel=1e-3)


def test_points_for_patches_are_refused_by_what_they_are(tmp_path: Path, capsys) -> None:
    path = tmp_path / "points.gpkg"
    pyogrio.raw.write(path, shapely.to_wkb(np.array([shapely.Point(37345000, 2388000)])), [np.array(["1"])], ["JCBH"],
                      geometry_type="Unknown", crs="EPSG:4525")
    assert run([str(path), *LAYERS, "--out", str(tmp_path / "a.csv")]) == 1
    assert "不是面图层（Point）" in capsys.readouterr().err
