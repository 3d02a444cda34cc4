"""At home in QGIS: the locator, expression functions, map themes; a person's own project is left as it is."""

from __future__ import annotations

import threading

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
    QgsReadWriteContext,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QSize
from qgis.PyQt.QtXml import QDomDocument

from weipian_plugin.domain.forms.terms import kind_name, outcome_name
from weipian_plugin.domain.records import Record, Scene
from weipian_plugin.gui.home.expressions import Expressions, functions
from weipian_plugin.gui.home.locator import PatchLocator, matches
from weipian_plugin.gui.home.map_themes import after_name, before_name
from weipian_plugin.gui.home.parcel_index import ParcelIndex
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


def read(index, farmland=False) -> ParcelIndex:
    index.want()
    if farmland:
        index.want_farmland()
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
    read(registered, farmland=True)
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


def test_farmland_is_the_figure_of_the_panel(registered, measured):
    from weipian_plugin.gui.patches.shown_farmland import farmland_reader

    read(registered, farmland=True)
    told = farmland_reader(measured)
    rows = [row for row in measured.workspace.queue() if row.farmland_m2 is not None]
    assert rows
    for row in rows:
        assert evaluated("weipian_farmland_mu()", uuid=row.parcel_uuid) == float(told(row))


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


def test_labels_are_drawn_in_a_thread_that_never_waits_and_again_once_values_are_known(registered, measured, qtbot):
    """The first drawing asks for the parcels and goes on; the layer is drawn again when they are there."""
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

    with qtbot.waitSignal(layer.repaintRequested, timeout=5000):
        assert "○" not in labels()
    assert labels() == {"○"}
    QgsProject.instance().removeMapLayer(layer.id())


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
    plugin.session.open(str(workspace_file))
    plugin.workbench.registry["workbench"].setChecked(True)
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
    assert not project.isDirty()
    stack.undo()
    assert next(own.getFeatures())["name"] == "a"
    own.rollBack()
