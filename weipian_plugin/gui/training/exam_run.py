"""One test while it runs: the answers of panel and dock alike, the time of each patch, everything kept at once."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import Dict, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.forms.codes import CASES, PENDING
from ...domain.training.exam import Answer, Question, answer_of
from ...domain.training.exam_clock import ExamClock
from ...jobs.training.exam import Exam, hand_in, read_answers, read_exam, save_answers
from ..session import Session


class ExamRun(QObject):
    """The session's workspace must hold a test that is not handed in yet."""

    changed = pyqtSignal()

    def __init__(self, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._workspace = session.workspace
        if self._workspace is None:
            raise ValueError("no workspace")
        self.exam: Exam = read_exam(self._workspace)
        self.answers: Dict[str, Answer] = read_answers(self._workspace)
        self._clock = ExamClock({parcel: one.seconds for parcel, one in self.answers.items()})
        self._looking = False
        session.parcelUpdated.connect(self._take_draft)
        session.currentChanged.connect(self._show)

    @property
    def question(self) -> Question:
        """The one on the table; the first while the map is elsewhere."""
        return next((one for one in self.exam.questions if one.parcel == self._session.current), self.exam.questions[0])

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return self.exam.questions.index(self.question) + 1

    @property
    def done(self) -> int:
        """How many are answered."""
        return sum(bool(self.answer_to(one.parcel).pdlx) for one in self.exam.questions)

    def answer_to(self, parcel: str) -> Answer:
        """What was answered of it."""
        return self.answers.get(parcel, Answer())

    def look(self, on: bool) -> None:
        """The window is looked at, or not: the clock runs only then."""
        self._looking = on
        self._show(self._session.current)

    def step(self, by: int) -> None:
        """To the next question, or back."""
        place = self.number - 1 + by
        if 0 <= place < len(self.exam.questions):
            self._session.select(self.exam.questions[place].parcel)

    def answer(self, pdlx: str, code: str) -> None:
        """An answer from the panel; the dock's 初判 says the same, 待查 leaves it empty."""
        parcel = self.question.parcel
        self._put(parcel, pdlx, code)
        self._session.select(parcel)
        drafted: Dict[str, object] = {"PDLX": None if pdlx == PENDING else pdlx}
        if pdlx in CASES and code:
            drafted[CASES[pdlx]] = code
        self._session.answer(drafted, advance=False)

    def hand_in(self) -> None:
        """The end: from now on the result can be seen."""
        self._keep()
        if self._workspace is not None:
            hand_in(self._workspace)
        self.stop()

    def stop(self) -> None:
        """No longer listen; what was answered is kept."""
        self._clock.show("", monotonic())
        self._session.parcelUpdated.disconnect(self._take_draft)
        self._session.currentChanged.disconnect(self._show)

    def _show(self, parcel: str) -> None:
        asked = parcel in {one.parcel for one in self.exam.questions}
        self._clock.show(parcel if asked and self._looking else "", monotonic())
        self._keep()
        self.changed.emit()

    def _take_draft(self, parcel: str) -> None:
        """Someone answered in the dock, or with a key."""
        if self._workspace is None or self._session.workspace is not self._workspace:
            return
        drafted = answer_of(self._workspace.draft(parcel).answers)
        before = self.answer_to(parcel)
        if drafted.pdlx or before.pdlx != PENDING:
            self._put(parcel, drafted.pdlx, drafted.code)
        self.changed.emit()

    def _put(self, parcel: str, pdlx: str, code: str) -> None:
        self.answers[parcel] = replace(self.answer_to(parcel), pdlx=pdlx, code=code)
        self._keep()

    def _keep(self) -> None:
        if self._workspace is None or not self._workspace.writable:
            return
        now = monotonic()
        for question in self.exam.questions:
            seconds = self._clock.seconds(question.parcel, now)
            self.answers[question.parcel] = replace(self.answer_to(question.parcel), seconds=round(seconds, 1))
        with self._session.guard():
            save_answers(self._workspace, self.answers)
