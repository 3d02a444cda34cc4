"""The dashboard: counted in the background, only while it is looked at; every bar opens its patches in the queue."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt

from weipian_plugin.domain.records import Batch
from weipian_plugin.gui.dashboard import dashboards as room
from weipian_plugin.gui.dashboard import words
from weipian_plugin.gui.patches.filters import Chosen, Filter


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    """Names as an office sees them; in English they are looked at apart."""
    monkeypatch.setattr(words, "language", lambda: "zh")


@pytest.fixture()
def dashboard(bench, window, qtbot):
    window.show() if hasattr(window, "show") else window.mainWindow().show()
    bench.registry["dashboard"].trigger()
    found = bench.dashboards
    qtbot.waitUntil(lambda: found.dock.overview is not None, timeout=20000)
    return found


def value(dashboard, key: str) -> object:
    return dashboard.dock.overview.statistics.headlines[key].value


def test_nothing_is_made_or_counted_before_it_is_asked_for(bench, monkeypatch) -> None:
    assert bench.dashboards.dock is None
    bench.session.parcelUpdated.emit(bench.session.current)
    assert bench.dashboards.dock is None
    assert not bench.dashboards._timer.isActive()


def test_figures_and_charts_are_of_the_workspace(bench, dashboard) -> None:
    rows = bench.session.workspace.queue()
    assert value(dashboard, "图斑") == len({row.jcbh for row in rows})
    names = [tile.nameLabel.text() for tile in dashboard.dock.tiles if not tile.isHidden()]
    assert names[:5] == ["下发图斑", "核查完成率", "合法用地", "违法用地", "其他用地"]
    assert "1-1" in dashboard.dock.charts
    assert "The ratio counts" in dashboard.dock.ratioLabel.text()
    assert dashboard.dock.windowTitle()


def test_a_bar_opens_its_patches_and_the_chip_leads_back(bench, dashboard, qtbot) -> None:
    queue, shown = bench.patches.model, dashboard.dock.overview
    some = [row.parcel_uuid for row in bench.session.workspace.queue()[:9]]
    for uuid in some:
        bench.session.workspace.save_draft(uuid, {"PDLX": "其他"})
    dashboard.count()
    qtbot.waitUntil(lambda: dashboard.dock.overview is not shown, timeout=20000)
    before = queue.filter
    view = dashboard.dock.charts["1-1"]
    view.resize(600, view.heightForWidth(600))
    view.grab()
    bar = next(bar for bar in view.bars if bar.series == "初判")
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=bar.rect.center().toPoint())
    assert set(queue.uuids) == set(bar.figure.parcels) == set(some)
    assert bar.figure.title in bench.patches._body.chipsLabel.text().replace("&nbsp;", " ")
    bench.patches.filters._remove("0")
    assert queue.filter == before
    assert len(queue.uuids) == len(bench.session.workspace.queue())


def test_keys_go_from_bar_to_bar_and_open_one(bench, dashboard, qtbot) -> None:
    view = dashboard.dock.charts["1-1"]
    view.resize(600, view.heightForWidth(600))
    view.grab()
    asked = []
    view.figureWanted.connect(asked.append)
    full = next(place for place, bar in enumerate(view.bars) if bar.figure.parcels)
    for _step in range(full + 1):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked == [view.bars[full].figure]


def test_a_decision_is_counted_a_little_later(bench, dashboard, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(room, "LEAST_DELAY_MS", 20)
    session = bench.session
    uuid = session.workspace.queue()[0].parcel_uuid
    session.workspace.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q5"})
    shown = dashboard.dock.overview
    session.parcelUpdated.emit(uuid)
    assert dashboard.dock.overview is shown  # not at once, and not in the window's own thread
    qtbot.waitUntil(lambda: dashboard.dock.overview is not shown, timeout=20000)
    begun = dashboard.dock.overview.statistics.tables["1-1"].figure("合计", 7)
    assert begun.parcels == (uuid,)


def test_hidden_it_counts_nothing_and_shown_again_it_is_up_to_date(bench, dashboard, qtbot, monkeypatch) -> None:
    dashboard.dock.hide()
    session, shown = bench.session, dashboard.dock.overview
    uuid = session.workspace.queue()[0].parcel_uuid
    session.workspace.save_draft(uuid, {"PDLX": "其他"})
    session.parcelUpdated.emit(uuid)
    assert not dashboard._timer.isActive()
    assert not dashboard._newest.is_working
    dashboard.open()
    qtbot.waitUntil(lambda: dashboard.dock.overview is not shown, timeout=20000)


def test_the_scopes_are_batches_and_the_periods_in_which_something_was_issued(dashboard) -> None:
    box = dashboard.dock.scopeBox
    words = [box.itemText(place) for place in range(box.count())]
    assert "2023年第三季度" in words
    assert "2023年度" in words
    assert "2023-08 批" in words
    assert "2023年第二季度" not in words


def test_another_scope_is_counted_and_stays_chosen(dashboard, qtbot) -> None:
    box, shown = dashboard.dock.scopeBox, dashboard.dock.overview
    box.setCurrentIndex(box.findText("2023-08 批"))
    dashboard.dock.scopeChosen.emit()
    qtbot.waitUntil(lambda: dashboard.dock.overview is not shown, timeout=20000)
    assert box.currentText() == "2023-08 批"
    assert isinstance(dashboard.dock.overview.statistics.scope.batches[0], Batch)


def test_pictures_are_saved_for_paper(dashboard, tmp_path: Path) -> None:
    chart = dashboard.dock.overview.charts[0]
    dashboard.save_to([(chart, tmp_path / "图.png"), (chart, tmp_path / "图.svg")])
    assert (tmp_path / "图.png").stat().st_size > 1000
    assert "核查进度" in (tmp_path / "图.svg").read_text(encoding="utf-8")


def test_a_test_shows_no_figures(bench, dashboard, monkeypatch, qtbot) -> None:
    monkeypatch.setattr(type(bench.session), "blind", property(lambda _self: True))
    bench.session.blindChanged.emit(True)
    assert dashboard.dock.overview is None
    assert dashboard.dock.page.isHidden()


def test_without_a_workspace_it_says_what_to_do(bench, dashboard) -> None:
    bench.session.close()
    bench.session.workspaceChanged.emit()
    assert dashboard.dock.overview is None


def test_chosen_parcels_are_not_kept_beyond_the_day() -> None:
    before = Filter(townships=("甲镇",))
    chosen = Filter(chosen=Chosen("违法·甲镇", frozenset({"a"}), before))
    assert Filter.from_json(chosen.to_json()) == before
    assert chosen.with_choice("chosen", True, False) == before
    assert chosen.narrows


def test_a_wide_dashboard_leaves_no_holes_between_its_charts(bench, dashboard, qtbot) -> None:
    dock = dashboard.dock
    dock.setFloating(True)
    dock.resize(1100, 900)
    qtbot.waitUntil(lambda: dock.page.width() > 900, timeout=5000)
    charts = sorted(dock.charts.values(), key=lambda view: view.y())
    for above, below in zip(charts, charts[1:]):
        assert above.height() == above.heightForWidth(above.width())
        assert below.y() - (above.y() + above.height()) <= dock.page.layout().spacing()
