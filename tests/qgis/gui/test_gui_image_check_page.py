"""The page of rectification checks: three pictures of real imagery, three keys, a newer image, 虚假整改 confirmed."""

from __future__ import annotations

import shutil

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from tests.qgis.returned_scene import make
from weipian_plugin.domain.records import ClassArea, Measured, OverlayRun, Record, RoleAreas, Scene
from weipian_plugin.gui.reviewing.claim_pictures import AFTER, BEFORE, NEWEST
from weipian_plugin.gui.reviewing.claim_rows import NEWEST as NEWEST_COLUMN
from weipian_plugin.gui.reviewing.claim_rows import SEEN, UNVISITED, VISITED
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.tasks import TaskRunner


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app):
    return make(demo, tmp_path_factory.mktemp("claims") / "县.gpkg")


@pytest.fixture()
def claimed(session, scene, demo, tmp_path, raising):
    """Three claims of 2023, two of them on patches of the same act."""
    copy = tmp_path / "市.gpkg"
    shutil.copy(scene, copy)
    session.settings.operator = "李四"
    session.open(str(copy))
    workspace = session.workspace
    uuids = [row.parcel_uuid for row in workspace.queue()]
    for uuid in uuids[2:5]:
        workspace.put_record(Record("", "rectification", (uuid,), "", {
            "ZGFS": "拆除复耕", "SFZGDW": 1, "CCSJ": "2023-11-20", "HFYMMJ": 1000.0, "FGDWMJ": 500.0}))
    for name, day in (("before_20161209_rgb8.tif", "2016-12-09"), ("after_20180309_rgb8.tif", "2018-03-09")):
        workspace.set_scene(Scene(str(demo / name), day, name, True))
    shutil.copy(demo / "after_20180309_rgb8.tif", tmp_path / "GF2_20240105.tif")
    session.queueChanged.emit()
    return session


@pytest.fixture()
def page(claimed, qtbot):
    runner, shown = TaskRunner(), []
    desk = ReviewDesk(claimed, runner, lambda title, found: shown.append(found), None, None)
    desk.open("image_check_page")
    page = desk.window.pages["image_check_page"]
    desk.window.resize(1120, 760)
    wait(page, qtbot, lambda: page.walk is not None)
    yield page
    desk.close()
    runner.stop()


def wait(page, qtbot, condition):
    qtbot.waitUntil(lambda: not page._busy and condition(), timeout=30000)


def with_newest(page, qtbot, tmp_path):
    page.offer_image(str(tmp_path / "GF2_20240105.tif"))
    page.plainBox.setChecked(True)
    QTest.mouseClick(page.takeButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: page.current is not None and page.current.newest == "2024-01-05")


def test_the_pictures_of_all_three_dates_stand_side_by_side(page, qtbot, tmp_path):
    with_newest(page, qtbot, tmp_path)
    views = page.pictures.pictures
    qtbot.waitUntil(lambda: "2024-01-05" in page.pictures.captions[NEWEST].text() and all(
        views[place].image is not None for place in (BEFORE, AFTER, NEWEST)), timeout=30000)
    assert "2016-12-09" in page.pictures.captions[BEFORE].text()
    assert len({view.image.extent.center().toString(0) for view in views.values()}) == 1
    colours = {view.image.image.pixelColor(x, y).name() for view in views.values() for x in (30, 90) for y in (30, 90)}
    assert len(colours) > 3
    before, after = (views[place].image.image for place in (BEFORE, AFTER))
    assert any(before.pixelColor(x, y) != after.pixelColor(x, y) for x in range(10, 110, 20) for y in (30, 60, 90))


def test_an_image_that_is_no_later_than_the_claim_is_told_and_no_result(page, claimed, qtbot):
    assert page.current.newest == "2018-03-09" and "2023-11-20" in page.detailLabel.text()
    QTest.keyClick(page.claimsView, Qt.Key.Key_1)
    assert "2018-03-09" in page.desk.window.tellLabel.text()
    assert claimed.workspace.records("image_check") == []
    QTest.keyClick(page.claimsView, Qt.Key.Key_3)
    assert [one.values["YXJG"] for one in claimed.workspace.records("image_check")] == ["不确定"]


def test_an_image_is_not_taken_in_before_somebody_has_confirmed_it(page, claimed, qtbot, tmp_path):
    page.offer_image(str(tmp_path / "GF2_20240105.tif"))
    assert page.dayEdit.text() == "2024-01-05" and page.loadPart.isVisibleTo(page)
    QTest.mouseClick(page.takeButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: "非涉密" in page.desk.window.tellLabel.text() or "classified"
         in page.desk.window.tellLabel.text())
    assert len(claimed.workspace.scenes()) == 2 and page.loadPart.isVisibleTo(page)


def test_keys_tick_and_go_on_to_the_next_with_image_and_day_kept(page, claimed, qtbot, tmp_path):
    with_newest(page, qtbot, tmp_path)
    first = page.current.claim.parcel
    page.wordsEdit.setText("房屋已拆，恢复耕种")
    QTest.keyClick(page.claimsView, Qt.Key.Key_1)
    second = page.current.claim.parcel
    assert second != first and page.wordsEdit.text() == ""
    QTest.keyClick(page.claimsView, Qt.Key.Key_2)
    kept = {one.parcels[0]: one.values for one in claimed.workspace.records("image_check")}
    assert (kept[first]["YXJG"], kept[first]["YXMC"], kept[first]["YXRQ"]) == ("已拆除", "GF2_20240105", "2024-01-05")
    assert kept[first]["YXSM"] == "房屋已拆，恢复耕种"
    assert (kept[second]["YXJG"], kept[second]["YXXJ"]) == ("未拆除", 0)
    wait(page, qtbot, lambda: page.walk.counts.by_tick["未拆除"] == (second,))
    page.showBox.setCurrentIndex(page.showBox.findData("unchecked"))
    assert first not in [one.claim.parcel for one in page.rows.shown] and len(page.rows.shown) == 1


def test_false_rectification_is_confirmed_in_line_and_wants_words(page, claimed, qtbot, tmp_path):
    with_newest(page, qtbot, tmp_path)
    number, parcel = page.current.number, page.current.claim.parcel
    QTest.mouseClick(page.falseButton, Qt.MouseButton.LeftButton)
    assert page.falsePart.isVisibleTo(page) and number in page.falseLabel.text()
    assert claimed.workspace.records("image_check") == []
    QTest.mouseClick(page.sayFalseButton, Qt.MouseButton.LeftButton)
    assert claimed.workspace.records("image_check") == [] and page.falsePart.isVisibleTo(page)
    page.wordsEdit.setText("房屋仍在，材料照片不是本处")
    QTest.mouseClick(page.sayFalseButton, Qt.MouseButton.LeftButton)
    (record,) = claimed.workspace.records("image_check")
    assert (record.values["YXXJ"], record.values["YXJG"], record.parcels) == (1, "未拆除", (parcel,))
    assert not page.falsePart.isVisibleTo(page)
    wait(page, qtbot, lambda: page.walk.counts.false == (parcel,))
    line = page.rows.line_of(record.act, parcel)
    assert "false" in page.rows.text(page.rows.row_at(line), SEEN)


def test_a_parcel_that_no_image_reaches_says_so(page, claimed, qtbot):
    for scene in claimed.workspace.scenes():
        claimed.workspace.remove_scene(scene.path)
    claimed.queueChanged.emit()
    wait(page, qtbot, lambda: page.current is not None and not page.current.newest)
    assert "no image" in page.rows.text(page.current, NEWEST_COLUMN)
    newest = page.pictures.pictures[NEWEST]
    qtbot.waitUntil(lambda: newest.image is None and len(newest.words) > 10, timeout=10000)
    QTest.keyClick(page.claimsView, Qt.Key.Key_1)
    assert claimed.workspace.records("image_check") == []


def test_what_was_called_false_is_not_withdrawn_unasked(page, claimed, qtbot, tmp_path):
    with_newest(page, qtbot, tmp_path)
    parcel = page.current.claim.parcel
    QTest.mouseClick(page.falseButton, Qt.MouseButton.LeftButton)
    page.wordsEdit.setText("房屋仍在，材料照片不是本处")
    QTest.mouseClick(page.sayFalseButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: page.walk.counts.false == (parcel,))
    page._select(next(row for row in range(page.rows.rowCount()) if page.rows.row_at(row).claim.parcel == parcel))
    QTest.keyClick(page.claimsView, Qt.Key.Key_1)
    assert len(claimed.workspace.records("image_check")) == 1  # nothing is kept before somebody says so
    assert page.falsePart.isVisibleTo(page) and page.current.number in page.falseLabel.text()
    QTest.mouseClick(page.keepButton, Qt.MouseButton.LeftButton)
    assert len(claimed.workspace.records("image_check")) == 1 and not page.falsePart.isVisibleTo(page)
    QTest.keyClick(page.claimsView, Qt.Key.Key_1)
    QTest.mouseClick(page.sayFalseButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: page.walk.counts.false == () and page.walk.counts.by_tick["已拆除"] == (parcel,))


def test_claims_whose_visit_on_site_is_lacking_are_listed_by_themselves_and_handed_on(page, claimed, qtbot, tmp_path):
    workspace = claimed.workspace
    uuids = [one.claim.parcel for one in page.rows.shown]
    area = 30000.0
    workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {uuid: Measured(area, {
        "dltb": RoleAreas("dltb", area, area, (ClassArea("0103", area, area),)),
        "yjjbnt": RoleAreas("yjjbnt", 0.0, 0.0), "stbhhx": RoleAreas("stbhhx", 0.0, 0.0)}) for uuid in uuids[:2]})
    workspace.save_draft(uuids[0], {"HCYJ": "已恢复", "HCFZR": "某负责人", "HCSJ": "2023-12-01",
                                    "HYSQSJ": "2023-12-02"})
    claimed.queueChanged.emit()
    wait(page, qtbot, lambda: any(one.visits for one in page.rows.shown))
    first, second = page.rows.shown[:2]
    assert "2023-12-01" in page.rows.text(first, VISITED) and "OS3" in page.rows.text(second, VISITED)
    page.showBox.setCurrentIndex(page.showBox.findData(UNVISITED))
    assert [one.claim.parcel for one in page.rows.shown] == [uuids[1]] and "lacking <" not in page.countsLabel.text()
    assert "visits on site lacking 1" in page.countsLabel.text() and "nothing recorded" in page.detailLabel.text()
    page.export_to(tmp_path / "清单.xlsx")
    wait(page, qtbot, (tmp_path / "清单.xlsx").exists)
