"""Behind the Training window: explains the current parcel, opens training workspaces and goes back, runs a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox, QWidget

from ...domain.errors import WeipianError
from ...domain.training import STAMP
from ..messages import language
from ..session import Session
from .exam_run import ExamRun
from .training_scenarios import facts_html
from .training_window import EXAM, SCENARIOS, TRACE, TrainingWindow

FILTER = "GeoPackage (*.gpkg)"
RESULT_FILTER = "Excel (*.xlsx);;CSV (*.csv);;HTML (*.html)"


class Trainings(QObject):
    """One window. Whatever is opened for training, the person's own workspace is the one QGIS begins with again."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._parent = session, window
        self._home = ""
        self.window: Optional[TrainingWindow] = None
        self.run: Optional[ExamRun] = None
        session.workspaceChanged.connect(self._workspace_changed)
        session.currentChanged.connect(self._show_current)
        session.parcelUpdated.connect(self._show_updated)
        session.queueChanged.connect(lambda: self._show_current(session.current))

    def explain(self) -> None:
        """The path through the rules of the parcel on the table."""
        if self._session.refuse_in_review():
            return
        if self._session.in_test:
            self._tell(WeipianError("EXAM_RUNS"))
            return
        self.open(TRACE)

    def open(self, tab: int = SCENARIOS) -> None:
        """Open the window at a tab."""
        if self._session.refuse_in_review():
            return
        self._session.tell_wrong_profiles()
        if self.window is None:
            self._make_window()
        window = self.window
        if window is None:
            return
        self._refresh()
        window.show_tab(EXAM if self._session.in_test else tab)
        window.show()
        window.raise_()

    def _make_window(self) -> None:
        from ...jobs.rules.profiles import load_profiles, profile_choices
        from ...jobs.training.training import load_scenarios

        with self._session.guard():
            window = TrainingWindow(self._parent)
            self.window = window
            window.offer_profiles(profile_choices())
            window.player.show_scenarios(load_scenarios(), load_profiles())
            window.player.chosen.connect(self._follow_scenario)
            window.player.mapWanted.connect(self.show_scenario)
            window.leaveWanted.connect(self.leave)
            window.tableWanted.connect(self.export_table)
            window.lookedAt.connect(self._looked_at)
            exam = window.exam
            exam.startWanted.connect(self.start_exam)
            exam.openWanted.connect(self.open_exam)
            exam.answered.connect(lambda pdlx, code: self.run.answer(pdlx, code) if self.run else None)
            exam.stepWanted.connect(lambda by: self.run.step(by) if self.run else None)
            exam.handInWanted.connect(self._ask_to_hand_in)
            exam.explanationWanted.connect(self._explain_miss)
            exam.exportWanted.connect(self.export_result)

    # The parcel on the table

    def _show_current(self, uuid: str) -> None:
        window, workspace = self.window, self._session.workspace
        if window is None or not window.isVisible() or self._session.blind:
            return
        if workspace is None or not uuid:
            window.show_no_case()
            return
        from ...jobs.rules.profiles import profile_choices
        from ...jobs.training.training import case_of_parcel, profile_of_case, scenario_of_parcel

        with self._session.guard():
            parcel, profile_id = workspace.parcel(uuid), profile_of_case(workspace, uuid)
            scenario = scenario_of_parcel(workspace, uuid)
            case = scenario.case if scenario is not None else case_of_parcel(workspace, uuid)
            window.show_case(case, parcel.dkbh or parcel.jcbh, profile_choices(), profile_id)

    def _show_updated(self, uuid: str) -> None:
        if uuid == self._session.current:
            self._show_current(uuid)

    # Scenarios

    def show_scenario(self, scenario_id: str) -> None:
        """The map goes to the ground of a scenario, in the scenarios' own training workspace."""
        from ...jobs.training.training import load_scenarios, parcels_of_scenarios, scenario_workspace, training_folder

        session = self._session
        with session.guard():
            scenarios = load_scenarios()
            workspace = session.workspace
            there = {}
            if workspace is not None and workspace.is_training:
                there = parcels_of_scenarios(workspace, scenarios)
            if scenario_id not in there:
                path = training_folder() / f"{STAMP} 情景.gpkg"
                self._go(lambda: scenario_workspace(path, scenarios, session.actor, anew=True))
                there = parcels_of_scenarios(session.workspace, scenarios) if session.workspace is not None else {}
            if scenario_id in there:
                session.select(there[scenario_id])

    def _follow_scenario(self, scenario_id: str) -> None:
        """Once the map is in the scenarios' workspace it goes along."""
        from ...jobs.training.training import load_scenarios, parcels_of_scenarios

        workspace = self._session.workspace
        if workspace is None or not workspace.is_training or self._session.in_test:
            return
        with self._session.guard():
            there = parcels_of_scenarios(workspace, load_scenarios())
            if scenario_id in there:
                self._session.select(there[scenario_id])

    def _go(self, make: Any) -> None:
        """Open a training workspace; the person's own one stays the one to begin with."""
        session = self._session
        workspace = session.workspace
        if workspace is None or not workspace.is_training:
            self._home = str(workspace.path) if workspace is not None else session.settings.workspace
        if workspace is not None and workspace.is_training:
            session.close()  # it may be the very file that is made anew
        session.adopt(make())
        if self._home:
            session.settings.store(workspace=self._home)
        session.tell(self.tr("Training workspace, not to be reported. “Back to my workspace” in the Training window "
                             "leaves it."), int(Qgis.MessageLevel.Info))

    def leave(self) -> None:
        """Back to the person's own workspace, else none."""
        home, self._home = self._home, ""
        with self._session.guard():
            if home and Path(home).exists():
                self._session.open(home)
            else:
                self._session.close()

    # Tests

    def start_exam(self, of_workspace: bool, count: int, draw: int, rules: Any, path: str = "") -> None:
        """Make a test and begin it; ``path`` is asked for where none is given."""
        from ...jobs.training.exam import exam_of_scenarios, exam_of_workspace
        from ...jobs.training.training import load_scenarios

        session, source = self._session, self._session.workspace
        path = path or self._ask_path()
        if not path:
            return
        with session.guard():
            if of_workspace:
                if source is None:
                    raise WeipianError("EXAM_EMPTY")
                made = exam_of_workspace(source, path, count, rules, draw, session.actor)
                self._go(lambda: made)
            else:
                made = exam_of_scenarios(path, load_scenarios(), rules, session.actor)
                self._go(lambda: made)

    def _ask_path(self) -> str:
        folder = Path(self._home or self._session.settings.workspace or Path.home() / "x").parent
        path, _ = QFileDialog.getSaveFileName(
            self._parent, self.tr("File of the test"), str(folder / f"{STAMP} 测试.gpkg"), FILTER,
            options=QFileDialog.Option.DontConfirmOverwrite)
        return str(Path(path).with_suffix(".gpkg")) if path else ""

    def open_exam(self, path: str = "") -> None:
        """Go on with a test, or look at its result."""
        if not path:
            path, _ = QFileDialog.getOpenFileName(self._parent, self.tr("Open a test"), "", FILTER)
        if not path:
            return
        from ...jobs.training.exam import read_exam
        from ...workspace.workspace import Workspace

        with self._session.guard():
            workspace = Workspace.open(path, actor=self._session.actor)
            try:
                read_exam(workspace)
            except WeipianError:
                workspace.close()
                raise
            self._go(lambda: workspace)

    def _ask_to_hand_in(self) -> None:
        run = self.run
        if run is None:
            return
        open_ones = len(run.exam.questions) - run.done
        if open_ones:
            box = QMessageBox(QMessageBox.Icon.Question, self.tr("Hand in"),
                              self.tr("{n} questions are not answered and count as wrong.").format(n=open_ones),
                              QMessageBox.StandardButton.NoButton, self.window)
            sure = box.addButton(self.tr("Hand in"), QMessageBox.ButtonRole.AcceptRole)
            box.addButton(self.tr("Go on answering"), QMessageBox.ButtonRole.RejectRole)
            box.exec()
            if box.clickedButton() is not sure:
                return
        self.hand_in()

    def hand_in(self) -> None:
        """End the test and show its result."""
        run, self.run = self.run, None
        if run is not None:
            with self._session.guard():
                run.hand_in()
                self._session.look_for_test()
                self._refresh()

    def _explain_miss(self, parcel: str) -> None:
        from ...jobs.rules.profiles import profile_choices
        from ...jobs.training.exam import case_of_question, read_exam

        workspace, window = self._session.workspace, self.window
        if workspace is None or window is None:
            return
        with self._session.guard():
            question = next((one for one in read_exam(workspace).questions if one.parcel == parcel), None)
            if question is not None:
                self._session.select(parcel)
                case, profile_id = case_of_question(workspace, question)
                window.show_case(case, question.name, profile_choices(), profile_id)
                window.show_tab(TRACE)

    def export_result(self, path: str = "") -> None:
        """Write the result into a file the person chooses."""
        from ...jobs.training.exam import export_exam

        workspace = self._session.workspace
        if workspace is None:
            return
        if not path:
            proposed = str(Path(str(workspace.path)).with_suffix(".xlsx"))
            path, _ = QFileDialog.getSaveFileName(self._parent, self.tr("Export the result"), proposed, RESULT_FILTER)
        if path:
            with self._session.guard():
                written = export_exam(workspace, path, self._session.actor)
                self._session.tell(self.tr("Written: {file}").format(file=written.name),
                                   int(Qgis.MessageLevel.Success))

    def export_table(self, folder: str = "") -> None:
        """Write 附表2-1 of a training workspace, stamped, into a folder the person chooses."""
        from ...jobs.handing_in.scope import everything
        from ...jobs.handing_in.tables import TABLE_2_1, write_tables

        workspace = self._session.workspace
        if workspace is None:
            return
        if not folder:
            folder = QFileDialog.getExistingDirectory(self._parent, self.tr("Folder for the tables"),
                                                      str(Path(str(workspace.path)).parent))
        if folder:
            with self._session.guard():
                report = write_tables(workspace, everything(workspace), folder, TABLE_2_1, as_training=True)
                written = "，".join(path.name for path in report.paths)
                self._session.tell(self.tr("Written: {file}").format(file=written),
                                   int(Qgis.MessageLevel.Success))

    # What is open

    def _workspace_changed(self) -> None:
        run, self.run = self.run, None
        if run is not None:
            run.stop()
        if self._session.in_test:
            self.open(EXAM)
        elif self.window is not None:
            self._refresh()

    def _refresh(self) -> None:
        """Show what is open: a test that runs, the result of one, or neither."""
        window, session = self.window, self._session
        workspace = session.workspace
        if window is None:
            return
        is_training = workspace is not None and bool(workspace.is_training)
        window.show_state(Path(str(workspace.path)).name if workspace is not None else "", is_training, session.in_test)
        with session.guard():
            if session.in_test and self.run is None:
                self.run = ExamRun(session, self)
                self.run.changed.connect(self._show_question)
                self.run.look(window.isVisible())
                session.select(self.run.question.parcel)
            if session.in_test:
                self._show_question()
            else:
                self._show_result_or_begin(workspace, is_training)
        self._show_current(session.current)

    def _show_result_or_begin(self, workspace: Any, is_training: bool) -> None:
        from ...jobs.training.exam import explanations, holds_exam, result_of

        window = self.window
        if window is None:
            return
        if is_training and holds_exam(workspace):
            result = result_of(workspace, self._session.actor)
            window.exam.show_result(result, explanations(workspace, result, language()))
            window.show_tab(EXAM)
        else:
            window.exam.show_begin(workspace is not None)

    def _show_question(self) -> None:
        run, window, workspace = self.run, self.window, self._session.workspace
        if run is None or window is None or workspace is None:
            return
        from ...jobs.rules.profiles import load_profile
        from ...jobs.training.exam import case_of_question
        from ...jobs.training.training import scenario_of_parcel

        question, asked, facts = run.question, "", ""
        scenario = scenario_of_parcel(workspace, question.parcel) if question.scenario else None
        if scenario is not None:
            case, profile_id = case_of_question(workspace, question)
            asked = scenario.question.said(language())
            profile = load_profile(profile_id)
            facts = facts_html(self.tr("What is known (made up; the images only lend the ground)"), case.facts(profile))
            title = profile.title if language() == "zh" else profile.title_en
            asked = self.tr("{question}\n\nAnswer by: {profile}").format(question=asked, profile=title)
        window.exam.show_question(run.number, len(run.exam.questions), question.name, asked, facts,
                                  run.answer_to(question.parcel), run.done)

    def _looked_at(self, on: bool) -> None:
        if self.run is not None:
            self.run.look(on)
        if on:
            self._show_current(self._session.current)

    def _tell(self, error: WeipianError) -> None:
        self._session.tell(error.sentence(language()), int(Qgis.MessageLevel.Warning))

    def close(self) -> None:
        """For the plugin's unload: times are kept, the window goes."""
        run, self.run = self.run, None
        if run is not None:
            run.look(False)
            run.stop()
        window, self.window = self.window, None
        if window is not None:
            window.reject()
            window.deleteLater()
