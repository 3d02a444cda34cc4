"""Photos in the window: found and given by hand, attached in the background, cameras on the map, looked at upright."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext, QgsGeometry
from qgis.gui import QgsMapCanvas, QgsMapToolEmitPoint, QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QStyleOptionViewItem

from tests.qgis.intake.photo_bytes import PHOTOS, TURNED, evidence_package, photo
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.gui.evidence.evidence_rows import FILE, FOUND, HOW, LEFT, PATCH, REMARKS
from weipian_plugin.gui.evidence.evidences import Evidences
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.evidence.importing import import_photos


def centre_of(workspace, uuid):
    """Degrees of a patch's centre."""
    shape = QgsGeometry()
    shape.fromWkb(workspace.parcel(uuid).wkb)
    onto = QgsCoordinateTransform(QgsCoordinateReferenceSystem(workspace.crs_authid),
                                  QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext())
    point = onto.transform(shape.pointOnSurface().asPoint())
    return point.x(), point.y()


@pytest.fixture()
def uuids(opened):
    return [row.parcel_uuid for row in opened.workspace.queue()]


@pytest.fixture()
def canvas(opened):
    canvas = QgsMapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(opened.workspace.crs_authid))
    canvas.resize(500, 400)
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    canvas.show()
    yield canvas
    canvas.close()


@pytest.fixture()
def evidences(opened, canvas, raising):
    runner = TaskRunner()
    found = Evidences(opened, runner, canvas, None)
    yield found
    found.shut_down()
    runner.stop()


@pytest.fixture()
def folder(opened, uuids, tmp_path):
    """Two photos of patch 0, one with nothing, one that is none."""
    place = centre_of(opened.workspace, uuids[0])
    photo(tmp_path / "照片" / "1.jpg", place, azimuth=90, reference="M")
    photo(tmp_path / "照片" / "2.jpg", (place[0] + 0.0005, place[1]), software="Adobe Photoshop")
    photo(tmp_path / "照片" / "3.jpg")
    (tmp_path / "照片" / "4.jpg").write_bytes(b"junk")
    return tmp_path / "照片"


def read(evidences, qtbot, source):
    evidences.open(str(source))
    qtbot.waitUntil(lambda: evidences.window.preview is not None and not evidences.window._busy, timeout=20000)
    return evidences.window


def texts(window, column):
    rows = window.rows
    return {rows.candidate(row).name: rows.index(row, column).data() for row in range(rows.rowCount())}


def choose(window, *names):
    view = window.photosView
    view.clearSelection()
    for row in range(window.rows.rowCount()):
        if window.rows.candidate(row).name in names:
            view.selectionModel().select(window.rows.index(row, 0), view.selectionModel().SelectionFlag.Select
                                         | view.selectionModel().SelectionFlag.Rows)


def test_what_was_found_is_seen_before_anything_is_attached(evidences, opened, uuids, folder, qtbot):
    window = read(evidences, qtbot, folder)
    number = opened.workspace.parcel(uuids[0]).dkbh
    assert texts(window, PATCH) == {"1.jpg": number, "2.jpg": number, "3.jpg": "", "4.jpg": ""}
    assert "Photoshop" in texts(window, REMARKS)["2.jpg"] and texts(window, REMARKS)["1.jpg"] == ""
    assert (window.rows.count(FOUND), window.rows.count(LEFT)) == (2, 1)
    assert opened.workspace.records("attachment") == []
    window.showBox.setCurrentIndex(window.showBox.findData(LEFT))
    window.showBox.activated.emit(window.showBox.currentIndex())
    assert list(texts(window, HOW)) == ["3.jpg"]


def test_a_person_gives_the_rest_and_imports(evidences, opened, uuids, folder, qtbot):
    opened.select(uuids[3])
    window = read(evidences, qtbot, folder)
    choose(window, "3.jpg", "4.jpg")
    window.handEdit.setText(opened.workspace.parcel(uuids[2]).dkbh[-5:])
    QTest.mouseClick(window.giveButton, Qt.MouseButton.LeftButton)
    choose(window, "2.jpg")
    QTest.mouseClick(window.currentButton, Qt.MouseButton.LeftButton)
    choose(window, "1.jpg")
    QTest.mouseClick(window.leaveButton, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window._ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window._busy and len(opened.workspace.records("attachment")) == 2, timeout=20000)
    kept = {one.values["FJMC"]: one.parcels[0] for one in opened.workspace.records("attachment")}
    assert kept == {"3.jpg": uuids[2], "2.jpg": uuids[3]}
    assert "2" in window.countLabel.text()


def test_what_was_said_by_hand_is_taken_back(evidences, opened, uuids, folder, qtbot):
    window = read(evidences, qtbot, folder)
    choose(window, "1.jpg", "2.jpg", "4.jpg")
    QTest.mouseClick(window.leaveButton, Qt.MouseButton.LeftButton)
    assert (texts(window, PATCH)["1.jpg"], texts(window, PATCH)["2.jpg"]) == ("", "")
    assert len(window.rows.by_hand) == 2  # of what is no photo nothing can be said
    QTest.mouseClick(window.resetButton, Qt.MouseButton.LeftButton)
    assert texts(window, PATCH)["1.jpg"] == opened.workspace.parcel(uuids[0]).dkbh and window.rows.by_hand == {}


def test_a_package_is_imported_and_the_dock_hears_of_it(evidences, opened, uuids, folder, tmp_path, qtbot):
    opened.select(uuids[1])
    number = opened.workspace.parcel(uuids[1]).jcbh
    package = evidence_package(tmp_path / "县.db", [
        {"F_ID": "a", "TBYBH": number, "FJMC": f"{number}_1_001", "FJLX": "1", "FJ": (folder / "3.jpg").read_bytes()},
        {"F_ID": "b", "TBYBH": "unknown", "FJ": (folder / "1.jpg").read_bytes()}])
    window = read(evidences, qtbot, package)
    heard = []
    opened.parcelUpdated.connect(heard.append)
    QTest.mouseClick(window._ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window._busy and bool(heard), timeout=20000)
    assert heard == [uuids[1]]
    (kept,) = opened.workspace.records("attachment", uuids[1])
    assert (kept.values["GLFS"], kept.values["LYLX"]) == ("package", "1")


def test_what_is_no_package_is_told_in_the_window(evidences, opened, tmp_path, qtbot, monkeypatch):
    (tmp_path / "x.db").write_bytes(b"no database")
    evidences.open()
    window = evidences.window
    window.sourceEdit.setText(str(tmp_path / "x.db"))
    with pytest.raises(WeipianError):
        evidences._failed(WeipianError("EVIDENCE_FOREIGN", file="x.db", missing="SQLite", found="—"))
    assert "x.db" in window.countLabel.text() and not window._busy and not window._ok.isEnabled()


def test_a_workspace_that_another_writes_takes_no_photos(evidences, opened, folder, qtbot, monkeypatch):
    monkeypatch.setattr(type(opened), "writable", property(lambda self: False))
    window = read(evidences, qtbot, folder)
    assert not window._ok.isEnabled() and window.rows.count(FOUND) == 2


def attached(opened, folder):
    import_photos(opened.workspace, folder)
    opened.set_mode(True)


def around(canvas, evidences, opened, uuid, qtbot):
    shape = QgsGeometry()
    shape.fromWkb(opened.workspace.parcel(uuid).wkb)
    canvas.setExtent(shape.boundingBox().buffered(100))
    opened.select("")
    opened.select(uuid)
    qtbot.waitUntil(lambda: len(evidences.marks.marks) == 2, timeout=5000)


def test_cameras_of_the_current_patch_are_on_the_map_in_mode_only(evidences, opened, uuids, folder, canvas, qtbot):
    attached(opened, folder)
    around(canvas, evidences, opened, uuids[0], qtbot)
    first, second = evidences.marks.marks
    assert (first.camera.number, second.camera.number) == (1, 2)
    assert first._view.count() > 4 and second._view.count() == 0  # one has no direction
    east = first._view.boundingRect().center()
    assert east.x() > abs(east.y())  # it looks east
    opened.select(uuids[5])
    assert evidences.marks.marks == []
    around(canvas, evidences, opened, uuids[0], qtbot)
    opened.set_mode(False)
    qtbot.waitUntil(lambda: evidences.marks.marks == [], timeout=5000)


def test_a_click_on_a_camera_opens_its_photo_and_no_tool_that_draws_is_disturbed(
        evidences, opened, uuids, folder, canvas, qtbot):
    attached(opened, folder)
    around(canvas, evidences, opened, uuids[0], qtbot)
    at = evidences.marks.marks[1].pos().toPoint()
    extent = canvas.extent()
    drawing = QgsMapToolEmitPoint(canvas)
    clicks = []
    drawing.canvasClicked.connect(lambda point, button: clicks.append(point))
    pan = canvas.mapTool()
    canvas.setMapTool(drawing)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert len(clicks) == 1 and evidences.viewer is None
    canvas.setMapTool(pan)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert evidences.viewer.uuid == evidences.marks.marks[1].camera.uuid
    assert canvas.extent() == extent  # the map has not moved under the click
    assert [mark._chosen for mark in evidences.marks.marks] == [False, True]
    assert "Photoshop" in evidences.viewer.text.text()
    qtbot.waitUntil(evidences.viewer.isActiveWindow)
    QTest.keyClick(evidences.viewer, Qt.Key.Key_Right)
    assert [mark._chosen for mark in evidences.marks.marks] == [True, False]
    assert "90°" in evidences.viewer.text.text()
    empty = QPoint(3, 3)
    evidences.viewer.reject()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, empty)
    assert evidences.viewer is None


def test_a_lying_photo_is_shown_upright_and_what_cannot_be_shown_is_said(evidences, opened, uuids, tmp_path):
    number = opened.workspace.parcel(uuids[0]).dkbh
    place = tmp_path / number
    place.mkdir()
    (place / "a.jpg").write_bytes((PHOTOS / TURNED).read_bytes())
    (place / "b.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(50))
    import_photos(opened.workspace, tmp_path)
    opened.select(uuids[0])
    evidences.show_photos()
    viewer = evidences.viewer
    assert viewer.picture._pixmap.height() > viewer.picture._pixmap.width()
    viewer.step(1)
    assert viewer.picture._pixmap.isNull() and viewer.picture._words
    viewer.step(1)
    assert viewer.number.text() == "1 / 2"


def test_nothing_of_a_patch_that_is_set_apart_stays_in_sight(evidences, opened, uuids, folder, canvas, qtbot):
    attached(opened, folder)
    around(canvas, evidences, opened, uuids[0], qtbot)
    window = read(evidences, qtbot, folder)
    evidences.show_photos()
    opened.quarantine_current()
    assert window.preview is None and window.rows.rowCount() == 0 and not window.pictureLabel.pixmap()
    assert evidences.marks.marks == [] or opened.current != uuids[0]
    qtbot.waitUntil(lambda: evidences.marks.marks == [] and evidences._photos == [], timeout=5000)
    assert evidences.viewer is None or evidences.viewer.uuid == ""
    assert list((folder.parent / "beihai.files").rglob("*.jpg")) == []


def test_files_that_do_not_go_to_quarantine_with_their_patch_are_told(evidences, opened, uuids, folder):
    attached(opened, folder)
    opened.select(uuids[0])
    for kept in list((folder.parent / "beihai.files").rglob("*.jpg")):
        kept.unlink()
    heard = []
    opened.message.connect(lambda *words: heard.append(words[0]))
    opened.quarantine_current()
    assert len(heard) == 1 and ".files" in heard[0] and ("beihai.files/" in heard[0])


def test_another_workspace_closes_what_is_open(evidences, opened, uuids, folder, qtbot):
    window = read(evidences, qtbot, folder)
    import_photos(opened.workspace, folder)
    opened.select(uuids[0])
    evidences.show_photos()
    opened.close()
    assert evidences.window is None and evidences.viewer is None and evidences.marks.marks == []
    assert not window.isVisible()


def test_the_viewer_takes_the_keyboard_and_gives_it_back_to_the_map(evidences, opened, uuids, folder, canvas, qtbot):
    attached(opened, folder)
    canvas.setFocus()
    opened.select(uuids[0])
    evidences.show_photos()
    viewer = evidences.viewer
    qtbot.waitUntil(viewer.isActiveWindow)
    assert viewer.focusWidget() is viewer.picture
    first = viewer.uuid
    viewer.nextButton.setFocus()
    QTest.keyClick(viewer.nextButton, Qt.Key.Key_Right)
    assert viewer.uuid != first and opened.current == uuids[0]
    QTest.keyClick(viewer.nextButton, Qt.Key.Key_Escape)
    assert evidences.viewer is None
    qtbot.waitUntil(canvas.hasFocus)


def test_that_a_patch_has_no_photos_is_said_in_the_viewer_that_is_open(
        evidences, opened, uuids, folder, told, qtbot):
    attached(opened, folder)
    opened.select(uuids[0])
    evidences.show_photos()
    opened.select(uuids[2])
    assert evidences.viewer.uuid == "" and evidences.viewer.picture._words == ""  # not known yet
    told.clear()
    evidences.show_photos()
    assert evidences.viewer.picture._words and told == []


def test_a_long_name_is_cut_at_its_beginning(evidences, folder, qtbot):
    window = read(evidences, qtbot, folder)
    option = QStyleOptionViewItem()
    window.photosView.itemDelegateForColumn(FILE).initStyleOption(option, window.rows.index(0, FILE))
    assert option.textElideMode == Qt.TextElideMode.ElideLeft
