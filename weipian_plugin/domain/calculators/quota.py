"""增违挂钩 (§6.5): plan quota withheld (2019), or farmland deducted and quota frozen and released in batches (2021)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Mapping, Tuple

from ..areas.units import Number, round2
from ..calendar.dates import parse_date
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import (
    EQUALS,
    MINUS,
    MU,
    PLUS,
    RATIO,
    Calculation,
    Line,
    Values,
    amount_of,
    not_computable,
    part_of,
)

_WITHHELD = ("增违挂钩：暂扣土地利用年度计划指标", "Plan quota withheld")
_RETURNED = ("增违挂钩：退还暂扣指标", "Withheld quota returned")
_FROZEN = ("增违挂钩：冻结新增建设用地计划指标", "Plan quota frozen")
_STILL_FROZEN = ("增违挂钩：仍冻结新增建设用地计划指标", "Plan quota still frozen")
_TAKEN_OUTRIGHT = ("增违挂钩：直接扣减新增建设用地计划指标", "Plan quota deducted outright")
_DEDUCTED = ("增违挂钩：等量扣除可补充耕地", "Reserve farmland deducted")
_BASIC = ("增违挂钩：永久基本农田限期拆除复耕或补划", "Basic farmland: restore or replenish in time")
_NONE = Fraction(0)
_UNSPECIFIED = ("重要矿产资源开采指标", "可用于耕地占补平衡的指标", "永久基本农田储备区指标")


def quota_withheld(illegal_total: Number, province_quota: Number, profile: PolicyProfile,
                   over_cap_reason: str = "") -> Calculation:
    """暂扣 = min(share × 违法用地总量, cap × 部下达该省计划指标总量), 亩; a reason lifts the cap (“原则上”).

    The other quotas of the sentence have no amount in the text and are only named (A22).
    """
    values = Values(profile)
    share, cap = values.number("quota_withheld_share"), values.number("quota_withheld_cap")
    if share is None or cap is None:
        return not_computable(_WITHHELD, values)
    illegal, quota = amount_of(illegal_total, "违法用地总量"), amount_of(province_quota, "计划指标总量")
    by_share, limit = share * illegal, cap * quota
    reason = over_cap_reason.strip()
    is_lifted = bool(reason) and by_share > limit
    result = by_share if is_lifted else min(by_share, limit)
    lines = (
        Line("年度内仍处于违法状态的违法用地总量", "Land still illegal within the year", illegal),
        Line("暂扣比例", "Share withheld", share, RATIO, basis=values.basis("quota_withheld_share")),
        Line("按比例应暂扣", "By that share", by_share, sign=EQUALS),
        Line("部下达该省计划指标总量", "The province's plan quota", quota),
        Line("上限比例", "Cap", cap, RATIO, basis=values.basis("quota_withheld_cap")),
        Line("上限", "By the cap", limit, sign=EQUALS),
        Line("暂扣指标", "Withheld", result, sign=EQUALS),
    )
    remarks = [Finding("AMOUNT_NOT_IN_TEXT", "W", {"what": "、".join(_UNSPECIFIED)})]
    if is_lifted:
        remarks.insert(0, Finding("CAP_LIFTED", "W", {"cap": round2(limit), "reason": reason}))
    return Calculation(*_WITHHELD, lines=lines, result=result, remarks=tuple(remarks), marks=values.marks,
                       profile=profile.id, figures={"按比例": by_share, "上限": limit, "暂扣": result})


def quota_returned(withheld: Number, rectified: Number, illegal_total: Number, profile: PolicyProfile,
                   falsified: bool = False) -> Calculation:
    """退还 = 暂扣 × 整改到位面积 ÷ 违法总量 (拟), 亩; where it was falsified, nothing. Nothing illegal: 不可计算.

    Raises ``FIGURE_EXCEEDS``, ``FIGURE_NEGATIVE``.
    """
    values = Values(profile)
    method = values.choice("quota_returned_by", ("整改到位面积占违法总量",))
    done, total = part_of(rectified, illegal_total, "整改到位面积", "违法用地总量")
    held = amount_of(withheld, "暂扣指标")
    if method is None:
        return not_computable(_RETURNED, values)
    by_share = held * done / total if total else None
    lines = [Line("暂扣指标", "Withheld", held), Line("整改到位面积", "Rectified", done),
             Line("违法用地总量", "Illegal in all", total),
             Line("按比例退还", "Returned in proportion", by_share, sign=EQUALS,
                  basis=values.basis("quota_returned_by"))]
    if by_share is None:
        return not_computable(_RETURNED, values, lines,
                              Finding("DENOMINATOR_NOT_POSITIVE", "E", {"denominator": "0.00 亩"}))
    result = _NONE if falsified else by_share
    lines.append(Line("退还", "Returned", result, sign=EQUALS))
    return Calculation(*_RETURNED, lines=tuple(lines), result=result, marks=values.marks, profile=profile.id,
                       remarks=(Finding("FALSIFIED"),) if falsified else ())


@dataclass(frozen=True)
class Unresolved:
    """What is still illegal of a year, 亩: 耕地, of it 永久基本农田, and what is not 耕地."""

    farmland: Number = 0
    basic_farmland: Number = 0
    other: Number = 0


def linked_parts(unresolved: Unresolved, profile: PolicyProfile) -> Tuple[Calculation, Calculation, Calculation]:
    """The three parts of 2021: 耕地 deducted in equal amount, 永农 restored or replenished, quota frozen."""
    return (farmland_deducted(unresolved.farmland, profile), basic_farmland_duty(unresolved.basic_farmland, profile),
            quota_frozen(unresolved.other, profile))


def farmland_deducted(unresolved: Number, profile: PolicyProfile) -> Calculation:
    """等量扣除: as much 可补充耕地 as is still illegal, 亩."""
    values = Values(profile)
    area = amount_of(unresolved, "未消除违法状态的耕地")
    if not values.switch("farmland_equally_deducted"):
        return not_computable(_DEDUCTED, values)
    basis = values.basis("farmland_equally_deducted")
    return Calculation(*_DEDUCTED, lines=(
        Line("耕地未消除违法状态", "Farmland still illegal", area),
        Line("等量扣除可补充耕地", "Deducted in equal amount", area, sign=EQUALS, basis=basis),
    ), result=area, marks=values.marks, profile=profile.id)


def basic_farmland_duty(unresolved: Number, profile: PolicyProfile) -> Calculation:
    """限期拆除复耕, or where it cannot be restored 限期补划: the duty follows from any area above nothing."""
    values = Values(profile)
    area = amount_of(unresolved, "未消除违法状态的永久基本农田")
    if not values.switch("basic_farmland_restored_or_replenished"):
        return not_computable(_BASIC, values)
    basis = values.basis("basic_farmland_restored_or_replenished")
    words = ("限期拆除复耕，确实不能恢复的限期补划", "restore in time, or replenish where it cannot be restored")
    return Calculation(*_BASIC, lines=(Line("永久基本农田未消除违法状态", "Basic farmland still illegal", area,
                                            basis=basis),),
                       result=area, fires=area > 0, conclusion=words if area > 0 else ("无", "none"),
                       marks=values.marks, profile=profile.id)


def quota_frozen(unresolved_other: Number, profile: PolicyProfile) -> Calculation:
    """冻结 = share × 未整改违法用地面积 (非耕地), 亩, without a cap."""
    values = Values(profile)
    share = values.number("quota_frozen_share")
    area = amount_of(unresolved_other, "未整改的非耕地")
    if share is None:
        return not_computable(_FROZEN, values)
    return Calculation(*_FROZEN, lines=(
        Line("非耕地未整改面积", "Other land not rectified", area),
        Line("冻结比例", "Share frozen", share, RATIO, basis=values.basis("quota_frozen_share")),
        Line("冻结指标", "Frozen", area * share, sign=EQUALS),
    ), result=area * share, marks=values.marks, profile=profile.id)


def quota_balance(unresolved_other: Number, accepted: Mapping[str, Number], profile: PolicyProfile, on: object = None,
                  falsified: bool = False) -> Calculation:
    """What stays frozen (亩) after the acceptances: each batch releases frozen × accepted ÷ 未整改面积.

    ``accepted``: rectified 亩 by batch date (ISO). ``on``: the day asked about; after the last batch the balance is
    deducted outright (figure 扣减). ``falsified``: all is deducted. Raises ``FIGURE_EXCEEDS``.
    """
    frozen = quota_frozen(unresolved_other, profile)
    if frozen.result is None:
        return frozen
    values = Values(profile)
    batches = values.names("quota_release_batches")
    if batches is None:
        return not_computable(_FROZEN, values, frozen.lines)
    known = {str(parse_date(batch)): amount_of(area, batch) for batch, area in accepted.items()}
    in_time = {batch: area for batch, area in known.items() if batch in batches}
    total = amount_of(unresolved_other, "未整改的非耕地")
    part_of(sum(in_time.values(), _NONE), total, "验收整改面积之和", "未整改的非耕地")
    remarks = [Finding("UNKNOWN_RELEASE_BATCH", "W", {"date": batch, "known": "、".join(batches)})
               for batch in known if batch not in batches]
    share = frozen.result / total if total else _NONE
    lines = [*frozen.lines[:-1], Line("冻结指标", "Frozen", frozen.result, sign=PLUS, side="冻结")]
    if not falsified:
        lines += [Line(f"{batch} 验收 {round2(in_time[batch])} 亩，解冻",
                       f"{batch}: {round2(in_time[batch])} mu accepted, released", in_time[batch] * share, sign=MINUS,
                       side="冻结", basis=values.basis("quota_release_batches"))
                  for batch in batches if batch in in_time]
    balance = sum((line.signed for line in lines if line.side == "冻结"), _NONE)
    is_past = _is_after(on, batches[-1]) if batches else False
    deducted = balance if falsified or is_past else _NONE
    if falsified:
        remarks.append(Finding("FALSIFIED"))
    elif is_past and balance:
        remarks.append(Finding("BATCHES_PAST", "W", {"last": batches[-1], "balance": round2(balance)}))
    lines += [Line("仍冻结" if not deducted else "直接扣减", "Still frozen" if not deducted else "Deducted outright",
                   balance, MU, EQUALS)]
    title = _TAKEN_OUTRIGHT if deducted else _STILL_FROZEN
    return Calculation(*title, lines=tuple(lines), result=balance, remarks=tuple(remarks),
                       marks=tuple(sorted({*frozen.marks, *values.marks})), profile=profile.id,
                       figures={"冻结": frozen.result, "余额": balance, "扣减": deducted})


def _is_after(on: object, last: str) -> bool:
    day, end = parse_date(on), parse_date(last)
    return isinstance(day, date) and isinstance(end, date) and day > end

