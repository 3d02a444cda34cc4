"""Whether an area column is in m², 亩 or 公顷: held against the geometry, then its heading, then told as assumed."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import median
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ..domain.areas.units import exact, m2_of_mu
from ..domain.records import Finding
from .received import HECTARE, M2, MU, TABLE

_PER_M2 = {M2: 1.0, MU: 3 / 2000, HECTARE: 1e-4}
_NEAR = math.log(1.6)
_GATHERED = 0.03
_ENOUGH = 3
WHOLE = "JCMJ"


def to_m2(value: float, unit: str) -> float:
    """m² of a value in ``unit``."""
    if unit == MU:
        return float(m2_of_mu(value))
    return float(exact(value) * 10000) if unit == HECTARE else value


def half_step_m2(unit: str) -> float:
    """Half of the last decimal (0.01) that tables in this unit show, in m²."""
    return float(Fraction(1, 200)) / _PER_M2[unit]


def decide_units(columns: Mapping[str, Sequence[Tuple[float, Optional[float]]]], hints: Mapping[str, str], kind: str,
                 file: str) -> Tuple[Dict[str, str], List[Finding]]:
    """Unit by field code. ``columns``: (value, the patch's area in m² or None) pairs by field code.

    The whole patch's area decides for its source; another column of it differs only where its numbers force it
    (larger than the patch) or its heading says so and its numbers allow it.
    """
    findings: List[Finding] = []
    whole = _decide_whole(columns.get(WHOLE, ()), hints.get(WHOLE, ""), file, findings)
    units: Dict[str, str] = {}
    for code, pairs in columns.items():
        if code == WHOLE and whole:
            units[code] = whole
            continue
        fitting = _that_fit(pairs)
        hint = hints.get(code, "")
        clear = _where_whole_patches_gather(pairs)
        if clear:
            units[code] = clear
        elif hint and hint in fitting:
            units[code] = hint
        elif whole and whole in fitting:
            units[code] = whole
        elif len(fitting) == 1:
            units[code] = fitting[0]
        else:
            units[code] = whole or hint or (MU if kind == TABLE else M2)
        if not (whole or hint or clear) and any(value for value, _ in pairs):
            findings.append(Finding("UNIT_ASSUMED", "W", {"file": file, "field": code, "unit": units[code]}))
        elif hint and units[code] != hint:
            findings.append(_contradicted(file, code, hint, units[code]))
    return units, findings


def _decide_whole(pairs: Sequence[Tuple[float, Optional[float]]], hint: str, file: str,
                  findings: List[Finding]) -> str:
    ratios = [value / area for value, area in pairs if area and value > 0]
    if not ratios:
        return hint
    middle = median(ratios)
    unit = next((u for u, factor in _PER_M2.items() if abs(math.log(middle / factor)) < _NEAR), "")
    if unit and hint and unit != hint:
        findings.append(_contradicted(file, WHOLE, hint, unit))
    return unit or hint


def _where_whole_patches_gather(pairs: Sequence[Tuple[float, Optional[float]]]) -> str:
    """The unit in which a good part of the patches is covered whole (all farmland, all built), or "" for none."""
    ratios = [value / area for value, area in pairs if area and value > 0]
    for unit, factor in _PER_M2.items():
        gathered = [ratio for ratio in ratios if abs(ratio / factor - 1) < _GATHERED]
        if len(gathered) >= max(_ENOUGH, len(ratios) / 10):
            return unit
    return ""


def _that_fit(pairs: Sequence[Tuple[float, Optional[float]]]) -> List[str]:
    """The units in which hardly any part is larger than its patch."""
    ratios = sorted(value / area for value, area in pairs if area and value > 0)
    if not ratios:
        return [M2, MU, HECTARE]
    high = ratios[int(0.95 * (len(ratios) - 1))]
    return [unit for unit, factor in _PER_M2.items() if high <= 1.05 * factor]


def _contradicted(file: str, code: str, said: str, used: str) -> Finding:
    return Finding("UNIT_HEADING_WRONG", "W", {"file": file, "field": code, "said": said, "used": used})
