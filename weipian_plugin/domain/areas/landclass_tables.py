"""The two code tables of land classes: 三调 (SD) and 用地用海 (YDYH), each code with its group and names.

The same code means other ground in the other table (1202 is 设施农用地 here, 公路用地 there): a code is never looked up
without its table.
"""

from __future__ import annotations

from typing import Dict, Iterator, Mapping, Tuple

Entry = Tuple[str, str, str]


class ClassTable(Mapping[str, Entry]):
    """One code table: code → (group, 中文, English). ``source`` says where it is from and how certain it is.

    ``digits`` is how many a code has at most; with ``open_levels`` a second-level code that is not listed counts as its
    first level, where that is of one group.
    """

    def __init__(self, name: str, zh: str, en: str, source: str, entries: Mapping[str, Entry], digits: int,
                 open_levels: bool) -> None:
        self.name, self.zh, self.en, self.source, self.digits = name, zh, en, source, digits
        self._entries: Dict[str, Entry] = dict(entries)
        self._divided = frozenset(code[:2] for code in entries if len(code) > 2) if not open_levels else frozenset()

    def base_of(self, code: str) -> str:
        """The table's own code that ``code`` falls under: itself, its first four, its level; empty where none."""
        if code.isdigit() and len(code) > self.digits:
            return ""
        level = "" if code[:2] in self._divided else code[:2]
        return next((base for base in (code, code[:4], level) if base in self._entries), "")

    def __getitem__(self, code: str) -> Entry:
        return self._entries[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    # One table is itself and no other: so it can be a key of the cache of looked-up codes.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def code_of(self, zh: str) -> str:
        """The code of a Chinese name in this table: 田坎 is 1203 here and 2303 there; empty where it has none."""
        return next((code for code, entry in self._entries.items() if entry[1] == zh), "")


# A two-digit entry stands for its whole level and exists only where the level is of one group: 00, 04, 10, 11 and 12
# are mixed, so an unlisted code there is an error, never silently 未利用地.
SD = ClassTable("SD", "三调工作分类", "Third survey", "第三次全国国土调查工作分类（通行规定，与省级表核对）", {
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
}, digits=4, open_levels=True)

# Codes and names of 自然资发〔2023〕234号, first and second level and the third of 农业设施建设用地. The groups follow
# the class of the same name in 三调 (as the guide's own text is not at hand: known, to be verified). Left out, and so
# an error: 16 留白用地, 18–22 and 24 (sea: of no land group), 2302 后备耕地 (group not certain). 15 is not divided.
YDYH = ClassTable("YDYH", "用地用海分类", "Land and sea use", "自然资发〔2023〕234号（通行规定，待核原文）", {
    "01": ("N", "耕地", "Farmland"),
    "0101": ("N", "水田", "Paddy field"),
    "0102": ("N", "水浇地", "Irrigated field"),
    "0103": ("N", "旱地", "Dry field"),
    "02": ("N", "园地", "Plantation land"),
    "0201": ("N", "果园", "Orchard"),
    "0202": ("N", "茶园", "Tea plantation"),
    "0203": ("N", "橡胶园地", "Rubber plantation"),
    "0204": ("N", "油料园地", "Oil-crop plantation"),
    "0205": ("N", "其他园地", "Other plantation"),
    "03": ("N", "林地", "Forest land"),
    "0301": ("N", "乔木林地", "Arbor forest"),
    "0302": ("N", "竹林地", "Bamboo forest"),
    "0303": ("N", "灌木林地", "Shrubland"),
    "0304": ("N", "其他林地", "Other forest land"),
    "0401": ("N", "天然牧草地", "Natural pasture"),
    "0402": ("N", "人工牧草地", "Cultivated pasture"),
    "0403": ("W", "其他草地", "Other grassland"),
    "0501": ("N", "森林沼泽", "Forest swamp"),
    "0502": ("N", "灌丛沼泽", "Shrub swamp"),
    "0503": ("N", "沼泽草地", "Swamp grassland"),
    "0504": ("W", "其他沼泽地", "Other marsh"),
    "0505": ("W", "沿海滩涂", "Coastal flat"),
    "0506": ("W", "内陆滩涂", "Inland flat"),
    "0507": ("N", "红树林地", "Mangrove"),
    "06": ("N", "农业设施建设用地", "Agricultural facilities and roads"),
    "0601": ("N", "农村道路", "Rural road"),
    "060101": ("N", "村道用地", "Village road"),
    "060102": ("N", "田间道", "Field track"),
    "0602": ("N", "设施农用地", "Agricultural facilities"),
    "060201": ("N", "种植设施建设用地", "Planting facilities"),
    "060202": ("N", "畜禽养殖设施建设用地", "Livestock facilities"),
    "060203": ("N", "水产养殖设施建设用地", "Aquaculture facilities"),
    "07": ("J", "居住用地", "Residential land"),
    "0701": ("J", "城镇住宅用地", "Urban housing"),
    "0702": ("J", "城镇社区服务设施用地", "Urban community services"),
    "0703": ("J", "农村宅基地", "Rural homestead"),
    "0704": ("J", "农村社区服务设施用地", "Rural community services"),
    "08": ("J", "公共管理与公共服务用地", "Public services"),
    "0801": ("J", "机关团体用地", "Government and associations"),
    "0802": ("J", "科研用地", "Research"),
    "0803": ("J", "文化用地", "Culture"),
    "0804": ("J", "教育用地", "Education"),
    "0805": ("J", "体育用地", "Sports"),
    "0806": ("J", "医疗卫生用地", "Health care"),
    "0807": ("J", "社会福利用地", "Social welfare"),
    "09": ("J", "商业服务业用地", "Commercial land"),
    "0901": ("J", "商业用地", "Commerce"),
    "0902": ("J", "商务金融用地", "Business and finance"),
    "0903": ("J", "娱乐用地", "Entertainment"),
    "0904": ("J", "其他商业服务业用地", "Other commercial services"),
    "10": ("J", "工矿用地", "Industrial and mining land"),
    "1001": ("J", "工业用地", "Industrial land"),
    "1002": ("J", "采矿用地", "Mining land"),
    "1003": ("J", "盐田", "Salt pan"),
    "11": ("J", "仓储用地", "Storage land"),
    "1101": ("J", "物流仓储用地", "Logistics and storage"),
    "1102": ("J", "储备库用地", "Reserve stores"),
    "12": ("J", "交通运输用地", "Transport land"),
    "1201": ("J", "铁路用地", "Railway"),
    "1202": ("J", "公路用地", "Highway"),
    "1203": ("J", "机场用地", "Airport"),
    "1204": ("J", "港口码头用地", "Port"),
    "1205": ("J", "管道运输用地", "Pipeline"),
    "1206": ("J", "城市轨道交通用地", "Urban rail transit"),
    "1207": ("J", "城镇村道路用地", "Urban and village streets"),
    "1208": ("J", "交通场站用地", "Transport stations"),
    "1209": ("J", "其他交通设施用地", "Other transport facilities"),
    "13": ("J", "公用设施用地", "Utilities"),
    "1301": ("J", "供水用地", "Water supply"),
    "1302": ("J", "排水用地", "Drainage"),
    "1303": ("J", "供电用地", "Power supply"),
    "1304": ("J", "供燃气用地", "Gas supply"),
    "1305": ("J", "供热用地", "Heat supply"),
    "1306": ("J", "通信用地", "Telecommunications"),
    "1307": ("J", "邮政用地", "Post"),
    "1308": ("J", "广播电视设施用地", "Broadcasting"),
    "1309": ("J", "环卫用地", "Sanitation"),
    "1310": ("J", "消防用地", "Fire protection"),
    "1311": ("J", "水工设施用地", "Hydraulic works"),
    "1312": ("J", "其他公用设施用地", "Other utilities"),
    "14": ("J", "绿地与开敞空间用地", "Green and open space"),
    "1401": ("J", "公园绿地", "Park"),
    "1402": ("J", "防护绿地", "Protective green space"),
    "1403": ("J", "广场用地", "Square"),
    "15": ("J", "特殊用地", "Special land"),
    "1701": ("W", "河流水面", "River"),
    "1702": ("W", "湖泊水面", "Lake"),
    "1703": ("N", "水库水面", "Reservoir"),
    "1704": ("N", "坑塘水面", "Pond"),
    "1705": ("N", "沟渠", "Ditch"),
    "1706": ("W", "冰川及常年积雪", "Glacier and perennial snow"),
    "2301": ("J", "空闲地", "Vacant land"),
    "2303": ("N", "田坎", "Field ridge"),
    "2304": ("W", "盐碱地", "Saline land"),
    "2305": ("W", "沙地", "Sandy land"),
    "2306": ("W", "裸土地", "Bare soil"),
    "2307": ("W", "裸岩石砾地", "Bare rock and gravel"),
}, digits=6, open_levels=False)

CLASS_TABLES: Dict[str, ClassTable] = {table.name: table for table in (SD, YDYH)}
