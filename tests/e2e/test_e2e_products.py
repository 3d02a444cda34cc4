"""Every product from the real qgis_process with the packages QGIS has, opened by readers that did not write it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from osgeo import ogr
from pypdf import PdfReader

from tests.unit.ooxml import complaints
from weipian_plugin.domain.forms.table_forms import TABLE_FORMS
from weipian_plugin.domain.marks import FOOTER

ROOT = Path(__file__).resolve().parent.parent.parent
QGIS_OPENPYXL = Path("/usr/lib/python3/dist-packages/openpyxl")
FIRST, SECOND = "450512WP1800011", "450512WP1800005"
ROWS = {"2-1": 406, "2-2": 1, "5": 2, "overlay": 406, "township": 406}
MAPPED = {"2-1", "2-2", "nonagricultural", "overlay", "township"}
BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from weipian_plugin.jobs.demo import build_demo
build_demo(Path(sys.argv[2]))
"""
WITHOUT = """
import sys
from importlib.machinery import PathFinder

class Finder(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] == "{package}" else super().find_spec(name, path, target)

sys.meta_path[:] = [Finder if one is PathFinder else one for one in sys.meta_path]
"""
PRINTED = unicodedata.normalize("NFKC", FOOTER)
Job = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's workspace: measured, judged, some of it signed."""
    folder = tmp_path_factory.mktemp("products")
    done = subprocess.run([sys.executable, "-c", BUILD, str(ROOT), str(folder)], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder / "weipian.gpkg"


@pytest.fixture
def job(qgis_process: Callable[..., Any], workspace: Path) -> Job:
    """Runs an algorithm on the workspace; what it returned."""

    def run(name: str, **parameters: object) -> dict[str, Any]:
        ended = qgis_process("run", f"weipian:{name}", "--json", WORKSPACE=workspace, **parameters)
        assert ended.code == 0, ended.out + ended.err
        assert "Traceback" not in ended.err
        found: dict[str, Any] = ended.json()["results"]
        return found

    return run


def numbered(sheet: Any) -> list[str]:
    """What stands in the column after 序号 of the rows that are numbered, by openpyxl."""
    rows = list(sheet.iter_rows(values_only=True, max_col=2))
    head = next(place for place, row in enumerate(rows) if row[0] == "XH")
    return [str(name) for number, name in rows[head + 1:] if isinstance(number, int)]


def numbered_by_gdal(path: Path, title: str) -> list[str]:
    """The same by GDAL's reader of xlsx."""
    source = ogr.GetDriverByName("XLSX").Open(str(path))
    rows = [(feature.GetField(0), feature.GetField(1)) for feature in source.GetLayerByName(title)]
    head = next((place for place, row in enumerate(rows) if row[0] == "XH"), None)
    assert head is not None, rows[:9]
    return [str(name) for number, name in rows[head + 1:] if str(number).isdecimal()]


def lines(path: Path, encoding: str) -> list[list[str]]:
    """The rows of a CSV between its title and head and the footer."""
    with path.open(encoding=encoding, newline="") as file:
        _, _, *rows, last = csv.reader(file)
    assert last == [FOOTER], path.name
    return rows


def features(path: Path) -> int:
    """How many a vector file has, by GDAL."""
    source = ogr.Open(str(path))
    return int(source.GetLayer(0).GetFeatureCount())


def said_in(document: Any) -> str:
    """All of a Word document's paragraphs, cells and footers."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    feet = [one.text for section in document.sections for one in section.footer.paragraphs]
    return "\n".join([*(one.text for one in document.paragraphs), *cells, *feet])


def said_on(page: Any) -> str:
    """A PDF page's text in one piece. Qt names some letters by their twins among the radicals (⾏ for 行)."""
    return unicodedata.normalize("NFKC", "".join(page.extract_text().split()))


def test_every_table_and_list_in_every_format(job: Job, tmp_path: Path) -> None:
    made = job("exporttables", FOLDER=tmp_path, FORMS=",".join(TABLE_FORMS), FORMATS="xlsx,csv,csv-gbk,gpkg,shp")
    assert (made["ROWS"], made["IS_DRAFT"], made["FINDINGS"]) == (406, False, "")
    assert {Path(line) for line in made["FILES"].splitlines()} == set(tmp_path.iterdir())
    for form in TABLE_FORMS.values():
        [table] = tmp_path.glob(f"{form.name} *.xlsx")
        assert complaints(table) == [], form.id
        book = openpyxl.load_workbook(table)
        sheet = book.worksheets[0]
        assert form.title in sheet["A1"].value and FOOTER in sheet.oddFooter.left.text, form.id
        assert "第 &P 页 共 &N 页" in sheet.oddFooter.right.text and sheet.print_title_rows, form.id
        assert any(str(row[0]).endswith(FOOTER) for row in sheet.iter_rows(values_only=True, max_col=1)), form.id
        found = numbered(sheet)
        assert found == numbered_by_gdal(table, sheet.title), form.id
        plain, gbk = lines(table.with_suffix(".csv"), "utf-8-sig"), lines(table.with_suffix(".gbk.csv"), "gbk")
        assert plain == gbk and len(plain) == len(found) == ROWS.get(form.id, len(found)), form.id
        vectors = [path for path in tmp_path.glob(f"{form.name} *") if path.suffix in (".gpkg", ".shp")]
        assert [features(path) for path in vectors] == [len(found)] * (2 if form.id in MAPPED else 0), form.id


def test_wall_maps_and_the_lists_of_townships(job: Job, tmp_path: Path) -> None:
    made = job("wallmaps", FOLDER=tmp_path)
    maps, lists = sorted(tmp_path.glob("挂图 *.pdf")), sorted(tmp_path.glob("乡镇图斑清单 *.xlsx"))
    assert len(maps) == len(lists) == 2 and made["PARCELS"] == 406
    pages = [page for path in maps for page in PdfReader(path).pages]
    assert len(pages) == made["PAGES"]
    assert all(PRINTED in said_on(page) for page in pages)
    assert all(complaints(path) == [] for path in lists)
    assert sum(len(numbered(openpyxl.load_workbook(path).worksheets[0])) for path in lists) == 406


def test_the_report_as_word_pdf_and_list_of_figures(job: Job, tmp_path: Path) -> None:
    made = job("buildreport", FOLDER=tmp_path)
    assert (made["MARK"], len(list(tmp_path.iterdir()))) == ("", 3)
    document = docx.Document(made["DOCX"])
    text = said_in(document)
    assert "汇总分析报告" in document.paragraphs[0].text and FOOTER in text and "406" in text
    assert len(document.tables) > 5 and len(document.inline_shapes) > 2
    assert "{{" not in text and "{%" not in text
    pages = PdfReader(made["PDF"]).pages
    assert len(pages) > 5 and all(PRINTED in said_on(page) for page in pages)
    figures = Path(made["CSV"]).read_text(encoding="utf-8-sig").splitlines()
    assert len(figures) > made["FIGURES"]


class TestTheEvidenceAndWhatItGoesInto:
    """Photos first, then what shows them: one workspace, in this order."""

    def test_1_a_photo_goes_to_the_patch_its_name_says_and_the_others_wait(self, job: Job, data: Path,
                                                                           tmp_path: Path) -> None:
        for photo in (data / "photos").glob("*.jpg"):
            shutil.copy(photo, tmp_path)
        (tmp_path / "iPhone XR 真北.jpg").rename(tmp_path / f"{FIRST} 近景.jpg")
        first = job("importphotos", FOLDER=tmp_path, OPERATOR="demo")
        again = job("importphotos", FOLDER=tmp_path, OPERATOR="demo")
        assert (first["ATTACHED"], first["LEFT"], first["BROKEN"]) == (1, 3, 0)
        assert json.loads(first["COUNTS"])["by"] == {"name": 1}
        assert (again["ATTACHED"], again["ALREADY"]) == (0, 1)

    def test_2_dossiers_of_two_patches(self, job: Job, tmp_path: Path) -> None:
        made = job("builddossiers", FOLDER=tmp_path, PATCHES=f"{FIRST} {SECOND}")
        assert (made["BUILT"], made["FAILED"], made["FINDINGS"]) == (2, 0, "")
        told = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.rglob("文件清单.json")]
        assert sum(one["pages"] for one in told) == made["PAGES"]
        for one in told:
            [folder] = tmp_path.rglob(one["number"])
            for file in one["files"]:
                content = (folder / file["place"]).read_bytes()
                assert hashlib.sha256(content).hexdigest() == file["sha256"], file["place"]
            volume = PdfReader(next(folder.glob("*_卷宗.pdf"))).pages
            assert len(volume) == one["pages"] and one["number"] in said_on(volume[0])
            assert all(PRINTED in said_on(page) for page in volume)
            assert all(complaints(path) == [] for path in folder.rglob("*.xlsx"))
            statement = said_in(docx.Document(next(folder.glob("*01_情况说明.docx"))))
            assert one["number"] in statement and FOOTER in statement
        assert [len(list(folder.glob("*.jpg"))) for folder in sorted(tmp_path.rglob("05_现场照片"))] == [0, 1]

    def test_3_the_package_is_what_its_list_says_until_a_byte_is_another(self, job: Job, qgis_process,
                                                                         tmp_path: Path) -> None:
        made = job("buildpackage", FOLDER=tmp_path)
        package = Path(made["PATH"])
        assert hashlib.sha256(package.read_bytes()).hexdigest() == made["SHA256"]
        with zipfile.ZipFile(package) as opened:
            assert opened.testzip() is None and len(opened.namelist()) > made["FILES"] > 20
            opened.extractall(tmp_path / "解开")
        for table in (tmp_path / "解开").rglob("*.xlsx"):
            assert complaints(table) == [] and openpyxl.load_workbook(table).worksheets, table.name
        assert any(FIRST in path.name for path in (tmp_path / "解开").rglob("*.jpg"))
        whole = qgis_process("run", "weipian:verifypackage", "--json", INPUT=package).json()["results"]
        assert (whole["HOLDS"], whole["WRONG"]) == (True, "") and whole["RIGHT"] >= made["FILES"] - 1
        changed = next((tmp_path / "解开").rglob("*.gpkg"))
        changed.write_bytes(changed.read_bytes()[:-1] + b"\x01")
        spoilt = qgis_process("run", "weipian:verifypackage", "--json", FOLDER=tmp_path / "解开").json()["results"]
        assert not spoilt["HOLDS"] and changed.name in spoilt["WRONG"] and len(spoilt["WRONG"].splitlines()) == 1

    def test_4_the_whole_set_in_one_go(self, job: Job, qgis_process, tmp_path: Path) -> None:
        made = job("deliver", FOLDER=tmp_path, PATCHES=FIRST)
        folder = Path(made["PATH"])
        assert folder.is_relative_to(tmp_path) and not made["IS_DRAFT"]
        assert {path.suffix for path in folder.rglob("*") if path.is_file()} >= {
            ".xlsx", ".docx", ".pdf", ".zip", ".json", ".html", ".csv", ".jpg"}
        assert all(complaints(path) == [] for path in folder.rglob("*.xlsx"))
        listed = openpyxl.load_workbook(folder / "交付清单.xlsx").worksheets[0]
        places = {row[2] for row in listed.iter_rows(values_only=True) if isinstance(row[0], int)}
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert places == {place for place in there if not place.startswith("交付清单")}
        whole = qgis_process("run", "weipian:verifypackage", "--json", FOLDER=folder).json()["results"]
        assert (whole["HOLDS"], whole["WRONG"]) == (True, "")


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Programs started from here on find no package of this name."""

    def take_away(package: str) -> None:
        (tmp_path / "python").mkdir()
        (tmp_path / "python" / "sitecustomize.py").write_text(WITHOUT.format(package=package))
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "python"))

    return take_away


@pytest.mark.parametrize(("package", "told", "name", "parameters"), [
    ("openpyxl", "openpyxl", "exporttables", {}), ("openpyxl", "openpyxl", "wallmaps", {}),
    ("pypdf", "pypdf", "wallmaps", {"LISTS": False}), ("docxtpl", "docxtpl", "buildreport", {}),
    ("docx", "python-docx", "buildreport", {"FORMATS": "docx"}),
    ("openpyxl", "openpyxl", "builddossiers", {}), ("docxtpl", "docxtpl", "builddossiers", {}),
    ("pypdf", "pypdf", "builddossiers", {}), ("openpyxl", "openpyxl", "buildpackage", {}),
    ("pypdf", "pypdf", "deliver", {}),
])
def test_a_package_qgis_lacks_is_named_with_how_to_install_it_and_nothing_is_written(
        qgis_process, workspace: Path, tmp_path: Path, without, package, told, name, parameters) -> None:
    without(package)
    folder = tmp_path / "成果"
    ended = qgis_process("run", f"weipian:{name}", WORKSPACE=workspace, FOLDER=folder, **parameters)
    said = ended.err + ended.out
    assert ended.code != 0 and "Traceback" not in said, said
    assert f"lacks {told}," in said and "pip install --no-index --find-links" in said, said
    assert not folder.exists() or list(folder.rglob("*")) == []


def test_what_needs_no_package_is_made_without_it(job: Job, tmp_path: Path, without) -> None:
    without("openpyxl")
    job("exporttables", FOLDER=tmp_path / "表", FORMATS="csv gpkg", FORMS="2-1")
    assert {path.suffix for path in (tmp_path / "表").iterdir()} == {".csv", ".gpkg"}


@pytest.mark.skipif(not QGIS_OPENPYXL.is_dir(), reason="this system's Python has no openpyxl of its own")
def test_what_is_tested_of_tables_holds_with_the_openpyxl_that_qgis_has(tmp_path: Path) -> None:
    (tmp_path / "openpyxl").symlink_to(QGIS_OPENPYXL)
    tests = [ROOT / "tests" / "unit" / f"test_delivery_{name}.py" for name in ("sheets", "template_check", "formats")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not libreoffice", *tests], cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
