"""What is said of the patch on the table in a review: the county's answer to a return, a reviewer's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, List, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...domain.errors import WeipianError
from ...domain.forms.codes import label
from ...domain.review.states import COUNTY, waits_for
from ...jobs.reviewing.filed_list import positions_of
from ...jobs.reviewing.return_dues import OpenReturn, open_returns
from ...jobs.reviewing.returning import Moved, accept, answer, reasons, send_back
from ..messages import describe, language
from ..session import Session
from ..wording import WARN, coloured
from .return_mark import ReturnMark

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


def has_name(session: Session) -> bool:
    """Has whoever decides a name? They are asked for it; without one nothing is reviewed."""
    if not session.settings.operator:
        session.operatorNeeded.emit()
    if not session.settings.operator:
        words = QCoreApplication.translate("ReviewBar", "Enter your name first: a review is somebody's.")
        session.tell(words, int(Qgis.MessageLevel.Warning))
    return bool(session.settings.operator)


class ReviewBar(QWidget):
    """Hidden where nothing waits for whoever sits here. What is decided is kept at once."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session, self._parcel = session, ""
        self._mark: Optional[ReturnMark] = None
        self.answerEdit, self.answerButton = QLineEdit(self), QPushButton(self.tr("Answer"), self)
        self.answerEdit.setPlaceholderText(self.tr("What was corrected, or why nothing was; Enter answers"))
        self.reasonBox, self.wordsEdit = QComboBox(self), QLineEdit(self)
        self.wordsEdit.setPlaceholderText(self.tr("What is wrong"))
        self.returnButton, self.passButton = QPushButton(self.tr("Send back"), self), QPushButton(self.tr("Pass"), self)
        self.markButton, self.dropButton = QPushButton("✎", self), QPushButton(self.tr("Leave the mark out"), self)
        self.markLabel = QLabel(self)
        self._explain()
        for reason in reasons():
            self.reasonBox.addItem(label("SHYY", reason, language()), reason)
        for edit in (self.answerEdit, self.wordsEdit):
            edit.setMaxLength(500)
        self.tellLabel = QLabel(self)
        for words in (self.tellLabel, self.markLabel):
            words.setWordWrap(True)
        self.markButton.setAccessibleName(self.tr("Mark on the map…"))
        self.markButton.setMaximumWidth(self.fontMetrics().height() * 2)
        self.markButton.hide()
        self.answerPart, self.reviewPart, self.markPart = QWidget(self), QWidget(self), QWidget(self)
        _lay_out(self.answerPart, self.answerEdit, self.answerButton)
        _lay_out(self.reviewPart, self.reasonBox, self.wordsEdit, self.markButton, self.returnButton, self.passButton)
        _lay_out(self.markPart, self.markLabel, self.dropButton)
        self.markPart.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.answerPart, self.reviewPart, self.markPart, self.tellLabel):
            layout.addWidget(part)
        self.answerEdit.returnPressed.connect(self._answer)
        self.wordsEdit.returnPressed.connect(self._send_back)
        self.answerButton.clicked.connect(lambda _checked: self._answer())
        self.returnButton.clicked.connect(lambda _checked: self._send_back())
        self.passButton.clicked.connect(lambda _checked: self._pass())

    def use(self, mark: ReturnMark) -> None:
        """``mark`` is drawn here too, and goes with the return; it is that of the review window."""
        self._mark = mark
        mark.changed.connect(self._tell_mark)
        self.markButton.clicked.connect(lambda _checked: mark.draw(self.wordsEdit.setFocus))
        self.dropButton.clicked.connect(lambda _checked: mark.forget())
        self.markButton.show()

    def _explain(self) -> None:
        for control, text in (
                (self.answerEdit, self.tr("What the county says to this return; Enter answers.")),
                (self.answerButton, self.tr("Answers the return: the patch goes back to whoever sent it.")),
                (self.reasonBox, self.tr("Why the patch is sent back.")),
                (self.wordsEdit, self.tr("What is wrong, in words the county can act upon; Enter sends it back.")),
                (self.markButton, self.tr("Draws a mark with a remark: it goes with the return of this patch.")),
                (self.dropButton, self.tr("The return goes without what was drawn on the map.")),
                (self.returnButton, self.tr("Sends the patch back to the county with this reason and these words.")),
                (self.passButton, self.tr("The patch is right as it was filed; it passes your level."))):
            control.setToolTip(text)

    def show_parcel(self, workspace: Workspace, parcel: str) -> List[OpenReturn]:
        """Show what may be said of this parcel here; the returns that wait for an answer, the highest level's first."""
        if parcel != self._parcel:
            self.answerEdit.clear()
            self.wordsEdit.clear()
            self.tellLabel.hide()
        self._parcel = parcel
        level = self._session.review_level
        found = open_returns(workspace, parcel, self._session.settings.answer_days)
        may = workspace.writable and not self._session.blind and not self._session.second_reader
        self.answerPart.setVisible(may and bool(found) and level == COUNTY)
        self.reviewPart.setVisible(may and level != COUNTY and any(
            waits_for(position, level) for position in positions_of(workspace, [parcel]).values()))
        self.setVisible(not self.answerPart.isHidden() or not self.reviewPart.isHidden())
        self._tell_mark()
        return found

    def _tell_mark(self) -> None:
        """What is drawn on this patch and goes with its return, or nothing."""
        mark, workspace = self._mark, self._session.workspace
        drawn = mark is not None and mark.of([self._parcel]) is not None and not self.reviewPart.isHidden()
        self.markPart.setVisible(drawn)
        if drawn and mark is not None and workspace is not None:
            self.markLabel.setText(mark.in_words(workspace))

    def _answer(self) -> None:
        self._decide(lambda own: answer(own, [self._parcel], self.answerEdit.text()), self.answerEdit)

    def _send_back(self) -> None:
        level, reason = self._session.review_level, str(self.reasonBox.currentData())
        mark = self._mark.of([self._parcel]) if self._mark is not None else None
        self._decide(lambda own: send_back(own, [self._parcel], level, reason, self.wordsEdit.text(), mark),
                     self.wordsEdit)

    def _pass(self) -> None:
        level, opened = self._session.review_level, self._session.opened_of([self._parcel])
        self._decide(lambda own: accept(own, [self._parcel], level, opened, self.wordsEdit.text()), self.wordsEdit)

    def _decide(self, act: Callable[[Workspace], Moved], written: QLineEdit) -> None:
        workspace = self._session.workspace
        if workspace is None or not self._parcel or not has_name(self._session):
            return
        with self._session.guard():
            try:
                moved = act(workspace)
            except WeipianError as error:
                self._tell(describe(error)[0])
                return
            if moved.records:
                written.clear()
            if self._mark is not None and any(record.kind == "sketch" for record in moved.records):
                self._mark.forget()
            self._tell(" ".join(found.sentence(language()) for found in moved.refused))
            if moved.records and self._session.review_level != COUNTY:
                self._session.settle_level(self._session.review_level)
            for record in moved.records:
                self._session.tell_record(record)

    def _tell(self, words: str) -> None:
        self.tellLabel.setText(coloured(words, WARN, self.palette()) if words else "")
        self.tellLabel.setVisible(bool(words))


def _lay_out(part: QWidget, *widgets: QWidget) -> None:
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, (QLineEdit, QLabel)) else 0)
        if isinstance(widget, QPushButton):
            widget.setAutoDefault(False)
