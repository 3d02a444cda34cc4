"""What the team lead's window shows, read once from a workspace, and the figures it gives as things are or would be."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.areas.units import Number, mu
from ...domain.calculators.assessed import assessed_farmland
from ...domain.calculators.calculation import NUMERATOR, Calculation, Values
from ...domain.calculators.daily import DailyCounts
from ...domain.calculators.parcels import COUNTED, REGULARISED, RESTORED, RatioParcel, kind_of, rules_for
from ...domain.calculators.ranking import RankedUnit
from ...domain.calculators.ratio import StatedDenominator, by_township, ratio
from ...domain.calculators.trigger import LEVELS
from ...domain.calculators.unresolved import StillIllegal, Violation, quota_of, still_illegal
from ...domain.calculators.whatif import Assumed, assume, most_effective
from ...domain.forms.codes import ILLEGAL
from ...domain.profiles import PolicyProfile
from ...domain.records import Record, TableRow
from ...domain.review.image_checks import by_parcel
from ...domain.review.truth import truth_rules
from ..judging.due import extensions_by_parcel
from ..reviewing.verdicts import verdicts_of
from .accountability import Batches, RatioInput, judged_rows, parcel_name, ratio_input, reserve_of
from .daily_counts import known_counts
from .rectified import is_refuted, stated_area

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_NONE = Fraction(0)
_BASIC_FARMLAND = "yjjbnt"


@dataclass(frozen=True)
class Situation:
    """A workspace (or some of its batches) as the calculators see it; holds no connection, so it goes to any thread.

    Never a military patch: those are in no table of the workspace. ``names`` are 地块编号 by parcel uuid, ``judged``
    those of each signed outcome.
    """

    profile: PolicyProfile
    read: RatioInput
    violations: Mapping[str, Violation] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    judged: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    counts: DailyCounts = field(default_factory=DailyCounts)
    training: bool = False

    @property
    def parcels(self) -> Tuple[RatioParcel, ...]:
        """The signed parcels."""
        return self.read.parcels

    def of_township(self, township: str) -> Situation:
        """Only the parcels of a township, by its name; all for an empty one."""
        if not township:
            return self
        chosen = tuple(parcel for parcel in self.parcels if parcel.township == township)
        return replace(self, read=replace(self.read, parcels=chosen))

    def still_illegal(self, assumed: Optional[Assumed] = None) -> StillIllegal:
        """What is still illegal, as it is or as assumed."""
        return still_illegal(self.violations, self.parcels, assumed)


@dataclass(frozen=True)
class Outlook:
    """The figures side by side: the ratio, and what of plan quota or reserve farmland the profile takes for it."""

    ratio: Calculation
    quota: Tuple[Calculation, ...] = ()


def read_situation(workspace: Workspace, profile: PolicyProfile, batches: Batches = None) -> Situation:
    """Read everything the window needs; for 10,000 parcels outside the GUI thread."""
    rows = judged_rows(workspace, batches)
    found = ratio_input(workspace, profile, batches)
    signed = [row for row in rows if row.judgement is not None]
    records = workspace.records()
    violations = violations_of(signed, records)
    judged: Dict[str, List[str]] = {}
    for row in signed:
        judged.setdefault(_outcome(row), []).append(parcel_name(row))
    return Situation(
        profile, found, violations, {row.parcel.uuid: parcel_name(row) for row in rows},
        {outcome: tuple(names) for outcome, names in judged.items()},
        known_counts(rows, records, violations, profile, extensions_by_parcel(workspace),
                     verdicts_of(workspace.as_of(), rows, records, truth_rules(profile))),
        bool(workspace.is_training))


def levels_of(profile: PolicyProfile) -> Tuple[str, ...]:
    """The levels the profile tells apart (a trigger or a deduction of its own); 县 always."""
    told = {level for level in LEVELS if f"{level}_accountability_by" in profile.values
            or any(name.endswith(f"_at_{level}") for name in profile.values)}
    return tuple(level for level in LEVELS if level in told or level == "county")


def outlook(situation: Situation, level: str, assumed: Optional[Assumed] = None,
            stated: Optional[StatedDenominator] = None, province_quota: Optional[Number] = None) -> Outlook:
    """The figures, as they are or as assumed: pure arithmetic. Raises `assume`'s errors, ``UNKNOWN_LEVEL``."""
    profile = situation.profile
    parcels = assume(situation.parcels, assumed) if assumed else situation.parcels
    found = ratio(parcels, profile, level, stated).with_remarks(*situation.read.remarks)
    quota = list(quota_of(situation.still_illegal(assumed), profile, province_quota))
    if "frozen_share" in profile.values:
        quota.append(reserve_of(situation.read, profile, assumed))
    return Outlook(found, tuple(quota))


def effects(situation: Situation, level: str, kind: str, before: Optional[Fraction],
            stated: Optional[StatedDenominator] = None) -> Dict[str, Fraction]:
    """By how many percentage points each parcel alone would lower R if it became ``kind``, the most first."""
    if before is None:
        return {}
    found = most_effective(situation.parcels, situation.profile, level, kind, len(situation.parcels), stated)
    return {line.parcels[0]: (before - (line.amount or _NONE)) * 100 for line in found.lines if line.parcels}


def counted(situation: Situation, level: str) -> Tuple[RatioParcel, ...]:
    """The parcels in the numerator: those for which an assumption may move the ratio."""
    rules = rules_for(Values(situation.profile), level)
    if rules is None:
        return tuple(parcel for parcel in situation.parcels if parcel.outcome == ILLEGAL)
    return tuple(parcel for parcel in situation.parcels if kind_of(parcel, rules) in COUNTED)


def townships(situation: Situation) -> Dict[str, Calculation]:
    """The ratio of each township, by its name."""
    return by_township(situation.parcels, situation.profile)


def reserve(situation: Situation) -> Calculation:
    """冻结补充耕地 as it stands."""
    return reserve_of(situation.read, situation.profile)


def assessed(situation: Situation) -> Calculation:
    """违法占用耕地数量 for the assessment, as it stands."""
    return assessed_farmland(situation.parcels, situation.profile)


def ranked_townships(situation: Situation) -> Tuple[RankedUnit, ...]:
    """The workspace's townships as units of a ranking: 违法用地总量, ratio, 违法占用耕地."""
    areas: Dict[str, Fraction] = {}
    for parcel in situation.parcels:
        violation = situation.violations.get(parcel.id)
        if violation is not None:
            areas[parcel.township] = areas.get(parcel.township, _NONE) + (violation.total or _NONE)
    return tuple(RankedUnit(name, areas.get(name, _NONE), each.result, each.figures.get(NUMERATOR) or _NONE)
                 for name, each in townships(situation).items() if name)


def violations_of(signed: Sequence[TableRow], records: Sequence[Record]) -> Dict[str, Violation]:
    """Areas as signed (WFMJ, WFJBNTMJ), else as measured; rectified as recorded, unless an image check says otherwise:
    then it is refuted, as `book_of_records` deducts nothing of it.
    """
    rectified: Dict[str, Fraction] = {}
    refuted: Dict[str, Fraction] = {}
    done = [(record, area) for record in records if record.kind == "rectification" and (area := _rectified(record))]
    parcels = {row.parcel.uuid for row in signed} if done else set()
    acts = {record.uuid: record for record in records if record.kind == "act"} if done else {}
    checks = by_parcel(record for record in records if record.kind == "image_check") if done else {}
    for record, area in done:
        act = acts.get(record.act)
        here = [parcel for parcel in (record.parcels or (act.parcels if act else ())) if parcel in parcels]
        for parcel in here:  # one area of several parcels is divided evenly: nothing says whose it is
            part = refuted if parcel in checks and is_refuted(record, parcel, checks[parcel]) else rectified
            part[parcel] = part.get(parcel, _NONE) + area / len(here)
    return {row.parcel.uuid: _violation(row, rectified.get(row.parcel.uuid, _NONE), refuted.get(row.parcel.uuid, _NONE))
            for row in signed if _outcome(row) == ILLEGAL}


def _violation(row: TableRow, rectified: Fraction, refuted: Fraction) -> Violation:
    answers, measured = row.judgement.answers if row.judgement else {}, row.measured
    total = stated_area(answers.get("WFMJ"))
    basic = stated_area(answers.get("WFJBNTMJ"))
    if total is None and measured is not None:
        total = mu(measured.area_m2)
    if basic is None and measured is not None and _BASIC_FARMLAND in measured.roles:
        basic = mu(measured.roles[_BASIC_FARMLAND].total_m2)
    return Violation(row.parcel.uuid, total, basic, rectified, refuted)


def _rectified(record: Record) -> Fraction:
    values, way = record.values, str(record.values.get("ZGFS") or "")
    if way == REGULARISED:
        return (stated_area(values.get("BBMJ")) or _NONE) if str(values.get("BBWH") or "").strip() else _NONE
    if way == RESTORED and values.get("YXFH") == "未拆除":
        return _NONE
    done = values.get("SFZGDW") in (1, True, "1")
    return (stated_area(values.get("ZGMJ")) or _NONE) if done else _NONE


def _outcome(row: TableRow) -> str:
    return str(row.judgement.answers.get("PDLX") or "") if row.judgement else ""
