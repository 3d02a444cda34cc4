"""Which column of a reviewers' list is which, where it is not recognised; what was said is remembered."""

from __future__ import annotations

import json
from typing import Dict, Mapping, Optional, Sequence

from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QWidget

from ...domain.forms.fields import normalise_heading
from ...intake.returned.review_list import ALIASES, DAY, LEVEL, NUMBER, OPINION, PERSON, REASON, RESULT, ROLES, ROUND
from ..forms import fit_to_screen, load_form, name_buttons

_KEPT = "weipian/returned/columns"


class ColumnsDialog(QDialog):
    """A box of headings for each thing that a list may say."""

    def __init__(self, headings: Sequence[str], chosen: Mapping[str, str], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("returned_columns", self)
        fit_to_screen(self)
        name_buttons(self.buttons, self.tr("Read"))
        self.boxes: Dict[str, QComboBox] = {}
        names = {NUMBER: self.tr("Number of the patch"), RESULT: self.tr("Result"), OPINION: self.tr("Opinion"),
                 REASON: self.tr("Returned because"), LEVEL: self.tr("Level"), PERSON: self.tr("Audited by"),
                 DAY: self.tr("Audited on"), ROUND: self.tr("Round")}
        for role in ROLES:
            box = QComboBox(self)
            box.setWhatsThis(self.tr("The column of the list that says this"))
            box.addItem(self.tr("(none)"), "")
            for heading in headings:
                box.addItem(heading.replace("\n", ""), heading)
            box.setCurrentIndex(max(box.findData(chosen.get(role) or _likely(role, headings)), 0))
            box.activated.connect(lambda _index: self._enable())
            self.columnsLayout.addRow(names[role], box)
            self.boxes[role] = box
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._enable()

    @property
    def chosen(self) -> Dict[str, str]:
        """Heading by role."""
        return {role: str(box.currentData()) for role, box in self.boxes.items() if box.currentData()}

    def _enable(self) -> None:
        chosen = self.chosen
        enough = NUMBER in chosen and bool({RESULT, OPINION, REASON} & set(chosen))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(enough)


def _likely(role: str, headings: Sequence[str]) -> str:
    plain = {normalise_heading(heading): heading for heading in headings}
    return next((plain[normalise_heading(name)] for name in ALIASES[role] if normalise_heading(name) in plain), "")


def kept_columns() -> Dict[str, str]:
    """What was said of an earlier list: heading by role."""
    try:
        kept = json.loads(str(QgsSettings().value(_KEPT, "{}") or "{}"))
    except ValueError:
        return {}
    return {str(role): str(heading) for role, heading in kept.items()} if isinstance(kept, dict) else {}


def keep_columns(chosen: Mapping[str, str]) -> None:
    """Remember it for the next list from the same office."""
    QgsSettings().setValue(_KEPT, json.dumps(dict(chosen), ensure_ascii=False))
