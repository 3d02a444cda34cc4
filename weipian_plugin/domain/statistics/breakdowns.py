"""The tables of the parcels: what was issued and verified, how it was judged, what the violations are (§2.5 1–3)."""

from __future__ import annotations

from functools import partial
from typing import List, Sequence, Tuple

from ..forms.codes import CASES, ILLEGAL, LEGAL, OTHER, code_list, label
from .counted import (
    AREA,
    BASIC,
    BEGUN,
    FARMLAND,
    ILLEGAL_AREA,
    ILLEGAL_BASIC,
    ILLEGAL_FARMLAND,
    JUDGED,
    OPEN,
    REDLINE,
    CountedParcel,
)
from .figures import FigureTable
from .selection import (
    Column,
    Line,
    Selection,
    Test,
    area_column,
    parcels_column,
    part_column,
    patches_column,
    rate_column,
    share_column,
    table_of,
)

OUTCOMES = (LEGAL, ILLEGAL, OTHER)
TASKS: Tuple[str, ...] = tuple(entry.code for entry in code_list("JCLB").codes)
SPECIAL = (("SFLZGDJF", "新增乱占耕地建房"), ("SFWHZJ", "挖湖造景"), ("SFDPF", "大棚房"), ("SFFNH", "耕地“非农化”"))
_AREAS = (area_column(AREA, "面积"), area_column(FARMLAND, "耕地"), area_column(BASIC, "永久基本农田"),
          area_column(REDLINE, "生态保护红线"))
_STATED_AREAS = (area_column(ILLEGAL_AREA, "违法面积"), area_column(ILLEGAL_FARMLAND, "违法耕地"),
                 area_column(ILLEGAL_BASIC, "违法永久基本农田"), area_column(REDLINE, "生态保护红线"))
_NOT_ADDITIVE = "同一地块可有多项标识，各行不相加。"


def is_judged(parcel: CountedParcel) -> bool:
    """Has a person signed it?"""
    return parcel.state == JUDGED


def task_name(code: str) -> str:
    """A patch class as it is read."""
    return label("JCLB", code)


def place_of(parcels: Sequence[CountedParcel]) -> Tuple[str, str]:
    """(attribute, name) of the smallest places worth a line each: townships, of one township its villages."""
    if len({parcel.township for parcel in parcels if parcel.township}) != 1:
        return "township", "乡镇街道"
    return ("village", "村社区") if any(parcel.village for parcel in parcels) else ("township", "乡镇街道")


def by_place(chosen: Selection, place: Tuple[str, str]) -> List[Line]:
    """Divided by `place_of`."""
    attribute, name = place
    return chosen.by(name, lambda parcel: str(getattr(parcel, attribute)))


def _progress() -> Tuple[Column, ...]:
    return (
        patches_column(), parcels_column(), *_AREAS,
        *(part_column(name, f"状态为“{name}”", _in_state(name)) for name in (JUDGED, BEGUN, OPEN)),
        rate_column("完成率", "状态为“已判定”", is_judged))


def _in_state(name: str) -> Test:
    return lambda parcel: parcel.state == name


def issued_by_task(whole: Selection) -> FigureTable:
    """1-1: what was issued and how far it is, by patch class."""
    lines = whole.by("图斑分类", lambda parcel: parcel.task, TASKS, task_name)
    return table_of("1-1", "下发与核查完成情况（按图斑分类）", "图斑分类", lines, _progress(), whole)


def issued_by_place(whole: Selection) -> FigureTable:
    """1-2: the same by county and township."""
    place = place_of(whole.parcels)
    return table_of("1-2", f"下发与核查完成情况（按{place[1]}）", place[1], by_place(whole, place), _progress(), whole)


def issued_by_county(whole: Selection) -> FigureTable:
    """1-3: the same by county, where there are several."""
    return table_of("1-3", "下发与核查完成情况（按县区）", "县（市、区）",
                    whole.by("县（市、区）", lambda parcel: parcel.county), _progress(), whole)


def judged_of(land: Selection) -> Selection:
    """The land that is judged."""
    return land.where("已签署判定", is_judged)


def outcome_of(judged: Selection, outcome: str) -> Selection:
    """What was judged so."""
    return judged.where(f"判定类型为“{outcome}”", lambda parcel: parcel.outcome == outcome)


def outcomes(land: Selection) -> FigureTable:
    """2-1: 合法, 违法, 其他 with their areas."""
    judged = judged_of(land)
    lines = [(outcome, f"{outcome}用地", outcome_of(judged, outcome)) for outcome in OUTCOMES]
    columns = (parcels_column(), share_column("占已判定", judged), *_AREAS)
    return table_of("2-1", "判定结构", "判定类型", lines, columns, judged)


def cases(land: Selection) -> FigureTable:
    """2-2: sub-categories of each outcome."""
    judged = judged_of(land)
    lines: List[Line] = []
    for outcome in OUTCOMES:
        names = CASES[outcome]
        order = tuple(entry.code for entry in code_list(names).codes)
        parts = outcome_of(judged, outcome).by("具体情形", lambda parcel: parcel.case, order, partial(label, names))
        lines += [(f"{outcome}{key}", f"{outcome}·{name}", chosen) for key, name, chosen in parts]
    return table_of("2-2", "具体情形", "具体情形", lines, (parcels_column(), *_AREAS), judged)


def outcomes_by(land: Selection, identity: str, title: str, head: str, lines: Sequence[Line]) -> FigureTable:
    """Outcomes of each line, and what is not judged yet."""
    columns = (parcels_column(), *(_outcome_column(outcome) for outcome in OUTCOMES),
               part_column("未判定", "未签署判定", lambda parcel: not is_judged(parcel)))
    return table_of(identity, title, head, lines, columns, land)


def outcomes_by_task(land: Selection) -> FigureTable:
    """2-3: outcomes by patch class."""
    lines = land.by("图斑分类", lambda parcel: parcel.task, TASKS, task_name)
    return outcomes_by(land, "2-3", "判定结果（按图斑分类）", "图斑分类", lines)


def outcomes_by_place(land: Selection) -> FigureTable:
    """2-4: outcomes by township."""
    place = place_of(land.parcels)
    return outcomes_by(land, "2-4", f"判定结果（按{place[1]}）", place[1], by_place(land, place))


def _outcome_column(outcome: str) -> Column:
    return part_column(outcome, f"已签署判定且判定类型为“{outcome}”",
                       lambda parcel: is_judged(parcel) and parcel.outcome == outcome)


def violations_of(land: Selection) -> Selection:
    """What was signed as 违法."""
    return outcome_of(judged_of(land), ILLEGAL)


def violation_types(illegal: Selection) -> FigureTable:
    """3-1: 新增, 存量, 破坏耕地."""
    lines = _by_code(illegal, "违法类型（一级）", "WFLX1")
    return table_of("3-1", "违法类型", "违法类型（一级）", lines, (parcels_column(), *_STATED_AREAS), illegal)


def violation_natures(illegal: Selection) -> FigureTable:
    """3-2: 违法占地, 违法转让, 违法批地, 其他."""
    lines = _by_code(illegal, "违法类型（二级）", "WFLX2")
    return table_of("3-2", "违法性质", "违法类型（二级）", lines, (parcels_column(), *_STATED_AREAS), illegal)


def violation_uses(illegal: Selection) -> FigureTable:
    """3-3: what the ground is used for."""
    lines = _by_code(illegal, "实际用途", "WFSJYT", "SJYT")
    return table_of("3-3", "违法用地实际用途", "实际用途", lines, (parcels_column(), *_STATED_AREAS), illegal)


def special_violations(illegal: Selection) -> FigureTable:
    """3-4: what is marked apart; one parcel may bear several marks, so the lines do not add up."""
    lines = [(code, name, illegal.where(f"“{name}”标识为“是”", _marked(code))) for code, name in SPECIAL]
    return table_of("3-4", "专项标识", "标识", lines, (parcels_column(), *_STATED_AREAS), note=_NOT_ADDITIVE)


def _marked(code: str) -> Test:
    return lambda parcel: parcel.is_yes(code)


def violations_by_place(illegal: Selection, place: Tuple[str, str]) -> FigureTable:
    """3-5: where they are."""
    return table_of("3-5", f"违法用地分布（按{place[1]}）", place[1], by_place(illegal, place),
                    (parcels_column(), *_STATED_AREAS), illegal)


def _by_code(chosen: Selection, what: str, code: str, codes: str = "") -> List[Line]:
    terms = code_list(codes or code)
    return chosen.by(what, lambda parcel: parcel.said(code), tuple(entry.code for entry in terms.codes),
                     lambda value: label(terms.name, value))
