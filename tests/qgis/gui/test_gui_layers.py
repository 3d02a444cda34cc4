"""The layers dialog on the bundled reference layers and imagery."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import QSize

from weipian_plugin.domain.records import ReferenceLayer, Scene
from weipian_plugin.domain.roles import ROLES
from weipian_plugin.gui.layers.layers_dialog import LayersDialog, date_in_name
from weipian_plugin.gui.layers.reference_rows import problem_of
from weipian_plugin.gui.layers.reference_sources import sources_in
from weipian_plugin.gui.layers.scene_rows import DATE

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture()
def dialog(opened, qtbot):
    dialog = LayersDialog(opened, project=QgsProject())
    qtbot.addWidget(dialog)
    return dialog


def test_layers_are_recognised_by_their_names_and_kept_with_class_field_and_date(dialog, opened, demo):
    scene, made_up = str(demo / "beihai_scene.gpkg"), str(demo / "made_up.gpkg")
    assert dialog.recognise(sources_in(scene)) == 3
    assert dialog.recognise(sources_in(made_up)) == 3
    dialog.rows["gd"].choose("供地", (made_up, "gd_example"))  # its name alone might as well mean 耕地
    dialog.rows["dltb"].version.setText("20221231")
    dialog.accept()
    kept = {reference.role: reference for reference in opened.workspace.references()}
    assert set(kept) == {"dltb", "yjjbnt", "stbhhx", "pzyd", "gd", "ssnyd", "lsyd"}
    assert kept["dltb"].class_field == "DLBM" and kept["dltb"].version_date == "2022-12-31"
    assert (kept["pzyd"].source, kept["pzyd"].layer) == (made_up, "pzyd_example")


def test_declared_empty_is_kept_and_shown_again(dialog, opened, qtbot):
    dialog.rows["zrbhd"].empty.setChecked(True)
    dialog.accept()
    assert opened.workspace.references() == [ReferenceLayer("zrbhd", declared_empty=True)]
    again = LayersDialog(opened, project=QgsProject())
    qtbot.addWidget(again)
    assert again.rows["zrbhd"].empty.isChecked() and not again.rows["zrbhd"].layer.isEnabled()
    again.rows["zrbhd"].empty.setChecked(False)
    again.accept()
    assert opened.workspace.references() == []


def test_another_layer_takes_the_place_of_the_first(dialog, opened, demo):
    scene = str(demo / "beihai_scene.gpkg")
    dialog.rows["yjjbnt"].choose("a", (scene, "yjjbnt_pseudo"))
    dialog.accept()
    second = LayersDialog(opened, project=QgsProject())
    second.rows["yjjbnt"].choose("b", (scene, "stbhhx_pseudo"))
    second.accept()
    assert [reference.layer for reference in opened.workspace.references()] == ["stbhhx_pseudo"]


@pytest.fixture()
def dated(opened, demo, qtbot):
    """The dialog on a workspace whose layer has a date and a code table, shown again."""
    scene = str(demo / "beihai_scene.gpkg")
    opened.workspace.set_reference(ReferenceLayer(
        "yjjbnt", scene, "yjjbnt_pseudo", version_date="2016-12-09", title="旧永农", class_table="YDYH"))
    dialog = LayersDialog(opened, project=QgsProject())
    qtbot.addWidget(dialog)
    return dialog


def test_a_layer_that_is_replaced_leaves_neither_its_date_nor_its_title(dated, opened, demo):
    scene, row = str(demo / "beihai_scene.gpkg"), dated.rows["yjjbnt"]
    row.choose("stbhhx_pseudo", (scene, "stbhhx_pseudo"))
    assert row.version.text() == "" and row.label.text() in dated.messageLabel.text()
    dated.accept()
    kept, = opened.workspace.references()
    assert kept == ReferenceLayer("yjjbnt", scene, "stbhhx_pseudo", title="stbhhx_pseudo")


def test_a_replaced_layer_takes_the_date_in_its_name_and_the_first_has_its_own_back(dated, opened, demo):
    scene, row = str(demo / "beihai_scene.gpkg"), dated.rows["yjjbnt"]
    row.choose("new", (scene, "YJJBNT_20221231"))
    assert row.version.text() == "2022-12-31" and "2022-12-31" in dated.messageLabel.text()
    row.choose("旧永农", (scene, "yjjbnt_pseudo"))
    assert row.version.text() == "2016-12-09"
    dated.accept()
    kept, = opened.workspace.references()
    assert (kept.version_date, kept.title, kept.class_table) == ("2016-12-09", "旧永农", "YDYH")


def test_the_code_table_of_the_land_classes_is_chosen_kept_and_shown_again(opened, demo, qtbot):
    scene = str(demo / "beihai_scene.gpkg")
    opened.workspace.set_reference(ReferenceLayer("dltb", scene, "dltb_pseudo", "DLBM"))
    dialog = LayersDialog(opened, project=QgsProject())
    qtbot.addWidget(dialog)
    dialog.show()
    row = dialog.rows["dltb"]
    assert row.table.isVisible() and not dialog.rows["yjjbnt"].table.isVisible()
    assert [row.table.itemData(place) for place in range(row.table.count())] == ["", "SD", "YDYH"]
    assert row.table.currentData() == ""
    row.table.setCurrentIndex(2)
    dialog.accept()
    assert [kept.class_table for kept in opened.workspace.references()] == ["YDYH"]
    again = LayersDialog(opened, project=QgsProject())
    qtbot.addWidget(again)
    assert again.rows["dltb"].table.currentData() == "YDYH"


def test_what_was_wrong_is_said_no_more_once_the_path_is_corrected(dialog, demo):
    row = dialog.rows["yjjbnt"]
    row.layer.lineEdit().setText("/nowhere/x.shp")
    row.layer.lineEdit().editingFinished.emit()
    dialog.accept()
    assert "x.shp" in dialog.messageLabel.text()
    row.layer.lineEdit().setText(f"{demo / 'beihai_scene.gpkg'}|yjjbnt_pseudo")
    row.layer.lineEdit().editingFinished.emit()
    assert dialog.messageLabel.text() == ""


def test_a_land_class_layer_without_its_field_is_refused_and_nothing_is_kept(dialog, opened, demo):
    dialog.rows["dltb"].choose("红线", (str(demo / "beihai_scene.gpkg"), "stbhhx_pseudo"))
    dialog.accept()
    assert "DLBM" in dialog.messageLabel.text()
    assert opened.workspace.references() == []


def written(uri: str, path) -> str:
    """An empty shapefile of this kind."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    memory = QgsVectorLayer(uri, path.stem, "memory")
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, str(path), memory.transformContext(), options)
    return str(path)


def test_points_and_layers_without_a_crs_are_refused(qgis_app, tmp_path):
    points = written("Point?crs=EPSG:4490", tmp_path / "points.shp")
    assert problem_of(ROLES["yjjbnt"], ReferenceLayer("yjjbnt", points))
    polygons = written("Polygon?crs=EPSG:4490", tmp_path / "polygons.shp")
    assert problem_of(ROLES["yjjbnt"], ReferenceLayer("yjjbnt", polygons)) == ""
    (tmp_path / "polygons.prj").unlink()
    assert ".prj" in problem_of(ROLES["yjjbnt"], ReferenceLayer("yjjbnt", polygons))


def test_a_file_that_is_gone_and_a_field_that_is_not_there_are_refused(demo):
    assert problem_of(ROLES["yjjbnt"], ReferenceLayer("yjjbnt", "/nowhere/x.shp"))
    scene = str(demo / "beihai_scene.gpkg")
    assert problem_of(ROLES["dltb"], ReferenceLayer("dltb", scene, "dltb_pseudo", "NOPE"))
    assert problem_of(ROLES["dltb"], ReferenceLayer("dltb", scene, "dltb_pseudo", "DLBM")) == ""


def test_imagery_is_kept_with_its_date_and_mark(dialog, opened, demo):
    path = str(demo / "after_20180309_rgb8.tif")
    dialog.scene_rows.add(Scene(path, date_in_name(path), "后时相", True))
    dialog.accept()
    assert opened.workspace.scenes() == [Scene(path, "2018-03-09", "后时相", True)]


def test_imagery_without_a_date_or_that_cannot_be_opened_is_refused(dialog, opened, demo, tmp_path):
    dialog.scene_rows.add(Scene(str(demo / "after_20180309_rgb8.tif"), "", "后时相"))
    dialog.accept()
    assert dialog.messageLabel.text() and opened.workspace.scenes() == []
    dialog.scenesTable.item(0, DATE).setText("2018-03-09")
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"no image")
    dialog.scene_rows.add(Scene(str(broken), "2018-03-10", "x"))
    assert "broken.tif" in dialog.problem()


def test_removed_imagery_is_gone(dialog, opened, demo, qtbot):
    path = str(demo / "after_20180309_rgb8.tif")
    opened.workspace.set_scene(Scene(path, "2018-03-09", "", True))
    again = LayersDialog(opened, project=QgsProject())
    qtbot.addWidget(again)
    again.scenesTable.selectRow(0)
    again.removeSceneButton.click()
    again.accept()
    assert opened.workspace.scenes() == []


@pytest.mark.parametrize(("name", "date"), [
    ("after_20180309_rgb8.tif", "2018-03-09"), ("GF2_2023-01-31.tif", "2023-01-31"), ("scene_4505121234.tif", ""),
    ("L1A0001234567_20231301.tif", ""),
])
def test_the_date_in_a_file_name(name, date):
    assert date_in_name(name) == date


def test_project_layers_that_are_ours_are_not_offered(opened, demo, qtbot):
    project = QgsProject()
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=yjjbnt_pseudo", "永久基本农田", "ogr")
    ours = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=stbhhx_pseudo", "生态保护红线", "ogr")
    ours.setCustomProperty("weipian/ours", True)
    project.addMapLayers([layer, ours])
    dialog = LayersDialog(opened, project=project)
    qtbot.addWidget(dialog)
    dialog._recognise_project()
    assert not dialog.rows["yjjbnt"].is_open and dialog.rows["stbhhx"].is_open
    del layer, ours
    project.clear()


def test_a_small_screen_shows_the_buttons_too(opened, qtbot, monkeypatch):
    monkeypatch.setattr(LayersDialog, "screen", lambda _self: SmallScreen())
    dialog = LayersDialog(opened)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.height() <= 614 and dialog.rect().contains(dialog.buttons.geometry())


class SmallScreen:
    """1366 × 768 at 125 %."""

    @staticmethod
    def availableSize() -> QSize:
        return QSize(1093, 614)
