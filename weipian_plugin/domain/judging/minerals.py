"""Mining on a parcel (§4.6): whether it is asked about, and by which layers a violation is called."""

from __future__ import annotations

from ..profiles import PolicyProfile
from .facts import Facts

# 无证 and 越界 follow from the mining rights; 超层 never from a map.
LAYERS_BEFORE_ILLEGAL = "layers_before_mineral_illegal"
_MINERAL_CLASSES = ("K",)
_MINING_USE = "采矿"


def concerns_mining(facts: Facts, profile: PolicyProfile) -> bool:
    """Is there a mineral side to judge: a mineral patch, one marked 涉矿, a change to mining, or mining stated?"""
    return bool(
        facts.get("sfsk") is True or facts.get("jclb") in _MINERAL_CLASSES
        or facts.get("tblx") in profile.names("mining_types") or facts.get("actual_use") == _MINING_USE
        or facts.get("mining_seen") is True)
