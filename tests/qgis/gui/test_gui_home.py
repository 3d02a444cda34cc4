"""At home in QGIS: the locator, expression functions, map themes; a person's own project is left as it is."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsLocatorContext,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPalLayerSettings,
    QgsProject,
    QgsRasterLayer,
    QgsReadWriteContext,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QSize
from qgis.PyQt.QtXml import QDomDocument

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.terms import kind_name, outcome_name
from weipian_plugin.domain.records import Record, Scene
from weipian_plugin.gui.home.expressions import Expressions, functions
from weipian_plugin.gui.home.locator import PatchLocator, matches
from weipian_plugin.gui.home.map_themes import after_name, before_name
from weipian_plugin.gui.home.parcel_index import ParcelIndex, snapshot_of
from weipian_plugin.gui.messages import language
from weipian_plugin.gui.patches.cells import state_labels

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture()
def index(measured):
    index = ParcelIndex()
    index.attach(measured, None)
    yield index
    index.detach()


@pytest.fixture()
def registered(index):
    expressions = Expressions(index)
    yield index
    expressions.remove()


def read(index) -> ParcelIndex:
    index.want()
    for _ in range(5):
        QCoreApplication.processEvents()
    return index


def evaluated(text: str, **attributes) -> object:
    layer = QgsVectorLayer("None?" + "&".join(f"field={name}:string" for name in attributes), "x", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(list(attributes.values()))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    expression.prepare(context)
    value = expression.evaluate(context)
    assert not expression.hasEvalError(), expression.evalErrorString()
    return value


# The locator

def test_a_patch_is_found_by_the_end_the_beginning_and_the_inside_of_its_number(index):
    snapshot = read(index).snapshot
    row = next(iter(snapshot.rows.values()))
    assert [found.parcel_uuid for _, found, _ in matches(snapshot, row.jcbh)] == [row.parcel_uuid]
    best = matches(snapshot, row.jcbh[-3:])
    assert row.parcel_uuid in [found.parcel_uuid for _, found, _ in best]
    assert best[0][1].jcbh.endswith(row.jcbh[-3:])
    assert len(matches(snapshot, row.jcbh[2:8])) == len(snapshot.rows)
    assert matches(snapshot, "不在这里") == []


def test_a_patch_is_found_by_township_and_by_the_number_of_its_act(index, measured):
    uuid = measured.workspace.queue()[4].parcel_uuid
    measured.workspace.put_record(Record("", "act", (uuid,), values={"WFXWBH": "某-2023-017", "CLFS": "立案",
                                                   "AJBH": "案甲〔2023〕5号"}))
    snapshot = read(index).snapshot
    assert [(row.parcel_uuid, why) for _, row, why in matches(snapshot, "2023-017")] == [(uuid, "某-2023-017")]
    assert [row.parcel_uuid for _, row, _ in matches(snapshot, "案甲")] == [uuid]
    township = snapshot.rows[uuid].township
    if township:
        assert uuid in [row.parcel_uuid for _, row, _ in matches(snapshot, township)]


def test_the_search_runs_in_a_thread_and_touches_no_workspace(index, measured):
    jumped = []
    locator = PatchLocator(index, jumped.append)
    clone = locator.clone()
    # A result lives no longer than its slot: QGIS copies it, PyQt does not.
    clone.resultFetched.connect(locator.triggerResult)
    clone.prepare("450512", QgsLocatorContext())
    thread = threading.Thread(target=clone.fetchResults, args=("450512", QgsLocatorContext(), QgsFeedback()))
    thread.start()
    while thread.is_alive():
        QCoreApplication.processEvents()
    QCoreApplication.processEvents()
    assert jumped and set(jumped) <= set(index.snapshot.rows)


def test_a_search_that_is_cancelled_does_not_wait_for_the_parcels(index, monkeypatch):
    clone, feedback = PatchLocator(index, lambda _uuid: None).clone(), QgsFeedback()
    feedback.cancel()
    waited = []
    monkeypatch.setattr(index.ready, "wait", waited.append)
    clone.fetchResults("450512", QgsLocatorContext(), feedback)
    assert index.snapshot is None and waited == []


def test_the_locator_of_the_window_jumps_to_a_patch(plugin, window, workspace_file, qtbot):
    plugin.session.open(str(workspace_file))
    wanted = plugin.session.order[7]
    number = next(row.jcbh for row in plugin.session.workspace.queue() if row.parcel_uuid == wanted)
    assert plugin.session.current != wanted
    window.locator.foundResult.connect(plugin.workbench._locator.triggerResult)
    window.locator.fetchResults(number, QgsLocatorContext())
    qtbot.waitUntil(lambda: plugin.session.current == wanted, timeout=10000)
    qtbot.waitUntil(lambda: not window.locator.isRunning(), timeout=10000)


# Expression functions

def test_functions_tell_status_outcome_and_areas_of_the_feature_and_of_a_number(registered, measured):
    rows = measured.workspace.queue()
    row = next(row for row in rows if row.farmland_m2)
    read(registered)
    assert evaluated("weipian_status()", JCBH=row.jcbh) == state_labels()["todo"]
    assert evaluated("weipian_mark()", uuid=row.parcel_uuid) == "○"
    assert evaluated("weipian_outcome()", JCBH=row.jcbh) is None
    assert evaluated(f"weipian_area_mu('{row.dkbh}')") == pytest.approx(row.area_m2 * 0.0015, abs=0.006)
    shown = evaluated("weipian_farmland_mu()", JCBH=row.jcbh)
    assert shown == pytest.approx(row.farmland_m2 * 0.0015, abs=0.02)
    assert evaluated("weipian_suggestion()", JCBH=row.jcbh) == kind_name(row.suggestion, language())
    assert isinstance(evaluated("weipian_days_left()", JCBH=row.jcbh), int)
    assert evaluated("weipian_status()", JCBH="999999WP0000000") is None
    assert evaluated("weipian_status()", name="x") is None


def test_the_issued_number_of_a_patch_that_was_split_has_the_areas_of_all_its_parts(registered, measured, monkeypatch):
    row = next(row for row in measured.workspace.queue() if row.farmland_m2 and row.basic_farmland_m2)
    read(registered)
    areas = [f"weipian_{name}mu('{row.jcbh}')" for name in ("area_", "basic_farmland_", "redline_", "farmland_")]
    before = [evaluated(text) for text in areas]
    index = registered
    parts = [replace(row, parcel_uuid=uuid, dkbh=f"{row.jcbh}_{n}", area_m2=row.area_m2 * share,
                     basic_farmland_m2=row.basic_farmland_m2 * share, redline_m2=(row.redline_m2 or 0.0) * share)
             for n, uuid, share in ((1, "one", 0.333), (2, "two", 0.667))]
    whole = index.farmland_of(index.snapshot, row)
    monkeypatch.setattr(index, "farmland_of", lambda _snapshot, part: {"one": whole - 1, "two": Decimal(1)}[
        part.parcel_uuid])
    index.snapshot = snapshot_of([*(each for each in index.snapshot.rows.values() if each.jcbh != row.jcbh), *parts],
                                 {})
    assert [evaluated(text) for text in areas] == pytest.approx(before)
    assert evaluated(f"weipian_area_mu('{row.jcbh}_1')") == pytest.approx(before[0] / 3, abs=0.01)
    assert evaluated(f"weipian_status('{row.jcbh}')") is None
    index.snapshot = snapshot_of([parts[0], replace(parts[1], batch_uuid="another")], {})
    assert evaluated(areas[0]) is None


def test_farmland_is_the_figure_of_the_panel(registered, measured):
    from weipian_plugin.gui.patches.shown_farmland import farmland_reader

    read(registered)
    told = farmland_reader(measured)
    rows = [row for row in measured.workspace.queue() if row.farmland_m2 is not None]
    assert rows
    for row in rows:
        assert evaluated("weipian_farmland_mu()", uuid=row.parcel_uuid) == float(told(row))


def test_for_one_label_only_the_parcels_beside_it_are_read_and_only_that_one_is_reckoned(
        registered, measured, monkeypatch):
    from weipian_plugin.domain.areas import table_areas
    from weipian_plugin.gui.home import farmland
    from weipian_plugin.workspace.queue import QueueReader

    asked, reckoned = [], []
    reads, reckons = QueueReader.measured, table_areas.shown_areas
    monkeypatch.setattr(farmland, "AT_ONCE", 4)
    monkeypatch.setattr(QueueReader, "measured", lambda self, uuids: (asked.append(list(uuids)), reads(self, uuids))[1])
    monkeypatch.setattr(table_areas, "shown_areas", lambda *given, **named: (
        reckoned.append(1), reckons(*given, **named))[1])
    rows = measured.workspace.queue()
    assert all(row.farmland_m2 is not None for row in rows[4:8])
    for _ in range(2):
        for row in rows[5:7]:
            assert evaluated("weipian_farmland_mu()", uuid=row.parcel_uuid) is not None
    assert asked == [[row.parcel_uuid for row in rows[4:8]]] and len(reckoned) == 2


def test_layers_with_other_columns_are_asked_in_turn(registered, measured):
    first, second = measured.workspace.queue()[:2]
    for _ in range(2):
        assert evaluated("weipian_area_mu()", name="x", DKBH=first.dkbh) == pytest.approx(
            first.area_m2 * 0.0015, abs=0.006)
        assert evaluated("weipian_area_mu()", Uuid=second.parcel_uuid, dkbh="?") == pytest.approx(
            second.area_m2 * 0.0015, abs=0.006)
        assert evaluated("weipian_area_mu()", name="x") is None


def test_a_decision_is_told_by_the_functions_and_a_patch_set_apart_is_not(registered, measured, tmp_path):
    uuid = measured.current
    read(registered)
    assert evaluated("weipian_mark()", uuid=uuid) == "○"
    measured.answer({"PDLX": "合法"}, advance=False)
    measured.set_flag("看不清")
    QCoreApplication.processEvents()
    assert evaluated("weipian_outcome()", uuid=uuid) == outcome_name("合法", language())
    assert evaluated("weipian_mark()", uuid=uuid) == "⚑"
    assert evaluated("weipian_flag()", uuid=uuid) == "看不清"
    measured.quarantine_current()
    assert evaluated("weipian_flag()", uuid=uuid) is None
    read(registered)
    assert evaluated("weipian_flag()", uuid=uuid) is None


def test_areas_follow_a_split_once_they_are_measured_and_the_whole_after_undo(registered, measured, canvas, qtbot):
    from tests.qgis.gui.drawing_table import ACROSS, Table

    workspace, names = measured.workspace, ("area_m2", "farmland_m2", "basic_farmland_m2", "redline_m2")
    measured.select(max(workspace.queue(), key=lambda row: row.basic_farmland_m2 or 0).parcel_uuid)
    whole, table = measured.current, Table(measured, canvas)

    def told(uuid: str) -> list:
        return [evaluated(f"weipian_{name}_mu()", uuid=uuid) for name in (
            "area", "farmland", "basic_farmland", "redline")]

    def own(uuid: str) -> list:
        row = workspace.lists.rows([uuid])[0]
        return [None if getattr(row, name) is None else pytest.approx(getattr(row, name) * 0.0015, abs=0.02)
                for name in names]

    read(registered)
    before = told(whole)
    assert before == own(whole) and before[1] and before[2]
    table.drawing.split()
    table.draw(*ACROSS)
    read(registered)  # as a map that draws its labels right after
    parts = table.parts()
    assert len(parts) == 2
    qtbot.waitUntil(lambda: not measured.measuring, timeout=30000)
    read(registered)
    assert all(None not in own(part)[1:3] and told(part) == own(part) for part in parts)
    measured.undo()
    qtbot.waitUntil(lambda: not measured.measuring, timeout=30000)
    read(registered)
    assert told(whole) == before
    table.drawing.shut_down()


def test_a_patch_of_ones_own_is_found_by_the_township_it_is_given(index, measured, canvas):
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    from tests.qgis.gui.drawing_table import Table

    table = Table(measured, canvas)
    table.drawing.own_patch()
    table.draw((1.1, 0.1), (1.35, 0.1), (1.35, 0.4))
    own = measured.current
    assert matches(read(index).snapshot, "自划镇") == []
    table.drawing.remark.setText("自划镇")
    QTest.keyClick(table.drawing.remark, Qt.Key.Key_Return)
    assert [row.parcel_uuid for _, row, _ in matches(read(index).snapshot, "自划镇")] == [own]
    table.drawing.shut_down()


def test_no_suggestion_is_told_while_a_test_runs(registered, measured, monkeypatch):
    row = next(row for row in measured.workspace.queue() if row.suggestion)
    read(registered)
    assert evaluated("weipian_suggestion()", uuid=row.parcel_uuid)
    measured._blind = True
    measured.blindChanged.emit(True)
    read(registered)
    assert evaluated("weipian_suggestion()", uuid=row.parcel_uuid) is None


def test_without_a_workspace_functions_are_null_and_nothing_is_read(qgis_app, session):
    index = ParcelIndex()
    index.attach(session, None)
    expressions = Expressions(index)
    assert evaluated("weipian_status()", JCBH="450512WP1800001") is None
    read(index)
    assert index.snapshot is None
    expressions.remove()
    index.detach()
    assert not any(QgsExpression.isFunctionName(name) for name, _told, _text in functions())


def test_every_function_has_help_with_an_example(registered):
    for name, _told, text in functions():
        function = QgsExpression.Functions()[QgsExpression.functionIndex(name)]
        assert text in function.helpText() and f"{name}()" in function.helpText()
        assert function.groups() == ["卫片判读"]


def test_labels_are_drawn_with_their_values_the_first_time_and_after_each_change_of_the_queue(registered, measured):
    """In the thread that draws, over a connection of its own."""
    layer = QgsVectorLayer(f"{measured.workspace.path}|layername=parcels", "parcels", "ogr")
    settings = QgsPalLayerSettings()
    settings.fieldName, settings.isExpression = "weipian_mark()", True
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    QgsProject.instance().addMapLayer(layer)
    view = QgsMapSettings()
    view.setLayers([layer])
    view.setDestinationCrs(layer.crs())
    view.setOutputSize(QSize(800, 600))
    view.setExtent(layer.extent())
    view.setExpressionContext(QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None)))

    def labels() -> set:
        job = QgsMapRendererParallelJob(view)
        job.start()
        job.waitForFinished()
        results = job.takeLabelingResults()
        return {label.labelText for label in results.labelsWithinRect(view.visibleExtent())}

    assert labels() == {"○"}
    measured.queueChanged.emit()
    assert registered.snapshot is None
    assert labels() == {"○"}
    QgsProject.instance().removeMapLayer(layer.id())


def test_a_value_is_there_where_it_is_first_asked_and_after_each_change_of_the_queue(registered, measured):
    """What the field calculator stores is not drawn again later."""
    row = next(row for row in measured.workspace.queue() if row.farmland_m2)
    assert registered.snapshot is None
    for _ in range(2):
        assert evaluated("weipian_status()", uuid=row.parcel_uuid) == state_labels()["todo"]
        shown = evaluated("weipian_farmland_mu()", uuid=row.parcel_uuid)
        assert shown == pytest.approx(row.farmland_m2 * 0.0015, abs=0.02)
        assert evaluated("weipian_days_left()", uuid=row.parcel_uuid) is not None
        measured.queueChanged.emit()
    measured.select(row.parcel_uuid)
    measured.answer({"PDLX": "合法"}, advance=False)
    assert evaluated("weipian_outcome()", uuid=row.parcel_uuid) == outcome_name("合法", language())
    measured.set_flag("看不清")
    assert evaluated("weipian_flag()", uuid=row.parcel_uuid) == "看不清"


def test_what_is_forgotten_while_another_thread_reads_it_is_read_again(registered, measured, monkeypatch):
    from weipian_plugin.gui.home import parcel_index

    read, ages = parcel_index._rows_and_cases, []

    def interrupted(workspace):
        found = read(workspace)
        ages.append(registered._age)
        if len(ages) == 1:
            registered._forget()
        return found

    monkeypatch.setattr(parcel_index, "_rows_and_cases", interrupted)
    thread = threading.Thread(target=registered.now)
    thread.start()
    thread.join()
    assert len(ages) == 2 and registered.snapshot is not None


def test_a_workspace_that_cannot_be_read_is_an_error_of_the_expression_and_not_null(registered, measured, monkeypatch):
    def broken() -> None:
        raise WeipianError("WORKSPACE_IO", file="x.gpkg", detail="disk I/O error")

    monkeypatch.setattr(measured.workspace, "again", broken)
    expression = QgsExpression(f"weipian_mark('{measured.current}')")
    expression.evaluate(QgsExpressionContext())
    assert expression.hasEvalError() and "x.gpkg" in expression.evalErrorString()


# Map themes

def test_map_themes_are_made_when_asked_and_leave_the_map_as_it_is(plugin, demo, workspace_file, window):
    plugin.session.open(str(workspace_file))
    project, workspace = QgsProject.instance(), plugin.session.workspace
    for date, name in (("2016-12-09", "2016"), ("2018-03-09", "2018")):
        path = next(path for path in sorted(demo.rglob("*.tif")) + sorted(demo.rglob("*.jp2")) if name in path.name)
        workspace.set_scene(Scene(str(path), date, unclassified=True))
    plugin.session.queueChanged.emit()
    assert project.mapThemeCollection().mapThemes() == []
    shown = [layer.id() for layer in project.layerTreeRoot().checkedLayers()]
    plugin.workbench.registry["map_themes"].trigger()
    themes = project.mapThemeCollection()
    assert set(themes.mapThemes()) == {before_name(), after_name()}
    assert [layer.id() for layer in project.layerTreeRoot().checkedLayers()] == shown
    dates = {name: [layer.name() for layer in themes.mapThemeVisibleLayers(name) if layer.type() == 1]
             for name in themes.mapThemes()}
    assert ["2016" in text for text in dates[before_name()]] == [True]
    assert ["2018" in text for text in dates[after_name()]] == [True]
    count = len(project.mapLayers())
    plugin.workbench.registry["map_themes"].trigger()
    assert len(project.mapLayers()) == count  # renewed, not made twice


def test_without_confirmed_imagery_no_empty_theme_is_made(plugin, workspace_file, window):
    plugin.session.open(str(workspace_file))
    plugin.workbench.registry["map_themes"].trigger()
    assert QgsProject.instance().mapThemeCollection().mapThemes() == []
    assert any("themes would be empty" in item.text() for item in window.bar.items())


# Images as layers of the project, only when asked

def with_images(plugin, demo, workspace_file) -> list:
    """The scene's two images, named and confirmed; their paths, newest first."""
    plugin.session.open(str(workspace_file))
    paths = [str(demo / "after_20180309_rgb8.tif"), str(demo / "before_20161209_rgb8.tif")]
    for path, date in zip(paths, ("2018-03-09", "2016-12-09")):
        plugin.session.workspace.set_scene(Scene(path, date, unclassified=True))
    plugin.session.queueChanged.emit()
    return paths


def tree() -> list:
    """Every layer of the project's tree, top to bottom, and whether it is ticked."""
    nodes = QgsProject.instance().layerTreeRoot().findLayers()
    return [(node.layer().source(), node.itemVisibilityChecked()) for node in nodes]


def test_confirmed_images_come_into_the_projects_tree_only_by_the_command_and_once(plugin, demo, workspace_file):
    paths = with_images(plugin, demo, workspace_file)
    plugin.workbench.registry["workbench"].setChecked(True)
    before = tree()
    assert before and not any(path in source for source, _ in before for path in paths)
    for mode in (False, True):
        plugin.session.set_mode(mode)
        plugin.session.step(1)
    assert tree() == before
    action = plugin.workbench.registry["images_into_project"]
    assert action in QgsGui.shortcutsManager().listActions()
    for _ in range(2):
        action.trigger()
        assert tree() == [*before, *((path, False) for path in paths)]


def test_images_in_the_project_are_never_ticked_or_unticked_for_the_person(plugin, demo, workspace_file):
    paths = with_images(plugin, demo, workspace_file)
    plugin.workbench.registry["workbench"].setChecked(True)
    plugin.workbench.registry["images_into_project"].trigger()
    project = QgsProject.instance()
    own = QgsRasterLayer(paths[0], "mine")
    project.addMapLayer(own, False)
    ours = project.layerTreeRoot().children()[0]
    ours.addLayer(own)  # even in our group
    for node in project.layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(True)
    ticked = tree()
    for mode in (False, True, False):
        plugin.session.set_mode(mode)
        plugin.session.step(1)
        plugin.session.queueChanged.emit()
    assert tree() == ticked
    plugin.session.close()
    assert {source for source, _ in tree()} >= set(paths)


def test_without_confirmed_images_the_command_says_what_is_missing(plugin, demo, workspace_file, window):
    plugin.session.open(str(workspace_file))
    plugin.session.workspace.set_scene(Scene(str(demo / "after_20180309_rgb8.tif"), "2018-03-09"))
    before = tree()
    plugin.workbench.registry["images_into_project"].trigger()
    assert tree() == before
    assert any("No image is named and confirmed" in item.text() for item in window.bar.items())


# The person's own project

def as_xml(layer) -> str:
    """The layer as a project keeps it, and its style."""
    document, style = QDomDocument(), QDomDocument()
    element = document.createElement("layer")
    document.appendChild(element)
    layer.writeLayerXml(element, document, QgsReadWriteContext())
    layer.exportNamedStyle(style)
    return document.toString() + style.toString()


def test_working_through_twenty_patches_leaves_the_persons_project_and_edit_session_alone(
        plugin, window, workspace_file, demo, tmp_path, qtbot):
    project = QgsProject.instance()
    project.addMapLayer(QgsRasterLayer(str(demo / "after_20180309_rgb8.tif"), "image of mine"))
    own = QgsVectorLayer("Polygon?crs=EPSG:4526&field=name:string", "mine", "memory")
    project.addMapLayer(own)
    assert own.startEditing()
    feature = QgsFeature(own.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 1 0, 1 1, 0 0))"))
    feature.setAttributes(["a"])
    own.addFeature(feature)
    own.beginEditCommand("rename")
    own.changeAttributeValue(next(own.getFeatures()).id(), 0, "b")
    own.endEditCommand()
    stack = own.undoStack()

    def state() -> tuple:
        return as_xml(own), stack.count(), stack.index(), project.crs().authid(), project.title(), own.isEditable()

    before = state()
    plugin.session.settings.operator = "张三"
    with_images(plugin, demo, workspace_file)
    plugin.workbench.registry["workbench"].setChecked(True)
    layers = tree()
    assert project.write(str(tmp_path / "mine.qgz"))
    qtbot.wait(50)
    project.setDirty(False)
    for number in range(20):
        plugin.workbench.answer({"PDLX": "合法"} if number % 2 else {"PDLX": "违法"})
        QCoreApplication.processEvents()
    for _ in range(3):
        plugin.session.undo()
    plugin.workbench.compare.comparing.toggle_swipe()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    assert state() == before
    assert tree() == layers and sum(".tif" in source for source, _ in layers) == 1
    assert not project.isDirty()
    stack.undo()
    assert next(own.getFeatures())["name"] == "a"
    own.rollBack()
