"""Packages between offices, on the scene's patches: made, looked into, merged, returned; whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from datetime import datetime, timezone

import pytest

from tests.qgis import returned_scene
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.domain.review.office_keys import OfficeKey
from weipian_plugin.jobs.offices.keys import keys_in, known_keys, make_key, read_key
from weipian_plugin.jobs.offices.making import (
    BATCHES,
    COUNTY,
    PARCELS,
    PackageScope,
    PackageWish,
    counties_of,
    make_package,
)
from weipian_plugin.jobs.offices.merging import look_into, merge_packages
from weipian_plugin.jobs.offices.own_level import own_area, own_level, settled_level
from weipian_plugin.jobs.offices.remarks import LEAVE, TAKE, MergeWish, foreign_patches, without
from weipian_plugin.jobs.registers.attachments import attach, file_of
from weipian_plugin.workspace.attached import files_folder, path_of
from weipian_plugin.workspace.workspace import Workspace

KEY = OfficeKey("铁山港区自然资源局", "7c" * 32)
NOW = datetime(2026, 10, 8, 9, 0, tzinfo=timezone.utc)
PHOTO = b"\xff\xd8" + hashlib.sha256(b"photo").digest() * 100
OTHER = "450521"


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory):
    """A county's workspace with answers, signatures, records and an attached photo; made once, copied by each test."""
    folder = tmp_path_factory.mktemp("office_scene")
    path = returned_scene.make(demo, folder / "county.gpkg")
    (folder / "厂房.jpg").write_bytes(PHOTO)
    with Workspace.open(path, actor="张三") as workspace:
        attach(workspace, workspace.queue()[5].parcel_uuid, folder / "厂房.jpg")
    return path


@pytest.fixture
def county(scene, tmp_path):
    (tmp_path / "county").mkdir()
    shutil.copy(scene, tmp_path / "county" / "county.gpkg")
    shutil.copytree(files_folder(scene), tmp_path / "county" / "county.files")
    return tmp_path / "county" / "county.gpkg"


@pytest.fixture
def province(tmp_path, county):
    """An empty workspace, its path."""
    (tmp_path / "province").mkdir()
    with Workspace.open(county, read_only=True) as workspace:
        crs = workspace.crs_authid
    path = tmp_path / "province" / "province.gpkg"
    Workspace.create(path, crs=crs, quarantine_path=tmp_path / "province" / "q.sqlite").close()
    return path


def wish(**more):
    return PackageWish(**{"office": KEY.name, "key": KEY, **more})


def made(path, place, now=NOW, **more):
    with Workspace.open(path, actor="张三", read_only=True) as workspace:
        return make_package(workspace, place, wish(**more), now=now)


def merged(path, *packages, keys=(KEY,), how=MergeWish()):  # noqa: B008 - it is frozen
    with Workspace.open(path, actor="省厅") as workspace:
        return merge_packages(workspace, packages, keys, how)


def state_of(path):
    """All that there is of a workspace: what it holds, its log, the files beside it."""
    with Workspace.open(path, read_only=True) as workspace:
        files = {one.name: one.read_bytes() for one in files_folder(path).rglob("*") if one.is_file()}
        return workspace.offices.fingerprint(), workspace.standing(), files


# There and back


def test_a_county_s_state_reaches_the_province_with_its_files_and_a_second_time_changes_nothing(
        county, province, tmp_path):
    package = made(county, tmp_path / "out").path
    (done,) = merged(province, package)
    assert done.refused is None and done.signature.state == "valid" and done.findings == ()
    with Workspace.open(county, read_only=True) as there, Workspace.open(province, read_only=True) as here:
        assert [row.jcbh for row in here.queue()] == [row.jcbh for row in there.queue()]
        for row in there.queue():
            assert here.draft(row.parcel_uuid) == there.draft(row.parcel_uuid)
            assert here.judgement(row.parcel_uuid) == there.judgement(row.parcel_uuid)
        (photo,) = here.records("attachment")
        assert file_of(here, photo).read_bytes() == PHOTO and file_of(here, photo).is_relative_to(province.parent)
        assert [one.office for one in here.offices.packages()] == [KEY.name]
    before = state_of(province)
    (again,) = merged(province, package)
    assert again.receipt.changed_nothing and again.refused is None
    assert state_of(province) == before


def test_remarks_travel_back_in_the_same_form_and_reach_only_their_county(county, province, tmp_path):
    merged(province, made(county, tmp_path / "out").path)
    with Workspace.open(province, actor="省厅") as workspace:
        workspace.add_batch(NewBatch("2023-08 合浦", "2023-08-15", "y.zip", "e", "GX_ZY2023", OTHER), [
            IssuedPatch(f"{OTHER}WP0000001", {"XZQDM": OTHER}, workspace.parcel(workspace.queue()[0].parcel_uuid).wkb)])
        assert counties_of(workspace) == ["450512", OTHER]
        uuid = workspace.queue()[5].parcel_uuid
        workspace.put_record(Record("", "audit", (uuid,), "", {
            "SHJB": "省级", "SHLC": 1, "SHSJ": "2023-10-20", "SHJG": "退回", "SHSM": "举证照片不足"}))
        back = make_package(workspace, tmp_path / "back", PackageWish(
            "省厅", PackageScope(COUNTY, ("450512",))), now=NOW)
    assert back.manifest.counts["patches"] == returned_scene.PATCHES and back.manifest.scope["values"] == ["450512"]
    (done,) = merged(county, back.path)
    assert done.receipt.new_records == 1 and done.receipt.new_patches == 0 and done.receipt.conflicts == 0
    with Workspace.open(county, read_only=True) as workspace:
        (audit,) = workspace.records("audit", uuid)
        assert audit.values["SHSM"] == "举证照片不足"
        assert next(row for row in workspace.queue() if row.parcel_uuid == uuid).returned


def test_same_state_is_the_same_bytes(county, tmp_path):
    first, second = made(county, tmp_path / "1.wpk"), made(county, tmp_path / "2.wpk")
    assert first.path.read_bytes() == second.path.read_bytes()


def test_looking_changes_nothing_and_says_what_merging_will_do(county, province, tmp_path):
    package = made(county, tmp_path / "out").path
    before = state_of(province)
    with Workspace.open(province, actor="省厅") as workspace:
        looked = look_into(workspace, package, [KEY])
    assert state_of(province) == before
    (done,) = merged(province, package)
    assert (looked.would.new_patches, looked.would.new_events, looked.would.new_records) == (
        done.receipt.new_patches, done.receipt.new_events, done.receipt.new_records)
    assert looked.would.new_patches == returned_scene.PATCHES and looked.manifest.office == KEY.name


# Refused whole


def test_what_is_cut_or_flipped_changes_nothing_and_keeps_no_other_out(county, province, tmp_path):
    package = made(county, tmp_path / "out").path
    whole = package.read_bytes()
    broken = []
    for number in range(24):
        path = tmp_path / f"broken{number}.wpk"
        place = int.from_bytes(hashlib.sha256(f"merge:{number}".encode()).digest()[:4], "big") % len(whole)
        path.write_bytes(whole[:place] if number % 2 else
                         whole[:place] + bytes([whole[place] ^ (1 << number % 8)]) + whole[place + 1:])
        broken.append(path)
    before = state_of(province)
    done = merged(province, *broken)
    assert state_of(province) == before
    assert all(one.receipt is None and one.refused.sentence() for one in done)
    first, bad, good = merged(province, broken[0], tmp_path / "none.wpk", package)
    assert first.refused and bad.refused.code == "OFFICE_NOT_READABLE" and good.receipt.new_patches == 12


def test_what_fails_while_it_enters_leaves_no_file_behind(county, province, tmp_path, monkeypatch):
    package = made(county, tmp_path / "out").path
    before = state_of(province)
    with Workspace.open(province, actor="省厅") as workspace:
        def fails(*_, **__):
            raise WeipianError("WORKSPACE_DISK_FULL", file="x")
        monkeypatch.setattr(type(workspace.offices), "merge", fails)
        (done,) = merge_packages(workspace, [package], [KEY])
    assert done.refused.code == "WORKSPACE_DISK_FULL"
    assert state_of(province) == before


def test_what_fails_while_it_enters_takes_no_file_away_that_was_here(county, province, tmp_path, monkeypatch):
    package = made(county, tmp_path / "out").path
    merged(province, package)
    before = state_of(province)
    with Workspace.open(province, actor="省厅") as workspace:
        def fails(*_, **__):
            raise WeipianError("WORKSPACE_DISK_FULL", file="x")
        monkeypatch.setattr(type(workspace.offices), "merge", fails)
        merge_packages(workspace, [package], [KEY])
    assert state_of(province) == before and before[2]


class _Stops:
    def __init__(self, after):
        self.left = after

    def progress(self, done, total, text):
        pass

    def cancelled(self):
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("after", [0, 1, 5, 12])
def test_stopped_in_the_middle_nothing_is_merged(county, province, tmp_path, after):
    package = made(county, tmp_path / "out").path
    before = state_of(province)
    with Workspace.open(province, actor="省厅") as workspace, pytest.raises(WeipianError) as told:
        merge_packages(workspace, [package], [KEY], feedback=_Stops(after))
    assert told.value.code == "JOB_CANCELLED" and state_of(province) == before


def test_progress_tells_the_packages_by_their_names_and_no_names_of_tables(county, province, tmp_path):
    package = made(county, tmp_path)
    told = set()

    class Heard:
        def progress(self, _done, _total, text):
            told.add(text)

        def cancelled(self):
            return False

    with Workspace.open(province, actor="省厅") as workspace:
        merge_packages(workspace, [package.path], [KEY], MergeWish(), Heard())
    assert told - {""} == {package.path.name}


def test_what_was_merged_before_it_was_stopped_is_told_and_stays(county, province, tmp_path):
    first, second = made(county, tmp_path / "a").path, made(county, tmp_path / "b").path

    class AfterTheFirst(_Stops):
        def progress(self, done, total, text):
            self.left = 10 ** 6 if done < 50 else 0

    with Workspace.open(province, actor="省厅") as workspace:
        (done,) = merge_packages(workspace, [first, second], [KEY], feedback=AfterTheFirst(10 ** 6))
        assert done.path == first and done.receipt.new_patches == len(workspace.queue()) > 0


def test_only_packages_signed_with_a_known_key_where_that_is_wished(county, province, tmp_path):
    unsigned, signed = made(county, tmp_path / "u.wpk", key=None).path, made(county, tmp_path / "s.wpk").path
    first, second = merged(province, unsigned, signed, how=MergeWish(only_signed=True))
    assert first.refused.code == "OFFICE_SIGNATURE_WANTED" and second.receipt.new_patches == 12
    (third,) = merged(province, signed, keys=(), how=MergeWish(only_signed=True))
    assert third.refused.code == "OFFICE_SIGNATURE_WANTED"


def test_training_never_meets_real_work(county, tmp_path):
    with Workspace.open(county, read_only=True) as workspace:
        crs = workspace.crs_authid
    path = tmp_path / "t.gpkg"
    Workspace.create(path, crs=crs, quarantine_path=tmp_path / "q.sqlite", training=True).close()
    (done,) = merged(path, made(county, tmp_path / "out").path)
    assert done.receipt is None and "TRAINING" in done.refused.code


# Told, or asked


def codes(looked):
    return [finding.code for finding in looked.findings]


def test_patches_of_other_counties_are_asked_about_taken_or_left_out(county, province, tmp_path):
    package = made(county, tmp_path / "out").path
    with Workspace.open(province, actor="省厅") as workspace:
        asks = look_into(workspace, package, [KEY], MergeWish("450521"))
        assert asks.asks and asks.refused.values["count"] == 12 and asks.refused.values["found"] == "450512"
        assert "OFFICE_FOREIGN_TAKEN" in codes(look_into(workspace, package, [KEY], MergeWish("450521", TAKE)))
        assert look_into(workspace, package, [KEY], MergeWish("4505")).refused is None
        left = look_into(workspace, package, [KEY], MergeWish("450521", LEAVE))
        assert "OFFICE_FOREIGN_LEFT" in codes(left) and left.would.new_patches == left.would.new_events == 0


def test_only_what_is_ours_enters_where_others_are_left_out(county, province, tmp_path):
    with Workspace.open(county, actor="张三") as workspace:
        workspace.add_batch(NewBatch("混入", "2023-08-15", "y.zip", "e", "GX_ZY2023", OTHER), [
            IssuedPatch(f"{OTHER}WP0000001", {"XZQDM": OTHER}, workspace.parcel(workspace.queue()[0].parcel_uuid).wkb)])
        theirs = next(row.parcel_uuid for row in workspace.queue() if row.jcbh.startswith(OTHER))
        workspace.set_note(theirs, "不是我县的")
        workspace.put_record(Record("", "act", (theirs,), "", {"WFXWMS": "他县的违法行为"}))
        ours = {row.parcel_uuid for row in workspace.queue()} - {theirs}
        state = workspace.offices.leave(office="甲县")
        left = without(state, {uuid for uuid, _ in foreign_patches(state, "450512")})
        assert theirs in str(state.tables) and theirs not in str(left.tables) and "他县" not in str(left.tables)
    (done,) = merged(province, made(county, tmp_path / "out").path, how=MergeWish("450512", LEAVE))
    assert done.refused is None and done.receipt.new_patches == 12
    with Workspace.open(province, read_only=True) as workspace:
        assert {row.parcel_uuid for row in workspace.queue()} == ours
        assert [record.values["WFXWMS"] for record in workspace.records("act")] == ["未经批准占用耕地建设厂房"]
        assert [batch.label for batch in workspace.batches()] == ["2023-08"]


def test_a_county_expects_the_patches_of_which_it_imported_some_itself(county, province, tmp_path):
    with Workspace.open(county, actor="张三") as workspace:
        wkb = workspace.parcel(workspace.queue()[0].parcel_uuid).wkb
        assert own_area(workspace) == "450512"
    with Workspace.open(province, actor="省厅") as workspace:
        assert own_area(workspace) == ""
        workspace.add_batch(NewBatch("合浦", "2023-08-15", "y.zip", "e", "GX_ZY2023", OTHER), [
            IssuedPatch(f"{OTHER}WP0000001", {"XZQDM": OTHER}, wkb)])
        assert own_area(workspace) == OTHER
        package = make_package(workspace, tmp_path / "back.wpk", wish()).path
    (done,) = merged(county, package)
    assert done.refused.code == "OFFICE_FOREIGN_PATCHES" and done.refused.values["county"] == "450512"
    (done,) = merged(county, package, how=MergeWish(""))
    assert done.receipt.new_patches == 1


def test_the_level_that_is_said_with_a_package_is_kept_and_goes_with_it(county, province, tmp_path):
    assert "level" not in made(county, tmp_path / "before").manifest.meta or not made(
        county, tmp_path / "before2").manifest.meta["level"]
    with Workspace.open(county, actor="张三") as workspace:
        assert make_package(workspace, tmp_path / "1.wpk", wish(level="县级")).manifest.meta["level"] == "县级"
        assert settled_level(workspace) == own_level(workspace) == "县级"
        parcel = workspace.queue()[5].parcel_uuid
        workspace.put_record(Record("", "audit", (parcel,), "", {"SHJB": "省级", "SHLC": 1, "SHJG": "通过"}))
    package = made(county, tmp_path / "2.wpk")
    assert package.manifest.meta["level"] == "县级"
    (done,) = merged(province, package.path)
    (told,) = [one for one in done.findings if one.code == "WORDS_OF_A_LEVEL"]
    assert told.values["theirs"] == "县级" and told.values["office"] == KEY.name
    with Workspace.open(province, read_only=True) as workspace:
        assert [one for one in workspace.records("audit", parcel) if one.values["SHJB"] == "省级"] == []


def batch_of(path, label, issued, profile):
    with Workspace.open(path, actor="省厅") as workspace:
        workspace.add_batch(NewBatch(label, issued, "z.zip", "z", profile, "450512"), [
            IssuedPatch("450512WP9999999", {})])


def test_other_profile_and_other_year_are_told(county, province, tmp_path):
    batch_of(province, "2021-01", "2021-01-15", "GX2021")
    package = made(county, tmp_path / "out").path
    with Workspace.open(province, actor="省厅") as workspace:
        looked = look_into(workspace, package, [KEY])
    assert looked.refused is None and codes(looked) == ["OFFICE_OTHER_PROFILE", "OFFICE_OTHER_YEAR"]


def test_texts_that_speak_of_what_is_classified_are_counted_without_detail(county, province, tmp_path):
    with Workspace.open(county, actor="张三") as workspace:
        parcels = [row.parcel_uuid for row in workspace.queue()]
        workspace.save_draft(parcels[6], {"PDLX": "其他", "QTPDYJSM": "军用设施"})
        workspace.put_record(Record("", "act", (parcels[6],), "", {"WFXWMS": "涉密单位"}))
        workspace.put_record(Record("", "act", (parcels[7],), "", {"WFXWMS": "国防工程旁"}))
        workspace.put_record(Record("", "act", (parcels[8],), "", {"WFXWMS": "不涉密"}))
    (done,) = merged(province, made(county, tmp_path).path)
    (told,) = [one for one in done.findings if one.code == "SECRET_WORDS"]
    assert done.refused is None and told.values == {"count": 2} and "国防工程旁" not in told.sentence("zh")


def test_profile_that_contradicts_that_of_the_same_batch_is_refused(county, province, tmp_path):
    batch_of(province, "2023-08", "2023-08-15", "GX2023")
    package = made(county, tmp_path / "out").path
    before = state_of(province)
    (done,) = merged(province, package)
    assert done.refused.code == "OFFICE_PROFILE_CONTRADICTS"
    assert "GX_ZY2023" in done.refused.sentence() and "GX2023" in done.refused.sentence()
    assert state_of(province) == before


def test_clock_that_was_wrong_is_told_and_keeps_nothing_out(county, province, tmp_path, monkeypatch):
    with Workspace.open(county, actor="张三") as workspace:
        uuid = workspace.queue()[9].parcel_uuid
        monkeypatch.setattr("weipian_plugin.workspace.events.now", lambda: "1999-12-31T23:00:00.000+08:00")
        workspace.set_note(uuid, "电池没电")
        monkeypatch.undo()
    (done,) = merged(province, made(county, tmp_path / "out").path)
    assert "OFFICE_CLOCK_BEHIND" in codes(done) and done.receipt.new_patches == 12
    with Workspace.open(province, read_only=True) as workspace:
        assert workspace.draft(uuid).note == "电池没电"


# What goes


def test_scope_says_which_patches_go(county, tmp_path):
    with Workspace.open(county, actor="张三", read_only=True) as workspace:
        chosen = tuple(row.parcel_uuid for row in workspace.queue()[3:5])
        batch = workspace.batches()[0]
        few = make_package(workspace, tmp_path / "few.wpk", wish(scope=PackageScope(PARCELS, chosen)), now=NOW)
        assert few.manifest.counts["patches"] == 2 and few.manifest.counts["files"] == 0
        whole = make_package(workspace, tmp_path / "b.wpk", wish(scope=PackageScope(BATCHES, (batch.uuid,))), now=NOW)
        assert whole.manifest.counts["patches"] == 12 and whole.manifest.scope["values"] == [batch.label]
        for scope in (PackageScope(COUNTY, ("999999",)), PackageScope(PARCELS, ()), PackageScope(BATCHES, ("x",))):
            with pytest.raises(WeipianError) as told:
                make_package(workspace, tmp_path / "none.wpk", wish(scope=scope), now=NOW)
            assert told.value.code == "OFFICE_NOTHING" and not (tmp_path / "none.wpk").exists()


def test_packages_of_the_same_minute_lie_beside_each_other_and_say_what_is_in_them(county, tmp_path):
    with Workspace.open(county, read_only=True) as workspace:
        label, batch = workspace.batches()[0].label, workspace.batches()[0].uuid
        parcels = tuple(row.parcel_uuid for row in workspace.queue()[:3])
    first = made(county, tmp_path, scope=PackageScope(BATCHES, (batch,)))
    kept = first.path.read_bytes()
    again = made(county, tmp_path, scope=PackageScope(BATCHES, (batch,)), signer="王", signed_on="2026-10-08")
    other = made(county, tmp_path)
    some = made(county, tmp_path, scope=PackageScope(PARCELS, parcels))
    here = made(county, tmp_path, scope=PackageScope(COUNTY, ("4505",)))
    names = [one.path.name for one in (first, again, other, some, here)]
    assert first.path.read_bytes() == kept and len({*names}) == len(list(tmp_path.glob("*.wpk"))) == 5
    assert label in names[0] and names[1] == names[0].replace(".wpk", " (2).wpk")
    assert "全部" in names[2] and "3个图斑" in names[3] and " 4505 " in names[4]
    assert all(KEY.name in name and NOW.strftime("%Y%m%d-%H%M") in name for name in names)


def test_signed_off_with_name_and_day_and_what_is_unfinished_is_counted(county, tmp_path):
    manifest = made(county, tmp_path / "x.wpk", signer="赵六", signed_on="2023年10月8日").manifest
    assert (manifest.signed_off.name, manifest.signed_off.date) == ("赵六", "2023-10-08")
    with Workspace.open(county, read_only=True) as workspace:
        assert manifest.unfinished == {status: workspace.progress().get(status, 0)
                                       for status in ("todo", "draft", "signed")}
    for signer, day in (("赵六", ""), ("", "2023-10-08"), ("赵六", "昨天")):
        with pytest.raises(WeipianError) as told:
            made(county, tmp_path / "y.wpk", signer=signer, signed_on=day)
        assert told.value.code == "OFFICE_SIGNER_EMPTY"
    with pytest.raises(WeipianError) as told:
        made(county, tmp_path / "y.wpk", office=" ")
    assert told.value.code == "OFFICE_NAME_EMPTY" and not (tmp_path / "y.wpk").exists()


@pytest.mark.parametrize("what", ["gone", "changed"])
def test_attachment_that_is_no_longer_what_was_attached_does_not_go_and_is_told(county, province, tmp_path, what):
    (photo,) = files_folder(county).rglob("*.jpg")
    photo.unlink() if what == "gone" else photo.write_bytes(b"else")
    package = made(county, tmp_path / "out")
    assert codes(package) == ["OFFICE_FILES_LEFT"] and package.manifest.files == ()
    assert "厂房.jpg" in package.findings[0].sentence()
    (done,) = merged(province, package.path)
    assert codes(done) == ["OFFICE_FILES_LACK"] and len(done.receipt.parcels) == 12


def test_a_file_that_is_here_already_is_not_overwritten(county, province, tmp_path):
    package = made(county, tmp_path / "out").path
    merged(province, package)
    (kept,) = files_folder(province).rglob("*.jpg")
    os.utime(kept, (1000, 1000))
    merged(province, package)
    assert kept.stat().st_mtime == 1000 and [one.name for one in files_folder(province).rglob("*.part")] == []


def test_a_record_cannot_name_a_file_outside(tmp_path):
    home = tmp_path / "w.gpkg"
    for place in ("../secret.txt", "/etc/passwd", "C:\\secret.txt", "w.files/../../secret.txt", "..\\secret.txt"):
        assert path_of(home, place).parent == tmp_path / "w.files"
    assert path_of(home, "other.files/ab/abc.jpg") == tmp_path / "w.files" / "ab" / "abc.jpg"


def test_workspace_is_only_read_when_a_package_is_made(county, tmp_path):
    before = county.read_bytes()
    made(county, tmp_path / "out")
    assert county.read_bytes() == before


# Keys


def test_key_is_kept_where_it_was_said_for_its_owner_alone_and_nowhere_else(county, tmp_path):
    kept = make_key(tmp_path / "keys" / "本局", KEY.name, NOW)
    assert kept.path.name == "本局.wpkey" and stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert read_key(kept.path).key == kept.key and len(bytes.fromhex(kept.key.secret)) == 32
    package = made(county, tmp_path / "out", key=kept.key).path
    secret = kept.key.secret.encode()
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert holding == [kept.path] and secret not in package.read_bytes()


def test_key_is_never_overwritten_nor_kept_beside_attachments(tmp_path):
    kept = make_key(tmp_path / "a", "甲县")
    with pytest.raises(WeipianError) as told:
        make_key(tmp_path / "a.wpkey", "甲县")
    assert told.value.code == "OFFICE_KEY_EXISTS" and read_key(kept.path).key == kept.key
    with pytest.raises(WeipianError) as told:
        make_key(tmp_path / "w.files" / "a", "甲县")
    assert told.value.code == "OFFICE_KEY_PLACE" and not (tmp_path / "w.files").exists()
    with pytest.raises(WeipianError) as told:
        make_key(tmp_path / "b", " ")
    assert told.value.code == "OFFICE_NAME_EMPTY"


def test_two_keys_of_one_name_are_two_and_both_are_known(tmp_path):
    one, two = make_key(tmp_path / "1", "甲县"), make_key(tmp_path / "2", "甲县")
    assert one.key.secret != two.key.secret and one.key.id != two.key.id
    (tmp_path / "3.wpkey").write_text("{}")
    found, wrong = keys_in(tmp_path)
    assert {each.key.id for each in found} == {one.key.id, two.key.id}
    assert [error.code for error in wrong] == ["OFFICE_KEY_FILE"]
    assert len(known_keys([tmp_path, one.path])) == 3 and keys_in("") == ([], [])
    with pytest.raises(WeipianError):
        known_keys([tmp_path / "3.wpkey"])


@pytest.mark.parametrize(("signer", "state"), [("科长", "07"), ("", "06")])
def test_what_came_in_a_package_that_its_office_had_signed_off_is_filed(county, province, tmp_path, signer, state):
    from weipian_plugin.jobs.reviewing.filed_list import filed_list, positions_of

    with Workspace.open(county, actor="张三") as workspace:
        signed = [row.parcel_uuid for row in workspace.queue() if row.status == "signed"
                  and not workspace.records("audit", row.parcel_uuid)]
        off = PackageWish("县局", signer=signer, signed_on="2026-10-08" if signer else "")
        made = make_package(workspace, tmp_path, off, now=NOW).path
        assert not filed_list(workspace).parcels.get("07")
        assert positions_of(workspace, signed[:1])[signed[0]].state == "06"
    with Workspace.open(province, actor="省厅") as workspace:
        merge_packages(workspace, [made])
        assert signed and set(signed) == set(filed_list(workspace).parcels[state])
        assert positions_of(workspace, signed[:1])[signed[0]].state == state
        (merged,) = workspace.offices.packages()
        assert merged.counts["signed_off"] == ("科长 2026-10-08" if signer else "")
