"""Agenda and minutes of a 集体会审 (§8.3): a page for each patch and what was decided, as Excel, HTML or PDF."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Callable, Dict, Optional, Sequence, Tuple

from ..domain.marks import CLEAN, Mark
from ..paths import TEMPLATES as SHIPPED
from .files import in_one_move, writer_for

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
_BLANK = "&nbsp;<br>&nbsp;<br>&nbsp;"


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
    parts = [f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
             f"<style>{_STYLE}</style></head><body><h1>{title}</h1>", _table(sheet.head, room=True)]
    for number, parcel in enumerate(sheet.parcels, 1):
        new_page = ' style="page-break-before:always"' if number > 1 else ""
        parts += [f"<h2{new_page}>{number}. {escape(parcel.number)}</h2>", _in_twos(parcel.said),
                  _pictures(parcel.maps), _side_by_side(parcel.areas)]
        lines = [("机器建议（不是判定）", parcel.suggestion or "未形成"), ("人工判定", parcel.judged or "未判定"),
                 *parcel.evidence]
        if not sheet.minutes:
            lines.append(("会审意见", ""))
        parts.append(_table(tuple(lines), room=True))
    parts += ["<h2>会审结论</h2>", _table(sheet.conclusion, room=True),
              f"<p><footer>{escape(sheet.footer)}</footer></p></body></html>\n"]
    return "".join(parts)


def _table(lines: Sequence[Tuple[str, str]], room: bool = False) -> str:
    """Name and text in two columns; an empty text leaves ``room`` to write."""
    rows = "".join(f'<tr><th width="22%">{escape(name)}</th><td>{_text(text, room)}</td></tr>' for name, text in lines)
    return f'<table border="1" cellspacing="0" cellpadding="2" width="100%">{rows}</table>{_GAP}' if rows else ""


def _in_twos(lines: Lines) -> str:
    """Names and texts, two pairs to a row."""
    cells = [f'<th width="14%">{escape(name)}</th><td width="36%">{_text(text, False)}</td>' for name, text in lines]
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


def _text(text: str, room: bool) -> str:
    return escape(text).replace("\n", "<br>") if text.strip() else _BLANK if room else "—"


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
    from qgis.PyQt.QtCore import QMarginsF
    from qgis.PyQt.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

    with path.open("wb"):  # Qt says nothing where it cannot write
        pass
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setHtml(page_of(sheet))
    document.print(writer)
    if not path.stat().st_size:
        raise OSError("PDF")


WRITERS: Dict[str, Callable[[ReviewSheet, Path], None]] = {".pdf": _as_pdf, ".html": _as_page, ".xlsx": _as_book}
