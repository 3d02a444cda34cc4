"""The mining on a parcel: a judgement of its own beside the land's, with its own fields and its own signature."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ...domain.definitions import MINERAL, MINERAL_CHECK, MINERAL_OUTCOME
from ...domain.forms.codes import code_list
from ...domain.forms.fields import Field
from ...domain.records import Judgement
from ..fields.answer_form import FieldForm
from ..messages import language
from .sign_bar import SignBar

_BEFORE_OUTCOME = ("XCHSB", "XCGZDW", "XCCJRY", "XCHSSJ")
"""What was found on site exists before anyone judges."""


class MineralForm(QFrame):
    """Outcome buttons, the fields that the outcome asks for, and a sign bar."""

    edited = pyqtSignal(dict)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.buttons: Dict[str, QPushButton] = {}
        self.form = MineralFields(self)
        self.form.edited.connect(self.edited)
        self.sign_bar = SignBar(self, MINERAL)
        row = QHBoxLayout()
        row.setSpacing(4)
        for entry in code_list("KPDLX").codes:
            button = QPushButton(entry.zh if language() == "zh" else entry.en, self)
            button.setCheckable(True)
            button.setWhatsThis(self.tr("The outcome of the mining, apart from that of the land"))
            button.clicked.connect(lambda _checked, code=entry.code: self.edited.emit({MINERAL_OUTCOME: code}))
            row.addWidget(button)
            self.buttons[entry.code] = button
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.form)
        layout.addWidget(self.sign_bar)

    def show_answers(self, answers: Mapping[str, object], judgement: Optional[Judgement], writable: bool,
                     fresh: bool) -> None:
        """Show the 初判, or a signed judgement read-only."""
        read_only = judgement is not None or not writable
        self.form.show_answers(answers, read_only, fresh)
        for code, button in self.buttons.items():
            button.setChecked(answers.get(MINERAL_OUTCOME) == code)
            button.setEnabled(not read_only)


class MineralFields(FieldForm):
    """附表2-2's fields but for the outcome, which has buttons."""

    roomy = False

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(MINERAL_CHECK, parent)

    def wanted(self, answers: Mapping[str, object]) -> List[Field]:
        """The on-site form always, the rest once there is an outcome."""
        judged = bool(answers.get(MINERAL_OUTCOME))
        return [field for field in super().wanted(answers)
                if field.code != MINERAL_OUTCOME and (judged or field.code in _BEFORE_OUTCOME)]

    def heading_of(self, field: Field) -> str:
        """On-site form and rectification stand apart from the judgement."""
        if field.code in _BEFORE_OUTCOME:
            return self.tr("Stamped on-site form")
        return self.tr("Rectification") if field.group == "矿产整改" else ""


def offers_of(issued: Mapping[str, object], outside_m2: Optional[float]) -> Dict[str, float]:
    """Areas that may be filled in, m²: what lies outside a valid right, as measured, else as issued."""
    given = issued.get("JWMJ")
    if outside_m2 is not None:
        return {"YJMJ": outside_m2}
    return {"YJMJ": float(given)} if isinstance(given, (int, float)) else {}

