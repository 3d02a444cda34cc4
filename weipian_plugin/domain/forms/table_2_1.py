"""附表2-1 土地卫片图斑核查情况登记表 (§2.3): a parcel's row, block B empty until a person has signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Dict, Mapping, Optional, Sequence, Set, Tuple

from ..areas.landclass import SEPARATE
from ..areas.table_areas import shown_areas, shown_of_parts
from ..definitions import ANSWERS, IDENTIFICATION, TABLE_2_1
from ..records import Finding, TableRow
from .fields import FieldType

_ANSWERED = frozenset(each.code for each in ANSWERS) & frozenset(each.code for each in TABLE_2_1)
_ISSUED = tuple(each.code for each in IDENTIFICATION if each.type is not FieldType.AREA)
_NAMED_IN_A_REMARK = 20


@dataclass
class RowsOf21:
    """Makes the rows and notes while it does which are not measured and which do not add up (numbers by uuid).

    ``adjustable`` by batch uuid: where its profile puts 可调整地类; ``wholes`` the areas of the parts of split patches.
    """

    wholes: Mapping[str, Decimal]
    adjustable: Mapping[str, str] = field(default_factory=dict)
    unmeasured: Set[str] = field(default_factory=set)
    unbalanced: Dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[TableRow], adjustable: Optional[Mapping[str, str]] = None) -> RowsOf21:
        """For these rows: the parts of a patch are shown so that they add up to it."""
        parts = ((row.parcel.patch_uuid, row.parcel.uuid, row.measured.area_m2 if row.measured else None)
                 for row in rows)
        return cls(shown_of_parts(parts), adjustable or {})

    def values(self, row: TableRow) -> Dict[str, object]:
        """Values by field code; measured areas as 亩 `Decimal` that add up, all else as stored."""
        values: Dict[str, object] = {code: row.parcel.attributes.get(code) for code in _ISSUED}
        values.update(JCBH=row.parcel.jcbh, DKBH=row.parcel.dkbh)
        values["XFSJ"] = values["XFSJ"] or row.batch.issued
        areas = shown_areas(row.measured, adjustable=self.adjustable.get(row.batch.uuid, SEPARATE),
                            whole=self.wholes.get(row.parcel.uuid))
        values.update(areas.values)
        if row.measured is None:
            self.unmeasured.add(row.parcel.uuid)
        if not areas.balanced:
            self.unbalanced[row.parcel.uuid] = row.parcel.dkbh
        if row.judgement is not None:
            values.update({code: row.judgement.answers.get(code) for code in _ANSWERED})
            values.update(QRR=row.judgement.signed_by, QRSJ=wall_time(row.judgement.signed_at),
                          QRYJ=row.judgement.basis)
        return values

    def remarks(self) -> Tuple[Finding, ...]:
        """What whoever reads the table has to know of its figures."""
        found = []
        if self.unmeasured:
            found.append(Finding("ROWS_NOT_MEASURED", "W", {"count": len(self.unmeasured)}))
        if self.unbalanced:
            named = "、".join(list(self.unbalanced.values())[:_NAMED_IN_A_REMARK])
            found.append(Finding("ROWS_NOT_BALANCED", "W", {"count": len(self.unbalanced), "parcels": named}))
        return tuple(found)


def wall_time(moment: str) -> str:
    """``2023-09-01T10:00:00+08:00`` as a table writes it: the signer's own clock, without its zone."""
    return moment[:19].replace("T", " ")
