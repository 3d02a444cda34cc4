"""What stands in the QGIS window from the start: actions, menu, toolbar, options page; the workbench waits behind."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QMenu, QToolBar, QWidget

from ..domain.forms.codes import ANSWERS
from ..domain.review.blind_files import CANNOT_TELL, NOT_MINE
from .actions import ActionRegistry
from .forms import icon
from .home.expressions import Expressions
from .home.parcel_index import ParcelIndex
from .messages import language
from .offered import offer_at_first
from .options import PAGE as OPTIONS_PAGE
from .options import OptionsFactory

if TYPE_CHECKING:
    from .workbench import Workbench

BenchSlot = Callable[["Workbench"], Any]


class Front(QObject):
    """Light enough for QGIS's start; whatever a person asks for builds the workbench first."""

    def __init__(self, iface: Any) -> None:
        super().__init__()
        self._iface = iface
        self._window: QWidget = iface.mainWindow()
        self._bench: Optional[Workbench] = None
        self.registry = ActionRegistry(iface, self)
        self._add_actions()
        self._add_keys()
        self._menu = self._make_menu()
        self._toolbar = self._make_toolbar()
        self.index = ParcelIndex(self)
        self._expressions = Expressions(self.index, self)
        self._options = OptionsFactory(lambda: self.bench.session)
        iface.registerOptionsWidgetFactory(self._options)
        iface.initializationCompleted.connect(self._restore)

    @property
    def bench(self) -> Workbench:
        """The workbench, built when it is first asked for."""
        if self._bench is None:
            from .workbench import Workbench

            self._bench = Workbench(self._iface, self.registry, self.index)
        return self._bench

    def _ask(self, slot: BenchSlot) -> Callable[[], Any]:
        return lambda: slot(self.bench)

    def _show_bench(self, on: bool) -> None:
        self.bench.show(on)

    def _set_mode(self, on: bool) -> None:
        self.bench.session.set_mode(on)

    def _add_actions(self) -> None:
        add, ask = self.registry.add, self._ask
        add("workbench", self.tr("Workbench"), self._show_bench, icon_name="weipian", checkable=True)
        add("mode", self.tr("Interpretation mode"), self._set_mode, "F8",
            "interpretation", checkable=True)
        add("new", self.tr("New from package…"), ask(lambda b: b.jobs.new_workspace()))
        add("open", self.tr("Open workspace…"), ask(lambda b: b.jobs.open_workspace()))
        add("import", self.tr("Import issued package…"), ask(lambda b: b.jobs.import_package()), icon_name="import")
        add("layers", self.tr("Reference layers and imagery…"), ask(lambda b: b.jobs.edit_layers()),
            icon_name="patches")
        add("measure", self.tr("Measure and suggest"), ask(lambda b: b.jobs.measure_and_suggest()),
            icon_name="measure")
        add("measure_all", self.tr("Measure again, everything"),
            ask(lambda b: b.jobs.measure_and_suggest(everything=True)))
        add("field_sheet", self.tr("Print field sheet…"), ask(lambda b: b.print_field_sheet()), icon_name="export")
        add("field_sheets", self.tr("Print field sheets of the list…"), ask(lambda b: b.print_field_sheets()),
            icon_name="export")
        add("survey_text", self.tr("Export survey text…"), ask(lambda b: b.export_survey_text()), icon_name="export")
        add("deliver", self.tr("Hand in…"), ask(lambda b: b.deliver()), icon_name="export")
        add("export", self.tr("Export table 2-1…"), ask(lambda b: b.export_tables()), icon_name="export")
        add("calendar", self.tr("Export calendar…"), ask(lambda b: b.export_calendar()), icon_name="export")
        add("validate", self.tr("Check the workspace…"), ask(lambda b: b.check_workspace()), icon_name="sign")
        add("training", self.tr("Training…"), ask(lambda b: b.trainings.open()), icon_name="suggest")
        add("explain", self.tr("Reasoning of the patch…"), ask(lambda b: b.trainings.explain()), icon_name="suggest")
        add("acts", self.tr("Acts and rectification…"), ask(lambda b: b.show_acts()), icon_name="patches")
        add("new_act", self.tr("New act from the current parcel"), ask(lambda b: b.new_act()), icon_name="patches")
        add("evidence", self.tr("Import photos and evidence…"), ask(lambda b: b.import_evidence()), icon_name="import")
        add("returned", self.tr("Take back tables and reviews…"), ask(lambda b: b.take_back()), icon_name="import")
        add("review", self.tr("Review…"), ask(lambda b: b.review()), icon_name="sign")
        add("accountability", self.tr("Accountability…"), ask(lambda b: b.show_accountability()), icon_name="suggest")
        add("dashboard", self.tr("Dashboard…"), ask(lambda b: b.dashboards.open()), icon_name="order")
        add("map_themes", self.tr("Map themes before and after"), ask(lambda b: b.make_map_themes()),
            icon_name="compare")
        add("images_into_project", self.tr("Put the images into the project"), ask(lambda b: b.put_images()),
            icon_name="compare")
        add("options", self.tr("Options…"), self.show_options, icon_name="settings")
        add("guide", self.tr("User's guide"), self.show_guide, icon_name="help")
        add("first_keys", self.tr("The first keys"), ask(lambda b: b.show_first_keys()))
        add("whats_this", self.tr("What is this?"), ask(lambda b: b.ask_what_it_is()))

    def _add_keys(self) -> None:
        add, ask = self.registry.add_key, self._ask
        for answer in ANSWERS:
            text = answer.zh if language() == "zh" else answer.en
            add(f"answer_{answer.digit}", text, ask(_saying(dict(answer.values))), answer.digit, judges=True)
        add("previous", self.tr("Previous patch"), ask(lambda b: b.session.step(-1)), "Left", "prev")
        add("next", self.tr("Next patch"), ask(lambda b: b.session.step(1)), "Right", "next")
        add("previous_unfinished", self.tr("Previous unfinished"),
            ask(lambda b: b.session.step(-1, unfinished=True)), "Ctrl+Left")
        add("next_unfinished", self.tr("Next unfinished"), ask(lambda b: b.session.step(1, unfinished=True)),
            "Ctrl+Right")
        add("blink", self.tr("Blink (hold)"), ask(lambda b: b.compare.blink(True)), "Space", "blink",
            released=ask(lambda b: b.compare.blink(False)))
        add("blink_timer", self.tr("Blink by itself"), ask(lambda b: b.compare.comparing.toggle_timer()), "B", "timer")
        add("swipe", self.tr("Swipe"), ask(lambda b: b.compare.comparing.toggle_swipe()), "S", "swipe")
        add("lens", self.tr("Lens"), ask(lambda b: b.compare.comparing.toggle_lens()), "L", "lens")
        add("earlier", self.tr("Earlier date in the before view"), ask(lambda b: b.compare.step_date(-1)), "[", "prev")
        add("later", self.tr("Later date in the before view"), ask(lambda b: b.compare.step_date(1)), "]", "next")
        add("earlier_after", self.tr("Earlier date on the main map"),
            ask(lambda b: b.compare.step_date(-1, of_after=True)), "{", "prev")
        add("later_after", self.tr("Later date on the main map"),
            ask(lambda b: b.compare.step_date(1, of_after=True)), "}", "next")
        add("views", self.tr("One or two views"), ask(lambda b: b.compare.set_views(3 - b.compare.view_count)), "V",
            "compare")
        add("back", self.tr("Back to the patch"), ask(lambda b: b.compare.back_to_patch()), "Z")
        add("flag", self.tr("Flag with a reason"), ask(lambda b: b.flag()), "F", "flag")
        for name, stored, text in (("confidence_high", "高", self.tr("Confidence: high")),
                                   ("confidence_middle", "中", self.tr("Confidence: middle")),
                                   ("confidence_low", "低", self.tr("Confidence: low"))):
            add(name, text, ask(_rating(stored)), "", judges=True)
        add("note", self.tr("Note"), ask(lambda b: b.interpretation.focus_note()), "N")
        add("cannot_tell", self.tr("Review: cannot be told"), ask(lambda b: b.say_none(CANNOT_TELL)), "U", judges=True)
        add("not_mine", self.tr("Review: not mine"), ask(lambda b: b.say_none(NOT_MINE)), "Shift+U", judges=True)
        add("copy", self.tr("Copy the last answer"), ask(lambda b: b.copy_last()), "C", judges=True)
        add("undo", self.tr("Undo the last decision"), ask(lambda b: b.session.undo()), "Ctrl+Z", "undo")
        add("redo", self.tr("Do again what was undone"), ask(lambda b: b.session.redo()), "Ctrl+Shift+Z", "redo")
        add("sign", self.tr("Sign"), ask(lambda b: b.interpretation.sign()), "Ctrl+Return", "sign")
        add("unlock", self.tr("Open a signed patch to change / withdraw the signature"),
            ask(lambda b: b.interpretation.unlock()), "")
        self._add_drawing_keys()
        add("sign_list", self.tr("Sign a reviewed list…"), ask(lambda b: b.sign_list()), "Ctrl+Shift+Return", "sign")
        add("photos", self.tr("Photos of the patch"), ask(lambda b: b.show_photos()), "P")
        add("history", self.tr("History of the patch"), ask(lambda b: b.interpretation.toggle_history()), "H")
        add("keys", self.tr("Show the keys"), ask(lambda b: b.show_keys()), "?", "help")
        add("help_here", self.tr("The guide at this place"), ask(lambda b: b.show_guide_here()), "F1", "help")
        offer_at_first(self.registry)

    def _add_drawing_keys(self) -> None:
        """What is drawn on the map; each takes a pen, or lays it down where it is in the hand."""
        add, ask = self.registry.add_key, self._ask
        add("split", self.tr("Split the parcel by a line"), ask(lambda b: b.geometries.split()), "X", "split")
        add("cut_out", self.tr("Cut an area out"), ask(lambda b: b.geometries.cut_out()), "O", "cut_out")
        add("merge", self.tr("Merge with a neighbour"), ask(lambda b: b.geometries.merge()), "M", "merge")
        add("boundary", self.tr("Move a boundary between parcels"), ask(lambda b: b.geometries.boundary()), "E",
            "boundary")
        add("redraw_boundary", self.tr("Draw the boundary anew"), ask(lambda b: b.geometries.redraw_boundary()),
            "Shift+E", "boundary")
        add("actual", self.tr("Draw the actual parcel"), ask(lambda b: b.geometries.actual()), "A", "actual")
        add("clear_actual", self.tr("Take the actual parcel away"), ask(lambda b: b.geometries.clear_actual()), "")
        add("own_patch", self.tr("Draw a patch of one's own"), ask(lambda b: b.geometries.own_patch()), "", "patches")
        add("township", self.tr("Township of a patch of one's own"), ask(lambda b: b.geometries.township()), "",
            "patches")
        add("sketch", self.tr("Sketch with a remark"), ask(lambda b: b.geometries.sketch()), "W", "sketch")
        add("remove_sketch", self.tr("Remove a sketch"), ask(lambda b: b.geometries.remove_sketch()), "Shift+W",
            "sketch")
        add("measure_map", self.tr("Measure on the map"), ask(lambda b: b.geometries.measure()), "D", "ruler")

    def _make_menu(self) -> QMenu:
        registry = self.registry
        menu = QMenu(self.tr("Weipian"), self._window)
        menu.setIcon(icon("weipian"))
        menu.addActions(registry.named("workbench", "mode"))
        menu.addSeparator()
        menu.addActions(registry.named("new", "open", "import", "layers", "measure", "measure_all", "validate",
                                       "field_sheet", "field_sheets", "deliver", "export", "survey_text",
                                       "calendar", "accountability", "dashboard"))
        menu.addSeparator()
        menu.addActions(registry.named("review", "evidence", "returned", "acts", "new_act"))
        menu.addSeparator()
        menu.addMenu(self.tr("Interpret")).addActions(registry.keys)
        menu.addSeparator()
        menu.addActions(registry.named("explain", "training"))
        menu.addSeparator()
        menu.addActions(registry.named("map_themes", "images_into_project", "options"))
        menu.addSeparator()
        menu.addActions(registry.named("guide", "first_keys", "whats_this"))
        self._iface.pluginMenu().addMenu(menu)
        return menu

    def _make_toolbar(self) -> QToolBar:
        toolbar: QToolBar = self._iface.addToolBar(self.tr("Weipian"))
        toolbar.setObjectName("weipianToolbar")
        groups = (("workbench", "mode"), ("import", "layers", "measure", "deliver"),
                  ("previous", "next", "flag", "undo", "sign"), ("views", "swipe", "keys"))
        for number, names in enumerate(groups):
            if number:
                toolbar.addSeparator()
            toolbar.addActions(self.registry.named(*names))
        return toolbar

    def _restore(self) -> None:
        """QGIS has started: the workbench stands again where it stood when QGIS was closed."""
        from .settings import Settings

        if Settings.load().shown:
            self.registry["workbench"].setChecked(True)

    def show_options(self) -> None:
        """Open QGIS's options at our page."""
        self._iface.showOptionsDialog(self._window, OPTIONS_PAGE)

    def show_guide(self) -> None:
        """Open the guide that came with the plugin."""
        from .help.guide import GUIDE

        GUIDE.show(parent=self._window)

    def remove(self) -> None:
        """Out of the window: what was put in, in reverse."""
        self._iface.initializationCompleted.disconnect(self._restore)
        try:
            if self._bench is not None:
                self._bench.remove()
        finally:
            self._bench = None
            self._leave_window()

    def _leave_window(self) -> None:
        self._iface.mapCanvas().stopRendering()
        self._expressions.remove()
        _close_guide()
        self._iface.unregisterOptionsWidgetFactory(self._options)
        self._iface.pluginMenu().removeAction(self._menu.menuAction())
        self._menu.deleteLater()
        self._window.removeToolBar(self._toolbar)
        self._toolbar.deleteLater()
        self.registry.remove_all()
        self.deleteLater()


def _close_guide() -> None:
    """Only where somebody has read it: what nobody has used is not imported for this."""
    guide = sys.modules.get(f"{__package__}.help.guide")
    if guide is not None:
        guide.GUIDE.close()


def _rating(confidence: str) -> BenchSlot:
    return lambda bench: bench.rate(confidence)


def _saying(values: Dict[str, str]) -> BenchSlot:
    return lambda bench: bench.answer(values)
