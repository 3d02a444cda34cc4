"""The figures of the review as of a day, for each city, county and township: pure arithmetic, fit for any thread."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.calculators.audit import Audit, interview, truthfulness
from ...domain.calculators.calculation import (
    COUNT,
    MU,
    NOT_COMPUTABLE,
    RATIO,
    Calculation,
    Line,
    Values,
    not_computable,
    percent,
    plain,
)
from ...domain.calculators.daily import REFUTED, daily_evaluation
from ...domain.calculators.ratio import named
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.codes import ILLEGAL, LEGAL, OTHER
from ...domain.profiles import Basis, PolicyProfile
from ...domain.records import Finding, Record, TableRow
from ...domain.review.image_checks import claims_of, counts_of
from ...domain.review.intervals import wilson
from ...domain.review.review_figure import ReviewFigure, UnitFigures, counted, of_calculation
from ...domain.review.units import ALL, CITY, COUNTY, Unit, county_named
from ..accounting.daily_counts import DailyFacts, DailyWork, those_of
from .ranked import Ranking, rankings
from .rate_reasons import with_reason
from .review_input import ReviewInput, Wish, read_review
from .sampled_estimate import TITLES, Chosen, chosen_sample, estimate_figures
from .unit_leads import Leads, lead_figures, read_leads

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

FALSE_RECTIFICATION = "虚假整改"
DAILY_KEYS = ("verified_rate", "in_time_rate", "accuracy_rate", "handled_rate", "rectified_rate", "found_rate")
_DAILY_PARCELS = (("verified", "to_verify"), ("verified_in_time", "to_verify"), ("overturned", "sampled"),
                  ("handled", "acts"), ("eliminated_area", "illegal_area"), ("found_before_issue", "illegal_patches"))
_INTERVIEW = ("警示约谈", "Interview")


@dataclass(frozen=True)
class ReviewFigures:
    """All units with their figures. ``rankings`` by level (市, 县, 乡镇), where there is more than one unit to rank."""

    given: ReviewInput
    units: Tuple[UnitFigures, ...]
    rankings: Mapping[str, Calculation]
    leads: Leads

    def of(self, key: str) -> UnitFigures:
        """Those of a unit; raises KeyError."""
        return {one.unit.key: one for one in self.units}[key]


@dataclass(frozen=True)
class _Audited:
    """The parcels of a unit by what the review found."""

    sampled: Tuple[str, ...]
    truthful: Tuple[str, ...]
    overturned: Tuple[str, ...]
    land: Tuple[str, ...]
    concealed: Tuple[str, ...]
    undecided: Tuple[str, ...]
    not_filed: Tuple[str, ...]
    corrected: Tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """What is worked out of some patches."""

    uuids: Tuple[str, ...]
    here: FrozenSet[str]
    audited: _Audited
    false: Tuple[str, ...]
    estimates: Tuple[ReviewFigure, ...]
    rates: Tuple[ReviewFigure, ...]
    counts: Tuple[ReviewFigure, ...]

    def has(self, key: str) -> bool:
        """Is there an estimate of this key?"""
        return any(one.key == key for one in self.estimates)


@dataclass(frozen=True)
class _Whole:
    """What is the same for every unit. ``judged``: by part of `_Audited` the parcels it counts."""

    given: ReviewInput
    judged: Mapping[str, Set[str]]
    drawn: Set[str]
    false: Set[str]
    ranking: Ranking
    leads: Leads
    facts: DailyFacts
    sample: Optional[Chosen]
    parts: Dict[Tuple[str, int], _Part]


def figures_as_of(workspace: Workspace, wish: Wish, feedback: Optional[Feedback] = None) -> ReviewFigures:
    """Read a workspace and work its figures out. Raises what `read_review` and `review_figures` raise."""
    from ...workspace.without_collecting import without_collecting

    with without_collecting():
        return review_figures(read_review(workspace, wish, feedback), feedback)


def review_figures(given: ReviewInput, feedback: Optional[Feedback] = None) -> ReviewFigures:
    """Every figure of every unit. Raises JOB_CANCELLED, ``UNKNOWN_ASSUMPTION`` for a circumstance that is none."""
    feedback = feedback or NullFeedback()
    rows = given.rows[""]
    facts = DailyFacts(rows, given.records, given.violations, given.profile, given.extensions, given.verdicts)
    whole = _Whole(
        given, _judged(given), {uuid for record in given.records if record.kind == "drawn" for uuid in record.parcels},
        _false(given.records), rankings(given), read_leads(given), facts, chosen_sample(given), {})
    units = []
    for number, unit in enumerate(given.units):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(given.units), unit.title)
        units.append(UnitFigures(unit, tuple(_of_unit(whole, unit))))
    return ReviewFigures(given, tuple(units), whole.ranking.calculations, whole.leads)


def _false(records: Sequence[Record]) -> Set[str]:
    """The parcels whose rectification is called false by what was said of them last."""
    of = {kind: [record for record in records if record.kind == kind]
          for kind in ("rectification", "act", "image_check")}
    if not of["image_check"]:
        return set()
    return set(counts_of(claims_of(of["rectification"], of["act"]), of["image_check"]).false)


def _of_unit(whole: _Whole, unit: Unit) -> List[ReviewFigure]:
    part = _part(whole, whole.given.rows[unit.key])
    found = [_truthfulness(whole, unit, part), _concealment(whole, unit, part), *part.estimates]
    found += [whole.ranking.figures[unit.key]] if unit.key in whole.ranking.figures else []
    found += part.rates
    found += lead_figures(whole.leads, unit, part.here, whole.given.violations)
    return [*found, *part.counts]


def _part(whole: _Whole, rows: Sequence[TableRow]) -> _Part:
    """Of some patches; a county that is all there is has the same patches as its city."""
    key = (rows[0].parcel.uuid if rows else "", len(rows))
    if key not in whole.parts:
        uuids = tuple([row.parcel.uuid for row in rows])
        here = frozenset(uuids)
        false = those_of(uuids, whole.false)
        read = those_of(uuids, whole.given.verdicts)
        audited = _Audited(**{name: those_of(read, some) for name, some in whole.judged.items()})
        estimates = estimate_figures(whole.sample, uuids, whole.facts.filed) if whole.sample is not None else ()
        whole.parts[key] = _Part(uuids, here, audited, false, tuple(estimates),
                                 tuple(_rates(whole.facts.work(uuids, here), _lacking_leads(whole, uuids))),
                                 tuple(_counts(whole, uuids, audited, false)))
    return whole.parts[key]


def _judged(given: ReviewInput) -> Dict[str, Set[str]]:
    """By part of `_Audited` the parcels of the scope."""
    parts: Dict[str, Set[str]] = {name: set() for name in _Audited.__dataclass_fields__}
    for uuid, verdict in given.verdicts.items():
        if verdict.corrected:
            parts["corrected"].add(uuid)
        if verdict.undecided:
            parts["undecided"].add(uuid)
        if verdict.final is not None and verdict.filed is None:
            parts["not_filed"].add(uuid)
        if not verdict.counts:
            continue
        parts["sampled"].add(uuid)
        parts["truthful" if verdict.is_true(given.rules) else "overturned"].add(uuid)
        if uuid not in given.minerals:
            parts["land"].add(uuid)
            if verdict.is_concealed(given.rules):
                parts["concealed"].add(uuid)
    return parts


def _open_of(whole: _Whole, part: _Part) -> List[Finding]:
    """What a person has to know of patches that are not among the 抽查图斑 though they were drawn or read."""
    names, audited = whole.given.names, part.audited
    done = {*audited.sampled, *audited.undecided, *audited.not_filed}
    unread = [uuid for uuid in whole.drawn if uuid in part.here and uuid not in done]
    return [Finding(code, "W", named(sorted(names[uuid] for uuid in some)))
            for code, some in (("REVIEW_UNDECIDED", audited.undecided), ("REVIEW_NOT_FILED", audited.not_filed),
                               ("REVIEW_DRAWN_UNREAD", unread)) if some]


def _lacking_leads(whole: _Whole, uuids: Sequence[str]) -> Tuple[str, ...]:
    """The counties of which nothing tells what was found before."""
    open_ones = set(whole.facts.without_leads(uuids))
    if not open_ones:
        return ()
    return tuple(dict.fromkeys(county_named(row) for row in whole.given.rows[""] if row.parcel.uuid in open_ones))


def _truthfulness(whole: _Whole, unit: Unit, part: _Part) -> ReviewFigure:
    """T; that the province is criticised is said of all together, of a unit only whether it is below the line."""
    given, audited, false, remarks = whole.given, part.audited, part.false, _open_of(whole, part)
    profile, rules = given.profile, given.rules
    found = truthfulness(len(audited.truthful), len(audited.sampled), profile, len(false))
    if not rules.told:
        lines = found.lines[:2]
        found = replace(not_computable((found.title, found.title_en), Values(profile), lines, unit=RATIO),
                        remarks=(*found.remarks, *rules.remarks))
    by = "、".join(rules.finally_by)
    true, sampled, *others = found.lines
    lines = (_said(true, rules.truthful_when, rules.truthful_when, rules.basis("truthful_when")),
             _said(sampled, f"最终判定依次以{by}为准，填报结论取{rules.filed_at}",
                   f"finally by the first of {by}; as filed: {rules.filed_at}",
                   rules.basis("final_outcome_by"), rules.basis("filed_outcome_at")),
             *(replace(line, parcels=false) if line.label == FALSE_RECTIFICATION else line for line in others))
    found = replace(found, lines=lines, remarks=(*found.remarks, *remarks),
                    marks=tuple(sorted({*found.marks, *rules.marks})))
    if found.fires is not None:
        found = replace(found, conclusion=_grounds(found, bool(false), unit.level == ALL))
    limit = Values(profile).number("truthfulness_min")
    words = ("", "") if limit is None else (f"不低于 {percent(limit)}，且无虚假整改",
                                            f"at least {percent(limit)}, no false rectification")
    return _with_interval(
        of_calculation("truthfulness", found, audited.truthful, audited.sampled, words), part, "truthfulness_estimate")


def _with_interval(figure: ReviewFigure, part: _Part, estimate: str) -> ReviewFigure:
    """The interval of a rate of what was sampled, as of a simple random sample, and that it is that; none where there
    is an estimate by the sample's design, which has its own.
    """
    if figure.value is None or figure.calculation is None or not figure.denominator:
        return figure
    told = (Finding("INTERVAL_OF_ESTIMATE", "W", {"title": TITLES[estimate][0]}) if part.has(estimate)
            else Finding("INTERVAL_PLAIN", "W", {}))
    interval = None if part.has(estimate) else wilson(len(figure.numerator), len(figure.denominator))
    calculation = replace(figure.calculation, remarks=(*figure.calculation.remarks, told))
    return replace(figure, interval=interval, calculation=calculation)


def _grounds(found: Calculation, false: bool, whole: bool) -> Tuple[str, str]:
    """The same words of all together and of each unit; of all together with what follows of it."""
    if not found.fires:
        return ("达到下限", "reaches the line")
    words = ("存在虚假整改", "false rectification") if false else ("低于下限", "below the line")
    return (f"{words[0]}：通报批评", f"{words[1]}: criticised") if whole else words


def _said(line: Line, words: str, words_en: str, *bases: Optional[Basis]) -> Line:
    """The line with how it was counted, and upon what."""
    known = [basis for basis in bases if basis is not None]
    if not known:
        return replace(line, words=words, words_en=words_en)
    basis = replace(known[0], note="；".join(one.note for one in known if one.note))
    return replace(line, words=words, words_en=words_en, basis=basis)


def _concealment(whole: _Whole, unit: Unit, part: _Part) -> ReviewFigure:
    """瞒报率 and 约谈, whose grounds are alternatives; only cities' and counties' offices are called."""
    given, audited, false = whole.given, part.audited, part.false
    profile, rules = given.profile, given.rules
    concealed, land = audited.concealed, audited.land
    known = Values(profile).names("interview_circumstances") or ()
    said = [*given.wish.circumstances.get(unit.key, ()), *([FALSE_RECTIFICATION] if false else [])]
    grounds = tuple(dict.fromkeys(each for each in said if each in known or each != FALSE_RECTIFICATION))
    ranked = whole.ranking.places.get(unit.key) if given.wish.whole_province else None
    if rules.tells_concealment:
        found = interview(Audit(len(concealed), len(land), grounds, ranked), profile,
                          unit.level if unit.level in (CITY, COUNTY) else ALL)
        filed, final = "、".join(rules.concealed_filed), "、".join(rules.concealed_finally)
        first = _said(found.lines[0], f"填报为{filed}、最终判定为{final}的土地图斑",
                      f"land patches filed as {filed}, finally {final}", rules.basis("concealed_filed_as"))
        others = (replace(line, parcels=false) if line.label == FALSE_RECTIFICATION else line
                  for line in found.lines[1:])
        found = replace(found, lines=(first, *others), marks=tuple(sorted({*found.marks, *rules.marks})))
    else:
        values = Values(profile)
        values.names("concealed_filed_as")
        found = not_computable(_INTERVIEW, values, (), unit=RATIO)
    if unit.level not in (CITY, COUNTY) and found.conclusion != NOT_COMPUTABLE:
        found = replace(found, fires=None, conclusion=("", ""))
    figure = of_calculation("concealment", replace(found, title="瞒报率", title_en="Concealment rate"),
                            concealed, land, _interview_words(profile))
    return _with_interval(figure, part, "concealment_estimate")


def _interview_words(profile: PolicyProfile) -> Tuple[str, str]:
    values = Values(profile)
    rate, count = values.number("interview_concealment_rate"), values.number("interview_concealed_patches")
    if rate is None or count is None:
        return ("", "")
    return (f"达 {percent(rate)} 且多于 {plain(count)} 个：约谈",
            f"{percent(rate)} reached and more than {plain(count)}: interview")


def _rates(work: DailyWork, lacking: Sequence[str] = ()) -> List[ReviewFigure]:
    """附表5's six. ``lacking``: the counties of which it is not known what was found before the issue."""
    parcels = {**work.parcels, "handled": tuple(dict.fromkeys(
        uuid for name in ("acts_filed", "acts_without_case", "acts_transferred") for uuid in work.parcels[name]))}
    found = {key: of_calculation(key, rate, parcels[part], parcels[of])
             for key, rate, (part, of) in zip(DAILY_KEYS, daily_evaluation(work.counts), _DAILY_PARCELS)}
    wrong = set(parcels["overturned"])
    found["accuracy_rate"] = replace(found["accuracy_rate"], numerator=tuple(
        [uuid for uuid in parcels["sampled"] if uuid not in wrong]))  # those that are right, as the rate has it
    found["handled_rate"] = _handled(found["handled_rate"], work)
    counts = work.counts
    if counts.eliminated_area is not None and counts.illegal_area is not None:
        amounts = Fraction(counts.eliminated_area), Fraction(counts.illegal_area)
        found["rectified_rate"] = replace(found["rectified_rate"], amounts=amounts, amount_unit=MU)
    found["rectified_rate"] = _refuted(found["rectified_rate"], parcels.get("refuted_area", ()))
    return [with_reason(one, work, lacking) for one in found.values()]


def _refuted(figure: ReviewFigure, parcels: Tuple[str, ...]) -> ReviewFigure:
    """整改到位率 counts nothing that an image check refutes; of which patches that is so stands with it."""
    if not parcels or figure.calculation is None:
        return figure
    told = (f"⚠ 不计 {len(parcels)} 个图斑", f"⚠ without {len(parcels)} patches")
    lines = tuple(replace(line, parcels=parcels) if line.label == REFUTED[0] else line
                  for line in figure.calculation.lines)
    conclusion = told if figure.value is not None else figure.conclusion
    return replace(figure, conclusion=conclusion,
                   calculation=replace(figure.calculation, lines=lines, conclusion=conclusion))


def _handled(figure: ReviewFigure, work: DailyWork) -> ReviewFigure:
    """违法处理率 counts the acts that are registered; which illegal patches have none is said with it."""
    registered = set(work.parcels["acts"])
    without = tuple([uuid for uuid in work.parcels["illegal_patches"] if uuid not in registered])
    limit = ("按已登记的违法行为计，不按图斑", "of the acts that are registered, not of patches")
    figure = replace(figure, limit=limit)
    if not without or figure.calculation is None:
        return figure
    line = Line("未登记违法行为的违法图斑", "Illegal patches without a registered act", Fraction(len(without)), COUNT,
                parcels=without)
    told = (f"{len(without)} 个违法图斑未登记违法行为", f"{len(without)} illegal patches have no registered act")
    conclusion = told if figure.value is not None else figure.conclusion
    calculation = replace(figure.calculation, lines=(*figure.calculation.lines, line), conclusion=conclusion)
    return replace(figure, conclusion=conclusion, calculation=calculation)


def _counts(whole: _Whole, uuids: Sequence[str], audited: _Audited, false: Tuple[str, ...]) -> List[ReviewFigure]:
    """What counts as filed is the same here, in 附表5's rates and in 真实性; what was corrected since stands beside."""
    outcomes: Dict[str, List[str]] = defaultdict(list)
    for uuid in uuids:
        outcomes[whole.facts.filed.get(uuid, "")].append(uuid)
    marks = whole.given.rules.marks
    return [
        counted("issued", ("下发图斑", "Issued"), tuple(uuids)),
        counted("filed_legal", ("填报合法", "Filed: legal"), tuple(outcomes[LEGAL])),
        counted("filed_illegal", ("填报违法", "Filed: illegal"), tuple(outcomes[ILLEGAL])),
        counted("filed_other", ("填报其他", "Filed: other"), tuple(outcomes[OTHER])),
        counted("not_filed", ("未签署", "Not signed"), tuple(outcomes[""])),
        counted("corrected", ("省级审核后改判或撤签", "Another outcome since the province looked"),
                audited.corrected),
        counted("drawn", ("抽中图斑", "Drawn"), those_of(uuids, whole.drawn)),
        counted("audited", ("已有最终判定的抽查图斑", "Finally judged"), audited.sampled, marks),
        counted("overturned", ("判定不真实", "Not true"), audited.overturned, marks),
        counted("undecided", ("复判不一致、待裁定", "Readings disagree, no ruling"), audited.undecided),
        counted("concealed", ("瞒报图斑", "Concealed"), audited.concealed, marks),
        counted("false_rectification", ("虚假整改图斑", "False rectification"), false),
    ]

