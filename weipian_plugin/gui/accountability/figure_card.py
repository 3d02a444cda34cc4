"""One figure, large, as it is and as it would be: “25.00 % → 14.29 %”."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ..wording import BAD, GOOD, coloured, muted

_LARGE, _ROOM = 1.7, 1.25


class FigureCard(QFrame):
    """Name above, figure below; an arrow tells that something is assumed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(2)
        self.working, self.old = False, ""
        self.nameLabel, self.figureLabel = QLabel(self), QLabel(self)
        self.nameLabel.setStyleSheet(f"color: {muted(self.palette()).name()}")
        self.nameLabel.setWordWrap(True)
        font = self.figureLabel.font()
        font.setPointSizeF(font.pointSizeF() * _LARGE)
        self.figureLabel.setFont(font)
        self.figureLabel.setTextFormat(Qt.TextFormat.RichText)
        self.figureLabel.setMinimumHeight(int(self.figureLabel.fontMetrics().lineSpacing() * _ROOM))
        layout.addWidget(self.nameLabel)
        layout.addStretch(1)
        layout.addWidget(self.figureLabel)

    @property
    def text(self) -> str:
        """The figure as it is read."""
        return str(self.property("plain") or "")

    def show_working(self) -> None:
        """A newer figure is being worked out: the one shown is greyed and no figure to be read any more."""
        grey, computing = muted(self.palette()).name(), self.tr("Computing …")
        old, self.working = self.text or self.old, True
        self.old = old
        self.setProperty("plain", "")
        self.figureLabel.setText(f'<span style="color:{grey}"><small>{escape(computing)}</small> '
                                 f"<s>{escape(old)}</s></span>")

    def show_figure(self, name: str, before: str, after: str, tip: str, bad: bool) -> None:
        """``bad``: the figure leads to accountability, or is none."""
        self.working = False
        self.nameLabel.setText(name)
        self.setToolTip(tip)
        kind = BAD if bad else GOOD
        if after == before:
            self.setProperty("plain", before)
            self.figureLabel.setText(coloured(before, BAD, self.palette(), bold=True) if bad
                                     else f"<b>{escape(before)}</b>")
            return
        self.setProperty("plain", f"{before} → {after}")
        grey = muted(self.palette()).name()
        self.figureLabel.setText(f'<span style="color:{grey}">{escape(before)}</span> → '
                                 + coloured(after, kind, self.palette(), bold=True))
