"""The tables of 矿产 (§2.5 6): what of the mineral patches is judged, and how."""

from __future__ import annotations

from typing import List, Tuple

from ..forms.codes import ILLEGAL, code_list, label
from ..forms.fields import is_empty
from .counted import AREA, CountedParcel
from .figures import FigureTable
from .selection import Line, Selection, Test, area_column, parcels_column, table_of

_NOT_JUDGED = "未判定"
_COLUMNS = (parcels_column(), area_column(AREA, "面积"))


def minerals_of(whole: Selection) -> Selection:
    """What stands in 附表2-2."""
    return whole.where("列入附表2-2（矿产图斑、涉矿或按矿产判定）", lambda parcel: parcel.in_table_2_2)


def mineral_outcomes(minerals: Selection) -> FigureTable:
    """6-1: by 矿产判定类型; what is not signed stands apart."""
    lines: List[Line] = [
        (entry.code, entry.zh, minerals.where(f"矿产判定类型为“{entry.zh}”", _judged_as(entry.code)))
        for entry in code_list("KPDLX").codes]
    lines.append((_NOT_JUDGED, _NOT_JUDGED, minerals.where("未签署矿产判定", lambda parcel: not parcel.mineral)))
    return table_of("6-1", "矿产判定结果", "矿产判定类型", lines, _COLUMNS, minerals)


def mineral_violations(minerals: Selection) -> Tuple[FigureTable, FigureTable, FigureTable]:
    """6-2, 6-3, 6-4: violations by type, by disposal, by rectification."""
    illegal = minerals.where("矿产判定类型为“违法”", _judged_as(ILLEGAL))
    return (_by(illegal, "6-2", "矿产违法类型", "KWFLX"), _by(illegal, "6-3", "矿产处理方式", "KCLFS"),
            _by(illegal, "6-4", "矿产整改方式", "KZGFS"))


def _by(chosen: Selection, identity: str, title: str, code: str) -> FigureTable:
    order = tuple(entry.code for entry in code_list(code).codes)
    lines = chosen.by(title, lambda parcel: _said(parcel, code), order, lambda value: label(code, value))
    return table_of(identity, title, title, lines, _COLUMNS, chosen)


def _judged_as(outcome: str) -> Test:
    return lambda parcel: _said(parcel, "KPDLX") == outcome


def _said(parcel: CountedParcel, code: str) -> str:
    value = parcel.mineral.get(code)
    return "" if is_empty(value) else str(value).strip()
