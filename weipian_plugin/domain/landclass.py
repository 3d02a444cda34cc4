"""Land classes of the third survey (三调): what a DLBM code is, and whether it is 农用地, 建设用地 or 未利用地."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Mapping, Optional, Tuple

from .errors import WeipianError

AGRICULTURAL = "N"
CONSTRUCTION = "J"
UNUSED = "W"
GROUPS: Dict[str, Tuple[str, str]] = {
    AGRICULTURAL: ("农用地", "Agricultural land"),
    CONSTRUCTION: ("建设用地", "Construction land"),
    UNUSED: ("未利用地", "Unused land"),
}

FARMLAND_LEVEL = "01"
PADDY = "0101"

SEPARATE = "separate"
AS_FARMLAND = "farmland"

_CODE = re.compile(r"[0-9]{2}(?:[0-9H][0-9][0-9A-Z]{0,2}|[0-9])?")


@dataclass(frozen=True)
class LandClass:
    """One DLBM code, understood. ``base`` is the table's code it was found under: exact, first four, or level."""

    code: str
    base: str
    zh: str
    en: str
    group: str

    @property
    def level(self) -> str:
        """First-level class, e.g. ``01`` 耕地 (the wetland codes stay under the level they are written with)."""
        return self.code[:2]

    @property
    def farmland(self) -> bool:
        """耕地: base ``01``. Adjustable land is not farmland by itself."""
        return self.level == FARMLAND_LEVEL

    @property
    def paddy(self) -> bool:
        """水田."""
        return self.base == PADDY

    @property
    def adjustable(self) -> bool:
        """可调整地类: the code ends with K."""
        return self.code.endswith("K")

    def counts_as_farmland(self, adjustable: str = SEPARATE) -> bool:
        """Farmland under the profile's switch for 可调整地类: ``separate`` (shown apart) or ``farmland``."""
        return self.farmland or (self.adjustable and adjustable == AS_FARMLAND)


Table = Mapping[str, Tuple[str, str, str]]

# code: (group, 中文, English). A two-digit entry stands for its whole level and exists only where the level is of one
# group: 00, 04, 10, 11 and 12 are mixed, so an unlisted code there is an error, never silently 未利用地.
SD: Table = {
    "01": ("N", "耕地", "Farmland"),
    "0101": ("N", "水田", "Paddy field"),
    "0102": ("N", "水浇地", "Irrigated field"),
    "0103": ("N", "旱地", "Dry field"),
    "02": ("N", "种植园用地", "Plantation land"),
    "0201": ("N", "果园", "Orchard"),
    "0202": ("N", "茶园", "Tea plantation"),
    "0203": ("N", "橡胶园", "Rubber plantation"),
    "0204": ("N", "其他园地", "Other plantation"),
    "03": ("N", "林地", "Forest land"),
    "0301": ("N", "乔木林地", "Arbor forest"),
    "0302": ("N", "竹林地", "Bamboo forest"),
    "0303": ("N", "红树林地", "Mangrove"),
    "0304": ("N", "森林沼泽", "Forest swamp"),
    "0305": ("N", "灌木林地", "Shrubland"),
    "0306": ("N", "灌丛沼泽", "Shrub swamp"),
    "0307": ("N", "其他林地", "Other forest land"),
    "0401": ("N", "天然牧草地", "Natural pasture"),
    "0402": ("N", "沼泽草地", "Swamp grassland"),
    "0403": ("N", "人工牧草地", "Cultivated pasture"),
    "0404": ("W", "其他草地", "Other grassland"),
    "05": ("J", "商业服务业用地", "Commercial land"),
    "05H1": ("J", "商业服务业设施用地", "Commercial facilities"),
    "0508": ("J", "物流仓储用地", "Logistics and storage"),
    "06": ("J", "工矿用地", "Industrial and mining land"),
    "0601": ("J", "工业用地", "Industrial land"),
    "0602": ("J", "采矿用地", "Mining land"),
    "0603": ("J", "盐田", "Salt pan"),
    "07": ("J", "住宅用地", "Residential land"),
    "0701": ("J", "城镇住宅用地", "Urban housing"),
    "0702": ("J", "农村宅基地", "Rural homestead"),
    "08": ("J", "公共管理与公共服务用地", "Public services"),
    "08H1": ("J", "机关团体新闻出版用地", "Government and press"),
    "08H2": ("J", "科教文卫用地", "Science, education, culture and health"),
    "0809": ("J", "公用设施用地", "Utilities"),
    "0810": ("J", "公园与绿地", "Parks and green space"),
    "09": ("J", "特殊用地", "Special land"),
    "1001": ("J", "铁路用地", "Railway"),
    "1002": ("J", "轨道交通用地", "Rail transit"),
    "1003": ("J", "公路用地", "Highway"),
    "1004": ("J", "城镇村道路用地", "Urban and village streets"),
    "1005": ("J", "交通服务场站用地", "Transport stations"),
    "1006": ("N", "农村道路", "Rural road"),
    "1007": ("J", "机场用地", "Airport"),
    "1008": ("J", "港口码头用地", "Port"),
    "1009": ("J", "管道运输用地", "Pipeline"),
    "1101": ("W", "河流水面", "River"),
    "1102": ("W", "湖泊水面", "Lake"),
    "1103": ("N", "水库水面", "Reservoir"),
    "1104": ("N", "坑塘水面", "Pond"),
    "1105": ("W", "沿海滩涂", "Coastal flat"),
    "1106": ("W", "内陆滩涂", "Inland flat"),
    "1107": ("N", "沟渠", "Ditch"),
    "1108": ("W", "沼泽地", "Marsh"),
    "1109": ("J", "水工建筑用地", "Hydraulic works"),
    "1110": ("W", "冰川及永久积雪", "Glacier and permanent snow"),
    "1201": ("J", "空闲地", "Vacant land"),
    "1202": ("N", "设施农用地", "Agricultural facilities"),
    "1203": ("N", "田坎", "Field ridge"),
    "1204": ("W", "盐碱地", "Saline land"),
    "1205": ("W", "沙地", "Sandy land"),
    "1206": ("W", "裸土地", "Bare soil"),
    "1207": ("W", "裸岩石砾地", "Bare rock and gravel"),
    "1208": ("N", "后备耕地", "Reserve farmland"),
}


def classify(code: object, table: Table = SD) -> LandClass:
    """What a DLBM value is: the exact code, else its first four characters, else its level where that is of one group.

    Raises ``UNKNOWN_LAND_CLASS`` for anything else, an empty value included (TD/T 1057).
    """
    text = "" if code is None else str(code).strip().upper()
    base = _base_of(text, table)
    if base is None:
        raise WeipianError("UNKNOWN_LAND_CLASS", value=text or "（空）")
    group, zh, en = table[base]
    return LandClass(text, base, zh, en, group)


def known(code: object, table: Table = SD) -> bool:
    """Would :func:`classify` understand this value?"""
    return _base_of("" if code is None else str(code).strip().upper(), table) is not None


def _base_of(text: str, table: Table) -> Optional[str]:
    if not _CODE.fullmatch(text):
        return None
    return next((base for base in (text, text[:4], text[:2]) if base in table), None)
