"""Checks of what a patch is: numbers (V01), county (V02), dates (V03), secrecy (V21), its past (V23), codes (V26)."""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, Tuple

from ..forms.codes import is_classified, normalise_code
from ..forms.fields import is_empty
from .case import ParcelCase, WorkspaceCase
from .check import Remark, impossible, not_checked, wanting, wrong

SAME_PLACE_IOU = 0.5
_COUNTY = re.compile(r"\d{6}")
_DATES = (("QSX", "前时相"), ("HSX", "后时相"), ("XFSJ", "下发时间"))


def has_its_numbers(case: ParcelCase) -> Iterator[Remark]:
    """V01, one parcel: JCBH and DKBH are there, and a patch it belongs to."""
    for code, value in (("JCBH", case.parcel.jcbh), ("DKBH", case.parcel.dkbh)):
        if not value.strip():
            yield wrong("V01_EMPTY", code, field=code)
    if not case.parcel.patch_uuid:
        yield wrong("V01_NO_PATCH", "JCBH")


def numbers_are_unique(case: WorkspaceCase) -> Iterator[Tuple[str, Remark]]:
    """V01, across: no DKBH twice, no JCBH for two patches."""
    parcels: Dict[str, List[ParcelCase]] = {}
    patches: Dict[str, Dict[str, List[ParcelCase]]] = {}
    for each in case:
        parcels.setdefault(each.parcel.dkbh, []).append(each)
        patches.setdefault(each.parcel.jcbh, {}).setdefault(each.parcel.patch_uuid, []).append(each)
    for number, members in parcels.items():
        if number and len(members) > 1:
            for member in members:
                yield member.uuid, wrong("V01_DOUBLED", "DKBH", field="DKBH", number=number, count=len(members))
    for number, by_patch in patches.items():
        if number and len(by_patch) > 1:
            for member in (one for members in by_patch.values() for one in members):
                yield member.uuid, wrong("V01_DOUBLED", "JCBH", field="JCBH", number=number, count=len(by_patch))


def county_is_where_it_lies(case: ParcelCase) -> Iterator[Remark]:
    """V02: XZQDM is six digits, begins the JCBH where that begins with a county, and is the county of the centre."""
    value = case.issued.get("XZQDM")
    if is_empty(value):
        yield not_checked("V02_NO_CODE", "XZQDM")
        return
    code = str(value).strip()
    if not _COUNTY.fullmatch(code):
        yield wrong("V02_NO_COUNTY_CODE", "XZQDM", number=code)
        return
    prefix = _COUNTY.match(case.parcel.jcbh)
    if prefix and prefix[0] != code:
        yield wrong("V02_NUMBER_OF_OTHER_COUNTY", "XZQDM", "JCBH", number=code, prefix=prefix[0])
    if case.county is None:
        yield wanting("V02_NO_LAYER", "XZQDM")
    elif not case.county.code:
        yield wrong("V02_OUTSIDE", "XZQDM")
    elif case.county.code[:6] != code:
        found = f"{case.county.code[:6]} {case.county.name}".strip()
        yield wrong("V02_OTHER_COUNTY", "XZQDM", number=code, found=found)


def dates_are_in_order(case: ParcelCase) -> Iterator[Remark]:
    """V03: QSX < HSX ≤ XFSJ, each a date."""
    days = {}
    for code, name in _DATES:
        value = case.issued.get(code)
        if is_empty(value):
            yield wrong("V03_EMPTY", code, field=f"{name} {code}")
            continue
        days[code] = case.issued_day(code)
        if days[code] is None:
            yield wrong("V03_NO_DATE", code, field=f"{name} {code}", value=value)
    before, after, issued = days.get("QSX"), days.get("HSX"), days.get("XFSJ")
    if before and after and before >= after:
        yield wrong("V03_ORDER", "QSX", "HSX", before=before, after=after)
    if after and issued and after > issued:
        yield wrong("V03_ISSUED_BEFORE", "HSX", "XFSJ", after=after, issued=issued)


def codes_are_of_the_year(case: ParcelCase) -> Iterator[Remark]:
    """V26: the issued TBLX is in the profile's list of its year, the class after the change in its code table."""
    value = case.issued.get("TBLX")
    if not is_empty(value):
        written = str(value).strip()
        if case.profile is None:
            yield wanting("UNCHECKED_NO_PROFILE", "TBLX", name="tblx")
        elif (normalise_code("TBLX", value) or written) not in case.profile.tblx and written not in case.profile.tblx:
            yield wrong("V26_TYPE", "TBLX", value=written, list=case.profile.tblx_list or "-", profile=case.profile.id)
    if case.facts.get("class_after_unknown") is True:
        yield wrong("V26_CLASS", "SSDL", value=case.text("SSDL"))


def is_not_classified(case: ParcelCase) -> Iterator[Remark]:
    """V21: what is marked military or classified stands in no ordinary table (§8.6)."""
    if is_classified(case.issued) or is_classified(case.parcel.extra) or is_classified(case.answers):
        yield impossible("V21_CLASSIFIED", "SFJY")


def earlier_was_judged_alike(case: ParcelCase) -> Iterator[Remark]:
    """V23: an earlier patch on the same ground (IoU > 0.5) was not judged otherwise."""
    for earlier in case.parcel.earlier:
        outcome = str(earlier.get("outcome") or "")
        if float(str(earlier.get("iou") or 0)) <= SAME_PLACE_IOU:
            continue
        if not outcome:
            yield not_checked("V23_EARLIER_UNJUDGED", "PDLX", earlier=earlier.get("jcbh"))
        elif case.outcome and outcome != case.outcome:
            yield wrong("V23_OTHERWISE", "PDLX", earlier=earlier.get("jcbh"), batch=earlier.get("batch") or "-",
                        was=outcome, now=case.outcome)
