"""Figures of small cases reckoned by hand: what is counted, what adds up, what is not known and stays so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from weipian_plugin.domain.calculators.calculation import RATIO
from weipian_plugin.domain.calculators.unresolved import Violation
from weipian_plugin.domain.records import (
    Batch,
    ClassArea,
    Judgement,
    Measured,
    ParcelRecord,
    Record,
    RoleAreas,
    TableRow,
)
from weipian_plugin.domain.statistics.anomalies import anomalies
from weipian_plugin.domain.statistics.breakdowns import (
    cases,
    issued_by_place,
    issued_by_task,
    outcomes,
    outcomes_by_place,
    special_violations,
    violation_types,
    violations_of,
)
from weipian_plugin.domain.statistics.comparison import PREVIOUS, YEAR_BEFORE, comparison, headlines
from weipian_plugin.domain.statistics.counted import BEGUN, JUDGED, OPEN, counted
from weipian_plugin.domain.statistics.figures import POINTS, Figure, difference, growth
from weipian_plugin.domain.statistics.minerals import mineral_outcomes, minerals_of
from weipian_plugin.domain.statistics.rectification import (
    acts_of,
    balance_of,
    cases_and_penalties,
    disposals,
    penalties,
    rectified_ways,
)
from weipian_plugin.domain.statistics.selection import Selection

BATCH = Batch("b", "批次", "2023-08-15", "x.zip", "GX_ZY2023", "450512", "", "", 5)
SCOPE = "本期图斑"


def measured(area: float, farmland: float, basic: float = 0.0, redline: float = 0.0) -> Measured:
    classes = tuple(ClassArea(code, m2, m2) for code, m2 in (("0103", farmland), ("0601", area - farmland)) if m2)
    return Measured(area, {"dltb": RoleAreas("dltb", area, area, classes), "yjjbnt": RoleAreas("yjjbnt", basic),
                           "stbhhx": RoleAreas("stbhhx", redline)})


def row(uuid: str, answers: dict[str, object] | None = None, found: Measured | None = None, status: str = "todo",
        patch: str = "", mineral: dict[str, object] | None = None, **issued: object) -> TableRow:
    attributes = {"JCLB": "XZFN", "XZMC": "甲镇", "XMC": "某县", **issued}
    parcel = ParcelRecord(uuid, patch or uuid, "b", uuid, uuid, status, attributes, {}, (), None)
    signed = Judgement(uuid, answers, "甲", "2023-09-01T10:00:00", "实地") if answers else None
    mined = Judgement(uuid, mineral, "甲", "2023-09-01T10:00:00", "实地", subject="mineral") if mineral else None
    return TableRow(parcel, BATCH, found, signed, mined)


def illegal(case: str, area: float, farmland: float, **more: object) -> dict[str, object]:
    return {"PDLX": "违法", "WFLX1": case, "WFMJ": area, "WFGDMJ": farmland, "WFJBNTMJ": 0.0, **more}


ROWS = [
    row("a", illegal("W1", 1000.0, 666.67, SFFNH=1), measured(1000.0, 666.67, 200.0, 0.0), "signed"),
    row("b", illegal("W3", 500.0, 500.0, SFLZGDJF=1, SFFNH=1), measured(500.0, 500.0), "signed", XZMC="乙镇"),
    row("c", {"PDLX": "合法", "HFJTQX": "H1"}, measured(333.33, 0.0), "signed", JCLB="QTBH"),
    row("d", None, measured(333.33, 333.33), "draft", XZMC="乙镇"),
    row("e", None, None, "todo", XZMC="乙镇"),
]


def whole(rows: list[TableRow] | None = None) -> Selection:
    return Selection(SCOPE, counted(ROWS if rows is None else rows))


def shown(figures: tuple[Figure | None, ...]) -> list[str]:
    return ["" if figure is None else figure.shown for figure in figures]


def test_areas_are_summed_as_table_2_1_shows_them_one_by_one() -> None:
    total = whole().area("x", "DKMJ")
    # 1000 m² = 1.50, 500 = 0.75, 333.33 = 0.50 twice; the exact sum 2166.66 m² would be 3.25 as well
    assert total.value == Decimal("3.25")
    thirds = [row(name, None, measured(100.3, 0.0)) for name in "abc"]  # 0.15045 each: 0.45, not 0.4514
    assert whole(thirds).area("x", "DKMJ").value == Decimal("0.45")


def test_what_is_not_measured_is_left_out_and_said() -> None:
    total = whole().area("x", "GDMJ")
    assert total.value == Decimal("2.25")  # 1.00 + 0.75 + 0.00 + 0.50
    assert "1 个地块未套合或未填，未计入" in total.query
    nothing = whole([row("e")]).area("x", "GDMJ")
    assert nothing.value is None
    assert nothing.shown == "—"


@pytest.mark.parametrize("table", [issued_by_task, issued_by_place])
def test_lines_add_up_to_the_total_in_every_count_and_area(table) -> None:
    found = table(whole())
    for column, heading in enumerate(found.columns[:-1]):
        parts = [each.figures[column].value for each in found.parts if each.figures[column].value is not None]
        assert sum(parts) == found.figure("合计", column).value, heading


def test_progress_by_task_says_what_is_judged_begun_and_open() -> None:
    found = issued_by_task(whole())
    assert [each.title for each in found.rows] == ["新增非农建设类", "其他变化类", "合计"]
    assert shown(found.rows[-1].figures)[-4:] == ["3", "1", "1", "60.00 %"]
    assert found.figure("QTBH", 9).value == Fraction(1)
    assert {each.state for each in counted(ROWS)} == {JUDGED, BEGUN, OPEN}


def test_parts_of_a_patch_are_one_patch_and_their_areas_add_up_to_it() -> None:
    parts = [row(name, None, measured(102.2, 0.0), patch="p") for name in ("p1", "p2", "p3")]
    found = whole(parts)
    assert (found.patches("x").value, found.count("x").value) == (1, 3)
    assert found.area("x", "DKMJ").value == Decimal("0.46")  # 306.60 m²; each by itself would be 0.15


def test_outcomes_with_their_share_and_the_area_in_each() -> None:
    found = outcomes(whole())
    assert [shown(each.figures) for each in found.rows] == [
        ["1", "33.33 %", "0.50", "0.00", "0.00", "0.00"], ["2", "66.67 %", "2.25", "1.75", "0.30", "0.00"],
        ["0", "0.00 %", "0.00", "0.00", "0.00", "0.00"], ["3", "100.00 %", "2.75", "1.75", "0.30", "0.00"]]
    assert [each.title for each in cases(whole()).parts] == [
        "合法·已依法批准（2022年起须批文+供地手续）", "违法·新增（非农）建设用地违法",
        "违法·农业项目破坏耕地（基本农田）"]


def test_every_figure_says_what_it_counts_and_names_its_parcels() -> None:
    found = outcomes_by_place(whole()).figure("乙镇", 2)
    assert found.id == "2-4.乙镇.违法"
    assert found.parcels == ("b",)
    assert found.query == "本期图斑中乡镇街道为“乙镇”且已签署判定且判定类型为“违法”的地块个数"


def test_ids_are_unique_over_all_tables() -> None:
    chosen = whole()
    wrong = violations_of(chosen)
    every = [figure.id for table in (issued_by_task(chosen), issued_by_place(chosen), outcomes(chosen), cases(chosen),
                                     outcomes_by_place(chosen), violation_types(wrong), special_violations(wrong))
             for figure in table.figures]
    assert len(every) == len(set(every))


def test_violations_are_counted_with_the_areas_that_were_signed() -> None:
    found = violation_types(violations_of(whole()))
    assert [shown(each.figures)[:3] for each in found.rows] == [
        ["1", "1.50", "1.00"], ["1", "0.75", "0.75"], ["2", "2.25", "1.75"]]
    marks = special_violations(violations_of(whole()))
    assert [each.figures[0].value for each in marks.rows] == [1, 0, 0, 2]
    assert "不相加" in marks.note


def test_a_township_alone_is_divided_by_its_villages() -> None:
    alone = [row("a", CUNMC="一村"), row("b", CUNMC="二村")]
    assert issued_by_place(whole(alone)).head == "村社区"
    assert issued_by_place(whole()).head == "乡镇街道"


def act(uuid: str, parcels: tuple[str, ...], **values: object) -> Record:
    return Record(uuid, "act", parcels, "", {"SXWFMJ": 1000.0, "SXWFGD": 666.67, **values})


RECORDS = [
    act("1", ("a",), CLFS="立案", CFSJ="2023-10-01", FK=12.5, SFJA=1, DJZWRS=2),
    act("2", ("b", "z"), CLFS="非立案拆除", SXWFMJ=500.0, SXWFGD=500.0),
    act("3", ("z",), CLFS="立案"),
    Record("r", "rectification", (), "1", {"ZGFS": "拆除复耕", "ZGMJ": 400.0, "ZGGDMJ": 400.0, "SFZGDW": 1}),
    Record("s", "rectification", ("b",), "2", {"ZGFS": "补办", "ZGMJ": 100.0}),
    Record("t", "rectification", ("z",), "3", {"ZGFS": "补办", "ZGMJ": 100.0}),
]


def test_acts_are_those_of_parcels_in_the_scope() -> None:
    acts = acts_of(SCOPE, RECORDS, ["a", "b"])
    found = disposals(acts)
    assert [(each.title, shown(each.figures)) for each in found.rows] == [
        ("立案", ["1", "1", "1.50", "1.00"]), ("非立案拆除", ["1", "1", "0.75", "0.75"]),
        ("合计", ["2", "2", "2.25", "1.75"])]
    steps = {each.title: each.figures[0].value for each in cases_and_penalties(acts).rows}
    assert steps == {"立案": 1, "处罚决定": 1, "处罚到位": 0, "申请强制执行": 0, "结案": 1, "移送公安": 0,
                     "不再需要跟踪": 1}
    assert [figure.with_unit for figure in penalties(acts)] == ["12.50 万元", "2 人"]


def test_rectification_counts_what_is_done_and_a_part_without_parcels_is_its_acts() -> None:
    found = rectified_ways(acts_of(SCOPE, RECORDS, ["a", "b"]))
    assert [(each.title, shown(each.figures)) for each in found.rows] == [
        ("拆除复耕", ["1", "0.60", "0.60", "1", "0.60"]), ("补办", ["1", "0.15", "—", "0", "0.00"]),
        ("合计", ["2", "0.75", "0.60", "1", "0.60"])]
    assert found.rows[0].figures[0].parcels == ("a",)


def test_what_is_gone_and_what_still_stands_add_up_as_shown() -> None:
    third = Fraction(1, 3)
    known = {"a": Violation("a", third, None, Fraction(1, 9)), "b": Violation("b", third), "c": Violation("c", third)}
    values = [each.figures[0].value for each in balance_of(SCOPE, known, ["a"]).rows]
    assert values[:3] == [Decimal("0.99"), Decimal("0.11"), Decimal("0.88")]
    assert values[4] == 2
    assert balance_of(SCOPE, known, ["a"]).rows[4].figures[0].parcels == ("b", "c")


def test_minerals_are_counted_apart_and_what_is_not_signed_stands_apart() -> None:
    rows = [row("k", None, measured(1000.0, 0.0), mineral={"KPDLX": "违法", "KWFLX": "越界开采"}, JCLB="K"),
            row("l", None, measured(500.0, 0.0), TBLX="CK"), ROWS[0]]
    found = mineral_outcomes(minerals_of(whole(rows)))
    assert [each.figures[0].value for each in found.rows] == [0, 1, 0, 1, 2]
    assert counted(rows)[0].state == JUDGED


def test_a_period_the_workspace_does_not_have_is_no_zero() -> None:
    chosen = whole()
    now = headlines(chosen, chosen, acts_of(SCOPE, [], chosen.uuids))
    then = {**now, "违法": Figure("K.违法", "违法用地", 4),
            "完成率": Figure("K.完成率", "核查完成率", Fraction(1, 2), RATIO)}
    others = [(PREVIOUS, "2023年第二季度", then), (YEAR_BEFORE, "2022年第三季度", None)]
    found = comparison(now, others, "2023年第三季度")
    wrong = next(each for each in found.rows if each.key == "违法")
    assert shown(wrong.figures) == ["2", "4", "-2", "-50.00 %", "—", "—", "—"]
    rate = next(each for each in found.rows if each.key == "完成率")
    assert shown(rate.figures)[:4] == ["60.00 %", "50.00 %", "10.00", "—"]
    assert rate.figures[2].unit == POINTS
    assert "没有2022年第三季度下发的批次" in found.note


def test_growth_from_nothing_is_not_known() -> None:
    assert growth(Figure("x", "违法", 3), Figure("y", "违法", 0), "g", "上期").value is None
    assert difference(Figure("x", "违法", 3), Figure("y", "违法", 0), "d", "上期").value == 3


def test_findings_are_counted_by_check_and_what_is_resolved_is_none() -> None:
    found = anomalies(SCOPE, [("V09", "open", "a"), ("V09", "explained", "b"), ("V13", "open", "a"),
                              ("V13", "resolved", "c"), ("V02", "unchecked", "a")])
    assert [(each.key, shown(each.figures)) for each in found.rows] == [
        ("V02", ["0", "0", "1", "1"]), ("V09", ["1", "1", "0", "2"]), ("V13", ["1", "0", "0", "1"]),
        ("合计", ["2", "1", "1", "2"])]
