"""What others remarked of a patch, above everything else: why it came back, and what was marked on the map."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, List, Mapping, Optional

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ...domain.definitions import CORRECTION_CONCLUDED
from ...domain.forms.codes import label
from ...domain.forms.fields import is_empty
from ...domain.records import Record
from ..messages import language
from ..wording import WARN, coloured, muted, tone

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


class RemarksFirst(QFrame):
    """Hidden where nobody remarked anything; else the first thing that is read of the patch."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        em = self.fontMetrics().height()
        layout.setContentsMargins(em // 2, em // 4, em // 4, em // 4)
        layout.addWidget(self.label)
        self.hide()

    def show_remarks(self, workspace: Workspace, parcel: str) -> None:
        """Show what is open about this parcel."""
        waiting = [record for record in workspace.records("correction", parcel)
                   if is_empty(record.values.get(CORRECTION_CONCLUDED))]
        lines = [self._returned(record.values) for record in waiting]
        lines += [self._marked(record) for record in workspace.records("sketch", parcel)
                  if not is_empty(record.values.get("BHNR"))]
        self.label.setText("<br>".join(lines))
        self.setVisible(bool(lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A beam at the left, in the tone of what wants to be looked at."""
        super().paintEvent(event)
        colour = tone(WARN, self.palette())
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.fontMetrics().height() / 5, self.height()), colour)
        colour.setAlpha(26)
        painter.fillRect(self.rect(), colour)

    def _returned(self, values: Mapping[str, object]) -> str:
        """From whom and why it came back; what is said last is what holds until it is concluded."""
        palette = self.palette()
        letter = [str(values[code]) for code in ("FKJG", "FKWH", "FKRQ") if not is_empty(values.get(code))]
        head = coloured(self.tr("↩ Returned, in doubt: {letter}").format(letter=" ".join(letter) or "?"), WARN, palette,
                        bold=True)
        reason = values.get("RCJC_YY")
        said: List[str] = [] if is_empty(reason) else [str(label("RCJC_YY", reason, language()))]
        said += [str(values["RCJC_SM"])] if not is_empty(values.get("RCJC_SM")) else []
        held = self.tr("A correction (容错纠错) is open: it cannot be signed, time limits run on.")
        return "<br>".join(part for part in (
            head, escape("：".join(said) if language() == "zh" else ": ".join(said)),
            f'<span style="color:{muted(palette).name()}">{escape(held)}</span>') if part)

    def _marked(self, record: Record) -> str:
        by = " ".join(str(record.values[code]) for code in ("BHR", "BHSJ") if not is_empty(record.values.get(code)))
        words = self.tr("✎ On the map: {text}").format(text=record.values["BHNR"])
        said = coloured(words, WARN, self.palette(), bold=True)
        return f'{said} <span style="color:{muted(self.palette()).name()}">{escape(by)}</span>' if by else said
