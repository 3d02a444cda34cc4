"""Leads of daily work (巡查, 12336, 微信) from a table with coordinates, CSV or Excel, however it is laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ..domain.areas.zones import DEGREES, UNKNOWN, recognise_coordinates, recognise_crs
from ..domain.calendar.dates import parse_date
from ..domain.errors import WeipianError
from ..domain.records import Finding
from .crs import recognise_source
from .sheets import Grid, grids_of

SOURCE, DAY, NUMBER, TEXT, UNIT, TOWNSHIP, LON, LAT, X, Y, CRS, SECRET = (
    "source", "day", "number", "text", "unit", "township", "lon", "lat", "x", "y", "crs", "secret")
ALIASES: Mapping[str, Tuple[str, ...]] = {
    SOURCE: ("来源", "发现渠道", "线索来源", "来源渠道", "渠道", "发现途径", "发现方式", "FXLY", "source"),
    DAY: ("发现时间", "发现日期", "日期", "时间", "举报时间", "受理时间", "受理日期", "巡查时间", "巡查日期", "FXSJ",
          "date"),
    NUMBER: ("线索编号", "编号", "工单号", "受理编号", "举报编号", "FXBH", "number", "id"),
    TEXT: ("线索描述", "描述", "内容", "问题描述", "举报内容", "线索内容", "情况说明", "备注", "FXMS", "text"),
    UNIT: ("行政区代码", "县代码", "所属行政区", "行政区", "县区", "所属县区", "县名称", "县", "XZQDM", "FXDW",
           "county"),
    TOWNSHIP: ("乡镇", "乡镇街道", "乡镇(街道)", "所属乡镇", "XZMC", "township"),
    LON: ("经度", "东经", "lon", "lng", "long", "longitude"), LAT: ("纬度", "北纬", "lat", "latitude"),
    X: ("x", "x坐标", "坐标x", "横坐标"), Y: ("y", "y坐标", "坐标y", "纵坐标"),
    CRS: ("坐标系", "坐标系统", "crs"), SECRET: ("是否军用", "是否涉密", "涉密", "军用", "SFJY", "SFSM"),
}
SOURCES: Tuple[Tuple[str, str], ...] = (
    ("12336", "12336"), ("微信", "微信"), ("巡查", "巡查"), ("巡护", "巡查"), ("日常", "巡查"))
_SHIFTED = re.compile(r"gcj|bd-?0?9|火星|高德|腾讯|百度|amap|baidu", re.IGNORECASE)
_HEADING_WITHIN = 30
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_SIXTIETHS = re.compile(r"(\d{1,3})\s*[°度]\s*(\d{1,2})\s*['′’分]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”秒]|'')?)?")
DOUBLED = "DISCOVERY_DOUBLED"
"""Of a row that is taken once only, as long as nobody says that both are leads."""
_SAME = {True: ("编号", "number"), False: ("时间和位置", "day and place")}
_YES = ("是", "1", "true", "y", "yes")
_NAMED_CRS = {"cgcs2000": "EPSG:4490", "国家2000": "EPSG:4490", "2000国家大地坐标系": "EPSG:4490",
              "wgs84": "EPSG:4326", "wgs-84": "EPSG:4326", "wgs1984": "EPSG:4326"}

Cells = Mapping[str, object]


@dataclass(frozen=True)
class FoundPoint:
    """One lead: ``row`` of the table, ``x`` and ``y`` in its CRS, ``unit`` as it is written there."""

    row: int
    x: float
    y: float
    source: str
    day: date
    number: str = ""
    text: str = ""
    unit: str = ""
    township: str = ""


@dataclass(frozen=True)
class FoundTable:
    """The leads of a table in one CRS (``EPSG:n``); ``findings`` tell what was left out, and of what to beware."""

    file: str
    crs: str
    points: Tuple[FoundPoint, ...]
    findings: Tuple[Finding, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def read_discoveries(path: Path, crs: str = "", source: str = "", encoding: str = "", both: bool = False
                     ) -> FoundTable:
    """Read a table of leads. ``crs``: what its coordinates are, where the table does not say so; ``source``: of all its
    rows, where it has no such column; ``both``: a person says that rows which look doubled (`_once`) are two leads.

    Coordinates that are said to be shifted (GCJ-02, BD-09) are refused, never turned into others; which CRS longitude
    and latitude are in is not guessed. Raises ``DISCOVERIES_NO_PLACE``, ``DISCOVERIES_NO_COLUMN``,
    ``DISCOVERIES_CRS``, ``DISCOVERIES_SHIFTED``, ``DISCOVERIES_CLASSIFIED``, ``DISCOVERIES_EMPTY``, ``CRS_LEGACY``,
    ``COORDINATES_SWAPPED``, ``COORDINATES_OUTSIDE``, and what a table raises.
    """
    file = path.name
    columns, rows = _table(grids_of(path, file, encoding), file)
    if any(_text(cells.get(SECRET)).lower() in _YES for _, cells in rows):
        raise WeipianError("DISCOVERIES_CLASSIFIED", file=file)
    for needed, name in ((DAY, "发现时间"), (SOURCE, "来源")):
        if needed not in columns and not (needed == SOURCE and source):
            raise WeipianError("DISCOVERIES_NO_COLUMN", file=file, column=name, columns="、".join(columns.values()))
    found = _Rows(file, source)
    for number, cells in rows:
        found.take(number, cells)
    if not found.points:
        raise WeipianError("DISCOVERIES_EMPTY", file=file)
    said = _said_crs(columns, rows, file)  # looked at whatever was chosen: what is said to be shifted is never taken
    authid, told = _crs_of(found, crs or said, file)
    points = [point for point in found.points if _is_inside(point, authid)]
    found.findings += [Finding("DISCOVERY_OUTSIDE", "E", {"file": file, "row": one.row, "value": f"{one.x}, {one.y}"})
                       for one in found.points if not _is_inside(one, authid)]
    if not points:
        raise WeipianError("DISCOVERIES_EMPTY", file=file)
    points, doubled = (points, []) if both else _once(points, file)
    unsure = 0 if said else sum(point.source == "微信" for point in points)
    if unsure:
        told = (*told, Finding("DISCOVERIES_MAY_BE_SHIFTED", "W", {"file": file, "count": unsure}))
    return FoundTable(file, authid, tuple(points), (*told, *doubled, *found.findings), columns)


def _once(points: Sequence[FoundPoint], file: str) -> Tuple[List[FoundPoint], List[Finding]]:
    """Of rows of one source that have the same number, or the same day and place, the first; each other is told."""
    kept: List[FoundPoint] = []
    told: List[Finding] = []
    first: Dict[Tuple[object, ...], int] = {}
    for point in points:
        keys: List[Tuple[object, ...]] = [(point.source, point.day, f"{point.x:.7f}", f"{point.y:.7f}")]
        if point.number:
            keys.append((point.source, point.number))
        before = min((first[key] for key in keys if key in first), default=None)
        if before is None:
            kept.append(point)
        else:
            same, same_en = _SAME[bool(point.number) and keys[-1] in first]
            told.append(Finding(DOUBLED, "W", {
                "file": file, "row": point.row, "first": before, "same": same, "same_en": same_en}))
        for key in keys:
            first.setdefault(key, point.row if before is None else before)
    return kept, told


class _Rows:
    """The rows as leads, and what is wrong with the others."""

    def __init__(self, file: str, source: str) -> None:
        self.points: List[FoundPoint] = []
        self.findings: List[Finding] = []
        self._file, self._source = file, source

    def take(self, number: int, cells: Cells) -> None:
        """One row."""
        east, north = (_coordinate(cells.get(one, cells.get(other))) for one, other in ((LON, X), (LAT, Y)))
        if east is None or north is None:
            shown = ", ".join(_text(cells.get(one, cells.get(other))) or "空" for one, other in ((LON, X), (LAT, Y)))
            self._tell("DISCOVERY_NO_COORDINATES", number, shown)
            return
        day = parse_date(cells.get(DAY)) or parse_date(_text(cells.get(DAY))[:10])
        if day is None:
            self._tell("DISCOVERY_NO_DAY", number, _text(cells.get(DAY)))
            return
        written = _text(cells.get(SOURCE)) or self._source
        source = source_of(written)
        if source == "其他" and written != "其他":
            self._tell("DISCOVERY_SOURCE_OTHER", number, written or "空", "W")
        self.points.append(FoundPoint(number, east, north, source, day, *(
            _text(cells.get(name)) for name in (NUMBER, TEXT, UNIT, TOWNSHIP))))

    def _tell(self, code: str, row: int, value: str, severity: str = "E") -> None:
        self.findings.append(Finding(code, severity, {"file": self._file, "row": row, "value": value}))


def source_of(written: str) -> str:
    """巡查, 12336 or 微信, as a word of the table says; 其他 for anything else."""
    return next((source for sign, source in SOURCES if sign in written), "其他")


def _table(grids: Sequence[Grid], file: str) -> Tuple[Dict[str, str], List[Tuple[int, Cells]]]:
    """The columns that are known, by what they are, and the rows below them; of the sheet that has most of them."""
    columns: Dict[str, Tuple[int, str]] = {}
    heading, grid = 0, None
    for one in grids:
        for row in range(1, min(len(one.rows), _HEADING_WITHIN) + 1):
            known = _columns(one.rows[row - 1])
            if len(known) > len(columns):
                columns, heading, grid = known, row, one
    names = [_text(value) for value in grid.rows[heading - 1] if _text(value)] if grid is not None else []
    if grid is None or not ({LON, LAT} <= columns.keys() or {X, Y} <= columns.keys()):
        raise WeipianError("DISCOVERIES_NO_PLACE", file=file, columns="、".join(names) or "—")
    rows: List[Tuple[int, Cells]] = []
    for number in range(heading + 1, len(grid.rows) + 1):
        cells = {name: grid.at(number, column) for name, (column, _) in columns.items()}
        if any(value is not None for value in cells.values()):
            rows.append((number, cells))
    return {name: title for name, (_, title) in columns.items()}, rows


def _columns(cells: Sequence[object]) -> Dict[str, Tuple[int, str]]:
    found: Dict[str, Tuple[int, str]] = {}
    for number, value in enumerate(cells, 1):
        title = _text(value)
        plain = re.sub(r"[（(][^）)]*[）)]$", "", title).strip().lower()
        for name, aliases in ALIASES.items():
            if name not in found and {plain, title.lower()} & {alias.lower() for alias in aliases}:
                found[name] = (number, title)
                break
    return found


def _said_crs(columns: Mapping[str, str], rows: Sequence[Tuple[int, Cells]], file: str) -> str:
    """What the table says of its coordinates, in a column or in the headings."""
    said = [_text(cells.get(CRS)) for _, cells in rows if _text(cells.get(CRS))]
    headings = [columns[name] for name in (LON, LAT, X, Y) if name in columns]
    shifted = next((words for words in (*said, *headings) if _SHIFTED.search(words)), "")
    if shifted:
        raise WeipianError("DISCOVERIES_SHIFTED", file=file, crs=shifted)
    told = list(dict.fromkeys(said))
    if len(told) > 1:
        raise WeipianError("DISCOVERIES_CRS", file=file, crs="、".join(told[:3]), proposed="—")
    return _NAMED_CRS.get(told[0].lower().replace(" ", ""), told[0]) if told else ""


def _crs_of(found: _Rows, said: str, file: str) -> Tuple[str, Tuple[Finding, ...]]:
    """The CRS and what is to be told of it. X and Y that are north and east, as surveyors write them, are turned."""
    if _SHIFTED.search(said):
        raise WeipianError("DISCOVERIES_SHIFTED", file=file, crs=said)
    boxes = [(one.x, one.y, one.x, one.y) for one in found.points]
    if _mostly_unknown(boxes) and not _mostly_unknown([(y, x, y, x) for x, y, _, _ in boxes]):
        is_plane = recognise_crs(said).kind != DEGREES and boxes[0][0] > 1000
        if not is_plane:
            raise WeipianError("COORDINATES_SWAPPED", file=file, x=boxes[0][0], y=boxes[0][1])
        found.points = [FoundPoint(one.row, one.y, one.x, one.source, one.day, one.number, one.text, one.unit,
                                   one.township) for one in found.points]
        boxes = [(y, x, y, x) for x, y, _, _ in boxes]
    try:
        known = recognise_source(said, boxes, said, file)
    except WeipianError as error:
        if error.code != "CRS_UNKNOWN":
            raise
        raise WeipianError("DISCOVERIES_CRS", file=file, crs=said or "未写明",
                           proposed=error.values.get("proposed") or "—") from error
    return known.authid, known.findings


def _mostly_unknown(boxes: Sequence[Tuple[float, float, float, float]]) -> bool:
    return sum(recognise_coordinates(box).kind == UNKNOWN for box in boxes) * 2 > len(boxes)


def _is_inside(point: FoundPoint, authid: str) -> bool:
    """Are these numbers of the kind that the CRS has?"""
    kind = recognise_coordinates((point.x, point.y, point.x, point.y)).kind
    degrees = recognise_crs(authid).kind == DEGREES or authid == "EPSG:4326"
    return kind == DEGREES if degrees else kind not in (UNKNOWN, DEGREES)


def _coordinate(value: object) -> Optional[float]:
    """A number, or degrees with minutes and seconds."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    text = _text(value).replace("，", "").replace(",", "")
    parts = _SIXTIETHS.search(text)
    if parts:
        degrees, minutes, seconds = (float(part or 0) for part in parts.groups())
        return degrees + minutes / 60 + seconds / 3600
    plain = text.strip("°度EeNn东经北纬 ")
    return float(plain) if _NUMBER.fullmatch(plain) else None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
