"""Where two sides disagree both are shown with their remarks; what is ruled, or agreed, holds in the end."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.qgis import blind_scene
from tests.qgis.sampled_scene import sign
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.domain.review.readings import AMONG_REVIEWERS, BY_READINGS, BY_RULING, NOBODY, WITH_COUNTY, final_of
from weipian_plugin.jobs.reviewing.blind import BlindWish, make_files
from weipian_plugin.jobs.reviewing.collecting import collect_all
from weipian_plugin.jobs.reviewing.rulings import disagreements, rule
from weipian_plugin.workspace.workspace import Workspace

UNCHANGED = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "地里是季节性作物"}
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "WFPDYJSM": "有新建房屋"}


@pytest.fixture()
def province(qgis_app, demo, tmp_path):
    with Workspace.open(blind_scene.make(demo, tmp_path), actor="王主任") as workspace:
        yield workspace


@pytest.fixture()
def sample(province):
    return blind_scene.sample_uuid(province)


@pytest.fixture()
def parcels(province, sample, tmp_path):
    """By JCBH: two read everything; of …4 both say what the county says, of …5 only one does, of …6 neither, of …3 and
    …8 they say the same other thing.
    """
    handed = make_files(province, sample, tmp_path, BlindWish(("甲", "乙"), Fraction(1)))
    says = {"甲": {"450512WP1800005": ILLEGAL, "450512WP1800003": ILLEGAL},
            "乙": {"450512WP1800003": ILLEGAL}}
    for reviewer, _id, name, _count in handed.files:
        with Workspace.open(tmp_path / name, actor=reviewer) as file:
            for row in file.queue():
                file.save_draft(row.parcel_uuid, says[reviewer].get(row.jcbh, UNCHANGED))
    collect_all(province, [tmp_path / one[2] for one in handed.files], sample)
    return {row.jcbh: row.parcel_uuid for row in reversed(province.queue())}


def final_reading(province, uuid, sample, as_of=""):
    return final_of(uuid, province.records("recheck", parcel=uuid, act=sample),
                    province.records("ruling", parcel=uuid, act=sample), as_of)


def test_both_kinds_of_disagreement_are_listed_with_what_each_side_says(province, sample, parcels):
    found = {one.parcel: one for one in disagreements(province, sample)}
    among, county = found[parcels["450512WP1800005"]], found[parcels["450512WP1800003"]]
    assert among.kind == AMONG_REVIEWERS and county.kind == WITH_COUNTY
    assert [(one.who, one.pdlx, one.case, one.remark) for one in among.readings] == [
        ("乙", "其他", "Q5", "地里是季节性作物"), ("甲", "违法", "W1", "有新建房屋")]
    assert (county.county.who, county.county.pdlx, county.county.remark) == (
        "张三", "其他", "前后影像一致，仅作物季节变化")
    illegal = found[parcels["450512WP1800006"]]
    assert illegal.kind == WITH_COUNTY and illegal.county.pdlx == "违法" and "县里以为是厂房" in illegal.county.remark
    assert parcels["450512WP1800004"] not in found  # all of one mind
    assert parcels["450512WP1800010"] not in found  # the county has said nothing
    assert all(one.is_open for one in found.values())


def test_another_case_is_a_disagreement_only_where_that_is_asked(province, sample, parcels):
    uuid = parcels["450512WP1800004"]
    record = next(one for one in province.records("recheck", parcel=uuid) if one.values["FPR"] == "乙")
    province.put_record(Record(record.uuid, "recheck", (uuid,), sample, {**record.values, "FPQX": "Q1"}))
    assert uuid not in {one.parcel for one in disagreements(province, sample)}
    assert uuid in {one.parcel for one in disagreements(province, sample, by_case=True)}
    assert final_reading(province, uuid, sample).case == ""  # they agree upon the outcome alone


def corrected(province, uuid, answers=ILLEGAL):
    """The county's corrected answers have come, and are signed."""
    province.save_draft(uuid, answers)
    sign(province, uuid, answers["PDLX"], "李四")


def test_what_the_county_corrects_later_ends_no_disagreement_and_loses_no_ruling(province, sample, parcels):
    open_one, ruled = parcels["450512WP1800003"], parcels["450512WP1800006"]
    rule(province, sample, ruled, "其他", "对照影像无变化")
    before = disagreements(province, sample)
    corrected(province, open_one)
    corrected(province, ruled, UNCHANGED)
    after = disagreements(province, sample)
    assert after == before
    found = {one.parcel: one for one in after}
    assert found[open_one].county.pdlx == "其他" and found[open_one].county.who == "张三" and found[open_one].is_open
    assert found[open_one].county.remark == "前后影像一致，仅作物季节变化"  # the reason that was signed then
    assert found[ruled].county.pdlx == "违法" and not found[ruled].is_open


def test_what_was_never_signed_disagrees_with_nobody_as_in_the_comparison(province, sample, parcels):
    drafted = next(uuid for uuid in parcels.values() if province.draft(uuid).answers.get("PDLX") == "合法")
    assert province.judgement(drafted) is None
    assert drafted not in {one.parcel for one in disagreements(province, sample)}


def test_what_was_ruled_upon_stays_listed_when_all_are_of_one_mind_since(province, sample, parcels):
    uuid = parcels["450512WP1800005"]
    rule(province, sample, uuid, "其他", "对照影像无变化")
    for record in province.records("recheck", parcel=uuid):
        province.put_record(Record(record.uuid, "recheck", (uuid,), sample, {
            **record.values, "FPDLX": "其他", "FPQX": "Q5"}))
    (one,) = [each for each in disagreements(province, sample) if each.parcel == uuid]
    assert one.kind == NOBODY and not one.is_open


def test_disagreements_are_in_the_order_drawn(province, sample, parcels):
    order = {one.parcels[0]: one.values["CYXH"] for one in province.records("drawn", act=sample)}
    found = [order[one.parcel] for one in disagreements(province, sample)]
    assert len(found) > 2 and found == sorted(found)


def test_what_the_readers_agree_upon_holds_until_somebody_rules_otherwise(province, sample, parcels):
    agreed, open_one = parcels["450512WP1800003"], parcels["450512WP1800005"]
    assert final_reading(province, open_one, sample) is None
    final = final_reading(province, agreed, sample)
    assert (final.pdlx, final.case, final.by) == ("违法", "W1", BY_READINGS)
    rule(province, sample, agreed, "其他", "对照高分影像，房屋早已存在", "Q5")
    final = final_reading(province, agreed, sample)
    assert (final.pdlx, final.case, final.by) == ("其他", "Q5", BY_RULING)
    province.undo()
    assert final_reading(province, agreed, sample).by == BY_READINGS


def test_a_ruling_is_kept_with_who_when_and_why_and_a_second_takes_its_place(province, sample, parcels):
    uuid = parcels["450512WP1800005"]
    rule(province, sample, uuid, "违法", "现场照片可见厂房", "W1", 1500.0)
    assert final_reading(province, uuid, sample).farmland_m2 == 1500.0
    rule(province, sample, uuid, "其他", "补充影像后为临时堆料")
    (record,) = province.records("ruling", act=sample)
    assert record.values["CDDLX"] == "其他" and record.values["CDR"] == "王主任"
    assert record.values["CDSM"] == "补充影像后为临时堆料" and record.values["CDSJ"]
    assert len(province.history(record.uuid)) == 2
    (one,) = [each for each in disagreements(province, sample) if each.parcel == uuid]
    assert not one.is_open


def test_no_ruling_without_reason_reading_or_outcome(province, sample, parcels):
    unread = next(row.parcel_uuid for row in province.queue() if row.parcel_uuid not in {
        one.parcels[0] for one in province.records("recheck")})
    for parcel, outcome, why, code in ((parcels["450512WP1800005"], "违法", "好", "BLIND_RULING_WHY"),
                                       (unread, "违法", "理由充分", "BLIND_RULING_WANTS_READING"),
                                       (parcels["450512WP1800005"], "未知", "理由充分", "RECORD_VALUE")):
        with pytest.raises(WeipianError) as raised:
            rule(province, sample, parcel, outcome, why)
        assert raised.value.code == code and raised.value.sentence("zh")
    assert province.records("ruling") == []


def test_as_of_a_day_before_the_ruling_the_readings_hold_and_before_these_nothing(province, sample, parcels):
    uuid = parcels["450512WP1800003"]
    for record in province.records("recheck", parcel=uuid):
        province.put_record(Record(record.uuid, "recheck", (uuid,), sample, {**record.values, "FPSJ": "2023-10-10"}))
    province.put_record(Record("", "ruling", (uuid,), sample, {
        "CDDLX": "其他", "CDSM": "理由充分", "CDR": "王主任", "CDSJ": "2023-11-01"}))
    finals = [final_reading(province, uuid, sample, day) for day in ("2023-10-09", "2023-10-10", "2023-11-01", "")]
    assert [one.by if one else None for one in finals] == [None, BY_READINGS, BY_RULING, BY_RULING]


def test_one_who_cannot_tell_leaves_the_word_to_the_other(province, sample, parcels):
    uuid = parcels["450512WP1800005"]
    record = next(one for one in province.records("recheck", parcel=uuid) if one.values["FPR"] == "甲")
    province.put_record(Record(record.uuid, "recheck", (uuid,), sample, {
        "FPR": "甲", "FPSJ": "2023-10-10", "FPJG": "无法判断"}))
    assert final_reading(province, uuid, sample).pdlx == "其他"
    assert uuid not in {one.parcel for one in disagreements(province, sample)}
    other = next(one for one in province.records("recheck", parcel=uuid) if one.values["FPR"] == "乙")
    province.put_record(Record(other.uuid, "recheck", (uuid,), sample, {
        "FPR": "乙", "FPSJ": "2023-10-10", "FPJG": "非本人任务"}))
    assert final_reading(province, uuid, sample) is None  # nobody has judged: nothing holds, nobody disagrees
    assert uuid not in {one.parcel for one in disagreements(province, sample)}
