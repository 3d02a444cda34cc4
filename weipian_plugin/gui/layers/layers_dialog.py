"""Names the reference layers role by role, and the imagery with its dates; checked before anything is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QKeyEvent
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from ...domain.errors import WeipianError
from ...domain.records import CLIPS, ReferenceLayer, Scene
from ...domain.roles import ADMIN, EVIDENCE, LANDCLASS, ROLES, ZONE, recognise_role
from ...jobs.imagery.clips import clip_folder
from ...jobs.measuring.references import layer_requests
from ..forms import fit_to_screen, load_form, name_buttons
from ..messages import language
from ..session import Session
from ..standing_window import StandingWindow
from .layer_states import LayerStates
from .preparations import Preparations
from .reference_rows import FOLDER, ReferenceRow, problem_of
from .reference_sources import Source, date_in_name, project_sources, sources_in
from .scene_rows import SceneRows
from .tile_address import TileAddressDialog

VECTORS = "*.gpkg *.shp *.gdb *.geojson *.parquet *.txt"
RASTERS = "*.tif *.tiff *.img *.jp2 *.vrt"


class LayersDialog(StandingWindow):
    """What it shows is written to the session's workspace when it is accepted.

    With ``preparations`` each layer shows what is prepared of it, and can be prepared from here.
    """

    reportWanted = pyqtSignal(object)  # noqa: N815 - ReferenceLayer whose report is to be shown

    def __init__(self, session: Session, parent: Optional[QWidget] = None,
                 project: Optional[QgsProject] = None, preparations: Optional[Preparations] = None) -> None:
        super().__init__(parent)
        load_form("layers", self)
        fit_to_screen(self)
        self._session = session
        self._project: Any = project or QgsProject.instance()
        self.rows: Dict[str, ReferenceRow] = {}
        self.scene_rows = SceneRows(self.scenesTable)
        self._refused = False
        name_buttons(self.buttons, self.tr("Save"))
        self._fill_roles()
        self._show_workspace()
        self._say("")
        self._states = self._watch(preparations)
        self.recogniseProjectButton.clicked.connect(self._recognise_project)
        self.recogniseFileButton.clicked.connect(self._recognise_file)
        self.recogniseFolderButton.clicked.connect(self._recognise_folder)
        self.addSceneButton.clicked.connect(self._add_scenes)
        self.addClipsButton.clicked.connect(self._add_clips)
        self.addTilesButton.clicked.connect(self._add_tiles)
        self.removeSceneButton.clicked.connect(self.scene_rows.remove_selected)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _watch(self, preparations: Optional[Preparations]) -> Optional[LayerStates]:
        self.preparedHeading.setVisible(preparations is not None)
        for row in self.rows.values():
            row.prepared.setVisible(preparations is not None)
        if preparations is None:
            return None
        states = LayerStates(self._session, preparations, self.rows, self)
        states.refused.connect(self._say)
        states.reportWanted.connect(self.reportWanted)
        return states

    def _fill_roles(self) -> None:
        grid: QGridLayout = self.rolesArea.widget().layout()
        titles = {LANDCLASS: self.tr("Land classes"), ZONE: self.tr("Zones and lines"),
                  EVIDENCE: self.tr("Approvals, filings, rights"), ADMIN: self.tr("Administrative areas")}
        offered = project_sources(self._project)
        place = 1
        for kind, title in titles.items():
            heading = QLabel(f"<b>{title}</b>")
            grid.addWidget(heading, place, 0, 1, 3 if kind == LANDCLASS else 7)
            place += 1
            for role in (role for role in ROLES.values() if role.kind == kind):
                row = ReferenceRow(role, grid, place, self._browse)
                for name, source in offered:
                    row.offer(name, source)
                row.sourceChanged.connect(self._settle)
                row.edited.connect(self._settle)
                row.dateChanged.connect(lambda date, row=row: self._tell_date(row, date))
                self.rows[role.key] = row
                place += 1
        grid.setRowStretch(place, 1)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 1)
        grid.setColumnStretch(4, 1)
        grid.setColumnStretch(6, 1)

    def _show_workspace(self) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        for reference in workspace.references():
            if reference.role in self.rows:
                self.rows[reference.role].show_reference(reference)
        for scene in workspace.scenes():
            self.scene_rows.add(scene)

    def _browse(self, row: ReferenceRow, kind: str) -> None:
        if kind == FOLDER:
            path = QFileDialog.getExistingDirectory(self, row.label.text(), self._folder())
        else:
            path, _ = QFileDialog.getOpenFileName(self, row.label.text(), self._folder(),
                                                  self.tr("Polygon layers ({patterns})").format(patterns=VECTORS))
        if path:
            chosen = self._one_of(sources_in(path))
            if chosen is not None:
                row.choose(*chosen)

    def _one_of(self, found: List[Tuple[str, Source]]) -> Optional[Tuple[str, Source]]:
        if not found:
            self._say(self.tr("There is no polygon layer in this file."))
            return None
        if len(found) == 1:
            return found[0]
        names = [name for name, _ in found]
        name, chosen = QInputDialog.getItem(self, self.tr("Which layer?"), self.tr("Layer"), names, 0, False)
        return next((each for each in found if each[0] == name), None) if chosen else None

    def _folder(self) -> str:
        workspace = self._session.workspace
        return str(Path(str(workspace.path)).parent) if workspace is not None else ""

    def _recognise_project(self) -> None:
        self.recognise(project_sources(self._project))

    def _recognise_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("File with reference layers"), self._folder(),
                                              self.tr("Polygon layers ({patterns})").format(patterns=VECTORS))
        if path:
            self.recognise(sources_in(path))

    def _recognise_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Folder with reference layers"), self._folder())
        if path:
            self.recognise(sources_in(path))

    def recognise(self, found: List[Tuple[str, Source]]) -> int:
        """Give each layer whose name tells its role to that role, where nothing is said yet; how many there were."""
        taken = 0
        for name, source in found:
            role = recognise_role(name)
            if role is not None and self.rows[role.key].is_open:
                self.rows[role.key].choose(name, source)
                taken += 1
        self._say(self.tr("{n} of {total} layers recognised by their names; check them.").format(
            n=taken, total=len(found)), error=False)
        return taken

    def _add_scenes(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Imagery"), self._folder(),
                                                self.tr("Imagery ({patterns})").format(patterns=RASTERS))
        for path in paths:
            self.scene_rows.add(Scene(path, date_in_name(path), Path(path).stem))

    def _add_clips(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Folder with the patches' pictures"), self._folder())
        if path:
            self.add_clips(path)

    def add_clips(self, path: str) -> int:
        """Take in a folder of 前后时相截图, if it has pictures of the workspace's patches; how many those are."""
        workspace = self._session.workspace
        patches = [] if workspace is None else [{"JCBH": row.jcbh} for row in workspace.queue()]
        found = clip_folder(path).count(patches)
        if not found.matched:
            text = self.tr("None of the {n} pictures in this folder has a patch's number (JCBH) in its name.")
            self._say(text.format(n=found.pictures))
            return 0
        self.scene_rows.add(Scene(path, "", Path(path).name, kind=CLIPS))
        self._say(self.tr("{n} of {total} pictures belong to {patches} patches of this workspace.").format(
            n=found.matched, total=found.pictures, patches=found.patches), error=False)
        return found.matched

    def _add_tiles(self) -> None:
        asked = TileAddressDialog(self, self._project)
        if asked.exec():
            self.scene_rows.add(asked.scene)

    def references(self) -> List[ReferenceLayer]:
        """The reference layers as they are shown."""
        return [reference for row in self.rows.values() if (reference := row.reference()) is not None]

    def problem(self) -> str:
        """The first thing that is wrong, in one sentence; empty if all is well."""
        try:
            layer_requests(self.references())
        except WeipianError as error:
            return error.sentence(language())
        for reference in self.references():
            if reference.source:
                state = self._states.state_of(reference) if self._states is not None else None
                problem = problem_of(ROLES[reference.role], reference, state)
                if problem:
                    return problem
        return self.scene_rows.problem()

    def accept(self) -> None:
        """Keep what is shown, if it holds."""
        problem = self.problem()
        if problem:
            self._say(problem)
            return
        with self._session.guard():
            self._store()
            super().accept()

    def done(self, result: int) -> None:
        """Closed in whichever way; what is being prepared goes on."""
        self._leave()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """By the window's cross."""
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        states, self._states = self._states, None
        if states is not None:
            states.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends what is written in a line, not the dialog."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (is_enter and isinstance(self.focusWidget(), QLineEdit)):
            super().keyPressEvent(event)

    def _store(self) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        wanted = {reference.role: reference for reference in self.references()}
        for known in workspace.references():
            if wanted.get(known.role) != known:
                workspace.remove_reference(known.role, known.source)
        there = {(reference.role, reference.source) for reference in workspace.references()}
        for reference in wanted.values():
            if (reference.role, reference.source) not in there:
                workspace.set_reference(reference)
        scenes = {scene.path: scene for scene in self.scene_rows.scenes()}
        for scene in workspace.scenes():
            if scene.path not in scenes:
                workspace.remove_scene(scene.path)
        for scene in scenes.values():
            workspace.set_scene(scene)

    def _tell_date(self, row: ReferenceRow, date: str) -> None:
        """The date that stood there was that of the layer before."""
        text = self.tr("{role}: another layer, so the date {date} in its name was taken. Check it.")
        if not date:
            text = self.tr("{role}: another layer, so the date of the one before was cleared. Write the new one's.")
        self._say(text.format(role=row.label.text(), date=date), error=False)

    def _settle(self) -> None:
        """What was wrong may be mended: it is looked at again on saving."""
        if self._refused:
            self._say("")

    def _say(self, text: str, error: bool = True) -> None:
        self._refused = error and bool(text)
        self.messageLabel.setText(text)
        self.messageLabel.setVisible(bool(text))
        font = self.messageLabel.font()
        font.setBold(error)
        self.messageLabel.setFont(font)
