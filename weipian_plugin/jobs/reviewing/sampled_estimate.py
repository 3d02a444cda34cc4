"""判定真实性 and 瞒报率 of all that was filed, estimated from a sample by its design, of each unit of the scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Collection, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.calculators.calculation import COUNT, EQUALS, RATIO, Calculation, Line, Words
from ...domain.errors import WeipianError
from ...domain.forms.fields import is_empty
from ...domain.profiles import PROPOSED, Basis
from ...domain.records import Finding, Record
from ...domain.review.designs import Design, design_of
from ...domain.review.drawing import Place
from ...domain.review.estimates import Estimate, Within, estimated_share, strata_read
from ...domain.review.members import mark
from ...domain.review.review_figure import NO_WORDS, ReviewFigure
from .review_input import ReviewInput

TRUTHFULNESS, CONCEALMENT = "truthfulness_estimate", "concealment_estimate"
TITLES: Mapping[str, Words] = {
    TRUTHFULNESS: ("判定真实性（由抽样推算全部图斑）", "Truthfulness of all, estimated from the sample"),
    CONCEALMENT: ("瞒报率（由抽样推算全部图斑）", "Concealment rate of all, estimated from the sample"),
}
_PARTS: Mapping[str, Words] = {
    TRUTHFULNESS: ("判定真实的抽查图斑", "Sampled patches judged truly"),
    CONCEALMENT: ("瞒报的抽查图斑", "Sampled patches that were concealed"),
}
_RESULTS: Mapping[str, Words] = {
    TRUTHFULNESS: ("推算的判定真实性", "Estimated truthfulness"),
    CONCEALMENT: ("推算的瞒报率", "Estimated concealment rate"),
}
LEFT_OUT = ("STRATUM_UNREAD", "ESTIMATE_OUTSIDE")
"""Remarks on patches of a unit of which an estimate says nothing."""
_BASIS = Basis(PROPOSED, note="分层抽样的加权估计，各层按入样概率加权，含有限总体校正；"
                              "单位和期间按其在各层总体中的实有数推算")


@dataclass(frozen=True)
class Chosen:
    """The sample from which a scope is estimated: that which says something of most of its patches. ``said``: by
    estimate and parcel 1 or 0; ``marks``: of all parcels of the scope.
    """

    given: ReviewInput
    name: str
    design: Design
    placed: Mapping[str, Place]
    said: Mapping[str, Mapping[str, Fraction]]
    marks: Mapping[str, int]
    remarks: Tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Read:
    """A sample that can be read, and how many patches of the scope it says something of."""

    record: Record
    design: Design
    placed: Mapping[str, Place]
    covers: int

    @property
    def name(self) -> str:
        return str(self.record.values.get("CYMC") or "")

    @property
    def rank(self) -> Tuple[int, str, int, str]:
        return self.covers, str(self.record.values.get("CYJZ") or ""), len(self.placed), self.record.uuid


def chosen_sample(given: ReviewInput) -> Optional[Chosen]:
    """Of the samples of which anything of the scope was read the one that covers most of it; of equals the latest.

    ``None`` where there is none, or no design can be read.
    """
    samples = [one for one in given.records if one.kind == "sample" and not is_empty(one.values.get("CYSJ"))]
    drawn: Dict[str, Dict[str, Place]] = {one.uuid: {} for one in samples}
    for one in given.records if samples else ():
        if one.kind == "drawn" and one.act in drawn and one.parcels:
            drawn[one.act][one.parcels[0]] = _place(one)
    designs = {one.uuid: design for one in samples if drawn[one.uuid] and (design := _design(one)) is not None}
    if not designs:
        return None
    marks = {row.parcel.uuid: mark(row.parcel.uuid) for row in given.rows[""]}
    said = _said(given)
    within = Within(marks.keys(), frozenset(marks.values()))
    known = [_Read(one, designs[one.uuid], drawn[one.uuid], estimated_share(strata_read(
        designs[one.uuid], drawn[one.uuid], said[TRUTHFULNESS], within)).population)
        for one in samples if one.uuid in designs]
    known = sorted((one for one in known if one.covers), key=lambda one: one.rank, reverse=True)
    if not known:
        return None
    first, *others = known
    remarks = (Finding("ESTIMATE_OTHER_SAMPLES", "W", {
        "name": first.name, "others": "、".join(one.name for one in others)}),) if others else ()
    return Chosen(given, first.name, first.design, first.placed, said, marks, remarks)


def estimate_figures(chosen: Chosen, uuids: Sequence[str], filed: Collection[str]) -> List[ReviewFigure]:
    """Both estimates of a part of the scope; those of which nothing was read are not there.

    ``filed``: those of ``uuids`` that were filed.
    """
    minerals, rules = chosen.given.minerals, chosen.given.rules
    land = [uuid for uuid in uuids if uuid not in minerals] if minerals else uuids
    parts = [(TRUTHFULNESS, uuids, rules.told), (CONCEALMENT, land, rules.tells_concealment)]
    found = [_figure(chosen, key, some, filed) for key, some, told in parts if told]
    return [figure for figure in found if figure is not None]


def _said(given: ReviewInput) -> Dict[str, Dict[str, Fraction]]:
    counted = {uuid: verdict for uuid, verdict in given.verdicts.items() if verdict.counts}
    return {TRUTHFULNESS: {uuid: Fraction(int(one.is_true(given.rules))) for uuid, one in counted.items()},
            CONCEALMENT: {uuid: Fraction(int(one.is_concealed(given.rules))) for uuid, one in counted.items()}}


def _design(sample: Record) -> Optional[Design]:
    try:
        return design_of(str(sample.values["CYSJ"]))
    except WeipianError:
        return None


def _place(record: Record) -> Place:
    values = record.values
    top, _, bottom = str(values.get("CYGL") or "1").partition("/")
    order, number = values.get("CYXH"), values.get("CYLC")
    return Place(str(values.get("CYCC") or ""), int(str(order or 0)), int(str(number or 1)),
                 Fraction(int(top), int(bottom or 1)))


def _figure(chosen: Chosen, key: str, uuids: Sequence[str], filed: Collection[str]) -> Optional[ReviewFigure]:
    here = frozenset(uuids)
    said = chosen.said[key]
    counted = tuple(uuid for uuid in chosen.placed if uuid in here and uuid in said)
    if not counted:
        return None
    within = Within(here, frozenset(chosen.marks[uuid] for uuid in uuids))
    found = estimated_share(strata_read(chosen.design, chosen.placed, said, within))
    part = tuple(uuid for uuid in counted if said[uuid])
    outside = sum(uuid in here for uuid in filed) - found.population - found.left_out
    remarks = [Finding("ESTIMATE_OUTSIDE", "W", {"count": outside, "name": chosen.name})] if outside > 0 else []
    calculation = _calculation(chosen, key, found, part, counted, (*found.remarks, *remarks, *chosen.remarks))
    without = found.left_out + max(outside, 0)
    told = (f"⚠ 未含 {without} 个图斑", f"⚠ without {without} patches") if without else NO_WORDS
    return ReviewFigure(key, TITLES[key], found.value, RATIO, part, counted, conclusion=told, marks=(PROPOSED,),
                        calculation=replace(calculation, conclusion=told), interval=found.interval)


def _calculation(chosen: Chosen, key: str, found: Estimate, part: Tuple[str, ...], counted: Tuple[str, ...],
                 remarks: Tuple[Finding, ...]) -> Calculation:
    interval = found.interval.shown() if found.interval is not None else ""
    told = (f"95 % 置信区间 {interval}", f"95 % interval {interval}") if interval else ("", "")
    lines = (
        Line(*_PARTS[key], Fraction(len(part)), COUNT, parcels=part),
        Line("已读的抽中图斑", "Drawn and read", Fraction(len(counted)), COUNT, parcels=counted, words=chosen.name,
             words_en=chosen.name),
        Line("抽样总体", "Drawn from", Fraction(found.population), COUNT),
        Line(*_RESULTS[key], found.value, RATIO, EQUALS, basis=_BASIS, words=told[0], words_en=told[1]))
    return Calculation(*TITLES[key], lines=lines, result=found.value, unit=RATIO, remarks=remarks, marks=(PROPOSED,),
                       profile=chosen.given.profile.id)
