"""A step from patch to patch: pictures are asked for first, the form is filled, laid out and drawn once."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QMainWindow, QWidget

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import QueueRow
from weipian_plugin.gui.imagery.date_views import DateViews
from weipian_plugin.gui.interpretation import facts_panel
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.interpretation.patch_page import PatchPage
from weipian_plugin.gui.patches.models import QueueModel
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.jobs.checking import validate
from weipian_plugin.jobs.judging import suggest
from weipian_plugin.paths import POLICIES, PROFILES

pytestmark = pytest.mark.usefixtures("raising")
LEGAL = {"PDLX": "合法"}


@pytest.fixture()
def dock(measured, qtbot) -> InterpretationDock:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.dock = InterpretationDock(measured, window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, window.dock)
    window.resize(900, 700)
    window.show()
    qtbot.waitExposed(window)
    qtbot.wait(50)
    yield window.dock
    window.dock.shut_down()


class Drawn(QObject):
    """Where the parts of the form stand at each time it is drawn."""

    def __init__(self, page: PatchPage) -> None:
        super().__init__()
        self._page, self.places = page, []
        page.content.installEventFilter(self)

    def now(self) -> list:
        return [self._page.content.size(), *(part.geometry() for part in self._page.parts if part.isVisible())]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.places.append(self.now())
        return False


@pytest.fixture()
def filled(dock, monkeypatch) -> list[str]:
    """The patches with which the form was filled, one after the other."""
    patches: list[str] = []
    fill = PatchPage._fill
    monkeypatch.setattr(PatchPage, "_fill", lambda page, workspace, shown, *rest: (
        patches.append(shown.parcel.uuid), fill(page, workspace, shown, *rest)))
    return patches


def test_an_answer_that_moves_on_fills_the_form_once_with_the_next_patch(dock, measured, filled, qtbot):
    following = measured.coming(1)
    measured.answer(LEGAL)
    qtbot.waitUntil(lambda: bool(filled))
    assert filled == following == [measured.current]
    measured.answer(LEGAL, advance=False)
    assert filled == following * 2


def test_keys_that_follow_at_once_fill_the_form_once_with_the_last_patch(dock, measured, filled, qtbot):
    following = measured.coming(3)
    for _ in following:
        measured.step(1)
    assert filled == []  # a key is heard before the form takes its turn
    qtbot.waitUntil(lambda: bool(filled))
    qtbot.wait(20)
    assert filled == following[-1:] == [measured.current]


NEEDING = {
    "an answer": lambda dock: dock.may_answer(), "a signature": lambda dock: dock.sign(),
    "the note": lambda dock: dock.focus_note(), "a flag": lambda dock: dock.ask_flag_reason(),
    "a field": lambda dock: dock.show_fields(["PDLX"]), "the history": lambda dock: dock.toggle_history(),
    "another measurement": lambda dock: dock.session.layersChanged.emit(),
}


@pytest.mark.parametrize("needs", NEEDING.values(), ids=NEEDING.keys())
def test_whoever_needs_the_form_of_the_next_patch_has_it_at_once(dock, measured, filled, qtbot, needs):
    measured.step(1)
    assert filled == []
    needs(dock)
    assert filled == [measured.current]
    qtbot.wait(20)
    assert filled == [measured.current]


CLICKED = {"an answer": lambda dock: dock.answer_buttons["1"].click(),
           "a remark": lambda dock: dock.remarks.edited.emit("note", "写在前一个图斑上的"),
           "a field": lambda dock: dock.forms.edited.emit(LEGAL)}


@pytest.mark.parametrize("click", CLICKED.values(), ids=CLICKED.keys())
def test_what_is_clicked_on_the_page_that_was_left_is_of_neither_patch(dock, measured, filled, click):
    first = measured.current
    measured.step(1)
    click(dock)
    assert filled == [measured.current]
    drafts = [measured.workspace.draft(uuid) for uuid in (first, measured.current)]
    assert not any(draft.answers or draft.note for draft in drafts) and not dock.forms.answer.pending()
    click(dock)
    draft = measured.workspace.draft(measured.current)
    assert draft.answers == LEGAL or draft.note


def test_letters_typed_after_a_step_are_not_in_the_field_that_is_left(dock, measured, qtbot):
    dock.remarks.noteEdit.setFocus()
    assert dock.remarks.noteEdit.hasFocus()
    measured.step(1)
    assert not dock.remarks.noteEdit.hasFocus()


def test_a_workspace_that_closes_before_the_form_had_its_turn_is_closed(dock, measured, filled, qtbot):
    measured.step(1)
    measured.close()
    qtbot.wait(20)
    assert filled == [] and dock.page.pages.currentWidget() is dock.page.emptyPage


def test_the_pictures_of_the_next_patch_are_asked_for_before_its_form_is_filled(plugin, workspace_file, monkeypatch,
                                                                                qtbot):
    order: list[str] = []
    look, fill = DateViews.look, PatchPage._fill
    monkeypatch.setattr(DateViews, "look", lambda views: (order.append("pictures"), look(views)))
    monkeypatch.setattr(PatchPage, "_fill", lambda page, *given: (order.append("form"), fill(page, *given)))
    plugin.session.open(str(workspace_file))
    order.clear()
    plugin.session.step(1)
    qtbot.waitUntil(lambda: "form" in order)
    assert "pictures" in order and order.index("pictures") < order.index("form")


def test_the_form_is_never_drawn_in_places_where_it_does_not_stay(dock, measured, qtbot):
    drawn = Drawn(dock.page)
    seen = 0
    for _ in range(6):
        drawn.places.clear()
        measured.step(1)
        qtbot.wait(80)
        settled = drawn.now()
        assert all(places == settled for places in drawn.places)
        seen += len(drawn.places)
    assert seen >= 6


def test_what_the_next_patch_shows_is_computed_before_its_turn_and_anew_once_it_is_another(dock, measured, qtbot,
                                                                                           monkeypatch):
    made: list[str] = []
    check, rows = validate.validate_parcel, facts_panel.land_rows
    monkeypatch.setattr(validate, "validate_parcel",
                        lambda around, uuid: (made.append("checks"), check(around, uuid))[1])
    monkeypatch.setattr(facts_panel, "land_rows", lambda *given: (made.append("areas"), rows(*given))[1])
    following = measured.coming(1)[0]
    dock.ahead.start()
    qtbot.waitUntil(lambda: not dock.ahead.isActive())
    assert sorted(made) == ["areas", "checks"]
    made.clear()
    measured.step(1)
    assert dock.may_answer()  # it is shown
    assert dock._uuid == following and made == []
    told = dock.findings.label.text(), dict(dock.facts.view.texts)
    dock._look_again()  # all of it anew
    assert (dock.findings.label.text(), dict(dock.facts.view.texts)) == told
    made.clear()
    measured.answer({"PDLX": "违法"}, advance=False)
    assert made == ["checks"]  # its areas are what they were


def test_of_what_cannot_be_read_before_its_turn_nothing_is_said_until_then(dock, measured, qtbot, monkeypatch):
    said: list[str] = []
    measured.message.connect(lambda text, *_rest: said.append(text))

    def fails(_uuid: str) -> None:
        raise WeipianError("WORKSPACE_IO", file="w.gpkg", detail="x")

    with monkeypatch.context() as broken:
        broken.setattr(measured.workspace, "suggestion", fails)
        dock.ahead.start()
        qtbot.waitUntil(lambda: not dock.ahead.isActive())
    assert not said
    measured.step(1)
    assert dock.page.pages.currentWidget() is dock.page.patchPage


def test_no_decision_waits_for_the_rules_to_be_made_out(dock, measured, qtbot, monkeypatch):
    made: list[str] = []
    make = suggest._Rules.__init__
    monkeypatch.setattr(suggest._Rules, "__init__",
                        lambda rules, profile: (made.append(profile.id), make(rules, profile))[1])
    dock.ahead.start()
    qtbot.waitUntil(lambda: not dock.ahead.isActive())
    assert len(made) == 1
    measured.answer(LEGAL)
    assert len(made) == 1


def test_the_window_is_laid_out_anew_only_where_the_form_wants_another_size(dock, measured, qtbot):
    window, requests = dock.window(), []

    class Requests(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.LayoutRequest:
                requests.append(1)
            return False

    watching = Requests()
    window.installEventFilter(watching)
    for _ in range(3):
        measured.step(1)
        qtbot.wait(5)
    assert requests == []
    before = dock.minimumSizeHint().height()
    dock.page.titleLabel.setMinimumHeight(300)
    qtbot.waitUntil(lambda: bool(requests))
    assert dock.minimumSizeHint().height() > before
    window.removeEventFilter(watching)


def test_a_row_that_changes_is_told_cell_by_cell_for_several_at_once_have_a_view_drawn_whole(opened):
    model, told = QueueModel(), []
    rows: list[QueueRow] = list(opened.workspace.queue())
    model.set_rows(rows, lambda _row: None)
    model.dataChanged.connect(lambda first, last, _roles=None: told.append((first, last)))
    model.update_row(rows[2].parcel_uuid, status="draft")
    assert [first.column() for first, _ in told] == list(range(model.columnCount()))
    assert all(first == last and first.row() == 2 for first, last in told)


class Paints(QObject):
    """How often a widget is drawn."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_a_step_draws_lines_of_the_queue_anew_and_not_its_headings(session, workspace_file, qtbot):
    dock = PatchesDock(session)
    qtbot.addWidget(dock)
    session.open(str(workspace_file))
    dock.resize(700, 600)
    dock.show()
    qtbot.waitExposed(dock)
    qtbot.wait(300)
    table = dock.view.table
    lines, headings = Paints(table.viewport()), Paints(table.horizontalHeader().viewport())
    for _ in range(3):
        session.step(1)
        qtbot.wait(30)
    assert lines.count >= 3 and headings.count == 0


def test_a_step_asks_for_the_profile_without_looking_at_files_that_ship_with_it(opened, monkeypatch):
    looked: list[Path] = []
    stat = Path.stat
    before = opened.profile
    monkeypatch.setattr(Path, "stat", lambda path, **given: (looked.append(path), stat(path, **given))[1])
    assert opened.profile is before is not None
    assert looked and not [path for path in looked if path.parent in (PROFILES, POLICIES)]


def test_while_a_person_judges_no_search_for_cycles_goes_through_what_was_there_before(opened):
    gc.unfreeze()  # an earlier test may have had numba compile in this process, which leaves aside what it made
    opened.set_mode(True)
    assert gc.get_freeze_count() > 0
    opened.set_mode(False)
    assert gc.get_freeze_count() == 0
    opened.set_mode(True)
    opened.close()
    assert gc.get_freeze_count() == 0
