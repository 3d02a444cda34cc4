"""Pictures of single patches that come with a package: found as a folder, told from photos, no scenes themselves."""

from __future__ import annotations

import shutil

from weipian_plugin.domain.records import CLIPS
from weipian_plugin.intake import read_package


def numbers_of(build) -> list[str]:
    return [attributes["JCBH"] for attributes, _ in build.rows()]


def test_a_folder_of_before_and_after_pictures_is_one_scene(build):
    jcbh = numbers_of(build)[0]
    build.layer(rows=build.rows(QSX="20161209", HSX="20180309"))
    folder = build.folder / "前后时相截图"
    folder.mkdir()
    for name in (f"{jcbh}_Q_20161209.jpg", f"{jcbh}_20180309.jpg"):
        (folder / name).write_bytes(b"\xff\xd8")
    found = [scene for scene in read_package(build.folder).imagery if scene.kind == CLIPS]
    assert [(scene.path, scene.unclassified, scene.date) for scene in found] == [(str(folder), False, "")]


def test_photos_named_by_a_patch_are_no_pictures_of_a_date(build):
    build.layer(rows=build.rows(QSX="20161209", HSX="20180309"))
    for name in (f"{numbers_of(build)[0]}_东.jpg", f"{numbers_of(build)[0]}_20230801.jpg", "IMG_Q.jpg"):
        (build.folder / name).write_bytes(b"\xff\xd8")
    assert read_package(build.folder).imagery == []


def test_a_folder_for_each_patch_is_one_scene_too(build):
    build.layer(rows=build.rows(QSX="20161209", HSX="20180309"))
    for jcbh in numbers_of(build):
        (build.folder / "截图" / jcbh).mkdir(parents=True)
        (build.folder / "截图" / jcbh / "前时相.png").write_bytes(b"")
    assert [scene.path for scene in read_package(build.folder).imagery] == [str(build.folder / "截图")]


def test_georeferenced_pictures_of_patches_are_not_listed_one_by_one(build, demo):
    build.layer(rows=build.rows(QSX="20161209", HSX="20180309"))
    folder = build.folder / "clips"
    folder.mkdir()
    shutil.copyfile(demo / "before_20161209_rgb8.tif", folder / f"{numbers_of(build)[0]}_Q.tif")
    shutil.copyfile(demo / "before_20161209_rgb8.tif", build.folder / "前时相2016-12-09.tif")
    assert sorted((scene.kind, scene.date) for scene in read_package(build.folder).imagery) == [
        ("", "2016-12-09"), (CLIPS, "")]
