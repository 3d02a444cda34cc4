"""Zips as they are received, and as nobody should receive them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.feedback import NullFeedback
from weipian_plugin.intake import archive
from weipian_plugin.intake.archive import unpack
from weipian_plugin.intake.members import digest_of, geometry_sources, is_wanted, list_folder


class RawName(zipfile.ZipInfo):
    """An entry whose name goes into the zip as these bytes, without the UTF-8 flag."""

    __slots__ = ("raw",)

    def _encodeFilenameFlags(self):
        return self.raw, self.flag_bits & ~0x800


def zip_of(path: Path, entries: dict) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number, (name, content) in enumerate(entries.items()):
            info = RawName(f"entry{number}")
            info.raw = name if isinstance(name, bytes) else name.encode("utf-8")
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return path


def refused(path: Path, into: Path, password: str = "") -> WeipianError:
    with pytest.raises(WeipianError) as caught:
        unpack(path, into, password, NullFeedback())
    return caught.value


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_entry_names_are_read_as_their_maker_meant_them(tmp_path, encoding):
    entries = {"铁山港区/图斑.shp": b"1", "铁山港区/附表.xlsx": b"2"}
    path = zip_of(tmp_path / "a.zip", {name.encode(encoding): content for name, content in entries.items()})
    members = unpack(path, tmp_path / "out", "", NullFeedback())
    assert [m.name for m in members] == ["铁山港区/图斑.shp", "铁山港区/附表.xlsx"]
    assert members[0].path.read_bytes() == b"1"


@pytest.mark.parametrize("entry", ["../evil.shp", "a/../../evil.shp", "/etc/evil.shp", "..\\evil.shp", "C:\\evil.shp",
                                   "图/../../恶.txt"])
def test_an_entry_that_climbs_out_is_refused_by_name_and_nothing_is_written(tmp_path, entry):
    path = zip_of(tmp_path / "a.zip", {"good.shp": b"1", entry: b"2"})
    error = refused(path, tmp_path / "deep" / "out")
    assert error.code == "ZIP_CLIMBS" and entry.replace("\\", "/") in error.sentence("zh")
    assert not (tmp_path / "deep").exists()


def test_a_bomb_is_refused_before_it_unfolds(tmp_path, monkeypatch):
    path = zip_of(tmp_path / "a.zip", {"a.shp": b"\0" * 3_000_000})
    monkeypatch.setattr(archive, "_RATIO_FROM", 1_000_000)
    assert refused(path, tmp_path / "out").code == "ZIP_TOO_LARGE"
    monkeypatch.undo()
    monkeypatch.setattr(archive, "MAX_BYTES", 1_000_000)
    assert refused(path, tmp_path / "out").code == "ZIP_TOO_LARGE"
    monkeypatch.undo()
    monkeypatch.setattr(archive, "MAX_ENTRIES", 0)
    assert refused(path, tmp_path / "out").code == "ZIP_TOO_LARGE"
    assert not (tmp_path / "out").exists()


def test_damaged_doubled_and_encrypted_zips_say_so(tmp_path):
    (tmp_path / "no.zip").write_bytes(b"this is no zip")
    assert refused(tmp_path / "no.zip", tmp_path / "out").code == "ZIP_DAMAGED"
    good = zip_of(tmp_path / "a.zip", {"a.shp": bytes(range(256)) * 50})
    content = bytearray(good.read_bytes())
    content[60] ^= 0xFF
    (tmp_path / "bent.zip").write_bytes(content)
    assert refused(tmp_path / "bent.zip", tmp_path / "out1").code == "ZIP_DAMAGED"
    doubled = zip_of(tmp_path / "d.zip", {"a.shp": b"1", "A.SHP": b"2"})
    assert refused(doubled, tmp_path / "out2").code == "ZIP_DOUBLE_ENTRY"
    locked = bytearray(good.read_bytes())
    locked[6] |= 1
    central = locked.index(b"PK\x01\x02")
    locked[central + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert refused(tmp_path / "locked.zip", tmp_path / "out3").code == "ZIP_PASSWORD"
    assert refused(tmp_path / "locked.zip", tmp_path / "out4", "wrong").code == "ZIP_PASSWORD"


def test_imagery_and_leftovers_are_listed_but_not_extracted(tmp_path):
    path = zip_of(tmp_path / "a.zip", {"a.shp": b"1", "before_20161209.tif": b"2", "__MACOSX/a.shp": b"3",
                                       "._a.shp": b"6", "~$附表.xlsx": b"4", "批次.gdb/a00000001.gdbtable": b"5"})
    members = unpack(path, tmp_path / "out", "", NullFeedback())
    assert sorted(m.name for m in members if m.path) == ["a.shp", "批次.gdb/a00000001.gdbtable"]
    assert len(members) == 6 and not is_wanted("a/~$附表.xlsx")


def test_an_incomplete_shapefile_names_what_is_missing(tmp_path):
    for name in ("图斑.SHP", "图斑.dbf"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(WeipianError) as caught:
        geometry_sources(list_folder(tmp_path))
    assert caught.value.code == "SHAPEFILE_PART_MISSING" and ".shx" in caught.value.sentence("zh")
    (tmp_path / "图斑.shx").write_bytes(b"")
    assert [source.kind for source in geometry_sources(list_folder(tmp_path))] == ["shp"]


def test_the_digest_knows_content_and_names_but_not_folders(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.shp").write_bytes(b"1")
    first = digest_of([("a/x.shp", tmp_path / "a" / "x.shp")])
    assert first == digest_of([("b/X.shp", tmp_path / "b" / "x.shp")])
    (tmp_path / "b" / "x.shp").write_bytes(b"2")
    assert first != digest_of([("b/x.shp", tmp_path / "b" / "x.shp")])
