"""What became of the violations (§2.5 4): acts by disposal and subject, cases, rectification, what still stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ..areas.units import exact, mu_round2, round2
from ..calculators.unresolved import Violation
from ..errors import WeipianError
from ..forms.act_progress import is_closed
from ..forms.codes import code_list
from ..forms.fields import is_empty
from ..records import Record
from .figures import (
    COUNT,
    MU,
    NOT_STATED,
    PERSONS,
    RATIO,
    TEN_THOUSAND_YUAN,
    TOTAL,
    Amount,
    Figure,
    FigureRow,
    FigureTable,
    heading,
)

_NOTHING = Decimal("0.00")
Test = Callable[[Record], bool]


@dataclass(frozen=True)
class Acts:
    """The acts (违法行为) that concern parcels of a scope, their rectifications, and those parcels."""

    scope: str
    acts: Tuple[Record, ...]
    parts: Tuple[Record, ...]
    parcels: frozenset[str]

    def of(self, records: Sequence[Record]) -> Tuple[str, ...]:
        """The parcels of the scope that some records concern; a part without parcels of its own concerns its act's."""
        by_act = {act.uuid: act.parcels for act in self.acts}
        found = [uuid for record in records for uuid in (record.parcels or by_act.get(record.act, ()))]
        return tuple(dict.fromkeys(uuid for uuid in found if uuid in self.parcels))

    def parts_of(self, act: Record) -> List[Record]:
        """The rectifications of an act."""
        return [part for part in self.parts if part.act == act.uuid]


def acts_of(scope: str, records: Sequence[Record], parcels: Sequence[str]) -> Acts:
    """The acts among all records that concern some parcels, with their rectifications."""
    here = frozenset(parcels)
    acts = tuple(each for each in records if each.kind == "act" and here.intersection(each.parcels))
    known = {act.uuid for act in acts}
    parts = tuple(each for each in records if each.kind == "rectification"
                  and (each.act in known or here.intersection(each.parcels)))
    return Acts(scope, acts, parts, here)


def disposals(acts: Acts) -> FigureTable:
    """4-1: acts by 处理方式."""
    order = [entry.code for entry in code_list("CLFS").codes]
    return _by(acts, "4-1", "违法行为处理方式", "处理方式", "CLFS", order)


def subjects(acts: Acts) -> FigureTable:
    """3-6: acts by who is responsible."""
    return _by(acts, "3-6", "违法责任主体", "违法责任主体", "WFZRZT")


def cases_and_penalties(acts: Acts) -> FigureTable:
    """4-2: how far the cases are."""
    filed = [act for act in acts.acts if act.values.get("CLFS") in ("立案", "移送司法") or _has(act, "LASJ")]
    steps: Tuple[Tuple[str, str, Sequence[Record]], ...] = (
        ("立案", "处理方式为“立案”或“移送司法”，或填有立案时间", filed),
        ("处罚决定", "填有处罚（处理）决定时间或文号",
         _those(acts.acts, lambda act: _has(act, "CFSJ") or _has(act, "CFWH"))),
        ("处罚到位", "“是否处罚到位”为是", _those(acts.acts, _yes("SFCFDW"))),
        ("申请强制执行", "“是否申请法院强制执行”为是", _those(acts.acts, _yes("SFQZZX"))),
        ("结案", "“是否结案”为是", _those(acts.acts, _yes("SFJA"))),
        ("移送公安", "“是否移送公安”为是", _those(acts.acts, _yes("YSGA"))),
        ("不再需要跟踪", "已结案、整改全部到位，或不予立案且有说明",
         [act for act in acts.acts if is_closed(act, acts.parts_of(act))]),
    )
    rows = [_line(acts, "4-2", name, name, words, chosen) for name, words, chosen in steps]
    return FigureTable("4-2", "立案查处进度", "环节", _HEADINGS, tuple(rows), "各环节有先后，各行不相加。")


def penalties(acts: Acts) -> Tuple[Figure, ...]:
    """Fines (万元) and persons disciplined, as far as they are stated."""
    return (_stated_sum(acts, "罚款", "FK", TEN_THOUSAND_YUAN), _stated_sum(acts, "党纪政务处分", "DJZWRS", PERSONS))


def rectified_ways(acts: Acts) -> FigureTable:
    """4-3: rectification by way, in parts of the ground."""
    columns = tuple(heading(name, unit) for name, unit in (
        ("整改记录", COUNT), ("整改面积", MU), ("其中耕地", MU), ("已到位记录", COUNT), ("已到位面积", MU)))
    groups = _grouped(acts.parts, "ZGFS", [entry.code for entry in code_list("ZGFS").codes])
    rows = [_part_row(acts, key, parts, _is_said("整改方式", key)) for key, parts in groups]
    rows.append(_part_row(acts, TOTAL, acts.parts, ""))
    return FigureTable("4-3", "整改落实", "整改方式", columns, tuple(rows))


def balance_of(scope: str, violations: Mapping[str, Violation], registered: Sequence[str]) -> FigureTable:
    """4-4: illegal area, of it no longer illegal and still illegal; violations of which no act is registered yet.

    The areas are those of §6.5 (`Violation`), each parcel's with two decimals, so that both parts add up to the whole.
    """
    known = {uuid: each for uuid, each in violations.items() if each.total is not None}
    done = {uuid: round2(min(each.rectified, each.total or Fraction(0))) for uuid, each in known.items()}
    whole = sum((round2(each.total or Fraction(0)) for each in known.values()), _NOTHING)
    gone = sum(done.values(), _NOTHING)
    is_known = bool(known) or not violations
    everything = tuple(violations)
    lacking = len(violations) - len(known)
    remark = f"（其中 {lacking} 个地块违法面积不明，未计入）" if lacking else ""
    without = tuple(uuid for uuid in violations if uuid not in set(registered))
    eliminated = tuple(uuid for uuid, area in done.items() if area > 0)
    standing = tuple(uuid for uuid, each in known.items() if each.rectified < (each.total or Fraction(0)))
    rows = (
        _single("违法面积", whole if is_known else None, MU,
                f"{scope}已签署判定为“违法”的地块违法面积合计，逐个按两位小数相加{remark}", everything),
        _single("已消除违法状态", gone if is_known else None, MU,
                "上项中整改到位（拆除复耕验收、补办取得批文等）的面积，不超过各地块违法面积", eliminated),
        _single("未消除违法状态", whole - gone if is_known else None, MU,
                "违法面积减已消除违法状态面积", standing),
        _single("消除比例", Fraction(gone) / Fraction(whole) if whole else None, RATIO,
                "已消除违法状态面积 ÷ 违法面积", eliminated),
        _single("未登记违法行为的违法地块", len(without), COUNT,
                f"{scope}已签署判定为“违法”、尚无违法行为（附表4）与之关联的地块个数", without),
    )
    return FigureTable("4-4", "违法状态消除情况", "指标", ("数值",), rows)


_HEADINGS = tuple(heading(name, unit) for name, unit in (
    ("违法行为", "宗"), ("涉及地块", COUNT), ("涉嫌违法面积", MU), ("其中耕地", MU)))


def _is_said(what: str, key: str) -> str:
    return f"{what}未填" if key == NOT_STATED else f"{what}为“{key}”"


def _by(acts: Acts, table: str, title: str, head: str, code: str, order: Sequence[str] = ()) -> FigureTable:
    groups = _grouped(acts.acts, code, order)
    rows = [_line(acts, table, key, key, _is_said(head, key), chosen) for key, chosen in groups]
    rows.append(_line(acts, table, TOTAL, TOTAL, "", acts.acts, is_total=True))
    note = "一个地块可涉及多宗违法行为，“涉及地块”按地块去重，各行之和可大于合计。" if _shared(acts) else ""
    return FigureTable(table, title, head, _HEADINGS, tuple(rows), note)


def _shared(acts: Acts) -> bool:
    named = [uuid for act in acts.acts for uuid in act.parcels if uuid in acts.parcels]
    return len(named) > len(set(named))


def _line(acts: Acts, table: str, key: str, name: str, words: str, chosen: Sequence[Record],
          is_total: bool = False) -> FigureRow:
    what = f"涉及{acts.scope}的违法行为（附表4）{'中' + words + '的' if words else ''}"
    parcels = acts.of(chosen)
    figures = (
        Figure(f"{table}.{key}.违法行为", f"{name}·违法行为", len(chosen), "宗", f"{what}宗数", parcels),
        Figure(f"{table}.{key}.涉及地块", f"{name}·涉及地块", len(parcels), COUNT, f"{what}关联地块个数", parcels),
        Figure(f"{table}.{key}.面积", f"{name}·涉嫌违法面积", _sum(chosen, "SXWFMJ"), MU,
               f"{what}“涉嫌违法面积”合计（按两位小数逐宗相加）", parcels),
        Figure(f"{table}.{key}.耕地", f"{name}·其中耕地", _sum(chosen, "SXWFGD"), MU,
               f"{what}“其中耕地面积”合计（按两位小数逐宗相加）", parcels))
    return FigureRow(key, name, figures, is_total)


def _part_row(acts: Acts, key: str, parts: Sequence[Record], words: str) -> FigureRow:
    what = f"涉及{acts.scope}的整改记录{'中' + words + '的' if words else ''}"
    done = [part for part in parts if part.values.get("SFZGDW") in (1, True, "1")]
    cells: Tuple[Tuple[str, Optional[Amount], str, str, Sequence[Record]], ...] = (
        ("整改记录", len(parts), COUNT, "条数", parts),
        ("整改面积", _sum(parts, "ZGMJ"), MU, "“整改面积”合计", parts),
        ("其中耕地", _sum(parts, "ZGGDMJ"), MU, "“整改耕地面积”合计", parts),
        ("已到位记录", len(done), COUNT, "“是否整改到位”为是的条数", done),
        ("已到位面积", _sum(done, "ZGMJ"), MU, "“是否整改到位”为是的“整改面积”合计", done))
    figures = tuple(Figure(f"4-3.{key}.{name}", f"{key}·{name}", value, unit, f"{what}{told}", acts.of(chosen))
                    for name, value, unit, told, chosen in cells)
    return FigureRow(key, key, figures, key == TOTAL)


def _single(name: str, value: Optional[Amount], unit: str, query: str, parcels: Tuple[str, ...]) -> FigureRow:
    title = f"{name}（{unit}）" if unit != RATIO else name
    return FigureRow(name, title, (Figure(f"4-4.{name}", name, value, unit, query, parcels),))


def _stated_sum(acts: Acts, name: str, code: str, unit: str) -> Figure:
    chosen = _those(acts.acts, lambda act: _has(act, code))
    query = f"涉及{acts.scope}的违法行为填报的“{name}”之和（{len(chosen)} 宗填有）"
    try:
        total = sum((exact(str(act.values[code])) for act in chosen), Fraction(0))
    except WeipianError:
        return Figure(f"4-2.{name}", name, None, unit, query, acts.of(chosen))
    return Figure(f"4-2.{name}", name, int(total) if unit == PERSONS else round2(total), unit, query, acts.of(chosen))


def _grouped(records: Sequence[Record], code: str, order: Sequence[str] = ()) -> List[Tuple[str, List[Record]]]:
    groups: Dict[str, List[Record]] = {}
    for record in records:
        value = record.values.get(code)
        groups.setdefault(NOT_STATED if is_empty(value) else str(value).strip(), []).append(record)
    known = [name for name in order if name in groups]
    rest = sorted(name for name in groups if name not in known and name != NOT_STATED)
    return [(name, groups[name]) for name in (*known, *rest, *((NOT_STATED,) if NOT_STATED in groups else ()))]


def _those(records: Sequence[Record], test: Test) -> List[Record]:
    return [record for record in records if test(record)]


def _yes(code: str) -> Test:
    return lambda record: record.values.get(code) in (1, True, "1", "是")


def _has(record: Record, code: str) -> bool:
    return not is_empty(record.values.get(code))


def _sum(records: Sequence[Record], code: str) -> Optional[Decimal]:
    """亩, each as its form shows it; not known where it is stated of none."""
    known = [area for area in (_mu(record.values.get(code)) for record in records) if area is not None]
    return None if records and not known else sum(known, _NOTHING)


def _mu(m2: object) -> Optional[Decimal]:
    try:
        return None if is_empty(m2) else mu_round2(str(m2))
    except WeipianError:
        return None
