"""A test in the Training window: how it is made, one question after the other, and its result."""

from __future__ import annotations

from html import escape
from typing import Any, Dict, List, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QEvent, QSignalBlocker, QUrl, pyqtSignal
from qgis.PyQt.QtWidgets import QButtonGroup, QPushButton, QTextBrowser, QWidget

from ...domain.forms.codes import CASES, CODE_LISTS
from ...domain.training.exam import CLASSES, Answer, ExamResult, ExamRules, pass_mark_of
from ..forms import load_form
from ..messages import language
from .exam_result import kind_in_words, result_html


class ExamPanel(QWidget):
    """Three pages. It decides nothing: what a person wants is told by signals, what there is to show is given."""

    startWanted = pyqtSignal(bool, int, int, object)  # noqa: N815 - of the workspace?, count, draw, ExamRules
    openWanted = pyqtSignal()  # noqa: N815
    answered = pyqtSignal(str, str)  # outcome, case
    stepWanted = pyqtSignal(int)  # noqa: N815
    handInWanted = pyqtSignal()  # noqa: N815
    explanationWanted = pyqtSignal(str)  # noqa: N815 - parcel of a miss
    exportWanted = pyqtSignal()  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("training_exam", self)
        self.resultView: QTextBrowser
        self.factsView: QTextBrowser
        self._result: Optional[Tuple[ExamResult, Mapping[str, str]]] = None
        self.buttons: Dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for name in CLASSES:
            button = QPushButton(kind_in_words(name), self)
            button.setWhatsThis(self.tr("Your outcome for this case; it may be changed until the test is handed in"))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, pdlx=name: self._answer(pdlx, ""))
            self._group.addButton(button)
            self.answerRow.addWidget(button, 1)
            self.buttons[name] = button
        self._connect()
        self.show_begin(False)

    def _connect(self) -> None:
        self.startButton.clicked.connect(self._start)
        self.openButton.clicked.connect(self.openWanted)
        self.codeBox.activated.connect(lambda _index: self._answer(self._pdlx(), str(self.codeBox.currentData() or "")))
        self.previousButton.clicked.connect(lambda: self.stepWanted.emit(-1))
        self.nextButton.clicked.connect(lambda: self.stepWanted.emit(1))
        self.handInButton.clicked.connect(self.handInWanted)
        self.exportButton.clicked.connect(self.exportWanted)
        self.againButton.clicked.connect(lambda: self.pages.setCurrentWidget(self.beginPage))
        self.workspaceButton.toggled.connect(self._offer_draw)
        self.resultView.setOpenLinks(False)
        self.resultView.anchorClicked.connect(self._show_miss)
        self._offer_draw(False)

    def show_begin(self, has_workspace: bool) -> None:
        """How a test is made; of the open workspace only where there is one."""
        self.pages.setCurrentWidget(self.beginPage)
        self.workspaceButton.setEnabled(has_workspace)
        if not has_workspace:
            self.scenarioButton.setChecked(True)

    def show_question(self, number: int, count: int, name: str, asked: str, facts: str, answer: Answer,
                      done: int) -> None:
        """One question, and what was answered of it; ``facts`` is rich text, empty where the dock shows them."""
        self.pages.setCurrentWidget(self.runPage)
        said = self.tr("Question {n} of {all}").format(n=number, all=count)
        self.numberLabel.setText(f"<h3>{escape(said)} · {escape(name)}</h3>")
        self.askedLabel.setText(asked)
        self.askedLabel.setVisible(bool(asked))
        self.factsView.setHtml(facts or f"<p>{escape(self._where_to_look())}</p>")
        self.doneLabel.setText(self.tr("{n} of {all} answered").format(n=done, all=count))
        self.previousButton.setEnabled(number > 1)
        self.nextButton.setEnabled(number < count)
        self.show_answer(answer)

    def show_answer(self, answer: Answer) -> None:
        """What is answered now."""
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setChecked(name == answer.pdlx)
        self._group.setExclusive(True)
        with QSignalBlocker(self.codeBox):
            self.codeBox.clear()
            for code, text in self._cases(answer.pdlx):
                self.codeBox.addItem(text, code)
            self.codeBox.setCurrentIndex(max(0, self.codeBox.findData(answer.code)))
        self.codeBox.setEnabled(self.codeBox.count() > 1)

    def show_result(self, result: ExamResult, explained: Mapping[str, str]) -> None:
        """The score and what was missed."""
        self._result = (result, explained)
        self.pages.setCurrentWidget(self.resultPage)
        self.resultView.setHtml(result_html(result, explained, self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        shown = getattr(self, "_result", None)
        if event.type() == QEvent.Type.PaletteChange and shown is not None:
            self.resultView.setHtml(result_html(shown[0], shown[1], self.palette()))

    def _where_to_look(self) -> str:
        return self.tr("Look at both images and at the areas in the Interpretation dock. The suggestion is hidden.")

    def _offer_draw(self, of_workspace: bool) -> None:
        for widget in (self.countLabel, self.countBox, self.drawLabel, self.drawBox):
            widget.setEnabled(of_workspace)

    def _start(self) -> None:
        rules = ExamRules(pass_mark_of(self.passBox.value()), self.caseBox.isChecked())
        self.startWanted.emit(self.workspaceButton.isChecked(), self.countBox.value(), self.drawBox.value(), rules)

    def _pdlx(self) -> str:
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    def _answer(self, pdlx: str, code: str) -> None:
        if pdlx:
            self.answered.emit(pdlx, code)

    def _cases(self, pdlx: str) -> List[Any]:
        listed = CODE_LISTS.get(CASES.get(pdlx, ""))
        if listed is None:
            return []
        chinese = language() == "zh"
        return [("", "—"), *((one.code, f"{one.code} {one.zh if chinese else one.en}") for one in listed.codes)]

    def _show_miss(self, link: QUrl) -> None:
        self.explanationWanted.emit(link.toString())
