"""The keys of 判读 mode on one sheet, beside the work; shows them as the person has set them."""

from __future__ import annotations

from html import escape
from typing import Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QAction, QLabel, QShortcut, QVBoxLayout, QWidget

_WRITTEN = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter"}

Group = Tuple[str, Sequence[QAction]]


class KeyPanel(QWidget):
    """Not modal: any key or a click closes it, and Esc wherever the keyboard is."""

    def __init__(self, groups: Sequence[Group], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle(self.tr("Keys of interpretation mode"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # QGIS's dark themes are style sheets
        layout = QVBoxLayout(self)
        self.label = QLabel(_sheet(groups), self)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        layout.addWidget(self.label)
        self.hint = QLabel(self.tr("They hold while interpretation mode is on and the focus is in our docks or on the "
                                   "map; QGIS has its own keys back on leaving. Change them in Settings › Keyboard "
                                   "Shortcuts."), self)
        self.hint.setWordWrap(True)
        layout.addWidget(self.hint)
        seen = QShortcut(QKeySequence("Escape"), self)
        seen.setContext(Qt.ShortcutContext.ApplicationShortcut)  # the keyboard mostly stays on the map
        seen.activated.connect(self.close)
        self.adjustSize()
        if parent is not None:
            self.move(parent.mapToGlobal(parent.rect().center()) - self.rect().center())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Seen: gone."""
        self.close()

    def mousePressEvent(self, event: QEvent) -> None:
        """Seen: gone."""
        self.close()


def _sheet(groups: Sequence[Group]) -> str:
    """Groups beside each other, two columns of keys and what they do."""
    columns = []
    for title, actions in groups:
        rows = "".join(
            f'<tr><td align="right" valign="middle" style="padding-right:10px"><b>{escape(key_text(action))}</b></td>'
            f'<td valign="middle">{escape(action.text())}</td></tr>' for action in actions)
        columns.append(f'<td style="padding-right:28px"><p><u>{escape(title)}</u></p>'
                       f'<table cellspacing="3">{rows}</table></td>')
    return f'<table><tr valign="top">{"".join(columns)}</tr></table>'


def key_text(action: QAction) -> str:
    """The action's key as it is written on the keyboard; a dash where the person took it away."""
    text = str(action.shortcut().toString(QKeySequence.SequenceFormat.PortableText))
    for name, written in _WRITTEN.items():
        text = text.replace(name, written)
    return text.replace("Space", QCoreApplication.translate("KeyPanel", "Space")) or "–"
