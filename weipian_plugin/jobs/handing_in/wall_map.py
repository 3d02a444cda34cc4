"""挂图 (挂图式作战): for each township a wall map of its patches by outcome, numbered, with their table beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, Generator, List, Mapping, Optional, Sequence, Set, Tuple, Union

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsMapLayer, QgsRectangle
from qgis.PyQt.QtGui import QPainter

from ...delivery.dossier.binding import bind
from ...delivery.dossier.blocks import Grid, Key, Strip, flowed, paint_strips
from ...delivery.dossier.layouts import LEGEND, DrawnMap, PageLayouts, Place
from ...delivery.dossier.volume import SCALE, VolumePdf
from ...delivery.files import in_one_move, scratch_beside
from ...delivery.names import check_path, safe_name, unique_name
from ...delivery.packages import require
from ...delivery.wall_map import MAP, PAPERS, WALL_PAGES, pages_of
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.marks import FOOTER, Mark
from ...domain.records import DRAFT, TableRow
from ..imagery.chip import carried, map_crs
from ..imagery.scene_shelf import SceneShelf
from ..imagery.scenes import AFTER_DATE, picture_of
from ..maps.frames import about, at_round_scale
from ..maps.outcomes import DRAFTED, OPEN, RANKS, Numbered, Sheet, outcome_layer, symbol_of, veil
from ..maps.references import key_picture
from ..own_templates import own_templates, page_findings, require_sound
from .list_material import ListMaterial, list_material
from .lists import by_township
from .marking import mark_for
from .material import Material
from .state import State, state_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from .scope import Scope

NAME = "挂图"
_HEAD = ("序号", "地块编号", "村社区", "面积", "判定", "期限")
_SHARES = (7.5, 22.5, 13.5, 10.5, 9.0, 15.0)
_COLUMN = {"a3": 76.0, "a1": 78.0}
"""Least breadth of a column of the table, mm, at which no cell needs a second line."""
_MARK_MM, _POINTS = {"a3": 1.6, "a1": 2.6}, {"a3": 5.0, "a1": 8.0}
_GAP, _AROUND, _LEAST_M, _KEY_MARK_MM = 3.0, 1.06, 400.0, 2.0
_KEY_SIZE = (9.0, 4.4)
_NAMED: Mapping[str, str] = {**{rank: f"{rank}用地" for rank in RANKS[:3]}, DRAFTED: "初判（未签署）", OPEN: OPEN}


@dataclass(frozen=True)
class WallMaps:
    """What was written: the files in the order of the townships, how many pages and parcels, and the mark."""

    files: Tuple[Path, ...]
    pages: int
    parcels: int
    mark: Mark


@dataclass(frozen=True)
class Listed:
    """A line of the table, and what is drawn of it."""

    row: TableRow
    outcome: str
    cells: Tuple[str, ...]
    area: Optional[Decimal]


def write_wall_maps(workspace: Workspace, scope: Scope, folder: Union[str, Path], paper: str = "a3",
                    imagery: bool = True, mark: Optional[Mark] = None, state: Optional[State] = None,
                    feedback: Optional[Feedback] = None, draft: bool = False, reason: str = "",
                    as_training: bool = False) -> WallMaps:
    """Write a PDF for each township of the scope, on ``paper`` (of `PAPERS`). In the main thread: it lays out pages.

    ``imagery``: upon the newer imagery that a person has said to be 非涉密, else on white. Nothing of what is set apart
    or marked classified is on any. Raises PAPER_UNKNOWN, NOTHING_TO_EXPORT, ERRORS_HOLD_BACK, TRAINING_NOT_DELIVERED,
    LAYOUT_UNREADABLE, LAYOUT_LACKS_ITEM, PACKAGE_MISSING, OUTPUT_NOT_WRITABLE, JOB_CANCELLED.
    """
    feedback = feedback or NullFeedback()
    if mark is None:
        mark = mark_for(workspace, scope, draft, reason, None, as_training)
    maps = WallMapPrinting(workspace, scope, Path(folder), paper, imagery, mark, state or state_of(workspace))
    try:
        for done, township in enumerate(maps.sheets(), 1):
            feedback.progress(done, len(maps.townships), township)
            stop_if_cancelled(feedback)
    finally:
        maps.shut_down()
    return maps.report()


class WallMapPrinting:
    """The maps of one scope, township by township, so that a window can look up in between."""

    def __init__(self, workspace: Workspace, scope: Scope, folder: Path, paper: str, imagery: bool, mark: Mark,
                 state: State) -> None:
        if paper not in PAPERS:
            raise WeipianError("PAPER_UNKNOWN", paper=paper, known="、".join(PAPERS))
        require("pypdf")
        self._workspace, self._scope, self._folder, self._paper = workspace, scope, folder, paper
        self._imagery, self._mark, self._state = imagery, mark, state
        self._lists = list_material(Material(workspace, scope))
        self.townships = _by_township(self._lists)
        if not self.townships:
            raise WeipianError("NOTHING_TO_EXPORT")
        require_sound(page_findings({name: WALL_PAGES[name] for name in pages_of(paper)}))
        self._layouts = PageLayouts(own_templates(), WALL_PAGES)
        self._shelf, self._scenes = SceneShelf(), workspace.scenes()
        self._crs = QgsCoordinateReferenceSystem(workspace.crs_authid)
        self._files: List[Path] = []
        self._pages = 0

    def sheets(self) -> Generator[str, None, None]:
        """Writes one township at each step and tells its name."""
        taken: Set[str] = set()
        for name, rows in self.townships.items():
            file = safe_name(self._mark.file_name(f"{NAME} {name} {self._scope.title[:60]}")) + ".pdf"
            path = check_path(self._folder / unique_name(file, taken))
            self._write(name, [_listed(self._lists, row, number) for number, row in enumerate(rows, 1)], path)
            self._files.append(path)
            yield name

    def report(self) -> WallMaps:
        """What was written."""
        return WallMaps(tuple(self._files), self._pages, sum(len(rows) for rows in self.townships.values()), self._mark)

    def shut_down(self) -> None:
        """Close the images."""
        for name in pages_of(self._paper):
            self._layouts.emptied(name)
        self._shelf.shut_down()

    def _write(self, township: str, listed: Sequence[Listed], path: Path) -> None:
        first, more = pages_of(self._paper)
        body, key, next_body = self._layouts.place(first), self._layouts.place(first, LEGEND), self._layouts.place(more)
        columns = _columns(body, next_body, _COLUMN[self._paper])
        strips = flowed((Grid(_SHARES, tuple(one.cells for one in listed), _HEAD, right=(0, 3)),),
                        columns.width, columns.height, body.pen(SCALE))
        sheets = columns.on_pages(strips)
        title = f"{township}卫片图斑挂图"
        values = {"wp_title": title, "wp_batch": self._scope.title, "wp_footer": FOOTER, "wp_date": self._state.day,
                  "wp_mark": f"【{self._mark.word}】" if self._mark else "", "wp_pages": str(len(sheets)),
                  "wp_number": f"{len(listed)} 个"}
        drawn, told = self._map(listed, first)
        with scratch_beside(path) as scratch, in_one_move(path) as part:
            pdf = VolumePdf(scratch, title)
            try:
                for number, placed in enumerate(sheets):
                    page, maps = (first, drawn) if number == 0 else (more, {})
                    layout = self._layouts.filled(page, {**values, **told, "wp_page": str(number + 1)}, maps)
                    keys = self._keys(listed, key) if number == 0 else (lambda _painter: None)
                    pdf.add(layout, _painting(placed, keys))
            finally:
                pdf.close()
            bind(scratch, part, (), ((title, 1),), self._mark.title(title), self._state.moment)
        self._pages += len(sheets)

    def _map(self, listed: Sequence[Listed], page: str) -> Tuple[Dict[str, DrawnMap], Dict[str, str]]:
        """The map, and what is said of it; none where no patch has a shape."""
        shown = [Numbered(number, one.outcome, one.row.parcel.wkb) for number, one in enumerate(listed, 1)
                 if one.row.parcel.wkb is not None]
        if not shown:
            return {}, {"wp_caption": "本乡镇图斑均无图形", "wp_scale": "—"}
        box = _box_of(shown)
        crs = map_crs(self._crs, box)
        size = self._layouts.map_size(page, MAP)
        ground = carried(box, self._crs, crs)
        extent = at_round_scale(about(ground, max(ground.width() * _AROUND, _LEAST_M),
                                      max(ground.height() * _AROUND, _LEAST_M)), size)
        below, source = self._below(listed, box)
        layer = outcome_layer(shown, self._crs, _MARK_MM[self._paper], _POINTS[self._paper],
                              Sheet(crs, extent, size[0]))
        scale = round(extent.width() / size[0] * 1000)
        without = len(listed) - len(shown)
        caption = f"{source}；坐标系 {crs.authid()}" + (f"；另有 {without} 个图斑无图形，只列在表中" if without else "")
        below = [veil(extent, crs), *below] if below else []
        return ({MAP: DrawnMap([layer, *below], extent, crs)}, {
            "wp_caption": caption, "wp_scale": f"1:{scale}", "wp_crs": crs.authid()})

    def _below(self, listed: Sequence[Listed], box: QgsRectangle) -> Tuple[List[QgsMapLayer], str]:
        """The imagery of the date that most patches have as their later one."""
        if not self._imagery:
            return [], "底图：无"
        dates = Counter(str(one.row.parcel.attributes.get(AFTER_DATE) or "")[:10] for one in listed)
        most = max(sorted(dates), key=lambda day: dates[day])
        one = next(one for one in listed if str(one.row.parcel.attributes.get(AFTER_DATE) or "")[:10] == most)
        picture = self._shelf.settled(picture_of(one.row.parcel.attributes, AFTER_DATE, self._scenes), self._crs, box)
        layers: List[QgsMapLayer] = list(self._shelf.layers_of(picture, self._crs))
        if not layers:
            return [], "底图：无可用影像"
        titles = "、".join(dict.fromkeys(scene.title for scene in picture.scenes[:2] if scene.title))
        return layers, f"底图：{titles or '后时相影像 ' + picture.date}"

    def _keys(self, listed: Sequence[Listed], place: Place) -> Callable[[QPainter], None]:
        """The legend: what occurs only, with how many and how much."""
        blocks = []
        for rank in RANKS:
            own = [one for one in listed if one.outcome == rank]
            if own:
                areas = [one.area for one in own if one.area is not None]
                size = f"，{sum(areas, Decimal('0.00'))} 亩" if areas else ""
                picture = key_picture(symbol_of(rank, _KEY_MARK_MM), _KEY_SIZE, SCALE)
                blocks.append(Key(picture, f"{_NAMED[rank]}：{len(own)} 个{size}"))
        pen = place.pen(SCALE)
        strips = flowed(blocks, place.width, lambda _page: place.height, pen)[0]
        return lambda painter: _paint(painter, strips, place.x, place.y)


@dataclass(frozen=True)
class _Columns:
    """Columns of the table: on the first page beside the map, on the next over the whole page."""

    width: float
    places: Tuple[Tuple[float, float, float], ...]  # x, y, height of those of the first page
    following: Tuple[Tuple[float, float, float], ...]

    def height(self, column: int) -> float:
        """Of a column, counted over all pages."""
        own = len(self.places)
        return self.places[column][2] if column < own else self.following[(column - own) % len(self.following)][2]

    def on_pages(self, columns: List[List[Strip]]) -> List[List[Tuple[List[Strip], float, float]]]:
        """By page: the strips of each column and where they begin."""
        own, each = len(self.places), len(self.following)
        pages = [[(strips, x, y) for strips, (x, y, _) in zip(columns[:own], self.places)]]
        for start in range(own, len(columns), each):
            pages.append([(strips, x, y) for strips, (x, y, _) in zip(columns[start:start + each], self.following)])
        return pages


def _columns(first: Place, more: Place, width: float) -> _Columns:
    """As many columns as fit, all of one width, so that no text has to be broken otherwise on the next page."""
    count = max(1, int((first.width + _GAP) // (width + _GAP)))
    wide = (first.width - (count - 1) * _GAP) / count
    following = max(1, int((more.width + _GAP) // (wide + _GAP)))
    return _Columns(wide, tuple((first.x + number * (wide + _GAP), first.y, first.height) for number in range(count)),
                    tuple((more.x + number * (wide + _GAP), more.y, more.height) for number in range(following)))


def _painting(placed: List[Tuple[List[Strip], float, float]],
              keys: Callable[[QPainter], None]) -> Callable[[QPainter], None]:
    def paint(painter: QPainter) -> None:
        keys(painter)
        for strips, x, y in placed:
            _paint(painter, strips, x, y)

    return paint


def _paint(painter: QPainter, strips: Sequence[Strip], x: float, y: float) -> None:
    paint_strips(painter, strips, x, y)


def _by_township(lists: ListMaterial) -> Dict[str, List[TableRow]]:
    """The parcels of each township, violations first, as their table has them."""
    return {name: sorted(rows, key=lambda row: (RANKS.index(_outcome(lists, row)), row.parcel.dkbh))
            for name, rows in by_township(lists).items()}


def _outcome(lists: ListMaterial, row: TableRow) -> str:
    if row.judgement is not None:
        said = str(row.judgement.answers.get("PDLX") or "")
        return said if said in RANKS else OPEN
    if row.parcel.status == DRAFT and lists.workspace.draft(row.parcel.uuid).answers.get("PDLX"):
        return DRAFTED
    return OPEN


def _listed(lists: ListMaterial, row: TableRow, number: int) -> Listed:
    outcome, due = _outcome(lists, row), lists.due(row)
    area = lists.areas(row).values.get("DKMJ")
    cells = (str(number), row.parcel.dkbh or row.parcel.jcbh, str(row.parcel.attributes.get("CUNMC") or ""),
             "—" if area is None else str(area), outcome, due.day.isoformat() if due is not None else "—")
    return Listed(row, outcome, cells, area)


def _box_of(shown: Sequence[Numbered]) -> QgsRectangle:
    box = QgsRectangle()
    for one in shown:
        geometry = QgsGeometry()
        geometry.fromWkb(one.wkb)
        box.combineExtentWith(geometry.boundingBox())
    return box
