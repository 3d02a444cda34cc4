"""Letters and audits in the acts' window: entered, answered, returned; papers tied to an act or a part of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.qgis.gui.acts_hands import choose, go_to, write
from tests.qgis.returned_scene import UNCHANGED
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.gui.acts.acts import Acts
from weipian_plugin.gui.acts.records_model import CLOSED, OPEN
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.jobs.registers import acts as acts_of_jobs
from weipian_plugin.jobs.registers.audits import audit_levels, audit_of_parcel


@pytest.fixture()
def order(opened):
    opened.settings.today = "2023-11-01"
    return [row.parcel_uuid for row in opened.workspace.queue()]


@pytest.fixture()
def shown(opened, order, qtbot, raising):
    opened.select(order[0])
    controller = Acts(opened, None)
    qtbot.addWidget(controller.show([]))
    yield controller.window
    controller.close()


def sign(workspace, uuid):
    workspace.save_draft(uuid, UNCHANGED)
    workspace.sign(uuid, "张三", "内业")


def test_a_letter_is_open_until_its_answer_and_its_act_shows_it(shown, order):
    act = shown.session.put_record(Record("", "act", (order[0],), values={"WFXWBH": "2023-7"}))
    page = go_to(shown, shown.letters)
    letter = page.create((order[0],))
    assert letter.act == act.uuid and "2023-7" in page.notesLabel.text()
    choose(page.form.editors["HJLX"], "警示提醒函")
    write(page.form.editors["HJWH"], "资卫〔2023〕7号")
    write(page.form.editors["HJRQ"], "2023-10-20")
    write(page.form.editors["HJQX"], "2023-10-30")
    assert "2 days over" in page.notesLabel.text()
    assert "Addressed to" in page.missingLabel.text() and "HJCJ" not in page.form.editors
    write(page.form.editors["HJZS"], "某镇人民政府")
    assert page.missingLabel.text() == "" and page.model.state_of(page.current) == OPEN
    go_to(shown, shown.acts).choose(act.uuid)
    assert "资卫〔2023〕7号" in shown.acts.notesLabel.text() and "not answered" in shown.acts.notesLabel.text()
    write(go_to(shown, page).form.editors["HFRQ"], "2023-10-28")
    assert page.model.state_of(page.current) == CLOSED and "days over" not in page.notesLabel.text()
    choose(page.form.editors["HJLX"], "联合惩戒")
    assert "HJCJ" in page.form.editors


def test_an_audit_begins_with_whose_turn_it_is_and_offers_the_profiles_levels_only(shown, order):
    sign(shown.session.workspace, order[0])
    page = go_to(shown, shown.audits)
    audit = page.create((order[0],))
    assert (audit.values["SHJB"], audit.values["SHLC"]) == ("市级", 1)
    box = page.form.editors["SHJB"].box
    assert [box.itemData(row) for row in range(box.count())] == [None, "市级", "省级"]
    assert "SHYY" not in page.form.editors and "YZLC" not in page.form.editors
    choose(page.form.editors["SHJG"], "退回")
    assert {"SHYY", "DFSM", "DFSJ"} <= set(page.form.editors)
    assert "Returned" in page.notesLabel.text() and page.model.state_of(page.current) == OPEN
    write(page.form.editors["DFSJ"], "2023-10-25")
    assert "Nothing is waiting" in page.notesLabel.text() and page.model.state_of(page.current) == CLOSED
    again = page.create((order[0],))
    assert (again.values["SHJB"], again.values["SHLC"]) == ("市级", 2)
    choose(page.form.editors["SHJG"], "通过")
    third = page.create((order[0],))
    assert (third.values["SHJB"], third.values["SHLC"]) == ("省级", 1) and "ZPDLX" in page.form.editors


def test_the_register_keeps_no_audit_that_a_level_cannot_make(opened, order, told, qtbot):
    opened.select(order[0])
    controller = Acts(opened, None)
    qtbot.addWidget(controller.show([]))
    shown, workspace = controller.window, opened.workspace
    page = go_to(shown, shown.audits)
    audit = page.create((order[0],))
    choose(page.form.editors["SHJG"], "通过")  # the county has not signed it
    assert "SHJG" not in workspace.record(audit.uuid).values and "Sign it first" in told[-1][0]
    assert page.form.editors["SHJG"].box.currentData() is None
    choose(page.form.editors["SHJG"], "退回")
    assert workspace.record(audit.uuid).values["YZLC"] == "市级1"
    write(page.form.editors["DFSJ"], "2023-10-25")
    sign(workspace, order[0])
    again = page.create((order[0],))
    choose(page.form.editors["SHJB"], "省级")
    choose(page.form.editors["SHJG"], "通过")  # the city has not passed it
    assert "SHJG" not in workspace.record(again.uuid).values and "市级" in told[-1][0]
    choose(page.form.editors["SHJB"], "市级")
    choose(page.form.editors["SHJG"], "通过")
    assert workspace.record(again.uuid).values["SHJG"] == "通过"
    controller.close()


def test_where_only_the_county_disposes_nobody_audits(shown, order, monkeypatch):
    workspace = shown.session.workspace
    known = acts_of_jobs.profile_of(workspace, (order[0],))
    quarterly = acts_of_jobs.load_profile("MNR2024Q")
    monkeypatch.setattr("weipian_plugin.jobs.registers.audits.profile_of", lambda *_: quarterly)
    assert audit_levels(workspace, order[0]) == ()
    with pytest.raises(WeipianError) as caught:
        audit_of_parcel(workspace, order[0])
    assert caught.value.code == "NOBODY_AUDITS" and quarterly.title in caught.value.sentence("zh")
    monkeypatch.setattr("weipian_plugin.jobs.registers.audits.profile_of", lambda *_: None)
    assert audit_levels(workspace, order[0]) == ("市级", "省级", "部级")
    assert known is not None and known.names("audit_levels") == ("县级", "市级", "省级")


def test_a_paper_attached_to_an_act_is_its_own_and_a_parts_paper_is_not_shown_at_another(shown, order, tmp_path):
    workspace = shown.session.workspace
    act = shown.session.put_record(Record("", "act", order[:1], values={"WFXWBH": "1"}))
    parts = [shown.session.put_record(Record("", "rectification", (order[0],), act.uuid, {"ZGFS": way}))
             for way in ("拆除复耕", "没收")]
    go_to(shown, shown.acts).choose(act.uuid)
    files = [tmp_path / name for name in ("立案.pdf", "复耕.jpg")]
    for number, file in enumerate(files):
        file.write_bytes(b"paper %d" % number)
    shown.acts.papers.attach([str(files[0])])
    page = shown.acts.rectification
    shown.acts.tabs.setCurrentWidget(page)
    page.choose(parts[0].uuid)
    page.papers.attach([str(files[1])])
    assert {one.values["FJMC"]: one.act for one in workspace.records("attachment")} == {
        "立案.pdf": act.uuid, "复耕.jpg": parts[0].uuid}
    assert "复耕.jpg" in page.papers.list.text()
    page.choose(parts[1].uuid)
    assert "复耕.jpg" not in page.papers.list.text() and "立案.pdf" not in page.papers.list.text()
    assert "立案.pdf" in shown.acts.papers.list.text()


def test_the_view_of_a_parcels_papers_ties_one_to_an_act(opened, order, qtbot, raising, tmp_path):
    act = opened.put_record(Record("", "act", (order[0],), values={"WFXWBH": "2023-7"}))
    dock = InterpretationDock(opened)
    qtbot.addWidget(dock)
    opened.select(order[0])
    dock.forms.onsite_section.open()
    paper = tmp_path / "立案决定书.pdf"
    paper.write_bytes(b"paper")
    dock.papers.attach([str(paper)])
    view = dock.forms.onsite.attachments
    names = [view.ownerBox.itemText(row) for row in range(view.ownerBox.count())]
    assert names == ["the parcel", "Act 2023-7"] and not view.ownerRow.isHidden()
    view.ownerBox.setCurrentIndex(1)
    view.ownerBox.activated.emit(1)
    [kept] = opened.workspace.records("attachment", order[0])
    assert kept.act == act.uuid
    opened.undo()
    assert opened.workspace.record(kept.uuid) == replace(kept, act="")
    dock.shut_down()
