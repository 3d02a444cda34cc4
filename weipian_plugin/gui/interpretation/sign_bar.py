"""What is still missing, upon what a person signs, and the signature itself: of the land, or of the mining."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Mapping, Optional, Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QLabel, QWidget

from ...domain.definitions import LAND, OUTCOMES
from ...domain.forms.codes import CODE_LISTS, ILLEGAL, label
from ...domain.forms.fields import Field
from ...domain.records import Judgement
from ..form_fields import ChoiceKeys, leave_keyboard
from ..forms import icon, load_form
from ..messages import language
from ..wording import BAD, GOOD, WARN, coloured, field_name, tone
from .one_line import OneLine
from .rich_label import RichLabel

if TYPE_CHECKING:
    from ...jobs.checking.validate import Stated

_NAMED = 4
"""Missing fields that the foot names; its tool tip names all."""
ON_SITE, DESK = (entry.code for entry in CODE_LISTS["QRYJ"].codes)


class SignBar(QFrame):
    """Asks for the basis and signs; ``signed`` and ``withdrawn`` are wishes, the session decides.

    ``fieldsWanted`` carries the fields of an error that was clicked, apart by spaces.
    """

    signed = pyqtSignal()
    withdrawn = pyqtSignal()
    fieldsWanted = pyqtSignal(str)  # noqa: N815 - Qt's way of naming signals

    def __init__(self, parent: Optional[QWidget] = None, subject: str = LAND) -> None:
        super().__init__(parent)
        load_form("sign", self)
        self.subject = subject
        self.stateLabel = RichLabel.instead_of(self.findChild(QLabel, "stateLabel"))
        self.keysLine = OneLine(self)
        self.keysLine.show_text(
            self.tr("1…9 draft · ←/→ go · Space blink · Ctrl+Enter sign · ? keys") if subject == LAND else "")
        self.layout().addWidget(self.keysLine)
        self.onSiteLabel.hide()
        self.signButton.setIcon(icon("sign"))
        self.undoButton.setIcon(icon("undo"))
        self.onSiteButton.setText(label("QRYJ", ON_SITE, language()))
        self.deskButton.setText(label("QRYJ", DESK, language()))
        self.onSiteButton.toggled.connect(lambda _on: self._show_reason())
        self.deskButton.toggled.connect(lambda _on: self._show_reason())
        self._keys = ChoiceKeys((self.onSiteButton, self.deskButton), self)
        leave_keyboard(self.onSiteButton, self.deskButton, self.signButton, self.undoButton)
        self._placeholder = self.reasonEdit.placeholderText()
        self.stateLabel.linkActivated.connect(self.fieldsWanted.emit)
        self.signButton.clicked.connect(lambda _checked: self.signed.emit())
        self.undoButton.clicked.connect(lambda _checked: self.withdrawn.emit())
        self._answers: Mapping[str, object] = {}
        self._lacking: Sequence[Field] = ()
        self._errors: Sequence[Stated] = ()
        self._elsewhere: Sequence[Stated] = ()
        self._is_recorded = False
        self._typed_only: Sequence[Field] = ()
        self._is_backed = True
        self._is_complete = False
        self._last_basis = ""

    @property
    def basis(self) -> str:
        """实地, 内业, or empty while nobody has said."""
        return ON_SITE if self.onSiteButton.isChecked() else DESK if self.deskButton.isChecked() else ""

    @property
    def reason(self) -> str:
        """Why 违法 is signed without an on-site record, or in spite of errors; only asked for there."""
        return "" if self.reasonEdit.isHidden() else str(self.reasonEdit.text()).strip()

    @property
    def reason_needed(self) -> bool:
        """违法 wants an on-site record, or a written reason (domain §8.7); so does an open error (§2.9)."""
        return (bool(self._errors) and self._is_complete) or self._record_missing

    @property
    def _record_missing(self) -> bool:
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

    def show_record(self, is_recorded: bool, lacking: Sequence[Field], typed_only: Sequence[Field] = (),
                    is_backed: bool = True) -> None:
        """Whether there is an on-site record, which of its fields are empty, which answers name a file that is not
        attached, and whether the record does without these.
        """
        self._is_recorded, self._lacking = is_recorded, lacking
        self._typed_only, self._is_backed = typed_only, is_backed

    def show_errors(self, errors: Sequence[Stated], elsewhere: Sequence[Stated] = ()) -> None:
        """The errors of the checks that stand against this signature, and those of what is not signed here."""
        self._errors, self._elsewhere = errors, elsewhere

    def show_open(self, answers: Mapping[str, object], missing: Sequence[Field], signer: str, writable: bool,
                  held: str = "", standing: Optional[Judgement] = None) -> None:
        """A 初判: what it lacks, and who would sign; ``held``: why nothing can be signed now; ``standing``: the
        signature that was opened to be changed and still stands.
        """
        if self._is_illegal(answers) and not self._is_illegal(self._answers):
            self._choose("")
        self._answers, self._is_complete = answers, not missing
        joint = "、" if language() == "zh" else ", "
        names = joint.join(field_name(field) for field in missing[:_NAMED])
        if len(missing) > _NAMED:
            names = f"{names} …"
        self.stateLabel.setToolTip(joint.join(field_name(field) for field in missing))
        if held:
            text = coloured(f"⛔ {held}", BAD, self.palette(), bold=True)
        elif missing:
            said = self.tr("✱ Still missing ({count}): {names}").format(count=len(missing), names=names)
            text = coloured(said, BAD, self.palette())
        elif self._errors:
            text = self._errors_in_words()
        else:
            text = coloured(self.tr("✔ Complete – may be signed"), GOOD, self.palette())
            if self._elsewhere:
                said = self.tr("⚠ Not of this judgement, but open before a table is handed in:")
                text += f"<br>{coloured(said, WARN, self.palette())} {self._links(self._elsewhere, WARN)}"
        if standing is not None:
            words = self.tr("● Still signed by {name}: changing an answer withdraws the signature").format(
                name=standing.signed_by)
            text = f"{coloured(words, WARN, self.palette())}<br>{text}"
        self.stateLabel.setText(text)
        self.signButton.setText(self.tr("Sign as {name}").format(name=signer) if signer else self.tr("Sign"))
        self.signButton.setEnabled(writable and not held)
        self._show_parts(signed=False)

    def show_signed(self, judgement: Judgement, writable: bool, is_last: bool) -> None:
        """A 判定: who, when, upon what, and why. Only one's last decision is taken back at once; an older signature is
        opened, and stands until an answer is changed.
        """
        words = self.tr("✔ Signed by {name} on {when}, upon {basis}").format(
            name=judgement.signed_by, when=judgement.signed_at[:16].replace("T", " "),
            basis=label("QRYJ", judgement.basis, language()))
        reason = f"<br>{escape(judgement.reason)}" if judgement.reason else ""
        self.stateLabel.setText(coloured(words, GOOD, self.palette(), bold=True) + reason)
        self.undoButton.setEnabled(writable)
        self.undoButton.setText(self.tr("Withdraw the signature") if is_last else self.tr("Open to change"))
        self.undoButton.setToolTip(
            self.tr("Takes the signature back at once, as Ctrl+Z does; the answers stay") if is_last else
            self.tr("Lets the answers be changed; the signature stands until one is, and both are kept in the history"))
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
        self.basisPart.setVisible(not signed)
        self.signButton.setVisible(not signed)
        self.undoButton.setVisible(signed)
        self._show_reason()
        if signed:
            self.reasonEdit.setVisible(False)
            self.onSiteLabel.setVisible(False)

    def _errors_in_words(self) -> str:
        """How many checks do not pass and which, each a link to its fields, and what can be done."""
        from ...jobs.judging.sign import never_right

        colour = tone(BAD, self.palette()).name()
        names = self._links(self._errors, BAD)
        self.stateLabel.setToolTip("\n".join(f"{entry.found.check} {entry.found.sentence(language())}"
                                             for entry in self._errors))
        said = escape(self.tr("✖ Checks not passed ({count}):").format(count=len(self._errors)))
        way = self.tr("cannot be signed like this – correct it") if never_right(self._errors) else (
            self.tr("correct it, or sign with a written reason"))
        return f'<span style="color:{colour}">{said} {names}<br>{escape(way)}</span>'

    def _links(self, errors: Sequence[Stated], kind: str) -> str:
        from ...domain.validation import BY_ID

        colour = tone(kind, self.palette()).name()
        return ("、" if language() == "zh" else ", ").join(
            f'<a href="{" ".join(entry.found.fields)}" style="color:{colour}">{entry.found.check} '
            f"{escape(BY_ID[entry.found.check].title(language()))}</a>" for entry in errors)

    def _show_reason(self) -> None:
        from ...jobs.judging.sign import never_right

        is_open = not self.basisPart.isHidden()
        self.reasonEdit.setVisible(self.reason_needed and is_open and not never_right(self._errors))
        self.reasonEdit.setPlaceholderText(
            self.tr("Reason for signing though checks do not pass") if self._errors else self._placeholder)
        wanted = is_open and self._is_illegal(self._answers)
        self.onSiteLabel.setVisible(wanted)
        if wanted:
            self.onSiteLabel.setText(self._record_in_words())

    def _record_in_words(self) -> str:
        joint = "、" if language() == "zh" else ", "
        lines = []
        if not self._is_recorded:
            lines.append(self._no_record(joint.join(field_name(field) for field in self._lacking)))
        elif self._is_backed:
            lines.append(coloured(self.tr("✔ On-site record is there"), GOOD, self.palette()))
        if self._typed_only:
            names = joint.join(field_name(field) for field in self._typed_only)
            said = self.tr("◇ {names}: filled in, no file attached").format(names=names)
            lines.append(coloured(said, WARN, self.palette()))
        return "<br>".join(lines)

    def _no_record(self, names: str) -> str:
        text = self.tr("◇ No on-site record ({names}, or a photo): without it a violation is signed with a written "
                       "reason").format(names=names)
        return coloured(text, WARN, self.palette())
