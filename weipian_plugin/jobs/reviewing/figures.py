"""The figures of the review as of a day, for each city, county and township: pure arithmetic, fit for any thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Set, Tuple

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
from ...domain.calculators.daily import daily_evaluation
from ...domain.calculators.ratio import named
from ...domain.definitions import OUTCOMES
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.codes import ILLEGAL, LEGAL, OTHER
from ...domain.profiles import Basis, PolicyProfile
from ...domain.records import Finding, Record, TableRow
from ...domain.review.image_checks import claims_of, counts_of
from ...domain.review.intervals import wilson
from ...domain.review.review_figure import ReviewFigure, UnitFigures, counted, of_calculation
from ...domain.review.truth import by_parcel, signature_of
from ...domain.review.units import ALL, CITY, COUNTY, Unit
from ..accounting.daily_counts import DailyWork, WorkedOut, daily_work
from .ranked import Ranking, rankings
from .review_input import ReviewInput, Wish, read_review
from .sampled_estimate import estimate_figure
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


@dataclass(frozen=True)
class _Part:
    """What is worked out of some patches."""

    audited: _Audited
    false: Tuple[str, ...]
    work: DailyWork
    counts: Tuple[ReviewFigure, ...]


@dataclass(frozen=True)
class _Whole:
    """What is the same for every unit."""

    given: ReviewInput
    about: Mapping[str, Sequence[Record]]
    drawn: Set[str]
    false: Set[str]
    ranking: Ranking
    leads: Leads
    worked_out: WorkedOut
    outcomes: Mapping[str, str]
    parts: Dict[Tuple[str, int], _Part]


def figures_as_of(workspace: Workspace, wish: Wish, feedback: Optional[Feedback] = None) -> ReviewFigures:
    """Read a workspace and work its figures out. Raises what `read_review` and `review_figures` raise."""
    from ...workspace.without_collecting import without_collecting

    with without_collecting():
        return review_figures(read_review(workspace, wish, feedback), feedback)


def review_figures(given: ReviewInput, feedback: Optional[Feedback] = None) -> ReviewFigures:
    """Every figure of every unit. Raises JOB_CANCELLED, ``UNKNOWN_ASSUMPTION`` for a circumstance that is none."""
    feedback = feedback or NullFeedback()
    whole = _Whole(
        given, by_parcel([record for record in given.records if record.kind == "act"]),
        {uuid for record in given.records if record.kind == "drawn" for uuid in record.parcels},
        _false(given.records),
        rankings(given), read_leads(given), WorkedOut(), _outcomes(given.rows[""]), {})
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
    given, rows = whole.given, whole.given.rows[unit.key]
    part = _part(whole, rows)
    audited, false = part.audited, part.false
    found = [_truthfulness(given, unit, audited, false, _open_of(whole, rows, audited))]
    if unit.level == ALL:
        estimated = estimate_figure(given)
        found += [estimated] if estimated is not None else []
    found.append(_concealment(whole, unit, audited, false))
    found += [whole.ranking.figures[unit.key]] if unit.key in whole.ranking.figures else []
    found += _rates(part.work)
    found += lead_figures(whole.leads, unit, rows, given.violations)
    return [*found, *part.counts]


def _part(whole: _Whole, rows: Sequence[TableRow]) -> _Part:
    """Of some patches; a county that is all there is has the same patches as its city."""
    key = (rows[0].parcel.uuid if rows else "", len(rows))
    if key not in whole.parts:
        false = tuple(row.parcel.uuid for row in rows if row.parcel.uuid in whole.false) if whole.false else ()
        audited = _audited(whole.given, rows)
        whole.parts[key] = _Part(audited, false, _work(whole, rows), tuple(_counts(whole, rows, audited, false)))
    return whole.parts[key]


def _outcomes(rows: Sequence[TableRow]) -> Dict[str, str]:
    """What is signed of each, by uuid; what is not signed is not there."""
    signed = ((row.parcel.uuid, signature_of(row)) for row in rows)
    return {uuid: str(one.answers.get(OUTCOMES[one.subject]) or "") for uuid, one in signed if one is not None}


def _audited(given: ReviewInput, rows: Sequence[TableRow]) -> _Audited:
    parts: Dict[str, List[str]] = {name: [] for name in ("sampled", "truthful", "overturned", "land", "concealed",
                                                         "undecided", "not_filed")}
    known = given.verdicts
    for uuid in [row.parcel.uuid for row in rows if row.parcel.uuid in known]:
        verdict = known[uuid]
        if verdict.undecided:
            parts["undecided"].append(uuid)
        if verdict.final is not None and verdict.filed is None:
            parts["not_filed"].append(uuid)
        if not verdict.counts:
            continue
        parts["sampled"].append(uuid)
        parts["truthful" if verdict.is_true(given.rules) else "overturned"].append(uuid)
        if uuid not in given.minerals:
            parts["land"].append(uuid)
            parts["concealed"] += [uuid] if verdict.is_concealed(given.rules) else []
    return _Audited(**{name: tuple(some) for name, some in parts.items()})


def _open_of(whole: _Whole, rows: Sequence[TableRow], audited: _Audited) -> List[Finding]:
    """What a person has to know of patches that are not among the 抽查图斑 though they were drawn or read."""
    names, done = whole.given.names, {*audited.sampled, *audited.undecided, *audited.not_filed}
    unread = [row.parcel.uuid for row in rows if row.parcel.uuid in whole.drawn and row.parcel.uuid not in done]
    return [Finding(code, "W", named(sorted(names[uuid] for uuid in some)))
            for code, some in (("REVIEW_UNDECIDED", audited.undecided), ("REVIEW_NOT_FILED", audited.not_filed),
                               ("REVIEW_DRAWN_UNREAD", unread)) if some]


def _truthfulness(given: ReviewInput, unit: Unit, audited: _Audited, false: Tuple[str, ...],
                  remarks: Sequence[Finding]) -> ReviewFigure:
    """T; that the province is criticised is said of all together, of a unit only whether it is below the line."""
    profile, rules = given.profile, given.rules
    found = truthfulness(len(audited.truthful), len(audited.sampled), profile, len(false))
    if not rules.told:
        lines = found.lines[:2]
        found = replace(not_computable((found.title, found.title_en), Values(profile), lines, unit=RATIO),
                        remarks=(*found.remarks, *rules.remarks))
    by = "、".join(rules.finally_by)
    true, whole, *others = found.lines
    lines = (_said(true, rules.truthful_when, rules.truthful_when, rules.basis("truthful_when")),
             _said(whole, f"最终判定依次以{by}为准，填报结论取{rules.filed_at}",
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
    return of_calculation("truthfulness", found, audited.truthful, audited.sampled, words,
                          wilson(len(audited.truthful), len(audited.sampled)) if found.result is not None else None)


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


def _concealment(whole: _Whole, unit: Unit, audited: _Audited, false: Tuple[str, ...]) -> ReviewFigure:
    """瞒报率 and 约谈, whose grounds are alternatives; only cities' and counties' offices are called."""
    given = whole.given
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
    return replace(figure, interval=wilson(len(concealed), len(land)) if found.result is not None else None)


def _interview_words(profile: PolicyProfile) -> Tuple[str, str]:
    values = Values(profile)
    rate, count = values.number("interview_concealment_rate"), values.number("interview_concealed_patches")
    if rate is None or count is None:
        return ("", "")
    return (f"达 {percent(rate)} 且多于 {plain(count)} 个：约谈",
            f"{percent(rate)} reached and more than {plain(count)}: interview")


def _work(whole: _Whole, rows: Sequence[TableRow]) -> DailyWork:
    given = whole.given
    acts = {record.uuid: record for row in rows for record in whole.about.get(row.parcel.uuid, ())}
    violations = {row.parcel.uuid: given.violations[row.parcel.uuid] for row in rows
                  if row.parcel.uuid in given.violations}
    return daily_work(rows, [*acts.values(), *whole.leads.records], violations, given.profile, given.extensions,
                      given.verdicts, whole.worked_out)


def _rates(work: DailyWork) -> List[ReviewFigure]:
    """附表5's six."""
    parcels = {**work.parcels, "handled": tuple(dict.fromkeys(
        uuid for name in ("acts_filed", "acts_without_case", "acts_transferred") for uuid in work.parcels[name]))}
    found = {key: of_calculation(key, rate, parcels[part], parcels[of])
             for key, rate, (part, of) in zip(DAILY_KEYS, daily_evaluation(work.counts), _DAILY_PARCELS)}
    wrong = set(parcels["overturned"])
    found["accuracy_rate"] = replace(found["accuracy_rate"], numerator=tuple(
        uuid for uuid in parcels["sampled"] if uuid not in wrong))  # those that are right, as the rate has it
    found["handled_rate"] = _handled(found["handled_rate"], work)
    counts = work.counts
    if counts.eliminated_area is not None and counts.illegal_area is not None:
        amounts = Fraction(counts.eliminated_area), Fraction(counts.illegal_area)
        found["rectified_rate"] = replace(found["rectified_rate"], amounts=amounts, amount_unit=MU)
    return list(found.values())


def _handled(figure: ReviewFigure, work: DailyWork) -> ReviewFigure:
    """违法处理率 counts the acts that are registered; which illegal patches have none is said with it."""
    registered = set(work.parcels["acts"])
    without = tuple(uuid for uuid in work.parcels["illegal_patches"] if uuid not in registered)
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


def _counts(whole: _Whole, rows: Sequence[TableRow], audited: _Audited, false: Tuple[str, ...]) -> List[ReviewFigure]:
    outcomes: Dict[str, List[str]] = {LEGAL: [], ILLEGAL: [], OTHER: [], "": []}
    everything = tuple(row.parcel.uuid for row in rows)
    for uuid in everything:
        outcomes.setdefault(whole.outcomes.get(uuid, ""), []).append(uuid)
    drawn = tuple(uuid for uuid in everything if uuid in whole.drawn)
    marks = whole.given.rules.marks
    return [
        counted("issued", ("下发图斑", "Issued"), everything),
        counted("filed_legal", ("填报合法", "Filed: legal"), tuple(outcomes[LEGAL])),
        counted("filed_illegal", ("填报违法", "Filed: illegal"), tuple(outcomes[ILLEGAL])),
        counted("filed_other", ("填报其他", "Filed: other"), tuple(outcomes[OTHER])),
        counted("not_filed", ("未签署", "Not signed"), tuple(outcomes[""])),
        counted("drawn", ("抽中图斑", "Drawn"), drawn),
        counted("audited", ("已有最终判定的抽查图斑", "Finally judged"), audited.sampled, marks),
        counted("overturned", ("判定不真实", "Not true"), audited.overturned, marks),
        counted("undecided", ("复判不一致、待裁定", "Readings disagree, no ruling"), audited.undecided),
        counted("concealed", ("瞒报图斑", "Concealed"), audited.concealed, marks),
        counted("false_rectification", ("虚假整改图斑", "False rectification"), false),
    ]

