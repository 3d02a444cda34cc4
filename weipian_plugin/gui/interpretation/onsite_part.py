"""What was found on site: the fields of the check, photos and papers, and what an earlier patch was proved with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Callable, List, Mapping, Optional, Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ...domain.definitions import (
    FIELD_CHECK,
    JUDGEMENT,
    LAND,
    MINERAL,
    MINERAL_CHECK,
    MINERAL_ON_SITE_RECORD,
    ON_SITE_RECORD,
)
from ...domain.forms.fields import Field, is_empty
from ...domain.records import Record
from ..fields.answer_form import FieldForm
from .attachments_view import AttachmentsView
from .earlier_evidence import EarlierEvidenceOffer

PHOTO = "photo"
_RECORD_OF = {LAND: ON_SITE_RECORD, MINERAL: MINERAL_ON_SITE_RECORD}
_FIELDS = {field.code: field for field in (*FIELD_CHECK, *MINERAL_CHECK, *JUDGEMENT)}
_NAMES_A_FILE = {"XCHSB": "xchs", "FJ": ""}
"""Answers that name a file, and as which evidence such a file may be attached under another name."""


class OnSitePart(QWidget):
    """The inside of the section; ``sheetWanted`` asks for the printed field sheet."""

    edited = pyqtSignal(dict)
    sheetWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, place_of: Callable[[Record], Path], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.earlier = EarlierEvidenceOffer(self)
        self.attachments = AttachmentsView(place_of, self)
        self.form = FieldForm(FIELD_CHECK, self)
        self.form.edited.connect(self.edited)
        self.sheetButton = QToolButton(self)
        self.sheetButton.setText(self.tr("Print the field sheet…"))
        self.sheetButton.setWhatsThis(self.tr("A sheet with map and images of this patch, to take along"))
        self.sheetButton.clicked.connect(lambda _checked: self.sheetWanted.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.earlier, self.attachments, self.form, self.sheetButton):
            layout.addWidget(part)


def has_photo(attachments: Sequence[Record]) -> bool:
    """Is a photo of the place among them?"""
    return any(record.values.get("FJLX") == PHOTO for record in attachments)


def is_recorded(answers: Mapping[str, object], attachments: Sequence[Record]) -> bool:
    """核查意见 with 核查负责人, a stamped 现场核实表, or a photo: what signing 违法 asks for (§8.7)."""
    complete = any(not any(is_empty(answers.get(code)) for code in codes) for codes in _RECORD_OF.values())
    return complete or has_photo(attachments)


def typed_only(answers: Mapping[str, object], attachments: Sequence[Record]) -> List[Field]:
    """The filled-in answers that name a file of which nothing is attached to the parcel."""
    attached = {str(record.values.get("FJMC") or "").casefold() for record in attachments}
    proved = {str(record.values.get("ZJDM") or "") for record in attachments} - {""}
    typed = []
    for code, evidence in _NAMES_A_FILE.items():
        names = {name.strip().casefold() for name in re.split(r"[;；,，、\n]", str(answers.get(code) or ""))} - {""}
        if names and not names & attached and evidence not in proved:
            typed.append(_FIELDS[code])
    return typed


def is_backed(answers: Mapping[str, object], attachments: Sequence[Record]) -> bool:
    """Is there an on-site record that does not rest on a file that was only named?"""
    bare = {field.code for field in typed_only(answers, attachments)}
    return is_recorded({code: value for code, value in answers.items() if code not in bare}, attachments)


def lacking(answers: Mapping[str, object], subject: str) -> List[Field]:
    """The fields of the subject's own on-site record that are still empty."""
    return [_FIELDS[code] for code in _RECORD_OF[subject] if is_empty(answers.get(code))]
