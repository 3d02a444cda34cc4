"""Claims of 拆除复耕 on the demonstration's patches: by which images, with which duties, what is kept."""

from __future__ import annotations

import shutil
from datetime import date

import openpyxl
import pytest

from tests.qgis.returned_scene import make
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ClassArea, Measured, OverlayRun, Record, RoleAreas, Scene
from weipian_plugin.domain.review.image_checks import Claim, claims_of, counts_of, remarks_on
from weipian_plugin.domain.review.restored_visits import EARLIER, LACKING, MADE, OPEN, UNDATED
from weipian_plugin.jobs.accounting.rectified import book_of
from weipian_plugin.jobs.reviewing.claims_file import export_claims
from weipian_plugin.jobs.reviewing.image_checks import keep_check, load_image, scene_of, walk
from weipian_plugin.workspace.workspace import Workspace

MU = 10000 / 15
BEFORE, AFTER = "2016-12-09", "2018-03-09"


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app):
    return make(demo, tmp_path_factory.mktemp("claims") / "县.gpkg")


@pytest.fixture()
def workspace(scene, tmp_path):
    copy = tmp_path / "市.gpkg"
    copy.write_bytes(scene.read_bytes())
    with Workspace.open(copy, actor="李四") as opened:
        yield opened


@pytest.fixture()
def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


@pytest.fixture()
def images(workspace, demo, tmp_path):
    """Before, after, and the after image once more as if it had been taken in 2024."""
    newest = tmp_path / "GF2_20240105.tif"
    shutil.copy(demo / "after_20180309_rgb8.tif", newest)
    for path, day in ((demo / "before_20161209_rgb8.tif", BEFORE), (demo / "after_20180309_rgb8.tif", AFTER)):
        workspace.set_scene(Scene(str(path), day, path.stem, True))
    return newest


@pytest.fixture()
def claimed(workspace, uuids):
    """The act's rectification is said to be done, demolished on 2023-11-20."""
    (part,) = workspace.records("rectification")
    return workspace.put_record(Record(part.uuid, "rectification", part.parcels, part.act, {
        **part.values, "SFZGDW": 1, "ZGDWSJ": "2023-12-01", "CCSJ": "2023-11-20", "HFYMMJ": 1000.0, "FGDWMJ": 500.0}))


def code_of(act):
    with pytest.raises(WeipianError) as error:
        act()
    return error.value.code


def test_only_restoring_of_which_something_is_said_to_be_done_is_a_claim():
    def part(name, **values):
        return Record(name, "rectification", ("p", "q"), "", {"ZGFS": "拆除复耕", **values})

    found = claims_of([
        part("planned", ZGMJ=500.0), part("done", SFZGDW=1, ZGDWSJ="2023-12-01"), part("area", FGDWMJ=20.0),
        part("day", CCSJ="2023-11-20", ZGDWSJ="2023-12-01"), Record("papers", "rectification", ("p",), "", {
            "ZGFS": "补办", "SFZGDW": 1})])
    assert [(one.rectification, one.parcel) for one in found] == [
        (name, parcel) for name in ("done", "area", "day") for parcel in ("p", "q")]
    assert [one.claimed for one in found[::2]] == [date(2023, 12, 1), None, date(2023, 11, 20)]
    act = Record("a", "act", ("p", "q", "r"))
    assert len(claims_of([Record("part", "rectification", (), "a", {"ZGFS": "拆除复耕", "SFZGDW": 1})], [act])) == 3


def test_nothing_is_walked_before_anything_is_claimed(workspace):
    assert walk(workspace).claims == ()


def test_a_claim_names_its_dates_and_the_newest_image_that_reaches_it(workspace, uuids, claimed, images):
    (one,) = walk(workspace).claims
    assert (one.claim.parcel, one.before, one.after, one.newest) == (uuids[5], BEFORE, AFTER, AFTER)
    assert [found.code for found in remarks_on(one.claim, one.newest)] == ["IMAGE_NOT_LATER"]
    load_image(workspace, str(images), "2024-01-05", True)
    (one,) = walk(workspace).claims
    assert one.newest == "2024-01-05" and remarks_on(one.claim, one.newest) == ()
    assert workspace.scenes()[-1].unclassified


def test_an_image_that_lies_elsewhere_is_not_the_newest(workspace, claimed, images, demo):
    elsewhere = next((demo / "southjordan").glob("*.tif"), None)
    assert elsewhere is not None
    workspace.set_scene(Scene(str(elsewhere), "2025-01-01", "elsewhere", True))
    assert walk(workspace).claims[0].newest == AFTER


def test_an_image_is_taken_in_only_with_its_day_and_once_somebody_has_said_that_it_is_not_classified(
        workspace, images, tmp_path):
    assert scene_of(str(images)).date == "2024-01-05"
    junk = tmp_path / "x.tif"
    junk.write_bytes(b"junk")
    assert code_of(lambda: scene_of(str(junk))) == "IMAGE_UNREADABLE"
    assert code_of(lambda: load_image(workspace, str(junk), "2024-01-05", True)) == "IMAGE_UNREADABLE"
    assert code_of(lambda: load_image(workspace, str(images), "", True)) == "IMAGE_LOADED_UNDATED"
    assert code_of(lambda: load_image(workspace, str(images), "2024-01-05", False)) == "IMAGE_NOT_CONFIRMED"
    assert len(workspace.scenes()) == 2


@pytest.mark.parametrize(("basic", "redline", "farmland", "duties"), [
    (0.0, 0.0, 9.99, []), (0.0, 0.0, 10.0, ["OS4"]), (0.0, 0.0, 12.0, ["OS4"]), (0.0, 0.0, 26.0, ["OS3", "OS4"]),
    (5.0, 0.0, 1.0, ["OS3", "OS4"]), (4.99, 4.99, 1.0, []), (0.0, 5.0, 0.0, ["OS3", "OS4"])])
def test_ground_that_was_restored_brings_its_duties(workspace, uuids, claimed, basic, redline, farmland, duties):
    area = 40 * MU
    workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {uuids[5]: Measured(area, {
        "dltb": RoleAreas("dltb", area, area, (ClassArea("0103", farmland * MU, farmland * MU),
                                               ClassArea("1001", area - farmland * MU, area - farmland * MU))),
        "yjjbnt": RoleAreas("yjjbnt", basic * MU, basic * MU),
        "stbhhx": RoleAreas("stbhhx", redline * MU, redline * MU)})})
    (one,) = walk(workspace).claims
    assert [duty.id for duty in one.duties] == duties and not any(duty.open for duty in one.duties)


def test_a_duty_that_cannot_be_told_says_what_was_not_measured(workspace, uuids, claimed):
    workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {uuids[5]: Measured(100.0)})
    assert [(duty.id, duty.open) for duty in walk(workspace).claims[0].duties] == [("OS3", True), ("OS4", True)]


def test_a_tick_is_kept_with_image_and_day_and_counted(workspace, claimed):
    (one,) = walk(workspace).claims
    record = keep_check(workspace, one.claim, "已拆除", "GF2_20240105", "2024-01-05", "房屋已拆，恢复耕种",
                        day="2024-01-20")
    assert record.act == claimed.uuid and record.values == {
        "YXJG": "已拆除", "YXMC": "GF2_20240105", "YXRQ": "2024-01-05", "YXSM": "房屋已拆，恢复耕种", "YXR": "李四",
        "YXSJ": "2024-01-20", "YXXJ": 0, "YXJB": "县级"}
    counts = walk(workspace).counts
    assert {tick: len(found) for tick, found in counts.by_tick.items()} == {"已拆除": 1, "未拆除": 0, "不确定": 0}
    assert (counts.total, counts.unchecked, counts.false) == (1, (), ())
    workspace.undo()
    assert walk(workspace).counts.unchecked == (one.claim.parcel,)


def test_a_later_image_outdoes_an_earlier_one_whatever_was_said_last(workspace, claimed):
    (one,) = walk(workspace).claims
    keep_check(workspace, one.claim, "未拆除", "b", "2024-06-05", day="2024-06-20")
    keep_check(workspace, one.claim, "已拆除", "a", "2024-01-05", day="2024-07-20")
    assert walk(workspace).claims[0].check.values["YXJG"] == "未拆除"


@pytest.mark.parametrize(("tick", "image", "taken", "words", "false", "code"), [
    ("拆了", "a", "2024-01-05", "", False, "IMAGE_CHECK_TICK"), ("已拆除", "", "2024-01-05", "", False,
                                                             "IMAGE_CHECK_NO_IMAGE"),
    ("已拆除", "a", "", "", False, "IMAGE_CHECK_NO_IMAGE"), ("已拆除", "a", "2023-11-20", "", False, "IMAGE_NOT_LATER"),
    ("未拆除", "a", "2018-03-09", "", False, "IMAGE_NOT_LATER"),
    ("不确定", "a", "2024-01-05", "房屋仍在原处", True, "IMAGE_CHECK_FALSE"),
    ("未拆除", "a", "2024-01-05", "仍在", True, "IMAGE_CHECK_WORDS")])
def test_what_is_not_sound_is_refused_and_nothing_kept(workspace, claimed, tick, image, taken, words, false, code):
    (one,) = walk(workspace).claims
    assert code_of(lambda: keep_check(workspace, one.claim, tick, image, taken, words, false)) == code
    assert workspace.records("image_check") == []


def test_of_an_image_no_later_than_the_claim_somebody_may_only_say_that_it_is_not_certain(workspace, claimed):
    (one,) = walk(workspace).claims
    assert keep_check(workspace, one.claim, "不确定", "a", AFTER).values["YXJG"] == "不确定"


def test_a_rectification_is_false_only_where_a_person_says_so(workspace, claimed):
    (one,) = walk(workspace).claims
    keep_check(workspace, one.claim, "未拆除", "a", "2024-01-05", "房屋仍在原处")
    assert walk(workspace).counts.false == ()
    keep_check(workspace, one.claim, "未拆除", "a", "2024-01-05", "房屋仍在，材料照片不是本处", True, day="2999-01-01")
    assert walk(workspace).counts.false == (one.claim.parcel,)


def test_what_was_taken_away_meanwhile_is_not_checked(workspace, claimed):
    (one,) = walk(workspace).claims
    workspace.remove_record(claimed.uuid)
    assert code_of(lambda: keep_check(workspace, one.claim, "已拆除", "a", "2024-01-05")) == "CLAIM_GONE"


def test_ground_that_still_stands_does_not_count_as_restored(workspace, uuids, claimed):
    rows = workspace.table_rows()
    farmland = {row.parcel.uuid: None for row in rows} | {uuids[5]: 1}
    assert book_of(workspace, rows, farmland).buckets[uuids[5]]["拆除复耕"] > 0
    (one,) = walk(workspace).claims
    keep_check(workspace, one.claim, "未拆除", "a", "2024-01-05")
    book = book_of(workspace, rows, farmland)
    assert book.buckets.get(uuids[5], {}).get("拆除复耕") is None
    assert [found.code for found in book.remarks()] == ["RESTORED_STILL_STANDS"]


def test_a_claim_without_a_day_is_checked_by_any_image_and_that_is_told():
    claim = Claim("r", "p")
    assert [found.code for found in remarks_on(claim, "2024-01-05")] == ["CLAIM_UNDATED"]
    counts = counts_of([claim, Claim("s", "p")], [Record("c", "image_check", ("p",), "", {
        "YXJG": "不确定", "YXRQ": "2024-01-05"})])
    assert counts.by_tick["不确定"] == ("p", "p") and counts.total == 2


def test_a_later_check_of_the_same_claim_takes_false_rectification_out_of_the_figures(workspace, claimed):
    """The page and the figures are one truth: what was said last of a claim."""
    from weipian_plugin.jobs.reviewing.figures import figures_as_of
    from weipian_plugin.jobs.reviewing.review_input import Wish

    (claim, *_) = claims_of([claimed])
    wish = Wish(profile="MNR2021")
    told = []
    for tick, false in (("未拆除", True), ("已拆除", False)):
        keep_check(workspace, claim, tick, "GF2", "2024-01-05", "房屋仍在原处", false, "2024-02-01")
        figure = figures_as_of(workspace, wish).of("").figure("false_rectification")
        told.append((figure.numerator, walk(workspace).counts.false))
    assert told == [((claim.parcel,), (claim.parcel,)), ((), ())]


def test_what_is_said_of_a_parcel_of_which_nothing_is_claimed_counts_as_false_too():
    said = Record("1", "image_check", ("p",), "", {
        "YXJG": "未拆除", "YXRQ": "2021-09-01", "YXSJ": "2021-09-12", "YXXJ": 1})
    assert counts_of([], [said]).false == ("p",)
    later = Record("2", "image_check", ("p",), "gone", {**said.values, "YXSJ": "2021-09-13", "YXXJ": 0})
    assert counts_of([], [said, later]).false == counts_of([], [later, said]).false == ()


@pytest.fixture()
def asked(workspace, uuids, claimed):
    """Of the ground of the claim so much is farmland that the county must look and the city be asked."""
    area = 40 * MU
    workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {uuids[5]: Measured(area, {
        "dltb": RoleAreas("dltb", area, area, (ClassArea("0103", area, area),)),
        "yjjbnt": RoleAreas("yjjbnt", 0.0, 0.0), "stbhhx": RoleAreas("stbhhx", 0.0, 0.0)})})
    return uuids[5]


def visits(workspace):
    (one,) = walk(workspace).claims
    return [(visit.duty.id, visit.state) for visit in one.visits], one.lacks_visit


def test_whether_the_ground_was_looked_at_after_it_was_restored_is_told_duty_by_duty(workspace, asked):
    assert visits(workspace) == ([("OS3", LACKING), ("OS4", LACKING)], True)
    workspace.save_draft(asked, {"HCYJ": "现场已恢复耕种", "HCFZR": "某负责人"})
    assert visits(workspace) == ([("OS3", UNDATED), ("OS4", LACKING)], True)
    workspace.save_draft(asked, {"HCSJ": "2023-11-19", "HYSQSJ": "2023-11-19"})
    assert visits(workspace) == ([("OS3", EARLIER), ("OS4", EARLIER)], True)
    workspace.save_draft(asked, {"HCSJ": "2023-11-20", "HYSQSJ": "2023-12-05"})
    assert visits(workspace) == ([("OS3", MADE), ("OS4", MADE)], False)
    workspace.sign(asked, "张三", "实地", "现场已核")
    assert visits(workspace) == ([("OS3", MADE), ("OS4", MADE)], False)
    workspace.save_draft(asked, {"HCFZR": None})
    assert visits(workspace) == ([("OS3", LACKING), ("OS4", MADE)], True)


def test_what_cannot_be_told_is_no_lacking_visit(workspace, uuids, claimed):
    workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {uuids[5]: Measured(100.0)})
    assert visits(workspace) == ([("OS3", OPEN), ("OS4", OPEN)], False)


def test_the_list_of_claims_is_handed_on_with_what_is_recorded_on_site(workspace, asked, tmp_path):
    workspace.save_draft(asked, {"HCYJ": "现场已恢复耕种", "HCFZR": "某负责人", "HCSJ": "2023-12-01"})
    (one,) = walk(workspace).claims
    keep_check(workspace, one.claim, "未拆除", "GF2", "2024-01-05", "房屋仍在原处", True, "2024-01-20")
    path = export_claims(workspace, walk(workspace).claims, tmp_path / "清单.xlsx")
    rows = [row for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True) if any(row)]
    head = next(row for row in rows if row[0] == "地块编号")
    said = dict(zip(head, rows[rows.index(head) + 1]))
    assert said["地块编号"] == workspace.parcel(asked).dkbh and said["复耕到位面积（亩）"] == 0.75
    assert said["实地核查情况"] == "OS3 已核查 2023-12-01；OS4 未见核查记录" and said["实地核查要求"].startswith("OS3 ")
    assert (said["影像复核结果"], said["虚假整改"]) == ("未拆除", "是")
    with pytest.raises(WeipianError) as error:
        export_claims(workspace, (), tmp_path / "清单.txt")
    assert error.value.code == "ENDING_UNKNOWN"
