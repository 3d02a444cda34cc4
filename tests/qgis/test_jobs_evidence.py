"""Photos and 举证 packages find their patches, are kept as they are, once, and go with a patch that is set apart."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext, QgsPointXY
from qgis.PyQt.QtGui import QImage

from tests.qgis.intake.photo_bytes import CUT_OFF, PHOTOS, PLAIN, TURNED, evidence_package, photo
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.jobs.evidence.candidates import look_through
from weipian_plugin.jobs.evidence.importing import attach_candidates, import_photos
from weipian_plugin.jobs.evidence.names import Names
from weipian_plugin.jobs.evidence.options import EvidenceOptions
from weipian_plugin.jobs.evidence.places import Places, view_sector
from weipian_plugin.jobs.evidence.remarks import remarks_on
from weipian_plugin.jobs.evidence.sizes import (
    index_row,
    index_text,
    make_smaller_copies,
    over_limit,
    smaller_copy,
)
from weipian_plugin.jobs.registers.attachments import file_of
from weipian_plugin.workspace.workspace import Workspace

TODAY = date(2023, 12, 31)
OPTIONS = EvidenceOptions(today=TODAY)
X, Y = 37500000.0, 2400000.0


def jcbh(number):
    return f"4505122023{number:05}"


def patch(number, x, y, side=50.0, **attributes):
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    shape = struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)
    return IssuedPatch(jcbh(number), {"TBLX": "20", "XFSJ": "2023-08-01", **attributes}, shape)


@pytest.fixture
def workspace(tmp_path):
    """Patch 1, 100 m east of it patch 2, far away patch 3."""
    made = Workspace.create(tmp_path / "库.gpkg", actor="甲", quarantine_path=tmp_path / "away" / "q.sqlite")
    made.add_batch(NewBatch("2023", "2023-08-01", "a.zip", "a"), [
        patch(1, X, Y), patch(2, X + 150, Y), patch(3, X + 20000, Y)])
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "照片"


def uuid_of(workspace, number):
    return next(row.parcel_uuid for row in workspace.queue() if row.jcbh == jcbh(number))


def at(workspace, east, north):
    """Degrees of a place so many metres from patch 1's corner."""
    onto = QgsCoordinateTransform(QgsCoordinateReferenceSystem(workspace.crs_authid),
                                  QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext())
    point = onto.transform(QgsPointXY(X + east, Y + north))
    return point.x(), point.y()


def ways(workspace, source, options=OPTIONS):
    """(JCBH's number, how) by the name of each candidate."""
    numbers = {row.parcel_uuid: int(row.jcbh[-5:]) for row in workspace.queue()}
    found = look_through(workspace, source, options).candidates
    return {one.name: (numbers.get(one.parcel, 0), one.how) for one in found}


def codes(findings):
    return {one.code for one in findings}


def test_a_photo_goes_to_the_patch_it_stands_in_else_looks_at_else_to_the_nearest(workspace, folder):
    photo(folder / "in.jpg", at(workspace, 25, 25), azimuth=90)  # inside 1, looks at 2
    photo(folder / "looks.jpg", at(workspace, 80, 25), azimuth=90)  # 30 m from 1, 70 m from 2, looks at 2
    photo(folder / "near.jpg", at(workspace, 80, 25))
    photo(folder / "reach.jpg", at(workspace, 400 - 3, 25))  # 197 m from 2
    photo(folder / "beyond.jpg", at(workspace, 400 + 3, 25))
    photo(folder / "across.jpg", at(workspace, 200 + 150, 50 + 150))  # 212 m from 2's corner
    assert ways(workspace, folder) == {
        "in.jpg": (1, "place"), "looks.jpg": (2, "place"), "near.jpg": (1, "place"), "reach.jpg": (2, "place"),
        "beyond.jpg": (0, ""), "across.jpg": (0, "")}
    assert ways(workspace, folder, EvidenceOptions(today=TODAY, by_place=False))["in.jpg"] == (0, "")


def test_a_name_counts_more_than_a_place_and_a_day_is_no_number(workspace, folder):
    photo(folder / f"{jcbh(2)}_1_001.jpg", at(workspace, 25, 25))
    photo(folder / jcbh(3) / "人工举证照片" / "a.jpg")
    photo(folder / f"x{jcbh(3)}9.jpg")  # another number that holds it
    photo(folder / f"{jcbh(1)} 和 {jcbh(2)}.jpg", at(workspace, 25, 25))
    assert ways(workspace, folder) == {
        f"{jcbh(2)}_1_001.jpg": (2, "name"), "a.jpg": (3, "name"), f"x{jcbh(3)}9.jpg": (0, ""),
        f"{jcbh(1)} 和 {jcbh(2)}.jpg": (0, "")}


def test_a_short_number_counts_only_as_a_whole_name(workspace):
    row = replace(workspace.queue()[0], dkbh="12", jcbh="12")
    names = Names([row])
    assert names.named_by("2023-12-05", ["12 号"]) == ()
    assert names.named_by("2023-12-05", ["现场", "12"]) == names.of_number(" 12") == (row.parcel_uuid,)


def test_of_a_patch_that_was_split_the_part_where_it_was_taken(workspace, folder):
    whole = uuid_of(workspace, 1)
    parts = []
    for west in (0, 25):
        ring = (X + west, Y, X + west + 25, Y, X + west + 25, Y + 50, X + west, Y + 50, X + west, Y)
        parts.append(struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring))
    first, second = workspace.split(whole, parts)
    photo(folder / f"{jcbh(1)}_a.jpg", at(workspace, 40, 25))
    photo(folder / f"{jcbh(1)}_b.jpg")
    found = {one.name[-5]: one.parcel for one in look_through(workspace, folder, OPTIONS).candidates}
    assert found == {"a": second, "b": ""}
    assert first != second


def test_an_index_gives_the_position_or_the_patch(workspace, folder):
    photo(folder / "a.jpg")
    photo(folder / "b.jpg")
    photo(folder / "c.jpg", at(workspace, 20025, 25))
    longitude, latitude = at(workspace, 25, 25)
    (folder / "index.csv").write_text(
        f"filename,latitude,longitude,azimuth,JCBH\na.jpg,{latitude},{longitude},45,\nb.jpg,,,,{jcbh(3)}\n"
        f"c.jpg,{latitude},{longitude},,\n")
    assert ways(workspace, folder) == {"a.jpg": (1, "index"), "b.jpg": (3, "index"), "c.jpg": (3, "place")}
    report = import_photos(workspace, folder, OPTIONS)
    (kept,) = workspace.records("attachment", uuid_of(workspace, 1))
    assert (kept.values["PSJD"], kept.values["PSDJD"]) == (45.0, longitude)
    assert "PHOTO_INDEX_DIFFERS" in {one.code for name, one in report.told if name == "c.jpg"}


def test_what_is_kept_is_the_original_bytes_with_what_they_say(workspace, folder):
    source = photo(folder / "现场 (1).jpg", at(workspace, 25, -40), azimuth=10.5, reference="M", GPSDOP=[(3, 1)])
    report = import_photos(workspace, folder, OPTIONS)
    (kept,) = workspace.records("attachment")
    assert report.counts()["by"] == {"place": 1} and report.parcels == {uuid_of(workspace, 1)}
    assert file_of(workspace, kept).read_bytes() == source.read_bytes()
    longitude, latitude = at(workspace, 25, -40)
    assert kept.values["PSDJD"] == pytest.approx(longitude, abs=1e-6)
    assert kept.values["PSDWD"] == pytest.approx(latitude, abs=1e-6)
    assert {code: kept.values[code] for code in ("PSJD", "FWJZ", "GPSDOP", "CLRJ", "PSSJ", "YWJM", "LYB", "GLFS",
                                                 "FJMC", "SHA256")} == {
        "PSJD": 10.5, "FWJZ": "M", "GPSDOP": 3.0, "CLRJ": "HUAWEI", "PSSJ": "2023-09-01T10:00:00",
        "YWJM": "现场 (1).jpg", "LYB": "照片", "GLFS": "place", "FJMC": "现场 (1).jpg",
        "SHA256": hashlib.sha256(source.read_bytes()).hexdigest()}


def test_the_same_bytes_twice_are_one_and_another_run_adds_nothing(workspace, folder):
    photo(folder / "a.jpg", at(workspace, 25, 25))
    (folder / "again.jpg").write_bytes((folder / "a.jpg").read_bytes())
    (folder / f"z_{jcbh(2)}.jpg").write_bytes((folder / "a.jpg").read_bytes())
    first, second = (import_photos(workspace, folder, OPTIONS) for _ in range(2))
    assert (first.count, first.already) == (2, 1) and len(workspace.records("attachment")) == 2
    assert (second.count, second.already) == (0, 3)
    assert len([each for each in Path(workspace.path).with_name("库.files").rglob("*") if each.is_file()]) == 1


def test_a_photo_of_one_patch_is_not_taken_for_another_by_its_place(workspace, folder, tmp_path):
    photo(folder / "a.jpg", at(workspace, 25, 25))
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / f"{jcbh(2)}.jpg").write_bytes((folder / "a.jpg").read_bytes())
    import_photos(workspace, tmp_path / "named", OPTIONS)
    report = import_photos(workspace, folder, OPTIONS)
    assert (report.count, report.elsewhere) == (0, 1) and [one.code for _, one in report.told][-1] == "PHOTO_ELSEWHERE"


class Stop:
    """Cancels after so many questions."""

    def __init__(self, after):
        self.left = after

    def progress(self, done, total, text):
        pass

    def cancelled(self):
        self.left -= 1
        return self.left < 0


def test_cancelled_it_keeps_what_it_has_and_goes_on_where_it_was(workspace, folder):
    for number in range(8):
        photo(folder / f"{number}.jpg", at(workspace, 25, 25))
    preview = look_through(workspace, folder, OPTIONS)
    first = attach_candidates(workspace, preview, {}, OPTIONS, Stop(5))
    assert first.cancelled and first.count == len(workspace.records("attachment")) == 5
    second = attach_candidates(workspace, preview, {}, OPTIONS)
    assert (second.count, second.already, len(workspace.records("attachment"))) == (3, 5, 8)
    assert len([event for event in workspace.history(uuid_of(workspace, 1)) if event.record]) == 8  # one a photo
    workspace.undo()
    assert len(workspace.records("attachment")) == 7


def test_by_hand_a_person_decides_and_what_nobody_decides_is_left(workspace, folder):
    photo(folder / "a.jpg", at(workspace, 25, 25))
    photo(folder / "b.jpg")
    photo(folder / "c.jpg")
    preview = look_through(workspace, folder, OPTIONS)
    keys = {one.name: one.key for one in preview.candidates}
    assert [one.name for one in preview.left] == ["b.jpg", "c.jpg"]
    report = attach_candidates(workspace, preview, {keys["a.jpg"]: "", keys["b.jpg"]: uuid_of(workspace, 3)}, OPTIONS)
    (kept,) = workspace.records("attachment")
    assert (kept.values["FJMC"], kept.values["GLFS"], kept.parcels) == ("b.jpg", "hand", (uuid_of(workspace, 3),))
    assert (report.count, report.left) == (1, 2)


def test_bad_files_are_told_and_counted_and_the_good_are_attached(workspace, folder):
    name = jcbh(1)
    photo(folder / name / "good.jpg", at(workspace, 25, 25), azimuth=0)
    (folder / name / "empty.jpg").write_bytes(b"")
    (folder / name / "word.jpg").write_bytes(b"PK\x03\x04 a document")
    for real in (TURNED, CUT_OFF):
        (folder / name / real).write_bytes((PHOTOS / real).read_bytes())
    report = import_photos(workspace, folder, OPTIONS)
    told = {}
    for file, one in report.told:
        told.setdefault(file, set()).add(one.code)
    assert (report.count, report.broken) == (3, 2)
    assert told["empty.jpg"] == {"PHOTO_EMPTY"} and told["word.jpg"] == {"PHOTO_NOT_A_PICTURE"}
    assert {"PHOTO_PLACE_ZERO", "PHOTO_NO_PLACE"} <= told[TURNED] and "PHOTO_CUT_OFF" in told[CUT_OFF]
    assert "good.jpg" not in told
    for some in report.told:
        assert some[1].sentence("zh") and some[1].sentence("en")


def test_remarks_say_distance_date_direction_precision_and_editing(workspace, folder):
    photo(folder / f"{jcbh(1)}.jpg", at(workspace, 25, -300), taken="2023:07:31 08:00:00", software="Adobe Photoshop",
          azimuth=180, GPSDOP=[(201, 10)])
    photo(folder / f"{jcbh(2)}.jpg", at(workspace, 175, 25))
    import_photos(workspace, folder, OPTIONS)
    places = Places(workspace)
    one, two = (workspace.records("attachment", uuid_of(workspace, number))[0] for number in (1, 2))
    found = {each.code: each.values for each in remarks_on(one, "2023-08-01", places, OPTIONS)}
    assert set(found) == {"PHOTO_FAR", "PHOTO_BEFORE_ISSUE", "PHOTO_IMPRECISE", "PHOTO_EDITED", "PHOTO_LOOKS_AWAY"}
    assert found["PHOTO_FAR"]["distance"] == pytest.approx(300, abs=1)
    assert codes(remarks_on(two, "2023-08-01", places, OPTIONS)) == {"PHOTO_NO_DIRECTION"}
    small = EvidenceOptions(today=TODAY, limit_bytes=1000)
    assert "PHOTO_TOO_LARGE" in codes(remarks_on(two, "2023-08-01", places, small))


def test_declared_gcj02_positions_decide_nothing_and_are_not_kept(workspace, folder):
    photo(folder / "a.jpg", at(workspace, 25, 25))
    photo(folder / f"{jcbh(2)}.jpg", at(workspace, 25, 25))
    shifted = EvidenceOptions(today=TODAY, shifted=True)
    assert ways(workspace, folder, shifted) == {"a.jpg": (0, ""), f"{jcbh(2)}.jpg": (2, "name")}
    import_photos(workspace, folder, shifted)
    (kept,) = workspace.records("attachment")
    assert "PSDJD" not in kept.values and "PHOTO_SHIFTED" in kept.values["DQTS"]


def test_the_view_sector_opens_sixty_degrees_around_the_azimuth():
    ring = view_sector(108.0, 22.0, 90.0, 50.0)
    assert ring[0] == ring[-1] == (108.0, 22.0) and all(x > 108.0 for x, _y in ring[1:-1])
    north, south = max(y for _x, y in ring), min(y for _x, y in ring)
    assert (north - 22.0) * 110_700 == pytest.approx(25, abs=0.5) == pytest.approx((22.0 - south) * 110_700, abs=0.5)
    far = max(x for x, _y in ring)
    assert (far - 108.0) * 103_300 == pytest.approx(50, abs=0.5)


# Packages.

def row(number, patch, content, **values):
    return {"F_ID": f"id-{number}", "TBYBH": patch, "FJMC": f"{patch}_1_{number:03}", "FJLX": "1", "FJ": content,
            "PSSJ": "2023-09-02 11:22:33", "PSJD": 45, "PSRY": "甲", "JYM": f"check{number}", **values}


@pytest.fixture
def package(workspace, tmp_path):
    picture = [photo(tmp_path / "p" / f"{number}.jpg", at(workspace, 25, 25)).read_bytes() for number in range(3)]
    longitude, latitude = at(workspace, 160, 25)
    return evidence_package(tmp_path / "450512某县.db", [
        row(1, jcbh(1), picture[0]), row(2, "unknown", picture[1], Longitude=longitude, Latitude=latitude),
        row(3, "unknown", picture[2]), row(4, jcbh(3), None), row(5, jcbh(3), b""), row(6, jcbh(3), b"no picture"),
        row(7, jcbh(3), (PHOTOS / CUT_OFF).read_bytes(), Longitude=0, Latitude=0, PSSJ="1970-01-01"),
    ], [(jcbh(1), "POLYGON((0 0, 1 0, 1 1, 0 0))"), ("unknown", None)])


def test_a_package_is_attached_by_its_numbers_and_stays_as_it_is(workspace, package):
    before = package.read_bytes()
    beside = set(package.parent.iterdir())
    report = import_photos(workspace, package, OPTIONS)
    assert package.read_bytes() == before
    assert set(package.parent.iterdir()) == {*beside, Path(workspace.path).with_name("库.files")}
    assert report.counts()["by"] == {"package": 2, "place": 1}
    assert (report.left, report.broken) == (1, 3)
    kept = {record.values["LYBH"]: record for record in workspace.records("attachment")}
    one = kept["id-1"]
    base = sqlite3.connect(package)
    content = base.execute("SELECT FJ FROM FJ WHERE F_ID = 'id-1'").fetchone()[0]
    base.close()
    assert file_of(workspace, one).read_bytes() == content
    assert one.values["SHA256"] == hashlib.sha256(content).hexdigest()
    assert {code: one.values[code] for code in ("LYB", "LYLX", "LYJYM", "PSR", "PSJD", "PSSJ", "GLFS")} == {
        "LYB": "450512某县.db", "LYLX": "1", "LYJYM": "check1", "PSR": "甲", "PSJD": 45.0,
        "PSSJ": "2023-09-02T11:22:33", "GLFS": "package"}
    assert one.values["PSDJD"] == pytest.approx(at(workspace, 25, 25)[0])  # the photo's own, where no column tells it
    assert kept["id-2"].parcels == (uuid_of(workspace, 2),)
    assert "PHOTO_PACKAGE_DIFFERS" in kept["id-2"].values["DQTS"]
    told = {code for record in kept.values() for code, _ in json.loads(record.values.get("DQTS", "[]"))}
    assert {"PHOTO_CUT_OFF", "PHOTO_TIME_TOO_EARLY"} <= told
    again = import_photos(workspace, package, OPTIONS)
    assert (again.count, again.already) == (0, 3)


def test_only_one_piece_of_a_package_is_in_memory_at_a_time(workspace, package, monkeypatch):
    from weipian_plugin.intake import evidence_package as module

    read = []
    real = module.EvidencePackage.content
    monkeypatch.setattr(module.EvidencePackage, "content",
                        lambda self, piece: read.append(piece.row) or real(self, piece))
    preview = look_through(workspace, package, OPTIONS)
    assert read == [] and len(preview.candidates) == 7
    assert [(one.code, one.values) for one in preview.findings] == [("EVIDENCE_STRANGERS", {"count": 1})]
    attach_candidates(workspace, preview, {}, OPTIONS)
    assert read == [1, 2, 6, 7]


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="asks Linux for the peak of memory")
def test_looking_through_a_package_reads_no_picture_of_it(workspace, tmp_path):
    path = evidence_package(tmp_path / "大.db", [row(1, jcbh(1), b"x")])
    base = sqlite3.connect(path)
    base.execute("UPDATE FJ SET FJ = zeroblob(150000000)")
    base.commit()
    base.close()
    look_through(workspace, path, OPTIONS)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins again
    before = memory("VmRSS")
    (one,) = look_through(workspace, path, OPTIONS).candidates
    assert one.size == 150_000_000 and memory("VmHWM") - before < 60_000_000
    assert "PHOTO_TOO_LARGE" in codes(one.findings)


def memory(what):
    """Bytes, as Linux counts them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))


@pytest.mark.parametrize("columns", ["A TEXT, TBYBH TEXT", "F_ID TEXT, FJ BLOB"])
def test_a_foreign_schema_is_told_by_what_is_missing(workspace, tmp_path, columns):
    path = evidence_package(tmp_path / "x.db", [], columns=columns)
    with pytest.raises(WeipianError) as told:
        import_photos(workspace, path, OPTIONS)
    assert told.value.code == "EVIDENCE_FOREIGN" and told.value.values["missing"] in ("FJ", "TBYBH")
    (tmp_path / "y.db").write_bytes(b"no database")
    with pytest.raises(WeipianError) as told:
        import_photos(workspace, tmp_path / "y.db", OPTIONS)
    assert told.value.code == "EVIDENCE_FOREIGN"


def test_a_package_whose_pages_are_damaged_is_told_and_attaches_nothing_wrong(workspace, package):
    base = sqlite3.connect(package)
    good = {row[0] for row in base.execute("SELECT FJ FROM FJ WHERE length(FJ) > 100")}
    base.close()
    content = bytearray(package.read_bytes())
    middle = len(content) // 2
    content[middle - 6000:middle + 6000] = bytes(12000)
    package.write_bytes(bytes(content))
    try:
        report = import_photos(workspace, package, OPTIONS)
    except WeipianError as error:
        assert error.code in ("EVIDENCE_DAMAGED", "EVIDENCE_FOREIGN")
    else:
        assert report.broken or report.told
    for record in workspace.records("attachment"):
        assert file_of(workspace, record).read_bytes() in good


# What no product may hold.

def test_photos_of_a_patch_that_is_set_apart_go_with_it(workspace, folder, package, tmp_path):
    secret = "军营门口的照片.jpg"
    photo(folder / jcbh(1) / secret, at(workspace, 25, 25), azimuth=12.25)
    photo(folder / "2.jpg", at(workspace, 160, 25))
    import_photos(workspace, folder, OPTIONS)
    import_photos(workspace, package, OPTIONS)
    uuid = uuid_of(workspace, 1)
    digests = [record.values["SHA256"] for record in workspace.records("attachment", uuid)]
    contents = [file_of(workspace, record).read_bytes() for record in workspace.records("attachment", uuid)]
    assert len(contents) == 2
    workspace.quarantine(uuid)
    files = [file for file in tmp_path.rglob("*") if file.is_file() and (
        file.name.startswith("库.gpkg") or "库.files" in file.parts)]
    assert files
    needles = [secret.encode(), *(digest.encode() for digest in digests), b"id-1", b"check1",
               struct.pack(">d", at(workspace, 25, 25)[0])]
    held = [(file, needle) for file in files for needle in [*needles, *contents] if needle in file.read_bytes()]
    assert held == []
    away = [file.read_bytes() for file in (tmp_path / "away").rglob("*.jpg")]
    assert sorted(away) == sorted(contents)


def test_what_names_a_patch_that_was_set_apart_is_not_even_listed(workspace, folder, package):
    workspace.quarantine(uuid_of(workspace, 1))
    photo(folder / jcbh(1) / "a.jpg", at(workspace, 160, 25))
    photo(folder / "b.jpg", at(workspace, 160, 25))
    preview = look_through(workspace, folder, OPTIONS)
    assert ([one.name for one in preview.candidates], preview.set_apart) == (["b.jpg"], 1)
    preview = look_through(workspace, package, OPTIONS)
    assert (len(preview.candidates), preview.set_apart) == (6, 1)
    assert preview.findings[0].values == {"count": 1}  # what was set apart is not counted among them
    report = attach_candidates(workspace, preview, {}, OPTIONS)
    assert report.set_apart == 1 and jcbh(1) not in str(report.told)


def test_a_patch_that_goes_while_its_photos_are_copied_takes_no_other_with_it(workspace, folder):
    photo(folder / "1.jpg", at(workspace, 25, 25))
    photo(folder / "2.jpg", at(workspace, 160, 25))
    preview = look_through(workspace, folder, OPTIONS)
    workspace.quarantine(uuid_of(workspace, 1))
    report = attach_candidates(workspace, preview, {}, OPTIONS)
    (kept,) = workspace.records("attachment")
    assert kept.parcels == (uuid_of(workspace, 2),) and report.left == 1
    files = [each for each in Path(workspace.path).with_name("库.files").rglob("*") if each.is_file()]
    assert files == [file_of(workspace, kept)]


def test_a_full_disk_leaves_what_was_attached_before(workspace, folder, monkeypatch):
    from weipian_plugin.workspace import attached

    for number in range(3):
        photo(folder / f"{number}.jpg", at(workspace, 25, 25))
    real, calls = attached.keep_file, []

    def full(home, source):
        calls.append(source)
        if len(calls) == 3:
            raise WeipianError("ATTACHMENT_NOT_KEPT", file=str(home), detail="No space left on device")
        return real(home, source)

    monkeypatch.setattr(attached, "keep_file", full)
    with pytest.raises(WeipianError) as told:
        import_photos(workspace, folder, OPTIONS)
    assert told.value.code == "ATTACHMENT_NOT_KEPT" and len(workspace.records("attachment")) == 2
    monkeypatch.setattr(attached, "keep_file", real)
    assert import_photos(workspace, folder, OPTIONS).count == 1


# Sizes.

def test_what_is_larger_than_the_platform_takes_is_told_and_gets_a_smaller_copy(workspace, folder):
    photo(folder / "a.jpg", at(workspace, 25, 25), azimuth=7)
    (folder / f"{jcbh(2)}.jpg").write_bytes((PHOTOS / TURNED).read_bytes())
    import_photos(workspace, folder, OPTIONS)
    (large,) = over_limit(workspace, 50_000)
    assert large.parcels == (uuid_of(workspace, 2),) and over_limit(workspace) == []
    assert over_limit(workspace, 50_000, [uuid_of(workspace, 1)]) == []
    original = file_of(workspace, large)
    before = original.read_bytes()
    copy = smaller_copy(original, 50_000)
    image = QImage.fromData(copy.content)
    assert len(copy.content) <= 50_000 and (image.width(), image.height()) == (copy.width, copy.height)
    stored = QImage(str(original))
    assert copy.height > copy.width  # upright, as its Orientation asks
    assert original.read_bytes() == before and not stored.isNull()
    with pytest.raises(WeipianError) as told:
        smaller_copy(Path(workspace.path), 50_000)
    assert told.value.code == "PHOTO_NOT_SMALLER"


def test_smaller_copies_lie_in_a_folder_with_an_index_and_come_out_the_same_again(workspace, folder, tmp_path):
    photo(folder / "a.jpg", at(workspace, 25, 25))
    (folder / f"{jcbh(2)}.jpg").write_bytes((PHOTOS / TURNED).read_bytes())
    (folder / jcbh(3)).mkdir()
    (folder / jcbh(3) / "v.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(60_000))
    import_photos(workspace, folder, OPTIONS)
    target = tmp_path / "上报"
    target.mkdir()
    first = make_smaller_copies(workspace, target, 50_000)
    written = {path: path.read_bytes() for path in target.iterdir()}
    assert len(first.made) == 1 and first.made[0].name.startswith(jcbh(2)) and first.failed == ("v.mp4",)
    assert set(written) == {*first.made, first.index} and len(written[first.made[0]]) <= 50_000
    make_smaller_copies(workspace, target, 50_000)
    assert {path: path.read_bytes() for path in target.iterdir()} == written
    with pytest.raises(WeipianError) as told:
        make_smaller_copies(workspace, tmp_path / "nowhere", 50_000)
    assert told.value.code == "COPY_NOT_WRITTEN"


def test_the_index_beside_copies_says_where_they_were_taken_and_holds_no_formula(workspace, folder):
    photo(folder / "a.jpg", at(workspace, 25, 25), azimuth=7)
    import_photos(workspace, folder, OPTIONS)
    (kept,) = workspace.records("attachment")
    longitude, latitude = round(kept.values["PSDJD"], 6), round(kept.values["PSDWD"], 6)
    kept = replace(kept, values={**kept.values, "PSDWD": latitude + 1e-14})
    text = index_text([index_row("=cmd.jpg", kept, "ab")]).splitlines()
    assert text[0].startswith("filename,latitude,longitude,azimuth")
    assert text[1] == f"'=cmd.jpg,{latitude},{longitude},7.0,T,2023-09-01T10:00:00,ab,{kept.values['SHA256']}"


def test_an_older_workspace_takes_photos_with_all_that_they_say(tmp_path, data, folder):
    import shutil

    path = tmp_path / "old.gpkg"
    shutil.copyfile(data / "workspace_v3.gpkg", path)
    with Workspace.open(path, quarantine_path=tmp_path / "q.sqlite") as old:
        number = old.queue()[0].dkbh
        photo(folder / number / "a.jpg", (108.0, 22.0), azimuth=3)
        assert import_photos(old, folder, OPTIONS).count == 1
        kept = old.records("attachment", old.queue()[0].parcel_uuid)[-1]
        assert (kept.values["PSJD"], kept.values["GLFS"]) == (3.0, "name")
    assert PLAIN
