"""The pages of samples and of their comparison: designs are drawn in the background, numbers lead to their patches."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtWidgets import QMessageBox

from tests.qgis.sampled_scene import make, recheck
from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.reviewing.sampling import plan_of_profile, sample_of
from weipian_plugin.jobs.rules.profiles import load_profile

OUTCOMES = ["合法"] * 23 + ["违法"] * 10 + ["其他"] * 9 + ["违法"] * 2


@pytest.fixture()
def desk(demo, session, tmp_path, raising, qtbot):
    make(demo, tmp_path / "w.gpkg", OUTCOMES, lambda number: "甲乙"[number % 2], lambda _number: 3000.0, minerals=2)
    session.open(str(tmp_path / "w.gpkg"))
    runner = TaskRunner()
    desk = ReviewDesk(session, runner, lambda title, uuids: desk.listed.append((title, tuple(uuids))), None, None)
    desk.listed = []
    desk.open("sampling_page")
    yield desk
    desk.close()
    runner.stop()


@pytest.fixture()
def page(desk, qtbot):
    page = desk.window.pages["sampling_page"]
    qtbot.waitUntil(lambda: page.countyBox.count() == 2 and not page._busy, timeout=20000)
    return page


def texts(model):
    return [[model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())]


def draw(page, qtbot, name="三季度", seed="种子"):
    page.nameEdit.setText(name)
    page.seedEdit.setText(seed)
    page.drawButton.click()
    qtbot.waitUntil(lambda: page.sample is not None and page.sample.head.name == name and not page._busy, timeout=20000)
    qtbot.waitUntil(lambda: any(head.name == name for head in page.heads) and not page._busy, timeout=20000)


def test_a_sample_is_looked_at_first_then_drawn_and_its_strata_lead_to_their_patches(page, qtbot, desk):
    assert not page.drawButton.isEnabled() and not page.previewButton.isEnabled()
    page.seedEdit.setText("种子")
    assert page.previewButton.isEnabled() and not page.drawButton.isEnabled()
    page.previewButton.click()
    qtbot.waitUntil(lambda: page.preview is not None and not page._busy, timeout=20000)
    assert [row[:3] for row in texts(page.strata_rows)][:-1] == [
        ["矿产全部", "2", "2"], ["其他", "9", "3"], ["合法", "23", "7"], ["违法", "10", "3"]]
    assert page.workspace.records("sample") == []
    draw(page, qtbot)
    assert page.preview is None and len(page.workspace.records("drawn")) == 15
    page.strataView.clicked.emit(page.strata_rows.index(2, 2))
    (title, listed), = desk.listed
    assert title == "合法" and len(listed) == 7
    page.queueButton.click()
    assert len(desk.listed[-1][1]) == 15


def test_the_form_begins_with_what_the_profile_asks_for_and_the_sample_says_so(page, qtbot):
    assert page.profile == "GD2021" and page.asked == plan_of_profile(load_profile("GD2021"))
    assert page.plan() == page.asked and "30.00 %" in page.askedLabel.text()
    draw(page, qtbot)
    assert page.sample.head.said("CYKJ") == "GD2021"
    assert page.sample.design.plan.drawing.outcomes == ("合法", "违法", "其他")
    page.shareSpin.setValue(20)  # another design is nobody's but the province's own
    draw(page, qtbot, "另一个")
    assert page.sample.head.said("CYKJ") == ""
    page.profileBox.setCurrentIndex(page.profileBox.findData("GX2023"))
    page.profileBox.activated.emit(page.profileBox.currentIndex())
    assert page.asked is None and page.askedLabel.text()
    page.profileBox.setCurrentIndex(page.profileBox.findData("GD2021"))
    page.profileBox.activated.emit(page.profileBox.currentIndex())
    assert page.shareSpin.value() == 30 and page.plan() == page.asked


def test_a_quarter_can_be_chosen_and_a_preview_shows_what_the_seed_would_draw(page, qtbot):
    quarter = next(place for place in range(page.batchBox.count()) if "第三季度" in page.batchBox.itemText(place))
    page.batchBox.setCurrentIndex(quarter)
    assert page.scope().period == "2023Q3" and page.scope().batches == ()
    page.nameEdit.setText("三季度")
    assert not page.previewButton.isEnabled()  # a name is no seed
    page.seedEdit.setText("种子")
    page.previewButton.click()
    qtbot.waitUntil(lambda: page.preview is not None and not page._busy, timeout=20000)
    shown = set(page.preview.placed)
    draw(page, qtbot)
    assert set(page.sample.parcels) == shown and page.sample.design.scope == {"period": "2023Q3"}
    page.batchBox.setCurrentIndex(page.batchBox.findText("2023-08"))
    assert page.scope().period == "" and len(page.scope().batches) == 1


def test_a_larger_share_is_added_and_a_sample_is_taken_away_only_when_that_is_wished(page, qtbot, monkeypatch):
    draw(page, qtbot)
    first = set(page.sample.parcels)
    page.shareSpin.setValue(50)
    page.topUpButton.click()
    qtbot.waitUntil(lambda: page.sample.head.drawn == 24 and not page._busy, timeout=20000)
    assert first < set(page.sample.parcels) and first < set(sample_of(page.workspace, "三季度").parcels)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    page.removeButton.click()
    assert len(page.workspace.records("sample")) == 1
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    page.removeButton.click()
    qtbot.waitUntil(lambda: not page.workspace.records("sample") and not page._busy, timeout=20000)
    qtbot.waitUntil(lambda: page.sample_rows.rowCount() == 0, timeout=20000)


def test_a_sample_that_is_chosen_shows_its_design_in_the_form(page, qtbot):
    draw(page, qtbot)
    page.mineralsCheck.setChecked(False)
    page.methodBox.setCurrentIndex(page.methodBox.findData("按单位抽样"))
    page.numberSpin.setValue(2)
    page.farmlandSpin.setValue(25)
    draw(page, qtbot, "按县")
    for row, wanted in ((0, ("按类抽样", 0, 0.0, True, 30.0)), (1, ("按单位抽样", 2, 25.0, False, 0.0))):
        page.samplesView.setCurrentIndex(page.sample_rows.index(1 - row, 0))
        page.samplesView.setCurrentIndex(page.sample_rows.index(row, 0))
        name = page.heads[row].name
        qtbot.waitUntil(lambda name=name: page.sample.head.name == name and not page._busy, timeout=20000)
        assert (page.methodBox.currentData(), page.numberSpin.value(), page.farmlandSpin.value(),
                page.mineralsCheck.isChecked(), page.shareSpin.value()) == wanted
        assert page.plan() == page.sample.design.plan


def test_the_comparison_shows_matrices_groups_and_intervals_and_each_cell_its_patches(page, qtbot, desk, tmp_path):
    draw(page, qtbot)
    workspace, sample = page.workspace, page.sample
    outcomes = {row.parcel_uuid: row.outcome for row in workspace.queue()}
    changed = sample.drawing.design.stratum("合法") and next(
        uuid for uuid in sample.parcels if outcomes[uuid] == "合法")
    for uuid in sample.parcels:
        workspace.put_record(recheck(uuid, sample.head.uuid, "违法" if uuid == changed else outcomes[uuid]))
    desk.open("comparison_page")
    compared = desk.window.pages["comparison_page"]
    qtbot.waitUntil(lambda: compared.found is not None and not compared._busy, timeout=20000)
    assert texts(compared.figure_rows)[0][:3] == ["判定类型一致率", "93.33 %", "15"]
    matrix = texts(compared.matrix_rows)
    assert matrix[0][:5] == ["合法", "6", "1", "0", "7"] and matrix[1][:5] == ["违法", "0", "5", "0", "5"]
    compared.matrixView.clicked.emit(compared.matrix_rows.index(0, 2))
    assert desk.listed[-1][1] == (changed,)
    compared.divisionBox.setCurrentIndex(compared.divisionBox.findData("class"))
    assert texts(compared.group_rows)[0][:3] == ["合法", "7", "1"]
    compared.differentButton.click()
    assert desk.listed[-1][1] == (changed,)
    compared.export(tmp_path / "比对.xlsx")
    qtbot.waitUntil(lambda: (tmp_path / "比对.xlsx").exists() and not compared._busy, timeout=20000)


def test_batches_of_one_label_are_told_apart_by_their_county_in_the_list(page):
    workspace = page.workspace
    batch = workspace.batches()[0]
    patch = IssuedPatch("450521WP1800001", {"JCBH": "450521WP1800001", "XZQDM": "450521", "XMC": "合浦县"},
                        workspace.parcel(workspace.queue()[0].parcel_uuid).wkb)
    workspace.add_batch(NewBatch(batch.label, batch.issued, "y.zip", "d2", "GD2021", "450521"), [patch])
    page.refresh()
    listed = [page.batchBox.itemText(place) for place in range(page.batchBox.count())]
    assert [text for text in listed if text.startswith(batch.label)] == [
        f"{batch.label} · 铁山港区", f"{batch.label} · 合浦县"]
