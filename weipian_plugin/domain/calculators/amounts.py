"""How much of a line is whose: a line's amount taken apart into its parcels, so that the parts add up to it."""

from __future__ import annotations

from fractions import Fraction
from typing import Dict, List, Mapping, Optional, Tuple

from .calculation import DENOMINATOR, MINUS, NUMERATOR, Calculation, Line, Share
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
