"""The page of the review's figures: what a thread worked out is shown, and each number leads to its patches."""

from __future__ import annotations

import shutil

import pytest
from qgis.PyQt.QtCore import QDate

from tests.qgis import review_figures_scene as scene
from weipian_plugin.domain.records import Record
from weipian_plugin.gui.reviewing.discoveries_dialog import DiscoveriesDialog
from weipian_plugin.gui.reviewing.figure_rows import CONCLUSION, DENOMINATOR, INTERVAL, NUMERATOR, TITLE, VALUE
from weipian_plugin.gui.reviewing.figures_page import FiguresPage
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.reviewing.review_window import ReviewWindow
from weipian_plugin.gui.tasks import TaskRunner


@pytest.fixture(scope="module")
def made(demo, tmp_path_factory, qgis_app):
    with pytest.MonkeyPatch.context() as patch:
        yield scene.make(demo, tmp_path_factory.mktemp("review") / "w.gpkg", scene.Clock(patch))


@pytest.fixture()
def shown(made, session, tmp_path, raising, qtbot, monkeypatch):
    path = tmp_path / "w.gpkg"
    shutil.copy(made, path)
    session.open(str(path))
    runner = TaskRunner()
    listed = []
    desk = ReviewDesk(session, runner, lambda title, uuids: listed.append((title, tuple(uuids))), None, None)
    desk.open("figures_page")
    page = desk.window.pages["figures_page"]
    page.dayEdit.setDate(QDate(2021, 9, 30))
    page.listed, page.runner = listed, runner
    qtbot.waitUntil(lambda: settled(page), timeout=20000)
    yield page
    desk.close()
    runner.stop()


def settled(page) -> bool:
    day = page.dayEdit.date().toPyDate()
    return page.found is not None and page.found.given.wish.day == day and not page._busy


def cell(model, row: int, column: int):
    return model.index(row, model.columns.index(column))


def choose_unit(page, key: str) -> None:
    page.unitBox.setCurrentIndex(page.unitBox.findData(key))
    page.unitBox.activated.emit(page.unitBox.currentIndex())


def test_the_figures_of_the_chosen_unit_stand_with_limit_conclusion_and_mark(shown):
    choose_unit(shown, scene.A)
    row = shown.rows.row_of("concealment")
    told = [cell(shown.rows, row, column).data() for column in (VALUE, NUMERATOR, DENOMINATOR)]
    assert told == ["10.00 %", "11", "110"]
    figure = shown.rows.figure(row)
    assert cell(shown.rows, row, CONCLUSION).data() in figure.conclusion and figure.limit[0].startswith("达 10.00 %")
    assert not shown.windowTitle() and isinstance(shown, FiguresPage)


def test_a_click_on_a_number_lists_its_patches_above_and_below_apart(shown):
    choose_unit(shown, scene.A)
    row = shown.rows.row_of("concealment")
    shown.figuresView.clicked.emit(cell(shown.rows, row, NUMERATOR))
    shown.figuresView.clicked.emit(cell(shown.rows, row, DENOMINATOR))
    shown.figuresView.clicked.emit(cell(shown.rows, row, VALUE))
    (above, some), (below, all_of) = shown.listed
    assert (len(some), len(all_of)) == (11, 110) and set(some) < set(all_of) and above != below
    assert scene.NAMES[scene.A] in above


def test_one_figure_of_all_units_stands_below_with_its_lines(shown):
    shown.choose("truthfulness")
    units = [cell(shown.unit_rows, row, TITLE).data().strip() for row in range(shown.unit_rows.rowCount())]
    assert units[1:3] == ["北海市", "海城区"] and len(units) == 11
    values = {shown.unit_rows.key_of(row): cell(shown.unit_rows, row, VALUE).data() for row in range(len(units))}
    assert (values[""], values[scene.B], values[scene.C]) == ("86.64 %", "90.00 %", "91.89 %")
    assert shown.view.calculations[0].lines[0].parcels == shown.found.of("").figure("truthfulness").numerator
    row = next(row for row in range(len(units)) if shown.unit_rows.key_of(row) == scene.C)
    shown.unitsView.clicked.emit(cell(shown.unit_rows, row, DENOMINATOR))
    assert len(shown.listed[-1][1]) == 37
    shown.unitsView.doubleClicked.emit(cell(shown.unit_rows, row, TITLE))
    assert shown.unitBox.currentData() == scene.C


def test_another_day_is_worked_out_anew_and_a_day_before_any_issue_is_told(shown, qtbot):
    shown.dayEdit.setDate(QDate(2021, 6, 30))
    qtbot.waitUntil(lambda: settled(shown), timeout=20000)
    assert cell(shown.rows, shown.rows.row_of("truthfulness"), VALUE).data() in ("不可计算", "cannot be computed")
    shown.dayEdit.setDate(QDate(2020, 6, 30))
    qtbot.waitUntil(lambda: shown.found is None, timeout=20000)
    assert "2020-06-30" in shown.saidLabel.text() and shown.rows.rowCount() == 0 and not shown.exportButton.isEnabled()


def test_a_ground_that_a_person_states_calls_to_an_interview(shown, qtbot):
    choose_unit(shown, scene.B)
    assert shown.groundsButton.isEnabled() and "瞒报整改不落实" in shown._known_grounds()
    shown.set_ground(scene.B, "瞒报整改不落实", True)
    qtbot.waitUntil(lambda: settled(shown) and shown.found.of(scene.B).figure("concealment").fires is True,
                    timeout=20000)
    assert shown.unitBox.currentData() == scene.B
    assert shown._stated(scene.B) == ("瞒报整改不落实",) and shown.workspace.grounds("")[0].unit == scene.B
    shown.set_ground(scene.B, "瞒报整改不落实", False)
    qtbot.waitUntil(lambda: settled(shown) and shown.found.of(scene.B).figure("concealment").fires is False,
                    timeout=20000)
    choose_unit(shown, "")
    assert not shown.groundsButton.isEnabled()


def test_a_table_of_leads_is_read_told_and_brought_in(shown, qtbot, tmp_path, monkeypatch):
    scene.Clock(monkeypatch).at("2021-09-25")
    file = tmp_path / "线索.csv"
    file.write_text("编号,来源,日期,经度,纬度\n1,巡查,2021-04-01,109.5,21.5\n2,微信,昨天,109.5,21.5\n", "utf-8")
    dialog = DiscoveriesDialog(False, shown.run, shown)
    dialog.take(str(file))
    qtbot.waitUntil(lambda: bool(dialog.toldBrowser.toPlainText()), timeout=20000)
    assert "EPSG:4490" in dialog.toldBrowser.toPlainText() and not dialog._ok().isEnabled()
    dialog.crsBox.setCurrentIndex(dialog.crsBox.findData("EPSG:4490"))
    dialog.look()
    qtbot.waitUntil(dialog._ok().isEnabled, timeout=20000)
    shown.take_discoveries(dialog)
    qtbot.waitUntil(lambda: settled(shown) and shown.rows.row_of("leads") >= 0, timeout=20000)
    assert len(shown.workspace.records("discovery")) == 1


def test_the_figures_are_exported_in_the_background(shown, qtbot, tmp_path):
    shown.export_to(tmp_path / "f.json")
    qtbot.waitUntil((tmp_path / "f.json").is_file, timeout=20000)


def test_the_window_has_the_page_under_its_name():
    assert ("figures_page", "FiguresPage") in ReviewWindow.__init__.__globals__["PAGES"]


@pytest.mark.parametrize(("width", "key"), [(940, "rectified_rate"), (940, "truthfulness"), (600, "concealment")])
def test_no_name_of_a_unit_and_no_limit_is_cut_while_empty_columns_have_room(shown, qtbot, width, key):
    """Of areas the patches' column is long: the units' names were cut while interval and conclusion stood empty."""
    for uuid in [row.parcel_uuid for row in shown.workspace.queue()][:3]:
        shown.workspace.put_record(Record("", "act", (uuid,), "", {"CLFS": "立案"}))
    shown._again()
    qtbot.waitUntil(lambda: settled(shown), timeout=20000)
    shown.desk.window.resize(width, 700)
    shown.choose(key)
    qtbot.wait(50)
    for view in (shown.figuresView, shown.unitsView):
        model = view.model()
        assert view.columnWidth(0) >= view.sizeHintForColumn(0)
        for column in range(model.columnCount()):
            texts = [model.index(row, column).data() for row in range(model.rowCount())]
            if view.isColumnHidden(column):
                assert not any(texts)
            else:
                assert view.columnWidth(column) >= view.sizeHintForColumn(column), texts
        assert not any(view.isColumnHidden(model.columns.index(each)) for each in (TITLE, VALUE, NUMERATOR))


def test_the_units_table_of_areas_needs_no_scrolling_in_the_window_as_it_opens(shown, qtbot):
    shown.choose("rectified_rate")
    qtbot.wait(50)
    assert shown.unitsView.isColumnHidden(shown.unit_rows.columns.index(INTERVAL))
    shown.choose("truthfulness")
    assert not shown.unitsView.isColumnHidden(shown.unit_rows.columns.index(INTERVAL))


def test_doubled_rows_are_told_before_anything_is_kept_and_a_person_may_take_both(shown, qtbot, tmp_path):
    file = tmp_path / "线索.csv"
    file.write_text("编号,来源,日期,经度,纬度,描述\n1,巡查,2021-04-01,109.5,21.5,甲\n1,巡查,2021-04-01,109.5,21.5,乙\n",
                    "utf-8")
    dialog = DiscoveriesDialog(False, shown.run, shown)
    dialog.crsBox.setCurrentIndex(dialog.crsBox.findData("EPSG:4490"))
    assert "EPSG:4490" in dialog.crsBox.currentText(), "as the remark on an unnamed CRS calls it"
    dialog.take(str(file))
    qtbot.waitUntil(dialog._ok().isEnabled, timeout=20000)
    assert not dialog.bothCheck.isHidden() and not dialog.both
    assert "3" in dialog.toldBrowser.toPlainText().splitlines()[1]
    once = dialog.toldBrowser.toPlainText().splitlines()[0]
    dialog.bothCheck.click()
    qtbot.waitUntil(lambda: dialog._ok().isEnabled() and dialog.toldBrowser.toPlainText().splitlines()[0] != once,
                    timeout=20000)
    shown.take_discoveries(dialog)
    qtbot.waitUntil(lambda: settled(shown) and len(shown.workspace.records("discovery")) == 2, timeout=20000)
