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
from ..session import Session
from ..wording import BAD, WARN, coloured, muted, tone
from .review_bar import ReviewBar

if TYPE_CHECKING:
    from ...jobs.reviewing.return_dues import OpenReturn
    from ...workspace.workspace import Workspace


class RemarksFirst(QFrame):
    """Hidden where nobody remarked anything; else the first thing that is read of the patch."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self.bar = ReviewBar(session, self)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        em = self.fontMetrics().height()
        layout.setContentsMargins(em // 2, em // 4, em // 4, em // 4)
        layout.addWidget(self.label)
        layout.addWidget(self.bar)
        self.hide()

    def show_remarks(self, workspace: Workspace, parcel: str) -> None:
        """Show what is open about this parcel."""
        waiting = [record for record in workspace.records("correction", parcel)
                   if is_empty(record.values.get(CORRECTION_CONCLUDED))]
        found = self.bar.show_parcel(workspace, parcel)
        marks = [one for one in workspace.records("sketch", parcel) if not is_empty(one.values.get("BHNR"))]
        lines = []
        for one in found:  # each with what was marked for it
            lines += [self._sent_back(one), *(self._marked(mark) for mark in marks if _is_of(mark, one.audit))]
        lines += [self._returned(record.values) for record in waiting]
        lines += [self._marked(mark) for mark in marks if is_empty(mark.values.get("SHJB"))]
        self.label.setText("<br>".join(lines))
        self.label.setVisible(bool(lines))
        self.setVisible(bool(lines) or not self.bar.isHidden())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A beam at the left, in the tone of what wants to be looked at."""
        super().paintEvent(event)
        colour = tone(WARN, self.palette())
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.fontMetrics().height() / 5, self.height()), colour)
        colour.setAlpha(26)
        painter.fillRect(self.rect(), colour)

    def _sent_back(self, found: OpenReturn) -> str:
        """Which level sent it back, why, and by when it is to be answered."""
        values, palette = found.audit.values, self.palette()
        by = " ".join(str(values[code]) for code in ("SHR", "SHSJ") if not is_empty(values.get(code)))
        words = self.tr("↩ Sent back by {level}, round {round}").format(
            level=label("SHJB", values.get("SHJB"), language()), round=values.get("SHLC", "?"))
        head = coloured(words, WARN, palette, bold=True)
        reason = str(label("SHYY", values.get("SHYY"), language())) if not is_empty(values.get("SHYY")) else ""
        said = [escape(part) for part in (reason, str(values.get("SHSM") or "")) if part]
        lines = [f'{head} <span style="color:{muted(palette).name()}">{escape(by)}</span>',
                 ("：" if language() == "zh" else ": ").join(said)]
        if found.due is not None:
            shown = self._session.settings.lights().of(found.due.due)
            told = self.tr("To be answered by {day} ({left})").format(
                day=found.due.due.isoformat(), left=shown.zh if language() == "zh" else shown.en)
            late = BAD if shown.days < 0 else WARN
            lines.append(coloured(told, late, palette))
        return "<br>".join(line for line in lines if line)

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


def _is_of(mark: Record, audit: Record) -> bool:
    """Was it drawn for this return?"""
    return all(mark.values.get(code) == audit.values.get(code) for code in ("SHJB", "SHLC"))
