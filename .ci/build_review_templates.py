"""Make resources/templates/review_agenda.xlsx and review_minutes.xlsx: a head, a block a parcel, what was concluded."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from openpyxl import Workbook  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: E402
from openpyxl.workbook.defined_name import DefinedName  # noqa: E402
from openpyxl.worksheet.worksheet import Worksheet  # noqa: E402

from weipian_plugin.delivery.review_book import BLOCK, TEMPLATES  # noqa: E402
from weipian_plugin.delivery.sheets.normal import save_book  # noqa: E402

THIN = Side(style="thin", color="808080")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WIDTHS = (14, 16, 14, 16, 14, 16)
LAST = len(WIDTHS)
NAME, TEXT = "name", "text"
HEAD = (("会审时间", "会审地点"), ("主持人", "是否有异议或重点图斑"))
PROPOSED = "〔拟〕版式为拟定：可在 Excel 中改动，花括号中的名称为填写位置，名称 WP_PARCEL 所指各行逐图斑重复、各占一页"


class Sheet:
    """Cells put row by row."""

    def __init__(self, title: str) -> None:
        self.book = Workbook()
        self.page: Worksheet = self.book.active
        self.page.title = title
        self.row = 0
        for number, width in enumerate(WIDTHS):
            self.page.column_dimensions["ABCDEF"[number]].width = width

    def cell(self, first: int, last: int, text: str, kind: str = TEXT, size: float = 10.5, align: str = "left",
             bordered: bool = True) -> None:
        """Columns ``first`` to ``last`` of the row as one cell."""
        for column in range(first, last + 1):
            one = self.page.cell(row=self.row, column=column)
            one.border = BORDER if bordered else Border()
            if kind == NAME:
                one.fill = PatternFill("solid", start_color="EDEDED")
        one = self.page.cell(row=self.row, column=first, value=text)
        one.font = Font(name="宋体", size=size, bold=kind == NAME)
        one.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        if last > first:
            self.page.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=last)

    def line(self, height: float = 20) -> None:
        """The next row."""
        self.row += 1
        self.page.row_dimensions[self.row].height = height

    def named(self, name: str, text: str, height: float = 20) -> None:
        """A name and what is said, over the whole breadth."""
        self.line(height)
        self.cell(1, 1, name, NAME)
        self.cell(2, LAST, text)

    def pairs(self, *names: str, height: float = 20) -> None:
        """Names and values side by side."""
        self.line(height)
        breadth = LAST // (2 * len(names))
        for number, name in enumerate(names):
            first = 1 + number * 2 * breadth
            self.cell(first, first + breadth - 1, name, NAME)
            self.cell(first + breadth, first + 2 * breadth - 1, f"{{{name}}}")


def main() -> None:
    """Write both."""
    for minutes, file in TEMPLATES.items():
        sheet = Sheet("集体会审")
        head(sheet)
        first = sheet.row + 1
        parcel(sheet, minutes)
        rows = f"'{sheet.page.title}'!$A${first}:$F${sheet.row}"
        sheet.book.defined_names[BLOCK] = DefinedName(BLOCK, attr_text=rows)
        conclusion(sheet, minutes)
        printed(sheet.page)
        target = ROOT / "resources" / "templates" / file
        save_book(sheet.book, target)
        sys.stdout.write(f"{target.relative_to(ROOT)}\n")


def head(sheet: Sheet) -> None:
    """Who meets when."""
    sheet.line(34)
    sheet.cell(1, LAST, "{标题}", NAME, 16, "center", bordered=False)
    for column in range(1, LAST + 1):
        sheet.page.cell(row=1, column=column).fill = PatternFill()
    sheet.line(14)
    sheet.cell(1, LAST, PROPOSED, size=8, bordered=False)
    for names in HEAD:
        sheet.line()
        for first, name in zip((1, 4), names):
            sheet.cell(first, first, name, NAME)
            sheet.cell(first + 1, first + 2, f"{{{name}}}")
    sheet.named("参加单位", "{参加单位}", 30)
    sheet.named("图斑个数", "{图斑个数}")


def parcel(sheet: Sheet, minutes: bool) -> None:
    """What the meeting has before it of one parcel."""
    sheet.line(26)
    sheet.cell(1, LAST, "{序}．{地块编号}", NAME, 13)
    sheet.pairs("图斑编号", "监测类别", "变化类型")
    sheet.line()
    sheet.cell(1, 1, "位置", NAME)
    sheet.cell(2, 3, "{位置}")
    sheet.cell(4, 4, "前后时相", NAME)
    sheet.cell(5, LAST, "{前后时相}")
    sheet.line(150)
    for first, name in zip((1, 3, 5), ("前时相图", "后时相图", "套合图")):
        sheet.cell(first, first + 1, f"{{{name}}}", align="center")
    sheet.line(44)
    for first, name in zip((1, 3, 5), ("前时相图", "后时相图", "套合图")):
        sheet.cell(first, first + 1, f"{{{name}注}}", size=8, align="center")
    sheet.line()
    for column, name in enumerate(("地块（亩）", "耕地", "永久基本农田", "生态红线")):
        last = column + 1 if column < 2 else 2 * column
        sheet.cell(last if column < 2 else last - 1, last, name, NAME, align="center")
    sheet.line()
    for column, name in enumerate(("地块（亩）", "耕地", "永久基本农田", "生态红线")):
        last = column + 1 if column < 2 else 2 * column
        sheet.cell(last if column < 2 else last - 1, last, f"{{{name}}}", align="center")
    sheet.named("机器建议\n（不是判定）", "{机器建议}", 34)
    sheet.named("人工判定", "{人工判定}", 30)
    sheet.named("举证材料", "{举证材料}", 30)
    sheet.named("附件", "{附件}")
    if not minutes:
        sheet.named("会审意见", "", 130)
        sheet.named("结论", "□ 合法　　□ 违法　　□ 其他　　□ 存疑，另行核查", 24)


def conclusion(sheet: Sheet, minutes: bool) -> None:
    """What was concluded, and who signs."""
    sheet.line(26)
    sheet.cell(1, LAST, "会审结论", NAME, 13)
    for name, height in (("分歧意见", 48), ("会审结论", 64), ("判定依据", 48), ("签字人员", 64)):
        sheet.named(name, f"{{{name}}}", height if minutes else height * 1.2)
    sheet.line(18)
    sheet.cell(1, LAST, "{说明}", size=9, bordered=False)


def printed(page: Worksheet) -> None:
    """A4 upright, all columns on its breadth."""
    page.page_setup.paperSize, page.page_setup.orientation = 9, "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.6, 0.3, 0.3


if __name__ == "__main__":
    main()
