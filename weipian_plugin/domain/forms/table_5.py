"""附表5 日常执法情况评价表 (§2.7): one row a unit and quarter; a rate of which a count is unknown stays empty."""

from __future__ import annotations

from typing import Dict, Optional

from ..areas.units import round2
from ..calculators.daily import DailyCounts, daily_evaluation
from ..calendar.periods import Period
from ..definitions import EVALUATION

_RATES = tuple(field.code for field in EVALUATION if field.group == "指标")


def table_5_values(unit: str, quarter: Optional[Period], counts: DailyCounts) -> Dict[str, object]:
    """Values by field code of `definitions.EVALUATION`; rates in percent with two decimals.

    ``quarter`` ``None``: nobody knows when the patches were issued."""
    values: Dict[str, object] = {"PJDW": unit}
    if quarter is not None:
        values.update(PJND=quarter.year, PJJD=quarter.number)
    for code, rate in zip(_RATES, daily_evaluation(counts)):
        if rate.result is not None:
            values[code] = round2(rate.result * 100)
    return values
