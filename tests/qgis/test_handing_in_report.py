"""The summary report on the demonstration's real rows: figures by another way, files opened, drafts, templates."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

from weipian_plugin.algorithms.build_report import BuildReport
from weipian_plugin.delivery.charts.spec import Chart, Kind, Series
from weipian_plugin.delivery.report import pdf_file
from weipian_plugin.delivery.report.model import Section, Table
from weipian_plugin.delivery.report.pdf_page import BODY, mm
from weipian_plugin.delivery.report.template import check_template
from weipian_plugin.domain.calendar.periods import Period, PeriodKind
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.marks import CLEAN, FOOTER
from weipian_plugin.domain.records import Record
from weipian_plugin.domain.statistics.figures import Figure
from weipian_plugin.domain.training import STAMP
from weipian_plugin.jobs.demo import build_demo
from weipian_plugin.jobs.handing_in.overview import read_overview
from weipian_plugin.jobs.handing_in.report import build_report, check_report_template, mark_of
from weipian_plugin.jobs.handing_in.report_charts import report_charts
from weipian_plugin.jobs.handing_in.scope import Scope, everything, scope_of_period
from weipian_plugin.jobs.handing_in.statistics import Statistics, read_statistics
from weipian_plugin.jobs.import_batch import opened
from weipian_plugin.workspace.workspace import Workspace

docx = pytest.importorskip("docx")
pytest.importorskip("docxtpl")
QUARTER = Period(PeriodKind.QUARTER, 2023, 3)


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory, qgis_app) -> Path:
    folder = tmp_path_factory.mktemp("report")
    build_demo(folder)
    return folder


@pytest.fixture()
def workspace(demo_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copy(demo_folder / "weipian.gpkg", tmp_path / "weipian.gpkg")
    with opened(tmp_path / "weipian.gpkg", "tester") as found:
        yield found


@pytest.fixture(scope="module")
def found(demo_folder: Path) -> Statistics:
    with opened(demo_folder / "weipian.gpkg", read_only=True) as workspace:
        return read_statistics(workspace, scope_of_period(workspace, QUARTER))


def parcels_of(workspace: Workspace) -> dict[str, str]:
    return {row.jcbh: row.parcel_uuid for row in workspace.queue()}


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    parts = [part.text for part in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    section = document.sections[0]
    margins = [line.text for holder in (section.header, section.footer) for line in holder.paragraphs]
    return "\n".join([*parts, *margins])


# Figures by another way.

def test_figures_are_those_of_the_exported_table_by_another_way(demo_folder: Path, found: Statistics) -> None:
    """Out of 附表2-1 as it was written, by pandas: counts and sums by class, outcome and village."""
    pandas = pytest.importorskip("pandas")
    table = next(demo_folder.glob("附表2-1*.xlsx"))
    raw = pandas.read_excel(table, header=None, dtype=str)
    line = next(place for place in range(20) if "JCBH" in list(raw.iloc[place]))
    rows = raw.iloc[line + 1:].set_axis(list(raw.iloc[line]), axis=1)
    rows = rows[rows["JCBH"].notna() & rows["XH"].str.isdigit().fillna(False)]
    cents = {code: rows[code].map(Decimal, na_action="ignore") for code in ("DKMJ", "GDMJ", "YJJBNTMJ", "STHXMJ",
                                                                            "WFMJ", "WFGDMJ", "WFJBNTMJ")}

    def total(code: str, chosen) -> Decimal:
        return sum(cents[code][chosen].dropna(), Decimal(0)).quantize(Decimal("0.01"))

    for row in found.tables["1-1"].rows[:-1]:
        chosen = (rows["JCLB"] == row.title) if row.key != "未填" else rows["JCLB"].isna()
        assert row.figures[1].value == int(chosen.sum()), row.title
        areas = [each.value for each in row.figures[2:6]]
        assert areas == [total(code, chosen) for code in ("DKMJ", "GDMJ", "YJJBNTMJ", "STHXMJ")], row.title
    for row in found.tables["2-4"].rows[:-1]:
        here = (rows["CUNMC"] == row.title) if row.key != "未填" else rows["CUNMC"].isna()
        for column, outcome in enumerate(("合法", "违法", "其他"), 1):
            assert row.figures[column].value == int((here & (rows["PDLX"] == outcome)).sum()), (row.title, outcome)
    illegal = rows["PDLX"] == "违法"
    for key, code in (("违法面积", "WFMJ"), ("违法耕地", "WFGDMJ"), ("违法永农", "WFJBNTMJ")):
        assert found.headlines[key].value == total(code, illegal), key
    by_case = rows[illegal].groupby("WFLX1").size().to_dict()
    assert {row.title: row.figures[0].value for row in found.tables["3-1"].parts} == by_case


def test_the_ratio_is_the_accountability_windows(workspace: Workspace, found: Statistics) -> None:
    from weipian_plugin.jobs.accounting.accountability import county_ratio
    from weipian_plugin.jobs.rules.profiles import load_profile

    ratio = county_ratio(workspace, load_profile("GX_ZY2023"))
    assert found.assessment is not None
    assert found.assessment.net.result == ratio.result
    assert found.tables["5-1"].figure("扣减后", 2).value == ratio.result


def test_a_deduction_lowers_the_ratio_after_and_not_before(workspace: Workspace) -> None:
    uuid = next(row.parcel.uuid for row in workspace.table_rows()
                if row.judgement and row.judgement.answers.get("WFLX1") == "W1")
    act = workspace.put_record(Record("", "act", (uuid,), "", {
        "WFXWBH": "1", "WFND": 2023, "WFXWMS": "占地", "WFZRZT": "企业", "WFLX1": "W1", "WFXZ": "占地", "CLFS": "立案",
        "SXWFMJ": 600.0, "SXWFGD": 600.0, "SXWFJBNT": 0.0}))
    workspace.put_record(Record("", "rectification", (uuid,), act.uuid, {
        "ZGFS": "拆除复耕", "ZGMJ": 600.0, "ZGGDMJ": 600.0, "FGDWMJ": 600.0, "SFZGDW": 1}))
    table = read_statistics(workspace, everything(workspace), checked=False).tables["5-1"]
    before, after = table.figure("扣减前", 0).value, table.figure("扣减后", 0).value
    assert before - after == Decimal("0.90")


def test_every_figure_that_counts_names_as_many_parcels(found: Statistics) -> None:
    for table in ("1-1", "2-1", "2-2", "2-4", "3-1", "3-5"):
        column = 1 if table == "1-1" else 0
        for row in found.tables[table].rows:
            figure = row.figures[column]
            assert figure.value == len(figure.parcels) == len(set(figure.parcels)), figure.id


def test_other_periods_are_compared_where_the_workspace_has_them(workspace: Workspace) -> None:
    scope = scope_of_period(workspace, QUARTER)
    later = Scope("2023年第四季度", scope.batches, Period(PeriodKind.QUARTER, 2023, 4))
    table = read_statistics(workspace, later, checked=False).tables["7-1"]
    first = table.rows[0]
    assert [figure.shown for figure in first.figures] == ["406", "406", "0", "0.00 %", "—", "—", "—"]
    assert [chart.id for chart in report_charts(read_statistics(workspace, later, checked=False))][-1] == "7-1"


# Files.

def test_report_is_written_whole_and_again_to_the_byte(workspace: Workspace, tmp_path: Path) -> None:
    scope = scope_of_period(workspace, QUARTER)
    first = build_report(workspace, scope, tmp_path / "1")
    again = build_report(workspace, scope, tmp_path / "2")
    assert [path.suffix for path in first.paths] == [".docx", ".pdf", ".csv"]
    for one, other in zip(first.paths, again.paths):
        assert one.read_bytes() == other.read_bytes(), one.name
    assert {path.name for path in (tmp_path / "1").iterdir()} == {path.name for path in first.paths}


def test_docx_has_the_nine_sections_their_figures_and_what_each_counts(workspace: Workspace, tmp_path: Path) -> None:
    report = build_report(workspace, scope_of_period(workspace, QUARTER), tmp_path, kinds=("docx",), mark=CLEAN)
    text = text_of(report.paths[0])
    for heading in ("一、下发与核查完成情况", "二、判定结构", "三、违法用地结构", "四、查处整改情况", "五、秩序评估",
                    "六、矿产", "七、与上期、上年同期比较", "八、问题与校验异常", "九、附表", "附一　指标口径",
                    "附二　面积与套合依据"):
        assert heading in text
    assert "2023年第三季度" in text
    assert FOOTER in text
    assert "{{" not in text
    assert "未知标记" not in text
    assert "应予处罚" not in text
    queries = docx.Document(str(report.paths[0])).tables
    traced = {row.cells[0].text: row.cells[1].text for table in queries for row in table.rows
              if table.rows[0].cells[0].text == "编号"}
    assert traced["K.违法"] == "2023年第三季度下发的图斑中不是矿产图斑且已签署判定且判定类型为“违法”的地块个数"
    heads = [table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in queries]
    assert all(heads)


def test_list_of_figures_names_each_with_its_parcels(workspace: Workspace, tmp_path: Path) -> None:
    report = build_report(workspace, scope_of_period(workspace, QUARTER), tmp_path, kinds=("csv",))
    rows = list(csv.reader(report.paths[0].read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == report.figures + 2
    figures = {row[0]: row for row in rows[2:]}
    assert len(figures) == report.figures
    wrong = figures["K.违法"]
    assert int(wrong[2]) == int(wrong[5]) == len(wrong[6].split())
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_pdf_is_a4_with_text_and_the_states_date(workspace: Workspace, tmp_path: Path) -> None:
    report = build_report(workspace, everything(workspace), tmp_path, kinds=("pdf",))
    data = report.paths[0].read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/MediaBox [0 0 595" in data
    moment = re.sub(r"\D", "", workspace.standing()[0])[:14].encode()
    assert b"(D:" + moment in data


def test_dates_of_a_newer_qt_are_put_right_too() -> None:
    pdf = (b"/CreationDate (D:20260101010101+08'00')\n/ID [ <0123456789abcdef0123456789abcdef> "
           b"<0123456789abcdef0123456789abcdef> ]\n<xmp:CreateDate>2026-01-01T01:01:01+08:00</xmp:CreateDate>"
           b"uuid:12345678-1234-1234-1234-123456789abc")
    put_right = pdf_file.normalised(pdf, "2023-09-30T08:00:00+08:00")
    assert len(put_right) == len(pdf)
    assert b"D:20230930080000" in put_right
    assert b"2023-09-30T08:00:00" in put_right
    assert b"2026" not in put_right
    assert b"1234" not in put_right


# Drafts and what must not be there.

def test_what_the_checks_hold_back_is_a_draft_with_its_reasons(workspace: Workspace, tmp_path: Path) -> None:
    signed = next(row.parcel.uuid for row in workspace.table_rows()
                  if row.judgement and row.judgement.answers.get("PDLX") == "违法")
    act = workspace.put_record(Record("", "act", (signed,), "", {
        "WFXWBH": "1", "WFND": 2023, "WFXWMS": "占地", "WFZRZT": "企业", "WFLX1": "W1", "WFXZ": "占地",
        "CLFS": "不予立案", "SXWFMJ": 600.0, "SXWFGD": 600.0, "SXWFJBNT": 0.0}))
    assert act.uuid
    report = build_report(workspace, everything(workspace), tmp_path, kinds=("docx",))
    assert report.mark.word == "草稿"
    assert report.paths[0].name.startswith("【草稿】")
    text = text_of(report.paths[0])
    assert "【草稿】自然资源卫片执法情况汇总分析报告" in text
    assert text.count("【草稿】") >= 2  # title and page header
    assert "附一　草稿的原因" in text
    assert "V18" in text


def test_a_training_is_stamped_so(workspace: Workspace, found: Statistics) -> None:
    from dataclasses import replace

    assert mark_of(replace(found, training=True)).word == STAMP
    assert mark_of(replace(found, found=())) == CLEAN


def test_quarantined_patches_are_in_nothing_but_the_count_line_where_it_is_asked(workspace: Workspace,
                                                                                 tmp_path: Path) -> None:
    secret = "450512WP1800129"
    workspace.quarantine(parcels_of(workspace)[secret])
    report = build_report(workspace, everything(workspace), tmp_path / "off")
    for path in report.paths:
        content = path.read_bytes()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
            assert "机要" not in text_of(path)
        assert secret.encode() not in content
    told = build_report(workspace, everything(workspace), tmp_path / "on", kinds=("docx",), tell_quarantined=True)
    assert "另有 1 条按机要程序处理。" in text_of(told.paths[0])


# Templates.

def other_template(tmp_path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(tmp_path / "report.docx"))
    return tmp_path / "report.docx"


def test_the_shipped_template_has_nothing_to_remark() -> None:
    assert check_report_template() == ()


@pytest.mark.parametrize(("lines", "code", "named"), [
    (("{{ title }}", "{{ footer }}"), "REPORT_TEMPLATE_LACKS", "sections"),
    (("{{ title }}", "{%p for s in sections %}", "{%p endfor %}"), "REPORT_TEMPLATE_LACKS", "footer"),
    (("{{ title }}", "{{ footer }}", "{%p for s in sections %}"), "REPORT_TEMPLATE_BROKEN", "endfor"),
    (("{{ title }", "{{ footer }}"), "REPORT_TEMPLATE_BROKEN", "title"),
])
def test_a_template_that_cannot_be_filled_is_told_by_name(tmp_path: Path, lines, code, named) -> None:
    with pytest.raises(WeipianError) as caught:
        check_template(other_template(tmp_path, *lines))
    assert caught.value.code == code
    assert named in caught.value.sentence("zh")


def test_a_file_that_is_no_docx_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(b"not a zip")
    with pytest.raises(WeipianError) as caught:
        check_template(tmp_path / "report.docx")
    assert caught.value.code == "REPORT_TEMPLATE_UNREADABLE"


def test_an_own_template_takes_single_figures_and_unknown_marks_are_told(workspace: Workspace, tmp_path: Path,
                                                                        monkeypatch) -> None:
    folder = tmp_path / "user" / "templates"
    folder.mkdir(parents=True)
    other_template(folder, "{{ title }} {{ footer }}", "违法 {{ figures['K.违法'] }}", "{{ figures['K.没有'] }}",
                   "{{ jidu }}", "{{ ().__class__.__base__ }}", "{{ jidu.year[0] }}",
                   "{{ tables['2-1'].title }}", "{{ charts['1-1'] }}")
    monkeypatch.setattr("weipian_plugin.jobs.own_templates.user_folder", lambda: tmp_path / "user")
    report = build_report(workspace, everything(workspace), tmp_path / "out", kinds=("docx",))
    text = text_of(report.paths[0])
    assert re.search(r"违法 \d+ 个", text)
    assert "〔未知标记：K.没有〕" in text
    assert "〔未知标记：jidu〕" in text
    assert "class 'object'" not in text
    assert "表2-1　判定结构" in text
    assert [remark.code for remark in report.remarks] == ["REPORT_MARKS_UNKNOWN"]
    assert "jidu" in report.remarks[0].sentence("zh")
    with zipfile.ZipFile(report.paths[0]) as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())


def test_texts_with_xml_and_control_letters_stay_text(workspace: Workspace, tmp_path: Path) -> None:
    scope = Scope("<b>一\x0b季</b> & {{ 7 * 7 }}", everything(workspace).batches)
    report = build_report(workspace, scope, tmp_path, kinds=("docx",))
    assert "<b>一季</b> & {{ 7 * 7 }}" in text_of(report.paths[0])


# The rest.

def test_what_cannot_be_written_leaves_what_was_there(workspace: Workspace, tmp_path: Path) -> None:
    report = build_report(workspace, everything(workspace), tmp_path, kinds=("docx",))
    kept = report.paths[0].read_bytes()
    with pytest.raises(WeipianError) as caught:
        build_report(workspace, everything(workspace), tmp_path, kinds=("docx", "odt"))
    assert caught.value.code == "FORMAT_UNKNOWN"
    assert report.paths[0].read_bytes() == kept


def test_overview_counts_what_is_not_judged_by_its_deadline(workspace: Workspace) -> None:
    from datetime import date

    overview = read_overview(workspace, everything(workspace), date(2023, 10, 10))
    lines = {row.key: row.figures[0].value for row in overview.due.rows}
    still_open = sum(row.judgement is None for row in workspace.table_rows())
    assert sum(lines.values()) == still_open
    assert lines["10 日内"] > 0
    assert lines["已逾期"] == 0
    later = read_overview(workspace, everything(workspace), date(2026, 1, 1))
    assert {row.key: row.figures[0].value for row in later.due.rows}["已逾期"] > 0


def test_algorithm_writes_the_report_of_a_quarter(demo_folder: Path, tmp_path: Path, qgis_app) -> None:
    algorithm = BuildReport().create()
    parameters = {"WORKSPACE": str(demo_folder / "weipian.gpkg"), "FOLDER": str(tmp_path), "PERIOD": "2023Q3",
                  "FORMATS": "docx, csv"}
    results, ok = algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False), {}, False)
    assert ok
    assert "2023年第三季度" in Path(results["DOCX"]).name
    assert Path(results["CSV"]).exists()
    assert results["FIGURES"] > 300
    assert not list(tmp_path.glob("*.pdf"))
    assert QgsApplication.instance() is not None


class Drawn:
    """What a section draws on pages with a given room left, in order."""

    def __init__(self, monkeypatch, left_mm: float) -> None:
        self.order, self.number, self.y = [], 1, BODY.bottom() - mm(left_mm)
        self.painter = None
        monkeypatch.setattr(pdf_file, "draw_table", lambda _book, block: self.take(block.title, 30))
        monkeypatch.setattr(pdf_file, "paint", lambda chart, _painter, box, _look: self.order.append(
            (chart.title, self.number, round(box.width() / BODY.width(), 2))))

    def take(self, name: str, height_mm: float) -> None:
        self.order.append((name, self.number, 1.0))
        self.y += mm(height_mm)

    def text(self, _text: str, _style: str) -> None:
        self.take("一", 10)

    def turn(self) -> None:
        self.number, self.y = self.number + 1, BODY.top()


def test_a_chart_without_room_lets_tables_go_before_and_shrinks_a_little(monkeypatch) -> None:
    series = Series("甲", (Figure("1", "甲", 3, "个", ""),), "legal")
    chart, table = Chart("c", "图", Kind.UPRIGHT, ("乙",), (series,), "个"), Table("表", ("甲",), (("1",),))
    section = Section("一", "甲", (chart, table))
    for left, expected in ((120, [("一", 1, 1.0), ("图", 1, 1.0), ("表", 1, 1.0)]),
                           (50, [("一", 1, 1.0), ("表", 1, 1.0), ("图", 2, 1.0)]),
                           (70, [("一", 1, 1.0), ("图", 1, 0.86), ("表", 1, 1.0)])):
        with monkeypatch.context() as patch:
            book = Drawn(patch, left)
            pdf_file._section(book, section)
            assert book.order == expected


def test_the_ratios_table_says_which_farmland_it_counts_and_how_it_is_rounded(found: Statistics) -> None:
    note = found.tables["5-1"].note
    assert "只计新增建设用地违法" in note and "末位可能不同" in note
