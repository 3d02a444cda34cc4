"""What an analyst fills in of one parcel, on real workspaces: evidence blocks, facts, on-site record, files, mining."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QMimeData, QPoint, Qt, QUrl
from qgis.PyQt.QtGui import QColor, QDropEvent, QImage

from weipian_plugin.domain.definitions import EVIDENCE_BLOCKS, MINERAL_CHECK
from weipian_plugin.domain.records import FeatureArea, IssuedPatch, NewBatch, OverlayRun, Record, RoleAreas
from weipian_plugin.gui.interpretation.analyst_facts_form import stated_in_words
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.interpretation.thumbnails import SIDE, read_small
from weipian_plugin.jobs.judging.suggest import suggest
from weipian_plugin.jobs.registers.attachments import attach

COMPLETE_ILLEGAL = {
    "PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
    "WFPDYJSM": "未见用地批准文件，已建厂房一栋", "WFMJ": 500.0, "WFGDMJ": 250.0, "WFJBNTMJ": 0.0,
}
LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "批文与供地合同齐全，在红线内"}
CONVERTED = {"NZYPZWH": "桂政土批函〔2017〕12号", "NZYPZSJ": "2017-03-05", "NZYPZMJ": 900.0}


@pytest.fixture()
def dock(measured, qtbot, raising):
    dock = InterpretationDock(measured)
    qtbot.addWidget(dock)
    dock.resize(430, 900)
    dock.show()
    yield dock
    dock.shut_down()


@pytest.fixture()
def photo(tmp_path) -> Path:
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("olive"))
    path = tmp_path / "现场 全景.jpg"
    assert image.save(str(path))
    return path


def draft(session) -> dict:
    return dict(session.workspace.draft(session.current).answers)


def choose(editor, value) -> None:
    index = editor.box.findData(value)
    editor.box.setCurrentIndex(index)
    editor.box.activated.emit(index)


@pytest.mark.parametrize(("outcome", "case", "blocks"), [
    ({"PDLX": "合法", "HFJTQX": "H1"}, "H1", {"NZY", "GDS"}), ({"PDLX": "合法", "HFJTQX": "H4"}, "H4", {"ZJG"}),
    ({"PDLX": "其他", "QTJTQX": "Q1"}, "Q1", {"SSN"}), ({"PDLX": "其他", "QTJTQX": "Q3"}, "Q3", {"NCD"}),
    ({"PDLX": "违法", "WFLX1": "W1"}, "W1", set()),
])
def test_the_form_has_the_evidence_blocks_of_the_case_and_no_other(dock, measured, outcome, case, blocks):
    measured.answer(outcome, advance=False)
    shown = {field.block for field in EVIDENCE_BLOCKS if field.code in dock.form.editors}
    assert shown == blocks
    required = {field.code for field in EVIDENCE_BLOCKS if field.is_required(draft(measured))}
    assert all("✱" in dock.form._labels[code].text() for code in required)


def test_a_field_tells_its_form_its_unit_and_that_it_is_proposed(dock, measured):
    measured.answer({"PDLX": "其他", "QTJTQX": "Q3"}, advance=False)
    width = dock.form.editors["NCDKD"]
    assert "附表2-1" in dock.form._labels["NCDKD"].toolTip()
    assert any(label.text() == "米" for label in width.findChildren(type(dock.form._labels["NCDKD"])))
    measured.answer({"QTJTQX": "Q4"}, advance=False)
    assert "proposed" in dock.form._labels["GFYXMLX"].toolTip()
    assert "拟" in dock.form._labels["GFYXMLX"].text()


def test_another_case_clears_the_block_at_once_says_so_and_undo_brings_it_back(dock, measured):
    measured.answer({**LEGAL, **CONVERTED}, advance=False)
    assert not dock.cleared.isVisible()
    before = draft(measured)
    events = len(measured.workspace.history(measured.current))
    choose(dock.form.editors["HFJTQX"], "H5")
    assert not set(CONVERTED) & set(draft(measured))
    assert len(measured.workspace.history(measured.current)) == events + 1
    assert dock.cleared.isVisible()
    assert "approval number" in dock.cleared.label.toolTip().lower()
    dock.cleared.button.click()
    assert draft(measured) == before
    assert not dock.cleared.isVisible()
    assert dock.form.editors["NZYPZWH"].value() == CONVERTED["NZYPZWH"]


def test_what_a_key_cleared_is_still_told_on_the_next_patch(dock, measured):
    first = measured.current
    measured.answer({**LEGAL, **CONVERTED}, advance=False)
    before = draft(measured)
    measured.answer({"PDLX": "其他", "QTJTQX": "Q5"})
    assert measured.current != first
    assert dock.cleared.isVisible()
    assert measured.workspace.parcel(first).jcbh in dock.cleared.label.text()
    dock.cleared.button.click()
    assert measured.current == first
    assert draft(measured) == before


def test_emptying_a_field_by_hand_is_no_clearing(dock, measured):
    measured.answer({**LEGAL, **CONVERTED}, advance=False)
    measured.answer({"NZYPZWH": ""}, advance=False)
    assert not dock.cleared.isVisible()


@pytest.mark.parametrize(("typed", "stored"), [("2021年5月6日", "2021-05-06"), ("20210506", "2021-05-06"),
                                               ("2021-13-06", None)])
def test_a_day_is_read_as_people_write_it(dock, measured, qtbot, typed, stored):
    measured.answer({"PDLX": "合法", "HFJTQX": "H1"}, advance=False)
    editor = dock.form.editors["NZYPZSJ"]
    editor.line.setFocus()
    editor.line.insert(typed)
    editor.line.textEdited.emit(editor.line.text())
    dock.save_pending()
    assert draft(measured).get("NZYPZSJ") == stored
    assert ("not a date" in dock.form._labels["NZYPZSJ"].text()) is (stored is None)


def test_a_stated_fact_changes_the_suggestion_at_once_and_as_the_batch_run_would(dock, measured):
    dock.forms.facts_section.open()
    before = measured.workspace.suggestion(measured.current)
    changed = dock.forms.facts.form.editors["SSBH"]
    changed.no.click()
    after = measured.workspace.suggestion(measured.current)
    assert (before["kind"], after["kind"]) != (after["kind"], before["kind"])
    assert after["kind"] == "其他·Q5"
    assert "No change" in dock.card.outcomeLabel.text()
    assert suggest(measured.workspace).remade == 0
    changed.clear.click()
    assert "SSBH" not in draft(measured)
    assert measured.workspace.suggestion(measured.current) == before


def test_undo_of_a_fact_takes_the_suggestion_back(dock, measured):
    before = measured.workspace.suggestion(measured.current)
    measured.answer({"SSBH": 0}, advance=False)
    assert measured.workspace.suggestion(measured.current) != before
    measured.undo()
    assert measured.workspace.suggestion(measured.current) == before


def test_the_facts_section_asks_first_for_what_rules_wait_for(dock, measured):
    assert "rules wait for" in dock.forms.facts_section.summary.text()
    dock.forms.facts_section.open()
    few = set(dock.forms.facts.form.editors)
    assert "SSBH" in few
    dock.forms.facts.allBox.click()
    assert set(dock.forms.facts.form.editors) > few
    assert stated_in_words({"SSLK": 5.5, "SSBH": 0}) == ["Changed on site no", "Road width 5.5 米"]


def test_a_closed_section_builds_no_fields(dock, measured):
    assert dock.forms.onsite.form.editors == {}
    dock.forms.onsite_section.open()
    assert "HCYJ" in dock.forms.onsite.form.editors


def test_a_dropped_file_is_attached_listed_told_what_it_proves_and_taken_away_again(dock, measured, photo):
    dock.forms.onsite_section.open()
    view = dock.forms.onsite.attachments
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    view.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                              Qt.KeyboardModifier.NoModifier))
    (kept,) = measured.workspace.records("attachment", measured.current)
    assert kept.values["FJLX"] == "photo"
    assert view.list.count() == 1
    choose_evidence = view.evidenceBox
    choose_evidence.setCurrentIndex(choose_evidence.findData("zp"))
    choose_evidence.activated.emit(choose_evidence.currentIndex())
    (told,) = measured.workspace.records("attachment", measured.current)
    assert told.values["ZJDM"] == "zp"
    evidence = {piece["code"]: piece["have"] for piece in measured.workspace.suggestion(measured.current)["evidence"]}
    assert evidence.get("zp", True)
    view.removeButton.click()
    assert measured.workspace.records("attachment", measured.current) == []
    measured.undo()
    assert len(measured.workspace.records("attachment", measured.current)) == 1
    assert view.list.count() == 1


def test_pictures_are_read_small_and_papers_have_none(photo, tmp_path):
    small = read_small(str(photo))
    assert max(small.width(), small.height()) == SIDE
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    assert read_small(str(tmp_path / "a.pdf")).isNull()


def test_a_small_picture_comes_later_without_holding_the_window(dock, measured, photo, qtbot):
    dock.papers.attach([str(photo)])
    thumbnails = dock.forms.onsite.attachments.thumbnails
    with qtbot.waitSignal(thumbnails.made, timeout=5000):
        dock.forms.onsite_section.open()
    assert thumbnails.icon(dock.papers.place_of(measured.workspace.records("attachment")[0])) is not None


def test_a_stated_use_is_offered_to_the_answer_and_put_in_by_a_click_only(dock, measured):
    measured.answer({"SSYT": "工业"}, advance=False)
    measured.answer({"PDLX": "合法"}, advance=False)
    editor = dock.form.editors["HFSJYT"]
    assert "HFSJYT" not in draft(measured) and editor.value() is None
    assert not editor.take.isHidden() and "Industry" in editor.take.text()
    editor.take.click()
    assert draft(measured)["HFSJYT"] == "工业"
    assert dock.form.editors["HFSJYT"].take.isHidden()
    measured.answer({"HFSJYT": None, "SSYT": None}, advance=False)
    assert dock.form.editors["HFSJYT"].take.isHidden()


def test_a_violation_says_which_on_site_record_is_missing_and_a_photo_is_one(dock, measured, photo):
    measured.answer(COMPLETE_ILLEGAL, advance=False)
    dock.sign_bar.deskButton.click()
    assert "Field-check opinion" in dock.sign_bar.onSiteLabel.text()
    assert dock.sign_bar.reasonEdit.isVisible()
    dock.papers.attach([str(photo)])
    assert "is there" in dock.sign_bar.onSiteLabel.text()
    assert not dock.sign_bar.reason_needed
    uuid = measured.current
    dock.sign()
    assert measured.workspace.judgement(uuid).reason == ""


def test_a_file_that_is_only_named_is_no_record_that_is_there(dock, measured, photo):
    measured.answer({**COMPLETE_ILLEGAL, "FJ": photo.name, "XCHSB": "核实表.pdf", "XCGZDW": "某局"}, advance=False)
    dock.sign_bar.deskButton.click()
    text = dock.sign_bar.onSiteLabel.text()
    assert "no file attached" in text and "On-site form" in text and "Attachments" in text
    assert "is there" not in text and not dock.sign_bar.reason_needed  # the rule of signing stays: it was stated
    dock.papers.attach([str(photo)])
    text = dock.sign_bar.onSiteLabel.text()
    assert "is there" in text and "On-site form" in text and "Attachments" not in text


def test_an_open_correction_holds_the_signature(dock, measured, told):
    measured.answer({"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化"}, advance=False)
    measured.put_record(Record("", "correction", (measured.current,), values={
        "RCJC_YY": "其他", "FKWH": "1", "FKRQ": "2023-09-01", "FKJG": "耕保科"}))
    assert "correction" in dock.sign_bar.stateLabel.text()
    assert not dock.sign_bar.signButton.isEnabled()
    dock.sign_bar.deskButton.click()
    dock.sign()
    assert measured.workspace.judgement(measured.current) is None
    assert "correction" in told[-1][0]


@pytest.fixture()
def mining(measured):
    """The current parcel concerns mining; 70 % of it lie in a valid mining right."""
    workspace, uuid = measured.workspace, measured.current
    workspace._database.connection.execute(
        "UPDATE patches SET SFSK = 1 WHERE uuid = (SELECT patch_uuid FROM parcels WHERE uuid = ?)", (uuid,))
    found = workspace.measured(uuid)
    part = found.area_m2 * 0.7
    right = FeatureArea("", part, {"XKZH": "C1", "YXQQ": "2016-01-01", "YXQZ": "2026-01-01"})
    roles = {**found.roles, "ckq": RoleAreas("ckq", part, part, features=(right,)),
             "tkq": RoleAreas("tkq", declared_empty=True)}
    workspace.store_overlay(OverlayRun(workspace.overlay_run().provenance), {uuid: replace(found, roles=roles)})
    workspace.save_draft(uuid, {"SSKS": 1, "SSKH": "开采"})
    suggest(workspace)
    measured.queueChanged.emit()
    return measured


def test_the_mining_has_its_own_suggestion_fields_and_signature(mining, qtbot, raising):
    dock = InterpretationDock(mining)
    qtbot.addWidget(dock)
    dock.show()
    uuid = mining.current
    assert "Mining" in dock.card.mineralLabel.text()
    assert dock.forms.mineral_section.isVisible()
    dock.forms.mineral_section.open()
    dock.forms.mineral.buttons["违法"].click()
    choose(dock.forms.mineral.form.editors["KWFLX"], "越界开采")
    offered = dock.forms.mineral.form.editors["YJMJ"]
    offered.fill.click()
    assert draft(mining)["YJMJ"] == pytest.approx(mining.workspace.measured(uuid).area_m2 * 0.3)
    missing = {field.code for field in dock.forms.mineral.form.missing()}
    assert missing == {"KPDYJSM", "KCLFS"} & {field.code for field in MINERAL_CHECK}
    mining.answer({"KPDYJSM": "套合采矿权，东侧越出矿界", "KCLFS": "立案"}, advance=False)
    bar = dock.forms.mineral.sign_bar
    bar.onSiteButton.click()
    bar.reasonEdit.setText("矿区封闭，影像清楚")
    bar.signButton.click()
    assert mining.workspace.judgement(uuid, "mineral").reason == "矿区封闭，影像清楚"
    assert mining.workspace.judgement(uuid) is None
    mining.select(uuid)
    assert not dock.forms.mineral.buttons["违法"].isEnabled()
    dock.shut_down()


def test_a_patch_without_mining_has_no_mining_part(dock, measured):
    assert not dock.forms.mineral_section.isVisible()
    assert dock.card.mineralLabel.text() == ""


def test_earlier_evidence_is_taken_over_at_one_click(dock, measured, photo):
    workspace, earlier = measured.workspace, measured.current
    workspace.save_draft(earlier, {**LEGAL, **CONVERTED})
    attach(workspace, earlier, photo, "zp")
    patch, shape = next((uuid, wkb) for uuid, jcbh, wkb in workspace.patch_shapes()
                        if jcbh == workspace.parcel(earlier).jcbh)
    again = IssuedPatch("450512WP1900001", {"JCBH": "450512WP1900001", "TBLX": "20", "JCLB": "XZFN"}, shape)
    workspace.add_batch(NewBatch("2024", "2024-08-01", "b.zip", "b", "GX_ZY2023"), [again],
                        links={again.jcbh: [(patch, 0.93)]})
    now = next(row.parcel_uuid for row in workspace.queue() if row.jcbh == again.jcbh)
    measured.queueChanged.emit()
    measured.select(now)
    measured.answer(LEGAL, advance=False)
    dock.forms.onsite_section.open()
    (button,) = dock.forms.onsite.earlier.buttons
    button.click()
    assert draft(measured)["NZYPZWH"] == CONVERTED["NZYPZWH"]
    assert len(workspace.records("attachment", now)) == 1
    assert dock.forms.onsite.earlier.buttons == []


def test_a_finding_jumps_into_a_closed_section(dock, measured, qtbot):
    dock.show_fields(["HCFZR"])
    assert dock.forms.onsite_section.is_open
    editor = dock.forms.onsite.form.editors["HCFZR"]
    qtbot.waitUntil(lambda: editor.isVisible() and editor.mapTo(dock._ui.scroll.viewport(), QPoint()).y() >= 0)


def test_what_is_typed_in_a_section_is_kept_when_the_patch_changes(dock, measured, qtbot):
    first = measured.current
    dock.forms.onsite_section.open()
    dock.forms.onsite.form.editors["HCYJ"].text.insertPlainText("现场为厂房")
    measured.step(1)
    assert measured.workspace.draft(first).answers["HCYJ"] == "现场为厂房"
    assert draft(measured) == {}
    qtbot.waitUntil(lambda: dock.forms.onsite.form.editors["HCYJ"].value() == "")


def test_field_sheets_are_printed_page_by_page_and_can_be_stopped(measured, told, tmp_path, qtbot):
    from qgis.PyQt.QtWidgets import QWidget

    from weipian_plugin.gui.field_sheets import FieldSheetPrinter

    window = QWidget()
    qtbot.addWidget(window)
    printer = FieldSheetPrinter(measured, window)
    with qtbot.waitSignal(printer.ended, timeout=20000):
        printer.write(str(tmp_path / "核查表.pdf"), measured.order[:2])
    assert (tmp_path / "核查表.pdf").exists()
    assert "2 field sheets" in told[-1][0]
    with qtbot.waitSignal(printer.progressed, timeout=20000):
        printer.write(str(tmp_path / "b.pdf"), measured.order[:20])
    printer.stop()
    assert not printer.busy
    assert [path.name for path in tmp_path.glob("*.pdf*")] == ["核查表.pdf"]


def test_a_key_on_a_mineral_patch_answers_for_the_mining(dock, measured):
    measured.workspace._database.connection.execute(
        "UPDATE patches SET JCLB = 'K' WHERE uuid = (SELECT patch_uuid FROM parcels WHERE uuid = ?)",
        (measured.current,))
    measured.queueChanged.emit()
    assert not dock.form.isVisible()
    assert dock.forms.mineral_section.is_open
    assert dock.meant({"PDLX": "违法"}) == {"KPDLX": "违法"}
    assert dock.meant({"PDLX": "其他", "QTJTQX": "Q1"}) == {}
