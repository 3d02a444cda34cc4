"""What the figures of a review are made of, read once from a workspace as it stood on a day; holds no connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.calculators.parcels import RatioParcel
from ...domain.calculators.unresolved import Violation
from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadlines import Extension
from ...domain.calendar.periods import Period
from ...domain.definitions.mineral_check import is_mineral
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.codes import ILLEGAL, LEGAL
from ...domain.profiles import PolicyProfile
from ...domain.records import Batch, Finding, Record, TableRow
from ...domain.review.truth import TruthRules, Verdict, truth_rules
from ...domain.review.units import Unit, by_unit
from ..accounting.accountability import parcel_name, ratio_parcel
from ..accounting.rectified import book_of_records, farmland_of
from ..accounting.situation import violations_of
from ..judging.due import extension_of
from ..rules.profiles import load_profile
from .verdicts import counted_records, verdicts_of

if TYPE_CHECKING:
    from ...workspace.past import Past
    from ...workspace.workspace import Workspace

STEPS = 5


@dataclass(frozen=True)
class Wish:
    """``day``: as of which (its end); ``batch`` a uuid, or ``period`` of issue, or all; ``profile`` empty: that of the
    newest batch. ``circumstances``: by unit those of the profile's `interview_circumstances` that a person says hold;
    ``whole_province``: are all units of the province in this workspace, so that a rank is a rank?
    """

    day: Optional[date] = None
    period: Optional[Period] = None
    batch: str = ""
    profile: str = ""
    circumstances: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    whole_province: bool = False


@dataclass(frozen=True)
class ReviewInput:
    """``scope`` in words; ``rows`` by key of their unit; ``names`` are 地块编号 by uuid."""

    wish: Wish
    scope: str
    profile: PolicyProfile
    rules: TruthRules
    units: Tuple[Unit, ...]
    rows: Mapping[str, Sequence[TableRow]]
    records: Sequence[Record]
    verdicts: Mapping[str, Verdict]
    violations: Mapping[str, Violation]
    ratio_parcels: Mapping[str, RatioParcel]
    extensions: Mapping[str, Tuple[Extension, ...]]
    names: Mapping[str, str]
    minerals: frozenset[str]
    remarks: Tuple[Finding, ...] = ()
    training: bool = False


def read_review(workspace: Workspace, wish: Wish, feedback: Optional[Feedback] = None) -> ReviewInput:
    """Everything, as it stood. Raises ``REVIEW_NOTHING_ISSUED``, ``REVIEW_WITHOUT_PROFILE``, ``UNKNOWN_PROFILE``."""
    feedback = feedback or NullFeedback()
    batches, scope = _batches(workspace.batches(), wish)
    profile, others = _profile(batches, wish)
    past = workspace.as_of(wish.day)
    rows = past.rows(batches)
    _step(feedback, 1)
    records = counted_records(past, wish.day)
    _step(feedback, 2)
    rules = truth_rules(profile)
    verdicts = verdicts_of(past, rows, records, rules)
    _step(feedback, 3)
    violations, parcels = _measured(past, rows, records, profile)
    _step(feedback, 4)
    units, parts = by_unit(rows)
    remarks = [Finding("REVIEW_OTHER_PROFILES", "W", {"profile": profile.title, "others": "、".join(others)})
               ] if others else []
    return ReviewInput(
        wish, scope, profile, rules, tuple(units), parts, records, verdicts, violations, parcels, _extensions(records),
        {row.parcel.uuid: parcel_name(row) for row in rows},
        frozenset(row.parcel.uuid for row in rows if is_mineral(row.parcel.attributes)), tuple(remarks),
        bool(workspace.is_training))


def _step(feedback: Feedback, done: int) -> None:
    stop_if_cancelled(feedback)
    feedback.progress(done, STEPS, "")


def _batches(known: Sequence[Batch], wish: Wish) -> Tuple[List[Batch], str]:
    """The batches that are wished, issued by then, in the order of their issue; and their words."""
    dated = [(parse_date(batch.issued), batch) for batch in known]
    found = [(day or date.min, batch) for day, batch in dated
             if (not wish.batch or wish.batch in (batch.uuid, batch.label))
             and (wish.period is None or (day is not None and wish.period.holds(day)))
             and (wish.day is None or day is None or day <= wish.day)]
    if not found:
        raise WeipianError("REVIEW_NOTHING_ISSUED", day=wish.day.isoformat() if wish.day else "—",
                           scope=_words(wish, []) or "—")
    batches = [batch for _, batch in sorted(found, key=lambda each: (each[0], each[1].label, each[1].uuid))]
    return batches, _words(wish, batches)


def _words(wish: Wish, batches: Sequence[Batch]) -> str:
    if wish.period is not None:
        return wish.period.title
    if wish.batch:
        return batches[0].label if batches else wish.batch
    return batches[0].label if len(batches) == 1 else "全部批次"


def _profile(batches: Sequence[Batch], wish: Wish) -> Tuple[PolicyProfile, List[str]]:
    """The profile that counts, and the titles of others that batches have."""
    named = [batch.profile_id for batch in batches if batch.profile_id]
    chosen = wish.profile or (named[-1] if named else "")
    if not chosen:
        raise WeipianError("REVIEW_WITHOUT_PROFILE", count=len(batches))
    others = [name for name in dict.fromkeys(named) if name != chosen]
    return load_profile(chosen), [load_profile(name).title for name in others]


def _measured(past: Past, rows: Sequence[TableRow], records: Sequence[Record], profile: PolicyProfile
              ) -> Tuple[Dict[str, Violation], Dict[str, RatioParcel]]:
    """What is illegal, and what a ratio counts; measured areas only of those whose areas nobody stated."""
    signed = [row for row in rows if row.judgement is not None
              and row.judgement.answers.get("PDLX") in (ILLEGAL, LEGAL)]
    new = profile.names("legal_cases_in_denominator")
    unstated = [row for row in signed if _is_unstated(row, new)]
    wanted: Set[str] = {row.parcel.uuid for row in unstated}
    legal = {row.parcel.uuid for row in unstated if row.judgement is not None
             and row.judgement.answers.get("PDLX") == LEGAL}
    measured = {**past.measured(wanted - legal), **past.land_classes(legal)}
    signed = [TableRow(row.parcel, row.batch, measured[row.parcel.uuid], row.judgement, row.mineral)
              if row.parcel.uuid in measured else row for row in signed]
    farmland = {row.parcel.uuid: farmland_of(row, profile) for row in signed}
    book = book_of_records(records, signed, farmland)
    parcels = {row.parcel.uuid: ratio_parcel(row, book, farmland) for row in signed}
    return violations_of(signed, records), parcels


def _is_unstated(row: TableRow, legal_cases: Sequence[str]) -> bool:
    """Is its farmland counted, and measured, not stated?"""
    answers = row.judgement.answers if row.judgement is not None else {}
    if answers.get("PDLX") == LEGAL:
        return answers.get("HFJTQX") in legal_cases
    return any(answers.get(code) in (None, "") for code in ("WFMJ", "WFGDMJ", "WFJBNTMJ"))


def _extensions(records: Sequence[Record]) -> Dict[str, Tuple[Extension, ...]]:
    found: Dict[str, Tuple[Extension, ...]] = {}
    for record in records:
        extension = extension_of(record.values) if record.kind == "extension" else None
        for parcel in record.parcels if extension is not None else ():
            found[parcel] = (*found.get(parcel, ()), extension)  # type: ignore[arg-type]
    return found
