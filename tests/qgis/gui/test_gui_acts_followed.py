"""What follows an act or a judgement in the window: 移交, 集体会审, 容错纠错, 延期, 变更调查; many stay fluent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import load_workbook
from qgis.PyQt.QtGui import QPalette

from tests.qgis.gui.acts_hands import choose, go_to, write
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.record_kinds import RECORD_KINDS
from weipian_plugin.domain.records import QueueRow, Record
from weipian_plugin.gui.acts.acts import Acts
from weipian_plugin.gui.acts.parcel_links import Parcels
from weipian_plugin.gui.acts.records_model import RecordsModel
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.jobs.registers.acts import survey_flag_of
from weipian_plugin.jobs.registers.review_sheet import export_review_sheet, review_sheet
from weipian_plugin.jobs.registers.survey_flags import export_survey_flags

ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "WFMJ": 4000.0, "WFGDMJ": 2000.0, "WFJBNTMJ": 0.0, "SFLZGDJF": 0,
           "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业", "WFPDYJSM": "未经批准占用耕地建设厂房，无任何用地手续"}


@pytest.fixture()
def order(opened):
    opened.settings.today = "2023-11-01"
    return [row.parcel_uuid for row in opened.workspace.queue()]


@pytest.fixture()
def acts(opened, order, qtbot, raising):
    opened.select(order[0])
    controller = Acts(opened, None)
    qtbot.addWidget(controller.show([]))
    yield controller
    controller.close()


@pytest.fixture()
def shown(acts):
    return acts.window


def test_an_act_is_handed_over_with_what_it_says_and_the_answer_is_due_by_the_years_end(shown, order):
    shown.new_act_of(order[0])
    choose(shown.acts.form.editors["CLFS"], "移交其他部门")
    write(shown.acts.form.editors["YJDW"], "农业农村局")
    write(shown.acts.form.editors["YJSJ"], "2023-10-20")
    shown.acts.handOverButton.click()
    page = shown.transfers
    assert shown.tabs.currentWidget() is page
    [act], [transfer] = (shown.session.workspace.records(kind) for kind in ("act", "transfer"))
    assert (transfer.act, transfer.parcels) == (act.uuid, (order[0],))
    assert (transfer.values["JSDW"], transfer.values["YJSJ"]) == ("农业农村局", "2023-10-20")
    assert "2023-12-31" in page.notesLabel.text() and "60 days left" in page.notesLabel.text()
    assert "年底前" in page.notesLabel.text()
    shown.session.settings.today = "2024-01-05"
    page.show_current()
    assert "5 days over" in page.notesLabel.text()
    write(page.form.editors["FKSJ"], "2023-12-30")
    assert "answered on 2023-12-30" in page.notesLabel.text() and "✔" in page.model.index(0, 0).data()
    shown.acts.handOverButton.click()
    assert len(shown.session.workspace.records("transfer")) == 1


def test_a_correction_holds_the_judgement_open_until_it_is_concluded(shown, order, qtbot):
    session = shown.session
    dock = InterpretationDock(session)
    qtbot.addWidget(dock)
    session.workspace.save_draft(order[0], ILLEGAL)
    page = go_to(shown, shown.corrections)
    page.newHereButton.click()
    write(page.form.editors["FKWH"], "函〔2024〕3号")
    said = dock.page.remarks_first.label.text()
    assert "in doubt" in said and "函〔2024〕3号" in said and dock.page.remarks_first.isVisibleTo(dock)
    assert "Open" in page.notesLabel.text()
    with pytest.raises(WeipianError) as caught:
        session.workspace.sign(order[0], "张三", "实地", "现场")
    assert caught.value.code == "CORRECTION_OPEN"
    shown.new_act_of(order[0])
    assert "a correction is open" in shown.acts.notesLabel.text()
    go_to(shown, page)
    page.form.editors["HDJL"].text.setPlainText("划定有误，予以调出")
    page.save_pending()
    write(page.form.editors["XSX"], "一般耕地")
    assert not dock.page.remarks_first.isVisibleTo(dock) and "Concluded" in page.notesLabel.text()
    assert "a correction is open" not in go_to(shown, shown.acts).notesLabel.text()
    session.workspace.sign(order[0], "张三", "实地", "现场照片随后补录")
    dock.shut_down()


@pytest.fixture()
def review(shown, order):
    page = go_to(shown, shown.reviews)
    made = page.create(order[:3])
    return shown.session.put_record(replace(made, values={
        "HSSJ": "2023-09-05", "HSDD": "县局三楼会议室", "HSZCR": "主持人甲", "HSDW": "自然资源、农业农村、林业",
        "SFYY": 1, "FQYJ": "第二块地类有分歧 <待核>"}))


def test_a_review_has_an_agenda_with_room_and_minutes_with_the_conclusion(shown, review, order, tmp_path, acts):
    workspace = shown.session.workspace
    workspace.save_draft(order[0], ILLEGAL)
    agenda = export_review_sheet(workspace, review, tmp_path / "a.html").read_text(encoding="utf-8")
    numbers = [workspace.parcel(uuid).dkbh or workspace.parcel(uuid).jcbh for uuid in order[:3]]
    assert all(number in agenda for number in numbers)
    assert "议程" in agenda and "会审意见" in agenda and "县局三楼会议室" in agenda
    assert "未经批准占用耕地建设厂房" in agenda and "初判，未签" in agenda
    assert "&lt;待核&gt;" in agenda and "不作为行政处罚依据" in agenda
    concluded = shown.session.put_record(replace(review, values={**review.values, "HSJL": "三块均为违法"}))
    assert review_sheet(workspace, concluded).minutes
    acts.write_sheet(concluded, tmp_path / "b.pdf")
    pdf = (tmp_path / "b.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and len(pdf) > 2000
    with pytest.raises(WeipianError) as caught:
        export_review_sheet(workspace, review, tmp_path / "c.docx")
    assert caught.value.code == "ENDING_UNKNOWN"


def test_a_classified_parcel_is_on_no_sheet_and_on_no_list(shown, review, order, tmp_path):
    session = shown.session
    number = session.workspace.parcel(order[0]).jcbh
    for uuid in order[:2]:
        shown.surveys.create((uuid,))
        choose(shown.surveys.form.editors["BGDCBS"], "单独标识为违法用地")
    session.select(order[0])
    session.quarantine_current()
    page = export_review_sheet(session.workspace, session.workspace.record(review.uuid), tmp_path / "a.html")
    listed = export_survey_flags(session.workspace, tmp_path / "list.csv")
    assert listed.parcels == 1
    assert number not in page.read_text(encoding="utf-8") + listed.path.read_text(encoding="utf-8-sig")


def test_a_survey_flag_is_one_for_a_parcel_and_the_list_names_them(shown, order, tmp_path, acts):
    page = go_to(shown, shown.surveys)
    page.newHereButton.click()
    assert "Marked apart as illegal" in page.notesLabel.text()
    choose(page.form.editors["BGDCBS"], "单独标识为违法用地")
    write(page.form.editors["BGDCND"], "2023")
    page.newHereButton.click()
    assert len(shown.session.workspace.records("survey")) == 1
    assert not page.links.pickButton.isVisible()
    acts.write_list(tmp_path / "list.xlsx")
    sheet = load_workbook(tmp_path / "list.xlsx").active
    parcel = shown.session.workspace.parcel(order[0])
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows(min_row=2, max_row=3))
    named = dict(zip(header, row))
    assert (named["图斑编号"], named["变更调查标识"]) == (parcel.jcbh, "单独标识为违法用地")
    assert named["变更调查年度"] == 2023
    with pytest.raises(WeipianError) as caught:
        export_survey_flags(shown.session.workspace, tmp_path / "list.pdf")
    assert caught.value.code == "ENDING_UNKNOWN"
    shown._undo()
    shown._undo()
    page.removeButton.click()
    with pytest.raises(WeipianError) as caught:
        export_survey_flags(shown.session.workspace, tmp_path / "none.xlsx")
    assert caught.value.code == "NO_SURVEY_FLAGS" and not (tmp_path / "none.xlsx").exists()


@pytest.mark.parametrize(("parts", "surveyed", "flag"), [
    ((), "", "单独标识为违法用地"),
    (({"ZGFS": "拆除复耕"},), "", "单独标识为违法用地"),
    (({"ZGFS": "拆除复耕", "SFZGDW": 1},), "0103", "不得变更为新增建设用地"),
    (({"ZGFS": "拆除复耕", "SFZGDW": 1},), "0601", "下一年度恢复原地类"),
    (({"ZGFS": "补办", "SFZGDW": 1},), "0601", ""),
], ids=["stands", "not done", "restored", "restored but surveyed as built", "regularised"])
def test_the_flag_follows_from_the_rectification(parts, surveyed, flag):
    records = [Record("", "rectification", ("p",), "", values) for values in parts]
    assert survey_flag_of(records, {"BGDCDL": surveyed}) == flag


def test_an_extension_offers_the_parcels_deadlines_and_says_when_it_moves_nothing(shown, order):
    page = go_to(shown, shown.extensions)
    page.newHereButton.click()
    completer = page.form.editors["QXBH"].line.completer()
    offered = [completer.model().index(row, 0).data() for row in range(completer.model().rowCount())]
    report = next(line for line in offered if line.startswith("CHECK"))
    assert "2023-08-25" in report  # ten days after 2023-08-15
    page.form._take_choice(page.form.editors["QXBH"], report)
    write(page.form.editors["YQZ"], "2023-08-20")
    write(page.form.editors["YQYJ"], "台风，经市局同意")
    [kept] = shown.session.workspace.records("extension")
    assert kept.values["QXBH"] == report.partition(" ")[0]
    assert "⚠" in page.notesLabel.text()
    write(page.form.editors["YQZ"], "2023-09-05")
    assert "⚠" not in page.notesLabel.text()
    write(page.form.editors["QXBH"], "NIRGENDS")
    assert "NIRGENDS" in page.notesLabel.text()


class _Parcels(Parcels):
    """Ten thousand parcels without a file."""

    def __init__(self, session) -> None:
        super().__init__(session)
        self._rows = {f"p{n}": QueueRow(f"p{n}", f"45051220230{n:05}_1", f"45051220230{n:05}", "signed", "", "XZFN",
                                        "20", f"乡镇{n % 7}", "2023-08-15", "b") for n in range(10_000)}


def test_a_thousand_acts_on_ten_thousand_parcels_are_filtered_without_reading_cells_nobody_sees(
        opened, raising, monkeypatch):
    parcels = _Parcels(opened)
    model = RecordsModel(RECORD_KINDS["act"], parcels, QPalette())
    acts = [Record(f"a{n}", "act", (f"p{10 * n}", f"p{10 * n + 1}"), "", {"WFXWBH": f"WF-{n}", "SXWFMJ": 600.0 + n})
            for n in range(1000)]
    parts = {act.uuid: [Record("", "rectification", act.parcels, act.uuid, {"ZGMJ": 300.0, "SFZGDW": 1})]
             for act in acts}
    read = []
    monkeypatch.setattr(RecordsModel, "_cell", lambda self, record, column: read.append(column) or "")
    model.show_records(acts, parts)
    model.show_only(text="wf-99")
    assert model.rowCount() == 11 and model.record(0).values["WFXWBH"] == "WF-99"
    model.show_only(text="", township="乡镇3")
    assert 200 < model.rowCount() < 400 and read == []
    changed = replace(acts[2], values={"WFXWBH": "neu"})
    model.show_only(township="")
    model.update_record(changed)
    assert model.record(model.row_of("a2")) == changed and model.count == 1000
