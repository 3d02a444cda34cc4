"""The pages of one dossier in their order, each with what is painted on it, before any of them is printed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.core import QgsFillSymbol
from qgis.PyQt.QtGui import QImage, QPainter

from ....delivery.dossier.blocks import (
    KEY_SIZE,
    Block,
    Grid,
    Key,
    Strip,
    Text,
    flowed,
    frame,
    paint_image,
    paint_strips,
)
from ....delivery.dossier.layouts import LEGEND, PAGES, PAPER, DrawnMap, PageLayouts, Place
from ....delivery.dossier.tree import MEETING, PHOTOS, REGISTER, STATEMENT
from ....delivery.dossier.volume import SCALE
from ....delivery.names import safe_name
from ....domain.areas.zones import describe_epsg
from ...imagery.scenes import AFTER_DATE, BEFORE_DATE
from ...maps.references import key_picture, symbol_of
from ...maps.shapes import OUTLINE
from ..photo_doubts import in_short
from .completeness import Piece
from .contents import Contents
from .papers import Paper, listing_rows, photo_facts, picture
from .patch_maps import PatchMaps
from .words import (
    area_blocks,
    beside,
    case_blocks,
    evidence_blocks,
    in_twos,
    issued_pairs,
    judgement_blocks,
    meeting_blocks,
    onsite_blocks,
    statement_blocks,
)

Paint = Callable[[QPainter], None]
_PHOTO_DOTS = 200 / 25.4
"""Dots a millimetre in which photos are printed."""


@dataclass
class Sheet:
    """A page: its template, words and maps, and what is painted upon it. ``laid``: a PDF's page (file, number, box)."""

    name: str
    values: Dict[str, str] = field(default_factory=dict)
    maps: Dict[str, DrawnMap] = field(default_factory=dict)
    paint: Optional[Paint] = None
    laid: Optional[Tuple[Path, int, Tuple[float, float, float, float]]] = None


@dataclass
class Section:
    """Pages that stand in the index under one title; ``file``: where they lie in the folder too, "" nowhere;
    ``beside``: the file of another kind that says the same.
    """

    title: str
    sheets: List[Sheet]
    file: str = ""
    beside: str = ""


class SheetMaker:
    """Makes the pages of one patch. ``folder``: where its copies of photos and papers are."""

    def __init__(self, layouts: PageLayouts, contents: Contents, maps: Optional[PatchMaps], folder: Path) -> None:
        self._layouts, self._contents, self._maps, self._folder = layouts, contents, maps, folder

    def text(self, name: str, blocks: Sequence[Block], title: str = "") -> List[Sheet]:
        """Pages of text and tables, as many as it takes."""
        place = self._layouts.place(name)
        pages = flowed(blocks, place.width, lambda _: place.height, place.pen(SCALE))
        return [Sheet(name, {"wp_title": title or PAGES[name].title}, paint=_strips_at(place, strips))
                for strips in pages]

    def statement(self, sections: Sequence[Tuple[str, Sequence[str]]]) -> Section:
        """情况说明."""
        return Section("情况说明", self.text("statement", statement_blocks(sections)), beside=f"{STATEMENT}.docx")

    def compare(self) -> Section:
        """Both dates; what is known of a date whose imagery is not there is said in its place."""
        size = self._layouts.map_size("compare", "wp_before")
        values = {"wp_title": PAGES["compare"].title}
        shown: Dict[str, DrawnMap] = {}
        pairs = issued_pairs(self._contents)
        troubles = []
        if self._maps is None:
            troubles = ["本图斑没有图形，无法绘制。"]
        else:
            for item, code in (("wp_before", BEFORE_DATE), ("wp_after", AFTER_DATE)):
                dated, drawn = self._maps.dated[code], self._maps.compared(code, size)
                values[item], values[f"{item}_source"] = dated.picture.date or "—", dated.source
                if drawn is not None:
                    shown[item] = drawn
                else:
                    troubles.append(f"{dated.name}：{dated.trouble}")
            pairs += self._ground(size)
        blocks: List[Block] = [beside(pairs, 3),
                               Text("红线为核查地块范围；两图范围、比例尺相同。", size=0.9, colour="#666666")]
        blocks += [Text(one, bold=True, colour="#c01c28") for one in troubles]
        return Section("前后时相影像对比", [Sheet("compare", values, shown, self._body("compare", blocks))],
                       "03_套合图件/{number}_前后时相对比.pdf")

    def overlay(self, lacking: Sequence[str]) -> Section:
        """The patch on the layers, a legend of what occurs there, and its areas."""
        place = self._layouts.place("overlay", LEGEND)
        values = {"wp_title": PAGES["overlay"].title}
        shown: Dict[str, DrawnMap] = {}
        keys: List[Block] = []
        if self._maps is not None:
            size = self._layouts.map_size("overlay", "wp_overlay")
            shown["wp_overlay"], occurring = self._maps.overlay(size)
            values["wp_caption"] = self._scale_words(size)
            keys = [Key(_outline_key(), "核查地块范围"),
                    *(Key(_picture_of(one.symbol), one.title) for one in occurring)]
        if lacking:
            keys.append(Text(f"未能绘出：{'、'.join(lacking)}", colour="#c01c28", size=0.95))
        legend = self._fitted(keys, place)
        areas, more = self._first_and_rest("overlay", area_blocks(self._contents))
        sheets = [Sheet("overlay", values, shown, _both(_strips_at(place, legend), areas)), *more]
        return Section("套合图", sheets, "03_套合图件/套合图.pdf")

    def location(self) -> Section:
        """The patch in its surroundings."""
        values = {"wp_title": PAGES["location"].title}
        shown: Dict[str, DrawnMap] = {}
        pairs = issued_pairs(self._contents)
        if self._maps is not None:
            size = self._layouts.map_size("location", "wp_location")
            shown["wp_location"] = self._maps.location(size)
            values["wp_caption"] = f"坐标系 {_crs_words(self._maps)}；黄框为前后时相对比图所在范围，红线为核查地块"
            longitude, latitude = self._maps.centre
            pairs += [("图形中心", f"{longitude:.6f}°E，{latitude:.6f}°N"), ("坐标系", _crs_words(self._maps))]
        return Section("位置图", [Sheet("location", values, shown, self._body("location", [in_twos(pairs)]))],
                       "03_套合图件/位置图.pdf")

    def judgement(self) -> Section:
        """核查登记与判定."""
        return Section("核查登记与判定", self.text("judgement", judgement_blocks(self._contents)),
                       "04_核查登记表/核查登记与判定.pdf")

    def meetings(self) -> Optional[Section]:
        """会审记录; ``None`` where no 集体会审 was about the patch."""
        blocks = meeting_blocks(self._contents)
        return Section(MEETING, self.text("judgement", blocks, MEETING),
                       beside=f"{REGISTER}/{MEETING}.docx") if blocks else None

    def onsite(self) -> Section:
        """现场核查意见."""
        return Section("现场核查意见", self.text("onsite", onsite_blocks(self._contents)))

    def evidence(self, pieces: Sequence[Piece], papers: Sequence[Paper]) -> Section:
        """What is needed and what was brought."""
        blocks = evidence_blocks(self._contents, pieces, listing_rows(papers, self._contents.profile))
        return Section("举证材料清单", self.text("evidence", blocks))

    def photo_map(self, photos: Sequence[Paper]) -> Optional[Section]:
        """Where photos were taken; ``None`` where none has a position."""
        size = self._layouts.map_size("photo_map", "wp_photo_map")
        views = [(str(number), one.record) for number, one in enumerate(photos, 1)]
        drawn = self._maps.photo_map(views, size) if self._maps is not None and views else None
        if drawn is None:
            return None
        rows = [(str(number), *_photo_line(one)) for number, one in enumerate(photos, 1)]
        blocks = [Grid((0.1, 0.42, 0.33, 0.15), tuple(rows), ("号", "照片", "拍摄时间", "方位角"))]
        first, more = self._first_and_rest("photo_map", blocks)
        values = {"wp_title": PAGES["photo_map"].title,
                  "wp_caption": "橙点为拍摄位置，扇形为拍摄方向（宽60°）；没有扇形的照片未记录方位角；红线为核查地块"}
        return Section("现场照片位置与方位", [Sheet("photo_map", values, {"wp_photo_map": drawn}, first), *more])

    def photos(self, photos: Sequence[Paper]) -> Optional[Section]:
        """The photos that can be shown, as many on a page as its template has places."""
        shown = [(number, one) for number, one in enumerate(photos, 1) if one.pages and not one.is_pdf]
        slots = self._layouts.slots("photos")
        sheets = [Sheet("photos", {"wp_title": PAGES["photos"].title},
                        paint=self._photos_at(slots, shown[start:start + len(slots)]))
                  for start in range(0, len(shown), len(slots))]
        return Section("现场照片", sheets) if sheets else None

    def papers(self, papers: Sequence[Paper]) -> List[Section]:
        """A section for each paper that can be bound, its pages laid on ours."""
        return [Section(f"{Path(one.place).parts[0][3:]}：{Path(one.place).name}", self._paper_sheets(one))
                for one in papers if one.pages and (one.is_pdf or not one.place.startswith(PHOTOS))]

    def case(self) -> Optional[Section]:
        """违法案件处理与整改 as registered."""
        blocks = case_blocks(self._contents)
        return Section("违法案件处理与整改", self.text("case", blocks)) if blocks else None

    def _paper_sheets(self, paper: Paper) -> List[Sheet]:
        place = self._layouts.place("paper", PAPER)
        box = (place.x, place.y, place.width, place.height)
        path = self._folder / paper.place
        of = f"，第 {{}} / {paper.pages} 页" if paper.pages > 1 else ""
        sheets = []
        for number in range(paper.pages):
            values = {"wp_title": PAGES["paper"].title, "wp_caption": paper.place + of.format(number + 1)}
            laid = (path, number, box) if paper.is_pdf else None
            sheets.append(Sheet("paper", values, laid=laid, paint=None if laid else self._picture_at(place, path)))
        return sheets

    def _picture_at(self, place: Place, path: Path, at_foot: bool = False) -> Paint:
        most = (round(place.width * _PHOTO_DOTS), round(place.height * _PHOTO_DOTS))
        return lambda painter: _paint_or_say(painter, place, picture(path, most), at_foot)

    def _photos_at(self, slots: Sequence[Tuple[Place, Place]], photos: Sequence[Tuple[int, Paper]]) -> Paint:
        def paint(painter: QPainter) -> None:
            for (place, words), (number, photo) in zip(slots, photos):
                self._picture_at(place, self._folder / photo.place, at_foot=True)(painter)
                blocks = [Text(f"照片 {number}　{Path(photo.place).name}", bold=True), *_photo_words(photo)]
                _strips_at(words, self._fitted(blocks, words))(painter)

        return paint

    def _body(self, name: str, blocks: Sequence[Block]) -> Paint:
        place = self._layouts.place(name)
        return _strips_at(place, self._fitted(blocks, place))

    def _fitted(self, blocks: Sequence[Block], place: Place) -> List[Strip]:
        """As much as there is room for; what is left out is said."""
        pen = place.pen(SCALE)
        pages = flowed(blocks, place.width, lambda _: place.height, pen)
        if len(pages) == 1:
            return pages[0]
        last = flowed([Text("……（其余见核查登记表）", size=0.9)], place.width, lambda _: place.height, pen)[0]
        kept, room = [], place.height - sum(strip.height for strip in last)
        for strip in pages[0]:
            room -= strip.height
            if room < 0:
                break
            kept.append(strip)
        return [*kept, *last]

    def _first_and_rest(self, name: str, blocks: Sequence[Block]) -> Tuple[Paint, List[Sheet]]:
        """What fits beside the map, and pages of text with the rest."""
        place, free = self._layouts.place(name), self._layouts.place("judgement")
        rest = replace(free, width=place.width, points=place.points)
        pen = place.pen(SCALE)
        pages = flowed(blocks, place.width, lambda number: rest.height if number else place.height, pen)
        more = [Sheet("judgement", {"wp_title": f"{PAGES[name].title}（续）"},
                      paint=_strips_at(rest, strips)) for strips in pages[1:]]
        return _strips_at(place, pages[0]), more

    def _ground(self, size: Tuple[float, float]) -> List[Tuple[str, str]]:
        if self._maps is None:
            return []
        return [("比例尺", f"1:{self._maps.scale(size)}"), ("坐标系", _crs_words(self._maps))]

    def _scale_words(self, size: Tuple[float, float]) -> str:
        return "" if self._maps is None else f"比例尺 1:{self._maps.scale(size)}；坐标系 {_crs_words(self._maps)}"


def index_blocks(contents: Contents, sections: Sequence[Section], first: int, missing: Sequence[str],
                 unbound: Sequence[Paper]) -> List[Block]:
    """卷宗目录: titles with their pages from ``first``; what is missing, what is only in the folder, why it is a draft.
    """
    rows = []
    page = first
    for number, section in enumerate(sections, 1):
        last = page + len(section.sheets) - 1
        rows.append((str(number), section.title, str(page) if last == page else f"{page}－{last}",
                     _file_of(section, contents)))
        page = last + 1
    blocks: List[Block] = [beside([("图斑编号", contents.number), ("批次", contents.batch.label),
                                     ("位置", contents.place or "—"), ("数据截至", contents.day)]),
                           Text("目录", bold=True, above=3),
                           Grid((0.08, 0.46, 0.12, 0.34), tuple(rows), ("序号", "材料", "页码", "单独文件"))]
    mark = contents.task.mark
    if mark:
        blocks.append(Text(f"{mark.word}的原因", bold=True, colour="#c01c28", above=3))
        blocks += [Text(f"{check}　{sentence}" if check else sentence) for check, sentence in mark.reasons]
    blocks.append(Text("尚缺材料" if missing else "卷宗完整性：应有材料齐全。", bold=True, above=3,
                       colour="#c01c28" if missing else "#26732f"))
    blocks += [Text(f"{number}. {one}") for number, one in enumerate(missing, 1)]
    if unbound:
        blocks.append(Text("只在文件夹中、未装订成页的材料", bold=True, above=3))
        blocks += [Text(f"{one.place or one.name}（{one.trouble}）") for one in unbound]
    blocks.append(Text("每个文件的 SHA-256 见“文件清单.csv”。", size=0.9, colour="#666666", above=3))
    return blocks


def _file_of(section: Section, contents: Contents) -> str:
    """The place of a section's own file as it is named in the folder, with the mark."""
    place = section.file.format(number=safe_name(contents.number)) or section.beside
    below, slash, name = place.rpartition("/")
    return f"{below}{slash}{contents.task.mark.file_name(name)}" if place else ""


def _strips_at(place: Place, strips: Sequence[Strip]) -> Paint:
    def paint(painter: QPainter) -> None:
        paint_strips(painter, strips, place.x, place.y)

    return paint


def _both(one: Paint, other: Paint) -> Paint:
    def paint(painter: QPainter) -> None:
        one(painter)
        other(painter)

    return paint


def _paint_or_say(painter: QPainter, place: Place, image: QImage, at_foot: bool) -> None:
    if image.isNull():
        frame(painter, place.x, place.y, place.width, place.height, SCALE)
        words = flowed([Text("图片损坏，无法显示，原文件照收。")], place.width - 4, lambda _: place.height,
                       place.pen(SCALE))[0]
        paint_strips(painter, words, place.x + 2, place.y + 2)
    else:
        paint_image(painter, image, place.x, place.y, place.width, place.height, SCALE, at_foot)


def _photo_line(photo: Paper) -> Tuple[str, str, str]:
    moment, _, _, azimuth, _ = photo_facts(photo.record)
    return Path(photo.place).name or photo.name, moment[:16], f"{azimuth}°" if azimuth else "—"


def _photo_words(photo: Paper) -> List[Block]:
    moment, longitude, latitude, azimuth, base = photo_facts(photo.record)
    parts: Mapping[str, str] = {
        "拍摄时间": moment, "拍摄人": str(photo.record.values.get("PSR") or ""),
        "位置": f"{longitude}°E，{latitude}°N" if longitude and latitude else "",
        "方位角": f"{azimuth}°{f'（{base}）' if base else ''}" if azimuth else ""}
    said = "；".join(f"{name} {text}" for name, text in parts.items() if text)
    return [Text(said or "没有拍摄时间、位置和方位角的记录。", size=0.95),
            *(Text(f"注意：{in_short(one)}，请核实是否为本图斑。", bold=True, colour="#c01c28", size=0.95)
              for one in photo.doubts)]


def _crs_words(maps: PatchMaps) -> str:
    authority, _, code = str(maps.crs.authid()).partition(":")
    if authority != "EPSG" or not code.isdigit():
        return str(maps.crs.description())
    return f"{describe_epsg(int(code)).partition('（')[0]}（EPSG:{code}）"


def _outline_key() -> QImage:
    return _picture_of(symbol_of(OUTLINE))


def _picture_of(symbol: QgsFillSymbol) -> QImage:
    return key_picture(symbol, KEY_SIZE, SCALE)
