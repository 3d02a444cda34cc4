"""勘测定界坐标文件: the boundary text of approved land, with its rings, both axis orders and both encodings.

No standard is public; what is read here is what such files are in practice:

    [属性描述]
    坐标系=2000国家大地坐标系   几度分带=3   带号=38   …
    [地块坐标]
    点数,面积(公顷),地块编号,地块名称,面,图幅号,用途,地类编码,@
    J1,1,X(north),Y(east)            point, ring, metres; the first point may be repeated at the end of a ring

Rings after the first are holes or further outlines: where they lie decides. Whatever cannot be told apart is an error
that names the line, for a wrong guess would be a wrong area.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ...domain.areas.zones import GaussKruger
from ...domain.errors import WeipianError
from ..engines import Tick
from ..kernels.arrays import Bounds, Floats, Indices
from ..kernels.boxtree import BoxTree
from ..kernels.plane import SourceCrs
from ..kernels.polygons import IndexedPolygons, from_geometries
from ..shapes import polygons_of
from ..sources import SURVEY_TEXT, Source, state_of
from .base import Block, Columns, Found, find, make_sure_it_is_current
from .wkb import NOT_POLYGONS, Decoded

COLUMNS = ("地块编号", "地块名称", "面积", "图形属性", "图幅号", "用途", "地类编码")
SECTION_HEAD, SECTION_PARCELS = "[属性描述]", "[地块坐标]"
LAYER = "地块坐标"
_SHAPES = ("面", "线", "点")
_POINT_FIELDS, _PARCEL_FIELDS = 4, 8
_LEAST_PARCEL_FIELDS = 7
# The order of the two numbers of a point, and what they are.
_DEGREES, _PLAIN, _PREFIXED = "degrees", "plain", "prefixed"


@dataclass(frozen=True)
class Ring:
    """Points (n×2 as they stand in the file, not closed) and the line each is in."""

    numbers: Floats
    lines: Tuple[int, ...]
    was_closed: bool


@dataclass(frozen=True)
class Parcel:
    """One block: its values by `COLUMNS`, the line of its head, and its rings."""

    values: Tuple[object, ...]
    line: int
    declared: Optional[int]
    rings: Tuple[Ring, ...]

    @property
    def is_polygon(self) -> bool:
        """Whether it is no line or point."""
        return self.values[COLUMNS.index("图形属性")] in ("面", "")


@dataclass(frozen=True)
class SurveyText:
    """A file that has been understood: parcels, coordinate system, and whether X (north) is in front."""

    file: str
    parcels: Tuple[Parcel, ...]
    crs: SourceCrs
    north_first: bool
    encoding: str

    @property
    def bounds(self) -> Bounds:
        """Around all points, easting first."""
        numbers = np.concatenate([ring.numbers for parcel in self.parcels for ring in parcel.rings])
        numbers = numbers[:, ::-1] if self.north_first else numbers
        (west, south), (east, north) = numbers.min(axis=0).tolist(), numbers.max(axis=0).tolist()
        return west, south, east, north

    def geometry(self, parcel: Parcel) -> object:
        """A Polygon or MultiPolygon in ``crs``, easting first. Raises WeipianError SURVEY_TEXT_RINGS_CROSS."""
        rings = [ring.numbers[:, ::-1] if self.north_first else ring.numbers for ring in parcel.rings]
        outlines = np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
        if len(outlines) == 1:
            return outlines[0]
        depth, container = self._depths(parcel, outlines)
        made = [shapely.Polygon(rings[shell], [rings[hole] for hole in np.flatnonzero(container == shell).tolist()])
                for shell in np.flatnonzero(depth % 2 == 0).tolist()]
        return made[0] if len(made) == 1 else shapely.MultiPolygon(made)

    def _depths(self, parcel: Parcel, outlines: NDArray[np.object_]) -> Tuple[Indices, Indices]:
        """In how many others each outline lies, and (for holes) in which of them directly; −1 for shells."""
        wrong = np.flatnonzero(~shapely.is_valid(outlines))
        outlines = outlines.copy()
        outlines[wrong] = polygons_of(shapely.make_valid(outlines[wrong]))
        first, second = shapely.STRtree(outlines).query(outlines)
        pairs = first != second
        first, second = first[pairs], second[pairs]
        inside = shapely.contains(outlines[first], outlines[second])
        meet = shapely.relate_pattern(outlines[first], outlines[second], "T********")
        around = shapely.within(outlines[first], outlines[second])
        wrong = np.flatnonzero(meet & (inside == around))
        if len(wrong):
            line = parcel.rings[max(first[wrong[0]], second[wrong[0]])].lines[0]
            raise WeipianError("SURVEY_TEXT_RINGS_CROSS", file=self.file, line=parcel.line, other=line)
        outer, inner = first[inside], second[inside]
        depth = np.bincount(inner, minlength=len(outlines))
        container = np.full(len(outlines), -1)
        direct = depth[outer] == depth[inner] - 1
        container[inner[direct]] = outer[direct]
        container[depth % 2 == 0] = -1
        return depth, container


def look(path: Path) -> Source:
    """The parcels of a text as a layer. Raises WeipianError SOURCE_UNREADABLE, LAYER_CRS_LEGACY, SURVEY_TEXT_…."""
    size, mtime = state_of(path, LAYER)
    text = read_survey_text(path)
    return Source(str(path), LAYER, text.crs, COLUMNS, text.encoding, len(text.parcels), SURVEY_TEXT, size, mtime,
                  COLUMNS, path, bounds=text.bounds)


def read_survey_text(path: Path) -> SurveyText:
    """Everything in a text. Raises WeipianError as `look`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise WeipianError("SOURCE_UNREADABLE", file=str(path), detail=detail) from error
    text, encoding = _decoded(content, str(path))
    return _Parser(str(path), encoding).parse(text)


class SurveyTextReader:
    """The parcels of a text, all in memory."""

    def __init__(self, source: Source) -> None:
        """Reads the file."""
        self.source = source
        text = read_survey_text(source.path or Path())
        self._parcels = text.parcels
        shapes = np.full(len(text.parcels), None, dtype=object)
        for row, parcel in enumerate(text.parcels):
            if parcel.is_polygon:
                shapes[row] = text.geometry(parcel)
        self._polygons = from_geometries(shapes)
        self._fids: Indices = np.arange(1, len(shapes) + 1)
        self._tree = BoxTree.from_boxes(self._polygons.boxes())
        lines = int(np.count_nonzero(shapely.is_missing(shapes)))
        self._lost = {NOT_POLYGONS: lines} if lines else {}

    def near(self, patches: IndexedPolygons, margin: float, columns: Sequence[str], tick: Tick) -> Found:
        """See `Reader`."""
        found, _ = find(self._tree, self._fids, patches, margin, lambda fids: self._fetch(fids, columns), tick)
        make_sure_it_is_current(self.source)
        found.lost.update(self._lost)
        return found

    def blocks(self, columns: Sequence[str], tick: Tick) -> Iterator[Block]:
        """See `Reader`."""
        tick()
        fids, decoded, values = self._fetch(self._fids, columns)
        make_sure_it_is_current(self.source)
        yield Block(fids, decoded.polygons, values, dict(self._lost), {})

    def close(self) -> None:
        """Nothing is kept open."""

    def _fetch(self, fids: Indices, columns: Sequence[str]) -> Tuple[Indices, Decoded, Columns]:
        rows = fids - 1
        values: Columns = {}
        for place, name in enumerate(COLUMNS):
            if name in columns:
                values[name] = np.array([self._parcels[row].values[place] for row in rows.tolist()], dtype=object)
        return fids, Decoded(self._polygons.take(rows), {}, {}, rows[:0]), values


def _decoded(content: bytes, file: str) -> Tuple[str, str]:
    """(text, encoding): by its mark, else UTF-8 if it is, else GB18030 (which holds GBK)."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(codec, "replace"), codec.upper().replace("-SIG", "")
    place = 0
    for codec in ("utf-8", "gb18030"):
        try:
            return content.decode(codec), codec.upper()
        except UnicodeDecodeError as error:
            place = error.start
    raise WeipianError("SURVEY_TEXT_ENCODING", file=file, line=content.count(b"\n", 0, place) + 1)


class _Parser:
    """Reads line by line; knows file and line for what it has to say."""

    def __init__(self, file: str, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._head: Dict[str, str] = {}
        self._parcels: List[Parcel] = []

    def parse(self, text: str) -> SurveyText:
        section, parcel = "", _Block()
        for line, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
            content = raw.strip().strip("\ufeff\x1a\x00")
            if not content:
                continue
            if content.startswith("["):
                section = content.replace(" ", "")
            elif section == SECTION_HEAD:
                key, _, value = content.replace("＝", "=").partition("=")
                self._head[key.strip()] = value.strip()
            elif section == SECTION_PARCELS:
                parcel = self._take(content, line, parcel)
        self._finish(parcel)
        if not self._parcels:
            raise WeipianError("SURVEY_TEXT_NO_BLOCKS", file=self._file)
        crs, north_first = self._coordinates()
        return SurveyText(self._file, tuple(self._parcels), crs, north_first, self._encoding)

    def _take(self, content: str, line: int, parcel: _Block) -> _Block:
        """One line of the parcels' section: a new parcel, or a point of the present one."""
        if "," not in content:
            content = content.replace("，", ",")
        fields = [value.strip() for value in content.split(",")]
        if content.endswith("@") or len(fields) >= _LEAST_PARCEL_FIELDS:
            self._finish(parcel)
            return _Block(line, tuple(fields[:-1] if fields[-1] == "@" else fields))
        try:
            ring, point = fields[1], (float(fields[2]), float(fields[3]))
        except (IndexError, ValueError) as error:
            raise self._unknown(line, content) from error
        if not parcel.line or any(fields[_POINT_FIELDS + 1:]) or not np.isfinite(point).all():
            raise self._unknown(line, content)
        parcel.add(ring, point, line)
        return parcel

    def _unknown(self, line: int, content: str) -> WeipianError:
        return WeipianError("SURVEY_TEXT_LINE", file=self._file, line=line, text=content[:60])

    def _finish(self, parcel: _Block) -> None:
        if not parcel.line:
            return
        values, declared = _values(parcel.fields)
        rings = tuple(self._ring(points, lines) if values[3] in ("面", "") else _as_it_is(points, lines)
                      for points, lines in parcel.rings)
        repeated = sum(ring.was_closed for ring in rings)
        points = sum(len(ring.numbers) for ring in rings)
        # Makers count points with or without the repeated ones.
        if not rings or (declared is not None and declared not in (points, points + repeated, points + len(rings))):
            raise WeipianError("SURVEY_TEXT_COUNT", file=self._file, line=parcel.line, declared=declared or "",
                               found=points + repeated)
        self._parcels.append(Parcel(values, parcel.line, declared, rings))

    def _ring(self, points: List[Tuple[float, float]], lines: List[int]) -> Ring:
        was_closed = len(points) > 1 and points[0] == points[-1]
        numbers = np.array(points[:-1] if was_closed else points, dtype=np.float64)
        if len(np.unique(numbers, axis=0)) < 3:
            raise WeipianError("SURVEY_TEXT_RING", file=self._file, line=lines[0])
        return Ring(numbers, tuple(lines[:len(numbers)]), was_closed)

    # What the numbers are

    def _coordinates(self) -> Tuple[SourceCrs, bool]:
        """The coordinate system and whether north comes first, agreed on by every point."""
        self._check_datum()
        numbers = np.concatenate([ring.numbers for parcel in self._parcels for ring in parcel.rings])
        lines = [line for parcel in self._parcels for ring in parcel.rings for line in ring.lines]
        north_first, kind = self._order(numbers[0], lines[0])
        for point, line in zip(numbers, lines):
            if self._order(point, line) != (north_first, kind):
                raise self._unclear(point, line)
        if kind == _DEGREES:
            return SourceCrs(None, "EPSG:4490"), north_first
        eastings = numbers[:, 1 if north_first else 0]
        zone = self._zone(eastings, lines, kind == _PREFIXED)
        return SourceCrs(zone, f"EPSG:{zone.epsg}"), north_first

    def _check_datum(self) -> None:
        name = self._head.get("坐标系", "")
        if re.search(r"2000|CGCS", name, re.IGNORECASE):
            return
        if re.search("80|54|西安|北京", name):
            raise WeipianError("LAYER_CRS_LEGACY", file=self._file, crs=name)
        raise WeipianError("SURVEY_TEXT_CRS", file=self._file, crs=name)

    def _order(self, point: Floats, line: int) -> Tuple[bool, str]:
        """(north first, what the numbers are) of one point, by their size alone."""
        first, second = float(point[0]), float(point[1])
        for north, east, north_first in ((first, second, True), (second, first, False)):
            if 3 <= north <= 54 and 73 <= east <= 136:
                return north_first, _DEGREES
            if 1e5 <= north < 1e7 and 13e6 <= east < 46e6:
                return north_first, _PREFIXED
            if 1e6 <= north < 1e7 and 1e5 <= east < 1e6:
                return north_first, _PLAIN
        raise self._unclear(point, line)

    def _unclear(self, point: Floats, line: int) -> WeipianError:
        return WeipianError("SURVEY_TEXT_AXES", file=self._file, line=line, first=f"{point[0]:.10g}",
                           second=f"{point[1]:.10g}")

    def _zone(self, eastings: Floats, lines: Sequence[int], prefixed: bool) -> GaussKruger:
        """The zone of the eastings' prefix, or of the head; where both speak they agree."""
        told, width = (re.sub(r"\D", "", self._head.get(key, "")) for key in ("带号", "几度分带"))
        number = int(told) if told else int(eastings[0] // 1e6)
        if prefixed:
            others = np.flatnonzero(eastings // 1e6 != number)
            if len(others):
                raise WeipianError("SURVEY_TEXT_ZONE_CONTRADICTED", file=self._file, line=lines[others[0]],
                                   found=int(eastings[others[0]] // 1e6), zone=number)
        for degrees in (int(width),) if width else (3, 6):
            try:
                return GaussKruger(degrees, number, prefixed)
            except ValueError:
                continue
        raise WeipianError("SURVEY_TEXT_ZONE", file=self._file, zone=told, width=width, line=lines[0])


class _Block:
    """A parcel as its lines come in."""

    def __init__(self, line: int = 0, fields: Tuple[str, ...] = ()) -> None:
        self.line = line
        self.fields = fields
        self.rings: List[Tuple[List[Tuple[float, float]], List[int]]] = []
        self._ring = ""

    def add(self, ring: str, point: Tuple[float, float], line: int) -> None:
        """A point; a ring ends where its number does, or where it has come back to its first point."""
        points = self.rings[-1][0] if self.rings else []
        if not self.rings or ring != self._ring or (len(points) > 3 and points[0] == points[-1]):
            self.rings.append(([], []))
        self._ring = ring
        self.rings[-1][0].append(point)
        self.rings[-1][1].append(line)


def _as_it_is(points: List[Tuple[float, float]], lines: List[int]) -> Ring:
    return Ring(np.array(points, dtype=np.float64), tuple(lines), False)


def _values(fields: Sequence[str]) -> Tuple[Tuple[object, ...], Optional[int]]:
    """(values by `COLUMNS`, declared number of points); a name may have commas in it."""
    given = list(fields) + [""] * (_PARCEL_FIELDS - len(fields))
    shape = next((place for place in range(4, len(given)) if given[place] in _SHAPES), 4)
    given[3:shape] = [",".join(given[3:shape])]
    count, area, *rest = given[:_PARCEL_FIELDS]
    rest += [""] * (_PARCEL_FIELDS - 2 - len(rest))
    number, name, kind, sheet, use, land_class = rest
    declared = int(count) if re.fullmatch(r"\d+", count) else None
    return (number, name, _number(area), kind, sheet, use, land_class), declared


def _number(text: str) -> Optional[float]:
    try:
        return float(text)
    except ValueError:
        return None
