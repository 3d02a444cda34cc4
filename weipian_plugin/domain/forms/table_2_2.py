"""附表2-2 矿产卫片图斑核查情况登记表 (§2.4): a parcel's row as far as the workspace knows it."""

from __future__ import annotations

from typing import Dict, Iterable, List, Mapping, Optional

from ..calendar.dates import parse_date
from ..definitions import ISSUED_MINERAL, MINERAL_CHECK, concerns_mining
from ..records import FeatureArea, Measured, TableRow, Value
from ..roles import ROLES
from .fields import applicable, is_empty

_CHECK = {field.code: field for field in MINERAL_CHECK}
_RIGHTS = ("ckq", "tkq")


def concerns_table_2_2(row: TableRow) -> bool:
    """Is the parcel one that 附表2-2 is about: a mineral patch, one marked 涉矿, or one judged as mining?"""
    return row.mineral is not None or concerns_mining(row.parcel.attributes)


def rows_of_table_2_2(rows: Iterable[TableRow]) -> List[TableRow]:
    """The parcels that stand in 附表2-2, in their order."""
    return [row for row in rows if concerns_table_2_2(row)]


def table_2_2_values(row: TableRow) -> Dict[str, Value]:
    """Values by field code of `definitions.TABLE_2_2`; areas in m², what nobody knows is not there.

    Issued figures stand as they were issued. Of a patch that was issued without them (附表1-1), the area is the issued
    监测面积, and the right is the one most of the parcel lies in. The judgement is there once a person has signed it.
    """
    issued = row.parcel.attributes
    values: Dict[str, Value] = {field.code: issued.get(field.code) for field in ISSUED_MINERAL}
    values.update(JCBH=row.parcel.jcbh, XFSJ=issued.get("XFSJ") or row.batch.issued)
    if is_empty(values["TBMJ"]):
        values["TBMJ"] = issued.get("JCMJ")
    if is_empty(values["XKZH"]):
        values.update(_right_under(row.measured))
    if row.mineral is not None:
        values.update(applicable(_CHECK, {code: row.mineral.answers.get(code) for code in _CHECK}))
        values.update(QRR=row.mineral.signed_by, QRSJ=row.mineral.signed_at[:19].replace("T", " "),
                      QRYJ=row.mineral.basis)
    return {code: value for code, value in values.items() if not is_empty(value)}


def _right_under(measured: Optional[Measured]) -> Dict[str, Value]:
    """The right most of the parcel lies in, as its layer wrote it; a mining right goes before an exploration right."""
    for key in _RIGHTS if measured is not None else ():
        areas = measured.roles.get(key) if measured is not None else None
        under = [feature for feature in areas.features if feature.area_m2 > 0] if areas is not None else []
        if under:
            return _as_columns(key, max(under, key=lambda feature: feature.area_m2))
    return {}


def _as_columns(key: str, right: FeatureArea) -> Dict[str, Value]:
    role = ROLES[key]
    by_name = {name.upper(): value for name, value in right.attributes.items()}
    columns = {"XKZH": _first(by_name, role.number_fields), "KSMC": _first(by_name, role.name_fields),
               "SQKZ": _first(by_name, role.mineral_fields), "YXQQ": _day(_first(by_name, role.date_fields)),
               "YXQZ": _day(_first(by_name, role.expiry_fields))}
    return {code: value for code, value in columns.items() if not is_empty(value)}


def _first(by_name: Mapping[str, object], fields: Iterable[str]) -> Value:
    return next((by_name[name] for name in fields if not is_empty(by_name.get(name))), None)


def _day(value: Value) -> Value:
    found = parse_date(value)
    return found.isoformat() if found is not None else value
