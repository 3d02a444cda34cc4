"""Plays the scenarios step by step: the question first, then the answer with its trace, then what would differ."""

from __future__ import annotations

from html import escape
from typing import Any, List, Mapping, Optional, Sequence

from qgis.PyQt.QtCore import QEvent, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontMetrics, QShowEvent
from qgis.PyQt.QtWidgets import QListWidgetItem, QTextBrowser, QWidget

from ...domain.judging.compare import compared
from ...domain.judging.facts import FACTS, Facts
from ...domain.judging.rule_words import fact_in_words
from ...domain.judging.trace import trace
from ...domain.profiles import PolicyProfile
from ...domain.training.scenario import ANSWER, COMPARISON, Scenario
from ..forms import load_form
from ..messages import language
from .compare_text import differences_html
from .trace_view import trace_html


class ScenarioPlayer(QWidget):
    """One scenario at a time. What is wanted of the map and of the other tabs is told by signals."""

    chosen = pyqtSignal(str)  # id of the scenario
    mapWanted = pyqtSignal(str)  # noqa: N815 - id of the scenario
    tryWanted = pyqtSignal(object, str, str)  # noqa: N815 - Case, profile A, profile B

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("training_scenarios", self)
        self.shown: QTextBrowser
        self._scenarios: Sequence[Scenario] = ()
        self._profiles: Mapping[str, PolicyProfile] = {}
        self._step = 0
        self.list.currentRowChanged.connect(lambda _row: self._begin())
        self.backButton.clicked.connect(lambda: self._go(-1))
        self.nextButton.clicked.connect(lambda: self._go(1))
        self.mapButton.clicked.connect(self._ask_map)
        self.tryButton.clicked.connect(self._try)
        self._show()

    def show_scenarios(self, scenarios: Sequence[Scenario], profiles: Mapping[str, PolicyProfile]) -> None:
        """Offer these scenarios; those whose profile is not there are left out."""
        self._profiles = profiles
        self._scenarios = [one for one in scenarios if all(variant.profile in profiles for variant in one.variants)]
        with QSignalBlocker(self.list):
            self.list.clear()
            for number, one in enumerate(self._scenarios, 1):
                item = QListWidgetItem(f"{number}  {one.title.said(language())}")
                item.setData(Qt.ItemDataRole.UserRole, one.id)
                item.setToolTip(one.title.said(language()))
                self.list.addItem(item)
            self.list.setCurrentRow(0 if self._scenarios else -1)
        self._fit_list()
        self._begin()

    def _fit_list(self) -> None:
        """As wide as the longest title, up to a share of the window; what is longer goes on in the next line."""
        titles = [self.list.item(row).text() for row in range(self.list.count())]
        bold = self.list.font()
        bold.setBold(True)  # as a theme may write what is chosen
        letter = self.list.fontMetrics().averageCharWidth()
        longest = max((QFontMetrics(bold).horizontalAdvance(title) for title in titles), default=0)
        whole = 140 * letter
        wanted = min(longest + self.list.verticalScrollBar().sizeHint().width() + 4 * letter, whole * 2 // 5)
        self.splitter.setSizes([wanted, whole - wanted])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_step"):
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.doItemsLayout()  # titles were wrapped for another width

    def choose(self, scenario_id: str) -> None:
        """Begin with this scenario."""
        for row, one in enumerate(self._scenarios):
            if one.id == scenario_id:
                self.list.setCurrentRow(row)

    @property
    def scenario(self) -> Optional[Scenario]:
        """The one that is chosen."""
        row = self.list.currentRow()
        return self._scenarios[row] if 0 <= row < len(self._scenarios) else None

    def _begin(self) -> None:
        self._step = 0
        self._show()
        if self.scenario is not None:
            self.chosen.emit(self.scenario.id)

    def _ask_map(self) -> None:
        if self.scenario is not None:
            self.mapWanted.emit(self.scenario.id)

    def _go(self, by: int) -> None:
        """To the next step, after the last one to the next scenario."""
        scenario = self.scenario
        if scenario is None:
            return
        step = self._step + by
        if 0 <= step < len(scenario.steps):
            self._step = step
            self._show()
        elif step >= len(scenario.steps) and self.list.currentRow() + 1 < len(self._scenarios):
            self.list.setCurrentRow(self.list.currentRow() + 1)

    def _show(self) -> None:
        scenario = self.scenario
        for button in (self.mapButton, self.tryButton, self.nextButton):
            button.setEnabled(scenario is not None)
        self.backButton.setEnabled(self._step > 0)
        if scenario is None:
            for label in (self.titleLabel, self.saidLabel, self.stepLabel):
                label.setText("")
            self.shown.setHtml("")
            return
        step = scenario.steps[self._step]
        is_last = self._step + 1 == len(scenario.steps)
        self.titleLabel.setText(f"<h3>{escape(scenario.title.said(language()))}</h3>")
        self.saidLabel.setText(step.said.said(language()))
        self.stepLabel.setText(self.tr("Step {n} of {all}").format(n=self._step + 1, all=len(scenario.steps)))
        self.nextButton.setText(self.tr("&Next scenario") if is_last else self.tr("&Next"))
        self.nextButton.setEnabled(not is_last or self.list.currentRow() + 1 < len(self._scenarios))
        self.tryButton.setEnabled(self._step > 0)
        self.shown.setHtml(self._html(scenario, step.kind, step.variant))

    def _html(self, scenario: Scenario, kind: str, number: int) -> str:
        first = scenario.variants[0]
        profile = self._profiles[first.profile]
        facts = scenario.case_of(first).facts(profile)
        if kind == ANSWER:
            return trace_html(trace(facts, profile), self._title(profile), self.palette())
        if kind == COMPARISON:
            other = scenario.variants[number]
            profile_b = self._profiles[other.profile]
            found = compared(facts, profile, scenario.case_of(other).facts(profile_b), profile_b)
            return differences_html(found, self._title(profile), self._title(profile_b), self.palette())
        return facts_html(self.tr("What is known (made up; the images only lend the ground)"), facts)

    def _title(self, profile: PolicyProfile) -> str:
        return profile.title if language() == "zh" else profile.title_en

    def _try(self) -> None:
        scenario = self.scenario
        if scenario is None:
            return
        first, other = scenario.variants[0], scenario.variants[0]
        step = scenario.steps[self._step]
        if step.kind == COMPARISON:
            other = scenario.variants[step.variant]
        self.tryWanted.emit(scenario.case_of(other), first.profile, other.profile)


def facts_html(title: str, facts: Facts) -> str:
    """The facts that say something, as a table; areas of nothing are left out."""
    chinese = language() == "zh"
    rows: List[str] = []
    for name, value in facts.values.items():
        if _says_nothing(name, value):
            continue
        fact = FACTS[name]
        told = fact_in_words(name, value, language())
        rows.append(f"<tr><td>{escape(fact.zh if chinese else fact.en)}</td><td><b>{escape(told)}</b></td></tr>")
    return f"<h4>{escape(title)}</h4><table cellspacing='0' cellpadding='3'>{''.join(rows)}</table>"


_DERIVED = ("_uncovered_m2", "_ratio", "_once_m2", "_net_m2", "_counted_m2")


def _says_nothing(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return name.endswith(_DERIVED) or value in (0, 0.0, "", None)

