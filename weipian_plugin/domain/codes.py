"""The code lists of the forms, and one question asked at every door: is this patch classified?

A code means something only inside its list: TBLX ``SM`` is 水面, TBLX ``ND`` 农村道路, JCLB ``ND`` 年度图斑. So every
look-up names its list; nothing here matches a bare code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Mapping, Optional, Tuple

from .errors import WeipianError

LEGAL, ILLEGAL, OTHER, PENDING = "合法", "违法", "其他", "待查"


@dataclass(frozen=True)
class Code:
    """One entry of a list; ``note`` says what the entry asks for (the task of a patch class)."""

    code: str
    zh: str
    en: str
    aliases: Tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class CodeList:
    """An ordered list of codes; ``proposed`` where no official list is known (拟)."""

    name: str
    zh: str
    codes: Tuple[Code, ...]
    proposed: bool = False

    def find(self, value: object) -> Optional[Code]:
        """The entry a value means: its code (``1``, ``01``, 1 and 1.0 alike), its Chinese name or an alias."""
        wanted = _spellings(value)
        return next((entry for entry in self.codes if wanted & _names_of(entry)), None)


def _plain(*pairs: Tuple[str, str]) -> Tuple[Code, ...]:
    """Entries whose Chinese term is the code: the column takes the term itself."""
    return tuple(Code(zh, zh, en) for zh, en in pairs)


_TBLX = CodeList("TBLX", "图斑类型", (
    Code("01", "耕地", "Farmland"),
    Code("02", "园地", "Plantation"),
    Code("03", "林地", "Forest"),
    Code("04", "草地", "Grassland"),
    Code("20", "建/构筑物", "Building or structure",
         ("建(构)筑物", "建（构）筑物", "新增建筑物", "新增构筑物", "建筑物")),
    Code("YH", "硬化", "Hardened surface"),
    Code("DT", "动土", "Earth moved"),
    Code("TD", "推堆土", "Earth pushed and piled"),
    Code("TP", "推平", "Levelled"),
    Code("DL1", "建成道路", "Road, built"),
    Code("DL2", "在建道路", "Road, under construction"),
    Code("DL3", "路网", "Road network"),
    Code("TL", "铁路", "Railway"),
    Code("ND", "农村道路", "Rural road"),
    Code("SJ", "水工建筑", "Hydraulic structure"),
    Code("CK", "采矿", "Mining"),
    Code("YT", "盐田", "Salt pan"),
    Code("LD", "公园绿地", "Park"),
    Code("GF", "光伏", "Photovoltaic"),
    Code("SM", "水面", "Water surface"),
    Code("KT", "坑塘", "Pond"),
    Code("SK", "水库", "Reservoir"),
    Code("HL", "河流", "River"),
    Code("GQ", "沟渠", "Ditch"),
    Code("WL", "瓦砾", "Rubble"),
    Code("QT", "其他", "Other"),
    Code("GEF", "高尔夫", "Golf course"),
    Code("ZQC", "足球场", "Football field"),
    Code("JC", "机场", "Airport"),
    Code("LT", "裸土地", "Bare soil"),
    Code("LY", "裸岩石砾地", "Bare rock and gravel"),
    Code("WH", "围海", "Sea enclosed"),
    Code("TH", "填海", "Sea filled"),
))

_JCLB = CodeList("JCLB", "监测类别", (
    Code("XZFN", "新增非农建设类", "New non-agricultural construction", ("新增非农建设",),
         "月核上报，达到面积的逐一实地核查；季清"),
    Code("CXBH", "年度内持续变化类", "Changing on within the year", ("年度内持续变化",),
         "月核上报，达到面积的逐一实地核查；季清"),
    Code("QTXZ", "其他新增建设类", "Other new construction", ("其他新增建设",), "季清；6月20日前下发的并入半年小结"),
    Code("QTBH", "其他变化类", "Other change", ("其他变化",), "季清；6月20日前下发的并入半年小结"),
    Code("K", "矿产图斑", "Mineral patch", ("矿产", "矿产卫片执法图斑"), "全部按月核上报；季清"),
    Code("BC", "补充图斑", "Supplementary patch", ("补充", "年度补充图斑"), "年度"),
    Code("T", "土地卫片执法图斑", "Land patch", ("土地", "土地图斑"), "内业比对、实地核查、合法性判定"),
    Code("TK", "月度变化图斑", "Monthly shared patch", ("土地矿产共用图斑",), "次月完成核查与填报"),
    Code("JD", "疑似违法违规变化图斑", "Quarterly suspected patch", ("季度图斑", "季度监测图斑"),
         "实地核查后依法处置，不需要向部反馈核实举证信息"),
    Code("ND", "年度土地卫片图斑", "Annual land patch", ("年度图斑", "年度土地卫片"), "一次性核实举证并进行合法性判定"),
), proposed=True)

_PDLX = CodeList("PDLX", "判定类型", (
    Code(LEGAL, "合法用地", "Legal", ("1",)),
    Code(ILLEGAL, "违法用地", "Illegal", ("2",)),
    Code(OTHER, "其他用地", "Other", ("3",)),
))

_HFJTQX = CodeList("HFJTQX", "合法—具体情形", (
    Code("H1", "已依法供地（批文+供地手续）", "Approved and supplied"),
    Code("H2", "先行用地", "Advance use approved"),
    Code("H3", "政府为供地进行土地平整", "Levelling for supply"),
    Code("H4", "增减挂钩、工矿废弃地复垦利用建新区", "Linked-quota new-build block"),
    Code("H5", "登记发证", "Registered property"),
    Code("H6", "省级以上国家机关同意的特殊政策批准", "Special approval at provincial level or above"),
    Code("H7", "历史批文、海域使用证、未利用地使用手续及其他", "Older papers, sea-use or unused-land papers, others"),
), proposed=True)

_QTJTQX = CodeList("QTJTQX", "其他—具体情形", (
    Code("Q1", "设施农业用地", "Agricultural facility"),
    Code("Q2", "临时用地", "Temporary use"),
    Code("Q3", "农村道路", "Rural road"),
    Code("Q4", "不改变原用地性质的光伏（风电）用地", "Photovoltaic or wind keeping the land's nature"),
    Code("Q5", "实地未变化", "No change on site"),
    Code("Q6", "生态修复项目用地", "Ecological restoration"),
    Code("Q9", "其他", "Other"),
), proposed=True)

# Sub-categories of Q9 as one province lists them. Its two for military and classified land are left out on purpose:
# such a patch is quarantined (is_classified), never given a sub-category that travels in a table.
_QTJTLX = CodeList("QTJTLX", "其他—类型", _plain(
    ("边角细缝", "Sliver"), ("边坡治理", "Slope treatment"), ("地下管廊（网）", "Underground utilities"),
    ("农村宅基地", "Rural homestead"), ("直接服务于河道的水工建筑", "River works"), ("农村土坟", "Rural grave"),
    ("203范围及开天窗", "Inside village boundary"), ("省外飞地", "Exclave"), ("出入口", "Entrance"),
    ("紧急用地", "Emergency use"), ("合法矿区内的矿山修复治理", "Mine restoration"), ("生态修复用地", "Restoration"),
    ("电力设施", "Power facility"), ("灾毁地块", "Destroyed by disaster"), ("水面高架桥", "Bridge over water"),
    ("其他", "Other"),
), proposed=True)

_WFLX1 = CodeList("WFLX1", "违法类型（一级）", (
    Code("W1", "新增（非农）建设用地违法", "New construction land violation",
         ("新增建设用地违法", "新增非农建设用地违法")),
    Code("W2", "存量建设用地违法", "Violation on existing construction land"),
    Code("W3", "农业项目破坏耕地（基本农田）", "Farmland damaged by farming project", ("农业项目破坏耕地",)),
), proposed=True)

_WFLX2 = CodeList("WFLX2", "违法类型（二级）", _plain(
    ("违法占地", "Illegal occupation"), ("违法转让", "Illegal transfer"), ("违法批地", "Illegal approval"),
    ("其他", "Other"),
))

_WFLX3 = CodeList("WFLX3", "违法类型（三级）", _plain(
    ("厂房类", "Factory"), ("光伏", "Photovoltaic"), ("硬化", "Hardened surface"), ("文旅", "Culture and tourism"),
    ("采矿用地", "Mining"), ("挖湖造景", "Lake landscaping"), ("公共管理和公共服务", "Public services"),
    ("城镇住宅", "Urban housing"), ("特殊用地", "Special land"), ("高速高铁", "Motorway or high-speed rail"),
    ("国省干道", "Trunk road"), ("地方城镇道路", "Local road"), ("圈占/堆放压占", "Fenced, piled or covered"),
), proposed=True)

_WFLX4 = CodeList("WFLX4", "违法类型（四级）", _plain(("新增", "New"), ("存量", "Existing")), proposed=True)

_SJYT = CodeList("SJYT", "实际用途", _plain(
    ("工业", "Industry"), ("仓储物流", "Storage and logistics"), ("商服", "Commerce"),
    ("住宅（城镇）", "Housing, urban"), ("农村住宅", "Housing, rural"), ("公共管理服务", "Public services"),
    ("公路", "Highway"), ("铁路", "Railway"), ("农村道路", "Rural road"), ("水利设施", "Water works"),
    ("电力/能源设施", "Power and energy"), ("光伏", "Photovoltaic"), ("采矿", "Mining"),
    ("设施农业（种植/养殖）", "Facility farming"), ("临时用地", "Temporary use"), ("堆放压占", "Piling and covering"),
    ("推填土未建", "Earth moved, not built"), ("绿化/公园", "Greenery and parks"), ("挖湖造景", "Lake landscaping"),
    ("高尔夫", "Golf"), ("宗教/墓地", "Religion and cemetery"), ("特殊用地", "Special land"), ("其他", "Other"),
), proposed=True)

_QRYJ = CodeList("QRYJ", "确认依据", _plain(("实地", "On site"), ("内业", "From the desk")), proposed=True)

CODE_LISTS: Dict[str, CodeList] = {
    codes.name: codes
    for codes in (_TBLX, _JCLB, _PDLX, _HFJTQX, _QTJTQX, _QTJTLX, _WFLX1, _WFLX2, _WFLX3, _WFLX4, _SJYT, _QRYJ)
}
CASES: Dict[str, str] = {LEGAL: "HFJTQX", ILLEGAL: "WFLX1", OTHER: "QTJTQX"}

_CLASSIFIED_MARKS = ("SFJY", "SFSM", "是否军用", "是否涉密", "军用")
_CLASSIFIED_CASES = ("QTJTQX", "QTJTLX")
_CLASSIFIED_VALUES = frozenset({"JY", "SM", "军用", "军用土地", "涉密"})
_NO = frozenset({"", "NULL", "NONE", "NAN", "-", "/", "否",
                 "0", "2", "FALSE", "F", "N", "NO", "无", "不", "非军用", "非涉密", "不涉密", "不涉及", "×"})


def code_list(name: str) -> CodeList:
    """The list of this name; raises ``UNKNOWN_CODE_LIST``."""
    try:
        return CODE_LISTS[name]
    except KeyError:
        raise WeipianError("UNKNOWN_CODE_LIST", name=name) from None


def normalise_code(name: str, value: object) -> Optional[str]:
    """The code of list ``name`` that ``value`` means, or ``None``: ``normalise_code("TBLX", 1.0)`` is ``"01"``."""
    entry = code_list(name).find(value)
    return entry.code if entry else None


def label(name: str, code: object, language: str = "zh") -> str:
    """The name of a code in its list; an unknown code shows as it stands, never as another list's."""
    entry = code_list(name).find(code)
    if entry is None:
        return "" if code is None else str(code)
    return entry.zh if language.startswith("zh") else entry.en


def is_classified(attributes: Mapping[str, object]) -> bool:
    """Is the patch marked military or classified, or given such a sub-category? (TBLX ``SM`` is 水面 and is not.)

    A mark that is not plainly a “no” counts: a patch wrongly set apart can be issued again, a leak cannot be undone.
    """
    by_name = {name.strip().upper(): value for name, value in attributes.items()}
    if any(_text(by_name.get(name)) not in _NO for name in _CLASSIFIED_MARKS):
        return True
    return any(_text(by_name.get(name)) in _CLASSIFIED_VALUES for name in _CLASSIFIED_CASES)


def _text(value: object) -> str:
    if value is None:
        return ""
    text = str(value).strip().upper()
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def _spellings(value: object) -> frozenset[str]:
    text = _text(value)
    if not text:
        return frozenset()
    return frozenset({text, text.zfill(2)}) if text.isdigit() else frozenset({text})


def _names_of(entry: Code) -> frozenset[str]:
    return frozenset(name.upper() for name in (entry.code, entry.zh, *entry.aliases))


@dataclass(frozen=True)
class Answer:
    """What one digit of the workbench says: values by field code of the 初判."""

    digit: str
    zh: str
    en: str
    values: Mapping[str, str]


def _answer(digit: str, zh: str, en: str, outcome: str, case: str = "") -> Answer:
    return Answer(digit, zh, en, {"PDLX": outcome, **({CASES[outcome]: case} if case else {})})


# 2 leaves the kind of violation open: a person names it, a key must not.
ANSWERS: Tuple[Answer, ...] = (
    _answer("1", "合法", "Legal", LEGAL),
    _answer("2", "违法", "Illegal", ILLEGAL),
    _answer("3", "其他", "Other", OTHER),
    _answer("4", "其他·设施农业用地", "Other: agricultural facility", OTHER, "Q1"),
    _answer("5", "其他·临时用地", "Other: temporary use", OTHER, "Q2"),
    _answer("6", "其他·农村道路", "Other: rural road", OTHER, "Q3"),
    _answer("7", "其他·光伏（风电）", "Other: photovoltaic or wind", OTHER, "Q4"),
    _answer("8", "其他·实地未变化", "Other: no change on site", OTHER, "Q5"),
    _answer("9", "违法·存量建设用地", "Illegal: existing construction land", ILLEGAL, "W2"),
)
