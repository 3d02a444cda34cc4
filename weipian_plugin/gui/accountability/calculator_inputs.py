"""The other calculations: what each asks for, what the workspace already knows of it, and how it is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject

from ...domain.areas.units import exact, round2
from ...domain.calculators.audit import Audit, interview, truthfulness
from ...domain.calculators.calculation import Calculation
from ...domain.calculators.daily import DailyCounts, daily_evaluation
from ...domain.calculators.immediate import Discovery, immediate_interview
from ...domain.calculators.quota import (
    Unresolved,
    linked_parts,
    quota_balance,
    quota_returned,
)
from ...domain.calculators.ranking import RankedUnit, ranking
from ...domain.calculators.sampling import drawn, sample_sizes
from ...domain.calculators.unresolved import withheld
from ...domain.errors import WeipianError
from ...domain.forms.codes import ILLEGAL, LEGAL, OTHER
from ...jobs.accounting.situation import Situation, assessed, ranked_townships, reserve

COUNT, AREA, TEXT, CHECK, SEVERAL, ONE, LINES = "count", "area", "text", "check", "several", "one", "lines"
Given = Mapping[str, Any]
_NONE = Fraction(0)
YES, NO, BY_NUMBERS = "yes", "no", ""


@dataclass(frozen=True)
class Input:
    """One thing that is asked: ``value`` is what the workspace knows (None: nothing), ``choices`` (value, text) of a
    list. What is ``needed`` and not given makes no figure.
    """

    key: str
    label: str
    kind: str
    value: Any = None
    choices: Tuple[Tuple[str, str], ...] = ()
    tip: str = ""
    needed: bool = False


@dataclass(frozen=True)
class Calculator:
    """``needs``: a value the profile must have for it; ``inputs`` and ``work`` get the situation."""

    key: str
    title: str
    about: str
    needs: str
    inputs: Callable[[Situation], List[Input]]
    work: Callable[[Given, Situation, str], Sequence[Calculation]]

    def is_in(self, situation: Situation) -> bool:
        """Does the profile know this calculation?"""
        return not self.needs or self.needs in situation.profile.values


class CalculatorInputs(QObject):
    """What each calculation asks for, in the user's language."""

    def calculators(self) -> List[Calculator]:
        """All of them, in the order of the window's list."""
        return [
            Calculator("interview", self.tr("Interview: concealment rate"),
                       self.tr("Rate and count together, or a circumstance, or the place in the ranking."),
                       "interview_concealment_rate", self._ask_interview, _interview),
            Calculator("sample", self.tr("Size of the sample"),
                       self.tr("Of each outcome a share is drawn; the same seed draws the same patches again."),
                       "sample_share", self._ask_sample, _sample),
            Calculator("truth", self.tr("Truthfulness"),
                       self.tr("Sampled patches judged truly, over all that were sampled."),
                       "truthfulness_min", self._ask_truth, _truth),
            Calculator("ranking", self.tr("Ranking"),
                       self.tr("One unit a line: name, illegal land (mu), ratio (%), illegal farmland (mu), divided by "
                               "tabs or commas. Filled with the townships of the workspace."),
                       "ranking_method", self._ask_ranking, _ranking),
            Calculator("withheld", self.tr("Plan quota withheld (2019)"),
                       self.tr("A share of the land that is still illegal, up to a cap; and what is returned of it."),
                       "quota_withheld_share", self._ask_withheld, _withheld),
            Calculator("linked", self.tr("Farmland deducted, quota frozen (2021)"),
                       self.tr("Farmland is deducted in equal amount, basic farmland restored or replenished, and for "
                               "other land quota is frozen and released in batches."),
                       "farmland_equally_deducted", self._ask_linked, _linked),
            Calculator("reserve", self.tr("Reserve farmland frozen"),
                       self.tr("Of the signed violations and their records."),
                       "frozen_share", lambda _situation: [], lambda _given, situation, _level: [reserve(situation)]),
            Calculator("assessed", self.tr("Illegal farmland for the assessment"),
                       self.tr("What was restored within the year does not count."), "self_corrected_not_counted",
                       lambda _situation: [], lambda _given, situation, _level: [assessed(situation)]),
            Calculator("daily", self.tr("Evaluation of daily enforcement"),
                       self.tr("Six rates; counts of the unit and the quarter."), "", self._ask_daily, _daily),
            Calculator("immediate", self.tr("Immediate interview (2019)"),
                       self.tr("Falsified, concealed or not handled, and severe."), "immediate_interview_findings",
                       self._ask_immediate, _immediate),
        ]

    def _ask_interview(self, situation: Situation) -> List[Input]:
        return [
            Input("concealed", self.tr("Concealed patches"), COUNT, needed=True),
            Input("audited", self.tr("Patches audited"), COUNT, needed=True),
            Input("circumstances", self.tr("Circumstances"), SEVERAL,
                  choices=_listed(situation, "interview_circumstances")),
            Input("rank", self.tr("Place in the ranking"), COUNT),
        ]

    def _ask_sample(self, situation: Situation) -> List[Input]:
        asked = [Input(outcome, text, COUNT, len(situation.judged.get(outcome, ()))) for outcome, text in (
            (LEGAL, self.tr("Legal")), (ILLEGAL, self.tr("Illegal")), (OTHER, self.tr("Other")))]
        return [*asked, Input("minerals", self.tr("Mineral patches"), COUNT),
                Input("seed", self.tr("Seed (draws the patches)"), TEXT,
                      tip=self.tr("With a seed the patches themselves are drawn from the signed ones."))]

    def _ask_truth(self, _situation: Situation) -> List[Input]:
        return [Input("truthful", self.tr("Judged truly"), COUNT, needed=True),
                Input("sampled", self.tr("Sampled"), COUNT, needed=True),
                Input("false", self.tr("False rectifications"), COUNT, 0)]

    def _ask_ranking(self, situation: Situation) -> List[Input]:
        lines = ["\t".join((unit.name, str(round2(exact(unit.illegal_area))),
                            "" if unit.ratio is None else str(round2(unit.ratio * 100)),
                            str(round2(exact(unit.illegal_farmland))))) for unit in ranked_townships(situation)]
        return [Input("units", self.tr("Units"), LINES, "\n".join(lines))]

    def _ask_withheld(self, situation: Situation) -> List[Input]:
        left = situation.still_illegal().total
        return [
            Input("illegal", self.tr("Land still illegal (mu)"), AREA, left, needed=True),
            Input("quota", self.tr("Province's plan quota (mu)"), AREA),
            Input("reason", self.tr("Reason to exceed the cap"), TEXT),
            Input("rectified", self.tr("Rectified since (mu)"), AREA), Input("falsified", self.tr("Falsified"), CHECK),
        ]

    def _ask_linked(self, situation: Situation) -> List[Input]:
        left = situation.still_illegal().land
        batches = [Input(f"batch {day}", self.tr("Accepted by {day} (mu)").format(day=day), AREA)
                   for day in situation.profile.names("quota_release_batches")]
        return [
            Input("farmland", self.tr("Farmland still illegal (mu)"), AREA, left and left.farmland, needed=True),
            Input("basic", self.tr("Basic farmland still illegal (mu)"), AREA, left and left.basic_farmland,
                  needed=True),
            Input("other", self.tr("Other land still illegal (mu)"), AREA, left and left.other, needed=True), *batches,
            *([Input("on", self.tr("As of (date)"), TEXT),
               Input("falsified", self.tr("Falsified"), CHECK)] if batches else []),
        ]

    def _ask_daily(self, situation: Situation) -> List[Input]:
        counts = situation.counts
        labels = (
            ("to_verify", self.tr("Patches to verify"), COUNT), ("verified", self.tr("Verified (signed)"), COUNT),
            ("verified_in_time", self.tr("Confirmed in time"), COUNT), ("sampled", self.tr("Sampled"), COUNT),
            ("overturned", self.tr("Overturned"), COUNT), ("acts", self.tr("Violations"), COUNT),
            ("acts_filed", self.tr("Case opened"), COUNT),
            ("acts_without_case", self.tr("Handled without a case"), COUNT),
            ("acts_transferred", self.tr("Transferred"), COUNT), ("illegal_area", self.tr("Illegal area (mu)"), AREA),
            ("eliminated_area", self.tr("No longer illegal (mu)"), AREA),
            ("illegal_patches", self.tr("Illegal patches"), COUNT),
            ("found_before_issue", self.tr("Found before issue"), COUNT),
        )
        return [Input(key, label, kind, getattr(counts, key)) for key, label, kind in labels]

    def _ask_immediate(self, situation: Situation) -> List[Input]:
        left = situation.still_illegal().land
        basic = None if left is None else exact(left.basic_farmland)
        general = None if left is None or basic is None else max(exact(left.farmland) - basic, _NONE)
        severe = ((BY_NUMBERS, self.tr("by the areas")), (YES, self.tr("yes, by hand")), (NO, self.tr("no, by hand")))
        return [
            Input("findings", self.tr("Found"), SEVERAL, choices=_listed(situation, "immediate_interview_findings")),
            Input("basic", self.tr("Basic farmland (mu)"), AREA, basic, needed=True),
            Input("reserve", self.tr("Nature reserve (mu)"), AREA, needed=True),
            Input("general", self.tr("Other farmland (mu)"), AREA, general, needed=True),
            Input("severe", self.tr("Severe"), ONE, BY_NUMBERS, severe), Input("reason", self.tr("Reason"), TEXT),
        ]


def _listed(situation: Situation, name: str) -> Tuple[Tuple[str, str], ...]:
    return tuple((each, each) for each in situation.profile.names(name))


def _interview(given: Given, situation: Situation, level: str) -> Sequence[Calculation]:
    audit = Audit(given["concealed"], given["audited"], tuple(given["circumstances"]), given["rank"])
    return [interview(audit, situation.profile, level)]


def _sample(given: Given, situation: Situation, _level: str) -> Sequence[Calculation]:
    numbers = {outcome: given[outcome] for outcome in (LEGAL, ILLEGAL, OTHER)}
    sizes = sample_sizes(numbers, situation.profile, given["minerals"])
    return [sizes, drawn(situation.judged, situation.profile, given["seed"])] if given["seed"] else [sizes]


def _truth(given: Given, situation: Situation, _level: str) -> Sequence[Calculation]:
    return [truthfulness(given["truthful"], given["sampled"], situation.profile, given["false"] or 0)]


def _ranking(given: Given, situation: Situation, _level: str) -> Sequence[Calculation]:
    known = {unit.name: unit for unit in ranked_townships(situation)}
    units = [_unit(number, line, known) for number, line in enumerate(given["units"].splitlines(), 1) if line.strip()]
    return [ranking(units, situation.profile)]


def _unit(number: int, line: str, known: Mapping[str, RankedUnit]) -> RankedUnit:
    cells = [cell.strip() for cell in line.replace("，", ",").replace("\t", ",").split(",")]
    cells += [""] * (4 - len(cells))
    own = known.get(cells[0])
    shown = str(round2(own.ratio * 100)) if own is not None and own.ratio is not None else ""
    if own is not None and cells[2] == shown and cells[1] == str(round2(exact(own.illegal_area))):
        return own  # as the workspace has it: exactly, not as its two decimals
    try:
        ratio = exact(cells[2].rstrip("% ")) / 100 if cells[2] else None
        return RankedUnit(cells[0], exact(cells[1] or 0), ratio, exact(cells[3] or 0))
    except WeipianError as error:
        raise WeipianError("RANKING_LINE", line=number, text=line.strip()[:60]) from error


def _withheld(given: Given, situation: Situation, _level: str) -> Sequence[Calculation]:
    held = withheld(given["illegal"], given["quota"], situation.profile, given["reason"])
    if held.result is None or given["quota"] is None or not (given["rectified"] or given["falsified"]):
        return [held]
    return [held, quota_returned(held.result, given["rectified"] or 0, given["illegal"], situation.profile,
                                 given["falsified"])]


def _linked(given: Given, situation: Situation, _level: str) -> Sequence[Calculation]:
    parts = linked_parts(Unresolved(given["farmland"], given["basic"], given["other"]), situation.profile)
    accepted = {key[len("batch "):]: value for key, value in given.items() if key.startswith("batch ") and value}
    if not accepted and not given.get("on") and not given.get("falsified"):
        return parts
    return [*parts, quota_balance(given["other"], accepted, situation.profile, given["on"] or None,
                                  given["falsified"])]


def _daily(given: Given, situation: Situation, _level: str) -> Sequence[Calculation]:
    """A rate of which a count is not given cannot be computed, whatever the others are."""
    return daily_evaluation(DailyCounts(**given, refuted_area=situation.counts.refuted_area))


def _immediate(given: Given, situation: Situation, _level: str) -> Sequence[Calculation]:
    severe: Optional[bool] = {YES: True, NO: False}.get(given["severe"])
    return [immediate_interview(Discovery(tuple(given["findings"]), given["basic"], given["reserve"],
                                          given["general"], severe, given["reason"]), situation.profile)]
