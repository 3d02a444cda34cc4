"""Writes what is handed in: one 附表2-1 for each batch, with the record of how its areas were measured."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple, Union

from ..domain.areas.landclass import SEPARATE
from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.records import Batch, TableRow
from ..domain.training import STAMP
from .basis import basis_lines
from .checking.validate import Stated, holding_back
from .measuring.interpreter import user_folder
from .measuring.reuse import Layers, changed_roles, layers_changed
from .progress import part_of
from .rules.profiles import load_profile
from .training.training_guard import refuse_training, require_training, stamped

if TYPE_CHECKING:
    from ..delivery.table_2_1 import TableReport
    from ..workspace.workspace import Workspace

TABLE_NAME = "附表2-1 土地卫片图斑核查情况登记表"
_CHECKED, _NAMED = 30, 5
"""Percent of the progress that the checks are; parcels that a sentence names."""


def export_tables(workspace: Workspace, folder: Union[str, Path], batch: Optional[str] = None,
                  feedback: Optional[Feedback] = None, despite: str = "") -> List[Path]:
    """Write 附表2-1 into ``folder``, a file for each batch (or the one ``batch``); the files, in order of batches.

    Open errors on signed parcels hold it back, unless a person gives the reason ``despite``, which the sheet 说明 then
    tells with the errors. Raises NOTHING_TO_EXPORT, ERRORS_HOLD_BACK, PACKAGE_MISSING (openpyxl), OUTPUT_NOT_WRITABLE,
    JOB_CANCELLED, TRAINING_NOT_DELIVERED.
    """
    return [report.path for report in table_reports(workspace, folder, batch, feedback, despite)]


def table_reports(workspace: Workspace, folder: Union[str, Path], batch: Optional[str] = None,
                  feedback: Optional[Feedback] = None, despite: str = "",
                  as_training: bool = False) -> List[TableReport]:
    """As `export_tables`, with what was counted while writing.

    A training workspace is refused (TRAINING_NOT_DELIVERED) but ``as_training``: file, sheet and 说明 then carry its
    stamp; and then nothing else is taken (TRAINING_ONLY).
    """
    if as_training:
        require_training(workspace)
        despite = despite.strip() or STAMP
    else:
        refuse_training(workspace)
    feedback = feedback or NullFeedback()
    batches = [one for one in workspace.batches() if batch in (None, "", one.uuid)]
    rows = {one.uuid: workspace.table_rows(one.uuid) for one in batches}
    filled = [one for one in batches if rows[one.uuid]]
    if not filled:
        raise WeipianError("NOTHING_TO_EXPORT")
    _require_openpyxl()
    held = holding_back(workspace, batch or None, part_of(feedback, 0, _CHECKED))
    if held and not despite.strip():
        raise WeipianError("ERRORS_HOLD_BACK", count=len(held), checks=_by_check(held), parcels=_named(held))
    names = _file_names(filled)
    layers = Layers(workspace.references())
    reports = []
    for number, one in enumerate(filled):
        stop_if_cancelled(feedback)
        share = 100 - _CHECKED
        begin, end = (_CHECKED + share * done // len(filled) for done in (number, number + 1))
        step = part_of(feedback, begin, end)
        here = {row.parcel.uuid for row in rows[one.uuid]}
        own = [entry for entry in held if entry.found.parcel in here]
        told, name = _held_lines(own, despite, workspace.actor), names[one.uuid]
        changed = changed_roles(workspace, layers, sorted(here))
        noted = (layers_changed(changed, "zh"),) if changed else ()
        told.extend(("备注", remark.sentence("zh")) for remark in noted)
        if as_training:
            told, name = [("培训", STAMP), *told], stamped(name)
            one = replace(one, label=stamped(one.label))
        report = _write(workspace, one, rows[one.uuid], Path(folder) / name, told, step)
        report.noted = noted
        reports.append(report)
    return reports


def _held_lines(held: Sequence[Stated], despite: str, actor: str) -> List[Tuple[str, str]]:
    """What the sheet 说明 says of errors in spite of which the table was written; nothing without any."""
    if not held:
        return []
    return [("校验", f"导出时有 {len(held)} 项校验错误未解决（{_by_check(held)}），涉及 {_named(held)}"),
            ("仍导出的理由", f"{despite.strip()}（{actor}）")]


def _by_check(held: Sequence[Stated]) -> str:
    """``V09 ×3、V16 ×1``."""
    counts = Counter(entry.found.check for entry in held)
    return "、".join(f"{check} ×{counts[check]}" for check in sorted(counts))


def _named(held: Sequence[Stated]) -> str:
    """The parcels, the first of them by name."""
    names = list(dict.fromkeys(entry.found.place or "—" for entry in held))
    return "、".join(names[:_NAMED]) + (f" … ({len(names)})" if len(names) > _NAMED else "")


def _write(workspace: Workspace, batch: Batch, rows: Sequence[TableRow], path: Path, told: Sequence[Tuple[str, str]],
           feedback: Feedback) -> TableReport:
    from ..delivery.table_2_1 import SHIPPED_TEMPLATE, write_table_2_1
    from ..delivery.template import own_or_shipped

    profile = load_profile(batch.profile_id) if batch.profile_id else None
    title = profile.title if profile is not None else ""
    headings = {"WP_BATCH": batch.label, "WP_PROFILE": title,
                "WP_DATE": datetime.now(timezone.utc).astimezone().date().isoformat()}
    return write_table_2_1(
        rows, path, headings, [*basis_lines(workspace.overlay_runs(batch.uuid), title), *told],
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
