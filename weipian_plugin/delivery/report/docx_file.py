"""The report as docx: our model poured into a template that users may replace, the same bytes for the same state."""

from __future__ import annotations

from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Sequence, Tuple

from ...domain.records import Finding
from ...paths import TEMPLATES
from ..charts.files import WIDTH, png_of
from ..charts.painter import height_for
from ..charts.spec import Chart
from ..files import in_one_move
from ..sheets.normal import MAKER, normalise_zip
from .model import Paragraph, Report, Section, Table
from .template import open_template, rendered, require_packages

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

SHIPPED_TEMPLATE = TEMPLATES / "report.docx"
PICTURE_MM, _HIGHEST_MM = 160.0, 215.0
"""Width of a chart on the page, and the height at which it still stands on one."""
_LONGEST_PROPERTY = 255
_NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - docx has UTC without saying so


def write_docx(report: Report, path: Path, template_path: Path = SHIPPED_TEMPLATE) -> Tuple[Finding, ...]:
    """Fill the template and put it at ``path`` in one move; what is to be remarked of the template.

    Raises ``PACKAGE_MISSING``, ``OUTPUT_NOT_WRITABLE`` and what `open_template` raises.
    """
    require_packages()
    template = open_template(template_path)
    findings = rendered(template, template_path, context_of(report, template))
    _fit_columns(template, [block for section in (*report.sections, *report.annexes) for block in section.blocks
                            if isinstance(block, Table)])
    _date(template, report)
    made = BytesIO()
    template.docx.save(made)
    with in_one_move(path, (Exception,)) as part:  # zlib and zipfile tell a full disk each in a way of its own
        normalise_zip(made, part)
    return findings


def context_of(report: Report, template: DocxTemplate) -> Dict[str, Any]:
    """What the marks of a template can say: title, subtitle, header, footer, day, mark, head, sections, annexes,
    reasons, and by their ids figures, tables and charts.
    """
    blocks = [block for section in (*report.sections, *report.annexes) for block in section.blocks]
    pictures: Dict[int, Any] = {}
    return {
        "title": _clean(report.marked_title), "subtitle": _clean(report.subtitle), "day": report.day,
        "header": _clean(report.marked_title), "footer": report.footer, "mark": report.mark.word,
        "head": [{"name": name, "text": _clean(text)} for name, text in report.head],
        "sections": [_section(section, template, pictures) for section in report.sections],
        "annexes": [_section(section, template, pictures) for section in report.annexes],
        "reasons": [_clean(f"{check} {told}".strip()) for check, told in report.mark.reasons],
        "figures": {identity: figure.with_unit for identity, figure in report.figures.items()},
        "tables": {block.id: _table(block) for block in blocks if isinstance(block, Table) and block.id},
        "charts": {block.id: _picture(block, template, pictures) for block in blocks if isinstance(block, Chart)},
    }


def _section(section: Section, template: DocxTemplate, pictures: Dict[int, Any]) -> Dict[str, Any]:
    blocks: List[Dict[str, Any]] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            blocks.append({"kind": "note" if block.is_note else "paragraph", "text": _clean(block.text)})
        elif isinstance(block, Table):
            blocks.append(_table(block))
        else:
            blocks.append({"kind": "chart", "title": block.title, "picture": _picture(block, template, pictures)})
    return {"heading": _clean(section.heading), "number": section.number, "title": _clean(section.title),
            "blocks": blocks}


def _table(table: Table) -> Dict[str, Any]:
    rows = [{"strong": place in table.strong,
             "cells": [{"text": _clean(cell), "words": column in table.words} for column, cell in enumerate(row)]}
            for place, row in enumerate(table.rows)]
    return {"kind": "table", "id": table.id, "title": _clean(table.title), "note": _clean(table.note),
            "head": [_clean(name) for name in table.head], "rows": rows}


def _picture(chart: Chart, template: DocxTemplate, pictures: Dict[int, Any]) -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage

    if id(chart) not in pictures:
        height = min(height_for(chart, WIDTH), WIDTH * _HIGHEST_MM / PICTURE_MM)
        pictures[id(chart)] = InlineImage(template, BytesIO(png_of(chart, height=height)), width=Mm(PICTURE_MM))
    return pictures[id(chart)]


def _clean(text: str) -> str:
    """Without what XML does not know: one such letter would end the document there."""
    return "".join(letter for letter in text if letter in "\t\n" or (ord(letter) >= 0x20 and ord(letter) not in
                   (0xFFFE, 0xFFFF) and not 0xD800 <= ord(letter) <= 0xDFFF))


def _fit_columns(template: DocxTemplate, tables: Sequence[Table]) -> None:
    """Columns as wide as their tables want them; a template that has tables of its own arranges them itself."""
    from docx.oxml.ns import qn

    found = template.docx.tables
    if [len(each.columns) for each in found] != [len(table.head) for table in tables]:
        return
    for made, table in zip(found, tables):
        grid = made._tbl.tblGrid.findall(qn("w:gridCol"))
        whole = sum(int(column.get(qn("w:w"))) for column in grid)
        widths = [str(round(whole * share)) for share in table.shares]
        for column, width in zip(grid, widths):
            column.set(qn("w:w"), width)
        for row in made._tbl.findall(qn("w:tr")):
            for cell, width in zip(row.findall(qn("w:tc")), widths):
                for given in cell.iter(qn("w:tcW")):
                    given.set(qn("w:w"), width)
                    given.set(qn("w:type"), "dxa")


def _date(template: DocxTemplate, report: Report) -> None:
    """Author and dates from the state: the clock is in no report."""
    about = template.docx.core_properties
    try:
        moment = datetime.fromisoformat(report.moment)
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0) if moment.tzinfo else moment
    except ValueError:
        moment = _NO_MOMENT
    about.created = about.modified = about.last_printed = moment
    about.author = about.last_modified_by = MAKER
    about.title = _clean(report.marked_title)[:_LONGEST_PROPERTY]
    about.subject = _clean(report.subtitle)[:_LONGEST_PROPERTY]
    about.revision = 1
    about.comments = report.footer
