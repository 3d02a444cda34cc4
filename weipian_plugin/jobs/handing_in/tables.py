"""Writes the tables that are handed in: of a scope, in its state, with its mark, each in the formats asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.table_form import PARCEL, TableForm
from ...domain.forms.table_forms import OFFICIAL, TABLE_FORMS, form_of
from ...domain.marks import CLEAN, Mark
from ...domain.records import Finding
from ...paths import TEMPLATES
from ..basis import basis_lines
from ..measuring.reuse import Layers, changed_roles, layers_changed
from ..own_templates import own_templates, require_sound, table_findings
from ..progress import part_of
from .list_changes import changed_since, earlier_file
from .lists import LIST_MAKERS
from .marking import mark_for
from .material import MAKERS, Material, Shaped
from .scope import Scope
from .state import State, state_of

if TYPE_CHECKING:
    from ...delivery.sheets.fill import Dress
    from ...delivery.tables import Written
    from ...workspace.workspace import Workspace

ALL_FORMS: Tuple[str, ...] = tuple(form.id for form in OFFICIAL)
TABLE_2_1 = ("2-1",)
_MAKERS = {**MAKERS, **LIST_MAKERS}
_DUE = "DQTS"
_CHECKED = 30
"""Percent of the progress that the checks are."""
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class TablesReport:
    """What was written, with which mark; ``signed``: judgements in it that a person has signed; ``left_out``: what was
    asked for and cannot be.
    """

    tables: Tuple[Written, ...]
    mark: Mark = CLEAN
    signed: int = 0
    left_out: Tuple[Finding, ...] = ()

    @property
    def files(self) -> Tuple[Path, ...]:
        """Every file."""
        return tuple(file for table in self.tables for file in table.files)

    @property
    def paths(self) -> Tuple[Path, ...]:
        """The file of each table."""
        return tuple(table.path for table in self.tables)

    @property
    def remarks(self) -> Tuple[Finding, ...]:
        """What is remarked of them, each once."""
        found: List[Finding] = [*self.left_out]
        for table in self.tables:
            found += [remark for remark in table.remarks if remark not in found]
        return tuple(found)

    def rows_of(self, form_id: str) -> int:
        """How many rows the table of this form has."""
        return next((table.rows for table in self.tables if table.form.id == form_id), 0)

    @property
    def rows(self) -> int:
        """Of 附表2-1; where that is not among the tables, of the longest that is."""
        return self.rows_of("2-1") or max((table.rows for table in self.tables), default=0)


def write_tables(workspace: Workspace, scope: Scope, folder: Union[str, Path], forms: Sequence[str] = ALL_FORMS,
                 formats: Sequence[str] = ("xlsx",), mark: Optional[Mark] = None, state: Optional[State] = None,
                 feedback: Optional[Feedback] = None, draft: bool = False, reason: str = "",
                 as_training: bool = False, previous: Optional[Path] = None) -> TablesReport:
    """Write the tables ``forms`` of a scope into ``folder``, a file for each form and format.

    ``mark``: of the whole hand-in; where none is given it is found (`mark_for`, with ``draft``, ``reason``,
    ``as_training``). ``previous``: the folder of an earlier delivery, from which cells that are others now stand out.
    What has no shapes is not written as GeoPackage or shapefile, which is remarked. Raises
    NOTHING_TO_EXPORT, ERRORS_HOLD_BACK, TRAINING_NOT_DELIVERED, TRAINING_ONLY, PACKAGE_MISSING (openpyxl),
    UNKNOWN_TABLE, FORMAT_UNKNOWN, PATH_TOO_LONG, OUTPUT_NOT_WRITABLE, JOB_CANCELLED, and what templates raise.
    """
    from ...delivery.packages import require
    from ...delivery.tables import FORMATS, XLSX

    feedback = feedback or NullFeedback()
    wanted = [form_of(form) for form in forms]
    unknown = [each for each in formats if each not in FORMATS]
    if unknown:
        raise WeipianError("FORMAT_UNKNOWN", format="、".join(unknown), known="、".join(FORMATS))
    if XLSX in formats:
        require("openpyxl")
        require_sound(table_findings(forms))
    if mark is None:
        mark = mark_for(workspace, scope, draft, reason, part_of(feedback, 0, _CHECKED), as_training)
    material = Material(workspace, scope)
    if not material.rows:
        raise WeipianError("NOTHING_TO_EXPORT")
    state = state or state_of(workspace)
    noted = _noted(material)
    basis = _basis(material, noted)
    tables: List[Written] = []
    signed = 0
    for number, form in enumerate(wanted):
        stop_if_cancelled(feedback)
        begin, end = (_CHECKED + (100 - _CHECKED) * done // len(wanted) for done in (number, number + 1))
        made = _MAKERS[form.id](material)
        signed = max(signed, made.signed) if form.id == "2-1" else signed
        dress = _dress(material, form, made, basis, mark, state, previous)
        tables += _in_formats(workspace, form, made, Path(folder), formats, dress,
                              part_of(feedback, begin, end), noted)
    feedback.progress(100, 100, "")
    return TablesReport(tuple(tables), mark, signed, _left_out(wanted, formats))


def _left_out(forms: Sequence[TableForm], formats: Sequence[str]) -> Tuple[Finding, ...]:
    from ...delivery.tables import SHAPED

    return tuple(Finding("TABLE_NEEDS_SHAPES", "W", {"table": form.name, "format": each})
                 for form in forms if form.per != PARCEL for each in formats if each in SHAPED)


def template_of(form: TableForm) -> Path:
    """The user's own template of a form where there is one, else ours."""
    from ...delivery.sheets.template import own_or_shipped

    return own_or_shipped(own_templates(), TEMPLATES / form.template)


def check_templates(forms: Sequence[str] = ()) -> Dict[str, Tuple[Path, Tuple[Finding, ...]]]:
    """Of each form (of all) the template that would be filled, and what of it cannot be placed."""
    from ...delivery.sheets.check import check_template

    found = {}
    for form in [form_of(each) for each in forms or TABLE_FORMS]:
        path = template_of(form)
        found[form.id] = (path, tuple(check_template(path, form, TABLE_FORMS.values())))
    return found


def _in_formats(workspace: Workspace, form: TableForm, made: Shaped, folder: Path, formats: Sequence[str],
                dress: Dress, feedback: Feedback, noted: Tuple[Finding, ...]) -> List[Written]:
    from dataclasses import replace

    from ...delivery.names import check_path, safe_name
    from ...delivery.tables import FORMATS, SHAPED, XLSX, write_table

    tables: List[Written] = []
    for number, each in enumerate(formats):
        if each in SHAPED and form.per != PARCEL:
            continue
        title = dress.headings["WP_BATCH"][:_LONGEST_TITLE]
        name = safe_name(dress.mark.file_name(f"{form.name} {title}")) + FORMATS[each]
        path = check_path(folder / name)
        step = part_of(feedback, 100 * number // len(formats), 100 * (number + 1) // len(formats))
        written = write_table(form, made.rows, path, dress, template_of(form) if each == XLSX else None, step, each,
                              made.shapes, workspace.crs_authid)
        tables.append(replace(written, remarks=(*noted, *written.remarks) if form.per == PARCEL else written.remarks))
    return tables


def _dress(material: Material, form: TableForm, made: Shaped, basis: Sequence[Tuple[str, str]], mark: Mark,
           state: State, previous: Optional[Path]) -> Dress:
    from ...delivery.sheets.fill import Dress

    titles = "、".join(dict.fromkeys(profile.title for profile in material.profiles.values()))
    headings = {"WP_BATCH": material.scope.title, "WP_PROFILE": titles, "WP_DATE": as_of(form, state)}
    lines = [*basis] if form.per == PARCEL else [("政策口径", titles or "未选定"), ("范围", _named_batches(material))]
    earlier = earlier_file(previous, form) if previous is not None else None
    changed = changed_since(earlier, form, made.rows) if earlier is not None else {}
    if earlier is not None:
        lines.append(("与上次相比", f"与 {earlier.name} 不同的单元格以 #FFC7CE 填充"))
    lines.append(("数据状态", state.in_words))  # by which `jobs.returned` knows what was edited since
    return Dress(headings, [*lines, *made.notes], mark, state.moment, changed, made.lacking)


def as_of(form: TableForm, state: State) -> str:
    """The day in a form's heading; one that tells what is overdue says that it is as of that day."""
    return f"{state.day}（到期以此日计）" if _DUE in form.by_code and state.day else state.day


def _basis(material: Material, noted: Sequence[Finding]) -> List[Tuple[str, str]]:
    """How the areas of each batch were measured, and what is remarked of them."""
    lines: List[Tuple[str, str]] = []
    several = len(material.scope.batches) > 1
    for batch in material.scope.batches:
        profile = material.profiles.get(batch.uuid)
        if several:
            lines.append(("批次", f"{batch.label}（{batch.issued}）"))
        lines += basis_lines(material.workspace.overlay_runs(batch.uuid), profile.title if profile else "")
    return [*lines, *(("备注", remark.sentence("zh")) for remark in noted)]


def _noted(material: Material) -> Tuple[Finding, ...]:
    """Are some of the areas those of layers that are others now?"""
    workspace = material.workspace
    changed = changed_roles(workspace, Layers(workspace.references()),
                            sorted(row.parcel.uuid for row in material.rows))
    return (layers_changed(changed, "zh"),) if changed else ()


def _named_batches(material: Material) -> str:
    return "、".join(f"{batch.label}（{batch.issued}）" for batch in material.scope.batches)
