"""Checks of areas: shapes and their overlaps (V04), sums (V05), limits (V06), filled against measured (V07)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from ..areas.landclass import understood
from ..areas.nested import table_of
from ..areas.units import MU_PER_M2, exact, mu_round2
from ..definitions import IDENTIFICATION, ISSUED, JUDGEMENT
from ..forms.fields import Field, FieldType, is_empty
from ..judging.facts import Grouping
from ..roles import ROLES
from .case import ParcelCase, PatchCase, WorkspaceCase
from .check import Remark, Said, impossible, mu_said, not_checked, wanting, wrong

TOLERANCE_MU = Decimal("0.01")
SHARE_OF_PATCH = Fraction(1, 1000)
_CENT_MU = Fraction(1, 100)
_UNSEEN_M2 = 6.5  # below 0.01 亩: two figures so near each other never differ by more than 0.01 as they are shown

ISSUED_VALUES, ANSWERED, MEASURED = "issued", "answers", "facts"


class Limit(NamedTuple):
    """``part`` must not exceed ``whole``; each is a field code or a fact in its own source."""

    part: Tuple[str, str]
    whole: Tuple[str, str]


def _within(source: str, *pairs: Tuple[str, str]) -> Tuple[Limit, ...]:
    return tuple(Limit((source, part), (source, whole)) for part, whole in pairs)


LIMITS: Tuple[Limit, ...] = (
    *_within(ISSUED_VALUES, ("JCGDMJ", "NYDMJ"), ("NYDMJ", "JCMJ"), ("JCGDMJ", "JCMJ"), ("YJJBNTMJ", "JCMJ"),
             ("GDMJ", "NYDMJ2"), ("NYDMJ2", "JCMJ"), ("JSYDMJ", "JCMJ"), ("WLYDMJ", "JCMJ"), ("ZYJJBNTMJ", "JCMJ")),
    *_within(MEASURED, ("farmland_m2", "ny_m2"), ("ny_m2", "patch_m2"), ("yjjbnt_m2", "patch_m2"),
             ("stbhhx_m2", "patch_m2")),
    *_within(ANSWERED, ("WFGDMJ", "WFMJ"), ("WFJBNTMJ", "WFMJ"), ("SJGDMJ", "SJDKMJ"), ("SJJBNTMJ", "SJDKMJ")),
    Limit((ANSWERED, "WFMJ"), (MEASURED, "patch_m2")),
)

# What the issued table states of a whole patch, and what was measured of it.
FILLED_AND_MEASURED: Tuple[Tuple[str, str], ...] = (
    ("JCMJ", "patch_m2"), ("JCGDMJ", "farmland_m2"), ("GDMJ", "farmland_m2"), ("NYDMJ", "ny_m2"),
    ("NYDMJ2", "ny_m2"), ("JSYDMJ", "js_m2"), ("WLYDMJ", "wl_m2"), ("YJJBNTMJ", "yjjbnt_m2"),
    ("ZYJJBNTMJ", "yjjbnt_m2"),
)
_FACT_FIELDS = {"patch_m2": "DKMJ", "farmland_m2": "GDMJ", "ny_m2": "NYDMJ", "js_m2": "JSYDMJ", "wl_m2": "WLYDMJ",
                "yjjbnt_m2": "YJJBNTMJ", "stbhhx_m2": "STHXMJ", "wth_m2": "WTHMJ"}

_ISSUED_AREAS: Dict[str, Field] = {f.code: f for f in ISSUED if f.type is FieldType.AREA}
_ANSWERED_AREAS: Dict[str, Field] = {f.code: f for f in (*IDENTIFICATION, *JUDGEMENT) if f.type is FieldType.AREA}
_OVERLAY_AREAS: Dict[str, Field] = {f.code: f for f in IDENTIFICATION if f.type is FieldType.AREA}


def shape_is_sound(case: ParcelCase) -> Iterator[Remark]:
    """V04, one parcel: a shape that is valid and has an area."""
    if case.shape is None:
        yield not_checked("V04_NO_SHAPE", "DKMJ")
    elif not case.shape.valid:
        yield wrong("V04_INVALID", "DKMJ", reason=case.shape.reason or "-")
    elif case.shape.area_m2 <= 0:
        yield wrong("V04_EMPTY", "DKMJ")


def parcels_tile_their_patch(case: WorkspaceCase) -> Iterator[Tuple[str, Remark]]:
    """V04, across: parcels of one patch lie beside each other and together are the patch."""
    cases = case.by_uuid()
    for patch in case.patches:
        members = [cases[uuid] for uuid in patch.parcels if uuid in cases]
        for overlap in patch.overlaps:
            if exact(overlap.area_m2) * MU_PER_M2 > _CENT_MU:
                for uuid, other in ((overlap.one, overlap.other), (overlap.other, overlap.one)):
                    if uuid in cases:
                        yield uuid, wrong("V04_OVERLAP", "DKMJ", area=mu_said(overlap.area_m2),
                                          other=cases[other].place if other in cases else "?")
        yield from _sum_of_parcels(patch, members)


def _sum_of_parcels(patch: PatchCase, members: List[ParcelCase]) -> Iterator[Tuple[str, Remark]]:
    if not members or any(member.shape is None for member in members) or len(members) < len(patch.parcels):
        return
    if patch.area_m2 is None:
        if len(members) > 1:
            for member in members:
                yield member.uuid, not_checked("V04_PATCH_UNSOUND", "DKMJ", patch=patch.jcbh)
        return
    total = sum((exact(member.shape.area_m2) for member in members if member.shape), Fraction(0))
    whole = exact(patch.area_m2)
    if abs(total - whole) > max(_CENT_MU / MU_PER_M2, whole * SHARE_OF_PATCH):
        for member in members:
            yield member.uuid, wrong("V04_SUM", "DKMJ", parcels=mu_said(total), patch=mu_said(whole))


def areas_add_up(case: ParcelCase) -> Iterator[Remark]:
    """V05: 农用地 + 建设用地 + 未利用地 are the whole, as issued and as measured."""
    yield from _issued_adds_up(case)
    patch, land = case.m2("patch_m2"), [case.m2(name) for name in ("ny_m2", "js_m2", "wl_m2")]
    if patch is None or any(area is None for area in land):
        yield _not_measured(case, ("dltb",), "NYDMJ", "JSYDMJ", "WLYDMJ")
        return
    unknown = case.m2("unknown_class_m2") or 0.0
    if case.measured is not None and unknown > 0:
        table = table_of(case.measured, case.profile.grouping.class_table if case.profile else Grouping().class_table)
        classes = {area.class_code for area in case.measured.roles["dltb"].classes
                   if understood(area.class_code, table) is None}
        yield wrong("V05_UNKNOWN_CLASS", "DKMJ", codes="、".join(sorted(code or "（空）" for code in classes)),
                    area=mu_said(unknown))
    classed = sum((exact(area) for area in land if area is not None), Fraction(0)) + exact(unknown)
    missing = exact(patch) - classed
    if missing * MU_PER_M2 > _CENT_MU:
        yield wrong("V05_UNCOVERED", "WTHMJ", area=mu_said(missing))
    elif -missing * MU_PER_M2 > _CENT_MU:
        yield wrong("V05_TOO_MUCH", "DKMJ", parcel=mu_said(patch), classes=mu_said(classed))


def _issued_adds_up(case: ParcelCase) -> Iterator[Remark]:
    codes = ("NYDMJ2", "JSYDMJ", "WLYDMJ")
    whole, parts = mu_of(case.issued, "JCMJ"), [mu_of(case.issued, code) for code in codes]
    if whole is None or any(part is None for part in parts):
        return
    total = sum((part for part in parts if part is not None), Decimal("0.00"))
    if abs(total - whole) > TOLERANCE_MU:
        yield wrong("V05_ISSUED", "JCMJ", *codes, parts=total, whole=whole)


def areas_are_possible(case: ParcelCase) -> Iterator[Remark]:
    """V06: no area is negative or no number, no part exceeds its whole."""
    for values, fields in ((case.issued, _ISSUED_AREAS), (case.answers, _ANSWERED_AREAS)):
        for code, field in fields.items():
            value = values.get(code)
            if is_empty(value):
                continue
            area, remark = _m2_of(values, code), impossible if values is case.answers else wrong
            if area is None:
                yield remark("V06_NO_NUMBER", code, field=_name(field), value=value)
            elif area < 0:
                yield remark("V06_BELOW_ZERO", code, field=_name(field), area=mu_round2(area))
    patch = _m2_of(case.issued, "JCMJ")
    if patch is not None and 0 <= patch < _UNSEEN_M2 and mu_round2(patch) == 0:
        yield wrong("V06_ZERO", "JCMJ")
    for limit in LIMITS:
        yield from _exceeded(case, limit)


def _exceeded(case: ParcelCase, limit: Limit) -> Iterator[Remark]:
    part, whole = _figure(case, *limit.part), _figure(case, *limit.whole)
    if part is None:
        return
    field, of = _figure_field(*limit.part), _figure_field(*limit.whole)
    if whole is None:
        if limit.whole[0] == MEASURED and limit.part[0] != MEASURED:
            yield _not_measured(case, (), field.code)
        return
    # As shown: what rounds to the same two decimals is equal. Rounding never turns round what was in order.
    if part > whole and mu_round2(part) > mu_round2(whole):
        of_one_person = limit.part[0] == limit.whole[0] == ANSWERED  # a measured whole may be the one that is wrong
        remark = impossible if of_one_person else wrong
        yield remark("V06_EXCEEDS", field.code, of.code, field=_name(field), area=mu_round2(part), whole=_name(of),
                     limit=mu_round2(whole))


def filled_is_measured(case: ParcelCase) -> Iterator[Remark]:
    """V07: what the issued table states of the patch is what the overlay measured; and the overlay is of today."""
    if case.stale:
        yield wrong("V07_STALE", "DKMJ", layers=Said(
            "、".join(ROLES[role].zh if role in ROLES else role for role in case.stale),
            ", ".join(ROLES[role].en if role in ROLES else role for role in case.stale)))
    if case.m2("patch_m2") is None:
        yield _not_measured(case, (), "DKMJ")
        return
    if not case.alone:  # the issued figures are the whole patch's, and say nothing of its parcels
        return
    differing, open_roles = [], []
    for code, fact in FILLED_AND_MEASURED:
        filled, found = _m2_of(case.issued, code), case.m2(fact)
        if filled is None:
            continue
        if found is None:
            open_roles.append("yjjbnt" if fact == "yjjbnt_m2" else "dltb")
        elif abs(filled - found) > _UNSEEN_M2 and abs(mu_round2(filled) - mu_round2(found)) > TOLERANCE_MU:
            differing.append((code, mu_round2(filled), mu_round2(found)))
    if differing:
        zh = "；".join(f"{_ISSUED_AREAS[code].zh} {filled} 亩，套合 {found} 亩" for code, filled, found in differing)
        en = "; ".join(f"{_ISSUED_AREAS[code].en} {filled} mu, measured {found} mu"
                       for code, filled, found in differing)
        yield wrong("V07_DIFFERS", *(code for code, _, _ in differing), areas=Said(zh, en))
    if open_roles:
        yield _not_measured(case, tuple(dict.fromkeys(open_roles)))


def unmeasured(case: ParcelCase, *roles: str) -> Remark:
    """The remark that figures in ``roles`` are not known: not measured, or of layers that have changed since."""
    return _not_measured(case, roles)


def _not_measured(case: ParcelCase, roles: Tuple[str, ...], *codes: str) -> Remark:
    stale = [role for role in case.stale if not roles or role in roles]
    if stale:
        return not_checked("UNCHECKED_STALE", *codes, layers=_roles_said(stale))
    if case.measured is None and not case.stale:
        return not_checked("UNCHECKED_NOT_MEASURED", *codes)
    return wanting("UNCHECKED_NO_LAYER", *codes, layers=_roles_said(roles))


def _roles_said(roles: Sequence[str]) -> Said:
    return Said("、".join(ROLES[role].zh if role in ROLES else role for role in roles) or "—",
                ", ".join(ROLES[role].en if role in ROLES else role for role in roles) or "—")


def mu_of(values: Mapping[str, object], code: str) -> Optional[Decimal]:
    """An area (m²) as its table shows it, 亩; ``None`` where there is none or it is no number."""
    area = _m2_of(values, code)
    return None if area is None else mu_round2(area)


def _m2_of(values: Mapping[str, object], code: str) -> Optional[float]:
    value = values.get(code)
    if is_empty(value) or isinstance(value, bool):
        return None
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _figure(case: ParcelCase, source: str, name: str) -> Optional[float]:
    if source == MEASURED:
        return case.m2(name)
    return _m2_of(case.issued if source == ISSUED_VALUES else case.answers, name)


def _figure_field(source: str, name: str) -> Field:
    if source == MEASURED:
        return _OVERLAY_AREAS[_FACT_FIELDS[name]]
    return (_ISSUED_AREAS if source == ISSUED_VALUES else _ANSWERED_AREAS)[name]


def _name(field: Field) -> Said:
    return Said(f"{field.zh}（{field.code}）", f"{field.en} ({field.code})")
