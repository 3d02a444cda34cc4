"""Packages for intake's tests: the bundled one, and small ones with one thing wrong."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from osgeo import gdal, ogr, osr

# Two real places of the scene, in EPSG:4525.
SQUARES = {"450512A001": (37345000.0, 2390000.0, 40.0), "450512A002": (37346000.0, 2388000.0, 60.0)}


def square(x: float, y: float, side: float) -> str:
    return f"POLYGON(({x} {y},{x} {y + side},{x + side} {y + side},{x + side} {y},{x} {y}))"


class Builder:
    """Writes packages into its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def layer(self, name: str = "图斑.shp", rows: list | None = None, epsg: int | None = 4525,
              kind: int = ogr.wkbPolygon, driver: str = "ESRI Shapefile", layer: str = "patches") -> Path:
        """``rows``: (attributes, WKT or None) pairs."""
        rows = self.rows() if rows is None else rows
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        source = ogr.GetDriverByName(driver)
        more = path.exists() and driver == "GPKG"
        dataset = source.Open(str(path), 1) if more else source.CreateDataSource(str(path))
        gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS switches recoding off once it has opened a shapefile
        srs = None
        if epsg:
            srs = osr.SpatialReference()
            srs.ImportFromEPSG(epsg)
            srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        options = ["ENCODING=GB18030"] if driver == "ESRI Shapefile" else []
        made = dataset.CreateLayer(Path(name).stem if driver == "ESRI Shapefile" else layer, srs, kind, options)
        for field, value in rows[0][0].items():
            made.CreateField(ogr.FieldDefn(field, ogr.OFTReal if isinstance(value, float) else ogr.OFTString))
        for attributes, wkt in rows:
            feature = ogr.Feature(made.GetLayerDefn())
            for field, value in attributes.items():
                if value is not None:
                    feature[field] = value
            if wkt:
                feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
            made.CreateFeature(feature)
        del made, dataset
        return path

    @staticmethod
    def rows(**changes: object) -> list:
        """Two patches; ``changes`` are further columns."""
        return [({"JCBH": jcbh, "XMC": "铁山港区", "JCMJ": side * side, **changes}, square(x, y, side))
                for jcbh, (x, y, side) in SQUARES.items()]

    def table(self, rows: list, name: str = "附表1-1.xlsx") -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(self.folder / name)
        return self.folder / name


@pytest.fixture
def build(tmp_path, qgis_app) -> Builder:
    folder = tmp_path / "包"
    folder.mkdir()
    return Builder(folder)


@pytest.fixture
def scratch(tmp_path, monkeypatch) -> Path:
    """A temporary folder of this test's own: what is left in it was left behind."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def package(demo) -> Path:
    """The zip a county receives."""
    return next((demo / "delivery").glob("*.zip"))


@pytest.fixture
def unpacked(package, tmp_path) -> Path:
    """The same as a folder."""
    folder = tmp_path / "received"
    folder.mkdir()
    with zipfile.ZipFile(package) as opened:
        for info in opened.infolist():
            name = info.filename.encode("cp437").decode("gbk").split("/")[-1]
            with opened.open(info) as source, (folder / name).open("wb") as target:
                shutil.copyfileobj(source, target)
    return folder
