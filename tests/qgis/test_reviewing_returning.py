"""Returns on the demonstration's patches: a reason, a mark, no unseen violations, answers, rounds, days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.qgis.returned_scene import make
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.gui.acts.record_words import event_in_words
from weipian_plugin.jobs.drawing.sketches import sketches_of
from weipian_plugin.jobs.reviewing.filed_list import (
    ANSWERED,
    ASIDE,
    EVERYTHING,
    OPEN,
    OVERDUE,
    PASSED_HERE,
    WAITING,
    filed_list,
    kinds_of,
    shows,
    with_changed,
)
from weipian_plugin.jobs.reviewing.return_dues import ReturnDues, open_returns
from weipian_plugin.jobs.reviewing.returning import (
    Mark,
    accept,
    answer,
    leave_aside,
    reasons,
    send_back,
    take_up,
    what_passes,
)
from weipian_plugin.workspace.workspace import Workspace

PROOFS = "证明材料的充分性"
WORDS = "缺设施农用地备案号"


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app):
    return make(demo, tmp_path_factory.mktemp("filed") / "县.gpkg")


@pytest.fixture()
def workspace(scene, tmp_path):
    copy = tmp_path / "市.gpkg"
    copy.write_bytes(scene.read_bytes())
    with Workspace.open(copy, actor="李四") as opened:
        yield opened


@pytest.fixture()
def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


def row_of(workspace, uuid, person="李四"):
    return next(row for row in filed_list(workspace, person).rows if row.uuid == uuid)


def listed(workspace, which, level="市级", day=date(2023, 9, 15)):
    return [row.uuid for row in filed_list(workspace, "李四").rows if shows(row, which, level, day)]


def code_of(act):
    with pytest.raises(WeipianError) as error:
        act()
    return error.value.code


def test_what_is_signed_is_listed_as_filed_and_all_parcels_are_counted_by_state(workspace, uuids):
    found = filed_list(workspace, "李四")
    assert {row.uuid for row in found.rows} == {*uuids[1:6]}
    assert {row.state for row in found.rows} == {"06"} and found.counts["06"] == 5 and found.counts["04"] == 1
    assert sum(found.counts.values()) == len(uuids) and set(found.parcels["04"]) == {uuids[6]}
    assert set(listed(workspace, WAITING)) == {*uuids[1:6]}


def test_the_reasons_are_the_citys_three_and_others():
    assert reasons() == ("类型确定的准确性", "证明材料的充分性", "数据信息的完备性", "其他")


def test_a_return_is_an_audit_with_level_round_reason_and_words_and_its_mark_goes_with_it(workspace, uuids):
    moved = send_back(workspace, [uuids[2]], "市级", PROOFS, WORDS, Mark("POINT (1 1)"), "2023-09-10")
    (audit,) = workspace.records("audit", uuids[2])
    assert audit.values == {"SHJB": "市级", "SHLC": 1, "SHJG": "退回", "SHSM": WORDS, "SHR": "李四",
                            "SHSJ": "2023-09-10", "SHYY": PROOFS, "YZLC": "市级1"}
    (mark,) = workspace.records("sketch", uuids[2])
    assert mark.values["BHNR"] == WORDS and mark.values["BHTX"] == "POINT (1 1)"
    assert (mark.values["SHJB"], mark.values["SHLC"]) == ("市级", 1)
    assert moved.parcels == (uuids[2],) and moved.refused == ()
    assert row_of(workspace, uuids[2]).state == "08r"
    assert [row.parcel_uuid for row in workspace.queue() if row.returned] == [uuids[2]]


@pytest.mark.parametrize(("reason", "words", "code"), [
    ("不好", WORDS, "RETURN_REASON"), ("", WORDS, "RETURN_REASON"), (PROOFS, "不 行", "RETURN_WORDS"),
    (PROOFS, "长" * 501, "RETURN_TOO_LONG")])
def test_nothing_goes_back_without_a_reason_in_words(workspace, uuids, reason, words, code):
    assert code_of(lambda: send_back(workspace, [uuids[2]], "市级", reason, words)) == code
    assert workspace.records("audit") == []


def test_the_county_does_not_review(workspace, uuids):
    assert code_of(lambda: send_back(workspace, [uuids[2]], "县级", PROOFS, WORDS)) == "AUDIT_LEVEL"
    assert code_of(lambda: accept(workspace, [uuids[2]], "县级", uuids)) == "AUDIT_LEVEL"


def test_what_is_not_filed_or_not_this_levels_turn_stays_and_is_told_with_its_number(workspace, uuids):
    accept(workspace, [uuids[2]], "市级", uuids, day="2023-09-10")
    moved = accept(workspace, [uuids[2], uuids[3], uuids[6]], "市级", uuids, day="2023-09-11")
    assert moved.parcels == (uuids[3],)
    said = " ".join(finding.sentence("zh") for finding in moved.refused)
    assert "初判" in said and "市审通过" in said and workspace.parcel(uuids[6]).dkbh in said
    assert workspace.parcel(uuids[3]).dkbh not in said


def test_many_are_passed_but_no_violation_that_the_reviewer_has_not_opened(workspace, uuids):
    moved = accept(workspace, uuids[2:6], "市级", opened=(), day="2023-09-10")
    assert set(moved.parcels) == {*uuids[2:5]}
    (told,) = moved.refused
    assert told.code == "PASS_UNOPENED" and workspace.parcel(uuids[5]).dkbh in told.sentence("zh")
    assert row_of(workspace, uuids[5]).state == "06"
    assert accept(workspace, [uuids[5]], "市级", opened=(uuids[5],)).parcels == (uuids[5],)


def test_a_violation_in_mining_is_not_passed_unopened_either(workspace, uuids):
    workspace.save_draft(uuids[1], {"KPDLX": "违法", "KWFLX": "越界开采", "YJMJ": 500.0, "KCLFS": "立案"})
    workspace.sign(uuids[1], "张三", "实地", "现场已核", subject="mineral")
    assert [finding.code for finding in accept(workspace, [uuids[1]], "市级", ()).refused] == ["PASS_UNOPENED"]
    assert workspace.records("audit", uuids[1]) == []


def test_rounds_go_on_until_the_city_passes_it_and_the_province_sees_it_then(workspace, uuids):
    uuid = uuids[2]
    send_back(workspace, [uuid], "市级", PROOFS, WORDS, day="2023-09-10")
    assert accept(workspace, [uuid], "市级", uuids).parcels == ()
    answer(workspace, [uuid], "已补备案号，见附件", "2023-09-12")
    assert row_of(workspace, uuid).state == "07" and row_of(workspace, uuid).answered
    assert listed(workspace, ANSWERED) == [uuid] and uuid in listed(workspace, WAITING)
    send_back(workspace, [uuid], "市级", "数据信息的完备性", "备案号与台账不一致", day="2023-09-13")
    assert [record.values["SHLC"] for record in workspace.records("audit", uuid)] == [1, 2]
    answer(workspace, [uuid], "台账已更正", "2023-09-14")
    accept(workspace, [uuid], "市级", uuids, day="2023-09-15")
    assert row_of(workspace, uuid).state == "08" and row_of(workspace, uuid).said("SHLC") == "3"
    assert uuid not in listed(workspace, WAITING) and uuid in listed(workspace, WAITING, "省级")
    assert uuid in listed(workspace, PASSED_HERE)
    send_back(workspace, [uuid], "省级", "其他", "照片方位角缺失", day="2023-09-16")
    assert row_of(workspace, uuid).state == "09r"


def test_an_answer_belongs_to_the_return_and_needs_words_a_return_and_a_signature(workspace, uuids):
    assert code_of(lambda: answer(workspace, [uuids[2]], "好")) == "ANSWER_WORDS"
    send_back(workspace, uuids[2:4], "市级", PROOFS, WORDS, day="2023-09-10")
    workspace.save_draft(uuids[3], {"PDLX": "合法", "HFJTQX": "H1"})  # the change withdraws the signature
    moved = answer(workspace, uuids[2:5], "已补备案号", "2023-09-12")
    assert moved.parcels == (uuids[2],)
    assert {finding.code for finding in moved.refused} == {"ANSWER_NOT_RETURNED", "ANSWER_NOT_SIGNED"}
    (audit,) = workspace.records("audit", uuids[2])
    assert (audit.values["DFSM"], audit.values["DFSJ"], audit.values["SHSM"]) == ("已补备案号", "2023-09-12", WORDS)
    assert row_of(workspace, uuids[3]).state == "08r"


def test_what_is_not_mine_does_not_come_up_again_for_me_alone(workspace, uuids):
    leave_aside(workspace, [uuids[2]], "邻县图斑")
    leave_aside(workspace, [uuids[2]])
    assert len(workspace.records("recheck", uuids[2])) == 1
    assert uuids[2] not in listed(workspace, WAITING) and listed(workspace, ASIDE) == [uuids[2]]
    others = {row.uuid for row in filed_list(workspace, "王五").rows if shows(row, WAITING, "市级", date(2023, 9, 15))}
    assert uuids[2] in others
    assert take_up(workspace, uuids[2:4]).parcels == (uuids[2],) and uuids[2] in listed(workspace, WAITING)


def test_a_return_has_a_day_and_is_overdue_after_it(workspace, uuids):
    send_back(workspace, [uuids[2]], "市级", PROOFS, WORDS, day="2023-09-04")
    row = row_of(workspace, uuids[2])
    assert row.due.due == date(2023, 9, 10) and row.due.task == "FIX_CITY"
    assert listed(workspace, OPEN, day=date(2023, 9, 10)) == [uuids[2]]
    assert listed(workspace, OVERDUE, day=date(2023, 9, 10)) == []
    assert listed(workspace, OVERDUE, day=date(2023, 9, 11)) == [uuids[2]]
    workspace.put_record(Record("", "extension", (uuids[2],), "", {
        "QXBH": "FIX_CITY", "YQZ": "2023-10-01", "YQYJ": "示例函"}))
    assert ReturnDues(workspace).due(uuids[2], row.batch).due == date(2023, 10, 1)


def test_second_readings_and_rulings_stand_beside_what_was_filed(workspace, uuids):
    for day, outcome in (("2023-09-05", "其他"), ("2023-09-06", "违法")):
        workspace.put_record(Record("", "recheck", (uuids[2],), "", {
            "FPR": "王五", "FPSJ": day, "FPJG": "已判", "FPDLX": outcome}))
    workspace.put_record(Record("", "ruling", (uuids[2],), "", {
        "CDDLX": "合法", "CDSM": "已有批文在先", "CDR": "赵六", "CDSJ": "2023-09-07"}))
    row = row_of(workspace, uuids[2])
    assert (row.outcome, row.seconds, row.ruling) == ("其他", ("违法",), "合法")


def test_after_a_word_on_some_parcels_the_list_is_what_it_would_be_read_anew(workspace, uuids):
    before = filed_list(workspace, "李四")
    send_back(workspace, uuids[2:4], "市级", PROOFS, WORDS, day="2023-09-10")
    leave_aside(workspace, [uuids[4]])
    after, anew = with_changed(before, workspace, uuids[2:5], "李四"), filed_list(workspace, "李四")
    assert after.rows == anew.rows and after.counts == anew.counts
    assert {state: set(found) for state, found in after.parcels.items() if found} == {
        state: set(found) for state, found in anew.parcels.items()}
    assert kinds_of(after.rows, "市级", date(2023, 9, 15))[OPEN] == 2


def test_a_return_is_undone_and_the_history_keeps_both(workspace, uuids):
    before = len(workspace.history(uuids[2]))
    send_back(workspace, [uuids[2]], "市级", PROOFS, WORDS)
    workspace.undo()
    assert workspace.records("audit", uuids[2]) == [] and len(workspace.history(uuids[2])) == before + 2
    assert len(listed(workspace, EVERYTHING)) == 5


def test_a_mark_says_of_which_round_it_is_and_goes_with_the_parcel_it_was_drawn_for(workspace, uuids):
    send_back(workspace, uuids[2:4], "市级", PROOFS, WORDS, Mark("POINT (1 1)", "此处", uuids[3]), "2023-09-10")
    assert workspace.records("sketch", uuids[2]) == []
    answer(workspace, uuids[2:4], "已补备案号", "2023-09-12")
    send_back(workspace, [uuids[3]], "市级", PROOFS, WORDS, Mark("POINT (2 2)", parcel=uuids[3]), "2023-09-11")
    assert [(one.level, one.round, one.text) for one in sketches_of(workspace, uuids[3])] == [
        ("市级", 1, "此处"), ("市级", 2, WORDS)]
    send_back(workspace, [uuids[4]], "市级", PROOFS, WORDS, Mark("POINT (3 3)", parcel=uuids[2]))
    assert workspace.records("sketch", uuids[4]) == []


def test_what_the_city_has_not_passed_does_not_wait_for_the_province_which_may_send_it_back(workspace, uuids):
    assert listed(workspace, WAITING, "省级") == [] and listed(workspace, WAITING, "部级") == []
    moved = accept(workspace, uuids[2:4], "省级", uuids)
    (told,) = moved.refused
    assert moved.parcels == () and told.code == "AUDIT_NOT_YET_HERE" and "市级" in told.sentence("zh")
    assert accept(workspace, [uuids[2]], "部级", uuids).refused[0].code == "AUDIT_NOT_THIS_LEVEL"
    assert send_back(workspace, [uuids[2]], "省级", PROOFS, WORDS).parcels == (uuids[2],)
    accept(workspace, [uuids[3]], "市级", uuids)
    assert listed(workspace, WAITING, "省级") == [uuids[3]]


def test_what_the_province_had_corrected_waits_for_the_city_again(workspace, uuids):
    uuid = uuids[2]
    accept(workspace, [uuid], "市级", uuids, day="2023-09-10")
    send_back(workspace, [uuid], "省级", PROOFS, WORDS, day="2023-09-01")  # the province's clock is behind
    assert row_of(workspace, uuid).state == "09r"
    assert [row.parcel_uuid for row in workspace.queue() if row.returned] == [uuid]
    answer(workspace, [uuid], "已补备案号", "2023-09-12")
    assert row_of(workspace, uuid).state == "07" and uuid in listed(workspace, WAITING)
    assert uuid not in listed(workspace, PASSED_HERE) and uuid not in listed(workspace, WAITING, "省级")
    send_back(workspace, [uuid], "市级", PROOFS, WORDS, day="2023-09-01")
    assert row_of(workspace, uuid).state == "08r"
    answer(workspace, [uuid], "已再补备案号", "2023-09-13")
    accept(workspace, [uuid], "市级", uuids, day="2023-09-01")
    assert row_of(workspace, uuid).state == "08" and uuid in listed(workspace, WAITING, "省级")


def test_one_answer_goes_to_all_levels_whose_returns_wait(workspace, uuids):
    """City and province sent it back each in its own file; both came in."""
    for level, day in (("市级", "2023-09-20"), ("省级", "2023-09-04")):
        workspace.put_record(Record("", "audit", (uuids[2],), "", {
            "SHJB": level, "SHLC": 1, "SHJG": "退回", "SHYY": PROOFS, "SHSM": WORDS, "SHSJ": day, "YZLC": f"{level}1"}))
    assert [one.audit.values["SHJB"] for one in open_returns(workspace, uuids[2])] == ["省级", "市级"]
    row = row_of(workspace, uuids[2])
    assert row.state == "09r" and row.due.due == min(
        one.due.due for one in open_returns(workspace, uuids[2]))
    assert len(answer(workspace, [uuids[2]], "已补备案号", "2023-09-22").records) == 2
    assert open_returns(workspace, uuids[2]) == [] and row_of(workspace, uuids[2]).state == "07"


@pytest.mark.parametrize("day", ["2021-01-01", "2029-12-31"])
def test_what_the_county_signed_again_is_told_whatever_the_day_of_the_return(workspace, uuids, day):
    send_back(workspace, uuids[2:4], "市级", PROOFS, WORDS, day=day)
    assert not row_of(workspace, uuids[2]).changed
    workspace.save_draft(uuids[2], {"QTPDYJSM": "补充了前后影像，仅作物季节变化"})
    assert not row_of(workspace, uuids[2]).changed
    workspace.sign(uuids[2], "张三", "内业")
    assert row_of(workspace, uuids[2]).changed and not row_of(workspace, uuids[3]).changed
    answer(workspace, [uuids[2]], "已补影像")
    assert row_of(workspace, uuids[2]).changed
    send_back(workspace, [uuids[2]], "市级", PROOFS, "仍不够清楚", day=day)
    assert not row_of(workspace, uuids[2]).changed


def read_by(workspace, uuid, name, outcome, day="2023-09-01"):
    workspace.put_record(Record("", "recheck", (uuid,), values={
        "FPR": name, "FPSJ": day, "FPJG": "已判", "FPDLX": outcome, "FPMP": 1}))


def test_it_is_known_before_what_passing_would_do_and_nothing_is_kept(workspace, uuids):
    read_by(workspace, uuids[3], "王五", "违法")
    read_by(workspace, uuids[3], "赵六", "其他")
    read_by(workspace, uuids[4], "王五", "其他")
    found = what_passes(workspace, uuids[1:7], "市级", opened=())
    assert (set(found.ready), found.disputed) == ({uuids[1], uuids[2], uuids[4]}, (uuids[3],))
    assert (found.unopened, found.stays) == ((uuids[5],), 1) and workspace.records("audit") == []


def test_what_readers_disagree_on_is_left_out_until_someone_has_ruled(workspace, uuids):
    read_by(workspace, uuids[3], "王五", "违法")  # with what was filed, too
    moved = accept(workspace, uuids[2:5], "市级", opened=uuids, but_disputed=True)
    assert set(moved.parcels) == {uuids[2], uuids[4]}
    (told,) = moved.refused
    assert told.code == "PASS_DISPUTED" and workspace.parcel(uuids[3]).dkbh in told.sentence("zh")
    workspace.put_record(Record("", "ruling", (uuids[3],), values={
        "CDDLX": "其他", "CDSM": "以实地为准", "CDR": "组长", "CDSJ": "2023-09-05"}))
    assert accept(workspace, [uuids[3]], "市级", opened=uuids, but_disputed=True).parcels == (uuids[3],)


def test_each_reader_counts_with_what_they_said_last(workspace, uuids):
    read_by(workspace, uuids[2], "王五", "违法", "2023-09-01")
    read_by(workspace, uuids[2], "赵六", "其他", "2023-09-02")
    assert row_of(workspace, uuids[2]).seconds == ("违法", "其他") and row_of(workspace, uuids[2]).disputed
    read_by(workspace, uuids[2], "王五", "其他", "2023-09-03")
    assert row_of(workspace, uuids[2]).seconds == ("其他", "其他") and not row_of(workspace, uuids[2]).disputed


def test_one_undo_takes_back_whatever_was_said_of_many_at_once(workspace, uuids):
    def said():
        return {kind: len(workspace.records(kind)) for kind in ("audit", "recheck", "sketch")}

    def undone_at_once(act):
        before = (said(), [audit.values.get("DFSM") for audit in workspace.records("audit")])
        act()
        assert (said(), [audit.values.get("DFSM") for audit in workspace.records("audit")]) != before
        workspace.undo()
        assert (said(), [audit.values.get("DFSM") for audit in workspace.records("audit")]) == before
        workspace.redo()

    undone_at_once(lambda: accept(workspace, uuids[1:5], "市级", uuids, day="2023-09-10"))
    undone_at_once(lambda: send_back(workspace, uuids[1:5], "省级", PROOFS, WORDS, Mark("POINT (1 1)"), "2023-09-11"))
    undone_at_once(lambda: answer(workspace, uuids[1:5], "已补备案号", "2023-09-12"))
    undone_at_once(lambda: leave_aside(workspace, uuids[1:5]))
    undone_at_once(lambda: take_up(workspace, uuids[1:5]))


def test_the_history_of_a_return_has_no_inner_words(workspace, uuids):
    send_back(workspace, [uuids[2]], "市级", PROOFS, WORDS, day="2023-09-10")
    _title, words = event_in_words(workspace.history(uuids[2])[-1])
    assert WORDS in words and "Rounds known" not in words and "已知各级轮次" not in words
