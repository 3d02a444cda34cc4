"""Tests: made of the scenarios or of signed patches, answered in a training workspace, scored, explained, written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Sequence, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.forms.codes import is_classified
from ...domain.judging.suggest import suggest
from ...domain.judging.suggestion import Suggestion
from ...domain.records import IssuedPatch, NewBatch, TableRow
from ...domain.training import STAMP
from ...domain.training.case import Case
from ...domain.training.exam import (
    DEFAULT_RULES,
    Answer,
    ExamResult,
    ExamRules,
    Question,
    answer_of,
    evenly_drawn,
    score,
)
from ...domain.training.exam_tables import exam_tables
from ...domain.training.scenario import Scenario
from ..rules.profiles import load_profile
from .training import case_of_parcel, load_scenarios, new_training_workspace, profile_of_case, scenario_workspace
from .training_guard import require_training, stamped

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_EXAM, _ANSWERS, _ENDED = "exam", "exam_answers", "exam_ended"
_REASONS = {"合法": "HFPDYJSM", "违法": "WFPDYJSM", "其他": "QTPDYJSM"}


@dataclass(frozen=True)
class Exam:
    """A test as it stands in its workspace. ``ended`` is empty until it is handed in (ISO after that)."""

    title: str
    rules: ExamRules
    questions: Tuple[Question, ...]
    ended: str = ""


def exam_of_scenarios(path: Union[str, Path], scenarios: Sequence[Scenario], rules: ExamRules = DEFAULT_RULES,
                      actor: str = "") -> Workspace:
    """A training workspace with the scenarios as a test, open; the key is what each one's first variant gives."""
    workspace = scenario_workspace(path, scenarios, actor)
    parcels = {row.jcbh: row.parcel_uuid for row in workspace.queue()}
    questions = []
    for one in scenarios:
        answer = one.variants[0]
        questions.append(Question(parcels[one.jcbh], one.jcbh, answer.pdlx, answer.code, one.id, answer.said.zh))
    _keep(workspace, Exam("情景", rules, tuple(questions)))
    return workspace


def exam_of_workspace(source: Workspace, path: Union[str, Path], count: int, rules: ExamRules = DEFAULT_RULES,
                      draw: int = 1, actor: str = "") -> Workspace:
    """A training workspace with copies of ``count`` signed patches of ``source`` as a test, open.

    Geometry and issued attributes are copied, and the signed outcome as the key; of a training workspace the measured
    areas, too. Classified patches never. Imagery and reference layers are named, not copied. ``draw`` numbers the draw:
    another number draws other patches, the same number the same. ``source`` is only read. Raises EXAM_EMPTY.
    """
    signed = {row.parcel.uuid: row for row in source.table_rows()
              if row.judgement is not None and row.parcel.wkb and not is_classified(row.parcel.attributes)}
    kinds = {uuid: _key_of(row).kind for uuid, row in signed.items()}
    drawn = [signed[uuid] for uuid in evenly_drawn(kinds, count, lambda uuid: _shuffled(draw, uuid))]
    if not drawn:
        raise WeipianError("EXAM_EMPTY")
    workspace = new_training_workspace(path, source.crs_authid, actor)
    try:
        _copy(source, workspace, drawn)
        parcels = {row.jcbh: row.parcel_uuid for row in workspace.queue()}
        questions = [_question(row, parcels[row.parcel.dkbh or row.parcel.jcbh]) for row in drawn]
        _keep(workspace, Exam(Path(source.path).stem, rules, tuple(questions)))
    except BaseException:
        workspace.close()
        Path(path).unlink(missing_ok=True)
        raise
    return workspace


def holds_exam(workspace: Workspace) -> bool:
    """Is there a test in this workspace, running or handed in?"""
    return workspace.is_training and bool(workspace.kept_for_training(_EXAM))


def exam_runs(workspace: Workspace) -> bool:
    """Does the workspace hold a test that is not handed in yet? Then neither suggestion nor key may be shown."""
    return holds_exam(workspace) and not workspace.kept_for_training(_ENDED)


def read_exam(workspace: Workspace) -> Exam:
    """The test in a training workspace. Raises EXAM_MISSING, NOT_A_TRAINING_WORKSPACE."""
    text = workspace.kept_for_training(_EXAM)
    if not text:
        raise WeipianError("EXAM_MISSING", file=Path(workspace.path).name)
    stored = json.loads(text)
    rules = ExamRules(Fraction(stored["pass_mark"]), bool(stored["by_case"]))
    return Exam(stored["title"], rules, tuple(Question(**one) for one in stored["questions"]),
                workspace.kept_for_training(_ENDED))


def read_answers(workspace: Workspace) -> Dict[str, Answer]:
    """What was answered so far, by parcel."""
    stored = json.loads(workspace.kept_for_training(_ANSWERS) or "{}")
    return {parcel: Answer(**one) for parcel, one in stored.items()}


def save_answers(workspace: Workspace, answers: Mapping[str, Answer]) -> None:
    """Keep the answers and times; a test that was handed in stays as it is. Raises EXAM_ENDED."""
    if workspace.kept_for_training(_ENDED):
        raise WeipianError("EXAM_ENDED", file=Path(workspace.path).name)
    text = json.dumps({parcel: asdict(one) for parcel, one in answers.items()}, ensure_ascii=False)
    workspace.keep_for_training(_ANSWERS, text)


def hand_in(workspace: Workspace) -> None:
    """From now on nothing is answered any more, and the result can be seen."""
    workspace.keep_for_training(_ENDED, datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds"))


def result_of(workspace: Workspace, person: str = "") -> ExamResult:
    """The score of a test that was handed in. Raises EXAM_MISSING, EXAM_NOT_ENDED."""
    exam = read_exam(workspace)
    if not exam.ended:
        raise WeipianError("EXAM_NOT_ENDED", file=Path(workspace.path).name)
    return score(exam.title, exam.questions, read_answers(workspace), exam.rules, person or workspace.actor, exam.ended)


def case_of_question(workspace: Workspace, question: Question) -> Tuple[Case, str]:
    """What is known of a question's parcel, and the profile its key is by (empty where none is chosen)."""
    scenario = next((one for one in load_scenarios() if one.id == question.scenario), None)
    if scenario is not None:
        return scenario.case_of(scenario.variants[0]), scenario.variants[0].profile
    return case_of_parcel(workspace, question.parcel, with_answers=False), profile_of_case(workspace, question.parcel)


def explanations(workspace: Workspace, result: ExamResult, language: str = "zh") -> Dict[str, str]:
    """By parcel of each miss: the key's own reason, and the rule's with the measured facts and its sentence."""
    told = {}
    for miss in result.misses:
        case, profile_id = case_of_question(workspace, miss.question)
        said = [miss.question.reason]
        if profile_id:
            profile = load_profile(profile_id)
            said.append(_rule_in_words(suggest(case.facts(profile), profile), language))
        told[miss.question.parcel] = "\n".join(part for part in said if part)
    return told


def _rule_in_words(found: Suggestion, language: str) -> str:
    """The rule that holds with the measured values, what it suggests, and its sentence."""
    if language.startswith("zh"):
        return (f"{found.profile_title}：规则 {found.rule}“{found.rule_title}”→ {found.kind} {found.label}。"
                f"{found.words}。出处：{found.basis}")
    return (f"{found.profile}: rule {found.rule} “{found.rule_title_en}” → {found.kind} {found.label_en}. "
            f"{found.words_en}. Source: {found.basis_en}")


def export_exam(workspace: Workspace, path: Union[str, Path], person: str = "") -> Path:
    """Write the result to ``path`` (.xlsx, .csv or .html); its name carries the stamp. Raises what the steps raise."""
    from ...delivery.exam_result import write_exam_result

    require_training(workspace)
    result, place = result_of(workspace, person), Path(path)
    return write_exam_result(exam_tables(result, explanations(workspace, result)), place.with_name(stamped(place.name)))


def _copy(source: Workspace, target: Workspace, rows: Sequence[TableRow]) -> None:
    """The patches by their batches, with what was issued and nothing else."""
    by_batch: Dict[str, List[TableRow]] = {}
    for row in rows:
        by_batch.setdefault(row.batch.uuid, []).append(row)
    for number, copied in enumerate(by_batch.values(), 1):
        batch = copied[0].batch
        patches = [IssuedPatch(row.parcel.dkbh or row.parcel.jcbh,
                               {**row.parcel.attributes, "XFSJ": row.parcel.attributes.get("XFSJ") or batch.issued},
                               row.parcel.wkb) for row in copied]
        label = f"{STAMP} 测试{number}"
        target.add_batch(NewBatch(label, batch.issued, "", "", batch.profile_id, batch.county), patches)
    for scene in source.scenes():
        target.set_scene(scene)
    target.replace_references(source.references())
    run = source.overlay_run()
    if source.is_training and run is not None:
        parcels = {row.jcbh: row.parcel_uuid for row in target.queue()}
        target.store_overlay(run, {parcels[row.parcel.dkbh or row.parcel.jcbh]: row.measured
                                   for row in rows if row.measured is not None})


def _keep(workspace: Workspace, exam: Exam) -> None:
    stored = {"title": exam.title, "pass_mark": str(exam.rules.pass_mark), "by_case": exam.rules.by_case,
              "questions": [asdict(one) for one in exam.questions]}
    workspace.keep_for_training(_EXAM, json.dumps(stored, ensure_ascii=False))


def _key_of(row: TableRow) -> Answer:
    return answer_of(row.judgement.answers) if row.judgement is not None else Answer()


def _question(row: TableRow, parcel: str) -> Question:
    key = _key_of(row)
    answers = row.judgement.answers if row.judgement is not None else {}
    reason = str(answers.get(_REASONS.get(key.pdlx, "")) or "")
    return Question(parcel, row.parcel.dkbh or row.parcel.jcbh, key.pdlx, key.code, "", reason)


def _shuffled(draw: int, uuid: str) -> str:
    return hashlib.sha256(f"{draw}:{uuid}".encode()).hexdigest()
