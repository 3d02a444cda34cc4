"""Reading layers: which file, layer, coordinates and encoding; only what is near; nothing written beside."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from ..domain.dbase import layout_of, texts_in
from ..domain.encodings import Encoding, decode, likeliest_encoding, text_of_cpg
from ..domain.errors import WeipianError
from .plane import Bounds, Geometries, Indices, SourceCrs, source_crs

_POLYGON_TYPES = ("Polygon", "MultiPolygon", "GeometryCollection", "Unknown", "CurvePolygon", "MultiSurface", "Surface",
                  "PolyhedralSurface", "TIN")
_MOST_LAYERS = 1000
# Enough of a .dbf to meet Chinese text, little enough to be looked at in a moment.
_SAMPLE_BYTES = 4_000_000
# Under this name GDAL hands the texts of a shapefile over byte for byte: decoded by it, one spoilt text fails a layer.
_AS_BYTES = "ISO-8859-1"
_SHAPEFILE_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


@dataclass(frozen=True)
class Source:
    """One layer of one file, looked at but not read.

    ``size`` (bytes) and ``mtime`` (ns) identify the state of the file; ``count`` is its number of features.
    ``fields`` are ``stored`` (the names GDAL gives), decoded by ``decided``: a shapefile's encoding as found here.
    """

    path: Path
    layer: str
    crs: SourceCrs
    fields: Tuple[str, ...]
    encoding: str
    count: int
    driver: str
    size: int
    mtime: int
    stored: Tuple[str, ...]
    decided: Optional[Encoding]

    @property
    def identity(self) -> Tuple[str, str, int, int]:
        """Equal as long as the file has not been changed."""
        return (str(self.path), self.layer, self.size, self.mtime)

    @property
    def is_current(self) -> bool:
        """Whether the file is still there as it was looked at."""
        return self.path.exists() and _state(self.path, self.layer) == (self.size, self.mtime)

    def field(self, name: str) -> Optional[str]:
        """The layer's spelling of field ``name`` (letter case aside), or None."""
        if name in self.fields:
            return name
        return next((field for field in self.fields if field.lower() == name.lower()), None)


@dataclass(frozen=True)
class Features:
    """What was read of a layer, in file order: ids, raw shapely geometries (None where there is none), columns."""

    fids: Indices
    geometries: Geometries
    columns: Dict[str, NDArray[Any]]


def split_source(text: str) -> Tuple[Path, str]:
    """``PATH[|LAYER]`` (also QGIS's ``|layername=LAYER``) → path and layer name, empty where none is given."""
    path, _, layer = text.partition("|")
    layer = layer.split("|")[0]
    return Path(path), layer[len("layername="):] if layer.startswith("layername=") else layer


def open_source(text: str) -> Source:
    """Look at ``PATH[|LAYER]`` without reading its features.

    Raises WeipianError: SOURCE_MISSING, SOURCE_UNREADABLE, LAYER_MISSING, LAYER_NOT_NAMED, LAYER_NOT_POLYGONS and those
    of `plane.source_crs`.
    """
    path, layer = split_source(text)
    if not path.exists():
        raise WeipianError("SOURCE_MISSING", file=str(path))
    missing = [suffix for suffix in (".shx", ".dbf") if path.suffix.lower() == ".shp" and _part(path, suffix) is None]
    if missing:
        raise WeipianError("SOURCE_UNREADABLE", file=text, detail="缺少 " + "、".join(missing))
    layer = layer or _only_layer(path)
    decided = _decide_encoding(path, layer)
    try:
        info = pyogrio.read_info(path, layer=layer, encoding=_AS_BYTES if decided else None, **_open_options(path))
    except pyogrio.errors.DataLayerError as error:
        raise WeipianError("LAYER_MISSING", file=str(path), layer=layer, layers=_listed(_layers(path))) from error
    except Exception as error:  # whatever a driver throws, the file cannot be read
        raise WeipianError("SOURCE_UNREADABLE", file=text, detail=_one_line(error)) from error
    kind = re.sub(r"^2\.5D | Z?M?$", "", str(info["geometry_type"]))
    if kind not in _POLYGON_TYPES:
        raise WeipianError("LAYER_NOT_POLYGONS", file=text, kind=info["geometry_type"])
    size, mtime = _state(path, layer)
    stored = tuple(str(name) for name in info["fields"])
    return Source(path, layer, source_crs(info["crs"], text), tuple(_decoded(name, decided) for name in stored),
                  decided.codec.upper() if decided else str(info["encoding"]), int(info["features"]),
                  str(info["driver"]), size, mtime, stored, decided)


def read_features(source: Source, columns: Sequence[str], bounds: Optional[Bounds] = None) -> Features:
    """The features of ``source`` whose box meets ``bounds`` (in its CRS; None = all), with ``columns``.

    Raises WeipianError SOURCE_UNREADABLE, LAYER_NOT_POLYGONS.
    """
    # GDAL gives the columns in the layer's order, whatever order is asked for.
    wanted = {name: stored for name, stored in zip(source.fields, source.stored) if name in columns}
    encoding = _AS_BYTES if source.decided else None
    try:
        _, fids, wkb, values = pyogrio.raw.read(
            source.path, layer=source.layer, columns=list(wanted.values()), bbox=bounds, return_fids=True,
            force_2d=True, encoding=encoding, datetime_as_string=True, **_open_options(source.path))
    except Exception as error:
        raise WeipianError("SOURCE_UNREADABLE", file=str(source.path), detail=_one_line(error)) from error
    geometries = parse_wkb(wkb)
    kinds = shapely.get_type_id(geometries)
    if np.any(kinds >= 0) and not np.any(np.isin(kinds, (3, 6, 7))):
        raise WeipianError("LAYER_NOT_POLYGONS", file=str(source.path), kind=geometries[kinds >= 0][0].geom_type)
    read = {name: _decoded_column(column, source.decided) for name, column in zip(wanted, values)}
    return Features(np.asarray(fids, dtype=np.int64), geometries, read)


def parse_wkb(wkb: Sequence[Optional[bytes]]) -> Geometries:
    """Shapely geometries of ``wkb``; None for None, for empty bytes and for what cannot be parsed."""
    blobs = np.empty(len(wkb), dtype=object)
    blobs[:] = [blob or None for blob in wkb]
    with np.errstate(invalid="ignore"):  # NaN coordinates are dealt with later
        return np.asarray(shapely.from_wkb(blobs, on_invalid="ignore"), dtype=object)


def texts(values: NDArray[Any]) -> NDArray[np.object_]:
    """A column as text: missing → "", whole floats without their point, padding stripped."""
    return np.array([_text(value) for value in values], dtype=object)


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()


def _only_layer(path: Path) -> str:
    """The one layer with geometry there is."""
    layers = _layers(path)
    if len(layers) != 1:
        raise WeipianError("LAYER_NOT_NAMED", file=str(path), layers=_listed(layers))
    return layers[0]


def _layers(path: Path) -> List[str]:
    """The layers with geometry."""
    options = _open_options(path)
    try:
        if not options:
            return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        # Listing takes no open options, looking at one layer after the other does.
        found: List[str] = []
        for number in range(_MOST_LAYERS):
            info = pyogrio.read_info(path, layer=number, **options)
            if info["geometry_type"] is not None:
                found.append(str(info["layer_name"]))
    except pyogrio.errors.DataLayerError:
        return found
    except Exception as error:
        raise WeipianError("SOURCE_UNREADABLE", file=str(path), detail=_one_line(error)) from error
    return found


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:30]) + (" …" if len(names) > 30 else "")


def _decide_encoding(path: Path, layer: str) -> Optional[Encoding]:
    """A shapefile's encoding by its .cpg and .dbf; None where the format knows its own."""
    shp = path if path.suffix.lower() == ".shp" else path / f"{layer}.shp"
    dbf, cpg = _part(shp, ".dbf"), _part(shp, ".cpg")
    if dbf is None:
        return None
    with dbf.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    layout = layout_of(sample)
    texts = texts_in(sample, layout) if layout is not None and layout.is_sound else ()
    declared = text_of_cpg(cpg.read_bytes()) if cpg else None
    found = likeliest_encoding(texts, dbf.name, declared, layout.ldid if layout else 0)
    # ASCII is only what the sample shows.
    return replace(found, codec="utf-8") if found.codec == "ascii" else found


def _decoded_column(values: NDArray[Any], encoding: Optional[Encoding]) -> NDArray[Any]:
    if encoding is None or values.dtype != object:
        return values
    return np.array([_decoded(value, encoding) if isinstance(value, str) else value for value in values], dtype=object)


def _decoded(text: str, encoding: Optional[Encoding]) -> str:
    """What bytes handed over as text say; the half character at a cut end is left out, spoilt ones are replaced."""
    if encoding is None or text.isascii():
        return text
    raw = text.encode(_AS_BYTES)
    try:
        return decode(raw, encoding.codec)[0]
    except UnicodeDecodeError:
        return raw.decode(encoding.codec, "replace")


def _part(shp: Path, suffix: str) -> Optional[Path]:
    """A shapefile's part, whatever the letter case of its suffix."""
    candidates = (shp.with_suffix(suffix), shp.with_suffix(suffix.upper()))
    return next((part for part in candidates if part.is_file()), None)


def _open_options(path: Path) -> Dict[str, str]:
    """A GeoPackage left in WAL mode is opened as unchanging, so that SQLite makes no -wal and -shm beside it."""
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return {}
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return {}  # another program's last rows are still in the log: SQLite brings them in, as for any reader
    with path.open("rb") as file:
        header = file.read(20)
    return {"IMMUTABLE": "YES"} if header[18:20] == b"\x02\x02" else {}


def _state(path: Path, layer: str) -> Tuple[int, int]:
    """Bytes and newest change (ns) of the files that make up the layer."""
    if path.is_dir():
        parts = [part for part in path.iterdir() if part.is_file()]
    elif path.suffix.lower() == ".shp":
        parts = [part for part in (_part(path, suffix) for suffix in _SHAPEFILE_PARTS) if part is not None]
    else:
        parts = [part for part in (path, path.with_name(path.name + "-wal")) if part.is_file()]
    states = [part.stat() for part in parts]
    return sum(state.st_size for state in states), max((state.st_mtime_ns for state in states), default=0)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
