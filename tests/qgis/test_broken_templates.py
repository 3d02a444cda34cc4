"""A user's own template that is broken is told by name, mark and remedy before anything is made of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs import own_templates
from weipian_plugin.jobs.demo import build_demo
from weipian_plugin.jobs.handing_in.deliver_all import deliver_all
from weipian_plugin.jobs.handing_in.dossiers import build_dossiers, check_layouts
from weipian_plugin.jobs.handing_in.package import build_package
from weipian_plugin.jobs.handing_in.products import DOSSIERS, LISTS, REPORT, TABLES, WALL_MAPS, Wish
from weipian_plugin.jobs.handing_in.report import build_report
from weipian_plugin.jobs.handing_in.reviews import write_reviews
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.handing_in.townships import write_township_lists
from weipian_plugin.jobs.handing_in.wall_map import write_wall_maps
from weipian_plugin.jobs.import_batch import opened
from weipian_plugin.jobs.registers.review_sheet import export_review_sheet
from weipian_plugin.paths import TEMPLATES

SIGNED = "450512WP1800053"


@pytest.fixture(scope="module")
def demo(tmp_path_factory, qgis_app):
    return build_demo(tmp_path_factory.mktemp("broken")).workspace


@pytest.fixture
def workspace(demo, tmp_path):
    path = tmp_path / "w" / "w.gpkg"
    path.parent.mkdir()
    shutil.copy(demo, path)
    with opened(path, actor="tester") as found:
        parcel = next(row.parcel_uuid for row in found.queue() if row.jcbh == SIGNED)
        found.put_record(Record("", "review", (parcel,), "", {"HSSJ": "2023-09-05", "HSDW": "自然资源"}))
        yield found


def in_document(old: str, new: str):
    def broken(path: Path) -> None:
        document = Document(str(path))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        foot = document.sections[0].footer.paragraphs
        runs = [run for one in (*document.paragraphs, *foot, *(each for cell in cells for each in cell.paragraphs))
                for run in one.runs if old in run.text]
        assert runs, old
        for run in runs:
            run.text = run.text.replace(old, new)
        document.save(str(path))
    return broken


def in_layout(old: str, new: str):
    def broken(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    return broken


def without_codes(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.isascii():
                    cell.value = None
    book.save(path)


def without_names(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book.defined_names["WP_PARCEL"]
    book.save(path)


def no_workbook(path: Path) -> None:
    path.write_bytes(b"not a workbook")


DOSSIER = "builddossiers"
JOBS = {
    "tables": lambda ws, folder: write_tables(ws, everything(ws), folder, ("2-2", "2-1")),
    "package": lambda ws, folder: build_package(ws, everything(ws), folder, draft=True),
    "townships": lambda ws, folder: write_township_lists(ws, everything(ws), folder),
    "reviews": lambda ws, folder: write_reviews(ws, everything(ws), folder),
    "one review": lambda ws, folder: export_review_sheet(ws, ws.records("review")[0], folder / "a.xlsx"),
    "report": lambda ws, folder: build_report(ws, everything(ws), folder, kinds=("csv", "pdf", "docx")),
    DOSSIER: lambda ws, folder: build_dossiers(ws, everything(ws), folder, patches=(SIGNED,), processes=1),
    "maps": lambda ws, folder: write_wall_maps(ws, everything(ws), folder, "a3"),
}
CASES = [
    ("tables", "table_2_1.xlsx", without_codes, "TEMPLATE_WITHOUT_CODES", "table_2_1"),
    ("tables", "table_2_1.xlsx", no_workbook, "TEMPLATE_NO_WORKBOOK", "table_2_1"),
    ("package", "table_4.xlsx", without_codes, "TEMPLATE_WITHOUT_CODES", "table_4"),
    ("townships", "list_township.xlsx", without_codes, "TEMPLATE_WITHOUT_CODES", "list_township"),
    ("reviews", "review_minutes.xlsx", without_names, "REVIEW_TEMPLATE_LACKS", "WP_PARCEL"),
    ("one review", "review_agenda.xlsx", no_workbook, "TEMPLATE_UNREADABLE", "review_agenda"),
    ("report", "report.docx", in_document("{{ title }}", "{{ title }"), "REPORT_TEMPLATE_BROKEN", "title"),
    ("package", "report.docx", in_document("{{ footer }}", ""), "REPORT_TEMPLATE_LACKS", "footer"),
    (DOSSIER, "dossier/statement.docx", in_document("{%p endfor %}", ""), "STATEMENT_TEMPLATE", "endfor"),
    (DOSSIER, "dossier/meeting.docx", in_document("{{ footer }}", ""), "PAPER_LACKS_MARKS", "footer"),
    # of a page that this dossier has not, so that only who looks beforehand finds it
    (DOSSIER, "dossier/photos.qpt", in_layout("wp_photo_1", "elsewhere_1"), "LAYOUT_LACKS_ITEM", "wp_photo_1"),
    (DOSSIER, "dossier/case.qpt", in_layout("<Layout", "<Lay"), "LAYOUT_UNREADABLE", "case.qpt"),
    (DOSSIER, "table_2_1.xlsx", without_codes, "TEMPLATE_WITHOUT_CODES", "table_2_1"),
    ("maps", "wall_map/a3_more.qpt", in_layout("wp_body", "elsewhere"), "LAYOUT_LACKS_ITEM", "wp_body"),
]
WISHED = {"tables": (TABLES,), "townships": (LISTS,), "reviews": (LISTS,), "one review": (LISTS,), "report": (REPORT,),
          DOSSIER: (DOSSIERS,), "maps": (WALL_MAPS,)}


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setattr(own_templates, "user_folder", lambda: tmp_path / "user")

    def put(place: str, breaks) -> None:
        path = tmp_path / "user" / "templates" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TEMPLATES / place, path)
        breaks(path)

    return put


@pytest.mark.parametrize(("job", "place", "breaks", "code", "named"), CASES,
                         ids=[f"{c[0]} {c[1]} {c[3]}" for c in CASES])
def test_what_is_broken_is_told_by_name_and_mark_and_nothing_is_made(workspace, tmp_path, own, job, place, breaks, code,
                                                                     named):
    own(place, breaks)
    out = tmp_path / "out"
    with pytest.raises(WeipianError) as told:
        JOBS[job](workspace, out)
    sentence = told.value.sentence("zh")
    assert told.value.code == code and named in sentence and Path(place).name in sentence
    assert not [one for one in out.rglob("*") if one.is_file()]
    if job in WISHED:
        with pytest.raises(WeipianError) as told:
            deliver_all(workspace, everything(workspace), out, Wish(WISHED[job], processes=1), draft=True)
        assert told.value.code == "SELF_CHECK_BLOCKS" and named in told.value.sentence("zh") and not out.exists()


def test_marks_that_nothing_stands_for_are_told_and_hold_nothing_back(workspace, tmp_path, own):
    own("dossier/statement.docx", in_document("{{ date }}", "{{ county }}"))
    assert [(one.code, one.severity) for one in check_layouts()] == [("PAPER_UNKNOWN_MARKS", "W")]
    assert build_dossiers(workspace, everything(workspace), tmp_path / "out", patches=(SIGNED,), processes=1).built == 1


def test_a_sound_template_of_ones_own_is_told_nothing_of(own, qgis_app):
    for place in ("dossier/statement.docx", "dossier/meeting.docx", "dossier/photos.qpt", "table_2_1.xlsx"):
        own(place, lambda _path: None)
    own("review_agenda.xlsx", lambda _path: None)
    assert check_layouts() == [] and own_templates.review_findings() == []
