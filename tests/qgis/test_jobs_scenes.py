"""The imagery of a patch: its dates, tiles, clips, odd rasters; on the real Beihai pair and files made by GDAL."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsSettings,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

from weipian_plugin.domain.records import CLIPS, TILES, Scene
from weipian_plugin.jobs.imagery.clips import clip_folder, forget_listings
from weipian_plugin.jobs.imagery.scene_files import look_into
from weipian_plugin.jobs.imagery.scene_shelf import SceneShelf
from weipian_plugin.jobs.imagery.scenes import AFTER, BEFORE, FURTHER, PictureState, dates_of, picture_of, picture_on
from weipian_plugin.jobs.imagery.stretch import Stretch
from weipian_plugin.jobs.imagery.tile_sources import AGREED, agree, withdraw
from weipian_plugin.workspace.workspace import Workspace

JCBH = "4505122018A0031"
ISSUED = {"JCBH": JCBH, "QSX": "2016-12-09", "HSX": "2018-03-09"}
CRS = QgsCoordinateReferenceSystem("EPSG:4525")
WEST, NORTH = 37_000_000.0, 2_400_000.0
PATCH = QgsRectangle(WEST + 400, NORTH - 600, WEST + 500, NORTH - 500)
TILE_ADDRESS = "type=xyz&url=http://tiles.invalid/{z}/{x}/{y}.png&zmin=0&zmax=18"


@pytest.fixture
def shelf(qgis_app):
    forget_listings()
    shelf = SceneShelf()
    yield shelf
    shelf.clear()


def raster(path: Path, values, west=WEST, north=NORTH, pixel=10.0, kind=gdal.GDT_Byte, authid=4525, nodata=None,
           alpha=None, palette=None, driver="GTiff") -> Scene:
    """``values``: one constant or (left, right) halves for each band, over 100 × 100 pixels."""
    bands = len(values) + (alpha is not None)
    made = gdal.GetDriverByName("MEM").Create("", 100, 100, bands, kind)
    if authid:
        made.SetGeoTransform((west, pixel, 0, north, 0, -pixel))
        plane = osr.SpatialReference()
        plane.ImportFromEPSG(authid)
        made.SetProjection(plane.ExportToWkt())
    for number, value in enumerate([*values, *([alpha] if alpha is not None else [])], 1):
        band = made.GetRasterBand(number)
        left, right = value if isinstance(value, tuple) else (value, value)
        band.Fill(left)
        band.WriteRaster(50, 0, 50, 100, band.ReadRaster(50, 0, 50, 100) if left == right else _filled(kind, right))
        if nodata is not None:
            band.SetNoDataValue(nodata)
    if palette:
        table = gdal.ColorTable()
        for index, colour in palette.items():
            table.SetColorEntry(index, colour)
        made.GetRasterBand(1).SetColorTable(table)
        made.GetRasterBand(1).SetColorInterpretation(gdal.GCI_PaletteIndex)
    elif len(values) == 3:
        for number, meaning in enumerate((gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand), 1):
            made.GetRasterBand(number).SetColorInterpretation(meaning)
    if alpha is not None:
        made.GetRasterBand(bands).SetColorInterpretation(gdal.GCI_AlphaBand)
    gdal.GetDriverByName(driver).CreateCopy(str(path), made)
    Path(f"{path}.aux.xml").unlink(missing_ok=True)
    return Scene(str(path), "2018-03-09", path.stem, True)


def _filled(kind, value) -> bytes:
    block = gdal.GetDriverByName("MEM").Create("", 50, 100, 1, kind)
    block.GetRasterBand(1).Fill(value)
    return block.ReadRaster()


def shown(shelf, scenes, at=(0.5, 0.5), patch=PATCH, stretch=None, crs=CRS) -> tuple[int, int, int]:
    """The colour at a place (0…1 to the right and down) of the patch's box; the canvas is magenta where nothing is."""
    picture = shelf.settled(picture_of(ISSUED, "HSX", scenes), crs, patch)
    settings = QgsMapSettings()
    settings.setLayers(shelf.layers_of(picture, crs, stretch))
    settings.setDestinationCrs(crs)
    settings.setExtent(patch)
    settings.setOutputSize(QSize(40, 40))
    settings.setBackgroundColor(QColor(255, 0, 255))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    colour = job.renderedImage().pixelColor(int(at[0] * 39), int(at[1] * 39))
    return colour.red(), colour.green(), colour.blue()


NOTHING = (255, 0, 255)


# -- dates and states ------------------------------------------------------------------------------------------------

def test_both_issued_dates_are_there_without_any_image_and_further_ones_stand_in_order():
    scenes = [Scene("a.tif", "2017-05-01", "春", True), Scene(TILE_ADDRESS, "", "底图", True, TILES)]
    assert [(each.date, each.role) for each in dates_of(ISSUED, scenes)] == [
        ("2016-12-09", BEFORE), ("2017-05-01", FURTHER), ("2018-03-09", AFTER), ("", FURTHER)]


def test_an_image_of_an_issued_date_makes_no_date_of_its_own(demo):
    scenes = [Scene("a.tif", "2016-12-09"), Scene("b.tif", "2016-12-09T10:00:00")]
    assert [each.date for each in dates_of(ISSUED, scenes)] == ["2016-12-09", "2018-03-09"]


def test_what_is_in_the_way_is_told_apart(tmp_path, qgis_app):
    there = raster(tmp_path / "a.tif", [1, 2, 3])
    assert picture_of({}, "QSX", [there]).state is PictureState.NO_DATE
    assert picture_of(ISSUED, "QSX", [there]).state is PictureState.NO_SCENE
    assert picture_of(ISSUED, "HSX", [Scene(there.path, there.date)]).state is PictureState.UNCONFIRMED
    assert picture_of(ISSUED, "HSX", [Scene("gone.tif", there.date, "", True)]).state is PictureState.NO_FILE
    assert picture_of(ISSUED, "HSX", [Scene("gone.tif", there.date, "", True), there]).scenes == (there,)


def test_an_unconfirmed_picture_names_what_is_stored_so_that_it_can_be_confirmed(tmp_path):
    (tmp_path / f"{JCBH}_H.png").write_bytes(b"")
    folder = Scene(str(tmp_path), "", "截图", False, CLIPS)
    picture = picture_of(ISSUED, "HSX", [folder])
    assert picture.state is PictureState.UNCONFIRMED and picture.scenes == (folder,)


def test_a_file_that_lies_elsewhere_and_one_that_cannot_be_read_are_said(shelf, tmp_path):
    far = raster(tmp_path / "far.tif", [1, 2, 3], west=WEST + 50_000)
    broken = Scene(str(tmp_path / "broken.tif"), "2018-03-09", "", True)
    Path(broken.path).write_bytes(b"no image")
    assert shelf.settled(picture_of(ISSUED, "HSX", [far]), CRS, PATCH).state is PictureState.ELSEWHERE
    assert shelf.settled(picture_of(ISSUED, "HSX", [broken]), CRS, PATCH).state is PictureState.UNREADABLE
    assert shelf.reaching([far, broken], PATCH, CRS) == [broken]


def test_a_raster_that_vanished_and_came_back_is_shown_again(shelf, tmp_path):
    scene = raster(tmp_path / "a.tif", [10, 20, 30])
    aside = tmp_path / "aside.tif"
    Path(scene.path).rename(aside)
    assert picture_of(ISSUED, "HSX", [scene]).state is PictureState.NO_FILE
    aside.rename(scene.path)
    assert shown(shelf, [scene]) == (10, 20, 30)


# -- rasters as they come --------------------------------------------------------------------------------------------

def test_the_real_pair_is_shown_and_nothing_is_written_beside_it(shelf, demo, tmp_path):
    path = tmp_path / "after_20180309.tif"
    shutil.copyfile(demo / "after_20180309_rgb8.tif", path)
    box = look_into(str(path)).box
    ground = QgsRectangle(*box)
    patch = QgsRectangle(ground.center().x(), ground.center().y(), ground.center().x() + 100, ground.center().y() + 100)
    assert shown(shelf, [Scene(str(path), "2018-03-09", "", True)], patch=patch) != NOTHING
    shelf.clear()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_sixteen_bit_numbers_without_a_stretch_never_touch_the_folder(shelf, tmp_path):
    scene = raster(tmp_path / "a.tif", [(100, 3000), (200, 2500), (300, 2000)], kind=gdal.GDT_UInt16)
    dark, bright = (shown(shelf, [scene], patch=_left(), at=(right, 0.5)) for right in (0.1, 0.9))
    assert sum(dark) < 60 < 600 < sum(bright)
    shelf.clear()
    assert [each.name for each in tmp_path.iterdir()] == ["a.tif"]


def _left() -> QgsRectangle:
    """Half of it on the left values, half on the right ones."""
    return QgsRectangle(WEST + 400, NORTH - 600, WEST + 600, NORTH - 400)


def test_several_tiles_of_a_date_make_one_picture(shelf, tmp_path):
    west = raster(tmp_path / "west.tif", [10, 10, 10], west=WEST - 550)
    east = raster(tmp_path / "east.tif", [200, 200, 200], west=WEST + 450)
    far = raster(tmp_path / "far.tif", [90, 90, 90], west=WEST + 90_000)
    picture = shelf.settled(picture_of(ISSUED, "HSX", [west, far, east]), CRS, PATCH)
    assert {scene.path for scene in picture.scenes} == {west.path, east.path}
    assert shown(shelf, [west, far, east], at=(0.1, 0.5)) == (10, 10, 10)
    assert shown(shelf, [west, far, east], at=(0.9, 0.5)) == (200, 200, 200)


@pytest.mark.parametrize("order", [1, -1])
def test_of_overlapping_tiles_the_one_in_which_the_patch_lies_deepest_is_on_top(shelf, tmp_path, order):
    edge = raster(tmp_path / "a_edge.tif", [0, 0, 0], west=WEST + 395)
    deep = raster(tmp_path / "b_deep.tif", [77, 78, 79])
    assert shown(shelf, [edge, deep][::order]) == (77, 78, 79)


def test_a_raster_in_another_crs_lies_on_its_ground(shelf, tmp_path):
    scene = raster(tmp_path / "a.tif", [50, 60, 70])
    gdal.Warp(str(tmp_path / "deg.tif"), scene.path, dstSRS="EPSG:4490", dstNodata=None)
    other = Scene(str(tmp_path / "deg.tif"), "2018-03-09", "", True)
    assert shown(shelf, [other]) == (50, 60, 70)


def test_a_raster_without_a_crs_is_taken_to_be_in_the_workspaces(shelf, tmp_path):
    scene = raster(tmp_path / "a.tif", [50, 60, 70])
    (tmp_path / "b.png").unlink(missing_ok=True)
    gdal.Translate(str(tmp_path / "b.png"), scene.path, format="PNG", creationOptions=["WORLDFILE=YES"])
    (tmp_path / "b.png.aux.xml").unlink(missing_ok=True)
    assert look_into(str(tmp_path / "b.png")).crs_wkt == ""
    assert shown(shelf, [Scene(str(tmp_path / "b.png"), "2018-03-09", "", True)]) == (50, 60, 70)


def test_nodata_and_alpha_let_the_ground_below_through(shelf, tmp_path):
    nodata = raster(tmp_path / "n.tif", [(0, 9), (0, 9), (0, 9)], nodata=0)
    alpha = raster(tmp_path / "a.tif", [9, 9, 9], alpha=(0, 255))
    grey = raster(tmp_path / "g.tif", [9], alpha=(0, 255))
    for scene in (nodata, alpha, grey):
        assert shown(shelf, [scene], patch=_left(), at=(0.1, 0.5)) == NOTHING
        assert shown(shelf, [scene], patch=_left(), at=(0.9, 0.5)) == (9, 9, 9)


def test_one_band_is_grey_and_a_palette_is_its_colours(shelf, tmp_path):
    grey = raster(tmp_path / "g.tif", [(0, 255)])
    assert shown(shelf, [grey], patch=_left(), at=(0.9, 0.5)) == (255, 255, 255)
    table = {0: (0, 0, 0, 255), 1: (10, 200, 30, 255), 2: (250, 1, 2, 255)}
    colours = raster(tmp_path / "p.tif", [(1, 2)], palette=table)
    assert shown(shelf, [colours], patch=_left(), at=(0.1, 0.5)) == (10, 200, 30)
    assert shown(shelf, [colours], patch=_left(), at=(0.9, 0.5)) == (250, 1, 2)
    wide = Stretch(((colours.path, ((0.0, 100.0), (0.0, 400.0), (0.0, 60.0))),))
    assert shown(shelf, [colours], patch=_left(), at=(0.1, 0.5), stretch=wide) == (25, 127, 127)


def test_four_bands_without_colours_are_blue_green_red_and_near_infrared(shelf, tmp_path):
    scene = raster(tmp_path / "gf2.tif", [30, 20, 10, 99])
    assert look_into(scene.path).bands == (3, 2, 1) and shown(shelf, [scene]) == (10, 20, 30)


# -- layers and stretches --------------------------------------------------------------------------------------------

def test_the_same_question_gives_the_same_layers_and_another_stretch_others(shelf, tmp_path):
    scene = raster(tmp_path / "a.tif", [50, 60, 70])
    picture = shelf.settled(picture_of(ISSUED, "HSX", [scene]), CRS, PATCH)
    wide = Stretch(((scene.path, ((0.0, 100.0),) * 3),))
    plain = shelf.layers_of(picture, CRS)
    assert [layer.id() for layer in shelf.layers_of(picture, CRS, Stretch())] == [layer.id() for layer in plain]
    assert [layer.id() for layer in shelf.layers_of(picture, CRS, wide)] != [layer.id() for layer in plain]
    assert shown(shelf, [scene], stretch=wide) == (127, 153, 178)
    assert shown(shelf, [scene]) == (50, 60, 70)


def test_a_stretch_beyond_what_a_byte_holds_is_kept(shelf, tmp_path):
    scene = raster(tmp_path / "a.tif", [50, 60, 255])
    assert shown(shelf, [scene], stretch=Stretch(((scene.path, ((-50.0, 150.0),) * 2 + ((0.0, 510.0),)),))) == (
        127, 140, 127)


def test_bytes_are_shown_as_they_are_whatever_qgis_is_set_to(shelf, tmp_path):
    settings = QgsSettings()
    settings.setValue("Raster/defaultContrastEnhancementAlgorithm/multiBandSingleByte", "StretchToMinimumMaximum")
    try:
        assert shown(shelf, [raster(tmp_path / "a.tif", [(50, 60), (70, 80), (90, 99)])]) == (50, 70, 90)
        assert shown(shelf, [raster(tmp_path / "g.tif", [(50, 60)])]) == (50, 50, 50)
    finally:
        settings.remove("Raster/defaultContrastEnhancementAlgorithm/multiBandSingleByte")


def test_brightness_and_contrast_by_hand_are_added(shelf, tmp_path):
    scene = raster(tmp_path / "a.tif", [50, 60, 70])
    assert shown(shelf, [scene], stretch=Stretch().by_hand(40, 0)) == (90, 100, 110)
    assert Stretch().by_hand(999, -999) == Stretch((), 255, -100)


# -- clips -----------------------------------------------------------------------------------------------------------

def clip(folder: Path, name: str, columns: int, rows: int, colour=(5, 6, 7)) -> Path:
    folder.mkdir(exist_ok=True)
    made = gdal.GetDriverByName("MEM").Create("", columns, rows, 3)
    for number, value in enumerate(colour, 1):
        made.GetRasterBand(number).Fill(value)
    gdal.GetDriverByName("PNG").CreateCopy(str(folder / name), made)
    return folder / name


def test_the_clips_of_a_patch_are_found_by_number_and_date_or_phase(tmp_path):
    for name in (f"{JCBH}_Q_20161209.png", f"{JCBH}后.png", f"{JCBH}_20170601.png", f"{JCBH}1_Q.png",
                 f"{JCBH}_前后时相对比.png", "readme.txt"):
        (tmp_path / name).write_bytes(b"")
    found = {Path(clip.path).name: clip.date for clip in clip_folder(str(tmp_path)).clips_of(ISSUED)}
    assert found == {f"{JCBH}_Q_20161209.png": "2016-12-09", f"{JCBH}后.png": "2018-03-09",
                     f"{JCBH}_20170601.png": "2017-06-01"}
    folder = Scene(str(tmp_path), "", "", True, CLIPS)
    assert [each.date for each in dates_of(ISSUED, [folder])] == ["2016-12-09", "2017-06-01", "2018-03-09"]


def test_clips_are_found_by_their_folders_and_by_the_issued_file_names(tmp_path):
    for name in (f"前时相/{JCBH}.jpg", f"{JCBH}/后时相.jpg", "IMG_7.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    patch = {**ISSUED, "QSIMG": r"D:\下发\img_7.JPG"}
    found = {Path(each.path).name: each.date for each in clip_folder(str(tmp_path)).clips_of(patch)}
    assert found == {f"{JCBH}.jpg": "2016-12-09", "后时相.jpg": "2018-03-09", "IMG_7.jpg": "2016-12-09"}


def test_a_new_picture_in_the_folder_is_seen(tmp_path):
    assert clip_folder(str(tmp_path)).size == 0
    (tmp_path / f"{JCBH}_Q.png").write_bytes(b"")
    forget_listings()
    assert clip_folder(str(tmp_path)).count([{"JCBH": JCBH}]).matched == 1


def test_a_folder_of_clips_that_is_gone_is_said(tmp_path):
    folder = Scene(str(tmp_path / "gone"), "", "", True, CLIPS)
    picture = picture_of(ISSUED, "HSX", [folder])
    assert picture.state is PictureState.NO_FILE and picture.scenes == (folder,)


def test_a_clip_without_georeference_is_laid_on_the_chips_frame_and_marked(shelf, tmp_path):
    clip(tmp_path / "c", f"{JCBH}_H.png", 300, 300)
    scenes = [Scene(str(tmp_path / "c"), "", "", True, CLIPS)]
    picture = shelf.settled(picture_of(ISSUED, "HSX", scenes), CRS, PATCH)
    assert picture.state is PictureState.READY and picture.unregistered
    centre = PATCH.center()
    assert picture.place == (centre.x() - 100, centre.y() - 100, centre.x() + 100, centre.y() + 100)
    assert shown(shelf, scenes) == (5, 6, 7)


def test_a_clip_of_another_shape_than_the_chip_is_not_laid_anywhere(shelf, tmp_path):
    clip(tmp_path / "c", f"{JCBH}_H.png", 300, 200)
    scenes = [Scene(str(tmp_path / "c"), "", "", True, CLIPS)]
    assert shelf.settled(picture_of(ISSUED, "HSX", scenes), CRS, PATCH).state is PictureState.NOT_PLACED
    long = QgsRectangle(PATCH.xMinimum(), PATCH.yMinimum(), PATCH.xMinimum() + 300, PATCH.yMinimum() + 200)
    assert shelf.settled(picture_of(ISSUED, "HSX", scenes), CRS, long).unregistered


def test_a_clip_with_a_world_file_lies_by_it(shelf, tmp_path):
    path = clip(tmp_path / "c", f"{JCBH}_H.png", 300, 200)
    path.with_suffix(".pgw").write_text(f"1\n0\n0\n-1\n{WEST + 300}\n{NORTH - 450}\n", encoding="ascii")
    scenes = [Scene(str(tmp_path / "c"), "", "", True, CLIPS)]
    picture = shelf.settled(picture_of(ISSUED, "HSX", scenes), CRS, PATCH)
    assert picture.state is PictureState.READY and not picture.unregistered
    assert shown(shelf, scenes) == (5, 6, 7)


def test_a_clip_that_says_it_lies_elsewhere_is_not_laid_on_the_patch(shelf, tmp_path):
    path = clip(tmp_path / "c", f"{JCBH}_H.png", 300, 300)
    path.with_suffix(".pgw").write_text(f"1\n0\n0\n-1\n{WEST + 9000}\n{NORTH}\n", encoding="ascii")
    picture = picture_of(ISSUED, "HSX", [Scene(str(tmp_path / "c"), "", "", True, CLIPS)])
    assert shelf.settled(picture, CRS, PATCH).state is PictureState.ELSEWHERE


def test_a_registered_raster_is_shown_before_an_unregistered_clip(shelf, tmp_path):
    clip(tmp_path / "c", f"{JCBH}_H.png", 300, 300)
    scenes = [Scene(str(tmp_path / "c"), "", "", True, CLIPS), raster(tmp_path / "a.tif", [50, 60, 70])]
    assert not shelf.settled(picture_of(ISSUED, "HSX", scenes), CRS, PATCH).unregistered
    assert shown(shelf, scenes) == (50, 60, 70)


def test_a_clip_on_a_workspace_in_degrees_is_laid_in_metres(shelf, tmp_path):
    clip(tmp_path / "c", f"{JCBH}_H.png", 300, 300)
    degrees = QgsCoordinateReferenceSystem("EPSG:4490")
    patch = QgsRectangle(109.30, 21.50, 109.301, 21.501)
    scenes = [Scene(str(tmp_path / "c"), "", "", True, CLIPS)]
    picture = shelf.settled(picture_of(ISSUED, "HSX", scenes), degrees, patch)
    west, south, east, north = picture.place
    assert picture.place_crs == "EPSG:4545" and 180 < east - west < 220 and 180 < north - south < 220
    assert shown(shelf, scenes, patch=patch, crs=degrees) == (5, 6, 7)


# -- tiles: consent and the workspace --------------------------------------------------------------------------------

@pytest.fixture
def nobody_agreed(qgis_app):
    withdraw(TILE_ADDRESS)
    yield
    withdraw(TILE_ADDRESS)


def test_no_address_is_asked_before_a_person_has_agreed(nobody_agreed, shelf, monkeypatch):
    tiles = Scene(TILE_ADDRESS, "2018-03-09", "", True, TILES)
    asked = []
    monkeypatch.setattr("weipian_plugin.jobs.imagery.tile_servers.TileServers._ask",
                        lambda _, source: asked.append(source))
    picture = picture_of(ISSUED, "HSX", [tiles])
    assert picture.state is PictureState.PRIVACY and picture.scenes == (tiles,)
    assert shelf.settled(picture, CRS, PATCH).state is PictureState.PRIVACY and asked == []
    agree(TILE_ADDRESS)
    picture = picture_of(ISSUED, "HSX", [tiles])
    assert picture.state is PictureState.READY
    assert shelf.settled(picture, CRS, PATCH).state is PictureState.WAITING and asked == [TILE_ADDRESS]
    assert shelf.layers_of(shelf.settled(picture, CRS, PATCH), CRS) == []


def test_consent_is_for_one_host_and_can_be_given_at_a_roll_out(nobody_agreed, monkeypatch):
    other = TILE_ADDRESS.replace("tiles.invalid", "other.invalid")
    agree(TILE_ADDRESS)
    assert picture_on(ISSUED, "", [Scene(other, "", "", True, TILES)]).state is PictureState.PRIVACY
    monkeypatch.setenv("WEIPIAN_TILE_HOSTS", "x.invalid, OTHER.invalid")
    assert picture_on(ISSUED, "", [Scene(other, "", "", True, TILES)]).state is PictureState.READY
    assert AGREED.startswith("weipian/")


def test_tiles_are_not_asked_for_what_a_file_shows(nobody_agreed, shelf, tmp_path, monkeypatch):
    agree(TILE_ADDRESS)
    asked = []
    monkeypatch.setattr("weipian_plugin.jobs.imagery.tile_servers.TileServers._ask",
                        lambda _, source: asked.append(source))
    scenes = [Scene(TILE_ADDRESS, "2018-03-09", "", True, TILES), raster(tmp_path / "a.tif", [50, 60, 70])]
    assert shown(shelf, scenes) == (50, 60, 70) and asked == []


def test_unconfirmed_tiles_are_not_shown_even_where_their_host_is_agreed(nobody_agreed):
    agree(TILE_ADDRESS)
    assert picture_on(ISSUED, "", [Scene(TILE_ADDRESS, "", "", False, TILES)]).state is PictureState.UNCONFIRMED


def test_the_workspace_keeps_what_kind_a_scene_is_and_no_key_in_its_history(tmp_path, qgis_app):
    path = str(tmp_path / "w.gpkg")
    workspace = Workspace.create(path, crs="EPSG:4525", actor="甲")
    keyed = TILE_ADDRESS.replace(".png", ".png%3Ftk%3Dabcdef123%26a%3D1")
    workspace.set_scene(Scene(keyed, "", "天地图", True, TILES))
    workspace.set_scene(Scene("/x/clips", "", "", False, CLIPS))
    workspace.close()
    again = Workspace.open(path, actor="甲")
    assert [(scene.path, scene.kind) for scene in again.scenes()] == [(keyed, TILES), ("/x/clips", CLIPS)]
    again.remove_scene(keyed)
    again.close()
    import sqlite3

    with sqlite3.connect(path) as connection:
        told = "".join(str(row) for row in connection.execute("SELECT * FROM events"))
    assert "tiles.invalid" in told and "abcdef123" not in told


@pytest.mark.parametrize("name", ["workspace_v1.gpkg", "workspace_v2.gpkg"])
def test_an_older_workspace_takes_scenes_of_every_kind(data, tmp_path, name, qgis_app):
    path = tmp_path / name
    shutil.copyfile(data / name, path)
    workspace = Workspace.open(str(path), actor="甲")
    before = workspace.scenes()
    assert all(scene.kind == "" for scene in before)
    workspace.set_scene(Scene("/x/clips", "", "", True, CLIPS))
    assert [scene.kind for scene in workspace.scenes() if scene not in before] == [CLIPS]
    workspace.close()
