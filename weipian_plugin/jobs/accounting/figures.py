"""The figures of the team lead's window, worked out from what was read: pure arithmetic, fit for any thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Dict, Mapping, Optional, Sequence, Tuple

from ...domain.calculators.calculation import Calculation
from ...domain.calculators.parcels import RatioParcel
from ...domain.calculators.ratio import StatedDenominator
from ...domain.calculators.whatif import Assumption
from .situation import Outlook, Situation, counted, outlook, townships

TOWNSHIP, ALL = "township", ""
_NONE = Fraction(0)


@dataclass(frozen=True)
class Wish:
    """What a person wants to see: of which township (``None``: of the first; ``""``: of all together) at which level,
    under which assumptions.
    """

    whole: Situation
    level: str
    township: Optional[str] = None
    stated: Optional[StatedDenominator] = None
    quota: Optional[str] = None
    assumed: Mapping[str, Assumption] = field(default_factory=dict)

    def begins_like(self, other: Wish) -> bool:
        """Is all the same but what is assumed?"""
        return self.whole is other.whole and (self.level, self.township, self.stated, self.quota) == (
            other.level, other.township, other.stated, other.quota)


@dataclass(frozen=True)
class Figures:
    """The answer to a wish. ``townships`` by name where the level has them; ``before`` is ``after`` where nothing is
    assumed.
    """

    wish: Wish
    township: str
    townships: Mapping[str, Calculation]
    situation: Situation
    counted: Tuple[RatioParcel, ...]
    before: Outlook
    after: Outlook


def work_out(wish: Wish, known: Optional[Figures] = None) -> Figures:
    """The figures before and after; of ``known`` ones that begin alike only what is assumed is worked out anew.

    Assumptions of parcels that are not in the numerator any more are left aside. Raises what `outlook` raises.
    """
    if known is None or not wish.begins_like(known.wish):
        known = _as_it_is(wish)
    assumed = still_possible(wish.assumed, known.counted)
    after = outlook(known.situation, wish.level, assumed, wish.stated, wish.quota) if assumed else known.before
    return Figures(wish, known.township, known.townships, known.situation, known.counted, known.before, after)


def _as_it_is(wish: Wish) -> Figures:
    found = townships(wish.whole) if wish.level == TOWNSHIP else {}
    names = [name for name in found if name]
    chosen = ALL
    if names:
        chosen = names[0] if wish.township is None else wish.township if wish.township in names else ALL
    situation = wish.whole.of_township(chosen)
    before = outlook(situation, wish.level, None, wish.stated, wish.quota)
    return Figures(wish, chosen, found, situation, counted(situation, wish.level), before, before)


def still_possible(assumed: Mapping[str, Assumption], parcels: Sequence[RatioParcel]) -> Dict[str, Assumption]:
    """The assumptions of parcels that are here, and of no more farmland than they have."""
    here = {parcel.id: parcel for parcel in parcels}
    return {uuid: wish for uuid, wish in assumed.items() if uuid in here
            and (wish.farmland is None or Fraction(wish.farmland) <= (here[uuid].farmland or _NONE))}
