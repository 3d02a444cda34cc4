"""Adding imagery: several files of one date, folders of patches' pictures, addresses of tiles with consent."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox

from weipian_plugin.domain.records import CLIPS, TILES, Scene
from weipian_plugin.gui.layers.layers_dialog import LayersDialog
from weipian_plugin.gui.layers.scene_rows import DATE, FILE, UNCLASSIFIED
from weipian_plugin.gui.layers.tile_address import TileAddressDialog
from weipian_plugin.jobs.imagery.tile_sources import host_of, is_agreed, withdraw

pytestmark = pytest.mark.usefixtures("raising")

ADDRESS = "https://tiles.rows.invalid/{z}/{x}/{y}.png?tk=SECRET"


@pytest.fixture()
def dialog(opened, qtbot):
    dialog = LayersDialog(opened, project=QgsProject())
    qtbot.addWidget(dialog)
    return dialog


@pytest.fixture()
def asking(qtbot):
    withdraw(ADDRESS)
    asked = TileAddressDialog(project=QgsProject())
    qtbot.addWidget(asked)
    yield asked
    withdraw(ADDRESS)


def may_add(asked: TileAddressDialog) -> bool:
    return asked.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_several_files_of_one_date_are_kept_and_the_same_file_only_once(dialog, opened, demo):
    first, second = str(demo / "after_20180309_rgb8.tif"), str(demo / "before_20161209_rgb8.tif")
    for path in (first, second, first):
        dialog.scene_rows.add(Scene(path, "2018-03-09", path[-8:], True))
    assert dialog.scenesTable.rowCount() == 2
    dialog.accept()
    assert [scene.path for scene in opened.workspace.scenes()] == [first, second]


def test_a_folder_of_clips_says_how_many_it_has_and_is_kept_as_one_row(dialog, opened, tmp_path):
    jcbh = opened.workspace.queue()[0].jcbh
    for name in (f"{jcbh}_Q.jpg", f"{jcbh}_H.jpg", "other.jpg"):
        (tmp_path / name).write_bytes(b"")
    assert dialog.add_clips(str(tmp_path)) == 2
    assert "2" in dialog.messageLabel.text() and "3" in dialog.messageLabel.text()
    assert not dialog.scenesTable.item(0, DATE).flags() & Qt.ItemFlag.ItemIsEditable
    dialog.scenesTable.item(0, UNCLASSIFIED).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    assert opened.workspace.scenes() == [Scene(str(tmp_path), "", tmp_path.name, True, CLIPS)]


def test_a_folder_without_a_patchs_picture_is_not_taken(dialog, tmp_path):
    (tmp_path / "other.jpg").write_bytes(b"")
    assert dialog.add_clips(str(tmp_path)) == 0
    assert dialog.scenesTable.rowCount() == 0 and dialog.messageLabel.text()


def test_a_folder_that_is_gone_is_said_on_saving(dialog, tmp_path):
    dialog.scene_rows.add(Scene(str(tmp_path / "gone"), "", "x", True, CLIPS))
    assert "gone" in dialog.problem()


def test_an_address_is_added_only_with_consent_which_is_kept(asking):
    assert not may_add(asking)
    asking.addressBox.setEditText(ADDRESS)
    assert not may_add(asking) and "tiles.rows.invalid" in asking.privacyLabel.text()
    asking.agreeBox.setChecked(True)
    assert may_add(asking) and not is_agreed(ADDRESS)
    asking.dateEdit.setText("20180309")
    asking.unclassifiedBox.setChecked(True)
    asking.accept()
    assert is_agreed(ADDRESS)
    scene = asking.scene
    assert (scene.date, scene.title, scene.unclassified, scene.kind) == (
        "2018-03-09", "tiles.rows.invalid", True, TILES)


def test_consent_is_asked_once_for_a_host(asking, qtbot):
    asking.addressBox.setEditText(ADDRESS)
    asking.agreeBox.setChecked(True)
    asking.accept()
    again = TileAddressDialog(project=QgsProject())
    qtbot.addWidget(again)
    again.addressBox.setEditText(ADDRESS)
    assert may_add(again) and again.agreeBox.isHidden() and again.privacyLabel.isHidden()


def test_what_is_no_address_and_no_day_is_said_and_cannot_be_added(asking):
    asking.agreeBox.setChecked(True)
    asking.addressBox.setEditText("https://tiles.rows.invalid/wmts")
    assert asking.problemLabel.text() and not may_add(asking)
    asking.addressBox.setEditText(ADDRESS)
    asking.dateEdit.setText("昨天")
    assert asking.problemLabel.text() and not may_add(asking)


def test_an_address_that_qgis_has_already_is_offered(qtbot):
    project = QgsProject()
    layer = QgsRasterLayer("type=xyz&url=https://tiles.rows.invalid/{z}/{x}/{y}.png&zmin=0&zmax=3", "底图", "wms")
    project.addMapLayer(layer)
    asked = TileAddressDialog(project=project)
    qtbot.addWidget(asked)
    place = asked.addressBox.findText("底图")
    asked.addressBox.setCurrentIndex(place)
    assert asked.source == layer.source() and asked.titleEdit.text() == "底图"


def test_an_address_needs_no_day_and_its_key_is_not_shown(dialog, opened, asking):
    asking.addressBox.setEditText(ADDRESS)
    dialog.scene_rows.add(asking.scene)
    item = dialog.scenesTable.item(0, FILE)
    assert item.text() == host_of(asking.scene.path) and "SECRET" not in item.toolTip()
    dialog.accept()
    assert [(scene.kind, scene.date) for scene in opened.workspace.scenes()] == [(TILES, "")]
