"""Every figure of the review equals a hand computation shipped beside this; what is later never counts."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from tests.qgis import review_figures_scene as scene
from weipian_plugin.algorithms.review_figures import ReviewFigures
from weipian_plugin.domain.calculators.daily import DailyCounts
from weipian_plugin.domain.calendar.periods import Period, PeriodKind
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.accounting.daily_counts import DailyWork
from weipian_plugin.jobs.reviewing.figures import _rates, review_figures
from weipian_plugin.jobs.reviewing.figures_file import export_figures
from weipian_plugin.jobs.reviewing.review_input import Wish, read_review
from weipian_plugin.workspace.workspace import Workspace

DAY = date.fromisoformat(scene.DAY)


@pytest.fixture(scope="module")
def made(demo, tmp_path_factory, qgis_app):
    with pytest.MonkeyPatch.context() as patch:
        yield scene.make(demo, tmp_path_factory.mktemp("review") / "w.gpkg", scene.Clock(patch))


@pytest.fixture()
def clock(monkeypatch):
    return scene.Clock(monkeypatch)


@pytest.fixture()
def own(made, tmp_path):
    """A copy that may be written to."""
    path = tmp_path / "w.gpkg"
    shutil.copy(made, path)
    with Workspace.open(path, actor="省厅") as workspace:
        yield workspace


def figures(workspace, **wish):
    return review_figures(read_review(workspace, Wish(**{"day": DAY, **wish})))


@pytest.fixture(scope="module")
def found(made):
    with Workspace.open(made, read_only=True) as workspace:
        return figures(workspace)


def by_hand(data):
    with (data / "review_figures" / "hand_computation.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture()
def whole(own, clock):
    """With a design, acts and leads: everything that has a figure."""
    scene.more(own, clock)
    return figures(own)


def test_every_figure_equals_the_hand_computation(whole, data):
    for row in by_hand(data):
        figure = whole.of(row["unit"].partition(" ")[0]).figure(row["figure"])
        told = (len(figure.numerator), str(len(figure.denominator)) if figure.denominator else "", figure.value,
                figure.conclusion[0])
        value = Fraction(row["value"]) if row["value"] else None
        wanted = (int(row["numerator"]), row["denominator"], value, row["conclusion"])
        assert told == wanted, f"{row['unit']} {row['figure']}: {row['how']}"


def test_no_figure_is_without_a_hand_computation(whole, data):
    """Whoever adds a figure computes it by hand, for all together, the city and each county."""
    known = {}
    for row in by_hand(data):
        known.setdefault(row["unit"].partition(" ")[0], set()).add(row["figure"])
    for key in ("", "4505", scene.A, scene.B, scene.C):
        assert set(whole.of(key).by_key) == known[key], key
    assert {"leads_before", "truthfulness_estimate", "rank"} <= set().union(*known.values())


def test_a_figure_names_the_patches_above_and_below_the_line_and_its_lines_do_too(found):
    figure = found.of(scene.A).figure("concealment")
    assert set(figure.numerator) < set(figure.denominator)
    assert [line.parcels for line in figure.calculation.lines[:2]] == [figure.numerator, figure.denominator]
    assert all(found.given.verdicts[uuid].final.outcome == "违法" for uuid in figure.numerator)


def test_units_add_up_to_the_whole_and_townships_to_their_county(found):
    for key in ("audited", "concealed", "issued", "overturned"):
        whole = set(found.of("").figure(key).numerator)
        counties = [set(found.of(county).figure(key).numerator) for county in (scene.A, scene.B, scene.C)]
        assert whole == set.union(*counties) and len(whole) == sum(map(len, counties))
        towns = [set(one.figure(key).numerator) for one in found.units if one.unit.parent == scene.A]
        assert len(towns) == 2 and set.union(*towns) == counties[0]


def test_what_is_proposed_is_marked_and_says_so(found):
    for key in ("truthfulness", "concealment", "rank", "accuracy_rate"):
        assert found.of(scene.A).figure(key).proposed
    said = " ".join(line.basis_words() for line in found.of("").figure("truthfulness").calculation.lines)
    assert "[拟]" in said and "低于90%" in said


def test_truthfulness_has_its_interval(found):
    interval = found.of(scene.C).figure("truthfulness").interval
    # Wilson's, 34 of 37, z = 1.959964: (p + z²/2n ± z·sqrt(pq/n + z²/4n²)) / (1 + z²/n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.7870, 0.9720)


def test_without_anything_sampled_a_rate_cannot_be_computed(own):
    none = figures(own, day=date(2021, 8, 31))
    figure = none.of("").figure("truthfulness")
    assert figure.value is None and figure.conclusion[0] == "未判断"
    assert none.of(scene.A).figure("concealment").shown() == "不可计算"
    assert none.of(scene.A).figure("verified_rate").value == Fraction(118 + 2, 135)
    assert figures(own, day=date(2021, 6, 1)).of(scene.A).figure("verified_rate").value == 0, "signed on the 2nd"


def test_what_is_recorded_or_dated_later_does_not_count(own, found, clock):
    """A ruling of 20 October, and one that says it is of September but was kept in October."""
    later = figures(own, day=date.fromisoformat(scene.LATE))
    assert later.of(scene.C).figure("truthfulness").value == Fraction(33, 37)
    clock.at("2021-10-05")
    fresh = found.of(scene.B).figure("truthfulness").numerator[0]
    own.put_record(scene.ruling(fresh, "其他", "2021-09-15"))
    own.put_record(Record("", "image_check", (fresh,), "", {
        "YXJG": "未拆除", "YXMC": "影像", "YXRQ": "2021-10-01", "YXR": "省厅", "YXSJ": "2021-10-05", "YXXJ": 1}))
    again = figures(own)
    assert again.of(scene.B).figure("truthfulness").value == Fraction(90, 100)
    assert figures(own, day=date(2021, 10, 5)).of(scene.B).figure("truthfulness").value == Fraction(89, 100)
    assert len(figures(own, day=date(2021, 10, 5)).of(scene.B).figure("false_rectification").numerator) == 1


def test_a_record_that_says_it_is_of_a_later_day_waits_for_that_day(own, found, clock):
    clock.at("2021-09-20")
    fresh = found.of(scene.B).figure("truthfulness").numerator[1]
    own.put_record(scene.ruling(fresh, "其他", "2021-10-04"))
    assert figures(own).of(scene.B).figure("truthfulness").value == Fraction(90, 100)
    assert figures(own, day=date(2021, 10, 4)).of(scene.B).figure("truthfulness").value == Fraction(89, 100)


def test_what_was_read_before_it_was_corrected_counts_though_it_was_kept_afterwards(own, found, clock):
    """Read on the 5th, corrected on the 15th, brought in on the 25th: it had been filed as it was read."""
    uuid = next(row.parcel.uuid for row in found.given.rows[scene.B] if row.parcel.uuid not in found.given.verdicts
                and own.judgement(row.parcel.uuid) is not None)
    clock.at("2021-09-15")
    scene.sign(own, uuid, "其他", False)
    clock.at("2021-09-25")
    own.put_record(scene.recheck(uuid, "甲", "其他", "2021-09-05"))
    again = figures(own)
    assert again.given.verdicts[uuid].filed.outcome == "违法"
    assert again.of(scene.B).figure("truthfulness").value == Fraction(90, 101)


def test_filed_is_what_stood_before_the_first_word_of_that_patch_not_of_another(own, found, clock):
    uuid = next(row.parcel.uuid for row in found.given.rows[scene.B] if row.parcel.uuid not in found.given.verdicts
                and own.judgement(row.parcel.uuid) is not None)
    clock.at("2021-09-15")
    scene.sign(own, uuid, "其他", False)
    clock.at("2021-09-25")
    own.put_record(scene.recheck(uuid, "甲", "其他", "2021-09-25"))
    assert figures(own).of(scene.B).figure("truthfulness").value == Fraction(91, 101)


def test_what_was_changed_or_taken_away_later_counts_as_it_was(own, found, clock):
    clock.at("2021-10-06")
    image_check, = own.records("image_check")
    own.remove_record(image_check.uuid)
    concealed = set(found.of(scene.A).figure("concealed").numerator)
    ruled = next(record for record in own.records("ruling") if record.parcels[0] in concealed)
    own.put_record(Record(ruled.uuid, "ruling", ruled.parcels, ruled.act, {**ruled.values, "CDDLX": "合法"}))
    then, now = figures(own), figures(own, day=date(2021, 10, 6))
    assert then.of(scene.C).figure("truthfulness").conclusion[0] == "存在虚假整改"
    assert now.of(scene.C).figure("truthfulness").conclusion[0] == "达到下限"
    assert [len(each.of(scene.A).figure("concealed").numerator) for each in (then, now)] == [11, 10]


def test_a_county_that_corrected_after_its_return_had_still_concealed(own, found):
    corrected = [uuid for uuid in found.of(scene.B).figure("concealed").numerator
                 if own.judgement(uuid).answers["PDLX"] == "违法"]
    assert len(corrected) == 1
    assert found.given.verdicts[corrected[0]].filed.outcome == "合法"


def test_a_period_and_a_batch_take_only_what_was_issued_in_them(own):
    second = figures(own, period=Period(PeriodKind.QUARTER, 2021, 2))
    assert {one.unit.key for one in second.units if one.unit.level == "county"} == {scene.A, scene.B}
    assert second.of("").figure("truthfulness").value == Fraction(180, 210)
    batch = next(one for one in own.batches() if one.county == scene.C)
    assert figures(own, batch=batch.uuid).of("").figure("truthfulness").value == Fraction(34, 37)
    assert figures(own, period=Period(PeriodKind.YEAR, 2021)).of("").figure("truthfulness").value == Fraction(214, 247)
    with pytest.raises(WeipianError, match=r"2021年第四季度"):
        figures(own, period=Period(PeriodKind.QUARTER, 2021, 4))


def test_a_rank_is_a_ground_only_where_the_whole_province_is_here(own):
    alone, all_here = figures(own), figures(own, whole_province=True)
    assert alone.of(scene.B).figure("concealment").fires is False
    assert all_here.of(scene.B).figure("concealment").fires is True
    places = {county: int(alone.of(county).figure("rank").value) for county in (scene.A, scene.B, scene.C)}
    # 违法用地 2000 m² each: B 51, A 39, C 34 patches: ranks 1, 2, 3.
    # 耕地比例 B 51/(51+59), A 39/(39+56), C 34/34: ranks 2, 3, 1. Sums 3, 5, 4.
    assert places == {scene.B: 1, scene.C: 2, scene.A: 3}
    assert alone.of(scene.B).figure("rank").limit[0] == "方法：名次和"


def test_a_persons_ground_calls_to_an_interview_and_one_that_is_none_is_refused(own):
    stated = figures(own, circumstances={scene.B: ("瞒报整改不落实",)})
    assert stated.of(scene.B).figure("concealment").fires is True
    with pytest.raises(WeipianError, match="乱写的情形"):
        figures(own, circumstances={scene.B: ("乱写的情形",)})


def test_a_ground_that_a_person_states_stays_in_the_workspace_and_goes_into_what_is_printed(own, clock, tmp_path):
    """Of the scope for which it was said, from the day on which it was said; taken back it holds no more."""
    ground, other = "瞒报整改不落实", "非法采矿较为严重"
    clock.at("2021-09-22")
    assert own.state_ground("", scene.B, ground, True) and not own.state_ground("", scene.B, ground, True)
    own.state_ground("2021年第二季度", scene.B, other, True)
    found = figures(own)
    assert found.of(scene.B).figure("concealment").fires is True
    assert figures(own, day=date(2021, 9, 21)).of(scene.B).figure("concealment").fires is False
    assert figures(own, period=QUARTERS[2]).given.wish.circumstances == {scene.B: (other,)}
    said = f"人工认定的约谈情形：海城区 {ground}（省厅，2021-09-22）"
    kept = json.loads(export_figures(found, tmp_path / "f.json").read_text("utf-8"))
    sheet = openpyxl.load_workbook(export_figures(found, tmp_path / "f.xlsx"))["指标总表"]
    assert kept["grounds"] == [said] and said in "".join(str(row[0].value or "") for row in sheet.iter_rows())
    clock.at("2021-10-23")
    assert own.state_ground("", scene.B, other, True, date(2021, 9, 20)), "said later, of that day"
    assert figures(own, day=date(2021, 9, 20)).given.wish.circumstances == {scene.B: (other,)}
    own.state_ground("", scene.B, other, False, date(2021, 9, 20))
    clock.at("2021-09-23")
    assert own.state_ground("", scene.B, ground, False) and figures(own).given.wish.circumstances == {}
    assert len(own.history("")) >= 3, "each word is an event"


def test_the_ends_of_an_interval_are_numbers_in_cells_of_their_own(found, tmp_path):
    book = openpyxl.load_workbook(export_figures(found, tmp_path / "f.xlsx"))
    for name, first in (("指标总表", 4), ("判定真实性", 3)):
        rows = [list(row) for row in book[name].iter_rows()]
        head = next(row for row in rows if "区间下限" in [cell.value for cell in row])
        low = [cell.value for cell in head].index("区间下限")
        assert low == first + 1 and head[low + 1].value == "区间上限"
        row = next(row for row in rows if row[0].value == "合浦县" and row[low].value is not None)
        assert (round(row[low].value, 4), round(row[low + 1].value, 4)) == (0.7870, 0.9720)
        assert row[low].number_format == "0.00%" and row[low - 1].value == "78.70 %–97.20 %"


def test_a_profile_that_does_not_speak_of_it_leaves_it_uncomputed(own):
    silent = figures(own, profile="GX_ZY2023").of(scene.A)
    assert silent.figure("truthfulness").value is None and silent.figure("concealment").value is None
    assert silent.figure("accuracy_rate").value == Fraction(9, 11), "附表5 has its counts under any profile"
    assert any("GX_ZY2023" in remark.sentence() for remark in silent.figure("truthfulness").calculation.remarks)


def test_the_case_counts_where_the_profile_wants_it(own, found, monkeypatch):
    from dataclasses import replace

    from weipian_plugin.domain.review.truth import Word
    from weipian_plugin.domain.review.truth_rules import SAME_CASE

    verdict = found.given.verdicts[found.of(scene.C).figure("truthfulness").numerator[0]]
    other = replace(verdict, final=Word("违法", "W2"))
    assert other.is_true(found.given.rules)
    assert not other.is_true(replace(found.given.rules, truthful_when=SAME_CASE))
    assert replace(verdict, final=Word("违法", "")).is_true(replace(found.given.rules, truthful_when=SAME_CASE))


def test_the_workbook_has_a_sheet_for_each_figure_with_the_patches_behind_it(found, tmp_path):
    book = openpyxl.load_workbook(export_figures(found, tmp_path / "f.xlsx"))
    assert book.sheetnames[0] == "指标总表" and {"判定真实性", "瞒报率", "综合排名·县级"} <= set(book.sheetnames)
    rows = [[cell.value for cell in row] for row in book["瞒报率"].iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[2] == "地块编号")
    patches = [row for row in rows[start + 1:] if row[2]]
    assert (len(patches), sum(row[9] == "是" for row in patches)) == (245, 21)
    assert export_figures(found, tmp_path / "g.xlsx").read_bytes() == (tmp_path / "f.xlsx").read_bytes()
    kept = json.loads(export_figures(found, tmp_path / "f.json").read_text("utf-8"))
    unit = next(one for one in kept["units"] if one["key"] == scene.A)
    told = next(one for one in unit["figures"] if one["key"] == "concealment")
    assert (told["value"], len(told["numerator"]), told["marks"]) == ("1/10", 11, ["proposed"])


def test_the_algorithm_tells_the_same(made, tmp_path):
    algorithm = ReviewFigures()
    algorithm.initAlgorithm()

    def run(**more):
        return algorithm.processAlgorithm({"WORKSPACE": str(made), **more}, QgsProcessingContext(),
                                          QgsProcessingFeedback(False))

    told = run(DATE=scene.DAY, XLSX=str(tmp_path / "f.xlsx"), JSON=str(tmp_path / "f.json"),
               CIRCUMSTANCES=f"{scene.B}：瞒报整改不落实")
    figures = [told[name] for name in ("TRUTHFULNESS", "CONCEALMENT", "SAMPLED", "CONCEALED")]
    assert figures == ["214/247", "3/35", 247, 21]
    assert (tmp_path / "f.xlsx").is_file() and "警示约谈" in (tmp_path / "f.json").read_text("utf-8")
    assert ["瞒报率", "8.57 %", ""] in json.loads(told["FIGURES"]) and len(told["FIGURES"]) < 2000
    with pytest.raises(QgsProcessingException):
        run(DATE="2020-01-01")


def alike(path):
    """Three counties' batches of one label, as a province has them after merging."""
    import sqlite3

    from weipian_plugin.workspace.geometry import teach_geometry

    with sqlite3.connect(path) as connection:
        teach_geometry(connection)
        connection.execute("UPDATE batches SET label = '2021-06 批（示例）'")
    connection.close()


def test_a_label_means_all_batches_of_that_name_and_with_its_county_one(made, tmp_path):
    from weipian_plugin.algorithms.draw_sample import DrawSample

    path = shutil.copy(made, tmp_path / "w.gpkg")
    alike(path)

    def figures_of(batch):
        algorithm = ReviewFigures()
        algorithm.initAlgorithm()
        told = tmp_path / "f.json"
        algorithm.processAlgorithm({"WORKSPACE": str(path), "DATE": scene.DAY, "BATCH": batch, "JSON": str(told)},
                                   QgsProcessingContext(), QgsProcessingFeedback(False))
        read = json.loads(told.read_text("utf-8"))
        return read["scope"], sorted(one["title"] for one in read["units"] if one["level"] == "county")

    every = sorted(scene.NAMES.values())
    assert figures_of("2021-06 批（示例）") == ("2021-06 批（示例）", every)
    with Workspace.open(path, read_only=True) as workspace:
        uuid = next(one.uuid for one in workspace.batches() if one.county == scene.B)
    apart = ("2021-06 批（示例） · 海城区", ["海城区"])
    for batch in ("2021-06 批（示例） · 海城区", "2021-06 批（示例）海城区", f"2021-06 批（示例） {scene.B}", uuid):
        assert figures_of(batch) == apart
    with pytest.raises(QgsProcessingException) as raised:
        figures_of("2021-06 批")
    assert "2021-06 批（示例） · 海城区" in str(raised.value)
    drawing = DrawSample()
    drawing.initAlgorithm()

    def drawn_from(batch):
        return drawing.processAlgorithm({"WORKSPACE": str(path), "SEED": "种子", "BATCH": batch},
                                        QgsProcessingContext(), QgsProcessingFeedback(False))["POPULATION"]

    parts = [drawn_from(f"2021-06 批（示例） {county}") for county in (scene.A, scene.B, scene.C)]
    assert all(parts) and drawn_from("2021-06 批（示例）") == sum(parts)


def test_where_one_batch_is_taken_at_a_time_a_label_of_several_says_how_to_name_one(made, tmp_path):
    from weipian_plugin.algorithms.base import batch_uuid

    path = shutil.copy(made, tmp_path / "w.gpkg")
    alike(path)
    with Workspace.open(path, read_only=True) as workspace:
        with pytest.raises(WeipianError) as raised:
            batch_uuid(workspace, "2021-06 批（示例）")
        assert raised.value.code == "BATCH_SEVERAL" and "2021-06 批（示例） · 合浦县" in raised.value.sentence("zh")
        for batch in workspace.batches():
            assert batch_uuid(workspace, f"2021-06 批（示例） · {scene.NAMES[batch.county]}") == batch.uuid


def test_a_day_that_cannot_be_read_is_told_with_an_example(made):
    algorithm = ReviewFigures()
    algorithm.initAlgorithm()
    with pytest.raises(QgsProcessingException) as raised:
        algorithm.processAlgorithm({"WORKSPACE": str(made), "DATE": "昨天"}, QgsProcessingContext(),
                                   QgsProcessingFeedback(False))
    assert "昨天" in str(raised.value) and "2023-10-31" in str(raised.value)


def test_a_rate_that_cannot_be_computed_says_first_what_lacks_and_asks_for_no_number(own, found):
    county = figures(own).of(scene.B)
    for key, code in (("found_rate", "REVIEW_NO_LEADS_OF"), ("handled_rate", "REVIEW_NO_ACTS"),
                      ("rectified_rate", "REVIEW_NO_ACTS")):
        figure = county.figure(key)
        codes = [one.code for one in figure.calculation.remarks]
        assert figure.value is None and codes[0] == code and "COUNT_NOT_GIVEN" not in codes
        assert figure.conclusion[0].startswith("不可计算：") and figure.calculation.conclusion == figure.conclusion
    assert county.figure("found_rate").conclusion[0] == "不可计算：缺 海城区 的线索"


def test_table_5_counts_what_the_review_counts(own, found):
    """The hand-in's 判定准确率 is the page's: a correction after the return does not make the sample right."""
    from weipian_plugin.domain.forms.table_forms import form_of
    from weipian_plugin.jobs.handing_in.material import Material, rows_5
    from weipian_plugin.jobs.handing_in.scope import scope_of_period

    rows = list(rows_5(Material(own, scope_of_period(own, Period(PeriodKind.QUARTER, 2021, 2)))).rows)
    rate = next(field.code for field in form_of("5").fields if field.zh.startswith("判定准确率"))
    assert str(rows[0][rate]) == "85.71"  # 1 − 30 ÷ 210


def test_what_stands_above_the_line_is_what_the_rate_counts():
    """Of 判定准确率 the right ones; of 整改到位率 areas, told apart from patches; 违法处理率 says which have no act."""
    counts = DailyCounts(3, 3, 0, 3, 1, 1, 1, 0, 0, Fraction(10), Fraction(2), 3, 0)
    parcels = {"to_verify": ("a", "b", "c"), "verified": ("a", "b", "c"), "verified_in_time": (), "acts": ("a",),
               "sampled": ("a", "b", "c"), "overturned": ("b",), "acts_filed": ("a",), "acts_without_case": (),
               "acts_transferred": (), "illegal_area": ("a", "b", "c"), "illegal_patches": ("a", "b", "c"),
               "eliminated_area": ("a",), "found_before_issue": ()}
    rates = {one.key: one for one in _rates(DailyWork(counts, parcels))}
    right, handled, area = (rates[key] for key in ("accuracy_rate", "handled_rate", "rectified_rate"))
    assert right.numerator == ("a", "c") and right.value == Fraction(2, 3)
    assert handled.conclusion[0] == "2 个违法图斑未登记违法行为" and "已登记的违法行为" in handled.limit[0]
    assert handled.calculation.lines[-1].parcels == ("b", "c")
    assert (area.shown_amount(0), area.shown_amount(1), len(area.numerator)) == ("2.00 亩", "10.00 亩", 1)


def test_the_workbook_prints_a_figure_on_paper_as_wide_as_it_is_with_its_heading_on_each_page(found, tmp_path):
    book = openpyxl.load_workbook(export_figures(found, tmp_path / "f.xlsx"))
    for page in book:
        assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
    sheet = book["判定真实性"]
    line = int(sheet.print_title_rows.split("$")[-1])
    assert sheet.cell(line, 3).value == "地块编号" and sheet.page_setup.orientation == "portrait"
    value = next(row[2] for row in sheet.iter_rows() if row[0].value == "合计")
    assert value.value == pytest.approx(214 / 247) and value.number_format == "0.00%"
    assert book["指标总表"].page_setup.orientation == "landscape"


QUARTERS = {number: Period(PeriodKind.QUARTER, 2021, number) for number in (2, 3)}


def estimate(found, key="truthfulness_estimate", unit=""):
    return found.of(unit).figure(key)


def test_the_estimate_of_a_quarter_weighs_its_patches_by_how_many_of_each_stratum_are_of_it(own, clock):
    """Of the sample over two quarters the second has 116 合法 (111 read, 90 true), 89 违法 (74, 70), 25 其他 (25, 20).
    """
    scene.more(own, clock)
    second, third = (figures(own, period=QUARTERS[number]) for number in (2, 3))
    wanted = (Fraction(116 * 90, 111) + Fraction(89 * 70, 74) + 20) / 230
    assert estimate(second).value == wanted != estimate(figures(own)).value
    # Var = Σ (N/230)²(1 − n/N)·s²/n; s² = (x − x²/n)/(n − 1): 15.3505/110 of 合法, 3.7838/73 of 违法; 其他 all read
    half = 1.959964 * ((116 / 230) ** 2 * (5 / 116) * (90 - 90 ** 2 / 111) / 110 / 111
                       + (89 / 230) ** 2 * (15 / 89) * (70 - 70 ** 2 / 74) / 73 / 74) ** 0.5
    interval = estimate(second).interval
    assert (interval.low, interval.high) == (pytest.approx(float(wanted) - half), pytest.approx(float(wanted) + half))
    lines = {line.label: line.amount for line in estimate(second).calculation.lines}
    assert lines["抽样总体"] == 230 and lines["已读的抽中图斑"] == 210
    assert estimate(third).value == estimate(figures(own), unit=scene.C).value == Fraction(34, 37)
    assert len(estimate(third).denominator) == 37


def test_a_rate_of_the_sample_has_no_interval_of_its_own_where_its_design_tells_one(whole, found):
    """And what was taken whole and not all read is said to be taken for like the rest."""
    figure = whole.of("").figure("concealment")
    assert figure.interval is None and estimate(whole, "concealment_estimate").interval is not None
    assert {one.code for one in figure.calculation.remarks} == {"INTERVAL_OF_ESTIMATE"}
    plain = found.of("").figure("concealment")
    assert plain.interval is not None and {one.code for one in plain.calculation.remarks} == {"INTERVAL_PLAIN"}
    told = {one.values["stratum"]: one for one in estimate(whole).calculation.remarks
            if one.code == "STRATUM_WHOLE_UNREAD"}
    assert set(told) == {"合法"} and told["合法"].values["read"] == 113


def test_a_sample_of_one_patch_that_was_drawn_later_does_not_take_the_place_of_the_large_one(own, clock):
    from weipian_plugin.domain.review.designs import Design, Plan, Round, Stratum, Wave, by_hand
    from weipian_plugin.domain.review.members import packed

    scene.more(own, clock)
    before = estimate(figures(own))
    one = before.numerator[0]
    design = Design(Plan((by_hand((one,)),)), "一个", (Stratum("指定", 0, (Wave(1, 1, 1, packed([one])),)),),
                    (Round(1, "2021-09-20", 1),))
    clock.at("2021-09-20")
    head = own.put_record(Record("", "sample", (), "", {
        "CYMC": "指定一个", "CYFF": "指定", "CYZZ": "一个", "CYJZ": "2021-09-20", "CYSJ": design.to_json()}))
    own.put_record(Record("", "drawn", (one,), head.uuid, {"CYCC": "指定", "CYXH": 1, "CYLC": 1, "CYGL": "1/1"}))
    after = estimate(figures(own))
    assert (after.value, after.denominator) == (before.value, before.denominator)
    (told,) = [each for each in after.calculation.remarks if each.code == "ESTIMATE_OTHER_SAMPLES"]
    assert told.values == {"name": "三季度抽查", "others": "指定一个"}


def test_what_was_filed_after_the_drawing_is_not_spoken_for_and_said_to_be_outside(own, clock):
    scene.more(own, clock)
    fresh = next(row.parcel_uuid for row in own.queue() if row.status == "todo"
                 and not own.records("recheck", row.parcel_uuid))
    clock.at("2021-09-20")
    scene.sign(own, fresh, "合法", False)
    found = figures(own)
    assert estimate(found).value == estimate(figures(own, day=date(2021, 9, 19))).value
    told = {one.code: one.values for one in estimate(found).calculation.remarks}
    assert told["ESTIMATE_OUTSIDE"]["count"] == 1


def test_an_estimate_that_leaves_a_stratum_out_says_so_beside_its_value_and_in_the_workbook(own, clock, tmp_path):
    """Ten 违法 of 海城区 are a stratum of their own of which nothing was read: its estimate speaks of 100 of 110."""
    from dataclasses import replace

    from weipian_plugin.domain.review.designs import Design, Stratum, Wave
    from weipian_plugin.domain.review.members import packed

    scene.more(own, clock)
    uuids = iter([row.parcel_uuid for row in own.queue()])
    of = {seed: [next(uuids) for _ in range(seed.count)] for seed in scene.SEEDS}
    unread = of[scene.Seed(scene.B, "违法", "", scene.NOBODY, 10)]
    violations = [uuid for seed, some in of.items() if seed.filed == "违法" for uuid in some if uuid not in unread]
    first, second, third = scene._design(of).strata
    design: Design = replace(scene._design(of), strata=(
        first, replace(second, waves=(Wave(1, len(violations), 98, packed(violations)),)), third,
        Stratum("补充", 0, (Wave(1, 10, 10, packed(unread)),))))
    (sample,) = own.records("sample")
    own.put_record(Record(sample.uuid, "sample", (), "", {**sample.values, "CYSJ": design.to_json()}))
    found = figures(own)
    assert estimate(found, unit=scene.B).conclusion[0] == "⚠ 未含 10 个图斑" == estimate(found).conclusion[0]
    assert estimate(found, unit=scene.C).conclusion == ("", "")
    book = openpyxl.load_workbook(export_figures(found, tmp_path / "f.xlsx"))
    rows = [[cell.value for cell in row] for row in book[estimate(found).title[0]].iter_rows()]
    assert next(row for row in rows if row[0] == "海城区")[6] == "⚠ 未含 10 个图斑"
    below = "".join(str(row[0]) for row in rows)
    assert "海城区：" in below and "补充" in below and "合浦县：" not in below


def test_ground_called_falsely_rectified_is_not_restored_in_any_figure_until_that_is_taken_back(own, clock):
    """3 亩 of 合浦县; table 5 and what is still illegal count as the page does, and say so."""
    from weipian_plugin.domain.forms.table_forms import form_of
    from weipian_plugin.jobs.accounting.accountability import ratio_input
    from weipian_plugin.jobs.accounting.situation import read_situation
    from weipian_plugin.jobs.handing_in.material import Material, rows_5
    from weipian_plugin.jobs.handing_in.scope import scope_of_period
    from weipian_plugin.jobs.rules.profiles import load_profile

    scene.more(own, clock)
    code = next(field.code for field in form_of("5").fields if field.zh.startswith("整改到位率"))
    profile = load_profile("GD2021")
    (false,) = figures(own).of(scene.C).figure("false_rectification").numerator
    clock.at("2021-10-25")
    scene.sign(own, false, "违法", False)

    def told():
        shaped = rows_5(Material(own, scope_of_period(own, QUARTERS[3])))
        return next(str(row[code]) for row in shaped.rows if row["PJDW"].startswith("合浦县")), shaped.notes

    assert (told()[0], [name for name, _ in told()[1]]) == ("0.00", ["整改到位率"])
    assert "3.00 亩" in told()[1][0][1] and "拟" in told()[1][0][1]
    figure = figures(own).of(scene.C).figure("rectified_rate")
    line = figure.calculation.lines[-1]
    assert (line.parcels, line.amount) == ((false,), 3) and "拟" in line.basis_words()
    left = read_situation(own, profile).violations[false]
    assert (left.rectified, left.refuted) == (0, 3) and false not in ratio_input(own, profile).book.buckets
    clock.at("2021-09-25")
    own.put_record(Record("", "image_check", (false,), "", {
        "YXJG": "已拆除", "YXMC": "新影像", "YXRQ": "2021-09-20", "YXR": "省厅", "YXSJ": "2021-09-25", "YXXJ": 0}))
    assert read_situation(own, profile).violations[false].rectified == 3
    assert figures(own).of(scene.C).figure("rectified_rate").numerator == (false,)
    assert told() == ("2.94", ())  # 3 ÷ 102


def test_ground_of_which_one_of_two_parcels_is_false_loses_that_parcels_share_only():
    from weipian_plugin.domain.records import Batch, Judgement, ParcelRecord, TableRow
    from weipian_plugin.jobs.accounting.situation import violations_of

    batch = Batch("b", "批", "2021-05-10", "x", "GD2021", "450512", "", "", 2)
    rows = [TableRow(ParcelRecord(uuid, uuid, "b", uuid, uuid, "signed", {}, {}, (), None), batch, None, Judgement(
        uuid, {"PDLX": "违法", "WFMJ": 2000.0}, "甲", "2021-06-01T10:00:00+08:00", "实地")) for uuid in "ab"]
    done = Record("r", "rectification", ("a", "b"), "", {"ZGFS": "拆除复耕", "ZGMJ": 4000.0, "SFZGDW": 1})
    other = Record("o", "rectification", ("a",), "", {"ZGFS": "补办用地手续", "BBMJ": 1000.0, "BBWH": "批1"})
    check = Record("c", "image_check", ("a",), "r", {"YXJG": "未拆除", "YXRQ": "2021-09-01", "YXXJ": 1})
    found = violations_of(rows, [done, other, check])
    assert (found["a"].rectified, found["a"].refuted, found["b"].rectified) == (Fraction(0), 3, 3)
