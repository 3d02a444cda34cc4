"""A parcel as statistics see it: where it is, what was judged of it, and its areas as 附表2-1 shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ..areas.landclass import SEPARATE
from ..areas.table_areas import shown_areas, shown_of_parts
from ..areas.units import mu_round2
from ..definitions import is_mineral
from ..errors import WeipianError
from ..forms.codes import CASES
from ..forms.fields import is_empty
from ..forms.table_2_2 import concerns_table_2_2
from ..records import DRAFT, TableRow
from ..townships import Townships

JUDGED, BEGUN, OPEN = "已判定", "初判", "未判"
STATES = (JUDGED, BEGUN, OPEN)
AREA, FARMLAND, BASIC, REDLINE = "DKMJ", "GDMJ", "YJJBNTMJ", "STHXMJ"
ILLEGAL_AREA, ILLEGAL_FARMLAND, ILLEGAL_BASIC = "WFMJ", "WFGDMJ", "WFJBNTMJ"
MEASURED = (AREA, FARMLAND, BASIC, REDLINE)
STATED = (ILLEGAL_AREA, ILLEGAL_FARMLAND, ILLEGAL_BASIC)

Adjustable = Callable[[TableRow], str]


@dataclass(frozen=True)
class CountedParcel:
    """``areas`` in 亩 with two decimals, by field code of 附表2-1: what is not there was not measured, or not stated.

    ``county`` and ``township`` as `Townships` calls them. ``outcome`` and ``case`` are those a person signed, ""
    before; ``answers`` and ``mineral`` what was signed.
    """

    uuid: str
    patch: str
    name: str
    state: str
    county: str = ""
    township: str = ""
    village: str = ""
    task: str = ""
    outcome: str = ""
    case: str = ""
    is_mineral: bool = False
    in_table_2_2: bool = False
    areas: Mapping[str, Decimal] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    mineral: Mapping[str, object] = field(default_factory=dict)

    def said(self, code: str) -> str:
        """An answer as text, "" where there is none."""
        value = self.answers.get(code)
        return "" if is_empty(value) else str(value).strip()

    def is_yes(self, code: str) -> bool:
        """Was it answered with 是?"""
        return self.answers.get(code) in (1, True, "1", "是")


def counted(rows: Sequence[TableRow], adjustable: Adjustable = lambda _row: SEPARATE) -> Tuple[CountedParcel, ...]:
    """The parcels of some rows of the table. ``adjustable``: whether 可调整地类 are farmland (of the row's profile).

    Areas are the very figures of 附表2-1 (parts of a patch add up to it), so their sums are the sums of its columns.
    """
    wholes = shown_of_parts((row.parcel.patch_uuid, row.parcel.uuid, row.measured.area_m2 if row.measured else None)
                            for row in rows)
    known = Townships(rows)
    return tuple(_counted(row, known, adjustable(row), wholes.get(row.parcel.uuid)) for row in rows)


def _counted(row: TableRow, known: Townships, adjustable: str, whole: Optional[Decimal]) -> CountedParcel:
    issued = row.parcel.attributes
    answers = row.judgement.answers if row.judgement else {}
    outcome = str(answers.get("PDLX") or "")
    mineral = row.mineral.answers if row.mineral else {}
    alone = is_mineral(issued)
    judged = row.mineral is not None if alone else row.judgement is not None
    return CountedParcel(
        row.parcel.uuid, row.parcel.patch_uuid, row.parcel.dkbh or row.parcel.jcbh,
        JUDGED if judged else BEGUN if row.parcel.status == DRAFT else OPEN,
        known.counties[known.county(row)], known.name(row), _text(issued.get("CUNMC")), _text(issued.get("JCLB")),
        outcome, _text(answers.get(CASES.get(outcome, ""))), alone, concerns_table_2_2(row),
        _areas(row, adjustable, whole, answers), answers, mineral)


def _areas(row: TableRow, adjustable: str, whole: Optional[Decimal],
           answers: Mapping[str, object]) -> Dict[str, Decimal]:
    shown = shown_areas(row.measured, adjustable=adjustable, whole=whole).values
    found = {code: figure for code, figure in ((code, shown.get(code)) for code in MEASURED) if figure is not None}
    for code in STATED:
        area = _stated(answers.get(code))
        if area is not None:
            found[code] = area
    return found


def _stated(m2: object) -> Optional[Decimal]:
    try:
        return None if is_empty(m2) else mu_round2(str(m2))
    except WeipianError:
        return None


def _text(value: object) -> str:
    return "" if is_empty(value) else str(value).strip()


def of_each(parcels: Sequence[CountedParcel], key: Callable[[CountedParcel], str]) -> Dict[str, List[CountedParcel]]:
    """The parcels by a name that each of them has."""
    found: Dict[str, List[CountedParcel]] = {}
    for parcel in parcels:
        found.setdefault(key(parcel), []).append(parcel)
    return found
