"""Reading layers: what is refused with which sentence, encodings of county shapefiles, nothing written beside."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from weipian_plugin.domain.errors import WeipianError, sentence
from weipian_plugin.overlay.measure import encoding_remarks
from weipian_plugin.overlay.sources import open_source, parse_wkb, read_features, split_source, texts


def write(path: Path, geometries: list, crs: str | None = "EPSG:4525", layer: str | None = None, **options) -> Path:
    """A layer with one text column (``DLBM`` = 0101 unless ``field`` and ``text`` say otherwise)."""
    kind, field, text = options.pop("kind", "Polygon"), options.pop("field", "DLBM"), options.pop("text", "0101")
    pyogrio.raw.write(path, np.array(shapely.to_wkb(geometries), dtype=object),
                      [np.array([text] * len(geometries), dtype=object)], [field], geometry_type=kind, crs=crs,
                      layer=layer, **options)
    return path


def edit(shp: Path, old: bytes, new: bytes, once: bool = False) -> None:
    """Other bytes of the same length in the .dbf beside ``shp``."""
    dbf = shp.with_suffix(".dbf")
    content = dbf.read_bytes()
    assert old in content
    assert len(old) == len(new)
    dbf.write_bytes(content.replace(old, new, 1 if once else -1))


SQUARE = shapely.box(37500000, 2500000, 37500100, 2500100)


@pytest.fixture
def delivered(demo: Path, tmp_path: Path) -> Path:
    """The county's shapefile (GBK, no .cpg, degrees), unpacked."""
    with zipfile.ZipFile(next((demo / "delivery").glob("*.zip"))) as package:
        for name in package.namelist():
            suffix = Path(name).suffix.lower()
            if suffix in (".shp", ".shx", ".dbf", ".prj"):
                (tmp_path / f"wptb{suffix}").write_bytes(package.read(name))
    return tmp_path / "wptb.shp"


def refused(text: str) -> str:
    with pytest.raises(WeipianError) as error:
        source = open_source(text)
        read_features(source, [])
    assert "?" not in error.value.sentence("zh")
    assert "?" not in error.value.sentence("en")
    return error.value.code


def test_a_gbk_shapefile_without_cpg_reads_as_chinese(delivered: Path) -> None:
    source = open_source(str(delivered))
    assert source.encoding == "GB18030"
    assert source.crs.text == "EPSG:4490"
    assert set(read_features(source, ["XMC"]).columns["XMC"]) == {"铁山港区"}


def test_a_utf8_shapefile_without_cpg_reads_as_chinese(tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    pyogrio.raw.write(path, np.array([shapely.to_wkb(SQUARE)], dtype=object), [np.array(["水田与旱地"], dtype=object)],
                      ["DLMC"], geometry_type="Polygon", crs="EPSG:4525", encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    assert read_features(open_source(str(path)), ["DLMC"]).columns["DLMC"][0] == "水田与旱地"


def test_a_wrong_cpg_does_not_spoil_the_text(delivered: Path) -> None:
    delivered.with_suffix(".cpg").write_text("UTF-8")
    assert read_features(open_source(str(delivered)), ["XMC"]).columns["XMC"][0] == "铁山港区"


def test_a_cpg_that_fits_is_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", [SQUARE], text="水田與旱地", encoding="BIG5")
    path.with_suffix(".cpg").write_text("Big-5")
    source = open_source(str(path))
    assert source.encoding == "BIG5"
    assert read_features(source, ["DLBM"]).columns["DLBM"][0] == "水田與旱地"
    assert encoding_remarks(source) == []


def test_a_wrong_cpg_is_told(delivered: Path) -> None:
    delivered.with_suffix(".cpg").write_text("UTF-8")
    remark, = encoding_remarks(open_source(str(delivered)))
    assert remark["code"] == "ENCODING_DECLARED_WRONG"
    assert "?" not in sentence(remark["code"], "zh", **remark["values"])


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_a_text_cut_by_its_fields_width_loses_its_half_character_only(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.shp", [SQUARE] * 2, text="铁山港区水田", encoding=encoding)
    path.with_suffix(".cpg").unlink()
    whole = "铁山港区水田".encode(encoding)
    edit(path, whole, whole[:-1] + b" ")
    source = open_source(str(path))
    assert set(read_features(source, ["DLBM"]).columns["DLBM"]) == {"铁山港区水"}
    assert encoding_remarks(source) == []


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_one_spoilt_text_does_not_keep_a_layer_out_and_is_told(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.shp", [SQUARE] * 3, text="铁山港区水田", encoding=encoding)
    path.with_suffix(".cpg").unlink()
    whole = "铁山港区水田".encode(encoding)
    edit(path, whole, b"\xff\xff" + whole[2:], once=True)
    source = open_source(str(path))
    values = read_features(source, ["DLBM"]).columns["DLBM"].tolist()
    assert values[1:] == ["铁山港区水田"] * 2
    assert values[0] != values[1] and values[0].endswith("港区水田")
    assert [remark["code"] for remark in encoding_remarks(source)] == ["ENCODING_UNSURE"]


def test_a_heading_cut_in_the_middle_of_a_character_still_names_its_column(tmp_path: Path) -> None:
    path = write(tmp_path / "a.shp", [SQUARE], text="0101", field="ABCDEFGHIJ", encoding="UTF-8")
    edit(path, b"ABCDEFGHIJ", "地类编码".encode()[:10])
    source = open_source(str(path))
    assert source.fields == ("地类编",)
    assert read_features(source, ["地类编"]).columns["地类编"][0] == "0101"


def test_only_features_near_the_bounds_are_read(demo: Path) -> None:
    source = open_source(f"{demo / 'beihai_scene.gpkg'}|dltb_pseudo")
    near = read_features(source, ["DLBM"], (37343000, 2391000, 37344000, 2392000))
    assert 0 < len(near.fids) < source.count == 3902
    assert len(near.columns["DLBM"]) == len(near.geometries)


def test_columns_come_under_their_names_whatever_order_is_asked(demo: Path) -> None:
    source = open_source(f"{demo / 'beihai_scene.gpkg'}|dltb_pseudo")
    columns = read_features(source, ["DLMC", "DLBM"]).columns
    assert columns["DLBM"][0] == "0101"
    assert columns["DLMC"][0] == "水田"


def test_a_geopackage_in_wal_mode_is_read_without_leaving_files(demo: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(demo / "beihai_scene.gpkg", tmp_path / "a.gpkg"))
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
    database.close()
    folder, content = tmp_path.stat().st_mtime_ns, path.read_bytes()
    source = open_source(f"{path}|wptb_auto")
    assert len(read_features(source, ["JCBH"]).fids) == 405
    with pytest.raises(WeipianError, match="dltb_pseudo"):
        open_source(str(path))
    assert tmp_path.stat().st_mtime_ns == folder, "a file was made beside it, if only for a moment"
    assert path.read_bytes() == content


def test_rows_still_in_a_wal_are_not_missed(demo: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(demo / "beihai_scene.gpkg", tmp_path / "a.gpkg"))
    # Another process, killed in the middle: the rows stay in the log.
    program = """import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode=WAL")
for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
    database.execute(f'DROP TRIGGER "{trigger}"')
database.execute("UPDATE wptb_auto SET XMC = 'later'")
database.commit()
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
    assert (tmp_path / "a.gpkg-wal").stat().st_size > 0
    assert set(read_features(open_source(f"{path}|wptb_auto"), ["XMC"]).columns["XMC"]) == {"later"}


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_file_layer_and_geometry_errors_have_their_codes(demo: Path, tmp_path: Path) -> None:
    scene = demo / "beihai_scene.gpkg"
    assert refused(str(tmp_path / "none.gpkg")) == "SOURCE_MISSING"
    assert refused(f"{scene}|DLTB") == "LAYER_MISSING"
    assert refused(str(scene)) == "LAYER_NOT_NAMED"
    text = tmp_path / "a.gpkg"
    text.write_text("not a database")
    assert refused(str(text)) == "SOURCE_UNREADABLE"
    points = write(tmp_path / "points.gpkg", [shapely.Point(37500000, 2500000)], kind="Point")
    assert refused(str(points)) == "LAYER_NOT_POLYGONS"
    mixed = write(tmp_path / "lines.gpkg", [shapely.LineString([(37500000, 2500000), (37500100, 2500000)])],
                  kind="Unknown")
    assert refused(str(mixed)) == "LAYER_NOT_POLYGONS"
    assert refused(str(write(tmp_path / "nocrs.shp", [SQUARE], None))) == "LAYER_CRS_MISSING"
    assert refused(str(write(tmp_path / "xian.gpkg", [SQUARE], "EPSG:2361"))) == "LAYER_CRS_LEGACY"
    assert refused(str(write(tmp_path / "utm.gpkg", [SQUARE], "EPSG:32649"))) == "LAYER_CRS_OTHER"


def test_the_sentence_names_the_layers_there_are(demo: Path) -> None:
    with pytest.raises(WeipianError) as error:
        open_source(f"{demo / 'beihai_scene.gpkg'}|DLTB")
    assert "dltb_pseudo" in error.value.sentence("zh")


@pytest.mark.parametrize("missing", [".shx"])
def test_a_shapefile_without_its_index_is_told(delivered: Path, missing: str) -> None:
    delivered.with_suffix(missing).unlink()
    assert refused(str(delivered)) == "SOURCE_PART_MISSING"


def test_a_truncated_shapefile_loses_shapes_not_the_process(delivered: Path) -> None:
    delivered.write_bytes(delivered.read_bytes()[:20000])
    try:
        read = read_features(open_source(str(delivered)), ["JCBH"])
    except WeipianError as error:
        assert error.code == "SOURCE_UNREADABLE"
    else:
        assert np.count_nonzero(shapely.is_missing(read.geometries)) > 0


def test_a_file_geodatabase_is_read(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "county.gdb"
    write(path, [SQUARE], layer="DLTB", driver="OpenFileGDB")
    before = sorted(file.name for file in path.iterdir())
    source = open_source(f"{path}|DLTB")
    assert read_features(source, ["DLBM"]).columns["DLBM"][0] == "0101"
    assert source.size > 0
    assert sorted(file.name for file in path.iterdir()) == before


def test_a_changed_file_has_another_identity(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [SQUARE])
    before = open_source(str(path)).identity
    assert open_source(str(path)).identity == before
    path.unlink()
    write(path, [SQUARE, shapely.box(37500200, 2500000, 37500300, 2500100)])
    assert open_source(str(path)).identity != before


def test_a_reader_that_came_and_went_is_no_change(demo: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(demo / "beihai_scene.gpkg", tmp_path / "a.gpkg"))
    source = open_source(f"{path}|wptb_auto")
    (tmp_path / "a.gpkg-wal").touch()
    assert source.is_current
    (tmp_path / "a.gpkg-wal").write_bytes(b"rows")
    assert not source.is_current


def test_a_lock_in_a_file_geodatabase_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "county.gdb"
    write(path, [SQUARE], layer="DLTB", driver="OpenFileGDB")
    source = open_source(f"{path}|DLTB")
    (path / "_gdb.PC.1.2.sr.lock").write_text("")
    assert source.is_current
    (path / "a00000009.gdbtable").write_bytes(b"\0")
    assert not source.is_current


def test_a_file_that_is_gone_is_not_current(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gpkg", [SQUARE])
    source = open_source(str(path))
    assert source.place == str(path)
    path.unlink()
    assert not source.is_current


@pytest.mark.parametrize(("crs", "shape", "longitude"), [
    ("EPSG:4525", SQUARE, 111.0), ("EPSG:4490", shapely.box(109.1, 21, 109.3, 21.1), 109.2),
])
def test_a_source_knows_the_middle_of_where_it_lies(tmp_path: Path, crs: str, shape: shapely.Polygon,
                                                    longitude: float) -> None:
    for name in ("a.gpkg", "a.shp"):
        assert open_source(str(write(tmp_path / name, [shape], crs))).middle_longitude == pytest.approx(longitude)


def test_unreadable_and_empty_wkb_is_no_geometry() -> None:
    geometries = parse_wkb([shapely.to_wkb(SQUARE), b"", None, b"\x01\x03"])
    assert [geometry is None for geometry in geometries] == [False, True, True, True]


def test_values_become_text_as_a_person_would_write_them() -> None:
    values = np.array(["0101 ", None, 101.0, 12, float("nan"), 1.5], dtype=object)
    assert texts(values).tolist() == ["0101", "", "101", "12", "", "1.5"]


@pytest.mark.parametrize(("text", "path", "layer"), [
    ("a.gpkg", "a.gpkg", ""), ("a.gpkg|dltb", "a.gpkg", "dltb"), ("a.gpkg|layername=dltb", "a.gpkg", "dltb"),
    ("a.gpkg|layername=dltb|subset=x", "a.gpkg", "dltb"),
])
def test_sources_are_named_as_in_qgis(text: str, path: str, layer: str) -> None:
    assert split_source(text) == (Path(path), layer)
