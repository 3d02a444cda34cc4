"""The head of the Interpretation dock in words: which patch this is, and whether anything may be decided on it."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import List, Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ...domain.calendar.dates import parse_date
from ...domain.forms.codes import label
from ...domain.holder import holder_in_words
from ...domain.records import DRAFT, SIGNED, STUB, SUPERSEDED, Batch, ParcelRecord
from ..messages import language
from ..wording import BAD, GOOD, WARN, coloured, mu_text, mu_unit, muted


def title_in_words(parcel: ParcelRecord, area_m2: Optional[float], palette: QPalette,
                   whole: Optional[Decimal] = None) -> str:
    """Number, area in 亩, type of change. The area issued stands in brackets until ours is measured.

    ``whole``: of a part of a patch its area beside the others.
    """
    chinese = language()
    kind = label("TBLX", parcel.attributes.get("TBLX"), chinese)
    issued = parcel.attributes.get("JCMJ")
    if area_m2 is not None:
        area = f"{mu_text(area_m2) if whole is None else whole} {mu_unit()}"
    elif isinstance(issued, (int, float)):
        area = f"({mu_text(issued)} {mu_unit()})"
    else:
        area = ""
    number = parcel.dkbh or parcel.jcbh
    parts = [f"<b>{escape(number)}</b>", f"<b>{escape(area)}</b>" if area else "", escape(kind)]
    return "&nbsp;&nbsp; ".join(part for part in parts if part)


def context_in_words(parcel: ParcelRecord, batch: Optional[Batch], palette: QPalette) -> List[str]:
    """Two lines: class and place; image dates, date of issue and batch."""
    attributes = parcel.attributes
    before, after = (_day(attributes.get(code)) for code in ("QSX", "HSX"))
    issued = _day(attributes.get("XFSJ")) or (batch.issued if batch else "")
    place = "".join(str(attributes.get(code) or "") for code in ("XMC", "XZMC", "CUNMC"))
    first = [label("JCLB", attributes.get("JCLB"), language()), place]
    second = [f"{before or '?'} → {after or '?'}"]
    if issued:
        issued_words = QCoreApplication.translate("PatchHeader", "issued {date}").format(date=issued)
        second.append(issued_words)
    second.append(batch.label if batch else "")
    lines = [" · ".join(escape(part) for part in line if part) for line in (first, second)]
    grey = muted(palette).name()
    return [f'<span style="color:{grey}">{line}</span>' for line in lines]


def state_in_words(parcel: ParcelRecord, stated: bool, writable: bool, holder: str, palette: QPalette) -> List[str]:
    """What stands in the way, or how far the patch is; then a line each for earlier patches at the same place.

    ``stated``: something is recorded of it.
    """
    lines: List[str] = []
    said = closed_in_words(parcel)
    if said:
        lines.append(coloured(f"⛔ {said}", BAD, palette, bold=True))
    elif parcel.status == SIGNED:
        words = QCoreApplication.translate("PatchHeader", "✔ Judged and signed")
        lines.append(coloured(words, GOOD, palette, bold=True))
    elif parcel.status == DRAFT:
        lines.append("◐ " + escape(QCoreApplication.translate("PatchHeader", "Draft answer, not signed")))
    elif stated:
        words = QCoreApplication.translate("PatchHeader", "Something is recorded, no outcome chosen yet")
        lines.append("○ " + escape(words))
    else:
        lines.append("○ " + escape(QCoreApplication.translate("PatchHeader", "Not answered yet")))
    if not writable:
        words = QCoreApplication.translate("PatchHeader", "⊘ Read-only: {holder} has this workspace open")
        if not holder:
            words = QCoreApplication.translate("PatchHeader", "⊘ Read-only: the file or folder cannot be written")
        lines.append(coloured(words.format(holder=holder_in_words(holder, language())), WARN, palette))
    for link in parcel.earlier:
        words = QCoreApplication.translate("PatchHeader", "Earlier patch here: {jcbh} (overlap {iou})")
        iou = link.get("iou")
        shown = f"{float(str(iou)) * 100:.0f} %" if iou is not None else "?"
        lines.append(escape(words.format(jcbh=link.get("jcbh", "?"), iou=shown)))
    return lines


def closed_in_words(parcel: ParcelRecord) -> str:
    """Why nothing can be decided on this parcel; empty for one that is open."""
    if parcel.status == STUB:
        return QCoreApplication.translate("PatchHeader", "Quarantined: this patch is handled outside this workspace.")
    if parcel.status == SUPERSEDED:
        return QCoreApplication.translate("PatchHeader", "Superseded: this patch was issued again; see the newer one.")
    return ""


def _day(value: object) -> str:
    day = parse_date(value)
    return day.isoformat() if day else str(value or "")
