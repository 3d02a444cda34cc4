"""The named facts that rules speak about: one table of what there is, and how the measurements of a parcel fill it.

A fact that nobody measured or stated is unknown, and stays so: it is not zero and not “no”.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Dict, Iterable, List, Mapping, Optional, Union

from .codes import normalise_code
from .dates import parse_date
from .errors import WeipianError
from .landclass import AGRICULTURAL, CONSTRUCTION, SEPARATE, UNUSED, LandClass, classify, known
from .nested import farmland, farmland_inside, general_farmland, inside, share
from .records import FeatureArea, Measured, RoleAreas
from .roles import ADMIN, EVIDENCE, LANDCLASS, NESTED_PAIRS, ROLES, Paper, Role, Zones, paper_of
from .units import mu_round2, round2

AREA, RATIO, FLAG, TEXT, DATE, NUMBER = "m2", "比例", "是否", "文本", "日期", "数值"

FactValue = Union[float, bool, str, date]


@dataclass(frozen=True)
class Fact:
    """One named fact: its unit or kind, and for a measured one the role it needs."""

    name: str
    zh: str
    en: str
    unit: str
    role: str = ""


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
    yield Fact(f"{key}_valid_m2", f"{zh}（手续有效）面积", f"{en} with valid papers, area", AREA, key)
    yield Fact(f"{key}_valid_uncovered_m2", f"{zh}（手续有效）以外面积", f"Outside {en} with valid papers",
               AREA, key)
    yield Fact(f"{key}_unproven_m2", f"{zh}缺文号或日期的面积", f"{en} without number or date, area",
               AREA, key)
    yield Fact(f"{key}_late_m2", f"{zh}日期晚于下发的面积", f"{en} dated after issue, area", AREA, key)
    yield Fact(f"{key}_expired_m2", f"{zh}后时相前已到期的面积", f"{en} expired before the after image, area",
               AREA, key)
    yield Fact(f"{key}_papers", f"{zh}文号", f"{en}, papers", TEXT, key)


_OTHER_FACTS = (
    Fact("patch_m2", "地块面积", "Parcel area", AREA),
    Fact("tblx", "图斑类型", "Change type", TEXT),
    Fact("jclb", "监测类别", "Patch class", TEXT),
    Fact("qsx", "前时相", "Before image", DATE),
    Fact("hsx", "后时相", "After image", DATE),
    Fact("xfsj", "下发时间", "Issued on", DATE),
    Fact("site_changed", "实地有变化", "Changed on site", FLAG),
    Fact("actual_use", "实际用途", "Actual use", TEXT),
    Fact("road_width_m", "道路宽度", "Road width", NUMBER),
    Fact("pv_case", "光伏情形", "Photovoltaic case", TEXT),
    Fact("rectified", "整改方式", "Rectified by", TEXT),
    Fact("outcome", "建议判定", "Suggested outcome", TEXT),
    Fact("case_code", "建议情形", "Suggested case", TEXT),
    Fact("illegal_farmland_m2", "疑似违法占用耕地面积", "Suspected illegal farmland", AREA, "dltb"),
    Fact("illegal_yjjbnt_m2", "疑似违法占用永久基本农田面积", "Suspected illegal basic farmland", AREA,
         "yjjbnt"),
    Fact("illegal_stbhhx_m2", "疑似违法占用生态保护红线面积", "Suspected illegal redline", AREA, "stbhhx"),
    Fact("illegal_mining_m2", "疑似违法开采面积", "Suspected illegal mining", AREA, "ckq"),
)

_AREA_ROLES = tuple(role for role in ROLES.values() if role.kind not in (LANDCLASS, ADMIN))

FACTS: Dict[str, Fact] = {
    fact.name: fact
    for fact in (*_OTHER_FACTS, *_land_facts(), *(fact for role in _AREA_ROLES for fact in _role_facts(role)),
                 *_nested_facts(_AREA_ROLES))
}

# Which papers need a date of their own to be valid at issue; the others are valid by their number.
_DATED_ROLES = frozenset({"pzyd", "gd", "lsyd"})
_EXPIRING_ROLES = frozenset({"lsyd", "ckq", "tkq"})


@dataclass(frozen=True)
class Facts:
    """The facts known of one parcel. A name that is absent is unknown; ``layers`` are the roles that were looked at."""

    values: Mapping[str, FactValue]
    layers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = [name for name in self.values if name not in FACTS]
        if unknown:
            raise WeipianError("UNKNOWN_FACT", fact=", ".join(unknown))

    def get(self, name: str) -> Optional[FactValue]:
        """The value, or ``None`` where it is unknown; raises ``UNKNOWN_FACT`` for a name that no table has."""
        if name not in FACTS:
            raise WeipianError("UNKNOWN_FACT", fact=name)
        return self.values.get(name)

    def also(self, **more: Optional[FactValue]) -> Facts:
        """These facts and ``more``; what is ``None`` is left out."""
        return Facts({**self.values, **{name: v for name, v in more.items() if v is not None}}, self.layers)


@dataclass(frozen=True)
class Grouping:
    """The profile's switches for land classes: ``net`` or ``gross`` of KCXS, 可调整 ``separate`` or ``farmland``."""

    kcxs_mode: str = "net"
    adjustable: str = SEPARATE


@dataclass(frozen=True)
class _Dates:
    hsx: Optional[date]
    xfsj: Optional[date]


def collect_facts(
    issued: Mapping[str, object],
    measured: Optional[Measured],
    grouping: Grouping,
    analyst: Optional[Mapping[str, FactValue]] = None,
) -> Facts:
    """All facts known of a parcel: issued attributes, measured areas (m²), and what the analyst stated.

    A role that is absent from ``measured.roles`` was neither loaded nor declared empty: its facts are unknown.
    One declared empty gives zeros.
    """
    values = _issued_facts(issued)
    layers: frozenset[str] = frozenset()
    if measured is not None:
        values["patch_m2"] = measured.area_m2
        layers = frozenset(measured.roles)
        dates = _Dates(parse_date(issued.get("HSX")), parse_date(issued.get("XFSJ")))
        for key, areas in measured.roles.items():
            role = ROLES.get(key)
            if role is None:
                continue
            if role.kind == LANDCLASS:
                values.update(land_facts(measured.area_m2, areas, grouping))
            elif role.kind != ADMIN:
                values.update(_covered(measured.area_m2, role, areas))
            if role.kind == EVIDENCE:
                values.update(_papers(measured.area_m2, role, areas, dates))
        values.update(nested_facts(measured))
    return Facts(values, layers).also(**dict(analyst or {}))


def land_facts(patch_m2: float, areas: RoleAreas, grouping: Grouping) -> Dict[str, FactValue]:
    """Sums over the land classes of a parcel, m². An unknown code is summed apart, never as 未利用地."""
    known_classes = [(classify(c.class_code), c.area_m2, c.net_area_m2) for c in areas.classes if known(c.class_code)]

    def gross(wanted: Iterable[LandClass]) -> float:
        chosen = set(wanted)
        return sum(area for land, area, _ in known_classes if land in chosen)

    lands = [land for land, _, _ in known_classes]
    farmland = gross(land for land in lands if land.farmland)
    net = sum(net_area for land, _, net_area in known_classes if land.farmland)
    adjustable = gross(land for land in lands if land.adjustable)
    counted = net if grouping.kcxs_mode == "net" else farmland
    if grouping.adjustable != SEPARATE:
        counted += gross(land for land in lands if land.adjustable and not land.farmland)
    construction = gross(land for land in lands if land.group == CONSTRUCTION)
    return {
        "farmland_m2": farmland, "farmland_net_m2": net, "farmland_counted_m2": counted, "ktz_m2": adjustable,
        "st_m2": gross(land for land in lands if land.paddy),
        "ny_m2": gross(land for land in lands if land.group == AGRICULTURAL),
        "js_m2": construction,
        "wl_m2": gross(land for land in lands if land.group == UNUSED),
        "wth_m2": max(0.0, patch_m2 - areas.total_m2),
        "unknown_class_m2": sum(c.area_m2 for c in areas.classes if not known(c.class_code)),
        "js_ratio": construction / patch_m2 if patch_m2 > 0 else 0.0,
    }


def nested_facts(measured: Measured) -> Dict[str, FactValue]:
    """What lies inside what, m², and its shares: 耕地 in each zone, 一般耕地, one zone in another; what is not known
    is left out. 耕地 is base ``01``, as in ``farmland_m2``.
    """
    values: Dict[str, FactValue] = {}
    whole, general = farmland(measured), general_farmland(measured)
    if general is not None:
        values.update(ybgd_m2=general.gross, ybgd_net_m2=general.net)
    for zones in (*((role.key,) for role in _AREA_ROLES), *NESTED_PAIRS):
        found, name = farmland_inside(measured, zones), "_".join(zones)
        if found is not None and whole is not None:
            values[f"farmland_in_{name}_m2"], values[f"farmland_net_in_{name}_m2"] = found
            values[f"farmland_in_{name}_ratio"] = share(found.gross, whole.gross)
    for pair in NESTED_PAIRS:
        common = inside(measured, pair)
        if common is not None:
            values["_in_".join(pair) + "_m2"] = common.total_m2
            if pair[0] in measured.roles:
                values["_in_".join(pair) + "_ratio"] = share(common.total_m2, measured.roles[pair[0]].total_m2)
    return values


def _issued_facts(issued: Mapping[str, object]) -> Dict[str, FactValue]:
    values: Dict[str, FactValue] = {}
    for name, column in (("tblx", "TBLX"), ("jclb", "JCLB")):
        raw = issued.get(column)
        if raw is not None and str(raw).strip():
            values[name] = normalise_code(column, raw) or str(raw).strip()
    for name, column in (("qsx", "QSX"), ("hsx", "HSX"), ("xfsj", "XFSJ")):
        day = parse_date(issued.get(column))
        if day is not None:
            values[name] = day
    return values


def _covered(patch_m2: float, role: Role, areas: RoleAreas) -> Dict[str, FactValue]:
    return {
        f"{role.key}_m2": areas.total_m2,
        f"{role.key}_ratio": areas.total_m2 / patch_m2 if patch_m2 > 0 else 0.0,
        f"{role.key}_uncovered_m2": max(0.0, patch_m2 - areas.total_m2),
    }


def _papers(patch_m2: float, role: Role, areas: RoleAreas, dates: _Dates) -> Dict[str, FactValue]:
    """Area under valid, undocumented, late and expired papers, m²; what cannot be told is left out."""
    key = role.key
    states: Dict[str, List[float]] = {"valid": [], "unproven": [], "late": [], "expired": [], "open": []}
    papers = []
    accounted = 0.0
    for feature in areas.features:
        paper = paper_of(role, feature.attributes)
        states[_state_of(role, paper, dates)].append(feature.area_m2)
        accounted += feature.area_m2
        papers.append(_paper_text(feature, paper))
    if areas.total_m2 - accounted > _ANONYMOUS_M2:
        states["unproven"].append(areas.total_m2 - accounted)
    values: Dict[str, FactValue] = {f"{key}_papers": "；".join(dict.fromkeys(papers))}
    for state in ("unproven", "late", "expired"):
        values[f"{key}_{state}_m2"] = min(areas.total_m2, sum(states[state]))
    if not states["open"]:
        valid = _surely_covered(areas.total_m2, states)
        values[f"{key}_valid_m2"] = valid
        values[f"{key}_valid_uncovered_m2"] = max(0.0, patch_m2 - valid)
    return values


_ANONYMOUS_M2 = 0.01  # a layer measured without its attributes; below this it is the noise of summing


def _surely_covered(total_m2: float, states: Mapping[str, List[float]]) -> float:
    """The least area that valid papers cover, polygons of one layer overlapping as they may: never claims too much."""
    invalid = sum(sum(areas) for state, areas in states.items() if state != "valid")
    return min(total_m2, max([total_m2 - invalid, *states["valid"], 0.0] if states["valid"] else [0.0]))


def _state_of(role: Role, paper: Paper, dates: _Dates) -> str:
    """``valid``, ``unproven`` (no number or date), ``late``, ``expired``, ``open`` (the patch lacks its date)."""
    issued_on, expiry = parse_date(paper.date), parse_date(paper.expiry)
    needs_date, expires = role.key in _DATED_ROLES, role.key in _EXPIRING_ROLES
    if paper.number is None or (needs_date and issued_on is None) or (expires and expiry is None):
        return "unproven"
    if (issued_on is not None and dates.xfsj is None) or (expires and dates.hsx is None):
        return "open"
    if issued_on is not None and dates.xfsj is not None and issued_on > dates.xfsj:
        return "late"
    if expires and expiry is not None and dates.hsx is not None and expiry < dates.hsx:
        return "expired"
    return "valid"


def _paper_text(feature: FeatureArea, paper: Paper) -> str:
    day, expiry = parse_date(paper.date), parse_date(paper.expiry)
    number = str(paper.number).strip() if paper.number is not None else "无文号"
    parts = [number, f"{day} 批准" if day else "", f"{expiry} 到期" if expiry else ""]
    return f"{'，'.join(part for part in parts if part)}（{mu_round2(feature.area_m2)} 亩）"


def format_fact(name: str, value: Optional[FactValue], language: str = "zh") -> str:
    """A fact's value as people read it: areas in 亩, ratios in %, dates ISO, unknown as 未核."""
    chinese = language.startswith("zh")
    if value is None:
        return "未核" if chinese else "not checked"
    unit = FACTS[name].unit
    if isinstance(value, bool):
        return ("是" if value else "否") if chinese else ("yes" if value else "no")
    if unit == AREA and isinstance(value, (int, float)):
        return f"{mu_round2(value)} {'亩' if chinese else 'mu'}"
    if unit == RATIO and isinstance(value, (int, float)):
        return f"{round2(Fraction(str(value)) * 100)} %"
    return str(value) if str(value) else ("无" if chinese else "none")
