"""Builds the dossiers (一图斑一卷宗, §8.4) of a scope below a folder: what changed, by several processes; resumable."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, Iterator, List, Optional, Sequence, Tuple, Union

from ...delivery.packages import require
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.codes import is_classified
from ...domain.marks import CLEAN, DRAFT, Mark
from ...domain.records import Finding, TableRow
from ...domain.training import STAMP
from ..checking.validate import OPEN, UNCHECKED, Stated, validate
from ..own_templates import InMain, dossier_findings, own_templates, require_sound_dossiers
from ..progress import part_of
from ..training.training_guard import refuse_training, require_training
from .dossier.contents import Task
from .marking import is_wished
from .scope import Scope

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from .dossier.building import Outcome
    from .dossier.processes import Helpers

PROCESSES = 2
_CHECKED = 10
"""Percent of the progress that the checks are."""
_LEAST_FREE = 20 * 1024 * 1024


@dataclass
class DossierReport:
    """What became of the dossiers. ``incomplete``: by number what is missing; ``failed``: by number why none was built;
    ``drafts``: those marked; ``gone``: patches that were set apart meanwhile; ``taken_away``: folders of such.
    """

    folder: Path
    built: int = 0
    kept: int = 0
    gone: int = 0
    pages: int = 0
    files: int = 0
    processes: int = 1
    taken_away: int = 0
    drafts: List[str] = field(default_factory=list)
    incomplete: Dict[str, Tuple[str, ...]] = field(default_factory=dict)
    failed: Dict[str, WeipianError] = field(default_factory=dict)
    remarks: List[Finding] = field(default_factory=list)
    summary: Optional[Path] = None

    def told(self, outcome: Outcome) -> None:
        """One more."""
        self.built += outcome.state == "built"
        self.kept += outcome.state == "kept"
        self.gone += outcome.state == "gone"
        self.pages, self.files = self.pages + outcome.pages, self.files + outcome.files
        if outcome.missing:
            self.incomplete[outcome.number] = outcome.missing
        if outcome.mark:
            self.drafts.append(outcome.number)
        self.remarks += [one for one in outcome.remarks if one not in self.remarks]


def build_dossiers(workspace: Workspace, scope: Scope, folder: Union[str, Path], feedback: Optional[Feedback] = None,
                   processes: int = PROCESSES, as_training: bool = False, patches: Sequence[str] = (),
                   in_main: Optional[InMain] = None, whole: Mark = CLEAN) -> DossierReport:
    """Build the dossier of each patch of the scope (or of those with these JCBH) below ``folder``.

    One whose patch, templates, layers and imagery are as they were stays as it is: a run that was cancelled or killed
    goes on where it was. Dossiers of patches that are no longer handed in are taken away. A patch with errors that
    hold it back, or that nobody has signed, is marked 草稿, and each where the ``whole`` set is one by wish.
    With ``processes`` 1, or where no second Python with QGIS is found, it builds in this process: in its main thread,
    where it is called there or ``in_main`` runs what it is given there, over the workspace it gives.
    Raises NOTHING_TO_EXPORT,
    NO_SUCH_PATCH, TRAINING_NOT_DELIVERED, PACKAGE_MISSING, OUTPUT_NOT_WRITABLE (a full disk), JOB_CANCELLED, what
    templates raise; and the first error where nothing at all could be built.
    """
    require("openpyxl", "docxtpl", "pypdf")
    feedback, root = feedback or NullFeedback(), Path(folder).resolve()
    report = DossierReport(root)
    require_sound_dossiers(workspace, in_main or _at_once(workspace))
    run = _Run(workspace, root, report, part_of(feedback, _CHECKED, 100), in_main)
    try:
        if processes > 1 and len(patches) != 1:
            run.launch(processes)  # they get ready while everything is checked
        tasks = _tasks(workspace, scope, patches, part_of(feedback, 0, _CHECKED), as_training, whole)
        _make(root)
    except BaseException:
        run.end()
        raise
    _sweep(root)
    _take_away(workspace, root, report)
    try:
        run.build(tasks)
    finally:
        run.end()
        _sweep(root)
        _take_away(workspace, root, report)
        report.summary = _summary(workspace, root)
    if report.failed and not report.built + report.kept:
        raise next(iter(report.failed.values()))
    return report


def refuse_unknown(patches: Sequence[str], rows: Sequence[TableRow]) -> None:
    """Raises NO_SUCH_PATCH with those of these JCBH of which there is no row."""
    known = {row.parcel.jcbh for row in rows}
    unknown = [number for number in patches if number not in known]
    if unknown:
        raise WeipianError("NO_SUCH_PATCH", patches="、".join(unknown))


def check_layouts() -> List[Finding]:
    """What is broken or missing in the templates in use, a user's own among them. In the main thread. Raises
    PACKAGE_MISSING.
    """
    return dossier_findings()


def _at_once(workspace: Workspace) -> InMain:
    def here(steps: Callable[[Workspace], Iterator[str]]) -> None:
        for _ in steps(workspace):
            pass

    return here


class _Run:
    """One run over the tasks."""

    def __init__(self, workspace: Workspace, root: Path, report: DossierReport, feedback: Feedback,
                 in_main: Optional[InMain] = None) -> None:
        self._workspace, self._root, self._report, self._in_main = workspace, root, report, in_main
        self._total, self._done, self._feedback = 0, 0, feedback
        self._templates = own_templates()
        self._helpers: Optional[Helpers] = None
        self._processes = 1

    def launch(self, processes: int) -> None:
        """Start so many processes."""
        from .dossier.processes import Helpers

        self._helpers = Helpers(Path(self._workspace.path), self._root, self._templates, processes)
        self._processes = processes
        self._helpers.launch()

    def end(self) -> None:
        """No process stays."""
        if self._helpers is not None:
            self._helpers.stop(at_once=True)

    def build(self, tasks: Sequence[Task]) -> None:
        """By processes where there are any, the rest here."""
        left = list(tasks)
        self._total = len(left)
        if self._helpers is not None and len(left) > 1:
            left = self._beside(left, self._helpers)
        if left and self._in_main is not None:
            self._in_main(lambda workspace: self._here(workspace, left))
        elif left:
            for _ in self._here(self._workspace, left):
                pass

    def _beside(self, tasks: List[Task], helpers: Helpers) -> List[Task]:
        try:
            if not helpers.start():
                return tasks
            self._report.processes = self._processes
            left = helpers.run(tasks, self._told, self._feedback)
            helpers.stop()
            return left
        finally:
            self._report.remarks += [one for one in helpers.remarks if one not in self._report.remarks]

    def _here(self, workspace: Workspace, tasks: Sequence[Task]) -> Iterator[str]:
        from .dossier.building import DossierBuilder

        builder = DossierBuilder(workspace, self._root, self._templates)
        try:
            for task in tasks:
                stop_if_cancelled(self._feedback)
                try:
                    outcome = builder.build(task)
                except WeipianError as error:
                    self._told(task, None, error)
                else:
                    self._told(task, outcome, None)
                yield task.folder
        finally:
            builder.close()

    def _told(self, task: Task, outcome: Optional[Outcome], error: Optional[WeipianError]) -> None:
        self._done += 1
        if outcome is not None:
            self._report.told(outcome)
        elif error is not None:
            if error.code in _FOR_ALL or (error.code == "OUTPUT_NOT_WRITABLE" and _is_full(self._root)):
                raise error
            self._report.failed[task.folder] = error
        self._feedback.progress(self._done, self._total, task.folder)


_FOR_ALL = ("PACKAGE_MISSING", "LAYOUT_UNREADABLE", "LAYOUT_LACKS_ITEM", "STATEMENT_TEMPLATE", "PAPER_LACKS_MARKS",
            "TEMPLATE_UNREADABLE", "TEMPLATE_WITHOUT_CODES", "TEMPLATE_LACKS_FIELDS")
"""What would go wrong with every patch."""


def _tasks(workspace: Workspace, scope: Scope, patches: Sequence[str], feedback: Feedback,
           as_training: bool, whole: Mark) -> List[Task]:
    if as_training:
        require_training(workspace)
    else:
        refuse_training(workspace)
    grouped: Dict[str, List[TableRow]] = {}
    for row in scope.rows(workspace):
        if not (is_classified(row.parcel.attributes) or is_classified(row.parcel.extra)):
            grouped.setdefault(row.parcel.patch_uuid, []).append(row)
    if patches:
        refuse_unknown(patches, [row for rows in grouped.values() for row in rows])
        grouped = {patch: rows for patch, rows in grouped.items() if rows[0].parcel.jcbh in patches}
    if not grouped:
        raise WeipianError("NOTHING_TO_EXPORT")
    found = _findings(workspace, scope, feedback)
    issued = Counter(rows[0] for rows in {(row.jcbh, row.batch_uuid) for row in workspace.queue()})
    tasks = []
    for patch, rows in grouped.items():
        first = rows[0]
        twice = issued[first.parcel.jcbh] > 1
        name = f"{first.parcel.jcbh}_{first.batch.issued}" if twice else first.parcel.jcbh
        own = [entry for row in rows for entry in found.get(row.parcel.uuid, ())]
        tasks.append(Task(patch, first.parcel.uuid, name, tuple(_said(entry) for entry in own),
                          _mark(rows, own, as_training, whole)))
    return tasks


def _findings(workspace: Workspace, scope: Scope, feedback: Feedback) -> Dict[str, List[Stated]]:
    found: Dict[str, List[Stated]] = {}
    for number, batch in enumerate(scope.batches):
        step = part_of(feedback, 100 * number // len(scope.batches), 100 * (number + 1) // len(scope.batches))
        for entry in validate(workspace, batch.uuid, step).entries:
            if entry.state != "resolved":
                found.setdefault(entry.found.parcel, []).append(entry)
    return found


def _said(entry: Stated) -> Tuple[str, str, str, str, str]:
    states = {OPEN: "未解决", UNCHECKED: "未核"}
    severity = {"E": "错误", "W": "提醒"}.get(entry.found.severity, entry.found.severity)
    return entry.found.check, states.get(entry.state, "已说明"), severity, entry.found.zh, entry.reason


def _mark(rows: Sequence[TableRow], found: Sequence[Stated], as_training: bool, whole: Mark) -> Mark:
    """草稿 where errors hold a signed parcel back, or somebody has still to sign; 培训 in a training."""
    signed = {row.parcel.uuid for row in rows if row.judgement is not None or row.mineral is not None}
    reasons = [(entry.found.check, f"{entry.found.place or '—'}：{entry.found.zh}") for entry in found
               if entry.holds_back and entry.found.parcel in signed]
    reasons += [("", f"地块 {row.parcel.dkbh or row.parcel.jcbh} 的判定尚未经确认人签署") for row in rows
                if row.parcel.uuid not in signed]
    if as_training:
        return Mark(STAMP, (("", STAMP), *reasons))
    if is_wished(whole):
        reasons += whole.reasons
    return Mark(DRAFT, tuple(reasons)) if reasons else CLEAN


_OF_TAKEN_AWAY = ("DOSSIERS_TAKEN_AWAY", "DOSSIERS_NOT_TAKEN_AWAY")


def _dossiers(workspace: Workspace, root: Path) -> Iterator[Tuple[Path, Dict[str, object]]]:
    """The dossiers of this workspace below a folder, each with what its list says."""
    from ...delivery.dossier.listing import read_list
    from ...delivery.dossier.tree import LIST_JSON

    for path in sorted(root.glob(f"*/*/*/{LIST_JSON}")):
        told = read_list(path.parent)
        if told.get("workspace") == workspace.workspace_id:
            yield path.parent, told


def _take_away(workspace: Workspace, root: Path, report: DossierReport) -> None:
    """Remove dossiers of patches that are not judged here any more. They are counted, never named."""
    here = {row.jcbh for row in workspace.queue()}
    left = 0
    for path, told in list(_dossiers(workspace, root)):
        if told.get("number") in here:
            continue
        shutil.rmtree(path, ignore_errors=True)
        if path.exists():
            left += 1
            continue
        report.taken_away += 1
        for parent in (path.parent, path.parent.parent):
            if not any(parent.iterdir()):
                parent.rmdir()
    report.remarks = [one for one in report.remarks if one.code not in _OF_TAKEN_AWAY]
    if report.taken_away:
        report.remarks.append(Finding("DOSSIERS_TAKEN_AWAY", "W", {"count": report.taken_away}))
    if left:
        report.remarks.append(Finding("DOSSIERS_NOT_TAKEN_AWAY", "E", {"count": left}))


def _make(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(root), detail=error.strerror or str(error)) from error


def _sweep(root: Path) -> None:
    """Take away what a run that was killed has left half written."""
    from ...delivery.dossier.tree import TEMPORARY

    for path in list(root.glob(f"*/*/{TEMPORARY}*")):
        shutil.rmtree(path, ignore_errors=True)


def _summary(workspace: Workspace, root: Path) -> Optional[Path]:
    """卷宗清单.csv: every dossier of this workspace that is there, and what it lacks."""
    from ...delivery.dossier.listing import write_csv
    from ...delivery.dossier.tree import SUMMARY

    rows: List[Sequence[str]] = [("序号", "图斑编号", "文件夹", "页数", "文件数", "标记", "尚缺材料")]
    for number, (path, told) in enumerate(_dossiers(workspace, root), 1):
        files, lacking = told.get("files"), told.get("missing")
        rows.append((str(number), str(told.get("number")), path.relative_to(root).as_posix(), str(told.get("pages")),
                     str(len(files) if isinstance(files, list) else 0), str(told.get("mark") or ""),
                     "；".join(str(one) for one in lacking) if isinstance(lacking, list) else ""))
    try:
        write_csv(root / SUMMARY, rows)
    except OSError:
        return None  # it can be made again from what is there; the dossiers themselves are whole
    return root / SUMMARY


def _is_full(root: Path) -> bool:
    return shutil.disk_usage(root).free < _LEAST_FREE
