"""The other calculations of the window: what the workspace knows is filled in, what is typed is worked out at once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from qgis.PyQt.QtCore import Qt

from weipian_plugin.domain.calculators.daily import DailyCounts
from weipian_plugin.domain.calculators.parcels import RatioParcel
from weipian_plugin.domain.calculators.unresolved import Violation
from weipian_plugin.gui.accountability.calculators_page import CalculatorsPage
from weipian_plugin.jobs.accounting.accountability import RatioInput
from weipian_plugin.jobs.accounting.rectified import Book
from weipian_plugin.jobs.accounting.situation import Situation
from weipian_plugin.jobs.rules.profiles import load_profile

FIGURES = (("a", "甲镇", 60), ("b", "甲镇", 40), ("c", "乙镇", 20))


def situation(profile: str) -> Situation:
    parcels = tuple(RatioParcel(name, "违法", "W1", Fraction(mu), township=township, name=f"地块{name}")
                    for name, township, mu in FIGURES)
    legal = (RatioParcel("d", "合法", "H1", Fraction(360), township="乙镇", name="地块d"),)
    violations = {name: Violation(name, Fraction(mu + 10), Fraction(mu, 2)) for name, _, mu in FIGURES}
    return Situation(load_profile(profile), RatioInput((*parcels, *legal), (), Book()), violations,
                     {each.id: each.shown for each in (*parcels, *legal)},
                     {"违法": ("地块a", "地块b", "地块c"), "合法": ("地块d",)},
                     DailyCounts(to_verify=8, verified=4, illegal_area=Fraction(150), eliminated_area=Fraction(0),
                                 illegal_patches=3))


@pytest.fixture()
def page(qgis_app, qtbot):
    page = CalculatorsPage()
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    return page


def choose(page, key: str, profile: str):
    page.show_situation(situation(profile), "county")
    page.choose(key)
    return page.editors


def result(page, place: int = 0):
    page.work_out()
    return page.view.calculations[place].result


def test_concealment_and_the_interview(page):
    editors = choose(page, "interview", "GD_JM2021")
    editors["concealed"].setValue(11)
    editors["audited"].setValue(110)
    assert result(page) == Fraction(1, 10) and page.view.calculations[0].fires is True
    editors["concealed"].setValue(10)
    editors["audited"].setValue(100)
    assert result(page) == Fraction(1, 10) and page.view.calculations[0].fires is False
    editors["circumstances"].item(0).setCheckState(Qt.CheckState.Checked)
    page.work_out()
    assert page.view.calculations[0].fires is True


def test_what_does_not_fit_together_is_told_in_the_place_of_a_figure(page):
    editors = choose(page, "interview", "GD_JM2021")
    editors["concealed"].setValue(3)
    page.work_out()
    assert page.view.calculations == () and "Give first: Patches audited" in page.view.resultLabel.text()
    editors["audited"].setValue(2)
    page.work_out()
    assert page.view.calculations == () and "瞒报图斑数" in page.view.resultLabel.text()
    assert not page.view.exportButton.isEnabled()


def test_the_sample_is_filled_with_what_is_signed_and_drawn_from_a_seed(page):
    editors = choose(page, "sample", "GD_JM2021")
    assert (editors["违法"].value(), editors["合法"].value(), editors["其他"].value()) == (3, 1, 0)
    assert result(page) == 2
    editors["合法"].setValue(47)
    assert result(page) == 16
    editors["seed"].setText("2021-06")
    page.work_out()
    drawn = page.view.calculations[1].lines
    assert [line.parcels for line in drawn][:1] == [("地块d",)] and "2021-06" in page.view.as_text()


def test_truthfulness_at_its_limit(page):
    editors = choose(page, "truth", "MNR2021")
    for truthful, criticised in ((179, True), (180, False)):
        editors["sampled"].setValue(200)
        editors["truthful"].setValue(truthful)
        page.work_out()
        assert page.view.calculations[0].fires is criticised
    editors["truthful"].setValue(0)
    editors["sampled"].setValue(0)
    assert result(page) is None


def test_the_ranking_begins_with_the_townships_and_takes_pasted_lines(page):
    editors = choose(page, "ranking", "GD_JM2021")
    assert editors["units"].toPlainText().splitlines() == ["乙镇\t30.00\t5.26\t20.00", "甲镇\t120.00\t100.00\t100.00"]
    page.work_out()
    assert page.view.calculations[0].lines[0].label == "第 1 甲镇"
    editors["units"].setPlainText("A\t900\t8\nB,500,20%\nC，300，12")
    page.work_out()
    assert [line.label for line in page.view.calculations[0].lines] == ["第 1 B", "第 2 A", "第 3 C"]
    editors["units"].setPlainText("A\t900\t8\nB\tviel")
    page.work_out()
    assert page.view.calculations == () and "2" in page.view.resultLabel.text()


def test_the_quota_of_2019_starts_from_what_is_still_illegal(page):
    editors = choose(page, "withheld", "MNR2019")
    assert editors["illegal"].text() == "150.00"
    assert result(page) == Fraction("22.5") and "cap is not applied" in page.view.detailBrowser.toPlainText()
    editors["illegal"].setText("4000")
    editors["quota"].setText("5,000")
    assert result(page) == 500
    editors["rectified"].setText("1000")
    assert result(page, 1) == 125
    editors["reason"].setText("国务院同意")
    assert result(page) == 600


def test_the_three_parts_of_2021_and_their_batches(page):
    editors = choose(page, "linked", "GD_JM2021")
    assert (editors["farmland"].text(), editors["basic"].text(), editors["other"].text()) == (
        "120.00", "60.00", "30.00")
    editors["farmland"].setText("42.35")
    editors["other"].setText("320")
    assert (result(page, 0), result(page, 2)) == (Fraction("42.35"), 48)
    second = sorted(key for key in editors if key.startswith("batch "))[1]
    editors[second].setText("80")
    assert result(page, 3) == 36


def test_reserve_assessment_and_immediate_interview(page):
    choose(page, "reserve", "GX_ZY2023")
    assert result(page) == 120
    choose(page, "assessed", "MNR2024Q")
    assert result(page) == 120
    editors = choose(page, "immediate", "MNR2019")
    assert (editors["basic"].text(), editors["general"].text()) == ("60.00", "60.00")
    page.work_out()
    assert page.view.calculations == () and "Nature reserve" in page.view.resultLabel.text()
    editors["reserve"].setText("0")
    page.work_out()
    assert page.view.calculations[0].fires is False
    editors["findings"].item(0).setCheckState(Qt.CheckState.Checked)
    page.work_out()
    assert page.view.calculations[0].fires is True
    editors["severe"].setCurrentIndex(editors["severe"].findData("no"))
    page.work_out()
    assert page.view.calculations[0].fires is False


def test_the_six_rates_are_proposed_and_say_so(page):
    editors = choose(page, "daily", "GX_ZY2023")
    assert (editors["to_verify"].value(), editors["verified"].value()) == (8, 4)
    assert result(page) == Fraction(1, 2) and len(page.view.calculations) == 6
    unknown = [each.result is None for each in page.view.calculations]
    assert unknown == [False, True, True, True, False, True]  # not given, nothing sampled, no act: never 0 %
    editors["verified_in_time"].setValue(0)
    assert result(page, 1) == 0
    assert "cannot be computed" in page.view.resultLabel.text() and "proposed" in page.view.resultLabel.text()


def test_a_calculation_the_profile_does_not_know_cannot_be_computed_and_names_the_value(page):
    choose(page, "withheld", "GX_ZY2023")
    page.work_out()
    assert page.view.calculations[0].result is None
    assert "quota_withheld_share" in page.view.detailBrowser.toPlainText()
    assert page.listWidget.item(0).toolTip() != ""


def test_what_was_typed_stays_while_one_looks_at_another_calculation(page, qtbot):
    editors = choose(page, "truth", "MNR2021")
    editors["sampled"].setValue(37)
    page.choose("daily")
    page.choose("truth")
    assert page.editors["sampled"].value() == 37
    page.show_situation(situation("MNR2021"), "county")
    assert page.editors["sampled"].text() == "not given"


def test_an_area_nobody_touched_is_computed_exactly(page):
    known = situation("MNR2019")
    third = {"a": Violation("a", Fraction(100, 3) + 60)}
    only = RatioInput(known.parcels[:1], (), Book())
    page.show_situation(Situation(known.profile, only, third, known.names), "county")
    page.choose("withheld")
    page.editors["quota"].setText("1000000")
    assert page.editors["illegal"].text() == "93.33"
    assert result(page) == Fraction(15, 100) * (Fraction(100, 3) + 60)
