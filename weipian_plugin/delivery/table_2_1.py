"""附表2-1 土地卫片图斑核查情况登记表: one row a parcel, block B empty until a person has signed."""

from __future__ import annotations

import contextlib
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ..domain.areas.landclass import SEPARATE
from ..domain.areas.table_areas import shown_areas, shown_of_parts
from ..domain.definitions import ANSWERS, IDENTIFICATION, TABLE_2_1
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.forms.fields import FieldType
from ..domain.records import Finding, TableRow
from ..paths import TEMPLATES
from .cells import NO, NUMBER_FORMATS, YES, CellValue, cell_value, code_terms, put
from .files import in_one_move
from .template import ORDINAL, Template, fill_named_cells, open_template

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

SHIPPED_TEMPLATE = TEMPLATES / "table_2_1.xlsx"
# §8.7: what every hand-in carries.
FOOTER = "本结果为内业辅助分析，不作为行政处罚依据，以实地核查和有关机关认定为准"
NEEDED = ("JCBH", "DKBH", "PDLX")
_CODE_SHEET = "代码表"
_ANSWERED = frozenset(f.code for f in ANSWERS) & frozenset(f.code for f in TABLE_2_1)
_ROWS_BETWEEN_REPORTS = 200
_NAMED_IN_A_REMARK = 20
_NOBODY = NullFeedback()


@dataclass
class TableReport:
    """What was written: the file, its rows, how many are signed and how many not measured, the parcels whose areas do
    not add up, the codes in the template that are no field, and what was known of the figures before.
    """

    path: Path
    rows: int = 0
    signed: int = 0
    unmeasured: int = 0
    unbalanced: List[str] = field(default_factory=list)
    unknown_codes: Tuple[str, ...] = ()
    noted: Tuple[Finding, ...] = ()

    @property
    def remarks(self) -> Tuple[Finding, ...]:
        """What whoever reads the table has to know of its figures."""
        found = [*self.noted]
        if self.unmeasured:
            found.append(Finding("ROWS_NOT_MEASURED", "W", {"count": self.unmeasured}))
        if self.unbalanced:
            named = "、".join(self.unbalanced[:_NAMED_IN_A_REMARK])
            found.append(Finding("ROWS_NOT_BALANCED", "W", {"count": len(self.unbalanced), "parcels": named}))
        if self.unknown_codes:
            found.append(Finding("TEMPLATE_CODES_UNKNOWN", "W", {"codes": "、".join(self.unknown_codes)}))
        return tuple(found)


def write_table_2_1(
    rows: Sequence[TableRow],
    path: Path,
    headings: Mapping[str, str],
    basis: Sequence[Tuple[str, str]] = (),
    template_path: Path = SHIPPED_TEMPLATE,
    adjustable: str = SEPARATE,
    feedback: Feedback = _NOBODY,
) -> TableReport:
    """Fill the template and put it at ``path`` in one move, so that a failed export leaves what was there.

    ``headings`` go into the template's named cells (``WP_BATCH``, ``WP_PROFILE``, ``WP_DATE``); ``basis`` becomes the
    sheet 说明: how the areas were measured, and after it what was remarked while writing.  Areas are shown in 亩,
    balanced.  Raises ``OUTPUT_NOT_WRITABLE`` where the folder or an open file forbids writing, ``JOB_CANCELLED``, and
    what `open_template` raises.
    """
    template = open_template(template_path, TABLE_2_1, NEEDED)
    report = TableReport(path, unknown_codes=template.unknown_codes)
    fill_named_cells(template, headings)
    styles = _column_styles(template)
    wholes = shown_of_parts((row.parcel.patch_uuid, row.parcel.uuid, row.measured.area_m2 if row.measured else None)
                            for row in rows)
    for number, row in enumerate(rows, 1):
        if number % _ROWS_BETWEEN_REPORTS == 1:
            stop_if_cancelled(feedback)
            feedback.progress(number - 1, len(rows), path.name)
        _write_row(template, styles, number, row, adjustable, wholes.get(row.parcel.uuid), report)
    last_row = template.first_row + len(rows) - 1
    _offer_code_lists(template, max(last_row, template.first_row))
    _finish_page(template, last_row)
    _add_basis(template, [*basis, *(("备注", remark.sentence("zh")) for remark in report.remarks)])
    _save(template, path)
    return report


def _row_values(row: TableRow, adjustable: str, whole: Optional[Decimal], report: TableReport) -> Dict[str, object]:
    """Values by field code; measured areas as 亩 `Decimal`, all else as stored. ``whole``: of a part its area."""
    values: Dict[str, object] = {f.code: row.parcel.attributes.get(f.code) for f in IDENTIFICATION
                                 if f.type is not FieldType.AREA}
    values.update(JCBH=row.parcel.jcbh, DKBH=row.parcel.dkbh)
    values["XFSJ"] = values["XFSJ"] or row.batch.issued
    areas = shown_areas(row.measured, adjustable=adjustable, whole=whole)
    values.update(areas.values)
    report.unmeasured += row.measured is None
    if not areas.balanced:
        report.unbalanced.append(row.parcel.dkbh)
    if row.judgement is not None:
        values.update({code: row.judgement.answers.get(code) for code in _ANSWERED})
        values.update(QRR=row.judgement.signed_by, QRSJ=_wall_time(row.judgement.signed_at), QRYJ=row.judgement.basis)
        report.signed += 1
    report.rows += 1
    return values


def _wall_time(moment: str) -> str:
    """``2023-09-01T10:00:00+08:00`` as the table writes it: the signer's own clock, without its zone."""
    return moment[:19].replace("T", " ")


def _write_row(
    template: Template, styles: Mapping[int, StyleArray], number: int, row: TableRow, adjustable: str,
    whole: Optional[Decimal], report: TableReport,
) -> None:
    values: Dict[int, CellValue] = {template.columns[ORDINAL]: number} if ORDINAL in template.columns else {}
    stored = _row_values(row, adjustable, whole, report)
    for definition in TABLE_2_1:
        column = template.columns.get(definition.code)
        if column is not None:
            values[column] = cell_value(definition, stored.get(definition.code))
    line = template.first_row + number - 1
    for column, value in values.items():
        cell = template.sheet.cell(row=line, column=column)
        cell._style = copy(styles[column])
        put(cell, value)


def _column_styles(template: Template) -> Dict[int, StyleArray]:
    """The look of the template's first data row, so that whoever edits the template decides it.

    Taken as openpyxl's style arrays: setting font, border and fill cell by cell takes ten times as long.
    """
    types = {template.columns[f.code]: f.type for f in TABLE_2_1 if f.code in template.columns}
    styles: Dict[int, StyleArray] = {}
    for column in template.columns.values():
        cell = template.sheet.cell(row=template.first_row, column=column)
        number_format = NUMBER_FORMATS.get(types.get(column, FieldType.INTEGER))
        if number_format and cell.number_format == "General":
            cell.number_format = number_format
        styles[column] = copy(cell._style)
    return styles


def _offer_code_lists(template: Template, last_row: int) -> None:
    """Drop-downs for code and 是/否 columns; the lists stand on a sheet of their own (a formula list ends at 255)."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists: Dict[str, str] = {}
    sheet = template.workbook.create_sheet(_CODE_SHEET)
    for definition in TABLE_2_1:
        column = template.columns.get(definition.code)
        if column is None or definition.type not in (FieldType.CODE, FieldType.BOOLEAN):
            continue
        if definition.type is FieldType.BOOLEAN:
            source = f'"{YES},{NO}"'
        else:
            if definition.codes not in lists:
                lists[definition.codes] = _write_code_list(sheet, len(lists) + 1, definition.codes)
            source = lists[definition.codes]
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = definition.zh, "请从列表中选择"
        letter = get_column_letter(column)
        rule.add(f"{letter}{template.first_row}:{letter}{last_row}")
        template.sheet.add_data_validation(rule)


def _write_code_list(sheet: Worksheet, column: int, name: str) -> str:
    from openpyxl.utils import get_column_letter

    put(sheet.cell(row=1, column=column), name)
    terms = code_terms(name)
    for line, term in enumerate(terms, 2):
        put(sheet.cell(row=line, column=column), term)
    letter = get_column_letter(column)
    return f"'{_CODE_SHEET}'!${letter}$2:${letter}${len(terms) + 1}"


def _finish_page(template: Template, last_row: int) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = template.sheet
    last_column = max(template.columns.values())
    note = last_row + 1
    cell = sheet.cell(row=note, column=1)
    sheet.merge_cells(start_row=note, end_row=note, start_column=1, end_column=last_column)
    put(cell, FOOTER)
    cell.font, cell.alignment = Font(italic=True, size=9), Alignment(horizontal="left", vertical="center")
    sheet.print_area = f"A1:{get_column_letter(last_column)}{note}"
    sheet.oddFooter.left.text = FOOTER
    sheet.oddFooter.left.size = 8
    sheet.oddFooter.right.text = "第 &P 页 共 &N 页"


def _add_basis(template: Template, basis: Sequence[Tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = template.workbook.create_sheet("说明")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 110
    for line, (name, text) in enumerate((*basis, ("说明", FOOTER)), 1):
        put(sheet.cell(row=line, column=1), name)
        put(sheet.cell(row=line, column=2), text)
        sheet.cell(row=line, column=1).font = Font(bold=True)
        sheet.cell(row=line, column=2).alignment = Alignment(wrap_text=True, vertical="top")


def _save(template: Template, path: Path) -> None:
    from openpyxl.worksheet import _writer

    kept: List[str] = getattr(_writer, "ALL_TEMP_FILES", [])  # openpyxl's own, which it leaves where saving fails
    before = set(kept)
    try:
        with in_one_move(path, (Exception,)) as part:  # lxml tells a full disk in a way of its own
            template.workbook.save(part)
    finally:
        for leftover in [Path(name) for name in kept if name not in before]:
            with contextlib.suppress(OSError):
                leftover.unlink()
