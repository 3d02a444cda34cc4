"""What the figures of a review are made of, read once from a workspace as it stood on a day; holds no connection."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.areas.units import mu
from ...domain.calculators.ratio import named
from ...domain.calculators.unresolved import Violation
from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadlines import Extension
from ...domain.calendar.periods import Period, PeriodKind
from ...domain.definitions.mineral_check import is_mineral
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.codes import ILLEGAL, LEGAL
from ...domain.profiles import PolicyProfile
from ...domain.records import Batch, Finding, Record, TableRow
from ...domain.review.truth import TruthRules, Verdict, truth_rules
from ...domain.review.units import Unit, by_unit
from ..accounting.accountability import parcel_name
from ..accounting.rectified import Book, Farmland, book_of_records, farmland_of
from ..accounting.situation import violations_of
from ..judging.due import extension_of
from ..rules.profiles import load_profile
from .population import batches_named, labels_told_apart
from .verdicts import counted_records, verdicts_of

if TYPE_CHECKING:
    from ...workspace.interview_grounds import StatedGround
    from ...workspace.past import Past
    from ...workspace.workspace import Workspace

STEPS = 5
_STATED = ("WFMJ", "WFGDMJ", "WFJBNTMJ")


@dataclass(frozen=True)
class Wish:
    """``day``: as of which (its end); ``batch`` (`population.batches_named`), or ``period`` of issue, or all;
    ``profile`` empty: that of the newest batch. ``circumstances``: by unit those of the profile's
    `interview_circumstances` that a person says hold, besides those that people said in the workspace for the same
    scope (`scope_key`);
    ``whole_province``: are all units of the province in this workspace, so that a rank is a rank?
    """

    day: Optional[date] = None
    period: Optional[Period] = None
    batch: str = ""
    profile: str = ""
    circumstances: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    whole_province: bool = False


def scope_key(wish: Wish) -> str:
    """By what a workspace keeps what is said of a scope: its period or batch, "" for everything."""
    return wish.batch or (wish.period.title if wish.period is not None else "")


@dataclass(frozen=True)
class ReviewInput:
    """``scope`` in words, ``time`` its period (of a batch the quarter of its issue; none: all time); ``rows`` by key of
    their unit; ``names`` are 地块编号 by uuid; ``farmland`` what a ratio counts of those signed 违法 or 合法, ``book``
    what is deducted of it. ``grounds``: those of 约谈 that people said in the workspace.
    """

    wish: Wish
    scope: str
    profile: PolicyProfile
    rules: TruthRules
    units: Tuple[Unit, ...]
    rows: Mapping[str, Sequence[TableRow]]
    records: Sequence[Record]
    verdicts: Mapping[str, Verdict]
    violations: Mapping[str, Violation]
    farmland: Farmland
    book: Book
    extensions: Mapping[str, Tuple[Extension, ...]]
    names: Mapping[str, str]
    minerals: frozenset[str]
    remarks: Tuple[Finding, ...] = ()
    training: bool = False
    time: Optional[Period] = None
    grounds: Tuple[StatedGround, ...] = ()


def read_review(workspace: Workspace, wish: Wish, feedback: Optional[Feedback] = None) -> ReviewInput:
    """Everything, as it stood. Raises ``NO_SUCH_BATCH``, ``REVIEW_NOTHING_ISSUED``, ``REVIEW_WITHOUT_PROFILE``,
    ``UNKNOWN_PROFILE``.
    """
    feedback = feedback or NullFeedback()
    batches, scope = _batches(workspace, wish)
    profile, others = _profile(batches, wish)
    past = workspace.as_of(wish.day)
    rows = past.rows(batches)
    _step(feedback, 1)
    records = counted_records(past, wish.day)
    _step(feedback, 2)
    rules = truth_rules(profile)
    verdicts = verdicts_of(past, rows, records, rules)
    _step(feedback, 3)
    changed = past.ground_changed()
    violations, farmland, book = _areas(past, rows, records, profile, changed)
    _step(feedback, 4)
    units, parts = by_unit(rows)
    names: Dict[str, str] = {}
    minerals: Set[str] = set()
    for row in rows:
        names[row.parcel.uuid] = parcel_name(row)
        if is_mineral(row.parcel.attributes):
            minerals.add(row.parcel.uuid)
    remarks = [Finding("REVIEW_OTHER_PROFILES", "W", {"profile": profile.title, "others": "、".join(others)})
               ] if others else []
    remarks += [Finding(code, "W", named(sorted(names[uuid] for uuid in some))) for code, some in (
        ("REVIEW_CLOCKS", [uuid for uuid, verdict in verdicts.items() if verdict.odd_clock]),
        ("REVIEW_GROUND_SINCE", [uuid for uuid in changed if uuid in names])) if some]
    grounds = [one for one in workspace.grounds(scope_key(wish), wish.day)
               if one.name in profile.names("interview_circumstances")]
    return ReviewInput(
        _with_grounds(wish, grounds), scope, profile, rules, tuple(units), parts, records, verdicts, violations,
        farmland, book, _extensions(records), names,
        frozenset(minerals), tuple(remarks),
        bool(workspace.is_training), _time(wish, batches), tuple(grounds))


def _with_grounds(wish: Wish, grounds: Sequence[StatedGround]) -> Wish:
    said: Dict[str, Tuple[str, ...]] = dict(wish.circumstances)
    for one in grounds:
        said[one.unit] = tuple(dict.fromkeys((*said.get(one.unit, ()), one.name)))
    return replace(wish, circumstances=said)


def _step(feedback: Feedback, done: int) -> None:
    stop_if_cancelled(feedback)
    feedback.progress(done, STEPS, "")


def _batches(workspace: Workspace, wish: Wish) -> Tuple[List[Batch], str]:
    """The batches that are wished, issued by then, in the order of their issue; and their words."""
    wanted = batches_named(workspace, wish.batch) if wish.batch else ()
    dated = [(parse_date(batch.issued), batch) for batch in workspace.batches(counted=False)
             if not wish.batch or batch.uuid in wanted]
    found = [(day or date.min, batch) for day, batch in dated
             if (wish.period is None or (day is not None and wish.period.holds(day)))
             and (wish.day is None or day is None or day <= wish.day)]
    labels = labels_told_apart(workspace) if len(wanted) == 1 else {}
    if not found:
        raise WeipianError("REVIEW_NOTHING_ISSUED", day=wish.day.isoformat() if wish.day else "—",
                           scope=_words(wish, [], labels) or "—")
    batches = [batch for _, batch in sorted(found, key=lambda each: (each[0], each[1].label, each[1].uuid))]
    return batches, _words(wish, batches, labels)


def _time(wish: Wish, batches: Sequence[Batch]) -> Optional[Period]:
    days = [parse_date(batch.issued) for batch in batches] if wish.batch else []
    quarters = {Period.of(PeriodKind.QUARTER, day) for day in days if day is not None}
    return quarters.pop() if len(quarters) == 1 else wish.period


def _words(wish: Wish, batches: Sequence[Batch], labels: Mapping[str, str]) -> str:
    """``labels``: by batch, what tells it from others of the same name."""
    if wish.period is not None:
        return wish.period.title
    if wish.batch:
        return labels.get(batches[0].uuid, batches[0].label) if batches else labels.get(wish.batch, wish.batch)
    return batches[0].label if len(batches) == 1 else "全部批次"


def _profile(batches: Sequence[Batch], wish: Wish) -> Tuple[PolicyProfile, List[str]]:
    """The profile that counts, and the titles of others that batches have."""
    named = [batch.profile_id for batch in batches if batch.profile_id]
    chosen = wish.profile or (named[-1] if named else "")
    if not chosen:
        raise WeipianError("REVIEW_WITHOUT_PROFILE", count=len(batches))
    others = [name for name in dict.fromkeys(named) if name != chosen]
    return load_profile(chosen), [load_profile(name).title for name in others]


def _areas(past: Past, rows: Sequence[TableRow], records: Sequence[Record], profile: PolicyProfile,
           changed: FrozenSet[str]) -> Tuple[Dict[str, Violation], Dict[str, Optional[Fraction]], Book]:
    """What is illegal, and what a ratio counts; measured areas only of those whose areas nobody stated, and whose
    ground is not ``changed``: what is measured today is not theirs.
    """
    new = profile.names("legal_cases_in_denominator")
    signed: List[TableRow] = []
    farmland: Dict[str, Optional[Fraction]] = {}
    unstated: Set[str] = set()
    legal: Set[str] = set()
    for row in rows:
        answers = row.judgement.answers if row.judgement is not None else {}
        outcome = answers.get("PDLX")
        if outcome not in (ILLEGAL, LEGAL):
            continue
        signed.append(row)
        uuid = row.parcel.uuid
        if outcome == LEGAL:
            farmland[uuid] = None
            if answers.get("HFJTQX") in new:
                legal.add(uuid)
        elif any(answers.get(code) in (None, "") for code in _STATED):
            unstated.add(uuid)
        else:
            farmland[uuid] = farmland_of(row, profile)
    measured = past.measured(unstated - changed)
    if unstated:
        signed = [replace(row, measured=measured[row.parcel.uuid]) if row.parcel.uuid in measured else row
                  for row in signed]
        farmland.update((row.parcel.uuid, farmland_of(row, profile)) for row in signed if row.parcel.uuid in unstated)
    grouping = profile.grouping
    ground = past.farmland(legal - changed, grouping.adjustable, grouping.kcxs_mode == "net")
    farmland.update((uuid, mu(area)) for uuid, area in ground.items())
    return violations_of(signed, records), farmland, book_of_records(records, signed, farmland)


def _extensions(records: Sequence[Record]) -> Dict[str, Tuple[Extension, ...]]:
    found: Dict[str, Tuple[Extension, ...]] = {}
    for record in records:
        extension = extension_of(record.values) if record.kind == "extension" else None
        for parcel in record.parcels if extension is not None else ():
            found[parcel] = (*found.get(parcel, ()), extension)  # type: ignore[arg-type]
    return found
