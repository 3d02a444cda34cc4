"""Signing from a reviewed list: each patch shown, each its own event; never 违法, never what was not opened."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.gui.interpretation.sign_list import SignListWindow
from weipian_plugin.jobs.checking.validation_cases import Surroundings
from weipian_plugin.jobs.judging.sign_list import (
    HELD,
    INCOMPLETE,
    MINING,
    NOT_OPENED,
    ON_ITS_OWN,
    WITH_ERRORS,
    reviewed,
    sign_reviewed,
)

OTHER = {"PDLX": "其他", "QTJTQX": "Q6", "QTPDYJSM": "矿坑回填复绿，属生态修复项目用地"}
WITHOUT_PAPER = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化"}
ILLEGAL = {
    "PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业", "HCYJ": "已建厂房",
    "HCFZR": "李四", "WFPDYJSM": "未见用地批准文件，已建厂房一栋", "WFMJ": 500.0, "WFGDMJ": 0.0, "WFJBNTMJ": 0.0,
}
pytestmark = pytest.mark.usefixtures("raising")


def drafted(session, uuid: str, answers: dict) -> str:
    session.select(uuid)
    session.answer(answers, advance=False)
    return uuid


@pytest.fixture()
def window(measured, qtbot):
    window = SignListWindow(measured)
    qtbot.addWidget(window)
    window.show()
    return window


def filled(window: SignListWindow, qtbot) -> list[str]:
    window.fill()
    qtbot.waitUntil(lambda: not window.is_working)
    return window.ticked


def events_of(session, uuid: str, kind: str) -> list:
    return [event for event in session.workspace.history(uuid) if event.kind == kind]


def test_a_list_shows_each_patch_with_its_answer_areas_and_basis(measured, window, qtbot):
    uuid = drafted(measured, measured.order[1], OTHER)
    assert filled(window, qtbot) == [uuid]
    row = window.table.topLevelItem(0)
    shown = [row.text(column) for column in range(7)]
    parcel, areas = measured.workspace.parcel(uuid), measured.workspace.measured(uuid)
    assert shown[0] == parcel.dkbh and "Q6" in shown[2] and shown[6] == OTHER["QTPDYJSM"]
    assert shown[3] == f"{areas.area_m2 / 2000 * 3:.2f}"


def test_what_is_ticked_is_signed_one_event_each_and_the_rest_is_not(measured, window, qtbot):
    uuids = [drafted(measured, uuid, OTHER) for uuid in measured.order[:3]]
    filled(window, qtbot)
    window.table.topLevelItem(1).setCheckState(0, Qt.CheckState.Unchecked)
    window.deskButton.setChecked(True)
    window.signButton.click()
    qtbot.waitUntil(lambda: not window.is_working)
    judged = [measured.workspace.judgement(uuid) for uuid in uuids]
    assert judged[1] is None and [j.basis for j in judged if j] == ["内业", "内业"]
    assert [len(events_of(measured, uuid, "sign")) for uuid in uuids] == [1, 0, 1]
    measured.undo()
    assert measured.workspace.judgement(uuids[2]) is None and measured.workspace.judgement(uuids[0]) is not None


def test_without_a_basis_or_a_name_nothing_is_signed(measured, window, qtbot, told):
    uuid = drafted(measured, measured.order[0], OTHER)
    filled(window, qtbot)
    window.sign()
    assert measured.workspace.judgement(uuid) is None and "on site or from the desk" in told[-1][0]
    measured.settings.operator = ""
    window.deskButton.setChecked(True)
    window.sign()
    assert measured.workspace.judgement(uuid) is None and "name" in told[-1][0]


def test_a_violation_is_neither_listed_nor_signed_from_a_list(measured, window, qtbot):
    uuid = drafted(measured, measured.order[0], ILLEGAL)
    assert filled(window, qtbot) == []
    text = window.leftOutLabel.text()
    assert "on its own" in text
    assert text.index("Nothing in this list") < text.index("Not in the list:") < text.index("on its own")
    around = Surroundings(measured.workspace)
    assert reviewed(around, uuid, {uuid}).obstacle == ON_ITS_OWN
    with pytest.raises(WeipianError, match="on its own"):
        sign_reviewed(around, uuid, {uuid}, "张三", "实地")
    assert measured.workspace.judgement(uuid) is None


def test_a_patch_that_this_person_never_opened_is_neither_listed_nor_signed(measured, window, qtbot):
    uuid = measured.order[5]
    measured.workspace.actor = "李四"
    measured.workspace.save_draft(uuid, OTHER)
    measured.workspace.actor = measured.actor
    assert uuid not in measured.opened
    assert filled(window, qtbot) == [] and "not opened" in window.leftOutLabel.text()
    assert reviewed(Surroundings(measured.workspace), uuid, measured.opened).obstacle == NOT_OPENED
    with pytest.raises(WeipianError, match="not opened"):
        sign_reviewed(Surroundings(measured.workspace), uuid, measured.opened, "张三", "内业")
    measured.select(uuid)
    assert filled(window, qtbot) == [uuid]


def test_who_answered_yesterday_has_opened_it_and_another_operator_has_not(measured, workspace_file, qtbot):
    uuid = drafted(measured, measured.order[2], OTHER)
    path = str(measured.workspace.path)
    measured.select(measured.order[0])
    measured.close()
    measured.open(path)
    measured.workspace.actor = measured.actor
    seen = measured.order[4]
    measured.select(seen)
    measured.select(measured.order[0])
    assert {uuid, seen} <= measured.opened
    measured.set_operator("李四")
    assert not {uuid, seen} & measured.opened and measured.current in measured.opened


def test_who_enters_a_name_only_now_has_opened_what_was_opened_before(measured):
    measured.settings.operator = ""
    measured.select(measured.order[4])
    measured.select(measured.order[0])
    measured.set_operator("李四")
    assert measured.order[4] in measured.opened


@pytest.mark.parametrize(("answers", "obstacle"), [
    ({"PDLX": "其他", "QTJTQX": "Q6"}, INCOMPLETE), (WITHOUT_PAPER, WITH_ERRORS),
    ({**OTHER, "KPDLX": "合法"}, MINING),
], ids=["incomplete", "errors", "mining"])
def test_what_wants_a_second_look_is_not_listed(measured, window, qtbot, answers, obstacle):
    uuid = drafted(measured, measured.order[0], answers)
    assert reviewed(Surroundings(measured.workspace), uuid, measured.opened).obstacle == obstacle
    assert filled(window, qtbot) == [] and "1 ×" in window.leftOutLabel.text()


def test_while_a_correction_is_open_it_is_not_listed(measured, window, qtbot):
    uuid = drafted(measured, measured.order[0], OTHER)
    measured.workspace.put_record(Record("", "correction", (uuid,), values={
        "RCJC_YY": "其他", "FKWH": "示例函〔2023〕1号", "FKRQ": "2023-09-01", "FKJG": "示例机构"}))
    assert reviewed(Surroundings(measured.workspace), uuid, measured.opened).obstacle == HELD
    assert filled(window, qtbot) == []


def test_an_answer_that_was_changed_after_the_list_was_read_is_refused_and_told(measured, window, qtbot, told):
    uuid = drafted(measured, measured.order[0], OTHER)
    filled(window, qtbot)
    measured.workspace.save_draft(uuid, ILLEGAL)
    window.deskButton.setChecked(True)
    window.sign()
    qtbot.waitUntil(lambda: not window.is_working)
    assert measured.workspace.judgement(uuid) is None and "on its own" in told[-1][0]


def test_a_row_shows_its_patch(measured, window, qtbot):
    uuids = [drafted(measured, uuid, OTHER) for uuid in measured.order[:2]]
    filled(window, qtbot)
    window.table.setCurrentItem(window.table.topLevelItem(0))
    assert measured.current == uuids[0]
