"""The pages of a dossier as QGIS print layouts (.qpt) that a user may replace: opened once, filled for each patch."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, FrozenSet, List, Mapping, Optional, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpressionContextUtils,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
    QgsRenderContext,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtXml import QDomDocument

from ...domain.errors import WeipianError
from ...domain.records import Finding
from ...paths import TEMPLATES
from ..layout_text import font_family, set_font
from .blocks import Pen

FOLDER = "dossier"
ENDING = ".qpt"
BODY, LEGEND, PAPER, PHOTO = "wp_body", "wp_legend", "wp_paper", "wp_photo_"
_VARIABLE = re.compile(r"@(wp_\w+)")
_OTHER_FONTS = ("Open Sans", "MS Shell Dlg 2", "")


@dataclass(frozen=True)
class PageKind:
    """A page of a dossier: its template's name, its title, and the items (by id) without which it is no such page."""

    name: str
    title: str
    maps: Tuple[str, ...] = ()
    places: Tuple[str, ...] = (BODY,)
    folder: str = FOLDER


PAGES: Dict[str, PageKind] = {page.name: page for page in (
    PageKind("index", "卷宗目录"),
    PageKind("statement", "情况说明"),
    PageKind("compare", "前后时相影像对比", ("wp_before", "wp_after")),
    PageKind("overlay", "套合图", ("wp_overlay",), (BODY, LEGEND)),
    PageKind("location", "位置图", ("wp_location",)),
    PageKind("judgement", "核查登记与判定"),
    PageKind("onsite", "现场核查意见"),
    PageKind("evidence", "举证材料清单"),
    PageKind("photo_map", "现场照片位置与方位", ("wp_photo_map",)),
    PageKind("photos", "现场照片", (), (f"{PHOTO}1", f"{PHOTO}1_text")),
    PageKind("case", "违法案件处理与整改"),
    PageKind("paper", "举证材料", (), (PAPER,)),
)}

VARIABLES: FrozenSet[str] = frozenset((
    "wp_title", "wp_number", "wp_batch", "wp_profile", "wp_place", "wp_mark", "wp_footer", "wp_date", "wp_page",
    "wp_pages", "wp_caption", "wp_before", "wp_after", "wp_before_source", "wp_after_source", "wp_scale", "wp_crs"))
"""What labels may say by ``[% @wp_… %]``."""


def check_layout(path: Path, page: PageKind) -> List[Finding]:
    """What is broken or missing in a template: an empty list where it can be used as it is; else E for what makes it
    unusable and W for what would stay empty.
    """
    try:
        layout = _Opened(path, page)
    except WeipianError as error:
        return [Finding(error.code, "E", error.values)]
    found = [Finding("LAYOUT_LACKS_ITEM", "E", {"file": path.name, "item": one, "page": page.title})
             for one in layout.lacking()]
    unknown = sorted(layout.variables() - VARIABLES)
    if unknown:
        found.append(Finding("LAYOUT_UNKNOWN_NAMES", "W", {"file": path.name, "names": "、".join(unknown)}))
    if not {"wp_footer"} <= layout.variables():
        found.append(Finding("LAYOUT_LACKS_ITEM", "E", {"file": path.name, "item": "[% @wp_footer %]",
                                                      "page": page.title}))
    return found


def layout_path(name: str, own_folder: Optional[Path] = None, folder: str = FOLDER) -> Path:
    """The user's own template of a page where there is one, else the one that comes with the plugin."""
    own = own_folder / folder / f"{name}{ENDING}" if own_folder is not None else None
    return own if own is not None and own.is_file() else TEMPLATES / folder / f"{name}{ENDING}"


@dataclass(frozen=True)
class DrawnMap:
    """What a map item shows: layers from above, the extent in ``crs``."""

    layers: Sequence[QgsMapLayer]
    extent: QgsRectangle
    crs: QgsCoordinateReferenceSystem


@dataclass(frozen=True)
class Place:
    """Where something is painted upon a page (mm), and with what."""

    x: float
    y: float
    width: float
    height: float
    family: str
    points: float

    def pen(self, scale: float) -> Pen:
        """To write with at ``scale`` device units a millimetre."""
        return Pen(self.family, self.points, scale)


@dataclass
class _Opened:
    """A template opened; it is filled again for each patch."""

    path: Path
    page: PageKind
    project: QgsProject = field(init=False)
    layout: QgsPrintLayout = field(init=False)
    places: Dict[str, Place] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        document = QDomDocument()
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise WeipianError("LAYOUT_UNREADABLE", file=self.path.name,
                               detail=error.strerror or type(error).__name__) from error
        if not document.setContent(content)[0]:
            raise WeipianError("LAYOUT_UNREADABLE", file=self.path.name, detail="XML")
        self.project = QgsProject()
        self.layout = QgsPrintLayout(self.project)
        items, done = self.layout.loadFromTemplate(document, QgsReadWriteContext())
        pages = self.layout.pageCollection()
        if not done or not items or pages is None or pages.pageCount() != 1:
            raise WeipianError("LAYOUT_UNREADABLE", file=self.path.name, detail="QgsPrintLayout, 1 页")
        self.layout.renderContext().setTextRenderFormat(QgsRenderContext.TextFormatAlwaysText)
        _use_fonts_that_are_there(self.layout)
        self._take_places()

    def _take_places(self) -> None:
        """Labels that only say where to paint are taken off the page."""
        for item in list(self.layout.items()):
            if not isinstance(item, QgsLayoutItemLabel):
                continue
            name = item.id()
            if name in (BODY, LEGEND, PAPER) or name.startswith(PHOTO):
                place = item.pagePos()
                size = item.sizeWithUnits()
                points, family = _font_of(item)
                self.places[name] = Place(place.x(), place.y(), size.width(), size.height(), family, points)
                self.layout.removeLayoutItem(item)

    def lacking(self) -> List[str]:
        """Ids that the page needs and the template has not."""
        return [*(one for one in self.page.maps if not isinstance(self.layout.itemById(one), QgsLayoutItemMap)),
                *(one for one in self.page.places if one not in self.places)]

    def variables(self) -> FrozenSet[str]:
        """The names its labels ask for."""
        return frozenset(name for item in self.layout.items() if isinstance(item, QgsLayoutItemLabel)
                         for name in _VARIABLE.findall(item.text()))


class PageLayouts:
    """The templates of one run, each opened at its first use; it lives in the main thread of its process."""

    def __init__(self, own_folder: Optional[Path] = None, pages: Mapping[str, PageKind] = PAGES) -> None:
        self._own, self._pages = own_folder, pages
        self._opened: Dict[str, _Opened] = {}

    def check(self, only_own: bool = False) -> List[Finding]:
        """What is to be said of all of them, or of those only that are the user's own."""
        paths = {name: layout_path(page.name, self._own, page.folder) for name, page in self._pages.items()}
        return [one for name, page in self._pages.items()
                if not only_own or paths[name] != layout_path(page.name, None, page.folder)
                for one in check_layout(paths[name], page)]

    def place(self, name: str, item: str = BODY) -> Place:
        """Where ``item`` is on a page."""
        return self._of(name).places[item]

    def slots(self, name: str) -> List[Tuple[Place, Place]]:
        """The places for photos on a page, each with that of its words."""
        places = self._of(name).places
        numbers = sorted(int(one[len(PHOTO):]) for one in places if one[len(PHOTO):].isdigit())
        return [(places[f"{PHOTO}{one}"], places[f"{PHOTO}{one}_text"]) for one in numbers
                if f"{PHOTO}{one}_text" in places]

    def size(self, name: str) -> Tuple[float, float]:
        """Width and height of a page, mm."""
        pages = self._of(name).layout.pageCollection()
        page = pages.page(0) if pages is not None else None
        size = page.pageSize() if page is not None else None
        return (size.width(), size.height()) if size is not None else (210.0, 297.0)

    def map_size(self, name: str, item: str) -> Tuple[float, float]:
        """Width and height of a map, mm."""
        found = self._of(name).layout.itemById(item)
        rect: QRectF = found.rect() if found is not None else QRectF(0, 0, 1, 1)
        return rect.width(), rect.height()

    def filled(self, name: str, values: Mapping[str, str], maps: Mapping[str, DrawnMap]) -> QgsPrintLayout:
        """The page with these words and maps. A map without layers or extent is left out."""
        opened = self._of(name)
        layout = opened.layout
        QgsExpressionContextUtils.setLayoutVariables(layout, {key: values.get(key, "") for key in VARIABLES})
        drawn: Dict[str, bool] = {}
        for item_id in opened.page.maps:
            item, shown = layout.itemById(item_id), maps.get(item_id)
            drawn[item_id] = shown is not None
            if not isinstance(item, QgsLayoutItemMap):
                continue
            item.setVisibility(shown is not None)
            if shown is not None:
                opened.project.setCrs(shown.crs)
                item.setCrs(shown.crs)
                item.setLayers(list(shown.layers))
                item.setKeepLayerSet(True)
                _show(item, shown.extent)
        for bar in layout.items():
            if isinstance(bar, QgsLayoutItemScaleBar):
                linked = bar.linkedMap()
                bar.setVisibility(linked is None or drawn.get(linked.id(), True))
                bar.update()
        return layout

    def emptied(self, name: str) -> None:
        """Let go of the layers of the last patch."""
        for item in self._of(name).layout.items():
            if isinstance(item, QgsLayoutItemMap):
                item.setLayers([])

    def _of(self, name: str) -> _Opened:
        if name not in self._opened:
            page = self._pages[name]
            opened = _Opened(layout_path(name, self._own, page.folder), page)
            lacking = opened.lacking()
            if lacking:
                raise WeipianError("LAYOUT_LACKS_ITEM", file=opened.path.name, item="、".join(lacking), page=page.title)
            self._opened[name] = opened
        return self._opened[name]


def _show(item: QgsLayoutItemMap, extent: QgsRectangle) -> None:
    """Zoom a map to an extent. zoomToExtent keeps the ratio of the extent it has, so one that is empty or no number
    (as QGIS writes it of a map that was never shown) would stay so: it is first made the item's own. setExtent alone
    would change the item's size, by a breath each time.
    """
    now, rect = item.extent(), item.rect()
    if now.isEmpty() or not now.isFinite():
        item.setExtent(QgsRectangle(0, 0, rect.width(), rect.height()))
    item.zoomToExtent(extent)


def _font_of(label: QgsLayoutItemLabel) -> Tuple[float, str]:
    if hasattr(label, "textFormat"):
        text = label.textFormat()
        return float(text.size()), str(text.font().family())
    font = label.font()
    return float(font.pointSizeF()), str(font.family())


def _use_fonts_that_are_there(layout: QgsPrintLayout) -> None:
    """A font of another machine gives way to one here that has Chinese."""
    families, own = set(QFontDatabase().families()), font_family()
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            points, family = _font_of(item)
            if family not in families or family in _OTHER_FONTS:
                bold = item.textFormat().font().bold() if hasattr(item, "textFormat") else item.font().bold()
                colour = item.fontColor().name() if hasattr(item, "fontColor") else "#000000"
                set_font(item, own, points, bold, colour)
