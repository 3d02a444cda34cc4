"""Builds the summary report (附表3) of a scope: docx, PDF, and the list of its figures with what each one counts."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple, Union

from ...delivery.files import csv_text, in_one_move
from ...delivery.names import check_path, safe_name
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.marks import CLEAN, DRAFT, Mark
from ...domain.records import Finding
from ...domain.training import STAMP
from ..basis import basis_lines
from ..own_templates import own_templates, require_sound_report
from ..progress import part_of
from .report_sections import report_of
from .scope import Scope
from .statistics import Statistics, read_statistics

if TYPE_CHECKING:
    from ...delivery.report.model import Report
    from ...workspace.workspace import Workspace

DOCX, PDF, LIST = "docx", "pdf", "csv"
KINDS = (DOCX, PDF, LIST)
NAME, LIST_NAME = "附表3 卫片执法情况汇总分析报告", "附表3 指标清单"
_READ = 60
_LONGEST_CELL = 32000
"""Letters of one cell that Excel still opens."""


@dataclass(frozen=True)
class ReportReport:
    """What was written: the files in the order of ``kinds``, how many figures, what is to be remarked, the mark."""

    paths: Tuple[Path, ...]
    figures: int
    remarks: Tuple[Finding, ...] = ()
    mark: Mark = CLEAN


def build_report(workspace: Workspace, scope: Scope, folder: Union[str, Path], feedback: Optional[Feedback] = None,
                 kinds: Sequence[str] = KINDS, mark: Optional[Mark] = None,
                 tell_quarantined: bool = False) -> ReportReport:
    """Write the report of a scope (a batch, a quarter, half or year) into ``folder``.

    ``mark``: as what it is handed out, ``None``: 培训 of a training, 草稿 where the checks hold something back, with
    the reasons. ``tell_quarantined``: with the line that counts what is handled apart. Raises FORMAT_UNKNOWN,
    PACKAGE_MISSING, PATH_TOO_LONG, OUTPUT_NOT_WRITABLE, REPORT_TEMPLATE_…, JOB_CANCELLED.
    """
    feedback = feedback or NullFeedback()
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise WeipianError("FORMAT_UNKNOWN", format=unknown[0], known="、".join(KINDS))
    template = _template() if DOCX in kinds else None
    if template is not None:
        require_sound_report()
    found = read_statistics(workspace, scope, part_of(feedback, 0, _READ))
    mark = mark_of(found) if mark is None else mark
    runs = [run for batch in scope.batches for run in workspace.overlay_runs(batch.uuid)]
    report = report_of(found, mark, basis_lines(runs, "、".join(each.title for each in found.profiles)),
                       tell_quarantined)
    names = {kind: mark.file_name(safe_name(f"{LIST_NAME if kind == LIST else NAME} {report.subtitle}.{kind}"))
             for kind in kinds}
    paths = {kind: check_path(Path(folder) / name) for kind, name in names.items()}
    remarks: List[Finding] = []
    for number, kind in enumerate(kinds):
        stop_if_cancelled(feedback)
        feedback.progress(_READ + (100 - _READ) * number // len(kinds), 100, names[kind])
        remarks += _write(report, found, kind, paths[kind], template)
    feedback.progress(100, 100, "")
    return ReportReport(tuple(paths[kind] for kind in kinds), len(found.figures), tuple(remarks), mark)


def mark_of(found: Statistics) -> Mark:
    """培训 for a training (in the words by which no workspace takes it in again); 草稿 with the errors that stand
    against signed parcels; else none.
    """
    if found.training:
        return Mark(STAMP, (("培训", STAMP),))
    held = [each for each in found.found if each.holds_back and each.found.parcel in found.signed]
    reasons = tuple((each.found.check, f"{each.found.place or '—'}：{each.found.sentence('zh')}") for each in held)
    return Mark(DRAFT, reasons) if reasons else CLEAN


def check_report_template(path: Optional[Union[str, Path]] = None) -> Tuple[Finding, ...]:
    """What is to be said of a template: of one's own where there is one, else of ours. Raises REPORT_TEMPLATE_…"""
    from ...delivery.report.template import check_template

    return check_template(Path(path) if path else _template())


def _template() -> Path:
    from ...delivery.report.docx_file import SHIPPED_TEMPLATE
    from ...delivery.report.template import require_packages
    from ...delivery.sheets.template import own_or_shipped

    require_packages()
    return own_or_shipped(own_templates(), SHIPPED_TEMPLATE)


def _write(report: Report, found: Statistics, kind: str, path: Path, template: Optional[Path]) -> Tuple[Finding, ...]:
    if kind == DOCX and template is not None:
        from ...delivery.report.docx_file import write_docx

        return write_docx(report, path, template)
    if kind == PDF:
        from ...delivery.report.pdf_file import write_pdf

        write_pdf(report, path)
        return ()
    _write_list(report, found, path)
    return ()


def _write_list(report: Report, found: Statistics, path: Path) -> None:
    """Every figure: id, name, value, unit, what is counted, and the parcels (地块编号) it is counted over."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([report.marked_title, report.subtitle, report.day, "", "", "", report.footer])
    writer.writerow(["指标编号", "指标", "数值", "单位", "统计口径", "地块数", "地块编号"])
    for figure in found.figures.values():
        named = " ".join(found.names.get(uuid, uuid) for uuid in figure.parcels)
        if len(named) > _LONGEST_CELL:
            named = f"{named[:_LONGEST_CELL].rsplit(' ', 1)[0]} …"
        writer.writerow([csv_text(cell) for cell in (
            figure.id, figure.title, figure.shown, figure.unit, figure.query, len(figure.parcels), named)])
    with in_one_move(path) as part:
        part.write_bytes(text.getvalue().encode("utf-8-sig"))
