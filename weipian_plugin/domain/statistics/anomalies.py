"""What the checks found (§2.5 8), counted: by check, by what became of it."""

from __future__ import annotations

from typing import Dict, List, Mapping, Sequence, Tuple

from ..validation import BY_ID, CHECKS, ERROR
from .figures import COUNT, Figure, FigureRow, FigureTable, heading

STATES = (("open", "未处理"), ("explained", "已说明"), ("unchecked", "未能校验"))
Entry = Tuple[str, str, str]
"""check, state, parcel (uuid)."""


def anomalies(scope: str, entries: Sequence[Entry]) -> FigureTable:
    """8-1: findings by check and state, with how many parcels they concern; what is resolved is none."""
    told = [entry for entry in entries if entry[1] in dict(STATES)]
    by_check: Dict[str, List[Entry]] = {}
    for entry in told:
        by_check.setdefault(entry[0], []).append(entry)
    rows = [_row(scope, check.id, f"{check.id} {check.zh}〔{_SEVERITY[check.severity]}〕", by_check[check.id])
            for check in CHECKS if check.id in by_check]
    rows.append(_row(scope, "合计", "合计", told, is_total=True))
    columns = (*(heading(name, "项") for _state, name in STATES), heading("涉及地块", COUNT))
    return FigureTable("8-1", "校验发现", "校验规则", columns, tuple(rows),
                       "〔错〕不改正不得上报；〔警〕须核对或说明。“涉及地块”去重，各行之和可大于合计。")


_SEVERITY: Mapping[str, str] = {severity: "错" if severity == ERROR else "警"
                                for severity in {check.severity for check in BY_ID.values()}}


def _row(scope: str, key: str, name: str, entries: Sequence[Entry], is_total: bool = False) -> FigureRow:
    rule = "各校验规则" if is_total else f"校验规则 {key}"
    figures = []
    for state, word in STATES:
        chosen = [entry for entry in entries if entry[1] == state]
        parcels = _parcels(chosen)
        figures.append(Figure(f"8-1.{key}.{word}", f"{key}·{word}", len(chosen), "项",
                              f"{scope}按{rule}校验、状态为“{word}”的发现项数", parcels))
    parcels = _parcels(entries)
    figures.append(Figure(f"8-1.{key}.涉及地块", f"{key}·涉及地块", len(parcels), COUNT,
                          f"{scope}按{rule}校验有发现的地块个数", parcels))
    return FigureRow(key, name, tuple(figures), is_total)


def _parcels(entries: Sequence[Entry]) -> Tuple[str, ...]:
    return tuple(dict.fromkeys(parcel for _check, _state, parcel in entries if parcel))
