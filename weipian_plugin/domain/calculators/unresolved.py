"""What of the year's violations is still illegal, as it stands or as it would be, and the quota that follows (§6.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Iterable, List, Mapping, Optional, Tuple

from ..areas.units import Number
from ..forms.codes import ILLEGAL
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import Calculation
from .parcels import REGULARISED, RESTORED, RatioParcel
from .quota import Unresolved, farmland_deducted, quota_frozen, quota_withheld
from .ratio import named
from .whatif import Assumed, Assumption

_NONE = Fraction(0)
_WITHOUT_CAP = ("增违挂钩：按比例应暂扣的计划指标（未计上限）", "Plan quota withheld by the share (cap not applied)")


@dataclass(frozen=True)
class Violation:
    """A signed violation, 亩: all its land, of it 永久基本农田, and what is recorded as rectified. None: not known.
    ``refuted``: recorded as rectified too, but an image check says otherwise (虚假整改, 未拆除): that is still illegal.
    """

    parcel: str
    total: Optional[Fraction]
    basic: Optional[Fraction] = None
    rectified: Fraction = _NONE
    refuted: Fraction = _NONE


@dataclass(frozen=True)
class StillIllegal:
    """The sums in 亩, None where the area of a violation is not known; ``remarks`` say which, and how it was summed."""

    land: Optional[Unresolved]
    remarks: Tuple[Finding, ...] = ()

    @property
    def total(self) -> Optional[Fraction]:
        """Farmland and other land together."""
        return None if self.land is None else Fraction(self.land.farmland) + Fraction(self.land.other)


def still_illegal(violations: Mapping[str, Violation], parcels: Iterable[RatioParcel],
                  assumed: Optional[Assumed] = None) -> StillIllegal:
    """What is left of the violations among ``parcels`` (as they are, not as assumed), each less what is rectified.

    The documents do not say how the sum is made: 拟. A parcel of which all is assumed to be otherwise leaves wholly,
    a part of it (its farmland) only itself; of 永久基本农田 no more is left than of the farmland.
    """
    farmland = basic = other = _NONE
    unknown: List[str] = []
    for parcel in parcels:
        if parcel.outcome != ILLEGAL or parcel.left_out:
            continue
        violation = violations.get(parcel.id)
        if violation is None or violation.total is None or parcel.farmland is None:
            unknown.append(parcel.shown)
            continue
        left, rest = _left(parcel, violation, (assumed or {}).get(parcel.id))
        farmland += left
        basic += min(violation.basic or _NONE, left)
        other += rest
    if unknown:
        return StillIllegal(None, (Finding("ILLEGAL_AREA_UNKNOWN", "E", named(unknown)),))
    return StillIllegal(Unresolved(farmland, basic, other), (Finding("STILL_ILLEGAL_SUMMED"),))


def quota_of(left: StillIllegal, profile: PolicyProfile,
             province_quota: Optional[Number] = None) -> Tuple[Calculation, ...]:
    """增违挂钩 as the profile has it: withheld (2019), or farmland deducted and quota frozen (2021); nothing where the
    profile has neither, or the areas are not known. Without ``province_quota`` (亩) the cap is left out, and said so.
    """
    if left.land is None:
        return ()
    found: List[Calculation] = []
    if "quota_withheld_share" in profile.values:
        found.append(withheld(left.total or _NONE, province_quota, profile))
    if "farmland_equally_deducted" in profile.values:
        found.append(farmland_deducted(left.land.farmland, profile))
    if "quota_frozen_share" in profile.values:
        found.append(quota_frozen(left.land.other, profile))
    return tuple(each.with_remarks(*left.remarks) for each in found)


def withheld(illegal_total: Number, province_quota: Optional[Number], profile: PolicyProfile,
             over_cap_reason: str = "") -> Calculation:
    """As `quota_withheld`; where the province's quota is not given, only the share's part, and that the cap is not
    applied.
    """
    found = quota_withheld(illegal_total, province_quota or 0, profile, over_cap_reason)
    if province_quota is not None or found.result is None:
        return found
    return replace(found, title=_WITHOUT_CAP[0], title_en=_WITHOUT_CAP[1], lines=found.lines[:3],
                   result=found.figures.get("按比例"),
                   remarks=(*(remark for remark in found.remarks if remark.code != "CAP_LIFTED"),
                            Finding("CAP_NOT_KNOWN")))


def _left(parcel: RatioParcel, violation: Violation, wish: object) -> Tuple[Fraction, Fraction]:
    """(farmland, other land) of one violation that is still illegal."""
    done = parcel.buckets.get(RESTORED, _NONE) + parcel.buckets.get(REGULARISED, _NONE)
    farmland = max((parcel.farmland or _NONE) - done, _NONE)
    total = max((violation.total or _NONE) - max(violation.rectified, done), farmland)
    if isinstance(wish, str) or (isinstance(wish, Assumption) and wish.farmland is None):
        return _NONE, _NONE
    if isinstance(wish, Assumption):
        part = min(Fraction(wish.farmland or 0), farmland)
        return farmland - part, total - farmland
    return farmland, total - farmland
