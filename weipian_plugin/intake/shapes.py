"""Reads the polygon layer of a package: shapefile, file geodatabase or GeoPackage, the one that has the patch ids."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

from osgeo import gdal, ogr

from ..domain.errors import WeipianError, refuse_foreign_name
from ..domain.exchange.encodings import text_of_cpg
from ..domain.feedback import Feedback, stop_if_cancelled
from ..domain.records import Finding
from .dbf import DbfTable, read_dbf
from .mapping import id_rank
from .members import GeometrySource
from .received import SHAPE, RawRow, RawTable

_POLYGONS = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface, ogr.wkbUnknown,
             ogr.wkbGeometryCollection)
_SHP_POLYGONS = (5, 15, 25)
# As the format calls them.
_SHP_KINDS = {1: "Point", 11: "PointZ", 21: "PointM", 3: "PolyLine", 13: "PolyLineZ", 23: "PolyLineM",
              8: "MultiPoint", 18: "MultiPointZ", 28: "MultiPointM", 31: "MultiPatch"}
_FLATTENED, _CURVED = "PATCHES_FLATTENED", "PATCHES_CURVED"
_STEP = 200
# As the overlay divides arcs: a full circle of 100 m radius is then right to 0.01 m².
_ARC_STEP_DEGREES = 0.05


@dataclass(frozen=True)
class Layer:
    """A layer that could be the patches: ``rank`` says how surely it has their ids (None: not at all)."""

    source: GeometrySource
    path: Path
    name: str
    headings: Sequence[str]
    polygons: bool
    kind: str
    count: int
    dbf: Optional[DbfTable] = None

    @property
    def title(self) -> str:
        """The layer as messages name it."""
        return self.source.title if self.source.kind == "shp" else f"{self.source.title}|{self.name}"

    @property
    def rank(self) -> Optional[int]:
        """0: a column JCBH; more: an alias of it; None: neither."""
        return id_rank(self.headings, dbf=self.source.kind == "shp")


def list_layers(sources: Sequence[GeometrySource], scratch: Path, encoding: str) -> List[Layer]:
    """Every layer with a geometry in ``sources``; shapefiles and GeoPackages are read from a copy in ``scratch``.

    Raises ``FILE_TRUNCATED``, ``FILE_DAMAGED``, ``SHAPEFILE_PARTS_DIFFER``, ``ENCODING_UNKNOWN``.
    """
    layers: List[Layer] = []
    for number, source in enumerate(sources):
        if source.kind == "shp":
            layers.append(_shapefile_layer(source, scratch / f"shape{number}", encoding))
        else:
            layers.extend(_database_layers(source, scratch / f"base{number}"))
    return layers


def choose_layer(layers: Sequence[Layer], wanted: str) -> Layer:
    """The polygon layer with patch ids, or the one named ``wanted``.

    Raises ``NOT_POLYGONS``, ``LAYER_UNKNOWN``, ``JCBH_MISSING``, ``SEVERAL_LAYERS`` (its value ``choices`` lists them).
    """
    if wanted:
        named = [layer for layer in layers if wanted in (layer.title, layer.name, layer.source.title)]
        if not named:
            raise WeipianError("LAYER_UNKNOWN", layer=wanted, layers=_titles(layers))
        layers = named
    polygons = [layer for layer in layers if layer.polygons]
    if not polygons:
        raise WeipianError("NOT_POLYGONS", file=_titles(layers), kind=layers[0].kind)
    ranks = [layer.rank for layer in polygons if layer.rank is not None]
    if not ranks:
        if len(polygons) == 1:
            raise WeipianError("JCBH_MISSING", file=polygons[0].title, headings="、".join(polygons[0].headings))
        raise WeipianError("SEVERAL_LAYERS", layers=_titles(polygons), choices=tuple(x.title for x in polygons))
    best = [layer for layer in polygons if layer.rank == min(ranks)]
    if len(best) > 1:
        raise WeipianError("SEVERAL_LAYERS", layers=_titles(best), choices=tuple(x.title for x in best))
    return best[0]


def read_layer(layer: Layer, feedback: Feedback) -> RawTable:
    """The layer's records with their polygons as ISO WKB in the source's CRS (Z, M and curves dropped)."""
    with _opened(layer.path, layer.source.title) as dataset:
        ogr_layer = dataset.GetLayerByName(layer.name) if layer.source.kind != "shp" else dataset.GetLayer(0)
        rows = _shapefile_rows(ogr_layer, layer, feedback) if layer.dbf else _database_rows(ogr_layer, feedback)
        crs_text = _prj_text(layer.source) if layer.source.kind == "shp" else _crs_text(ogr_layer)
        del ogr_layer
    encoding = layer.dbf.encoding.shown if layer.dbf else "UTF-8"
    findings = list(layer.dbf.findings) if layer.dbf else []
    return RawTable(layer.title, SHAPE, list(layer.headings), rows, crs_text=crs_text, encoding=encoding,
                    findings=findings)


def _titles(layers: Sequence[Layer]) -> str:
    return "、".join(layer.title for layer in layers)


@contextmanager
def _opened(path: Path, shown: str) -> Iterator[Any]:
    """The dataset, read only; GDAL's own words stay out of QGIS's log while we say it ourselves."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = _open(path)
        if dataset is None:
            raise WeipianError("FILE_DAMAGED", file=shown)
        yield dataset
        del dataset
    finally:
        gdal.PopErrorHandler()


def _open(path: Path) -> Any:
    refuse_foreign_name(str(path))  # a file geodatabase, which is read where it lies
    try:
        return gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError:  # another plugin may have switched GDAL to exceptions
        return None


def _shapefile_layer(source: GeometrySource, folder: Path, encoding: str) -> Layer:
    """Checked against its own headers before GDAL sees it; copied under a plain name, which every platform opens."""
    folder.mkdir(parents=True)
    for suffix in (".shp", ".shx", ".dbf"):
        shutil.copyfile(source.parts[suffix], folder / f"patches{suffix}")
    kind, count = _check_headers(source)
    cpg = source.parts.get(".cpg")
    declared = text_of_cpg(cpg.read_bytes()) if cpg else None
    dbf = read_dbf(source.parts[".dbf"], f"{source.title[:-4]}.dbf", declared, encoding)
    if dbf.record_count != count:
        raise WeipianError("SHAPEFILE_PARTS_DIFFER", file=source.title, shapes=count, records=dbf.record_count)
    return Layer(source, folder / "patches.shp", "patches", dbf.headings, kind in _SHP_POLYGONS,
                 _SHP_KINDS.get(kind, str(kind)), count, dbf)


def _check_headers(source: GeometrySource) -> Tuple[int, int]:
    """(shape type, number of records). A file shorter than its header says was cut on its way."""
    for suffix in (".shp", ".shx"):
        path = source.parts[suffix]
        with path.open("rb") as opened:
            header = opened.read(100)
        if len(header) < 100 or path.stat().st_size < 2 * int.from_bytes(header[24:28], "big"):
            raise WeipianError("FILE_TRUNCATED", file=f"{source.title[:-4]}{suffix}")
        if int.from_bytes(header[:4], "big") != 9994:
            raise WeipianError("FILE_DAMAGED", file=f"{source.title[:-4]}{suffix}")
    count = (2 * int.from_bytes(header[24:28], "big") - 100) // 8
    return int.from_bytes(header[32:36], "little"), count


def _prj_text(source: GeometrySource) -> str:
    prj = source.parts.get(".prj")
    return prj.read_bytes().decode("utf-8", "replace").strip("\ufeff\0 \r\n") if prj else ""


def _crs_text(ogr_layer: Any) -> str:
    srs = ogr_layer.GetSpatialRef()
    if srs is None:
        return ""
    code = srs.GetAuthorityCode(None)
    if code and srs.GetAuthorityName(None) == "EPSG":
        return f"EPSG:{code}"
    text: str = srs.ExportToWkt()
    return "" if "Undefined" in text[:40] else text


def _shapefile_rows(ogr_layer: Any, layer: Layer, feedback: Feedback) -> List[RawRow]:
    rows = []
    records = layer.dbf.rows if layer.dbf else {}
    for done, (number, values) in enumerate(records.items()):
        if done % _STEP == 0:
            stop_if_cancelled(feedback)
            feedback.progress(done, len(records), layer.title)
        feature = ogr_layer.GetFeature(number)
        rows.append(_row(number + 1, values, feature))
    return rows


def changes_told(rows: Sequence[RawRow]) -> List[Finding]:
    """What reading did to the shapes of ``rows``, each kind once."""
    counts = Counter(code for row in rows for code in row.changed)
    return [Finding(code, "W", {"count": counts[code]}) for code in (_FLATTENED, _CURVED) if counts[code]]


def _row(number: int, values: Dict[str, object], feature: Any) -> RawRow:
    geometry = feature.GetGeometryRef() if feature is not None else None
    if geometry is None or geometry.IsEmpty():
        return RawRow(number, values)
    flat = geometry.Clone()
    changed: Tuple[str, ...] = (_FLATTENED,) if flat.Is3D() or flat.IsMeasured() else ()
    if flat.HasCurveGeometry():
        flat = flat.GetLinearGeometry(_ARC_STEP_DEGREES)
        changed += (_CURVED,)
    flat.FlattenTo2D()
    return RawRow(number, values, bytes(flat.ExportToIsoWkb()), changed=changed)


def _database_layers(source: GeometrySource, folder: Path) -> List[Layer]:
    path = source.path
    if source.kind == "gpkg":
        # A GeoPackage may be in WAL mode: looking at it would leave files beside the person's own.
        folder.mkdir(parents=True)
        path = folder / "package.gpkg"
        shutil.copyfile(source.path, path)
        journal = source.path.with_name(source.path.name + "-wal")
        if journal.exists():
            shutil.copyfile(journal, folder / "package.gpkg-wal")
    layers = []
    with _opened(path, source.title) as dataset:
        for index in range(dataset.GetLayerCount()):
            ogr_layer = dataset.GetLayer(index)
            flat = ogr.GT_Flatten(ogr_layer.GetGeomType())
            if flat == ogr.wkbNone:
                continue
            headings = [field.GetName() for field in ogr_layer.schema]
            layers.append(Layer(source, path, ogr_layer.GetName(), headings, flat in _POLYGONS,
                                ogr.GeometryTypeToName(flat), ogr_layer.GetFeatureCount()))
            del ogr_layer
    return layers


def _database_rows(ogr_layer: Any, feedback: Feedback) -> List[RawRow]:
    names = [field.GetName() for field in ogr_layer.schema]
    dates = {i for i, field in enumerate(ogr_layer.schema) if field.GetType() in (ogr.OFTDate, ogr.OFTDateTime)}
    rows = []
    ogr_layer.ResetReading()
    for done, feature in enumerate(ogr_layer):
        if done % _STEP == 0:
            stop_if_cancelled(feedback)
            feedback.progress(done, 0, ogr_layer.GetName())
        values: Dict[str, object] = {}
        for index, name in enumerate(names):
            if not feature.IsFieldSetAndNotNull(index):
                values[name] = None
            else:
                values[name] = feature.GetFieldAsString(index) if index in dates else feature.GetField(index)
        rows.append(_row(done + 1, values, feature))
    return rows
