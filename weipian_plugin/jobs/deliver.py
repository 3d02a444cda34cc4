"""Writes what is handed in: one 附表2-1 for each batch, with the record of how its areas were measured."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Union

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.landclass import SEPARATE
from ..domain.records import Batch, TableRow
from .basis import basis_lines
from .interpreter import user_folder
from .profiles import load_profile
from .progress import part_of

if TYPE_CHECKING:
    from ..delivery.table_2_1 import TableReport
    from ..workspace.workspace import Workspace

TABLE_NAME = "附表2-1 土地卫片图斑核查情况登记表"


def export_tables(workspace: Workspace, folder: Union[str, Path], batch: Optional[str] = None,
                  feedback: Optional[Feedback] = None) -> List[Path]:
    """Write 附表2-1 into ``folder``, a file for each batch (or the one ``batch``); the files, in order of batches.

    Raises NOTHING_TO_EXPORT, PACKAGE_MISSING (openpyxl), OUTPUT_NOT_WRITABLE, JOB_CANCELLED.
    """
    return [report.path for report in table_reports(workspace, folder, batch, feedback)]


def table_reports(workspace: Workspace, folder: Union[str, Path], batch: Optional[str] = None,
                  feedback: Optional[Feedback] = None) -> List[TableReport]:
    """As `export_tables`, with what was counted while writing."""
    feedback = feedback or NullFeedback()
    batches = [one for one in workspace.batches() if batch in (None, "", one.uuid)]
    rows = {one.uuid: workspace.table_rows(one.uuid) for one in batches}
    filled = [one for one in batches if rows[one.uuid]]
    if not filled:
        raise WeipianError("NOTHING_TO_EXPORT")
    _require_openpyxl()
    names = _file_names(filled)
    reports = []
    for number, one in enumerate(filled):
        stop_if_cancelled(feedback)
        step = part_of(feedback, 100 * number // len(filled), 100 * (number + 1) // len(filled))
        reports.append(_write(workspace, one, rows[one.uuid], Path(folder) / names[one.uuid], step))
    return reports


def _write(workspace: Workspace, batch: Batch, rows: Sequence[TableRow], path: Path,
           feedback: Feedback) -> TableReport:
    from ..delivery.table_2_1 import SHIPPED_TEMPLATE, write_table_2_1
    from ..delivery.template import own_or_shipped

    profile = load_profile(batch.profile_id) if batch.profile_id else None
    title = profile.title if profile is not None else ""
    headings = {"WP_BATCH": batch.label, "WP_PROFILE": title,
                "WP_DATE": datetime.now(timezone.utc).astimezone().date().isoformat()}
    return write_table_2_1(
        rows, path, headings, basis_lines(workspace.overlay_runs(batch.uuid), title),
        own_or_shipped(user_folder() / "templates", SHIPPED_TEMPLATE),
        profile.grouping.adjustable if profile is not None else SEPARATE, feedback,
    )


def _file_names(batches: Sequence[Batch]) -> Dict[str, str]:
    """A file name for each batch: its label, with its date or a number where labels are the same."""
    names: Dict[str, str] = {}
    for batch in batches:
        label = re.sub(r'[\\/:*?"<>|\s]+', " ", batch.label).strip() or batch.issued
        for name in (f"{TABLE_NAME} {label}", f"{TABLE_NAME} {label} {batch.issued}",
                     *(f"{TABLE_NAME} {label} {number}" for number in range(2, len(batches) + 2))):
            if f"{name}.xlsx" not in names.values():
                names[batch.uuid] = f"{name}.xlsx"
                break
    return names


def _require_openpyxl() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from None
