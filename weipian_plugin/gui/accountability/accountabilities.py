"""Opens the window of 问责测算, reads the workspace for it in the background, and writes what is exported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, List, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...domain.profiles import PolicyProfile
from ..messages import describe, language
from ..session import Session
from ..tasks import TaskRunner

if TYPE_CHECKING:
    from .accountability_window import AccountabilityWindow
    from .calculation_view import CalculationView

FILTERS = "Excel (*.xlsx);;CSV (*.csv);;HTML (*.html)"


class Accountabilities(QObject):
    """One window; what is in it was read once, and is read anew when patches come or go."""

    def __init__(self, session: Session, runner: TaskRunner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._runner, self._parent = session, runner, window
        self._asked = self._asked_effects = 0
        self.window: Optional[AccountabilityWindow] = None
        session.workspaceChanged.connect(self.close)
        session.queueChanged.connect(self._read_if_open)
        session.partsChanged.connect(lambda _uuids: self._read_if_open())
        session.parcelUpdated.connect(lambda _uuid: self._stale())

    def open(self, batch: Optional[str] = None) -> None:
        """Open the window on a batch, or on all."""
        workspace = self._session.workspace
        if workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        self._session.tell_wrong_profiles()
        if self.window is None:
            from .accountability_window import AccountabilityWindow

            self.window = AccountabilityWindow(self._parent, self._runner)
            self.window.choiceChanged.connect(self._read)
            self.window.againWanted.connect(self._read)
            self.window.effectsWanted.connect(self._work_out_effects)
            self.window.parcelWanted.connect(self._session.select)
            self.window.exportWanted.connect(self._export)
            self.window.finished.connect(lambda _result: self._closed())
        with self._session.guard():
            self._offer([batch] if batch else None)
            self._read()
        self.window.show()
        self.window.raise_()

    def _offer(self, shown: Optional[List[str]]) -> None:
        from ...jobs.reviewing.population import labels_told_apart
        from ...jobs.rules.profiles import profile_choices

        workspace, window = self._session.workspace, self.window
        if workspace is None or window is None:
            return
        names = labels_told_apart(workspace)
        batches = [replace(each, label=names[each.uuid]) for each in workspace.batches()]
        chosen = [each.uuid for each in batches] if shown is None else shown
        used = [each.profile_id for each in batches if each.uuid in chosen and each.profile_id]
        profiles: List[PolicyProfile] = profile_choices()
        first = used[-1] if used else (profiles[0].id if profiles else "")
        window.offer(batches, chosen, profiles, first)

    def _read_if_open(self) -> None:
        """Patches came or went (a classified one is gone at once)."""
        if self.window is not None and self._session.workspace is not None:
            with self._session.guard():
                known = {each.uuid for each in self._session.workspace.batches()}
                if known - set(self.window.offered):
                    self._offer(None)
                self._read()

    def _stale(self) -> None:
        if self.window is not None:
            self.window.show_stale()

    def _read(self) -> None:
        from ...jobs.rules.profiles import load_profile

        workspace, window = self._session.workspace, self.window
        if workspace is None or window is None:
            return
        self._asked += 1
        number, path, batches = self._asked, str(workspace.path), window.batches
        window.show_reading()
        with self._session.guard():
            profile = load_profile(window.profile_id)
            self._runner.run(self.tr("Weipian: read for the accountability ratio"),
                             lambda _feedback: _read_situation(path, profile, batches),
                             lambda found: self._show(number, found), lambda error: self._failed(number, error))

    def _show(self, number: int, found: Any) -> None:
        if number == self._asked and self.window is not None:
            with self._session.guard():
                self.window.show_situation(found)

    def _failed(self, number: int, error: BaseException) -> None:
        if number == self._asked and self.window is not None:
            self.window.show_failure(describe(error)[0])
            with self._session.guard():
                raise error

    def _work_out_effects(self, level: str, kind: str) -> None:
        from ...jobs.accounting.situation import effects

        window = self.window
        if window is None or window.situation is None or window.before is None:
            return
        self._asked_effects += 1
        number, situation, result, stated = (
            self._asked_effects, window.situation, window.before.ratio.result, window.stated)
        self._runner.run(self.tr("Weipian: which parcels matter most"),
                         lambda _feedback: effects(situation, level, kind, result, stated),
                         lambda found: self._show_effects(number, found), lambda error: self._failed(number, error))

    def _show_effects(self, number: int, found: Any) -> None:
        if number == self._asked_effects and self.window is not None:
            self.window.show_effects(found)

    def _export(self, view: CalculationView) -> None:
        workspace = self._session.workspace
        if workspace is None or not view.calculations:
            return
        title = view.calculations[0].title if language() == "zh" else view.calculations[0].title_en
        proposed = Path(str(workspace.path)).with_name(f"{title.replace('/', ' ').replace(':', ' ')}.xlsx")
        path, chosen = QFileDialog.getSaveFileName(self.window, self.tr("Export the calculation"), str(proposed),
                                                   FILTERS)
        if path:
            ending = chosen[chosen.find("*.") + 1:chosen.find(")")]
            self.export_to(Path(path) if Path(path).suffix else Path(path + ending), view)

    def export_to(self, path: Path, view: CalculationView) -> None:
        """Write what the view shows to ``path`` and say where it is."""
        from ...jobs.accounting.calculation_file import export_calculations

        with self._session.guard():
            written = export_calculations(view.calculations, path, view.names, view.parcels, language(), view.training)
            link = f'<a href="{QUrl.fromLocalFile(str(written)).toString()}">{written.name}</a>'
            self._session.tell(self.tr("Written: {file}").format(file=link), int(Qgis.MessageLevel.Success))

    def _closed(self) -> None:
        window, self.window = self.window, None
        self._asked += 1
        self._asked_effects += 1
        if window is not None:
            window.deleteLater()

    def close(self) -> None:
        """Another workspace, or the plugin's unload."""
        if self.window is not None:
            self.window.reject()


def _read_situation(path: str, profile: PolicyProfile, batches: Any) -> Any:
    """In a thread, over a connection of its own that only reads: the session's stays with the GUI."""
    from ...jobs.accounting.situation import read_situation
    from ...workspace.workspace import Workspace

    with Workspace.open(path, read_only=True) as workspace:
        return read_situation(workspace, profile, batches)
