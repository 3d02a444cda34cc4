"""问责测算 in its window: signed violations of the real scene, what if they were rectified, the other calculations."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtWidgets import QApplication

from weipian_plugin.domain.areas.units import m2_of_mu
from weipian_plugin.domain.calculators.amounts import parts_of
from weipian_plugin.domain.calculators.calculation import DENOMINATOR
from weipian_plugin.domain.calculators.whatif import Assumption
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ClassArea, Measured, OverlayRun, Record, RoleAreas
from weipian_plugin.gui.accountability.accountabilities import Accountabilities
from weipian_plugin.gui.accountability.calculation_rows import AMOUNT, BASIS, LABEL, PARCEL_ROLE
from weipian_plugin.gui.accountability.what_if_rows import AS_IS, EFFECT, PART, WISH
from weipian_plugin.gui.tasks import TaskRunner

LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "批文与供地手续齐全，在批准范围内",
         "NZYPZWH": "示例政批〔2022〕1号", "NZYPZSJ": "2022-05-01", "NZYPZMJ": 400}
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "无用地手续，已建成厂房", "WFJBNTMJ": 0}
FARMLAND = (60, 40, 20)  # 亩 of the signed violations; 360 亩 legal; one draft of 80
FOOTER = "本结果为内业辅助分析"


def m2(mu: object) -> float:
    return float(m2_of_mu(str(mu)))


def measured(mu: object) -> Measured:
    return Measured(m2(mu), {"dltb": RoleAreas("dltb", m2(mu), m2(mu), (ClassArea("0103", m2(mu), m2(mu)),))})


def sign_violation(workspace, uuid: str, mu: object, **more: object) -> None:
    workspace.save_draft(uuid, {**ILLEGAL, "WFMJ": m2(mu), "WFGDMJ": m2(mu), **more})
    workspace.sign(uuid, "确认人", "实地", "已到现场核实并有记录")


@pytest.fixture()
def judged(opened):
    """Three violations (60, 40, 20 亩 of farmland), one legal of 360 亩, one draft of 80 亩."""
    workspace, order = opened.workspace, opened.order
    workspace.store_overlay(OverlayRun({}), {uuid: measured(mu) for uuid, mu in zip(order, (60, 40, 20, 360, 80))})
    for uuid, mu in zip(order, FARMLAND):
        sign_violation(workspace, uuid, mu)
    workspace.save_draft(order[3], LEGAL)
    workspace.sign(order[3], "确认人", "实地", "已到现场核实并有记录")
    workspace.save_draft(order[4], {**ILLEGAL, "WFMJ": m2(80), "WFGDMJ": m2(80)})
    return opened


@pytest.fixture()
def bench(judged, qtbot, raising):
    runner = TaskRunner()
    bench = Accountabilities(judged, runner, None)
    yield bench
    bench.close()
    runner.stop()


@pytest.fixture()
def shown(bench, qtbot):
    bench.open()
    read(bench.window, qtbot)
    return bench.window


def read(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.situation is not None and window.progressBar.isHidden(), timeout=20000)
    qtbot.waitUntil(lambda: window.whatIf.rows._effects is not None or window.before.ratio.result is None,
                    timeout=20000)
    qtbot.wait(20)


def switch(window, profile: str, qtbot) -> None:
    window.profileBox.setCurrentIndex(window.profileBox.findData(profile))
    window.choiceChanged.emit()
    read(window, qtbot)


def cards(window) -> list[str]:
    return [card.text for card in window.cards if not card.isHidden()]


def tree(view) -> list[tuple[str, str]]:
    """(line, amount) of the lines on top."""
    root, rows = view.linesView.rootIndex(), view.rows
    return [(rows.index(row, LABEL, root).data(), rows.index(row, AMOUNT, root).data())
            for row in range(rows.rowCount(root))]


def test_signed_judgements_count_and_drafts_stand_apart(shown, judged):
    assert cards(shown)[:3] == ["25.00 %", "120.00 mu", "480.00 mu"]
    text = shown.conclusionLabel.text()
    assert "within the scope of accountability" in text and "⚑" in text
    assert "are drafts and not counted" in text and judged.workspace.parcel(judged.order[4]).dkbh in text
    assert "carry open errors of the checks" in text and judged.workspace.parcel(judged.order[0]).dkbh in text
    assert "4 of 30 parcels are signed" in shown.stateLabel.text()


def test_every_line_has_its_parcels_exact_amounts_and_sentence_or_mark(shown, judged):
    rows, root = shown.lines.rows, shown.lines.linesView.rootIndex()
    line = rows.index(0, LABEL, root)
    assert "Farmland illegally taken" in line.data() and "3 parcels" in line.data()
    assert {rows.index(row, AMOUNT, line).data() for row in range(rows.rowCount(line))} == {
        "60.00 mu", "40.00 mu", "20.00 mu"}
    exact, hint = rows.index(0, AMOUNT, line).data(Qt.ItemDataRole.ToolTipRole).split("\n")
    assert exact.endswith("m²") and "add up" in hint
    assert {rows.index(row, LABEL, line).data(PARCEL_ROLE) for row in range(3)} == set(judged.order[:3])
    bases = [rows.index(row, BASIS, root).data() for row in range(rows.rowCount(root))]
    assert any(basis.startswith("[proposed]") for basis in bases) and any("资政办发" in basis for basis in bases)


def test_the_parts_of_a_line_add_up_to_it_deductions_too(shown, judged, qtbot):
    shown.whatIf.rows.assume(judged.order[:2], "拆除复耕")
    shown.whatIf.rows.assume([judged.order[2]], "补办")
    qtbot.waitUntil(lambda: "→" in cards(shown)[0])
    parcels, found = {parcel.id: parcel for parcel in shown.situation.parcels}, shown.after.ratio
    deductions = [line for line in found.lines if line.sign == "−"]
    assert len(deductions) == 3  # 拆除复耕 from both sums, 补办 from the numerator
    for line in found.lines:
        if line.parcels:
            assert sum(amount for _, amount in parts_of(line, found, parcels)) == line.amount


def test_what_if_moves_ratio_sums_and_quota_at_once_and_reset_takes_it_back(shown, judged, qtbot):
    before = judged.workspace.history()
    rows = shown.whatIf.rows
    rows.assume([judged.order[0]], "拆除复耕")
    qtbot.waitUntil(lambda: "→" in cards(shown)[0])
    assert cards(shown)[:3] == ["25.00 % → 14.29 %", "120.00 mu → 60.00 mu", "480.00 mu → 420.00 mu"]
    assert cards(shown)[3] == "120.00 mu → 60.00 mu"  # 冻结补充耕地
    assert "As assumed" in shown.conclusionLabel.text() and "not reached" in shown.conclusionLabel.text()
    assert "area 60.00 &lt; 100 mu" in shown.conclusionLabel.text() and "60.00 < 100 mu" in shown.cards[0].toolTip()
    assert ("Less: Demolished and restored", "60.00 mu") in tree(shown.lines)
    rows.assume([judged.order[1]], "补办")
    qtbot.waitUntil(lambda: "20.00 mu" in cards(shown)[1])
    assert cards(shown)[2] == "480.00 mu → 420.00 mu"  # 补办 leaves the numerator only
    shown.whatIf.resetButton.click()
    qtbot.waitUntil(lambda: "→" not in cards(shown)[0])
    assert judged.workspace.history() == before


def test_a_part_of_a_parcel_can_be_assumed(shown, judged, qtbot):
    rows = shown.whatIf.rows
    row = rows.row_of(judged.order[0])
    assert not rows.flags(rows.index(row, PART)) & Qt.ItemFlag.ItemIsEditable
    assert rows.setData(rows.index(row, WISH), "拆除复耕")
    assert not rows.setData(rows.index(row, PART), "60.01") and not rows.setData(rows.index(row, PART), "x")
    assert rows.setData(rows.index(row, PART), "20")
    assert rows.assumed == {judged.order[0]: Assumption("拆除复耕", Fraction(20))}
    qtbot.waitUntil(lambda: "100.00 mu" in cards(shown)[1])
    assert cards(shown)[2] == "480.00 mu → 460.00 mu"
    assert rows.setData(rows.index(row, PART), "60") and rows.assumed == {judged.order[0]: Assumption("拆除复耕")}


def test_a_click_opens_the_list_of_one_row_and_the_menu_serves_several(shown, judged, qtbot):
    view, rows = shown.whatIf.parcelsView, shown.whatIf.rows
    shown.show()
    view.clicked.emit(rows.index(0, WISH))
    delegate = view.itemDelegateForColumn(WISH)
    editor = delegate.createEditor(view.viewport(), None, rows.index(0, WISH))
    editor.setCurrentIndex(editor.findData("补办"))
    delegate.setModelData(editor, rows, rows.index(0, WISH))
    assert [wish.kind for wish in rows.assumed.values()] == ["补办"]
    rows.reset()
    view.selectAll()
    menu = shown.whatIf.menu_for_chosen()
    menu.actions()[1].trigger()
    assert {uuid: wish.kind for uuid, wish in rows.assumed.items()} == dict.fromkeys(judged.order[:3], "拆除复耕")
    rows.assume(judged.order[:3], AS_IS)
    assert rows.assumed == {}


def test_the_parcels_that_matter_most_come_first(shown, judged):
    rows = shown.whatIf.rows
    assert [rows.parcel(row).id for row in range(rows.rowCount())] == judged.order[:3]
    assert [rows.index(row, EFFECT).data() for row in range(3)] == ["10.71", "6.82", "3.26"]


def test_the_profile_decides_levels_quota_and_readings(shown, judged, qtbot):
    assert [shown.levelBox.itemData(row) for row in range(shown.levelBox.count())] == ["township", "county"]
    switch(shown, "MNR2019", qtbot)
    assert not shown.whatIf.quotaSpin.isHidden() and cards(shown)[3] == "18.00 mu"  # 15 % of 120
    shown.whatIf.quotaSpin.setValue(100)
    qtbot.waitUntil(lambda: cards(shown)[3] == "10.00 mu")  # 10 % of 100 is the cap
    shown.whatIf.rows.assume([judged.order[0], judged.order[1]], "拆除复耕")
    qtbot.waitUntil(lambda: cards(shown)[3] == "10.00 mu → 3.00 mu")
    shown.whatIf.rows.setData(shown.whatIf.rows.index(shown.whatIf.rows.row_of(judged.order[0]), PART), "25")
    qtbot.waitUntil(lambda: cards(shown)[3] == "10.00 mu → 8.25 mu")  # 15 % of 120 − 25 − 40


def test_major_and_regularised_parcels_show_both_readings(judged, bench, qtbot):
    act = judged.workspace.put_record(Record("", "act", (judged.order[0],), values={"ZDSS": "省级", "SFLXZZ": 1}))
    judged.workspace.put_record(Record("", "rectification", (judged.order[0],), act.uuid, {
        "ZGFS": "补办", "BBWH": "示例〔2023〕1号", "BBSJ": "2023-12-01", "BBMJ": m2(60), "BBGDMJ": m2(60),
        "ZRBM": "甲镇", "ZGCS": "整改", "GZSX": "2023-12-31", "ZGMJ": m2(60)}))
    bench.open()
    read(bench.window, qtbot)
    switch(bench.window, "MNR2021", qtbot)
    found = bench.window.before.ratio
    assert (found.figures[DENOMINATOR], found.variants[0].figures[DENOMINATOR]) == (420, 480)
    assert "Other reading" in bench.window.conclusionLabel.text()
    assert bench.window.shownBox.findText(found.variants[0].title_en) >= 0


def test_what_cannot_be_computed_says_so_and_why(judged, bench, qtbot):
    judged.workspace.store_overlay(OverlayRun({}), {judged.order[3]: Measured(1.0)})
    bench.open()
    read(bench.window, qtbot)
    window = bench.window
    assert cards(window)[0] == "cannot be computed" and "✖" in window.conclusionLabel.text()
    assert "farmland of 1 parcel(s) is not known" in window.conclusionLabel.text()
    assert "0.00 %" not in window.conclusionLabel.text()
    assert "farmland of 1 parcel" in window.lines.detailBrowser.toPlainText()


def test_a_stated_denominator_takes_the_place_of_the_sum(shown, qtbot):
    shown.statedCheck.setChecked(True)
    shown.statedSpin.setValue(800.01)
    shown.statedReasonEdit.setText("年度统计")
    qtbot.waitUntil(lambda: cards(shown)[2] == "800.01 mu")
    shown.statedReasonEdit.editingFinished.emit()
    qtbot.waitUntil(lambda: any("年度统计" in line for line, _ in tree(shown.lines)))
    assert "boundary" in shown.conclusionLabel.text() or shown.before.ratio.fires is False
    shown.statedSpin.setValue(800.0)
    qtbot.waitUntil(lambda: "boundary, a person must check" in shown.conclusionLabel.text())


def test_a_classified_parcel_is_gone_everywhere_at_once(shown, judged, qtbot):
    uuid, name = judged.order[0], judged.workspace.parcel(judged.order[0]).dkbh
    shown.whatIf.rows.assume([uuid], "拆除复耕")
    judged.select(uuid)
    judged.quarantine_current()
    assert shown.situation is None and shown.lines.rows.rowCount() == 0 and shown.whatIf.rows.rowCount() == 0
    read(shown, qtbot)
    assert cards(shown)[1] == "60.00 mu" and shown.whatIf.rows.assumed == {}
    said = (str(shown.situation), shown.conclusionLabel.text(), shown.lines.as_text(),
            shown.lines.detailBrowser.toHtml())
    assert all(uuid not in text and name not in text for text in said)


def test_a_decision_elsewhere_makes_the_window_stale_until_it_is_read_again(shown, judged, qtbot):
    judged.select(judged.order[6])
    judged.answer({"PDLX": "其他", "QTJTQX": "Q5"}, advance=False)
    assert "read again" in shown.stateLabel.text()
    shown.refreshButton.click()
    read(shown, qtbot)
    assert "read again" not in shown.stateLabel.text()


def test_a_double_click_goes_to_the_parcel(shown, judged):
    judged.select(judged.order[9])
    shown.whatIf.parcelsView.doubleClicked.emit(shown.whatIf.rows.index(0, 0))
    assert judged.current == judged.order[0]
    root = shown.lines.linesView.rootIndex()
    line = shown.lines.rows.index(0, LABEL, root)
    shown.lines.linesView.activated.emit(shown.lines.rows.index(1, LABEL, line))
    assert judged.current == shown.lines.rows.index(1, LABEL, line).data(PARCEL_ROLE)


def test_the_tree_is_sound_and_makes_no_row_before_it_is_looked_at(shown):
    rows = shown.lines.rows
    top = rows.index(0, 0)
    line = rows.index(0, 0, top)
    part = rows.index(2, 0, line)
    assert not rows.parent(top).isValid() and rows.parent(line) == top and rows.parent(part) == line
    assert rows.rowCount(part) == 0 and rows.rowCount(QModelIndex()) == 1
    shown.lines.show_calculations([shown.before.ratio], shown.situation.names, {})
    assert rows._parts == {}


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".html"])
def test_what_is_exported_has_lines_parcels_marks_and_footer(shown, bench, judged, tmp_path, ending, told):
    path = tmp_path / f"ratio{ending}"
    bench.export_to(path, shown.lines)
    if ending == ".xlsx":
        from openpyxl import load_workbook

        sheet = load_workbook(path).worksheets[0]
        text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    else:
        text = path.read_text(encoding="utf-8-sig")
    name = judged.workspace.parcel(judged.order[0]).dkbh
    assert FOOTER in text and name in text and "proposed" in text and "25.00 %" in text and judged.order[0] not in text
    assert path.name in told[-1][0]
    if ending == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell[:1] in "=+-@" and len(cell) > 1]


def test_another_ending_is_refused_with_the_ones_there_are(shown, bench, tmp_path):
    with pytest.raises(WeipianError) as refused:
        bench.export_to(tmp_path / "ratio.doc", shown.lines)
    assert refused.value.code == "ENDING_UNKNOWN"
    assert list(tmp_path.glob("ratio*")) == []


def test_everything_can_be_copied_as_text(shown, judged):
    shown.lines.copyButton.click()
    text = QApplication.clipboard().text()
    assert "25.00 %" in text and judged.workspace.parcel(judged.order[1]).dkbh in text and FOOTER in text


def test_from_the_menu_the_window_opens_on_the_batch_that_is_shown(plugin, judged, qtbot, raising):
    path = str(judged.workspace.path)
    judged.close()
    bench = plugin.workbench
    assert not bench.registry["accountability"].isEnabled()
    bench.session.open(path)
    bench.registry["accountability"].trigger()
    window = bench.accountabilities.window
    read(window, qtbot)
    assert cards(window)[0] == "25.00 %"
    bench.session.close()
    assert bench.accountabilities.window is None
