"""外业核查表: a page for each parcel, with what a person needs on site; never one that is set apart."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pytest
from qgis.core import QgsVectorLayer

from weipian_plugin.delivery.layout_text import font_family, wrapped
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.explain import NOTICE
from weipian_plugin.domain.records import IssuedPatch, Measured, NewBatch, OverlayRun, RoleAreas, Scene
from weipian_plugin.jobs.field_sheets.field_sheet import parcels_to_print, print_field_sheets
from weipian_plugin.jobs.field_sheets.field_sheet_page import useful_scale
from weipian_plugin.jobs.field_sheets.field_sheet_words import SAFETY
from weipian_plugin.jobs.judging.suggest import suggest
from weipian_plugin.workspace.workspace import Workspace

VILLAGES = ("甲村", "乙村", "丙村", "丁村")


@pytest.fixture()
def workspace(demo, tmp_path, qgis_app):
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    patches = []
    for village, feature in zip(VILLAGES, layer.getFeatures()):
        attributes = {"JCBH": feature["JCBH"], "TBLX": "20", "JCLB": "XZFN", "QSX": "2016-12-09",
                      "HSX": "2018-03-09", "XMC": "示例区", "CUNMC": village, "JCMJ": float(feature["JCMJ"])}
        patches.append(IssuedPatch(feature["JCBH"], attributes, bytes(feature.geometry().asWkb())))
    made = Workspace.create(tmp_path / "库.gpkg", crs=layer.crs().authid(), actor="甲",
                            quarantine_path=tmp_path / "away" / "q.gpkg")
    made.add_batch(NewBatch("2023-08 批", "2023-08-15", "a.zip", "a", "GX_ZY2023", "450512"), patches)
    for name, date in (("before_20161209_rgb8.tif", "2016-12-09"), ("after_20180309_rgb8.tif", "2018-03-09")):
        made.set_scene(Scene(str(demo / name), date, unclassified=True))
    yield made
    made.close()


def text_of(pdf) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    shown = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    # Qt writes some characters as the radicals that look like them.
    return "".join(unicodedata.normalize("NFKC", shown.stdout.decode("utf-8")).split())


def test_a_page_for_each_parcel_with_place_areas_points_and_notice(workspace, tmp_path):
    uuids = [row.parcel_uuid for row in workspace.queue()]
    workspace.store_overlay(OverlayRun({"method_code": "x"}), {
        uuids[0]: Measured(2000.0, {"yjjbnt": RoleAreas("yjjbnt", 1000.0)})})
    suggest(workspace)
    report = print_field_sheets(workspace, tmp_path / "核查表.pdf", uuids[:2])
    assert report.parcels == tuple(workspace.parcel(uuid).dkbh for uuid in uuids[:2])
    assert report.left_out == 0
    said = text_of(report.path)
    assert said.count("外业核查表") == 2
    for expected in ("示例区甲村", "示例区乙村", "3.00亩", "1.50亩", "取证：", "核查负责人",
                     NOTICE, SAFETY[:12], "未套合"):
        assert unicodedata.normalize("NFKC", expected) in said
    assert not list(tmp_path.glob("*.part"))


def test_what_is_set_apart_is_on_no_page(workspace, tmp_path):
    uuids = [row.parcel_uuid for row in workspace.queue()]
    plain = workspace.parcel(uuids[1])
    workspace.quarantine(uuids[0])
    remaining = [row.parcel_uuid for row in workspace.queue()]
    report = print_field_sheets(workspace, tmp_path / "a.pdf", remaining)
    assert plain.dkbh in report.parcels
    assert len(report.parcels) == 3
    assert "甲村" not in text_of(report.path)
    assert "乙村" in text_of(report.path)
    workspace._database.connection.execute("UPDATE patches SET SFJY = 1 WHERE JCBH = ?", (plain.jcbh,))
    again = print_field_sheets(workspace, tmp_path / "b.pdf", [uuids[1], uuids[2]])
    assert (len(again.parcels), again.left_out) == (1, 1)
    assert "乙村" not in text_of(again.path)
    with pytest.raises(WeipianError) as refused:
        print_field_sheets(workspace, tmp_path / "c.pdf", [uuids[1]])
    assert refused.value.code == "NOTHING_TO_EXPORT"
    assert not (tmp_path / "c.pdf").exists()


class Stop:
    def progress(self, done, total, text):
        pass

    def cancelled(self):
        return True


def test_stopping_leaves_the_file_that_was_there(workspace, tmp_path):
    there = tmp_path / "a.pdf"
    there.write_bytes(b"old")
    with pytest.raises(WeipianError):
        print_field_sheets(workspace, there, [row.parcel_uuid for row in workspace.queue()], Stop())
    assert there.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.part"))


def test_a_place_that_cannot_be_written_is_told(workspace, tmp_path):
    with pytest.raises(WeipianError) as refused:
        print_field_sheets(workspace, tmp_path / "none" / "a.pdf", [workspace.queue()[0].parcel_uuid])
    assert refused.value.code == "OUTPUT_NOT_WRITABLE"


def test_parcels_are_found_by_their_numbers(workspace):
    rows = workspace.queue()
    assert parcels_to_print(workspace, None, []) == [row.parcel_uuid for row in rows]
    assert parcels_to_print(workspace, None, [rows[2].jcbh, rows[0].dkbh]) == [rows[2].parcel_uuid, rows[0].parcel_uuid]
    with pytest.raises(WeipianError) as unknown:
        parcels_to_print(workspace, None, ["4505129999"])
    assert "4505129999" in unknown.value.sentence("zh")


@pytest.mark.parametrize(("metres", "scale"), [(10, 200), (100, 2000), (1000, 20000)])
def test_the_map_has_a_usual_scale_that_shows_what_is_around(metres, scale):
    from qgis.core import QgsRectangle

    assert useful_scale(QgsRectangle(0, 0, metres, metres), (118.0, 96.0)) == scale


def test_lines_break_between_chinese_letters_and_not_inside_numbers(qgis_app):
    lines = wrapped("位于450512WP1800129图斑的范围，" * 6, font_family(), 9, 60)
    assert len(lines) > 3
    assert "".join(lines) == "位于450512WP1800129图斑的范围，" * 6
    assert all(line.count("450512WP1800129") * 15 == sum(c.isascii() for c in line) for line in lines)
    assert not any(line.startswith("，") for line in lines)


def test_the_algorithm_writes_the_sheets_of_the_patches_named(workspace, tmp_path, qgis_app):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from weipian_plugin.algorithms.field_sheet import FieldSheets

    rows, path = workspace.queue(), workspace.path
    workspace.close()
    algorithm = FieldSheets().create({})
    found, worked = algorithm.run(
        {"WORKSPACE": path, "FILE": str(tmp_path / "out.pdf"), "PATCHES": f"{rows[0].jcbh}、{rows[2].jcbh}"},
        QgsProcessingContext(), QgsProcessingFeedback())
    assert worked
    assert (found["PAGES"], found["LEFT_OUT"]) == (2, 0)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
