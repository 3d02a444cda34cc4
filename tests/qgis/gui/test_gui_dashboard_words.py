"""The dashboard in an English QGIS: names of figures and charts are English; what is saved as a picture is not."""

from __future__ import annotations

import re

import pytest

from weipian_plugin.delivery.charts.spec import Chart, Kind, Series
from weipian_plugin.domain.statistics.figures import COUNT, MU, Figure
from weipian_plugin.gui.dashboard import words
from weipian_plugin.gui.dashboard.chart_view import ChartView
from weipian_plugin.gui.dashboard.tile import Tile

CHART = Chart("2-4", "判定结果（按村社区）", Kind.ACROSS, ("示例村00", "新增非农建设类", "3 日内"),
              tuple(Series(name, tuple(Figure("f", f"未判定·{name}", n, COUNT, "", ("p",)) for n in (1, 2, 3)), "legal")
                    for name in ("合法", "未判定")), COUNT, True, "只列最多的 15 项，其余 15 项见表2-4。")


@pytest.fixture
def english(monkeypatch):
    monkeypatch.setattr(words, "language", lambda: "en")


def test_a_chart_is_said_in_english_and_stays_itself(english, qtbot):
    view = ChartView(CHART)
    qtbot.addWidget(view)
    shown = words.chart_in_words(CHART)
    assert view.accessibleName() == shown.title == "Outcomes (by village)" and view.chart is CHART
    assert shown.categories == ("示例村00", "New non-agricultural construction", "Within 3 days")
    assert [one.name for one in shown.series] == ["Legal", "Open"]
    assert not re.search("[一-鿿]", shown.note + shown.unit_said)
    asked = []
    view.pictureWanted.connect(asked.append)
    view.pictureWanted.emit(view.chart)
    assert asked == [CHART]


def test_tiles_are_said_in_english(english, qtbot):
    tile = Tile()
    qtbot.addWidget(tile)
    for figure, name, said in ((Figure("a", "违法面积", 12, MU, "", ()), "Illegal area", "12"),
                               (Figure("b", "未判定·已逾期", 3, COUNT, "", ()), "Open · Overdue", "3")):
        tile.show_figure(figure)
        assert tile.nameLabel.text() == name and tile.figureLabel.text().startswith(said)
        assert not re.search("[一-鿿]", tile.figureLabel.text())


def test_in_chinese_nothing_is_another(monkeypatch):
    monkeypatch.setattr(words, "language", lambda: "zh")
    assert words.chart_in_words(CHART) is CHART and words.in_words("违法面积") == "违法面积"
