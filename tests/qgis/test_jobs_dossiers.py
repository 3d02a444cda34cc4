"""Dossiers of the demo's patches: the tree and its pages, what is missing, what is rebuilt, what never stays."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import signal
import struct
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from qgis.core import QgsGeometry, QgsRectangle
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPdfWriter

from tests.qgis.printed_maps import templates_without_extents, watch_maps
from weipian_plugin.delivery.dossier.layouts import PAGES, check_layout, layout_path
from weipian_plugin.delivery.dossier.listing import read_list
from weipian_plugin.delivery.dossier.tree import FOLDERS, SUMMARY, TEMPORARY
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.marks import FOOTER
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs import own_templates
from weipian_plugin.jobs.checking.validate import Stated
from weipian_plugin.jobs.demo import build_demo
from weipian_plugin.jobs.handing_in import dossiers as job
from weipian_plugin.jobs.handing_in.dossier import building, processes
from weipian_plugin.jobs.handing_in.dossier.papers import picture
from weipian_plugin.jobs.handing_in.dossiers import build_dossiers
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.imagery.chip import chip_extents
from weipian_plugin.jobs.import_batch import opened
from weipian_plugin.jobs.registers.attachments import attach, file_of

SIGNED, TODO = "450512WP1800053", "450512WP1800001"


@pytest.fixture(scope="module")
def demo_workspace(tmp_path_factory, qgis_app) -> Path:
    return build_demo(tmp_path_factory.mktemp("demo")).workspace


@pytest.fixture
def workspace(demo_workspace, tmp_path):
    path = tmp_path / "w" / "w.gpkg"
    path.parent.mkdir()
    shutil.copy(demo_workspace, path)
    with opened(path, actor="tester") as found:
        yield found


@contextmanager
def refused(code: str):
    with pytest.raises(WeipianError) as raised:
        yield
    assert raised.value.code == code


def build(workspace, folder, *numbers, **options):
    options.setdefault("processes", 1)
    return build_dossiers(workspace, everything(workspace), folder, patches=numbers, **options)


def parcel_of(workspace, number: str) -> str:
    return next(row.parcel_uuid for row in workspace.queue() if row.jcbh == number)


def dossier(root: Path, number: str) -> Path:
    return next(root.glob(f"*/*/{number}"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def volume(folder: Path) -> PdfReader:
    return PdfReader(str(next(folder.glob("*_卷宗.pdf"))))


def photo(path: Path, orientation: int = 0, size=(400, 300)) -> Path:
    """A JPEG, red in its upper left quarter; EXIF says how it is to be turned."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    painter = QPainter(image)
    painter.fillRect(0, 0, size[0] // 2, size[1] // 2, QColor("red"))
    painter.end()
    assert image.save(str(path), "JPEG", 95)
    if orientation:
        told = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
        content = path.read_bytes()
        path.write_bytes(content[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + content[2:])
    return path


class Feedback:
    def __init__(self, cancel_after: int = 10**6) -> None:
        self.told: list[str] = []
        self._after = cancel_after

    def progress(self, done: int, total: int, text: str) -> None:
        if done > 10 and text.startswith("450512WP") and text not in self.told:  # before that it is checked
            self.told.append(text)

    def cancelled(self) -> bool:
        return len(self.told) >= self._after


def test_a_dossier_is_the_tree_of_the_rules_with_a_bound_volume_whose_index_tells_its_pages(workspace, tmp_path):
    report = build(workspace, tmp_path / "out", SIGNED)
    folder = dossier(tmp_path / "out", SIGNED)
    assert folder.relative_to(tmp_path / "out").as_posix() == f"2023/450512_铁山港区/{SIGNED}"
    assert {one.name for one in folder.iterdir() if one.is_dir()} == set(FOLDERS)
    names = set(files_of(folder))
    assert {"00_卷宗目录.pdf", "01_情况说明.docx", f"02_影像/{SIGNED}_Q_2016-12-09.jpg",
            f"02_影像/{SIGNED}_H_2018-03-09.jpg", "03_套合图件/套合图.pdf", "03_套合图件/位置图.pdf",
            "03_套合图件/套合面积表.xlsx", "04_核查登记表/附表2-1.xlsx", "05_现场照片/照片索引.csv", "09_校验报告.html",
            f"{SIGNED}_卷宗.pdf"} <= names
    reader = volume(folder)
    marks = [(str(one.title), reader.get_destination_page_number(one) + 1) for one in reader.outline]
    assert [title for title, _ in marks][:5] == ["卷宗目录", "情况说明", "前后时相影像对比", "套合图", "位置图"]
    index = reader.pages[0].extract_text().replace("⽂", "文")
    assert len(reader.pages) == report.pages and all(str(page) in index for _, page in marks[1:])
    for title, page in marks:
        assert title[-2:] in _plain(reader.pages[page - 1].extract_text()), title


def _plain(text: str) -> str:
    """Chinese fonts give some letters back as their radicals."""
    return text.translate(str.maketrans("⽬⽂⼟⽚⻚⽰⾯⽤⼈⽅⾏⽐⻅", "目文土片页示面用人方行比见"))


def test_every_page_carries_the_notice_and_landscape_pages_are_a4(workspace, tmp_path):
    build(workspace, tmp_path, SIGNED)
    reader = volume(dossier(tmp_path, SIGNED))
    for page in reader.pages:
        assert FOOTER[-8:] in _plain(page.extract_text()).replace("\n", "")
        assert sorted(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) == [210, 297]


def test_each_file_is_listed_with_its_digest_and_nothing_else_is(workspace, tmp_path):
    build(workspace, tmp_path, SIGNED)
    folder = dossier(tmp_path, SIGNED)
    files = files_of(folder)
    told = json.loads(files.pop("文件清单.json"))
    rows = list(csv.reader(files.pop("文件清单.csv").decode("utf-8-sig").splitlines()))[1:]
    digests = {place: hashlib.sha256(content).hexdigest() for place, content in files.items()}
    assert {one["place"]: one["sha256"] for one in told["files"]} == digests
    assert {row[1]: row[3] for row in rows} == digests


def test_the_same_state_gives_the_same_bytes_by_one_process_and_by_two(workspace, tmp_path):
    numbers = (SIGNED, TODO, "450512WP1800002")
    attach(workspace, parcel_of(workspace, SIGNED), photo(tmp_path / "全景.jpg"), "zp")
    one, two = (build(workspace, tmp_path / str(count), *numbers, processes=count) for count in (1, 2))
    assert (one.processes, two.processes, two.built) == (1, 2, 3)
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_only_what_changed_is_built_again(workspace, tmp_path):
    build(workspace, tmp_path, SIGNED, TODO)
    before = files_of(tmp_path)
    again = build(workspace, tmp_path, SIGNED, TODO)
    assert (again.built, again.kept) == (0, 2) and files_of(tmp_path) == before
    workspace.set_note(parcel_of(workspace, TODO), "现场再看")
    changed = build(workspace, tmp_path, SIGNED, TODO)
    assert (changed.built, changed.kept) == (1, 1)
    assert files_of(dossier(tmp_path, SIGNED)) == {
        place.split(f"{SIGNED}/", 1)[1]: content for place, content in before.items() if f"/{SIGNED}/" in place}


def test_a_dossier_that_lost_a_file_is_built_again(workspace, tmp_path):
    build(workspace, tmp_path, SIGNED)
    (dossier(tmp_path, SIGNED) / "09_校验报告.html").unlink()
    assert build(workspace, tmp_path, SIGNED).built == 1
    assert (dossier(tmp_path, SIGNED) / "09_校验报告.html").exists()


def test_both_images_show_the_ground_of_the_chip_rule(workspace, tmp_path):
    build(workspace, tmp_path, SIGNED)
    folder = dossier(tmp_path, SIGNED) / "02_影像"
    boxes = []
    for name in (f"{SIGNED}_Q_2016-12-09", f"{SIGNED}_H_2018-03-09"):
        wide, _, _, high, left, top = (float(line) for line in (folder / f"{name}.jgw").read_text().split())
        image = QImage(str(folder / f"{name}.jpg"))
        boxes.append((left - wide / 2, top - high / 2 + high * image.height(), left - wide / 2 + wide * image.width(),
                      top - high / 2))
    shape = QgsGeometry()
    shape.fromWkb(workspace.parcel(parcel_of(workspace, SIGNED)).wkb)
    wanted = chip_extents(shape.boundingBox())[0]
    assert boxes[0] == boxes[1]
    assert QgsRectangle(*boxes[0]).width() == pytest.approx(wanted.width(), abs=0.5)
    assert QgsRectangle(*boxes[0]).center().distance(wanted.center()) < 0.5
    assert (folder / f"{SIGNED}_Q_2016-12-09.jpg").read_bytes() != (folder / f"{SIGNED}_H_2018-03-09.jpg").read_bytes()


def test_photos_are_the_original_bytes_listed_with_time_place_and_azimuth_and_turned_by_their_exif(workspace, tmp_path):
    parcel, source = parcel_of(workspace, SIGNED), photo(tmp_path / "近景 东.jpg", orientation=6)
    kept = attach(workspace, parcel, source, "zp", taken_at="2023-09-01T10:00:00", taken_by="示例")
    workspace.put_record(replace(kept, values={**kept.values, "PSDJD": 109.526, "PSDWD": 21.603, "PSJD": 90.0,
                                               "FWJZ": "T"}))
    build(workspace, tmp_path / "out", SIGNED)
    folder = dossier(tmp_path / "out", SIGNED)
    copy = folder / "05_现场照片" / "近景 东.jpg"
    assert copy.read_bytes() == source.read_bytes()
    row = list(csv.reader((folder / "05_现场照片" / "照片索引.csv").read_text("utf-8-sig").splitlines()))[1]
    assert row[1:8] == ["近景 东.jpg", "2023-09-01 10:00:00", "109.526000", "21.603000", "90", "真北", "示例"]
    titles = [str(one.title) for one in volume(folder).outline]
    assert "现场照片" in titles and "现场照片位置与方位" in titles
    turned = picture(copy, (400, 400))
    assert (turned.width(), turned.height()) == (300, 400)
    assert QColor(turned.pixel(250, 50)).red() > 200 and QColor(turned.pixel(50, 50)).blue() > 200


def positioned(workspace, path: Path) -> None:
    kept = attach(workspace, parcel_of(workspace, SIGNED), photo(path), "zp")
    workspace.put_record(replace(kept, values={**kept.values, "PSDJD": 109.526, "PSDWD": 21.603, "PSJD": 90.0}))


@pytest.mark.parametrize("own", [False, True], ids=["shipped templates", "a user's without extents"])
def test_every_map_of_a_dossier_shows_something(workspace, tmp_path, monkeypatch, own):
    if own:
        templates_without_extents(tmp_path / "templates", "dossier", [one.name for one in PAGES.values() if one.maps])
        monkeypatch.setattr(own_templates, "user_folder", lambda: tmp_path)
    positioned(workspace, tmp_path / "东.jpg")
    colours = watch_maps(monkeypatch)
    build(workspace, tmp_path / "out", SIGNED)
    assert set(colours) == {item for page in PAGES.values() for item in page.maps}
    assert min(colours.values()) > 20, colours


@pytest.mark.parametrize("name", [one.name for one in PAGES.values() if one.maps])
def test_the_shipped_templates_have_extents(name):
    assert 'nan' not in layout_path(name).read_text("utf-8")


def test_a_photo_that_opens_nowhere_does_not_make_a_dossier_complete(workspace, tmp_path):
    parcel, seed = parcel_of(workspace, SIGNED), hashlib.sha256
    noise = b"".join(seed(bytes([number])).digest() for number in range(200))
    head = photo(tmp_path / "头.jpg").read_bytes()[:623]
    for name, content in (("噪.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + noise), ("断.jpg", head[:200] + noise),
                          ("手机.heic", b"\0\0\0\x18ftypheic" + noise)):
        (tmp_path / name).write_bytes(content)
        attach(workspace, parcel, tmp_path / name, "zp")
    told = [one for one in build(workspace, tmp_path / "out", SIGNED).incomplete[SIGNED] if "现场照片" in one]
    assert told and all("有，但打不开" in one for one in told)
    pages = [_plain(page.extract_text()).replace("\n", "") for page in volume(dossier(tmp_path / "out", SIGNED)).pages]
    assert "有，但打不开" in pages[0] and any("有，但打不开" in page for page in pages[1:])
    attach(workspace, parcel, photo(tmp_path / "好.jpg"), "zp")
    assert not [one for one in build(workspace, tmp_path / "out", SIGNED).incomplete[SIGNED] if "现场照片" in one]


def test_a_photo_that_is_cut_off_is_not_printed_and_one_taken_far_away_is_printed_with_a_word(workspace, tmp_path):
    parcel = parcel_of(workspace, SIGNED)
    noise = QImage(400, 300, QImage.Format.Format_RGB32)
    for x in range(400):
        for y in range(300):
            noise.setPixel(x, y, (x * 7919 + y * 104729) & 0xFFFFFF)
    assert noise.save(str(tmp_path / "断.jpg"), "JPEG", 95)
    whole = (tmp_path / "断.jpg").read_bytes()
    (tmp_path / "断.jpg").write_bytes(whole[:len(whole) * 2 // 3])
    attach(workspace, parcel, tmp_path / "断.jpg", "zp")
    report = build(workspace, tmp_path / "out", SIGNED)
    assert any("现场照片" in one and "有，但打不开" in one for one in report.incomplete[SIGNED])
    pages = texts(tmp_path / "out")
    assert not any("照片1断" in page for page in pages) and any("断.jpg（文件不完整）" in page for page in pages)
    far = attach(workspace, parcel, photo(tmp_path / "远.jpg", size=(320, 240)), "zp")
    workspace.put_record(replace(far, values={**far.values, "PSDJD": 109.526, "PSDWD": 21.503}))
    report = build(workspace, tmp_path / "out", SIGNED)
    assert any(re.search(r"现场照片.*有，但拍摄位置距图斑 \d+ 米", one) for one in report.incomplete[SIGNED])
    assert "DOSSIER_PHOTO_DOUBTFUL" in [one.code for one in report.remarks]
    assert any("注意：拍摄位置距图斑" in page for page in texts(tmp_path / "out"))
    checks = next(dossier(tmp_path / "out", SIGNED).glob("*.html")).read_text("utf-8")
    assert "有，但拍摄位置距图斑" in checks
    positioned(workspace, tmp_path / "近.jpg")
    lacking = build(workspace, tmp_path / "out", SIGNED).incomplete.get(SIGNED, ())
    assert not [one for one in lacking if "现场照片" in one]


def texts(root):
    return [re.sub(r"\s", "", _plain(page.extract_text())) for page in volume(dossier(root, SIGNED)).pages]


def test_layers_declared_empty_share_a_line_so_that_areas_stay_beside_their_map(workspace, tmp_path):
    build(workspace, tmp_path, SIGNED)
    pages = [_plain(page.extract_text()).replace("\n", "") for page in volume(dossier(tmp_path, SIGNED)).pages]
    assert not any("套合图（续）" in page for page in pages)
    page = next(page for page in pages if "套合面积" in page and "图例" in page)
    assert page.count("声明为空") == 1 and "采矿权" in page


def test_the_index_names_the_statements_file_and_measuring_is_told_by_the_local_clock(workspace, tmp_path):
    from openpyxl import load_workbook

    build(workspace, tmp_path, TODO)
    folder = dossier(tmp_path, TODO)
    index = _plain(volume(folder).pages[0].extract_text()).replace("\n", "")
    assert "【草稿】01_情况说明.docx" in index and (folder / "【草稿】01_情况说明.docx").is_file()
    assert "03_套合图件/【草稿】套合图.pdf" in index
    told = dict(load_workbook(next(folder.rglob("*套合面积表.xlsx")))["说明"].iter_rows(values_only=True))
    measured = datetime.fromisoformat(workspace.overlay_runs()[0].provenance["measured_at"])
    assert told["套合时间"] == measured.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def test_a_photo_that_cannot_be_shown_is_kept_as_it_is_and_named(workspace, tmp_path):
    parcel = parcel_of(workspace, SIGNED)
    for name, content in (("手机.heic", b"\0\0\0\x18ftypheic" + b"x" * 99), ("坏.jpg", b"\xff\xd8\xff\xe0 torn")):
        (tmp_path / name).write_bytes(content)
        attach(workspace, parcel, tmp_path / name, "zp")
    report = build(workspace, tmp_path / "out", SIGNED)
    folder = dossier(tmp_path / "out", SIGNED)
    told = " ".join(one.sentence("zh") for one in report.remarks)
    assert "手机.heic" in told and "坏.jpg" in told and "无法预览" in told
    for name in ("手机.heic", "坏.jpg"):
        assert (folder / "05_现场照片" / name).read_bytes() == (tmp_path / name).read_bytes()
    assert "无法预览" in (folder / "05_现场照片" / "照片索引.csv").read_text("utf-8-sig")
    assert "未装订成页" in _plain(volume(folder).pages[0].extract_text())


def test_an_attachment_whose_file_is_gone_or_changed_is_told_and_the_rest_is_built(workspace, tmp_path):
    parcel = parcel_of(workspace, SIGNED)
    gone = attach(workspace, parcel, photo(tmp_path / "没了.jpg"), "zp")
    changed = attach(workspace, parcel, photo(tmp_path / "改了.jpg", 3), "zp")
    file_of(workspace, gone).unlink()
    file_of(workspace, changed).write_bytes(photo(tmp_path / "别的.jpg", size=(80, 60)).read_bytes())
    report = build(workspace, tmp_path / "out", SIGNED)
    told = {one.code: one.values["name"] for one in report.remarks}
    assert told == {"DOSSIER_FILE_MISSING": "没了.jpg", "DOSSIER_CHANGED_FILE": "改了.jpg"} and report.built == 1


def test_pages_of_a_pdf_paper_are_bound_with_page_numbers_and_a_broken_one_is_only_kept(workspace, tmp_path):
    writer = QPdfWriter(str(tmp_path / "批文.pdf"))
    painter = QPainter(writer)
    painter.drawText(900, 900, "APPROVAL")
    writer.newPage()
    painter.end()
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 torn")
    for name in ("批文.pdf", "坏.pdf"):
        attach(workspace, parcel_of(workspace, SIGNED), tmp_path / name, "pzwh")
    report = build(workspace, tmp_path / "out", SIGNED)
    folder = dossier(tmp_path / "out", SIGNED)
    reader = volume(folder)
    titles = {str(one.title): reader.get_destination_page_number(one) for one in reader.outline}
    first = titles["举证材料：批文.pdf"]
    assert len(reader.pages) == first + 2 and "/WpPaper" in reader.pages[first]["/Resources"]["/XObject"]
    assert "APPROVAL" in _form_text(reader, first)
    assert [one.values["name"] for one in report.remarks] == ["坏.pdf"]
    assert {"06_举证材料/批文.pdf", "06_举证材料/坏.pdf"} <= set(files_of(folder))


def _form_text(reader: PdfReader, page: int) -> str:
    form = reader.pages[page]["/Resources"]["/XObject"]["/WpPaper"]
    assert form["/Resources"]["/Font"] is not None
    return str(reader.pages[page].extract_xform_text(form, (0, 90, 180, 270), 200))


def test_what_is_missing_by_the_outcome_is_told_in_report_index_and_list(workspace, tmp_path):
    report = build(workspace, tmp_path, SIGNED)
    lacking = report.incomplete[SIGNED]
    assert any("违法行为登记" in one for one in lacking) and any("现场照片" in one for one in lacking)
    first = _plain(volume(dossier(tmp_path, SIGNED)).pages[0].extract_text()).replace("\n", "")
    assert "尚缺材料" in first and "违法行为登记" in first
    assert "违法行为登记" in (tmp_path / SUMMARY).read_text("utf-8-sig")
    parcel = parcel_of(workspace, SIGNED)
    workspace.put_record(Record("", "act", (parcel,), "", {"WFXWBH": "A-1", "WFXWMS": "占地建厂", "WFZRZT": "某公司"}))
    attach(workspace, parcel, photo(tmp_path / "全景.jpg"), "zp")
    after = build(workspace, tmp_path, SIGNED).incomplete[SIGNED]
    assert not any("违法行为登记" in one or "现场照片" in one for one in after)
    assert any("违法案件处理材料" in one for one in after)
    titles = [str(one.title) for one in volume(dossier(tmp_path, SIGNED)).outline]
    assert "违法案件处理与整改" in titles


def test_what_nobody_signed_is_a_draft_in_title_and_names_with_its_reasons(workspace, tmp_path):
    report = build(workspace, tmp_path, TODO, SIGNED)
    assert report.drafts == [TODO]
    draft, clean = (dossier(tmp_path, number) for number in (TODO, SIGNED))
    names = {"【草稿】01_情况说明.docx", f"【草稿】{TODO}_卷宗.pdf", "04_核查登记表/【草稿】附表2-1.xlsx"}
    assert names <= set(files_of(draft))
    assert not any("草稿" in place for place in files_of(clean))
    pages = [_plain(page.extract_text()).replace("\n", "") for page in volume(draft).pages]
    assert all("【草稿】" in page for page in pages) and "尚未经确认人签署" in pages[0]


def test_errors_that_hold_a_signed_parcel_back_make_it_a_draft(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(Stated, "holds_back", property(lambda entry: entry.found.place == SIGNED))
    found = [one for one in job.validate(workspace).entries if one.found.place == SIGNED]
    report = build(workspace, tmp_path, SIGNED)
    assert (report.drafts == [SIGNED]) == bool(found)


def test_the_dossier_of_a_patch_set_apart_later_is_removed_and_told_without_its_name(workspace, tmp_path):
    build(workspace, tmp_path, TODO, SIGNED)
    parcel = parcel_of(workspace, TODO)
    centre = str(workspace.parcel(parcel).attributes["LZB"])
    workspace.quarantine(parcel)
    report = build(workspace, tmp_path, SIGNED)
    assert report.taken_away == 1 and not list(tmp_path.glob(f"*/*/{TODO}"))
    assert TODO not in " ".join(one.sentence("zh") for one in report.remarks)
    for place, content in files_of(tmp_path).items():
        if not place.startswith("w/"):
            assert TODO not in place and TODO.encode() not in content and centre.encode() not in content


def test_a_patch_set_apart_while_dossiers_are_built_leaves_none(workspace, tmp_path):
    build(workspace, tmp_path, TODO)
    parcel = parcel_of(workspace, TODO)

    class SetApart(Feedback):
        def progress(self, done, total, text):
            if done > 10 and text == SIGNED and not self.told:
                self.told.append(text)
                workspace.quarantine(parcel)

    report = build(workspace, tmp_path, SIGNED, TODO, feedback=SetApart())
    shown = sorted(one.name for one in tmp_path.glob("*/*/450512WP*"))
    assert shown == [SIGNED] and report.gone + report.taken_away >= 1


def test_a_cancelled_run_leaves_whole_dossiers_and_goes_on_where_it_was(workspace, tmp_path):
    numbers = (SIGNED, TODO, "450512WP1800002", "450512WP1800003")
    with refused("JOB_CANCELLED"):
        build(workspace, tmp_path, *numbers, feedback=Feedback(cancel_after=2))
    there = [one for one in tmp_path.glob("*/*/*") if one.is_dir()]
    assert len(there) == 2 and all(read_list(one) for one in there) and not list(tmp_path.rglob(f"{TEMPORARY}*"))
    report = build(workspace, tmp_path, *numbers)
    assert (report.kept, report.built) == (2, 2)


def test_what_a_killed_run_left_half_written_is_swept(workspace, tmp_path):
    build(workspace, tmp_path, SIGNED)
    half = dossier(tmp_path, SIGNED).parent / f"{TEMPORARY}0123"
    (half / "02_影像").mkdir(parents=True)
    (half / "02_影像" / "x.jpg").write_bytes(b"half")
    assert build(workspace, tmp_path, SIGNED).kept == 1
    assert not half.exists()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_helper_process_that_is_killed_costs_nothing_but_time(workspace, tmp_path, monkeypatch):
    given = processes.Helper.give
    killed: list[int] = []

    def give_and_kill(helper, task):
        given(helper, task)
        if not killed:
            killed.append(helper.pid)
            os.kill(helper.pid, signal.SIGKILL)

    monkeypatch.setattr(processes.Helper, "give", give_and_kill)
    numbers = (SIGNED, TODO, "450512WP1800002")
    report = build(workspace, tmp_path, *numbers, processes=2)
    assert killed and report.built == 3 and not report.failed
    assert "DOSSIER_PROCESS_DIED" in {one.code for one in report.remarks}


def test_without_another_python_the_dossiers_are_built_here_and_it_is_said(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "usual_candidates", list)
    monkeypatch.setattr(processes, "_accepted", {})
    report = build(workspace, tmp_path, SIGNED, TODO, processes=2)
    assert (report.built, report.processes) == (2, 1)
    assert "DOSSIER_ONE_PROCESS" in {one.code for one in report.remarks}


def test_where_writing_fails_the_earlier_dossier_stays_whole(workspace, tmp_path, monkeypatch):
    build(workspace, tmp_path / "out", SIGNED)
    before = files_of(tmp_path / "out")
    workspace.set_note(parcel_of(workspace, SIGNED), "改动")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write_lists", full)
    with refused("OUTPUT_NOT_WRITABLE"):
        build(workspace, tmp_path / "out", SIGNED)
    assert files_of(tmp_path / "out") == before


def test_one_locked_folder_fails_alone_and_is_named(workspace, tmp_path, monkeypatch):
    build(workspace, tmp_path, SIGNED, TODO)
    for number in (SIGNED, TODO):
        workspace.set_note(parcel_of(workspace, number), "改动")
    move = Path.replace

    def locked(path, target):
        if path.name == TODO:
            raise PermissionError(13, "in use")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    report = build(workspace, tmp_path, SIGNED, TODO)
    assert report.built == 1 and report.failed[TODO].code == "DOSSIER_LOCKED"
    assert not list(tmp_path.rglob(f"{TEMPORARY}*")) and dossier(tmp_path, TODO).is_dir()


def test_a_folder_too_deep_for_windows_is_refused_with_its_length(workspace, tmp_path):
    deep = tmp_path / ("深" * 70) / ("深" * 70) / ("深" * 60)
    with refused("PATH_TOO_LONG"):
        build(workspace, deep, SIGNED)
    assert not [one for one in deep.rglob("*") if one.is_file() and one.name != SUMMARY]


def test_names_that_a_spreadsheet_would_run_stay_texts(workspace, tmp_path):
    attach(workspace, parcel_of(workspace, SIGNED), photo(tmp_path / "=1+1.jpg"), "zp", taken_by="@cmd")
    build(workspace, tmp_path / "out", SIGNED)
    row = list(csv.reader((dossier(tmp_path / "out", SIGNED) / "05_现场照片" / "照片索引.csv").read_text(
        "utf-8-sig").splitlines()))[1]
    assert row[1] == "'=1+1.jpg" and row[7] == "'@cmd"


def test_nothing_of_a_patch_number_that_is_not_there(workspace, tmp_path):
    with refused("NO_SUCH_PATCH"):
        build(workspace, tmp_path, "000000")


@pytest.mark.parametrize("name", list(PAGES))
def test_the_shipped_templates_lack_nothing(qgis_app, name):
    assert check_layout(layout_path(name), PAGES[name]) == []


def test_a_template_of_a_users_own_is_used_and_what_it_lacks_is_named(workspace, tmp_path, monkeypatch):
    own = tmp_path / "templates" / "dossier"
    own.mkdir(parents=True)
    monkeypatch.setattr(own_templates, "user_folder", lambda: tmp_path)
    text = layout_path("statement").read_text("utf-8")
    (own / "statement.qpt").write_text(text.replace("[% @wp_title %]", "本县样式 [% @wp_county %]"), "utf-8")
    found = job.check_layouts()
    assert [(one.code, one.severity) for one in found] == [("LAYOUT_UNKNOWN_NAMES", "W")] and "wp_county" in str(found)
    build(workspace, tmp_path / "out", SIGNED)
    assert "本县样式" in _plain(volume(dossier(tmp_path / "out", SIGNED)).pages[1].extract_text())
    text = layout_path("compare").read_text("utf-8")
    (own / "compare.qpt").write_text(text.replace("wp_before", "elsewhere"), "utf-8")
    lacking = [one.sentence("zh") for one in job.check_layouts() if one.severity == "E"]
    assert lacking and "wp_before" in lacking[0] and "compare.qpt" in lacking[0]
    with refused("LAYOUT_LACKS_ITEM"):
        build(workspace, tmp_path / "out", TODO)
    (own / "compare.qpt").write_text("<broken", "utf-8")
    assert [one.code for one in job.check_layouts() if one.severity == "E"] == ["LAYOUT_UNREADABLE"]


def test_a_training_is_refused_as_any_hand_in(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(type(workspace), "is_training", property(lambda _: True), raising=False)
    with refused("TRAINING_NOT_DELIVERED"):
        build(workspace, tmp_path, SIGNED)
    report = build(workspace, tmp_path, SIGNED, as_training=True)
    assert report.drafts == [SIGNED] and any("培训" in place for place in files_of(dossier(tmp_path, SIGNED)))
