"""The code lists of the forms, and one question asked at every door: is this patch classified?

A code means something only inside its list: TBLX ``SM`` is 水面, TBLX ``ND`` 农村道路, JCLB ``ND`` 年度图斑. So every
look-up names its list; nothing here matches a bare code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Dict, Mapping, Optional, Tuple

from ..errors import WeipianError

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
        places = [self._places[name] for name in _spellings(value) if name in self._places]
        return self.codes[min(places)] if places else None

    @cached_property
    def _places(self) -> Dict[str, int]:
        """By each name, written in capitals, the first entry that has it."""
        places: Dict[str, int] = {}
        for place, entry in enumerate(self.codes):
            for name in (entry.code, entry.zh, *entry.aliases):
                places.setdefault(name.upper(), place)
        return places


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
    # One case for all years: before 2022 the approval alone was enough (自然资办发〔2021〕65号).
    Code("H1", "已依法批准（2022年起须批文+供地手续）", "Approved (since 2022: and supplied)",
         ("已依法供地（批文+供地手续）", "已依法供地")),
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
    ("油田用地", "Oil field (forms of 2016)"), ("其他", "Other"),
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

_PZJGJB = CodeList("PZJGJB", "批准机关级别", _plain(
    ("国务院", "State Council"), ("部级", "Ministry"), ("省级", "Province"), ("市级", "City"), ("县级", "County"),
    ("乡级", "Township"),
), proposed=True)

_GDFS = CodeList("GDFS", "供地方式", _plain(
    ("划拨", "Allocation"), ("招标出让", "Grant by tender"), ("拍卖出让", "Grant by auction"),
    ("挂牌出让", "Grant by listing"), ("协议出让", "Grant by agreement"), ("租赁", "Lease"),
    ("作价出资（入股）", "Contribution in kind"), ("集体经营性建设用地入市", "Collective land on the market"),
    ("其他", "Other"),
), proposed=True)

_LSPLB = CodeList("LSPLB", "批文类别", _plain(
    ("海域使用证", "Sea-use certificate"), ("未利用地使用手续", "Unused-land papers"), ("其他", "Other"),
))

_GFXMLX = CodeList("GFXMLX", "光伏项目类型", (
    Code("a", "未利用地光伏", "On unused land", ("戈壁荒漠光伏",)),
    Code("b", "村级扶贫光伏", "Village poverty relief"),
    Code("c", "光伏复合项目", "With farming", ("农光互补", "渔光互补", "光伏复合")),
    Code("d", "其他", "Other"),
), proposed=True)

_GFYDLX = CodeList("GFYDLX", "光伏用地类型", _plain(("方阵", "Array"), ("其他", "Other")), proposed=True)

_SHJG = CodeList("SHJG", "审核结果", _plain(
    ("通过", "Passed"), ("退回", "Returned"), ("待审", "Waiting"),
), proposed=True)

_XHZT = CodeList("XHZT", "销号状态", _plain(("已销号", "Closed"), ("未销号", "Open")), proposed=True)

_SHJB = CodeList("SHJB", "审核层级", _plain(
    ("县级", "County"), ("市级", "City"), ("省级", "Province"), ("部级", "Ministry"),
))
AUDIT_LEVELS: Tuple[str, ...] = tuple(entry.code for entry in _SHJB.codes)

# What a city looks at, patch by patch; whatever else is wrong is told in words.
_SHYY = CodeList("SHYY", "退回原因", _plain(
    ("类型确定的准确性", "The type is not rightly determined"), ("证明材料的充分性", "The proofs do not suffice"),
    ("数据信息的完备性", "The data are not complete"), ("其他", "Other"),
))

_CYFF = CodeList("CYFF", "抽样方法", _plain(
    ("按类抽样", "A share of each outcome"), ("达到标准全部", "All that reach a threshold"),
    ("按单位抽样", "A share of each county, township or interpreter"), ("全部", "All"), ("指定", "Named by hand"),
), proposed=True)
_FPJG = CodeList("FPJG", "复判结论", _plain(
    ("已判", "Judged"), ("无法判断", "Cannot be told"), ("非本人任务", "Not mine"),
), proposed=True)
_YXJG = CodeList("YXJG", "影像复核结果", _plain(
    ("已拆除", "Demolished"), ("未拆除", "Still standing"), ("不确定", "Not certain"),
), proposed=True)
_FXLY = CodeList("FXLY", "发现渠道", _plain(
    ("巡查", "Patrol"), ("12336", "Telephone 12336"), ("微信", "WeChat"), ("其他", "Other"),
), proposed=True)

# 四项机制 and the letters of the county's office (2023年县级方案 三（八）（九）, 五).
_HJLX = CodeList("HJLX", "函件类型", _plain(
    ("通报提醒", "Notice"), ("警示提醒函", "Letter of warning"),
    ("自然资源执法监督建议函", "Letter of supervision and advice"), ("约谈", "Interview"),
    ("联合惩戒", "Joint sanction"), ("移交问责", "Handed over for accountability"), ("其他", "Other"),
))

_WFXZ = CodeList("WFXZ", "违法性质", _plain(
    ("占地", "Occupation"), ("转让", "Transfer"), ("批地", "Approval"), ("其他", "Other"),
))

_CLFS = CodeList("CLFS", "处理方式", _plain(
    ("立案", "Case opened"), ("非立案拆除", "Demolished without a case"),
    ("移交其他部门", "Handed to another authority"), ("移送司法", "Prosecuted"), ("不予立案", "No case"),
))

_ZDSS = CodeList("ZDSS", "重大基础设施级别", _plain(("国家级", "National"), ("省级", "Provincial")), proposed=True)

_YWKJ = CodeList("YWKJ", "以往可扣减的情形", _plain(
    ("宅基地", "One-household homestead"), ("保障性安居", "Affordable housing"),
    ("疫情医疗", "Epidemic medical facility"),
), proposed=True)

_ZGFS = CodeList("ZGFS", "整改方式", _plain(
    ("拆除复耕", "Demolished and recultivated"), ("补办", "Approved later"), ("没收", "Confiscated"),
    ("其他", "Other"), ("未整改", "Not yet"),
), proposed=True)

_YXFH = CodeList("YXFH", "整改影像复核", _plain(
    ("已拆除", "Demolished"), ("未拆除", "Standing"), ("不确定", "Uncertain"),
), proposed=True)

_RCJC_YY = CodeList("RCJC_YY", "容错纠错原因", _plain(
    ("永农划定不符", "Basic farmland drawn otherwise than it is"), ("手续备案有误", "Filing wrong"), ("其他", "Other"),
))

_BGDCBS = CodeList("BGDCBS", "变更调查标识", _plain(
    ("单独标识为违法用地", "Marked apart as illegal"), ("不得变更为新增建设用地", "Not to become construction land"),
    ("下一年度恢复原地类", "Restore the class next year"),
))

_FJLX = CodeList("FJLX", "附件类型", (
    Code("photo", "照片", "Photo"), Code("image", "影像截图", "Image chip"), Code("paper", "材料", "Paper"),
), proposed=True)

_FWJZ = CodeList("FWJZ", "方位角基准", (
    Code("T", "真北", "True north"), Code("M", "磁北", "Magnetic north"),
))

_GLFS = CodeList("GLFS", "附件关联方式", (
    Code("hand", "手工", "By hand"), Code("name", "按名称", "By name"), Code("index", "按索引", "By index"),
    Code("package", "按举证包编号", "By the package's number"), Code("place", "按位置", "By place"),
), proposed=True)

_CLZT = CodeList("CLZT", "校验处理状态", (
    Code("open", "未处理", "Open"), Code("explained", "已说明", "Explained"), Code("resolved", "已解决", "Resolved"),
), proposed=True)

_BHYS = CodeList("BHYS", "标绘颜色", (
    Code("remark", "说明", "Remark"), Code("doubt", "疑问", "Doubt"), Code("correct", "更正", "Correction"),
    Code("evidence", "证据位置", "Evidence"),
), proposed=True)

_KPDLX = CodeList("KPDLX", "矿产判定类型", (
    Code(LEGAL, "合法", "Legal", ("1",)),
    Code(ILLEGAL, "违法", "Illegal", ("2",)),
    Code(OTHER, "其他（伪变化）", "Other (no mining)", ("3", "伪变化")),
), proposed=True)

_KWFLX = CodeList("KWFLX", "矿产违法类型", _plain(
    ("无证勘查", "Exploring without a licence"), ("越界勘查", "Exploring beyond the limit"),
    ("非法转让探矿权", "Illegal transfer of an exploration right"), ("勘查其他", "Exploration, other"),
    ("无证开采", "Mining without a licence"), ("越界开采", "Mining beyond the limit"),
    ("非法转让采矿权", "Illegal transfer of a mining right"), ("破坏性开采", "Destructive mining"),
    ("开采其他", "Mining, other"), ("违法发证（勘查许可证）", "Exploration licence issued illegally"),
    ("违法发证（采矿许可证）", "Mining licence issued illegally"), ("非法批准其他", "Approval, other"),
))

_KCLFS = CodeList("KCLFS", "矿产处理方式", _plain(
    ("立案", "Case opened"), ("非立案", "Dealt with without a case"), ("不处理", "Nothing done"),
))

_KZGFS = CodeList("KZGFS", "矿产整改方式", _plain(
    ("毁闭", "Destroyed and closed"), ("恢复治理", "Restored"), ("补证", "Licensed later"),
))

_KL = CodeList("KL", "矿类", (
    Code("能源", "能源矿产", "Energy"), Code("金属", "金属矿产", "Metal"), Code("非金属", "非金属矿产", "Non-metal"),
    Code("水气", "水气矿产", "Water and gas"),
), proposed=True)

_MBLX = CodeList("MBLX", "开采方式（目标类型）", _plain(
    ("采场", "Pit"), ("井口", "Shaft"), ("硐口", "Adit"), ("中转场地", "Transfer yard"), ("其他", "Other"),
))

_QYZL = CodeList("QYZL", "权源种类", _plain(
    ("登记发证", "Registered"), ("历史批文", "Older approval"), ("海域使用证", "Sea-use certificate"),
    ("未利用地使用手续", "Unused-land papers"), ("特殊政策批准", "Special approval at provincial level or above"),
    ("其他权源", "Other title"), ("无权源", "No title"),
), proposed=True)

_NBF = CodeList("NBF", "南方或北方", _plain(("南方", "South"), ("北方", "North")))

_FW = CodeList("FW", "方位", _plain(
    ("北", "North"), ("东北", "North-east"), ("东", "East"), ("东南", "South-east"), ("南", "South"),
    ("西南", "South-west"), ("西", "West"), ("西北", "North-west")))

_ZZBM = CodeList("ZZBM", "职责部门", _plain(
    ("林草", "Forestry and grassland"), ("发展改革", "Development and reform"), ("交通", "Transport"),
    ("农业农村", "Agriculture"), ("水利", "Water"), ("生态环境", "Environment"), ("城市管理", "City management"),
    ("民政", "Civil affairs"), ("乡镇政府", "Township government"), ("其他部门", "Other department"),
    ("不属其他部门", "No other department"),
), proposed=True)

_KCHD = CodeList("KCHD", "勘查或开采", _plain(("勘查", "Exploration"), ("开采", "Mining")))

CODE_LISTS: Dict[str, CodeList] = {
    codes.name: codes
    for codes in (_TBLX, _JCLB, _PDLX, _HFJTQX, _QTJTQX, _QTJTLX, _WFLX1, _WFLX2, _WFLX3, _WFLX4, _SJYT, _QRYJ,
                  _PZJGJB, _GDFS, _LSPLB, _GFXMLX, _GFYDLX, _SHJG, _SHJB, _SHYY, _XHZT, _HJLX,
                  _CYFF, _FPJG, _YXJG, _FXLY,
                  _WFXZ, _CLFS, _ZDSS, _YWKJ, _ZGFS, _YXFH,
                  _RCJC_YY, _BGDCBS,
                  _FJLX, _FWJZ, _GLFS, _CLZT, _BHYS, _KPDLX, _KWFLX, _KCLFS, _KZGFS, _KL, _MBLX,
                  _QYZL, _NBF, _ZZBM, _KCHD, _FW)
}
CASES: Dict[str, str] = {LEGAL: "HFJTQX", ILLEGAL: "WFLX1", OTHER: "QTJTQX"}
# Of a mineral judgement only a violation has cases; an empty name: none.
MINERAL_CASES: Dict[str, str] = {LEGAL: "", ILLEGAL: "KWFLX", OTHER: ""}

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


@lru_cache(maxsize=1024)
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
