"""Looking at layers: which file or table, layer, coordinates, fields and encoding; nothing is written beside."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from dataclasses import field as stored_as
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from ..domain.errors import WeipianError, refuse_foreign_name
from ..domain.exchange.dbase import layout_of, texts_in
from ..domain.exchange.encodings import Encoding, decode, likeliest_encoding, text_of_cpg
from .kernels.arrays import Bounds, Geometries, Indices
from .kernels.plane import SourceCrs, source_crs
from .readers.wkb import CAN_CLOSE, from_wkb

_DATABASES = ("PG:", "postgresql://", "postgres://")
_POLYGON_TYPES = ("Polygon", "MultiPolygon", "GeometryCollection", "Unknown", "CurvePolygon", "MultiSurface", "Surface",
                  "PolyhedralSurface", "TIN")
_MOST_LAYERS = 1000
# Enough of a .dbf to meet Chinese text, little enough to be looked at in a moment.
_SAMPLE_BYTES = 4_000_000
# Under this name GDAL hands the texts of a shapefile over byte for byte: decoded by it, one spoilt text fails a layer.
_AS_BYTES = "ISO-8859-1"
# Arcs are divided into chords of so many degrees: a full circle of 100 m radius is then right to 0.01 m².
_ARC_STEP = {"OGR_ARC_STEPSIZE": "0.05"}
# Drivers of our own, beside GDAL's.
SURVEY_TEXT, GEOPARQUET, POSTGIS = "勘测定界TXT", "GeoParquet", "PostGIS"
_SHAPEFILE_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


@dataclass(frozen=True)
class Source:
    """One layer of one file or database, looked at but not read.

    ``place`` is what is told of where it is (never a password), ``path`` the file, if it is one; ``access`` how its
    reader gets there. ``size`` (bytes) and ``mtime`` (ns) identify its state; ``count`` is its number of features.
    ``fields`` are ``stored`` (the names GDAL gives), decoded by ``decided``: a shapefile's encoding as found here.
    ``bounds`` is where it says it lies (in its CRS), None where that is not known without reading it.
    """

    place: str
    layer: str
    crs: SourceCrs
    fields: Tuple[str, ...]
    encoding: str
    count: int
    driver: str
    size: int
    mtime: int
    stored: Tuple[str, ...]
    path: Optional[Path] = None
    decided: Optional[Encoding] = None
    bounds: Optional[Bounds] = None
    access: str = stored_as(default="", repr=False, compare=False)

    @property
    def identity(self) -> Tuple[str, str, int, int]:
        """Equal as long as the layer has not been changed."""
        return (self.place, self.layer, self.size, self.mtime)

    @property
    def is_current(self) -> bool:
        """Whether the layer is still there as it was looked at."""
        if self.path is not None:
            return state_of(self.path, self.layer) == (self.size, self.mtime)
        from .readers.postgis import is_current

        return is_current(self)

    @property
    def middle_longitude(self) -> float:
        """Degrees east; NaN for a layer in degrees of which nobody knows where it lies."""
        if self.crs.zone is not None:
            return float(self.crs.zone.central_meridian)
        return (self.bounds[0] + self.bounds[2]) / 2 if self.bounds else math.nan

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
    """Look at ``PATH[|LAYER]``, ``PG:host=… dbname=…|SCHEMA.TABLE`` or ``postgresql://…|SCHEMA.TABLE``.

    Raises WeipianError: SOURCE_MISSING, NAME_NOT_UTF8, SOURCE_PART_MISSING, SOURCE_UNREADABLE, LAYER_MISSING,
    LAYER_NOT_NAMED, LAYER_NOT_POLYGONS,
    PACKAGE_MISSING_FOR_FORMAT, those of `plane.source_crs` and, for 勘测定界 texts, SURVEY_TEXT_….
    """
    if text.startswith(_DATABASES):
        from .readers.postgis import look as look_at_table

        return look_at_table(text)
    path, layer = split_source(text)
    there = path.exists()
    refuse_foreign_name(str(path), there)
    if not there:
        raise WeipianError("SOURCE_MISSING", file=str(path))
    suffix = path.suffix.lower()
    if suffix == ".txt":
        from .readers.survey_text import look as look_at_text

        return look_at_text(path)
    if suffix in (".parquet", ".geoparquet"):
        from .readers.geoparquet import look as look_at_parquet

        return look_at_parquet(path)
    return _look_at_file(path, layer, text)


def _look_at_file(path: Path, layer: str, text: str) -> Source:
    """What GDAL says of a layer."""
    missing = [suffix for suffix in (".shx", ".dbf") if path.suffix.lower() == ".shp" and _part(path, suffix) is None]
    if missing:
        raise WeipianError("SOURCE_PART_MISSING", file=text, missing=", ".join(missing))
    layer = layer or _only_layer(path)
    decided = _decide_encoding(path, layer)
    size, mtime = state_of(path, layer)
    try:
        info = pyogrio.read_info(path, layer=layer, encoding=_AS_BYTES if decided else None, **open_options(path))
    except pyogrio.errors.DataLayerError as error:
        raise WeipianError("LAYER_MISSING", file=str(path), layer=layer, layers=_listed(_layers(path))) from error
    except Exception as error:  # whatever a driver throws, the file cannot be read
        raise WeipianError("SOURCE_UNREADABLE", file=text, detail=one_line(error)) from error
    kind = re.sub(r"^2\.5D |^Measured |^3D Measured | ?Z?M?$", "", str(info["geometry_type"]))
    if kind not in _POLYGON_TYPES:
        raise WeipianError("LAYER_NOT_POLYGONS", file=text, kind=info["geometry_type"])
    stored = tuple(str(name) for name in info["fields"])
    return Source(str(path), layer, source_crs(info["crs"], text), tuple(_decoded(name, decided) for name in stored),
                  decided.codec.upper() if decided else str(info["encoding"]), int(info["features"]),
                  str(info["driver"]), size, mtime, stored, path, decided, bounds_of(info["total_bounds"]))


def bounds_of(values: Optional[Sequence[float]]) -> Optional[Bounds]:
    """Four finite numbers as bounds, else None."""
    if values is None or len(values) != 4 or not np.isfinite(np.asarray(values, dtype=np.float64)).all():
        return None
    west, south, east, north = (float(value) for value in values)
    return west, south, east, north


def read_features(source: Source, columns: Sequence[str], bounds: Optional[Bounds] = None) -> Features:
    """The features of ``source`` whose box meets ``bounds`` (in its CRS; None = all), with ``columns``, as they are.

    Raises WeipianError SOURCE_UNREADABLE, LAYER_NOT_POLYGONS.
    """
    if source.driver in (SURVEY_TEXT, GEOPARQUET, POSTGIS):
        return _read_by_its_reader(source, columns)
    fids, wkb, read = read_raw(source, columns, bbox=bounds)
    geometries = parse_wkb(wkb)
    kinds = shapely.get_type_id(geometries)
    if np.any(kinds >= 0) and not np.any(np.isin(kinds, (3, 6, 7))):
        raise WeipianError("LAYER_NOT_POLYGONS", file=source.place, kind=geometries[kinds >= 0][0].geom_type)
    if shapely.has_z(geometries).any():
        geometries = shapely.force_2d(geometries)
    return Features(fids, geometries, read)


def _read_by_its_reader(source: Source, columns: Sequence[str]) -> Features:
    from .readers.opening import open_reader

    reader = open_reader(source)
    try:
        blocks = list(reader.blocks(columns, lambda: None))
    finally:
        reader.close()
    if not blocks:
        return Features(np.empty(0, dtype=np.int64), np.empty(0, dtype=object),
                        {name: np.empty(0, dtype=object) for name in columns})
    return Features(np.concatenate([block.fids for block in blocks]),
                    np.concatenate([block.geometries for block in blocks]),
                    {name: np.concatenate([block.columns[name] for block in blocks]) for name in blocks[0].columns})


def read_raw(source: Source, columns: Sequence[str], **selection: Any,
             ) -> Tuple[Indices, Sequence[Optional[bytes]], Dict[str, NDArray[Any]]]:
    """(fids, WKB, columns) of the features of a file that ``selection`` (`pyogrio.raw.read`) says, by GDAL.

    Raises WeipianError SOURCE_UNREADABLE.
    """
    # GDAL gives the columns in the layer's order, whatever order is asked for.
    wanted = {name: stored for name, stored in zip(source.fields, source.stored) if name in columns}
    encoding = _AS_BYTES if source.decided else None
    path = source.path or Path()
    pyogrio.set_gdal_config_options(_ARC_STEP)
    try:
        _, fids, wkb, values = pyogrio.raw.read(
            path, layer=source.layer, columns=list(wanted.values()), return_fids=True,
            encoding=encoding, datetime_as_string=True, **selection, **open_options(path))
    except Exception as error:
        raise WeipianError("SOURCE_UNREADABLE", file=source.place, detail=one_line(error)) from error
    read = {name: _decoded_column(column, source.decided) for name, column in zip(wanted, values)}
    return np.asarray(fids, dtype=np.int64), wkb if wkb is not None else [None] * len(fids), read


def parse_wkb(wkb: Sequence[Optional[bytes]]) -> Geometries:
    """Shapely geometries of ``wkb``, open rings closed where the library can; None for None, for empty bytes and for
    what cannot be parsed.
    """
    shapes = np.full(len(wkb), None, dtype=object)
    rows = np.array([row for row, blob in enumerate(wkb) if blob], dtype=np.int64)
    for how in ("ignore", "fix") if CAN_CLOSE else ("ignore",):
        rows = rows[shapely.is_missing(shapes[rows])]
        if len(rows):
            shapes[rows] = from_wkb([wkb[row] or b"" for row in rows.tolist()], how)
    return shapes


def texts(values: NDArray[Any]) -> NDArray[np.object_]:
    """A column as text: missing → "", whole floats without their point, padding stripped."""
    listed = values.tolist()
    made = np.empty(len(listed), dtype=object)
    if set(map(type, listed)) <= {str, type(None)}:  # few different ones, as classes are
        known = {value: _text(value) for value in set(listed)}
        made[:] = [known[value] for value in listed]
    else:
        made[:] = [_text(value) for value in values]
    return made


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
    options = open_options(path)
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
        raise WeipianError("SOURCE_UNREADABLE", file=str(path), detail=one_line(error)) from error
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


def open_options(path: Path) -> Dict[str, str]:
    """What GDAL needs to open a file without a trace.

    A GeoPackage left in WAL mode is opened as unchanging, so that SQLite makes no -wal and -shm beside it.
    """
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return {}
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return {}  # another program's last rows are still in the log: SQLite brings them in, as for any reader
    with path.open("rb") as file:
        header = file.read(20)
    return {"IMMUTABLE": "YES"} if header[18:20] == b"\x02\x02" else {}


def state_of(path: Path, layer: str) -> Tuple[int, int]:
    """Bytes and newest change (ns) of the files that make up the layer."""
    if path.is_dir():
        parts = [part for part in path.iterdir() if part.suffix.lower() != ".lock"]
    elif path.suffix.lower() == ".shp":
        parts = [part for part in (_part(path, suffix) for suffix in _SHAPEFILE_PARTS) if part is not None]
    else:
        parts = [path, path.with_name(path.name + "-wal")]
    states = []
    for part in parts:
        with suppress(OSError):
            states.append(part.stat())
    if path.suffix.lower() == ".gpkg" and len(states) == 2 and states[1].st_size == 0:
        del states[1]  # a reader that came and went left an empty log
    return sum(state.st_size for state in states), max((state.st_mtime_ns for state in states), default=0)


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
