"""The five keys that matter, at the top of the queue until a person has seen them; they come back from the menu."""

from __future__ import annotations

from html import escape
from typing import Optional, Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ..key_panel import key_text

Line = Sequence[QAction]


class FirstKeys(QFrame):
    """Keys as they are mapped now, and what they do in a few words."""

    seen = pyqtSignal()
    allWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("weipianFirstKeys")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setWhatsThis(self.tr("The keys one begins with; shown until you have seen them"))
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        # Without wrapping: in a dock that is still narrow, wrapped lines would make the whole window higher.
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.seenButton = QPushButton(self.tr("Seen"), self)
        self.seenButton.setToolTip(self.tr("Do not show this again; the menu's “The first keys” brings it back"))
        self.allButton = QPushButton(self.tr("All keys"), self)
        self.allButton.setToolTip(self.tr("Every key of interpretation mode, as it is set now"))
        self._gave_way = False
        said = self.tr("Five keys to begin with")
        title = QLabel(f"<b>{escape(said)}</b>", self)
        line = QHBoxLayout()
        line.addWidget(title, 1)
        line.addWidget(self.allButton)
        line.addWidget(self.seenButton)
        layout = QVBoxLayout(self)
        layout.addLayout(line)
        layout.addWidget(self.label)
        self.seenButton.clicked.connect(lambda _checked=False: self._be_seen())
        self.allButton.clicked.connect(lambda _checked=False: self.allWanted.emit())

    def show_keys(self, answers: Line, steps: Line, blink: QAction, undo: QAction, sign: QAction) -> None:
        """Write them out."""
        lines = (
            (answers, self.tr("answer: saved at once, and on to the next patch")),
            (steps, self.tr("previous and next patch")),
            ((blink,), self.tr("hold it: before instead of after")),
            ((undo,), self.tr("takes the last decision back, also after a restart")),
            ((sign,), self.tr("signs what is complete; nothing is signed by itself")),
        )
        rows = "".join(f'<tr><td align="right" style="padding-right:8px"><b>{escape(_keys(actions))}</b></td>'
                       f"<td>{escape(text)}</td></tr>" for actions, text in lines)
        self.label.setText(f"<table>{rows}</table>")

    def give_way(self, on: bool) -> None:
        """Something else is asked above the list: on a low screen both would leave it five rows. Afterwards they stand
        again where they stood.
        """
        if on:
            self._gave_way = not self.isHidden()
            self.hide()
        elif self._gave_way:
            self._gave_way = False
            self.show()

    def _be_seen(self) -> None:
        self._gave_way = False
        self.seen.emit()


def _keys(actions: Line) -> str:
    texts = [key_text(action) for action in actions]
    return f"{texts[0]} … {texts[-1]}" if len(texts) > 3 else " ".join(texts)
