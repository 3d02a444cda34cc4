"""A real QGIS window with the plugin: it loads, it unloads without a trace, and QGIS always ends cleanly."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.parametrize("locale", ["zh-Hans", "en_US"])
def test_qgis_shows_the_docks_and_ends_cleanly(window, tmp_path: Path, locale: str) -> None:
    ended = window("plugin_loads.py", locale)
    assert ended.code == 0, ended.err
    assert (tmp_path / "window.png").stat().st_size > 20_000


def test_unloading_leaves_no_trace_and_loading_again_works(window) -> None:
    ended = window("plugin_unloads.py")
    assert ended.code == 0, ended.err


@pytest.mark.parametrize("worker", ["idle", "busy"])
@pytest.mark.parametrize("end", ["quit", "unload"])
def test_the_worker_goes_with_the_plugin_and_qgis_ends_cleanly(window, demo: Path, worker: str, end: str) -> None:
    ended = window("worker_alive.py", WEIPIAN_WORKER=worker, WEIPIAN_END=end,
                   WEIPIAN_LAND_CLASSES=f"{demo}/beihai_scene.gpkg|dltb_pseudo")
    assert ended.code == 0, ended.err


def test_qgis_ends_cleanly_where_somebody_still_holds_an_image(window, demo: Path) -> None:
    ended = window("images_held.py", WEIPIAN_IMAGE=str(demo / "after_20180309_rgb8.tif"))
    assert ended.code == 0, ended.err


def test_the_review_window_fills_every_page_and_goes_with_the_plugin(window, province: Path, tmp_path: Path) -> None:
    ended = window("review_pages.py", WEIPIAN_WORKSPACE=str(province))
    assert ended.code == 0, ended.err
    assert [path.name for path in province.parent.iterdir()] == [province.name]
    assert (tmp_path / "window.png").stat().st_size > 20_000


def test_a_failing_startup_script_is_told(window) -> None:
    ended = window("fails.py")
    assert ended.code == 70
    assert "told by window.sh" in ended.err
