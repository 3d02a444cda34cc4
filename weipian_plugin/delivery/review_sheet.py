"""Agenda and minutes of a 集体会审 (§8.3): a page for each patch and what was decided, as Excel, HTML or PDF."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from ..domain.marks import CLEAN, Mark
from ..paths import TEMPLATES as SHIPPED
from .files import in_one_move, writer_for
from .pdf_normal import normalise_file

Lines = Tuple[Tuple[str, str], ...]
Pictures = Tuple[Tuple[str, bytes], ...]
"""What stands under a picture, and the picture as JPEG (empty: there is none)."""
_STYLE = ("body{font-family:'Noto Sans CJK SC','Microsoft YaHei',SimSun,sans-serif;font-size:9pt}"
          "h1{text-align:center;font-size:15pt}h2{font-size:11pt}"
          "table{border-collapse:collapse;width:100%}td,th{border:1px solid #777;padding:2px 4px;vertical-align:top}"
          "th{text-align:left;background:#eee}.space{height:60px}footer{color:#555;font-size:8pt}")
_MAP_WIDTH = 162
_GAP = '<p style="font-size:4pt;margin:0">&nbsp;</p>'
_SMALL = '<span style="font-size:7pt">{}</span>'
_LINE, _BLANK = "&nbsp;", "&nbsp;<br>&nbsp;<br>&nbsp;"
_NEW_PAGE = '<div style="page-break-before:always"></div>'


@dataclass(frozen=True)
class ReviewedParcel:
    """What the meeting has before it of one parcel: who and where, areas (亩), the suggestion, evidence, what a person
    said; the maps it is shown on.
    """

    number: str
    said: Lines
    areas: Lines
    suggestion: str = ""
    evidence: Lines = ()
    judged: str = ""
    maps: Pictures = ()


@dataclass(frozen=True)
class ReviewSheet:
    """``minutes``: what was concluded is filled in; else there is room to write it. ``template``: of the Excel book;
    ``moment``: ISO, of the state it shows.
    """

    title: str
    head: Lines
    parcels: Tuple[ReviewedParcel, ...]
    conclusion: Lines
    footer: str
    minutes: bool = False
    mark: Mark = CLEAN
    moment: str = ""
    template: Optional[Path] = None


def write_review_sheet(sheet: ReviewSheet, path: Path) -> Path:
    """Write by the path's ending (.xlsx, .pdf, .html), in one move. Raises ``ENDING_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``,
    and what templates raise.
    """
    writer = writer_for(path, WRITERS)
    with in_one_move(path) as part:
        writer(sheet, part)
    return path


def page_of(sheet: ReviewSheet) -> str:
    """The whole sheet as HTML that a browser and Qt both read; each parcel begins a page."""
    title = escape(sheet.mark.title(sheet.title))
    pages, ending = _bodies(sheet)
    return (f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
            f"<style>{_STYLE}</style></head><body>{_NEW_PAGE.join(pages)}{ending}"
            f"<p><footer>{escape(sheet.footer)}</footer></p></body></html>\n")


def _bodies(sheet: ReviewSheet) -> Tuple[List[str], str]:
    """What stands on the page of each parcel, on the first under the head; and what ends the sheet."""
    pages = []
    for number, parcel in enumerate(sheet.parcels, 1):
        parts = [f"<h1>{escape(sheet.mark.title(sheet.title))}</h1>",
                 _table(sheet.head, _LINE)] if number == 1 else []
        parts += [f"<h2>{number}. {escape(parcel.number)}</h2>", _in_twos(parcel.said), _pictures(parcel.maps),
                  _side_by_side(parcel.areas)]
        lines = [("机器建议（不是判定）", parcel.suggestion or "未形成"), ("人工判定", parcel.judged or "未判定"),
                 *parcel.evidence]
        if not sheet.minutes:
            lines.append(("会审意见", ""))
        parts.append(_table(tuple(lines)))
        pages.append("".join(parts))
    return pages, "<h2>会审结论</h2>" + _table(sheet.conclusion)


def _table(lines: Sequence[Tuple[str, str]], room: str = _BLANK) -> str:
    """Name and text in two columns; an empty text leaves ``room`` to write."""
    rows = "".join(f'<tr><th width="22%">{escape(name)}</th><td>{_text(text, room)}</td></tr>' for name, text in lines)
    return f'<table border="1" cellspacing="0" cellpadding="2" width="100%">{rows}</table>{_GAP}' if rows else ""


def _in_twos(lines: Lines) -> str:
    """Names and texts, two pairs to a row."""
    cells = [f'<th width="14%">{escape(name)}</th><td width="36%">{_text(text)}</td>' for name, text in lines]
    cells += ["<th></th><td></td>"] * (len(cells) % 2)
    rows = "".join(f"<tr>{one}{other}</tr>" for one, other in zip(cells[::2], cells[1::2]))
    return f'<table border="1" cellspacing="0" cellpadding="2" width="100%">{rows}</table>{_GAP}' if rows else ""


def _pictures(maps: Pictures) -> str:
    """The maps beside each other, each with its words under it; they are in the file itself."""
    if not maps:
        return ""
    cells = "".join(f'<td align="center">{_picture(jpeg)}<br>{_SMALL.format(escape(caption))}</td>'
                    for caption, jpeg in maps)
    return f'<table border="1" cellspacing="0" cellpadding="2" width="100%"><tr>{cells}</tr></table>{_GAP}'


def _picture(jpeg: bytes) -> str:
    if not jpeg:
        return _BLANK
    return f'<img width="{_MAP_WIDTH}" alt="" src="data:image/jpeg;base64,{b64encode(jpeg).decode("ascii")}">'


def _text(text: str, room: str = "—") -> str:
    return escape(text).replace("\n", "<br>") if text.strip() else room


def _side_by_side(areas: Lines) -> str:
    if not areas:
        return ""
    head = "".join(f"<th>{escape(name)}</th>" for name, _ in areas)
    row = "".join(f"<td>{escape(text)}</td>" for _, text in areas)
    return f'<table border="1" cellspacing="0" cellpadding="2" width="100%"><tr>{head}</tr><tr>{row}</tr></table>{_GAP}'


def _as_book(sheet: ReviewSheet, path: Path) -> None:
    from .review_book import TEMPLATES, write_review_book

    write_review_book(sheet, path, sheet.template or SHIPPED / TEMPLATES[sheet.minutes], sheet.mark, sheet.moment)


def _as_page(sheet: ReviewSheet, path: Path) -> None:
    path.write_text(page_of(sheet), encoding="utf-8")


def _as_pdf(sheet: ReviewSheet, path: Path) -> None:
    from .review_print import print_pages

    pages, ending = _bodies(sheet)
    print_pages(pages, ending, _STYLE, sheet.footer, path)
    normalise_file(path, sheet.moment)


WRITERS: Dict[str, Callable[[ReviewSheet, Path], None]] = {".pdf": _as_pdf, ".html": _as_page, ".xlsx": _as_book}
