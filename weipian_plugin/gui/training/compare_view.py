"""What if: one fact or the profile otherwise, and both suggestions side by side. Nothing of it is stored anywhere."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence

from qgis.PyQt.QtCore import QEvent, QSignalBlocker
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QTextBrowser, QWidget

from ...domain.errors import WeipianError
from ...domain.judging.compare import Differences, compared
from ...domain.judging.fact_table import FACTS, Fact
from ...domain.judging.rule_words import fact_in_words
from ...domain.profiles import PolicyProfile
from ...domain.training.case import Case
from ...domain.training.changes import changeable
from ..forms import load_form
from ..messages import language
from ..wording import BAD, coloured
from .compare_text import differences_html
from .training_fact_editor import FactEditor


class CompareView(QWidget):
    """The case as it is under one profile (A) beside the case with changes under another (B)."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("training_compare", self)
        self.editor = FactEditor(self)
        self.factRow.insertWidget(2, self.editor, 1)
        self.result: QTextBrowser
        self.changesLabel: QLabel
        self._profiles: Dict[str, PolicyProfile] = {}
        self._case: Optional[Case] = None
        self.differences: Optional[Differences] = None
        for box in (self.profileABox, self.profileBBox):
            box.currentIndexChanged.connect(lambda _index: self._profile_chosen())
        self.factBox.currentIndexChanged.connect(lambda _index: self._fact_chosen())
        self.applyButton.clicked.connect(self._apply)
        self.resetButton.clicked.connect(self._reset)

    def show_case(self, case: Case, profiles: Sequence[PolicyProfile], profile_a: str, profile_b: str = "") -> None:
        """Begin with a case under ``profile_a``, and with its changes under ``profile_b`` (or the same)."""
        self._case = case
        self._profiles = {profile.id: profile for profile in profiles}
        for box, chosen in ((self.profileABox, profile_a), (self.profileBBox, profile_b or profile_a)):
            _fill(box, profiles, chosen)
        self._offer_facts()
        self._compare()

    def forget(self) -> None:
        """Show nothing any more."""
        self._case = self.differences = None
        self.result.clear()
        self.changesLabel.clear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_case", None) is not None:
            self._compare()

    @property
    def case(self) -> Optional[Case]:
        """The case with what was changed here."""
        return self._case

    def change(self, name: str) -> None:
        """Put the keyboard on another value of this fact."""
        place = self.factBox.findData(name)
        if place >= 0:
            self.factBox.setCurrentIndex(place)
            self.editor.setFocus()

    def _chosen(self) -> List[PolicyProfile]:
        ids = [str(box.currentData() or "") for box in (self.profileABox, self.profileBBox)]
        return [self._profiles[one] for one in ids if one in self._profiles]

    def _offer_facts(self) -> None:
        """The facts that the rules of both profiles speak about; the one that was chosen stays chosen."""
        was = self.factBox.currentData()
        with QSignalBlocker(self.factBox):
            self.factBox.clear()
            for fact in changeable(self._chosen()):
                self.factBox.addItem(_name(fact), fact.name)
            self.factBox.setCurrentIndex(max(0, self.factBox.findData(was)))
        self._fact_chosen()

    def _profile_chosen(self) -> None:
        self._offer_facts()
        self._compare()

    def _fact_chosen(self) -> None:
        name, chosen = self.factBox.currentData(), self._chosen()
        if name is None or self._case is None or not chosen:
            return
        try:
            value = self._case.facts(chosen[-1]).get(name)
        except WeipianError as error:
            self._tell(error)
            return
        self.editor.show_fact(FACTS[name], value)

    def _apply(self) -> None:
        name = self.factBox.currentData()
        if name is None or self._case is None:
            return
        before = self._case
        self._case = before.with_change(name, self.editor.value())
        if not self._compare():
            self._case = before

    def _reset(self) -> None:
        if self._case is not None:
            self._case = self._case.without_changes()
            self._fact_chosen()
            self._compare()

    def _compare(self) -> bool:
        """Weigh both sides anew; False where the change is impossible, which is then said."""
        case, chosen = self._case, self._chosen()
        if case is None or len(chosen) < 2:
            return False
        first, second = chosen
        try:
            found = compared(case.without_changes().facts(first), first, case.facts(second), second,
                             context=case.context)
        except WeipianError as error:
            self._tell(error)
            return False
        self.differences = found
        place = self.result.verticalScrollBar().value()
        self.result.setHtml(differences_html(found, _title(first), _title(second), self.palette()))
        self.result.verticalScrollBar().setValue(place)
        self.changesLabel.setText(self._changes_in_words(case))
        self.resetButton.setEnabled(bool(case.changes))
        return True

    def _changes_in_words(self, case: Case) -> str:
        if not case.changes:
            return self.tr("Nothing is changed; A and B have the same facts.")
        told = []
        for name, value in case.changes.items():
            told.append(f"{_name(FACTS[name])} = {fact_in_words(name, value, language())}")
        return self.tr("Changed in B: {changes}").format(changes=("；" if language() == "zh" else "; ").join(told))

    def _tell(self, error: WeipianError) -> None:
        self.changesLabel.setText(coloured(error.sentence(language()), BAD, self.palette()))


def _fill(box: QComboBox, profiles: Sequence[PolicyProfile], chosen: str) -> None:
    with QSignalBlocker(box):
        box.clear()
        for profile in profiles:
            box.addItem(f"{_title(profile)} ({profile.id})", profile.id)
        box.setCurrentIndex(max(0, box.findData(chosen)))


def _title(profile: PolicyProfile) -> str:
    return profile.title if language() == "zh" else profile.title_en


def _name(fact: Fact) -> str:
    return fact.zh if language() == "zh" else fact.en
