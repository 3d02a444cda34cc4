"""集体会审 in dossiers: its record as a Word paper, a section of the volume, a line of the index, and what it lacks."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from pypdf import PdfReader

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs import own_templates
from weipian_plugin.jobs.demo import build_demo
from weipian_plugin.jobs.handing_in.dossiers import build_dossiers
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.import_batch import opened
from weipian_plugin.paths import TEMPLATES

SIGNED, OTHER = "450512WP1800053", "450512WP1800001"
SAID = {"HSSJ": "2023-09-05", "HSDW": "自然资源、农业农村、林业", "HSZCR": "示例", "HSJL": "按其他用地上报"}
PLACE = "04_核查登记表/会审记录.docx"


@pytest.fixture(scope="module")
def demo(tmp_path_factory, qgis_app):
    return build_demo(tmp_path_factory.mktemp("met")).workspace


@pytest.fixture
def workspace(demo, tmp_path):
    path = tmp_path / "w" / "w.gpkg"
    path.parent.mkdir()
    shutil.copy(demo, path)
    with opened(path, actor="tester") as found:
        yield found


def met(workspace, *numbers, **said) -> Record:
    uuids = tuple(row.parcel_uuid for number in numbers for row in workspace.queue() if row.jcbh == number)
    return workspace.put_record(Record("", "review", uuids, "", {**SAID, **said}))


def built(workspace, folder, number=SIGNED):
    report = build_dossiers(workspace, everything(workspace), folder, patches=(number,), processes=1)
    return report, next(folder.glob(f"*/*/{number}"))


def words_of(path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_record_of_a_meeting_lies_beside_the_register_in_the_volume_and_in_its_index(workspace, tmp_path):
    met(workspace, SIGNED, OTHER)
    _, folder = built(workspace, tmp_path / "out")
    words = words_of(folder / PLACE)
    assert all(text in words for text in SAID.values()) and SIGNED in words and "分歧意见" in words
    assert OTHER not in words  # each dossier is of its own patch
    reader = PdfReader(str(next(folder.glob("*_卷宗.pdf"))))
    titles = [str(one.title) for one in reader.outline]
    assert titles.index("会审记录") == titles.index("核查登记与判定") + 1
    index = "".join(reader.pages[0].extract_text().split())
    assert index.count("会审记录") >= 2  # as a title, and as the file that lies beside
    page = reader.pages[next(reader.get_destination_page_number(one) for one in reader.outline
                             if one.title == "会审记录")].extract_text()
    assert "按其他" in page and "2023-09-05" in page
    assert PLACE in (folder / "文件清单.csv").read_text("utf-8-sig")


def test_where_nobody_met_there_is_no_such_paper_and_nothing_is_missed(workspace, tmp_path):
    report, folder = built(workspace, tmp_path / "out")
    assert not (folder / PLACE).exists() and "集体会审" not in "".join(report.incomplete.get(SIGNED, ()))


def test_a_meeting_without_a_conclusion_is_missed_until_it_is_written_down(workspace, tmp_path):
    kept = met(workspace, SIGNED, HSJL="")
    report, _ = built(workspace, tmp_path / "out")
    assert "集体会审结论" in report.incomplete[SIGNED]
    workspace.put_record(replace(kept, values={**kept.values, "HSJL": "按其他用地上报"}))
    report, folder = built(workspace, tmp_path / "out")
    assert report.built == 1 and "集体会审结论" not in report.incomplete.get(SIGNED, ())
    assert "按其他用地上报" in words_of(folder / PLACE)


def test_each_of_several_meetings_has_its_table_by_day(workspace, tmp_path):
    met(workspace, SIGNED, HSSJ="2023-10-01", HSJL="第二次的结论")
    met(workspace, SIGNED)
    _, folder = built(workspace, tmp_path / "out")
    words = words_of(folder / PLACE)
    assert words.index("按其他用地上报") < words.index("第二次的结论") and "第 2 次会审" in words


def test_a_broken_template_of_ones_own_is_named_with_its_mark(workspace, tmp_path, monkeypatch):
    own = tmp_path / "templates" / "dossier"
    own.mkdir(parents=True)
    monkeypatch.setattr(own_templates, "user_folder", lambda: tmp_path)
    document = Document(str(TEMPLATES / "dossier" / "meeting.docx"))
    document.paragraphs[0].runs[0].text = "{{ title }"
    document.save(str(own / "meeting.docx"))
    assert zipfile.is_zipfile(own / "meeting.docx")
    met(workspace, SIGNED)
    with pytest.raises(WeipianError) as told:
        built(workspace, tmp_path / "out")
    assert told.value.code == "STATEMENT_TEMPLATE" and "meeting.docx" in told.value.sentence("zh")


def test_the_algorithm_writes_agendas_and_minutes_of_a_scope(workspace, tmp_path):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from weipian_plugin.algorithms.review_sheets import ReviewSheets

    met(workspace, SIGNED)
    met(workspace, OTHER, HSSJ="2023-10-01", HSJL="")
    algorithm = ReviewSheets()
    algorithm.initAlgorithm()
    given = {"WORKSPACE": str(workspace.path), "FOLDER": str(tmp_path / "out")}
    told, done = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback())
    names = [line.rpartition("/")[2] for line in told["FILES"].splitlines()]
    assert done and told["REVIEWS"] == 2 and names == [
        "图斑集体会审记录 2023-09-05.xlsx", "图斑集体会审记录 2023-09-05.pdf",
        "图斑集体会审议程 2023-10-01.xlsx", "图斑集体会审议程 2023-10-01.pdf"]
    told, _ = algorithm.run({**given, "PERIOD": "2019Q1"}, QgsProcessingContext(), QgsProcessingFeedback())
    assert not told.get("FILES")
