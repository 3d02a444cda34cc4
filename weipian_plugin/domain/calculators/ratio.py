"""问责比例 (§6.7): illegally taken farmland over all farmland newly taken, with each deduction as a line.

N = 违法占用耕地, D = 合法新增建设占用耕地 + 违法占用耕地 (the denominator is defined by no document: 拟).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from ..areas.units import round2, total_of
from ..errors import WeipianError
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import (
    DENOMINATOR,
    EQUALS,
    MINUS,
    NOT_COMPUTABLE,
    NUMERATOR,
    PLUS,
    RATIO,
    Calculation,
    Line,
    Share,
    Values,
    amount_of,
    not_computable,
)
from .parcels import (
    ADDITIONS,
    BESIDE,
    BUCKETS,
    COUNTED,
    EXCLUDED,
    KIND_WORDS,
    LEFT_OUT,
    MAJOR,
    NEW_ILLEGAL,
    NEW_LEGAL,
    OTHER_TYPE,
    RECTIFIED,
    REGULARISED,
    SUPERIOR,
    SUPPLEMENTARY,
    RatioParcel,
    RatioRules,
    kind_of,
    rules_for,
)
from .trigger import LEVELS, weigh_trigger

_NONE = Fraction(0)
_MAJOR_VARIANT = "major_deducted_from_variant"
_LISTED = 20  # so many parcels are named in a remark, the others counted


@dataclass(frozen=True)
class StatedDenominator:
    """D before deductions as a person states it (亩), for example from the year's statistics, with the reason."""

    amount: Fraction
    reason: str


@dataclass(frozen=True)
class _Sorted:
    """The parcels by kind, and what each does."""

    shares: Tuple[Share, ...]
    numerator: Fraction
    denominator: Fraction


def ratio(parcels: Iterable[RatioParcel], profile: PolicyProfile, level: str = "county",
          stated: Optional[StatedDenominator] = None) -> Calculation:
    """R of the parcels under the profile, at a level of `trigger.LEVELS`; ``figures`` holds 分子, 分母 (亩) and R.

    The variants are the other readings where the documents leave one open (2019: major projects from both sums; 2021:
    “major + 补办”). D ≤ 0, a value the profile lacks, or a farmland area that is not known: 不可计算. Raises
    ``PARCEL_TWICE``, ``UNKNOWN_LEVEL``, ``FIGURE_NEGATIVE``.
    """
    if level not in LEVELS:
        raise WeipianError("UNKNOWN_LEVEL", level=level, known="、".join(LEVELS))
    given = sorted(parcels, key=lambda parcel: parcel.id)
    _refuse_doubles(given)
    values = Values(profile)
    rules = rules_for(values, level)
    title = (f"问责比例（{LEVELS[level][0]}）", f"Accountability ratio ({LEVELS[level][1]})")
    if rules is None:
        return not_computable(title, values, unit=RATIO)
    kinds = [kind_of(parcel, rules) for parcel in given]
    unknown = [parcel.shown for parcel, kind in zip(given, kinds)
               if parcel.farmland is None and (kind in COUNTED or (kind == NEW_LEGAL and stated is None))]
    if unknown:
        return not_computable(title, values, (), Finding("FARMLAND_UNKNOWN", "E", named(unknown)), unit=RATIO)
    found = _calculate(title, given, kinds, rules, values, level, stated)
    return replace(found, variants=_variants(title, given, kinds, rules, values, level, stated))


def by_township(parcels: Iterable[RatioParcel], profile: PolicyProfile) -> Dict[str, Calculation]:
    """The ratio of each township by its name, each from its own parcels."""
    groups: Dict[str, List[RatioParcel]] = {}
    for parcel in parcels:
        groups.setdefault(parcel.township, []).append(parcel)
    return {name: ratio(groups[name], profile, "township") for name in sorted(groups)}


def share_of(parcel: RatioParcel, kind: str, rules: RatioRules) -> Share:
    """What a parcel does to both sums: one area is deducted once only, buckets that deduct nothing are skipped."""
    farmland = parcel.farmland or _NONE
    if kind == NEW_LEGAL:
        return Share(parcel.id, kind, farmland, _NONE, farmland)
    if kind not in COUNTED:
        return Share(parcel.id, kind, farmland, _NONE, _NONE)
    numerator = denominator = remaining = farmland
    taken = []
    for bucket in rules.order if parcel.buckets else ():
        area = min(parcel.buckets.get(bucket, _NONE), remaining)
        if area <= 0 or not rules.deducts(bucket):
            continue
        remaining -= area
        taken.append((bucket, area))
        numerator -= area if rules.effects[bucket][0] else _NONE
        denominator -= area if rules.effects[bucket][1] else _NONE
    return Share(parcel.id, kind, farmland, numerator, denominator, tuple(taken))


def named(parcels: Sequence[str]) -> Dict[str, object]:
    """``count`` and ``parcels`` for a remark; a long list is cut and says so."""
    shown = "、".join(parcels[:_LISTED]) + (" …" if len(parcels) > _LISTED else "")
    return {"count": len(parcels), "parcels": shown}


def _refuse_doubles(parcels: Sequence[RatioParcel]) -> None:
    for earlier, later in zip(parcels, parcels[1:]):
        if earlier.id == later.id:
            raise WeipianError("PARCEL_TWICE", parcel=later.shown)


def _calculate(title: Tuple[str, str], parcels: Sequence[RatioParcel], kinds: Sequence[str], rules: RatioRules,
               values: Values, level: str, stated: Optional[StatedDenominator]) -> Calculation:
    shares = tuple(share_of(parcel, kind, rules) for parcel, kind in zip(parcels, kinds))
    lines = [*_sum_lines(NUMERATOR, shares, rules, values, level, None),
             *_sum_lines(DENOMINATOR, shares, rules, values, level, stated)]
    numerator = sum((line.signed for line in lines if line.side == NUMERATOR), _NONE)
    denominator = sum((line.signed for line in lines if line.side == DENOMINATOR), _NONE)
    result = numerator / denominator if denominator > 0 else None
    lines += [
        Line("违法占用耕地（分子）", "Numerator", numerator, sign=EQUALS),
        Line("新增建设占用耕地（分母）", "Denominator", denominator, sign=EQUALS),
        Line("问责比例 = 分子 ÷ 分母", "Ratio = numerator ÷ denominator", result, RATIO, EQUALS),
        *_beside_lines(parcels, shares, rules, values, level),
    ]
    remarks = [*_remarks(parcels, kinds, rules, stated)]
    figures = {NUMERATOR: numerator, DENOMINATOR: denominator, "R": result}
    found = Calculation(*title, lines=tuple(lines), result=result, unit=RATIO, remarks=tuple(remarks),
                        marks=values.marks, profile=values.profile.id, shares=shares, figures=figures)
    if result is None:
        told = Finding("DENOMINATOR_NOT_POSITIVE", "E", {"denominator": f"{round2(denominator)} 亩"})
        return replace(found, conclusion=NOT_COMPUTABLE).with_remarks(told)
    return weigh_trigger(found, values, level)


def _sum_lines(side: str, shares: Sequence[Share], rules: RatioRules, values: Values, level: str,
               stated: Optional[StatedDenominator]) -> List[Line]:
    is_numerator = side == NUMERATOR
    kinds: Tuple[str, ...] = COUNTED if is_numerator else (NEW_LEGAL, *COUNTED)
    lines = []
    if stated is not None:
        kinds = ADDITIONS
        lines.append(Line(f"新增建设占用耕地（人工填写：{stated.reason}）", f"Stated by hand: {stated.reason}",
                          amount_of(stated.amount, "分母"), sign=PLUS, side=side))
    for kind in kinds:
        chosen = [share for share in shares if share.kind == kind]
        if chosen or kind not in ADDITIONS:
            zh, en = KIND_WORDS[kind]
            amount = total_of(share.farmland for share in chosen)
            lines.append(Line(zh, en, amount, sign=PLUS, side=side, parcels=tuple(share.parcel for share in chosen),
                              basis=values.basis(_BASIS_OF_KIND[kind])))
    for bucket in rules.order:
        if not rules.effects[bucket][0 if is_numerator else 1]:
            continue
        taken = [(share.parcel, area) for share in shares for name, area in share.taken if name == bucket]
        if taken:
            words = BUCKETS[bucket]
            lines.append(Line(f"扣：{words.zh}", f"Less: {words.en}", total_of(area for _, area in taken),
                              sign=MINUS, side=side, parcels=tuple(parcel for parcel, _ in taken),
                              basis=values.basis(values.at(words.value, level))))
    return lines


_BASIS_OF_KIND = {
    NEW_ILLEGAL: "counted_violation_types", OTHER_TYPE: "counted_violation_types", SUPERIOR: "added_to_ratio",
    SUPPLEMENTARY: "added_to_ratio", NEW_LEGAL: "legal_cases_in_denominator", EXCLUDED: "excluded_violation_types",
}


def _beside_lines(parcels: Sequence[RatioParcel], shares: Sequence[Share], rules: RatioRules, values: Values,
                  level: str) -> List[Line]:
    """What stands beside the sums: kinds that do not count, and buckets the profile does not deduct."""
    lines = []
    for kind in (EXCLUDED, OTHER_TYPE, LEFT_OUT):
        chosen = [share for share in shares if share.kind == kind]
        if chosen:
            zh, en = KIND_WORDS[kind]
            lines.append(Line(f"不计入：{zh}", f"Not counted: {en}", total_of(s.farmland for s in chosen),
                              parcels=tuple(s.parcel for s in chosen),
                              basis=values.basis(_BASIS_OF_KIND.get(kind, ""))))
    counted = [parcel for parcel, share in zip(parcels, shares) if share.kind in COUNTED]
    for bucket in rules.order:
        kept = [parcel for parcel in counted if parcel.buckets.get(bucket)] if not rules.deducts(bucket) else []
        if kept:
            words = BUCKETS[bucket]
            amount = total_of(min(p.buckets[bucket], p.farmland or _NONE) for p in kept)
            lines.append(Line(f"不扣减：{words.zh}", f"Not deducted: {words.en}", amount,
                              parcels=tuple(p.id for p in kept), basis=values.basis(values.at(words.value, level))))
    return lines


def _remarks(parcels: Sequence[RatioParcel], kinds: Sequence[str], rules: RatioRules,
             stated: Optional[StatedDenominator]) -> List[Finding]:
    remarks = []
    if stated is not None:
        remarks.append(Finding("DENOMINATOR_STATED", "W",
                               {"denominator": round2(stated.amount), "reason": stated.reason}))
    counted = [parcel for parcel, kind in zip(parcels, kinds) if kind in COUNTED]
    over = [p.shown for p in counted if p.buckets and _own_deductions(p) > (p.farmland or _NONE)]
    if over:
        remarks.append(Finding("DEDUCTED_ONCE", "W", named(over)))
    both = _major_and_regularised(counted, rules)
    if both:
        remarks.append(Finding("MAJOR_AND_REGULARISED", "W", named([parcel.shown for parcel in both])))
    for kind, missed in (
        (SUPERIOR, [p.shown for p, k in zip(parcels, kinds) if p.superior_final and k not in COUNTED]),
        (SUPPLEMENTARY, [p.shown for p, k in zip(parcels, kinds)
                         if k == BESIDE and p.supplementary and p.case in rules.counted]),
    ):
        if missed:
            remarks.append(Finding("ADDITION_NOT_STATED", "W", {"kind": kind, **named(missed)}))
    return remarks


def _own_deductions(parcel: RatioParcel) -> Fraction:
    return sum((parcel.buckets.get(bucket, _NONE) for bucket in RECTIFIED), _NONE)


def _major_and_regularised(counted: Sequence[RatioParcel], rules: RatioRules) -> List[RatioParcel]:
    if not rules.deducts(REGULARISED):
        return []
    majors = [name for name in MAJOR if rules.deducts(name) and rules.effects[name] != rules.effects[REGULARISED]]
    return [parcel for parcel in counted if parcel.buckets.get(REGULARISED)
            and any(parcel.buckets.get(name) for name in majors)]


def _variants(title: Tuple[str, str], parcels: Sequence[RatioParcel], kinds: Sequence[str], rules: RatioRules,
              values: Values, level: str, stated: Optional[StatedDenominator]) -> Tuple[Calculation, ...]:
    counted = [parcel for parcel, kind in zip(parcels, kinds) if kind in COUNTED]
    readings: List[Tuple[Tuple[str, str], RatioRules, Tuple[Finding, ...]]] = []
    if _major_and_regularised(counted, rules):
        rest = [bucket for bucket in rules.order if bucket != REGULARISED]
        at = min(rest.index(name) for name in MAJOR)
        order = (*rest[:at], REGULARISED, *rest[at:])
        readings.append(((f"{title[0]}——重大又已补办的按补办扣", f"{title[1]}: major and regularised, as regularised"),
                         replace(rules, order=order), ()))
    if values.has(_MAJOR_VARIANT) and any(parcel.buckets.get(name) for parcel in counted for name in MAJOR):
        sums = values.names(_MAJOR_VARIANT, (NUMERATOR, DENOMINATOR)) or ()
        effect = (NUMERATOR in sums, DENOMINATOR in sums)
        words = (f"{title[0]}——重大基础设施从{'、'.join(sums)}扣", f"{title[1]}: major projects, other reading")
        readings.append((words, replace(rules, effects={**rules.effects, **dict.fromkeys(MAJOR, effect)}),
                         (Finding("MAJOR_READ_OTHERWISE"),)))
    return tuple(_calculate(words, parcels, kinds, reading, values, level, stated).with_remarks(*remarks)
                 for words, reading, remarks in readings)

