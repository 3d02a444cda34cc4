"""The catalogue of what can go wrong: code → (中文, English); each says what, where and what to do."""

from __future__ import annotations

from typing import Dict

from .calculators import CALCULATORS
from .delivery import DELIVERY
from .domain import DOMAIN
from .dossier import DOSSIER
from .geometry import GEOMETRY
from .handing_in import HANDING_IN
from .intake import INTAKE
from .jobs import JOBS
from .offices import OFFICES
from .overlay import OVERLAY
from .returned import RETURNED
from .reviewing import REVIEWING
from .sentence import Sentence
from .validation import VALIDATION
from .workspace import WORKSPACE

SENTENCES: Dict[str, Sentence] = {
    **DOMAIN, **CALCULATORS, **OVERLAY, **WORKSPACE, **GEOMETRY, **INTAKE, **DELIVERY, **DOSSIER, **HANDING_IN, **JOBS,
    **OFFICES, **RETURNED, **REVIEWING, **VALIDATION,
}
