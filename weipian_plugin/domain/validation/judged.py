"""Checks of the judgement itself: its blocks (V08), the violation (V11), the signature (V24)."""

from __future__ import annotations

from typing import Dict, Iterator

from ..areas.units import exact
from ..definitions import ANSWERS, LAND_ANSWERS, ON_SITE_RECORD
from ..forms.codes import CASES, CODE_LISTS, ILLEGAL
from ..forms.fields import Field, FieldType, is_empty, missing_fields
from .case import ParcelCase
from .check import Remark, Said, impossible, wrong
from .onsite_record import has_on_site_record
from .papers import names_of

_FIELDS: Dict[str, Field] = {field.code: field for field in ANSWERS}
FLAGS = ("SFLZGDJF", "SFWHZJ", "SFFNH")
NEEDS_ON_SITE = ("W1", "W3")
_SIGNED_BY, _SIGNED_AT = Said("确认人（QRR）", "signer (QRR)"), Said("确认时间（QRSJ）", "time (QRSJ)")
_BASIS = Said("确认依据（QRYJ）", "basis (QRYJ)")


def its_block_is_complete_and_alone(case: ParcelCase) -> Iterator[Remark]:
    """V08: an outcome of the list, its block complete, nothing in the others, every code in its list."""
    value = case.answers.get("PDLX")
    if is_empty(value):
        return
    if value not in CASES:
        yield impossible("V08_OUTCOME", "PDLX", value=value)
        return
    given = [(_FIELDS[code], answer) for code, answer in case.answers.items()
             if code in _FIELDS and not is_empty(answer)]
    for field, answer in given:
        if field.type is FieldType.CODE and field.codes in CODE_LISTS and CODE_LISTS[field.codes].find(answer) is None:
            yield wrong("V08_NOT_LISTED", field.code, field=Said(field.zh, field.en), value=answer)
    missing = missing_fields(LAND_ANSWERS, case.answers)
    unfilled = [field for field in missing if is_empty(case.answers.get(field.code))]
    if unfilled:
        yield wrong("V08_MISSING", *(field.code for field in unfilled), fields=names_of(unfilled))
    for field in missing:
        if field not in unfilled:
            yield wrong("V08_SHORT", field.code, fields=names_of([field]), least=field.min_length)
    alien = [field for field, _ in given if not field.applies(case.answers)]
    if alien:
        yield impossible("V08_OTHER_BLOCK", *(field.code for field in alien), fields=names_of(alien))


def violation_is_stated(case: ParcelCase) -> Iterator[Remark]:
    """V11: one level-1 type, an area above 0, the flags answered."""
    if case.outcome != ILLEGAL:
        return
    if CODE_LISTS["WFLX1"].find(case.answers.get("WFLX1")) is None:
        yield impossible("V11_ONE_TYPE", "WFLX1")
    if not _is_positive(case.answers.get("WFMJ")):
        yield impossible("V11_NO_AREA", "WFMJ")
    open_flags = [_FIELDS[code] for code in FLAGS if is_empty(case.answers.get(code))]
    if open_flags:
        yield wrong("V11_FLAGS", *(field.code for field in open_flags), fields=names_of(open_flags))


def a_person_has_signed(case: ParcelCase) -> Iterator[Remark]:
    """V24: no judgement without person, time and basis; no violation without on-site record or written reason (§8.7);
    no suggestion that passes for a judgement.
    """
    judgement = case.judgement
    if judgement is None:
        suggested = case.suggestion
        if case.outcome and case.outcome == suggested.get("pdlx") and case.case == (suggested.get("code") or "") \
                and not missing_fields(LAND_ANSWERS, case.answers):
            yield wrong("V24_UNSIGNED", "QRR", "QRSJ")
        return
    lacking = [said for said, value in ((_SIGNED_BY, judgement.signed_by), (_SIGNED_AT, judgement.signed_at),
                                        (_BASIS, judgement.basis)) if is_empty(value)]
    if lacking:
        yield wrong("V24_NOBODY", "QRR", "QRSJ", "QRYJ", fields=Said("、".join(said.zh for said in lacking),
                                                                     ", ".join(said.en for said in lacking)))
    if case.outcome == ILLEGAL and case.case in NEEDS_ON_SITE and is_empty(judgement.reason) \
            and not has_on_site_record(case):
        yield wrong("V24_NO_ON_SITE", *ON_SITE_RECORD)


def _is_positive(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and exact(value) > 0
