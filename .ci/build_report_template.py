"""Make resources/templates/report.docx, the template of the summary report. Run it when its look changes."""

from __future__ import annotations

import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docx import Document  # noqa: E402
from docx.enum.section import WD_ORIENT  # noqa: E402
from docx.enum.style import WD_STYLE_TYPE  # noqa: E402
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT  # noqa: E402
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT  # noqa: E402
from docx.oxml import OxmlElement  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402
from docx.shared import Mm, Pt, RGBColor  # noqa: E402

from weipian_plugin.delivery.sheets.normal import MAKER, normalise_zip  # noqa: E402

TARGET = ROOT / "resources" / "templates" / "report.docx"
BODY, HEADING = "仿宋", "黑体"
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
TEXT_WIDTH = Mm(160)


def main() -> None:
    """Write the template."""
    document = Document()
    page(document.sections[0])
    styles(document)
    header_and_footer(document.sections[0])
    front(document)
    part(document, "section", "sections", "Heading 1")
    part(document, "annex", "annexes", "报告附录标题")
    about = document.core_properties
    about.author = about.last_modified_by = MAKER
    about.created = about.modified = about.last_printed = datetime(2000, 1, 1)
    about.title, about.comments, about.revision = "卫片执法情况汇总分析报告（模板）", "", 1
    made = BytesIO()
    document.save(made)
    normalise_zip(made, TARGET)
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")


def page(section) -> None:
    """A4 upright, with the margins of an office's papers."""
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    section.header_distance, section.footer_distance = Mm(15), Mm(13)


def styles(document) -> None:
    """Headings in 黑体, text in 仿宋, as an office writes."""
    look(document.styles["Normal"], BODY, 12)
    look(document.styles["Title"], HEADING, 22, CENTRE, before=24, after=6, bold=True)
    border = document.styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)
    look(document.styles["Subtitle"], BODY, 15, CENTRE, after=10)
    look(document.styles["Heading 1"], HEADING, 16, before=16, after=8, bold=True)
    made = {name: document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in (
        "报告正文", "报告注", "报告信息", "报告表题", "报告图", "报告表头", "报告表文字", "报告表数字", "报告附录标题")}
    look(made["报告正文"], BODY, 12, after=5, line=1.5)
    made["报告正文"].paragraph_format.first_line_indent = Pt(24)
    look(made["报告注"], BODY, 9, after=8, colour="555555")
    look(made["报告信息"], BODY, 10.5, CENTRE, colour="444444")
    look(made["报告表题"], HEADING, 10.5, CENTRE, before=8, after=4)
    made["报告表题"].paragraph_format.keep_with_next = True
    look(made["报告图"], BODY, 10.5, CENTRE, before=6, after=6)
    look(made["报告表头"], HEADING, 8.5, CENTRE)
    look(made["报告表文字"], BODY, 8.5, LEFT)
    look(made["报告表数字"], BODY, 8.5, RIGHT)
    look(made["报告附录标题"], HEADING, 16, before=16, after=8, bold=True)
    made["报告附录标题"].base_style = document.styles["Heading 1"]


def look(style, family, size, align=None, before=0.0, after=0.0, line=None, bold=None, colour="000000") -> None:
    """Font, size (points), alignment and distances of a style."""
    style.font.name, style.font.size = "Times New Roman" if family == BODY else "Arial", Pt(size)
    style.font.bold, style.font.italic, style.font.color.rgb = bold, False, RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), family)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if align is not None:
        form.alignment = align
    if line is not None:
        form.line_spacing = line


def header_and_footer(section) -> None:
    """Title and day above; below what the result is not for (§8.7) and the page number."""
    for holder, left, right in ((section.header, "{{ header }}", "{{ day }}"), (section.footer, "{{ footer }}", None)):
        line = holder.paragraphs[0]
        line.style.font.size = Pt(8.5)
        line.style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
        stops = line.paragraph_format.tab_stops
        for given in list(line.style.paragraph_format.tab_stops):
            stops.add_tab_stop(given.position, WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(left)
        line.add_run("\t" + (right or ""))
        if right is None:
            for text, field in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES"), (" 页", "")):
                line.add_run(text)
                if field:
                    add_field(line, field)


def add_field(line, code: str) -> None:
    """PAGE or NUMPAGES."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = line.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = text
            run._r.append(told)


def front(document) -> None:
    """Title and what the report is about."""
    document.add_paragraph("{{ title }}", "Title")
    document.add_paragraph("{{ subtitle }}", "Subtitle")
    document.add_paragraph("{%p for line in head %}")
    document.add_paragraph("{{ line.name }}：{{ line.text }}", "报告信息")
    document.add_paragraph("{%p endfor %}")


def part(document, one: str, many: str, heading: str) -> None:
    """Sections, or annexes: a heading, and block after block."""
    add = document.add_paragraph
    add(f"{{%p for {one} in {many} %}}")
    add(f"{{{{ {one}.heading }}}}", heading)
    add(f"{{%p for block in {one}.blocks %}}")
    add("{%p if block.kind == 'paragraph' %}")
    add("{{ block.text }}", "报告正文")
    add("{%p elif block.kind == 'note' %}")
    add("{{ block.text }}", "报告注")
    add("{%p elif block.kind == 'chart' %}")
    add("{{ block.picture }}", "报告图")
    add("{%p elif block.kind == 'table' %}")
    add("{{ block.title }}", "报告表题")
    table(document)
    add("{% if block.note %}注：{{ block.note }}{% endif %}", "报告注")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{%p endfor %}")


def table(document) -> None:
    """Its head on every page; sums in bold; words to the left, figures to the right."""
    made = document.add_table(rows=7, cols=1)
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "45")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    made._tbl.tblPr.append(margins)
    rows = made.rows
    cells(rows[0], ["{%tc for name in block.head %}", ("{{ name }}", "报告表头"), "{%tc endfor %}"], fill="E9EEF4")
    mark = OxmlElement("w:tblHeader")
    rows[0]._tr.get_or_add_trPr().append(mark)
    cells(rows[1], ["{%tr for row in block.rows %}"])
    cells(rows[2], ["{%tr if row.strong %}"])
    cells(rows[3], body_cells(), fill="F4F4F4", bold=True)
    cells(rows[4], ["{%tr else %}"])
    cells(rows[5], body_cells())
    cells(rows[6], ["{%tr endif %}"])
    cells(made.add_row(), ["{%tr endfor %}"])
    for number in (0, 3, 5):
        rows[number]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def body_cells() -> list:
    """A line's cells: a loop over them, words one way, figures the other."""
    return ["{%tc for cell in row.cells %}", "{%tc if cell.words %}", ("{{ cell.text }}", "报告表文字"), "{%tc else %}",
            ("{{ cell.text }}", "报告表数字"), "{%tc endif %}", "{%tc endfor %}"]


def cells(row, texts: list, fill: str = "", bold: bool = False) -> None:
    """The cells of a row: marks as they are, and (text, style) for what is shown."""
    first = row.cells[0]
    for _more in texts[1:]:
        row._tr.append(OxmlElement("w:tc"))
    for element, given in zip(row._tr.findall(qn("w:tc")), texts):
        cell = first if element is first._tc else type(first)(element, row)
        if element is not first._tc:
            element.append(OxmlElement("w:p"))
        text, style = given if isinstance(given, tuple) else (given, "Normal")
        line = cell.paragraphs[0]
        line.style = style
        run = line.add_run(text)
        run.bold = bold or None
        cell.width = TEXT_WIDTH // len(texts)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        if fill:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)


if __name__ == "__main__":
    main()
