"""What if: parcels would be 拆除复耕, 补办, 合法, 其他 or split, how the ratio moves, and which parcels matter most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Dict, Iterable, List, Mapping, Optional, Tuple, Union

from ..areas.units import Number, round2
from ..errors import WeipianError
from ..forms.codes import LEGAL, OTHER
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import (
    DENOMINATOR,
    EQUALS,
    NUMERATOR,
    RATIO,
    Calculation,
    Line,
    Values,
    not_computable,
    part_of,
    percent,
)
from .parcels import BUCKETS, COUNTED, RECTIFIED, REGULARISED, RESTORED, RatioParcel, RatioRules, kind_of, rules_for
from .ratio import StatedDenominator, ratio, share_of

KINDS = (RESTORED, REGULARISED, LEGAL, OTHER)
_IN_ENGLISH = {RESTORED: "demolished and restored", REGULARISED: "regularised", LEGAL: "legal", OTHER: "other"}
_LEGAL_CASE, _OTHER_CASE = "H1", "Q9"
_NONE = Fraction(0)


@dataclass(frozen=True)
class Assumption:
    """What a parcel would become; ``farmland`` (亩) where only that much of it would: the parcel is then split."""

    kind: str
    farmland: Optional[Number] = None


Assumed = Mapping[str, Union[str, Assumption]]
Buckets = Dict[str, Fraction]


@dataclass(frozen=True)
class WhatIf:
    """The ratio as it is and as it would be; ``movement`` in percentage points (None: one of them 不可计算)."""

    before: Calculation
    after: Calculation

    @property
    def movement(self) -> Optional[Fraction]:
        """After less before."""
        if self.before.result is None or self.after.result is None:
            return None
        return (self.after.result - self.before.result) * 100


def assume(parcels: Iterable[RatioParcel], assumed: Assumed) -> List[RatioParcel]:
    """The parcels as they would be; those nobody assumes anything of are the same objects.

    A part of a parcel becomes a parcel of its own (``id·kind``), and what is left keeps its rectified areas. Raises
    ``UNKNOWN_ASSUMPTION``, ``FIGURE_EXCEEDS``, ``FIGURE_NEGATIVE``.
    """
    result: List[RatioParcel] = []
    for parcel in parcels:
        given = assumed.get(parcel.id)
        if given is None:
            result.append(parcel)
            continue
        wish = Assumption(given) if isinstance(given, str) else given
        if wish.kind not in KINDS:
            raise WeipianError("UNKNOWN_ASSUMPTION", value=wish.kind, known="、".join(KINDS))
        result += _become(parcel, wish)
    return result


def what_if(parcels: Iterable[RatioParcel], assumed: Assumed, profile: PolicyProfile, level: str = "county",
            stated: Optional[StatedDenominator] = None) -> WhatIf:
    """The ratio before and after the assumptions; with none of them the two are the same."""
    given = list(parcels)
    return WhatIf(ratio(given, profile, level, stated), ratio(assume(given, assumed), profile, level, stated))


def most_effective(parcels: Iterable[RatioParcel], profile: PolicyProfile, level: str = "county",
                   kind: str = RESTORED, count: int = 10,
                   stated: Optional[StatedDenominator] = None) -> Calculation:
    """The parcels whose rectification as ``kind`` would lower R most, the most effective first.

    Each is tried alone. Ties go to the larger area that would be rectified, then to the id. A line says how much
    farmland would change, and the ratio before and after; ``result`` is R with the first one alone.
    """
    if kind not in KINDS:
        raise WeipianError("UNKNOWN_ASSUMPTION", value=kind, known="、".join(KINDS))
    given = list(parcels)
    before = ratio(given, profile, level, stated)
    title = (f"最能降低问责比例的地块（{kind}）", f"Parcels that lower the ratio most ({_IN_ENGLISH[kind]})")
    values = Values(profile)
    rules = rules_for(values, level)
    if rules is None or before.result is None:
        return replace(not_computable(title, values, unit=RATIO), remarks=before.remarks)
    ranked = _ranked(given, before, rules, kind)[:count]
    lines = [Line("现在的问责比例", "The ratio now", before.result, RATIO, EQUALS)]
    for place, (_, area, parcel, after) in enumerate(ranked, 1):
        shown, was = percent(after), percent(before.result)
        lines.append(Line(f"{place}. {parcel.shown} {kind} {round2(area)} 亩", f"{place}. {parcel.shown} "
                          f"{_IN_ENGLISH[kind]}, {round2(area)} mu", after, RATIO, parcels=(parcel.id,),
                          words=f"比例由 {was} 变为 {shown}", words_en=f"ratio from {was} to {shown}"))
    remarks = () if ranked else (Finding("NO_EFFECT"),)
    return Calculation(*title, lines=tuple(lines), result=ranked[0][3] if ranked else before.result, unit=RATIO,
                       remarks=remarks, marks=before.marks, profile=profile.id, figures=before.figures)


def _ranked(parcels: List[RatioParcel], before: Calculation, rules: RatioRules,
            kind: str) -> List[Tuple[Fraction, Fraction, RatioParcel, Fraction]]:
    """(drop, area, parcel, ratio after), best first: only the parcel's own part of both sums is worked out anew."""
    numerator, denominator = before.figures[NUMERATOR] or _NONE, before.figures[DENOMINATOR] or _NONE
    now = before.result or _NONE
    found = []
    for parcel in parcels:
        own = kind_of(parcel, rules)
        if own not in COUNTED:
            continue
        area = _still_open(parcel, kind)
        if area <= 0:
            continue
        is_part = share_of(parcel, own, rules)
        changed = [share_of(part, kind_of(part, rules), rules) for part in _become(parcel, Assumption(kind))]
        top = numerator - is_part.numerator + sum((share.numerator for share in changed), _NONE)
        bottom = denominator - is_part.denominator + sum((share.denominator for share in changed), _NONE)
        if bottom > 0 and top / bottom < now:
            found.append((now - top / bottom, area, parcel, top / bottom))
    return sorted(found, key=lambda each: (-each[0], -each[1], each[2].id))


def _still_open(parcel: RatioParcel, kind: str) -> Fraction:
    """The farmland (亩) that would change."""
    farmland = parcel.farmland or _NONE
    if kind == RESTORED:
        return farmland - min(farmland, parcel.buckets.get(RESTORED, _NONE))
    done = parcel.buckets.get(RESTORED, _NONE) + parcel.buckets.get(REGULARISED, _NONE)
    return max(farmland - done, _NONE) if kind == REGULARISED else farmland


def _become(parcel: RatioParcel, wish: Assumption) -> List[RatioParcel]:
    farmland = parcel.farmland or _NONE
    if wish.farmland is None:
        return [_whole(parcel, wish.kind)]
    part, whole = part_of(wish.farmland, farmland, f"{parcel.shown} {wish.kind}", "违法占用耕地")
    if part == whole:
        return [_whole(parcel, wish.kind)]
    left = whole - part
    kept, moved = _divided(parcel.buckets, left, part)
    rest = replace(parcel, farmland=left, buckets=kept)
    split = replace(parcel, id=f"{parcel.id}·{wish.kind}", name=f"{parcel.shown}·{wish.kind}", farmland=part,
                    buckets=moved)
    return [rest, _whole(split, wish.kind)]


def _whole(parcel: RatioParcel, kind: str) -> RatioParcel:
    """The whole parcel become so: no area is rectified twice, 补办 takes what is not restored."""
    farmland = parcel.farmland or _NONE
    if kind == LEGAL:
        return replace(parcel, outcome=LEGAL, case=_LEGAL_CASE, buckets={}, superior_final=False)
    if kind == OTHER:
        return replace(parcel, outcome=OTHER, case=_OTHER_CASE, buckets={}, superior_final=False)
    buckets: Dict[str, Fraction] = dict(parcel.buckets)
    if kind == RESTORED:
        buckets.pop(REGULARISED, None)
        buckets[RESTORED] = farmland
    else:
        buckets[REGULARISED] = max(farmland - buckets.get(RESTORED, _NONE), _NONE)
    return replace(parcel, buckets=buckets)


def _divided(buckets: Mapping[str, Fraction], left: Fraction, part: Fraction) -> Tuple[Buckets, Buckets]:
    """The buckets of the rest (``left`` 亩) and of the part: the part is cut from ground not rectified, as far as there
    is any; what a project covers (重大 …) covers both.
    """
    kept: Buckets = {}
    moved: Buckets = {}
    room = left
    for name in sorted(buckets, key=list(BUCKETS).index):
        area = buckets[name]
        kept[name] = min(area, room if name in RECTIFIED else left)
        moved[name] = min(area - kept[name], part)
        room -= kept[name] if name in RECTIFIED else _NONE
    return kept, moved
