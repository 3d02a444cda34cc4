"""What signing adds to a judgement (§8.7)."""

from __future__ import annotations

from typing import Tuple

from ..forms.fields import Field
from .shorthand import ANALYST, CODE, SYSTEM, TEXT

# What signing adds (§8.7): a person, a time, and what the person looked at.
SIGNATURE: Tuple[Field, ...] = (
    Field("QRR", "确认人", "Signed by", TEXT, 40, required=True, filled_by=SYSTEM, group="确认", source="人工确认（拟）",
          proposed=True),
    Field("QRSJ", "确认时间", "Signed at", TEXT, 25, required=True, filled_by=SYSTEM, group="确认", source="人工确认（拟）",
          proposed=True),
    Field("QRYJ", "确认依据", "Signed upon", CODE, codes="QRYJ", required=True, filled_by=ANALYST, group="确认",
          source="人工确认（拟）", proposed=True),
)
