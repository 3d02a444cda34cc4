"""The workbench behind the front: session, docks, jobs, keys and layers, put together; and taken apart again."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, FrozenSet, List, Mapping, Optional, Tuple

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QMenu, QProgressBar, QWhatsThis, QWidget

from ..domain.forms.codes import ANSWERS
from .accountability.accountabilities import Accountabilities
from .actions import ActionRegistry
from .acts.acts import Acts
from .dashboard.dashboards import Dashboards
from .delivery.deliveries import Deliveries
from .evidence.evidences import Evidences
from .field_sheets import FieldSheetPrinter
from .forms import icon
from .geometry.geometries import Geometries
from .help.first_keys import FirstKeys
from .help.guide import GUIDE, HelpKey
from .help.tips import explain_by_tips, own_windows
from .home.locator import PatchLocator
from .home.map_themes import make_map_themes
from .home.parcel_index import ParcelIndex
from .home.project_images import put_images
from .imagery.compare_dock import CompareDock
from .interpretation.interpretation_dock import InterpretationDock
from .key_groups import groups_of
from .key_panel import KeyPanel
from .keys import KeyFilter
from .layers.changed_layers import ChangedLayers
from .layers.layer_reports import LayerReports
from .layers.preparations import Preparations
from .layers.project_layers import ProjectLayers
from .messages import Messages
from .name_bar import NameBar
from .offered import offer
from .patches.patches_dock import OF_THE_LIST, PatchesDock
from .returned.returns import Returns
from .reviewing.review_desk import ReviewDesk
from .session import Session
from .tasks import TaskRunner
from .training.trainings import Trainings
from .validation.validations import Validations
from .whose_file import WhoseFile
from .wording import make_bar_readable
from .workspace_jobs import WorkspaceJobs

_OF_VIEWS = frozenset(("match_dates", "image_cache_mb", "prefetch", "keep_scale"))


class Workbench(QObject):
    """Three docks on one session in one QGIS window."""

    def __init__(self, iface: Any, registry: ActionRegistry, index: ParcelIndex) -> None:
        super().__init__()
        self._iface = iface
        self._window: QWidget = iface.mainWindow()
        self.registry = registry
        self._set_aside: List[QDockWidget] = []
        self._arranged = self._shown = self._fit_with_rows = False
        self._key_panel: Optional[KeyPanel] = None
        self.session = Session(parent=self)
        self._messages = Messages(iface)
        self._messages.follow(self.session)
        self.session.operatorNeeded.connect(self.ask_operator)
        self.runner = TaskRunner(self)
        self.preparations = Preparations(self.session, self.runner, self)
        self.jobs = WorkspaceJobs(self.session, self.runner, self._window, self.preparations)
        self.layers = ProjectLayers(self.session, self)
        self.changed_layers = ChangedLayers(self.session, self.runner, self)
        self.reports = LayerReports(self.session, self.preparations, self.layers, iface.mapCanvas(), self._window)
        self.jobs.reportWanted.connect(self.reports.show_reference)
        self.patches = PatchesDock(self.session, self._window)
        # First of the docks that fill: its pictures are rendered while the others are filled.
        self.compare = CompareDock(self.session, iface.mapCanvas(), self._window)
        self.geometries = Geometries(self.session, iface.mapCanvas(), self, [self.compare.before],
                                     self.compare.shown_dates)
        self.geometries.taken.connect(self._messages.clear)
        self.interpretation = InterpretationDock(self.session, self._window)
        self._make_windows()
        self.docks: Dict[str, QDockWidget] = {
            "patches": self.patches, "interpretation": self.interpretation, "compare": self.compare}
        self._index = index
        index.attach(self.session, self.runner)
        self._locator = PatchLocator(index, self._jump)
        iface.registerLocatorFilter(self._locator)
        self._put_above_list()
        self._place_docks()
        self._connect_patches()
        self._key_filter = KeyFilter(registry, self._places, self)
        self._key_filter.answeredInForm.connect(self._say_who_has_the_keyboard)
        self._help_key = HelpKey(self.docks.values(), registry["help_here"].shortcuts, self.show_guide_here, self)
        self.session.modeChanged.connect(self._mode_changed)
        self.session.workspaceChanged.connect(self._enable_actions)
        self.session.workspaceChanged.connect(self._fit_to_first_rows, Qt.ConnectionType.QueuedConnection)
        self.whose = WhoseFile(self.session, self._window, self)

    def _make_windows(self) -> None:
        """What opens in a window of its own, or is printed, from the docks."""
        self.trainings = Trainings(self.session, self._window)
        self.interpretation.card.explainWanted.connect(self.trainings.explain)
        self.validations = Validations(self.session, self.interpretation.show_fields, self._window)
        self.acts = Acts(self.session, self._window)
        self.accountabilities = Accountabilities(self.session, self.runner, self._window)
        self.dashboards = Dashboards(self.session, self.runner, self._iface, self.patches.show_chosen,
                                     self.show_accountability, self.interpretation)
        self.evidences = Evidences(self.session, self.runner, self._iface.mapCanvas(), self._window)
        self.returns = Returns(self.session, self.runner, self._window)
        self.reviewing = ReviewDesk(self.session, self.runner, self.patches.show_chosen, self._iface.mapCanvas(),
                                    self._window)
        self.deliveries = Deliveries(self.session, self.runner, self.jobs.export_tables,
                                     lambda batch: self.validations.check(batch, errors_only=True), self._window)
        self.jobs.findingsWanted.connect(lambda batch: self.validations.check(batch or None, errors_only=True))
        self.sheets = FieldSheetPrinter(self.session, self._window)
        self.sheets.progressed.connect(self.patches.show_job)
        self.sheets.ended.connect(self.patches.end_job)
        self.patches.cancelWanted.connect(self.sheets.stop)

    def _put_above_list(self) -> None:
        """The first keys until they are seen, and the question who is working."""
        body = self.patches.widget()
        self._name_bar, self._first_keys = NameBar(self.session, body), FirstKeys(body)
        for bar in (self._name_bar, self._first_keys):
            body.layout().insertWidget(0, bar)
        self._first_keys.hide()  # until the docks have their places: it would make the window higher
        self._name_bar.standing.connect(self._first_keys.give_way)
        self._first_keys.seen.connect(self._first_keys_seen)
        self._first_keys.allWanted.connect(self.show_keys)

    def _place_docks(self) -> None:
        """Where QGIS remembers them; at first left, right and below the map."""
        area = Qt.DockWidgetArea
        first = {"patches": area.LeftDockWidgetArea, "interpretation": area.RightDockWidgetArea,
                 "compare": area.BottomDockWidgetArea}
        for name, dock in self.docks.items():
            dock.setWindowIcon(icon(name))
            # Adding a dock makes the window forget its kept place, so that is tried first.
            if self._window.restoreDockWidget(dock):
                self._arranged = True
                self._list_among_panels(dock)
            else:
                self._iface.addDockWidget(first[name], dock)
            dock.hide()
            dock.visibilityChanged.connect(self._follow_docks)

    def _follow_docks(self, _visible: bool) -> None:
        """Who closes the last of our docks leaves the workbench: QGIS has its keys back."""
        if self._shown and all(dock.isHidden() for dock in self.docks.values()):
            self.registry["workbench"].setChecked(False)

    def _list_among_panels(self, dock: QDockWidget) -> None:
        """View › Panels, as ``iface.addDockWidget`` does it; its ``removeDockWidget`` takes it out again."""
        panels = self._window.findChild(QMenu, "mPanelMenu")
        if panels is not None:
            panels.addAction(dock.toggleViewAction())

    def _connect_patches(self) -> None:
        self.reviewing.mark.use(self.geometries.mark, self.geometries.sketches.forget)
        self.geometries.taken.connect(self.reviewing.mark.pen_taken)
        self.geometries.laid_down.connect(self.reviewing.mark.pen_laid_down)
        self.interpretation.page.remarks_first.bar.use(self.reviewing.mark)
        self.reviewing.pictures = self.compare.pictures
        self.reviewing.undo_keys = self.registry["undo"].shortcuts
        dock, jobs = self.patches, self.jobs
        self.patches.follow({name: self.registry[name] for name in OF_THE_LIST})
        for wanted, name in ((dock.importWanted, "import"), (dock.layersWanted, "layers"),
                             (dock.measureWanted, "measure"), (dock.measureAllWanted, "measure_all"),
                             (dock.exportWanted, "deliver"), (dock.actWanted, "new_act"), (dock.foundWanted, "review"),
                             (self.interpretation.sheetWanted, "field_sheet"), (self.reviewing.layersWanted, "layers")):
            wanted.connect(partial(self.registry.trigger, name))
        dock.newWanted.connect(jobs.new_workspace)
        for opened in (jobs.opened, self.reviewing.founded):
            opened.connect(lambda: self.registry["workbench"].setChecked(True))
        dock.openWanted.connect(jobs.open_workspace)
        dock.cancelWanted.connect(jobs.cancel)
        dock.flagWanted.connect(self.flag)
        self.session.optionsChanged.connect(self._heed_options)
        dock.historyWanted.connect(self.interpretation.toggle_history)
        dock.townshipWanted.connect(self.geometries.township)
        dock.datesWanted.connect(self.geometries.image_dates)
        dock.zoomWanted.connect(self.compare.back_to_patch)
        jobs.progressed.connect(dock.show_job)
        jobs.ended.connect(dock.end_job)

    def _places(self) -> List[QWidget]:
        return [*self.docks.values(), self._iface.mapCanvas()]

    def _enable_actions(self) -> None:
        offer(self.registry, self.session)

    def deliver(self) -> None:
        """Check and hand in the batch that is shown."""
        self.deliveries.open(self.patches.batch)

    def export_tables(self) -> None:
        """Write 附表2-1 of the batch that is shown."""
        self.jobs.export_tables(self.patches.batch)

    def print_field_sheet(self) -> None:
        """The field sheet of the patch on the table."""
        if self.session.current:
            self.sheets.ask([self.session.current])

    def print_field_sheets(self) -> None:
        """The field sheets of the patches as they are listed now."""
        self.sheets.ask(self.session.order)

    def export_survey_text(self) -> None:
        """Write the parcels of the batch that is shown as 勘测定界 TXT."""
        self.jobs.export_survey_text(self.patches.batch)

    def check_workspace(self) -> None:
        """Check the batch that is shown."""
        self.validations.check(self.patches.batch)

    def import_evidence(self) -> None:
        """Photos and 举证 packages into the workspace."""
        self.evidences.open()

    def take_back(self) -> None:
        """Tables that were edited elsewhere and reviewers' lists."""
        self.returns.open()

    def show_photos(self) -> None:
        """The photos of the patch on the table."""
        self.evidences.show_photos()

    def review(self) -> None:
        """The review window; of the workspace worked on last where the panels were closed with it, and without any a
        workspace is made of packages.
        """
        if self.session.workspace is None and not self._shown and self.session.settings.workspace:
            self.registry["workbench"].setChecked(True)
        self.reviewing.open()

    def show_accountability(self) -> None:
        """The ratio and what would move it, of the batch that is shown."""
        self.accountabilities.open(self.patches.batch)

    def show_acts(self) -> None:
        """Acts and rectification, at the act of the current parcel."""
        self.acts.show(self.registry["undo"].shortcuts())

    def new_act(self) -> None:
        """A new act from the current parcel."""
        self.acts.new_act(self.registry["undo"].shortcuts())

    def export_calendar(self) -> None:
        """Write the deadlines of the batch that is shown as a calendar file."""
        self.jobs.export_calendar(self.patches.batch)

    def answer(self, values: Mapping[str, object]) -> None:
        """A key's answer: saved, and on to the next patch; never over a signature."""
        meant = self.interpretation.meant(values) if self._may_answer() else {}
        if not meant:
            return
        several = self.patches.selected_count > 1
        self.session.answer(meant, advance=self.session.settings.advance)
        if several:
            self.session.tell(self.tr("Only the current patch was judged; selecting several is for assigning and "
                                      "flagging."))

    def flag(self) -> None:
        """Ask for the reason of a flag: of all patches that are selected, else of the one on the table."""
        if self.patches.selected_count > 1 and self.session.writable:
            self.patches.ask_reason()
        elif self.interpretation.may_answer():
            self.interpretation.ask_flag_reason()

    def _heed_options(self, names: FrozenSet[str]) -> None:
        if names & _OF_VIEWS:
            self.compare.heed_options()

    def rate(self, confidence: str) -> None:
        """How sure the person is (高, 中, 低) of the patch on the table; never over a signature."""
        if self._may_answer():
            self.session.set_confidence(confidence)

    def copy_last(self) -> None:
        """The last answer again; never over a signature."""
        if self._may_answer():
            self.session.copy_last()

    def say_none(self, reason: str) -> None:
        """In a review file: no answer to the patch on the table, for this reason."""
        if self.interpretation.may_answer():
            self.session.say_none(reason)

    def sign_list(self) -> None:
        """合法 and 其他 that this person has gone through, to be signed from a list."""
        from .interpretation.sign_list import SignListWindow

        if self.session.workspace is not None and not self.session.blind and not self.session.second_reader:
            window = SignListWindow(self.session, self._window)
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.show()
            window.fill()

    def _may_answer(self) -> bool:
        """Not over a signature, and of no patch but the one that is shown."""
        if not self.interpretation.may_answer():
            return False
        if self.interpretation.locked:
            self.session.refuse(
                self.tr("This patch is signed. Open it first with the button at its signature, then answer anew."))
        return not self.interpretation.locked

    def _say_who_has_the_keyboard(self) -> None:
        self.session.refuse(self.tr("Not answered: the keyboard is in the form. Esc or Enter gives it back, then 1…9 "
                                    "answer again."))

    def show(self, on: bool) -> None:
        """Show the docks and begin where the work was left, or hide them and give the window back."""
        settings = self.session.settings
        settings.store(shown=on)
        self._shown = False
        if on:
            self._make_room()
            self._write_first_keys()
            for bar in self.patches.findChildren(QProgressBar):
                make_bar_readable(bar)
        for dock in self.docks.values():
            dock.setVisible(on)
        if on:
            if self.session.workspace is None and settings.workspace and Path(settings.workspace).exists():
                self.session.open(settings.workspace)
            self._arrange_once()
            self.explain_controls()
            self._first_keys.setVisible(not settings.keys_told and self._name_bar.isHidden())
            self.compare.set_views(2 if settings.views > 1 else 1)
            self.patches.raise_()
        else:
            for dock in self._set_aside:
                dock.show()
            self._set_aside = []
        self._shown = on
        self.session.set_mode(on)
        for marks in (self.compare, self.geometries):
            marks.show_marks(on)

    def explain_controls(self) -> None:
        """“What is this?” finds something at each control of docks and windows."""
        explain_by_tips([*self.docks.values(), *own_windows()])

    def ask_what_it_is(self) -> None:
        """The next click explains what it hits."""
        self.explain_controls()
        QWhatsThis.enterWhatsThisMode()

    def _make_room(self) -> None:
        """QGIS's browser stands where the queue needs height; it comes back with the end of the work."""
        browser = self._window.findChild(QDockWidget, "Browser")
        if browser is not None and browser.isVisible():
            self._set_aside = [browser]
            browser.hide()

    def _arrange_once(self) -> None:
        """Where QGIS remembers no places of ours: the queue over the layers, as wide as it reads well."""
        if self._arranged:
            return
        self._arranged = True
        window, layers = self._window, self._window.findChild(QDockWidget, "Layers")
        if layers is not None and layers.isVisible() and not layers.isFloating():
            window.tabifyDockWidget(layers, self.patches)
        self._fit_widths()
        self._fit_with_rows = self.session.workspace is None
        window.resizeDocks([self.compare], [window.height() * 2 // 5], Qt.Orientation.Vertical)

    def _fit_widths(self) -> None:
        """As wide as they read well; on a wide screen the interpretation has its share of it."""
        window = self._window
        letter = window.fontMetrics().averageCharWidth()
        widths = [max(self.patches.reading_width(), 62 * letter),
                  max(self.interpretation.reading_width(), 58 * letter, window.width() * 11 // 50)]
        window.resizeDocks([self.patches, self.interpretation], widths, Qt.Orientation.Horizontal)

    def _fit_to_first_rows(self) -> None:
        """Docks that were arranged while nothing was open do not know yet how wide the columns are."""
        if self._fit_with_rows and self.session.workspace is not None:
            self._fit_with_rows = False
            self._fit_widths()

    def _jump(self, uuid: str) -> None:
        """To the parcel that the locator has found, and back to it where the map was moved away; the keys follow."""
        if uuid == self.session.current:
            self.compare.back_to_patch()
        else:
            self.session.select(uuid)
        QTimer.singleShot(0, self._iface.mapCanvas().setFocus)  # the locator has the keyboard until it has closed

    def make_map_themes(self) -> None:
        """The person asks for map themes of both dates in the project."""
        with self.session.guard():
            make_map_themes(self.session, QgsProject.instance())

    def put_images(self) -> None:
        """The person asks for the images as layers of the project."""
        put_images(self.session, QgsProject.instance())

    def ask_operator(self) -> None:
        """Ask for the name that signs."""
        from .operator_form import OperatorForm

        form = OperatorForm(self.session, self._window)
        form.exec()
        form.deleteLater()

    def show_first_keys(self) -> None:
        """The five keys to begin with, at the top of the queue, again."""
        self.registry["workbench"].setChecked(True)
        self._write_first_keys()
        self._first_keys.show()
        self.patches.raise_()

    def _write_first_keys(self) -> None:
        named = self.registry.named
        self._first_keys.show_keys(named(*(f"answer_{answer.digit}" for answer in ANSWERS)),
                                   named("previous", "next"), *named("blink", "undo", "sign"))

    def _first_keys_seen(self) -> None:
        self._first_keys.hide()
        self.session.settings.store(keys_told=True)

    def show_guide_here(self) -> None:
        """The guide at the chapter about the dock that has the keyboard, else about the workbench's keys."""
        focus = QApplication.focusWidget()
        place = next((name for name, dock in self.docks.items() if focus is not None and dock.isAncestorOf(focus)),
                     "keys")
        GUIDE.show(place, self._window)

    def show_keys(self) -> None:
        """Show what each key of 判读 mode does; the same key hides it."""
        if self._key_panel is not None and self._key_panel.isVisible():
            self._key_panel.close()
            return
        self._key_panel = KeyPanel(groups_of(self.registry), self._window)
        self._key_panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._key_panel.destroyed.connect(self._forget_key_panel)
        self._key_panel.show()

    def _forget_key_panel(self) -> None:
        self._key_panel = None

    def _mode_changed(self, on: bool) -> None:
        self._key_filter.set_active(on)
        self.registry["mode"].setChecked(on)

    def _end_parts(self) -> None:
        """One that raises keeps no other from ending: a thread or an image left open aborts QGIS at its end."""
        parts: Tuple[Callable[[], Any], ...] = (
            self.interpretation.save_pending, self.preparations.stop, self.sheets.stop, self.deliveries.close,
            self.jobs.stop, self.runner.stop, self.reports.close, self.validations.close, self.acts.close,
            self.accountabilities.close, self.dashboards.shut_down, self.evidences.shut_down, self.returns.close,
            self.reviewing.close, self.trainings.close,
            self.session.close, self.geometries.shut_down,
            self.layers.shut_down, self.interpretation.shut_down, self.compare.shut_down,
            self.runner.stop)  # again, of what was begun while the others ended
        with ExitStack() as ending:
            for part in reversed(parts):
                ending.callback(part)

    def remove(self) -> None:
        """Apart again: what was written is saved, jobs end, docks and layers go."""
        self._shown = False
        self._key_filter.set_active(False)
        if self._key_panel is not None:
            self._key_panel.destroyed.disconnect(self._forget_key_panel)
            self._key_panel.close()
        self._iface.deregisterLocatorFilter(self._locator)
        self._index.detach()
        try:
            self._end_parts()
        finally:
            self._leave_window()

    def _leave_window(self) -> None:
        for dock in self.docks.values():
            self._iface.removeDockWidget(dock)
            dock.hide()
            dock.setParent(None)
            dock.deleteLater()
        for dock in self._set_aside:
            dock.show()
        self._messages.let_go()
        # Children of QGIS's window, as parents of windows of their own: it would hold them to its end.
        for part in (self.jobs, self.sheets, self.reports, self.validations, self.acts, self.accountabilities,
                     self.deliveries, self.dashboards, self.evidences, self.returns, self.reviewing, self.trainings):
            part.deleteLater()
        self.deleteLater()
