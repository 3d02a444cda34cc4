"""What is still missing, upon what a person signs, and the signature itself: of the land, or of the mining."""

from __future__ import annotations

from html import escape
from typing import Mapping, Optional, Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QWidget

from ...domain.codes import CODE_LISTS, ILLEGAL, label
from ...domain.definitions import LAND, OUTCOMES
from ...domain.fields import Field
from ...domain.records import Judgement
from ..forms import icon, load_form
from ..messages import language
from ..wording import BAD, GOOD, WARN, coloured, field_name, muted

_NAMED = 4
"""Missing fields that the foot names; its tool tip names all."""
ON_SITE, DESK = (entry.code for entry in CODE_LISTS["QRYJ"].codes)


class SignBar(QFrame):
    """Asks for the basis and signs; ``signed`` and ``withdrawn`` are wishes, the session decides."""

    signed = pyqtSignal()
    withdrawn = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None, subject: str = LAND) -> None:
        super().__init__(parent)
        load_form("sign", self)
        self.subject = subject
        self.keysLabel.setVisible(subject == LAND)
        self.onSiteLabel.hide()
        self.signButton.setIcon(icon("sign"))
        self.undoButton.setIcon(icon("undo"))
        self._keys = self.keysLabel.text()
        self.onSiteButton.setText(label("QRYJ", ON_SITE, language()))
        self.deskButton.setText(label("QRYJ", DESK, language()))
        self.onSiteButton.toggled.connect(lambda _on: self._show_reason())
        self.deskButton.toggled.connect(lambda _on: self._show_reason())
        self.signButton.clicked.connect(lambda _checked: self.signed.emit())
        self.undoButton.clicked.connect(lambda _checked: self.withdrawn.emit())
        self._answers: Mapping[str, object] = {}
        self._lacking: Sequence[Field] = ()
        self._is_recorded = False
        self._last_basis = ""

    @property
    def basis(self) -> str:
        """实地, 内业, or empty while nobody has said."""
        return ON_SITE if self.onSiteButton.isChecked() else DESK if self.deskButton.isChecked() else ""

    @property
    def reason(self) -> str:
        """Why 违法 is signed without an on-site record; only asked for there."""
        return "" if self.reasonEdit.isHidden() else str(self.reasonEdit.text()).strip()

    @property
    def reason_needed(self) -> bool:
        """违法 wants an on-site record, or a written reason (domain §8.7)."""
        return bool(self.basis) and self._is_illegal(self._answers) and not self._is_recorded

    def _is_illegal(self, answers: Mapping[str, object]) -> bool:
        return answers.get(OUTCOMES[self.subject]) == ILLEGAL

    def begin(self, answers: Mapping[str, object]) -> None:
        """Another parcel: the basis used last is offered again, but never for 违法, which is signed one by one."""
        self._answers = answers
        self.reasonEdit.clear()
        self._choose("" if self._is_illegal(answers) else self._last_basis)

    def remember_basis(self) -> None:
        """The basis of a signature just given is offered for the next."""
        self._last_basis = self.basis

    def show_record(self, is_recorded: bool, lacking: Sequence[Field]) -> None:
        """Whether there is an on-site record, and which of its fields are empty."""
        self._is_recorded, self._lacking = is_recorded, lacking

    def show_open(self, answers: Mapping[str, object], missing: Sequence[Field], signer: str, writable: bool,
                  held: str = "") -> None:
        """A 初判: what it lacks, and who would sign; ``held``: why nothing can be signed now."""
        if self._is_illegal(answers) and not self._is_illegal(self._answers):
            self._choose("")
        self._answers = answers
        joint = "、" if language() == "zh" else ", "
        names = joint.join(field_name(field) for field in missing[:_NAMED])
        if len(missing) > _NAMED:
            names = self.tr("{names} … ({count} in all)").format(names=names, count=len(missing))
        self.stateLabel.setToolTip(joint.join(field_name(field) for field in missing))
        if held:
            text = coloured(f"⛔ {held}", BAD, self.palette(), bold=True)
        elif missing:
            text = coloured(self.tr("✱ Still missing: {names}").format(names=names), BAD, self.palette())
        else:
            text = coloured(self.tr("✔ Complete – may be signed"), GOOD, self.palette())
        self.stateLabel.setText(text)
        self.signButton.setText(self.tr("Sign as {name}").format(name=signer) if signer else self.tr("Sign"))
        self.signButton.setEnabled(writable and not held)
        self._show_parts(signed=False)

    def show_signed(self, judgement: Judgement, writable: bool) -> None:
        """A 判定: who, when, upon what, and why."""
        words = self.tr("✔ Signed by {name} on {when}, upon {basis}").format(
            name=judgement.signed_by, when=judgement.signed_at[:16].replace("T", " "),
            basis=label("QRYJ", judgement.basis, language()))
        reason = f"<br>{escape(judgement.reason)}" if judgement.reason else ""
        self.stateLabel.setText(coloured(words, GOOD, self.palette(), bold=True) + reason)
        self.undoButton.setEnabled(writable)
        self._show_parts(signed=True)

    def show_closed(self, sentence: str) -> None:
        """Nothing can be decided here, and why."""
        self.stateLabel.setText(escape(sentence))
        self._show_parts(signed=False)
        for widget in (self.basisPart, self.reasonEdit, self.signButton, self.onSiteLabel):
            widget.setVisible(False)

    def focus_basis(self) -> None:
        """The keyboard to the choice of the basis."""
        self.onSiteButton.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_reason(self) -> None:
        """The keyboard to the reason."""
        self.reasonEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, basis: str) -> None:
        for button in (self.onSiteButton, self.deskButton):
            button.setAutoExclusive(False)
        self.onSiteButton.setChecked(basis == ON_SITE)
        self.deskButton.setChecked(basis == DESK)
        for button in (self.onSiteButton, self.deskButton):
            button.setAutoExclusive(True)
        self._show_reason()

    def _show_parts(self, signed: bool) -> None:
        grey = muted(self.palette()).name()
        self.keysLabel.setText(f'<span style="color:{grey}">{escape(self._keys)}</span>')
        self.basisPart.setVisible(not signed)
        self.signButton.setVisible(not signed)
        self.undoButton.setVisible(signed)
        self._show_reason()
        if signed:
            self.reasonEdit.setVisible(False)
            self.onSiteLabel.setVisible(False)

    def _show_reason(self) -> None:
        is_open = not self.basisPart.isHidden()
        self.reasonEdit.setVisible(self.reason_needed and is_open)
        wanted = is_open and self._is_illegal(self._answers)
        self.onSiteLabel.setVisible(wanted)
        if wanted:
            self.onSiteLabel.setText(self._record_in_words())

    def _record_in_words(self) -> str:
        if self._is_recorded:
            return coloured(self.tr("✔ On-site record is there"), GOOD, self.palette())
        names = ("、" if language() == "zh" else ", ").join(field_name(field) for field in self._lacking)
        text = self.tr("◇ No on-site record ({names}, or a photo): without it a violation is signed with a written "
                       "reason").format(names=names)
        return coloured(text, WARN, self.palette())
