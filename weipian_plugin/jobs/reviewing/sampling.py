"""Samples of a workspace: drawn from what was filed until a day, kept as records, read back, topped up, explained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.calculators.calculation import COUNT, EQUALS, PLUS, Calculation, Line, Values, percent
from ...domain.calculators.sampling import ROUND_HALF, ROUND_UP
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.profiles import PROPOSED, Basis, PolicyProfile
from ...domain.records import Finding, Record
from ...domain.review.designs import Design, Plan, Rule, all_minerals, by_class, design_of
from ...domain.review.drawing import Drawing, Place, draw, top_up
from ...domain.review.members import INTERPRETER
from ..checking.validation_cases import this_day
from .population import Population, Scope, labels_told_apart, population

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

SAMPLE, DRAWN, RECHECK = "sample", "drawn", "recheck"
_DRAWN_SIDE = "抽查"


@dataclass(frozen=True)
class SampleHead:
    """A sample as a list shows it; ``design`` is read only where it is asked for. ``read``: how many second readings
    there are of it.
    """

    record: Record
    drawn: int = 0
    read: int = 0

    @property
    def uuid(self) -> str:
        """Of its record."""
        return self.record.uuid

    def said(self, code: str) -> str:
        """A value of its record."""
        value = self.record.values.get(code)
        return "" if value is None else str(value)

    @property
    def name(self) -> str:
        """As it is called."""
        return self.said("CYMC")

    @property
    def design(self) -> Design:
        """Raises ``DESIGN_UNREADABLE``."""
        return design_of(self.said("CYSJ"))


@dataclass(frozen=True)
class Sample:
    """A sample with its parcels. ``gone`` counts those drawn that are here no more; ``records``: by parcel, what keeps
    that it was drawn.
    """

    head: SampleHead
    drawing: Drawing
    records: Mapping[str, Record] = field(default_factory=dict)
    gone: int = 0

    @property
    def design(self) -> Design:
        """How it was drawn."""
        return self.drawing.design

    @property
    def parcels(self) -> Tuple[str, ...]:
        """In their strata, in the order in which they were drawn."""
        return tuple(sorted(self.drawing.placed, key=lambda uuid: (
            self.drawing.placed[uuid].stratum, self.drawing.placed[uuid].order)))

    @property
    def by_stratum(self) -> Dict[str, Tuple[str, ...]]:
        """The parcels drawn of each stratum, in the order in which they were drawn."""
        found: Dict[str, List[str]] = {}
        for uuid in self.parcels:
            found.setdefault(self.drawing.placed[uuid].stratum, []).append(uuid)
        return {name: tuple(uuids) for name, uuids in found.items()}

    @property
    def remarks(self) -> Tuple[Finding, ...]:
        """What a person should know of it."""
        lost = (Finding("SAMPLE_MEMBERS_GONE", "W", {"name": self.head.name, "count": self.gone}),) if self.gone else ()
        return (*self.drawing.remarks, *lost)


def plan_of_profile(profile: PolicyProfile, minerals: bool = True) -> Optional[Plan]:
    """What a profile asks for (§6.3: a share of each outcome, minerals all); ``None`` where it says nothing of it."""
    values = Values(profile)
    share, outcomes = values.number("sample_share"), values.names("sample_outcomes")
    rounding = values.choice("sample_rounding", (ROUND_UP, ROUND_HALF))
    if share is None or outcomes is None or rounding is None:
        return None
    first: Tuple[Rule, ...] = (all_minerals(),) if minerals and values.has("mineral_field_check_share") else ()
    return Plan((*first, by_class(share, outcomes)), rounding)


def follows(plan: Plan, asked: Optional[Plan]) -> bool:
    """Does a plan take of everything what a profile asks for (`plan_of_profile`), whatever it takes beside that?"""
    return asked is not None and plan.rounding == asked.rounding and all(rule in plan.rules for rule in asked.rules)


def previewed(workspace: Workspace, plan: Plan, seed: str, scope: Optional[Scope] = None, day: Optional[date] = None,
              feedback: Optional[Feedback] = None) -> Drawing:
    """What would be drawn; nothing is kept. Raises ``DESIGN_NOBODY``, ``DESIGN_SEED``, ``DESIGN_NONE_CLAIMED``."""
    found = _population(workspace, plan, scope, day, feedback)
    drawing = draw(found.members, plan, seed, _iso(day), workspace.actor, (scope or Scope()).as_texts())
    if not drawing.placed:
        raise WeipianError("DESIGN_NONE_CLAIMED")
    return drawing


def draw_sample(workspace: Workspace, name: str, plan: Plan, seed: str, scope: Optional[Scope] = None,
                day: Optional[date] = None, profile: str = "", feedback: Optional[Feedback] = None) -> Sample:
    """Draw from what was filed until the end of ``day`` (today for ``None``) and keep the sample.

    Raises as `previewed`, ``SAMPLE_NAME_TAKEN``, ``WORKSPACE_READ_ONLY``.
    """
    workspace.require_writable()
    called = name.strip()
    if not called or called in {head.name for head in samples(workspace)}:
        raise WeipianError("SAMPLE_NAME_TAKEN", name=called)
    drawing = previewed(workspace, plan, seed, scope, day, feedback)
    stop_if_cancelled(feedback or NullFeedback())
    labels = labels_told_apart(workspace)
    head = Record("", SAMPLE, (), "", {
        "CYMC": called, "CYFF": plan.method, "CYZZ": drawing.design.seed,
        "CYZT": (scope or Scope()).in_words(labels)[:500], "CYJZ": _iso(day), "CYKJ": profile,
        "CYSJ": drawing.design.to_json(), "CYR": workspace.actor[:40]})
    farmland = _farmland(workspace)
    kept = workspace.many.put_with_parts(
        head, [_drawn(uuid, place, farmland.get(uuid)) for uuid, place in drawing.placed.items()])
    return Sample(SampleHead(kept[0], len(kept) - 1), drawing, {one.parcels[0]: one for one in kept[1:]})


def samples(workspace: Workspace) -> List[SampleHead]:
    """The samples made before, in the order they were drawn."""
    counts = {kind: Counter(one.act for one in workspace.records(kind)) for kind in (DRAWN, RECHECK)}
    return [SampleHead(record, counts[DRAWN][record.uuid], counts[RECHECK][record.uuid])
            for record in workspace.records(SAMPLE)]


def sample_of(workspace: Workspace, wanted: str) -> Sample:
    """A sample by its uuid or name. Raises ``NO_SUCH_SAMPLE``, ``DESIGN_UNREADABLE``."""
    head = sample_record(workspace, wanted)
    return _read(head, workspace.records(DRAWN, act=head.uuid))


def sample_record(workspace: Workspace, wanted: str) -> Record:
    """The record of the sample with this uuid or name (CYMC). Raises ``NO_SUCH_SAMPLE``."""
    heads = workspace.records(SAMPLE)
    found = [head for head in heads if wanted in (head.uuid, head.values.get("CYMC"))]
    if len(found) != 1:
        raise WeipianError("NO_SUCH_SAMPLE", name=wanted,
                           known="、".join(str(head.values.get("CYMC") or "") for head in heads) or "-")
    return found[0]


def top_up_sample(workspace: Workspace, sample: Sample, plan: Optional[Plan] = None, day: Optional[date] = None,
                  feedback: Optional[Feedback] = None) -> Sample:
    """Add to a sample: of a larger share (``plan``), and of what was filed since, until the end of ``day``. What was
    drawn stays.

    Raises ``SAMPLE_NOTHING_NEW``, ``DESIGN_DIVIDED_OTHERWISE``, ``DESIGN_NOBODY``.
    """
    workspace.require_writable()
    wanted = plan or sample.design.plan
    found = _population(workspace, wanted, Scope.of_texts(sample.design.scope), day, feedback)
    drawing = top_up(found.members, sample.drawing, wanted, _iso(day), workspace.actor)
    if not drawing.added:
        raise WeipianError("SAMPLE_NOTHING_NEW")
    stop_if_cancelled(feedback or NullFeedback())
    head = sample.head.record
    values = {**head.values, "CYSJ": drawing.design.to_json(), "CYJZ": _iso(day), "CYFF": drawing.design.plan.method}
    changed = [(uuid, place) for uuid, place in drawing.placed.items() if sample.drawing.placed.get(uuid) != place]
    farmland = _farmland(workspace)
    kept = workspace.many.put_with_parts(
        Record(head.uuid, SAMPLE, (), "", values),
        [_drawn(uuid, place, farmland.get(uuid), sample.records.get(uuid)) for uuid, place in changed])
    records = {**sample.records, **{one.parcels[0]: one for one in kept[1:]}}
    return Sample(SampleHead(kept[0], len(records)), drawing, records)


def remove_sample(workspace: Workspace, sample: Sample) -> None:
    """Take a sample away of which nothing was read again. Raises ``RECORD_IN_USE``."""
    workspace.many.remove_records([*(record.uuid for record in sample.records.values()), sample.head.uuid], as_one=True)


def explained(sample: Sample, names: Optional[Mapping[str, str]] = None) -> Calculation:
    """The sample as a calculation that a person can follow: of each stratum N, n, how they follow, which parcels."""
    design = sample.design
    lines: List[Line] = []
    drawn = sample.by_stratum
    for stratum in design.strata:
        rule = design.rule_of(stratum)
        parcels = tuple((names or {}).get(uuid, uuid) for uuid in drawn.get(stratum.name, ()))
        came = Counter(sample.drawing.placed[uuid].round for uuid in drawn.get(stratum.name, ()))
        waves = "，".join(f"第{number}轮 {came[number]}" for number in sorted(came)) + f"/{stratum.population}"
        waves_en = ", ".join(f"round {number}: {came[number]}" for number in sorted(came)) + f"/{stratum.population}"
        lines.append(Line(f"{stratum.name} {stratum.population} 个，{_how(rule, design.plan, 'zh')}",
                          f"{stratum.name}: {stratum.population}, {_how(rule, design.plan, 'en')}",
                          Fraction(stratum.drawn), COUNT, PLUS, _DRAWN_SIDE, parcels, _OWN, waves, waves_en))
    lines.append(Line("抽查图斑合计", "Sampled in all", Fraction(design.drawn), COUNT, EQUALS))
    seeded = (f"种子 {design.seed}：按 SHA-256（种子/层名 ␟ 地块 UUID）由小到大取",
              f"seed {design.seed}: the lowest by SHA-256 of seed/stratum ␟ parcel UUID")
    return Calculation("抽查图斑", "Sampled patches", tuple(lines), Fraction(design.drawn), COUNT, conclusion=seeded,
                       remarks=sample.remarks, marks=(PROPOSED,), profile=sample.head.said("CYKJ"))


_OWN = Basis(PROPOSED, note="分层、取整和抽取顺序为插件的办法")


def _how(rule: Optional[Rule], plan: Plan, language: str) -> str:
    chinese = language == "zh"
    if rule is None:
        return "现设计不再抽取，已抽的保留" if chinese else "drawn before, no more of it now"
    if rule.is_certain:
        limits = "、".join(f"{code} ≥ {float(limit):g} 亩" for code, limit in rule.limits.items())
        return ("全部" if chinese else "all") + (f"（{limits}）" if limits else "")
    least = (f"，至少 {rule.least} 个" if chinese else f", at least {rule.least}") if rule.least else ""
    if rule.number is not None:
        return f"每个单位 {rule.number} 个" if chinese else f"{rule.number} of each"
    shares = "、".join(f"{name} {percent(share)}" for name, share in rule.shares.items())
    share = percent(rule.share) if rule.share is not None else ""
    other = f"（{shares}）" if shares else ""
    return f"× {share}{other}，{plan.rounding}{least}" if chinese else f"× {share}{other}{least}"


def _population(workspace: Workspace, plan: Plan, scope: Optional[Scope], day: Optional[date],
                feedback: Optional[Feedback]) -> Population:
    told = feedback or NullFeedback()
    told.progress(0, 0, "")
    found = population(workspace, scope, day, with_areas=any(rule.limits for rule in plan.rules),
                       with_interpreters=any(INTERPRETER in rule.by for rule in plan.rules))
    stop_if_cancelled(told)
    if not found.members:
        raise WeipianError("DESIGN_NOBODY", day=_iso(day))
    return found


def _farmland(workspace: Workspace) -> Dict[str, Optional[float]]:
    """m² of 耕地 of what is measured: later measurements take its place, and it is what was filed."""
    return {uuid: areas[1] for uuid, areas in workspace.filed.areas().items()}


def _drawn(uuid: str, place: Place, farmland_m2: Optional[float], before: Optional[Record] = None) -> Record:
    kept = farmland_m2 if before is None else before.values.get("CYGDMJ")
    return Record(before.uuid if before is not None else "", DRAWN, (uuid,), "", {
        "CYCC": place.stratum, "CYXH": place.order, "CYLC": place.round,
        "CYGL": f"{place.probability.numerator}/{place.probability.denominator}", "CYGDMJ": kept})


def _read(head: Record, drawn: Sequence[Record]) -> Sample:
    design = design_of(str(head.values.get("CYSJ") or ""))
    placed, records = {}, {}
    for one in drawn:
        uuid = one.parcels[0] if one.parcels else ""
        if not uuid:
            continue
        placed[uuid] = Place(str(one.values.get("CYCC") or ""), int(str(one.values.get("CYXH") or 0)),
                             int(str(one.values.get("CYLC") or 0)), Fraction(str(one.values.get("CYGL") or 0)))
        records[uuid] = one
    return Sample(SampleHead(head, len(placed)), Drawing(design, placed), records, max(0, design.drawn - len(placed)))


def _iso(day: Optional[date]) -> str:
    return (day or this_day()).isoformat()
