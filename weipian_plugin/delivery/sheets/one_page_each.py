"""A sheet printed so that each of its parts stands on one page: how much smaller, and where a page ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Sequence, Tuple

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_INCHES = {8: (11.69, 16.54), 9: (8.27, 11.69)}
_A4 = 9
_POINTS, _PIXELS = 72.0, 96.0
_LETTER, _BETWEEN = 9.2, 5.0
"""Pixels that a letter of a column's width takes at most: by the font that an office has it is 7 to 9."""
_WIDTH, _HEIGHT = 8.43, 15.0
_SAFE = 0.97
"""Excel and others are not of one mind how high a row is."""
_LEAST, _TOGETHER = 50, 70
"""Percent: the least that can be read; under which what ends the sheet is given a page of its own."""


def one_page_each(sheet: Worksheet, parts: Sequence[Tuple[int, int]], ending: Tuple[int, int]) -> None:
    """Print each of the ``parts`` (first and last row) on one page, ``ending`` with the last of them where it fits.

    As a scale: a sheet that is fitted to its pages' breadth has no breaks of its own in Excel.
    """
    from openpyxl.worksheet.pagebreak import Break

    pages = [*parts[:-1], (parts[-1][0], ending[1])] if parts else [ending]
    scale = _scale(sheet, pages)
    if scale < _TOGETHER and parts:
        pages = [*parts, ending]
        scale = _scale(sheet, pages)
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale = max(scale, _LEAST)
    for _, last in pages[:-1]:
        sheet.row_breaks.append(Break(id=last))


def _scale(sheet: Worksheet, pages: Sequence[Tuple[int, int]]) -> int:
    """Percent at which the highest of the pages and the whole breadth fit."""
    wide, high = _room(sheet)
    tallest = max(sum(_height(sheet, row) for row in range(first, last + 1)) for first, last in pages)
    return min(100, int(100 * _SAFE * high / max(tallest, 1.0)), int(100 * _SAFE * wide / max(_breadth(sheet), 1.0)))


def _room(sheet: Worksheet) -> Tuple[float, float]:
    """Breadth and height between the margins, points."""
    size = _INCHES.get(int(sheet.page_setup.paperSize or _A4), _INCHES[_A4])
    wide, high = reversed(size) if sheet.page_setup.orientation == "landscape" else size
    margins = sheet.page_margins
    return (wide - margins.left - margins.right) * _POINTS, (high - margins.top - margins.bottom) * _POINTS


def _height(sheet: Worksheet, row: int) -> float:
    known = sheet.row_dimensions[row].height if row in sheet.row_dimensions else None
    return float(known or _HEIGHT)


def _breadth(sheet: Worksheet) -> float:
    from openpyxl.utils import get_column_letter

    letters: List[str] = [get_column_letter(number) for number in range(1, sheet.max_column + 1)]
    widths = [sheet.column_dimensions[one].width if one in sheet.column_dimensions else _WIDTH for one in letters]
    return sum((float(width or _WIDTH) * _LETTER + _BETWEEN) * _POINTS / _PIXELS for width in widths)
