"""Reads the ground around a patch from the scenes of its dates, and matches them: the slow part, for a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional, Tuple

from osgeo import gdal, ogr, osr

from ...domain.records import TILES
from .scene_files import described, look_into
from .scene_shelf import place_of
from .scenes import Picture, PictureState
from .stretch import PLAIN, Ground, Range, Stretch, laid_over, matched_ranges, own_ranges

if TYPE_CHECKING:
    import numpy as np

SIDE = 96
Box = Tuple[float, float, float, float]
Kind = Tuple[int, int]  # data type and number of bands: tiles alike in both share one stretch, so that no seam shows
Grounds = Dict[Kind, Tuple[Ground, Tuple[str, ...]]]


@dataclass(frozen=True)
class Surroundings:
    """A square of ground in metres, ``box`` (west, south, east, north) in ``crs``; the ``patch`` in it as WKB."""

    box: Box
    crs: str
    patch: bytes = b""
    workspace_crs: str = ""


def stretches_of(pictures: Mapping[str, Picture], around: Surroundings, matched: bool) -> Dict[str, Stretch]:
    """The stretch of each date; the file as it is where nothing can be read or where bytes are not to be matched."""
    seen = {date: _grounds(picture, around) for date, picture in pictures.items()}
    outside = _outside(around)
    main = {date: _most_seen(kinds) for date, kinds in seen.items() if kinds}
    ranges: Dict[str, Tuple[Range, ...]] = {}
    if matched:
        ranges = matched_ranges({date: seen[date][kind][0] for date, kind in main.items()}, outside)
    found = {}
    for date in pictures:
        parts: Dict[str, Tuple[Range, ...]] = {}
        for kind, (ground, paths) in seen[date].items():
            if matched or not ground.is_byte:
                wanted = ranges.get(date, ()) if kind == main[date] else ()
                parts.update(dict.fromkeys(paths, wanted or own_ranges(ground, outside)))
        found[date] = Stretch(tuple(sorted((path, each) for path, each in parts.items() if each))) if parts else PLAIN
    return found


def _most_seen(kinds: Grounds) -> Kind:
    return max(kinds, key=lambda kind: int(kinds[kind][0].valid.sum()))


def _grounds(picture: Picture, around: Surroundings) -> Grounds:
    """What the scenes show of the ground, those of one kind laid over each other as they are on the map."""
    found: Grounds = {}
    if picture.state is not PictureState.READY:
        return found
    for scene in reversed(picture.scenes):
        file = look_into(scene.path) if scene.kind != TILES else None
        if file is None:
            continue
        ground = _read(described(file, picture.place_crs or around.workspace_crs, place_of(picture)), around,
                       file.colours, file.is_byte or file.palette)
        if ground is not None:
            kind = (file.data_type, file.colours)
            below, paths = found.get(kind, (None, ()))
            found[kind] = (laid_over(below, ground), (*paths, scene.path))
    return found


def _read(path: str, around: Surroundings, colours: int, is_byte: bool) -> Optional[Ground]:
    import numpy as np

    warped = _warped(path, around) if path else None
    if warped is None or warped.RasterCount < colours + 1:
        return None
    raw = warped.ReadRaster(buf_type=gdal.GDT_Float32)
    if raw is None:
        return None
    numbers = np.frombuffer(bytes(raw), dtype="float32").reshape(warped.RasterCount, SIDE, SIDE)
    valid = (numbers[-1] > 0) & np.isfinite(numbers[:colours]).all(axis=0)
    return Ground(numbers[:colours], valid, is_byte)


def _warped(path: str, around: Surroundings) -> Optional[Any]:
    """Nearest pixels, as a map shows them: means of many pixels have less contrast than what is looked at."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        source = gdal.Open(path)
        if source is None:  # the shelf has let go of the description meanwhile
            return None
        return gdal.Warp("", source, format="MEM", dstSRS=around.crs, outputBounds=list(around.box), width=SIDE,
                         height=SIDE, dstAlpha=True, resampleAlg="near")
    except RuntimeError:  # another plugin may have switched GDAL to exceptions
        return None
    finally:
        gdal.PopErrorHandler()


def _outside(around: Surroundings) -> np.ndarray:
    """Where the patch is not, SIDE × SIDE, the edge of the patch counted as patch."""
    import numpy as np

    west, south, east, north = around.box
    mask = gdal.GetDriverByName("MEM").Create("", SIDE, SIDE, 1, gdal.GDT_Byte)
    mask.SetGeoTransform((west, (east - west) / SIDE, 0, north, 0, (south - north) / SIDE))
    shape = ogr.CreateGeometryFromWkb(around.patch) if around.patch else None
    if shape is not None:
        plane = osr.SpatialReference()
        plane.SetFromUserInput(around.crs)
        mask.SetProjection(plane.ExportToWkt())
        source = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = source.CreateLayer("patch", plane)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)
        gdal.RasterizeLayer(mask, [1], layer, burn_values=[1], options=["ALL_TOUCHED=TRUE"])
    return np.frombuffer(bytes(mask.ReadRaster()), dtype="uint8").reshape(SIDE, SIDE) == 0
