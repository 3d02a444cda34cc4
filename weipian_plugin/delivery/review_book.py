"""Agenda and minutes of a 集体会审 as Excel, out of a template that a user may replace: a block for each parcel.

Marks ``{名称}`` in cells take what is called so; the rows that the name ``WP_PARCEL`` covers are repeated, a page each.
"""

from __future__ import annotations

import math
import re
import unicodedata
from copy import copy
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Set, Tuple

from ..domain.errors import WeipianError
from ..domain.marks import CLEAN, FOOTER, Mark
from ..domain.records import Finding
from .sheets.cells import put
from .sheets.normal import in_order, save_book
from .sheets.one_page_each import one_page_each
from .sheets.page import furnish
from .sheets.template import load

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from .review_sheet import ReviewedParcel, ReviewSheet

BLOCK = "WP_PARCEL"
TEMPLATES: Mapping[bool, str] = {False: "review_agenda.xlsx", True: "review_minutes.xlsx"}
"""By whether it is the minutes."""
MAPS = ("前时相图", "后时相图", "套合图")
_MARK = re.compile(r"\{([^{}]+)\}")
_LINE_POINTS, _POINTS_A_PIXEL, _EMU = 14.0, 0.75, 9525
_DEFAULT_WIDTH, _DEFAULT_HEIGHT, _TALLEST = 8.43, 15.0, 400.0
_AROUND = 3  # pixels between a picture and its frame


@dataclass
class _Rows:
    """Rows of the template: cells, merged ranges and heights, counted from their first row."""

    first: int
    count: int
    cells: List[Cell] = field(default_factory=list)
    merged: List[Tuple[int, int, int, int]] = field(default_factory=list)
    heights: Dict[int, float] = field(default_factory=dict)


def check_review_template(path: Path, shipped: Path) -> List[Finding]:
    """What is wrong with a template of one's own: E where nothing can be written, W for marks that ``shipped`` has not,
    for which nothing stands.
    """
    try:
        book = load(path)
        _block(book, path)
    except WeipianError as error:
        return [Finding(error.code, "E", error.values)]
    unknown = sorted(_marks_of(book) - _marks_of(load(shipped)))
    return [Finding("REVIEW_MARKS_UNKNOWN", "W", {"file": path.name, "marks": "、".join(unknown)})] if unknown else []


def _marks_of(book: object) -> Set[str]:
    return {name for page in book.worksheets for row in page.iter_rows() for cell in row  # type: ignore[attr-defined]
            if isinstance(cell.value, str) for name in _MARK.findall(cell.value)}


def write_review_book(sheet: ReviewSheet, path: Path, template: Path, mark: Mark = CLEAN, moment: str = "") -> None:
    """Fill the template and put it at ``path`` in one move: the same bytes for the same content.

    Raises TEMPLATE_UNREADABLE, REVIEW_TEMPLATE_LACKS where nothing says which rows are a parcel's, OUTPUT_NOT_WRITABLE.
    """
    book = load(template)
    page, first, last = _block(book, template)
    block, tail = _take(page, first, last), _take(page, last + 1, max(page.max_row, last + 1))
    title = mark.title(sheet.title)
    about = {"标题": title, "图斑个数": str(len(sheet.parcels)), "说明": FOOTER, **dict(sheet.head),
             **dict(sheet.conclusion)}
    _fill_in_place(page, first - 1, about)
    row, ends = first, []
    for number, parcel in enumerate(sheet.parcels, 1):
        _put(page, block, row, {**about, "序": str(number), **_values(parcel)}, _pictures(parcel))
        row += block.count
        ends.append(row - 1)
    _put(page, tail, row, about, {})
    page.print_area = f"A1:{_letters(page.max_column)}{row + tail.count - 1}"
    del book.defined_names[BLOCK]
    furnish(page, sheet.title, mark)
    begins = [1, *(end + 1 for end in ends)]
    one_page_each(page, list(zip(begins, ends)), (begins[-1], row + tail.count - 1))
    save_book(book, path, moment)


def _values(parcel: ReviewedParcel) -> Dict[str, str]:
    """What marks of the block may ask for."""
    captions = {f"{name}注": caption for name, (caption, _) in zip(MAPS, parcel.maps)}
    return {"地块编号": parcel.number, **dict(parcel.said), **dict(parcel.areas), **dict(parcel.evidence), **captions,
            "机器建议": parcel.suggestion or "未形成", "人工判定": parcel.judged or "未判定"}


def _pictures(parcel: ReviewedParcel) -> Dict[str, bytes]:
    return {name: jpeg for name, (_, jpeg) in zip(MAPS, parcel.maps) if jpeg}


def _block(book: object, template: Path) -> Tuple[Worksheet, int, int]:
    """The sheet and the rows that are repeated."""
    defined = book.defined_names.get(BLOCK)  # type: ignore[attr-defined]
    for title, reference in defined.destinations if defined is not None else ():
        rows = [int(one) for one in re.findall(r"\d+", reference)]
        if title in book.sheetnames and rows:  # type: ignore[attr-defined]
            return book[title], rows[0], rows[-1]  # type: ignore[index]
    raise WeipianError("REVIEW_TEMPLATE_LACKS", file=template.name, name=BLOCK)


def _take(page: Worksheet, first: int, last: int) -> _Rows:
    """Take rows off the sheet."""
    from openpyxl.cell import MergedCell

    taken = _Rows(first, last - first + 1)
    for one in in_order(page.merged_cells):
        if first <= one.min_row <= last:
            taken.merged.append((one.min_row - first, one.min_col, one.max_row - first, one.max_col))
    taken.cells = [cell for (row, _), cell in sorted(page._cells.items())
                   if first <= row <= last and not isinstance(cell, MergedCell)]
    taken.heights = {row - first: page.row_dimensions[row].height for row in range(first, last + 1)
                     if row in page.row_dimensions and page.row_dimensions[row].height}
    borders = [(cell.row - first, cell.column, cell) for (row, _), cell in sorted(page._cells.items())
               if first <= row <= last and isinstance(cell, MergedCell)]
    taken.cells += [cell for *_, cell in borders]
    for top, left, bottom, right in taken.merged:
        page.unmerge_cells(start_row=top + first, start_column=left, end_row=bottom + first, end_column=right)
    for at in [at for at in page._cells if first <= at[0] <= last]:
        del page._cells[at]
    for row in range(first, last + 1):
        page.row_dimensions.pop(row, None)
    return taken


def _put(page: Worksheet, rows: _Rows, at: int, values: Mapping[str, str], pictures: Mapping[str, bytes]) -> None:
    """Put rows back at ``at`` with these values; a row grows as its texts need."""
    spans = {(top, left): (bottom, right) for top, left, bottom, right in rows.merged}
    heights = dict(rows.heights)
    for cell in rows.cells:
        offset = cell.row - rows.first
        target = page.cell(row=at + offset, column=cell.column)
        target._style = copy(cell._style)
        text = getattr(cell, "value", None)
        if text is None:
            continue
        bottom, right = spans.get((offset, cell.column), (offset, cell.column))
        name = _MARK.fullmatch(str(text).strip())
        if name is not None and name.group(1) in MAPS:
            if name.group(1) in pictures:
                _place(page, pictures[name.group(1)], at + offset, cell.column, right, rows, offset, bottom)
            continue
        put(target, _filled(str(text), values))
        if bottom == offset:
            wide = sum(_width(page, column) for column in range(cell.column, right + 1))
            needed = min(_lines(str(target.value or ""), wide) * _LINE_POINTS + 4, _TALLEST)
            heights[offset] = max(heights.get(offset, _DEFAULT_HEIGHT), needed)
    for offset, height in heights.items():
        page.row_dimensions[at + offset].height = height
    for top, left, bottom, right in rows.merged:
        page.merge_cells(start_row=at + top, start_column=left, end_row=at + bottom, end_column=right)


def _fill_in_place(page: Worksheet, last: int, values: Mapping[str, str]) -> None:
    head = _take(page, 1, last)
    _put(page, head, 1, values, {})


def _filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its marks replaced; what is not known is left to be written by hand."""
    return _MARK.sub(lambda found: values.get(found.group(1), ""), text)


def _place(page: Worksheet, jpeg: bytes, row: int, column: int, right: int, rows: _Rows, offset: int,
           bottom: int) -> None:
    """A picture in the middle of its cells, as large as they let it be."""
    from openpyxl.drawing.image import Image
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D

    class Picture(Image):  # openpyxl's own wants Pillow, which not every QGIS has
        def __init__(self, content: bytes) -> None:
            self.ref, self.format, self.content = BytesIO(content), "jpeg", content

        def _data(self) -> bytes:
            return self.content

    wide = sum(round(_width(page, one) * 7 + 5) for one in range(column, right + 1)) - 2 * _AROUND
    points = sum(rows.heights.get(one, _DEFAULT_HEIGHT) for one in range(offset, bottom + 1))
    high = points / _POINTS_A_PIXEL - 2 * _AROUND
    size = _size_of(jpeg)
    scale = min(wide / size[0], high / size[1])
    width, height = size[0] * scale, size[1] * scale
    marker = AnchorMarker(col=column - 1, row=row - 1, colOff=round((_AROUND + (wide - width) / 2) * _EMU),
                          rowOff=round((_AROUND + (high - height) / 2) * _EMU))
    picture = Picture(jpeg)
    picture.anchor = OneCellAnchor(_from=marker, ext=XDRPositiveSize2D(round(width * _EMU), round(height * _EMU)))
    page.add_image(picture)


def _size_of(jpeg: bytes) -> Tuple[int, int]:
    from qgis.PyQt.QtGui import QImage

    image = QImage()
    image.loadFromData(jpeg)
    return max(image.width(), 1), max(image.height(), 1)


def _width(page: Worksheet, column: int) -> float:
    letters = _letters(column)
    return float(page.column_dimensions[letters].width) if letters in page.column_dimensions else _DEFAULT_WIDTH


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of this many letters: a Chinese one is two."""
    room = max(width - 1, 2)
    return sum(max(1, math.ceil(sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in line) / room))
               for line in text.split("\n"))
