"""What the ratio knows of a parcel, and which of the year's sums it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Dict, Mapping, Optional, Tuple

from ..errors import WeipianError
from ..forms.codes import ILLEGAL, LEGAL
from .calculation import DENOMINATOR, NUMERATOR, Values, Words, amount_of

RESTORED, REGULARISED = "拆除复耕", "补办"
MAJOR_NATIONAL, MAJOR_PROVINCIAL = "国家级重大", "省级重大"
HOMESTEAD, AFFORDABLE_HOUSING, EPIDEMIC_FACILITY = "宅基地", "保障性安居", "疫情医疗"
MAJOR = (MAJOR_NATIONAL, MAJOR_PROVINCIAL)
RECTIFIED = (RESTORED, REGULARISED)  # ground of its own each; the other buckets say what a project is


@dataclass(frozen=True)
class Bucket:
    """A ground for deduction, and the profile value that says from which sum it is deducted."""

    value: str
    zh: str
    en: str


BUCKETS: Dict[str, Bucket] = {
    RESTORED: Bucket("restored_deducted_from", "已拆除复耕到位", "Demolished and restored"),
    MAJOR_NATIONAL: Bucket("major_national_deducted_from", "国家级重大基础设施（已履职）",
                           "National major infrastructure, duty done"),
    MAJOR_PROVINCIAL: Bucket("major_provincial_deducted_from", "省级（自治区级）重大基础设施（已履职）",
                             "Provincial major infrastructure, duty done"),
    REGULARISED: Bucket("regularised_deducted_from", "已补办完善用地手续", "Regularised"),
    HOMESTEAD: Bucket("homestead_deducted_from", "一户一宅宅基地", "One-household homestead"),
    AFFORDABLE_HOUSING: Bucket("affordable_housing_deducted_from", "保障性安居工程", "Affordable housing"),
    EPIDEMIC_FACILITY: Bucket("epidemic_facility_deducted_from", "疫情医疗卫生设施", "Epidemic medical facility"),
}

NEW_ILLEGAL, SUPERIOR, SUPPLEMENTARY, NEW_LEGAL = "新增违法", "上级终判", "补充图斑", "合法新增"
EXCLUDED, OTHER_TYPE, LEFT_OUT, BESIDE = "不计入类型", "其他违法类型", "不纳入", "其余"
COUNTED = (NEW_ILLEGAL, SUPERIOR, SUPPLEMENTARY)
ADDITIONS = (SUPERIOR, SUPPLEMENTARY)

KIND_WORDS: Dict[str, Words] = {
    NEW_ILLEGAL: ("新增建设用地违法占用耕地", "Farmland illegally taken by new construction"),
    SUPERIOR: ("经上级抽查核查最终判定为新增建设用地违法占用耕地（追加）",
               "Finally judged illegal by the superior (added)"),
    SUPPLEMENTARY: ("补充图斑判定为新增建设用地违法占用耕地（追加）",
                    "Supplementary patches judged illegal (added)"),
    NEW_LEGAL: ("合法新增建设占用耕地", "Farmland taken by legal new construction"),
    EXCLUDED: ("口径不计入的违法类型", "Kinds of violation the profile excludes"),
    OTHER_TYPE: ("不属新增建设用地违法", "Not a violation by new construction"),
    LEFT_OUT: ("人工标为不纳入违法计算", "Set by hand not to count"),
}


@dataclass(frozen=True)
class RatioParcel:
    """One parcel, never a military one. ``farmland``: 亩 of 耕地 illegally (or, 合法, newly) taken; None: not known.

    ``buckets`` gives for each ground of deduction the 亩 of that farmland it covers, so that part of a parcel may be
    restored. ``superior_final``: the superior finally judged it 新增建设用地违法占用耕地. ``left_out``: a person said
    that it does not count (是否纳入违法计算 否). ``name`` is shown in the place of ``id`` (the 地块编号).
    Raises ``FIGURE_NEGATIVE``, ``NOT_A_NUMBER``.
    """

    id: str
    outcome: str
    case: str = ""
    farmland: Optional[Fraction] = Fraction(0)
    buckets: Mapping[str, Fraction] = field(default_factory=dict)
    township: str = ""
    supplementary: bool = False
    superior_final: bool = False
    left_out: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        is_amount = isinstance(self.farmland, Fraction) and self.farmland.numerator >= 0  # nearly always: no more to do
        if self.farmland is not None and not is_amount:
            object.__setattr__(self, "farmland", amount_of(self.farmland, f"{self.shown} 耕地"))
        for bucket, area in self.buckets.items():
            if bucket not in BUCKETS:
                raise WeipianError("UNKNOWN_ASSUMPTION", value=bucket, known="、".join(BUCKETS))
            amount_of(area, f"{self.shown} {bucket}")

    @property
    def shown(self) -> str:
        """How people know it."""
        return self.name or self.id


@dataclass(frozen=True)
class RatioRules:
    """The profile's rules of the ratio for one level: ``effects`` say whether a bucket leaves (分子, 分母)."""

    counted: Tuple[str, ...]
    excluded: Tuple[str, ...]
    legal_cases: Tuple[str, ...]
    added: Tuple[str, ...]
    order: Tuple[str, ...]
    effects: Mapping[str, Tuple[bool, bool]]

    def deducts(self, bucket: str) -> bool:
        """Does the bucket leave either sum?"""
        return any(self.effects[bucket])


def rules_for(values: Values, level: str) -> Optional[RatioRules]:
    """The rules as the profile has them, or None: what it lacks stands in ``values.remarks``."""
    counted = values.names("counted_violation_types")
    excluded = values.names("excluded_violation_types") if values.has("excluded_violation_types") else ()
    legal_cases = values.names("legal_cases_in_denominator")
    added = values.names("added_to_ratio", ADDITIONS)
    order = values.names("deduction_order", BUCKETS)
    effects = {name: _effect(values, values.at(bucket.value, level)) for name, bucket in BUCKETS.items()}
    told = {name: effect for name, effect in effects.items() if effect is not None}
    if counted is None or excluded is None or legal_cases is None or added is None or order is None:
        return None
    if len(told) < len(effects):
        return None
    rest = tuple(name for name in BUCKETS if name not in order)
    return RatioRules(counted, excluded, legal_cases, added, tuple(dict.fromkeys(order)) + rest, told)


def _effect(values: Values, name: str) -> Optional[Tuple[bool, bool]]:
    sums = values.names(name, (NUMERATOR, DENOMINATOR))
    return None if sums is None else (NUMERATOR in sums, DENOMINATOR in sums)


def kind_of(parcel: RatioParcel, rules: RatioRules) -> str:
    """Which sum the parcel belongs to; each parcel to one only, so that nothing is added twice."""
    is_counted_type = parcel.outcome == ILLEGAL and parcel.case in rules.counted
    if parcel.superior_final and not is_counted_type and SUPERIOR in rules.added:
        return SUPERIOR
    if parcel.outcome == LEGAL:
        return NEW_LEGAL if parcel.case in rules.legal_cases else BESIDE
    if parcel.outcome != ILLEGAL:
        return BESIDE
    if parcel.left_out:
        return LEFT_OUT
    if parcel.case in rules.excluded:
        return EXCLUDED
    if not is_counted_type:
        return OTHER_TYPE
    if parcel.supplementary:
        return SUPPLEMENTARY if SUPPLEMENTARY in rules.added else BESIDE
    return NEW_ILLEGAL
