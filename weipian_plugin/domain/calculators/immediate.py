"""2019 即时约谈或问责 (§6.8): falsifying, concealing or not handling cases, where it is severe."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Optional, Tuple

from ..areas.units import Number
from ..errors import WeipianError
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import MU, YES_NO, Calculation, Line, Values, amount_of, not_computable

_TITLE = ("即时约谈或问责", "Immediate interview or accountability")
_FIRES = ("即时约谈或启动问责", "immediate interview or accountability")
_FIRES_NOT = ("不属此条", "not under this rule")


@dataclass(frozen=True)
class Discovery:
    """What an audit found of a county: which of the profile's findings, and the areas (亩) concerned.

    ``general_farmland`` is 耕地 less 永久基本农田. ``severe``: a person's own decision (the text's areas are examples),
    with its reason; None leaves it to the numbers.
    """

    findings: Tuple[str, ...] = ()
    basic_farmland: Number = 0
    reserve: Number = 0
    general_farmland: Number = 0
    severe: Optional[bool] = None
    reason: str = ""


def immediate_interview(found: Discovery, profile: PolicyProfile) -> Calculation:
    """One of the findings AND severe; without such a finding the areas alone are not this rule.

    Raises ``UNKNOWN_ASSUMPTION`` for a finding the profile does not name, ``FIGURE_NEGATIVE``.
    """
    values = Values(profile)
    known = values.names("immediate_interview_findings")
    measured = (("immediate_interview_basic_farmland", "违法占用永久基本农田", "Basic farmland", found.basic_farmland),
                ("immediate_interview_reserve", "违法占用自然保护区", "Nature reserve", found.reserve),
                ("immediate_interview_general_farmland", "违法占用一般耕地", "Other farmland", found.general_farmland))
    limits = [values.number(name) for name, *_ in measured]
    if known is None or any(limit is None for limit in limits):
        return not_computable(_TITLE, values, unit=YES_NO)
    for each in found.findings:
        if each not in known:
            raise WeipianError("UNKNOWN_ASSUMPTION", value=each, known="、".join(known))
    lines = [Line(each, each, Fraction(1), YES_NO, basis=values.basis("immediate_interview_findings"))
             for each in found.findings]
    reached = []
    for (name, zh, en, area), limit in zip(measured, limits):
        amount = amount_of(area, zh)
        reached.append(values.reaches(amount, limit or Fraction(0)))
        sign = "≥" if reached[-1] else "<"
        lines.append(Line(f"{zh}（{sign} {limit} 亩）", f"{en} ({sign} {limit} mu)", amount, MU,
                          basis=values.basis(name)))
    is_severe = any(reached) if found.severe is None else found.severe
    lines.append(Line("问题严重", "Severe", Fraction(int(is_severe)), YES_NO))
    fires = bool(found.findings) and is_severe
    remarks = () if found.severe is None else (Finding("SEVERE_BY_HAND", "W", {
        "answer": "是 / yes" if found.severe else "否 / no", "reason": found.reason or "-"}),)
    return Calculation(*_TITLE, lines=tuple(lines), result=Fraction(int(fires)), unit=YES_NO, fires=fires,
                       conclusion=_FIRES if fires else _FIRES_NOT, remarks=remarks, marks=values.marks,
                       profile=profile.id)
