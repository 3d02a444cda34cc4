"""A part of the dock that opens and closes, and says in one line what it holds while it is closed."""

from __future__ import annotations

from html import escape
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from .rich_label import RichLabel


class Section(QWidget):
    """Title, a line about what is inside, and the inside. ``opened`` is told when a person opens it."""

    opened = pyqtSignal()

    def __init__(self, title: str, inside: QWidget, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.inside = inside
        self.button = QToolButton(self)
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setWhatsThis(self.tr("Opens or closes this part of the form"))
        self.button.setAutoRaise(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setArrowType(Qt.ArrowType.RightArrow)
        font = self.button.font()
        font.setBold(True)
        self.button.setFont(font)
        self.summary = RichLabel(self)
        self.summary.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.summary, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(inside)
        inside.hide()
        self.button.toggled.connect(self._open)

    @property
    def is_open(self) -> bool:
        """Is the inside shown?"""
        return bool(self.button.isChecked())

    def open(self) -> None:
        """Show the inside."""
        self.button.setChecked(True)

    def tell(self, rich_text: str) -> None:
        """Say this beside the title."""
        self.summary.setText(rich_text)

    def tell_plain(self, text: str) -> None:
        """Say this beside the title, as it is written."""
        self.summary.setText(escape(text))

    def _open(self, on: bool) -> None:
        self.inside.setVisible(on)
        self.button.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        if on:
            self.opened.emit()
