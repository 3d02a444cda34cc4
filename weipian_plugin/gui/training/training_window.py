"""The Training window: the reasoning of a parcel, what if, scenarios, a test. It looks, and stores nothing itself."""

from __future__ import annotations

from html import escape
from typing import Optional, Sequence

from qgis.PyQt.QtCore import QSignalBlocker, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import QDialogButtonBox, QWidget

from ...domain.errors import WeipianError
from ...domain.judging.trace import LAND, MINERAL, trace
from ...domain.profiles import PolicyProfile
from ...domain.training import STAMP, STAMP_EN
from ...domain.training.case import Case
from ..forms import fit_to_screen, load_form
from ..messages import language
from ..standing_window import StandingWindow
from ..wording import BAD, WARN, coloured, muted
from .compare_view import CompareView
from .exam_panel import ExamPanel
from .trace_view import TraceView
from .training_scenarios import ScenarioPlayer

TRACE, COMPARE, SCENARIOS, EXAM = range(4)


class TrainingWindow(StandingWindow):
    """Not modal: one reads here and looks at the map."""

    lookedAt = pyqtSignal(bool)  # noqa: N815 - Qt's way of naming signals
    leaveWanted = pyqtSignal()  # noqa: N815
    tableWanted = pyqtSignal()  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("training", self)
        fit_to_screen(self)
        self.trace, self.compare = TraceView(self), CompareView(self)
        self.player, self.exam = ScenarioPlayer(self), ExamPanel(self)
        for layout, part in ((self.traceLayout, self.trace), (self.compareLayout, self.compare),
                             (self.scenarioLayout, self.player), (self.examLayout, self.exam)):
            layout.addWidget(part)
        self._case: Optional[Case] = None
        self._name = ""
        self._profiles: Sequence[PolicyProfile] = ()
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self.buttons.rejected.connect(self.reject)
        self.leaveButton.clicked.connect(self.leaveWanted)
        self.tableButton.clicked.connect(self.tableWanted)
        self.profileBox.currentIndexChanged.connect(lambda _index: self._trace())
        self.mineralBox.toggled.connect(lambda _on: self._trace())
        self.everythingBox.toggled.connect(self.trace.set_everything)
        self.player.tryWanted.connect(self._try)
        self.show_no_case()

    def show_case(self, case: Case, name: str, profiles: Sequence[PolicyProfile], profile_id: str) -> None:
        """Explain this case under a profile, and let it be varied; ``name`` is the parcel's."""
        self._case, self._name, self._profiles = case, name, profiles
        with QSignalBlocker(self.profileBox), QSignalBlocker(self.mineralBox):
            self.profileBox.clear()
            for profile in profiles:
                title = profile.title if language() == "zh" else profile.title_en
                self.profileBox.addItem(f"{title} ({profile.id})", profile.id)
            self.profileBox.setCurrentIndex(max(0, self.profileBox.findData(profile_id)))
            self.mineralBox.setChecked(False)
        self._trace()
        self.compare.show_case(case, profiles, str(self.profileBox.currentData() or ""))
        self.compare.setEnabled(True)

    def show_no_case(self) -> None:
        """No parcel is on the table."""
        self._case = None
        self.trace.forget()
        self.compare.forget()
        said = self.tr("No patch is chosen. Choose one in the Patches dock, or play a scenario.")
        self.trace.setHtml(f"<p>{escape(said)}</p>")
        self.compare.setEnabled(False)

    def show_tab(self, tab: int) -> None:
        """Bring this tab to the front, unless a test has closed it."""
        if self.tabs.isTabEnabled(tab):
            self.tabs.setCurrentIndex(tab)

    def show_state(self, workspace: str, is_training: bool, blind: bool) -> None:
        """Whose workspace is open (its name, empty for none); while ``blind`` only the test can be seen."""
        stamp = STAMP if language() == "zh" else STAMP_EN
        if is_training:
            said = coloured(f"■ {stamp}", BAD, self.palette(), bold=True) + f" · {escape(workspace)}"
        else:
            text = self.tr("What is tried here is stored nowhere.")
            said = f'<span style="color:{muted(self.palette()).name()}">{escape(text)}</span>'
        if blind:
            text = self.tr("A test is running: suggestions and reasoning are hidden until it is handed in.")
            said += "<br>" + coloured(text, WARN, self.palette())
        self.stampLabel.setText(said)
        self.leaveButton.setVisible(is_training)
        self.tableButton.setVisible(is_training and not blind)
        for tab in (TRACE, COMPARE, SCENARIOS):
            self.tabs.setTabEnabled(tab, not blind)
        if blind:
            self.trace.forget()
            self.compare.forget()
            self._case = None
            self.tabs.setCurrentIndex(EXAM)

    def _try(self, case: Case, profile_a: str, profile_b: str) -> None:
        """A scenario becomes the case that is varied."""
        if self._profiles:
            self.compare.show_case(case, self._profiles, profile_a, profile_b)
            self.compare.setEnabled(True)
            self.show_tab(COMPARE)

    def offer_profiles(self, profiles: Sequence[PolicyProfile]) -> None:
        """The profiles that cases can be weighed by."""
        self._profiles = profiles

    def _trace(self) -> None:
        profile = next((one for one in self._profiles if one.id == self.profileBox.currentData()), None)
        if self._case is None or profile is None:
            return
        self.mineralBox.setVisible(bool(profile.mineral_rules))
        subject = MINERAL if self.mineralBox.isChecked() and profile.mineral_rules else LAND
        title = profile.title if language() == "zh" else profile.title_en
        try:
            found = trace(self._case.facts(profile), profile, subject)
        except WeipianError as error:
            self.trace.setHtml(f"<p>{escape(error.sentence(language()))}</p>")
            return
        self.trace.show_trace(found, f"{self._name} · {title}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.lookedAt.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.lookedAt.emit(False)
