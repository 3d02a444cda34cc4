"""冻结补充耕地指标 (§6.6): what is frozen for illegally taken farmland, what is unfrozen, deducted, and left."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Iterable, List, Tuple

from ..areas.units import Number
from ..errors import WeipianError
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import EQUALS, MINUS, PLUS, Calculation, Line, Values, amount_of, not_computable, part_of
from .ratio import named

_TITLE = ("冻结补充耕地指标", "Reserve farmland frozen")
_SIDE = "冻结"
_NONE = Fraction(0)


@dataclass(frozen=True)
class FrozenParcel:
    """A violation with its farmland, 亩: what is restored, who confirmed that, and what is regularised.

    ``case`` is its WFLX1; ``quality`` the 质量等别 that “同等质量” asks for.
    """

    id: str
    farmland: Number
    restored: Number = 0
    city_accepted: bool = False
    region_confirmed: bool = False
    regularised: Number = 0
    quality: str = ""
    case: str = "W1"
    name: str = ""

    @property
    def shown(self) -> str:
        """How people know it."""
        return self.name or self.id


def reserve_frozen(parcels: Iterable[FrozenParcel], profile: PolicyProfile) -> Calculation:
    """balance = frozen − unfrozen − deducted (亩, never below nothing).

    Restored farmland is unfrozen only with every confirmation the profile asks for; 补办 deducts the same quantity.
    Raises ``FIGURE_EXCEEDS`` where more is rectified than was taken, ``FIGURE_NEGATIVE``, ``PARCEL_TWICE``.
    """
    values = Values(profile)
    types, share = values.names("frozen_violation_types"), values.number("frozen_share")
    needs_both = values.switch("unfreeze_needs_both_confirmations")
    deducts = values.switch("regularised_deducts_reserve")
    if types is None or share is None or needs_both is None or deducts is None:
        return not_computable(_TITLE, values)
    counted = sorted((parcel for parcel in parcels if parcel.case in types), key=lambda parcel: parcel.id)
    for earlier, later in zip(counted, counted[1:]):
        if earlier.id == later.id:
            raise WeipianError("PARCEL_TWICE", parcel=later.shown)
    for parcel in counted:
        rectified = amount_of(parcel.restored, parcel.id) + amount_of(parcel.regularised, parcel.id)
        part_of(rectified, parcel.farmland, f"{parcel.shown} 拆除复耕与补办面积之和", "违法占用耕地面积")
    confirmed = [p for p in counted if (p.city_accepted and p.region_confirmed) or not needs_both]
    waiting = [p.shown for p in counted if amount_of(p.restored, p.id) and p not in confirmed]
    regularised = [p for p in counted if amount_of(p.regularised, p.id)] if deducts else []
    lines = [
        _line("违法占用耕地（非农业建设）", "Farmland illegally taken", PLUS, values, "frozen_share",
              [(p.id, amount_of(p.farmland, p.id) * share) for p in counted]),
        _line("解除冻结：拆除复耕，经市级验收并经自治区确认", "Unfrozen: restored, accepted and confirmed", MINUS,
              values, "unfreeze_needs_both_confirmations", [(p.id, amount_of(p.restored, p.id) * share)
                                                           for p in confirmed]),
        _line("直接扣减：查处后补办", "Deducted: regularised after the penalty", MINUS, values,
              "regularised_deducts_reserve", [(p.id, amount_of(p.regularised, p.id) * share) for p in regularised]),
    ]
    frozen, unfrozen, deducted = (line.amount or _NONE for line in lines)
    balance = sum((line.signed for line in lines), _NONE)
    lines.append(Line("仍冻结", "Still frozen", balance, sign=EQUALS))
    return Calculation(*_TITLE, lines=tuple(lines), result=balance, remarks=tuple(_remarks(waiting, regularised)),
                       marks=values.marks, profile=profile.id,
                       figures={"冻结": frozen, "解冻": unfrozen, "扣减": deducted, "余额": balance})


def _line(zh: str, en: str, sign: str, values: Values, name: str, amounts: List[Tuple[str, Fraction]]) -> Line:
    chosen = [(parcel, area) for parcel, area in amounts if area]
    return Line(zh, en, sum((area for _, area in chosen), _NONE), sign=sign, side=_SIDE,
                parcels=tuple(parcel for parcel, _ in chosen), basis=values.basis(name))


def _remarks(waiting: List[str], regularised: List[FrozenParcel]) -> List[Finding]:
    remarks = [Finding("CONFIRMATION_MISSING", "W", named(waiting))] if waiting else []
    without = [parcel.shown for parcel in regularised if not parcel.quality.strip()]
    return remarks + ([Finding("QUALITY_MISSING", "W", named(without))] if without else [])
