"""What an audit finds: truthfulness of the sample (§6.3), 瞒报率 and who is called to an interview (§6.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import List, Optional, Tuple

from ..errors import WeipianError
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import COUNT, EQUALS, PLACE, RATIO, YES_NO, Calculation, Line, Values, not_computable, part_of, plain

_TRUTH = ("判定真实性", "Truthfulness of the judgements")
_INTERVIEW = ("警示约谈", "Interview")
_RANKED_LEVELS = ("city", "county")


def truthfulness(truthful: int, sampled: int, profile: PolicyProfile, false_rectifications: int = 0) -> Calculation:
    """T = 判定真实的抽查图斑数 ÷ 抽查图斑数; below the limit, or with any 虚假整改, the province is criticised.

    Nothing sampled: 不可计算 (虚假整改 still counts). Raises ``FIGURE_EXCEEDS``, ``FIGURE_NEGATIVE``.
    """
    good, all_of = part_of(truthful, sampled, "判定真实的图斑数", "抽查图斑数")
    values = Values(profile)
    limit, on_false = values.number("truthfulness_min"), values.switch("false_rectification_criticised")
    lines = [Line("判定真实的抽查图斑", "Sampled patches judged truly", good, COUNT),
             Line("抽查图斑", "Sampled patches", all_of, COUNT)]
    if limit is None or on_false is None:
        return not_computable(_TRUTH, values, lines, unit=RATIO)
    rate = good / all_of if all_of else None
    is_low = None if rate is None else rate < limit
    is_false = on_false and false_rectifications > 0
    lines += [Line("判定真实性", "Truthfulness", rate, RATIO, EQUALS),
              Line("低于", "Below", limit, RATIO, basis=values.basis("truthfulness_min")),
              Line("虚假整改", "False rectification", Fraction(false_rectifications), COUNT,
                   basis=values.basis("false_rectification_criticised"))]
    fires = True if is_false or is_low else (None if is_low is None else False)
    remarks = () if rate is not None else (Finding("NOTHING_SAMPLED"),)
    return Calculation(*_TRUTH, lines=tuple(lines), result=rate, unit=RATIO, fires=fires,
                       conclusion=_words(fires, ("通报批评", "criticised"), ("不通报", "not criticised")),
                       remarks=remarks, marks=values.marks, profile=profile.id)


@dataclass(frozen=True)
class Audit:
    """What the province's audit of land patches found of a city's or county's office.

    ``circumstances``: those of the profile's ``interview_circumstances`` that hold; ``rank``: the place in the ranking.
    """

    concealed: int
    audited: int
    circumstances: Tuple[str, ...] = field(default=())
    rank: Optional[int] = None


def interview(audit: Audit, profile: PolicyProfile, level: str = "county") -> Calculation:
    """约谈: the concealment rate AND its count together, OR a circumstance, OR the rank (§6.4, A32).

    ``result`` is the 瞒报率; the conclusion names each ground that holds.
    Raises ``FIGURE_EXCEEDS``, ``FIGURE_NEGATIVE``, ``RANK_BELOW_ONE``, ``UNKNOWN_ASSUMPTION``.
    """
    concealed, audited = part_of(audit.concealed, audit.audited, "瞒报图斑数", "抽查审核图斑数")
    values = Values(profile)
    limits = values.number("interview_concealment_rate"), values.number("interview_concealed_patches")
    known = values.names("interview_circumstances")
    of_what = values.choice("concealment_rate_of", ("省级抽查审核图斑数",))
    lines = [Line("瞒报图斑", "Concealed patches", concealed, COUNT),
             Line("省级抽查审核图斑", "Patches audited by the province", audited, COUNT,
                  basis=values.basis("concealment_rate_of"))]
    if limits[0] is None or limits[1] is None or known is None or of_what is None:
        return not_computable(_INTERVIEW, values, lines, unit=RATIO)
    for circumstance in audit.circumstances:
        if circumstance not in known:
            raise WeipianError("UNKNOWN_ASSUMPTION", value=circumstance, known="、".join(known))
    rate = concealed / audited if audited else None
    together = None if rate is None else rate >= limits[0] and concealed > limits[1]
    lines += [Line("瞒报率", "Concealment rate", rate, RATIO, EQUALS),
              _condition("瞒报率达到且图斑数大于", "Rate and count", together, values, "interview_concealment_rate")]
    lines += [_condition(each, each, True, values, "interview_circumstances") for each in audit.circumstances]
    answers = [together, bool(audit.circumstances), _by_rank(audit.rank, level, values, lines)]
    fires = True if True in answers else (None if None in answers else False)
    grounds = [*([("瞒报率与数量", "rate and count")] if together else []),
               *((each, each) for each in audit.circumstances), *([("排名", "rank")] if answers[2] else [])]
    zh, en = "、".join(one for one, _ in grounds), ", ".join(one for _, one in grounds)
    remarks = (*values.remarks, *(() if rate is not None else (Finding("NOTHING_SAMPLED"),)))
    return Calculation(*_INTERVIEW, lines=tuple(lines), result=rate, unit=RATIO, fires=fires,
                       conclusion=_words(fires, (f"警示约谈：{zh}", f"interview: {en}"),
                                         ("不约谈", "no interview")),
                       remarks=remarks, marks=values.marks, profile=profile.id)


def _by_rank(rank: Optional[int], level: str, values: Values, lines: List[Line]) -> Optional[bool]:
    """A rank nobody gave is no ground: the ranking is made once, when the year's results are fixed."""
    if rank is None or level not in _RANKED_LEVELS:
        return False
    if rank < 1:
        raise WeipianError("RANK_BELOW_ONE", value=rank)
    name = f"interview_{level}_rank"
    limit = values.number(name)
    if limit is None:
        return None
    lines.append(Line(f"综合排名第 {rank}，前 {plain(limit)}", f"Rank {rank}, first {plain(limit)}", Fraction(rank),
                      PLACE, basis=values.basis(name)))
    return rank <= limit


def _condition(zh: str, en: str, holds: Optional[bool], values: Values, name: str) -> Line:
    amount = None if holds is None else Fraction(int(holds))
    return Line(zh, en, amount, YES_NO, basis=values.basis(name))


def _words(fires: Optional[bool], yes: Tuple[str, str], no: Tuple[str, str]) -> Tuple[str, str]:
    return ("未判断", "not told") if fires is None else (yes if fires else no)
