"""A table with its shapes: GeoPackage, or a GBK shapefile with short names; the same bytes for the same state."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from osgeo import gdal, ogr, osr

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, stop_if_cancelled
from ..domain.forms.fields import Field, FieldType
from ..domain.forms.table_form import Made, Row, Rows, TableForm
from ..domain.marks import FOOTER, Mark
from ..domain.records import Finding
from .csv_file import Missing
from .files import in_one_move, in_one_move_together
from .sheets.cells import CellValue, cell_value, heading

_GBK_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_LONGEST_NAME, _LONGEST_TEXT, _MOST_FIELDS = 10, 254, 255
_LARGEST_DBF = 2**31 - 1
_BETWEEN_REPORTS, _NAMED = 500, 5
_NO_DAY = "2000-01-01"
_DIGITS: Dict[FieldType, Tuple[int, int]] = {FieldType.AREA: (12, 2), FieldType.INTEGER: (10, 0),
                                             FieldType.NUMBER: (16, 6)}
_TOLD = (OSError, RuntimeError)


class _Cut:
    """Texts that were too long for their column: how many, and the first of them."""

    def __init__(self) -> None:
        self.count = 0
        self.places: List[str] = []

    def note(self, place: str) -> None:
        self.count += 1
        if len(self.places) < _NAMED:
            self.places.append(place)

    def remarks(self) -> Tuple[Finding, ...]:
        if not self.count:
            return ()
        return (Finding("TEXTS_CUT", "W", {"count": self.count, "places": "；".join(self.places)}),)


def write_geopackage(form: TableForm, rows: Rows, path: Path, shapes: Sequence[Optional[bytes]], crs: str,
                     mark: Mark, moment: str, feedback: Feedback) -> Tuple[Finding, ...]:
    """A layer named as the form's file, a column for each field under its code, 中文 as alias (GDAL ≥ 3.7); areas 亩.

    Raises ``OUTPUT_NOT_WRITABLE``, ``JOB_CANCELLED``.
    """
    def fill(dataset: gdal.Dataset) -> None:
        layer = dataset.CreateLayer(Path(form.template).stem, _reference(crs), ogr.wkbMultiPolygon, options)
        for field in form.fields:
            layer.CreateField(_geopackage_field(field))
        dataset.StartTransaction()
        for _, row, shape in _features(rows, shapes, feedback, path.name):
            _put(layer, [cell_value(field, row.get(field.code)) for field in form.fields], shape)
        _done(dataset.CommitTransaction())

    options = [f"IDENTIFIER={mark.title(form.name)}", f"DESCRIPTION={mark.title(form.name)}；{FOOTER}"]
    today = f"{moment[:10] or _NO_DAY}T00:00:00.000Z"  # which GDAL writes instead of the clock's
    with in_one_move(path, _TOLD) as part, _set_for_gdal(OGR_CURRENT_DATE=today):
        _make("GPKG", part, fill)
    return rows.told() if isinstance(rows, Made) else ()


def write_shapefile(form: TableForm, rows: Rows, path: Path, shapes: Sequence[Optional[bytes]], crs: str,
                    moment: str, feedback: Feedback) -> Tuple[List[Path], Tuple[Finding, ...]]:
    """A shapefile in GBK with its .cpg: dates YYYYMMDD, areas 亩, 是/否; its files, and what GBK or a column of 254
    bytes could not hold. Raises ``OUTPUT_NOT_WRITABLE``, ``SHAPEFILE_TOO_LARGE``, ``JOB_CANCELLED``.
    """
    names = short_names([field.code for field in form.fields])
    widths = [_width(field) for field in form.fields]
    if len(names) > _MOST_FIELDS or (sum(widths) + 1) * len(rows) > _LARGEST_DBF:
        raise WeipianError("SHAPEFILE_TOO_LARGE", file=path.name, rows=len(rows), fields=len(names))
    missing, cut = Missing("gbk"), _Cut()

    def fill(dataset: gdal.Dataset) -> None:
        layer = dataset.CreateLayer(path.stem, _reference(crs), ogr.wkbPolygon,
                                    ["ENCODING=GBK", f"DBF_DATE_LAST_UPDATE={moment[:10] or _NO_DAY}"])
        for field, name, width in zip(form.fields, names, widths):
            layer.CreateField(_shapefile_field(field, name, width))
        for number, row, shape in _features(rows, shapes, feedback, path.name):
            values = [_as_gbk(cell_value(field, row.get(field.code)), width, f"第 {number} 行 {field.zh}", missing, cut)
                      for field, width in zip(form.fields, widths)]
            _put(layer, values, shape)

    # QGIS tells GDAL to leave the texts of shapefiles as they are: UTF-8 under the name of GBK.
    with in_one_move_together(path, _GBK_PARTS, _TOLD) as part, _set_for_gdal(SHAPE_ENCODING="GBK"):
        _make("ESRI Shapefile", part, fill)
    told = rows.told() if isinstance(rows, Made) else ()
    return [path.with_suffix(ending) for ending in _GBK_PARTS], (*told, *missing.remarks(), *cut.remarks())


def short_names(codes: Sequence[str]) -> List[str]:
    """Names of at most ten letters, each once whatever the capitals: a code that is longer is cut and numbered."""
    taken: Set[str] = {code.upper() for code in codes if len(code) <= _LONGEST_NAME}
    names = []
    for code in codes:
        name, number = code, 0
        while len(code) > _LONGEST_NAME and (number == 0 or name.upper() in taken):
            number += 1
            tail = str(number) if number > 1 else ""
            name = code[:_LONGEST_NAME - len(tail)] + tail
            if name.upper() not in taken:
                break
        taken.add(name.upper())
        names.append(name)
    return names


def _features(rows: Rows, shapes: Sequence[Optional[bytes]], feedback: Feedback,
              text: str) -> Iterator[Tuple[int, Row, Optional[bytes]]]:
    for number, row in enumerate(rows, 1):
        if number % _BETWEEN_REPORTS == 0:
            stop_if_cancelled(feedback)
            feedback.progress(number, len(rows), text)
        yield number, row, shapes[number - 1] if number <= len(shapes) else None


def _put(layer: ogr.Layer, values: Sequence[CellValue], wkb: Optional[bytes]) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    for index, value in enumerate(values):
        if isinstance(value, date):
            feature.SetField(index, value.isoformat())
        elif value is not None:
            feature.SetField(index, float(value) if isinstance(value, Decimal) else value)
    if wkb is not None:
        feature.SetGeometryDirectly(ogr.ForceToMultiPolygon(ogr.CreateGeometryFromWkb(wkb)))
    _done(layer.CreateFeature(feature))


def _as_gbk(value: CellValue, width: int, place: str, missing: Missing, cut: _Cut) -> CellValue:
    """A value as the shapefile holds it."""
    if isinstance(value, date):
        return value.strftime("%Y%m%d")
    if not isinstance(value, str):
        return value
    fitting = missing.fit(value, place)
    held = _within(fitting, width)
    if held != fitting:
        cut.note(place)
    return held


def _geopackage_field(field: Field) -> ogr.FieldDefn:
    kinds = {FieldType.AREA: ogr.OFTReal, FieldType.NUMBER: ogr.OFTReal, FieldType.INTEGER: ogr.OFTInteger64}
    made = ogr.FieldDefn(field.code, kinds.get(field.type, ogr.OFTString))
    made.SetAlternativeName(heading(field))
    return made


def _shapefile_field(field: Field, name: str, width: int) -> ogr.FieldDefn:
    kinds = {FieldType.AREA: ogr.OFTReal, FieldType.NUMBER: ogr.OFTReal, FieldType.INTEGER: ogr.OFTInteger64}
    made = ogr.FieldDefn(name, kinds.get(field.type, ogr.OFTString))
    made.SetWidth(width)
    made.SetPrecision(_DIGITS.get(field.type, (0, 0))[1])
    return made


def _width(field: Field) -> int:
    """Bytes of the column: of a text twice its letters, as GBK writes them."""
    if field.type in _DIGITS:
        return _DIGITS[field.type][0]
    if field.type is FieldType.DATE:
        return _LONGEST_NAME
    if field.type is FieldType.BOOLEAN:
        return 2
    return min(2 * field.length, _LONGEST_TEXT) if field.length else _LONGEST_TEXT // 2


def _within(text: str, width: int) -> str:
    """As much of the text as the column holds, no letter by half."""
    raw = text.encode("gbk")
    return text if len(raw) <= width else raw[:width].decode("gbk", "ignore")


def _reference(crs: str) -> Optional[osr.SpatialReference]:
    reference = osr.SpatialReference()
    return reference if crs and reference.SetFromUserInput(crs) == 0 else None


def _done(code: int) -> None:
    if code != 0:
        raise OSError(0, gdal.GetLastErrorMsg() or "OGR")


def _make(driver: str, path: Path, fill: Callable[[gdal.Dataset], None]) -> None:
    """A new dataset, filled and closed; what fails in closing it is told too."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        gdal.ErrorReset()
        dataset = gdal.GetDriverByName(driver).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
        if dataset is None:
            raise OSError(0, gdal.GetLastErrorMsg())
        fill(dataset)
        dataset = None  # which closes it
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise OSError(0, gdal.GetLastErrorMsg())
    finally:
        gdal.PopErrorHandler()


@contextlib.contextmanager
def _set_for_gdal(**options: str) -> Iterator[None]:
    """Options of GDAL for what this thread writes meanwhile."""
    before = {name: gdal.GetThreadLocalConfigOption(name, None) for name in options}
    for name, value in options.items():
        gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)
