"""What the measurements of a parcel say, row by row: land-class groups, what it touches, limits it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.areas.landclass import AGRICULTURAL, CONSTRUCTION, SEPARATE, LandClass
from ...domain.areas.table_areas import BASIC_FARMLAND, ShownAreas, shown_areas, shown_farmland, shown_role
from ...domain.areas.units import mu_round2
from ...domain.judging.facts import FACTS, collect_facts
from ...domain.judging.onsite import with_suspected_areas
from ...domain.judging.rules import Truth, weigh
from ...domain.records import Measured, RoleAreas
from ...domain.roles import EVIDENCE, ROLES, ZONE, paper_of

FARMLAND, GENERAL, PLANTED, OTHER_AGRICULTURAL = "farmland", "general", "planted", "agricultural"
BUILT, UNUSED, UNCOVERED = "built", "unused", "uncovered"
GROUPS: Dict[str, Tuple[str, str]] = {
    FARMLAND: ("耕地", "Farmland"),
    PLANTED: ("园林草", "Orchard, forest, grass"),
    OTHER_AGRICULTURAL: ("其他农", "Other agricultural"),
    BUILT: ("建设", "Construction"),
    UNUSED: ("未利用", "Unused"),
    UNCOVERED: ("未套合", "No class"),
}
_PLANTED_LEVELS = ("02", "03", "04")
ALWAYS_ASKED = ("yjjbnt", "stbhhx", "pzyd", "ssnyd", "lsyd")
SHORT_NAMES: Dict[str, Tuple[str, str]] = {
    "yjjbnt": ("永农", "Basic farmland"), "stbhhx": ("红线", "Redline"), "pzyd": ("批准用地", "Approved"),
    "ssnyd": ("设施备案", "Filed facilities"), "lsyd": ("临时用地", "Temporary"),
}
GENERAL_NAMES = ("一般耕地", "General farmland")
INSIDE_FARMLAND = ("yjjbnt", "stbhhx", "pzyd")
ROW_OF_LAND_FACT = {
    "farmland_m2": FARMLAND, "farmland_net_m2": FARMLAND, "farmland_counted_m2": FARMLAND,
    "illegal_farmland_m2": FARMLAND,
    **{f"{FARMLAND}{net}_in_{key}_m2": f"{FARMLAND}_in_{key}" for net in ("", "_net") for key in INSIDE_FARMLAND},
    "ybgd_m2": GENERAL, "ybgd_net_m2": GENERAL,
    "js_m2": BUILT, "js_ratio": BUILT, "wl_m2": UNUSED, "wth_m2": UNCOVERED,
}


@dataclass(frozen=True)
class FactRow:
    """One line: its name, the area in 亩 as the tables show it (``None``: 未核), its share of the parcel, 0…1.

    ``remarks`` are the limits it reaches (⚑); ``detail`` lists the classes or papers behind the figure; ``net`` is the
    area without field ridges. A row ``of_farmland`` is a part of the 耕地 above it, and so is its share.
    """

    key: str
    names: Tuple[str, str]
    area: Optional[Decimal]
    share: float = 0.0
    declared_empty: bool = False
    remarks: Tuple[str, ...] = ()
    detail: str = ""
    net: Optional[Decimal] = None
    of_farmland: bool = False


def land_rows(
    measured: Measured, adjustable: str = SEPARATE, remarks: Optional[Mapping[str, Sequence[str]]] = None,
    language: str = "zh", whole: Optional[Decimal] = None,
) -> List[FactRow]:
    """The parcel by land-class group, in 亩 as 附表2-1 shows them, below 耕地 what of it is 永农, 一般耕地, in the
    redline, approved; empty where no land-class layer was measured. ``whole``: of a part of a patch its area beside
    the others.

    Raises ``UNKNOWN_LAND_CLASS`` for a class code that is in no table.
    """
    shown = shown_areas(measured, adjustable=adjustable, whole=whole)
    if "GDMJ" not in shown.values:
        return []
    classes: Dict[str, List[Tuple[LandClass, Decimal]]] = {key: [] for key in GROUPS}
    for land, area in shown.classes:
        classes[_group_of(land, adjustable)].append((land, area))
    areas = {key: sum((area for _, area in found), Decimal("0.00")) for key, found in classes.items()}
    areas[UNCOVERED] = shown.values["WTHMJ"] or Decimal("0.00")
    rows = [
        FactRow(key, names, areas[key], _share(areas[key], mu_round2(measured.area_m2)),
                remarks=tuple((remarks or {}).get(key, ())),
                detail="\n".join(f"{land.code} {land.zh if language == 'zh' else land.en} {area}"
                                 for land, area in classes[key]),
                net=shown.values["GDJMJ"] if key == FARMLAND else None)
        for key, names in GROUPS.items()
    ]
    return [rows[0], *_farmland_rows(measured, shown, adjustable, remarks or {}), *rows[1:]]


def _farmland_rows(measured: Measured, shown: ShownAreas, adjustable: str,
                   remarks: Mapping[str, Sequence[str]]) -> List[FactRow]:
    """What of the 耕地 is 永农 and what is not, adding up to it, 未核 where that is not known; and what of it lies in
    the redline or was approved, where any does.
    """
    whole = shown.values["GDMJ"] or Decimal(0)
    rows = []
    for key in INSIDE_FARMLAND if whole else ():
        zh, en = SHORT_NAMES[key]
        names, name = (f"其中{zh}", f"of it: {en}"), f"{FARMLAND}_in_{key}"
        found = shown_farmland(measured, (key,), adjustable, whole=shown.values["DKMJ"], areas=shown)
        always = key == BASIC_FARMLAND
        if found is not None and (found.inside or always):
            rows.append(FactRow(name, names, found.inside, _share(found.inside, whole), net=found.inside_net,
                                remarks=tuple(remarks.get(name, ())), of_farmland=True))
        elif always:
            rows.append(FactRow(name, names, None, of_farmland=True))
        if always:
            outside = None if found is None else found.outside
            rows.append(FactRow(GENERAL, GENERAL_NAMES, outside, _share(outside or Decimal(0), whole),
                                remarks=tuple(remarks.get(GENERAL, ())), of_farmland=True))
    return rows


def cover_rows(measured: Measured, remarks: Optional[Mapping[str, Sequence[str]]] = None,
               whole: Optional[Decimal] = None) -> List[FactRow]:
    """What the parcel touches: basic farmland, redline and papers always, every other role only where it is touched.

    ``whole``: see `land_rows`.
    """
    touched = [key for key, areas in measured.roles.items() if areas.total_m2 > 0 and key not in ALWAYS_ASKED]
    others = [key for key in touched if key in ROLES and ROLES[key].kind in (ZONE, EVIDENCE)]
    return [_cover_row(key, measured, tuple((remarks or {}).get(key, ())), whole) for key in (*ALWAYS_ASKED, *others)]


def limits_reached(
    issued: Mapping[str, object], measured: Measured, profile: Any, pdlx: str, case: str, language: str = "zh"
) -> Dict[str, List[str]]:
    """By row: the titles of the profile's flags and on-site duties, codes behind, that this row's figure makes true."""
    facts = with_suspected_areas(collect_facts(issued, measured, profile.grouping), pdlx)
    facts = facts.also(outcome=pdlx or None, case_code=case or None)
    reached: Dict[str, List[str]] = {}
    for rule in (*profile.flags, *profile.onsite):
        weighed = weigh(rule.when, facts, profile.threshold_compare)
        if weighed.truth is not Truth.TRUE:
            continue
        for row in dict.fromkeys(_row_of(leaf.fact) for leaf in weighed.because if _row_of(leaf.fact)):
            title = f"{rule.title}（{rule.id}）" if language == "zh" else f"{rule.title_en} ({rule.id})"
            reached.setdefault(row, []).append(title)
    return reached


def _row_of(fact: str) -> str:
    """The row that shows this fact; empty for one that no row shows."""
    role = FACTS[fact].role
    return ROW_OF_LAND_FACT.get(fact) or ("" if role == "dltb" else role)


def _group_of(land: LandClass, adjustable: str) -> str:
    if land.counts_as_farmland(adjustable):
        return FARMLAND
    if land.group == AGRICULTURAL:
        return PLANTED if land.level in _PLANTED_LEVELS else OTHER_AGRICULTURAL
    return BUILT if land.group == CONSTRUCTION else UNUSED


def _share(part: Decimal, whole: Decimal) -> float:
    return min(float(part / whole), 1.0) if whole else 0.0


def _cover_row(key: str, measured: Measured, remarks: Tuple[str, ...], whole: Optional[Decimal]) -> FactRow:
    names = SHORT_NAMES.get(key) or (ROLES[key].zh, ROLES[key].en)
    areas = measured.roles.get(key)
    if areas is None:
        return FactRow(key, names, None)
    shown = shown_role(measured, key, whole=whole)
    share = min(areas.total_m2 / measured.area_m2, 1.0) if measured.area_m2 > 0 else 0.0
    return FactRow(key, names, shown, share, areas.declared_empty, remarks, _papers(key, areas))


def _papers(key: str, areas: RoleAreas) -> str:
    lines = []
    for feature in areas.features:
        paper = paper_of(ROLES[key], feature.attributes)
        said = [str(value) for value in (paper.number, paper.name, paper.date, paper.expiry) if value is not None]
        lines.append(f"{' · '.join(said) or '—'}  {mu_round2(feature.area_m2)}")
    return "\n".join(lines)
