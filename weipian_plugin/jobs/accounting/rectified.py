"""What the records say of rectification, in 亩 of farmland for each parcel: restored, regularised, major projects."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, AbstractSet, Dict, List, Mapping, Optional, Sequence, Set

from ...domain.areas.nested import farmland as measured_farmland
from ...domain.areas.units import MU_PER_M2, mu
from ...domain.calculators.parcels import (
    AFFORDABLE_HOUSING,
    EPIDEMIC_FACILITY,
    HOMESTEAD,
    MAJOR_NATIONAL,
    MAJOR_PROVINCIAL,
    REGULARISED,
    RESTORED,
)
from ...domain.calculators.ratio import named
from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.forms.codes import ILLEGAL
from ...domain.records import Finding, Record
from ...domain.review.image_checks import Claim, by_parcel, called_false, said_of, still_stands

if TYPE_CHECKING:
    from ...domain.profiles import PolicyProfile
    from ...domain.records import TableRow
    from ...workspace.workspace import Workspace

Farmland = Mapping[str, Optional[Fraction]]
MAJOR_LEVELS = {"国家级": MAJOR_NATIONAL, "省级": MAJOR_PROVINCIAL}
_FORMERLY = (HOMESTEAD, AFFORDABLE_HOUSING, EPIDEMIC_FACILITY)
_STILL_STANDS = "未拆除"
_NONE = Fraction(0)
_NEAR_CENTS = 1e-5
_MU_PER_M2 = float(MU_PER_M2)
_FLOAT_NOISE = Fraction(1, 10**9)  # 亩; far below what anybody states, far above what a float loses


@dataclass
class Book:
    """What the records hold by parcel uuid; ``buckets`` in 亩 of farmland, ``names`` of the parcels they speak of."""

    buckets: Dict[str, Dict[str, Fraction]] = field(default_factory=dict)
    city_accepted: Set[str] = field(default_factory=set)
    region_confirmed: Set[str] = field(default_factory=set)
    unconfirmed: Set[str] = field(default_factory=set)
    superior_final: Set[str] = field(default_factory=set)
    quality: Dict[str, str] = field(default_factory=dict)
    names: Dict[str, str] = field(default_factory=dict)
    noted: Dict[str, List[str]] = field(default_factory=dict)

    def add(self, parcel: str, bucket: str, area: Fraction) -> None:
        """So much more (亩) of a parcel's farmland lies in the bucket."""
        mine = self.buckets.setdefault(parcel, {})
        mine[bucket] = mine.get(bucket, _NONE) + area

    def note(self, code: str, parcel: str) -> None:
        """A remark about a parcel, told together with its likes."""
        known = self.noted.setdefault(code, [])
        name = self.names.get(parcel, parcel)
        if name not in known:
            known.append(name)

    def remarks(self) -> List[Finding]:
        """What must be said with any figure made from this book."""
        return [Finding(code, "W", named(sorted(parcels))) for code, parcels in self.noted.items()]


def farmland_of(row: TableRow, profile: PolicyProfile) -> Optional[Fraction]:
    """亩 of farmland taken: as stated in a 违法 judgement, else as measured in the profile's 口径; None: not known."""
    answers = row.judgement.answers if row.judgement else {}
    stated = stated_area(answers.get("WFGDMJ")) if answers.get("PDLX") == ILLEGAL else None
    if stated is not None:
        return stated
    found = measured_farmland(row.measured, profile.grouping.adjustable) if row.measured else None
    if found is None:
        return None
    return mu(found.net if profile.grouping.kcxs_mode == "net" else found.gross)


def stated_area(m2: object) -> Optional[Fraction]:
    """亩 of an area that a person may have stated (`stated_mu`); ``None`` where nobody did."""
    return stated_mu(m2) if type(m2) is float or (m2 is not None and str(m2).strip()) else None


def stated_mu(m2: object) -> Fraction:
    """亩 of an area a person stated: 40.00 亩 kept as 26666.666666666668 m² is 40 again, 3333.33 m² stays 4.999995."""
    if m2 == 0:
        return _NONE
    area = mu(m2)  # type: ignore[arg-type]
    cents = (m2 * _MU_PER_M2 if isinstance(m2, float) else float(area)) * 100
    if abs(cents - round(cents)) > _NEAR_CENTS:  # told without exact arithmetic, which is slow
        return area
    shown = Fraction(round(cents), 100)
    return shown if abs(area - shown) < _FLOAT_NOISE else area


def book_of(workspace: Workspace, rows: Sequence[TableRow], farmland: Farmland) -> Book:
    """The book of these parcels, out of the workspace's records of acts and rectification."""
    known = [record for kind in ("act", "rectification", "image_check") for record in _records(workspace, kind)]
    return book_of_records(known, rows, farmland)


def book_of_records(records: Sequence[Record], rows: Sequence[TableRow], farmland: Farmland) -> Book:
    """The book of these parcels, out of these records; ``image_check`` says what still stands."""
    acts = {record.uuid: record for record in records if record.kind == "act"}
    told = {parcel for record in records if record.kind in ("act", "rectification") for parcel in record.parcels}
    book = Book(names={row.parcel.uuid: row.parcel.dkbh or row.parcel.jcbh for row in rows if row.parcel.uuid in told})
    for act in acts.values():
        _read_act(act, farmland, book)
    checks = by_parcel(record for record in records if record.kind == "image_check")
    for record in records:
        if record.kind != "rectification":
            continue
        act_of = acts.get(record.act)
        # A rectification of an act without parcels of its own concerns the act's.
        parcels = [p for p in (record.parcels or (act_of.parcels if act_of else ())) if p in farmland]
        seen = {parcel for parcel in parcels if parcel in checks and is_refuted(record, parcel, checks[parcel])}
        _read_rectification(record, act_of, parcels, farmland, book, seen)
    return book


def is_refuted(rectification: Record, parcel: str, checks: Sequence[Record]) -> bool:
    """Does what was seen of a parcel (its image checks) say that its 拆除复耕 was not done: it stands, or is 虚假整改?
    Of ground that is otherwise rectified only the latter; papers (补办) no image refutes.
    """
    way = rectification.values.get("ZGFS")
    said = said_of(Claim(rectification.uuid, parcel), checks) if way != REGULARISED else []
    return still_stands(said) if way == RESTORED else called_false(said) is not None


def _records(workspace: Workspace, kind: str) -> List[Record]:
    """The records of a kind; none where the workspace's definitions do not have the kind."""
    try:
        return workspace.records(kind=kind)
    except WeipianError as error:
        if error.code != "UNKNOWN_RECORD_KIND":
            raise
        return []


def _read_act(act: Record, farmland: Farmland, book: Book) -> None:
    major = MAJOR_LEVELS.get(str(act.values.get("ZDSS") or ""))
    for parcel in act.parcels:
        if parcel not in farmland:
            continue
        whole = farmland[parcel] or _NONE
        if major and _is_yes(act.values.get("SFLXZZ")):
            book.buckets.setdefault(parcel, {})[major] = whole
        elif major:
            book.note("MAJOR_DUTY_OPEN", parcel)
        formerly = str(act.values.get("YWKJ") or "")
        if formerly in _FORMERLY:
            book.buckets.setdefault(parcel, {})[formerly] = whole
        if _is_yes(act.values.get("SFSJZP")):
            book.superior_final.add(parcel)


def _read_rectification(record: Record, act: Optional[Record], parcels: Sequence[str], farmland: Farmland,
                        book: Book, standing: AbstractSet[str]) -> None:
    """``standing``: the parcels of which an image check says that this rectification's ground still stands."""
    values, way = record.values, str(record.values.get("ZGFS") or "")
    if way not in (RESTORED, REGULARISED):
        return
    if way == RESTORED and values.get("YXFH") == _STILL_STANDS:
        for parcel in parcels:
            book.note("RESTORED_STILL_STANDS", parcel)
        return
    area, seen = _done(values, way), standing if way == RESTORED else frozenset()
    for parcel in (each for each in parcels if each in seen):
        book.note("RESTORED_STILL_STANDS", parcel)
    for parcel, part in _divided(area, parcels, farmland).items():
        if parcel in seen:
            continue
        book.add(parcel, way, part)
        if len(parcels) > 1:
            book.note("RECTIFICATION_SHARED", parcel)
    for parcel in (each for each in parcels if each not in seen):
        if way == RESTORED:
            _note_confirmations(parcel, values, book)
        else:
            if str(values.get("BCGDDB") or "").strip():
                book.quality[parcel] = str(values["BCGDDB"])
            if act is not None and _is_before(values.get("BBSJ"), act.values.get("CFDWSJ") or act.values.get("CFSJ")):
                book.note("PERMIT_BEFORE_PENALTY", parcel)


def _done(values: Mapping[str, object], way: str) -> Fraction:
    """亩 of farmland that is restored to the end, or has its papers: what is only planned counts for nothing."""
    if way == RESTORED:
        given = values.get("FGDWMJ")
        if given is None and _is_yes(values.get("SFZGDW")):
            given = values.get("ZGGDMJ")
    elif str(values.get("BBWH") or "").strip():
        given = values.get("BBGDMJ") if values.get("BBGDMJ") is not None else values.get("ZGGDMJ")
    else:
        given = None
    return _NONE if given is None or not str(given).strip() else stated_mu(given)


def _divided(area: Fraction, parcels: Sequence[str], farmland: Farmland) -> Dict[str, Fraction]:
    """One area over the parcels of its record, in proportion to their farmland, none beyond its own."""
    whole = sum((farmland[parcel] or _NONE for parcel in parcels), _NONE)
    if len(parcels) == 1:
        return {parcels[0]: area} if area else {}
    share = min(area / whole, Fraction(1)) if whole else _NONE
    return {parcel: (farmland[parcel] or _NONE) * share for parcel in parcels if share}


def _note_confirmations(parcel: str, values: Mapping[str, object], book: Book) -> None:
    """A parcel counts as confirmed once every part of it is."""
    for code, confirmed in (("SJYSSJ", book.city_accepted), ("ZZQQRSJ", book.region_confirmed)):
        if parse_date(values.get(code)) is None:
            book.unconfirmed.add(f"{parcel}/{code}")
        if f"{parcel}/{code}" in book.unconfirmed:
            confirmed.discard(parcel)
        else:
            confirmed.add(parcel)


def _is_before(one: object, other: object) -> bool:
    first, second = parse_date(one), parse_date(other)
    return first is not None and second is not None and first < second


def _is_yes(value: object) -> bool:
    return value in (1, True, "1", "是")
