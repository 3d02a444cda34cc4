"""How much of a line is whose: a line's amount taken apart into its parcels, so that the parts add up to it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ..areas.units import round2, share_by_largest_remainder
from .calculation import DENOMINATOR, MINUS, MU, NUMERATOR, Calculation, Line, Share
from .parcels import BUCKETS, RatioParcel

_DEDUCTED, _KEPT = "扣：", "不扣减："
_BUCKET_OF: Dict[str, str] = {words.zh: name for name, words in BUCKETS.items()}
Parts = List[Tuple[str, Optional[Fraction]]]


def parts_of(line: Line, calculation: Calculation, parcels: Mapping[str, RatioParcel]) -> Parts:
    """(parcel id, 亩) in the line's order; None where the calculation keeps no amount by parcel.

    ``parcels``: those the calculation was made of, by id (only needed for what is not deducted).
    """
    shares = {share.parcel: share for share in calculation.shares}
    return [(parcel, _part(line, shares.get(parcel), parcels.get(parcel))) for parcel in line.parcels]


def shown_parts(line: Line, parts: Sequence[Tuple[str, Optional[Fraction]]]) -> List[Optional[Decimal]]:
    """The 亩 of each of the line's ``parts`` as shown, adding up to the line as shown; None where not known.

    Parts that are not the whole line are rounded each by itself.
    """
    known = {str(place): amount for place, (_, amount) in enumerate(parts) if amount is not None}
    if line.unit != MU or line.amount is None:
        return [None] * len(parts)
    if len(known) < len(parts) or sum(known.values(), Fraction(0)) != line.amount:
        return [None if amount is None else round2(amount) for _, amount in parts]
    total = round2(line.amount) if line.rounded is None else line.rounded
    shares = share_by_largest_remainder(total, known)
    return [shares[str(place)] for place in range(len(parts))]


def _part(line: Line, share: Optional[Share], parcel: Optional[RatioParcel]) -> Optional[Fraction]:
    if share is None:
        return None
    if line.label.startswith(_KEPT):
        bucket = _BUCKET_OF.get(line.label[len(_KEPT):], "")
        area = parcel.buckets.get(bucket) if parcel is not None else None
        return None if area is None else min(area, share.farmland)
    if line.sign == MINUS and line.side in (NUMERATOR, DENOMINATOR):
        return dict(share.taken).get(_BUCKET_OF.get(line.label[len(_DEDUCTED):], ""))
    return share.farmland
