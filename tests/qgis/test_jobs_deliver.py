"""A hand-in: checked before it leaves, made as a whole or not at all, resumed, the same bytes for the same state."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.PyQt.QtGui import QImage

from tests.qgis.gui.conftest import beihai_patches
from weipian_plugin.delivery.package.manifest import MANIFEST, SET_LIST
from weipian_plugin.delivery.package.set_book import write_set_book
from weipian_plugin.delivery.package.verify import verify_package
from weipian_plugin.delivery.sheets.cells import letters
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.marks import CLEAN
from weipian_plugin.domain.records import NewBatch
from weipian_plugin.jobs import own_templates
from weipian_plugin.jobs.handing_in import hand_in_place, mappings
from weipian_plugin.jobs.handing_in import package as package_module
from weipian_plugin.jobs.handing_in.deliver_all import deliver_all
from weipian_plugin.jobs.handing_in.hand_in_place import check_place
from weipian_plugin.jobs.handing_in.mappings import load_mappings, mapping_of
from weipian_plugin.jobs.handing_in.package import build_package
from weipian_plugin.jobs.handing_in.package_facts import ACTS, manifest_of
from weipian_plugin.jobs.handing_in.products import (
    DOSSIERS,
    LISTS,
    PACKAGE,
    REPORT,
    TABLES,
    WALL_MAPS,
    PackageOptions,
    Wish,
)
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.self_check import check_hand_in
from weipian_plugin.jobs.handing_in.state import state_of
from weipian_plugin.jobs.registers.attachments import attach, file_of
from weipian_plugin.paths import MAPPINGS, TEMPLATES
from weipian_plugin.workspace.workspace import Workspace

PHOTO = Path(__file__).resolve().parents[1] / "data" / "photos" / "Kodak_CX7530.jpg"
SIGNED = {"PDLX": "其他", "QTJTQX": "Q9", "QTPDYJSM": "由实地核查确认，属边角细缝，不构成用地", "QTJTLX": "边角细缝"}
SMALL = PackageOptions(formats=("xlsx", "csv", "gpkg", "shp"), report=False, mappings=("provincial_example",))


@pytest.fixture
def workspace(tmp_path, demo, qgis_app):
    (tmp_path / "w").mkdir()
    made = Workspace.create(tmp_path / "w" / "库.gpkg", crs="EPSG:4525", actor="甲",
                            quarantine_path=tmp_path / "q.sqlite")
    made.add_batch(NewBatch("2023-08 批", "2023-08-15", "a.zip", "d", "GX_ZY2023", "450512"), beihai_patches(demo, 8))
    rows = made.queue()
    made.save_draft(rows[0].parcel_uuid, SIGNED)
    made.sign(rows[0].parcel_uuid, "甲", "实地")
    photo = tmp_path / "现场.jpg"
    shutil.copy(PHOTO, photo)
    attach(made, rows[0].parcel_uuid, photo, "zp")
    yield made
    made.close()


def wish(*products, **options):
    return Wish(products=products or (TABLES, PACKAGE), package=replace(SMALL, **options), processes=1)


def deliver(workspace, folder, *products, feedback=None, **options):
    return deliver_all(workspace, everything(workspace), folder, wish(*products, **options), feedback, draft=True)


def digests(folder):
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Stopping:
    """Cancels when a text is told."""

    def __init__(self, at):
        self.at, self.over, self.texts = at, False, []

    def progress(self, done, total, text):
        self.texts.append(text)
        self.over = self.over or self.at in text

    def cancelled(self):
        return self.over


def test_the_same_state_gives_the_same_bytes_in_another_folder(workspace, tmp_path):
    first = deliver(workspace, tmp_path / "a", TABLES, LISTS, REPORT, PACKAGE)
    second = deliver(workspace, tmp_path / "b", TABLES, LISTS, REPORT, PACKAGE)
    assert digests(first.folder) == digests(second.folder)
    assert len(digests(first.folder)) > 15


def test_a_second_run_of_the_same_state_keeps_what_is_there(workspace, tmp_path):
    first = deliver(workspace, tmp_path, TABLES, PACKAGE)
    before = digests(first.folder)
    again = deliver(workspace, tmp_path, TABLES, PACKAGE)
    assert [one.kept for one in again.made] == [True, True] and digests(again.folder) == before


def test_what_is_not_asked_for_this_time_stays_in_the_set(workspace, tmp_path):
    deliver(workspace, tmp_path, TABLES)
    both = deliver(workspace, tmp_path, PACKAGE)
    assert (both.folder / "01_附表").is_dir() and (both.folder / "06_上报包").is_dir()
    assert verify_package(both.folder).holds


def test_a_set_that_somebody_has_changed_is_kept_beside_the_new_one(workspace, tmp_path):
    first = deliver(workspace, tmp_path, TABLES)
    edited = next((first.folder / "01_附表").glob("*.xlsx"))
    edited.write_bytes(b"edited by hand")
    again = deliver(workspace, tmp_path, TABLES)
    assert [remark.code for remark in again.remarks] == ["EARLIER_KEPT_ASIDE"]
    aside = next(path for path in again.folder.parent.iterdir() if path != again.folder)
    assert (aside / "01_附表" / edited.name).read_bytes() == b"edited by hand"
    assert verify_package(again.folder).holds


def test_a_run_that_is_cancelled_leaves_what_was_delivered_and_the_next_goes_on(workspace, tmp_path):
    first = deliver(workspace, tmp_path, TABLES)
    before = digests(first.folder)
    workspace.set_note(workspace.queue()[1].parcel_uuid, "另一状态")
    with pytest.raises(WeipianError) as told:
        deliver(workspace, tmp_path, TABLES, LISTS, PACKAGE, feedback=Stopping("上报包"))
    assert told.value.code == "JOB_CANCELLED" and digests(first.folder) == before
    again = deliver(workspace, tmp_path, TABLES, LISTS, PACKAGE)
    assert {one.product: one.kept for one in again.made} == {TABLES: True, LISTS: True, PACKAGE: False}
    assert verify_package(again.folder).holds and not list(tmp_path.rglob("~*"))


def test_a_disk_that_fills_up_half_way_leaves_what_was_delivered(workspace, tmp_path, monkeypatch):
    first = deliver(workspace, tmp_path, TABLES)
    before = digests(first.folder)
    real = package_module.write_zip

    def full(path, entries, feedback, gbk_names=False):
        from weipian_plugin.delivery.files import in_one_move

        with in_one_move(path) as part:
            part.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(package_module, "write_zip", full)
    with pytest.raises(WeipianError) as told:
        deliver(workspace, tmp_path, TABLES, PACKAGE)
    assert told.value.code == "OUTPUT_NOT_WRITABLE" and "磁盘空间不足" in told.value.sentence()
    assert digests(first.folder) == before
    assert not [path for path in tmp_path.rglob("*.zip") if path.is_file()]
    monkeypatch.setattr(package_module, "write_zip", real)
    assert verify_package(deliver(workspace, tmp_path, TABLES, PACKAGE).folder).holds


@pytest.mark.parametrize("moving", ["the old one away", "the new one in"])
def test_a_set_whose_files_are_open_elsewhere_stays_and_the_new_one_waits(workspace, tmp_path, monkeypatch, moving):
    first = deliver(workspace, tmp_path, TABLES)
    before = digests(first.folder)
    rename = Path.rename

    def locked(self, target):
        if self == first.folder if moving == "the old one away" else self.name.startswith("~生成中"):
            raise PermissionError(13, "being used by another process")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(WeipianError) as told:
        deliver(workspace, tmp_path, TABLES, LISTS)
    assert told.value.code == "HAND_IN_BUSY" and digests(first.folder) == before
    monkeypatch.setattr(Path, "rename", rename)
    again = deliver(workspace, tmp_path, TABLES, LISTS)
    assert [one.kept for one in again.made] == [True, True]


def test_nothing_takes_the_place_of_a_set_where_the_workspace_changes_meanwhile(workspace, tmp_path):
    class Judging(Stopping):
        def progress(self, done, total, text):
            if "上报包" in text and not self.over:
                self.over = True
                workspace.set_note(workspace.queue()[2].parcel_uuid, "改判")

        def cancelled(self):
            return False

    with pytest.raises(WeipianError) as told:
        deliver(workspace, tmp_path / "out", TABLES, PACKAGE, feedback=Judging(""))
    assert told.value.code == "STATE_CHANGED"
    assert not list((tmp_path / "out").glob("*/*/交付清单.json"))


def test_a_workspace_that_another_window_writes_is_handed_in_all_the_same(workspace, tmp_path):
    with Workspace.open(workspace.path, read_only=True, actor="乙") as looking:
        assert deliver(looking, tmp_path / "out", TABLES).files == 5 - 1


def test_the_folder_says_whose_and_of_when_and_takes_no_name_that_windows_forbids(tmp_path, demo, qgis_app):
    made = Workspace.create(tmp_path / "库.gpkg", crs="EPSG:4525", actor="甲", quarantine_path=tmp_path / "q.sqlite")
    patches = [replace(one, attributes={**one.attributes, "XMC": "CON"}) for one in beihai_patches(demo, 2)]
    made.add_batch(NewBatch('批次: "一/二" <试>　第?批.', "2023-08-15", "a.zip", "d", "GX_ZY2023"), patches)
    report = deliver(made, tmp_path / "out", TABLES)
    for part in report.folder.relative_to(tmp_path / "out").parts:
        assert not set(part) & set('\\/:*?"<>|') and part.strip(" .") == part and part != "CON"
    assert state_of(made).day in report.folder.name
    made.close()


def test_a_path_that_windows_could_not_open_blocks_before_anything_is_made(workspace, tmp_path):
    deep = tmp_path / ("深" * 80) / ("层" * 80)
    with pytest.raises(WeipianError) as told:
        deliver(workspace, deep, TABLES, PACKAGE)
    assert told.value.code == "SELF_CHECK_BLOCKS" and "240" in told.value.sentence()
    assert not deep.exists()


def place_lines(workspace, folder):
    return hand_in_place.check_place(workspace, everything(workspace), state_of(workspace), folder, wish())


@pytest.mark.parametrize("name", ["卫" * 90, "卫" * 200], ids=["by its bytes", "by its characters too"])
def test_a_folder_name_that_no_file_system_takes_is_told_and_the_other_checks_go_on(workspace, tmp_path, monkeypatch,
                                                                                  name):
    monkeypatch.setattr(hand_in_place, "LONGEST_PATH", 200 + len(str(tmp_path)))  # pytest's own folder is long
    monkeypatch.setattr(hand_in_place, "find_spec", lambda package: None if package == "openpyxl" else package)
    told = {line.finding.code: line for line in place_lines(workspace, tmp_path / name)}
    code = "HAND_IN_NAME_TOO_LONG" if len(name) < 100 else "HAND_IN_PATH_TOO_LONG"
    assert told[code].hard and told[code].here and "HAND_IN_PACKAGE_MISSING" in told
    with pytest.raises(WeipianError) as refused:
        deliver(workspace, tmp_path / name, TABLES)
    assert refused.value.code == "SELF_CHECK_BLOCKS" and told[code].sentence() in refused.value.sentence("zh")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a system without /proc")
def test_what_holds_no_files_is_not_called_a_full_disk(workspace):
    codes = [line.finding.code for line in place_lines(workspace, Path("/proc/nothing"))]
    assert "HAND_IN_FOLDER_READ_ONLY" in codes and "HAND_IN_DISK_LOW" not in codes


def test_numbers_that_are_no_patches_are_named_before_anything_is_made(workspace, tmp_path):
    known = workspace.queue()[0].jcbh
    with pytest.raises(WeipianError) as refused:
        deliver_all(workspace, everything(workspace), tmp_path / "out",
                    Wish(products=(TABLES, DOSSIERS), patches=(known, "450512209999999"), processes=1), draft=True)
    assert (refused.value.code, refused.value.values) == ("NO_SUCH_PATCH", {"patches": "450512209999999"})
    assert not (tmp_path / "out").exists()


def test_a_row_without_a_shape_is_told_as_that_not_as_one_to_be_measured(tmp_path, demo, qgis_app):
    patches = beihai_patches(demo, 3)
    with closing(Workspace.create(tmp_path / "库.gpkg", crs="EPSG:4525", actor="甲",
                                  quarantine_path=tmp_path / "q.sqlite")) as made:
        made.add_batch(NewBatch("批", "2023-08-15", "a.zip", "d", "GX_ZY2023", "450512"),
                       [replace(patches[0], wkb=None), *patches[1:]])
        lines = {line.finding.code: line for line in check_hand_in(made, everything(made)).lines}
    assert [name for _, name in lines["PARCELS_WITHOUT_SHAPE"].parcels] == [patches[0].jcbh]
    assert patches[0].jcbh not in [name for _, name in lines["PARCELS_NOT_MEASURED"].parcels]
    assert "测算并建议" in lines["PARCELS_NOT_MEASURED"].sentence()
    assert "没有图形" in lines["PARCELS_WITHOUT_SHAPE"].sentence()


def test_a_photo_that_is_cut_off_not_to_be_shown_or_taken_elsewhere_is_told_by_the_self_check(workspace, tmp_path):
    uuid = workspace.queue()[1].parcel_uuid
    image = QImage(200, 150, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(tmp_path / "近.jpg"), "JPEG")
    sound = (tmp_path / "近.jpg").read_bytes()
    for name, content in (("断.jpg", sound[:len(sound) // 2]), ("手机.heic", b"\0\0\0\x18ftypheic" + b"x" * 999),
                          ("远.jpg", sound + b"far"), ("近.jpg", sound + b"near")):
        (tmp_path / name).write_bytes(content)
        kept = attach(workspace, uuid, tmp_path / name, "zp")
        if name == "远.jpg":
            workspace.put_record(replace(kept, values={**kept.values, "PSDJD": 109.2, "PSDWD": 21.5}))
    files = {line.finding.code: line.finding.values["files"] for line in check_hand_in(
        workspace, everything(workspace)).lines if line.finding.code.startswith("PHOTOS_")}
    number = workspace.queue()[1].jcbh
    assert files == {"PHOTOS_BROKEN": f"{number} 断.jpg", "PHOTOS_NOT_SHOWN": f"{number} 手机.heic",
                     "PHOTOS_FAR": f"{workspace.queue()[0].jcbh} 现场.jpg、{number} 远.jpg"}


@pytest.mark.skipif(shutil.which("unzip") is None, reason="no unzip")
def test_unzip_reads_the_chinese_names_of_a_package_and_lets_people_read_its_files(workspace, tmp_path):
    made = deliver(workspace, tmp_path, PACKAGE)
    package = next(made.folder.rglob("*.zip"))
    with zipfile.ZipFile(package) as archive:
        names = set(archive.namelist())
        assert {(info.create_system, info.external_attr >> 16) for info in archive.infolist()} == {(3, 0o100644)}
    subprocess.run([shutil.which("unzip"), "-q", str(package), "-d", str(tmp_path / "unzipped")], check=True,
                   env={"LC_ALL": "C.UTF-8"})
    found = {path.relative_to(tmp_path / "unzipped").as_posix(): path for path in (tmp_path / "unzipped").rglob("*")
             if path.is_file()}
    assert set(found) == names and any("附表" in name for name in names)
    assert all(path.stat().st_mode & 0o400 for path in found.values())


def test_the_self_check_tells_what_is_missing_and_whose(workspace, tmp_path):
    row = workspace.queue()[0]
    paper = tmp_path / "大.pdf"
    paper.write_bytes(b"%PDF-1.4" + bytes(12_000_000))
    attach(workspace, row.parcel_uuid, paper)
    file_of(workspace, next(one for one in workspace.records("attachment") if one.values["FJLX"] == "photo")).unlink()
    check = check_hand_in(workspace, everything(workspace))
    lines = {line.finding.code: line for line in check.lines}
    assert (check.parcels, check.signed) == (8, 1)
    assert len(lines["PARCELS_NOT_SIGNED"].parcels) == 7 and len(lines["PARCELS_NOT_MEASURED"].parcels) == 8
    assert "现场.jpg" in lines["ATTACHMENTS_MISSING"].sentence()
    assert all(part in lines["ATTACHMENTS_TOO_LARGE"].sentence() for part in ("大.pdf", "10 MB"))
    assert lines["ATTACHMENTS_MISSING"].parcels == ((row.parcel_uuid, row.dkbh),)
    assert "已签署的地块中 1 个未能校验" in lines["CHECK_NOT_MADE"].sentence()


def test_an_error_on_a_parcel_that_nobody_signed_is_told_as_one_that_holds_nothing_back(workspace):
    row = workspace.queue()[1]
    workspace.save_draft(row.parcel_uuid, {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "经实地核查，现状与前时相一致"})
    check = check_hand_in(workspace, everything(workspace))
    line = next(line for line in check.of_grade("W") if line.check == "V16")
    assert "错误，地块未签署，不阻止上报" in line.sentence() and check.may_go
    workspace.sign(row.parcel_uuid, "甲", "实地")
    line = next(line for line in check_hand_in(workspace, everything(workspace)).of_grade("E") if line.check == "V16")
    assert "不阻止" not in line.sentence()


def test_errors_on_signed_parcels_block_but_for_a_draft_that_says_why(workspace, tmp_path):
    row, scope = workspace.queue()[1], everything(workspace)
    workspace.save_draft(row.parcel_uuid, {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "经实地核查，现状与前时相一致"})
    workspace.sign(row.parcel_uuid, "甲", "实地")
    check = check_hand_in(workspace, scope)
    line = next(line for line in check.of_grade("E") if line.check == "V16")
    assert line.parcels == ((row.parcel_uuid, row.dkbh),) and not check.may_go and check.may_go_as_draft
    with pytest.raises(WeipianError) as told:
        deliver_all(workspace, scope, tmp_path / "out", wish(TABLES))
    assert told.value.code == "ERRORS_HOLD_BACK" and not (tmp_path / "out").exists()
    report = deliver_all(workspace, scope, tmp_path / "out", wish(TABLES, PACKAGE), draft=True, reason="先行沟通")
    assert report.folder.name.startswith("【草稿】")
    for path in report.folder.rglob("*"):
        if path.is_file() and path.suffix in (".xlsx", ".zip") and path.parent != report.folder:
            assert path.name.startswith("【草稿】")
    told = json.loads((report.folder / SET_LIST).read_text("utf-8"))
    assert told["mark"] == "草稿" and "先行沟通（甲）" in json.dumps(told["reasons"], ensure_ascii=False)
    assert "V16" in {reason["check"] for reason in told["reasons"]}


def test_a_wish_for_a_draft_is_honoured_though_nothing_holds_back(workspace, tmp_path):
    scope = everything(workspace)
    for row in workspace.queue():
        workspace.save_draft(row.parcel_uuid, SIGNED)
        workspace.sign(row.parcel_uuid, "甲", "实地")
    assert not deliver_all(workspace, scope, tmp_path / "final", wish(TABLES)).mark
    report = deliver_all(workspace, scope, tmp_path / "out", wish(TABLES, DOSSIERS), draft=True, reason="先行沟通")
    assert report.folder.name.startswith("【草稿】")
    assert [text for _name, text in report.mark.reasons] == ["先行沟通（甲）"]
    dossiers = list(report.folder.rglob("文件清单.json"))
    assert dossiers and all(json.loads(path.read_text("utf-8"))["mark"] == "草稿" for path in dossiers)


def test_what_lacks_on_this_machine_is_told_and_stands_in_no_product(workspace, tmp_path, monkeypatch):
    scope = everything(workspace)
    monkeypatch.setattr(hand_in_place, "find_spec", lambda name: None if name == "openpyxl" else object())
    monkeypatch.setattr(hand_in_place.shutil, "disk_usage",
                        lambda _place: type("Disk", (), {"free": 1_000_000, "total": 9_000_000})())
    lines = check_place(workspace, scope, state_of(workspace), tmp_path / "out", wish(TABLES))
    codes = {line.finding.code for line in lines if line.hard}
    assert {"HAND_IN_PACKAGE_MISSING", "HAND_IN_DISK_LOW"} <= codes and all(line.here for line in lines)


@pytest.mark.parametrize(("product", "folder", "name"), [
    (DOSSIERS, "dossier", "compare"), (WALL_MAPS, "wall_map", "a3")])
def test_a_broken_page_template_of_a_users_own_blocks_before_anything_is_made(workspace, tmp_path, monkeypatch, product,
                                                                              folder, name):
    own = tmp_path / "own" / "templates" / folder
    own.mkdir(parents=True)
    monkeypatch.setattr(own_templates, "user_folder", lambda: tmp_path / "own")
    scope = everything(workspace)
    sound = (TEMPLATES / folder / f"{name}.qpt").read_text("utf-8")
    for text, code in (("<broken", "LAYOUT_UNREADABLE"), (sound.replace("wp_footer", "wp_title"), "LAYOUT_LACKS_ITEM")):
        (own / f"{name}.qpt").write_text(text, "utf-8")
        lines = check_place(workspace, scope, state_of(workspace), tmp_path / "out", wish(product))
        assert [line.grade for line in lines if line.hard and line.finding.code == code] == ["E"]
        with pytest.raises(WeipianError) as told:
            deliver(workspace, tmp_path / "out", product)
        assert told.value.code == "SELF_CHECK_BLOCKS" and not (tmp_path / "out").exists()
        others = check_place(workspace, scope, state_of(workspace), tmp_path / "out", wish(TABLES))
        assert not [line for line in others if line.finding.code == code]
    (own / f"{name}.qpt").write_text(sound, "utf-8")
    assert not hand_in_place.check_pages(wish(product))


def test_the_list_of_a_package_has_counts_sums_versions_and_digests(workspace, tmp_path):
    report = build_package(workspace, everything(workspace), tmp_path, SMALL, draft=True)
    with zipfile.ZipFile(report.path) as archive:
        told = json.loads(archive.read(MANIFEST))
        names = archive.namelist()
        for one in told["files"]:
            content = archive.read(one["place"])
            assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])
        text = archive.read("清单.txt").decode("utf-8-sig")
    assert names == sorted(names) and {info.date_time[0] for info in zipfile.ZipFile(report.path).infolist()} == {1980}
    assert told["counts"]["地块"] == 8 and told["counts"]["未签署"] == 7 and told["counts"]["其他"] == 1
    assert told["counts"][ACTS] == 0 and f"{ACTS}：0" in text
    assert told["state"]["digest"] == state_of(workspace).digest and told["profiles"][0]["id"] == "GX_ZY2023"
    assert set(told["software"]) == {"卫片判读", "QGIS"} and "SHA-256" in text and "现场.jpg" in text
    assert str(tmp_path) not in json.dumps(told, ensure_ascii=False)


def test_an_attachment_that_was_changed_is_left_out_and_told(workspace, tmp_path):
    kept = file_of(workspace, workspace.records("attachment")[0])
    content = bytearray(kept.read_bytes())
    content[-5] ^= 1
    kept.write_bytes(content)
    report = build_package(workspace, everything(workspace), tmp_path, SMALL, draft=True)
    assert "ATTACHMENTS_CHANGED" in [remark.code for remark in report.remarks]
    assert not [name for name in zipfile.ZipFile(report.path).namelist() if name.endswith(".jpg")]


def test_a_picture_above_the_limit_goes_in_smaller_with_its_original_digest(workspace, tmp_path):
    large = tmp_path / "大图.png"
    QImage(os.urandom(900 * 700 * 4), 900, 700, QImage.Format.Format_RGB32).save(str(large))
    attach(workspace, workspace.queue()[2].parcel_uuid, large, kind="photo")
    options = replace(SMALL, smaller=True, limit=300_000)
    report = build_package(workspace, everything(workspace), tmp_path / "p", options, draft=True)
    with zipfile.ZipFile(report.path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("_缩小.jpg"))
        assert len(archive.read(name)) <= 300_000
        original = hashlib.sha256(large.read_bytes()).hexdigest()
        assert original in archive.read("04_附件/附件索引.csv").decode("utf-8-sig")
    assert "ATTACHMENTS_SHRUNK" in [remark.code for remark in report.remarks]


@pytest.mark.parametrize("gbk", [False, True])
def test_a_package_is_verified_as_zip_and_unpacked_and_says_what_does_not_hold(workspace, tmp_path, gbk):
    options = replace(SMALL, gbk_names=gbk, formats=("csv",))
    report = build_package(workspace, everything(workspace), tmp_path / "p", options, draft=True)
    raw = report.path.read_bytes()
    assert ("清单.txt".encode("gbk") in raw) == gbk and ("清单.txt".encode() in raw) != gbk
    assert verify_package(report.path).holds
    if gbk:
        return
    with zipfile.ZipFile(report.path) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert verify_package(tmp_path / "unpacked").holds
    table = next((tmp_path / "unpacked" / "01_附表").iterdir())
    table.write_bytes(table.read_bytes() + b" ")
    next((tmp_path / "unpacked" / "04_附件").rglob("*.jpg")).unlink()
    (tmp_path / "unpacked" / "多余.txt").write_text("x")
    page = tmp_path / "unpacked" / "00_自检报告.html"
    page.write_bytes(page.read_bytes().replace(b"2023", b"2024"))
    found = verify_package(tmp_path / "unpacked")
    assert "00_自检报告.html" in [one.values["name"] for one in found.wrong]
    assert {one.code for one in found.wrong} == {"FILE_DIFFERS", "FILE_MISSING", "FILE_UNLISTED"}


def test_a_damaged_package_and_a_changed_list_are_told(workspace, tmp_path):
    path = build_package(workspace, everything(workspace), tmp_path, replace(SMALL, formats=("csv",)), draft=True).path
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = next(one for one in archive.infolist() if one.filename.endswith(".csv") and one.file_size > 500)
    content[info.header_offset + 200] ^= 0xFF
    (tmp_path / "坏.zip").write_bytes(content)
    assert {one.code for one in verify_package(tmp_path / "坏.zip").wrong} & {"LISTED_FILE_DAMAGED", "FILE_DIFFERS"}
    (tmp_path / "短.zip").write_bytes(content[:2000])
    for name, code in (("短.zip", "PACKAGE_NOT_READABLE"),):
        with pytest.raises(WeipianError) as told:
            verify_package(tmp_path / name)
        assert told.value.code == code
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "u")
    told = json.loads((tmp_path / "u" / MANIFEST).read_text("utf-8"))
    told["files"] = told["files"][1:]
    (tmp_path / "u" / MANIFEST).write_text(json.dumps(told), "utf-8")
    assert {"LIST_DIFFERS", "FILE_UNLISTED"} <= {one.code for one in verify_package(tmp_path / "u").wrong}
    (tmp_path / "u" / MANIFEST).write_text("[" * 100000)
    with pytest.raises(WeipianError) as told:
        verify_package(tmp_path / "u")
    assert told.value.code == "PACKAGE_WITHOUT_MANIFEST"


def test_a_platforms_table_has_its_headers_units_dates_and_codes(workspace, tmp_path):
    report = build_package(workspace, everything(workspace), tmp_path, SMALL, draft=True)
    with zipfile.ZipFile(report.path) as archive:
        name = next(name for name in archive.namelist() if "TDTB_HCQK" in name)
        lines = archive.read(name).decode("gbk").splitlines()
    heading, first = lines[0].split(","), lines[1].split(",")
    values = dict(zip(heading, first))
    assert len(lines) == 9 and values["XFRQ"] == "20230815" and values["PDJG"] == "3" and values["SJLY"] == "县级填报"
    assert values["HFQX"] == "" and values["MJ_HA"] == ""


def test_a_users_mapping_wins_by_its_name_and_a_wrong_one_is_told_with_line_key_and_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(mappings, "user_folder", lambda: tmp_path)
    own = tmp_path / "mappings"
    own.mkdir()
    shipped = (MAPPINGS / "provincial_example.yaml").read_text("utf-8")
    (own / "provincial_example.yaml").write_text(shipped.replace("header: MJ_HA", "header: 面积"), "utf-8")
    known, problems = load_mappings()
    headers = [column.header for column in known["provincial_example"].tables[0].columns]
    assert problems == () and "面积" in headers and "MJ_HA" not in headers
    (own / "my.yaml").write_text(
        'id: my\ntitle: 我的\ntables:\n  - id: "2-1"\n    file: a\n    format: csv\n    columns:\n'
        "      - {code: JCBH, header: 编号}\n      - {code: DKMJX, header: 面积, unit: 公亩}\n", "utf-8")
    known, problems = load_mappings()
    assert "my" not in known and problems[0].line == 9
    said = problems[0].sentence()
    assert "my.yaml" in said and "第 9 行" in said and "DKMJX" in said and "DKMJ" in said
    with pytest.raises(WeipianError) as told:
        mapping_of(["my"])
    assert told.value.code == "MAPPING_INVALID"
    (own / "my.yaml").write_text("id: my\ntitle： 我的\n", "utf-8")
    assert load_mappings()[1][0].code == "YAML_WIDE_COLON"


def test_the_list_of_a_set_names_every_file(workspace, tmp_path):
    report = deliver(workspace, tmp_path, TABLES, PACKAGE)
    told = json.loads((report.folder / SET_LIST).read_text("utf-8"))
    there = {path.relative_to(report.folder).as_posix() for path in report.folder.rglob("*") if path.is_file()}
    assert {one["place"] for one in told["files"]} == there - {SET_LIST, "交付清单.xlsx"}
    import openpyxl

    book = openpyxl.load_workbook(report.folder / "交付清单.xlsx")
    cells = {str(cell) for row in book["交付清单"].iter_rows(values_only=True) for cell in row}
    assert {one["sha256"] for one in told["files"]} <= cells


def test_what_goes_on_in_a_new_line_has_a_row_high_enough_for_it(workspace, tmp_path):
    import openpyxl

    about = openpyxl.load_workbook(deliver(workspace, tmp_path, TABLES).folder / "交付清单.xlsx")["说明"]
    for row in range(3, about.max_row + 1):
        lines = -(-letters(str(about.cell(row, 2).value)) // 124)
        assert lines == 1 or about.row_dimensions[row].height >= 13.5 * lines
    table = tmp_path / "表.xlsx"
    write_set_book(table, package_manifest(workspace, "甲" * 300), [], {}, "2026-01-01T00:00:00")
    about = openpyxl.load_workbook(table)["说明"]
    long = next(row for row in range(3, about.max_row + 1) if "甲甲" in str(about.cell(row, 2).value))
    assert about.row_dimensions[long].height >= 5 * 14.5 and about.row_dimensions[3].height is None


def package_manifest(workspace, remark):
    scope = everything(workspace)
    return manifest_of(workspace, scope, state_of(workspace), CLEAN, "上报成果", {}, [remark])
