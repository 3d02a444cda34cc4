"""The fields of the forms (附表1-1 … 附表5) and of what is registered beside them; 军用土地 has no form here (§8.6)."""

from __future__ import annotations

from typing import Dict, Tuple

from ..forms.fields import Field, FilledBy
from .acts import ACT, RECTIFICATION, SIX_DUTIES
from .audit import AUDIT, AUDIT_RECORD
from .evaluation import EVALUATION
from .evidence_blocks import EVIDENCE_BLOCKS
from .field_check import FIELD_CHECK, ON_SITE_RECORD
from .identification import IDENTIFICATION
from .issued import ISSUED
from .issued_mineral import ISSUED_EITHER, ISSUED_MINERAL, MINERAL_ONLY
from .judgement import JUDGEMENT
from .letters import LETTER
from .mineral_check import (
    MINERAL_CHECK,
    MINERAL_ON_SITE_RECORD,
    MINERAL_OUTCOME,
    concerns_mining,
    is_mineral,
)
from .register import (
    ATTACHMENT,
    CORRECTION,
    CORRECTION_CONCLUDED,
    EXTENSION,
    FINDING_STATE,
    REVIEW,
    SKETCH,
    SURVEY,
    TRANSFER,
)
from .reviewing import DISCOVERY, DRAWN, IMAGE_CHECK, RECHECK, RULING, SAMPLE
from .signature import SIGNATURE
from .stated import STATED, STATED_LAND, STATED_MINERAL

LAND_ANSWERS: Tuple[Field, ...] = JUDGEMENT + EVIDENCE_BLOCKS
"""What a person who signs a land judgement signs for: block B, and of block C what the chosen case asks for."""

ANSWERS: Tuple[Field, ...] = (
    *(field for field in IDENTIFICATION if field.filled_by is FilledBy.ANALYST), *STATED, *LAND_ANSWERS, *FIELD_CHECK,
    *MINERAL_CHECK,
)
"""Every field of the 初判, in the order of its form."""

LAND, MINERAL = "land", "mineral"
SUBJECTS: Dict[str, Tuple[Field, ...]] = {LAND: LAND_ANSWERS, MINERAL: MINERAL_CHECK}
"""What can be judged of one parcel, and the fields that a signature upon it must find filled in."""

OUTCOMES: Dict[str, str] = {LAND: "PDLX", MINERAL: MINERAL_OUTCOME}

TABLE_2_1: Tuple[Field, ...] = IDENTIFICATION + JUDGEMENT + EVIDENCE_BLOCKS + FIELD_CHECK + SIGNATURE
TABLE_2_2: Tuple[Field, ...] = ISSUED_MINERAL + MINERAL_CHECK + SIGNATURE

__all__ = [
    "ACT", "ANSWERS", "ATTACHMENT", "AUDIT", "AUDIT_RECORD", "CORRECTION", "CORRECTION_CONCLUDED", "DISCOVERY",
    "DRAWN", "EVALUATION", "EVIDENCE_BLOCKS", "EXTENSION", "FIELD_CHECK", "FINDING_STATE", "IDENTIFICATION",
    "IMAGE_CHECK", "ISSUED", "ISSUED_EITHER", "ISSUED_MINERAL", "JUDGEMENT", "LAND", "LAND_ANSWERS", "LETTER",
    "MINERAL", "MINERAL_CHECK", "MINERAL_ONLY", "MINERAL_ON_SITE_RECORD", "MINERAL_OUTCOME", "ON_SITE_RECORD",
    "OUTCOMES", "RECHECK", "RECTIFICATION", "REVIEW", "RULING", "SAMPLE", "SIGNATURE", "SIX_DUTIES", "SKETCH",
    "STATED", "STATED_LAND", "STATED_MINERAL", "SUBJECTS", "SURVEY", "TABLE_2_1", "TABLE_2_2", "TRANSFER",
    "concerns_mining", "is_mineral",
]
