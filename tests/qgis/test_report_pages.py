"""The report's pages: a chart of many rows goes on overleaf instead of leaving half a page white; nothing is cut."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from weipian_plugin.delivery.charts.spec import Chart, Kind, Series
from weipian_plugin.delivery.report.model import Paragraph, Report, Section
from weipian_plugin.delivery.report.pdf_file import pdf_of
from weipian_plugin.domain.statistics.figures import COUNT, Figure

pytestmark = pytest.mark.usefixtures("qgis_app")


def chart(rows: int) -> Chart:
    figures = tuple(Figure(f"f{row}", "数", row + 1, COUNT, "", ()) for row in range(rows))
    return Chart("c", "判定结果", Kind.ACROSS, tuple(f"{row:02d}村" for row in range(rows)),
                 (Series("违法", figures, "illegal"),), COUNT, True)


def pages(*blocks) -> list[str]:
    report = Report("报告", "副题", "2023-09-30", "2023-09-30T08:00:00", (), (Section("一", "判定", blocks),))
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(report))).pages]


def rows_on(page: str) -> list[str]:
    said = "".join(page.split())
    return [f"{row:02d}村" for row in range(60) if f"{row:02d}" + "村" in said]


def test_a_chart_with_many_rows_goes_on_overleaf_and_none_of_its_rows_is_lost():
    filling = [Paragraph("　".join(["字"] * 30))] * 7
    first, second = pages(*filling, chart(24))[:2]
    assert len(rows_on(first)) >= 3 and len(rows_on(second)) >= 3
    assert rows_on(first) + rows_on(second) == [f"{row:02d}村" for row in range(24)]


def test_a_chart_that_has_room_stays_whole():
    first = pages(chart(12))[0]
    assert len(rows_on(first)) == 12
