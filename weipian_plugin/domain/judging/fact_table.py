"""The table of facts that rules may speak about: names in two languages, unit or kind, and the role each needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Dict, Iterable, Tuple, Union

from ..roles import ADMIN, EVIDENCE, LANDCLASS, NESTED_PAIRS, ROLES, Role, Zones
from .analyst_facts import ANALYST_FACTS
from .analyst_facts import DATE as STATED_DATE
from .analyst_facts import FLAG as STATED_FLAG
from .analyst_facts import NUMBER as STATED_NUMBER

AREA, RATIO, FLAG, TEXT, DATE, NUMBER, YEARS = "m2", "比例", "是否", "文本", "日期", "数值", "年"

FactValue = Union[float, bool, str, date]


# Whose papers end: what they cover is valid, expired, or was either once.
EXPIRING_ROLES = frozenset({"lsyd", "ckq", "tkq"})
# A mining right is held at the after image or not at all; the other papers have to be there when the patch is issued.
RIGHTS = frozenset({"ckq", "tkq"})


@dataclass(frozen=True)
class Fact:
    """One named fact: its unit or kind, for a measured one the role it needs, for a coded one its code list."""

    name: str
    zh: str
    en: str
    unit: str
    role: str = ""
    codes: str = ""


def _land_facts() -> Iterable[Fact]:
    rows = (
        ("farmland_m2", "耕地面积", "Farmland"), ("farmland_net_m2", "耕地净面积", "Farmland, net of ridges"),
        ("farmland_counted_m2", "耕地面积（按口径）", "Farmland as the profile counts it"),
        ("st_m2", "水田面积", "Paddy field"), ("ktz_m2", "可调整地类面积", "Adjustable land"),
        ("ny_m2", "农用地面积", "Agricultural land"), ("js_m2", "建设用地面积", "Construction land"),
        ("wl_m2", "未利用地面积", "Unused land"), ("wth_m2", "未套合面积", "Covered by no land class"),
        ("unknown_class_m2", "地类编码不识的面积", "Area of unknown land class"),
    )
    for name, zh, en in rows:
        yield Fact(name, zh, en, AREA, "dltb")
    yield Fact("js_ratio", "建设用地占比", "Share of construction land", RATIO, "dltb")
    yield Fact("ybgd_m2", "一般耕地面积", "Farmland that is not basic farmland", AREA, "yjjbnt")
    yield Fact("ybgd_net_m2", "一般耕地净面积", "Farmland that is not basic farmland, net of ridges", AREA, "yjjbnt")


def _nested_facts(roles: Iterable[Role]) -> Iterable[Fact]:
    for role in roles:
        yield from _farmland_inside_facts((role.key,))
    for pair in NESTED_PAIRS:
        (zh, other_zh), (en, other_en) = zip(*((ROLES[key].zh, ROLES[key].en) for key in pair))
        name = "_in_".join(pair)
        yield Fact(f"{name}_m2", f"{zh}与{other_zh}重叠面积", f"{en} inside {other_en}, area", AREA, pair[0])
        yield Fact(f"{name}_ratio", f"{zh}在{other_zh}内的比例", f"{en} inside {other_en}, share", RATIO, pair[0])
        yield from _farmland_inside_facts(pair)


def _farmland_inside_facts(zones: Zones) -> Iterable[Fact]:
    name = "_".join(zones)
    zh, en = "、".join(ROLES[key].zh for key in zones), " and ".join(ROLES[key].en for key in zones)
    yield Fact(f"farmland_in_{name}_m2", f"{zh}内的耕地面积", f"Farmland inside {en}", AREA, zones[0])
    yield Fact(f"farmland_net_in_{name}_m2", f"{zh}内的耕地净面积", f"Farmland inside {en}, net of ridges", AREA,
               zones[0])
    yield Fact(f"farmland_in_{name}_ratio", f"耕地在{zh}内的比例", f"Share of farmland inside {en}", RATIO, zones[0])


def _role_facts(role: Role) -> Iterable[Fact]:
    key, zh, en = role.key, role.zh, role.en
    yield Fact(f"{key}_m2", f"{zh}面积", f"{en}, area", AREA, key)
    yield Fact(f"{key}_ratio", f"{zh}占比", f"{en}, share", RATIO, key)
    yield Fact(f"{key}_uncovered_m2", f"{zh}以外面积", f"Outside {en}", AREA, key)
    if role.kind != EVIDENCE:
        return
    for state, words, words_en in _PAPER_STATES if key in EXPIRING_ROLES else _PAPER_STATES[:-1]:
        yield Fact(f"{key}_{state}_m2", f"{zh}{words}面积", f"{en} {words_en}, area", AREA, key)
    for state in ("valid", "expired", "once") if key in EXPIRING_ROLES else ("valid",):
        words, words_en = next((zh_, en_) for name, zh_, en_ in _PAPER_STATES if name == state)
        yield Fact(f"{key}_{state}_uncovered_m2", f"{zh}{words}以外面积", f"Outside {en} {words_en}", AREA, key)
    if key in RIGHTS:
        yield Fact(f"{key}_outside_ratio", f"界外（{zh}以外）占比", f"Share outside {en}", RATIO, key)
    yield Fact(f"{key}_papers", f"{zh}文号", f"{en}, papers", TEXT, key)


_PAPER_STATES = (
    ("valid", "（手续有效）", "with valid papers"), ("unproven", "缺文号或日期的", "without number or date"),
    ("late", "日期晚于下发的", "dated after issue"), ("expired", "后时相前已到期的", "expired before the after image"),
    ("once", "（手续有效或已到期）", "with papers valid or expired"),
)

_OTHER_FACTS = (
    Fact("patch_m2", "地块面积", "Parcel area", AREA),
    Fact("tblx", "图斑类型", "Change type", TEXT, codes="TBLX"),
    Fact("jclb", "监测类别", "Patch class", TEXT, codes="JCLB"),
    Fact("qsx", "前时相", "Before image", DATE),
    Fact("hsx", "后时相", "After image", DATE),
    Fact("xfsj", "下发时间", "Issued on", DATE),
    Fact("province", "省级行政区代码", "Province code", TEXT),
    Fact("sfsk", "是否涉矿", "Concerns mining", FLAG),
    Fact("class_after_unknown", "变化后地类编码不识", "Unknown land class after the change", FLAG),
    Fact("rectified", "整改方式", "Rectified by", TEXT),
    Fact("outcome", "建议判定", "Suggested outcome", TEXT),
    Fact("case_code", "建议情形", "Suggested case", TEXT),
    Fact("illegal_farmland_m2", "疑似违法占用耕地面积", "Suspected illegal farmland", AREA, "dltb"),
    Fact("illegal_yjjbnt_m2", "疑似违法占用永久基本农田面积", "Suspected illegal basic farmland", AREA,
         "yjjbnt"),
    Fact("illegal_stbhhx_m2", "疑似违法占用生态保护红线面积", "Suspected illegal redline", AREA, "stbhhx"),
    Fact("illegal_mining_m2", "疑似违法开采面积", "Suspected illegal mining", AREA, "ckq"),
    Fact("licensed_mineral", "授权矿种", "Licensed mineral", TEXT),
    Fact("mineral_matches", "开采矿种与授权矿种一致", "Mineral as licensed", FLAG),
    Fact("issued_licence", "下发表所列许可证号", "Licence number as issued", TEXT),
    Fact("issued_right_valid", "下发表所列矿业权在后时相时有效", "Right as issued is valid at the after image", FLAG),
    Fact("issued_outside_m2", "下发表所列界外面积", "Area outside the right, as issued", AREA),
    Fact("outside_direction", "越界方向", "Direction beyond the right", TEXT, "ckq", "FW"),
    Fact("outside_reach_m", "越界最远距离（米）", "Farthest beyond the right (m)", NUMBER, "ckq"),
    Fact("lsyd_over_m2", "临时用地后时相时有效、今日已到期的面积", "Temporary use valid at the after image, over today",
         AREA, "lsyd"),
    Fact("lsyd_term_years", "临时用地批准期限（最长）", "Term of the temporary use, the longest", YEARS, "lsyd"),
    Fact("strategic_mineral", "战略性矿种", "Strategic mineral", FLAG),
    Fact("issued_protected", "下发表标注涉及自然保护地", "In a protected area, as issued", FLAG),
)

_KINDS = {STATED_FLAG: FLAG, STATED_DATE: DATE, STATED_NUMBER: NUMBER}
_STATED_FACTS = tuple(Fact(stated.name, stated.zh, stated.en, _KINDS.get(stated.kind, TEXT), codes=stated.codes)
                      for stated in ANALYST_FACTS)

AREA_ROLES: Tuple[Role, ...] = tuple(role for role in ROLES.values() if role.kind not in (LANDCLASS, ADMIN))

FACTS: Dict[str, Fact] = {
    fact.name: fact
    for fact in (*_OTHER_FACTS, *_STATED_FACTS, *_land_facts(),
                 *(fact for role in AREA_ROLES for fact in _role_facts(role)), *_nested_facts(AREA_ROLES))
}
