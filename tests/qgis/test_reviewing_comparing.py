"""Second readings against what was filed: every figure equal to what was worked out by hand beside it."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingFeedback

from tests.qgis.sampled_scene import make, recheck, sign
from weipian_plugin.algorithms.compare_review import CompareReview
from weipian_plugin.domain.areas.units import m2_of_mu
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.marks import FOOTER
from weipian_plugin.domain.records import ClassArea, Measured, OverlayRun, Record, RoleAreas
from weipian_plugin.domain.review.designs import Plan, by_class
from weipian_plugin.jobs.checking.validation_cases import this_day
from weipian_plugin.jobs.offices.making import PackageWish, make_package
from weipian_plugin.jobs.offices.merging import merge_packages
from weipian_plugin.jobs.reviewing.comparing import compare_sample
from weipian_plugin.jobs.reviewing.comparison_file import write_comparison
from weipian_plugin.jobs.reviewing.rulings import disagreements
from weipian_plugin.jobs.reviewing.sampling import draw_sample
from weipian_plugin.workspace.workspace import Workspace

# Filed, read, 亩 filed, 亩 read less filed; 1–5 signed by 甲, 6–10 by 乙.
TABLE = (
    ("合法", "合法", "1.50", "0"), ("合法", "合法", "3.00", "0"), ("合法", "违法", "4.50", "0.50"),
    ("违法", "违法", "6.00", "0"), ("违法", "违法", "7.50", "-1.00"), ("违法", "违法", "9.00", "0"),
    ("违法", "合法", "10.50", "0"), ("其他", "其他", "12.00", "2.00"), ("其他", "违法", "13.50", "0"),
    ("其他", "其他", "15.00", "0.50"))
# By hand. Agreement 7/10. Filed 合法 3, 违法 4, 其他 3; read 合法 3, 违法 5, 其他 2: by chance (9 + 20 + 6)/100 = 0.35,
# κ = (0.70 − 0.35)/0.65 = 7/13. 违法: 3 of 4 filed are read so, 3 of 5 read were filed so.
# 甲: 4/5; filed 合法 3, 违法 2, read 合法 2, 违法 3: chance 12/25, κ = (20 − 12)/(25 − 12) = 8/13.
# 乙: 3/5; filed 违法 2, 其他 3, read 违法 2, 合法 1, 其他 2: chance (4 + 6)/25, κ = (15 − 10)/(25 − 10) = 1/3.
# Areas: differences −1, 0 six times, 0.5, 0.5, 2: total 2.00, mean 0.20, median 0, without sign 4.00/10.
# Classes of farmland: only the third crosses 5 亩 (4.50 → 5.00): 9/10; filed 3, 3, 4, read 2, 4, 4 in 0–5, 5–10, 10–25.


@pytest.fixture(scope="module")
def template(demo, tmp_path_factory, qgis_app) -> Path:
    return make(demo, tmp_path_factory.mktemp("compared") / "w.gpkg", [line[0] for line in TABLE],
                lambda number: "甲" if number < 5 else "乙",
                lambda number: float(Decimal(TABLE[number][2]) * 2000 / 3))


@pytest.fixture()
def workspace(template, tmp_path):
    shutil.copy(template, tmp_path / "w.gpkg")
    with Workspace.open(tmp_path / "w.gpkg", actor="省厅", quarantine_path=tmp_path / "q.sqlite") as opened:
        yield opened


@pytest.fixture()
def sample(workspace):
    return draw_sample(workspace, "样本", Plan((by_class(1),)), "种子").head.uuid


def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


def read_all(workspace, sample, reader="复核甲", but=()):
    kept = {}
    for number, (uuid, line) in enumerate(zip(uuids(workspace), TABLE), 1):
        if number not in but:
            area = float(m2_of_mu(str(Decimal(line[2]) + Decimal(line[3]))))
            kept[number] = workspace.put_record(recheck(uuid, sample, line[1], reader, FPGDMJ=area))
    return kept


def test_the_figures_are_those_worked_out_by_hand(workspace, sample):
    read_all(workspace, sample)
    found = compare_sample(workspace, "样本")
    outcome, case, farmland = found.matrices
    numbers = uuids(workspace)
    assert (found.whole.agreement.value, found.whole.kappa.value, found.whole.n) == (
        Fraction(7, 10), Fraction(7, 13), 10)
    assert outcome.cell("合法", "违法") == (numbers[2],) and outcome.cell("其他", "违法") == (numbers[8],)
    assert (outcome.precision("违法").value, outcome.recall("违法").value) == (Fraction(3, 4), Fraction(3, 5))
    assert set(outcome.precision("违法").others) == {numbers[6]}
    assert {pair.parcel for pair in found.different} == {numbers[2], numbers[6], numbers[8]}
    assert case.agreement.value == Fraction(7, 10) and case.cell("合法·H1", "违法·W1") == (numbers[2],)
    assert farmland.agreement.value == Fraction(9, 10) and farmland.cell("0–5亩", "5–10亩") == (numbers[2],)
    assert [len(farmland.row(name)) for name in farmland.classes] == [3, 3, 4]
    assert [len(farmland.column(name)) for name in farmland.classes] == [2, 4, 4]


def test_by_interpreter_each_has_its_own_figures(workspace, sample):
    read_all(workspace, sample)
    found = compare_sample(workspace, "样本")
    lines = {line.name: line for line in found.groups["interpreter"]}
    assert list(lines) == ["乙", "甲"]  # the one with more differences first
    assert (lines["甲"].agreement.value, lines["甲"].kappa.value, lines["甲"].n) == (Fraction(4, 5), Fraction(8, 13), 5)
    assert (lines["乙"].agreement.value, lines["乙"].kappa.value) == (Fraction(3, 5), Fraction(1, 3))
    assert lines["甲"].areas.total == Decimal("-0.50") and lines["乙"].areas.total == Decimal("2.50")
    assert {line.name for line in found.groups["township"]} == {"甲镇", "乙镇", "丙镇"}
    assert [line.n for line in found.groups["task"]] == [10]
    only = next(line for line in found.groups["class"] if line.name == "其他")
    assert only.kappa.value == 0 and only.agreement.value == Fraction(2, 3)


def test_area_differences_are_signed_and_name_the_worst(workspace, sample):
    read_all(workspace, sample)
    areas = compare_sample(workspace, "样本").whole.areas
    assert (areas.n, areas.mean, areas.median, areas.absolute, areas.total, areas.worst) == (
        10, Fraction(1, 5), 0, Fraction(2, 5), Decimal("2.00"), Decimal("2.00"))
    assert areas.worst_parcel == uuids(workspace)[7]
    # s² = (1 + 0.25 + 4 + 0.25 − 10·0.04)/9 = 5.1/9; t of 9 is 2.262157, half = 2.262157·√(5.1/90) = 0.538500
    assert (round(areas.interval.low, 5), round(areas.interval.high, 5)) == (-0.3385, 0.7385)


def test_all_were_drawn_so_the_estimate_has_no_error(workspace, sample):
    read_all(workspace, sample)
    found = compare_sample(workspace, "样本")
    assert found.estimate.value == Fraction(7, 10) and found.estimate.variance == 0
    assert found.area_estimate.value == 2 and found.area_estimate.variance == 0


def test_what_a_county_corrects_after_the_reading_changes_no_figure(workspace, sample):
    read_all(workspace, sample)
    before = compare_sample(workspace, "样本")
    sign(workspace, uuids(workspace)[2], "违法", "丙")
    after = compare_sample(workspace, "样本")
    assert after.pairs == before.pairs
    assert after.pairs[0].groups["interpreter"] in ("甲", "乙")


def halves(workspace, uuid):
    """A parcel's ground, west and east."""
    whole = shape(workspace, uuid)
    box = whole.boundingBox()
    west = QgsGeometry.fromRect(box)
    west.translate(-box.width() / 2, 0)
    return [bytes(part.asWkb()) for part in (whole.intersection(west), whole.difference(west))]


def reopened(workspace, uuid):
    """The county answers otherwise: its signature is gone, and shapes may be changed."""
    workspace.save_draft(uuid, {"PDLX": "违法", "WFLX1": "W2"})
    assert workspace.judgement(uuid) is None


def but_numbers(found):
    """A parcel's number is that of today: by it it is found."""
    return sorted((replace(one, name="") for one in found), key=lambda one: one.parcel)


def test_what_a_county_cuts_or_measures_anew_after_the_reading_changes_no_figure(workspace, sample):
    numbers = uuids(workspace)
    read_all(workspace, sample)
    half = halves(workspace, numbers[1])[0]
    drawn_by_reader = QgsGeometry()
    drawn_by_reader.fromWkb(half)
    (kept,) = workspace.records("recheck", parcel=numbers[1])
    workspace.put_record(Record(kept.uuid, "recheck", kept.parcels, sample, {
        **kept.values, "FPTX": drawn_by_reader.asWkt(6)}))
    before = compare_sample(workspace, "样本")
    assert 0.3 < before.overlaps.mean < 0.7
    reopened(workspace, numbers[1])
    workspace.split(numbers[1], halves(workspace, numbers[1]))
    sign(workspace, numbers[1], "违法", "丙")
    measured = {numbers[3]: 9000.0, numbers[1]: 1.0}
    workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {
        uuid: Measured(area, {"dltb": RoleAreas("dltb", area, area, (ClassArea("0101", area, area),))})
        for uuid, area in measured.items()})
    after = compare_sample(workspace, "样本")
    assert but_numbers(after.pairs) == but_numbers(before.pairs)
    assert but_numbers(after.overlaps.each) == but_numbers(before.overlaps.each)
    assert after.matrices == before.matrices and after.remarks == before.remarks
    assert after.names[numbers[1]].endswith("_1")


def test_what_a_county_merges_into_another_parcel_after_the_reading_is_still_compared(workspace):
    number = uuids(workspace)[0]
    reopened(workspace, number)
    parts = workspace.split(number, halves(workspace, number))
    for uuid in parts:
        sign(workspace, uuid, "合法", "甲")
    sample = draw_sample(workspace, "样本", Plan((by_class(1),)), "种子").head.uuid
    for uuid in uuids(workspace):
        workspace.put_record(recheck(uuid, sample, "违法"))
    before = compare_sample(workspace, "样本")
    for uuid in parts:
        reopened(workspace, uuid)
    as_counties_do(workspace, parts)
    after = compare_sample(workspace, "样本")
    assert len(before.pairs) == 11 and but_numbers(after.pairs) == but_numbers(before.pairs) and parts[1] in after.names


def test_what_a_county_corrects_cuts_and_measures_anew_comes_in_its_next_package_and_changes_no_figure(
        template, tmp_path):
    """Two offices, two packages: what the province read is held against what it had been handed first."""
    shutil.copy(template, tmp_path / "county.gpkg")
    with Workspace.open(tmp_path / "county.gpkg", actor="甲", quarantine_path=tmp_path / "c.sqlite") as county, \
            Workspace.create(tmp_path / "province.gpkg", crs=county.crs_authid, actor="省厅",
                             quarantine_path=tmp_path / "p.sqlite") as province:
        numbers = uuids(county)
        handed_over(county, province, tmp_path / "first")
        sample = draw_sample(province, "样本", Plan((by_class(1),)), "种子").head.uuid
        read_all(province, sample)
        before, open_ones = compare_sample(province, "样本"), disagreements(province, sample)
        reopened(county, numbers[1])
        county.split(numbers[1], halves(county, numbers[1]))
        sign(county, numbers[1], "违法", "丙")
        sign(county, numbers[2], "违法", "丙")  # what the province had read otherwise
        county.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {
            uuid: Measured(900.0, {"dltb": RoleAreas("dltb", 900.0, 900.0, (ClassArea("0101", 900.0, 900.0),))})
            for uuid in numbers[:4]})
        handed_over(county, province, tmp_path / "second")
        assert len(province.queue()) == 11 and province.judgement(numbers[2]).signed_by == "丙"
        after = compare_sample(province, "样本")
        assert but_numbers(after.pairs) == but_numbers(before.pairs) and after.matrices == before.matrices
        assert after.remarks == before.remarks == () and after.whole.areas == before.whole.areas
        assert disagreements(province, sample) == open_ones and len(open_ones) == 3


def handed_over(county, province, folder):
    made = make_package(county, folder, PackageWish("某县"))
    (done,) = merge_packages(province, [made.path])
    assert done.receipt is not None


def as_counties_do(workspace, parts):
    """Merged in the county, whose events know nothing of the province's records."""
    about = [record for kind in ("drawn", "recheck") for record in workspace.records(kind, parcel=parts[1])]
    with workspace._database.transaction() as connection:
        connection.execute("DELETE FROM record_parcels WHERE parcel_uuid = ?", (parts[1],))
    workspace.merge(parts)
    with workspace._database.transaction() as connection:
        connection.executemany(
            "INSERT INTO record_parcels (record_uuid, parcel_uuid, kind, position) VALUES (?, ?, ?, 0)",
            [(record.uuid, parts[1], record.kind) for record in about])


def test_an_area_that_is_not_that_of_what_was_filed_is_left_out_and_told(workspace, sample):
    """Samples of before do not say what was measured when they were drawn."""
    for record in workspace.records("drawn"):
        workspace.put_record(Record(record.uuid, "drawn", record.parcels, sample, {**record.values, "CYGDMJ": None}))
    read_all(workspace, sample)
    before = compare_sample(workspace, "样本")
    assert before.whole.areas.n == 10 and before.remarks == ()
    first, second, third = uuids(workspace)[:3]
    for uuid in (second, third):
        reopened(workspace, uuid)
        workspace.split(uuid, halves(workspace, uuid))
    for uuid in (first, second):
        workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {
            uuid: Measured(900.0, {"dltb": RoleAreas("dltb", 900.0, 900.0, (ClassArea("0101", 900.0, 900.0),))})})
    after = compare_sample(workspace, "样本")
    assert len(after.pairs) == 10 and set(after.whole.areas.parcels) == set(uuids(workspace)) & set(
        before.whole.areas.parcels) - {first, second, third}
    assert {one.code: one.values["count"] for one in after.remarks} == {"COMPARE_MEASURED_SINCE": 3}


def test_an_area_measured_of_another_shape_when_it_was_drawn_is_not_that_of_what_was_signed(workspace):
    number = uuids(workspace)[0]
    sample = draw_sample(workspace, "样本", Plan((by_class(1),)), "种子").head.uuid
    reopened(workspace, number)  # after the draw, but before anybody looked
    workspace.split(number, halves(workspace, number))
    sign(workspace, number, "合法", "甲")
    for record in workspace.records("drawn", act=sample):
        workspace.put_record(recheck(record.parcels[0], sample, "违法", FPGDMJ=1000.0))
    found = compare_sample(workspace, "样本")
    assert next(pair for pair in found.pairs if pair.parcel == number).filed_mu is None and len(found.pairs) == 10


@contextmanager
def somebody(workspace, name):
    desk = workspace._desk
    was, desk.actor = desk.actor, name
    yield desk
    desk.actor = was


def test_an_interpreter_is_who_answered_not_who_signed(workspace, sample):
    """甲 answers two, the leader signs them; what another corrects later is not theirs."""
    numbers = uuids(workspace)
    for uuid in numbers[:2]:
        with somebody(workspace, "判读员丙") as desk:
            desk.save_draft(uuid, {"HFJTQX": "H3"})
        with somebody(workspace, "判读员甲") as desk:
            desk.save_draft(uuid, {"HFJTQX": "H2"})
        with somebody(workspace, "站长") as desk:
            desk.set_note(uuid, "同意")
        sign(workspace, uuid, "合法", "站长")
    read_all(workspace, sample)
    with somebody(workspace, "判读员乙") as desk:
        desk.save_draft(numbers[0], {"PDLX": "违法", "WFLX1": "W1"})
    workspace.save_draft(numbers[1], {"PDLX": "违法", "WFLX1": "W1"})
    workspace.undo()  # the signature stands again, as it was
    found = compare_sample(workspace, "样本")
    people, signers = ({line.name: line.n for line in found.groups[name]} for name in ("interpreter", "signer"))
    assert people == {"判读员甲": 2, "甲": 3, "乙": 5} and signers == {"站长": 2, "甲": 3, "乙": 5}


def test_the_disagreements_are_the_pairs_that_differ_also_after_the_county_has_corrected(workspace, sample):
    read_all(workspace, sample)
    third = uuids(workspace)[2]
    sign(workspace, third, "违法", "丙")
    found = disagreements(workspace, sample)
    assert {one.parcel for one in found} == {pair.parcel for pair in compare_sample(workspace, "样本").different}
    assert third in {one.parcel for one in found}


def test_as_of_the_day_before_nothing_was_read(workspace, sample):
    read_all(workspace, sample)
    with pytest.raises(WeipianError) as error:
        compare_sample(workspace, "样本", this_day() - timedelta(days=1))
    assert error.value.code in ("COMPARE_NOTHING", "NO_SUCH_SAMPLE")
    with pytest.raises(WeipianError) as error:
        compare_sample(workspace, "别的")
    assert error.value.code == "NO_SUCH_SAMPLE"


def test_where_readers_disagree_the_ruling_counts_and_until_then_nothing(workspace, sample):
    read_all(workspace, sample)
    third = uuids(workspace)[2]
    workspace.put_record(recheck(third, sample, "合法", "复核乙"))
    found = compare_sample(workspace, "样本")
    assert third not in {pair.parcel for pair in found.pairs} and "COMPARE_SPLIT" in [one.code for one in found.remarks]
    workspace.put_record(Record("", "ruling", (third,), sample, {
        "CDDLX": "合法", "CDQX": "H1", "CDSM": "会审认定", "CDR": "省厅", "CDSJ": this_day().isoformat()}))
    found = compare_sample(workspace, "样本")
    assert found.whole.agreement.value == Fraction(8, 10) and "COMPARE_RULED" in [one.code for one in found.remarks]
    assert {name: matrix.agreement.value for name, matrix in found.readers.rulings} == {
        "复核甲": 0, "复核乙": 1}


def test_two_readers_are_compared_with_each_other_and_a_third_makes_fleiss(workspace, sample):
    """甲 and 乙 read all ten; 乙 says 合法 of the third and is of one mind otherwise. 9/10; read 3, 5, 2 and 4, 4, 2:
    chance (12 + 20 + 4)/100, κ = (90 − 36)/64 = 27/32.
    """
    read_all(workspace, sample)
    kept = read_all(workspace, sample, "复核乙", but=(3,))
    workspace.put_record(recheck(uuids(workspace)[2], sample, "合法", "复核乙"))
    readers = compare_sample(workspace, "样本").readers
    ((one, other, against),) = readers.pairs
    assert (one, other, against.kappa.value, len(readers.parcels)) == ("复核乙", "复核甲", Fraction(27, 32), 10)
    # Fleiss: said in all 7, 9, 4 of 20: chance (49 + 81 + 16)/400 = 0.365, (0.9 − 0.365)/0.635; α: 20 values.
    assert readers.fleiss.value == Fraction(535, 635) and readers.readers_of_fleiss == 2
    assert readers.alpha.value == 1 - Fraction(19 * 2, 400 - 146) and readers.alpha.n == 10
    assert len(kept) == 9 and readers.alpha_area.value == 1


def test_what_cannot_be_told_or_is_not_read_is_told_and_not_compared(workspace, sample):
    read_all(workspace, sample, but=(1, 2))
    workspace.put_record(Record("", "recheck", (uuids(workspace)[0],), sample, {
        "FPR": "复核甲", "FPSJ": this_day().isoformat(), "FPJG": "无法判断"}))
    found = compare_sample(workspace, "样本")
    assert len(found.pairs) == 8 and {one.code: one.values["count"] for one in found.remarks} == {
        "COMPARE_NOT_READ": 1, "COMPARE_NOT_TOLD": 1}


def test_a_changed_shape_is_told_by_its_overlap(workspace, sample):
    """A reader keeps the western half of one patch, and moves another by a quarter of its width."""
    numbers = uuids(workspace)
    first, second = shape(workspace, numbers[0]), shape(workspace, numbers[1])
    half = first.boundingBox()
    half.setXMaximum(half.center().x())
    part, moved = first.intersection(QgsGeometry.fromRect(half)), QgsGeometry(second)
    moved.translate(second.boundingBox().width() / 4, 0)
    for uuid, text in zip(numbers, (part.asWkt(6), moved.asWkt(6), "POLYGON((0 0")):
        workspace.put_record(recheck(uuid, sample, "合法", FPTX=text))
    found = compare_sample(workspace, "样本")
    overlaps = {one.parcel: one for one in found.overlaps.each}
    assert abs(overlaps[numbers[0]].iou - part.area() / first.area()) < 1e-4 and overlaps[numbers[0]].difference < 0
    both, either = second.intersection(moved).area(), second.combine(moved).area()
    assert abs(overlaps[numbers[1]].iou - both / either) < 1e-4 and both < second.area() < either
    filed = workspace.own_area(workspace.parcel(numbers[0]).wkb) * 0.0015
    assert abs(float(overlaps[numbers[0]].filed_mu) - filed) < 1e-9
    assert found.overlaps.unreadable == (workspace.parcel(numbers[2]).dkbh,)
    assert "COMPARE_SHAPE" in [remark.code for remark in found.remarks]


def shape(workspace, uuid):
    found = QgsGeometry()
    found.fromWkb(workspace.parcel(uuid).wkb)
    return found


def cells(path):
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in openpyxl.load_workbook(path)}


def test_the_workbook_says_what_the_comparison_says_and_ends_with_the_footer(workspace, sample, tmp_path):
    read_all(workspace, sample)
    found = compare_sample(workspace, "样本")
    path = write_comparison(found, tmp_path / "比对.xlsx")
    sheets = cells(path)
    assert list(sheets) == ["总体", "混淆矩阵", "分组", "面积与图形", "图斑", "抽样"]
    rows = {row[0]: row[1:4] for row in sheets["总体"]}
    assert rows["判定类型一致率"] == [0.7, 10, "39.68 %–89.22 %"] and rows["判定类型 Cohen’s κ"][0] == 0.54
    assert rows["复判人之间 Fleiss’ κ（每图斑 0 人）"][:2] == ["不可计算", 0]
    assert any("拟" in str(row[0]) for row in sheets["总体"])
    line = next(row for row in sheets["混淆矩阵"] if row[0] == "违法")
    assert line[1:7] == [1, 3, 0, 4, 0.75, "30.06 %–95.44 %"]
    patch = next(row for row in sheets["图斑"] if row[0] == found.names[uuids(workspace)[2]])
    assert patch[1:10] == ["合法", "H1", "违法", "W1", "复判", "否", 4.5, 5, 0.5]
    assert all(any(row[0] == FOOTER for row in sheet) for sheet in sheets.values())
    first = path.read_bytes()
    assert write_comparison(found, path).read_bytes() == first
    with pytest.raises(WeipianError) as error:
        write_comparison(found, tmp_path / "比对.pdf")
    assert error.value.code == "ENDING_UNKNOWN"


def test_the_algorithm_gives_the_same_figures_and_the_workbook(workspace, sample, tmp_path):
    read_all(workspace, sample)
    algorithm = CompareReview()
    algorithm.initAlgorithm()
    feedback = QgsProcessingFeedback()
    results, ok = algorithm.create().run({"WORKSPACE": workspace.path, "SAMPLE": "样本",
                                          "OUTPUT": str(tmp_path / "a.xlsx")}, QgsProcessingContext(), feedback)
    assert ok, feedback.textLog()
    assert (results["PAIRS"], results["AGREEMENT"], round(results["KAPPA"], 6)) == (10, 0.7, round(7 / 13, 6))
    assert json.loads(results["FIGURES"])[0] == ["判定类型一致率", "70.00 %", 10, "39.68 %–89.22 %"]
    assert Path(results["OUTPUT"]).is_file()


def test_the_ends_of_an_interval_are_numbers_in_cells_of_their_own(workspace, sample, tmp_path):
    read_all(workspace, sample)
    sheets = cells(write_comparison(compare_sample(workspace, "样本"), tmp_path / "比对.xlsx"))
    rows = {row[0]: row for row in sheets["总体"]}
    assert rows["指标"][3:6] == ["95 % 置信区间", "下限", "上限"]
    assert rows["判定类型一致率"][4:6] == [0.3968, 0.8922]
    mean = next(row for row in sheets["面积与图形"] if row[0] == "差值均值")
    assert all(isinstance(end, float) for end in mean[4:6]) and mean[4] < 0.2 < mean[5]
    recall = {row[0]: row for row in sheets["混淆矩阵"] if row[0] and "查全率" in str(row[0])}
    assert set(recall) >= {"查全率区间", "查全率区间下限", "查全率区间上限"}
    assert isinstance(recall["查全率区间下限"][1], float)
