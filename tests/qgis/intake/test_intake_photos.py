"""What photos say of themselves is read as QGIS reads it; what cannot be is told and not used; nothing breaks."""

from __future__ import annotations

import shutil
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsExifTools

from tests.qgis.intake.photo_bytes import CUT_OFF, EDITED, PHOTOS, PLAIN, TURNED, photo, with_tags
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.intake.photos.exif import exif_of
from weipian_plugin.intake.photos.facts import facts_of_bytes, facts_of_file
from weipian_plugin.intake.photos.folder import index_of, photos_in

TODAY = date(2023, 12, 31)
REAL = (PLAIN, EDITED, TURNED, CUT_OFF)


def codes(facts):
    return [one.code for one in facts.findings]


@pytest.mark.parametrize("name", REAL)
def test_a_real_photo_says_what_qgis_reads_in_it(name):
    path = PHOTOS / name
    tags, facts = QgsExifTools.readTags(str(path)), facts_of_file(path)
    place, has_place = QgsExifTools.getGeoTag(str(path))
    if has_place and (place.x(), place.y()) != (0, 0):
        assert (facts.longitude, facts.latitude) == (pytest.approx(place.x()), pytest.approx(place.y()))
    else:
        assert not facts.is_placed
    assert datetime.fromisoformat(facts.taken_at) == tags["Exif.Photo.DateTimeOriginal"].toPyDateTime()
    assert facts.azimuth == pytest.approx(tags.get("Exif.GPSInfo.GPSImgDirection"))
    assert facts.reference == tags.get("Exif.GPSInfo.GPSImgDirectionRef", "")
    assert facts.orientation == tags.get("Exif.Image.Orientation", 1)
    assert facts.software == str(tags.get("Exif.Image.Software", "")).strip()


def test_what_qgis_reads_is_read_in_both_hemispheres_and_below_the_sea(tmp_path):
    path = photo(tmp_path / "甲.jpg", (-70.25, -33.5), azimuth=359.5, reference="M",
                 GPSDOP=[(125, 10)], GPSAltitude=[(85, 10)], GPSAltitudeRef=1)
    tags = QgsExifTools.readTags(str(path))  # what was written is what another reader finds
    assert (tags["Exif.GPSInfo.GPSLongitude"], tags["Exif.GPSInfo.GPSImgDirection"]) == (pytest.approx(70.25), 359.5)
    facts = facts_of_file(path, TODAY)
    assert (facts.longitude, facts.latitude) == (pytest.approx(-70.25, abs=1e-6), pytest.approx(-33.5, abs=1e-6))
    assert (facts.azimuth, facts.reference, facts.dop, facts.altitude) == (359.5, "M", 12.5, -8.5)
    assert facts.taken_at == "2023-09-01T10:00:00" and not facts.findings


DEGREES = {"GPSLatitudeRef": "N", "GPSLatitude": [(22, 1), (30, 1), (0, 1)], "GPSLongitudeRef": "E",
           "GPSLongitude": [(108, 1), (15, 1), (36, 1)]}


def test_time_of_another_zone_becomes_beijing_time_and_without_zone_it_is_that():
    there = facts_of_bytes(with_tags(DateTimeOriginal="2023:09:01 23:30:00", OffsetTimeOriginal="+07:00"))
    here = facts_of_bytes(with_tags(DateTimeOriginal="2023:09:01 23:30:00"))
    assert (there.taken_at, here.taken_at) == ("2023-09-02T00:30:00", "2023-09-01T23:30:00")


@pytest.mark.parametrize(("tags", "code"), [
    ({**DEGREES, "GPSLatitude": [(0, 1)] * 3, "GPSLongitude": [(0, 1)] * 3}, "PHOTO_PLACE_ZERO"),
    ({**DEGREES, "GPSLatitude": [(222, 1), (0, 1), (0, 1)]}, "PHOTO_PLACE_WRONG"),
    ({"DateTimeOriginal": "1970:01:01 08:00:00"}, "PHOTO_TIME_TOO_EARLY"),
    ({"DateTimeOriginal": "2031:01:01 08:00:00"}, "PHOTO_TIME_FUTURE"),
    ({"DateTimeOriginal": "2023:13:41 08:00:00"}, "PHOTO_TIME_UNREADABLE"),
])
def test_what_cannot_be_is_told_and_not_used(tags, code):
    facts = facts_of_bytes(with_tags(**tags), today=TODAY)
    assert codes(facts) == [code]
    assert not facts.is_placed and not facts.taken_at
    assert facts.findings[0].sentence("zh") and facts.findings[0].sentence("en")


def test_zero_by_zero_rationals_are_no_position():
    facts = facts_of_bytes(with_tags(**{**DEGREES, "GPSLatitude": [(0, 0), (0, 0), (0, 0)]}), today=TODAY)
    assert not facts.is_placed and facts.findings == ()
    placed = facts_of_bytes(with_tags(**DEGREES))
    assert (placed.longitude, placed.latitude) == (pytest.approx(108.26), 22.5)


@pytest.mark.parametrize(("xmp", "azimuth"), [
    ('drone-dji:GimbalYawDegree="-90.5" drone-dji:FlightYawDegree="+12.0"', 269.5),
    ("/><drone-dji:FlightYawDegree>+12.25</drone-dji:FlightYawDegree>", 12.25),
])
def test_a_drone_tells_its_direction_in_xmp(xmp, azimuth):
    whole = with_tags(**DEGREES)
    packet = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta " + xmp.encode() + b"</x:xmpmeta>"
    facts = facts_of_bytes(whole[:2] + b"\xff\xe1" + (len(packet) + 2).to_bytes(2, "big") + packet + whole[2:])
    assert (facts.azimuth, facts.reference) == (azimuth, "T") and facts.yaw is not None


def test_files_that_are_no_whole_photos_are_told_apart(tmp_path):
    whole = (PHOTOS / PLAIN).read_bytes()
    assert codes(facts_of_bytes(whole)) == []
    assert codes(facts_of_bytes(whole[:-900])) == ["PHOTO_CUT_OFF"]
    assert codes(facts_of_bytes(b"")) == ["PHOTO_EMPTY"]
    assert codes(facts_of_bytes(b"not a photo at all")) == ["PHOTO_NOT_A_PICTURE"]
    assert codes(facts_of_bytes(b"\0\0\0\x18ftypmp42" + bytes(50), ".mp4")) == ["PHOTO_IS_VIDEO"]
    tiff = with_tags(**DEGREES)[6:]
    heic = facts_of_bytes(b"\0\0\0\x18ftypheic" + bytes(40) + tiff, ".heic")
    assert codes(heic) == ["PHOTO_HEIC"] and heic.latitude == 22.5
    assert codes(facts_of_bytes(whole[:2] + b"\xff\xda\0\x02..\xff\xd9")) == ["PHOTO_NO_EXIF"]
    assert "PHOTO_CUT_OFF" in codes(facts_of_file(PHOTOS / CUT_OFF))  # its thumbnail has an end of its own


def test_of_a_hundred_megabytes_only_the_ends_are_read(tmp_path, monkeypatch):
    large = tmp_path / "大.jpg"
    content = (PHOTOS / EDITED).read_bytes()
    with large.open("wb") as opened:
        opened.write(content[:-2])
        opened.seek(100_000_000)
        opened.write(b"\xff\xd9")
    read = []
    monkeypatch.setattr("weipian_plugin.intake.photos.facts.facts_of_bytes",
                        lambda head, suffix, today, tail, size: read.append((len(head) + len(tail), size)))
    facts_of_file(large)
    assert read[0][0] < 2_000_000 and read[0][1] == 100_000_002


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_broken_in_a_photo_breaks_nothing_else(data):
    content = bytearray((PHOTOS / EDITED).read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    facts = facts_of_bytes(bytes(content[:data.draw(st.integers(0, len(content)))]), today=TODAY)
    assert facts.azimuth is None or 0 <= facts.azimuth <= 360
    assert not facts.is_placed or (abs(facts.longitude) <= 180 and abs(facts.latitude) <= 90)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_after_a_tiff_head_break_the_reader(content):
    for order in (b"II*\0", b"MM\0*"):
        exif_of(order + content)


def test_photos_are_found_below_with_chinese_names_and_without_thumbnails_of_others(tmp_path):
    for name in ("甲/乙 丙/现场.JPG", "甲/视频.mp4", "b.HEIC", "甲/说明.txt", ".trash/x.jpg", "甲/._b.jpg",
                 "__MACOSX/c.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = [str(path.relative_to(tmp_path)) for path in photos_in(tmp_path, lambda error: None)]
    assert sorted(found) == ["b.HEIC", "甲/乙 丙/现场.JPG", "甲/视频.mp4"]
    with pytest.raises(WeipianError) as told:
        photos_in(tmp_path / "没有", lambda error: None)
    assert told.value.code == "PHOTO_FOLDER_UNREADABLE"


def test_a_folder_that_leads_back_to_itself_is_gone_through_once(tmp_path):
    (tmp_path / "a").mkdir()
    shutil.copyfile(PHOTOS / PLAIN, tmp_path / "a" / "1.jpg")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(list(photos_in(tmp_path, lambda error: None))) == 1


def test_the_nearest_index_above_a_photo_tells_its_position(tmp_path):
    (tmp_path / "甲").mkdir()
    (tmp_path / "index.csv").write_text("filename,latitude,longitude,azimuth\nA.jpg,22.5,108.2,370\nB.JPG,1,2,90\n")
    (tmp_path / "甲" / "索引.csv").write_text(
        "照片名称,经度,纬度,方位角\nC:\\相机\\a.jpg,109,23,\nz.jpg,0,0,5\n", encoding="gbk")
    (tmp_path / "别的.csv").write_text("a,b\n1,2\n")
    index = index_of(tmp_path)
    inner, outer = index.line_for(tmp_path / "甲" / "A.jpg"), index.line_for(tmp_path / "乙" / "A.JPG")
    assert (inner.longitude, inner.latitude, inner.azimuth, inner.file) == (109, 23, None, "索引.csv")
    assert (outer.longitude, outer.latitude, outer.azimuth) == (108.2, 22.5, None)
    assert index.line_for(tmp_path / "甲" / "z.jpg").longitude is None
    assert index.line_for(tmp_path / "nobody.jpg") is None and index.findings == ()
