"""How figures came about, in words: profile, method, CRS, layers with field, version and CRS, remarks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Dict, List, Mapping, Sequence, Tuple

from ..domain.errors import sentence
from ..domain.exchange.connections import is_database, without_password
from ..domain.records import OverlayRun
from ..domain.roles import ROLES

Lines = List[Tuple[str, str]]
_REMARK = "备注"
_OF_ONE_RUN = ("套合时间", "套合人", "套合地块数", "计算引擎", _REMARK)


def basis_lines(runs: Sequence[OverlayRun], profile_title: str) -> Lines:
    """(name, text) for the sheet 说明: the 政策口径, then each measurement on which areas of the table rest."""
    lines = [("政策口径", profile_title or "未选定")]
    if not runs:
        return [*lines, ("套合", "未套合")]
    for same in _alike(runs):
        told = _run_lines(same[0])
        lines += told
        if len(same) > 1:
            further = [line for run in same[1:] for line in _run_lines(run) if line[0] == _REMARK and line not in told]
            lines += dict.fromkeys(further)
            last = _moment(same[-1].provenance.get("measured_at"))
            lines.append(("其后重算", f"{len(same) - 1} 次（地块图形改动后，图层相同），最近 {last}"))
    return lines


def _alike(runs: Sequence[OverlayRun]) -> List[List[OverlayRun]]:
    """Measurements in a row of the same layers in the same way: after each change of a shape there is one."""
    found: List[List[OverlayRun]] = []
    for run in runs:
        if found and _way(found[-1][0]) == _way(run):
            found[-1].append(run)
        else:
            found.append([run])
    return found


def _way(run: OverlayRun) -> Lines:
    return [line for line in _run_lines(run) if line[0] not in _OF_ONE_RUN]


def _run_lines(run: OverlayRun) -> Lines:
    told = run.provenance
    lines = [("面积", _said(told["method_code"], told.get("method_values"))),
             ("图斑坐标系", _text(told.get("patches_crs"))),
             ("套合时间", _moment(told.get("measured_at"))),
             ("套合人", _text(told.get("actor"))), ("套合地块数", _text(told.get("parcels")))]
    if told.get("pairs") is not None:
        pairs = f"{told['pairs']} 对图形，其中 {told.get('redone') or 0} 对由 GEOS 计算"
        lines.append(("计算引擎", f"{_text(told.get('engine'))}；{pairs}"))
    lines += [(_role_name(layer.get("role")), _layer_line(layer)) for layer in _mappings(told.get("layers"))]
    empty = told.get("declared_empty")
    lines += [(_role_name(role), "声明为空") for role in (empty if isinstance(empty, list) else [])]
    return lines + [(_REMARK, _said(remark["code"], remark.get("values"))) for remark in run.remarks]


def _said(code: object, values: object) -> str:
    return sentence(str(code), "zh", **_values(values))


def _layer_line(layer: Mapping[str, object]) -> str:
    parts = (_text(layer.get("title") or layer.get("layer")), _place(_text(layer.get("source"))),
             f"字段 {layer['class_field']}" if layer.get("class_field") else "",
             _text(layer.get("crs")), f"版本 {layer.get('version_date') or '未注明'}",
             f"沿用 {_moment(layer.get('measured_at'))} 的套合" if layer.get("reused") else "")
    return "；".join(part for part in parts if part)


def _place(source: str) -> str:
    """A file's name without its folders; a database as it is, without its password."""
    return without_password(source) if is_database(source) else Path(source).name


def _role_name(role: object) -> str:
    return ROLES[str(role)].zh if str(role) in ROLES else _text(role)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _moment(value: object) -> str:
    """A moment by the clock of this place; as it stands where it is none."""
    text = _text(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment.astimezone() if moment.tzinfo else moment).strftime("%Y-%m-%d %H:%M:%S")


def _mappings(value: object) -> List[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _values(values: object) -> Dict[str, object]:
    return {str(name): value for name, value in values.items()} if isinstance(values, Mapping) else {}
