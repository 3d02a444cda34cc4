"""What arrives other than expected and can be used all the same: heights, arcs, file names that are not UTF-8."""

from __future__ import annotations

import math
import shutil
import sys
from pathlib import Path

import pytest
from osgeo import gdal, ogr, osr
from qgis.core import QgsMessageLog

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.gui.messages import describe
from weipian_plugin.intake import read_package

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only here are names bytes")


def gbk(name: str) -> str:
    """The name as Python has it where a program wrote it in GBK."""
    return name.encode("gbk").decode("utf-8", "surrogateescape")


def told(delivery) -> dict:
    return {finding.code: finding.values for finding in delivery.findings}


def raised(rows: list, letter: str) -> list:
    """The same polygons with heights, measures or both (Z, M, ZM)."""
    more = " 7" * len(letter)
    return [(values, wkt.replace("POLYGON", f"POLYGON {letter} ").replace(",", f"{more},").replace("))", f"{more}))"))
            for values, wkt in rows]


@pytest.mark.parametrize(("kind", "letter"), [
    (ogr.wkbPolygon25D, "Z"), (ogr.wkbPolygonM, "M"), (ogr.wkbPolygonZM, "ZM")])
@pytest.mark.parametrize("driver", ["ESRI Shapefile", "GPKG"])
def test_heights_and_measures_are_left_out_and_told(build, kind, letter, driver):
    flat = read_package(build.layer("平.gpkg", driver="GPKG")).patches
    rows = raised(build.rows(), letter)
    name = "高.shp" if driver == "ESRI Shapefile" else "高.gpkg"
    delivery = read_package(build.layer(name, rows, kind=kind, driver=driver))
    assert told(delivery)["PATCHES_FLATTENED"] == {"count": 2}
    assert "PATCHES_FLATTENED" not in told(read_package(build.folder / "平.gpkg"))
    shapes = [ogr.CreateGeometryFromWkb(patch.wkb) for patch in delivery.patches]
    for shape, patch in zip(shapes, flat):
        assert not shape.Is3D() and not shape.IsMeasured()
        assert shape.Equals(ogr.CreateGeometryFromWkb(patch.wkb))


def test_arcs_are_divided_as_finely_as_the_overlay_divides_them_and_told(build):
    x, y, radius = 37345000.0, 2390000.0, 100.0
    disc = (f"CURVEPOLYGON(CIRCULARSTRING({x - radius} {y},{x} {y + radius},{x + radius} {y},{x} {y - radius},"
            f"{x - radius} {y}))")
    (values, _), other = build.rows()
    delivery = read_package(build.layer("弧.gpkg", [(values, disc), other], kind=ogr.wkbUnknown, driver="GPKG"))
    assert told(delivery)["PATCHES_CURVED"] == {"count": 1}
    area = ogr.CreateGeometryFromWkb(delivery.patches[0].wkb).Area()
    assert area == pytest.approx(math.pi * radius**2, abs=0.05)


def test_what_is_classified_is_not_counted_among_the_patches_with_heights(build):
    rows = raised(build.rows(是否军用="否"), "Z")
    marked = ({**rows[0][0], "JCBH": "450512JM777", "是否军用": "是"}, rows[0][1].replace("37345", "37347"))
    delivery = read_package(build.layer("a.gpkg", [*rows, marked], kind=ogr.wkbPolygon25D, driver="GPKG"))
    assert len(delivery.patches) == 2
    assert told(delivery)["PATCHES_FLATTENED"] == {"count": 2}


@linux_only
def test_a_package_under_a_name_that_is_not_utf8_is_refused_with_what_to_do(package, tmp_path):
    foreign = tmp_path / gbk("北海市图斑.zip")
    shutil.copyfile(package, foreign)
    lost = str(foreign).encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # as Qt's dialogs give it
    for path in (foreign, str(foreign), lost):
        with pytest.raises(WeipianError) as raised:
            read_package(path)
        assert raised.value.code == "NAME_NOT_UTF8" and "convmv" in raised.value.sentence("zh")
        QgsMessageLog.logMessage(describe(raised.value)[0], "卫片判读")


@linux_only
def test_files_of_a_folder_with_such_names_are_read_and_shown_readably(unpacked):
    whole = read_package(unpacked)
    for path in list(unpacked.iterdir()):
        path.rename(path.with_name(gbk(path.name)))
    delivery = read_package(unpacked)
    assert len(delivery.patches) == len(whole.patches) == 406
    assert delivery.digest == whole.digest
    said = repr((delivery.findings, delivery.mapping, delivery.label, delivery.summary("zh"), delivery.summary("en")))
    said.encode("utf-8")
    assert said == repr((whole.findings, whole.mapping, whole.label, whole.summary("zh"), whole.summary("en")))


@linux_only
def test_imagery_with_such_a_name_is_told_and_left_and_a_geodatabase_refused(build):
    build.layer("图斑.shp")
    image = gdal.GetDriverByName("GTiff").Create(str(build.folder / "a.tif"), 2, 2)
    image.SetGeoTransform((37345000.0, 1.0, 0.0, 2390000.0, 0.0, -1.0))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(4525)
    image.SetProjection(srs.ExportToWkt())
    del image
    (build.folder / "a.tif").rename(build.folder / gbk("影像20180309.tif"))
    delivery = read_package(build.folder)
    assert delivery.imagery == [] and told(delivery)["NAME_NOT_UTF8"]["name"] == "影像20180309.tif"
    for path in build.folder.iterdir():
        path.unlink()
    geodatabase = build.folder / gbk("图斑.gdb")
    geodatabase.mkdir()
    (geodatabase / "a00000001.gdbtable").write_bytes(b"x")
    with pytest.raises(WeipianError) as raised:
        read_package(build.folder)
    assert raised.value.code == "NAME_NOT_UTF8" and Path(str(raised.value.values["file"])).name == "图斑.gdb"
