"""What a check is told: one parcel with everything known of it, or all parcels together. Jobs gather it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from ..areas.units import exact
from ..calendar.dates import parse_date
from ..errors import WeipianError
from ..forms.fields import is_empty
from ..judging.facts import Facts
from ..judging.onsite import Duty
from ..profiles import PolicyProfile
from ..records import Judgement, Measured, ParcelRecord

if TYPE_CHECKING:
    from ..records import Record

Values = Mapping[str, object]


@dataclass(frozen=True)
class Shape:
    """A parcel's polygon as QGIS sees it: whether it is valid (and where it is not), its area in the map plane, m²."""

    valid: bool
    area_m2: float
    reason: str = ""


@dataclass(frozen=True)
class County:
    """The county whose polygon holds the parcel's centre."""

    code: str
    name: str = ""


@dataclass(frozen=True)
class ParcelCase:
    """One parcel. ``answers`` are the signed ones where there is a judgement, else the 初判.

    ``measured`` and ``facts`` hold only figures of layers as they are now: roles whose layer has changed since stand
    in ``stale``. ``county`` is ``None`` where no layer of counties tells. ``alone``: its patch has no other parcel.
    ``records`` concern the parcel; ``together`` are those of its 违法行为 that concern other parcels only.
    """

    parcel: ParcelRecord
    issued: Values
    answers: Values = field(default_factory=dict)
    judgement: Optional[Judgement] = None
    measured: Optional[Measured] = None
    facts: Facts = field(default_factory=lambda: Facts({}))
    stale: Tuple[str, ...] = ()
    shape: Optional[Shape] = None
    county: Optional[County] = None
    alone: bool = True
    suggestion: Values = field(default_factory=dict)
    duties: Tuple[Duty, ...] = ()
    records: Tuple[Record, ...] = ()
    together: Tuple[Record, ...] = ()
    profile: Optional[PolicyProfile] = None
    today: Optional[date] = None

    @property
    def uuid(self) -> str:
        """The parcel's."""
        return self.parcel.uuid

    @property
    def place(self) -> str:
        """How people name the parcel."""
        return self.parcel.dkbh or self.parcel.jcbh

    @property
    def outcome(self) -> str:
        """合法, 违法, 其他, or empty where nobody has said."""
        return self.text("PDLX")

    @property
    def case(self) -> str:
        """The code of the chosen case: H1 …, Q1 …, empty where there is none."""
        return self.text({"合法": "HFJTQX", "其他": "QTJTQX", "违法": "WFLX1"}.get(self.outcome, ""))

    def text(self, code: str) -> str:
        """An answer as text, empty where there is none."""
        value = self.answers.get(code)
        return "" if is_empty(value) else str(value).strip()

    def is_yes(self, code: str) -> bool:
        """An answer of 是."""
        return self.text(code) in ("1", "1.0", "True", "是")

    def day(self, code: str) -> Optional[date]:
        """A date among the answers."""
        return parse_date(self.answers.get(code))

    def issued_day(self, code: str) -> Optional[date]:
        """A date among the issued attributes."""
        return parse_date(self.issued.get(code))

    def m2(self, fact: str) -> Optional[float]:
        """A measured area in m², ``None`` where it is not known."""
        value = self.facts.get(fact)
        return float(value) if isinstance(value, (int, float)) else None

    def of_kind(self, kind: str) -> List[Record]:
        """The records of this kind that concern the parcel."""
        return [record for record in self.records if record.kind == kind]

    def belonging_to(self, uuid: str, kind: str) -> List[Record]:
        """The records of this kind that belong to an act (of attachments: also to a part), on whichever parcel."""
        found = (*self.records, *self.together) if uuid else ()
        return [record for record in found if record.kind == kind and record.act == uuid]

    def number(self, name: str) -> Optional[Fraction]:
        """A figure of the profile; ``None`` without a profile or where it has none of this name."""
        if self.profile is None:
            return None
        try:
            value = self.profile.value(name)
        except WeipianError:
            return None
        return exact(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


@dataclass(frozen=True)
class Overlap:
    """Two parcels of one patch on the same ground, m²."""

    one: str
    other: str
    area_m2: float


@dataclass(frozen=True)
class PatchCase:
    """A patch and its parcels (by UUID), areas in m² of one plane. ``None``: the issued shape has no sound area."""

    jcbh: str
    parcels: Tuple[str, ...]
    area_m2: Optional[float] = None
    overlaps: Tuple[Overlap, ...] = ()


@dataclass(frozen=True)
class WorkspaceCase:
    """All parcels together, for checks that look across them."""

    parcels: Sequence[ParcelCase]
    patches: Sequence[PatchCase] = ()

    def by_uuid(self) -> Dict[str, ParcelCase]:
        """The parcels by UUID."""
        return {case.uuid: case for case in self.parcels}

    def __iter__(self) -> Iterator[ParcelCase]:
        return iter(self.parcels)
