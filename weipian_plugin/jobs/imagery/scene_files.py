"""Raster files as they are shown: which bands, where on the ground; nothing is ever written beside them.

A file is read through a description (VRT) in memory: bands in the order of red, green and blue, a palette turned into
colours, a CRS or a place where the file has none. QGIS and GDAL write the statistics they make beside what they open:
not beside what is opened here.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Tuple

from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

Box = Tuple[float, float, float, float]

_NO_COLOUR = (gdal.GCI_Undefined, gdal.GCI_GrayIndex)
_NATURAL_OF_FOUR = [3, 2, 1]
"""Multispectral products in four bands and more come as blue, green, red, near infrared (高分、资源卫星)."""


@dataclass(frozen=True)
class RasterFile:
    """What is known of a file once it was looked into: ``bands`` to show (colours, then alpha if ``alpha``)."""

    path: str
    columns: int
    rows: int
    bands: Tuple[int, ...]
    alpha: bool
    palette: bool
    data_type: int
    box: Optional[Box]
    crs_wkt: str

    @property
    def colours(self) -> int:
        """1 (grey) or 3."""
        return 3 if self.palette else len(self.bands) - int(self.alpha)

    @property
    def is_byte(self) -> bool:
        """Are its numbers 0…255 as a screen shows them?"""
        return self.data_type == gdal.GDT_Byte

    def crs(self) -> QgsCoordinateReferenceSystem:
        """Its own CRS, invalid where it has none."""
        return QgsCoordinateReferenceSystem.fromWkt(self.crs_wkt) if self.crs_wkt else QgsCoordinateReferenceSystem()


def open_raster(path: str) -> Optional[Any]:
    """GDAL's dataset, ``None`` for what it cannot read; in any thread."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError:  # another plugin may have switched GDAL to exceptions
        return None
    finally:
        gdal.PopErrorHandler()


def look_into(path: str) -> Optional[RasterFile]:
    """The bands, size and place of a raster file; ``None`` for what cannot be read."""
    dataset = open_raster(path)
    if dataset is None or not dataset.RasterCount:
        return None
    bands, alpha = shown_bands(dataset)
    first = dataset.GetRasterBand(bands[0])
    return RasterFile(path, dataset.RasterXSize, dataset.RasterYSize, tuple(bands), alpha,
                      first.GetColorTable() is not None, first.DataType, _box_of(dataset),
                      dataset.GetProjection() or "")


def shown_bands(dataset: Any) -> Tuple[List[int], bool]:
    """(bands as red, green, blue or one grey, then alpha; is there an alpha)."""
    meanings = [dataset.GetRasterBand(number).GetColorInterpretation() for number in range(1, dataset.RasterCount + 1)]
    alpha = [meanings.index(gdal.GCI_AlphaBand) + 1] if gdal.GCI_AlphaBand in meanings else []
    wanted = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)
    plain = [number for number, meaning in enumerate(meanings, 1) if meaning != gdal.GCI_AlphaBand]
    if all(meaning in meanings for meaning in wanted):
        return [*(meanings.index(meaning) + 1 for meaning in wanted), *alpha], bool(alpha)
    if len(plain) >= 4 and all(meaning in _NO_COLOUR for meaning in meanings[:3]):
        return [*_NATURAL_OF_FOUR, *alpha], bool(alpha)
    return [*(plain[:3] if len(plain) >= 3 else plain[:1] or [1]), *alpha], bool(alpha)


def described(file: RasterFile, crs: str, place: Optional[QgsRectangle] = None) -> str:
    """The path, in memory, of the description by which ``file`` is shown; made once.

    ``crs`` (authid or WKT) is that of a file without one, and of the ``place`` it is laid on. Empty if GDAL refuses.
    """
    options: Dict[str, Any] = {"format": "VRT", "bandList": None if file.palette else list(file.bands)}
    if file.palette:
        options["rgbExpand"] = "rgba"
    if place is not None:
        options["outputBounds"] = [place.xMinimum(), place.yMaximum(), place.xMaximum(), place.yMinimum()]
    if place is not None or not file.crs_wkt:
        options["outputSRS"] = crs
    text = repr((file, crs if "outputSRS" in options else "", options.get("outputBounds")))
    path = f"/vsimem/weipian/{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.vrt"
    if gdal.VSIStatL(path) is not None:
        return path
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        source = gdal.OpenEx(file.path, gdal.OF_RASTER | gdal.OF_READONLY)
        made = gdal.Translate(path, source, options=gdal.TranslateOptions(**options)) if source is not None else None
    except RuntimeError:
        made = None
    finally:
        gdal.PopErrorHandler()
    return path if made is not None else ""


@contextmanager
def without_sidecars() -> Iterator[None]:
    """What is opened within keeps the statistics made of it to itself: no .aux.xml appears beside a person's file.

    Description and place were read before, with what stands in a sidecar that is there already.
    """
    setting = getattr(gdal, "SetThreadLocalConfigOption", gdal.SetConfigOption)
    setting("GDAL_PAM_ENABLED", "NO")
    try:
        yield
    finally:
        setting("GDAL_PAM_ENABLED", None)


def forget_descriptions() -> None:
    """Take all of them out of memory."""
    gdal.RmdirRecursive("/vsimem/weipian")


def _box_of(dataset: Any) -> Optional[Box]:
    """West, south, east, north in the file's CRS; ``None`` without a georeference."""
    transform = dataset.GetGeoTransform(can_return_null=True)
    if transform is None:
        return None
    corners = [gdal.ApplyGeoTransform(transform, x, y) for x in (0, dataset.RasterXSize)
               for y in (0, dataset.RasterYSize)]
    across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(across), min(up), max(across), max(up)
