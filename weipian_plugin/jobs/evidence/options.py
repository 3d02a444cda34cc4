"""What a person may choose of an import of photos, and the figures it goes by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Optional

REACH_M = 200.0
"""How far from its patch a camera may stand, m (拟; domain §9.1)."""
LIMIT_BYTES = 10 * 1000 * 1000
"""The largest attachment the platform takes (省级填报要求: 10 MB each; domain §9.3)."""
LARGEST_DOP = 10.0
"""Above it the position is not relied upon (domain §9.1)."""


@dataclass(frozen=True)
class EvidenceOptions:
    """``reach_m``: metres from camera to patch; ``by_place``: may a position alone decide; ``limit_bytes``: the largest
    attachment; ``shifted``: a person declares that positions are GCJ-02. ``today``: what is later is not believed.

    GCJ-02 is not computed back: no official formula is published, and what is guessed is no evidence. Positions so
    declared decide nothing, and are not kept.
    """

    reach_m: float = REACH_M
    by_place: bool = True
    limit_bytes: int = LIMIT_BYTES
    shifted: bool = False
    today: Optional[date] = None
