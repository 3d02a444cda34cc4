"""The machine's suggestion, drawn so that nobody takes it for a judgement: rule, source, facts, and what is missing."""

from __future__ import annotations

from html import escape
from typing import Any, List, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QPen
from qgis.PyQt.QtWidgets import QFrame, QWidget

from ...domain.calendar.deadlines import Lights
from ...domain.forms.codes import ILLEGAL, PENDING
from ...domain.forms.terms import outcome_name
from ...domain.judging.explain import explain
from ...domain.judging.facts import FACTS
from ...domain.judging.suggestion import Suggestion
from ...domain.judging.tried_words import why
from ...domain.profiles import mark_of_source
from ...domain.roles import ROLES
from ..forms import load_form
from ..messages import language
from ..wording import BAD, GOOD, MACHINE, WARN, coloured, muted, tone
from .deadline_words import in_words, mark_of, next_two
from .kept_results import KeptResults
from .one_line import OneLine
from .rich_label import RichLabel

_TRACE, _EVIDENCE = "trace", "evidence"
_WRITTEN_ANEW = ("markLabel", "outcomeLabel", "ruleLabel", "missingLabel", "mineralLabel", "dutyLabel")
"""Labels that each patch writes anew, broken into lines where the card is narrow."""


class SuggestionCard(QFrame):
    """Shows a stored suggestion; its reasoning opens on demand. ``explainWanted``: the whole path through the rules."""

    explainWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals
    evidenceWanted = pyqtSignal(str)  # noqa: N815 - the code of a missing piece that was clicked

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("suggestion", self)
        for name in _WRITTEN_ANEW:
            setattr(self, name, RichLabel.instead_of(getattr(self, name)))
        self.detailButton.toggled.connect(self._open)
        self.traceButton.clicked.connect(lambda _checked: self.explainWanted.emit())
        self.detailLabel.setVisible(False)
        for label in (self.ruleLabel, self.missingLabel, self.mineralLabel):
            label.linkActivated.connect(self._follow)
        self.basisLabel = OneLine(self)
        self.layout().insertWidget(self.layout().indexOf(self.ruleLabel) + 1, self.basisLabel)
        self.suggestion: Optional[Suggestion] = None
        self._read = KeptResults()

    def show_suggestion(self, stored: Optional[Mapping[str, Any]], done: bool, lights: Lights,
                        measuring: bool = False, uuid: str = "") -> None:
        """Show a suggestion as the workspace keeps it, or that there is none yet; ``done`` once it is signed.
        ``measuring``: it comes by itself; ``uuid``: of the parcel.
        """
        self.suggestion = self.read(uuid, stored)
        said = self.tr("Machine's suggestion – not a judgement")
        self.markLabel.setText(coloured(f"⚙ {said}", MACHINE, self.palette()))
        if self.suggestion is None:
            self._say_nothing_yet(measuring)
            return
        self.outcomeLabel.setText(self._outcome(self.suggestion))
        self.ruleLabel.setText(self._rule(self.suggestion))
        basis = self.suggestion.basis if language() == "zh" else self.suggestion.basis_en
        self.basisLabel.show_text(basis)
        self.missingLabel.setText(self._missing(self.suggestion))
        self.missingLabel.setVisible(bool(self.missingLabel.text()))
        self.mineralLabel.setText(self._mineral(self.suggestion.mineral))
        self.mineralLabel.setVisible(bool(self.mineralLabel.text()))
        self.dutyLabel.setText(self._duties(self.suggestion, done, lights))
        self.dutyLabel.setVisible(bool(self.dutyLabel.text()))
        self._show_detail()
        self.detailButton.setVisible(True)
        self.traceButton.setVisible(True)

    def read(self, uuid: str, stored: Optional[Mapping[str, Any]]) -> Optional[Suggestion]:
        """The suggestion of a parcel from how the workspace keeps it, made out once; ``None`` for none."""
        return self._read.of(uuid, (stored,), lambda: Suggestion.from_json(stored)) if stored else None

    def put_off(self, suggestion: Suggestion, done: bool, lights: Lights) -> None:
        """The same suggestion with its deadlines as they were extended since."""
        self.suggestion = suggestion
        self.dutyLabel.setText(self._duties(suggestion, done, lights))
        self._show_detail()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame in the machine's own tone; what people answer is never framed so."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tone(MACHINE, self.palette()), 1.2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _follow(self, link: str) -> None:
        kind, _, what = link.partition(":")
        if kind == _EVIDENCE:
            self.evidenceWanted.emit(what)
        else:
            self.explainWanted.emit()

    def _show_detail(self) -> None:
        """Only where somebody reads it: it is long, and most patches are answered without it."""
        if self.suggestion is not None and self.detailButton.isChecked():
            self.detailLabel.setText(self._detail(self.suggestion))

    def _open(self, is_open: bool) -> None:
        self._show_detail()
        self.detailLabel.setVisible(is_open)
        self.detailButton.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _say_nothing_yet(self, measuring: bool) -> None:
        self.outcomeLabel.setText(escape(self.tr("No suggestion yet")))
        self.ruleLabel.setText(escape(
            self.tr("It follows when the areas are measured; your own answer does not depend on it.") if measuring else
            self.tr("Press “Measure and suggest” in the toolbar; your own answer does not depend on it.")))
        for widget in (self.basisLabel, self.missingLabel, self.dutyLabel, self.detailButton, self.detailLabel,
                       self.traceButton):
            widget.setVisible(False)

    def _outcome(self, suggestion: Suggestion) -> str:
        chinese = language() == "zh"
        label = suggestion.label if chinese else suggestion.label_en
        outcome = outcome_name(suggestion.pdlx, language())
        if suggestion.pdlx == ILLEGAL:
            outcome = self.tr("Suspected: {outcome}").format(outcome=outcome)
            label = label[2:] if label.startswith("疑似") else label
        case = f"·{suggestion.code}" if suggestion.code and suggestion.pdlx != PENDING else ""
        doubt = self.tr(" (in doubt)") if suggestion.suspicious else ""
        # A mineral case's code is its name: it is said once.
        words = f"{outcome}{case}" if label == suggestion.code else f"{outcome}{case} {label}"
        return f"<b>{escape(words)}{escape(doubt)}</b>"

    def _rule(self, suggestion: Suggestion) -> str:
        """The rule as a link to its path through the table, marked where it is proposed."""
        title = suggestion.rule_title if language() == "zh" else suggestion.rule_title_en
        mark = " " + coloured(self.tr("[proposed]"), WARN, self.palette()) if suggestion.proposed else ""
        colour = tone(MACHINE, self.palette()).name()
        name = escape(f"{title}（{suggestion.rule}）" if language() == "zh" else f"{title} ({suggestion.rule})")
        return f'<a href="{_TRACE}" style="color:{colour}">{name}</a>{mark}'

    def _missing(self, suggestion: Suggestion) -> str:
        """What the parcel is to be marked with; each piece of evidence, there or not; what is not known."""
        chinese = language() == "zh"
        lines = []
        if suggestion.marks:
            said = self.tr("⚐ To be marked: {marks}").format(marks=_joined(list(suggestion.marks)))
            lines.append(coloured(said, WARN, self.palette(), bold=True))
        lines += self._evidence(suggestion)
        layers = [ROLES[key].zh if chinese else ROLES[key].en for key in suggestion.missing_layers if key in ROLES]
        if layers:
            said = self.tr("Layers not loaded: ")
            lines.append(coloured(said, WARN, self.palette(), bold=True) + escape(_joined(layers)))
        unknown = [FACTS[name].zh if chinese else FACTS[name].en for name in suggestion.missing_facts if name in FACTS]
        if unknown:
            lines.append(coloured(self.tr("Not known: "), WARN, self.palette(), bold=True) + escape(_joined(unknown)))
        return "<br>".join(lines)

    def _evidence(self, suggestion: Suggestion) -> List[str]:
        chinese = language() == "zh"
        have = [f"✔ {piece.title if chinese else piece.title_en}" for piece in suggestion.evidence if piece.have]
        colour = tone(WARN, self.palette()).name()
        lacking = [f'<a href="{_EVIDENCE}:{escape(piece.code)}" style="color:{colour}">✘ '
                   f"{escape(piece.title if chinese else piece.title_en)}</a>" for piece in suggestion.evidence_missing]
        lines = []
        if have:
            lines.append(coloured(self.tr("Have: ") + _joined(have), GOOD, self.palette()))
        if lacking:
            lines.append(coloured(self.tr("Missing: "), WARN, self.palette(), bold=True) + _joined(lacking))
        return lines

    def _mineral(self, suggestion: Optional[Suggestion]) -> str:
        """What the rules for mining say of the same ground, under the land's and apart from it."""
        if suggestion is None:
            return ""
        name = self.tr("Mining: ")
        source = mark_of_source(suggestion.basis if language() == "zh" else suggestion.basis_en)
        lines = [f"<b>{escape(name)}</b>{self._outcome(suggestion)} · {self._rule(suggestion)}{escape(source)}"]
        missing = self._missing(suggestion)
        return "<br>".join([*lines, missing] if missing else lines)

    def _duties(self, suggestion: Suggestion, done: bool, lights: Lights) -> str:
        """Marks and duties that fired, how many could not be told, and the next two effective deadlines."""
        chinese = language() == "zh"
        lines = []
        for flag in suggestion.flags:
            mark = self.tr("⚑ to be confirmed: ") if flag.hard else "⚑ "
            text = mark + (flag.title if chinese else flag.title_en) + mark_of_source(flag.told(language())[2])
            lines.append(coloured(text, BAD, self.palette(), bold=flag.hard))
        for duty in suggestion.duties:
            if not duty.open:
                title = duty.told(language())[0] + mark_of_source(duty.told(language())[2])
                lines.append(coloured(self.tr("◆ On site: {duty}").format(duty=title), BAD, self.palette()))
        grey = muted(self.palette()).name()
        for duty in suggestion.duties:
            if duty.open:
                said = escape(self.tr("◇ Not to be told yet: {duty}").format(duty=duty.told(language())[0]))
                lines.append(f'<span style="color:{grey}">{said}</span>')
        lines += [in_words(deadline, done, lights, self.palette())
                  for deadline in next_two(suggestion, lights.today)]
        return "<br>".join(lines)

    def _detail(self, suggestion: Suggestion) -> str:
        chinese = language() == "zh"
        parts = [escape(explain(suggestion, language()))]
        parts.append(_table(self.tr("Facts used"), [
            (fact.zh if chinese else fact.en, fact.text if chinese else fact.text_en) for fact in suggestion.facts]))
        parts.append(_table(self.tr("Evidence"), [
            ("✔" if piece.have else "✘", piece.title if chinese else piece.title_en) for piece in suggestion.evidence]))
        parts.append(_table(self.tr("Rules tried before"), [
            ("?" if rule.truth == "unknown" else "✘", " – ".join((
                f"{rule.title}（{rule.id}）" if chinese else f"{rule.title_en} ({rule.id})",
                why(suggestion, rule, language())))) for rule in suggestion.tried]))
        parts.append(_table(self.tr("All deadlines"), [
            (one.due, " – ".join(part for part in (
                one.title if chinese else one.title_en, f"“{one.sentence}”", mark_of(one)) if part))
            for one in suggestion.deadlines]))
        parts.append(_table(self.tr("On-site duties and marks"), [
            ("◇" if mark.open else "◆", " – ".join(mark.told(language())))
            for mark in (*suggestion.duties, *suggestion.flags)]))
        profile = self.tr("Profile: {title} ({id})").format(title=suggestion.profile_title, id=suggestion.profile)
        return "".join(part for part in parts if part) + f"<p>{escape(profile)}</p>"


def _joined(words: List[str]) -> str:
    return ("、" if language() == "zh" else ", ").join(words)


def _table(title: str, lines: List[Tuple[str, str]]) -> str:
    if not lines:
        return ""
    body = "".join(f"<tr><td style='padding-right:8px'>{escape(a)}</td><td>{escape(b)}</td></tr>" for a, b in lines)
    return f"<p><b>{escape(title)}</b></p><table cellspacing='1'>{body}</table>"
