"""What a person states of a parcel for the rules: one table, from which the form is built and the answers are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Dict, Mapping, Optional, Tuple, Union

from ..calendar.dates import parse_date

FLAG, CODE, NUMBER, DATE, TEXT = "flag", "code", "number", "date", "text"

Stated = Union[float, bool, str, date]


@dataclass(frozen=True)
class AnalystFact:
    """One thing to tick or fill in. ``code`` is its field in the 初判, ``name`` the fact that rules speak about.

    ``kind`` is one of flag, code (of the list ``codes``), number (in ``unit``), date or text. ``also``: fields of the
    forms that say the same once they are filled in; the fact's own field comes first.
    """

    code: str
    name: str
    zh: str
    en: str
    kind: str
    codes: str = ""
    unit: str = ""
    also: Tuple[str, ...] = ()
    subject: str = "land"


def _flag(code: str, name: str, zh: str, en: str, *also: str, subject: str = "land") -> AnalystFact:
    return AnalystFact(code, name, zh, en, FLAG, also=also, subject=subject)


def _code(code: str, name: str, zh: str, en: str, codes: str, *also: str, subject: str = "land") -> AnalystFact:
    return AnalystFact(code, name, zh, en, CODE, codes, also=also, subject=subject)


ANALYST_FACTS: Tuple[AnalystFact, ...] = (
    _flag("SSBH", "site_changed", "实地有变化", "Changed on site"),
    _code("SSYT", "actual_use", "实际用途", "Actual use", "SJYT", "HFSJYT", "WFSJYT"),
    AnalystFact("SSDL", "class_after", "变化后地类", "Land class after the change", TEXT),
    _flag("SSFG", "not_to_split", "已核实无须分割", "Need not be split"),
    _flag("SSXZ", "recognised_new", "变更调查已认定为新增建设用地", "New construction land in the survey"),
    _flag("SSGH", "planning_ok", "符合国土空间规划", "Conforms to the spatial plan"),
    _code("SSQY", "title_kind", "权源种类", "Kind of title", "QYZL"),
    _flag("SSXX", "advance_use", "先行用地已批准且在批准范围内", "Advance use approved, inside its range"),
    _flag("SSPZ", "only_levelled", "仅平整土地、未动工建设", "Levelled only, nothing built"),
    _flag("SSYJ", "permanent_building", "临时用地上修建永久性建（构）筑物", "Permanent building on temporary land"),
    _flag("SSHF", "restored", "临时用地已恢复原状", "Temporary land restored"),
    _flag("SSGZ", "topsoil_destroyed", "耕作层遭破坏", "Topsoil destroyed"),
    _flag("SSWH", "lake_landscaping", "挖湖造景", "Lake landscaping", "SFWHZJ"),
    _flag("SSZZ", "planting_damage", "种植破坏耕地", "Farmland damaged by planting"),
    AnalystFact("SSLK", "road_width_m", "道路宽度", "Road width", NUMBER, unit="米", also=("NCDKD",)),
    AnalystFact("SSLJ", "road_built", "道路建成时间", "Road built on", DATE, also=("NCDJCSJ",)),
    _flag("SSLF", "road_renewed", "原有农村道路翻新", "Old rural road renewed"),
    _flag("SSLD", "road_enlarged", "翻新后规模扩大", "Enlarged by the renewal"),
    _code("SSNB", "north_south", "南方或北方", "South or north", "NBF"),
    _code("SSGF", "pv_case", "光伏（风电）情形", "Photovoltaic or wind case", "GFXMLX", "GFYXMLX"),
    _code("SSQT", "other_type", "其他用地类型", "Kind of other use", "QTJTLX"),
    _flag("SSST", "restoration_project", "生态修复项目用地", "Ecological restoration project"),
    _flag("SSJF", "housing_on_farmland", "新增乱占耕地建房", "New housing on farmland without right", "SFLZGDJF"),
    _flag("SSDP", "greenhouse_house", "大棚房", "Greenhouse house", "SFDPF"),
    _flag("SSBS", "villa", "违建别墅", "Illegal villa"),
    _flag("SSCJ", "changjiang", "涉及长江流域", "In the Yangtze basin"),
    _flag("SSHH", "huanghe", "涉及黄河沿岸县域", "In a county on the Yellow River"),
    _code("SSBM", "other_department", "属其他部门职责", "Another department's matter", "ZZBM"),
    _flag("SSKS", "mining_seen", "当年有勘查或开采活动", "Exploration or mining in the year", subject="mineral"),
    _code("SSKH", "mining_activity", "勘查或开采", "Exploration or mining", "KCHD", subject="mineral"),
    AnalystFact("SSKZ", "mineral", "开采矿种", "Mineral worked", TEXT, also=("SJKZ",), subject="mineral"),
    _flag("SSCC", "over_depth", "超层开采", "Mined beyond the licensed layer", "SFCC", subject="mineral"),
    _flag("SSYX", "renewal_accepted", "矿业权延续申请已受理", "Renewal accepted", "KXYSL", subject="mineral"),
    _flag("SSPH", "destructive_mining", "破坏性开采", "Destructive mining", subject="mineral"),
    _flag("SSZR", "right_transferred", "非法转让矿业权", "Right transferred without approval", subject="mineral"),
)

_YES = frozenset({"1", "是", "true", "yes"})
_NO = frozenset({"0", "否", "false", "no"})


def facts_of(answers: Mapping[str, object]) -> Dict[str, Stated]:
    """What the answers of an 初判 (by field code) state, by fact name; what is not answered is left out."""
    found: Dict[str, Stated] = {}
    for fact in ANALYST_FACTS:
        for code in (fact.code, *fact.also):
            value = _read(fact.kind, answers.get(code))
            if value is not None:
                found[fact.name] = value
                break
    return found


def offered_by_facts(answers: Mapping[str, object]) -> Dict[str, object]:
    """What the stated facts would say in fields of the forms that ask the same, by field code: only offered."""
    return {code: answers[fact.code] for fact in ANALYST_FACTS for code in fact.also
            if answers.get(fact.code) not in (None, "")}


def _read(kind: str, value: object) -> Optional[Stated]:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text = str(value).strip()
    if kind == FLAG:
        lowered = text.lower()
        return True if lowered in _YES else False if lowered in _NO else None
    if kind == DATE:
        return parse_date(value)
    if kind == NUMBER:
        try:
            return float(text)
        except ValueError:
            return None
    return text
