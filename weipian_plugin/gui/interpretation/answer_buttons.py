"""The answers of the keys 1…9 as buttons: an outcome, or an outcome with its case."""

from __future__ import annotations

from typing import Dict, List, Mapping

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from ...domain.forms.codes import ANSWERS, Answer
from ..messages import language


class AnswerButtons(QObject):
    """Buttons by digit; ``chosen`` carries a button's answers."""

    chosen = pyqtSignal(dict)

    def __init__(self, outcomes: QHBoxLayout, cases: QGridLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_digit: Dict[str, QPushButton] = {}
        self._outcomes, self._cases = outcomes, cases
        for answer in ANSWERS:
            self._add(answer, parent)

    def show_answers(self, answers: Mapping[str, object], enabled: bool) -> None:
        """Mark the buttons that say what is answered."""
        for answer in ANSWERS:
            button = self.by_digit[answer.digit]
            button.setChecked(all(answers.get(code) == value for code, value in answer.values.items()))
            button.setEnabled(enabled)

    def reading_width(self) -> int:
        """The width at which no name is cut off, of those that are not shown just now either."""
        rows: List[List[QPushButton]] = [[], [], []]  # the outcomes; the cases on the left, and on the right
        for place, button in enumerate(self.by_digit.values()):
            left = place - self._outcomes.count()
            rows[0 if left < 0 else 1 + left % 2].append(button)
        outcomes = sum(button.sizeHint().width() for button in rows[0])
        cases = sum(max(button.sizeHint().width() for button in column) for column in rows[1:])
        spaces = (len(rows[0]) - 1) * self._outcomes.spacing(), self._cases.spacing()
        return int(max(outcomes + spaces[0], cases + spaces[1]))

    def _choose(self, button: QPushButton, checked: bool, values: Dict[str, object]) -> None:
        """A click says nothing by itself: what is marked is what was saved."""
        button.setChecked(not checked)
        self.chosen.emit(values)

    def _add(self, answer: Answer, parent: QWidget) -> None:
        name = answer.zh if language() == "zh" else answer.en
        button = QPushButton(f"{answer.digit} {name}", parent)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(self.tr("Saves this answer and stays here; the key {digit} saves it and goes on.").format(
            digit=answer.digit))
        button.clicked.connect(lambda checked, values=dict(answer.values): self._choose(button, checked, values))
        if len(answer.values) == 1:
            font = button.font()
            font.setBold(True)
            button.setFont(font)
            self._outcomes.addWidget(button)
        else:
            index = len(self.by_digit) - self._outcomes.count()
            self._cases.addWidget(button, index // 2, index % 2)
        self.by_digit[answer.digit] = button
