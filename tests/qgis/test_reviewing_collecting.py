"""What reviewers have read comes home: once, by its reviewer, whatever file it comes in; or is told why not."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from fractions import Fraction

import pytest
from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from tests.qgis import blind_scene
from weipian_plugin.algorithms.blind_files import BlindFile, CollectReview
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.domain.review.blind_files import CANNOT_TELL, COUNTY_SHAPES, NOT_MINE
from weipian_plugin.domain.review.designs import Plan, by_class
from weipian_plugin.jobs.reviewing.blind import BlindWish, make_files
from weipian_plugin.jobs.reviewing.blind_overview import overview
from weipian_plugin.jobs.reviewing.collecting import collect, collect_all
from weipian_plugin.jobs.reviewing.comparing import compare_sample
from weipian_plugin.jobs.reviewing.sampling import draw_sample
from weipian_plugin.workspace.blind import BlindDesk
from weipian_plugin.workspace.records import Register
from weipian_plugin.workspace.workspace import Workspace

ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "WFPDYJSM": "新建厂房，未见批准文件"}


@pytest.fixture()
def province(qgis_app, demo, tmp_path):
    with Workspace.open(blind_scene.make(demo, tmp_path), actor="王主任") as workspace:
        yield workspace


@pytest.fixture()
def sample(province):
    return blind_scene.sample_uuid(province)


@pytest.fixture()
def made(province, sample, tmp_path):
    return tmp_path / make_files(province, sample, tmp_path, BlindWish(("甲",))).files[0][2]


def read_all(path, who="甲", answers=ILLEGAL, but=0):
    """Everything but the last few is answered; the parcels in the file's order."""
    with Workspace.open(path, actor=who) as file:
        uuids = [row.parcel_uuid for row in file.queue()]
        for uuid in uuids[:len(uuids) - but]:
            file.save_draft(uuid, answers)
    return uuids


def readings(province, sample, who="甲"):
    return {one.parcels[0]: one for one in province.records("recheck", act=sample) if one.values["FPR"] == who}


def codes(collected):
    return [finding.code for finding in collected.findings]


def test_each_drawn_parcel_has_a_reading_with_outcome_case_areas_and_reason(province, sample, made):
    read_all(made)
    found = collect(province, made, sample)
    kept = readings(province, sample)
    drawn = {one.parcels[0] for one in province.records("drawn", act=sample)}
    assert set(kept) == drawn and (found.total, found.read, found.new) == (8, 8, 9)  # one patch is two parcels here
    values = kept[next(row.parcel_uuid for row in province.queue() if row.dkbh == "450512WP1800004")].values
    assert values["FPDLX"] == "违法" and values["FPQX"] == "W1" and values["FPSM"] == "新建厂房，未见批准文件"
    assert (values["FPGDMJ"], values["FPDKMJ"]) == pytest.approx((1500, 2003), abs=1)  # m², as they were measured
    assert values["FPJG"] == "已判" and values["FPMP"] == 1 and values["FPWJ"] == made.name
    assert len(str(values["FPSJ"])) == len("2023-10-01")
    assert all(one.act == sample for one in kept.values())


def test_the_countys_answers_stay_as_they_were(province, sample, made):
    before = {row.parcel_uuid: (province.draft(row.parcel_uuid), province.judgement(row.parcel_uuid))
              for row in province.queue()}
    read_all(made)
    collect(province, made)
    assert before == {uuid: (province.draft(uuid), province.judgement(uuid)) for uuid in before}


def test_the_same_file_a_second_time_changes_nothing_also_under_another_name(province, sample, made, tmp_path):
    read_all(made)
    assert not collect(province, made).changed_nothing
    before = province.standing()
    again = collect(province, made)
    copy = tmp_path / "副本.gpkg"
    shutil.copy(made, copy)
    copied = collect(province, copy)
    assert again.changed_nothing and copied.changed_nothing and again.unchanged == 9
    assert province.standing() == before


def test_a_newer_reading_takes_the_place_of_the_older_as_an_event_and_the_older_file_changes_nothing(
        province, sample, made, tmp_path):
    read_all(made)
    uuid = next(row.parcel_uuid for row in province.queue() if row.dkbh == "450512WP1800004")
    old = tmp_path / "old.gpkg"
    shutil.copy(made, old)
    collect(province, made)
    with Workspace.open(made, actor="甲") as file:
        file.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q5"})
    newer = collect(province, made)
    record = readings(province, sample)[uuid]
    assert (newer.new, newer.changed) == (0, 1) and record.values["FPDLX"] == "其他"
    history = province.history(record.uuid)
    assert [event.kind for event in history] == ["record", "record"]
    assert history[-1].payload["origin"]["file"] == made.name

    older = collect(province, old)
    assert older.changed_nothing and "BLIND_OLDER" in codes(older) and "BLIND_OLDER" not in codes(newer)
    assert readings(province, sample)[uuid].values["FPDLX"] == "其他"


def test_a_reading_that_was_taken_back_is_withdrawn(province, sample, made):
    read_all(made)
    uuid = next(row.parcel_uuid for row in province.queue() if row.dkbh == "450512WP1800004")
    collect(province, made)
    with Workspace.open(made, actor="甲") as file:
        file.save_draft(uuid, {"PDLX": None})
    found = collect(province, made)
    assert (found.withdrawn, found.changed, found.unchanged) == (1, 0, 8)
    assert uuid not in readings(province, sample)
    assert province.undo() is not None  # by an event like any other
    assert uuid in readings(province, sample)


def whole(file):
    """The patches that the county has not cut: each is one parcel in the province's file, too."""
    return [row.parcel_uuid for row in file.queue() if row.jcbh != "450512WP1800009"]


def again(province, sample, folder):
    """Everything is handed out to 甲 once more, in a file of its own."""
    folder.mkdir()
    return folder / make_files(province, sample, folder, BlindWish(("甲",), again=True)).files[0][2]


def progress(province, sample):
    return {one.reviewer: (one.handed, one.read, one.left) for one in overview(province, sample).progress}


def test_of_files_made_anew_for_others_only_what_was_collected_of_the_former_counts(province, sample, tmp_path):
    first = make_files(province, sample, tmp_path, BlindWish(("甲", "乙")))
    counts = {reviewer: count for reviewer, _id, _name, count in first.files}
    assert progress(province, sample) == {name: (count, 0, count) for name, count in counts.items()}
    file = tmp_path / first.files[0][2]
    read_all(file, but=counts["甲"] - 2)
    collect(province, file)
    second = make_files(province, sample, tmp_path, BlindWish(("乙", "丙"), again=True))
    anew = {reviewer: count for reviewer, _id, _name, count in second.files}
    assert progress(province, sample) == {
        "甲": (2, 2, 0), "乙": (anew["乙"], 0, anew["乙"]), "丙": (anew["丙"], 0, anew["丙"])}
    late = tmp_path / first.files[1][2]  # what comes of a former file all the same is read, and not outstanding
    mine = read_all(late, "乙")
    collect(province, late)
    handed, read, left = progress(province, sample)["乙"]
    assert read == len(mine) == counts["乙"] and handed == read + left and left < anew["乙"]


def test_patches_that_nobody_can_collect_any_more_are_not_outstanding(province, sample, tmp_path):
    made = make_files(province, sample, tmp_path, BlindWish(("甲",)))
    (before, _read, _left) = progress(province, sample)["甲"]
    drawn = province.records("drawn", act=sample)[0].parcels[0]
    province.quarantine(drawn)
    assert progress(province, sample)["甲"] == (before - 1, 0, before - 1)
    handed = province.blind.handed_out(sample)[0]
    assert handed.dealt == made.dealt and {len(one) for one in handed.dealt.values()} == {before}


def test_of_files_of_which_nothing_but_the_number_was_kept_the_number_counts(province, sample, tmp_path, monkeypatch):
    for again in (False, True):
        made = make_files(province, sample, tmp_path, BlindWish(("甲",), again=again))
    earlier = [replace(one, dealt={}) for one in province.blind.handed_out(sample)]
    monkeypatch.setattr(BlindDesk, "handed_out", lambda *_: earlier)
    assert progress(province, sample) == {"甲": (made.files[0][3], 0, made.files[0][3])}


def test_a_file_that_was_made_again_takes_nothing_from_what_was_read_in_the_first(province, sample, made, tmp_path):
    read_all(made)
    collect(province, made)
    second = again(province, sample, tmp_path / "again")
    with Workspace.open(second, actor="甲") as file:
        for uuid in (uuids := whole(file)[:3]):
            file.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q5"})
    uuid = uuids[0]
    found = collect(province, second)
    assert (found.withdrawn, found.new, found.changed) == (0, 0, 3)
    kept = readings(province, sample)
    assert len(kept) == 9 and kept[uuid].values["FPDLX"] == "其他"
    assert [one.values["FPDLX"] for one in kept.values()].count("违法") == 6
    assert collect(province, made).changed_nothing  # the first file is the older one of those that are in both
    assert readings(province, sample) == kept

    with Workspace.open(second, actor="甲") as file:
        file.save_draft(uuid, {"PDLX": None})
    found = collect(province, second)
    assert found.withdrawn == 1 and found.new == found.changed == 0
    kept = readings(province, sample)
    assert len(kept) == 9 and kept[uuid].values["FPDLX"] == "违法"  # what he had said in the first holds again
    with Workspace.open(made, actor="甲") as file:
        file.save_draft(uuid, {"PDLX": None})
    assert collect(province, made).withdrawn == 1 and uuid not in readings(province, sample)


def test_of_two_files_the_reading_made_last_counts_whatever_else_was_read_in_them_since(
        province, sample, made, tmp_path):
    uuids = read_all(made, but=1)
    second = again(province, sample, tmp_path / "again")
    with Workspace.open(second, actor="甲") as file:
        file.save_draft(uuids[0], {"PDLX": "其他", "QTJTQX": "Q5"})
    read_all(made)  # the last one, after all that
    for order in ((made, second), (second, made)):
        for path in order:
            collect(province, path)
        assert readings(province, sample)[uuids[0]].values["FPDLX"] == "其他"


def test_a_reading_that_was_kept_by_hand_is_not_withdrawn_by_a_file(province, sample, made):
    with Workspace.open(made, actor="甲") as file:
        uuid = file.queue()[0].parcel_uuid
    province.put_record(Record("", "recheck", (uuid,), sample, {
        "FPR": "甲", "FPSJ": "2023-10-02", "FPJG": "已判", "FPDLX": "违法"}))
    assert collect(province, made).withdrawn == 0 and uuid in readings(province, sample)


def test_all_that_a_file_says_is_taken_or_nothing(province, sample, made, monkeypatch):
    read_all(made)
    collect(province, made)
    with Workspace.open(made, actor="甲") as file:
        uuids = whole(file)
        file.save_draft(uuids[0], {"PDLX": None})
        file.save_draft(uuids[1], {"PDLX": "其他", "QTJTQX": "Q5"})
    before = province.standing(), readings(province, sample)

    def fails(*_given):
        raise WeipianError("UNKNOWN_RECORD", record="x", kind="复判")

    with monkeypatch.context() as patched, pytest.raises(WeipianError):
        patched.setattr(Register, "remove_within", fails)
        collect(province, made)
    assert (province.standing(), readings(province, sample)) == before
    found = collect(province, made)
    assert (found.changed, found.withdrawn) == (1, 1)
    assert province.history(before[1][uuids[0]].uuid)[-1].payload["origin"]["file"] == made.name


def test_of_a_file_that_is_not_finished_what_is_read_is_taken_and_the_rest_is_told(province, sample, made):
    uuids = read_all(made, but=3)
    found = collect(province, made)
    assert (found.total, found.read) == (8, 5) and "BLIND_UNFINISHED" in codes(found)
    assert "3" in found.findings[0].sentence("zh") and not set(uuids[-3:]) & set(readings(province, sample))
    read_all(made)
    finished = collect(province, made)
    assert finished.read == 8 and "BLIND_UNFINISHED" not in codes(finished)
    assert len(readings(province, sample)) == 9


def test_of_a_file_that_nobody_has_read_it_is_told_that_there_is_nothing_to_collect(province, made):
    found = collect(province, made)
    assert found.read == 0 and codes(found) == ["BLIND_NOTHING_READ"] and "0 个" not in found.findings[0].sentence("zh")


def test_not_mine_and_cannot_be_told_come_home_as_such_and_what_was_said_last_holds(province, sample, made):
    with Workspace.open(made, actor="甲") as file:
        uuids = [row.parcel_uuid for row in file.queue()]
        file.set_flag(uuids[0], CANNOT_TELL)
        file.set_note(uuids[0], "云覆盖")
        file.set_flag(uuids[1], NOT_MINE)
        file.save_draft(uuids[2], ILLEGAL)
        file.set_flag(uuids[2], CANNOT_TELL)  # said after the answer
        file.set_flag(uuids[3], CANNOT_TELL)
        file.save_draft(uuids[3], ILLEGAL)  # said after the flag
        file.save_draft(uuids[4], ILLEGAL)
        file.many.flag(uuids[4:5], NOT_MINE)  # as one of many, and after the answer
        file.save_draft(uuids[5], ILLEGAL)
        file.set_flag(uuids[5], "影像有接边")
    found = collect(province, made)
    kept = {uuid: readings(province, sample)[uuid].values for uuid in uuids[:6]}
    assert [kept[uuid]["FPJG"] for uuid in uuids[:6]] == [
        CANNOT_TELL, NOT_MINE, CANNOT_TELL, "已判", NOT_MINE, "已判"]
    assert (found.cannot_tell, found.not_mine) == (2, 2)
    assert kept[uuids[0]]["FPSM"] == "云覆盖" and "FPDLX" not in kept[uuids[2]]
    assert "影像有接边" in kept[uuids[5]]["FPSM"]


def test_two_reviewers_on_one_patch_have_a_reading_each(province, sample, tmp_path):
    handed = make_files(province, sample, tmp_path, BlindWish(("甲", "乙"), Fraction(1)))
    for reviewer, _id, name, _count in handed.files:
        read_all(tmp_path / name, reviewer, ILLEGAL if reviewer == "甲" else {"PDLX": "其他"})
    found = collect_all(province, [tmp_path / one[2] for one in handed.files], sample)
    assert [one.reviewer for one in found] == ["甲", "乙"]
    assert set(readings(province, sample)) == set(readings(province, sample, "乙"))
    assert {one.values["FPDLX"] for one in readings(province, sample, "乙").values()} == {"其他"}


def test_the_reading_of_a_patch_that_the_county_cut_is_of_each_of_its_parts_with_the_shape_that_was_read(
        province, sample, made):
    read_all(made)
    collect(province, made)
    parts = [row.parcel_uuid for row in province.queue() if "_" in row.dkbh]
    kept = readings(province, sample)
    whole = QgsGeometry.fromWkt(str(kept[parts[1]].values["FPTX"]))
    assert province.own_area(bytes(whole.asWkb())) == pytest.approx(
        sum(province.own_area(province.parcel(uuid).wkb) for uuid in parts), abs=0.01)
    assert [uuid for uuid in kept if kept[uuid].values.get("FPTX")] == parts


def test_the_part_that_covers_most_of_the_parcel_counts_and_the_others_are_told(province, sample, made):
    with Workspace.open(made, actor="甲") as file:
        uuid = next(row.parcel_uuid for row in file.queue() if row.dkbh == "450512WP1800004")
        shape = QgsGeometry()
        shape.fromWkb(file.parcel(uuid).wkb)
        box = shape.boundingBox()
        strip = QgsGeometry.fromRect(box)
        strip.translate(-box.width() * 0.7, 0)
        parts = [bytes(shape.intersection(strip).asWkb()), bytes(shape.difference(strip).asWkb())]
        small, large = file.split(uuid, parts)
        assert file.own_area(file.parcel(small).wkb) < file.own_area(file.parcel(large).wkb)
        file.save_draft(small, {"PDLX": "合法", "HFJTQX": "H1"})
        file.save_draft(large, ILLEGAL)
    found = collect(province, made)
    values = readings(province, sample)[uuid].values
    assert values["FPDLX"] == "违法" and "合法" in values["FPSM"] and values["FPTX"].startswith("Polygon")
    assert {"BLIND_RESHAPED", "BLIND_SEVERAL_PARTS"} <= set(codes(found))
    assert any("450512WP1800004" in one.sentence("zh") for one in found.findings)


def test_what_changed_its_shape_here_since_is_told(province, sample, made):
    uuid = next(row.parcel_uuid for row in province.queue() if row.dkbh == "450512WP1800008")
    blind_scene.split(province, uuid)
    read_all(made)
    found = collect(province, made)
    assert "BLIND_MOVED_SINCE" in codes(found) and "BLIND_RESHAPED" not in codes(found)
    told = next(one for one in found.findings if one.code == "BLIND_MOVED_SINCE")
    assert told.values["count"] == 1 and "450512WP1800008" in told.sentence("zh")


def test_what_is_set_apart_here_since_takes_no_reading_and_is_counted_without_its_number(province, sample, made):
    uuid = next(row.parcel_uuid for row in province.queue() if row.dkbh == "450512WP1800004")
    read_all(made)
    province.quarantine(uuid)
    found = collect(province, made)
    told = next(one for one in found.findings if one.code == "BLIND_GONE_SINCE")
    assert told.values["count"] == 1 and "450512WP1800004" not in told.sentence("zh")
    assert found.new == 8


def test_with_the_countys_parcels_each_reading_is_of_its_own_parcel(province, sample, tmp_path):
    handed = make_files(province, sample, tmp_path, BlindWish(("甲",), shapes=COUNTY_SHAPES))
    path = tmp_path / handed.files[0][2]
    parts = [row.parcel_uuid for row in province.queue() if "_" in row.dkbh]
    with Workspace.open(path, actor="甲") as file:
        file.save_draft(parts[0], ILLEGAL)
        file.save_draft(parts[1], {"PDLX": "合法", "HFJTQX": "H1"})
    collect(province, path)
    kept = readings(province, sample)
    assert [kept[uuid].values["FPDLX"] for uuid in parts] == ["违法", "合法"]
    assert not any(kept[uuid].values.get("FPTX") for uuid in parts)


def test_a_mineral_patch_is_read_by_its_mining(province, sample, tmp_path):
    mine = province.queue()[1].parcel_uuid
    blind_scene.draw(province, sample, [mine], 2)
    path = tmp_path / make_files(province, sample, tmp_path, BlindWish(("甲",))).files[0][2]
    with Workspace.open(path, actor="甲") as file:
        file.save_draft(mine, {"KPDLX": "违法", "KWFLX": "越界开采"})
    collect(province, path)
    values = readings(province, sample)[mine].values
    assert (values["FPDLX"], values["FPQX"]) == ("违法", "越界开采")


def test_whose_hand_it_was_is_told_where_it_is_not_the_reviewers(province, made):
    read_all(made, who="别人")
    found = collect(province, made)
    told = next(one for one in found.findings if one.code == "BLIND_OTHER_HAND")
    assert "别人" in told.sentence("zh") and "甲" in told.sentence("zh")


# What is not taken

def refused(province, path, sample=""):
    before = province.standing()
    with pytest.raises(WeipianError) as raised:
        collect(province, path, sample)
    assert province.standing() == before
    assert raised.value.sentence("zh") and raised.value.sentence("en")
    return raised.value


def test_a_file_that_is_none_is_told(province, tmp_path, demo):
    ordinary = tmp_path / "ordinary.gpkg"
    Workspace.create(ordinary, crs=province.crs_authid).close()
    text = tmp_path / "text.gpkg"
    text.write_text("复判", encoding="utf-8")
    assert refused(province, ordinary).code == "BLIND_NO_REVIEW_FILE"
    assert refused(province, text).code == "NOT_A_WORKSPACE"
    assert refused(province, demo / "beihai_scene.gpkg").code == "NOT_A_WORKSPACE"
    assert refused(province, tmp_path / "none.gpkg").code == "WORKSPACE_MISSING"


def test_a_file_of_another_workspace_is_told(province, made, demo, tmp_path):
    (tmp_path / "other").mkdir()
    read_all(made)
    with Workspace.open(blind_scene.make(demo, tmp_path / "other")) as other:
        error = refused(other, made)
    assert error.code == "BLIND_OTHER_WORKSPACE" and made.name in error.sentence("zh")


def test_a_file_of_another_sample_and_of_one_that_is_gone_are_told(province, sample, made):
    read_all(made)
    other = blind_scene.sample(province, [province.queue()[0].parcel_uuid], "二季度抽样")
    error = refused(province, made, other)
    assert error.code == "BLIND_OTHER_SAMPLE"
    assert "一季度抽样" in error.sentence("zh") and "二季度抽样" in error.sentence("zh")
    for record in province.records("drawn", act=sample):
        province.remove_record(record.uuid)
    province.remove_record(sample)
    assert refused(province, made).code == "BLIND_SAMPLE_GONE"


def test_several_files_at_once_are_taken_but_for_those_that_are_wrong(province, sample, made, tmp_path):
    read_all(made)
    text = tmp_path / "text.gpkg"
    text.write_text("复判", encoding="utf-8")
    found = collect_all(province, [text, made], sample)
    assert found[0].error.code == "NOT_A_WORKSPACE" and found[1].new == 9


def test_a_file_that_a_reviewer_has_open_can_be_collected(province, sample, made):
    read_all(made)
    with Workspace.open(made, actor="甲"):
        assert collect(province, made).new == 9


def test_the_overview_counts_patches_by_reviewer(province, sample, tmp_path):
    handed = make_files(province, sample, tmp_path, BlindWish(("甲", "乙")))
    files = {reviewer: tmp_path / name for reviewer, _id, name, _count in handed.files}
    with Workspace.open(files["甲"], actor="甲") as file:
        uuids = [row.parcel_uuid for row in file.queue()]
        file.set_flag(uuids[0], CANNOT_TELL)
        file.save_draft(uuids[1], ILLEGAL)
    collect(province, files["甲"])
    first, second = overview(province, sample).progress
    assert (first.reviewer, first.handed, first.read, first.left, first.cannot_tell) == ("甲", 4, 2, 2, 1)
    assert (second.reviewer, second.handed, second.read, second.left) == ("乙", 4, 0, 4)


# Without the window

def run(algorithm, **parameters):
    algorithm.initAlgorithm()
    return algorithm.processAlgorithm(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))


def test_three_readers_of_each_patch_are_compared_by_fleiss(province, tmp_path):
    sample = draw_sample(province, "三人", Plan((by_class(1),)), "种子").head.uuid
    province.close()
    where = str(tmp_path / "province.gpkg")
    made = run(BlindFile(), WORKSPACE=where, SAMPLE="三人", REVIEWERS="甲\n乙\n丙", DOUBLES=100, READERS=3,
               FOLDER=str(tmp_path / "out"))
    for one in json.loads(made["MADE"]):
        read_all(tmp_path / "out" / one["file"], one["reviewer"],
                 ILLEGAL if one["reviewer"] != "丙" else {"PDLX": "其他", "QTJTQX": "Q5"})
    with Workspace.open(where, actor="王主任") as workspace:
        collect_all(workspace, [tmp_path / "out" / one["file"] for one in json.loads(made["MADE"])], sample)
        found = compare_sample(workspace, sample)
    assert found.readers.readers_of_fleiss == 3 and len(found.readers.pairs) == 3
    assert found.readers.fleiss.n == len(found.readers.parcels) == found.sample.head.drawn - 1  # one is mineral


def test_the_algorithms_make_files_and_collect_them(province, sample, tmp_path):
    province.close()
    where = str(tmp_path / "province.gpkg")
    made = run(BlindFile(), WORKSPACE=where, SAMPLE="一季度抽样", REVIEWERS="甲\n乙", DOUBLES=50,
               FOLDER=str(tmp_path / "out"), OPERATOR="王主任")
    files = json.loads(made["MADE"])
    assert made["COUNT"] == 2 and [one["reviewer"] for one in files] == ["甲", "乙"]
    assert sum(one["patches"] for one in files) == 12  # 8 patches, 4 of them twice
    paths = [str(tmp_path / "out" / one["file"]) for one in files]
    for path, one in zip(paths, files):
        read_all(path, one["reviewer"])
    done = run(CollectReview(), WORKSPACE=where, FILES=paths, SAMPLE="一季度抽样", OPERATOR="王主任")
    assert (done["READ"], done["TOTAL"], done["NOT_TAKEN"]) == (12, 12, 0) and done["NEW"] >= 12
    again = run(CollectReview(), WORKSPACE=where, FILES=paths)
    assert (again["NEW"], again["CHANGED"], again["UNCHANGED"]) == (0, 0, done["NEW"])
    with Workspace.open(where, read_only=True) as workspace:
        assert workspace.history(workspace.records("recheck")[0].uuid)[0].actor == "王主任"


def test_the_algorithm_says_why_nothing_was_taken(province, tmp_path):
    province.close()
    with pytest.raises(QgsProcessingException) as raised:
        run(CollectReview(), WORKSPACE=str(tmp_path / "province.gpkg"), FILES=[str(tmp_path / "none.gpkg")])
    assert "none.gpkg" in str(raised.value)


# What is read comes home by collecting alone

def test_a_review_file_is_neither_handed_in_nor_packed_nor_merged_into(province, made, tmp_path):
    from weipian_plugin.jobs.handing_in.scope import everything
    from weipian_plugin.jobs.handing_in.tables import write_tables
    from weipian_plugin.jobs.offices.making import PackageWish, make_package
    from weipian_plugin.jobs.offices.merging import merge_packages

    read_all(made)
    with Workspace.open(made, actor="甲") as file:
        for hand_in in (lambda: write_tables(file, everything(file), tmp_path, ("2-1",)),
                        lambda: make_package(file, tmp_path, PackageWish("某县")),
                        lambda: merge_packages(file, [])):
            with pytest.raises(WeipianError) as raised:
                hand_in()
            assert raised.value.code == "BLIND_IS_REVIEW_FILE"
