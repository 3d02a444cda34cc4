"""The rows of the lists that counties work from, form by form (`domain.forms.list_forms`)."""

from __future__ import annotations

from decimal import Decimal
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.areas.table_areas import shown_role
from ...domain.areas.units import MU
from ...domain.forms.act_progress import progress_of
from ...domain.forms.codes import ILLEGAL, label
from ...domain.forms.fields import is_empty
from ...domain.forms.list_forms import (
    ISSUES,
    KINDS,
    LEDGER,
    NON_AGRICULTURAL,
    OVERLAY_CLASSES,
    OVERLAY_REVIEW,
    OVERLAY_ROLES,
    TOWNSHIP,
)
from ...domain.forms.table_form import Made, Row
from ...domain.records import Record, TableRow
from ...domain.roles import ROLES
from ...domain.validation import BY_ID, ERROR
from ..checking.validate import EXPLAINED, RESOLVED, UNCHECKED, Stated
from .list_ledger import ledger_rows
from .list_material import ListMaterial, list_material
from .list_progress import missing_of, outcome_in_words, progress_in_words
from .material import Material, Shaped

NOWHERE = "未注明乡镇"
_PLACE = ("XMC", "XZMC", "CUNMC")
_SEVERITY = {True: "错误", False: "警告"}
_NEW = "W1"
_MARKS = (("SFLZGDJF", "新增乱占耕地建房"), ("SFWHZJ", "挖湖造景"), ("SFDPF", "大棚房"))
_NOT_MEASURED = "未套合"
_GROUPS = {"N": "农用地", "J": "建设用地", "W": "未利用地"}


def issues(material: Material) -> Shaped:
    """图斑审核问题清单: what the checks say of each parcel, errors and warnings, explained ones with their reason."""
    lists = list_material(material)
    items = [(row, entry) for row in lists.rows for entry in lists.findings.get(row.parcel.uuid, ())
             if entry.state != RESOLVED and not _of_all(entry)]
    return Shaped(Made(items, lambda item: _issue(lists, *item)), notes=_unchecked(lists))


def non_agricultural(material: Material) -> Shaped:
    """非农违法图斑清单: what a person signed as new construction land in violation, or as 非农化."""
    lists = list_material(material)
    rows = [row for row in lists.rows if _is_non_agricultural(row)]
    return Shaped(Made(rows, lambda row: _non_agricultural(lists, row)), _shapes(rows), len(rows), (
        ("列入范围", "已签署判定为违法，且违法类型（一级）为“新增（非农）建设用地违法”或标识为“非农化”的地块；"
                 "面积为判定时填写的违法面积，与附表2-1同一数值"),))


def overlay_review(material: Material) -> Shaped:
    """套合面积审核表: the balanced areas of each parcel (§5.6), classes in words, and whether they add up."""
    lists = list_material(material)
    versions = tuple(("套合图层版本", f"{batch.label}：{_versions(lists, batch.uuid) or '未套合'}")
                     for batch in lists.scope.batches)
    return Shaped(Made(lists.rows, lambda row: _overlay(lists, row)), _shapes(lists.rows), notes=(*versions, (
        "平差", "地块总面积=耕地+非耕农用地+建设用地+未利用地+未套合；永久基本农田、生态红线和其他图层与地类重叠，"
              "不参与相加")))


def overlay_classes(material: Material) -> Shaped:
    """套合地类明细表: a row for each class on each parcel."""
    lists = list_material(material)
    items: List[Row] = []
    for row in lists.rows:
        areas = lists.areas(row)
        net = {land.code: area for land, area in areas.net_classes}
        items += [{"DKBH": row.parcel.dkbh, "DLBM": land.code, "DLMC": land.zh, "SDL": _GROUPS.get(land.group),
                   "DLMJ": area, "DLJMJ": net.get(land.code)} for land, area in areas.classes if area]
        gross = {land.code for land, _ in areas.classes}
        items += [{"DKBH": row.parcel.dkbh, "DLBM": land.code, "DLMC": land.zh, "SDL": _GROUPS.get(land.group),
                   "DLJMJ": area} for land, area in areas.net_classes if land.code not in gross]
    return Shaped(items, notes=(("净面积", "耕地扣除田坎后的面积；扣除的田坎单列一行，故两列合计相同"),))


def ledger(material: Material) -> Shaped:
    """违法图斑查处整改台账: each act and each part of its rectification, until the illegal state is eliminated."""
    rows, notes = ledger_rows(list_material(material))
    return Shaped(rows, notes=notes)


def township(material: Material) -> Shaped:
    """乡镇图斑清单 (清单式管理): each parcel with its outcome, its areas, what is missing and until when."""
    lists = list_material(material)
    return Shaped(Made(lists.rows, lambda row: township_row(lists, row)), _shapes(lists.rows),
                  sum(row.judgement is not None for row in lists.rows), (
                      ("到期提示", f"以数据截止日 {lists.day.isoformat()} 计，不以打印日期计"),))


LIST_MAKERS: Dict[str, Callable[[Material], Shaped]] = {
    ISSUES: issues, NON_AGRICULTURAL: non_agricultural, OVERLAY_REVIEW: overlay_review,
    OVERLAY_CLASSES: overlay_classes, LEDGER: ledger, TOWNSHIP: township,
}
"""How the rows of a list are made, by its id."""


def place_of(row: TableRow) -> Dict[str, object]:
    """County, township and village."""
    return {code: row.parcel.attributes.get(code) for code in _PLACE}


def _issue(lists: ListMaterial, row: TableRow, entry: Stated) -> Row:
    found, due = entry.found, lists.due_for_corrections(row)
    check = BY_ID[found.check]
    reason = f"已说明：{entry.reason}（{entry.by} {entry.on}）"
    said = {EXPLAINED: reason, UNCHECKED: "未能校验"}.get(entry.state, "未处理")
    values: Dict[str, object] = {
        **place_of(row), "DKBH": row.parcel.dkbh, "WTLB": KINDS.get(found.check), "WT": check.zh,
        "WTYJ": found.check, "WTSM": found.zh, "CLYQ": check.remedy_zh, "CLQK": said,
        "WTCD": "未核" if entry.state == UNCHECKED else _SEVERITY[found.severity == ERROR]}
    if due is not None:
        values.update(CLQX=due.day.isoformat(), DQTS=due.light, BZ=due.title)
    return values


def _of_all(entry: Stated) -> bool:
    """Is it one thing that is missing for all parcels, and nobody's issue?"""
    return entry.state == UNCHECKED and (entry.parcels > 1 or entry.found.of_all)


def _unchecked(lists: ListMaterial) -> Tuple[Tuple[str, str], ...]:
    told = [entry for entries in lists.findings.values() for entry in entries if _of_all(entry)]
    return (("问题类别", "按“类型确定的准确性、证明材料的充分性、数据信息的完备性”归类，规则与类别的对应为拟定"),
            *(("未能校验",
               f"{entry.found.check} {BY_ID[entry.found.check].zh}（含未签署的，共 {entry.parcels} 个地块）："
               f"{entry.found.zh}")
              for entry in sorted(told, key=lambda one: one.found.check)))


def _is_non_agricultural(row: TableRow) -> bool:
    answers = row.judgement.answers if row.judgement is not None else {}
    return answers.get("PDLX") == ILLEGAL and (answers.get("WFLX1") == _NEW or answers.get("SFFNH") in (1, True, "1"))


def _non_agricultural(lists: ListMaterial, row: TableRow) -> Row:
    answers = row.judgement.answers if row.judgement is not None else {}
    acts = lists.acts.get(row.parcel.uuid, [])
    parts = [part for act in acts for part in lists.parts.get(act.uuid, ())]
    major = [name for code, name in _MARKS if answers.get(code) in (1, True, "1")]
    major += ["挂牌督办"] if any(act.values.get("DBZZ") == 1 for act in acts) else []
    values: Dict[str, object] = {code: answers.get(code) for code in ("WFSJYT", "WFMJ", "WFGDMJ", "WFJBNTMJ")}
    values.update(
        XMC=row.parcel.attributes.get("XMC"), JCPC=row.batch.label, XSBH=row.parcel.dkbh or row.parcel.jcbh,
        XMMC=_each(acts, "XMMC"), WFZRZT=_each(acts, "WFZRZT"), ZGFSS=_ways(parts), ZDDX="、".join(major),
        SFZG=_rectified(lists, acts), BZ="".join(str(row.parcel.attributes.get(code) or "") for code in _PLACE[1:]))
    return values


def _rectified(lists: ListMaterial, acts: Sequence[Record]) -> Optional[int]:
    """Unknown until an act is registered: an empty cell is not a no."""
    if not acts:
        return None
    return int(all(progress_of(act, lists.parts.get(act.uuid, [])).left == 0 for act in acts))


def _ways(parts: Sequence[Record]) -> str:
    return "、".join(dict.fromkeys(label("ZGFS", part.values["ZGFS"]) for part in parts
                                  if not is_empty(part.values.get("ZGFS"))))


def _each(records: Sequence[Record], code: str) -> str:
    return "、".join(dict.fromkeys(str(one.values[code]) for one in records if not is_empty(one.values.get(code))))


def _overlay(lists: ListMaterial, row: TableRow) -> Row:
    values: Dict[str, object] = {**place_of(row), "DKBH": row.parcel.dkbh}
    if row.measured is None:
        return {**values, "BGDL": _NOT_MEASURED}
    areas, whole = lists.areas(row), lists.whole_of(row)
    shown = areas.values
    values.update((code, shown.get(code)) for code in (
        "DKMJ", "GDMJ", "GDJMJ", "YJJBNTMJ", "WLYDMJ", "STHXMJ", "JSYDMJ", "WTHMJ"))
    if shown.get("NYDMJ") is not None and shown.get("GDMJ") is not None:
        values["FGNYDMJ"] = _figure(shown, "NYDMJ") - _figure(shown, "GDMJ")
        values["PCTG"] = int(areas.balanced and _figure(shown, "DKMJ") == sum(
            (_figure(shown, code) for code in ("NYDMJ", "JSYDMJ", "WLYDMJ", "WTHMJ")), Decimal("0.00")))
    values.update((code, shown_role(row.measured, role, MU, whole)) for code, role in OVERLAY_ROLES.items())
    after = label("TBLX", row.parcel.attributes.get("TBLX"))
    before = "、".join(f"{land.zh}{area}" for land, area in areas.classes if area)
    values.update(BGDL=f"{before} → {after}" if before and after else before or after)
    return values


def _figure(shown: Mapping[str, Optional[Decimal]], code: str) -> Decimal:
    return shown.get(code) or Decimal("0.00")


def _versions(lists: ListMaterial, batch: str) -> str:
    """The layers a batch was measured in, each with its date."""
    told: Dict[str, None] = {}
    for run in lists.workspace.overlay_runs(batch):
        layers = run.provenance.get("layers")
        for layer in layers if isinstance(layers, list) else []:
            role = ROLES.get(str(layer.get("role")))
            told[f"{role.zh if role else layer.get('role')} {layer.get('version_date') or '未注明'}"] = None
    return "；".join(told)


def by_township(lists: ListMaterial) -> Dict[str, List[TableRow]]:
    """The parcels of each township by its name (`Townships`); those without one come last."""
    found: Dict[str, List[TableRow]] = {}
    for row in lists.rows:
        found.setdefault(lists.townships.name(row, NOWHERE), []).append(row)
    return {name: found[name] for name in sorted(found, key=lambda one: (one.endswith(NOWHERE), one))}


def township_row(lists: ListMaterial, row: TableRow) -> Row:
    """A line of the township's list."""
    official = lists.values_2_1(row)
    values: Dict[str, object] = {code: official.get(code) for code in (
        "XZMC", "CUNMC", "DKBH", "JCLB", "DKMJ", "GDMJ", "YJJBNTMJ", "STHXMJ", "WFMJ", "WFGDMJ")}
    queued = lists.queue.get(row.parcel.uuid)
    values.update(XZMC=lists.townships.name(row) or None, PDJG=outcome_in_words(lists, row),
                  BLJZ=progress_in_words(lists, row), SQNR=missing_of(lists, row),
                  ZRR=queued.assigned if queued else "", BZ=queued.flag if queued else "")
    due = lists.due(row)
    if due is not None:
        values.update(CLQX=due.day.isoformat(), QXSX=due.title, DQTS=due.light)
    elif row.judgement is not None:
        values["DQTS"] = "已判定"
    return values


def _shapes(rows: Sequence[TableRow]) -> Tuple[Optional[bytes], ...]:
    return tuple(row.parcel.wkb for row in rows)
