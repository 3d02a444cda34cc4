"""Two dates matched on the same ground: haze goes, change stays; on the real Beihai and South Jordan pairs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsRectangle,
    QgsVectorLayer,
)

from weipian_plugin.domain.records import Scene
from weipian_plugin.jobs.imagery import stretch_book
from weipian_plugin.jobs.imagery.scene_shelf import SceneShelf
from weipian_plugin.jobs.imagery.scenes import Picture, PictureState
from weipian_plugin.jobs.imagery.stretch import PLAIN, Ground, Stretch, matched_ranges
from weipian_plugin.jobs.imagery.stretch_book import StretchBook, around_of
from weipian_plugin.jobs.imagery.stretch_reading import stretches_of

BEFORE, AFTER = "2016-12-09", "2018-03-09"
CRS = QgsCoordinateReferenceSystem("EPSG:4525")
GAIN, LIGHT = (0.5, 0.5, 0.45), (90.0, 98.0, 112.0)


def square(raster: Path, side: float = 300.0) -> QgsGeometry:
    """A patch in the middle of a raster."""
    dataset = gdal.Open(str(raster))
    west, pixel, _, north, _, down = dataset.GetGeoTransform()
    x, y = west + pixel * dataset.RasterXSize / 2, north + down * dataset.RasterYSize / 2
    return QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side))


def numbers(path: Path) -> np.ndarray:
    dataset = gdal.Open(str(path))
    raw = dataset.ReadRaster(buf_type=gdal.GDT_Float32)
    return np.frombuffer(bytes(raw), "float32").reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)


def changed(source: Path, target: Path, change) -> Path:
    """A copy with ``change(values)``; what is nodata stays nodata."""
    values = numbers(source)
    made = gdal.GetDriverByName("GTiff").CreateCopy(str(target), gdal.Open(str(source)))
    new = np.where(values > 0, np.clip(change(values), 1, 255), 0).astype("uint8")
    for band in range(3):
        made.GetRasterBand(band + 1).WriteRaster(0, 0, values.shape[2], values.shape[1], new[band].tobytes())
    return target


def hazy(values: np.ndarray) -> np.ndarray:
    return values * np.reshape(GAIN, (3, 1, 1)) + np.reshape(LIGHT, (3, 1, 1))


def pictures(before: Path, after: Path) -> dict[str, Picture]:
    return {date: Picture(PictureState.READY, date, (Scene(str(path), date, "", True),))
            for date, path in ((AFTER, after), (BEFORE, before))}


def as_shown(path: Path, stretch: Stretch) -> np.ndarray:
    low, high = np.transpose(stretch.of(str(path)))
    return np.clip((numbers(path) - low.reshape(3, 1, 1)) / (high - low).reshape(3, 1, 1) * 255, 0, 255)


def matched(before: Path, after: Path, patch: QgsGeometry, crs=CRS, wanted=True) -> dict[str, Stretch]:
    return stretches_of(pictures(before, after), around_of(patch, crs), wanted)


def near(values: np.ndarray, side: int = 40) -> np.ndarray:
    """The middle of an image."""
    y, x = values.shape[1] // 2, values.shape[2] // 2
    return values[:, y - side:y + side, x - side:x + side]


@pytest.fixture
def pair(demo: Path) -> tuple[Path, Path]:
    return demo / "before_20161209_rgb8.tif", demo / "after_20180309_rgb8.tif"


def test_haze_over_one_date_makes_no_difference_to_what_is_seen(pair, tmp_path):
    before, after = pair
    foggy = changed(before, tmp_path / "foggy.tif", hazy)
    patch = square(before)
    clear, veiled = matched(before, after, patch), matched(foggy, after, patch)
    raw = np.abs(near(numbers(before)) - near(numbers(foggy))).mean()
    apart = np.abs(near(as_shown(before, clear[BEFORE])) - near(as_shown(foggy, veiled[BEFORE]))).mean()
    assert raw > 40 and apart < 6
    assert np.abs(near(as_shown(after, clear[AFTER])) - near(as_shown(after, veiled[AFTER]))).mean() < 4


def test_both_dates_get_the_same_darkness_and_brightness_on_the_same_ground(demo):
    folder = demo / "southjordan"
    before, after = folder / "before_20110720.tif", folder / "after_20180828.tif"
    crs = QgsCoordinateReferenceSystem("EPSG:26912")
    found = matched(before, after, square(before), crs)
    shown = [near(as_shown(path, found[date]), 100) for path, date in ((before, BEFORE), (after, AFTER))]
    raw = [near(numbers(path), 100) for path in (before, after)]
    apart = [abs(np.percentile(one, (2, 98)) - np.percentile(two, (2, 98))).max() for one, two in (shown, raw)]
    assert apart[0] < apart[1] / 2


ROW, COLUMN = 750, 150
"""Dark fields: what is built there is the brightest around."""


def in_the_fields(raster: Path, pixels: int) -> QgsGeometry:
    """A patch of ``pixels`` × ``pixels`` there."""
    west, pixel, _, north, _, down = gdal.Open(str(raster)).GetGeoTransform()
    return QgsGeometry.fromRect(QgsRectangle(west + pixel * COLUMN, north + down * (ROW + pixels),
                                             west + pixel * (COLUMN + pixels), north + down * ROW))


def test_what_changed_inside_the_patch_does_not_move_the_stretch(pair, tmp_path):
    before, after = pair

    def built(values):
        values = values.copy()
        values[:, ROW:ROW + 80, COLUMN:COLUMN + 80] = 255
        return values

    site = changed(after, tmp_path / "built.tif", built)
    around = around_of(in_the_fields(before, 80), CRS)
    west, south, east, north = around.box
    close = replace(around, box=(west + 900, south + 900, east - 900, north - 900))  # more than half of it is the patch
    plain, moved = (stretches_of(pictures(before, path), close, True)[AFTER].of(str(path)) for path in (after, site))
    assert np.allclose(moved, plain, atol=8)


def test_around_a_small_patch_enough_ground_is_looked_at_to_be_shown_at_a_wider_scale(pair):
    west, south, east, north = around_of(in_the_fields(pair[0], 3), CRS).box
    assert east - west >= 1000 and north - south >= 1000


def test_a_small_patch_in_strange_surroundings_is_matched_on_more_than_these(demo, pair):
    """Patch 00005 of the scene: its near surroundings alone leave a twelfth of a kilometre around it black."""
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    [patch] = [one.geometry() for one in layer.getFeatures() if one["JCBH"].endswith("00005")]
    found = matched(*pair, patch, layer.crs())
    middles = []
    for path, date in zip(pair, (BEFORE, AFTER)):
        west, pixel, _, north, _, down = gdal.Open(str(path)).GetGeoTransform()
        into = QgsCoordinateReferenceSystem.fromWkt(gdal.Open(str(path)).GetProjection())
        onto = QgsCoordinateTransform(layer.crs(), into, QgsCoordinateTransformContext())
        centre = onto.transform(patch.centroid().asPoint())
        column, row = int((centre.x() - west) / pixel), int((centre.y() - north) / down)
        shown = as_shown(path, found[date])[:, max(row - 50, 0):row + 50, max(column - 50, 0):column + 50]
        assert (shown <= 0).mean() < 0.02 and (shown >= 255).mean() < 0.03, date
        middles.append(np.median(shown))
    assert abs(middles[0] - middles[1]) < 15


def test_a_cloud_beside_the_patch_hardly_moves_the_stretch(pair, tmp_path):
    before, after = pair
    patch = in_the_fields(before, 30)

    def cloudy(values):
        values = values.copy()
        values[:, ROW - 30:ROW - 5, COLUMN - 30:COLUMN + 20] = 255
        return values

    clouded = changed(before, tmp_path / "cloud.tif", cloudy)
    plain, under = matched(before, after, patch)[BEFORE], matched(clouded, after, patch)[BEFORE]
    highs = [[high for _, high in found.of(str(path))] for found, path in ((plain, before), (under, clouded))]
    assert np.allclose(*highs, atol=30)


def test_sixteen_bit_dates_are_matched_and_keep_their_own_range_without_matching(tmp_path, pair):
    paths = []
    for number, source in enumerate(pair):
        path = tmp_path / f"{number}.tif"
        gdal.Translate(str(path), str(source), outputType=gdal.GDT_UInt16,
                       scaleParams=[[0, 255, 0, 4000 + 3000 * number]])
        paths.append(path)
    patch = square(pair[0])
    for wanted in (True, False):
        found = matched(*paths, patch, wanted=wanted)
        highest = [high for date, path in zip((BEFORE, AFTER), paths) for _, high in found[date].of(str(path))]
        assert len(highest) == 6 and min(highest) > 1000
    assert matched(*pair, patch, wanted=False) == {BEFORE: PLAIN, AFTER: PLAIN}


def test_nodata_counts_for_neither_date(pair, tmp_path):
    before, after = pair
    patch = square(before)
    half = tmp_path / "half.tif"
    values = numbers(before).astype("uint8")
    values[:, :, values.shape[2] // 2 + 12:] = 0
    made = gdal.GetDriverByName("GTiff").CreateCopy(str(half), gdal.Open(str(before)))
    for band in range(3):
        made.GetRasterBand(band + 1).WriteRaster(0, 0, values.shape[2], values.shape[1], values[band].tobytes())
    made = None
    found = matched(half, after, patch)
    assert all(low > -30 for low, _ in found[BEFORE].of(str(half)))
    assert found[AFTER] != matched(before, after, patch)[AFTER]


def test_tiles_of_one_kind_share_a_stretch_so_that_no_seam_shows(pair, tmp_path):
    before, after = pair
    middle = gdal.Open(str(after)).RasterXSize // 2
    rows = gdal.Open(str(after)).RasterYSize
    parts = []
    for number, (start, width) in enumerate(((0, middle), (middle, gdal.Open(str(after)).RasterXSize - middle))):
        parts.append(tmp_path / f"tile{number}.tif")
        gdal.Translate(str(parts[-1]), str(after), srcWin=[start, 0, width, rows])
    shown = pictures(before, after)
    shown[AFTER] = Picture(PictureState.READY, AFTER, tuple(Scene(str(path), AFTER, "", True) for path in parts))
    found = stretches_of(shown, around_of(square(before), CRS), True)
    assert found[AFTER].of(str(parts[0])) == found[AFTER].of(str(parts[1]))
    whole = matched(before, after, square(before))[AFTER].of(str(after))
    assert np.allclose(found[AFTER].of(str(parts[0])), whole, atol=2)


def test_even_ground_is_not_blown_up_into_relief():
    water = Ground(np.full((3, 20, 20), 30.0) + np.arange(400).reshape(20, 20) % 3, np.ones((20, 20), bool), True)
    ranges = matched_ranges({"a": water}, np.ones((20, 20), bool))["a"]
    assert all(high - low >= 24 for low, high in ranges)


def test_dates_without_common_ground_are_stretched_on_their_own():
    values = np.tile(np.linspace(0, 200, 400).reshape(20, 20), (3, 1, 1))
    left = np.zeros((20, 20), bool)
    left[:10] = True
    found = matched_ranges({"a": Ground(values, left, True), "b": Ground(values, ~left, True)}, np.ones((20, 20), bool))
    assert found["a"] != found["b"] and found["a"][0][0] < 10


def test_the_book_answers_later_then_at_once_and_shows_in_the_window(qtbot, pair):
    book, shelf = StretchBook(), SceneShelf()
    patch = square(pair[0])
    shown = {date: shelf.settled(picture, CRS, patch.boundingBox()) for date, picture in pictures(*pair).items()}
    with qtbot.waitSignal(book.ready, timeout=20_000) as told:
        assert book.stretches("key", shown, patch, CRS) is None
        assert book.stretches("key", shown, patch, CRS) is None
    assert told.args == ["key"]
    found = book.stretches("key", shown, patch, CRS)
    assert found == matched(*pair, patch) and all(layer.isValid() for layer in shelf.layers_of(
        shown[AFTER], CRS, found[AFTER]))
    book.shut_down()
    shelf.clear()


def test_what_cannot_be_read_is_answered_too(qtbot, pair, tmp_path, monkeypatch):
    book = StretchBook()
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"no image")
    with qtbot.waitSignal(book.ready, timeout=20_000):
        book.stretches(1, pictures(broken, pair[1]), square(pair[0]), CRS)
    assert book.stretches(1, {}, square(pair[0]), CRS)[BEFORE] == PLAIN

    def fail(*_what):
        raise ValueError("odd")

    monkeypatch.setattr(stretch_book, "stretches_of", fail)
    with qtbot.waitSignal(book.ready, timeout=20_000):
        book.stretches(2, pictures(*pair), square(pair[0]), CRS)
    assert book.stretches(2, {}, square(pair[0]), CRS) == {BEFORE: PLAIN, AFTER: PLAIN}
    assert book.stretches(3, pictures(*pair), None, CRS) == {BEFORE: PLAIN, AFTER: PLAIN}
    book.shut_down()


def test_what_was_asked_of_another_workspace_is_not_answered(qtbot, pair):
    book = StretchBook()
    with qtbot.assertNotEmitted(book.ready, wait=300):
        book.stretches(1, pictures(*pair), square(pair[0]), CRS)
        book.forget()
    book.shut_down()


def test_stretches_are_keys(pair):
    one = matched(*pair, square(pair[0]))[AFTER]
    assert one == matched(*pair, square(pair[0]))[AFTER] and len({one, one.by_hand(3, 0), PLAIN}) == 3
