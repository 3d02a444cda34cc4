"""Charts: where bars stand, how long they are, that they are told apart, that the same chart is the same picture."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QFontMetricsF, QImage, QPainter

from weipian_plugin.delivery.charts.files import png_of, svg_of, write_chart
from weipian_plugin.delivery.charts.look import ON_DARK, ON_LIGHT, TONES
from weipian_plugin.delivery.charts.painter import Bar, categories_within, font_of, height_for, paint
from weipian_plugin.delivery.charts.scale import short, ticks
from weipian_plugin.delivery.charts.spec import Chart, Kind, Series, split
from weipian_plugin.delivery.charts.texts import wrapped
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.statistics.figures import COUNT, MU, RATIO, Figure

pytestmark = pytest.mark.usefixtures("qgis_app")


def counts(*values: int | None) -> tuple[Figure, ...]:
    return tuple(Figure(f"f{value}", "数", value, COUNT, "", ("p",)) for value in values)


def stacked(kind: Kind = Kind.UPRIGHT) -> Chart:
    return Chart("c", "判定结果", kind, ("新增", "持续变化"), (
        Series("合法", counts(30, 10), "legal"), Series("违法", counts(20, 0), "illegal"),
        Series("其他", counts(50, 30), "other")), COUNT, True)


def painted(chart: Chart, width: int = 800, height: int = 400, look=ON_LIGHT) -> tuple[QImage, tuple[Bar, ...]]:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    bars = paint(chart, painter, QRectF(0, 0, width, height), look)
    painter.end()
    return image, bars


def reach(bar: Bar) -> QRectF:
    """The bar without the room in which it can be hit."""
    return bar.rect.adjusted(0, ON_LIGHT.size * 0.25, -ON_LIGHT.size * 0.25, 0)


def test_bars_are_as_long_as_their_figures_and_stand_on_each_other() -> None:
    _image, bars = painted(stacked())
    lengths = {(bar.category, bar.series): reach(bar).height() for bar in bars}
    assert lengths["新增", "违法"] == pytest.approx(lengths["新增", "合法"] * 2 / 3)
    assert lengths["持续变化", "其他"] == pytest.approx(lengths["新增", "合法"])
    first = [reach(bar) for bar in bars if bar.category == "新增"]
    assert first[0].top() == pytest.approx(first[1].bottom())
    assert first[1].top() == pytest.approx(first[2].bottom())


def test_bars_across_stand_beside_each_other_and_are_as_long() -> None:
    chart = Chart("c", "面积", Kind.ACROSS, ("甲镇", "乙镇"), (
        Series("面积", (Figure("a", "x", Decimal("10.00"), MU), Figure("b", "x", Decimal("2.50"), MU)), "area"),
        Series("耕地", (Figure("c", "x", Decimal("5.00"), MU), Figure("d", "x", None, MU)), "farmland")), MU)
    _image, bars = painted(chart)
    widths = {bar.figure.id: reach(bar).width() for bar in bars}
    assert widths["b"] == pytest.approx(widths["a"] / 4)
    assert widths["c"] == pytest.approx(widths["a"] / 2)
    assert "d" not in widths  # not known is no bar


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("width", [300, 900])
def test_every_bar_stays_within_the_picture(kind: Kind, width: int) -> None:
    chart = stacked(kind) if kind is not Kind.LINE else Chart(
        "l", "完成率", kind, ("一季度", "二季度"), (Series("率", (
            Figure("a", "率", Fraction(1, 2), RATIO), Figure("b", "率", Fraction(9, 10), RATIO)), "now"),), "%")
    height = round(height_for(chart, width))
    for bar in painted(chart, width, height)[1]:
        assert QRectF(0, 0, width, height).contains(bar.rect)


def test_series_can_be_told_apart_without_colour() -> None:
    """Neighbours differ in their pattern, and as grey; on light and on dark ground."""
    for row in (("legal", "illegal", "other", "pending"), ("farmland", "basic", "redline"), ("now", "before", "year"),
                ("area", "farmland", "basic", "redline")):
        patterns = [TONES[tone][2] for tone in row]
        assert all(one != other or one == "" for one, other in zip(patterns, patterns[1:]))
    grey = painted(stacked())[0].convertToFormat(QImage.Format.Format_Grayscale8)
    _image, bars = painted(stacked())
    bright = {}
    for bar in (bar for bar in bars if bar.category == "新增"):
        rect = reach(bar)
        strip = [grey.pixelColor(x, y).red() for x in range(int(rect.left()) + 2, int(rect.left()) + 12)
                 for y in range(int(rect.top()) + 3, int(rect.bottom()) - 3)]
        bright[bar.series] = sum(shade > 200 for shade in strip) / len(strip)
    assert bright["合法"] == 0  # plain
    assert bright["违法"] > 0.1  # hatched
    assert 0.02 < bright["其他"] < bright["违法"]  # dotted
    assert ON_DARK.colour("legal") != ON_LIGHT.colour("legal")


def test_the_same_chart_is_the_same_bytes() -> None:
    assert png_of(stacked()) == png_of(stacked())
    assert svg_of(stacked()) == svg_of(stacked())
    assert png_of(stacked()) != png_of(stacked(), ON_DARK)


def test_svg_keeps_texts_as_texts_and_has_no_date() -> None:
    svg = svg_of(stacked()).decode("utf-8")
    for text in ("判定结果", "合法", "新增"):
        assert text in svg
    assert "Noto Sans CJK SC" in svg
    assert not re.search(r"20\d\d-\d\d", svg)
    assert "url(" not in svg  # neither patterns nor clips, which many readers do not know


def test_pictures_are_written_by_their_ending(tmp_path: Path) -> None:
    for ending, head in ((".png", b"\x89PNG"), (".svg", b"<?xml")):
        path = write_chart(stacked(), tmp_path / f"图{ending}")
        assert path.read_bytes().startswith(head)
    with pytest.raises(WeipianError) as caught:
        write_chart(stacked(), tmp_path / "图.bmp")
    assert caught.value.code == "ENDING_UNKNOWN"


def test_a_chart_of_nothing_says_so() -> None:
    chart = Chart("c", "空", Kind.UPRIGHT, ("甲",), (Series("数", counts(0), "now"),))
    assert chart.is_empty
    assert painted(chart)[1] == ()


@pytest.mark.parametrize(("highest", "whole", "wanted"), [
    (113, True, ["0", "25", "50", "75", "100", "125"]), (3, True, ["0", "1", "2", "3"]),
    (0.4, False, ["0", "0.1", "0.2", "0.3", "0.4"]), (0, False, ["0", "1"]),
])
def test_axes_have_round_steps(highest: float, whole: bool, wanted: list[str]) -> None:
    assert [short(tick) for tick in ticks(highest, 5, whole)] == wanted


def test_lines_break_where_chinese_may_and_codes_stay_whole() -> None:
    metrics = QFontMetricsF(font_of(ON_LIGHT))
    text = "永久基本农田（亩）编号450512WP1800129，完"
    lines = wrapped(text, metrics, metrics.horizontalAdvance("永久基本农田（"), 9)
    assert "".join(lines) == text
    assert not any(line.endswith("（") or line.startswith(("，", "）")) for line in lines)
    wide = wrapped("编号450512WP1800129完", metrics, metrics.horizontalAdvance("450512WP1800129，"), 9)
    assert "450512WP1800129" in "|".join(wide)
    assert len(wrapped("很长的一个名称" * 9, metrics, 80.0, 2)) == 2


def test_parts_of_a_chart_have_its_scale_and_all_of_its_rows() -> None:
    whole = Chart("c", "面积", Kind.ACROSS, tuple("甲乙丙丁戊己"), (Series("面积", counts(60, 5, 4, 30, 2, 0), "now"),),
                  COUNT, note="注")
    first, second = split(whole, 4)
    assert first.categories + second.categories == whole.categories and (first.note, second.note) == ("", "注")
    lengths = [reach(bar).width() for part in (whole, first, second) for bar in painted(part)[1]
               if bar.category == "戊"]
    assert lengths[0] == pytest.approx(lengths[1])
    assert not split(whole, 5)[1].is_empty  # noughts of a chart that is not empty are drawn
    assert categories_within(whole, height_for(whole, 800)) == 6
    assert categories_within(whole, height_for(first, 800)) == 4 and not categories_within(stacked(), 900)
