"""What an earlier patch at the same place was proved with, offered to be taken over at one click (成果复用)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, List, Optional, Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ...domain.forms.codes import CASES, label
from ..messages import language

if TYPE_CHECKING:
    from ...jobs.registers.attachments import EarlierEvidence


class EarlierEvidenceOffer(QWidget):
    """A line and a button for each earlier patch that has papers. ``wanted`` carries the earlier parcel's uuid."""

    wanted = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._lines: List[QWidget] = []
        self.buttons: List[QToolButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_offers(self, offers: Sequence[EarlierEvidence], writable: bool) -> None:
        """Show what is offered; nothing is taken over by itself."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines, self.buttons = [], []
        for offer in offers:
            self._add(offer, writable)
        self.setVisible(bool(offers))

    def _add(self, offer: EarlierEvidence, writable: bool) -> None:
        line = QWidget(self)
        text = QLabel(self._words(offer), line)
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        button = QToolButton(line)
        button.setText(self.tr("Take over"))
        button.setToolTip(self.tr("Takes its attachments and the papers that the chosen case asks for; outcome and "
                                  "case stay for you to judge"))
        button.setEnabled(writable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked, uuid=offer.parcel_uuid: self.wanted.emit(uuid))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text, 1)
        row.addWidget(button)
        self._layout.addWidget(line)
        self._lines.append(line)
        self.buttons.append(button)

    def _words(self, offer: EarlierEvidence) -> str:
        case = label(CASES.get(offer.outcome, ""), offer.case, language()) if offer.outcome in CASES else offer.case
        judged = " ".join(part for part in (label("PDLX", offer.outcome, language()) if offer.outcome else "", case)
                          if part)
        said = self.tr("Earlier patch {jcbh} ({iou} % alike{judged}): {papers} attachments, {answers} answers of its "
                       "papers").format(
            jcbh=offer.jcbh, iou=f"{offer.iou * 100:.0f}", judged=f"; {judged}" if judged else "",
            papers=len(offer.attachments), answers=len(offer.answers))
        return f"↺ {escape(said)}"
