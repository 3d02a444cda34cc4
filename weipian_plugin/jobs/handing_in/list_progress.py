"""Where a parcel stands, in words of a township's list: what was judged, what was done about it, what is missing."""

from __future__ import annotations

from typing import List, Mapping

from ...domain.forms.act_progress import progress_of
from ...domain.forms.codes import CASES, ILLEGAL, label
from ...domain.forms.fields import is_empty
from ...domain.judging.suggestion import Suggestion
from ...domain.records import DRAFT, TableRow
from ...domain.validation import BY_ID
from ..checking.validate import OPEN
from .list_ledger import is_eliminated
from .list_material import ListMaterial

_OPEN_OUTCOME, _DRAFT = "未判定", "初判，未签署"


def outcome_in_words(lists: ListMaterial, row: TableRow) -> str:
    """``违法：新增（非农）建设用地违法`` once a person has signed; what is only drafted says so."""
    if row.judgement is not None:
        return _outcome(row.judgement.answers)
    if row.parcel.status != DRAFT:
        return _OPEN_OUTCOME
    drafted = _outcome(lists.workspace.draft(row.parcel.uuid).answers)
    return f"{drafted}（{_DRAFT}）" if drafted else _OPEN_OUTCOME


def progress_in_words(lists: ListMaterial, row: TableRow) -> str:
    """How its acts are dealt with, and how much is rectified."""
    told: List[str] = []
    for act in lists.acts.get(row.parcel.uuid, ()):
        parts = lists.parts.get(act.uuid, [])
        way, progress = label("CLFS", act.values.get("CLFS")), progress_of(act, parts)
        said = [way] if way else []
        if progress.left is not None and parts:
            said.append(f"已整改 {progress.done} 亩，剩余 {progress.left} 亩")
        told.append(f"{act.values.get('WFXWBH') or '违法行为'}：{'；'.join(said) or '未填处理方式'}")
    return "\n".join(told)


def missing_of(lists: ListMaterial, row: TableRow) -> str:
    """What has to be done or brought yet, each once."""
    uuid, told = row.parcel.uuid, []
    queued = lists.queue.get(uuid)
    if queued is not None and queued.returned:
        told.append("被退回或容错纠错未办结")
    if row.measured is None:
        told.append("套合面积")
    if row.judgement is None:
        told.append("判定（签署）")
        told += _evidence(lists, uuid)
    told += [f"{entry.found.check} {BY_ID[entry.found.check].zh}" for entry in lists.findings.get(uuid, ())
             if entry.state == OPEN]
    if row.judgement is not None and row.judgement.answers.get("PDLX") == ILLEGAL:
        told += _of_violation(lists, uuid)
    return "；".join(dict.fromkeys(told))


def _evidence(lists: ListMaterial, uuid: str) -> List[str]:
    stored = lists.workspace.suggestion(uuid)
    if not stored:
        return []
    return [f"材料：{piece.title}" for piece in Suggestion.from_json(stored).evidence_missing]


def _of_violation(lists: ListMaterial, uuid: str) -> List[str]:
    acts = lists.acts.get(uuid, [])
    if not acts:
        return ["违法行为登记（附表4）"]
    told = []
    for act in acts:
        parts = lists.parts.get(act.uuid, [])
        if is_empty(act.values.get("CLFS")):
            told.append("处理方式")
        if not parts and act.values.get("CLFS") != "不予立案":
            told.append("整改登记")
        elif parts and not is_eliminated(act, parts):
            told.append("整改到位并验收")
    return told


def _outcome(answers: Mapping[str, object]) -> str:
    outcome = str(answers.get("PDLX") or "")
    case = CASES.get(outcome, "")
    name = label(case, answers[case]) if case and not is_empty(answers.get(case)) else ""
    return f"{outcome}：{name}" if name else outcome
