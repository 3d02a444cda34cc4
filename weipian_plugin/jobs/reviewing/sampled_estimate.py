"""判定真实性 of all that was filed, estimated from the latest sample by its design, with its 95 % interval."""

from __future__ import annotations

from fractions import Fraction
from typing import Optional

from ...domain.calculators.calculation import COUNT, EQUALS, RATIO, Calculation, Line
from ...domain.errors import WeipianError
from ...domain.forms.fields import is_empty
from ...domain.profiles import PROPOSED, Basis
from ...domain.records import Record
from ...domain.review.designs import design_of
from ...domain.review.drawing import Place
from ...domain.review.estimates import Estimate, estimated_share, strata_read
from ...domain.review.review_figure import ReviewFigure
from .review_input import ReviewInput

_TITLE = ("判定真实性（由抽样推算全部图斑）", "Truthfulness of all, estimated from the sample")
_BASIS = Basis(PROPOSED, note="分层抽样的加权估计，各层按入样概率加权，含有限总体校正")


def estimate_figure(given: ReviewInput) -> Optional[ReviewFigure]:
    """Of the latest sample of which anything was read; ``None`` where there is none, or its design cannot be read."""
    samples = [one for one in given.records if one.kind == "sample" and not is_empty(one.values.get("CYSJ"))]
    for sample in sorted(samples, key=lambda one: str(one.values.get("CYJZ") or ""), reverse=True):
        drawn = [one for one in given.records if one.kind == "drawn" and one.act == sample.uuid]
        counted = tuple(one.parcels[0] for one in drawn if one.parcels and _is_read(given, one.parcels[0]))
        if counted:
            return _figure(given, sample, drawn, counted)
    return None


def _is_read(given: ReviewInput, parcel: str) -> bool:
    return parcel in given.verdicts and given.verdicts[parcel].counts


def _figure(given: ReviewInput, sample: Record, drawn: list[Record], counted: tuple[str, ...]
            ) -> Optional[ReviewFigure]:
    said = {uuid: Fraction(int(given.verdicts[uuid].is_true(given.rules))) for uuid in counted}
    placed = {one.parcels[0]: _place(one) for one in drawn}
    try:
        strata = strata_read(design_of(str(sample.values["CYSJ"])), placed, said)
    except WeipianError:
        return None
    found = estimated_share(strata)
    true = tuple(uuid for uuid in counted if said[uuid])
    calculation = _calculation(given, sample, found, true, counted)
    return ReviewFigure("truthfulness_estimate", _TITLE, found.value, RATIO, true, counted, marks=(PROPOSED,),
                        calculation=calculation, interval=found.interval)


def _place(record: Record) -> Place:
    values = record.values
    top, _, bottom = str(values.get("CYGL") or "1").partition("/")
    order, number = values.get("CYXH"), values.get("CYLC")
    return Place(str(values.get("CYCC") or ""), int(str(order or 0)), int(str(number or 1)),
                 Fraction(int(top), int(bottom or 1)))


def _calculation(given: ReviewInput, sample: Record, found: Estimate, true: tuple[str, ...],
                 counted: tuple[str, ...]) -> Calculation:
    name = str(sample.values.get("CYMC") or "")
    interval = found.interval.shown() if found.interval is not None else ""
    told = (f"95 % 置信区间 {interval}", f"95 % interval {interval}") if interval else ("", "")
    lines = (
        Line("判定真实的抽查图斑", "Sampled patches judged truly", Fraction(len(true)), COUNT, parcels=true),
        Line("已读的抽中图斑", "Drawn and read", Fraction(len(counted)), COUNT, parcels=counted, words=name,
             words_en=name),
        Line("抽样总体", "Drawn from", Fraction(found.population), COUNT),
        Line("推算的判定真实性", "Estimated truthfulness", found.value, RATIO, EQUALS, basis=_BASIS,
             words=told[0], words_en=told[1]))
    return Calculation(*_TITLE, lines=lines, result=found.value, unit=RATIO, remarks=found.remarks, marks=(PROPOSED,),
                       profile=given.profile.id)
